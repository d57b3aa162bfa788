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
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import fraction, nonnegative, one_of, refuse, within
from helpers.simulations.pharmacokinetics.sets import MIN_PER_H, model
from helpers.simulations.sourced import published
from helpers.simulations.units import KETAMINE_G_PER_MOL

#: What a dose may be: both isomers in equal parts, or one of them.
FORMS = ("racemate", "S", "R")
#: The isomers, each simulated on its own.
ISOMERS = ("S", "R")
#: Largest dose (mg) and latest time (min; two thousand years) that are accepted.
LARGEST_MG, LAST_MIN = 1e6, 1e9
#: What lasts no longer (min) is a bolus: its rate would be more than a float holds.
BOLUS_MIN = 1e-9
#: Base (mg) in one spray device of the Perez-Ruixo model, minutes between devices, and the most
#: devices of a dose (label).
DEVICE_MG, DEVICE_INTERVAL_MIN, MOST_DEVICES = 28.0, 5.0, 3
#: Shares of a dose from a simple nasal atomiser, fitted to the areas of ketamine and norketamine
#: of Singh 2022 at 50 mg (racemate, cancer patients, default set). The rest runs out or is spat
#: out. The measured peak (venous) is nearly four times the venous peak that this gives.
ATOMISER_DIRECT, ATOMISER_SWALLOWED = 0.050, 0.279


def share_of(form: str, isomer: str) -> float:
    """Return the share of a dose that is the S or the R isomer."""
    return 0.5 if form == "racemate" else float(form == isomer)


def log_sd(cv: float) -> float:
    """Return the SD of the logarithm that goes with a coefficient of variation."""
    return math.sqrt(math.log1p(cv**2))


def base_mg(salt_mg: Any) -> Any:
    """Turn mg of ketamine hydrochloride (a number or an array) into mg of base.

    >>> round(base_mg(32.3), 1)
    28.0
    """
    return nonnegative("salt_mg", salt_mg) * KETAMINE_G_PER_MOL / published("unit-mw-ketamine-hcl")


@dataclass(frozen=True)
class Route:
    """A way in: how much is absorbed directly, how much is swallowed, and how fast.

    ``direct`` and ``swallowed`` are the shares (0 to 1) absorbed straight into the circulation and
    reaching the gut wall; what is left over is never absorbed. ``..._per_h`` are first-order rate
    constants of the two branches (1/h, None: at once), ``..._over_h`` the hours over which each
    enters its depot at a constant rate. Between people vary ``direct``, by an SD on the logit
    scale, and the rate of its branch, by a CV; the swallowed branch takes that of the spray model.
    ``source`` says where the numbers come from, and which are chosen.
    """

    name: str
    direct: float = 0.0
    swallowed: float = 0.0
    direct_per_h: float | None = None
    swallowed_per_h: float | None = None
    direct_over_h: float = 0.0
    swallowed_over_h: float = 0.0
    source: str = ""
    direct_varies: float = 0.0
    absorption_cv: float = 0.0

    def swallowed_beside(self, direct: Any) -> Any:
        """Return the share swallowed beside a direct share: of some ways the gut takes the rest."""
        takes_the_rest = self.swallowed and self.direct + self.swallowed > 1 - 1e-9
        return 1 - direct if takes_the_rest else np.minimum(self.swallowed, 1 - direct)


def _direct_for(bioavailability: float) -> float:
    """Return the direct share that, with the rest swallowed, gives a total bioavailability."""
    known = model()
    left = 1 - known.liver_extraction * (1 + known.r_to_s_clearance) / 2  # mean of S and R
    swallowed = known.gut_wall_survival * left
    return max(0.0, (bioavailability - swallowed) / (1 - swallowed))


class Named(dict):
    """A dictionary whose unknown names are refused in words."""

    def __missing__(self, name: Any) -> Any:
        return one_of("name", name, tuple(self))


_ORAL = {
    "swallowed_per_h": published("perezruixo2021-ka-po"),
    "swallowed_over_h": published("perezruixo2021-dpo"),
}
_VARIES = {"direct_varies": published("perezruixo2021-iiv-frn")}
_NOSE = _VARIES | {
    "direct_per_h": published("perezruixo2021-ka-nasal"),
    "swallowed_per_h": published("perezruixo2021-ka-sw"),
    "swallowed_over_h": published("perezruixo2021-dsw"),
    "absorption_cv": published("perezruixo2021-iiv-ka-nasal") / 100,
}
_FIRST = published("perezruixo2021-frn")
_UNDER_TONGUE = _direct_for(published("rolan2014-f-sl") / 100)
_BEHIND = _direct_for(
    (published("yanagihara2003-f-supp") / 100 + published("malinovsky1996-f-rectal")) / 2
)
#: The named ways in.
ROUTES: Mapping[str, Route] = MappingProxyType(Named({route.name: route for route in (
    Route("iv", direct=1.0, source="by definition"),
    Route("im", direct=published("clements1982-f-im") / 100, direct_per_h=4.0, absorption_cv=0.6,
        source="F clements1982-f-im (published); rate 4 /h and its CV chosen: no level of the "
            "tables stands behind them (Grant 1981 is unverified)"),
    Route("nasal_spray", _FIRST, 1 - _FIRST, **_NOSE,
        source="published: perezruixo2021-*, one device; see Dose"),
    Route("nasal_atomiser", ATOMISER_DIRECT, ATOMISER_SWALLOWED, **_NOSE,
        source="both shares fitted here to Singh 2022, 50 mg; rates of the spray model"),
    Route("oral", swallowed=1.0, source="published: perezruixo2021-*, oral solution", **_ORAL),
    Route("sublingual", _UNDER_TONGUE, 1 - _UNDER_TONGUE, **_ORAL, **_VARIES,
        direct_over_h=published("simons2022a-absorption-time") / MIN_PER_H,
        source="direct share derived from rolan2014-f-sl; 13 min simons2022a-absorption-time; "
            "the rest as oral; spread chosen as for the nose"),
    Route("rectal", _BEHIND, 1 - _BEHIND, direct_per_h=1.0, swallowed_per_h=1.0,
        absorption_cv=0.6, **_VARIES,
        source="direct share derived from yanagihara2003-f-supp and malinovsky1996-f-rectal; "
            "rate 1 /h and spread chosen"),
)}))  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One entry into one way in: mg, start and duration (min), and a factor on its direct share."""

    mg: float
    form: str
    start_min: float
    duration_min: float
    way: Route
    direct_factor: float = 1.0


@dataclass(frozen=True)
class Dose:
    """One dose of ketamine **base** (mg, zero or more; a mg/kg dose is mg/kg x weight).

    ``route`` is "iv", "im", "nasal_spray", "nasal_atomiser", "oral", "sublingual" or "rectal". It
    starts at ``start_min`` and lasts ``duration_min`` (min): 0 a bolus, more an infusion, or a slow
    release by any route. A nasal spray is divided over devices of 28 mg, five minutes apart, at
    most three. ``direct`` is the share absorbed directly, in place of the route's own (nose,
    tongue, rectum, muscle).

    >>> [entry.start_min for entry in Dose(56, "S", "nasal_spray").entries()]
    [0.0, 5.0]
    """

    mg: float
    form: str = "racemate"
    route: str = "iv"
    start_min: float = 0.0
    duration_min: float = 0.0
    direct: float | None = None

    def __post_init__(self) -> None:
        within("mg", self.mg, 0, LARGEST_MG, scalar=True)
        one_of("form", self.form, FORMS)
        one_of("route", self.route, ROUTES)
        for name in ("start_min", "duration_min"):
            within(name, getattr(self, name), 0, LAST_MIN, scalar=True)
        if self.route == "nasal_spray":
            within("mg", self.mg, 0, MOST_DEVICES * DEVICE_MG, scalar=True)
        if self.direct is not None:
            fraction("direct", self.direct, scalar=True)
            if self.route == "iv" and self.direct != 1:
                refuse("direct", self.direct, "1 for route 'iv'")

    def entries(self) -> list[Entry]:
        """Return what enters: one entry, or one for each spray device.

        From the second device on the nose takes 0.62 times what it takes of the first
        (Perez-Ruixo 2021).
        """
        lasting = self.duration_min if self.duration_min > BOLUS_MIN else 0.0
        way = ROUTES[self.route]
        if self.direct is not None:
            swallowed = float(way.swallowed_beside(self.direct))
            way = replace(way, direct=self.direct, swallowed=swallowed)
        first = Entry(self.mg, self.form, self.start_min, lasting, way)
        if self.route != "nasal_spray":
            return [first]
        count = max(1, math.ceil(self.mg / DEVICE_MG - 1e-9))
        first = replace(first, mg=self.mg / count)
        later = 1.0 if self.direct is not None else published("perezruixo2021-dose-frn")
        starts = [self.start_min + k * DEVICE_INTERVAL_MIN for k in range(1, count)]
        return [first, *(replace(first, start_min=at, direct_factor=later) for at in starts)]


#: The infusion that runs through the course: 35 mg of racemate over 40 min (0.5 mg/kg at 70 kg).
INFUSION = Dose(35, duration_min=40)


def listed(doses: Any) -> list[Dose]:
    """Return doses as a list, from one dose or from a list, tuple or array of them."""
    found = [doses] if isinstance(doses, Dose) else doses
    several = isinstance(found, (list, tuple, np.ndarray))
    if not several or not all(isinstance(dose, Dose) for dose in found):
        refuse("doses", doses, "a Dose or a list that holds only Dose")
    return list(found)
