"""Put a learner's answers into the exercise as the course made it.

Imports, worked steps and data are the course's own, and none of its checks is taken from the
learner. A learner's answers, changed cells and cells of their own run at their place beside them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.tools.grading.collect import Cell

_CHECK = re.compile(r"^(check\(.*\))[ \t]*$", re.MULTILINE)
_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One thing to do in the learner's process: run a cell, or read a task's answers."""

    task: int
    source: str = ""
    own: bool = False  # the learner's, not the course's
    answer: bool = False  # the learner's, in a cell that was made for it
    task_id: str = ""  # with `names`: read these answers
    names: list[str] = field(default_factory=list)


def compose(release: list[Cell], handed_in: list[Cell]) -> tuple[list[Step], list[str]]:
    """Return what to run and read, in order, and what there is to say about it.

    Every task is read at its check and once more at the end: an answer that was mended in a cell
    further below counts too. Where an answer stands in several cells, it is read after each. An
    answer cell that is gone is not put back, since its dots could undo an answer elsewhere.
    """
    checks = [asked(cell) for cell in release if cell.points]
    reads = [Step(n, task_id=i, names=names) for n, (i, names) in enumerate(checks, start=1)]
    pieces = _pieces(handed_in, dict(checks))
    placed, seen, notes = _placed(release, pieces)
    steps: list[Step] = []
    task = 1
    for place, cell in enumerate(release):
        if cell.points:
            steps.append(reads[task - 1])
            task += 1
        elif cell.kind == "code" and (place in seen or not cell.grade_id):
            steps.append(Step(task, cell.source))
        answers = [own for own in placed[place] if own.grade_id]
        if len(answers) > 1:
            notes.append(f"task {task}'s answer stood in {len(answers)} cells; the better counts")
        if any(own.kind != "code" for own in placed[place]):
            notes.append(f"task {task}'s answer had become text; it was run as code")
        if any("### BEGIN SOLUTION" in own.source for own in answers):
            notes.append(f"task {task} holds the course's own solution")
        for own in placed[place]:
            steps.append(Step(task, own.source, own=True, answer=bool(own.grade_id)))
            steps += reads[task - 1 : task] if len(answers) > 1 else []
    return steps + reads, notes


def alone(steps: list[Step], tasks: set[int]) -> list[Step]:
    """Return some tasks' steps with the course's own cells, and nothing else of the learner's."""
    return [
        step
        for step in steps
        if not (step.own or step.task_id) or (step.task in tasks and (step.answer or step.task_id))
    ]


def asked(check: Cell) -> tuple[str, list[str]]:
    """Return the task's id and the names of its answers from the source of a check cell.

    Examples
    --------
    >>> asked(Cell("code", 'check("01.1", share)'))
    ('01.1', ['share'])
    """
    task_id, *names = ast.parse(check.source).body[0].value.args
    return task_id.value, [name.id for name in names]


def _pieces(cells: list[Cell], checks: dict[str, list[str]]) -> Iterator[Cell]:
    """Yield cells in which something is to be run, cut at checks that were merged into them."""
    names = "|".join(name for names in checks.values() for name in names)
    answer = re.compile(rf"^(?:def )?(?:{names})\s*[=(:]", re.MULTILINE)
    for cell in cells:
        if cell.kind != "code":  # run where an answer stands in it, as text or between fences
            code = "\n".join(_FENCED.findall(cell.source)) or cell.source
            if cell.grade_id or answer.search(code):
                yield replace(cell, source=code)
            continue
        for n, source in enumerate(_CHECK.split(cell.source)):
            if n % 2:
                yield Cell("code", _given(source, checks))
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
    """Return the learner's cells that differ from the course's, by the place of the one before.

    Beside them: which of the course's cells stand there unchanged, and what there is to say. Of
    the learner's cells only those made for an answer keep their mark.
    """
    by_grade_id = {cell.grade_id: n for n, cell in enumerate(release) if cell.grade_id}
    by_id = {cell.id: n for n, cell in enumerate(release) if cell.id}
    by_source = {cell.source.strip(): n for n, cell in enumerate(release)}
    placed: list[list[Cell]] = [[] for _ in release]
    seen, checks, notes, here = set(), set(), [], 0
    for cell in handed_in:
        source = cell.source.strip()
        match = by_grade_id.get(cell.grade_id, by_id.get(cell.id, by_source.get(source)))
        here = here if match is None else match
        is_check = match is not None and release[match].points
        if is_check:
            checks.add(match)
        if match is not None and source == release[match].source.strip():
            seen.add(match)
        elif is_check:  # whatever else was written into it belongs before it
            placed[here - 1].append(replace(cell, grade_id=""))
            notes.append("a changed check was not used")
        else:
            known = cell.grade_id if cell.grade_id in by_grade_id else ""
            placed[here].append(replace(cell, grade_id=known))
    if any(cell.points and n not in checks for n, cell in enumerate(release)):
        notes.append("a missing check was put back")
    return placed, seen, list(dict.fromkeys(notes))
