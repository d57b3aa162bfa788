"""What drawings ask of their axes again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Text

from helpers.evidence import Fact


def fresh(figure: Figure, columns: int = 1, **more: Any) -> Any:
    """Return the axes of an emptied figure, side by side and laid out by matplotlib."""
    figure.clear()
    figure.set_layout_engine("constrained")
    return figure.subplots(1, columns, **more)


def log_axis(
    axis: Axis, low: float, high: float, ticks: Sequence[float], *words: str, minor: bool = False
) -> None:
    """Make an axis logarithmic from `low` to `high`, with ticks at these places.

    Without `words` a tick is called by its number: 0.1, 10, 1000. With `minor` matplotlib's small
    ticks stay between them.
    """
    side = axis.axis_name
    axis.axes.set(**{f"{side}scale": "log", f"{side}lim": (low, high)})
    axis.set_ticks(ticks, words or [f"{tick:g}" for tick in ticks])
    if not minor:
        axis.minorticks_off()


def corner(axes: Axes, x: float, y: float, words: str, **more: Any) -> Text:
    """Write words that hang to the left of and below a place given in shares of the axes."""
    return axes.text(
        x, y, words, **{"transform": axes.transAxes, "ha": "right", "va": "top"} | more
    )


def show_entry(legend: Legend, place: int, shown: bool) -> None:
    """Show one entry of a legend, or hide it and keep its room: it names what is drawn."""
    for part in (legend.legend_handles[place], legend.get_texts()[place]):
        part.set_visible(shown)


def either_side(measured: Fact) -> list[list[float]]:
    """Return how far the range of a measured value reaches below and above it, as error bars."""
    return [[measured.value - measured.low], [measured.high - measured.value]]
