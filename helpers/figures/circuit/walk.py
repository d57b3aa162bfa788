"""Go further in lesson 03: the infusion of the strip, walked through the rate model."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.circuit.levels import DRAWN_UM, FREE_FRACTION
from helpers.figures.circuit.ratio import rate_curves
from helpers.figures.words import rounded
from helpers.simulations import circuit
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.units import free_um

TIMES_MIN = np.linspace(0, 180, 181)


def infusion_walk(figure: Figure, *, minutes: float, k_i_um: float) -> str:
    """Draw free ketamine during and after the infusion, and what the rate model makes of it.

    `minutes` (min, 0 to 180) is marked and put into words; `k_i_um` (µM) blocks half on
    interneurons.
    """
    art = artists(figure, _build)
    free = _free_um()
    # The circuit settles within a second: at each minute it is where it would stay.
    curves = rate_curves(k_i_um, circuit.K_E_UM)
    for line, values in zip(art.lines, (curves.interneuron, curves.pyramidal), strict=True):
        line.set_ydata(np.interp(free, DRAWN_UM, values))
    for line in art.here:
        line.set_xdata([minutes, minutes])
    art.thick.set_text(f"thick: $K_I$ {rounded(k_i_um)} µM; thin: 2.95 µM, as GluN2D")
    now_um = float(np.interp(minutes, TIMES_MIN, free))
    now, rest = circuit.rate_model(now_um, k_i_um=k_i_um), circuit.rate_model(0.0)
    thin = circuit.rate_model(now_um, k_i_um=circuit.K_I_GLUN2D_UM)
    gamma = now.gamma_ratio
    power = f"gamma is {rounded(gamma, 2)} times rest" if gamma == gamma else "no steady gamma"
    return (
        f"{minutes:g} minutes after the infusion began, 35 mg over 40 min, {rounded(now_um, 2)} µM "
        f"of free arterial ketamine. In the rate model with K_I {rounded(k_i_um)} µM pyramidal "
        f"cells fire at {now.pyramidal_hz:.1f} instead of {rest.pyramidal_hz:.1f} Hz, interneurons "
        f"at {now.interneuron_hz:.1f} instead of {rest.interneuron_hz:.1f} Hz, and {power}. With "
        f"2.95 µM, as reported for GluN2D, pyramidal cells fire at {thin.pyramidal_hz:.1f} Hz."
    )


@lru_cache(maxsize=1)
def _free_um() -> np.ndarray:
    level = pk.simulate(pk.INFUSION, times_min=TIMES_MIN).arterial_ng_per_ml
    return free_um(level, FREE_FRACTION)


def _build(figure: Figure) -> SimpleNamespace:
    level, rates = (figure.add_axes((0.09, y, 0.74, 0.36)) for y in (0.6, 0.14))
    free = _free_um()
    level.plot(TIMES_MIN, free, **style.KETAMINE.as_line())
    level.set(ylabel="Free (µM)", ylim=(0, 0.65))
    thin = rate_curves(circuit.K_I_GLUN2D_UM, circuit.K_E_UM)
    lines = []
    for name, values, look, at in (
        ("interneurons", thin.interneuron, style.INHIBITORY, 8.8),
        ("pyramidal\ncells", thin.pyramidal, style.EXCITATORY, 3.3),
    ):
        lines += rates.plot(TIMES_MIN, np.zeros_like(free), **look.as_line())
        thin_line = np.interp(free, DRAWN_UM, values)
        rates.plot(TIMES_MIN, thin_line, color=look.colour, linewidth=1)
        rates.text(183, at, name, color=look.colour, va="center")
    rates.set(ylabel="Rate (Hz)", ylim=(0, 11), yticks=[0, 5, 10])
    rates.set_xlabel("Minutes since the infusion began")
    for axes in (level, rates):
        axes.axvspan(0, 40, color=style.LIT, zorder=0, linewidth=0)
        axes.set(xlim=(-5, 180), xticks=range(0, 181, 20))
        axes.yaxis.set_label_coords(-0.06, 0.5)
    level.text(20, 0.63, "infusion", ha="center", va="top", fontsize=10)
    here = [
        axes.axvline(0, ymax=top, color=style.INK, linewidth=1.4)
        for axes, top in ((level, 0.86), (rates, 1))  # below the word
    ]
    for line in here:
        handle(line, x="minutes")
    thick = rates.text(178, 0.5, "", ha="right", fontsize=10, bbox=style.BACKED)
    moves(*lines, *here, thick)
    return SimpleNamespace(lines=lines, here=here, thick=thick)
