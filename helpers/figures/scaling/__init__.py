"""Drawings of lesson 16: doses, ages and hours between animals and people."""

from helpers.figures.scaling.hero import four_doses, scale_it
from helpers.figures.scaling.line import draw_the_line
from helpers.figures.scaling.still import clearances, patterns, repeated, surface, when_to_look

__all__ = [
    "clearances",
    "draw_the_line",
    "four_doses",
    "patterns",
    "repeated",
    "scale_it",
    "surface",
    "when_to_look",
]
