"""The table of points and the pages for learners."""

from __future__ import annotations

import csv
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from helpers.checks.answers import UNTOUCHED
from helpers.widgets.items import inline, plain
from tests.tools.exercises import COURSE
from tests.tools.grading.collect import Marked, Submission
from tests.tools.spreadsheet import no_formula

LONGEST_CODE = 5000
_FOLDERS = {COURSE, *map(Path, (sys.prefix, sys.base_prefix, tempfile.gettempdir())), Path.home()}
_ANY_FOLDER = re.compile(r"(?:(?<=[\s'\"(<`])|^)(?:[A-Za-z]:)?(?:[\\/]+[^\\/\s'\"<>`]+)+(?=[\\/])")
_NO_FOLDER = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)  # on Windows
_PAGE = Environment(autoescape=True, trim_blocks=True).from_string("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
pre { white-space: pre-wrap; padding: .5rem; border: 1px solid; }
</style>
</head>
<body>
<main>
<h1>{{ first }}</h1>
<p>{{ about }}</p>
{% for heading, words, code in tasks %}
<h2>{{ heading }}</h2>
<p>{{ words }}</p>
{% if code %}
<pre>{{ code }}</pre>
{% endif %}
{% endfor %}
</main>
</body>
</html>
""")


def points(it: Submission) -> int:
    """Return the points of all tasks that were judged."""
    return sum(task.points or 0 for task in it.marked)


def better(found: list[Submission]) -> list[Submission]:
    """Keep the better of several files that one learner handed in for one exercise."""
    kept: dict[tuple[str, str], Submission] = {}
    for n, it in enumerate(sorted(found, key=lambda it: (not it.marked, -points(it)))):
        counts = kept.setdefault((it.learner, it.exercise or str(n)), it)
        if counts is not it:
            counts.notes.append(f"{it.file} was handed in too; the better counts")
    return sorted(kept.values(), key=lambda it: (it.learner, it.exercise))


def status(it: Submission) -> str:
    """Say in one line what a person should know about it."""
    if it.problem:
        return "; ".join([it.problem, *it.notes])
    words = list(_unjudged(it))
    empty = [task for task in it.marked if task.state == "not attempted"]
    erred = [str(task.number) for task in empty if task.error]
    blank = [str(task.number) for task in empty if not task.error]
    if any(task.points is not None for task in it.marked):
        words.append("other tasks graded" if words else "graded")
    if erred:
        words.append(f"a cell ended with an error in task {', '.join(erred)}")
    if len(blank) == len(it.marked):
        words.append("nothing was answered")
    elif blank:
        words.append(f"not answered: task {', '.join(blank)}")
    return "; ".join([*words, *it.notes])


def _unjudged(it: Submission) -> Iterator[str]:
    """Say of each reason why tasks were not judged, and of which."""
    for why in dict.fromkeys(task.stopped for task in it.marked if task.stopped):
        tasks = "task " + ", ".join(str(task.number) for task in it.marked if task.stopped == why)
        yield f"{tasks} {why}" if why.startswith("not reached") else f"{why} in {tasks}"


def first(it: Submission) -> str:
    """Return the sentence that helps the learner most, in Markdown-light."""
    if it.problem:
        again = "" if "own" in it.problem else " Please hand it in again."
        return _without_folders(f"{it.problem[0].upper()}{it.problem[1:]}.{again}")
    most = sum(task.of for task in it.marked)
    total = f"{points(it)} of {most} points."
    if points(it) == most:
        return f"{total} Everything is right."
    order = ("wrong", "stopped", "not attempted", "right")
    task = min(it.marked, key=lambda task: (order.index(task.state), task.number))
    return f"{total} Look at task {task.number} first: {words(task)}"


def words(task: Marked) -> str:
    """Say what there is to say about a task's answer, in Markdown-light."""
    said = []
    if task.stopped:
        cell = "This task" if task.stopped.startswith("not reached") else "A cell of this task"
        was = task.stopped if task.stopped == "crashed" else f"was {task.stopped}"
        said.append(f"{cell} {was}, so it is not judged.")
    if task.error:
        said.append(f"A cell of this task stopped with `{task.error}`.")
    empty = task.state == "not attempted" and UNTOUCHED in task.verdict.words
    if not task.stopped and not (empty and task.error):
        said.append(task.verdict.words.replace(UNTOUCHED, "There is no answer yet."))
    return _without_folders(" ".join(said))


def write(folder: Path, found: list[Submission]) -> Path:
    """Write the table and the pages, in place of those of an earlier run; return the table."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    most = max((len(it.marked) for it in found), default=0)
    tasks = [f"task {n}" for n in range(1, most + 1)]
    folders = _folders([it.learner for it in found])
    table = folder / "grades.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["learner", "exercise", "points", "of", "status", *tasks, "file", "page"])
        for it in found:
            total = [points(it), sum(task.of for task in it.marked)] if it.marked else ["", ""]
            by_task = [task.points for task in it.marked] + [None] * (most - len(it.marked))
            page = _page(folder, folders[it.learner], it).relative_to(folder).as_posix()
            about = [it.learner, it.exercise.split("/")[-1], *total, status(it)]
            sheet.writerow(map(no_formula, [*about, *by_task, it.file, page]))
    return table


def _folders(learners: list[str]) -> dict[str, str]:
    """Return a folder's name for each learner that no system confuses with another's."""
    named: dict[str, str] = {}
    for learner in dict.fromkeys(learners):
        name = re.sub(r"[^\w .-]", "_", learner)[:80].strip(" .") or "learner"
        name = _NO_FOLDER.sub(r"\1_", name)
        taken = [other.lower() for other in named.values()]
        numbered = (f"{name} ({n})" for n in range(2, len(taken) + 3))
        named[learner] = next(one for one in (name, *numbered) if one.lower() not in taken)
    return named


def _page(folder: Path, own: str, it: Submission) -> Path:
    exercise = it.exercise.split("/")[-1] or "file"
    page, n = folder / "feedback" / own / f"{exercise}.html", 1
    while page.exists():
        n += 1
        page = page.with_name(f"{exercise}-{n}.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    about = f"Exercise {exercise}" if it.exercise else "What was handed in"
    text = _PAGE.render(
        title=plain(first(it)),
        first=Markup(inline(first(it))),
        about=f"{about}, {it.file}: {_without_folders(status(it))}.",
        tasks=[
            (_heading(task), Markup(inline(words(task))), _code(task, it)) for task in it.marked
        ],
    )
    page.write_text(text, encoding="utf-8", errors="backslashreplace")
    return page


def _heading(task: Marked) -> str:
    got = "not judged" if task.points is None else f"{task.points} of {task.of} points"
    return f"Task {task.number}: {task.title} ({got})"


def _code(task: Marked, it: Submission) -> str:
    """Return what the learner wrote into a task's cells."""
    cells = (cell for cell in it.cells if cell.grade_id.startswith(f"task-{task.number}-"))
    return "\n".join(cell.source for cell in cells if not cell.points)[:LONGEST_CODE].strip()


def _without_folders(words: str) -> str:
    """Take folders of the machine that graded out of an error's words."""
    for path in sorted(map(str, _FOLDERS), key=len, reverse=True):
        words = words.replace(path, "…") if len(path) > 1 else words
    return _ANY_FOLDER.sub("…", words)
