"""M0, two lines of algebra that say when NMDA block raises pyramidal firing.

Two linear populations with rates r_E and r_I::

    r_E = g_E [ w_EE r_E - w_EI r_I + n_E (1 - b_E) + x_E ]
    r_I = g_I [ w_IE r_E - w_II r_I + n_I (1 - b_I) + x_I ]

(w_EI reads: onto E from I; n: NMDA drive; x: other drive; b: share blocked.) Put the second line
into the first. If the pair is stable, the change of r_E from its drug-free value has the sign of ::

    balance(c) = rho b_I(c) - b_E(c),     rho = w_EI g_I n_I / [(1 + g_I w_II) n_E]

rho is the strength of the brake: what a loss of the interneurons' NMDA drive gives back to
pyramidal cells, against what the same loss of their own takes. With one site on each cell type
there is an inverted U if and only if K_I / K_E < rho < 1. With K_I = K_E there never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, fraction, nonnegative, positive, refuse
from helpers.simulations.circuit.block import K_E_UM, K_I_UM, block, fitting

#: Brake strength with which the lesson opens: chosen.
RHO = 0.6


def balance(ketamine_um: Any, rho: Any = RHO, k_e_um: Any = K_E_UM, k_i_um: Any = K_I_UM) -> Any:
    """Return rho b_I - b_E: above zero, pyramidal cells fire more than without drug.

    Parameters
    ----------
    ketamine_um : float or array
        Free ketamine (µM), zero or more.
    rho : float or array
        Brake strength, zero or more.
    k_e_um, k_i_um : float or array
        Half-blocking concentrations (µM).

    Returns
    -------
    float or numpy.ndarray
        In units of the pyramidal cells' own NMDA drive, from -1 to rho.

    Raises
    ------
    ValueError
        If an argument is out of range, or arrays do not fit together.
    """
    strength = nonnegative("rho", rho)
    fitting(ketamine_um=ketamine_um, rho=strength, k_e_um=k_e_um, k_i_um=k_i_um)
    b_e, b_i = block(ketamine_um, k_e_um, k_i_um)
    return strength * b_i - b_e


@dataclass(frozen=True)
class Hump:
    """The shape of pyramidal firing against concentration, in closed form.

    Attributes
    ----------
    shape : str
        "rises, then falls below rest" (the inverted U), "only above rest", "only below rest",
        "falls, then rises above rest" or "flat".
    peak_um, height : float or None
        Where `balance` is largest (µM), and how large; None unless it turns above rest.
    return_um : float or None
        Where firing is back at rest (µM); None if it never is.
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
    """Return the shape of the algebra's dose curve, its peak and its return.

    Peak c = (K_E - s K_I) / (s - 1) with s = sqrt(K_E / (rho K_I));
    return c = (rho K_E - K_I) / (1 - rho).

    Parameters
    ----------
    rho : float
        Brake strength, zero or more.
    k_e_um, k_i_um : float
        Half-blocking concentrations (µM), above zero.

    Returns
    -------
    Hump

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
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
        s = np.sqrt(k_e / (strength * k_i))
        peak = float((k_e - s * k_i) / (s - 1.0))
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


def rho_range_with_hump(k_e_um: float = K_E_UM, k_i_um: float = K_I_UM) -> tuple[float, float]:
    """Return the brake strengths between which there is an inverted U: K_I / K_E and 1.

    Parameters
    ----------
    k_e_um, k_i_um : float
        Half-blocking concentrations (µM), above zero, with K_I below K_E.

    Returns
    -------
    tuple of float
        The lowest and the highest rho, neither included.

    Raises
    ------
    ValueError
        If K_I is not below K_E: then there is no such rho.
    """
    k_e = positive("k_e_um", k_e_um, scalar=True)
    if positive("k_i_um", k_i_um, scalar=True) >= k_e:
        refuse("k_i_um", k_i_um, f"below k_e_um ({k_e:g} µM), else no rho gives an inverted U")
    return float(k_i_um) / k_e, 1.0


def largest_k_i_with_hump_um(rho: float = RHO, k_e_um: float = K_E_UM) -> float:
    """Return the K_I (µM) below which firing rises at low concentration: rho K_E.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    return nonnegative("rho", rho, scalar=True) * positive("k_e_um", k_e_um, scalar=True)


@dataclass(frozen=True)
class LinearPair:
    """The two linear populations of the algebra, with numbers; any may be made by hand.

    Attributes
    ----------
    gain_e, gain_i : float
        Hz for each unit of input, above zero.
    e_to_e, e_to_i, i_to_e, i_to_i : float
        Input for each Hz of firing, zero or more; those from I are taken off.
    nmda_e, nmda_i : float
        NMDA drive that the drug can block; `nmda_e` above zero.
    other_e, other_i : float
        Drive that it cannot block.

    Raises
    ------
    ValueError
        If a number is out of range, or the pair would run away.
    """

    gain_e: float = 1.0
    gain_i: float = 1.0
    e_to_e: float = 0.5
    e_to_i: float = 1.0
    i_to_e: float = 0.9
    i_to_i: float = 0.5
    nmda_e: float = 3.0
    nmda_i: float = 3.0
    other_e: float = 5.0
    other_i: float = 2.0

    def __post_init__(self) -> None:
        for name in ("gain_e", "gain_i", "nmda_e"):
            positive(name, getattr(self, name), scalar=True)
        for name in ("e_to_e", "e_to_i", "i_to_e", "i_to_i", "nmda_i"):
            nonnegative(name, getattr(self, name), scalar=True)
        for name in ("other_e", "other_i"):
            finite(name, getattr(self, name), scalar=True)
        if self._stiffness <= 0:
            refuse("e_to_e", self.e_to_e, "small enough for inhibition to hold firing in check")

    @property
    def _brake(self) -> float:
        """What one unit of drive to interneurons takes from pyramidal input."""
        return self.i_to_e * self.gain_i / (1.0 + self.gain_i * self.i_to_i)

    @property
    def _stiffness(self) -> float:
        return 1.0 - self.gain_e * (self.e_to_e - self._brake * self.e_to_i)

    @property
    def rho(self) -> float:
        """Brake strength: w_EI g_I n_I / [(1 + g_I w_II) n_E]."""
        return self._brake * self.nmda_i / self.nmda_e

    def rates_hz(self, block_e: Any = 0.0, block_i: Any = 0.0) -> tuple[Any, Any]:
        """Return the steady rates (Hz) of pyramidal cells and interneurons.

        Rates of a linear model can be negative: it knows no silence.

        Parameters
        ----------
        block_e, block_i : float or array
            Share of each type's NMDA drive that is blocked, 0 to 1.

        Raises
        ------
        ValueError
            If a share is out of range.
        """
        b_e, b_i = fraction("block_e", block_e), fraction("block_i", block_i)
        fitting(block_e=b_e, block_i=b_i)
        drive_e = self.nmda_e * (1 - b_e) + self.other_e
        drive_i = self.nmda_i * (1 - b_i) + self.other_i
        r_e = self.gain_e * (drive_e - self._brake * drive_i) / self._stiffness
        r_i = self.gain_i * (self.e_to_i * r_e + drive_i) / (1 + self.gain_i * self.i_to_i)
        return r_e, r_i
