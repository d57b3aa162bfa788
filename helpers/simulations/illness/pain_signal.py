"""Relief of chronic pain as a slow effect signal that ketamine sets going and that fades by itself.

Plasma S-ketamine C (ng/mL) comes from `helpers.simulations.pharmacokinetics`. A signal S follows
it with one half-life for both ways, and relief, the share of the pain held off, follows S::

    dS/dt  = (ln 2 / half-life) (C - S)
    relief = S / (S + C50)     in those who respond, 0 in all others

S is written as the plasma level that it would be in balance with. **It is no store of drug**: no
tissue was measured, and any slow process that the drug starts has the same equation. Half-life,
C50 and the shares of responders are those of Dahan 2011, fitted to one trial of 60 people with
CRPS; the form of the equation for relief is not in what could be read, and is chosen.

Where it is wrong, or silent: relief in the first hours, which goes with the plasma; people who do
not respond although their levels are the same; how people differ; function, mood and harm.
R-ketamine is given no part. Levels are those of healthy young men (Noppers 2011).

`before_after` is another, smaller model: what pain scores do without any drug.

>>> trial = relief_course(trial_infusion())
>>> level, best, day = trial.best()
>>> print(f"{level:.0f} ng/mL, {best:.0%} on day {day:.1f}; half of it {trial.half_gone_d():.1f}")
46 ng/mL, 81% on day 4.4; half of it 33.6
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import fraction, positive, refuse, whole, within
from helpers.simulations.sourced import Source, Sourced, number, printed_range, published

__all__ = [
    "PUBLISHED",
    "SCHEDULES",
    "TRIAL_D",
    "BeforeAfter",
    "Numbers",
    "ReliefCourse",
    "before_after",
    "gap_for_p",
    "mean_pain",
    "relief_course",
    "relief_of",
    "staircase",
    "trial_infusion",
]

DAY_MIN, DAY_H = 1440.0, 24.0
#: Length (d) of the infusion of Sigtermans 2009b, as printed, and of its climb, which is chosen:
#: doses were raised stepwise, by effect and side effects, differently in each person.
TRIAL_D, CLIMB_D, CLIMB_STEPS = 4.2, 2.0, 4
#: Longest infusion and latest time (d) that are accepted.
LAST_D = 3650.0
LEVELS_OF = "noppers2011"
WEIGHT_KG = 70.0


@dataclass(frozen=True, kw_only=True)
class Numbers(Sourced):
    """The numbers of the slow signal; `changed` gives a copy in which some are changed."""

    half_life_d: float = number(
        "t½", "half-life of the signal, up and down", "d", 1e-3, LAST_D,
        published("dahan2011-thalf"), Source("published", "as printed", ("dahan2011-thalf",)),
    )  # fmt: skip
    c50_ng_per_ml: float = number(
        "C₅₀", "signal that holds off half of the pain", "ng/mL", 1e-3, 1e5,
        published("dahan2011-c50"), Source("published", "as printed", ("dahan2011-c50",)),
    )  # fmt: skip

    def __post_init__(self) -> None:
        for one in self.numbers():
            if getattr(self, one.name) is None:
                refuse(one.name, None, "a number")
        super().__post_init__()


PUBLISHED = Numbers()


def relief_of(signal_ng_per_ml: Any, numbers: Numbers = PUBLISHED) -> Any:
    """Return the share of a responder's pain that a signal (ng/mL, any shape) holds off, 0 to 1.

    >>> float(relief_of(10.5)), float(relief_of(0))
    (0.5, 0.0)
    """
    signal = within("signal_ng_per_ml", signal_ng_per_ml, 0, 1e9)
    return signal / (signal + numbers.c50_ng_per_ml)


# Schedules of studies -----------------------------------------------------------------------------


def staircase(steps: Iterable[tuple[float, float]], form: str = "S") -> list[pk.Dose]:
    """Return an infusion in steps, each of some hours at a rate (mg/h); a rate of 0 is a pause.

    >>> [dose.mg for dose in staircase([(2, 10), (20, 0), (1, 5)])]
    [20.0, 5.0]
    """
    doses, start_h = [], 0.0
    for hours, rate in steps:
        hours = within("hours", hours, 0, LAST_D * DAY_H, scalar=True)
        rate = within("rate", rate, 0, 1e4, scalar=True)
        if hours and rate:
            doses.append(
                pk.Dose(rate * hours, form, start_min=60 * start_h, duration_min=60 * hours)
            )
        start_h += hours
    return doses


def trial_infusion(stop_d: float = TRIAL_D) -> list[pk.Dose]:
    """Return the infusion of Sigtermans 2009b in a person of 70 kg, stopped after some days.

    It climbs from 5 mg/h (Dahan 2011) to 22.2 mg/h in the first two days, then stays. The climb
    over two days, in four steps, is **chosen**.

    >>> round(sum(dose.mg for dose in trial_infusion()))
    1825
    """
    stop = within("stop_d", stop_d, 0.01, 30, scalar=True)
    low, high = printed_range("dahan2011-rate")[0], published("sigtermans2009b-dose")
    edges = np.linspace(0, CLIMB_D, CLIMB_STEPS + 1)
    steps = []
    for start, planned in pairwise(edges):
        end = min(planned, stop)
        middle = (start + end) / 2  # the mean rate of a straight climb within the step
        steps.append((max(0.0, end - start) * DAY_H, low + (high - low) * middle / CLIMB_D))
    steps.append((max(0.0, stop - CLIMB_D) * DAY_H, high))
    return staircase(steps)


def _kiefer2008() -> list[pk.Dose]:
    low, high = printed_range("kiefer2008-dose")  # g on the first and on the tenth day
    return staircase([(DAY_H, 1000 * grams / DAY_H) for grams in np.linspace(low, high, 10)])


#: name -> infusion at 70 kg. What the abstracts print; where they print a highest rate, that one.
SCHEDULES: Mapping[str, Callable[[], list[pk.Dose]]] = MappingProxyType(
    {
        "Sigtermans 2009b": trial_infusion,
        "Schwartzman 2009": lambda: staircase(
            [(4, WEIGHT_KG * published("schwartzman2009-rate")), (20, 0)] * 10, "racemate"
        ),
        "Goldberg 2010": lambda: staircase([(5, 25), (5 * DAY_H - 5, 40)], "racemate"),
        "Mangnus 2022": lambda: staircase([(7 * DAY_H, published("mangnus2022-rate"))]),
        "Kiefer 2008": _kiefer2008,
        "Pickering 2020": lambda: staircase([(0.75, 35 / 0.75)], "racemate"),
        "Noppers 2011c": lambda: staircase([(0.5, 70)]),
        "20 mg in 30 min": lambda: staircase([(0.5, 40)]),
    }
)


# The course of relief -----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, repr=False)
class ReliefCourse:
    """Plasma, signal and relief over time in a responder. Made by `relief_course`.

    Attributes
    ----------
    times_d : numpy.ndarray, shape (t,)
        Times since the start (d).
    numbers : Numbers
        The numbers of the signal.
    """

    times_d: np.ndarray
    numbers: Numbers
    _course: pk.Course

    def __repr__(self) -> str:
        level, share, day = self.best()
        return f"<ReliefCourse: signal {level:.3g} ng/mL, relief {share:.0%} on day {day:.3g}>"

    @cached_property
    def plasma_ng_per_ml(self) -> np.ndarray:
        """S-ketamine in plasma (ng/mL), shape (t,)."""
        return self._course.plasma_ng_per_ml

    @cached_property
    def signal_ng_per_ml(self) -> np.ndarray:
        """The signal, as the plasma level (ng/mL) that it would be in balance with, shape (t,)."""
        return self._course.effect_ng_per_ml

    @cached_property
    def relief(self) -> np.ndarray:
        """The share of the pain that is held off, 0 to 1, shape (t,)."""
        return relief_of(self.signal_ng_per_ml, self.numbers)

    def peak_plasma_ng_per_ml(self) -> float:
        """Return the highest plasma level of S-ketamine (ng/mL)."""
        return self._course.peak("plasma")[0]

    def area_ng_h_per_ml(self) -> float:
        """Return the area under the plasma level of S-ketamine (ng h/mL), without an end."""
        return self._course.area_ng_h_per_ml("plasma")

    def at(self, times_d: Any) -> ReliefCourse:
        """Return the same course at other times (d)."""
        times = np.atleast_1d(within("times_d", times_d, 0, LAST_D))
        return ReliefCourse(times, self.numbers, self._course.at(times * DAY_MIN))

    @cached_property
    def _best(self) -> tuple[float, float]:
        """The highest signal (ng/mL) and its time (min)."""
        return self._course.peak("effect")

    def best(self) -> tuple[float, float, float]:
        """Return the highest signal (ng/mL), the relief it gives (0 to 1), and its time (d)."""
        level, minute = self._best
        return level, float(relief_of(level, self.numbers)), minute / DAY_MIN

    def half_gone_d(self, share: float = 0.5) -> float:
        """Return the time (d) at which relief has fallen to a share of its best (0 to 1)."""
        wanted = fraction("share", share, scalar=True) * self.best()[1]
        return self.falls_below_d(wanted)

    def falls_below_d(self, relief: float) -> float:
        """Return the time (d) at which relief last falls below a value; nan where never reached."""
        value = within("relief", relief, 1e-6, 1 - 1e-6, scalar=True)
        level = self.numbers.c50_ng_per_ml * value / (1 - value)
        minute = self._course.falls_below_min(level, "effect")
        return float("nan") if minute is None else minute / DAY_MIN


def relief_course(
    doses: Any, *, times_d: Any = None, numbers: Numbers = PUBLISHED, model: Any = LEVELS_OF
) -> ReliefCourse:
    """Return what an infusion does to plasma, signal and relief in a responder of 70 kg.

    Parameters
    ----------
    doses : pharmacokinetics.Dose or list of Dose
        What is given, in any form; S-ketamine alone is counted.
    times_d : array-like, shape (t,), optional
        Times (d); by default 401 from 1 h to 90 d, evenly spaced in the logarithm.
    numbers : Numbers
        Half-life and C50.
    model : str or pharmacokinetics.ParameterSet
        Whose kinetics.

    Examples
    --------
    >>> short = relief_course(staircase([(0.5, 40)]))
    >>> print(f"{short.peak_plasma_ng_per_ml():.0f} ng/mL, relief {short.best()[1]:.1%}")
    193 ng/mL, relief 4.9%
    """
    if not isinstance(numbers, Numbers):
        refuse("numbers", numbers, "Numbers")
    times = np.geomspace(1 / DAY_H, 90, 401) if times_d is None else times_d
    times = np.atleast_1d(within("times_d", times, 0, LAST_D))
    course = pk.simulate(
        doses,
        times_min=times * DAY_MIN,
        model=model,
        effect_half_time_min=numbers.half_life_d * DAY_MIN,
    )
    return ReliefCourse(times, numbers, course.only("S"))


def mean_pain(base: float, responders: float, relief: Any) -> Any:
    """Return the mean pain of an arm: the base, less what responders (0 to 1) are relieved of.

    >>> float(mean_pain(8, 0.5, 0.5))
    6.0
    """
    share = fraction("responders", responders, scalar=True)
    return within("base", base, 0, 10, scalar=True) * (1 - share * fraction("relief", relief))


def gap_for_p(p: float, *standard_errors: float) -> float:
    """Return the gap between two means that has a two-sided P, by the normal distribution.

    >>> print(f"{gap_for_p(0.05, 1.0):.2f}")
    1.96
    """
    from scipy.special import ndtri

    chance = within("p", p, 1e-12, 1, scalar=True)
    errors = [positive("standard_errors", one, scalar=True) for one in standard_errors]
    if not errors:
        refuse("standard_errors", errors, "one or more numbers above zero")
    return float(-ndtri(chance / 2) * np.sqrt(np.sum(np.square(errors))))


# Pain scores without any drug ---------------------------------------------------------------------

#: The pain that people usually have (0 to 10): mean and spread between people. Chosen.
USUAL_PAIN, USUAL_SD = 6.0, 1.5
#: What a paper counts as relief: a fall by this share of the first score.
COUNTED = 0.30


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """Pain scores (0 to 10) of those let in, shape (n,), and the shares that improved.

    ``without`` are the scores afterwards had nobody had the drug, ``after`` with it.
    """

    before: np.ndarray
    without: np.ndarray
    after: np.ndarray

    def improved(self, drug: bool = True) -> float:
        """Return the share (0 to 1) whose score fell by 30% or more, with drug or without."""
        scores = self.after if drug else self.without
        return float(np.mean(scores <= (1 - COUNTED) * self.before + 1e-12))


def before_after(
    *, entry: float, week_sd: float, others: float, drug: float, n: int = 4000, seed: int = 12
) -> BeforeAfter:
    """Return pain scores of people before a treatment and after it.

    Everybody has a usual pain (chosen: 6, SD 1.5 between people). The score of a week is that plus
    the week's own ups and downs. Only those who score ``entry`` or more are let in. Afterwards the
    usual pain is less by a share for time, care and hope, and by a further share for the drug.

    Parameters
    ----------
    entry : float
        Lowest score that is let in (0 to 10).
    week_sd : float
        SD of a person's weeks (points).
    others, drug : float
        Share of the usual pain that time, care and hope take away, and the drug (0 to 1).
    n, seed : int
        How many people come, and the number that starts the chance.

    Examples
    --------
    >>> world = before_after(entry=0, week_sd=0, others=0, drug=0.5)
    >>> world.improved(), world.improved(drug=False)
    (1.0, 0.0)
    """
    lowest = within("entry", entry, 0, 10, scalar=True)
    spread = within("week_sd", week_sd, 0, 5, scalar=True)
    kept = (1 - fraction("others", others, scalar=True), 1 - fraction("drug", drug, scalar=True))
    chance = np.random.default_rng(whole("seed", seed)).standard_normal((3, whole("n", n, low=100)))
    usual = np.clip(USUAL_PAIN + USUAL_SD * chance[0], 1, 10)
    before = np.clip(usual + spread * chance[1], 0, 10)
    let_in = (before >= lowest) & (before > 0)
    if not let_in.any():
        refuse("entry", entry, "low enough that somebody is let in")
    noise = spread * chance[2]
    without = np.clip(usual * kept[0] + noise, 0, 10)
    after = np.clip(usual * kept[0] * kept[1] + noise, 0, 10)
    return BeforeAfter(before[let_in], without[let_in], after[let_in])
