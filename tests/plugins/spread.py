"""How tests are spread over workers: file by file, and the long files lesson by lesson.

The cells of a notebook share a kernel and the tests of a file share what they set up, so files stay
together. A test that takes a notebook as its parameter shares with those of the same notebook only:
one run of its code, one window of a browser. These are work units of their own.
"""

from __future__ import annotations

import re

import pytest

A_NOTEBOOK = re.compile(r"\[.*?([\w/]+\.ipynb)")


def unit_of(nodeid: str) -> str:
    """Return the name of the work unit that a test belongs to."""
    file, _, test = nodeid.partition("::")
    notebook = A_NOTEBOOK.search(test)
    return f"{file}[{notebook[1]}]" if notebook else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object | None:
    """Spread by lesson where ``--dist loadfile`` was asked for."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class LoadLessonScheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit_of(nodeid)

    return LoadLessonScheduling(config, log)
