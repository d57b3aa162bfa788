"""Pulse, pause, pulse: the fast way gives what the slow way gives, and what lesson 01 says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.simulations.receptor import (
    Step,
    first_pulse_after_silence,
    pulse_train,
    pulses,
    simulate,
    step_times,
    wash,
)

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=30, deadline=None, derandomize=True)


@pytest.mark.parametrize("blocker", ["ketamine", "memantine"])
@pytest.mark.parametrize("trapping", [None, "leaky", "sequential"])
def test_agrees_with_simulate(blocker, trapping):
    fast = pulse_train(2.0, 0.7, 6, 3.0, blocker, trapping=trapping, n_test_pulses=4, before_s=5.0)
    steps = [Step(5, 0, 2), pulses(6, 0.7, drug_um=2), wash(3), pulses(4, 0.7)]
    slow = simulate(steps, blocker, trapping=trapping, times_s=fast.times_s - fast.times_s[0])
    # both ends of a border are asked for, so times may repeat there
    assert np.allclose(slow.occupancy, fast.occupancy, atol=1e-9)


def test_times_of_both_axes_never_run_backwards():
    train = pulse_train(1, 1.3, 12, 7.0)
    assert np.all(np.diff(train.times_s) > 0)
    assert np.all(np.diff(train.pulse_number) >= 0)
    assert train.pulse_number[-1] == pytest.approx(32)


def test_peaks_are_those_of_a_dense_trace():
    train = pulse_train(3, 2.0, 5, 1.0, n_test_pulses=3)
    steps = [pulses(5, 2.0, drug_um=3), wash(1.0), pulses(3, 2.0)]
    trace = simulate(steps, times_s=step_times(steps, 800))
    peaks = [
        trace.open_probability[(trace.times_s >= t) & (trace.times_s < t + 0.4)].max()
        for t in train.pulse_times_s
    ]
    assert np.allclose(train.peak, peaks, rtol=2e-5)


def test_control_is_the_same_protocol_without_drug():
    train = pulse_train(0.0, 2.0, 8, 5.0)
    assert np.allclose(train.peak_over_control, 1, atol=1e-12)
    assert train.blocked_fraction.max() < 1e-12
    assert train.control_peak[1] < 0.95 * train.control_peak[0]  # desensitised
    assert train.pulses_to_half() is None
    assert train.pulses_to_undo_half() is None


# --- the numbers of lesson 01 ------------------------------------------------------------------


def test_silent_synapse_is_hardly_blocked():
    assert first_pulse_after_silence(1.0, 60) == pytest.approx(0.99, abs=0.005)
    assert first_pulse_after_silence(1.0, 3600) == first_pulse_after_silence(1.0, 0)


@pytest.mark.parametrize("rate_hz", [0.1, 1.0])
def test_block_is_per_pulse(rate_hz):
    train = pulse_train(1, rate_hz, 60)
    assert train.pulses_to_half() == 10
    assert train.train[-1] == pytest.approx(0.60, abs=0.005)


def test_two_rates_fall_on_one_curve_per_pulse():
    slow, quick = pulse_train(1, 0.1, 60), pulse_train(1, 1.0, 60)
    assert np.abs(slow.train - quick.train).max() < 0.01


@pytest.mark.parametrize("pause_s", [0, 10, 300])
def test_trapped_block_waits(pause_s):
    assert pulse_train(1, 1.0, 60, pause_s).test[0] == pytest.approx(0.60, abs=0.005)


def test_use_undoes_block():
    """Fifteen pulses at 1 Hz (scaling the ten to half by 1 + c / IC50 would give seventeen)."""
    assert pulse_train(1, 1.0, 60, 10).pulses_to_undo_half() == 15
    assert pulse_train(1, 1.0, 60, 10, n_test_pulses=10).pulses_to_undo_half() is None
    assert pulse_train(1, 1.0, 60, 10, n_test_pulses=0).pulses_to_undo_half() is None


def test_pausing_matters_only_where_the_drug_can_leave():
    after = {
        trapping: [pulse_train(1, 1, 60, pause, trapping=trapping).test[0] for pause in (0, 300)]
        for trapping in ("full", "leaky", "sequential")
    }
    assert after["full"][1] == pytest.approx(after["full"][0], abs=0.001)
    assert after["leaky"][1] > after["leaky"][0] + 0.3
    assert after["sequential"][0] > 0.95


def test_what_leaks_out_leaks_in():
    assert first_pulse_after_silence(1.0, 300, trapping="leaky") == pytest.approx(0.60, abs=0.01)
    assert first_pulse_after_silence(1.0, 0, trapping="leaky") > 0.99


@FIXED
@given(
    st.floats(0, 10), st.floats(0.1, 2), st.integers(10, 60), st.floats(0, 300),
    st.sampled_from(["full", "leaky", "sequential"]),
)  # fmt: skip
def test_over_the_whole_panel(drug_um, rate_hz, n, pause_s, trapping):
    train = pulse_train(drug_um, rate_hz, n, pause_s, trapping=trapping)
    assert np.all((train.peak_over_control > 0) & (train.peak_over_control <= 1 + 1e-6))
    assert np.allclose(train.occupancy.sum(axis=1), 1, atol=1e-9)
    assert train.occupancy.min() >= 0
    assert train.pulse_times_s.shape == train.peak.shape == train.is_test.shape
    if trapping == "full":
        assert np.all(np.diff(train.train) <= 1e-9)
        assert np.all(np.diff(train.test) >= -1e-9)
        one_more = pulse_train(drug_um, rate_hz, n + 1, n_test_pulses=0).train[-1]
        assert train.test[0] >= one_more - 1e-9  # the wash only helps


def test_asking_twice_gives_the_same_and_nothing_is_shared():
    first = pulse_train(1, 1, 10)
    first.peak[:] = 0
    first.times_s[:] = 0
    first.occupancy[:] = 0
    again = pulse_train(1, 1, 10)
    assert again.peak.min() > 0
    assert again.times_s[-1] > 0
    first.control_peak[:] = 0
    assert pulse_train(1, 1, 10).control_peak.min() > 0


@pytest.mark.parametrize(
    ("named", "options"),
    [
        ("drug_um", {"drug_um": -1}),
        ("drug_um", {"drug_um": None}),
        ("drug_um", {"drug_um": [1, 2]}),
        ("rate_hz", {"rate_hz": 0}),
        ("rate_hz", {"rate_hz": "1"}),
        ("width_s", {"rate_hz": 500}),
        ("n_pulses", {"n_pulses": 0}),
        ("n_pulses", {"n_pulses": 2.5}),
        ("n_test_pulses", {"n_test_pulses": -1}),
        ("pause_s", {"pause_s": -1}),
        ("pause_s", {"pause_s": float("nan")}),
        ("before_s", {"before_s": True}),
        ("blocker", {"blocker": "aspirin"}),
        ("trapping", {"trapping": "none"}),
        ("gating", {"gating": None}),
        ("glutamate_um", {"glutamate_um": -5}),
        ("width_s", {"width_s": 0}),
        ("voltage_mv", {"voltage_mv": 1e3}),
        ("mg_mm", {"mg_mm": -1}),
        ("glycine_fraction", {"glycine_fraction": 2}),
        ("points_per_pulse", {"points_per_pulse": 1}),
    ],
)
def test_bad_options(named, options):
    with pytest.raises(ValueError, match=named):
        pulse_train(**options)
