"""Every number of the cascade, with its unit and where it comes from.

Of the mouse. The model is a teaching reduction, not a published one: most of its numbers were
chosen or fitted to reported timing, few were measured, and `Parameters.table` says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from helpers.evidence import Parameter
from helpers.simulations.arguments import one_of, refuse, within
from helpers.simulations.plasticity.published import published

if TYPE_CHECKING:
    import pandas

_MINUTES_PER_HOUR = 60.0
_HOURS_PER_DAY = 24.0


@dataclass(frozen=True)
class Source:
    """Where a number comes from.

    Attributes
    ----------
    kind : {"published", "derived", "fitted", "chosen"}
        Published as printed; derived by a stated rule from published numbers; fitted so that the
        model shows a reported timing; a teaching value.
    how : str
        The rule or the reason, in words.
    facts : tuple of str
        Ids in ``helpers.evidence`` that it rests on.
    """

    kind: str
    how: str
    facts: tuple[str, ...] = ()


_GROWTH = Source(
    "fitted",
    "tau_X, theta and n together: no more spines form at 3-6 h, more at 12-24 h",
    ("modasava2019-spines-early-null", "modasava2019-spines-window"),
)
_BY_USER = Source("chosen", "given by the user")
_Check = Callable[[str, Any], float]


def _between(low: float, high: float) -> _Check:
    """Return a checker of one number from low to high."""
    return partial(within, low=low, high=high, scalar=True)


_TIME = _between(1e-3, 1e5)
_RATE = _between(0.0, 1e4)


def _number(
    symbol: str, meaning: str, value: float, unit: str, source: Source, check: _Check
) -> Any:
    """Declare a parameter."""
    about = {
        "symbol": symbol,
        "meaning": meaning,
        "unit": unit,
        "source": source,
        "check": check,
    }
    return field(default=value, metadata=about)


@dataclass(frozen=True)
class Parameters:
    """The numbers of the cascade; `changed` gives a copy in which some are changed.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    half_life_h: float = _number(
        "t½",
        "half-life of the drug",
        published("ma2023-halflife-mouse") / _MINUTES_PER_HOUR,
        "h",
        Source("published", "plasma half-life in the mouse", ("ma2023-halflife-mouse",)),
        _TIME,
    )
    tau_surge_h: float = _number(
        "τ_G",
        "time constant of the surge",
        0.15,
        "h",
        Source("chosen", "the glutamate surge follows the drug; insensitive"),
        _TIME,
    )
    surge_gain: float = _number(
        "g_G",
        "size of the surge after 10 mg/kg",
        2.0,
        "relative",
        Source("chosen", "no size was read for this dose in the mouse"),
        _RATE,
    )
    tau_bdnf_h: float = _number(
        "τ_B",
        "time constant of BDNF outside the cells",
        0.40,
        "h",
        Source(
            "chosen",
            "secretion is transient in vivo; its duration was not read in a source",
            ("anderzhanova2020-mbdnf-transient", "autry2011-bdnf-30min"),
        ),
        _TIME,
    )
    bdnf_per_h: float = _number(
        "k_B",
        "BDNF released per AMPA drive",
        2.0,
        "1/h",
        Source("chosen", "with K_T: TrkB is active for about an hour"),
        _RATE,
    )
    half_trkb: float = _number(
        "K_T",
        "BDNF that activates half of TrkB",
        0.5,
        "relative",
        Source("chosen", "no level near synapses was read in a source"),
        _between(1e-6, 1e4),
    )
    tau_mtorc1_h: float = _number(
        "τ_M",
        "time constant of mTORC1",
        0.25,
        "h",
        Source(
            "chosen",
            "the steps from TrkB to S6 take seconds to 17 min in a published model",
            ("jain2009-k-trkb-recycling", "jain2009-k-tsc-dephos", "jain2009-k-s6-dephos"),
        ),
        _TIME,
    )
    tau_protein_h: float = _number(
        "τ_P",
        "time constant of synaptic protein",
        60.0,
        "h",
        Source(
            "chosen",
            "synaptic proteins reported raised from 2 to 72 h (not verified)",
            ("li2010-synaptic-proteins-window",),
        ),
        _TIME,
    )
    protein_per_h: float = _number(
        "k_P",
        "protein made per active mTORC1",
        1.65,
        "1/h",
        Source("fitted", "the scale of protein: its peak is 1 after 10 mg/kg"),
        _RATE,
    )
    tau_capacity_h: float = _number(
        "τ_X",
        "delay from protein to capacity",
        8.0,
        "h",
        _GROWTH,
        _TIME,
    )
    theta: float = _number(
        "θ",
        "capacity that permits half of the growth",
        0.70,
        "relative",
        _GROWTH,
        _between(1e-3, 1e3),
    )
    steepness: float = _number(
        "n",
        "steepness of the permission",
        6.0,
        "none",
        _GROWTH,
        _between(0.1, 50.0),
    )
    growth_per_h: float = _number(
        "k_S",
        "growth on free sites",
        0.15,
        "1/h",
        Source("chosen", "sites fill within a day once growth is permitted"),
        _RATE,
    )
    max_gain: float = _number(
        "g_max",
        "restorable sites",
        published("shao2021-psilocybin-gain") / 100,
        "of the healthy density",
        Source(
            "derived",
            "limited restorable sites; amplitude borrowed from psilocybin (same laboratory, cells "
            "and method): the percentage of ketamine stands only in a figure",
            ("shao2021-psilocybin-gain", "phoum2016-duration", "modasava2019-branch-specific"),
        ),
        _between(1e-6, 10.0),
    )
    turnover_per_d: float = _number(
        "e",
        "turnover of spines",
        0.04,
        "1/d",
        Source(
            "chosen",
            "lets the gain outlast 14 d; much faster than the turnover of adult mice, "
            "3-5 % in 2 weeks",
            ("phoum2016-duration", "zuo2005-adult-2wk"),
        ),
        _RATE,
    )
    fast_per_h: float = _number(
        "k_F",
        "onset of fast potentiation",
        4.0,
        "1/h",
        Source("chosen", "behaviour has changed after 30 min (not verified)", ("autry2011-onset",)),
        _RATE,
    )
    tau_fast_h: float = _number(
        "τ_F",
        "decay of fast potentiation",
        16.0,
        "h",
        Source("chosen", "fast potentiation is mostly gone after 24 h"),
        _TIME,
    )
    gain_half_mg_per_kg: float = _number(
        "d_½",
        "dose of half of the rise",
        5.0,
        "mg/kg",
        Source("chosen", "a rise with power 2; 10 mg/kg is active, 2.5 nearly not"),
        _between(1e-3, 1e4),
    )
    gain_fall_mg_per_kg: float = _number(
        "d_fall",
        "dose at which the gain falls",
        40.0,
        "mg/kg",
        Source(
            "chosen",
            "a fall with power 4, so that 80 mg/kg does nothing (not verified)",
            ("li2010-anaesthetic-dose-inactive",),
        ),
        _between(1e-3, 1e6),
    )
    reference_mg_per_kg: float = _number(
        "d_ref",
        "dose for which drug and gain are 1",
        10.0,
        "mg/kg",
        Source("chosen", "the usual dose of the papers"),
        _between(1e-3, 1e4),
    )
    rest_half: float = _number(
        "K_rest",
        "eEF2K account: drug that switches off half",
        0.2,
        "relative",
        Source(
            "chosen",
            "drug in units of 10 mg/kg; no such curve was read in a source",
            ("autry2011-translation",),
        ),
        _between(1e-6, 1e4),
    )
    habenula_per_h: float = _number(
        "k_on",
        "habenula account: trapping",
        10.0,
        "1/h",
        Source("chosen", "onset within half an hour", ("yang2018-lhb",)),
        _RATE,
    )
    tau_habenula_h: float = _number(
        "τ_off",
        "habenula account: escape",
        18.0,
        "h",
        Source(
            "chosen",
            "between 12 and 24 h: block was seen for up to 24 h",
            ("ma2023-lhb-block-duration",),
        ),
        _TIME,
    )
    sources: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        sources = dict(self.sources)
        for one in _numbers():
            value = one.metadata["check"](one.name, getattr(self, one.name))
            changed = value != one.default
            sources[one.name] = _BY_USER if changed else one.metadata["source"]
            object.__setattr__(self, one.name, value)
        object.__setattr__(self, "sources", MappingProxyType(sources))

    def changed(self, **changes: float) -> Parameters:
        """Return a copy with some numbers changed.

        Parameters
        ----------
        **changes
            New values by name, for example ``half_life_h=3``.

        Returns
        -------
        copy : Parameters

        Raises
        ------
        ValueError
            If there is no such number, or a value is out of its range.
        """
        names = [one.name for one in _numbers()]
        for name in changes:
            if name not in names:
                refuse("the name of a parameter", name, "one of " + ", ".join(names))
        return replace(self, **changes)

    def scaled(self, name: str, factor: float) -> Parameters:
        """Return a copy with one number multiplied.

        Parameters
        ----------
        name : str
            Its name.
        factor : float
            By how much, for example 1.25.

        Returns
        -------
        copy : Parameters

        Raises
        ------
        ValueError
            If there is no such number, or the product is out of its range.
        """
        one_of("name", name, self.sources)
        by = within("factor", factor, 0, 1e6, scalar=True)
        return self.changed(**{name: getattr(self, name) * by})

    def rows(self, *names: str) -> dict[str, Any]:
        """Return symbols and sources for `helpers.evidence.parameters`, which shows them.

        Parameters
        ----------
        *names : str
            Names of the numbers; all by default.

        Returns
        -------
        dict of str to Parameter or pair of fact id and meaning

        Raises
        ------
        ValueError
            If there is no such number.
        """
        for name in names:
            one_of("names", name, self.sources)
        return {
            one.metadata["symbol"]: self._row(one)
            for one in _numbers()
            if not names or one.name in names
        }

    def _row(self, one: Any) -> Any:
        """Return one number as the table of an equation wants it."""
        source = self.sources[one.name]
        if source.kind == "published":
            return source.facts[0], one.metadata["meaning"]
        unit = "" if one.metadata["unit"] == "none" else one.metadata["unit"]
        return Parameter(
            one.metadata["meaning"], getattr(self, one.name), unit, source.kind, source.how
        )

    def table(self) -> pandas.DataFrame:
        """Return all numbers with unit, kind, reason and facts, one row for each."""
        import pandas as pd

        rows = [
            {
                "parameter": one.name,
                "meaning": one.metadata["meaning"],
                "value": getattr(self, one.name),
                "unit": one.metadata["unit"],
                "kind": self.sources[one.name].kind,
                "how": self.sources[one.name].how,
                "facts": ", ".join(self.sources[one.name].facts),
            }
            for one in _numbers()
        ]
        return pd.DataFrame(rows)

    @property
    def turnover_per_h(self) -> float:
        """Turnover of spines (1/h)."""
        return self.turnover_per_d / _HOURS_PER_DAY


def _numbers() -> list[Any]:
    """Return the fields of `Parameters` that are numbers."""
    return [one for one in fields(Parameters) if one.metadata]


#: The numbers that the lessons use.
DEFAULT = Parameters()

#: Share of activity-dependent BDNF secretion that is left. Met/Met from a reported loss of 29 %,
#: Val/Met from 18 % told in the note of the same fact: neither was seen in a source, so both are
#: values that we chose.
GENOTYPES: Mapping[str, float] = MappingProxyType(
    {
        "Val/Val": 1.0,
        "Val/Met": 0.82,
        "Met/Met": 1 - published("chen2006-secretion-metmet") / 100,
    }
)

GENOTYPE_SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "Val/Val": Source("chosen", "the scale: full secretion is 1"),
        "Val/Met": Source(
            "chosen", "after a loss of 18 %, not seen in a source", ("chen2006-secretion-metmet",)
        ),
        "Met/Met": Source(
            "chosen", "after a loss of 29 %, not seen in a source", ("chen2006-secretion-metmet",)
        ),
    }
)

#: Share of spines that chronic stress takes in the model: ketamine is reported to bring about half
#: of them back, and the model can grow `max_gain`. Derived, from a press account of the half.
STRESS_LOSS = DEFAULT.max_gain / (published("modasava2019-fraction-restored") / 100)
