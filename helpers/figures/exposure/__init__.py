"""Drawings of lesson 13: a year on one axis, harms counted by arm, breathing and the clinic."""

from helpers.figures.exposure.clinic import breathing, circulation, session, two_rulers
from helpers.figures.exposure.counts import BENEFITS, HARMS, helped_and_harmed
from helpers.figures.exposure.pressure import mean_and_tail, peak_and_tail
from helpers.figures.exposure.year import printed_use, year_on_one_axis

__all__ = [
    "BENEFITS",
    "HARMS",
    "breathing",
    "circulation",
    "helped_and_harmed",
    "mean_and_tail",
    "peak_and_tail",
    "printed_use",
    "session",
    "two_rulers",
    "year_on_one_axis",
]
