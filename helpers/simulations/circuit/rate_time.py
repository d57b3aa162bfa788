"""M1, the rate model in time: a stimulus, rhythmic drive, and rhythms of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import positive, within
from helpers.simulations.circuit.algebra import K_E_UM, K_I_UM, block, levels
from helpers.simulations.circuit.manipulation import Manipulation, manipulation_of
from helpers.simulations.circuit.rate import (
    RATE_NETWORK,
    Pair,
    RateNetwork,
    nmda_gate,
    pair_of,
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

    `ketamine_um` and the affinities (µM) are numbers or lists, one column of the result for each
    entry. Over minutes and hours ask `rate_model` at the levels instead: the circuit settles
    within a second. A stimulus of the manipulation counts here. Where excitation runs away, rates
    stay at one spike in each refractory time.

    A flash of 20 ms, from 0.1 s on:

    >>> from helpers.simulations.circuit import Pulse
    >>> trace = rate_trace(0.3, manipulation=Manipulation(stimulus=Pulse(0.1, 0.02, 0.2)))
    >>> bool(trace.pyramidal_hz.max() > 1.5 * trace.pyramidal_hz[trace.times_s < 0.1].max())
    True
    """
    positive("duration_s", duration_s, scalar=True)
    length = within("duration_s", duration_s, 0, LONGEST_S, scalar=True)
    done = manipulation_of("manipulation", manipulation)
    given = [np.atleast_1d(k) for k in levels(ketamine_um, k_e_um, k_i_um, axes=1)]
    pair = pair_of(network, done, *block(*given))
    n = max(2, round(length * 1e3 / STEP_MS))
    halves_s = np.arange(2 * n + 1) * STEP_MS * 0.5e-3
    drives = np.stack([done.drive("E", halves_s), done.drive("I", halves_s)], axis=1)[:, :, None]
    states = _integrate(pair, drives, _start(pair))
    lfp = pair.ampa[0] * states[:, 2] + pair.gaba[0] * states[:, 3]
    return RateTrace(halves_s[::2], states[:, 0], states[:, 1], lfp)


def _start(p: Pair) -> np.ndarray:
    """Return the first state r_E, r_I, A, G, N, shape (5, m): steady, or 2 and 5 Hz if none is."""
    steady = zip(steady_rates(p), (2.0, 5.0), strict=True)
    r_e, r_i = (np.where(np.isfinite(rate), rate, at) for rate, at in steady)
    # One per cent off in one variable: an unstable state would otherwise stand still.
    return np.stack([1.01 * r_e, r_i, r_e, r_i, nmda_gate(p.net, r_e)])


def _integrate(p: Pair, drives: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Return the states r_E, r_I, A, G, N at every step, shape (n + 1, 5, m).

    `drives` are factors on the background at every half step, shape (2 n + 1, 2, 1).

    Runge-Kutta of fourth order on a grid: all conditions at once, and no stimulus can fall between
    two steps, as it can for a solver that chooses its own.
    """
    net, ceiling = p.net, _MOST_HZ[:, None]
    tau = np.array([[net.tau_e_ms], [net.tau_i_ms]])
    tau_fast = np.array([[net.tau_ampa_ms], [net.tau_gaba_ms]])

    def flow(y: np.ndarray, half: int) -> np.ndarray:
        current = p.tonic + p.nmda * y[4] + p.ampa * y[2] - p.gaba * y[3]
        rates = p.phi(current + p.background * drives[half])[0]
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
