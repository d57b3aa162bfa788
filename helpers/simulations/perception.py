"""From a level of ketamine to a rating of the altered state: four laws, and a crowd.

A rating is a share of its scale's maximum (%). The first three laws read the level C of the
moment; all four are scaled to meet in one chosen point, 61 % at the step of 200 ng/mL::

    line        E ~ C
    S-curve     E ~ C^h / (C^h + C50^h)
    threshold   E ~ max(C - C0, 0)
    tolerance   E ~ max(C - g A, 0),    dA/dt = (C - A) / tau

The fourth remembers: A follows the level with time constant tau, and its share g is not felt.
Levels are total racemic ketamine (ng/mL); S-ketamine counts `Laws.s_potency` times.

>>> round(float(state("line").left_percent(90)))
26

Silent on: mood, expectation and setting; which part of the state is rated; norketamine; repeated
sessions. Nothing keeps a rating below 100 %. The crowd is a spread of scores, not of causes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import increasing_times, nonnegative, one_of, positive, whole
from helpers.simulations.arguments import within as between
from helpers.simulations.sourced import Source, Sourced, number, printed_range, published
from helpers.simulations.statistics import correlation_p

__all__ = [
    "CROWDS",
    "GONE_PERCENT",
    "LAWS",
    "ROUTES",
    "STEPS_NG_PER_ML",
    "TIMES_MIN",
    "Crowd",
    "Laws",
    "State",
    "adaptation",
    "crowd",
    "levels_ng_per_ml",
    "pairs_behind",
    "ratings",
    "state",
    "step_ratings",
    "steps_r",
]

LAWS = ("line", "S-curve", "threshold", "tolerance")
#: The drip of the course, 35 mg of racemate; or 84 mg of esketamine by spray.
ROUTES = ("drip", "nasal spray")
#: The rising steps of Bowdle 1998 above zero (ng/mL): each held for 30 min, rated after 20 min.
STEPS_NG_PER_ML = (50.0, 100.0, 150.0, 200.0)
STEP_MIN, RATED_AFTER_MIN = 30.0, 20.0
#: Below this share of its peak (%) a rating is called gone. Chosen: "resolved" is nowhere defined.
GONE_PERCENT = 10.0
#: Times (min) at which courses are read.
TIMES_MIN = np.arange(0.0, 361.0)


@dataclass(frozen=True)
class Laws(Sourced):
    """The numbers of the four laws; `changed` gives a copy in which some are changed."""

    top_rating: float = number(
        "E₂₀₀", "rating at 200 ng/mL, where all laws meet", "% of maximum", 1, 100, 61.0,
        Source("chosen", "inside the printed 37 to 89%", ("bowdle1998-top-effect-most-items",)),
    )  # fmt: skip
    c50_ng_per_ml: float = number(
        "C50", "level that gives half of the S-curve's top", "ng/mL", 1, 1e4, 160.0,
        Source("chosen", "keeps the steps nearly straight"),
    )  # fmt: skip
    hill: float = number(
        "h", "steepness of the S-curve", "", 0.5, 10, 2.0, Source("chosen", "the mildest S")
    )
    threshold_ng_per_ml: float = number(
        "C₀", "level at which the third law begins", "ng/mL", 0, 199, 40.0,
        Source("chosen", "just below the lowest step"),
    )  # fmt: skip
    strength: float = number(
        "g", "share of a steady level that is no longer felt in the end", "", 0, 1, 0.9,
        Source("chosen", "with 0.8 no τ empties the ratings of the spray by 90 min"),
    )  # fmt: skip
    tau_min: float = number(
        "τ", "time constant of tolerance", "min", 1, 1e4, 30.0,
        Source("chosen", "the spray allows up to 38 min", ("esketamine-cadss-resolved",)),
    )  # fmt: skip
    s_potency: float = number(
        "S : racemate", "how many ng of racemate 1 ng of S-ketamine counts for", "", 1, 4, 2.0,
        Source("chosen", "as if R did nothing; 1.6 if S is four times R", ("s-over-r-oye1992",)),
    )  # fmt: skip


STANDARD = Laws()


def adaptation(times_min: Any, levels: Any, tau_min: float) -> np.ndarray:
    """Return A of dA/dt = (C - A) / tau from A = 0, exact for levels straight between the times.

    ``times_min`` (increasing, min) and ``levels`` (any unit) have shape (t,), and so has A.

    >>> adaptation([0, 30], [100, 100], tau_min=30).round(1)
    array([ 0. , 63.2])
    """
    times = increasing_times("times_min", times_min)
    level = np.asarray(nonnegative("levels", levels), dtype=float)
    if level.shape != times.shape:
        raise ValueError(f"levels must be one for each of times_min; {level.shape} was given.")
    tau = positive("tau_min", tau_min, scalar=True)
    steps = np.diff(times)
    kept = np.exp(-steps / tau)
    lag = tau * np.diff(level) / steps  # how far A runs behind a ramp
    found = np.zeros_like(level)
    for k in range(steps.size):
        found[k + 1] = level[k + 1] - lag[k] + (found[k] - level[k] + lag[k]) * kept[k]
    return found


def _felt(law: str, times: np.ndarray, levels: np.ndarray, numbers: Laws) -> np.ndarray:
    """Return what a law makes of levels, in units of its own."""
    if law == "line":
        return levels
    if law == "S-curve":
        powered = levels**numbers.hill
        return powered / (powered + numbers.c50_ng_per_ml**numbers.hill)
    if law == "threshold":
        return np.maximum(levels - numbers.threshold_ng_per_ml, 0.0)
    lost = numbers.strength * adaptation(times, levels, numbers.tau_min)
    return np.maximum(levels - lost, 0.0)


@lru_cache(maxsize=512)
def _felt_at_steps(law: str, numbers: Laws) -> np.ndarray:
    """Return what a law makes of the rising steps at the moments of rating, shape (4,)."""
    starts = STEP_MIN * np.arange(len(STEPS_NG_PER_ML))
    moments = np.array([0.0, RATED_AFTER_MIN, STEP_MIN - 1e-6])  # a step up takes no time
    times = (starts[:, None] + moments).ravel()
    felt = _felt(law, times, np.repeat(STEPS_NG_PER_ML, moments.size), numbers)[1 :: moments.size]
    if felt[-1] <= 0:
        raise ValueError(f"numbers must let {law!r} feel something at the top step.")
    return felt


def step_ratings(law: str, numbers: Laws = STANDARD) -> np.ndarray:
    """Return the ratings (% of maximum) at 50, 100, 150 and 200 ng/mL, shape (4,).

    >>> step_ratings("S-curve").round(), step_ratings("tolerance").round()
    (array([ 9., 28., 47., 61.]), array([31., 45., 54., 61.]))
    """
    felt = _felt_at_steps(one_of("law", law, LAWS), numbers)
    return numbers.top_rating * felt / felt[-1]


def steps_r(law: str, numbers: Laws = STANDARD) -> float:
    """Return R of ratings with the level over five steps: zero, where nothing is felt, and four.

    So it was printed: P < 0.024 beside R = 0.93 needs five points.

    >>> print(f"{steps_r('S-curve'):.3f}")
    0.994
    """
    rated = [0, *step_ratings(law, numbers)]
    return float(np.corrcoef([0, *STEPS_NG_PER_ML], rated)[0, 1])


def ratings(law: str, times_min: Any, levels: Any, numbers: Laws = STANDARD) -> np.ndarray:
    """Return ratings (% of maximum; may pass 100) at times (min) with levels (ng/mL), shape (t,).

    >>> ratings("line", [0, 1], [100, 200]).tolist()
    [30.5, 61.0]
    """
    times = increasing_times("times_min", times_min)
    level = np.asarray(nonnegative("levels", levels), dtype=float)
    top = _felt_at_steps(one_of("law", law, LAWS), numbers)[-1]
    return numbers.top_rating * _felt(law, times, level, numbers) / top


@lru_cache(maxsize=256)
def levels_ng_per_ml(
    route: str = "drip",
    *,
    infusion_min: float = 40.0,
    site: str = "arterial",
    mg: float | None = None,
    s_potency: float = STANDARD.s_potency,
) -> np.ndarray:
    """Return the level of racemate (ng/mL), or what counts for it, at `TIMES_MIN`.

    Parameters
    ----------
    route : str
        "drip": racemate by the course's set. "nasal spray": esketamine by the set that was fitted
        to **venous** samples after the spray, times `s_potency`; it takes no site and no length.
    infusion_min : float
        Length of the drip (min).
    site : str
        Of the drip: "arterial", or "venous", which follows with a half-time of 8 min.
    mg : float, optional
        The dose (mg); 35 for the drip, 84 for the spray.
    s_potency : float
        How many ng of racemate 1 ng of S-ketamine counts for.

    Examples
    --------
    >>> [levels_ng_per_ml(route).max().round() for route in ROUTES] == [253, 202]
    True
    """
    one_of("site", site, ("arterial", "venous"))
    if one_of("route", route, ROUTES) == "drip":
        dose = pk.Dose(35.0 if mg is None else mg, duration_min=infusion_min)
        found = pk.simulate(dose, times_min=TIMES_MIN).level_ng_per_ml(site)
    else:
        dose = pk.Dose(84.0 if mg is None else mg, "S", "nasal_spray")
        course = pk.simulate(dose, times_min=TIMES_MIN, model="perezruixo2021")
        found = between("s_potency", s_potency, 1, 4, scalar=True) * course.plasma_ng_per_ml
    found.flags.writeable = False
    return found


@dataclass(frozen=True, eq=False)
class State:
    """Levels (ng/mL) and ratings (% of maximum) at `TIMES_MIN`. Made by `state`."""

    levels: np.ndarray
    ratings: np.ndarray

    @property
    def peak_min(self) -> float:
        """Time (min) of the highest rating."""
        return float(TIMES_MIN[int(np.argmax(self.ratings))])

    @property
    def gone_min(self) -> float:
        """Time (min) from which less than 10 % of the peak is left; infinite if not by 6 h."""
        still = np.flatnonzero(self.ratings >= GONE_PERCENT / 100 * self.ratings.max())[-1]
        return float(TIMES_MIN[still + 1]) if still + 1 < TIMES_MIN.size else float("inf")

    def left_percent(self, at_min: Any) -> Any:
        """Return what is left of the rating at a time (min), as % of its own peak."""
        at = between("at_min", at_min, 0, TIMES_MIN[-1])
        return 100 * np.interp(at, TIMES_MIN, self.ratings) / self.ratings.max()


def state(law: str, route: str = "drip", numbers: Laws = STANDARD, **how: Any) -> State:
    """Return what a law makes of a dose; ``how`` goes to `levels_ng_per_ml`.

    >>> state("tolerance").peak_min, state("tolerance", "nasal spray").gone_min
    (16.0, 84.0)
    """
    levels = levels_ng_per_ml(route, s_potency=numbers.s_potency, **how)
    return State(levels, ratings(law, TIMES_MIN, levels, numbers))


# --- a crowd -----------------------------------------------------------------------------------

#: Crowds with the printed mean and SD, all chosen. "bell": normal. "skewed": negative binomial.
#: "half untouched": half of the people at zero, the others negative binomial.
CROWDS = {"bell": 0.0, "skewed": 0.0, "half untouched": 0.5}
PRINTED = "vanschalkwyk2018-cadss-mean"


@dataclass(frozen=True)
class Crowd:
    """A spread of CADSS totals (points) with a given mean and SD. Made by `crowd`."""

    kind: str
    mean: float
    sd: float

    def _counts(self) -> tuple[float, float]:
        """Return number and chance of the negative binomial of those who are not untouched."""
        touched = 1 - CROWDS[self.kind]
        mean = self.mean / touched
        variance = (self.sd**2 + self.mean**2) / touched - mean**2
        return mean**2 / (variance - mean), mean / variance

    def share_to(self, points: float) -> float:
        """Return the share of people with at most so many points.

        >>> print(f"{crowd('bell').share_to(0):.3f}, {crowd('skewed').share_to(-1):.0f}")
        0.201, 0
        """
        from scipy.special import betainc, ndtr

        if self.kind == "bell":
            return float(ndtr((points - self.mean) / self.sd))
        if points < 0:
            return 0.0
        none, (size, chance) = CROWDS[self.kind], self._counts()
        return none + (1 - none) * float(betainc(size, np.floor(points) + 1, chance))

    def draw(self, n: int, seed: int = 1) -> np.ndarray:
        """Return scores of ``n`` people, shape (n,); the same ``seed`` gives the same people."""
        people = whole("n", n, low=1, high=100_000)
        chance = np.random.default_rng(whole("seed", seed, low=0))
        if self.kind == "bell":
            scores = chance.normal(self.mean, self.sd, people)
        else:
            scores = chance.negative_binomial(*self._counts(), people)
        return np.where(chance.random(people) < CROWDS[self.kind], 0.0, scores)


def crowd(kind: str = "skewed") -> Crowd:
    """Return a crowd with the mean and the SD that van Schalkwyk 2018 printed.

    >>> print(f"{crowd('half untouched').share_to(0):.2f}")
    0.50
    """
    mean = published(PRINTED)
    return Crowd(one_of("kind", kind, tuple(CROWDS)), mean, printed_range(PRINTED)[1] - mean)


def pairs_behind(r: float, p: float, digits: int = 3) -> list[int]:
    """Return the numbers of pairs, up to 1,000, with which ``r`` gives ``p``, rounded to digits.

    >>> pairs_behind(-0.35, 0.007)
    [58, 59]
    """
    wanted = between("p", p, 0, 1, scalar=True)
    half = 0.5 * 10.0 ** -whole("digits", digits, low=1, high=9)
    return [n for n in range(4, 1001) if abs(correlation_p(r, n) - wanted) <= half]
