"""The drugs: how fast each enters and leaves the open channel, and what happens when it shuts.

Rates here are those of the **open** channel at -70 mV. Published rates of whole-cell currents are
apparent: only open channels can bind or release drug, so apparent rate = open-state rate x open
probability. They are divided by the steady open probability of the default gating scheme, 0.22.

What a blocker does when the channel shuts over it (``trapping``):

full
    It stays inside until the channel opens again.
leaky
    It escapes slowly from closed channels, and enters them as slowly.
partial
    A share sits at an outer site that the gate does not cover.
sequential
    It must leave before the channel can close.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from helpers.simulations.arguments import one_of, refuse, text
from helpers.simulations.receptor.gating import (
    GATING,
    OPEN,
    reference_open_probability,
    steady_occupancy,
)
from helpers.simulations.sourced import Source, Sourced, number, published

TRAPPINGS = ("full", "leaky", "partial", "sequential")

#: How fast a blocker without a measured leak escapes when made "leaky".
LEAK_PER_S = 1 / 30
LEAK = Source("chosen", "teaching value: a closed channel frees its drug in half a minute")
NO_SITE = Source("chosen", "no such way out")


@dataclass(frozen=True)
class Blocker(Sourced):
    """A drug that blocks the open pore; any may be made by hand.

    The outer site ("partial") is entered and left whether the channel is open or shut and whatever
    the voltage; one receptor holds one molecule. ``ic50_um`` is the measured equilibrium IC50 where
    there is one; the kinetic model does not use it, and it may disagree with k_off / k_on.

    >>> drug = Blocker("mine", kon_per_um_s=2.0, koff_per_s=3.0, delta=0.5)
    >>> drug.kinetic_ic50_um, drug.sources["koff_per_s"].how
    (1.5, 'given by the user')
    """

    name: str
    kon_per_um_s: float = number("k_on", "binding to the open channel", "1/(µM s)", 1e-12, 1e9)
    koff_per_s: float = number("k_off", "leaving it at -70 mV", "1/s", 1e-12, 1e9)
    delta: float = number("δ", "share of the voltage that the drug feels", "", 0, 1, 0.0)
    leak_per_s: float = number("k_leak", "escape when shut", "1/s", 0, 1e9, 0.0, NO_SITE)
    outer_kon_per_um_s: float = number(
        "k_on,outer", "binding to an outer site", "1/(µM s)", 0, 1e9, 0.0, NO_SITE
    )
    outer_koff_per_s: float = number(
        "k_off,outer", "leaving the outer site", "1/s", 0, 1e9, 0.0, NO_SITE
    )
    ic50_um: float | None = number(
        "IC50", "measured, at -70 mV without Mg2+", "µM", 1e-12, 1e9, None, Source("chosen", "none")
    )
    trapping: str = "full"

    def __post_init__(self) -> None:
        text("name", self.name)
        super().__post_init__()
        one_of("trapping", self.trapping, TRAPPINGS)
        if self.trapping == "leaky" and self.leak_per_s == 0:
            refuse("leak_per_s", self.leak_per_s, "above zero for a leaky trap")
        if self.trapping == "partial" and not (self.outer_kon_per_um_s and self.outer_koff_per_s):
            outer = (self.outer_kon_per_um_s, self.outer_koff_per_s)
            refuse("outer_kon_per_um_s and outer_koff_per_s", outer, "above zero for partial")

    @property
    def kinetic_ic50_um(self) -> float:
        """Concentration (µM) that blocks half in the kinetic model at -70 mV without Mg2+."""
        affinity = self.kon_per_um_s / self.koff_per_s
        if self.trapping == "partial":
            affinity += self.outer_kon_per_um_s / self.outer_koff_per_s
        return 1.0 / affinity

    def with_trapping(self, trapping: str) -> Blocker:
        """Return the same drug with another way of being trapped.

        "leaky" takes the drug's own leak if it has one, else 1/30 per second (chosen).
        """
        if trapping == "leaky" and not self.leak_per_s:
            sources = {**self.sources, "leak_per_s": LEAK}
            return replace(self, trapping=trapping, leak_per_s=LEAK_PER_S, sources=sources)
        return replace(self, trapping=one_of("trapping", trapping, TRAPPINGS))


def _open_state(fact_id: str, scale: float = 1.0) -> float:
    """Return an open-state rate from the fact that holds its apparent rate."""
    return published(fact_id) * scale / reference_open_probability()


_PER_M_TO_PER_UM = 1e-6
_DIVIDED = "apparent rate divided by the steady open probability of the default gating, 0.22"


def _measured(name: str, key: str) -> Blocker:
    """Build ketamine or memantine from Gilling 2009."""
    ids = {part: f"{key}-gilling2009-{part}" for part in ("kon", "koff", "delta", "ic50")}
    sources = {
        "kon_per_um_s": Source("derived", _DIVIDED, (ids["kon"],)),
        "koff_per_s": Source("derived", _DIVIDED, (ids["koff"],)),
        "delta": Source("published", "Woodhull fit", (ids["delta"],)),
        "ic50_um": Source("published", "equilibrium block", (ids["ic50"],)),
    }
    return Blocker(
        name,
        kon_per_um_s=_open_state(ids["kon"], _PER_M_TO_PER_UM),
        koff_per_s=_open_state(ids["koff"]),
        delta=published(ids["delta"]),
        ic50_um=published(ids["ic50"]),
        sources=sources,
    )


_KETAMINE = _measured("ketamine", "ket")
_SAME_DELTA = Source("chosen", "ketamine's, none was found", ("ket-gilling2009-delta",))


def _like_ketamine(
    name: str, koff_per_s: float, off: Source, same_on: Source, ic50_um: float | None = None
) -> Blocker:
    """Build a blocker with ketamine's on-rate and voltage dependence, and its own off-rate."""
    sources = {"kon_per_um_s": same_on, "koff_per_s": off, "delta": _SAME_DELTA}
    if ic50_um is not None:
        sources["ic50_um"] = off
    kon_per_um_s, delta = _KETAMINE.kon_per_um_s, _KETAMINE.delta
    return Blocker(name, kon_per_um_s, koff_per_s, delta, ic50_um=ic50_um, sources=sources)


def _isomer(name: str, fact_id: str) -> Blocker:
    """Build an isomer of ketamine: its on-rate, and an off-rate in proportion to Ki.

    The rule is chosen. Ki is taken from one study of binding (Ebert 1997), and so is that of the
    racemate: affinities average, so 1/Ki does, which makes 0.49 µM of 0.3 and 1.4.
    """
    both = ("s-ket-ebert1997-ki", "r-ket-ebert1997-ki")
    ratio = float(published(fact_id) * np.mean([1.0 / published(one) for one in both]))
    rule = "ketamine's x Ki / Ki of racemic ketamine (1/Ki of a racemate is the mean of its two)"
    same_on = Source("chosen", "ketamine's", ("ket-gilling2009-kon",))
    koff_per_s, ic50_um = _KETAMINE.koff_per_s * ratio, _KETAMINE.ic50_um * ratio
    return _like_ketamine(name, koff_per_s, Source("chosen", rule, both), same_on, ic50_um)


def _slow(name: str, fact_id: str) -> Blocker:
    """Build PCP or MK-801 from MacDonald 1991.

    They took the open probability as near 1, so their rates are apparent ones; their ketamine,
    0.2 1/s, agrees with the apparent 0.22 1/s of Gilling 2009. So these are divided by 0.22 too.
    """
    how = _DIVIDED + "; MacDonald 1991 took it as near 1, so the printed rate is apparent"
    off = Source("derived", how, (fact_id,))
    one_range = "ketamine's: MacDonald 1991 printed one range of on-rates for the three"
    same_on = Source("chosen", one_range, ("ket-gilling2009-kon", "ket-macdonald1991-kon"))
    return _like_ketamine(name, _open_state(fact_id), off, same_on)


def _leaving_while_shutting(koff_per_s: float) -> float:
    """Return the share of drug in the pore that still gets out when agonist and drug are removed.

    After saturating glutamate, with the default gating: until the last glutamate is gone the
    channel opens a few times more, and the drug may leave. Gating is the same with drug, so the
    share does not depend on concentration.
    """
    start = steady_occupancy(GATING.generator(1e6))[1:]  # C0, where all ends, is left out
    rates = GATING.generator(0.0)[1:, 1:]
    rates[OPEN - 1, OPEN - 1] -= koff_per_s
    return float(koff_per_s * np.linalg.solve(-rates.T, start)[OPEN - 1])


def _memantine() -> Blocker:
    """Build memantine: a trapping site and an outer site, never both (Kotermanski 2009b).

    The outer site is left with a time constant of 0.79 s. Its on-rate is fitted here so that,
    when agonist and drug are removed, 20 % of the block escapes in all: from the outer site and,
    in smaller part, from pores that open once more before glutamate has left.
    """
    inner = _measured("memantine", "mem")
    anyway = _leaving_while_shutting(inner.koff_per_s)
    share = (published("mem-gilling2009-untrapped") / 100 - anyway) / (1 - anyway)
    outer_koff = 1.0 / published("mem-kotermanski2009b-escape")
    escape = ("mem-kotermanski2009b-escape",)
    fitted = "so that 20 % of the block escapes when agonist and drug are removed"
    sources = {
        "outer_koff_per_s": Source("derived", "1 / time constant", escape),
        "leak_per_s": Source("chosen", "the rate of escape; used only if made leaky", escape),
        "outer_kon_per_um_s": Source("fitted", fitted, ("mem-gilling2009-untrapped",)),
    }
    return replace(
        inner,
        trapping="partial",
        leak_per_s=outer_koff,
        outer_koff_per_s=outer_koff,
        outer_kon_per_um_s=outer_koff / inner.kinetic_ic50_um * share / (1 - share),
        sources={**inner.sources, **sources},
    )


#: Blockers by name.
BLOCKERS: Mapping[str, Blocker] = MappingProxyType({drug.name: drug for drug in (
    _KETAMINE,
    _isomer("S-ketamine", "s-ket-ebert1997-ki"),
    _isomer("R-ketamine", "r-ket-ebert1997-ki"),
    _memantine(),
    _slow("PCP", "pcp-macdonald1991-koff"),
    _slow("MK-801", "mk801-macdonald1991-koff"),
)})  # fmt: skip


def blocker_of(blocker: str | Blocker) -> Blocker:
    """Return a blocker given by name or made by hand."""
    if isinstance(blocker, Blocker):
        return blocker
    return BLOCKERS[one_of("blocker", blocker, BLOCKERS)]
