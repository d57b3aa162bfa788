"""After a jump of voltage, Mg2+, drug or glutamate: the exact exponentials of the way back.

Under constant conditions the open probability is a sum of exponentials, one for each eigenvalue of
the generator. A published "fast component of 48 %" is a fit to such a sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, refuse
from helpers.simulations.receptor.blockers import Blocker
from helpers.simulations.receptor.gating import Gating, gating_of, steady_occupancy
from helpers.simulations.receptor.protocol import Step
from helpers.simulations.receptor.scheme import propagator, scheme_of


@dataclass(frozen=True)
class Relaxation:
    """A sum of exponentials, start + sum of amplitude x (1 - exp(-t / tau)).

    Attributes
    ----------
    tau_s : numpy.ndarray, shape (n,)
        Time constants (s), fastest first.
    amplitude : numpy.ndarray, shape (n,)
        What each adds to the open probability; negative where it takes away.
    start, end : float
        Open probability at the jump and at the end.
    """

    tau_s: np.ndarray
    amplitude: np.ndarray
    start: float
    end: float

    def share(self, from_s: float = 0.0, to_s: float = np.inf) -> float:
        """Return the share of the whole change made by time constants in a range.

        Parameters
        ----------
        from_s, to_s : float
            Range of time constants (s); the first is included.

        Returns
        -------
        float
            1 for the whole range; below 0 or above 1 where components work against each other.

        Raises
        ------
        ValueError
            If nothing changes, or a limit is negative.
        """
        low = nonnegative("from_s", from_s, scalar=True)
        high = np.inf if to_s == np.inf else nonnegative("to_s", to_s, scalar=True)
        change = self.end - self.start
        if abs(change) < 1e-12:
            raise ValueError("The open probability does not change: no component has a share.")
        inside = (self.tau_s >= low) & (self.tau_s < high)
        return float(self.amplitude[inside].sum() / change)

    def mean_tau_s(self, from_s: float = 0.0, to_s: float = np.inf) -> float:
        """Return the mean time constant (s) in a range, weighted by size of amplitude.

        Parameters
        ----------
        from_s, to_s : float
            Range of time constants (s).

        Returns
        -------
        float
            Time constant (s).

        Raises
        ------
        ValueError
            If no component lies in the range.
        """
        inside = (self.tau_s >= from_s) & (self.tau_s < to_s) & (self.amplitude != 0)
        if not inside.any():
            refuse("from_s and to_s", (from_s, to_s), "a range with a component in it")
        weight = np.abs(self.amplitude[inside])
        return float(np.sum(weight * self.tau_s[inside]) / weight.sum())


def modes(generator: np.ndarray, start: np.ndarray, state: int) -> Relaxation:
    """Return the exponentials by which one state fills under a constant generator.

    Parameters
    ----------
    generator : numpy.ndarray, shape (n, n)
        Q (1/s).
    start : numpy.ndarray, shape (n,)
        Occupancies at time 0.
    state : int
        Index of the state to follow.

    Returns
    -------
    Relaxation
        Of that state's occupancy.
    """
    rates, vectors = np.linalg.eig(generator)
    parts = ((start @ vectors) * np.linalg.inv(vectors)[:, state]).real
    speed = -rates.real
    moving = speed > 1e-12 * max(speed.max(), 1e-300)
    order = np.argsort(-speed[moving])
    return Relaxation(
        tau_s=1.0 / speed[moving][order],
        amplitude=-parts[moving][order],
        start=float(start[state]),
        end=float(parts[~moving].sum()),
    )


def relaxation(
    before: Step,
    after: Step,
    blocker: str | Blocker | Sequence[str | Blocker] = "ketamine",
    *,
    gating: str | Gating = "destexhe1998",
    trapping: str | None = None,
) -> Relaxation:
    """Return the exponentials of the open probability after a jump from steady conditions.

    Parameters
    ----------
    before, after : Step
        Conditions before (held for ever) and after the jump; durations play no part. Mg2+ acts at
        once here, so the share of the pores it leaves jumps too and is not in the answer; for Mg2+
        in time see `unblock_components`.
    blocker, gating, trapping
        As in `simulate`.

    Returns
    -------
    Relaxation
        Time constants and amplitudes.

    Raises
    ------
    ValueError
        If an argument is unknown, or the conditions before have no single steady state.
    """
    for name, step in (("before", before), ("after", after)):
        if not isinstance(step, Step):
            refuse(name, step, "a Step")
    scheme = scheme_of(gating_of(gating), blocker, trapping)

    def generator_of(step: Step) -> Any:
        drug = step.drugs(scheme.n_drugs)
        return propagator(
            scheme,
            step.glutamate_um,
            drug,
            step.voltage_mv,
            step.mg_mm,
            step.glycine_fraction,
        ).generator

    if any(before.drugs(scheme.n_drugs)):
        start = steady_occupancy(generator_of(before))
    else:
        start = np.zeros(len(scheme.states))
        start[: scheme.free] = steady_occupancy(
            scheme.gating.generator(before.glutamate_um, before.glycine_fraction)
        )
    return modes(generator_of(after), start, scheme.open_state)
