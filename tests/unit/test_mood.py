"""Mood after one dose and after several: limits, published values, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.evidence import fact
from helpers.simulations.illness import mood
from helpers.simulations.illness.mood import DEFAULT, SCHEDULES


def test_before_a_dose_and_long_after_there_is_no_gap():
    assert DEFAULT.gap(-1.0) == 0
    assert DEFAULT.gap(0.0) == 0
    assert DEFAULT.gap(1000.0) == pytest.approx(0, abs=1e-9)


def test_one_dose_reaches_its_peak_and_no_schedule_the_ceiling():
    slow = DEFAULT.changed(half_life_d=1000.0)
    assert slow.gap(2.0) == pytest.approx(DEFAULT.peak_points, rel=0.01)
    many = tuple(np.arange(0, 40, 0.25))
    assert 0.97 * DEFAULT.top_points < DEFAULT.gap(40.0, many) < DEFAULT.top_points


def test_without_a_ceiling_doses_add_and_each_is_halved_in_its_half_life():
    linear = DEFAULT.changed(top_points=1e6)
    late = 5.0
    assert linear.gap(late + linear.half_life_d) == pytest.approx(linear.gap(late) / 2, rel=1e-3)
    assert linear.gap(8.0, (0, 3)) == pytest.approx(linear.gap(8.0) + linear.gap(5.0), rel=1e-3)
    assert linear.halved_after_d() == pytest.approx(linear.half_life_d, rel=1e-3)


def test_a_ceiling_makes_the_gap_outlast_the_trace():
    assert DEFAULT.halved_after_d() > DEFAULT.half_life_d
    instant = DEFAULT.changed(onset_h=1e-3)
    at = instant.gap(instant.halved_after_d())
    assert at == pytest.approx(instant.peak_points / 2, rel=1e-6)


def test_doses_are_exchangeable_and_more_doses_never_give_less():
    days = np.linspace(0, 40, 81)
    assert DEFAULT.gap(days, (0, 3, 7)) == pytest.approx(DEFAULT.gap(days, (7, 0, 3)))
    assert np.all(DEFAULT.gap(days, (0, 3)) >= DEFAULT.gap(days, (0,)) - 1e-12)


def test_the_defaults_are_the_fit():
    model = mood.fitted(*mood.measured_gaps())
    assert model.peak_points == pytest.approx(DEFAULT.peak_points, abs=0.06)
    assert model.half_life_d == pytest.approx(DEFAULT.half_life_d, abs=0.06)
    assert {one.kind for one in DEFAULT.sources.values()} == {"fitted", "chosen"}


@pytest.mark.parametrize("top", [15.0, 40.0, 1e5])
def test_a_fit_finds_what_it_was_made_from(top):
    true = DEFAULT.changed(peak_points=9.0, half_life_d=6.0, top_points=top)
    days = np.array([1.0, 2.0, 4.0, 9.0])
    found = mood.fitted(days, true.gap(days), top_points=top)
    assert (found.peak_points, found.half_life_d) == pytest.approx((9.0, 6.0), rel=1e-3)


def test_half_lives_of_the_measured_gaps():
    """As worked out in the review of the plan: 7.9 from changes, 7.0 from scores."""
    days, gaps = mood.measured_gaps()
    assert mood.gap_half_life(days, gaps) == pytest.approx(7.88, abs=0.01)
    assert mood.gap_half_life(*mood.measured_gaps(False)) == pytest.approx(7.01, abs=0.01)
    assert mood.gap_half_life([1, 2], [3, 4]) == np.inf
    assert mood.gap_half_life([0, 5], [8, 4]) == pytest.approx(5)


def test_more_people_narrow_the_range_of_half_lives():
    few, many = (mood.gap_half_life_spread(n, draws=4000) for n in (40, 800))
    assert few.low < many.low < many.middle < many.high < few.high
    assert many.middle == pytest.approx(7.9, rel=0.1)


def test_singh_is_met_and_karma_is_missed():
    for times in (2, 3):
        ketamine, placebo = (fact(f"singh2016-{times}x-{a}-day15") for a in ("ketamine", "placebo"))
        says = DEFAULT.gap(14.0, SCHEDULES[f"{times} a week (Singh)"])
        assert says == pytest.approx(placebo.value - ketamine.value, abs=1)
    missed = fact("jelovac2025-madrs-difference")
    assert DEFAULT.gap(25.0, SCHEDULES["8 in 4 weeks (KARMA-Dep 2)"]) > -missed.low


@pytest.mark.parametrize(("top", "inside"), [(13, True), (20, True), (30, True), (1e5, False)])
def test_ceilings_that_lie_inside_the_intervals_of_singh(top, inside):
    from helpers.figures.mood.calendar import singh

    model = mood.fitted(*mood.measured_gaps(), top_points=top)
    for times in (2, 3):
        gap, half = singh(times)
        says = model.gap(14.0, SCHEDULES[f"{times} a week (Singh)"])
        assert bool(abs(says - gap) < half) is inside


def test_the_last_significant_day_grows_with_people_alone():
    days = [mood.last_significant_day(n) for n in (4, 18, 80, 400)]
    assert days == sorted(days)
    assert days[0] == 0.0


@pytest.mark.parametrize("wrong", ["1", None, float("nan"), True, [], {}])
def test_a_wrong_argument_is_named(wrong):
    with pytest.raises(ValueError, match="days"):
        DEFAULT.gap(wrong)
    with pytest.raises(ValueError, match="half_life_d"):
        DEFAULT.changed(half_life_d=wrong)
    with pytest.raises(ValueError, match="per_arm"):
        mood.last_significant_day(wrong)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: DEFAULT.changed(top_points=5), "top_points"),
        (lambda: DEFAULT.changed(dose=1), "number of Mood"),
        (lambda: mood.gap_half_life([1, 2], [3]), "gaps"),
        (lambda: mood.gap_half_life([1, 2], [3, 0]), "gaps"),
        (lambda: mood.gap_half_life([2, 1], [3, 4]), "days"),
        (lambda: mood.fitted([1, 2], [10, 9], top_points=9), "top_points"),
        (lambda: mood.gap_half_life_spread(correlation=2), "correlation"),
        (lambda: mood.last_significant_day(20, sd_points=0), "sd_points"),
    ],
)
def test_what_is_wrong_is_said(call, words):
    with pytest.raises(ValueError, match=words):
        call()
