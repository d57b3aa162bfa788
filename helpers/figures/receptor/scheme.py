"""A kinetic scheme as boxes and arrows: without drug above, with drug inside below."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from helpers.figures import style
from helpers.simulations.receptor import GATING

TOP, BOTTOM = 1.5, 0.0
COLUMNS = {"C0": 0.0, "C1": 2.2, "C2": 4.4, "O": 6.6, "D": 4.4}
NAMES = {"C0": "C₀", "C1": "C₁", "C2": "C₂", "O": "O", "D": "D"}


def scheme(figure: Figure) -> str:
    """Draw the ten states of the receptor with ketamine and the rates between them."""
    figure.clear()
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    rows = ((TOP, TOP + 1.15, "", style.TINT), (BOTTOM, BOTTOM - 1.15, "B", style.LIT))
    for y, y_desensitised, suffix, face in rows:
        for state, x in COLUMNS.items():
            height = y_desensitised if state == "D" else y
            _box(axes, x, height, NAMES[state] + suffix, face, bold=state == "O")
        for left, right in (("C0", "C1"), ("C1", "C2"), ("C2", "O")):
            _both_ways(axes, (COLUMNS[left], y), (COLUMNS[right], y))
        _both_ways(axes, (COLUMNS["C2"], y), (COLUMNS["D"], y_desensitised))
    _both_ways(axes, (COLUMNS["O"], TOP), (COLUMNS["O"], BOTTOM), style.KETAMINE.colour)
    _rates(axes)
    axes.set(xlim=(-1.9, 10.4), ylim=(-1.75, 3.15))
    axes.set_axis_off()
    return (
        "Ten states in two rows. Above, without drug: C₀, C₁ and C₂ with no, one and two glutamate "
        "bound, the open state O, and the desensitised state D beside C₂. Below, the same five "
        "with ketamine inside. The rows are joined only at the open state, by k_in and k_out. "
        f"Glutamate binds at {GATING.kon_per_um_s:g} per µM per second and leaves at "
        f"{GATING.koff_per_s:g} per second; the gate opens at {GATING.open_per_s:g} and shuts at "
        f"{GATING.close_per_s:g} per second; desensitisation {GATING.desens_per_s:g}, recovery "
        f"{GATING.resens_per_s:g} per second. The rates are taken to be the same in both rows."
    )


def _rates(axes: Axes) -> None:
    for left, right in (("C0", "C1"), ("C1", "C2")):
        x = (COLUMNS[left] + COLUMNS[right]) / 2
        axes.text(x, TOP + 0.22, f"{GATING.kon_per_um_s:g} × [Glu]", ha="center", fontsize=10)
        axes.text(x, TOP - 0.2, f"{GATING.koff_per_s:g}", ha="center", va="top", fontsize=10)
    x = (COLUMNS["C2"] + COLUMNS["O"]) / 2
    axes.text(x, TOP + 0.22, f"{GATING.open_per_s:g}", ha="center", fontsize=10)
    axes.text(x, TOP - 0.2, f"{GATING.close_per_s:g}", ha="center", va="top", fontsize=10)
    between = TOP + 0.57
    axes.text(COLUMNS["D"] - 0.2, between, f"{GATING.desens_per_s:g}", ha="right", va="center")
    axes.text(COLUMNS["D"] + 0.2, between, f"{GATING.resens_per_s:g}", ha="left", va="center")
    axes.text(COLUMNS["O"] - 0.25, 0.75, r"$k_{\mathrm{out}}$", ha="right", va="center", size=13)
    axes.text(COLUMNS["O"] + 0.25, 0.75, r"$k_{\mathrm{in}}$", ha="left", va="center", size=13)
    axes.text(7.5, TOP, "current flows", va="center", color=style.INK)
    axes.text(7.5, BOTTOM, "plugged: no current", va="center", color=style.KETAMINE.colour)
    axes.text(7.5, 0.75, "the only door for the drug", va="center", style="italic")
    axes.text(-0.75, TOP, "free", ha="right", va="center", fontweight="bold")
    axes.text(-0.75, BOTTOM, "with\nketamine", ha="right", va="center", fontweight="bold")
    words = "Rates per second; [Glu] in µM. Below, the same rates are assumed."
    axes.text(-1.85, -1.7, words, fontsize=10)


def _box(axes: Axes, x: float, y: float, name: str, face: str, bold: bool) -> None:
    how = {"facecolor": face, "edgecolor": style.INK, "linewidth": 2 if bold else 1, "zorder": 3}
    corner = (x - 0.42, y - 0.24)
    axes.add_patch(FancyBboxPatch(corner, 0.84, 0.48, boxstyle="round,pad=0.05", **how))
    weight = "bold" if bold else "normal"
    axes.text(x, y, name, ha="center", va="center", fontsize=12, fontweight=weight, zorder=4)


def _both_ways(axes: Axes, start, end, colour: str = style.QUIET) -> None:
    """Draw two arrows side by side, there and back, between the edges of two boxes."""
    start, end = np.array(start), np.array(end)
    along = (end - start) / np.hypot(*(end - start))
    clear = along * (0.55 if along[1] == 0 else 0.36)
    aside = 0.07 * np.array((-along[1], along[0]))
    for tail, head, to in ((start, end, 1), (end, start, -1)):
        axes.annotate(
            "",
            xy=head - to * clear + to * aside,
            xytext=tail + to * clear + to * aside,
            arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.5},
        )
