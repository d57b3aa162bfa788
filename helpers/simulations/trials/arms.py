"""The course's table of trial arms, turned into comparisons of two arms that can be pooled."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from helpers.evidence import series
from helpers.simulations.arguments import boolean, one_of
from helpers.simulations.trials.pooling import Effects, effects_from_counts

if TYPE_CHECKING:
    import pandas

#: Which trials: by what they were compared with, or how they were masked, or which drug.
TRIALS = ("saline or midazolam", "saline", "midazolam", "under anaesthesia", "esketamine spray")

#: Arms on less are left out.
STANDARD_MG_PER_KG = 0.5


def comparisons(arms: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return one row a trial, drug arm beside control arm, from a table of arms.

    Several drug arms of a trial are joined into one; those on less than 0.5 mg/kg or without counts
    are left out. The columns are ``study, trials, control, crossover, composite, verified`` and the
    four counts. ``composite`` is True where response was counted on several days, ``verified``
    where the counts of both arms were printed in a source that was seen, or follow from what is.

    Parameters
    ----------
    arms : DataFrame, optional
        Columns as in the series ``clinical-depression-trials-arms``, which is the default.
    """
    import pandas as pd

    arms = series("clinical-depression-trials-arms") if arms is None else arms
    fit = arms["use"].str.contains("core|sensitivity") & ~arms["timepoint"].str.contains("any time")
    arms = arms[fit & arms["response_count"].notna() & arms["n"].notna()]
    low = (arms["dose_mg_per_kg"] > 0) & (arms["dose_mg_per_kg"] < STANDARD_MG_PER_KG)
    arms = arms[~low]
    rows = []
    for study, mine in arms.groupby("study", sort=False):
        drug = mine["drug"].str.contains("ketamine")
        if drug.all() or not drug.any():
            continue
        sums = [mine.loc[side, ["response_count", "n"]].sum().astype(int) for side in (drug, ~drug)]
        first = mine.iloc[0]
        rows.append(
            {
                "study": study,
                "trials": _kind(first),
                "control": mine.loc[~drug, "drug"].iloc[0],
                "crossover": first["design"] == "crossover",
                "composite": "composite" in first["use"],
                "verified": not (mine["verified"] == "unverified").any(),
                "events_treated": sums[0]["response_count"],
                "n_treated": sums[0]["n"],
                "events_control": sums[1]["response_count"],
                "n_control": sums[1]["n"],
            }
        )
    return pd.DataFrame(rows)


@cache
def _all_comparisons() -> pandas.DataFrame:
    """Return those of the course's own table, worked out once."""
    return comparisons()


def _kind(arm: pandas.Series) -> str:
    if "anaesthesia" in arm["comparator"]:
        return "under anaesthesia"
    return "esketamine spray" if "esketamine" in arm["use"] else arm["comparator"]


def chosen(
    trials: str = "saline or midazolam",
    *,
    crossover: bool = True,
    composite: bool = False,
    unverified: bool = False,
    arms: pandas.DataFrame | None = None,
) -> pandas.DataFrame:
    """Return the comparisons of some trials (`TRIALS`); the switches let further kinds in.

    >>> list(chosen()["study"])
    ['Murrough 2013a', 'Lapidus 2014']
    """
    one_of("trials", trials, TRIALS)
    table = _all_comparisons() if arms is None else comparisons(arms)
    keep = table["trials"].isin(trials.split(" or ") if " or " in trials else [trials])
    for name, allowed in (("crossover", crossover), ("composite", composite)):
        keep &= ~table[name].astype(bool) | boolean(name, allowed)
    keep &= table["verified"].astype(bool) | boolean("unverified", unverified)
    if not keep.any():
        raise ValueError(
            f"No trial is left of those with {trials}: let crossovers, composite outcomes or "
            "unverified rows in, or choose other trials."
        )
    return table[keep].reset_index(drop=True)


def effects_of(table: pandas.DataFrame, measure: str = "odds ratio", **more: Any) -> Effects:
    """Return the effects of a table of comparisons; ``more`` goes to `effects_from_counts`."""
    columns = ("events_treated", "n_treated", "events_control", "n_control")
    for name in ("study", *columns):
        one_of("a needed column of the table", name, table.columns)
    if table.empty:
        raise ValueError("The table holds no trial, so there is nothing to pool.")
    counts = (table[name].to_numpy() for name in columns)
    return effects_from_counts(*counts, measure, studies=table["study"], **more)
