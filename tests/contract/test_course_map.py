"""Whatever lists the lessons follows the lessons: README, next links, the strip."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from matplotlib.figure import Figure

from helpers.figures.arc import time_strip
from tests.contract.course import (
    CAPSTONE,
    FOLDER_OF,
    REPOSITORY,
    START,
    UNITS,
    notebooks,
    questions,
    read,
)
from tests.contract.reading import Subject, markdown_cells

ORDER = (START, *(lesson for lessons in UNITS.values() for lesson in lessons), CAPSTONE)
WRITTEN = {path.stem: path for path in notebooks("notebooks")}
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lesson", ORDER)
def test_readme_has_a_row_for_each_lesson(lesson):
    rows = [
        row
        for row in README.split("\n")
        if row.startswith("|") and f" {lesson[:2]} " in row.replace("[", " ")
    ]
    assert len(rows) == 1, f"README.md: the table of the course needs one row for {lesson}"
    (row,) = rows
    if lesson not in WRITTEN:
        assert "*(not written yet)*" in row, f"README.md: mark {lesson} as *(not written yet)*"
        return
    link = f"[{lesson[:2]} {questions(lesson)['title']}]({WRITTEN[lesson].as_posix()})"
    assert link in row, f"README.md: the row of {lesson} must hold {link}"
    assert "not written yet" not in row, f"README.md: {lesson} is written; say so"


@pytest.mark.parametrize(
    ("lesson", "following"),
    [pair for pair in pairwise(ORDER) if set(pair) <= set(WRITTEN)],
)
def test_a_lesson_leads_to_the_next(lesson, following):
    text = "\n".join(
        cell.source for _, cell in markdown_cells(Subject(read(WRITTEN[lesson]), WRITTEN[lesson]))
    )
    assert re.search(rf"\]\([^)]*\b{following}\.ipynb\)", text), f"{lesson}: link to {following}"


@pytest.mark.parametrize("lesson", ORDER)
def test_the_strip_lights_a_span_of_each_lesson(lesson):
    if lesson in (START, CAPSTONE):
        lesson = ""  # these two show the whole
    words = time_strip(Figure(), lesson=lesson)
    assert ("This lesson's part is lit" in words) is bool(lesson)


def test_every_lesson_of_the_plan_has_a_folder():
    assert set(ORDER) == set(FOLDER_OF)
