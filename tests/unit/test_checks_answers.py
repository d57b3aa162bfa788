"""How answers of any type are read: kindly where it is clear, never by mistake, never a crash."""

import signal
import threading
import time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.answers import (
    Choice,
    Function,
    Names,
    NotAttemptedError,
    NotThatKindError,
    Number,
    TooSlowError,
    kind_in_words,
    time_limit,
)
from tests.unit.junk import JUNK

SUBUNITS = Names({"2A": ("GluN2A",), "2B": ("GluN2B",)}, example='["2A"]')
COLOURS = Choice(("red", "dark blue"))
DOUBLE = Function(("x",), ((1.0,), (2.0,)), Number("mM", within=0.01))
KINDS = {"number": Number("mM"), "choice": COLOURS, "names": SUBUNITS, "function": DOUBLE}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_junk_is_read_or_refused_in_words(kind):
    # What an object does when it is touched is caught one step above, in Task.verdict.
    touchy = {"hostile", "leaver", "two-faced", "list of hostile"}
    for junk in JUNK.keys() - touchy:
        try:
            read = kind.read(JUNK[junk]())
        except (NotThatKindError, NotAttemptedError) as refused:
            assert str(refused).strip(), junk
        else:
            assert isinstance(read, (float, str, frozenset, tuple)), junk


@pytest.mark.parametrize(
    "same",
    [
        2.5,
        np.float64(2.5),
        np.float32(2.5),
        np.array(2.5),
        np.array([2.5]),
        [2.5],
        (2.5,),
        [[2.5]],
        [np.array([2.5])],
        np.array([[2.5]]),
        pd.Series([2.5], index=["x"]),
        pd.DataFrame({"a": [2.5]}),
        pd.Index([2.5]),
        Decimal("2.5"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_one_number_in_any_box_is_that_number(same):
    assert Number().read(same) == 2.5


@pytest.mark.parametrize("whole", [3, np.int64(3), np.uint8(3), np.array([3])])
def test_whole_numbers_are_numbers(whole):
    assert Number().read(whole) == 3.0


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("0.06", "text"),
        (" 0.06 mM ", "0.06 mM"),
        (True, "True or False"),
        (np.True_, "True or False"),
        (1j, "complex"),
        ([1.0, 2.0], "a list"),
        ({"a": 1.0}, "a dictionary"),
        (float("nan"), "NaN"),
        (10**400, "too large"),
        (float("inf"), "infinite"),
        (len, "a function"),
        ((1, 5), "a decimal point"),
        (pd.DataFrame({"a": [1.0, 2.0]}), "a table"),
        (pd.Timestamp(0), "Timestamp"),
    ],
)
def test_what_is_no_number_is_named(answer, word):
    with pytest.raises(NotThatKindError, match=word):
        Number("mM").read(answer)


@pytest.mark.parametrize("empty", [..., None, [...], [None], np.array([None])])
def test_an_empty_place_is_not_an_attempt(empty):
    with pytest.raises(NotAttemptedError):
        Number().read(empty)


def test_none_and_dots_are_told_apart():
    with pytest.raises(NotAttemptedError, match="three dots"):
        Number().read(...)
    with pytest.raises(NotAttemptedError, match="return"):
        Number().read(None)


@given(st.floats(1e-9, 1e9), st.floats(-0.5, 0.5))
def test_a_number_counts_exactly_within_its_tolerance(wanted, off):
    kind = Number(within=0.02)
    if abs(abs(off) - 0.02) > 1e-6:
        assert kind.same(wanted * (1 + off), wanted) == (abs(off) < 0.02)
    assert not kind.same(-wanted, wanted)


def test_the_tolerance_and_the_unit_are_said():
    assert Number("mM", within=0.05).expected == "a number in mM; within 5% counts as right"
    assert "without a unit" in Number().expected


@pytest.mark.parametrize("spelling", ["dark blue", "Dark-Blue", " dark_blue ", ["DARK BLUE"]])
def test_a_choice_may_be_spelt_freely(spelling):
    assert COLOURS.read(spelling) == "dark blue"


@pytest.mark.parametrize(
    ("other", "word"),
    [("green", "'green'"), ("", "choice"), (1, "a whole number"), (["red", "red"], "a list")],
)
def test_another_word_is_no_choice(other, word):
    with pytest.raises(NotThatKindError, match=word):
        COLOURS.read(other)
    assert '"red", "dark blue"' in COLOURS.expected


@pytest.mark.parametrize(
    "spelling",
    [
        ["2a", "GluN2B"],
        {"2A", "2B"},
        ("2B", "2A", "2A"),
        np.array(["2A", "2B"]),
        pd.Series(["glun2a", "2B"]),
        pd.Series(["2A", "2B", "2B"]).unique(),
        pd.Series(["2A", "2B"], dtype="category").array,
        pd.DataFrame({"unit": ["2A", "2B"]}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_names_come_in_any_order_box_and_spelling(spelling):
    assert SUBUNITS.read(spelling) == {"2A", "2B"}


def test_no_names_and_one_name_are_answers_too():
    assert SUBUNITS.read([]) == frozenset()
    assert SUBUNITS.read("2A") == {"2A"}


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (["2Z"], "'2Z'"),
        ([1], "holds a whole number"),
        (2, "a whole number"),
        ({"2A": 1}, "a dictionary"),
        ([["2A"]], "holds a list"),
    ],
)
def test_other_names_are_refused(other, word):
    with pytest.raises(NotThatKindError, match=word):
        SUBUNITS.read(other)
    assert '["2A"]' in SUBUNITS.expected


def test_a_function_is_called_at_every_point():
    assert DOUBLE.read(lambda x: 2 * x) == (2.0, 4.0)
    assert DOUBLE.same((2.0, 4.0), (2.01, 4.01))
    assert not DOUBLE.same((2.0, 4.0), (2.0, 5.0))


@pytest.mark.parametrize("stub", [lambda x: None, lambda x: ...])
def test_a_stub_of_a_function_is_not_an_attempt(stub):
    with pytest.raises(NotAttemptedError, match="return"):
        DOUBLE.read(stub)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: 1 / 0, r"ZeroDivisionError \(division by zero\) at x=1"),
        (lambda: 1, r"TypeError \(.*takes 0 positional arguments.*\) at x=1"),
        (lambda x: no_such_name, "'no_such_name' is not defined"),  # noqa: F821
        (lambda x: "a" if x == 2 else 1.0, "at x=2: This is text"),
        (lambda x: None if x == 2 else 1.0, "nothing at x=2"),
        (4.0, "by its name alone"),
        (float, "a class"),
    ],
)
def test_what_a_function_does_wrong_is_said_with_its_arguments(function, words):
    with pytest.raises(NotThatKindError, match=words):
        DOUBLE.read(function)


def _for_ever(x):
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


alarms = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no alarms")


@alarms
def test_a_function_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr("helpers.checks.answers.SECONDS_FOR_A_FUNCTION", 0.1)
    with pytest.raises(NotThatKindError, match="never end"):
        DOUBLE.read(_for_ever)


@alarms
def test_a_time_limit_puts_back_the_alarm_that_was_there():
    called = []
    before = signal.signal(signal.SIGALRM, lambda *_: called.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 30)
        with pytest.raises(TooSlowError), time_limit(0.05):
            time.sleep(5)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= 30
        assert not called
        with time_limit(5):
            pass
        signal.raise_signal(signal.SIGALRM)
        assert called
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_outside_the_main_thread_the_block_runs_without_a_limit():
    ran = []

    def run():
        with time_limit(0.01):
            ran.append(1)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert ran


def test_every_type_has_a_name_in_words():
    for junk, make in JUNK.items():
        assert kind_in_words(make()).strip(), junk
