"""Linear kinetics as sums of exponentials: a matrix of rates is split once, and nothing is stepped.

While conditions are constant x' = A x, so x(t) = V exp(l t) V^-1 x(0), with the eigenvalues l and
the eigenvectors V of A. There is no step size and no error of integration.
"""

from __future__ import annotations

import numpy as np

__all__ = ["split"]

#: Two equal rates in one chain have no basis of eigenvectors, and those that nearly are lose more
#: than some of a float's digits above this condition number. Then each state's ways out become
#: quicker by another multiple of a hair: nothing is lost, and no curve can be seen to move.
LARGEST_CONDITION, HAIR = 1e6, 1e-8


def split(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return eigenvalues, eigenvectors V (columns) and V^-1 of rates ``[..., to, from]``.

    >>> rates, vectors, inverse = split(np.array([[-1.0, 0.0], [1.0, -3.0]]))
    >>> rates.tolist()
    [-3.0, -1.0]
    """
    rates, vectors = np.linalg.eig(matrices)
    unsound = np.linalg.cond(vectors) > LARGEST_CONDITION
    if np.any(unsound):
        hairs = 1 + HAIR * np.arange(matrices.shape[-1]) * unsound[..., None, None]
        rates, vectors = np.linalg.eig(matrices * hairs)
    return rates, vectors, np.linalg.inv(vectors)
