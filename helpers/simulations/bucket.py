"""A leaking bucket: the toy on which lesson 00 shows how the course works."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, positive

__all__ = ["half_time_min", "level_l", "settled_level_l"]


def settled_level_l(inflow_l_per_min: Any, leak_per_min: Any) -> Any:
    """Return the level at which as much leaks out as runs in: inflow / leak (L).

    Raises
    ------
    ValueError
        If the inflow is negative or the leak is not above zero.
    """
    inflow = nonnegative("inflow_l_per_min", inflow_l_per_min)
    return inflow / positive("leak_per_min", leak_per_min)


def half_time_min(leak_per_min: Any) -> Any:
    """Return the time to half of the settled level, ln 2 / leak (min), from an empty bucket.

    Raises
    ------
    ValueError
        If the leak is not above zero.
    """
    return np.log(2) / positive("leak_per_min", leak_per_min)


def level_l(times_min: Any, inflow_l_per_min: Any, leak_per_min: Any) -> Any:
    """Return the level of a bucket that starts empty, at each time (L, shape of `times_min`).

    The exact solution of d level / dt = inflow - leak * level.

    Raises
    ------
    ValueError
        If a time or the inflow is negative, or the leak is not above zero.
    """
    times = nonnegative("times_min", times_min)
    settled = settled_level_l(inflow_l_per_min, leak_per_min)
    return settled * -np.expm1(-positive("leak_per_min", leak_per_min) * times)
