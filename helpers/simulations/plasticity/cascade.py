"""From the drug to spines and behaviour: eight equations, hours, the mouse.

::

    K  drug                          K = level / 10 mg/kg, falls with the half-life
    G' = (g_G W - G) / tau_G         excess glutamate; W is the drive of the doses
    B' = k_B v A - B / tau_B         BDNF outside the cells, above baseline; A = G (1 - b_A)
    T  = (1 - b_T) B / (B + K_T)     active TrkB
    M' = (T (1 - b_M) - M) / tau_M   active mTORC1, above baseline
    P' = k_P M - P / tau_P           synaptic protein, above baseline
    X' = (P - X) / tau_X             capacity to assemble a spine: the delay
    S' = k_S h(X) (1 - b_A)(1 - b_M)(g_max - S) - e S       spines above the density before
    F' = k_F T (1 - b_A)(1 - F) - F / tau_F                 fast potentiation
    E  = F + (1 - F) S / g_max                              behaviour, 0 to 1

with h(X) = X^n / (X^n + theta^n). The two factors in S' say that growth needs AMPA receptors and
mTORC1 all along, TrkB only early (Ly 2021, cultured neurons). Kinases are fast and forget, as in a
published model of the same signals (Jain & Bhalla 2009): memory sits in protein and structure.

The dose gain is empirical: a dose d drives W = w(d) at its peak, u(d)/u(10 mg/kg) with
u(d) = (d/5)^2 / (1 + (d/5)^2) / (1 + (d/40)^4), and W falls with the half-life.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    finite,
    nonnegative,
    one_of,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.numerics import fading
from helpers.simulations.plasticity.parameters import DEFAULT, GENOTYPES, Parameters

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

#: Where the cascade can be blocked, and what a whole block there does.
NODES: Mapping[str, str] = MappingProxyType(
    {
        "surge": "no excess glutamate follows the drug",
        "ampa": "no AMPA drive: no BDNF release, no fast potentiation, no growth",
        "release": "no BDNF is released",
        "bdnf": "BDNF outside the cells is caught before it reaches TrkB",
        "trkb": "TrkB stays silent",
        "mtorc1": "mTORC1 stays silent, and spines do not grow",
        "translation": "no synaptic protein, and no BDNF in the eEF2K account",
        "growth": "no new spine; all else runs",
        "eef2k": "eEF2 kinase inhibited acutely: in the eEF2K account this acts like the drug",
        "eef2k knock-out": "eEF2 kinase missing from birth: in the eEF2K account nothing is left "
        "for the drug to switch off",
        "habenula": "the drug does not reach the channels of the lateral habenula",
        "opioid": "opioid receptors blocked: in the opioid account the drug drives no surge",
    }
)

#: Tools of the laboratory, each taken for the node that it is meant for. No tool is so clean.
_TOOLS = {"NBQX": "ampa", "BDNF antibody": "bdnf", "verapamil": "release", "rapamycin": "mtorc1"}
_NAMES = (*NODES, *_TOOLS)
_STATES = ("surge", "bdnf", "mtorc1", "protein", "capacity", "spine_gain", "fast", "trapped")
_HIGHEST_MG_PER_KG, _LONGEST_H = 1000.0, 1e5
#: A solution goes this far (h) beyond its end, so that what happens at the very end is seen.
_SLIVER_H = 1e-6
#: Everything that happens is put on a grid of 1e-6 h: no stretch is too short for the solver.
_DECIMALS = 6
#: Doses nearer than this many half-lives have no rule for their common gain.
_APART = 5


class NotMeasuredError(ValueError):
    """A number that an account needs is not in the evidence."""


@dataclass(frozen=True)
class Dose:
    """One dose (mg/kg i.p., mouse), at its highest level at once, at some hour."""

    mg_per_kg: float
    at_h: float = 0.0

    def __post_init__(self) -> None:
        within("mg_per_kg", self.mg_per_kg, 0, _HIGHEST_MG_PER_KG, scalar=True)
        at_h = within("at_h", self.at_h, 0, _LONGEST_H, scalar=True)
        object.__setattr__(self, "at_h", round(at_h, _DECIMALS))


def repeated(mg_per_kg: float, n: int, every_h: float) -> list[Dose]:
    """Return ``n`` doses (mg/kg), one every so many hours, the first at 0.

    >>> [dose.at_h for dose in repeated(10, 3, 24)]
    [0.0, 24.0, 48.0]
    """
    apart_h = positive("every_h", every_h, scalar=True)
    return [Dose(mg_per_kg, k * apart_h) for k in range(whole("n", n, low=1, high=1000))]


@dataclass(frozen=True)
class Block:
    """A node blocked wholly or in part.

    Attributes
    ----------
    node : str
        One of `NODES`, or a tool: "NBQX", "BDNF antibody", "verapamil" or "rapamycin".
    from_h, to_h : float
        From when to when (h); from a negative time for a pretreatment, to the end by default.
    strength : float
        Share that is blocked, 1 at most; below 0 the node is raised: -0.5 is one and a half times.
    """

    node: str
    from_h: float = 0.0
    to_h: float = math.inf
    strength: float = 1.0

    def __post_init__(self) -> None:
        node = one_of("node", self.node, _NAMES)
        object.__setattr__(self, "node", _TOOLS.get(node, node))
        within("strength", self.strength, -9, 1, scalar=True)
        _check_times(self)


@dataclass(frozen=True)
class Drive:
    """A push that needs no drug: "surge", as by light on cortex, or "mtorc1", as by an activator.

    An amount of 1 is the drive of 10 mg/kg at its peak, or all of mTORC1. How large the push of a
    real tool is was measured for none: chosen.
    """

    node: str
    amount: float = 1.0
    from_h: float = 0.0
    to_h: float = math.inf

    def __post_init__(self) -> None:
        one_of("node", self.node, ("surge", "mtorc1"))
        within("amount", self.amount, 0, 100, scalar=True)
        _check_times(self)


def _check_times(change: Block | Drive) -> None:
    begins = round(finite("from_h", change.from_h, scalar=True), _DECIMALS)
    ends = change.to_h
    if ends != math.inf:
        ends = round(finite("to_h", ends, scalar=True), _DECIMALS)
    if ends <= begins:
        refuse("to_h", change.to_h, f"later than from_h = {begins:g} h")
    object.__setattr__(change, "from_h", begins)
    object.__setattr__(change, "to_h", ends)


@dataclass(frozen=True, eq=False)
class Readout:
    """The variables at some times: numbers for a number, arrays of its shape for an array.

    ``times_h``; ``drug`` (10 mg/kg is 1); ``surge``, ``bdnf``, ``mtorc1``, ``protein`` and
    ``capacity`` above baseline, relative; ``spine_gain``, density above that before the drug (1 is
    the healthy density); ``formed_per_d``, new spines a day, turnover included; ``fast``, 0 to 1;
    ``fast_part`` and ``spine_part``, the two parts of ``behaviour`` (0 to 1; what synapses have
    stored); ``expressed``, what a test would show while AMPA receptors are blocked: behaviour
    times what is left of them (chosen). In the account "habenula" all of behaviour is the share of
    trapped channels, and it is expressed whatever AMPA receptors do.
    """

    times_h: Any
    drug: Any
    surge: Any
    bdnf: Any
    mtorc1: Any
    protein: Any
    capacity: Any
    spine_gain: Any
    formed_per_d: Any
    fast: Any
    fast_part: Any
    spine_part: Any
    behaviour: Any
    expressed: Any


@dataclass(eq=False)
class _Piece:
    """A stretch of time in which nothing is switched: all factors are constant."""

    begins_h: float
    numbers: Parameters
    account: str
    secretion: float
    factors: Mapping[str, float]
    drives: Mapping[str, float]
    level: float  # at the beginning, relative to 10 mg/kg
    drive: float
    solution: Any = None

    def solve(self, ends_h: float, states: np.ndarray) -> np.ndarray:
        """Keep the dense solution up to an end, and return the states there."""
        from scipy.integrate import solve_ivp

        found = solve_ivp(
            self.equations(),
            (self.begins_h, ends_h),
            states,
            method="LSODA",
            dense_output=True,
            rtol=1e-4,  # keeps behaviour to about 1e-4: a slider's next picture waits for this
            atol=1e-6,
        )
        if not (found.success and np.all(np.isfinite(found.y))):
            raise RuntimeError(f"The cascade could not be solved: {found.message}")
        self.solution = found.sol
        return found.y[:, -1].copy()

    def equations(self) -> Callable[[float, np.ndarray], list[float]]:
        """Return the eight equations; what is constant in the piece is worked out once."""
        p, left, grown = self.numbers, self.factors, self.growth
        fade = math.log(2) / p.half_life_h
        opioid = min(left["opioid"], 1) if self.account == "opioid" else 1.0
        drive, light = self.drive * opioid * left["surge"], self.drives["surge"] * left["surge"]
        release = p.bdnf_per_h * self.secretion * left["release"]
        at_rest, ampa, trkb_left = self.account == "eef2k", left["ampa"], left["trkb"]
        if at_rest:
            release *= left["eef2k knock-out"] * left["translation"]
        # An inhibitor and the drug switch off the same enzyme.
        level, running = self.level, min(left["eef2k"], 1) * p.rest_half
        trapping = p.habenula_per_h * level * left["habenula"] * (self.account == "habenula")
        activator, mtorc1_left, caught = self.drives["mtorc1"], left["mtorc1"], left["bdnf"]
        made, potentiated = p.protein_per_h * left["translation"], p.fast_per_h * ampa
        turnover = p.turnover_per_d / 24

        def slopes(time_h: float, states: np.ndarray) -> list[float]:
            surge, bdnf, mtorc1, protein, capacity, gain, fast, trapped = states.tolist()
            here = math.exp(-fade * (time_h - self.begins_h))
            if at_rest:
                released = release * (1 - running / (level * here + p.rest_half))
            else:
                released = release * surge * ampa
            free = bdnf * caught if bdnf > 0 else 0.0
            trkb = min(trkb_left * free / (free + p.half_trkb), 1.0)
            return [
                (p.surge_gain * (here * drive + light) - surge) / p.tau_surge_h,
                released - bdnf / p.tau_bdnf_h,
                (min(trkb + activator, 1.0) * mtorc1_left - mtorc1) / p.tau_mtorc1_h,
                made * mtorc1 - protein / p.tau_protein_h,
                (protein - capacity) / p.tau_capacity_h,
                grown(capacity) * (p.max_gain - gain) - turnover * gain,
                potentiated * trkb * (1 - fast) - fast / p.tau_fast_h,
                here * trapping * (1 - trapped) - trapped / p.tau_habenula_h,
            ]

        return slopes

    def growth(self, capacity: float) -> float:
        """Return the growth on free sites (1/h), by logarithms: no power overflows."""
        if capacity <= 0:
            return 0.0
        steps = self.numbers.steepness * math.log(capacity / self.numbers.theta)
        permitted = 1 / (1 + math.exp(-min(max(steps, -700), 700)))
        rate, left = self.numbers.growth_per_h, self.factors
        return rate * permitted * left["ampa"] * left["mtorc1"] * left["growth"]

    @fading
    def read(self, times_h: np.ndarray) -> dict[str, np.ndarray]:
        """Return all variables at times within the piece."""
        p = self.numbers
        found = dict(zip(_STATES, np.maximum(self.solution(times_h), 0.0), strict=True))
        trapped = np.minimum(found.pop("trapped"), 1.0)
        gain, fast = np.minimum(found["spine_gain"], p.max_gain), np.minimum(found["fast"], 1.0)
        grown = np.array([self.growth(one) for one in found["capacity"]]) * (p.max_gain - gain)
        fast_part, spine_part = fast, (1 - fast) * gain / p.max_gain
        whole = np.minimum(fast_part + spine_part, 1.0)
        expressed = np.minimum(whole * self.factors["ampa"], 1.0)
        if self.account == "habenula":
            fast_part = whole = expressed = trapped
            spine_part = np.zeros_like(trapped)
        return found | {
            "times_h": times_h,
            "drug": self.level * 0.5 ** ((times_h - self.begins_h) / p.half_life_h),
            "spine_gain": gain,
            "formed_per_d": p.turnover_per_d + 24 * grown,
            "fast": fast,
            "fast_part": fast_part,
            "spine_part": spine_part,
            "behaviour": whole,
            "expressed": expressed,
        }


class Course:
    """What `simulate` gives back: ask it by `at`, `peak` and `relative_formation`."""

    def __init__(self, pieces: list[_Piece], until_h: float) -> None:
        self._pieces = pieces
        self.until_h = until_h
        self.parameters = pieces[0].numbers

    def at(self, times_h: Any) -> Readout:
        """Return the variables at a time or an array of times (h); at a jump, after it."""
        asked = within("times_h", times_h, 0, self.until_h)
        flat = np.atleast_1d(asked).ravel().astype(float)
        begins = [piece.begins_h for piece in self._pieces]
        which = np.searchsorted(begins, flat, side="right") - 1
        found = {one.name: np.empty(flat.shape) for one in fields(Readout)}
        for index in np.unique(which):
            here = which == index
            for name, values in self._pieces[index].read(flat[here]).items():
                found[name][here] = values
        if np.ndim(asked) == 0:
            return Readout(**{name: float(values[0]) for name, values in found.items()})
        return Readout(**{name: values.reshape(np.shape(asked)) for name, values in found.items()})

    def peak(self, variable: str) -> tuple[float, float]:
        """Return when a variable is largest (h, to about 1 %), and how large it is then."""
        one_of("variable", variable, Readout.__dataclass_fields__)
        values = getattr(self._fine, variable)
        best = int(np.argmax(values))
        return float(self._fine.times_h[best]), float(values[best])

    @cached_property
    def _fine(self) -> Readout:
        times_h = [np.geomspace(min(0.01, self.until_h), self.until_h, 800)]
        for piece, after in pairwise([*self._pieces, None]):
            end_h = self.until_h if after is None else np.nextafter(after.begins_h, 0)
            times_h.append(np.array([piece.begins_h, end_h]))
        return self.at(np.unique(np.clip(np.concatenate(times_h), 0, self.until_h)))

    def relative_formation(self, from_h: float, to_h: float) -> float:
        """Return the mean rate of spine formation between two times (h), over that before."""
        begins = within("from_h", from_h, 0, self.until_h, scalar=True)
        ends = within("to_h", to_h, begins, self.until_h, scalar=True)
        rates = self.at(np.linspace(begins, ends, 401)).formed_per_d
        return float(np.mean((rates[1:] + rates[:-1]) / 2) / self.parameters.turnover_per_d)


def simulate(
    doses: Any = 10.0,
    *,
    blocks: Any = (),
    remove_spines_at_h: float | None = None,
    genotype: str = "Val/Val",
    account: str = "disinhibition",
    drug: str = "ketamine",
    half_life_h: float | None = None,
    parameters: Parameters = DEFAULT,
    until_h: float = 336.0,
) -> Course:
    """Run the cascade.

    Parameters
    ----------
    doses : float or list of Dose
        A number is one dose (mg/kg i.p., mouse) at time 0; [] is no drug. Doses must be five
        half-lives apart: the model has no rule for the gain of doses that overlap.
    blocks : str, Block, Drive or list of them
        What is blocked or driven; a text is a node or a tool (see `Block`), blocked wholly:
        with "growth" not one new spine grows, and all else runs.
    remove_spines_at_h : float, optional
        When all new spines are erased (h). Growth goes on afterwards.
    genotype : {"Val/Val", "Val/Met", "Met/Met"}
        Of BDNF.
    account : {"disinhibition", "eef2k", "habenula", "opioid"}
        Which account of the effect runs; see `ACCOUNTS`.
    drug : {"ketamine", "memantine"}
        Of memantine only the null on resting receptors was measured (Gideons 2014): it does
        nothing in the account "eef2k", and the others raise `NotMeasuredError`.
    half_life_h : float, optional
        Half-life of the drug (h), instead of that of the parameters.
    parameters : Parameters
        The numbers.
    until_h : float
        End (h), above 0 and at most 100,000. What would happen later is left out.

    Returns
    -------
    Course
        Its ``at(times_h)`` gives the variables as a `Readout`.

    Raises
    ------
    NotMeasuredError
        If the account needs a number of the drug that was not measured.

    Examples
    --------
    >>> print(f"{simulate().at(24).behaviour:.2f}, {simulate([]).at(24).behaviour:.2f}")
    0.79, 0.00
    >>> print(f"{simulate(blocks=Block('rapamycin', from_h=24)).at(168).behaviour:.2f}")
    0.57
    >>> now = simulate(blocks=Block("NBQX", 23.5, 26)).at(24)
    >>> print(f"stored {now.behaviour:.2f}, expressed {now.expressed:.2f}")
    stored 0.78, expressed 0.00
    """
    if not isinstance(parameters, Parameters):
        refuse("parameters", parameters, "Parameters, such as DEFAULT.changed(theta=0.8)")
    if half_life_h is not None:
        parameters = parameters.changed(half_life_h=half_life_h)
    end_h = within("until_h", until_h, 1e-3, _LONGEST_H, scalar=True)
    account = one_of("account", account, ACCOUNTS)
    given = _doses(doses, parameters)
    if one_of("drug", drug, ("ketamine", "memantine")) == "memantine":
        if account != "eef2k":
            raise NotMeasuredError(
                f"drug must be one that was measured for the account {account!r}; of 'memantine' "
                "the surge and the trapping in the habenula are not in the evidence."
            )
        given = []
    changes = _changes(blocks)
    secretion = GENOTYPES[one_of("genotype", genotype, GENOTYPES)]
    erased_h = math.inf
    if remove_spines_at_h is not None:
        erased_h = nonnegative("remove_spines_at_h", remove_spines_at_h, scalar=True)
        erased_h = round(erased_h, _DECIMALS)
    times = {0.0, erased_h, *(dose.at_h for dose in given)}
    times |= {time for one in changes for time in (one.from_h, one.to_h)}
    borders = [*sorted(time for time in times if 0 <= time <= end_h), end_h + _SLIVER_H]
    states, pieces = np.zeros(len(_STATES)), []
    for begins, ends in pairwise(borders):
        if begins == erased_h:
            states[_STATES.index("spine_gain")] = 0.0
        now = *_in_force(changes, begins), *_drug_at(begins, given, parameters)
        pieces.append(_Piece(begins, parameters, account, secretion, *now))
        states = pieces[-1].solve(ends, states)
    return Course(pieces, end_h)


def _doses(doses: Any, numbers: Parameters) -> list[Dose]:
    """Return what was given as doses, in the order of time."""
    allowed = "a number of mg/kg, [] for no drug, or a list of Dose"
    if not isinstance(doses, (list, tuple)):
        amount = finite("doses", doses, scalar=True, allowed=allowed)
        doses = [Dose(within("doses", amount, 0, _HIGHEST_MG_PER_KG, scalar=True))]
    if not all(isinstance(one, Dose) for one in doses):
        refuse("doses", doses, allowed)
    found = sorted((one for one in doses if one.mg_per_kg > 0), key=lambda one: one.at_h)
    apart_h = _APART * numbers.half_life_h
    if any(after.at_h - before.at_h < apart_h for before, after in pairwise(found)):
        refuse("doses", doses, f"at least {_APART} half-lives ({apart_h:.3g} h) apart")
    return found


def _gain(mg_per_kg: float, numbers: Parameters) -> float:
    """Return u(d), the inverted U of the dose."""
    rise = (mg_per_kg / numbers.gain_half_mg_per_kg) ** 2
    return rise / (1 + rise) / (1 + (mg_per_kg / numbers.gain_fall_mg_per_kg) ** 4)


def _drug_at(time_h: float, doses: list[Dose], numbers: Parameters) -> tuple[float, float]:
    """Return the level (10 mg/kg is 1) and the drive at a time."""
    level = drive = 0.0
    for one in doses:
        if one.at_h <= time_h:
            left = 0.5 ** ((time_h - one.at_h) / numbers.half_life_h)
            level += left * one.mg_per_kg / numbers.reference_mg_per_kg
            drive += left * _gain(one.mg_per_kg, numbers)
    return level, drive / _gain(numbers.reference_mg_per_kg, numbers)


def _changes(blocks: Any) -> list[Block | Drive]:
    """Return what was given as blocks as a list."""
    given = blocks if isinstance(blocks, (list, tuple)) else [blocks]
    found = [Block(one_of("blocks", one, _NAMES)) if isinstance(one, str) else one for one in given]
    for one in found:
        if not isinstance(one, (Block, Drive)):
            refuse("blocks", one, "a node, a tool, a Block, a Drive, or a list of them")
    return found


def _in_force(changes: list[Block | Drive], time_h: float) -> tuple[dict, dict]:
    """Return the factor of each node, and what is driven, from a time on."""
    factors, drives = dict.fromkeys(NODES, 1.0), {"surge": 0.0, "mtorc1": 0.0}
    for one in changes:
        if one.from_h <= time_h < one.to_h:
            if isinstance(one, Drive):
                drives[one.node] += one.amount
            else:
                factors[one.node] *= 1 - one.strength
    return factors, drives
