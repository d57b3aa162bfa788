"""Exact solution of linear kinetics: every input adds its own course, in closed form.

With A = V diag(l) V^-1 and phi(y) = (exp(y) - 1) / y, what came in at a constant rate over a run
of minutes, and has then been there for a rest of minutes, has become::

    V exp(l rest) phi(l run) V^-1 mg

A bolus has no run. Nothing is stepped: the result does not depend on how many times are asked for.
What is there is what came in and A times the area, which gives the area.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.simulations.linear import split
from helpers.simulations.numerics import fading


@dataclass(frozen=True, eq=False)
class Input:
    """What enters: when it starts and how long it lasts (min), the state, and mg, shape (n,).

    The state is None for what is never absorbed.
    """

    start_min: float
    lasting_min: float
    state: int | None
    mg: np.ndarray

    def run_and_rest(self, times_min: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return for how long it has run in, and how long since then, both zero before it."""
        since = np.maximum(times_min - self.start_min, 0.0)
        run = np.minimum(since, self.lasting_min)
        return run, since - run

    def share(self, times_min: np.ndarray) -> np.ndarray:
        """Return the share (0 to 1) that has come in up to each time; of a bolus all at once."""
        if self.lasting_min > 0:
            return self.run_and_rest(times_min)[0] / self.lasting_min
        return np.where(times_min >= self.start_min, 1.0, 0.0)


class Solution:
    """The course of n linear systems after inputs, ready to be read at any times.

    ``matrices`` (1/min) have the shape (n, m, m): ``matrices[i, to, from]``.
    """

    def __init__(self, matrices: np.ndarray, inputs: list[Input]) -> None:
        self.matrices = matrices
        self.inputs = [one for one in inputs if one.state is not None]
        self.rates, vectors, inverse = split(matrices)
        self._back, self._turned = vectors.swapaxes(-1, -2), inverse.swapaxes(-1, -2)

    @fading
    def states(self, times_min: np.ndarray) -> np.ndarray:
        """Return the states (mg), shape (n, t, m); at the moment of a bolus those after it."""
        rates = self.rates[:, None, :]
        turned = np.zeros((len(rates), times_min.size, rates.shape[-1]), dtype=rates.dtype)
        for one in self.inputs:
            run, rest = one.run_and_rest(times_min)
            mg = one.mg[:, None] * self._turned[:, one.state, :]
            grown = np.exp(rates * rest[:, None]) * _phi(rates * run[:, None])
            turned += mg[:, None, :] * one.share(times_min)[:, None] * grown
        return np.real(turned @ self._back)

    def areas(self, until_min: float = np.inf) -> np.ndarray:
        """Return the integrals of the states (mg min), shape (n, m), up to a time or for ever.

        Nothing may stay for ever: the matrices must have an inverse.
        """
        until = np.array([until_min])
        left = self.states(until)[:, 0] if np.isfinite(until_min) else np.zeros(self.rates.shape)
        for one in self.inputs:
            left[:, one.state] -= one.mg * one.share(until)
        return np.linalg.solve(self.matrices, left[..., None])[..., 0]


def _phi(y: np.ndarray) -> np.ndarray:
    return np.divide(np.expm1(y), y, out=np.ones_like(y), where=y != 0)
