"""Clocks of one drug: delays to vein and brain, half-lives, and the one that hangs on the past."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.pharmacokinetics import looks
from helpers.figures.words import rounded
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of, within

WINDOWS_MIN = ((45, 90), (60, 180), (360, 720))
WINDOW_LOOKS = (looks.CENTRAL, looks.FAST, looks.VENOUS)
SETS = {"Kamp": "kamp2020", "Clements": "clements1981", "Domino": "domino1982"}
SET_LOOKS = {"Kamp": looks.CENTRAL, "Clements": looks.VENOUS, "Domino": looks.EFFECT}
HELD_MIN = np.geomspace(10, 480, 21)
#: What is given, and the minutes that are marked on the loop.
INPUTS = {
    "drip over 40 min": (pk.INFUSION, (10, 20, 40, 50, 60, 80)),
    "same mg over 2 min": (pk.Dose(35, duration_min=2), (2, 5, 10)),
}
TIMES_MIN = np.unique(np.concatenate([np.linspace(0, 60, 241), np.linspace(60, 120, 61)]))
ACROSS = looks.CURSOR | {"marker": "_", "zorder": 5}


def two_catheters(figure: Figure, *, venous_min: float, effect_min: float, given: str) -> str:
    """Draw artery, vein and effect site over time, and effect site against artery.

    The half-times (min) lead from artery to vein and to effect site; ``given`` is a key of
    `INPUTS`.
    """
    dose, minutes = INPUTS[one_of("given", given, INPUTS)]
    art = artists(figure, _build_sites)
    arterial = _lagging(given, 0.0)
    venous, effect = _lagging(given, float(venous_min)), _lagging(given, float(effect_min))
    for line, level in zip(art.lines, (arterial, venous, effect), strict=True):
        line.set_ydata(level)
    stop = int(np.searchsorted(TIMES_MIN, dose.duration_min))
    art.peak.set_data([TIMES_MIN[np.argmax(venous)]], [venous.max()])
    art.end.set_data([arterial[stop]], [effect[stop]])
    handle(art.peak, y="venous_min", y_at=lambda half: _lagging(given, float(half)).max())
    handle(art.end, y="effect_min", y_at=lambda half: _lagging(given, float(half))[stop])
    art.stop.set_width(dose.duration_min)
    art.loop.set_data(arterial, effect)
    marks = np.searchsorted(TIMES_MIN, minutes)
    art.marks.set_data(arterial[marks], effect[marks])
    for label, minute, place in zip_longest(art.minutes, minutes, marks, fillvalue=""):
        label.set_text(minute)
        if place == stop:  # clear of the handle
            aside = -14 if effect[place] > 20 else 9
            label.set_position((arterial[place] - 4, effect[place] + aside))
        elif minute:
            label.set_position((arterial[place] + 2, effect[place] - 4.5))
    return _words((arterial, venous, effect), dose.duration_min, venous_min, effect_min)


@lru_cache(maxsize=128)
def _lagging(given: str, half_min: float) -> np.ndarray:
    """Return the level (% of the artery's peak) of a site that lags by a half-time (min)."""
    dose, _ = INPUTS[given]
    course = pk.simulate(dose, times_min=TIMES_MIN, effect_half_time_min=half_min)
    return 100 * course.effect_ng_per_ml / course.arterial_ng_per_ml.max()


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


def _build_sites(figure: Figure) -> SimpleNamespace:
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
    small = {"fontsize": 10, "color": style.QUIET, "bbox": style.BACKED | {"pad": 0}}
    art = SimpleNamespace(
        lines=lines,
        peak=left.plot([], [], color=looks.VENOUS.colour, **ACROSS)[0],
        end=right.plot([], [], color=looks.EFFECT.colour, **ACROSS)[0],
        stop=left.axvspan(0, 40, color=style.LIT, zorder=0, linewidth=0),
        loop=right.plot([], [], **looks.EFFECT.as_line(linestyle="-"))[0],
        marks=right.plot([], [], "+", color=style.INK, markersize=8)[0],
        minutes=[right.text(0, 0, "", **small) for _ in range(6)],
    )
    moves(*lines, art.peak, art.end, art.stop, art.loop, art.marks, *art.minutes, legend)
    moves(*left.spines.values(), *right.spines.values())
    return art


def window_half_life_min(start_min: float, end_min: float) -> float:
    """Return the half-life (min) that a straight line through a window of the curve gives."""
    times_min = np.linspace(start_min, end_min, 30)
    levels = pk.simulate(pk.INFUSION, times_min=times_min).arterial_ng_per_ml
    return pk.fitted_half_life_min(times_min, levels)


def three_windows(figure: Figure) -> str:
    """Draw one modelled curve and the straight lines of three sampling windows."""
    figure.clear()
    axes = figure.add_axes((0.09, 0.14, 0.88, 0.76))
    times_min = np.linspace(1, 760, 500)
    course = pk.simulate(pk.INFUSION, times_min=times_min)
    axes.plot(times_min / 60, course.arterial_ng_per_ml, color=style.QUIET, linewidth=1.4)
    found = []
    for (start, end), look, written_h in zip(
        WINDOWS_MIN, WINDOW_LOOKS, (1.5, 4.3, 9.6), strict=True
    ):
        half_min = window_half_life_min(start, end)
        found.append(half_min)
        middle = (start + end) / 2
        level = np.exp(np.mean(np.log(course.at(np.linspace(start, end, 30)).arterial_ng_per_ml)))
        long = np.array([start, end])
        line = level * 2.0 ** (-(long - middle) / half_min)
        axes.plot(long / 60, line, **look.as_line(linewidth=4, solid_capstyle="butt"))
        axes.annotate(
            f"{_hours(start)} to {_hours(end)}:\nhalf-life {half_min:.0f} min",
            (middle / 60, level),
            (written_h, level * 1.75),
            arrowprops=style.LEADER,
            fontsize=10.5,
        )
    log_axis(axes.yaxis, 2.5, 600, [3, 10, 30, 100, 300], minor=True)
    axes.set(xlabel="Hours since the start of the drip", xlim=(0, 12.6))
    axes.set(
        ylabel="Arterial level (ng/mL)", title="One simulated curve without noise, three half-lives"
    )
    return (
        "The arterial level after 35 mg over 40 min on a log axis bends twice. Straight lines "
        f"through it give a half-life of {found[0]:.0f} min between 45 and 90 min, "
        f"{found[1]:.0f} min between 1 and 3 h, and {found[2]:.0f} min between 6 and 12 h."
    )


def how_long_infusing(figure: Figure, *, held_min: float, parameter_set: str) -> str:
    """Draw the time to lose half of the level against how long it has been held.

    The level is held for 10 to 480 min before the pump stops; the set is a key of `SETS`.
    """
    one_of("parameter_set", parameter_set, SETS)
    within("held_min", held_min, 10, 480, scalar=True)
    art = artists(figure, _build_holding)
    for name, line in art.lines.items():
        line.set_linewidth(3 if name == parameter_set else 1.2)
        line.set_alpha(1.0 if name == parameter_set else 0.55)
    halves = _halves(parameter_set)
    half_min = float(np.interp(np.log(held_min), np.log(HELD_MIN), halves))
    slowest_min = float(pk.half_lives_min(SETS[parameter_set])[-1])
    look = SET_LOOKS[parameter_set]
    art.dot.set(data=([held_min], [half_min]), color=look.colour)
    art.terminal.set(ydata=[slowest_min] * 2, color=look.colour)
    art.terminal_label.set(y=slowest_min - 3, text=f"terminal half-life, {parameter_set}")
    return (
        f"{parameter_set} set: after a level has been held for {rounded(held_min)} min it falls "
        f"to half in {rounded(half_min, 2)} min. After 10 min that takes {rounded(halves[0], 2)} "
        f"min, after 8 h {rounded(halves[-1], 2)} min. The terminal half-life stays at "
        f"{slowest_min:.0f} min all the while."
    )


@lru_cache(maxsize=8)
def _halves(parameter_set: str) -> np.ndarray:
    return np.asarray(pk.context_sensitive_half_time_min(HELD_MIN, model=SETS[parameter_set]))


def _build_holding(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.09, 0.15, 0.78, 0.78))
    words = ("10 min", "30", "1 h", "2 h", "4 h", "8 h")
    log_axis(axes.xaxis, 9, 540, [10, 30, 60, 120, 240, 480], *words)
    axes.set(xlabel="How long the level was held", ylabel="Time to lose half (min)", ylim=(0, 200))
    lines = {}
    for name in SETS:
        (lines[name],) = axes.plot(HELD_MIN, _halves(name), **SET_LOOKS[name].as_line())
        axes.text(560, _halves(name)[-1], name, va="center", fontsize=10)
    art = SimpleNamespace(
        lines=lines,
        dot=axes.plot([], [], **looks.CURSOR)[0],
        terminal=axes.axhline(0, linewidth=1.2, linestyle=(0, (1, 3))),
        terminal_label=axes.text(10, 0, "", va="top", fontsize=10),
    )
    handle(art.dot, x="held_min")
    moves(*lines.values(), art.dot, art.terminal, art.terminal_label, *axes.spines.values())
    return art


def _hours(minutes: float) -> str:
    return f"{minutes:g} min" if minutes < 60 or minutes % 60 else f"{minutes / 60:g} h"
