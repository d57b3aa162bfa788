r"""Model C: Mg2+ in time, with ten states (Kampa 2004).

Five states of gating, each with and without Mg2+; only O conducts::

    U ---- Cl ---- O              U: unbound, Cl: glutamate bound, closed, O: open
    |      | \     |              D1, D2: desensitised
    |      |  D1 - D2
    UMg -- ClMg -- OMg            the same with Mg2+ in the pore
             \
              D1Mg - D2Mg

Mg2+ stays behind a shut gate, as a trapping drug does, and with Mg2+ inside the channel closes
sooner and lets glutamate go faster. So after a depolarising step part of the current appears in
about 0.1 ms (Mg2+ leaves open channels), part over some 4 ms (channels with Mg2+ inside open
and let it go) and the rest over hundreds of milliseconds (desensitisation finds a new balance).

Voltage acts on Mg2+ alone: of its two charges' pull, 0.8 on binding and 0.2 on unbinding. All
rates are published: the author's model code NMDA_Mg.mod (ModelDB 50207), fitted at 23 degrees C to
nucleated patches of rat layer 5 neurons. They do not quite obey detailed balance: around closed
loops the products of rates differ by up to a factor of 1.5, so in constant conditions a small flux
keeps circling. They stand here as published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.simulations.arguments import positive, refuse
from helpers.simulations.receptor.gating import steady_occupancy
from helpers.simulations.receptor.kinetics import Relaxation, Trace, modes, run
from helpers.simulations.receptor.protocol import Step
from helpers.simulations.sourced import published

#: Arrows between two states: from, to, rate there and back (1/s, without and with Mg2+). The rate
#: of binding is for each µM of glutamate.
ARROWS = (
    ("U", "Cl", (10.0, 10.0), (5.6, 17.1)),
    ("Cl", "O", (10.0, 10.0), (273.0, 548.0)),
    ("Cl", "D1", (2.2, 2.1), (1.6, 0.87)),
    ("D1", "D2", (0.43, 0.26), (0.5, 0.42)),
)
FREE = ("U", "Cl", "O", "D1", "D2")
#: Mg2+ enters (1/(µM s)) and leaves (1/s) each state at +40 mV; the open one as Kampa 2004 prints.
MG_ON_SHUT, MG_ON_OPEN = 5e-5, published("mg-kampa2004-kon40") * 1e-6
MG_OFF = (2.438312, 5.041915, published("mg-kampa2004-koff40"), 2.98874, 2.953408)
#: Share of the voltage dependence that lies on binding; charges; RT/F (mV) of the author's code.
BINDING_SHARE, VALENCE, RT_OVER_F_MV = published("mg-kampa2004-memb-fraction"), 2, 25.0


@dataclass(frozen=True)
class Kampa:
    """The ten states, five free ones and the same with Mg2+, as `run` takes a scheme."""

    states = FREE + tuple(f"{state}Mg" for state in FREE)

    def rest(self) -> np.ndarray:
        """Return all receptors unbound, without Mg2+."""
        return np.eye(10)[0]

    def generator(
        self, glutamate_um: float, drug_um: float, voltage_mv: float, mg_mm: float
    ) -> np.ndarray:
        """Return the generator matrix, shape (10, 10): entry (i, j) is the rate (1/s) i to j."""
        if drug_um:
            refuse("drug_um", drug_um, "0: this model has Mg2+ but no drug")
        matrix = np.zeros((10, 10))
        for one, other, there, back in ARROWS:
            met = glutamate_um if one == "U" else 1.0
            for with_mg in (0, 1):
                i, j = (5 * with_mg + FREE.index(state) for state in (one, other))
                matrix[i, j], matrix[j, i] = there[with_mg] * met, back[with_mg]
        pull = VALENCE * (voltage_mv - 40.0) / RT_OVER_F_MV
        entry = mg_mm * 1000.0 * np.exp(-pull * BINDING_SHARE)
        for i, off in enumerate(MG_OFF):
            on = MG_ON_OPEN if FREE[i] == "O" else MG_ON_SHUT
            matrix[i, i + 5] = on * entry
            matrix[i + 5, i] = off * np.exp(pull * (1.0 - BINDING_SHARE))
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix


KAMPA2004 = Kampa()


def simulate_magnesium(
    steps: Step | Sequence[Any], *, times_s: Any = None, points: int = 2000
) -> Trace:
    """Run a protocol of glutamate, voltage and Mg2+ on the ten states, without drug.

    ``steps``, ``times_s`` (s) and ``points`` are as in `simulate`; ``drug_um`` must be 0. All
    receptors begin unbound. ``blocked_fraction`` is the share of receptors with Mg2+ inside.

    >>> trace = simulate_magnesium([Step(1, 1000, mg_mm=1)], points=2)
    >>> bool(trace.blocked_fraction[-1] > 0.5)
    True
    """
    return run(KAMPA2004, steps, times_s, points, KAMPA2004.rest())


def unblock_relaxation(glutamate_s: float, mg_mm: float = 1.0) -> Relaxation:
    """Return the exponentials of the open probability after a step from -60 to +40 mV.

    Mg2+ in mM. Glutamate (1 mM) was there for ``glutamate_s`` (s) before the step, after a long
    rest in Mg2+.

    >>> round(1e3 * unblock_relaxation(3.5).mean_tau_s(0, 1e-3), 2)  # ms
    0.07
    """
    lasting_s = positive("glutamate_s", glutamate_s, scalar=True)
    before = Step(lasting_s, 1000.0, 0.0, -60.0, mg_mm)
    rest = steady_occupancy(KAMPA2004.generator(0.0, *before.conditions[1:]))
    start = run(KAMPA2004, before, None, 2, rest).end
    return modes(KAMPA2004, start, replace(before, voltage_mv=40.0))
