"""Harms that were not seen, harms by frequency of use, and what an escalation of dose can say.

**Zero, or few, events.** Each of n people has the harm with risk p, so the cases seen are binomial:

    chance of none = (1 - p)^n,        chance of at most k = sum of binomials up to k.

The exact upper limit (Clopper and Pearson) is the risk at which k cases or fewer would be seen
with a chance of 1 minus the confidence only; one-sided unless `two_sided`. With none seen it is
1 - (1 - confidence)^(1/n), near 3/n at 95 %. A count over person-years is Poisson, and its limit
is that of a rate. A harm that takes its time shows only in part: `seen_by` is the share of delays
that are over, with exponential delays.

**Symptoms by frequency of use.** Log odds rise by the same step for each day of use:

    logit p(d) = logit p(0) + ln(odds ratio per day) * min(d, plateau day).

The odds ratio is published, and so are the two baselines; that the line ends in a plateau, and
where, is chosen. There is no dose in it, and the days are those of people who use ketamine without
a prescription: sessions of treatment are not days of this axis.

**Escalation.** Arithmetic only: how long a doubling takes, and how much the dose of some must have
grown when the mean of all grew sixfold.

Where it is silent or wrong: risks differ between people, who is followed is selected, a case may
be overlooked. Every limit holds for people like those who were counted, for as long as they were.

>>> print(f"{chance_of_at_most(0, 802, 0.001):.0%}")
45%
>>> print(f"{upper_risk(0, 802):.2%}, {upper_risk(0, 150):.1%}")
0.37%, 2.0%
>>> print(f"{upper_rate(0, 3777) * 1000:.2f} per 1,000 person-years")
0.79 per 1,000 person-years
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.evidence import series
from helpers.simulations.arguments import nonnegative, positive, refuse, whole, within
from helpers.simulations.numerics import likely_counts
from helpers.simulations.sourced import Source, Sourced, number, published

__all__ = [
    "ANY_SYMPTOM",
    "MATCHED",
    "Beyond",
    "Symptoms",
    "by_days",
    "chance_of_at_most",
    "days_for_excess",
    "fold_of_those_who_rose",
    "hundred_trials",
    "negative_control",
    "odds_ratio",
    "odds_ratio_beyond",
    "people_needed",
    "seen_by",
    "upper_rate",
    "upper_risk",
]

MOST_PEOPLE = 10**7
PAL_DAYS = 180.0  # the days over which use was counted


def chance_of_at_most(cases: int, people: int, risk: Any) -> Any:
    """Return the chance to see at most so many cases, 0 to 1.

    `people` were exposed, each with the same true `risk` (0 to 1; the answer has its shape).

    >>> print(f"{chance_of_at_most(0, 100, 0.001):.0%}")
    90%
    """
    from scipy.special import bdtr

    size = whole("people", people, low=1, high=MOST_PEOPLE)
    most = whole("cases", cases, high=size)
    share = within("risk", risk, 0, 1)
    found = np.where(most == size, 1.0, bdtr(most, size, share))
    return float(found) if found.ndim == 0 else found


def upper_risk(
    cases: int, people: int, confidence: float = 0.95, *, two_sided: bool = False
) -> float:
    """Return the exact upper limit of a risk (0 to 1) after so many cases in so many people.

    >>> print(f"{upper_risk(0, 603):.2%}, {upper_risk(0, 603, two_sided=True):.2%}")
    0.50%, 0.61%
    >>> upper_risk(5, 5)
    1.0
    """
    from scipy.special import betaincinv

    size = whole("people", people, low=1, high=MOST_PEOPLE)
    seen = whole("cases", cases, high=size)
    sure = _sure(confidence, two_sided)
    return 1.0 if seen == size else float(betaincinv(seen + 1, size - seen, sure))


def upper_rate(
    cases: int, person_years: float, confidence: float = 0.95, *, two_sided: bool = False
) -> float:
    """Return the exact upper limit of a rate (per person-year) after so many cases.

    >>> print(f"{1000 * upper_rate(0, 3777, two_sided=True):.2f}")
    0.98
    """
    from scipy.special import gammaincinv

    seen = whole("cases", cases)
    time = positive("person_years", person_years, scalar=True)
    return float(gammaincinv(seen + 1, _sure(confidence, two_sided))) / time


def _sure(confidence: float, two_sided: bool) -> float:
    one = within("confidence", confidence, 0.5, 0.9999, scalar=True)
    return (1 + one) / 2 if two_sided else one


def people_needed(risk: float, chance: float = 0.95) -> int:
    """Return how many people it takes to see at least one case with this chance.

    >>> people_needed(0.001)
    2995
    """
    one = within("risk", risk, 1e-9, 1 - 1e-9, scalar=True)
    wanted = within("chance", chance, 1e-6, 1 - 1e-6, scalar=True)
    return max(1, math.ceil(math.log1p(-wanted) / math.log1p(-one) - 1e-9))


def hundred_trials(people: int, risk: float) -> np.ndarray:
    """Return the cases that a hundred such trials see, fewest first (100 whole numbers).

    They are the hundred middles of the binomial distribution, so that nothing is drawn by chance.

    >>> int((hundred_trials(802, 0.001) == 0).sum())
    45
    """
    from scipy.special import bdtr

    size = whole("people", people, low=1, high=MOST_PEOPLE)
    share = within("risk", risk, 0, 1, scalar=True)
    counts = likely_counts(size, share)
    return counts[np.searchsorted(bdtr(counts, size, share), (np.arange(100) + 0.5) / 100)]


def seen_by(months: Any, mean_delay_months: float) -> Any:
    """Return the share of a harm's onsets that are over by then, 0 to 1, if delays are exponential.

    >>> print(f"{seen_by(12, 24.67):.0%}")
    39%
    """
    time = np.asarray(nonnegative("months", months))
    found = -np.expm1(-time / positive("mean_delay_months", mean_delay_months, scalar=True))
    return float(found) if found.ndim == 0 else found


@dataclass(frozen=True)
class Symptoms(Sourced):
    """Numbers of the line of symptoms by days of use; `changed` gives a copy with others."""

    baseline_percent: float = number(
        "p(0)", "symptom without any ketamine", "%", 0.1, 90,
        published("tam2016-control-frequency"),
        Source("published", "students without substance use", ("tam2016-control-frequency",)),
    )  # fmt: skip
    odds_ratio_per_day: float = number(
        "OR", "odds ratio for each day of use in the last 180", "odds ratio per day", 0.9, 1.2,
        published("pal2013-or-frequency"),
        Source("published", "adjusted, for urinary frequency", ("pal2013-or-frequency",)),
    )  # fmt: skip
    plateau_day: float = number(
        "plateau", "day of use from which the line is flat; 180: no plateau", "d", 1, PAL_DAYS,
        PAL_DAYS, Source("chosen", "no plateau is published: the panel moves it"),
    )  # fmt: skip


#: The baseline that matches the slope (frequency), and the one that does not (any symptom).
MATCHED = Symptoms()
ANY_SYMPTOM = Symptoms(
    baseline_percent=published("pal2013-never"),
    sources={
        "baseline_percent": Source(
            "published", "any symptom, people who never used ketamine", ("pal2013-never",)
        )
    },
)


def by_days(days: Any, numbers: Symptoms = MATCHED) -> Any:
    """Return the percent with the symptom by days of use in the last 180 (scalar or any shape).

    >>> [round(float(p)) for p in by_days([0, 30, 90, 180])]
    [10, 15, 32, 66]
    >>> [round(float(p)) for p in by_days([0, 30, 90, 180], ANY_SYMPTOM)]
    [24, 34, 57, 85]
    """
    from scipy.special import expit, logit

    used = np.asarray(within("days", days, 0, PAL_DAYS))
    steps = np.minimum(used, numbers.plateau_day) * math.log(numbers.odds_ratio_per_day)
    found = 100 * expit(logit(numbers.baseline_percent / 100) + steps)
    return float(found) if found.ndim == 0 else found


def days_for_excess(excess_percent: float, numbers: Symptoms = MATCHED) -> float | None:
    """Return the days of use at which the excess over the baseline is reached; None for never.

    >>> print(f"{days_for_excess(100 / 17):.0f} and {days_for_excess(6, ANY_SYMPTOM):.0f}")
    33 and 19
    """
    excess = within("excess_percent", excess_percent, 0, 100, scalar=True)
    wanted = numbers.baseline_percent + excess
    step = math.log(numbers.odds_ratio_per_day)
    if wanted >= 100 or step <= 0:
        return None if excess else 0.0
    days = math.log(odds_ratio(wanted, numbers.baseline_percent)) / step
    return days if days <= numbers.plateau_day + 1e-9 else None


def odds_ratio(percent: float, against_percent: float) -> float:
    """Return the odds ratio of two percentages.

    >>> print(f"{odds_ratio(30, 24):.2f}")
    1.36
    """
    one, other = (
        within(name, value, 1e-9, 100 - 1e-9, scalar=True)
        for name, value in (("percent", percent), ("against_percent", against_percent))
    )
    return one / (100 - one) / (other / (100 - other))


@dataclass(frozen=True)
class Beyond:
    """An odds ratio of one exposure against another, with its approximate 95 % interval."""

    ratio: float
    low: float
    high: float


def odds_ratio_beyond(
    over: tuple[float, float, float], under: tuple[float, float, float]
) -> Beyond:
    """Return one odds ratio over another, both against the same people (value, low, high each).

    On the log scale a printed 95 % interval is 2 x 1.96 standard errors wide, and the squares of
    two standard errors add if the estimates are independent. They share their controls, which
    makes this interval a little too wide where controls are few.

    >>> found = odds_ratio_beyond((6.2, 4.1, 9.1), (2.8, 2.0, 3.9))
    >>> print(f"{found.ratio:.1f} ({found.low:.1f} to {found.high:.1f})")
    2.2 (1.3 to 3.7)
    """
    log_of = []
    for name, one in (("over", over), ("under", under)):
        if len(tuple(one)) != 3:
            refuse(name, one, "an odds ratio with the low and the high end of its interval")
        value, low, high = (positive(name, part, scalar=True) for part in one)
        if not low <= value <= high:
            refuse(name, one, "an odds ratio between the ends of its interval")
        log_of.append((math.log(value), (math.log(high) - math.log(low)) / (2 * 1.959964)))
    middle = log_of[0][0] - log_of[1][0]
    half = 1.959964 * math.hypot(log_of[0][1], log_of[1][1])
    return Beyond(*(math.exp(middle + side * half) for side in (0, -1, 1)))


def negative_control() -> Beyond:
    """Return ketamine beyond other substances, from the survey's two printed odds ratios.

    >>> print(f"{negative_control().ratio:.2f}")
    2.21
    """
    rows = series("safety-luts-odds-negative-control").set_index("group")
    columns = ["odds_ratio", "ci_low", "ci_high"]
    return odds_ratio_beyond(
        tuple(rows.loc["ketamine", columns]),
        tuple(rows.loc["other substances, no ketamine", columns]),
    )


def fold_of_those_who_rose(mean_fold: float, share: Any) -> Any:
    """Return how much the dose of some grew if that of the others stayed, by the share who rose.

    >>> [round(float(fold)) for fold in fold_of_those_who_rose(6, [1, 0.5, 0.2])]
    [6, 11, 26]
    """
    mean = within("mean_fold", mean_fold, 1, 1e6, scalar=True)
    part = np.asarray(within("share", share, 1e-6, 1))
    found = (mean - (1 - part)) / part
    return float(found) if found.ndim == 0 else found
