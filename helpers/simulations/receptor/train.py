"""Pulse, pause, pulse: a train of glutamate in drug, a wash, a silence, and test pulses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    finite,
    nonnegative,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.receptor.blockers import Blocker
from helpers.simulations.receptor.gating import Gating, gating_of
from helpers.simulations.receptor.protocol import RATE_RANGE_HZ, Step
from helpers.simulations.receptor.scheme import Scheme, propagator, scheme_of
from helpers.simulations.receptor.solver import Propagator, tidy

#: The peak is looked for in this time after the glutamate of a pulse ends (s).
PEAK_WINDOW_S = 0.25
_PEAK_POINTS = 48
_PAUSE_POINTS = 40
_BEFORE_POINTS = 12


@dataclass(frozen=True)
class PulseTrain:
    """What `pulse_train` gives back. Time 0 is the start of the first pulse.

    Attributes
    ----------
    pulse_times_s : numpy.ndarray, shape (n_pulses + n_test_pulses,)
        When each pulse begins (s).
    is_test : numpy.ndarray of bool, same shape
        False for pulses in drug, True for test pulses after the wash.
    peak, control_peak : numpy.ndarray, same shape
        Peak open probability after each pulse, in the drug protocol and in the same protocol
        without any drug.
    peak_over_control : numpy.ndarray, same shape
        Their ratio: 1 is no block.
    bound_at_pulse : numpy.ndarray, same shape
        Share of receptors with drug bound as each pulse begins.
    times_s : numpy.ndarray, shape (m,)
        Times (s) of the occupancies; below 0 for what comes before the first pulse.
    occupancy : numpy.ndarray, shape (m, n_states)
        Share of receptors in each state.
    pulse_number : numpy.ndarray, shape (m,)
        The same axis in pulses: 0 at the first pulse, 1 at the second; stands still in the pause.
    state_names : tuple of str
        Names of the states.
    n_free_states : int
        How many states, the first ones, have no drug.
    wash_s, test_s : float
        When the wash begins, and when the first test pulse does (s).
    drug_um : float
        Drug during the train (µM).
    """

    pulse_times_s: np.ndarray
    is_test: np.ndarray
    peak: np.ndarray
    control_peak: np.ndarray
    peak_over_control: np.ndarray
    bound_at_pulse: np.ndarray
    times_s: np.ndarray
    occupancy: np.ndarray
    pulse_number: np.ndarray
    state_names: tuple[str, ...]
    n_free_states: int
    wash_s: float
    test_s: float
    drug_um: float

    @property
    def blocked_fraction(self) -> np.ndarray:
        """Share of receptors with drug bound, shape (m,)."""
        return self.occupancy[:, self.n_free_states :].sum(axis=1)

    @property
    def train(self) -> np.ndarray:
        """Peak over control of the pulses in drug, shape (n_pulses,)."""
        return self.peak_over_control[~self.is_test]

    @property
    def test(self) -> np.ndarray:
        """Peak over control of the test pulses, shape (n_test_pulses,)."""
        return self.peak_over_control[self.is_test]

    def pulses_to_half(self) -> int | None:
        """Return the first pulse of the train by which half of its whole effect is there.

        The effect is the fall of the peak from control (1) to the last pulse of the train. None if
        there is no effect.
        """
        effect = 1.0 - self.train
        if effect[-1] <= 1e-9:
            return None
        return int(np.argmax(effect >= effect[-1] / 2)) + 1

    def pulses_to_undo_half(self) -> int | None:
        """Return how many test pulses halve the block that the first one met; None if too few."""
        block = 1.0 - self.test
        if len(block) == 0 or block[0] <= 1e-9:
            return None
        undone = block <= block[0] / 2
        return int(np.argmax(undone)) if undone.any() else None


@dataclass(frozen=True)
class _Bout:
    """Regular pulses in one bath: how receptors are carried through one period."""

    scheme: Scheme
    pulse: Propagator
    gap: Propagator
    width_s: float
    period_s: float
    through_pulse: np.ndarray  # (n, n)
    inner: np.ndarray  # (inner points, n, n): from the start of a period to each inner time
    inner_times_s: np.ndarray

    def openness(self, times_s: np.ndarray) -> np.ndarray:
        """Return the open probability by state at the start of the period, shape (times, n)."""
        early = times_s <= self.width_s
        found = np.empty((len(times_s), len(self.through_pulse)))
        state = self.scheme.open_state
        found[early] = self.pulse.matrices(times_s[early])[:, :, state]
        late = self.gap.matrices(times_s[~early] - self.width_s)[:, :, state]
        found[~early] = late @ self.through_pulse.T
        return found


@lru_cache(maxsize=256)
def _bout(
    scheme: Scheme,
    bath: tuple[float, ...],
    rate_hz: float,
    glutamate_um: float,
    width_s: float,
    surroundings: tuple[float, float, float],
    inner_points: int,
) -> _Bout:
    """Return the (remembered) matrices of one period: a pulse, then a gap, in one bath."""
    pulse = propagator(scheme, glutamate_um, bath, *surroundings)
    gap = propagator(scheme, 0.0, bath, *surroundings)
    through_pulse = pulse.matrix(width_s)
    period_s = 1.0 / rate_hz
    inner_gap = (period_s - width_s) * np.linspace(0.0, 1.0, inner_points) ** 3
    inner = through_pulse @ gap.matrices(inner_gap)
    return _Bout(scheme, pulse, gap, width_s, period_s, through_pulse, inner, width_s + inner_gap)


def _run(bout: _Bout, now: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the occupancies as each of n pulses begins, and those after the last gap."""
    starts = np.empty((n, len(now)))
    through_period = bout.inner[-1]
    for pulse in range(n):
        starts[pulse] = now
        now = now @ through_period
    return starts, tidy(now)


def _peaks(bout: _Bout, starts: np.ndarray) -> np.ndarray:
    """Return the peak open probability after each pulse.

    A coarse look over the period finds where the peaks of all pulses lie; a fine one, with a
    parabola through the three best points, finds their heights.
    """
    if not len(starts):
        return np.empty(0)
    window = min(bout.width_s + PEAK_WINDOW_S, bout.period_s)
    coarse = window * np.linspace(0.0, 1.0, _PEAK_POINTS) ** 2
    top = np.argmax(starts @ bout.openness(coarse).T, axis=1)
    first, last = max(int(top.min()) - 1, 0), min(int(top.max()) + 1, _PEAK_POINTS - 1)
    fine = np.linspace(coarse[first], coarse[last], _PEAK_POINTS)
    heights = starts @ bout.openness(fine).T
    top = np.clip(np.argmax(heights, axis=1), 1, _PEAK_POINTS - 2)
    rows = np.arange(len(starts))
    before, best, after = (heights[rows, top + shift] for shift in (-1, 0, 1))
    bend = before - 2 * best + after
    with np.errstate(divide="ignore", invalid="ignore"):
        refined = best - (after - before) ** 2 / (8 * bend)
    inside = (bend < 0) & (best >= before) & (best >= after)
    return np.where(inside, refined, heights.max(axis=1))


@lru_cache(maxsize=256)
def _control(
    scheme: Scheme,
    rate_hz: float,
    glutamate_um: float,
    width_s: float,
    surroundings: tuple[float, float, float],
    n_pulses: int,
    pause_s: float,
    n_test: int,
) -> np.ndarray:
    """Return the peaks of the same protocol without drug (remembered: to be copied)."""
    free = Scheme(scheme.gating, ())
    bout = _bout(free, (), rate_hz, glutamate_um, width_s, surroundings, 2)
    starts, now = _run(bout, free.rest(), n_pulses)
    now = now @ propagator(free, 0.0, (), *surroundings).matrix(pause_s)
    tests, _ = _run(bout, now, n_test)
    return _peaks(bout, np.concatenate([starts, tests]))


def pulse_train(
    drug_um: float = 1.0,
    rate_hz: float = 1.0,
    n_pulses: int = 20,
    pause_s: float = 0.0,
    blocker: str | Blocker = "ketamine",
    *,
    trapping: str | None = None,
    n_test_pulses: int = 20,
    before_s: float = 60.0,
    glutamate_um: float = 1000.0,
    width_s: float = 0.004,
    voltage_mv: float = -70.0,
    mg_mm: float = 0.0,
    glycine_fraction: float = 1.0,
    gating: str | Gating = "destexhe1998",
    points_per_pulse: int = 8,
) -> PulseTrain:
    """Pulse a receptor in drug, wash, wait in silence, and pulse again without drug.

    The drug is there ``before_s`` before the first pulse and until one period after the last. Then
    it is washed away at once, and the first test pulse follows after ``pause_s`` of silence.

    Parameters
    ----------
    drug_um : float
        Drug during the train (µM).
    rate_hz : float
        Pulses per second; each pulse must end before the next begins.
    n_pulses, n_test_pulses : int
        Pulses in drug (1 to 10,000) and test pulses after the pause (0 to 10,000).
    pause_s : float
        Silence after the wash (s), zero or more.
    blocker : str or Blocker
        The drug.
    trapping : {"full", "leaky", "partial", "sequential"}, optional
        Overrides what the drug does when the channel shuts.
    before_s : float
        Silence in drug before the first pulse (s).
    glutamate_um, width_s : float
        Each pulse (µM, s); 1 mM for 4 ms by default (chosen).
    voltage_mv, mg_mm, glycine_fraction : float
        As in `Step`, the same throughout.
    gating : str or Gating
        How glutamate opens the receptor.
    points_per_pulse : int
        Times at which occupancies are given in each period, 2 to 200, denser after the pulse.

    Returns
    -------
    PulseTrain
        Peaks over control, and occupancies in time.

    Raises
    ------
    ValueError
        If an argument is out of range or unknown, or the pulses would run into one another.
    """
    scheme = scheme_of(gating_of(gating), blocker, trapping)
    train_step = Step(
        positive("width_s", width_s, scalar=True),
        glutamate_um,
        drug_um,
        voltage_mv,
        mg_mm,
        glycine_fraction,
    )
    rate = within("rate_hz", rate_hz, *RATE_RANGE_HZ, scalar=True)
    if train_step.duration_s >= 1.0 / rate:
        refuse("width_s", width_s, f"shorter than the {1 / rate:g} s from pulse to pulse")
    n = whole("n_pulses", n_pulses, low=1, high=10_000)
    n_test = whole("n_test_pulses", n_test_pulses, low=0, high=10_000)
    pause = nonnegative("pause_s", pause_s, scalar=True)
    before = nonnegative("before_s", before_s, scalar=True)
    inner_points = whole("points_per_pulse", points_per_pulse, low=2, high=200)
    drug = train_step.drugs(scheme.n_drugs)
    surroundings = (train_step.voltage_mv, train_step.mg_mm, train_step.glycine_fraction)
    pulse = (rate, train_step.glutamate_um, train_step.duration_s, surroundings)
    no_drug = (0.0,) * scheme.n_drugs

    in_drug = _bout(scheme, drug, *pulse, inner_points)
    washed = _bout(scheme, no_drug, *pulse, inner_points)
    waiting = propagator(scheme, 0.0, drug, *surroundings)
    silent = propagator(scheme, 0.0, no_drug, *surroundings)
    rest = scheme.rest()
    early_s = before * np.linspace(0.0, 1.0, _BEFORE_POINTS) if before else np.zeros(1)
    early = waiting.at(rest, early_s)
    starts, after_train = _run(in_drug, tidy(early[-1]), n)
    pause_s_grid = pause * np.linspace(0.0, 1.0, _PAUSE_POINTS)[1:] if pause else np.zeros(0)
    paused = silent.at(after_train, pause_s_grid) if pause else np.empty((0, len(rest)))
    tests, _ = _run(washed, tidy(paused[-1]) if pause else after_train, n_test)

    period = in_drug.period_s
    wash_s = n * period
    test_s = wash_s + pause
    pulse_times = np.concatenate([np.arange(n) * period, test_s + np.arange(n_test) * period])
    peak = np.concatenate([_peaks(in_drug, starts), _peaks(washed, tests)])
    control = _control(scheme, *pulse, n, pause, n_test).copy()
    bound = np.concatenate([starts, tests])[:, scheme.free :].sum(axis=1)
    parts = [
        (early_s - before, np.zeros(len(early_s)), early),
        _inside(in_drug, starts, 0.0, 0),
        (wash_s + pause_s_grid, np.full(len(pause_s_grid), float(n)), paused),
        _inside(washed, tests, test_s, n),
    ]
    times, numbers, occupancy = (np.concatenate(part) for part in zip(*parts, strict=True))
    return PulseTrain(
        pulse_times_s=pulse_times,
        is_test=np.arange(n + n_test) >= n,
        peak=peak,
        control_peak=control,
        peak_over_control=peak / control,
        bound_at_pulse=bound,
        times_s=times,
        occupancy=tidy(occupancy),
        pulse_number=numbers,
        state_names=scheme.states,
        n_free_states=scheme.free,
        wash_s=wash_s,
        test_s=test_s,
        drug_um=float(np.sum(drug)),
    )


def _inside(
    bout: _Bout, starts: np.ndarray, began_s: float, first: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return times, pulse numbers and occupancies inside the periods of a bout."""
    n, width = starts.shape
    found = np.tensordot(starts, bout.inner, axes=(1, 1)).reshape(-1, width)
    order = np.arange(n)[:, None]
    times = began_s + order * bout.period_s + bout.inner_times_s
    numbers = first + order + bout.inner_times_s / bout.period_s
    return times.ravel(), numbers.ravel(), found


def first_pulse_after_silence(drug_um: Any = 1.0, silence_s: Any = 60.0, **options: Any) -> float:
    """Return the peak of the first pulse after a silent wait in drug, over control.

    Parameters
    ----------
    drug_um : float
        Drug (µM).
    silence_s : float
        Time in drug without glutamate (s).
    **options
        As in `pulse_train`.

    Returns
    -------
    float
        1 is no block.

    Raises
    ------
    ValueError
        As `pulse_train`.
    """
    wait = finite("silence_s", silence_s, scalar=True)
    return float(
        pulse_train(drug_um, n_pulses=1, n_test_pulses=0, before_s=wait, **options).train[0]
    )
