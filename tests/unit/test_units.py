"""One conversion between ng/mL and µM."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.simulations.units import KETAMINE_G_PER_MOL, ng_per_ml_from_um, um_from_ng_per_ml

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=40, deadline=None, derandomize=True)


def test_molar_mass_of_the_base():
    # C13 H16 Cl N O with standard atomic weights
    assert (
        pytest.approx(KETAMINE_G_PER_MOL, abs=0.01)
        == 13 * 12.011 + 16 * 1.008 + 35.45 + 14.007 + 15.999
    )


def test_worked_value():
    assert um_from_ng_per_ml(200) == pytest.approx(0.84, abs=0.005)
    assert um_from_ng_per_ml(237.73) == pytest.approx(1.0, rel=1e-12)


@FIXED
@given(st.floats(0, 1e9), st.floats(1, 1e6))
def test_there_and_back(level, mass):
    assert ng_per_ml_from_um(um_from_ng_per_ml(level, mass), mass) == pytest.approx(level)


def test_arrays():
    assert np.allclose(ng_per_ml_from_um([0, 1, 2]), [0, 237.73, 475.46])


@pytest.mark.parametrize("bad", [-1, None, True, "200", float("nan"), [1, -1]])
def test_refuses(bad):
    with pytest.raises(ValueError, match="level_ng_per_ml"):
        um_from_ng_per_ml(bad)
    with pytest.raises(ValueError, match="concentration_um"):
        ng_per_ml_from_um(bad)
    with pytest.raises(ValueError, match="molar_mass_g_per_mol"):
        um_from_ng_per_ml(1, bad if bad is not None else 0)
