"""The pages that `make grade` writes for learners, as a browser shows them."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.checks.tasks import Verdict
from tests.tools.grading.collect import Cell, Marked, Submission
from tests.tools.grading.report import write

LONG = "an_answer_that_does_not_end = " + "x" * 400
MARKED = [
    Marked(1, "All of it", 2, Verdict("right", "Both **parts** are right.")),
    Marked(2, "Too long", 3, None, stopped="stopped after 60 s"),
    Marked(3, "None of it", 3, Verdict("wrong", "It is `mM`."), error=f"NameError: {LONG}"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A page with every kind of task, and one of a file that could not be read."""
    cells = [Cell("code", LONG, grade_id="task-3-answer")]
    found = [
        Submission("ann", "ann/01_channel_block.ipynb", "mechanism/01_channel_block", cells),
        Submission("ben", "ben/work.zip", problem="not readable: an archive, not a notebook"),
    ]
    found[0].marked = MARKED
    write(folder := tmp_path_factory.mktemp("graded"), found)
    return sorted(folder.rglob("*.html"))


@pytest.mark.parametrize(
    ("width", "colours"), [(1366, "light"), (390, "light"), (390, "dark")], ids=str
)
def test_a_page_is_accessible_and_fits(chromium, pages, width, colours):
    with chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=colours
    ) as context:
        page = context.new_page()
        for path in pages:
            page.goto(path.as_uri())
            report = Axe().run(page)
            assert not report.violations_count, report.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.locator("h1").count() == 1
