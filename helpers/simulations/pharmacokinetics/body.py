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

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, positive, refuse, within
from helpers.simulations.pharmacokinetics.doses import (
    ISOMERS,
    LAST_MIN,
    Dose,
    Entry,
    Named,
    Route,
    log_sd,
    share_of,
)
from helpers.simulations.pharmacokinetics.sets import MIN_PER_H, REFERENCE_KG, ParameterSet, model
from helpers.simulations.pharmacokinetics.solver import Linear, Solution
from helpers.simulations.sourced import published
from helpers.simulations.units import KETAMINE_G_PER_MOL

#: Weights (kg) that the sets are scaled to; nothing human lies outside.
WEIGHT_RANGE_KG = (0.3, 700.0)
#: Largest factor on an enzyme or a flow that is accepted; published ones stay below ten.
LARGEST_FACTOR = 100.0


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


class System:
    """The compartments of both isomers in n people, ready for doses.

    Rows of every array here are the n people for S, then the same n people for R. ``own`` holds
    each person's deviations by name, shape (n,): logarithms of factors, except "direct" and
    "direct_rate", which are standard normal and take their SD from the way in.
    """

    def __init__(
        self,
        known: ParameterSet,
        weight_kg: float,
        enzymes: Enzymes,
        own: dict[str, np.ndarray],
        ways: tuple[Route, ...],
        half_times_min: tuple[float, float],
    ) -> None:
        self.known, self.own = known, own
        self.n = len(own["direct"]) if own else 1
        self.rates = self._rates(weight_kg, enzymes)
        self.depots = self._depots(ways)
        # a delay of less than a thousandth of a second is none; a venous set is the vein already
        self.delays = {
            name: np.log(2) / half
            for name, half in zip(("venous", "effect"), half_times_min, strict=True)
            if half > 1e-5 and not (name == "venous" and known.sampled_at == "venous")
        }
        names = ["central", "fast"] + ["slow"] * bool(known.v_slow_l)
        names += ["norketamine", "norketamine_2", "hydroxynorketamine", *self.delays, *self.depots]
        names += ["liver"] * (known.v_liver_l is not None)
        self.index = {name: i for i, name in enumerate(names)}
        self.matrix = self._assemble()
        self._linear = Linear(self.matrix)

    def _own(self, name: str) -> np.ndarray:
        """Return the deviations of a name, shape (2n,): zeros where none are given."""
        return np.tile(self.own.get(name, np.zeros(self.n)), 2)

    def _rates(self, weight_kg: float, enzymes: Enzymes) -> SimpleNamespace:
        """Return volumes (L) and flows (L/min) of everybody, shape (2n,)."""
        known, is_r = self.known, np.arange(2 * self.n) >= self.n
        size = weight_kg / REFERENCE_KG
        volume, flow = size**known.volume_exponent, size**known.clearance_exponent / MIN_PER_H

        def factor(name: str) -> np.ndarray:
            return np.exp(self._own(name))

        # the liver's enzymes are set at the usual flow, before enzymes or spread change it
        taken = known.liver_extraction * np.where(is_r, known.r_to_s_clearance, 1.0)
        intrinsic = known.liver_flow_l_per_h * taken / (1 - taken) * flow
        intrinsic = intrinsic * factor("intrinsic") * enzymes.liver
        liver_flow = known.liver_flow_l_per_h * flow * factor("liver_flow") * enzymes.liver_flow
        norketamine = known.clearance_norketamine_l_per_h * flow * enzymes.norketamine
        hnk = known.clearance_hnk_l_per_h * np.where(is_r, known.hnk_r_to_s_clearance, 1.0)
        return SimpleNamespace(
            v1=known.v_central_l * volume * factor("v_central"),
            v2=known.v_fast_l * volume * factor("v_fast"),
            v3=known.v_slow_l * volume * factor("v_slow"),
            q2=known.q_fast_l_per_h * flow,
            q3=known.q_slow_l_per_h * flow,
            v_liver=(known.v_liver_l or 1.0) * volume,
            flow=liver_flow,
            intrinsic=intrinsic,
            clearance=liver_flow * intrinsic / (liver_flow + intrinsic),
            survival=1 / (1 + enzymes.gut_wall * (1 / known.gut_wall_survival - 1)),
            vn=known.v_norketamine_l * volume * factor("v_norketamine"),
            vn2=known.v_norketamine_2_l * volume,
            qn=known.q_norketamine_l_per_h * flow,
            cln=norketamine * factor("norketamine"),
            vh=known.v_hnk_l * volume,
            clh=hnk * flow * factor("hydroxynorketamine"),
        )

    def _depots(self, ways: tuple[Route, ...]) -> dict[tuple, np.ndarray]:
        """Return the rate constants (1/min) of the depots, by branch and typical rate (1/h)."""
        found: dict[tuple, np.ndarray] = {}
        for way in ways:
            direct_rate = log_sd(way.absorption_cv) * self._own("direct_rate")
            for branch, per_h, own in (
                ("direct", way.direct_per_h, direct_rate),
                ("swallowed", way.swallowed_per_h, self._own("swallowed_rate")),
            ):
                if per_h is not None:
                    found[branch, per_h] = per_h / MIN_PER_H * np.exp(own)
        return found

    def _assemble(self) -> np.ndarray:
        """Return the rate matrices (1/min), shape (2n, m, m): from column to row."""
        r, known = self.rates, self.known
        at = self.index | {
            "liver": self.index.get("liver", len(self.index))
        }  # the last in any case
        matrix = np.zeros((2 * self.n, len(at), len(at)))

        def move(source: Any, target: Any, rate: Any) -> None:
            matrix[:, at[source], at[source]] -= rate
            if target is not None:
                matrix[:, at[target], at[source]] += rate

        def split(source: Any, target: str, rate: Any, share: Any) -> None:
            move(source, target, rate * share)
            move(source, None, rate * (1 - share))

        move("central", "fast", r.q2 / r.v1)
        move("fast", "central", r.q2 / r.v2)
        if "slow" in at:
            move("central", "slow", r.q3 / r.v1)
            move("slow", "central", r.q3 / r.v3)
        move("central", "liver", r.flow / r.v1)
        move("liver", "central", r.flow / r.v_liver)
        split("liver", "norketamine", r.intrinsic / r.v_liver, known.norketamine_share)
        move("norketamine", "norketamine_2", r.qn / r.vn)
        move("norketamine_2", "norketamine", r.qn / r.vn2)
        split("norketamine", "hydroxynorketamine", r.cln / r.vn, known.hnk_share)
        move("hydroxynorketamine", None, r.clh / r.vh)
        for depot, rate in self.depots.items():
            if depot[0] == "direct":
                move(depot, "central", rate)
            else:
                move(depot, "liver", rate * r.survival)
                by_wall = rate * (1 - r.survival)
                split(depot, "norketamine", by_wall, known.gut_wall_norketamine)
        for name, rate in self.delays.items():
            # scaled by V1, so that it reads as an amount; takes nothing away
            matrix[:, at[name], at["central"]] += rate
            matrix[:, at[name], at[name]] -= rate
        if "liver" in self.index:
            return matrix
        # a liver at steady state hands on at once what comes in, as its outflows divide it
        into, out = matrix[:, -1:, :-1], matrix[:, :-1, -1:]
        return matrix[:, :-1, :-1] - out @ into / matrix[:, -1:, -1:]

    def inputs(self, entries: list[Entry]) -> list[tuple[float, float, int | None, np.ndarray]]:
        """Return what comes in: start and duration (min), the state, and mg of shape (2n,).

        The state is None for what is never absorbed.
        """
        found = []
        for entry in entries:
            way, lasting = entry.way, entry.duration_min
            mg = entry.mg * np.repeat([share_of(entry.form, isomer) for isomer in ISOMERS], self.n)
            direct = np.full(2 * self.n, way.direct)
            if way.direct_varies and 0 < way.direct < 1:
                odds = way.direct / (1 - way.direct)
                odds = odds * np.exp(way.direct_varies * self._own("direct"))
                direct = odds / (1 + odds)
            direct = np.minimum(direct * entry.direct_factor, 1.0)
            swallowed = way.swallowed_beside(direct)
            depot = "central" if way.direct_per_h is None else ("direct", way.direct_per_h)
            for state, over_h, share in (
                (depot, way.direct_over_h, direct),
                (("swallowed", way.swallowed_per_h), way.swallowed_over_h, swallowed),
                (None, 0.0, 1 - direct - swallowed),
            ):
                if share.any():
                    over_min = max(lasting, over_h * MIN_PER_H)
                    found.append((entry.start_min, over_min, self.index.get(state), mg * share))
        return found

    def solve(self, inputs: list[tuple[float, float, int | None, np.ndarray]]) -> Solution:
        """Return the course of everybody after the inputs."""
        return Solution(self._linear, [one for one in inputs if one[2] is not None])

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
        r, place = self.rates, what if what in self.index else "central"
        scale = {
            "norketamine": self.known.norketamine_mass_ratio / r.vn,
            "hydroxynorketamine": published("unit-mw-hnk") / KETAMINE_G_PER_MOL / r.vh,
        }
        return self.weights({place: 1000 * scale.get(place, 1 / r.v1)})


@lru_cache(maxsize=64)
def _system_of_one(known, weight_kg, enzymes, ways, half_times_min) -> System:
    """Return the system of one person, remembered: whoever tries many doses solves it once."""
    return System(known, weight_kg, enzymes, {}, ways, half_times_min)


def system_for(
    doses: list[Dose],
    known: ParameterSet,
    half_times_min: tuple[Any, Any] = (0.0, 0.0),
    weight_kg: Any = 70.0,
    enzymes: Any = None,
    own: dict[str, np.ndarray] | None = None,
) -> tuple[System, list[Entry]]:
    """Return the system that the doses need, and what enters it.

    ``half_times_min`` (min) are those from plasma to vein and to effect site.
    """
    weight = within("weight_kg", weight_kg, *WEIGHT_RANGE_KG, scalar=True)
    names = ("venous_half_time_min", "effect_half_time_min")
    delays = tuple(
        within(name, half, 0, LAST_MIN, scalar=True)
        for name, half in zip(names, half_times_min, strict=True)
    )
    enzymes = Enzymes() if enzymes is None else enzymes
    if not isinstance(enzymes, Enzymes):
        refuse("enzymes", enzymes, "Enzymes(...) or None")
    entries = [entry for dose in doses for entry in dose.entries()]
    ways = tuple(dict.fromkeys(entry.way for entry in entries))
    if own:
        return System(known, weight, enzymes, own, ways, delays), entries
    return _system_of_one(known, weight, enzymes, ways, delays), entries
