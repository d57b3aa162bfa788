"""The second panel of lesson 09: how much of a response is belief."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.simulations.trials.belief import GIVEN, GROUPS, rates, split

OWN = {
    "ketamine and midazolam": (True, True),
    "ketamine only": (True, False),
    "neither": (False, False),
}
LOOKS = {
    "ketamine": style.KETAMINE,
    "midazolam": style.ACTIVE_CONTROL,
    "saline": style.CONTROL,
}
PARTS = {  # what a bar is made of: colour, hatch
    "base": ("#BDBDBD", ""),
    "belief": ("#F0E442", "///"),
    "own effect": ("", "..."),  # in the colour of its group
}
WIDTH = 0.42


def belief_or_drug(
    figure: Figure,
    *,
    gain: float,
    belief_ketamine: float,
    belief_midazolam: float,
    belief_saline: float,
    own: str,
) -> str:
    """Draw three response rates as base, belief and own effect, beside the published ones.

    Parameters
    ----------
    figure
        Where to draw.
    gain
        What full belief is worth (percentage points).
    belief_ketamine, belief_midazolam, belief_saline
        Share of each group who believe that they had ketamine.
    own
        One of `OWN`: what may act by itself.
    """
    art = artists(figure, _build)
    beliefs = dict(zip(GIVEN, (belief_ketamine, belief_midazolam, belief_saline), strict=True))
    acts = dict(zip(("ketamine_acts", "midazolam_acts"), OWN[own], strict=True))
    found = split(gain, beliefs, **acts)
    effects = {"ketamine": found.ketamine, "midazolam": found.midazolam, "saline": 0.0}
    for place, what in enumerate(GIVEN):
        bottom = 0.0
        parts = (found.base, gain * beliefs[what], effects[what])
        for bar, part in zip(art.bars[what], parts, strict=True):
            bar.set_y(bottom)
            bar.set_height(part)
            bottom += part
        art.totals[place].set_data([place - 0.29, place + 0.29], [bottom, bottom])
        art.dots[place].set_ydata([beliefs[what]])
        art.shares[place].set(text=f"{beliefs[what]:.0%}", y=beliefs[what] + 0.085)
    art.gain.set_ydata([gain, gain])
    art.grip.set_ydata([gain])
    art.gain_label.set(y=gain + 1.0, text=f"full belief: {gain:g}")
    art.verdict.set_text(
        "inside all printed intervals" if found.fits else "outside a printed interval"
    )
    outside = [name for name, holds in found.inside.items() if not holds]
    fit = (
        "Every rate lies in its printed interval."
        if not outside
        else f"Outside its printed interval: {', '.join(outside)}."
    )
    return (
        f"Full belief worth {gain:g} points: the best account then gives ketamine "
        f"{_whole(found.ketamine)} points of its own, midazolam {_whole(found.midazolam)}, and "
        f"{_whole(found.base)} to everybody. {fit} Beliefs {belief_ketamine:.0%}, "
        f"{belief_midazolam:.0%} and {belief_saline:.0%}: chosen, not measured."
    )


def _whole(points: float) -> str:
    return f"{points + 1e-6:.0f}"  # a half is rounded up, whatever the last bits


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.08, 0.13, 0.60, 0.75))
    axes.set(xlim=(-0.5, 3.3), ylim=(0, 66), ylabel="Respond a day later (%)")
    axes.set_xticks(range(3), GIVEN)
    bars = {}
    for place, what in enumerate(GIVEN):
        bars[what] = []
        for colour, hatch in PARTS.values():
            face = {"facecolor": colour or LOOKS[what].colour, "edgecolor": "white"}
            (bar,) = axes.bar([place], [0], WIDTH, hatch=hatch, **face)
            bar.set_linewidth(0.5)
            bars[what].append(bar)
    totals = [axes.plot([], [], color=style.INK, linewidth=2.4)[0] for _ in GIVEN]
    shift = {"ketamine (saline trials)": 0.40, "ketamine (midazolam trials)": 0.52}
    for name, (value, low, high) in rates().items():
        what = GROUPS[name][0]
        place = GIVEN.index(what) + shift.get(name, 0.40)
        axes.errorbar(
            [place],
            [value],
            yerr=[[value - low], [high - value]],
            **LOOKS[what].as_points(),
            zorder=6,
        )
    (gain,) = axes.plot([-0.5, 3.3], [0, 0], "--", color=style.INK, linewidth=1.4, zorder=5)
    (grip,) = axes.plot([1.6], [0], "_", color=style.INK, markersize=14, markeredgewidth=3)
    handle(grip, y="gain")
    gain_label = axes.text(3.28, 0, "", ha="right", fontsize=10)
    for part, (colour, hatch) in PARTS.items():
        face = colour or style.QUIET
        axes.bar([9], [0], facecolor=face, hatch=hatch, edgecolor="white", label=part)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=3,
        fontsize=9.5,
        frameon=False,
        borderpad=0.1,
    )
    axes.text(
        1.0,
        1.03,
        "points: published",
        transform=axes.transAxes,
        ha="right",
        fontsize=9.5,
        color=style.QUIET,
    )
    right = figure.add_axes((0.775, 0.13, 0.215, 0.66))
    right.set(xlim=(-0.5, 2.5), ylim=(0, 1.2), yticks=np.arange(0, 1.01, 0.25))
    right.set_yticklabels(["0", "25%", "50%", "75%", "100%"])
    right.set_xticks(range(3), ["ket.", "mid.", "sal."])
    right.set_title("believe they had\nketamine (chosen)", fontsize=10, fontweight="normal")
    dots, shares = [], []
    for place, what in enumerate(GIVEN):
        look = LOOKS[what]
        (dot,) = right.plot([place], [0], look.marker, color=look.colour, markersize=10)
        handle(dot, y=f"belief_{what}")
        dots.append(dot)
        shares.append(right.text(place, 0, "", ha="center", fontsize=9.5))
    verdict = figure.text(0.99, 0.93, "", ha="right", fontsize=10.5, fontweight="bold")
    every = [bar for group in bars.values() for bar in group]
    moves(*every, *totals, gain, grip, gain_label, *dots, *shares, verdict)
    moves(*axes.spines.values(), *right.spines.values())
    for line in (*axes.lines, *axes.collections):
        moves(line)  # the measured points stand in front of the bars
    return SimpleNamespace(
        bars=bars,
        totals=totals,
        gain=gain,
        grip=grip,
        gain_label=gain_label,
        dots=dots,
        shares=shares,
        verdict=verdict,
    )
