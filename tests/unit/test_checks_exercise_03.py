"""What is special to exercise 03; what holds for every task is in tests/contract/test_tasks.py."""

import numpy as np
import pytest

from helpers.checks.mechanism import disinhibition as module
from helpers.evidence import fact
from helpers.simulations.circuit import rate_model


@pytest.mark.parametrize(
    ("um_per_mg_kg", "mistake"),
    [(0.2, "too-little"), (0.27, None), (0.37, None), (0.45, "too-much")],
)
def test_many_maps_are_right_and_others_hear_on_which_side_they_miss(um_per_mg_kg, mistake):
    verdict = module.THE_MAP.verdict(um_per_mg_kg, 2, "the map was fitted")
    assert (verdict.state, verdict.mistake) == ("wrong" if mistake else "right", mistake)


def test_the_return_is_right_from_a_coarse_grid_as_well():
    grid = np.linspace(5, 40, 71)
    back = grid[rate_model(grid).pyramidal_hz < rate_model(0).pyramidal_hz][0]
    answers = [part.answer() for part in module.THE_CONTROL.parts]
    assert module.THE_CONTROL.verdict(*answers[:2], back).state == "right"


def test_a_table_that_is_corrected_moves_the_answer(monkeypatch):
    old = module._lowest_rho()
    values = {"2a": 5.0, "2c": 1.0, "2d": 2.0}
    monkeypatch.setattr(module, "_ic50", values.get)
    assert module.ANOTHER_SUBUNIT.parts[0].verdict(0.4).state == "right"
    assert module.ANOTHER_SUBUNIT.parts[0].verdict(old).state == "wrong"


def test_the_numbers_of_the_table_are_called_unverified_while_they_are():
    unverified = fact("ket-kj2009-1mg-2d").verified == "unverified"
    assert ("unverified" in module.ANOTHER_SUBUNIT.right) == unverified
