"""Ketamine in the body: from milligrams to the level at the receptor.

Doses of racemate, S- or R-ketamine by any route and at any times; levels in arterial and venous
plasma and at the effect site, norketamine and hydroxynorketamine, and where the drug is. The
models are linear and solved exactly (`solver`).

>>> from helpers.simulations import pharmacokinetics as pk
>>> course = pk.simulate([pk.Dose(35, route="iv", duration_min=40)], times_min=[20, 40, 80])
>>> course.arterial_ng_per_ml.round()
array([198., 253.,  74.])

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

__all__ = [
    "ANCESTRIES",
    "EFFECT_HALF_TIME_MIN",
    "FORMS",
    "FREE_FRACTION",
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
]
