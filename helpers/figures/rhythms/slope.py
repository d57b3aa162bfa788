"""The slope beneath the rhythms: measured flatter, steeper through lesson 03's circuit."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.axes import log_axis
from helpers.simulations.circuit import rate_model
from helpers.simulations.rhythms import aperiodic_exponent

RANGE_HZ = (10.0, 90.0)


def circuit_exponents(ketamine_um: tuple[float, ...]) -> np.ndarray:
    """Return the exponent of the rate model's spectrum, 10 to 90 Hz, at levels (µM)."""
    state = rate_model(list(ketamine_um))
    return aperiodic_exponent(state.frequencies_hz, state.spectrum, *RANGE_HZ)


def slopes(figure: Figure, *, ketamine_um: float = 1.0) -> str:
    """Draw the spectrum of lesson 03's rate model without and with ketamine, with its slopes.

    Parameters
    ----------
    figure
        Where to draw.
    ketamine_um
        Free ketamine (µM).
    """
    figure.clear()
    axes = figure.add_axes((0.1, 0.17, 0.5, 0.7))
    state = rate_model([0.0, ketamine_um])
    exponents = circuit_exponents((0.0, ketamine_um))
    inside = (state.frequencies_hz >= RANGE_HZ[0]) & (state.frequencies_hz <= RANGE_HZ[1])
    f, middle = state.frequencies_hz[inside], np.log(state.frequencies_hz[inside]).mean()
    for power, exponent, look, name in zip(
        state.spectrum,
        exponents,
        (style.CONTROL, style.KETAMINE),
        ("none", "ketamine"),
        strict=True,
    ):
        level = 10 * np.log10(power[inside] / state.spectrum[0][inside].max())
        axes.plot(f, level, **look.as_line(label=name))
        fall = level.mean() - 10 / np.log(10) * exponent * (np.log(f) - middle)
        axes.plot(f, fall, ":", color=look.colour, linewidth=1.6)
    log_axis(axes.xaxis, *RANGE_HZ, [10, 20, 40, 80])
    axes.set(ylabel="Power (dB)", xlabel="Frequency (Hz)")
    axes.legend(loc="lower left", fontsize=10)
    axes.set_title("Modelled: lesson 03, dotted its slope", loc="left", fontsize=11)
    right = figure.add_axes((0.7, 0.17, 0.28, 0.7))
    right.axhline(0, color=style.HAIRLINE, linewidth=1.2)
    measured = fact("ploscb2025-aperiodic-slope")
    right.plot(0, measured.value, "o", color=style.MEASURED.colour, markersize=10)
    sign = np.sign(exponents[1] - exponents[0])
    right.plot([0.75, 1.25], [sign, sign], color=style.KETAMINE.colour, linewidth=4)
    right.set(xlim=(-0.6, 1.7), ylim=(-1.6, 1.6), yticks=[-1, 0, 1])
    right.set_yticklabels(["flatter", "same", "steeper"])
    right.set_xticks([0, 1], [f"{measured.n:.0f} people\n(MEG)", "model"])
    right.set_title("Direction", loc="left", fontsize=11)
    way = "steeper" if sign > 0 else "flatter" if sign < 0 else "no different"
    return (
        f"Spectrum of lesson 03's circuit from 10 to 90 Hz, without drug and in {ketamine_um:g} µM "
        f"ketamine. Its exponent goes from {exponents[0]:.2f} to {exponents[1]:.2f}: {way}. In 12 "
        "people the slope became flatter under a ketamine infusion. The model's peak grows instead."
    )
