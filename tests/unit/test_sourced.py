"""One way to declare a number."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from helpers.evidence import parameters
from helpers.simulations.sourced import BY_USER, Source, Sourced, number, printed_range, published

_HALF_LIFE = Source("published", "plasma, mouse", ("ma2023-halflife-mouse",))
_SCALE = Source("chosen", "a scale")


@dataclass(frozen=True)
class Leak(Sourced):
    """Two numbers, one printed and one chosen, and a word."""

    half_life_min: float = number("t½", "half-life", "min", 1e-3, 1e5, 13.0, _HALF_LIFE)
    gain: float = number("g", "size", "relative", 0, 10, 2.0, _SCALE)
    name: str = "leak"


def test_a_changed_number_says_that_it_was_changed():
    leak = Leak().changed(gain=3)
    assert leak.sources == {"half_life_min": _HALF_LIFE, "gain": BY_USER}
    assert leak.changed(gain=2.0).sources["gain"] == _SCALE
    assert Leak(sources={"gain": _HALF_LIFE}).scaled("half_life_min", 2).sources == {
        "half_life_min": BY_USER,
        "gain": _HALF_LIFE,
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gain": 11}, "gain must be from 0 to 10; 11 was given"),
        ({"gain": "2"}, "gain must be from 0 to 10; '2' was given"),
        ({"loss": 1}, "a number of Leak must be one of 'half_life_min', 'gain'; 'loss' was given"),
        ({"name": "x"}, "a number of Leak must be one of 'half_life_min', 'gain'; 'name'"),
    ],
)
def test_wrong_changes_are_refused_by_name(change, words):
    with pytest.raises(ValueError) as caught:
        Leak().changed(**change)
    assert words in str(caught.value)


def test_the_table_and_the_rows_say_where_each_number_comes_from():
    table = Leak().table().set_index("parameter")
    assert table.loc["half_life_min", "facts"] == "ma2023-halflife-mouse"
    assert list(table["kind"]) == ["published", "chosen"]
    words = repr(parameters(Leak().rows()))
    assert "published: Ma 2023" in words and "chosen: a scale" in words
    assert list(Leak().rows("gain")) == ["g"]


def test_only_what_is_printed_is_published():
    assert published("ma2023-halflife-mouse") == 13
    assert printed_range("ket-gilling2009-ic50") == (0.68, 0.74)
    with pytest.raises(ValueError, match="has none"):
        printed_range("ma2023-halflife-mouse")
    with pytest.raises(ValueError, match="kind must be one of"):
        Source("guessed", "")
