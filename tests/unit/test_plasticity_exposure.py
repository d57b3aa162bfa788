"""The drug in time: doses, clamps, curves, and the inverted U of their gain."""

import numpy as np
import pytest

from helpers.simulations.plasticity import (
    DEFAULT,
    Clamp,
    Curve,
    Dose,
    dose_gain,
    repeated,
    simulate,
)

TIMES_H = np.array([0.2, 0.5, 1, 2, 3, 6, 12, 24, 72, 168])


def both(first, second):
    """Return behaviour and gain of two courses, for comparison."""
    return [
        np.array([simulate(doses).at(TIMES_H).behaviour, simulate(doses).at(TIMES_H).spine_gain])
        for doses in (first, second)
    ]


def test_gain_is_an_inverted_u():
    assert dose_gain(10) == 1
    assert dose_gain(0) == 0
    doses = np.linspace(0, 200, 2001)
    gains = dose_gain(doses)
    top = int(np.argmax(gains))
    assert 10 < doses[top] < 40
    assert np.all(np.diff(gains[: top + 1]) > 0)
    assert np.all(np.diff(gains[top:]) < 0)
    assert dose_gain(1000) < 1e-5


def test_gain_by_its_formula():
    def u(d):
        return (d / 5) ** 2 / (1 + (d / 5) ** 2) / (1 + (d / 40) ** 4)

    assert dose_gain([3, 40, 80]) == pytest.approx([u(3) / u(10), u(40) / u(10), u(80) / u(10)])


def test_two_halves_at_once_are_one_dose():
    first, second = both([Dose(5), Dose(5)], 10.0)
    assert first == pytest.approx(second, abs=1e-8)
    first, second = both([Dose(40), Dose(0), Dose(40)], 80.0)
    assert first == pytest.approx(second, abs=1e-8)


@pytest.mark.parametrize("apart_h", [1e-4, 1e-6])
def test_two_halves_nearly_at_once_are_nearly_one_dose(apart_h):
    first, second = both([Dose(40), Dose(40, apart_h)], 80.0)
    assert first == pytest.approx(second, abs=200 * apart_h)


@pytest.mark.parametrize("at_h", [0.0, 0.1, 0.5, 2.0])
def test_a_speck_of_drug_changes_next_to_nothing(at_h):
    first, second = both([Dose(80), Dose(1e-6, at_h)], 80.0)
    assert first == pytest.approx(second, abs=1e-6)


def test_order_does_not_matter():
    first, second = both([Dose(5, 50), Dose(10), Dose(20, 9)], [Dose(20, 9), Dose(5, 50), Dose(10)])
    assert np.array_equal(first, second)


def test_level_decays_and_adds():
    course = simulate([Dose(10), Dose(20, 1)], half_life_h=1.0)
    assert course.at([0, 1, 2]).drug == pytest.approx([1, 2.5, 1.25])
    assert course.at(np.nextafter(1, 0)).drug == pytest.approx(0.5)


def test_a_clamp_is_held_and_then_decays_or_is_washed():
    times = [0, 1, 2, 3, 4]
    held = simulate(Clamp(10, 1, 3), half_life_h=1.0).at(times).drug
    washed = simulate(Clamp(10, 1, 3, washed=True), half_life_h=1.0).at(times).drug
    assert held == pytest.approx([0, 1, 1, 1, 0.5])
    assert washed == pytest.approx([0, 1, 1, 0, 0])


def test_a_short_clamp_is_a_dose():
    first, second = both(Clamp(10, 0, 1e-6), 10.0)
    assert first == pytest.approx(second, abs=1e-5)


def test_a_flat_curve_is_a_clamp():
    first, second = both(Curve([0, 0.2, 0.5], [10, 10, 10]), Clamp(10, 0, 0.5))
    assert first == pytest.approx(second, abs=1e-8)


def test_a_curve_of_a_dose_is_the_dose():
    times = np.linspace(0, 2, 400)
    level = 10 * np.exp2(-times / DEFAULT.half_life_h)
    first, second = both(Curve(times, level), 10.0)
    assert first == pytest.approx(second, abs=1e-4)


def test_a_falling_curve_keeps_the_gain_of_its_peak():
    """After 80 mg/kg the level falls through 10, yet nothing grows."""
    times = np.linspace(0, 2, 400)
    high = simulate(Curve(times, 80 * np.exp2(-times / DEFAULT.half_life_h)))
    assert high.peak("spine_gain")[1] < 1e-4


def test_what_is_held_replaces_what_was_there():
    course = simulate([Dose(40), Clamp(10, 0.1, 1), Dose(10, 1)], half_life_h=1.0)
    assert course.at([0, 0.5, 1.0]).drug == pytest.approx([4, 1, 2])


def test_longer_exposure_does_more():
    gains = [
        simulate(Clamp(10, 0, end, washed=True)).peak("spine_gain")[1]
        for end in (0.05, 0.2, 0.5, 2)
    ]
    assert np.all(np.diff(gains) > 0)


def test_repeated_is_regular():
    doses = repeated(10, 3, 24, first_h=2)
    assert [one.at_h for one in doses] == [2, 26, 50]
    assert {one.mg_per_kg for one in doses} == {10}


def test_many_doses_are_still_quick_and_sound():
    course = simulate(repeated(10, 200, 2), until_h=500)
    assert np.all(np.isfinite(course.behaviour))
    assert course.at(400).spine_gain > 0.09
