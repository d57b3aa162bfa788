"""The model over measured levels: where it hits and where it misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.axes import fresh, log_axis
from helpers.figures.pharmacokinetics import looks
from helpers.simulations import pharmacokinetics as pk

if TYPE_CHECKING:
    import pandas as pd

TIMES_MIN = np.linspace(0, 300, 301)
ARMS = ("esketamine", "racemic")
NEAR_THE_AXIS = 0.5  # ng/mL: below it the digitised points are unreliable


def stepped(arm: str) -> list[pk.Dose]:
    """Return the doses of the escalating study at 70 kg: an hour at each of three rates.

    ``arm`` is "esketamine" or "racemic".
    """
    schedule = series("pk-infusion-kamp2020b")
    return [
        pk.Dose(
            step.rate_mg_per_kg_per_h * 70 * (step.end_h - step.start_h),
            form="S" if arm == "esketamine" else "racemate",
            start_min=60 * step.start_h,
            duration_min=60 * (step.end_h - step.start_h),
        )
        for step in schedule[schedule["arm"] == arm].itertuples()
    ]


def median_error(points: pd.DataFrame, modelled: np.ndarray) -> float:
    """Return the median of |model / measured - 1| over the points that are not flagged."""
    sound = (points["flag"].isna() & (points["conc_ng_per_ml"] > 0)).to_numpy()
    measured = points["conc_ng_per_ml"].to_numpy()[sound]
    return float(np.median(np.abs(modelled[sound] / measured - 1)))


def escalating(figure: Figure) -> str:
    """Draw arterial S-ketamine and S-norketamine of a three-step infusion, both arms."""
    panes = fresh(figure, 2, sharey=True)
    said = []
    for axes, arm in zip(panes, ARMS, strict=True):
        course = pk.simulate(stepped(arm), times_min=TIMES_MIN).only("S")
        errors = []
        for curve, what, look in (
            ("sket", "arterial", style.KETAMINE),
            ("snorket", "norketamine", style.NORKETAMINE),
        ):
            points = series(f"pk-kamp2020b-{curve}-{arm}-arm")
            at_min = 60 * points["time_h"].to_numpy()
            errors.append(median_error(points, course.at(at_min).level_ng_per_ml(what)))
            axes.plot(TIMES_MIN / 60, course.level_ng_per_ml(what), **look.as_line())
            _points(axes, points, look)
        axes.set(xlabel="Time (h)", xlim=(0, 5.1), ylim=(0, 300))
        axes.set_title("S-ketamine alone" if arm == "esketamine" else "the racemate")
        said.append(f"{errors[0]:.0%} for S-ketamine and {errors[1]:.0%} for S-norketamine")
    panes[0].set_ylabel("Arterial level (ng/mL)")
    panes[0].text(3.3, 215, "S-ketamine", color=style.KETAMINE.colour)
    panes[0].text(0.1, 150, "S-norketamine", color=style.NORKETAMINE.colour)
    panes[0].annotate("", (2.35, 100), (1.7, 145), arrowprops=style.LEADER)
    panes[1].text(0.1, 278, "hollow: digitised at a rate step", fontsize=10, color=style.QUIET)
    return (
        "Arterial levels over five hours as the rate is raised each hour and then stopped: points "
        "digitised from the paper, modelled lines on top. Median error with S-ketamine alone: "
        f"{said[0]}. With the racemate: {said[1]}. After the stop the line falls more slowly than "
        "the points for half an hour."
    )


def misses(figure: Figure) -> str:
    """Draw two misses: hydroxynorketamine, and the late venous tail."""
    left, right = fresh(figure, 2)
    points = series("pk-kamp2020b-hnk-racemic-arm")
    course = pk.simulate(stepped("racemic"), times_min=TIMES_MIN)
    look = looks.HYDROXYNORKETAMINE
    left.plot(TIMES_MIN / 60, course.hydroxynorketamine_ng_per_ml, **look.as_line())
    _points(left, points, look)
    left.set(xlabel="Time (h)", ylabel="Hydroxynorketamine (ng/mL)", xlim=(0, 5.2), ylim=(0, 145))
    left.set_title("Still rising, or flat?")
    last = points.iloc[-1]
    here = float(course.at([60 * last["time_h"]]).hydroxynorketamine_ng_per_ml[0])

    tail = series("pk-hasan2021-sket-venous-iv5mg")
    times_h = np.linspace(0.75, 24, 200)
    slow = pk.simulate(pk.Dose(5, duration_min=30), times_min=60 * times_h).only("S")
    right.plot(times_h, slow.venous_ng_per_ml, **looks.VENOUS.as_line())
    low = np.where(tail["conc_ng_per_ml"] < NEAR_THE_AXIS, "near the axis", None)
    _points(right, tail.assign(flag=low), looks.VENOUS)
    log_axis(right.yaxis, 0.01, 12, [0.01, 0.1, 1, 10], minor=True)
    right.set(xlabel="Time (h)", ylabel="Venous S-ketamine (ng/mL)", xlim=(0, 25))
    right.set(xticks=[0, 6, 12, 18, 24], title="A tail that the model lacks")
    end = float(slow.at([60 * 24]).venous_ng_per_ml[0])
    measured_end = float(tail["conc_ng_per_ml"].iloc[-1])
    return (
        "Two misses. Left: hydroxynorketamine is measured flat near "
        f"{last['conc_ng_per_ml']:.0f} ng/mL at 5 h, the model has {here:.0f} and still rises. "
        f"Right: 24 h after a small dose {measured_end:.2f} ng/mL of S-ketamine is read from the "
        f"paper's figure, close to its axis; the model has {end:.3f}."
    )


def _points(axes, points: pd.DataFrame, look: style.Look) -> None:
    """Draw digitised points; those flagged by the digitiser are hollow."""
    flagged = points["flag"].notna()
    edge = {"markersize": 5.5, "markeredgecolor": style.INK, "markeredgewidth": 0.8, "zorder": 4}
    for part, face in ((points[~flagged], look.colour), (points[flagged], "white")):
        at, level = part["time_h"], part["conc_ng_per_ml"]
        axes.plot(at, level, look.marker, markerfacecolor=face, **edge)
