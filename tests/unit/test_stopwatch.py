"""The stopwatch: what it takes from the page, what it keeps, what is read without a kernel."""

from __future__ import annotations

import pytest

from helpers.widgets import Progress, stopwatch

EXAMPLE = [[1.0, 1.1], [2.0, 1.8]]
RUN = [[1.0, 0.9], [2.0, 2.2]]


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "p.jsonl")


def made(progress, **changes):
    return stopwatch("l/c", (1, 2), 1, example=EXAMPLE, progress=progress, **changes)


def test_the_example_stands_in_until_there_is_a_run_and_a_run_is_kept(progress):
    watch = made(progress)
    assert watch.simulated and watch.targets_s == [1, 2] and watch.copies_s == [1.1, 1.8]
    assert watch.answer({"say": "run", "trials": RUN}) == {"kept": True}
    assert not watch.simulated and watch.copies_s == [0.9, 2.2]
    assert made(progress).copies_s == [0.9, 2.2]  # another kernel, the same learner


@pytest.mark.parametrize(
    "trials",
    [None, [], [[1]], [[1, "1"]], [[1, float("nan")]], [[1, 1e9]], [[1, True]], [[1, 1]] * 501],
)
def test_what_is_no_run_is_not_kept(progress, trials):
    watch = made(progress)
    assert watch.answer({"say": "run", "trials": trials}) is None
    assert watch.simulated and not progress.all()


def test_a_spoilt_record_does_no_harm(progress):
    progress.record("copied times", "l/c", trials=[["a", 1]])
    assert made(progress).simulated


def test_the_saved_page_says_what_is_asked_and_nothing_of_the_learner(progress):
    watch = made(progress)
    before = watch.static_html()
    watch.answer({"say": "run", "trials": RUN})
    assert watch.static_html() == before
    assert "1 times each of 1, 2 seconds" in before and "Run All Cells" in before
    assert "Do not count" in watch.static_text()


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (((),), "targets_s"),
        (((1, 1),), "targets_s"),
        (((0.01,),), "targets_s"),
        ((("1",),), "targets_s"),
        (((1,), 0), "repeats"),
        (((1,), 1.5), "repeats"),
    ],
)
def test_a_wrong_argument_is_named(progress, arguments, name):
    with pytest.raises(ValueError, match=name):
        stopwatch("l/c", *arguments, progress=progress)


def test_a_wrong_example_is_named(progress):
    with pytest.raises(ValueError, match="example"):
        stopwatch("l/c", (1,), example=[[1, -1]], progress=progress)
