"""M0: the closed forms, and the claim that they hold for every stable linear pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from helpers.simulations.circuit import (
    LinearPair,
    balance,
    block,
    hump,
    largest_k_i_with_hump_um,
    rho_range_with_hump,
)

RHO = st.floats(0.01, 4)
HALF = st.floats(0.05, 50)


def test_numbers_of_the_lesson():
    found = hump(0.6, 5.4, 1.2)
    assert found.is_inverted_u
    assert found.peak_um == pytest.approx(1.22, abs=0.005)
    assert found.return_um == pytest.approx(5.10, abs=0.005)
    assert largest_k_i_with_hump_um(0.6, 5.4) == pytest.approx(3.24)
    weak = hump(0.6, 5.4, 2.95)
    assert weak.peak_um == pytest.approx(0.33, abs=0.005)
    assert found.height / weak.height == pytest.approx(40, rel=0.1)
    assert rho_range_with_hump(5.35, 2.95) == (pytest.approx(0.551, abs=0.0005), 1.0)


@pytest.mark.parametrize(
    ("rho", "k_e", "k_i", "shape"),
    [
        (0.6, 5.4, 1.2, "rises, then falls below rest"),
        (0.6, 5.4, 3.24, "only below rest"),
        (0.6, 5.4, 3.25, "only below rest"),
        (0.6, 5.4, 5.4, "only below rest"),
        (1.0, 5.4, 5.4, "flat"),
        (1.3, 5.4, 5.4, "only above rest"),
        (1.0, 5.4, 1.2, "only above rest"),
        (1.0, 1.2, 5.4, "only below rest"),
        (1.3, 1.2, 5.4, "falls, then rises above rest"),
        (0.0, 5.4, 1.2, "only below rest"),
    ],
)
def test_shapes(rho, k_e, k_i, shape):
    assert hump(rho, k_e, k_i).shape == shape


@given(RHO, HALF, HALF)
def test_shape_peak_and_return_are_those_of_the_curve(rho, k_e, k_i):
    """The closed form beside the curve itself, looked at point by point."""
    assume(abs(rho - 1) > 0.01 and abs(k_i - k_e) > 0.01 * k_e and abs(k_i - rho * k_e) > 0.01)
    found = hump(rho, k_e, k_i)
    c = np.geomspace(1e-6, 1e7, 4001)
    curve = balance(c, rho, k_e, k_i)
    begins, ends = np.sign(curve[0]), np.sign(curve[-1])
    assert found.is_inverted_u == (begins > 0 > ends)
    assert (found.return_um is not None) == (begins != ends)
    if found.return_um is not None:
        assert balance(found.return_um, rho, k_e, k_i) == pytest.approx(0, abs=1e-9)
    if found.peak_um is not None:
        best = minimize_scalar(
            lambda u: -balance(np.exp(u), rho, k_e, k_i), bounds=(-14, 16), method="bounded"
        )
        assert found.height == pytest.approx(-best.fun, rel=1e-4, abs=1e-9)
    else:  # no turn above rest: nothing stands above both ends
        assert curve.max() <= max(curve[0], curve[-1], 0) + 1e-6


@given(RHO, HALF)
def test_equal_affinity_never_gives_an_inverted_u(rho, k):
    c = np.geomspace(1e-4, 1e4, 200)
    signs = set(np.sign(np.round(balance(c, rho, k, k), 14))) - {0}
    assert len(signs) <= 1
    assert not hump(rho, k, k).is_inverted_u


@settings(max_examples=200)
@given(
    *[st.floats(0.1, 3)] * 2,
    *[st.floats(0, 2)] * 4,
    *[st.floats(0.1, 5)] * 2,
    st.floats(0, 0.99),
    st.floats(0, 0.99),
)
def test_sign_holds_for_every_stable_pair(
    gain_e, gain_i, e_to_e, e_to_i, i_to_e, i_to_i, nmda_e, nmda_i, b_e, b_i
):
    """The two lines of algebra against the 2 x 2 system, solved as it stands."""
    matrix = np.array(
        [[1 - gain_e * e_to_e, gain_e * i_to_e], [-gain_i * e_to_i, 1 + gain_i * i_to_i]]
    )
    assume(np.linalg.det(matrix) > 0.01)
    names = ("gain_e", "gain_i", "e_to_e", "e_to_i", "i_to_e", "i_to_i", "nmda_e", "nmda_i")
    numbers = (gain_e, gain_i, e_to_e, e_to_i, i_to_e, i_to_i, nmda_e, nmda_i)
    pair = LinearPair(**dict(zip(names, numbers, strict=True)))

    def solved(x, y):
        drive = [gain_e * (nmda_e * (1 - x) + 5), gain_i * (nmda_i * (1 - y) + 2)]
        return np.linalg.solve(matrix, drive)

    assert np.allclose(pair.rates_hz(b_e, b_i), solved(b_e, b_i))
    change = solved(b_e, b_i)[0] - solved(0, 0)[0]
    predicted = pair.rho * b_i - b_e
    assert predicted * change >= 0 or abs(predicted) < 1e-9
    # and it is not only the sign: the change is in proportion
    scale = np.linalg.det(matrix) / (gain_e * nmda_e * (1 + gain_i * i_to_i))
    assert change * scale == pytest.approx(predicted, abs=1e-8)


def test_a_pair_that_runs_away_is_refused():
    with pytest.raises(ValueError, match="e_to_e"):
        LinearPair(e_to_e=3.0, i_to_e=0.0)


def test_block_from_nothing_to_saturation():
    assert block(0) == (0, 0)
    assert block(5.4)[0] == pytest.approx(0.5)
    assert block(1.2)[1] == pytest.approx(0.5)
    assert block(1e12) == (pytest.approx(1), pytest.approx(1))
    assert block([0, 1.2], 5.4, [1.2, 0.3])[1].tolist() == [0, pytest.approx(0.8)]


def test_arrays_must_fit():
    with pytest.raises(ValueError, match=r"ketamine_um.*k_e_um"):
        block([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="k_i_um"):
        rho_range_with_hump(1.2, 5.4)
