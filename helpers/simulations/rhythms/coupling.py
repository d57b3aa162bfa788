"""Four numbers for one recording of two areas, and the floor below which one of them never falls.

The recording is cut into windows of 2 s, and each gets a Hann taper and a Fourier transform. For
the frequencies within 2 Hz of the rhythm (8 to 12 Hz), with cross-spectrum S of each window:

coherence
    |mean of S|^2 / (mean power of one x mean power of the other), over windows; then the mean over
    frequencies. It counts every steady relation of phase, at zero lag too.
phase lag index (Stam 2007)
    |mean of the sign of Im S|, over windows; then the mean over frequencies. A relation at zero lag
    counts nothing. **It is never zero**: of n signs thrown by chance, |mean| is about
    sqrt(2 / (pi n)).
Granger measure (Geweke's form)
    ln(residual variance of a signal predicted from its own past / the same from both pasts), by
    least squares of order 8, in each direction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import positive, refuse, whole
from helpers.simulations.rhythms.two_areas import Recording

WINDOW_S = 2.0
HALF_BAND_HZ = 2.0
ORDER = 8


@dataclass(frozen=True)
class Couplings:
    """Four measures, one value for each run, shape (runs,).

    ``feedback`` is the Granger measure from front to back, ``feedforward`` from back to front.
    """

    coherence: np.ndarray
    phase_lag: np.ndarray
    feedback: np.ndarray
    feedforward: np.ndarray

    def mean(self) -> dict[str, float]:
        """Return the mean of each over runs."""
        return {name: float(values.mean()) for name, values in vars(self).items()}

    def sd(self) -> dict[str, float]:
        """Return the SD of each over runs."""
        return {name: float(values.std(ddof=1)) for name, values in vars(self).items()}


def couplings(recording: Recording) -> Couplings:
    """Return coherence, phase lag index and both Granger measures of every run.

    >>> from helpers.simulations.rhythms import TwoAreas, record
    >>> alone = couplings(record(TwoAreas(feedback=0, feedforward=0, shared=0), runs=20))
    >>> round(float(alone.phase_lag.mean()), 1), round(float(alone.feedback.mean()), 2)
    (0.1, 0.0)
    """
    found = []
    for signals in recording.signals:  # one after the other: forty at once would need 60 MB
        run = replace(recording, signals=signals[None])
        spectra = _spectra(run)
        found.append((coherence_of(spectra), phase_lag_of(spectra), *granger(run)))
    return Couplings(*np.concatenate(found, axis=1))


def phase_lag_floor(seconds: float, window_s: float = WINDOW_S) -> float:
    """Return the phase lag index that two unrelated signals give on average.

    The mean of |2 k / n - 1| where k of n windows lead by chance (binomial, one half each).

    >>> [round(phase_lag_floor(s), 2) for s in (30, 120, 240)]
    [0.21, 0.1, 0.07]
    """
    length = positive("seconds", seconds, scalar=True)
    n = int(length / positive("window_s", window_s, scalar=True) + 1e-9)
    if not 1 <= n <= 10_000:
        refuse("seconds", seconds, "long enough for one window, and for at most 10,000")
    half = (n + 1) // 2
    return 2 * half * math.comb(n, half) / 2**n / n


def granger(recording: Recording, order: int = ORDER) -> tuple[np.ndarray, np.ndarray]:
    """Return the Granger measures of every run: front to back, back to front; 0 or more.

    Least squares without a constant, on deviations from the mean.
    """
    p = whole("order", order, low=1, high=50)
    signals = recording.signals - recording.signals.mean(axis=-1, keepdims=True)
    if signals.shape[-1] < 10 * p:
        refuse("recording", signals.shape, f"of at least {10 * p} samples for order {p}")
    return granger_of(_gram(signals, p), p)


def granger_of(gram: np.ndarray, p: int) -> tuple[np.ndarray, np.ndarray]:
    """Return both Granger measures from sums of products as `_gram` makes them."""
    front, back = np.arange(1, p + 1), np.arange(1, p + 1) + p + 1
    both = np.concatenate([front, back])
    to_back = _left(gram, p + 1, back) / _left(gram, p + 1, both)
    to_front = _left(gram, 0, front) / _left(gram, 0, both)
    return np.log(to_back), np.log(to_front)


def _spectra(recording: Recording) -> np.ndarray:
    """Return the Fourier transforms of all windows in the band: (runs, 2, windows, frequencies)."""
    size = round(WINDOW_S * recording.rate_hz)
    n = recording.signals.shape[-1] // size
    if n < 2:
        refuse("recording", recording.signals.shape, f"at least two windows of {WINDOW_S:g} s long")
    pieces = recording.signals[..., : n * size].reshape(*recording.signals.shape[:2], n, size)
    turns = basis(recording.rate_hz, recording.frequency_hz)
    # Nine frequencies of 251: two products of matrices cost less than a whole transform.
    return pieces @ turns.real.copy() + 1j * (pieces @ turns.imag.copy())


@lru_cache(maxsize=4)
def basis(rate_hz: float, frequency_hz: float) -> np.ndarray:
    """Return what takes a window to its transforms in the band: (samples, frequencies), complex."""
    size = round(WINDOW_S * rate_hz)
    half = round(HALF_BAND_HZ * WINDOW_S)
    bins = np.arange(-half, half + 1) + round(frequency_hz * WINDOW_S)
    samples = np.arange(size)[:, None]
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * samples / size)
    return taper * np.exp(-2j * np.pi * samples * bins / size)


def coherence_of(spectra: np.ndarray) -> np.ndarray:
    """Return the coherence from transforms (runs, 2, windows, frequencies)."""
    cross = (spectra[:, 0] * spectra[:, 1].conj()).mean(axis=1)
    power = (np.abs(spectra) ** 2).mean(axis=2)
    return (np.abs(cross) ** 2 / (power[:, 0] * power[:, 1])).mean(axis=-1)


def phase_lag_of(spectra: np.ndarray) -> np.ndarray:
    """Return the phase lag index from transforms (runs, 2, windows, frequencies)."""
    lead = np.sign((spectra[:, 0] * spectra[:, 1].conj()).imag)
    return np.abs(lead.mean(axis=1)).mean(axis=-1)


def _gram(signals: np.ndarray, p: int) -> np.ndarray:
    """Return sums of products of both signals at lags 0 to p, (runs, 2 (p + 1), 2 (p + 1)).

    Entry (i, a), (j, b) is the sum of x_i[t - a] x_j[t - b] over t from p on. The first row costs
    the time; each step down the diagonal moves all sums by one sample, which is exact and cheap.
    """
    runs, _, n = signals.shape
    gram = np.empty((runs, 2, p + 1, 2, p + 1))
    now = signals[..., p:]
    for b in range(p + 1):
        sums = now @ np.swapaxes(signals[..., p - b : n - b], 1, 2)
        gram[:, :, 0, :, b] = sums
        gram[:, :, b, :, 0] = np.swapaxes(sums, 1, 2)
    for a in range(p):
        for b in range(p):
            enters = signals[:, :, None, p - 1 - a] * signals[:, None, :, p - 1 - b]
            leaves = signals[:, :, None, n - 1 - a] * signals[:, None, :, n - 1 - b]
            gram[:, :, a + 1, :, b + 1] = gram[:, :, a, :, b] + enters - leaves
    return gram.reshape(runs, 2 * (p + 1), 2 * (p + 1))


def _left(gram: np.ndarray, target: int, from_: np.ndarray) -> np.ndarray:
    """Return the residual sum of squares of one row predicted from others, shape (runs,)."""
    known, wanted = gram[:, from_[:, None], from_], gram[:, from_, target]
    weights = np.linalg.solve(known, wanted[..., None])[..., 0]
    return gram[:, target, target] - (weights * wanted).sum(axis=-1)
