"""The exact solver of the receptor beside `scipy.integrate.solve_ivp` at equal error.

The error is the largest difference of any occupancy from a third solution, by scipy's matrix
exponential. `solve_ivp` gets the Jacobian, restarts at each step of the protocol, and is given the
loosest tolerance that reaches the wanted error: first what a picture needs, half a pixel of its
height, then 1e-6. LSODA is taken: on stiff steps it is the quickest of scipy's. All times are
processor times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from helpers.simulations.receptor import (
    Step,
    pulse_train,
    pulses,
    scheme,
    simulate,
    train,
    unblock_relaxation,
)
from helpers.simulations.receptor.kinetics import Trace
from tests.tools.bench import Line, median_s

AT_LEAST = 1.0  # times as quick as scipy
WANTED = (1e-3, 1e-6)
REST_DRUG_WASH = [Step(10, 0, 1), Step(20, 1000, 1), Step(30, 1000)]
PULSES = pulses(60, 1, drug_um=1)
#: Protocol and drug.
PROTOCOLS = {
    "one minute: rest, drug and agonist, agonist; 2,000 points": (REST_DRUG_WASH, "ketamine"),
    "one minute of pulses at 1 Hz in drug; 2,000 points": (PULSES, "ketamine"),
    "the same with memantine, 15 states": (PULSES, "memantine"),
}


def forget() -> None:
    """Empty all memories, so that nothing is reused from the run before."""
    scheme.propagator.cache_clear()
    train._period.cache_clear()


def in_pieces(steps: Sequence[Step], trace: Trace, solve: Callable) -> np.ndarray:
    """Return the occupancies by `solve(matrix, occupancies, times)`, from step to step."""
    now, began, found = trace.scheme.rest(), 0.0, []
    for step in steps:
        ends = began + step.duration_s
        inside = trace.times_s >= began if not found else trace.times_s > began
        inside &= trace.times_s <= ends * (1 + 1e-12)
        states = solve(
            trace.scheme.generator(*step.conditions),
            now,
            np.append(trace.times_s[inside], ends) - began,
        )
        found.append(states[:-1])
        now, began = states[-1], ends
    return np.concatenate(found)


def by_expm(matrix: np.ndarray, now: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """Return the occupancies by the matrix exponential."""
    return now @ expm(matrix[None] * times_s[:, None, None])


def by_solve_ivp(tolerance: float) -> Callable:
    """Return how to find the occupancies by numerical integration."""

    def solve(matrix: np.ndarray, now: np.ndarray, times_s: np.ndarray) -> np.ndarray:
        turned = np.ascontiguousarray(matrix.T)
        solved = solve_ivp(lambda _, p: turned @ p, (0.0, times_s[-1]), now, method="LSODA",
            t_eval=np.unique(times_s), jac=lambda _, p: turned,
            rtol=tolerance, atol=tolerance * 1e-3)  # fmt: skip
        return solved.y.T[np.searchsorted(solved.t, times_s)]

    return solve


def reached(solve: Callable[[float], np.ndarray], exact: np.ndarray, wanted: Sequence) -> dict:
    """Return, for each wanted error, the first tolerance to reach it: time (s), error, and how."""
    best = {}
    for power in range(2, 13):
        began = time.process_time()
        error = np.abs(solve(10.0**-power) - exact).max()
        found = (time.process_time() - began, error, f"solve_ivp, LSODA, rtol 1e-{power}")
        best |= {one: found for one in wanted if error <= one and one not in best}
        if len(best) == len(wanted):
            break
    return best


def milliseconds(call: Callable[[], object], before: Callable | None = None) -> float:
    """Return the median processor time of a call (ms)."""
    return 1e3 * median_s(call, before=before, clock=time.process_time)


def lines() -> list[Line]:
    """Measure the solver."""
    found = []
    for name, (steps, drug) in PROTOCOLS.items():
        trace = simulate(steps, drug)
        exact = in_pieces(steps, trace, by_expm)
        ours = milliseconds(lambda s=steps, d=drug: simulate(s, d), before=forget)
        again = milliseconds(lambda s=steps, d=drug: simulate(s, d))
        error = np.abs(trace.occupancy - exact).max()

        def other(tolerance: float, steps=steps, trace=trace) -> np.ndarray:
            return in_pieces(steps, trace, by_solve_ivp(tolerance))

        for seconds, other_error, how in reached(other, exact, WANTED).values():
            note = f"errors {error:.0e} and {other_error:.0e}; asked again {again:.2g} ms"
            found.append(Line(name, ours, "ms", 1e3 * seconds, how, AT_LEAST, note))
    for name, call in (
        ("hero panel: 60 + 60 pulses, new settings", _train),
        ("hero panel: 60 + 60 pulses, memantine", lambda: _train("memantine")),
        ("exact components of Mg2+ unblock", lambda: unblock_relaxation(1.0)),
    ):
        note = f"asked again {milliseconds(call):.2g} ms"
        found.append(Line(name, milliseconds(call, before=forget), "ms", note=note))
    return found


def _train(drug: str = "ketamine"):
    return pulse_train(1, 1.0, 60, 10, blocker=drug, n_test_pulses=60)
