"""The hero panel of lesson 04, two clocks, and the still picture that answers its prediction."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Polygon, Rectangle

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import fresh
from helpers.figures.plasticity.looks import FAST, SPINES, UNTOUCHED, clock_axis, hours
from helpers.simulations.arguments import one_of
from helpers.simulations.plasticity import Block, Course, Readout, simulate

TIMES_H = np.geomspace(0.5, 336.0, 220)
BLOCKS = {"none": None, "AMPA": "ampa", "TrkB": "trkb", "mTORC1": "mtorc1"}
NEVER = "never"
#: Where the line that erases stands (h); unused, it waits at the right end.
ERASE_H = {"24 h": 24.0, "48 h": 48.0, "72 h": 72.0, "168 h": 168.0, NEVER: TIMES_H[-1]}
EARLY_H, LATE_H = 3.0, 168.0
TOP = 1.32
LIGHT_AT = 11.8  # % of spines: where the marker of erasing stands, above every course


def two_clocks(
    figure: Figure,
    *,
    growth: str,
    erase: str,
    block: str,
    block_from_h: float,
    time_h: float,
) -> str:
    """Draw behaviour as the sum of its two parts, and spine density below.

    Spine growth is "on" or "prevented", and a stage (`BLOCKS`) is blocked from a time on (h). All
    new spines are erased never or at a time (`ERASE_H`); the two parts are read at another (h).
    """
    one_of("growth", growth, ("on", "prevented"))
    one_of("block", block, BLOCKS)
    art = artists(figure, _build)
    erase_h = ERASE_H[one_of("erase", erase, ERASE_H)] if erase != NEVER else None
    course = _course(growth, erase_h, block, float(block_from_h))
    seen = course.at(_times(erase_h))
    _draw_parts(art, seen)
    now = course.at(time_h)
    art.cursor.set_xdata([time_h, time_h])
    art.below_cursor.set_xdata([time_h, time_h])
    art.dot.set_data([time_h], [now.behaviour])
    art.below_dot.set_data([time_h], [100 * now.spine_gain])
    art.readout.set_text(f"{hours(time_h)}: {now.fast_part:.2f} fast + {now.spine_part:.2f} spines")
    _draw_bars(art, growth, erase_h, block, float(block_from_h))
    return _words(course, now, growth, erase, block, block_from_h)


@lru_cache(maxsize=256)
def _course(growth="on", erase_h: float | None = None, block="none", from_h=0.0) -> Course:
    blocks = [Block("growth")] if growth == "prevented" else []
    if block != "none":
        blocks.append(Block(BLOCKS[block], from_h))
    return simulate(blocks=blocks, remove_spines_at_h=erase_h)


def _times(erase_h: float | None) -> np.ndarray:
    if erase_h is None:
        return TIMES_H
    return np.unique([*TIMES_H, np.nextafter(erase_h, 0), erase_h])


def _draw_parts(art: SimpleNamespace, seen: Readout) -> None:
    times, fast, whole = seen.times_h, seen.fast_part, seen.behaviour
    art.fast.set_xy(_between(times, np.zeros_like(fast), fast))
    art.spines.set_xy(_between(times, fast, whole))
    art.whole.set_data(times, whole)
    art.gain.set_data(times, 100 * seen.spine_gain)


def _between(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])])


def _draw_bars(
    art: SimpleNamespace, growth: str, erase_h: float | None, block: str, from_h: float
) -> None:
    blocked, grown = block != "none", growth == "prevented"
    for bar, text, there, from_there, words in (
        (art.block_bar, art.block_text, blocked, from_h, f"{block} blocked from {from_h:g} h"),
        (art.growth_bar, art.growth_text, grown, 0.0, "spine growth prevented"),
    ):
        left = max(from_there, TIMES_H[0])
        bar.set_visible(there)
        bar.set_x(left)
        bar.set_width(TIMES_H[-1] - left)
        text.set_text(words if there else "")
        text.set_x(left * 1.22 if left < 20 else 320)
        text.set_ha("left" if left < 20 else "right")
    art.block_start.set_visible(blocked)
    art.block_start.set_xdata([max(from_h, TIMES_H[0])])
    for line in (art.erased, art.below_erased):
        line.set_visible(erase_h is not None and not grown)
        line.set_xdata([erase_h or 1.0] * 2)
    light_h = erase_h or TIMES_H[-1]
    art.light.set_visible(not grown)
    art.light.set_xdata([light_h])
    art.light_text.set_text("" if grown else "erase" if erase_h is None else "erased")
    art.light_text.set_x(light_h * 0.8)


def _words(course: Course, now: Readout, growth: str, erase: str, block: str, from_h: float) -> str:
    done = ["spine growth prevented"] if growth == "prevented" else []
    if erase != NEVER:
        done.append(f"all new spines erased at {erase}")
    if block != "none":
        done.append(f"{block} blocked from {from_h:g} h")
    how = f", with {', '.join(done)}" if done else ""
    usual = _course()
    early, late = (course.at(time).behaviour for time in (EARLY_H, LATE_H))
    said = (
        f"At {hours(float(now.times_h))} after one dose{how}, behaviour stands at "
        f"{now.behaviour:.2f}: {now.fast_part:.2f} from fast potentiation and {now.spine_part:.2f} "
        f"from new spines. Spine density is {100 * now.spine_gain:.1f}% above that before the dose."
    )
    if not done:
        return said + f" The untouched course reads {early:.2f} at 3 h."
    return said + (
        f" At 3 h and 7 d behaviour is {early:.2f} and {late:.2f}, against "
        f"{usual.at(EARLY_H).behaviour:.2f} and {usual.at(LATE_H).behaviour:.2f} untouched."
    )


def _build(figure: Figure) -> SimpleNamespace:
    upper = figure.add_axes((0.085, 0.405, 0.895, 0.5))
    lower = figure.add_axes((0.085, 0.125, 0.895, 0.225))
    for axes in (upper, lower):
        clock_axis(axes, label=axes is lower)
        axes.tick_params(axis="y", pad=9)  # room for the handle at the first moment
    upper.tick_params(axis="x", labelbottom=False)
    upper.set(ylim=(0, TOP), yticks=[0, 0.5, 1], ylabel="Behaviour (0 to 1)")
    lower.set(ylim=(-0.6, 13.6), yticks=[0, 5, 10], ylabel="Spines (+%)")
    usual = _course().at(TIMES_H)
    quiet = UNTOUCHED.as_line(linewidth=1.3)
    (untouched,) = upper.plot(TIMES_H, usual.behaviour, zorder=3, **quiet)
    lower.plot(TIMES_H, 100 * usual.spine_gain, zorder=2, **quiet)
    parts = {}
    for name, look in (("fast", FAST), ("spines", SPINES)):
        area = Polygon([(1, 0), (2, 0)], color=look.colour, alpha=0.55, linewidth=0)
        parts[name] = upper.add_patch(area)
    bars, strip = {}, {"facecolor": style.TINT, "edgecolor": style.QUIET, "linewidth": 0.8}
    for name, low in (("block", 1.06), ("growth", 1.19)):
        bars[f"{name}_bar"] = upper.add_patch(Rectangle((1, low), 1, 0.105, **strip))
        paper = style.BACKED | {"facecolor": style.TINT}
        bars[f"{name}_text"] = upper.text(1, low + 0.05, "", va="center", fontsize=9, bbox=paper)
    cursor = {"color": style.INK, "linewidth": 1.0}
    erased = {"color": style.INK, "linewidth": 1.4, "linestyle": ":"}
    dot = {"color": style.INK, "markerfacecolor": "white", "markersize": 8}
    dot |= {"markeredgewidth": 2, "zorder": 6, "clip_on": False}
    named = [
        Patch(facecolor=FAST.colour, alpha=0.55, label="fast potentiation"),
        Patch(facecolor=SPINES.colour, alpha=0.55, label="new spines"),
        upper.plot([], [], label="untouched", **quiet)[0],
    ]
    above = {"loc": "lower left", "bbox_to_anchor": (-0.01, 0.985), "ncols": 3}
    upper.legend(handles=named, fontsize=9.5, handlelength=1.6, columnspacing=1.0, **above)
    bold = {"fontsize": 10.5, "fontweight": "bold"}
    beside = {"fontsize": 9.5, "bbox": style.BACKED}
    art = SimpleNamespace(
        **parts,
        **bars,
        whole=upper.plot([], [], color=style.INK, linewidth=1.8, zorder=4)[0],
        gain=lower.plot([], [], zorder=4, **SPINES.as_line())[0],
        cursor=upper.axvline(1, **cursor),
        below_cursor=lower.axvline(1, **cursor),
        dot=upper.plot([], [], "o", **dot)[0],
        below_dot=lower.plot([], [], "o", **dot)[0],
        erased=upper.axvline(1, **erased),
        below_erased=lower.axvline(1, **erased),
        light=lower.plot([1], [LIGHT_AT], "v", **dot)[0],
        light_text=lower.text(1, LIGHT_AT, "", ha="right", va="center", **beside),
        block_start=upper.plot([1], [1.112], "|", color=style.INK, markersize=17, mew=4)[0],
        readout=upper.text(1.0, 1.03, "", transform=upper.transAxes, ha="right", **bold),
    )
    handle(art.dot, x="time_h")
    handle(art.light, x="erase", x_at=ERASE_H.get)
    handle(art.block_start, x="block_from_h", x_at=lambda from_h: max(from_h, TIMES_H[0]))
    moves(*vars(art).values(), untouched, *upper.spines.values(), *lower.spines.values())
    return art


def without_spines(figure: Figure) -> str:
    """Draw behaviour after one dose, with new spines and with their growth prevented."""
    axes = fresh(figure)
    courses = [simulate(), simulate(blocks="growth")]
    looks = (UNTOUCHED.as_line(), SPINES.as_line())
    for course, look in zip(courses, looks, strict=True):
        axes.plot(TIMES_H, course.at(TIMES_H).behaviour, **look)
    early, late = ([course.at(time).behaviour for course in courses] for time in (EARLY_H, LATE_H))
    for time in (EARLY_H, LATE_H):
        axes.axvline(time, color=style.HAIRLINE, linewidth=1.2, zorder=0)
    axes.text(150, late[0] - 0.12, f"normal: {late[0]:.2f} at 7 d", ha="right")
    axes.text(19, 0.36, f"no new spine: {late[1]:.2f} at 7 d", color=SPINES.colour)
    axes.text(EARLY_H * 0.94, 0.93, f"both {early[1]:.2f} at 3 h", ha="right")
    clock_axis(axes)
    axes.set(ylim=(0, 1.05), ylabel="Behaviour in the model (0 to 1)")
    return (
        "Behaviour after one dose in the model, from half an hour to 14 days, drawn twice. "
        f"With spine growth prevented it is the same at 3 h, {early[1]:.2f} against "
        f"{early[0]:.2f}. Then the two part: the normal course dips near half a day and is "
        f"{late[0]:.2f} at 7 days, the one without new spines sinks to {late[1]:.2f}."
    )
