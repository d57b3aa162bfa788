"""The checkers of arguments: what they let through, and what they say of the rest."""

from __future__ import annotations

import decimal
import fractions

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.simulations import arguments

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=60, deadline=None, derandomize=True)

JUNK = [
    None,
    True,
    False,
    np.True_,
    "1",
    "",
    b"1",
    float("nan"),
    float("inf"),
    -float("inf"),
    1j,
    [],
    [None],
    [True],
    ["1"],
    [1.0, float("nan")],
    [[1.0], [2.0, 3.0]],
    {},
    {"a": 1},
    {1.0},
    object(),
    lambda: 1,
    np.array(["a"]),
    np.array([True, False]),
    np.array([]),
    np.array([1 + 2j]),
    np.ma.masked_array([1.0, 2.0], [True, False]),
    range(3),
    [[[[[1.0]]]]],
    decimal.Decimal(1),
    fractions.Fraction(1, 2),
    10**400,
]
NUMBER_CHECKERS = [
    arguments.finite,
    arguments.nonnegative,
    arguments.positive,
    arguments.fraction,
    lambda name, value: arguments.within(name, value, 0, 1),
    lambda name, value: arguments.whole(name, value),
    lambda name, value: arguments.increasing_times(name, value),
]


class Unspeakable:
    """A thing whose picture cannot be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no picture")


@pytest.mark.parametrize("checker", NUMBER_CHECKERS)
@pytest.mark.parametrize("value", [*JUNK, Unspeakable()], ids=lambda value: type(value).__name__)
def test_junk_is_refused_by_name(checker, value):
    with pytest.raises(ValueError, match="the_name"):
        checker("the_name", value)


@FIXED
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_finite_gives_the_number_back(value):
    found = arguments.finite("x", value)
    assert type(found) is float
    assert found == value


@FIXED
@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_finite_gives_lists_back_as_float_arrays(values):
    found = arguments.finite("x", values)
    assert found.dtype == float
    assert found.tolist() == values


def test_columns_of_a_table_are_numbers():
    table = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
    assert arguments.finite("x", table["a"]).tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="x must be"):
        arguments.finite("x", table["b"])


def test_strange_objects_are_not_touched():
    class Leaver:
        def __array__(self, *_):
            raise SystemExit(3)

    for bad in (Leaver(), [Leaver()], [1.0, [Leaver()]]):
        with pytest.raises(ValueError, match="x must be"):
            arguments.finite("x", bad)


def test_message_says_name_given_and_allowed():
    with pytest.raises(ValueError) as caught:
        arguments.nonnegative("ketamine_um", -3)
    assert str(caught.value) == "ketamine_um must be zero or more (finite); -3 was given."


def test_long_values_are_cut_in_messages():
    with pytest.raises(ValueError) as caught:
        arguments.positive("x", [-1.0] * 1000)
    assert len(str(caught.value)) < 160


@pytest.mark.parametrize(
    ("checker", "low", "inside"),
    [(arguments.nonnegative, -1e-300, 0.0), (arguments.positive, 0.0, 1e-300)],
)
def test_borders_of_sign(checker, low, inside):
    assert checker("x", inside) == inside
    with pytest.raises(ValueError, match="x must be"):
        checker("x", low)
    with pytest.raises(ValueError, match="x must be"):
        checker("x", [1.0, low])


def test_fraction_and_within_take_their_borders_in():
    assert arguments.fraction("x", [0, 1]).tolist() == [0.0, 1.0]
    assert arguments.within("x", -5, -5, 7) == -5.0
    for bad in (-0.1, 1.1):
        with pytest.raises(ValueError, match="from 0 to 1"):
            arguments.fraction("x", bad)
    with pytest.raises(ValueError, match="from -5 to 7"):
        arguments.within("x", 7.001, -5, 7)


@pytest.mark.parametrize("value", [[1.0], np.array([1.0, 2.0])])
def test_scalar_refuses_arrays(value):
    with pytest.raises(ValueError, match="one finite number"):
        arguments.finite("x", value, scalar=True)


def test_scalar_takes_numpy_scalars():
    for value in (np.float32(2.5), np.int64(2), np.array(2.0)):
        assert type(arguments.finite("x", value, scalar=True)) is float


def test_whole_numbers():
    assert arguments.whole("n", 3.0) == 3
    assert type(arguments.whole("n", np.int8(3))) is int
    for bad in (2.5, -1, 11, [3]):
        with pytest.raises(ValueError, match="whole number from 0 to 10"):
            arguments.whole("n", bad, low=0, high=10)


def test_one_of_lists_what_is_allowed():
    assert arguments.one_of("colour", "red", ("red", "blue")) == "red"
    for bad in ("green", None, 3, ["red"], "Red"):
        with pytest.raises(ValueError, match=r"colour must be one of 'red', 'blue'"):
            arguments.one_of("colour", bad, ("red", "blue"))


def test_text_and_boolean():
    assert arguments.text("name", "ab") == "ab"
    assert arguments.boolean("flag", np.False_) is False
    for bad in ("", "  ", None, 3):
        with pytest.raises(ValueError, match="name"):
            arguments.text("name", bad)
    for bad in (0, 1, "True", None):
        with pytest.raises(ValueError, match="flag"):
            arguments.boolean("flag", bad)


def test_times_must_increase_from_zero():
    assert arguments.increasing_times("times_s", [0, 1, 2.5], last_s=2.5).tolist() == [0, 1, 2.5]
    for bad in ([1, 1], [2, 1], [-1, 1], [0, 3], [[0, 1]], 1.0):
        with pytest.raises(ValueError, match="times_s must be"):
            arguments.increasing_times("times_s", bad, last_s=2.5)
