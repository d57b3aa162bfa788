"""Doses, the ways in, and how much of each way reaches the blood.

A way in has two branches: drug absorbed **directly** into the circulation (muscle, nose, under
the tongue), and drug that is **swallowed** and passes gut wall and liver first. Each branch may
enter at a constant rate for a while and then leaves its depot by a first-order process. The rest
is never absorbed.
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

#: The isomers, each simulated on its own, and what a dose may be: one of them, or both in equal
#: parts.
ISOMERS = ("S", "R")
FORMS = ("racemate", *ISOMERS)
#: Largest dose (mg) and latest time (min; two thousand years) that are accepted.
LARGEST_MG, LAST_MIN = 1e6, 1e9
#: Base (mg) in one spray device of the Perez-Ruixo model, minutes between devices, and the most
#: devices of a dose (label).
DEVICE_MG, DEVICE_INTERVAL_MIN, MOST_DEVICES = 28.0, 5.0, 3
#: Shares of a dose from a simple nasal atomiser, fitted to the areas of ketamine and norketamine
#: of Singh 2022 at 50 mg (racemate, cancer patients, default set). The rest runs out or is spat
#: out. The measured peak (venous) is nearly four times the venous peak that this gives.
ATOMISER_DIRECT, ATOMISER_SWALLOWED = 0.050, 0.279


def shares_of(form: str) -> np.ndarray:
    """Return the shares of a dose that are S and R."""
    return np.array([0.5 if form == "racemate" else float(form == one) for one in ISOMERS])


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
    reaching the gut wall; None: all the rest is swallowed. ``..._per_h`` are first-order rate
    constants of the two branches (1/h, None: at once), ``..._over_h`` the hours over which each
    enters its depot at a constant rate. Between people vary ``direct``, by an SD on the logit
    scale, and the rate of its branch, by a CV; the swallowed branch takes that of the spray model.
    Of a later device of a spray the nose takes ``direct`` times the factor ``later``.
    """

    direct: float
    swallowed: float | None = None
    direct_per_h: float | None = None
    swallowed_per_h: float | None = None
    direct_over_h: float = 0.0
    swallowed_over_h: float = 0.0
    direct_varies: float = 0.0
    absorption_cv: float = 0.0
    later: float = 1.0


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


_MOUTH = {
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
_IN_RECTUM = (published("yanagihara2003-f-supp") / 100 + published("malinovsky1996-f-rectal")) / 2
#: The named ways in.
ROUTES: Mapping[str, Route] = MappingProxyType(Named({
    "iv": Route(1.0, 0.0),
    # rate and its CV are chosen: no level of the tables stands behind them (Grant 1981 is
    # unverified)
    "im": Route(published("clements1982-f-im") / 100, 0.0, direct_per_h=4.0, absorption_cv=0.6),
    "nasal_spray": Route(published("perezruixo2021-frn"), **_NOSE),
    "nasal_atomiser": Route(ATOMISER_DIRECT, ATOMISER_SWALLOWED, **_NOSE),
    "oral": Route(0.0, **_MOUTH),
    # direct share derived; the spread is chosen as for the nose
    "sublingual": Route(_direct_for(published("rolan2014-f-sl") / 100), **_MOUTH, **_VARIES,
        direct_over_h=published("simons2022a-absorption-time") / MIN_PER_H),
    # direct share derived, set midway between two studies; rates and spread are chosen
    "rectal": Route(_direct_for(_IN_RECTUM), direct_per_h=1.0, swallowed_per_h=1.0,
        absorption_cv=0.6, **_VARIES),
}))  # fmt: skip


@dataclass(frozen=True)
class Dose:
    """One dose of ketamine **base** (mg, zero or more; a mg/kg dose is mg/kg x weight).

    ``route`` is "iv", "im", "nasal_spray", "nasal_atomiser", "oral", "sublingual" or "rectal". It
    starts at ``start_min`` and lasts ``duration_min`` (min): 0 a bolus, more an infusion, or a slow
    release by any route. A nasal spray is divided over devices of 28 mg, five minutes apart, at
    most three; from the second on the nose takes 0.62 times what it takes of the first
    (Perez-Ruixo 2021). ``direct`` is the share absorbed directly, in place of the route's own
    (nose, tongue, rectum, muscle).
    """

    mg: float
    form: str = "racemate"
    route: str = "iv"
    start_min: float = 0.0
    duration_min: float = 0.0
    direct: float | None = None

    def __post_init__(self) -> None:
        one_of("form", self.form, FORMS)
        one_of("route", self.route, ROUTES)
        most_mg = MOST_DEVICES * DEVICE_MG if self.route == "nasal_spray" else LARGEST_MG
        within("mg", self.mg, 0, most_mg, scalar=True)
        for name in ("start_min", "duration_min"):
            within(name, getattr(self, name), 0, LAST_MIN, scalar=True)
        if self.direct is not None:
            fraction("direct", self.direct, scalar=True)
            if self.route == "iv" and self.direct != 1:
                refuse("direct", self.direct, "1 for route 'iv'")

    def entries(self) -> list[tuple[float, float, Route]]:
        """Return what enters: mg, when (min) and by which way; for a spray each of its devices.

        >>> [(mg, start_min) for mg, start_min, _ in Dose(56, "S", "nasal_spray").entries()]
        [(28.0, 0.0), (28.0, 5.0)]
        """
        way = later = ROUTES[self.route]
        devices = 1
        if self.route == "nasal_spray":
            devices = max(1, math.ceil(self.mg / DEVICE_MG - 1e-9))
            later = replace(way, later=published("perezruixo2021-dose-frn"))
        if self.direct is not None:
            way = later = replace(way, direct=self.direct)
        starts = [self.start_min + k * DEVICE_INTERVAL_MIN for k in range(devices)]
        return [(self.mg / devices, start, later if k else way) for k, start in enumerate(starts)]


#: The infusion that runs through the course: 35 mg of racemate over 40 min (0.5 mg/kg at 70 kg).
INFUSION = Dose(35, duration_min=40)


def listed(doses: Any) -> list[Dose]:
    """Return doses as a list, from one dose or from a list, tuple or array of them."""
    found = [doses] if isinstance(doses, Dose) else doses
    several = isinstance(found, (list, tuple, np.ndarray))
    if not several or not all(isinstance(dose, Dose) for dose in found):
        refuse("doses", doses, "a Dose or a list that holds only Dose")
    return list(found)
