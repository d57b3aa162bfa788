"""Spectra of field-potential proxies: the same estimate for every model of this lesson."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, positive, refuse

#: Length of the pieces that are averaged (s), half overlapping, under a Hann window.
SEGMENT_S = 0.5


@dataclass(frozen=True)
class Signal:
    """Signals on a regular time grid, the last axis being time.

    Attributes
    ----------
    values : numpy.ndarray, shape (..., n)
        The signals.
    step_s : float
        Time between samples (s).
    """

    values: np.ndarray
    step_s: float

    def spectrum(self, segment_s: float = SEGMENT_S) -> tuple[np.ndarray, np.ndarray]:
        """Return frequencies (Hz) and one-sided power density (units squared/Hz).

        Welch's estimate: pieces of `segment_s`, half overlapping, mean removed, Hann window.

        Parameters
        ----------
        segment_s : float
            Length of a piece (s); the resolution is 1 / segment_s.

        Raises
        ------
        ValueError
            If the signal is shorter than one piece.
        """
        long_s = self.values.shape[-1] * self.step_s
        size = round(positive("segment_s", segment_s, scalar=True) / self.step_s)
        if not 4 <= size <= self.values.shape[-1]:
            refuse("segment_s", segment_s, f"at most the {long_s:g} s that there are")
        window = np.hanning(size)
        total, pieces = 0.0, 0
        for start in range(0, self.values.shape[-1] - size + 1, size // 2):
            piece = self.values[..., start : start + size].astype(float)
            piece = piece - piece.mean(axis=-1, keepdims=True)
            total = total + np.abs(np.fft.rfft(piece * window, axis=-1)) ** 2
            pieces += 1
        density = total / pieces * 2 * self.step_s / (window**2).sum()
        return np.fft.rfftfreq(size, self.step_s), density

    def band_power(
        self, low_hz: float, high_hz: float, segment_s: float = SEGMENT_S
    ) -> np.ndarray | float:
        """Return the power between two frequencies, both included (units squared).

        Raises
        ------
        ValueError
            If the band is empty or the signal too short.
        """
        low = nonnegative("low_hz", low_hz, scalar=True)
        high = positive("high_hz", high_hz, scalar=True)
        frequencies, density = self.spectrum(segment_s)
        inside = (frequencies >= low - 1e-9) & (frequencies <= high + 1e-9)
        if high < low or not inside.any():
            refuse("low_hz and high_hz", (low_hz, high_hz), "a band that holds a frequency")
        return density[..., inside].sum(axis=-1) * frequencies[1]

    def peak_hz(
        self, low_hz: float = 20.0, high_hz: float = 120.0, segment_s: float = SEGMENT_S
    ) -> np.ndarray | float:
        """Return the frequency (Hz) of most power in a range.

        Raises
        ------
        ValueError
            If the range is empty or the signal too short.
        """
        low = finite("low_hz", low_hz, scalar=True)
        high = finite("high_hz", high_hz, scalar=True)
        frequencies, density = self.spectrum(segment_s)
        inside = (frequencies >= low - 1e-9) & (frequencies <= high + 1e-9)
        if not inside.any():
            refuse("low_hz and high_hz", (low_hz, high_hz), "a range that holds a frequency")
        return frequencies[inside][np.argmax(density[..., inside], axis=-1)]

    def amplitude_at(self, frequency_hz: float) -> Any:
        """Return the amplitude (units) that follows one frequency in phase from the start.

        Half the height of the sine locked to it, for example to a 40-Hz stimulus, over as many
        whole cycles as there are.

        Raises
        ------
        ValueError
            If not one cycle fits.
        """
        frequency = positive("frequency_hz", frequency_hz, scalar=True)
        cycles = np.floor(self.values.shape[-1] * self.step_s * frequency + 1e-9)
        if cycles < 1 or frequency * self.step_s >= 0.5:
            refuse("frequency_hz", frequency_hz, "one of which a cycle fits, below half the rate")
        n = round(cycles / frequency / self.step_s)
        turn = np.exp(-2j * np.pi * frequency * self.step_s * np.arange(n))
        piece = self.values[..., :n] - self.values[..., :n].mean(axis=-1, keepdims=True)
        return 2 * np.abs(piece @ turn) / n
