"""Where ketamine meets pain: a cell of the spinal cord with its feedback, and the brain above."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from helpers.figures import style


def horn(figure: Figure) -> str:
    """Draw the fibre, the cell with its two receptors and its feedback, and the way up."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, 10), ylim=(0, 3.6))
    axes.axis("off")
    _arrow(axes, (0.25, 1.75), (2.35, 1.75), width=3)
    axes.text(0.25, 2.0, "C fibre:\none burst a pulse", fontsize=10)
    _box(axes, 2.4, 2.15, 1.75, 0.75, "fast receptor (AMPA)", style.PROTEIN)
    _box(axes, 2.4, 0.65, 1.75, 0.75, "slow receptor (NMDA)", style.PROTEIN)
    axes.text(2.45, 0.3, "Mg²⁺ and ketamine\ncan plug it", fontsize=10, va="center")
    axes.add_patch(Circle((5.6, 1.75), 0.85, facecolor=style.LIT, edgecolor=style.INK, zorder=2))
    axes.text(5.6, 1.75, "cell of the\nspinal cord", ha="center", va="center", fontsize=10)
    _arrow(axes, (4.2, 2.5), (4.95, 2.25))
    _arrow(axes, (4.2, 1.0), (4.95, 1.25))
    _arrow(axes, (5.45, 0.86), (4.22, 0.82), bend="arc3,rad=-0.5", colour=style.KETAMINE.colour)
    axes.text(4.75, 0.14, "depolarised: Mg²⁺ leaves,\nmore slow current", fontsize=10, ha="left")
    _arrow(axes, (6.5, 1.75), (7.75, 1.75), width=3)
    axes.text(7.1, 1.95, "output", ha="center", fontsize=10)
    _box(axes, 7.8, 1.2, 2.0, 1.1, "brain: pain is felt;\nthe high arises here", style.MEMBRANE)
    return (
        "A C fibre brings a burst of impulses with each pulse to a cell of the spinal cord, by a "
        "fast receptor (AMPA) and a slow one (NMDA), which Mg²⁺ and ketamine can plug. The more "
        "the cell is depolarised, the more Mg²⁺ leaves and the more slow current flows: a "
        "feedback. The output goes to the brain, where pain is felt and the high arises."
    )


def _box(
    axes: Axes, left: float, low: float, width: float, height: float, words: str, face: str
) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (left, low),
            width,
            height,
            boxstyle="round,pad=0.03,rounding_size=0.12",
            facecolor=face,
            edgecolor=style.PROTEIN_EDGE,
            zorder=2,
        )
    )
    words = words.replace(" (", "\n(")
    axes.text(
        left + width / 2, low + height / 2, words, ha="center", va="center", fontsize=10, zorder=3
    )


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    width: float = 1.6,
    bend: str = "arc3,rad=0",
    colour: str = style.INK,
) -> None:
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": width, "mutation_scale": 14}
    axes.annotate("", xy=end, xytext=start, arrowprops=look | {"connectionstyle": bend}, zorder=4)
