"""What is special to exercise 02; what holds for every task is in tests/contract/test_tasks.py."""

import numpy as np
import pytest

from helpers.checks.mechanism import dose_to_brain, off_by
from helpers.checks.mechanism.dose_to_brain_challenge import HOLD_A_LEVEL, WITHIN, stepped
from helpers.simulations import pharmacokinetics as pk

HOLDS = stepped((0, 5, 15, 30, 60, 120))


@pytest.mark.parametrize(
    "edges_min", [(0, 5, 15, 30, 60, 120), (0, 2, 20, 50, 120), (0, 2, 10, 25, 50, 80, 120)]
)
def test_many_schedules_are_right(edges_min):
    schedule = stepped(edges_min)
    assert off_by(schedule) <= WITHIN
    assert HOLD_A_LEVEL.verdict(schedule).state == "right"


def test_a_schedule_that_strays_hears_when_and_which_way():
    schedule = [(start, last, 1.2 * rate) for start, last, rate in HOLDS]
    verdict = HOLD_A_LEVEL.verdict(schedule)
    assert verdict.state == "wrong" and verdict.mistake is None
    assert "above" in verdict.words and f"{100 * off_by(schedule):.0f}%" in verdict.words


def test_seven_infusions_are_too_many_even_when_they_hold():
    schedule = [*HOLDS, (0, 1, 0), (0, 1, 0)]
    assert HOLD_A_LEVEL.verdict(schedule).mistake == "too-many"


@pytest.mark.parametrize(
    "answer",
    [
        ..., None, [], {}, 5, "(0, 120, 1)", [()], [(0, 120)], [(0, 120, "1")], [(0, 120, True)],
        [(0, 0, 1)], [(-1, 5, 1)], [(0, 5, -1)], [(0, 5, float("nan"))], [(0, 5, 1e9)], (0, 120, 1),
        [pk.Dose(5)], [(0, 5, 10**400)], [(np.zeros(2), 5, 1)],
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_answered_and_never_right(answer):
    assert HOLD_A_LEVEL.verdict(answer).state != "right"


def test_a_table_that_is_corrected_moves_the_answer(monkeypatch):
    module = dose_to_brain
    corrected = module.series(module.TAIL)
    corrected.loc[corrected["time_h"] == 24, "conc_ng_per_ml"] = 0.1
    early, before = map(module._half_life_min, (module.EARLY_H, module.LATE_H))
    monkeypatch.setattr(module, "series", lambda name: corrected)
    after = module._half_life_min(module.LATE_H)
    assert after < 0.7 * before
    why = module.TWO_WINDOWS.parts[2].answer()
    assert module.TWO_WINDOWS.verdict(early, after, why).state == "right"
