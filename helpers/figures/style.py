"""One look for the whole course: the colours and what each of them means.

Colours are those of Okabe and Ito, which people with the common forms of colour blindness can
tell apart. A colour never stands alone: each meaning has a line style and a marker as well.
Measured values are drawn as points with error bars, modelled values as lines. Fonts, axes and line
widths are those of `helpers/widgets/look.mplstyle`, in which every picture is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Look:
    """How one meaning is drawn, everywhere in the course."""

    colour: str
    line: str = "-"
    marker: str = "o"

    def as_line(self, **more: Any) -> dict[str, Any]:
        """Return keyword arguments for a modelled line."""
        return {"color": self.colour, "linestyle": self.line} | more

    def as_points(self, **more: Any) -> dict[str, Any]:
        """Return keyword arguments for measured points with error bars."""
        given = {"color": self.colour, "linestyle": "none", "marker": self.marker}
        return given | {"ecolor": self.colour} | more


KETAMINE = Look("#D55E00", "-", "o")
CONTROL = Look("#4D4D4D", "--", "s")
ACTIVE_CONTROL = Look("#E69F00", "-.", "D")
NORKETAMINE = Look("#CC79A7", "-.", "^")
MEMANTINE = Look("#0072B2", "-.", "D")
MUST_LEAVE_FIRST = Look("#009E73", ":", "v")
GLUTAMATE = Look("#009E73", "-", "P")
MAGNESIUM = Look("#0072B2", ":", "X")
EXCITATORY = Look("#009E73", "-", "^")
INHIBITORY = Look("#0072B2", "--", "o")
MEASURED = Look("#000000", "none", "o")

INK = "#222222"
QUIET = "#595959"
HAIRLINE = "#D0D0D0"
TINT = "#F3F1EC"
LIT = "#FBE3D2"
MEMBRANE = "#E7E1D5"
PROTEIN = "#9FB4C7"
PROTEIN_EDGE = "#4A6278"
#: Paper of its own for words that lines may pass, as `bbox`: they stop at its rim.
BACKED = {"facecolor": "white", "edgecolor": "none", "pad": 1}
#: The thin line from words to what they name, as `arrowprops`.
LEADER = {"arrowstyle": "-", "color": QUIET}
