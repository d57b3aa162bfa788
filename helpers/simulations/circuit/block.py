"""How much of the NMDA current ketamine blocks on each cell type.

One binding site, at equilibrium, for each cell type::

    b_E = c / (c + K_E)          pyramidal cells
    b_I = c / (c + K_I)          interneurons

Everything in this lesson hangs on K_I < K_E, and that is **assumed**: see `AFFINITY`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.evidence import Parameter
from helpers.simulations.arguments import nonnegative, positive, refuse

#: Half-blocking free ketamine on pyramidal cells (µM): chosen, near GluN2A in 1 mM Mg2+.
K_E_UM = 5.4
#: Half-blocking free ketamine on interneurons (µM): chosen, near GluN2C in 1 mM Mg2+.
K_I_UM = 1.2

#: The two affinities, with where they come from; for `helpers.evidence.parameters`.
AFFINITY = {
    "K_E": Parameter(
        "free ketamine that blocks half the NMDA current of pyramidal cells",
        K_E_UM,
        "µM",
        "chosen",
        "near the 5.35 µM reported for GluN2A in 1 mM Mg2+ (fact ket-kj2009-1mg-2a, unverified)",
    ),
    "K_I": Parameter(
        "free ketamine that blocks half the NMDA current of interneurons",
        K_I_UM,
        "µM",
        "chosen",
        "near the 1.18 µM reported for GluN2C in 1 mM Mg2+ (fact ket-kj2009-1mg-2c, unverified); "
        "that interneurons carry it is an assumption and an upper bound: GluN2D is 2.95 µM",
    ),
}


def block(
    ketamine_um: Any = 0.0, k_e_um: Any = K_E_UM, k_i_um: Any = K_I_UM
) -> tuple[np.ndarray | float, np.ndarray | float]:
    """Return the share of NMDA current blocked on pyramidal cells and on interneurons.

    Parameters
    ----------
    ketamine_um : float or array
        Free ketamine (µM), zero or more.
    k_e_um, k_i_um : float or array
        Half-blocking concentrations (µM), above zero; arrays must fit together.

    Returns
    -------
    tuple of float or numpy.ndarray
        b_E and b_I, from 0 to below 1.

    Raises
    ------
    ValueError
        If an argument is out of range, or arrays do not fit together.

    Examples
    --------
    >>> b_e, b_i = block(1.2, 5.4, 1.2)
    >>> round(b_e, 3), b_i
    (0.182, 0.5)
    """
    c, k_e, k_i = levels(ketamine_um, k_e_um, k_i_um)
    return c / (c + k_e), c / (c + k_i)


def levels(
    ketamine_um: Any, k_e_um: Any, k_i_um: Any, *, axes: int | None = None
) -> tuple[Any, Any, Any]:
    """Return concentration and half-blocking concentrations (µM), checked.

    Parameters
    ----------
    ketamine_um, k_e_um, k_i_um
        As in `block`.
    axes : int, optional
        Most dimensions that each may have.

    Raises
    ------
    ValueError
        If one is out of range or has too many dimensions, or arrays do not fit together.
    """
    empty = isinstance(ketamine_um, (list, tuple)) and not ketamine_um
    if empty or (isinstance(ketamine_um, np.ndarray) and not ketamine_um.size):
        refuse("ketamine_um", ketamine_um, "one level (µM) or a list of at least one")
    checked = {
        "ketamine_um": nonnegative("ketamine_um", ketamine_um),
        "k_e_um": positive("k_e_um", k_e_um),
        "k_i_um": positive("k_i_um", k_i_um),
    }
    for name, value in checked.items():
        if axes is not None and np.ndim(value) > axes:
            refuse(name, value, "one number or a one-dimensional list")
    fitting(**checked)
    return tuple(checked.values())


def level_in_time(ketamine_um: Callable[[np.ndarray], Any], times_s: np.ndarray) -> np.ndarray:
    """Return free ketamine (µM) at some times from a function of time (s).

    Raises
    ------
    ValueError
        If the function fails, or does not give a number that is zero or more for each time.
    """
    name = "ketamine_um, as a function of time,"
    try:
        given = ketamine_um(times_s.copy())
    except (Exception, SystemExit) as error:  # whatever a given function may do
        kind = type(error).__name__
        refuse(name, ketamine_um, f"one that takes an array of times; {kind} was raised")
    level = nonnegative(name, given)
    if np.shape(level) not in ((), times_s.shape):
        refuse(name, given, "one that returns a level for each time")
    return np.broadcast_to(level, times_s.shape)


def fitting(**arrays: Any) -> tuple[int, ...]:
    """Return the common shape of several arrays.

    Raises
    ------
    ValueError
        If they cannot be broadcast together; all shapes are named.
    """
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        refuse(" and ".join(shapes), shapes, "arrays of shapes that fit together")
