"""The two areas, their wires, and the hero panel: same data, three connectivities."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.simulations import rhythms as model
from helpers.simulations.rhythms import Couplings, TwoAreas

#: The recording that is named, and others of the same areas that show how far chance moves it.
RUNS = 8
MEASURES = ("coherence", "phase_lag", "feedback", "feedforward")
TITLES = {
    "coherence": "Coherence",
    "phase_lag": "Phase lag index",
    "feedback": "Feedback (Granger)",
    "feedforward": "Feedforward (Granger)",
}
LOOKS = {
    "coherence": style.Look("#000000"),
    "phase_lag": style.Look("#0072B2"),
    "feedback": style.Look("#D55E00"),
    "feedforward": style.Look("#009E73"),
}
ENDS = {"coherence": 1.0, "phase_lag": 1.0, "feedback": 0.12, "feedforward": 0.12}
SECONDS = np.arange(24, 241, 2)
FLOOR = np.array([model.phase_lag_floor(s) for s in SECONDS])
MOST_SHARED = 2.0
START = TwoAreas()


@lru_cache(maxsize=128)
def measured(feedback: float, feedforward: float, shared: float, seconds: float) -> Couplings:
    """Return the four measures of `RUNS` recordings."""
    areas = TwoAreas(feedback=feedback, feedforward=feedforward, shared=shared)
    return model.quick_couplings(areas, seconds, runs=RUNS)


def two_areas(figure: Figure) -> str:
    """Draw the two areas with their wires and the shared source, and name them."""
    figure.clear()
    art = _schematic(figure.add_axes((0.0, 0.0, 1.0, 1.0)))
    _draw_wires(art, START.feedback, START.feedforward, START.shared)
    return (
        "Two circles, the front of the brain and its back. A wire runs from front to back and is "
        "called feedback; another runs from back to front and is called feedforward. Signals need "
        "12 ms along a wire. Between the circles a third stands for a source that both hear at the "
        "same instant."
    )


def same_data(
    figure: Figure, *, feedback: float, feedforward: float, shared: float, seconds: float
) -> str:
    """Draw two areas, the four measures of a recording of them, and the floor of one measure.

    Parameters
    ----------
    figure
        Where to draw.
    feedback, feedforward
        Strength of the wires from front to back and from back to front.
    shared
        SD of the source that both hear at once, over that of an area; the picture has room for 2.
    seconds
        Length of each recording (s), 24 to 240.
    """
    art = artists(figure, _build)
    found = measured(feedback, feedforward, shared, seconds)
    opened = measured(START.feedback, START.feedforward, START.shared, 120.0)
    _draw_wires(art.schematic, feedback, feedforward, shared)
    for name in MEASURES:
        values = getattr(found, name)
        row = art.rows[name]
        row.this.set_data([values[0]] * 2, [0.08, 0.92])
        row.others.set_data(*_ticks(values[1:], 0.22, 0.78))
        row.opened.set_data([getattr(opened, name)[0]] * 2, [0, 1])
        digits = 2 if ENDS[name] == 1 else 3
        row.value.set_text(f"{values[0]:.{digits}f}")
    floor = model.phase_lag_floor(seconds)
    art.below.set_width(floor)
    art.at.set_data([seconds, seconds], [0, 1])
    art.dot.set_data([seconds], [floor])
    values = found.phase_lag
    art.this.set_data([seconds - 9, seconds + 9], [values[0]] * 2)
    art.others.set_data(*_ticks(values[1:], seconds - 5, seconds + 5)[::-1])
    return _words(found, feedback, feedforward, shared, seconds)


def _words(
    found: Couplings, feedback: float, feedforward: float, shared: float, seconds: float
) -> str:
    lag, floor = found.phase_lag, model.phase_lag_floor(seconds)
    return (
        f"With wires of {feedback:g} and {feedforward:g}, a source of {shared:g} and {seconds:g} "
        f"s: coherence {found.coherence[0]:.2f}, phase lag {lag[0]:.2f} (in {RUNS} recordings "
        f"{lag.min():.2f} to {lag.max():.2f}; with no coupling {floor:.2f} on average), Granger "
        f"feedback {found.feedback[0]:.3f}, feedforward {found.feedforward[0]:.3f}."
    )


def _ticks(values: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of short strokes at values, parted by gaps."""
    along = np.repeat(values, 3)
    across = np.tile([low, high, np.nan], len(values))
    return along, across


def _build(figure: Figure) -> SimpleNamespace:
    note = {"fontsize": 9.5, "color": style.QUIET, "fontweight": "normal"}
    schematic = _schematic(figure.add_axes((0.0, 0.5, 0.47, 0.5)))
    handle(schematic.source, y="shared", y_at=_source_height)
    axes = figure.add_axes((0.085, 0.125, 0.375, 0.31))
    axes.set(
        xlim=(15, 255), ylim=(0, 0.8), xticks=[24, 72, 120, 168, 240], yticks=[0, 0.25, 0.5, 0.75]
    )
    axes.set(xlabel="Recording (s)", ylabel="Phase lag index")
    axes.set_title("dashed: the mean of areas without any coupling", loc="left", **note)
    axes.fill_between(SECONDS, 0, FLOOR, color=style.TINT, linewidth=0)
    axes.plot(SECONDS, FLOOR, **style.CONTROL.as_line(linewidth=1.4))
    (at,) = axes.plot(
        [], [], ":", color=style.QUIET, linewidth=1.4, transform=axes.get_xaxis_transform()
    )
    look = LOOKS["phase_lag"].colour
    (others,) = axes.plot([], [], "-", color=look, linewidth=1.0)
    (this,) = axes.plot([], [], "-", color=look, linewidth=3.2)
    (dot,) = axes.plot([], [], "D", color=style.CONTROL.colour, markersize=7, zorder=5)
    handle(dot, x="seconds")
    moves(at, others, this, dot)
    rows = {name: _row(figure, name, 0.795 - 0.225 * k) for k, name in enumerate(MEASURES)}
    lag = rows["phase_lag"].axes
    below = lag.axvspan(0, 0.1, color=style.TINT, zorder=0, linewidth=0)
    moves(below, *lag.spines.values())
    figure.text(0.53, 0.035, "thick: this recording  thin: others  dashed: at start", **note)
    return SimpleNamespace(
        schematic=schematic,
        at=at,
        others=others,
        this=this,
        dot=dot,
        rows=rows,
        below=below,
    )


def _row(figure: Figure, name: str, bottom: float) -> SimpleNamespace:
    axes = figure.add_axes((0.53, bottom, 0.44, 0.095))
    end, look = ENDS[name], LOOKS[name].colour
    axes.set(xlim=(0, end), ylim=(0, 1), yticks=[], xticks=np.linspace(0, end, 5))
    axes.tick_params(labelsize=9)
    axes.text(0, 1.12, TITLES[name], fontsize=11, fontweight="bold", color=look,
              transform=axes.transAxes)  # fmt: skip
    value = axes.text(1, 1.12, "", fontsize=11, fontweight="bold", ha="right", color=look,
                      transform=axes.transAxes)  # fmt: skip
    (opened,) = axes.plot([], [], **style.CONTROL.as_line(linewidth=1.4))
    (others,) = axes.plot([], [], "-", color=look, linewidth=1.0)
    (this,) = axes.plot([], [], "-", color=look, linewidth=3.2)
    moves(value, opened, others, this)
    return SimpleNamespace(axes=axes, value=value, opened=opened, others=others, this=this)


def _source_height(shared: float) -> float:
    return -1.55 + 0.75 * shared / MOST_SHARED


def _schematic(axes: Axes) -> SimpleNamespace:
    axes.set(xlim=(-3.3, 3.3), ylim=(-2.15, 1.75))
    axes.axis("off")
    for x, name in ((-2.1, "front"), (2.1, "back")):
        axes.add_patch(Circle((x, 0.35), 0.62, facecolor=style.TINT, edgecolor=style.INK, zorder=3))
        axes.text(x, 0.35, name, ha="center", va="center", fontsize=11, zorder=4)
    wires = {}
    for name, start, end, curve, y in (
        ("feedback", (-1.55, 0.75), (1.55, 0.75), -0.22, 1.42),
        ("feedforward", (1.55, -0.02), (-1.55, -0.02), -0.12, 0.15),
    ):
        arrow = FancyArrowPatch(
            start, end, connectionstyle=f"arc3,rad={curve}", arrowstyle="-|>", mutation_scale=16,
            color=LOOKS[name].colour, shrinkA=0, shrinkB=0, zorder=2,
        )  # fmt: skip
        axes.add_patch(arrow)
        label = axes.text(0, y, "", ha="center", va="center", fontsize=10, color=LOOKS[name].colour)
        wires[name] = (arrow, label)
        moves(arrow, label)
    lines = [axes.plot([], [], "-", color=style.QUIET, zorder=1)[0] for _ in range(2)]
    (source,) = axes.plot([], [], "o", color=style.QUIET, markersize=15, zorder=4)
    label = axes.text(0, -2.0, "", ha="center", va="center", fontsize=10, color=style.QUIET)
    moves(*lines, source, label)
    return SimpleNamespace(axes=axes, wires=wires, lines=lines, source=source, label=label)


def _draw_wires(art: SimpleNamespace, feedback: float, feedforward: float, shared: float) -> None:
    for name, value in (("feedback", feedback), ("feedforward", feedforward)):
        arrow, label = art.wires[name]
        arrow.set_linewidth(0.4 + 11 * value)
        arrow.set_linestyle("-" if value else ":")
        label.set_text(f"{name} {value:.2f}")
    height = _source_height(shared)
    for line, x in zip(art.lines, (-2.1, 2.1), strict=True):
        line.set_data([0, x], [height, -0.25])
        line.set_linewidth(0.3 + 2.2 * shared)
        line.set_linestyle("-" if shared else ":")
    art.source.set_data([0], [height])
    art.label.set_text(f"source heard by both at once {shared:.1f}")


def cut_and_source(figure: Figure, *, feedback: float, shared: float) -> str:
    """Draw how the four measures move when a wire is cut and then a source is turned up.

    Parameters
    ----------
    figure
        Where to draw.
    feedback
        The wire from front to back after the cut; it opens at 0.4.
    shared
        How far the source is turned up.
    """
    figure.clear()
    sources = np.arange(START.shared, shared + 0.01, 0.3)
    cut = [_mean(feedback, s) for s in sources]
    before = _mean(START.feedback, START.shared)
    said = []
    for k, name in enumerate(MEASURES):
        axes = figure.add_axes((0.065 + 0.243 * k, 0.2, 0.185, 0.6))
        values = np.array([getattr(one, name).mean() for one in cut])
        axes.axhline(getattr(before, name).mean(), **style.CONTROL.as_line(linewidth=1.6))
        axes.plot(sources, values, color=LOOKS[name].colour)
        axes.set(xlim=(sources[0], sources[-1]), ylim=(0, 0.7 if ENDS[name] == 1 else 0.1))
        axes.set_title(TITLES[name], fontsize=9.5, color=LOOKS[name].colour)
        axes.tick_params(labelsize=9)
        digits = 2 if ENDS[name] == 1 else 3
        was, first, last = (
            f"{v:.{digits}f}" for v in (getattr(before, name).mean(), *values[[0, -1]])
        )
        said.append(f"{TITLES[name]} {was} before the cut, {first} after, {last} at the end")
    figure.text(0.5, 0.03, "Source heard by both, turned up to the right", ha="center", fontsize=11)
    figure.text(0.065, 0.93, "dashed: before the wire was cut", fontsize=10, color=style.QUIET)
    return (
        f"Four curves against the source, with the feedback wire at {feedback:g}: "
        + "; ".join(said)
        + ". Only coherence climbs, after a dip, and passes its old value."
    )


@lru_cache(maxsize=32)
def _mean(feedback: float, shared: float) -> Couplings:
    areas = TwoAreas(feedback=feedback, shared=shared)
    return model.quick_couplings(areas, runs=20)
