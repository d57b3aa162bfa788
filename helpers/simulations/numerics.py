"""Arithmetic that several simulations share: numbers that fade to nothing, counts of events.

Counts do without ``scipy.stats``, which takes most of a second to load.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import numpy as np

__all__ = ["count_shares", "fading", "likely_counts"]

_Function = TypeVar("_Function", bound=Callable)


def fading(function: _Function) -> _Function:
    """Let numbers in a function fade to 0, also where a user has told numpy to raise at it.

    >>> with np.errstate(all="raise"):
    ...     float(fading(np.exp)(-1e4))
    0.0
    """
    return np.errstate(under="ignore")(function)


def likely_counts(people: int, risk: float) -> np.ndarray:
    """Return the counts of events, in order, but those that fewer than one in 10^13 groups have.

    >>> likely_counts(802, 0.001)[[0, -1]].tolist()
    [0, 17]
    """
    mean = people * risk
    reach = 10 + 8 * math.sqrt(mean * (1 - risk))
    return np.arange(max(0, int(mean - reach)), min(people, int(mean + reach)) + 1)


@fading
def count_shares(counts: np.ndarray, people: int, risk: float) -> np.ndarray:
    """Return the share of groups of so many people with each count of events: the binomial.

    >>> count_shares(np.arange(3), 2, 0.5).round(9).tolist()
    [0.25, 0.5, 0.25]
    """
    from scipy.special import betaln, xlog1py, xlogy

    ways_log = -betaln(counts + 1, people - counts + 1) - np.log1p(people)
    return np.exp(ways_log + xlogy(counts, risk) + xlog1py(people - counts, -risk))
