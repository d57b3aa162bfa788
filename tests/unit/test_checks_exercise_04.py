"""What is special to exercise 04; what holds for every task is in tests/contract/test_tasks.py."""

from itertools import combinations

import numpy as np
import pytest

from helpers.checks.mechanism import TASKS
from helpers.checks.mechanism import surge_to_synapse as module
from helpers.simulations.plasticity import EXPERIMENTS

MINE = [task for task in TASKS if task.id.startswith("04.")]


def test_there_are_six_tasks_in_order():
    assert [task.id for task in MINE] == [f"04.{number}" for number in range(1, 7)]


@pytest.mark.parametrize(
    "chosen",
    [
        ("no surge", "opioid block", "eEF2K knock-out"),
        ("opioid block", "eEF2K knock-out", "habenula spared"),
        ("NO SURGE", "Opioid-block", "TrkB block"),
    ],
)
def test_many_designs_are_right(chosen):
    assert module.DESIGN.verdict(list(chosen)).state == "right"


def test_no_two_experiments_part_all_accounts_and_three_can():
    assert not [pair for pair in combinations(EXPERIMENTS, 2) if not module._alike(pair)]
    right = [c for c in combinations(EXPERIMENTS, 3) if module._separates(frozenset(c))]
    assert len(right) == 11


def test_a_design_that_leaves_a_pair_alike_hears_which():
    verdict = module.DESIGN.verdict(["AMPA block", "TrkB block", "opioid block"])
    assert verdict.state == "wrong" and verdict.mistake is None
    assert "disinhibition and eef2k" in verdict.words


def test_a_window_read_from_coarse_steps_is_still_right():
    assert module.WINDOWS.verdict(1.2, 16.5, "most of the gain is already there").state == "right"


def test_a_fit_through_both_losses_is_right_too():
    one_pool, _, pools = (part.answer() for part in module.TWO_POOLS.parts)
    half_life_d = module.fit_zuo2005().labile_half_life_d
    assert module.TWO_POOLS.verdict(one_pool, half_life_d, pools).state == "right"


def test_five_predictors_of_nothing_explain_what_the_task_says():
    rng, n = np.random.default_rng(2), module._pairs()
    found = []
    for _ in range(2000):
        columns = np.column_stack([np.ones(n), rng.standard_normal((n, module.PREDICTORS))])
        y = rng.standard_normal(n)
        left = y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
        found.append(1 - left.var() / y.var())
    assert np.mean(found) == pytest.approx(module._by_chance(), abs=0.02)
