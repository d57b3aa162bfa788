"""The impatient microscopist: what one look at one time, with few mice and noise, seems to show.

The truth is a course of the model. A study looks once, at ``n_mice`` treated and as many control
mice, at the change of spine density since before the dose and at behaviour. Each is compared by a
t-test at 5 %. The noise is chosen: what a study can see depends on it, so move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import boolean, positive, refuse, whole, within
from helpers.simulations.plasticity.cascade import Course, simulate
from helpers.simulations.plasticity.published import measured

#: Scatter between mice of the change in spine density (percentage points). Chosen.
SPINE_SD_PERCENT = 8.0
#: Scatter between mice of the behaviour index (0 to 1). Chosen.
BEHAVIOUR_SD = 0.35
#: Level of the tests.
ALPHA = 0.05


def adolescent_drift_percent_per_d() -> float:
    """Return how fast 1-month-old mice lose spines without any drug (% per day, negative).

    Derived from the middle of the ranges of Zuo 2005 (formed less eliminated, over 2 weeks).
    """
    row = measured("spine-turnover").set_index("age").loc["1 month"]
    return float((row["formed_percent"] - row["eliminated_percent"]) / row["interval_d"])


@dataclass(frozen=True)
class Comparison:
    """One outcome of one study.

    Attributes
    ----------
    truth : float
        Difference in the model.
    estimate, low, high : float
        Difference of the means and its 95 % interval.
    control, treated : numpy.ndarray, shape (n_mice,)
        The mice; ``control`` is empty in a study without controls.
    """

    truth: float
    estimate: float
    low: float
    high: float
    control: np.ndarray
    treated: np.ndarray

    @property
    def seen(self) -> bool:
        """Whether the interval leaves 0 out on the upper side."""
        return self.low > 0


@dataclass(frozen=True)
class ImagingStudy:
    """What one look showed.

    Attributes
    ----------
    time_h : float
        When (h).
    spines : Comparison
        Change of spine density (% of the density before the dose).
    behaviour : Comparison
        Behaviour index.
    """

    time_h: float
    spines: Comparison
    behaviour: Comparison

    @property
    def verdict(self) -> str:
        """What a hasty reader would say."""
        return {
            (True, True): "both are there",
            (True, False): "spines first",
            (False, True): "behaviour first",
            (False, False): "nothing happens",
        }[self.spines.seen, self.behaviour.seen]


@dataclass(frozen=True)
class _Truth:
    """What the model says at one time, and the noise."""

    time_h: float
    spines: float
    behaviour: float
    n_mice: int
    spine_sd: float
    behaviour_sd: float


def _truth(
    time_h: Any, n_mice: Any, spine_sd_percent: Any, behaviour_sd: Any, course: Course | None
) -> _Truth:
    """Check the arguments of a study and ask the model."""
    if course is None:
        course = simulate()
    elif not isinstance(course, Course):
        refuse("course", course, "a Course, as simulate returns it")
    time = within("time_h", time_h, 0, course.until_h, scalar=True)
    now = course.at(time)
    return _Truth(
        time,
        100.0 * now.spine_gain / course.baseline,
        now.behaviour,
        whole("n_mice", n_mice, low=2, high=100_000),
        positive("spine_sd_percent", spine_sd_percent, scalar=True),
        positive("behaviour_sd", behaviour_sd, scalar=True),
    )


def imaging_study(
    time_h: float,
    n_mice: int = 8,
    *,
    spine_sd_percent: float = SPINE_SD_PERCENT,
    behaviour_sd: float = BEHAVIOUR_SD,
    drift_percent_per_d: float = 0.0,
    controls: bool = True,
    course: Course | None = None,
    seed: int = 1,
) -> ImagingStudy:
    """Return one simulated study.

    Parameters
    ----------
    time_h : float
        When to look (h after the dose).
    n_mice : int
        Mice in each group, at least 2.
    spine_sd_percent, behaviour_sd : float
        Scatter between mice.
    drift_percent_per_d : float
        Change of spine density without any drug (% per day); see `adolescent_drift_percent_per_d`.
    controls : bool
        False: treated mice are compared with themselves before the dose, so drift is taken for an
        effect (of either sign).
    course : Course, optional
        The truth; one dose of 10 mg/kg by default.
    seed : int
        The same seed gives the same mice, so that only the argument that was moved changes.

    Returns
    -------
    ImagingStudy

    Raises
    ------
    ValueError
        If an argument is out of range or no number.
    """
    truth = _truth(time_h, n_mice, spine_sd_percent, behaviour_sd, course)
    per_d = within("drift_percent_per_d", drift_percent_per_d, -100, 100, scalar=True)
    drift = per_d * truth.time_h / 24
    rng = np.random.default_rng(whole("seed", seed, high=2**31))
    noise = rng.standard_normal((truth.n_mice, 4)).T  # a mouse keeps its noise as n grows
    with_controls = boolean("controls", controls)
    return ImagingStudy(
        truth.time_h,
        _compare(
            truth.spines,
            drift + truth.spine_sd * noise[0],
            drift + truth.spines + truth.spine_sd * noise[1],
            with_controls,
        ),
        _compare(
            truth.behaviour,
            truth.behaviour_sd * noise[2],
            truth.behaviour + truth.behaviour_sd * noise[3],
            with_controls,
        ),
    )


def _compare(
    truth: float, control: np.ndarray, treated: np.ndarray, with_controls: bool
) -> Comparison:
    """Compare two groups, or one with 0."""
    from scipy.special import stdtrit

    n = len(treated)
    if with_controls:
        difference, freedom = treated.mean() - control.mean(), 2 * n - 2
        error = np.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / n)
    else:
        difference, freedom = treated.mean(), n - 1
        error, control = np.sqrt(treated.var(ddof=1) / n), np.empty(0)
    half = float(stdtrit(freedom, 1 - ALPHA / 2)) * error
    estimate = float(difference)
    return Comparison(
        float(truth), estimate, float(estimate - half), float(estimate + half), control, treated
    )


def chance_of_seeing(
    time_h: float,
    n_mice: int = 8,
    *,
    spine_sd_percent: float = SPINE_SD_PERCENT,
    behaviour_sd: float = BEHAVIOUR_SD,
    course: Course | None = None,
) -> dict[str, float]:
    """Return how often a study with controls sees a rise, over endless repeats.

    Parameters
    ----------
    time_h, n_mice, spine_sd_percent, behaviour_sd, course
        As in `imaging_study`.

    Returns
    -------
    dict
        "spines" and "behaviour": power of each test (2.5 % where there is nothing: the upper side
        of a two-sided test); "both are there", "spines first", "behaviour first", "nothing
        happens": share of studies with each verdict.

    Raises
    ------
    ValueError
        As `imaging_study`.
    """
    truth = _truth(time_h, n_mice, spine_sd_percent, behaviour_sd, course)
    spines = _power(truth.spines / truth.spine_sd, truth.n_mice)
    behaviour = _power(truth.behaviour / truth.behaviour_sd, truth.n_mice)
    return {
        "spines": spines,
        "behaviour": behaviour,
        "both are there": spines * behaviour,
        "spines first": spines * (1 - behaviour),
        "behaviour first": (1 - spines) * behaviour,
        "nothing happens": (1 - spines) * (1 - behaviour),
    }


def _power(effect_sd: float, n: int) -> float:
    """Return the chance that a two-group t-test shows a rise of so many standard deviations."""
    from scipy.special import nctdtr, stdtrit

    freedom = 2 * n - 2
    shift = effect_sd * np.sqrt(n / 2)
    if shift > 35:  # beyond what the distribution function can be asked, and certain anyway
        return 1.0
    return float(1 - nctdtr(freedom, shift, stdtrit(freedom, 1 - ALPHA / 2)))


def mice_needed(effect: float, sd: float, power: float = 0.8) -> int:
    """Return the smallest number of mice in each group that gives a power.

    Parameters
    ----------
    effect : float
        Difference to be seen.
    sd : float
        Scatter between mice, in the same unit.
    power : float
        Wanted chance, above 0.05 and below 1.

    Returns
    -------
    int
        2 to 100,000.

    Raises
    ------
    ValueError
        If an argument is out of range, or more than 100,000 mice are needed.
    """
    size = positive("effect", effect, scalar=True) / positive("sd", sd, scalar=True)
    wanted = within("power", power, 0.05, 0.9999, scalar=True)
    if _power(size, 100_000) < wanted:
        refuse("effect", effect, "large enough for 100,000 mice to show")
    low, high = 1, 100_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _power(size, middle) >= wanted else (middle, high)
    return high
