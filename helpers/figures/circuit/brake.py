"""The circuit as a drawing: a pyramidal cell, the interneuron that holds it, and their drives."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle

from helpers.figures import style

CASES = (
    ("1  No drug", "the interneuron holds\nthe pyramidal cell back", False, False),
    ("2  Block the interneuron", "the brake is let go:\nthe pyramidal cell speeds up", True, False),
    ("3  Block both", "less brake and less drive:\nwhich loss weighs more?", True, True),
)
SPACING = 3.4


def brake(figure: Figure) -> str:
    """Draw the circuit three times: without drug, one cell type blocked, both blocked."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.17, 1.0, 0.72))
    axes.set(xlim=(-1.55, 2 * SPACING + 1.75), ylim=(-1.25, 1.75), aspect="equal")
    axes.set_axis_off()
    for place, (title, words, on_interneuron, on_pyramidal) in enumerate(CASES):
        centre = place * SPACING
        _circuit(axes, centre, on_interneuron, on_pyramidal)
        axes.text(centre + 0.1, 1.95, title, ha="center", fontsize=11, fontweight="bold")
        axes.text(centre + 0.1, -1.24, words, ha="center", va="top", fontsize=10)
    axes.text(-0.82, -0.98, "pyramidal", ha="center", fontsize=10)
    axes.text(0.95, -0.98, "interneuron", ha="center", fontsize=10)
    axes.text(0.06, 1.5, "glutamate", ha="center", fontsize=10, color=style.GLUTAMATE.colour)
    axes.text(0.06, 0.09, "GABA", ha="center", fontsize=10, color=style.INHIBITORY.colour)
    pointer = {"arrowstyle": "-", "color": style.QUIET}
    middle = {"ha": "center", "va": "center", "fontsize": 10}
    axes.annotate("NMDA\nreceptor", (1.31, 0.42), (1.34, 1.0), arrowprops=pointer, **middle)
    return (
        "One circuit drawn three times. Glutamate drives a pyramidal cell and an interneuron, and "
        "both carry NMDA receptors. The pyramidal cell excites the interneuron, and the "
        "interneuron holds the pyramidal cell back with GABA: the brake. 1: without drug the brake "
        "holds. 2: ketamine sits in the interneuron's receptors only; the brake is let go and the "
        "pyramidal cell fires more. 3: ketamine sits in both; brake and drive are both weaker, "
        "and it is open which loss weighs more."
    )


def _circuit(axes: Axes, x: float, on_interneuron: bool, on_pyramidal: bool) -> None:
    pyramidal, interneuron = x - 0.82, x + 0.95
    green, blue = style.EXCITATORY.colour, style.INHIBITORY.colour
    corners = [(pyramidal - 0.48, -0.6), (pyramidal + 0.48, -0.6), (pyramidal, 0.42)]
    body = {"alpha": 0.9, "zorder": 3}
    axes.add_patch(Polygon(corners, facecolor=green, **body))
    axes.plot([pyramidal, pyramidal], [0.3, 1.1], color=green, linewidth=3, zorder=2)
    axes.add_patch(Circle((interneuron, -0.15), 0.42, facecolor=blue, **body))
    letter = {"color": "white", "ha": "center", "va": "center", "fontweight": "bold", "zorder": 6}
    axes.text(pyramidal, -0.3, "E", **letter)
    axes.text(interneuron, -0.15, "I", **letter)
    # Glutamate from other cells onto both; the pyramidal cell onto the interneuron.
    arrow = {"arrowstyle": "-|>", "color": green, "linewidth": 1.4}
    others = (x + 0.06, 1.44)
    for end, start in (
        ((pyramidal + 0.02, 1.12), others),
        ((interneuron, 0.5), others),
        ((interneuron - 0.4, -0.42), (pyramidal + 0.45, -0.55)),
    ):
        axes.annotate("", end, start, arrowprops=arrow)
    end, start = pyramidal + 0.32, interneuron - 0.43
    width, line = (0.9, "--") if on_interneuron else (2.4, "-")
    gaba = {"color": blue, "zorder": 4}
    axes.plot([end, start], [-0.02, -0.02], linewidth=width, linestyle=line, **gaba)
    axes.plot([end, end], [-0.16, 0.12], linewidth=width + 0.8, **gaba)
    _receptor(axes, pyramidal + 0.14, 0.66, on_pyramidal)
    _receptor(axes, interneuron + 0.34, 0.3, on_interneuron)
    _spikes(axes, pyramidal - 0.68, 0.62, many=on_interneuron, unsure=on_pyramidal)


def _receptor(axes: Axes, x: float, y: float, blocked: bool) -> None:
    """Draw two halves of a receptor, with ketamine between them where it is blocked."""
    look = {"facecolor": style.PROTEIN, "edgecolor": style.PROTEIN_EDGE, "zorder": 5}
    for side in (-0.08, 0.08):
        axes.add_patch(Ellipse((x + side, y), 0.12, 0.3, **look))
    if blocked:
        drug = {"color": style.KETAMINE.colour, "markeredgecolor": "white", "zorder": 7}
        axes.plot([x], [y], "h", markersize=11, **drug)


def _spikes(axes: Axes, x: float, y: float, many: bool, unsure: bool) -> None:
    """Draw a little record of spikes to the left of the pyramidal cell."""
    paper = {"facecolor": "white", "edgecolor": style.HAIRLINE, "linewidth": 0.8}
    axes.add_patch(Rectangle((x - 0.02, y), 0.5, 0.42, **paper))
    if unsure:
        axes.text(x + 0.23, y + 0.2, "?", ha="center", va="center", fontsize=12, fontweight="bold")
        return
    times = (0.06, 0.13, 0.2, 0.27, 0.34, 0.41) if many else (0.1, 0.34)
    for time in times:
        axes.plot([x + time, x + time], [y + 0.07, y + 0.33], color=style.INK, linewidth=1.3)
