"""How lesson 08 draws: a cell that winds up, two effect sites, and what was measured."""

from helpers.figures.pain.horn import horn
from helpers.figures.pain.measured import infusion_check, levels_by_study, single_pains
from helpers.figures.pain.sites import two_clocks
from helpers.figures.pain.trains import forty_per_cent, level_after_low_dose, pulses_build_up

__all__ = [
    "forty_per_cent",
    "horn",
    "infusion_check",
    "level_after_low_dose",
    "levels_by_study",
    "pulses_build_up",
    "single_pains",
    "two_clocks",
]
