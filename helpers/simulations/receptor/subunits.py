"""How the four GluN2 subunits differ for ketamine and Mg2+: one table, -66 mV, **unverified**.

The eight IC50s are ascribed to Kotermanski & Johnson 2009, but their table could not be seen, so
whatever is shown from here must be marked unverified.

With Jahr & Stevens' Mg2+ for all, mutual exclusion predicts one shift of the IC50 for every
subunit. The table shows about 16-fold for 2A and 2B but 2.3 and 3.6 for 2C and 2D. The factor on
K_Mg that gives each printed shift back is **fitted here** to that table: it describes the table
and predicts nothing. Measured Mg2+ affinities of the subunits are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.simulations.arguments import one_of
from helpers.simulations.receptor.equations import jahr_stevens_mm
from helpers.simulations.receptor.published import published

#: Holding potential of the table (mV).
TABLE_MV = -66.0
NAMES = ("2A", "2B", "2C", "2D")


@dataclass(frozen=True)
class Subunit:
    """Ketamine and Mg2+ at one kind of receptor, GluN1 with one GluN2 subunit.

    Attributes
    ----------
    name : str
        "2A", "2B", "2C" or "2D".
    ic50_um : float
        Ketamine IC50 (µM) at -66 mV without Mg2+; unverified.
    ic50_in_1mm_mg_um : float
        Ketamine IC50 (µM) at -66 mV in 1 mM Mg2+; unverified.
    mg_factor : float
        Factor on Jahr & Stevens' half-blocking Mg2+; fitted here to the two IC50s.
    """

    name: str
    ic50_um: float
    ic50_in_1mm_mg_um: float
    mg_factor: float


def _from_table(name: str) -> Subunit:
    """Build one subunit from its two facts."""
    without, with_mg = (published(f"ket-kj2009-{mg}mg-{name.lower()}") for mg in (0, 1))
    wanted_mm = 1.0 / (with_mg / without - 1.0)  # the K_Mg that gives this shift in 1 mM
    return Subunit(name, without, with_mg, wanted_mm / float(jahr_stevens_mm(TABLE_MV)))


SUBUNITS: dict[str, Subunit] = {name: _from_table(name) for name in NAMES}


def subunit_of(name: str) -> Subunit:
    """Return the numbers of one GluN2 subunit.

    Raises
    ------
    ValueError
        If the name is not "2A", "2B", "2C" or "2D".
    """
    return SUBUNITS[one_of("subunit", name, NAMES)]
