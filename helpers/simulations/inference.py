"""Two small models of inference: one cause or two (a rubber hand), and prior against evidence.

**One cause or two.** A touch is felt and, a lag later, a touch is seen on a rubber hand. If both
had one cause, lags scatter around zero with the SD ``window_s``; if not, every lag within a second
is as likely (Körding and colleagues' causal inference, in its simplest form)::

    p(one cause | lag) = p0 N(lag; 0, s) / (p0 N(lag; 0, s) + (1 - p0) / 1 s)

**A rival.** Whoever tends to agree says yes with a chance ``agree`` even where nothing is felt::

    report = p + agree (1 - p)

**Prior and evidence.** Both Gaussian, each weighed by its precision (one over its variance)::

    estimate = w x + (1 - w) m,   w = precision of the evidence / sum of both precisions

Where the models are silent or wrong: all their numbers are **chosen**, except where a function
says so; no value for ketamine was found. A real lag need not be inferred as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, fraction, nonnegative, positive

__all__ = ["LATE_S", "Hand", "estimate", "half_lag_s", "one_cause", "rubber_hand", "weight"]

RANGE_S = 1.0  #: lags without a common cause lie within this span (chosen)
LATE_S = 0.5  #: the "asynchronous" strokes of this toy (chosen; not the lag of any study)
PULL = 0.3  #: how far a hand of certain ownership is felt towards the rubber hand (chosen)


def one_cause(lag_s: Any, prior: Any = 0.5, window_s: Any = 0.1) -> Any:
    """Return the probability that touch felt and touch seen have one cause.

    Parameters
    ----------
    lag_s : float or array
        Time between felt and seen (s).
    prior : float or array
        Probability of one cause before the touch, from 0 to 1.
    window_s : float or array
        SD of the lags that one cause gives (s).

    Examples
    --------
    >>> [round(float(one_cause(lag)), 2) for lag in (0, 0.5)]
    [0.8, 0.0]
    >>> [round(float(one_cause(lag, window_s=0.25)), 2) for lag in (0, 0.5)]
    [0.61, 0.18]
    """
    lag = np.asarray(finite("lag_s", lag_s))
    p0 = np.asarray(fraction("prior", prior))
    s = np.asarray(positive("window_s", window_s))
    together = p0 * np.exp(-0.5 * (lag / s) ** 2) / (s * np.sqrt(2 * np.pi))
    return together / (together + (1 - p0) / RANGE_S)


def half_lag_s(prior: float = 0.5, window_s: float = 0.1) -> float:
    """Return the lag (s) at which one cause and two are equally likely; 0 if never.

    >>> round(half_lag_s(), 3)
    0.166
    """
    p0 = fraction("prior", prior, scalar=True)
    s = positive("window_s", window_s, scalar=True)
    odds = p0 * RANGE_S / max((1 - p0) * s * np.sqrt(2 * np.pi), 1e-300)
    return float(s * np.sqrt(2 * np.log(odds))) if odds > 1 else 0.0


@dataclass(frozen=True)
class Hand:
    """Four measures of one person's rubber hand, each from 0 to 1.

    Attributes
    ----------
    together, apart : float
        How strongly the hand is called one's own, stroked at once and half a second late.
    control : float
        Agreement with a statement that no illusion predicts ("I had three hands").
    drift_together, drift_apart : float
        How far the hidden hand is felt towards the rubber one, as a share of the distance.
    """

    together: float
    apart: float
    control: float
    drift_together: float
    drift_apart: float


def rubber_hand(prior: float = 0.5, window_s: float = 0.1, agree: float = 0.0) -> Hand:
    """Return what a person reports and where the hand is felt, for three knobs.

    Parameters
    ----------
    prior, window_s : float
        As in `one_cause`.
    agree : float
        Chance of agreeing where nothing is felt, from 0 to 1.

    Examples
    --------
    >>> hand = rubber_hand(agree=0.4)
    >>> round(hand.together, 2), round(hand.apart, 2), hand.control
    (0.88, 0.4, 0.4)
    """
    yes = fraction("agree", agree, scalar=True)
    p = [float(one_cause(lag, prior, window_s)) for lag in (0.0, LATE_S)]
    together, apart = (one + yes * (1 - one) for one in p)
    return Hand(together, apart, yes, PULL * p[0], PULL * p[1])


def weight(evidence_sd: Any, prior_sd: Any) -> Any:
    """Return how much the evidence counts, from 0 to 1, for two standard deviations.

    >>> [round(float(weight(1, sd)), 2) for sd in (0.5, 1, 2)]
    [0.2, 0.5, 0.8]
    """
    noise = np.asarray(nonnegative("evidence_sd", evidence_sd))
    spread = np.asarray(positive("prior_sd", prior_sd))
    return spread**2 / (spread**2 + noise**2)


def estimate(evidence: Any, expected: Any, evidence_sd: Any, prior_sd: Any) -> Any:
    """Return what is perceived: evidence and expectation, each weighed by its precision.

    >>> float(estimate(10, 0, 1, 1))
    5.0
    """
    w = weight(evidence_sd, prior_sd)
    return w * np.asarray(finite("evidence", evidence)) + (1 - w) * np.asarray(
        finite("expected", expected)
    )
