"""Two catheters and a brain: one drug, three curves, and the loop that their delay opens."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.pharmacokinetics import looks
from helpers.simulations import pharmacokinetics as pk

FAST_BOLUS = pk.Dose(35, duration_min=2)
INPUTS = {"drip over 40 min": pk.INFUSION, "same mg over 2 min": FAST_BOLUS}
TIMES_MIN = np.unique(np.concatenate([np.linspace(0, 60, 241), np.linspace(60, 120, 61)]))
SHORTEST_MIN = 0.05  # stands for "no delay": a half-time of nothing cannot be simulated
MARKS_MIN = {"drip over 40 min": (10, 20, 40, 50, 60, 80), "same mg over 2 min": (2, 5, 10)}
MOST_MARKS = 6


def two_catheters(
    figure: Figure,
    *,
    venous_min: float,
    effect_min: float = pk.EFFECT_HALF_TIME_MIN,
    given: str = "drip over 40 min",
) -> str:
    """Draw artery, vein and effect site over time, and effect site against artery.

    Parameters
    ----------
    figure
        Where to draw.
    venous_min
        Half-time from artery to vein (min).
    effect_min
        Half-time from artery to effect site (min).
    given
        A key of `INPUTS`.

    Raises
    ------
    ValueError
        If a half-time is out of range or the input is unknown.
    """
    if given not in INPUTS:
        raise ValueError(f"given must be one of {list(INPUTS)}; {given!r} was given.")
    art = artists(figure, _build)
    course = pk.simulate(
        INPUTS[given],
        times_min=TIMES_MIN,
        venous_half_time_min=max(venous_min, SHORTEST_MIN),
        effect_half_time_min=max(effect_min, SHORTEST_MIN),
    )
    arterial, venous, effect = (
        course.level_ng_per_ml(site) for site in ("arterial", "venous", "effect")
    )
    top = max(300.0, 1.08 * arterial.max())
    for line, level in zip(art.lines, (arterial, venous, effect), strict=True):
        line.set_data(TIMES_MIN, level)
    stop_min = INPUTS[given].duration_min
    art.stop.set_width(stop_min)
    art.left.set_ylim(0, top)
    art.right.set(xlim=(0, top), ylim=(0, top))
    art.equal.set_data([0, top], [0, top])
    art.loop.set_data(arterial, effect)
    marks = np.searchsorted(TIMES_MIN, MARKS_MIN[given])
    art.marks.set_data(arterial[marks], effect[marks])
    for number, label in enumerate(art.minutes):
        label.set_visible(number < len(marks))
        if number < len(marks):
            place = marks[number]
            label.set_position((arterial[place] + 0.02 * top, effect[place] - 0.045 * top))
            label.set_text(f"{MARKS_MIN[given][number]}")
    return _words(
        {"artery": arterial, "vein": venous, "effect site": effect},
        stop_min,
        venous_min,
        effect_min,
    )


def _words(
    levels: dict[str, np.ndarray], stop_min: float, venous_min: float, effect_min: float
) -> str:
    artery, vein, effect = levels.values()
    said = (
        f"35 mg over {stop_min:g} min, half-times {venous_min:g} min to the vein and "
        f"{effect_min:g} min to the effect site. When the pump stops the artery has "
        f"{artery.max():,.0f} ng/mL; the vein peaks at {vein.max():.0f}, the effect site at "
        f"{effect.max():.0f}. "
    )
    above = TIMES_MIN[(vein > artery) & (stop_min <= TIMES_MIN)]
    if above.size and venous_min > SHORTEST_MIN:
        said += f"The vein is above the artery from {above[0]:.0f} min on. "
    if effect_min <= SHORTEST_MIN:
        return said + "Effect site against artery stays near one line."
    half_min = stop_min / 2
    ahead, behind = (np.interp(half_min, TIMES_MIN, level) for level in (artery, effect))
    return said + (
        f"At {half_min:g} min the artery ({ahead:.0f}) is ahead of the effect site "
        f"({behind:.0f}), later behind it: effect "
        "site against artery makes a loop."
    )


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.09, 0.15, 0.5, 0.75))
    right = figure.add_axes((0.71, 0.15, 0.275, 0.75))
    left.set(xlim=(0, 120), xticks=range(0, 121, 40))
    left.set(xlabel="Time (min)", ylabel="Total level (ng/mL)", title="One dose, three levels")
    right.set(
        xlabel="Arterial (ng/mL)", ylabel="Effect site (ng/mL)", title="The loop, with minutes"
    )
    names = ("artery", "vein", "effect site")
    lines = [
        left.plot([], [], label=name, **look.as_line())[0]
        for name, look in zip(names, (looks.ARTERIAL, looks.VENOUS, looks.EFFECT), strict=True)
    ]
    legend = left.legend(loc="upper right")
    for axis in (left.yaxis, right.xaxis, right.yaxis):
        axis.set_major_locator(MaxNLocator(4))
    art = SimpleNamespace(
        left=left,
        right=right,
        lines=lines,
        stop=left.axvspan(0, 40, color=style.LIT, zorder=0, linewidth=0),
        equal=right.plot([], [], color=style.QUIET, linewidth=1.0, linestyle="--")[0],
        loop=right.plot([], [], **looks.EFFECT.as_line(linestyle="-"))[0],
        marks=right.plot([], [], "+", color=style.INK, markersize=8)[0],
        minutes=[right.text(0, 0, "", fontsize=10, color=style.QUIET) for _ in range(MOST_MARKS)],
    )
    moves(*lines, art.stop, art.equal, art.loop, art.marks, *art.minutes, legend)
    moves(left.yaxis, right.xaxis, right.yaxis, *left.spines.values(), *right.spines.values())
    return art
