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
loops the products of rates differ by up to a factor of 1.5 (`loop_ratios`), so in constant
conditions a small flux keeps circling. They stand here as published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import (
    changed,
    increasing_times,
    nonnegative,
    occupancies,
    refuse,
    whole,
    within,
)
from helpers.simulations.receptor.gating import steady_occupancy
from helpers.simulations.receptor.protocol import Step, boundaries_s, steps_of
from helpers.simulations.receptor.published import published
from helpers.simulations.receptor.relaxation import Relaxation, modes
from helpers.simulations.receptor.solver import Propagator, tidy

STATES = ("U", "Cl", "O", "D1", "D2", "UMg", "ClMg", "OMg", "D1Mg", "D2Mg")

#: Reversal potential in the author's code (mV).
REVERSAL_MV = 5.0
_VALENCE = 2
_RT_OVER_F_MV = 25.0  # as in the author's code


@dataclass(frozen=True)
class MagnesiumRates:
    """Rates of the ten states; ``replace`` one to try another value.

    Attributes
    ----------
    kon_per_um_s, koff_per_s, koff_mg_per_s : float
        Glutamate binding (1/(µM s)), and unbinding without and with Mg2+ (1/s).
    open_per_s, close_per_s, close_mg_per_s : float
        Opening (the same with Mg2+), and closing without and with Mg2+ (1/s).
    desens_per_s, resens_per_s, desens_mg_per_s, resens_mg_per_s : float
        Cl to D1 and back, without and with Mg2+ (1/s).
    desens2_per_s, resens2_per_s, desens2_mg_per_s, resens2_mg_per_s : float
        D1 to D2 and back, without and with Mg2+ (1/s).
    mg_on_open_per_um_s, mg_off_open_per_s : float
        Mg2+ at the open channel at +40 mV (1/(µM s), 1/s).
    mg_on_shut_per_um_s : float
        Mg2+ entering any shut state at +40 mV (1/(µM s)).
    mg_off_u_per_s, mg_off_cl_per_s, mg_off_d1_per_s, mg_off_d2_per_s : float
        Mg2+ leaving U, Cl, D1, D2 at +40 mV (1/s).
    binding_share : float
        Share of the voltage dependence on Mg2+ binding.
    """

    kon_per_um_s: float = 10.0
    koff_per_s: float = 5.6
    koff_mg_per_s: float = 17.1
    open_per_s: float = 10.0
    close_per_s: float = 273.0
    close_mg_per_s: float = 548.0
    desens_per_s: float = 2.2
    resens_per_s: float = 1.6
    desens_mg_per_s: float = 2.1
    resens_mg_per_s: float = 0.87
    desens2_per_s: float = 0.43
    resens2_per_s: float = 0.5
    desens2_mg_per_s: float = 0.26
    resens2_mg_per_s: float = 0.42
    mg_on_open_per_um_s: float = published("mg-kampa2004-kon40") * 1e-6
    mg_off_open_per_s: float = published("mg-kampa2004-koff40")
    mg_on_shut_per_um_s: float = 5e-5
    mg_off_u_per_s: float = 2.438312
    mg_off_cl_per_s: float = 5.041915
    mg_off_d1_per_s: float = 2.98874
    mg_off_d2_per_s: float = 2.953408
    binding_share: float = published("mg-kampa2004-memb-fraction")

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            nonnegative(name, getattr(self, name), scalar=True)
        within("binding_share", self.binding_share, 0, 1, scalar=True)

    def changed(self, **rates: float) -> MagnesiumRates:
        """Return the rates with some of them changed.

        Raises
        ------
        ValueError
            If a name is unknown or a rate negative.
        """
        return changed(self, rates)


KAMPA2004 = MagnesiumRates()
"""Published: the author's model code (ModelDB 50207)."""


@lru_cache(maxsize=256)
def _solution(
    rates: MagnesiumRates, glutamate_um: float, voltage_mv: float, mg_mm: float, glycine: float
) -> Propagator:
    """Return the (remembered) exact solution for one set of constant conditions."""
    return Propagator(generator(glutamate_um, voltage_mv, mg_mm, rates, glycine))


def generator(
    glutamate_um: float,
    voltage_mv: float,
    mg_mm: float,
    rates: MagnesiumRates = KAMPA2004,
    glycine_fraction: float = 1.0,
) -> np.ndarray:
    """Return the generator matrix of the ten states.

    Parameters
    ----------
    glutamate_um, voltage_mv, mg_mm : float
        Glutamate (µM), membrane potential (mV), external Mg2+ (mM).
    rates : MagnesiumRates
        The rates.
    glycine_fraction : float
        Share of receptors with glycine bound: multiplies the opening rates (chosen).

    Returns
    -------
    numpy.ndarray, shape (10, 10)
        Entry (i, j) is the rate (1/s) from state i to j, in the order of `STATES`.
    """
    r, matrix = rates, np.zeros((10, 10))
    place = {state: number for number, state in enumerate(STATES)}

    def both(one: str, other: str, there: float, back: float) -> None:
        matrix[place[one], place[other]], matrix[place[other], place[one]] = there, back

    bound, opened = r.kon_per_um_s * glutamate_um, r.open_per_s * glycine_fraction
    both("U", "Cl", bound, r.koff_per_s)
    both("Cl", "O", opened, r.close_per_s)
    both("Cl", "D1", r.desens_per_s, r.resens_per_s)
    both("D1", "D2", r.desens2_per_s, r.resens2_per_s)
    both("UMg", "ClMg", bound, r.koff_mg_per_s)
    both("ClMg", "OMg", opened, r.close_mg_per_s)
    both("ClMg", "D1Mg", r.desens_mg_per_s, r.resens_mg_per_s)
    both("D1Mg", "D2Mg", r.desens2_mg_per_s, r.resens2_mg_per_s)

    pull = _VALENCE * (voltage_mv - 40.0) / _RT_OVER_F_MV
    entry = mg_mm * 1000.0 * np.exp(-pull * r.binding_share)
    exit_ = np.exp(pull * (1.0 - r.binding_share))
    both("O", "OMg", r.mg_on_open_per_um_s * entry, r.mg_off_open_per_s * exit_)
    for state in ("U", "Cl", "D1", "D2"):
        leaving = getattr(r, f"mg_off_{state.lower()}_per_s")
        both(state, state + "Mg", r.mg_on_shut_per_um_s * entry, leaving * exit_)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return matrix


def loop_ratios(rates: MagnesiumRates = KAMPA2004) -> dict[str, float]:
    """Return the product of rates around each closed loop, one way over the other.

    Detailed balance asks for 1. The ratios do not depend on voltage, Mg2+ or glutamate.

    Parameters
    ----------
    rates : MagnesiumRates
        The rates.

    Returns
    -------
    dict of str to float
        Four independent loops by their two unblocked states.
    """
    matrix = generator(1.0, 40.0, 1.0, rates)
    place = {state: number for number, state in enumerate(STATES)}
    found = {}
    for one, other in (("U", "Cl"), ("Cl", "O"), ("Cl", "D1"), ("D1", "D2")):
        loop = [place[s] for s in (one, other, other + "Mg", one + "Mg")]
        pairs = list(zip(loop, loop[1:] + loop[:1], strict=True))
        there = np.prod([matrix[i, j] for i, j in pairs])
        back = np.prod([matrix[j, i] for i, j in pairs])
        found[f"{one}-{other}"] = float(there / back)
    return found


@dataclass(frozen=True)
class MagnesiumTrace:
    """What `simulate_magnesium` gives back.

    Attributes
    ----------
    times_s : numpy.ndarray, shape (n,)
        Times (s).
    occupancy : numpy.ndarray, shape (n, 10)
        Share of receptors in each state, in the order of ``state_names``.
    voltage_mv : numpy.ndarray, shape (n,)
        Membrane potential (mV).
    end : numpy.ndarray, shape (10,)
        Occupancies at the end of the last step.
    """

    times_s: np.ndarray
    occupancy: np.ndarray
    voltage_mv: np.ndarray
    end: np.ndarray
    state_names: tuple[str, ...] = STATES

    @property
    def open_probability(self) -> np.ndarray:
        """Share of receptors open without Mg2+, shape (n,)."""
        return self.occupancy[:, STATES.index("O")]

    @property
    def mg_fraction(self) -> np.ndarray:
        """Share of receptors with Mg2+ inside, open or shut, shape (n,)."""
        return self.occupancy[:, 5:].sum(axis=1)

    @property
    def current(self) -> np.ndarray:
        """Open probability x driving force relative to -70 mV (reversal 5 mV), shape (n,)."""
        return self.open_probability * (self.voltage_mv - REVERSAL_MV) / (-70.0 - REVERSAL_MV)


def simulate_magnesium(
    steps: Step | Sequence[Any],
    *,
    times_s: Any = None,
    points: int = 2000,
    start: Any = None,
    rates: MagnesiumRates = KAMPA2004,
) -> MagnesiumTrace:
    """Run a protocol of glutamate, voltage and Mg2+ on the ten-state model, without drug.

    Parameters
    ----------
    steps : Step or sequence of Step
        The protocol; ``drug_um`` must be 0.
    times_s : array-like, shape (n,), optional
        Increasing times (s); default ``points`` even ones.
    points : int
        Number of even times.
    start : mapping, array-like, MagnesiumTrace or "steady", optional
        Occupancies to begin with; "steady" is the steady state of the first step; default all
        unbound without Mg2+.
    rates : MagnesiumRates
        The rates.

    Returns
    -------
    MagnesiumTrace
        Occupancies, open probability and current.

    Raises
    ------
    ValueError
        If an argument is out of range, or a step holds a drug.
    """
    protocol = steps_of(steps)
    for step in protocol:
        if any(step.drugs(len(step.drug_um) if isinstance(step.drug_um, tuple) else 1)):
            refuse("drug_um", step.drug_um, "0: this model has Mg2+ but no drug")
    if not isinstance(rates, MagnesiumRates):
        refuse("rates", rates, "MagnesiumRates")
    borders = boundaries_s(protocol)
    if times_s is None:
        times = np.linspace(0.0, borders[-1], whole("points", points, low=2, high=1_000_000))
    else:
        times = increasing_times("times_s", times_s, last_s=borders[-1])
    now = _start_of(start, protocol[0], rates)
    occupancy = np.empty((len(times), len(STATES)))
    volts = np.empty(len(times))
    ends = np.searchsorted(times, borders[1:], side="right")
    ends[-1] = len(times)
    first = 0
    for step, began, last in zip(protocol, borders, ends, strict=False):
        found = _of_step(step, rates).at(now, np.append(times[first:last] - began, step.duration_s))
        occupancy[first:last], now = found[:-1], tidy(found[-1])
        volts[first:last] = step.voltage_mv
        first = last
    return MagnesiumTrace(times, tidy(occupancy), volts, now)


def _of_step(step: Step, rates: MagnesiumRates) -> Propagator:
    """Return the exact solution under the conditions of one step."""
    return _solution(rates, step.glutamate_um, step.voltage_mv, step.mg_mm, step.glycine_fraction)


def _start_of(start: Any, first: Step, rates: MagnesiumRates) -> np.ndarray:
    """Return the occupancies to begin with."""
    if start is None:
        return np.eye(10)[0]
    if isinstance(start, MagnesiumTrace):
        return start.end
    if isinstance(start, str):
        if start != "steady":
            refuse("start", start, "'steady', occupancies or a MagnesiumTrace")
        return steady_occupancy(_of_step(first, rates).generator)
    return occupancies("start", start, STATES)


def unblock_relaxation(
    from_mv: float = -60.0,
    to_mv: float = 40.0,
    mg_mm: float = 1.0,
    glutamate_um: float = 1000.0,
    *,
    glutamate_s: float | None = None,
    rates: MagnesiumRates = KAMPA2004,
) -> Relaxation:
    """Return the exponentials of the open probability after a depolarising step in Mg2+.

    Parameters
    ----------
    from_mv, to_mv : float
        Membrane potential before and after the step (mV).
    mg_mm, glutamate_um : float
        External Mg2+ (mM) and glutamate (µM), constant over the step.
    glutamate_s : float, optional
        How long glutamate was there before the step (s), after a long rest in Mg2+ at ``from_mv``;
        default for ever (the steady state).
    rates : MagnesiumRates
        The rates.

    Returns
    -------
    Relaxation
        Time constants and amplitudes, fastest first; see its ``share``.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    before = Step(1.0, glutamate_um, 0.0, from_mv, mg_mm)
    after = replace(before, voltage_mv=to_mv)
    if glutamate_s is None:
        start = _start_of("steady", before, rates)
    else:
        rest = _start_of("steady", replace(before, glutamate_um=0.0), rates)
        start = simulate_magnesium(
            replace(before, duration_s=glutamate_s), start=rest, rates=rates, points=2
        ).end
    return modes(_of_step(after, rates).generator, start, STATES.index("O"))
