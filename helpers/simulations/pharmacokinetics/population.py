"""Many people instead of one: between-person spread by seeded sampling.

Each person's parameters are the set's, times factors drawn from log-normal distributions (on the
logit scale for the share that nose or tongue absorb). The same person keeps the same factors for
S and R. The spread of the spray model is published; for the other sets it is put together from
studies of clearance, and says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations.arguments import one_of, refuse, whole, within
from helpers.simulations.pharmacokinetics.course import (
    EFFECT_HALF_TIME_MIN,
    METABOLITES,
    SITES,
    VENOUS_HALF_TIME_MIN,
)
from helpers.simulations.pharmacokinetics.doses import WEIGHT_RANGE_KG, listed, times_of
from helpers.simulations.pharmacokinetics.liver import Enzymes
from helpers.simulations.pharmacokinetics.parameters import (
    MIN_PER_H,
    ParameterSet,
    model,
    published,
)
from helpers.simulations.pharmacokinetics.people import person
from helpers.simulations.pharmacokinetics.system import system_for

if TYPE_CHECKING:
    import pandas

_model = model
#: People simulated at a time: keeps the memory below some hundred MB.
_CHUNK = 64


@dataclass(frozen=True)
class Spread:
    """Spread of one parameter: standard deviation of its logarithm, status and source."""

    sd: float
    status: str
    source: str


def _from_cv(fact_id: str) -> Spread:
    """Return a published CV (%) as the SD of the logarithm, sqrt(ln(1 + CV^2))."""
    return Spread(_log_sd(published(fact_id) / 100), "published", fact_id)


def _log_sd(cv: float) -> float:
    return math.sqrt(math.log1p(cv**2))


def spreads(name: str | ParameterSet = "kamp2020") -> dict[str, Spread]:
    """Return what varies between people in a set, and where the spread comes from.

    Returns
    -------
    dict of str to Spread
        "direct" and "direct_rate" are standard normal: the way in holds their SD.

    Raises
    ------
    ValueError
        If the set is unknown.
    """
    known = _model(name)
    common = {
        "v_norketamine": _from_cv("perezruixo2021-iiv-vcn"),
        "norketamine": _from_cv("perezruixo2021-iiv-cln"),
        "hydroxynorketamine": Spread(_log_sd(0.3), "chosen", "CV 30 %"),
        "swallowed_rate": _from_cv("perezruixo2021-iiv-ka-oral"),
        "direct_rate": Spread(1.0, "published", "the way in: Route.absorption_cv"),
        "direct": Spread(1.0, "published", "the way in: Route.direct_varies"),
        "liver_flow": _from_cv("perezruixo2021-iiv-qh"),
    }
    if known.v_liver_l is not None:
        return common | {
            "v_central": _from_cv("perezruixo2021-iiv-vc"),
            "v_fast": _from_cv("perezruixo2021-iiv-vp1"),
            "intrinsic": _from_cv("perezruixo2021-iiv-vh"),
            "to_other": _from_cv("perezruixo2021-iiv-kel"),
            "to_norketamine": Spread(
                _log_sd(0.3), "chosen", "CV 30 %: the paper estimated it and left the cell blank"
            ),
        }
    volume = Spread(_log_sd(0.3), "chosen", "CV 30 %, within what studies report")
    flow, taken = common["liver_flow"].sd, known.liver_extraction
    # clearance varies by 20 %: what liver flow does not explain is put on the enzymes
    rest = max(0.0, _log_sd(0.2) ** 2 - (taken * flow) ** 2)
    enzymes = Spread(
        math.sqrt(rest) / (1 - taken),
        "derived",
        "so that clearance has CV 20 % (fanta2015-cl 13, wang2019 18, hasan2021-s-cl 23 %)",
    )
    return common | {
        "v_central": volume,
        "v_fast": volume,
        "v_slow": volume,
        "intrinsic": enzymes,
    }


@dataclass(frozen=True, eq=False)
class Population:
    """Levels of many people over time.

    Attributes
    ----------
    times_min : numpy.ndarray, shape (t,)
        Times (min).
    levels : dict of str to numpy.ndarray, shape (n, t)
        Total levels (ng/mL) by name: "plasma", "arterial" (unless the set is venous), "venous",
        "effect", "norketamine", "hydroxynorketamine".
    factors : dict of str to numpy.ndarray, shape (n,)
        Each person's factor on each parameter; standard normal for "direct", "direct_rate".
    weight_kg : numpy.ndarray, shape (n,)
        Weights (kg).
    clearance_l_per_h : numpy.ndarray, shape (n,)
        Clearance of S-ketamine (L/h).
    """

    times_min: np.ndarray
    levels: dict[str, np.ndarray]
    factors: dict[str, np.ndarray]
    weight_kg: np.ndarray
    clearance_l_per_h: np.ndarray

    def band(
        self, what: str = "plasma", low_percent: float = 5.0, high_percent: float = 95.0
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return low, median and high level (ng/mL) at each time.

        Parameters
        ----------
        what : str
            A name in `levels`.
        low_percent, high_percent : float
            Percentiles of people (0-100).

        Raises
        ------
        ValueError
            If the name is unknown or the percentiles are out of order.
        """
        values = self.levels[one_of("what", what, self.levels)]
        low = within("low_percent", low_percent, 0, 100, scalar=True)
        high = within("high_percent", high_percent, 0, 100, scalar=True)
        if low > high:
            refuse("high_percent", high_percent, f"at least low_percent ({low:g})")
        bottom, middle, top = np.percentile(values, [low, 50.0, high], axis=0)
        return bottom, middle, top

    def table(self) -> pandas.DataFrame:
        """Return each person's weight, clearance and factors, one row a person."""
        import pandas as pd

        first = {"weight_kg": self.weight_kg, "clearance_l_per_h": self.clearance_l_per_h}
        return pd.DataFrame(first | self.factors)

    def __repr__(self) -> str:
        return f"<Population: {self.weight_kg.size} people, {self.times_min.size} times>"


def population(
    doses: Any,
    *,
    n: int = 200,
    seed: int = 1,
    times_min: Any = None,
    weight_kg: Any = 70.0,
    model: str | ParameterSet = "kamp2020",
    age_y: float | None = None,
    ancestry: str = "non-Asian",
    enzymes: Enzymes | None = None,
    venous_half_time_min: float = VENOUS_HALF_TIME_MIN,
    effect_half_time_min: float = EFFECT_HALF_TIME_MIN,
) -> Population:
    """Simulate the same doses in many people.

    Parameters
    ----------
    doses : Dose or list of Dose
        What each person is given.
    n : int
        How many people (1 to 5000).
    seed : int
        Seed; the first people are the same for every n.
    times_min : array-like, shape (t,)
        Times (min), by default every two minutes of four hours.
    weight_kg : float or array-like of shape (n,)
        Body weight (kg), one for all or one each.
    model, age_y, ancestry, enzymes, venous_half_time_min, effect_half_time_min
        As in `simulate`. Delays do not vary between people here (no spread is published).

    Returns
    -------
    Population
        Levels of each person.

    Raises
    ------
    ValueError
        If an argument is out of range; the message names it.
    """
    known, given = _model(model), listed(doses)
    count = whole("n", n, low=1, high=5000)
    start = whole("seed", seed, low=0, high=2**32 - 1)
    times = np.arange(0.0, 241.0, 2.0) if times_min is None else times_of("times_min", times_min)
    weights = within("weight_kg", weight_kg, *WEIGHT_RANGE_KG)
    if np.ndim(weights) > 1 or (np.ndim(weights) and np.size(weights) != count):
        refuse("weight_kg", weight_kg, f"one number, or {count}: one for each person")
    weights = np.broadcast_to(weights, count).astype(float)
    everyone = person(weights, age_y, ancestry, enzymes, known)
    drawn = _draw(known, count, start)
    levels: dict[str, list[np.ndarray]] = {}
    clearances = []
    for k in range(0, count, _CHUNK):
        some = {name: values[k : k + _CHUNK] for name, values in drawn.items()}
        people = replace(everyone, weight_kg=weights[k : k + _CHUNK], spread=some)
        system, entries = system_for(
            given, known, people, venous_half_time_min, effect_half_time_min
        )
        n_now = people.weight_kg.size
        clearances.append(system.rates.clearance[:n_now] * MIN_PER_H)
        states = system.solve(entries).states(times)
        for what in SITES + METABOLITES:
            if what == "arterial" and known.sampled_at == "venous":
                continue
            each = np.einsum("ntm,nm->nt", states, system.level(what))
            both = np.maximum(each[:n_now] + each[n_now:], 0.0)
            levels.setdefault(what, []).append(both)
    factors = {
        name: values if name in ("direct", "direct_rate") else np.exp(values)
        for name, values in drawn.items()
    }
    joined = {what: np.concatenate(parts) for what, parts in levels.items()}
    return Population(times, joined, factors, weights, np.concatenate(clearances))


def _draw(known: ParameterSet, count: int, seed: int) -> dict[str, np.ndarray]:
    """Return each person's deviations, one row of standard normals a person."""
    varied = spreads(known)
    normal = np.random.default_rng(seed).standard_normal((count, len(varied)))
    return {name: spread.sd * normal[:, i] for i, (name, spread) in enumerate(varied.items())}
