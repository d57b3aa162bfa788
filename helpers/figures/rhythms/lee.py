"""Lee 2013 beside the toy: both measured directions, both modelled ones, and the miss."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.rhythms.areas import LOOKS
from helpers.simulations import rhythms as model
from helpers.simulations.rhythms import TwoAreas

WAYS = ("feedback", "feedforward")
STATES = ("baseline", "ketamine 2 mg/kg")


def toy_ratio(before: TwoAreas, after: TwoAreas, way: str) -> float:
    """Return a Granger measure after over before, means over 20 recordings of 120 s."""
    first, then = (
        getattr(model.quick_couplings(areas, runs=20), way).mean() for areas in (before, after)
    )
    return float(then / first)


def lee_ratio(way: str) -> float:
    """Return Lee's transfer entropy under ketamine over baseline."""
    table = series("circuits-lee2013-transfer-entropy")
    means = table[table["direction"] == way].set_index("state")["nste"]
    return float(means[STATES[1]] / means[STATES[0]])


def beside_the_toy(
    figure: Figure, *, feedback: float = 0.1, feedforward: float = 0.2, shared: float = 1.5
) -> str:
    """Draw Lee's transfer entropies with SD, and the ratios of the toy beside theirs.

    Parameters
    ----------
    figure
        Where to draw.
    feedback, feedforward, shared
        The toy after the change; before it, it is as the panel opens.
    """
    figure.clear()
    left, right = (
        figure.add_axes((0.09, 0.15, 0.36, 0.68)),
        figure.add_axes((0.58, 0.15, 0.39, 0.68)),
    )
    table = series("circuits-lee2013-transfer-entropy")
    for k, way in enumerate(WAYS):
        rows = table[table["direction"] == way].set_index("state").loc[list(STATES)]
        look = style.Look(LOOKS[way].colour, marker="os"[k])
        x = np.array([0, 1]) + 0.07 * (2 * k - 1)
        left.errorbar(x, 1e3 * rows["nste"], 1e3 * rows["sd"], capsize=4, markersize=8,
                      label=way, **look.as_points())  # fmt: skip
    left.set(xlim=(-0.5, 1.5), ylim=(0, 12), ylabel="Transfer entropy (thousandths)")
    left.set_xticks([0, 1], ["awake", "after loss of\nconsciousness, 2 mg/kg"])
    left.legend(loc="upper right", fontsize=10)
    left.set_title("Measured (mean and SD, n = 30)", loc="left", fontsize=11)
    after = TwoAreas(feedback=feedback, feedforward=feedforward, shared=shared)
    said = []
    for k, way in enumerate(WAYS):
        measured, toy = lee_ratio(way), toy_ratio(TwoAreas(), after, way)
        right.plot(k - 0.16, measured, "os"[k], color=LOOKS[way].colour, markersize=9)
        right.plot([k + 0.02, k + 0.32], [toy, toy], "-", color=LOOKS[way].colour, linewidth=3)
        right.text(k - 0.16, measured + 0.06, f"{measured:.2f}", ha="center", fontsize=10)
        right.text(k + 0.17, toy + 0.04, f"{toy:.2f}", ha="center", fontsize=10)
        said.append(f"{way} {measured:.2f} in the patients and {toy:.2f} in the toy")
    right.axhline(1, **style.CONTROL.as_line(linewidth=1.2))
    right.set(xlim=(-0.5, 1.6), ylim=(0, 1.5), ylabel="After / before")
    right.set_xticks([0, 1], WAYS)
    right.set_title("Point: measured.  Line: the toy", loc="left", fontsize=11)
    return (
        "Left: transfer entropy in 30 surgical patients, mean and SD: feedback 0.0074 awake and "
        "0.0055 after loss of consciousness, feedforward 0.0041 and 0.0046. Right: after over "
        f"before: {said[0]}, {said[1]}. A dashed line marks no change."
    )
