"""The exact kinetics beside `scipy.integrate.solve_ivp` at equal error.

Ten infusions, 1,000 times, S and R. Our time holds everything from the list of doses to five
curves. That of `solve_ivp` holds only the integration of the ready matrices, restarted at each
change of input, with the loosest tolerance that reaches the wanted error (of the arterial level,
over its peak, beside its own strictest solution). All times are processor times.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.dose_to_block import dose_to_block, ladder
from helpers.simulations.pharmacokinetics.solver import Solution
from tests.tools.bench import Line
from tests.tools.bench_solver import milliseconds, reached

AT_LEAST = 1.0  # times as quick as the quickest of scipy at the accuracy of a picture
TIMES_MIN = np.linspace(0, 900, 1000)
DOSES = [pk.Dose(35, start_min=60 * k, duration_min=40) for k in range(10)]
WANTED = (1e-3, 1e-6, 1e-9)  # the first is what a picture needs: half a pixel


def ours() -> pk.Course:
    """Return the course with its five curves read."""
    course = pk.simulate(DOSES, times_min=TIMES_MIN)
    _ = course.arterial_ng_per_ml, course.venous_ng_per_ml, course.effect_ng_per_ml
    _ = course.norketamine_ng_per_ml, course.hydroxynorketamine_ng_per_ml
    return course


def by_integration(solution: Solution, times_min: np.ndarray, tolerance: float) -> np.ndarray:
    """Return all states, shape (n, t, m), by steps from each change of input to the next."""
    how = {"method": "LSODA", "rtol": tolerance, "atol": tolerance * 1e-3}
    starts = {0.0, *(one.start_min for one in solution.inputs)}
    ends = {one.start_min + one.lasting_min for one in solution.inputs}
    found = np.zeros((len(solution.matrices), times_min.size, solution.matrices.shape[-1]))
    for row, matrix in enumerate(solution.matrices):
        state = np.zeros(len(matrix))
        for start, end in pairwise([*sorted(starts | ends), times_min[-1] + 1.0]):
            entering = np.zeros_like(state)
            for one in solution.inputs:
                if one.start_min == start and not one.lasting_min:
                    state[one.state] += one.mg[row]
                elif one.start_min <= start < one.start_min + one.lasting_min:
                    entering[one.state] += one.mg[row] / one.lasting_min
            inside = (start <= times_min) & (end > times_min)
            states = solve_ivp(lambda _, x, m=matrix, q=entering: m @ x + q, (start, end), state,
                t_eval=np.append(times_min[inside], end), **how).y.T  # fmt: skip
            found[row, inside], state = states[:-1], states[-1]
    return found


def integrated(course: pk.Course, tolerance: float) -> np.ndarray:
    """Return the arterial level of S and R together by numerical integration."""
    states = by_integration(course._body.solution, TIMES_MIN, tolerance)
    return np.einsum("ntm,nm->t", states, course._body.level("arterial"))


def lines() -> list[Line]:
    """Measure simulation, population and context-sensitive half-times."""
    course = ours()
    exact = integrated(course, 1e-13)
    mine, ours_ms = (
        np.abs(course.arterial_ng_per_ml - exact).max() / exact.max(),
        milliseconds(ours),
    )
    others = reached(lambda one: integrated(course, one) / exact.max(), exact / exact.max(), WANTED)
    found = [
        Line("ten infusions, 1,000 times, five curves", ours_ms, "ms", 1e3 * seconds, how,
            AT_LEAST, f"errors {mine:.0e} and {error:.0e}")
        for seconds, error, how in others.values()
    ]  # fmt: skip
    for name, call in (
        ("one infusion to the block of twelve receptors, 241 times",
         lambda: dose_to_block(DOSES[0], ladder([0.0, 1.0]))),
        ("one infusion in 200 people, 121 times", lambda: pk.population(DOSES[0], n=200)),
        ("context-sensitive half-time after 20 durations",
         lambda: pk.context_sensitive_half_time_min(np.linspace(1, 480, 20))),
    ):  # fmt: skip
        found.append(Line(name, milliseconds(call), "ms"))
    return found
