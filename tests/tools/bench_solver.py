"""The exact solver of the receptor beside `scipy.integrate.solve_ivp` at equal error.

The error is the largest difference of any occupancy from a third solution, by scipy's matrix
exponential. `solve_ivp` gets the Jacobian, restarts at each step of the protocol, and is given the
loosest tolerance that reaches the wanted error: first what a picture needs, half a pixel of its
height, then 1e-6. The quickest of the methods counts. All times are processor times.
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

AT_LEAST = 1.0  # times as quick as the quickest of scipy
WANTED = (1e-3, 1e-6)
#: Protocol, drug, and the methods to try (BDF takes seconds on many pulses, LSODA always wins).
PROTOCOLS = {
    "one minute: rest, drug and agonist, agonist; 2,000 points": (
        [Step(10, 0, 1), Step(20, 1000, 1), Step(30, 1000)],
        "ketamine",
        ("LSODA", "BDF"),
    ),
    "one minute of pulses at 1 Hz in drug; 2,000 points": (
        [pulses(60, 1, drug_um=1)],
        "ketamine",
        ("LSODA",),
    ),
    "the same with memantine, 15 states": ([pulses(60, 1, drug_um=1)], "memantine", ("LSODA",)),
}


def forget() -> None:
    """Empty all memories, so that nothing is reused from the run before."""
    for memory in (scheme.propagator, train._bout, train._control):
        memory.cache_clear()


def _pieces(trace: Trace):
    """Yield generator, duration and times since its start, for each step of a protocol."""
    began = 0.0
    for number, step in enumerate(trace.steps):
        matrix = trace.scheme.generator(*step.conditions)
        since = trace.times_s[trace.step_index == number] - began
        yield matrix, step.duration_s, np.clip(since, 0, step.duration_s)
        began += step.duration_s


def by_expm(trace: Trace) -> np.ndarray:
    """Return the occupancies by the matrix exponential."""
    now, found = trace.scheme.rest(), []
    for matrix, duration, since in _pieces(trace):
        found.append(now @ expm(matrix[None] * since[:, None, None]))
        now = now @ expm(matrix * duration)
    return np.concatenate(found)


def by_solve_ivp(trace: Trace, method: str, tolerance: float) -> np.ndarray:
    """Return the occupancies by numerical integration."""
    now, found = trace.scheme.rest(), []
    for matrix, duration, since in _pieces(trace):
        turned = np.ascontiguousarray(matrix.T)
        solved = solve_ivp(
            lambda _, p, turned=turned: turned @ p,
            (0.0, duration),
            now,
            method=method,
            t_eval=np.unique(np.append(since, duration)),
            jac=lambda _, p, turned=turned: turned,
            rtol=tolerance,
            atol=tolerance * 1e-3,
        )
        found.append(solved.y.T[: len(since)])
        now = solved.y.T[-1]
    return np.concatenate(found)


def tolerances(trace: Trace, exact: np.ndarray, methods: Sequence[str]) -> dict:
    """Return, for each wanted error, the quickest `solve_ivp`: time (s), error, and how."""
    best = dict.fromkeys(WANTED, (np.inf, np.nan, "not reached"))
    for method in methods:
        missing = list(WANTED)
        for power in range(2, 13):
            began = time.process_time()
            error = np.abs(by_solve_ivp(trace, method, 10.0**-power) - exact).max()
            seconds = time.process_time() - began
            for wanted in [one for one in missing if error <= one]:
                found = (seconds, error, f"{method}, rtol 1e-{power}")
                best[wanted] = min(best[wanted], found)
                missing.remove(wanted)
            if not missing:
                break
    return best


def milliseconds(call: Callable[[], object], before: Callable | None = None) -> float:
    """Return the median processor time of a call (ms)."""
    return 1e3 * median_s(call, before=before, clock=time.process_time)


def lines() -> list[Line]:
    """Measure the solver."""
    found = []
    for name, (steps, drug, methods) in PROTOCOLS.items():
        trace = simulate(steps, drug)
        exact = by_expm(trace)
        ours = milliseconds(lambda s=steps, d=drug: simulate(s, d), before=forget)
        again = milliseconds(lambda s=steps, d=drug: simulate(s, d))
        error = np.abs(trace.occupancy - exact).max()
        for seconds, other_error, how in tolerances(trace, exact, methods).values():
            note = f"errors {error:.0e} and {other_error:.0e}; asked again {again:.2g} ms"
            other = 1e3 * seconds if np.isfinite(seconds) else None
            found.append(Line(name, ours, "ms", other, f"solve_ivp, {how}", AT_LEAST, note))
    for name, call in (
        ("hero panel: 60 + 60 pulses, new settings", _train),
        ("hero panel: 60 + 60 pulses, memantine", lambda: _train("memantine")),
        ("exact components of Mg2+ unblock", lambda: unblock_relaxation(glutamate_s=1.0)),
    ):
        found.append(
            Line(name, milliseconds(call, before=forget), "ms",
                 note=f"asked again {milliseconds(call):.2g} ms")
        )  # fmt: skip
    return found


def _train(drug: str = "ketamine"):
    return pulse_train(1, 1.0, 60, 10, blocker=drug, n_test_pulses=60)
