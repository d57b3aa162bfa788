"""What decays to nothing is nothing, also where a user has told numpy to raise at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

__all__ = ["fading"]

_Function = TypeVar("_Function", bound=Callable)


def fading(function: _Function) -> _Function:
    """Let numbers in a function fade to 0: an underflow there is neither a warning nor an error.

    >>> with np.errstate(all="raise"):
    ...     float(fading(np.exp)(-1e4))
    0.0
    """
    return np.errstate(under="ignore")(function)
