"""`make grade UNIT=mechanism FOLDER=submitted`: see INSTRUCTORS.md."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import logging
import sys
from pathlib import Path

from helpers.checks.readings import received
from helpers.checks.tasks import Task, Verdict, find
from tests.contract.course import notebooks_in
from tests.tools import exercises
from tests.tools.exercises import COURSE
from tests.tools.grading.collect import Cell, Marked, Submission, asked, cells_in, cells_of, collect
from tests.tools.grading.compose import compose
from tests.tools.grading.report import better, write
from tests.tools.grading.run import Ran, run

BEST_FIRST = ("right", "wrong", "not attempted")


def main(arguments: list[str] | None = None) -> int:
    """Grade what lies in a folder; return 1 where the course's own files were changed by it."""
    asks = argparse.ArgumentParser(
        prog="make grade", usage="make grade UNIT=... [FOLDER=...] [ARGS='--seconds ...']"
    )
    asks.add_argument("--unit", required=True, help="mechanism, for example")
    asks.add_argument("--folder", default="submitted", type=lambda name: Path(name).expanduser())
    asks.add_argument("--seconds", default=60.0, type=float, help="time that one cell has")
    asks.add_argument("--minutes", default=10.0, type=float, help="time that a notebook has")
    asks.add_argument("--workers", default=2, type=int, help="notebooks that run at a time")
    given = asks.parse_args(arguments)
    if given.unit not in exercises.units():
        asks.error(f"there is no unit {given.unit!r}; there is {', '.join(exercises.units())}")
    if not given.folder.is_dir():
        asks.error(f"there is no folder {given.folder}; name yours: FOLDER=path/to/submissions")
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it wonders who ended a process: we did
    before = _digest()
    limits = {"limit_s": given.seconds, "whole_min": given.minutes}
    found = asyncio.run(_graded(given.folder, given.unit, given.workers, limits))
    try:
        kept = better(found)
        table = write(COURSE / "graded" / given.unit, kept)
    except PermissionError as no:
        asks.error(f"{no.filename} cannot be written: is it open in another program?")
    judged_all = sum(bool(it.marked) for it in kept)
    print(f"\n{judged_all} graded; {len(kept) - judged_all} not: their status says why.")
    print(f"Points: {table.relative_to(COURSE)}. Pages for learners: feedback/ beside it.")
    if _digest() != before:
        print("CAREFUL: a notebook changed files of this course. Look at `git status`.")
        return 1
    return 0


def known() -> dict[str, list[Cell]]:
    """Return the cells of every exercise, made afresh from its solution, and of every lesson."""
    made = exercises.releases().items()
    lessons = notebooks_in(COURSE / "notebooks")
    return {path.with_suffix("").as_posix(): cells_in(text.encode()) for path, text in made} | {
        path.relative_to(COURSE).with_suffix("").as_posix(): cells_of(path) for path in lessons
    }


def judged(release: list[Cell], ran: Ran) -> list[Marked]:
    """Return what every task of an exercise gets, by the course's own checks."""
    marked = []
    for number, check in enumerate((cell for cell in release if cell.points), start=1):
        task = find(asked(check)[0])
        tried = [_verdict(task, messages) for messages in ran.read.get(task.id, [])]
        best = min(tried, key=lambda verdict: BEST_FIRST.index(verdict.state), default=None)
        stopped = error = ""
        if best is None or best.state != "right":
            stopped = ran.stopped.get(number, "" if tried else ran.unread)
            error = ran.errors.get(number, "")
        marked.append(Marked(number, task.title, check.points, best, stopped, error))
    return marked


def _verdict(task: Task, messages: object) -> Verdict:
    if not isinstance(messages, list) or len(messages) != len(task.parts):
        messages = [None] * len(task.parts)
    return task.verdict(*map(received, messages))


async def _graded(
    folder: Path, unit: str, workers: int, limits: dict[str, float]
) -> list[Submission]:
    cells, free = known(), asyncio.Semaphore(max(1, workers))

    async def grade(it: Submission) -> None:
        where = it.exercise.partition("/")[0]
        if not it.problem and where != unit:
            lesson = "the lesson, not its exercise"
            other = lesson if where == "notebooks" else f"an exercise of the unit {where}"
            it.problem = f"not graded: this is {other}"
        if it.problem:
            return
        release = cells[it.exercise]
        steps, notes = compose(release, it.cells)
        it.notes += notes
        async with free:
            ran = await run(steps, **limits)
        print(f"  {it.file}", flush=True)
        if ran.read:
            it.marked = judged(release, ran)
        else:
            it.problem = f"not graded: {ran.failed}"

    found = collect(folder, cells, unit)
    await asyncio.gather(*map(grade, found))
    return found


def _digest() -> str:
    """Return one number for all that grading rests on, to see whether a notebook changed it."""
    total = hashlib.sha256()
    for room in ("helpers", "solutions", "tests/tools"):
        for path in sorted((COURSE / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(str(path).encode() + path.read_bytes())
    return total.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
