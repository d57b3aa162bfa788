"""Tasks of the unit *Mechanism*, one module a lesson, and what their exercises call.

A lesson's module, and the models behind it, load when something of it is first asked for: an
exercise needs only its own.
"""

from importlib import import_module
from typing import Any

_MODULE_OF = {
    "agonist_curves": "channel_block",
    "freed_fraction": "channel_block_challenge",
    "trapped": "channel_block_challenge",
    "level_percent": "dose_to_brain_challenge",
    "off_by": "dose_to_brain_challenge",
}
__all__ = ["TASKS", "agonist_curves", "freed_fraction", "level_percent", "off_by", "trapped"]


def __getattr__(name: str) -> Any:
    if name == "TASKS":
        from helpers.checks.tasks import tasks_of_unit

        return tasks_of_unit("mechanism")
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
