"""M2, the spiking network: its equations, its presets, and where each number comes from.

Leaky integrate-and-fire cells, 400 pyramidal (E) and 100 interneurons (I), each connected to all::

    C dV/dt = -g_L (V - E_L) - (g_x + g_A A) V - (1 - b) (g_N S + g_tonic) M(V) V
              - g_G G (V - E_GABA)
    M(V) = 1 / (1 + [Mg] exp(-0.062 V) / 3.57)

Reversal of AMPA and NMDA is 0 mV. g_x jumps by a quantum at each afferent spike (Poisson) and
decays with AMPA; A and G jump by 1 / (number of cells) for each presynaptic spike and decay with
AMPA and GABA; S is the mean over pyramidal cells of s, ds/dt = -s / tau_nmda + alpha x (1 - s),
where x jumps by 1 at each spike. Recurrent spikes arrive after a delay. Cells, kinetics and
afferent quanta are those of Wang 2002; connection strengths are totals onto one cell (nS).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from helpers.simulations.arguments import (
    finite,
    nonnegative,
    one_of,
    positive,
    refuse,
    text,
    whole,
    within,
)
from helpers.simulations.circuit.published import published
from helpers.simulations.circuit.sources import Described, Origin, chosen, from_paper


@dataclass(frozen=True)
class SpikingNetwork(Described):
    """Numbers of the spiking network; `changed` gives others, `parameters` a table with sources.

    Units: pF, nS, mV, ms, Hz for each cell. Recurrent conductances are totals onto one cell. See
    `MEANINGS` for each.

    Raises
    ------
    ValueError
        If a number is out of range.
    """

    name: str
    n_e: int
    n_i: int
    capacitance_e_pf: float
    capacitance_i_pf: float
    leak_e_ns: float
    leak_i_ns: float
    rest_mv: float
    threshold_mv: float
    reset_mv: float
    refractory_e_ms: float
    refractory_i_ms: float
    gaba_reversal_mv: float
    mg_mm: float
    tau_ampa_ms: float
    tau_nmda_ms: float
    tau_nmda_rise_ms: float
    nmda_saturation_per_ms: float
    tau_gaba_ms: float
    delay_ms: float
    quantum_e_ns: float
    quantum_i_ns: float
    afferent_e_hz: float
    afferent_i_hz: float
    ampa_e_to_e_ns: float
    ampa_e_to_i_ns: float
    nmda_e_to_e_ns: float
    nmda_e_to_i_ns: float
    nmda_tonic_e_ns: float
    nmda_tonic_i_ns: float
    gaba_i_to_e_ns: float
    gaba_i_to_i_ns: float
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False)

    MEANINGS: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType(
        {
            "n_e": ("pyramidal cells", "cells"),
            "n_i": ("interneurons", "cells"),
            "capacitance_e_pf": ("capacitance of a pyramidal cell", "pF"),
            "capacitance_i_pf": ("capacitance of an interneuron", "pF"),
            "leak_e_ns": ("leak of a pyramidal cell", "nS"),
            "leak_i_ns": ("leak of an interneuron", "nS"),
            "rest_mv": ("reversal of the leak", "mV"),
            "threshold_mv": ("threshold", "mV"),
            "reset_mv": ("reset after a spike", "mV"),
            "refractory_e_ms": ("refractory time of a pyramidal cell", "ms"),
            "refractory_i_ms": ("refractory time of an interneuron", "ms"),
            "gaba_reversal_mv": ("reversal of GABA-A", "mV"),
            "mg_mm": ("Mg2+ in M(V)", "mM"),
            "tau_ampa_ms": ("decay of AMPA", "ms"),
            "tau_nmda_ms": ("decay of NMDA", "ms"),
            "tau_nmda_rise_ms": ("rise of NMDA", "ms"),
            "nmda_saturation_per_ms": ("alpha: rate at which a spike opens NMDA gates", "1/ms"),
            "tau_gaba_ms": ("decay of GABA-A", "ms"),
            "delay_ms": ("synaptic delay", "ms"),
            "quantum_e_ns": ("one afferent AMPA quantum, pyramidal cells", "nS"),
            "quantum_i_ns": ("one afferent AMPA quantum, interneurons", "nS"),
            "afferent_e_hz": ("afferent spikes to each pyramidal cell", "Hz"),
            "afferent_i_hz": ("afferent spikes to each interneuron", "Hz"),
            "ampa_e_to_e_ns": ("AMPA, pyramidal to pyramidal, total", "nS"),
            "ampa_e_to_i_ns": ("AMPA, pyramidal to interneurons, total", "nS"),
            "nmda_e_to_e_ns": ("NMDA, pyramidal to pyramidal, total", "nS"),
            "nmda_e_to_i_ns": ("NMDA, pyramidal to interneurons, total", "nS"),
            "nmda_tonic_e_ns": ("tonic NMDA from afferents, pyramidal cells", "nS"),
            "nmda_tonic_i_ns": ("tonic NMDA from afferents, interneurons", "nS"),
            "gaba_i_to_e_ns": ("GABA, interneurons to pyramidal, total", "nS"),
            "gaba_i_to_i_ns": ("GABA, interneurons to interneurons, total", "nS"),
        }
    )

    def __post_init__(self) -> None:
        text("name", self.name)
        for name in ("n_e", "n_i"):
            object.__setattr__(self, name, whole(name, getattr(self, name), low=1, high=5000))
        for name in self.MEANINGS:
            value = getattr(self, name)
            if name.startswith(("capacitance", "leak", "tau")):
                positive(name, value, scalar=True)
            elif name.endswith("_mv"):
                finite(name, value, scalar=True)
            elif not name.startswith("n_"):
                nonnegative(name, value, scalar=True)
        for name in ("refractory_e_ms", "refractory_i_ms", "delay_ms"):
            within(name, getattr(self, name), 0, 50, scalar=True)
        for name in ("rest_mv", "reset_mv", "gaba_reversal_mv"):
            if not -120 <= getattr(self, name) < self.threshold_mv:
                refuse(name, getattr(self, name), f"from -120 to below {self.threshold_mv:g} mV")
        if self.threshold_mv >= 0:
            refuse("threshold_mv", self.threshold_mv, "below 0 mV")
        object.__setattr__(self, "origins", MappingProxyType(dict(self.origins)))


_PAPER = {  # field: fact, factor to our unit
    "capacitance_e_pf": ("wang2002-c-e", 1e3),
    "capacitance_i_pf": ("wang2002-c-i", 1e3),
    "leak_e_ns": ("wang2002-gl-e", 1),
    "leak_i_ns": ("wang2002-gl-i", 1),
    "rest_mv": ("wang2002-el", 1),
    "threshold_mv": ("wang2002-vt", 1),
    "reset_mv": ("wang2002-vr", 1),
    "refractory_e_ms": ("wang2002-ref-e", 1),
    "refractory_i_ms": ("wang2002-ref-i", 1),
    "gaba_reversal_mv": ("wang2002-e-inh", 1),
    "mg_mm": ("wang2002-mg", 1),
    "tau_ampa_ms": ("wang2002-tau-ampa", 1),
    "tau_nmda_ms": ("wang2002-tau-nmda", 1),
    "tau_nmda_rise_ms": ("wang2002-tau-nmda-rise", 1),
    "nmda_saturation_per_ms": ("wang2002-alpha-nmda", 1),
    "delay_ms": ("wang2002-delay", 1),
    "quantum_e_ns": ("wang2002-g-ext-e", 1),
    "quantum_i_ns": ("wang2002-g-ext-i", 1),
}
_TOTALS = {  # field: fact with one synapse's conductance, presynaptic cells
    "gaba_i_to_e_ns": ("wang2002-g-ie", 400),
    "gaba_i_to_i_ns": ("wang2002-g-ii", 400),
    "ampa_e_to_e_ns": ("wang2002-g-ee-ampa", 1600),
    "ampa_e_to_i_ns": ("wang2002-g-ei-ampa", 1600),
    "nmda_e_to_e_ns": ("wang2002-g-ee-nmda", 1600),
    "nmda_e_to_i_ns": ("wang2002-g-ei-nmda", 1600),
}
_SIZE = chosen("a quarter of Wang 2002; strengths are totals, so size sets the noise only")


def _total(name: str) -> tuple[float, Origin]:
    """Return a total conductance (nS) of Wang 2002 and its origin."""
    fact_id, cells = _TOTALS[name]
    how = f"{published(fact_id):g} nS a synapse x {cells} presynaptic cells (Wang 2002)"
    return published(fact_id) * cells, Origin("derived", how, fact_id)


def _cells() -> tuple[dict[str, Any], dict[str, Origin]]:
    """Return the numbers that all presets share, and their origins."""
    values: dict[str, Any] = {"n_e": 400, "n_i": 100}
    origins = {"n_e": _SIZE, "n_i": _SIZE}
    for name, (fact_id, factor) in _PAPER.items():
        values[name], origins[name] = published(fact_id) * factor, from_paper(fact_id)
    for name in ("gaba_i_to_e_ns", "gaba_i_to_i_ns"):
        values[name], origins[name] = _total(name)
    return values, origins


def _preset(name: str, why: str, **numbers: float) -> SpikingNetwork:
    """Build a preset whose other numbers are chosen."""
    values, origins = _cells()
    return SpikingNetwork(
        name=name,
        **{**values, **numbers},
        origins={**origins, **dict.fromkeys(numbers, chosen(why))},
    )


def _wang2002() -> SpikingNetwork:
    """Build the connection strengths of Wang 2002, without its selective pools."""
    values, origins = _cells()
    for name in _TOTALS:
        values[name], origins[name] = _total(name)
    for name in ("nmda_tonic_e_ns", "nmda_tonic_i_ns"):
        values[name], origins[name] = 0.0, chosen("Wang 2002 has none")
    values["tau_gaba_ms"], origins["tau_gaba_ms"] = (
        published("wang2002-tau-gaba"),
        from_paper("wang2002-tau-gaba"),
    )
    for name in ("afferent_e_hz", "afferent_i_hz"):
        values[name] = published("wang2002-nu-ext")
        origins[name] = from_paper("wang2002-nu-ext")
    return SpikingNetwork(name="WANG2002", **values, origins=origins)


PRESETS: Mapping[str, SpikingNetwork] = MappingProxyType(
    {
        "HOMAYOUN": _preset(
            "HOMAYOUN",
            "tuned by hand: rest near 3 and 7 Hz, and interneurons that slow under drug",
            ampa_e_to_e_ns=40.0,
            ampa_e_to_i_ns=180.0,
            nmda_e_to_e_ns=40.0,
            nmda_e_to_i_ns=40.0,
            nmda_tonic_e_ns=50.0,
            nmda_tonic_i_ns=30.0,
            tau_gaba_ms=6.0,
            afferent_e_hz=2000.0,
            afferent_i_hz=2000.0,
        ),
        "PING": _preset(
            "PING",
            "tuned by hand: rest near 3 and 6 Hz, and pyramidal cells that recruit interneurons "
            "through AMPA",
            ampa_e_to_e_ns=150.0,
            ampa_e_to_i_ns=250.0,
            nmda_e_to_e_ns=40.0,
            nmda_e_to_i_ns=40.0,
            nmda_tonic_e_ns=40.0,
            nmda_tonic_i_ns=25.0,
            tau_gaba_ms=8.0,
            afferent_e_hz=2200.0,
            afferent_i_hz=2000.0,
        ),
        "WANG2002": _wang2002(),
    }
)
"""Spiking networks by name: two teaching presets, and Wang 2002 without its selective pools."""


def spiking_network_of(network: str | SpikingNetwork) -> SpikingNetwork:
    """Return a network given by name or made by hand.

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the known ones.
    """
    if isinstance(network, SpikingNetwork):
        return network
    return PRESETS[one_of("network", network, PRESETS)]
