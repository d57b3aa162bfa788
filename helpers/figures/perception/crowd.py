"""The second panel of lesson 05: one mean, one SD, three crowds."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.simulations import perception as model
from helpers.simulations.sourced import printed_range, published

LOOKS = {
    "bell": style.Look("#4D4D4D", "--", "s"),
    "skewed": style.Look("#0072B2", "-", "o"),
    "half untouched": style.Look(style.KETAMINE.colour, "-.", "D"),
}
EDGES = np.arange(-24.5, 60, 3.0) - 1.0  # a bin holds -1, 0 and 1 around zero
#: Bands of the total (points): words, lowest and highest score in it.
BANDS = {
    "below zero": (-np.inf, -1e-9),
    "zero": (-1e-9, 0.5),
    "1 to 4": (0.5, 4.5),
    "5 to 15": (4.5, 15.5),
    "over 15": (15.5, np.inf),
}
ROWS = np.arange(len(BANDS))[::-1]
OFFSETS = dict(zip(LOOKS, (0.24, 0.0, -0.24), strict=True))


def a_crowd(figure: Figure, *, kind: str, people: float, study: float) -> str:
    """Draw the scores of one study of a crowd, and who has how many points in each crowd.

    Parameters
    ----------
    figure
        Where to draw.
    kind
        ``"bell"``, ``"skewed"`` or ``"half untouched"``.
    people
        People in the study.
    study
        Which study: another number, other people.
    """
    art = artists(figure, _build)
    look = LOOKS[kind]
    scores = model.crowd(kind).draw(int(people), seed=int(study))
    counts, _ = np.histogram(np.clip(scores, EDGES[0], EDGES[-1]), EDGES)
    share = 100 * counts / scores.size
    art.bars.set_data(share, EDGES)
    art.bars.set(facecolor=look.colour, edgecolor=look.colour)
    mean, sd = scores.mean(), scores.std(ddof=1)
    art.spread.set_data([mean - sd, mean + sd], [66, 66])
    art.mean.set_data([mean], [66])
    for line in (art.spread, art.mean):
        line.set_color(look.colour)
    for one, lines in art.shares.items():
        for line in lines:
            line.set(linewidth=7 if one == kind else 2.2, alpha=1 if one == kind else 0.6)
    shares = _shares(kind)
    number = f"study {study:g}, {people:g} people"
    return (
        f"Crowd “{kind}”, {number}: mean {mean:.1f}, SD {sd:.1f}; "
        f"{(scores <= 0.5).mean():.0%} of them at zero or below. In the whole crowd, with the "
        f"printed mean 7.7 and SD 9.2, {shares['below zero']:.0f}% stand below zero, "
        f"{shares['zero']:.0f}% at zero and {shares['over 15']:.0f}% above 15 points."
    )


@lru_cache(maxsize=4)
def _shares(kind: str) -> dict[str, float]:
    """Return the share of people (%) in each band."""
    crowd = model.crowd(kind)
    return {
        words: 100 * (crowd.share_to(high) - crowd.share_to(low))
        for words, (low, high) in BANDS.items()
    }


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.085, 0.15, 0.5, 0.73))
    axes.set(xlim=(-24, 58), ylim=(0, 76), xticks=range(-20, 60, 10), yticks=range(0, 61, 10))
    axes.set(xlabel="CADSS total (points, of 92)", ylabel="Share of the study (%)")
    axes.axvspan(-24, -0.5, color=style.TINT, linewidth=0, zorder=0)
    axes.text(-12.5, 30, "no such\nscores", fontsize=10, color=style.QUIET, ha="center")
    bars = axes.stairs(np.zeros(EDGES.size - 1), EDGES, fill=True, alpha=0.75, zorder=2)
    mean = published(model.PRINTED)
    sd = printed_range(model.PRINTED)[1] - mean
    axes.errorbar([mean], [72], xerr=[sd], **style.MEASURED.as_points(zorder=5))
    axes.text(mean + sd + 2, 72, "printed: mean ± SD, 110 people", fontsize=9, va="center")
    axes.text(57, 66, "this study", fontsize=9, ha="right", va="center", zorder=6)
    (spread,) = axes.plot([], [], linewidth=2, zorder=5)
    (dot,) = axes.plot([], [], "|", markersize=14, markeredgewidth=3, zorder=5)
    right = figure.add_axes((0.73, 0.15, 0.25, 0.73))
    right.set(xlim=(0, 62), ylim=(-0.5, len(BANDS) - 0.5), xlabel="Share of the crowd (%)")
    right.set_yticks(ROWS, list(BANDS))
    right.tick_params(axis="y", length=0)
    shares = {}
    for kind, look in LOOKS.items():
        rows = ROWS + OFFSETS[kind]
        shares[kind] = [
            right.plot([0, value], [row, row], color=look.colour, solid_capstyle="butt")[0]
            for row, value in zip(rows, _shares(kind).values(), strict=True)
        ]
        right.plot([], [], label=kind, color=look.colour, linewidth=4)
    right.legend(loc="upper right", fontsize=9, handlelength=1.2, borderaxespad=0.1)
    moves(bars, spread, dot, *(line for lines in shares.values() for line in lines))
    return SimpleNamespace(bars=bars, spread=spread, mean=dot, shares=shares)
