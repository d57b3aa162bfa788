"""Two equations of voltage, and the constants in them. Plain arithmetic, no checks.

Mg2+ (Jahr & Stevens 1990)::

    K_Mg(V) = 3.57 mM x exp(0.062 V)

The pull of the field on a blocker with one positive charge (Woodhull 1973)::

    exp(delta (V + 70 mV) / 25.4 mV)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.simulations.receptor.published import published

#: RT/F (mV) at 22 degrees C, the room temperature of most recordings here. A constant.
RT_OVER_F_MV = 25.4
#: Holding potential (mV) at which the rates and IC50 of the blockers were measured.
REFERENCE_MV = -70.0

K_MG_AT_0_MV_MM = published("mg-jahr1990-k0")
K_MG_SLOPE_PER_MV = published("mg-jahr1990-slope")


def jahr_stevens_mm(voltage_mv: Any) -> Any:
    """Return the half-blocking Mg2+ (mM) at a membrane potential (mV)."""
    return K_MG_AT_0_MV_MM * np.exp(K_MG_SLOPE_PER_MV * voltage_mv)


def woodhull_factor(voltage_mv: Any, delta: float) -> Any:
    """Return how many times a blocker's off-rate (or IC50) exceeds that at -70 mV."""
    return np.exp(delta * (voltage_mv - REFERENCE_MV) / RT_OVER_F_MV)
