"""Each lesson as a learner meets it: opened in JupyterLab, run, and taken by keyboard."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.contract.course import notebooks

LESSONS = [str(path) for path in notebooks("notebooks")]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_everyone_can_use_what_it_shows(lab, lesson):
    lab.page.set_viewport_size({"width": 1280, "height": 16_000})  # all cells are drawn
    book = lab.open(lesson)
    book.run_all()
    lab.page.locator(".cw-panel").first.wait_for()
    expect(lab.page.get_by_text("Error displaying widget")).to_have_count(0)
    expect(lab.page.get_by_text("Loading widget")).to_have_count(0)
    found = Axe().run(lab.page, context=".jp-OutputArea-output").response["violations"]
    assert not found, [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found]


def test_lesson_01_by_keyboard(lab):
    """Predict, be surprised by the panel, answer wrongly and then rightly."""
    book = lab.open("notebooks/mechanism/01_channel_block.ipynb")
    book.run_all()
    keys = lab.page.keyboard

    prediction = book.panel("A synapse sits silent").first
    prediction.get_by_role("radio").first.focus()
    while not prediction.get_by_role("radio", name="About forty per cent").is_checked():
        keys.press("ArrowDown")
    prediction.get_by_role("button", name="Commit").focus()
    keys.press("Enter")
    expect(prediction).to_contain_text("Kept")

    panel = book.panel("Pulse, pause, pulse")
    picture = panel.get_by_role("img")
    expect(picture).to_have_attribute("alt", containing("20 pulses at 1 per second"))
    panel.get_by_role("slider", name="Pulses in drug").focus()
    keys.press("End")
    expect(picture).to_have_attribute("alt", containing("60 pulses at 1 per second"))
    panel.get_by_role("slider", name="Pause after washing").focus()
    keys.press("End")
    expect(picture).to_have_attribute("alt", containing("a rest of 300 s the first test pulse"))
    expect(picture).to_have_attribute("alt", containing("reaches 60%"))

    question = book.panel("What sets how long the trapped block lasts?").first
    for answer, words in (("half-life", "Not"), ("reopens", "Right")):
        question.get_by_role("radio").first.focus()
        while not question.get_by_role("radio", name=answer).is_checked():
            keys.press("ArrowDown")
        keys.press("Tab")  # the button is the next thing after the options
        keys.press("Enter")
        expect(question).to_contain_text(words)

    expect(book.panel("Your prediction, revisited").first).to_contain_text("forty per cent")
    lines = lab.server.progress.read_text(encoding="utf-8").splitlines()
    kinds = {json.loads(line)["kind"] for line in lines}
    assert {"prediction", "explored", "answer"} <= kinds


def test_the_exercise_from_its_stub(lab):
    """Not attempted, then wrong with the slip named, then right: as a learner types it."""
    book = lab.open("exercises/mechanism/01_channel_block.ipynb")
    book.run_all()
    check = book.find_cell('check("01.1"')
    expect(book.output(check)).to_contain_text("Not attempted yet")
    for k_mg_mm, words in (("214.0", "plus"), ("k0_mm * np.exp(slope_per_mv * -66)", "Right")):
        answer = book.find_cell("k_mg_mm = ")
        book.select(answer)
        lab.page.keyboard.press("Enter")
        lab.page.keyboard.press("ControlOrMeta+a")
        lab.page.keyboard.insert_text(
            f"k_mg_mm = {k_mg_mm}\nconducting_fraction = 1 / (1 + 1.0 / k_mg_mm)"
        )
        lab.page.keyboard.press("Escape")
        book.run_cell(answer)
        book.run_cell(check)
        expect(book.output(check)).to_contain_text(words)


def containing(words):
    return re.compile(re.escape(words))
