"""Model D: from a plasma level to the share of channels blocked.

Only free drug reaches the receptor::

    free      = free fraction x total level / molar mass
    occupancy = free^n / (free^n + IC50^n)

At equilibrium, with the free level in brain equal to that in plasma (an assumption). In Mg2+ it is
the block of the current that Mg2+ leaves. No measurement in people settles the value: show a
spread of IC50s, not one number.
"""

from __future__ import annotations

from typing import Any

from helpers.simulations.arguments import fraction, nonnegative
from helpers.simulations.receptor.blockers import BLOCKERS
from helpers.simulations.receptor.published import published
from helpers.simulations.receptor.steady_state import block_fraction
from helpers.simulations.units import KETAMINE_G_PER_MOL, um_from_ng_per_ml

#: Free share of ketamine in human plasma: 1 - 0.47 bound ("as much as", Dayton 1983).
FREE_FRACTION = round(1.0 - published("bind-dayton1983") / 100.0, 10)


def free_um(
    level_ng_per_ml: Any,
    free_fraction: Any = FREE_FRACTION,
    molar_mass_g_per_mol: float = KETAMINE_G_PER_MOL,
) -> Any:
    """Return the free concentration behind a total plasma level.

    Parameters
    ----------
    level_ng_per_ml : float or array
        Total level (ng/mL), zero or more.
    free_fraction : float or array
        Share that is not bound to protein, 0 to 1; 0.53 (derived from Dayton 1983).
    molar_mass_g_per_mol : float
        Molar mass (g/mol); ketamine base.

    Returns
    -------
    float or numpy.ndarray
        Free concentration (µM).

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    share = fraction("free_fraction", free_fraction)
    level = nonnegative("level_ng_per_ml", level_ng_per_ml)
    return share * um_from_ng_per_ml(level, molar_mass_g_per_mol)


def occupancy_from_plasma(
    level_ng_per_ml: Any,
    free_fraction: Any = FREE_FRACTION,
    ic50_um: Any = None,
    hill: Any = 1.0,
    molar_mass_g_per_mol: float = KETAMINE_G_PER_MOL,
) -> Any:
    """Return the share of channels blocked at equilibrium by a total plasma level.

    Parameters
    ----------
    level_ng_per_ml : float or array
        Total level (ng/mL), zero or more.
    free_fraction : float or array
        Share that is not bound to protein, 0 to 1.
    ic50_um : float or array, optional
        IC50 (µM); default 0.71, at -70 mV without Mg2+ (Gilling 2009). For the brain choose one
        with Mg2+: see `ic50_um`.
    hill : float
        Hill coefficient; 1 by default, 0.84 was measured.
    molar_mass_g_per_mol : float
        Molar mass (g/mol); ketamine base.

    Returns
    -------
    float or numpy.ndarray
        Fraction from 0 to 1.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    half = BLOCKERS["ketamine"].steady_ic50_um if ic50_um is None else ic50_um
    return block_fraction(free_um(level_ng_per_ml, free_fraction, molar_mass_g_per_mol), half, hill)
