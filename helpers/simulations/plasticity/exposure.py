"""The drug in time: doses, a level that is held, or a level that follows a curve.

The level is in mg/kg: "10" is what a dose of 10 mg/kg i.p. reaches in the mouse. The model has one
compartment and no absorption. How much surge a level drives is set by the dose gain of the model,
an empirical inverted U::

    u(d) = (d/5)^2 / (1 + (d/5)^2) / (1 + (d/40)^4)        w(d) = u(d) / u(10)

A dose d drives w(d) x (level / d): the whole time course is scaled by the gain of its *peak*, so
that the fall through low levels after 80 mg/kg does nothing. Where doses overlap, each counts with
the gain of the highest level since it was given: two halves at the same time are one dose, and a
speck of drug changes next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    boolean,
    finite,
    increasing_times,
    nonnegative,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.plasticity.parameters import DEFAULT, Parameters

#: Highest dose or level (mg/kg) that is taken. The gain is nil from 80 mg/kg on.
HIGHEST_MG_PER_KG = 1000.0
#: Longest time (h) that is taken: some eleven years.
LONGEST_H = 1e5


def dose_gain(mg_per_kg: Any, parameters: Parameters = DEFAULT) -> Any:
    """Return how much surge a dose drives, relative to 10 mg/kg.

    Empirical: made to be 0 without drug, largest at subanaesthetic doses and nil at 80 mg/kg.

    Parameters
    ----------
    mg_per_kg : float or array-like
        Dose (mg/kg i.p., mouse or rat), 0 to 1,000.
    parameters : Parameters
        The numbers of the cascade.

    Returns
    -------
    float or numpy.ndarray
        w(d), 1 at 10 mg/kg.

    Raises
    ------
    ValueError
        If a dose is out of range or no number.
    """
    dose = within("mg_per_kg", mg_per_kg, 0, HIGHEST_MG_PER_KG)
    return _gain(dose, parameters)


def _gain(dose: Any, numbers: Parameters) -> Any:
    """Return w(d) of doses that were checked."""

    def rise_and_fall(amount: Any) -> Any:
        rise = np.square(amount / numbers.gain_half_mg_per_kg)
        return rise / (1 + rise) / (1 + np.power(amount / numbers.gain_fall_mg_per_kg, 4))

    return rise_and_fall(dose) / rise_and_fall(numbers.reference_mg_per_kg)


def _gain_per_mg(peak: Any, numbers: Parameters) -> Any:
    """Return w(d) / d, which falls to 0 as d does."""
    peak = np.asarray(peak, dtype=float)
    return np.divide(_gain(peak, numbers), peak, out=np.zeros_like(peak), where=peak > 0)


@dataclass(frozen=True)
class Dose:
    """One dose, at its highest level at once.

    Attributes
    ----------
    mg_per_kg : float
        Dose (mg/kg), 0 to 1,000.
    at_h : float
        When (h).

    Raises
    ------
    ValueError
        If a value is out of range or no number.
    """

    mg_per_kg: float
    at_h: float = 0.0

    def __post_init__(self) -> None:
        checked = within("mg_per_kg", self.mg_per_kg, 0, HIGHEST_MG_PER_KG, scalar=True)
        object.__setattr__(self, "mg_per_kg", checked)
        object.__setattr__(self, "at_h", within("at_h", self.at_h, 0, LONGEST_H, scalar=True))

    @property
    def ends_h(self) -> float:
        """When the drug begins to decay freely (h)."""
        return self.at_h


@dataclass(frozen=True)
class Clamp:
    """A level that is held: a bath, a pump.

    Attributes
    ----------
    mg_per_kg : float
        The level, as what a dose of so much reaches (mg/kg), 0 to 1,000.
    from_h, to_h : float
        From when to when (h).
    washed : bool
        Gone at once at the end (a bath); else it decays with the half-life.

    Raises
    ------
    ValueError
        If a value is out of range, or the clamp ends before it begins.
    """

    mg_per_kg: float
    from_h: float = 0.0
    to_h: float = 1.0
    washed: bool = False

    def __post_init__(self) -> None:
        level = within("mg_per_kg", self.mg_per_kg, 0, HIGHEST_MG_PER_KG, scalar=True)
        object.__setattr__(self, "mg_per_kg", level)
        object.__setattr__(self, "from_h", within("from_h", self.from_h, 0, LONGEST_H, scalar=True))
        object.__setattr__(self, "to_h", within("to_h", self.to_h, 0, LONGEST_H, scalar=True))
        object.__setattr__(self, "washed", boolean("washed", self.washed))
        if self.to_h <= self.from_h:
            refuse("to_h", self.to_h, f"later than from_h = {self.from_h:g} h")

    @property
    def at_h(self) -> float:
        """When it begins (h)."""
        return self.from_h

    @property
    def ends_h(self) -> float:
        """When the drug begins to decay freely (h)."""
        return self.to_h

    @property
    def times_h(self) -> np.ndarray:
        """Times (h) of the corners of the level."""
        return np.array([self.from_h, self.to_h])

    @property
    def levels(self) -> np.ndarray:
        """Level (mg/kg) at the corners."""
        return np.array([self.mg_per_kg, self.mg_per_kg])


@dataclass(frozen=True, eq=False)
class Curve:
    """A level that follows a curve, for example of a pharmacokinetic model; straight in between.

    Attributes
    ----------
    times_h : array-like, shape (n,)
        Increasing times (h), at least two and at most 5,000.
    levels : array-like, shape (n,)
        The level at these times, as what a dose of so many mg/kg reaches, 0 to 1,000. Before the
        first time the level is what earlier doses left.
    washed : bool
        Gone at once at the end; else it decays with the half-life.

    Raises
    ------
    ValueError
        If the times do not increase, the shapes differ or a level is out of range.
    """

    times_h: Any
    levels: Any
    washed: bool = False

    def __post_init__(self) -> None:
        times = increasing_times("times_h", self.times_h)
        if not 2 <= len(times) <= 5000 or times[-1] > LONGEST_H:
            refuse("times_h", self.times_h, f"2 to 5,000 times up to {LONGEST_H:g} h")
        levels = within("levels", self.levels, 0, HIGHEST_MG_PER_KG)
        if np.shape(levels) != times.shape:
            refuse("levels", self.levels, f"one level for each of {len(times)} times")
        for array in (times, levels):
            array.flags.writeable = False
        object.__setattr__(self, "times_h", times)
        object.__setattr__(self, "levels", levels)
        object.__setattr__(self, "washed", boolean("washed", self.washed))

    @property
    def at_h(self) -> float:
        """When it begins (h)."""
        return float(self.times_h[0])

    @property
    def ends_h(self) -> float:
        """When the drug begins to decay freely (h)."""
        return float(self.times_h[-1])


Exposure = Dose | Clamp | Curve

_ALLOWED = (
    f"a number of mg/kg from 0 to {HIGHEST_MG_PER_KG:g}, [] for no drug, "
    "or a list of Dose, Clamp and Curve"
)


def exposures_of(doses: Any) -> tuple[Exposure, ...]:
    """Return what was given as doses as exposures in the order of time.

    Parameters
    ----------
    doses : float, Dose, Clamp, Curve, or list of Dose, Clamp and Curve
        A number is one dose (mg/kg) at time 0. None of anything is an empty list.

    Returns
    -------
    tuple of Dose, Clamp and Curve
        Those that give drug; doses of 0 are left out.

    Raises
    ------
    ValueError
        If something else is among them, or a dose falls into a level that is held.
    """
    if isinstance(doses, (Dose, Clamp, Curve)):
        found = [doses]
    elif isinstance(doses, (list, tuple)):
        found = list(doses)
        for one in found:
            if not isinstance(one, (Dose, Clamp, Curve)):
                refuse("doses", one, _ALLOWED)
    else:
        amount = finite("doses", doses, scalar=True, allowed=_ALLOWED)
        if not 0 <= amount <= HIGHEST_MG_PER_KG:
            refuse("doses", doses, _ALLOWED)
        found = [Dose(amount)]
    if len(found) > 1000:
        refuse("doses", f"a list of {len(found)}", "at most 1,000 of Dose, Clamp and Curve")
    found = [one for one in found if not (isinstance(one, Dose) and one.mg_per_kg == 0)]
    found.sort(key=lambda one: (one.at_h, one.ends_h))
    for before, after in pairwise(found):
        if after.at_h < before.ends_h or (
            after.at_h == before.at_h and not isinstance(after, Dose)
        ):
            refuse("doses", after, "outside the time for which a level is held or follows a curve")
    return tuple(found)


def repeated(mg_per_kg: float, n: int, every_h: float, first_h: float = 0.0) -> list[Dose]:
    """Return doses at regular times.

    Parameters
    ----------
    mg_per_kg : float
        Each dose (mg/kg).
    n : int
        How many, 1 to 1,000.
    every_h : float
        Time from one to the next (h).
    first_h : float
        When the first is given (h).

    Returns
    -------
    list of Dose

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    count = whole("n", n, low=1, high=1000)
    apart = positive("every_h", every_h, scalar=True)
    first = nonnegative("first_h", first_h, scalar=True)
    return [Dose(mg_per_kg, first + k * apart) for k in range(count)]


@dataclass(frozen=True)
class _Stretch:
    """A stretch of time in which the level decays freely or follows corners.

    ``level`` and ``drive`` are those at its beginning; ``corners`` are set where it is held.
    """

    begins_h: float
    level: float
    drive: float
    corners: tuple[np.ndarray, np.ndarray] | None = None


class Schedule:
    """The level and its drive at any time.

    Parameters
    ----------
    exposures : iterable of Dose, Clamp and Curve
        In the order of time.
    half_life_h : float
        Of the drug (h).
    numbers : Parameters
        For the dose gain.
    """

    def __init__(
        self, exposures: Iterable[Exposure], half_life_h: float, numbers: Parameters
    ) -> None:
        self.exposures = tuple(exposures)
        self.rate_per_h = np.log(2) / half_life_h
        self.numbers = numbers
        self._stretches = self._build()
        self._begins_h = np.array([one.begins_h for one in self._stretches])

    def _build(self) -> list[_Stretch]:
        """Return the stretches, one after another."""
        stretches = [_Stretch(0.0, 0.0, 0.0)]
        # Of each portion of drug in the body: its amount, and the highest level since it came.
        amounts, peaks, now = np.empty(0), np.empty(0), 0.0
        for one in self.exposures:
            amounts = amounts * np.exp(-self.rate_per_h * (one.at_h - now))
            now = one.at_h
            if isinstance(one, Dose):
                amounts, peaks = np.append(amounts, one.mg_per_kg), np.append(peaks, 0.0)
                peaks = np.maximum(peaks, amounts.sum())
            else:  # what is held replaces what is there
                corners = (one.times_h, one.levels)
                stretches.append(_Stretch(one.at_h, float(one.levels[0]), 0.0, corners))
                left = 0.0 if one.washed else float(one.levels[-1])
                amounts, peaks = np.array([left]), np.array([float(one.levels.max())])
                now = one.ends_h
            drive = float(np.sum(amounts * _gain_per_mg(peaks, self.numbers)))
            stretches.append(_Stretch(now, float(amounts.sum()), drive))
            faint = amounts > 1e-12
            amounts, peaks = amounts[faint], peaks[faint]
        return stretches

    def borders_h(self) -> list[float]:
        """Return the times (h) at which something jumps or bends."""
        corners = [one.times_h for one in self.exposures if not isinstance(one, Dose)]
        bends = np.concatenate(corners).tolist() if corners else []
        return [*self._begins_h.tolist(), *bends]

    def jumps_h(self) -> list[float]:
        """Return the times (h) at which the level or its course changes abruptly."""
        return self._begins_h.tolist()

    def at(self, times_h: np.ndarray, inside_h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the level (mg/kg) and the drive (1 at the peak of 10 mg/kg).

        Parameters
        ----------
        times_h : numpy.ndarray, shape (n, m)
            Times (h).
        inside_h : numpy.ndarray, shape (n,)
            For each row, a time inside the interval that the row belongs to: it decides which side
            of a jump is meant.

        Returns
        -------
        tuple of numpy.ndarray, each of shape (n, m)
        """
        which = np.searchsorted(self._begins_h, inside_h, side="right") - 1
        begins, level, drive = (
            np.array([getattr(one, name) for one in self._stretches])[which][:, None]
            for name in ("begins_h", "level", "drive")
        )
        decay = np.exp(-self.rate_per_h * np.maximum(times_h - begins, 0.0))
        levels, drives = level * decay, drive * decay
        for index, one in enumerate(self._stretches):
            rows = which == index
            if one.corners is not None and rows.any():
                levels[rows], drives[rows] = self._held(times_h[rows], *one.corners)
        return levels, drives

    def _held(
        self, times_h: np.ndarray, corners_h: np.ndarray, corners: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return level and drive while the level follows its corners."""
        levels = np.interp(times_h, corners_h, corners)
        highest = np.maximum.accumulate(corners)
        before = highest[np.clip(np.searchsorted(corners_h, times_h, side="right") - 1, 0, None)]
        return levels, levels * _gain_per_mg(np.maximum(before, levels), self.numbers)
