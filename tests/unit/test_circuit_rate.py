"""M1: a reference table, a second solver, linear theory against the full equations, limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers.simulations.circuit import (
    RATE_NETWORK,
    Manipulation,
    Pulse,
    Rhythm,
    brake_strength_at_rest,
    glutamate_signs,
    largest_k_i_with_rise_um,
    loop_gain,
    rate_model,
    rate_model_at_block,
    rate_trace,
)

DOSES = [0, 0.3, 1, 2, 5, 10, 40]


# --- the numbers of the lesson -----------------------------------------------------------------


def test_table():
    state = rate_model(DOSES)
    assert state.pyramidal_hz == pytest.approx(
        [3.29, 4.13, 5.10, 5.46, 5.02, 4.03, 2.00], abs=0.006
    )
    assert state.interneuron_hz == pytest.approx(
        [9.53, 8.96, 7.85, 6.57, 4.17, 2.37, 0.59], abs=0.006
    )
    assert state.gamma_ratio == pytest.approx([1, 1.45, 2.19, 2.28, 1.08, 0.27, 0.01], abs=0.006)
    assert state.stable.all()


def test_equal_affinity_only_lowers_firing():
    state = rate_model([0, 1, 10], 5.4, 5.4)
    assert state.pyramidal_hz == pytest.approx([3.29, 3.25, 2.70], abs=0.006)
    # Whatever the common affinity, the path is the diagonal of the pad.
    diagonal = np.linspace(0, 1, 101)
    assert np.all(np.diff(rate_model_at_block(diagonal, diagonal).pyramidal_hz) < 0)


def test_the_peak_the_return_and_the_miss():
    c = np.linspace(0, 20, 501)
    rate = rate_model(c).pyramidal_hz
    above = c[rate > rate[0]]
    assert above[-1] == pytest.approx(15, rel=0.05)  # the algebra's 5.1 is three times less
    band = rate_model([2.7, 5.3]).pyramidal_hz
    assert band == pytest.approx([5.44, 4.95], abs=0.01)
    weak = rate_model(c, 5.4, 2.95).pyramidal_hz
    assert rate_model(2, 5.4, 2.95).pyramidal_hz == pytest.approx(3.97, abs=0.006)
    assert weak.max() == pytest.approx(3.99, abs=0.006)


def test_largest_k_i_with_any_rise():
    """The tangent at zero says 5.27 µM; near it the rise is far too small to see."""
    k_i = largest_k_i_with_rise_um(5.4)
    assert k_i == pytest.approx(5.27, abs=0.005)
    assert brake_strength_at_rest() == pytest.approx(k_i / 5.4)
    rest = rate_model(0).pyramidal_hz
    c = np.geomspace(1e-4, 1, 30)
    assert (rate_model(c, 5.4, k_i * 0.99).pyramidal_hz > rest).any()
    assert not (rate_model(c, 5.4, k_i * 1.01).pyramidal_hz > rest).any()
    assert rate_model(c, 5.4, 5.1).pyramidal_hz.max() - rest < 0.01  # Hz


def test_one_block_at_a_time():
    half = rate_model_at_block(0, 0.5)
    assert half.pyramidal_hz == pytest.approx(6.62, abs=0.01)
    assert half.interneuron_hz == pytest.approx(9.82, abs=0.01)  # hardly changed
    b = np.linspace(0, 1, 201)
    assert b[~rate_model_at_block(0, b).stable][0] == pytest.approx(0.6, abs=0.02)
    assert rate_model_at_block(0.5, 0).pyramidal_hz == pytest.approx(1.06, abs=0.006)
    assert loop_gain() == pytest.approx(0.95, abs=0.006)


def test_moghaddam_with_the_map_written_down():
    free = np.array([10, 20, 30, 50, 200]) * 0.3  # µM for each mg/kg: chosen
    rest = rate_model(0).pyramidal_hz
    score = glutamate_signs(free, rate_model(free).pyramidal_hz / rest - 1)
    assert score.n_agree == 5
    assert score.observed.tolist() == [1, 1, 1, 0, -1]
    same = glutamate_signs(free, rate_model(free, 5.4, 5.4).pyramidal_hz / rest - 1)
    assert same.n_agree < 4
    assert score.table()["agree"].all()
    with pytest.raises(ValueError, match="free_um"):
        glutamate_signs([1, 2], [0, 0])


# --- a second solver ----------------------------------------------------------------------------


def second(duration_ms, block_e, block_i, *, start=(2.0, 5.0, 2.0, 0.1, 5.0), **own):
    """The model's equations written again, with the numbers of the reference typed in."""
    p = {
        "be": 0.344, "bi": 0.166, "xe": 0.143, "xi": 0.1175, "nee": 0.11, "nei": 0.155,
        "aee": 0.005, "aei": 0.020, "gie": 0.015, "gii": 0.010, "tg": 7.0,
    } | own  # fmt: skip

    def phi(current, a, b, d):
        x = a * current - b
        return x / (1 - np.exp(-d * x))

    def slope(_, y):
        e, i, a, n, g = y
        current_e = p["be"] + (1 - block_e) * (p["xe"] + p["nee"] * n) + p["aee"] * a - p["gie"] * g
        current_i = p["bi"] + (1 - block_i) * (p["xi"] + p["nei"] * n) + p["aei"] * a - p["gii"] * g
        return [
            (phi(current_e, 310, 125, 0.16) - e) / 8,
            (phi(current_i, 615, 177, 0.087) - i) / 2.5,
            (e - a) / 2,
            -n / 100 + (1 - n) * 0.641e-3 * e,
            (i - g) / p["tg"],
        ]

    found = solve_ivp(slope, (0, duration_ms), start, method="LSODA", rtol=1e-9, atol=1e-11)
    return found.y[:, -1]


@pytest.mark.parametrize(("block_e", "block_i"), [(0, 0), (0.16, 0.45), (0.9, 0.98), (0.5, 0.1)])
def test_steady_state_is_where_a_second_solver_ends(block_e, block_i):
    state = rate_model_at_block(block_e, block_i)
    end = second(4000, block_e, block_i)
    assert state.pyramidal_hz == pytest.approx(end[0], rel=1e-6)
    assert state.interneuron_hz == pytest.approx(end[1], rel=1e-6)


def test_manipulations_reach_the_right_terms():
    done = Manipulation(
        nmda_e=0.8, nmda_i=0.7, ampa_e=0.9, ampa_i=1.1, gaba_e=1.2, gaba_i=0.9, gaba_decay=1.3,
        drive_e=1.02, drive_i=1.01, release_e=0.95, release_i=0.85,
    )  # fmt: skip
    state = rate_model(1.0, manipulation=done)
    b_e, b_i = 1 / 6.4, 1 / 2.2
    charge = 0.85 * 1.3
    end = second(
        4000, 1 - 0.8 * (1 - b_e), 1 - 0.7 * (1 - b_i),
        nee=0.11 * 0.95, nei=0.155 * 0.95, aee=0.005 * 0.9 * 0.95, aei=0.020 * 1.1 * 0.95,
        gie=0.015 * 1.2 * charge, gii=0.010 * 0.9 * charge, tg=7 * 1.3,
        be=0.344 * 1.02, bi=0.166 * 1.01,
    )  # fmt: skip
    assert state.pyramidal_hz == pytest.approx(end[0], rel=1e-6)
    assert state.interneuron_hz == pytest.approx(end[1], rel=1e-6)


def test_trace_agrees_with_a_second_solver():
    trace = rate_trace(0.05, 1.0, start_at_rest=False)
    gate = 0.0641 * 2 / (1 + 0.0641 * 2)
    end = second(50, 1 / 6.4, 1 / 2.2, start=(2.02, 5, 2, gate, 5))
    assert trace.pyramidal_hz[-1, 0] == pytest.approx(end[0], rel=1e-5)
    assert trace.interneuron_hz[-1, 0] == pytest.approx(end[1], rel=1e-5)


# --- gamma --------------------------------------------------------------------------------------


@pytest.mark.parametrize("frequency", [20, 50])
def test_linear_spectrum_is_the_answer_to_small_sines(frequency):
    """The analytic spectrum beside the full equations, driven one population at a time."""
    gains = []
    for target, background in (("E", 0.344), ("I", 0.166)):
        sine = Rhythm(frequency, 1e-3, target)
        trace = rate_trace(0.6, [0, 2], manipulation=Manipulation(stimuli=sine))
        gains.append(trace.signal(0.3).amplitude_at(frequency) / (1e-3 * background))
    tau_s = 0.005
    density = 4 * 0.01**2 * tau_s / (1 + (2 * np.pi * frequency * tau_s) ** 2)
    state = rate_model([0, 2])
    analytic = state.spectrum[:, state.frequencies_hz == frequency][:, 0]
    assert (gains[0] ** 2 + gains[1] ** 2) * density == pytest.approx(analytic, rel=0.01)


def test_jacobian_is_that_of_the_equations():
    from helpers.simulations.circuit.manipulation import UNTOUCHED
    from helpers.simulations.circuit.rate import _jacobian, steady_rates
    from helpers.simulations.circuit.rate_network import nmda_gate, weights
    from helpers.simulations.circuit.rate_time import _Flow

    w = weights(RATE_NETWORK, UNTOUCHED, np.array([0.27]), np.array([0.62]))
    e, i = (rate.item() for rate in steady_rates(RATE_NETWORK, w))
    rest = np.array([[e], [i], [e], [i], [nmda_gate(RATE_NETWORK, e)]])
    background, flow = np.array([[0.344], [0.166]]), _Flow(RATE_NETWORK, w)
    assert np.abs(flow(rest, background)).max() < 1e-9
    columns = [
        (flow(rest + h, background) - flow(rest - h, background))[:, 0] / 2e-6
        for h in 1e-6 * np.eye(5)[:, :, None]
    ]
    order = [0, 1, 2, 4, 3]  # there r_E, r_I, A, G, N; here r_E, r_I, A, N, G
    numeric = np.array(columns).T[np.ix_(order, order)]
    analytic = _jacobian(RATE_NETWORK, w, np.array([e]), np.array([i]))[0]
    assert analytic == pytest.approx(numeric, rel=1e-5, abs=1e-7)


def test_noise_has_the_power_that_linear_theory_says():
    calm = RATE_NETWORK.changed(noise_na=0.0005)
    trace = rate_trace(4, [0, 1], noise=True, seed=2, network=calm, step_ms=0.5)
    ratio = trace.signal(0.5).band_power(30, 80) / rate_model([0, 1], network=calm).gamma_power
    assert ratio == pytest.approx([1, 1], abs=0.4)  # some seventy independent pieces


def test_noise_is_reproducible_and_shared():
    first, again = (rate_trace(0.1, [0, 0], noise=True, seed=4).pyramidal_hz for _ in range(2))
    assert np.array_equal(first, again)
    assert np.array_equal(first[:, 0], first[:, 1])
    assert not np.array_equal(first, rate_trace(0.1, [0, 0], noise=True, seed=5).pyramidal_hz)


def test_losing_interneuron_receptors_makes_a_rhythm_of_its_own():
    knocked_out = Manipulation(nmda_i=0)
    state = rate_model(0, manipulation=knocked_out)
    assert not state.stable
    assert np.isnan(state.gamma_power) and np.isnan(state.peak_hz)
    late = rate_trace(0.7, manipulation=knocked_out)
    rate = late.pyramidal_hz[late.times_s > 0.4, 0]
    assert rate.max() - rate.min() > 5
    assert 30 <= late.signal(0.3).peak_hz(20, 100, 0.25)[0] <= 80


def test_slower_inhibition_slows_gamma():
    peaks = [
        rate_model(0, manipulation=Manipulation(gaba_decay=decay)).peak_hz.item()
        for decay in (0.7, 1.0, 1.5)
    ]
    assert peaks[0] > peaks[1] > peaks[2]


# --- stimuli and limits -------------------------------------------------------------------------


def test_pulses_begin_and_end():
    pulse = Pulse(0.1, 0.05, 0.2)
    trace = rate_trace(0.5, manipulation=Manipulation(stimuli=pulse))
    rate, times = trace.pyramidal_hz[:, 0], trace.times_s
    rest = rate_model(0).pyramidal_hz.item()
    assert rate[(times > 0.06) & (times < 0.1)] == pytest.approx(rest, rel=0.01)
    assert rate[(times > 0.1) & (times < 0.15)].max() > 1.5 * rest
    assert rate[-1] == pytest.approx(rest, rel=0.01)


def test_a_level_in_time_agrees_with_a_second_solver():
    """Drug rises for 0.1 s and stays: the block in every equation follows."""

    def level(t_s):
        return 20 * np.minimum(t_s, 0.1)

    trace = rate_trace(0.15, level, start_at_rest=False)
    gate = 0.0641 * 2 / (1 + 0.0641 * 2)
    found = (2.02, 5, 2, gate, 5)
    for k in range(1500):  # pieces of 0.1 ms, each with the level in its middle
        c = level((k + 0.5) * 1e-4)
        found = second(0.1, c / (c + 5.4), c / (c + 1.2), start=found)
    assert trace.pyramidal_hz[-1, 0] == pytest.approx(found[0], rel=1e-4)
    assert trace.interneuron_hz[-1, 0] == pytest.approx(found[1], rel=1e-4)
    assert trace.ketamine_um == pytest.approx(level(trace.times_s))


def test_a_level_in_time_may_be_steady_and_has_columns_for_affinities():
    steady = rate_trace(0.05, 1.5, [5.4, 2.0], [1.2, 2.0])
    same = rate_trace(0.05, lambda t_s: 1.5, [5.4, 2.0], [1.2, 2.0])
    assert same.pyramidal_hz == pytest.approx(steady.pyramidal_hz, rel=1e-12)
    late = rate_trace(1.0, lambda t_s: 3.0 * (t_s > 0.1))
    assert late.pyramidal_hz[-1, 0] == pytest.approx(rate_model(3.0).pyramidal_hz, rel=1e-3)
    for wrong in (lambda t_s: -1.0, lambda t_s: t_s[:5], lambda: 1.0, lambda t_s: "much"):
        with pytest.raises(ValueError, match="ketamine_um, as a function of time"):
            rate_trace(0.01, wrong)


def test_bands_and_released_glutamate():
    state = rate_model([0, 1, 10], manipulation=Manipulation(release_e=0.7))
    assert state.band_power(30, 80) == pytest.approx(state.gamma_power)
    parts = state.band_power(30, 50) + state.band_power(52, 80)
    assert parts == pytest.approx(state.gamma_power)
    for band in ((0, 8), (80, 30), (31, 31.5), (4, 300)):
        with pytest.raises(ValueError, match="_hz"):
            state.band_power(*band)
    # What is released is firing times release, over that of the untouched network.
    rest = rate_model(0).pyramidal_hz
    assert state.glutamate_ratio == pytest.approx(0.7 * state.pyramidal_hz / rest)
    assert rate_model(0).glutamate_ratio == pytest.approx(1)


def test_without_inhibition_firing_runs_away():
    seizure = Manipulation(gaba_e=0)
    assert np.isinf(rate_model(0, manipulation=seizure).pyramidal_hz)
    trace = rate_trace(1, manipulation=seizure)
    assert trace.pyramidal_hz.max() <= 500 and trace.interneuron_hz.max() <= 1000
    assert trace.pyramidal_hz[-1, 0] == pytest.approx(500)
    with pytest.raises(ValueError, match="manipulation"):
        loop_gain(manipulation=seizure)


def test_no_drug_and_all_the_drug():
    assert rate_model(0).pyramidal_hz == rate_model_at_block(0, 0).pyramidal_hz
    full = rate_model_at_block(1, 1)
    assert rate_model(1e12).pyramidal_hz == pytest.approx(full.pyramidal_hz)
    gone = rate_model(0, manipulation=Manipulation(nmda_e=0, nmda_i=0))
    assert gone.pyramidal_hz == pytest.approx(full.pyramidal_hz)
    silent = rate_model(0, manipulation=Manipulation(drive_e=0, drive_i=0))
    assert silent.pyramidal_hz < 0.01


def test_shapes_are_kept():
    grid = np.linspace(0, 0.9, 4)
    pad = rate_model_at_block(*np.meshgrid(grid, grid))
    assert pad.pyramidal_hz.shape == pad.gamma_ratio.shape == (4, 4)
    assert pad.spectrum.shape == (4, 4, len(pad.frequencies_hz))
    assert rate_model(1.0).pyramidal_hz.shape == ()
    assert rate_model([1.0], k_i_um=[[1.0], [2.0]]).ketamine_um.shape == (2, 1)


def test_every_number_says_where_it_comes_from():
    assert set(RATE_NETWORK.origins) == set(RATE_NETWORK.MEANINGS)
    kinds = {origin.kind for origin in RATE_NETWORK.origins.values()}
    assert kinds == {"published", "chosen"}
    shown = repr(RATE_NETWORK.changed(tau_gaba_ms=10).parameters())
    assert "tau_gaba_ms: decay of GABA-A; 10 ms; chosen: given by the user" in shown
    assert "gain_e_hz_per_na: a of phi, pyramidal cells; 310 Hz/nA; published: Deco 2014" in shown
