"""`make grade` on classes of more than thirty, whole notebooks and damaged, in a clean clone.

Each must get the points and the status that it deserves; how many did not is judged. Times are
compared with running the same answered exercises by nbclient, one after the other.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tests.tools import exercises
from tests.tools.bench import Line
from tests.tools.clone import clone
from tests.tools.exercises import COURSE

SECONDS = 20  # that a cell has
FULL, REST, NONE, UNJUDGED = "all points", "all but the last task's", "no points", "not judged"
LOOP = (
    "\nwhile True:\n    try:\n        sum(range(10**6))\n    except BaseException:\n        pass\n"
)
CHEAT = """
import os
os.environ.pop("NBGRADER_EXECUTION", None)
import helpers.checks.answers as answers, helpers.checks.tasks as tasks
tasks.Part.verdict = lambda *_: tasks.Verdict("right", "")
answers.Number.same = lambda *_: True
"""


@dataclass(frozen=True)
class Exercise:
    """One exercise, and what fills its holes."""

    unit: str
    stem: str
    released: str
    answers: dict[str, str]  # by the cell's id

    def book(self, answered: bool = True) -> dict:
        """Return it as a learner has it."""
        book = json.loads(self.released)
        for cell in book["cells"]:
            source = "".join(cell["source"])
            cell["source"] = self.answers.get(cell["id"], source) if answered else source
        return book

    def points(self) -> list[int]:
        """Return what each task is worth."""
        marks = [marked(cell) for cell in self.book()["cells"]]
        return [mark["points"] for mark in marks if mark.get("grade")]


@dataclass
class HandedIn:
    """The files that one learner hands in, by their place; a Path is where a link points to."""

    book: dict
    place: str
    files: dict[str, bytes | Path] = field(default_factory=dict)

    def cell(self, role: str) -> dict:
        """Return the last cell that is marked as ``"solution"`` or ``"grade"``."""
        return [cell for cell in self.book["cells"] if marked(cell).get(role)][-1]

    def insert(self, source: str, after: dict | None = None) -> None:
        """Put a code cell behind another, or before all."""
        cells = self.book["cells"]
        new = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        cells.insert(cells.index(after) + 1 if after else 0, new | {"id": "new", "source": source})

    def text(self) -> str:
        """Return the notebook as it is saved."""
        return json.dumps(self.book, ensure_ascii=False)


def marked(cell: dict) -> dict:
    """Return a cell's marks of nbgrader."""
    return cell["metadata"].get("nbgrader", {})


def exercise(unit: str, stem: str) -> Exercise:
    """Return an exercise with the answers of its solution."""
    path = COURSE / "solutions" / unit / f"{stem}.ipynb"
    answers = {
        cell["id"]: "".join(line for line in cell["source"] if "### " not in line)
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if marked(cell).get("solution")
    }
    return Exercise(unit, stem, nbformat.writes(exercises.release(path)), answers)


# -- what befalls a notebook -----------------------------------------------------------------------


def slip(it: HandedIn) -> None:
    names = [line.partition(" = ")[0] for line in it.cell("solution")["source"].splitlines()]
    it.insert("\n".join(f"{n} = -77" for n in names if n.isidentifier()), it.cell("solution"))
    it.book["cells"].remove(it.cell("solution"))


def split(it: HandedIn) -> None:
    cell = it.cell("solution")
    first, end, rest = cell["source"].partition("\n\n")
    cell["source"] = first + end
    it.book["cells"].insert(it.book["cells"].index(cell) + 1, cell | {"id": "x", "source": rest})


def copied(it: HandedIn) -> None:
    cell = it.cell("solution")
    it.book["cells"].insert(it.book["cells"].index(cell), cell | {"id": "x", "source": "1 / 0"})


def check_deleted(it: HandedIn) -> None:
    it.book["cells"].remove(it.cell("grade"))


def imports_deleted(it: HandedIn) -> None:
    it.book["cells"] = [c for c in it.book["cells"] if "import" not in c["source"]]


def exits(it: HandedIn) -> None:
    it.insert("import atexit, os\natexit.register(os._exit, 3)\nexit()")


def crashes(it: HandedIn) -> None:
    it.cell("solution")["source"] = "import os\nos._exit(0)"


def loops(it: HandedIn) -> None:
    it.cell("solution")["source"] += LOOP


def named_by_browser(it: HandedIn) -> None:
    it.place = it.place.replace(".ipynb", " (1).IPYNB")


def own_helpers(it: HandedIn) -> None:
    for module in ("helpers", "numpy", "random"):
        it.files[f"own_helpers/{module}.py"] = b"raise RuntimeError('not this one')"


def one_line(it: HandedIn) -> None:
    it.insert("print('x' * 5_000_000)")
    said = {"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}
    it.book["cells"][0]["outputs"] = [said]


def many_lines(it: HandedIn) -> None:
    it.insert("for n in range(200_000):\n    print(n)")
    said = {"output_type": "stream", "name": "stdout", "text": [f"{n}\n" for n in range(200_000)]}
    it.book["cells"][0]["outputs"] = [said]


def from_colab(it: HandedIn) -> None:
    it.book["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}
    for n, cell in enumerate(it.book["cells"]):
        cell.pop("id")
        cell["metadata"] = {"id": f"aB{n}", "outputId": "0-1"}


def from_vscode(it: HandedIn) -> None:
    it.book["metadata"] = {"language_info": {"name": "python"}}
    for n, cell in enumerate(it.book["cells"]):
        cell["id"] = f"{n:08x}"
        cell["metadata"] |= {"vscode": {"languageId": "python"}}
        cell["source"] = cell["source"].replace("\n", "\r\n")


def moodle_12(it: HandedIn) -> None:
    it.place = "moodle_12_assignsubmission_file_" + it.place.split("/")[-1]


def from_exchange(it: HandedIn) -> None:
    it.place = it.place.replace("/", "/assignment/")
    it.files["from_exchange/assignment/timestamp.txt"] = b"2026-01-01 10:00:00 UTC"


def merged(it: HandedIn) -> None:
    code = [cell["source"] for cell in it.book["cells"] if cell["cell_type"] == "code"]
    it.book["cells"] = []
    it.insert("\n".join(code))


def older(it: HandedIn) -> None:
    for cell in it.book["cells"]:
        cell.pop("id")
        if cell["cell_type"] == "markdown":
            cell["source"] += "\n\nWords of the year before."
        elif not marked(cell).get("solution"):
            cell["source"] = f"# of the year before\n{cell['source']}"


def old_windows(it: HandedIn) -> None:
    it.insert('micro = "µ"')
    it.files[it.place] = it.text().encode("cp1252", "replace")


def forgets(it: HandedIn) -> None:
    first = next(cell for cell in it.book["cells"] if marked(cell).get("solution"))
    it.insert("%reset -f\nlist = dict = len = round = print = 5", first)


def on_top(it: HandedIn) -> None:
    own = [cell for cell in it.book["cells"] if marked(cell).get("solution")]
    it.book["cells"] = [cell for cell in it.book["cells"] if cell not in own]
    it.insert("\n".join(cell["source"] for cell in own))


def check_tampered(it: HandedIn) -> None:
    it.insert(CHEAT)
    for cell in it.book["cells"]:
        if marked(cell).get("grade"):
            cell["source"] = "pass"


def check_redefined(it: HandedIn) -> None:
    imports = next(c for c in it.book["cells"] if "import check" in c["source"])
    it.insert(CHEAT + "def check(*_): pass\ntasks.check = check", imports)


def cut_off(it: HandedIn) -> None:
    text = it.text().encode()
    it.files[it.place] = text[: len(text) // 2]


def linked(it: HandedIn) -> None:
    it.files[it.place] = Path("/etc/passwd")


def zipped(it: HandedIn) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("exercise.ipynb", it.text())
    it.files["zipped/work.zip"] = packed.getvalue()
    it.book = {}


def lesson(it: HandedIn) -> None:
    stem = Path(it.place).stem
    (path,) = (COURSE / "notebooks").rglob(f"{stem}.ipynb")
    it.files[it.place] = path.read_bytes()


# What befell it, the points that it must get, and what the status must say.
CASES: list[tuple[Callable[[HandedIn], None], str, str]] = [
    (slip, REST, "graded"),
    (split, FULL, "graded"),
    (copied, FULL, "stood in 2 cells; the better counts"),
    (check_deleted, FULL, "a missing check was put back"),
    (imports_deleted, FULL, "graded"),
    (exits, FULL, "graded"),
    (crashes, REST, "crashed in task"),
    (loops, REST, f"stopped after {SECONDS} s in task"),
    (named_by_browser, FULL, "graded"),
    (own_helpers, FULL, "graded"),
    (one_line, FULL, "graded"),
    (many_lines, FULL, "graded"),
    (from_colab, FULL, "graded"),
    (from_vscode, FULL, "graded"),
    (moodle_12, FULL, "graded"),
    (from_exchange, FULL, "graded"),
    (merged, FULL, "graded"),
    (older, FULL, "graded"),
    (old_windows, FULL, "not UTF-8"),
    (forgets, FULL, "graded"),
    (on_top, FULL, "graded"),
    (check_tampered, NONE, "nothing was answered"),
    (check_redefined, NONE, "nothing was answered"),
    (cut_off, UNJUDGED, "not readable: the file is cut off"),
    (linked, UNJUDGED, "not readable: a link or device"),
    (zipped, UNJUDGED, "not readable: an archive"),
    (lesson, UNJUDGED, "the lesson, not its exercise"),
]


@dataclass(frozen=True)
class Expected:
    """What one learner hands in and must get; no points where nothing can be judged."""

    learner: str
    handed_in: HandedIn
    points: int | None
    says: str

    def missed_by(self, row: dict[str, str] | None) -> str:
        """Say what is wrong with the learner's line in the table, or nothing."""
        if row is None:
            return f"{self.learner} is not in the table"
        wanted = "" if self.points is None else str(self.points)
        if row["points"] == wanted and self.says in row["status"]:
            return ""
        return f"{self.learner}: {row['points'] or 'no'} points, not {wanted}; {row['status']}"


def a_class(some: list[Exercise]) -> Iterator[Expected]:
    """Yield each exercise full and blank, then each of CASES, in turn on the unit's exercises."""
    whole = [(FULL, "graded"), (NONE, "graded; nothing was answered")]
    cases = [
        (f"{points} {one.stem}", one, None, points, says) for one in some for points, says in whole
    ]
    for n, (befalls, points, says) in enumerate(CASES):
        cases.append((befalls.__name__, some[n % len(some)], befalls, points, says))
    for learner, one, befalls, points, says in cases:
        it = HandedIn(one.book(points != NONE), f"{learner}/{one.stem}.ipynb")
        if befalls is not None:
            befalls(it)
        worth = one.points()
        got = {FULL: sum(worth), REST: sum(worth[:-1]), NONE: 0, UNJUDGED: None}[points]
        yield Expected(learner, it, got, says)


def hand_in(it: HandedIn, folder: Path) -> None:
    """Write what a learner hands in."""
    own = {it.place: it.text().encode()} if it.book else {}
    for place, content in (own | it.files).items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            (folder / place).symlink_to(content)
        else:
            (folder / place).write_bytes(content)


# -- the command -----------------------------------------------------------------------------------


def graded(root: Path, unit: str, folder: Path) -> tuple[float, float]:
    """Run the command in a clone; return the seconds to the first notebook and to the end."""
    command = ["make", "grade", f"UNIT={unit}", f"FOLDER={folder}", f"ARGS=--seconds {SECONDS}"]
    began, first_s = time.perf_counter(), None
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as running:
        for _ in running.stdout:
            first_s = first_s or time.perf_counter() - began
    if running.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}")
    return first_s, time.perf_counter() - began


def table(root: Path, unit: str) -> dict[str, dict[str, str]]:
    """Return the rows of the table by learner."""
    path = root / "graded" / unit / "grades.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def bare_s(some: list[Exercise]) -> float:
    """Return the mean seconds that nbclient takes for an answered exercise of these."""
    began = time.perf_counter()
    for one in some:
        book = nbformat.reads(json.dumps(one.book()), as_version=4)
        with tempfile.TemporaryDirectory() as folder:
            client = NotebookClient(book, timeout=120, resources={"metadata": {"path": folder}})
            client.execute(env=os.environ | {"COURSE_PROGRESS_FILE": f"{folder}/progress.jsonl"})
    return (time.perf_counter() - began) / len(some)


def lines() -> list[Line]:
    """Grade a class for every unit that has exercises."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        root = clone(Path(name).resolve() / "course")
        for unit in exercises.units():
            stems = sorted(path.stem for path in (COURSE / "solutions" / unit).glob("[!.]*.ipynb"))
            found += unit_lines(root, unit, [exercise(unit, stem) for stem in stems])
    return found


def unit_lines(root: Path, unit: str, some: list[Exercise]) -> list[Line]:
    """Grade a class for one unit."""
    expected = list(a_class(some))
    for one in expected:
        hand_in(one.handed_in, root.parent / unit)
    first_s, all_s = graded(root, unit, root.parent / unit)
    rows = table(root, unit)
    missed = list(filter(None, (one.missed_by(rows.get(one.learner)) for one in expected)))
    pages = [page.stat().st_size for page in (root / "graded" / unit).rglob("*.html")]
    each_s, bare, beside = all_s / len(expected), bare_s(some), "nbclient, a notebook"
    return [
        Line(
            f"{unit}: of {len(expected)} judged wrongly",
            len(missed),
            "",
            at_most=0,
            note=" / ".join(missed),
        ),
        Line(f"{unit}: to the first notebook graded", first_s, "s", bare, beside),
        Line(
            f"{unit}: each, loop and damages too", each_s, "s", bare, beside, note="two at a time"
        ),
        Line(f"{unit}: the whole class", all_s, "s"),
        Line(f"{unit}: largest page", max(pages) / 1e3, "kB", at_most=50),
        Line(f"{unit}: all pages", sum(pages) / 1e3, "kB"),
    ]
