"""The drawing of exercise 01: responses to glutamate under three unknown blockers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style

if TYPE_CHECKING:
    from pandas import DataFrame

# No colour of a known drug: that would give the answer away.
LINES = {"P": "-", "Q": "-.", "R": ":"}
LABELLED_AT_UM = {"control": 2.0, "P": 120.0, "Q": 22.0, "R": 120.0}


def unknown_blockers(figure: Figure, *, curves: DataFrame) -> str:
    """Draw the open probability at equilibrium against glutamate.

    Parameters
    ----------
    figure
        Where to draw.
    curves
        Columns ``glutamate_um`` (µM), ``control``, ``P``, ``Q`` and ``R`` (open probability).
    """
    figure.clear()
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    glutamate_um = curves["glutamate_um"].to_numpy()
    looks = {"control": style.CONTROL.as_line()}
    looks |= {name: {"color": style.INK, "linestyle": line} for name, line in LINES.items()}
    for name, look in looks.items():
        axes.plot(glutamate_um, curves[name], **look)
        at_um = LABELLED_AT_UM[name]
        height = np.interp(at_um, glutamate_um, curves[name])
        label = "no blocker" if name == "control" else name
        side = "right" if name == "control" else "left"
        below = name in LINES
        axes.text(
            at_um * (0.8 if side == "right" else 1.1),
            height - (0.012 if below else -0.004),
            label,
            ha=side,
            va="top" if below else "bottom",
            color=look["color"],
            fontweight="bold" if below else "normal",
        )
    axes.set(xscale="log", xlim=(0.1, 1000), ylim=(0, 0.24))
    axes.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1000"])
    axes.minorticks_off()
    axes.set(xlabel="Steady glutamate (µM)", ylabel="Open probability, settled")
    top = {name: curves[name].max() for name in looks}
    return (
        "Four S-shaped curves of the settled open probability against glutamate on a log axis from "
        f"0.1 to 1000 µM. Without blocker the curve rises to {top['control']:.2f}. Under P it "
        f"rises to {top['P']:.2f} and under R to {top['R']:.2f}. Under Q it rises to "
        f"{top['Q']:.2f}, but needs more glutamate on the way."
    )
