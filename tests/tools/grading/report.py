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
            said.append(f"A cell of this task {_was(self.stopped)}, so it is not judged.")
        said += [f"A cell of this task stopped with `{error}`." for error in self.errors[:1]]
        if self.state == "wrong":
            said.append(self.verdict.words)
        elif not said:
            said.append("It is not fully answered yet.")
        return " ".join(said)


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
        stopped = [f"{task.stopped} in task {task.number}" for task in self.marked if task.stopped]
        empty = [str(task.number) for task in self.marked if task.state == "not attempted"]
        judged = any(task.points is not None for task in self.marked)
        words = [*stopped, "other tasks graded" if stopped else "graded"] if judged else stopped
        if len(empty) == len(self.marked):
            words.append("nothing was answered")
        elif empty:
            words.append(f"not answered: task {', '.join(empty)}")
        return "; ".join([*words, *self.handed_in.notes])

    def first(self) -> str:
        """Return the sentence that helps the learner most, in Markdown-light."""
        if self.handed_in.problem:
            problem = self.handed_in.problem
            again = "" if "own" in problem else " Please hand it in again."
            return f"{problem[0].upper()}{problem[1:]}.{again}"
        total = f"{self.points} of {self.of} points."
        if self.points == self.of:
            return f"{total} Everything is right."
        order = ("wrong", "stopped", "not attempted")
        open_ones = [task for task in self.marked if task.state in order]
        task = min(open_ones, key=lambda task: (order.index(task.state), task.number))
        return f"{total} Look at task {task.number} first: {task.words()}"


def better(results: list[Result]) -> list[Result]:
    """Keep the better of several files that one learner handed in for one exercise."""
    kept: dict[tuple[str, str], Result] = {}
    for n, result in enumerate(results):
        it = result.handed_in
        key = (it.learner, it.exercise or str(n))
        other = kept.setdefault(key, result)
        if other is not result:
            best, worse = sorted(
                (other, result), key=lambda r: (bool(r.marked), r.points), reverse=True
            )
            best.handed_in.notes.append(
                f"{worse.handed_in.file} was handed in too; the better counts"
            )
            kept[key] = best
    return sorted(kept.values(), key=lambda r: (r.handed_in.learner, r.handed_in.exercise))


def write(folder: Path, results: list[Result]) -> Path:
    """Write the table and the pages, in place of those of an earlier run; return the table."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "feedback"
    pages.mkdir(parents=True)
    most = max((len(result.marked) for result in results), default=0)
    table = folder / "grades.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        tasks = [f"task {n + 1}" for n in range(most)]
        sheet.writerow(["learner", "exercise", "points", "of", "status", *tasks, "file", "page"])
        for result in results:
            page = _page(pages, result)
            sheet.writerow([_cell(one) for one in _row(result, most, page.relative_to(folder))])
    return table


def _row(result: Result, most: int, page: Path) -> list:
    it, marked = result.handed_in, result.marked
    points = [result.points, result.of] if marked else ["", ""]
    by_task = ["" if task.points is None else task.points for task in marked]
    exercise = it.exercise.split("/")[-1]
    blank = [""] * (most - len(marked))
    return [
        it.learner,
        exercise,
        *points,
        result.status(),
        *by_task,
        *blank,
        it.file,
        page.as_posix(),
    ]


def _cell(value: object) -> object:
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
    title = f"Exercise {exercise}" if it.exercise else "What was handed in"
    about = f"{title}, {it.file}: {result.status()}."
    body = "\n".join(_task(task, it) for task in result.marked)
    page.write_text(
        _PAGE.format(
            title=escape(plain(_without_paths(result.first()))),
            first=inline(_without_paths(result.first())),
            about=escape(about),
            tasks=body,
        ),
        encoding="utf-8",
        errors="backslashreplace",
    )
    return page


def _task(task: Marked, it: Submission) -> str:
    points = "not judged" if task.points is None else f"{task.points} of {task.of} points"
    answers = [
        cell.source
        for cell in it.cells
        if cell.grade_id.startswith(f"task-{task.number}-") and not cell.points
    ]
    code = "\n".join(answers)[:LONGEST_CODE]
    return (
        f"<h2>Task {task.number}: {escape(task.title)} ({points})</h2>\n"
        f"<p>{inline(_without_paths(task.words()))}</p>\n"
        + (f"<pre>{escape(code)}</pre>" if code.strip() else "")
    )


def _was(stopped: str) -> str:
    return f"was {stopped}" if stopped.startswith("stopped") else stopped


def _without_paths(words: str) -> str:
    """Take this machine's folders out of an error's words."""
    temporary = re.escape(tempfile.gettempdir())
    words = re.sub(temporary + r"[\\/]grading-[^\\/\s]+", "…", words)
    for path in (COURSE, sys.prefix, sys.base_prefix, Path.home()):
        words = words.replace(str(path), "…") if len(str(path)) > 1 else words
    return words
