"""Pooling trials: from the counts or means of two arms to one effect and how sure it is.

Ratios are pooled as logarithms. With effects y and variances v of k studies, weights w = 1/v::

    fixed         sum(w y) / sum(w)
    Q             sum(w (y - fixed)^2)
    tau^2         max(0, (Q - (k - 1)) / (sum(w) - sum(w^2) / sum(w)))     DerSimonian & Laird
    random        the same mean with w* = 1 / (v + tau^2), and mean +- 1.96 / sqrt(sum(w*))
    Hartung-Knapp mean +- t(k-1) sqrt(sum(w* (y - mean)^2) / ((k - 1) sum(w*)))
    prediction    mean +- t(k-2) sqrt(tau^2 + 1 / sum(w*)), where a further study would lie

The arithmetic is that of ``statsmodels.stats.meta_analysis``, but for one thing: its tau^2 may be
negative, and here it is never below 0.

Where this is wrong, or silent: a crossover's two periods are taken as two groups of people, which
ignores that they are the same people; with few studies tau^2 is hardly known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, one_of, positive, refuse

if TYPE_CHECKING:
    import pandas

#: What may be pooled from counts, with the name that statsmodels gives it.
RATIOS = {"odds ratio": "odds-ratio", "risk ratio": "risk-ratio"}
MEASURES = (*RATIOS, "risk difference")
METHODS = ("fixed", "random", "hartung-knapp")
ZERO_CELLS = ("where needed", "everywhere", "leave out")
Z = 1.959963984540054


@dataclass(frozen=True)
class Effects:
    """Effects of k studies, ready to be pooled.

    ``estimate`` and ``variance``, shape (k,), are logarithms for ratios. Half a person was added
    to the four cells of the studies in ``corrected``; those in ``left_out`` say nothing.
    """

    studies: tuple[str, ...]
    estimate: np.ndarray
    variance: np.ndarray
    measure: str
    corrected: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "estimate", np.atleast_1d(finite("estimate", self.estimate)))
        object.__setattr__(self, "variance", np.atleast_1d(positive("variance", self.variance)))
        shapes = {(len(self.studies),), self.estimate.shape, self.variance.shape}
        if len(shapes) != 1 or self.estimate.ndim != 1:
            refuse("studies, estimate, variance", shapes, "lists of one length")

    def natural(self, value: Any) -> Any:
        """Turn a value of the pooled scale into the measure itself: a ratio, or a difference."""
        return np.exp(value) if self.measure in RATIOS else value

    def interval(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return estimate, low and high end (95 %) of each study, in the measure itself."""
        half = Z * np.sqrt(self.variance)
        ends = (self.estimate, self.estimate - half, self.estimate + half)
        return tuple(self.natural(end) for end in ends)  # type: ignore[return-value]

    def without(self, study: str) -> Effects:
        """Return the effects of all studies but one."""
        one_of("study", study, self.studies)
        keep = [place for place, name in enumerate(self.studies) if name != study]
        if not keep:
            refuse("study", study, "one of two studies or more: nothing would be left")
        names = tuple(self.studies[place] for place in keep)
        return replace(
            self, studies=names, estimate=self.estimate[keep], variance=self.variance[keep]
        )


@dataclass(frozen=True)
class Pool:
    """The pooled effect: ``estimate``, ``low``, ``high`` and ``prediction`` in the measure itself.

    ``se`` and ``tau2`` belong to the pooled scale, logarithms for ratios; ``i2`` is a share and
    ``weights`` (k,) sum to 1. ``prediction`` is None below three studies and for ``fixed``.
    """

    estimate: float
    low: float
    high: float
    se: float
    k: int
    q: float
    q_p: float
    i2: float
    tau2: float
    prediction: tuple[float, float] | None
    weights: np.ndarray = field(repr=False)


def _counts(**given: Any) -> list[np.ndarray]:
    """Return four columns of whole numbers of one length, events never above the people."""
    columns = {name: np.atleast_1d(nonnegative(name, value)) for name, value in given.items()}
    for name, column in columns.items():
        if column.ndim != 1 or np.any(column != np.floor(column)):
            refuse(name, given[name], "whole numbers, one for each study")
    if len({column.shape for column in columns.values()}) != 1:
        refuse(", ".join(columns), [len(c) for c in columns.values()], "lists of one length")
    for arm in ("treated", "control"):
        if np.any(columns[f"n_{arm}"] < 1):
            refuse(f"n_{arm}", given[f"n_{arm}"], "at least one person in each arm")
        if np.any(columns[f"events_{arm}"] > columns[f"n_{arm}"]):
            refuse(f"events_{arm}", given[f"events_{arm}"], f"at most n_{arm}")
    return list(columns.values())


def _names(studies: Any, k: int) -> tuple[str, ...]:
    names = tuple(f"study {i + 1}" for i in range(k)) if studies is None else tuple(studies)
    if len(names) != k:
        refuse("studies", studies, f"{k} names, one for each study")
    return names


def effects_from_counts(
    events_treated: Any,
    n_treated: Any,
    events_control: Any,
    n_control: Any,
    measure: str = "odds ratio",
    *,
    studies: Any = None,
    zero_cells: str = "where needed",
) -> Effects:
    """Return the effect of each study from how many of how many had the event in its two arms.

    Parameters
    ----------
    events_treated, n_treated, events_control, n_control : int or array-like, shape (k,)
        People with the event and people in all.
    measure : {"odds ratio", "risk ratio", "risk difference"}
        What to compare by.
    studies : sequence of str, optional
        Names.
    zero_cells : {"where needed", "everywhere", "leave out"}
        Whether half a person is added to the four cells of a study with an empty cell, or of every
        study, or such a study is left out. A study with no events at all, or with nothing else,
        says nothing about a ratio and is left out in any case.

    >>> one = effects_from_counts(30, 47, 7, 25)
    >>> print("{:.2f} ({:.2f} to {:.2f})".format(*(end[0] for end in one.interval())))
    4.54 (1.58 to 13.05)
    """
    from statsmodels.stats.meta_analysis import effectsize_2proportions

    one_of("measure", measure, MEASURES)
    one_of("zero_cells", zero_cells, ZERO_CELLS)
    a, n, c, m = _counts(
        events_treated=events_treated,
        n_treated=n_treated,
        events_control=events_control,
        n_control=n_control,
    )
    names = np.array(_names(studies, len(a)), dtype=object)
    empty = (a == 0) | (a == n) | (c == 0) | (c == m)
    silent = ((a == 0) & (c == 0)) | ((a == n) & (c == m))
    drop = empty if zero_cells == "leave out" else silent & (measure in RATIOS)
    if np.all(drop):
        refuse("counts", list(names), "at least one study that says something about a ratio")
    added = 0.5 * (np.ones(len(a)) if zero_cells == "everywhere" else empty)[~drop]
    a, n, c, m = (column[~drop] for column in (a, n, c, m))
    effect, variance = effectsize_2proportions(
        a + added, n + 2 * added, c + added, m + 2 * added, statistic=RATIOS.get(measure, "diff")
    )
    return Effects(
        tuple(names[~drop]),
        np.asarray(effect),
        np.asarray(variance),
        measure,
        corrected=tuple(names[~drop][added > 0]),
        left_out=tuple(names[drop]),
    )


def pool(effects: Effects, method: str = "random") -> Pool:
    """Pool studies by ``fixed``, ``random`` (DerSimonian-Laird) or ``hartung-knapp``.

    One study is its own pool; Hartung and Knapp's interval needs two. Where studies agree better
    than chance lets them, that interval can be the narrowest: with equal effects it has no width.

    >>> three = effects_from_counts([12, 30, 8], [17, 47, 18], [0, 7, 1], [14, 25, 18])
    >>> print("{0.estimate:.1f} ({0.low:.1f} to {0.high:.1f})".format(pool(three)))
    9.6 (2.4 to 38.3)
    """
    from scipy import stats
    from statsmodels.stats.meta_analysis import combine_effects

    one_of("method", method, METHODS)
    k, knapp = len(effects.studies), method == "hartung-knapp"
    if k == 1:
        if knapp:
            refuse("effects", list(effects.studies), "two studies or more for Hartung and Knapp")
        mean, se, tau2, q = float(effects.estimate[0]), math.sqrt(effects.variance[0]), 0.0, 0.0
        weights, spread = np.ones(1), Z
    else:
        with np.errstate(all="ignore"):  # what a negative tau^2 spoils is not used
            found = combine_effects(effects.estimate, effects.variance, method_re="dl")
        q, tau2 = max(0.0, float(found.q)), max(0.0, float(found.tau2))
        kind = "re" if method != "fixed" and tau2 > 0 else "fe"  # without tau^2 they are the same
        mean = float(getattr(found, f"mean_effect_{kind}"))
        weights = np.asarray(getattr(found, f"weights_rel_{kind}"))
        variance = getattr(found, f"var_hksj_{kind}" if knapp else f"var_eff_w_{kind}")
        se = math.sqrt(float(variance))
        spread = float(stats.t.ppf(0.975, k - 1)) if knapp else Z
    prediction = None
    if k > 2 and method != "fixed":
        total = 1 / np.sum(1 / (effects.variance + tau2))
        half = float(stats.t.ppf(0.975, k - 2)) * math.sqrt(tau2 + total)
        prediction = tuple(float(effects.natural(mean + side * half)) for side in (-1, 1))
    ends = (mean, mean - spread * se, mean + spread * se)
    return Pool(
        *(float(effects.natural(end)) for end in ends),
        se=se,
        k=k,
        q=q,
        q_p=float(stats.chi2.sf(q, k - 1)) if k > 1 else 1.0,
        i2=max(0.0, (q - (k - 1)) / q) if q > 0 else 0.0,
        tau2=0.0 if method == "fixed" else tau2,
        prediction=prediction,
        weights=weights,
    )


def leave_one_out(effects: Effects, method: str = "random") -> pandas.DataFrame:
    """Return the pooled effect without each study in turn: ``without, estimate, low, high, i2``."""
    import pandas as pd

    rows = []
    for study in effects.studies:
        found = pool(effects.without(study), method)
        rows.append((study, found.estimate, found.low, found.high, found.i2))
    return pd.DataFrame(rows, columns=["without", "estimate", "low", "high", "i2"])
