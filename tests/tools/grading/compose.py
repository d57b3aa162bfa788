"""Put a learner's answers into the exercise as the course made it.

Imports, worked steps and data are the course's own, and none of its checks is taken from the
learner. A learner's answers, changed cells and cells of their own run at their place beside them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tests.tools.grading.collect import Cell


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
    placed, notes, seen = _placed(release, handed_in)
    steps: list[Step] = []
    copied: list[str] = []
    checks = [asked(cell) for cell in release if cell.points]
    reads = [Step(n, task_id=i, names=names) for n, (i, names) in enumerate(checks, start=1)]
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
        if any(own.kind != "code" for own in answers):
            notes.append(f"task {task}'s answer had become text; it was run as code")
        if any("### BEGIN SOLUTION" in own.source for own in answers):
            copied.append(str(task))
        for own in placed[place]:
            steps.append(Step(task, own.source, own=True, answer=bool(own.grade_id)))
            steps += [reads[task - 1]] if len(answers) > 1 else []
    if copied:
        listed = ", ".join(dict.fromkeys(copied))
        notes.append(f"the course's own solution was handed in for task {listed}")
    return steps + reads, notes


def alone(steps: list[Step], tasks: set[int]) -> list[Step]:
    """Return some tasks' steps with the course's own cells, and nothing else of the learner's."""
    course = [step for step in steps if not step.own and not step.task_id]
    of_task = [step for step in steps if step.task in tasks and (step.answer or step.task_id)]
    kept = {id(step) for step in course + of_task}
    return [step for step in steps if id(step) in kept]


def asked(check: Cell) -> tuple[str, list[str]]:
    """Return the task's id and the names of its answers from the source of a check cell.

    Examples
    --------
    >>> asked(Cell("code", 'check("01.1", share)'))
    ('01.1', ['share'])
    """
    task_id, *names = ast.parse(check.source).body[0].value.args
    return task_id.value, [name.id for name in names]


def _placed(
    release: list[Cell], handed_in: list[Cell]
) -> tuple[list[list[Cell]], list[str], set[int | None]]:
    """Return the learner's cells that differ from the course's, by the place of the one before.

    Beside them: what there is to say, and which of the course's cells stand there unchanged.
    """
    by_grade_id = {cell.grade_id: n for n, cell in enumerate(release) if cell.grade_id}
    by_id = {cell.id: n for n, cell in enumerate(release)}
    by_source = {cell.source.strip(): n for n, cell in enumerate(release)}
    placed: list[list[Cell]] = [[] for _ in release]
    notes, seen, checks, here = [], set(), set(), 0
    for cell in handed_in:
        same = by_source.get(cell.source.strip())
        match = by_grade_id.get(cell.grade_id, by_id.get(cell.id, same))
        here = here if match is None else match
        unchanged = match is not None and cell.source.strip() == release[match].source.strip()
        if unchanged:
            seen.add(match)
        if match is not None and release[match].points:
            checks.add(match)
            if not unchanged:
                notes.append("a changed check was not used")
        elif not unchanged and (cell.kind == "code" or cell.grade_id in by_grade_id):
            known = cell.grade_id in by_grade_id
            placed[here].append(cell if known else Cell("code", cell.source, cell.id))
    if any(cell.points and n not in checks for n, cell in enumerate(release)):
        notes.append("a missing check was put back")
    return placed, list(dict.fromkeys(notes)), seen
