"""The hero panel of lesson 14: how an imbalance makes a gap, and what adjusting can undo."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import fresh
from helpers.figures.comparison.looks import (
    DIFFERENCE,
    DRUG_FREE,
    SMOKING,
    USERS,
    minus,
    zero_line,
)
from helpers.simulations.harm.comparison import (
    Groups,
    chance_significant,
    expected_gap,
    simulate_studies,
    standard_error,
)

ANALYSES = ("as they are", "adjusted")
STUDIES, SEED = 60, 14
LEFT, RIGHT = -1.4, 0.9
TICK = np.array([-0.5, 0.5, np.nan])


def confounder_dial(
    figure: Figure,
    *,
    controls_percent: float = 20.0,
    smoking_effect: float = -0.3,
    true_effect: float = 0.0,
    n_per_group: int = 41,
    analysis: str = "as they are",
) -> str:
    """Draw who smokes in each group, and the gap that studies of these groups find.

    Parameters
    ----------
    figure
        Where to draw.
    controls_percent
        Controls who smoke (%).
    smoking_effect, true_effect
        What smoking and ketamine do to the score (SD).
    n_per_group
        People in each group.
    analysis
        ``"as they are"`` or ``"adjusted"`` for smoking.
    """
    if analysis not in ANALYSES:
        raise ValueError(f"analysis must be one of {list(ANALYSES)}; {analysis!r} was given.")
    art = artists(figure, _build)
    groups = Groups().changed(
        controls_share=controls_percent / 100,
        smoking_effect=smoking_effect,
        true_effect=true_effect,
    )
    adjusted = analysis == "adjusted"
    gap = true_effect if adjusted else expected_gap(groups)
    error = standard_error(groups, n_per_group, adjusted=adjusted)
    found = simulate_studies(groups, n_per_group, STUDIES, adjusted=adjusted, seed=SEED)
    _draw_people(art, groups)
    _draw_gap(art, groups, gap, error, found)
    return _words(groups, n_per_group, gap, error, found, adjusted)


def _build(figure: Figure) -> SimpleNamespace:
    people = figure.add_axes((0.115, 0.73, 0.86, 0.2))
    people.set(xlim=(0, 100), ylim=(-0.55, 1.55), yticks=[0, 1], yticklabels=["Controls", "Users"])
    people.set_xlabel("Who smokes (% of the group)", labelpad=1)
    people.tick_params(length=0)
    people.tick_params(axis="y", pad=13)  # room for the handle at 0%
    frame = {"height": 0.62, "left": 0, "facecolor": "white", "edgecolor": style.INK}
    people.barh([0, 1], 100, linewidth=1, zorder=1, **frame)
    fill = {"color": SMOKING.colour, "alpha": 0.75, "hatch": "//", "zorder": 2}
    (users,) = people.barh(1, 0, height=0.62, **fill)
    (controls,) = people.barh(0, 0, height=0.62, **fill)
    (edge,) = people.plot([0, 0], [-0.5, 0.5], color=style.INK, linewidth=3, zorder=4)
    handle(edge, x="controls_percent")
    shares = [
        people.text(0, y, "", fontsize=10, va="center", zorder=5, backgroundcolor="white")
        for y in (1, 0)
    ]
    axes = figure.add_axes((0.115, 0.115, 0.86, 0.5))
    axes.set(xlim=(LEFT, RIGHT), ylim=(-0.7, 3.6), xlabel=DIFFERENCE)
    axes.set(yticks=[3, 2, 1, 0])
    axes.set_yticklabels(["Truth", "Imbalance", "Expected", "60 studies"])
    axes.tick_params(axis="y", length=0)
    zero_line(axes)
    (truth,) = axes.plot([0, 0], [2.6, 3.4], **USERS.as_line(linewidth=4), zorder=5)
    handle(truth, x="true_effect")
    (push,) = axes.plot([0, 0], [2, 2], **SMOKING.as_line(linewidth=3), zorder=4)
    (tip,) = axes.plot([], [], marker="v", color=SMOKING.colour, markersize=9, zorder=5)
    (band,) = axes.plot([], [], color=style.HAIRLINE, linewidth=13, solid_capstyle="butt", zorder=2)
    (middle,) = axes.plot([], [], color=style.INK, linewidth=3, zorder=4)
    (drop,) = axes.plot([], [], **USERS.as_line(linewidth=1, linestyle=":"), zorder=1)
    (plain,) = axes.plot([], [], **DRUG_FREE.as_line(linewidth=1, linestyle="-"), zorder=3)
    (loud,) = axes.plot([], [], color=USERS.colour, linewidth=1.8, zorder=4)
    paper = {"bbox": style.BACKED, "zorder": 6}
    texts = [axes.text(0, y, "", fontsize=10, va="center", **paper) for y in (3, 2, 1.5)]
    told = "orange: users lower, p < 0.05"
    key = axes.text(LEFT + 0.02, -0.52, told, fontsize=9.5, color=style.QUIET, va="center")
    moves(users, controls, edge, *shares, truth, push, tip, band, middle, drop, plain, loud)
    moves(*texts, key, *people.spines.values(), *axes.spines.values())
    return SimpleNamespace(
        axes=axes,
        users=users,
        controls=controls,
        edge=edge,
        shares=shares,
        truth=truth,
        push=push,
        tip=tip,
        band=band,
        middle=middle,
        drop=drop,
        plain=plain,
        loud=loud,
        texts=texts,
    )


def _draw_people(art: SimpleNamespace, groups: Groups) -> None:
    percents = (100 * groups.users_share, 100 * groups.controls_share)
    for bar, text, percent in zip((art.users, art.controls), art.shares, percents, strict=True):
        bar.set_width(percent)
        inside = percent > 50
        text.set(text=f"{percent:.0f}%", ha="right" if inside else "left")
        text.set_x(percent - 4 if inside else percent + 4)
    art.edge.set_xdata([percents[1]] * 2)


def _draw_gap(
    art: SimpleNamespace, groups: Groups, gap: float, error: float, found: np.ndarray
) -> None:
    truth = groups.true_effect
    art.truth.set_xdata([truth, truth])
    art.drop.set_data([truth, truth], [-0.5, 3.4])
    art.push.set_xdata([truth, gap])
    art.tip.set_data([gap], [2])
    art.tip.set_marker("<" if truth - gap > 0.005 else "o")
    reach = 1.96 * error if math.isfinite(error) else 9.0
    art.band.set_data([max(gap - reach, LEFT), min(gap + reach, RIGHT)], [1, 1])
    art.middle.set_data([gap, gap], [0.6, 1.4])
    shown = found[np.isfinite(found) & (found > LEFT) & (found < RIGHT)]
    is_loud = shown < -1.96 * error
    for line, values in ((art.plain, shown[~is_loud]), (art.loud, shown[is_loud])):
        line.set_data(np.repeat(values, 3), np.tile(0.7 * TICK, len(values)))
    notes = (
        (f"ketamine does {minus(truth)}", truth),
        (f"smoking adds {minus(gap - truth)}", max(gap, truth)),
    )
    for text, (words, x) in zip(art.texts, notes, strict=False):
        text.set(text=words, x=x + 0.08)
    told = f"{minus(gap)}; grey: 95% of studies" if reach < 9 else "no study can tell"
    art.texts[2].set(text=told, x=RIGHT - 0.02, ha="right")


def _words(
    groups: Groups, n: int, gap: float, error: float, found: np.ndarray, adjusted: bool
) -> str:
    how = "adjusted for smoking" if adjusted else "as they are"
    start = (
        f"Of the users {groups.users_share:.0%} smoke, of the controls "
        f"{groups.controls_share:.0%}. Ketamine does {minus(groups.true_effect)} SD, smoking "
        f"{minus(groups.smoking_effect)}. "
    )
    if not math.isfinite(error):
        return start + "No smoker stands beside a smoker: nothing can be adjusted."
    low, high = gap - 1.96 * error, gap + 1.96 * error
    chance = chance_significant(gap, error)
    lost = int(np.isnan(found).sum())
    empty = f" {lost} of {len(found)} cannot be adjusted at all." if lost else ""
    return (
        f"{start}Compared {how}, {n} a group: {minus(gap)} expected, 95% of studies from "
        f"{minus(low)} to {minus(high)}; {chance:.0%} find users significantly lower.{empty}"
    )


def imbalance(figure: Figure, *, smoking_effect: float = -0.3, controls_percent: float = 20) -> str:
    """Draw the expected gap against the share of controls who smoke, while ketamine does nothing.

    Parameters
    ----------
    figure
        Where to draw.
    smoking_effect
        What smoking does to the score (SD).
    controls_percent
        Controls who smoke (%), where the answer is marked.
    """
    axes = fresh(figure)
    base = Groups().changed(smoking_effect=smoking_effect)
    users = 100 * base.users_share

    def gap(percent: float) -> float:
        return expected_gap(base.changed(controls_share=percent / 100))

    ends = np.array([0.0, users])
    axes.plot(ends, [gap(p) for p in ends], **SMOKING.as_line(linewidth=2.5))
    axes.axhline(0, **USERS.as_line(linewidth=2))
    axes.text(1, 0.006, "what ketamine does: nothing", color=USERS.colour, va="bottom")
    here = gap(controls_percent)
    axes.plot([controls_percent] * 2, [here, 0], color=style.INK, linewidth=1, linestyle=":")
    axes.plot([controls_percent - 1.5, controls_percent + 1.5], [here] * 2, color=style.INK, lw=4)
    axes.text(controls_percent + 3, here - 0.012, f"{minus(here)} SD")
    axes.set(xlabel="Controls who smoke (%)", ylabel="Expected difference (SD)")
    axes.set(xlim=(0, 100), ylim=(-0.34, 0.05))
    return (
        f"While {users:.0f}% of the users smoke, the expected difference runs from "
        f"{minus(gap(0))} SD, if no control smokes, to 0 where {users:.0f}% do; at "
        f"{controls_percent:g}% it is {minus(here)} SD, and ketamine does nothing."
    )
