"""An answer that is read in one process and judged in another is judged the same."""

import json

import pytest

from helpers.checks.readings import Reading, read, received
from tests.contract.course import readable_tasks
from tests.unit.junk import JUNK

# The first task and part with each kind of answer.
KINDS = {
    type(part.kind).__name__: (task, part)
    for task in reversed(readable_tasks())
    for part in reversed(task.parts)
}


def across(kind, answer):
    """Take an answer over as `make grade` does."""
    return received(json.loads(json.dumps(read(kind, answer))))


@pytest.mark.parametrize("kind", KINDS)
def test_right_and_wrong_answers_arrive_as_they_were(kind):
    _, part = KINDS[kind]
    wrong = part.wrong[0].example()
    for answer in (part.answer(), wrong):
        assert part.kind.same(across(part.kind, answer).again(), part.kind.read(answer))
    assert part.verdict(across(part.kind, part.answer())).state == "right"
    assert part.verdict(across(part.kind, wrong)) == part.verdict(wrong)


def test_no_answer_yet_stays_no_answer_yet():
    _, part = KINDS["Number"]
    assert part.verdict(across(part.kind, ...)).state == "not attempted"
    assert part.verdict(across(part.kind, "seven")).state == "wrong"


@pytest.mark.parametrize("kind", KINDS)
def test_junk_is_carried_or_refused_and_never_raises(kind):
    _, part = KINDS[kind]
    for junk, make in JUNK.items():
        assert isinstance(across(part.kind, make()), Reading), junk


@pytest.mark.parametrize(
    "forged",
    [
        None,
        7,
        "right",
        [],
        {},
        {"value": {"class": ["os", "system"], "fields": {}}},
        {"value": {"class": ["helpers.simulations.receptor", "simulate"], "fields": {}}},
        {"value": {"class": ["helpers.simulations.receptor", "Step"], "fields": {"voltage": 1}}},
        {"value": [[[]]]},
        {"value": "right"},
        {"value": None},
    ],
    ids=str,
)
def test_a_forged_message_is_never_right(forged):
    for task, _ in KINDS.values():
        readings = [received(forged) for _ in task.parts]
        assert task.verdict(*readings).state != "right", task.id
