"""Kinds of answer: how a learner's answer of any type is read before it is judged.

A kind turns whatever it is given into a plain, comparable value (``read``) or raises
:class:`NotThatKindError` with words for the learner. Judges only ever see what came out of
``read``, so no odd object can crash them or pass itself off as right.
"""

import math
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any, Protocol

import numpy as np

SECONDS_FOR_A_FUNCTION = 5.0
UNTOUCHED = "Put your answer where the three dots are, run that cell, then this."
_DEEPEST_BOX = 4


class NotThatKindError(Exception):
    """The answer is not of the kind that was asked for; the message says so to the learner."""


class NotAttemptedError(Exception):
    """There is no answer yet; the message says to the learner what is still empty."""


class Kind(Protocol):
    """What every kind of answer can do."""

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""

    def read(self, answer: Any) -> Any:
        """Return the answer as a plain value, or raise NotThatKindError or NotAttemptedError."""

    def same(self, given: Any, wanted: Any) -> bool:
        """Say whether two values that ``read`` returned count as the same answer."""


def kind_in_words(thing: Any) -> str:
    """Name the type of any object in words that a beginner knows; never fails.

    Parameters
    ----------
    thing : object
        Anything at all. None of its own code is run.
    """
    words = {
        "NoneType": "None",
        "bool": "True or False",
        "bool_": "True or False",
        "str": "text",
        "int": "a whole number",
        "float": "a number",
        "complex": "a complex number",
        "list": "a list",
        "tuple": "a tuple",
        "dict": "a dictionary",
        "set": "a set",
        "ndarray": "an array",
        "DataFrame": "a table (DataFrame)",
        "Series": "a column of a table (Series)",
        "function": "a function",
        "builtin_function_or_method": "a function",
        "method": "a function",
        "type": "a class",
        "module": "a module",
    }
    name = type(thing).__name__
    return words.get(name, f"an object of the type {name}")


def error_in_words(error: BaseException) -> str:
    """Name an error with its message: ``NameError (name 'kmg' is not defined)``.

    Parameters
    ----------
    error : BaseException
        Of a type of the learner's own, only the type is named: none of its code is run.
    """
    name = type(error).__name__
    plain = type(error).__module__ == "builtins" and all(type(a) is str for a in error.args)
    message = _short(" ".join(str(error).split()), 120) if plain else ""
    return f"{name} ({message})" if message else name


def _short(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _of_pandas(answer: Any) -> bool:
    """Say whether it is a table, a column, an index or what `unique()` gives."""
    sort = type(answer)
    return sort.__module__.partition(".")[0] == "pandas" and hasattr(sort, "size")


def _unboxed(answer: Any) -> Any:
    """Take a single item out of lists, tuples, arrays and tables that hold just that item."""
    for _ in range(_DEEPEST_BOX):
        if isinstance(answer, np.ndarray) and answer.size == 1:
            answer = answer.reshape(-1)[0]
        elif isinstance(answer, (list, tuple)) and len(answer) == 1:
            answer = answer[0]
        elif _of_pandas(answer) and answer.size == 1:
            answer = answer.to_numpy()
        else:
            return answer
    return answer


def refuse_the_empty(answer: Any) -> None:
    """Raise NotAttemptedError where the answer is still ``...`` or None, or holds a ``...``."""
    if answer is Ellipsis:
        raise NotAttemptedError(UNTOUCHED)
    if answer is None:
        raise NotAttemptedError(
            "The answer is None, so there is nothing in it yet. "
            "A function gives None when it has no return line."
        )
    holds = answer.values() if type(answer) is dict else answer
    if type(answer) in (list, tuple, set, dict) and any(item is Ellipsis for item in holds):
        raise NotAttemptedError("One of the places in your answer still holds three dots.")


@dataclass(frozen=True)
class Number:
    """One number, right when it lies within a share of the wanted one.

    Attributes
    ----------
    unit : str
        Unit in words for the learner; empty for a pure number.
    within : float
        Tolerance as a share of the wanted value: 0.02 is 2%.
    """

    unit: str = ""
    within: float = 0.02

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""
        unit = f" in {self.unit}" if self.unit else " without a unit"
        return f"a number{unit}; within {100 * self.within:g}% counts as right"

    def read(self, answer: Any) -> float:
        """Return the answer as a float, or raise with words.

        Parameters
        ----------
        answer : object
            A number; also a numpy scalar, or one number in a list, tuple, array or Series.
        """
        answer = _unboxed(answer)
        refuse_the_empty(answer)
        if isinstance(answer, str):
            raise NotThatKindError(
                f"This is text: '{_short(str.strip(answer))}'. "
                "Give the number itself, without quotes and without its unit."
            )
        sort = type(answer)
        is_number = issubclass(sort, (Real, Decimal, np.number)) and not issubclass(
            sort, (bool, np.bool_, np.timedelta64, np.complexfloating)
        )
        if not is_number:
            comma = " Write a decimal point, not a comma." if sort is tuple else ""
            raise NotThatKindError(
                f"This is {kind_in_words(answer)}; one number is asked for.{comma}"
            )
        try:
            value = float(answer)
        except OverflowError:
            value = math.inf
        except ValueError:  # a signalling NaN
            value = math.nan
        if math.isnan(value):
            raise NotThatKindError("This is NaN, 'not a number': a step before it has gone wrong.")
        if math.isinf(value):
            raise NotThatKindError("This number is far too large, or infinite.")
        return value

    def same(self, given: float, wanted: float) -> bool:
        """Say whether a number lies within the tolerance around the wanted one."""
        return abs(given - wanted) <= self.within * abs(wanted)


@dataclass(frozen=True)
class Choice:
    """One of a few short texts.

    Attributes
    ----------
    options : sequence of str
        The texts that may be given. Capitals, spaces, hyphens and underscores make no difference.
    """

    options: Sequence[str]

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""
        return "one of these texts: " + ", ".join(f'"{option}"' for option in self.options)

    def read(self, answer: Any) -> str:
        """Return the option as it is listed, or raise with words."""
        answer = _unboxed(answer)
        refuse_the_empty(answer)
        if not isinstance(answer, str):
            raise NotThatKindError(f"This is {kind_in_words(answer)}.")
        known = {_plain(option): option for option in self.options}
        if _plain(answer) not in known:
            raise NotThatKindError(f"'{_short(str.strip(answer))}' is not a choice.")
        return known[_plain(answer)]

    def same(self, given: str, wanted: str) -> bool:
        """Say whether it is the same option."""
        return given == wanted


@dataclass(frozen=True)
class Names:
    """Any number of names out of a few, in any order.

    Attributes
    ----------
    names : mapping of str to sequence of str
        For each name, the other spellings under which it is accepted.
    example : str
        What an answer looks like, for the learner.
    """

    names: Mapping[str, Sequence[str]]
    example: str

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""
        return f"a list with names out of {', '.join(self.names)}, for example {self.example}"

    def read(self, answer: Any) -> frozenset[str]:
        """Return the set of names as they are listed, or raise with words."""
        refuse_the_empty(answer)
        if isinstance(answer, str):
            answer = [answer]
        if isinstance(answer, np.ndarray) or _of_pandas(answer):
            answer = np.ravel(answer).tolist()
        if not isinstance(answer, (list, tuple, set, frozenset)):
            raise NotThatKindError(f"This is {kind_in_words(answer)}.")
        spellings = {_plain(s): name for name, more in self.names.items() for s in (name, *more)}
        found = set()
        for item in list(answer)[: 10 * len(spellings)]:
            if not isinstance(item, str):
                raise NotThatKindError(f"The list holds {kind_in_words(item)}.")
            if _plain(item) not in spellings:
                raise NotThatKindError(f"'{_short(item)}' is not among the names.")
            found.add(spellings[_plain(item)])
        return frozenset(found)

    def same(self, given: frozenset[str], wanted: frozenset[str]) -> bool:
        """Say whether it is the same set of names."""
        return given == wanted


@dataclass(frozen=True)
class Function:
    """A function that the learner writes, judged by what it returns at several points.

    Attributes
    ----------
    arguments : sequence of str
        Names of its arguments, for the learner.
    points : sequence of tuple of float
        The arguments with which it is called.
    result : Number
        The kind of each result.
    """

    arguments: Sequence[str]
    points: Sequence[tuple[float, ...]]
    result: Number

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""
        return f"a function of {', '.join(self.arguments)} that returns {self.result.expected}"

    def read(self, answer: Any) -> tuple[float, ...]:
        """Return what the function gives at every point, or raise with words."""
        refuse_the_empty(answer)
        if isinstance(answer, type) or not callable(answer):
            raise NotThatKindError(
                f"This is {kind_in_words(answer)}; the function itself is asked for, "
                "by its name alone, without brackets."
            )
        results = [self._result(answer, point) for point in self.points]
        if all(result is None or result is Ellipsis for result in results):
            raise NotAttemptedError("Your function does not return anything yet.")
        return tuple(self._number(r, p) for r, p in zip(results, self.points, strict=True))

    def same(self, given: tuple[float, ...], wanted: tuple[float, ...]) -> bool:
        """Say whether the results agree at every point."""
        return all(self.result.same(a, b) for a, b in zip(given, wanted, strict=True))

    def _call(self, point: tuple[float, ...]) -> str:
        pairs = zip(self.arguments, point, strict=True)
        return ", ".join(f"{name}={value:g}" for name, value in pairs)

    def _result(self, answer: Callable, point: tuple[float, ...]) -> Any:
        try:
            with time_limit(SECONDS_FOR_A_FUNCTION):
                return answer(*point)
        except TooSlowError:
            raise NotThatKindError(
                f"Your function was stopped after {SECONDS_FOR_A_FUNCTION:g} s "
                f"with {self._call(point)}. Does a loop in it never end?"
            ) from None
        except BaseException as error:  # also SystemExit: a learner's call never ends the check
            raise NotThatKindError(
                f"Your function stopped with {error_in_words(error)} at {self._call(point)}."
            ) from None

    def _number(self, result: Any, point: tuple[float, ...]) -> float:
        try:
            return self.result.read(result)
        except NotAttemptedError:
            raise NotThatKindError(
                f"Your function returns nothing at {self._call(point)}."
            ) from None
        except NotThatKindError as no:
            raise NotThatKindError(
                f"What your function returns at {self._call(point)}: {no}"
            ) from None


class TooSlowError(BaseException):
    """Raised inside a learner's function when its time is over; ``except Exception`` lets it by."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop the block after some seconds, where the system has alarms; elsewhere let it run.

    Parameters
    ----------
    seconds : float
        Time that the block has, in s.

    Raises
    ------
    TooSlowError
        When the time is over.

    Notes
    -----
    It uses the alarm of the main thread (Linux and macOS). Windows has none, and there a learner
    stops a cell by hand, as any other.
    """
    here = threading.current_thread() is threading.main_thread()
    if not here or not hasattr(signal, "setitimer"):
        yield
        return

    def over(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, over)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)


def _plain(text: str) -> str:
    kept = (letter for letter in str.casefold(text[:200]) if letter not in " -_\u2010\u2011\u2013")
    return "".join(kept)
