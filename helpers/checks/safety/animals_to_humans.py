"""Tasks of exercise 16, from animals to humans.

Every right answer and every listed wrong one is computed here, when it is asked for, from the
evidence and the simulations: were a value corrected there, the checks would follow.
"""

from __future__ import annotations

import math

import numpy as np

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import series
from helpers.simulations.harm import scaling

INFUSION = scaling.Clinic().infusion_mg_per_kg

# Task 1: one dose ----------------------------------------------------------------------------


def _hed() -> float:
    return float(scaling.scaled(40.0, "rat"))


def _infusions() -> float:
    return _hed() / INFUSION


ONE_DOSE = Task(
    id="16.1",
    title="One dose, scaled",
    points=2,
    parts=(
        part(
            name="in_person_mg_per_kg",
            asks="what 40 mg/kg in a rat becomes in a person, by body surface",
            kind=Number("mg/kg"),
            answer=_hed,
            wrong="""
            not-scaled: This is the rat's own dose. Multiply by Km of the rat over Km of a person.
            upside-down: This is larger than the rat's dose. The smaller animal's dose shrinks on
                the way to a person: which Km belongs above?
            """,
            not_scaled=lambda: 40.0,
            upside_down=lambda: 40.0 / scaling.factor("rat"),
        ),
        part(
            name="infusions",
            asks="how many infusions of 0.5 mg/kg that is",
            kind=Number(),
            answer=_infusions,
            wrong="""
            not-scaled: This divides the rat's own dose. Divide the scaled one.
            multiplied: You multiplied by 0.5. How many times does 0.5 go into the dose?
            """,
            not_scaled=lambda: 40.0 / INFUSION,
            multiplied=lambda: _hed() * INFUSION,
        ),
    ),
    hints=(
        "The worked step with another animal and another dose.",
        "in_person = 40 × Km(rat) / Km(person); then divide by 0.5 mg/kg.",
        "in_person_mg_per_kg = 40 * km['rat'] / km['person'] and "
        "infusions = in_person_mg_per_kg / 0.5.",
    ),
    right=lambda: f"{_infusions():.0f} infusions, where mg per kg alone would say 80.",
)

# Task 2: a power of weight -------------------------------------------------------------------


def _power_dose(dose_mg_per_kg, animal_kg, person_kg, exponent):
    return dose_mg_per_kg * scaling.power_factor(animal_kg, person_kg, exponent)


def _inverse_slope() -> float:
    table = series("safety-km-factors")
    return float(np.polyfit(np.log(table["bsa_m2"]), np.log(table["ref_weight_kg"]), 1)[0])


def _straight_slope() -> float:
    table = series("safety-km-factors")
    return float(np.polyfit(table["ref_weight_kg"], table["bsa_m2"], 1)[0])


A_POWER = Task(
    id="16.2",
    title="Another rule of scaling",
    points=3,
    parts=(
        part(
            name="exponent",
            asks="the power of weight with which body surface rises over the table",
            kind=Number(within=0.01),
            answer=lambda: scaling.area_exponent()[0],
            wrong="""
            no-logarithms: This is the slope of surface against weight itself, in m² per kg. A power
                is the slope between **logarithms**.
            axes-swapped: This is the power of surface with which **weight** rises. Swap the two.
            """,
            no_logarithms=_straight_slope,
            axes_swapped=_inverse_slope,
        ),
        part(
            name="in_person",
            asks="a person's dose per kg where clearance rises with a power of weight",
            kind=Function(
                ("dose_mg_per_kg", "animal_kg", "person_kg", "exponent"),
                ((40, 0.15, 60, 0.75), (40, 0.15, 60, 2 / 3), (1, 3, 60, 0.75), (30, 0.02, 70, 1)),
                Number(),
            ),
            answer=lambda: _power_dose,
            wrong="""
            power-itself: Your dose falls by the ratio of weights to the exponent. That is clearance
                of the **whole** body; per kg one weight is already divided out.
            upside-down: A rat's dose grows on its way to a person. Which weight belongs above?
            fixed-exponent: Your function gives the same for every exponent. Does it use that
                argument?
            """,
            power_itself=lambda: lambda d, a, p, b: d * (a / p) ** b,
            upside_down=lambda: lambda d, a, p, b: d * (p / a) ** (1 - b),
            fixed_exponent=lambda: lambda d, a, p, b: d * (a / p) ** 0.25,
        ),
    ),
    hints=(
        "On a log-log plot a power is a straight line, and its slope is the power.",
        "np.polyfit(np.log(weight), np.log(surface), 1) gives slope and intercept. Per kg, "
        "clearance goes with weight to the exponent minus 1.",
        "return dose_mg_per_kg * (animal_kg / person_kg) ** (1 - exponent)",
    ),
    right="Surface is a power of about two thirds; with 1 nothing is scaled at all.",
)

# Task 3: ranks, with ties --------------------------------------------------------------------

FIVE = ("Olney 1989", "Sharp 1991", "Tan 2011", "Nagy 2015", "Sun 2014")


def _rank(name: str, in_all: bool, rule: str = "body surface") -> int:
    studies = [scaling.study(one) for one in FIVE]
    values = [one.total(rule) if in_all else one.scaled(rule) for one in studies]
    return scaling.ranks(values)[FIVE.index(name)]


RANKED_TWICE = Task(
    id="16.3",
    title="Ranked twice",
    points=3,
    parts=(
        part(
            name="sharp_by_dose",
            asks="the rank of Sharp 1991 by one scaled dose, ties sharing the better rank",
            kind=Number(within=0.001),
            answer=lambda: _rank("Sharp 1991", False),
            wrong="""
            order-of-the-table: Sharp stands behind Olney only in the table. Equal doses share a
                rank.
            mean-rank: This is the mean of the places that tie. Here ties share the **better** one:
                method="min".
            smallest-first: Rank 1 is the **largest** dose: ascending=False.
            """,
            order_of_the_table=lambda: 2,
            mean_rank=lambda: 1.5,
            smallest_first=lambda: 4,
        ),
        part(
            name="sun_by_dose",
            asks="the rank of Sun 2014 by one scaled dose",
            kind=Number(within=0.001),
            answer=lambda: _rank("Sun 2014", False),
            wrong="""
            smallest-first: Rank 1 is the **largest** dose.
            in-all: This is its rank by all doses together.
            """,
            smallest_first=lambda: 1,
            in_all=lambda: _rank("Sun 2014", True),
        ),
        part(
            name="sun_in_all",
            asks="the rank of Sun 2014 by all doses together, scaled",
            kind=Number(within=0.001),
            answer=lambda: _rank("Sun 2014", True),
            wrong="""
            by-dose: This is its rank by one dose. Multiply by how many.
            number-of-doses: First it is by the **number** of doses. Multiply number by scaled dose.
            not-scaled: The third place is what unscaled mg/kg give.
            """,
            by_dose=lambda: _rank("Sun 2014", False),
            number_of_doses=lambda: 1,
            not_scaled=lambda: _rank("Sun 2014", True, "per kilogram"),
        ),
    ),
    hints=(
        "Two columns: the scaled dose, and that times the number of doses.",
        'table["scaled"].rank(ascending=False, method="min") gives ties the better rank.',
        'table["in_all"] = table["scaled"] * table["doses"]; then the same rank of that column.',
    ),
    right="The smallest dose of the five comes second once all doses are counted.",
)

# Task 4: none of ten -------------------------------------------------------------------------


def _needed() -> int:
    return math.ceil(math.log(0.05) / math.log(0.95))


NONE_OF_TEN = Task(
    id="16.4",
    title="None of ten",
    points=3,
    parts=(
        part(
            name="upper",
            asks="the largest share that none of ten still allows (one-sided, 95%), from 0 to 1",
            kind=Number(),
            answer=lambda: scaling.highest_unseen(10),
            wrong="""
            zero: None seen is not none there.
            rule-of-three: 3/n is a good guess for many animals and too high for ten. Solve (1 -
                share) ** 10 = 0.05.
            two-sided: This leaves 2.5% on that side. One side gets all 5% here.
            """,
            zero=lambda: 0.0,
            rule_of_three=lambda: 3 / 10,
            two_sided=lambda: scaling.highest_unseen(10, 0.975),
        ),
        part(
            name="animals_needed",
            asks="the fewest animals of which none would leave no more than 5%",
            kind=Number("animals", within=0.005),
            answer=_needed,
            wrong="""
            rule-of-three: 3 / 0.05: the exact answer is one less.
            one-in-twenty: With 20 animals you would *expect* one. The chance to see none is 36%.
            """,
            rule_of_three=lambda: 60,
            one_in_twenty=lambda: 20,
        ),
    ),
    hints=(
        "If a share p of all rats were affected, how likely is it that ten show none?",
        "The chance is (1 - p) ** 10. The largest p that still gives 5% is the limit.",
        "upper = 1 - 0.05 ** (1 / 10); animals_needed = math.ceil(np.log(0.05) / np.log(0.95)).",
    ),
    right=lambda: (
        f"Ten rats leave room for {scaling.highest_unseen(10):.0%}; three monkeys for "
        f"{scaling.highest_unseen(3):.0%}."
    ),
)

# Task 5: what nine points say ----------------------------------------------------------------


def _hours(found: bool) -> float:
    table = series("safety-primate-duration")
    newborn = table[(table["age_days"] >= 0) & (table["age_days"] < 10)]
    hours = newborn[newborn["increased_cell_death"] == int(found)]["hours"]
    return float(hours.min() if found else hours.max())


NINE_POINTS = Task(
    id="16.5",
    title="What nine points say",
    points=3,
    parts=(
        part(
            name="longest_none_h",
            asks="the longest anaesthesia of a newborn monkey without more cell death",
            kind=Number("h"),
            answer=lambda: _hours(False),
            wrong="""
            all-ages: At 24 h without more cell death the monkey was 35 days old. Take newborns.
            shortest-found: At this length more cells died.
            """,
            all_ages=lambda: 24.0,
            shortest_found=lambda: _hours(True),
        ),
        part(
            name="shortest_some_h",
            asks="the shortest anaesthesia of a newborn monkey with more cell death",
            kind=Number("h"),
            answer=lambda: _hours(True),
            wrong="""
            first-papers: Nine hours is the shortest of the first two papers. Look at the third.
            longest-none: At this length no more cells died.
            """,
            first_papers=lambda: 9.0,
            longest_none=lambda: _hours(False),
        ),
        choose(
            name="sentence",
            asks="what the points let you say",
            options={
                "safe": "three hours are safe in newborn monkeys",
                "right": "the limit lies between the two, in newborn monkeys",
                "people": "the limit lies between the two, in infants",
            },
            wrong="""
            safe: No more cell death in a handful of monkeys is not safety: three of them leave room
                for most.
            people: The points are monkeys. How their days compare with an infant's is no
                measurement of this table.
            """,
        ),
    ),
    hints=(
        "Keep the rows with an age from 0 to 10 days.",
        "Among them: the largest hours with increased_cell_death 0, the smallest with 1.",
        "newborn[newborn.increased_cell_death == 0].hours.max(), and == 1 with .min().",
    ),
    right="Between 3 and 5 hours, in newborn monkeys, by three papers.",
)

# Task 6: the margin --------------------------------------------------------------------------


def _monkeys() -> scaling.Study:
    return scaling.study("Sun 2014")


def _spray(counted: str = "all", rule: str = "body surface") -> float:
    return scaling.margin(_monkeys(), scaling.schedule("esketamine"), rule, counted)


THE_MARGIN = Task(
    id="16.6",
    title="Challenge: how wide is the margin?",
    points=4,
    parts=(
        part(
            name="margin_all",
            asks="the monkeys' total over half a year of esketamine, by body surface",
            kind=Number(),
            answer=_spray,
            wrong="""
            all-absorbed: Only about half of the spray reaches the blood.
            not-scaled: The monkeys' dose is not scaled here.
            """,
            all_absorbed=lambda: _spray() * scaling.Clinic().absorbed_percent / 100,
            not_scaled=lambda: _spray(rule="per kilogram"),
        ),
        part(
            name="margin_s",
            asks="the same where only S-ketamine counts",
            kind=Number(),
            answer=lambda: _spray("S form"),
            wrong="""
            both-halved: The spray is S throughout: only the monkeys' racemate is halved.
            wrong-one-halved: Half of the **monkeys'** drug was S, not half of the spray.
            """,
            both_halved=_spray,
            wrong_one_halved=lambda: 2 * _spray(),
        ),
        part(
            name="weeks",
            asks="weeks of weekly infusions until their total first reaches the monkeys'",
            kind=Number("weeks", within=0.004),
            answer=lambda: math.ceil(_monkeys().total() / INFUSION),
            wrong="""
            not-scaled: This lets the monkeys' dose stand unscaled.
            milligrams: This is the monkeys' total in mg/kg. How many infusions of 0.5 are in it?
            """,
            not_scaled=lambda: _monkeys().total("per kilogram") / INFUSION,
            milligrams=lambda: _monkeys().total(),
        ),
        choose(
            name="conclusion",
            asks="what the numbers support",
            options={
                "same-harm": "treatment does what was seen in the monkeys",
                "right": "the margin is small, and one laboratory's",
                "far-below": "treatment is far below any harm in animals",
            },
            wrong="""
            same-harm: An amount is no mechanism: age, daily doses and species differ, and in people
                nobody saw it.
            far-below: A factor of two or three is not far.
            """,
        ),
    ),
    hints=(
        "scaling.margin does all of it; look at its arguments.",
        'margin(study("Sun 2014"), schedule("esketamine")), once more with counted="S form". '
        "One infusion adds 0.5 mg/kg a week.",
        'math.ceil(study("Sun 2014").total() / 0.5) weeks.',
    ),
    right=lambda: (
        f"{_spray():.1f} by amount and {_spray('S form'):.1f} by S-ketamine: small, and resting on "
        "one laboratory and one rule of scaling."
    ),
)

TASKS = (ONE_DOSE, A_POWER, RANKED_TWICE, NONE_OF_TEN, NINE_POINTS, THE_MARGIN)
