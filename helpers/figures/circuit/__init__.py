"""Drawings of lesson 03: the brake, the one ratio, and what was measured."""

from helpers.figures.circuit.brake import brake
from helpers.figures.circuit.decision import choices, fragility
from helpers.figures.circuit.measured import five_signs, for_and_against, spectroscopy
from helpers.figures.circuit.pad import block_pad
from helpers.figures.circuit.raster import raster
from helpers.figures.circuit.ratio import equal_affinity, one_ratio
from helpers.figures.circuit.runs import bar, dose_axis
from helpers.figures.circuit.walk import infusion_walk

__all__ = [
    "bar",
    "block_pad",
    "brake",
    "choices",
    "dose_axis",
    "equal_affinity",
    "five_signs",
    "for_and_against",
    "fragility",
    "infusion_walk",
    "one_ratio",
    "raster",
    "spectroscopy",
]
