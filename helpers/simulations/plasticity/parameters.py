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


def _number(
    symbol: str, meaning: str, unit: str, value: float, why: str, *facts: str,
    kind: str = "chosen", low: float = 0.0, high: float = 1e4,
) -> Any:  # fmt: skip
    return number(symbol, meaning, unit, low, high, value, Source(kind, why, facts))


def _time(symbol: str, meaning: str, hours: float, *why: str, kind: str = "chosen") -> Any:
    return _number(symbol, meaning, "h", hours, *why, kind=kind, low=1e-3, high=1e5)


_GROWTH = (
    "tau_X, theta and n together: no more spines form at 3-6 h, more at 12-24 h",
    "modasava2019-spines-early-null",
    "modasava2019-spines-window",
)


@dataclass(frozen=True)
class Parameters(Sourced):
    """The numbers of the cascade; ``changed`` gives a copy in which some are changed.

    >>> DEFAULT.changed(half_life_h=3).half_life_h
    3.0
    """

    # A table: each number with its reason and the facts behind it.
    # fmt: off
    half_life_h: float = _time("t½", "half-life of the drug",
        published("ma2023-halflife-mouse") / 60,
        "plasma half-life in the mouse", "ma2023-halflife-mouse", kind="published")
    tau_surge_h: float = _time("τ_G", "time constant of the surge", 0.15,
        "the glutamate surge follows the drug; insensitive")
    surge_gain: float = _number("g_G", "size of the surge after 10 mg/kg", "relative", 2.0,
        "no size was read for this dose in the mouse")
    tau_bdnf_h: float = _time("τ_B", "time constant of BDNF outside the cells", 0.40,
        "secretion is transient in vivo; its duration was not read in a source",
        "anderzhanova2020-mbdnf-transient", "autry2011-bdnf-30min")
    bdnf_per_h: float = _number("k_B", "BDNF released per AMPA drive", "1/h", 2.0,
        "with K_T: TrkB is active for about an hour")
    half_trkb: float = _number("K_T", "BDNF that activates half of TrkB", "relative", 0.5,
        "no level near synapses was read in a source", low=1e-6)
    tau_mtorc1_h: float = _time("τ_M", "time constant of mTORC1", 0.25,
        "the steps from TrkB to S6 take seconds to 17 min in a published model",
        "jain2009-k-trkb-recycling", "jain2009-k-tsc-dephos", "jain2009-k-s6-dephos")
    tau_protein_h: float = _time("τ_P", "time constant of synaptic protein", 60.0,
        "synaptic proteins reported raised from 2 to 72 h (not verified)",
        "li2010-synaptic-proteins-window")
    protein_per_h: float = _number("k_P", "protein made per active mTORC1", "1/h", 1.65,
        "the scale of protein: its peak is 1 after 10 mg/kg", kind="fitted")
    tau_capacity_h: float = _time("τ_X", "delay from protein to capacity", 8.0,
        *_GROWTH, kind="fitted")
    theta: float = _number("θ", "capacity that permits half of the growth", "relative", 0.7,
        *_GROWTH, kind="fitted", low=1e-3, high=1e3)
    steepness: float = _number("n", "steepness of the permission", "", 6.0,
        *_GROWTH, kind="fitted", low=0.1, high=50.0)
    growth_per_h: float = _number("k_S", "growth on free sites", "1/h", 0.15,
        "sites fill within a day once growth is permitted")
    max_gain: float = _number("g_max", "restorable sites", "of the healthy density",
        published("shao2021-psilocybin-gain") / 100,
        "limited restorable sites; amplitude borrowed from psilocybin (same laboratory, cells "
        "and method): the percentage of ketamine stands only in a figure",
        "shao2021-psilocybin-gain", "phoum2016-duration", "modasava2019-branch-specific",
        kind="derived", low=1e-6, high=10.0)
    turnover_per_d: float = _number("e", "turnover of spines", "1/d", 0.04,
        "lets the gain outlast 14 d; much faster than the turnover of adult mice, 3-5 % in 2 weeks",
        "phoum2016-duration", "zuo2005-adult-2wk")
    fast_per_h: float = _number("k_F", "onset of fast potentiation", "1/h", 4.0,
        "behaviour has changed after 30 min (not verified)", "autry2011-onset")
    tau_fast_h: float = _time("τ_F", "decay of fast potentiation", 16.0,
        "fast potentiation is mostly gone after 24 h")
    gain_half_mg_per_kg: float = _number("d_½", "dose of half of the rise", "mg/kg", 5.0,
        "a rise with power 2; 10 mg/kg is active, 2.5 nearly not", low=1e-3)
    gain_fall_mg_per_kg: float = _number("d_fall", "dose at which the gain falls", "mg/kg", 40.0,
        "a fall with power 4, so that 80 mg/kg does nothing (not verified)",
        "li2010-anaesthetic-dose-inactive", low=1e-3, high=1e6)
    reference_mg_per_kg: float = _number("d_ref", "dose for which drug and gain are 1", "mg/kg",
        10.0, "the usual dose of the papers", low=1e-3)
    rest_half: float = _number("K_rest", "eEF2K account: drug that switches off half", "relative",
        0.2, "drug in units of 10 mg/kg; no such curve was read in a source",
        "autry2011-translation", low=1e-6)
    habenula_per_h: float = _number("k_on", "habenula account: trapping", "1/h", 10.0,
        "onset within half an hour", "yang2018-lhb")
    tau_habenula_h: float = _time("τ_off", "habenula account: escape", 18.0,
        "between 12 and 24 h: block was seen for up to 24 h", "ma2023-lhb-block-duration")
    # fmt: on


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
