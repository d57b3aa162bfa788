"""The second panel of lesson 15: symptoms by days of use, with two baselines."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import artists, handle, moves, style
from helpers.figures.words import rounded
from helpers.simulations.harm import unseen as model
from helpers.simulations.statistics import wilson_interval

FREQUENCY = style.KETAMINE
ANY = style.CONTROL
DAYS = np.linspace(0, model.PAL_DAYS, 181)
BACKED = {"facecolor": "white", "edgecolor": "none", "alpha": 0.88, "pad": 1.5}


def _excess_percent() -> float:
    """Return the excess of urinary frequency among recent users (percentage points)."""
    return 100 / fact("pal2013-excess-frequency").value


def by_days_of_use(
    figure: Figure, *, days: float, percent_per_day: float, plateau_day: float
) -> str:
    """Draw the share with symptoms by days of use: matched baseline, and the mixed one.

    Parameters
    ----------
    figure
        Where to draw.
    days
        Days of use in the last 180.
    percent_per_day
        By how much the odds rise with each day of use (%); 1.6 is published.
    plateau_day
        Day of use from which the line is flat; 180 for no plateau.
    """
    art = artists(figure, _build)
    changes = {"odds_ratio_per_day": 1 + percent_per_day / 100, "plateau_day": plateau_day}
    matched, mixed = (one.changed(**changes) for one in (model.MATCHED, model.ANY_SYMPTOM))
    values = {}
    for numbers, line, dot, label in (
        (matched, art.matched, art.dot, art.said),
        (mixed, art.mixed, art.second, art.also),
    ):
        line.set_data(DAYS, model.by_days(DAYS, numbers))
        value = model.by_days(days, numbers)
        values[numbers.baseline_percent] = value
        dot.set_data([days], [value])
        label.set_text(f"{rounded(value, 2)}%")
    crowded = values[mixed.baseline_percent] - values[matched.baseline_percent] < 10
    for label, value, below in (
        (art.said, values[matched.baseline_percent], crowded),
        (art.also, values[mixed.baseline_percent], False),
    ):
        right = days < 140
        label.set(x=days + (5 if right else -5), ha="left" if right else "right")
        label.set(y=value - 1.5 if below else value + 1.5, va="top" if below else "bottom")
    art.flat.set_data([plateau_day, plateau_day], [0, 106])
    art.flat.set_visible(plateau_day < model.PAL_DAYS)
    art.flat_said.set(x=plateau_day - 2, visible=plateau_day < model.PAL_DAYS)
    reached = model.days_for_excess(_excess_percent(), matched)
    art.meets.set_data([reached or 0], [model.MATCHED.baseline_percent + _excess_percent()])
    art.meets.set_visible(reached is not None)
    return _words(days, *values.values(), reached)


def _words(days: float, matched: float, mixed: float, reached: float | None) -> str:
    where = "is never reached" if reached is None else f"is reached at {rounded(reached, 2)} days"
    above = round(matched - model.MATCHED.baseline_percent, 1)
    return (
        f"At {days:g} days of use in 180 the matched line (urinary frequency) stands at "
        f"{rounded(matched, 2)}%, {above:g} points above people "
        "without substance use; the mixed line (any symptom) at "
        f"{rounded(mixed, 2)}%. The measured excess, one case in 17 recent users, {where} on the "
        "matched line."
    )


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.085, 0.125, 0.895, 0.75))
    axes.set(xlim=(-4, 184), ylim=(0, 106), xticks=range(0, 181, 30))
    axes.set_yticks(range(0, 101, 20))
    axes.set(xlabel="Days of non-medical use in the last 180", ylabel="With the symptom (%)")
    (mixed,) = axes.plot([], [], **ANY.as_line(linewidth=1.8))
    (matched,) = axes.plot([], [], **FREQUENCY.as_line(linewidth=2.4))
    _measured(axes)
    excess = model.MATCHED.baseline_percent + _excess_percent()
    axes.plot([0, 180], [excess, excess], color=style.QUIET, linestyle=":", linewidth=1.3)
    key = axes.text(180, 2, "dotted: measured excess, 1 case in 17 recent users", fontsize=9.5,
                    color=style.QUIET, ha="right", va="bottom", bbox=style.BACKED)  # fmt: skip
    for level, look, words in (
        (0.945, ANY, "dashed: any symptom, from 24% in people who never used ketamine (mixed)"),
        (0.892, FREQUENCY, "solid: urinary frequency, from 10.2% without substance use (matched)"),
    ):
        figure.text(0.085, level, words, fontsize=10, color=look.colour)
    (flat,) = axes.plot([], [], color=style.QUIET, linestyle="--", linewidth=1.4)
    flat_said = axes.text(0, 104, "flat from here", rotation=90, fontsize=9.5, color=style.QUIET,
                          ha="right", va="top", bbox=style.BACKED)  # fmt: skip
    (meets,) = axes.plot([], [], "x", color=style.INK, markersize=9, markeredgewidth=2)
    (second,) = axes.plot([], [], ANY.marker, color=ANY.colour, markersize=8)
    (dot,) = axes.plot([], [], "o", color=FREQUENCY.colour, markersize=12, markeredgecolor="white")
    said = axes.text(0, 0, "", fontsize=11, fontweight="bold", bbox=BACKED)
    also = axes.text(0, 0, "", fontsize=10, color=ANY.colour, bbox=BACKED)
    moves(key, mixed, matched, flat, flat_said, meets, second, dot, said, also)
    handle(dot, x="days")
    return SimpleNamespace(
        matched=matched, mixed=mixed, dot=dot, second=second, said=said, also=also, flat=flat,
        flat_said=flat_said, meets=meets,
    )  # fmt: skip


def _measured(axes) -> None:
    """Draw what was counted at no use: with an interval where the group's size is printed."""
    control = fact("tam2016-control-frequency")
    low, high = wilson_interval(round(control.value / 100 * control.n), int(control.n))
    axes.errorbar(
        0, control.value, yerr=[[control.value - 100 * low], [100 * high - control.value]],
        **style.MEASURED.as_points(markersize=6, capsize=3, zorder=6),
    )  # fmt: skip
    axes.plot(0, fact("pal2013-never").value, "s", color=style.MEASURED.colour, markersize=6)
