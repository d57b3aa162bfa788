"""Exact solution of linear kinetics whose inputs are constant between events.

Between two events (a bolus, the start or the end of an infusion) x' = A x + q. With
A = V diag(l) V^-1, z = V^-1 x and phi(y) = (exp(y) - 1) / y, after a step s::

    z(s) = z exp(l s) + V^-1 q s phi(l s)

Nothing is stepped: the result does not depend on how many times are asked for. Where A has no
trustworthy basis of eigenvectors (two equal rates in one chain) scipy's matrix exponential takes
its place. What is there is what came in and A times the area, which gives the area.
"""

from __future__ import annotations

import numpy as np

from helpers.simulations.numerics import fading

#: Above this condition number of the eigenvectors the matrix exponential is used: the
#: eigen-decomposition would lose more than some seven of its sixteen digits.
LARGEST_CONDITION = 1e6


def _phi(y: np.ndarray) -> np.ndarray:
    return np.divide(np.expm1(y), y, out=np.ones_like(y), where=y != 0)


class Linear:
    """Rate matrices (1/min) of n systems, shape (n, m, m), ``matrices[i, to, from]``."""

    def __init__(self, matrices: np.ndarray) -> None:
        self.matrices = matrices
        rates, basis = np.linalg.eig(matrices)
        sound = np.abs(np.imag(rates)).max(axis=-1) == 0
        self.rates, basis = np.real(rates), np.real(basis)
        singular = np.linalg.svd(basis, compute_uv=False)
        sound &= singular[:, 0] < LARGEST_CONDITION * singular[:, -1]
        basis[~sound] = np.eye(basis.shape[-1])
        self.turned_back = basis.swapaxes(-1, -2)
        self.turned = np.linalg.inv(self.turned_back)
        self.unsound = np.flatnonzero(~sound)

    @fading
    def advance(self, x: np.ndarray, q: np.ndarray, steps_min: np.ndarray) -> np.ndarray:
        """Return the states after steps from x with input q.

        x, q and the result have the shape (n, t, m), steps_min has (t,).
        """
        wide = steps_min[:, None]
        y = self.rates[:, None, :] * wide
        z = x @ self.turned * np.exp(y)
        if q.any():
            z += q @ self.turned * wide * _phi(y)
        found = z @ self.turned_back
        for i in self.unsound:
            found[i] = _by_exponential(self.matrices[i], x[i], q[i], steps_min)
        return found


def _by_exponential(
    matrix: np.ndarray, x: np.ndarray, q: np.ndarray, steps_min: np.ndarray
) -> np.ndarray:
    from scipy.linalg import expm  # rarely needed, and slow to load

    m = len(matrix)
    big = np.zeros((2 * m, 2 * m))  # state and constant input, side by side: x' = A x + q, q' = 0
    big[:m, :m], big[:m, m:] = matrix, np.eye(m)
    start = np.concatenate([x, q], axis=1)[:, :, None]
    return (expm(big * steps_min[:, None, None]) @ start)[:, :m, 0]


class Solution:
    """The course of n linear systems, ready to be read at any times.

    Each entry is (start in min, duration in min, state entered, mg of shape (n,)). At each of
    ``times_min``, shape (k,), which increase, the ``jumps`` (mg), shape (k, n, m), enter at once,
    and from it to the next run the ``rates`` (mg/min), shape (k, n, m); the last rates are zero.
    """

    def __init__(self, linear: Linear, entries: list[tuple[float, float, int, np.ndarray]]) -> None:
        self.linear = linear
        ends = [start + last for start, last, _, _ in entries]
        self.times_min = np.array(sorted({one[0] for one in entries} | set(ends)), dtype=float)
        at = {time: k for k, time in enumerate(self.times_min.tolist())}
        self.jumps = np.zeros((len(at), *linear.matrices.shape[:2]))
        self.rates = np.zeros_like(self.jumps)
        for (start, _, state, mg), end in zip(entries, ends, strict=True):
            if at[end] == at[start]:  # a bolus, or an infusion shorter than the clock can tell
                self.jumps[at[start], :, state] += mg
            else:
                self.rates[at[start] : at[end], :, state] += mg / (end - start)
        self._q = self.rates.swapaxes(0, 1)
        self._steps = np.diff(self.times_min)
        self._after = self.jumps.swapaxes(0, 1).copy()  # states just after each event
        for k in range(self._steps.size):
            now, step = slice(k, k + 1), self._steps[k : k + 1]
            after = linear.advance(self._after[:, now], self._q[:, now], step)
            self._after[:, k + 1] += after[:, 0]

    def states(self, times_min: np.ndarray) -> np.ndarray:
        """Return the states (mg), shape (n, t, m); at the moment of a bolus those after it."""
        if not self.times_min.size:
            n, m = self.linear.matrices.shape[:2]
            return np.zeros((n, len(times_min), m))
        k = np.searchsorted(self.times_min, times_min, side="right") - 1
        before, k = k < 0, np.maximum(k, 0)
        steps = np.maximum(times_min - self.times_min[k], 0.0)
        found = self.linear.advance(self._after[:, k], self._q[:, k], steps)
        found[:, before] = 0.0
        return found

    def areas(self, until_min: float = np.inf) -> np.ndarray:
        """Return the integrals of the states (mg min), shape (n, m), up to a time or for ever.

        Nothing may stay for ever: the matrices must have an inverse.
        """
        there = self.states(np.array([until_min]))[:, 0] if np.isfinite(until_min) else 0.0
        runs = np.clip(until_min - self.times_min, 0, np.append(self._steps, 0.0))
        came = self.jumps[self.times_min <= until_min].sum(axis=0)
        came += np.tensordot(runs, self.rates, 1)
        return np.linalg.solve(self.linear.matrices, (there - came)[..., None])[..., 0]
