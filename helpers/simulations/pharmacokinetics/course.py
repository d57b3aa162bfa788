"""Simulate doses in one person: levels, amounts, peaks and areas over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from helpers.simulations.arguments import fraction, one_of, positive, refuse, within
from helpers.simulations.pharmacokinetics.doses import (
    ISOMERS,
    LAST_MIN,
    Dose,
    Entry,
    listed,
    share_of,
    times_of,
)
from helpers.simulations.pharmacokinetics.liver import Enzymes
from helpers.simulations.pharmacokinetics.parameters import (
    MIN_PER_H,
    ParameterSet,
    model,
    published,
)
from helpers.simulations.pharmacokinetics.people import person
from helpers.simulations.pharmacokinetics.solver import Solution
from helpers.simulations.pharmacokinetics.system import System, system_for
from helpers.simulations.units import FREE_FRACTION, um_from_ng_per_ml

if TYPE_CHECKING:
    import pandas

#: Half-time of the delay from arterial to venous blood (min). Chosen, within 6-10.
VENOUS_HALF_TIME_MIN = 8.0
#: Half-time between arterial blood and effect site (min), mean over endpoints of Olofsen 2012.
EFFECT_HALF_TIME_MIN = published("olofsen2012-t12ke0-mean")
#: Before this time (min) after a bolus no compartment model is right: the blood is not mixed yet.
MIXING_MIN = 2.0

#: Why some sets give no arterial level.
NO_ARTERY = "which was fitted to venous samples: take 'plasma', or another model"
#: Where ketamine is read: the central compartment as the set was fitted, and its readers.
SITES = ("plasma", "arterial", "venous", "effect")
#: The metabolites, read in their own central compartments.
METABOLITES = ("norketamine", "hydroxynorketamine")


def simulate(
    doses: Any,
    *,
    times_min: Any = None,
    weight_kg: float = 70.0,
    model: str | ParameterSet = "kamp2020",
    age_y: float | None = None,
    ancestry: str = "non-Asian",
    enzymes: Enzymes | None = None,
    venous_half_time_min: float = VENOUS_HALF_TIME_MIN,
    effect_half_time_min: float = EFFECT_HALF_TIME_MIN,
) -> Course:
    """Return the course of ketamine and its metabolites after doses in one person.

    The system is linear and solved exactly; see `solver`. S- and R-ketamine run side by side and
    do not influence each other (their interaction is disputed).

    Parameters
    ----------
    doses : Dose or list of Dose
        What is given; an empty list gives zeros.
    times_min : array-like, shape (t,)
        Times (min), zero or more, in any order; by default each minute of four hours.
    weight_kg : float
        Body weight (kg).
    model : str or ParameterSet
        Parameter set: a name of `models`, or a set of one's own.
    age_y : float, optional
        Age (years), where the set has an effect of it (perezruixo2021: above 60).
    ancestry : {"non-Asian", "Asian", "Japanese"}
        Where the set has an effect of it (perezruixo2021).
    enzymes : Enzymes, optional
        Induction and inhibition of liver, gut wall and metabolite clearances.
    venous_half_time_min : float
        Delay from arterial to venous blood (min); chosen. Without effect in sets fitted to
        venous samples.
    effect_half_time_min : float
        Delay from plasma to the effect site (min); 6.1 published for subanaesthetic effects,
        0-11.8 by endpoint. 0: no delay.

    Returns
    -------
    Course
        Levels and amounts.

    Raises
    ------
    ValueError
        If an argument is out of range; the message names it.
    """
    times = np.arange(241.0) if times_min is None else times_of("times_min", times_min)
    known, given = _model(model), listed(doses)
    positive("weight_kg", weight_kg, scalar=True)
    people = person(weight_kg, age_y, ancestry, enzymes, known)
    system, entries = system_for(given, known, people, venous_half_time_min, effect_half_time_min)
    return Course(times, tuple(given), known, ISOMERS, system, entries, system.solve(entries))


_model = model  # `simulate` has an argument of that name


@dataclass(frozen=True, eq=False)
class Course:
    """Levels and amounts over time after doses in one person.

    Levels are total (bound and free) in ng/mL; `free_um` gives the free concentration. Amounts
    are mg of ketamine base, metabolites as the ketamine they came from. At the moment of a bolus
    the value just after it is given; the first two minutes after one are not to be believed.

    Attributes
    ----------
    times_min : numpy.ndarray, shape (t,)
        Times (min).
    doses : tuple of Dose
        What was given.
    model : ParameterSet
        The parameter set.
    isomers : tuple of str
        Which isomers are added up: both, or one after `only`.
    """

    times_min: np.ndarray
    doses: tuple[Dose, ...]
    model: ParameterSet
    isomers: tuple[str, ...]
    _system: System
    _entries: list[tuple[Entry, str]]
    _solution: Solution

    @property
    def weight_kg(self) -> float:
        """Body weight (kg)."""
        return float(self._system.people.weight_kg[0])

    def only(self, isomer: str) -> Course:
        """Return the same course with one isomer alone.

        Raises
        ------
        ValueError
            If the isomer is not "S" or "R".
        """
        name = one_of("isomer", isomer, ISOMERS)
        return replace(self, isomers=(name,) if name in self.isomers else ())

    def at(self, times_min: Any) -> Course:
        """Return the same course at other times; nothing is solved again.

        Raises
        ------
        ValueError
            If a time is negative or not finite.
        """
        return replace(self, times_min=times_of("times_min", times_min))

    # -- levels -------------------------------------------------------------------------------

    @cached_property
    def _states(self) -> np.ndarray:
        """Amounts in every compartment of S and of R, shape (2, t, m)."""
        return self._solution.states(self.times_min)

    @cached_property
    def _areas(self) -> np.ndarray:
        """Their integrals up to each time (mg min)."""
        return self._solution.states(self.times_min, area=True)

    def _sum(self, weights: np.ndarray, states: np.ndarray | None = None) -> np.ndarray:
        """Return a readout, its weights of shape (2, m), of all isomers together at each time."""
        states = self._states if states is None else states
        total = np.zeros(self.times_min.size)
        for name in self.isomers:
            k = ISOMERS.index(name)
            total += states[k] @ weights[k]
        return np.maximum(total, 0.0)  # rounding may leave -1e-20 where nothing is yet

    def _reader(self, what: str) -> np.ndarray:
        one_of("what", what, SITES + METABOLITES)
        if what == "arterial" and self.model.sampled_at == "venous":
            refuse("what", what, f"not 'arterial' for model {self.model.name!r}, {NO_ARTERY}")
        return self._system.level(what)

    def level_ng_per_ml(self, what: str = "plasma") -> np.ndarray:
        """Return a total level (ng/mL) at each time.

        Parameters
        ----------
        what : str
            "plasma" (the blood that the set was fitted to), "arterial", "venous", "effect",
            "norketamine" or "hydroxynorketamine" (both in plasma).

        Raises
        ------
        ValueError
            If the name is unknown, or "arterial" is asked of a set fitted to venous samples.
        """
        return self._sum(self._reader(what))

    @cached_property
    def plasma_ng_per_ml(self) -> np.ndarray:
        """Ketamine in the central compartment (ng/mL): arterial or venous as `model` was fitted."""
        return self.level_ng_per_ml("plasma")

    @cached_property
    def arterial_ng_per_ml(self) -> np.ndarray:
        """Ketamine in arterial plasma (ng/mL); a ValueError for sets fitted to venous samples."""
        return self.level_ng_per_ml("arterial")

    @cached_property
    def venous_ng_per_ml(self) -> np.ndarray:
        """Ketamine in venous plasma (ng/mL): the arterial level after a delay (assumption)."""
        return self.level_ng_per_ml("venous")

    @cached_property
    def effect_ng_per_ml(self) -> np.ndarray:
        """Ketamine at the effect site, as the plasma level it stands in balance with (ng/mL)."""
        return self.level_ng_per_ml("effect")

    @cached_property
    def norketamine_ng_per_ml(self) -> np.ndarray:
        """Norketamine in plasma (ng/mL)."""
        return self.level_ng_per_ml("norketamine")

    @cached_property
    def hydroxynorketamine_ng_per_ml(self) -> np.ndarray:
        """Hydroxynorketamine in plasma (ng/mL): a shape with a wide band, not a measurement."""
        return self.level_ng_per_ml("hydroxynorketamine")

    def free_um(self, site: str = "effect", free_fraction: float = FREE_FRACTION) -> np.ndarray:
        """Return the free ketamine (µM) that a receptor sees, at each time.

        Parameters
        ----------
        site : {"plasma", "arterial", "venous", "effect"}
            Where.
        free_fraction : float
            Share not bound to plasma protein (0 to 1); 0.53 derived from Dayton 1983.

        Raises
        ------
        ValueError
            If an argument is out of range.
        """
        one_of("site", site, SITES)
        share = fraction("free_fraction", free_fraction, scalar=True)
        level = self.level_ng_per_ml(site)
        return share * um_from_ng_per_ml(level) if level.size else level

    # -- amounts ------------------------------------------------------------------------------

    @cached_property
    def amounts_mg(self) -> dict[str, np.ndarray]:
        """Where the drug is (mg of ketamine base), at each time; all together make `given_mg`.

        Keys: "to be absorbed", "central", "fast", "slow", "liver", "norketamine",
        "hydroxynorketamine", "left" (metabolites that are gone), "never absorbed".
        """
        system = self._system
        names = ("central", "fast", "slow", "liver", "hydroxynorketamine")
        read = {name: self._sum(system.weights(**{name: 1.0})) for name in names}
        read["norketamine"] = self._sum(system.weights(norketamine=1.0, norketamine_2=1.0))
        read["to be absorbed"] = self._sum(system.depot_weights())
        read["left"] = self._sum(system.leaving(), self._areas)
        read["never absorbed"] = self._entered(lost=True)
        order = ("to be absorbed", "central", "fast", "slow", "liver", "norketamine")
        order += ("hydroxynorketamine", "left", "never absorbed")
        return {name: read[name] for name in order}

    @cached_property
    def given_mg(self) -> np.ndarray:
        """What has been given up to each time (mg of base), absorbed or not."""
        return self._entered(lost=False)

    def _entered(self, *, lost: bool) -> np.ndarray:
        """Return what has been given up to each time (mg), or the part that is never absorbed."""
        total = np.zeros(self.times_min.size)
        for entry, form in self._entries:
            mg = entry.mg * sum(share_of(form, isomer) for isomer in self.isomers)
            direct, swallowed = self._system.shares(entry)  # the same for S and R
            for part, over_h in self._branches(entry, direct[0], swallowed[0], lost):
                last = max(entry.duration_min, over_h * MIN_PER_H)
                since = self.times_min - entry.start_min
                done = np.clip(since / last, 0, 1) if last > 0 else since >= 0
                total += mg * part * done
        return total

    @staticmethod
    def _branches(entry: Entry, direct: float, swallowed: float, lost: bool):
        """Return (share, hours over which it enters) of the branches to count."""
        nothing = (max(0.0, 1 - direct - swallowed), 0.0)
        if lost:
            return [nothing]
        way = entry.way
        return [(direct, way.direct_over_h), (swallowed, way.swallowed_over_h), nothing]

    @cached_property
    def eliminated_mg(self) -> np.ndarray:
        """Ketamine that has been metabolised (mg): metabolites present and metabolites gone."""
        amounts = self.amounts_mg
        return amounts["norketamine"] + amounts["hydroxynorketamine"] + amounts["left"]

    @property
    def shares(self) -> dict[str, np.ndarray]:
        """Central, fast, slow, not absorbed and eliminated as shares of what was given (0 to 1).

        The liver of perezruixo2021 is counted as central. Before anything is given: zeros.
        """
        amounts, given = self.amounts_mg, self.given_mg
        read = {
            "central": amounts["central"] + amounts["liver"],
            "fast": amounts["fast"],
            "slow": amounts["slow"],
            "not absorbed": amounts["to be absorbed"] + amounts["never absorbed"],
            "eliminated": self.eliminated_mg,
        }
        return {
            name: np.divide(mg, given, out=np.zeros_like(mg), where=given > 0)
            for name, mg in read.items()
        }

    # -- numbers of a curve -------------------------------------------------------------------

    def _changes(self) -> np.ndarray:
        """Return the times (min) at which an input starts or stops."""
        return self._solution.entering.times_min

    def _grid(self, until_min: float) -> np.ndarray:
        """Return times (min) dense enough to see each peak: geometric after each change."""
        changes = self._changes()
        edges = np.append(changes[changes < until_min], until_min)
        if edges.size < 2:
            return np.array([0.0, until_min])
        steps = np.concatenate([[0.0], np.geomspace(1e-4, 1.0, 80)])
        return np.unique((edges[:-1, None] + np.diff(edges)[:, None] * steps).ravel())

    def peak(self, what: str = "plasma", until_min: float | None = None) -> tuple[float, float]:
        """Return the highest level (ng/mL) and its time (min), sought between the times too.

        Parameters
        ----------
        what : str
            As in `level_ng_per_ml`.
        until_min : float, optional
            Last time looked at (min); by default three days after the last input stops.

        Returns
        -------
        level_ng_per_ml, time_min : float
            (0, 0) where nothing was given.

        Raises
        ------
        ValueError
            If a name is unknown or the time not above zero.
        """
        reader = self._reader(what)
        grid = self._grid(self._horizon(until_min))
        levels = self.at(grid)._sum(reader)
        k = int(np.argmax(levels))
        if levels[k] == 0:
            return 0.0, 0.0
        low, high = grid[max(k - 1, 0)], grid[min(k + 1, grid.size - 1)]
        found = minimize_scalar(
            lambda t: -self._one(reader, t), bounds=(low, high), method="bounded"
        )
        if -found.fun > levels[k]:
            return float(-found.fun), float(found.x)
        return float(levels[k]), float(grid[k])

    def _horizon(self, until_min: float | None) -> float:
        if until_min is not None:
            return within("until_min", until_min, 1e-9, LAST_MIN, scalar=True)
        changes = self._changes()
        return (changes[-1] if changes.size else 0.0) + 3 * 24 * MIN_PER_H

    def rises_above_min(self, level_ng_per_ml: float, what: str = "plasma") -> float | None:
        """Return when a level is first reached (min), or None where it never is.

        Parameters
        ----------
        level_ng_per_ml : float
            Level (ng/mL), above zero.
        what : str
            As in `level_ng_per_ml`.

        Raises
        ------
        ValueError
            If an argument is out of range.
        """
        wanted = positive("level_ng_per_ml", level_ng_per_ml, scalar=True)
        reader = self._reader(what)
        grid = np.sort(np.append(self._grid(self._horizon(None)), self.peak(what)[1]))
        above = np.flatnonzero(self.at(grid)._sum(reader) >= wanted)
        if not above.size:
            return None
        after = grid[above[0]]
        # a bolus lifts the level at once: then nothing is to be found before it
        if above[0] == 0 or self._one(reader, np.nextafter(after, 0.0)) < wanted:
            return float(after)
        before = grid[above[0] - 1]
        return float(brentq(lambda t: self._one(reader, t) - wanted, before, after))

    def falls_below_min(self, level_ng_per_ml: float, what: str = "plasma") -> float | None:
        """Return the time (min) at which a level is passed for the last time, going down.

        Parameters
        ----------
        level_ng_per_ml : float
            Level (ng/mL), above zero.
        what : str
            As in `level_ng_per_ml`.

        Returns
        -------
        float or None
            None where the level is never reached, or not left within ten years.

        Raises
        ------
        ValueError
            If an argument is out of range.
        """
        wanted = positive("level_ng_per_ml", level_ng_per_ml, scalar=True)
        reader = self._reader(what)
        last = self._horizon(None)
        for _ in range(9):  # look further out until the curve is below
            grid = self._grid(last)
            above = np.flatnonzero(self.at(grid)._sum(reader) > wanted)
            if not above.size:
                return None
            if above[-1] + 1 < grid.size:
                low, high = grid[above[-1]], grid[above[-1] + 1]
                return float(brentq(lambda t: self._one(reader, t) - wanted, low, high))
            last *= 2.2
        return None

    def area_ng_h_per_ml(self, what: str = "plasma", until_min: float | None = None) -> float:
        """Return the area under a level (ng h/mL) from zero, exactly.

        Parameters
        ----------
        what : str
            As in `level_ng_per_ml`.
        until_min : float, optional
            To this time (min); by default to infinity.

        Raises
        ------
        ValueError
            If an argument is out of range, or the area to infinity has no end.
        """
        reader = self._reader(what)
        if until_min is None:
            return self._area_to_infinity(reader)
        last = within("until_min", until_min, 0, LAST_MIN, scalar=True)
        there = self.at([last])
        return float(there._sum(reader, there._areas)[0] / MIN_PER_H)

    def _one(self, reader: np.ndarray, time_min: float) -> float:
        """Return one readout at one time (min)."""
        return float(self.at(np.array([time_min]))._sum(reader)[0])

    def _area_to_infinity(self, reader: np.ndarray) -> float:
        total = 0.0
        entering = self._solution.entering
        steps = np.diff(entering.times_min, append=entering.times_min[-1:])[:, None, None]
        given = (entering.jumps + entering.rates * steps).sum(axis=0)
        for name in self.isomers:
            k = ISOMERS.index(name)
            if not given[k].any():
                continue
            matrix = self._system.matrix[k]
            if np.linalg.cond(matrix) > 1e14:
                refuse("until_min", None, "given: without elimination the area has no end")
            total -= float(reader[k] @ np.linalg.solve(matrix, given[k])) / MIN_PER_H
        return total

    def table(self) -> pandas.DataFrame:
        """Return the course as a table, one row for each time."""
        import pandas as pd

        columns = {"time_min": self.times_min}
        for what in SITES[1:] + METABOLITES:
            if what != "arterial" or self.model.sampled_at != "venous":
                columns[f"{what}_ng_per_ml"] = self.level_ng_per_ml(what)
        columns |= {f"{name} (mg)": mg for name, mg in self.amounts_mg.items()}
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        level, time = self.peak("plasma")
        isomers = "" if len(self.isomers) == 2 else f", {''.join(self.isomers)} alone"
        return (
            f"<Course: {len(self.doses)} dose(s), {self.weight_kg:g} kg, {self.model.name}"
            f"{isomers}; plasma peak {level:.4g} ng/mL at {time:.4g} min>"
        )


def bioavailability(dose: Dose, **who: Any) -> float:
    """Return the share of a dose that reaches the circulation unchanged (0 to 1).

    It is the area after the dose over the area after the same drug given i.v. in the same person.

    Parameters
    ----------
    dose : Dose
        A dose above zero.
    **who
        weight_kg, model, age_y, ancestry, enzymes of `simulate`.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    if not issubclass(type(dose), Dose) or not dose.mg:
        refuse("dose", dose, "a Dose above zero mg")
    given = simulate(dose, times_min=[0.0], **who).area_ng_h_per_ml()
    return given / simulate(Dose(dose.mg, dose.form), times_min=[0.0], **who).area_ng_h_per_ml()
