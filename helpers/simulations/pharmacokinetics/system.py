"""From people and a list of doses to rate matrices and inputs, for S and for R side by side.

All amounts are mg of ketamine base, metabolites as the ketamine they came from, so that what went
in equals what is somewhere at every moment. With C = A / V::

    A1' = in - (Q2 + Q3) A1/V1 + Q2 A2/V2 + Q3 A3/V3 - (what the liver takes)
    A2' = Q2 (A1/V1 - A2/V2)                          A3' = Q3 (A1/V1 - A3/V3)
    liver at steady state   takes CL A1/V1;  lets through (1 - E) of what comes from the gut
    liver with a volume     L' = Qh (A1/V1 - L/Vh) - CLint L/Vh + what comes from the gut
    N1' = formed - (CLn + Qn) N1/Vn + Qn N2/Vnp       N2' = Qn (N1/Vn - N2/Vnp)
    H'  = fh CLn N1/Vn - CLh H/Vh
    venous, effect site     X' = k (C1 - X)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import within
from helpers.simulations.pharmacokinetics.doses import (
    ISOMERS,
    LAST_MIN,
    Dose,
    Entry,
    Route,
    share_of,
)
from helpers.simulations.pharmacokinetics.liver import Enzymes, gut_wall_survival
from helpers.simulations.pharmacokinetics.parameters import (
    MIN_PER_H,
    REFERENCE_KG,
    ParameterSet,
    published,
)
from helpers.simulations.pharmacokinetics.people import People
from helpers.simulations.pharmacokinetics.solver import Modes, Solution, events


@dataclass(frozen=True)
class Rates:
    """Volumes (L) and flows (L/min), each of shape (2n,): n people for S, then for R."""

    v1: np.ndarray
    v2: np.ndarray
    v3: np.ndarray
    q2: np.ndarray
    q3: np.ndarray
    flow: np.ndarray
    to_norketamine: np.ndarray
    to_other: np.ndarray
    v_liver: np.ndarray | None
    survival: np.ndarray
    vn: np.ndarray
    vn2: np.ndarray
    qn: np.ndarray
    cln: np.ndarray
    vh: np.ndarray
    clh: np.ndarray

    @property
    def extraction(self) -> np.ndarray:
        """Share that one passage of the liver takes out."""
        intrinsic = self.to_norketamine + self.to_other
        return intrinsic / (self.flow + intrinsic)

    @property
    def clearance(self) -> np.ndarray:
        """Clearance by the liver (L/min)."""
        return self.flow * self.extraction

    @property
    def norketamine_share(self) -> np.ndarray:
        """Share of the metabolised drug that becomes norketamine (0 where nothing is)."""
        total = self.to_norketamine + self.to_other
        return np.divide(self.to_norketamine, total, out=np.zeros_like(total), where=total > 0)


def rates_of(known: ParameterSet, people: People, is_r: np.ndarray) -> Rates:
    """Scale a set to people: isomer, weight, age, ancestry, enzymes and their own factors."""
    size = people.weight_kg / REFERENCE_KG
    volume, flow = size**known.volume_exponent, size**known.clearance_exponent / MIN_PER_H
    enzymes, own = people.enzymes, people.factor
    liver_flow = known.liver_flow_l_per_h
    # the liver's enzymes are set at the usual flow, before age, ancestry or spread change it
    taken = known.liver_extraction * np.where(is_r, known.r_to_s_clearance, 1.0)
    intrinsic = liver_flow * taken / (1 - taken)
    if "age_y" in known.covariates and people.age_y is not None:
        liver_flow -= published("perezruixo2021-age-qh") * max(0.0, people.age_y - 60)
    other, cln = 1.0, 1.0
    if "ancestry" in known.covariates and people.ancestry != "non-Asian":
        other = published("perezruixo2021-asian-kel")
        cln = published("perezruixo2021-asian-cln")
    hnk = known.clearance_hnk_l_per_h * np.where(is_r, known.hnk_r_to_s_clearance, 1.0)
    share = known.norketamine_share
    intrinsic = intrinsic * own("intrinsic") * enzymes.liver
    return Rates(
        v1=known.v_central_l * volume * own("v_central"),
        v2=known.v_fast_l * volume * own("v_fast"),
        v3=known.v_slow_l * volume * own("v_slow"),
        q2=known.q_fast_l_per_h * flow,
        q3=known.q_slow_l_per_h * flow,
        flow=liver_flow * flow * own("liver_flow") * enzymes.liver_flow,
        to_norketamine=intrinsic * share * flow * own("to_norketamine") * enzymes.to_norketamine,
        to_other=intrinsic * (1 - share) * flow * own("to_other") * other * enzymes.to_other,
        v_liver=None if known.v_liver_l is None else known.v_liver_l * volume * own("intrinsic"),
        survival=gut_wall_survival(known.gut_wall_survival, enzymes.gut_wall) + 0 * size,
        vn=known.v_norketamine_l * volume * own("v_norketamine"),
        vn2=known.v_norketamine_2_l * volume,
        qn=known.q_norketamine_l_per_h * flow,
        cln=known.clearance_norketamine_l_per_h
        * flow
        * cln
        * own("norketamine")
        * enzymes.norketamine,
        vh=known.v_hnk_l * volume,
        clh=hnk * flow * own("hydroxynorketamine") * enzymes.hydroxynorketamine,
    )


class System:
    """The compartments of both isomers in n people, ready for doses.

    Rows of every array here are the n people for S, then the same n people for R.

    Parameters
    ----------
    known : ParameterSet
        Parameter set.
    people : People
        Who.
    ways : tuple of Route
        Ways in that the doses use: each branch with a rate gets a depot.
    venous_per_min, effect_per_min : float or None
        Rate constants of venous sample and effect site; None: no delay.
    """

    def __init__(
        self,
        known: ParameterSet,
        people: People,
        ways: tuple[Route, ...],
        venous_per_min: float | None,
        effect_per_min: float | None,
    ) -> None:
        self.known, self.people = known, people.for_each_isomer()
        self.n = people.weight_kg.size
        self.rows = self.n * len(ISOMERS)
        self.rates = rates_of(known, self.people, np.arange(self.rows) >= self.n)
        self.depots = self._depots(ways)
        names = ["central", "fast"] + ["slow"] * bool(known.v_slow_l)
        names += ["liver"] * (self.rates.v_liver is not None)
        names += ["norketamine", "norketamine_2", "hydroxynorketamine"]
        names += ["venous"] * (venous_per_min is not None)
        names += ["effect"] * (effect_per_min is not None)
        names += list(self.depots)
        self.index = {name: i for i, name in enumerate(names)}
        self.delays = {"venous": venous_per_min, "effect": effect_per_min}
        self.matrix = self._assemble()
        self._entering: dict[tuple, list[tuple[int, float, np.ndarray]]] = {}

    def _depots(self, ways: tuple[Route, ...]) -> dict[tuple, np.ndarray]:
        """Return the rate constants (1/min) of the depots, by branch and typical rate (1/h)."""
        found: dict[tuple, np.ndarray] = {}
        for way in ways:
            if way.direct and way.direct_per_h is not None:
                spread = self.people.spread.get("direct_rate", 0.0)
                sd = np.sqrt(np.log1p(way.absorption_cv**2))
                factor = np.exp(sd * spread) + np.zeros(self.rows)
                found[("direct", way.direct_per_h, way.absorption_cv)] = (
                    way.direct_per_h / MIN_PER_H * factor
                )
            if way.swallowed:
                factor = self.people.factor("swallowed_rate") + np.zeros(self.rows)
                found[("swallowed", way.swallowed_per_h)] = way.swallowed_per_h / MIN_PER_H * factor
        return found

    def _assemble(self) -> np.ndarray:
        """Return the rate matrices (1/min), shape (2n, m, m): from column to row."""
        at, r = self.index, self.rates
        matrix = np.zeros((self.rows, len(at), len(at)))

        def move(source: str, target: str | None, rate) -> None:
            matrix[:, at[source], at[source]] -= rate
            if target is not None:
                matrix[:, at[target], at[source]] += rate

        move("central", "fast", r.q2 / r.v1)
        move("fast", "central", r.q2 / r.v2)
        if "slow" in at:
            move("central", "slow", r.q3 / r.v1)
            move("slow", "central", r.q3 / r.v3)
        if "liver" in at:
            move("central", "liver", r.flow / r.v1)
            move("liver", "central", r.flow / r.v_liver)
            move("liver", "norketamine", r.to_norketamine / r.v_liver)
            move("liver", None, r.to_other / r.v_liver)
        else:
            out = r.clearance / r.v1
            move("central", "norketamine", out * r.norketamine_share)
            move("central", None, out * (1 - r.norketamine_share))
        move("norketamine", "norketamine_2", r.qn / r.vn)
        move("norketamine_2", "norketamine", r.qn / r.vn2)
        move("norketamine", "hydroxynorketamine", r.cln / r.vn * self.known.hnk_share)
        move("norketamine", None, r.cln / r.vn * (1 - self.known.hnk_share))
        move("hydroxynorketamine", None, r.clh / r.vh)
        for depot, rate in self.depots.items():
            for target, share in self._fates(depot[0]).items():
                move(depot, target, rate * share)
        for name, rate in self.delays.items():
            if name in at:  # scaled by V1, so that it reads as an amount; takes nothing away
                matrix[:, at[name], at["central"]] += rate
                matrix[:, at[name], at[name]] -= rate
        return matrix

    def _fates(self, branch: str) -> dict[str | None, np.ndarray]:
        """Return where the drug of a branch goes, as shares: None is lost in wall and liver."""
        if branch == "direct":
            return {"central": np.ones(self.rows)}
        r = self.rates
        by_wall = (1 - r.survival) * self.known.gut_wall_norketamine
        if "liver" in self.index:
            fates = {"liver": r.survival, "norketamine": by_wall}
        else:
            by_liver = r.survival * r.extraction * r.norketamine_share
            through = r.survival * (1 - r.extraction)
            fates = {"central": through, "norketamine": by_liver + by_wall}
        return fates | {None: 1 - sum(fates.values())}

    def shares(self, entry: Entry) -> tuple[np.ndarray, np.ndarray]:
        """Return the shares of an entry absorbed directly and swallowed, each of shape (2n,)."""
        way, people = entry.way, self.people
        direct = np.full(self.rows, way.direct)
        if way.direct_varies and 0 < way.direct < 1 and "direct" in people.spread:
            odds = way.direct / (1 - way.direct)
            odds = odds * np.exp(way.direct_varies * people.spread["direct"])
            direct = odds / (1 + odds)
        japanese = "ancestry" in self.known.covariates and people.ancestry == "Japanese"
        if japanese and way.name.startswith("nasal"):
            direct = direct * published("perezruixo2021-japanese-frn")
        direct = np.minimum(direct * entry.direct_factor, 1.0)
        full = way.swallowed and way.direct + way.swallowed > 1 - 1e-9
        return direct, 1 - direct if full else np.minimum(way.swallowed, 1 - direct)

    def inputs(
        self, entries: list[tuple[Entry, str]]
    ) -> list[tuple[float, float, int, np.ndarray]]:
        """Return what enters which state: (start, duration, state, mg of shape (2n,)).

        Parameters
        ----------
        entries : list of (Entry, str)
            Entries, and the form of each.
        """
        parts = {
            form: np.repeat([share_of(form, isomer) for isomer in ISOMERS], self.n)
            for form in {form for _, form in entries}
        }
        return [
            (entry.start_min, max(entry.duration_min, over_min), state, entry.mg * part * taken)
            for entry, form in entries
            for part in (parts[form],)
            for state, over_min, taken in self._branches(entry)
        ]

    def _branches(self, entry: Entry) -> list[tuple[int, float, np.ndarray]]:
        """Return (state entered, minutes over which, share of shape (2n,)) of each branch."""
        key = (entry.way, entry.direct_factor)
        if key not in self._entering:
            way, (direct, swallowed) = entry.way, self.shares(entry)
            found = []
            if way.direct:
                depot = ("direct", way.direct_per_h, way.absorption_cv)
                state = self.index["central" if way.direct_per_h is None else depot]
                found.append((state, way.direct_over_h * MIN_PER_H, direct))
            if swallowed.any():
                state = self.index[("swallowed", way.swallowed_per_h)]
                found.append((state, way.swallowed_over_h * MIN_PER_H, swallowed))
            self._entering[key] = found
        return self._entering[key]

    @cached_property
    def modes(self) -> Modes:
        """The eigenvectors of everybody's system."""
        return Modes(self.matrix)

    def solve(self, entries: list[tuple[Entry, str]]) -> Solution:
        """Return the course of everybody after the entries."""
        return Solution(self.modes, events(self.inputs(entries), self.rows, len(self.index)))

    # -----------------------------------------------------------------------------------------
    # Readouts: weights of the states, shape (2n, m)

    def weights(self, **amounts: np.ndarray | float) -> np.ndarray:
        """Return weights of named states, the others zero."""
        out = np.zeros((self.rows, len(self.index)))
        for name, weight in amounts.items():
            if name in self.index:
                out[:, self.index[name]] = weight
        return out

    def level(self, what: str) -> np.ndarray:
        """Return weights that give a level in ng/mL: 1 mg/L is 1000 ng/mL."""
        r, known = self.rates, self.known
        if what in ("norketamine", "hydroxynorketamine"):
            volume = r.vn if what == "norketamine" else r.vh
            ratio = known.norketamine_mass_ratio
            if what == "hydroxynorketamine":
                ratio = published("unit-mw-hnk") / published("unit-mw-ketamine-base")
            return self.weights(**{what: 1000 * ratio / volume})
        state = what if what in self.index else "central"
        return self.weights(**{state: 1000 / r.v1})

    def depot_weights(self) -> np.ndarray:
        """Return weights that give the amount not yet absorbed (mg)."""
        out = np.zeros((self.rows, len(self.index)))
        for depot in self.depots:
            out[:, self.index[depot]] = 1.0
        return out

    def leaving(self) -> np.ndarray:
        """Return weights that give the flow out of all compartments (mg/min).

        It is what the columns of the matrix lack, without the two readers (venous, effect).
        """
        states = [i for name, i in self.index.items() if name not in self.delays]
        out = np.zeros((self.rows, len(self.index)))
        out[:, states] = -self.matrix[:, states][:, :, states].sum(axis=1)
        return out


def delay_per_min(name: str, half_time_min: Any) -> float | None:
    """Return the rate constant of a delay (1/min), None for a half-time of zero."""
    half_time = within(name, half_time_min, 0, LAST_MIN, scalar=True)
    # a delay of less than a thousandth of a second is none
    return np.log(2) / half_time if half_time > 1e-5 else None


def system_for(
    doses: list[Dose],
    known: ParameterSet,
    people: People,
    venous_half_time_min: Any,
    effect_half_time_min: Any,
) -> tuple[System, list[tuple[Entry, str]]]:
    """Return the system that the doses need, and what enters it, each entry with its form."""
    venous = delay_per_min("venous_half_time_min", venous_half_time_min)
    effect = delay_per_min("effect_half_time_min", effect_half_time_min)
    if known.sampled_at == "venous":
        venous = None  # its central compartment is the venous level already
    entries = [(entry, dose.form) for dose in doses for entry in dose.entries()]
    ways = tuple(dict.fromkeys(entry.way for entry, _ in entries))
    if people.weight_kg.size > 1 or people.spread:
        return System(known, people, ways, venous, effect), entries
    weight = float(people.weight_kg[0])
    who = (weight, people.age_y, people.ancestry, people.enzymes)
    return _system_of_one(known, who, ways, venous, effect), entries


@lru_cache(maxsize=64)
def _system_of_one(
    known: ParameterSet,
    who: tuple[float, float | None, str, Enzymes],
    ways: tuple[Route, ...],
    venous_per_min: float | None,
    effect_per_min: float | None,
) -> System:
    """Return the system of one person, remembered: whoever tries many doses solves it once."""
    weight, age_y, ancestry, enzymes = who
    people = People(np.array([weight]), age_y, ancestry, enzymes, {})
    return System(known, people, ways, venous_per_min, effect_per_min)
