"""Pulse, pause, pulse: a train of glutamate in drug, a wash, a silence, and test pulses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import nonnegative, whole
from helpers.simulations.receptor.blockers import Blocker
from helpers.simulations.receptor.gating import OPEN, Gating
from helpers.simulations.receptor.protocol import Step, gap_s
from helpers.simulations.receptor.scheme import (
    N_FREE,
    Propagator,
    Scheme,
    propagator,
    scheme_of,
    tidy,
)

#: The peak is looked for in this time after the glutamate of a pulse ends (s).
PEAK_WINDOW_S = 0.25
_PEAK_POINTS = 48
_PAUSE_POINTS = 40
_BEFORE_POINTS = 12
_POINTS_PER_PULSE = 8


@dataclass(frozen=True)
class PulseTrain:
    """What `pulse_train` gives back. Time 0 is the start of the first pulse.

    Attributes
    ----------
    pulse_times_s : numpy.ndarray, shape (n_pulses + n_test_pulses,)
        When each pulse begins (s).
    is_test : numpy.ndarray of bool, same shape
        False for pulses in drug, True for test pulses after the wash.
    peak, control_peak, peak_over_control : numpy.ndarray, same shape
        Peak open probability after each pulse, in the same protocol without any drug, and their
        ratio: 1 is no block.
    times_s : numpy.ndarray, shape (m,)
        Times (s) of the occupancies; below 0 for what comes before the first pulse.
    occupancy : numpy.ndarray, shape (m, n_states)
        Share of receptors in each state.
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
    times_s: np.ndarray
    occupancy: np.ndarray
    wash_s: float
    test_s: float
    drug_um: float

    @property
    def blocked_fraction(self) -> np.ndarray:
        """Share of receptors with drug bound, shape (m,)."""
        return self.occupancy[:, N_FREE:].sum(axis=1)

    @property
    def train(self) -> np.ndarray:
        """Peak over control of the pulses in drug, shape (n_pulses,)."""
        return self.peak_over_control[~self.is_test]

    @property
    def test(self) -> np.ndarray:
        """Peak over control of the test pulses, shape (n_test_pulses,)."""
        return self.peak_over_control[self.is_test]

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
        found[early] = self.pulse.matrices(times_s[early])[:, :, OPEN]
        late = self.gap.matrices(times_s[~early] - self.width_s)[:, :, OPEN]
        found[~early] = late @ self.through_pulse.T
        return found


@lru_cache(maxsize=256)
def _bout(
    scheme: Scheme,
    glutamate_um: float,
    drug_um: float,
    field: tuple[float, float],
    width_s: float,
    gap: float,
) -> _Bout:
    """Return the (remembered) matrices of one period: a pulse, then a gap, in one bath."""
    in_pulse = propagator(scheme, glutamate_um, drug_um, *field)
    in_gap = propagator(scheme, 0.0, drug_um, *field)
    through_pulse = in_pulse.matrices(width_s)[0]
    inner_gap = gap * np.linspace(0.0, 1.0, _POINTS_PER_PULSE) ** 3
    inner = through_pulse @ in_gap.matrices(inner_gap)
    times_s = width_s + inner_gap
    return _Bout(in_pulse, in_gap, width_s, width_s + gap, through_pulse, inner, times_s)


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
    gating: Gating,
    glutamate_um: float,
    field: tuple[float, float],
    width_s: float,
    gap: float,
    n_pulses: int,
    pause_s: float,
    n_test: int,
) -> np.ndarray:
    """Return the peaks of the same protocol without drug (remembered: to be copied)."""
    free = Scheme(gating, None)
    bout = _bout(free, glutamate_um, 0.0, field, width_s, gap)
    starts, now = _run(bout, free.rest(), n_pulses)
    now = now @ propagator(free, 0.0, 0.0, *field).matrices(pause_s)[0]
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
    voltage_mv: float = -70.0,
    mg_mm: float = 0.0,
    gating: str | Gating = "destexhe1998",
) -> PulseTrain:
    """Pulse a receptor in drug, wash, wait in silence, and pulse again without drug.

    The drug (µM) is there ``before_s`` before the first pulse and until one period after the last.
    Then it is washed away at once, and the first test pulse follows after ``pause_s`` of silence.
    Each pulse is 1 mM glutamate for 4 ms (chosen; see `pulses`), ``rate_hz`` of them a second; up
    to 10,000 in drug and as many tests. ``blocker``, ``gating`` and ``trapping`` are as in
    `simulate`; voltage (mV) and Mg2+ (mM) stay the same throughout.

    >>> pulse_train(1.0, 1.0, n_pulses=20).train[[0, -1]].round(2).tolist()
    [0.99, 0.68]
    """
    scheme = scheme_of(gating, blocker, trapping)
    pulse = Step(0.004, 1000.0, drug_um, voltage_mv, mg_mm)
    gap = gap_s(rate_hz, pulse.duration_s)
    n = whole("n_pulses", n_pulses, low=1, high=10_000)
    n_test = whole("n_test_pulses", n_test_pulses, low=0, high=10_000)
    pause = nonnegative("pause_s", pause_s, scalar=True)
    before = nonnegative("before_s", before_s, scalar=True)
    glutamate, drug, *field = pulse.conditions
    field = tuple(field)

    in_drug = _bout(scheme, glutamate, drug, field, pulse.duration_s, gap)
    washed = _bout(scheme, glutamate, 0.0, field, pulse.duration_s, gap)
    early_s = before * np.linspace(0.0, 1.0, _BEFORE_POINTS) if before else np.zeros(1)
    early = tidy(propagator(scheme, 0.0, drug, *field).at(scheme.rest(), early_s))
    starts, after_train = _run(in_drug, early[-1], n)
    pause_s_grid = pause * np.linspace(0.0, 1.0, _PAUSE_POINTS)[1:] if pause else np.zeros(0)
    paused = propagator(scheme, 0.0, 0.0, *field).at(after_train, pause_s_grid)
    paused = np.vstack([after_train, tidy(paused)])
    tests, _ = _run(washed, paused[-1], n_test)

    wash_s = n * in_drug.period_s
    test_s = wash_s + pause
    pulse_times = [np.arange(n) * in_drug.period_s, test_s + np.arange(n_test) * in_drug.period_s]
    peak = np.concatenate([_peaks(in_drug, starts), _peaks(washed, tests)])
    control = _control(scheme.gating, glutamate, field, pulse.duration_s, gap, n, pause, n_test)
    parts = [
        (early_s - before, early),
        _inside(in_drug, starts, 0.0),
        (wash_s + pause_s_grid, paused[1:]),
        _inside(washed, tests, test_s),
    ]
    times, occupancy = (np.concatenate(part) for part in zip(*parts, strict=True))
    return PulseTrain(
        pulse_times_s=np.concatenate(pulse_times),
        is_test=np.arange(n + n_test) >= n,
        peak=peak,
        control_peak=control.copy(),
        peak_over_control=peak / control,
        times_s=times,
        occupancy=occupancy,
        wash_s=wash_s,
        test_s=test_s,
        drug_um=drug,
    )


def _inside(bout: _Bout, starts: np.ndarray, began_s: float) -> tuple[np.ndarray, np.ndarray]:
    """Return times and occupancies inside the periods of a bout."""
    n, width = starts.shape
    found = np.tensordot(starts, bout.inner, axes=(1, 1)).reshape(-1, width)
    times = began_s + np.arange(n)[:, None] * bout.period_s + bout.inner_times_s
    return times.ravel(), tidy(found)
