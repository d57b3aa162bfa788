"""Answers of every type that a check may be given and must survive."""

import datetime
import decimal
import fractions
import inspect
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


class Hostile:
    """Raises whenever anything is asked of it."""

    def _no(self, *_):
        raise RuntimeError("hostile")

    __array__ = __bool__ = __call__ = __eq__ = __float__ = __getitem__ = __iter__ = _no
    __len__ = __repr__ = __str__ = __index__ = __int__ = __hash__ = _no


class Leaver:
    """Tries to end the program when it is touched."""

    def _leave(self, *_):
        sys.exit(3)

    __array__ = __bool__ = __call__ = __eq__ = __float__ = __iter__ = __len__ = _leave
    __hash__ = None


class Agreeable:
    """Claims to be equal to everything and less and more than everything."""

    def __eq__(self, other):
        return True

    def _yes(self, *_):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = _yes
    __hash__ = None


class TwoFaced:
    """Lies about its class."""

    @property
    def __class__(self):
        raise TypeError("no class")


def _fail(*_):
    raise KeyError("nothing here")


def _quit(*_):
    raise SystemExit


def _interrupt(*_):
    raise KeyboardInterrupt


def _recurse(*arguments):
    return _recurse(*arguments)


def recursive_list():
    held = []
    held.append(held)
    return held


def recursive_dict():
    held = {}
    held["self"] = held
    return held


def deep_list(depth=5000):
    held = 1.0
    for _ in range(depth):
        held = [held]
    return held


JUNK = {
    "none": lambda: None,
    "ellipsis": lambda: ...,
    "list of ellipsis": lambda: [...],
    "not implemented": lambda: NotImplemented,
    "true": lambda: True,
    "numpy false": lambda: np.False_,
    "empty text": lambda: "",
    "text": lambda: "about a third",
    "text of a number": lambda: "0.06",
    "long text": lambda: "x" * 10**6,
    "odd text": lambda: "\ud800<script>alert(1)</script>\x00{braces} %s",
    "bytes": lambda: b"0.06",
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "minus inf": lambda: -np.inf,
    "huge int": lambda: 10**5000,
    "huge negative": lambda: -(10**400),
    "tiny": lambda: 5e-324,
    "zero": lambda: 0,
    "minus zero": lambda: -0.0,
    "complex": lambda: 3 + 4j,
    "numpy complex": lambda: np.complex128(1),
    "decimal nan": lambda: decimal.Decimal("sNaN"),
    "fraction": lambda: fractions.Fraction(-7, 3),
    "empty list": list,
    "empty tuple": tuple,
    "empty set": set,
    "empty dict": dict,
    "list": lambda: [1, "two", None, [3]],
    "ragged": lambda: [[1, 2], [3]],
    "list of nan": lambda: [float("nan")],
    "recursive list": recursive_list,
    "recursive dict": recursive_dict,
    "deep list": deep_list,
    "dict": lambda: {"answer": 1},
    "dict of ellipsis": lambda: {"answer": ...},
    "set of texts": lambda: {"a", "b"},
    "range": lambda: range(10**12),
    "generator": lambda: (i for i in range(3)),
    "iterator": lambda: iter([1]),
    "array": lambda: np.arange(12.0).reshape(3, 4),
    "empty array": lambda: np.array([]),
    "nan array": lambda: np.array([np.nan]),
    "nan scalar array": lambda: np.array(np.nan),
    "object array": lambda: np.array([None, "x", 3], dtype=object),
    "text array": lambda: np.array(["1.0"]),
    "structured array": lambda: np.zeros(1, dtype=[("a", float), ("b", int)]),
    "masked": lambda: np.ma.masked,
    "masked array": lambda: np.ma.array([1.0], mask=[True]),
    "date": lambda: datetime.datetime(2020, 1, 1),
    "numpy date": lambda: np.datetime64("2020-01-01"),
    "not a time": lambda: np.timedelta64("NaT"),
    "time step": lambda: np.timedelta64(1, "s"),
    "table": lambda: pd.DataFrame({"a": [1.0, 2.0]}),
    "table of one": lambda: pd.DataFrame({"a": [-12345.6]}),
    "empty table": pd.DataFrame,
    "column": lambda: pd.Series([1.0, 2.0, 3.0]),
    "column of text": lambda: pd.Series(["x"]),
    "empty column": lambda: pd.Series([], dtype=float),
    "not available": lambda: pd.NA,
    "module": lambda: types,
    "class": lambda: float,
    "built-in": lambda: len,
    "exception": lambda: ValueError("x"),
    "object": object,
    "namespace": lambda: types.SimpleNamespace(value=1.0),
    "function of nothing": lambda: lambda: 1.0,
    "function": lambda: lambda *_: 1.0,
    "function giving none": lambda: lambda *_: None,
    "function giving ellipsis": lambda: lambda *_: ...,
    "function giving text": lambda: lambda *_: "5",
    "function giving itself": lambda: lambda *_: _fail,
    "function giving hostile": lambda: lambda *_: Hostile(),
    "function that fails": lambda: _fail,
    "function that quits": lambda: _quit,
    "function that interrupts": lambda: _interrupt,
    "function that recurses": lambda: _recurse,
    "hostile": Hostile,
    "leaver": Leaver,
    "agreeable": Agreeable,
    "two-faced": TwoFaced,
    "list of hostile": lambda: [Hostile(), Hostile()],
    "list of agreeable": lambda: [Agreeable()],
}
"""Name and maker of each: made afresh for every test, since some of them are used up."""


def not_refused(ask: Callable, **good: Any) -> list[str]:
    """Return the arguments for which a function takes a mere object, or refuses it namelessly.

    `good` are arguments with which all is well.
    """
    ask(**good)
    found = []
    for name, argument in inspect.signature(ask).parameters.items():
        if argument.kind is not argument.VAR_KEYWORD:
            try:
                ask(**good | {name: object()})
            except ValueError as refusal:
                if name in str(refusal):
                    continue
            found.append(name)
    return found
