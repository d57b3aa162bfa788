"""The hero panel of lesson 07, two knobs and five tasks, and what only scalar noise does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.words import rounded
from helpers.simulations import timing

PLAIN = (1.0, 0.15)  # both knobs without drug (the noise is chosen)
RATES = np.linspace(*timing.CLOCK, 61)
#: What each task is drawn on: axis label, its range, and the words above it.
AXES = {
    "compare two": ("Count of the clock (s without drug)", (0.0, 3.0), "Two tones, one count each"),
    "copy one": ("Time made (s)", (0.0, 2.5), "One second is heard, then made"),
    "say how long": ("Seconds said", (0.0, 150.0), "A minute passes. How long was it?"),
    "make a minute": ("Seconds made", (0.0, 150.0), "Make a minute"),
    "sort as learnt": (
        "Time heard (s)",
        (1.0, 10.0),
        "Short or long? 2 and 8 s were learnt before",
    ),
}
LOOKS = {"scalar": style.KETAMINE, "Poisson": style.MAGNESIUM, "fixed": style.CONTROL}


def two_knobs(
    figure: Figure, *, task_shown: str, clock: float, cv: float, noise: str, ratio: float
) -> str:
    """Draw what a task shows, and every setting of the two knobs that it cannot tell apart.

    Parameters
    ----------
    figure
        Where to draw.
    task_shown
        One of ``timing.TASKS``.
    clock, cv
        Rate of the clock (1 without drug) and its noise, as a share of the count.
    noise
        ``"scalar"``, ``"Poisson"`` or ``"fixed"``.
    ratio
        Longer over shorter, in "compare two".
    """
    task = task_shown
    art = artists(figure, _build)
    now = timing.reading(task, clock, cv, noise, ratio)
    before = timing.reading(task, *PLAIN, noise, ratio)
    label, (low, high), title = AXES[task]
    x = np.linspace(low, high, 301)
    art.seen.set(xlabel=label, xlim=(low, high))
    art.title.set_text(title)
    shapes = [
        _shape(task, x, *knobs, noise, ratio, one)
        for knobs, one in ((PLAIN, before), ((clock, cv), now))
    ]
    for name, pairs in art.curves.items():
        for lines, curves in zip(pairs, shapes, strict=True):
            for line, curve in zip(lines, curves, strict=True):
                line.set_visible(name == task)
                if name == task:
                    line.set_data(x, curve)
    art.seen.set_ylabel("Share called long" if task == "sort as learnt" else "How often")
    same = timing.same_reading(task, clock, cv, noise, RATES)
    art.spread.set_data(RATES, 100 * same)
    art.centre.set_data([clock, clock], [0, 45])
    sees = task not in ("compare two", "copy one")
    art.centre.set_visible(sees)
    art.dot.set_data([clock], [100 * cv])
    art.key.set_text(_key(task))
    art.result.set_text(_short(task, now))
    return _words(task, clock, cv, noise, ratio, before, now)


def _build(figure: Figure) -> SimpleNamespace:
    seen = figure.add_axes((0.075, 0.145, 0.49, 0.67))
    seen.set(ylim=(0, 1.12), yticks=[0, 0.5, 1])
    curves = {  # each task has its own lines, so that none leaves a ghost on another's axis
        task: [
            [seen.plot([], [], **look.as_line(linewidth=width))[0] for _ in range(2)]
            for look, width in ((style.CONTROL, 1.6), (style.KETAMINE, 2.6))
        ]
        for task in timing.TASKS
    }
    title = seen.text(0, 1.1, "", transform=seen.transAxes, fontsize=12, fontweight="bold")
    seen.text(0, 1.03, "dashed: no drug    solid: now", transform=seen.transAxes, color=style.QUIET)
    result = seen.text(0.98, 0.93, "", transform=seen.transAxes, ha="right", fontweight="bold")
    pad = figure.add_axes((0.665, 0.145, 0.315, 0.67))
    pad.set(xlabel="Clock rate (1 = no drug)", ylabel="Noise (% of the count)")
    pad.set(xlim=(0.57, 1.43), ylim=(2, 43), xticks=[0.6, 0.8, 1, 1.2, 1.4])
    pad.plot([PLAIN[0]], [100 * PLAIN[1]], marker="s", color=style.CONTROL.colour, markersize=6)
    (spread,) = pad.plot([], [], "--", color=style.INHIBITORY.colour, linewidth=2)
    (centre,) = pad.plot([], [], "-", color=style.INHIBITORY.colour, linewidth=2)
    (dot,) = pad.plot([], [], "o", color=style.KETAMINE.colour, markersize=12, zorder=5)
    pad.text(0, 1.1, "What it cannot tell apart", transform=pad.transAxes, fontweight="bold")
    key = pad.text(0, 1.03, "", transform=pad.transAxes, color=style.QUIET, fontsize=10)
    handle(dot, x="clock", y="cv", y_at=100.0)
    moves(
        *(line for pairs in curves.values() for pair in pairs for line in pair),
        title,
        result,
        spread,
        centre,
        dot,
        key,
    )
    moves(seen.xaxis, seen.yaxis, *seen.spines.values())
    return SimpleNamespace(
        seen=seen, curves=curves, title=title, result=result, spread=spread, centre=centre,
        dot=dot, key=key,
    )  # fmt: skip


def _shape(
    task: str, x: Any, clock: float, cv: float, noise: str, ratio: float, one: timing.Reading
) -> tuple[Any, Any]:
    """Return the one or two curves of a task on its axis, each at most 1 high."""
    nothing = np.full_like(x, np.nan)
    if task == "sort as learnt":
        return timing.long_share(x, clock, cv, noise), nothing
    if task == "compare two":
        counts = clock * np.array([1.0, ratio])
        spreads = timing.count_sd(counts, cv, noise)
        first, second = (
            np.exp(-0.5 * ((x - n) / s) ** 2) for n, s in zip(counts, spreads, strict=True)
        )
        return first, second
    return np.exp(-0.5 * ((x - float(one.centre)) / float(one.spread)) ** 2), nothing


def _key(task: str) -> str:
    if task == "compare two":
        return "dashed: as many right"
    if task == "copy one":
        return "dashed: spread stays"
    return "solid: centre stays, dashed: spread"


def _short(task: str, one: timing.Reading) -> str:
    if one.right is not None:
        return f"{float(one.right):.0%} right"
    if task == "sort as learnt":
        return f"middle {rounded(one.centre, 2)} s, JND {rounded(one.spread, 2)} s"
    return f"{rounded(float(one.centre), 2)} ± {rounded(float(one.spread), 2)} s"


def _words(
    task: str,
    clock: float,
    cv: float,
    noise: str,
    ratio: float,
    before: timing.Reading,
    now: timing.Reading,
) -> str:
    knobs = f"clock rate {rounded(clock)} and {noise} noise of {100 * cv:.0f}%"
    if task == "compare two":
        blind = "it is level, so a slow clock does not show"
        if noise != "scalar":
            blind = "it is tilted, so a slow clock passes for noise"
        return (
            f"Comparing two times ({rounded(ratio)} : 1) with {knobs}: {float(now.right):.1%} "
            f"right, {float(before.right):.1%} without drug. Along the dashed line on the right "
            f"this number stays; {blind}."
        )
    what = {
        "copy one": "Copying one second",
        "say how long": "Saying how long a minute was",
        "make a minute": "Making a minute",
        "sort as learnt": "Sorting by what was learnt before",
    }[task]
    unit = "just noticeable difference" if task == "sort as learnt" else "SD"
    sees = (
        "The centre does not move with the clock: what is heard and what is made run by one clock."
        if task == "copy one"
        else "The centre gives the clock; the spread in seconds mixes both knobs."
    )
    return (
        f"{what} with {knobs}: centre {rounded(float(now.centre), 3)} s, {unit} "
        f"{rounded(float(now.spread), 2)} s; without drug {rounded(float(before.centre), 3)} and "
        f"{rounded(float(before.spread), 2)} s. {sees}"
    )


def which_noise(figure: Figure, ratio: float = 1.2, cv: float = 0.15) -> str:
    """Draw the share of right comparisons against the clock, for three kinds of noise."""
    axes = figure.subplots()
    ends = []
    for name, look in LOOKS.items():
        right = 100 * timing.compare(ratio, RATES, cv, name)
        axes.plot(RATES, right, **look.as_line(linewidth=2.4))
        axes.annotate(
            name, (RATES[-1], right[-1]), xytext=(6, 0), textcoords="offset points", va="center",
            color=look.colour,
        )  # fmt: skip
        ends.append(f"{name} {float(timing.compare(ratio, 0.8, cv, name)):.1%}")
    axes.axvline(0.8, color=style.HAIRLINE, zorder=0)
    axes.text(0.805, 92, "a fifth slower", color=style.QUIET, fontsize=10)
    axes.set(xlabel="Clock rate (1 = no drug)", ylabel="Right (%)", ylim=(68, 95))
    axes.set_xlim(timing.CLOCK[0], timing.CLOCK[1] + 0.13)
    now = float(timing.compare(ratio, 1, cv))
    return (
        f"Share of right comparisons of two times, {rounded(ratio)} : 1, against the clock's rate. "
        f"At four fifths of the rate: {', '.join(ends)} right. With scalar noise the line is flat "
        f"at {now:.1%}; the two other kinds of noise lose accuracy with a slower clock."
    )
