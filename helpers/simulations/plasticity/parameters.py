"""Every number of the cascade, with its unit, its range and where it comes from.

Of the mouse. The model is a teaching reduction, not a published one: most of its numbers were
chosen or fitted to reported timing, few were measured, and `Parameters.table` says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from helpers.simulations.sourced import Source, Sourced, number, published

_GROWTH = Source(
    "fitted",
    "tau_X, theta and n together: no more spines form at 3-6 h, more at 12-24 h",
    ("modasava2019-spines-early-null", "modasava2019-spines-window"),
)
_TIME = (1e-3, 1e5)
_RATE = (0.0, 1e4)


@dataclass(frozen=True)
class Parameters(Sourced):
    """The numbers of the cascade; ``changed`` gives a copy in which some are changed.

    >>> DEFAULT.changed(half_life_h=3).half_life_h
    3.0
    """

    half_life_h: float = number(
        "t½",
        "half-life of the drug",
        "h",
        *_TIME,
        published("ma2023-halflife-mouse") / 60,
        Source("published", "plasma half-life in the mouse", ("ma2023-halflife-mouse",)),
    )
    tau_surge_h: float = number(
        "τ_G",
        "time constant of the surge",
        "h",
        *_TIME,
        0.15,
        Source("chosen", "the glutamate surge follows the drug; insensitive"),
    )
    surge_gain: float = number(
        "g_G",
        "size of the surge after 10 mg/kg",
        "relative",
        *_RATE,
        2.0,
        Source("chosen", "no size was read for this dose in the mouse"),
    )
    tau_bdnf_h: float = number(
        "τ_B",
        "time constant of BDNF outside the cells",
        "h",
        *_TIME,
        0.40,
        Source(
            "chosen",
            "secretion is transient in vivo; its duration was not read in a source",
            ("anderzhanova2020-mbdnf-transient", "autry2011-bdnf-30min"),
        ),
    )
    bdnf_per_h: float = number(
        "k_B",
        "BDNF released per AMPA drive",
        "1/h",
        *_RATE,
        2.0,
        Source("chosen", "with K_T: TrkB is active for about an hour"),
    )
    half_trkb: float = number(
        "K_T",
        "BDNF that activates half of TrkB",
        "relative",
        1e-6,
        1e4,
        0.5,
        Source("chosen", "no level near synapses was read in a source"),
    )
    tau_mtorc1_h: float = number(
        "τ_M",
        "time constant of mTORC1",
        "h",
        *_TIME,
        0.25,
        Source(
            "chosen",
            "the steps from TrkB to S6 take seconds to 17 min in a published model",
            ("jain2009-k-trkb-recycling", "jain2009-k-tsc-dephos", "jain2009-k-s6-dephos"),
        ),
    )
    tau_protein_h: float = number(
        "τ_P",
        "time constant of synaptic protein",
        "h",
        *_TIME,
        60.0,
        Source(
            "chosen",
            "synaptic proteins reported raised from 2 to 72 h (not verified)",
            ("li2010-synaptic-proteins-window",),
        ),
    )
    protein_per_h: float = number(
        "k_P",
        "protein made per active mTORC1",
        "1/h",
        *_RATE,
        1.65,
        Source("fitted", "the scale of protein: its peak is 1 after 10 mg/kg"),
    )
    tau_capacity_h: float = number(
        "τ_X", "delay from protein to capacity", "h", *_TIME, 8.0, _GROWTH
    )
    theta: float = number(
        "θ", "capacity that permits half of the growth", "relative", 1e-3, 1e3, 0.70, _GROWTH
    )
    steepness: float = number("n", "steepness of the permission", "", 0.1, 50.0, 6.0, _GROWTH)
    growth_per_h: float = number(
        "k_S",
        "growth on free sites",
        "1/h",
        *_RATE,
        0.15,
        Source("chosen", "sites fill within a day once growth is permitted"),
    )
    max_gain: float = number(
        "g_max",
        "restorable sites",
        "of the healthy density",
        1e-6,
        10.0,
        published("shao2021-psilocybin-gain") / 100,
        Source(
            "derived",
            "limited restorable sites; amplitude borrowed from psilocybin (same laboratory, cells "
            "and method): the percentage of ketamine stands only in a figure",
            ("shao2021-psilocybin-gain", "phoum2016-duration", "modasava2019-branch-specific"),
        ),
    )
    turnover_per_d: float = number(
        "e",
        "turnover of spines",
        "1/d",
        *_RATE,
        0.04,
        Source(
            "chosen",
            "lets the gain outlast 14 d; much faster than the turnover of adult mice, "
            "3-5 % in 2 weeks",
            ("phoum2016-duration", "zuo2005-adult-2wk"),
        ),
    )
    fast_per_h: float = number(
        "k_F",
        "onset of fast potentiation",
        "1/h",
        *_RATE,
        4.0,
        Source("chosen", "behaviour has changed after 30 min (not verified)", ("autry2011-onset",)),
    )
    tau_fast_h: float = number(
        "τ_F",
        "decay of fast potentiation",
        "h",
        *_TIME,
        16.0,
        Source("chosen", "fast potentiation is mostly gone after 24 h"),
    )
    gain_half_mg_per_kg: float = number(
        "d_½",
        "dose of half of the rise",
        "mg/kg",
        1e-3,
        1e4,
        5.0,
        Source("chosen", "a rise with power 2; 10 mg/kg is active, 2.5 nearly not"),
    )
    gain_fall_mg_per_kg: float = number(
        "d_fall",
        "dose at which the gain falls",
        "mg/kg",
        1e-3,
        1e6,
        40.0,
        Source(
            "chosen",
            "a fall with power 4, so that 80 mg/kg does nothing (not verified)",
            ("li2010-anaesthetic-dose-inactive",),
        ),
    )
    reference_mg_per_kg: float = number(
        "d_ref",
        "dose for which drug and gain are 1",
        "mg/kg",
        1e-3,
        1e4,
        10.0,
        Source("chosen", "the usual dose of the papers"),
    )
    rest_half: float = number(
        "K_rest",
        "eEF2K account: drug that switches off half",
        "relative",
        1e-6,
        1e4,
        0.2,
        Source(
            "chosen",
            "drug in units of 10 mg/kg; no such curve was read in a source",
            ("autry2011-translation",),
        ),
    )
    habenula_per_h: float = number(
        "k_on",
        "habenula account: trapping",
        "1/h",
        *_RATE,
        10.0,
        Source("chosen", "onset within half an hour", ("yang2018-lhb",)),
    )
    tau_habenula_h: float = number(
        "τ_off",
        "habenula account: escape",
        "h",
        *_TIME,
        18.0,
        Source(
            "chosen",
            "between 12 and 24 h: block was seen for up to 24 h",
            ("ma2023-lhb-block-duration",),
        ),
    )

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
