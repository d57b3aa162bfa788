"""Fixtures for tests in a browser: one JupyterLab and one Chromium for all tests of a worker.

A test asks for `lab` (a new window) or, where opening is slow and tests only look, for
`module_lab` (one window for the file). Both fail the test when anything off this machine was
asked for. Without a browser these tests are skipped; where CI is set they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.tools.lab import Lab, browser_path, browser_window, launch
from tests.tools.serve import Server, course_server

PATIENCE_MS = 20_000  # a busy machine is no fault of the course
NO_BROWSER = (
    "no Chromium or Chrome on this machine: tests in a browser did not run "
    "(Debian and Ubuntu: apt-get install chromium; macOS: brew install --cask chromium)"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Chromium without a window, for all tests of this worker."""
    if browser_path() is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(chromium) -> Iterator[Server]:
    """One JupyterLab on a copy of the course, with the settings that `make lab` uses."""
    with course_server() as running:
        yield running


@pytest.fixture
def lab(chromium, server) -> Iterator[Lab]:
    """A new browser window on the JupyterLab, and a learner who has done nothing yet."""
    server.progress.unlink(missing_ok=True)
    with browser_window(chromium, server) as window:
        yield window
    assert_stayed_here(window)


@pytest.fixture(scope="module")
def module_lab(chromium, server) -> Iterator[Lab]:
    """One browser window for all tests of a file."""
    with browser_window(chromium, server) as window:
        yield window
    assert_stayed_here(window)


def assert_stayed_here(window: Lab) -> None:
    """Fail when the page, the server or a kernel has asked for anything off this machine."""
    assert window.off_machine == [], "the page asked for addresses off this machine"
    assert window.server.addresses_off_machine() == [], "the server or a kernel left this machine"
