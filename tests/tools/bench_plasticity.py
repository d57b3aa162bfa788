"""The cascade beside `scipy.integrate.solve_ivp` at equal error.

The error is the largest difference of any variable, over 300 times in 14 days, from a third
solution: `solve_ivp` at its best. `solve_ivp` restarts at each event and gets the loosest
tolerance that is as exact as a picture needs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.simulations.plasticity import Block, logic_table, repeated, simulate
from tests.tools.bench import Line, median_s
from tests.unit.plasticity_reference import second_solver

AT_LEAST = 1.0  # times as quick as scipy at the accuracy of a picture
PICTURE = 1e-3  # half a pixel of a picture's height
TIMES_H = np.concatenate([np.linspace(0.05, 24, 200), np.linspace(26, 336, 100)])
COURSES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one course of 14 d": ({}, {}),
    "TrkB blocked from 2 h, spines erased at 48 h": (
        {"blocks": Block("trkb", 2), "remove_spines_at_h": 48},
        {"blocks": [Block("trkb", 2)], "erased_h": (48.0,)},
    ),
}
NAMES = ("surge", "bdnf", "mtorc1", "protein", "capacity", "spine_gain", "fast")


def lines() -> list[Line]:
    """Measure the cascade."""
    found = []
    for name, (mine, theirs) in COURSES.items():
        best = second_solver(TIMES_H, rtol=1e-11, max_step_h=0.5, **theirs)[:-1]
        now = simulate(**mine).at(TIMES_H)
        error = np.abs(np.array([getattr(now, one) for one in NAMES]) - best).max()
        ours = 1e3 * median_s(lambda mine=mine: simulate(**mine))
        other, note = None, f"error {error:.0e}; not reached by solve_ivp"
        for power in range(3, 12):
            rtol = 10.0**-power
            tried = second_solver(TIMES_H, rtol=rtol, max_step_h=np.inf, **theirs)[:-1]
            if np.abs(tried - best).max() <= max(error, PICTURE):
                other = 1e3 * median_s(
                    lambda rtol=rtol, theirs=theirs: second_solver(
                        TIMES_H, rtol=rtol, max_step_h=np.inf, **theirs
                    ),
                    3,
                )
                note = f"errors {error:.0e} and {np.abs(tried - best).max():.0e}"
                break
        found.append(Line(name, ours, "ms", other, "solve_ivp, RK45", AT_LEAST, note))
    for name, call in (
        ("twelve daily doses, 14 d", lambda: simulate(repeated(10, 12, 24))),
        ("logic table, 11 experiments in 4 accounts", logic_table),
    ):
        found.append(Line(name, 1e3 * median_s(call, 5), "ms"))
    return found
