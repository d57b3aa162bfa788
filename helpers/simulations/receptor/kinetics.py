"""Model B: glutamate, gating and block in time, solved exactly step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    finite,
    fraction,
    increasing_times,
    nonnegative,
    occupancies,
    positive,
    refuse,
    whole,
)
from helpers.simulations.receptor.blockers import Blocker, blocker_of
from helpers.simulations.receptor.gating import Gating, gating_of, steady_occupancy
from helpers.simulations.receptor.protocol import Step, boundaries_s, steps_of
from helpers.simulations.receptor.scheme import Scheme, propagator, scheme_of
from helpers.simulations.receptor.solver import Propagator, tidy
from helpers.simulations.receptor.steady_state import driving_force, unblocked_fraction


@dataclass(frozen=True)
class Trace:
    """What `simulate` gives back.

    Attributes
    ----------
    times_s : numpy.ndarray, shape (n,)
        Times (s) from the beginning of the protocol.
    occupancy : numpy.ndarray, shape (n, n_states)
        Share of receptors in each state; rows sum to 1.
    step_index : numpy.ndarray of int, shape (n,)
        Which step each time belongs to; a time on a border belongs to the step that ends there.
    steps : tuple of Step
        The protocol.
    scheme : Scheme
        The states and rates.
    end : numpy.ndarray, shape (n_states,)
        Occupancies at the end of the last step, whether or not ``times_s`` reaches it.
    """

    times_s: np.ndarray
    occupancy: np.ndarray
    step_index: np.ndarray
    steps: tuple[Step, ...]
    scheme: Scheme
    end: np.ndarray

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the states, in the order of the columns of ``occupancy``."""
        return self.scheme.states

    def state(self, name: str) -> np.ndarray:
        """Return the occupancy of one state.

        Parameters
        ----------
        name : str
            One of ``state_names``.

        Returns
        -------
        numpy.ndarray, shape (n,)

        Raises
        ------
        ValueError
            If there is no such state.
        """
        if name not in self.state_names:
            refuse("name", name, "one of " + ", ".join(self.state_names))
        return self.occupancy[:, self.state_names.index(name)]

    @property
    def open_probability(self) -> np.ndarray:
        """Share of receptors that are open without drug, shape (n,). Mg2+ is not in it."""
        return self.occupancy[:, self.scheme.open_state]

    @property
    def blocked_fraction(self) -> np.ndarray:
        """Share of receptors with a drug bound, whether open or shut, shape (n,)."""
        return self.occupancy[:, self.scheme.free :].sum(axis=1)

    def bound_to(self, drug: int) -> np.ndarray:
        """Return the share of receptors with one drug bound; drugs count from 0.

        Raises
        ------
        ValueError
            If there are not so many drugs.
        """
        return self.occupancy[
            :, self.scheme.bound_to(whole("drug", drug, high=self.scheme.n_drugs - 1))
        ].sum(axis=1)

    def _of_step(self, values: Sequence[float]) -> np.ndarray:
        """Spread one value for each step over the times."""
        return np.asarray(values, dtype=float)[self.step_index]

    @cached_property
    def glutamate_um(self) -> np.ndarray:
        """Glutamate (µM) at each time, shape (n,)."""
        return self._of_step([step.glutamate_um for step in self.steps])

    @cached_property
    def drug_um(self) -> np.ndarray:
        """Drug outside (µM) at each time, shape (n,); (n, n_drugs) for several drugs."""
        n = self.scheme.n_drugs
        rows = np.array([step.drugs(n) for step in self.steps])[self.step_index]
        return rows[:, 0] if n == 1 else rows

    @cached_property
    def voltage_mv(self) -> np.ndarray:
        """Membrane potential (mV) at each time, shape (n,)."""
        return self._of_step([step.voltage_mv for step in self.steps])

    @cached_property
    def mg_mm(self) -> np.ndarray:
        """External Mg2+ (mM) at each time, shape (n,)."""
        return self._of_step([step.mg_mm for step in self.steps])

    @cached_property
    def conductance(self) -> np.ndarray:
        """Open probability x share of the pores that Mg2+ leaves, shape (n,)."""
        return self.open_probability * self._of_step(
            [unblocked_fraction(step.voltage_mv, step.mg_mm) for step in self.steps]
        )

    @cached_property
    def current(self) -> np.ndarray:
        """Conductance x driving force relative to -70 mV (reversal 0 mV), shape (n,).

        Inward current is positive; it equals the open probability at -70 mV without Mg2+, and is
        negative (outward) above 0 mV.
        """
        return self.conductance * self._of_step(
            [driving_force(step.voltage_mv) for step in self.steps]
        )


def _propagator_of(scheme: Scheme, step: Step) -> Propagator:
    """Return the exact solution under the conditions of one step."""
    return propagator(
        scheme,
        step.glutamate_um,
        step.drugs(scheme.n_drugs),
        step.voltage_mv,
        step.mg_mm,
        step.glycine_fraction,
    )


def _starting_point(start: Any, scheme: Scheme) -> np.ndarray:
    """Return the occupancies to begin with."""
    if start is None:
        return scheme.rest()
    if isinstance(start, Trace):
        if start.state_names != scheme.states:
            refuse("start", "a Trace of another scheme", "a Trace with the same states")
        return start.end
    return occupancies("start", start, scheme.states)


def simulate(
    steps: Step | Sequence[Any],
    blocker: str | Blocker | Sequence[str | Blocker] = "ketamine",
    *,
    gating: str | Gating = "destexhe1998",
    trapping: str | None = None,
    times_s: Any = None,
    points: int = 2000,
    start: Any = None,
) -> Trace:
    """Run a protocol on the receptor and return the share of receptors in every state.

    Parameters
    ----------
    steps : Step or sequence of Step
        The protocol; lists of steps may stand inside it (see `pulses`, `wash`).
    blocker : str, Blocker, or sequence of them
        The drug; or up to four at once, with as many numbers in each step's ``drug_um``.
    gating : str or Gating
        How glutamate opens the receptor.
    trapping : {"full", "leaky", "partial", "sequential"}, optional
        Overrides what the drug does when the channel shuts.
    times_s : array-like, shape (n,), optional
        Increasing times (s) at which to look; default ``points`` even ones over the protocol.
        Brief pulses need times of their own: see `step_times`.
    points : int
        Number of even times, 2 to 1,000,000.
    start : mapping, array-like or Trace, optional
        Occupancies to begin with, or a trace to go on from; default all in C0, without drug.

    Returns
    -------
    Trace
        Occupancies, open probability, current and the rest.

    Raises
    ------
    ValueError
        If an argument is out of range, unknown or of a wrong shape.
    """
    scheme = scheme_of(gating_of(gating), blocker, trapping)
    protocol = steps_of(steps)
    borders = boundaries_s(protocol)
    if times_s is None:
        times = np.linspace(0.0, borders[-1], whole("points", points, low=2, high=1_000_000))
    else:
        times = increasing_times("times_s", times_s, last_s=borders[-1])
    now = _starting_point(start, scheme)
    occupancy = np.empty((len(times), len(scheme.states)))
    # Times on a border belong to the step that ends there; round-off beyond the end to the last.
    ends = np.searchsorted(times, borders[1:], side="right")
    ends[-1] = len(times)
    first = 0
    for step, began, last in zip(protocol, borders, ends, strict=False):
        solution = _propagator_of(scheme, step)
        since = np.append(times[first:last] - began, step.duration_s)
        found = solution.at(now, since)
        occupancy[first:last], now = found[:-1], tidy(found[-1])
        first = last
    counts = np.diff(np.concatenate([[0], ends]))
    step_index = np.repeat(np.arange(len(protocol)), counts)
    return Trace(times, tidy(occupancy), step_index, tuple(protocol), scheme, now)


def step_times(steps: Step | Sequence[Any], points_per_step: int = 20) -> np.ndarray:
    """Return times that resolve every step of a protocol, denser after each change.

    Parameters
    ----------
    steps : Step or sequence of Step
        The protocol.
    points_per_step : int
        Times in each step, 2 to 10,000.

    Returns
    -------
    numpy.ndarray, shape (1 + points_per_step x n_steps,)
        Increasing times (s) from 0 to the end, all borders among them.

    Raises
    ------
    ValueError
        If there is no step, or the number is out of range.
    """
    protocol = steps_of(steps)
    share = np.linspace(0, 1, whole("points_per_step", points_per_step, low=2, high=10_000) + 1)
    share = share[1:] ** 3
    borders = np.array(boundaries_s(protocol))
    inner = borders[:-1, None] + np.diff(borders)[:, None] * share
    inner[:, -1] = borders[1:]
    return np.unique(np.append(0.0, inner.ravel()))


def equilibrium(
    glutamate_um: float,
    drug_um: Any,
    blocker: str | Blocker | Sequence[str | Blocker] = "ketamine",
    *,
    gating: str | Gating = "destexhe1998",
    trapping: str | None = None,
    voltage_mv: float = -70.0,
    mg_mm: float = 0.0,
    glycine_fraction: float = 1.0,
) -> dict[str, float]:
    """Return the occupancy of each state after for ever in constant conditions.

    Parameters
    ----------
    glutamate_um, drug_um, voltage_mv, mg_mm, glycine_fraction
        As in `Step`.
    blocker, gating, trapping
        As in `simulate`.

    Returns
    -------
    dict of str to float
        Occupancy by state, in sum 1.

    Raises
    ------
    ValueError
        If an argument is out of range or unknown, or if there is no single end: without agonist a
        trap stays shut, so that drug inside stays inside.
    """
    scheme = scheme_of(gating_of(gating), blocker, trapping)
    step = Step(1.0, glutamate_um, drug_um, voltage_mv, mg_mm, glycine_fraction)
    amounts = step.drugs(scheme.n_drugs)
    if not any(amounts):
        found = _without_drug(scheme, step)
    else:
        found = steady_occupancy(
            scheme.generator(
                step.glutamate_um, amounts, step.voltage_mv, step.mg_mm, step.glycine_fraction
            )
        )
    return dict(zip(scheme.states, found.tolist(), strict=True))


def dose_response(
    glutamate_um: Any,
    drug_um: Any,
    blocker: str | Blocker | Sequence[str | Blocker] = "ketamine",
    **conditions: Any,
) -> np.ndarray:
    """Return the equilibrium open probability against glutamate, in one drug concentration.

    Parameters
    ----------
    glutamate_um : float or array-like
        Glutamate (µM), zero or more.
    drug_um : float
        Drug (µM).
    blocker : str or Blocker
        The drug.
    **conditions
        ``gating``, ``trapping``, ``voltage_mv``, ``mg_mm``, ``glycine_fraction``.

    Returns
    -------
    numpy.ndarray
        Open probability without drug bound, in the shape of ``glutamate_um`` (at least 1-D).

    Raises
    ------
    ValueError
        As `equilibrium`.
    """
    levels = np.atleast_1d(nonnegative("glutamate_um", glutamate_um))
    flat = [
        equilibrium(one, drug_um, blocker, **conditions)["O"] if one > 0 else 0.0
        for one in levels.ravel().tolist()
    ]
    return np.reshape(flat, levels.shape)


def half_maximal_um(glutamate_um: Any, response: Any) -> float:
    """Return the concentration of half the largest response, interpolated on a log axis.

    Parameters
    ----------
    glutamate_um : array-like, shape (n,)
        Increasing concentrations (µM), above zero.
    response : array-like, shape (n,)
        Responses that rise with them.

    Returns
    -------
    float
        EC50 (µM).

    Raises
    ------
    ValueError
        If the shapes differ, the concentrations do not increase, or half is never crossed.
    """
    levels = increasing_times("glutamate_um", positive("glutamate_um", glutamate_um))
    heights = nonnegative("response", response)
    if np.shape(heights) != levels.shape:
        refuse("response", response, "as long as glutamate_um")
    half = np.max(heights) / 2
    if heights[0] > half or half == 0:
        refuse("response", response, "a curve that starts below half of its maximum")
    at = int(np.argmax(heights >= half))
    if at == 0:
        return float(levels[0])
    share = (half - heights[at - 1]) / (heights[at] - heights[at - 1])
    return float(levels[at - 1] * (levels[at] / levels[at - 1]) ** share)


def onset_time_constant_s(
    drug_um: float,
    glutamate_um: float = 1000.0,
    blocker: str | Blocker = "ketamine",
    *,
    gating: str | Gating = "destexhe1998",
    trapping: str | None = None,
    voltage_mv: float = -70.0,
    mg_mm: float = 0.0,
    share: float = 1.0 - float(np.exp(-1.0)),
) -> float:
    """Return when block has made 63 % of its way to equilibrium, in constant glutamate.

    The receptor is at its steady state in glutamate when the drug comes (time 0). This is the
    scheme's own answer; `fast_gating_time_constant_s` is the textbook estimate.

    Parameters
    ----------
    drug_um : float
        Drug (µM), above zero.
    glutamate_um : float
        Glutamate (µM), above zero.
    blocker, gating, trapping
        As in `simulate`.
    voltage_mv, mg_mm : float
        As in `Step`.
    share : float
        Share of the way, above 0 and below 1; 1 - 1/e by default.

    Returns
    -------
    float
        Time (s).

    Raises
    ------
    ValueError
        If an argument is out of range or unknown.
    """
    amount = positive("drug_um", drug_um, scalar=True)
    bath = Step(1.0, positive("glutamate_um", glutamate_um, scalar=True), amount, voltage_mv, mg_mm)
    return _approach_s(bath, replace(bath, drug_um=0.0), blocker, gating, trapping, share)


def offset_time_constant_s(
    drug_um: float,
    glutamate_um: float = 1000.0,
    blocker: str | Blocker = "ketamine",
    *,
    gating: str | Gating = "destexhe1998",
    trapping: str | None = None,
    voltage_mv: float = -70.0,
    mg_mm: float = 0.0,
    share: float = 1.0 - float(np.exp(-1.0)),
) -> float:
    """Return when 63 % of the block has gone after the drug is washed away, in glutamate.

    The receptor is at equilibrium in drug and glutamate when the drug goes (time 0).

    Parameters
    ----------
    drug_um, glutamate_um, blocker, gating, trapping, voltage_mv, mg_mm, share
        As in `onset_time_constant_s`.

    Returns
    -------
    float
        Time (s).

    Raises
    ------
    ValueError
        If an argument is out of range or unknown.
    """
    amount = positive("drug_um", drug_um, scalar=True)
    bath = Step(1.0, positive("glutamate_um", glutamate_um, scalar=True), amount, voltage_mv, mg_mm)
    return _approach_s(replace(bath, drug_um=0.0), bath, blocker, gating, trapping, share)


def _approach_s(
    now: Step,
    before: Step,
    blocker: str | Blocker,
    gating: str | Gating,
    trapping: str | None,
    share: float,
) -> float:
    """Return when the bound share has gone a part of its way from one bath to another."""
    part = positive("share", share, scalar=True)
    if part >= 1:
        refuse("share", share, "above 0 and below 1")
    scheme = scheme_of(gating_of(gating), blocker, trapping)
    ends = []
    for step in (before, now):
        if not any(step.drugs(scheme.n_drugs)):
            ends.append(_without_drug(scheme, step))
        else:
            ends.append(steady_occupancy(_propagator_of(scheme, step).generator))
    start, goal = (float(end[scheme.free :].sum()) for end in ends)
    wanted = start + part * (goal - start)
    solution = _propagator_of(scheme, now)

    def gone(times_s: np.ndarray) -> np.ndarray:
        bound = solution.at(ends[0], times_s)[:, scheme.free :].sum(axis=1)
        return bound >= wanted if goal > start else bound <= wanted

    low, high = 1e-6, 1e9
    for _ in range(6):  # each round makes the bracket 50 times narrower on a log axis
        grid = np.geomspace(low, high, 51)
        place = max(int(np.argmax(gone(grid))), 1)
        low, high = grid[place - 1], grid[place]
    return float(np.sqrt(low * high))


def _without_drug(scheme: Scheme, step: Step) -> np.ndarray:
    """Return the steady state of the free receptor, written over all states."""
    found = np.zeros(len(scheme.states))
    found[: scheme.free] = steady_occupancy(
        scheme.gating.generator(step.glutamate_um, step.glycine_fraction)
    )
    return found


def time_to_share_s(trace: Trace, values: np.ndarray, share: float) -> float:
    """Return when a curve of a trace first reaches a share of its whole change.

    Parameters
    ----------
    trace : Trace
        Whose times to use.
    values : numpy.ndarray, shape (n,)
        A curve over those times, such as ``trace.blocked_fraction``.
    share : float
        Share of the way from the first value to the last, above 0 to 1.

    Returns
    -------
    float
        Time (s), interpolated.

    Raises
    ------
    ValueError
        If the shape does not fit or the curve does not change.
    """
    curve = finite("values", values)
    if np.shape(curve) != trace.times_s.shape:
        refuse("values", values, "one value for each of trace.times_s")
    part = fraction("share", share, scalar=True)
    change = curve[-1] - curve[0]
    if change == 0 or part == 0:
        refuse("values and share", (share,), "a curve that changes and a share above 0")
    way = (curve - curve[0]) / change
    at = int(np.argmax(way >= part))
    if at == 0:
        return float(trace.times_s[0])
    ratio = (part - way[at - 1]) / (way[at] - way[at - 1])
    return float(trace.times_s[at - 1] + ratio * (trace.times_s[at] - trace.times_s[at - 1]))


def fast_gating_time_constant_s(
    drug_um: float,
    open_probability: float,
    blocker: str | Blocker = "ketamine",
) -> float:
    """Return the textbook estimate of the time constant of block, 1 / [(k_on c + k_off) Po].

    It takes gating as much faster than block. `onset_time_constant_s` does not.

    Parameters
    ----------
    drug_um : float
        Drug (µM); 0 gives the time constant of recovery.
    open_probability : float
        Steady open probability without drug, above 0 to 1.
    blocker : str or Blocker
        The drug, at -70 mV without Mg2+.

    Returns
    -------
    float
        Time constant (s).

    Raises
    ------
    ValueError
        If an argument is out of range or unknown.
    """
    drug = blocker_of(blocker)
    concentration = nonnegative("drug_um", drug_um, scalar=True)
    probability = positive("open_probability", open_probability, scalar=True)
    if probability > 1:
        refuse("open_probability", open_probability, "a fraction above 0 and at most 1")
    return 1.0 / ((drug.kon_per_um_s * concentration + drug.koff_per_s) * probability)
