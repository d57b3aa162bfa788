"""The well-stirred liver, the gut wall before it, and enzymes that are induced or inhibited.

With plasma flow Q and intrinsic clearance CLint (both L/h; free drug and total drug are not told
apart, as in the papers behind the sets)::

    extraction        E   = CLint / (Q + CLint)
    clearance         CL  = Q E
    swallowed drug    F   = (survives the gut wall) (1 - E)
    area after i.v.   AUC = dose / CL        after swallowing  AUC = F dose / CL

A drug whose E is near 1 is cleared as fast as blood brings it: enzymes hardly matter for an
infusion and matter much for a swallowed dose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import fraction, nonnegative, positive, refuse, within
from helpers.simulations.pharmacokinetics.parameters import published

#: Largest factor on an enzyme or a flow that is accepted; published ones stay below ten.
LARGEST_FACTOR = 100.0


def extraction(intrinsic_l_per_h: Any, flow_l_per_h: Any) -> Any:
    """Return the share of the drug that one passage of the liver takes out.

    Parameters
    ----------
    intrinsic_l_per_h : float or array
        Intrinsic clearance (L/h), zero or more.
    flow_l_per_h : float or array
        Plasma flow through the liver (L/h).

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    intrinsic = nonnegative("intrinsic_l_per_h", intrinsic_l_per_h)
    return intrinsic / (positive("flow_l_per_h", flow_l_per_h) + intrinsic)


def clearance(intrinsic_l_per_h: Any, flow_l_per_h: Any) -> Any:
    """Return the clearance by the liver, Q E (L/h).

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    return positive("flow_l_per_h", flow_l_per_h) * extraction(intrinsic_l_per_h, flow_l_per_h)


def oral_bioavailability(
    intrinsic_l_per_h: Any, flow_l_per_h: Any, gut_wall_survival: Any = 1.0
) -> Any:
    """Return the share of a swallowed dose that reaches the circulation unchanged.

    Parameters
    ----------
    intrinsic_l_per_h, flow_l_per_h : float or array
        Intrinsic clearance and plasma flow (L/h).
    gut_wall_survival : float or array
        Share that passes the gut wall unchanged (0 to 1).

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    survival = fraction("gut_wall_survival", gut_wall_survival)
    return survival * (1 - extraction(intrinsic_l_per_h, flow_l_per_h))


def intrinsic_for_clearance(clearance_l_per_h: Any, flow_l_per_h: Any) -> Any:
    """Return the intrinsic clearance (L/h) that gives a clearance, CL Q / (Q - CL).

    Raises
    ------
    ValueError
        If the clearance is not below the flow: the liver cannot clear more than it is brought.
    """
    wanted = nonnegative("clearance_l_per_h", clearance_l_per_h)
    flow = positive("flow_l_per_h", flow_l_per_h)
    if np.any(wanted >= flow):
        refuse("clearance_l_per_h", clearance_l_per_h, f"below flow_l_per_h ({flow_l_per_h} L/h)")
    return wanted * flow / (flow - wanted)


def gut_wall_survival(baseline: Any, activity: Any) -> Any:
    """Return the survival in the gut wall when its enzymes work ``activity`` times as hard.

    The gut wall is taken as a second well-stirred organ: survival = 1 / (1 + k activity), with k
    set by the baseline.

    Parameters
    ----------
    baseline : float or array
        Survival at activity 1 (above 0, at most 1).
    activity : float or array
        Factor on the enzymes of the gut wall (0: fully inhibited).

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    usual = positive("baseline", fraction("baseline", baseline))
    return 1 / (1 + nonnegative("activity", activity) * (1 / usual - 1))


def factor_for_clearance(ratio: Any, baseline_extraction: Any) -> Any:
    """Return the factor on intrinsic clearance that changes clearance by a ratio.

    An i.v. area that falls by 14 % is a clearance ratio of 1 / 0.86; at an extraction of 0.72
    that takes enzymes twice as active.

    Parameters
    ----------
    ratio : float or array
        New clearance / old clearance, zero or more.
    baseline_extraction : float or array
        Extraction before the change (0 to 1).

    Raises
    ------
    ValueError
        If the new clearance would reach the flow of blood through the liver.
    """
    before = fraction("baseline_extraction", baseline_extraction)
    after = nonnegative("ratio", ratio) * before
    if np.any(after >= 1) or np.any(np.less_equal(before, 0)):
        refuse("ratio", ratio, f"below 1 / baseline_extraction ({baseline_extraction})")
    return (after / (1 - after)) / (before / (1 - before))


@dataclass(frozen=True)
class Enzymes:
    """Factors on what clears ketamine and its metabolites: 1 is usual, 2 doubled, 0 blocked.

    Parameters
    ----------
    liver : float
        On the whole intrinsic clearance of ketamine in the liver.
    to_norketamine, to_other : float
        Besides, on its two parts: N-demethylation and everything else.
    gut_wall : float
        On the enzymes of the gut wall.
    liver_flow : float
        On the plasma flow through the liver.
    norketamine, hydroxynorketamine : float
        On the clearances of the metabolites.

    Raises
    ------
    ValueError
        If a factor lies outside 0 to 100 (liver_flow: 0.01 to 100), or liver times a part of it
        above 100.
    """

    liver: float = 1.0
    to_norketamine: float = 1.0
    to_other: float = 1.0
    gut_wall: float = 1.0
    liver_flow: float = 1.0
    norketamine: float = 1.0
    hydroxynorketamine: float = 1.0

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            low = 0.01 if name == "liver_flow" else 0.0  # without flow there is no liver
            within(name, getattr(self, name), low, LARGEST_FACTOR, scalar=True)
        for name in ("to_norketamine", "to_other"):
            if self.liver * getattr(self, name) > LARGEST_FACTOR:
                refuse(name, getattr(self, name), f"at most {LARGEST_FACTOR / self.liver:g} here")


def factor_for_oral_area(ratio: Any, gut_wall_survival: Any = 1.0) -> Any:
    """Return the factor on the enzymes that changes the area after swallowing by a ratio.

    The area of swallowed drug is survival x dose / CLint, whatever the flow. With the same factor
    f on liver and gut wall (survival s before)::

        ratio = 1 / (f (s + (1 - s) f))

    Parameters
    ----------
    ratio : float or array
        New area / old area, above zero.
    gut_wall_survival : float or array
        Survival in the gut wall before (above 0, at most 1); 1: the liver alone is changed.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    usual = positive("gut_wall_survival", fraction("gut_wall_survival", gut_wall_survival))
    wanted = positive("ratio", ratio)
    # the positive root of (1 - s) f^2 + s f = 1 / ratio, written so that s = 1 needs no division
    return 2 / (wanted * (usual + np.sqrt(usual**2 + 4 * (1 - usual) / wanted)))


@lru_cache(maxsize=1)
def interactions() -> Mapping[str, Enzymes]:
    """Return what is published of drugs that change the kinetics of ketamine, as enzymes.

    All factors are *derived* from areas of S-ketamine in healthy people, well stirred:

    - "rifampicin": liver from the i.v. area (pel2012-rif-iv), gut wall from what the oral area
      (pel2012-rif-po) asks besides, norketamine from noppers2011-rif-cl-nk.
    - "ticlopidine" (blocks CYP2B6): the oral area (pel2011-ticlo-auc), all of it put on the liver.
    - "clarithromycin" (blocks CYP3A), "grapefruit juice", "St John's wort": the oral area alone
      (hagelberg2010-clari-auc, pel2012-grapefruit-auc, pel2012-wort-auc). How it divides between
      gut wall and liver was not measured: the same factor on both is *chosen*.
    - "itraconazole": no change of the area was found (pel2011-itra-auc).

    Doses differ; kinetics are linear here. Clearances of the metabolites are left as they are but
    for rifampicin.

    Examples
    --------
    >>> from helpers.simulations import pharmacokinetics as pk
    >>> drug = pk.interactions()["ticlopidine"]
    >>> usual, blocked = (
    ...     pk.simulate(pk.Dose(20, "S", "oral"), enzymes=who).area_ng_h_per_ml()
    ...     for who in (None, drug)
    ... )
    >>> round(blocked / usual, 2)
    2.4
    """
    intrinsic = published("perezruixo2021-vh") * (
        published("perezruixo2021-kel") + published("perezruixo2021-kmet")
    )
    usual = extraction(intrinsic, published("perezruixo2021-qh"))
    survival = published("perezruixo2021-fgut")
    induced = factor_for_clearance(1 / (1 + published("pel2012-rif-iv") / 100), usual)
    # survival in the gut wall after over before; then the activity that gives it
    left = (1 + published("pel2012-rif-po") / 100) * induced
    found = {
        "none": Enzymes(),
        "rifampicin": Enzymes(
            liver=induced,
            gut_wall=(1 / left - survival) / (1 - survival),
            norketamine=1 + published("noppers2011-rif-cl-nk") / 100,
        ),
        "ticlopidine": Enzymes(liver=float(factor_for_oral_area(published("pel2011-ticlo-auc")))),
        "itraconazole": Enzymes(),
    }
    for name, ratio in (
        ("clarithromycin", published("hagelberg2010-clari-auc")),
        ("grapefruit juice", published("pel2012-grapefruit-auc")),
        ("St John's wort", 1 + published("pel2012-wort-auc") / 100),
    ):
        factor = float(factor_for_oral_area(ratio, survival))
        found[name] = Enzymes(liver=factor, gut_wall=factor)
    return MappingProxyType(found)
