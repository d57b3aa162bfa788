"""M1, the rate model in time: stimuli, rhythmic drive, and rhythms of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import positive, within
from helpers.simulations.circuit.algebra import K_E_UM, K_I_UM, block, level_in_time, levels
from helpers.simulations.circuit.manipulation import Manipulation, manipulation_of
from helpers.simulations.circuit.rate import (
    RATE_NETWORK,
    Pair,
    RateNetwork,
    nmda_gate,
    pair_of,
    rate_network_of,
    steady_rates,
)
from helpers.simulations.circuit.readout import Signal
from helpers.simulations.sourced import published

#: Most that each population can fire in time (Hz): one spike in each refractory time of Wang 2002.
_MOST_HZ = 1e3 / np.array([published("wang2002-ref-e"), published("wang2002-ref-i")])
#: Longest `rate_trace` (s), and its time grid (ms).
LONGEST_S, STEP_MS = 60.0, 0.25


@dataclass(frozen=True)
class RateTrace:
    """The rate model in time, at `times_s` (s), shape (n,).

    Rates (Hz) and the field-potential proxy (nA: absolute AMPA plus GABA current of pyramidal
    cells) have the shape (n, n_conditions). `ketamine_um` is that of each condition, or that at
    each time if it was a function of time.
    """

    times_s: np.ndarray
    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    lfp_na: np.ndarray
    ketamine_um: np.ndarray

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

    `ketamine_um` and the affinities (µM) are numbers or lists, one column of the result for each
    entry; the level may also be a function that takes an array of times (s) and returns the level
    at each. Over minutes and hours ask `rate_model` at the levels instead: the circuit settles
    within a second. Stimuli of the manipulation count here. Where excitation runs away, rates stay
    at one spike in each refractory time.

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
    done, net = manipulation_of("manipulation", manipulation), rate_network_of(network)
    n = max(2, round(length * 1e3 / STEP_MS))
    halves_s = np.arange(2 * n + 1) * STEP_MS * 0.5e-3
    if callable(ketamine_um):
        level = level_in_time(ketamine_um, halves_s)
        given = (
            level[:, None],
            *(np.atleast_1d(k) for k in levels(0.0, k_e_um, k_i_um, axes=1)[1:]),
        )
    else:
        given = [np.atleast_1d(k) for k in levels(ketamine_um, k_e_um, k_i_um, axes=1)]
        level = np.broadcast_arrays(*given)[0].astype(float)
    b_e, b_i = block(*given)  # (conditions,), or (half steps, conditions)
    open_pair = pair_of(net, done.changed(drive_e=0, drive_i=0), np.zeros(b_e.shape[-1]), 0.0)
    left = 1 - np.stack([np.atleast_2d(b_e), np.atleast_2d(b_i)], axis=1)  # (1 or half steps, 2, m)
    own = np.array([net.background_e_na, net.background_i_na])
    drives = own * np.stack([done.drive("E", halves_s), done.drive("I", halves_s)], axis=1)
    states = _integrate(open_pair, drives[:, :, None], left, _start(net, done, left[0]))
    lfp = open_pair.ampa[0] * states[:, 2] + open_pair.gaba[0] * states[:, 3]
    at = level[::2] if callable(ketamine_um) else level
    return RateTrace(halves_s[::2], states[:, 0], states[:, 1], lfp, at)


def _start(net: RateNetwork, done: Manipulation, left: np.ndarray) -> np.ndarray:
    """Return the first state r_E, r_I, A, G, N, shape (5, m): steady, or 2 and 5 Hz if none is."""
    steady = steady_rates(pair_of(net, done, 1 - left[0], 1 - left[1]))
    r_e, r_i = (np.where(np.isfinite(r), r, at) for r, at in zip(steady, (2.0, 5.0), strict=True))
    # One per cent off in one variable: an unstable state would otherwise stand still.
    return np.stack([1.01 * r_e, r_i, r_e, r_i, nmda_gate(net, r_e)])


def _integrate(p: Pair, drives: np.ndarray, left: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Return the states r_E, r_I, A, G, N at every step, shape (n + 1, 5, m).

    Runge-Kutta of fourth order on a grid: all conditions at once, and no stimulus can fall between
    two steps, as it can for a solver that chooses its own.
    """
    net, ceiling = p.net, _MOST_HZ[:, None]
    tau = np.array([[net.tau_e_ms], [net.tau_i_ms]])
    tau_fast = np.array([[net.tau_ampa_ms], [p.tau_gaba]])

    def flow(y: np.ndarray, half: int) -> np.ndarray:
        open_share = left[half if len(left) > 1 else 0]
        current = open_share * (p.tonic + p.nmda * y[4]) + p.ampa * y[2] - p.gaba * y[3]
        rates = p.phi(current + p.background + drives[half])[0]
        change = np.empty_like(y)
        change[:2] = (np.minimum(rates, ceiling) - y[:2]) / tau
        change[2:4] = (y[:2] - y[2:4]) / tau_fast
        change[4] = net.nmda_gain_per_ms_hz * (1 - y[4]) * y[0] - y[4] / net.tau_nmda_ms
        return change

    states = np.empty((len(drives) // 2 + 1, *state.shape))
    states[0], h = state, STEP_MS
    for k in range(len(states) - 1):
        first = flow(state, 2 * k)
        second = flow(state + h / 2 * first, 2 * k + 1)
        third = flow(state + h / 2 * second, 2 * k + 1)
        fourth = flow(state + h * third, 2 * k + 2)
        state = state + h / 6 * (first + 2 * second + 2 * third + fourth)
        states[k + 1] = state
    return states
