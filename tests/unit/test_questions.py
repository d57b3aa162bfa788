"""Questions: what is kept, what the page is told, what is read without a kernel."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.widgets import (
    GRADES,
    Claim,
    Feedback,
    InventoryItem,
    Option,
    Outline,
    Progress,
    feedback,
    inventory,
    inventory_answers,
    passport,
    predict,
    progress_table,
    quiz,
    reveal,
    revisit,
    score,
)
from helpers.widgets.items import inline, options_of, plain

TWO = [
    Option("bond", "A *bond*", why="Sounds <covalent>."),
    Option("gate", "The gate", right=True, why="It has to open."),
    Option("blood", "The blood", why="Matters before the wash."),
]
MANY = [
    {"name": "a", "text": "A", "right": True, "why": "why A"},
    {"name": "b", "text": "B", "right": True, "why": "why B"},
    {"name": "c", "text": "C", "why": "why C"},
]
CLAIM = Claim(
    text="It **blocks**.",
    kind=("in vitro", "model"),
    objection="Or does it?",
    grade="limits",
    reason="Seen in dishes.",
    number=2,
    evidence_html="<p>0.7 µM</p>",
    arguable={"unsupported": "One row says so."},
)
OTHER = replace(CLAIM, number=None, name="own", grade="supported", arguable={})
ITEMS = [
    InventoryItem("busy", "Which *one*?", MANY[:1] + MANY[2:]),
    {"name": "half", "question": "How long?", "options": TWO, "lesson": "02"},
]
FEEDBACK = Feedback(
    "wrong", "A *unit* is wrong.", ("one", "two", "three"), key="01.1", mistake="unit"
)


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "p.jsonl")


MAKERS = {
    "predict": lambda p: predict("l/p", "What *now*?", TWO, progress=p),
    "revisit": lambda p: revisit("l/p", "What *now*?", TWO, progress=p),
    "quiz": lambda p: quiz("l/q", "Which?", TWO, misconception="It is *glue*", progress=p),
    "many": lambda p: quiz("l/m", "Which?", MANY, progress=p),
    "reveal": lambda p: reveal("The *curve*", "<p>falls</p>", after="l/p", progress=p),
    "feedback": lambda p: feedback(FEEDBACK, progress=p),
    "passport": lambda p: passport("l", [CLAIM, OTHER], progress=p),
    "inventory": lambda p: inventory("00/i", ITEMS, progress=p),
}
WIDGETS = list(MAKERS)


# -- predictions ----------------------------------------------------------------------------------


def test_the_first_prediction_is_kept_for_good_and_later_ones_beside_it(progress):
    widget = predict("l/p", "What?", TWO, progress=progress)
    assert widget.state == {}
    assert widget.answer({"say": "commit", "choice": "bond"}) == {"kept": True}
    assert widget.state == {"first": "bond", "last": "bond"}
    widget.answer({"say": "commit", "choice": "gate"})
    assert widget.state == {"first": "bond", "last": "gate"}
    assert [e.data for e in progress.all("prediction", "l/p")] == [
        {"choice": "bond"},
        {"choice": "gate"},
    ]
    assert predict("l/p", "What?", TWO, progress=progress).state == widget.state


def test_the_seconds_since_first_sight_are_kept_where_the_page_says_them_well(progress):
    widget = predict("l/p", "What?", TWO, progress=progress)
    for seconds in (12, -1, 1.5, True, "9", None, 10**9):
        widget.answer({"say": "commit", "choice": "bond", "seconds": seconds})
    assert [e.data.get("seconds") for e in progress.all("prediction")] == [12] + [None] * 6


def test_a_prediction_of_an_option_that_is_gone_is_not_restored(progress):
    progress.record("prediction", "l/p", choice="no longer there")
    progress.record("prediction", "l/p", choice=["bond"])
    assert predict("l/p", "What?", TWO, progress=progress).state == {}
    progress.record("prediction", "l/p", choice="blood")
    assert predict("l/p", "What?", TWO, progress=progress).state["first"] == "blood"


def test_what_is_right_is_not_in_the_page_of_a_prediction(progress):
    widget = predict("l/p", "What?", TWO, progress=progress)
    shipped = json.dumps([widget.page, widget.state, widget.static_html(), widget.static_text()])
    assert "right" not in shipped
    assert "It has to open" not in shipped


def test_revisit_meets_the_prediction(progress):
    widget = revisit("l/p", "What?", TWO, progress=progress)
    assert widget.state == {}
    predict("l/p", "What?", TWO, progress=progress).answer({"say": "commit", "choice": "bond"})
    assert widget.state == {"first": "bond", "last": "bond"}
    assert widget.answer({"say": "commit", "choice": "gate"}) is None, "it asks for nothing"
    assert revisit("l/p", "What?", TWO, progress=progress).state == widget.state
    told = {option["name"]: option for option in widget.page["options"]}
    assert told["gate"]["right"] and not told["bond"]["right"]
    assert told["bond"]["why"] == "Sounds &lt;covalent&gt;."


# -- quiz -----------------------------------------------------------------------------------------


def test_all_tries_are_recorded_and_the_first_stays(progress):
    widget = quiz("l/q", "Which?", TWO, progress=progress)
    assert widget.page["many"] is False
    for choice in ("bond", "blood", "gate"):
        assert widget.answer({"say": "answer", "chosen": [choice]}) == {"kept": True}
    assert [e.data for e in progress.all("answer", "l/q")] == [
        {"chosen": ["bond"], "right": False},
        {"chosen": ["blood"], "right": False},
        {"chosen": ["gate"], "right": True},
    ]
    assert widget.state == {"first": ["bond"], "last": ["gate"], "tries": 3}
    assert quiz("l/q", "Which?", TWO, progress=progress).state == widget.state


@pytest.mark.parametrize(
    "chosen, right",
    [(["a", "b"], True), (["b", "a"], True), (["a"], False), (["a", "b", "c"], False)],
)
def test_with_several_right_options_just_these_are_right(progress, chosen, right):
    widget = quiz("l/m", "Which?", MANY, progress=progress)
    assert widget.page["many"] is True
    widget.answer({"say": "answer", "chosen": chosen})
    event = progress.latest("answer", "l/m")
    assert event.data["right"] is right
    assert sorted(event.data["chosen"]) == sorted(chosen)


@pytest.mark.parametrize(
    "chosen",
    [[], ["bond", "gate"], ["nothing"], "bond", None, [["bond"]], [1], {"bond": 1}, [None, "bond"]],
)
def test_what_cannot_be_chosen_is_not_recorded(progress, chosen):
    widget = quiz("l/q", "Which?", TWO, progress=progress)
    assert widget.answer({"say": "answer", "chosen": chosen}) is None
    assert widget.state == {}
    assert progress.all("answer") == []


def test_options_are_shuffled_for_each_learner_and_stay_so(tmp_path):
    orders = set()
    for learner in range(12):
        own = Progress(tmp_path / f"{learner}.jsonl")
        first, again = (quiz("l/q", "Which?", TWO, progress=own) for _ in range(2))
        assert first.page == again.page
        orders.add(tuple(option["name"] for option in first.page["options"]))
    assert len(orders) > 2


# -- reveal ---------------------------------------------------------------------------------------


def test_a_reveal_knows_whether_the_prediction_is_made(progress):
    early = reveal("Curve", "<p>x</p>", after="l/p", progress=progress)
    assert early.state == {"ready": False}
    assert early.answer({"say": "open"}) == {"kept": True}
    progress.record("prediction", "l/p", choice="bond")
    early.answer({"say": "open"})
    assert [e.data for e in progress.all("reveal", "l/p/reveal")] == [
        {"early": True},
        {"early": False},
    ]
    assert reveal("Curve", "<p>x</p>", after="l/p", progress=progress).state == {"ready": True}


def test_a_commitment_reaches_what_waits_for_it_and_nothing_else(progress):
    waiting = reveal("Curve", "<p>x</p>", after="l/p", progress=progress)
    other = reveal("Curve", "<p>x</p>", after="l/other", progress=progress)
    again = revisit("l/other", "What?", TWO, progress=progress)
    predict("l/p", "What?", TWO, progress=progress).answer({"say": "commit", "choice": "bond"})
    assert waiting.state == {"ready": True}
    assert other.state == {"ready": False}
    assert again.state == {}


def test_a_reveal_after_nothing_is_ready(progress):
    widget = reveal("More *detail*", "<p>x</p>", progress=progress)
    assert widget.state == {"ready": True}
    widget.answer({"say": "open"})
    assert progress.latest("reveal", "More detail/reveal").data == {"early": False}


# -- feedback -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "result, text",
    [
        (Feedback("right", "It is **40 %**."), "Right. It is 40 %."),
        (Feedback("right"), "Right."),
        (Feedback("wrong", "Wrong unit."), "Not right yet. Wrong unit."),
        (Feedback("not attempted"), "Not attempted yet."),
    ],
)
def test_feedback_in_plain_text(progress, result, text):
    assert str(result) == text
    assert repr(feedback(result, progress=progress)) == text


def test_a_check_and_each_hint_are_recorded(progress):
    widget = feedback(FEEDBACK, progress=progress)
    assert progress.latest("check", "01.1").data == {"state": "wrong", "mistake": "unit"}
    assert widget.state == {"opened": 0}
    for step in (1, 2, 3):
        assert widget.answer({"say": "hint", "step": step}) == {"kept": True}
    assert [e.data["step"] for e in progress.all("hint", "01.1")] == [1, 2, 3]
    assert feedback(FEEDBACK, progress=progress).state == {"opened": 3}


@pytest.mark.parametrize("step", [0, 4, -1, 1.0, True, "1", None, [1], float("nan")])
def test_a_hint_that_is_not_there(progress, step):
    widget = feedback(FEEDBACK, progress=progress)
    assert widget.answer({"say": "hint", "step": step}) is None
    assert progress.all("hint") == []


def test_a_right_answer_shows_no_hints(progress):
    right = replace(FEEDBACK, state="right")
    widget = feedback(right, progress=progress)
    assert widget.page["hints"] == []
    assert "Hint" not in widget.static_html()


def test_without_a_key_nothing_is_recorded(progress):
    widget = feedback(replace(FEEDBACK, key=None), progress=progress)
    assert widget.answer({"say": "hint", "step": 1}) == {"kept": True}
    assert progress.all() == []


def test_a_grader_leaves_no_trace(progress, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    feedback(FEEDBACK, progress=progress)
    assert progress.all("check") == []


@pytest.mark.parametrize("junk", [None, "right", 3, float("nan"), [], {}, object(), Feedback])
def test_feedback_of_junk_never_raises_and_is_never_right(progress, junk):
    widget = feedback(junk, progress=progress)
    assert repr(widget) == "Not attempted yet."


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "correct"},
        {"state": "right", "words": None},
        {"state": "right", "hints": ("",)},
        {"state": "right", "hints": "one"},
        {"state": "right", "hints": ("1", "2", "3", "4")},
        {"state": "right", "key": ""},
    ],
)
def test_a_malformed_feedback_is_the_authors_mistake(wrong):
    with pytest.raises(ValueError):
        Feedback(**wrong)


# -- passport -------------------------------------------------------------------------------------


def test_how_a_grade_stands():
    assert {grade: CLAIM.stands(grade) for grade in GRADES} == {
        "supported": "arguable",
        "limits": "same",
        "contested": "arguable",
        "overstated": "apart",
        "unsupported": "arguable",  # listed
    }
    assert OTHER.stands("contested") == "apart"


def test_a_grade_is_kept_with_its_words(progress):
    widget = passport("l", [CLAIM, OTHER], progress=progress)
    message = {"say": "grade", "claim": "claim-2", "grade": "limits", "note": "in a dish ✓"}
    assert widget.answer(message) == {"kept": True}
    widget.answer({"say": "grade", "claim": "own", "grade": "contested"})
    assert progress.latest("grade", "l/claim-2").data == {
        "grade": "limits",
        "note": "in a dish ✓",
        "number": 2,
    }
    assert progress.latest("grade", "l/own").data["number"] is None
    again = passport("l", [CLAIM, OTHER], progress=progress)
    assert again.state == widget.state
    assert again.state["claim-2"] == {"grade": "limits", "note": "in a dish ✓"}


def test_typed_words_are_kept_before_a_grade_is(progress):
    widget = passport("l", [CLAIM], progress=progress)
    assert widget.answer({"say": "note", "claim": "claim-2", "note": "half a tho"}) == {
        "kept": True
    }
    assert passport("l", [CLAIM], progress=progress).state == {"claim-2": {"note": "half a tho"}}
    widget.answer({"say": "grade", "claim": "claim-2", "grade": "limits", "note": "whole"})
    widget.answer({"say": "note", "claim": "claim-2", "note": ""})
    assert passport("l", [CLAIM], progress=progress).state["claim-2"] == {
        "grade": "limits",
        "note": "",
    }


def test_opening_the_other_side_is_recorded(progress):
    passport("l", [CLAIM], progress=progress).answer({"say": "objection", "claim": "claim-2"})
    assert progress.latest("objection", "l/claim-2") is not None


@pytest.mark.parametrize(
    "message",
    [
        {"say": "grade", "claim": "claim-2", "grade": "wrong"},
        {"say": "grade", "claim": "claim-2", "grade": ["limits"]},
        {"say": "grade", "claim": "claim-3", "grade": "limits"},
        {"say": "grade", "claim": "claim-2", "grade": "limits", "note": 3},
        {"say": "note", "claim": "claim-2", "note": None},
        {"say": "note", "claim": ["claim-2"], "note": "x"},
        {"say": "objection"},
    ],
)
def test_a_strange_grade_is_not_recorded(progress, message):
    widget = passport("l", [CLAIM], progress=progress)
    assert widget.answer(message) is None
    assert widget.state == {"claim-2": {}}
    assert [e.kind for e in progress.all() if e.kind != "seed"] == []


def test_a_very_long_note_is_cut_not_lost(progress):
    widget = passport("l", [CLAIM], progress=progress)
    widget.answer({"say": "note", "claim": "claim-2", "note": "x" * 100_000})
    assert progress.latest("note", "l/claim-2").data["text"] == "x" * 2000


def test_spoilt_grades_in_the_file_are_not_restored(progress):
    progress.record("grade", "l/claim-2", grade="superb", note="x")
    progress.record("grade", "l/claim-2", grade="limits", note=7)
    progress.record("note", "l/claim-2", text=["x"])
    assert passport("l", [CLAIM], progress=progress).state["claim-2"] == {
        "grade": "limits",
        "note": "",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "hearsay"},
        {"kind": ()},
        {"grade": "true"},
        {"arguable": {"true": "x"}},
        {"number": None},
        {"number": "2"},
        {"text": " "},
        {"objection": ""},
        {"reason": None},
    ],
)
def test_a_malformed_claim_is_the_authors_mistake(wrong):
    with pytest.raises(ValueError):
        replace(CLAIM, name="", **wrong)


# -- inventory ------------------------------------------------------------------------------------


def test_answers_of_an_inventory_are_kept_and_resumed(progress):
    widget = inventory("00/i", ITEMS, progress=progress)
    assert widget.state == {"answers": {}}
    for item, choice in (("busy", "c"), ("busy", "a"), ("half", "not-sure")):
        kept = widget.answer({"say": "answer", "item": item, "choice": choice})
        assert kept == {"kept": True}
    answers = {"busy": "a", "half": "not-sure"}
    assert widget.state == {"answers": answers}
    assert inventory("00/i", ITEMS, progress=progress).state == {"answers": answers}
    assert inventory_answers("00/i", ITEMS, progress=progress) == answers
    assert inventory_answers("17/i", ITEMS, progress=progress) == {}


@pytest.mark.parametrize(
    "answers, right",
    [
        ({}, 0),
        ({"busy": "not-sure", "half": "not-sure"}, 0),
        ({"busy": "a", "half": "bond"}, 1),
        ({"busy": "a", "half": "gate"}, 2),
        ({"busy": ["a"], "half": None, "other": "a"}, 0),
    ],
)
def test_score(answers, right):
    assert score(answers, ITEMS) == right


def test_an_inventory_ships_nothing_of_what_is_right(progress):
    widget = inventory("00/i", ITEMS, progress=progress)
    shipped = json.dumps([widget.page, widget.state, widget.static_html(), widget.static_text()])
    for telling in ("right", "why", "Sounds", "has to open"):
        assert telling not in shipped


def test_not_sure_yet_is_the_last_option_of_each_item(progress):
    widget = inventory("00/i", ITEMS, progress=progress)
    for item in widget.page["items"]:
        assert item["options"][-1] == {"name": "not-sure", "text": "Not sure yet"}
        assert len({option["name"] for option in item["options"]}) == len(item["options"])
    with pytest.raises(ValueError, match="not-sure"):
        InventoryItem("x", "?", [*TWO, Option("not-sure", "Hm")])


# -- table ----------------------------------------------------------------------------------------

OUTLINES = [
    Outline("00", "Start *here*", "00.ipynb", questions=("l/q",)),
    {
        "name": "01",
        "title": "Block",
        "predictions": ["l/p"],
        "questions": ["l/q", "l/m"],
        "claims": ["l/claim-2"],
        "panels": ["l/panel"],
        "tasks": ["01.1", "01.2"],
    },
]


def test_the_table_counts_what_was_done(progress):
    table = progress_table(OUTLINES, progress=progress)
    assert table.counts()["01"]["tasks"] == (0, 2)
    assert "Nothing yet" in table._repr_html_()
    progress.record("prediction", "l/p", choice="bond")
    progress.record("prediction", "l/p", choice="gate")
    progress.record("answer", "l/q", chosen=["bond"])
    progress.record("answer", "l/unknown", chosen=["bond"])
    progress.record("explored", "l/panel")
    progress.record("grade", "l/claim-2", grade="limits")
    progress.record("check", "01.1", state="right")
    progress.record("check", "01.1", state="wrong")  # tried on after it was right
    progress.record("check", "01.2", state="wrong")
    assert table.counts()["01"] == {
        "predictions": (1, 1),
        "questions": (1, 2),
        "panels": (1, 1),
        "claims": (1, 1),
        "tasks": (1, 2),
    }
    assert "So far 6 of 8 steps" in table._repr_html_()
    assert "exercises right 1 of 2" in repr(table)


def test_a_lesson_that_may_be_left_out_leaves_no_gap(progress):
    optional = Outline("10", "Hard", questions=("h/q",), tasks=("10.1",), optional=True)
    table = progress_table([*OUTLINES, optional], progress=progress)
    assert "Hard: may be left out" in repr(table)
    progress.record("answer", "l/q", chosen=["bond"])
    assert "So far 2 of 8 steps" in table._repr_html_()  # as without it
    assert "Hard (may be left out)" in table._repr_html_()
    progress.record("answer", "h/q", chosen=["bond"])
    assert table.counts()["10"]["questions"] == (1, 1)
    assert "Hard: questions answered 1" in repr(table) and "✓ 1 of 1" not in repr(table)
    assert "So far 3 of 9 steps" in table._repr_html_()


def test_the_table_can_be_read_by_a_screen_reader(progress):
    html = progress_table(OUTLINES, progress=progress)._repr_html_()
    assert html.count('<th scope="col"') == 6
    assert html.count('<th scope="row"') == 2
    assert "<caption" in html
    assert '<a href="00.ipynb">Start <em>here</em></a>' in html


def test_the_table_says_when_nothing_can_be_kept(tmp_path):
    table = progress_table(OUTLINES, progress=Progress(tmp_path))
    assert "cannot be kept" in table._repr_html_()


def test_the_empty_table_is_the_same_for_everyone(tmp_path):
    tables = [progress_table(OUTLINES, progress=Progress(tmp_path / n / "p")) for n in "ab"]
    assert tables[0]._repr_html_() == tables[1]._repr_html_()
    assert str(tmp_path) not in tables[0]._repr_html_()


def test_a_learner_can_forget_everything(progress):
    assert progress.forget()
    progress.record("answer", "l/q", chosen=["bond"])
    assert progress.forget()
    assert progress.all() == []
    assert not Progress(progress.path.parent).forget()


# -- all of them ----------------------------------------------------------------------------------


ALLOWED = {"div", "p", "ul", "ol", "li", "strong", "em", "details", "summary", "code"}
VOID = {"br", "hr"}


class Balance(HTMLParser):
    """Fails on a tag that is closed wrongly or that JupyterLab's sanitiser drops."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        assert tag in ALLOWED | VOID, tag
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", WIDGETS)
def test_the_static_page_stands_without_a_kernel(progress, name):
    widget = MAKERS[name](progress)
    html = widget.static_html()
    parser = Balance()
    parser.feed(html)
    assert parser.open == []
    assert "<details open" not in html
    bundle = widget._repr_mimebundle_()[0]
    assert bundle["text/html"] == html
    assert bundle["text/plain"] == widget.static_text() == repr(widget)
    assert "*" not in widget.static_text()
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize("name", WIDGETS)
def test_the_static_page_is_the_same_for_every_learner(tmp_path, name):
    pages = set()
    for learner in range(6):
        own = Progress(tmp_path / f"{learner}.jsonl")
        if learner:
            own.record("prediction", "l/p", choice="bond")
            own.record("answer", "l/q", chosen=["bond"])
            own.record("grade", "l/claim-2", grade="limits", note="x")
            own.record("hint", "01.1", step=2)
            own.record("inventory", "00/i/busy", choice="a")
        widget = MAKERS[name](own)
        pages.add((widget.static_html(), widget.static_text()))
    assert len(pages) == 1


def test_answers_and_explanations_are_folded_in_the_static_page(progress):
    html = MAKERS["quiz"](progress).static_html()
    shown, hidden = html.split("<details>")
    assert "It has to open." in hidden and "(right)" in hidden
    assert "It has to open." not in shown and "(right)" not in shown
    assert "It is <em>glue</em>" in hidden
    claims = MAKERS["passport"](progress).static_html()
    assert "Seen in dishes" not in re.sub("<details>.*?</details>", "", claims)
    assert "Or does it?" not in re.sub("<details>.*?</details>", "", claims)


@pytest.mark.parametrize("name", WIDGETS)
def test_it_works_where_nothing_can_be_kept(tmp_path, name):
    widget = MAKERS[name](Progress(tmp_path))
    good = {
        "predict": {"say": "commit", "choice": "bond"},
        "quiz": {"say": "answer", "chosen": ["bond"]},
        "many": {"say": "answer", "chosen": ["a", "b"]},
        "reveal": {"say": "open"},
        "feedback": {"say": "hint", "step": 1},
        "passport": {"say": "grade", "claim": "own", "grade": "limits", "note": "x"},
        "inventory": {"say": "answer", "item": "busy", "choice": "a"},
    }
    if name in good:
        assert widget.answer(good[name]) == {"kept": False}
    else:
        assert widget.answer({"say": "commit", "choice": "bond"}) is None


names_of_parts = st.sampled_from(
    ["say", "choice", "chosen", "claim", "grade", "note", "step", "item", "kept", "data"]
)
values = st.recursive(
    st.sampled_from(
        [
            *("commit", "answer", "open", "hint", "grade", "note", "objection", "look"),
            *("bond", "gate", "a", "claim-2", "own", "limits", "busy", "not-sure", ""),
        ]
    )
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
# Each event that may be in the file, as what a whole one looks like.
WHOLE = {
    "seed": lambda data: True,
    "check": lambda data: data == {"state": "wrong", "mistake": "unit"},
    "prediction": lambda data: data["choice"] in {"bond", "gate", "blood"},
    "answer": lambda data: set(data["chosen"]) <= {"bond", "gate", "a"} and data["chosen"],
    "reveal": lambda data: type(data["early"]) is bool,
    "hint": lambda data: type(data["step"]) is int and data["step"] in (1, 2, 3),
    "grade": lambda data: data["grade"] in GRADES and isinstance(data["note"], str),
    "note": lambda data: isinstance(data["text"], str),
    "objection": lambda data: data == {},
    "inventory": lambda data: data["choice"] in {"a", "c", "bond", "gate", "not-sure"},
}


@settings(max_examples=50, deadline=None)
@given(
    messages=st.lists(
        st.tuples(st.sampled_from(WIDGETS), st.dictionaries(names_of_parts, values, max_size=5)),
        max_size=6,
    )
)
def test_junk_from_the_page_never_raises_and_leaves_no_nonsense(tmp_path_factory, messages):
    own = Progress(tmp_path_factory.mktemp("junk") / "p.jsonl")
    widgets = {}
    for name, message in messages:
        if name not in widgets:
            widgets[name] = MAKERS[name](own)
        reply = widgets[name].answer(message)
        assert reply is None or isinstance(reply, dict)
    assert all(WHOLE[event.kind](event.data) for event in own.all())
    for name, widget in widgets.items():
        assert MAKERS[name](own).page == widget.page  # all of it can be restored


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize(
    "content", [None, "x", 3, [], {}, {"message": 3}, {"message": {"say": []}}]
)
def test_messages_that_are_none_are_let_pass(progress, name, content):
    widget = MAKERS[name](progress)
    before = widget.state
    widget._receive(widget, content, [])
    assert widget.state == before


@pytest.mark.parametrize(
    "ask",
    [
        lambda o: predict("k", "Q?", o),
        lambda o: revisit("k", "Q?", o),
        lambda o: quiz("k", "Q?", o),
    ],
)
@pytest.mark.parametrize(
    "options",
    [
        [],
        TWO[:1],
        [TWO[0], TWO[0], TWO[1]],
        [TWO[0], TWO[2]],
        ["gate", "bond"],
        [{"name": "x"}, {"name": "y"}],
        [{"name": "x", "text": "X", "rihgt": True}, TWO[1]],
        [{"name": "x", "text": "X", "right": "yes"}, TWO[1]],
    ],
)
def test_malformed_options_are_the_authors_mistake(ask, options):
    with pytest.raises(ValueError):
        ask(options)


@pytest.mark.parametrize(
    "make",
    [
        lambda: predict("", "Q?", TWO),
        lambda: quiz("k", " ", TWO),
        lambda: quiz("k", "Q?", TWO, misconception=""),
        lambda: reveal("", "<p>x</p>"),
        lambda: reveal("T", ""),
        lambda: reveal("T", "<p>x</p>", after=3),
        lambda: passport("k", []),
        lambda: passport("k", [CLAIM, CLAIM]),
        lambda: inventory("k", []),
        lambda: inventory("k", [ITEMS[0], ITEMS[0]]),
        lambda: progress_table([OUTLINES[0], OUTLINES[0]]),
        lambda: progress_table([{"name": "x"}]),
    ],
)
def test_other_mistakes_of_authors(make):
    with pytest.raises(ValueError):
        make()


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, html, words",
    [
        ("a *b* c", "a <em>b</em> c", "a b c"),
        ("a **b** c", "a <strong>b</strong> c", "a b c"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>", "a b c"),
        ("`x * y * z`", "<code>x * y * z</code>", "x * y * z"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("2*3*4", "2*3*4", "2*3*4"),
        ("<b> & *c*", "&lt;b&gt; &amp; <em>c</em>", "<b> & c"),
        ("*Mg²⁺*, µM", "<em>Mg²⁺</em>, µM", "Mg²⁺, µM"),
        ("one ` only", "one ` only", "one ` only"),
    ],
)
def test_markdown_light(text, html, words):
    assert inline(text) == html
    assert plain(text) == words


@given(st.text())
def test_no_text_becomes_a_tag_of_its_own(text):
    assert set(re.findall(r"</?(\w+)>", inline(text))) <= {"em", "strong", "code"}
    assert "<" not in re.sub(r"</?(em|strong|code)>", "", inline(text))


def test_options_come_back_as_they_were():
    assert options_of(MANY)[0] == Option("a", "A", True, "why A")
