"""What a deck and a printed page are made of."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.evidence import fact
from tests.contract.course import notebooks, questions
from tests.contract.reading import SLIDE_TYPES, alts, slide_type
from tests.contract.rules import slides_keep_the_surprise
from tests.contract.test_rules import good_lesson
from tests.tools import handouts, lesson, slides

LONG = "word " * (slides.MOST_WORDS + 1)
LESSONS = notebooks("notebooks")


def text(source, kind):
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": kind}})


def code(source, kind, html=""):
    output = {"data": {"text/html": html}} if html else {}
    made = new_output("display_data", **output) if html else new_output("stream", text="3")
    return new_code_cell(source, outputs=[made], metadata={"slideshow": {"slide_type": kind}})


def deck(*cells):
    return [
        (slide_type(cell), cell.source)
        for cell in slides.deck_of(new_notebook(cells=list(cells))).cells
    ]


def test_long_text_beside_a_picture_becomes_notes_and_its_heading_stays():
    found = deck(
        text(f"## Idea\n\n{LONG}", "slide"),
        code("show(a)", "-", "<img alt='a'>"),
        text("Said.", "notes"),
        code("show(b)", "subslide", "<img alt='b'>"),
        text("Left out", "skip"),
        text("## Alone\n\nSee [here](b.ipynb).\n\n" + LONG, "slide"),
    )
    assert found == [
        ("slide", "## Idea"),
        ("-", "show(a)"),
        ("notes", LONG.strip()),
        ("notes", "Said."),
        ("subslide", '<h2 class="again">Idea</h2>'),
        ("-", "show(b)"),
        ("slide", "## Alone\n\nSee here.\n\n" + LONG.strip()),
    ]


def test_only_short_code_that_prints_what_it_computes_is_shown():
    book = new_notebook(
        cells=[
            text("# T", "slide"),
            code("print(3)", "-"),
            code("\n" * slides.MOST_CODE_LINES + "print(3)", "subslide"),
            code("print(fact('a'))", "subslide"),
            code("show(a)", "subslide", "<img alt='a'>"),
        ]
    )
    shown = [cell for cell in slides.deck_of(book).cells if cell.cell_type == "code"]
    assert ["transient" in cell.metadata for cell in shown] == [False, True, True, True]


def test_a_question_comes_before_its_picture_and_under_a_heading_that_does_not_answer():
    asked = code("lesson.ask('a')", "subslide")
    asked.metadata.slideshow.before = True
    found = deck(
        text("# T", "slide"),
        text("## Data\n\n### Up at first", "slide"),
        code("show(a)", "-", "<img alt='a'>"),
        asked,
        text("### Down again", "subslide"),
        code("lesson.ask('b')", "-"),
        code("show(b)", "subslide", "<img alt='b'>"),
    )
    assert found == [
        ("slide", "# T"),
        ("subslide", '<h2 class="again">Data</h2>'),
        ("-", "lesson.ask('a')"),
        ("slide", "## Data\n\n### Up at first"),
        ("-", "show(a)"),
        ("subslide", '<h2 class="again">Data</h2>'),
        ("-", "lesson.ask('b')"),
        ("subslide", '<h2 class="again">Down again</h2>'),
        ("-", "show(b)"),
    ]


def test_each_claim_of_a_passport_has_a_slide():
    html = '<div class="course-live" data-claims="2"></div>'
    passport = code("lesson.passport()", "-", html)
    book = new_notebook(cells=[text("## Sure?", "slide"), passport])
    cells = slides.deck_of(book).cells
    claims = [re.findall(r'data-claim="(\d)"', str(cell.get("outputs"))) for cell in cells]
    assert [one for one in claims if one] == [["0"], ["1"]]
    assert [slide_type(cell) for cell in cells] == ["slide", "-", "subslide", "-"]


def test_a_new_lesson_comes_with_its_marks():
    source = (lesson.TEMPLATE / "lesson.py.txt").read_text("utf-8")
    book = lesson.notebook_of(source.replace("$name", "01_toy_lesson"))
    assert {slide_type(cell) for cell in book.cells} <= set(SLIDE_TYPES)
    subject = good_lesson()
    subject.notebook = book
    assert slides_keep_the_surprise(subject) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_page_has_a_picture_three_numbers_and_questions_without_answers(path):
    html = handouts.page_of(path)
    (alt,) = alts(html)
    assert alt
    facts = [fact(fact_id) for fact_id, _ in handouts.chosen()[path.stem]["numbers"]]
    assert len(facts) == 3
    assert all(one.citation in html and one.verified != "unverified" for one in facts)
    content = questions(path.stem)
    listed = re.findall(r"<article>.*?</article>", html)
    assert len(listed) >= 2
    for table in ("predictions", "questions"):
        for entry in content.get(table, []):
            for option in entry["options"]:
                assert handouts.inline(option["why"]) not in html
    assert not re.search(r"\bright\b|checked|☑", "".join(re.findall(r"<ul>.*?</ul>", html)))


def test_pages_are_the_same_each_time_and_right_options_have_no_place():
    assert handouts.page_of(LESSONS[0]) == handouts.page_of(LESSONS[0])
    places = set()
    for path in LESSONS:
        html = handouts.page_of(path)
        for entry in questions(path.stem)["predictions"]:
            right = next(one["text"] for one in entry["options"] if one.get("right"))
            listed = next(
                options
                for options in re.findall(r"<ul>(.*?)</ul>", html)
                if f"<li>{handouts.inline(right)}</li>" in options
            )
            places.add(listed.split("</li>").index(f"<li>{handouts.inline(right)}"))
    assert len(places) >= 3


def test_a_picture_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="cell 'nowhere' shows no picture"):
        handouts.picture(good_lesson(), "nowhere")
