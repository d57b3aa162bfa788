"""The exact solution of linear kinetics while the conditions are constant.

The occupancies p (a row) follow dp/dt = p Q with a constant generator Q, so p(t) = p(0) exp(Q t).
Q is split once into eigenvalues and eigenvectors, and every time follows from them: nothing is
stepped, so there is no step size and no error of integration. Where the eigenvectors are too
nearly parallel for that (a defective or ill-conditioned Q), scipy's matrix exponential is used.
"""

from __future__ import annotations

import numpy as np

#: Above this condition number of the eigenvectors the matrix exponential takes over: round-off of
#: about 1e-16 times it stays below 1e-10.
WORST_CONDITION = 1e6


class Propagator:
    """Carries occupancies forward under one constant generator.

    Parameters
    ----------
    generator : numpy.ndarray, shape (n, n)
        Q (1/s); rows sum to zero.
    """

    __slots__ = ("_inverse", "_rates", "_vectors", "generator")

    def __init__(self, generator: np.ndarray) -> None:
        self.generator = generator
        self._rates: np.ndarray | None = None
        try:
            rates, vectors = np.linalg.eig(generator)
            inverse = np.linalg.inv(vectors)
        except np.linalg.LinAlgError:
            return
        if np.linalg.norm(vectors) * np.linalg.norm(inverse) > WORST_CONDITION:
            return
        # Trust, then verify: entries near the smallest float can upset the split without a sign.
        size = np.abs(generator).max()
        again = ((vectors * rates) @ inverse).real
        kept = (vectors @ inverse).sum(axis=1)
        if not (np.abs(again - generator).max() <= 1e-9 * size and np.abs(kept - 1).max() <= 1e-10):
            return
        # Steady states have the rate zero; what round-off makes of it would fade or grow in time.
        noise = 1e-15 * size
        rates[np.argmax(rates.real)] = 0.0
        rates[(np.abs(rates) < noise) | (rates.real > 0)] = 0.0
        self._rates, self._vectors, self._inverse = rates, vectors, inverse

    @property
    def split(self) -> bool:
        """Whether the eigenvectors are used (else the matrix exponential)."""
        return self._rates is not None

    def matrices(self, times_s: np.ndarray) -> np.ndarray:
        """Return exp(Q t) for each time.

        Parameters
        ----------
        times_s : numpy.ndarray, shape (m,)
            Times (s) since the conditions began.

        Returns
        -------
        numpy.ndarray, shape (m, n, n)
            Row i of each matrix is where a receptor that began in state i is found.
        """
        times = np.atleast_1d(np.asarray(times_s, dtype=float))
        if not self.split:
            from scipy.linalg import expm  # rarely needed, and slow to import

            return expm(self.generator[None] * times[:, None, None])
        grown = np.exp(np.multiply.outer(times, self._rates))
        return ((self._vectors * grown[:, None, :]) @ self._inverse).real

    def matrix(self, time_s: float) -> np.ndarray:
        """Return exp(Q t) for one time, shape (n, n)."""
        return self.matrices(np.array([time_s]))[0]

    def at(self, start: np.ndarray, times_s: np.ndarray) -> np.ndarray:
        """Return the occupancies at each time.

        Parameters
        ----------
        start : numpy.ndarray, shape (n,)
            Occupancies when the conditions began.
        times_s : numpy.ndarray, shape (m,)
            Times (s) since then.

        Returns
        -------
        numpy.ndarray, shape (m, n)
            Occupancies.
        """
        if not self.split:
            return start @ self.matrices(times_s)
        grown = np.exp(np.multiply.outer(np.asarray(times_s, dtype=float), self._rates))
        return ((grown * (start @ self._vectors)) @ self._inverse).real


def tidy(occupancy: np.ndarray) -> np.ndarray:
    """Return occupancies with round-off (about 1e-12) below 0 or above 1 taken away."""
    return np.clip(occupancy, 0.0, 1.0)
