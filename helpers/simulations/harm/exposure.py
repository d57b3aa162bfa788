"""A year of exposure by three rulers, and acute harms counted by arm.

Exposure is the area under the level, which for linear kinetics is share absorbed x dose /
clearance, whatever the shape of the curve; `pharmacokinetics` gives the shapes. Beside it stand
grams and days of use. Silent about: S against racemate (areas are added as they are), hours above
a level, purity of street drug, other drugs, and how often in a day it is used.

Harms are counted as differences between two arms, in points of a hundred, with the number of
patients for one event more. Blood pressure is a normal spread around a mean, which is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from types import MappingProxyType

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of, positive, whole, within
from helpers.simulations.sourced import Source, Sourced, number, printed_range, published

__all__ = [
    "RULERS",
    "SETS",
    "TREATMENTS",
    "Difference",
    "Numbers",
    "Treatment",
    "Year",
    "at_least_once",
    "difference",
    "equal_days",
    "heavy_year",
    "implied_sd",
    "numbers",
    "tail_share",
    "treated_year",
]

DAYS = 365
#: How a year can be measured.
RULERS = ("area", "grams", "days of use")
#: Whose clearances and shares a set of `numbers` takes.
SETS = ("lesson 02", "pooled means", "spray's label")
_CI = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, kw_only=True)
class Numbers(Sourced):
    """What turns milligrams into areas; a set is given by `numbers`."""

    # fmt: off
    clearance_l_per_h: float = number("CL", "clearance of the racemate at 70 kg", "L/h", 1, 1e3)
    clearance_s_l_per_h: float = number("CL_S", "clearance of esketamine", "L/h", 1, 1e3)
    spray_56: float = number("F_56", "share of 56 mg of spray that is absorbed", "", 0.01, 1)
    spray_84: float = number("F_84", "share of 84 mg of spray that is absorbed", "", 0.01, 1)
    nasal: float = number("F", "share of racemate absorbed from the nose, outside treatment", "",
        0.01, 1, published("yanagihara2003-f-nasal") / 100,
        Source("published", "three adults, a spray of 25 mg", ("yanagihara2003-f-nasal",)))
    # fmt: on


def _as_printed(fact_id: str, percent: bool = False) -> tuple[float, Source]:
    value = published(fact_id) / (100 if percent else 1)
    return value, Source("published", "as printed", (fact_id,))


@lru_cache(maxsize=len(SETS))
def numbers(which: str = "lesson 02") -> Numbers:
    """Return one of three sets of clearances: of the models, of two abstracts, of the label.

    >>> [round(numbers(name).clearance_s_l_per_h) for name in SETS]
    [109, 114, 89]
    """
    if one_of("which", which, SETS) == "lesson 02":
        rule = Source(
            "derived", "the models of lesson 02: Kamp 2020; for the spray Perez-Ruixo 2021"
        )
        sprays = (pk.Dose(mg, "S", "nasal_spray") for mg in (56, 84))
        found = [
            (pk.clearance_l_per_h(), rule),
            (pk.clearance_l_per_h("perezruixo2021", "S"), rule),
            *((pk.bioavailability(dose, model="perezruixo2021"), rule) for dose in sprays),
        ]
    else:
        label = which == "spray's label"
        s = "spravato-cl" if label else "perezruixo2021-cl"
        shares = ("spravato-f",) * 2 if label else ("perezruixo2021-f56", "perezruixo2021-f84")
        found = [_as_printed("kamp2020a-meta-cl"), _as_printed(s)]
        found += [_as_printed(name, percent=True) for name in shares]
    names = ("clearance_l_per_h", "clearance_s_l_per_h", "spray_56", "spray_84")
    values = {name: value for name, (value, _) in zip(names, found, strict=True)}
    sources = {name: source for name, (_, source) in zip(names, found, strict=True)}
    return Numbers(**values, sources=sources)


@dataclass(frozen=True)
class Treatment:
    """A first year of treatment: milligrams a time, times, form, and the basis of the schedule."""

    mg: float
    times: int
    form: str
    basis: str
    days: int = 0  # days with drug, where they are not the times

    def absorbed_mg(self, known: Numbers) -> float:
        """Return what reaches the blood at one time (mg)."""
        share = {56.0: known.spray_56, 84.0: known.spray_84}.get(self.mg, 1.0)
        return self.mg * share


_INFUSION_MG = published("dose-depression-iv") * 70  # mg/kg in a 70-kg adult
_PAIN_MG = 100 * sum(printed_range("noppers2011-infusion-rate")) / 2  # 100 h at the middle rate
TREATMENTS: Mapping[str, Treatment] = MappingProxyType(
    {
        "one infusion": Treatment(_INFUSION_MG, 1, "racemate", "0.5 mg/kg in 40 min"),
        "17 infusions": Treatment(_INFUSION_MG, 17, "racemate", "six, then monthly: chosen"),
        "weekly infusions": Treatment(_INFUSION_MG, 52, "racemate", "every week: chosen"),
        "esketamine, sparsest": Treatment(56.0, 34, "S", "label: 8 + 4 + 22 sessions of 56 mg"),
        "esketamine, fullest": Treatment(84.0, 56, "S", "label: 8 + 4 + 44 sessions of 84 mg"),
        "one pain infusion": Treatment(_PAIN_MG, 1, "S", "100 h at 15 mg/h, chronic pain", days=5),
    }
)


@dataclass(frozen=True)
class Year:
    """A year by three rulers: area (mg·h/L), grams, and days with drug."""

    area: float
    grams: float
    days: float

    def by(self, ruler: str) -> float:
        """Return one of `RULERS`."""
        return (self.area, self.grams, self.days)[RULERS.index(one_of("ruler", ruler, RULERS))]


def treated_year(treatment: str, known: Numbers | None = None) -> Year:
    """Return a year of one of `TREATMENTS`.

    >>> year = treated_year("esketamine, fullest")
    >>> round(year.area, 1), round(year.grams, 1), year.days
    (22.0, 4.7, 56)
    """
    given = TREATMENTS[one_of("treatment", treatment, TREATMENTS)]
    known = known or numbers()
    clearance = known.clearance_s_l_per_h if given.form == "S" else known.clearance_l_per_h
    area = given.times * given.absorbed_mg(known) / clearance
    return Year(area, given.times * given.mg / 1000, given.days or given.times)


def heavy_year(g_per_day: float, known: Numbers | None = None) -> Year:
    """Return a year of daily use by nose, in grams a day as printed for a group.

    >>> round(heavy_year(2.4).area)
    4693
    """
    grams = positive("g_per_day", g_per_day, scalar=True) * DAYS
    known = known or numbers()
    return Year(1000 * grams * known.nasal / known.clearance_l_per_h, grams, DAYS)


def equal_days(
    treatment: str, g_per_day: float = 2.4, known: Numbers | None = None, ruler: str = "area"
) -> float:
    """Return how many days of that use hold as much as the treated year.

    >>> round(equal_days("esketamine, fullest"), 1), round(equal_days("weekly infusions"), 1)
    (1.7, 1.7)
    >>> round(equal_days("esketamine, fullest", ruler="grams"), 1)
    2.0
    """
    use = heavy_year(g_per_day, known).by(ruler)
    return DAYS * treated_year(treatment, known).by(ruler) / use


# Harms by arm -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Events in an arm minus events in its control, in points of a hundred, with 95 % limits."""

    points: float
    low: float
    high: float

    @property
    def one_in(self) -> float:
        """Patients for one event more (below 0: for one fewer); infinite without a difference."""
        return 100 / self.points if self.points else math.inf

    @property
    def one_in_limits(self) -> tuple[float, float] | None:
        """Return the 95 % limits of `one_in`; None where the difference may be zero.

        >>> difference(18, 100, 15, 100).one_in_limits is None
        True
        """
        if self.low <= 0 <= self.high:
            return None
        return 100 / self.high, 100 / self.low


def _wilson(share: float, n: float) -> tuple[float, float]:
    """Return Wilson's 95 % limits of a share; n may be no whole number."""
    centre = (share + _CI**2 / (2 * n)) / (1 + _CI**2 / n)
    half = _CI / (1 + _CI**2 / n) * math.sqrt(share * (1 - share) / n + _CI**2 / (4 * n**2))
    return centre - half, centre + half


def difference(
    events: int,
    n: int,
    control_events: int,
    control_n: int,
    *,
    size: float = 1.0,
    method: str = "Wald",
) -> Difference:
    """Compare two arms; ``size`` multiplies both, at the same shares.

    Limits are Wald's, as the trials printed them, or Newcombe's, which hold better in small arms.

    >>> found = difference(142, 346, 21, 222)  # dissociation, the spray's label
    >>> f"{found.points:.1f} points, one in {found.one_in:.1f}"
    '31.6 points, one in 3.2'
    >>> "{:.1f} to {:.1f}".format(*found.one_in_limits)
    '2.6 to 4.0'
    """
    sizes = whole("n", n, low=1), whole("control_n", control_n, low=1)
    counts = (
        whole("events", events, high=sizes[0]),
        whole("control_events", control_events, high=sizes[1]),
    )
    one_of("method", method, ("Wald", "Newcombe"))
    size = within("size", size, 0.01, 1000, scalar=True)
    a, b = (count / of for count, of in zip(counts, sizes, strict=True))
    if method == "Wald":
        spread = (p * (1 - p) / (size * of) for p, of in zip((a, b), sizes, strict=True))
        below = above = _CI * math.sqrt(sum(spread))
    else:
        (a_low, a_high), (b_low, b_high) = _wilson(a, size * sizes[0]), _wilson(b, size * sizes[1])
        below, above = math.hypot(a - a_low, b_high - b), math.hypot(a_high - a, b - b_low)
    return Difference(100 * (a - b), 100 * (a - b - below), 100 * (a - b + above))


# A mean and its tail ------------------------------------------------------------------------------


def tail_share(mean: float, sd: float, limit: float) -> float:
    """Return the share (0 to 1) above a limit, for a normal spread.

    >>> round(tail_share(13.3, 19, 40), 2)
    0.08
    """
    mean = within("mean", mean, -1e3, 1e3, scalar=True)
    spread = NormalDist(mean, positive("sd", sd, scalar=True))
    return 1 - spread.cdf(within("limit", limit, -1e3, 1e3, scalar=True))


def implied_sd(mean: float, share: float, limit: float) -> float:
    """Return the SD with which a normal spread has that share (0 to 0.5) above the limit.

    >>> round(implied_sd(13.3, 29 / 346, 40), 1), round(implied_sd(6.1, 1 / 222, 40), 1)
    (19.3, 13.0)
    """
    mean = within("mean", mean, -1e3, 1e3, scalar=True)
    distance = within("limit", limit, mean + 1e-9, 1e3, scalar=True) - mean
    share = within("share", share, 1e-9, 0.5 - 1e-9, scalar=True)
    return distance / NormalDist().inv_cdf(1 - share)


def at_least_once(share: float, sessions: int) -> float:
    """Return the chance of one event or more in several sessions that know nothing of each other.

    >>> round(at_least_once(0.011, 8), 3)
    0.085
    """
    return 1 - (1 - within("share", share, 0, 1, scalar=True)) ** whole("sessions", sessions, low=1)
