"""Two catheters and a brain: one drug, three curves, and the loop that their delay opens."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.pharmacokinetics import looks
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of

FAST_BOLUS = pk.Dose(35, duration_min=2)
INPUTS = {"drip over 40 min": pk.INFUSION, "same mg over 2 min": FAST_BOLUS}
TIMES_MIN = np.unique(np.concatenate([np.linspace(0, 60, 241), np.linspace(60, 120, 61)]))
SHORTEST_MIN = 0.05  # stands for "no delay": a half-time of nothing cannot be simulated
MARKS_MIN = {"drip over 40 min": (10, 20, 40, 50, 60, 80), "same mg over 2 min": (2, 5, 10)}
MOST_MARKS = 6
ACROSS = looks.CURSOR | {"marker": "_", "zorder": 5}


def two_catheters(
    figure: Figure,
    *,
    venous_min: float,
    effect_min: float = pk.EFFECT_HALF_TIME_MIN,
    given: str = "drip over 40 min",
) -> str:
    """Draw artery, vein and effect site over time, and effect site against artery.

    The half-times (min) lead from artery to vein and to effect site; ``given`` is a key of
    `INPUTS`.
    """
    one_of("given", given, INPUTS)
    art = artists(figure, _build)
    arterial = _lagging(given, 0.0)
    venous, effect = _lagging(given, float(venous_min)), _lagging(given, float(effect_min))
    for line, level in zip(art.lines, (arterial, venous, effect), strict=True):
        line.set_ydata(level)
    stop_min = INPUTS[given].duration_min
    stop = int(np.searchsorted(TIMES_MIN, stop_min))
    art.peak.set_data([TIMES_MIN[np.argmax(venous)]], [venous.max()])
    art.end.set_data([arterial[stop]], [effect[stop]])
    handle(art.peak, y="venous_min", y_at=lambda half: _lagging(given, float(half)).max())
    handle(art.end, y="effect_min", y_at=lambda half: _lagging(given, float(half))[stop])
    art.stop.set_width(stop_min)
    art.loop.set_data(arterial, effect)
    marks = np.searchsorted(TIMES_MIN, MARKS_MIN[given])
    art.marks.set_data(arterial[marks], effect[marks])
    for label in art.minutes:
        label.set_text("")
    for label, place, minute in zip(art.minutes, marks, MARKS_MIN[given], strict=False):
        label.set(x=arterial[place] + 2, y=effect[place] - 4.5, text=f"{minute}")
    return _words((arterial, venous, effect), stop_min, venous_min, effect_min)


@lru_cache(maxsize=128)
def _lagging(given: str, half_min: float) -> np.ndarray:
    """Return the level (% of the artery's peak) of a site that lags by a half-time (min)."""
    lag = max(half_min, SHORTEST_MIN)
    course = pk.simulate(INPUTS[given], times_min=TIMES_MIN, effect_half_time_min=lag)
    level = course.effect_ng_per_ml if half_min > 0 else course.arterial_ng_per_ml
    return 100 * level / course.arterial_ng_per_ml.max()


def _words(
    levels: tuple[np.ndarray, ...], stop_min: float, venous_min: float, effect_min: float
) -> str:
    artery, vein, effect = levels
    said = (
        f"35 mg over {stop_min:g} min, half-times {venous_min:g} min to the vein and "
        f"{effect_min:g} min to the effect site. The artery peaks when the pump stops; the vein "
        f"reaches {vein.max():.0f}% of that peak, the effect site {effect.max():.0f}%. "
    )
    above = TIMES_MIN[(vein > artery) & (stop_min <= TIMES_MIN)]
    if above.size and venous_min > 0:
        said += f"The vein is above the artery from {above[0]:.0f} min on. "
    if effect_min <= 0:
        return said + "Effect site against artery stays on one line."
    half_min = stop_min / 2
    ahead, behind = (np.interp(half_min, TIMES_MIN, level) for level in (artery, effect))
    return said + (
        f"At {half_min:g} min the artery ({ahead:.0f}%) is ahead of the effect site "
        f"({behind:.0f}%), later behind it: effect site against artery makes a loop."
    )


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.09, 0.15, 0.5, 0.75))
    right = figure.add_axes((0.71, 0.15, 0.275, 0.75))
    left.set(xlim=(0, 120), xticks=range(0, 121, 40), ylim=(0, 108))
    left.set(xlabel="Time (min)", ylabel="Level (% of the artery's peak)")
    left.set_title("One dose, three levels")
    right.set(xlim=(0, 108), ylim=(0, 108), xlabel="Artery (%)", ylabel="Effect site (%)")
    right.set_title("The loop, with minutes")
    for axis in (left.yaxis, right.xaxis, right.yaxis):
        axis.set_ticks([0, 50, 100])
    names, sites = ("artery", "vein", "effect site"), (looks.ARTERIAL, looks.VENOUS, looks.EFFECT)
    lines = [
        left.plot(TIMES_MIN, 0 * TIMES_MIN, label=name, **look.as_line())[0]
        for name, look in zip(names, sites, strict=True)
    ]
    legend = left.legend(loc="upper right")
    right.plot([0, 100], [0, 100], color=style.QUIET, linewidth=1.0, linestyle="--")
    art = SimpleNamespace(
        lines=lines,
        peak=left.plot([], [], color=looks.VENOUS.colour, **ACROSS)[0],
        end=right.plot([], [], color=looks.EFFECT.colour, **ACROSS)[0],
        stop=left.axvspan(0, 40, color=style.LIT, zorder=0, linewidth=0),
        loop=right.plot([], [], **looks.EFFECT.as_line(linestyle="-"))[0],
        marks=right.plot([], [], "+", color=style.INK, markersize=8)[0],
        minutes=[right.text(0, 0, "", fontsize=10, color=style.QUIET) for _ in range(MOST_MARKS)],
    )
    moves(*lines, art.peak, art.end, art.stop, art.loop, art.marks, *art.minutes, legend)
    moves(*left.spines.values(), *right.spines.values())
    return art
