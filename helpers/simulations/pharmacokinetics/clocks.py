"""The many half-lives of one drug, and the clearance behind a steady level."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, one_of, positive, refuse, within
from helpers.simulations.pharmacokinetics.body import PARENT, Body, Enzymes
from helpers.simulations.pharmacokinetics.doses import FORMS, LAST_MIN, shares_of
from helpers.simulations.pharmacokinetics.sets import MIN_PER_H, ParameterSet
from helpers.simulations.pharmacokinetics.sets import model as set_named


def clearance_l_per_h(
    model: str | ParameterSet = "kamp2020",
    form: str = "racemate",
    weight_kg: float = 70.0,
    enzymes: Enzymes | None = None,
) -> float:
    """Return dose / area of an i.v. dose (L/h): times a steady level, the input that keeps it.

    For the racemate it is the harmonic mean over its isomers.

    >>> round(clearance_l_per_h())
    84
    """
    one_of("form", form, FORMS)
    flows = MIN_PER_H * Body(set_named(model), weight_kg=weight_kg, enzymes=enzymes).clearance
    if not flows.all():
        refuse("enzymes", enzymes, "such that they leave some elimination")
    return float(1 / (shares_of(form) / flows).sum())


def half_lives_min(model: str | ParameterSet = "kamp2020", form: str = "racemate") -> np.ndarray:
    """Return the half-lives (min) of the exponentials in an i.v. curve, the shortest first.

    For the racemate they are those of its mean clearance (its two isomers have their own).

    >>> half_lives_min().round()
    array([  3.,  28., 184.])
    """
    known = set_named(model)
    if one_of("form", form, FORMS) == "racemate":
        mean = clearance_l_per_h(known)
        # one clearance for both isomers: the extraction goes with it
        taken = known.liver_extraction * mean / known.clearance_s_l_per_h
        known = known.changed(clearance_l_per_h=mean, r_to_s_clearance=1.0, liver_extraction=taken)
    body = Body(known)
    parent = [i for name, i in body.index.items() if name in PARENT]
    slowness = np.real(np.linalg.eigvals(body.matrix[int(form == "R")][np.ix_(parent, parent)]))
    return np.sort(np.log(2) / -slowness)


def fitted_half_life_min(times_min: Any, levels: Any) -> float:
    """Return the half-life (min) of a straight line through the log of levels.

    times_min and levels (any unit, measured or simulated, above zero) have the shape (t,). Infinite
    for a flat curve, negative for a rising one.

    >>> round(fitted_half_life_min([0, 10, 20], [8, 4, 2]), 6)
    10.0
    """
    times = np.atleast_1d(finite("times_min", times_min))
    values = np.atleast_1d(positive("levels", levels))
    if times.shape != values.shape or times.ndim != 1 or np.unique(times).size < 2:
        refuse("levels", levels, "one value for each of two or more times_min")
    slope = np.polyfit(times - times[0], np.log(values), 1)[0]
    return float(-np.log(2) / slope) if slope else float("inf")


def context_sensitive_half_time_min(
    held_min: Any, model: str | ParameterSet = "kamp2020"
) -> np.ndarray:
    """Return how long the level of the racemate takes to halve after it was held for a while.

    The level in plasma is held exactly, by an input that falls as the tissues fill; then the
    input stops. ``held_min`` (0: a single bolus) has the shape (t,), as the answer (min) has.

    >>> context_sensitive_half_time_min([10, 480]).round()
    array([ 5., 69.])
    """
    from scipy.linalg import block_diag, expm
    from scipy.optimize import brentq

    held = np.atleast_1d(within("held_min", held_min, 0, LAST_MIN))
    body = Body(set_named(model))
    parent = [i for name, i in body.index.items() if name in PARENT]
    matrix = block_diag(*body.matrix[:, parent][:, :, parent])
    plasma = body.level("plasma")[:, parent].ravel()
    entry = body.weights({"central": 0.5})[:, parent].ravel()
    entry /= plasma @ entry  # the amounts that make a level of 1
    # holding the level means an input of - plasma' A x: it turns A into this
    holding = matrix - np.outer(entry, plasma @ matrix)

    def half_time_min(start: np.ndarray) -> float:
        def left(wait_min: float) -> float:
            return float(plasma @ expm(matrix * wait_min) @ start) - 0.5

        longest = 1.0
        while left(longest) > 0:  # the level only falls: double until it is below a half
            longest *= 2
        return brentq(left, 0.0, longest)

    return np.array([half_time_min(expm(holding * minutes) @ entry) for minutes in held])
