"""M1, the rate model: two populations, three kinds of synapse, of which ketamine blocks one.

Pyramidal cells (E) and interneurons (I); currents in nA, rates in Hz, times in ms::

    I_E = background_E + (1 - b_E) (tonic_E + w_nmda_EE N) + w_ampa_EE A - w_gaba_EI G
    I_I = background_I + (1 - b_I) (tonic_I + w_nmda_IE N) + w_ampa_IE A - w_gaba_II G

    tau_E    dr_E/dt = -r_E + phi_E(I_E)            tau_I    dr_I/dt = -r_I + phi_I(I_I)
    tau_ampa dA/dt   =  r_E - A                     tau_gaba dG/dt   =  r_I - G
    dN/dt = -N / tau_nmda + gamma (1 - N) r_E

    phi(I) = (a I - b) / (1 - exp[-d (a I - b)])

(w_IE reads: onto I from E.) phi and NMDA: Deco 2014; weights and the other time constants are
chosen here, so that rest lies near 3 and 10 Hz and the fast loop E-I-E resonates at gamma.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from helpers.simulations.arguments import fraction, positive, within
from helpers.simulations.circuit.algebra import K_E_UM, K_I_UM, block, fitting
from helpers.simulations.circuit.manipulation import UNTOUCHED, Manipulation, manipulation_of
from helpers.simulations.circuit.readout import Signal
from helpers.simulations.sourced import Source, Sourced, number, published

#: Most that each population can fire in time (Hz): one spike in each refractory time of Wang 2002.
_MOST_HZ = 1e3 / np.array([[published("wang2002-ref-e")], [published("wang2002-ref-i")]])
#: Longest `rate_trace` (s), and its time grid (ms).
LONGEST_S, STEP_MS = 60.0, 0.25
#: Frequencies at which power is worked out (Hz); gamma is 30 to 80.
FREQUENCIES_HZ = np.arange(2.0, 201.0, 2.0)
_GAMMA = (FREQUENCIES_HZ >= 30) & (FREQUENCIES_HZ <= 80)
#: Pyramidal rates among which steady ones are sought (Hz): chosen.
_SCAN_HZ = np.concatenate([[0.0], np.geomspace(0.01, 500, 100)])


def _paper(symbol: str, meaning: str, unit: str, high: float, fact_id: str) -> Any:
    source = Source("published", "", (fact_id,))
    return number(symbol, meaning, unit, 1e-9, high, published(fact_id), source)


def _tuned(symbol: str, meaning: str, unit: str, high: float, value: float, low: float = 0) -> Any:
    source = Source("chosen", "tuned by hand so that rest lies near 3 and 10 Hz, gamma near 50 Hz")
    return number(symbol, meaning, unit, low, high, value, source)


_SMALL = Source("chosen", "small: ratios of power do not depend on its size")


@dataclass(frozen=True)
class RateNetwork(Sourced):
    """Numbers of the rate model; `rows` gives the table with sources."""

    gain_e_hz_per_na: float = _paper("a_E", "gain, pyramidal cells", "Hz/nA", 1e4, "deco2014-a-e")
    threshold_e_hz: float = _paper("b_E", "threshold, pyramidal cells", "Hz", 1e4, "deco2014-b-e")
    curvature_e_s: float = _paper("d_E", "curvature, pyramidal cells", "s", 10, "deco2014-d-e")
    gain_i_hz_per_na: float = _paper("a_I", "gain, interneurons", "Hz/nA", 1e4, "deco2014-a-i")
    threshold_i_hz: float = _paper("b_I", "threshold, interneurons", "Hz", 1e4, "deco2014-b-i")
    curvature_i_s: float = _paper("d_I", "curvature, interneurons", "s", 10, "deco2014-d-i")
    tau_e_ms: float = _tuned("τ_E", "time constant of pyramidal firing", "ms", 1e3, 8.0, 0.1)
    tau_i_ms: float = _tuned("τ_I", "time constant of interneuron firing", "ms", 1e3, 2.5, 0.1)
    tau_ampa_ms: float = _paper("τ_AMPA", "decay of AMPA", "ms", 1e3, "wang2002-tau-ampa")
    tau_nmda_ms: float = _paper("τ_NMDA", "decay of NMDA gating", "ms", 1e4, "deco2014-tau-e")
    tau_gaba_ms: float = _tuned("τ_GABA", "decay of GABA-A", "ms", 1e3, 7.0, 0.1)
    nmda_gain_per_ms_hz: float = _paper(
        "γ", "gain of NMDA gating", "1/(ms Hz)", 1, "deco2014-gamma-e"
    )
    background_e_na: float = _tuned("I_E", "background, pyramidal cells", "nA", 10, 0.344, -10)
    background_i_na: float = _tuned("I_I", "background, interneurons", "nA", 10, 0.166, -10)
    nmda_tonic_e_na: float = _tuned("t_E", "NMDA of afferents, pyramidal cells", "nA", 10, 0.143)
    nmda_tonic_i_na: float = _tuned("t_I", "NMDA of afferents, interneurons", "nA", 10, 0.1175)
    nmda_e_to_e_na: float = _tuned("n_EE", "NMDA onto E from E, all gates open", "nA", 10, 0.11)
    nmda_e_to_i_na: float = _tuned("n_IE", "NMDA onto I from E, all gates open", "nA", 10, 0.155)
    ampa_e_to_e_na_per_hz: float = _tuned("a_EE", "AMPA onto E from E", "nA/Hz", 10, 0.005)
    ampa_e_to_i_na_per_hz: float = _tuned("a_IE", "AMPA onto I from E", "nA/Hz", 10, 0.020)
    gaba_i_to_e_na_per_hz: float = _tuned("g_EI", "GABA onto E from I", "nA/Hz", 10, 0.015)
    gaba_i_to_i_na_per_hz: float = _tuned("g_II", "GABA onto I from I", "nA/Hz", 10, 0.010)
    noise_na: float = number("σ", "noise in each population, SD", "nA", 0, 10, 0.01, _SMALL)
    noise_tau_ms: float = number("τ_σ", "correlation time of the noise", "ms", 0.1, 1e3, 5, _SMALL)


RATE_NETWORK = _NET = RateNetwork()
"""The rate model of the lesson."""


def _both(name: str, of: Any = _NET) -> np.ndarray:
    """Return a number of E and of I, shape (2, 1)."""
    return np.array([[getattr(of, name.format(kind))] for kind in "ei"])


_BACKGROUND, _GABA = _both("background_{}_na"), _both("gaba_i_to_{}_na_per_hz")
_TAU, _GAIN = _both("tau_{}_ms"), _both("gain_{}_hz_per_na")
_THRESHOLD, _CURVATURE = _both("threshold_{}_hz"), _both("curvature_{}_s")
#: NMDA gates against rate (1/Hz): N is this times the rate, saturating.
_OPENING = _NET.tau_nmda_ms * _NET.nmda_gain_per_ms_hz


class Drive(NamedTuple):
    """What a situation changes: NMDA (nA), with the block taken off, and AMPA (nA/Hz).

    The first axis is E, I; the other one is situations.
    """

    tonic: np.ndarray
    nmda: np.ndarray
    ampa: np.ndarray

    def current(self, a: Any, n: Any, g: Any) -> np.ndarray:
        """Return the currents (nA) at a state of A (Hz), N and G (Hz)."""
        return _BACKGROUND + self.tonic + self.nmda * n + self.ampa * a - _GABA * g


def drive_of(m: Manipulation, b_e: Any, b_i: Any) -> Drive:
    """Return what a manipulation and a block of shape (m,) leave."""
    left = (1.0 - np.stack(np.broadcast_arrays(b_e, b_i))) * _both("nmda_{}", m)
    return Drive(
        left * _both("nmda_tonic_{}_na"),
        left * m.release_e * _both("nmda_e_to_{}_na"),
        m.release_e * _both("ampa_e_to_{}_na_per_hz") * np.ones_like(left),
    )


def phi(current: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rates (Hz) and their slopes (Hz/nA) at currents (nA)."""
    z = (_CURVATURE * (_GAIN * current - _THRESHOLD)).clip(-700.0, 700.0)
    z = np.where(np.abs(z) < 1e-5, 1e-5, z)  # z / (1 - exp(-z)) at 0 is 1, its slope 1/2
    share = -np.expm1(-z)
    return z / share / _CURVATURE, _GAIN * (1.0 - z * np.exp(-z) / share) / share


def nmda_gate(rate_hz: Any) -> Any:
    """Return the steady NMDA gating N (0 to 1) at a pyramidal rate (Hz)."""
    return _OPENING * rate_hz / (1.0 + _OPENING * rate_hz)


@dataclass(frozen=True)
class RateState:
    """Steady state of the rate model; every array has the shape of what was asked.

    Rates are in Hz. Where the network is not `stable` it oscillates by itself (see `rate_trace`),
    and what follows from its spectrum is NaN. `gamma_ratio` is the power of the field-potential
    proxy from 30 to 80 Hz over that of the untouched network without drug. `spectrum`, shape (...,
    n_frequencies), is the one-sided power density (nA²/Hz) at `frequencies_hz` (2 to 200 Hz in
    steps of 2).
    """

    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    stable: np.ndarray
    gamma_ratio: np.ndarray
    spectrum: np.ndarray = field(repr=False)
    frequencies_hz: np.ndarray = field(repr=False)


def rate_model(
    ketamine_um: Any = 0.0,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | None = None,
) -> RateState:
    """Return rates and gamma of the rate model in ketamine.

    Concentrations are as in `block` (µM); for another channel blocker give its level and its
    affinities. The circuit settles within a second, so a level that moves over minutes may be given
    as an array over time. A stimulus of the manipulation is left out here: see `rate_trace`.

    >>> rate_model([0, 2, 40]).pyramidal_hz.round(2).tolist()
    [3.29, 5.46, 2.0]

    A blocker that holds interneurons no tighter, in a mouse whose interneurons lost a third:

    >>> mouse = Manipulation(nmda_i=0.67)
    >>> rest, drug = rate_model([0, 5], 2.0, 2.0, manipulation=mouse).pyramidal_hz
    >>> bool(drug < rest)
    True
    """
    return rate_model_at_block(*block(ketamine_um, k_e_um, k_i_um), manipulation=manipulation)


def rate_model_at_block(
    block_e: Any = 0.0, block_i: Any = 0.0, *, manipulation: Manipulation | None = None
) -> RateState:
    """Return rates and gamma for any block of each cell type (shares, 0 to 1), as over a grid.

    >>> rate_model_at_block([0, 0.5], 0).pyramidal_hz.round(2).tolist()
    [3.29, 1.06]
    """
    b_e, b_i = fraction("block_e", block_e), fraction("block_i", block_i)
    shape = fitting(block_e=b_e, block_i=b_i)
    done = manipulation_of("manipulation", manipulation)
    b_e, b_i = (np.broadcast_to(np.asarray(b, dtype=float), shape) for b in (b_e, b_i))
    drive = drive_of(done, b_e.reshape(-1), b_i.reshape(-1))
    r_e, r_i = steady_rates(drive)
    stable, spectrum = _linear(drive, r_e, r_i)
    return RateState(
        pyramidal_hz=r_e.reshape(shape),
        interneuron_hz=r_i.reshape(shape),
        stable=stable.reshape(shape),
        gamma_ratio=(spectrum[:, _GAMMA].sum(axis=1) / _rest_gamma()).reshape(shape),
        spectrum=spectrum.reshape(*shape, len(FREQUENCIES_HZ)),
        frequencies_hz=FREQUENCIES_HZ.copy(),
    )


@cache
def _rest_gamma() -> float:
    """Return summed gamma of the untouched network without drug."""
    rest = drive_of(UNTOUCHED, np.zeros(1), np.zeros(1))
    return float(_linear(rest, *steady_rates(rest))[1][0, _GAMMA].sum())


def _excess(d: Drive, r_e: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return by how much the drive at a pyramidal rate would raise it (Hz), its slope, and r_I.

    The interneuron rate that fits is one, found by Newton from the left: phi is convex and
    inhibition of interneurons by themselves only lowers it, so the steps never overshoot.
    """
    gate = nmda_gate(r_e)
    r_i = np.zeros_like(r_e)
    for _ in range(60):
        rates, slopes = phi(d.current(r_e, gate, r_i))
        step = (rates[1] - r_i) / (1.0 + slopes[1] * _GABA[1])
        r_i = r_i + step
        if np.all(np.abs(step) < 1e-12 * (1.0 + r_i)):
            break
    rates, (k_e, k_i) = phi(d.current(r_e, gate, r_i))
    by_e = d.ampa + d.nmda * _OPENING / (1.0 + _OPENING * r_e) ** 2
    recruited = k_i * by_e[1] / (1.0 + k_i * _GABA[1])
    return rates[0] - r_e, k_e * (by_e[0] - _GABA[0] * recruited) - 1.0, r_i


def steady_rates(d: Drive) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest steady rates (Hz), shape (m,) each.

    The pyramidal rate is scanned upwards for the first place where drive no longer exceeds it;
    Newton's steps, kept inside the bracket by halving, find that place.
    """
    n = len(_SCAN_HZ)  # every situation meets every rate of the scan
    wide = Drive(*(part.repeat(n, axis=1) for part in d))
    above = _excess(wide, np.tile(_SCAN_HZ, d.nmda.shape[1]))[0].reshape(-1, n) > 0
    first = np.maximum(np.argmin(above, axis=1), 1)  # where it first fails
    high, low = _SCAN_HZ[first], _SCAN_HZ[first - 1]
    r_e = (low + high) / 2
    for _ in range(60):
        excess, slope, r_i = _excess(d, r_e)
        low, high = np.where(excess > 0, r_e, low), np.where(excess > 0, high, r_e)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = r_e - excess / slope
        inside = (newton > low) & (newton < high)
        last, r_e = r_e, np.where(inside, newton, (low + high) / 2)
        if np.all(np.abs(r_e - last) < 1e-12 * (1.0 + r_e)):
            break
    return r_e, r_i


def _linear(d: Drive, r_e: np.ndarray, r_i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where the steady state is stable, and the spectrum there (nA²/Hz; NaN elsewhere).

    Small deviations x of r_E, r_I, A, N, G follow dx/dt = J x + B (currents). Independent
    Ornstein-Uhlenbeck currents enter both populations; the field-potential proxy is the sum of the
    absolute AMPA and GABA currents of pyramidal cells. The power is |C (s - J)^-1 B|² of both.
    """
    gate = nmda_gate(r_e)
    slopes = phi(d.current(r_e, gate, r_i))[1]
    j = jacobian(d, r_e, gate, slopes)
    stable = np.linalg.eigvals(j).real.max(axis=1) < 0
    enters = np.zeros((len(r_e), 5, 2))
    enters[:, 0, 0], enters[:, 1, 1] = slopes / _TAU
    seen = np.zeros((len(r_e), 5, 1))
    seen[:, 2, 0], seen[:, 4, 0] = d.ampa[0], _GABA[0]
    power = np.empty((len(r_e), len(FREQUENCIES_HZ)))
    for k, s in enumerate(2j * np.pi * FREQUENCIES_HZ * 1e-3):  # one at a time: a pad has 1,681
        answer = np.linalg.solve(s * np.eye(5) - np.swapaxes(j, 1, 2), seen)
        power[:, k] = (np.abs(np.swapaxes(answer, 1, 2) @ enters) ** 2).sum(axis=(1, 2))
    tau_s = _NET.noise_tau_ms * 1e-3
    density = 4 * _NET.noise_na**2 * tau_s / (1 + (2 * np.pi * FREQUENCIES_HZ * tau_s) ** 2)
    return stable, np.where(stable[:, None], power * density, np.nan)


def jacobian(d: Drive, r_e: np.ndarray, gate: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Return the Jacobian (1/ms) of r_E, r_I, A, N, G at steady states, shape (m, 5, 5)."""
    net, j = _NET, np.zeros((np.size(r_e), 5, 5))
    for row, (tau,) in enumerate(_TAU):
        j[:, row, row] = -1.0 / tau
        for column, part in ((2, d.ampa), (3, d.nmda), (4, -_GABA)):
            j[:, row, column] = slopes[row] * part[row] / tau
    j[:, 2, 0], j[:, 2, 2] = 1.0 / net.tau_ampa_ms, -1.0 / net.tau_ampa_ms
    j[:, 3, 0] = net.nmda_gain_per_ms_hz * (1.0 - gate)
    j[:, 3, 3] = -1.0 / net.tau_nmda_ms - net.nmda_gain_per_ms_hz * r_e
    j[:, 4, 1], j[:, 4, 4] = 1.0 / net.tau_gaba_ms, -1.0 / net.tau_gaba_ms
    return j


@dataclass(frozen=True)
class RateTrace:
    """The rate model in time, at `times_s` (s), shape (n,).

    Rates (Hz) and the field-potential proxy (nA: absolute AMPA plus GABA current of pyramidal
    cells) have the shape (n, n_conditions).
    """

    times_s: np.ndarray
    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    lfp_na: np.ndarray

    def signal(self, start_s: float = 0.0) -> Signal:
        """Return the field-potential proxy from a time (s) on, for spectra and band power."""
        start = within("start_s", start_s, 0, self.times_s[-1], scalar=True)
        return Signal(self.lfp_na[self.times_s >= start].T, STEP_MS * 1e-3)


def rate_trace(
    duration_s: float = 1.0, ketamine_um: Any = 0.0, *, manipulation: Manipulation | None = None
) -> RateTrace:
    """Return the rate model in time (s, at most 60), from its steady state nudged by 1 %.

    There is one column of the result for each concentration (µM). A stimulus counts here, if it
    lasts a millisecond or more.

    A flash of 20 ms, from 0.1 s on:

    >>> from helpers.simulations.circuit import Pulse
    >>> trace = rate_trace(0.3, manipulation=Manipulation(stimulus=Pulse(0.1, 0.02, 0.2)))
    >>> bool(trace.pyramidal_hz.max() > 1.5 * trace.pyramidal_hz[trace.times_s < 0.1].max())
    True
    """
    from scipy.integrate import solve_ivp

    positive("duration_s", duration_s, scalar=True)
    length = within("duration_s", duration_s, 0, LONGEST_S, scalar=True)
    done = manipulation_of("manipulation", manipulation)
    drive = drive_of(done, *(np.ravel(one) for one in block(ketamine_um)))
    e, i = steady_rates(drive)
    # One per cent off in one variable: an unstable state would otherwise stand still.
    start = np.ravel([1.01 * e, i, e, nmda_gate(e), i])
    times_ms = np.arange(max(2, round(length * 1e3 / STEP_MS)) + 1) * STEP_MS
    # No step is longer than a millisecond: no pulse of a millisecond can fall between two.
    careful = {"method": "LSODA", "max_step": 1.0, "rtol": 1e-7, "atol": 1e-9}
    span = (0.0, times_ms[-1])
    states = solve_ivp(flow, span, start, t_eval=times_ms, args=(drive, done), **careful).y
    r_e, r_i, a, _, g = states.reshape(5, e.size, -1).swapaxes(1, 2)
    return RateTrace(times_ms * 1e-3, r_e, r_i, drive.ampa[0] * a + _GABA[0] * g)


def flow(t_ms: float, state: np.ndarray, d: Drive, done: Manipulation) -> np.ndarray:
    """Return the slopes (1/ms) of r_E, r_I, A, N, G of all conditions, one after the other."""
    state = state.reshape(5, -1)
    rates, (a, n, g) = state[:2], state[2:]
    current = d.current(a, n, g)
    if done.stimulus is not None:
        more = np.array([[done.drive(kind, t_ms * 1e-3) - 1] for kind in "EI"])
        current = current + more * _BACKGROUND
    opened = _NET.nmda_gain_per_ms_hz * (1 - n) * rates[0] - n / _NET.tau_nmda_ms
    return np.concatenate(
        [
            np.ravel((np.minimum(phi(current)[0], _MOST_HZ) - rates) / _TAU),
            (rates[0] - a) / _NET.tau_ampa_ms,
            opened,
            (rates[1] - g) / _NET.tau_gaba_ms,
        ]
    )
