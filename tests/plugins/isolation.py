"""Nothing of the learner's is read or written.

A learner's progress lies in one file of the project, and IPython reads a user's start-up files.
Each test file and each notebook's kernel gets fresh ones in a temporary folder instead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest

# The same examples on every run, and no verdict on how busy the machine is.
hypothesis.settings.register_profile("course", derandomize=True, deadline=None)
hypothesis.settings.load_profile("course")


class Isolation:
    """Gives each test and each notebook a progress file and an IPython of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="course-tests-"))
        self.count = 0
        self.notebook: pytest.Collector | None = None
        self.renew()

    def renew(self) -> None:
        """Point to files that do not exist yet."""
        self.count += 1
        os.environ["COURSE_PROGRESS_FILE"] = str(self.folder / f"progress-{self.count}.jsonl")
        os.environ["IPYTHONDIR"] = str(self.folder / "ipython")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Renew before every test; a notebook's cells share one kernel and so one file."""
        if not (type(item).__name__ == "IPyNbCell" and item.parent is self.notebook):
            self.renew()
        self.notebook = item.parent

    def pytest_unconfigure(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Begin with files of its own before any test is collected."""
    config.pluginmanager.register(Isolation(), "course-isolation")
