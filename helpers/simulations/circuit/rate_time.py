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

    Arguments are as in `rate_model`, with one column of the result for each concentration. A
    stimulus counts here. Where excitation runs away, rates stay at one spike in each refractory
    time.

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
    # No step is longer than a millisecond: no stimulus can fall between two.
    careful = {"max_step": 1.0, "rtol": 1e-7, "atol": 1e-9}
    span = (0.0, times_ms[-1])
    states = solve_ivp(flow, span, start, t_eval=times_ms, args=(pair, done), **careful).y
    r_e, r_i, a, _, g = states.reshape(5, e.size, -1).swapaxes(1, 2)
    return RateTrace(times_ms * 1e-3, r_e, r_i, pair.ampa[0] * a + pair.gaba[0] * g)


def flow(t_ms: float, state: np.ndarray, p: Pair, done: Manipulation) -> np.ndarray:
    """Return the slopes (1/ms) of r_E, r_I, A, N, G of all conditions, one after the other."""
    net = p.net
    r_e, r_i, a, n, g = state.reshape(5, -1)
    more = np.array([[done.drive(kind, t_ms * 1e-3) - 1] for kind in "EI"])
    wanted = p.phi(p.current(a, n, g) + more * p.background)[0]
    wanted_e, wanted_i = np.minimum(wanted, _MOST_HZ[:, None])
    return np.ravel(
        [
            (wanted_e - r_e) / net.tau_e_ms,
            (wanted_i - r_i) / net.tau_i_ms,
            (r_e - a) / net.tau_ampa_ms,
            net.nmda_gain_per_ms_hz * (1 - n) * r_e - n / net.tau_nmda_ms,
            (r_i - g) / net.tau_gaba_ms,
        ]
    )
