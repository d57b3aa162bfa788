"""Numbers in sentences: found where they stand, and told with the command that mends them."""

from __future__ import annotations

import pytest

from tests import prose

TEXTS = {
    "notebooks/mechanism/01_channel_block.ipynb": "At 1 µM the block is 32% after 20 pulses.",
    "exercises/mechanism/01_channel_block.ipynb": "It takes 16.6 min to leave.",
}


@pytest.fixture(autouse=True)
def _these_texts(monkeypatch):
    monkeypatch.setattr(prose, "texts_of", lambda lesson: TEXTS if lesson[:2] == "01" else {})


def test_a_sentence_that_holds_passes():
    prose.says("01_channel_block", "the block is {share:.0%} after {n} pulses", share=0.3214, n=20)


@pytest.mark.parametrize(
    ("sentence", "value", "told"),
    [
        (
            "the block is {x:.0%} after 20",
            0.35,
            ("32% after 20”", "35% after 20”", "make execute ARGS=notebooks/mechanism/01_channel"),
        ),
        (
            "It takes {x:.1f} min",
            17.04,
            ("16.6 min", "17.0 min", "ARGS=solutions/mechanism/01_channel", "make exercises"),
        ),
        ("It takes {x:.1f} hours", 17.04, ("nowhere “It takes 17.0 hours”",)),
    ],
)
def test_other_numbers_are_told_with_what_to_do(sentence, value, told):
    with pytest.raises(AssertionError) as failure:
        prose.says("01_channel_block", sentence, x=value)
    for words in told:
        assert words in str(failure.value)


def test_an_unknown_lesson_is_told():
    with pytest.raises(AssertionError, match="no lesson '99_nothing'"):
        prose.says("99_nothing", "It is so.")
