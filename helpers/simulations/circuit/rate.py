"""M1, the rate model at rest under drug: steady rates, stability, and gamma from linear theory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, fraction, positive, refuse, within
from helpers.simulations.circuit.block import K_E_UM, K_I_UM, block, fitting, levels
from helpers.simulations.circuit.manipulation import UNTOUCHED, Manipulation, manipulation_of
from helpers.simulations.circuit.rate_network import (
    RATE_NETWORK,
    RateNetwork,
    Weights,
    nmda_gate,
    rate_e,
    rate_i,
    slope_e,
    slope_i,
    weights,
)

#: Above this rate the model has run away (Hz): chosen, more than 2 ms of refractoriness allow.
RUNAWAY_HZ = 500.0
#: The gamma band of the lesson (Hz): chosen, as most studies of ketamine.
GAMMA_BAND_HZ = (30.0, 80.0)
#: Frequencies at which power is worked out (Hz).
FREQUENCIES_HZ = np.arange(2.0, 201.0, 2.0)
_STEP_HZ = FREQUENCIES_HZ[1] - FREQUENCIES_HZ[0]
_SCAN_HZ = np.concatenate([[0.0], np.geomspace(0.01, RUNAWAY_HZ, 100)])


@dataclass(frozen=True)
class RateState:
    """Steady state of the rate model; every array has the shape of what was asked.

    Attributes
    ----------
    ketamine_um : numpy.ndarray or None
        Free ketamine (µM); None if blocks were given instead.
    block_e, block_i : numpy.ndarray
        Share of NMDA current blocked on each cell type.
    pyramidal_hz, interneuron_hz : numpy.ndarray
        Steady rates (Hz); infinite where firing runs away.
    stable : numpy.ndarray of bool
        Whether the network stays in that state. Where it does not, it oscillates by itself: see
        `rate_trace`.
    gamma_power : numpy.ndarray
        Power of the field-potential proxy from 30 to 80 Hz (nA²); NaN where not stable.
    gamma_ratio : numpy.ndarray
        The same over the power of the untouched network without drug.
    glutamate_ratio : numpy.ndarray
        Glutamate that pyramidal terminals release in a second (rate x `release_e`), over that of
        the untouched network without drug. Not what microdialysis or a scan measures.
    peak_hz : numpy.ndarray
        Frequency (Hz) of most power, looked for from 20 Hz up; NaN where not stable.
    spectrum : numpy.ndarray, shape (..., n_frequencies)
        One-sided power density (nA²/Hz) at `frequencies_hz`; NaN where not stable.
    frequencies_hz : numpy.ndarray, shape (n_frequencies,)
        2 to 200 Hz in steps of 2.
    """

    ketamine_um: np.ndarray | None
    block_e: np.ndarray
    block_i: np.ndarray
    pyramidal_hz: np.ndarray
    interneuron_hz: np.ndarray
    stable: np.ndarray
    gamma_power: np.ndarray
    gamma_ratio: np.ndarray
    glutamate_ratio: np.ndarray
    peak_hz: np.ndarray
    spectrum: np.ndarray
    frequencies_hz: np.ndarray

    def band_power(self, low_hz: float, high_hz: float) -> np.ndarray:
        """Return the power (nA²) between two frequencies, both included: theta, beta, high gamma.

        The model has no thalamus and no slow currents: below gamma it only has the noise of its
        firing, and rhythms that are made elsewhere are not in it.

        Parameters
        ----------
        low_hz, high_hz : float
            The band (Hz), within 2 to 200.

        Raises
        ------
        ValueError
            If the band leaves that range or holds no frequency.

        Examples
        --------
        >>> rest, drug = rate_model([0, 1]).band_power(4, 8)
        >>> bool(drug > rest)
        True
        """
        low = within("low_hz", low_hz, 2, 200, scalar=True)
        high = within("high_hz", high_hz, 2, 200, scalar=True)
        inside = (low <= self.frequencies_hz) & (high >= self.frequencies_hz)
        if not inside.any():
            refuse("low_hz and high_hz", (low_hz, high_hz), "a band that holds an even frequency")
        return self.spectrum[..., inside].sum(axis=-1) * _STEP_HZ


def rate_model(
    ketamine_um: Any = 0.0,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
) -> RateState:
    """Return rates and gamma of the rate model in ketamine.

    Parameters
    ----------
    ketamine_um : float or array
        Free ketamine (µM), zero or more. The circuit settles within a second, so a level that
        moves over minutes may be given as an array over time.
    k_e_um, k_i_um : float or array
        Half-blocking concentrations (µM); arrays must fit together. For another channel blocker
        give its concentration and its affinities.
    manipulation : Manipulation, optional
        What else is done to the circuit; stimuli are left out here (see `rate_trace`).
    network : RateNetwork
        The numbers of the model.

    Returns
    -------
    RateState

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> state = rate_model([0, 2, 40])
    >>> state.pyramidal_hz.round(2).tolist()
    [3.29, 5.46, 2.0]

    A blocker that holds interneurons no tighter, in a mouse whose interneurons lost a third:

    >>> mouse = Manipulation(nmda_i=0.67)
    >>> rest, drug = rate_model([0, 5], 2.0, 2.0, manipulation=mouse).pyramidal_hz
    >>> bool(drug < rest)
    True
    """
    given = levels(ketamine_um, k_e_um, k_i_um)
    state = rate_model_at_block(*block(*given), manipulation=manipulation, network=network)
    return replace(state, ketamine_um=np.broadcast_arrays(*given)[0])


def rate_model_at_block(
    block_e: Any = 0.0,
    block_i: Any = 0.0,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
) -> RateState:
    """Return rates and gamma for any block of each cell type, for example over a grid.

    Parameters
    ----------
    block_e, block_i : float or array
        Share of NMDA current blocked on pyramidal cells and interneurons, 0 to 1; arrays must fit
        together.
    manipulation, network
        As in `rate_model`.

    Returns
    -------
    RateState

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    b_e, b_i = fraction("block_e", block_e), fraction("block_i", block_i)
    shape = fitting(block_e=b_e, block_i=b_i)
    done = manipulation_of("manipulation", manipulation)
    net = rate_network_of(network)
    b_e, b_i = (np.broadcast_to(np.asarray(b, dtype=float), shape) for b in (b_e, b_i))
    flat = weights(net, done, b_e.reshape(-1), b_i.reshape(-1))
    r_e, r_i = steady_rates(net, flat)
    stable, spectrum = _linear(net, flat, r_e, r_i)
    gamma = _band(spectrum)
    rest_hz, rest_gamma = _rest(net)
    return RateState(
        ketamine_um=None,
        block_e=b_e,
        block_i=b_i,
        pyramidal_hz=r_e.reshape(shape),
        interneuron_hz=r_i.reshape(shape),
        stable=stable.reshape(shape),
        gamma_power=gamma.reshape(shape),
        gamma_ratio=(gamma / rest_gamma).reshape(shape),
        glutamate_ratio=(done.release_e * r_e / rest_hz).reshape(shape),
        peak_hz=_peak(spectrum).reshape(shape),
        spectrum=spectrum.reshape(*shape, len(FREQUENCIES_HZ)),
        frequencies_hz=FREQUENCIES_HZ.copy(),
    )


@lru_cache(maxsize=32)
def _rest(net: RateNetwork) -> tuple[float, float]:
    """Return pyramidal rate (Hz) and gamma power (nA²) of the untouched network without drug."""
    w = weights(net, UNTOUCHED, np.zeros(1), np.zeros(1))
    r_e, r_i = steady_rates(net, w)
    return float(r_e[0]), float(_band(_linear(net, w, r_e, r_i)[1])[0])


def rate_network_of(network: Any) -> RateNetwork:
    """Return the network.

    Raises
    ------
    ValueError
        If it is not a RateNetwork.
    """
    if not isinstance(network, RateNetwork):
        refuse("network", network, "a RateNetwork, for example RATE_NETWORK.changed(...)")
    return network


def _interneurons(net: RateNetwork, w: Weights, r_e: np.ndarray) -> np.ndarray:
    """Return the interneuron rate (Hz) that fits a pyramidal rate: one, by Newton from the left.

    phi is convex and inhibition of interneurons by themselves only lowers it, so the steps never
    overshoot.
    """
    drive = w.input_i(r_e, nmda_gate(net, r_e), 0.0)
    r_i = np.zeros_like(drive)
    for _ in range(60):
        current = drive - w.gaba_ii * r_i
        step = (rate_i(net, current) - r_i) / (1.0 + slope_i(net, current) * w.gaba_ii)
        r_i = r_i + step
        if np.all(np.abs(step) < 1e-12 * (1.0 + r_i)):
            break
    return r_i


def _excess(net: RateNetwork, w: Weights, r_e: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return by how much the drive at a pyramidal rate would raise it (Hz), and its slope."""
    gate = nmda_gate(net, r_e)
    r_i = _interneurons(net, w, r_e)
    current_e, current_i = w.input_e(r_e, gate, r_i), w.input_i(r_e, gate, r_i)
    k_e, k_i = slope_e(net, current_e), slope_i(net, current_i)
    opening = net.tau_nmda_ms * net.nmda_gain_per_ms_hz
    gate_slope = opening / (1.0 + opening * r_e) ** 2
    recruited = k_i * (w.ampa_ei + w.nmda_ei * gate_slope) / (1.0 + k_i * w.gaba_ii)
    slope = k_e * (w.ampa_ee + w.nmda_ee * gate_slope - w.gaba_ie * recruited) - 1.0
    return rate_e(net, current_e) - r_e, slope


def steady_rates(net: RateNetwork, w: Weights) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest steady rates (Hz), shape (m,) each; infinite if there are none.

    The pyramidal rate is scanned upwards for the first place where drive no longer exceeds it;
    Newton's steps, kept inside the bracket by halving, find that place.
    """
    flat = Weights(*(np.broadcast_to(part, np.shape(w.tonic_e)) for part in w))
    column = Weights(*(part[:, None] for part in flat))
    above = _excess(net, column, _SCAN_HZ[None, :])[0] > 0
    first = np.maximum(np.argmin(above, axis=1), 1)  # where it first fails
    runaway = above.all(axis=1)
    high, low = _SCAN_HZ[first], _SCAN_HZ[first - 1]
    r_e = (low + high) / 2
    for _ in range(60):
        excess, slope = _excess(net, flat, r_e)
        low, high = np.where(excess > 0, r_e, low), np.where(excess > 0, high, r_e)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = r_e - excess / slope
        inside = (newton > low) & (newton < high)
        last, r_e = r_e, np.where(inside, newton, (low + high) / 2)
        if np.all((np.abs(r_e - last) < 1e-12 * (1.0 + r_e)) | runaway):
            break
    r_i = _interneurons(net, flat, r_e)
    return np.where(runaway, np.inf, r_e), np.where(runaway, np.inf, r_i)


def _jacobian(net: RateNetwork, w: Weights, r_e: Any, r_i: Any) -> np.ndarray:
    """Return the Jacobian (1/ms) at a steady state, shape (m, 5, 5); order: r_E, r_I, A, N, G."""
    gate = nmda_gate(net, r_e)
    k_e = slope_e(net, w.input_e(r_e, gate, r_i))
    k_i = slope_i(net, w.input_i(r_e, gate, r_i))
    j = np.zeros((np.size(r_e), 5, 5))
    for row, gain, tau, ampa, nmda, gaba in (
        (0, k_e, net.tau_e_ms, w.ampa_ee, w.nmda_ee, w.gaba_ie),
        (1, k_i, net.tau_i_ms, w.ampa_ei, w.nmda_ei, w.gaba_ii),
    ):
        j[:, row, row] = -1.0 / tau
        j[:, row, 2], j[:, row, 3], j[:, row, 4] = (
            gain * ampa / tau,
            gain * nmda / tau,
            -gain * gaba / tau,
        )
    j[:, 2, 0], j[:, 2, 2] = 1.0 / net.tau_ampa_ms, -1.0 / net.tau_ampa_ms
    j[:, 3, 0] = net.nmda_gain_per_ms_hz * (1.0 - gate)
    j[:, 3, 3] = -1.0 / net.tau_nmda_ms - net.nmda_gain_per_ms_hz * r_e
    j[:, 4, 1], j[:, 4, 4] = 1.0 / w.tau_gaba, -1.0 / w.tau_gaba
    return j


def _linear(
    net: RateNetwork, w: Weights, r_e: np.ndarray, r_i: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where the steady state is stable, and the spectrum there (nA²/Hz; NaN elsewhere).

    Independent Ornstein-Uhlenbeck currents enter both populations; the field-potential proxy is
    the sum of the absolute AMPA and GABA currents of pyramidal cells.
    """
    known = np.isfinite(r_e)
    safe_e, safe_i = np.where(known, r_e, 1.0), np.where(known, r_i, 1.0)
    growth = np.linalg.eigvals(_jacobian(net, w, safe_e, safe_i)).real
    stable = known & (growth.max(axis=1) < 0)
    tau_s = net.noise_tau_ms * 1e-3
    density = 4 * net.noise_na**2 * tau_s / (1 + (2 * np.pi * FREQUENCIES_HZ * tau_s) ** 2)
    spectrum = _answer(net, w, safe_e, safe_i) * density
    return stable, np.where(stable[:, None], spectrum, np.nan)


def _answer(net: RateNetwork, w: Weights, r_e: np.ndarray, r_i: np.ndarray) -> np.ndarray:
    """Return how much of each noise reaches the proxy, |nA/nA|² summed, shape (m, frequencies).

    The linear equations at one frequency, with A, N and G put in: two lines, for r_E and r_I.
    """
    part = Weights(*(np.broadcast_to(one, np.shape(r_e))[:, None] for one in w))
    r_e, r_i = r_e[:, None], r_i[:, None]
    gate = nmda_gate(net, r_e)
    k_e = slope_e(net, part.input_e(r_e, gate, r_i))
    k_i = slope_i(net, part.input_i(r_e, gate, r_i))
    s = 2j * np.pi * FREQUENCIES_HZ * 1e-3  # 1/ms
    ampa, gaba = 1 / (1 + s * net.tau_ampa_ms), 1 / (1 + s * part.tau_gaba)
    closing = 1 / net.tau_nmda_ms + net.nmda_gain_per_ms_hz * r_e
    nmda = net.nmda_gain_per_ms_hz * (1 - gate) / (s + closing)
    ee = 1 + s * net.tau_e_ms - k_e * (part.ampa_ee * ampa + part.nmda_ee * nmda)
    ii = 1 + s * net.tau_i_ms + k_i * part.gaba_ii * gaba
    from_i, from_e = k_e * part.gaba_ie * gaba, k_i * (part.ampa_ei * ampa + part.nmda_ei * nmda)
    whole = ee * ii + from_i * from_e
    seen_e, seen_i = part.ampa_ee * ampa, part.gaba_ie * gaba
    by_e = k_e * (seen_e * ii + seen_i * from_e) / whole
    by_i = k_i * (seen_i * ee - seen_e * from_i) / whole
    return np.abs(by_e) ** 2 + np.abs(by_i) ** 2


def _band(spectrum: np.ndarray) -> np.ndarray:
    """Return the power (nA²) in the gamma band."""
    low, high = GAMMA_BAND_HZ
    inside = (low <= FREQUENCIES_HZ) & (high >= FREQUENCIES_HZ)
    return spectrum[:, inside].sum(axis=1) * _STEP_HZ


def _peak(spectrum: np.ndarray) -> np.ndarray:
    """Return the frequency (Hz) of most power from 20 Hz up; NaN where there is no spectrum."""
    from_20 = FREQUENCIES_HZ >= 20
    known = np.isfinite(spectrum[:, from_20]).all(axis=1)
    best = np.argmax(np.where(known[:, None], spectrum[:, from_20], 0.0), axis=1)
    return np.where(known, FREQUENCIES_HZ[from_20][best], np.nan)


def brake_strength_at_rest(
    manipulation: Manipulation | None = None, network: RateNetwork = RATE_NETWORK
) -> float:
    """Return the rho that the rate model has for a small block at rest.

    rho = -(dr_E / db_I) / (dr_E / db_E) without drug: the slope of the algebra's line.

    Raises
    ------
    ValueError
        If the arguments are of a wrong kind, or the network has no steady state at rest.
    """
    done, net = manipulation_of("manipulation", manipulation), rate_network_of(network)
    w = weights(net, done, np.zeros(1), np.zeros(1))
    r_e, r_i = steady_rates(net, w)
    if not np.isfinite(r_e[0]):
        refuse("network", network, "one with a steady state at rest")
    gate = nmda_gate(net, r_e)
    drive_e = w.tonic_e + w.nmda_ee * gate
    drive_i = w.tonic_i + w.nmda_ei * gate
    k_i = slope_i(net, w.input_i(r_e, gate, r_i))
    given_back = w.gaba_ie * k_i / (1.0 + k_i * w.gaba_ii) * drive_i
    return float((given_back / drive_e)[0])


def largest_k_i_with_rise_um(
    k_e_um: float = K_E_UM,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
) -> float:
    """Return the K_I (µM) below which the rate model's pyramidal cells speed up at low dose.

    The same line as in the algebra, rho K_E, with the rate model's own rho at rest.

    Parameters
    ----------
    k_e_um : float
        Half-blocking concentration of pyramidal cells (µM).
    manipulation, network
        As in `rate_model`.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    k_e = positive("k_e_um", k_e_um, scalar=True)
    return brake_strength_at_rest(manipulation, network) * k_e


def loop_gain(
    ketamine_um: float = 0.0,
    k_e_um: float = K_E_UM,
    k_i_um: float = K_I_UM,
    *,
    manipulation: Manipulation | None = None,
    network: RateNetwork = RATE_NETWORK,
) -> float:
    """Return the gain of excitation onto itself (AMPA and NMDA) at the steady state.

    Above 1 excitation alone would run away and only inhibition holds it: an inhibition-stabilised
    network.

    Raises
    ------
    ValueError
        If an argument is out of range or firing runs away.
    """
    done, net = manipulation_of("manipulation", manipulation), rate_network_of(network)
    for name, value in (("ketamine_um", ketamine_um), ("k_e_um", k_e_um), ("k_i_um", k_i_um)):
        finite(name, value, scalar=True)
    b_e, b_i = block(ketamine_um, k_e_um, k_i_um)
    w = weights(net, done, np.atleast_1d(b_e), np.atleast_1d(b_i))
    r_e, r_i = steady_rates(net, w)
    if not np.isfinite(r_e[0]):
        refuse("manipulation", manipulation, "one under which firing does not run away")
    gate = nmda_gate(net, r_e)
    opening = net.tau_nmda_ms * net.nmda_gain_per_ms_hz
    gate_slope = opening / (1.0 + opening * r_e) ** 2
    gain = slope_e(net, w.input_e(r_e, gate, r_i))
    return float((gain * (w.ampa_ee + w.nmda_ee * gate_slope))[0])
