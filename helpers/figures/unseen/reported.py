"""Lesson 15's pictures of published numbers: who was asked, beside whom, and whose zero it is."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import log_axis
from helpers.figures.words import rounded
from helpers.simulations.harm import unseen as model
from helpers.simulations.statistics import wilson_interval

USERS = style.KETAMINE
OTHERS = style.CONTROL
#: Who was asked, the fact, the people whose interval it is (0: group not printed), ketamine users?
ASKED = (
    ("school students, no substance use", "tam2016-control-luts", 11617, False),
    ("never used ketamine, other drugs", "pal2013-never", 0, False),
    ("ever used ketamine", "pal2013-ever", 0, True),
    ("used it in the last 6 months", "pal2013-recent", 0, True),
    ("used it in the last year, dance survey", "winstock2012-urinary-symptoms", 1285, True),
    ("on a course ordered by law, Taipei", "chen2014-urinary", 1614, True),
    ("say they have a ketamine use disorder", "harding2025-bladder", 274, True),
)


def same_question(figure: Figure) -> str:
    """Draw the share with urinary symptoms in seven groups of people who were asked."""
    figure.clear()
    axes = figure.add_axes((0.36, 0.16, 0.62, 0.8))
    values = []
    for row, (who, name, people, users) in enumerate(ASKED):
        look, value = USERS if users else OTHERS, fact(name).value
        end = value
        values.append(value)
        points = look.as_points(markersize=8, capsize=3)
        if people:
            low, high = wilson_interval(round(value / 100 * people), people)
            end = 100 * high
            axes.errorbar(value, row, xerr=[[value - 100 * low], [end - value]], **points)
        else:
            axes.plot(value, row, look.marker, color=look.colour, markersize=8)
        source = fact(name).citation
        axes.text(-1.5, row, f"{who}\n{source}", ha="right", va="center", fontsize=9.5)
        axes.text(end + 1.5, row, f"{value:g}%", va="center", fontsize=10)
    axes.set(xlim=(0, 76), ylim=(len(ASKED) - 0.4, -0.6), yticks=[])
    axes.set_xlabel("With urinary symptoms (%)")
    axes.text(75, -0.2, "squares: no ketamine\ncircles: ketamine", ha="right", va="center",
              fontsize=9.5, color=style.QUIET)  # fmt: skip
    return (
        "Share with urinary symptoms in seven groups. Without ketamine: 18.5% of school students "
        "without substance use and 24% of people who used other drugs. With ketamine: 28% who "
        "ever used it, 30% in the last six months, 26.6% in a dance survey, 51.6% on a mandated "
        "course, 60% (bladder problems) of those who say they have a ketamine use disorder. Bars "
        "are 95% intervals where the size of the group is printed."
    )


def beside_whom(figure: Figure) -> str:
    """Draw odds ratios of urinary symptoms, and one of bile ducts, on one log axis."""
    figure.clear()
    axes = figure.add_axes((0.44, 0.17, 0.54, 0.79))
    table = series("safety-luts-odds-negative-control").set_index("group")
    beyond = model.negative_control()
    pal = model.odds_ratio(fact("pal2013-recent").value, fact("pal2013-never").value)
    sole = fact("seto2018-sole-ketamine-or")
    rows = [
        ("other substances / none", table.loc["other substances, no ketamine"], OTHERS, False),
        ("ketamine / none", table.loc["ketamine"], USERS, False),
        ("ketamine / other substances", (beyond.ratio, beyond.low, beyond.high), USERS, True),
        ("used recently / never used", (pal, None, None), USERS, True),
        ("ketamine alone / with other drugs", (sole.value, sole.low, sole.high), USERS, False),
    ]
    sources = ["Tam 2016", "Tam 2016", "from both", "Pal 2013, 30 and 24%", "bile ducts, Seto 2018"]
    for place, ((who, values, look, derived), source) in enumerate(zip(rows, sources, strict=True)):
        value, low, high = (None if one is None else float(one) for one in tuple(values)[:3])
        fill = {"markerfacecolor": "white"} if derived else {}
        points = look.as_points(markersize=8, capsize=3, **fill)
        error = None if low is None else [[value - low], [high - value]]
        axes.errorbar(value, place, xerr=error, **points)
        axes.text(0.76, place, f"{who}\n{source}", ha="right", va="center", fontsize=9.5)
        axes.text(value, place - 0.2, rounded(value), ha="center", va="bottom", fontsize=10)
    axes.axvline(1, color=style.QUIET, linewidth=1)
    log_axis(axes.xaxis, 0.8, 12, [1, 2, 3, 5, 10])
    axes.set(ylim=(4.6, -0.7), yticks=[])
    axes.set_xlabel("Odds ratio (1: no difference)")
    axes.text(11.8, 4.45, "filled: printed · open: worked out", ha="right", fontsize=9.5,
              color=style.QUIET)  # fmt: skip
    return (
        "Odds ratios. Urinary symptoms in Hong Kong students against no substance use: other "
        "substances 2.8 (2.0 to 3.9), ketamine 6.2 (4.1 to 9.1); worked out from both, ketamine "
        f"against other substances {beyond.ratio:.1f} ({beyond.low:.1f} to {beyond.high:.1f}). "
        f"In an online survey, recent against never users, {pal:.2f} worked out from 30 and 24%, "
        "no interval. Bile ducts: ketamine alone against ketamine with other drugs 1.99 "
        "(1.11 to 3.58)."
    )


#: What none was counted among: people, the fact that says how many, and for how long.
ZEROS = (
    ("all studies of the first label", "label-exposed", "up to a year, most less"),
    ("one-year study: enrolled", "wajs2020-n", "any time at all"),
    ("began induction", "wajs2020-entered", "4 weeks"),
    ("entered maintenance", "wajs2020-maintenance", "up to 48 weeks more"),
    ("completed it", "wajs2020-completed", "about a year"),
)


def whose_zero(figure: Figure) -> str:
    """Draw the upper limits of a risk of which no case was counted, by who was exposed."""
    figure.clear()
    axes = figure.add_axes((0.36, 0.17, 0.62, 0.79))
    said = []
    for row, (who, name, how_long) in enumerate(ZEROS):
        people = int(fact(name).value)
        limit = 100 * model.upper_risk(0, people)
        said.append(f"{people:,} people, {limit:.2f}%")
        axes.plot([0, limit], [row, row], **USERS.as_line(linewidth=2.4))
        axes.plot(limit, row, "|", color=USERS.colour, markersize=15, markeredgewidth=2.4)
        axes.plot(0, row, "o", color=style.MEASURED.colour, markersize=8, clip_on=False, zorder=5)
        axes.text(-0.05, row, f"{who}: {people:,}\n{how_long}", ha="right", va="center",
                  fontsize=9.5)  # fmt: skip
        axes.text(limit + 0.04, row, f"{limit:.2f}%", va="center", fontsize=10.5)
    axes.set(xlim=(0, 2.35), ylim=(4.5, -0.6), yticks=[])
    axes.set_xlabel("Interstitial cystitis (%): counted 0, and the exact upper limit")
    axes.text(2.32, 0.9, "dot: counted\nline: risks that still fit\n(one-sided, 95%)", ha="right",
              va="center", fontsize=9.5, color=style.QUIET)  # fmt: skip
    return (
        "No case of interstitial cystitis was counted; what risk still fits depends on who was "
        f"exposed and for how long. Exact upper limits: {said[0]} in all studies of the first "
        f"label; in the one-year study {said[1]} enrolled; {said[2]} who began; {said[3]} who "
        f"entered maintenance; {said[4]} who completed it, about a year of treatment."
    )


def sixfold(figure: Figure) -> str:
    """Draw how far the dose of some must have risen for a mean of six, by the share who rose."""
    figure.clear()
    axes = figure.add_axes((0.1, 0.16, 0.87, 0.8))
    mean = fact("muetzelfeldt2008-escalation").value
    shares = np.linspace(0.1, 1, 181)
    axes.plot(100 * shares, model.fold_of_those_who_rose(mean, shares), **USERS.as_line())
    for share in (1.0, 0.5, 0.2):
        fold = model.fold_of_those_who_rose(mean, share)
        axes.plot(100 * share, fold, "x", color=style.INK, markersize=9, markeredgewidth=2)
        axes.text(100 * share - 1, fold + 2.5, f"{share:.0%} rose {fold:.0f}-fold", fontsize=10,
                  ha="right" if share == 1 else "left")  # fmt: skip
    axes.axhline(mean, color=style.QUIET, linestyle=":", linewidth=1.3)
    axes.text(10.5, mean - 2.6, "the printed mean: sixfold", fontsize=9.5, color=style.QUIET)
    axes.set(xlim=(9, 103), ylim=(0, 55), ylabel="Rise of their dose (fold)")
    axes.set_xlabel("Share of people whose dose rose at all (%); all others stayed")
    return (
        "One mean, many ways. A mean rise of sixfold follows if all people rose sixfold, if half "
        "of them rose 11-fold and the others not at all, or if a fifth rose 26-fold. The curve "
        "gives the rise for every share; the mean alone cannot tell where on it thirty people "
        "were."
    )
