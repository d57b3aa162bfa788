"""The second panel of lesson 12: who improves, with a drug and without."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.axes import either_side
from helpers.simulations.illness import pain_signal as model

SHOWN = 60  # people drawn; the shares count all of them
TREATED, UNTREATED = 1.0, 0.0  # rows


def who_improves(
    figure: Figure,
    *,
    entry: float,
    week_sd: float,
    others: float,
    drug: float,
    comparison: str = "none",
) -> str:
    """Draw people's pain before and after, and the share that improved, beside a comparison group.

    Parameters
    ----------
    figure
        Where to draw.
    entry
        Lowest score (0 to 10) that is let in.
    week_sd
        A person's ups and downs from week to week (SD, points).
    others, drug
        Relief by time, care and hope, and by the drug (%).
    comparison
        "none", or "without drug": the same people, had they not had it.

    Raises
    ------
    ValueError
        If a value is unknown or out of range.
    """
    if comparison not in ("none", "without drug"):
        raise ValueError(f"comparison must be 'none' or 'without drug'; {comparison!r} was given.")
    art = artists(figure, _build)
    world = _world(float(entry), float(week_sd), float(others), float(drug))
    shown = slice(0, SHOWN)
    before, after = world.before[shown], world.after[shown]
    better = after <= (1 - model.COUNTED) * before + 1e-12
    for lines, which in ((art.better, better), (art.others, ~better)):
        ends = np.stack([np.c_[0 * before, before], np.c_[0 * after + 1, after]], axis=1)
        lines.set_segments(ends[which])
    treated, untreated = 100 * world.improved(), 100 * world.improved(drug=False)
    art.treated.set_xdata([0, treated])
    seen = comparison != "none"
    art.untreated.set_xdata([0, untreated if seen else 0])
    art.untreated.set_visible(seen)
    art.nobody.set_visible(not seen)
    mean = world.before.mean(), world.without.mean(), world.after.mean()
    let_in = f"Of people with a score of {entry:g} or more" if entry > 0 else "Of everybody"
    said = (
        f"{let_in}, {treated:.0f}% improve by 30% or more; mean pain goes from {mean[0]:.1f} to "
        f"{mean[2]:.1f}. "
    )
    if not seen:
        return said + "What the same people would have done without the drug is not known."
    return said + (
        f"Without the drug {untreated:.0f}% would have improved as much, and mean pain would have "
        f"gone to {mean[1]:.1f}: the drug is behind {treated - untreated:.0f} of the "
        f"{treated:.0f} points."
    )


@lru_cache(maxsize=32)
def _world(entry: float, week_sd: float, others: float, drug: float) -> model.BeforeAfter:
    return model.before_after(entry=entry, week_sd=week_sd, others=others / 100, drug=drug / 100)


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.075, 0.14, 0.34, 0.76))
    right = figure.add_axes((0.57, 0.14, 0.415, 0.76))
    left.set(xlim=(-0.08, 1.08), ylim=(0, 11.2), xticks=[0, 1], yticks=range(0, 11, 2))
    left.set_xticklabels(["before", "after"])
    left.set_title("Pain of 60 simulated people", fontsize=11, loc="left")
    key = left.text(
        0.5, 0.985, "solid: fell by 30% or more", transform=left.transAxes, ha="center", va="top",
        fontsize=9.5, color=style.KETAMINE.colour,
    )  # fmt: skip
    right.set(xlim=(0, 100), ylim=(-0.75, 1.75), xlabel="Improved by 30% or more (%)")
    right.set_yticks([TREATED, UNTREATED], ["all treated", "no drug"])
    right.tick_params(axis="y", length=0)
    right.set_title("Lines: this world. Points: studies", fontsize=11, loc="left")
    bars = {"solid_capstyle": "butt", "linewidth": 9}
    art = SimpleNamespace(
        better=LineCollection([], colors=style.KETAMINE.colour, linewidths=1.3),
        others=LineCollection([], colors=style.CONTROL.colour, linewidths=0.9, linestyles=":"),
        treated=right.plot([0, 0], [TREATED] * 2, color=style.KETAMINE.colour, **bars)[0],
        untreated=right.plot([0, 0], [UNTREATED] * 2, color=style.CONTROL.colour, **bars)[0],
        nobody=right.text(2, UNTREATED, "nobody looked", fontsize=10.5, va="center"),
    )
    for lines in (art.better, art.others):
        left.add_collection(lines)
    words = []
    for name, row, look, text in (
        ("zhao2018-immediate", TREATED + 0.34, style.KETAMINE, "before and after,\npooled"),
        ("dahan2011-responder-ketamine", TREATED - 0.3, style.KETAMINE, "trial, ketamine"),
        ("dahan2011-responder-placebo", UNTREATED - 0.3, style.CONTROL, "trial, placebo"),
    ):
        found = fact(name)
        spread = either_side(found)
        points = right.errorbar(
            found.value, row, xerr=spread, capsize=3, zorder=4, **look.as_points(markersize=6)
        )
        moves(points.lines[0], *points.lines[1], *points.lines[2])
        place = (found.low - 3, "right") if row > 0 else (found.high + 3, "left")
        words.append(
            right.text(place[0], row, text, fontsize=9.5, va="center", ha=place[1], zorder=5)
        )
    moves(art.better, art.others, art.treated, art.untreated, art.nobody, key, *words)
    moves(*left.spines.values(), *right.spines.values())
    return art
