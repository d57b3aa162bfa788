"""How lesson 07 draws time, body and senses."""

from .copies import copied_times, own_copies
from .hand import rubber_hand
from .knobs import two_knobs, which_noise
from .senses import four_weights, vision_studies

__all__ = [
    "copied_times",
    "four_weights",
    "own_copies",
    "rubber_hand",
    "two_knobs",
    "vision_studies",
    "which_noise",
]
