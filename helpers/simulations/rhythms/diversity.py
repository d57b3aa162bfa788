"""How many patterns does one signal hold? Lempel-Ziv counts, and the recipe that makes a number.

A signal is cut at its median into ones and zeros, and read from left to right:

LZ76 (Lempel and Ziv 1976)
    Each phrase is the shortest stretch that does not occur earlier, overlaps allowed.
LZ78 (Ziv and Lempel 1978)
    Each phrase is the shortest stretch that is not yet in the list of phrases.

A count hangs on the length, so it is divided by a yardstick: the count of the same ones and zeros
shuffled (**shuffle**), n / log2 n (**length**), or the count of signals with the **same spectrum**
and chance phases. The last one asks what is left beyond the spectrum.

`scalp` makes the signal: 1/f noise, an alpha rhythm, and muscle, taken as steady noise above some
25 Hz. All of its numbers are **chosen**; real muscle comes in bursts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, one_of, refuse, whole, within
from helpers.simulations.numerics import fading

ALGORITHMS = ("LZ76", "LZ78")
YARDSTICKS = ("shuffle", "length", "same spectrum")
RATE_HZ = 250.0
#: Muscle rises around this frequency (Hz), within some Hz; the rhythm is this wide (SD, Hz).
MUSCLE_FROM_HZ, MUSCLE_EDGE_HZ, ALPHA_SD_HZ = 25.0, 4.0, 1.0


@fading
def scalp(
    exponent: float = 1.0,
    alpha: float = 0.5,
    muscle: float = 0.0,
    seconds: float = 4.0,
    seed: int = 1,
) -> np.ndarray:
    """Return one channel at 250 samples a second, shape (samples,).

    Parameters
    ----------
    exponent : float
        Power of the noise falls as 1 / frequency^exponent; 0 is white. Its SD is 1.
    alpha, muscle : float
        SD of the 10-Hz rhythm and of the muscle, over that of the noise.
    seconds : float
        Length (s), 1 to 60.
    seed : int
        The same seed keeps all chance numbers while the rest is changed.

    >>> bool(np.allclose(scalp(muscle=0.5) - scalp(), 0.5 * (scalp(muscle=1) - scalp())))
    True
    """
    slope = within("exponent", exponent, 0, 3, scalar=True)
    n = round(within("seconds", seconds, 1, 60, scalar=True) * RATE_HZ)
    shapes = _shapes(n, slope)
    chance = np.random.default_rng(whole("seed", seed, low=0)).standard_normal((3, 2, n // 2 + 1))
    parts = np.fft.irfft(shapes * (chance[:, 0] + 1j * chance[:, 1]), n)
    parts /= parts.std(axis=-1, keepdims=True)
    sizes = [1.0, nonnegative("alpha", alpha, scalar=True)]
    return np.array([*sizes, nonnegative("muscle", muscle, scalar=True)]) @ parts


def _shapes(n: int, exponent: float) -> np.ndarray:
    f = np.fft.rfftfreq(n, 1 / RATE_HZ)
    noise = np.zeros_like(f)
    noise[1:] = f[1:] ** (-exponent / 2)
    alpha = np.exp(-(((f - 10) / ALPHA_SD_HZ) ** 2) / 4)
    return np.stack([noise, alpha, 1 / (1 + np.exp(-(f - MUSCLE_FROM_HZ) / MUSCLE_EDGE_HZ))])


def spectrum(signal: Any, rate_hz: float = RATE_HZ, window_s: float = 2.0):
    """Return frequencies (Hz) and power density of one channel, by Welch's method (scipy)."""
    from scipy.signal import welch

    values = _channel(signal)
    size = min(round(within("window_s", window_s, 0.1, 60, scalar=True) * rate_hz), len(values))
    return welch(values, within("rate_hz", rate_hz, 1, 1e5, scalar=True), nperseg=size)


def aperiodic_exponent(frequencies_hz: Any, power: Any, low_hz: float, high_hz: float) -> Any:
    """Return how steeply power falls: minus the slope of log power against log frequency.

    A straight line through all frequencies of the range (Hz), shape (n,), for ``power`` of shape
    (..., n). A peak inside the range bends it: choose the range with care.

    >>> f = np.arange(1.0, 100)
    >>> round(float(aperiodic_exponent(f, 3 * f**-1.5, 2, 40)), 3)
    1.5
    """
    f, p = finite("frequencies_hz", frequencies_hz), finite("power", power)
    if np.ndim(f) != 1 or np.shape(p)[-1:] != f.shape or np.any(np.less_equal(p, 0)):
        refuse("power", power, "above zero, one value for each frequency")
    inside = (f > 0) & (f >= low_hz) & (f <= high_hz)
    if inside.sum() < 3:
        refuse("low_hz and high_hz", (low_hz, high_hz), "a range with three frequencies or more")
    x = np.log(f[inside]) - np.log(f[inside]).mean()
    return -(np.log(p[..., inside]) @ x) / (x @ x)


def patterns(signal: Any) -> str:
    """Return a signal as ones (above its median) and zeros.

    >>> patterns([3, 1, 2, 5])
    '1001'
    """
    values = _channel(signal)
    return "".join(np.where(values > np.median(values), "1", "0"))


def lempel_ziv_76(bits: str) -> int:
    """Return the number of LZ76 phrases of a text.

    >>> lempel_ziv_76("0001101001000101")  # 0 · 001 · 10 · 100 · 1000 · 101
    6
    """
    text, start, count = _text(bits), 0, 0
    while start < len(text):
        size, at = 1, 0
        while start + size <= len(text):
            at = text.find(text[start : start + size], at, start + size - 1)
            if at < 0:
                break
            size += 1  # a longer stretch can only occur where this one does, or later
        start, count = start + size, count + 1
    return count


def lempel_ziv_78(bits: str) -> int:
    """Return the number of LZ78 phrases of a text.

    >>> lempel_ziv_78("0001101001000101")  # 0 · 00 · 1 · 10 · 100 · 1000 · 101
    7
    """
    known: set[str] = set()
    phrase, rest = "", 0
    for letter in _text(bits):
        phrase += letter
        rest = 1
        if phrase not in known:
            known.add(phrase)
            phrase, rest = "", 0
    return len(known) + rest


_COUNT = {"LZ76": lempel_ziv_76, "LZ78": lempel_ziv_78}


def diversity(
    signal: Any, algorithm: str = "LZ76", over: str = "shuffle", draws: int = 5, seed: int = 0
) -> float:
    """Return the number of patterns of a signal over a yardstick.

    Parameters
    ----------
    signal : array-like, shape (n,)
        One channel.
    algorithm : {"LZ76", "LZ78"}
        How phrases are counted.
    over : {"shuffle", "length", "same spectrum"}
        The yardstick; the first and the last are means over ``draws`` chance signals.
    draws, seed : int
        How many of them, and where their chance numbers start.

    >>> [round(diversity(scalp(exponent), draws=20), 1) for exponent in (0, 1, 2)]
    [1.0, 0.7, 0.3]
    """
    values = _channel(signal)
    count = _COUNT[one_of("algorithm", algorithm, ALGORITHMS)]
    one_of("over", over, YARDSTICKS)
    draws, seed = whole("draws", draws, low=1, high=1000), whole("seed", seed, low=0)
    text, n = patterns(values), len(values)
    if over == "length":
        return count(text) * float(np.log2(n)) / n
    if over == "shuffle":
        return count(text) / _shuffled(text.count("1"), n, algorithm, draws, seed)
    chance = np.random.default_rng(seed)
    size = np.abs(np.fft.rfft(values - values.mean()))
    turns = np.exp(2j * np.pi * chance.random((draws, len(size))))
    turns[:, -1] = 1.0
    likes = np.fft.irfft(size * turns, n)
    return count(text) / float(np.mean([count(patterns(like)) for like in likes]))


@lru_cache(maxsize=32)
def _shuffled(ones: int, n: int, algorithm: str, draws: int, seed: int) -> float:
    chance = np.random.default_rng(seed)
    text = np.array(["1"] * ones + ["0"] * (n - ones))
    return float(
        np.mean([_COUNT[algorithm]("".join(chance.permutation(text))) for _ in range(draws)])
    )


def _channel(signal: Any) -> np.ndarray:
    values = finite("signal", signal)
    if np.ndim(values) != 1 or len(values) < 4:
        refuse("signal", signal, "one channel of at least four values")
    return values


def _text(bits: Any) -> str:
    if not isinstance(bits, str) or not bits or set(bits) - {"0", "1"}:
        refuse("bits", bits, "a text of zeros and ones")
    return bits
