"""Randomised withdrawal: limits, worlds that turn, the library's curves, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers.simulations.trials import withdrawal
from helpers.simulations.trials.withdrawal import Trial, World

ONE_ARM = pd.DataFrame({"arm": ["stay", "stay"], "days": [1.0, 2.0], "relapsed": [True, False]})


@pytest.mark.parametrize(
    ("changes", "rules"),
    [({}, (0.635, 0.435, 0.358)), ({"well_mean": 75, "well_sd": 15}, (0.635, 0.474, 0.496))],
)
def test_ratios_of_the_plan_and_of_its_review(changes, rules):
    world = World().changed(**changes)
    found = [Trial(world, rule).ratio for rule in (0, 50, 80)]
    assert found == pytest.approx(rules, abs=0.0006)


def test_the_funnel_of_the_plan():
    numbers = [705 * Trial(World(), rule).entered for rule in (0, 50, 80)]
    assert numbers == pytest.approx([674.6, 322.3, 68.0], abs=0.05)
    trial = Trial(World(), 50)
    assert (trial.relapsed("stay"), trial.relapsed("stop")) == pytest.approx(
        (0.252, 0.487), abs=1e-3
    )


def test_a_drug_that_helps_nobody_has_ratio_one_at_every_rule():
    world = World(helped=0.0)
    assert [Trial(world, rule).ratio for rule in (0, 40, 80)] == pytest.approx([1, 1, 1])


def test_helped_alone_the_ratio_is_that_of_the_hazards():
    world = World(helped=1.0, well=0.0)
    wanted = world.well_per_d / world.stopped_per_d
    assert Trial(world, 30, None, 77.0).ratio == pytest.approx(wanted)


def test_everybody_can_have_a_lower_ratio_than_the_selected():
    world = World(helped=0.5, well=0.5, well_mean=85)
    assert Trial(world, 0).ratio < Trial(world, 80).ratio - 0.2


def test_two_bands_make_the_whole():
    world = World()
    whole = world.entering(40)
    assert world.entering(40, 65) + world.entering(65) == pytest.approx(whole)
    assert world.entering(-100).sum() == pytest.approx(1, abs=1e-6)


def test_survival_begins_at_one_and_falls():
    trial = Trial(World(rebound_per_d=0.01), 50)
    for arm in withdrawal.ARMS:
        left = trial.survival(arm, np.linspace(0, 400, 50))
        assert left[0] == 1
        assert np.all(np.diff(left) < 0)
    assert trial.survival("stop", 28.0) < Trial(World(), 50).survival("stop", 28.0)


def test_a_large_simulated_trial_gives_the_curves_and_nearly_the_ratio():
    """Kaplan-Meier and Cox by statsmodels against the exact mixture."""
    trial = Trial(World(), 50)
    table = withdrawal.simulate(trial, 20_000, seed=3)
    assert table["arm"].value_counts().tolist() == [10_000, 10_000]
    for arm in withdrawal.ARMS:
        run = table[table["arm"] == arm]
        curve = withdrawal.kaplan_meier(run["days"], run["relapsed"])
        seen = np.interp(90.0, curve["days"], curve["left"])
        assert seen == pytest.approx(trial.survival(arm, 90.0), abs=0.015)
    ratio, low, high = withdrawal.cox_ratio(table)
    assert low < ratio < high
    assert ratio == pytest.approx(trial.ratio, abs=0.03)


def test_one_seed_gives_one_trial():
    trial = Trial(World(), 50)
    assert withdrawal.simulate(trial, 50, 7).equals(withdrawal.simulate(trial, 50, 7))


def test_kaplan_meier_of_a_textbook_row():
    """Four people, relapses on days 1 and 3, one leaves on day 2: 3/4, then half of that."""
    curve = withdrawal.kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0])
    assert curve["days"].tolist() == [1, 3]
    assert curve["left"].tolist() == pytest.approx([0.75, 0.375])


def test_counts_of_sustain_1():
    ratio = withdrawal.ratio_from_counts
    assert ratio((24, 90), (39, 86)) == pytest.approx(0.51, abs=0.005)
    assert ratio((16, 62), (34, 59)) == pytest.approx(0.35, abs=0.005)
    assert ratio((40, 152), (73, 145)) == pytest.approx(0.44, abs=0.005)


def test_ratios_that_are_the_same_do_not_differ():
    z, p = withdrawal.compare_ratios((0.5, 0.3, 0.8), (0.5, 0.2, 1.2))
    assert (z, p) == pytest.approx((0, 1))
    assert withdrawal.compare_ratios((0.3, 0.2, 0.4), (0.5, 0.4, 0.6))[0] < 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: World(helped=0.7, well=0.5), "helped"),
        (lambda: World(helped="0.7"), "helped"),
        (lambda: World().changed(kind=1), "number of World"),
        (lambda: World().entering(float("nan")), "at_least"),
        (lambda: World().entering(50, 40), "below"),
        (lambda: World().hazards("both"), "arm"),
        (lambda: Trial(World(), 50, None, 0), "follow_up_d"),
        (lambda: Trial(World(helped=0, well=0, rest_mean=-100, rest_sd=0.1), 50), "at_least"),
        (lambda: Trial(World()).survival("stay", -1), "days"),
        (lambda: withdrawal.simulate(Trial(World()), 2), "people"),
        (lambda: withdrawal.ratio_from_counts((0, 9), (1, 9)), "stay"),
        (lambda: withdrawal.ratio_from_counts((1, 9), (9, 9)), "stop"),
        (lambda: withdrawal.compare_ratios((0.5, 0.6, 0.8), (1, 0.5, 2)), "one"),
        (lambda: withdrawal.kaplan_meier(["a"], [1]), "days"),
        (lambda: withdrawal.kaplan_meier([1, 2], [1]), "relapsed"),
        (lambda: withdrawal.kaplan_meier([1, 2], [0, 0]), "relapsed"),
        (lambda: withdrawal.kaplan_meier([1, 2], [0, 2]), "relapsed"),
        (lambda: withdrawal.cox_ratio(pd.DataFrame({"arm": ["stay"]})), "column"),
        (lambda: withdrawal.cox_ratio(ONE_ARM), "relapsed in stop"),
    ],
)
def test_what_is_wrong_is_said(call, words):
    with pytest.raises(ValueError, match=words):
        call()
