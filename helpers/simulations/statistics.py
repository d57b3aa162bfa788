"""Small statistics for reading papers: p of a correlation, two shares, their intervals.

Thin over scipy, which is loaded when one of them is used.
"""

from __future__ import annotations

import math

from helpers.simulations.arguments import whole, within

__all__ = ["correlation_interval", "correlation_p", "fisher_p", "wilson_interval"]


def correlation_p(r: float, n: int) -> float:
    """Return the two-sided p of a Pearson correlation of ``n`` pairs.

    >>> print(f"{correlation_p(-0.701, 13):.4f}")
    0.0076
    """
    from scipy.special import stdtr

    value = within("r", r, -1, 1, scalar=True)
    pairs = whole("n", n, low=3)
    if abs(value) == 1:
        return 0.0
    t = abs(value) * math.sqrt((pairs - 2) / (1 - value**2))
    return float(2 * stdtr(pairs - 2, -t))


def correlation_interval(r: float, n: int) -> tuple[float, float]:
    """Return Fisher's 95 % interval of a Pearson correlation of ``n`` pairs, at least 4.

    >>> print("{:.2f} to {:.2f}".format(*correlation_interval(-0.701, 13)))
    -0.90 to -0.24
    """
    from scipy.special import ndtri

    value = within("r", r, -0.999999, 0.999999, scalar=True)
    half = float(ndtri(0.975)) / math.sqrt(whole("n", n, low=4) - 3)
    return math.tanh(math.atanh(value) - half), math.tanh(math.atanh(value) + half)


def fisher_p(events_a: int, n_a: int, events_b: int, n_b: int) -> float:
    """Return the two-sided p of Fisher's exact test on two independent groups.

    >>> print(f"{fisher_p(7, 17, 2, 15):.2f}")
    0.12
    """
    from scipy.stats import fisher_exact

    size_a, size_b = whole("n_a", n_a, low=1), whole("n_b", n_b, low=1)
    a, b = whole("events_a", events_a, high=size_a), whole("events_b", events_b, high=size_b)
    return float(fisher_exact([[a, size_a - a], [b, size_b - b]]).pvalue)


def wilson_interval(events: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, low and high, 0 to 1.

    >>> print("{:.2f} to {:.2f}".format(*wilson_interval(7, 12)))
    0.32 to 0.81
    """
    from scipy.stats import binomtest

    size = whole("n", n, low=1)
    found = binomtest(whole("events", events, high=size), size).proportion_ci(method="wilson")
    return float(found.low), float(found.high)
