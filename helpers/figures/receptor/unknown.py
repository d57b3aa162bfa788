"""The drawing of exercise 01: responses to glutamate under three unknown blockers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.axes import fresh, log_axis

if TYPE_CHECKING:
    from pandas import DataFrame

# No colour of a known drug: that would give the answer away.
LINES = {"P": "-", "Q": "-.", "R": ":"}
LABELLED_AT_UM = {"control": 2.0, "P": 120.0, "Q": 22.0, "R": 120.0}


def unknown_blockers(figure: Figure, *, curves: DataFrame) -> str:
    """Draw the open probability at equilibrium against glutamate.

    ``curves`` has the columns ``glutamate_um`` (µM), ``control``, ``P``, ``Q`` and ``R``.
    """
    axes = fresh(figure)
    glutamate_um = curves["glutamate_um"].to_numpy()
    looks = {"control": style.CONTROL.as_line()}
    looks |= {name: {"color": style.INK, "linestyle": line} for name, line in LINES.items()}
    for name, look in looks.items():
        axes.plot(glutamate_um, curves[name], **look)
        at_um = LABELLED_AT_UM[name]
        height = np.interp(at_um, glutamate_um, curves[name])
        if name == "control":
            words, place = "no blocker", (at_um * 0.8, height + 0.004)
            how = {"ha": "right", "va": "bottom"}
        else:
            words, place = name, (at_um * 1.1, height - 0.012)
            how = {"ha": "left", "va": "top", "fontweight": "bold"}
        axes.text(*place, words, color=look["color"], **how)
    log_axis(axes.xaxis, 0.1, 1000, [0.1, 1, 10, 100, 1000])
    axes.set(xlabel="Steady glutamate (µM)", ylabel="Open probability, settled", ylim=(0, 0.24))
    top = {name: curves[name].max() for name in looks}
    return (
        "Four S-shaped curves of the settled open probability against glutamate on a log axis from "
        f"0.1 to 1000 µM. Without blocker the curve rises to {top['control']:.2f}. Under P it "
        f"rises to {top['P']:.2f} and under R to {top['R']:.2f}. Under Q it rises to "
        f"{top['Q']:.2f}, but needs more glutamate on the way."
    )
