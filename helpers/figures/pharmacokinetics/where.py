"""Where the drug is: the body in outline, the hero panel, and the answer to the prediction."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyBboxPatch

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
#: Before two minutes no compartment model is right: the blood is not mixed yet.
FIRST_MIN, LAST_MIN = 2.0, 240.0
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
PER_L = 0.1  # area of a box of the body for each litre: the boxes are drawn to scale
BLOOD, BRAIN = (5.75, 6.55), (5.75, 9.35)


def body(figure: Figure) -> str:
    """Draw where the drug goes and where blood is taken, with the volumes to scale."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(-2.6, 18.2), ylim=(-0.2, 10.6))
    axes.set_axis_off()
    known = pk.model("kamp2020")
    _outline(axes)
    _box(axes, BLOOD, 2.45, "blood and fast\norgans ", looks.CENTRAL, known.v_central_l)
    _box(axes, (13.0, 8.3), 2.9, "fast tissue\n", looks.FAST, known.v_fast_l)
    _box(axes, (14.0, 4.0), 5.0, "slow tissue\n", looks.SLOW, known.v_slow_l)
    face = {"facecolor": style.TINT, "edgecolor": style.PROTEIN_EDGE, "lw": 1.4, "zorder": 3}
    for at, organ in (((4.95, 4.75), "liver"), ((5.75, 2.75), "gut"), (BRAIN, "brain")):
        axes.add_patch(Ellipse(at, 1.7, 1.0, **face))
        axes.text(*at, organ, ha="center", va="center", fontsize=10, zorder=4)
    _flows(axes, known)
    _catheters(axes)
    return (
        "A body in outline. A drip runs into a vein of one arm and so into the blood and the "
        f"organs that fill at once, {known.v_central_l:g} L. Drug goes to and fro between blood "
        f"and two further spaces, drawn to scale: fast tissue, {known.v_fast_l:g} L, and slow "
        f"tissue, {known.v_slow_l:g} L. The brain follows with a half-time of "
        f"{pk.EFFECT_HALF_TIME_MIN:g} min. The liver removes drug and makes norketamine; what is "
        "swallowed meets gut wall and liver first. One catheter samples an artery, another a vein."
    )


def _outline(axes: Axes) -> None:
    skin = {"color": style.MEMBRANE, "zorder": 0}
    for x in (2.5, 9.0):
        shoulder = 4.3 if x < BLOOD[0] else 7.2
        axes.plot([shoulder, x], [7.35, 3.3], linewidth=25, solid_capstyle="round", **skin)
    face = {"facecolor": style.MEMBRANE, "edgecolor": "none", "zorder": 0}
    trunk = "round,pad=0.55,rounding_size=1.2"
    axes.add_patch(FancyBboxPatch((4.3, 0.9), 2.9, 6.7, boxstyle=trunk, **face))
    axes.plot([5.75, 5.75], [8.0, 9.0], linewidth=26, solid_capstyle="butt", **skin)
    axes.add_patch(Ellipse(BRAIN, 2.5, 2.1, **face))


def _box(
    axes: Axes, at: tuple[float, float], width: float, words: str, look: style.Look, litres: float
) -> None:
    """Draw a space, its area to scale."""
    height = litres * PER_L / width
    corner = (at[0] - width / 2, at[1] - height / 2)
    how = {"facecolor": "white", "edgecolor": look.colour, "linewidth": 2.2, "zorder": 3}
    box = FancyBboxPatch(corner, width, height, boxstyle="round,pad=0.08", **how)
    axes.add_patch(box).set_linestyle(look.line)
    axes.text(*at, f"{words}{litres:g} L", ha="center", va="center", fontsize=10, zorder=4)


def _flows(axes: Axes, known: pk.ParameterSet) -> None:
    to, both = "-|>", "<|-|>"
    for start, end, tips, colour in (
        ((7.15, 6.85), (11.4, 8.1), both, style.INK),
        ((7.15, 6.3), (11.35, 4.9), both, style.INK),
        ((5.75, 7.3), (5.75, 8.8), both, looks.EFFECT.colour),
        ((5.25, 5.85), (5.05, 5.3), both, style.INK),
        ((5.55, 3.25), (5.1, 4.2), to, style.INK),
        ((4.05, 4.75), (0.9, 4.75), to, looks.ELIMINATED.colour),
        ((0.9, 2.3), (4.8, 2.7), to, style.INK),
        ((0.9, 6.9), (3.2, 5.5), to, looks.CENTRAL.colour),
    ):
        arrow = {"arrowstyle": tips, "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", xy=end, xytext=start, zorder=5, arrowprops=arrow)
    axes.text(9.2, 7.95, f"{known.q_fast_l_per_h:g} L/h", ha="center", fontsize=10)
    axes.text(9.6, 5.85, f"{known.q_slow_l_per_h:g} L/h", ha="left", fontsize=10)
    axes.text(7.2, 9.4, f"half-time {pk.EFFECT_HALF_TIME_MIN:g} min", fontsize=10, va="center")
    axes.text(6.0, 3.8, "first pass", fontsize=10, va="center")
    out = f"out: {known.clearance_l_per_h:g} L/h,\nmost becomes\nnorketamine"
    for y, words in ((4.75, out), (2.2, "swallowed"), (7.1, "drip into\na vein")):
        axes.text(0.75, y, words, ha="right", va="center", fontsize=10)


def _catheters(axes: Axes) -> None:
    for at, end, look, words in (
        ((8.55, 4.45), (8.05, 0.75), looks.VENOUS, "vein: after the arm has taken its share"),
        ((9.0, 3.3), (9.0, 1.75), looks.ARTERIAL, "artery: what the organs receive"),
    ):
        axes.plot(*at, look.marker, color=look.colour, markersize=9, zorder=6)
        axes.plot([at[0], end[0]], [at[1], end[1]], color=look.colour, linewidth=1.2)
        axes.text(end[0], end[1] - 0.12, words, fontsize=10, va="top", color=look.colour)


def where_is_the_drug(
    figure: Figure, *, minutes: float, waking_ng_per_ml: float, parameter_set: str
) -> str:
    """Draw the level after a bolus, and where the dose is at one moment.

    ``minutes`` since the bolus are 2 to 240; at ``waking_ng_per_ml`` people are taken to wake; the
    set is a key of `SETS`.
    """
    within("minutes", minutes, FIRST_MIN, LAST_MIN, scalar=True)
    course = _course(one_of("parameter_set", parameter_set, SETS))
    level = course.plasma_ng_per_ml
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
    course = _course("Kamp")
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
def _course(parameter_set: str) -> pk.Course:
    name, form = SETS[parameter_set]
    return pk.simulate(pk.Dose(BOLUS_MG, form, duration_min=1), model=name, times_min=TIMES_MIN)


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
    left.set_xlim(0.9 * FIRST_MIN, 1.05 * LAST_MIN)  # room for the handle at either end
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
