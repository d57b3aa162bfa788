"""Checks of arguments, shared by every simulation of the course.

Each checker returns its value ready for numpy, or raises a ValueError that names the argument,
shows what was given and says what is allowed. Text, True/False, None, NaN and infinity are
never numbers here: a silent NaN is how a wrong curve gets into a figure.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import Any, NoReturn

import numpy as np

__all__ = [
    "boolean",
    "changed",
    "finite",
    "fraction",
    "increasing_times",
    "nonnegative",
    "one_of",
    "positive",
    "refuse",
    "text",
    "whole",
    "within",
]


def _shown(value: Any) -> str:
    """Return a short picture of what was given, for the error message."""
    try:
        words = repr(value)
    except Exception:  # a broken __repr__ must not hide the real message
        words = f"an object of type {type(value).__name__}"
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:77] + "..."


def refuse(name: str, value: Any, allowed: str) -> NoReturn:
    """Raise the ValueError of this module."""
    raise ValueError(f"{name} must be {allowed}; {_shown(value)} was given.")


def finite(
    name: str, value: Any, *, scalar: bool = False, allowed: str = "a finite number or an array"
) -> Any:
    """Return a number as float, or an array-like as float array.

    Parameters
    ----------
    name : str
        Name of the argument, as the caller wrote it.
    value : float or array-like
        What was given. Scalars come back as ``float``, arrays as ``numpy.ndarray`` of float.
    scalar : bool
        If true, only one number is allowed.
    allowed : str
        Words for the message.
    """
    if scalar and allowed == "a finite number or an array":
        allowed = "one finite number"
    if type(value) in (float, int):  # the usual case, kept fast
        try:
            if math.isfinite(value):
                return float(value)
        except OverflowError:
            pass
        refuse(name, value, allowed)
    if not _holds_numbers(value):
        refuse(name, value, allowed)
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        refuse(name, value, allowed)
    if array.dtype.kind not in "iuf":
        refuse(name, value, allowed)
    array = array.astype(float)
    if array.size == 0 or not np.all(np.isfinite(array)):
        refuse(name, value, allowed)
    if array.ndim == 0:
        return float(array)
    if scalar:
        refuse(name, value, allowed)
    return array


def _holds_numbers(value: Any, depth: int = 0) -> bool:
    """Tell whether numpy may look at a value: nothing that it would quietly turn into a number.

    Only known kinds are touched, since asking a strange object for an array runs its code, and
    lists only four deep, since a list may hold itself.
    """
    kind = type(value)  # not isinstance, which asks the object what it claims to be
    if issubclass(kind, (bool, np.bool_, np.ma.MaskedArray)):
        return False
    if issubclass(kind, (int, float, np.number, np.ndarray)):
        return True
    if issubclass(kind, (list, tuple)):
        return depth < 4 and all(_holds_numbers(part, depth + 1) for part in value)
    return kind.__module__.partition(".")[0] == "pandas"  # a column of a table


def nonnegative(name: str, value: Any, *, scalar: bool = False) -> Any:
    """Return finite numbers that are zero or more."""
    allowed = "zero or more" + (" (one finite number)" if scalar else " (finite)")
    number = finite(name, value, scalar=scalar, allowed=allowed)
    if np.any(np.less(number, 0)):
        refuse(name, value, allowed)
    return number


def positive(name: str, value: Any, *, scalar: bool = False) -> Any:
    """Return finite numbers above zero."""
    allowed = "above zero" + (" (one finite number)" if scalar else " (finite)")
    number = finite(name, value, scalar=scalar, allowed=allowed)
    if np.any(np.less_equal(number, 0)):
        refuse(name, value, allowed)
    return number


def fraction(name: str, value: Any, *, scalar: bool = False) -> Any:
    """Return numbers from 0 to 1."""
    allowed = "a fraction from 0 to 1"
    number = finite(name, value, scalar=scalar, allowed=allowed)
    if np.any(np.less(number, 0)) or np.any(np.greater(number, 1)):
        refuse(name, value, allowed)
    return number


def within(name: str, value: Any, low: float, high: float, *, scalar: bool = False) -> Any:
    """Return numbers from ``low`` to ``high``, both included."""
    allowed = f"from {low:g} to {high:g}"
    number = finite(name, value, scalar=scalar, allowed=allowed)
    if np.any(np.less(number, low)) or np.any(np.greater(number, high)):
        refuse(name, value, allowed)
    return number


def whole(name: str, value: Any, *, low: int = 0, high: int = 100_000) -> int:
    """Return one whole number between ``low`` and ``high``, both included."""
    allowed = f"a whole number from {low} to {high}"
    number = finite(name, value, scalar=True, allowed=allowed)
    if number != math.floor(number) or not low <= number <= high:
        refuse(name, value, allowed)
    return int(number)


def text(name: str, value: Any) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        refuse(name, value, "a text that is not empty")
    return value


def boolean(name: str, value: Any) -> bool:
    """Return True or False."""
    if not isinstance(value, (bool, np.bool_)):
        refuse(name, value, "True or False")
    return bool(value)


def one_of(name: str, value: Any, allowed: Iterable[str]) -> str:
    """Return a text that stands in a list of allowed texts."""
    names = list(allowed)
    if not isinstance(value, str) or value not in names:
        refuse(name, value, "one of " + ", ".join(repr(known) for known in names))
    return value


def changed(instance: Any, changes: dict[str, Any]) -> Any:
    """Return a copy of a dataclass with some fields changed, and checked again."""
    fields = instance.__dataclass_fields__
    for name in changes:
        one_of(f"a field of {type(instance).__name__}", name, fields)
    return dataclasses.replace(instance, **changes)


def increasing_times(name: str, value: Any, *, last_s: float | None = None) -> np.ndarray:
    """Return a one-dimensional array of times (s) that start at 0 or later and increase.

    Parameters
    ----------
    name : str
        Name of the argument.
    value : array-like, shape (n,)
        Times (s).
    last_s : float, optional
        End of the protocol (s); no time may lie after it.
    """
    allowed = "a one-dimensional list of increasing times, zero or more"
    if last_s is not None:
        allowed += f" and at most {last_s:g} s"
    array = finite(name, value, allowed=allowed)
    if np.ndim(array) != 1:
        refuse(name, value, allowed)
    late = last_s is not None and array[-1] > last_s * (1 + 1e-12) + 1e-15
    if array[0] < 0 or late or np.any(np.diff(array) <= 0):
        refuse(name, value, allowed)
    return array
