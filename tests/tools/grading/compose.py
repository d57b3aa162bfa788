"""Put a learner's answers into the exercise as the course made it.

Imports, worked steps and data are the course's own, and none of its checks is taken from the
learner. A learner's answers, changed cells and cells of their own run at their place beside them.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.tools.grading.collect import Cell, asked, gives

_CHECK = re.compile(
    r"^(check\(.*\)|check\((?:[^()]|\([^()]*\))*\))[ \t]*(?:#.*)?$",  # the second on lines
    re.MULTILINE,
)
_FENCED = re.compile(r"^(?:```|~~~)[^\n]*\n(.*?)^(?:```|~~~)", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One thing to do in the learner's process: run a cell, or read a task's answers."""

    task: int
    source: str = ""
    own: bool = False  # the learner's, not the course's
    again: bool = False  # only if it failed before
    reads: str = ""  # the id of the task whose answers are read


def compose(release: list[Cell], handed_in: list[Cell]) -> tuple[list[Step], list[str]]:
    """Return what to run and read, in order, and what there is to say about it.

    A task is read after each of the learner's cells that stands at it or names an answer of it,
    and once more at the end: an answer that was mended further below counts too. Before that, what
    failed is run again, since cells may have been run in another order than that of the page. An
    answer cell that is gone is not put back, since its dots could undo an answer elsewhere.
    """
    checks = dict(asked(cell) for cell in release if cell.points)
    reads = [Step(n, reads=task_id) for n, task_id in enumerate(checks, start=1)]
    named = [re.compile(rf"\b(?:{'|'.join(names)})\b") for names in checks.values()]
    placed, unchanged, notes = _placed(release, _pieces(handed_in, checks))
    steps: list[Step] = []
    task = 1
    for place, cell in enumerate(release):
        if cell.points:
            task += 1
        elif cell.kind == "code" and (place in unchanged or not cell.grade_id):
            steps.append(Step(task, cell.source))
        for own in placed[place]:
            steps.append(Step(task, own.source, own=True))
            steps += [
                read
                for read, names in zip(reads, named, strict=True)
                if read.task == task or names.search(own.source)
            ]
            if own.kind != "code":
                notes.append(f"task {task}'s answer had become text; it was run as code")
            if own.grade_id and "### BEGIN SOLUTION" in own.source:
                notes.append(f"task {task} holds the course's own solution")
        several = sum(bool(own.grade_id) for own in placed[place])
        if several > 1:
            notes.append(f"task {task}'s answer stood in {several} cells; the better counts")
    again = [replace(step, again=True) for step in steps if step.own]
    return steps + again + reads, list(dict.fromkeys(notes))


def _pieces(cells: list[Cell], checks: dict[str, list[str]]) -> Iterator[Cell]:
    """Yield cells in which something is to be run, cut at checks that were merged into them."""
    answer = gives([name for names in checks.values() for name in names])
    for cell in cells:
        if cell.kind != "code":  # run where an answer stands in it, as text or between fences
            code = "\n".join(_FENCED.findall(cell.source)) or cell.source
            if cell.grade_id or answer.search(code):
                yield replace(cell, source=code)
            continue
        for n, source in enumerate(_CHECK.split(cell.source)):
            if n % 2:  # what a check cell holds belongs to that place
                its = cell if cell.points else Cell("code", "")
                yield replace(its, source=_given(source, checks))
            elif source.strip():
                yield Cell("code", source) if n else replace(cell, source=source)


def _given(check: str, checks: dict[str, list[str]]) -> str:
    """Return a check as it is, or, where it was given other names or values, an answer of these."""
    try:
        task_id, *given = ast.parse(check).body[0].value.args
        pairs = list(zip(checks[task_id.value], map(ast.unparse, given), strict=True))
    except (SyntaxError, AttributeError, LookupError, TypeError, ValueError):
        return check
    changed = "\n".join(f"{name} = {value}" for name, value in pairs if name != value)
    return changed or check


def _placed(
    release: list[Cell], handed_in: Iterator[Cell]
) -> tuple[list[list[Cell]], set[int], list[str]]:
    """Return the learner's cells that differ from the course's, by the place that they run behind.

    A cell that is none of the course's runs behind all that the course has before the next one
    that is, but before a check: it may be a worked step that was changed. Beside them: which of
    the course's cells stand there unchanged, and what there is to say. Of the learner's cells only
    those made for an answer keep their mark.
    """
    by_grade_id = {cell.grade_id: n for n, cell in enumerate(release) if cell.grade_id}
    handed = list(handed_in)
    ids = Counter(cell.id for cell in handed)  # one that stands twice came from another notebook
    by_id = {cell.id: n for n, cell in enumerate(release) if cell.id and ids[cell.id] == 1}
    by_source = {cell.source.strip(): n for n, cell in enumerate(release)}
    placed: list[list[Cell]] = [[] for _ in release]
    found, unchanged, waiting, notes, here = set(), set(), [], [], 0

    def settle(until: int) -> None:
        checks = (n for n in range(here + 1, until) if release[n].points)
        placed[max(here, next(checks, until) - 1)].extend(waiting)
        waiting.clear()

    for cell in handed:
        source = cell.source.strip()
        match = by_grade_id.get(cell.grade_id, by_id.get(cell.id, by_source.get(source)))
        if match is None:
            waiting.append(replace(cell, grade_id=""))
            continue
        settle(until=match)
        here = match
        found.add(match)
        if source == release[match].source.strip():
            unchanged.add(match)
        elif release[match].points:  # whatever was written into it belongs before it
            placed[match - 1].append(replace(cell, grade_id=""))
            notes.append("a changed check was not used")
        else:
            placed[match].append(replace(cell, grade_id=release[match].grade_id))
    settle(until=len(release))
    if any(cell.points and n not in found for n, cell in enumerate(release)):
        notes.append("a missing check was put back")
    return placed, unchanged, notes
