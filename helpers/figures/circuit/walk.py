"""Go further in lesson 03: the infusion of the strip, walked through the rate model."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.circuit.levels import FREE_FRACTION
from helpers.figures.words import rounded
from helpers.simulations import circuit
from helpers.simulations import pharmacokinetics as pk

TIMES_MIN = np.linspace(0, 180, 181)


def infusion_walk(figure: Figure, *, k_i_um: float) -> str:
    """Draw free ketamine during and after the infusion, and what the rate model makes of it.

    Parameters
    ----------
    figure
        Where to draw.
    k_i_um
        Free ketamine that blocks half on interneurons (µM).
    """
    figure.clear()
    level, rates = (figure.add_axes((0.09, y, 0.73, 0.36)) for y in (0.6, 0.14))
    free = pk.simulate(pk.INFUSION, times_min=TIMES_MIN).free_um("arterial", FREE_FRACTION)
    # The circuit settles within a second: at each minute it is where it would stay.
    state = circuit.rate_model(free, k_i_um=k_i_um)
    other = circuit.rate_model(free, k_i_um=circuit.K_I_GLUN2D_UM)
    level.plot(TIMES_MIN, free, **style.KETAMINE.as_line())
    level.set(ylabel="Free ketamine (µM)", ylim=(0, 0.65))
    for name, name_of, look in (
        ("interneurons", "interneuron_hz", style.INHIBITORY),
        ("pyramidal cells", "pyramidal_hz", style.EXCITATORY),
    ):
        values = getattr(state, name_of)
        rates.plot(TIMES_MIN, values, **look.as_line())
        rates.plot(TIMES_MIN, getattr(other, name_of), color=look.colour, linewidth=1, alpha=0.9)
        rates.text(183, values[-1], name, color=look.colour, va="center")
    rates.set(
        ylabel="Rate (Hz)",
        ylim=(0, 11),
        yticks=[0, 5, 10],
        xlabel="Minutes since the infusion began",
    )
    for axes in (level, rates):
        axes.axvspan(0, 40, color=style.LIT, zorder=0, linewidth=0)
        axes.set(xlim=(0, 180), xticks=range(0, 181, 40))
    level.text(20, 0.62, "infusion", ha="center", va="top", fontsize=10)
    said = f"thick: K_I {rounded(k_i_um)} µM; thin: {rounded(circuit.K_I_GLUN2D_UM)} µM, as GluN2D"
    rates.text(178, 0.5, said, ha="right", fontsize=10)
    top = int(np.argmax(free))
    rest = circuit.rate_model(0.0)
    return (
        "Two graphs over three hours. Above, free arterial ketamine of the infusion, 35 mg over "
        f"40 min, peaks at {rounded(free[top], 2)} µM and falls to {rounded(free[-1], 2)} µM. "
        f"Below, the rate model with K_I {rounded(k_i_um)} µM: at the peak pyramidal cells fire at "
        f"{state.pyramidal_hz[top]:.1f} instead of {float(rest.pyramidal_hz):.1f} Hz, interneurons "
        f"at {state.interneuron_hz[top]:.1f} instead of {float(rest.interneuron_hz):.1f} Hz, and "
        f"gamma is {rounded(state.gamma_ratio[top], 2)} times rest. At three hours pyramidal cells "
        f"are at {state.pyramidal_hz[-1]:.1f} Hz. Thin lines: with K_I "
        f"{rounded(circuit.K_I_GLUN2D_UM)} µM, as reported for GluN2D, pyramidal cells reach only "
        f"{other.pyramidal_hz[top]:.1f} Hz, and gamma {rounded(other.gamma_ratio[top], 2)} times "
        "rest."
    )
