"""A pump that a kinetic model steers: which doses hold a level."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, refuse, within
from helpers.simulations.pharmacokinetics.course import simulate
from helpers.simulations.pharmacokinetics.doses import LAST_MIN, Dose

#: Most steps of the pump.
MOST_STEPS = 10_000


def target_controlled(
    targets_ng_per_ml: Any,
    each_min: float,
    *,
    form: str = "racemate",
    start_min: float = 0.0,
    step_min: float = 1.0,
    **who: Any,
) -> list[Dose]:
    """Return the infusions that bring plasma to a level and hold it, step after step.

    As a target-controlled pump does: in each short step runs what makes the level at its end the
    target. Where the target falls the pump waits. The first step stands for the loading dose.

    Parameters
    ----------
    targets_ng_per_ml : float or sequence of float
        Total levels in plasma (ng/mL), one after the other.
    each_min : float
        How long each is held (min).
    form : {"racemate", "S", "R"}
        What is infused.
    start_min : float
        When the pump starts (min).
    step_min : float
        Length of a step (min): the level is reached at its end.
    **who
        weight_kg, model, age_y, ancestry, enzymes of `simulate`.

    Returns
    -------
    list of Dose
        For `simulate`; the sum of ``mg`` is the amount needed.

    Raises
    ------
    ValueError
        If an argument is out of range, or the steps are more than 10,000.

    Examples
    --------
    >>> from helpers.simulations import pharmacokinetics as pk
    >>> steps = pk.target_controlled([50, 100, 150, 200], each_min=30)
    >>> pk.simulate(steps, times_min=[30, 60, 90, 120]).plasma_ng_per_ml.round(6)
    array([ 50., 100., 150., 200.])
    """
    targets = np.atleast_1d(nonnegative("targets_ng_per_ml", targets_ng_per_ml))
    step = within("step_min", step_min, 1e-3, LAST_MIN, scalar=True)
    held = within("each_min", each_min, step, LAST_MIN, scalar=True)
    count = round(held / step)
    if abs(count * step - held) > 1e-9 * held or targets.ndim != 1:
        refuse("each_min", each_min, f"a multiple of step_min ({step:g}), for a list of targets")
    wanted = np.repeat(targets, count)
    if wanted.size > MOST_STEPS:
        refuse("step_min", step_min, f"so long that there are at most {MOST_STEPS:,} steps")
    ends = step * np.arange(1, wanted.size + 1)
    # the level that 1 mg given in the first step leaves at the end of it and of all later ones
    left = simulate(Dose(1.0, form, duration_min=step), times_min=ends, **who).plasma_ng_per_ml
    mg = np.zeros(wanted.size)
    for k, level in enumerate(wanted):
        mg[k] = max(0.0, level - mg[:k] @ left[k:0:-1]) / left[0]
    return [
        Dose(float(amount), form, start_min=start_min + k * step, duration_min=step)
        for k, amount in enumerate(mg)
        if amount > 0
    ]
