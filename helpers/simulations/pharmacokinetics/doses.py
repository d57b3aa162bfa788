"""Doses, the ways in, and how much of each way reaches the blood.

A way in has two branches: drug absorbed **directly** into the circulation (muscle, nose, under
the tongue), and drug that is **swallowed** and passes gut wall and liver first. Each branch may
enter at a constant rate for a while and then leaves its depot by a first-order process. The rest
is never absorbed.

Doses are mg of ketamine base; `base_mg` converts the hydrochloride.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    fraction,
    nonnegative,
    one_of,
    positive,
    refuse,
    text,
    whole,
    within,
)
from helpers.simulations.pharmacokinetics.parameters import MIN_PER_H, model, published

#: What a dose may be: both isomers in equal parts, or one of them.
FORMS = ("racemate", "S", "R")
#: The isomers, each simulated on its own.
ISOMERS = ("S", "R")
#: Largest dose (mg) and latest time (min; two thousand years) that are accepted.
LARGEST_MG = 1e6
LAST_MIN = 1e9
#: Slowest and fastest first-order rate of absorption (1/h) that are accepted.
RATE_RANGE_PER_H = (1e-6, 1e6)
#: Longest range of times that is written out.
MOST_TIMES = 1_000_000
#: Base (mg) in one spray device of the Perez-Ruixo model.
DEVICE_MG = 28.0
#: Weights (kg) that the sets are scaled to; nothing human lies outside.
WEIGHT_RANGE_KG = (0.3, 700.0)
#: Most devices that one dose is divided over.
MOST_DEVICES = 100


def share_of(form: str, isomer: str) -> float:
    """Return the share of a dose that is the S or the R isomer."""
    return 0.5 if form == "racemate" else float(form == isomer)


def base_mg(salt_mg: Any, salt_g_per_mol: float | None = None) -> Any:
    """Turn mg of ketamine hydrochloride into mg of base.

    Parameters
    ----------
    salt_mg : float or array
        Mass of the hydrochloride (mg).
    salt_g_per_mol : float, optional
        Molar mass of the salt; by default the hydrochloride (evidence ``unit-mw-ketamine-hcl``).

    Raises
    ------
    ValueError
        If a mass is negative or not finite.
    """
    salt = published("unit-mw-ketamine-hcl") if salt_g_per_mol is None else salt_g_per_mol
    share = published("unit-mw-ketamine-base") / positive("salt_g_per_mol", salt, scalar=True)
    return nonnegative("salt_mg", salt_mg) * share


@dataclass(frozen=True)
class Route:
    """A way in: how much is absorbed directly, how much is swallowed, and how fast.

    Parameters
    ----------
    name : str
        Words for a legend.
    direct : float
        Share absorbed straight into the circulation (0 to 1).
    swallowed : float
        Share that reaches the gut wall (0 to 1). What is left over is never absorbed.
    direct_per_h, swallowed_per_h : float or None
        First-order rate constants of the two branches (1/h); None: at once.
    direct_over_h, swallowed_over_h : float
        Hours over which each branch enters its depot at a constant rate (0: at once).
    source : str
        Where the numbers come from, and which are chosen.
    direct_varies, absorption_cv : float
        Between-person spread: SD of `direct` on the logit scale, CV of the first-order rates of
        the direct branch. The swallowed branch takes that of the spray model.

    Raises
    ------
    ValueError
        If a number is out of range, or the shares add to more than 1.
    """

    name: str
    direct: float = 0.0
    swallowed: float = 0.0
    direct_per_h: float | None = None
    swallowed_per_h: float | None = None
    direct_over_h: float = 0.0
    swallowed_over_h: float = 0.0
    source: str = "chosen by the caller"
    direct_varies: float = 0.0
    absorption_cv: float = 0.0

    def __post_init__(self) -> None:
        text("name", self.name)
        fraction("direct", self.direct, scalar=True)
        fraction("swallowed", self.swallowed, scalar=True)
        if self.direct + self.swallowed > 1 + 1e-12:
            refuse("swallowed", self.swallowed, f"at most {1 - self.direct:g} (1 - direct)")
        for name in ("direct_per_h", "swallowed_per_h"):
            if getattr(self, name) is not None:
                within(name, getattr(self, name), *RATE_RANGE_PER_H, scalar=True)
        for name in ("direct_over_h", "swallowed_over_h"):
            within(name, getattr(self, name), 0, LAST_MIN / MIN_PER_H, scalar=True)
        for name in ("direct_varies", "absorption_cv"):
            within(name, getattr(self, name), 0, 10, scalar=True)
        if self.swallowed and self.swallowed_per_h is None:
            refuse("swallowed_per_h", None, "a rate (1/h) where swallowed is above zero")


def swallowed_bioavailability(form: str = "racemate", name: Any = "kamp2020") -> float:
    """Return F of swallowed drug in a parameter set, gut wall times liver (0 to 1).

    Raises
    ------
    ValueError
        If the form or the set is unknown.
    """
    known = model(name)
    taken = {"S": known.liver_extraction}
    taken["R"] = taken["S"] * known.r_to_s_clearance
    parts = [share_of(one_of("form", form, FORMS), isomer) for isomer in ISOMERS]
    left = sum(part * (1 - taken[isomer]) for part, isomer in zip(parts, ISOMERS, strict=True))
    return known.gut_wall_survival * left


def _direct_for(bioavailability: float, form: str) -> float:
    """Return the direct share that, with the rest swallowed, gives a total bioavailability."""
    swallowed = swallowed_bioavailability(form)
    return max(0.0, (bioavailability - swallowed) / (1 - swallowed))


@lru_cache(maxsize=1)
def routes() -> Mapping[str, Route]:
    """Return the named ways in.

    Returns
    -------
    mapping of str to Route
        "iv", "im", "nasal_spray", "nasal_atomiser", "oral", "sublingual", "rectal".
    """
    oral = {
        "swallowed_per_h": published("perezruixo2021-ka-po"),
        "swallowed_over_h": published("perezruixo2021-dpo"),
    }
    nose = {
        "direct_per_h": published("perezruixo2021-ka-nasal"),
        "swallowed_per_h": published("perezruixo2021-ka-sw"),
        "swallowed_over_h": published("perezruixo2021-dsw"),
        "direct_varies": published("perezruixo2021-iiv-frn"),
        "absorption_cv": published("perezruixo2021-iiv-ka-nasal") / 100,
    }
    first = published("perezruixo2021-frn")
    under_tongue = _direct_for(published("rolan2014-f-sl") / 100, "racemate")
    rectal = (published("yanagihara2003-f-supp") / 100 + published("malinovsky1996-f-rectal")) / 2
    behind = _direct_for(rectal, "racemate")
    known = [
        Route("iv", direct=1.0, source="by definition"),
        Route(
            "im",
            direct=published("clements1982-f-im") / 100,
            direct_per_h=4.0,
            absorption_cv=0.6,
            source="F clements1982-f-im (published); rate 4 /h and its CV chosen: no level of the "
            "tables stands behind them (Grant 1981 is unverified)",
        ),
        Route(
            "nasal_spray",
            direct=first,
            swallowed=1 - first,
            source="published: perezruixo2021-*, one device; see Dose.devices",
            **nose,
        ),
        Route(
            "nasal_atomiser",
            direct=ATOMISER_DIRECT,
            swallowed=ATOMISER_SWALLOWED,
            source="both shares fitted here to Singh 2022, 50 mg; rates of the spray model",
            **nose,
        ),
        Route("oral", swallowed=1.0, source="published: perezruixo2021-*, oral solution", **oral),
        Route(
            "sublingual",
            direct=under_tongue,
            swallowed=1 - under_tongue,
            direct_over_h=published("simons2022a-absorption-time") / MIN_PER_H,
            direct_varies=published("perezruixo2021-iiv-frn"),
            source="direct share derived from rolan2014-f-sl; 13 min simons2022a-absorption-time; "
            "the rest as oral; spread chosen as for the nose",
            **oral,
        ),
        Route(
            "rectal",
            direct=behind,
            swallowed=1 - behind,
            direct_per_h=1.0,
            swallowed_per_h=1.0,
            direct_varies=published("perezruixo2021-iiv-frn"),
            absorption_cv=0.6,
            source="direct share derived from yanagihara2003-f-supp and malinovsky1996-f-rectal; "
            "rate 1 /h and spread chosen",
        ),
    ]
    return MappingProxyType({route.name: route for route in known})


#: Shares of a dose from a simple nasal atomiser, fitted to the areas of ketamine and norketamine
#: of Singh 2022 at 50 mg (racemate, cancer patients, default set). The rest runs out or is spat
#: out. The measured peak is nearly four times what this gives: no absorption at one speed has
#: so high a peak on so small an area.
ATOMISER_DIRECT = 0.050
ATOMISER_SWALLOWED = 0.279


def devices_for(mg: float) -> int:
    """Return how many 28-mg spray devices hold a dose (at least one)."""
    return max(1, math.ceil(mg / DEVICE_MG - 1e-9))


def device_shares(devices: int) -> list[float]:
    """Return the share absorbed through the nose from each device in turn.

    From the second device on it is 0.62 times that of the first (Perez-Ruixo 2021), so that the
    mean is FRn (1 + (N - 1) 0.62) / N.

    Raises
    ------
    ValueError
        If the number of devices is not a whole number from 1 to 100.
    """
    count = whole("devices", devices, low=1, high=MOST_DEVICES)
    first = published("perezruixo2021-frn")
    return [first] + [first * published("perezruixo2021-dose-frn")] * (count - 1)


@dataclass(frozen=True)
class Dose:
    """One dose of ketamine.

    Parameters
    ----------
    mg : float
        Amount of ketamine **base** (mg), zero or more. A mg/kg dose is mg/kg x weight.
    form : {"racemate", "S", "R"}
        What it is.
    route : str or Route
        A name of `routes`, or a `Route` of one's own.
    start_min : float
        When it starts (min).
    duration_min : float
        How long it lasts (min): 0 a bolus, more an infusion, or a slow release by any route.
    devices : int, optional
        Nasal spray only: devices over which the dose is divided; 28 mg each if not given.
    device_interval_min : float
        Nasal spray only: minutes between devices (label: 5).
    direct : float, optional
        Share absorbed directly, in place of the route's own (nose, tongue, rectum, muscle).

    Raises
    ------
    ValueError
        If an argument is out of range; the message names it.
    """

    mg: float
    form: str = "racemate"
    route: str | Route = "iv"
    start_min: float = 0.0
    duration_min: float = 0.0
    devices: int | None = None
    device_interval_min: float = 5.0
    direct: float | None = None

    def __post_init__(self) -> None:
        within("mg", self.mg, 0, LARGEST_MG, scalar=True)
        one_of("form", self.form, FORMS)
        if not issubclass(type(self.route), Route):
            one_of("route", self.route, routes())
        for name in ("start_min", "duration_min", "device_interval_min"):
            within(name, getattr(self, name), 0, LAST_MIN, scalar=True)
        if self.route == "nasal_spray" and self.devices is None:
            within("mg", self.mg, 0, MOST_DEVICES * DEVICE_MG, scalar=True)
        if self.devices is not None:
            if self.route != "nasal_spray":
                refuse("devices", self.devices, "left out: only route 'nasal_spray' has them")
            whole("devices", self.devices, low=1, high=MOST_DEVICES)
        if self.direct is not None:
            fraction("direct", self.direct, scalar=True)
            if self.route == "iv" and self.direct != 1:
                refuse("direct", self.direct, "1 for route 'iv'")

    @classmethod
    def per_kg(
        cls, mg_per_kg: float, weight_kg: float, form: str = "racemate", **rest: Any
    ) -> Dose:
        """Return a dose given as mg of base for each kg of body weight.

        Parameters
        ----------
        mg_per_kg : float
            Amount (mg/kg), zero or more.
        weight_kg : float
            Body weight (kg). Give it to `simulate` as well: a dose knows no person.
        form : {"racemate", "S", "R"}
            What it is.
        **rest
            route, start_min, duration_min and more, as `Dose` takes them.

        Raises
        ------
        ValueError
            If an argument is out of range.

        Examples
        --------
        >>> Dose.per_kg(0.5, 70, duration_min=40).mg
        35.0
        """
        each = nonnegative("mg_per_kg", mg_per_kg, scalar=True)
        return cls(
            each * within("weight_kg", weight_kg, *WEIGHT_RANGE_KG, scalar=True), form, **rest
        )

    def way(self) -> Route:
        """Return the way in, with the dose's own direct share if it has one."""
        route = self.route if isinstance(self.route, Route) else routes()[self.route]
        if self.direct is None:
            return route
        # where the gut takes all that nose or mouth does not, it goes on doing so
        full = route.swallowed and route.direct + route.swallowed > 1 - 1e-9
        swallowed = 1 - self.direct if full else min(route.swallowed, 1 - self.direct)
        return replace(route, direct=self.direct, swallowed=swallowed)

    def entries(self) -> list[Entry]:
        """Return what enters: one entry, or one for each spray device."""
        way = self.way()
        if self.route != "nasal_spray":
            return [Entry(self.mg, self.start_min, self.duration_min, way, 1.0)]
        shares = device_shares(self.devices or devices_for(self.mg))
        factors = [1.0] * len(shares) if self.direct is not None else np.divide(shares, shares[0])
        gap, each = self.device_interval_min, self.mg / len(shares)
        return [
            Entry(each, self.start_min + k * gap, self.duration_min, way, float(factor))
            for k, factor in enumerate(factors)
        ]


@dataclass(frozen=True)
class Entry:
    """One entry into one way in: mg, start and duration (min), and a factor on its direct share."""

    mg: float
    start_min: float
    duration_min: float
    way: Route
    direct_factor: float


#: The infusion that runs through the course: 35 mg of racemate over 40 min (0.5 mg/kg at 70 kg).
INFUSION = Dose(35, duration_min=40)


def repeated(dose: Dose, times: int, every_min: float) -> list[Dose]:
    """Return one dose given several times.

    Parameters
    ----------
    dose : Dose
        The first.
    times : int
        How often in all.
    every_min : float
        Minutes from start to start.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    if not issubclass(type(dose), Dose):
        refuse("dose", dose, "a Dose")
    count = whole("times", times, low=0)
    gap = positive("every_min", every_min, scalar=True)
    return [replace(dose, start_min=dose.start_min + k * gap) for k in range(count)]


def listed(doses: Any) -> list[Dose]:
    """Return doses as a list, from a list or one dose.

    Raises
    ------
    ValueError
        If something in it is no Dose.
    """
    if issubclass(type(doses), Dose):
        return [doses]
    if type(doses) not in (list, tuple) and not (type(doses) is np.ndarray and doses.ndim == 1):
        refuse("doses", doses, "a Dose or a list of Dose")
    for dose in doses:
        if not issubclass(type(dose), Dose):
            refuse("doses", dose, "a list that holds only Dose")
    return list(doses)


def times_of(name: str, value: Any) -> np.ndarray:
    """Return times (min) as a one-dimensional array: zero or more, in any order, maybe none.

    Raises
    ------
    ValueError
        If they are negative, not finite, or no list of numbers.
    """
    if type(value) is range and len(value) <= MOST_TIMES:
        value = list(value)
    if type(value) in (list, tuple) and not value:
        return np.zeros(0)
    if type(value) is np.ndarray and value.shape == (0,):
        return np.zeros(0)
    times = np.atleast_1d(within(name, value, 0, LAST_MIN))
    if times.ndim != 1:
        refuse(name, value, "one number or a one-dimensional list of times")
    return times
