"""Counts and correlations: one spray by several rulers, and what shares how much with relief."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.axes import fresh
from helpers.simulations.perception import pairs_behind
from helpers.simulations.statistics import correlation_interval

DRUG = style.Look(style.KETAMINE.colour, "-", "o")
PLACEBO = style.CONTROL
#: Words of a row, its fact with the spray, its fact with placebo ("" where none is printed).
RULERS = (
    ("CADSS over 4, with a rise", "esketamine-cadss-rate-drug", "esketamine-cadss-rate-placebo"),
    ("adverse reaction, 4-week trials", "label-dissociation-esk", "label-dissociation-pbo"),
    ("adverse reaction, all blinded trials", "esketamine-dissociation-ae", ""),
    ("told without being asked, week 1", "williamson2022-week1-dissociation", ""),
    ("sedation: scale", "label-sedation-scale", ""),
    ("sedation: adverse reaction", "label-sedation-esk", "label-sedation-pbo"),
)
GAP_BEFORE = "sedation: scale"


def rulers(figure: Figure) -> str:
    """Draw how many patients dissociated on one nasal spray, by the way of counting."""
    axes = fresh(figure)
    places, place = [], 0.0
    for words, drug, placebo in RULERS:
        place += 1.6 if words == GAP_BEFORE else 1.0
        places.append(place)
        _point(axes, fact(drug), place, DRUG)
        if placebo:
            _point(axes, fact(placebo), place, PLACEBO)
    axes.set(xlim=(0, 100), ylim=(place + 0.6, 0.4), xlabel="Patients (%)")
    axes.set_yticks(places, [words for words, *_ in RULERS], fontsize=10)
    axes.tick_params(axis="y", length=0)
    axes.plot([], [], DRUG.marker, color=DRUG.colour, label="esketamine spray")
    axes.plot([], [], PLACEBO.marker, color=PLACEBO.colour, label="placebo spray")
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.62))
    scale, blind = fact("esketamine-cadss-rate-drug"), fact("esketamine-dissociation-ae")
    week = fact("williamson2022-week1-dissociation")
    return (
        f"One nasal spray by several rulers, patients in %. Dissociation: {scale.low:g} to "
        f"{scale.high:g} by the CADSS, {fact('label-dissociation-esk').value:g} and "
        f"{blind.value:g} as an adverse reaction, {week.value:g} told without being asked in week "
        f"1. Sedation: 48 to 61 by a scale, 22.8 as an adverse reaction. Placebo lies far lower."
    )


def _point(axes: Axes, found, place: float, look: style.Look) -> None:
    """Draw a value, or a range without one."""
    if found.value is None:
        middle, half = (found.low + found.high) / 2, (found.high - found.low) / 2
        bar = {"color": look.colour, "linestyle": "none", "linewidth": 2.5, "capsize": 5}
        axes.errorbar([middle], [place], xerr=[half], **bar)
        axes.plot([found.low, found.high], [place, place], look.marker, color=look.colour)
    else:
        axes.plot([found.value], [place], look.marker, color=look.colour, markersize=8)


def carries(figure: Figure) -> str:
    """Draw the correlations of dissociation with relief, on one convention of sign."""
    figure.clear()
    axes = figure.add_axes((0.36, 0.36, 0.6, 0.56))
    count = figure.add_axes((0.36, 0.1, 0.6, 0.09))
    names = []
    for words, one, p in (
        ("Luckenbaugh 2014, 230 min", "luckenbaugh2014-dissociation-230min", 0.007),
        ("Luckenbaugh 2014, day 7", "luckenbaugh2014-dissociation-day7", 0.010),
    ):
        r, pairs = fact(one).value, pairs_behind(fact(one).value, p)[0]
        low, high = correlation_interval(r, pairs)
        names.append(f"{words} (about {pairs} pairs)")
        axes.errorbar([r], [len(names)], xerr=[[r - low], [high - r]], **style.MEASURED.as_points())
    shared = fact("dahan2024-r2")
    ends = [-((shared.high / 100) ** 0.5), -((shared.low / 100) ** 0.5)]
    names.append("Dahan 2024, pooled, 471 patients (from R²)")
    axes.plot(ends, [len(names)] * 2, "D-", color=style.MEASURED.colour, linewidth=2)
    pooled = fact("psychomimetic-outcome-meta-r")
    names.append("another pooling, 11 studies: sign not said")
    for side in (-1, 1):
        axes.plot(
            [side * pooled.value], [len(names)], "o", color=style.INK, markerfacecolor="white"
        )
    axes.plot([-pooled.high, pooled.high], [len(names)] * 2, ":", color=style.INK, zorder=0)
    names.append("Chen 2022, spray: near zero, no number")
    axes.plot([0], [len(names)], "s", color=style.INK, markerfacecolor="white", markersize=9)
    axes.axvline(0, color=style.QUIET, linewidth=1, zorder=0)
    axes.set(xlim=(-0.72, 0.35), ylim=(len(names) + 0.6, 0.4), xlabel="Correlation r")
    axes.set_yticks(range(1, len(names) + 1), names, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.text(-0.7, 0.3, "← more dissociation, more relief", fontsize=10, va="bottom")
    _draw_votes(count)
    return (
        "Correlations of dissociation with relief; left of zero more dissociation goes with more "
        "relief. Luckenbaugh 2014: −0.35 and −0.41 with wide intervals. Dahan 2024, pooled: "
        "−0.32 to −0.22, from 5 to 10% of shared variance. Another pooling: 0.06 with the sign not "
        "said. Chen 2022, spray: close to zero. Below, Gonçalves 2024: of 25 studies of "
        "mood disorders 12 found a relation, 12 none, 1 the opposite."
    )


def _draw_votes(axes: Axes) -> None:
    looks = (("positive", "#0072B2"), ("none", "#BBBBBB"), ("negative", "#E69F00"))
    left = 0.0
    for name, colour in looks:
        votes = fact(f"goncalves2024-mood-{name}").value
        axes.barh([0], [votes], left=left, color=colour, edgecolor="white")
        dark = "white" if name == "positive" else style.INK
        axes.text(left + votes / 2, 0, f"{votes:g}", ha="center", va="center", color=dark)
        left += votes
    axes.set(xlim=(0, left), yticks=[0], xticks=[])
    axes.set_yticklabels(["25 studies of mood: related, not, opposite"], fontsize=9)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
