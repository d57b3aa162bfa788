"""One way to declare a number: symbol, meaning, unit, range, value and source, once.

A model's numbers are the fields of a frozen dataclass that builds on `Sourced`, each declared by
`number`. What a paper prints is read from ``helpers.evidence`` by `published`, and nowhere else.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Leak(Sourced):
...     half_life_h: float = number(
...         "t½", "half-life in the mouse", "h", 1e-3, 1e5,
...         published("ma2023-halflife-mouse") / 60,
...         Source("published", "plasma", ("ma2023-halflife-mouse",)),
...     )
...     gain: float = number("g", "size", "relative", 0, 10, 2.0, Source("chosen", "a scale"))
>>> Leak().changed(gain=3).sources["gain"].kind
'chosen'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from helpers.evidence import Parameter, fact
from helpers.simulations.arguments import one_of, within

if TYPE_CHECKING:
    import pandas

__all__ = ["BY_USER", "Source", "Sourced", "number", "printed_range", "published"]

#: What a source may be. Published as printed; derived by a stated rule from published numbers;
#: fitted here so that the model shows a reported result; chosen, a teaching value.
KINDS = ("published", "derived", "fitted", "chosen")


@dataclass(frozen=True)
class Source:
    """Where a number comes from: its kind (`KINDS`), the rule or reason, and the ids of facts."""

    kind: str
    how: str
    facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        one_of("kind", self.kind, KINDS)


#: The source of a number that somebody changed.
BY_USER = Source("chosen", "given by the user")


def published(fact_id: str) -> float:
    """Return the central value of one fact, in the unit that the fact states.

    >>> published("ma2023-halflife-mouse")
    13.0
    """
    value = fact(fact_id).value
    if value is None:
        raise ValueError(f"fact_id must be a fact with a central value; {fact_id!r} has none.")
    return float(value)


def printed_range(fact_id: str) -> tuple[float, float]:
    """Return the low and the high end of one fact, in the unit that the fact states."""
    found = fact(fact_id)
    if found.low is None or found.high is None:
        raise ValueError(f"fact_id must be a fact with a range; {fact_id!r} has none.")
    return float(found.low), float(found.high)


def number(
    symbol: str,
    meaning: str,
    unit: str,
    low: float,
    high: float,
    value: Any = MISSING,
    source: Source | None = None,
) -> Any:
    """Declare one number of a `Sourced` dataclass, allowed from ``low`` to ``high``.

    Without ``value`` each instance must give one, with its source in ``sources``. The unit of a
    pure number is "".
    """
    about = {"symbol": symbol, "meaning": meaning, "unit": unit, "low": low, "high": high}
    return field(default=value, metadata={**about, "source": source})


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A frozen dataclass of numbers, each checked and each with its source."""

    sources: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        sources = {}
        for one in self.numbers():
            about = one.metadata
            value = getattr(self, one.name)
            if value is not None:  # None: a set that has no such part
                value = within(one.name, value, about["low"], about["high"], scalar=True)
                object.__setattr__(self, one.name, value)
            declared = about["source"] if value == one.default else None
            sources[one.name] = self.sources.get(one.name) or declared or BY_USER
        object.__setattr__(self, "sources", MappingProxyType(sources))

    @classmethod
    def numbers(cls) -> list[Any]:
        """Return the fields that were declared by `number`."""
        return [one for one in fields(cls) if "symbol" in one.metadata]

    def changed(self, **changes: float) -> Any:
        """Return a copy with some numbers changed; their source is then the user."""
        for name in changes:
            one_of(f"a number of {type(self).__name__}", name, [one.name for one in self.numbers()])
        kept = {name: source for name, source in self.sources.items() if name not in changes}
        return replace(self, **changes, sources=kept)

    def scaled(self, name: str, factor: float) -> Any:
        """Return a copy with one number multiplied by a factor."""
        one_of("name", name, self.sources)
        return self.changed(
            **{name: getattr(self, name) * within("factor", factor, 0, 1e6, scalar=True)}
        )

    def rows(self, *names: str) -> dict[str, Any]:
        """Return symbol -> row for `helpers.evidence.parameters`; all numbers, or those named."""
        for name in names:
            one_of("names", name, self.sources)
        rows: dict[str, Any] = {}
        for one in self.numbers():
            if names and one.name not in names:
                continue
            source, about = self.sources[one.name], one.metadata
            if source.kind == "published":
                rows[about["symbol"]] = (source.facts[0], about["meaning"])
            else:
                rows[about["symbol"]] = Parameter(
                    about["meaning"],
                    getattr(self, one.name),
                    about["unit"],
                    source.kind,
                    source.how,
                )
        return rows

    def table(self) -> pandas.DataFrame:
        """Return all numbers with unit, kind, reason and facts, one row for each."""
        import pandas as pd

        return pd.DataFrame(
            {
                "parameter": one.name,
                "meaning": one.metadata["meaning"],
                "value": getattr(self, one.name),
                "unit": one.metadata["unit"],
                "kind": self.sources[one.name].kind,
                "how": self.sources[one.name].how,
                "facts": ", ".join(self.sources[one.name].facts),
            }
            for one in self.numbers()
        )
