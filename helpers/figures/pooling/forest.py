"""The panel under Go further: pool trials from the counts of their arms."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.words import rounded
from helpers.simulations.trials.arms import chosen, effects_of
from helpers.simulations.trials.pooling import Effects, Pool, pool

MOST = 6  # rows of trials
AXES = {
    "odds ratio": ((0.2, 300), (0.3, 1, 3, 10, 30, 100)),
    "risk ratio": ((0.2, 300), (0.3, 1, 3, 10, 30, 100)),
    "risk difference": ((-0.35, 1.0), (-0.25, 0, 0.25, 0.5, 0.75, 1)),
}
WORST_SE = {"odds ratio": 1.8, "risk ratio": 1.8, "risk difference": 0.25}


@cache
def _found(
    measure: str, method: str, trials: str, crossover: bool, composite: bool, unverified: bool
) -> tuple[Effects | None, Pool | None, tuple, str]:
    """Return effects, pool, rows and what there is to say, once for each position."""
    try:
        table = chosen(trials, crossover=crossover, composite=composite, unverified=unverified)
        effects = effects_of(table, measure)
    except ValueError as error:
        return None, None, (), str(error)
    table = table[table["study"].isin(effects.studies)]
    rows = tuple(table.itertuples())
    try:
        return effects, pool(effects, method), rows, ""
    except ValueError as error:
        return effects, None, rows, str(error)


def forest_and_funnel(
    figure: Figure,
    *,
    measure: str,
    method: str,
    trials: str,
    crossover: bool,
    composite: bool,
    unverified: bool,
) -> str:
    """Draw each trial with its interval, their pool, and the funnel of effect against size.

    Parameters
    ----------
    figure
        Where to draw.
    measure, method, trials
        As in `pool` and `chosen`.
    crossover, composite, unverified
        Which kinds of trials and rows are let in. Unverified rows are drawn open and named so.
    """
    art = artists(figure, _build)
    effects, pooled, rows, said = _found(measure, method, trials, crossover, composite, unverified)
    if art.measure != measure:
        _scale(art, measure)
    points = [] if effects is None else list(zip(*effects.interval(), strict=True))
    (left, right), _ = AXES[measure]
    for number, row in enumerate(art.rows):
        row.dot.set_visible(number < len(rows))
        if number >= len(rows):
            row.line.set_data([], [])
            row.name.set_text("")
            row.counts.set_text("")
            continue
        one, (middle, low, high) = rows[number], points[number]
        place = (number + 0.5) * MOST / len(rows) - 0.5
        row.name.set_y(place)
        row.counts.set_y(place)
        row.line.set_data(np.clip([low, high], left, right), [place, place])
        row.dot.set_data([np.clip(middle, left, right)], [place])
        row.dot.set_markerfacecolor(style.MEASURED.colour if one.verified else "white")
        row.name.set_text(one.study + ("" if one.verified else " (unverified)"))
        row.name.set_fontstyle("normal" if one.verified else "italic")
        row.counts.set_text(
            f"{one.events_treated}/{one.n_treated} v {one.events_control}/{one.n_control}"
        )
    _draw_pool(art, pooled, measure, said)
    _draw_funnel(art, effects, pooled, rows, measure)
    return _words(effects, pooled, rows, measure, method, trials, said)


def _draw_pool(art: SimpleNamespace, pooled: Pool | None, measure: str, said: str) -> None:
    (left, right), _ = AXES[measure]
    art.diamond.set_visible(pooled is not None)
    art.middle.set_visible(pooled is not None)
    art.prediction.set_data([], [])
    art.dashed.set_text("")
    art.result.set_text(
        "no pool: see the words below" if pooled is None else _value(pooled, measure)
    )
    if pooled is None:
        return
    low, middle, high = np.clip([pooled.low, pooled.estimate, pooled.high], left, right)
    y = MOST + 0.35
    art.diamond.set_xy([(low, y), (middle, y - 0.3), (high, y), (middle, y + 0.3)])
    art.middle.set_data([middle, middle], [-0.6, MOST + 0.35])
    if pooled.prediction is not None:
        art.prediction.set_data(np.clip(pooled.prediction, left, right), [y + 0.62] * 2)
        art.dashed.set_text("dashed: a further trial")


def _draw_funnel(art: SimpleNamespace, effects, pooled, rows, measure: str) -> None:
    (left, right), _ = AXES[measure]
    worst = WORST_SE[measure]
    seen = effects is not None
    sure = np.array([row.verified for row in rows], dtype=bool)
    for dots, these in ((art.sure, sure), (art.unsure, ~sure)):
        x = np.clip(effects.interval()[0][these], left, right) if seen else []
        dots.set_data(x, np.sqrt(effects.variance[these]) if seen else [])
    for line in (*art.sides, art.axis):
        line.set_data([], [])
    if pooled is not None:
        centre = np.log(pooled.estimate) if measure != "risk difference" else pooled.estimate
        ses = np.linspace(0, worst, 60)
        for line, side in zip(art.sides, (-1, 1), strict=True):
            x = effects.natural(centre + side * 1.96 * ses)
            keep = (x >= left) & (x <= right)
            line.set_data(x[keep], ses[keep])
        art.axis.set_data([np.clip(pooled.estimate, left, right)] * 2, [0, worst])


def _scale(art: SimpleNamespace, measure: str) -> None:
    art.measure = measure
    (left, right), ticks = AXES[measure]
    linear = measure == "risk difference"
    for axes in (art.axes, art.funnel):
        axes.set_xscale("linear" if linear else "log")
        axes.set_xlim(left, right)
        shown = ticks if axes is art.axes else ticks[1::2]
        axes.set_xticks(shown, [f"{100 * tick if linear else tick:g}" for tick in shown])
        axes.xaxis.minorticks_off()
        axes.set_xlabel("Difference (points)" if linear else measure.capitalize())
    none = 0.0 if linear else 1.0
    art.none.set_xdata([none, none])
    art.funnel.set_ylim(WORST_SE[measure], 0)
    art.funnel.set_ylabel("Standard error (share)" if linear else "Standard error of the log")


def _value(pooled: Pool, measure: str) -> str:
    name = "pooled" if pooled.k > 1 else "alone"
    if measure == "risk difference":
        low, middle, high = (100 * end for end in (pooled.low, pooled.estimate, pooled.high))
        return f"{name}: {middle:.0f} points ({low:.0f} to {high:.0f})".replace("-", "−")
    ends = (pooled.estimate, pooled.low, pooled.high)
    return "{}: {} ({} to {})".format(name, *(rounded(end, 2) for end in ends))


def _words(effects, pooled, rows, measure, method, trials, said) -> str:
    if pooled is None:
        few = "1 trial" if len(rows) == 1 else f"{len(rows)} trials"
        return f"{few} ({trials}), so there is nothing to pool in this way. {said}"
    how = {"fixed": "one true effect", "random": "effects that differ (DerSimonian-Laird)"}
    words = f"{_value(pooled, measure).capitalize()}, {measure}, "
    if len(rows) > 1:
        words += (
            f"{len(rows)} trials ({trials}), by "
            f"{how.get(method, 'the method of Hartung and Knapp')}. I² {pooled.i2:.0%}."
        )
    else:
        words += f"one trial ({trials}): nothing is pooled, and no I² can be had."
    if pooled.prediction is not None:
        factor = 100 if measure == "risk difference" else 1
        low, high = (rounded(factor * end, 2) for end in pooled.prediction)
        unit = " points" if factor == 100 else ""
        words += f" A further trial would lie from {low} to {high}{unit}."
    doubtful = [row.study for row in rows if not row.verified]
    if doubtful:
        words += f" Not verified: {', '.join(doubtful)}."
    if effects.corrected and measure != "risk difference":
        words += f" Half a person was added to: {', '.join(effects.corrected)}."
    return words


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.335, 0.13, 0.36, 0.78))
    axes.set(ylim=(MOST + 1.35, -0.7), yticks=[])
    axes.spines["left"].set_visible(False)
    none = axes.axvline(1, color=style.QUIET, linewidth=1.2)
    (middle,) = axes.plot([], [], ":", color=style.KETAMINE.colour, linewidth=1.5)
    rows = []
    beside = axes.get_yaxis_transform()
    for place in range(MOST):
        (line,) = axes.plot([], [], color=style.MEASURED.colour, linewidth=1.6)
        (dot,) = axes.plot([], [], "s", color=style.MEASURED.colour, markersize=7)
        name = axes.text(-0.90, place, "", transform=beside, va="center", fontsize=9.5)
        counts = axes.text(-0.02, place, "", transform=beside, va="center", ha="right", fontsize=9)
        rows.append(SimpleNamespace(line=line, dot=dot, name=name, counts=counts))
        moves(line, dot, name, counts)
    diamond = axes.fill([1, 1, 1, 1], [0, 0, 0, 0], color=style.KETAMINE.colour, alpha=0.8)[0]
    (prediction,) = axes.plot([], [], "--", color=style.KETAMINE.colour, linewidth=2)
    result = axes.text(
        -0.90, MOST + 0.35, "", transform=beside, va="center", fontsize=10, fontweight="bold"
    )
    dashed = axes.text(-0.90, MOST + 0.97, "", transform=beside, va="center", fontsize=9)
    funnel = figure.add_axes((0.785, 0.13, 0.2, 0.78))
    sides = [funnel.plot([], [], "--", color=style.QUIET, linewidth=1.2)[0] for _ in range(2)]
    (axis,) = funnel.plot([], [], ":", color=style.KETAMINE.colour, linewidth=1.5)
    (sure,) = funnel.plot([], [], "s", color=style.MEASURED.colour, markersize=6)
    (unsure,) = funnel.plot([], [], "s", color=style.MEASURED.colour, markersize=6)
    unsure.set_markerfacecolor("white")
    axes.set_title("Each trial and their pool", fontsize=10.5)
    funnel.set_title("Funnel", fontsize=10.5)
    moves(none, middle, diamond, prediction, dashed, result, *sides, axis, sure, unsure)
    moves(axes.xaxis, funnel.xaxis, funnel.yaxis, *axes.spines.values(), *funnel.spines.values())
    return SimpleNamespace(
        measure=None,
        axes=axes,
        funnel=funnel,
        none=none,
        middle=middle,
        rows=rows,
        diamond=diamond,
        prediction=prediction,
        dashed=dashed,
        result=result,
        sides=sides,
        axis=axis,
        sure=sure,
        unsure=unsure,
    )
