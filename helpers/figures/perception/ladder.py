"""Where on the scale of levels each effect was seen, and the chain from dose to score."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import fresh, log_axis

FORMS = {
    "racemate": style.Look(style.KETAMINE.colour, "-", "o"),
    "S": style.Look("#0072B2", "-", "D"),
    "R": style.Look("#595959", "-", "^"),
}
#: Left out of the series: a pain whose clock runs over weeks, so that no level can stand beside it.
ANOTHER_CLOCK = "CRPS"
#: Words for each kind of level in the series.
KINDS = {
    "C50 effect site": "C50, effect site",
    "plasma level": "plasma, site not stated",
    "plasma target": "target of a pump",
    "IC50 serum": "IC50, serum",
    "serum level": "serum",
}
SHORT = {
    "experimental antinociception (C50, three tests)": "experimental pain, three tests",
    "dissociation at 0.5 mg/kg over 40 min": "dissociation, 0.5 mg/kg in 40 min",
    "perceptual distortions without hallucination (target)": "distortions, no hallucination",
    "impaired duration discrimination (target)": "durations told apart less well",
    "drug high (C50)": "drug high",
    "analgesic dosing (plasma observed)": "doses for pain",
    "general anaesthesia (plasma observed)": "general anaesthesia",
    "S-ketamine anaesthesia (measured)": "anaesthesia",
    "awakening after anaesthesia": "waking from anaesthesia",
    "EEG half-slowing (IC50)": "EEG half slowed",
}
BOXES = {
    "dose": "mg, form,\nroute, minutes",
    "blood": "ng/mL: artery\nbefore vein",
    "brain": "level where\nit acts",
    "experience": "time, body, senses,\nreality, self",
    "score": "lines, CADSS,\na report",
}
LINKS = ("lesson 02", "minutes", "the law?", "the ruler")


def chain(figure: Figure) -> str:
    """Draw the chain from a dose to a score, with what each link needs."""
    figure.clear()
    axes = figure.add_axes((0.005, 0, 0.99, 1))
    axes.set(xlim=(0, 10.1), ylim=(0, 2.2))
    axes.axis("off")
    lefts = 2.08 * np.arange(len(BOXES))
    for left, (name, words) in zip(lefts, BOXES.items(), strict=True):
        unseen = name in ("brain", "experience")
        axes.add_patch(
            FancyBboxPatch(
                (left + 0.1, 0.35), 1.4, 1.15, boxstyle="round,pad=0.06", linewidth=1.2,
                facecolor="white" if unseen else style.TINT, edgecolor=style.QUIET,
                linestyle="--" if unseen else "-",
            )
        )  # fmt: skip
        axes.text(left + 0.8, 1.24, name, ha="center", fontweight="bold")
        axes.text(left + 0.8, 0.74, words, ha="center", va="center", fontsize=9)
    for left, words in zip(lefts, LINKS, strict=False):
        asked = words == "the law?"
        axes.annotate(
            "", (left + 2.1, 0.92), (left + 1.58, 0.92),
            arrowprops={"arrowstyle": "-|>", "color": style.KETAMINE.colour if asked else style.INK,
                        "linewidth": 3 if asked else 1.4},
        )  # fmt: skip
        weight = "bold" if asked else "normal"
        axes.text(left + 1.84, 1.78, words, ha="center", fontsize=10, fontweight=weight)
    return (
        "From a dose to a score in five boxes: dose, blood, brain, experience, score. Brain level "
        "and experience have dashed edges: nobody measures them directly. The links are the body "
        "(lesson 02), minutes of delay, the law that this lesson asks for, and the ruler."
    )


def ladder(figure: Figure) -> str:
    """Draw the levels at which effects were seen, with form and kind of level in the labels."""
    axes = fresh(figure)
    rows = sorted(_rows(), key=lambda row: row[2])
    for place, (_, form, middle, low, high) in enumerate(rows):
        look = FORMS[form]
        spread = [[middle - low], [high - middle]]
        axes.errorbar([middle], [place], xerr=spread, **look.as_points(markersize=7))
    log_axis(
        axes.xaxis,
        40,
        3000,
        [50, 100, 200, 500, 1000, 2000],
        "50",
        "100",
        "200",
        "500",
        "1,000",
        "2,000",
    )
    axes.set(xlabel="Level (ng/mL, total)")
    axes.set_yticks(range(len(rows)), [words for words, *_ in rows], fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=style.HAIRLINE, linewidth=0.7)
    for form, look in FORMS.items():
        axes.plot([], [], look.marker, color=look.colour, label=form)
    axes.legend(loc="lower right", title="form", fontsize=10)
    return (
        f"{len(rows)} levels at which effects of ketamine were seen, as points with ranges on a "
        f"log axis from 50 to 2,500 ng/mL; marker and colour give the form, the label the kind of "
        f"level. Lowest: the drug high, 71 ng/mL of S, and effects on memory, 70. Ratings rise "
        f"from 50 to 200 ng/mL of racemate; anaesthesia stands about ten times higher."
    )


def _rows() -> list[tuple[str, str, float, float, float]]:
    """Return words, form, middle, low and high (ng/mL) of each rung."""
    bowdle, hartvig = fact("bowdle1998-range"), fact("hartvig1995-plasma-threshold")
    rows = [
        ("ratings rise (venous, steady)", "racemate", bowdle.value, bowdle.low, bowdle.high),
        ("memory, psychotomimetic (plasma, 4 min)", "S", *[hartvig.value] * 3),
    ]
    table = series("perception-effect-concentration-ladder")
    table = table[~table["effect"].str.contains(ANOTHER_CLOCK)]
    for found in table.itertuples():
        value, low, high = (
            float(x) for x in (found.value_ng_per_ml, found.low_ng_per_ml, found.high_ng_per_ml)
        )
        value = value if value == value else (low + high) / 2
        low, high = (low, high) if low == low else (value, value)
        words = f"{SHORT.get(found.effect, found.effect)} ({KINDS[found.kind]})"
        rows.append((words, found.form, value, low, high))
    return rows
