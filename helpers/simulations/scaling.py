"""TODO: what is modelled, in one sentence, with its equation.

Where the model is wrong, or silent: TODO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative
from helpers.simulations.sourced import Source, Sourced, number

__all__ = ["Numbers", "response"]


@dataclass(frozen=True)
class Numbers(Sourced):
    """The numbers of the model; `changed` gives a copy in which some are changed."""

    half_um: float = number(
        "K", "TODO: meaning", "µM", 1e-6, 1e6, 1.0, Source("chosen", "TODO: why this value")
    )


def response(ketamine_um: Any, numbers: Numbers = Numbers()) -> Any:  # noqa: B008 - frozen
    """Return TODO: what, with its unit, for free ketamine (µM, scalar or any shape).

    >>> float(response(1.0))
    0.5
    """
    ketamine = np.asarray(nonnegative("ketamine_um", ketamine_um))
    return ketamine / (ketamine + numbers.half_um)
