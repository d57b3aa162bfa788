"""The hero panel of lesson 15: What did the trial miss."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from helpers.figures import artists, handle, moves, style
from helpers.figures.axes import log_axis
from helpers.figures.words import rounded
from helpers.simulations.harm import unseen as model

CHANCE = style.Look("#0072B2", "-", "o")
LIMIT = style.Look("#009E73", "--", "^")
RISKS = np.geomspace(0.05, 300, 241)  # per 1,000
SEEN_ANYWAY = 5.0  # per cent: how rarely a risk at the limit would show so few cases
PLACES = [(0.5 + column, 9.5 - row) for row in range(10) for column in range(10)]
BACKED = {"facecolor": "white", "edgecolor": "none", "alpha": 0.88, "pad": 1.5}


def missed(figure: Figure, *, per_1000: float, people: float, cases: int) -> str:
    """Draw a hundred trials of one size, and the chance of so few cases against the true risk.

    Parameters
    ----------
    figure
        Where to draw.
    per_1000
        True risk of the harm, per 1,000 people.
    people
        People who were exposed in each trial; rounded to a whole number.
    cases
        Cases that your trial saw.
    """
    art = artists(figure, _build)
    size = round(people)
    chance = 100 * model.chance_of_at_most(cases, size, per_1000 / 1000)
    limit = 1000 * model.upper_risk(cases, size)
    counts = model.hundred_trials(size, per_1000 / 1000)
    few = counts <= cases
    for circle, number, count, is_few in zip(art.circles, art.numbers, counts, few, strict=True):
        circle.set(
            facecolor="white" if is_few else style.KETAMINE.colour,
            edgecolor=style.CONTROL.colour if is_few else style.KETAMINE.colour,
            linewidth=1.4 if is_few else 0.6,
        )
        number.set_text(f"{count}")
        number.set_color(style.INK if is_few else "white")
    art.head.set_text(f"100 trials, {size:,} people each")
    art.below.set_text(f"{int(few.sum())} of 100 count {_cases(cases)}")
    art.curve.set_data(
        RISKS, 100 * model.chance_of_at_most(cases, size, np.minimum(RISKS / 1000, 1))
    )
    art.dot.set_data([per_1000], [chance])
    art.limit.set_data([limit, limit], [-3, 60])
    art.fits.set_width(limit - art.axes.get_xlim()[0])
    right = limit < 12
    art.said.set(
        x=limit * (1.12 if right else 0.89),
        ha="left" if right else "right",
        text=f"upper limit\n{rounded(limit)} per 1,000",
    )
    return _words(per_1000, size, cases, chance, limit)


def _cases(cases: int) -> str:
    return {0: "no case", 1: "1 case or none"}.get(cases, f"{cases} cases or fewer")


def _percent(percent: float) -> str:
    if percent < 0.1:
        return "fewer than 0.1%"
    return "nearly 100%" if percent > 99.5 else f"{rounded(percent, 2)}%"


def _words(per_1000: float, people: int, cases: int, chance: float, limit: float) -> str:
    seen = {0: "No case", 1: "One case"}.get(cases, f"{cases} cases")
    needed = model.people_needed(per_1000 / 1000)
    return (
        f"If {rounded(per_1000)} in 1,000 people get the harm, {_percent(chance)} of trials "
        f"with {people:,} people see {_cases(cases)}. {seen} in {people:,} "
        f"leave{'s' if cases < 2 else ''} open every risk up to {rounded(limit)} per 1,000 "
        f"({rounded(limit / 10, 2)}%), with 95% confidence. To "
        f"see at least one case at the true risk, with a chance of 95%, takes {needed:,} people."
    )


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.02, 0.1, 0.4, 0.78))
    left.set(xlim=(0, 10), ylim=(-0.6, 10), aspect="equal")
    left.set_axis_off()
    head = left.text(5, 10.35, "", ha="center", va="bottom", fontsize=11, fontweight="bold")
    below = left.text(5, -0.3, "", ha="center", va="top", fontsize=11)
    circles, numbers = [], []
    for x, y in PLACES:
        circle = Circle((x, y), 0.43)
        left.add_patch(circle)
        circles.append(circle)
        numbers.append(left.text(x, y - 0.04, "", ha="center", va="center", fontsize=9))
    axes = figure.add_axes((0.515, 0.135, 0.465, 0.755))
    log_axis(axes.xaxis, 0.05, 300, [0.1, 1, 10, 100], minor=True)
    axes.set(ylim=(-3, 104), yticks=range(0, 101, 20), xlabel="True risk (per 1,000 people)")
    axes.set_ylabel("Chance to see no more cases than you (%)")
    fits = axes.axvspan(0.05, 1, color=style.LIT, zorder=0, linewidth=0)
    five = axes.axhline(SEEN_ANYWAY, color=style.QUIET, linestyle=":", linewidth=1.3)
    note = axes.text(0.056, SEEN_ANYWAY + 1.2, "5%", fontsize=9.5, color=style.QUIET)
    (curve,) = axes.plot([], [], **CHANCE.as_line(linewidth=2.2))
    (limit,) = axes.plot([], [], **LIMIT.as_line(linewidth=2))
    said = axes.text(1, 58, "", va="top", fontsize=10, bbox=BACKED)
    key = axes.text(
        1.0, 1.02, "shaded: risks that still fit", fontsize=10, color=style.QUIET,
        transform=axes.transAxes, ha="right",
    )  # fmt: skip
    (dot,) = axes.plot([], [], "o", color=CHANCE.colour, markersize=11, markeredgecolor="white")
    moves(head, below, *circles, *numbers, fits, five, note, curve, limit, said, dot, key)
    moves(axes.xaxis, *axes.spines.values())
    handle(dot, x="per_1000")
    return SimpleNamespace(
        head=head,
        below=below,
        circles=circles,
        numbers=numbers,
        axes=axes,
        fits=fits,
        curve=curve,
        limit=limit,
        said=said,
        dot=dot,
    )
