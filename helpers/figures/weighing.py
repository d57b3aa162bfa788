"""Drawings of lesson 17: where a learner believed too much or too little, and a thousand trials."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.simulations.trials.design import COMPARATORS, Design

TRIALS = 1000
PRINTED = ("all trials", "only P below 0.05")
EDGES = np.arange(-62.5, 97.6, 5.0)
SIZES = np.unique(np.round(np.geomspace(10, 400, 41)).astype(int))
FIRST = style.Look("#0072B2", "-", "o")
FOUND = style.Look("#56B4E9", "-", "s")
SAID = {"saline": "Against saline", "midazolam": "Against midazolam"}


def many_trials(
    figure: Figure,
    *,
    comparator: str,
    people: int,
    own_points: float,
    belief_points: float,
    printed: str,
) -> str:
    """Draw what a thousand trials of one design find, and how many people the design needs.

    Parameters
    ----------
    figure
        Where to draw.
    comparator
        One of `COMPARATORS`.
    people
        People in each arm, 10 to 400.
    own_points, belief_points
        What the drug itself adds, and what full belief is worth (percentage points).
    printed
        One of `PRINTED`: which trials are shown in full.
    """
    art = artists(figure, _build_trials)
    design = Design(comparator, int(people), float(own_points), float(belief_points))
    runs = design.run(TRIALS)
    quiet = runs.difference[~runs.significant]
    loud = runs.difference[runs.significant]
    below = np.histogram(np.clip(quiet, EDGES[0], EDGES[-1]), EDGES)[0]
    above = np.histogram(np.clip(loud, EDGES[0], EDGES[-1]), EDGES)[0]
    if printed == PRINTED[1]:
        below = np.zeros_like(below)
    for bars, heights, floor in ((art.below, below, 0 * below), (art.above, above, below)):
        for bar, height, start in zip(bars, heights, floor, strict=True):
            bar.set(height=height, y=start)
    top = max(60.0, 1.28 * float((below + above).max()))
    art.left.set_ylim(0, top)
    art.own.set_xdata([own_points, own_points])
    art.own_grip.set_data([own_points], [0.93 * top])
    art.own_label.set(x=own_points + 8, y=0.93 * top)
    shown = runs.printed if printed == PRINTED[1] else float(runs.difference.mean())
    art.mean.set_xdata([shown if shown is not None else -200] * 2)
    _draw_power(art, design, runs.share)
    return _words_trials(design, runs, printed, shown)


def _draw_power(art: SimpleNamespace, design: Design, share: float) -> None:
    curve = [
        Design(design.comparator, int(n), design.own_points, design.belief_points).power
        for n in SIZES
    ]
    art.power.set_data(SIZES, 100 * np.array(curve))
    art.here.set_data([design.people], [100 * share])
    low = share > 0.85
    art.here_label.set(
        x=design.people, y=100 * share + (-6 if low else 5), text=f"{share:.0%}",
        ha="right" if design.people > 150 else "left", va="top" if low else "bottom",
    )  # fmt: skip


def _words_trials(design: Design, runs, printed: str, shown: float | None) -> str:
    against = SAID.get(design.comparator, "Hidden by anaesthesia")
    words = (
        f"{against}, {design.people} a side: {design.control:.0%} v {design.drug:.0%} expected, "
        f"{design.own_points:g} points by the drug, "
        f"{design.expected_points - design.own_points:g} by belief. "
        f"P is below 0.05 in {round(TRIALS * runs.share):,} of 1,000 trials. "
    )
    if printed == PRINTED[1]:
        words += (
            f"Only these are shown; those for the drug find {shown:.0f} points on average. "
            if shown is not None
            else "None of them would be printed. "
        )
    return words + (
        f"{design.right_guesses:.0%} guess right what they had. Where none of {design.people} "
        f"has a harm, its risk may still be {100 * design.harm_missed_below:.2g}%."
    )


def _build_trials(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.075, 0.125, 0.535, 0.775))
    right = figure.add_axes((0.69, 0.125, 0.295, 0.775))
    left.set(xlim=(-45, 95), ylim=(0, 300), xlabel="Drug minus control (points of response)")
    left.set_ylabel("Trials")
    left.set_title("What 1,000 such trials find", fontsize=11)
    middle = EDGES[:-1] + 2.5
    below = left.bar(middle, 0, 4.6, color="white", edgecolor=style.QUIET, linewidth=1.0)
    above = left.bar(middle, 0, 4.6, color=FOUND.colour, edgecolor=style.INK, linewidth=0.8)
    for bar in above:
        bar.set_hatch("//")
    none = left.axvline(0, color=style.QUIET, linewidth=1.2)
    own = left.axvline(20, color=style.KETAMINE.colour, linewidth=2.4)
    (grip,) = left.plot([20], [1], "o", color=style.KETAMINE.colour, markersize=11, mec="white")
    own_label = left.text(
        22, 1, "the drug itself", color=style.KETAMINE.colour, va="center", bbox=style.BACKED
    )
    mean = left.axvline(30, color=style.INK, linestyle="--", linewidth=1.8)
    left.text(
        0.012, 0.98, "hatched: P<0.05\nplain: not\ndashed: mean", va="top",
        fontsize=9, color=style.QUIET, transform=left.transAxes,
    )  # fmt: skip
    # room for the handle below and beside the numbers
    log_axis(right.xaxis, 7.5, 520, [10, 30, 100, 300])
    right.set(ylim=(-8, 104), xlabel="People in each arm")
    right.set_ylabel("Trials with P below 0.05 (%)")
    right.set_title("Power", fontsize=11)
    right.axhline(80, color=style.QUIET, linestyle="--", linewidth=1.2)
    right.axhline(5, color=style.QUIET, linestyle=":", linewidth=1.2)
    (power,) = right.plot([], [], **FIRST.as_line())
    (here,) = right.plot([], [], "D", color=style.INK, markersize=9, mec="white")
    here_label = right.text(40, 50, "", fontsize=10, fontweight="bold", bbox=style.BACKED)
    handle(grip, x="own_points")
    handle(here, x="people")
    moves(*below, *above, none, own, grip, own_label, mean, power, here, here_label)
    moves(left.yaxis, *left.spines.values())
    return SimpleNamespace(
        left=left, below=below, above=above, own=own, own_grip=grip, own_label=own_label,
        mean=mean, power=power, here=here, here_label=here_label,
    )  # fmt: skip


# --- where a learner believed too much, or too little ---------------------------------------------

Row = tuple[str, int, float | None, float | None]


def believed(figure: Figure, *, units: Sequence[Row]) -> str:
    """Draw by unit how far grades lay from the course's, at first and now.

    Parameters
    ----------
    figure
        Where to draw.
    units
        For each unit its name, the number of claims graded, and the mean distance of the first and
        the latest grades in steps: above 0 believed more than the course, None without a grade.
    """
    figure.clear()
    axes = figure.add_axes((0.18, 0.2, 0.79, 0.66))
    axes.axvline(0, color=style.INK, linewidth=1.4)
    axes.axvspan(-0.5, 0.5, color=style.TINT)
    said = []
    for place, (name, graded, first, last) in enumerate(units):
        if first is None or last is None:
            axes.text(0.7, place, "not graded yet", va="center", color=style.QUIET)
            continue
        axes.annotate(
            "", (last, place), (first, place),
            arrowprops={"arrowstyle": "->", "color": style.QUIET, "lw": 1.6},
        )  # fmt: skip
        axes.plot(first, place, "o", mfc="white", mec=style.INK, markersize=10)
        axes.plot(last, place, "D", color=style.KETAMINE.colour, markersize=8)
        said.append(f"{name}: first {_steps(first)}, now {_steps(last)} ({graded} graded).")
    axes.set(xlim=(-4.2, 4.2), ylim=(len(units) - 0.4, -0.6))
    axes.set_yticks(range(len(units)), [name for name, *_ in units])
    axes.set_xticks(range(-4, 5), [_steps(tick) for tick in range(-4, 5)])
    axes.set_xlabel("Steps from the course's grade, mean of your claims")
    axes.text(-4.2, -0.75, "believed less", fontsize=10, color=style.QUIET)
    axes.text(4.2, -0.75, "believed more", fontsize=10, color=style.QUIET, ha="right")
    axes.text(0, -0.75, "as the course", fontsize=10, color=style.QUIET, ha="center")
    seen = " ".join(said) or "No claim has been graded yet, so no unit has a mark."
    return (
        "For each unit, how far your grades lie from the course's, from four steps less belief on "
        f"the left to four more on the right; circles are first grades, diamonds the latest. {seen}"
    )


def _steps(mean: float) -> str:
    return "0" if abs(mean) < 0.05 else f"{round(mean, 1):+g}".replace("-", "−")


__all__ = ["COMPARATORS", "PRINTED", "believed", "many_trials"]
