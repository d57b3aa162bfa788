"""One measured value with its range, its circumstances and its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from . import units

#: What the two ends of a range may be, and the words for it.
RANGE_KINDS: dict[str, str] = {
    "range": "range",
    "95% CI": "95% CI",
    "90% CI": "90% CI",
    "mean ± SD": "mean ± SD",
    "mean ± SEM": "mean ± SEM",
    "mean ± SE": "mean ± SE",
    "± type not stated": "± as printed, type not stated",
    "geometric mean ×/÷ SD": "geometric mean, divided and multiplied by the geometric SD",
    "lower bound": "at least",
    "upper bound": "at most",
}

#: How well a value is verified, and what is said about it.
VERIFIED_WORDS: dict[str, str] = {
    "primary": "Seen in the primary source",
    "secondary": "Seen in a copy or review, not in the paper",
    "unverified": "Unverified: this value was not seen in any source",
}

NO_NUMBER = "a finding without a number"
_FINDING = re.compile(r"Finding: (.+?)(?:\.(?= [A-Z])|\.?$)")


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the tables in ``helpers/evidence/facts``.

    Attributes
    ----------
    id : str
        The name of the fact, unique in the course.
    topic : str
        Its table, with a part after a stroke where the table has parts ("clinical/single-dose").
        A fact that several topics use names them all, its own table first: "receptor; plasticity".
    quantity : str
        What was measured.
    value, low, high : float or None
        The value and the two ends of its range, in `unit`. None where nothing is printed.
    range_is : str
        What the range is: a key of ``RANGE_KINDS``, or empty where there is no range.
    unit : str
        A key of ``units.UNITS``; "qualitative" where the finding has no number.
    n : float or None
        How many were measured (people, animals, cells), where the source says so.
    population, condition : str
        Who or what was measured, and how.
    key : str
        The key of the source in ``references.bib``.
    citation, doi, where, url : str
        The source in words, its DOI, the part of it, and the page where the value was read.
    verified : str
        "primary", "secondary" or "unverified": a key of ``VERIFIED_WORDS``.
    note : str
        What a reader should know before using the value.
    """

    id: str
    topic: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    range_is: str
    unit: str
    n: float | None
    population: str
    condition: str
    key: str
    citation: str
    doi: str
    where: str
    url: str
    verified: str
    note: str

    @property
    def text(self) -> str:
        """The value with its range and unit; "[unverified]" follows where it is not verified."""
        words = self._value_words()
        return words if self.verified != "unverified" else f"{words} [unverified]"

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that use the fact; the first is its table."""
        return tuple(self.topic.split("; "))

    @property
    def verified_words(self) -> str:
        """How well the value is verified, in words."""
        words = VERIFIED_WORDS[self.verified]
        if self.where and self.verified != "unverified":
            words = f"{words}: {self.where}"
        return words

    def _value_words(self) -> str:
        value, low, high = self.value, self.low, self.high
        kind = RANGE_KINDS.get(self.range_is, "")
        if self.range_is in ("lower bound", "upper bound"):
            return f"{kind} {units.with_unit(value, self.unit)}"
        if value is None and low is None:
            found = _FINDING.match(self.note)
            return units.symbols(found.group(1)) if found else NO_NUMBER
        if value is None:
            return f"{units.UNITS[self.unit].format(units.span(low, high))} ({kind})"
        # commas in all numbers of a line, or in none
        large = any(abs(end) >= 10_000 for end in (value, low, high) if end is not None)
        words = units.with_unit(value, self.unit, grouped=large)
        if low is not None and high is not None:
            words += f" ({units.span(low, high)}, {kind})"
        elif low is not None:
            words += f" ({kind} from {units.written(low)}, upper limit not given)"
        elif high is not None:
            words += f" ({kind} up to {units.written(high)}, lower limit not given)"
        return words

    def _is_all_words(self) -> bool:
        """Tell whether the name of what was found says all that there is."""
        return self._value_words() == NO_NUMBER

    def _setting(self) -> str:
        size = "" if self.n is None else f"n = {units.written(self.n)}"
        parts = (units.symbols(self.population), units.symbols(self.condition), size)
        return "; ".join(part for part in parts if part)

    def __str__(self) -> str:
        """Say the fact in one plain line."""
        source = self.citation + (f", https://doi.org/{self.doi}" if self.doi else "")
        setting = self._setting()
        name = _upper(units.symbols(self.quantity))
        parts = [
            f"{name}." if self._is_all_words() else f"{name}: {self.text}.",
            f"{_upper(setting)}." if setting else "",
            f"{source}.",
            f"{self.verified_words}.",
        ]
        return " ".join(part for part in parts if part)

    def _repr_pretty_(self, printer, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        """Show the fact in a notebook: words first, the DOI as a link, the verification spelled."""
        name = _upper(units.symbols(self.quantity))
        rows = [f"<strong>{escape(name)}:</strong> {escape(self.text)}"]
        if self._is_all_words():
            rows = [f"<strong>{escape(name)}.</strong>"]
        setting = self._setting()
        if setting:
            rows.append(escape(_upper(setting)))
        mark = escape(self.verified_words) + "."
        if self.verified == "unverified":
            mark = f"<strong>{mark}</strong>"
        rows.append(f"Source: {self.source_html()}. {mark}")
        if self.note:
            rows.append(f"Note: {escape(units.symbols(self.note))}")
        return '<div class="evidence-fact">' + "".join(f"<p>{row}</p>" for row in rows) + "</div>"

    def source_html(self) -> str:
        """Return the source as a link that says its DOI, or as words where it has none."""
        name = escape(self.citation)
        if not self.doi:
            return name
        doi = escape(self.doi)
        return f'<a href="https://doi.org/{doi}">{name}, DOI {doi}</a>'


def _upper(words: str) -> str:
    """Start a sentence with a capital, but leave names such as "mTOR" or "pKa" as they are."""
    first = words.split(" ", 1)[0]
    return words[:1].upper() + words[1:] if first.islower() else words
