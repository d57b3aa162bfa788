"""The score card: what the simulations say beside what was published.

A topic brings its rows in a module ``tests/literature/TOPIC_rows.py`` with two names:

``ROWS``
    A list of `Row`.
``NOT_ASKED``
    For each fact of the topic that no row asks: the reason, by `excuses`. Its keys are reasons,
    its values ids of facts, or ids with ``*``.

Nothing else has to be changed: `topics` finds the modules.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tests.literature
from helpers.evidence import Fact, fact
from helpers.evidence.units import with_unit

ROLES = ("independent", "calibrates", "arithmetic")


@dataclass(frozen=True)
class Tolerance:
    """How far a prediction may lie from the published value, and why so far."""

    kind: str  # "printed", "inside", "factor" or "within"
    amount: float
    why: str

    def bounds(self, value: float | None, low: float | None, high: float | None):
        """Return the lowest and the highest prediction that is a hit."""
        if self.kind == "printed":
            return value - self.amount * (value - low), value + self.amount * (high - value)
        if self.kind == "inside":
            return low / self.amount, high * self.amount
        if self.kind == "factor":
            return value / self.amount, value * self.amount
        return value - self.amount, value + self.amount

    @property
    def text(self) -> str:
        """Say the tolerance and its reason."""
        words = {
            "printed": f"{self.amount:g} x the printed ±",
            "inside": "the printed range" + (f" x/÷ {self.amount:g}" if self.amount != 1 else ""),
            "factor": f"a factor of {self.amount:g}",
            "within": f"± {self.amount:g}",
        }[self.kind]
        return f"{words}: {self.why}"


def printed(times: float = 2.0, why: str = "about 95 % if the ± is a standard error") -> Tolerance:
    """Allow some times the printed ±."""
    return Tolerance("printed", times, why)


def inside(slack: float = 1.0, why: str = "range over studies") -> Tolerance:
    """Allow the printed range."""
    return Tolerance("inside", slack, why)


def factor(amount: float, why: str) -> Tolerance:
    """Allow a factor both ways."""
    return Tolerance("factor", amount, why)


def within(amount: float, why: str) -> Tolerance:
    """Allow a difference both ways."""
    return Tolerance("within", amount, why)


@dataclass(frozen=True)
class Result:
    """One line of the score card."""

    id: str
    asks: str
    role: str
    prediction: str
    published: str
    source: str
    tolerance: str
    outcome: str
    expected: str
    reason: str
    verified: bool


@dataclass(frozen=True)
class Row:
    """What a simulation predicts and a study found: a number, or without a tolerance yes or no.

    Rows that share a tolerance or a role say it once: ``made = partial(Row, role="calibrates")``.

    Attributes
    ----------
    facts : str
        Ids of the facts it asks, with blanks between; the first is the published value unless
        ``value`` is given.
    asks : str
        What is asked, in words, with the conditions set.
    predict : callable
        Returns the prediction in the unit of the fact; without a tolerance, whether the finding
        holds, and what is to be said.
    tolerance : Tolerance, optional
        How near is a hit, and why.
    role : {"independent", "calibrates", "arithmetic"}
        Whether the prediction could refute the model, made it, or only checks a printed table.
    miss : str
        Why it misses, where it is known to; a row that begins to hit shows in the tests.
    note : str
        A word on a hit, such as what was assumed.
    id : str
        Unique name of the row where its first fact, after which it is called, does not tell it.
    value : callable, optional
        The published value where it is worked out from the facts (a ratio, another unit).
    unit : str, optional
        Its unit then.
    """

    facts: str
    asks: str
    predict: Callable[[], Any]
    tolerance: Tolerance | None = None
    role: str = "independent"
    miss: str = ""
    note: str = ""
    id: str = ""
    value: Callable[..., float] | None = None
    unit: str = ""

    def __post_init__(self):
        """Call the row after its first fact."""
        object.__setattr__(self, "id", self.id or self.fact_ids[0])

    @property
    def fact_ids(self) -> list[str]:
        """The ids of the facts, one by one."""
        return self.facts.split()

    @property
    def expect(self) -> str:
        """What is known to come out, "hit" or "miss"."""
        return "miss" if self.miss else "hit"

    def ask(self) -> Result:
        """Run the simulation and compare."""
        asked = [fact(one) for one in self.fact_ids]
        compare = self._finding if self.tolerance is None else self._number
        prediction, published, hit = compare(asked)
        return Result(
            id=self.id,
            asks=self.asks,
            role=self.role,
            prediction=prediction,
            published=published,
            source=", ".join(dict.fromkeys(one.citation for one in asked)),
            tolerance=self.tolerance.text if self.tolerance else "the finding holds",
            outcome="hit" if hit else "miss",
            expected=self.expect,
            reason=self.miss or self.note,
            verified=all(one.verified != "unverified" for one in asked),
        )

    def _number(self, asked: list[Fact]) -> tuple[str, str, bool]:
        if self.value is None:
            value, low, high = asked[0].value, asked[0].low, asked[0].high
            published, unit = asked[0].text, asked[0].unit
        else:
            value, low, high = self.value(*asked), None, None
            published, unit = _shown(value, self.unit), self.unit
        least, most = self.tolerance.bounds(value, low, high)
        found = float(self.predict())
        return _shown(found, unit), published, math.isfinite(found) and least <= found <= most

    def _finding(self, asked: list[Fact]) -> tuple[str, str, bool]:
        agrees, words = self.predict()
        return words, asked[0].quantity, bool(agrees)


def _shown(value: float, unit: str) -> str:
    """Write a number with its unit, three digits."""
    if not math.isfinite(value):
        return f"{value} {unit}"
    return with_unit(float(f"{value:.3g}"), unit)


def excuses(patterns_of: Mapping[str, str]) -> dict[str, str]:
    """Return pattern -> reason, for ``NOT_ASKED``, from reason -> patterns with blanks between."""
    return {one: why for why, patterns in patterns_of.items() for one in patterns.split()}


def topics() -> list[str]:
    """Return every topic that has a module of rows."""
    modules = (one.name for one in pkgutil.iter_modules(tests.literature.__path__))
    return sorted(name.removesuffix("_rows") for name in modules if name.endswith("_rows"))


def read(topic: str) -> tuple[list[Row], dict[str, str]]:
    """Return rows and reasons of a topic.

    Raises
    ------
    ValueError
        If its module cannot be read, or a row asks a fact that there is none of; the message names
        the file, and the row.
    """
    path = f"tests/literature/{topic}_rows.py"
    try:
        module = importlib.import_module(f"tests.literature.{topic}_rows")
    except Exception as error:
        raise ValueError(f"{path}: {error}") from error
    if lacking := [one for one in ("ROWS", "NOT_ASKED") if not hasattr(module, one)]:
        raise ValueError(f"{path} lacks {' and '.join(lacking)}.")
    for row in module.ROWS:
        try:
            list(map(fact, row.fact_ids))
        except ValueError as error:
            raise ValueError(f"{path}, row {row.id!r}: {error}") from None
    return list(module.ROWS), dict(module.NOT_ASKED)


def load() -> dict[str, tuple[list[Row], dict[str, str]]]:
    """Return rows and reasons of every topic."""
    return {topic: read(topic) for topic in topics()}


def tally(results: Iterable[Result]) -> str:
    """Say how many hit."""
    counted = list(results)
    hits = sum(one.outcome == "hit" for one in counted)
    return f"{hits} of {len(counted)} hit"


def _table(results: list[Result]) -> list[str]:
    head = ("asked", "simulation", "published", "source", "tolerance", "outcome", "why")
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for one in results:
        cells = (
            one.asks,
            one.prediction,
            one.published,
            one.source,
            one.tolerance,
            f"**{one.outcome}**" if one.outcome == "miss" else one.outcome,
            one.reason,
        )
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return lines


def report(topics: dict[str, list[Result]]) -> str:
    """Return the whole score card as Markdown."""
    lines = ["# What the simulations say, and what was published", ""]
    lines += [
        "Independent rows could have refuted a model. Rows that calibrate it show only that it",
        "was built as said. Misses are reported, never tuned away. Values that could not be",
        "verified at a source are not counted.",
        "",
    ]
    names = ("Independent", "Calibrating", "Arithmetic of printed tables")
    groups = [
        (name, lambda one, role=role: one.verified and one.role == role)
        for name, role in zip(names, ROLES, strict=True)
    ]
    groups.append(("Unverified values, not counted", lambda one: not one.verified))
    for topic, results in topics.items():
        lines += [f"## {topic.capitalize()}", ""]
        for name, belongs in groups:
            chosen = [one for one in results if belongs(one)]
            if chosen:
                lines += [f"### {name}: {tally(chosen)}", "", *_table(chosen), ""]
    return "\n".join(lines)
