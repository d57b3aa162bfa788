"""M1, the rate model: its equations, its numbers and where they come from.

One population of pyramidal cells (E), one of interneurons (I), and three kinds of synapse, of which
ketamine blocks one. Currents in nA, rates in Hz, times in ms::

    I_E = background_E + (1 - b_E) (tonic_E + w_nmda_EE N) + w_ampa_EE A - w_gaba_EI G
    I_I = background_I + (1 - b_I) (tonic_I + w_nmda_IE N) + w_ampa_IE A - w_gaba_II G

    tau_E    dr_E/dt = -r_E + phi_E(I_E)            tau_I    dr_I/dt = -r_I + phi_I(I_I)
    tau_ampa dA/dt   =  r_E - A                     tau_gaba dG/dt   =  r_I - G
    dN/dt = -N / tau_nmda + gamma (1 - N) r_E

    phi(I) = (a I - b) / (1 - exp[-d (a I - b)])

(w_IE reads: onto I from E.) phi and NMDA: Deco 2014; weights and the other time constants are
chosen here, so that rest lies near 3 and 10 Hz and the fast loop E-I-E resonates at gamma.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, positive
from helpers.simulations.circuit.manipulation import Manipulation
from helpers.simulations.circuit.published import published
from helpers.simulations.circuit.sources import Described, Origin, chosen, from_paper

_TUNED = chosen("tuned by hand so that rest lies near 3 and 10 Hz and gamma near 50 Hz")


@dataclass(frozen=True)
class RateNetwork(Described):
    """Numbers of the rate model; `changed` gives others, `parameters` a table with sources.

    Units: nA for currents, nA for each Hz for AMPA and GABA weights, nA for NMDA weights (N goes
    from 0 to 1), ms for times. See `MEANINGS` for each.

    Raises
    ------
    ValueError
        If a number is out of range.
    """

    gain_e_hz_per_na: float
    threshold_e_hz: float
    curvature_e_s: float
    gain_i_hz_per_na: float
    threshold_i_hz: float
    curvature_i_s: float
    tau_e_ms: float
    tau_i_ms: float
    tau_ampa_ms: float
    tau_nmda_ms: float
    tau_gaba_ms: float
    nmda_gain_per_ms_hz: float
    background_e_na: float
    background_i_na: float
    nmda_tonic_e_na: float
    nmda_tonic_i_na: float
    nmda_e_to_e_na: float
    nmda_e_to_i_na: float
    ampa_e_to_e_na_per_hz: float
    ampa_e_to_i_na_per_hz: float
    gaba_i_to_e_na_per_hz: float
    gaba_i_to_i_na_per_hz: float
    noise_na: float
    noise_tau_ms: float
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False)

    MEANINGS: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType(
        {
            "gain_e_hz_per_na": ("a of phi, pyramidal cells", "Hz/nA"),
            "threshold_e_hz": ("b of phi, pyramidal cells", "Hz"),
            "curvature_e_s": ("d of phi, pyramidal cells", "s"),
            "gain_i_hz_per_na": ("a of phi, interneurons", "Hz/nA"),
            "threshold_i_hz": ("b of phi, interneurons", "Hz"),
            "curvature_i_s": ("d of phi, interneurons", "s"),
            "tau_e_ms": ("time constant of pyramidal firing", "ms"),
            "tau_i_ms": ("time constant of interneuron firing", "ms"),
            "tau_ampa_ms": ("decay of AMPA", "ms"),
            "tau_nmda_ms": ("decay of NMDA gating", "ms"),
            "tau_gaba_ms": ("decay of GABA-A", "ms"),
            "nmda_gain_per_ms_hz": ("gain of NMDA gating, gamma", "1/(ms Hz)"),
            "background_e_na": ("background current, pyramidal cells", "nA"),
            "background_i_na": ("background current, interneurons", "nA"),
            "nmda_tonic_e_na": ("NMDA current of afferents, pyramidal cells", "nA"),
            "nmda_tonic_i_na": ("NMDA current of afferents, interneurons", "nA"),
            "nmda_e_to_e_na": ("NMDA, pyramidal to pyramidal, if all gates are open", "nA"),
            "nmda_e_to_i_na": ("NMDA, pyramidal to interneurons, if all gates are open", "nA"),
            "ampa_e_to_e_na_per_hz": ("AMPA, pyramidal to pyramidal", "nA/Hz"),
            "ampa_e_to_i_na_per_hz": ("AMPA, pyramidal to interneurons", "nA/Hz"),
            "gaba_i_to_e_na_per_hz": ("GABA, interneurons to pyramidal", "nA/Hz"),
            "gaba_i_to_i_na_per_hz": ("GABA, interneurons to interneurons", "nA/Hz"),
            "noise_na": ("standard deviation of the current noise in each population", "nA"),
            "noise_tau_ms": ("correlation time of the noise", "ms"),
        }
    )

    def __post_init__(self) -> None:
        for name in self.MEANINGS:
            value = getattr(self, name)
            if name.startswith(("tau", "gain", "curvature")) or name == "noise_tau_ms":
                positive(name, value, scalar=True)
            elif name.startswith(("threshold", "background")):
                finite(name, value, scalar=True)
            else:
                nonnegative(name, value, scalar=True)
        object.__setattr__(self, "origins", MappingProxyType(dict(self.origins)))


def _default() -> RateNetwork:
    """Build the network of the lesson."""
    papers = {
        "gain_e_hz_per_na": "deco2014-a-e",
        "threshold_e_hz": "deco2014-b-e",
        "curvature_e_s": "deco2014-d-e",
        "gain_i_hz_per_na": "deco2014-a-i",
        "threshold_i_hz": "deco2014-b-i",
        "curvature_i_s": "deco2014-d-i",
        "tau_nmda_ms": "deco2014-tau-e",
        "tau_ampa_ms": "wang2002-tau-ampa",
        "nmda_gain_per_ms_hz": "deco2014-gamma-e",
    }
    tuned = {
        "tau_e_ms": 8.0,
        "tau_i_ms": 2.5,
        "tau_gaba_ms": 7.0,
        "background_e_na": 0.344,
        "background_i_na": 0.166,
        "nmda_tonic_e_na": 0.143,
        "nmda_tonic_i_na": 0.1175,
        "nmda_e_to_e_na": 0.11,
        "nmda_e_to_i_na": 0.155,
        "ampa_e_to_e_na_per_hz": 0.005,
        "ampa_e_to_i_na_per_hz": 0.020,
        "gaba_i_to_e_na_per_hz": 0.015,
        "gaba_i_to_i_na_per_hz": 0.010,
    }
    noise = {"noise_na": 0.01, "noise_tau_ms": 5.0}
    origins = {name: from_paper(fact_id) for name, fact_id in papers.items()}
    origins |= dict.fromkeys(tuned, _TUNED)
    origins |= dict.fromkeys(noise, chosen("small: ratios of power do not depend on its size"))
    values = {name: published(fact_id) for name, fact_id in papers.items()}
    return RateNetwork(**values, **tuned, **noise, origins=origins)


RATE_NETWORK = _default()
"""The rate model of the lesson."""


def phi(drive_hz: Any, curvature_s: float) -> Any:
    """Return the rate (Hz) for a I - b (Hz): x / (1 - exp(-d x)), 1/d at x = 0."""
    x = np.asarray(drive_hz, dtype=float)
    z = np.clip(curvature_s * x, -700.0, 700.0)
    small = np.abs(z) < 1e-6
    safe = np.where(small, 1.0, z)
    return np.where(small, 1.0 + z / 2, safe / -np.expm1(-safe)) / curvature_s


def phi_slope(drive_hz: Any, curvature_s: float) -> Any:
    """Return the slope of `phi` (Hz for each Hz), from 0 to 1."""
    z = np.clip(curvature_s * np.asarray(drive_hz, dtype=float), -700.0, 700.0)
    small = np.abs(z) < 1e-4
    safe = np.where(small, 1.0, z)
    share = -np.expm1(-safe)
    return np.where(small, 0.5 + z / 6, (1.0 - safe * np.exp(-safe) / share) / share)


class Weights(NamedTuple):
    """Currents of one situation: the network under a manipulation and a drug.

    Each is a number or an array over situations; names as in `RateNetwork`, in nA or nA/Hz; the
    NMDA ones with the block taken off, GABA with its charge (strength x decay).
    """

    background_e: Any
    background_i: Any
    tonic_e: Any
    tonic_i: Any
    nmda_ee: Any
    nmda_ei: Any
    ampa_ee: Any
    ampa_ei: Any
    gaba_ie: Any
    gaba_ii: Any
    tau_gaba: Any

    def input_e(self, a: Any, n: Any, g: Any) -> Any:
        """Return the current (nA) into pyramidal cells."""
        nmda = self.tonic_e + self.nmda_ee * n
        return self.background_e + nmda + self.ampa_ee * a - self.gaba_ie * g

    def input_i(self, a: Any, n: Any, g: Any) -> Any:
        """Return the current (nA) into interneurons."""
        nmda = self.tonic_i + self.nmda_ei * n
        return self.background_i + nmda + self.ampa_ei * a - self.gaba_ii * g


def weights(net: RateNetwork, m: Manipulation, block_e: Any, block_i: Any) -> Weights:
    """Return the currents of the network under a manipulation and a block."""
    left_e = m.nmda_e * (1.0 - np.asarray(block_e, dtype=float))
    left_i = m.nmda_i * (1.0 - np.asarray(block_i, dtype=float))
    charge = m.release_i * m.gaba_decay
    return Weights(
        background_e=m.drive_e * net.background_e_na,
        background_i=m.drive_i * net.background_i_na,
        tonic_e=left_e * net.nmda_tonic_e_na,
        tonic_i=left_i * net.nmda_tonic_i_na,
        nmda_ee=left_e * m.release_e * net.nmda_e_to_e_na,
        nmda_ei=left_i * m.release_e * net.nmda_e_to_i_na,
        ampa_ee=m.ampa_e * m.release_e * net.ampa_e_to_e_na_per_hz,
        ampa_ei=m.ampa_i * m.release_e * net.ampa_e_to_i_na_per_hz,
        gaba_ie=m.gaba_e * charge * net.gaba_i_to_e_na_per_hz,
        gaba_ii=m.gaba_i * charge * net.gaba_i_to_i_na_per_hz,
        tau_gaba=m.gaba_decay * net.tau_gaba_ms,
    )


def rate_e(net: RateNetwork, current_na: Any) -> Any:
    """Return the pyramidal rate (Hz) for a current (nA)."""
    return phi(net.gain_e_hz_per_na * current_na - net.threshold_e_hz, net.curvature_e_s)


def rate_i(net: RateNetwork, current_na: Any) -> Any:
    """Return the interneuron rate (Hz) for a current (nA)."""
    return phi(net.gain_i_hz_per_na * current_na - net.threshold_i_hz, net.curvature_i_s)


def slope_e(net: RateNetwork, current_na: Any) -> Any:
    """Return the gain of pyramidal cells (Hz/nA) at a current (nA)."""
    x = net.gain_e_hz_per_na * current_na - net.threshold_e_hz
    return net.gain_e_hz_per_na * phi_slope(x, net.curvature_e_s)


def slope_i(net: RateNetwork, current_na: Any) -> Any:
    """Return the gain of interneurons (Hz/nA) at a current (nA)."""
    x = net.gain_i_hz_per_na * current_na - net.threshold_i_hz
    return net.gain_i_hz_per_na * phi_slope(x, net.curvature_i_s)


def nmda_gate(net: RateNetwork, rate_hz: Any) -> Any:
    """Return the steady NMDA gating N (0 to 1) at a pyramidal rate (Hz)."""
    opening = net.tau_nmda_ms * net.nmda_gain_per_ms_hz * rate_hz
    return opening / (1.0 + opening)
