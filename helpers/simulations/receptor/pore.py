"""Model A: block of the open pore at equilibrium, by voltage, Mg2+, subunit and concentration.

Mg2+ (Jahr & Stevens 1990), with V in mV and [Mg2+] in mM::

    K_Mg(V) = K_0 exp(a V)
    g(V)    = 1 / (1 + [Mg2+] / K_Mg(V))

A blocker with one positive charge (Woodhull 1973)::

    IC50(V, 0 Mg2+)  = IC50(-70 mV) x exp(delta (V + 70 mV) F / RT)
    IC50(V, Mg2+)    = IC50(V, 0 Mg2+) x (1 + [Mg2+] / K_Mg(V))

The last line is an **assumption**: drug and Mg2+ exclude each other in the pore, and each is at
equilibrium. The IC50 in Mg2+ is that of the current which Mg2+ leaves.

Subunits: eight IC50s at -66 mV are ascribed to Kotermanski & Johnson 2009, whose table could not
be seen, so whatever is shown from them must be marked **unverified**. The factor on K_Mg that gives
each printed shift back is **fitted here** to that table: it describes the table and predicts
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    boolean,
    nonnegative,
    one_of,
    positive,
    refuse,
    within,
)
from helpers.simulations.receptor.blockers import Blocker, blocker_of
from helpers.simulations.sourced import published

#: RT/F (mV) at 22 degrees C, the room temperature of most recordings here: 25.4.
RT_OVER_F_MV = 1e3 * 8.314462618 * (273.15 + 22) / 96485.33212
#: Holding potential (mV) at which rates and IC50s of the blockers were measured.
REFERENCE_MV = -70.0
#: Membrane potentials (mV) and Mg2+ (mM) that are accepted: volts and µM are common slips.
VOLTAGE_RANGE_MV = (-200.0, 200.0)
MOST_MG_MM = 100.0

K_MG_AT_0_MV_MM = published("mg-jahr1990-k0")
K_MG_SLOPE_PER_MV = published("mg-jahr1990-slope")

#: Holding potential (mV) of the table by subunit.
TABLE_MV = -66.0


def voltage_checked(voltage_mv: Any, *, scalar: bool = False) -> Any:
    """Return potentials (mV), refused out of range or where all have the size of volts."""
    volts = within("voltage_mv", voltage_mv, *VOLTAGE_RANGE_MV, scalar=scalar)
    if 0 < np.max(np.abs(volts)) <= 0.2:
        refuse("voltage_mv", voltage_mv, "in mV (this looks like volts)")
    return volts


def magnesium_checked(mg_mm: Any, *, scalar: bool = False) -> Any:
    """Return Mg2+ (mM), or refuse it: negative, or of the size of µM."""
    found = nonnegative("mg_mm", mg_mm, scalar=scalar)
    if np.any(np.greater(found, MOST_MG_MM)):
        refuse("mg_mm", mg_mm, f"from 0 to {MOST_MG_MM:g} mM (is it in µM?)")
    return found


def woodhull_factor(voltage_mv: Any, delta: float) -> Any:
    """Return how many times a blocker's off-rate (or IC50) exceeds that at -70 mV."""
    return np.exp(delta * (voltage_mv - REFERENCE_MV) / RT_OVER_F_MV)


def _jahr_stevens_mm(voltage_mv: Any) -> Any:
    return K_MG_AT_0_MV_MM * np.exp(K_MG_SLOPE_PER_MV * voltage_mv)


@dataclass(frozen=True)
class Subunit:
    """Ketamine and Mg2+ at GluN1 with one GluN2 subunit; **unverified**.

    ``ic50_um`` and ``ic50_in_1mm_mg_um`` are IC50s (µM) at -66 mV; ``mg_factor`` multiplies Jahr &
    Stevens' half-blocking Mg2+ so that the model gives both back.
    """

    name: str
    ic50_um: float
    ic50_in_1mm_mg_um: float
    mg_factor: float


def _from_table(name: str) -> Subunit:
    without, with_mg = (published(f"ket-kj2009-{mg}mg-{name.lower()}") for mg in (0, 1))
    wanted_mm = 1.0 / (with_mg / without - 1.0)  # the K_Mg that gives this shift in 1 mM
    return Subunit(name, without, with_mg, wanted_mm / float(_jahr_stevens_mm(TABLE_MV)))


SUBUNITS: dict[str, Subunit] = {name: _from_table(name) for name in ("2A", "2B", "2C", "2D")}


def half_blocking_mg_mm(voltage_mv: Any, subunit: str | None = None) -> Any:
    """Return the Mg2+ (mM) that blocks half of the current at a membrane potential (mV).

    Scalars or arrays. With a subunit ("2A" to "2D") the published equation (Jahr & Stevens 1990,
    hippocampal neurons) is multiplied by the factor fitted to the table of `SUBUNITS`.

    >>> round(half_blocking_mg_mm(-66), 3)
    0.06
    """
    half = _jahr_stevens_mm(voltage_checked(voltage_mv))
    if subunit is not None:
        half = half * SUBUNITS[one_of("subunit", subunit, SUBUNITS)].mg_factor
    return half if np.ndim(half) else float(half)


def unblocked_fraction(voltage_mv: Any, mg_mm: Any, subunit: str | None = None) -> Any:
    """Return the share of the current that Mg2+ leaves, 1 / (1 + [Mg2+] / K_Mg(V)).

    Voltage in mV and Mg2+ in mM may be arrays that broadcast; see `half_blocking_mg_mm`.

    >>> round(unblocked_fraction(-70, 1.0), 3)
    0.044
    """
    return 1.0 / (1.0 + magnesium_checked(mg_mm) / half_blocking_mg_mm(voltage_mv, subunit))


def ic50_um(
    voltage_mv: Any,
    mg_mm: Any = 0.0,
    *,
    blocker: str | Blocker = "ketamine",
    ic50_at_minus70_um: float | None = None,
    subunit: str | None = None,
    from_rates: bool = False,
) -> Any:
    """Return the equilibrium IC50 (µM) of a pore blocker, of the current that Mg2+ leaves.

    Membrane potential (mV) and external free Mg2+ (mM) may be arrays that broadcast. IC50 at -70 mV
    and electrical distance are the blocker's (ketamine: 0.71 µM and 0.79, published, Gilling 2009,
    human GluN1/GluN2A); one without a measured IC50 is refused, unless ``from_rates`` takes
    k_off / k_on of the kinetic model instead. The two may differ: for ketamine twofold. In their
    place ``ic50_at_minus70_um`` (µM, without Mg2+) gives that of another assay, or ``subunit``
    ("2A" to "2D", ketamine only) IC50 and strength of Mg2+ from the table by subunit.

    >>> ic50_um(-70), round(ic50_um(-70, from_rates=True), 2), round(ic50_um(-70, 1.0), 1)
    (0.71, 1.47, 16.0)
    """
    volts, chosen = voltage_checked(voltage_mv), blocker_of(blocker)
    given = {
        "ic50_at_minus70_um": ic50_at_minus70_um,
        "from_rates": boolean("from_rates", from_rates) or None,
    }
    if sum(one is not None for one in (*given.values(), subunit)) > 1:
        refuse("subunit, ic50_at_minus70_um, from_rates", (subunit, *given.values()), "one of them")
    if subunit is not None:
        if chosen.name != "ketamine":
            refuse("blocker", chosen.name, "ketamine where subunit is given")
        table = SUBUNITS[one_of("subunit", subunit, SUBUNITS)]
        reference = table.ic50_um / woodhull_factor(TABLE_MV, chosen.delta)
    elif ic50_at_minus70_um is not None:
        reference = positive("ic50_at_minus70_um", ic50_at_minus70_um, scalar=True)
    elif from_rates:
        reference = chosen.kinetic_ic50_um
    elif chosen.ic50_um is None:
        refuse("blocker", chosen.name, "one with a measured IC50, or from_rates=True")
    else:
        reference = chosen.ic50_um
    left = unblocked_fraction(volts, mg_mm, subunit)
    found = reference * woodhull_factor(volts, chosen.delta) / left
    return found if np.ndim(found) else float(found)


def block_fraction(concentration_um: Any, ic50_um: Any, hill: float = 1.0) -> Any:
    """Return the fraction blocked at equilibrium, c^n / (c^n + IC50^n), from 0 to 1.

    Free drug and IC50 in µM; arrays broadcast. One site gives the Hill coefficient 1 (default);
    0.84 was measured for ketamine (Gilling 2009).

    >>> block_fraction([0, 0.71], 0.71).tolist()
    [0.0, 0.5]
    """
    concentration = nonnegative("concentration_um", concentration_um)
    half = positive("ic50_um", ic50_um)
    slope = positive("hill", hill, scalar=True)
    with np.errstate(divide="ignore", over="ignore"):
        blocked = 1.0 / (1.0 + np.power(np.divide(half, concentration), slope))
    return blocked if np.ndim(blocked) else float(blocked)
