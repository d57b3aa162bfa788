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
from helpers.simulations.sourced import Source, Sourced, number, published

_VALENCE = 2
_RT_OVER_F_MV = 25.0  # as in the author's code
_CODE = Source("published", "the author's model code NMDA_Mg.mod, ModelDB 50207")


def _rate(symbol: str, meaning: str, value: float, unit: str = "1/s", *facts: str) -> Any:
    source = Source("published", _CODE.how, facts) if facts else _CODE
    return number(symbol, meaning, unit, 0, 1e9, value, source)


@dataclass(frozen=True)
class MagnesiumRates(Sourced):
    """Rates of the ten states; ``changed(mg_off_open_per_s=100)`` to try another value."""

    kon_per_um_s: float = _rate("k_b", "glutamate binding", 10.0, "1/(µM s)")
    koff_per_s: float = _rate("k_u", "glutamate unbinding", 5.6)
    koff_mg_per_s: float = _rate("k_u,Mg", "the same with Mg2+", 17.1)
    open_per_s: float = _rate("k_o", "opening, with and without Mg2+", 10.0)
    close_per_s: float = _rate("k_c", "closing", 273.0)
    close_mg_per_s: float = _rate("k_c,Mg", "closing with Mg2+", 548.0)
    desens_per_s: float = _rate("k_d1", "Cl to D1", 2.2)
    resens_per_s: float = _rate("k_r1", "D1 to Cl", 1.6)
    desens_mg_per_s: float = _rate("k_d1,Mg", "Cl to D1 with Mg2+", 2.1)
    resens_mg_per_s: float = _rate("k_r1,Mg", "D1 to Cl with Mg2+", 0.87)
    desens2_per_s: float = _rate("k_d2", "D1 to D2", 0.43)
    resens2_per_s: float = _rate("k_r2", "D2 to D1", 0.5)
    desens2_mg_per_s: float = _rate("k_d2,Mg", "D1 to D2 with Mg2+", 0.26)
    resens2_mg_per_s: float = _rate("k_r2,Mg", "D2 to D1 with Mg2+", 0.42)
    # fmt: off
    mg_on_open_per_um_s: float = _rate("k_Mg,on", "Mg2+ entering the open channel at +40 mV",
        published("mg-kampa2004-kon40") * 1e-6, "1/(µM s)", "mg-kampa2004-kon40")
    mg_off_open_per_s: float = _rate("k_Mg,off", "Mg2+ leaving the open channel at +40 mV",
        published("mg-kampa2004-koff40"), "1/s", "mg-kampa2004-koff40")
    mg_on_shut_per_um_s: float = _rate("k_on", "Mg2+ entering any shut state", 5e-5, "1/(µM s)")
    mg_off_u_per_s: float = _rate("k_off,U", "Mg2+ leaving U at +40 mV", 2.438312)
    mg_off_cl_per_s: float = _rate("k_off,Cl", "Mg2+ leaving Cl at +40 mV", 5.041915)
    mg_off_d1_per_s: float = _rate("k_off,D1", "Mg2+ leaving D1 at +40 mV", 2.98874)
    mg_off_d2_per_s: float = _rate("k_off,D2", "Mg2+ leaving D2 at +40 mV", 2.953408)
    binding_share: float = number("s", "share of the voltage dependence on binding", "", 0, 1,
        published("mg-kampa2004-memb-fraction"),
        Source("published", _CODE.how, ("mg-kampa2004-memb-fraction",)))
    # fmt: on

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the states: five free ones, and the same with Mg2+."""
        free = ("U", "Cl", "O", "D1", "D2")
        return free + tuple(state + "Mg" for state in free)

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
        place = {state: number for number, state in enumerate(self.states)}

        def both(one: str, other: str, there: float, back: float) -> None:
            matrix[place[one], place[other]], matrix[place[other], place[one]] = there, back

        bound = self.kon_per_um_s * glutamate_um
        both("U", "Cl", bound, self.koff_per_s)
        both("Cl", "O", self.open_per_s, self.close_per_s)
        both("Cl", "D1", self.desens_per_s, self.resens_per_s)
        both("D1", "D2", self.desens2_per_s, self.resens2_per_s)
        both("UMg", "ClMg", bound, self.koff_mg_per_s)
        both("ClMg", "OMg", self.open_per_s, self.close_mg_per_s)
        both("ClMg", "D1Mg", self.desens_mg_per_s, self.resens_mg_per_s)
        both("D1Mg", "D2Mg", self.desens2_mg_per_s, self.resens2_mg_per_s)

        pull = _VALENCE * (voltage_mv - 40.0) / _RT_OVER_F_MV
        entry = mg_mm * 1000.0 * np.exp(-pull * self.binding_share)
        exit_ = np.exp(pull * (1.0 - self.binding_share))
        both("O", "OMg", self.mg_on_open_per_um_s * entry, self.mg_off_open_per_s * exit_)
        for state in ("U", "Cl", "D1", "D2"):
            leaving = getattr(self, f"mg_off_{state.lower()}_per_s")
            both(state, state + "Mg", self.mg_on_shut_per_um_s * entry, leaving * exit_)
        np.fill_diagonal(matrix, -matrix.sum(axis=1))
        return matrix


KAMPA2004 = MagnesiumRates()


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
