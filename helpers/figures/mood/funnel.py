"""The second panel of lesson 11, the funnel, and the still picture that answers its prediction."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import either_side, fresh
from helpers.figures.mood.looks import KIND_LOOKS, STAY, STOP
from helpers.simulations.trials.withdrawal import KINDS, Trial, World

PEOPLE = 705
RULES = np.arange(0.0, 80.1, 2.5)
LONGEST_D = 365.0
DAYS = np.linspace(0.0, LONGEST_D, 74)
OTHER_MEAN = 75.0  # the second world of the reveal


def _world(well_mean: float, helped: float, well: float) -> World:
    return World().changed(well_mean=well_mean, helped=helped / 100, well=well / 100)


@lru_cache(maxsize=256)
def _ratios(world_key: tuple[float, float, float], follow_up_d: float) -> np.ndarray:
    world = _world(*world_key)
    return np.array([Trial(world, rule, None, follow_up_d).ratio for rule in RULES])


def funnel(
    figure: Figure,
    *,
    at_least: float,
    well_mean: float,
    helped: float,
    well: float,
    follow_up_d: float,
) -> str:
    """Draw whom a rule lets in, how they fare, and what the hazard ratio becomes.

    Parameters
    ----------
    figure
        Where to draw.
    at_least
        Improvement needed to be randomised (%).
    well_mean
        Mean improvement of those who would be well anyway (%).
    helped, well
        Share of all who began whom the drug helps, and who would be well anyway (%).
    follow_up_d
        Days of follow-up after randomisation.
    """
    art = artists(figure, _build)
    world = _world(well_mean, helped, well)
    trial = Trial(world, at_least, None, float(follow_up_d))
    began = np.array([world.helped, world.well, 1 - world.helped - world.well]) * PEOPLE
    for bars, numbers in ((art.began, began), (art.let_in, PEOPLE * trial.by_kind)):
        lefts = np.concatenate([[0.0], np.cumsum(numbers)[:-1]])
        for bar, left, number in zip(bars, lefts, numbers, strict=True):
            bar.set_x(left)
            bar.set_width(number)
    art.let_in_text.set_text(f"{PEOPLE * trial.entered:.0f}")
    art.let_in_text.set_x(PEOPLE * trial.entered + 8)
    for arm, line, text in (("stay", art.stay, art.stay_text), ("stop", art.stop, art.stop_text)):
        seen = DAYS[follow_up_d + 1e-9 >= DAYS]
        seen = np.append(seen, follow_up_d)
        left = 100 * trial.survival(arm, seen)
        line.set_data(seen, left)
        text.set_text(f"{arm}: {100 * trial.relapsed(arm):.0f}% relapse")
    art.end.set_xdata([follow_up_d] * 2)
    ratios = _ratios((float(well_mean), float(helped), float(well)), float(follow_up_d))
    art.ratio.set_data(RULES, ratios)
    art.dot.set_data([at_least], [trial.ratio])
    art.ratio_text.set_text(f"ratio {trial.ratio:.2f}")
    return _words(trial, well_mean, ratios)


def _words(trial: Trial, well_mean: float, ratios: np.ndarray) -> str:
    shares = trial.by_kind / trial.entered
    lowest = float(RULES[int(np.argmin(ratios))])
    turns = lowest < RULES[-1] and ratios[-1] - ratios.min() > 0.005
    tail = (
        f"From a rule of {lowest:g}% on, a stricter rule moves the ratio towards 1."
        if turns
        else "In this world a stricter rule never moves the ratio towards 1."
    )
    if np.ptp(ratios) < 1e-6:
        tail = "No rule changes the ratio."
    rule = f"A rule of at least {trial.at_least:g}% lets in"
    if trial.at_least == 0:
        rule = "No rule (whoever is not worse) lets in"
    return (
        f"{rule} {PEOPLE * trial.entered:.0f} of {PEOPLE}: {shares[0]:.0%} helped, "
        f"{shares[1]:.0%} well anyway (mean improvement {well_mean:g}%). In "
        f"{trial.follow_up_d:g} days {trial.relapsed('stay'):.0%} relapse who stay and "
        f"{trial.relapsed('stop'):.0%} who stop: hazard ratio {trial.ratio:.2f}. {tail}"
    )


def _build(figure: Figure) -> SimpleNamespace:
    bars = figure.add_axes((0.085, 0.8, 0.895, 0.16))
    bars.set(xlim=(0, 1.09 * PEOPLE), ylim=(2.05, -0.05), yticks=[0.5, 1.5], xticks=[])
    bars.set_yticklabels(["began", "let in"])
    bars.spines["bottom"].set_visible(False)
    rows = []
    for row in (0, 1):
        rows.append([])
        for kind in KINDS:
            colour, hatch = KIND_LOOKS[kind]
            bar = Rectangle(
                (0, row + 0.1),
                1,
                0.8,
                facecolor=colour,
                hatch=hatch,
                edgecolor="white",
                linewidth=0,
            )
            rows[row].append(bars.add_patch(bar))
    bars.text(PEOPLE + 8, 0.5, f"{PEOPLE}", va="center", fontsize=10.5, fontweight="bold")
    left = figure.add_axes((0.085, 0.125, 0.41, 0.55))
    left.set(xlim=(0, LONGEST_D), ylim=(0, 105), xlabel="Days after randomisation")
    left.set(ylabel="Without relapse (%)", xticks=[0, 90, 180, 270, 360])
    right = figure.add_axes((0.585, 0.125, 0.395, 0.55))
    right.set(xlim=(-2, 108), ylim=(0, 1.04), ylabel="Hazard ratio, stay / stop")
    right.set_xlabel("Improvement needed (%)", x=0.38)
    right.set_xticks([0, 20, 40, 60, 80])
    right.axhline(1, color=style.HAIRLINE, linewidth=1.2)
    right.text(12, 0.975, "no difference", fontsize=9, color=style.QUIET, va="top")
    _printed(right)
    figure.legend(
        handles=rows[0],
        labels=["helped by the drug", "well anyway", "neither"],
        loc="upper left",
        bbox_to_anchor=(0.07, 0.8),
        ncols=3,
        fontsize=9.5,
        handlelength=1.4,
    )
    dot_look = {"color": style.INK, "markerfacecolor": "white", "markersize": 9}
    bold = {"fontsize": 10.5, "fontweight": "bold", "bbox": style.BACKED}
    art = SimpleNamespace(
        began=rows[0],
        let_in=rows[1],
        let_in_text=bars.text(0, 1.5, "", va="center", **bold),
        stay=left.plot([], [], **STAY.as_line())[0],
        stop=left.plot([], [], **STOP.as_line())[0],
        end=left.axvline(180, color=style.HAIRLINE, linewidth=1.2, zorder=0),
        stay_text=left.text(362, 97, "", ha="right", color=STAY.colour, **bold),
        stop_text=left.text(362, 87, "", ha="right", color=STOP.colour, **bold),
        ratio=right.plot([], [], **style.KETAMINE.as_line())[0],
        dot=right.plot([], [], "o", markeredgewidth=2, zorder=7, **dot_look)[0],
        ratio_text=right.text(80, 0.86, "", ha="right", **bold),
    )
    handle(art.dot, x="at_least")
    moving = [one for name, one in vars(art).items() if name not in ("began", "let_in")]
    moves(*moving, *art.began, *art.let_in, bars.spines["left"], bars.spines["bottom"])
    return art


def _printed(axes) -> None:
    """Draw the printed hazard ratios of SUSTAIN-1 at the right margin, as measured points."""
    marks = (
        ("daly2019-hr-remitters", 91, "o", "rem."),
        ("daly2019-hr-responders", 102, "s", "resp."),
    )
    axes.axvspan(84.5, 108, color=style.TINT, zorder=0, linewidth=0)
    for name, x, marker, words in marks:
        found = fact(name)
        error = either_side(found)
        axes.errorbar([x], [found.value], error, **style.MEASURED.as_points() | {"marker": marker})
        axes.text(x, 0.02, words, ha="center", fontsize=9)
    axes.text(107.6, 0.975, "SUSTAIN-1", ha="right", va="top", fontsize=9)


def two_worlds(figure: Figure) -> str:
    """Draw the hazard ratio against the rule, in two worlds that differ in one number."""
    axes = fresh(figure)
    looks = ((60.0, style.KETAMINE), (OTHER_MEAN, style.MEMANTINE))
    words = []
    for mean, look in looks:
        ratios = _ratios((mean, 30.0, 30.0), 180.0)
        axes.plot(RULES, ratios, **look.as_line())
        axes.text(
            81,
            ratios[-1],
            f"the well improve\nby {mean:g}%",
            color=look.colour,
            va="center",
            fontsize=10,
        )
        at = [float(np.interp(rule, RULES, ratios)) for rule in (0, 50, 80)]
        words.append(f"{mean:g}%: {at[0]:.2f}, {at[1]:.2f} and {at[2]:.2f}")
    axes.set(xlim=(0, 100), ylim=(0.25, 0.72), xticks=[0, 20, 40, 60, 80])
    axes.set(xlabel="Improvement needed to be randomised (%)", ylabel="Hazard ratio, stay / stop")
    return (
        "The hazard ratio in two worlds, against the improvement that a rule asks for. Where those "
        "who would be well anyway improve on average by "
        + "; by ".join(words)
        + " without a rule, at 50% and at 80%. The first line falls all the way; the second falls, "
        "turns and rises."
    )
