"""Drawings of lesson 09: pooled trials, their controls, belief and masks."""

from helpers.figures.pooling.belief import OWN, belief_or_drug
from helpers.figures.pooling.comparator import RANGES, change_the_comparator, four_groups
from helpers.figures.pooling.evidence import failed_steps, hours_and_weeks, masked
from helpers.figures.pooling.forest import forest_and_funnel

__all__ = [
    "OWN",
    "RANGES",
    "belief_or_drug",
    "change_the_comparator",
    "failed_steps",
    "forest_and_funnel",
    "four_groups",
    "hours_and_weeks",
    "masked",
]
