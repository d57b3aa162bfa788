"""The second panel of lesson 07: a rubber hand by inference, and by agreeing more."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.simulations import inference

PLAIN = {"prior": 0.5, "window_s": 0.1, "agree": 0.0}  # chosen
LAGS_MS = np.linspace(0, 620, 311)
ROWS = (
    ("says “mine”, at once", "up"),
    ("says “mine”, 0.5 s late", "up, weaker"),
    ("“I had three hands”", "not told"),
    ("felt shift, at once", "up"),
    ("felt shift, 0.5 s late", "not told"),
)


def rubber_hand(figure: Figure, *, prior: float, window_ms: float, agree: float) -> str:
    """Draw how the report falls with the lag, and five measures beside one study's directions.

    Parameters
    ----------
    figure
        Where to draw.
    prior
        Probability of one cause before any touch, 0 to 1.
    window_ms
        SD of the lags that one cause gives (ms).
    agree
        Chance of saying yes where nothing is felt, 0 to 1.
    """
    art = artists(figure, _build)
    hand = inference.rubber_hand(prior, window_ms / 1000, agree)
    plain = inference.rubber_hand(**PLAIN)
    cause = inference.one_cause(LAGS_MS / 1000, prior, window_ms / 1000)
    art.report.set_data(LAGS_MS, cause + agree * (1 - cause))
    art.cause.set_data(LAGS_MS, cause)
    art.window.set_data([window_ms, window_ms], [0, 0.12])
    handle(art.window, x="window_ms")
    art.floor.set_data([0, 620], [agree, agree])
    handle(art.floor, y="agree")
    values = _values(hand)
    for line, dot, value in zip(art.lines, art.dots, values, strict=True):
        line.set_xdata([0, value])
        dot.set_xdata([value])
    before = _values(plain)
    half = 1000 * inference.half_lag_s(prior, window_ms / 1000)
    up = [now > old + 0.01 for now, old in zip(values, before, strict=True)]
    fits = up[0] and up[1] and values[1] < values[0] and up[3]
    verdict = "All of that study's directions are met." if fits else _missing(up, values)
    better = (
        f"One cause is the better bet up to {half:.0f} ms."
        if half
        else ("At no lag is one cause the better bet.")
    )
    return (
        f"Prior {prior:.2f}, window {window_ms:.0f} ms, agreeing {agree:.0%}: called mine "
        f"{values[0]:.2f} at once and {values[1]:.2f} half a second late (without drug "
        f"{before[0]:.2f} and {before[1]:.2f}); the hand is felt {values[3]:.2f} of the way over, "
        f"before {before[3]:.2f}. {better} {verdict}"
    )


def _values(hand: inference.Hand) -> list[float]:
    return [hand.together, hand.apart, hand.control, hand.drift_together, hand.drift_apart]


def _missing(up: list[bool], values: list[float]) -> str:
    lacks = [
        words
        for words, there in (
            ("at once up", up[0]),
            ("late up", up[1]),
            ("late weaker", values[1] < values[0]),
            ("felt shift up", up[3]),
        )
        if not there
    ]
    return f"Not met of that study's directions: {', '.join(lacks)}."


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.075, 0.145, 0.37, 0.7))
    # room below zero, so that no handle covers a number of the axis
    axes.set(
        xlim=(0, 620),
        ylim=(-0.08, 1.02),
        yticks=np.linspace(0, 1, 6),
        xlabel="Lag from felt to seen touch (ms)",
    )
    axes.set_ylabel("Probability")
    plain = inference.one_cause(LAGS_MS / 1000, PLAIN["prior"], PLAIN["window_s"])
    axes.plot(LAGS_MS, plain, **style.CONTROL.as_line(linewidth=1.6))
    axes.axvline(1000 * inference.LATE_S, color=style.HAIRLINE, zorder=0)
    late = axes.text(495, 0.93, "late", color=style.QUIET, fontsize=10, ha="right")
    late.set_bbox(style.BACKED)
    (cause,) = axes.plot([], [], ":", color=style.KETAMINE.colour, linewidth=2)
    (report,) = axes.plot([], [], "-", color=style.KETAMINE.colour, linewidth=2.6)
    (floor,) = axes.plot([], [], "-.", color=style.ACTIVE_CONTROL.colour, linewidth=2)
    (window,) = axes.plot([], [], "-", color=style.INHIBITORY.colour, linewidth=5)
    quiet = {"transform": axes.transAxes, "color": style.QUIET, "fontsize": 10}
    axes.text(0, 1.09, "solid: says “mine”    dotted: one cause", **quiet)
    axes.text(0, 1.03, "dash-dot: agrees anyway    dashed: no drug", **quiet)
    measures = figure.add_axes((0.675, 0.145, 0.16, 0.7))
    measures.set(xlim=(0, 1.02), ylim=(4.6, -0.6), xticks=[0, 0.5, 1], xlabel="0 to 1")
    measures.set_yticks(range(5), [name for name, _ in ROWS], fontsize=10)
    measures.text(1.1, -0.8, "Morgan 2011", fontsize=10, fontweight="bold")
    lines, dots = [], []
    values = _values(inference.rubber_hand(**PLAIN))
    for row, ((_, seen), value) in enumerate(zip(ROWS, values, strict=True)):
        measures.plot([value, value], [row - 0.32, row + 0.32], **style.CONTROL.as_line())
        lines += measures.plot([0, 0], [row, row], color=style.KETAMINE.colour, linewidth=4)
        dots += measures.plot([0], [row], marker="D", color=style.KETAMINE.colour, markersize=7)
        measures.text(1.1, row, seen, fontsize=10, va="center")
    moves(cause, report, floor, window, late, *lines, *dots, *axes.spines.values())
    moves(*measures.spines.values())
    return SimpleNamespace(
        cause=cause, report=report, floor=floor, window=window, lines=lines, dots=dots
    )
