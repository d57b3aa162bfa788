"""Pulse, pause, pulse: a train of glutamate in drug, a wash, a silence, and test pulses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import nonnegative, whole
from helpers.simulations.receptor.blockers import Blocker
from helpers.simulations.receptor.protocol import Step, gap_s
from helpers.simulations.receptor.scheme import N_FREE, Scheme, propagator, scheme_of, tidy

#: The drug is there for so long before the first pulse (s).
BEFORE_S = 60.0
#: The peak is looked for in this time after the glutamate of a pulse ends (s), at so many places,
#: denser after the pulse.
PEAK_WINDOW_S, PEAK_PLACES = 0.25, 801


@dataclass(frozen=True)
class PulseTrain:
    """What `pulse_train` gives back.

    ``train`` and ``test`` are the peak open probability after each pulse in drug and after each
    test pulse, over that in the same protocol without any drug (1 is no block). ``plugged`` is the
    share of receptors with drug bound before the first pulse, at the wash, at the first test pulse
    and in the end.
    """

    train: np.ndarray
    test: np.ndarray
    plugged: tuple[float, ...]

    def pulses_to_undo_half(self) -> int | None:
        """Return how many test pulses halve the block that the first one met; None if too few."""
        block = 1.0 - self.test
        if len(block) == 0 or block[0] <= 1e-9:
            return None
        undone = block <= block[0] / 2
        return int(np.argmax(undone)) if undone.any() else None


@lru_cache(maxsize=256)
def _period(scheme: Scheme, pulse: Step, gap: Step) -> tuple[np.ndarray, np.ndarray]:
    """Return the matrix (n, n) of a pulse and the gap after it, and the open probability in it.

    The latter is by the state at the start of the pulse, shape (n, `PEAK_PLACES`).
    """
    through_pulse = propagator(scheme, *pulse.conditions).matrix(pulse.duration_s)
    after = propagator(scheme, *gap.conditions)
    window_s = min(PEAK_WINDOW_S, gap.duration_s)
    openness = after.openness(window_s * np.linspace(0.0, 1.0, PEAK_PLACES) ** 2)
    return through_pulse @ after.matrix(gap.duration_s), through_pulse @ openness


def _bout(
    scheme: Scheme, pulse: Step, gap: Step, now: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the peak open probability after each of n regular pulses, and the occupancies then."""
    through_period, openness = _period(scheme, pulse, gap)
    starts = np.empty((n, len(now)))
    for k in range(n):
        starts[k] = now
        now = now @ through_period
    return _peaks(starts @ openness), tidy(now)


def _peaks(heights: np.ndarray) -> np.ndarray:
    """Return the highest of each row: the top of a parabola through its three best points."""
    top = np.clip(np.argmax(heights, axis=1), 1, PEAK_PLACES - 2)
    rows = np.arange(len(heights))
    before, best, after = (heights[rows, top + shift] for shift in (-1, 0, 1))
    bend = before - 2 * best + after
    inside = (bend < 0) & (best >= before) & (best >= after)
    refined = best - (after - before) ** 2 / (8 * np.where(inside, bend, -1.0))
    return np.where(inside, refined, heights.max(axis=1))


def pulse_train(
    drug_um: float = 1.0,
    rate_hz: float = 1.0,
    n_pulses: int = 20,
    pause_s: float = 0.0,
    blocker: str | Blocker = "ketamine",
    *,
    trapping: str | None = None,
    n_test_pulses: int = 20,
    mg_mm: float = 0.0,
) -> PulseTrain:
    """Pulse a receptor in drug, wash, wait in silence, and pulse again without drug, at -70 mV.

    The drug (µM) is there a minute before the first pulse and until one period after the last.
    Then it is washed away at once, and the first test pulse follows after ``pause_s`` of silence.
    Each pulse is 1 mM glutamate for 4 ms (chosen; see `pulses`), ``rate_hz`` of them a second; up
    to 10,000 in drug and as many tests. Mg2+ in mM; ``trapping`` is as in `simulate`.

    >>> pulse_train(1.0, 1.0, n_pulses=20).train[[0, -1]].round(2).tolist()
    [0.99, 0.68]
    """
    scheme = scheme_of(blocker, trapping)
    pulse = Step(0.004, 1000.0, drug_um, mg_mm=mg_mm)
    gap = Step(gap_s(rate_hz, pulse.duration_s), 0.0, drug_um, mg_mm=mg_mm)
    n = whole("n_pulses", n_pulses, low=1, high=10_000)
    n_test = whole("n_test_pulses", n_test_pulses, low=0, high=10_000)
    pause = nonnegative("pause_s", pause_s, scalar=True)
    bare, dry = replace(pulse, drug_um=0.0), replace(gap, drug_um=0.0)

    def run(of: Scheme, *in_drug: Step) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
        def wait(step: Step, now: np.ndarray, time_s: float) -> np.ndarray:
            return tidy(now @ propagator(of, *step.conditions).matrix(time_s))

        first = wait(in_drug[1], of.rest(), BEFORE_S)
        train, at_wash = _bout(of, *in_drug, first, n)
        at_test = wait(dry, at_wash, pause)
        test, last = _bout(of, bare, dry, at_test, n_test)
        return train, test, [first, at_wash, at_test, last]

    train, test, states = run(scheme, pulse, gap)
    *control, _ = run(Scheme(scheme.gating, None), bare, dry)
    plugged = tuple(float(one[N_FREE:].sum()) for one in states)
    return PulseTrain(train / control[0], test / control[1], plugged)
