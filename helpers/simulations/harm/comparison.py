"""Two groups compared: the gap that an imbalance makes, and what a filter by p lets through.

A score (in SD of people alike in smoking) is shifted by ``smoking_effect`` in those who smoke and
by ``true_effect`` in those who use ketamine. The gap, users minus controls, is then on average

    true_effect + smoking_effect (share of users who smoke - share of controls who smoke).

"Smoking" stands for anything that comes along with use. The second half asks which differences one
two-sided t test, without adjustment, can call significant, and how large those are on average.

Where it is wrong, or silent: one confounder that is recorded without error, the same effect in
everybody, normal scatter, equal spread in both groups, one outcome, no illness before use. A scan
has many outcomes and its studies adjust for some of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import boolean, finite, fraction, positive, whole, within
from helpers.simulations.sourced import Source, Sourced, number, published

__all__ = [
    "Filtered",
    "Groups",
    "chance_significant",
    "confounder_needed",
    "critical_d",
    "critical_r",
    "expected_gap",
    "filtered",
    "p_of_interval",
    "r_for_power",
    "simulate_studies",
    "standard_error",
]

STRONGEST = 5.0  # SD: no effect beyond this is meant
MOST_PEOPLE = 1_000


@dataclass(frozen=True)
class Groups(Sourced):
    """Two groups of people and what lowers their score; `changed` gives a copy with changes.

    >>> round(expected_gap(Groups()), 3)
    -0.229
    """

    users_share: float = number(
        "p_U",
        "share of the users who smoke",
        "",
        0,
        1,
        published("fan2015-smoker") / 100,
        Source("published", "187 inpatients in Guangzhou", ("fan2015-smoker",)),
    )
    controls_share: float = number(
        "p_C", "share of the controls who smoke", "", 0, 1, 0.2, Source("chosen", "one in five")
    )
    smoking_effect: float = number(
        "s",
        "what smoking does to the score",
        "SD",
        -STRONGEST,
        STRONGEST,
        -0.3,
        Source(
            "chosen", "near the difference in grey matter in UK Biobank", ("linli2022-smoking-gm",)
        ),
    )
    true_effect: float = number(
        "k", "what ketamine does", "SD", -STRONGEST, STRONGEST, 0.0, Source("chosen", "nothing")
    )


def expected_gap(groups: Groups) -> float:
    """Return users minus controls (SD) in a study without end.

    >>> round(expected_gap(Groups().changed(controls_share=0.963)), 9) + 0.0
    0.0
    """
    imbalance = groups.users_share - groups.controls_share
    return groups.true_effect + groups.smoking_effect * imbalance


def confounder_needed(gap: float, users_share: float, controls_share: float) -> float:
    """Return how strong a confounder (SD) must be to make a whole gap alone.

    Infinite where both groups hold the same share of it: then it can make no gap.

    >>> round(confounder_needed(-0.5, 0.9, 0.4), 9)
    -1.0
    """
    value = finite("gap", gap, scalar=True)
    imbalance = fraction("users_share", users_share, scalar=True) - fraction(
        "controls_share", controls_share, scalar=True
    )
    if imbalance == 0:
        return 0.0 if value == 0 else math.copysign(math.inf, value)
    return value / imbalance


def standard_error(groups: Groups, n_per_group: int, *, adjusted: bool = False) -> float:
    """Return the standard error of the gap (SD), with the expected number of smokers in each group.

    Adjusted, users are compared with controls among smokers and among others, and the two are
    pooled by their precision, which is what a regression on group and smoking does. Infinite where
    no layer holds both users and controls.

    >>> as_they_are, adjusted = (standard_error(Groups(), 41, adjusted=a) for a in (False, True))
    >>> print(f"{as_they_are:.2f}, {adjusted:.2f}")
    0.22, 0.35
    """
    n = whole("n_per_group", n_per_group, low=2, high=MOST_PEOPLE)
    users, controls = groups.users_share, groups.controls_share
    if not boolean("adjusted", adjusted):
        spread = users * (1 - users) + controls * (1 - controls)
        return math.sqrt((2 + groups.smoking_effect**2 * spread) / n)
    layers = ((users, controls), (1 - users, 1 - controls))
    information = sum(a * b / (a + b) for a, b in layers if a > 0 and b > 0)
    return math.sqrt(1 / (n * information)) if information else math.inf


def chance_significant(gap: float, error: float) -> float:
    """Return the share of studies that find users significantly lower (two-sided 5 %).

    >>> print(f"{chance_significant(-0.229, 0.22):.0%}")
    18%
    """
    from scipy.special import ndtr, ndtri

    bar = float(ndtri(0.975))
    return float(
        ndtr(-bar - finite("gap", gap, scalar=True) / positive("error", error, scalar=True))
    )


def simulate_studies(
    groups: Groups, n_per_group: int, n_studies: int, *, adjusted: bool = False, seed: int = 1
) -> np.ndarray:
    """Return the gap (SD) that each of many studies would report, shape (n_studies,).

    NaN where a study cannot be adjusted, since no smokers and no others were in both of its groups.

    >>> gaps = simulate_studies(Groups(), 41, 4000)
    >>> round(float(gaps.mean()), 1)
    -0.2
    """
    n = whole("n_per_group", n_per_group, low=2, high=MOST_PEOPLE)
    shape = (whole("n_studies", n_studies, low=1, high=20_000), n)
    chance = np.random.default_rng(whole("seed", seed, high=2**32 - 1))
    smokes_u = chance.random(shape) < groups.users_share
    smokes_c = chance.random(shape) < groups.controls_share
    noise_u, noise_c = chance.standard_normal(shape), chance.standard_normal(shape)
    score_u = groups.true_effect + groups.smoking_effect * smokes_u + noise_u
    score_c = groups.smoking_effect * smokes_c + noise_c
    if not boolean("adjusted", adjusted):
        return score_u.mean(axis=1) - score_c.mean(axis=1)
    top, weight = np.zeros(shape[0]), np.zeros(shape[0])
    for here_u, here_c in ((smokes_u, smokes_c), (~smokes_u, ~smokes_c)):
        a, b = here_u.sum(axis=1), here_c.sum(axis=1)
        precision = a * b / np.maximum(a + b, 1)
        means = (score_u * here_u).sum(axis=1) / np.maximum(a, 1)
        means = means - (score_c * here_c).sum(axis=1) / np.maximum(b, 1)
        top, weight = top + precision * means, weight + precision
    return np.divide(top, weight, out=np.full(shape[0], np.nan), where=weight > 0)


# --- one t test, and what it lets through --------------------------------------------------------


def critical_d(n_a: int, n_b: int) -> float:
    """Return the smallest |Cohen's d| at which one two-sided t test gives p < 0.05.

    >>> print(f"{critical_d(41, 44):.2f}, {critical_d(20, 20):.2f}")
    0.43, 0.64
    """
    from scipy.special import stdtrit

    a, b = _sizes(n_a, n_b)
    return float(stdtrit(a + b - 2, 0.975)) * math.sqrt(1 / a + 1 / b)


@dataclass(frozen=True)
class Filtered:
    """What many studies of one size find, and what of it is read.

    Attributes
    ----------
    truth : float
        The true difference (SD).
    d, density : numpy.ndarray
        Every difference that may be found (Cohen's d), shape (n,), and how often (per SD).
    critical : float
        The smallest |d| that is significant.
    power, wrong_sign : float
        Share of studies that are significant in the true direction, and in the other one.
    read_mean : float
        Mean d over the studies that are read.
    significant_mean : float
        Mean |d| over the significant ones.
    """

    truth: float
    d: np.ndarray
    density: np.ndarray
    critical: float
    power: float
    wrong_sign: float
    read_mean: float
    significant_mean: float


def filtered(truth: float, n_a: int, n_b: int, *, null_share: float = 0.0) -> Filtered:
    """Return what is found and read of studies with groups of these sizes.

    Parameters
    ----------
    truth
        The true difference, users minus controls (SD), from -2 to 2; at 0 either sign is wrong.
    n_a, n_b
        People in the two groups.
    null_share
        Share of the studies without significance that are read all the same, 0 to 1.

    >>> found = filtered(-0.3, 17, 19)
    >>> print(f"{found.power:.1%} significant, {found.significant_mean:.2f} SD on average")
    13.9% significant, 0.87 SD on average
    """
    from scipy.special import nctdtr

    value = within("truth", truth, -2, 2, scalar=True)
    a, b = _sizes(n_a, n_b)
    seen = fraction("null_share", null_share, scalar=True)
    scale = math.sqrt(1 / a + 1 / b)
    critical, near = critical_d(a, b), abs(value) / scale
    # the noncentral t of |truth|, turned round at the end
    edges = np.linspace(abs(value) - 9 * scale, abs(value) + 9 * scale, 1501)
    inside = [cut for cut in (-critical, critical) if edges[0] < cut < edges[-1]]
    edges = np.unique(np.concatenate([edges, inside]))
    below = np.nan_to_num(nctdtr(a + b - 2, near, edges / scale))  # NaN: too small a share for it
    mass = np.diff(below).clip(0)
    middles, mass = (edges[1:] + edges[:-1]) / 2, mass / mass.sum()
    kept = mass * (abs(middles) > critical)
    read = kept + seen * (mass - kept)
    sign = -1.0 if value < 0 else 1.0
    return Filtered(
        truth=value,
        d=sign * middles,
        density=mass / np.diff(edges),
        critical=critical,
        power=float(1 - nctdtr(a + b - 2, near, critical / scale)),
        wrong_sign=float(np.nan_to_num(nctdtr(a + b - 2, near, -critical / scale))),
        read_mean=sign * float((read * middles).sum() / read.sum()),
        significant_mean=float((kept * abs(middles)).sum() / kept.sum()),
    )


def _sizes(n_a: int, n_b: int) -> tuple[int, int]:
    return tuple(
        whole(name, n, low=2, high=MOST_PEOPLE) for name, n in (("n_a", n_a), ("n_b", n_b))
    )


# --- reading printed results ---------------------------------------------------------------------


@lru_cache
def critical_r(n: int) -> float:
    """Return the smallest |r| of ``n`` pairs at which a two-sided test gives p < 0.05.

    >>> print(f"{critical_r(28):.2f}")
    0.37
    """
    from scipy.special import stdtrit

    pairs = whole("n", n, low=4)
    t = float(stdtrit(pairs - 2, 0.975))
    return t / math.sqrt(pairs - 2 + t**2)


def r_for_power(n: int, power: float = 0.8) -> float:
    """Return the true r that ``n`` pairs show as significant with this chance (Fisher's z).

    >>> print(f"{r_for_power(28):.2f}")
    0.51
    """
    from scipy.special import ndtri

    pairs = whole("n", n, low=4)
    chance = within("power", power, 0.05, 0.999, scalar=True)
    return math.tanh((float(ndtri(0.975)) + float(ndtri(chance))) / math.sqrt(pairs - 3))


def p_of_interval(value: Any, low: Any, high: Any) -> Any:
    """Return the two-sided p of estimates with 95 % intervals, by the normal curve.

    Scalars or arrays of one shape.

    >>> print(f"{p_of_interval(-0.7, -1.18, -0.23):.3f}")
    0.004
    """
    from scipy.special import ndtr, ndtri

    middle, left, right = (
        finite(name, one) for name, one in (("value", value), ("low", low), ("high", high))
    )
    if np.any(np.less_equal(right, left)):
        raise ValueError(f"high must be above low; {high!r} was given.")
    z = 2 * float(ndtri(0.975)) * np.abs(middle) / (np.asarray(right) - left)
    p = 2 * ndtr(-z)
    return float(p) if np.ndim(p) == 0 else p
