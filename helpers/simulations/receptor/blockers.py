"""The drugs: how fast each enters and leaves the open channel, and what happens when it shuts.

Rates here are those of the **open** channel at -70 mV. Published rates of whole-cell currents are
apparent: only open channels can bind or release drug, so apparent rate = open-state rate x open
probability. They are divided by the steady open probability of the default gating scheme, 0.22.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    changed,
    fraction,
    nonnegative,
    one_of,
    positive,
    refuse,
    text,
    within,
)
from helpers.simulations.receptor.gating import (
    GATINGS,
    Gating,
    reference_open_probability,
    steady_occupancy,
)
from helpers.simulations.receptor.published import published

#: What a blocker does when the channel shuts over it.
TRAPPINGS = {
    "full": "stays inside until the channel opens again",
    "leaky": "escapes slowly from closed channels, and enters them as slowly",
    "partial": "a share sits at an outer site that the gate does not cover",
    "sequential": "must leave before the channel can close",
}

#: Chosen: how fast a blocker without a measured leak escapes when made "leaky" (1/s).
CHOSEN_LEAK_PER_S = 1 / 30


@dataclass(frozen=True)
class Source:
    """Where a number comes from.

    Attributes
    ----------
    kind : {"published", "derived", "fitted", "chosen"}
        Published as printed; derived by a stated rule; fitted here; a teaching value.
    how : str
        The rule or the reason, in words.
    facts : tuple of str
        Ids in ``helpers.evidence`` that it rests on.
    """

    kind: str
    how: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blocker:
    """A drug that blocks the open pore; any may be made by hand.

    Attributes
    ----------
    name : str
        Name in messages and of states.
    kon_per_um_s : float
        Binding to the open channel (1/(µM s)).
    koff_per_s : float
        Unbinding from the open channel at -70 mV (1/s).
    delta : float
        Electrical distance, 0 to 1: k_off(V) = k_off(-70) x exp(delta (V + 70) / 25.4).
    trapping : {"full", "leaky", "partial", "sequential"}
        See `TRAPPINGS`.
    leak_per_s : float
        "leaky": escape from closed blocked channels (1/s).
    outer_kon_per_um_s, outer_koff_per_s : float
        "partial": binding to and leaving the outer site (1/(µM s), 1/s), whether the channel is
        open or shut and whatever the voltage. One receptor holds one molecule.
    blocked_gating : Gating, optional
        How the receptor gates with the drug in its pore, where that differs: say, a blocker that
        hastens closing. Only with "full" trapping; default the same gating.
    ic50_um : float, optional
        Measured equilibrium IC50 (µM) at -70 mV without Mg2+, where there is one. The kinetic
        model does not use it: it may disagree with k_off / k_on.
    sources : mapping of str to Source
        Where each number comes from.

    Raises
    ------
    ValueError
        If a rate is negative or not finite, or the trapping unknown or without its rates.
    """

    name: str
    kon_per_um_s: float
    koff_per_s: float
    delta: float = 0.0
    trapping: str = "full"
    leak_per_s: float = 0.0
    outer_kon_per_um_s: float = 0.0
    outer_koff_per_s: float = 0.0
    blocked_gating: Gating | None = None
    ic50_um: float | None = None
    sources: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        text("name", self.name)
        positive("kon_per_um_s", self.kon_per_um_s, scalar=True)
        positive("koff_per_s", self.koff_per_s, scalar=True)
        within("delta", self.delta, 0, 1, scalar=True)
        one_of("trapping", self.trapping, TRAPPINGS)
        for name in ("leak_per_s", "outer_kon_per_um_s", "outer_koff_per_s"):
            nonnegative(name, getattr(self, name), scalar=True)
        if self.trapping == "leaky" and self.leak_per_s == 0:
            refuse("leak_per_s", self.leak_per_s, "above zero for a leaky trap")
        if self.trapping == "partial" and not (self.outer_kon_per_um_s and self.outer_koff_per_s):
            refuse(
                "outer_kon_per_um_s and outer_koff_per_s",
                (self.outer_kon_per_um_s, self.outer_koff_per_s),
                "above zero for partial trapping",
            )
        if self.blocked_gating is not None:
            if not isinstance(self.blocked_gating, Gating):
                refuse("blocked_gating", self.blocked_gating, "a Gating")
            if self.trapping != "full":
                refuse("trapping", self.trapping, "'full' where blocked_gating is given")
        if self.ic50_um is not None:
            positive("ic50_um", self.ic50_um, scalar=True)
        object.__setattr__(self, "sources", MappingProxyType(dict(self.sources)))

    @property
    def kinetic_ic50_um(self) -> float:
        """Concentration (µM) that blocks half in the kinetic model at -70 mV without Mg2+."""
        affinity = self.kon_per_um_s / self.koff_per_s
        if self.trapping == "partial":
            affinity += self.outer_kon_per_um_s / self.outer_koff_per_s
        return 1.0 / affinity

    @property
    def steady_ic50_um(self) -> float:
        """The measured IC50 (µM) where there is one, else that of the kinetic model."""
        return self.ic50_um if self.ic50_um is not None else self.kinetic_ic50_um

    def changed(self, **changes: Any) -> Blocker:
        """Return the drug with some numbers changed: ``BLOCKERS[name].changed(delta=0.9)``.

        Raises
        ------
        ValueError
            If a name is unknown or a value out of range.
        """
        by_user = {name: Source("chosen", "given by the user") for name in changes}
        return changed(self, {"sources": {**self.sources, **by_user}, **changes})

    def with_trapping(self, trapping: str) -> Blocker:
        """Return the same drug with another way of being trapped.

        Parameters
        ----------
        trapping : {"full", "leaky", "partial", "sequential"}
            "leaky" takes the drug's own leak if it has one, else `CHOSEN_LEAK_PER_S`.

        Returns
        -------
        Blocker
            A copy; the same object if nothing changes.

        Raises
        ------
        ValueError
            If the trapping is unknown, or "partial" is asked of a drug without an outer site.
        """
        one_of("trapping", trapping, TRAPPINGS)
        if trapping == self.trapping:
            return self
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["trapping"] = trapping
        if trapping == "leaky" and not self.leak_per_s:
            values["leak_per_s"] = CHOSEN_LEAK_PER_S
            note = Source(
                "chosen", "teaching value: a closed channel frees its drug in half a minute"
            )
            values["sources"] = {**self.sources, "leak_per_s": note}
        return Blocker(**values)


def apparent_to_open_state(rate: Any, open_probability: Any) -> Any:
    """Return the rate at the open channel from the apparent rate of a population.

    Parameters
    ----------
    rate : float or array
        Apparent rate, any unit, zero or more.
    open_probability : float or array
        Open probability while it was measured, above 0 to 1.

    Returns
    -------
    float or numpy.ndarray
        ``rate / open_probability``, in the unit of ``rate``.

    Raises
    ------
    ValueError
        If the rate is negative or the open probability not above 0 and at most 1.
    """
    apparent = nonnegative("rate", rate)
    fraction("open_probability", open_probability)
    return apparent / positive("open_probability", open_probability)


def _open_state(fact_id: str, scale: float = 1.0) -> float:
    """Return an open-state rate from the fact that holds its apparent rate."""
    return published(fact_id) * scale / reference_open_probability()


_PER_M_TO_PER_UM = 1e-6
_DIVIDED = "apparent rate divided by the steady open probability of the default gating, 0.22"
_SAME_ON = Source(
    "chosen",
    "ketamine's on-rate: MacDonald 1991 found one on-rate for the three",
    ("ket-gilling2009-kon", "ket-macdonald1991-kon"),
)
_SAME_DELTA = Source(
    "chosen", "ketamine's, none was found for this drug", ("ket-gilling2009-delta",)
)
_TRAPPED = Source("chosen", "as ketamine: a trapping blocker", ("ket-phillips2020-class",))


def _ketamine() -> Blocker:
    return Blocker(
        "ketamine",
        kon_per_um_s=_open_state("ket-gilling2009-kon", _PER_M_TO_PER_UM),
        koff_per_s=_open_state("ket-gilling2009-koff"),
        delta=published("ket-gilling2009-delta"),
        ic50_um=published("ket-gilling2009-ic50"),
        sources={
            "kon_per_um_s": Source("derived", _DIVIDED, ("ket-gilling2009-kon",)),
            "koff_per_s": Source("derived", _DIVIDED, ("ket-gilling2009-koff",)),
            "delta": Source("published", "Woodhull fit", ("ket-gilling2009-delta",)),
            "ic50_um": Source("published", "equilibrium block", ("ket-gilling2009-ic50",)),
            "trapping": Source(
                "published",
                "'fully trapped'; another preparation says nearly all",
                ("ket-gilling2009-trapped", "ket-kotermanski2009b-no-superficial"),
            ),
        },
    )


def _racemate(first: float, second: float) -> float:
    """Return the Ki of a 1:1 mixture: affinities average, so 1/Ki does."""
    return 2.0 / (1.0 / first + 1.0 / second)


_KI_FACTS = {
    "S-ketamine": ("s-ket-ebert1997-ki",),
    "R-ketamine": ("r-ket-ebert1997-ki",),
    "norketamine": ("s-nk-ebert1997-ki", "r-nk-ebert1997-ki"),
    "S-norketamine": ("s-nk-ebert1997-ki",),
    "R-norketamine": ("r-nk-ebert1997-ki",),
}


def _by_ki(name: str) -> Blocker:
    """Build a relative of ketamine: its on-rate, and an off-rate in proportion to Ki.

    The rule is chosen. Ki is taken from one study of binding (Ebert 1997); ketamine's own there is
    the racemate of 0.3 and 1.4 µM, 0.49 µM.
    """
    parent = _ketamine()
    facts = _KI_FACTS[name]
    own = _racemate(*(published(fact) for fact in (facts * 2)[:2]))
    racemic = _racemate(published("s-ket-ebert1997-ki"), published("r-ket-ebert1997-ki"))
    ratio = own / racemic
    rule = (
        "ketamine's off-rate x Ki / Ki of racemic ketamine; for a racemate 1/Ki is the mean of "
        "the 1/Ki of its enantiomers"
    )
    scaled = Source("chosen", rule, (*facts, "s-ket-ebert1997-ki", "r-ket-ebert1997-ki"))
    return Blocker(
        name,
        kon_per_um_s=parent.kon_per_um_s,
        koff_per_s=parent.koff_per_s * ratio,
        delta=parent.delta,
        ic50_um=parent.steady_ic50_um * ratio,
        sources={
            "kon_per_um_s": Source("chosen", "ketamine's on-rate", ("ket-gilling2009-kon",)),
            "koff_per_s": scaled,
            "ic50_um": Source("chosen", rule.replace("off-rate", "IC50"), scaled.facts),
            "delta": _SAME_DELTA,
            "trapping": _TRAPPED,
        },
    )


def _slow(name: str, fact_id: str) -> Blocker:
    """Build PCP or MK-801 from MacDonald 1991.

    They took the open probability as near 1, so their rates are apparent ones; their ketamine,
    0.2 1/s, agrees with the apparent 0.22 1/s of Gilling 2009. So these are divided by 0.22 too.
    """
    parent = _ketamine()
    how = _DIVIDED + "; MacDonald 1991 took it as near 1, so the printed rate is apparent"
    return Blocker(
        name,
        kon_per_um_s=parent.kon_per_um_s,
        koff_per_s=_open_state(fact_id),
        delta=parent.delta,
        sources={
            "kon_per_um_s": _SAME_ON,
            "koff_per_s": Source("derived", how, (fact_id,)),
            "ic50_um": Source("derived", "none used: k_off / k_on"),
            "delta": _SAME_DELTA,
            "trapping": _TRAPPED,
        },
    )


def _leaving_while_shutting(koff_per_s: float) -> float:
    """Return the share of drug in the pore that still gets out when agonist and drug are removed.

    After saturating glutamate, with the default gating: until the last glutamate is gone the
    channel opens a few times more, and the drug may leave. Gating is the same with drug, so the
    share does not depend on concentration.
    """
    gating = GATINGS["destexhe1998"]
    start = steady_occupancy(gating.generator(1e6))[1:]  # C0, where all ends, is left out
    opened = gating.open_state - 1
    rates = gating.generator(0.0)[1:, 1:]
    rates[opened, opened] -= koff_per_s
    seconds_open = np.linalg.solve(-rates.T, start)[opened]
    return float(koff_per_s * seconds_open)


def _memantine() -> Blocker:
    """Build memantine: a trapping site and an outer site, never both (Kotermanski 2009b).

    The outer site is left with a time constant of 0.79 s. Its on-rate is fitted here so that,
    when agonist and drug are removed, 20 % of the block escapes in all: from the outer site and,
    in smaller part, from pores that open once more before glutamate has left.
    """
    kon = _open_state("mem-gilling2009-kon", _PER_M_TO_PER_UM)
    koff = _open_state("mem-gilling2009-koff")
    escaping = published("mem-gilling2009-untrapped") / 100.0
    anyway = _leaving_while_shutting(koff)
    outer_share = (escaping - anyway) / (1.0 - anyway)
    outer_koff = 1.0 / published("mem-kotermanski2009b-escape")
    outer_kon = outer_koff * (kon / koff) * outer_share / (1.0 - outer_share)
    return Blocker(
        "memantine",
        kon_per_um_s=kon,
        koff_per_s=koff,
        delta=published("mem-gilling2009-delta"),
        trapping="partial",
        leak_per_s=outer_koff,
        outer_kon_per_um_s=outer_kon,
        outer_koff_per_s=outer_koff,
        ic50_um=published("mem-gilling2009-ic50"),
        sources={
            "kon_per_um_s": Source("derived", _DIVIDED, ("mem-gilling2009-kon",)),
            "koff_per_s": Source("derived", _DIVIDED, ("mem-gilling2009-koff",)),
            "ic50_um": Source("published", "equilibrium block", ("mem-gilling2009-ic50",)),
            "delta": Source("published", "Woodhull fit", ("mem-gilling2009-delta",)),
            "outer_koff_per_s": Source(
                "derived", "1 / time constant", ("mem-kotermanski2009b-escape",)
            ),
            "outer_kon_per_um_s": Source(
                "fitted",
                "so that 20 % of the block escapes when agonist and drug are removed",
                ("mem-gilling2009-untrapped",),
            ),
            "leak_per_s": Source(
                "chosen",
                "used only if made leaky: the rate of escape",
                ("mem-kotermanski2009b-escape",),
            ),
            "trapping": Source(
                "published",
                "two sites that exclude each other (hypothesis of Kotermanski 2009b)",
                ("mem-gilling2009-untrapped", "mem-kotermanski2009b-escape"),
            ),
        },
    )


BLOCKERS: Mapping[str, Blocker] = MappingProxyType(
    {
        "ketamine": _ketamine(),
        **{name: _by_ki(name) for name in _KI_FACTS},
        "memantine": _memantine(),
        "PCP": _slow("PCP", "pcp-macdonald1991-koff"),
        "MK-801": _slow("MK-801", "mk801-macdonald1991-koff"),
    }
)
"""Blockers by name."""


def blocker_of(blocker: str | Blocker) -> Blocker:
    """Return a blocker given by name or made by hand.

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the known ones.
    """
    if isinstance(blocker, Blocker):
        return blocker
    return BLOCKERS[one_of("blocker", blocker, BLOCKERS)]
