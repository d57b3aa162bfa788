"""Words of learners in tables and on pages: one line, and never a formula."""

from __future__ import annotations

import os
import re
import unicodedata

# Signs that end or hide a line, or turn its direction round; halves of signs cannot be written.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = tuple("=+-@＝＋－＠")


def one_line(words: str) -> str:
    """Return a learner's words as one line that can be written.

    >>> one_line("Ann\\n Lee\\x00")
    'Ann Lee'
    """
    return " ".join(_ODD.sub(" ", words).split())


def file_name(name: str) -> str:
    """Return a file's name as one line that can be written, whatever bytes it was made of.

    macOS writes an accent as a sign of its own: here a name is the same from every system.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _ODD.sub(" ", unicodedata.normalize("NFC", text))


def no_formula(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula.

    >>> no_formula("=1+1"), no_formula(-1)
    ("'=1+1", -1)
    """
    formula = isinstance(value, str) and value.lstrip().startswith(_FORMULA)
    return f"'{value}" if formula else value
