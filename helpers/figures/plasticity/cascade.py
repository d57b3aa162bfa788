"""The usual account in five stages, with the tool that tests each."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, Polygon, Rectangle

from helpers.figures import style
from helpers.figures.plasticity.looks import FAST, SPINES, YELLOW

SPACING = 2.3
STAGES = (
    ("1  Surge", "more glutamate\nfor some minutes", "minutes", ""),
    ("2  AMPA", "receptors answer,\nthe cell fires", "minutes", "NBQX"),
    ("3  BDNF, TrkB", "BDNF is let out\nand wakes TrkB", "within the hour", "antibody, deletion"),
    ("4  mTORC1", "protein is made\nfor new synapses", "about 1 h", "rapamycin"),
    ("5  New spines", "grow from 12 h,\nlast up to 14 d", "half a day", "light"),
)


def cascade(figure: Figure) -> str:
    """Draw the cascade from surge to spines, with where each blocker acts."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(-1.2, 4 * SPACING + 1.2), ylim=(-2.55, 2.75), aspect="equal")
    axes.axis("off")
    icons = (_surge, _ampa, _trkb, _mtorc1, _spine)
    for place, ((title, words, clock, tool), icon) in enumerate(zip(STAGES, icons, strict=True)):
        x = place * SPACING
        icon(axes, x)
        axes.text(x, 1.12, title, ha="center", fontsize=11.5, fontweight="bold")
        axes.text(x, -0.68, words, ha="center", va="top", fontsize=9.5)
        axes.text(x, -1.42, clock, ha="center", va="top", fontsize=9.5, color=style.QUIET)
        if tool:
            _blocker(axes, x, tool)
        if place:
            _arrow(axes, (x - SPACING + 0.68, 0.2), (x - 0.68, 0.2))
    _outcome(axes, 2 * SPACING, "fast potentiation:\nbehaviour within the hour", FAST)
    _outcome(axes, 4 * SPACING, "new spines:\nhold it from day 1", SPINES)
    return (
        "The usual account in five stages from left to right. 1: a surge of glutamate, minutes. "
        "2: AMPA receptors answer; NBQX blocks here. 3: BDNF is released and wakes TrkB within "
        "the hour; antibody and deletion act here. 4: mTORC1 drives protein synthesis, about "
        "1 h; rapamycin acts here. 5: new spines grow from about 12 h; light can erase them. Two "
        "bars below mark what reaches behaviour: under stage 3 fast potentiation, behaviour "
        "within the hour; under stage 5 new spines, which hold it from day 1."
    )


def _arrow(axes, start, end, **more) -> None:
    look = {"arrowstyle": "-|>", "color": style.INK, "linewidth": 1.6} | more
    axes.annotate("", xy=end, xytext=start, arrowprops=look)


def _blocker(axes, x: float, tool: str) -> None:
    look = {"color": style.INK, "linewidth": 2.0, "solid_capstyle": "butt"}
    axes.plot([x, x], [2.1, 1.62], **look)
    axes.plot([x - 0.28, x + 0.28], [1.62, 1.62], **look)
    axes.text(x, 2.2, tool, ha="center", fontsize=10, fontstyle="italic")


def _outcome(axes, x: float, words: str, look: style.Look) -> None:
    axes.plot([x - 0.95, x + 0.95], [-1.78, -1.78], color=look.colour, linewidth=4)
    axes.text(x, -1.88, words, ha="center", va="top", fontsize=9.5, fontweight="bold")


def _membrane(axes, x: float, y: float = -0.18) -> None:
    axes.add_patch(Rectangle((x - 0.62, y), 1.24, 0.2, color=style.MEMBRANE, zorder=1))


_PROTEIN = {"facecolor": style.PROTEIN, "edgecolor": style.PROTEIN_EDGE}


def _protein(axes, x: float, y: float, width: float, height: float, angle: float = 0.0) -> None:
    axes.add_patch(Ellipse((x, y), width, height, angle=angle, zorder=3, **_PROTEIN))


def _dots(axes, places, colour: str, radius: float = 0.07) -> None:
    for x, y in places:
        edge = style.INK if colour == YELLOW.colour else colour
        axes.add_patch(Circle((x, y), radius, facecolor=colour, edgecolor=edge, zorder=4))


def _surge(axes, x: float) -> None:
    corners = [(x - 0.2, 0.95), (x + 0.2, 0.95), (x + 0.55, 0.4), (x - 0.55, 0.4)]
    skin = {"facecolor": style.MEMBRANE, "edgecolor": style.QUIET, "joinstyle": "round"}
    axes.add_patch(Polygon(corners, closed=True, **skin))
    inside = [(x + dx, 0.55) for dx in (-0.25, 0.0, 0.25)]
    released = [(x + dx, 0.2 - 0.12 * (i % 3)) for i, dx in enumerate(np.linspace(-0.5, 0.5, 6))]
    _dots(axes, inside + released, style.GLUTAMATE.colour)
    _membrane(axes, x, -0.5)


def _ampa(axes, x: float) -> None:
    _membrane(axes, x)
    for side in (-1, 1):
        _protein(axes, x + side * 0.17, 0.05, 0.24, 0.75, angle=side * 8)
        _dots(axes, [(x + side * 0.27, 0.5)], style.GLUTAMATE.colour)
    _arrow(axes, (x, 0.75), (x, -0.5), linewidth=1.3)


def _trkb(axes, x: float) -> None:
    _membrane(axes, x)
    for side in (-1, 1):
        axes.plot([x + side * 0.1, x + side * 0.1], [-0.45, 0.35], color=style.PROTEIN_EDGE, lw=4)
        axes.plot([x + side * 0.1, x + side * 0.34], [0.35, 0.62], color=style.PROTEIN_EDGE, lw=4)
    _dots(axes, [(x - 0.1, 0.72), (x + 0.1, 0.72)], YELLOW.colour, 0.12)
    _dots(axes, [(x - 0.52, 0.55), (x + 0.5, 0.35)], YELLOW.colour, 0.1)


def _mtorc1(axes, x: float) -> None:
    _protein(axes, x - 0.22, 0.42, 0.7, 0.5)
    _protein(axes, x + 0.22, 0.42, 0.62, 0.44)
    angles = np.linspace(0, 1, 40)
    axes.plot(x - 0.5 + angles, -0.2 + 0.07 * np.sin(14 * angles), color=style.QUIET, lw=1.6)
    round_box = {"boxstyle": "round,pad=0.02", "zorder": 4, **_PROTEIN}
    for dx in (-0.28, 0.02, 0.32):
        axes.add_patch(FancyBboxPatch((x + dx - 0.06, -0.27), 0.12, 0.14, **round_box))


def _spine(axes, x: float) -> None:
    axes.add_patch(Rectangle((x - 0.62, -0.5), 1.24, 0.32, color=style.MEMBRANE, zorder=1))
    for dx, tall, look in ((-0.32, 0.6, style.QUIET), (0.25, 0.75, SPINES.colour)):
        neck = Rectangle((x + dx - 0.05, -0.2), 0.1, tall - 0.1, color=style.MEMBRANE, zorder=2)
        axes.add_patch(neck)
        skin = {"facecolor": style.MEMBRANE, "edgecolor": look, "linewidth": 2, "zorder": 3}
        axes.add_patch(Ellipse((x + dx, -0.2 + tall), 0.42, 0.36, **skin))
