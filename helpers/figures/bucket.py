"""Drawings of lesson 00: a leaking bucket."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.simulations import bucket

TIMES_MIN = np.linspace(0, 20, 201)
WATER = style.Look("#0072B2")
BUCKET_TOP_L = 40.0


def filling(
    figure: Figure, *, inflow_l_per_min: float, leak_per_min: float, time_min: float = 20.0
) -> str:
    """Draw the level of a bucket over time, beside the bucket as it stands at `time_min`."""
    art = artists(figure, _build)
    levels_l = bucket.level_l(TIMES_MIN, inflow_l_per_min, leak_per_min)
    settled_l = bucket.settled_level_l(inflow_l_per_min, leak_per_min)
    half_min = bucket.half_time_min(leak_per_min)
    now_l = float(bucket.level_l(time_min, inflow_l_per_min, leak_per_min))
    art.level.set_data(TIMES_MIN, levels_l)
    art.settled.set_ydata([settled_l, settled_l])
    art.half.set_data([half_min, half_min], [0, settled_l / 2])
    art.dot.set_data([half_min], [settled_l / 2])
    art.water.set_height(now_l)
    art.now.set_data([time_min], [now_l])
    art.label.set_text(f"half way\nat {half_min:.1f} min")
    beneath = settled_l > 8  # clear of the curve, and of the axis
    art.label.set_position((half_min + 1, settled_l / 2 if beneath else settled_l + 0.7))
    art.label.set_verticalalignment("top" if beneath else "bottom")
    handle(art.dot, x="leak_per_min", x_at=bucket.half_time_min)
    return (
        f"The level rises and settles at {settled_l:.1f} L. It is half way there after "
        f"{half_min:.1f} min. At {time_min:g} min the bucket holds {now_l:.1f} L. "
        f"Inflow {inflow_l_per_min:g} L/min, leak {leak_per_min:g} of the level per minute."
    )


def _build(figure: Figure) -> SimpleNamespace:
    tank, axes = figure.subplots(1, 2, width_ratios=(1, 3))
    figure.subplots_adjust(left=0.03, right=0.98, bottom=0.16, top=0.9, wspace=0.2)
    water = tank.add_patch(Rectangle((0.12, 0), 0.76, 10, facecolor=WATER.colour, alpha=0.55))
    corners = [(0.1, BUCKET_TOP_L), (0.1, 0), (0.9, 0), (0.9, BUCKET_TOP_L)]
    tank.add_patch(Polygon(corners, closed=False, fill=False, edgecolor=style.INK, linewidth=2.5))
    tank.set(xlim=(0, 1), ylim=(-2, BUCKET_TOP_L + 1))
    tank.set_axis_off()
    tank.set_title("The bucket now", loc="center")
    axes.set(xlabel="Time (min)", ylabel="Level (L)", xlim=(0, 20), ylim=(-1, BUCKET_TOP_L + 1))
    art = SimpleNamespace(
        water=water,
        level=axes.plot([], [], **WATER.as_line())[0],
        settled=axes.axhline(0, color=style.QUIET, linestyle="--", linewidth=1.2),
        half=axes.plot([], [], ":", color=style.QUIET, linewidth=1.2)[0],
        dot=axes.plot([], [], "o", color=WATER.colour)[0],
        now=axes.plot([], [], "s", color=WATER.colour, markerfacecolor="white", ms=7)[0],
        label=axes.text(0, 0, "", va="top", color=style.INK),
    )
    moves(*vars(art).values(), *tank.patches)
    return art
