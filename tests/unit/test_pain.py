"""The models of lesson 08: limits, published values, invariants, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from helpers.evidence import fact
from helpers.simulations import pain
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.receptor import unblocked_fraction

NUMBERS = st.floats(0, 1)
NO_NUMBERS = ["1", None, float("nan"), float("inf"), True, [0.1, 0.2]]


# -- wind-up -------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(rate=st.floats(0.05, 5), blocked=NUMBERS, mg=st.floats(0.2, 3), elsewhere=NUMBERS)
def test_the_voltage_solves_the_equation(rate, blocked, mg, elsewhere):
    cell = pain.CELL.changed(elsewhere=elsewhere)
    train = pain.wind_up(rate, blocked=blocked, mg_mm=mg, cell=cell)
    signal = 0.0
    for volts in train.depolarisation_mv:
        signal = signal * np.exp(-1 / (rate * cell.tau_s)) + 1
        drive = cell.gain_mv * (elsewhere + (1 - elsewhere) * (1 - blocked)) * signal

        def off(v, drive=drive):
            return cell.first_mv + drive * unblocked_fraction(v - 65, mg) * (65 - v) / 65 - v

        grid = np.linspace(cell.first_mv, 65, 500)
        first = int(np.argmax(off(grid) < 0))  # the lowest of the solutions
        assert volts == pytest.approx(brentq(off, cell.first_mv, grid[first]), abs=0.01)


@settings(max_examples=30, deadline=None)
@given(rate=st.floats(0.05, 5), blocked=st.floats(0, 0.9))
def test_more_block_never_gives_more_and_responses_never_fall(rate, blocked):
    less, more = (pain.wind_up(rate, blocked=share) for share in (blocked, blocked + 0.1))
    assert np.all(more.response_mv <= less.response_mv + 1e-9)
    assert np.all(np.diff(less.response_mv) >= -1e-9)


def test_limits():
    without = pain.wind_up(1.0, cell=pain.CELL.changed(gain_mv=0))
    full = pain.wind_up(1.0, blocked=1.0)
    for train in (without, full):  # no slow current: nothing grows
        assert train.ratio == pytest.approx(1) and train.build_up_mv == pytest.approx(0)
        assert train.first_mv == pytest.approx(pain.CELL.first_mv - pain.CELL.threshold_mv)
    assert pain.wind_up(0.01).ratio == pytest.approx(1, abs=1e-6)  # nothing is left of a pulse
    spared = pain.wind_up(1.0, blocked=0.9, cell=pain.CELL.changed(elsewhere=1))
    np.testing.assert_allclose(spared.response_mv, pain.wind_up(1.0).response_mv)
    silent = pain.wind_up(1.0, blocked=1.0, cell=pain.CELL.changed(threshold_mv=9))
    assert silent.ratio == float("inf") and silent.build_up_mv == 0


def test_recomputed_values():
    ratios = [pain.wind_up(rate).ratio for rate in (0.1, 0.33, 0.5, 1, 2)]
    np.testing.assert_allclose(ratios, [1.02, 1.23, 1.42, 2.13, 3.7], rtol=0.005)
    assert pain.rate_for_ratio(1.2) == pytest.approx(0.301, abs=0.001)
    assert pain.rate_for_ratio(1.2, blocked=0.4) > pain.rate_for_ratio(1.2)
    control = pain.wind_up(1).build_up_mv
    for half_um, taken in ((0.71, 0.495), (1.2, 0.367), (5.4, 0.114)):
        cell = pain.CELL.changed(half_um=half_um)
        drug = pain.wind_up(1, blocked=pain.blocked_at(211, cell)).build_up_mv
        assert 1 - drug / control == pytest.approx(taken, abs=0.005)


def test_a_level_that_takes_a_share_takes_it():
    level = pain.level_that_takes(0.25)
    control, drug = pain.wind_up(1), pain.wind_up(1, blocked=pain.blocked_at(level))
    assert 1 - drug.build_up_mv / control.build_up_mv == pytest.approx(0.25, abs=1e-6)
    with pytest.raises(ValueError, match="share"):
        pain.level_that_takes(0.9, cell=pain.CELL.changed(elsewhere=0.9))
    with pytest.raises(ValueError, match="ratio"):
        pain.rate_for_ratio(50)


@pytest.mark.parametrize("junk", NO_NUMBERS)
@pytest.mark.parametrize("name", ["rate_hz", "blocked", "mg_mm", "n_pulses", "cell"])
def test_a_wrong_argument_is_named(name, junk):
    with pytest.raises(ValueError, match=name):
        pain.wind_up(**{"rate_hz": 1.0, name: junk})


def test_numbers_say_where_they_come_from():
    cell, effects = pain.CELL.sources, pain.EFFECTS.sources
    assert {source.kind for source in cell.values()} == {"chosen"}
    assert effects["slow_min"].kind == "published" and effects["fast_min"].kind == "chosen"
    for source in effects.values():
        for fact_id in source.facts:
            assert fact(fact_id).verified == "primary"


# -- two effect sites ----------------------------------------------------------------------------


def test_sites_are_those_of_the_kinetics_and_effects_their_hill_curves():
    sites = pain.infusion(20)
    course = pk.simulate(
        pk.Dose(20, "S", duration_min=20),
        times_min=sites.times_min,
        model="noppers2011",
        effect_half_time_min=pain.EFFECTS.slow_min,
    )
    np.testing.assert_allclose(sites.slow_ng_per_ml, course.level_ng_per_ml("effect"))
    np.testing.assert_allclose(sites.plasma_ng_per_ml, course.arterial_ng_per_ml)
    half = pain.EFFECTS
    assert half.high(half.c50_high_ng_per_ml) == pytest.approx(0.5)
    assert half.relief(half.c50_pain_ng_per_ml) == pytest.approx(0.5)
    assert half.relief(100, "Olofsen") == pytest.approx(0.38)
    assert half.relief(5000, "Olofsen") == 1 and half.relief(0) == half.high(0) == 0


def test_without_a_delay_a_site_is_the_blood():
    sites = pain.infusion(10, effects=pain.EFFECTS.changed(fast_min=0, slow_min=0))
    np.testing.assert_allclose(sites.fast_ng_per_ml, sites.plasma_ng_per_ml, rtol=1e-9)
    np.testing.assert_allclose(sites.slow_ng_per_ml, sites.plasma_ng_per_ml, rtol=1e-9)


@settings(max_examples=15, deadline=None)
@given(minutes=st.floats(1, 120), law=st.sampled_from(pain.LAWS), mg=st.floats(0, 60))
def test_effects_stay_between_nothing_and_all(minutes, law, mg):
    sites = pain.infusion(minutes, mg=mg, law=law)
    for effect in (sites.high, sites.relief):
        assert np.all((effect >= 0) & (effect <= 1))


def test_recomputed_peaks():
    for minutes, fast, slow, high, relief in ((4, 554, 165, 89, 32), (60, 118, 105, 62, 23)):
        sites = pain.infusion(minutes)
        assert round(sites.fast_ng_per_ml.max()) == fast
        assert round(sites.slow_ng_per_ml.max()) == slow
        assert (round(100 * sites.high.max()), round(100 * sites.relief.max())) == (high, relief)


@pytest.mark.parametrize("junk", [*NO_NUMBERS, -1, 0])
def test_a_wrong_infusion_is_named(junk):
    with pytest.raises(ValueError, match="minutes"):
        pain.infusion(junk)
    with pytest.raises(ValueError, match="law"):
        pain.infusion(20, law=junk)
    with pytest.raises(ValueError, match="effects"):
        pain.infusion(20, effects=junk)
