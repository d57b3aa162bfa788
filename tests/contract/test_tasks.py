"""Every task of every unit both ways: right answers, every named mistake, and junk."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from helpers.checks import questions_file
from helpers.checks.tasks import tasks_of
from tests.contract import course
from tests.unit.junk import JUNK

TASKS = course.readable_tasks()
PARTS = [
    pytest.param(replace(task, parts=(part,)), part, id=f"{task.id}-{part.name}")
    for task in TASKS
    for part in task.parts
]
MISTAKES = [
    pytest.param(*one.values[:2], mistake, id=f"{one.id}-{mistake.name}")
    for one in PARTS
    for mistake in one.values[1].wrong
]
by_task = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
by_part = pytest.mark.parametrize(("alone", "part"), PARTS)


@pytest.mark.parametrize("lesson", questions_file.lessons())
def test_the_tasks_of_a_lesson_can_be_read(lesson):
    assert isinstance(tasks_of(lesson), tuple)


def test_a_file_of_tasks_with_a_fault_is_left_out_and_the_rest_is_there(monkeypatch):
    def read(lesson):
        if lesson == "01_channel_block":
            raise ValueError("channel_block.py: invalid syntax")
        return tasks_of(lesson)

    monkeypatch.setattr(course, "tasks_of", read)
    left = [task for task in TASKS if not task.id.startswith("01.")]
    assert course.readable_tasks() == left != TASKS


def test_ids_are_unique_and_in_order_and_count_from_one():
    ids = [task.id for task in TASKS]
    assert ids == sorted(set(ids))
    for lesson in {task_id.split(".")[0] for task_id in ids}:
        mine = [task_id for task_id in ids if task_id.startswith(f"{lesson}.")]
        assert mine == [f"{lesson}.{number}" for number in range(1, len(mine) + 1)]


@by_task
def test_right_answers_are_right_and_an_untouched_stub_is_no_attempt(task):
    verdict = task.verdict(*(part.answer() for part in task.parts))
    assert verdict.state == "right", verdict.words
    assert verdict.words.strip()
    assert task.verdict(*([...] * len(task.parts))).state == "not attempted"


@by_part
def test_an_unfinished_part_is_not_an_attempt(alone, part):
    assert alone.verdict(...).state == "not attempted"


@pytest.mark.parametrize(("alone", "part", "mistake"), MISTAKES)
def test_each_named_mistake_is_wrong_and_gets_its_own_words(alone, part, mistake):
    verdict = alone.verdict(mistake.example())
    assert verdict.state == "wrong", "the example of this mistake is a right answer"
    assert verdict.mistake == mistake.name
    assert mistake.words in verdict.words


@by_part
def test_mistakes_are_several_and_differ(alone, part):
    assert len(part.wrong) >= 2, f"{part.name} lists {len(part.wrong)} mistakes: two or more"
    assert len({mistake.name for mistake in part.wrong}) == len(part.wrong)


@by_part
def test_junk_is_never_right(alone, part):
    for name, make in JUNK.items():
        verdict = alone.verdict(make())
        assert verdict.state in {"wrong", "not attempted"}, name
        assert verdict.words.strip(), name


@by_task
def test_three_hints_that_differ(task):
    assert len(task.hints) == len(set(task.hints)) == 3
    assert all(hint.strip() for hint in task.hints)


@by_part
def test_words_do_not_give_the_number_away(alone, part):
    answer = part.answer()
    if isinstance(answer, float):
        words = [*(m.words for m in part.wrong), part.asks, part.kind.expected, *alone.hints]
        numbers = re.findall(r"\d+\.?\d*", " ".join(words))
        given_away = {f"{answer:.{digits}g}" for digits in (2, 3, 4)}
        assert not {number for number in given_away if len(number) > 1}.intersection(numbers)
