"""Numbers of the drugs, and block at equilibrium by voltage, Mg2+, subunit and concentration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import fact
from helpers.simulations.receptor import (
    BLOCKERS,
    GATING,
    SUBUNITS,
    Step,
    block_fraction,
    half_blocking_mg_mm,
    ic50_um,
    open_probability_steady,
    simulate,
    unblocked_fraction,
    wash,
)
from helpers.simulations.receptor.gating import reference_open_probability
from helpers.simulations.receptor.pore import RT_OVER_F_MV

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=60, deadline=None, derandomize=True)
POSITIVE = st.floats(1e-6, 1e6)


# --- the drugs -----------------------------------------------------------------------------------


def test_ketamine_is_gillings_apparent_rates_over_open_probability():
    ketamine = BLOCKERS["ketamine"]
    assert reference_open_probability() == pytest.approx(open_probability_steady(1e9), rel=1e-6)
    assert reference_open_probability() == pytest.approx(0.22, abs=0.0005)
    assert (ketamine.kon_per_um_s, ketamine.koff_per_s) == pytest.approx((0.68, 1.0), abs=0.005)
    assert ketamine.kinetic_ic50_um == pytest.approx(0.22 / 0.15)


def test_a_racemate_has_the_mean_affinity_of_its_isomers():
    for of in (lambda drug: drug.kinetic_ic50_um, lambda drug: drug.ic50_um):
        racemate, s, r = (1 / of(BLOCKERS[part + "ketamine"]) for part in ("", "S-", "R-"))
        assert racemate == pytest.approx((s + r) / 2)


def test_one_on_rate_and_far_apart_off_rates():
    ketamine, pcp, mk801 = (BLOCKERS[name] for name in ("ketamine", "PCP", "MK-801"))
    assert ketamine.kon_per_um_s == pcp.kon_per_um_s == mk801.kon_per_um_s
    assert pcp.koff_per_s / mk801.koff_per_s == pytest.approx(10)
    assert BLOCKERS["R-ketamine"].koff_per_s / BLOCKERS["S-ketamine"].koff_per_s == pytest.approx(
        1.4 / 0.3
    )


@pytest.mark.parametrize("drug_um", [1, 100])
def test_memantine_loses_a_fifth_when_agonist_and_drug_are_removed(drug_um):
    trace = simulate([Step(300, 1e6, drug_um), wash(60)], "memantine", times_s=[300, 360])
    assert trace.blocked_fraction[1] / trace.blocked_fraction[0] == pytest.approx(0.80, abs=1e-4)


@pytest.mark.parametrize("one", [*BLOCKERS.values(), GATING], ids=repr)
def test_every_number_has_a_source(one):
    for number in one.numbers():
        source = one.sources[number.name]
        assert source.how and source.how != "given by the user", number.name
        assert all("receptor" in fact(each).topics for each in source.facts)


def test_trappings():
    ketamine = BLOCKERS["ketamine"]
    leaky = ketamine.with_trapping("leaky")
    assert leaky.leak_per_s > 0 and leaky.sources["leak_per_s"].kind == "chosen"
    assert BLOCKERS["memantine"].with_trapping("leaky").leak_per_s == pytest.approx(1 / 0.79)
    with pytest.raises(ValueError, match="outer_kon_per_um_s"):
        ketamine.with_trapping("partial")
    with pytest.raises(ValueError, match="trapping must be one of"):
        ketamine.with_trapping("perfect")


# --- block at equilibrium ------------------------------------------------------------------------


def test_constants_by_hand():
    assert pytest.approx(25.43, abs=0.005) == RT_OVER_F_MV
    assert half_blocking_mg_mm(0) == pytest.approx(3.57)
    assert unblocked_fraction(-40, 0) == 1.0
    assert ic50_um(-70 + RT_OVER_F_MV / 0.79) == pytest.approx(0.71 * np.e)
    assert ic50_um(-66, 1) / ic50_um(-66, 0) == pytest.approx(17.8, abs=0.05)


def test_without_mg_monotonic_with_mg_a_single_minimum():
    volts = np.linspace(-90, 60, 301)
    assert np.all(np.diff(ic50_um(volts)) > 0)
    bend = np.sign(np.diff(ic50_um(volts, 1.0)))
    assert bend[0] < 0 < bend[-1]
    assert np.count_nonzero(np.diff(bend)) == 1


def test_shapes_broadcast():
    found = ic50_um(np.array([-70.0, 0.0])[:, None], np.array([0.0, 1.0, 2.0]))
    assert found.shape == (2, 3)
    assert type(ic50_um(-70, 1)) is type(half_blocking_mg_mm(-70)) is float


@pytest.mark.parametrize("subunit", SUBUNITS)
def test_subunits_give_their_table_back(subunit):
    table = SUBUNITS[subunit]
    assert ic50_um(-66, 0, subunit=subunit) == pytest.approx(table.ic50_um)
    assert ic50_um(-66, 1, subunit=subunit) == pytest.approx(table.ic50_in_1mm_mg_um)
    assert (table.mg_factor > 5) == (subunit in ("2C", "2D"))


def test_a_measured_ic50_and_a_ratio_of_rates_are_not_mixed():
    assert ic50_um(-70, blocker="memantine") == BLOCKERS["memantine"].ic50_um
    with pytest.raises(ValueError, match="measured IC50, or from_rates=True"):
        ic50_um(-70, blocker="MK-801")
    assert ic50_um(-70, blocker="MK-801", from_rates=True) == pytest.approx(0.02)
    for more in ({"ic50_at_minus70_um": 1.0}, {"blocker": "memantine"}, {"from_rates": True}):
        with pytest.raises(ValueError, match="subunit"):
            ic50_um(-70, subunit="2A", **more)


@FIXED
@given(st.integers(-150, 150), st.floats(0, 10))
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
    assert block_fraction(0, half, hill) == 0
