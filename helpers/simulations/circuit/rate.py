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

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from helpers.simulations.arguments import fraction, positive, refuse, within
from helpers.simulations.circuit.algebra import K_E_UM, K_I_UM, block, fitting, levels
from helpers.simulations.circuit.manipulation import UNTOUCHED, Manipulation, manipulation_of
from helpers.simulations.circuit.readout import Signal
from helpers.simulations.sourced import Source, Sourced, number, published

#: Above this rate the model has run away (Hz): chosen, more than 2 ms of refractoriness allow.
RUNAWAY_HZ = 500.0
#: Most that each population can fire in time (Hz): one spike in each refractory time of Wang 2002.
_MOST_HZ = 1e3 / np.array([published("wang2002-ref-e"), published("wang2002-ref-i")])
#: Longest `rate_trace` (s), and its time grid (ms).
LONGEST_S, STEP_MS = 60.0, 0.25
#: Frequencies at which power is worked out (Hz); gamma is 30 to 80.
FREQUENCIES_HZ = np.arange(2.0, 201.0, 2.0)
_GAMMA = (FREQUENCIES_HZ >= 30) & (FREQUENCIES_HZ <= 80)
_SCAN_HZ = np.concatenate([[0.0], np.geomspace(0.01, RUNAWAY_HZ, 100)])


def _paper(symbol: str, meaning: str, unit: str, high: float, fact_id: str) -> Any:
    source = Source("published", "", (fact_id,))
    return number(symbol, meaning, unit, 1e-9, high, published(fact_id), source)


def _tuned(symbol: str, meaning: str, unit: str, high: float, value: float, low: float = 0) -> Any:
    source = Source("chosen", "tuned by hand so that rest lies near 3 and 10 Hz, gamma near 50 Hz")
    return number(symbol, meaning, unit, low, high, value, source)


_SMALL = Source("chosen", "small: ratios of power do not depend on its size")


@dataclass(frozen=True)
class RateNetwork(Sourced):
    """Numbers of the rate model; `changed` gives others, `rows` the table with sources."""

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


RATE_NETWORK = RateNetwork()
"""The rate model of the lesson."""


class Pair(NamedTuple):
    """Both populations in one situation: first axis E, I; the other axes are situations.

    The NMDA currents (nA) have the block taken off; AMPA and GABA in nA/Hz; then a, b and d of phi.
    """

    background: np.ndarray
    tonic: np.ndarray
    nmda: np.ndarray
    ampa: np.ndarray
    gaba: np.ndarray
    gain: np.ndarray
    threshold: np.ndarray
    curvature: np.ndarray
    net: RateNetwork

    def current(self, a: Any, n: Any, g: Any) -> np.ndarray:
        """Return the currents (nA) at a state of A (Hz), N and G (Hz)."""
        return self.background + self.tonic + self.nmda * n + self.ampa * a - self.gaba * g

    def phi(self, current: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return rates (Hz) and their slopes (Hz/nA) at currents (nA)."""
        z = (self.curvature * (self.gain * current - self.threshold)).clip(-700.0, 700.0)
        z = np.where(np.abs(z) < 1e-5, 1e-5, z)  # z / (1 - exp(-z)) at 0 is 1, its slope 1/2
        share = -np.expm1(-z)
        return z / share / self.curvature, self.gain * (1.0 - z * np.exp(-z) / share) / share


def pair_of(net: RateNetwork, m: Manipulation, b_e: Any, b_i: Any) -> Pair:
    """Return the currents of the network under a manipulation and a block of shape (m,)."""
    if not isinstance(net, RateNetwork):
        refuse("network", net, "a RateNetwork, for example RATE_NETWORK.changed(...)")

    def both(name: str, of: Any = net) -> np.ndarray:
        return np.array([[getattr(of, name.format(kind))] for kind in "ei"])

    left = (1.0 - np.stack(np.broadcast_arrays(np.asarray(b_e, float), b_i))) * both("nmda_{}", m)
    return Pair(
        both("background_{}_na") + 0 * left,
        left * both("nmda_tonic_{}_na"),
        left * m.release_e * both("nmda_e_to_{}_na"),
        m.release_e * both("ampa_e_to_{}_na_per_hz"),
        both("gaba_i_to_{}_na_per_hz"),
        both("gain_{}_hz_per_na"),
        both("threshold_{}_hz"),
        both("curvature_{}_s"),
        net,
    )


def nmda_gate(net: RateNetwork, rate_hz: Any) -> Any:
    """Return the steady NMDA gating N (0 to 1) at a pyramidal rate (Hz)."""
    opening = net.tau_nmda_ms * net.nmda_gain_per_ms_hz * rate_hz
    return opening / (1.0 + opening)


@dataclass(frozen=True, repr=False)
class RateState:
    """Steady state of the rate model; every array has the shape of what was asked.

    Rates (Hz) are infinite where firing runs away. Where the network is not `stable` it oscillates
    by itself (see `rate_trace`) or has run away, and what follows from its spectrum is NaN.

    `gamma_ratio` is the power of the field-potential proxy from 30 to 80 Hz, `glutamate_ratio` what
    pyramidal terminals release in a second (rate x `release_e`; not what microdialysis or a scan
    measures), both over the untouched network without drug. `spectrum`, shape (..., n_frequencies),
    is the one-sided power density (nA²/Hz) at `frequencies_hz` (2 to 200 Hz in steps of 2).
    """

    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    stable: np.ndarray
    gamma_ratio: np.ndarray
    glutamate_ratio: np.ndarray
    spectrum: np.ndarray
    frequencies_hz: np.ndarray

    def __repr__(self) -> str:
        rates = (self.pyramidal_hz, self.interneuron_hz)
        e, i = (np.array2string(rate, precision=2, threshold=8) for rate in rates)
        gone = int((~self.stable).sum())
        said = f"; {gone} of {self.stable.size} not stable" if gone else ""
        return f"RateState(pyramidal {e} Hz, interneurons {i} Hz{said})"


def rate_model(
    ketamine_um: Any = 0.0,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
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
    blocks = block(ketamine_um, k_e_um, k_i_um)
    return rate_model_at_block(*blocks, manipulation=manipulation, network=network)


def rate_model_at_block(
    block_e: Any = 0.0,
    block_i: Any = 0.0,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
) -> RateState:
    """Return rates and gamma for any block of each cell type (shares, 0 to 1), as over a grid.

    >>> rate_model_at_block([0, 0.5], 0).pyramidal_hz.round(2).tolist()
    [3.29, 1.06]
    """
    b_e, b_i = fraction("block_e", block_e), fraction("block_i", block_i)
    shape = fitting(block_e=b_e, block_i=b_i)
    done = manipulation_of("manipulation", manipulation)
    b_e, b_i = (np.broadcast_to(np.asarray(b, dtype=float), shape) for b in (b_e, b_i))
    pair = pair_of(network, done, b_e.reshape(-1), b_i.reshape(-1))
    r_e, r_i = steady_rates(pair)
    stable, spectrum = _linear(pair, r_e, r_i)
    rest_hz, rest_gamma = _rest(network)
    return RateState(
        pyramidal_hz=r_e.reshape(shape),
        interneuron_hz=r_i.reshape(shape),
        stable=stable.reshape(shape),
        gamma_ratio=(spectrum[:, _GAMMA].sum(axis=1) / rest_gamma).reshape(shape),
        glutamate_ratio=(done.release_e * r_e / rest_hz).reshape(shape),
        spectrum=spectrum.reshape(*shape, len(FREQUENCIES_HZ)),
        frequencies_hz=FREQUENCIES_HZ.copy(),
    )


@lru_cache(maxsize=32)
def _rest(net: RateNetwork) -> tuple[float, float]:
    """Return pyramidal rate (Hz) and summed gamma of the untouched network without drug."""
    pair = pair_of(net, UNTOUCHED, np.zeros(1), np.zeros(1))
    r_e, r_i = steady_rates(pair)
    gamma = _linear(pair, r_e, r_i)[1][0, _GAMMA].sum()
    return float(r_e[0]) if np.isfinite(r_e[0]) else np.nan, float(gamma)


def _excess(p: Pair, r_e: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return by how much the drive at a pyramidal rate would raise it (Hz), its slope, and r_I.

    The interneuron rate that fits is one, found by Newton from the left: phi is convex and
    inhibition of interneurons by themselves only lowers it, so the steps never overshoot.
    """
    gate = nmda_gate(p.net, r_e)
    r_i = np.zeros(np.broadcast_shapes(p.tonic.shape[1:], np.shape(r_e)))
    for _ in range(60):
        rates, slopes = p.phi(p.current(r_e, gate, r_i))
        step = (rates[1] - r_i) / (1.0 + slopes[1] * p.gaba[1])
        r_i = r_i + step
        if np.all(np.abs(step) < 1e-12 * (1.0 + r_i)):
            break
    rates, (k_e, k_i) = p.phi(p.current(r_e, gate, r_i))
    opening = p.net.tau_nmda_ms * p.net.nmda_gain_per_ms_hz
    by_e = p.ampa + p.nmda * opening / (1.0 + opening * r_e) ** 2
    recruited = k_i * by_e[1] / (1.0 + k_i * p.gaba[1])
    return rates[0] - r_e, k_e * (by_e[0] - p.gaba[0] * recruited) - 1.0, r_i


def steady_rates(p: Pair) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest steady rates (Hz), shape (m,) each; infinite if there are none.

    The pyramidal rate is scanned upwards for the first place where drive no longer exceeds it;
    Newton's steps, kept inside the bracket by halving, find that place.
    """
    # every situation meets every rate of the scan
    wide = Pair(*(part[..., None] for part in p[:-1]), p.net)
    above = _excess(wide, _SCAN_HZ)[0] > 0
    first = np.maximum(np.argmin(above, axis=1), 1)  # where it first fails
    runaway = above.all(axis=1)
    high, low = _SCAN_HZ[first], _SCAN_HZ[first - 1]
    r_e = (low + high) / 2
    for _ in range(60):
        excess, slope, r_i = _excess(p, r_e)
        low, high = np.where(excess > 0, r_e, low), np.where(excess > 0, high, r_e)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = r_e - excess / slope
        inside = (newton > low) & (newton < high)
        last, r_e = r_e, np.where(inside, newton, (low + high) / 2)
        if np.all((np.abs(r_e - last) < 1e-12 * (1.0 + r_e)) | runaway):
            break
    return np.where(runaway, np.inf, r_e), np.where(runaway, np.inf, r_i)


def _linear(p: Pair, r_e: np.ndarray, r_i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where the steady state is stable, and the spectrum there (nA²/Hz; NaN elsewhere).

    Small deviations x of r_E, r_I, A, N, G follow dx/dt = J x + B (currents). Independent
    Ornstein-Uhlenbeck currents enter both populations; the field-potential proxy is the sum of the
    absolute AMPA and GABA currents of pyramidal cells. The power is |C (s - J)^-1 B|² of both.
    """
    net, known = p.net, np.isfinite(r_e)
    r_e, r_i = np.where(known, r_e, 1.0), np.where(known, r_i, 1.0)
    gate = nmda_gate(net, r_e)
    slopes = p.phi(p.current(r_e, gate, r_i))[1]
    j = jacobian(p, r_e, gate, slopes)
    stable = known & (np.linalg.eigvals(j).real.max(axis=1) < 0)
    enters = np.zeros((len(r_e), 5, 2))
    enters[:, 0, 0], enters[:, 1, 1] = slopes[0] / net.tau_e_ms, slopes[1] / net.tau_i_ms
    seen = np.zeros((len(r_e), 5, 1))
    seen[:, 2, 0], seen[:, 4, 0] = p.ampa[0], p.gaba[0]
    power = np.empty((len(r_e), len(FREQUENCIES_HZ)))
    for k, s in enumerate(2j * np.pi * FREQUENCIES_HZ * 1e-3):  # one at a time: a pad has 1,681
        answer = np.linalg.solve(s * np.eye(5) - np.swapaxes(j, 1, 2), seen)
        power[:, k] = (np.abs(np.swapaxes(answer, 1, 2) @ enters) ** 2).sum(axis=(1, 2))
    tau_s = net.noise_tau_ms * 1e-3
    density = 4 * net.noise_na**2 * tau_s / (1 + (2 * np.pi * FREQUENCIES_HZ * tau_s) ** 2)
    spectrum = power * density
    return stable, np.where(stable[:, None], spectrum, np.nan)


def jacobian(p: Pair, r_e: np.ndarray, gate: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Return the Jacobian (1/ms) of r_E, r_I, A, N, G at steady states, shape (m, 5, 5)."""
    net, j = p.net, np.zeros((np.size(r_e), 5, 5))
    for row, tau in enumerate((net.tau_e_ms, net.tau_i_ms)):
        j[:, row, row] = -1.0 / tau
        for column, part in ((2, p.ampa), (3, p.nmda), (4, -p.gaba)):
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
    duration_s: float = 1.0,
    ketamine_um: Any = 0.0,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
) -> RateTrace:
    """Return the rate model in time (s, at most 60), from its steady state nudged by 1 %.

    Arguments are as in `rate_model`, with one column of the result for each concentration. A
    stimulus counts here, if it lasts a millisecond or more. Where excitation runs away, rates stay
    at one spike in each refractory time.

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
    given = [np.atleast_1d(k) for k in levels(ketamine_um, k_e_um, k_i_um, axes=1)]
    pair = pair_of(network, done, *block(*given))
    steady = zip(steady_rates(pair), (2.0, 5.0), strict=True)  # or 2 and 5 Hz if none is steady
    e, i = (np.where(np.isfinite(rate), rate, at) for rate, at in steady)
    # One per cent off in one variable: an unstable state would otherwise stand still.
    start = np.ravel([1.01 * e, i, e, nmda_gate(network, e), i])
    times_ms = np.arange(max(2, round(length * 1e3 / STEP_MS)) + 1) * STEP_MS
    # No step is longer than a millisecond: no pulse of a millisecond can fall between two.
    careful = {"max_step": 1.0, "rtol": 1e-7, "atol": 1e-9}
    span = (0.0, times_ms[-1])
    states = solve_ivp(flow, span, start, t_eval=times_ms, args=(pair, done), **careful).y
    r_e, r_i, a, _, g = states.reshape(5, e.size, -1).swapaxes(1, 2)
    return RateTrace(times_ms * 1e-3, r_e, r_i, pair.ampa[0] * a + pair.gaba[0] * g)


def flow(t_ms: float, state: np.ndarray, p: Pair, done: Manipulation) -> np.ndarray:
    """Return the slopes (1/ms) of r_E, r_I, A, N, G of all conditions, one after the other."""
    net = p.net
    r_e, r_i, a, n, g = state.reshape(5, -1)
    current = p.current(a, n, g)
    if done.stimulus is not None:
        more = np.array([[done.drive(kind, t_ms * 1e-3) - 1] for kind in "EI"])
        current = current + more * p.background
    wanted_e, wanted_i = np.minimum(p.phi(current)[0], _MOST_HZ[:, None])
    return np.concatenate(
        [
            (wanted_e - r_e) / net.tau_e_ms,
            (wanted_i - r_i) / net.tau_i_ms,
            (r_e - a) / net.tau_ampa_ms,
            net.nmda_gain_per_ms_hz * (1 - n) * r_e - n / net.tau_nmda_ms,
            (r_i - g) / net.tau_gaba_ms,
        ]
    )
