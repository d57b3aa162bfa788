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
from helpers.simulations.pharmacokinetics.solver import Solution
from tests.tools.bench import Line, median_s

AT_LEAST = 1.0  # times as quick as the quickest of scipy at the accuracy of a picture
TIMES_MIN = np.linspace(0, 900, 1000)
DOSES = [pk.Dose(35, start_min=60 * k, duration_min=40) for k in range(10)]
WANTED = (1e-3, 1e-6, 1e-9)  # the first is what a picture needs: half a pixel
GRAMS = count(1)


def ours(weight_kg: float = 70.0) -> pk.Course:
    """Return the course with its five curves read."""
    course = pk.simulate(DOSES, times_min=TIMES_MIN, weight_kg=weight_kg)
    _ = course.arterial_ng_per_ml, course.venous_ng_per_ml, course.effect_ng_per_ml
    _ = course.norketamine_ng_per_ml, course.hydroxynorketamine_ng_per_ml
    return course


def by_pieces(solution: Solution, times_min: np.ndarray, step) -> np.ndarray:
    """Return all states, shape (n, t, m), from `step(matrix, state, input, times from the start)`.

    Another solver takes the place of ours between each two events.
    """
    edges = [*solution.times_min, times_min[-1] + 1.0]
    found = np.zeros((len(solution.linear.matrices), times_min.size, solution.jumps.shape[2]))
    for row, matrix in enumerate(solution.linear.matrices):
        state = np.zeros(len(matrix))
        for k, (start, end) in enumerate(pairwise(edges)):
            inside = (start <= times_min) & (end > times_min)
            since = np.append(times_min[inside], end) - start
            states = step(matrix, state + solution.jumps[k, row], solution.rates[k, row], since)
            found[row, inside], state = states[:-1], states[-1]
    return found


def arterial(course: pk.Course, step) -> np.ndarray:
    """Return the arterial level of S and R together by another solver."""
    states = by_pieces(course._solution, TIMES_MIN, step)
    return np.einsum("ntm,nm->t", states, course._system.level("arterial"))


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
    exact = arterial(course, by_expm)
    peak = exact.max()
    mine = np.abs(course.arterial_ng_per_ml - exact).max() / peak
    found, missing = [], list(WANTED)
    for power in range(2, 14):
        step = by_solve_ivp(10.0**-power)
        error = np.abs(arterial(course, step) - exact).max() / peak
        for wanted in [one for one in missing if error <= one]:
            missing.remove(wanted)
            ours_ms, other = in_turn(
                lambda: ours(70 + next(GRAMS) / 1000), lambda step=step: arterial(course, step)
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
