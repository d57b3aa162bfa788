"""Tasks of the unit *Mechanism*, one module a lesson, and what their exercises call."""

from helpers.checks.mechanism import (
    channel_block,
    disinhibition,
    dose_to_brain,
    surge_to_synapse,
)
from helpers.checks.mechanism.channel_block import agonist_curves
from helpers.checks.mechanism.channel_block_challenge import freed_fraction, trapped
from helpers.checks.mechanism.dose_to_brain_challenge import off_by

TASKS = (
    *channel_block.TASKS,
    *dose_to_brain.TASKS,
    *disinhibition.TASKS,
    *surge_to_synapse.TASKS,
)

__all__ = ["TASKS", "agonist_curves", "freed_fraction", "off_by", "trapped"]
