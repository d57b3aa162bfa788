"""How long the tests of the last `make test` took, by kind and by lesson.

The seconds of all workers together, as the clock on the wall gave them: on a busy machine they are
too many. A test belongs to a lesson when it names the lesson or one of its topics, which are the
packages of helpers/figures that the lesson's notebook imports.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import PurePosixPath

from tests.contract.course import notebooks, read
from tests.plugins.times import RECORD
from tests.tools.bench import Line

KINDS = {
    "notebooks": "notebooks run again and compared",
    "solutions": "notebooks run again and compared",
    "exercises": "notebooks run again and compared",
    "tests/browser": "in a browser",
    "tests/contract": "rules of the course, pictures and panels",
    "tests/literature": "simulations against measurements",
    "tests/unit": "parts of the package",
}
SHARED = "the house, for all lessons"


def lines() -> list[Line]:
    """Return the sums; none before the first `make test`."""
    if not RECORD.exists():
        return []
    seconds = json.loads(RECORD.read_text(encoding="utf-8"))
    by_kind, by_lesson = sums(seconds, topics())
    found = [Line(f"all {len(seconds)} tests of the last run", sum(seconds.values()), "s")]
    for name, part in (("kind", by_kind), ("lesson", by_lesson)):
        ordered = sorted(part.items(), key=lambda one: -one[1])
        found += [Line(f"by {name}: {what}", took, "s") for what, took in ordered]
    return found


def topics() -> dict[str, str]:
    """Return the lesson of each topic, as the lessons' own notebooks import it."""
    found = {}
    for path in notebooks("notebooks"):
        code = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "code")
        for topic in re.findall(r"from helpers\.figures import (\w+) as draw", code):
            found[topic] = path.stem
    return found


def sums(
    seconds: dict[str, float], lesson_of: dict[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Add up the seconds of tests by kind and by lesson.

    Parameters
    ----------
    seconds : dict of str to float
        By the test's id.
    lesson_of : dict of str to str
        The lesson of each topic.
    """
    by_kind: dict[str, float] = defaultdict(float)
    by_lesson: dict[str, float] = defaultdict(float)
    number = {lesson[:2]: lesson for lesson in lesson_of.values()}
    for test, took in seconds.items():
        file = PurePosixPath(test.split("::")[0])
        kind = next((k for k in KINDS if file.as_posix().startswith(f"{k}/")), "other")
        by_kind[KINDS.get(kind, kind)] += took
        named = re.search(r"(?:exercise_|\[|/)(\d\d)[._]", test)
        topic = next((topic for topic in lesson_of if topic in file.stem), None)
        lesson = number.get(named[1]) if named else lesson_of.get(topic or "")
        by_lesson[lesson or SHARED] += took
    return dict(by_kind), dict(by_lesson)
