"""The second panel: one signal, many recipes for its diversity."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.axes import log_axis
from helpers.figures.words import rounded
from helpers.simulations import rhythms as model

SECONDS = 4.0
SHOWN = 250  # samples of the strip: one second
SEEDS = range(1, 4)  # the signal that is drawn, and two like it
TOP = 1.8
BRAIN, MUSCLE = style.Look("#0072B2", "-"), style.Look("#D55E00", "--")
GAMMA_HZ = (30.0, 80.0)


@lru_cache(maxsize=64)
def _signal(exponent: float, muscle: float, seed: int) -> np.ndarray:
    found = model.scalp(exponent=exponent, muscle=muscle, seconds=SECONDS, seed=seed)
    found.setflags(write=False)
    return found


@lru_cache(maxsize=512)
def _diversity(exponent: float, muscle: float, seed: int, algorithm: str, over: str) -> float:
    return model.diversity(_signal(exponent, muscle, seed), algorithm, over, draws=2)


@lru_cache(maxsize=128)
def _spectrum(exponent: float, muscle: float) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies (Hz) and the mean power of windows of 2 s, of all signals like it."""
    waves = np.concatenate([_signal(exponent, muscle, seed) for seed in SEEDS])
    windows = waves.reshape(-1, round(2 * model.RATE_HZ))
    power = np.abs(np.fft.rfft(windows * np.hanning(windows.shape[1]))) ** 2
    return np.fft.rfftfreq(windows.shape[1], 1 / model.RATE_HZ), power.mean(axis=0) / windows.shape[
        1
    ]


def _gamma(exponent: float, muscle: float) -> float:
    frequencies, power = _spectrum(exponent, muscle)
    inside = (frequencies >= GAMMA_HZ[0]) & (frequencies <= GAMMA_HZ[1])
    return float(power[inside].sum())


def many_recipes(
    figure: Figure, *, exponent: float, muscle: float, algorithm: str, over: str
) -> str:
    """Draw the spectrum of a signal, a second of it as ones and zeros, and its diversity.

    Parameters
    ----------
    figure
        Where to draw.
    exponent
        How steeply the noise falls, 1 / frequency^exponent.
    muscle
        SD of the muscle over that of the noise.
    algorithm
        ``"LZ76"`` or ``"LZ78"``.
    over
        The yardstick: ``"shuffle"``, ``"length"`` or ``"same spectrum"``.
    """
    art = artists(figure, _build)
    frequencies, power = _spectrum(exponent, muscle)
    brain = _spectrum(exponent, 0.0)[1]
    art.power.set_data(frequencies[1:], 10 * np.log10(power[1:]))
    art.brain.set_data(frequencies[1:], 10 * np.log10(brain[1:]))
    wave = _signal(exponent, muscle, SEEDS[0])
    art.wave.set_ydata((wave[SHOWN : 2 * SHOWN] - np.median(wave)) / wave.std())
    art.strip.set_data((wave[SHOWN : 2 * SHOWN] > np.median(wave))[None, :])
    values = [_diversity(exponent, muscle, seed, algorithm, over) for seed in SEEDS]
    plain = [_diversity(exponent, 0.0, seed, algorithm, over) for seed in SEEDS]
    art.this.set_data([np.mean(values)] * 2, [0.1, 0.9])
    ends = np.repeat(values, 3)
    art.each.set_data(ends, np.tile([0.25, 0.75, np.nan], len(values)))
    art.without.set_data([np.mean(plain)] * 2, [0, 1])
    yard = {"shuffle": "over shuffled", "length": "over n / log2 n"}.get(over, f"over {over}")
    art.title.set_text(f"{algorithm} {yard}")
    art.value.set_text(f"{np.mean(values):.2f}")
    times = _gamma(exponent, muscle) / _gamma(exponent, 0.0)
    art.gamma.set_text(f"30 to 80 Hz: {rounded(times, 2)} times the power" if muscle else "")
    tail = f" Power from 30 to 80 Hz is {rounded(times, 2)} times what it was." if muscle else ""
    return (
        f"Noise that falls as 1/f to the power {exponent:g}, with muscle of {muscle:g} SD. "
        f"{algorithm} of 4 s at 250 Hz, cut at the median, {yard}: {np.mean(values):.2f} "
        f"(three signals, {min(values):.2f} to {max(values):.2f}); the brain's part alone has "
        f"{np.mean(plain):.2f}.{tail}"
    )


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.09, 0.135, 0.4, 0.76))
    log_axis(axes.xaxis, 1, 125, [1, 3, 10, 25, 80])
    axes.set(ylim=(-42, 16), ylabel="Power (dB)")
    axes.set_xlabel("Frequency (Hz)")
    axes.axvspan(25, 125, color=style.LIT, zorder=0, linewidth=0)
    axes.text(26.5, 12.2, "muscle's range", fontsize=9, color=style.QUIET)
    axes.set_title("Spectrum", loc="left", fontsize=11)
    axes.text(1.15, -35.5, "solid: brain alone\ndashed: with muscle", fontsize=9.5, va="bottom")
    (brain,) = axes.plot([], [], color=BRAIN.colour, linewidth=1.8)
    (power,) = axes.plot([], [], color=MUSCLE.colour, linestyle=MUSCLE.line, linewidth=1.8)
    gamma = axes.text(1.15, -39.5, "", fontsize=10, color=MUSCLE.colour)
    wave_axes = figure.add_axes((0.57, 0.62, 0.4, 0.275))
    wave_axes.set(xlim=(0, SHOWN), ylim=(-3.2, 3.2), yticks=[], xticks=[])
    wave_axes.set_title("One second, cut at the median", loc="left", fontsize=11)
    wave_axes.axhline(0, color=style.HAIRLINE, linewidth=1)
    (wave,) = wave_axes.plot(np.arange(SHOWN), np.zeros(SHOWN), color=style.INK, linewidth=1.0)
    strip_axes = figure.add_axes((0.57, 0.52, 0.4, 0.06))
    strip_axes.set(xticks=[], yticks=[])
    strip = strip_axes.imshow(
        np.zeros((1, SHOWN)), aspect="auto", cmap="binary", vmin=0, vmax=1, interpolation="nearest"
    )
    gauge = figure.add_axes((0.57, 0.2, 0.4, 0.13))
    gauge.set(xlim=(0, TOP), ylim=(0, 1), yticks=[], xticks=np.arange(0, TOP + 0.01, 0.3))
    gauge.axvline(1, color=style.HAIRLINE, linewidth=1.4)
    words = {"fontsize": 11, "fontweight": "bold", "transform": gauge.transAxes}
    title = gauge.text(0, 1.15, "", **words)
    value = gauge.text(1, 1.15, "", ha="right", **words)
    note = {"fontsize": 9, "color": style.QUIET}
    figure.text(0.57, 0.045, "thick: mean of three signals   dashed: no muscle", **note)
    (without,) = gauge.plot([], [], **style.CONTROL.as_line(linewidth=1.4))
    (each,) = gauge.plot([], [], "-", color=MUSCLE.colour, linewidth=1.0)
    (this,) = gauge.plot([], [], "-", color=MUSCLE.colour, linewidth=3.2)
    moves(brain, power, gamma, wave, strip, title, value, without, each, this)
    moves(*strip_axes.spines.values())
    return SimpleNamespace(
        brain=brain,
        power=power,
        gamma=gamma,
        wave=wave,
        strip=strip,
        title=title,
        value=value,
        without=without,
        each=each,
        this=this,
    )
