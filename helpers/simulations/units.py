"""From ng/mL to µM and back, and from a total level to what a receptor meets, for all lessons.

>>> round(free_um(200), 2)  # of 200 ng/mL in plasma a receptor meets 0.45 µM
0.45
"""

from __future__ import annotations

from typing import Any

from helpers.simulations.arguments import fraction, nonnegative, positive
from helpers.simulations.sourced import published

#: Molar mass of ketamine as the free base (g/mol). Its hydrochloride weighs 274.19: doses are
#: printed in either, levels nearly always as base.
KETAMINE_G_PER_MOL = published("unit-mw-ketamine-base")
#: Share of ketamine in plasma that is not bound to protein: derived, 1 - 0.47 (Dayton 1983, who
#: prints the most that was bound). Rounded, so that it is 0.53 and not 0.53 and a hair.
FREE_FRACTION = round(1 - published("dayton1983-binding") / 100, 10)

__all__ = [
    "FREE_FRACTION",
    "KETAMINE_G_PER_MOL",
    "free_um",
    "ng_per_ml_from_um",
    "um_from_ng_per_ml",
]


def um_from_ng_per_ml(level_ng_per_ml: Any, molar_mass_g_per_mol: Any = KETAMINE_G_PER_MOL) -> Any:
    """Turn a mass concentration (ng/mL) into a molar one: µM = (ng/mL) / (g/mol).

    A number or an array; total if the level was total, free if it was free. The molar mass (g/mol)
    is that of ketamine base by default.

    >>> round(um_from_ng_per_ml(200), 2)
    0.84
    """
    level = nonnegative("level_ng_per_ml", level_ng_per_ml)
    return level / positive("molar_mass_g_per_mol", molar_mass_g_per_mol, scalar=True)


def ng_per_ml_from_um(concentration_um: Any, molar_mass_g_per_mol: Any = KETAMINE_G_PER_MOL) -> Any:
    """Turn a molar concentration (µM) into a mass one (ng/mL), as `um_from_ng_per_ml` turns back.

    >>> round(ng_per_ml_from_um(2.7))
    642
    """
    concentration = nonnegative("concentration_um", concentration_um)
    return concentration * positive("molar_mass_g_per_mol", molar_mass_g_per_mol, scalar=True)


def free_um(level_ng_per_ml: Any, free_fraction: Any = FREE_FRACTION) -> Any:
    """Return the free concentration of ketamine (µM) behind a total level in plasma (ng/mL).

    ``free_fraction`` is the share that is not bound to protein, 0 to 1; both may be arrays.
    """
    return fraction("free_fraction", free_fraction) * um_from_ng_per_ml(level_ng_per_ml)
