"""Drawings of lesson 05: from a level to a rating, in one mean person and in a crowd."""

from helpers.figures.perception.counted import carries, rulers
from helpers.figures.perception.crowd import a_crowd
from helpers.figures.perception.ladder import chain, ladder
from helpers.figures.perception.laws import four_laws, three_on_the_way_down

__all__ = [
    "a_crowd",
    "carries",
    "chain",
    "four_laws",
    "ladder",
    "rulers",
    "three_on_the_way_down",
]
