"""M0: how much ketamine blocks on each cell type, and when that raises pyramidal firing.

One binding site at equilibrium on each cell type: b_E = c / (c + K_E) of pyramidal cells and
b_I = c / (c + K_I) of interneurons. Everything in this lesson hangs on K_I < K_E, and that is
**assumed**: see `AFFINITY`.

Two linear populations with rates r_E and r_I::

    r_E = g_E [ w_EE r_E - w_EI r_I + n_E (1 - b_E) + x_E ]
    r_I = g_I [ w_IE r_E - w_II r_I + n_I (1 - b_I) + x_I ]

(w_EI reads: onto E from I; n: NMDA drive; x: other drive.) Put the second line into the first. If
the pair is stable, the change of r_E from its drug-free value has the sign of ::

    balance(c) = rho b_I(c) - b_E(c),     rho = w_EI g_I n_I / [(1 + g_I w_II) n_E]

rho is the strength of the brake: what a loss of the interneurons' NMDA drive gives back to
pyramidal cells, against what the same loss of their own takes. There is an inverted U if and only
if K_I / K_E < rho < 1. With K_I = K_E there never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.evidence import Parameter
from helpers.simulations.arguments import nonnegative, positive, refuse
from helpers.simulations.sourced import published

#: Half-blocking free ketamine on pyramidal cells (µM): chosen, near GluN2A in 1 mM Mg2+.
K_E_UM = 5.4
#: Half-blocking free ketamine on interneurons (µM): chosen so that the effect can be seen.
K_I_UM = 1.2
#: What the same table gives for GluN2D, the subunit that is reported in interneurons (µM).
K_I_GLUN2D_UM = published("ket-kj2009-1mg-2d")
#: Brake strength with which the lesson opens: chosen.
RHO = 0.6

#: The affinities, with where they come from; for `helpers.evidence.parameters`.
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
        "low, so that the effect can be seen; near the 1.18 µM reported for GluN2C (fact "
        "ket-kj2009-1mg-2c, unverified), which in cortex was found in glia, not in interneurons",
    ),
    "K_I, GluN2D": (
        "ket-kj2009-1mg-2d",
        "the same for GluN2D, the subunit that is reported in interneurons",
    ),
}


def block(
    ketamine_um: Any = 0.0, k_e_um: Any = K_E_UM, k_i_um: Any = K_I_UM
) -> tuple[np.ndarray | float, np.ndarray | float]:
    """Return the shares b_E and b_I of NMDA current that are blocked, 0 to below 1.

    Free ketamine and half-blocking concentrations are in µM; arrays must fit together.

    >>> b_e, b_i = block(1.2, 5.4, 1.2)
    >>> round(b_e, 3), b_i
    (0.182, 0.5)
    """
    c = nonnegative("ketamine_um", ketamine_um)
    k_e, k_i = positive("k_e_um", k_e_um), positive("k_i_um", k_i_um)
    fitting(ketamine_um=c, k_e_um=k_e, k_i_um=k_i)
    return c / (c + k_e), c / (c + k_i)


def fitting(**arrays: Any) -> tuple[int, ...]:
    """Return the common shape of several arrays."""
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        refuse(" and ".join(shapes), shapes, "arrays of shapes that fit together")


def balance(ketamine_um: Any, rho: Any = RHO, k_e_um: Any = K_E_UM, k_i_um: Any = K_I_UM) -> Any:
    """Return rho b_I - b_E: above zero, pyramidal cells fire more than without drug.

    In units of the pyramidal cells' own NMDA drive, from -1 to rho; arguments as in `block`.

    >>> round(balance(1.2), 3)
    0.118
    """
    strength = nonnegative("rho", rho)
    fitting(ketamine_um=ketamine_um, rho=strength, k_e_um=k_e_um, k_i_um=k_i_um)
    b_e, b_i = block(ketamine_um, k_e_um, k_i_um)
    return strength * b_i - b_e


@dataclass(frozen=True)
class Hump:
    """The shape of pyramidal firing against concentration, in closed form.

    `shape` is "rises, then falls below rest" (the inverted U), "only above rest", "only below
    rest", "falls, then rises above rest" or "flat". `balance` is largest at `peak_um` (µM), and
    `height` there: None unless it turns above rest. Firing is back at rest at `return_um` (µM).
    """

    shape: str
    peak_um: float | None
    height: float | None
    return_um: float | None

    @property
    def is_inverted_u(self) -> bool:
        """Whether firing rises first and is below rest in the end."""
        return self.shape == "rises, then falls below rest"


def hump(rho: float = RHO, k_e_um: float = K_E_UM, k_i_um: float = K_I_UM) -> Hump:
    """Return the shape of the algebra's dose curve, its peak and its return (µM).

    Peak c = (K_E - s K_I) / (s - 1) with s = sqrt(K_E / (rho K_I));
    return c = (rho K_E - K_I) / (1 - rho).

    >>> h = hump(0.6, 5.4, 1.2)
    >>> round(h.peak_um, 2), round(h.return_um, 2)
    (1.22, 5.1)
    """
    strength = nonnegative("rho", rho, scalar=True)
    k_e = positive("k_e_um", k_e_um, scalar=True)
    k_i = positive("k_i_um", k_i_um, scalar=True)
    first = strength * k_e - k_i  # sign of the slope at zero; K_I < rho K_E rises
    last = strength - 1.0  # balance at saturation
    if k_i == k_e:  # one affinity, one sign: (rho - 1) b
        first = last
    peak = None
    if first > 0 and k_e > strength * k_i and k_i < k_e:
        s_k_i = np.sqrt(k_e * k_i / strength)
        peak = float((k_e - s_k_i) / (s_k_i / k_i - 1.0))
    height = None if peak is None else float(balance(peak, strength, k_e, k_i))
    back = first / -last if last and first * last < 0 and k_i != k_e else None
    return Hump(_shape(first, last), peak, height, back)


def _shape(first: float, last: float) -> str:
    """Name the shape from the sign of the first slope and of what is left at saturation."""
    if first == 0 and last == 0:
        return "flat"
    if first > 0 > last:
        return "rises, then falls below rest"
    if first < 0 < last:
        return "falls, then rises above rest"
    return "only above rest" if first + last > 0 else "only below rest"


def linear_rates_hz(block_e: Any, block_i: Any, rho: float = RHO) -> tuple[Any, Any]:
    """Return the steady rates (Hz) of two linear populations with chosen numbers.

    Gains are 1, x_E 5, x_I 2 and n_E 3; the brake strength is set by n_I. Rates of a linear model
    can be negative: it knows no silence.
    """
    e_to_e, e_to_i, i_to_e, i_to_i, nmda_e = 0.5, 1.0, 0.9, 0.5, 3.0
    brake = i_to_e / (1.0 + i_to_i)  # what one unit of drive to I takes from the input of E
    drive_e = nmda_e * (1.0 - block_e) + 5.0
    drive_i = nmda_e * rho / brake * (1.0 - block_i) + 2.0
    r_e = (drive_e - brake * drive_i) / (1.0 - e_to_e + brake * e_to_i)
    return r_e, (e_to_i * r_e + drive_i) / (1.0 + i_to_i)
