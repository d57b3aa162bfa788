"""One conversion between ng/mL and µM, and one free share of the drug."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.simulations import units
from helpers.simulations.units import KETAMINE_G_PER_MOL, ng_per_ml_from_um, um_from_ng_per_ml

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=40, deadline=None, derandomize=True)


def test_molar_mass_of_the_base():
    # C13 H16 Cl N O with standard atomic weights
    weights = 13 * 12.011 + 16 * 1.008 + 35.45 + 14.007 + 15.999
    assert pytest.approx(weights, abs=0.01) == KETAMINE_G_PER_MOL


def test_what_a_receptor_meets():
    assert pytest.approx(0.53) == units.FREE_FRACTION
    assert units.free_um(200) == pytest.approx(0.45, abs=0.005)
    assert np.allclose(units.free_um([0, KETAMINE_G_PER_MOL], [1, 0.5]), [0, 0.5])


@FIXED
@given(st.floats(0, 1e9), st.floats(1, 1e6))
def test_there_and_back(level, mass):
    assert ng_per_ml_from_um(um_from_ng_per_ml(level, mass), mass) == pytest.approx(level)


@pytest.mark.parametrize("bad", [-1, None, True, "200", float("nan"), [1, -1]])
def test_refuses(bad):
    with pytest.raises(ValueError, match="level_ng_per_ml"):
        um_from_ng_per_ml(bad)
    with pytest.raises(ValueError, match="concentration_um"):
        ng_per_ml_from_um(bad)
    with pytest.raises(ValueError, match="molar_mass_g_per_mol"):
        um_from_ng_per_ml(1, bad if bad is not None else 0)
    with pytest.raises(ValueError, match="free_fraction"):
        units.free_um(1, bad if bad is not None else 2)
