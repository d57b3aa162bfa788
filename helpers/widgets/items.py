"""What a question is made of, and how its words become HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from html import escape
from typing import Any, TypeVar

Item = TypeVar("Item")

# Markdown-light: `code`, **bold** and *italic*; the stars hug the words ("2 * 3 * 4" has none).
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])")


@dataclass(frozen=True)
class Option:
    """One answer that a learner can choose.

    Parameters
    ----------
    name : str
        What is stored; it stays the same when the wording changes.
    text : str
        What is read. Markdown-light: ``*italic*`` and ``**bold**``.
    right : bool
        Whether it is right. A question may have several right options.
    why : str
        Why it is right, or why it tempts. Markdown-light.

    Raises
    ------
    ValueError
        If `name` or `text` is empty, or anything is of another type.
    """

    name: str
    text: str
    right: bool = False
    why: str = ""

    def __post_init__(self) -> None:
        words("name", self.name)
        words("text", self.text)
        if not isinstance(self.right, bool):
            raise ValueError(f"right of option {self.name!r} must be true or false: {self.right!r}")
        if not isinstance(self.why, str):
            raise ValueError(f"why of option {self.name!r} must be a text, but is {self.why!r}")


def words(name: str, value: object) -> str:
    """Return `value` if it is a text with something in it.

    Raises
    ------
    ValueError
        If it is not; the message names it.
    """
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text that is not empty, but is {value!r}")
    return value


def made(kind: type[Item], given: Item | Mapping[str, Any]) -> Item:
    """Return `given` as a `kind`: itself, or built from a mapping with its field names.

    Raises
    ------
    ValueError
        If it is neither, or has a name too many or too few.
    """
    if isinstance(given, kind):
        return given
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if not isinstance(given, Mapping) or not set(given) <= set(known):
        raise ValueError(f"{kind.__name__} takes {', '.join(known)}, but was given {given!r}")
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{kind.__name__} takes {', '.join(known)}: {error}") from None


def different(what: str, names: Iterable[str]) -> None:
    """Raise ValueError if one of `names` stands twice."""
    names = list(names)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{what} must have different names, but twice there is {twice}")


def options_of(
    given: Iterable[Option | Mapping[str, Any]], *, some_right: bool = True
) -> tuple[Option, ...]:
    """Return the options of one question, checked.

    Raises
    ------
    ValueError
        If there are fewer than two, two of one name, or (where `some_right`) none is right.
    """
    options = tuple(made(Option, option) for option in given)
    if len(options) < 2:
        raise ValueError(f"a question needs at least two options, but has {len(options)}")
    different("options", (option.name for option in options))
    if some_right and not any(option.right for option in options):
        raise ValueError("a question needs at least one right option, but has none")
    return options


def inline(text: str) -> str:
    """Return Markdown-light as HTML: all signs escaped, then code, bold and italic."""
    # every second piece is what stood between backticks: stars mean nothing there
    pieces = _CODE.split(escape(text, quote=False))
    return "".join(
        f"<code>{piece}</code>" if n % 2 else _emphasised(piece) for n, piece in enumerate(pieces)
    )


def plain(text: str) -> str:
    """Return Markdown-light as plain text: the stars and backticks taken away."""
    pieces = _CODE.split(text)
    return "".join(
        piece if n % 2 else _ITALIC.sub(r"\1", _BOLD.sub(r"\1", piece))
        for n, piece in enumerate(pieces)
    )


def _emphasised(html: str) -> str:
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", html))


def bullets(texts: Iterable[str]) -> str:
    """Return pieces of HTML as a list."""
    return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


def folded(summary: str, html: str) -> str:
    """Return a piece of HTML as a closed disclosure, which opens without a kernel."""
    return f"<details><summary>{summary}</summary>{html}</details>"


def explained(options: Iterable[Option]) -> str:
    """Return each option with its explanation, the right ones first, as an HTML list."""
    ordered = sorted(options, key=lambda option: not option.right)
    return bullets(
        f"<strong>{inline(option.text)}</strong>{' (right)' if option.right else ''}"
        + (f": {inline(option.why)}" if option.why else "")
        for option in ordered
    )


def page_of(*parts: str) -> str:
    """Return the static page of a question: what is read without a kernel."""
    return f'<div class="course-static">{"".join(parts)}</div>'


def alive(purpose: str) -> str:
    """Return what brings a saved question to life; a cell alone would lack the names of others."""
    return f"{purpose}, choose Run &gt; Run All Cells."
