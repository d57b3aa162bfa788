"""From an answer to words: what a check says, records and raises, on tasks made for the test."""

import subprocess
import sys
import warnings
from types import ModuleType

import numpy as np
import pytest

from helpers.checks import check, tasks
from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.widgets.progress import Progress
from tests.unit.junk import JUNK

HEIGHT = part(
    name="height_m",
    asks="the height of the tower",
    kind=Number("m", within=0.01),
    answer=lambda: 100.0,
    wrong="""
    feet: This looks like feet.
    below: A height is above zero.
    """,
    feet=lambda: 328.0,
    below=(lambda: -5, lambda given: given < 0),
)
TWICE = part(
    name="twice",
    asks="a function that doubles",
    kind=Function(("x",), ((1.0,), (3.0,)), Number()),
    answer=lambda: lambda x: 2 * x,
    wrong="""
    square: This squares.
    half: This halves.
    """,
    square=lambda: lambda x: x**2,
    half=lambda: lambda x: x / 2,
)
ONE = Task("90.1", "One", 2, (HEIGHT,), ("Look up.", "Look further up.", "Count."), "Yes, so tall.")
TWO = Task("90.2", "Two", 3, (HEIGHT, TWICE), ("a", "b", "c"), "Both.")
OPEN = Task(
    "90.3",
    "Open",
    1,
    (
        part(
            name="even",
            asks="an even number",
            kind=Number(),
            answer=lambda: 2,
            wrong="feet: This looks like feet.",
            feet=lambda: 329,
            judge=lambda given: given % 2 == 0,
            otherwise=lambda given: f"{given:g} is odd.",
        ),
    ),
    ("a", "b", "c"),
    "Even.",
)


@pytest.fixture(autouse=True)
def _these_tasks(monkeypatch):
    monkeypatch.setattr(tasks, "every_task", lambda: [ONE, TWO, OPEN])


def test_right_wrong_and_empty_are_told_apart():
    assert ONE.verdict(100.4).state == "right"
    assert ONE.verdict(100.4).words == "Yes, so tall."
    assert ONE.verdict(102).state == "wrong"
    assert ONE.verdict(...).state == "not attempted"


def test_a_listed_mistake_is_named():
    assert (ONE.verdict(328).mistake, ONE.verdict(328).words) == ("feet", "This looks like feet.")
    assert ONE.verdict(-77).mistake == "below"


def test_an_unlisted_mistake_hears_what_kind_of_thing_was_asked_and_no_answer():
    verdict = ONE.verdict(50)
    assert verdict.mistake is None
    assert "the height of the tower" in verdict.words and "in m" in verdict.words
    assert "100" not in verdict.words


def test_where_many_answers_are_right_the_judge_decides():
    assert OPEN.verdict(4).state == "right"
    assert OPEN.verdict(7).words == "7 is odd."


def test_parts_are_judged_in_order_and_those_before_are_said_to_be_right():
    assert TWO.verdict(..., ...).state == "not attempted"
    assert TWO.verdict(328, lambda x: 2 * x).words == "height_m: This looks like feet."
    halves = TWO.verdict(100, lambda x: x / 2)
    assert halves.words == "height_m is right. twice: This halves."
    unfinished = TWO.verdict(100, lambda x: None)
    assert unfinished.state == "not attempted"
    assert unfinished.words.startswith("height_m is right.")
    assert TWO.verdict(100, lambda x: 2 * x).state == "right"


def test_the_wrong_number_of_answers_is_answered_with_the_call_that_is_meant():
    verdict = TWO.verdict(100)
    assert verdict.state == "wrong"
    assert 'check("90.2", height_m, twice)' in verdict.words


@pytest.mark.parametrize("task", [ONE, TWO, OPEN], ids=lambda task: task.id)
def test_junk_gets_words_and_is_never_right(task):
    for junk, make in JUNK.items():
        verdict = task.verdict(*(make() for _ in task.parts))
        even = task is OPEN and junk in {"zero", "minus zero"}
        assert even or verdict.state in {"wrong", "not attempted"}, junk
        assert verdict.words.strip(), junk


def _noisy(x):
    print("to stdout")
    print("to stderr", file=sys.stderr)
    warnings.warn("careful", stacklevel=1)
    return 2 * x + 0 * np.log(0 * x)


def test_what_a_learners_function_prints_or_warns_does_not_get_out(capfd, recwarn):
    TWO.verdict(100, _noisy)
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


def test_check_shows_its_words_and_returns_none(capfd):
    assert check("90.1", 328) is None
    out, err = capfd.readouterr()
    assert "This looks like feet." in out
    assert not err


def test_check_is_recorded(progress_file, capfd):
    check("90.1", 328)
    check("90.1", 100)
    kept = [event.data for event in Progress().all("check", "90.1")]
    assert [event["state"] for event in kept] == ["wrong", "right"]
    assert kept[0]["mistake"] == "feet"


@pytest.mark.parametrize("run", ["autograde", "validate"])
def test_under_nbgrader_only_a_right_answer_passes(monkeypatch, capfd, run):
    monkeypatch.setenv("NBGRADER_EXECUTION", run)
    assert check("90.1", 100) is None
    for answer in (328, 50, ..., None):
        with pytest.raises(AssertionError, match=r"\w"):
            check("90.1", answer)
    assert capfd.readouterr().err == ""


def test_an_unknown_task_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"90\.1"):
        check("90.l", 1)
    with pytest.raises(ValueError, match="no task"):
        check(None, 1)


@pytest.fixture
def progress_file(tmp_path, monkeypatch):
    path = tmp_path / "progress.jsonl"
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    return path


def test_a_task_is_found_without_loading_other_lessons():
    show = (
        "import sys; from helpers.checks.tasks import find; find('01.1'); "
        "print(*[m for m in sys.modules if m.startswith('helpers.checks.mechanism.')])"
    )
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = {name.split(".")[-1] for name in done.stdout.split()}
    assert loaded == {"channel_block", "channel_block_challenge"}


def test_a_lesson_without_tasks_has_none(monkeypatch):
    assert tasks.tasks_of("33_no_lesson") == ()
    monkeypatch.setattr(tasks.questions_file, "unit_of", lambda lesson: "mechanics")
    assert tasks.tasks_of("01_channel_block") == ()  # the check of its file names the unit


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Task(id='1', title='x', points=1, parts=(), right='x')", "missing 1 .*'hints'"),
        ("TASKS = 3", "TASKS must be tasks with commas"),
        ("TASK = ()", "no attribute 'TASKS'"),
        ("TASKS = (", "was never closed.* line 2"),
        ("from helpers import no_such", "cannot import name 'no_such'"),
        ("TASKS = {}['01.1']", "'01.1'"),
        ("part(name='x', asks='x', kind=0, answer=int, wrong='w - A.', w=int)", "as `its-name: w"),
    ],
)
def test_a_module_of_tasks_that_cannot_be_read_is_named(monkeypatch, source, said):
    def broken(name):
        module = ModuleType(name)
        exec(f"from helpers.checks.tasks import *\n{source}", vars(module))
        return module

    monkeypatch.setattr(tasks, "import_module", broken)
    with pytest.raises(ValueError, match=f"helpers/checks/mechanism/channel_block.py: .*{said}"):
        tasks.tasks_of("01_channel_block")


@pytest.mark.parametrize(
    "wrong", ["half: A half.", "half: A.\nfeet: B.\nfeet: C.", "half: A.\nfeet: B.\nmile: C."]
)
def test_every_mistake_of_a_part_has_words_and_an_example(wrong):
    examples = {"half": lambda: 1, "feet": lambda: 3}
    with pytest.raises(ValueError, match="wrong must name each mistake"):
        part(name="x", asks="x", kind=Number(), answer=lambda: 2, wrong=wrong, **examples)


@pytest.mark.parametrize("wrong", ["w: A.", "w: A.\ns: B.\ne: C.", "w: A.\nup: B."])
def test_a_choice_has_words_for_each_option_but_one(wrong):
    with pytest.raises(ValueError, match="wrong must name each of options but"):
        choose(name="x", asks="x", options={"e": "east", "s": "south", "w": "west"}, wrong=wrong)
