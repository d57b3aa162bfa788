"""The score card: what the simulations say beside what was published.

A topic brings its rows in a module ``tests/literature/TOPIC_rows.py`` with two names:

``ROWS``
    A list of `Row` (a number) and `Finding` (yes or no).
``NOT_ASKED``
    For each fact of the topic that no row asks: the reason. Keys are ids, or ends in ``*``.

Nothing else has to be changed: `load` finds the modules.
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
OUTCOMES = ("hit", "miss")


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
    """A number that a simulation predicts and a study measured.

    Attributes
    ----------
    id : str
        Unique name of the row.
    facts : tuple of str
        Ids of the facts it asks; the first is the published value unless ``value`` is given.
    asks : str
        What is asked, in words, with the conditions set.
    predict : callable
        Returns the prediction in the unit of the fact.
    role : {"independent", "calibrates", "arithmetic"}
        Whether the number could refute the model, made it, or only checks a printed table.
    tolerance : Tolerance
        How near is a hit, and why.
    expect : {"hit", "miss"}
        What is known to come out: a change shows in the tests.
    reason : str
        Why it misses, or what was assumed; needed for a miss.
    value : callable, optional
        The published value where it is worked out from the facts (a ratio, another unit).
    unit : str, optional
        Its unit then.
    """

    id: str
    facts: tuple[str, ...]
    asks: str
    predict: Callable[[], float]
    role: str
    tolerance: Tolerance
    expect: str
    reason: str = ""
    value: Callable[..., float] | None = None
    unit: str = ""

    def ask(self) -> Result:
        """Run the simulation and compare."""
        asked = [fact(one) for one in self.facts]
        if self.value is None:
            value, low, high = asked[0].value, asked[0].low, asked[0].high
            published, unit = asked[0].text, asked[0].unit
        else:
            value, low, high = self.value(*asked), None, None
            published, unit = _shown(value, self.unit), self.unit
        least, most = self.tolerance.bounds(value, low, high)
        found = float(self.predict())
        hit = math.isfinite(found) and least <= found <= most
        return _result(self, asked, _shown(found, unit), published, hit)


def _shown(value: float, unit: str) -> str:
    """Write a number with its unit, three digits."""
    if not math.isfinite(value):
        return f"{value} {unit}"
    return with_unit(float(f"{value:.3g}"), unit)


@dataclass(frozen=True)
class Finding:
    """A finding without a number: the simulation agrees or not."""

    id: str
    facts: tuple[str, ...]
    asks: str
    predict: Callable[[], tuple[bool, str]]
    role: str
    expect: str
    reason: str = ""

    @property
    def tolerance(self) -> Tolerance:
        """Yes or no."""
        return Tolerance("within", 0, "yes or no")

    def ask(self) -> Result:
        """Run the simulation and compare."""
        asked = [fact(one) for one in self.facts]
        agrees, words = self.predict()
        return _result(self, asked, words, asked[0].quantity, bool(agrees), "the finding holds")


def row(
    role: str,
    expect: str,
    facts: str,
    asks: str,
    predict: Callable[[], Any],
    reason: str = "",
    *,
    id: str = "",
    tolerance: Tolerance | None = None,
    **published: Any,
) -> Row | Finding:
    """Return a `Row` where there is a tolerance, else a `Finding`.

    `facts` are ids with blanks between. The row has the name of the first; where two rows ask the
    same, `id` tells them apart. For `partial`: ``miss = partial(row, "independent", "miss")``.
    """
    ids = tuple(facts.split())
    about = (id or ids[0], ids, asks, predict, role)
    if tolerance is None:
        return Finding(*about, expect, reason)
    return Row(*about, tolerance, expect, reason, **published)


def excuses(patterns_of: Mapping[str, str]) -> dict[str, str]:
    """Return pattern -> reason, for ``NOT_ASKED``, from reason -> patterns with blanks between."""
    return {one: why for why, patterns in patterns_of.items() for one in patterns.split()}


def asking(tolerance: Tolerance, role: str = "independent") -> Callable[..., Row]:
    """Return a maker of rows of one tolerance and role: a table of them says each thing once.

    It takes the ids of the facts in one text, what is asked, and the prediction. A row is called
    after its first fact unless ``id`` names it, and is a known miss where ``miss`` says why;
    ``note`` is a word on a hit. ``value`` and ``unit`` are those of `Row`.
    """

    def row(facts: str, asks: str, predict: Callable[[], float], **more) -> Row:
        return Row(**_named(facts, **more), asks=asks, predict=predict, role=role,
                   tolerance=tolerance)  # fmt: skip

    return row


def finding(facts: str, asks: str, predict: Callable[[], tuple[bool, str]], **more) -> Finding:
    """Return an independent finding; ``id``, ``miss`` and ``note`` are those of `asking`."""
    return Finding(**_named(facts, **more), asks=asks, predict=predict, role="independent")


def _named(facts: str, id: str = "", miss: str = "", note: str = "", **more) -> dict:
    each = tuple(facts.split())
    expect = {"expect": "miss" if miss else "hit", "reason": miss or note}
    return {"id": id or each[0], "facts": each} | expect | more


def excuse(why: str, facts: str) -> dict[str, str]:
    """Return one reason not to ask for several facts, or patterns of them, in one text."""
    return dict.fromkeys(facts.split(), why)


def _result(row, asked: list[Fact], prediction: str, published: str, hit: bool, tolerance=None):
    return Result(
        id=row.id,
        asks=row.asks,
        role=row.role,
        prediction=prediction,
        published=published,
        source=", ".join(dict.fromkeys(one.citation for one in asked)),
        tolerance=tolerance or row.tolerance.text,
        outcome="hit" if hit else "miss",
        expected=row.expect,
        reason=row.reason,
        verified=all(one.verified != "unverified" for one in asked),
    )


def load() -> dict[str, tuple[list[Row | Finding], dict[str, str]]]:
    """Return rows and reasons of every topic that has a module of rows."""
    found = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(tests.literature.__path__)):
        if module.endswith("_rows"):
            topic = importlib.import_module(f"tests.literature.{module}")
            found[module.removesuffix("_rows")] = (list(topic.ROWS), dict(topic.NOT_ASKED))
    return found


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
