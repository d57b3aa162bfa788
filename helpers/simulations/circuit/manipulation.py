"""What a laboratory can do to the circuit besides giving ketamine.

One `Manipulation` serves the rate model and the spiking network alike, so the same experiment can
be asked of both. Its numbers are what is left of the network's own: 1 is all, 0 nothing. How much a
dose leaves is for the asker to choose and to say.

=====================================  ===========================================================
In the laboratory                      Here
=====================================  ===========================================================
NMDA receptors deleted in PV or SST    ``Manipulation(nmda_i=0)`` (the rate model then oscillates
cells                                  by itself); part of them: ``nmda_i=0.7``
GluN2B deleted in pyramidal cells      ``Manipulation(nmda_e=0.5)``
mGlu2/3 agonist, lamotrigine,          ``Manipulation(release_e=0.7)``. Without drug this *raises*
riluzole                               pyramidal firing in all networks: their interneurons lose
                                       more than they do
a flash, a light pulse                 ``stimulus=Pulse(...)``
a 40-Hz steady-state stimulus          ``stimulus=Rhythm(40, 0.02)``
MK-801, another channel blocker        its concentration, ``k_e_um`` and ``k_i_um``
AMPA, GABA or afferents changed        another spiking network: ``PRESETS["PING"].changed(...)``
=====================================  ===========================================================

Limits. There is one kind of interneuron, so PV, SST and VIP cells cannot be told apart. A drug on
release also weakens afferents from outside, which is not done here. The rate model is near its
threshold: 2-5 % of its drive is already a strong stimulus, in the spiking network 10-50 %. GABA-B,
modulators, plasticity and everything that takes longer than a second are not in the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, one_of, positive, refuse, within

#: Which cells a stimulus reaches.
TARGETS = ("E", "I", "both")


@dataclass(frozen=True)
class Pulse:
    """A step of external drive from `start_s` on for `duration_s` (s): a flash, a light pulse.

    `strength` is the added drive as a multiple of the network's own: 0.5 is half as much again, -1
    silences the afferents (to 10). `target`: "E", "I" or "both".
    """

    start_s: float
    duration_s: float
    strength: float = 1.0
    target: str = "E"

    def __post_init__(self) -> None:
        nonnegative("start_s", self.start_s, scalar=True)
        positive("duration_s", self.duration_s, scalar=True)
        within("strength", self.strength, -1, 10, scalar=True)
        one_of("target", self.target, TARGETS)

    def added(self, times_s: np.ndarray) -> np.ndarray:
        """Return the added drive at some times (s), as a multiple of the network's own."""
        inside = (times_s >= self.start_s) & (times_s < self.start_s + self.duration_s)
        return self.strength * inside


@dataclass(frozen=True)
class Rhythm:
    """A sinusoidal modulation of the external drive, for example a 40-Hz auditory stimulus.

    `strength` is its amplitude as a share of the network's own drive (0 to 1). It begins with the
    run, at the middle of its swing, rising. At most 200 Hz.
    """

    frequency_hz: float
    strength: float = 0.2
    target: str = "E"

    def __post_init__(self) -> None:
        within("frequency_hz", positive("frequency_hz", self.frequency_hz, scalar=True), 0, 200)
        within("strength", self.strength, 0, 1, scalar=True)
        one_of("target", self.target, TARGETS)

    def added(self, times_s: np.ndarray) -> np.ndarray:
        """Return the added drive at some times (s), as a multiple of the network's own."""
        return self.strength * np.sin(2 * np.pi * self.frequency_hz * times_s)


@dataclass(frozen=True)
class Manipulation:
    """What is done to the circuit: the shares that are left, 0 to 1, and a `stimulus`.

    `nmda_e` and `nmda_i` are NMDA receptors on pyramidal cells and on interneurons, recurrent and
    afferent ones alike, and ketamine comes on top; `release_e` is release at the terminals of
    pyramidal cells, AMPA and NMDA alike; a `stimulus` is fast external drive.

    A 40-Hz stimulus without and with ketamine, and its answer once it is steady:

    >>> from helpers.simulations.circuit import rate_trace
    >>> clicks = Manipulation(stimulus=Rhythm(40, 0.02))
    >>> rest, drug = rate_trace(0.6, [0, 1], manipulation=clicks).signal(0.3).amplitude_at(40)
    >>> bool(drug > rest)
    True
    """

    nmda_e: float = 1.0
    nmda_i: float = 1.0
    release_e: float = 1.0
    stimulus: Pulse | Rhythm | None = None

    def __post_init__(self) -> None:
        for name in ("nmda_e", "nmda_i", "release_e"):
            within(name, getattr(self, name), 0, 1, scalar=True)
        if not isinstance(self.stimulus, (Pulse, Rhythm, type(None))):
            refuse("stimulus", self.stimulus, "a Pulse, a Rhythm or None")

    def drive(self, population: str, times_s: np.ndarray) -> np.ndarray:
        """Return the fast external drive of "E" or "I" at some times (s), of its own, >= 0."""
        total = np.ones(np.shape(times_s))
        if self.stimulus is not None and self.stimulus.target in (population, "both"):
            total += self.stimulus.added(times_s)
        return np.maximum(total, 0.0)


#: Nothing done.
UNTOUCHED = Manipulation()


def manipulation_of(name: str, value: Any) -> Manipulation:
    """Return a manipulation; None is none."""
    if value is None:
        return UNTOUCHED
    if not isinstance(value, Manipulation):
        refuse(name, value, "a Manipulation or None")
    return value
