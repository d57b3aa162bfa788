"""Model B: glutamate, gating and block in time, solved exactly step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    finite,
    fraction,
    increasing_times,
    nonnegative,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.receptor.blockers import BLOCKERS, Blocker
from helpers.simulations.receptor.gating import GATING, OPEN, Gating
from helpers.simulations.receptor.protocol import Step, boundaries_s, steps_of
from helpers.simulations.receptor.scheme import N_FREE, propagator, scheme_of, tidy

#: 1 - 1/e: the share of the way that a single exponential makes in its time constant.
ONE_TAU = 1.0 - float(np.exp(-1.0))


@dataclass(frozen=True)
class Trace:
    """What `simulate` gives back for a protocol on a ``scheme`` of states and rates.

    ``times_s`` (s, from the beginning) has the shape (n,); ``occupancy``, (n, n_states), is the
    share of receptors in each of ``scheme.states``, rows in sum 1. ``end``, (n_states,), is the
    occupancy at the end of the last step, whether or not ``times_s`` reaches it.
    """

    times_s: np.ndarray
    occupancy: np.ndarray
    scheme: Any
    end: np.ndarray

    @property
    def open_probability(self) -> np.ndarray:
        """Share of receptors that are open without drug, shape (n,)."""
        return self.occupancy[:, self.scheme.states.index("O")]

    @property
    def blocked_fraction(self) -> np.ndarray:
        """Share of receptors with a drug (or Mg2+ ion) inside, open or shut, shape (n,)."""
        return self.occupancy[:, N_FREE:].sum(axis=1)


def simulate(
    steps: Step | Sequence[Any],
    blocker: str | Blocker = "ketamine",
    *,
    gating: Gating = GATING,
    trapping: str | None = None,
    times_s: Any = None,
    points: int = 2000,
    start: Trace | None = None,
) -> Trace:
    """Run a protocol on the receptor and return the share of receptors in every state.

    ``steps`` is a Step or a list of them, in which lists may stand (see `pulses`, `wash`);
    ``gating`` says how glutamate opens the receptor; ``trapping`` ("full", "leaky", "partial" or
    "sequential") overrides what the drug does when the channel shuts. ``times_s`` (s), increasing,
    shape (n,), are by default ``points`` even ones over the protocol: brief pulses need times of
    their own, see `step_times`. ``start`` is the trace to go on from; by default all receptors are
    in C0, without drug.

    >>> trace = simulate([Step(30, glutamate_um=1000, drug_um=1)], points=2)
    >>> round(float(trace.blocked_fraction[-1]), 3)
    0.405
    """
    scheme = scheme_of(blocker, trapping, gating)
    if start is not None and not isinstance(start, Trace):
        refuse("start", start, "a Trace")
    if start is not None and start.scheme.states != scheme.states:
        refuse("start", "a Trace of another scheme", "a Trace with the same states")
    return run(scheme, steps, times_s, points, scheme.rest() if start is None else start.end)


def run(scheme: Any, steps: Any, times_s: Any, points: int, now: np.ndarray) -> Trace:
    """Run a protocol on any scheme with ``states`` and ``generator``, from its occupancies now."""
    protocol = steps_of(steps)
    borders = boundaries_s(protocol)
    if times_s is None:
        times = np.linspace(0.0, borders[-1], whole("points", points, low=2, high=1_000_000))
    else:
        times = increasing_times("times_s", times_s, last_s=borders[-1])
    occupancy = np.empty((len(times), len(scheme.states)))
    # Times on a border belong to the step that ends there; round-off beyond the end to the last.
    ends = np.searchsorted(times, borders[1:], side="right")
    ends[-1] = len(times)
    first = 0
    for step, began, last in zip(protocol, borders, ends, strict=False):
        since = np.append(times[first:last] - began, step.duration_s)
        found = tidy(propagator(scheme, *step.conditions).at(now, since))
        occupancy[first:last], now = found[:-1], found[-1]
        first = last
    return Trace(times, occupancy, scheme, now)


def dose_response(
    glutamate_um: Any,
    drug_um: float,
    blocker: str | Blocker = "ketamine",
    *,
    trapping: str | None = None,
    voltage_mv: float = -70.0,
) -> np.ndarray:
    """Return the settled open probability (without drug bound) against glutamate, in one drug.

    ``glutamate_um`` (µM) may have any shape, which is kept (at least 1-D).

    >>> dose_response([1000], 0.0).round(2).tolist()
    [0.22]
    """
    levels = np.atleast_1d(nonnegative("glutamate_um", glutamate_um))
    bath = Step(1.0, 0.0, drug_um, voltage_mv)
    scheme = scheme_of(blocker, trapping)
    flat = [
        scheme.steady(one, bath.drug_um, bath.voltage_mv)[OPEN] if one > 0 else 0.0
        for one in levels.ravel().tolist()
    ]
    return np.reshape(flat, levels.shape)


def half_maximal_um(glutamate_um: Any, response: Any) -> float:
    """Return the EC50 (µM): where a rising curve has half of its own maximum, on a log axis.

    Both shape (n,): increasing concentrations (µM), and responses that start below half.

    >>> half_maximal_um([1, 100], [0.0, 1.0])
    10.0
    """
    levels = increasing_times("glutamate_um", positive("glutamate_um", glutamate_um))
    heights = nonnegative("response", response)
    if np.shape(heights) != levels.shape:
        refuse("response", response, "as long as glutamate_um")
    half = np.max(heights) / 2
    if heights[0] > half or half == 0:
        refuse("response", response, "a curve that starts below half of its maximum")
    at = max(int(np.argmax(heights >= half)), 1)
    share = (half - heights[at - 1]) / (heights[at] - heights[at - 1])
    return float(levels[at - 1] * (levels[at] / levels[at - 1]) ** share)


def onset_time_constant_s(
    drug_um: float,
    glutamate_um: float = 1000.0,
    blocker: str | Blocker = "ketamine",
    *,
    trapping: str | None = None,
    share: float = ONE_TAU,
) -> float:
    """Return when (s) the blocked share has made 63 % of its way, in constant glutamate (µM).

    The receptor is at its steady state in glutamate when the drug (µM) comes. This is the scheme's
    own answer; `fast_gating_time_constant_s` is the textbook estimate.

    >>> round(onset_time_constant_s(1.0), 2)
    2.81
    """
    from scipy.optimize import brentq

    part = within("share", share, 1e-6, 1 - 1e-6, scalar=True)
    amount = positive("drug_um", drug_um, scalar=True)
    bath = Step(1.0, positive("glutamate_um", glutamate_um, scalar=True), amount)
    scheme = scheme_of(blocker, trapping)
    start = scheme.steady(bath.glutamate_um)
    wanted = part * scheme.steady(*bath.conditions)[N_FREE:].sum()
    solution = propagator(scheme, *bath.conditions)

    def missing(log_s: float) -> float:
        return solution.at(start, np.exp([log_s]))[0, N_FREE:].sum() - wanted

    return float(np.exp(brentq(missing, np.log(1e-6), np.log(1e9), xtol=1e-12)))


def time_to_share_s(trace: Trace, values: np.ndarray, share: float) -> float:
    """Return when (s, interpolated) a curve first makes a share of its way from first to last.

    ``values`` has shape (n,), such as ``trace.blocked_fraction``; ``share`` is above 0 to 1.

    >>> trace = simulate([Step(30, 1000, 1)], start=simulate([Step(10, 1000)]))
    >>> round(time_to_share_s(trace, trace.blocked_fraction, 1 - 1 / np.e), 2)
    2.81
    """
    if not isinstance(trace, Trace):
        refuse("trace", trace, "a Trace")
    curve = finite("values", values)
    if np.shape(curve) != trace.times_s.shape:
        refuse("values", values, "one value for each of trace.times_s")
    part = fraction("share", share, scalar=True)
    if curve[-1] == curve[0] or part == 0:
        refuse("values and share", (share,), "a curve that changes and a share above 0")
    way = (curve - curve[0]) / (curve[-1] - curve[0])
    at = int(np.argmax(way >= part))
    return float(np.interp(part, way[at - 1 : at + 1], trace.times_s[at - 1 : at + 1]))


def fast_gating_time_constant_s(drug_um: float, open_probability: float) -> float:
    """Return the textbook estimate (s) of ketamine's time constant, 1 / [(k_on c + k_off) Po].

    At -70 mV without Mg2+; ``drug_um`` (µM) 0 gives that of recovery. It takes gating as much
    faster than block, which `onset_time_constant_s` does not.

    >>> round(fast_gating_time_constant_s(10, 0.22), 2)
    0.58
    """
    drug = BLOCKERS["ketamine"]
    concentration = nonnegative("drug_um", drug_um, scalar=True)
    probability = within("open_probability", open_probability, 1e-9, 1, scalar=True)
    return 1.0 / ((drug.kon_per_um_s * concentration + drug.koff_per_s) * probability)


# --- jumps ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relaxation:
    """A sum of exponentials, start + sum of amplitude x (1 - exp(-t / tau)).

    Under constant conditions the open probability is such a sum, one for each eigenvalue of the
    generator; a published "fast component of 48 %" is a fit to it. ``tau_s`` (s) and ``amplitude``
    have shape (n,), fastest first; ``start`` and ``end`` are open probabilities.
    """

    tau_s: np.ndarray
    amplitude: np.ndarray
    start: float
    end: float

    def share(self, from_s: float = 0.0, to_s: float = np.inf) -> float:
        """Return the share of the whole change made by time constants in [from_s, to_s).

        1 for the whole range; below 0 or above 1 where components work against each other.
        """
        change = self.end - self.start
        if abs(change) < 1e-9:
            raise ValueError("The open probability does not change: no component has a share.")
        return float(self.amplitude[self._inside(from_s, to_s)].sum() / change)

    def mean_tau_s(self, from_s: float = 0.0, to_s: float = np.inf) -> float:
        """Return the mean time constant (s) in a range, weighted by size of amplitude."""
        inside = self._inside(from_s, to_s) & (self.amplitude != 0)
        if not inside.any():
            refuse("from_s and to_s", (from_s, to_s), "a range with a component in it")
        return float(np.average(self.tau_s[inside], weights=np.abs(self.amplitude[inside])))

    def _inside(self, from_s: float, to_s: float) -> np.ndarray:
        low = nonnegative("from_s", from_s, scalar=True)
        high = np.inf if to_s == np.inf else nonnegative("to_s", to_s, scalar=True)
        return (self.tau_s >= low) & (self.tau_s < high)


def modes(scheme: Any, start: np.ndarray, after: Step) -> Relaxation:
    """Return the exponentials by which the open state fills from ``start`` in one step's bath."""
    solution, state = propagator(scheme, *after.conditions), scheme.states.index("O")
    parts = ((start @ solution.vectors) * solution.inverse[:, state]).real
    speed = -solution.rates.real
    order = np.argsort(-speed)
    moving, resting = order[speed[order] > 0], order[speed[order] == 0]
    return Relaxation(
        tau_s=1.0 / speed[moving],
        amplitude=-parts[moving],
        start=float(start[state]),
        end=float(parts[resting].sum()),
    )


def relaxation(
    before: Step,
    after: Step,
    blocker: str | Blocker = "ketamine",
    *,
    trapping: str | None = None,
) -> Relaxation:
    """Return the exponentials of the open probability after a jump from steady conditions.

    Durations play no part. Mg2+ acts at once here, so the share of the pores it leaves jumps too
    and is not in the answer; for Mg2+ in time see `unblock_relaxation`. After a step to a
    positive voltage memantine's current overshoots in the model: drug that left the pore at once is
    slowly replaced by drug at the outer site.

    >>> round(float(relaxation(Step(1, 1000, 10), Step(1, 1000)).tau_s[-1]), 1)  # recovery
    4.7
    """
    for name, step in (("before", before), ("after", after)):
        if not isinstance(step, Step):
            refuse(name, step, "a Step")
    scheme = scheme_of(blocker, trapping)
    return modes(scheme, scheme.steady(*before.conditions), after)
