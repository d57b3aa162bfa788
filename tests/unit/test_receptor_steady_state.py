"""Block at equilibrium: Mg2+, voltage, subunit, occupancy from a level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.simulations.receptor import (
    BLOCKERS,
    FREE_FRACTION,
    KETAMINE_HILL,
    SUBUNITS,
    Blocker,
    block_fraction,
    driving_force,
    free_um,
    half_blocking_mg_mm,
    ic50_um,
    occupancy_from_plasma,
    unblocked_fraction,
)

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=60, deadline=None, derandomize=True)

VOLTS = st.floats(-150, 150)
POSITIVE = st.floats(1e-6, 1e6)


def test_jahr_stevens_by_hand():
    assert half_blocking_mg_mm(0) == 3.57
    assert half_blocking_mg_mm(-66) == pytest.approx(0.060, abs=0.0005)
    assert unblocked_fraction(-66, 1) == pytest.approx(0.056, abs=0.0005)
    assert unblocked_fraction(-40, 0) == 1.0


def test_ic50_by_hand():
    assert ic50_um(-70) == 0.71
    assert ic50_um(-70 + 25.4 / 0.79) == pytest.approx(0.71 * np.e)
    assert ic50_um(-66, 1) / ic50_um(-66, 0) == pytest.approx(17.8, abs=0.05)


@pytest.mark.parametrize(
    ("voltage_mv", "expected_um"), [(-70, 16), (-40, 7.8), (-20, 6.6), (0, 8.0), (40, 22)]
)
def test_ic50_in_mg_bends_into_a_u(voltage_mv, expected_um):
    assert ic50_um(voltage_mv, 1) == pytest.approx(expected_um, rel=0.015)


def test_without_mg_monotonic_with_mg_a_single_minimum():
    volts = np.linspace(-90, 60, 301)
    assert np.all(np.diff(ic50_um(volts)) > 0)
    bend = np.sign(np.diff(ic50_um(volts, 1.0)))
    assert bend[0] < 0 < bend[-1]
    assert np.count_nonzero(np.diff(bend)) == 1


def test_shapes_broadcast():
    found = ic50_um(np.array([-70.0, 0.0])[:, None], np.array([0.0, 1.0, 2.0]))
    assert found.shape == (2, 3)
    assert found[0, 0] == ic50_um(-70)
    assert type(ic50_um(-70, 1)) is float
    assert type(half_blocking_mg_mm(-70)) is float


@pytest.mark.parametrize("subunit", SUBUNITS)
def test_subunits_give_their_table_back(subunit):
    table = SUBUNITS[subunit]
    assert ic50_um(-66, 0, subunit=subunit) == pytest.approx(table.ic50_um)
    assert ic50_um(-66, 1, subunit=subunit) == pytest.approx(table.ic50_in_1mm_mg_um)


def test_mg_is_weaker_at_2c_and_2d():
    factors = {name: one.mg_factor for name, one in SUBUNITS.items()}
    assert factors["2A"] == pytest.approx(1.1, abs=0.02)
    assert factors["2C"] > factors["2D"] > 5


def test_blockers_by_name_or_by_hand():
    assert ic50_um(-70, blocker="memantine") == BLOCKERS["memantine"].ic50_um
    mine = Blocker("mine", kon_per_um_s=2.0, koff_per_s=3.0, delta=0.5)
    assert ic50_um(-70, blocker=mine) == 1.5
    assert ic50_um(0, ic50_at_minus70_um=2, delta=0) == 2
    assert ic50_um(-70, blocker="MK-801") == pytest.approx(0.02)


@FIXED
@given(VOLTS, st.floats(0, 10))
def test_more_mg_leaves_less(voltage_mv, mg_mm):
    left = unblocked_fraction(voltage_mv, mg_mm)
    assert 0 < left <= 1
    assert unblocked_fraction(voltage_mv, mg_mm + 0.1) < left


@FIXED
@given(POSITIVE, POSITIVE, st.floats(0.2, 3))
def test_block_is_a_fraction_and_grows(concentration, half, hill):
    blocked = block_fraction(concentration, half, hill)
    assert 0 <= blocked <= 1
    assert block_fraction(concentration * 2, half, hill) >= blocked
    assert block_fraction(half, half, hill) == pytest.approx(0.5)


def test_block_limits():
    assert block_fraction(0, 0.71) == 0.0
    assert block_fraction(1e12, 0.71) == pytest.approx(1.0)
    assert block_fraction(0, 0.71, KETAMINE_HILL) == 0.0
    assert block_fraction([0, 0.71], 0.71).tolist() == [0.0, 0.5]


def test_driving_force():
    assert driving_force(-70) == 1.0
    assert driving_force(0) == 0.0
    assert driving_force(40) == pytest.approx(-4 / 7)
    with pytest.raises(ValueError, match="reversal_mv"):
        driving_force(0, -70)


def test_occupancy_worked_example():
    assert pytest.approx(0.53) == FREE_FRACTION
    assert free_um(200) == pytest.approx(0.45, abs=0.005)
    assert occupancy_from_plasma(200) == pytest.approx(0.39, abs=0.005)


@pytest.mark.parametrize(
    ("level", "half_um", "percent"),
    [
        (100, 0.71, 24), (250, 0.71, 44), (1200, 0.71, 79), (2400, 0.71, 88),
        (100, 0.33, 40), (250, 0.33, 63), (1200, 0.33, 89), (2400, 0.33, 94),
        (100, 5.35, 4), (250, 5.35, 9), (1200, 5.35, 33), (2400, 5.35, 50),
        (100, 1.18, 16), (250, 1.18, 32), (1200, 1.18, 69), (2400, 1.18, 82),
        (100, 2.95, 7), (250, 2.95, 16), (1200, 2.95, 48), (2400, 2.95, 64),
    ],
)  # fmt: skip
def test_occupancy_ladder(level, half_um, percent):
    assert 100 * occupancy_from_plasma(level, ic50_um=half_um) == pytest.approx(percent, abs=0.75)


@FIXED
@given(st.floats(0, 1e5), st.floats(0, 1))
def test_occupancy_is_a_fraction(level, free):
    assert 0 <= occupancy_from_plasma(level, free) <= 1
    assert occupancy_from_plasma(0, free) == 0


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda bad: half_blocking_mg_mm(bad), "voltage_mv"),
        (lambda bad: unblocked_fraction(-70, bad), "mg_mm"),
        (lambda bad: ic50_um(-70, bad), "mg_mm"),
        (lambda bad: ic50_um(-70, ic50_at_minus70_um=bad or 0), "ic50_at_minus70_um"),
        (lambda bad: ic50_um(-70, delta=bad or -1), "delta"),
        (lambda bad: block_fraction(bad, 1), "concentration_um"),
        (lambda bad: block_fraction(1, bad), "ic50_um"),
        (lambda bad: block_fraction(1, 1, bad), "hill"),
        (lambda bad: occupancy_from_plasma(bad), "level_ng_per_ml"),
        (lambda bad: occupancy_from_plasma(1, bad), "free_fraction"),
        (lambda bad: driving_force(bad), "voltage_mv"),
    ],
)
@pytest.mark.parametrize("bad", [None, True, "a", float("nan"), float("inf"), -1e4, [1, None]])
def test_refuses(call, named, bad):
    with pytest.raises(ValueError, match=named):
        call(bad)


@pytest.mark.parametrize("bad", ["2a", "NR2A", "", 2])
def test_unknown_subunit(bad):
    with pytest.raises(ValueError, match=r"subunit must be one of '2A'"):
        ic50_um(-70, subunit=bad)


def test_subunit_excludes_other_ic50s():
    for more in ({"ic50_at_minus70_um": 1.0}, {"blocker": "memantine"}):
        with pytest.raises(ValueError, match="subunit"):
            ic50_um(-70, subunit="2A", **more)


def test_unknown_blocker_lists_the_known():
    with pytest.raises(ValueError, match=r"blocker must be one of 'ketamine'.*'MK-801'"):
        ic50_um(-70, blocker="ketamin")
