"""Fixtures for tests in a browser: one JupyterLab, one Chromium, one window for all of a worker.

JupyterLab takes seconds to load, so a test that asks for `lab` gets the same page with everything
closed and forgotten, and one that asks for `window` gets it as it stands (tests that share a
notebook look whether it is still there). After a failure the next test gets a new window. A test
fails when anything off this machine was asked for. Without a browser these tests are skipped;
where CI is set they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.tools import living
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


class Windows:
    """The one window of a worker; another takes its place where a test has failed in it."""

    def __init__(self, chromium, server: Server) -> None:
        self.open = lambda: browser_window(chromium, server)
        self.stack = ExitStack()
        self.lab: Lab | None = None

    def current(self) -> Lab:
        """The window, as it stands."""
        if self.lab is None:
            self.lab = self.stack.enter_context(self.open())
        return self.lab

    def cleared(self) -> Lab:
        """The window with nothing in it; a new one where it does not answer."""
        try:
            self.current().forget()
        except PlaywrightError:
            self.drop()
        return self.current()

    def drop(self) -> None:
        """Close the window, whatever it holds."""
        self.stack.close()
        self.lab = None


@pytest.fixture(scope="session")
def windows(chromium, server) -> Iterator[Windows]:
    kept = Windows(chromium, server)
    yield kept
    kept.drop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Drop the window of a test that failed: nobody knows how it stands."""
    report = yield
    if report.failed and "windows" in item.fixturenames and "windows" in item.funcargs:
        item.funcargs["windows"].drop()
    return report


@pytest.fixture
def window(windows) -> Iterator[Lab]:
    """The worker's window as the last test left it."""
    yield windows.current()
    if windows.lab:
        assert_stayed_here(windows.lab)


@pytest.fixture
def lab(windows, server) -> Iterator[Lab]:
    """A window with nothing in it, and a learner who has done nothing yet."""
    window = windows.cleared()  # first: kernels that end may still write
    server.progress.unlink(missing_ok=True)
    yield window
    if windows.lab:
        assert_stayed_here(windows.lab)


def assert_stayed_here(window: Lab) -> None:
    """Fail when the page, the server or a kernel has asked for anything off this machine."""
    assert window.off_machine == [], "the page asked for addresses off this machine"
    assert window.server.addresses_off_machine() == [], "the server or a kernel left this machine"


@pytest.fixture(scope="module")
def few_stops() -> Iterator[None]:
    """Fewer pictures drawn beforehand for pages without Python: drawing takes the most time."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STOPS", "FEWER_STOPS", "GRID"):
            patch.setattr(living, name, 2)
        yield
