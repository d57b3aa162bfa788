"""Pulse, pause, pulse: a train of glutamate in drug, a wash, a silence, and test pulses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import nonnegative, whole
from helpers.simulations.receptor.blockers import Blocker
from helpers.simulations.receptor.gating import OPEN
from helpers.simulations.receptor.protocol import Step, gap_s
from helpers.simulations.receptor.scheme import N_FREE, Scheme, propagator, scheme_of, tidy

#: The peak is looked for in this time after the glutamate of a pulse ends (s).
PEAK_WINDOW_S = 0.25
_PEAK_POINTS = 48


@dataclass(frozen=True)
class PulseTrain:
    """What `pulse_train` gives back. Time 0 is the start of the first pulse.

    Arrays have one item for each pulse, n_pulses + n_test_pulses: when it begins (s), whether it
    is a test pulse after the wash, the ``peak`` open probability after it, ``control_peak``, that
    in the same protocol without any drug, and their ratio (1 is no block). ``plugged`` is the share
    of receptors with drug bound before the first pulse, at the wash (``wash_s``, s), at the first
    test pulse (``test_s``, s) and in the end; ``drug_um`` (µM) was there during the train.
    """

    pulse_times_s: np.ndarray
    is_test: np.ndarray
    peak: np.ndarray
    control_peak: np.ndarray
    peak_over_control: np.ndarray
    plugged: tuple[float, ...]
    wash_s: float
    test_s: float
    drug_um: float

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
    """Regular pulses in one bath: the pulse (with drug), the gap after it, and their lengths."""

    scheme: Scheme
    pulse: Step
    gap: Step
    through_pulse: np.ndarray  # (n, n)
    through_period: np.ndarray  # (n, n)

    def openness(self, times_s: np.ndarray) -> np.ndarray:
        """Return the open probability by state at the start of the period, shape (times, n)."""
        width_s = self.pulse.duration_s
        early = times_s <= width_s
        found = np.empty((len(times_s), len(self.through_pulse)))
        pulse, gap = (propagator(self.scheme, *one.conditions) for one in (self.pulse, self.gap))
        found[early] = pulse.matrices(times_s[early])[:, :, OPEN]
        found[~early] = gap.matrices(times_s[~early] - width_s)[:, :, OPEN] @ self.through_pulse.T
        return found

    def run(self, now: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the occupancies as each of n pulses begins, and those after the last gap."""
        starts = np.empty((n, len(now)))
        for pulse in range(n):
            starts[pulse] = now
            now = now @ self.through_period
        return starts, tidy(now)


@lru_cache(maxsize=256)
def _bout(scheme: Scheme, pulse: Step, gap: Step) -> _Bout:
    """Return the (remembered) matrices of one period: a pulse, then a gap, in one bath."""
    one, other = (propagator(scheme, *step.conditions) for step in (pulse, gap))
    through_pulse = one.matrices(pulse.duration_s)[0]
    through_period = through_pulse @ other.matrices(gap.duration_s)[0]
    return _Bout(scheme, pulse, gap, through_pulse, through_period)


def _peaks(bout: _Bout, starts: np.ndarray) -> np.ndarray:
    """Return the peak open probability after each pulse.

    A coarse look over the period finds where the peaks of all pulses lie; a fine one, with a
    parabola through the three best points, finds their heights.
    """
    if not len(starts):
        return np.empty(0)
    window = bout.pulse.duration_s + min(PEAK_WINDOW_S, bout.gap.duration_s)
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
    scheme: Scheme, pulse: Step, gap: Step, n_pulses: int, pause_s: float, n_test: int
) -> np.ndarray:
    """Return the peaks of the same protocol without drug (remembered: to be copied)."""
    bout = _bout(scheme, pulse, gap)
    starts, now = bout.run(scheme.rest(), n_pulses)
    now = now @ propagator(scheme, *gap.conditions).matrices(pause_s)[0]
    return _peaks(bout, np.concatenate([starts, bout.run(now, n_test)[0]]))


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
    mg_mm: float = 0.0,
) -> PulseTrain:
    """Pulse a receptor in drug, wash, wait in silence, and pulse again without drug, at -70 mV.

    The drug (µM) is there ``before_s`` before the first pulse and until one period after the last.
    Then it is washed away at once, and the first test pulse follows after ``pause_s`` of silence.
    Each pulse is 1 mM glutamate for 4 ms (chosen; see `pulses`), ``rate_hz`` of them a second; up
    to 10,000 in drug and as many tests. Mg2+ in mM; ``trapping`` is as in `simulate`.

    >>> pulse_train(1.0, 1.0, n_pulses=20).train[[0, -1]].round(2).tolist()
    [0.99, 0.68]
    """
    scheme = scheme_of("destexhe1998", blocker, trapping)
    pulse = Step(0.004, 1000.0, drug_um, mg_mm=mg_mm)
    gap = Step(gap_s(rate_hz, pulse.duration_s), 0.0, drug_um, mg_mm=mg_mm)
    no_drug = replace(pulse, drug_um=0.0), replace(gap, drug_um=0.0)
    n = whole("n_pulses", n_pulses, low=1, high=10_000)
    n_test = whole("n_test_pulses", n_test_pulses, low=0, high=10_000)
    pause = nonnegative("pause_s", pause_s, scalar=True)
    before = nonnegative("before_s", before_s, scalar=True)

    in_drug, washed = _bout(scheme, pulse, gap), _bout(scheme, *no_drug)
    first = tidy(propagator(scheme, *gap.conditions).at(scheme.rest(), np.array([before])))[0]
    starts, at_wash = in_drug.run(first, n)
    silence = propagator(scheme, *no_drug[1].conditions)
    at_test = tidy(silence.at(at_wash, np.array([pause])))[0] if pause else at_wash
    tests, last = washed.run(at_test, n_test)
    peak = np.concatenate([_peaks(in_drug, starts), _peaks(washed, tests)])
    control = _control(Scheme(scheme.gating, None), *no_drug, n, pause, n_test)
    period_s = pulse.duration_s + gap.duration_s
    return PulseTrain(
        pulse_times_s=np.arange(n + n_test) * period_s + np.repeat([0.0, pause], [n, n_test]),
        is_test=np.arange(n + n_test) >= n,
        peak=peak,
        control_peak=control.copy(),
        peak_over_control=peak / control,
        plugged=tuple(float(one[N_FREE:].sum()) for one in (first, at_wash, at_test, last)),
        wash_s=n * period_s,
        test_s=n * period_s + pause,
        drug_um=pulse.drug_um,
    )
