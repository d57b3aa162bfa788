"""Mood after one dose of ketamine and after several: the gap to control, in MADRS points.

Each infusion leaves a trace that comes within hours and fades by half in ``half_life_d``; traces
add up to A. The gap E to a control group saturates:

    E = top A / (A + K),    K = top / peak - 1,    A = sum of (1 - exp(-t / onset)) 2^(-t / h)

so that one dose gives ``peak`` at first. ``peak`` and h are fitted to one dose; ``top`` is chosen.

Where the model is wrong, or silent: it is about means and says nothing about who responds; the
control group must be that of the fitted trials (saline and midazolam mixed); it knows no dose, no
tolerance, no drop-outs, no expectation; what the trace is, it does not say. It is no guide to
treatment: its schedules are those of published studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.special import ndtri

from helpers.evidence import series
from helpers.simulations.arguments import (
    finite,
    fraction,
    increasing_times,
    nonnegative,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.sourced import Source, Sourced, number

__all__ = [
    "DEFAULT",
    "SCHEDULES",
    "Mood",
    "Spread",
    "control_gain",
    "fitted",
    "gap_half_life",
    "gap_half_life_spread",
    "last_significant_day",
    "measured_gaps",
]

#: Days of infusion in published studies, counted from the first. The studies print how often;
#: the days of the week are chosen to fit that.
SCHEDULES: MappingProxyType[str, tuple[float, ...]] = MappingProxyType(
    {
        "one infusion": (0,),
        "2 a week (Singh)": (0, 3, 7, 10),
        "3 a week (Singh)": (0, 2, 4, 7, 9, 11),
        "6, then weekly (Phillips)": (0, 2, 4, 7, 9, 11, 18, 25, 32, 39),
        "8 in 4 weeks (KARMA-Dep 2)": (0, 3, 7, 10, 14, 17, 21, 24),
    }
)
_COURSE = "clinical-madrs-timecourse-wilkinson2018"
_FIT = "least squares on the gaps of four days, with the chosen top (Wilkinson 2018)"
_FACTS = tuple(
    f"wilkinson2018-madrs-{arm}-day{day}"
    for arm in ("ketamine", "control")
    for day in (0, 1, 2, 3, 7)
)


@dataclass(frozen=True)
class Mood(Sourced):
    """The numbers of the model; `changed` gives a copy in which some are changed.

    >>> round(float(DEFAULT.gap(1.0)), 1)
    10.6
    """

    peak_points: float = number(
        "E₁", "gap at first after one dose", "points", 0.1, 60, 11.4, Source("fitted", _FIT, _FACTS)
    )
    half_life_d: float = number(
        "h", "half-life of the trace", "days", 0.1, 1000, 4.5, Source("fitted", _FIT, _FACTS)
    )
    top_points: float = number(
        "E_max",
        "most that any number of doses can do",
        "points",
        0.2,
        1e6,
        20.0,
        Source("chosen", "a teaching value; one dose fits 13, 20, 30 or no ceiling alike"),
    )
    onset_h: float = number(
        "t_on",
        "time in which 63% of a trace comes",
        "h",
        1e-3,
        48,
        1.5,
        Source(
            "chosen", "the first significant difference was seen at 110 min", ("zarate2006-onset",)
        ),
    )

    def __post_init__(self) -> None:
        for one in self.numbers():
            finite(one.name, getattr(self, one.name), scalar=True)  # None is no value here
        super().__post_init__()
        if self.top_points <= self.peak_points:
            refuse("top_points", self.top_points, f"above peak_points, {self.peak_points:g}")

    @property
    def half_at(self) -> float:
        """K, the trace (in doses) that gives half of the top."""
        return self.top_points / self.peak_points - 1

    def trace(self, days: Any, doses: Any = (0.0,)) -> Any:
        """Return the sum of all traces, in doses, at times in days (scalar or array)."""
        days = np.asarray(finite("days", days))
        doses = np.atleast_1d(finite("doses", doses))
        since = np.maximum(days[..., None] - doses, 0.0)
        came = -np.expm1(-since * 24 / self.onset_h)
        return np.sum(came * 2.0 ** (-since / self.half_life_d), axis=-1)

    def gap(self, days: Any, doses: Any = (0.0,)) -> Any:
        """Return the gap to control (MADRS points) at times in days, doses given at ``doses``.

        >>> twice_weekly = DEFAULT.gap(14.0, SCHEDULES["2 a week (Singh)"])
        >>> round(float(twice_weekly), 1)
        12.2
        """
        trace = self.trace(days, doses)
        return self.top_points * trace / (trace + self.half_at)

    def halved_after_d(self) -> float:
        """Return when the gap of one dose has fallen to half of its peak (days).

        It is longer than the half-life of the trace, since the gap saturates.

        >>> round(DEFAULT.halved_after_d(), 1)
        7.8
        """
        half = self.peak_points / 2
        left = self.half_at * half / (self.top_points - half)
        return float(-self.half_life_d * np.log2(left))


DEFAULT = Mood()


@dataclass(frozen=True)
class Spread:
    """What chance alone does to an estimate: its middle and its 95 % range."""

    low: float
    middle: float
    high: float


def measured_gaps(from_baseline: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return the days and the measured gaps of one dose (MADRS points, control minus ketamine).

    From the pooled means of ten trials in people with suicidal ideation (Wilkinson 2018). With
    ``from_baseline`` the arms' difference before the dose is taken off.

    >>> days, gaps = measured_gaps()
    >>> gaps.round(1).tolist()
    [10.6, 10.6, 8.1, 6.4]
    """
    table = series(_COURSE).pivot(index="day", columns="arm", values="madrs_mean")
    gaps = table["control"] - table["ketamine"]
    days = gaps.index[gaps.index > 0]
    return days.to_numpy(float), (gaps[days] - (gaps[0] if from_baseline else 0.0)).to_numpy(float)


def gap_half_life(days: Any, gaps: Any) -> float:
    """Return the half-life (days) of gaps that fall by the same share in equal times.

    A straight line through the logarithms, by least squares; infinite where they do not fall.

    >>> round(gap_half_life(*measured_gaps()), 1)
    7.9
    """
    days = increasing_times("days", days)
    gaps = np.atleast_1d(positive("gaps", gaps))
    if days.shape != gaps.shape or days.size < 2:
        refuse("gaps", gaps, f"as many as days ({days.size}), and at least two")
    slope = np.polyfit(days, np.log(gaps), 1)[0]
    return float(np.log(2) / -slope) if slope < 0 else np.inf


def gap_half_life_spread(
    per_arm: int = 83, correlation: float = 0.6, draws: int = 20_000, seed: int = 1
) -> Spread:
    """Return the range of half-lives that other people from the same pool could have given.

    The measured gaps are taken as true, and scattered as means of ``per_arm`` people in each arm
    with the printed SDs would be. The same people were rated on each day, so errors of two days
    are correlated. ``per_arm`` is half of the 167 people (the split is not printed in what could
    be read) and ``correlation`` is chosen.

    >>> spread = gap_half_life_spread()
    >>> 3 < spread.low < 6 and 18 < spread.high < 40
    True
    """
    per_arm = whole("per_arm", per_arm, low=2)
    correlation = fraction("correlation", correlation, scalar=True)
    draws = whole("draws", draws, low=100)
    days, gaps = measured_gaps()
    sds = series(_COURSE).pivot(index="day", columns="arm", values="madrs_sd").loc[days]
    errors = np.sqrt((sds**2).sum(axis=1).to_numpy() / per_arm)
    together = np.outer(errors, errors) * (correlation + (1 - correlation) * np.eye(days.size))
    rng = np.random.default_rng(whole("seed", seed))
    drawn = np.maximum(rng.multivariate_normal(gaps, together, size=draws), 0.1)
    slopes = np.polyfit(days, np.log(drawn).T, 1)[0]
    falls = np.where(slopes < 0, -slopes, 1e-9)
    low, middle, high = np.quantile(np.log(2) / falls, [0.025, 0.5, 0.975])
    return Spread(float(low), float(middle), float(high))


def control_gain(per_arm: int = 83, correlation: float = 0.6) -> Spread:
    """Return how far controls improved from day 1 to day 7 (points MADRS) and its 95 % interval.

    From the printed means and SDs; ``per_arm`` and ``correlation`` as in `gap_half_life_spread`.

    >>> better = control_gain()
    >>> round(better.low, 1), round(better.middle, 1), round(better.high, 1)
    (-0.2, 1.7, 3.6)
    """
    per_arm = whole("per_arm", per_arm, low=2)
    correlation = fraction("correlation", correlation, scalar=True)
    arm = series(_COURSE).set_index(["arm", "day"]).loc["control"]
    early, late = arm["madrs_sd"][1], arm["madrs_sd"][7]
    error = np.sqrt((early**2 + late**2 - 2 * correlation * early * late) / per_arm)
    gain, half = arm["madrs_mean"][1] - arm["madrs_mean"][7], float(ndtri(0.975)) * error
    return Spread(float(gain - half), float(gain), float(gain + half))


def fitted(days: Any, gaps: Any, top_points: float = DEFAULT.top_points) -> Mood:
    """Return the model with peak and half-life fitted to the gaps of one dose, for a chosen top.

    >>> model = fitted(*measured_gaps())
    >>> round(model.peak_points, 1), round(model.half_life_d, 1)
    (11.4, 4.5)
    """
    from scipy.optimize import curve_fit  # late: it is slow to load

    days = increasing_times("days", days)
    gaps = np.atleast_1d(positive("gaps", gaps))
    top = within("top_points", top_points, 1.01 * float(gaps.max()), 1e6, scalar=True)

    def gap(days: np.ndarray, peak: float, half_life_d: float) -> np.ndarray:
        changes = {"peak_points": peak, "half_life_d": half_life_d, "top_points": top}
        return DEFAULT.changed(**changes).gap(days)

    limits = ([0.2, 0.2], [0.999 * top, 500.0])
    (peak, half_life_d), _ = curve_fit(
        gap, days, gaps, [0.9 * float(gaps.max()), 6.0], bounds=limits
    )
    return DEFAULT.changed(peak_points=peak, half_life_d=half_life_d, top_points=top)


def last_significant_day(
    per_arm: int, model: Mood = DEFAULT, sd_points: float = 11.0, until_d: float = 60.0
) -> float:
    """Return the last day on which a trial of one dose expects P < 0.05 for the gap.

    It depends on how many people were rated as much as on how long the gap lasts. The default SD
    is near those printed for both arms. 0 where no day is significant.

    >>> last_significant_day(20) < last_significant_day(80)
    True
    """
    per_arm = whole("per_arm", per_arm, low=2)
    error = positive("sd_points", sd_points, scalar=True) * np.sqrt(2 / per_arm)
    days = np.arange(0.0, nonnegative("until_d", until_d, scalar=True) + 0.05, 0.1)
    seen = days[model.gap(days) > float(ndtri(0.975)) * error]
    return float(seen[-1]) if seen.size else 0.0
