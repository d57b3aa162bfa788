"""Tasks of exercise 16: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

from helpers.checks.answers import Number
from helpers.checks.tasks import Mistake, Part, Task
from helpers.simulations import scaling as model

# TODO: four to six tasks, from a worked step to a challenge: a calculation, a change to a
# simulation, an analysis of real data, an interpretation, a stretch.
FIRST = Task(
    id="16.1",
    title="TODO: the task's heading in the notebook",
    points=2,
    parts=(
        Part(
            name="answer",
            asks="TODO: what the answer is, in words",
            kind=Number("share"),
            answer=lambda: float(model.response(2.0)),
            wrong=(
                Mistake("not-changed", "TODO: what slipped.", lambda: float(model.response(1.0))),
                Mistake("per-cent", "TODO: what slipped.", lambda: 100 * float(model.response(2.0))),
            ),
        ),
    ),
    hints=("TODO: a nudge.", "TODO: more.", "TODO: nearly there."),
    right="TODO: what a right answer means.",
)

TASKS = (FIRST,)
