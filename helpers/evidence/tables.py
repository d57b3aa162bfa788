"""The tables of facts and series: read once, asked by name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .asking import shown, wrong_name
from .fact import Fact
from .units import Printed

if TYPE_CHECKING:
    import pandas

FOLDER = Path(__file__).resolve().parent

#: The columns of every file in ``facts/``, in this order.
FACT_COLUMNS: tuple[str, ...] = tuple(Fact.__dataclass_fields__)
#: The columns of ``series/index.csv``, in this order.
INDEX_COLUMNS: tuple[str, ...] = (
    "name",
    "title",
    "citation",
    "key",
    "doi",
    "where",
    "url",
    "verified",
    "note",
    "topic",
)
NUMBER_COLUMNS = ("value", "low", "high", "n")


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as a list of rows of text."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> list[Path]:
    """Return the tables of a folder: what a system or a synchroniser leaves beside is none.

    Copies of one that is in conflict, such as ``receptor.sync-conflict-1.csv``, would otherwise
    stand in for it.
    """
    return sorted(p for p in folder.glob("*.csv") if re.fullmatch(r"[a-z0-9-]+", p.stem))


def _as_fact(row: dict[str, str]) -> Fact:
    numbers = {name: Printed(row[name]) if row[name] else None for name in NUMBER_COLUMNS}
    return Fact(**{**row, **numbers})


@lru_cache(maxsize=1)
def _facts() -> dict[str, Fact]:
    return {row["id"]: _as_fact(row) for path in files(FOLDER / "facts") for row in rows_of(path)}


@lru_cache(maxsize=1)
def aliases() -> dict[str, str]:
    """Return the id that stands now for each id that a fact had before: ``aliases.csv``."""
    return {row["old"]: row["id"] for row in rows_of(FOLDER / "aliases.csv")}


@lru_cache(maxsize=1)
def _index() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in rows_of(FOLDER / "series" / "index.csv")}


@lru_cache(maxsize=1)
def _topics() -> frozenset[str]:
    """Every topic, and the part before the stroke of those that have parts."""
    topics = {topic for one in _facts().values() for topic in one.topics}
    return frozenset(topics | {topic.split("/")[0] for topic in topics})


def fact(id: str) -> Fact:
    """Find one fact by its id.

    Parameters
    ----------
    id : str
        For example "ket-gilling2009-ic50". An id that a fact had before still finds it.

    Raises
    ------
    ValueError
        If there is no such fact. The message names the ids that look most like it.
    """
    known = _facts()
    now = aliases().get(id, id) if isinstance(id, str) else id
    if not isinstance(now, str) or now not in known:
        raise wrong_name("id", id, "a fact", known)
    return known[now]


def facts(topic: str | None = None, ids: Iterable[str] | None = None) -> pandas.DataFrame:
    """Put facts into a table, one row for each.

    Parameters
    ----------
    topic : str, optional
        Only this topic, also where a fact names it beside others. "clinical" takes
        "clinical/single-dose" and its other parts in.
    ids : iterable of str, optional
        Only these facts, in this order.

    Returns
    -------
    pandas.DataFrame
        The columns of `Fact`. Numbers that are not printed in the source are NaN.

    Raises
    ------
    ValueError
        If a topic or an id is not known.
    """
    import pandas as pd

    if ids is None:
        chosen = list(_facts().values())
    elif isinstance(ids, str):
        chosen = [fact(ids)]
    elif isinstance(ids, Iterable):
        chosen = [fact(one) for one in ids]
    else:
        raise ValueError(f"ids must be ids of facts, as a list of text; got {shown(ids)}.")
    if topic is not None:
        if not isinstance(topic, str) or topic not in _topics():
            raise wrong_name("topic", topic, "a topic", _topics())
        chosen = [
            one
            for one in chosen
            if any(name == topic or name.startswith(topic + "/") for name in one.topics)
        ]
    columns = {name: [getattr(one, name) for one in chosen] for name in FACT_COLUMNS}
    return pd.DataFrame(columns).astype(dict.fromkeys(NUMBER_COLUMNS, float))


def series(name: str) -> pandas.DataFrame:
    """Read one series (a curve, a table of arms, a set of parameters) by its name.

    Parameters
    ----------
    name : str
        The name of a file in ``helpers/evidence/series`` without ".csv", for example
        "receptor-orser1997-cell-attached".

    Returns
    -------
    pandas.DataFrame
        ``.attrs`` holds name, title, citation, key, doi, where, url, verified, note and topic.
        Where several sources stand behind a series, key and doi are separated by "; ".

    Raises
    ------
    ValueError
        If there is no such series. The message names those that look most like it.
    """
    known = _index()
    if not isinstance(name, str) or name not in known:
        raise wrong_name("name", name, "a series", known)
    import pandas as pd

    # only an empty cell is missing: words such as "none" are what the source says
    path = FOLDER / "series" / f"{name}.csv"
    table = pd.read_csv(path, keep_default_na=False, na_values=[""])
    table.attrs.update(known[name])
    return table
