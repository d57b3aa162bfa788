"""The table of points and the pages for learners."""

from __future__ import annotations

import csv
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from helpers.checks.tasks import Verdict
from helpers.widgets.items import inline, plain
from tests.tools.grading.collect import Submission
from tests.tools.grading.run import COURSE

LONGEST_CODE = 5000
_FOLDERS = {COURSE, *map(Path, (sys.prefix, sys.base_prefix, tempfile.gettempdir())), Path.home()}
_ANY_FOLDER = re.compile(r"(?:(?<=[\s'\"(<`])|^)(?:[A-Za-z]:)?(?:[\\/]+[^\\/\s'\"<>`]+)+(?=[\\/])")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.3rem; }} h2 {{ font-size: 1.1rem; margin-top: 2rem; }}
pre {{ overflow-x: auto; padding: .5rem; border: 1px solid; }}
</style>
</head>
<body>
<h1>{first}</h1>
<p>{about}</p>
{tasks}
</body>
</html>
"""


@dataclass(frozen=True)
class Marked:
    """What one task got; `points` is None where its cell was stopped before it could be judged."""

    number: int
    title: str
    points: int | None
    of: int
    state: str
    verdict: Verdict | None
    stopped: str
    errors: list[str]

    def words(self) -> str:
        """Say what there is to say about the answer, in Markdown-light."""
        if self.state == "right":
            return self.verdict.words
        said = []
        if self.stopped:
            was = f"was {self.stopped}" if self.stopped.startswith("stopped") else self.stopped
            said.append(f"A cell of this task {was}, so it is not judged.")
        said += [f"A cell of this task stopped with `{error}`." for error in self.errors[:1]]
        if self.state == "wrong":
            said.append(self.verdict.words)
        return " ".join(said) or "It is not fully answered yet."


@dataclass(frozen=True)
class Result:
    """What one submission got."""

    handed_in: Submission
    marked: list[Marked]

    @property
    def points(self) -> int:
        """The points of all tasks that were judged."""
        return sum(task.points or 0 for task in self.marked)

    @property
    def of(self) -> int:
        """The points that could be had."""
        return sum(task.of for task in self.marked)

    def status(self) -> str:
        """Say in one line what a person should know about it."""
        if self.handed_in.problem:
            return "; ".join([self.handed_in.problem, *self.handed_in.notes])
        words = [f"{task.stopped} in task {task.number}" for task in self.marked if task.stopped]
        empty = [str(task.number) for task in self.marked if task.state == "not attempted"]
        if any(task.points is not None for task in self.marked):
            words.append("other tasks graded" if words else "graded")
        if len(empty) == len(self.marked):
            words.append("nothing was answered")
        elif empty:
            words.append(f"not answered: task {', '.join(empty)}")
        return "; ".join([*words, *self.handed_in.notes])

    def first(self) -> str:
        """Return the sentence that helps the learner most, in Markdown-light."""
        if problem := self.handed_in.problem:
            again = "" if "own" in problem else " Please hand it in again."
            return f"{problem[0].upper()}{problem[1:]}.{again}"
        total = f"{self.points} of {self.of} points."
        if self.points == self.of:
            return f"{total} Everything is right."
        order = ("wrong", "stopped", "not attempted", "right")
        task = min(self.marked, key=lambda task: (order.index(task.state), task.number))
        return f"{total} Look at task {task.number} first: {task.words()}"


def better(results: list[Result]) -> list[Result]:
    """Keep the better of several files that one learner handed in for one exercise."""
    kept: dict[tuple[str, str], Result] = {}
    for n, best in enumerate(sorted(results, key=lambda r: (not r.marked, -r.points))):
        it = best.handed_in
        counts = kept.setdefault((it.learner, it.exercise or str(n)), best)
        if counts is not best:
            counts.handed_in.notes.append(f"{it.file} was handed in too; the better counts")
    return sorted(kept.values(), key=lambda r: (r.handed_in.learner, r.handed_in.exercise))


def write(folder: Path, results: list[Result]) -> Path:
    """Write the table and the pages, in place of those of an earlier run; return the table."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "feedback").mkdir(parents=True, exist_ok=True)
    most = max((len(result.marked) for result in results), default=0)
    tasks = [f"task {n + 1}" for n in range(most)]
    table = folder / "grades.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["learner", "exercise", "points", "of", "status", *tasks, "file", "page"])
        for result in results:
            it, marked = result.handed_in, result.marked
            total = [result.points, result.of] if marked else ["", ""]
            by_task = [task.points for task in marked] + [None] * (most - len(marked))
            page = _page(folder / "feedback", result).relative_to(folder).as_posix()
            about = [it.learner, it.exercise.split("/")[-1], *total, result.status()]
            sheet.writerow(map(_field, [*about, *by_task, it.file, page]))
    return table


def _field(value: object) -> object:
    """Keep a spreadsheet from taking a file's name for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def _page(folder: Path, result: Result) -> Path:
    it = result.handed_in
    exercise = it.exercise.split("/")[-1] or "file"
    name = re.sub(r"[^\w .-]", "_", it.learner)[:80].strip(" .") or "learner"
    page, n = folder / name / f"{exercise}.html", 1
    while page.exists():
        n += 1
        page = page.with_name(f"{exercise}-{n}.html")
    page.parent.mkdir(exist_ok=True)
    first = _without_folders(result.first())
    about = f"Exercise {exercise}" if it.exercise else "What was handed in"
    text = _PAGE.format(
        title=escape(plain(first)),
        first=inline(first),
        about=escape(f"{about}, {it.file}: {result.status()}."),
        tasks="\n".join(_task(task, it) for task in result.marked),
    )
    page.write_text(text, encoding="utf-8", errors="backslashreplace")
    return page


def _task(task: Marked, it: Submission) -> str:
    points = "not judged" if task.points is None else f"{task.points} of {task.of} points"
    cells = (cell for cell in it.cells if cell.grade_id.startswith(f"task-{task.number}-"))
    code = "\n".join(cell.source for cell in cells if not cell.points)[:LONGEST_CODE]
    return (
        f"<h2>Task {task.number}: {escape(task.title)} ({points})</h2>\n"
        f"<p>{inline(_without_folders(task.words()))}</p>\n"
        + (f"<pre>{escape(code)}</pre>" if code.strip() else "")
    )


def _without_folders(words: str) -> str:
    """Take folders of the machine that graded out of an error's words."""
    for path in sorted(map(str, _FOLDERS), key=len, reverse=True):
        words = words.replace(path, "…") if len(path) > 1 else words
    return _ANY_FOLDER.sub("…", words)
