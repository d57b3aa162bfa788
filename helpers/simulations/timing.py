"""Scalar timing with two knobs, clock and noise, and how each task of a laboratory reads them.

A clock gives a count in step with time, and its noise grows in step with the count::

    N = k T,   SD(N) = cv N          (scalar noise)

``k`` is the clock's rate over its rate before the drug, ``T`` the time in s. For control, two
other kinds of noise that agree with it at one *standard* count n0 of the undrugged clock::

    SD(N) = cv sqrt(n0 N)  (Poisson, as of a counter of pulses),   SD(N) = cv n0  (fixed)

What is heard and what is made pass through the same clock; what was learnt before the drug, and
words such as "a minute", keep the old rate (k = 1).

Where the model is silent or wrong: ``cv`` stands for any noise, of clock, memory or comparison.
The two knobs are chosen, none is fitted to ketamine. Measured noise is not quite scalar, and what
people reproduce is pulled to the middle of what they have met (`pulled`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from helpers.simulations.arguments import finite, one_of, positive, refuse, whole, within

__all__ = [
    "CLOCK",
    "NOISES",
    "TARGETS_S",
    "TASKS",
    "Fit",
    "Reading",
    "bisection",
    "compare",
    "count_sd",
    "example_run",
    "fit",
    "log_sd_error",
    "long_share",
    "pulled",
    "reading",
    "same_reading",
    "trials_needed",
]

_POWER = {"scalar": 1.0, "Poisson": 0.5, "fixed": 0.0}  # of the count, in its SD
NOISES = tuple(_POWER)
TASKS = ("compare two", "copy one", "say how long", "make a minute", "sort as learnt")
CLOCK = (0.6, 1.4)  #: range of the rate on the panel (chosen)
MINUTE_S = 60.0
STANDARD_S = 1.0  #: the first of two tones, and the time to copy (chosen)
SHORT_S, LONG_S = 2.0, 8.0  #: learnt before the drug; the pair that Cheng 2006 gave to rats
MIDDLE_S = float(np.sqrt(SHORT_S * LONG_S))
TARGETS_S = (0.8, 1.6, 3.2)  #: of the experiment that learners do on themselves (chosen)
NORMAL_95 = 1.96


def _knobs(clock: Any, cv: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return both knobs as arrays: rates from 0.05 to 20, noise up to 1.4 (sorting needs less)."""
    return (
        np.asarray(within("clock", clock, 0.05, 20)),
        np.asarray(within("cv", positive("cv", cv), 1e-6, 1.4)),
    )


def _sd(count: Any, cv: Any, noise: str, standard: float) -> Any:
    """Return the SD of a count, of one kind of noise that equals cv x n0 at the standard n0."""
    power = _POWER[one_of("noise", noise, NOISES)]
    return cv * standard * np.power(np.asarray(count) / standard, power)


def count_sd(count: Any, cv: Any, noise: str = "scalar", standard: float = STANDARD_S) -> Any:
    """Return the SD of a count (s of the undrugged clock), of one kind of noise.

    All three kinds give ``cv * standard`` at the count ``standard``.

    >>> [float(count_sd(4, 0.1, noise, standard=1)) for noise in NOISES]
    [0.4, 0.2, 0.1]
    """
    return _sd(positive("count", count), positive("cv", cv), noise, standard)


def compare(ratio: Any, clock: Any = 1.0, cv: Any = 0.15, noise: str = "scalar") -> Any:
    """Return the share of right answers to "which of the two was longer?".

    Parameters
    ----------
    ratio : float or array
        Longer over shorter time, at least 1; the shorter one lasts 1 s.
    clock, cv : float or array
        The two knobs; both times are met under the same clock.
    noise : {"scalar", "Poisson", "fixed"}
        How the noise grows with the count.

    Examples
    --------
    >>> [round(float(compare(1.2, k)), 3) for k in (0.8, 1)]
    [0.803, 0.803]
    >>> [round(float(compare(1.2, k, noise="fixed")), 3) for k in (0.8, 1)]
    [0.775, 0.827]
    """
    longer = np.asarray(within("ratio", ratio, 1, 100))
    rate, cv = _knobs(clock, cv)
    first, second = rate * STANDARD_S, rate * STANDARD_S * longer
    spread = np.hypot(_sd(first, cv, noise, STANDARD_S), _sd(second, cv, noise, STANDARD_S))
    return ndtr((second - first) / spread)


def long_share(seconds: Any, clock: Any = 1.0, cv: Any = 0.15, noise: str = "scalar") -> Any:
    """Return how often a time is sorted as long, by a middle that was learnt before the drug.

    Times of 2 and 8 s were learnt; the middle is their geometric mean, 4 s (Church and Deluty).

    >>> [round(float(long_share(4, k)), 3) for k in (0.8, 1)]
    [0.048, 0.5]
    """
    rate, cv = _knobs(clock, cv)
    count = rate * np.asarray(positive("seconds", seconds))
    return ndtr((count - MIDDLE_S) / _sd(count, cv, noise, MIDDLE_S))


def bisection(clock: float = 1.0, cv: float = 0.15, noise: str = "scalar") -> tuple[float, float]:
    """Return the bisection point and the just noticeable difference of `long_share` (s).

    The first is the time sorted as long half of the time, the second half of the distance from
    a quarter to three quarters.

    >>> [round(one, 2) for one in bisection(0.8)]
    [5.0, 0.51]
    """
    from scipy.optimize import brentq

    rate, cv = (float(one) for one in _knobs(clock, cv))

    def at(share: float) -> float:
        z = float(ndtri(share))

        def off(log_count: float) -> float:
            count = np.exp(log_count)
            return count - MIDDLE_S - z * float(_sd(count, cv, noise, MIDDLE_S))

        return float(np.exp(brentq(off, np.log(1e-3), np.log(1e3)))) / rate

    return MIDDLE_S / rate, (at(0.75) - at(0.25)) / 2


@dataclass(frozen=True)
class Reading:
    """What one task reads off: a centre and a spread (s), or a share of right answers."""

    centre: float | None
    spread: float | None
    right: float | None = None


def reading(task: str, clock: Any, cv: Any, noise: str = "scalar", ratio: float = 1.2) -> Reading:
    """Return what a task gives: the numbers of a laboratory, for any setting of the two knobs.

    Parameters
    ----------
    task : str
        One of `TASKS`. "copy one": 1 s is heard and made, both under the drug's clock. "say how
        long": a minute passes, and the count is put into words. "make a minute": a minute is
        made by counting to sixty. "sort as learnt": `bisection`.
    clock, cv : float or array
        The two knobs; arrays give arrays (not for "sort as learnt").
    noise : {"scalar", "Poisson", "fixed"}
        How the noise grows with the count.
    ratio : float
        Of the two times in "compare two".

    Examples
    --------
    >>> round(float(reading("say how long", 0.8, 0.15).centre), 6)
    48.0
    >>> round(float(reading("make a minute", 0.8, 0.15).centre), 6)
    75.0
    """
    one_of("task", task, TASKS)
    if task == "compare two":
        return Reading(None, None, compare(ratio, clock, cv, noise))
    if task == "sort as learnt":
        return Reading(*bisection(clock, cv, noise))
    rate, cv = _knobs(clock, cv)
    if task == "copy one":  # the clock cancels; hearing and making each add their noise
        count = rate * STANDARD_S
        return Reading(STANDARD_S + 0 * rate, np.sqrt(2) * _sd(count, cv, noise, STANDARD_S) / rate)
    if task == "say how long":
        return Reading(MINUTE_S * rate, _sd(MINUTE_S * rate, cv, noise, MINUTE_S))
    return Reading(MINUTE_S / rate, _sd(MINUTE_S, cv, noise, MINUTE_S) / rate)


def same_reading(task: str, clock: Any, cv: Any, noise: str, rates: Any) -> Any:
    """Return, for each rate, the noise that would leave the spread of a task as it is.

    In "compare two" it is the share of right answers that stays. Each is a power of the rate, so
    that ``cv' = cv (k'/k)^e``; in "sort as learnt" this holds to within a few per cent.

    Parameters
    ----------
    task, clock, cv, noise
        As in `reading`; the spread is that at ``clock`` and ``cv``.
    rates : array
        Clock rates k'.

    >>> same_reading("compare two", 1, 0.15, "scalar", [0.7, 1.4]).round(6).tolist()
    [0.15, 0.15]
    """
    rate, cv = _knobs(clock, cv)
    power = _POWER[one_of("noise", noise, NOISES)]
    exponent = {"compare two": 1 - power, "copy one": 1 - power, "say how long": -power}
    bent = exponent.get(one_of("task", task, TASKS), 1.0)
    return cv * np.power(np.asarray(positive("rates", rates)) / rate, bent)


def pulled(seconds: Any, weight: float, middle_s: float) -> Any:
    """Return the copy of a time that is pulled to the middle of the times met before.

    On a log axis ``weight`` (0 to 1) counts the time itself, the rest the middle; on its own
    data the weight is the slope of a line through the logs.

    >>> [round(float(one), 2) for one in pulled([1, 4], 0.5, 2)]
    [1.41, 2.83]
    """
    w = within("weight", weight, 0, 1.5, scalar=True)
    times, middle = positive("seconds", seconds), positive("middle_s", middle_s, scalar=True)
    return np.exp(w * np.log(times) + (1 - w) * np.log(middle))


@dataclass(frozen=True)
class Fit:
    """What a run of copied times says; ± are halves of 95% intervals.

    Attributes
    ----------
    table : pandas.DataFrame
        For each target its mean copy, SD (s), CV and number of trials.
    slope, slope_pm : float
        Of ln(copy) on ln(target): 1 copies faithfully, less is pulled to the middle.
    growth, growth_pm : float
        Of ln(SD) on ln(mean): 1 is scalar noise, 0.5 Poisson, 0 fixed. Its ± takes copies that
        scatter normally: a few wild ones make it too narrow.
    cv : float
        The CV over all targets (root mean square).
    """

    table: Any
    slope: float
    slope_pm: float
    growth: float
    growth_pm: float
    cv: float


def log_sd_error(copies: Any) -> Any:
    """Return the standard error of ln(SD), from as many copies (3 or more) with normal scatter.

    >>> round(float(log_sd_error(8)), 2)
    0.29
    """
    return 1 / np.sqrt(2 * (np.asarray(within("copies", copies, 3, 1e9)) - 2))


def _slope(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return the slope of a straight line, and half of its 95% interval."""
    x, y = x - x.mean(), y - y.mean()
    slope, left = x @ y / (x @ x), len(x) - 2
    rest = y - slope * x
    return float(slope), float(stdtrit(left, 0.975) * np.sqrt(rest @ rest / left / (x @ x)))


def fit(targets_s: Any, copies_s: Any) -> Fit:
    """Fit a run of copied times: pull, noise and how the noise grows.

    The pull is the slope of a line through the logs of all copies, the growth of the noise that
    of a line through the logs of the SDs, each of which counts by `log_sd_error`.

    Parameters
    ----------
    targets_s, copies_s : array, shape (n,)
        Time shown and time made (s); two different targets at least, three trials of each.

    >>> trials = example_run()
    >>> found = fit(trials["target_s"], trials["copy_s"])
    >>> len(found.table), round(found.cv, 2)
    (3, 0.15)
    """
    import pandas as pd

    runs = pd.DataFrame({"target": positive("targets_s", targets_s)})
    copies = np.asarray(positive("copies_s", copies_s))
    if copies.shape != runs["target"].shape:
        refuse("copies_s", copies_s, f"as many as targets_s ({len(runs)})")
    runs["copy"] = copies
    table = runs.groupby("target")["copy"].agg(["mean", "std", "count"])
    if len(table) < 2 or table["count"].min() < 3:
        refuse("targets_s", targets_s, "two different targets or more, three trials of each")
    if table["std"].min() < 1e-9:
        refuse("copies_s", copies_s, "times that are not all alike, for each target")
    table["cv"] = table["std"] / table["mean"]
    slope, slope_pm = _slope(*(np.log(runs[one].to_numpy()) for one in ("target", "copy")))
    mean, sd = (np.log(table[one].to_numpy()) for one in ("mean", "std"))
    weight = log_sd_error(table["count"]) ** -2
    off = mean - np.average(mean, weights=weight)
    spread = float(weight @ off**2)
    return Fit(
        table=table,
        slope=slope,
        slope_pm=slope_pm,
        growth=float(weight * off @ sd) / spread,
        growth_pm=NORMAL_95 / spread**0.5,
        cv=float(np.sqrt((table["cv"] ** 2).mean())),
    )


def trials_needed(half_width: float, targets_s: Any = TARGETS_S) -> int:
    """Return how many trials give the growth of the noise to within ± ``half_width`` (95%).

    As many of each target: their SDs lie on a line as in `fit`, and scatter normally.

    >>> trials_needed(0.25)
    102
    """
    width = positive("half_width", half_width, scalar=True)
    logs = np.log(positive("targets_s", targets_s))
    if not np.std(logs):
        refuse("targets_s", targets_s, "at least two different times")
    wanted = (NORMAL_95 / width) ** 2 / float(np.sum((logs - logs.mean()) ** 2))
    return logs.size * max(3, int(np.ceil(2 + wanted / 2)))


@cache
def _example(repeats: int, cv: float, weight: float, seed: int) -> Any:
    import pandas as pd

    rng = np.random.default_rng(seed)
    target = np.concatenate([rng.permutation(TARGETS_S) for _ in range(repeats)])
    middle = float(np.exp(np.log(TARGETS_S).mean()))
    copy = pulled(target, weight, middle) * (1 + cv * rng.standard_normal(len(target)))
    return pd.DataFrame({"target_s": target, "copy_s": np.maximum(copy, 0.05).round(3)})


def example_run(repeats: int = 8, cv: float = 0.15, weight: float = 0.85, seed: int = 7) -> Any:
    """Return a **simulated** run of copied times, for those who do not record their own.

    Scalar noise and a mild pull, both chosen; a table with ``target_s`` and ``copy_s`` (s).

    >>> example_run(repeats=2).shape
    (6, 2)
    """
    finite("cv", cv, scalar=True)
    return _example(
        whole("repeats", repeats, low=1, high=1000),
        within("cv", cv, 0, 1, scalar=True),
        within("weight", weight, 0, 1.5, scalar=True),
        whole("seed", seed),
    ).copy()
