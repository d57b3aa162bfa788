"""What an animal's dose means for a person: scaling, totals, schedules, and ages with hours.

Doses are mg of ketamine per kg of body weight, those of studies as they were given. Scaling by
**body surface** uses the factors Km (kg/m²) of the FDA's guidance: a person's dose is the animal's
times Km of the animal over Km of a person. The two other rules scale by a power of body weight.
No rule here knows age, route, schedule, free drug or what a brain can bear.

>>> round(scaled(40, "rat"), 2)
6.49
>>> print(f"{margin(study('Sun 2014'), schedule('weekly infusions')):.1f}")
4.5
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.evidence import series
from helpers.simulations.arguments import fraction, nonnegative, one_of, positive, whole, within
from helpers.simulations.sourced import Source, Sourced, number, published

#: Ways to carry a dose per kg from an animal to a person.
RULES = ("per kilogram", "body surface", "three-quarter power")
#: What of a dose is counted: all of it, or only the S form (half of the racemate).
COUNTED = ("all", "S form")


@dataclass(frozen=True)
class Species:
    """One row of the FDA's table: reference weight (kg), body surface (m²) and Km (kg/m²)."""

    name: str
    weight_kg: float
    area_m2: float
    km: float


@lru_cache(maxsize=1)
def all_species() -> Mapping[str, Species]:
    """Return the species of the table by name; "monkey" stands for "monkey (rhesus)" too.

    >>> all_species()["rat"].km
    6.0
    """
    table = series("safety-km-factors")
    rows = (table[name] for name in ("species", "ref_weight_kg", "bsa_m2", "km_kg_per_m2"))
    found = {
        name.removesuffix(" (rhesus)"): Species(
            name.removesuffix(" (rhesus)"), float(kg), float(m2), float(km)
        )
        for name, kg, m2, km in zip(*rows, strict=True)
    }
    return MappingProxyType(found)


def species(name: str) -> Species:
    """Return one species of the table, or name those that there are."""
    return all_species()[one_of("species", name, all_species())]


def factor(animal: str, rule: str = "body surface") -> float:
    """Return what an animal's dose per kg is multiplied with to get a person's.

    Parameters
    ----------
    animal : str
        A name of `all_species`.
    rule : str
        One of `RULES`. "per kilogram": 1. "body surface": Km over Km. "three-quarter power":
        clearance is taken to rise with weight to the power 0.75, so a dose per kg falls with
        weight to the power 0.25; weights of the table, 60 kg for a person.

    Examples
    --------
    >>> [round(factor("monkey", rule), 2) for rule in RULES]
    [1.0, 0.32, 0.47]
    """
    beast, person = species(animal), species("human")
    if one_of("rule", rule, RULES) == "per kilogram":
        return 1.0
    if rule == "body surface":
        return beast.km / person.km
    return power_factor(beast.weight_kg, person.weight_kg, 0.75)


def power_factor(animal_kg: Any, human_kg: Any, exponent: Any) -> Any:
    """Return the factor for a dose per kg where clearance rises with weight to a power.

    Exponent 1 leaves the dose per kg as it is; the smaller it is, the more a person's falls.

    >>> print(f"{power_factor(0.15, 60, 2 / 3):.3f}")  # a rat; 6 / 37 is 0.162
    0.136
    """
    ratio = positive("animal_kg", animal_kg) / positive("human_kg", human_kg)
    return ratio ** (1 - within("exponent", exponent, 0, 1.5))


def scaled(dose_mg_per_kg: Any, animal: str, rule: str = "body surface") -> Any:
    """Return a person's dose (mg/kg) that a rule makes of an animal's; numbers or arrays.

    >>> print(scaled([40, 80], "rat").round(1))
    [ 6.5 13. ]
    """
    return nonnegative("dose_mg_per_kg", dose_mg_per_kg) * factor(animal, rule)


def unscaled(human_mg_per_kg: Any, animal: str, rule: str = "body surface") -> Any:
    """Return the animal's dose (mg/kg) that a rule makes of a person's: `scaled` undone.

    >>> print(f"{unscaled(0.5, 'rat'):.1f}")
    3.1
    """
    return nonnegative("human_mg_per_kg", human_mg_per_kg) / factor(animal, rule)


def area_exponent() -> tuple[float, float]:
    """Return exponent and constant of area (m²) = constant x weight (kg) ** exponent.

    Fitted here by least squares on logarithms to the table's fourteen pairs.

    >>> print("{:.2f} {:.3f}".format(*area_exponent()))
    0.68 0.102
    """
    known = all_species().values()
    weight, area = ([getattr(one, name) for one in known] for name in ("weight_kg", "area_m2"))
    slope, start = np.polyfit(np.log(weight), np.log(area), 1)
    return float(slope), float(np.exp(start))


def clearance(weight_kg: Any, exponent: Any, person_kg: float = 70.0) -> Any:
    """Return the clearance of ketamine (mL/min/kg) that a power of weight gives an animal.

    It starts from the pooled human value (Kamp 2020a, 79 L/h at 70 kg).

    >>> print(f"{clearance(10, 2 / 3):.0f}")  # a dog; measured: 32 and, under isoflurane, 58
    36
    """
    human = 1000 / 60 * published("kamp2020a-meta-cl") / person_kg
    return human / power_factor(weight_kg, person_kg, exponent)


# --- studies and schedules ----------------------------------------------------------------------


@dataclass(frozen=True)
class Study:
    """Doses of one animal study: mg/kg, how many, and whether harm was found."""

    name: str
    animal: str
    age: str
    dose_mg_per_kg: float
    route: str
    doses: int
    effect: bool
    pattern: str
    finding: str
    schedule: str
    key: str

    def scaled(self, rule: str = "body surface") -> float:
        """Return one dose as a person's (mg/kg)."""
        return float(scaled(self.dose_mg_per_kg, self.animal, rule))

    def total(self, rule: str = "body surface") -> float:
        """Return all doses together as a person's (mg/kg)."""
        return self.doses * self.scaled(rule)


@lru_cache(maxsize=1)
def studies() -> Mapping[str, Study]:
    """Return the studies of ``safety-animal-hed`` by name.

    >>> [one.name for one in studies().values() if one.scaled() < 0.5]
    ['Sun 2014', 'Sun 2014 at 1 month']
    """
    table = series("safety-animal-hed").rename(columns={"study": "name", "species": "animal"})
    rows = table.to_dict("records")
    kinds = {"dose_mg_per_kg": float, "doses": int, "effect": bool}
    found = [Study(**{k: kinds.get(k, str)(v) for k, v in row.items()}) for row in rows]
    return MappingProxyType({one.name: one for one in found})


def study(name: str) -> Study:
    """Return one study by name, or name those that there are."""
    return studies()[one_of("study", name, studies())]


@dataclass(frozen=True)
class Clinic(Sourced):
    """The numbers that schedules in patients are built from."""

    infusion_mg_per_kg: float = number(
        "infusion", "antidepressant infusion over 40 min", "mg/kg", 0.01, 10,
        published("dose-depression-iv"),
        Source("published", "as printed", ("dose-depression-iv",)),
    )  # fmt: skip
    spray_mg: float = number(
        "spray", "larger labelled dose of nasal esketamine", "mg", 1, 1000, 84.0,
        Source("derived", "upper end of the label's range", ("dose-esketamine",)),
    )  # fmt: skip
    absorbed_percent: float = number(
        "F", "share of the spray that reaches the blood", "%", 1, 100,
        published("perezruixo2021-f84"),
        Source("published", "as printed", ("perezruixo2021-f84",)),
    )  # fmt: skip
    weight_kg: float = number(
        "W", "weight of the person who gets the spray", "kg", 30, 200, 70.0,
        Source("chosen", "the course's 70 kg; a spray is given in mg whatever the weight"),
    )  # fmt: skip
    induction_mg_per_kg: float = number(
        "induction", "one dose to begin an anaesthesia", "mg/kg", 0.1, 20,
        published("dose-anaesthesia-iv"), Source("published", "printed", ("dose-anaesthesia-iv",)),
    )  # fmt: skip
    weeks: float = number(
        "T", "weeks of treatment", "weeks", 1, 520, 26.0,
        Source("chosen", "half a year, as long as the monkeys of Sun 2014 were dosed"),
    )  # fmt: skip

    @property
    def sessions(self) -> int:
        """Sessions of the densest labelled schedule: twice a week for four weeks, then weekly."""
        weeks = int(self.weeks)
        return 2 * min(weeks, 4) + max(weeks - 4, 0)


@dataclass(frozen=True)
class Schedule:
    """A treatment: mg/kg that reach the blood each time, how often, and its share of S form."""

    name: str
    dose_mg_per_kg: float
    doses: int
    s_share: float

    def total(self, counted: str = "all") -> float:
        """Return all doses together (mg/kg), or their S form."""
        return self.dose_mg_per_kg * self.doses * _share(self.s_share, counted)


def _share(s_share: float, counted: str) -> float:
    return 1.0 if one_of("counted", counted, COUNTED) == "all" else s_share


def schedules(clinic: Clinic | None = None) -> Mapping[str, Schedule]:
    """Return treatments by name: one infusion, weekly infusions, esketamine, one induction.

    >>> {name: round(one.total(), 1) for name, one in schedules().items()}
    {'one infusion': 0.5, 'weekly infusions': 13.0, 'esketamine': 18.4, 'one induction': 2.0}
    """
    c = clinic or Clinic()
    absorbed = c.spray_mg * c.absorbed_percent / 100 / c.weight_kg
    rows = (
        Schedule("one infusion", c.infusion_mg_per_kg, 1, 0.5),
        Schedule("weekly infusions", c.infusion_mg_per_kg, int(c.weeks), 0.5),
        Schedule("esketamine", absorbed, c.sessions, 1.0),
        Schedule("one induction", c.induction_mg_per_kg, 1, 0.5),
    )
    return MappingProxyType({one.name: one for one in rows})


def schedule(name: str) -> Schedule:
    """Return one treatment of `schedules` by name, or name those that there are."""
    return schedules()[one_of("schedule", name, schedules())]


def margin(
    animal: Study, treatment: Schedule, rule: str = "body surface", counted: str = "all"
) -> float:
    """Return the animals' total scaled dose over a treatment's: how many times more they had.

    Animals are taken to have had the racemate, half of it S form.

    >>> print(f"{margin(study('Sun 2014'), schedule('esketamine'), counted='S form'):.1f}")
    1.6
    """
    return animal.total(rule) * _share(0.5, counted) / treatment.total(counted)


def ranks(values: Any) -> list[int]:
    """Return ranks, the largest first; those that tie share the better rank.

    >>> ranks([40, 40, 20])
    [1, 1, 3]
    """
    numbers = np.round(np.atleast_1d(nonnegative("values", values)), 9)
    return [1 + int((numbers > one).sum()) for one in numbers]


# --- ages, hours, and what few animals can show -------------------------------------------------


def harmed(age_d: Any, hours: Any, oldest_d: float, shortest_h: float) -> Any:
    """Say by the two-line rule whether an anaesthesia harms: young enough and long enough.

    >>> harmed([5, 5, 35], [3, 9, 24], oldest_d=20, shortest_h=4).tolist()
    [False, True, False]
    """
    age = np.asarray(within("age_d", age_d, -200, 1e5))
    young = age <= within("oldest_d", oldest_d, -200, 1e5, scalar=True)
    return young & (np.asarray(nonnegative("hours", hours)) >= positive("shortest_h", shortest_h))


def agreement(oldest_d: float, shortest_h: float, without: str = "") -> tuple[np.ndarray, Any]:
    """Return for each point of ``safety-primate-duration`` whether the rule agrees, and the points.

    ``without`` leaves out one paper by its key.
    """
    points = series("safety-primate-duration")
    if without:
        points = points[points["key"] != one_of("without", without, set(points["key"]))]
    rule = harmed(points["age_days"], points["hours"], oldest_d, shortest_h)
    return rule == points["increased_cell_death"].to_numpy(bool), points


def highest_unseen(n: int, confidence: float = 0.95) -> float:
    """Return the largest share of animals that none of ``n`` still allows (one-sided).

    >>> print(f"{highest_unseen(10):.0%}, {highest_unseen(3):.0%}")
    26%, 63%
    """
    size = whole("n", n, low=1)
    return 1.0 - (1.0 - fraction("confidence", confidence, scalar=True)) ** (1.0 / size)
