"""Each lesson as a learner meets it: opened in JupyterLab, run, and taken by keyboard."""

import json
import time
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.widgets.items import plain
from tests.browser.conftest import PATIENCE_MS
from tests.browser.hands import choose_radio, press, try_panel
from tests.contract.course import notebooks, questions

LESSONS = notebooks("notebooks")
LAPTOP = {"width": 1366, "height": 768}
# Words of printed lines that stand on more than one line of the page.
BROKEN_WORDS = r"""() => {
    const part = document.createRange(), found = [];
    for (const printed of document.querySelectorAll(".jp-OutputArea-output pre")) {
        const texts = document.createTreeWalker(printed, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{N}]+/gu)) {
                part.setStart(text, index);
                part.setEnd(text, index + word.length);
                if (part.getClientRects().length > 1) found.push(word);
            }
        }
    }
    return found;
}"""


@pytest.mark.parametrize("path", LESSONS, ids=str)
def test_a_lesson_is_run_and_taken_by_keyboard(lab, path):
    """All panels are drawn, no rule of access is broken, and each control of the first answers.

    All panels share one widget, and each is swept without a browser (tests/contract/test_drawn.py).
    So do all questions of a kind, whose ways are tested in test_questions.py.
    """
    lab.page.set_viewport_size(LAPTOP)
    book = lab.open(path.as_posix())
    book.draw_all()
    book.run_all()
    lab.page.locator(".cw-panel").first.wait_for()
    expect(lab.page.get_by_text("Error displaying widget")).to_have_count(0)
    expect(lab.page.get_by_text("Loading widget")).to_have_count(0)
    found = Axe().run(lab.page, context=".jp-OutputArea-output").response["violations"]
    assert not found, [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found]
    assert lab.page.evaluate(BROKEN_WORDS) == []

    open_the_terms(lab)
    content = questions(path.stem)
    predict_wrongly(lab, content["predictions"][0])
    panels = lab.page.locator(".cw-explore")
    expect(panels).to_have_count(len(content["panels"]))  # all are drawn
    try_panel(lab, panels.first)
    answer_wrongly_then_rightly(lab, content["questions"][0])
    wanted = {"prediction": 1, "answer": 1, "explored": 1}
    deadline = time.monotonic() + PATIENCE_MS / 1000  # Python writes when it comes to it
    while noted(lab, path.stem) != wanted and time.monotonic() < deadline:
        lab.page.wait_for_timeout(50)
    assert noted(lab, path.stem) == wanted, lab.server.progress.read_text("utf-8")


def open_the_terms(lab):
    """Each term stands beside what it means, however long it is."""
    folded = lab.page.locator(".cw-reveal").filter(has_text="Terms of this lesson")
    if not folded.count():
        return
    folded.get_by_role("button").focus()
    press(lab, "Enter")
    expect(folded.locator("dl")).to_be_visible()
    aside = folded.locator("dt").evaluate_all(
        """terms => terms.map(term => [term, term.nextElementSibling])
            .map(([term, means]) => [term.getBoundingClientRect(), means.getBoundingClientRect()])
            .filter(([term, means]) => term.top !== means.top || term.right > means.left).length"""
    )
    assert aside == 0, "terms and what they mean have parted"


def noted(lab, lesson):
    """Count what the learner's file holds of a lesson, each thing once."""
    kept = [json.loads(line) for line in lab.server.progress.read_text("utf-8").splitlines()]
    kinds = ("prediction", "answer", "explored")
    return Counter(
        kind
        for kind, key in {(event["kind"], event["key"]) for event in kept}
        if kind in kinds and key.startswith(f"{lesson}/")
    )


def predict_wrongly(lab, entry):
    """Commit to an answer that is not right, and meet it again where the lesson takes it up."""
    wrong = next(option for option in entry["options"] if not option.get("right"))
    panel = about(lab, "predict", entry)
    choose_radio(lab, panel.get_by_role("radio"), option_of(panel, wrong))
    press(lab, "Tab", "Enter")  # the button is the next thing after the options
    expect(panel).to_contain_text("Kept")
    again = about(lab, "revisit", entry)
    expect(again).to_contain_text("Why your answer was reasonable")
    expect(again).to_contain_text(plain(wrong["why"]))


def answer_wrongly_then_rightly(lab, entry):
    """Answer by keys alone; each time the chosen option's own explanation comes."""
    panel = about(lab, "quiz", entry)
    wrong, right = (
        next(option for option in entry["options"] if bool(option.get("right")) is is_right)
        for is_right in (False, True)
    )
    for option, verdict in ((wrong, "Not this one."), (right, "Right.")):
        choose_radio(lab, panel.get_by_role("radio"), option_of(panel, option))
        press(lab, "Tab", "Enter")
        expect(panel.locator(".cq-verdict")).to_contain_text(verdict)
        expect(panel.locator(".cq-verdict > p").nth(1)).to_have_text(plain(option["why"]).strip())


def about(lab, kind, entry):
    """The panel of a kind that carries a question."""
    return lab.page.locator(f".cw-{kind}").filter(has_text=plain(entry["question"]).strip()).first


def option_of(panel, option):
    return panel.locator(f'input[value="{option["name"]}"]')


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
