"""Exact solution of linear kinetics whose inputs are constant between events.

Between two events (a bolus, the start or the end of an infusion) x' = A x + q. With
A = V diag(l) V^-1 and z = V^-1 x, after a step s::

    z(s)              = z exp(l s)    + V^-1 q s phi1(l s)
    integral of z, 0-s = z s phi1(l s) + V^-1 q s^2 phi2(l s)

with phi1(y) = (exp(y) - 1) / y and phi2(y) = (phi1(y) - 1) / y. Nothing is stepped: the result
does not depend on how many times are asked for. Where A has no trustworthy basis of eigenvectors
(two equal rates in one chain) scipy's matrix exponential takes its place.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

#: Above this condition number of the eigenvectors the matrix exponential is used: the
#: eigen-decomposition would lose more than some seven of its sixteen digits.
LARGEST_CONDITION = 1e6


def _phi1(y: np.ndarray) -> np.ndarray:
    return np.divide(np.expm1(y), y, out=np.ones_like(y), where=y != 0)


def _phi2(y: np.ndarray) -> np.ndarray:
    """Return phi2(y), by its series near zero."""
    small = np.abs(y) < 1e-2
    series = 0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y / 5040))))
    return np.where(small, series, (_phi1(y) - 1.0) / np.where(small, 1.0, y))


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

    @np.errstate(under="ignore")  # what has decayed to nothing is nothing, whatever the user set
    def advance(
        self, x: np.ndarray, q: np.ndarray, steps_min: np.ndarray, *, area: bool = False
    ) -> np.ndarray:
        """Return the states after steps from x with input q, or with ``area`` their integrals.

        x, q and the result have the shape (n, t, m), steps_min has (t,).
        """
        y, wide = self.rates[:, None, :] * steps_min[:, None], steps_min[:, None]
        z, w = x @ self.turned, q @ self.turned
        if area:
            z = z * wide * _phi1(y) + w * wide**2 * _phi2(y)
        else:
            z = z * np.exp(y)
            if w.any():
                z += w * wide * _phi1(y)
        found = z @ self.turned_back
        for i in self.unsound:
            found[i] = _by_exponential(self.matrices[i], x[i], q[i], steps_min, area)
        return found


def _by_exponential(
    matrix: np.ndarray, x: np.ndarray, q: np.ndarray, steps_min: np.ndarray, area: bool
) -> np.ndarray:
    from scipy.linalg import expm  # rarely needed, and slow to load

    m = len(matrix)
    # state, its integral and the constant input, side by side: x' = A x + q, J' = x, q' = 0
    big = np.zeros((3 * m, 3 * m))
    big[:m, :m], big[:m, 2 * m :], big[m : 2 * m, :m] = matrix, np.eye(m), np.eye(m)
    start = np.concatenate([x, np.zeros_like(x), q], axis=1)
    end = (expm(big * steps_min[:, None, None]) @ start[:, :, None])[:, :, 0]
    return end[:, m : 2 * m] if area else end[:, :m]


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

    @cached_property
    def _areas(self) -> np.ndarray:
        """Integrals up to each event, shape (n, k, m)."""
        found = np.zeros_like(self._after)
        if self._steps.size:
            before, q = self._after[:, :-1], self._q[:, :-1]
            added = self.linear.advance(before, q, self._steps, area=True)
            np.cumsum(added, axis=1, out=found[:, 1:])
        return found

    def states(self, times_min: np.ndarray, *, area: bool = False) -> np.ndarray:
        """Return the states (mg), or their integrals from the first event on (mg min).

        The shape is (n, t, m). At the moment of a bolus the value after it is given.
        """
        n, m = self.linear.matrices.shape[:2]
        if not self.times_min.size:
            return np.zeros((n, len(times_min), m))
        k = np.searchsorted(self.times_min, times_min, side="right") - 1
        before, k = k < 0, np.maximum(k, 0)
        steps = np.maximum(times_min - self.times_min[k], 0.0)
        found = self.linear.advance(self._after[:, k], self._q[:, k], steps, area=area)
        if area:
            found += self._areas[:, k]
        found[:, before] = 0.0
        return found
