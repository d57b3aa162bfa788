"""One linear equation after another, on a mesh that refines itself.

No variable of the cascade acts back on one above it. So each obeys, given those above it,

    dy/dt = b(t) - a(t) y

one equation, linear in y, with known a and b. On each interval of the mesh y is a polynomial that
obeys the equation exactly at the six Radau points (the Radau IIA method: of order 11 at the
ends of the intervals, and stable however fast the decay, so nothing blows up under a full block).
All intervals are solved at once; the intervals are then joined by one multiplication each.
Where a polynomial is not smooth enough its interval is halved and all is solved again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.polynomial import legendre, polynomial

#: Number of Radau points in an interval.
POINTS = 6
#: A polynomial is smooth enough when its last two Legendre terms are below this, relative to the
#: largest value of the variable or to 1, whichever is larger.
TOLERANCE = 3e-7
#: Rounds of halving, at most.
ROUNDS = 14
#: Shortest interval (h) that is still halved.
SHORTEST_H = 1e-9


def _radau_points(count: int) -> np.ndarray:
    """Return the Radau points on (0, 1], the last of them 1."""
    series = np.zeros(count + 1)
    series[count - 1], series[count] = -1.0, 1.0
    roots = np.sort(legendre.legroots(series).real)
    roots[-1] = 1.0
    return (roots + 1.0) / 2.0


def _integrals(points: np.ndarray) -> np.ndarray:
    """Return A with A[i, j] the integral of the j-th Lagrange polynomial from 0 to point i."""
    powers = np.vander(points, increasing=True)
    areas = np.array(
        [polynomial.polyval(points, polynomial.polyint(row)) for row in np.eye(len(points))]
    )
    return np.linalg.solve(powers.T, areas).T


_POINTS = _radau_points(POINTS)
_AREAS = _integrals(_POINTS)
#: The points at which a solution is known: the beginning of the interval and the Radau points.
_KNOTS = np.concatenate([[0.0], _POINTS])
_WEIGHTS = 1.0 / np.array([np.prod([k - other for other in _KNOTS if other != k]) for k in _KNOTS])
#: Turns values at the knots into Legendre coefficients; only the last two are used.
_LAST_TERMS = np.linalg.inv(legendre.legvander(2 * _KNOTS - 1, POINTS))[-2:]


def _basis(places: np.ndarray) -> np.ndarray:
    """Return the Lagrange polynomials through the knots at places in 0 to 1, shape (n, knots)."""
    apart = places[:, None] - _KNOTS
    on_knot = np.abs(apart) < 1e-15
    terms = _WEIGHTS / np.where(on_knot, 1.0, apart)
    basis = terms / terms.sum(axis=1, keepdims=True)
    rows = on_knot.any(axis=1)
    basis[rows] = on_knot[rows]
    return basis


@dataclass(frozen=True)
class Mesh:
    """Intervals that cover the time.

    Attributes
    ----------
    borders_h : numpy.ndarray, shape (n + 1,)
        Increasing times (h).
    """

    borders_h: np.ndarray

    @cached_property
    def lengths_h(self) -> np.ndarray:
        """Length of each interval (h), shape (n,)."""
        return np.diff(self.borders_h)

    @cached_property
    def inside_h(self) -> np.ndarray:
        """A time inside each interval (h), shape (n,)."""
        return self.borders_h[:-1] + self.lengths_h / 2

    @cached_property
    def times_h(self) -> np.ndarray:
        """Times (h) of the Radau points, shape (n, points)."""
        return self.borders_h[:-1, None] + self.lengths_h[:, None] * _POINTS

    def solve(
        self,
        loss_per_h: np.ndarray | float,
        source_per_h: np.ndarray | float,
        start: float = 0.0,
        kept: np.ndarray | None = None,
        offset: float = 0.0,
    ) -> np.ndarray:
        """Solve dy/dt = source - loss y.

        Parameters
        ----------
        loss_per_h, source_per_h : float or numpy.ndarray, shape (n, points)
            At the Radau points (1/h, and y per h).
        start : float
            y at the beginning.
        kept : numpy.ndarray, shape (n,), optional
            At the beginning of each interval y jumps to ``offset + kept (y - offset)``.
        offset : float
            See ``kept``.

        Returns
        -------
        numpy.ndarray, shape (n, points + 1)
            y at the knots: after a jump at the first, before the next jump at the last.
        """
        shape = (len(self.lengths_h), POINTS)
        areas = self.lengths_h[:, None, None] * _AREAS
        loss = np.broadcast_to(loss_per_h, shape)
        source = np.broadcast_to(source_per_h, shape)
        system = areas * loss[:, None, :]
        system[:, range(POINTS), range(POINTS)] += 1.0
        right = np.ones((*shape, 2))
        right[:, :, 1] = (areas @ source[:, :, None])[:, :, 0]
        found = np.linalg.solve(system, right)
        values = np.empty((shape[0], POINTS + 1))
        values[:, 0] = _joined(found[:, -1, :], start, kept, offset)
        values[:, 1:] = found[:, :, 0] * values[:, :1] + found[:, :, 1]
        return values

    def halved(self, rough: np.ndarray) -> Mesh:
        """Return a mesh in which some intervals are cut in two."""
        return Mesh(np.sort(np.concatenate([self.borders_h, self.inside_h[rough]])))


def _joined(steps: np.ndarray, start: float, kept: np.ndarray | None, offset: float) -> list[float]:
    """Return y at the beginning of each interval, where each step is y -> grown y + added."""
    begins, now = [], float(start)
    shares = [1.0] * len(steps) if kept is None else kept.tolist()
    for (grown, added), share in zip(steps.tolist(), shares, strict=True):
        if share != 1.0:
            now = offset + share * (now - offset)
        begins.append(now)
        now = grown * now + added
    return begins


def first_mesh(borders_h: list[float], jumps_h: list[float], end_h: float, step_h: float) -> Mesh:
    """Return a mesh with fine steps after each jump that grow until the next.

    Parameters
    ----------
    borders_h : list of float
        Times (h) at which something bends: an interval ends there.
    jumps_h : list of float
        Times (h) after which things move fast.
    end_h : float
        End (h).
    step_h : float
        First step after a jump (h).

    Returns
    -------
    Mesh
    """
    jumps = {time for time in jumps_h if 0.0 < time < end_h} | {0.0}
    fixed = sorted({time for time in borders_h if 0.0 < time < end_h} | jumps | {end_h})
    found, step = [0.0], step_h
    for begins, ends in pairwise(fixed):
        if begins in jumps:
            step = step_h
        at = begins
        while at + 1.5 * step < ends:
            at += step
            found.append(at)
            step *= 1.2
        found.append(ends)
    return Mesh(np.array(found))


Solver = Callable[[Mesh], Mapping[str, np.ndarray]]


@dataclass(frozen=True)
class Solution:
    """Variables as polynomials on a mesh; asked at any time.

    Attributes
    ----------
    mesh : Mesh
        The intervals.
    values : mapping of str to numpy.ndarray, shape (n, points + 1)
        Each variable at the knots.
    """

    mesh: Mesh
    values: Mapping[str, np.ndarray]

    def at(self, times_h: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Return the variables at times within the mesh; at a jump, after it.

        Parameters
        ----------
        times_h : numpy.ndarray, shape (m,)
            Times (h).

        Returns
        -------
        dict of str to numpy.ndarray, each of shape (m,)
            By name.
        numpy.ndarray, shape (m,)
            A time inside the interval that each was taken from (h).
        """
        borders = self.mesh.borders_h
        which = np.clip(np.searchsorted(borders, times_h, side="right") - 1, 0, len(borders) - 2)
        places = (times_h - borders[which]) / self.mesh.lengths_h[which]
        basis = _basis(places)
        found = {
            name: np.einsum("mk,mk->m", basis, values[which])
            for name, values in self.values.items()
        }
        return found, self.mesh.inside_h[which]


def refined(mesh: Mesh, solver: Solver, tolerance: float = TOLERANCE) -> Solution:
    """Solve on finer and finer meshes until every polynomial is smooth enough.

    Parameters
    ----------
    mesh : Mesh
        To begin with.
    solver : callable
        Takes a mesh and returns the variables at its knots.
    tolerance : float
        See `TOLERANCE`.

    Returns
    -------
    Solution
    """
    for _ in range(ROUNDS):
        values = solver(mesh)
        rough = np.zeros(len(mesh.lengths_h), dtype=bool)
        for one in values.values():
            last = np.abs(one @ _LAST_TERMS.T).sum(axis=1)
            rough |= last > tolerance * max(1.0, float(np.max(np.abs(one))))
        rough &= mesh.lengths_h > SHORTEST_H
        if not rough.any():
            break
        mesh = mesh.halved(rough)
    else:
        values = solver(mesh)
    return Solution(mesh, values)
