"""The two bands of free ketamine that stand behind the dose curves of lesson 03."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from helpers.figures import style
from helpers.simulations.sourced import printed_range, published
from helpers.simulations.units import um_from_ng_per_ml

#: Share of ketamine in plasma that is free, as in lesson 01.
FREE_FRACTION = 1 - published("dayton1983-binding") / 100
#: Concentrations (µM) at which curves are drawn; below the first the axis is linear.
LINEAR_BELOW_UM = 0.1
DRAWN_UM = np.concatenate(
    [np.linspace(0, LINEAR_BELOW_UM, 12, endpoint=False), np.geomspace(LINEAR_BELOW_UM, 40, 90)]
)
TICKS_UM = {0.0: "0", 0.1: "0.1", 1.0: "1", 10.0: "10", 40.0: "40"}


def _free(fact_id: str) -> tuple[float, float]:
    low, high = (FREE_FRACTION * um_from_ng_per_ml(end) for end in printed_range(fact_id))
    return float(low), float(high)


#: Ranges of free ketamine (µM) at the peak of the infusion and under general anaesthesia.
INFUSION_UM, ANAESTHESIA_UM = _free("conc-dissociation-ng"), _free("conc-anaesthesia-ng")


def dose_scale(axes: Axes) -> None:
    """Make x an axis of free ketamine from 0 to 40 µM."""
    # With this linscale the slope of the axis does not jump where it turns logarithmic.
    axes.set_xscale("symlog", linthresh=LINEAR_BELOW_UM, linscale=0.9 / np.log(10))
    axes.set_xlim(0, 40)
    axes.set_xticks(list(TICKS_UM), list(TICKS_UM.values()))
    axes.minorticks_off()


def dose_axes(axes: Axes, labelled: bool = True) -> None:
    """Make x an axis of free ketamine from 0 to 40 µM, with both bands."""
    dose_scale(axes)
    axes.axvspan(*INFUSION_UM, color=style.LIT, zorder=0, linewidth=0)
    striped = {"facecolor": style.TINT, "edgecolor": style.HAIRLINE, "hatch": "//"}
    axes.axvspan(*ANAESTHESIA_UM, zorder=0, linewidth=0, **striped)
    if labelled:
        axes.set_xlabel("Free ketamine (µM)")


def settle_labels(axes: Axes, left: float) -> None:
    """Fix the places of title and labels, which saves finding them anew in every frame.

    `left` is where the label of the y axis stands, as a share of the width of the axes.
    """
    axes.xaxis.set_label_coords(0.5, -0.1 / axes.get_position().height * 0.78)
    axes.yaxis.set_label_coords(left, 0.5)
    axes.set_title("", y=1.03)


def name_bands(axes: Axes, height: float = 0.98) -> None:
    """Write the names of the bands at a height, as a share of the axes."""
    look = {"ha": "center", "va": "top", "fontsize": 10, "color": style.INK}
    for (low, high), name in ((INFUSION_UM, "infusion"), (ANAESTHESIA_UM, "anaesthesia")):
        middle = (low * high) ** 0.5
        axes.text(middle, height, name, transform=axes.get_xaxis_transform(), **look)
