"""Linear kinetics as sums of exponentials: a matrix of rates is split once, and nothing is stepped.

While conditions are constant x' = A x, so x(t) = V exp(l t) V^-1 x(0), with the eigenvalues l and
the eigenvectors V of A. There is no step size and no error of integration.
"""

from __future__ import annotations

import numpy as np

__all__ = ["split"]

#: Equal rates in one chain have no basis of eigenvectors, and those that nearly are lose more than
#: some of a float's digits. Then each state's ways out become quicker by another multiple of a
#: hair, so small that no curve can be seen to move: the second for three equal rates in one chain,
#: the third for four. By hair: the condition number above which it is needed.
HAIRS = {1e-8: 1e6, 1e-5: 1e12, 1e-4: 1e12}


def split(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return eigenvalues, eigenvectors V (columns) and V^-1 of rates ``[..., to, from]``.

    >>> rates, vectors, inverse = split(np.array([[-1.0, 0.0], [1.0, -3.0]]))
    >>> rates.tolist()
    [-3.0, -1.0]
    """
    rates, vectors = np.linalg.eig(matrices)
    for hair, largest in HAIRS.items():
        unsound = np.linalg.cond(vectors) > largest
        if not np.any(unsound):
            break
        quicker = 1 + hair * np.arange(matrices.shape[-1]) * unsound[..., None, None]
        rates, vectors = np.linalg.eig(matrices * quicker)
    return rates, vectors, np.linalg.inv(vectors)
