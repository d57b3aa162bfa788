"""Model A: block of the open pore at equilibrium.

Mg2+ (Jahr & Stevens 1990), with V in mV and [Mg2+] in mM::

    K_Mg(V) = 3.57 mM x exp(0.062 V)
    g(V)    = 1 / (1 + [Mg2+] / K_Mg(V))

A blocker with one positive charge (Woodhull 1973)::

    IC50(V, 0 Mg2+)  = IC50(-70 mV) x exp(delta (V + 70) / 25.4 mV)
    IC50(V, Mg2+)    = IC50(V, 0 Mg2+) x (1 + [Mg2+] / K_Mg(V))

The last line is an **assumption**: drug and Mg2+ exclude each other in the pore, and each is at
equilibrium. The IC50 in Mg2+ is that of the current which Mg2+ leaves.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, positive, within
from helpers.simulations.receptor.blockers import Blocker, blocker_of
from helpers.simulations.receptor.equations import (
    REFERENCE_MV,
    jahr_stevens_mm,
    woodhull_factor,
)
from helpers.simulations.receptor.published import published
from helpers.simulations.receptor.subunits import TABLE_MV, subunit_of

#: Membrane potentials (mV) that the functions accept. Volts are a common slip.
VOLTAGE_RANGE_MV = (-200.0, 200.0)

#: Hill coefficient of ketamine (published, Gilling 2009); one site would give 1.
KETAMINE_HILL = published("ket-gilling2009-hill")


def half_blocking_mg_mm(voltage_mv: Any, subunit: str | None = None) -> Any:
    """Return the Mg2+ that blocks half of the current.

    Parameters
    ----------
    voltage_mv : float or array
        Membrane potential (mV), -200 to 200.
    subunit : {"2A", "2B", "2C", "2D"}, optional
        GluN2 subunit. Without it: the published equation (Jahr & Stevens 1990, hippocampal
        neurons). With it: that equation times a factor fitted here to one table of ketamine
        (see `helpers.simulations.receptor.subunits`).

    Returns
    -------
    float or numpy.ndarray
        Half-blocking Mg2+ (mM).

    Raises
    ------
    ValueError
        If the voltage is not finite or out of range, or the subunit is unknown.
    """
    half = jahr_stevens_mm(within("voltage_mv", voltage_mv, *VOLTAGE_RANGE_MV))
    if subunit is not None:
        half = half * subunit_of(subunit).mg_factor
    return half if np.ndim(half) else float(half)


def unblocked_fraction(voltage_mv: Any, mg_mm: Any, subunit: str | None = None) -> Any:
    """Return the share of the current that Mg2+ leaves, 1 / (1 + [Mg2+] / K_Mg(V)).

    Parameters
    ----------
    voltage_mv : float or array
        Membrane potential (mV), -200 to 200.
    mg_mm : float or array
        External free Mg2+ (mM), zero or more.
    subunit : {"2A", "2B", "2C", "2D"}, optional
        See `half_blocking_mg_mm`.

    Returns
    -------
    float or numpy.ndarray
        Fraction from 0 to 1. Arrays follow numpy's rules of broadcasting.

    Raises
    ------
    ValueError
        If an argument is negative where it must not be, not finite, or unknown.
    """
    half = half_blocking_mg_mm(voltage_mv, subunit)
    return 1.0 / (1.0 + nonnegative("mg_mm", mg_mm) / half)


def ic50_um(
    voltage_mv: Any,
    mg_mm: Any = 0.0,
    *,
    blocker: str | Blocker = "ketamine",
    ic50_at_minus70_um: Any = None,
    delta: Any = None,
    subunit: str | None = None,
) -> Any:
    """Return the equilibrium IC50 of a pore blocker at a voltage and a Mg2+ concentration.

    Parameters
    ----------
    voltage_mv : float or array
        Membrane potential (mV), -200 to 200.
    mg_mm : float or array
        External free Mg2+ (mM), zero or more.
    blocker : str or Blocker
        Whose measured IC50 and electrical distance to take; ketamine: 0.71 µM and 0.79
        (published, Gilling 2009, human GluN1/GluN2A). A blocker without a measured IC50 gets
        k_off / k_on, said so in its ``sources``.
    ic50_at_minus70_um : float, optional
        Another IC50 (µM) at -70 mV without Mg2+.
    delta : float, optional
        Another electrical distance, 0 to 1.
    subunit : {"2A", "2B", "2C", "2D"}, optional
        Ketamine only: take the IC50 without Mg2+ (measured at -66 mV) and the strength of Mg2+
        from the table by subunit.

    Returns
    -------
    float or numpy.ndarray
        IC50 (µM) of the current that Mg2+ leaves. That Mg2+ and drug exclude each other is an
        assumption.

    Raises
    ------
    ValueError
        If an argument is out of range or unknown, or ``subunit`` is joined with another blocker
        or another IC50.
    """
    volts = within("voltage_mv", voltage_mv, *VOLTAGE_RANGE_MV)
    chosen = blocker_of(blocker)
    depth = chosen.delta if delta is None else within("delta", delta, 0, 1, scalar=True)
    if subunit is not None:
        if ic50_at_minus70_um is not None or chosen.name != "ketamine":
            raise ValueError(
                f"subunit ({subunit!r}) brings its own ketamine IC50: it must not be joined with "
                "ic50_at_minus70_um or with another blocker."
            )
        reference = subunit_of(subunit).ic50_um / woodhull_factor(TABLE_MV, depth)
    elif ic50_at_minus70_um is not None:
        reference = positive("ic50_at_minus70_um", ic50_at_minus70_um, scalar=True)
    else:
        reference = chosen.steady_ic50_um
    found = reference * woodhull_factor(volts, depth) / unblocked_fraction(volts, mg_mm, subunit)
    return found if np.ndim(found) else float(found)


def block_fraction(concentration_um: Any, ic50_um: Any, hill: Any = 1.0) -> Any:
    """Return the fraction blocked at equilibrium, c^n / (c^n + IC50^n).

    Parameters
    ----------
    concentration_um : float or array
        Free drug (µM), zero or more.
    ic50_um : float or array
        IC50 (µM), above zero.
    hill : float
        Hill coefficient. One site gives 1 (default); 0.84 was measured for ketamine.

    Returns
    -------
    float or numpy.ndarray
        Fraction from 0 to 1. Arrays follow numpy's rules of broadcasting.

    Raises
    ------
    ValueError
        If the concentration is negative, or IC50 or Hill coefficient not above zero.
    """
    concentration = nonnegative("concentration_um", concentration_um)
    half = positive("ic50_um", ic50_um)
    slope = positive("hill", hill, scalar=True)
    with np.errstate(divide="ignore", over="ignore"):
        blocked = 1.0 / (1.0 + np.power(np.divide(half, concentration), slope))
    return blocked if np.ndim(blocked) else float(blocked)


def driving_force(voltage_mv: Any, reversal_mv: Any = 0.0) -> Any:
    """Return the driving force relative to -70 mV: 1 at -70 mV, 0 at the reversal potential.

    Parameters
    ----------
    voltage_mv : float or array
        Membrane potential (mV), -200 to 200.
    reversal_mv : float
        Reversal potential (mV); 0 by default (chosen; usual for NMDA receptors).

    Returns
    -------
    float or numpy.ndarray
        (V - reversal) / (-70 - reversal). Positive is inward current.

    Raises
    ------
    ValueError
        If an argument is not finite, or the reversal potential is -70 mV.
    """
    reversal = finite("reversal_mv", reversal_mv, scalar=True)
    if reversal == REFERENCE_MV:
        raise ValueError("reversal_mv must differ from -70, where the current is scaled to 1.")
    volts = within("voltage_mv", voltage_mv, *VOLTAGE_RANGE_MV)
    return (volts - reversal) / (REFERENCE_MV - reversal)
