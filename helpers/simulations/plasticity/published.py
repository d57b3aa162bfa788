"""The measured numbers that the plasticity models stand on, each read from the evidence by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.evidence import fact, series

if TYPE_CHECKING:
    import pandas


def published(fact_id: str) -> float:
    """Return the central value of one fact.

    Parameters
    ----------
    fact_id : str
        Its id in ``helpers.evidence``, for example ``"ma2023-halflife-mouse"``.

    Returns
    -------
    float
        The printed value, in the unit that the fact states.

    Raises
    ------
    ValueError
        If there is no such fact, or it has no central value.
    """
    value = fact(fact_id).value
    if value is None:
        raise ValueError(f"fact_id must be a fact with a central value; {fact_id!r} has none.")
    return float(value)


def printed_range(fact_id: str) -> tuple[float, float]:
    """Return the printed range of one fact.

    Parameters
    ----------
    fact_id : str
        Its id in ``helpers.evidence``.

    Returns
    -------
    tuple of float
        Low and high end, in the unit that the fact states.

    Raises
    ------
    ValueError
        If there is no such fact, or it has no range.
    """
    found = fact(fact_id)
    if found.low is None or found.high is None:
        raise ValueError(f"fact_id must be a fact with a range; {fact_id!r} has none.")
    return float(found.low), float(found.high)


def measured(name: str) -> pandas.DataFrame:
    """Return one of the measured series on plasticity.

    Parameters
    ----------
    name : str
        Its name in ``helpers.evidence`` without "plasticity-".

    Returns
    -------
    pandas.DataFrame
        The series; ``.attrs`` says where it comes from.
    """
    return series(f"plasticity-{name}")
