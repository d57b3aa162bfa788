"""The second panel of lesson 14: which differences a filter by significance lets through."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import fresh, log_axis
from helpers.figures.comparison.looks import DIFFERENCE, POLY_DRUG, READ, USERS, minus, zero_line
from helpers.figures.words import rounded
from helpers.simulations.harm.comparison import Filtered, critical_d, filtered

LEFT, RIGHT = -2.2, 1.0
FEWEST, MOST = 10, 200
SIZES = np.unique(np.round(np.geomspace(FEWEST, MOST, 14)).astype(int))


def publication_microscope(
    figure: Figure, *, n_per_group: float = 200, truth: float = -0.3, null_percent: float = 0.0
) -> str:
    """Draw what studies find, which of them are read, and the mean of those, against their size.

    Parameters
    ----------
    figure
        Where to draw.
    n_per_group
        People in each group, rounded to whole people.
    truth
        The true difference (SD).
    null_percent
        Studies without significance that are published all the same (%).
    """
    art = artists(figure, _build)
    n = round(n_per_group)
    found = filtered(truth, n, n, null_share=null_percent / 100)
    _draw_curve(art, found, null_percent / 100)
    art.mean_line.set_data(SIZES, _means(truth, null_percent / 100))
    art.truth_line.set_ydata([truth, truth])
    art.dot.set_data([n_per_group], [found.read_mean])
    return _words(found, n, null_percent)


@lru_cache(maxsize=64)
def _means(truth: float, null_share: float) -> tuple[float, ...]:
    return tuple(filtered(truth, int(n), int(n), null_share=null_share).read_mean for n in SIZES)


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.07, 0.51, 0.9, 0.42))
    axes.set(xlim=(LEFT, RIGHT), yticks=[], xlabel=DIFFERENCE, ylim=(0, 1.18))
    axes.xaxis.labelpad = 1
    zero_line(axes)
    (curve,) = axes.plot([], [], color=style.INK, linewidth=1.6, zorder=4)
    fills = {"linewidth": 0, "zorder": 2}
    whole = axes.fill_between([0, 0], 0, 0, facecolor=style.HAIRLINE, **fills)
    kept = axes.fill_between([0, 0], 0, 0, facecolor=READ.colour, alpha=0.55, hatch="..", **fills)
    bars = [axes.plot([], [], color=style.INK, linewidth=1.2, linestyle=":")[0] for _ in range(2)]
    (truth,) = axes.plot([], [], **USERS.as_line(linewidth=4), zorder=6)
    handle(truth, x="truth")
    (mean,) = axes.plot([], [], **READ.as_line(linewidth=4), zorder=5)
    back = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1}
    small = {"fontsize": 10, "va": "center", "zorder": 7, "bbox": back}
    labels = [axes.text(0, y, "", **small) for y in (1.1, 0.9)]
    key = axes.text(
        1.0,
        1.03,
        "dotted green: read; grey: not",
        transform=axes.transAxes,
        fontsize=9.5,
        color=style.QUIET,
        ha="right",
    )
    below = figure.add_axes((0.13, 0.11, 0.84, 0.26))
    log_axis(below.xaxis, 9, 230, [10, 20, 50, 100, 200])
    below.set(ylim=(-1.7, 0.15), xlabel="People in each group")
    below.set_ylabel("Mean read (SD)", fontsize=10)
    (mean_line,) = below.plot([], [], **READ.as_line(linewidth=2))
    (truth_line,) = below.plot([9, 230], [0, 0], **USERS.as_line(linewidth=1.5))
    (dot,) = below.plot([], [], "o", color=READ.colour, markersize=10, zorder=5)
    handle(dot, x="n_per_group")
    moves(curve, whole, kept, *bars, truth, mean, *labels, key, mean_line, truth_line, dot)
    moves(*axes.spines.values(), *below.spines.values())
    return SimpleNamespace(
        axes=axes,
        curve=curve,
        whole=whole,
        kept=kept,
        bars=bars,
        truth=truth,
        mean=mean,
        labels=labels,
        mean_line=mean_line,
        truth_line=truth_line,
        dot=dot,
    )


def _draw_curve(art: SimpleNamespace, found: Filtered, null_share: float) -> None:
    height = found.density / found.density.max()
    art.curve.set_data(found.d, height)
    is_kept = abs(found.d) > found.critical
    art.whole.set_data(found.d, 0, np.where(is_kept, 0, height))
    read = np.where(is_kept, height, null_share * height)
    art.kept.set_data(found.d, 0, read)
    for bar, side in zip(art.bars, (-1, 1), strict=True):
        bar.set_data([side * found.critical] * 2, [0, 1])
    art.truth.set_data([found.truth] * 2, [0, 1.0])
    art.mean.set_data([found.read_mean] * 2, [0, 0.8])
    words = (
        (f"truth {minus(found.truth)}", found.truth),
        (f"mean of what is read {minus(found.read_mean)}", found.read_mean),
    )
    for text, (told, x) in zip(art.labels, words, strict=True):
        text.set(text=told, x=x - 0.03, ha="right")


def _words(found: Filtered, n: int, null_percent: float) -> str:
    if found.truth == 0:
        power = f"{2 * found.power:.0%} of studies are significant, half of them each way"
    else:
        power = f"{found.power:.0%} of studies find users significantly lower"
        if found.wrong_sign >= 0.0005:
            power += f" and {found.wrong_sign:.1%} higher"
    also = f" and {null_percent:.0f}% of the others" if null_percent else " alone"
    times = ""
    if found.truth and abs(found.read_mean / found.truth) >= 1.05:
        times = f": {rounded(found.read_mean / found.truth, 2)} times the truth"
    return (
        f"Truth {minus(found.truth)} SD, {n} a group. Only beyond {found.critical:.2f} is one t "
        f"test significant; {power}. Where these{also} are read, the mean is "
        f"{minus(found.read_mean)}{times}."
    )


def printed_sizes(figure: Figure) -> str:
    """Draw the smallest difference that one t test can call significant, and what one study prints.

    Parameters
    ----------
    figure
        Where to draw.
    """
    axes = fresh(figure)
    sizes = np.unique(np.round(np.geomspace(6, 60, 40)).astype(int))
    axes.plot(sizes, [critical_d(int(n), int(n)) for n in sizes], color=style.INK, linewidth=2)
    axes.text(27, 0.64, "the least that one unadjusted\nt test calls significant")
    needed = critical_d(17, 19)
    ranges = {"chesters2022-d-regions": 17.3, "chesters2022-d-cortex": 18.7}
    for row, place in ranges.items():
        one = fact(row)
        middle, half = (one.low + one.high) / 2, (one.high - one.low) / 2
        axes.errorbar([place], [middle], yerr=[half], capsize=5, **POLY_DRUG.as_points(marker=""))
    axes.annotate(
        "17 v 19\n(Chesters 2022)", (18.7, 1.31), (21.5, 1.28), arrowprops={"arrowstyle": "-"}
    )
    axes.set(xscale="log", xlabel="People in each group", ylabel="Difference, either way (SD)")
    ticks = [6, 10, 20, 40, 60]
    axes.set_xticks(ticks, [str(one) for one in ticks])
    axes.minorticks_off()
    axes.set_ylim(0, 1.6)
    low = fact("chesters2022-d-regions").low
    return (
        f"Line: the least difference that one unadjusted t test calls significant, {needed:.2f} SD "
        f"for 17 against 19 people. Bars: ranges of differences printed as significant in such a "
        f"study. The smallest, {low} SD, lies below the line."
    )
