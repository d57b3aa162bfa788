"""M0, M1 and M3: closed forms, a second solver, linear theory beside the full equations, limits."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar
from scipy.signal import welch

from helpers.simulations.circuit import (
    DECISION,
    PRESETS,
    RATE_NETWORK,
    Manipulation,
    Pulse,
    Rhythm,
    balance,
    block,
    decide,
    decision,
    glutamate_signs,
    hump,
    rate_model,
    rate_model_at_block,
    rate_trace,
    simulate_spiking,
)
from helpers.simulations.circuit.algebra import linear_rates_hz
from helpers.simulations.circuit.rate import drive_of, flow, jacobian, nmda_gate, phi
from helpers.simulations.circuit.readout import Signal

RHO, HALF = st.floats(0.01, 4), st.floats(0.05, 50)


@pytest.mark.parametrize("segment_s", [0.25, 0.051])
def test_a_spectrum_is_that_of_scipy(segment_s):
    values = np.random.default_rng(0).normal(size=(2, 1000)) + 3
    ours = Signal(values, 1e-3).spectrum(segment_s)
    theirs = welch(values, 1e3, nperseg=round(segment_s / 1e-3))
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-9, atol=1e-15)


# --- M0: the algebra ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rho", "k_e", "k_i", "shape"),
    [
        (0.6, 5.4, 1.2, "rises, then falls below rest"),
        (0.6, 5.4, 3.25, "only below rest"),
        (0.6, 5.4, 5.4, "only below rest"),
        (1.0, 5.4, 5.4, "flat"),
        (1.3, 5.4, 5.4, "only above rest"),
        (1.0, 1.2, 5.4, "only below rest"),
        (1.3, 1.2, 5.4, "falls, then rises above rest"),
        (0.0, 5.4, 1.2, "only below rest"),
    ],
)
def test_shapes(rho, k_e, k_i, shape):
    assert hump(rho, k_e, k_i).shape == shape


@given(RHO, HALF, HALF)
def test_shape_peak_and_return_are_those_of_the_curve(rho, k_e, k_i):
    """The closed form beside the curve itself, looked at point by point."""
    assume(abs(rho - 1) > 0.01 and abs(k_i - k_e) > 0.01 * k_e and abs(k_i - rho * k_e) > 0.01)
    found = hump(rho, k_e, k_i)
    c = np.geomspace(1e-6, 1e7, 4001)
    curve = balance(c, rho, k_e, k_i)
    begins, ends = np.sign(curve[0]), np.sign(curve[-1])
    assert found.is_inverted_u == (begins > 0 > ends)
    assert (found.return_um is not None) == (begins != ends)
    if found.return_um is not None:
        assert balance(found.return_um, rho, k_e, k_i) == pytest.approx(0, abs=1e-9)
    if found.peak_um is not None:
        best = minimize_scalar(
            lambda u: -balance(np.exp(u), rho, k_e, k_i), bounds=(-14, 16), method="bounded"
        )
        assert found.height == pytest.approx(-best.fun, rel=1e-4, abs=1e-9)
    else:  # no turn above rest: nothing stands above both ends
        assert curve.max() <= max(curve[0], curve[-1], 0) + 1e-6


@settings(max_examples=100)
@given(
    *[st.floats(0.1, 3)] * 2, *[st.floats(0, 2)] * 4, *[st.floats(0.1, 5)] * 2,
    *[st.floats(0, 0.99)] * 2,
)  # fmt: skip
def test_the_balance_is_the_change_of_every_stable_pair(
    g_e, g_i, ee, ei, ie, ii, n_e, n_i, b_e, b_i
):
    """The 2 x 2 system as it stands: not only the sign of the change is that of the balance."""
    matrix = np.array([[1 - g_e * ee, g_e * ie], [-g_i * ei, 1 + g_i * ii]])
    assume(np.linalg.det(matrix) > 0.01)
    lost = [g_e * n_e * b_e, g_i * n_i * b_i]
    rho = ie * g_i * n_i / ((1 + g_i * ii) * n_e)
    scale = np.linalg.det(matrix) / (g_e * n_e * (1 + g_i * ii))
    change = -np.linalg.solve(matrix, lost)[0]
    assert change * scale == pytest.approx(rho * b_i - b_e, abs=1e-8)


def test_the_pair_that_is_drawn_has_the_brake_that_was_asked():
    rest, one = (linear_rates_hz(b_e, b_i, 0.8) for b_e, b_i in ((0, 0), (0.3, 0.5)))
    assert (one[0] - rest[0]) * 1.1 / 3 == pytest.approx(0.8 * 0.5 - 0.3)
    assert 1.5 * (one[1] - rest[1]) == pytest.approx(one[0] - rest[0] - 0.5 * 3 * 0.8 / 0.6)


def test_block_from_nothing_to_saturation():
    assert block(0) == (0, 0)
    assert block(1e12) == (pytest.approx(1), pytest.approx(1))
    assert block([0, 1.2], 5.4, [1.2, 0.3])[1] == pytest.approx([0, 0.8])


# --- M1: a second solver -----------------------------------------------------------------------


def second(duration_ms, left_e, left_i, release=1.0, start=(2, 5, 2, 0.1, 5), drive=lambda t: 1):
    """The model's equations written again, with the numbers of the reference typed in."""

    def phi(current, a, b, d):
        x = a * current - b
        return x / (1 - np.exp(-d * x))

    def slope(t, y):
        e, i, a, n, g = y
        from_a, from_n = release * a, release * n
        current_e = 0.344 * drive(t) + left_e * (0.143 + 0.11 * from_n) + 0.005 * from_a - 0.015 * g
        current_i = 0.166 + left_i * (0.1175 + 0.155 * from_n) + 0.020 * from_a - 0.010 * g
        return [
            (phi(current_e, 310, 125, 0.16) - e) / 8,
            (phi(current_i, 615, 177, 0.087) - i) / 2.5,
            (e - a) / 2,
            -n / 100 + (1 - n) * 0.641e-3 * e,
            (i - g) / 7,
        ]

    found = solve_ivp(slope, (0, duration_ms), start, method="DOP853", rtol=1e-9, atol=1e-11)
    return found.y[:2, -1]


def test_manipulations_reach_the_right_terms():
    state = rate_model(1.0, manipulation=Manipulation(nmda_e=0.8, nmda_i=0.7, release_e=0.95))
    end = second(4000, 0.8 * 5.4 / 6.4, 0.7 * 1.2 / 2.2, release=0.95)
    assert [state.pyramidal_hz, state.interneuron_hz] == pytest.approx(end, rel=1e-6)


def test_a_rhythm_in_drug_agrees_with_a_second_solver():
    trace = rate_trace(0.1, 1.0, manipulation=Manipulation(stimulus=Rhythm(40, 0.05)))
    e, i = trace.pyramidal_hz[0, 0], trace.interneuron_hz[0, 0]
    begins = (e, i, e / 1.01, nmda_gate(e / 1.01), i)

    def drive(t_ms):
        return 1 + 0.05 * np.sin(2 * np.pi * 0.040 * t_ms)

    end = second(100, 5.4 / 6.4, 1.2 / 2.2, start=begins, drive=drive)
    now = [trace.pyramidal_hz[-1, 0], trace.interneuron_hz[-1, 0]]
    assert now == pytest.approx(end, rel=1e-5)


# --- M1: gamma ---------------------------------------------------------------------------------


def test_linear_spectrum_is_the_answer_to_small_sines():
    """The analytic spectrum beside the full equations, driven one population at a time."""
    gains, frequency = [], 50
    for target, background in (("E", 0.344), ("I", 0.166)):
        sine = Manipulation(stimulus=Rhythm(frequency, 1e-3, target))
        trace = rate_trace(0.6, [0, 2], manipulation=sine)
        gains.append(trace.signal(0.3).amplitude_at(frequency) / (1e-3 * background))
    tau_s = 0.005
    density = 4 * 0.01**2 * tau_s / (1 + (2 * np.pi * frequency * tau_s) ** 2)
    state = rate_model([0, 2])
    analytic = state.spectrum[:, state.frequencies_hz == frequency][:, 0]
    assert (gains[0] ** 2 + gains[1] ** 2) * density == pytest.approx(analytic, rel=0.01)


def test_jacobian_is_that_of_the_equations():
    drive, none = drive_of(Manipulation(), np.array([0.27]), np.array([0.62])), Manipulation()
    state = rate_model_at_block(0.27, 0.62)
    e, i = np.atleast_1d(state.pyramidal_hz), np.atleast_1d(state.interneuron_hz)
    gate = nmda_gate(e)
    rest = np.concatenate([e, i, e, gate, i])
    assert flow(0.0, rest, drive, none) == pytest.approx(0, abs=1e-9)
    nudges = 1e-6 * np.eye(5)
    moved = [flow(0.0, rest + one, drive, none) - flow(0.0, rest - one, drive, none)
             for one in nudges]  # fmt: skip
    analytic = jacobian(drive, e, gate, phi(drive.current(e, gate, i))[1])[0]
    assert pytest.approx(analytic, rel=1e-5, abs=1e-7) == np.array(moved).T / 2e-6


def test_losing_interneuron_receptors_makes_a_rhythm_of_its_own():
    knocked_out = Manipulation(nmda_i=0)
    state = rate_model([0, 1], manipulation=knocked_out)
    assert not state.stable.any() and np.isnan(state.gamma_ratio).all()
    late = rate_trace(0.7, manipulation=knocked_out)
    rate = late.pyramidal_hz[late.times_s > 0.4, 0]
    assert rate.max() - rate.min() > 5
    frequencies, density = late.signal(0.3).spectrum(0.25)
    assert 30 <= frequencies[np.argmax(density[0] * (frequencies > 20))] <= 80


# --- M1: limits --------------------------------------------------------------------------------


def test_no_drug_and_all_the_drug():
    full = rate_model_at_block(1, 1).pyramidal_hz
    assert rate_model(1e12).pyramidal_hz == pytest.approx(full)
    gone = rate_model(0, manipulation=Manipulation(nmda_e=0, nmda_i=0))
    assert gone.pyramidal_hz == pytest.approx(full)
    less, rest = rate_model(0, manipulation=Manipulation(release_e=0.7)), rate_model(0)
    assert less.pyramidal_hz > rest.pyramidal_hz  # as the table of manipulations says


def test_whatever_is_lost_firing_does_not_run_away():
    """So the scan for the steady rate, up to 500 Hz, always ends at one."""
    block_of = np.meshgrid(np.linspace(0, 1, 6), np.linspace(0, 1, 6))
    for left in itertools.product((0, 0.5, 1), repeat=3):
        assert (
            rate_model_at_block(*block_of, manipulation=Manipulation(*left)).pyramidal_hz.max() < 30
        )


def test_shapes_are_kept():
    grid = np.linspace(0, 0.9, 4)
    pad = rate_model_at_block(*np.meshgrid(grid, grid))
    assert pad.pyramidal_hz.shape == pad.gamma_ratio.shape == (4, 4)
    assert pad.spectrum.shape == (4, 4, len(pad.frequencies_hz))
    assert rate_model([1.0], k_i_um=[[1.0], [2.0]]).pyramidal_hz.shape == (2, 1)


# --- M3: choosing and remembering --------------------------------------------------------------


def test_without_noise_a_second_solver_agrees(monkeypatch):
    """The equations written again, the published numbers typed in: when 15 Hz are reached."""

    def rate(s, evidence):
        z = 270 * (0.2609 * s - 0.0497 * s[::-1] + 0.3255 + 0.00052 * 30 * evidence) - 108
        return z / (1 - np.exp(-0.154 * z))

    def slope(t, s):
        on = np.array([1.256, 0.744]) if t > 0.3 else np.zeros(2)
        return -s / 0.1 + (1 - s) * 0.641 * rate(s, on)

    def reached(t, s):
        return rate(s, np.array([1.256, 0.744]))[0] - 15 if t > 0.3 else -15.0

    reached.terminal = True
    second_one = solve_ivp(
        slope, (0, 3), [0.1, 0.1], events=reached, rtol=1e-9, atol=1e-11, max_step=0.001
    )
    monkeypatch.setattr(decision, "STEP_S", 0.05e-3)
    found = decide(25.6, DECISION.changed(noise_na=0), n_trials=1)
    assert found.choice[0, 0] == 1
    assert found.time_s[0, 0] == pytest.approx(second_one.t_events[0][0] - 0.3, abs=2e-3)


def test_more_evidence_is_better_and_faster():
    found = decide([0, 6.4, 25.6, 51.2, -25.6], n_trials=300)
    assert np.all(np.diff(found.accuracy[:4]) > -0.01) and found.accuracy[3] > 0.99
    assert np.all(np.diff(found.mean_time_s[:4]) < 0)
    assert found.accuracy[0] == pytest.approx(0.5, abs=0.09)  # three standard errors
    assert found.accuracy[4] < 0.02


def test_in_half_a_second_lower_e_i_decides_less_often_raised_e_i_more_often():
    nets = (DECISION.lower_e_i(5), DECISION, DECISION.raise_e_i(20))
    low, usual, high = (
        (decide(6.4, net, n_trials=200, limit_s=0.5).choice > 0).mean() for net in nets
    )
    assert low < usual < high


def test_nobody_decides_without_a_stimulus():
    found = decide(0, DECISION.changed(stimulus_hz=0, noise_na=0), n_trials=3, limit_s=0.5)
    assert not found.choice.any() and np.isnan(found.mean_time_s[0])
    assert found.accuracy[0] == pytest.approx(0.5)


# --- what every model takes --------------------------------------------------------------------


def test_drive_never_falls_below_zero():
    times = np.array([0.0, 0.025, 0.1])
    silenced = Manipulation(stimulus=Pulse(0.02, 0.05, -1.0, "both"))
    for population in "EI":
        assert silenced.drive(population, times) == pytest.approx([1.0, 0.0, 1.0])
    sine = Manipulation(stimulus=Rhythm(10, 0.5, "I"))
    assert sine.drive("I", times) == pytest.approx([1.0, 1.5, 1.0])
    assert sine.drive("E", times) == pytest.approx([1.0, 1.0, 1.0])


def test_a_signal_keeps_the_height_of_a_sine():
    t = np.arange(0, 2, 1e-3)
    sine = Signal(3 * np.sin(2 * np.pi * 42 * t), 1e-3)
    assert sine.amplitude_at(42) == pytest.approx(3, rel=1e-3)
    assert sine.amplitude_at(55) < 0.1


def test_no_symbol_stands_for_two_numbers_and_a_changed_one_is_the_users():
    for numbers in (RATE_NETWORK, DECISION, *PRESETS.values()):
        assert len(numbers.rows()) == len(numbers.sources)
    assert DECISION.lower_e_i(2).sources["self_na"].how == "given by the user"


SMALL = PRESETS["PING"].changed(n_e=4, n_i=2)
ONE = {"n_trials": 1, "limit_s": 0.005}


def spiking(**given):
    settings = {"network": SMALL, "ketamine_um": 0.0, "duration_s": 0.02, "settle_s": 0.0}
    return simulate_spiking(**(settings | {"n_seeds": 1} | given))


RUN, SIGNAL = spiking(ketamine_um=[0, 1]), Signal(np.sin(np.arange(1000.0)), 1e-3)


@pytest.mark.parametrize(
    ("give", "named"),
    [
        (lambda: block(-1), "ketamine_um"),
        (lambda: balance(1, rho=-1), "rho"),
        (lambda: hump(k_i_um=0), "k_i_um"),
        (lambda: rate_model(0, manipulation="none"), "manipulation"),
        (lambda: rate_model_at_block(1.5), "block_e"),
        (lambda: rate_trace(0), "duration_s"),
        (lambda: rate_trace(0.01).signal(1), "start_s"),
        (lambda: simulate_spiking("NOBODY"), "HOMAYOUN"),
        (lambda: simulate_spiking(["PING", SMALL]), "network"),
        (lambda: spiking(ketamine_um=[0, 1], k_e_um=[1, 2, 3]), "k_e_um"),
        (lambda: spiking(ketamine_um=[[0, 1]]), "ketamine_um"),
        (lambda: spiking(ketamine_um=[0, 1], manipulation=[Manipulation()] * 3), "ketamine_um"),
        (lambda: spiking(manipulation=[]), "manipulation"),
        (lambda: spiking(settle_s=1), "settle_s"),
        (lambda: spiking(progress=3), "progress"),
        (lambda: simulate_spiking(n_seeds=100, duration_s=60), "n_seeds"),
        (lambda: PRESETS["PING"].changed(threshold_mv=-60), "reset_mv"),
        (lambda: SMALL.changed(n_e=1.5), "n_e"),
        (lambda: RUN.raster(2, 0, "E"), "condition"),
        (lambda: RUN.raster(0, 1, "E"), "seed"),
        (lambda: RUN.rates_hz("both"), "population"),
        (lambda: RUN.gamma_ratio(), "segment_s"),
        (lambda: SIGNAL.band_power(80, 30), "low_hz"),
        (lambda: SIGNAL.amplitude_at(600), "frequency_hz"),
        (lambda: Pulse(0, 1, target="PV"), "target"),
        (lambda: Rhythm(300), "frequency_hz"),
        (lambda: Manipulation(nmda_i=2), "nmda_i"),
        (lambda: Manipulation(stimulus=40), "stimulus"),
        (lambda: decide([[0, 1]], **ONE), "coherence_percent"),
        (lambda: decide(0, "mine", **ONE), "circuit"),
        (lambda: DECISION.lower_e_i(101), "percent"),
        (lambda: glutamate_signs([1, 2], [0, 0]), "free_um"),
    ],
)
def test_mistakes_are_named(give, named):
    with pytest.raises(ValueError, match=named):
        give()
