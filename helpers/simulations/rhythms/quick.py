"""The same four measures for many recordings at once, quickly enough for a slider.

A recording is linear in its chance numbers. In pieces of 12 s, each taken as going round in a
circle, the Fourier transform of a signal is the network's answer H(f) times that of the noise. So
the noise is transformed once and kept, and a change of wires costs a product of matrices::

    X(f) = H(f) Z(f)            coherence, phase lag index: the band, cut into windows of 2 s
    S(f) = H(f) <Z Z*> H(f)*    Granger: its autocovariances

What rings over the edge of a piece comes from its own end, and not from the piece before: the same
on average, another number in each run. A test holds this to `record` and `couplings`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import whole, within
from helpers.simulations.rhythms.coupling import (
    ORDER,
    WINDOW_S,
    Couplings,
    basis,
    coherence_of,
    granger_of,
    phase_lag_of,
)
from helpers.simulations.rhythms.two_areas import (
    KEPT_S,
    TwoAreas,
    chance_numbers,
    determinant_of,
)

WINDOWS_A_PIECE = 6
#: What lies further from the rhythm than this (Hz) does not reach a window's band.
REACH_HZ = 4.0


def quick_couplings(
    areas: TwoAreas, seconds: float = 120, runs: int = 8, seed: int = 9
) -> Couplings:
    """Return the measures of recordings as `couplings(record(...))` does, nearly, and sooner.

    Seconds from 12 to 240, in whole pieces of 12 s; other arguments as in `record`.

    >>> wires = TwoAreas(feedback=0.1, shared=1.5)
    >>> round(float(quick_couplings(wires, runs=20).coherence.mean()), 1)
    0.4
    """
    piece_s = WINDOWS_A_PIECE * WINDOW_S
    length = within("seconds", seconds, piece_s, KEPT_S, scalar=True)
    determinant_of(areas)  # refuses wires that howl
    size = round(piece_s * areas.rate_hz)
    answer = _answer(areas, size)
    middle, reach = round(areas.frequency_hz * piece_s), round(REACH_HZ * piece_s)
    first, last = max(1, middle - reach), middle + reach + 1
    noise, products = _noise(
        size,
        int(length / piece_s + 1e-9),
        whole("runs", runs, low=1, high=100),
        whole("seed", seed, low=0),
        (first, last),
    )
    heard = np.swapaxes(noise, 2, 3)  # runs, frequencies, sources, pieces
    seen = np.moveaxis(answer[first:last] @ heard, 1, -1)  # runs, areas, pieces, frequencies
    windows = (seen @ _into_windows(areas.rate_hz, areas.frequency_hz, first, last)).reshape(
        runs, 2, seen.shape[2] * WINDOWS_A_PIECE, -1
    )
    both = (answer[:, :, None, :, None] * answer.conj()[:, None, :, None, :]).reshape(-1, 4, 9)
    spectra = products @ np.swapaxes(both, 1, 2)  # frequencies, runs, pairs of areas
    covariance = np.fft.irfft(spectra, size, axis=0)[: ORDER + 1].reshape(-1, runs, 2, 2)
    covariance = np.moveaxis(covariance, 0, -1)
    granger = granger_of(_toeplitz(covariance), ORDER)
    return Couplings(coherence_of(windows), phase_lag_of(windows), *granger)


def _answer(areas: TwoAreas, size: int) -> np.ndarray:
    """Return the answer of both areas to the three noises, (frequencies, 2, 3)."""
    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    a1, a2 = areas.resonance[1:]
    own = 1 + a1 * turn + a2 * turn**2
    wire = areas.gain * turn**areas.delay
    whole_way = own**2 - wire**2 * areas.feedback * areas.feedforward
    answer = np.empty((len(turn), 2, 3), dtype=complex)
    answer[:, 0, 0] = answer[:, 1, 1] = own / whole_way
    answer[:, 0, 1] = wire * areas.feedforward / whole_way
    answer[:, 1, 0] = wire * areas.feedback / whole_way
    answer[:, :, :2] /= np.sqrt(_variance((np.abs(answer[:, :, :2]) ** 2).sum(axis=2)))[:, None]
    shared = areas.shared / own / np.sqrt(_variance(1 / np.abs(own) ** 2))
    answer[:, :, 2] = shared[:, None]
    return answer


def _variance(power: np.ndarray) -> np.ndarray:
    """Return the variance of signals whose power stands at the frequencies 0 to half the rate."""
    return (2 * power.sum(axis=0) - power[0] - power[-1]) / (2 * len(power) - 2)


@lru_cache(maxsize=2)
def _into_windows(rate_hz: float, frequency_hz: float, first: int, last: int) -> np.ndarray:
    """Return what takes a piece's transforms, first to last, to those of its windows' bands."""
    size = round(WINDOWS_A_PIECE * WINDOW_S * rate_hz)
    k = np.arange(first, last)
    waves = np.exp(2j * np.pi * np.outer(k, np.arange(size)) / size) / size
    shape = (len(k), WINDOWS_A_PIECE, size // WINDOWS_A_PIECE)
    return (waves.reshape(shape) @ basis(rate_hz, frequency_hz)).reshape(len(k), -1)


@lru_cache(maxsize=8)
def _noise(
    size: int, n: int, runs: int, seed: int, band: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return transforms (runs, frequencies, pieces, 3), and their mean products over pieces.

    The transforms are those of the band, first to last; the products are of all frequencies, and
    come as (frequencies, runs, 9): all pairs of the three noises.
    """
    kept = size * max(n, 20)
    inside = np.empty((runs, 3, n, band[1] - band[0]), dtype=complex)
    products = np.empty((size // 2 + 1, runs, 9), dtype=complex)
    for run in range(runs):  # one after the other: forty at once would need 100 MB
        pieces = chance_numbers(seed, run, kept)[:, : n * size].reshape(3, n, size)
        found = np.fft.rfft(pieces)
        inside[run] = found[..., slice(*band)]
        found = found.T  # frequencies, pieces, 3
        pairs = np.swapaxes(found, 1, 2) @ found.conj()
        products[:, run] = (pairs / (n * size)).reshape(-1, 9)
    return np.moveaxis(inside, (1, 2, 3), (3, 2, 1)), products


def _toeplitz(covariance: np.ndarray) -> np.ndarray:
    """Return mean products at all pairs of lags from (runs, 2, 2, lags) autocovariances.

    Entry i, j, k of a run is the mean of x_i[t] x_j[t - k].
    """
    p = covariance.shape[-1]
    lag = np.arange(p)[:, None] - np.arange(p)  # of x_i[t - a] x_j[t - b], the lag b - a
    at = np.abs(lag)
    both = np.where(lag <= 0, covariance[..., at], np.swapaxes(covariance, 1, 2)[..., at])
    return np.moveaxis(both, 2, 3).reshape(len(covariance), 2 * p, 2 * p)
