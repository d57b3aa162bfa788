"""Whatever lists the lessons follows the lessons: README, INSTRUCTORS, next links, the strip."""

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
from tests.contract.reading import Subject, markdown_cells, section_of
from tests.tools import minutes

ORDER = (START, *(lesson for lessons in UNITS.values() for lesson in lessons), CAPSTONE)
WRITTEN = {path.stem: path for path in notebooks("notebooks")}
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
INSTRUCTORS = (REPOSITORY / "INSTRUCTORS.md").read_text(encoding="utf-8")
TAUGHT = [lesson for lesson in WRITTEN if lesson not in (START, CAPSTONE)]


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


def part_of(lesson: str) -> str:
    """Return the lesson's part of INSTRUCTORS.md, "" where there is none."""
    heading = f"## Lesson {lesson[:2]}, {questions(lesson)['title']}\n"
    _, found, after = INSTRUCTORS.partition(heading)
    return re.split(r"^## ", after, flags=re.MULTILINE)[0] if found else ""


@pytest.mark.parametrize("lesson", TAUGHT)
def test_instructors_have_a_part_for_each_lesson(lesson):
    part = part_of(lesson)
    assert part, f"INSTRUCTORS.md needs '## Lesson {lesson[:2]}, {questions(lesson)['title']}'"
    for what in ("**Poll.**", "**Panels.**", "**Listen for**", f"**Exercise {lesson[:2]}:**"):
        assert what in part, f"INSTRUCTORS.md: the part of {lesson} lacks {what}"
    asked = {
        entry["name"]
        for table in ("predictions", "questions")
        for entry in questions(lesson)[table]
    }
    polls = set(re.findall(r"`([a-z0-9-]+)`", part))
    assert polls & asked, f"INSTRUCTORS.md: the poll of {lesson} must name one of {sorted(asked)}"


@pytest.mark.parametrize("lesson", TAUGHT)
def test_instructors_get_the_minutes_of_each_section(lesson):
    line = minutes.plan(minutes.lesson(WRITTEN[lesson]))
    assert line in part_of(lesson), "run `python -m tests.tools.minutes --write`"


@pytest.mark.parametrize("lesson", TAUGHT)
def test_instructors_know_the_panels_of_the_core(lesson):
    book = read(WRITTEN[lesson])
    sections = section_of(Subject(book, WRITTEN[lesson]))
    for cell, section in zip(book.cells, sections, strict=True):
        if cell.cell_type == "code" and section == "Explore":
            for title in re.findall(r'\bexplore\((?:.|\n)*?title="([^"]+)"', cell.source):
                assert title in part_of(lesson), f"INSTRUCTORS.md: {lesson} lacks panel {title!r}"


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
