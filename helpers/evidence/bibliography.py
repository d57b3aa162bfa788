"""The references: read by a BibTeX library, shown as a list with DOIs."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from .asking import wrong_name
from .tables import FOLDER
from .units import symbols

if TYPE_CHECKING:
    from pybtex.database import Entry, Person

PATH = FOLDER / "references.bib"
AUTHORS_SHOWN = 6
LONG_LIST = 10  # more references than this are folded
# parts of a note that help nobody who reads a list of references
_NOT_SHOWN = re.compile(r"^(PMC\d|PMID|BioModels|read through|online \d)")


@lru_cache(maxsize=1)
def written() -> dict[str, str]:
    """Every entry of ``references.bib`` as it is written, by its key."""
    parts = re.split(r"^(?=@)", PATH.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {re.match(r"@\w+\{([^,\s]+)", part)[1]: part for part in parts}


@cache
def entry_of(key: str) -> Entry:
    """One entry, read when it is asked for: all of them take a third of a second."""
    from pybtex.database.input.bibtex import Parser  # pybtex's own short cut looks for plug-ins

    return Parser().parse_string(written()[key]).entries[key]


def entries() -> dict[str, Entry]:
    """Every entry of ``references.bib`` by its key."""
    return {key: entry_of(key) for key in written()}


@lru_cache(maxsize=1)
def all_dois() -> frozenset[str]:
    """Every DOI of the references, in lower case."""
    found = re.findall(r"^\s*doi\s*=\s*\{(.+)\}", PATH.read_text("utf-8"), flags=re.MULTILINE)
    return frozenset(doi.lower() for doi in found)


def has_doi(doi: object) -> bool:
    """Tell whether a DOI, or a link to one, stands in the references; case does not matter."""
    if not isinstance(doi, str):
        return False
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE)
    return bare.lower() in all_dois()


def references(*keys: str) -> References:
    """List the references with these keys, in this order.

    Parameters
    ----------
    *keys : str
        Keys of ``references.bib``. A key that comes twice is listed once.

    Returns
    -------
    helpers.evidence.References
        An ordered list in a notebook, numbered lines elsewhere.

    Raises
    ------
    ValueError
        If a key is not known. The message names those that look most like it.
    """
    return References(keys)


class References:
    """An ordered list of references, as `references` returns it."""

    def __init__(self, keys: tuple[str, ...]):
        known = written()
        for key in keys:
            if not isinstance(key, str) or key not in known:
                raise wrong_name("key", key, "a reference", known)
        self.keys = tuple(dict.fromkeys(keys))

    def __len__(self) -> int:
        """Count the references."""
        return len(self.keys)

    def __str__(self) -> str:
        """Give numbered lines."""
        if not self.keys:
            return "No references."
        lines = (_line(entry_of(key), html=False) for key in self.keys)
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))

    def __repr__(self) -> str:
        """Name the keys."""
        return f"references({', '.join(map(repr, self.keys))})"

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        """Give an ordered HTML list in which each DOI is a link; a long one opens when pressed."""
        if not self.keys:
            return "<p>No references.</p>"
        lines = "".join(f"<li>{_line(entry_of(key), html=True)}</li>" for key in self.keys)
        listed = f'<ol class="evidence-references">{lines}</ol>'
        if len(self) <= LONG_LIST:
            return listed
        # the attribute keeps JupyterLab from taking Enter away from the line
        line = f'<summary data-lm-suppress-shortcuts="true">{len(self)} references</summary>'
        return f"<details>{line}{listed}</details>"


def _line(entry: Entry, *, html: bool) -> str:
    """Write one reference: authors (year). Title. Journal volume(number): pages. DOI [Note]."""
    safe = escape if html else str
    year = _plain(entry, "year")
    authors = _authors(entry.persons.get("author", []))
    title = _plain(entry, "title")
    when = f" ({year})" if year else ""
    # a source without an author is known by its title
    heads = [authors + when, title] if authors else [title + when]
    parts = [_sentence(safe(part)) for part in heads if part]
    place = _place(entry, html=html)
    if place:
        parts.append(_sentence(place))
    link = _link(entry, html=html)
    if link:
        parts.append(link)
    note = "; ".join(
        part for part in re.split(r";\s*", _plain(entry, "note")) if not _NOT_SHOWN.match(part)
    )
    if note:
        shown = f"[{safe(note[0].upper() + note[1:])}]"
        doubt = re.search(r"\bnot (verified|confirmed|identified|stated|seen)\b", note)
        parts.append(f"<strong>{shown}</strong>" if html and doubt else shown)
    return " ".join(parts)


def _sentence(words: str) -> str:
    return words if re.search(r"[.?!](</\w+>)?$", words) else f"{words}."


def _text(latex: str) -> str:
    """Turn BibTeX's LaTeX (braces, accents, dashes) into Unicode text."""
    from pybtex.richtext import Text

    # braces only keep the capitals, and a style may not change them here
    words = str(Text.from_latex(latex))
    return symbols(words.replace("---", "—").replace("--", "–").replace("~", " "))


def _plain(entry: Entry, field: str) -> str:
    return _text(entry.fields[field]) if field in entry.fields else ""


def _authors(people: list[Person]) -> str:
    """Family names with initials; at most six, then "et al."."""
    names = [_name(person) for person in people]
    others = bool(names) and names[-1] == "others"
    names = names[:-1] if others else names
    if len(names) > AUTHORS_SHOWN:
        names, others = names[:AUTHORS_SHOWN], True
    return ", ".join(names) + (" et al." if others and names else "")


def _name(person: Person) -> str:
    given = " ".join(_text(part) for part in person.first_names + person.middle_names)
    initials = "".join(
        "-".join(piece[0].upper() for piece in word.split("-") if piece) for word in given.split()
    )
    family = [_text(part) for part in person.prelast_names + person.last_names]
    return " ".join([*family, *([initials] if initials else [])])


def _place(entry: Entry, *, html: bool) -> str:
    """Where it appeared: journal, volume, number and pages, or book, or institution."""
    safe = escape if html else str
    name = next(
        (
            _plain(entry, field)
            for field in ("journal", "booktitle", "publisher", "howpublished")
            if field in entry.fields
        ),
        "",
    )
    if not name:
        return ""
    words = f"<em>{safe(name)}</em>" if html else name
    volume, number, pages = (_plain(entry, field) for field in ("volume", "number", "pages"))
    if volume or number:
        words += f" {safe(volume)}" + (f"({safe(number)})" if number else "")
    if pages:
        words += f": {safe(pages)}"
    return words


def _link(entry: Entry, *, html: bool) -> str:
    doi = entry.fields.get("doi", "")
    url = f"https://doi.org/{doi}" if doi else entry.fields.get("url", "")
    if not url or not html:
        return url
    words = (
        f"DOI {doi}" if doi else f"Page at {re.sub(r'^https?://(www[.])?', '', url).split('/')[0]}"
    )
    if doi:
        return f'DOI <a href="{escape(url)}">{escape(doi)}</a>'
    return f'<a href="{escape(url)}">{escape(words)}</a>'
