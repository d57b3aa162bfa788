"""The still pictures of lesson 16: three patterns, the surface rule, when to look, and data."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import log_axis
from helpers.figures.scaling.looks import ACUTE, CLINIC, HOURS, MONTHS, points
from helpers.figures.words import rounded
from helpers.simulations.harm import scaling
from helpers.simulations.statistics import wilson_interval

#: Title, look, and four lines for each pattern: who, what was given, when seen, what came after.
PATTERN_TEXT = (
    ("Vacuoles", ACUTE, ("mature rats", "one high dose", "within hours", "mostly reversed")),
    (
        "Cell death",
        HOURS,
        (
            "unborn and newborn monkeys",
            "5 hours of anaesthesia or more",
            "hours later",
            "cells lost",
        ),
    ),
    (
        "Harm over months",
        MONTHS,
        (
            "adolescent monkeys, mice",
            "weeks to months of doses",
            "at the end, or weeks later",
            "recovery unknown",
        ),
    ),
)
ROWS = ("Who", "Given", "Seen", "After")


def patterns(figure: Figure) -> str:
    """Draw the three kinds of injury side by side: a cell with holes, and dying cells twice."""
    figure.clear()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 9), ylim=(0, 3.6), aspect="equal")
    axes.axis("off")
    for place, (title, look, lines) in enumerate(PATTERN_TEXT):
        centre = 1.95 + 2.75 * place
        axes.text(centre, 3.35, title, ha="center", fontsize=12, fontweight="bold",
                  color=look.colour)  # fmt: skip
        for row, words in enumerate(lines):
            axes.text(centre, 1.25 - 0.34 * row, words, ha="center", fontsize=10)
    for row, words in enumerate(ROWS):
        axes.text(0.08, 1.25 - 0.34 * row, words, fontsize=10, color=style.QUIET)
    _cell(axes, 1.95, 2.3, 0.62, ACUTE.colour)
    for x, y, r in ((-0.14, -0.2, 0.13), (0.16, -0.16, 0.1), (0.0, 0.1, 0.09)):
        axes.add_patch(Circle((1.95 + x, 2.3 + y), r, facecolor="white", edgecolor=ACUTE.colour))
    for x, whole in ((4.05, True), (4.7, False), (5.35, False)):
        _cell(axes, x, 2.3, 0.34 if whole else 0.24, HOURS.colour, hatch="" if whole else "////")
        for turn in () if whole else range(5):
            angle = 1.1 + 2 * np.pi * turn / 5
            spot = (x + 0.33 * np.cos(angle), 2.28 + 0.33 * np.sin(angle))
            axes.add_patch(Circle(spot, 0.05, color=HOURS.colour))
    for x, whole in ((6.5, True), (7.12, False), (7.74, True), (8.36, False)):
        _cell(axes, x, 2.3, 0.34 if whole else 0.24, MONTHS.colour, hatch="" if whole else "////")
    return (
        "Three injuries side by side. Vacuoles: holes inside neurons of mature rats hours after "
        "one high dose, mostly reversed. Cell death: neurons of unborn and newborn monkeys after "
        "five hours of anaesthesia. Harm over months: more dying neurons in adolescent monkeys "
        "after six months of doses, and changed behaviour in mice; recovery is unknown."
    )


def _cell(axes: Axes, x: float, y: float, size: float, colour: str, hatch="") -> None:
    foot, half = y - 0.75 * size, 0.85 * size
    corners = [(x, y + size), (x - half, foot), (x + half, foot)]
    axes.add_patch(
        Polygon(corners, facecolor=style.TINT, edgecolor=colour, hatch=hatch, linewidth=1.8,
                joinstyle="round")
    )  # fmt: skip
    axes.plot([x, x], [y + size, y + size + 0.28], color=colour, linewidth=1.8)
    axes.plot([x, x], [foot, foot - 0.25], color=colour, linewidth=1.2)


def surface(figure: Figure) -> str:
    """Draw body surface against weight, and the factor of each rule against weight."""
    figure.clear()
    left = figure.add_axes((0.085, 0.17, 0.38, 0.7))
    right = figure.add_axes((0.59, 0.17, 0.39, 0.7))
    known = list(scaling.all_species().values())
    weight = np.array([one.weight_kg for one in known])
    exponent, start = scaling.area_exponent()
    along = np.geomspace(0.015, 90, 60)
    left.plot(along, start * along**exponent, **ACUTE.as_line())
    left.plot(weight, [one.area_m2 for one in known], **points(style.MEASURED, markersize=6))
    left.set(xscale="log", yscale="log", xlabel="Weight (kg)", ylabel="Body surface (m²)")
    left.set_title(f"Surface: power {exponent:.2f} of weight", fontsize=11)
    person = scaling.species("human")
    for words, look, power in (
        ("body surface, 2/3", ACUTE, 2 / 3),
        ("clearance, 3/4", HOURS, 0.75),
        ("mg per kg, 1", CLINIC, 1.0),
    ):
        factor = scaling.power_factor(along, person.weight_kg, power)
        right.plot(along, factor, **look.as_line(label=words))
    right.plot(weight, [one.km / person.km for one in known],
               **points(style.MEASURED, markersize=6, label="Km over 37"))  # fmt: skip
    for name, *shift in (
        ("mouse", 24, -14), ("rat", 6, -14), ("monkey", 6, -14), ("human", 6, 8)
    ):  # fmt: skip
        one = scaling.species(name)
        right.annotate(name, (one.weight_kg, one.km / person.km), xytext=shift,
                       textcoords="offset points", fontsize=9.5, ha="center")  # fmt: skip
    right.set(xscale="log", yscale="log", xlabel="Weight (kg)", ylim=(0.05, 2.2))
    right.set_ylabel("A person's mg/kg over the animal's", fontsize=10)
    right.set_title("What one mg/kg becomes", fontsize=11)
    right.set_yticks([0.1, 0.2, 0.5, 1], ["0.1", "0.2", "0.5", "1"])
    right.minorticks_off()
    right.legend(loc="lower right", fontsize=9.5)
    for axes in (left, right):
        axes.set_xticks([0.02, 0.15, 3, 60], ["0.02", "0.15", "3", "60"])
        axes.minorticks_off()
    return (
        f"Left: body surface rises with the power {exponent:.2f} of weight over "
        f"{len(known)} entries of the table. Right: 1 mg/kg in a mouse is "
        f"{scaling.factor('mouse'):.2f} mg/kg in a person by surface, in a rat "
        f"{scaling.factor('rat'):.2f}, in a monkey {scaling.factor('monkey'):.2f}; by the power "
        f"3/4 of weight {scaling.factor('monkey', RULES[2]):.2f} for the monkey."
    )


RULES = scaling.RULES
#: Row: words, look, and looks at it: fact with hours or days, seen or not, words.
WHEN = (
    ("vacuoles, MK-801 1 mg/kg", ACUTE,
     (("olney1989-onset", True, "first"), ("olney1989-peak", True, "most"),
      ("olney1989-recovery", False, "mostly gone"))),
    ("vacuoles, MK-801 10 mg/kg", ACUTE, ((48.0, True, "still there"),)),
    ("vacuoles, ketamine 40 mg/kg", ACUTE, ((4.0, True, "seen"),)),
    ("stress protein, MK-801 1 mg/kg", MONTHS,
     (("sharp1991-hsp72-peak", True, "highest"), ("sharp1991-hsp72-gone", False, "gone"))),
)  # fmt: skip


def when_to_look(figure: Figure) -> str:
    """Draw at which hour a marker was seen, for vacuoles and for a stress protein."""
    figure.clear()
    axes = figure.add_axes((0.3, 0.18, 0.66, 0.74))
    said = []
    for row, (words, look, looks) in enumerate(WHEN):
        hours = []
        for when, seen, label in looks:
            at = _hours(when)
            hours.append(at)
            axes.plot(at, row, **points(look, seen, markersize=10, zorder=3))
            beside_line = at == 24  # clear of the upright at one day
            axes.text(at * (1.07 if beside_line else 1), row - 0.27, label, fontsize=9.5,
                      ha="left" if beside_line else "center")  # fmt: skip
            said.append(f"{words} at {rounded(at)} h {label}")
        axes.plot([min(hours), max(hours)], [row, row], color=style.HAIRLINE, linewidth=4, zorder=1)
    axes.axvline(24, **CLINIC.as_line(linewidth=1.2))
    log_axis(
        axes.xaxis, 1.3, 600, [2, 4, 12, 24, 48, 336], "2 h", "4 h", "12 h", "1 d", "2 d", "14 d"
    )
    axes.set(ylim=(len(WHEN) - 0.5, -0.6))
    axes.set_yticks(range(len(WHEN)), [words for words, _, _ in WHEN])
    axes.set_xlabel("Time after one dose (rat)")
    return f"When a change was looked for after one dose in rats: {'; '.join(said)}."


def _hours(when: str | float) -> float:
    if isinstance(when, float):
        return when
    found = fact(when)
    return float(found.value) * (24 if found.unit == "d" else 1)


def repeated(figure: Figure) -> str:
    """Draw the share of rats with vacuoles and with necrosis after repeated doses."""
    table = series("safety-rat-repeated-doses")
    table = table[table["hours"] == 363]
    figure.clear()
    axes = figure.add_axes((0.3, 0.19, 0.66, 0.68))
    said = []
    for row, found in enumerate(table.itertuples()):
        name = f"{found.compound}, {found.dose_mg_per_kg:g} mg/kg"
        for column, look, up in (("vacuoles", ACUTE, -0.15), ("necrosis", HOURS, 0.15)):
            share = getattr(found, f"{column}_percent")
            low, high = (
                100 * end for end in wilson_interval(round(share * found.rats / 100), found.rats)
            )
            axes.errorbar(share, row + up, xerr=[[max(share - low, 0)], [max(high - share, 0)]],
                          **look.as_points(label=column if row == 0 else None))  # fmt: skip
            said.append(f"{name}: {column} in {share:.0f}% ({low:.0f} to {high:.0f})")
    names = [f"{one.compound}, {one.dose_mg_per_kg:g} mg/kg" for one in table.itertuples()]
    axes.set_yticks(range(len(table)), names)
    axes.set(
        xlim=(-3, 103),
        ylim=(len(table) - 0.5, -0.5),
        xlabel="Rats with the finding (%), ten females a dose",
    )
    axes.legend(loc="upper right")
    axes.set_title("Repeated doses, day 15 (ketamine: taken so)", fontsize=11)
    return (
        "Day 15 of repeated doses (for ketamine taken so), female rats with the finding, 95% "
        f"interval: {'; '.join(said)}."
    )


#: Species of the measured clearances, and whether they were under isoflurane.
CLEARANCES = (
    ("luca2020-rabbit-clearance", "rabbit", True),
    ("kaka1980-dog-clearance", "dog", False),
    ("pypendop2005-dog-clearance", "dog", True),
    ("sellers2010-cow-clearance", "cow", False),
)
COW_KG = 600.0  # chosen: the abstract gives no weight


def ml_per_min_kg(found) -> tuple[float, float, float]:
    """Return value, low and high of a fact about clearance in mL/min/kg; ends may be the value."""
    per = {"mL/min/kg": 1.0, "L/h/kg": 1000 / 60, "L/h/70 kg": 1000 / 60 / 70}[found.unit]
    low = found.value if found.low is None else found.low
    high = found.value if found.high is None else found.high
    return tuple(per * float(end) for end in (found.value, low, high))


def clearances(figure: Figure) -> str:
    """Draw measured clearance of ketamine against weight, and three rules through the human one."""
    figure.clear()
    axes = figure.add_axes((0.09, 0.15, 0.89, 0.76))
    along = np.geomspace(0.015, 900, 80)
    for words, look, power in (
        ("surface, power 2/3", ACUTE, 2 / 3),
        ("power 3/4", HOURS, 0.75),
        ("the same per kg", CLINIC, 1.0),
    ):
        line = np.broadcast_to(scaling.clearance(along, power), along.shape)
        axes.plot(along, line, **look.as_line(label=words))
    said = []
    human = ml_per_min_kg(fact("kamp2020a-meta-cl"))
    _bar(axes, 70.0, human, True, "human")
    for name, animal, asleep in CLEARANCES:
        kg = COW_KG if animal == "cow" else scaling.species(animal).weight_kg
        found = ml_per_min_kg(fact(name))
        aside = 1.12 if asleep and animal == "dog" else 1.0
        _bar(axes, kg * aside, found, not asleep, f"{animal}, isoflurane" if asleep else animal)
        expected = float(scaling.clearance(kg, 2 / 3))
        said.append(
            f"{animal}{' under isoflurane' if asleep else ''} {rounded(found[0])} measured, "
            f"{rounded(expected, 2)} by surface"
        )
    for animal in ("mouse", "rat", "monkey"):
        kg = scaling.species(animal).weight_kg
        axes.text(kg, 11.2, f"{animal}: ?", ha="center", fontsize=10, color=style.QUIET)
    log_axis(axes.xaxis, 0.011, 1500, [0.02, 0.15, 2, 10, 70, 600])
    log_axis(axes.yaxis, 7, 400, [10, 20, 50, 100, 200])
    axes.set(xlabel="Weight (kg)", ylabel="Clearance (mL/min/kg)")
    axes.legend(loc="upper right")
    return (
        f"Clearance of ketamine in mL/min/kg, human {rounded(human[0])}: {'; '.join(said)}. No "
        "value for mouse, rat or monkey was found for this picture."
    )


def _bar(axes: Axes, kg: float, found, filled: bool, words: str) -> None:
    value, low, high = found
    spread = [[value - low], [high - value]]
    face = style.MEASURED.colour if filled else "white"
    axes.errorbar(kg, value, yerr=spread if high > low else None,
                  **style.MEASURED.as_points(markerfacecolor=face))  # fmt: skip
    axes.annotate(words, (kg, value), xytext=(8, 6 if filled else -3), fontsize=9.5,
                  textcoords="offset points")  # fmt: skip
