"""The capstone: scoring, what is asked again, the three beliefs, the summary, the gain."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.checks import questions_file
from helpers.checks.capstone import CAPSTONE, FAR, START, Capstone, every_claim
from helpers.checks.summary import Telling, compose
from helpers.widgets import GRADES, Claim, Progress, gain
from tests.contract.course import UNITS
from tests.prose import says

STEPS = list(GRADES)
NAMED = (3, 5, 11, 14, 16, 17, 21, 25, 27, 29)
WRITTEN = set(questions_file.lessons())
ALL_LESSONS = {lesson for lessons in UNITS.values() for lesson in lessons} <= WRITTEN


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "p.jsonl")


def graded(progress, choose, *, right=True) -> Capstone:
    """A learner who grades each claim in its lesson, and all that is asked again in 17."""
    lesson = Capstone(progress=progress)
    for claim in lesson.claims.values():
        if claim.lesson != CAPSTONE:
            progress.record("grade", claim.keys[0], grade=choose(claim), note="")
    widget = lesson.weigh()
    for claim in widget.claims.values():
        objection = next((o.name for o in claim.objections if o.right is right), None)
        said = {"say": "grade", "claim": claim.name, "grade": choose(claim), "note": ""}
        assert widget.answer({**said, "objection": objection}) == {"kept": True}
    return lesson


# -- the list ------------------------------------------------------------------------------------


def test_claims_of_one_number_are_one_claim_and_agree():
    found: dict[int, set[str]] = {}
    for lesson in questions_file.lessons():
        for entry in questions_file.read(lesson).claims.values():
            if "number" in entry:
                found.setdefault(entry["number"], set()).add(entry["grade"])
    assert all(len(grades) == 1 for grades in found.values()), found
    claims = every_claim()
    assert {f"claim-{n}" for n in found} == {name for name in claims if "/" not in name}
    assert claims["claim-12"].lesson == "05_dissociation"
    assert claims["claim-12"].keys[0] == "02_dose_to_brain/over-in-two-hours"
    assert f"{CAPSTONE}/claim-12" in claims["claim-12"].keys
    if ALL_LESSONS:
        assert sorted(found) == list(range(1, 30))


def test_every_numbered_claim_is_told_and_weighed_and_nothing_else_is_named():
    lesson = Capstone()
    told = lesson.content.told
    numbers = {one["number"] for one in told.values() if "number" in one}
    assert numbers == set(range(1, 30))
    assert sorted(one["number"] for one in told.values() if one.get("again")) == sorted(NAMED)
    for name, one in told.items():
        if "lesson" in one:
            assert one["lesson"] not in WRITTEN or f"{one['lesson']}/{name}" in lesson.claims, name
        if "number" in one or one["lesson"] == CAPSTONE:
            assert len(one["objections"]) == 4
            assert sum(bool(option.get("right")) for option in one["objections"]) == 1
    own = {f"{CAPSTONE}/{name}" for name in lesson.content.claims}
    assert own <= set(lesson.told)


def test_the_strongest_objection_is_not_known_by_its_length():
    asked = [o for one in Capstone().content.told.values() if (o := one.get("objections"))]
    again = [one["objections"] for one in Capstone().content.told.values() if one.get("again")]
    for some, most in ((asked, 0.5), (again, 0.5)):
        longest = [max(o, key=lambda option: len(option["text"])).get("right") for o in some]
        assert sum(map(bool, longest)) <= most * len(some)


# -- scoring -------------------------------------------------------------------------------------

OBJECTIONS = (
    {"name": "strong", "text": "Strong", "right": True, "why": "."},
    {"name": "weak", "text": "Weak", "why": "."},
)


def claim_of(grade, arguable=()):
    return Claim(
        text="It leaks.",
        kind="model",
        objection="Not in winter.",
        grade=grade,
        reason="Seen.",
        name="leaks",
        arguable=dict.fromkeys(arguable, "A row says so."),
        objections=OBJECTIONS,
    )


@given(
    course=st.sampled_from(STEPS),
    mine=st.sampled_from(STEPS),
    arguable=st.sets(st.sampled_from(STEPS), max_size=2),
    objection=st.sampled_from(["strong", "weak", None, "no such"]),
)
def test_points_follow_the_rule(course, mine, arguable, objection):
    claim = claim_of(course, arguable - {course})
    apart = abs(STEPS.index(course) - STEPS.index(mine))
    points = claim.points(mine, objection)
    if mine == course:
        assert points == 1 and claim.stands(mine) == "same"
    elif apart == 1 or mine in arguable:
        assert claim.stands(mine) == "arguable"
        assert points == (0.5 if objection == "strong" else 0)
    else:
        assert claim.stands(mine) == "apart" and points == 0
    assert points <= claim.points(course, objection)


@pytest.mark.parametrize("rights", [0, 2])
def test_just_one_objection_is_the_strongest(rights):
    options = [{"name": str(n), "text": "A", "right": n < rights} for n in range(3)]
    with pytest.raises(ValueError, match=r"right|strongest"):
        Claim("It leaks.", "model", "No.", "limits", "Seen.", name="a", objections=options)


@pytest.mark.parametrize("objection", [None, "no such", 3, ["strong"]])
def test_a_weighed_grade_needs_an_objection_of_the_four(progress, objection):
    widget = Capstone(progress=progress).weigh()
    name = next(iter(widget.claims))
    said = {"say": "grade", "claim": name, "grade": "limits", "note": "", "objection": objection}
    assert widget.answer(said) is None
    assert progress.all("grade") == []


def test_a_weighed_grade_is_kept_and_restored_with_its_objection(progress):
    lesson = graded(progress, lambda claim: claim.grade)
    again = Capstone(progress=progress).weigh()
    for state in again.state.values():
        assert state["grade"] in GRADES and state["objection"]
    assert set(again.claims) == set(lesson.weigh().claims)
    for page in again.page["claims"]:
        assert len(page["objections"]) == 4 and set(page["points"]) == set(GRADES)


# -- three learners ------------------------------------------------------------------------------

THREE = {
    "believer": lambda claim: "supported",
    "doubter": lambda claim: "unsupported",
    "course": lambda claim: claim.grade,
}


@pytest.mark.parametrize("who", THREE)
def test_three_learners(progress, who):
    lesson = graded(progress, THREE[who])
    weighed = lesson.weighed()
    assert len(weighed.points) == weighed.asked <= len(lesson.asked_again())
    units = [row for row in lesson.by_unit() if row[1]]
    text, html = str(lesson.summary()), lesson.summary().html()
    ledger = lesson.ledger()._repr_html_()
    if who == "course":
        assert weighed.total == weighed.asked
        assert all(first == last == 0 for _, _, first, last in units)
        assert "†" not in text
        assert text == str(lesson.summary("course"))
    else:
        sign = 1 if who == "believer" else -1
        assert all(sign * last > 0 for *_, last in units)
        assert "†" in text and "quite otherwise" in text
        mine = lesson.beliefs().items()  # whatever stood two steps away is asked again
        far = {n for n, one in mine if one.taught and abs(one.steps(one.taught)) >= FAR}
        assert far <= set(lesson.asked_again())
        assert len(lesson.weigh().claims) == len(lesson.asked_again())
    if who == "doubter":
        assert "There is no good evidence that ketamine blocks" in text
    if who == "believer":
        popular = str(lesson.summary("popular")).replace("†", "")
        assert popular.split("\n")[0] in text.replace("†", "")
    reads_well(text)
    assert html.count("<p>") == html.count("</p>") and "None" not in text + html + ledger
    assert 'href="mechanism/03_disinhibition.ipynb"' in ledger


def test_a_learner_who_changed_is_shown_to_have_changed(progress):
    lesson = Capstone(progress=progress)
    claim = lesson.claims["claim-16"]
    progress.record("grade", claim.keys[0], grade="supported", note="")
    assert "claim-16" in lesson.asked_again()
    (row,) = [row for row in lesson.by_unit() if row[1]]
    assert row == ("Clinical use", 1, 4, 4)
    progress.record("grade", f"{CAPSTONE}/claim-16", grade="unsupported", note="", objection="x")
    assert next(row for row in lesson.by_unit() if row[1]) == ("Clinical use", 1, 4, 0)
    assert "1 changed since the first grade" in str(lesson.ledger())
    assert lesson.beliefs()["claim-16"].taught == "supported"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"grade": "superb"},
        {"grade": ["limits"]},
        {"grade": None},
        {"grade": "limits", "note": 7},
    ],
)
def test_spoilt_records_do_no_harm(progress, data):
    lesson = Capstone(progress=progress)
    progress.record("grade", lesson.claims["claim-3"].keys[0], **data)
    progress.record("grade", "no/such", grade="limits")
    for shown in (lesson.ledger(), lesson.weighed(), lesson.summary(), lesson.gained()):
        assert repr(shown) and shown._repr_html_()
    assert lesson.weigh().claims


# -- the summary ---------------------------------------------------------------------------------


def reads_well(text: str) -> None:
    for line in text.split("\n"):
        assert line[-1] in ".…”", line
        assert not re.search(r"\s[,.;:]|[,;:]\.|\.\.|,,|  ", line), line
        for sentence in re.split(r"(?<=[.”]) ", line):
            assert re.match(r"[A-Z0-9†]", sentence), sentence
            assert len(sentence.split()) <= 75, sentence


ENTRIES = list(Capstone().content.told.values())


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*STEPS, None]), min_size=len(ENTRIES), max_size=len(ENTRIES)))
def test_any_mixture_of_grades_reads_as_sentences(grades):
    told = [
        Telling(
            **{k: one[k] for k in ("paragraph", "clause", "part", "but")},
            says=one.get("says", ""),
            grade=grade,
        )
        for one, grade in zip(ENTRIES, grades, strict=True)
        if grade is not None
    ]
    made = compose(told, missing=grades.count(None))
    text = str(made)
    reads_well(text)
    for one in told:  # nothing that was graded is lost
        words = [one.clause, one.sentence] if one.grade == "supported" else [one.clause]
        assert any(w.replace("*", "").lower() in text.lower() for w in words)
    assert len(made.paragraphs) == len(list(itertools.groupby(t.paragraph for t in told)))


TOLD = {"paragraph": "P", "clause": "it leaks", "part": "in winter", "but": "nobody looked"}


@pytest.mark.parametrize(
    ("grade", "said"),
    [
        ("supported", "It leaks."),
        ("limits", "It leaks, in winter."),
        ("contested", "It is contested whether it leaks: nobody looked."),
        ("overstated", "It goes too far to say that it leaks: nobody looked."),
        ("unsupported", "There is no good evidence that it leaks: nobody looked."),
    ],
)
def test_each_grade_has_its_sentence(grade, said):
    assert str(compose([Telling(**TOLD, grade=grade)])) == f"P. {said}"


def test_a_sentence_leans_on_the_one_before_only_where_that_is_supported_too():
    two = {**TOLD, "clause": "the bucket runs dry", "says": "So it runs dry.", "grade": "supported"}
    for before, said in (("supported", "So it runs dry."), ("contested", "The bucket runs dry.")):
        made = compose([Telling(**TOLD, grade=before), Telling(**two)])
        assert str(made).endswith(said)


@pytest.mark.parametrize("note", ["<b>mice</b>", "mice.", " in\n mice ", "x" * 500, "*a* `b`"])
def test_a_learners_own_words_are_quoted_and_do_no_harm(note):
    made = compose([Telling(**TOLD, grade="limits", note=note)])
    assert "in your words: “" in str(made) and "<b>" not in made.html()
    assert len(str(made)) < 260
    reads_well(str(made))


def test_a_summary_without_grades_says_what_to_do(progress):
    made = Capstone(progress=progress).summary()
    assert made.paragraphs == () and "graded no claim yet" in str(made)


@pytest.mark.parametrize("wrong", [{"grade": "true"}, {"clause": " "}, {"but": ""}])
def test_a_malformed_telling_is_refused(wrong):
    with pytest.raises(ValueError):
        Telling(**{**TOLD, "grade": "limits", **wrong})


def test_to_doubt_all_is_further_off_than_to_believe_all(progress):
    every = Capstone(progress=progress).beliefs().values()
    doubt, belief = (
        sum(abs(one.steps(grade)) for one in every) / len(every)
        for grade in ("unsupported", "supported")
    )
    assert doubt > belief
    words = f"doubting all is {doubt:.1f} steps off on average, believing all {belief:.1f}"
    says("17_weigh_the_claims", words)


def test_nobody_else_has_a_summary():
    with pytest.raises(ValueError, match="mine, course or popular"):
        Capstone().summary("hers")


# -- the inventory -------------------------------------------------------------------------------


def sit(progress, lesson, items, right):
    for place, item in enumerate(items):
        name = next(o["name"] for o in item["options"] if bool(o.get("right")) is (place < right))
        progress.record("inventory", f"{lesson}/inventory/{item['name']}", choice=name)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0, 16, "16 / 16" and "= 1.00"),
        (4, 13, "= 0.75"),
        (16, 16, "no room for a gain"),
        (16, 10, "no room for a gain"),
        (8, 4, "= −0.50"),
        (None, 9, "there is no gain"),
        (5, None, "0 of 16 questions answered"),
    ],
)
def test_the_gain_on_the_whole_inventory(progress, before, after, said):
    lesson = Capstone(progress=progress)
    items = lesson.inventory_items()
    assert len(items) == 16
    for where, right in ((START, before), (CAPSTONE, after)):
        if right is not None:
            sit(progress, where, items, right)
    found = lesson.gained()
    assert said in repr(found)
    html = found._repr_html_()
    assert ("✓ right" in html) is bool(after)
    assert ("<table" in html) is (after is not None)


def test_nothing_is_shown_before_the_last_question_is_answered(progress):
    lesson = Capstone(progress=progress)
    items = lesson.inventory_items()
    sit(progress, START, items, 8)
    sit(progress, CAPSTONE, items[:15], 15)
    assert "15 of 16 questions answered" in repr(lesson.gained())
    assert "right" not in lesson.gained()._repr_html_()


@given(st.integers(1, 40), st.data())
def test_a_gain_is_at_most_one_and_zero_where_nothing_changed(of, data):
    before, after = (data.draw(st.integers(0, of)) for _ in range(2))
    found = gain(before, after, of=of)
    if before == of:
        assert found is None
    else:
        assert found <= 1
        assert (found > 0) is (after > before) and (found == 0) is (after == before)


@pytest.mark.parametrize("wrong", [(-1, 2, 4), (1, 5, 4), (1, 2, 0), (1.0, 2, 4), (True, 2, 4)])
def test_a_gain_of_strange_scores_is_refused(wrong):
    with pytest.raises(ValueError):
        gain(*wrong)


def test_the_items_are_asked_in_no_lesson():
    mine = {item["question"].strip() for item in Capstone().inventory_items()}
    for lesson in questions_file.lessons():
        content = questions_file.read(lesson)
        asked = [*content.predictions.values(), *content.questions.values()]
        assert not mine & {one["question"].strip() for one in asked}


def test_the_answers_of_the_inventory_are_told_in_17_only():
    lesson = Capstone()
    assert all(o.get("why") for item in lesson.inventory_items() for o in item["options"])
    assert "The rule of three" in lesson.answers().static_html()
    assert "rule of three" not in str(lesson.inventory().page) + lesson.inventory().static_html()
