"""The table that stands under an equation: every symbol with its meaning, value and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from . import units
from .asking import shown
from .fact import Fact
from .tables import fact

#: What a parameter may be, besides a published fact.
KINDS = ("derived", "fitted", "chosen")


@dataclass(frozen=True)
class Parameter:
    """A parameter that no paper prints as it stands.

    Attributes
    ----------
    meaning : str
        What it is.
    value : float
        Its value, in `unit`.
    unit : str
        Its unit, as a reader should see it; empty for none.
    kind : {"derived", "fitted", "chosen"}
        Derived from published values by a rule, fitted here, or a teaching value.
    how : str
        The rule, the fit or the reason.

    Raises
    ------
    ValueError
        If the kind is unknown or there are no words for how.
    """

    meaning: str
    value: float
    unit: str
    kind: str
    how: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {shown(self.kind)}.")
        if not self.how:
            raise ValueError("how must say the rule, the fit or the reason in words; got nothing.")


class ParameterTable:
    """Rows of symbol, meaning, value and source; shown as a table."""

    def __init__(self, rows: Mapping[str, tuple[str, Fact | Parameter]]):
        self.rows = dict(rows)

    def __repr__(self) -> str:
        return "\n".join(
            f"{symbol}: {'; '.join(_cells(*row, html=False))}" for symbol, row in self.rows.items()
        )

    def _repr_html_(self) -> str:
        heads = "".join(
            f'<th scope="col" style="text-align:left">{head}</th>'
            for head in ("Symbol", "Meaning", "Value", "Where it comes from")
        )
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(symbol)}</th>'
            + "".join(
                f'<td style="text-align:left">{cell}</td>' for cell in _cells(*row, html=True)
            )
            + "</tr>"
            for symbol, row in self.rows.items()
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def parameters(rows: Mapping[str, str | tuple[str, str] | Parameter]) -> ParameterTable:
    """Return the table of an equation's symbols.

    Parameters
    ----------
    rows
        For each symbol the id of a fact, a pair of id and meaning (where the fact's own words
        would be too long), or a `Parameter`.

    Returns
    -------
    ParameterTable
        Renders in a notebook.

    Raises
    ------
    ValueError
        If `rows` is no such mapping, or an id is unknown.
    """
    if not isinstance(rows, Mapping) or not rows:
        raise ValueError(
            f"rows must be a dict of symbol to fact id or Parameter; got {shown(rows)}."
        )
    return ParameterTable({symbol: _row(row) for symbol, row in rows.items()})


def _row(row: str | tuple[str, str] | Parameter) -> tuple[str, Fact | Parameter]:
    if isinstance(row, Parameter):
        return row.meaning, row
    fact_id, meaning = row if isinstance(row, tuple) and len(row) == 2 else (row, None)
    found = fact(fact_id)
    return meaning or found.quantity, found


def _cells(meaning: str, row: Fact | Parameter, html: bool) -> tuple[str, str, str]:
    say = escape if html else str
    meaning = say(units.symbols(meaning))
    if isinstance(row, Parameter):
        value = f"{float(f'{row.value:.3g}'):,.10g} {row.unit}".strip()
        return meaning, say(value), say(f"{row.kind}: {row.how}")
    source = "published: " + (row.source_html() if html else row.citation)
    if row.verified != "primary":
        source += say(f" ({row.verified_words})")
    return meaning, say(row.text), source
