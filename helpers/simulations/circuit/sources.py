"""Where each number of a network comes from, and the table that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from helpers.evidence import Parameter, parameters
from helpers.evidence.parameters import ParameterTable
from helpers.simulations.arguments import one_of


@dataclass(frozen=True)
class Origin:
    """Where a number comes from.

    Attributes
    ----------
    kind : {"published", "derived", "fitted", "chosen"}
        Published as printed; derived by a stated rule; fitted here; a teaching value.
    how : str
        The rule or the reason, in words; empty for a published number.
    fact : str
        Id of the fact in ``helpers.evidence`` that it rests on; empty for none.
    """

    kind: str
    how: str = ""
    fact: str = ""


def from_paper(fact_id: str) -> Origin:
    """Return the origin of a number that is published as it stands."""
    return Origin("published", fact=fact_id)


def chosen(how: str) -> Origin:
    """Return the origin of a teaching value."""
    return Origin("chosen", how)


GIVEN = chosen("given by the user")


class Described:
    """A frozen dataclass of numbers that can say of each where it comes from.

    A subclass has the class attribute ``MEANINGS``, field name to (meaning, unit), and the field
    ``origins``, field name to `Origin`.
    """

    MEANINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})

    def changed(self, **changes: Any) -> Any:
        """Return a copy with some numbers changed; their origin is then "given by the user".

        Raises
        ------
        ValueError
            If a name is unknown or a value out of range.
        """
        for name in changes:
            one_of(f"a number of {type(self).__name__}", name, self.MEANINGS)
        origins = {**self.origins, **dict.fromkeys(changes, GIVEN)}
        values = {"origins": origins, **changes}
        if any(part.name == "name" for part in fields(self)):
            values["name"] = f"{self.name.removesuffix(', changed')}, changed"
        return replace(self, **values)

    def parameters(self) -> ParameterTable:
        """Return the table of all numbers: meaning, value, unit, and where each comes from."""
        rows: dict[str, tuple[str, str] | Parameter] = {}
        for name, (meaning, unit) in self.MEANINGS.items():
            origin = self.origins.get(name, GIVEN)
            if origin.kind == "published":
                rows[name] = (origin.fact, meaning)
            else:
                value = float(getattr(self, name))
                rows[name] = Parameter(meaning, value, unit, origin.kind, origin.how)
        return parameters(rows)
