"""The leaking bucket: its limits, its scaling and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.simulations import bucket

POSITIVE = st.floats(0.01, 100)


@given(inflow=POSITIVE, leak=POSITIVE)
def test_starts_empty_settles_at_the_ratio_and_is_half_way_at_its_half_time(inflow, leak):
    half_min = bucket.half_time_min(leak)
    levels = bucket.level_l([0.0, half_min, 60 * half_min], inflow, leak)
    settled = bucket.settled_level_l(inflow, leak)
    assert levels == pytest.approx([0.0, settled / 2, settled])


@given(inflow=POSITIVE, leak=POSITIVE)
def test_doubling_the_leak_halves_the_level_and_the_time(inflow, leak):
    assert bucket.settled_level_l(inflow, 2 * leak) == pytest.approx(
        bucket.settled_level_l(inflow, leak) / 2
    )
    assert bucket.half_time_min(2 * leak) == pytest.approx(bucket.half_time_min(leak) / 2)


@pytest.mark.parametrize("bad", [-1, np.nan, np.inf, None, "4", True, [1, None]])
def test_wrong_arguments_are_named(bad):
    with pytest.raises(ValueError, match="inflow_l_per_min"):
        bucket.settled_level_l(bad, 0.2)
    with pytest.raises(ValueError, match="leak_per_min"):
        bucket.level_l(1.0, 4.0, bad)
    with pytest.raises(ValueError, match="times_min"):
        bucket.level_l(bad, 4.0, 0.2)
