"""What trials of chronic pain found, beside what the slow signal expects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.pharmacokinetics import looks
from helpers.simulations.illness import pain_signal as model
from helpers.simulations.sourced import published

WEEK_D = 7.0
LAST_WEEK = 12


def trial_base() -> float:
    """Return the pain (0 to 10) without relief that gives the placebo arm its printed week 1."""
    relief = float(model.relief_course(model.trial_infusion()).at([WEEK_D]).relief[0])
    share = published("dahan2011-responder-placebo") / 100
    return published("sigtermans2009b-week1-placebo") / (1 - share * relief)


def arms(weeks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the modelled mean pain on ketamine and on placebo at some weeks, shape (t,) each."""
    relief = model.relief_course(model.trial_infusion()).at(WEEK_D * weeks).relief
    return tuple(
        model.mean_pain(trial_base(), published(f"dahan2011-responder-{arm}") / 100, relief)
        for arm in ("ketamine", "placebo")
    )


def implied_gap() -> float:
    """Return the gap at week 12 that the printed P implies, if both ± are standard errors."""
    errors = [
        found.high - found.value
        for found in (fact(f"sigtermans2009b-week1-{arm}") for arm in ("ketamine", "placebo"))
    ]
    return model.gap_for_p(published("sigtermans2009b-week12-p"), *errors)


def trial_weeks(figure: Figure) -> str:
    """Draw both arms of the trial of 60 people: the model over twelve weeks, what is printed."""
    axes = figure.add_axes((0.08, 0.15, 0.9, 0.82))
    weeks = np.linspace(0, LAST_WEEK, 241)
    drawn = dict(zip(("ketamine", "placebo"), arms(weeks), strict=True))
    for arm, look in (("ketamine", style.KETAMINE), ("placebo", style.CONTROL)):
        axes.plot(weeks, drawn[arm], **look.as_line(linewidth=2.6))
        found = fact(f"sigtermans2009b-week1-{arm}")
        axes.errorbar(
            1, found.value, yerr=found.value - found.low, capsize=4, zorder=4,
            **look.as_points(markersize=8),
        )  # fmt: skip
    axes.text(3.3, drawn["ketamine"][66] - 0.75, "S-ketamine", color=style.KETAMINE.colour)
    axes.text(2.2, drawn["placebo"][44] + 0.35, "placebo", color=style.CONTROL.colour)
    gap, left = implied_gap(), float(drawn["placebo"][-1] - drawn["ketamine"][-1])
    top = drawn["placebo"][-1]
    axes.annotate(
        "", xy=(11.8, top - gap), xytext=(11.8, top),
        arrowprops={"arrowstyle": "<->", "color": style.INK, "linewidth": 1.6},
    )  # fmt: skip
    axes.text(
        11.55, top - gap - 0.15, f"a gap of {gap:.1f} has P = 0.07\n(the model's gap: {left:.2f})",
        ha="right", va="top", fontsize=10.5,
    )  # fmt: skip
    axes.set(xlim=(0, 12.2), ylim=(0, 8), xticks=[0, 1, 4, 8, 12], yticks=range(0, 9, 2))
    axes.set(xlabel="Weeks since the start", ylabel="Mean pain (0 to 10)")
    ketamine, placebo = (float(one[0]) for one in arms(np.array([1.0])))
    return (
        "Mean pain over twelve weeks in two arms of 30. Lines: the model, its base set so that "
        "placebo passes through its point. Points: the printed means of week 1 with their ±, "
        f"2.68 on S-ketamine and 5.45 on placebo; the model has {ketamine:.2f} and {placebo:.2f}. "
        f"At week 12 the trial prints no means but P = 0.07. If the ± are standard errors and "
        f"alike then, that is a gap of {gap:.1f} points; the model's gap is {left:.2f}."
    )


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: a study, whom it compared, what it found, and the facts behind."""

    study: str
    people: str
    design: str
    found: str
    facts: tuple[str, ...]


LEDGER = (
    Entry(
        "Sigtermans 2009b", "60 CRPS", "placebo", "weeks of relief; no gain in function",
        ("sigtermans2009b-week1-ketamine", "sigtermans2009b-function"),
    ),
    Entry(
        "Schwartzman 2009", "CRPS, n not read", "placebo + midazolam", "less pain in many measures",
        ("schwartzman2009-pain",),
    ),
    Entry(
        "Goldberg 2010", "16 CRPS", "no control", "little on day 1, much by day 3",
        ("goldberg2010-onset", "goldberg2010-no-change"),
    ),
    Entry(
        "Mangnus 2022", "48 CRPS", "no control", "62% respond, 48% at 4 weeks",
        ("mangnus2022-responders-end", "mangnus2022-responders-4weeks"),
    ),
    Entry(
        "Kiefer 2008", "4 CRPS", "no control", "no relief, thresholds unchanged",
        ("kiefer2008-relief", "kiefer2008-thresholds"),
    ),
    Entry(
        "Pickering 2020", "20 nerve pain", "placebo", "no difference over 35 days",
        ("pickering2020-effect",),
    ),
    Entry(
        "Noppers 2011c", "24 fibromyalgia", "midazolam", "relief went with the plasma",
        ("noppers2011c-plasma", "noppers2011c-week8"),
    ),
)  # fmt: skip


def ledger(figure: Figure) -> str:
    """Draw what the slow signal expects of seven studies, and write what each found."""
    axes = figure.add_axes((0.155, 0.13, 0.25, 0.72))
    rows = np.arange(len(LEDGER))[::-1]
    said = []
    for row, entry in zip(rows, LEDGER, strict=True):
        course = model.relief_course(model.SCHEDULES[entry.study]())
        _, best, best_d = course.best()
        later = float(course.at([best_d + 28]).relief[0])
        axes.plot([0, 100 * best], [row] * 2, color=style.KETAMINE.colour, linewidth=3)
        axes.plot(100 * best, row, color=style.KETAMINE.colour, **looks.CURSOR)
        axes.plot(
            100 * later,
            row,
            color=looks.EFFECT.colour,
            **looks.CURSOR | {"marker": "x", "markersize": 8},
        )
        for x, text in ((1.05, entry.people), (1.63, entry.design), (2.3, entry.found)):
            axes.text(x, row, text, transform=axes.get_yaxis_transform(), fontsize=10, va="center")
        said.append(
            f"{entry.study.rstrip('bc')} ({entry.people}): {100 * best:.0f} and {100 * later:.0f}; "
            f"{entry.found}."
        )
    for x, text in ((1.05, "people"), (1.63, "compared with"), (2.3, "what was found")):
        axes.text(
            x, 6.75, text, transform=axes.get_yaxis_transform(), fontsize=10, color=style.QUIET
        )
    axes.set(xlim=(0, 100), ylim=(-0.6, 6.6), xlabel="Relief expected (%)")
    axes.set_yticks(rows, [entry.study.rstrip("bc") for entry in LEDGER])
    axes.tick_params(axis="y", length=0)
    axes.set_title("| best   × 4 weeks on", fontsize=10, loc="left", color=style.QUIET)
    return (
        "Relief (%) that the slow signal expects of a responder, at best and four weeks later, and "
        f"what was found. {' '.join(said)}"
    )


def reviews(figure: Figure) -> str:
    """Draw four pooled differences of three reviews, by time, on one scale of ten points."""
    axes = figure.add_axes((0.27, 0.19, 0.7, 0.79))
    rows = (
        ("ferraro2025-iv-immediate", 10, "at once, i.v. (2025)"),
        ("orhurhu2019-md", 1, "2 days to 2 weeks (2019)"),
        ("michelet2018-4weeks", 1, "4 weeks (2018)"),
        ("michelet2018-12weeks", 1, "12 weeks (2018)"),
    )
    said = []
    for row, (name, times, words) in enumerate(rows):
        found = fact(name)
        value, low, high = (one / times for one in (found.value, found.low, found.high))
        axes.errorbar(
            value, row, xerr=[[value - low], [high - value]], capsize=4,
            **style.MEASURED.as_points(markersize=8),
        )  # fmt: skip
        numbers = f"{value:.2f} ({low:.2f} to {high:.2f})".replace("-", "−")
        axes.text(0.25, row, numbers, va="center", fontsize=10.5)
        said.append(f"{words}: {numbers}")
    axes.axvline(0, color=style.QUIET, linewidth=1)
    axes.axvline(
        -published("farrar2001-important"), color=style.QUIET, linestyle=":", linewidth=1.6
    )
    axes.text(-2.08, 3.3, "a change that one person\nfinds important", ha="right", fontsize=9.5,
              color=style.QUIET, va="center")  # fmt: skip
    axes.set(xlim=(-4, 2.4), ylim=(3.7, -0.5), xticks=range(-4, 1))
    axes.set_yticks(range(len(rows)), [words for _, _, words in rows])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("Ketamine minus control (points of 10; less pain to the left)")
    return (
        "Pooled difference in pain between ketamine and control, in points of ten, with 95% "
        f"intervals. {'; '.join(said)}. Those at once and at 4 weeks reach zero. "
        "A dotted upright at −2 marks a change within one person that counts as important."
    )


def livers(figure: Figure) -> str:
    """Draw the shares with liver injury in two series of people, with exact 95% intervals."""
    from scipy.stats import binomtest

    axes = figure.add_axes((0.4, 0.27, 0.57, 0.66))
    rows = (
        ("noppers2011-hepatotoxicity", 1, "two runs of 100 h planned,\n16 days apart"),
        ("lee2025-liver", 0, "4 h a day for 7 to 10 days,\none test within 24 h"),
    )
    said = []
    for name, row, words in rows:
        found = fact(name)
        count, people = int(found.value), int(found.n)
        share = 100 * count / people
        ends = binomtest(count, people).proportion_ci(method="exact")
        low, high = 100 * ends.low, 100 * ends.high
        axes.errorbar(
            share, row, xerr=[[share - low], [high - share]], capsize=4,
            **style.MEASURED.as_points(markersize=8),
        )  # fmt: skip
        text = f"{count} of {people}: {share:.0f}% ({low:.0f} to {high:.0f}%)"
        axes.text(max(share, 16), row + 0.2, text, ha="center" if row else "left", fontsize=10.5)
        said.append(f"{words.replace(chr(10), ' ')}: {text}")
    axes.set(xlim=(-2, 100), ylim=(-0.5, 1.6), xlabel="People with liver injury (%)")
    axes.set_yticks([1, 0], [words for _, _, words in rows])
    axes.tick_params(axis="y", length=0)
    return (
        "Liver injury in people treated for CRPS, with exact 95% intervals. "
        + "; ".join(said)
        + "."
    )
