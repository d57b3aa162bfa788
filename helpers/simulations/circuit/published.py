"""The numbers that the circuit models take from the literature, read from the evidence by id."""

from __future__ import annotations

from helpers.evidence import fact


def published(fact_id: str) -> float:
    """Return the central value of one fact.

    Parameters
    ----------
    fact_id : str
        Its id in ``helpers.evidence``, for example ``"wang2002-tau-nmda"``.

    Returns
    -------
    float
        The printed value, in the unit that the fact states.
    """
    return float(fact(fact_id).value)
