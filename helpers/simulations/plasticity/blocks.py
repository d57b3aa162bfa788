"""What is done to the cascade: a node blocked, raised, or driven without any drug.

For ever or for a while. `Block` and `Boost` multiply what is there; `Drive` adds to it, so that
light, an agonist or an activator can act on a mouse that got no ketamine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, fraction, one_of, refuse, within

#: Where the cascade can be touched, and what a factor of 0 there does.
NODES: Mapping[str, str] = MappingProxyType(
    {
        "surge": "no excess glutamate follows the drug",
        "ampa": "no AMPA drive: no BDNF release, no fast potentiation, no growth",
        "release": "no BDNF is released",
        "bdnf": "BDNF outside the cells is caught before it reaches TrkB",
        "trkb": "TrkB stays silent",
        "mtorc1": "mTORC1 stays silent, and spines do not grow",
        "translation": "no synaptic protein, and no BDNF in the eEF2K account",
        "growth": "no new spine; all else runs",
        "eef2k": "eEF2 kinase inhibited acutely: in the eEF2K account this acts like the drug",
        "eef2k knock-out": "eEF2 kinase missing from birth: in the eEF2K account nothing is left "
        "for the drug to switch off",
        "habenula": "the drug does not reach the channels of the lateral habenula",
        "opioid": "opioid receptors blocked: in the opioid account the drug drives no surge",
    }
)

#: Tools of the laboratory and the node that each is meant for. A tool is never as clean as a node:
#: dose, route and time decide how much of it is blocked. Those with a row in the blockers matrix
#: of the evidence stand first; the others are textbook pharmacology.
TOOLS: Mapping[str, str] = MappingProxyType(
    {
        "NBQX": "ampa",
        "BDNF antibody": "bdnf",
        "verapamil": "release",
        "nifedipine": "release",
        "TrkB deletion": "trkb",
        "TrkB inhibitor": "trkb",
        "rapamycin": "mtorc1",
        "eEF2K inhibitor": "eef2k",
        "eEF2K knock-out": "eef2k knock-out",
        "muscimol in PFC": "surge",
        "naltrexone": "opioid",
        "anisomycin": "translation",
        "GYKI 52466": "ampa",
        "CNQX": "ampa",
        "ANA-12": "trkb",
        "K252a": "trkb",
        "cycloheximide": "translation",
        "temsirolimus": "mtorc1",
        "raptor knock-down": "mtorc1",
        "latrunculin": "growth",
        "naloxone": "opioid",
    }
)


#: Where `Drive` can push, and what an amount of 1 means there.
DRIVEN: Mapping[str, str] = MappingProxyType(
    {
        "surge": "cortex made to fire, as by light: the drive of 10 mg/kg at its peak",
        "ampa": "AMPA receptors driven, as by an agonist: a surge of 1 that reaches them",
        "bdnf": "BDNF put outside the cells: twice what activates half of TrkB",
        "trkb": "TrkB activated, as by an agonist: all of it",
        "mtorc1": "mTORC1 activated, as by a sestrin modulator: all of it",
    }
)


@dataclass(frozen=True)
class Block:
    """A node blocked wholly or in part.

    Attributes
    ----------
    node : str
        One of `NODES`, or a tool (`TOOLS`), which becomes the node that it is meant for.
    from_h : float
        When it begins (h); negative for a pretreatment.
    to_h : float
        When it ends (h); for ever by default.
    strength : float
        Share that is blocked, 0 to 1.
    half_life_h : float, optional
        The strength halves in this time (h) from the beginning; constant by default.

    Raises
    ------
    ValueError
        If the node is unknown, a value is out of range, or the block ends before it begins.
    """

    node: str
    from_h: float = 0.0
    to_h: float = math.inf
    strength: float = 1.0
    half_life_h: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "node", _node_of("node", self.node))
        object.__setattr__(self, "strength", fraction("strength", self.strength, scalar=True))
        _check_times(self)

    def __add__(self, other: Any) -> tuple[Any, ...]:
        """Put two blocks together: ``Block("ampa") + Block("trkb")``."""
        return (self, *blocks_of(other))

    @property
    def added(self) -> float:
        """What it adds to the factor of 1 at its beginning."""
        return -self.strength


@dataclass(frozen=True)
class Boost:
    """A node raised (or lowered) by a factor: an ampakine, more BDNF, a sensitised pathway.

    It multiplies what the drug brings. Without a drug there is nothing to multiply: see `Drive`.

    Attributes
    ----------
    node : str
        As in `Block`.
    factor : float
        Times the usual, 0 to 100. "opioid" cannot be raised above 1: in that account the drug needs
        it but it does nothing by itself.
    from_h, to_h, half_life_h : float
        As in `Block`.

    Raises
    ------
    ValueError
        As `Block`.
    """

    node: str
    factor: float
    from_h: float = 0.0
    to_h: float = math.inf
    half_life_h: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "node", _node_of("node", self.node))
        object.__setattr__(self, "factor", within("factor", self.factor, 0, 100, scalar=True))
        _check_times(self)

    __add__ = Block.__add__

    @property
    def added(self) -> float:
        """What it adds to the factor of 1 at its beginning."""
        return self.factor - 1.0


@dataclass(frozen=True)
class Drive:
    """A push at a node that needs no drug: light, an agonist, an activator, BDNF put in.

    It is added to what the drug brings, and a block of the same node blocks it too. Shares of TrkB
    and mTORC1 stay at most 1. How large the push of a real tool is was measured for none: chosen.

    Attributes
    ----------
    node : str
        One of `DRIVEN`.
    amount : float
        0 to 100; `DRIVEN` says what 1 means.
    from_h, to_h, half_life_h : float
        As in `Block`.

    Raises
    ------
    ValueError
        If the node cannot be driven, or as `Block`.
    """

    node: str
    amount: float = 1.0
    from_h: float = 0.0
    to_h: float = math.inf
    half_life_h: float | None = None

    def __post_init__(self) -> None:
        one_of("node", self.node, DRIVEN)
        object.__setattr__(self, "amount", within("amount", self.amount, 0, 100, scalar=True))
        _check_times(self)

    __add__ = Block.__add__


def _node_of(name: str, given: Any) -> str:
    """Return the node that is meant by its own name or by that of a tool."""
    return TOOLS.get(one_of(name, given, [*NODES, *TOOLS]), given)


def _check_times(change: Block | Boost | Drive) -> None:
    """Check the times of a change and turn them into floats."""
    object.__setattr__(change, "from_h", finite("from_h", change.from_h, scalar=True))
    if not (isinstance(change.to_h, float) and change.to_h == math.inf):
        allowed = "a number of hours, or infinity for ever"
        object.__setattr__(
            change, "to_h", finite("to_h", change.to_h, scalar=True, allowed=allowed)
        )
    if change.to_h <= change.from_h:
        refuse("to_h", change.to_h, f"later than from_h = {change.from_h:g} h")
    if change.half_life_h is not None:
        checked = within("half_life_h", change.half_life_h, 1e-3, 1e5, scalar=True)
        object.__setattr__(change, "half_life_h", checked)


Change = Block | Boost | Drive


def blocks_of(blocks: Any) -> tuple[Change, ...]:
    """Return blocks, boosts and drives as a tuple.

    Parameters
    ----------
    blocks : None, str, Block, Boost, Drive, or sequence of them
        A text is the name of a node, or of a tool (`TOOLS`), blocked wholly from the beginning.

    Returns
    -------
    tuple of Block, Boost and Drive

    Raises
    ------
    ValueError
        If something else is among them.
    """
    if blocks is None:
        return ()
    if isinstance(blocks, (str, Block, Boost, Drive)):
        blocks = (blocks,)
    if not isinstance(blocks, (list, tuple)):
        refuse("blocks", blocks, _ALLOWED)
    return tuple(_block_of(one) for one in blocks)


_ALLOWED = "None, a Block, Boost or Drive, the name of a node or tool, or a list of them"


def _block_of(one: Any) -> Change:
    """Return one block."""
    if isinstance(one, (Block, Boost, Drive)):
        return one
    if isinstance(one, str):
        return Block(_node_of("blocks", one))
    refuse("blocks", one, _ALLOWED)


def node_factor(
    node: str, changes: Iterable[Change], times_h: np.ndarray, inside_h: np.ndarray
) -> np.ndarray | float:
    """Return by how much a node is multiplied; several changes multiply.

    Parameters
    ----------
    node : str
        One of `NODES`.
    changes : iterable of Block, Boost and Drive
        All changes; those of other nodes are passed over, and so is a `Drive`.
    times_h : numpy.ndarray, shape (n, m)
        Times (h).
    inside_h : numpy.ndarray, shape (n,)
        For each row a time inside its interval.

    Returns
    -------
    float or numpy.ndarray, shape (n, m), or (n, 1) where it is constant
        1.0 where nothing is done.
    """
    factor: np.ndarray | float = 1.0
    for one in changes:
        if one.node == node and not isinstance(one, Drive) and one.added != 0:
            factor = factor * (1.0 + one.added * _course(one, times_h, inside_h))
    return factor


def node_drive(
    node: str, changes: Iterable[Change], times_h: np.ndarray, inside_h: np.ndarray
) -> np.ndarray | float:
    """Return how much is added at a node by every `Drive`; 0.0 where there is none.

    Parameters and shape as in `node_factor`.
    """
    added: np.ndarray | float = 0.0
    for one in changes:
        if one.node == node and isinstance(one, Drive):
            added = added + one.amount * _course(one, times_h, inside_h)
    return added


def _course(one: Change, times_h: np.ndarray, inside_h: np.ndarray) -> np.ndarray:
    """Return how much of a change is there: 0 outside its time, from 1 on within; (n, 1 or m)."""
    active = ((one.from_h <= inside_h) & (inside_h < one.to_h))[:, None]
    if one.half_life_h is None:
        return active.astype(float)
    return np.where(active, np.exp2(-np.maximum(times_h - one.from_h, 0.0) / one.half_life_h), 0.0)


def block_jumps_h(changes: Iterable[Change]) -> list[float]:
    """Return the times (h) at which changes begin or end."""
    return [time for one in changes for time in (one.from_h, one.to_h)]
