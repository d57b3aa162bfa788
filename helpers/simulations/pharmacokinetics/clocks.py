"""The many half-lives of one drug, and the clearance behind a steady level."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.linalg import block_diag, expm
from scipy.optimize import brentq

from helpers.simulations.arguments import finite, one_of, positive, refuse, within
from helpers.simulations.pharmacokinetics.course import (
    EFFECT_HALF_TIME_MIN,
    NO_ARTERY,
    SITES,
    VENOUS_HALF_TIME_MIN,
)
from helpers.simulations.pharmacokinetics.doses import FORMS, ISOMERS, LAST_MIN, share_of
from helpers.simulations.pharmacokinetics.liver import Enzymes
from helpers.simulations.pharmacokinetics.parameters import MIN_PER_H, ParameterSet, model
from helpers.simulations.pharmacokinetics.people import person
from helpers.simulations.pharmacokinetics.solver import Events, Modes, Solution
from helpers.simulations.pharmacokinetics.system import System, system_for

_PARENT = ("central", "fast", "slow", "liver")
_model = model


def _system(
    name: str | ParameterSet,
    form: str,
    weight_kg: float,
    age_y: float | None = None,
    ancestry: str = "non-Asian",
    enzymes: Enzymes | None = None,
) -> tuple[System, list[tuple[int, float]]]:
    """Return the system, and the row of each isomer in a form with its share."""
    one_of("form", form, FORMS)
    known = _model(name)
    positive("weight_kg", weight_kg, scalar=True)
    people = person(weight_kg, age_y, ancestry, enzymes, known)
    system, _ = system_for([], known, people, VENOUS_HALF_TIME_MIN, EFFECT_HALF_TIME_MIN)
    shares = [(row, share_of(form, isomer)) for row, isomer in enumerate(ISOMERS)]
    return system, [(row, share) for row, share in shares if share]


def clearance_l_per_h(
    model: str | ParameterSet = "kamp2020",
    form: str = "racemate",
    weight_kg: float = 70.0,
    age_y: float | None = None,
    ancestry: str = "non-Asian",
    enzymes: Enzymes | None = None,
) -> float:
    """Return dose / area of an i.v. dose (L/h).

    That times a steady level is the input that keeps it. For the racemate it is the harmonic mean
    over its isomers.

    Parameters
    ----------
    model, form, weight_kg, age_y, ancestry, enzymes
        As in `simulate` and `Dose`.

    Raises
    ------
    ValueError
        If an argument is out of range, or nothing is eliminated at all.
    """
    system, parts = _system(model, form, weight_kg, age_y, ancestry, enzymes)
    flows = system.rates.clearance[[row for row, _ in parts]] * MIN_PER_H
    shares = np.array([share for _, share in parts])
    if not flows.all():
        refuse("enzymes", enzymes, "such that they leave some elimination")
    return float(1 / (shares / flows).sum())


def half_lives_min(
    model: str | ParameterSet = "kamp2020",
    form: str = "racemate",
    weight_kg: float = 70.0,
    age_y: float | None = None,
    ancestry: str = "non-Asian",
    enzymes: Enzymes | None = None,
) -> np.ndarray:
    """Return the half-lives (min) of the exponentials in an i.v. curve, the shortest first.

    For the racemate they are those of its mean clearance (its two isomers have their own).

    Parameters
    ----------
    model, form, weight_kg, age_y, ancestry, enzymes
        As in `simulate` and `Dose`.

    Returns
    -------
    numpy.ndarray
        Half-lives (min); infinite where nothing is eliminated.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    known = _model(model)
    if one_of("form", form, FORMS) == "racemate":
        mean = clearance_l_per_h(known, "racemate")
        # one clearance for both isomers: the extraction goes with it
        extraction = known.liver_extraction * mean / known.clearance_s_l_per_h
        known = known.changed(
            clearance_l_per_h=mean, r_to_s_clearance=1.0, liver_extraction=extraction
        )
    form = "S" if form == "racemate" else form
    system, [(row, _)] = _system(known, form, weight_kg, age_y, ancestry, enzymes)
    parent = [i for name, i in system.index.items() if name in _PARENT]
    rates = np.linalg.eigvals(system.matrix[row][np.ix_(parent, parent)])
    slowness = np.real(rates)
    # without elimination the slowest rate is zero but for rounding
    slowness[np.abs(slowness) < 1e-12 * np.abs(slowness).max()] = -0.0
    with np.errstate(divide="ignore"):
        return np.sort(np.log(2) / -slowness)


def fitted_half_life_min(times_min: Any, levels: Any, start_min: float, end_min: float) -> float:
    """Return the half-life (min) of a straight line through log level in a window of time.

    Parameters
    ----------
    times_min, levels : array-like, shape (t,)
        Times (min) and levels (any unit), measured or simulated.
    start_min, end_min : float
        The window; both ends count.

    Returns
    -------
    float
        ln 2 / slope; infinite for a flat curve, negative for a rising one.

    Raises
    ------
    ValueError
        If the shapes differ, or the window holds fewer than two levels above zero.
    """
    times = np.atleast_1d(finite("times_min", times_min))
    values = np.atleast_1d(finite("levels", levels))
    if times.shape != values.shape or times.ndim != 1:
        refuse("levels", levels, f"one value for each of the {times.size} times_min")
    first = finite("start_min", start_min, scalar=True)
    last = finite("end_min", end_min, scalar=True)
    inside = (times >= first) & (times <= last)
    if not np.all(values[inside] > 0) or np.unique(times[inside]).size < 2:
        refuse("end_min", end_min, f"the end of a window from {first:g} min with levels above zero")
    slope = np.polyfit(times[inside] - first, np.log(values[inside]), 1)[0]
    return float(-np.log(2) / slope) if slope else float("inf")


def context_sensitive_half_time_min(
    held_min: Any,
    *,
    model: str | ParameterSet = "kamp2020",
    form: str = "racemate",
    weight_kg: float = 70.0,
    enzymes: Enzymes | None = None,
    remaining: float = 0.5,
    what: str = "plasma",
) -> Any:
    """Return how long a level takes to halve after it was held steady for a while.

    The level in plasma is held exactly, by an input that falls as the tissues fill; then the
    input stops.

    Parameters
    ----------
    held_min : float or array
        Minutes for which the level was held (0: a single bolus, for the level in plasma alone).
    model, form, weight_kg, enzymes
        As in `simulate` and `Dose`.
    remaining : float
        Share of the level that is waited for (0.5: a half), below 1.
    what : {"plasma", "arterial", "venous", "effect"}
        Which level is watched.

    Returns
    -------
    float or numpy.ndarray
        Minutes; infinite where nothing is eliminated and the level never gets there.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    held = within("held_min", held_min, 0, LAST_MIN)
    one_of("what", what, SITES)
    if what in ("venous", "effect") and not np.all(np.asarray(held) > 0):
        refuse("held_min", held_min, f"above zero for what={what!r}: nothing has got there yet")
    share = within("remaining", remaining, 1e-6, 1 - 1e-6, scalar=True)
    known = _model(model)
    if what == "arterial" and known.sampled_at == "venous":
        refuse("what", what, f"not 'arterial' for model {known.name!r}, {NO_ARTERY}")
    system, parts = _system(known, form, weight_kg, enzymes=enzymes)
    rows = [row for row, _ in parts]
    matrix = block_diag(*system.matrix[rows])
    plasma = system.level("plasma")[rows].ravel()
    watched = system.level(what)[rows].ravel()
    entry = np.concatenate([mass * system.weights(central=1.0)[row] for row, mass in parts])
    entry /= plasma @ entry  # the amounts that make a level of 1
    # holding the level means an input of - plasma' A x: it turns A into this
    holding = matrix - np.outer(entry, plasma @ matrix)
    found = [_wait(matrix, expm(holding * t) @ entry, watched, share) for t in np.ravel(held)]
    return np.array(found).reshape(np.shape(held)) if np.ndim(held) else found[0]


def _wait(matrix: np.ndarray, start: np.ndarray, watched: np.ndarray, share: float) -> float:
    """Return when a readout last stands at a share of its value at the start (min)."""
    wanted = share * float(watched @ start)
    after = Solution(
        Modes(matrix[None]), Events(np.zeros(1), start[None, None], np.zeros((1, 1, len(start))))
    )
    times = np.concatenate([[0.0], np.geomspace(1e-3, 1e8, 800)])
    levels = after.states(times)[0] @ watched
    above = np.flatnonzero(levels > wanted)
    if not above.size:
        return 0.0
    if above[-1] + 1 == times.size:
        return float("inf")
    low, high = times[above[-1]], times[above[-1] + 1]
    return float(brentq(lambda t: after.states(np.array([t]))[0, 0] @ watched - wanted, low, high))
