"""Two areas that hum at 10 Hz, joined by two wires and by a source that both hear at once.

Front F and back B are resonators driven by noise of their own, each sample after::

    F[t] = 2 p cos(w) F[t-1] - p^2 F[t-2] + g a_feedforward B[t-d] + noise
    B[t] = 2 p cos(w) B[t-1] - p^2 B[t-2] + g a_feedback    F[t-d] + noise

with p the pole, w = 2 pi 10 Hz / rate, d the delay of the wires and g one scale for both. Each is
divided by its own SD; then a third resonator of SD 1 is added to both, times ``shared``, without
delay. Feedback runs from front to back, as in the studies that the lesson draws beside it.

All numbers are **chosen**. There are no other areas, no volume conduction but the shared source, no
drift, no muscle, and no ketamine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from helpers.simulations.arguments import refuse, whole, within
from helpers.simulations.sourced import Source, Sourced, number

#: What is generated first and thrown away, so that a recording does not start from silence (s).
LEAD_S = 2.0
#: Chance numbers are kept for recordings of this length, of which shorter ones are the beginning.
KEPT_S = 240.0


def _chosen(symbol: str, meaning: str, unit: str, low: float, high: float, value: float, why: str):
    return number(symbol, meaning, unit, low, high, value, Source("chosen", why))


_WIRE = "the strength that the panel opens with"
_ALPHA = "an alpha rhythm a few Hz wide, sampled as EEG often is"


@dataclass(frozen=True)
class TwoAreas(Sourced):
    """Two areas with their wires; `changed` gives others, `rows` the table with sources.

    >>> TwoAreas(feedback=0.1).sources["feedback"].kind
    'chosen'
    """

    feedback: float = _chosen("a_fb", "wire from front to back", "", 0, 1, 0.4, _WIRE)
    feedforward: float = _chosen("a_ff", "wire from back to front", "", 0, 1, 0.2, _WIRE)
    shared: float = _chosen("s", "source that both hear at once", "SD", 0, 10, 0.3, _WIRE)
    gain: float = _chosen("g", "scale of both wires", "", 0, 0.15, 0.1, "keeps the pair stable")
    delay_ms: float = _chosen("d", "delay of a wire", "ms", 4, 100, 12, "some cm of cortex")
    frequency_hz: float = _chosen("f", "rhythm of each area", "Hz", 1, 60, 10, _ALPHA)
    pole: float = _chosen("p", "how long an area rings", "", 0.5, 0.99, 0.96, _ALPHA)
    rate_hz: float = _chosen("r", "samples a second", "Hz", 100, 1000, 250, _ALPHA)

    @property
    def resonance(self) -> np.ndarray:
        """The denominator 1, -2 p cos(w), p^2 of one resonator."""
        turn = 2 * np.pi * self.frequency_hz / self.rate_hz
        return np.array([1.0, -2 * self.pole * np.cos(turn), self.pole**2])

    @property
    def delay(self) -> int:
        """The delay in samples."""
        return round(self.delay_ms * self.rate_hz / 1e3)


@dataclass(frozen=True)
class Recording:
    """Signals of shape (runs, 2, samples): front, then back; SD 1 before the shared source."""

    signals: np.ndarray
    rate_hz: float
    frequency_hz: float = 10.0

    @property
    def seconds(self) -> float:
        """How long each run lasts (s)."""
        return self.signals.shape[-1] / self.rate_hz


def record(areas: TwoAreas, seconds: float = 120, runs: int = 1, seed: int = 9) -> Recording:
    """Return recordings of the two areas.

    Parameters
    ----------
    areas : TwoAreas
        The wires and the shared source.
    seconds : float
        Length of each run (s), 4 to 3600.
    runs : int
        How many recordings of the same areas, each with chance numbers of its own.
    seed : int
        Where the chance numbers start. Run k of a seed is the same whatever is asked with it, and a
        shorter recording is the beginning of a longer one (but for its own scaling to SD 1).

    Examples
    --------
    >>> record(TwoAreas(), seconds=30, runs=3).signals.shape
    (3, 2, 7500)
    """
    samples = round(within("seconds", seconds, 4, 3600, scalar=True) * areas.rate_hz)
    runs, seed = whole("runs", runs, low=1, high=1000), whole("seed", seed, low=0)
    lead = round(LEAD_S * areas.rate_hz)
    kept = max(samples, round(KEPT_S * areas.rate_hz)) + lead
    signals = np.empty((runs, 2, samples))
    for run in range(runs):  # one after the other: forty at once would need 150 MB
        noise = chance_numbers(seed, run, kept)[:, : samples + lead]
        own = _coupled(areas, noise[:2])[..., lead:]
        signals[run] = own / own.std(axis=-1, keepdims=True)
        if areas.shared:
            shared = _resonate(areas.resonance, noise[2])[..., lead:]
            signals[run] += areas.shared * shared / shared.std()
    return Recording(signals, areas.rate_hz, areas.frequency_hz)


@lru_cache(maxsize=8)  # 1.5 MB each
def chance_numbers(seed: int, run: int, samples: int) -> np.ndarray:
    """Return chance numbers of shape (3, samples) whose beginning hangs on no length."""
    drawn = np.random.default_rng([seed, run]).standard_normal((samples, 3))
    return np.ascontiguousarray(drawn.T)


def _resonate(denominator: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Return y with denominator[0] y[t] + denominator[1] y[t-1] + ... = noise[t], row by row.

    A triangular band of equations; scipy.signal does the same and costs a kernel 70 MB to load.
    """
    from scipy.linalg.blas import dtbsv

    band = np.repeat(denominator[:, None], noise.shape[-1], axis=1)
    solve = partial(dtbsv, len(denominator) - 1, np.asfortranarray(band), lower=1, diag=1)
    return np.apply_along_axis(solve, -1, noise)


def _coupled(areas: TwoAreas, noise: np.ndarray) -> np.ndarray:
    """Solve both equations at once, for noise of shape (2, samples).

    With a(z) the resonance, F = (a N_F + g a_ff z^-d N_B) / (a^2 - g^2 a_fb a_ff z^-2d).
    """
    a, d = areas.resonance, areas.delay
    wires = areas.gain * np.array([[areas.feedforward], [areas.feedback]])
    through = _resonate(determinant_of(areas), noise)
    found = through.copy()
    found[..., 1:] += a[1] * through[..., :-1]
    found[..., 2:] += a[2] * through[..., :-2]
    found[..., d:] += wires * through[::-1, :-d]
    return found


def determinant_of(areas: TwoAreas) -> np.ndarray:
    """Return the denominator of both areas with their wires, or refuse wires that howl."""
    d = areas.delay
    determinant = np.zeros(max(5, 2 * d + 1))
    determinant[:5] = np.convolve(areas.resonance, areas.resonance)
    determinant[2 * d] -= areas.gain**2 * areas.feedback * areas.feedforward
    if np.abs(np.roots(determinant)).max() >= 1:
        wires = (areas.feedback, areas.feedforward)
        refuse("feedback and feedforward", wires, "weak enough that the pair does not howl")
    return determinant
