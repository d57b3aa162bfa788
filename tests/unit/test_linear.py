"""Linear kinetics split into exponentials: chains whose rates are equal, too."""

from __future__ import annotations

import math

import numpy as np
import pytest

from helpers.simulations.linear import split


@pytest.mark.parametrize(("states", "within"), [(2, 1e-7), (3, 1e-5), (4, 2e-4)])
def test_a_chain_of_equal_rates_empties_as_poisson_counts(states, within):
    """What has taken k of n steps at one rate is the share of Poisson; the end has the rest."""
    chain = np.diag([-2.0] * states + [0.0]) + np.diag([2.0] * states, -1)
    rates, vectors, inverse = split(np.stack([chain, np.diag([-1.0] * (states + 1))]))
    for time in (0.1, 1.0, 4.0):
        found = ((vectors[0] * np.exp(rates[0] * time)) @ inverse[0])[:, 0]
        steps = [math.exp(-2 * time) * (2 * time) ** k / math.factorial(k) for k in range(states)]
        np.testing.assert_allclose(found.real, [*steps, 1 - sum(steps)], atol=within)
        alone = (vectors[1] * np.exp(rates[1] * time)) @ inverse[1]
        np.testing.assert_allclose(alone, np.eye(states + 1) * math.exp(-time), atol=1e-12)
