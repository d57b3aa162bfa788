"""The model of lesson 16: limits, published values, refusals."""

from __future__ import annotations

import pytest

from helpers.simulations import scaling as model


def test_limits():
    """TODO: an analytic limit at zero and at infinity, and a published value."""
    assert model.response(0) == 0
    assert model.response(1e9) == pytest.approx(1)


@pytest.mark.parametrize("wrong", [-1, "1", None, float("nan"), True])
def test_a_wrong_argument_is_named(wrong):
    with pytest.raises(ValueError, match="ketamine_um"):
        model.response(wrong)
