"""How lesson 06 draws what it shows."""

from helpers.figures.rhythms.areas import cut_and_source, same_data, two_areas
from helpers.figures.rhythms.lee import beside_the_toy
from helpers.figures.rhythms.measured import (
    bands,
    complexity,
    connectivities,
    mismatch,
    theta_by_state,
)
from helpers.figures.rhythms.recipe import many_recipes
from helpers.figures.rhythms.slope import slopes

__all__ = [
    "bands",
    "beside_the_toy",
    "complexity",
    "connectivities",
    "cut_and_source",
    "many_recipes",
    "mismatch",
    "same_data",
    "slopes",
    "theta_by_state",
    "two_areas",
]
