"""Whatever lists the lessons follows the lessons: README, next links, the strip."""

from __future__ import annotations

import re
import shutil
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
from tests.tools import lesson as lesson_tool

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


# -- a lesson that is new ------------------------------------------------------------------------


def test_a_new_lesson_enters_every_list(tmp_path):
    names = lesson_tool.names_of("98_toy", "safety", title="A toy")
    lists = {
        "tests/contract/course.py": '"98_toy",',
        "helpers/figures/arc.py": '("98",)',
        "README.md": "[98 A toy](notebooks/safety/98_toy.ipynb)",
        "INSTRUCTORS.md": "[98, A toy](teaching/98_toy.md)",
        "site/handouts.toml": "\n\n[98_toy]\n",
    }
    for path in lists:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, tmp_path / path)
    (tmp_path / "helpers" / "checks" / "safety").mkdir(parents=True)
    written = lesson_tool.write(names, tmp_path)
    assert all((tmp_path / path).is_file() for path in written)
    for path, line in lists.items():
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert text.count(line) == 1, path
    with pytest.raises(ValueError, match="exist already, and nothing was written"):
        lesson_tool.write(names, tmp_path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("98_toy", ""), "UNIT must be one of mechanism, "),
        (("98-toy", "safety"), "NAME must be a number and words, like 18_tolerance"),
        (("05_toy", "safety"), "free number, such as 18; there is 05_dissociation"),
        (("05_dissociation", "safety"), "there is 05_dissociation of perception"),
        (("98_toy", "safety", "class"), "TOPIC must be like_this"),
        (("98_toy", "safety", "toy", 'A "toy"'), "TITLE must be one line without"),
    ],
)
def test_a_new_lesson_that_cannot_be_written_says_why(given, said):
    with pytest.raises(ValueError, match=said):
        lesson_tool.names_of(*given)
