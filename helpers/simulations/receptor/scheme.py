"""The receptor with drugs: its states, and the rates between them.

Each blocker adds copies of the gating scheme with a molecule of it inside. Gating is the same with
and without drug, and a drug is bound and lost at the open channel only::

    C0 -- C1 -- C2 -- O            free
                |     |            k_on c g(Mg2+) down, k_off(V) up
    C0B - C1B - C2B - OB           blocked: trapped in C0B, C1B, C2B, DB

Four ways of trapping:

full
    As drawn.
leaky
    Also C0 - C0B, C1 - C1B, C2 - C2B, D - DB: out at ``leak_per_s``, in at the rate that detailed
    balance then demands, leak x (k_on c g) / k_off(V). What leaks out leaks in.
partial
    A third copy (C0X ... OX, DX) with the molecule at an outer site, entered and left from every
    state at the outer rates, whatever the voltage (Kotermanski 2009b).
sequential
    OB alone: the drug must leave before the channel can close.

Because gating is equal in every copy, the product of rates around each closed loop is the same in
both directions (detailed balance), so no energy comes from nowhere. A drug may be given a gating
of its own (`Blocker.blocked_gating`) under full trapping only: that copy closes no loop.

Mg2+ (with voltage) is taken at equilibrium within the open pore and excludes drugs, so k_on is
multiplied by the share g of open pores that Mg2+ leaves. Both are assumptions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import refuse
from helpers.simulations.receptor.blockers import Blocker, blocker_of
from helpers.simulations.receptor.equations import jahr_stevens_mm, woodhull_factor
from helpers.simulations.receptor.gating import Gating
from helpers.simulations.receptor.solver import Propagator

#: At most this many drugs at once.
MOST_BLOCKERS = 4


@dataclass(frozen=True)
class Scheme:
    """A gating scheme with the copies that its blockers add.

    Attributes
    ----------
    gating : Gating
        How the free receptor gates.
    blockers : tuple of Blocker
        Drugs, in the order of ``drug_um`` of a step.
    """

    gating: Gating
    blockers: tuple[Blocker, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Names of all states: free ones first, then those of each drug."""
        return _layout(self)[0]

    @property
    def free(self) -> int:
        """Number of states without drug; they come first."""
        return len(self.gating.states)

    @property
    def open_state(self) -> int:
        """Index of the open state without drug, the only one that conducts."""
        return self.gating.open_state

    @property
    def n_drugs(self) -> int:
        """Number of drugs."""
        return len(self.blockers)

    def bound_to(self, drug: int) -> slice:
        """Return the slice of states in which one drug is bound."""
        return _layout(self)[1][drug]

    def rest(self) -> np.ndarray:
        """Return all receptors in C0: no agonist, no drug."""
        occupancy = np.zeros(len(self.states))
        occupancy[0] = 1.0
        return occupancy

    def generator(
        self,
        glutamate_um: float,
        drug_um: Sequence[float],
        voltage_mv: float = -70.0,
        mg_mm: float = 0.0,
        glycine_fraction: float = 1.0,
    ) -> np.ndarray:
        """Return the generator matrix for constant conditions.

        Parameters
        ----------
        glutamate_um, voltage_mv, mg_mm, glycine_fraction : float
            As in `Step`.
        drug_um : sequence of float
            One concentration (µM) for each blocker.

        Returns
        -------
        numpy.ndarray, shape (n_states, n_states)
            Entry (i, j) is the rate (1/s) from state i to state j; rows sum to zero.
        """
        gate = self.gating.generator(glutamate_um, glycine_fraction)
        n, matrix = self.free, np.zeros((len(self.states),) * 2)
        matrix[:n, :n] = gate
        pore_share = 1.0 / (1.0 + mg_mm / float(jahr_stevens_mm(voltage_mv)))
        place = n
        for blocker, concentration in zip(self.blockers, drug_um, strict=True):
            off = blocker.koff_per_s * float(woodhull_factor(voltage_mv, blocker.delta))
            entry = blocker.kon_per_um_s * concentration * pore_share
            own = None
            if blocker.blocked_gating is not None:
                own = blocker.blocked_gating.generator(glutamate_um, glycine_fraction)
            place = _add_pore_site(matrix, gate, own, self.gating, blocker, place, entry, off)
            if blocker.trapping == "partial":
                place = _add_outer_site(matrix, gate, blocker, place, concentration)
        np.fill_diagonal(matrix, 0.0)
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix


def _add_pore_site(
    matrix: np.ndarray,
    gate: np.ndarray,
    own: np.ndarray | None,
    gating: Gating,
    blocker: Blocker,
    place: int,
    entry: float,
    off: float,
) -> int:
    """Write the copy of a drug in the pore from row ``place`` on; return the next free row."""
    n, opened = len(gate), gating.open_state
    if blocker.trapping == "sequential":
        matrix[opened, place], matrix[place, opened] = entry, off
        return place + 1
    matrix[place : place + n, place : place + n] = gate if own is None else own
    if blocker.trapping == "leaky":
        closed = [state for state in range(n) if state != opened]
        for state in closed:
            matrix[place + state, state] = blocker.leak_per_s
            matrix[state, place + state] = blocker.leak_per_s * entry / off
    matrix[opened, place + opened], matrix[place + opened, opened] = entry, off
    return place + n


def _add_outer_site(
    matrix: np.ndarray, gate: np.ndarray, blocker: Blocker, place: int, concentration: float
) -> int:
    """Write the copy of a drug at its outer site; return the next free row."""
    n = len(gate)
    matrix[place : place + n, place : place + n] = gate
    for state in range(n):
        matrix[state, place + state] = blocker.outer_kon_per_um_s * concentration
        matrix[place + state, state] = blocker.outer_koff_per_s
    return place + n


@lru_cache(maxsize=256)
def _layout(scheme: Scheme) -> tuple[tuple[str, ...], tuple[slice, ...]]:
    """Return the names of the states, and where each drug's states lie."""
    free = scheme.gating.states
    names, slices = list(free), []
    for number, blocker in enumerate(scheme.blockers, start=1):
        mark = "" if len(scheme.blockers) == 1 else str(number)
        first = len(names)
        copied = ("O",) if blocker.trapping == "sequential" else free
        names += [f"{state}B{mark}" for state in copied]
        if blocker.trapping == "partial":
            names += [f"{state}X{mark}" for state in free]
        slices.append(slice(first, len(names)))
    return tuple(names), tuple(slices)


def scheme_of(
    gating: Gating, blocker: str | Blocker | Sequence[str | Blocker], trapping: str | None = None
) -> Scheme:
    """Return the scheme for one blocker or several.

    Raises
    ------
    ValueError
        If a blocker or the trapping is unknown, or there are none or too many blockers.
    """
    asked = blocker if isinstance(blocker, (list, tuple)) else (blocker,)
    if not 1 <= len(asked) <= MOST_BLOCKERS:
        refuse("blocker", blocker, f"one blocker, or a list of 2 to {MOST_BLOCKERS}")
    found = tuple(blocker_of(one) for one in asked)
    if trapping is not None:
        found = tuple(one.with_trapping(trapping) for one in found)
    for one in found:
        if one.blocked_gating is not None and one.blocked_gating.states != gating.states:
            refuse("blocked_gating", one.blocked_gating.name, f"of the states of {gating.name}")
    return Scheme(gating, found)


@lru_cache(maxsize=1024)
def propagator(
    scheme: Scheme,
    glutamate_um: float,
    drug_um: tuple[float, ...],
    voltage_mv: float,
    mg_mm: float,
    glycine_fraction: float,
) -> Propagator:
    """Return the (remembered) exact solution for one set of constant conditions."""
    return Propagator(scheme.generator(glutamate_um, drug_um, voltage_mv, mg_mm, glycine_fraction))
