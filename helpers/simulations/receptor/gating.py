"""How glutamate opens the receptor, without any drug.

Two binding steps, one opening, one desensitised state::

    C0 -- C1 -- C2 -- O          C0, C1, C2: 0, 1, 2 glutamate bound, closed
                |                O: open
                D                D: desensitised

The default rates are those of Destexhe, Mainen & Sejnowski, without statistical factors (no
2 k_on, 2 k_off), as in their code. Glycine is taken as saturating unless ``glycine_fraction``
says otherwise. Two public schemes (Kampa 2004, Branco 2010) have one binding step and a second
desensitised state instead: C0 -- C1 -- O, C1 -- D1 -- D2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    boolean,
    changed,
    finite,
    fraction,
    nonnegative,
    one_of,
    positive,
    refuse,
    text,
)
from helpers.simulations.receptor.published import published, published_scheme


@dataclass(frozen=True)
class Gating:
    """Rates of a gating scheme; any may be made by hand.

    Attributes
    ----------
    name : str
        Name in messages.
    kon_per_um_s, koff_per_s : float
        Glutamate binding (1/(µM s)) and unbinding (1/s), the same at each step.
    open_per_s, close_per_s : float
        Opening and closing (1/s).
    desens_per_s, resens_per_s : float
        Entering and leaving the (first) desensitised state (1/s).
    binding_steps : int
        2 (C0-C1-C2-O) or 1 (C0-C1-O).
    desens2_per_s, resens2_per_s : float
        Entering and leaving a second desensitised state behind the first (1/s); 0 for none.
    statistical_factors : bool
        With two binding steps: bind at 2 k_on then k_on, and leave at k_off then 2 k_off, as for
        two independent sites. The published default is without.
    source : str
        Where the rates come from: published, fitted or chosen.

    Raises
    ------
    ValueError
        If a rate is negative or not finite, or the scheme could never open or close.
    """

    name: str
    kon_per_um_s: float
    koff_per_s: float
    open_per_s: float
    close_per_s: float
    desens_per_s: float
    resens_per_s: float
    binding_steps: int = 2
    desens2_per_s: float = 0.0
    resens2_per_s: float = 0.0
    statistical_factors: bool = False
    source: str = field(default="chosen by the user", compare=False)

    def __post_init__(self) -> None:
        text("name", self.name)
        for name in ("kon_per_um_s", "koff_per_s", "open_per_s", "close_per_s", "resens_per_s"):
            positive(name, getattr(self, name), scalar=True)
        nonnegative("desens_per_s", self.desens_per_s, scalar=True)
        second = nonnegative("desens2_per_s", self.desens2_per_s, scalar=True)
        if nonnegative("resens2_per_s", self.resens2_per_s, scalar=True) == 0 and second > 0:
            refuse("resens2_per_s", self.resens2_per_s, "above zero where desens2_per_s is")
        if finite("binding_steps", self.binding_steps, scalar=True) not in (1, 2):
            refuse("binding_steps", self.binding_steps, "1 or 2")
        boolean("statistical_factors", self.statistical_factors)

    def changed(self, **changes: Any) -> Gating:
        """Return the scheme with some rates changed: ``GATINGS[name].changed(open_per_s=90)``.

        Raises
        ------
        ValueError
            If a name is unknown or a value out of range.
        """
        return changed(self, {"name": f"{self.name}, changed", "source": "chosen", **changes})

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states; the last closed, glutamate-bound one opens."""
        bound = ("C0", "C1", "C2")[: int(self.binding_steps) + 1]
        return (*bound, "O", "D1", "D2") if self.desens2_per_s else (*bound, "O", "D")

    @property
    def open_state(self) -> int:
        """Index of the open state."""
        return self.states.index("O")

    def generator(self, glutamate_um: float, glycine_fraction: float = 1.0) -> np.ndarray:
        """Return the generator matrix: entry (i, j) is the rate (1/s) from state i to j.

        Parameters
        ----------
        glutamate_um : float
            Glutamate (µM).
        glycine_fraction : float
            Share of receptors with glycine (or D-serine) bound, exchanging fast: it multiplies
            the opening rate (chosen; the published schemes were fitted in saturating glycine).

        Returns
        -------
        numpy.ndarray, shape (n, n)
            Rows sum to zero.
        """
        index = {state: place for place, state in enumerate(self.states)}
        steps = int(self.binding_steps)
        matrix = np.zeros((len(index), len(index)))
        factors = self.statistical_factors
        for bound in range(steps):
            free, taken = (steps - bound, bound + 1) if factors else (1, 1)
            matrix[bound, bound + 1] = free * self.kon_per_um_s * glutamate_um
            matrix[bound + 1, bound] = taken * self.koff_per_s
        opened = index["O"]
        matrix[steps, opened] = self.open_per_s * glycine_fraction
        matrix[opened, steps] = self.close_per_s
        matrix[steps, opened + 1] = self.desens_per_s
        matrix[opened + 1, steps] = self.resens_per_s
        if self.desens2_per_s:
            matrix[opened + 1, opened + 2] = self.desens2_per_s
            matrix[opened + 2, opened + 1] = self.resens2_per_s
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix


def _destexhe() -> Gating:
    """Build the default scheme from its six facts."""
    rates = (published(f"gate-dms-{name}") for name in ("rb", "ru", "ro", "rc", "rd", "rr"))
    return Gating("destexhe1998", *rates, source="published: facts gate-dms-*")


#: The other schemes: rows of the series receptor-gating-schemes. What a row says in words (one
#: binding step, rates of a second desensitised state) stands here as numbers.
_ROWS: dict[str, dict[str, float]] = {
    "clements1992": {},
    "clements-westbrook1991": {},
    "set-a": {},
    "set-b": {},
    "kampa2004": {"binding_steps": 1, "desens2_per_s": 0.43, "resens2_per_s": 0.5},
    "branco2010": {"binding_steps": 1, "desens2_per_s": 4.429, "resens2_per_s": 2.3},
}


class _Schemes(Mapping[str, Gating]):
    """The published schemes by name; each is read when it is first asked for."""

    def __init__(self) -> None:
        self._built = {"destexhe1998": _destexhe()}

    def __getitem__(self, name: str) -> Gating:
        if name not in self._built:
            source = f"published in model code: series receptor-gating-schemes, row {name}"
            self._built[name] = Gating(name, *published_scheme(name), **_ROWS[name], source=source)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(("destexhe1998", *_ROWS))

    def __len__(self) -> int:
        return 1 + len(_ROWS)


GATINGS: Mapping[str, Gating] = _Schemes()
"""Gating schemes by name. ``set-a`` and ``set-b`` are two sets whose labels in public code
("Edmonds & Colquhoun", "Lester & Jahr") are probably swapped: cite the rates, not the label."""


def gating_of(gating: str | Gating) -> Gating:
    """Return a gating scheme given by name or made by hand.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    return gating if isinstance(gating, Gating) else GATINGS[one_of("gating", gating, GATINGS)]


def steady_occupancy(generator: np.ndarray) -> np.ndarray:
    """Return the occupancy p with p Q = 0 and sum 1, from the null space of Q.

    Raises
    ------
    ValueError
        If the generator has more than one steady state.
    """
    n = len(generator)
    system = np.vstack([generator.T / max(np.abs(generator).max(), 1e-300), np.ones(n)])
    _, sizes, _ = np.linalg.svd(system, full_matrices=False)
    if sizes[-1] < 1e-13 * sizes[0]:
        raise ValueError(
            "This scheme has no single equilibrium: where it ends depends on its start."
        )
    found = np.linalg.lstsq(system, np.append(np.zeros(n), 1.0), rcond=None)[0]
    found = np.clip(found, 0.0, 1.0)
    return found / found.sum()


def open_probability_steady(
    glutamate_um: float = 1000.0,
    gating: str | Gating = "destexhe1998",
    glycine_fraction: float = 1.0,
) -> float:
    """Return the open probability in constant glutamate, without drug or Mg2+.

    Parameters
    ----------
    glutamate_um : float
        Glutamate (µM); 1,000 saturates.
    gating : str or Gating
        Gating scheme.
    glycine_fraction : float
        Share of receptors with glycine bound.

    Returns
    -------
    float
        Open probability, 0 to 1.

    Raises
    ------
    ValueError
        If an argument is out of range or unknown.
    """
    scheme = gating_of(gating)
    glutamate = nonnegative("glutamate_um", glutamate_um, scalar=True)
    glycine = fraction("glycine_fraction", glycine_fraction, scalar=True)
    return float(steady_occupancy(scheme.generator(glutamate, glycine))[scheme.open_state])


@lru_cache(maxsize=1)
def reference_open_probability() -> float:
    """Return the steady open probability by which apparent rates are divided: about 0.22.

    Computed: the default scheme in saturating glutamate, where C0 and C1 are empty.
    """
    default = GATINGS["destexhe1998"]
    ratio = default.open_per_s / default.close_per_s
    return ratio / (1.0 + ratio + default.desens_per_s / default.resens_per_s)
