"""A model's dose curve beside the five directions of Moghaddam 1997.

The rats got mg/kg, the models take free µM: whoever compares writes down the map between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.evidence import series
from helpers.simulations.arguments import finite, nonnegative, refuse

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SignScore:
    """Directions of change: measured glutamate beside a model's firing.

    Attributes
    ----------
    doses_mg_kg : numpy.ndarray, shape (5,)
        Doses given to rats (mg/kg).
    free_um : numpy.ndarray, shape (5,)
        Free ketamine (µM) that was taken for each.
    predicted, observed : numpy.ndarray of int, shape (5,)
        1 up, 0 unchanged, -1 down.
    """

    doses_mg_kg: np.ndarray
    free_um: np.ndarray
    predicted: np.ndarray
    observed: np.ndarray

    @property
    def n_agree(self) -> int:
        """How many of the five directions agree."""
        return int((self.predicted == self.observed).sum())

    def table(self) -> pd.DataFrame:
        """Return one row for each dose."""
        import pandas as pd

        return pd.DataFrame(
            {
                "dose_mg_kg": self.doses_mg_kg,
                "free_um": self.free_um,
                "predicted": self.predicted,
                "observed": self.observed,
                "agree": self.predicted == self.observed,
            }
        )


def glutamate_signs(free_um: Any, relative_change: Any, tolerance: float = 0.1) -> SignScore:
    """Compare a model's directions with prefrontal glutamate in rats at 10 to 200 mg/kg.

    Parameters
    ----------
    free_um : array-like, shape (5,)
        Free ketamine (µM) taken for 10, 20, 30, 50 and 200 mg/kg.
    relative_change : array-like, shape (5,)
        The model's change at each: 0.2 is a fifth more than without drug.
    tolerance : float
        Changes no larger than this count as unchanged; 0.1 is chosen.

    Returns
    -------
    SignScore

    Raises
    ------
    ValueError
        If there are not five of each, or a value is out of range.

    Examples
    --------
    >>> free = np.array([10, 20, 30, 50, 200]) * 0.3      # 0.3 µM for each mg/kg
    >>> glutamate_signs(free, [0.6, 0.4, 0.2, 0.0, -0.5]).n_agree
    5
    """
    measured = series("circuits-moghaddam1997-glutamate-direction")
    observed = measured["direction_of_change_sign"].to_numpy(dtype=int)
    level = nonnegative("free_um", free_um)
    change = finite("relative_change", relative_change)
    for name, value in (("free_um", level), ("relative_change", change)):
        if np.shape(value) != observed.shape:
            refuse(name, value, f"{len(observed)} numbers, one for each dose")
    margin = nonnegative("tolerance", tolerance, scalar=True)
    predicted = np.where(np.abs(change) <= margin, 0, np.sign(change)).astype(int)
    return SignScore(measured["dose_mg_per_kg"].to_numpy(dtype=float), level, predicted, observed)
