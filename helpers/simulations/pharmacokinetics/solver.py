"""Exact solution of linear kinetics with inputs that are constant between events.

A compartment model is x' = A x + q(t), where q changes only at events (a bolus, the start or the
end of an infusion). Between two events, with A = V diag(l) V^-1 and x = V z::

    z(t0 + s)           = z(t0) exp(l s) + (V^-1 q) s phi1(l s)
    integral of z (t0..) = z(t0) s phi1(l s) + (V^-1 q) s^2 phi2(l s)

with phi1(y) = (exp(y) - 1) / y and phi2(y) = (phi1(y) - 1) / y. Nothing is stepped: the result
does not depend on how many times are asked for. Where A has no trustworthy basis of eigenvectors
(two equal rates in one chain) the matrix exponential is taken instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

#: Above this condition number of the eigenvectors the matrix exponential is used: the
#: eigen-decomposition would lose more than some seven of its sixteen digits.
LARGEST_CONDITION = 1e6


@dataclass(frozen=True)
class Events:
    """What enters, and when: boluses and constant inputs, for n systems of m states.

    Parameters
    ----------
    times_min : numpy.ndarray, shape (k,)
        Times of change (min), increasing.
    jumps : numpy.ndarray, shape (k, n, m)
        Amounts that enter at once at each time (mg).
    rates : numpy.ndarray, shape (k, n, m)
        Inputs that run from each time to the next (mg/min); the last row is zero.
    """

    times_min: np.ndarray
    jumps: np.ndarray
    rates: np.ndarray


def events(
    entries: list[tuple[float, float, int, np.ndarray]], n_systems: int, n_states: int
) -> Events:
    """Sort entries into events.

    Parameters
    ----------
    entries : list of (start, duration, state, amounts)
        Start and duration (min), the state entered, and mg for each system, shape (n,).
    n_systems, n_states : int
        Sizes.
    """
    ends = [start + last for start, last, _, _ in entries]
    times = np.array(sorted({entry[0] for entry in entries} | set(ends)))
    at = {time: k for k, time in enumerate(times.tolist())}
    jumps = np.zeros((times.size, n_systems, n_states))
    rates = np.zeros_like(jumps)
    for (start, _, state, mg), end in zip(entries, ends, strict=True):
        first, stop = at[start], at[end]
        if stop == first:  # a bolus, or an infusion shorter than the clock can tell
            jumps[first, :, state] += mg
        else:
            rates[first:stop, :, state] += mg / (end - start)
    return Events(times, jumps, rates)


def _phi2(y: np.ndarray, phi1: np.ndarray) -> np.ndarray:
    """Return phi2(y), by its series near zero."""
    small = np.abs(y) < 1e-2
    series = 0.5 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y / 5040))))
    return np.where(small, series, (phi1 - 1.0) / np.where(small, 1.0, y))


class Chain:
    """Exact steps of one system by the matrix exponential, where eigenvectors cannot be trusted.

    A step is cut into powers of two of a short one, and what is left over, shorter still, is done
    by its Taylor series. The exponentials are kept (each is the square of the one before), so that
    any number of steps from any number of states costs a handful of products.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (m, m)
        Rate matrix (1/min).
    """

    _TERMS = 16  # with a short step of 1/4 of the fastest rate the series ends below 1e-22
    _ROWS = 64  # products of few rows stay on one core, which is faster where cores are shared

    def __init__(self, matrix: np.ndarray) -> None:
        m = len(matrix)
        # state, its integral and the constant input, side by side: x' = A x + q, J' = x, q' = 0
        big = np.zeros((3 * m, 3 * m))
        big[:m, :m], big[:m, 2 * m :], big[m : 2 * m, :m] = matrix, np.eye(m), np.eye(m)
        self.turned = big.T
        self.short_min = 2.0 ** np.floor(np.log2(0.25 / np.abs(matrix).sum(axis=0).max()))
        short = np.full((3 * m, 1), self.short_min)
        self.kept = [self._series(np.eye(3 * m), short)]

    def _series(self, x: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return rows of x after steps (min, a column) that are at most a short one."""
        term = x
        for k in range(1, self._TERMS):
            term = term @ self.turned * (steps / k)
            x = x + term
        return x

    def advance(self, z: np.ndarray, q: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return states and integrals, shape (2, t, m), after steps (min) from z with input q."""
        t, m = len(steps), len(self.turned) // 3
        x = np.zeros((t, 3 * m))
        x[:, :m], x[:, 2 * m :] = z, q
        for first in range(0, t, self._ROWS):
            rows = slice(first, first + self._ROWS)
            x[rows] = self._rows(x[rows], steps[rows])
        return np.stack([x[:, :m], x[:, m : 2 * m]])

    def _rows(self, x: np.ndarray, steps: np.ndarray) -> np.ndarray:
        whole = np.floor(steps / self.short_min).astype(np.int64)
        x = self._series(x, (steps - whole * self.short_min)[:, None])
        for power in range(int(whole.max()).bit_length()):
            if power == len(self.kept):
                self.kept.append(self.kept[-1] @ self.kept[-1])
            odd = (whole >> power) & 1 == 1
            x[odd] = x[odd] @ self.kept[power]
        return x


class Modes:
    """The eigenvectors of n systems of m states: what can be known before any dose.

    Parameters
    ----------
    matrices : numpy.ndarray, shape (n, m, m)
        Rate matrices (1/min): ``matrices[i, to, from]``.
    """

    def __init__(self, matrices: np.ndarray) -> None:
        self.matrices = matrices
        rates, basis = np.linalg.eig(matrices)
        sound = np.abs(np.imag(rates)).max(axis=-1) == 0
        self.rates, self.basis = np.real(rates), np.real(basis)
        singular = np.linalg.svd(self.basis, compute_uv=False)
        sound &= singular[:, 0] < LARGEST_CONDITION * singular[:, -1]
        self.basis[~sound] = np.eye(basis.shape[-1])
        self.inverse = np.linalg.inv(self.basis)
        self.chains = {i: Chain(matrices[i]) for i in np.flatnonzero(~sound)}
        still = self.rates == 0
        self.still = still if still.any() else None
        self.inverse_rates = 1.0 / np.where(still, 1.0, self.rates)

    def step_gain(self, y: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return steps x phi1(y), that is (exp(y) - 1) / rate, without cancellation near zero."""
        gain = np.expm1(y) * self.inverse_rates[:, None, :]
        if self.still is not None:
            gain = np.where(self.still[:, None, :], steps[:, None], gain)
        return gain


class Solution:
    """The course of n linear systems of m states, ready to be read at any times.

    Parameters
    ----------
    modes : Modes
        The systems.
    entering : Events
        Inputs.
    """

    def __init__(self, modes: Modes, entering: Events) -> None:
        self.entering, self._of = entering, modes
        # one row of modes for each event: shapes (n, k, m)
        turned = modes.inverse.swapaxes(-1, -2)
        self._jumps = entering.jumps.swapaxes(0, 1) @ turned
        self._q = entering.rates.swapaxes(0, 1) @ turned
        self._running = self._q.any(axis=(0, 2))
        self._q_over_rate = self._q * modes.inverse_rates[:, None, :]
        self._z = self._walk()

    def _walk(self) -> np.ndarray:
        """Return the modes just after each event, shape (n, k, m)."""
        if not self.entering.times_min.size:
            return self._jumps
        steps = np.diff(self.entering.times_min)
        y = self._of.rates[:, None, :] * steps[:, None]
        gained = self._q[:, :-1] * self._of.step_gain(y, steps)
        # one row for each event, all systems side by side: small products in one go
        n, m = self._of.rates.shape
        kept = np.exp(y).swapaxes(0, 1).reshape(-1, n * m)
        found = self._jumps.swapaxes(0, 1).reshape(-1, n * m).copy()
        found[1:] += gained.swapaxes(0, 1).reshape(-1, n * m)
        rows = list(found)
        for before, after, keep in zip(rows, rows[1:], kept, strict=False):
            after += before * keep
        found = found.reshape(-1, n, m).swapaxes(0, 1)
        for i, chain in self._of.chains.items():
            found[i] = self._jumps[i]
            for k in range(steps.size):
                found[i, k + 1] += chain.advance(found[i, k], self._q[i, k], steps[k : k + 1])[0, 0]
        return found

    @cached_property
    def _area(self) -> np.ndarray:
        """Integrals of the modes up to each event, shape (n, k, m)."""
        steps = np.diff(self.entering.times_min)
        area = np.zeros_like(self._z)
        if steps.size:
            added = self._modes_area(self._z[:, :-1], self._q[:, :-1], steps)
            np.cumsum(added, axis=1, out=area[:, 1:])
        return area

    def _modes_area(self, z: np.ndarray, q: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return integrals over steps (min) from z with inputs q, all (n, t, m) but the steps."""
        y, wide = self._of.rates[:, None, :] * steps[:, None], steps[:, None]
        gain = self._of.step_gain(y, steps)
        phi1 = gain / np.where(wide == 0, 1.0, wide)
        area = z * gain + q * (wide * wide * _phi2(y, phi1))
        for i, chain in self._of.chains.items():
            area[i] = chain.advance(z[i], q[i], steps)[1]
        return area

    def states(self, times_min: np.ndarray, *, area: bool = False) -> np.ndarray:
        """Return the states, or their integrals, at each time.

        Parameters
        ----------
        times_min : numpy.ndarray, shape (t,)
            Times (min), in any order. At the moment of a bolus the value after it is given.
        area : bool
            If true, give the integrals from the first event to each time (mg min).

        Returns
        -------
        numpy.ndarray, shape (n, t, m)
            Amounts (mg); zero before the first event.
        """
        n, m = self._of.matrices.shape[:2]
        changes = self.entering.times_min
        if not changes.size or not len(times_min):
            return np.zeros((n, len(times_min), m))
        k = np.searchsorted(changes, times_min, side="right") - 1
        before, k = k < 0, np.maximum(k, 0)
        steps = np.maximum(times_min - changes[k], 0.0)
        if area:
            modes = self._modes_area(self._z[:, k], self._q[:, k], steps) + self._area[:, k]
        else:
            modes = self._modes(k, steps)
        if before.any():
            modes[:, before] = 0.0
        return modes @ self._of.basis.swapaxes(-1, -2)

    def _modes(self, k: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Return the modes at steps (min) after the events k, shape (n, t, m)."""
        y = np.einsum("t,nm->ntm", steps, self._of.rates)
        modes = np.exp(y)
        modes *= self._z.take(k, axis=1)
        if self._running[k].any():  # something is running in: q times the gain, rates divided once
            modes += np.expm1(y) * self._q_over_rate.take(k, axis=1)
            if self._of.still is not None:
                modes += self._q.take(k, axis=1) * self._of.still[:, None, :] * steps[:, None]
        for i, chain in self._of.chains.items():
            modes[i] = chain.advance(self._z[i, k], self._q[i, k], steps)[0]
        return modes
