"""Questions that one course does not answer: when to block, how much, what matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations.arguments import (
    finite,
    fraction,
    nonnegative,
    one_of,
    positive,
    refuse,
    within,
)
from helpers.simulations.plasticity.blocks import Block
from helpers.simulations.plasticity.cascade import VARIABLES, Course, simulate
from helpers.simulations.plasticity.parameters import DEFAULT, Parameters

if TYPE_CHECKING:
    import pandas


def gain_left(blocks: Any, **conditions: Any) -> float:
    """Return the share of the largest spine gain that is left under a block.

    Parameters
    ----------
    blocks : str, Block, Boost, Drive or list of them
        As in `simulate`.
    **conditions
        Any other argument of `simulate`, the same with and without the block.

    Returns
    -------
    float
        Largest gain with the block over that without.

    Raises
    ------
    ValueError
        As `simulate`; or if there is no gain to lose.
    """
    return simulate(blocks=blocks, **conditions).peak("spine_gain")[1] / _whole_gain(conditions)


def _whole_gain(conditions: dict[str, Any]) -> float:
    """Return the largest gain without a block, which must not be nil."""
    whole = simulate(**conditions).peak("spine_gain")[1]
    if whole < 1e-6:
        refuse("the conditions", conditions, "such that spines grow without the block")
    return whole


def block_onsets(
    node: str, onsets_h: Any, *, strength: float = 1.0, **conditions: Any
) -> np.ndarray:
    """Return the share of the gain that is left, for blocks that begin at different times.

    Parameters
    ----------
    node : str
        A node of the cascade, or a tool that blocks it.
    onsets_h : float or array-like
        When the block begins (h).
    strength : float
        Share blocked.
    **conditions
        As in `gain_left`.

    Returns
    -------
    numpy.ndarray
        In the shape of ``onsets_h`` (at least 1-D).

    Raises
    ------
    ValueError
        As `gain_left`.
    """
    onsets = np.atleast_1d(finite("onsets_h", onsets_h))
    whole = _whole_gain(conditions)
    blocks = [Block(node, float(one), strength=strength) for one in onsets.ravel()]
    gains = [simulate(blocks=one, **conditions).peak("spine_gain")[1] for one in blocks]
    return np.reshape(gains, onsets.shape) / whole


def latest_onset_h(
    node: str, left: float = 0.5, *, strength: float = 1.0, **conditions: Any
) -> float:
    """Return the latest time at which a block may begin and still leave no more than a share.

    Parameters
    ----------
    node : str
        A node of the cascade, or a tool that blocks it.
    left : float
        The share of the gain, above 0 and below 1.
    strength : float
        Share blocked.
    **conditions
        As in `gain_left`.

    Returns
    -------
    float
        Time (h) to 0.01 h.

    Raises
    ------
    ValueError
        As `gain_left`; or if even a block from the beginning leaves more.
    """
    share = fraction("left", left, scalar=True)
    if not 0 < share < 1:
        refuse("left", left, "above 0 and below 1")
    whole = _whole_gain(conditions)

    def leaves_more(onset_h: float) -> bool:
        block = Block(node, onset_h, strength=strength)
        return simulate(blocks=block, **conditions).peak("spine_gain")[1] > share * whole

    early, late = 0.0, float(simulate(**conditions).until_h)
    if leaves_more(early):
        refuse("node", node, f"one whose block from the beginning leaves at most {share:g}")
    while late - early > 0.01:
        middle = (early + late) / 2
        if leaves_more(middle):
            late = middle
        else:
            early = middle
    return (early + late) / 2


def dose_response(
    mg_per_kg: Any, time_h: float = 24.0, variable: str = "spine_gain", **conditions: Any
) -> np.ndarray:
    """Return a variable at one time after single doses.

    Parameters
    ----------
    mg_per_kg : float or array-like
        Doses (mg/kg i.p., mouse).
    time_h : float
        When to look (h).
    variable : str
        Which.
    **conditions
        Any other argument of `simulate`.

    Returns
    -------
    numpy.ndarray
        In the shape of the doses (at least 1-D).

    Raises
    ------
    ValueError
        As `simulate`.
    """
    doses = np.atleast_1d(nonnegative("mg_per_kg", mg_per_kg))
    one_of("variable", variable, VARIABLES)
    time = positive("time_h", time_h, scalar=True)
    conditions.setdefault("until_h", max(time, 1.0))
    found = [
        getattr(simulate(float(one), **conditions).at(time), variable) for one in doses.ravel()
    ]
    return np.reshape(found, doses.shape)


def sensitivity(
    change: float = 0.25,
    time_h: float = 24.0,
    variable: str = "spine_gain",
    parameters: Parameters = DEFAULT,
) -> pandas.DataFrame:
    """Return how much a variable moves when each number is lowered or raised.

    Parameters
    ----------
    change : float
        Share by which a number is changed, above 0 and at most 0.9.
    time_h : float
        When to look (h).
    variable : str
        Which.
    parameters : Parameters
        Around which values.

    Returns
    -------
    pandas.DataFrame
        Columns parameter, lowered, raised (relative changes of the variable), largest; the most
        sensitive first. Numbers of the rival accounts are left out.

    Raises
    ------
    ValueError
        If an argument is out of range or unknown.
    """
    import pandas as pd

    step = within("change", change, 1e-6, 0.9, scalar=True)
    one_of("variable", variable, VARIABLES)
    time = positive("time_h", time_h, scalar=True)

    def value(numbers: Parameters) -> float:
        return getattr(simulate(parameters=numbers, until_h=time).at(time), variable)

    usual = value(parameters)
    if usual == 0:
        refuse("variable", variable, f"one that is above zero at {time:g} h")
    rows = []
    for name in parameters.sources:
        if name == "rest_half" or "habenula" in name:
            continue
        lowered, raised = (
            value(parameters.scaled(name, factor)) / usual - 1 for factor in (1 - step, 1 + step)
        )
        rows.append((name, lowered, raised, max(abs(lowered), abs(raised))))
    table = pd.DataFrame(rows, columns=["parameter", "lowered", "raised", "largest"])
    return table.sort_values("largest", ascending=False, ignore_index=True)


def handover_dip(course: Course) -> tuple[float, float]:
    """Return when behaviour is lowest between its two peaks (h), and how low.

    Fast potentiation fades before spines have grown: a by-product of two clocks in this model,
    never tested.

    Parameters
    ----------
    course : Course
        Of one dose.

    Returns
    -------
    tuple of float
        Time (h) and behaviour.

    Raises
    ------
    ValueError
        If behaviour has no dip between two peaks.
    """
    if not isinstance(course, Course):
        refuse("course", course, "a Course, as simulate returns it")
    times = course.fine_times_h()
    behaviour = course.at(times).behaviour
    inner = np.flatnonzero((behaviour[1:-1] < behaviour[:-2]) & (behaviour[1:-1] <= behaviour[2:]))
    before = np.maximum.accumulate(behaviour)[inner + 1]
    after = np.maximum.accumulate(behaviour[::-1])[::-1][inner + 1]
    depth = np.minimum(before, after) - behaviour[inner + 1]
    if len(inner) == 0 or depth.max() < 1e-3:
        refuse(
            "course", "a course without a dip", "a course whose behaviour dips between two peaks"
        )
    deepest = inner[int(np.argmax(depth))] + 1
    return float(times[deepest]), float(behaviour[deepest])
