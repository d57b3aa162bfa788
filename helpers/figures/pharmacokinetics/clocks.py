"""Which half-life? Three windows on one curve, and the half-time that depends on the past."""

from __future__ import annotations

from functools import lru_cache
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
    art = artists(figure, _build)
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


def _build(figure: Figure) -> SimpleNamespace:
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
