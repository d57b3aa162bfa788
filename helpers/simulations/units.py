"""One pair of functions turns ng/mL into µM and back, for the whole course."""

from __future__ import annotations

from typing import Any

from helpers.simulations.arguments import nonnegative, positive

#: Molar mass of ketamine as the free base (g/mol). Its hydrochloride weighs 274.19: doses are
#: printed in either, levels nearly always as base.
KETAMINE_G_PER_MOL = 237.73

__all__ = ["KETAMINE_G_PER_MOL", "ng_per_ml_from_um", "um_from_ng_per_ml"]


def um_from_ng_per_ml(level_ng_per_ml: Any, molar_mass_g_per_mol: Any = KETAMINE_G_PER_MOL) -> Any:
    """Turn a mass concentration into a molar one: µM = (ng/mL) / (g/mol).

    Parameters
    ----------
    level_ng_per_ml : float or array
        Concentration (ng/mL), zero or more.
    molar_mass_g_per_mol : float
        Molar mass (g/mol); ketamine base by default.

    Returns
    -------
    float or numpy.ndarray
        Concentration (µM), total if the level was total, free if it was free.

    Raises
    ------
    ValueError
        If an argument is negative, not finite or no number.
    """
    level = nonnegative("level_ng_per_ml", level_ng_per_ml)
    return level / positive("molar_mass_g_per_mol", molar_mass_g_per_mol, scalar=True)


def ng_per_ml_from_um(concentration_um: Any, molar_mass_g_per_mol: Any = KETAMINE_G_PER_MOL) -> Any:
    """Turn a molar concentration into a mass one: ng/mL = µM x (g/mol).

    Parameters
    ----------
    concentration_um : float or array
        Concentration (µM), zero or more.
    molar_mass_g_per_mol : float
        Molar mass (g/mol); ketamine base by default.

    Returns
    -------
    float or numpy.ndarray
        Concentration (ng/mL).

    Raises
    ------
    ValueError
        If an argument is negative, not finite or no number.
    """
    concentration = nonnegative("concentration_um", concentration_um)
    return concentration * positive("molar_mass_g_per_mol", molar_mass_g_per_mol, scalar=True)
