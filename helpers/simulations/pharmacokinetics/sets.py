"""Published kinetics of ketamine by name, and where each number comes from.

A set is one published disposition with the blocks that stand around it: liver, gut wall,
norketamine, hydroxynorketamine. Nearly every table was seen in a transcription (public code), not
in the paper itself: ``fact(id).verified`` says so for each.

========================  =======================================================================
kamp2020 (the default)    meta-analysis of 18 studies, adults and children, arterial; not even the
                          enantiomer was retained as a covariate
noppers2011               S-ketamine, 20 healthy men of 20-29 years, arterial
clements1981              0.25 mg/kg bolus, healthy adults, **venous**, two compartments; no sample
                          of the first minutes stands behind V1
domino1982                pump software, surgical patients; an outlier (clearance 116 L/h, central
                          volume 4.4 L), its sampling site not verified
perezruixo2021            esketamine, 820 people of 18-86 years, **venous**; its areas of
                          norketamine are 1.4-1.6 times the paper's own table
hijazi2003                12 intensive-care patients with injury of brain or spine
herd2007                  children of 1-14 years, **venous**, at 70 kg: give the child's weight
========================  =======================================================================
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from helpers.simulations.arguments import one_of, refuse
from helpers.simulations.sourced import Source, Sourced, number, published

#: Minutes in an hour; parameters are printed per hour, the solver works in minutes.
MIN_PER_H = 60.0
#: Body weight (kg) for which the sets are tabulated.
REFERENCE_KG = 70.0
#: Volume of hydroxynorketamine (L), fitted by least squares of logarithms to the unflagged points
#: of ``pk-kamp2020b-hnk-racemic-arm`` with the clearances of Hasan 2021. The two studies disagree
#: several-fold, and the fit is poor: a shape, not a prediction.
HNK_VOLUME_L = 151.0

# Numbers that the blocks around the parent are derived from ---------------------------------------

_LIVER_FACTS = tuple(f"perezruixo2021-{end}" for end in ("vh", "kel", "kmet", "qh"))
_VH_L, _KEL, _KMET, _QH_L_PER_H = map(published, _LIVER_FACTS)
_EXTRACTION = _VH_L * (_KEL + _KMET) / (_QH_L_PER_H + _VH_L * (_KEL + _KMET))
_TO_NORKETAMINE = _KMET / (_KEL + _KMET)
_R_TO_S_FACTS = ("persson2002-r-cl", "persson2002-s-cl", "hasan2021-r-cl", "hasan2021-s-cl")
_PERSSON_R, _PERSSON_S, _HASAN_R, _HASAN_S = map(published, _R_TO_S_FACTS)
_R_TO_S = math.sqrt(_PERSSON_R / _PERSSON_S * _HASAN_R / _HASAN_S)
_TO_HNK = published("simons2022a-fm-hnk") / published("simons2022a-fm-nk")


def _hnk_clearance_l_per_h(isomer: str) -> float:
    """Return the clearance that gives the i.v. area ratio of Hasan 2021 in the default set.

    The ratio of areas is (share that becomes it) x (molar masses) x CL / CLh, for each isomer.
    Other sets keep these clearances.
    """
    clearance = published("kamp2020a-3cmt-cl") * (1 + 1 / _R_TO_S) / 2
    clearance *= 1.0 if isomer == "s" else _R_TO_S
    mass = published("unit-mw-hnk") / published("unit-mw-ketamine-base")
    share = _TO_NORKETAMINE * _TO_HNK * mass
    return share * clearance / published(f"hasan2021-hnk-ratio-{isomer}-iv")


def _as_printed(fact_id: str) -> tuple[float, Source]:
    return published(fact_id), Source("published", "as printed, at 70 kg", (fact_id,))


_HNK = Source(
    "derived",
    "from the i.v. area ratios; studies differ several-fold",
    ("hasan2021-hnk-ratio-s-iv", "hasan2021-hnk-ratio-r-iv"),
)
_RATIO = Source("derived", "molar masses", ("unit-mw-norketamine", "unit-mw-ketamine-base"))
_CONVENTION = Source("chosen", "allometric convention")
_ABSENT = Source("chosen", "two compartments")
_POSITIVE = (1e-6, 1e6)
_OR_NONE = (0.0, 1e6)


@dataclass(frozen=True, kw_only=True)
class ParameterSet(Sourced):
    """One published kinetics of ketamine with the blocks around it, at 70 kg.

    Besides the numbers: ``name``; ``fitted_form`` ("mixed", "racemate" or "S"), what the clearance
    is of; ``sampled_at`` ("arterial", "venous" or "not stated", read as arterial), which blood the
    central compartment describes. Volumes are L, flows L/h.

    >>> mine = model("kamp2020").changed(clearance_l_per_h=79)
    >>> mine.sources["clearance_l_per_h"].kind, model("kamp2020").sources["v_slow_l"].kind
    ('chosen', 'published')
    """

    name: str
    fitted_form: str
    sampled_at: str
    # fmt: off
    v_central_l: float = number("V₁", "blood and fast organs", "L", *_POSITIVE)
    v_fast_l: float = number("V₂", "fast tissue", "L", *_POSITIVE)
    v_slow_l: float = number("V₃", "slow tissue (0: none)", "L", *_OR_NONE, 0.0, _ABSENT)
    clearance_l_per_h: float = number("CL", "clearance of the fitted form", "L/h", *_POSITIVE)
    q_fast_l_per_h: float = number("Q₂", "exchange with fast tissue", "L/h", *_OR_NONE)
    q_slow_l_per_h: float = number("Q₃", "exchange with slow tissue", "L/h", *_OR_NONE,
        0.0, _ABSENT)
    volume_exponent: float = number("a", "power of weight in volumes", "", 0, 3, 1.0, _CONVENTION)
    clearance_exponent: float = number("b", "power of weight in flows", "", 0, 3, 0.75, _CONVENTION)
    liver_extraction: float = number("E",
        "share of S-ketamine taken out in one passage of the liver", "", 1e-6, 1 - 1e-6,
        _EXTRACTION, Source("derived", "Vh (kel + kmet) / (Qh + Vh (kel + kmet))", _LIVER_FACTS))
    gut_wall_survival: float = number("F_gut",
        "share of swallowed drug that passes the gut wall unchanged", "", 0, 1,
        *_as_printed("perezruixo2021-fgut"))
    gut_wall_norketamine: float = number("f_gut",
        "share of what the gut wall takes that becomes norketamine", "", 0, 1, _TO_NORKETAMINE,
        Source("chosen", "as the liver; four studies find more norketamine after swallowing"))
    norketamine_share: float = number("f_nk",
        "share of the metabolised drug that becomes norketamine", "", 0, 1, _TO_NORKETAMINE,
        Source("derived", "kmet / (kel + kmet)", ("perezruixo2021-kel", "perezruixo2021-kmet")))
    r_to_s_clearance: float = number("R/S", "clearance of R- over that of S-ketamine", "",
        *_POSITIVE, _R_TO_S,
        Source("derived", "geometric mean of Persson 2002 and Hasan 2021", _R_TO_S_FACTS))
    v_liver_l: float | None = number("V_h", "volume of a liver compartment", "L", *_POSITIVE, None,
        Source("chosen", "liver at steady state: no volume of its own"))
    v_norketamine_l: float = number("V_n", "norketamine, central", "L", *_POSITIVE,
        *_as_printed("perezruixo2021-vcn"))
    v_norketamine_2_l: float = number("V_n2", "norketamine, tissue", "L", *_POSITIVE,
        *_as_printed("perezruixo2021-vpn"))
    q_norketamine_l_per_h: float = number("Q_n", "exchange of norketamine", "L/h", *_OR_NONE,
        *_as_printed("perezruixo2021-q3n"))
    clearance_norketamine_l_per_h: float = number("CL_n", "clearance of norketamine", "L/h",
        *_POSITIVE, *_as_printed("perezruixo2021-cln"))
    norketamine_mass_ratio: float = number("M_n/M", "mass of norketamine for each mass of ketamine",
        "", *_POSITIVE, published("unit-mw-norketamine") / published("unit-mw-ketamine-base"),
        _RATIO)
    hnk_share: float = number("f_hnk", "share of norketamine that becomes hydroxynorketamine", "",
        0, 1, _TO_HNK,
        Source("derived", "ratio of both", ("simons2022a-fm-hnk", "simons2022a-fm-nk")))
    v_hnk_l: float = number("V_m", "hydroxynorketamine", "L", *_POSITIVE, HNK_VOLUME_L,
        Source("fitted", "to pk-kamp2020b-hnk-racemic-arm, poorly: median error 38 %"))
    clearance_hnk_l_per_h: float = number("CL_m", "clearance of hydroxynorketamine, S series",
        "L/h", *_POSITIVE, _hnk_clearance_l_per_h("s"), _HNK)
    hnk_r_to_s_clearance: float = number("R/S_m",
        "clearance of hydroxynorketamine, R over S series", "", *_POSITIVE,
        _hnk_clearance_l_per_h("r") / _hnk_clearance_l_per_h("s"), _HNK)
    # fmt: on

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.r_to_s_clearance * self.liver_extraction < 1:
            allowed = f"below {1 / self.liver_extraction:.3g} (1 / liver_extraction)"
            refuse("r_to_s_clearance", self.r_to_s_clearance, allowed)
        if self.q_slow_l_per_h > 0 and self.v_slow_l < _POSITIVE[0]:
            refuse("v_slow_l", self.v_slow_l, "above zero where q_slow_l_per_h is")

    @property
    def clearance_s_l_per_h(self) -> float:
        """Clearance of S-ketamine (L/h): for sets of the racemate, so that its area is kept."""
        if self.fitted_form == "S":
            return self.clearance_l_per_h
        return self.clearance_l_per_h * (1 + 1 / self.r_to_s_clearance) / 2

    @property
    def steady_volume_l(self) -> float:
        """Volume at steady state, without that of a liver (L)."""
        return self.v_central_l + self.v_fast_l + self.v_slow_l

    @property
    def liver_flow_l_per_h(self) -> float:
        """Plasma flow through the liver that goes with clearance and extraction (L/h)."""
        return self.clearance_s_l_per_h / self.liver_extraction


# The sets -----------------------------------------------------------------------------------------

#: Volumes and flows, and how the ids of their facts end.
_NAMES = {"v_central_l": "v1", "v_fast_l": "v2", "v_slow_l": "v3", "clearance_l_per_h": "cl",
    "q_fast_l_per_h": "q2", "q_slow_l_per_h": "q3"}  # fmt: skip


def _printed(prefix: str, **ends: str) -> dict[str, tuple[float, Source]]:
    """Return volumes and flows that are printed at 70 kg under ``prefix``-v1 and so on."""
    return {name: _as_printed(f"{prefix}-{end}") for name, end in (ends or _NAMES).items()}


def _from_micro_constants(
    prefix: str, *ends: str, more: tuple[float, ...] = ()
) -> dict[str, tuple[float, Source]]:
    """Turn V1 (L/kg) and k10, k12, k21, k13, k31 (1/min) into volumes and flows at 70 kg."""
    facts = tuple(f"{prefix}-{end}" for end in ends)
    v_per_kg, k10, k12, k21, k13, k31 = [*map(published, facts), *more, 0.0, 0.0][:6]
    v1 = v_per_kg * REFERENCE_KG
    values = {
        "v_central_l": v1,
        "v_fast_l": v1 * k12 / k21,
        "v_slow_l": v1 * k13 / k31 if k31 else 0.0,
        "clearance_l_per_h": v1 * MIN_PER_H * k10,
        "q_fast_l_per_h": v1 * MIN_PER_H * k12,
        "q_slow_l_per_h": v1 * MIN_PER_H * k13,
        # a set in L/kg and 1/min scales with weight itself, in volume and clearance
        "volume_exponent": 1.0,
        "clearance_exponent": 1.0,
    }
    source = Source("derived", "V1 and micro-constants, times 70 kg", facts)
    return {name: (value, source) for name, value in values.items()}


_UNLIKE = Source("published", "the printed equations have none", ("perezruixo2021-fgut",))
_NO_WEIGHT = Source("published", "weight was screened and not kept", ("perezruixo2021-vc",))


def _set(
    name: str, fitted_form: str, sampled_at: str, numbers: dict[str, tuple[float, Source]]
) -> ParameterSet:
    return ParameterSet(
        name=name,
        fitted_form=fitted_form,
        sampled_at=sampled_at,
        sources={one: source for one, (_, source) in numbers.items()},
        **{one: value for one, (value, _) in numbers.items()},
    )


#: The sets by name; the default first.
SETS = {one.name: one for one in (
    _set("kamp2020", "mixed", "arterial", _printed("kamp2020a-3cmt")),
    _set("noppers2011", "S", "arterial", _printed("noppers2011-sket")),
    _set("clements1981", "racemate", "venous",
        _from_micro_constants("clements1981", "v1", "k10", "k12", "k21")),
    _set("domino1982", "racemate", "not stated",
        _from_micro_constants("domino", "v1", "k10", "k12", "k21", "k13", "k31")),
    _set("perezruixo2021", "S", "venous", {
        **_printed("perezruixo2021", v_central_l="vc", v_fast_l="vp1", v_slow_l="vp2",
            q_fast_l_per_h="q1", q_slow_l_per_h="q2", v_liver_l="vh"),
        "clearance_l_per_h": (_QH_L_PER_H * _EXTRACTION,
            Source("derived", "Qh x liver extraction", _LIVER_FACTS)),
        "norketamine_mass_ratio": (1.0, _UNLIKE),
        "gut_wall_norketamine": (0.0, _UNLIKE),
        "volume_exponent": (0.0, _NO_WEIGHT),
        "clearance_exponent": (0.0, _NO_WEIGHT),
    }),
    # k10, k12, k21 (1/min) stand in the note of the fact, and nowhere else
    _set("hijazi2003", "racemate", "not stated",
        _from_micro_constants("hijazi2003", "v1-code", more=(0.0333, 0.0088, 0.0030))),
    _set("herd2007", "racemate", "venous",
        _printed("herd2007", v_central_l="v1", v_fast_l="v2", clearance_l_per_h="cl",
            q_fast_l_per_h="q")),
)}  # fmt: skip


def model(name: str | ParameterSet = "kamp2020") -> ParameterSet:
    """Return a parameter set by name (a `ParameterSet` comes back as it is).

    >>> model("noppers2011").fitted_form
    'S'
    """
    return name if isinstance(name, ParameterSet) else SETS[one_of("model", name, SETS)]
