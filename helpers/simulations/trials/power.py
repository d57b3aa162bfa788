"""How many people a trial of rare events needs, and what a trial of a given size can tell.

Two arms of equal size; an event has the risk p₀ on control and p₁ = p₀ × relative risk on drug.
The test is the usual z test of two shares, two-sided at 5 % unless another level is given, with
the pooled variance under "no difference" and the two variances under the assumed one:

    n = [z(1 - α/2) √(2 p(1 - p)) + z(power) √(p₀(1 - p₀) + p₁(1 - p₁))]² / (p₀ - p₁)²,

where p is the mean of both risks. Numbers of people per arm are not rounded: `whole_people` rounds
up.

Where it is silent or wrong: nobody is lost, everybody has the same risk and the same benefit,
follow-up is equal, and each person counts once. At few events the equation is an approximation:
`counted_power` gives the z test's own chance, and `ways` what a trial counts, both exactly.

>>> whole_people(people_per_arm(0.02, 0.7))
7286
>>> print(f"{chance_to_see(113, 0.02, 0.5):.0%}")
9%
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import bdtrc, ndtr, ndtri

from helpers.simulations.arguments import finite, refuse, whole, within
from helpers.simulations.numerics import count_shares, fading, likely_counts
from helpers.simulations.statistics import fisher_p

__all__ = [
    "Comparison",
    "Ways",
    "at_most",
    "chance_to_see",
    "compare",
    "counted_power",
    "people_per_arm",
    "simulate",
    "smallest_effect",
    "ways",
    "whole_people",
]

MOST_PEOPLE = 10**9
LEAST_RISK, LEAST_CUT = 1e-6, 1e-4


def _risks(risk: Any, relative_risk: Any) -> tuple[Any, Any]:
    """Return both risks as arrays or floats, checked: two risks that differ, below 1."""
    control = within("risk", risk, LEAST_RISK, 1 - LEAST_RISK)
    ratio = within("relative_risk", relative_risk, 0, 1 / LEAST_RISK)
    if np.any(np.abs(np.asarray(ratio) - 1) < LEAST_CUT):
        refuse("relative_risk", relative_risk, "other than 1: no trial can see what is not there")
    drug = np.asarray(control) * ratio
    if np.any(drug >= 1):
        refuse("relative_risk", relative_risk, "so small that the risk on drug stays below 1")
    return control, drug


def people_per_arm(risk: Any, relative_risk: Any, power: float = 0.8, alpha: float = 0.05) -> Any:
    """Return the people per arm by which a two-arm trial sees the difference.

    Parameters
    ----------
    risk : float or array
        Risk of the event on control during follow-up, above 0 and below 1.
    relative_risk : float or array
        Risk on drug over risk on control: 0.7 is "cut by 30 %"; above 1 an outcome is commoner.
    power : float
        Chance that the trial sees a difference that is there, 0.05 to 0.999.
    alpha : float
        Chance to see one that is not there, two-sided.

    Returns
    -------
    float or numpy.ndarray
        People in each arm, not rounded. Of the shape that risk and relative risk share.

    Examples
    --------
    >>> [whole_people(n) for n in people_per_arm([0.1, 0.02], 0.5)]
    [435, 2319]
    >>> whole_people(people_per_arm(0.30, 0.55 / 0.30))  # thoughts: from 30 to 55 in 100
    61
    """
    control, drug = _risks(risk, relative_risk)
    chance = within("power", power, 0.05, 0.999, scalar=True)
    level = within("alpha", alpha, 1e-6, 0.5, scalar=True)
    alike, apart = _spreads(control, drug)
    far = np.maximum(0, ndtri(chance) * apart - ndtri(level / 2) * alike)
    found = (far / (drug - control)) ** 2
    return np.asarray(found, float) if np.ndim(found) else float(found)


def _spreads(control: Any, drug: Any) -> tuple[Any, Any]:
    """Return the SD of a difference of two people: as the test takes it, and as it is."""
    mean = (np.asarray(control) + drug) / 2
    alike = np.sqrt(2 * mean * (1 - mean))
    return alike, np.sqrt(np.asarray(control) * (1 - control) + drug * (1 - drug))


def whole_people(people: float) -> int:
    """Return a number of people rounded up: there is no share of a person.

    >>> whole_people(434.4)
    435
    """
    return int(np.ceil(within("people", people, 0, 1e18, scalar=True) - 1e-9))


@fading
def chance_to_see(people: Any, risk: Any, relative_risk: Any, alpha: float = 0.05) -> Any:
    """Return the power of a trial with so many people per arm, 0 to 1 (scalar or array).

    >>> print(f"{chance_to_see(228, 0.10, 0.5):.2f}")
    0.53
    """
    arm = within("people", people, 2, MOST_PEOPLE)
    control, drug = _risks(risk, relative_risk)
    level = within("alpha", alpha, 1e-6, 0.5, scalar=True)
    alike, apart = _spreads(control, drug)
    middle = (drug - control) * np.sqrt(arm) / apart
    edge = ndtri(level / 2) * alike / apart
    found = ndtr(edge - middle) + ndtr(edge + middle)
    return np.asarray(found, float) if np.ndim(found) else float(found)


@fading
def counted_power(people: int, risk: float, other_risk: float, alpha: float = 0.05) -> float:
    """Return the chance that the z test of two shares sees a difference, from all pairs of counts.

    Parameters
    ----------
    people : int
        People in each arm, up to 100,000.
    risk, other_risk : float
        Risk of the event in each arm, 0 to 1; where they are alike this is the chance to see what
        is not there.
    alpha : float
        The test's level, two-sided; few counts can keep a trial far below it.

    Examples
    --------
    >>> print(f"{counted_power(10, 0.08, 0.08):.1%}, {counted_power(200, 0.08, 0.08):.1%}")
    0.5%, 4.8%
    """
    arm = whole("people", people, low=1, high=10**5)
    one, other = (
        within(name, value, 0, 1, scalar=True)
        for name, value in (("risk", risk), ("other_risk", other_risk))
    )
    level = within("alpha", alpha, 1e-6, 0.5, scalar=True)
    lower = np.arange(arm + 1.0)
    unseen = np.minimum(arm, lower + np.floor(_widest_unseen(lower, arm, level)))
    pairs = ((one, other), (other, one))
    return float(sum(count_shares(lower, arm, p) @ bdtrc(unseen, arm, q) for p, q in pairs))


def _widest_unseen(lower: np.ndarray, people: int, alpha: float) -> np.ndarray:
    """Return the gap d above a lower count at which the pooled z test is just at its level.

    d² = z² s(2n - s) / 2n with s = 2 lower + d, the sum of both counts: a quadratic in d.
    """
    square = float(ndtri(alpha / 2)) ** 2
    first, half = 2 * people + square, square * (people - 2 * lower)
    return (half + np.sqrt(half**2 + 4 * first * square * lower * (people - lower))) / first


def smallest_effect(
    people: float, risk: float, power: float = 0.8, alpha: float = 0.05
) -> float | None:
    """Return the relative risk nearest to 1, below it, that the trial sees with this power.

    None where even a drug that abolishes the event would be missed more often than that.

    >>> print(f"{smallest_effect(490, 0.11):.2f}")
    0.55
    >>> smallest_effect(113, 0.02) is None
    True
    """
    from scipy.optimize import brentq

    arm = within("people", people, 2, MOST_PEOPLE, scalar=True)
    wanted = within("power", power, 0.06, 0.999, scalar=True)

    def short(relative_risk: float) -> float:
        return chance_to_see(arm, risk, relative_risk, alpha) - wanted

    strongest, weakest = 1e-9, 1 - 2 * LEAST_CUT
    if short(strongest) < 0:
        return None
    if short(weakest) > 0:  # more people than any trial
        return weakest
    return float(brentq(short, strongest, weakest, xtol=1e-10))


@dataclass(frozen=True)
class Ways:
    """What a trial counts by chance, exactly: three shares of all such trials that add to 1.

    Attributes
    ----------
    fewer, equal, more : float
        Trials with fewer, as many, or more events on drug than on control.
    expected_control, expected_drug : float
        Events expected in each arm.
    """

    fewer: float
    equal: float
    more: float
    expected_control: float
    expected_drug: float

    @property
    def not_fewer(self) -> float:
        """Trials in which the drug arm does not come out lower."""
        return self.equal + self.more


@fading
def ways(people: int, risk: float, relative_risk: float) -> Ways:
    """Return how often a trial counts fewer, as many, or more events on drug: exact binomials.

    >>> found = ways(113, 0.02, 0.5)
    >>> print(f"{found.expected_control:.1f} and {found.expected_drug:.1f} expected")
    2.3 and 1.1 expected
    >>> print(f"in {found.not_fewer:.0%} of trials the drug arm has as many events, or more")
    in 37% of trials the drug arm has as many events, or more
    """
    arm = whole("people", people, low=1, high=10**6)
    control = within("risk", risk, 0, 1, scalar=True)
    ratio = within("relative_risk", relative_risk, 0, 1 / LEAST_RISK, scalar=True)
    drug = control * ratio
    if drug > 1:
        refuse("relative_risk", relative_risk, "so small that the risk on drug stays below 1")
    most = likely_counts(arm, max(control, drug))[-1]
    on_control, on_drug = (count_shares(np.arange(most + 1.0), arm, one) for one in (control, drug))
    equal = float(on_control @ on_drug)
    fewer = float(on_control[1:] @ np.cumsum(on_drug)[:-1])
    return Ways(fewer, equal, max(0.0, 1 - fewer - equal), arm * control, arm * drug)


def simulate(
    people: int, risk: float, relative_risk: float, trials: int = 1000, seed: int = 1
) -> np.ndarray:
    """Return the events of many simulated trials, shape (trials, 2): control, drug.

    >>> simulate(113, 0.02, 0.5, trials=3).shape
    (3, 2)
    """
    arm = whole("people", people, low=1, high=10**6)
    many = whole("trials", trials, low=1, high=10**6)
    control = within("risk", risk, 0, 1, scalar=True)
    drug = control * within("relative_risk", relative_risk, 0, 1 / LEAST_RISK, scalar=True)
    if drug > 1:
        refuse("relative_risk", relative_risk, "so small that the risk on drug stays below 1")
    rng = np.random.default_rng(whole("seed", seed, low=0))
    return np.column_stack([rng.binomial(arm, one, many) for one in (control, drug)])


@dataclass(frozen=True)
class Comparison:
    """Two arms compared by their counts.

    Attributes
    ----------
    share, other_share : float
        Share with the outcome in each arm, 0 to 1.
    difference, low, high : float
        First share minus the second, with Newcombe's 95 % interval.
    odds_ratio, odds_low, odds_high : float
        With Woolf's 95 % interval; NaN where a cell is empty.
    p : float
        Fisher's exact test, two-sided.
    """

    share: float
    other_share: float
    difference: float
    low: float
    high: float
    odds_ratio: float
    odds_low: float
    odds_high: float
    p: float

    @property
    def can_tell(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return not self.low <= 0 <= self.high


def compare(events: int, people: int, other_events: int, other_people: int) -> Comparison:
    """Compare two independent arms by their counts.

    >>> found = compare(46, 73, 25, 79)
    >>> print(f"{found.share:.1%} v {found.other_share:.1%}, odds ratio {found.odds_ratio:.2f}")
    63.0% v 31.6%, odds ratio 3.68
    >>> week = compare(8, 42, 5, 42)
    >>> print(f"{100 * week.difference:.0f} points ({100 * week.low:.0f} to {100 * week.high:.0f})")
    7 points (-9 to 23)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    n, m = whole("people", people, low=1), whole("other_people", other_people, low=1)
    a, b = whole("events", events, high=n), whole("other_events", other_events, high=m)
    low, high = confint_proportions_2indep(a, n, b, m, compare="diff", method="newcomb")
    odds = (np.nan,) * 3
    if a and b and a < n and b < m:
        ends = confint_proportions_2indep(a, n, b, m, compare="odds-ratio", method="logit")
        odds = (a * (m - b) / (b * (n - a)), *map(float, ends))
    gap = a / n - b / m
    return Comparison(a / n, b / m, gap, float(low), float(high), *odds, fisher_p(a, n, b, m))


def at_most(events: int, people: int, level: float = 0.95) -> float:
    """Return the largest risk that so few events still fit: exact, one-sided, 0 to 1.

    With no event at all this is nearly 3 / people, the *rule of three*.

    >>> print(f"{at_most(0, 300):.2%}")
    0.99%
    """
    from scipy.special import betaincinv

    arm = whole("people", people, low=1, high=MOST_PEOPLE)
    seen = whole("events", events, high=arm)
    sure = finite("level", level, scalar=True)
    if not 0 < sure < 1:
        refuse("level", level, "above 0 and below 1")
    return 1.0 if seen == arm else float(betaincinv(seen + 1, arm - seen, sure))
