"""What becomes of our evidence: the lessons of a topic use each of its rows, or one says why not.

    python -m tests.tools.accounts      every lesson: how many rows are used, left out, forgotten
    python -m tests.tools.accounts 03   the forgotten rows of lesson 03, with what they say

A lesson's account stands beside its questions, in ``questions/<lesson>.rows.toml``:

    topics = ["circuits"]

    [[left_out]]
    reason = "Constants of published networks that no model of this lesson uses."
    rows = ["borgers2017-ping-*", "wang2002-el"]

    [[left_out]]
    for = "06_rhythms_and_networks"
    reason = "EEG and connectivity have their own lesson."
    rows = ["lee2013-*", "circuits-lee2013-transfer-entropy"]

`rows` holds ids of facts or names of series, or patterns of them; an id that a fact had before
will do. A row counts as used when its id, or that of a series that prints its value, is named in
the notebook, the questions, the exercise, a module that these import, the module of the checks,
or a row of the topic's score card. Where Python builds an id from parts, as in
``fact(f"strous2022-{kind}-controls")``, an id counts if each part stands in the same cell or module
as a text or a number of its own. Where lessons share a topic, one of them has to use a row or to
give the reason. What is left out for another lesson, by ``for``, that lesson must account for once
it has a file of its own.
"""

from __future__ import annotations

import ast
import fnmatch
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.evidence import Fact, audit, fact, tables
from tests.contract import course
from tests.contract.reading import parsed
from tests.literature import score

HELPERS = course.REPOSITORY / "helpers"
_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9.]*[A-Za-z0-9])+")


@dataclass(frozen=True)
class LeftOut:
    """Rows that a lesson does not use, and why.

    Attributes
    ----------
    reason : str
        Why, in words.
    rows : tuple of str
        Ids of facts, names of series, or patterns of them.
    lesson : str
        The lesson that they are left to, "" for none.
    """

    reason: str
    rows: tuple[str, ...]
    lesson: str = ""


@dataclass(frozen=True)
class Account:
    """The topics that a lesson accounts for, and what it leaves out of them."""

    topics: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def path_of(lesson: str, folder: Path = course.QUESTIONS) -> Path:
    """Return where a lesson's account stands."""
    return folder / f"{lesson}.rows.toml"


def files(folder: Path = course.QUESTIONS) -> list[Path]:
    """Return all accounts that there are."""
    return sorted(folder.glob("*.rows.toml"))


def read(lesson: str, folder: Path = course.QUESTIONS) -> Account:
    """Read a lesson's account.

    Raises
    ------
    ValueError
        If it is not as it must be; the message says where and what is allowed.
    """
    path = path_of(lesson, folder)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from None
    _only(path.name, content, {"topics", "left_out"}, {"topics"})
    _texts(f"{path.name}, topics", content["topics"])
    entries = content.get("left_out", [])
    for number, entry in enumerate(entries, 1):
        place = f"{path.name}, left_out {number}"
        _only(place, entry, {"for", "reason", "rows"}, {"reason", "rows"})
        _texts(f"{place}, rows", entry["rows"])
        if not isinstance(entry["reason"], str) or len(entry["reason"].split()) < 3:
            raise ValueError(f"{place}: the reason must be said in words")
        if entry.get("for", lesson) not in course.FOLDER_OF or entry.get("for") == lesson:
            raise ValueError(f"{place}: for must name another lesson; got {entry['for']!r}")
    return Account(
        tuple(content["topics"]),
        tuple(LeftOut(e["reason"], tuple(e["rows"]), e.get("for", "")) for e in entries),
    )


def _only(place: str, entry: dict, allowed: set[str], needed: set[str]) -> None:
    if not isinstance(entry, dict) or not needed <= set(entry) <= allowed:
        raise ValueError(
            f"{place}: there must be {', '.join(sorted(needed))}, "
            f"and there may be {', '.join(sorted(allowed))}; got {', '.join(entry)}"
        )


def _texts(place: str, value: object) -> None:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise ValueError(f"{place} must be a list of texts; got {value!r}")


# -- what there is -------------------------------------------------------------------------------


_card = cache(score.load)


@cache
def names_of() -> dict[str, set[str]]:
    """Return for each fact and series all the names by which a file may speak of it."""
    names = {one: {one} for one in (*tables._facts(), *tables._index())}
    for old, now in tables.aliases().items():
        names[now].add(old)
    return names


def rows_of(topics: Iterable[str]) -> set[str]:
    """Return the ids of all facts and the names of all series of these topics."""
    return set().union(*map(_rows_of, topics))


@cache
def _rows_of(topic: str) -> frozenset[str]:
    facts = (
        one.id
        for one in tables._facts().values()
        if topic in {name.split("/")[0] for name in one.topics}
    )
    series = (name for name, about in tables._index().items() if about["topic"] == topic)
    return frozenset((*facts, *series))


def matching(pattern: str, rows: Iterable[str]) -> set[str]:
    """Return the rows that a pattern means."""
    return _matching(pattern).intersection(rows)


@cache
def _matching(pattern: str) -> frozenset[str]:
    return _named(re.compile(fnmatch.translate(pattern)))


def _named(form: re.Pattern[str]) -> frozenset[str]:
    """Return the rows of which a name has this form."""
    return frozenset(one for one, names in names_of().items() if any(map(form.fullmatch, names)))


# -- what is used --------------------------------------------------------------------------------


@cache
def used(lesson: str, topics: tuple[str, ...]) -> frozenset[str]:
    """Return the rows that a lesson uses, of whatever topic."""
    words = {word for text in _questions_of(lesson) for word in _WORD.findall(text)}
    words = words.union(*map(said_in, _sources(lesson)))
    found = {one for one, names in names_of().items() if names & words}
    card = _card()
    for topic in topics:
        rows, _ = card.get(topic, ((), {}))
        found |= {fact(one).id for row in rows for one in row.fact_ids}
    shown = [one for one in found if one in tables._index()]
    return frozenset(found) | {
        one.id for one in tables._facts().values() if any(prints(name, one) for name in shown)
    }


def prints(series: str, one: Fact) -> bool:
    """Say whether a series holds a fact: its value, or, where it has none, a line of its source."""
    about = tables._index()[series]
    coded = one.unit in audit.CODES  # a 1 for "up" would be found in any series
    if coded or one.key not in about["key"].split("; "):
        return False
    lines = _lines(series)
    if one.value is None:
        return any(line.get("key") == one.key for line in lines)
    mine = [line for line in lines if line.get("key", one.key) == one.key]
    return any(float(one.value) in _numbers(cell) for line in mine for cell in line.values())


@cache
def _lines(series: str) -> list[dict[str, str]]:
    return tables.rows_of(tables.FOLDER / "series" / f"{series}.csv")


def _numbers(cell: str | None) -> list[float]:
    """Return the numbers of a cell, also where words stand around them."""
    return [float(found) for found in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", cell or "")]


def _questions_of(lesson: str) -> list[str]:
    path = course.QUESTIONS / f"{lesson}.toml"
    return [path.read_text(encoding="utf-8")] if path.exists() else []


def _sources(lesson: str) -> Iterator[str]:
    """Yield the Python of the lesson: its notebook and exercise, its checks, what they import."""
    folder = course.FOLDER_OF[lesson]
    books = (course.REPOSITORY / r / folder / f"{lesson}.ipynb" for r in ("notebooks", "solutions"))
    cells = [
        cell.source
        for book in books
        if book.exists()
        for cell in course.read(book.relative_to(course.REPOSITORY)).cells
        if cell.cell_type == "code"
    ]
    tasks = f'"{lesson[:2]}.'  # as in id="03.1"
    checks = (HELPERS / "checks" / folder).glob("[!.]*.py")
    waiting = [path for path in checks if tasks in path.read_text(encoding="utf-8")]
    seen = set(waiting)
    for source in cells:
        yield source
        waiting += _modules(source, "")
    while waiting:
        path = waiting.pop()
        source = path.read_text(encoding="utf-8")
        package = ".".join(path.relative_to(course.REPOSITORY).parent.parts)
        yield source
        for one in _modules(source, package):
            if one not in seen:
                seen.add(one)
                waiting.append(one)


@cache
def _modules(source: str, package: str) -> tuple[Path, ...]:
    """Return the models and drawings that a piece of Python imports."""
    names = []
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parts, node.module or ""] if node.level else [node.module or ""])
            names += [base.rstrip("."), *(f"{base.rstrip('.')}.{a.name}" for a in node.names)]
    found = []
    for name in names:
        parts = name.split(".")
        if len(parts) > 2 and parts[0] == "helpers" and parts[1] in ("simulations", "figures"):
            place = course.REPOSITORY.joinpath(*parts)
            found += [p for p in (place.with_suffix(".py"), place / "__init__.py") if p.exists()]
    return tuple(found)


@cache
def said_in(source: str) -> frozenset[str]:
    """Return what may name a row in a piece of Python: in its texts, comments and built texts."""
    nodes = list(ast.walk(parsed(source)))
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    found = {word for comment in re.findall(r"#.*", source) for word in _WORD.findall(comment)}
    found |= {word for text in constants if isinstance(text, str) for word in _WORD.findall(text)}
    for node in nodes:
        if isinstance(node, ast.Call):  # constants("clements1981", "v1", "k10")
            first, *others = [a.value for a in node.args if isinstance(a, ast.Constant)] or [None]
            found |= {f"{first}-{other}" for other in others if isinstance(first, str)}
    forms = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    return frozenset(found).union(*_built(forms, constants))


def _built(
    forms: Iterable[list[ast.expr]], constants: Iterable[object]
) -> Iterator[frozenset[str]]:
    """Yield for each text with gaps the rows whose names these constants make of it."""
    parts = {str(one).lower() for one in constants if isinstance(one, str | int)}
    gap = "|".join(re.escape(one) for one in sorted(parts) if re.fullmatch(r"[a-z0-9.-]+", one))
    for values in forms:
        pieces = [p.value if isinstance(p, ast.Constant) else None for p in values]
        if any("-" in piece for piece in pieces if piece):  # or it is no name of a row
            form = "".join(f"(?:{gap})" if p is None else re.escape(p) for p in pieces)
            yield _named(re.compile(form))


# -- the account ---------------------------------------------------------------------------------


def assigned(lesson: str, folder: Path = course.QUESTIONS) -> set[str]:
    """Return the rows that other lessons leave to this one."""
    found = set()
    for other in course.FOLDER_OF:
        if other != lesson and path_of(other, folder).exists():
            account = read(other, folder)
            for entry in account.left_out:
                if entry.lesson == lesson:
                    for pattern in entry.rows:
                        found |= matching(pattern, rows_of(account.topics))
    return found


def forgotten(lesson: str, folder: Path = course.QUESTIONS) -> list[str]:
    """Return the rows that a lesson neither uses nor leaves out with a reason.

    A row of a topic that it shares may be another lesson's business; one left to it is its own.
    """
    account = read(lesson, folder)
    own = assigned(lesson, folder)
    rest = rows_of(account.topics) | own
    rest -= used(lesson, account.topics) | _left_out(account, rest)
    for path in files(folder):
        other = path.name.removesuffix(".rows.toml")
        theirs = read(other, folder)
        shared = rows_of(set(account.topics) & set(theirs.topics)) - own
        if other != lesson and rest & shared:
            rest -= (used(other, theirs.topics) | _left_out(theirs, shared)) & shared
    return sorted(rest)


def _left_out(account: Account, rows: Iterable[str]) -> set[str]:
    patterns = [pattern for entry in account.left_out for pattern in entry.rows]
    return set().union(*(matching(pattern, rows) for pattern in patterns))


def faults(lesson: str, folder: Path = course.QUESTIONS) -> list[str]:
    """Say what is wrong with a lesson's account."""
    if not path_of(lesson, folder).exists():
        return [f"write {path_of(lesson, folder).name}: the account of the rows of its topics"]
    account = read(lesson, folder)
    known = {topic.split("/")[0] for topic in tables._topics()}
    found = [
        f"topics: there is no {t!r}, only {', '.join(sorted(known))}"
        for t in account.topics
        if t not in known
    ]
    rows = rows_of(account.topics) | assigned(lesson, folder)
    here = used(lesson, account.topics)
    for entry in account.left_out:
        for pattern in entry.rows:
            meant = matching(pattern, rows)
            if not meant:
                found.append(f"rows: {pattern!r} matches no row of these topics")
            elif meant <= here:
                found.append(f"rows: {pattern!r} is used, so it is not left out")
    number = lesson[:2]
    if rest := forgotten(lesson, folder):
        found.append(
            f"{len(rest)} rows are neither used nor left out with a reason "
            f"(python -m tests.tools.accounts {number}): {', '.join(rest[:8])}"
            + (" ..." if len(rest) > 8 else "")
        )
    return found


def main() -> int:
    """Print what is used, left out and forgotten."""
    only = sys.argv[1:]
    for lesson in course.FOLDER_OF:
        if not path_of(lesson).exists() or (only and lesson[:2] not in only):
            continue
        account = read(lesson)
        rows = rows_of(account.topics) | assigned(lesson)
        here = rows & used(lesson, account.topics)
        rest = forgotten(lesson)
        print(
            f"{lesson}: {len(rows)} rows, {len(here)} used, "
            f"{len(rows) - len(here) - len(rest)} left out with a reason, {len(rest)} forgotten"
        )
        if only:
            for one in rest:
                print(f"  {one}: {_words(one)}")
    return 0


def _words(row: str) -> str:
    if row in tables._index():
        return f"(series) {tables._index()[row]['title']}"
    one = fact(row)
    return f"{one.quantity}: {one.text} ({one.population}; {one.condition}) {one.note}"[:220]


if __name__ == "__main__":
    raise SystemExit(main())
