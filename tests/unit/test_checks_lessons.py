"""Files of questions: a good one becomes widgets, a bad one says what is wrong and where."""

import copy
from html import unescape

import pytest

from helpers import evidence
from helpers.checks import Lesson, outlines, questions_file
from helpers.checks.questions_file import QuestionsError, lessons, read
from helpers.widgets import progress_table

GOOD = {
    "title": "Bucket",
    "unit": "",
    "minutes": 20,
    "sentence": "What goes in comes out.",
    "objectives": ["Draw a *bucket*.", "Fill it."],
    "know_first": ["Water."],
    "references": ["jahr1990"],
    "predictions": [
        {
            "name": "level",
            "question": "How high?",
            "options": [
                {"name": "low", "text": "Low", "why": "No."},
                {"name": "high", "text": "High", "right": True, "why": "Yes."},
            ],
        }
    ],
    "questions": [
        {
            "name": "leak",
            "misconception": "Leaks do not matter",
            "question": "How fast?",
            "options": [
                {"name": "slow", "text": "Slowly", "why": "No."},
                {"name": "fast", "text": "Fast", "right": True, "why": "Yes."},
            ],
        }
    ],
    "tasks": [
        {
            "name": "filling",
            "steps": [{"say": "Fill it.", "look": "The rim.", "done": [{"inflow": 8}]}],
            "found": "It is [full](set:inflow=8).",
        }
    ],
    "claims": [
        {
            "number": 2,
            "text": "It leaks.",
            "kind": ["in vitro", "model"],
            "objection": "Not in winter.",
            "grade": "supported",
            "reason": "Seen.",
            "evidence": ["mg-jahr1990-k0", "ket-kj2009-0mg-2a"],
            "arguable": {"limits": "Where it freezes."},
        }
    ],
    "inventory": [
        {
            "name": "busy",
            "lesson": "01_channel_block",
            "question": "Which?",
            "options": [
                {"name": "a", "text": "A"},
                {"name": "b", "text": "B"},
                {"name": "c", "text": "C", "right": True},
                {"name": "d", "text": "D"},
            ],
        }
    ],
}


def _toml(value) -> str:
    """Write a value as inline TOML: enough for these files."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}" = {_toml(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "progress.jsonl"))
    return tmp_path


@pytest.fixture
def write(folder):
    def write(content: dict, name: str = "90_bucket"):
        lines = [f"{key} = {_toml(value)}" for key, value in content.items()]
        (folder / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")
        return name

    return write


@pytest.fixture
def lesson(write, folder):
    return Lesson(write(GOOD), folder=folder)


def test_the_opening_says_minutes_objectives_and_what_to_know(lesson):
    html, text = lesson.opening()._repr_html_(), repr(lesson.opening())
    for words in ("20 minutes", "Fill it.", "Water."):
        assert words in html and words in text
    assert "<em>bucket</em>" in html
    assert "Draw a bucket." in text


def test_a_long_lesson_names_its_short_path(write, folder):
    opening = Lesson(write({**GOOD, "minutes": 60}), folder=folder).opening()
    assert "60 minutes, or 45 without what is marked Beyond 45 minutes." in repr(opening)
    assert "<em>Beyond 45 minutes</em>" in opening._repr_html_()
    assert "Beyond" not in repr(Lesson(write({**GOOD, "minutes": 50}), folder=folder).opening())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda lesson: lesson.predict("level"), ("How high?", "Low", "High")),
        (lambda lesson: lesson.revisit("level"), ("How high?", "Yes.")),
        (lambda lesson: lesson.ask("leak"), ("How fast?", "Slowly")),
        (lambda lesson: lesson.passport(), ("It leaks.", "Not in winter.")),
        (lambda lesson: lesson.inventory(), ("Which?", "A")),
        (lambda lesson: lesson.references(), ("10.1523/JNEUROSCI.10-09-03178.1990",)),
    ],
    ids=["predict", "revisit", "ask", "passport", "inventory", "references"],
)
def test_each_part_is_shown_with_its_words(lesson, call, words):
    shown = call(lesson)
    is_list = isinstance(shown, evidence.References)
    html = shown._repr_html_() if is_list else shown.static_html()
    for word in words:
        assert word in unescape(html)


def test_the_passport_marks_evidence_that_is_unverified(lesson):
    assert evidence.fact("ket-kj2009-0mg-2a").verified == "unverified"
    assert "Unverified" in lesson.passport().static_html()


def test_the_passport_shows_both_sides_of_a_claim(write, folder):
    lesson = Lesson(write(_change("claims.0.against", ["ket-gilling2009-ic50"])), folder=folder)
    other_side = lesson.passport().static_html().split("Argue the other side")[1]
    against, supporting = other_side.split("Measured, and for it:")
    assert "Measured, and against it:" in against
    assert "10.1016/j.neuropharm.2009.01.012" in against
    assert "10.1523/JNEUROSCI.10-09-03178.1990" in supporting


def test_the_passport_says_which_claim_the_short_path_leaves_out(write, folder):
    said = "Beyond 45 minutes"
    for left_out in (True, False):
        lesson = Lesson(write(_change("claims.0.beyond_45", left_out)), folder=folder)
        shown = lesson.passport()
        (claim,) = shown.page["claims"]
        assert claim["aside"] == (said if left_out else "")
        assert (said in shown.static_html()) == (said in shown.static_text()) == left_out


def test_terms_are_folded_each_with_its_sentence(write, folder):
    shown = Lesson(write({**GOOD, "terms": ["EC50"]}), folder=folder).glossary().static_html()
    assert "<details" in shown and "Terms of this lesson" in shown
    assert "half of the largest effect" in shown
    with pytest.raises(ValueError, match="EC50"):
        Lesson(write({**GOOD, "terms": ["EC5"]}), folder=folder).glossary()


def test_a_reveal_shows_the_picture_with_its_words(lesson):
    def draw(figure, *, level):
        figure.subplots().plot([0, level])
        return f"The level rises to {level}."

    shown = lesson.reveal("level", draw, title="Look", level=3).static_html()
    assert 'alt="The level rises to 3."' in shown
    assert "Look" in shown


def test_the_outline_holds_what_there_is_to_do(lesson):
    outline = lesson.outline()
    assert outline.predictions == ("90_bucket/level",)
    assert outline.questions == ("90_bucket/leak", "90_bucket/inventory/busy")
    assert outline.claims == ("90_bucket/claim-2",)
    assert outline.tasks == ()


def test_answers_to_the_inventory_are_counted(lesson):
    table = progress_table([lesson.outline()])
    assert table.counts()["90_bucket"]["questions"] == (0, 2)
    assert lesson.inventory().answer({"say": "answer", "item": "busy", "choice": "not-sure"})
    assert table.counts()["90_bucket"]["questions"] == (1, 2)


def test_the_course_has_an_outline_for_each_file():
    assert [outline.name for outline in outlines()] == lessons()
    first = next(outline for outline in outlines() if outline.name == "01_channel_block")
    assert first.tasks == tuple(f"01.{number}" for number in range(1, 7))


@pytest.mark.parametrize("name", lessons())
def test_every_file_of_the_course_is_good_and_rests_on_known_evidence(name, folder):
    lesson = Lesson(name)
    content = lesson.content
    for prediction in content.predictions:
        assert lesson.predict(prediction).static_html()
        assert lesson.revisit(prediction).static_html()
    for question in content.questions:
        assert lesson.ask(question).static_html()
    if content.claims:
        assert lesson.passport().static_html()
    if content.inventory:
        assert lesson.inventory().static_html()
    assert len(lesson.references()._repr_html_()) > 0


def test_a_task_is_handed_to_the_panel_as_it_stands(lesson):
    (task,) = GOOD["tasks"]
    assert lesson.task("filling") == {"steps": task["steps"], "found": task["found"]}
    with pytest.raises(ValueError, match="filling"):
        lesson.task("emptying")


@pytest.mark.parametrize("method", ["predict", "revisit", "ask"])
def test_an_unknown_name_is_answered_with_the_names_there_are(lesson, method):
    with pytest.raises(ValueError, match=r"level|leak"):
        getattr(lesson, method)("levle")
    with pytest.raises(ValueError, match=r"level|leak"):
        getattr(lesson, method)(None)


def test_an_unknown_lesson_is_answered_with_the_nearest():
    with pytest.raises(QuestionsError, match="01_channel_block"):
        Lesson("01_chanel_block")
    with pytest.raises(QuestionsError, match="no lesson"):
        Lesson(None)


def test_a_lesson_without_claims_or_inventory_says_so(write, folder):
    bare = {k: v for k, v in GOOD.items() if k not in ("claims", "inventory")}
    lesson = Lesson(write(bare), folder=folder)
    with pytest.raises(ValueError, match="no claims"):
        lesson.passport()
    with pytest.raises(ValueError, match="no concept inventory"):
        lesson.inventory()


def _change(path: str, value) -> dict:
    """Return the good file with one thing changed; ``...`` takes it out."""
    content = copy.deepcopy(GOOD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = content
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return content


BAD = {
    "no minutes": ("minutes", ..., "minutes missing"),
    "no objectives": ("objectives", [], "objectives must be one to 4"),
    "five objectives": ("objectives", ["a"] * 5, "objectives must be one to 4"),
    "minutes as text": ("minutes", "20", "minutes must be a whole number"),
    "minutes true": ("minutes", True, "minutes must be a whole number"),
    "minutes zero": ("minutes", 0, "above zero"),
    "empty title": ("title", " ", "title is empty"),
    "strange key": ("minuets", 20, "minuets unknown"),
    "objective no text": ("objectives", [1], "each of objectives must be a text"),
    "predictions no list": (
        "predictions",
        {"name": "level"},
        "write each of predictions below [[predictions]]",
    ),
    "prediction no table": ("predictions.0", "level", "predictions 1: the entry must be a table"),
    "no name": ("predictions.0.name", ..., "predictions 1: a name is missing"),
    "name with blank": ("predictions.0.name", "the level", "like-this"),
    "no question": ("predictions.0.question", ..., "predictions 'level': question missing"),
    "empty question": ("questions.0.question", "", "questions 'leak': question is empty"),
    "strange field": ("questions.0.hint", "x", "hint unknown"),
    "one option": ("questions.0.options", [GOOD["questions"][0]["options"][1]], "at least two"),
    "no why": ("questions.0.options.0.why", ..., "option 1: why missing"),
    "empty why": ("questions.0.options.0.why", "", "why is empty"),
    "no right": ("questions.0.options.1.right", ..., "no option is right"),
    "all right": ("questions.0.options.0.right", True, "every option is right"),
    "right as text": ("questions.0.options.1.right", "yes", "right must be true or false"),
    "same option": ("questions.0.options.0.name", "fast", "two options have the same name"),
    "same question": ("questions", GOOD["questions"] * 2, "the name stands twice"),
    "strange kind": ("claims.0.kind", "hearsay", "kind must be one of"),
    "strange grade": ("claims.0.grade", "true", "grade must be one of"),
    "strange arguable": ("claims.0.arguable", {"maybe": "x"}, "each of arguable must be one of"),
    "arguable own": ("claims.0.arguable", {"supported": "x"}, "itself cannot be arguable"),
    "against as text": ("claims.0.against", "a-b", "against must be a list"),
    "against a number": ("claims.0.against", [1], "each of against must be a text"),
    "no evidence": ("claims.0.evidence", [], "at least one fact"),
    "nameless claim": ("claims.0.number", ..., "claims 1: a name is missing"),
    "number as text": ("claims.0.number", "2", "number must be a whole number"),
    "beyond_45 as text": ("claims.0.beyond_45", "yes", "beyond_45 must be true or false"),
    "no step": ("tasks.0.steps", [], "at least one step"),
    "step without say": ("tasks.0.steps.0.say", ..., "step 1: say missing"),
    "step with hint": ("tasks.0.steps.0.hint", "x", "hint unknown"),
    "done as text": ("tasks.0.steps.0.done", "8", "each position of done must be a table"),
    "empty found": ("tasks.0.found", "", "found is empty"),
    "inventory lesson": ("inventory.0.lesson", ..., "lesson missing"),
}


@pytest.mark.parametrize(("path", "value", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_says_where_and_what(write, folder, path, value, words):
    name = write(_change(path, value))
    with pytest.raises(QuestionsError) as error:
        read(name, folder)
    assert str(error.value).startswith("90_bucket.toml")
    assert words in str(error.value)


def test_a_file_that_is_no_toml_says_its_line(folder):
    (folder / "90_bucket.toml").write_text('title = "a"\nminutes = = 3', encoding="utf-8")
    with pytest.raises(QuestionsError, match=r"90_bucket\.toml.*line 2"):
        read("90_bucket", folder)
    (folder / "90_bucket.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionsError, match=r"90_bucket\.toml"):
        read("90_bucket", folder)


def test_evidence_that_does_not_exist_is_named(write, folder):
    lesson = Lesson(write(_change("claims.0.evidence", ["mg-jahr1990-k9"])), folder=folder)
    with pytest.raises(ValueError, match="mg-jahr1990-k0"):
        lesson.passport()


def test_the_files_of_the_course_are_where_lessons_look():
    assert questions_file.FOLDER.is_dir()
    assert {"00_start_here", "01_channel_block"} <= set(lessons())
