"""The second panel of lesson 02: from a dose to the share of NMDA channels blocked."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import corner
from helpers.figures.pharmacokinetics import looks
from helpers.figures.words import rounded
from helpers.simulations import dose_to_block as join
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of
from helpers.simulations.units import um_from_ng_per_ml

#: Study schedules, never advice.
SCHEDULES = {
    "drip, 35 mg in 40 min": pk.INFUSION,
    "bolus, 140 mg": pk.Dose(140, duration_min=1),
    "35 mg by mouth": pk.Dose(35, route="oral"),
}
RECEPTORS = tuple(join.RECEPTORS)
HIGHEST_MG_MM = 1.5
TIMES_MIN = np.unique(np.concatenate([np.linspace(0, 60, 121), np.linspace(60, 240, 91)]))
#: The range that the ladder is drawn over: Mg2+ of a dish to that of the brain's fluid.
LADDER_MG_MM = (0.0, 1.0)


def dose_to_block(
    figure: Figure, *, schedule: str, receptor: str, mg_mm: float, free_fraction: float
) -> str:
    """Draw the share of channels blocked over time, and the ladder of what might be assumed.

    ``schedule`` is a key of `SCHEDULES`, ``receptor`` one of `dose_to_block.RECEPTORS`; Mg2+ in
    mM; ``free_fraction`` is the share of the plasma level that is not bound, 0 to 1.
    """
    one_of("receptor", receptor, RECEPTORS)
    level, highest = _level(one_of("schedule", schedule, SCHEDULES))
    art = artists(figure, _build)
    mine = join.Assumption(
        receptor, mg_mm=mg_mm, free_fraction=free_fraction, **join.RECEPTORS[receptor]
    )
    rungs = join.ladder(LADDER_MG_MM, free_fraction=free_fraction)
    blocked = 100 * mine.blocked(level)
    every = 100 * np.array([rung.blocked(level) for rung in rungs])
    art.band.set_data(TIMES_MIN, every.min(axis=0), every.max(axis=0))
    art.line.set_ydata(blocked)
    art.line.set_linestyle("-" if mine.verified else "--")
    free_um = free_fraction * float(um_from_ng_per_ml(highest))
    art.free.set_text(f"free at the peak: {rounded(free_um, 2)} µM")

    ends = 100 * np.array([rung.blocked(highest) for rung in rungs]).reshape(-1, 2)
    for bar, (dish, brain), name in zip(art.bars, ends, RECEPTORS, strict=True):
        bar.set_xdata([brain, dish])
        bar.set_linewidth(6 if name == receptor else 3)
    art.dish.set_xdata(ends[:, 0])
    art.brain.set_xdata(ends[:, 1])
    peak = 100 * float(mine.blocked(highest))
    art.mine.set_data([peak], [_row(receptor)])
    handle(
        art.mine,
        x="mg_mm",
        x_at=lambda mg: 100 * float(replace(mine, mg_mm=mg).blocked(highest)),
        y="receptor",
        y_at=_row,
    )
    mark = "" if mine.verified else " (unverified IC50)"
    return (
        f"{schedule[0].upper()}{schedule[1:]}: free ketamine at the effect site peaks at "
        f"{rounded(free_um, 2)} µM with {free_fraction:.0%} unbound. For {receptor} in "
        f"{mg_mm:g} mM Mg²⁺ the IC50 is {rounded(mine.ic50_um)} µM{mark}: block peaks at "
        f"{rounded(peak, 2)}%, and {rounded(np.interp(120, TIMES_MIN, blocked), 2)}% is left at 2 "
        f"h. Over the six receptors, in 0 to 1 mM Mg²⁺, the peak lies anywhere from "
        f"{rounded(ends.min(), 2)} to {rounded(ends.max(), 2)}%."
    )


def _row(receptor: str) -> int:
    return len(RECEPTORS) - 1 - RECEPTORS.index(receptor)


@lru_cache(maxsize=8)
def _level(schedule: str) -> tuple[np.ndarray, float]:
    course = pk.simulate(SCHEDULES[schedule], times_min=TIMES_MIN)
    return course.effect_ng_per_ml, course.peak("effect")[0]


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.08, 0.14, 0.42, 0.76))
    right = figure.add_axes((0.72, 0.14, 0.26, 0.76))
    left.set(xlim=(0, 240), ylim=(0, 100), xticks=range(0, 241, 60), yticks=range(0, 101, 25))
    left.set(xlabel="Time (min)", ylabel="NMDA channels blocked (%)", title="Your assumptions")
    key = corner(left, 0.98, 0.97, "grey: all rungs", fontsize=10, color=style.QUIET)
    rows = np.array([_row(name) for name in RECEPTORS])
    right.set(xlim=(-7, 100), ylim=(-1.5, len(RECEPTORS) - 0.4), xlabel="Peak block (%)")
    right.set(xticks=[0, 50, 100], yticks=rows, yticklabels=RECEPTORS, title="The ladder")
    right.tick_params(axis="y", length=0)
    bar = {"color": looks.EFFECT.colour, "solid_capstyle": "butt", "zorder": 2}
    lines = [(0, (2, 1)) if what.get("subunit") else "-" for what in join.RECEPTORS.values()]
    bars = [
        right.plot([0, 0], [row] * 2, linestyle=line, **bar)[0]
        for row, line in zip(rows, lines, strict=True)
    ]
    ends = {"linestyle": "none", "color": style.INK, "zorder": 3}
    art = SimpleNamespace(
        band=left.fill_between(TIMES_MIN, 0, 1, color=style.TINT, linewidth=0),
        line=left.plot(TIMES_MIN, 0 * TIMES_MIN, **style.KETAMINE.as_line(linewidth=2.8))[0],
        free=corner(left, 0.98, 0.9, "", fontsize=10),
        bars=bars,
        dish=right.plot(0 * rows, rows, marker="|", markersize=11, **ends)[0],
        brain=right.plot(0 * rows, rows, marker="X", markersize=6, **ends)[0],
        mine=right.plot([], [], color=style.KETAMINE.colour, zorder=4, **looks.CURSOR)[0],
    )
    words = "| 0 mM, ✕ 1 mM Mg²⁺\nbroken: unverified"
    corner(right, 0.99, 0.015, words, va="baseline", fontsize=10, color=style.QUIET)
    moves(art.band, art.line, art.free, key, *art.bars, art.dish, art.brain, art.mine)
    moves(*left.spines.values(), *right.spines.values())
    return art
