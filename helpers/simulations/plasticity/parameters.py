"""Every number of the cascade, with its unit, its range and where it comes from.

Of the mouse. The model is a teaching reduction, not a published one: most of its numbers were
chosen or fitted to reported timing, few were measured, and `Parameters.table` says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpers.simulations.sourced import Source, Sourced, number, published


def _chosen(how: str, *facts: str) -> Source:
    return Source("chosen", how, facts)


_GROWTH = Source(
    "fitted",
    "tau_X, theta and n together: no more spines form at 3-6 h, more at 12-24 h",
    ("modasava2019-spines-early-null", "modasava2019-spines-window"),
)
#: Where each number comes from, by its symbol.
_SOURCES = {
    "t½": Source("published", "plasma half-life in the mouse", ("ma2023-halflife-mouse",)),
    "τ_G": _chosen("the glutamate surge follows the drug; insensitive"),
    "g_G": _chosen("no size was read for this dose in the mouse"),
    "τ_B": _chosen(
        "secretion is transient in vivo; its duration was not read in a source",
        "anderzhanova2020-mbdnf-transient",
        "autry2011-bdnf-30min",
    ),
    "k_B": _chosen("with K_T: TrkB is active for about an hour"),
    "K_T": _chosen("no level near synapses was read in a source"),
    "τ_M": _chosen(
        "the steps from TrkB to S6 take seconds to 17 min in a published model",
        "jain2009-k-trkb-recycling",
        "jain2009-k-tsc-dephos",
        "jain2009-k-s6-dephos",
    ),
    "τ_P": _chosen(
        "synaptic proteins reported raised from 2 to 72 h (not verified)",
        "li2010-synaptic-proteins-window",
    ),
    "k_P": Source("fitted", "the scale of protein: its peak is 1 after 10 mg/kg"),
    "τ_X": _GROWTH,
    "θ": _GROWTH,
    "n": _GROWTH,
    "k_S": _chosen("sites fill within a day once growth is permitted"),
    "g_max": Source(
        "derived",
        "limited restorable sites; amplitude borrowed from psilocybin (same laboratory, cells "
        "and method): the percentage of ketamine stands only in a figure",
        ("shao2021-psilocybin-gain", "phoum2016-duration", "modasava2019-branch-specific"),
    ),
    "e": _chosen(
        "lets the gain outlast 14 d; much faster than the turnover of adult mice, 3-5 % in 2 weeks",
        "phoum2016-duration",
        "zuo2005-adult-2wk",
    ),
    "k_F": _chosen("behaviour has changed after 30 min (not verified)", "autry2011-onset"),
    "τ_F": _chosen("fast potentiation is mostly gone after 24 h"),
    "d_½": _chosen("a rise with power 2; 10 mg/kg is active, 2.5 nearly not"),
    "d_fall": _chosen(
        "a fall with power 4, so that 80 mg/kg does nothing (not verified)",
        "li2010-anaesthetic-dose-inactive",
    ),
    "d_ref": _chosen("the usual dose of the papers"),
    "K_rest": _chosen(
        "drug in units of 10 mg/kg; no such curve was read in a source", "autry2011-translation"
    ),
    "k_on": _chosen("onset within half an hour", "yang2018-lhb"),
    "τ_off": _chosen(
        "between 12 and 24 h: block was seen for up to 24 h", "ma2023-lhb-block-duration"
    ),
}


def _number(
    symbol: str, meaning: str, unit: str, value: float, low: float = 0.0, high: float = 1e4
) -> Any:
    return number(symbol, meaning, unit, low, high, value, _SOURCES[symbol])


def _time(symbol: str, meaning: str, hours: float) -> Any:
    return _number(symbol, meaning, "h", hours, 1e-3, 1e5)


@dataclass(frozen=True)
class Parameters(Sourced):
    """The numbers of the cascade; ``changed`` gives a copy in which some are changed.

    >>> DEFAULT.changed(half_life_h=3).half_life_h
    3.0
    """

    half_life_h: float = _time(
        "t½", "half-life of the drug", published("ma2023-halflife-mouse") / 60
    )
    tau_surge_h: float = _time("τ_G", "time constant of the surge", 0.15)
    surge_gain: float = _number("g_G", "size of the surge after 10 mg/kg", "relative", 2.0)
    tau_bdnf_h: float = _time("τ_B", "time constant of BDNF outside the cells", 0.40)
    bdnf_per_h: float = _number("k_B", "BDNF released per AMPA drive", "1/h", 2.0)
    half_trkb: float = _number("K_T", "BDNF that activates half of TrkB", "relative", 0.5, 1e-6)
    tau_mtorc1_h: float = _time("τ_M", "time constant of mTORC1", 0.25)
    tau_protein_h: float = _time("τ_P", "time constant of synaptic protein", 60.0)
    protein_per_h: float = _number("k_P", "protein made per active mTORC1", "1/h", 1.65)
    tau_capacity_h: float = _time("τ_X", "delay from protein to capacity", 8.0)
    theta: float = _number(
        "θ", "capacity that permits half of the growth", "relative", 0.7, 1e-3, 1e3
    )
    steepness: float = _number("n", "steepness of the permission", "", 6.0, 0.1, 50.0)
    growth_per_h: float = _number("k_S", "growth on free sites", "1/h", 0.15)
    max_gain: float = _number(
        "g_max",
        "restorable sites",
        "of the healthy density",
        published("shao2021-psilocybin-gain") / 100,
        1e-6,
        10.0,
    )
    turnover_per_d: float = _number("e", "turnover of spines", "1/d", 0.04)
    fast_per_h: float = _number("k_F", "onset of fast potentiation", "1/h", 4.0)
    tau_fast_h: float = _time("τ_F", "decay of fast potentiation", 16.0)
    gain_half_mg_per_kg: float = _number("d_½", "dose of half of the rise", "mg/kg", 5.0, 1e-3)
    gain_fall_mg_per_kg: float = _number(
        "d_fall", "dose at which the gain falls", "mg/kg", 40.0, 1e-3, 1e6
    )
    reference_mg_per_kg: float = _number(
        "d_ref", "dose for which drug and gain are 1", "mg/kg", 10.0, 1e-3
    )
    rest_half: float = _number(
        "K_rest", "eEF2K account: drug that switches off half", "relative", 0.2, 1e-6
    )
    habenula_per_h: float = _number("k_on", "habenula account: trapping", "1/h", 10.0)
    tau_habenula_h: float = _time("τ_off", "habenula account: escape", 18.0)

    @property
    def turnover_per_h(self) -> float:
        """Turnover of spines (1/h)."""
        return self.turnover_per_d / 24


#: The numbers that the lessons use.
DEFAULT = Parameters()

#: Share of activity-dependent BDNF secretion that is left: chosen. Met/Met after a reported loss
#: of 29 %, Val/Met after the 18 % in the note of the same fact; neither was seen in a source.
GENOTYPES: Mapping[str, float] = MappingProxyType(
    {
        "Val/Val": 1.0,
        "Val/Met": 0.82,
        "Met/Met": 1 - published("chen2006-secretion-metmet") / 100,
    }
)

#: Share of spines that chronic stress takes: derived. Ketamine is reported (in a press account) to
#: bring about half of them back, and the model can grow ``max_gain``.
STRESS_LOSS = DEFAULT.max_gain / (published("modasava2019-fraction-restored") / 100)
