"""Drawings of lesson 04: from the glutamate surge to new synapses, and how sure that is."""

from helpers.figures.plasticity.cascade import cascade
from helpers.figures.plasticity.clocks import two_clocks, without_spines
from helpers.figures.plasticity.data import event_timing, rapamycin, turnover
from helpers.figures.plasticity.logic import logic
from helpers.figures.plasticity.microscope import impatient_microscopist
from helpers.figures.plasticity.onset import dose, signals, when_to_block
from helpers.figures.plasticity.tables import Findings

__all__ = [
    "Findings",
    "cascade",
    "dose",
    "event_timing",
    "impatient_microscopist",
    "logic",
    "rapamycin",
    "signals",
    "turnover",
    "two_clocks",
    "when_to_block",
    "without_spines",
]
