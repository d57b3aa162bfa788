"""The first panel of lesson 11: one dose, then several."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import show_entry
from helpers.figures.mood.looks import NORMAL_95
from helpers.figures.mood.one_dose import gap_errors
from helpers.simulations.illness import mood

DAYS = np.linspace(0.0, 45.0, 541)
NO_CEILING = 1e5
CEILINGS = {"13 points": 13.0, "20 points": 20.0, "30 points": 30.0, "none": NO_CEILING}
TOP = 38.0
SINGH_D, KARMA_D = 14.0, 25.0
_SINGH = {  # by doses a week
    2: ("singh2016-2x-ketamine-day15", "singh2016-2x-placebo-day15"),
    3: ("singh2016-3x-ketamine-day15", "singh2016-3x-placebo-day15"),
}
PER_ARM = 67 / 4  # Singh 2016: 67 people in four arms, whose sizes were not seen


def singh(times_a_week: int) -> tuple[float, float]:
    """Return gap to placebo at day 15 and half of its 95 % interval (MADRS points)."""
    ketamine, placebo = map(fact, _SINGH[times_a_week])
    sds = [one.high - one.value for one in (ketamine, placebo)]
    return placebo.value - ketamine.value, NORMAL_95 * float(np.hypot(*sds)) / PER_ARM**0.5


def measured(schedule: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return days, gaps and their error bars (below, above) that were measured on a schedule."""
    if schedule == "one infusion":
        days, gaps = mood.measured_gaps()
        return days, gaps, np.array([NORMAL_95 * gap_errors()] * 2)
    if schedule.endswith("(Singh)"):
        gap, half = singh(int(schedule[0]))
        return np.array([SINGH_D]), np.array([gap]), np.array([[half], [half]])
    if schedule.endswith("(KARMA-Dep 2)"):
        found = fact("jelovac2025-madrs-difference")
        bars = [[found.high - found.value], [found.value - found.low]]
        return np.array([KARMA_D]), np.array([-found.value]), np.array(bars)
    return np.array([]), np.array([]), np.zeros((2, 0))


@lru_cache(maxsize=64)
def _model(ceiling: str, half_life_d: float) -> mood.Mood:
    return mood.DEFAULT.changed(top_points=CEILINGS[ceiling], half_life_d=half_life_d)


def calendar(figure: Figure, *, schedule: str, ceiling: str, half_life_d: float, day: float) -> str:
    """Draw the gap to control on the schedule of a published study, beside what was measured.

    Parameters
    ----------
    figure
        Where to draw.
    schedule
        A key of `mood.SCHEDULES`.
    ceiling
        Most that any number of doses can do: ``"13 points"``, ``"20 points"``, ``"30 points"`` or
        ``"none"``.
    half_life_d
        Half-life of the trace of one dose (days).
    day
        When the gap is read (days after the first infusion).
    """
    if schedule not in mood.SCHEDULES:
        raise ValueError(f"schedule must be one of {list(mood.SCHEDULES)}; {schedule!r} was given.")
    if ceiling not in CEILINGS:
        raise ValueError(f"ceiling must be one of {list(CEILINGS)}; {ceiling!r} was given.")
    art = artists(figure, _build)
    doses, model = mood.SCHEDULES[schedule], _model(ceiling, float(half_life_d))
    now = float(model.gap(float(day), doses))
    art.line.set_data(DAYS, model.gap(DAYS, doses))
    art.once.set_data(DAYS, model.gap(DAYS))
    art.once.set_visible(len(doses) > 1)
    show_entry(art.legend, 4, len(doses) > 1)
    art.doses.set_data(doses, np.full(len(doses), -2.6))
    art.dot.set_data([day], [min(now, TOP - 1)])
    art.readout.set_text(f"day {day:g}: {now:.1f} points")
    days, gaps, bars = measured(schedule)
    art.points.set_data(days, gaps)
    show_entry(art.legend, 3, len(days) > 0)
    art.bars.set_segments(
        [[(x, y - low), (x, y + high)] for x, y, low, high in zip(days, gaps, *bars, strict=True)]
    )
    art.top.set_visible(ceiling != "none")
    show_entry(art.legend, 2, ceiling != "none")
    art.top.set_ydata([min(model.top_points, TOP)] * 2)
    return _words(schedule, ceiling, model, now, float(day))


def _words(schedule: str, ceiling: str, model: mood.Mood, now: float, day: float) -> str:
    doses = mood.SCHEDULES[schedule]
    days, gaps, _ = measured(schedule)
    number = "one infusion" if len(doses) == 1 else f"{len(doses)} infusions, schedule “{schedule}”"
    limit = "no ceiling" if ceiling == "none" else f"a ceiling of {ceiling}"
    said = (
        f"{number[0].upper()}{number[1:]}, {limit}, a trace halved in {model.half_life_d:g} d: the "
        f"gap to control in the model is {now:.1f} points on day {day:g}."
    )
    if schedule == "one infusion":
        off = float(np.sqrt(np.mean((model.gap(days) - gaps) ** 2)))
        return said + f" The line misses the four measured gaps by {off:.1f} points on average."
    if days.size:
        return said + (
            f" On day {days[0]:g} the model says {float(model.gap(days[0], doses)):.1f}, and "
            f"{gaps[0]:.1f} was measured."
        )
    return (
        said + " The study had no control at this stage; its mean did not change on weekly doses."
    )


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.085, 0.13, 0.895, 0.745))
    axes.set(xlim=(-0.5, 45.5), ylim=(-4.5, TOP), xlabel="Days after the first infusion")
    axes.set(ylabel="Gap to control (MADRS points)", yticks=[0, 10, 20, 30])
    axes.axhline(0, color=style.HAIRLINE, linewidth=1)
    quiet = {"color": style.QUIET, "linewidth": 1.3}
    top = axes.axhline(20, linestyle="-.", label="ceiling", **quiet)
    (once,) = axes.plot([], [], "--", label="one dose only", **quiet)
    (line,) = axes.plot([], [], label="model", **style.KETAMINE.as_line(zorder=4))
    bars = axes.vlines([], [], [], color=style.INK, linewidth=1.6, zorder=5)
    (points,) = axes.plot(
        [], [], style.MEASURED.marker, color=style.MEASURED.colour, linestyle="none", zorder=6,
        label="measured, 95% CI",
    )  # fmt: skip
    below = {"color": style.INK, "markersize": 8, "clip_on": False}
    (doses,) = axes.plot([], [], "^", label="infusion", **below)
    dot_look = {"color": style.INK, "markerfacecolor": "none", "markersize": 11}
    (dot,) = axes.plot([], [], "o", markeredgewidth=2, zorder=7, **dot_look)
    legend = axes.legend(
        handles=[line, doses, top, points, once],
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=5,
        fontsize=9.5,
        handlelength=1.7,
        columnspacing=1.1,
    )
    readout = axes.text(45, TOP - 0.6, "", ha="right", va="top", fontsize=11, fontweight="bold")
    readout.set(zorder=8, bbox={"facecolor": "white", "edgecolor": "none", "pad": 2})
    art = SimpleNamespace(
        line=line,
        once=once,
        bars=bars,
        points=points,
        doses=doses,
        dot=dot,
        top=top,
        readout=readout,
        legend=legend,
    )
    handle(dot, x="day")
    moves(*vars(art).values())
    return art
