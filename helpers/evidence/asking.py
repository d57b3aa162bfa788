"""How this room says that it was asked for something it does not have."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60


def shown(given: object) -> str:
    """Say what was given, in at most some 60 characters, whatever it is."""
    try:
        words = _SHORT.repr(given)
    except Exception:  # an object may fail even to describe itself
        words = "something that cannot be shown"
    return f"{words} ({type(given).__name__})"


def nearest(given: str, known: Iterable[str], how_many: int = 3) -> list[str]:
    """Find the known names that look most like what was given, best first."""
    names = {name.lower(): name for name in known}
    asked = given[:80].lower()
    found = difflib.get_close_matches(asked, names, n=how_many, cutoff=0.5)
    starts = [name for name in names if asked and name.startswith(asked)]
    return [names[name] for name in list(dict.fromkeys(found + sorted(starts)))[:how_many]]


def wrong_name(argument: str, given: object, kind: str, known: Iterable[str]) -> ValueError:
    """Build the error for a name that is not known, or is not text at all."""
    known = list(known)
    words = f"{argument} must be the name of {kind}, as text; got {shown(given)}."
    close = nearest(given, known) if isinstance(given, str) else []
    if close:
        return ValueError(f"{words} Nearest: {', '.join(close)}.")
    if len(known) <= 30:
        return ValueError(f"{words} Allowed: {', '.join(sorted(known))}.")
    return ValueError(f"{words} There are {len(known)}, for example {sorted(known)[0]}.")
