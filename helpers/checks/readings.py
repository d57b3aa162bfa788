"""What was read of an answer, in a form that another process can judge.

`make grade` runs a learner's notebook in a process of its own and judges outside it: whatever a
learner's code does to Python, to `check` or to this package there, all it can hand over is an
answer. Only plain JSON crosses, with the course's own dataclasses (a step of a protocol) by name.
"""

import contextlib
import dataclasses
import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from helpers.checks.answers import Kind, NotAttemptedError, NotThatKindError

_ROOM = "helpers.simulations."


@dataclass(frozen=True)
class Reading:
    """What a kind of answer read: a value, or the words with which it was refused."""

    value: Any = None
    refused: str | None = None
    attempted: bool = True  # False where there was no answer yet

    def again(self) -> Any:
        """Return the value, or raise as ``kind.read`` did."""
        if self.refused is None:
            return self.value
        raise (NotThatKindError if self.attempted else NotAttemptedError)(self.refused)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Touch a learner's answer so that it prints nothing, and no warning stops it."""
    nowhere = io.StringIO()
    with (
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


def read(kind: Kind, answer: Any) -> dict[str, Any]:
    """Read an answer into plain JSON: never raises, whatever the answer is.

    Examples
    --------
    >>> from helpers.checks.answers import Number
    >>> read(Number("m"), [2.5])
    {'value': 2.5}
    >>> read(Number("m"), ...)["attempted"]
    False
    """
    try:
        with quietly():
            return {"value": _packed(kind.read(answer))}
    except (NotAttemptedError, NotThatKindError) as no:
        return {"refused": str(no), "attempted": isinstance(no, NotThatKindError)}
    except BaseException as error:  # an object of the learner's may raise anything when touched
        return {"refused": f"This answer cannot be read ({type(error).__name__})."}


def received(message: Any) -> Reading:
    """Return the reading in a message that ``read`` made; a forged one is refused, never raised."""
    try:
        if "refused" in message:
            words, attempted = str(message["refused"])[:500], message.get("attempted", True)
            return Reading(None, words, attempted is not False)
        return Reading(_unpacked(message["value"]))
    except Exception:  # whatever a forged message holds
        return Reading(None, "This answer cannot be read.")


def _packed(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and type(value).__module__.startswith(_ROOM):
        fields = {f.name: _packed(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"class": [type(value).__module__, type(value).__name__], "fields": fields}
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, (list, tuple)):
        return [_packed(one) for one in value]
    if hasattr(value, "tolist"):  # numpy
        return _packed(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        raise NotThatKindError("It holds a number that is infinite or no number.")
    for plain in (str, bool, int, float):
        if isinstance(value, plain):
            return plain(value)
    raise NotThatKindError("It holds something that cannot be judged.")


def _unpacked(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_unpacked(one) for one in plain)
    if isinstance(plain, float) and not math.isfinite(plain):
        raise ValueError("a number must be finite")
    if not isinstance(plain, dict):
        return plain
    if "set" in plain:
        return frozenset(plain["set"])
    module, name = plain["class"]
    sort = getattr(import_module(module), name) if module.startswith(_ROOM) else None
    if not (isinstance(sort, type) and dataclasses.is_dataclass(sort)):
        raise ValueError("class must be a dataclass of the simulations")
    return sort(**{field: _unpacked(value) for field, value in plain["fields"].items()})
