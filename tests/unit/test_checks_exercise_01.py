"""What is special to exercise 01; what holds for every task is in tests/contract/test_tasks.py."""

import pytest

from helpers.checks.mechanism import agonist_curves, freed_fraction
from helpers.checks.mechanism.channel_block import CLASSES
from helpers.checks.mechanism.channel_block_challenge import FREE_THE_PRISONER
from helpers.figures.receptor.unknown import unknown_blockers
from helpers.simulations.receptor import Step, pulses, wash
from helpers.widgets import show


@pytest.mark.parametrize(
    "protocol",
    [
        pulses(10, 1, voltage_mv=40),
        [pulses(5, 0.5, voltage_mv=20), pulses(5, 1, voltage_mv=40)],
        (Step(0.002, 1000, voltage_mv=30), wash(0.5, voltage_mv=30)) * 8,
    ],
    ids=["one train", "nested", "short pulses"],
)
def test_many_protocols_are_right(protocol):
    assert freed_fraction(protocol) >= 0.9
    assert FREE_THE_PRISONER.verdict(protocol).state == "right"


def test_a_protocol_that_frees_too_little_hears_how_much():
    protocol = pulses(2, 1, voltage_mv=40)
    verdict = FREE_THE_PRISONER.verdict(protocol)
    assert verdict.state == "wrong"
    assert verdict.mistake is None
    assert f"{100 * freed_fraction(protocol):.0f}%" in verdict.words


def test_too_many_steps_are_refused_before_they_are_run():
    assert "more than" in FREE_THE_PRISONER.verdict([wash(0.001)] * 3000).words


def test_a_table_that_is_corrected_moves_the_answer(monkeypatch):
    """Answers are computed when they are asked for: none is written down."""
    from helpers.checks.mechanism import channel_block as module

    corrected = module.series(module.SUBUNIT_SERIES)
    corrected.loc[corrected["subunit"].str.endswith("2C"), module.WITH_MG] = 8.0
    monkeypatch.setattr(module, "series", lambda name: corrected)
    assert module.SHARED_PORE.verdict(module._shift, ["2D"]).state == "right"
    assert module.SHARED_PORE.verdict(module._shift, ["2C", "2D"]).state == "wrong"


def test_the_picture_of_unknown_blockers_names_no_class():
    picture = show(unknown_blockers, curves=agonist_curves(), size_in=(7, 3.8))
    assert not any(name in picture.words for name in CLASSES)
    assert f"P it rises to {agonist_curves()['P'].max():.2f}" in picture.words


def test_a_learner_cannot_spoil_the_curves_for_the_check():
    curves = agonist_curves()
    curves["P"] = 0.0
    assert agonist_curves()["P"].max() > 0
