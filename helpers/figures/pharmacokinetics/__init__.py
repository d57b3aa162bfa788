"""Drawings of lesson 02: from milligrams in a syringe to micromolar at the receptor."""

from helpers.figures.pharmacokinetics.block import dose_to_block
from helpers.figures.pharmacokinetics.clocks import how_long_infusing, three_windows, two_catheters
from helpers.figures.pharmacokinetics.measured import escalating, misses
from helpers.figures.pharmacokinetics.people import between_people, busier_liver
from helpers.figures.pharmacokinetics.routes import bioavailability, by_mouth, seven_routes
from helpers.figures.pharmacokinetics.where import at_waking, body, where_is_the_drug

__all__ = [
    "at_waking",
    "between_people",
    "bioavailability",
    "body",
    "busier_liver",
    "by_mouth",
    "dose_to_block",
    "escalating",
    "how_long_infusing",
    "misses",
    "seven_routes",
    "three_windows",
    "two_catheters",
    "where_is_the_drug",
]
