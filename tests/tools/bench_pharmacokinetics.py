"""The exact kinetics beside `scipy.integrate.solve_ivp` at equal error.

Ten infusions, 1,000 times, S and R. Our time holds everything from the list of doses to five
curves, in a person of another weight each time, so that nothing is remembered (a later line asks
the same person again). That of `solve_ivp` holds only the integration of the ready matrices,
restarted at each change of input, with the loosest tolerance that reaches the wanted error (of the
arterial level, over its peak). The third solution, from which both errors are taken, is by scipy's
matrix exponential. All times are processor times.
"""

from __future__ import annotations

import time
from itertools import count, pairwise

import numpy as np
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.dose_to_block import dose_to_block, ladder
from tests.tools.bench import Line, median_s

AT_LEAST = 1.0  # times as quick as the quickest of scipy at the accuracy of a picture
TIMES_MIN = np.linspace(0, 900, 1000)
DOSES = pk.repeated(pk.Dose(35, duration_min=40), 10, 60)
WANTED = (1e-3, 1e-6, 1e-9)  # the first is what a picture needs: half a pixel
GRAMS = count(1)


def ours(weight_kg: float = 70.0) -> pk.Course:
    """Return the course with its five curves read."""
    course = pk.simulate(DOSES, times_min=TIMES_MIN, weight_kg=weight_kg)
    _ = course.arterial_ng_per_ml, course.venous_ng_per_ml, course.effect_ng_per_ml
    _ = course.norketamine_ng_per_ml, course.hydroxynorketamine_ng_per_ml
    return course


def piecewise(course: pk.Course, step) -> np.ndarray:
    """Return the arterial level from `step(matrix, state, input, times from the start)`."""
    entering, system = course._solution.entering, course._system
    edges = [*entering.times_min, TIMES_MIN[-1] + 1.0]
    total = np.zeros(TIMES_MIN.size)
    for row, matrix in enumerate(system.matrix):
        state, level = np.zeros(len(matrix)), system.level("arterial")[row]
        for k, (start, end) in enumerate(pairwise(edges)):
            inside = (start <= TIMES_MIN) & (end > TIMES_MIN)
            since = np.append(TIMES_MIN[inside], end) - start
            states = step(matrix, state + entering.jumps[k, row], entering.rates[k, row], since)
            total[inside] += states[:-1] @ level
            state = states[-1]
    return total


def by_expm(matrix, state, entering, since) -> np.ndarray:
    """Step by the matrix exponential of the matrix with its input."""
    m = len(state)
    wide = np.zeros((m + 1, m + 1))
    wide[:m, :m], wide[:m, m] = matrix, entering
    return (expm(wide * since[:, None, None]) @ np.append(state, 1.0))[:, :m]


def by_solve_ivp(tolerance: float):
    """Return a step by numerical integration."""
    how = {"method": "LSODA", "rtol": tolerance, "atol": tolerance * 1e-3}

    def step(matrix, state, entering, since) -> np.ndarray:
        span = (0.0, since[-1])
        return solve_ivp(lambda _, x: matrix @ x + entering, span, state, t_eval=since, **how).y.T

    return step


def in_turn(quick, slow, rounds: int = 7) -> tuple[float, float]:
    """Return the median time (ms) of two calls, measured in turn: a processor changes its pace."""
    found = [
        (median_s(quick, 15, clock=time.process_time), median_s(slow, 1, clock=time.process_time))
        for _ in range(rounds)
    ]
    return tuple(1e3 * np.median(found, axis=0))


def lines() -> list[Line]:
    """Measure simulation, population and context-sensitive half-times."""
    course = ours()
    exact = piecewise(course, by_expm)
    peak = exact.max()
    mine = np.abs(course.arterial_ng_per_ml - exact).max() / peak
    found, missing = [], list(WANTED)
    for power in range(2, 14):
        step = by_solve_ivp(10.0**-power)
        error = np.abs(piecewise(course, step) - exact).max() / peak
        for wanted in [one for one in missing if error <= one]:
            missing.remove(wanted)
            ours_ms, other = in_turn(
                lambda: ours(70 + next(GRAMS) / 1000), lambda step=step: piecewise(course, step)
            )
            beside = f"solve_ivp, LSODA, rtol 1e-{power}"
            errors = f"errors {mine:.0e} and {error:.0e}"
            what = "ten infusions, 1,000 times, five curves"
            found.append(Line(what, ours_ms, "ms", other, beside, AT_LEAST, errors))
    for name, call in (
        ("ten infusions once more in the same person", ours),
        ("one infusion to the block of twelve receptors, 241 times",
         lambda: dose_to_block(DOSES[0], ladder([0.0, 1.0]))),
        ("one infusion in 200 people, 121 times", lambda: pk.population(DOSES[0], n=200)),
        ("context-sensitive half-time after 20 durations",
         lambda: pk.context_sensitive_half_time_min(np.linspace(1, 480, 20))),
    ):  # fmt: skip
        found.append(Line(name, 1e3 * median_s(call, 9, clock=time.process_time), "ms"))
    return found
