"""What is read from every model of this lesson: spectra, and the signs of a dose curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.evidence import series
from helpers.simulations.arguments import finite, nonnegative, positive, refuse

if TYPE_CHECKING:
    import pandas as pd

#: Length of the pieces that Welch's estimate averages (s).
SEGMENT_S = 0.5


@dataclass(frozen=True)
class Signal:
    """Signals on a regular time grid: values of shape (..., n), `step_s` (s) apart.

    >>> t_s = np.arange(0, 2, 1e-3)
    >>> Signal(3 * np.sin(2 * np.pi * 42 * t_s), 1e-3).band_power(30, 80).round(2).item()
    4.5
    """

    values: np.ndarray
    step_s: float

    def spectrum(self, segment_s: float = SEGMENT_S) -> tuple[np.ndarray, np.ndarray]:
        """Return frequencies (Hz) and one-sided power density (units squared/Hz).

        Welch's estimate: pieces of `segment_s`, half overlapping, mean removed, Hann window.
        """
        long_s = self.values.shape[-1] * self.step_s
        size = round(positive("segment_s", segment_s, scalar=True) / self.step_s)
        if not 4 <= size <= self.values.shape[-1]:
            refuse("segment_s", segment_s, f"at most the {long_s:g} s that there are")
        # By hand, and held to scipy's by a test: scipy.signal costs a kernel 60 MB to load.
        hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
        starts = range(0, self.values.shape[-1] - size + 1, size - size // 2)
        density = 0.0
        for start in starts:
            piece = self.values[..., start : start + size]
            piece = piece - piece.mean(axis=-1, keepdims=True)
            density = density + np.abs(np.fft.rfft(piece * hann)) ** 2
        density *= 2 * self.step_s / (hann @ hann) / len(starts)
        density[..., 0] /= 2  # frequencies that have no mirror below zero
        if size % 2 == 0:
            density[..., -1] /= 2
        return np.fft.rfftfreq(size, self.step_s), density

    def band_power(
        self, low_hz: float, high_hz: float, segment_s: float = SEGMENT_S
    ) -> np.ndarray | float:
        """Return the power between two frequencies (Hz), both included (units squared)."""
        low = nonnegative("low_hz", low_hz, scalar=True)
        high = positive("high_hz", high_hz, scalar=True)
        frequencies, density = self.spectrum(segment_s)
        inside = (frequencies >= low - 1e-9) & (frequencies <= high + 1e-9)
        if high < low or not inside.any():
            refuse("low_hz and high_hz", (low_hz, high_hz), "a band that holds a frequency")
        return density[..., inside].sum(axis=-1) * frequencies[1]

    def amplitude_at(self, frequency_hz: float) -> Any:
        """Return the amplitude (units) that follows one frequency in phase from the start.

        Half the height of the sine locked to it, for example to a 40-Hz stimulus, over as many
        whole cycles as there are.
        """
        frequency = positive("frequency_hz", frequency_hz, scalar=True)
        cycles = np.floor(self.values.shape[-1] * self.step_s * frequency + 1e-9)
        if cycles < 1 or frequency * self.step_s >= 0.5:
            refuse("frequency_hz", frequency_hz, "one of which a cycle fits, below half the rate")
        n = round(cycles / frequency / self.step_s)
        turn = np.exp(-2j * np.pi * frequency * self.step_s * np.arange(n))
        piece = self.values[..., :n] - self.values[..., :n].mean(axis=-1, keepdims=True)
        return 2 * np.abs(piece @ turn) / n


@dataclass(frozen=True)
class SignScore:
    """Directions of change: prefrontal glutamate of rats (Moghaddam 1997) beside a model.

    Doses (mg/kg), the free ketamine (µM) taken for each, and directions (1 up, 0 unchanged,
    -1 down), predicted and observed; all of shape (5,).
    """

    dose_mg_kg: np.ndarray
    free_um: np.ndarray
    predicted: np.ndarray
    observed: np.ndarray

    @property
    def n_agree(self) -> int:
        """How many of the five directions agree."""
        return int((self.predicted == self.observed).sum())

    def table(self) -> pd.DataFrame:
        """Return one row for each dose."""
        import pandas as pd

        return pd.DataFrame(vars(self)).assign(agree=self.predicted == self.observed)


def glutamate_signs(free_um: Any, relative_change: Any, tolerance: float = 0.1) -> SignScore:
    """Compare a model's directions with prefrontal glutamate in rats at 10 to 200 mg/kg.

    The rats got mg/kg, the models take free µM: whoever compares writes down the map between them,
    as `free_um`, shape (5,). `relative_change`, shape (5,), is the model's change at each (0.2 is a
    fifth more than without drug); changes within `tolerance` (chosen) count as unchanged.

    >>> free = np.array([10, 20, 30, 50, 200]) * 0.3      # 0.3 µM for each mg/kg
    >>> glutamate_signs(free, [0.6, 0.4, 0.2, 0.0, -0.5]).n_agree
    5
    """
    measured = series("circuits-moghaddam1997-glutamate-direction")
    observed = measured["direction_of_change_sign"].to_numpy(dtype=int)
    level = nonnegative("free_um", free_um)
    change = finite("relative_change", relative_change)
    for name, value in (("free_um", level), ("relative_change", change)):
        if np.shape(value) != observed.shape:
            refuse(name, value, f"{len(observed)} numbers, one for each dose")
    margin = nonnegative("tolerance", tolerance, scalar=True)
    predicted = np.where(np.abs(change) <= margin, 0, np.sign(change)).astype(int)
    return SignScore(measured["dose_mg_per_kg"].to_numpy(dtype=float), level, predicted, observed)
