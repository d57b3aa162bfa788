"""Ketamine in the body: from milligrams to the level at the receptor.

Doses of racemate, S- or R-ketamine by any route and at any times; levels in arterial and venous
plasma and at the effect site, norketamine and hydroxynorketamine, and where the drug is. The
models are linear and solved exactly (`solver`).

>>> from helpers.simulations import pharmacokinetics as pk
>>> course = pk.simulate([pk.Dose(35, route="iv", duration_min=40)], times_min=[20, 40, 80])
>>> course.arterial_ng_per_ml.round()
array([198., 253.,  74.])

How to ask::

    pk.Dose.per_kg(4, 15, route="im")              # mg/kg in a child: say weight_kg=15 as well,
    pk.simulate(dose, weight_kg=15, model="herd2007")            # and choose a set of children
    pk.Dose(pk.base_mg(57.7), "S", "sublingual")   # a hydrochloride
    pk.repeated(pk.Dose(50, route="oral"), 21, 480)              # thrice a day for a week
    [pk.Dose(20), pk.Dose(60, duration_min=180)]   # a bolus, then an infusion; forms may be mixed
    pk.target_controlled([100, 200], each_min=30)  # a pump that holds one level, then another
    pk.clearance_l_per_h() * 200 / 1000            # mg/h that keep 200 ng/mL at last
    course.peak("venous"), course.area_ng_h_per_ml(), course.only("S")
    course.rises_above_min(100), course.falls_below_min(100, "effect")
    pk.simulate(dose, enzymes=pk.interactions()["ticlopidine"])  # another drug
    pk.simulate(dose, enzymes=pk.Enzymes(liver=0.4, liver_flow=0.7))  # a failing liver (chosen)
    pk.population(dose, n=200).band("venous")      # people differ

Not modelled: dehydronorketamine, inhalation, metabolites given as drugs, excretion by the kidney,
interaction of S and R, and absorption that changes with the dose. Children differ from adults by
size alone, unless a set was fitted to children.

Units stand in the names: mg of base, min, ng/mL (total), µM (free), L, L/h. Every parameter says
whether it is published, derived, fitted or chosen (`parameter_table`).
"""

from helpers.simulations.pharmacokinetics.clocks import (
    clearance_l_per_h,
    context_sensitive_half_time_min,
    fitted_half_life_min,
    half_lives_min,
)
from helpers.simulations.pharmacokinetics.course import (
    EFFECT_HALF_TIME_MIN,
    FREE_FRACTION,
    MIXING_MIN,
    VENOUS_HALF_TIME_MIN,
    Course,
    bioavailability,
    simulate,
)
from helpers.simulations.pharmacokinetics.doses import (
    FORMS,
    INFUSION,
    ISOMERS,
    Dose,
    Route,
    base_mg,
    device_shares,
    repeated,
    routes,
)
from helpers.simulations.pharmacokinetics.liver import (
    Enzymes,
    clearance,
    extraction,
    factor_for_clearance,
    factor_for_oral_area,
    gut_wall_survival,
    interactions,
    intrinsic_for_clearance,
    oral_bioavailability,
)
from helpers.simulations.pharmacokinetics.parameters import (
    ParameterSet,
    Source,
    model,
    models,
    parameter_table,
)
from helpers.simulations.pharmacokinetics.people import ANCESTRIES
from helpers.simulations.pharmacokinetics.population import (
    Population,
    Spread,
    population,
    spreads,
)
from helpers.simulations.pharmacokinetics.pump import target_controlled

__all__ = [
    "ANCESTRIES",
    "EFFECT_HALF_TIME_MIN",
    "FORMS",
    "FREE_FRACTION",
    "INFUSION",
    "ISOMERS",
    "MIXING_MIN",
    "VENOUS_HALF_TIME_MIN",
    "Course",
    "Dose",
    "Enzymes",
    "ParameterSet",
    "Population",
    "Route",
    "Source",
    "Spread",
    "base_mg",
    "bioavailability",
    "clearance",
    "clearance_l_per_h",
    "context_sensitive_half_time_min",
    "device_shares",
    "extraction",
    "factor_for_clearance",
    "factor_for_oral_area",
    "fitted_half_life_min",
    "gut_wall_survival",
    "half_lives_min",
    "interactions",
    "intrinsic_for_clearance",
    "model",
    "models",
    "oral_bioavailability",
    "parameter_table",
    "population",
    "repeated",
    "routes",
    "simulate",
    "spreads",
    "target_controlled",
]
