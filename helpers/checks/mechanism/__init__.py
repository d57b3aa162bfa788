"""Tasks of the unit *Mechanism*, one module a lesson, and what their exercises call."""

from helpers.checks.mechanism import channel_block
from helpers.checks.mechanism.channel_block import agonist_curves
from helpers.checks.mechanism.channel_block_challenge import freed_fraction, trapped

TASKS = (*channel_block.TASKS,)

__all__ = ["TASKS", "agonist_curves", "freed_fraction", "trapped"]
