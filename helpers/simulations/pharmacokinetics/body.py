"""From a person and a list of doses to rate matrices and inputs, for S and for R side by side.

All amounts are mg of ketamine base, metabolites as the ketamine they came from, so that what went
in equals what is somewhere at every moment. With C = A / V::

    A1' = in - (Q2 + Q3) A1/V1 + Q2 A2/V2 + Q3 A3/V3 - (what the liver takes)
    A2' = Q2 (A1/V1 - A2/V2)                          A3' = Q3 (A1/V1 - A3/V3)
    L'  = Qh (A1/V1 - L/Vh) - CLint L/Vh + what comes from the gut wall
    N1' = formed - (CLn + Qn) N1/Vn + Qn N2/Vnp       N2' = Qn (N1/Vn - N2/Vnp)
    H'  = fh CLn N1/Vn - CLh H/Vh
    venous, effect site     X' = k (C1 - X)

The liver is well stirred: with plasma flow Q and intrinsic clearance CLint it takes out the share
E = CLint / (Q + CLint), so that CL = Q E. Where a set gives it no volume it stands at steady state
(L' = 0). The gut wall is a second such organ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, positive, refuse, within
from helpers.simulations.pharmacokinetics.doses import (
    LAST_MIN,
    Dose,
    Named,
    Route,
    log_sd,
    shares_of,
)
from helpers.simulations.pharmacokinetics.sets import MIN_PER_H, REFERENCE_KG, ParameterSet, model
from helpers.simulations.pharmacokinetics.solver import Input, Solution
from helpers.simulations.sourced import published
from helpers.simulations.units import KETAMINE_G_PER_MOL

#: Weights (kg) that the sets are scaled to; nothing human lies outside.
WEIGHT_RANGE_KG = (0.3, 700.0)
#: Largest factor on an enzyme or a flow that is accepted; published ones stay below ten.
LARGEST_FACTOR = 100.0
#: The states that hold ketamine in the circulation.
PARENT = ("central", "fast", "slow", "liver")


# Liver, gut wall and enzymes --------------------------------------------------------------------


def extraction(intrinsic_l_per_h: Any, flow_l_per_h: Any) -> Any:
    """Return the share of the drug that one passage of the liver takes out (0 to 1).

    Both arguments are numbers or arrays (L/h): what the enzymes could clear if blood were no
    limit, and the plasma flow through the liver.

    >>> round(extraction(392, 151), 2)
    0.72
    """
    intrinsic = nonnegative("intrinsic_l_per_h", intrinsic_l_per_h)
    return intrinsic / (positive("flow_l_per_h", flow_l_per_h) + intrinsic)


@dataclass(frozen=True)
class Enzymes:
    """Factors on what clears ketamine and its metabolites: 1 is usual, 2 doubled, 0 blocked.

    ``liver`` acts on the whole intrinsic clearance of ketamine, ``gut_wall`` on the enzymes of
    the gut wall, ``liver_flow`` on the plasma flow through the liver, ``norketamine`` on the
    clearance of norketamine. Each lies between 0 and 100; a liver without flow is none.
    """

    liver: float = 1.0
    gut_wall: float = 1.0
    liver_flow: float = 1.0
    norketamine: float = 1.0

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            low = 0.01 if name == "liver_flow" else 0.0
            within(name, getattr(self, name), low, LARGEST_FACTOR, scalar=True)


def _factor_for_oral_area(ratio: float, usual: float = 1.0) -> float:
    """Return the factor on liver and gut wall that changes the area after swallowing by a ratio.

    The area of swallowed drug is survival x dose / CLint, whatever the flow. With the same factor
    f on both organs (survival s before) the ratio is 1 / (f (s + (1 - s) f)).
    """
    return 2 / (ratio * (usual + np.sqrt(usual**2 + 4 * (1 - usual) / ratio)))


@lru_cache(maxsize=1)
def interactions() -> Mapping[str, Enzymes]:
    """Return what is published of drugs that change the kinetics of ketamine, as enzymes.

    All factors are *derived* from areas of S-ketamine in healthy people:

    - "rifampicin": liver from the i.v. area (pel2012-rif-iv), gut wall from what the oral area
      (pel2012-rif-po) asks besides, norketamine from noppers2011-rif-cl-nk.
    - "ticlopidine" (blocks CYP2B6): the oral area (pel2011-ticlo-auc), all of it put on the liver.
    - "clarithromycin" (blocks CYP3A), "grapefruit juice", "St John's wort": the oral area alone
      (hagelberg2010-clari-auc, pel2012-grapefruit-auc, pel2012-wort-auc). How it divides between
      gut wall and liver was not measured: the same factor on both is *chosen*, and with it what
      the model says of a vein.
    - "itraconazole": no change of the area was found (pel2011-itra-auc), though it blocks CYP3A
      as clarithromycin does.

    Clearances of the metabolites are left as they are but for rifampicin.

    >>> float(round(interactions()["ticlopidine"].liver, 2))
    0.42
    """
    usual, survival = model("perezruixo2021"), published("perezruixo2021-fgut")
    before = usual.liver_extraction
    after = before / (1 + published("pel2012-rif-iv") / 100)
    induced = (after / (1 - after)) / (before / (1 - before))
    # survival in the gut wall after over before; then the activity that gives it
    left = (1 + published("pel2012-rif-po") / 100) * induced
    found = {
        "none": Enzymes(),
        "rifampicin": Enzymes(
            liver=induced,
            gut_wall=(1 / left - survival) / (1 - survival),
            norketamine=1 + published("noppers2011-rif-cl-nk") / 100,
        ),
        "ticlopidine": Enzymes(liver=_factor_for_oral_area(published("pel2011-ticlo-auc"))),
        "itraconazole": Enzymes(),
    }
    for name, ratio in (
        ("clarithromycin", published("hagelberg2010-clari-auc")),
        ("grapefruit juice", published("pel2012-grapefruit-auc")),
        ("St John's wort", 1 + published("pel2012-wort-auc") / 100),
    ):
        factor = _factor_for_oral_area(ratio, survival)
        found[name] = Enzymes(liver=factor, gut_wall=factor)
    return MappingProxyType(Named(found))


# The compartments --------------------------------------------------------------------------------


class Body:
    """The compartments of both isomers in n people, and what enters them by some doses.

    Rows of every array here are the n people for S, then the same n people for R. ``own`` holds
    each person's deviations by name, shape (n,): logarithms of factors, except "direct" and
    "direct_rate", which are standard normal and take their SD from the way in. ``half_times_min``
    (min) lead from plasma to the named delayed sites.
    """

    def __init__(
        self,
        known: ParameterSet,
        doses: list[Dose] = (),
        *,
        weight_kg: Any = 70.0,
        enzymes: Enzymes | None = None,
        own: Mapping[str, np.ndarray] = MappingProxyType({}),
        **half_times_min: Any,
    ) -> None:
        size = within("weight_kg", weight_kg, *WEIGHT_RANGE_KG, scalar=True) / REFERENCE_KG
        enzymes = Enzymes() if enzymes is None else enzymes
        if not isinstance(enzymes, Enzymes):
            refuse("enzymes", enzymes, "Enzymes(...) or None")
        self.known, self.own = known, own
        self.n = len(own["direct"]) if own else 1
        # a delay of less than a thousandth of a second is none; a venous set is the vein already
        self.delays = {
            site: np.log(2) / half
            for site, given in half_times_min.items()
            if (half := within(f"{site}_half_time_min", given, 0, LAST_MIN, scalar=True)) > 1e-5
            and not (site == "venous" and known.sampled_at == "venous")
        }
        entries = [(dose, *entry) for dose in doses for entry in dose.entries()]
        self.depots = self._depots(dict.fromkeys(way for *_, way in entries))
        self.matrix = self._matrix(self._arrows(size, enzymes))
        self.inputs = [one for entry in entries for one in self._inputs(*entry)]
        self.solution = Solution(self.matrix, self.inputs)

    def _own(self, name: str) -> np.ndarray:
        """Return the deviations of a name, shape (2n,): zeros where none are given."""
        return np.tile(self.own.get(name, np.zeros(self.n)), 2)

    def _depots(self, ways: Iterable[Route]) -> dict[tuple, np.ndarray]:
        """Return the rate constants (1/min) of the depots, by branch and typical rate (1/h)."""
        found = {}
        for way in ways:
            direct_rate = log_sd(way.absorption_cv) * self._own("direct_rate")
            for branch, per_h, own in (
                ("direct", way.direct_per_h, direct_rate),
                ("swallowed", way.swallowed_per_h, self._own("swallowed_rate")),
            ):
                if per_h is not None:
                    found[branch, per_h] = per_h / MIN_PER_H * np.exp(own)
        return found

    def _arrows(self, size: float, enzymes: Enzymes) -> list[tuple[Any, str, Any, float]]:
        """Return what moves: from where, where to, at which rate (1/min), and what arrives of it.

        The share that arrives is ketamine, or a metabolite that is followed.
        """
        known, is_r = self.known, np.arange(2 * self.n) >= self.n
        volume, flow = size**known.volume_exponent, size**known.clearance_exponent / MIN_PER_H

        def litres(name: str) -> np.ndarray:
            return getattr(known, name) * volume * np.exp(self._own(name))

        def per_min(name: str) -> np.ndarray:
            return getattr(known, name) * flow * np.exp(self._own(name))

        v1, v2, v3 = litres("v_central_l"), litres("v_fast_l"), litres("v_slow_l")
        vn, vh = litres("v_norketamine_l"), litres("v_hnk_l")
        q2, q3, qn = map(per_min, ("q_fast_l_per_h", "q_slow_l_per_h", "q_norketamine_l_per_h"))
        cln = per_min("clearance_norketamine_l_per_h") * enzymes.norketamine
        clh = per_min("clearance_hnk_l_per_h") * np.where(is_r, known.hnk_r_to_s_clearance, 1.0)
        through = per_min("liver_flow_l_per_h") * enzymes.liver_flow
        # the liver's enzymes are set at the usual flow, before enzymes or spread change it
        taken = known.liver_extraction * np.where(is_r, known.r_to_s_clearance, 1.0)
        enzymatic = known.liver_flow_l_per_h * flow * taken / (1 - taken)
        enzymatic = enzymatic * np.exp(self._own("intrinsic")) * enzymes.liver
        v_liver = 1.0 if known.v_liver_l is None else litres("v_liver_l")
        survival = 1 / (1 + enzymes.gut_wall * (1 / known.gut_wall_survival - 1))
        self.clearance = through * enzymatic / (through + enzymatic)
        self.volumes = {"central": v1, "norketamine": vn, "hydroxynorketamine": vh}
        arrows = [
            ("central", "fast", q2 / v1, 1),
            ("fast", "central", q2 / v2, 1),
            ("central", "liver", through / v1, 1),
            ("liver", "central", through / v_liver, 1),
            ("liver", "norketamine", enzymatic / v_liver, known.norketamine_share),
            ("norketamine", "norketamine_2", qn / vn, 1),
            ("norketamine_2", "norketamine", qn / litres("v_norketamine_2_l"), 1),
            ("norketamine", "hydroxynorketamine", cln / vn, known.hnk_share),
            ("hydroxynorketamine", "central", clh / vh, 0),
        ]
        if known.v_slow_l:
            arrows += [("central", "slow", q3 / v1, 1), ("slow", "central", q3 / v3, 1)]
        for depot, rate in self.depots.items():
            if depot[0] == "direct":
                arrows.append((depot, "central", rate, 1))
            else:
                by_wall = rate * (1 - survival)
                arrows.append((depot, "liver", rate * survival, 1))
                arrows.append((depot, "norketamine", by_wall, known.gut_wall_norketamine))
        return arrows

    def _matrix(self, arrows: list[tuple[Any, str, Any, float]]) -> np.ndarray:
        """Return the rate matrices (1/min), shape (2n, m, m): from column to row."""
        sources = dict.fromkeys(source for source, *_ in arrows if source != "liver")
        at = {name: i for i, name in enumerate([*sources, *self.delays, "liver"])}
        matrix = np.zeros((2 * self.n, len(at), len(at)))
        for source, target, rate, arriving in arrows:
            matrix[:, at[source], at[source]] -= rate
            matrix[:, at[target], at[source]] += rate * arriving
        for name, rate in self.delays.items():
            # scaled by V1, so that it reads as an amount; takes nothing away
            matrix[:, at[name], at["central"]] += rate
            matrix[:, at[name], at[name]] -= rate
        self.index = at
        if self.known.v_liver_l is not None:
            return matrix
        # a liver at steady state hands on at once what comes in, as its outflows divide it
        del at["liver"]
        into, out = matrix[:, -1:, :-1], matrix[:, :-1, -1:]
        return matrix[:, :-1, :-1] - out @ into / matrix[:, -1:, -1:]

    def _inputs(self, dose: Dose, mg: float, start_min: float, way: Route) -> list[Input]:
        """Return what comes in by the branches of a way, and what is never absorbed."""
        odds = np.exp(way.direct_varies * self._own("direct"))
        direct = way.later * way.direct * odds / (1 - way.direct + way.direct * odds)
        rest = 1 - direct
        swallowed = rest if way.swallowed is None else np.minimum(way.swallowed, rest)
        depot = "central" if way.direct_per_h is None else ("direct", way.direct_per_h)
        of_isomer = mg * np.repeat(shares_of(dose.form), self.n)
        return [
            Input(start_min, max(dose.duration_min, over_h * MIN_PER_H), self.index.get(state),
                of_isomer * share)
            for state, over_h, share in (
                (depot, way.direct_over_h, direct),
                (("swallowed", way.swallowed_per_h), way.swallowed_over_h, swallowed),
                (None, 0.0, rest - swallowed),
            )
            if share.any()
        ]  # fmt: skip

    # Readouts: weights of the states, shape (2n, m)

    def weights(self, amounts: dict[Any, Any]) -> np.ndarray:
        """Return weights of named states, the others zero."""
        out = np.zeros((2 * self.n, len(self.index)))
        for name, weight in amounts.items():
            if name in self.index:
                out[:, self.index[name]] = weight
        return out

    def level(self, what: str) -> np.ndarray:
        """Return weights that give a level in ng/mL: 1 mg/L is 1000 ng/mL."""
        mass = {
            "norketamine": self.known.norketamine_mass_ratio,
            "hydroxynorketamine": published("unit-mw-hnk") / KETAMINE_G_PER_MOL,
        }
        place = what if what in self.index else "central"
        litres = self.volumes.get(place, self.volumes["central"])
        return self.weights({place: 1000 * mass.get(place, 1.0) / litres})
