"""How fast the signals are: small functions fitted to digitised series, with what they cannot say.

Concentrations in these series were scaled by modellers: use times and shapes, not amounts. Each
series has four to seven points, so no function here has more than three free numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, one_of
from helpers.simulations.plasticity.published import measured

#: Steps between BDNF and the signal in the rise (chosen: a lag is seen, its order is not).
RISE_STEPS = 2


def _hyperbola(x: np.ndarray, top: float, half: float) -> np.ndarray:
    return top * x / (x + half)


def _rise_and_fall(x: np.ndarray, top: float, rise: float, fall: float) -> np.ndarray:
    return top * (-np.expm1(-x / rise)) ** RISE_STEPS * np.exp(-x / fall)


def _fall(x: np.ndarray, top: float, fall: float) -> np.ndarray:
    return top * np.exp(-x / fall)


def _approach(x: np.ndarray, top: float, rise: float) -> np.ndarray:
    return top * -np.expm1(-x / rise)


@dataclass(frozen=True)
class _Plan:
    """How one series is fitted."""

    function: Callable[..., np.ndarray]
    equation: str
    names: tuple[str, ...]
    starts: tuple[tuple[float, ...], ...]
    warning: str
    baseline: str = "zero"


_PLANS: Mapping[str, _Plan] = MappingProxyType(
    {
        "shc-dose-bdnf": _Plan(
            _hyperbola,
            "top x BDNF / (BDNF + half)",
            ("top", "half_nm"),
            ((20.0, 2.0),),
            "five points, no errors printed",
        ),
        "trkb-activation-bdnf": _Plan(
            _rise_and_fall,
            "top (1 - exp(-t / rise))^2 exp(-t / fall)",
            ("top", "rise_s", "fall_s"),
            ((16.0, 60.0, 600.0), (16.0, 120.0, 2000.0)),
            "four points for three numbers; the fall levels off, which the function cannot show",
        ),
        "akt-bdnf": _Plan(
            _rise_and_fall,
            "start + top (1 - exp(-t / rise))^2 exp(-t / fall)",
            ("top", "rise_s", "fall_s"),
            ((0.08, 40.0, 6000.0), (0.08, 80.0, 6000.0)),
            "the lag before 30 s is longer than the function allows",
            "first",
        ),
        "erk-bdnf": _Plan(
            _fall,
            "1 + top exp(-t / fall), from 15 min on",
            ("top", "fall_min"),
            ((4.0, 100.0),),
            "the first point is the highest: of the rise only that it is over within 15 min",
            "one",
        ),
        "eef2k-phosphorylation-s6k": _Plan(
            _approach,
            "top (1 - exp(-t / rise))",
            ("top", "rise_s"),
            ((50.0, 500.0),),
            "scattered and not yet level at the end: top and rise are not told apart",
        ),
        "eef2-dephosphorylation": _Plan(
            _approach,
            "top (1 - exp(-t / rise))",
            ("top", "rise_s"),
            ((1.0, 1000.0),),
            "hardly bent: the top is an extrapolation to twice the last point; in a diluted lysate",
        ),
    }
)

#: Names of the series that can be fitted.
SIGNALS: tuple[str, ...] = tuple(_PLANS)


@dataclass(frozen=True, eq=False)
class SignalFit:
    """A function fitted to one series by least squares.

    Attributes
    ----------
    name : str
        Of the series.
    equation : str
        In words.
    values : mapping of str to float
        Fitted numbers; the unit stands in each name.
    errors : mapping of str to float
        Their standard errors, linear approximation; wide ones mean "not fixed by these points".
    x, measured, fitted : numpy.ndarray, shape (n,)
        The points and the function at them.
    warning : str
        What the fit cannot say.
    """

    name: str
    equation: str
    values: Mapping[str, float]
    errors: Mapping[str, float]
    x: np.ndarray
    measured: np.ndarray
    fitted: np.ndarray
    warning: str
    _function: Callable[[np.ndarray], np.ndarray] = field(repr=False)

    def at(self, x: Any) -> Any:
        """Return the function.

        Parameters
        ----------
        x : float or array-like
            Time or concentration, in the unit of the series.

        Raises
        ------
        ValueError
            If a value is negative or no number.
        """
        found = self._function(np.asarray(nonnegative("x", x)))
        return float(found) if np.ndim(found) == 0 else found

    @property
    def worst_miss(self) -> float:
        """Largest distance from a point, over the largest point."""
        return float(np.max(np.abs(self.fitted - self.measured)) / np.max(self.measured))

    @property
    def peak_at(self) -> float:
        """Where the function is largest within the range of the points, in their unit."""
        fine = np.linspace(float(self.x[0]), float(self.x[-1]), 20_001)
        return float(fine[int(np.argmax(self.at(fine)))])


def fit_signal(name: str) -> SignalFit:
    """Fit one of the signalling series.

    Parameters
    ----------
    name : str
        One of `SIGNALS`, a series of the evidence without "plasticity-".

    Returns
    -------
    SignalFit

    Raises
    ------
    ValueError
        If there is no such series.
    """
    from scipy.optimize import least_squares

    plan = _PLANS[one_of("name", name, SIGNALS)]
    table = measured(name)
    x, y = (table[column].to_numpy(dtype=float) for column in table.columns[:2])
    base = {"zero": 0.0, "first": float(y[0]), "one": 1.0}[plan.baseline]
    weights = np.ones_like(y)
    if plan.baseline == "one":  # a fold change: its 1 at the start is by definition
        x, y, weights = x[1:], y[1:], 1.0 / table["error"].to_numpy(dtype=float)[1:]
    scale = float(np.max(y))

    def misses(logs: np.ndarray) -> np.ndarray:
        return weights * (plan.function(x, *np.exp(np.clip(logs, -30, 30))) + base - y) / scale

    fits = [least_squares(misses, np.log(start), x_scale=1.0) for start in plan.starts]
    best = min(fits, key=lambda fit: fit.cost)
    values = np.exp(best.x)
    freedom = max(1, int(np.sum(x > 0)) - len(values))  # all functions pass through the start
    spread = np.linalg.pinv(best.jac.T @ best.jac) * 2 * best.cost / freedom
    errors = values * np.sqrt(np.diag(spread))

    def function(at: np.ndarray) -> np.ndarray:
        return plan.function(at, *values) + base

    return SignalFit(
        name,
        plan.equation,
        MappingProxyType(dict(zip(plan.names, values.tolist(), strict=True))),
        MappingProxyType(dict(zip(plan.names, errors.tolist(), strict=True))),
        x,
        y,
        function(x),
        plan.warning,
        function,
    )
