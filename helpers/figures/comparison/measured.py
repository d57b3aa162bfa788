"""What was measured in people who use ketamine: who with whom, which functions, how far apart."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import fresh, log_axis
from helpers.figures.comparison.looks import (
    DIFFERENCE,
    DRUG_FREE,
    POLY_DRUG,
    SMOKING,
    USERS,
    minus,
    zero_line,
)
from helpers.simulations.harm.comparison import Groups, critical_r, expected_gap, r_for_power

FUNCTIONS = (
    "speed",
    "verbal memory",
    "visual memory",
    "working memory",
    "executive function",
    "attention",
)
FOUND = {
    "worse": ("v", USERS.colour, "worse"),
    "same": ("o", DRUG_FREE.colour, "no difference"),
    "mixed": ("D", POLY_DRUG.colour, "tests disagree"),
}
WAYS = {-1.0: "lower ↓", 1.0: "larger ↑"}
CHILD = {"boxstyle": "round,pad=0.45", "linewidth": 1.3}


def three_ways(figure: Figure) -> str:
    """Draw three ways to a difference between people who use ketamine and others.

    Parameters
    ----------
    figure
        Where to draw.
    """
    figure.clear()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10), ylim=(0, 4))
    axes.axis("off")
    boxes = (
        (1.9, 3.4, "What was there before\nschooling, mood, illness", style.TINT),
        (1.9, 2.0, "Ketamine, years of it", style.LIT),
        (1.9, 0.6, "What comes along\ntobacco, alcohol, other drugs", style.TINT),
        (6.2, 2.0, "Test score\nor scan", "white"),
    )
    for x, y, words, colour in boxes:
        look = CHILD | {"facecolor": colour, "edgecolor": style.INK}
        axes.text(x, y, words, ha="center", va="center", fontsize=11, bbox=look)
    arrows = (((3.2, 3.3), 2.3), ((3.0, 2.0), 2.0), ((3.4, 0.7), 1.7))
    looks = (DRUG_FREE, USERS, SMOKING)
    for ((x, y), end), look in zip(arrows, looks, strict=True):
        how = {"arrowstyle": "-|>", "color": look.colour, "linewidth": 2.2, "linestyle": look.line}
        axes.annotate("", (5.6, end), (x, y), arrowprops=how)
    for ends in (((1.0, 1.05), (1.0, 1.72)), ((1.0, 2.95), (1.0, 2.28))):
        how = {"arrowstyle": "<|-|>", "color": style.QUIET, "linewidth": 1.2}
        axes.annotate("", ends[1], ends[0], arrowprops=how)
    designs = (
        (3.4, "Test the same people again,\nas use goes up or down"),
        (2.0, "Give it at random\n(animals, or treatment)"),
        (0.6, "Compare with people\nwho share all but ketamine"),
    )
    axes.text(8.6, 3.95, "Design that helps", ha="center", va="top", fontsize=10, color=style.QUIET)
    for y, words in designs:
        axes.text(8.6, y - 0.08, words, ha="center", va="center", fontsize=10)
    return (
        "Three arrows lead to a test score or scan: from ketamine, from what was there before, and "
        "from what comes along with it. Beside each stands the design that helps: testing people "
        "again, giving the drug at random, comparing with people who share all but ketamine."
    )


def who_with_whom(figure: Figure) -> str:
    """Draw for each study of brains how many users, and which controls, with the direction found.

    Parameters
    ----------
    figure
        Where to draw.
    """
    figure.clear()
    axes = figure.add_axes((0.2, 0.14, 0.36, 0.76))
    table = series("safety-brain-controls").sort_values("n_polydrug_controls", kind="stable")
    kinds = (
        ("n_users", USERS, "users", USERS.colour),
        ("n_drugfree_controls", DRUG_FREE, "drug-free controls", "white"),
        ("n_polydrug_controls", POLY_DRUG, "poly-drug controls", POLY_DRUG.colour),
    )
    rows = np.arange(len(table))
    for column, look, label, face in kinds:
        there = (table[column] > 0).to_numpy()
        axes.plot(
            table[column][there],
            rows[there] + (-0.14 if column == "n_users" else 0.14),
            linestyle="none",
            marker=look.marker,
            color=look.colour,
            markerfacecolor=face,
            markersize=8,
            label=label,
        )
    log_axis(axes.xaxis, 2, 260, [3, 10, 30, 100])
    axes.set(ylim=(len(table) - 0.5, -0.5), xlabel="People")
    axes.set_yticks(rows, table["study"])
    axes.grid(axis="y", color=style.HAIRLINE)
    axes.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.95, 1.0), frameon=False)
    for row, one in zip(rows, table.itertuples(), strict=True):
        way = WAYS.get(one.direction, "changed")
        words = one.measure.replace("fractional anisotropy", "anisotropy")
        axes.text(1.03, row, way, transform=axes.get_yaxis_transform(), va="center", fontsize=10)
        axes.text(1.3, row, words, transform=axes.get_yaxis_transform(), va="center", fontsize=10)
    poly = table[table["n_polydrug_controls"] > 0]
    return (
        f"{len(table)} studies of brains. {len(poly)} of them ({', '.join(poly['study'])}) have "
        f"controls who use other drugs, {int(poly['n_polydrug_controls'].sum())} people in all; "
        f"each finds users lower. One, Liang 2020, finds larger caudate and white matter; of Liao "
        f"2010 and Wang 2013b a change has no such direction."
    )


def which_functions(figure: Figure) -> str:
    """Draw which mental functions differ, study by study, by kind of control.

    Parameters
    ----------
    figure
        Where to draw.
    """
    figure.clear()
    axes = figure.add_axes((0.17, 0.1, 0.82, 0.63))
    table = series("safety-cognition-by-study")
    studies = list(dict.fromkeys(table["study"]))
    for found, (marker, colour, label) in FOUND.items():
        part = table[table["found"] == found]
        axes.plot(
            [studies.index(one) for one in part["study"]],
            [FUNCTIONS.index(one) for one in part["function"]],
            linestyle="none",
            marker=marker,
            color=colour,
            markerfacecolor="white" if found == "same" else colour,
            markersize=11,
            label=label,
        )
    heads = table.drop_duplicates("study")
    split = int((heads["controls"] == "drug-free").sum()) - 0.5
    axes.axvline(split, color=style.INK, linewidth=1.2)
    names = [
        f"{one.study.replace(' ', chr(10))}\n{one.n_users} v {one.n_controls}"
        for one in heads.itertuples()
    ]
    axes.set(xlim=(-0.5, len(studies) - 0.5), ylim=(len(FUNCTIONS) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(studies)), names, fontsize=9.5)
    axes.set_yticks(range(len(FUNCTIONS)), FUNCTIONS)
    axes.tick_params(length=0)
    axes.grid(color=style.HAIRLINE, linewidth=0.6)
    axes.set_axisbelow(True)
    for x, words in (
        (split / 2 - 0.25, "drug-free controls"),
        (split + 1.5, "poly-drug among them"),
    ):
        axes.text(x, -1.95, words, ha="center", fontweight="bold", fontsize=10)
    axes.legend(ncols=3, loc="upper center", bbox_to_anchor=(0.42, -0.0), frameon=False)
    lines = []
    for function in FUNCTIONS:
        counts = table[table["function"] == function]["found"].value_counts()
        told = [f"{counts[found]} {FOUND[found][2]}" for found in FOUND if found in counts]
        lines.append(f"{function} {', '.join(told)}")
    return f"Users against controls in {len(studies)} sources: {'; '.join(lines)}."


def pooled(figure: Figure, *, controls_percent: float = 20) -> str:
    """Draw the pooled differences with their intervals, and what smoking alone would make.

    Parameters
    ----------
    figure
        Where to draw.
    controls_percent
        Controls who smoke (%), for the modelled lines.
    """
    axes = fresh(figure)
    table = series("safety-cognition-chronic-smd")
    rows = np.arange(len(table))
    errors = [table["smd"] - table["ci_low"], table["ci_high"] - table["smd"]]
    axes.errorbar(table["smd"], rows, xerr=errors, capsize=4, **USERS.as_points(markersize=7))
    groups = Groups().changed(controls_share=controls_percent / 100)
    least, most = (
        groups.changed(smoking_effect=-fact(f"conti2019-smoking-{name}").value)
        for name in ("intelligence", "impulsivity")
    )
    none = expected_gap(most.changed(controls_share=0))
    least, most = expected_gap(least), expected_gap(most)
    for gap in (least, most):
        axes.axvline(gap, **SMOKING.as_line(linewidth=1.8))
    axes.axvspan(most, least, color=SMOKING.colour, alpha=0.12, linewidth=0)
    axes.text((most + least) / 2, -0.75, "smoking alone", color=SMOKING.colour, ha="center")
    axes.axvline(none, **SMOKING.as_line(linewidth=1.2, linestyle=":"))
    axes.text(none - 0.02, -0.75, "if no control smokes", color=SMOKING.colour, ha="right")
    zero_line(axes)
    axes.set(xlabel=DIFFERENCE, ylim=(len(table) - 0.5, -1.1), xlim=(-1.6, 0.8))
    axes.set_yticks(rows, table["domain"])
    axes.text(0.78, -0.75, "285 users v 345 drug-free", ha="right", fontsize=9.5)
    beyond = table["domain"][table["ci_high"] < most]
    return (
        "Points: pooled differences with 95% intervals. "
        + "; ".join(f"{one.domain} {minus(one.smd)}" for one in table.itertuples())
        + f". Lines: what smoking alone would make, {minus(least)} to {minus(most)}, if "
        f"{controls_percent:g}% of controls smoke; dotted: at most {minus(none)} if none does. "
        f"Beyond the lines for {controls_percent:g}%: {' and '.join(beyond) or 'none'}."
    )


def brain_and_score(figure: Figure) -> str:
    """Draw printed correlations of brain and mind, and what so many people could have shown.

    Parameters
    ----------
    figure
        Where to draw.
    """
    axes = fresh(figure)
    sizes = np.unique(np.round(np.geomspace(8, 480, 60)).astype(int))
    bars = [critical_r(int(n)) for n in sizes]
    axes.plot(sizes, bars, color=style.INK, linewidth=2)
    axes.plot(sizes, [r_for_power(int(n)) for n in sizes], color=style.QUIET, linestyle="--")
    axes.text(8.6, 0.4, "not significant\nbelow this line", fontsize=10)
    axes.text(20, 0.64, "found four times in five", fontsize=10, color=style.QUIET)
    told = (
        ("liang2020-learning-r", "white matter and learning", (136, 0.3)),
        ("liang2020-caudate-depression-r", "caudate and low mood, sign turned", (84, 0.44)),
    )
    for row, words, place in told:
        _draw_r(axes, row)
        axes.text(*place, words, fontsize=10)
    null = int(fact("zhong2021-thickness-cognition").n)
    axes.plot([null] * 2, [0, critical_r(null)], **USERS.as_line(linewidth=2, linestyle=":"))
    axes.text(null * 0.96, 0.04, "28 users, thickness and\nscores: somewhere here", ha="right")
    few = int(fact("morgan2014-n-users").n)
    axes.text(few, 0.9, "▼ 11 users, activation and memory:\nrelated, size not in the abstract")
    log_axis(axes.xaxis, 8, 480, [10, 20, 50, 100, 200])
    axes.set(xlabel="People", ylabel="Correlation, its size", ylim=(0, 1.05))
    return (
        f"With {null} people a correlation must reach {critical_r(null):.2f} to be significant, "
        f"and {r_for_power(null):.2f} to be found four times in five. Points with intervals: "
        f"{fact('liang2020-learning-r').value:g} in 126 people and "
        f"{minus(fact('liang2020-caudate-depression-r').value)} in 80."
    )


def _draw_r(axes: Axes, row: str) -> None:
    """Draw the size of a printed correlation with Fisher's interval."""
    one = fact(row)
    half = 1.96 / math.sqrt(one.n - 3)
    low, high = (math.tanh(math.atanh(abs(one.value)) + side * half) for side in (-1, 1))
    errors = [[abs(one.value) - max(low, 0)], [high - abs(one.value)]]
    axes.errorbar([one.n], [abs(one.value)], yerr=errors, capsize=4, **style.MEASURED.as_points())
