"""What a laboratory can do to the circuit besides giving ketamine.

One `Manipulation` serves the rate model and the spiking network alike, so the same experiment can
be asked of both. Most numbers are factors on the network's own value: 1 leaves it alone, 0 removes
it. How large a factor a dose stands for is for the asker to choose and to say; the sizes here are
examples.

==================================================  ==============================================
In the laboratory                                   Here
==================================================  ==============================================
NMDA receptors deleted in PV or SST cells           ``Manipulation(nmda_i=0)`` (the rate model then
                                                    oscillates by itself); part: ``nmda_i=0.7``
GluN2B deleted in pyramidal cells                   ``Manipulation(nmda_e=0.5)``
a block table instead of a concentration            ``Manipulation(nmda_e=1 - b_e, nmda_i=1 - b_i)``
MK-801, memantine, another channel blocker          its concentration, ``k_e_um`` and ``k_i_um``
NBQX, perampanel (part)                             ``Manipulation(ampa_e=0.5, ampa_i=0.5)``
an AMPA potentiator                                 ``Manipulation(ampa_e=1.3, ampa_i=1.3)``
benzodiazepine, zolpidem, barbiturate               ``Manipulation(gaba_decay=1.5)``
alpha-5 inverse agonist, picrotoxin (part)          ``Manipulation(gaba_e=0.8)``
mGlu2/3 agonist, lamotrigine, riluzole              ``Manipulation(release_e=0.7)``. Without drug
                                                    this *raises* pyramidal firing in all networks:
                                                    their interneurons lose more than they do
light that drives or silences interneurons          ``Manipulation(drive_i=1.2)``, ``drive_i=0.8``
a flash, a light pulse; two clicks                  ``stimuli=Pulse(...)``; a list of pulses
a 40-Hz steady-state stimulus                       ``stimuli=Rhythm(40, 0.02)``
a shifted baseline (arousal)                        ``Manipulation(drive_e=0.98, drive_i=0.98)``
a slice: no distant afferents, kainate in the bath  ``Manipulation(drive_e=0, drive_i=0, tonic_e=0,
                                                    tonic_i=0, kainate_e=1.1, kainate_i=1)``
==================================================  ==============================================

Limits. There is one kind of interneuron, so PV, SST and VIP cells cannot be told apart. AMPA
factors reach the synapses of the model's own cells; a drug on AMPA receptors or on release also
weakens afferents from outside, which is `drive_e` and `drive_i`. The rate model is near its
threshold: 2-5 % of its drive is already a strong stimulus, in the spiking network 10-50 %. GABA-B,
modulators, plasticity and everything that takes longer than a second are not in the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import changed, nonnegative, one_of, positive, refuse, within

#: Which cells a stimulus reaches.
TARGETS = ("E", "I", "both")
#: Largest factor allowed; beyond it neither model means anything.
LARGEST_FACTOR = 10.0


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
        within("strength", self.strength, -1, LARGEST_FACTOR, scalar=True)
        one_of("target", self.target, TARGETS)

    def added(self, times_s: np.ndarray) -> np.ndarray:
        """Return the added drive at some times (s), as a multiple of the network's own."""
        inside = (times_s >= self.start_s) & (times_s < self.start_s + self.duration_s)
        return self.strength * inside


@dataclass(frozen=True)
class Rhythm:
    """A sinusoidal modulation of the external drive, for example a 40-Hz auditory stimulus.

    `strength` is its amplitude as a share of the network's own drive (0 to 1). It begins at
    `start_s` (s) at the middle of its swing, rising, and ends at `stop_s`, or goes on. At most
    200 Hz.
    """

    frequency_hz: float
    strength: float = 0.2
    target: str = "E"
    start_s: float = 0.0
    stop_s: float | None = None

    def __post_init__(self) -> None:
        within("frequency_hz", positive("frequency_hz", self.frequency_hz, scalar=True), 0, 200)
        within("strength", self.strength, 0, 1, scalar=True)
        one_of("target", self.target, TARGETS)
        start = nonnegative("start_s", self.start_s, scalar=True)
        if self.stop_s is not None and positive("stop_s", self.stop_s, scalar=True) <= start:
            refuse("stop_s", self.stop_s, f"after start_s ({start:g} s)")

    def added(self, times_s: np.ndarray) -> np.ndarray:
        """Return the added drive at some times (s), as a multiple of the network's own."""
        inside = times_s >= self.start_s
        if self.stop_s is not None:
            inside &= times_s < self.stop_s
        phase = 2 * np.pi * self.frequency_hz * (times_s - self.start_s)
        return self.strength * np.sin(phase) * inside


Stimulus = Pulse | Rhythm


@dataclass(frozen=True)
class Manipulation:
    """What is done to the circuit; every number is 0 to 10, and 1 (kainate: 0) is untouched.

    Attributes
    ----------
    nmda_e, nmda_i : float
        NMDA receptors on pyramidal cells and on interneurons, recurrent and afferent ones alike
        (0: knocked out). Ketamine comes on top.
    ampa_e, ampa_i : float
        AMPA receptors at the synapses that pyramidal cells make on each type.
    gaba_e, gaba_i : float
        Strength (peak) of inhibition onto each type.
    gaba_decay : float
        Decay time of inhibition. The peak stays, so twice the decay is twice the charge.
    drive_e, drive_i : float
        Fast external drive: afferent AMPA quanta in the spiking network, background current in the
        rate model.
    tonic_e, tonic_i : float
        Slow external drive: the tonic NMDA current of distant afferents, which ketamine blocks.
    kainate_e, kainate_i : float
        Fast drive that is added and that neither varies nor is blocked, as kainate in the bath of
        a slice: as a share of the network's own mean fast external drive.
    release_e, release_i : float
        Transmitter release at the terminals of pyramidal cells (AMPA and NMDA alike) and of
        interneurons.
    stimuli : tuple of Pulse or Rhythm
        Drive that changes in time; they add up, and `drive` never falls below zero.
    label : str
        Name in tables and figures.

    Examples
    --------
    >>> from helpers.simulations.circuit import rate_model, rate_trace
    >>> slower = Manipulation(gaba_decay=1.5, label="benzodiazepine")
    >>> rest, drug = rate_model(0), rate_model(0, manipulation=slower)
    >>> bool(drug.peak_hz < rest.peak_hz)
    True

    A 40-Hz stimulus without and with ketamine, and its answer once it is steady:

    >>> clicks = Manipulation(stimuli=Rhythm(40, 0.02))
    >>> trace = rate_trace(0.6, [0, 1], manipulation=clicks)
    >>> rest, drug = trace.signal(0.3).amplitude_at(40)
    >>> bool(drug > rest)
    True
    """

    nmda_e: float = 1.0
    nmda_i: float = 1.0
    ampa_e: float = 1.0
    ampa_i: float = 1.0
    gaba_e: float = 1.0
    gaba_i: float = 1.0
    gaba_decay: float = 1.0
    drive_e: float = 1.0
    drive_i: float = 1.0
    tonic_e: float = 1.0
    tonic_i: float = 1.0
    kainate_e: float = 0.0
    kainate_i: float = 0.0
    release_e: float = 1.0
    release_i: float = 1.0
    stimuli: tuple[Stimulus, ...] = ()
    label: str = ""

    def __new__(cls, *_: Any, **given: Any) -> Manipulation:
        """Name what there is if something unknown is asked for."""
        for name in given:
            one_of("a part of Manipulation", name, cls.__dataclass_fields__)
        return super().__new__(cls)

    def __post_init__(self) -> None:
        for name in FACTORS:
            within(name, getattr(self, name), 0, LARGEST_FACTOR, scalar=True)
        positive("gaba_decay", self.gaba_decay, scalar=True)
        object.__setattr__(self, "stimuli", _stimuli(self.stimuli))
        if not isinstance(self.label, str):
            refuse("label", self.label, "a text")

    def changed(self, **changes: Any) -> Manipulation:
        """Return the manipulation with some numbers changed."""
        return changed(self, changes)

    def drive(self, population: str, times_s: np.ndarray) -> np.ndarray:
        """Return the fast external drive of "E" or "I" at some times (s), of its own, >= 0."""
        one_of("population", population, ("E", "I"))
        steady = self.drive_e if population == "E" else self.drive_i
        total = np.full(np.shape(times_s), float(steady))
        for stimulus in self.stimuli:
            if stimulus.target in (population, "both"):
                total += stimulus.added(times_s)
        return np.maximum(total, 0.0)


#: Names of the numbers of a `Manipulation`.
FACTORS = tuple(
    name for name in Manipulation.__dataclass_fields__ if name not in ("stimuli", "label")
)


def _stimuli(given: Any) -> tuple[Stimulus, ...]:
    """Return stimuli as a flat tuple: one, several, or lists of them."""
    parts = given if isinstance(given, (tuple, list)) else (given,)
    lists = [part if isinstance(part, (tuple, list)) else (part,) for part in parts]
    flat = tuple(one for part in lists for one in part)
    if not all(isinstance(one, Stimulus) for one in flat):
        refuse("stimuli", given, "a Pulse, a Rhythm or a list of them")
    return flat


#: Nothing done.
UNTOUCHED = Manipulation()


def manipulation_of(name: str, value: Any) -> Manipulation:
    """Return a manipulation; None is none."""
    if value is None:
        return UNTOUCHED
    if not isinstance(value, Manipulation):
        refuse(name, value, "a Manipulation or None")
    return value
