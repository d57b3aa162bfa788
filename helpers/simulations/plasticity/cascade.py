"""From the drug to spines and behaviour: eight variables, hours, the mouse.

::

    K  drug                          K = level / 10 mg/kg
    G' = (g_G W - G) / tau_G         excess glutamate; W is the drive of the level (see `exposure`)
    A  = G (1 - b_A)                 AMPA drive
    B' = k_B v A - B / tau_B         BDNF outside the cells, above baseline
    T  = (1 - b_T) B / (B + K_T)     active TrkB
    M' = (T (1 - b_M) - M) / tau_M   active mTORC1, above baseline
    P' = k_P M - P / tau_P           synaptic protein, above baseline
    X' = (P - X) / tau_X             capacity to assemble a spine: the delay
    S' = e (S0 - S) + k_S h(X) (1 - b_A)(1 - b_M)(S0 + g_max - S)       spine density
    F' = k_F T (1 - b_A)(1 - F) - F / tau_F                             fast potentiation
    E  = F + (1 - F) (S - S0) / g_max                                   behaviour, 0 to 1

A `Drive` u adds at its node: W + u_surge, A = (G + u_ampa)(1 - b_A), B + u_bdnf in T,
T = (1 - b_T)(B / (B + K_T) + u_trkb) and T + u_mtorc1 in M', both at most 1.

with h(X) = X^n / (X^n + theta^n). The two factors in S' say that growth needs AMPA receptors and
mTORC1 all along, TrkB only early (Ly 2021, cultured neurons). Kinases are fast and forget, as in a
published model of the same signals (Jain & Bhalla 2009): memory sits in protein and structure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations.arguments import (
    boolean,
    finite,
    fraction,
    increasing_times,
    nonnegative,
    one_of,
    refuse,
    text,
    within,
)
from helpers.simulations.plasticity.blocks import (
    Change,
    block_jumps_h,
    blocks_of,
    node_drive,
    node_factor,
)
from helpers.simulations.plasticity.collocation import Mesh, Solution, first_mesh, refined
from helpers.simulations.plasticity.exposure import LONGEST_H, Exposure, Schedule, exposures_of
from helpers.simulations.plasticity.parameters import DEFAULT, GENOTYPES, Parameters

if TYPE_CHECKING:
    import pandas

#: The accounts of why the effect lasts, and what each changes.
ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "disinhibition": "drug -> glutamate surge -> AMPA -> BDNF -> TrkB -> mTORC1 -> spines",
        "eef2k": "drug blocks resting NMDA receptors -> eEF2 kinase off -> BDNF is translated; the "
        "rest as in disinhibition, but the surge does nothing",
        "habenula": "drug trapped in channels of the lateral habenula; behaviour is that block",
        "opioid": "disinhibition, but the surge needs opioid receptors: permissive",
    }
)


class NotMeasuredError(ValueError):
    """A number that an account needs is not in the evidence."""


@dataclass(frozen=True)
class Drug:
    """What a drug does at the top of the cascade, relative to ketamine of the same dose.

    For example one that brings a surge and nothing else, with its own half-life:
    ``Drug("surge only", surge=1, resting_block=0, habenula=0, half_life_h=2)``.

    Attributes
    ----------
    name : str
        In messages.
    surge : float or None
        Glutamate surge, ketamine 1. None where it is not known: the accounts that need it refuse.
    resting_block : float or None
        Share of resting NMDA receptors that it can reach, ketamine 1 (account "eef2k").
    habenula : float or None
        Trapping in the lateral habenula, ketamine 1.
    half_life_h : float, optional
        Its half-life (h); that of the parameters by default.

    Raises
    ------
    ValueError
        If a value is negative or no number.
    """

    name: str
    surge: float | None = 1.0
    resting_block: float | None = 1.0
    habenula: float | None = 1.0
    half_life_h: float | None = None

    def __post_init__(self) -> None:
        text("name", self.name)
        for name, high in (("surge", 100.0), ("resting_block", 1.0), ("habenula", 100.0)):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, within(name, value, 0, high, scalar=True))
        if self.half_life_h is not None:
            checked = within("half_life_h", self.half_life_h, 1e-3, LONGEST_H, scalar=True)
            object.__setattr__(self, "half_life_h", checked)

    def strength(self, what: str) -> float:
        """Return one of its strengths.

        Raises
        ------
        ValueError
            (`NotMeasuredError`) If it is not known.
        """
        value = getattr(self, what)
        if value is None:
            raise NotMeasuredError(
                f"drug must be one whose {what} is known for this account; that of {self.name!r} "
                f"is not in the evidence: to assume one, give Drug(..., {what}=...)."
            )
        return value


#: Drugs by name. Of memantine only its null on resting receptors is in the evidence
#: (gideons2014-memantine); its surge and its trapping in the habenula were not measured there.
DRUGS: Mapping[str, Drug] = MappingProxyType(
    {
        "ketamine": Drug("ketamine"),
        "memantine": Drug("memantine", surge=None, resting_block=0.0, habenula=None),
    }
)


@dataclass(frozen=True, eq=False)
class Readout:
    """The variables at some times.

    Attributes
    ----------
    times_h : float or numpy.ndarray, shape (n,)
        Times (h).
    drug : float or numpy.ndarray
        K, level relative to 10 mg/kg.
    surge, ampa, bdnf : float or numpy.ndarray
        G, A and B, above baseline, relative.
    trkb : float or numpy.ndarray
        T, share active, 0 to 1.
    mtorc1 : float or numpy.ndarray
        M, above baseline, 0 to 1.
    protein, capacity : float or numpy.ndarray
        P and X, above baseline, relative; the peak of P is about 1 after 10 mg/kg.
    spines : float or numpy.ndarray
        S, density relative to health (1).
    spine_gain : float or numpy.ndarray
        S - S0.
    formed_per_d : float or numpy.ndarray
        New spines (share of the healthy density per day), turnover included.
    fast : float or numpy.ndarray
        F, fast potentiation, 0 to 1.
    habenula : float or numpy.ndarray
        L, share of channels in the lateral habenula with drug trapped in them (that account only).
    fast_part, spine_part : float or numpy.ndarray
        The two parts of the behaviour; in the account "habenula" the first is L, the second 0.
    behaviour : float or numpy.ndarray
        E, 0 (as before the drug) to 1: what synapses have stored, blocked or not at this moment.
    expressed : float or numpy.ndarray
        E (1 - b_A), at most 1: what a test would show while AMPA receptors are blocked or raised.
        A reading that we chose: stored strength acts through AMPA receptors. In the account
        "habenula", where they have no part, the same as ``behaviour``.
    """

    times_h: Any
    drug: Any
    surge: Any
    ampa: Any
    bdnf: Any
    trkb: Any
    mtorc1: Any
    protein: Any
    capacity: Any
    spines: Any
    spine_gain: Any
    formed_per_d: Any
    fast: Any
    habenula: Any
    fast_part: Any
    spine_part: Any
    behaviour: Any
    expressed: Any

    def table(self) -> pandas.DataFrame:
        """Return the variables as columns, one row for each time."""
        import pandas as pd

        names = ("times_h", *VARIABLES)
        return pd.DataFrame({name: np.atleast_1d(getattr(self, name)).ravel() for name in names})


#: Names of the variables of a `Readout`.
VARIABLES: tuple[str, ...] = tuple(
    name for name in Readout.__dataclass_fields__ if name != "times_h"
)


@dataclass(frozen=True)
class _Setting:
    """Everything that decides a course, checked."""

    numbers: Parameters
    schedule: Schedule
    changes: tuple[Change, ...]
    account: str
    drug: Drug
    secretion: float
    baseline: float
    removals_h: tuple[float, ...]
    removed_share: float
    end_h: float

    def factor(self, node: str, mesh: Mesh) -> Any:
        """Return by how much a node is multiplied at the Radau points of a mesh."""
        return node_factor(node, self.changes, mesh.times_h, mesh.inside_h)

    def driven(self, node: str, mesh: Mesh) -> Any:
        """Return what is added at a node at the Radau points of a mesh."""
        return node_drive(node, self.changes, mesh.times_h, mesh.inside_h)

    def first_mesh(self) -> Mesh:
        """Return the mesh to begin with."""
        numbers = self.numbers
        jumps = [*self.schedule.jumps_h(), *block_jumps_h(self.changes), *self.removals_h]
        fastest = min(
            np.log(2) / self.schedule.rate_per_h,
            numbers.tau_surge_h,
            numbers.tau_bdnf_h,
            numbers.tau_mtorc1_h,
            numbers.tau_capacity_h,
            numbers.tau_fast_h,
        )
        step_h = min(0.35 * fastest, self.end_h)
        return first_mesh(self.schedule.borders_h(), jumps, self.end_h, step_h)

    def kept(self, mesh: Mesh) -> np.ndarray | None:
        """Return the share of new spines that is left at the beginning of each interval."""
        if not self.removals_h:
            return None
        counts = np.array([np.sum(mesh.borders_h[:-1] == time) for time in self.removals_h])
        kept = np.ones(len(mesh.lengths_h))
        for time, there in zip(self.removals_h, counts, strict=True):
            if there:
                kept[mesh.borders_h[:-1] == time] *= 1.0 - self.removed_share
        return kept

    def bdnf_source(self, mesh: Mesh, drug: np.ndarray, ampa: np.ndarray) -> np.ndarray:
        """Return the release of BDNF, relative, at the Radau points."""
        released = self.secretion * self.factor("release", mesh)
        if self.account != "eef2k":
            return released * ampa
        blocked = self.drug.strength("resting_block") * drug / (drug + self.numbers.rest_half)
        # An inhibitor and the drug switch off the same enzyme; a factor above 1 cannot do more.
        running = (1.0 - blocked) * np.minimum(self.factor("eef2k", mesh), 1.0)
        there = np.minimum(self.factor("eef2k knock-out", mesh), 1.0)
        return released * (1.0 - running) * there * self.factor("translation", mesh)

    def solve(self, mesh: Mesh) -> dict[str, np.ndarray]:
        """Solve one variable after another."""
        numbers = self.numbers
        level, drive = self.schedule.at(mesh.times_h, mesh.inside_h)
        drug = level / numbers.reference_mg_per_kg
        ampa_factor = self.factor("ampa", mesh)
        mtorc1_factor = self.factor("mtorc1", mesh)
        found: dict[str, np.ndarray] = {}

        def solve(name: str, loss: Any, source: Any, *jump: Any) -> np.ndarray:
            found[name] = mesh.solve(loss, source, *jump)
            return found[name][:, 1:]

        def relax(name: str, tau_h: float, source: Any) -> np.ndarray:
            return solve(name, 1.0 / tau_h, source)

        surge_source = drive * self.surge_strength()
        if self.account == "opioid":
            surge_source = surge_source * np.minimum(self.factor("opioid", mesh), 1.0)
        surge_source = (surge_source + self.driven("surge", mesh)) * self.factor("surge", mesh)
        surge = relax(
            "surge", numbers.tau_surge_h, numbers.surge_gain * surge_source / numbers.tau_surge_h
        )
        ampa = (surge + self.driven("ampa", mesh)) * ampa_factor
        release = self.bdnf_source(mesh, drug, ampa)
        bdnf = relax("bdnf", numbers.tau_bdnf_h, numbers.bdnf_per_h * release)
        trkb = self.trkb(
            bdnf, lambda node: self.driven(node, mesh), lambda node: self.factor(node, mesh)
        )
        active = np.minimum(trkb + self.driven("mtorc1", mesh), 1.0) * mtorc1_factor
        mtorc1 = relax("mtorc1", numbers.tau_mtorc1_h, active / numbers.tau_mtorc1_h)
        made = numbers.protein_per_h * mtorc1 * self.factor("translation", mesh)
        protein = relax("protein", numbers.tau_protein_h, made)
        capacity = relax("capacity", numbers.tau_capacity_h, protein / numbers.tau_capacity_h)
        potentiated = numbers.fast_per_h * trkb * ampa_factor
        solve("fast", potentiated + 1.0 / numbers.tau_fast_h, potentiated)
        growth = (
            numbers.growth_per_h
            * _permission(capacity, numbers)
            * ampa_factor
            * mtorc1_factor
            * self.factor("growth", mesh)
        )
        solve(
            "spine_gain",
            growth + numbers.turnover_per_h,
            growth * numbers.max_gain,
            0.0,
            self.kept(mesh),
        )
        if self.account == "habenula":
            trapped = numbers.habenula_per_h * self.drug.strength("habenula") * drug
            trapped = trapped * self.factor("habenula", mesh)
            solve("habenula", trapped + 1.0 / numbers.tau_habenula_h, trapped)
        return found

    def surge_strength(self) -> float:
        """Return the surge of the drug; 0 where it is not known and the account does without."""
        if self.account in ("eef2k", "habenula") and self.drug.surge is None:
            return 0.0
        return self.drug.strength("surge")

    def trkb(self, bdnf: Any, driven: Callable[[str], Any], factor: Callable[[str], Any]) -> Any:
        """Return the active share of TrkB; what is driven and the factor are asked by node."""
        free = (np.maximum(bdnf, 0.0) + driven("bdnf")) * factor("bdnf")
        bound = free / (free + self.numbers.half_trkb)
        return np.minimum(factor("trkb") * (bound + driven("trkb")), 1.0)


def permission(capacity: Any, numbers: Parameters = DEFAULT) -> Any:
    """Return how far the capacity permits growth, h(X) = X^n / (X^n + theta^n), 0 to 1.

    Parameters
    ----------
    capacity : float or array-like
        X, relative; round-off below 0 counts as 0.
    numbers : Parameters
        For theta and n.

    Returns
    -------
    float or numpy.ndarray

    Raises
    ------
    ValueError
        If the capacity is no number.
    """
    return _permission(finite("capacity", capacity), numbers)


def _permission(capacity: Any, numbers: Parameters) -> Any:
    """Return h(X) of capacities that were checked, by way of logarithms: no power overflows."""
    steps = numbers.steepness * np.log(np.maximum(capacity, 1e-300) / numbers.theta)
    return (capacity > 0.0) / (1.0 + np.exp(-np.clip(steps, -700.0, 700.0)))


class Course(Readout):
    """What `simulate` gives back: the variables at its times, and at any other by `at`.

    A `Readout`, with `at`, `peak`, `mean` and what it was made from (``exposures``, ``changes``,
    ``account``, ``baseline``, ``parameters``).
    """

    def __init__(self, setting: _Setting, solution: Solution, times_h: Any) -> None:
        for name, value in (("_setting", setting), ("_solution", solution)):
            object.__setattr__(self, name, value)
        if times_h is None:
            times_h = self._own_times_h()
        super().__init__(**self._values(times_h))

    @property
    def parameters(self) -> Parameters:
        """The numbers."""
        return self._setting.numbers

    @property
    def exposures(self) -> tuple[Exposure, ...]:
        """Doses, clamps and curves, in the order of time."""
        return self._setting.schedule.exposures

    @property
    def changes(self) -> tuple[Change, ...]:
        """Blocks, boosts and drives."""
        return self._setting.changes

    @property
    def account(self) -> str:
        """One of `ACCOUNTS`."""
        return self._setting.account

    @property
    def baseline(self) -> float:
        """S0, spine density before the drug, healthy = 1."""
        return self._setting.baseline

    @property
    def until_h(self) -> float:
        """Until when it can be asked (h)."""
        return self._setting.end_h

    def at(self, times_h: Any) -> Readout:
        """Return the variables at any times; at a dose or a removal, just after it.

        Parameters
        ----------
        times_h : float or array-like
            Times (h), 0 to the end, in any order.

        Returns
        -------
        Readout
            Numbers for a number, arrays for an array.

        Raises
        ------
        ValueError
            If a time lies outside.
        """
        times = finite("times_h", times_h)
        if np.min(times) < 0 or np.max(times) > self.until_h:
            refuse(
                "times_h", times_h, f"from 0 to until_h = {self.until_h:g} h, the end as simulated"
            )
        if np.ndim(times) == 0:
            found = self._values(np.array([times]))
            return Readout(**{name: float(value[0]) for name, value in found.items()})
        shape = np.shape(times)
        found = self._values(np.ravel(times))
        return Readout(**{name: np.reshape(value, shape) for name, value in found.items()})

    def peak(self, variable: str) -> tuple[float, float]:
        """Return when a variable is largest (h), and how large it is then.

        Raises
        ------
        ValueError
            If there is no such variable.
        """
        one_of("variable", variable, VARIABLES)
        values = getattr(self.at(self.fine_times_h()), variable)
        best = int(np.argmax(values))
        return float(self.fine_times_h()[best]), float(values[best])

    def mean(self, variable: str, from_h: float, to_h: float) -> float:
        """Return the mean of a variable over a stretch of time.

        Parameters
        ----------
        variable : str
            Name of a variable.
        from_h, to_h : float
            From when to when (h).

        Raises
        ------
        ValueError
            If there is no such variable, or the times lie outside.
        """
        one_of("variable", variable, VARIABLES)
        first = within("from_h", from_h, 0, self.until_h, scalar=True)
        last = within("to_h", to_h, 0, self.until_h, scalar=True)
        if last <= first:
            refuse("to_h", to_h, f"later than from_h = {first:g} h")
        borders = self._solution.mesh.borders_h
        inner = borders[(borders > first) & (borders < last)]
        borders = np.concatenate([[first], inner, [last]])
        places, weights = np.polynomial.legendre.leggauss(8)
        lengths = np.diff(borders)
        times = borders[:-1, None] + lengths[:, None] * (places + 1) / 2
        values = getattr(self.at(times), variable)
        return float((values @ weights / 2) @ lengths / (last - first))

    def relative_formation(self, from_h: float, to_h: float) -> float:
        """Return the mean rate of spine formation over that without drug.

        Parameters
        ----------
        from_h, to_h : float
            From when to when (h).

        Raises
        ------
        ValueError
            If the times lie outside, or there is no turnover to compare with.
        """
        usual = self.parameters.turnover_per_d * self.baseline
        if usual == 0:
            refuse("turnover_per_d", 0.0, "above zero for a relative rate")
        return self.mean("formed_per_d", from_h, to_h) / usual

    def fine_times_h(self) -> np.ndarray:
        """Return many times (h), so close that no peak falls between them, shape (n,)."""
        mesh = self._solution.mesh
        times = mesh.borders_h[:-1, None] + mesh.lengths_h[:, None] * np.arange(32) / 32
        times = np.append(times.ravel(), mesh.borders_h[-1])
        return times[times <= self.until_h]

    def __repr__(self) -> str:
        """Say what it is a course of."""
        given = ", ".join(map(repr, self.exposures)) or "no drug"
        return f"Course({given}; account {self.account!r}; 0 to {self.until_h:g} h)"

    def _own_times_h(self) -> np.ndarray:
        """Return times (h) that resolve every change, with the last instant before each jump."""
        mesh = self._solution.mesh
        cuts = max(2, int(np.ceil(240 / len(mesh.lengths_h))))
        times = mesh.borders_h[:-1, None] + mesh.lengths_h[:, None] * np.arange(cuts) / cuts
        setting = self._setting
        jumps = [*setting.removals_h, *setting.schedule.jumps_h(), *block_jumps_h(setting.changes)]
        before = [np.nextafter(time, 0) for time in jumps if 0 < time <= self.until_h]
        times = np.concatenate([times.ravel(), before, [self.until_h]])
        return np.unique(times[times <= self.until_h])

    def _values(self, times_h: np.ndarray) -> dict[str, np.ndarray]:
        """Return all variables at an array of times."""
        setting, numbers = self._setting, self._setting.numbers
        found, inside_h = self._solution.at(times_h)
        # What is left below 0 or above the ceiling is the error of the solution, about 1e-8.
        found = {name: np.maximum(value, 0.0) for name, value in found.items()}
        column = times_h[:, None]

        def asked(of: Callable[..., Any]) -> Callable[[str], Any]:
            def ask(node: str) -> Any:
                one = of(node, setting.changes, column, inside_h)
                return one if isinstance(one, float) else one[:, 0]

            return ask

        factor, driven = asked(node_factor), asked(node_drive)
        level = setting.schedule.at(column, inside_h)[0][:, 0]
        ampa_factor, mtorc1_factor = factor("ampa"), factor("mtorc1")
        gain = np.minimum(found["spine_gain"], numbers.max_gain)
        fast = np.minimum(found["fast"], 1.0)
        grown = _permission(found["capacity"], numbers) * (numbers.max_gain - gain)
        grown = grown * ampa_factor * mtorc1_factor * factor("growth") * numbers.growth_per_h
        trapped = np.minimum(found.get("habenula", np.zeros_like(fast)), 1.0)
        parts = (fast, (1.0 - fast) * gain / numbers.max_gain)
        whole = parts[0] + parts[1]
        expressed = np.minimum(whole * ampa_factor, 1.0)
        if setting.account == "habenula":
            parts = (trapped, np.zeros_like(trapped))
            whole = expressed = trapped
        return {
            "times_h": times_h,
            "drug": level / numbers.reference_mg_per_kg,
            "surge": found["surge"],
            "ampa": (found["surge"] + driven("ampa")) * ampa_factor,
            "bdnf": found["bdnf"] + driven("bdnf"),
            "trkb": setting.trkb(found["bdnf"], driven, factor),
            "mtorc1": np.minimum(found["mtorc1"], 1.0),
            "protein": found["protein"],
            "capacity": found["capacity"],
            "spines": setting.baseline + gain,
            "spine_gain": gain,
            "formed_per_d": numbers.turnover_per_d * setting.baseline + 24.0 * grown,
            "fast": fast,
            "habenula": trapped,
            "fast_part": parts[0],
            "spine_part": parts[1],
            "behaviour": whole,
            "expressed": expressed,
        }


def simulate(
    doses: Any = 10.0,
    *,
    blocks: Any = (),
    growth: bool = True,
    remove_spines_at_h: Any = None,
    removed_share: float = 1.0,
    genotype: Any = "Val/Val",
    stress_loss: float = 0.0,
    account: str = "disinhibition",
    drug: str | Drug = "ketamine",
    half_life_h: float | None = None,
    parameters: Parameters = DEFAULT,
    until_h: float = 336.0,
    times_h: Any = None,
) -> Course:
    """Run the cascade.

    Parameters
    ----------
    doses : float, Dose, Clamp, Curve or list of them
        A number is one dose (mg/kg i.p., mouse) at time 0; an empty list is no drug.
    blocks : str, Block, Boost, Drive or list of them
        What is blocked, raised or driven, from when to when; a text is a node (`NODES`) or a tool
        (`TOOLS`), blocked wholly.
    growth : bool
        False: not one new spine, all else runs.
    remove_spines_at_h : float or array-like, optional
        When new spines are erased (h), once or several times. Growth goes on afterwards.
    removed_share : float
        Share of the new spines that is erased, 0 to 1.
    genotype : {"Val/Val", "Val/Met", "Met/Met"} or float
        Of BDNF; or the share of activity-dependent secretion that is left: 0.5 for one lost gene,
        if secretion follows the number of genes, 0 for a knock-out.
    stress_loss : float
        Share of spines lost to stress before the first dose, 0 to 0.9; `STRESS_LOSS` in the lesson.
        Stress that comes after the dose, and protection from it, are not in the model.
    account : {"disinhibition", "eef2k", "habenula", "opioid"}
        Which account of the effect runs; see `ACCOUNTS`.
    drug : str or Drug
        "ketamine", "memantine", or a `Drug` made by hand, such as an isomer: nothing in the model
        tells isomers apart by itself. One drug for all doses; give a second as `Block` or `Drive`.
    half_life_h : float, optional
        Half-life of the drug (h), instead of that of drug and parameters.
    parameters : Parameters
        The numbers.
    until_h : float
        End (h), above 0 and at most 100,000. What would happen later is left out.
    times_h : array-like, optional
        Increasing times (h) at which to look; default some hundreds that resolve every change. They
        do not influence the solution.

    Returns
    -------
    Course
        The variables at these times, and at any other by ``.at``.

    Raises
    ------
    ValueError
        If an argument is out of range, unknown or of a wrong shape.

    Examples
    --------
    One dose of 10 mg/kg, and no drug at all:

    >>> print(f"{simulate().at(24).behaviour:.2f}, {simulate([]).at(24).behaviour:.2f}")
    0.79, 0.00

    Repeated doses, here three a week for two weeks, read on day 28:

    >>> week = [Dose(10, 24 * day) for day in (0, 2, 4, 7, 9, 11)]
    >>> print(f"{simulate(week, until_h=672).at(672).spine_gain:.3f}")
    0.057

    A steady infusion for three days, and a drug with the half-life of a person:

    >>> print(f"{simulate(Clamp(10, 0, 72)).at(168).behaviour:.2f}")
    0.99
    >>> print(f"{simulate(half_life_h=3).at(168).behaviour:.2f}")
    0.99

    Rapamycin half an hour before the dose, worn off by 12 h; and begun only after a day:

    >>> print(f"{simulate(blocks=Block('rapamycin', -0.5, 12)).at(24).behaviour:.2f}")
    0.22
    >>> print(f"{simulate(blocks=Block('rapamycin', from_h=24)).at(168).behaviour:.2f}")
    0.57

    NBQX half an hour before a test at 24 h: what is stored stays, a test would show nothing:

    >>> now = simulate(blocks=Block("NBQX", 23.5, 26)).at(24)
    >>> print(f"stored {now.behaviour:.2f}, expressed {now.expressed:.2f}")
    stored 0.78, expressed 0.00

    Half of TrkB gone from birth; a quarter of AMPA receptors and half of BDNF blocked together:

    >>> print(f"{simulate(blocks=Block('trkb', strength=0.5)).at(24).behaviour:.2f}")
    0.21
    >>> both = [Block("ampa", strength=0.25), Block("bdnf", strength=0.5)]
    >>> print(f"{simulate(blocks=both).at(24).behaviour:.2f}")
    0.17

    Without a drug: cortex driven by light for an hour, an activator of mTORC1 that halves in 2 h:

    >>> print(f"{simulate([], blocks=Drive('surge', 1, 0, 1)).at(24).behaviour:.2f}")
    0.95
    >>> activator = Drive("mtorc1", 1, 0, half_life_h=2)
    >>> print(f"{simulate([], blocks=activator).at(24).behaviour:.2f}")
    0.94

    Half of the new spines erased at 24 h and again at 48 h, in stressed Met/Met mice:

    >>> gone = {"remove_spines_at_h": [24, 48], "removed_share": 0.5}
    >>> mice = {"genotype": "Met/Met", "stress_loss": 0.2}
    >>> print(f"{simulate(**gone, **mice).at(72).spine_gain:.3f}")
    0.030

    Another account of the same effect, and kinase inhibited instead of a drug:

    >>> print(f"{simulate(account='eef2k', drug='memantine').at(24).behaviour:.2f}")
    0.00
    >>> inhibitor = Block("eEF2K inhibitor", 0, 2)
    >>> print(f"{simulate([], account='eef2k', blocks=inhibitor).at(1).behaviour:.2f}")
    0.84
    """
    if not isinstance(parameters, Parameters):
        refuse("parameters", parameters, "Parameters, such as DEFAULT.changed(half_life_h=3)")
    end_h = within("until_h", until_h, 1e-3, LONGEST_H, scalar=True)
    setting = _Setting(
        numbers=parameters,
        schedule=Schedule(
            [one for one in exposures_of(doses) if one.at_h <= end_h],
            _half_life_h(half_life_h, _drug_of(drug), parameters),
            parameters,
        ),
        changes=blocks_of(blocks) + (() if boolean("growth", growth) else blocks_of("growth")),
        account=one_of("account", account, ACCOUNTS),
        drug=_drug_of(drug),
        secretion=_secretion_of(genotype),
        baseline=1.0 - within("stress_loss", stress_loss, 0, 0.9, scalar=True),
        removals_h=_removals_h(remove_spines_at_h, end_h),
        removed_share=fraction("removed_share", removed_share, scalar=True),
        end_h=end_h,
    )
    if times_h is not None:
        times_h = increasing_times("times_h", times_h)
        if times_h[-1] > end_h:
            refuse("times_h", times_h, f"times up to until_h = {end_h:g} h")
    return Course(setting, refined(_mesh_with_end(setting), setting.solve), times_h)


def _mesh_with_end(setting: _Setting) -> Mesh:
    """Return the first mesh, with a sliver after the end where something happens at the end."""
    mesh = setting.first_mesh()
    last = [*setting.removals_h, *setting.schedule.jumps_h(), *block_jumps_h(setting.changes)]
    if setting.end_h in last:
        return Mesh(np.append(mesh.borders_h, setting.end_h * (1 + 1e-9)))
    return mesh


def _drug_of(drug: Any) -> Drug:
    """Return a drug by name, or as it is."""
    if isinstance(drug, Drug):
        return drug
    if not (isinstance(drug, str) and drug in DRUGS):
        names = ", ".join(map(repr, DRUGS))
        refuse("drug", drug, f"one of {names}, or a Drug made by hand: Drug('name', surge=...)")
    return DRUGS[drug]


def _half_life_h(half_life_h: Any, drug: Drug, numbers: Parameters) -> float:
    """Return the half-life: as given, else of the drug, else of the parameters."""
    if half_life_h is not None:
        return within("half_life_h", half_life_h, 1e-3, LONGEST_H, scalar=True)
    return numbers.half_life_h if drug.half_life_h is None else drug.half_life_h


def _secretion_of(genotype: Any) -> float:
    """Return the share of BDNF secretion."""
    if isinstance(genotype, str):
        return GENOTYPES[one_of("genotype", genotype, GENOTYPES)]
    allowed = "one of " + ", ".join(GENOTYPES) + ", or a share of secretion from 0 to 10"
    share = finite("genotype", genotype, scalar=True, allowed=allowed)
    if not 0 <= share <= 10:
        refuse("genotype", genotype, allowed)
    return share


def _removals_h(times_h: Any, end_h: float) -> tuple[float, ...]:
    """Return the times of removal that come before the end, each once."""
    if times_h is None or (isinstance(times_h, (list, tuple)) and len(times_h) == 0):
        return ()
    times = np.atleast_1d(nonnegative("remove_spines_at_h", times_h))
    if times.ndim != 1 or len(times) > 1000:
        refuse("remove_spines_at_h", times_h, "a time or a list of at most 1,000 times")
    return tuple(sorted({float(time) for time in times if time <= end_h}))
