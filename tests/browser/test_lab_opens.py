"""What a learner sees after `make lab`: the first page, and nothing that gets in the way."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import assert_stayed_here
from tests.tools.lab import browser_window
from tests.tools.serve import SERVED, course_server

START = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def first_page(chromium):
    """The window as `make lab` opens it for the first time, after late pop-ups had time to come.

    On a server of its own: here it matters what other tests have left in the home folder.
    """
    with course_server() as server, browser_window(chromium, server) as window:
        window.goto("/")
        window.current(START)
        window.page.wait_for_load_state("networkidle")
        yield window
        assert_stayed_here(window)


def test_opens_on_the_first_page_in_a_workspace_of_its_own(first_page):
    assert f"/lab/workspaces/course/tree/{START}" in first_page.page.url
    assert first_page.page.locator(".jp-NotebookPanel:visible").count() == 1
    assert first_page.page.locator(".jp-Notebook h1").first.is_visible()


def test_nothing_pops_up(first_page):
    for kind in (".jp-Dialog", ".Toastify__toast", ".jp-Notification-Toast"):
        assert first_page.page.locator(kind).count() == 0, kind
    # JupyterLab's server would fetch these from the network on the page's behalf.
    asked = [r for r in first_page.requests if re.search(r"/lab/api/(news|update)", r)]
    assert asked == []


def test_learners_see_nothing_of_grading(first_page):
    titles = first_page.page.evaluate(
        "() => [...document.querySelectorAll('.lm-TabBar-tab, .lm-MenuBar-item, .jp-Toolbar *')]"
        ".map(node => `${node.title} ${node.textContent}`)"
    )
    assert any("File" in title for title in titles), "the page's tabs and menus were not found"
    grading = [t for t in titles if re.search(r"assignment|nbgrader|formgrader", t, re.IGNORECASE)]
    assert grading == []


def test_nbgraders_pages_are_not_served(first_page):
    extensions = first_page.page.evaluate("() => [...window.jupyterapp.listPlugins()]")
    assert any("notebook-extension" in name for name in extensions)
    loaded = [
        n
        for n in extensions
        if "nbgrader" in n
        and first_page.page.evaluate("name => window.jupyterapp.isPluginActivated(name)", n)
    ]
    assert loaded == []
    for page in ("formgrader", "assignments", "courses"):
        status = first_page.page.request.get(
            f"{first_page.server.url}/{page}?token={first_page.server.token}"
        ).status
        assert status == 404, page


def test_the_courses_folder_is_the_root(first_page):
    listed = {entry["name"] for entry in first_page.server.get("api/contents/")["content"]}
    assert listed == set(SERVED)


def test_the_users_own_settings_stay_as_they_are(first_page):
    home = first_page.server.home
    left = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    # The last: where npm is installed, JupyterLab asks it for language servers.
    expected = re.compile(
        r"\.jupyter/lab/workspaces/|\.local/share/jupyter/|\.ipython/|\.cache/|"
        r"Library/(Jupyter|Caches)/|\.npm/|\.jupyter/migrated"
    )
    assert [name for name in sorted(left) if not expected.match(name)] == []
