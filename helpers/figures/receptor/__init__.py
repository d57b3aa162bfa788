"""Drawings of lesson 01: one NMDA receptor and what ketamine does to it."""

from helpers.figures.receptor.clock import same_end_other_clock
from helpers.figures.receptor.ketamine import (
    patches,
    selectivity,
    silent_minute,
    three_blockers,
)
from helpers.figures.receptor.magnesium import (
    ic50_against_voltage,
    magnesium,
    magnesium_unblock,
    subunit_shift,
)
from helpers.figures.receptor.pulses import pulse_pause_pulse
from helpers.figures.receptor.scheme import scheme
from helpers.figures.receptor.stages import stages

__all__ = [
    "ic50_against_voltage",
    "magnesium",
    "magnesium_unblock",
    "patches",
    "pulse_pause_pulse",
    "same_end_other_clock",
    "scheme",
    "selectivity",
    "silent_minute",
    "stages",
    "subunit_shift",
    "three_blockers",
]
