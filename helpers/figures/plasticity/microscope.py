"""The second panel of lesson 04: the impatient microscopist."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.plasticity.looks import FAST, SPINES, YELLOW, hours
from helpers.simulations.plasticity import Comparison, chance_of_seeing, imaging_study

VERDICTS = {
    "nothing happens": ("white", "nothing"),
    "behaviour first": (FAST.colour, "behaviour first"),
    "spines first": (YELLOW.colour, "spines first"),
    "both are there": (SPINES.colour, "both"),
}
SHOWN = 0.11  # a share of studies below this has no room for its words


def impatient_microscopist(
    figure: Figure,
    *,
    time_h: float,
    n_mice: float,
    spine_sd_percent: float,
    behaviour_sd: float,
    study: float,
) -> str:
    """Draw one simulated study of spines and behaviour, and what endless repeats would conclude.

    It looks once (h after the dose) at so many mice in each group, with a scatter between mice of
    spine density (percentage points) and of behaviour. The same number gives the same mice.
    """
    art = artists(figure, _build)
    one = imaging_study(time_h, int(n_mice), spine_sd_percent, behaviour_sd, seed=int(study))
    chance = chance_of_seeing(time_h, int(n_mice), spine_sd_percent, behaviour_sd)
    for side, found, scale in ((art.spines, one.spines, 25.0), (art.behaviour, one.behaviour, 1.6)):
        _draw_side(side, found, scale)
    art.verdict.set_text(f"This study, at {hours(time_h)}: “{one.verdict}”")
    _draw_shares(art, chance)
    return (
        f"One study at {hours(time_h)}, {int(n_mice)} mice in each group. Spine density differs by "
        f"{_span(one.spines, '%', 1)}; truth {one.spines.truth:.1f}%. Behaviour differs by "
        f"{_span(one.behaviour, '', 2)}; truth {one.behaviour.truth:.2f}. Over endless repeats "
        f"{chance['spines']:.0%} of studies see the spines: {chance['behaviour first']:.0%} "
        f"conclude “behaviour first”, {chance['spines first']:.0%} “spines first”, "
        f"{chance['both are there']:.0%} “both”."
    )


def _span(found: Comparison, unit: str, digits: int) -> str:
    numbers = found.estimate, found.low, found.high
    middle, low, high = (f"{one:.{digits}f}".replace("-", "−") for one in numbers)
    return f"{middle}{unit} ({low} to {high}: {'seen' if found.seen else 'not seen'})"


def _draw_side(side: SimpleNamespace, found: Comparison, scale: float) -> None:
    spread = np.linspace(-0.22, 0.22, len(found.treated))
    side.control.set_data(spread, found.control)
    side.treated.set_data(1 + spread, found.treated)
    side.truth.set_data([1.6, 2.4], [found.truth] * 2)
    side.estimate.set_data([2.0], [found.estimate])
    side.interval.set_segments([[(2.0, found.low), (2.0, found.high)]])
    side.seen.set_text("seen" if found.seen else "not seen")
    farthest = max(np.abs(np.concatenate([found.control, found.treated])).max(), abs(found.high))
    side.axes.set_ylim(-max(scale, 1.05 * farthest), max(scale, 1.05 * farthest))


def _draw_shares(art: SimpleNamespace, chance: dict[str, float]) -> None:
    left = 0.0
    for verdict, (_, words) in VERDICTS.items():
        share = chance[verdict]
        bar, text = art.shares[verdict]
        bar.set_x(left)
        bar.set_width(share)
        text.set_x(left + share / 2)
        text.set_text(f"{words} {share:.0%}" if share >= SHOWN * len(words) / 8 else "")
        left += share


def _build(figure: Figure) -> SimpleNamespace:
    spines = _side(figure.add_axes((0.085, 0.33, 0.39, 0.54)), "Change in spines (%)", SPINES)
    behaviour = _side(figure.add_axes((0.585, 0.33, 0.39, 0.54)), "Behaviour (index)", FAST)
    below = figure.add_axes((0.085, 0.095, 0.89, 0.11))
    below.set(xlim=(0, 1), ylim=(0, 1), yticks=[], xticks=[0, 0.25, 0.5, 0.75, 1])
    below.set_xticklabels(["0", "25%", "50%", "75%", "100%"])
    below.spines["left"].set_visible(False)
    below.set_title("What endless repeats of this study would conclude", fontsize=10.5)
    shares = {}
    for verdict, (colour, _) in VERDICTS.items():
        (bar,) = below.barh([0.5], [0], height=1.0, align="center")
        bar.set(facecolor=colour, edgecolor=style.INK, linewidth=0.8, alpha=0.65)
        text = below.text(0.5, 0.47, "", ha="center", va="center", fontsize=9.5)
        shares[verdict] = (bar, text)
        moves(bar, text)
    verdict = figure.text(0.085, 0.94, "", fontsize=12, fontweight="bold")
    moves(verdict, *below.spines.values())
    return SimpleNamespace(spines=spines, behaviour=behaviour, shares=shares, verdict=verdict)


def _side(axes, label: str, look: style.Look) -> SimpleNamespace:
    nothing = axes.axhline(0, color=style.HAIRLINE, linewidth=1.2, zorder=0)
    axes.set(xlim=(-0.4, 2.55), xticks=[0, 1, 2], ylabel=label)
    axes.set_xticklabels(["control", "ketamine", "difference"])
    axes.yaxis.set_label_coords(-0.155, 0.5)  # it stays while the numbers beside it change
    mice = {"linestyle": "none", "markerfacecolor": "white", "markersize": 5}
    control, bold = style.CONTROL, {"ha": "center", "fontweight": "bold"}
    art = SimpleNamespace(
        control=axes.plot([], [], control.marker, color=control.colour, **mice)[0],
        treated=axes.plot([], [], look.marker, color=look.colour, **mice)[0],
        truth=axes.plot([], [], color=look.colour, linewidth=2.4)[0],
        estimate=axes.plot([], [], "o", color=style.MEASURED.colour)[0],
        interval=axes.vlines([2.0], [0], [1], color=style.MEASURED.colour, linewidth=1.6),
        seen=axes.text(2.0, 1.02, "", transform=axes.get_xaxis_transform(), **bold),
    )
    moves(*vars(art).values(), nothing, axes.yaxis, *axes.spines.values())
    art.axes = axes
    return art
