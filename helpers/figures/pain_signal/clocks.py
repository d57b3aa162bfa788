"""Clocks of relief: what sensitised means, a quick site and a slow signal, the hero panel."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.pharmacokinetics import looks
from helpers.figures.words import rounded
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.illness import pain_signal as model
from helpers.simulations.sourced import printed_range, published

SHORT, LONG = "20 mg in 30 min", "100 hours, climbing"
SCHEDULES = (SHORT, LONG)
TICKS_D = {1 / 144: "10 min", 1 / 24: "1 h", 6 / 24: "6 h", 1: "1 day", 7: "1 week", 90: "90 d"}
LOG_D = np.geomspace(1 / 144, 90, 201)
LINEAR_D = np.linspace(0, 90, 181)
LOWEST = 0.05  # ng/mL: the foot of both axes
DAY_28 = 28.0


def sensitised(figure: Figure) -> str:
    """Draw how pain grows with a stimulus, before and after the pathway was turned up."""
    axes = figure.add_axes((0.06, 0.12, 0.92, 0.85))
    force = np.linspace(0, 10, 201)
    usual, turned_up = (
        10 / (1 + np.exp(-(force - mid) / width)) for mid, width in ((7, 0.9), (4, 1.1))
    )
    axes.plot(force, usual, **style.CONTROL.as_line(linewidth=2.4))
    axes.plot(force, turned_up, **style.KETAMINE.as_line(linewidth=2.8))
    axes.text(8.1, 6.2, "usual", color=style.CONTROL.colour, fontsize=11)
    axes.text(4.7, 8.1, "sensitised", color=style.KETAMINE.colour, fontsize=11, ha="right")
    for at, high, words, place in (
        (2.5, turned_up[50], "touch hurts:\nallodynia", (0.6, 4.6)),
        (6.0, turned_up[120], "a prick hurts more:\nhyperalgesia", (6.5, 2.0)),
    ):
        low = float(np.interp(at, force, usual))
        axes.annotate(
            "",
            xy=(at, high),
            xytext=(at, low),
            arrowprops={"arrowstyle": "-|>", "color": style.INK},
        )
        axes.text(*place, words, fontsize=10.5, va="center")
    axes.set(xlim=(0, 10), ylim=(0, 10.4), xlabel="Stimulus (touch, prick, heat)", ylabel="Pain")
    axes.set_xticks([])
    axes.set_yticks([])
    return (
        "A schematic without data. Pain against the strength of a stimulus, twice. In the usual "
        "state (dashed) a light touch does not hurt and a prick hurts a little. In the sensitised "
        "state (solid) the curve stands further to the left: the touch hurts, which is called "
        "allodynia, and the prick hurts more, which is called hyperalgesia."
    )


def quick_and_slow(figure: Figure) -> str:
    """Draw two delays behind the same half-hour infusion, each as a share of its own peak."""
    axes = figure.add_axes((0.09, 0.19, 0.89, 0.78))
    minutes = np.geomspace(2, 60 * 24 * 60, 400)
    doses = model.SCHEDULES[SHORT]()
    quick = pk.simulate(
        doses, times_min=minutes, model="noppers2011",
        effect_half_time_min=published("olofsen2012-ke0-pain"),
    )  # fmt: skip
    slow = model.relief_course(doses, times_d=minutes / 1440)
    lines = (
        (quick.plasma_ng_per_ml, style.KETAMINE, "plasma"),
        (quick.effect_ng_per_ml, looks.VENOUS, "acute pain: 11.8 min"),
        (slow.signal_ng_per_ml, looks.EFFECT, "pain in CRPS: 10.9 days"),
    )
    places = ((7, 104), (430, 42), (5200, 104))
    gone = []
    for (level, look, words), place in zip(lines, places, strict=True):
        share = 100 * level / level.max()
        axes.plot(minutes, share, **look.as_line(linewidth=2.6))
        axes.text(*place, words, color=look.colour, fontsize=10.5, ha="center")
        top = int(np.argmax(share))
        gone.append(float(np.interp(-50, -share[top:], minutes[top:])))
    axes.set_xscale("log")
    axes.set_xticks(
        [10, 60, 360, 1440, 7 * 1440, 30 * 1440],
        ["10 min", "1 h", "6 h", "1 day", "1 week", "30 days"],
    )
    axes.minorticks_off()
    axes.set(xlim=(2, 60 * 1440), ylim=(0, 116), ylabel="Share of its own peak (%)")
    axes.set_xlabel("Time since the start of 20 mg S-ketamine in 30 min")
    return (
        "Three modelled lines after 20 mg of S-ketamine in 30 min, each as a share of its own "
        f"peak, on a log time axis. Plasma is down to half after {gone[0]:.0f} min. A quick site, "
        f"fitted to acute pain (half-life 11.8 min), follows: half after {gone[1]:.0f} min. The "
        f"slow signal, fitted to CRPS (half-life 10.9 days), still climbs when the drug is nearly "
        f"gone, and is down to half after {gone[2] / 1440:.0f} days. Shares say nothing about size."
    )


# The hero panel -----------------------------------------------------------------------------------


def relief_stays(
    figure: Figure,
    *,
    schedule: str,
    stop_d: float = model.TRIAL_D,
    half_life_d: float = model.PUBLISHED.half_life_d,
    c50: float = model.PUBLISHED.c50_ng_per_ml,
    responder: str = "yes",
) -> str:
    """Draw plasma, the slow signal and relief after an infusion.

    Parameters
    ----------
    figure
        Where to draw.
    schedule
        One of `SCHEDULES`.
    stop_d
        When the long infusion is stopped (d); the short one takes no notice.
    half_life_d, c50
        Half-life of the signal (d), and the signal that holds off half of the pain (ng/mL).
    responder
        "yes" or "no".

    Raises
    ------
    ValueError
        If a value is unknown or out of range.
    """
    for name, value, known in (
        ("schedule", schedule, SCHEDULES),
        ("responder", responder, ("yes", "no")),
    ):
        if value not in known:
            raise ValueError(f"{name} must be one of {list(known)}; {value!r} was given.")
    art = artists(figure, _build)
    numbers = model.PUBLISHED.changed(half_life_d=half_life_d, c50_ng_per_ml=c50)
    stop = float(stop_d) if schedule == LONG else 0.0
    course = _course(schedule, stop, float(half_life_d))
    seen = course.at(LOG_D)
    acts = responder == "yes"
    art.plasma.set_ydata(np.maximum(seen.plasma_ng_per_ml, LOWEST / 10))
    art.signal.set_ydata(np.maximum(seen.signal_ng_per_ml, LOWEST / 10))
    art.c50.set_ydata([c50, c50])
    handle(art.c50, y="c50")
    end_d = stop or 0.5 / 24
    art.stop.set_xdata([end_d, end_d])
    art.stop_words.set_x(1.12 * end_d)
    handle(art.stop, x="stop_d", x_at=lambda day: day if schedule == LONG else None)
    low, high = _band(schedule, stop)
    art.band.set_verts([np.r_[np.c_[LINEAR_D, low], np.c_[LINEAR_D, high][::-1]]])
    relief = model.relief_of(course.signal_ng_per_ml, numbers)
    art.band.set_visible(acts)
    art.relief.set_ydata(100 * acts * relief)
    level, _, best_d = course.best()
    best = float(model.relief_of(level, numbers))
    falling = best_d < LINEAR_D
    half_d = float(np.interp(-best / 2, -relief[falling], LINEAR_D[falling]))
    art.half.set_data([half_d], [50 * best * acts])
    art.half.set_visible(acts)
    art.half_words.set_text(
        f"half of its best: day {half_d:.0f}" if acts else "no response: no relief"
    )
    art.half_words.set_position((min(half_d + 3, 44), max(50 * best * acts + 5, 7)))
    left = float(np.interp(DAY_28, LINEAR_D, relief))
    plasma = float(np.interp(DAY_28, LINEAR_D, course.plasma_ng_per_ml))
    peak = float(course.at([end_d]).plasma_ng_per_ml[0])  # it rises as long as the pump runs
    given = f", stopped on day {rounded(stop, 2)}" if schedule == LONG else ""
    said = (
        f"{schedule}{given}: plasma peaks at {peak:.0f} ng/mL, the signal at {rounded(level, 2)}. "
    )
    if not acts:
        return said + "In somebody who does not respond, the same signal brings no relief."
    there = "under 0.1" if plasma < 0.1 else rounded(plasma, 1)
    return said + (
        f"Relief is best on day {best_d:.1f}, {_percent(best)} of the pain; "
        f"half of that is left on day {half_d:.0f}. On day 28, with {there} ng/mL in plasma, "
        f"{_percent(left)} is held off. "
        "Band: the published intervals of half-life and C50."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.{0 if share > 0.1 else 1}f}%"


@lru_cache(maxsize=256)
def _doses(schedule: str, stop_d: float) -> list[pk.Dose]:
    return model.trial_infusion(stop_d) if schedule == LONG else model.SCHEDULES[SHORT]()


@lru_cache(maxsize=256)
def _course(schedule: str, stop_d: float, half_life_d: float) -> model.ReliefCourse:
    numbers = model.PUBLISHED.changed(half_life_d=half_life_d)
    return model.relief_course(_doses(schedule, stop_d), times_d=LINEAR_D, numbers=numbers)


@lru_cache(maxsize=256)
def _band(schedule: str, stop_d: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most relief (%) over the ends of both published intervals."""
    numbers = [model.PUBLISHED.changed(c50_ng_per_ml=c50) for c50 in printed_range("dahan2011-c50")]
    reliefs = [
        100 * model.relief_of(_course(schedule, stop_d, half_life_d).signal_ng_per_ml, one)
        for half_life_d in printed_range("dahan2011-thalf")
        for one in numbers
    ]
    return np.min(reliefs, axis=0), np.max(reliefs, axis=0)


def _build(figure: Figure) -> SimpleNamespace:
    top = figure.add_axes((0.1, 0.6, 0.385, 0.33))
    low = figure.add_axes((0.1, 0.13, 0.385, 0.33))
    right = figure.add_axes((0.565, 0.13, 0.42, 0.8))
    for axes in (top, low):
        axes.set(xscale="log", yscale="log", xlim=(1 / 144, 90), ylim=(LOWEST, 1000))
        axes.set_xticks(list(TICKS_D), list(TICKS_D.values()) if axes is low else [])
        axes.minorticks_off()
        axes.set_yticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1,000"])
    top.set_title("Plasma S-ketamine", fontsize=10.5, loc="left")
    top.set_ylabel("ng/mL", fontsize=10)
    low.set_title("Effect signal (never measured)", fontsize=10.5, loc="left")
    low.set_ylabel("as ng/mL in plasma", fontsize=10)
    right.set_title("Pain held off (%)", fontsize=10.5, loc="left")
    right.set(xlim=(0, 90), ylim=(0, 100), xticks=[0, 7, 28, 60, 90], yticks=range(0, 101, 25))
    right.set_xlabel("Days since the start")
    low.set_xlabel("Time since the start")
    art = SimpleNamespace(
        plasma=top.plot(LOG_D, 0 * LOG_D + 1, **style.KETAMINE.as_line(linewidth=2.6))[0],
        stop=top.axvline(1, color=style.INK, linestyle=(0, (4, 2)), linewidth=2),
        stop_words=top.text(1, 420, "pump stops", fontsize=9.5, va="center", color=style.QUIET),
        signal=low.plot(LOG_D, 0 * LOG_D + 1, **looks.EFFECT.as_line(linewidth=3))[0],
        c50=low.axhline(10, color=style.INK, linestyle=(0, (4, 2)), linewidth=2),
        c50_words=low.text(
            0.985, 0.93, "broken: C50, half of the pain held off", transform=low.transAxes,
            fontsize=9.5, ha="right", va="top", color=style.QUIET,
        ),
        band=right.fill_between(LINEAR_D, 0, 1, color=style.HAIRLINE, linewidth=0),
        relief=right.plot(LINEAR_D, 0 * LINEAR_D, **style.KETAMINE.as_line(linewidth=2.8))[0],
        half=right.plot([], [], color=style.INK, zorder=4, **looks.CURSOR)[0],
        half_words=right.text(0, 0, "", fontsize=10.5),
    )  # fmt: skip
    moves(art.plasma, art.stop, art.stop_words, art.signal, art.c50, art.c50_words)
    moves(art.band, art.relief, art.half, art.half_words)
    for axes in (top, low, right):
        moves(*axes.spines.values())
    return art
