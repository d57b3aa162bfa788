"""The hero panel of lesson 05, same steps and four laws, and the picture of its prediction."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import show_entry
from helpers.figures.words import rounded
from helpers.simulations import perception as model
from helpers.simulations.perception import GONE_PERCENT, STANDARD, STEPS_NG_PER_ML, TIMES_MIN, State

LOOKS = {
    "line": style.Look("#0072B2", "-", "o"),
    "S-curve": style.Look("#009E73", "--", "^"),
    "threshold": style.Look("#A0568A", ":", "s"),
    "tolerance": style.Look(style.KETAMINE.colour, "-.", "D"),
}
STATIC = ("line", "S-curve", "threshold")
SHOWN = TIMES_MIN <= 240
LEVELS = np.linspace(0, 220, 111)
BACKED = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
#: Minutes after the end of the drip when men in a scanner were free of distortions.
AFTER_DRIP_MIN = fact("muthukumaraswamy2015-ampa-duration").value
SPRAY_GONE_MIN = fact("esketamine-cadss-resolved").value
MOST = fact("bowdle1998-top-effect-most-items")
WEAK = fact("bowdle1998-top-effect-weak-items")


def four_laws(
    figure: Figure,
    *,
    law: str,
    threshold_ng: float,
    tau_min: float,
    route: str,
    infusion_min: float,
    site: str,
) -> str:
    """Draw the rating at rising steps, and over time after a drip or a nasal spray.

    Parameters
    ----------
    figure
        Where to draw.
    law
        ``"line"``, ``"S-curve"``, ``"threshold"`` or ``"tolerance"``.
    threshold_ng
        Level at which the threshold law begins (ng/mL).
    tau_min
        Time constant of tolerance (min).
    route
        ``"drip"`` or ``"nasal spray"``.
    infusion_min
        Length of the drip (min).
    site
        ``"arterial"`` or ``"venous"``: which blood the law reads, for the drip.
    """
    art = artists(figure, _build)
    numbers = STANDARD.changed(threshold_ng_per_ml=threshold_ng, tau_min=tau_min)
    mine = _state(law, route, threshold_ng, tau_min, infusion_min, site)
    steps = model.step_ratings(law, numbers)
    look = LOOKS[law]
    for line in (art.step, art.course):
        line.set(color=look.colour, linestyle=look.line)
    art.step.set_data(*_by_level(law, threshold_ng, tau_min))
    art.course.set_ydata(_of_peak(mine.ratings))
    art.rated.set_data(STEPS_NG_PER_ML, steps)
    art.rated.set(color=look.colour, marker=look.marker)
    others = [one for one in STATIC if one != law]
    _draw_beside(art.steps, others, [_by_level(one, threshold_ng, tau_min) for one in others])
    courses = [_state(one, route, threshold_ng, tau_min, infusion_min, site) for one in others]
    curves = [(TIMES_MIN[SHOWN], _of_peak(one.ratings)) for one in courses]
    _draw_beside(art.courses, others, [*curves, (TIMES_MIN[SHOWN], _of_peak(mine.levels))])
    show_entry(art.legend, -1, law == "tolerance")  # the others are drawn always
    art.foot.set_data([threshold_ng], [0])
    art.foot.set_visible(law == "threshold")
    _draw_judge(art, route, infusion_min)
    r = model.steps_r(law, numbers)
    art.r.set_text(f"R with zero, five steps: {r:.2f}")
    return _words(mine, steps, r, law, threshold_ng, tau_min, route, infusion_min, site)


@lru_cache(maxsize=1024)
def _state(law: str, route: str, threshold: float, tau: float, infusion: float, site: str) -> State:
    numbers = STANDARD.changed(threshold_ng_per_ml=threshold, tau_min=tau)
    how = {"infusion_min": infusion, "site": site} if route == "drip" else {}
    return model.state(law, route, numbers, **how)


@lru_cache(maxsize=256)
def _by_level(law: str, threshold: float, tau: float) -> tuple[np.ndarray, np.ndarray]:
    """Return levels and ratings of a law: a curve, or the steps themselves for tolerance."""
    numbers = STANDARD.changed(threshold_ng_per_ml=threshold, tau_min=tau)
    if law == "tolerance":
        steps = model.step_ratings(law, numbers)
        return np.array([0, *STEPS_NG_PER_ML]), np.array([0, *steps])
    return LEVELS, model.ratings(law, np.arange(LEVELS.size), LEVELS, numbers)


def _of_peak(values: np.ndarray) -> np.ndarray:
    return 100 * values[SHOWN] / values.max()


def _draw_beside(art: LineCollection, laws: list[str], curves: list) -> None:
    """Draw the laws that are not chosen, thin, and what is left of curves as the level."""
    looks = [LOOKS[law] for law in laws]
    spare = len(curves) - len(looks)
    art.set_segments([np.column_stack(curve) for curve in curves])
    art.set_color([look.colour for look in looks] + [style.QUIET] * spare)
    art.set_linestyle([look.line for look in looks] + ["-"] * spare)


def _build(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.085, 0.135, 0.36, 0.77))
    right = figure.add_axes((0.545, 0.135, 0.44, 0.77))
    _level_axes(left)
    _time_axes(right)
    flat = np.zeros(SHOWN.sum())
    (step,) = left.plot([], [], linewidth=2.6, zorder=4)
    (course,) = right.plot(TIMES_MIN[SHOWN], flat, linewidth=2.6, zorder=4)
    # not lines: what was not chosen leaves no ghost behind
    steps, courses = (LineCollection([], linewidth=1.2, alpha=0.7) for _ in range(2))
    left.add_collection(steps, autolim=False)
    right.add_collection(courses, autolim=False)
    for text in left.texts:  # above the laws that pass
        text.set(animated=True, zorder=6)
    keys = [Line2D([], [], **look.as_line()) for look in LOOKS.values()]
    legend = figure.legend(keys, LOOKS, loc="upper center", ncols=4, fontsize=10, handlelength=3.2)
    (rated,) = left.plot([], [], "o", markersize=8, zorder=5)
    (foot,) = left.plot([], [], marker="^", markersize=13, color=style.INK, clip_on=False, zorder=7)
    handle(foot, x="threshold_ng")
    (end,) = right.plot([], [], color=style.INK, linewidth=1.6, zorder=6)
    handle(end, x="infusion_min")
    end_text = right.text(0, 112, "", fontsize=9, ha="left", va="center")
    judge = right.errorbar(
        [0],
        [GONE_PERCENT / 2],
        yerr=GONE_PERCENT / 2,
        capsize=3,
        **style.MEASURED.as_points(zorder=6),
    )
    judge_text = right.text(0, 0, "", fontsize=9, va="bottom", bbox=BACKED, zorder=5)
    pointer = right.vlines([0], 0, 1, color=style.INK, linestyle=":", linewidth=1)
    r = left.text(0.03, 0.95, "", transform=left.transAxes, fontsize=10, va="top")
    moves(legend, step, course, steps, courses, rated, foot, end, end_text)
    moves(judge_text, pointer, r)
    dot, caps, bars = judge.lines
    moves(dot, *caps, *bars)
    return SimpleNamespace(
        step=step, course=course, steps=steps, courses=courses, rated=rated, foot=foot, end=end,
        end_text=end_text, judge=judge.lines, judge_text=judge_text,
        pointer=pointer, r=r, legend=legend,
    )  # fmt: skip


def _level_axes(axes: Axes) -> None:
    axes.set(xlim=(0, 232), ylim=(0, 112), xticks=[0, 50, 100, 150, 200], yticks=range(0, 101, 25))
    axes.set(xlabel="Level, racemate (ng/mL)", ylabel="Rating (% of the scale)")
    middle, half = (MOST.low + MOST.high) / 2, (MOST.high - MOST.low) / 2
    ink = {"color": style.MEASURED.colour, "linestyle": "none", "linewidth": 1.6, "capsize": 5}
    axes.errorbar([208], [middle], yerr=[half], **ink, zorder=4)
    axes.errorbar([216], [WEAK.high / 2], yerr=[WEAK.high / 2], **ink, zorder=4)
    axes.text(213, MOST.high + 2, "measured: 10 scales", fontsize=9, ha="right", va="bottom")
    axes.text(211, 11, "and 3 scales", fontsize=9, ha="right", va="center", bbox=BACKED)


def _time_axes(axes: Axes) -> None:
    axes.set(
        xlim=(0, 240), ylim=(0, 118), xticks=range(0, 241, 30), yticks=[0, 10, 25, 50, 75, 100]
    )
    axes.set(xlabel="Minutes from the start", ylabel="% of its own peak")
    axes.axhline(GONE_PERCENT, color=style.HAIRLINE, linewidth=1, zorder=0)
    quiet = {"fontsize": 9, "color": style.QUIET}
    words = "thin grey: the level\nunder 10%: “gone” (chosen)"
    axes.text(238, 104, words, ha="right", va="top", **quiet)


def _draw_judge(art: SimpleNamespace, route: str, infusion_min: float) -> None:
    drip = route == "drip"
    at = infusion_min + AFTER_DRIP_MIN if drip else SPRAY_GONE_MIN
    dot, caps, bars = art.judge
    dot.set_data([at], [GONE_PERCENT / 2])
    for cap, height in zip(caps, (0, GONE_PERCENT), strict=True):
        cap.set_data([at], [height])
    bars[0].set_segments([[(at, 0), (at, GONE_PERCENT)]])
    who = "distortions gone\n(25 men, drip)" if drip else "CADSS back\n(patients, spray)"
    height = 48 if drip else 14
    art.judge_text.set(position=(at + 4, height), text=f"measured:\n{who}")
    art.pointer.set_segments([[(at, GONE_PERCENT), (at, height - 1)]])
    art.end.set_data([infusion_min, infusion_min], [104, 118])
    art.end.set_visible(drip)
    art.end_text.set(position=(infusion_min + 15 if drip else 3, 112))  # clear of the handle
    art.end_text.set_text("end of the drip" if drip else "84 mg esketamine, level counted twice")


def _words(
    mine: State,
    steps: np.ndarray,
    r: float,
    law: str,
    threshold: float,
    tau: float,
    route: str,
    infusion: float,
    site: str,
) -> str:
    name = {
        "threshold": f"Threshold at {threshold:g} ng/mL",
        "tolerance": f"Tolerance, τ {tau:g} min",
    }
    drip = route == "drip"
    at = infusion + AFTER_DRIP_MIN if drip else SPRAY_GONE_MIN
    level = 100 * np.interp(at, TIMES_MIN, mine.levels) / mine.levels.max()
    blood = f"Drip of {infusion:g} min, {site}" if drip else "Spray, venous"
    top = mine.ratings.max()
    over = ", more than it holds" if top > 100 else ""
    return (
        f"{name.get(law, law[0].upper() + law[1:])}: the steps are rated "
        f"{', '.join(f'{one:.0f}' for one in steps)}% (R {r:.2f}; measured 0.93 to 0.99). "
        f"{blood}: at {at:g} min {rounded(mine.left_percent(at), 2)}% of the peak rating is left, "
        f"{level:.0f}% of the level. "
        f"Peak at {mine.peak_min:.0f} min: {top:.0f}% of the scale{over}."
    )


def three_on_the_way_down(figure: Figure) -> str:
    """Draw three laws at the rising steps, and on the way down after the drip."""
    figure.clear()
    left = figure.add_axes((0.09, 0.17, 0.36, 0.66))
    right = figure.add_axes((0.55, 0.17, 0.43, 0.66))
    _level_axes(left)
    right.set(xlim=(30, 150), ylim=(0, 105), yticks=range(0, 101, 25))
    right.set(xlabel="Minutes from the start of the drip", ylabel="% of its own peak")
    right.axvline(90, color=style.HAIRLINE, linewidth=1, zorder=0)
    left_at_90, keys = {}, []
    for law in STATIC:
        look = LOOKS[law]
        keys += left.plot(*_by_level(law, STANDARD.threshold_ng_per_ml, 30.0), **look.as_line())
        steps = model.step_ratings(law)
        left.plot(STEPS_NG_PER_ML, steps, look.marker, color=look.colour, markersize=6)
        found = model.state(law)
        right.plot(TIMES_MIN, 100 * found.ratings / found.ratings.max(), **look.as_line())
        left_at_90[law] = found.left_percent(90)
        right.plot([90], [left_at_90[law]], look.marker, color=look.colour)
    right.text(93, 34, "at 90 min: " + ", ".join(f"{x:.0f}" for x in left_at_90.values()) + "%")
    figure.legend(keys, STATIC, loc="upper center", ncols=3, handlelength=3.2)
    r = ", ".join(f"{model.steps_r(law):.3f}" for law in STATIC)
    at_50 = ", ".join(f"{model.step_ratings(law)[0]:.0f}" for law in STATIC)
    rest = ", ".join(f"{value:.0f}" for value in left_at_90.values())
    return (
        f"Three laws through one chosen point: a line, an S-curve and a threshold at "
        f"{STANDARD.threshold_ng_per_ml:g} ng/mL. Left, at the rising steps, all are nearly "
        f"straight (R {r}, with zero); they differ most at the lowest step, {at_50}% of the "
        f"scale. Right, as the level falls after a drip of 40 min, arterial blood: at 90 min "
        f"{rest}% of the peak rating is left."
    )
