"""The measured numbers that the receptor models stand on, read from the evidence by id."""

from __future__ import annotations

from helpers.evidence import fact, series

_RATE_COLUMNS = (
    "kon_per_um_s",
    "koff_per_s",
    "k_open_per_s",
    "k_close_per_s",
    "k_desens_per_s",
    "k_resens_per_s",
)


def published(fact_id: str) -> float:
    """Return the central value of one fact.

    Parameters
    ----------
    fact_id : str
        Its id in ``helpers.evidence``, for example ``"gate-dms-rb"``.

    Returns
    -------
    float
        The printed value, in the unit that the fact states.
    """
    return float(fact(fact_id).value)


def published_scheme(row: str) -> tuple[float, ...]:
    """Return the six rates of one row of the series of gating schemes.

    Parameters
    ----------
    row : str
        Its name in the column ``scheme``.

    Returns
    -------
    tuple of float
        Glutamate on (1/(µM s)) and off, opening, closing, desensitising, resensitising (1/s).
    """
    table = series("receptor-gating-schemes").set_index("scheme")  # pandas: only when asked
    return tuple(float(table.loc[row, column]) for column in _RATE_COLUMNS)
