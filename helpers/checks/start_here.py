"""The one task of lesson 00, which shows how a check answers."""

from __future__ import annotations

from helpers.checks.answers import Number
from helpers.checks.tasks import Task, part
from helpers.simulations.bucket import half_time_min, settled_level_l

INFLOW_L_PER_MIN = 6.0
LEAK_PER_MIN = 0.3

SETTLED = Task(
    id="00.1",
    title="A check",
    points=1,
    parts=(
        part(
            name="settled_l",
            asks="the level at which as much leaks out as runs in",
            kind=Number("L"),
            answer=lambda: settled_level_l(INFLOW_L_PER_MIN, LEAK_PER_MIN),
            wrong="""
            product: This is inflow times leak. A larger leak must give a **lower** level.
            upside-down: This is leak over inflow: the other way round.
            half-time: This is the time half way, in minutes. The level is asked for, in litres.
            """,
            product=lambda: INFLOW_L_PER_MIN * LEAK_PER_MIN,
            upside_down=lambda: LEAK_PER_MIN / INFLOW_L_PER_MIN,
            half_time=lambda: half_time_min(LEAK_PER_MIN),
        ),
    ),
    hints=(
        "When the level has settled, what must inflow and outflow be to each other?",
        "The outflow is leak × level. Set it equal to the inflow.",
        "Divide the inflow by the leak: 6 / 0.3.",
    ),
    right="At that level 0.3 of it, 6 L, leaves every minute, just what comes in.",
)

TASKS = (SETTLED,)
