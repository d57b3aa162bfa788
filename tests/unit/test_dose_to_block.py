"""The join of kinetics and receptor: dose in, share of channels out, for a set of assumptions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import fact
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations import receptor
from helpers.simulations.dose_to_block import Assumption, dose_to_block, ladder
from helpers.simulations.units import um_from_ng_per_ml
from tests.unit.junk import not_refused

DRIP = pk.INFUSION
TIMES_MIN = np.linspace(0, 240, 25)


def test_it_is_the_two_modules_joined_by_hand():
    one = Assumption("2C in Mg²⁺", subunit="2C", mg_mm=1.0, free_fraction=0.4)
    block = dose_to_block(DRIP, one, times_min=TIMES_MIN)
    free_um = 0.4 * um_from_ng_per_ml(pk.simulate(DRIP, times_min=TIMES_MIN).effect_ng_per_ml)
    expected = free_um / (free_um + receptor.ic50_um(-66, 1.0, subunit="2C"))
    np.testing.assert_allclose(block.free_um[0], free_um, rtol=1e-12)
    np.testing.assert_allclose(block.blocked[0], expected, rtol=1e-12)


def test_the_ladder_reaches_from_a_few_to_some_sixty_per_cent():
    block = dose_to_block(DRIP)
    peaks = block.peak().reshape(-1, 2)
    assert 0.02 < peaks.min() < 0.05 and 0.58 < peaks.max() < 0.66
    assert np.all(peaks[:, 1] < peaks[:, 0])  # more Mg²⁺, less block
    assert np.all(dose_to_block(DRIP, ladder([0.0], free_fraction=1.0)).peak() > peaks[:, 0])
    unverified = block.table().query("verified == 'no'")["assumption"]
    assert len(unverified) == 8 and all("(table)" in name for name in unverified)


def test_at_the_measured_voltage_without_magnesium_the_printed_ic50s_stand():
    rungs = {one.name: one for one in ladder(0.0)}
    for name in receptor.SUBUNITS:
        printed = fact(f"ket-kj2009-0mg-{name.lower()}").value
        assert rungs[f"GluN{name} (table), 0 mM Mg²⁺"].ic50_um == pytest.approx(printed)
    at_rest = Assumption("Gilling", voltage_mv=-70.0)
    assert at_rest.ic50_um == pytest.approx(fact("ket-gilling2009-ic50").value)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    mg=st.floats(0, 1e4),
    duration_min=st.floats(0, 300),
    share=st.floats(0, 1),
    magnesium=st.floats(0, 5),
)
def test_block_stays_a_share_and_peaks_at_its_peak(mg, duration_min, share, magnesium):
    rungs = ladder([magnesium], free_fraction=share)
    block = dose_to_block(pk.Dose(mg, duration_min=duration_min), rungs)
    assert block.blocked.shape == (len(rungs), block.times_min.size)
    assert np.all((block.blocked >= 0) & (block.blocked <= 1))
    assert np.all(block.blocked <= block.peak()[:, None] + 1e-9)
    more = ladder([magnesium + 0.5], free_fraction=share)
    assert all(m.ic50_um > one.ic50_um for m, one in zip(more, rungs, strict=True))


def test_two_doses_raise_the_level_and_not_the_sum_of_shares():
    twice, once = (dose_to_block(doses, Assumption("2A")) for doses in ([DRIP, DRIP], DRIP))
    np.testing.assert_allclose(twice.free_um, 2 * once.free_um, rtol=1e-9)
    assert np.all(twice.blocked <= 2 * once.blocked + 1e-12)
    assert not dose_to_block([]).blocked.any()


def test_wrong_arguments_are_named():
    assert not not_refused(dose_to_block, doses=DRIP)
    assert not not_refused(ladder)
    assert not not_refused(Assumption, name="x")
    for argument, call in (
        ("assumptions", lambda: dose_to_block(DRIP, [])),
        ("assumptions", lambda: dose_to_block(DRIP, [Assumption("x"), None])),
        ("subunit", lambda: Assumption("x", subunit="2A", ic50_at_minus70_um=1.0)),
        ("blocker", lambda: Assumption("x", blocker="memantine")),
    ):
        with pytest.raises(ValueError, match=argument):
            call()
