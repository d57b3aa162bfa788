"""How glutamate opens the receptor, without any drug, and where linear kinetics end.

Two binding steps, one opening, one desensitised state::

    C0 -- C1 -- C2 -- O          C0, C1, C2: 0, 1, 2 glutamate bound, closed
                |                O: open
                D                D: desensitised

The default rates are those of Destexhe, Mainen & Sejnowski, without statistical factors (no
2 k_on, 2 k_off), as in their code. Glycine is taken as saturating.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from helpers.simulations.arguments import nonnegative, text
from helpers.simulations.sourced import Source, Sourced, number, published

#: States of the free receptor, in the order of every matrix here.
STATES = ("C0", "C1", "C2", "O", "D")
OPEN = STATES.index("O")


@dataclass(frozen=True)
class Gating(Sourced):
    """Rates of the five-state scheme; ``changed(open_per_s=90)`` gives another."""

    name: str
    kon_per_um_s: float = number("k_b", "glutamate binding, each step", "1/(µM s)", 1e-9, 1e6)
    koff_per_s: float = number("k_u", "glutamate unbinding, each step", "1/s", 1e-9, 1e9)
    open_per_s: float = number("k_o", "opening", "1/s", 1e-9, 1e9)
    close_per_s: float = number("k_c", "closing", "1/s", 1e-15, 1e9)
    desens_per_s: float = number("k_d", "desensitisation", "1/s", 0, 1e9)
    resens_per_s: float = number("k_r", "recovery from desensitisation", "1/s", 1e-9, 1e9)

    def __post_init__(self) -> None:
        text("name", self.name)
        super().__post_init__()

    def generator(self, glutamate_um: float) -> np.ndarray:
        """Return the generator matrix, shape (5, 5), in glutamate (µM).

        Entry (i, j) is the rate (1/s) from state i to state j of `STATES`; rows sum to zero.
        """
        binding = self.kon_per_um_s * glutamate_um
        matrix = np.zeros((5, 5))
        for one, other, there, back in (
            (0, 1, binding, self.koff_per_s),
            (1, 2, binding, self.koff_per_s),
            (2, OPEN, self.open_per_s, self.close_per_s),
            (2, 4, self.desens_per_s, self.resens_per_s),
        ):
            matrix[one, other], matrix[other, one] = there, back
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix


_FACTS = [f"gate-dms-{name}" for name in ("rb", "ru", "ro", "rc", "rd", "rr")]
#: The gating of the course; others are made from it by ``changed``, or by hand.
GATING = Gating(
    "destexhe1998",
    *map(published, _FACTS),
    sources={
        rate.name: Source("published", "as in the authors' code", (fact_id,))
        for rate, fact_id in zip(Gating.numbers(), _FACTS, strict=True)
    },
)


def closed_classes(generator: np.ndarray) -> list[np.ndarray]:
    """Return the sets of states that are never left, as arrays of indices.

    They are read from which rates are zero, not from the size of any number. There is one steady
    state for each set: a single set means that the end does not depend on the start.

    >>> [one.tolist() for one in closed_classes(GATING.generator(0.0))]
    [[0]]
    """
    reach = (generator != 0) | np.eye(len(generator), dtype=bool)
    for _ in range(len(generator).bit_length()):
        reach = reach @ reach
    stays = np.all(reach.T | ~reach, axis=1)  # whatever it reaches, leads back
    found: list[np.ndarray] = []
    for state in np.flatnonzero(stays):
        if not any(state in one for one in found):
            found.append(np.flatnonzero(reach[state]))
    return found


def steady_occupancy(generator: np.ndarray) -> np.ndarray:
    """Return the occupancy p with p Q = 0 and sum 1, shape (n,).

    A generator with more than one steady state is refused.
    """
    classes = closed_classes(generator)
    if len(classes) > 1:
        raise ValueError(
            "This scheme has no single equilibrium: where it ends depends on its start."
        )
    inside = classes[0]
    balance = generator[np.ix_(inside, inside)].T.copy()
    balance[0] = 1.0  # one balance follows from the others; in its place stands the sum
    found = np.zeros(len(generator))
    found[inside] = np.linalg.solve(balance, np.eye(len(inside))[0])
    return np.maximum(found, 0.0)


def open_probability_steady(glutamate_um: float = 1000.0) -> float:
    """Return the open probability in constant glutamate (µM), without drug or Mg2+.

    >>> round(open_probability_steady(1000), 3)
    0.22
    """
    glutamate = nonnegative("glutamate_um", glutamate_um, scalar=True)
    return float(steady_occupancy(GATING.generator(glutamate))[OPEN])


@lru_cache(maxsize=1)
def reference_open_probability() -> float:
    """Return the steady open probability by which apparent rates are divided: about 0.22.

    Computed: saturating glutamate, where C0 and C1 are empty.
    """
    ratio = GATING.open_per_s / GATING.close_per_s
    return ratio / (1.0 + ratio + GATING.desens_per_s / GATING.resens_per_s)
