"""Drawings of lesson 14: who was compared with whom, and what a comparison can say."""

from helpers.figures.comparison.dial import confounder_dial, imbalance
from helpers.figures.comparison.measured import (
    brain_and_score,
    pooled,
    three_ways,
    which_functions,
    who_with_whom,
)
from helpers.figures.comparison.microscope import printed_sizes, publication_microscope

__all__ = [
    "brain_and_score",
    "confounder_dial",
    "imbalance",
    "pooled",
    "printed_sizes",
    "publication_microscope",
    "three_ways",
    "which_functions",
    "who_with_whom",
]
