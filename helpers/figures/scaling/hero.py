"""The hero panel of lesson 16, *Scale it*, and the still picture that answers its prediction."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.scaling.looks import (
    CLINIC,
    PATTERNS,
    RULE_WORDS,
    TREATMENT_WORDS,
    points,
    times,
)
from helpers.figures.words import rounded
from helpers.simulations.harm import scaling

X_LIM, Y_LIM = (0.07, 150.0), (0.5, 330.0)
RATIO_LIM = (0.03, 1500.0)
#: Where the label of a study stands: points right and up of its mark, and how it is set.
LABELS = {
    "Olney 1989": ("rat, 40", 0, -21, "center"),
    "Label": ("rat, 20", 0, 9, "center"),
    "Table of 2021": ("rat, 60", 8, -4, "left"),
    "Venâncio 2011": ("rat, 5", 7, 6, "left"),
    "Venâncio 2011 at 10": ("rat, 10", 9, -4, "left"),
    "Tan 2011": ("mouse, 30", 8, -4, "left"),
    "Nagy 2015": ("mouse, 20", 0, -15, "center"),
    "Sun 2014": ("monkey, 1", 0, 14, "center"),
    "Sun 2014 at 1 month": ("monkey, 1", -8, -4, "right"),
}
CLINIC_LABELS = {
    "one infusion": ("one infusion", 0, 9, "center"),
    "weekly infusions": ("infusions", -3, -16, "center"),
    "esketamine": ("esketamine", 0, 9, "center"),
    "one induction": ("induction", 2, -15, "center"),
}
TOTALS = (1, 10, 100, 1000)
#: The key above the map: place along it, words, colour.
KEY = (
    (0.0, "● soon after", PATTERNS["acute"].colour),
    (0.2, "▲ after weeks or months", PATTERNS["months"].colour),
    (0.57, "hollow: none found", style.INK),
    (0.87, "◆ people", style.QUIET),
)


def scale_it(
    figure: Figure,
    *,
    animal: str,
    dose_mg_per_kg: float,
    doses: int,
    rule: str,
    beside: str,
    counted: str,
) -> str:
    """Draw doses given to animals, what a rule makes of them, and treatments of people.

    Parameters
    ----------
    figure
        Where to draw.
    animal
        ``"mouse"``, ``"rat"`` or ``"monkey"``.
    dose_mg_per_kg
        One dose as it was given (mg/kg).
    doses
        How many doses.
    rule
        One of `scaling.RULES`.
    beside
        The treatment that is compared: a name of `scaling.schedules`.
    counted
        ``"all"`` of a dose, or its ``"S form"`` only.
    """
    art = artists(figure, _build)
    one = scaling.Study(
        "yours", animal, "", float(dose_mg_per_kg), "", int(doses), False, "", "", "", ""
    )
    treatment = scaling.schedule(beside)
    scaled, total = one.scaled(rule), one.total(rule)
    in_all = scaling.margin(one, treatment, rule, counted)
    each = in_all * treatment.doses / one.doses
    for known, (mark, label) in art.studies.items():
        study = scaling.study(known)
        mark.set_data([study.scaled(rule)], [study.doses])
        label.xy = (study.scaled(rule), study.doses)
    right = rule == "per kilogram"  # where treatments stand on its left
    short = art.studies["Sun 2014 at 1 month"][1]
    short.set(ha="left" if right else "right", position=(9 if right else -8, -4))
    art.given.set_data([dose_mg_per_kg], [doses])
    art.arrow.set_data([dose_mg_per_kg, scaled], [doses, doses])
    art.cursor.set_data([scaled], [doses])
    art.same.set_data(X_LIM, np.array(total) / X_LIM)
    for line, text, ratio in zip(art.bars, art.shown, (each, in_all), strict=True):
        line.set_ydata([1.0, np.clip(ratio, *RATIO_LIM)])
        text.set_text(times(ratio))
        text.set_y(np.clip(max(ratio, 1.0) * 1.3, 0.2, RATIO_LIM[1] / 3))
    art.head.set_text(f"Animal over\n{TREATMENT_WORDS[beside][1]}")
    return _words(one, scaled, treatment, each, in_all, rule, counted)


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.085, 0.125, 0.625, 0.785))
    log_axis(axes.xaxis, *X_LIM, [0.1, 0.5, 2, 10, 40, 100])
    log_axis(axes.yaxis, *Y_LIM, [1, 10, 30, 100, 180])
    axes.set(xlabel="One dose, scaled to a person (mg/kg)", ylabel="Number of doses")
    for total in TOTALS:
        axes.plot(X_LIM, total / np.array(X_LIM), color=style.HAIRLINE, linewidth=1, zorder=0)
    for total, x, y in ((1, 0.34, 3), (10, 3.4, 3), (100, 34, 3)):
        axes.text(x, y, f"{total:,} mg/kg in all", rotation=-37, fontsize=9, color=style.QUIET,
                  ha="center", va="bottom", rotation_mode="anchor")  # fmt: skip
    (same,) = axes.plot([], [], linestyle=":", color=style.KETAMINE.colour, linewidth=1.2)
    for name, treatment in scaling.schedules().items():
        axes.plot(treatment.dose_mg_per_kg, treatment.doses,
                  **points(CLINIC, markersize=6.5, zorder=4))  # fmt: skip
        moves(_label(axes, CLINIC_LABELS[name], treatment.dose_mg_per_kg, treatment.doses,
                     style.QUIET))  # fmt: skip
    studies = {}
    for name, words in LABELS.items():
        study = scaling.study(name)
        look = PATTERNS[study.pattern]
        (mark,) = axes.plot([], [], **points(look, study.effect, zorder=3))
        studies[name] = mark, _label(axes, words, 1, 1, style.INK)
    (arrow,) = axes.plot([], [], color=style.KETAMINE.colour, linewidth=2.4, zorder=5)
    (cursor,) = axes.plot([], [], "|", color=style.KETAMINE.colour, markersize=20,
                          markeredgewidth=3.4, zorder=6)  # fmt: skip
    (given,) = axes.plot([], [], "o", color=style.KETAMINE.colour, markersize=14,
                         markerfacecolor="none", markeredgewidth=2, zorder=6)  # fmt: skip
    handle(given, x="dose_mg_per_kg", y="doses")
    side = figure.add_axes((0.8, 0.125, 0.195, 0.66))
    log_axis(side.yaxis, *RATIO_LIM, [0.1, 1, 10, 100, 1000], "0.1", "1", "10", "100", "1,000")
    side.set_xlim(-0.55, 1.55)
    side.set_xticks([0, 1], ["one\ndose", "in all"])
    side.set_ylabel("Times as much", labelpad=1)
    side.axhline(1, **CLINIC.as_line(linewidth=1.3))
    bars = [side.plot([x, x], [1, 1], color=style.KETAMINE.colour, linewidth=11,
                      solid_capstyle="butt")[0] for x in (0, 1)]  # fmt: skip
    shown = [side.text(x, 1, "", ha="center", va="bottom", fontsize=10, fontweight="bold",
                       bbox=style.BACKED, zorder=8) for x in (0, 1)]  # fmt: skip
    head = figure.text(0.745, 0.975, "", fontsize=11, fontweight="bold", va="top")
    for x, words, colour in KEY:
        axes.text(x, 1.035, words, transform=axes.transAxes, fontsize=9.5, color=colour)
    moves(same, arrow, cursor, given, head, *bars, *shown)
    for mark, label in studies.values():
        moves(mark, label)
    return SimpleNamespace(studies=studies, same=same, arrow=arrow, cursor=cursor,
                           given=given, bars=bars, shown=shown, head=head)  # fmt: skip


def _label(axes, words, x: float, y: float, colour: str):
    text, right, up, side = words
    return axes.annotate(text, (x, y), xytext=(right, up), textcoords="offset points", ha=side,
                         fontsize=9, color=colour, annotation_clip=True,
                         bbox=style.BACKED)  # fmt: skip


def _words(one, scaled, treatment, each, in_all, rule, counted) -> str:
    many = "one dose" if one.doses == 1 else f"{one.doses} doses"
    all_s = counted == "S form"
    totals = [rounded(one.total(rule) * (0.5 if all_s else 1), 2), treatment.total(counted)]
    single, whole = TREATMENT_WORDS[treatment.name]
    return (
        f"{one.animal.capitalize()}: {many} of {rounded(one.dose_mg_per_kg)} mg/kg. "
        f"{RULE_WORDS[rule]}, one is {rounded(scaled, 2)} mg/kg in a person"
        f"{', half of it S form' if all_s else ''}: {times(each)} {single}. In all {totals[0]} "
        f"mg/kg{' of S form' if all_s else ''}, {times(in_all)} {whole} ({rounded(totals[1], 2)})."
    )


def four_doses(figure: Figure) -> str:
    """Draw the four doses of the prediction, as given and scaled by body surface."""
    names = ("Olney 1989", "Label", "Tan 2011", "Sun 2014")
    figure.clear()
    axes = figure.add_axes((0.2, 0.17, 0.76, 0.72))
    found = []
    for place, name in enumerate(names):
        study = scaling.study(name)
        look, given, person = PATTERNS[study.pattern], study.dose_mg_per_kg, study.scaled()
        axes.plot([given, person], [place, place], **look.as_line(linewidth=2.4))
        axes.plot(given, place, **points(look, study.effect, markersize=9))
        axes.plot(person, place, "|", color=look.colour, markersize=22, markeredgewidth=3.4)
        axes.text(person, place - 0.3, rounded(person, 2), ha="center", fontsize=10)
        found.append(f"{study.animal} {given:g} becomes {rounded(person, 2)}")
    infusion = scaling.schedule("one infusion").dose_mg_per_kg
    axes.axvline(infusion, **CLINIC.as_line(linewidth=1.4))
    axes.text(infusion * 1.06, 3.42, "one infusion, 0.5", fontsize=10, color=style.QUIET)
    log_axis(axes.xaxis, 0.2, 60, [0.2, 0.5, 1, 2, 5, 10, 20, 40])
    axes.set(ylim=(3.6, -0.6), xlabel="Dose (mg/kg)")
    shown = [scaling.study(name) for name in names]
    axes.set_yticks(range(4), [f"{one.animal}, {one.dose_mg_per_kg:g} mg/kg" for one in shown])
    axes.set_title("Points: as given. Bars across a line: scaled to a person", fontsize=11)
    return f"Scaled by body surface (mg/kg): {'; '.join(found)}. One infusion is 0.5 mg/kg."
