"""A table of findings as a lesson shows it: words to the left, missing cells empty."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

LEFT = 'style="text-align:left"'


class Findings:
    """Some columns of a table; shown as HTML, printed as text.

    Parameters
    ----------
    table
        The table.
    **columns
        For each column to show, its heading: ``study="Study"``.
    """

    def __init__(self, table: DataFrame, **columns: str):
        self._table = table[list(columns)].fillna("").rename(columns=columns)

    def __repr__(self) -> str:
        return self._table.to_string(index=False)

    def _repr_html_(self) -> str:
        heads = "".join(f'<th scope="col" {LEFT}>{escape(name)}</th>' for name in self._table)
        rows = "".join(
            "<tr>" + "".join(f"<td {LEFT}>{escape(str(cell))}</td>" for cell in row) + "</tr>"
            for row in self._table.itertuples(index=False)
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
