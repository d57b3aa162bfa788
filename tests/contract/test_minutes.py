"""Minutes that are true: what lessons and exercises print is what the rule finds."""

from __future__ import annotations

import copy
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.checks.lessons import SKIP
from helpers.checks.tasks import every_task
from tests.contract.course import REPOSITORY, notebooks, questions, read
from tests.contract.reading import Subject
from tests.contract.test_rules import good_lesson
from tests.tools import minutes


@pytest.mark.parametrize("path", notebooks("notebooks"), ids=lambda path: path.stem)
def test_a_lesson_takes_the_minutes_that_it_prints(path):
    faults = minutes.minutes_faults(minutes.lesson(path))
    assert not faults, (
        f"{path} (python -m tests.tools.minutes {path.stem[:2]} shows the parts)\n- "
        + ("\n- ".join(faults))
    )


@pytest.mark.parametrize("path", notebooks("exercises"), ids=lambda path: path.stem)
def test_an_exercise_takes_the_minutes_that_it_prints(path):
    book = read(path)
    points = sum(t.points for t in every_task() if t.id[:2] == path.stem[:2])
    found = minutes.exercise_minutes(Subject(book, path), points)
    printed = re.search(r"About (\d+) minutes", book.cells[0].source)
    assert printed, f"{path}: the first cell must say 'About {5 * round(found / 5)} minutes'"
    off = abs(int(printed[1]) - found)
    assert off <= minutes.SLACK_MIN, (
        f"{path} prints {printed[1]} minutes; the rule finds {found:.0f}"
    )


@pytest.mark.parametrize("path", notebooks("notebooks"), ids=lambda path: path.stem)
def test_the_readme_prints_the_minutes_of_the_lesson(path):
    rows = (REPOSITORY / "README.md").read_text(encoding="utf-8").split("\n")
    (row,) = [row for row in rows if row.startswith("|") and f"]({path.as_posix()})" in row]
    printed = questions(path.stem)["minutes"]
    assert row.split("|")[3].strip() == str(printed), f"README.md: {path.stem} takes {printed}"


# -- the rule itself, on a small lesson ----------------------------------------------------------


def total(subject: Subject, short: bool = False) -> float:
    return sum(minutes.spent(subject, short).values())


@pytest.mark.parametrize(
    ("cell", "more"),
    [
        (new_markdown_cell("word " * 75), 1.0),
        (new_markdown_cell("$$a = b$$"), 2.0 + 1 / 75),
        (new_markdown_cell("| a | b |\n|---|---|\n| c | d |"), 1.0 + 4 / 75),
        (new_code_cell("explore(draw)"), 7.0),
        (new_code_cell("show(draw)"), 1.0),
        (new_code_cell("lesson.reveal('first-guess', draw)"), 1.0),
        (new_code_cell('check("01.1", answer)'), 2.0),
        (new_code_cell("x = 1"), 0.0),
        (new_code_cell("print(1)", outputs=[new_output("stream", text="1")]), 0.5),
        (
            new_code_cell("table", outputs=[new_output("display_data", {"text/html": "<table>"})]),
            1.0,
        ),
        # "What does it do?", two options of one and four words, and why each, three words.
        (new_code_cell('lesson.ask("belief-1")'), 1.0 + (4 + 5 + 6) / 130),
        (new_code_cell('lesson.revisit("first-guess")'), 6 / 130),
    ],
    ids=lambda value: str(value.source)[:20] if hasattr(value, "source") else "",
)
def test_each_thing_has_its_price(cell, more):
    subject = good_lesson()
    before = total(subject)
    further = copy.deepcopy(subject)
    further.notebook.cells.append(copy.deepcopy(cell))  # below Go further
    assert total(further) == pytest.approx(before)
    subject.notebook.cells.insert(5, cell)
    assert total(subject) == pytest.approx(before + more)


def test_a_claim_costs_a_price_and_its_words():
    subject = good_lesson()
    before = total(subject)
    claim = {"name": "a", "text": "one two", "objection": "three", "reason": "four", "grade": "x"}
    subject.questions["claims"] = [claim | {"arguable": {"limits": "five"}, "evidence": ["a-b"]}]
    assert total(subject) == pytest.approx(before + 2.0 + 5 / 130)


def test_the_short_path_leaves_out_claims_that_are_marked():
    subject = good_lesson()
    before = total(subject, short=True)
    claim = {"name": "a", "text": "one two", "objection": "three", "reason": "four", "grade": "x"}
    subject.questions["claims"] = [claim, {**claim, "name": "b", "beyond_45": True}]
    assert total(subject, short=True) == pytest.approx(before + 2.0 + 4 / 130)
    assert total(subject) == pytest.approx(before + 2 * (2.0 + 4 / 130))
    assert "The short path leaves out claim 2." in minutes.plan(subject)


def path_of(*cells: tuple[str, bool]) -> Subject:
    book = new_notebook(
        cells=[
            new_markdown_cell(text, metadata={"tags": [minutes.BEYOND_45]} if skip else {})
            for text, skip in cells
        ]
    )
    return Subject(book, good_lesson().path, {"minutes": 1})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            [("# A", False), (f"## B\n\n{SKIP}\n\nText.", True), ("More.", True), ("## C", False)],
            "",
        ),
        ([("# A", False), (f"{SKIP}\n\nText.", True), ("## C", False)], ""),
        ([("# A", False), ("## B\n\nText.", True), ("## C", False)], "under its heading"),
        ([("# A", False), (f"## B\n\n{SKIP}", True), ("### D", True), ("## C", False)], "cell 3"),
        ([("# A", False), (f"## B\n\n{SKIP}", True), ("Text.", False)], "begin with a heading"),
        ([("# A", False), (f"## B\n\n{SKIP}", False)], "lacks the tag"),
    ],
)
def test_the_short_path_is_marked_where_a_learner_sees_it(cells, said):
    faults = minutes.path_faults(path_of(*cells))
    assert any(said in fault for fault in faults) if said else faults == []


def test_the_short_path_leaves_out_what_is_tagged():
    subject = path_of(("# A", False), ("word " * 150, True))
    assert total(subject) - total(subject, short=True) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("section", "said"),
    [("Explore", "a panel"), ("Against the data", "data"), ("Close", "the whole close")],
)
def test_the_short_path_keeps_what_every_path_holds(section, said):
    subject = good_lesson()
    assert minutes.kept_faults(subject) == []
    cells = subject.notebook.cells
    for cell, place in zip(cells, minutes.section_of(subject), strict=True):
        if place == section:
            cell.metadata["tags"] = [minutes.BEYOND_45]
    assert f"the 45-minute path must keep {said}" in minutes.kept_faults(subject)


def test_the_short_path_keeps_two_claims():
    subject = good_lesson()
    subject.questions["claims"] = [{"text": "a"}, {"text": "b"}, {"text": "c", "beyond_45": True}]
    assert minutes.kept_faults(subject) == []
    subject.questions["claims"][0]["beyond_45"] = True
    assert minutes.kept_faults(subject) == ["the 45-minute path must keep 2 claims"]


def test_too_long_a_core_or_path_and_a_wrong_number_are_named():
    subject = path_of(("word " * 75 * 70, False))
    subject.questions["minutes"] = 65
    said = " ".join(minutes.minutes_faults(subject))
    for words in ("file are 65, more than 60", "rule are 70, more", "45-minute path takes 70"):
        assert words in said
    subject.questions["minutes"] = 64
    assert "minutes = 64, but the rule finds 70" in minutes.minutes_faults(subject)
