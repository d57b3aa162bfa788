"""How long each test took, for ``make bench``: written to build/test-times.json, never judged."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

RECORD = Path(__file__).resolve().parents[2] / "build" / "test-times.json"


class Times:
    """Adds up the seconds of each test, set-up and clearing away included."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add one phase of one test; with several workers all reports come here."""
        self.seconds[report.nodeid] += report.duration

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write what was timed."""
        rounded = {name: round(seconds, 3) for name, seconds in self.seconds.items()}
        RECORD.parent.mkdir(exist_ok=True)
        RECORD.write_text(json.dumps(rounded, indent=0) + "\n", encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that `make test` gives."""
    parser.addoption("--times", action="store_true", help=f"write {RECORD.name} into build/")


def pytest_configure(config: pytest.Config) -> None:
    """Record where it was asked for, in the process that hears of every test."""
    if config.getoption("times") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Times(), "course-times")
