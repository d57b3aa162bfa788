"""M1, the rate model in time: stimuli, rhythmic drive, noise, and rhythms of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.signal import lfilter

from helpers.simulations.arguments import boolean, positive, whole, within
from helpers.simulations.circuit.block import K_E_UM, K_I_UM, block, level_in_time, levels
from helpers.simulations.circuit.manipulation import Manipulation, manipulation_of
from helpers.simulations.circuit.published import published
from helpers.simulations.circuit.rate import rate_network_of, steady_rates
from helpers.simulations.circuit.rate_network import (
    RATE_NETWORK,
    RateNetwork,
    Weights,
    nmda_gate,
    weights,
)
from helpers.simulations.circuit.spectrum import Signal

#: Longest run (s).
LONGEST_S = 60.0
#: Most that each population can fire (Hz), pyramidal cells and interneurons: where excitation runs
#: away. One spike in each refractory time of Wang 2002; the model itself has no ceiling.
MOST_HZ = 1e3 / np.array([published("wang2002-ref-e"), published("wang2002-ref-i")])


@dataclass(frozen=True)
class RateTrace:
    """The rate model in time.

    Attributes
    ----------
    times_s : numpy.ndarray, shape (n,)
        Times (s).
    pyramidal_hz, interneuron_hz : numpy.ndarray, shape (n, n_conditions)
        Rates (Hz); one column for each concentration.
    lfp_na : numpy.ndarray, shape (n, n_conditions)
        Field-potential proxy (nA): absolute AMPA plus GABA current of pyramidal cells.
    ketamine_um : numpy.ndarray, shape (n_conditions,) or (n,)
        Free ketamine (µM): of each condition, or at each time if it was a function of time.
    """

    times_s: np.ndarray
    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    lfp_na: np.ndarray
    ketamine_um: np.ndarray

    def signal(self, start_s: float = 0.0) -> Signal:
        """Return the field-potential proxy from a time on, for spectra and band power.

        Raises
        ------
        ValueError
            If the time lies after the end.
        """
        start = within("start_s", start_s, 0, self.times_s[-1], scalar=True)
        step_s = self.times_s[1] - self.times_s[0]
        return Signal(self.lfp_na[self.times_s >= start].T, float(step_s))


def rate_trace(
    duration_s: float = 1.0,
    ketamine_um: Any = 0.0,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
    noise: bool = False,
    seed: int = 1,
    start_at_rest: bool = True,
    step_ms: float = 0.25,
) -> RateTrace:
    """Return the rate model in time, by Runge-Kutta steps of fourth order.

    Where excitation runs away, rates stay at `MOST_HZ` (500 and 1,000 Hz).

    Parameters
    ----------
    duration_s : float
        How long (s), at most 60.
    ketamine_um : float, one-dimensional array, or function of time
        Free ketamine (µM): one steady level for each column of the result, or a function that
        takes an array of times (s) and returns the level at each. Over minutes and hours ask
        `rate_model` at the levels instead: the circuit settles within a second.
    k_e_um, k_i_um : float or one-dimensional array
        As in `rate_model`.
    manipulation : Manipulation, optional
        What else is done, with its stimuli.
    network : RateNetwork
        The numbers of the model.
    noise : bool
        Whether each population gets its own Ornstein-Uhlenbeck current; all concentrations get
        the same.
    seed : int
        Seed of the noise.
    start_at_rest : bool
        Begin at the steady state (where there is one, nudged by 1 %), or at 2 and 5 Hz.
    step_ms : float
        Step (ms), 0.01 to 0.5.

    Returns
    -------
    RateTrace

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    Drug washed in from 0.2 s on, and a pulse of light on interneurons before and after:

    >>> from helpers.simulations.circuit import Pulse
    >>> light = (Pulse(0.1, 0.02, 0.2, "I"), Pulse(0.8, 0.02, 0.2, "I"))
    >>> wash_in = lambda t_s: 2.0 * (1 - np.exp(-np.maximum(t_s - 0.2, 0) / 0.1))
    >>> trace = rate_trace(1.0, wash_in, manipulation=Manipulation(stimuli=light))
    >>> before, after = trace.pyramidal_hz[trace.times_s < 0.1], trace.pyramidal_hz[-1]
    >>> bool(after > before.max())
    True
    """
    positive("duration_s", duration_s, scalar=True)
    length = within("duration_s", duration_s, 0, LONGEST_S, scalar=True)
    step = within("step_ms", step_ms, 0.01, 0.5, scalar=True)
    done, net = manipulation_of("manipulation", manipulation), rate_network_of(network)
    n = max(2, round(length * 1e3 / step))
    times_s = np.arange(n + 1) * step * 1e-3
    halves_s = np.arange(2 * n + 1) * step * 0.5e-3
    level, (b_e, b_i) = _blocks(ketamine_um, k_e_um, k_i_um, halves_s)
    w = weights(net, done, b_e[0], b_i[0])
    left = np.stack([1 - b_e, 1 - b_i], axis=1)
    drives = _drives(net, done, halves_s)
    if boolean("noise", noise):
        drives = drives + _noise(net, 2 * n + 1, step / 2, whole("seed", seed, high=2**32 - 1))
    start = _start(net, w, boolean("start_at_rest", start_at_rest))
    flow = _Flow(net, weights(net, done, 0.0, 0.0))
    states = _integrate(flow, drives, left, start, step)
    lfp = w.ampa_ee * states[:, 2] + w.gaba_ie * states[:, 3]
    return RateTrace(times_s, states[:, 0], states[:, 1], lfp, level)


def _blocks(
    ketamine_um: Any, k_e_um: Any, k_i_um: Any, halves_s: np.ndarray
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Return the level (µM), and both blocks at every half step, shape (2 n + 1, m)."""
    if callable(ketamine_um):
        level = level_in_time(ketamine_um, halves_s)
        k_e, k_i = np.broadcast_arrays(*levels(0.0, k_e_um, k_i_um, axes=1)[1:])
        both = block(level[:, None], k_e.reshape(1, -1), k_i.reshape(1, -1))
        return level[::2], both
    given = np.broadcast_arrays(*levels(ketamine_um, k_e_um, k_i_um, axes=1))
    level, k_e, k_i = (np.array(part, dtype=float).reshape(-1) for part in given)
    steady = (len(halves_s), len(level))
    return level, tuple(np.broadcast_to(b, steady) for b in block(level, k_e, k_i))


def _drives(net: RateNetwork, done: Manipulation, halves_s: np.ndarray) -> np.ndarray:
    """Return both background currents (nA) at every half step, shape (2 n + 1, 2)."""
    return np.stack(
        [
            net.background_e_na * done.drive("E", halves_s),
            net.background_i_na * done.drive("I", halves_s),
        ],
        axis=1,
    )


def _noise(net: RateNetwork, n: int, step: float, seed: int) -> np.ndarray:
    """Return two Ornstein-Uhlenbeck currents (nA), exact at the given step (ms), shape (n, 2)."""
    keep = math.exp(-step / net.noise_tau_ms)
    fresh = np.random.default_rng(seed).standard_normal((n, 2))
    fresh[1:] *= math.sqrt(1 - keep**2)
    return net.noise_na * lfilter([1.0], [1.0, -keep], fresh, axis=0)


def _start(net: RateNetwork, w: Weights, at_rest: bool) -> np.ndarray:
    """Return the first state: r_E, r_I, A, G, N, shape (5, m)."""
    m = len(w.tonic_e)
    r_e, r_i = np.full(m, 2.0), np.full(m, 5.0)
    if at_rest:
        steady_e, steady_i = steady_rates(net, w)
        known = np.isfinite(steady_e)
        r_e, r_i = np.where(known, steady_e, r_e), np.where(known, steady_i, r_i)
    # One per cent off in one variable: an unstable state would otherwise stand still.
    return np.stack([1.01 * r_e, r_i, r_e, r_i, nmda_gate(net, r_e)])


class _Flow:
    """The change of the state in time, with both populations in one array for speed.

    The weights are those without drug: what the block leaves comes with each step.
    Rows of the state, shape (5, m): r_E, r_I, A, G, N.
    """

    def __init__(self, net: RateNetwork, w: Weights) -> None:
        def pair(e: Any, i: Any) -> np.ndarray:
            return np.stack([np.atleast_1d(e), np.atleast_1d(i)])

        gain = np.array([[net.gain_e_hz_per_na], [net.gain_i_hz_per_na]])
        self.curvature = np.array([[net.curvature_e_s], [net.curvature_i_s]])
        scale = gain * self.curvature  # so that z of phi comes out directly
        threshold = np.array([[net.threshold_e_hz], [net.threshold_i_hz]])
        self.threshold = self.curvature * threshold
        self.tonic = scale * pair(w.tonic_e, w.tonic_i)
        self.nmda = scale * pair(w.nmda_ee, w.nmda_ei)
        self.ampa = scale * pair(w.ampa_ee, w.ampa_ei)
        self.gaba = scale * pair(w.gaba_ie, w.gaba_ii)
        self.scale = scale
        self.tau = np.array([[net.tau_e_ms], [net.tau_i_ms]])
        self.tau_fast = pair(net.tau_ampa_ms, w.tau_gaba)
        self.tau_nmda, self.nmda_gain = net.tau_nmda_ms, net.nmda_gain_per_ms_hz
        self.most = MOST_HZ[:, None]

    def __call__(self, state: np.ndarray, drive: np.ndarray, left: Any = 1.0) -> np.ndarray:
        """Return the change (1/ms) of a state.

        `drive` holds the background currents (nA), shape (2, 1); `left` the share of NMDA that is
        not blocked, shape (2, m).
        """
        rates, fast, gate = state[:2], state[2:4], state[4]
        z = self.nmda * gate
        z += self.tonic
        z *= left
        z += self.scale * drive - self.threshold
        z += self.ampa * fast[0]
        z -= self.gaba * fast[1]
        z += 1e-300  # phi at zero is 1 / d, not 0 / 0
        driven = np.minimum(z / -np.expm1(-z) / self.curvature, self.most)
        change = np.empty_like(state)
        change[:2] = (driven - rates) / self.tau
        change[2:4] = (rates - fast) / self.tau_fast
        change[4] = self.nmda_gain * (1 - gate) * rates[0] - gate / self.tau_nmda
        return change


def _integrate(
    flow: _Flow, drives: np.ndarray, left: np.ndarray, state: np.ndarray, step: float
) -> np.ndarray:
    """Return the states at every step, shape (n + 1, 5, m)."""
    drives = drives[:, :, None]
    n = len(drives) // 2
    states = np.empty((n + 1, *state.shape))
    states[0] = state
    with np.errstate(over="ignore"):  # exp of a very negative input: no firing
        for k in range(n):
            early, middle, late = range(2 * k, 2 * k + 3)
            first = flow(state, drives[early], left[early])
            second = flow(state + step / 2 * first, drives[middle], left[middle])
            third = flow(state + step / 2 * second, drives[middle], left[middle])
            fourth = flow(state + step * third, drives[late], left[late])
            second += third
            state = state + step / 6 * (first + 2 * second + fourth)
            states[k + 1] = state
    return states
