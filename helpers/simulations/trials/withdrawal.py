"""Randomised withdrawal: who is let in, who relapses, and what the hazard ratio then says.

People who began a treatment are of three kinds: those whom it helps, those who would be well
anyway, and the rest. Each kind has its own spread of improvement, so a rule "improved by at least
x %" lets in another mixture for every x. Those let in are randomised to stay on the drug or to
stop. Each kind relapses at its own daily hazard, and a group's survival is the mean over kinds:

    S(t) = sum of share_k exp(-hazard_k t)

Where the model is wrong, or silent: three kinds are a caricature, and kinds cannot be seen in a
person; constant hazards; nobody leaves; raters and people do not know the arm. All numbers of
`World` are chosen, so it says what a design *can* do and not what a drug does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr, ndtri

from helpers.simulations.arguments import (
    finite,
    nonnegative,
    one_of,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.sourced import Source, Sourced, number

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ARMS",
    "KINDS",
    "Trial",
    "World",
    "compare_ratios",
    "cox_ratio",
    "kaplan_meier",
    "ratio_from_counts",
    "simulate",
]

KINDS = ("helped", "well anyway", "rest")
ARMS = ("stay", "stop")
_CHOSEN = Source("chosen", "a teaching value: kinds of people cannot be seen")


def _chosen(symbol: str, meaning: str, unit: str, low: float, high: float, value: float) -> Any:
    return number(symbol, meaning, unit, low, high, value, _CHOSEN)


@dataclass(frozen=True)
class World(Sourced):
    """Who began the treatment, how they improve, how they relapse. All numbers are chosen."""

    helped: float = _chosen("p_helped", "share whom the drug helps", "", 0, 1, 0.3)
    well: float = _chosen("p_well", "share who would be well anyway", "", 0, 1, 0.3)
    helped_mean: float = _chosen("m_helped", "mean improvement of those helped", "%", -100, 100, 60)
    helped_sd: float = _chosen("s_helped", "its SD", "%", 0.1, 100, 20)
    well_mean: float = _chosen(
        "m_well", "mean improvement of those well anyway", "%", -100, 100, 60
    )
    well_sd: float = _chosen("s_well", "its SD", "%", 0.1, 100, 20)
    rest_mean: float = _chosen("m_rest", "mean improvement of the rest", "%", -100, 100, 25)
    rest_sd: float = _chosen("s_rest", "its SD", "%", 0.1, 100, 20)
    well_per_d: float = _chosen(
        "λ_well", "hazard if helped and on drug, or well anyway", "1/d", 0, 1, 1 / 900
    )
    stopped_per_d: float = _chosen("λ_stop", "hazard if helped and stopped", "1/d", 0, 1, 1 / 150)
    rest_per_d: float = _chosen("λ_rest", "hazard of the rest, in both arms", "1/d", 0, 1, 1 / 60)
    rebound_per_d: float = _chosen(
        "λ_rebound", "hazard added to all who stop, by stopping itself", "1/d", 0, 1, 0.0
    )
    rebound_d: float = _chosen("t_rebound", "how long that lasts", "d", 0, 1000, 28)

    def __post_init__(self) -> None:
        for one in self.numbers():
            finite(one.name, getattr(self, one.name), scalar=True)  # None is no value here
        super().__post_init__()
        if self.helped + self.well > 1 + 1e-9:
            refuse("helped + well", self.helped + self.well, "at most 1")

    def entering(self, at_least: float = 0.0, below: float | None = None) -> np.ndarray:
        """Return the share of all who began that a rule lets in, for each of `KINDS`; shape (3,).

        ``at_least`` and ``below`` are improvements in per cent; without ``below`` there is no
        upper end.
        """
        at_least = within("at_least", at_least, -100, 100, scalar=True)
        means = np.array([self.helped_mean, self.well_mean, self.rest_mean])
        sds = np.array([self.helped_sd, self.well_sd, self.rest_sd])
        passed = ndtr((means - at_least) / sds)
        if below is not None:
            below = within("below", below, at_least, 1000, scalar=True)
            passed = passed - ndtr((means - below) / sds)
        return np.array([self.helped, self.well, max(1 - self.helped - self.well, 0.0)]) * passed

    def hazards(self, arm: str) -> np.ndarray:
        """Return the daily hazard of each kind in an arm, without any rebound; shape (3,)."""
        one_of("arm", arm, ARMS)
        stopped = self.stopped_per_d if arm == "stop" else self.well_per_d
        return np.array([stopped, self.well_per_d, self.rest_per_d])

    def cumulative(self, arm: str, days: Any) -> np.ndarray:
        """Return each kind's summed hazard up to times in days; shape (3, number of times)."""
        days = np.atleast_1d(nonnegative("days", days))
        summed = np.outer(self.hazards(arm), days)
        if arm == "stop":
            summed = summed + self.rebound_per_d * np.minimum(days, self.rebound_d)
        return summed


@dataclass(frozen=True)
class Trial:
    """A randomised withdrawal in a world, for endlessly many people: no chance, only design.

    >>> trial = Trial(World(), at_least=50)
    >>> round(705 * trial.entered), round(trial.ratio, 2)
    (322, 0.44)
    >>> round(Trial(World(), at_least=80).ratio, 2)
    0.36
    >>> round(Trial(World(well_mean=75, well_sd=15), at_least=80).ratio, 2)
    0.5
    """

    world: World
    at_least: float = 0.0
    below: float | None = None
    follow_up_d: float = 180.0

    def __post_init__(self) -> None:
        positive("follow_up_d", self.follow_up_d, scalar=True)
        if self.entered <= 0:
            refuse("at_least", self.at_least, "such that somebody enters")

    @cached_property
    def by_kind(self) -> np.ndarray:
        """Share of all who began that enters, for each of `KINDS`."""
        return self.world.entering(self.at_least, self.below)

    @property
    def entered(self) -> float:
        """Share of all who began that is randomised."""
        return float(self.by_kind.sum())

    def survival(self, arm: str, days: Any) -> Any:
        """Return the share of an arm without relapse at times in days (scalar or array)."""
        kinds = np.exp(-self.world.cumulative(arm, days))
        left = self.by_kind @ kinds / self.by_kind.sum()
        return left if np.ndim(days) else float(left[0])

    def relapsed(self, arm: str) -> float:
        """Return the share of an arm that has relapsed by the end of follow-up."""
        return 1.0 - self.survival(arm, self.follow_up_d)

    @property
    def ratio(self) -> float:
        """Ratio of log survivals at the end: near the hazard ratio that a trial would print."""
        return float(
            np.log(self.survival("stay", self.follow_up_d))
            / np.log(self.survival("stop", self.follow_up_d))
        )


def ratio_from_counts(stay: tuple[int, int], stop: tuple[int, int]) -> float:
    """Return the ratio of log survivals from (relapsed, number) of the two arms.

    It is the hazard ratio if hazards keep their ratio and both arms are watched equally long.

    >>> round(ratio_from_counts((24, 90), (39, 86)), 2)
    0.51
    """
    left = []
    for name, (relapsed, number_of) in (("stay", stay), ("stop", stop)):
        number_of = whole(f"{name}[1]", number_of, low=2)
        relapsed = whole(f"{name}[0]", relapsed, low=1, high=number_of - 1)
        left.append(np.log1p(-relapsed / number_of))
    return float(left[0] / left[1])


def compare_ratios(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> tuple[float, float]:
    """Return z and two-sided P for the difference of two ratios given as (value, low, high), 95 %.

    On the log scale, with standard errors from the printed intervals, for separate people.

    >>> z, p = compare_ratios((0.49, 0.29, 0.84), (0.30, 0.16, 0.55))
    >>> round(z, 2), round(p, 2)
    (1.18, 0.24)
    """
    logs, errors = [], []
    for name, ratio in (("one", one), ("other", other)):
        value, low, high = np.atleast_1d(positive(name, ratio))
        if not low < value < high:
            refuse(name, ratio, "a value between its low and its high")
        logs.append(np.log(value))
        errors.append(np.log(high / low) / (2 * ndtri(0.975)))
    z = float((logs[0] - logs[1]) / np.hypot(*errors))
    return z, float(2 * ndtr(-abs(z)))


def simulate(trial: Trial, people: int = 297, seed: int = 1) -> pd.DataFrame:
    """Return one run of a trial: a row a person with ``kind``, ``arm``, ``days`` and ``relapsed``.

    Those who have not relapsed are watched to the end of follow-up (*censored* there).
    """
    import pandas as pd

    people = whole("people", people, low=4)
    rng = np.random.default_rng(whole("seed", seed))
    kind = rng.choice(3, size=people, p=trial.by_kind / trial.entered)
    arm = rng.permutation(np.arange(people) % 2)
    grid = np.linspace(0, trial.follow_up_d, 2001)
    summed = [trial.world.cumulative(name, grid) for name in ARMS]
    drawn = rng.exponential(size=people)
    days = np.array(
        [
            np.interp(d, summed[a][k], grid, right=np.inf)
            for d, a, k in zip(drawn, arm, kind, strict=True)
        ]
    )
    return pd.DataFrame(
        {
            "kind": np.array(KINDS)[kind],
            "arm": np.array(ARMS)[arm],
            "days": np.minimum(days, trial.follow_up_d),
            "relapsed": days < trial.follow_up_d,
        }
    )


def kaplan_meier(days: Any, relapsed: Any) -> pd.DataFrame:
    """Return the Kaplan-Meier curve (statsmodels): ``days``, ``left`` and its standard error."""
    import pandas as pd
    from statsmodels.duration.survfunc import SurvfuncRight  # late: it is slow to load

    days = np.atleast_1d(nonnegative("days", days))
    curve = SurvfuncRight(days, _events("relapsed", relapsed, days.size))
    return pd.DataFrame(
        {"days": curve.surv_times, "left": curve.surv_prob, "se": curve.surv_prob_se}
    )


def _events(name: str, value: Any, number_of: int) -> np.ndarray:
    """Return what happened as 0 and 1, one for each person; at least one must have happened."""
    events = np.asarray(value)
    if events.dtype.kind not in "biuf" or not np.isin(events, (0, 1)).all():
        refuse(name, value, "true or false for each person")
    if events.shape != (number_of,) or not events.any():
        refuse(name, value, f"one for each of {number_of} people, and true for at least one")
    return events.astype(float)


def cox_ratio(table: pd.DataFrame) -> tuple[float, float, float]:
    """Return the hazard ratio stay/stop with its 95 % interval, by Cox regression (statsmodels).

    ``table`` has the columns of `simulate`: ``arm``, ``days``, ``relapsed``.
    """
    from statsmodels.duration.hazard_regression import PHReg

    for column in ("arm", "days", "relapsed"):
        one_of("a column of table", column, list(table.columns))
    for arm in ARMS:  # an arm without relapse has no ratio
        run = table[table["arm"] == arm]
        _events(f"relapsed in {arm}", run["relapsed"].to_numpy(), len(run))
    stays = (table["arm"] == "stay").to_numpy(float)[:, None]
    model = PHReg(table["days"].to_numpy(float), stays, status=table["relapsed"].to_numpy(float))
    found = model.fit()
    low, high = found.conf_int()[0]
    return tuple(float(np.exp(one)) for one in (found.params[0], low, high))
