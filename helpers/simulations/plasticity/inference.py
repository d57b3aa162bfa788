"""Small statistics for reading papers on plasticity: implied n, two shares, their intervals."""

from __future__ import annotations

import math

from helpers.simulations.arguments import fraction, refuse, whole, within

#: How near a p must come to a printed one to count as the same: a factor, chosen.
NEAR = 1.15


def correlation_p(r: float, n: int) -> float:
    """Return the two-sided p of a Pearson correlation.

    Parameters
    ----------
    r : float
        Correlation, -1 to 1.
    n : int
        Pairs, at least 3.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    from scipy.special import stdtr

    value = within("r", r, -1, 1, scalar=True)
    pairs = whole("n", n, low=3)
    if abs(value) == 1:
        return 0.0
    t = abs(value) * math.sqrt((pairs - 2) / (1 - value**2))
    return float(2 * stdtr(pairs - 2, -t))


def implied_n(r: float, p: float) -> tuple[int, int]:
    """Return how many pairs a printed correlation and its p imply, if both are Pearson's.

    Parameters
    ----------
    r : float
        Correlation, -1 to 1, not 0.
    p : float
        Printed p, above 0 and below 1.

    Returns
    -------
    tuple of int
        Lowest and highest n that give this p once both numbers are rounded as printed, or come
        within 15 % of it (ties, another coefficient); where none does, the two whole numbers
        between which p falls.

    Raises
    ------
    ValueError
        If an argument is out of range, or no n up to 10,000 does it.
    """
    value = within("r", r, -1, 1, scalar=True)
    printed = fraction("p", p, scalar=True)
    if not 0 < printed < 1:
        refuse("p", p, "above 0 and below 1")
    if not 0 < abs(value) < 1:
        refuse("r", r, "between -1 and 1 and not 0")
    r_slack, p_slack = _rounding(value), _rounding(printed)
    fitting: list[int] = []
    for n in range(3, 10_001):
        lowest = correlation_p(min(abs(value) + r_slack, 1.0), n)
        highest = correlation_p(max(abs(value) - r_slack, 0.0), n)
        rounded = lowest <= printed + p_slack and highest >= printed - p_slack
        found = correlation_p(value, n)
        if rounded or printed / NEAR <= found <= printed * NEAR:
            fitting.append(n)
        elif highest < printed:
            return (fitting[0], fitting[-1]) if fitting else (max(n - 1, 3), n)
    refuse("r and p", (r, p), "such that some n up to 10,000 explains them")


def _rounding(number: float) -> float:
    """Return half of the last decimal with which a number is written."""
    decimals = f"{abs(number):.10f}".rstrip("0").partition(".")[2]
    return 0.5 * 10.0 ** -len(decimals)


def fisher_p(events_a: int, n_a: int, events_b: int, n_b: int) -> float:
    """Return the two-sided p of Fisher's exact test on two independent groups.

    Parameters
    ----------
    events_a, n_a, events_b, n_b : int
        Events and people in each group.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a number is not whole, or there are more events than people.
    """
    size_a, size_b = whole("n_a", n_a, low=1), whole("n_b", n_b, low=1)
    a = whole("events_a", events_a, high=size_a)
    b = whole("events_b", events_b, high=size_b)
    total = a + b
    lowest, highest = max(0, total - size_b), min(size_a, total)
    ways = [math.comb(size_a, k) * math.comb(size_b, total - k) for k in range(lowest, highest + 1)]
    here = math.comb(size_a, a) * math.comb(size_b, b)
    return sum(way for way in ways if way <= here) / sum(ways)


def wilson_interval(events: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval of a share.

    Parameters
    ----------
    events, n : int
        Events and people.
    confidence : float
        Above 0 and below 1.

    Returns
    -------
    tuple of float
        Low and high, 0 to 1.

    Raises
    ------
    ValueError
        If a number is out of range.
    """
    from scipy.special import ndtri

    size = whole("n", n, low=1)
    count = whole("events", events, high=size)
    sure = fraction("confidence", confidence, scalar=True)
    if not 0 < sure < 1:
        refuse("confidence", confidence, "above 0 and below 1")
    z = float(ndtri((1 + sure) / 2))
    share = count / size
    middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * math.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    return max(0.0, middle - half), min(1.0, middle + half)
