"""Exercise 01 both ways: every right answer, every named wrong one, and junk."""

import re
from dataclasses import replace

import pytest

from helpers.checks.mechanism import TASKS, agonist_curves, freed_fraction
from helpers.checks.mechanism.channel_block import CLASSES
from helpers.checks.mechanism.channel_block_challenge import FREE_THE_PRISONER
from helpers.checks.tasks import every_task
from helpers.figures.receptor.unknown import unknown_blockers
from helpers.simulations.receptor import Step, pulses, wash
from helpers.widgets import show
from tests.unit.junk import JUNK

PARTS = [(task, place) for task in TASKS for place in range(len(task.parts))]
MISTAKES = [
    pytest.param(task, place, mistake, id=f"{task.id}-{task.parts[place].name}-{mistake.name}")
    for task, place in PARTS
    for mistake in task.parts[place].wrong
]


def _right(task):
    return [part.answer() for part in task.parts]


def _with(task, place, answer):
    """Right answers to the parts before, and this answer to one part."""
    answers = _right(task)
    answers[place] = answer
    return answers


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_right_answers_are_right(task):
    verdict = task.verdict(*_right(task))
    assert verdict.state == "right"
    assert verdict.words.strip()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_an_untouched_stub_is_not_an_attempt(task):
    assert task.verdict(*([...] * len(task.parts))).state == "not attempted"


@pytest.mark.parametrize(("task", "place"), PARTS, ids=lambda value: getattr(value, "id", value))
def test_an_unfinished_part_is_not_an_attempt(task, place):
    assert task.verdict(*_with(task, place, ...)).state == "not attempted"


@pytest.mark.parametrize(("task", "place", "mistake"), MISTAKES)
def test_each_named_mistake_gets_its_own_words(task, place, mistake):
    verdict = task.verdict(*_with(task, place, mistake.example()))
    assert verdict.state == "wrong"
    assert verdict.mistake == mistake.name
    assert mistake.words in verdict.words


@pytest.mark.parametrize(("task", "place"), PARTS, ids=lambda value: getattr(value, "id", value))
def test_mistakes_are_several_and_differ(task, place):
    wrong = task.parts[place].wrong
    assert len(wrong) >= 2
    assert len({mistake.name for mistake in wrong}) == len(wrong)


@pytest.mark.parametrize(("task", "place"), PARTS, ids=lambda value: getattr(value, "id", value))
def test_junk_is_never_right(task, place):
    alone = replace(task, parts=(task.parts[place],))
    for name, make in JUNK.items():
        verdict = alone.verdict(make())
        assert verdict.state in {"wrong", "not attempted"}, name
        assert verdict.words.strip(), name


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_three_hints_that_differ(task):
    assert len(task.hints) == len(set(task.hints)) == 3
    assert all(hint.strip() for hint in task.hints)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_words_do_not_give_the_number_away(task):
    for part in task.parts:
        answer = part.answer()
        if isinstance(answer, float):
            words = [*(m.words for m in part.wrong), part.asks, part.kind.expected, *task.hints]
            numbers = re.findall(r"\d+\.?\d*", " ".join(words))
            given_away = {f"{answer:.{digits}g}" for digits in (2, 3, 4)}
            assert not {number for number in given_away if len(number) > 1}.intersection(numbers)


def test_ids_are_unique_and_in_order():
    ids = [task.id for task in every_task()]
    assert ids == sorted(set(ids))
    assert [task.id for task in TASKS if task.id.startswith("01.")] == [
        f"01.{number}" for number in range(1, 7)
    ]


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
    assert f"P it rises to {agonist_curves()['p'].max():.2f}" in picture.words


def test_a_learner_cannot_spoil_the_curves_for_the_check():
    curves = agonist_curves()
    curves["p"] = 0.0
    assert agonist_curves()["p"].max() > 0
