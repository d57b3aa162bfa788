"""Check the tables: ``python -m helpers.evidence.audit`` names every row that breaks a rule.

The tests ask the same functions, of the shipped tables and of small bad rows.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import bibliography, tables, units
from .fact import RANGE_KINDS, VERIFIED_WORDS

#: What a unit allows a number to be.
LIMITS: dict[str, tuple[float, float]] = {
    "fraction": (0, 1),
    "probability": (0, 1),
    "P value": (0, 1),
    "r": (-1, 1),
    "Spearman rho": (-1, 1),
    "Cronbach alpha": (0, 1),
    "odds ratio": (0, math.inf),
    "risk ratio": (0, math.inf),
    "rate ratio": (0, math.inf),
    "hazard ratio": (0, math.inf),
    "people": (0, math.inf),
    "count": (0, math.inf),
    "calendar year": (1960, 2030),
}
CODES = {"sign": {-1.0, 0.0, 1.0}, "yes/no": {0.0, 1.0}}
#: Columns of a series that end so hold numbers only.
NUMERIC_ENDINGS = (
    "_um",
    "_nm",
    "_mm",
    "_ms",
    "_s",
    "_min",
    "_h",
    "_d",
    "_l",
    "_percent",
    "_hz",
    "_db",
    "_mg",
    "_kg",
    "_per_ml",
    "_per_l",
    "_per_h",
    "_per_kg",
    "_per_s",
    "_per_um_s",
    "_low",
    "_high",
    "_sd",
    "_mean",
)
#: Rows of one source with one value and unit that are two facts all the same, and why.
TWO_FACTS: dict[frozenset[str], str] = {
    frozenset({"wajs2020-completers", "wajs2020-headache"}): "two counts that print the same share",
    frozenset({"simons2022b-metabolites", "simons2022-follows-level"}): "two findings in words",
    frozenset({"perezruixo2021-cln", "perezruixo2021-nk-cl"}): (
        "the table as somebody transcribed it, and the abstract: the score card compares them"
    ),
    frozenset({"blainmoraes2014-pli", "blainmoraes2014-dpli"}): "two indices, one direction",
    frozenset({"goldberg2011-levels", "goldberg2011-r-vs-s"}): "two findings in words",
}
_ID = re.compile(r"[a-z0-9]+(-[A-Za-z0-9.]+)+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_NOT_IN_NOTES = re.compile(r"memory-only|index id|check before|to be checked|\bTODO\b", re.I)


def number(words: str) -> float | None:
    """Read a cell: None where it is empty, NaN where it is no number."""
    if not words:
        return None
    try:
        return float(words)
    except ValueError:
        return math.nan


def fact_problems(row: Mapping[str, str], dois: Mapping[str, str]) -> list[str]:
    """Find what is wrong with one row of a table of facts.

    Parameters
    ----------
    row : mapping of str to str
        The cells as text, by column.
    dois : mapping of str to str
        The DOI of each known reference by its key; empty where it has none.

    Returns
    -------
    list of str
        One sentence for each rule that is broken; empty for a sound row.
    """
    if tuple(row) != tables.FACT_COLUMNS or any(cell is None for cell in row.values()):
        return [f"columns must be {', '.join(tables.FACT_COLUMNS)}; got {', '.join(map(str, row))}"]
    found = []
    if not _ID.fullmatch(row["id"]):
        found.append(f"id {row['id']!r} must be words joined by hyphens")
    found += [f"{name} is empty" for name in ("topic", "quantity", "citation") if not row[name]]
    for name, cell in row.items():
        if cell != " ".join(cell.split()):
            found.append(f"{name} has spaces to spare")
    if _NOT_IN_NOTES.search(" ".join(row.values())):
        found.append("a cell speaks of work to be done")
    if row["verified"] not in VERIFIED_WORDS:
        found.append(f"verified must be one of {', '.join(VERIFIED_WORDS)}")
    if row["url"] and not re.match(r"https?://\S+", row["url"]):
        found.append("url is no address")
    return found + _number_problems(row) + _source_problems(row, dois)


def _number_problems(row: Mapping[str, str]) -> list[str]:
    numbers = {name: number(row[name]) for name in tables.NUMBER_COLUMNS}
    found = [
        f"{name} {row[name]!r} is no finite number"
        for name, one in numbers.items()
        if one is not None and not math.isfinite(one)
    ]
    if found:
        return found
    value, low, high, n = numbers.values()
    unit, kind = row["unit"], row["range_is"]
    if n is not None and (n < 1 or n != int(n)):
        found.append("n must be a whole number from 1 on")
    given = [end for end in (low, value, high) if end is not None]
    if unit not in units.UNITS:
        found.append(f"unit {unit!r} is not in the list of units.py")
    if (unit == "qualitative") != (not given):
        found.append("a row without a number, and no other, has the unit qualitative")
    if given != sorted(given):
        found.append("low <= value <= high does not hold")
    least, most = LIMITS.get(unit, (-math.inf, math.inf))
    # an interval that somebody computed may reach beyond what is possible
    if value is not None and not least <= value <= most:
        found.append(f"{value} is not possible in {unit}")
    if unit in CODES and not set(given) <= CODES[unit]:
        found.append(f"{unit} must be one of {sorted(CODES[unit])}")
    return found + _range_problems(kind, value, low, high)


def _range_problems(
    kind: str, value: float | None, low: float | None, high: float | None
) -> list[str]:
    if low is None and high is None:
        return [f"range_is {kind!r} without low and high"] if kind else []
    if kind not in RANGE_KINDS:
        return [f"range_is {kind!r} must be one of {', '.join(RANGE_KINDS)}"]
    if kind == "lower bound":
        return [] if high is None and low == value else ["a lower bound has low = value, no high"]
    if kind == "upper bound":
        return [] if low is None and high == value else ["an upper bound has high = value, no low"]
    one_sided = low is None or high is None
    if one_sided and ("CI" not in kind or value is None):
        return ["only a confidence interval may be open at one end"]
    if "±" in kind:
        if value is None:
            return [f"{kind} needs a value"]
        places = max(units.decimals(end) for end in (value, low, high))
        if abs((high - value) - (value - low)) > 1.01 * 10**-places:
            return [f"{kind}: low and high must lie at the same distance from the value"]
    return []


def _source_problems(row: Mapping[str, str], dois: Mapping[str, str]) -> list[str]:
    key, doi = row["key"], row["doi"]
    if not key:
        return ["a DOI without a key"] if doi else []
    if key not in dois:
        return [f"key {key!r} is not in references.bib"]
    if doi and doi.lower() != dois[key].lower():
        return [f"doi {doi} is not that of {key} in references.bib"]
    return []


def table_problems(
    rows: Iterable[Mapping[str, str]], dois: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Find what is wrong in all tables of facts together: (id, sentence) for each."""
    rows = list(rows)
    found = [(row.get("id", ""), words) for row in rows for words in fact_problems(row, dois)]
    times = Counter(row.get("id", "") for row in rows)
    found += [(id, "the id comes twice") for id, many in times.items() if many > 1]
    return found + twice_problems(row for row in rows if tuple(row) == tables.FACT_COLUMNS)


def twice_problems(
    rows: Iterable[Mapping[str, str]],
    two_facts: Mapping[frozenset[str], str] = TWO_FACTS,
) -> list[tuple[str, str]]:
    """Find facts that stand in two rows: (id of the second, sentence) for each.

    Two rows are one fact when source, value (where there is none, the range) and unit agree and
    they stand in two tables, or in one table with the same population and condition and one
    quantity that says no more than the other. Pairs in `two_facts` are excused.
    """
    alike: dict[tuple, list[Mapping[str, str]]] = {}
    for row in rows:
        value = number(row["value"])
        ends = () if value is not None else (number(row["low"]), number(row["high"]))
        alike.setdefault((row["key"], value, ends, row["unit"]), []).append(row)
    return [
        (
            second["id"],
            f"is the fact {first['id']} once more: keep one row, with both topics, and put the "
            "other id into aliases.csv; if they are two facts, say why in TWO_FACTS",
        )
        for group in alike.values()
        for first, second in itertools.combinations(group, 2)
        if first["key"] and first["id"] != second["id"] and _says_the_same(first, second)
        if frozenset({first["id"], second["id"]}) not in two_facts
    ]


def _says_the_same(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    tables_of = [row["topic"].split("; ")[0].split("/")[0] for row in (first, second)]
    if tables_of[0] != tables_of[1]:
        return True
    if any(first[name] != second[name] for name in ("population", "condition")):
        return False
    one, other = (set(re.findall(r"\w+", row["quantity"].lower())) for row in (first, second))
    return one <= other or other <= one


def topic_problems(row: Mapping[str, str], table: str) -> list[str]:
    """Find what is wrong with the topics of a row in ``facts/<table>.csv``."""
    names = row["topic"].split("; ")
    known = {path.stem for path in tables.files(tables.FOLDER / "facts")}
    found = [f"the topic {name!r} is no table" for name in names if name.split("/")[0] not in known]
    if names[0].split("/")[0] != table:
        found.append(f"the first topic, {names[0]!r}, must be the table, {table!r}")
    return found + ["a topic comes twice"] * (len(set(names)) < len(names))


def alias_problems(rows: Iterable[Mapping[str, str]], ids: set[str]) -> list[tuple[str, str]]:
    """Find what is wrong with the list of former ids: (former id, sentence) for each."""
    rows = list(rows)
    times = Counter(row["old"] for row in rows)
    found = [(old, "stands twice in aliases.csv") for old, many in times.items() if many > 1]
    found += [(row["old"], "is still the id of a fact") for row in rows if row["old"] in ids]
    return found + [
        (row["old"], f"leads to {row['id']!r}, which is no fact")
        for row in rows
        if row["id"] not in ids
    ]


def series_problems(
    rows: list[Mapping[str, str]], about: Mapping[str, str], dois: Mapping[str, str]
) -> list[str]:
    """Find what is wrong with one series and its line in the index.

    Parameters
    ----------
    rows : list of mappings
        The cells as text.
    about : mapping of str to str
        The line of ``series/index.csv``.
    dois : mapping of str to str
        The DOI of each known reference by its key; empty where it has none.
    """
    found = _index_problems(about, dois)
    if not rows:
        return [*found, "the file has no rows"]
    columns = list(rows[0])
    for column in columns:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", column or ""):
            found.append(f"column {column!r} must be snake_case")
    if any(None in row or None in row.values() for row in rows):
        return [*found, "a row has too many cells, or too few"]
    for column in columns:
        found += _column_problems(column, [row[column] for row in rows if row[column]], dois)
    for low in (column for column in columns if "low" in column.split("_")):
        high = low.replace("low", "high")
        pairs = [(number(row[low]), number(row[high])) for row in rows if high in row]
        if any(a is not None and b is not None and a > b for a, b in pairs):
            found.append(f"{low} lies above {high}")
    if about.get("verified") == "unverified" and "verified" not in columns:
        found.append("a series that is not verified needs a column verified, seen in every table")
    return found


def _column_problems(column: str, cells: list[str], dois: Mapping[str, str]) -> list[str]:
    if not cells:
        return [f"column {column} is empty"]
    if column.endswith("verified"):
        return [f"{column} has a wrong word"] if not set(cells) <= set(VERIFIED_WORDS) else []
    if column in ("key", "doi"):
        known = dois if column == "key" else {doi.lower() for doi in dois.values()}
        unknown = {one for cell in cells for one in cell.split("; ")} - set(known)
        unknown = {one for one in unknown if one.lower() not in known}
        return [f"not in references.bib: {', '.join(sorted(unknown))}"] if unknown else []
    numbers = [number(cell) for cell in cells]
    numeric = sum(not math.isnan(one) for one in numbers)
    if numeric not in (0, len(cells)):
        return [f"column {column} mixes numbers and words"]
    if numeric and not all(map(math.isfinite, numbers)):
        return [f"column {column} has a number that is not finite"]
    if not numeric and column.endswith(NUMERIC_ENDINGS):
        return [f"column {column} must hold numbers"]
    return []


def _index_problems(about: Mapping[str, str], dois: Mapping[str, str]) -> list[str]:
    if tuple(about) != tables.INDEX_COLUMNS:
        return [f"the columns of the index must be {', '.join(tables.INDEX_COLUMNS)}"]
    found = [f"{name} is empty" for name in ("name", "title", "citation") if not about[name]]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", about["name"]):
        found.append("the name must be kebab case")
    elif about["name"].split("-")[0] != {"pharmacokinetics": "pk"}.get(
        about["topic"], about["topic"]
    ):
        found.append("the name must begin with the topic")
    if about["verified"] not in VERIFIED_WORDS:
        found.append(f"verified must be one of {', '.join(VERIFIED_WORDS)}")
    keys = [key for key in about["key"].split("; ") if key]
    unknown = [key for key in keys if key not in dois]
    if unknown:
        found.append(f"not in references.bib: {', '.join(unknown)}")
    elif about["doi"] != "; ".join(dois[key] for key in keys if dois[key]):
        found.append("doi must be the DOIs of the keys, in their order")
    if not keys and about["citation"] != "editorial summary":
        found.append("a series without a key must be an editorial summary")
    return found


def entry_problems(key: str, fields: Mapping[str, str]) -> list[str]:
    """Find what is wrong with one entry of ``references.bib``."""
    found = []
    note = fields.get("note", "")
    if not re.fullmatch(r"[a-z0-9]+", key):
        found.append("the key must be lower-case letters and digits")
    if "doi" in fields and not _DOI.fullmatch(fields["doi"]):
        found.append(f"doi {fields['doi']!r} is not well formed")
    for name, pattern in (("year", r"(19|20)\d\d"), ("title", r".*\w.*")):
        if name not in fields:
            # what is missing is said in the note, so that the list of references says it too
            if name not in note:
                found.append(f"no {name}, and the note does not say so")
        elif not re.fullmatch(pattern, fields[name]):
            found.append(f"{name} {fields[name]!r} is not well formed")
    if _NOT_IN_NOTES.search(" ".join(fields.values())):
        found.append("a field speaks of work to be done")
    return found


def bibliography_problems(entries: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Find what is wrong in the references together: (key, sentence) for each."""
    found = [
        (key, words) for key, fields in entries.items() for words in entry_problems(key, fields)
    ]
    times = Counter(fields["doi"].lower() for fields in entries.values() if "doi" in fields)
    return found + [
        (key, f"the DOI {fields['doi']} comes twice")
        for key, fields in entries.items()
        if "doi" in fields and times[fields["doi"].lower()] > 1
    ]


def shipped_problems(folder: Path = tables.FOLDER) -> list[tuple[str, str]]:
    """Check everything that is shipped: (where, sentence) for each broken rule."""
    entries = {key: dict(entry.fields) for key, entry in bibliography.entries().items()}
    dois = {key: fields.get("doi", "") for key, fields in entries.items()}
    found = bibliography_problems(entries)
    rows = []
    for path in tables.files(folder / "facts"):
        here = tables.rows_of(path)
        rows += here
        found += [(row["id"], words) for row in here for words in topic_problems(row, path.stem)]
    found += table_problems(rows, dois)
    former = tables.rows_of(folder / "aliases.csv")
    found += alias_problems(former, {row["id"] for row in rows})
    index = tables.rows_of(folder / "series" / "index.csv")
    names = Counter(about["name"] for about in index)
    files = {path.stem for path in tables.files(folder / "series")} - {"index"}
    found += [(name, "stands twice in the index") for name, many in names.items() if many > 1]
    found += [(name, "has no file") for name in sorted(set(names) - files)]
    found += [(name, "is not in the index") for name in sorted(files - set(names))]
    for about in index:
        if about["name"] in files:
            one = tables.rows_of(folder / "series" / f"{about['name']}.csv")
            found += [(about["name"], words) for words in series_problems(one, about, dois)]
    return found


def main() -> int:
    """Print what is wrong; the exit code is 1 if anything is."""
    found = shipped_problems()
    for where, words in found:
        print(f"{where}: {words}")
    print(f"{len(found)} problems" if found else "The tables keep their rules.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
