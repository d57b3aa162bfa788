"""Who is simulated: weight, age, ancestry, enzymes, and what makes one person unlike another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.simulations.arguments import one_of, refuse, within
from helpers.simulations.pharmacokinetics.doses import WEIGHT_RANGE_KG
from helpers.simulations.pharmacokinetics.liver import Enzymes
from helpers.simulations.pharmacokinetics.parameters import ParameterSet

#: Groups whose own factors the spray model publishes (a Japanese person is also Asian).
ANCESTRIES = ("non-Asian", "Asian", "Japanese")
#: Ages (years) that the age term of the spray model accepts (18-86 in its data).
AGE_RANGE_Y = (18.0, 100.0)


@dataclass(frozen=True)
class People:
    """Who is simulated: n people, with factors on their parameters.

    Parameters
    ----------
    weight_kg : numpy.ndarray, shape (n,)
        Body weights (kg).
    age_y : float or None
        Age (years), for sets that know it.
    ancestry : str
        A member of ``ANCESTRIES``, for sets that know it.
    enzymes : Enzymes
        Induction and inhibition, the same for all.
    spread : dict of str to numpy.ndarray, shape (n,)
        Each person's deviations: logarithms of factors, except "direct" and "direct_rate", which
        are standard normal and take their SD from the way in.
    """

    weight_kg: np.ndarray
    age_y: float | None
    ancestry: str
    enzymes: Enzymes
    spread: dict[str, np.ndarray]

    def factor(self, name: str) -> np.ndarray | float:
        """Return each person's factor on a parameter (1 where it does not vary)."""
        return np.exp(self.spread[name]) if name in self.spread else 1.0

    def for_each_isomer(self) -> People:
        """Return all people once for S and once more for R, with the same factors."""
        spread = {name: np.tile(values, 2) for name, values in self.spread.items()}
        return replace(self, weight_kg=np.tile(self.weight_kg, 2), spread=spread)


_USUAL = Enzymes()


def person(weight_kg: Any, age_y: Any, ancestry: str, enzymes: Any, known: ParameterSet) -> People:
    """Check who is simulated.

    Raises
    ------
    ValueError
        If an argument is out of range, or the set does not know it.
    """
    weight = np.atleast_1d(within("weight_kg", weight_kg, *WEIGHT_RANGE_KG)).astype(float)
    one_of("ancestry", ancestry, ANCESTRIES)
    for name, unusual in (("age_y", age_y is not None), ("ancestry", ancestry != "non-Asian")):
        if unusual and name not in known.covariates:
            given = age_y if name == "age_y" else ancestry
            allowed = f"left out for model {known.name!r}: only perezruixo2021 has such an effect"
            refuse(name, given, allowed)
    if age_y is not None:
        age_y = within("age_y", age_y, *AGE_RANGE_Y, scalar=True)
    if enzymes is None:
        enzymes = _USUAL
    if not issubclass(type(enzymes), Enzymes):
        refuse("enzymes", enzymes, "Enzymes(...) or None")
    return People(weight, age_y, ancestry, enzymes, {})
