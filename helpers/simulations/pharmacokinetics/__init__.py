"""Ketamine in the body: from milligrams to the level at the receptor.

Doses of racemate, S- or R-ketamine by any route and at any times; levels in arterial and venous
plasma and at the effect site, norketamine and hydroxynorketamine, and where the drug is. The
models are linear and solved exactly (`solver`).

>>> from helpers.simulations import pharmacokinetics as pk
>>> course = pk.simulate([pk.Dose(35, route="iv", duration_min=40)], times_min=[20, 40, 80])
>>> course.arterial_ng_per_ml.round()
array([198., 253.,  74.])

How to ask::

    pk.Dose(4 * 15, route="im")                    # 4 mg/kg in a child of 15 kg:
    pk.simulate(dose, weight_kg=15, model="herd2007")            # say the weight, and a child's set
    pk.Dose(pk.base_mg(57.7), "S", "sublingual")   # a hydrochloride
    [pk.Dose(50, route="oral", start_min=480 * k) for k in range(21)]  # thrice a day for a week
    [pk.Dose(20), pk.Dose(60, duration_min=180)]   # a bolus, then an infusion; forms may be mixed
    course.peak("venous"), course.area_ng_h_per_ml(), course.only("S")
    course.falls_below_min(100, "effect")
    pk.simulate(dose, enzymes=pk.interactions()["ticlopidine"])  # another drug
    pk.simulate(dose, enzymes=pk.Enzymes(liver=0.4, liver_flow=0.7))  # a failing liver (chosen)
    pk.population(dose, "venous", n=200)           # people differ

Not modelled: dehydronorketamine, inhalation, metabolites given as drugs, excretion by the kidney,
interaction of S and R, age, and absorption that changes with the dose. Children differ from adults
by size alone, unless a set was fitted to children. One delay stands for the way from artery to
vein: in the first minutes after a bolus the venous level is wrong.

Units stand in the names: mg of base, min, ng/mL (total), µM (free), L, L/h. Every parameter says
whether it is published, derived, fitted or chosen (``pk.model().table()``).
"""

from helpers.simulations.pharmacokinetics.body import Enzymes, extraction, interactions
from helpers.simulations.pharmacokinetics.clocks import (
    clearance_l_per_h,
    context_sensitive_half_time_min,
    fitted_half_life_min,
    half_lives_min,
)
from helpers.simulations.pharmacokinetics.course import (
    EFFECT_HALF_TIME_MIN,
    Course,
    bioavailability,
    population,
    simulate,
)
from helpers.simulations.pharmacokinetics.doses import INFUSION, Dose, base_mg
from helpers.simulations.pharmacokinetics.sets import ParameterSet, model
from helpers.simulations.units import FREE_FRACTION

__all__ = [
    "EFFECT_HALF_TIME_MIN",
    "FREE_FRACTION",
    "INFUSION",
    "Course",
    "Dose",
    "Enzymes",
    "ParameterSet",
    "base_mg",
    "bioavailability",
    "clearance_l_per_h",
    "context_sensitive_half_time_min",
    "extraction",
    "fitted_half_life_min",
    "half_lives_min",
    "interactions",
    "model",
    "population",
    "simulate",
]
