"""What nbval's comparison of a notebook's outputs lacks: its pictures, and what to do.

nbval compares every saved output with a new one to the letter, but its pictures are taken out
before (see nbval_sanitize.cfg): their bytes differ between machines. Here they are compared by what
they show. And whatever differs, the failure ends with the command that mends it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contract.course import is_ours
from tests.tools.pictures import stale


def pytest_configure(config: pytest.Config) -> None:
    """Stand between nbval's cells and their comparison."""
    if config.pluginmanager.hasplugin("nbval") and config.getoption("nbval", False):
        from nbval.plugin import IPyNbCell

        if not hasattr(IPyNbCell, "_compare_texts"):
            IPyNbCell._compare_texts = IPyNbCell.compare_outputs
            IPyNbCell.compare_outputs = compare_outputs


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out notebooks that are none of the course's: a learner's own, copies, left-overs."""
    return True if collection_path.suffix == ".ipynb" and not is_ours(collection_path) else None


def compare_outputs(cell: Any, made: list, kept: list, skip_compare: Any = None) -> bool:
    """Compare the outputs of a cell as nbval does, and then its pictures."""
    faults = []
    same = cell._compare_texts(made, kept, skip_compare)
    if same:
        cell.comparison_traceback = faults = stale(_html(kept), _html(made))
    if same and not faults:
        return True
    path = cell.fspath.relto(cell.config.rootdir)
    cell.comparison_traceback.append(mending(path))
    return False


def mending(path: str) -> str:
    """Return what to do where a notebook's saved outputs are not those of today's code."""
    return (
        "If the new output is the right one, save it, and read the text around the cell for "
        f"numbers that no longer hold:\n\n    make execute ARGS={path}\n"
    )


def _html(outputs: list) -> list[str]:
    return [o["data"].get("text/html", "") for o in outputs if o.get("data")]
