"""The hero panel of lesson 02, where is the drug, and the figure that answers its prediction."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import corner, log_axis
from helpers.figures.pharmacokinetics import looks
from helpers.figures.words import rounded
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of, within
from helpers.simulations.units import ng_per_ml_from_um

BOLUS_MG = 140.0  # 2 mg/kg in 70 kg, over a minute
FIRST_MIN, LAST_MIN = pk.MIXING_MIN, 240.0
#: Words of the control, and for each the parameter set and the form that it was fitted to.
SETS = {
    "Kamp": ("kamp2020", "racemate"),
    "Noppers (S)": ("noppers2011", "S"),
    "Clements": ("clements1981", "racemate"),
    "Domino": ("domino1982", "racemate"),
}
TWO_SPACES = "Clements"  # the set without a slow compartment
TIMES_MIN = np.geomspace(FIRST_MIN, LAST_MIN, 241)
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2}
#: The end of a bar is a line, so that a live panel leaves the end before it as a ghost.
BAR_END = {"markersize": 36, "markeredgewidth": 1.6}
HOLD_MIN = 3.0  # where the waking line is taken hold of: away from the curve
NAMED_AT = {"central": (4, 86), "fast": (9, 62), "slow": (55, 65), "eliminated": (110, 30)}


def where_is_the_drug(
    figure: Figure, *, minutes: float, waking_ng_per_ml: float, parameter_set: str
) -> str:
    """Draw the level after a bolus, and where the dose is at one moment.

    ``minutes`` since the bolus are 2 to 240; at ``waking_ng_per_ml`` people are taken to wake; the
    set is a key of `SETS`.
    """
    within("minutes", minutes, FIRST_MIN, LAST_MIN, scalar=True)
    course, level = _course(one_of("parameter_set", parameter_set, SETS))
    art = artists(figure, _build)
    now = course.at([minutes])
    here = float(now.plasma_ng_per_ml[0])
    wakes_min = float(np.interp(-waking_ng_per_ml, -level, TIMES_MIN))
    awake = here <= waking_ng_per_ml

    art.level.set_ydata(level)
    art.now.set_data([minutes], [here])
    art.waking.set_ydata([waking_ng_per_ml] * 2)
    art.hold.set_ydata([waking_ng_per_ml])
    art.waking_label.set(y=waking_ng_per_ml * 1.06, text=f"waking level {waking_ng_per_ml:.0f}")
    art.wakes.set_data([wakes_min] * 2, [art.floor, waking_ng_per_ml])
    art.wakes_label.set(x=wakes_min * 1.05, text=f"{wakes_min:.0f} min")
    art.state.set_text("awake" if awake else "asleep")
    art.state.set_color(style.INK if awake else style.QUIET)
    shares = [float(now.shares[key][0]) for key, *_ in looks.PLACES]
    for bar, label, share in zip(art.bars, art.labels, shares, strict=True):
        bar.set_width(100 * share)
        label.set(x=100 * share + 2, text=f"{share:.0%}")
    art.ends.set_xdata(np.multiply(shares, 100))
    two_spaces = parameter_set == TWO_SPACES
    art.labels[2].set(fontweight="normal" if two_spaces else "bold", fontsize=10 + (not two_spaces))
    if two_spaces:
        art.labels[2].set_text("no such space in this set")
    art.heading.set_text(f"The dose after {rounded(minutes)} min")
    central, fast, slow, gone = shares
    slow_words = "" if two_spaces else f", {slow:.0%} in slow tissue"
    return (
        f"{rounded(minutes)} min after the bolus ({parameter_set} set) the level is {here:,.0f} "
        f"ng/mL, {'below' if awake else 'above'} the waking level of {waking_ng_per_ml:.0f}, which "
        f"is reached after {wakes_min:.1f} min. Of the dose {central:.0%} is in blood and fast "
        f"organs, {fast:.0%} in fast tissue{slow_words}, and {gone:.0%} is eliminated."
    )


def at_waking(figure: Figure) -> str:
    """Draw the shares of the dose over time, with the moment of waking."""
    figure.clear()
    axes = figure.add_axes((0.09, 0.15, 0.88, 0.74))
    course, _ = _course("Kamp")
    level = float(ng_per_ml_from_um(fact("idvall1979-recovery").value))
    wakes_min = course.falls_below_min(level)
    shares = {key: 100 * course.shares[key] for key, *_ in looks.PLACES}
    lower = np.zeros_like(TIMES_MIN)
    for key, words, look, hatch in reversed(looks.PLACES):
        upper = lower + shares[key]
        face = {"facecolor": look.colour, "alpha": 0.35, "hatch": hatch, "linewidth": 0}
        axes.fill_between(TIMES_MIN, lower, upper, **face)
        axes.plot(TIMES_MIN, upper, color=look.colour, linewidth=1.2)
        name = words.replace("\n", " ")
        axes.text(*NAMED_AT[key], name, ha="center", va="center", bbox=PAPER, fontsize=10.5)
        lower = upper
    axes.axvline(wakes_min, color=style.INK, linewidth=1.6)
    gone = float(course.at([wakes_min]).shares["eliminated"][0])
    words = f"level {level:.0f} ng/mL\n{gone:.0%} eliminated"
    axes.text(wakes_min * 0.94, 6, words, ha="right", fontweight="bold", bbox=PAPER)
    _minutes(axes)
    axes.set(ylim=(0, 100), ylabel="Share of the dose (%)")
    axes.set_title("Where 2 mg/kg is, Kamp set")
    return (
        f"Stacked shares of the dose from 2 to 240 min. When the level has fallen to {level:.0f} "
        f"ng/mL, after {wakes_min:.0f} min, {gone:.0%} of the dose has been eliminated. The rest "
        "is still in the body, most of it in fast and slow tissue."
    )


@lru_cache(maxsize=8)
def _course(parameter_set: str) -> tuple[pk.Course, np.ndarray]:
    name, form = SETS[parameter_set]
    dose = pk.Dose(BOLUS_MG, form=form, duration_min=1)
    course = pk.simulate(dose, model=name, times_min=TIMES_MIN)
    return course, course.plasma_ng_per_ml


def _minutes(axes) -> None:
    log_axis(axes.xaxis, FIRST_MIN, LAST_MIN, [2, 5, 10, 20, 60, 120, 240])
    axes.set_xlabel("Minutes since the bolus")


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.115, 0.14, 0.43, 0.76))
    right = figure.add_axes((0.68, 0.14, 0.29, 0.76))
    ticks, floor = [30, 100, 300, 1000, 3000], 20.0
    log_axis(left.yaxis, floor, 8000, ticks, *(f"{tick:,}" for tick in ticks))
    right.set_xticks([0, 50, 100])
    _minutes(left)
    left.set(ylabel="Level, total (ng/mL)", title="The level")
    rows = np.arange(len(looks.PLACES))[::-1]
    bar = {"height": 0.62, "edgecolor": "white", "linewidth": 0}
    bars = [
        right.barh(row, 0, facecolor=look.colour, hatch=hatch, **bar)[0]
        for row, (_, _, look, hatch) in zip(rows, looks.PLACES, strict=True)
    ]
    right.set_yticks(rows, [words for _, words, _, _ in looks.PLACES])
    right.set(xlim=(0, 116), ylim=(-0.6, 3.6), xlabel="Share of the dose (%)")
    right.tick_params(axis="y", length=0)
    quiet = {"color": style.QUIET, "linewidth": 1.2}
    heavy = {"fontweight": "bold", "va": "center", "bbox": PAPER | {"pad": 1}}
    end = {"linestyle": "none", "marker": "|", "color": style.INK} | BAR_END
    art = SimpleNamespace(
        level=left.plot(TIMES_MIN, np.full_like(TIMES_MIN, 100.0), **style.KETAMINE.as_line())[0],
        now=left.plot([], [], color=style.INK, zorder=5, **looks.CURSOR)[0],
        waking=left.axhline(642, linestyle="--", **quiet),
        hold=left.plot([HOLD_MIN], [642], marker="_", markersize=14, markeredgewidth=3, **quiet)[0],
        waking_label=left.text(230, 700, "", ha="right", va="bottom", fontsize=10),
        wakes=left.plot([], [], ":", **quiet)[0],
        wakes_label=left.text(16, floor * 1.15, "", fontsize=10, color=style.QUIET),
        state=corner(left, 0.97, 0.95, "", fontweight="bold"),
        ends=right.plot(0 * rows, rows, **end)[0],
        heading=right.set_title("", loc="left"),
    )
    moves(*vars(art).values())
    art.floor, art.bars = floor, bars
    art.labels = [right.text(0, row, "", **heavy) for row in rows]
    handle(art.now, x="minutes")
    handle(art.hold, y="waking_ng_per_ml")
    moves(*bars, *art.labels, *left.spines.values(), *right.spines.values())
    return art
