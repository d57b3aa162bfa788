"""Questions in JupyterLab, answered by real key presses."""

import json
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.hands import choose, choose_radio, press, press_button

BOOK = "questions.ipynb"
SETUP = """
from ipywidgets import Widget
Widget.close_all()  # those of the test before
from helpers.widgets import *
OPTIONS = [
    Option("bond", "A bond to the wall", why="Trapped sounds like glue."),
    Option("gate", "How often it reopens", right=True, why="Only the open gate lets it out."),
    Option("blood", "The level in the blood", why="It matters before the wash."),
]
"""
PREDICT = 'predict("l/p", "What sets how long it lasts?", OPTIONS)'
REVEAL = 'reveal("What the model shows", "<p>It waits for the gate.</p>", after="l/p")'
REVISIT = 'revisit("l/p", "What sets how long it lasts?", OPTIONS)'
QUIZ = 'quiz("l/q", "What sets how long it lasts?", OPTIONS, misconception="Trapped is for ever")'
MANY = """quiz("l/m", "Which are needed?", [
    Option("a", "Agonist", right=True, why="It opens."),
    Option("b", "Co-agonist", right=True, why="It helps."),
    Option("c", "Magnesium", why="It blocks."),
])"""
FEEDBACK = """feedback(Feedback(
    "wrong", "It looks like a wrong *unit*.",
    ("Look at the unit.", "Divide.", "By 237.73."), key="01.1",
))"""
PASSPORT = """passport("l", [
    Claim("It plugs the channel.", "in vitro", "There may be a second site.", "supported",
          "All recordings agree.", number=2, evidence_html="<p>0.7 µM</p>",
          arguable={"contested": "One row names a second site."}),
    Claim("It stays for ever.", ["animal", "model"], "Use frees it.", "unsupported", "It leaves.",
          name="stays", aside="Beyond 45 minutes"),
])"""
WEIGHED = """passport("w", [
    Claim("It plugs the channel.", "in vitro", "There may be a second site.", "limits",
          "Not all of it.", number=2, evidence_html="<p>0.7 µM</p>", source="Lesson 01",
          objections=[
              Option("second", "A second site", right=True, why="Reported by one group."),
              Option("unseen", "Nobody has seen it", why="It was seen."),
          ]),
])"""
INVENTORY = """inventory("00/i", [
    InventoryItem("one", "Which synapse is blocked more?", OPTIONS),
    InventoryItem("two", "Why does it end so soon?", OPTIONS),
])"""
TABLE = 'progress_table([Outline("01", "Channel block", predictions=["l/p"], questions=["l/q"])])'
ALL = [
    SETUP, PREDICT, REVEAL, QUIZ, MANY, FEEDBACK, PASSPORT, WEIGHED, INVENTORY, REVISIT, TABLE
]  # fmt: skip


@pytest.fixture
def lab(window, server):
    """A learner who has done nothing yet, in the notebook that all these tests share."""
    server.progress.unlink(missing_ok=True)
    if window.shown(f"notebooks/{BOOK}"):
        window.page.evaluate("sessionStorage.clear()")
    else:
        window.forget()
        window.write([], BOOK)
    return window


def opened(lab, *cells):
    """The notebook, now of the set-up and these cells, run."""
    book = lab.current(f"notebooks/{BOOK}")
    book.replace([SETUP, *cells])
    book.run_all()
    book.output(1).locator(".cw-panel").first.wait_for()
    return book


def kept(lab, kind, key):
    """The details of all events of one kind that are in the learner's file."""
    path = lab.server.progress
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    events = [json.loads(line) for line in lines]
    return [event["data"] for event in events if (event["kind"], event["key"]) == (kind, key)]


def expect_kept(lab, kind, key, *events, last=False):
    """Wait until just these events (or, last of all, these) are in the learner's file.

    Those that hang on the clock are looked at for their form only.
    """

    def found():
        some = kept(lab, kind, key)[-len(events) if last else 0 :]
        timed = kind in ("prediction", "answer")
        assert all(0 <= event["seconds"] < 600 for event in some if timed)
        return [{name: event[name] for name in event if name != "seconds"} for event in some]

    deadline = time.monotonic() + PATIENCE_MS / 1000
    while found() != [*events] and time.monotonic() < deadline:
        lab.page.wait_for_timeout(50)
    assert found() == [*events]


def expect_said(panel, words):
    expect(panel.get_by_role("status")).to_contain_text(words)


def test_a_wrong_answer_then_the_right_one(lab):
    book = opened(lab, QUIZ)
    panel = book.output(1)
    explanation = panel.get_by_text("Trapped sounds like glue.").and_(panel.locator("p *"))
    expect(explanation).to_have_count(0)
    press_button(lab, panel, "Check my answer")
    expect_said(panel, "Choose an answer first")

    choose(lab, panel, "A bond")
    press(lab, "Tab")  # the button is the next thing after the options
    for _ in range(3):
        lab.page.keyboard.down("Enter")  # held down, it is one answer
    lab.page.keyboard.up("Enter")
    expect(explanation).to_be_visible()
    expect_said(panel, "Not this one. Trapped sounds like glue.")
    expect(panel.get_by_role("radio", name="A bond to the wall ✗ not this one")).to_be_visible()
    expect(panel.get_by_text("Trapped is for ever")).to_be_visible()
    others = panel.get_by_text("Show the answer and the others")
    expect(panel.get_by_text("Only the open gate lets it out.")).to_be_hidden()
    others.focus()
    press(lab, "Enter")
    expect(panel.get_by_text("Only the open gate lets it out.")).to_be_visible()

    choose(lab, panel, "How often")
    panel.get_by_role("button", name="Check another answer").dblclick()  # one answer, too
    expect_said(panel, "Right. Only the open gate lets it out.")
    expect(panel.get_by_text("Try 2. Your first answer stays kept")).to_be_visible()
    expect(panel.get_by_role("alert")).to_have_count(0)
    tries = {"chosen": ["bond"], "right": False}, {"chosen": ["gate"], "right": True}
    expect_kept(lab, "answer", "l/q", *tries)

    book.run_cell(1)  # what was answered is still there
    panel = book.output(1)
    expect(panel.get_by_role("radio", name="How often")).to_be_checked()
    expect(panel.get_by_text("Try 2.")).to_be_visible()


def test_several_right_answers_and_a_place_that_cannot_be_written(lab):
    nowhere = QUIZ.replace("OPTIONS,", "OPTIONS, progress=Progress('/'),")
    book = opened(lab, MANY, nowhere)
    panel = book.output(1)
    for name in ("Agonist", "Magnesium"):
        panel.get_by_role("checkbox", name=name, exact=True).focus()
        press(lab, "Space")
    press_button(lab, panel, "Check my answer")
    expect_said(panel, "Not yet. You found 1 of the 2 that are right, and 1 that is not.")
    for name in ("Co-agonist", "Magnesium"):
        panel.get_by_role("checkbox", name=name).focus()
        press(lab, "Space")
    press_button(lab, panel, "Check another answer")
    expect_said(panel, "Right.")
    tries = {"chosen": ["a", "c"], "right": False}, {"chosen": ["a", "b"], "right": True}
    expect_kept(lab, "answer", "l/m", *tries)

    panel = book.output(2)
    choose(lab, panel, "How often")
    press(lab, "Tab", "Enter")
    expect(panel.get_by_text("Only the open gate lets it out.").first).to_be_visible()
    expect(panel.get_by_role("alert")).to_contain_text("could not be kept")


def test_a_prediction_waits_folds_and_comes_back(lab):
    book = opened(lab, PREDICT, REVEAL, REVISIT, REVEAL.replace("l/p", "l/never"))
    prediction, folded, again, other = (book.output(place) for place in (1, 2, 3, 4))
    shown = folded.get_by_text("It waits for the gate.")
    expect(folded.get_by_text("Answer the prediction first, or show me")).to_be_visible()
    expect(again.get_by_text("No prediction of yours is kept")).to_be_visible()
    expect(again.get_by_text("Only the open gate")).to_be_hidden()
    press_button(lab, folded, "What the model shows")  # one press asks, and shows nothing yet
    expect(shown).to_have_count(0)
    press_button(lab, folded, "Take me to the prediction")
    expect(prediction.get_by_role("radio").first).to_be_focused()

    choose(lab, prediction, "A bond")
    press(lab, "Tab", "Enter")
    expect(prediction.locator(".cq-note")).to_have_text("Kept. You will meet it again at the end.")
    expect_said(prediction, "may be opened now")
    expect(prediction.get_by_role("button", name="Change my mind")).to_be_focused()
    expect(prediction.get_by_role("radio").first).to_be_disabled()
    expect_kept(lab, "prediction", "l/p", {"choice": "bond"})
    expect(again.get_by_text("Why your answer was reasonable")).to_be_visible()
    expect(again.get_by_text("Trapped sounds like glue.")).to_be_visible()
    expect(again.get_by_text("Only the open gate lets it out.")).to_be_visible()
    expect(again.get_by_text("It matters before the wash.")).to_be_hidden()

    press_button(lab, folded, "What the model shows")
    expect(shown).to_be_visible()
    expect(folded.get_by_role("button", name="What the model shows", expanded=True)).to_be_focused()
    press(lab, "Enter")
    expect(shown).to_be_hidden()
    expect(prediction.locator(".cq-note")).to_contain_text("Kept.")
    expect_kept(lab, "reveal", "l/p/reveal", {"early": False})

    press_button(lab, prediction, "Change my mind")
    choose(lab, prediction, "How often")
    press(lab, "Tab", "Enter")
    expect(prediction.locator(".cq-note")).to_contain_text("stays kept too")
    expect(again.get_by_text("First you predicted")).to_be_visible()
    expect(again.get_by_text("You saw it coming.")).to_be_visible()
    expect_kept(lab, "prediction", "l/p", {"choice": "bond"}, {"choice": "gate"})

    # what waits for another prediction still waits, and opens when it is asked for twice
    press_button(lab, other, "What the model shows")
    expect_said(other, "Press again to see it anyway")
    press(lab, "Enter")
    expect(other.get_by_text("It waits for the gate.")).to_be_visible()
    book.wait_idle()
    expect_kept(lab, "reveal", "l/never/reveal", {"early": True})


def test_a_grade_and_its_words_outlive_the_kernel(lab):
    book = opened(lab, PASSPORT)
    first = book.output(1).locator(".cq-claim").first
    choose(lab, first, "within limits")
    press_button(lab, first, "Keep my grade")  # asks for the part before it keeps
    field = first.get_by_role("textbox", name="For which part is it true?")
    expect(field).to_be_focused()
    lab.page.keyboard.type("ddcells in a dish")  # neither typing nor dd reaches the notebook
    press(lab, "Tab", "Enter")
    expect(first.get_by_text("Arguable. You say within limits")).to_be_visible()
    expect(book.output(1).get_by_text("1 of 2 graded")).to_be_visible()
    expect_said(book.output(1), "Arguable.")
    press_button(lab, first, "Argue the other side")
    expect(first.get_by_text("There may be a second site.")).to_be_visible()
    expect(first.get_by_text("0.7 µM")).to_be_hidden()  # the evidence is long: one press more
    first.get_by_text("The evidence, for and against").focus()
    press(lab, "Enter")
    expect(first.get_by_text("0.7 µM")).to_be_visible()
    second = book.output(1).locator(".cq-claim").last
    expect(second.get_by_text("Beyond 45 minutes")).to_be_visible()
    expect(first.get_by_text("Beyond 45 minutes")).to_have_count(0)
    choose(lab, second, "contested")
    lab.page.keyboard.press("Tab")
    words = second.get_by_role("textbox")
    pasted = "<b onclick=alert(1)>😀</b>" * 100
    words.fill(pasted)  # nothing of it is cut or run
    expect(second.get_by_text("Not kept yet: a note holds 2000 signs")).to_be_visible()
    press_button(lab, second, "Keep my grade")
    expect(words).to_have_value(pasted)
    words.fill("")
    expect(second.get_by_role("alert")).to_have_count(0)
    lab.page.keyboard.type("a thought not yet finished")

    book.wait_idle()
    lab.page.wait_for_function("() => !sessionStorage.getItem('course-draft:l/claim-2')")
    lab.page.wait_for_timeout(1000)  # the pause after typing, after which a note is kept
    lab.page.evaluate("sessionStorage.clear()")  # only the learner's file may help now
    book.restart_kernel()
    book.run_all()
    first = book.output(1).locator(".cq-claim").first
    expect(first.get_by_role("radio", name="within limits")).to_be_checked()
    expect(first.get_by_role("textbox")).to_have_value("ddcells in a dish")
    expect(first.get_by_text("Arguable. You say within limits")).to_be_visible()
    second = book.output(1).locator(".cq-claim").last
    expect(second.get_by_role("textbox")).to_have_value("a thought not yet finished")
    grade = {"grade": "limits", "note": "ddcells in a dish", "number": 2}
    expect_kept(lab, "grade", "l/claim-2", grade)

    choose(lab, second, "contested")
    press_button(lab, second, "Keep my grade")  # two steps from the course's: never called wrong
    expect(second.get_by_text("The course reads it otherwise.")).to_be_visible()
    choose(lab, second, "unsupported")
    press_button(lab, second, "Keep a new grade")
    expect(second.get_by_text("The course gives the same grade: unsupported.")).to_be_visible()
    expect(second.get_by_text("wrong")).to_have_count(0)
    words = {"note": "a thought not yet finished", "number": None}
    grades = ({"grade": grade, **words} for grade in ("contested", "unsupported"))
    expect_kept(lab, "grade", "l/stays", *grades)


def test_hints_one_by_one_and_an_inventory_that_is_left_and_taken_up(lab):
    book = opened(lab, INVENTORY, FEEDBACK)
    panel = book.output(2)
    expect_said(panel, "Not right yet. It looks like a wrong unit.")
    expect(panel.get_by_text("Look at the unit.")).to_have_count(0)
    press_button(lab, panel, "Show hint 1 of 3")
    expect_said(panel, "Hint 1. Look at the unit.")
    expect(panel.get_by_text("Divide.")).to_have_count(0)
    press(lab, "Enter", "Enter")
    expect(panel.get_by_text("By 237.73.")).to_be_visible()
    expect(panel.get_by_role("listitem").last).to_be_focused()
    expect(panel.get_by_role("button")).to_be_hidden()
    book.wait_idle()
    expect_kept(lab, "hint", "01.1", *({"step": step} for step in (1, 2, 3)))

    panel = book.output(1)
    choose(lab, panel, "Not sure yet")
    expect_said(panel, "Kept. 1 of 2 answered")
    press_button(lab, panel, "Next")
    expect(panel.get_by_role("group", name="Why does it end so soon?")).to_be_visible()
    expect(panel.get_by_role("radio").first).to_be_focused()
    press_button(lab, panel, "Back")
    expect(panel.get_by_role("radio", name="Not sure yet")).to_be_checked()
    choose(lab, panel, "How often")
    expect_kept(lab, "inventory", "00/i/one", {"choice": "gate"}, last=True)

    book.run_cell(1)  # opens at the first question without an answer
    panel = book.output(1)
    expect(panel.get_by_text("Question 2 of 2")).to_be_visible()
    choose(lab, panel, "A bond")
    expect(panel.get_by_text("All answered and kept.")).to_be_visible()
    expect_said(panel, "Kept. 2 of 2 answered")
    expect_kept(lab, "inventory", "00/i/two", {"choice": "bond"}, last=True)


def test_keys_stay_in_a_question_and_escape_leads_back(lab):
    book = opened(lab, *ALL[1:-1])
    count = len(book.json().cells)
    for place in range(1, count):
        output = book.output(place)
        for role in ("radio", "checkbox", "button", "textbox"):
            for control in output.get_by_role(role).filter(visible=True).all()[:2]:
                if not control.is_enabled():
                    continue
                control.focus()
                press(lab, "d", "d", "ArrowDown", "ArrowUp", "x", "b")
                expect(output.locator(":focus")).to_have_count(1)
                press(lab, "Escape")
                active = lab.page.evaluate("document.activeElement.closest('.jp-Cell') !== null")
                assert active and output.locator(":focus").count() == 0
    assert len(book.json().cells) == count, "a key that was meant for a question changed the cells"


def test_what_a_dead_kernel_was_given_is_kept_by_the_next(lab):
    lab.forget()  # a page that holds nothing of other tests' kernels
    lab.server.progress.unlink(missing_ok=True)  # a view that closes keeps its last answer
    lab.write([], BOOK)
    book = opened(lab, QUIZ, PREDICT, REVISIT, PASSPORT, INVENTORY)
    book.restart_kernel()
    quiz, prediction, _, passport, inventory = (book.output(place) for place in range(1, 6))
    choose(lab, quiz, "A bond")
    press(lab, "Tab", "Enter")
    choose(lab, prediction, "The level")
    press(lab, "Tab", "Enter")
    claim = passport.locator(".cq-claim").last
    choose(lab, claim, "contested")
    press_button(lab, claim, "Keep my grade")
    for name, button in (("How often", "Next"), ("A bond", "Back")):
        choose(lab, inventory, name)
        press_button(lab, inventory, button)
    expect(inventory.locator(".cq-note")).to_have_text("All answered; keeping the last of them …")
    expect(quiz.get_by_text("Trapped sounds like glue.").first).to_be_visible()
    expect(quiz.get_by_role("alert")).to_contain_text("choose Run > Run All Cells")
    for panel in (prediction, claim):
        expect(panel.get_by_role("alert")).to_contain_text("is held in this browser tab")
    expect(prediction.locator(".cq-note")).to_have_text("Committed on this page, but not kept yet.")
    assert kept(lab, "answer", "l/q") == kept(lab, "prediction", "l/p") == []

    book.run_all()  # no press more: what was given is given again
    quiz, prediction, again, passport, inventory = (book.output(place) for place in range(1, 6))
    expect(prediction.locator(".cq-note")).to_contain_text("Kept.")
    expect(prediction.get_by_role("radio", name="The level")).to_be_checked()
    expect(again.get_by_text("You predicted")).to_be_visible()
    expect(quiz.get_by_text("Trapped sounds like glue.").first).to_be_visible()
    expect(passport.locator(".cq-claim").last.get_by_text("your grade")).to_have_count(1)
    expect(inventory.locator(".cq-note")).to_contain_text("All answered and kept.")
    expect(book.outputs().get_by_role("alert").filter(visible=True)).to_have_count(0)
    expect_kept(lab, "prediction", "l/p", {"choice": "blood"})
    expect_kept(lab, "answer", "l/q", {"chosen": ["bond"], "right": False})
    expect_kept(lab, "grade", "l/stays", {"grade": "contested", "note": "", "number": None})
    expect_kept(lab, "inventory", "00/i/one", {"choice": "gate"}, last=True)
    held = "Object.entries(sessionStorage).filter(([key]) => key.startsWith('course-draft:'))"
    assert lab.page.evaluate(held) == []


def test_a_claim_is_weighed_by_grade_and_strongest_objection(lab):
    book = opened(lab, WEIGHED)
    claim = book.output(1).locator(".cq-claim")
    expect(claim.get_by_role("button", name="Argue the other side")).to_be_hidden()
    grades = claim.locator("fieldset").first.get_by_role("radio")
    choose_radio(lab, grades, claim.get_by_role("radio", name="contested"))
    press_button(lab, claim, "Weigh it")
    expect(claim.get_by_role("alert")).to_contain_text("Choose the strongest objection as well")
    four = claim.locator("fieldset").last.get_by_role("radio")
    choose_radio(lab, four, claim.get_by_role("radio", name="Nobody has seen it"))
    press_button(lab, claim, "Weigh it")
    expect(claim.get_by_text("Another objection is stronger.")).to_be_visible()
    expect(claim.get_by_text("For grade and objection together: no point.")).to_be_visible()
    expect_said(book.output(1), "Arguable.")
    choose_radio(lab, four, claim.get_by_role("radio", name="A second site"))
    press_button(lab, claim, "Weigh it again")
    expect(claim.get_by_text("For grade and objection together: half a point.")).to_be_visible()
    expect(claim.get_by_role("button", name="Argue the other side")).to_be_visible()
    first = {"grade": "contested", "note": "", "number": 2, "objection": "unseen"}
    expect_kept(lab, "grade", "w/claim-2", first, {**first, "objection": "second"})

    book.run_cell(1)  # what was weighed is still there
    claim = book.output(1).locator(".cq-claim")
    expect(claim.get_by_role("radio", name="A second site ✓ the strongest")).to_be_checked()
    expect(claim.get_by_text("half a point")).to_be_visible()


def test_an_empty_answer_is_met_with_words(lab):
    book = opened(lab, QUIZ, PREDICT, PASSPORT)
    claim = book.output(3).locator(".cq-claim").first
    for panel, name in (
        (book.output(1), "Check my answer"),
        (book.output(2), "Commit"),
        (claim, "Keep my grade"),
    ):
        press_button(lab, panel, name)
        expect(panel.locator("p").get_by_text("first;").filter(visible=True)).to_have_count(1)


def test_only_one_grade_is_called_yours(lab):
    book = opened(lab, PASSPORT)
    claim = book.output(1).locator(".cq-claim").last
    choose(lab, claim, "contested")
    press_button(lab, claim, "Keep my grade")
    choose(lab, claim, "unsupported")
    expect(claim.get_by_text("your grade")).to_have_count(1)
    expect(claim.get_by_text("chosen, not given yet")).to_be_visible()


def test_axe_finds_nothing(lab):
    book = opened(lab, *ALL[1:])
    axe = Axe()

    def faults():
        report = axe.run(lab.page, context=".jp-OutputArea-output")
        return [
            (fault["id"], fault["nodes"][0]["html"][:200], fault["nodes"][0]["failureSummary"])
            for fault in report.response["violations"]
        ]

    assert faults() == []
    for place in (1, 3, 6, 7):  # answer, and open all that can be opened
        book.output(place).get_by_role("radio").first.focus()
        press(lab, "Space")
    for name in ("Commit", "Check my answer", "Show hint", "Keep my grade", "What the", "Argue"):
        lab.page.get_by_role("button", name=name).first.focus()
        press(lab, "Enter")
    lab.page.evaluate(
        "document.querySelectorAll('.cw-panel details').forEach(d => (d.open = true))"
    )
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        lab.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
        )
        lab.page.wait_for_function(
            "light => document.body.dataset.jpThemeLight === light",
            arg=str("Light" in theme).lower(),
        )
        assert faults() == [], theme
