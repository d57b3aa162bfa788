"""The receptor with a drug: its states, the rates between them, and the exact solution.

The blocker adds copies of the gating scheme with a molecule of it inside. Gating is the same with
and without drug, and the drug is bound and lost at the open channel only::

    C0 -- C1 -- C2 -- O            free
                |     |            k_on c g(Mg2+) down, k_off(V) up
    C0B - C1B - C2B - OB           blocked: trapped in C0B, C1B, C2B, DB

Four ways of trapping (see `blockers`): *full* as drawn; *leaky* with C0 - C0B, C1 - C1B, C2 - C2B,
D - DB as well, out at ``leak_per_s`` and in at the rate that detailed balance then demands,
leak x (k_on c g) / k_off(V), so what leaks out leaks in; *partial* with a third copy (C0X ... OX,
DX) whose molecule sits at an outer site, entered and left from every state; *sequential* with OB
alone. Because gating is equal in every copy, the product of rates around each closed loop is the
same in both directions (detailed balance), so no energy comes from nowhere.

Mg2+ (with voltage) is taken at equilibrium within the open pore and excludes drugs, so k_on is
multiplied by the share g of open pores that Mg2+ leaves. Both are assumptions.

While conditions are constant the occupancies p (a row) follow dp/dt = p Q, solved by `linear`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import refuse
from helpers.simulations.linear import split
from helpers.simulations.numerics import fading
from helpers.simulations.receptor.blockers import Blocker, blocker_of
from helpers.simulations.receptor.gating import (
    GATING,
    OPEN,
    STATES,
    Gating,
    closed_classes,
    steady_occupancy,
)
from helpers.simulations.receptor.pore import unblocked_fraction, woodhull_factor

#: What is slower (once in thirty million years) never happens: it would be lost in round-off.
NEVER_PER_S = 1e-15
#: Number of states without drug; they come first.
N_FREE = len(STATES)


@dataclass(frozen=True)
class Scheme:
    """A gating scheme, and the copies that a blocker adds to it (none: the free receptor)."""

    gating: Gating
    blocker: Blocker | None

    @property
    def states(self) -> tuple[str, ...]:
        """Names of all states: free ones, those with drug in the pore (B), at an outer site (X)."""
        if self.blocker is None:
            return STATES
        if self.blocker.trapping == "sequential":
            return (*STATES, "OB")
        marks = "BX" if self.blocker.trapping == "partial" else "B"
        return STATES + tuple(state + mark for mark in marks for state in STATES)

    def rest(self) -> np.ndarray:
        """Return all receptors in C0: no agonist, no drug."""
        return np.eye(len(self.states))[0]

    def generator(
        self,
        glutamate_um: float,
        drug_um: float = 0.0,
        voltage_mv: float = -70.0,
        mg_mm: float = 0.0,
    ) -> np.ndarray:
        """Return the generator matrix, shape (n_states, n_states), for constant conditions.

        Entry (i, j) is the rate (1/s) from state i to state j; rows sum to zero.
        """
        gate, drug = self.gating.generator(glutamate_um), self.blocker
        if drug is None:
            return gate
        matrix = np.zeros((len(self.states),) * 2)
        matrix[:N_FREE, :N_FREE] = gate
        entry = drug.kon_per_um_s * drug_um * unblocked_fraction(voltage_mv, mg_mm)
        off = drug.koff_per_s * float(woodhull_factor(voltage_mv, drug.delta))
        if drug.trapping == "sequential":
            matrix[OPEN, N_FREE], matrix[N_FREE, OPEN] = entry, off
        else:
            inside = slice(N_FREE, 2 * N_FREE)
            matrix[inside, inside] = gate
            leak = drug.leak_per_s if drug.trapping == "leaky" else 0.0
            for state in range(N_FREE):
                rate = off if state == OPEN else leak
                matrix[N_FREE + state, state] = rate
                matrix[state, N_FREE + state] = rate / off * entry
        if drug.trapping == "partial":
            outer = slice(2 * N_FREE, 3 * N_FREE)
            matrix[outer, outer] = gate
            matrix[:N_FREE, outer] += np.eye(N_FREE) * drug.outer_kon_per_um_s * drug_um
            matrix[outer, :N_FREE] += np.eye(N_FREE) * drug.outer_koff_per_s
        np.fill_diagonal(matrix, 0.0)
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix

    def steady(self, glutamate_um: float, drug_um: float = 0.0, *more: float) -> np.ndarray:
        """Return the occupancies after for ever in constant conditions, shape (n_states,).

        ``more`` is voltage (mV) and Mg2+ (mM). Without drug: of receptors that never met any. With
        drug and no agonist a trap stays shut, so that there is no single end, and ValueError is
        raised.
        """
        if drug_um > 0:
            return steady_occupancy(self.generator(glutamate_um, drug_um, *more))
        found = np.zeros(len(self.states))
        found[:N_FREE] = steady_occupancy(self.gating.generator(glutamate_um))
        return found


def scheme_of(
    blocker: str | Blocker, trapping: str | None = None, gating: Gating = GATING
) -> Scheme:
    """Return the scheme of a blocker, by name or made by hand, and a gating."""
    drug = blocker_of(blocker)
    if not isinstance(gating, Gating):
        refuse("gating", gating, "a Gating")
    return Scheme(gating, drug if trapping is None else drug.with_trapping(trapping))


class Propagator:
    """Carries occupancies forward under one constant generator, shape (n, n), rows in sum zero."""

    def __init__(self, generator: np.ndarray) -> None:
        generator = np.where(np.abs(generator) < NEVER_PER_S, 0.0, generator)
        rates, vectors, inverse = split(generator.T)
        # Steady states have the rate zero; what round-off makes of it would fade or grow in time.
        rates[np.argsort(-rates.real)[: len(closed_classes(generator))]] = 0.0
        rates[rates.real > 0] = 0.0
        self.rates, self.vectors, self.inverse = rates, inverse.T, vectors.T

    @fading
    def grown(self, times_s: np.ndarray) -> np.ndarray:
        """Return what each exponential has become, shape (m, n), in times (s) since the start."""
        return np.exp(np.multiply.outer(np.asarray(times_s, dtype=float), self.rates))

    @fading
    def matrix(self, time_s: float) -> np.ndarray:
        """Return exp(Q t), shape (n, n): row i is where a receptor is found that began in i."""
        return ((self.vectors * self.grown(time_s)) @ self.inverse).real

    @fading
    def at(self, start: np.ndarray, times_s: np.ndarray) -> np.ndarray:
        """Return the occupancies, shape (m, n), at times (s) since they were ``start``."""
        return ((self.grown(times_s) * (start @ self.vectors)) @ self.inverse).real

    @fading
    def openness(self, times_s: np.ndarray) -> np.ndarray:
        """Return the open probability at times (s) by the state at the start, shape (n, m)."""
        return (self.vectors @ (self.grown(times_s) * self.inverse[:, OPEN]).T).real


def tidy(occupancy: np.ndarray) -> np.ndarray:
    """Return occupancies without round-off (about 1e-12): each from 0 to 1, in sum 1."""
    clipped = np.clip(occupancy, 0.0, 1.0)
    return clipped / clipped.sum(axis=-1, keepdims=True)


@lru_cache(maxsize=1024)
def propagator(
    scheme: Scheme, glutamate_um: float, drug_um: float, voltage_mv: float, mg_mm: float
) -> Propagator:
    """Return the (remembered) exact solution for one set of constant conditions."""
    return Propagator(scheme.generator(glutamate_um, drug_um, voltage_mv, mg_mm))
