"""Parameter sets by name, and where each number comes from.

A set holds one published disposition of ketamine and the blocks that stand around it. Each number
is *published* (a row of the evidence), *derived* (arithmetic on such rows), *fitted* (here, to a
series of the evidence) or *chosen* (a teaching value). `parameter_table` prints them all.

Nearly every table of kinetics was seen in a transcription (public code), not in the paper itself:
`fact(id).verified` says so for each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from helpers.evidence import fact
from helpers.simulations.arguments import fraction, one_of, refuse, within

if TYPE_CHECKING:
    import pandas

#: Minutes in an hour; parameters are printed per hour, the solver works in minutes.
MIN_PER_H = 60.0
#: Body weight (kg) for which the sets are tabulated.
REFERENCE_KG = 70.0


def published(fact_id: str) -> float:
    """Return the central value of one fact of ``helpers.evidence``, in the unit it states."""
    return float(fact(fact_id).value)


@dataclass(frozen=True)
class Source:
    """Where a number comes from: its status and its source in words (a fact id, if published)."""

    status: str
    text: str


@dataclass(frozen=True)
class ParameterSet:
    """One published kinetics of ketamine with the blocks around it, at 70 kg.

    Parameters
    ----------
    name, label : str
        Short name (`models`), and the words for a legend.
    citation : str
        Key of the paper in the references.
    fitted_form : {"mixed", "racemate", "S"}
        What was given in the studies behind the clearance.
    sampled_at : {"arterial", "venous", "not stated"}
        Which blood the central compartment describes ("not stated" is read as arterial).
    population : str
        Who was studied.
    v_central_l, v_fast_l, v_slow_l : float
        Volumes (L). A two-compartment set has v_slow_l = 0.
    clearance_l_per_h : float
        Clearance (L/h) of `fitted_form`.
    q_fast_l_per_h, q_slow_l_per_h : float
        Inter-compartmental clearances (L/h).
    volume_exponent, clearance_exponent : float
        Powers of (weight / 70 kg).
    liver_extraction : float
        Share of S-ketamine taken out in one passage of the liver.
    gut_wall_survival : float
        Share of swallowed drug that passes the gut wall unchanged.
    gut_wall_norketamine : float
        Share of what the gut wall takes that becomes norketamine.
    norketamine_share : float
        Share of the metabolised drug that becomes norketamine.
    r_to_s_clearance : float
        Clearance of R- over that of S-ketamine.
    v_liver_l : float or None
        Volume of a liver compartment (L); None: the liver is at steady state (no volume).
    v_norketamine_l, v_norketamine_2_l, q_norketamine_l_per_h, clearance_norketamine_l_per_h : float
        Two compartments of norketamine (apparent).
    norketamine_mass_ratio : float
        Mass of norketamine per mass of ketamine (223.70 / 237.73), or 1 where the paper's
        equation carries none.
    hnk_share, v_hnk_l, clearance_hnk_l_per_h, hnk_r_to_s_clearance : float
        Hydroxynorketamine: share of norketamine that becomes it, volume (L), clearance (L/h) of
        the S series, and that of the R series over it.
    sources : dict
        `Source` of each number.
    notes : tuple of str
        What to say beside a curve of this set.
    covariates : tuple of str
        Arguments besides weight that the set knows ("age_y", "ancestry").
    """

    name: str
    label: str
    citation: str
    fitted_form: str
    sampled_at: str
    population: str
    v_central_l: float
    v_fast_l: float
    v_slow_l: float
    clearance_l_per_h: float
    q_fast_l_per_h: float
    q_slow_l_per_h: float
    volume_exponent: float
    clearance_exponent: float
    liver_extraction: float
    gut_wall_survival: float
    gut_wall_norketamine: float
    norketamine_share: float
    r_to_s_clearance: float
    v_liver_l: float | None
    v_norketamine_l: float
    v_norketamine_2_l: float
    q_norketamine_l_per_h: float
    clearance_norketamine_l_per_h: float
    norketamine_mass_ratio: float
    hnk_share: float
    v_hnk_l: float
    clearance_hnk_l_per_h: float
    hnk_r_to_s_clearance: float
    sources: dict[str, Source] = field(repr=False, compare=False)
    notes: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in _POSITIVE:
            within(name, getattr(self, name), *_RANGE, scalar=True)
        for name in _NONNEGATIVE:
            within(name, getattr(self, name), 0, _RANGE[1], scalar=True)
        for name in _FRACTIONS:
            fraction(name, getattr(self, name), scalar=True)
        if self.v_liver_l is not None:
            within("v_liver_l", self.v_liver_l, *_RANGE, scalar=True)
        if not 0 < self.liver_extraction < 1:
            refuse("liver_extraction", self.liver_extraction, "between 0 and 1, neither included")
        if not self.r_to_s_clearance * self.liver_extraction < 1:
            allowed = f"below {1 / self.liver_extraction:.3g} (1 / liver_extraction)"
            refuse("r_to_s_clearance", self.r_to_s_clearance, allowed)
        if self.q_slow_l_per_h > 0 and self.v_slow_l < _RANGE[0]:
            refuse("v_slow_l", self.v_slow_l, "above zero where q_slow_l_per_h is")

    @property
    def clearance_s_l_per_h(self) -> float:
        """Clearance of S-ketamine (L/h): for sets of the racemate, so that its area is kept."""
        if self.fitted_form == "S":
            return self.clearance_l_per_h
        return self.clearance_l_per_h * (1 + 1 / self.r_to_s_clearance) / 2

    @property
    def liver_flow_l_per_h(self) -> float:
        """Plasma flow through the liver that goes with clearance and extraction (L/h, derived)."""
        return self.clearance_s_l_per_h / self.liver_extraction

    def changed(self, **values: float) -> ParameterSet:
        """Return a copy with other numbers; `parameter_table` calls them chosen.

        >>> model("kamp2020").changed(clearance_l_per_h=79, v_central_l=20)

        Raises
        ------
        ValueError
            If a name is unknown or a value out of range.
        """
        for name in values:
            one_of("a name in changed()", name, _POSITIVE + _NONNEGATIVE + _FRACTIONS)
        mine = {name: Source("chosen", "set by the caller") for name in values}
        return replace(self, **values, sources={**self.sources, **mine})


_POSITIVE = [
    "v_central_l",
    "v_fast_l",
    "clearance_l_per_h",
    "r_to_s_clearance",
    "v_norketamine_l",
    "v_norketamine_2_l",
    "clearance_norketamine_l_per_h",
    "norketamine_mass_ratio",
    "v_hnk_l",
    "clearance_hnk_l_per_h",
    "hnk_r_to_s_clearance",
]
_NONNEGATIVE = [
    "v_slow_l",
    "q_fast_l_per_h",
    "q_slow_l_per_h",
    "q_norketamine_l_per_h",
    "volume_exponent",
    "clearance_exponent",
]
_FRACTIONS = [
    "liver_extraction",
    "gut_wall_survival",
    "gut_wall_norketamine",
    "norketamine_share",
    "hnk_share",
]
#: Smallest and largest volume (L), flow (L/h) or ratio that is accepted.
_RANGE = (1e-6, 1e6)


#: Volume of hydroxynorketamine (L), fitted by least squares of logarithms to the unflagged points
#: of ``pk-kamp2020b-hnk-racemic-arm`` with the clearances of Hasan 2021. The two studies disagree
#: several-fold, and the fit is poor: a shape, not a prediction.
HNK_VOLUME_L = 151.0

# ---------------------------------------------------------------------------------------------
# Numbers that several sets share. Each returns (value, Source).


def _fact(fact_id: str, scale: float = 1.0) -> tuple[float, Source]:
    words = fact_id if scale == 1.0 else f"{fact_id} x {scale:g}"
    return published(fact_id) * scale, Source("published", words)


def _derived(value: float, text: str) -> tuple[float, Source]:
    return value, Source("derived", text)


def _chosen(value: float, text: str) -> tuple[float, Source]:
    return value, Source("chosen", text)


def _extraction() -> tuple[float, Source]:
    """Liver extraction of S-ketamine from the spray model: CLint / (Qh + CLint)."""
    rates = published("perezruixo2021-kel") + published("perezruixo2021-kmet")
    intrinsic = published("perezruixo2021-vh") * rates
    share = intrinsic / (published("perezruixo2021-qh") + intrinsic)
    return _derived(share, "Vh (kel + kmet) / (Qh + Vh (kel + kmet)), facts perezruixo2021-*")


def _r_to_s() -> tuple[float, Source]:
    """Clearance of R over S: geometric middle of Persson 2002 (0.83) and Hasan 2021 (0.94)."""
    persson = published("persson2002-r-cl") / published("persson2002-s-cl")
    hasan = published("hasan2021-r-cl") / published("hasan2021-s-cl")
    return _derived(
        math.sqrt(persson * hasan),
        "geometric mean of persson2002-r-cl / -s-cl and hasan2021-r-cl / -s-cl",
    )


def _hydroxynorketamine(share: float) -> dict[str, tuple[float, Source]]:
    """Return clearances that give the i.v. area ratios of Hasan 2021 in the default set.

    ``share`` of the ketamine becomes hydroxynorketamine, so that the ratio of areas is share x
    (molar masses) x CL / CLh, for each isomer. Other sets keep these clearances.
    """
    mean, ratio = published("kamp2020a-3cmt-cl"), _r_to_s()[0]
    clearance = {"s": mean * (1 + 1 / ratio) / 2}
    clearance["r"] = ratio * clearance["s"]
    share *= published("unit-mw-hnk") / published("unit-mw-ketamine-base")
    hnk = {
        isomer: share * clearance[isomer] / published(f"hasan2021-hnk-ratio-{isomer}-iv")
        for isomer in "sr"
    }
    text = "from hasan2021-hnk-ratio-s-iv and -r-iv; studies differ several-fold"
    return {
        "clearance_hnk_l_per_h": _derived(hnk["s"], text),
        "hnk_r_to_s_clearance": _derived(hnk["r"] / hnk["s"], text),
        "v_hnk_l": (
            HNK_VOLUME_L,
            Source("fitted", "to pk-kamp2020b-hnk-racemic-arm, poorly: median error 38 %"),
        ),
    }


def _shared() -> dict[str, tuple[Any, Source]]:
    """Return the blocks around the parent, the same for every set."""
    kel, kmet = published("perezruixo2021-kel"), published("perezruixo2021-kmet")
    share = kmet / (kel + kmet)
    to_hnk = published("simons2022a-fm-hnk") / published("simons2022a-fm-nk")
    ratio = published("unit-mw-norketamine") / published("unit-mw-ketamine-base")
    return {
        "liver_extraction": _extraction(),
        "gut_wall_survival": _fact("perezruixo2021-fgut"),
        "gut_wall_norketamine": _chosen(
            share, "as the liver; four studies of swallowed drug find more norketamine than without"
        ),
        "norketamine_share": _derived(share, "kmet / (kel + kmet), facts perezruixo2021-*"),
        "r_to_s_clearance": _r_to_s(),
        "v_liver_l": (None, Source("chosen", "liver at steady state: no volume of its own")),
        "v_norketamine_l": _fact("perezruixo2021-vcn"),
        "v_norketamine_2_l": _fact("perezruixo2021-vpn"),
        "q_norketamine_l_per_h": _fact("perezruixo2021-q3n"),
        "clearance_norketamine_l_per_h": _fact("perezruixo2021-cln"),
        "norketamine_mass_ratio": _derived(ratio, "unit-mw-norketamine / unit-mw-ketamine-base"),
        "hnk_share": _derived(to_hnk, "simons2022a-fm-hnk / simons2022a-fm-nk"),
        **_hydroxynorketamine(share * to_hnk),
        "volume_exponent": _chosen(1.0, "allometric convention"),
        "clearance_exponent": _chosen(0.75, "allometric convention"),
    }


def _three_compartments(prefix: str) -> dict[str, tuple[float, Source]]:
    """Return volumes and clearances printed at 70 kg under ``prefix``-v1 and so on."""
    names = {
        "v_central_l": "v1",
        "v_fast_l": "v2",
        "v_slow_l": "v3",
        "clearance_l_per_h": "cl",
        "q_fast_l_per_h": "q2",
        "q_slow_l_per_h": "q3",
    }
    return {name: _fact(f"{prefix}-{end}") for name, end in names.items()}


def _from_micro_constants(
    v_per_kg: float, k10: float, k12: float, k21: float, k13: float, k31: float, text: str
) -> dict[str, tuple[float, Source]]:
    """Turn V1 (L/kg) and micro-constants (1/min) into volumes and clearances at 70 kg."""
    v1 = v_per_kg * REFERENCE_KG
    per_h = v1 * MIN_PER_H
    values = {
        "v_central_l": v1,
        "v_fast_l": v1 * k12 / k21,
        "v_slow_l": v1 * k13 / k31 if k31 else 0.0,
        "clearance_l_per_h": per_h * k10,
        "q_fast_l_per_h": per_h * k12,
        "q_slow_l_per_h": per_h * k13,
        # a set in L/kg and 1/min scales with weight itself, in volume and clearance
        "volume_exponent": 1.0,
        "clearance_exponent": 1.0,
    }
    return {name: _derived(value, text) for name, value in values.items()}


def _absent(text: str) -> dict[str, tuple[float, Source]]:
    """Return the missing slow compartment of a two-compartment set."""
    return {name: _chosen(0.0, text) for name in ("v_slow_l", "q_slow_l_per_h")}


def _kamp2020() -> ParameterSet:
    return _set(
        _three_compartments("kamp2020a-3cmt"),
        name="kamp2020",
        label="Kamp 2020, meta-analysis",
        citation="kamp2020a",
        fitted_form="mixed",
        sampled_at="arterial",
        population="18 studies pooled, standardised to 70 kg (adults and children)",
        notes=("Read from a transcription; no covariate was retained, not even the enantiomer.",),
    )


def _noppers2011() -> ParameterSet:
    return _set(
        _three_compartments("noppers2011-sket"),
        name="noppers2011",
        label="Noppers 2011, S-ketamine",
        citation="noppers2011",
        fitted_form="S",
        sampled_at="arterial",
        population="20 healthy men of 20-29 years, placebo arm",
        notes=("Read from a transcription.",),
    )


def _clements1981() -> ParameterSet:
    numbers = [published(f"clements1981-{end}") for end in ("v1", "k10", "k12", "k21")]
    return _set(
        _from_micro_constants(*numbers, 0.0, 0.0, "from facts clements1981-*"),
        name="clements1981",
        label="Clements 1981, two compartments",
        citation="clements1981",
        fitted_form="racemate",
        sampled_at="venous",
        population="healthy adults, 0.25 mg/kg bolus",
        notes=("Read from code constants. No samples in the first minutes stand behind V1.",),
    )


def _domino() -> ParameterSet:
    ends = ("v1", "k10", "k12", "k21", "k13", "k31")
    return _set(
        _from_micro_constants(*[published(f"domino-{end}") for end in ends], "from facts domino-*"),
        name="domino1982",
        label="Domino, three compartments",
        citation="domino1982",
        fitted_form="racemate",
        sampled_at="not stated",
        population="surgical patients; constants of infusion-pump software",
        notes=(
            "An outlier: clearance 116 L/h, central volume 4.4 L. Software disagrees whether the "
            "constants are of 1982 or 1984; the sampling site was not verified.",
        ),
    )


def _hijazi2003() -> ParameterSet:
    # k10, k12, k21 (1/min) stand in the note of fact hijazi2003-v1-code
    text = "fact hijazi2003-v1-code: V1 and, in its note, k10, k12, k21"
    return _set(
        _from_micro_constants(
            published("hijazi2003-v1-code"), 0.0333, 0.0088, 0.0030, 0.0, 0.0, text
        ),
        name="hijazi2003",
        label="Hijazi 2003, intensive care",
        citation="hijazi2003",
        fitted_form="racemate",
        sampled_at="not stated",
        population="12 intensive-care patients with brain or spinal injury",
        notes=("Read from code constants.",),
    )


def _herd2007() -> ParameterSet:
    parts = {
        "v_central_l": _fact("herd2007-v1"),
        "v_fast_l": _fact("herd2007-v2"),
        "clearance_l_per_h": _fact("herd2007-cl"),
        "q_fast_l_per_h": _fact("herd2007-q"),
    }
    return _set(
        parts | _absent("two-compartment set"),
        name="herd2007",
        label="Herd 2007, children",
        citation="herd2007",
        fitted_form="racemate",
        sampled_at="venous",
        population="children of 1-14 years, pooled emergency-department data, scaled to 70 kg",
        notes=("Read from code constants. Give the child's own weight.",),
    )


def _flint2017() -> ParameterSet:
    # V1, Q and V2 at 70 kg stand in the note of fact flint2017-cl
    text = "note of fact flint2017-cl"
    parts = {
        "v_central_l": (7.73, Source("published", text)),
        "v_fast_l": (545.0, Source("published", text)),
        "q_fast_l_per_h": (196.0, Source("published", text)),
        "clearance_l_per_h": _fact("flint2017-cl"),
        "clearance_norketamine_l_per_h": (53.2, Source("published", text)),
    }
    return _set(
        parts | _absent("two-compartment set"),
        name="flint2017",
        label="Flint 2017, S-ketamine, ventilated children",
        citation="flint2017",
        fitted_form="S",
        sampled_at="not stated",
        population="25 ventilated children of 0-12 years, scaled to 70 kg",
        notes=("Read from a model library. Infusions over days: no early peaks behind V1.",),
    )


def _perezruixo2021() -> ParameterSet:
    flow = published("perezruixo2021-qh")
    parts = {
        "v_central_l": _fact("perezruixo2021-vc"),
        "v_fast_l": _fact("perezruixo2021-vp1"),
        "v_slow_l": _fact("perezruixo2021-vp2"),
        "q_fast_l_per_h": _fact("perezruixo2021-q1"),
        "q_slow_l_per_h": _fact("perezruixo2021-q2"),
        "v_liver_l": _fact("perezruixo2021-vh"),
        "clearance_l_per_h": _derived(flow * _extraction()[0], "Qh x liver extraction"),
        "norketamine_mass_ratio": (1.0, Source("published", "the printed equation has none")),
        "gut_wall_norketamine": (0.0, Source("published", "the printed equations form none")),
        "volume_exponent": (0.0, Source("published", "weight was screened and not kept")),
        "clearance_exponent": (0.0, Source("published", "weight was screened and not kept")),
    }
    return _set(
        parts,
        name="perezruixo2021",
        label="Perez-Ruixo 2021, esketamine",
        citation="perezruixo2021",
        fitted_form="S",
        sampled_at="venous",
        population="820 people of 18-86 years, healthy or with treatment-resistant depression",
        notes=(
            "Read from a model library. As printed it gives 1.4-1.6 times its own table of "
            "norketamine areas (a known misfit of the paper); peaks agree.",
        ),
        covariates=("age_y", "ancestry"),
    )


def _set(parts: dict[str, tuple[Any, Source]], **words: Any) -> ParameterSet:
    both = _shared() | parts
    values = {name: value for name, (value, _) in both.items()}
    return ParameterSet(**words, **values, sources={name: s for name, (_, s) in both.items()})


_MAKERS: dict[str, Callable[[], ParameterSet]] = {
    "kamp2020": _kamp2020,
    "noppers2011": _noppers2011,
    "clements1981": _clements1981,
    "domino1982": _domino,
    "perezruixo2021": _perezruixo2021,
    "hijazi2003": _hijazi2003,
    "herd2007": _herd2007,
    "flint2017": _flint2017,
}


def models() -> tuple[str, ...]:
    """Return the names of the parameter sets, the default first."""
    return tuple(_MAKERS)


@cache
def _named(name: str) -> ParameterSet:
    return _MAKERS[name]()


def model(name: str | ParameterSet = "kamp2020") -> ParameterSet:
    """Return a parameter set by name (a `ParameterSet` comes back as it is).

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the names.
    """
    if isinstance(name, ParameterSet):
        return name
    return _named(one_of("model", name, _MAKERS))


def parameter_table(name: str | ParameterSet = "kamp2020") -> pandas.DataFrame:
    """Return every number of a set: parameter, value, unit, status and source.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    import pandas as pd

    known = model(name)
    rows = []
    for part in fields(known):
        if part.name in known.sources:
            source, value = known.sources[part.name], getattr(known, part.name)
            unit = _unit(part.name)
            rows.append((part.name, value, unit, source.status, source.text))
    return pd.DataFrame(rows, columns=["parameter", "value", "unit", "status", "source"])


def _unit(name: str) -> str:
    if name.endswith("_l_per_h"):
        return "L/h"
    if name.endswith("_l"):
        return "L"
    return "exponent" if name.endswith("exponent") else "fraction or ratio"
