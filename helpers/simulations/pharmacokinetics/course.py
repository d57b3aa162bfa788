"""Simulate doses: levels, amounts, peaks and areas over time in one person, levels in many."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.simulations.arguments import one_of, positive, refuse, whole, within
from helpers.simulations.pharmacokinetics.body import Body, Enzymes
from helpers.simulations.pharmacokinetics.doses import ISOMERS, LAST_MIN, Dose, listed, log_sd
from helpers.simulations.pharmacokinetics.sets import MIN_PER_H, ParameterSet
from helpers.simulations.pharmacokinetics.sets import model as set_named
from helpers.simulations.pharmacokinetics.solver import Input
from helpers.simulations.sourced import published

#: Half-time of the delay from arterial to venous blood (min). Chosen, within 6-10: one delay for
#: all times. In the first minutes after a bolus it is wrong, since the arm takes drug up as well.
VENOUS_HALF_TIME_MIN = 8.0
#: Half-time between arterial blood and effect site (min), mean over endpoints of Olofsen 2012.
EFFECT_HALF_TIME_MIN = published("olofsen2012-t12ke0-mean")
#: Where ketamine is read: the central compartment as the set was fitted, and its readers.
SITES = ("plasma", "arterial", "venous", "effect")
#: The metabolites, read in their own central compartments.
METABOLITES = ("norketamine", "hydroxynorketamine")
#: Times after each change of input (min; to 19 years) that see every peak.
AFTER_MIN = np.append(0.0, np.geomspace(1e-3, 1e7, 250))


def _listed_times(times_min: Any) -> np.ndarray:
    times = np.atleast_1d(within("times_min", times_min, 0, LAST_MIN))
    if times.ndim != 1:
        refuse("times_min", times_min, "one number or a one-dimensional list of times")
    return times


def simulate(
    doses: Any,
    *,
    times_min: Any = None,
    weight_kg: float = 70.0,
    model: str | ParameterSet = "kamp2020",
    enzymes: Enzymes | None = None,
    venous_half_time_min: float = VENOUS_HALF_TIME_MIN,
    effect_half_time_min: float = EFFECT_HALF_TIME_MIN,
) -> Course:
    """Return the course of ketamine and its metabolites after doses in one person.

    The system is linear and solved exactly; see `solver`. S- and R-ketamine run side by side and
    do not influence each other (their interaction is disputed).

    ``doses`` is a Dose or a list of them; an empty list gives zeros. ``times_min`` (min), shape
    (t,), zero or more, stand in any order; by default each minute of four hours. ``weight_kg``
    is kg, ``model`` a name of the sets or a set of one's own, ``enzymes`` what another drug or
    illness does to what clears. Two half-times (min) delay plasma: to the vein (chosen,
    not to be believed in the first minutes after a bolus, without effect in sets fitted to venous
    samples), and to the effect site (6.1 published for subanaesthetic effects, 0-11.8 by
    endpoint). 0: no delay.

    >>> course = simulate(Dose(35, duration_min=40), times_min=[20, 40, 80])
    >>> course.arterial_ng_per_ml.round()
    array([198., 253.,  74.])
    """
    times = _listed_times(np.arange(241.0) if times_min is None else times_min)
    known = set_named(model)
    body = Body(known, listed(doses), weight_kg=weight_kg, enzymes=enzymes,
        venous=venous_half_time_min, effect=effect_half_time_min)  # fmt: skip
    return Course(times, known, ISOMERS, body)


@dataclass(frozen=True, eq=False, repr=False)
class Course:
    """Levels and amounts over time after doses in one person. Made by `simulate`.

    Levels are total (bound and free) in ng/mL. Amounts are mg of ketamine base, metabolites as the
    ketamine they came from. At the moment of a bolus the value just after it is given; the first
    two minutes after one are not to be believed. ``times_min`` (min) has the shape (t,);
    ``isomers`` are added up: both, or one after `only`.
    """

    times_min: np.ndarray
    model: ParameterSet
    isomers: tuple[str, ...]
    _body: Body

    def __repr__(self) -> str:
        level, time = self.peak("plasma")
        return f"<Course by {self.model.name}: plasma peak {level:.4g} ng/mL at {time:.4g} min>"

    def only(self, isomer: str) -> Course:
        """Return the same course with one isomer alone, "S" or "R"."""
        name = one_of("isomer", isomer, ISOMERS)
        return replace(self, isomers=(name,) if name in self.isomers else ())

    def at(self, times_min: Any) -> Course:
        """Return the same course at other times (min); nothing is solved again."""
        return replace(self, times_min=_listed_times(times_min))

    # -- levels -------------------------------------------------------------------------------

    @cached_property
    def _states(self) -> np.ndarray:
        """Amounts in every compartment of S and of R, shape (2, t, m)."""
        return self._body.solution.states(self.times_min)

    @property
    def _rows(self) -> list[int]:
        return [ISOMERS.index(name) for name in self.isomers]

    def _sum(self, weights: np.ndarray) -> np.ndarray:
        """Return a readout, its weights of shape (2, m), of all isomers together at each time."""
        parts = (self._states[k] @ weights[k] for k in self._rows)
        # rounding may leave -1e-20 where nothing is yet
        return np.maximum(sum(parts, np.zeros(self.times_min.size)), 0.0)

    def _reader(self, what: str) -> np.ndarray:
        one_of("what", what, SITES + METABOLITES)
        if what == "arterial" and self.model.sampled_at == "venous":
            allowed = f"not 'arterial' for model {self.model.name!r}, which was fitted to venous "
            refuse("what", what, allowed + "samples: take 'plasma', or another model")
        return self._body.level(what)

    def _read(self, reader: np.ndarray, times_min: Any) -> np.ndarray:
        return replace(self, times_min=np.atleast_1d(times_min))._sum(reader)

    def level_ng_per_ml(self, what: str = "plasma") -> np.ndarray:
        """Return a total level (ng/mL) at each time, shape (t,).

        ``what`` is "plasma" (the blood that the set was fitted to), "arterial" (refused for sets
        fitted to venous samples), "venous", "effect" (the plasma level that the effect site
        stands in balance with), "norketamine" or "hydroxynorketamine" (a shape with a wide band).
        """
        return self._sum(self._reader(what))

    plasma_ng_per_ml = property(lambda self: self.level_ng_per_ml("plasma"))
    arterial_ng_per_ml = property(lambda self: self.level_ng_per_ml("arterial"))
    venous_ng_per_ml = property(lambda self: self.level_ng_per_ml("venous"))
    effect_ng_per_ml = property(lambda self: self.level_ng_per_ml("effect"))
    norketamine_ng_per_ml = property(lambda self: self.level_ng_per_ml("norketamine"))
    hydroxynorketamine_ng_per_ml = property(lambda self: self.level_ng_per_ml("hydroxynorketamine"))

    # -- amounts ------------------------------------------------------------------------------

    @cached_property
    def amounts_mg(self) -> dict[str, np.ndarray]:
        """Where the drug is (mg of ketamine base) at each time; all together make `given_mg`.

        Keys: "central", "fast", "slow", "not absorbed" (yet, or ever), "eliminated". The liver of
        perezruixo2021 is counted as central; eliminated is what has become a metabolite, there or
        gone.
        """
        places = {name: (name,) for name in ("central", "fast", "slow")}
        places |= {"central": ("central", "liver"), "not absorbed": self._body.depots}
        found = {
            place: self._sum(self._body.weights(dict.fromkeys(states, 1.0)))
            for place, states in places.items()
        }
        found["not absorbed"] += self._came(one for one in self._body.inputs if one.state is None)
        found["eliminated"] = np.maximum(self.given_mg - sum(found.values()), 0.0)
        return found

    @property
    def given_mg(self) -> np.ndarray:
        """What has been given up to each time (mg of base), absorbed or not."""
        return self._came(self._body.inputs)

    def _came(self, inputs: Iterable[Input]) -> np.ndarray:
        """Return what of some inputs has come up to each time (mg)."""
        came = (one.mg[self._rows].sum() * one.share(self.times_min) for one in inputs)
        return sum(came, np.zeros(self.times_min.size))

    @property
    def shares(self) -> dict[str, np.ndarray]:
        """`amounts_mg` as shares of what was given (0 to 1). Before anything is given: zeros."""
        given = self.given_mg
        return {
            place: np.divide(mg, given, out=np.zeros_like(mg), where=given > 0)
            for place, mg in self.amounts_mg.items()
        }

    # -- numbers of a curve -------------------------------------------------------------------

    def _grid(self) -> np.ndarray:
        """Return times (min) dense enough to see each peak: geometric after each change."""
        inputs = self._body.inputs
        changes = {0.0, *(one.start_min + k * one.lasting_min for one in inputs for k in (0, 1))}
        spans = pairwise([*sorted(changes), np.inf])
        return np.concatenate([at + AFTER_MIN[until - at > AFTER_MIN] for at, until in spans])

    def peak(self, what: str = "plasma") -> tuple[float, float]:
        """Return the highest level (ng/mL) and its time (min), sought between the times too.

        ``what`` is as in `level_ng_per_ml`. (0, 0) where nothing was given.

        >>> level, minute = simulate(Dose(35, duration_min=40)).peak("venous")
        >>> round(level), round(minute)
        (218, 41)
        """
        from scipy.optimize import minimize_scalar

        reader, grid = self._reader(what), self._grid()
        levels = self._read(reader, grid)
        k = int(np.argmax(levels))
        if levels[k] == 0:
            return 0.0, 0.0
        found = minimize_scalar(
            lambda t: -self._read(reader, t)[0],
            bounds=(grid[max(k - 1, 0)], grid[min(k + 1, grid.size - 1)]),
            method="bounded",
        )
        on_grid, between = (levels[k], grid[k]), (-found.fun, found.x)
        level, minute = max(on_grid, between, key=lambda one: one[0])
        return float(level), float(minute)

    def falls_below_min(self, level_ng_per_ml: float, what: str = "plasma") -> float | None:
        """Return the time (min) at which a level is passed for the last time, going down.

        None where the level (ng/mL) is never reached, or not left within nineteen years.

        >>> round(simulate(Dose(140, duration_min=1)).falls_below_min(642), 1)
        16.1
        """
        from scipy.optimize import brentq

        wanted = positive("level_ng_per_ml", level_ng_per_ml, scalar=True)
        reader, grid = self._reader(what), self._grid()
        above = np.flatnonzero(self._read(reader, grid) > wanted)
        if not above.size or above[-1] + 1 == grid.size:
            return None
        low, high = grid[above[-1] : above[-1] + 2]
        return float(brentq(lambda t: self._read(reader, t)[0] - wanted, low, high))

    def area_ng_h_per_ml(self, what: str = "plasma", until_min: float | None = None) -> float:
        """Return the area under a level (ng h/mL) from zero to a time or to infinity, exactly.

        Refused where something never leaves, such as in a body without a liver's enzymes.
        """
        reader, until = self._reader(what), np.inf
        if until_min is not None:
            until = within("until_min", until_min, 0, LAST_MIN, scalar=True)
        if np.linalg.cond(self._body.matrix).max() > 1e14:
            refuse("enzymes", "a body that keeps some", "such that drug and metabolites all leave")
        areas = (reader * self._body.solution.areas(until)).sum(axis=1)
        return max(0.0, float(areas[self._rows].sum()) / MIN_PER_H)


def bioavailability(dose: Dose, **who: Any) -> float:
    """Return the share of a dose that reaches the circulation unchanged (0 to 1).

    It is the area after the dose over the area after the same drug given i.v. in the same person;
    ``who`` is weight_kg, model, enzymes of `simulate`.

    >>> round(bioavailability(Dose(35, route="oral")), 2)
    0.21
    """
    if not isinstance(dose, Dose) or not dose.mg:
        refuse("dose", dose, "a Dose above zero mg")
    given = simulate(dose, times_min=[0.0], **who).area_ng_h_per_ml()
    return given / simulate(Dose(dose.mg, dose.form), times_min=[0.0], **who).area_ng_h_per_ml()


# Many people instead of one ----------------------------------------------------------------------

#: Everybody's dice: the first people are the same however many there are.
SEED = 1


@cache
def spreads() -> dict[str, float]:
    """Return the SD of the logarithm of each parameter that varies, sqrt(ln(1 + CV^2)).

    Each person's parameters are the default set's, times factors drawn from log-normal
    distributions (on the logit scale for the share that nose or tongue absorbs); the same for S and
    R. Those of the spray model are published, 30 % for volumes and hydroxynorketamine is chosen,
    within what studies report. Clearance varies by 20 % (13, 18 and 23 % in three studies, two of
    them fanta2015-cl and hasan2021-s-cl): what liver flow does not explain is put on the enzymes.
    "direct" and "direct_rate" are standard normal: the way in holds their SD.

    >>> round(spreads()["intrinsic"], 2)
    0.39
    """
    printed = {end: log_sd(published(f"perezruixo2021-iiv-{end}") / 100)
        for end in ("vcn", "cln", "ka-oral", "qh")}  # fmt: skip
    taken, thirty = set_named().liver_extraction, log_sd(0.3)
    enzymes = math.sqrt(log_sd(0.2) ** 2 - (taken * printed["qh"]) ** 2) / (1 - taken)
    return {
        "v_norketamine_l": printed["vcn"],
        "clearance_norketamine_l_per_h": printed["cln"],
        "clearance_hnk_l_per_h": thirty,
        "swallowed_rate": printed["ka-oral"],
        "direct_rate": 1.0,
        "direct": 1.0,
        "liver_flow_l_per_h": printed["qh"],
        "v_central_l": thirty,
        "v_fast_l": thirty,
        "v_slow_l": thirty,
        "intrinsic": enzymes,
    }


def population(
    doses: Any, what: str = "arterial", *, n: int = 200, times_min: Any = None
) -> np.ndarray:
    """Return a level (ng/mL, total) after the same doses in ``n`` people (1 to 1000) of 70 kg.

    ``what`` is as in `Course.level_ng_per_ml`, the answer has the shape (n, t). Times (min) are by
    default every two minutes of four hours. The delays of vein and effect site do not vary (no
    spread is published).

    >>> from helpers.simulations.pharmacokinetics import INFUSION
    >>> population(INFUSION, n=3, times_min=[40]).shape
    (3, 1)
    """
    one_of("what", what, SITES + METABOLITES)
    count = whole("n", n, low=1, high=1000)
    times = _listed_times(np.arange(0.0, 241.0, 2.0) if times_min is None else times_min)
    normal = np.random.default_rng(SEED).standard_normal((count, len(spreads())))
    own = {name: sd * normal[:, i] for i, (name, sd) in enumerate(spreads().items())}
    body = Body(set_named(), listed(doses), own=own,
        venous=VENOUS_HALF_TIME_MIN, effect=EFFECT_HALF_TIME_MIN)  # fmt: skip
    s_and_r = np.einsum("ntm,nm->nt", body.solution.states(times), body.level(what))
    return np.maximum(s_and_r[:count] + s_and_r[count:], 0.0)
