"""The kinetic schemes: thermodynamics, exactness, limits, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from helpers.simulations.receptor import (
    BLOCKERS,
    GATING,
    Blocker,
    Step,
    block_fraction,
    dose_response,
    fast_gating_time_constant_s,
    half_blocking_mg_mm,
    half_maximal_um,
    ic50_um,
    onset_time_constant_s,
    open_probability_steady,
    pulse_train,
    pulses,
    relaxation,
    simulate,
    simulate_magnesium,
    step_times,
    time_to_share_s,
    unblock_relaxation,
    unblocked_fraction,
    wash,
)
from helpers.simulations.receptor.gating import closed_classes, steady_occupancy
from helpers.simulations.receptor.scheme import Propagator, scheme_of
from tests.unit.junk import not_refused

#: The same examples on every run, however busy the machine.
FIXED = settings(max_examples=25, deadline=None, derandomize=True)
KINDS = [
    ("ketamine", None), ("memantine", None), ("MK-801", None), ("ketamine", "leaky"),
    ("ketamine", "sequential"), ("memantine", "full"),
]  # fmt: skip
STEPS = st.builds(
    Step,
    duration_s=st.floats(1e-3, 5.0),
    glutamate_um=st.sampled_from([0.0, 0.3, 5.0, 200.0, 1000.0]),
    drug_um=st.sampled_from([0.0, 0.1, 1.0, 30.0]),
    voltage_mv=st.integers(-90, 60),
    mg_mm=st.sampled_from([0.0, 0.1, 1.0]),
)
PROTOCOLS = st.lists(STEPS, min_size=1, max_size=4)


def scheme(blocker="ketamine", trapping=None):
    return scheme_of(blocker, trapping)


# --- equilibrium ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_no_flux_circles_at_equilibrium(kind):
    """Detailed balance: each pair of states trades as much one way as the other."""
    matrix = scheme(*kind).generator(50.0, 2.0, voltage_mv=20, mg_mm=1.0)
    occupancy = steady_occupancy(matrix)
    assert occupancy.sum() == pytest.approx(1, abs=1e-12)
    assert np.all((occupancy >= 0) & (occupancy <= 1))
    assert np.allclose(occupancy @ matrix, 0, atol=1e-9)
    flux = occupancy[:, None] * matrix
    np.fill_diagonal(flux, 0)
    assert np.allclose(flux, flux.T, atol=1e-9)


@pytest.mark.parametrize(
    ("kind", "conditions", "sets"),
    [
        (("ketamine", None), (0.0, 1.0), 2),  # a trap that stays shut
        (("ketamine", None), (1e-9, 1.0), 1),  # a trace of agonist opens it, however rarely
        (("ketamine", None), (1000.0, 0.0), 1),
        (("ketamine", "leaky"), (0.0, 1.0), 1),
        (("ketamine", "sequential"), (0.0, 1.0), 1),
        (("memantine", None), (0.0, 1.0), 2),
    ],
)
def test_whether_there_is_one_end_is_read_from_which_rates_are_zero(kind, conditions, sets):
    model = scheme(*kind)
    assert len(closed_classes(model.generator(*conditions))) == sets
    if sets == 1:
        assert model.steady(*conditions).sum() == pytest.approx(1)
    else:
        with pytest.raises(ValueError, match="no single equilibrium"):
            model.steady(*conditions)


@FIXED
@given(st.floats(0.1, 1e4), st.floats(0.01, 100), st.sampled_from(["ketamine", "MK-801"]))
def test_the_share_blocked_at_the_end_does_not_depend_on_glutamate(glutamate_um, drug_um, drug):
    bound = scheme(drug).steady(glutamate_um, drug_um)[5:].sum()
    affinity = drug_um / BLOCKERS[drug].kinetic_ic50_um
    assert bound == pytest.approx(affinity / (1 + affinity), rel=1e-9)


def test_ec50_stays_under_a_trap_and_falls_where_the_drug_must_leave():
    levels = np.geomspace(0.1, 1000, 61)
    free, full, sequential = (
        half_maximal_um(levels, dose_response(levels, drug_um, trapping=trapping))
        for drug_um, trapping in ((0, None), (3, "full"), (3, "sequential"))
    )
    assert full == pytest.approx(free, rel=1e-9)
    assert sequential < 0.85 * free
    assert dose_response([[0, 1e6]], 0.0).tolist() == [[0.0, pytest.approx(0.22, abs=0.001)]]


# --- in time -------------------------------------------------------------------------------------


@FIXED
@given(PROTOCOLS, st.sampled_from(KINDS))
def test_shares_in_sum_one_that_agree_with_numerical_integration(steps, kind):
    trace = simulate(steps, kind[0], trapping=kind[1], points=23)
    assert trace.occupancy.min() >= 0 and trace.occupancy.max() <= 1
    assert np.allclose(trace.occupancy.sum(axis=1), 1, atol=1e-9, rtol=0)
    now = trace.scheme.rest()
    for step in steps:
        matrix = trace.scheme.generator(*step.conditions)
        solved = solve_ivp(
            lambda _, p, matrix=matrix: p @ matrix, (0, step.duration_s), now, method="LSODA",
            jac=lambda _, p, matrix=matrix: matrix.T, rtol=1e-9, atol=1e-12,
        )  # fmt: skip
        now = solved.y[:, -1]
    assert np.abs(trace.end - now).max() < 1e-6
    assert np.abs(trace.occupancy[-1] - trace.end).max() < 1e-6


def test_a_century_ends_at_equilibrium():
    trace = simulate([Step(1e9, 1000, 1), Step(1e9), Step(1e9, 0.3, 0.1)], points=7)
    assert np.allclose(trace.occupancy.sum(axis=1), 1, atol=1e-9, rtol=0)
    assert trace.end == pytest.approx(scheme().steady(0.3, 0.1), abs=1e-9)


def test_a_generator_without_eigenvectors_is_solved_all_the_same():
    chain = np.diag([-1.0, -1, 0]) + np.diag([1.0, 1], 1)
    found = Propagator(chain).at(np.eye(3)[0], np.array([2.0]))[0, 1]
    assert found == pytest.approx(2 * np.exp(-2), rel=1e-7)


def test_a_trace_goes_on_from_another():
    whole = simulate([Step(1, 1000, 1), wash(2)])
    assert simulate([wash(2)], start=simulate([Step(1, 1000, 1)])).end == pytest.approx(whole.end)


def test_clocks_agree():
    """The blocked share by a trace, by the scheme's own answer, and near the textbook's."""
    ready = simulate([Step(10, 1000)])
    for drug_um in (1.0, 10.0):
        trace = simulate([Step(60, 1000, drug_um)], start=ready, points=20_001)
        by_trace = time_to_share_s(trace, trace.blocked_fraction, 1 - 1 / np.e)
        assert onset_time_constant_s(drug_um) == pytest.approx(by_trace, rel=1e-3)
        textbook = fast_gating_time_constant_s(drug_um, open_probability_steady())
        assert 1 < by_trace / textbook < 1.25
    assert onset_time_constant_s(1.0, 0.5) > 10 * onset_time_constant_s(1.0, 1000)


def test_relaxation_is_the_trace():
    before, after = Step(1, 1000, 10), Step(1, 1000, 10, voltage_mv=40)
    found = relaxation(before, after)
    times = np.array([0.0, 0.01, 0.1, 0.7])
    trace = simulate([Step(300, 1000, 10), after], times_s=300 + times)
    grown = 1 - np.exp(-times[:, None] / found.tau_s)
    assert trace.open_probability == pytest.approx(found.start + grown @ found.amplitude, abs=1e-9)
    assert found.share() == pytest.approx(1)
    with pytest.raises(ValueError, match="does not change"):
        relaxation(before, before).share()
    with pytest.raises(ValueError, match="from_s and to_s"):
        found.mean_tau_s(1e6, 1e7)


def test_step_times_hold_every_border():
    times = step_times([pulses(2, 1.0), wash(3)], 5)
    assert len(times) == 1 + 5 * 5
    assert {0.004, 1.0, 5.0} <= set(times.round(9).tolist())


# --- Mg2+ in time --------------------------------------------------------------------------------


def test_without_mg_a_voltage_step_changes_nothing():
    trace = simulate_magnesium([Step(60, 1000, 0, -60), Step(1, 1000, 0, 40)], times_s=[60, 60.01])
    assert np.ptp(trace.open_probability) < 1e-9
    assert trace.blocked_fraction.max() < 1e-9


def test_mg_blocks_more_at_negative_potentials_and_leaves_in_a_fraction_of_a_millisecond():
    left = [
        simulate_magnesium(Step(60, 1000, 0, volts, 1), times_s=[60]).open_probability[0]
        for volts in (-80, -60, -40, -20, 0, 40)
    ]
    assert np.all(np.diff(left) > 0) and left[0] < 0.03 * left[-1]
    assert 0.3 < unblock_relaxation(3.5).share(0, 1e-3) < 0.9


# --- pulse, pause, pulse -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_trains_agree_with_simulate(kind):
    drug, trapping = kind
    train = pulse_train(2.0, 0.7, 6, 3.0, drug, trapping=trapping, n_test_pulses=4)
    ends = 60 + np.array([0, 6 / 0.7, 3 + 6 / 0.7, 3 + 10 / 0.7])
    starts = np.concatenate([60 + np.arange(6) / 0.7, ends[2] + np.arange(4) / 0.7])

    def peaks(drug_um: float) -> list[float]:
        steps = [Step(60, 0, drug_um), pulses(6, 0.7, drug_um=drug_um), wash(3), pulses(4, 0.7)]
        plugged = simulate(steps, drug, trapping=trapping, times_s=ends).blocked_fraction
        if drug_um:
            assert plugged == pytest.approx(train.plugged, abs=1e-9)
        dense = simulate(steps, drug, trapping=trapping, times_s=step_times(steps, 800))
        inside = [(dense.times_s >= t) & (dense.times_s < t + 0.4) for t in starts]
        return [dense.open_probability[one].max() for one in inside]

    expected = np.divide(peaks(2.0), peaks(0.0))
    assert np.allclose(np.concatenate([train.train, train.test]), expected, rtol=2e-5)


def test_without_drug_a_train_is_its_own_control():
    train = pulse_train(0.0, 2.0, 8, 5.0)
    assert np.allclose(train.train, 1, atol=1e-9) and np.allclose(train.test, 1, atol=1e-9)
    assert max(train.plugged) < 1e-9
    assert train.pulses_to_undo_half() is None


def test_pausing_matters_only_where_the_drug_can_leave():
    after = {
        trapping: [pulse_train(1, 1, 60, pause, trapping=trapping).test[0] for pause in (0, 300)]
        for trapping in ("full", "leaky", "sequential")
    }
    assert after["full"][1] == pytest.approx(after["full"][0], abs=0.001)
    assert after["leaky"][1] > after["leaky"][0] + 0.3
    assert after["sequential"][0] > 0.95


@FIXED
@given(
    st.floats(0, 10), st.floats(0.1, 2), st.integers(10, 60), st.floats(0, 300),
    st.sampled_from(["full", "leaky", "sequential"]),
)  # fmt: skip
def test_over_the_whole_panel(drug_um, rate_hz, n, pause_s, trapping):
    train = pulse_train(drug_um, rate_hz, n, pause_s, trapping=trapping)
    both = np.concatenate([train.train, train.test])
    assert np.all((both > 0) & (both <= 1 + 1e-6))
    assert min(train.plugged) >= 0 and max(train.plugged) <= 1
    if trapping == "full":
        assert np.all(np.diff(train.train) <= 1e-9)
        assert np.all(np.diff(train.test) >= -1e-9)


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "good"),
    [
        (Step, {"duration_s": 1}),
        (pulses, {"n": 1, "rate_hz": 1}),
        (step_times, {"steps": Step(1)}),
        (simulate, {"steps": Step(1)}),
        (simulate_magnesium, {"steps": Step(1)}),
        (dose_response, {"glutamate_um": 1, "drug_um": 1}),
        (half_maximal_um, {"glutamate_um": [1, 2], "response": [0, 1]}),
        (onset_time_constant_s, {"drug_um": 1}),
        (fast_gating_time_constant_s, {"drug_um": 1, "open_probability": 0.2}),
        (time_to_share_s, {"trace": simulate(Step(1)), "values": np.arange(2000), "share": 0.5}),
        (relaxation, {"before": Step(1, 1000), "after": Step(1)}),
        (unblock_relaxation, {"glutamate_s": 1}),
        (pulse_train, {}),
        (open_probability_steady, {}),
        (half_blocking_mg_mm, {"voltage_mv": 0}),
        (unblocked_fraction, {"voltage_mv": 0, "mg_mm": 1}),
        (ic50_um, {"voltage_mv": 0}),
        (block_fraction, {"concentration_um": 1, "ic50_um": 1}),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_every_argument_is_refused_by_name(ask, good):
    assert not not_refused(ask, **good)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Step(0), "duration_s"),
        (lambda: Step(1, voltage_mv=1e3), "voltage_mv"),
        (lambda: simulate([]), "steps"),
        (lambda: simulate([Step(1), "wash"]), "steps"),
        (lambda: simulate(Step(1), times_s=[0, 2]), "times_s"),
        (lambda: simulate(Step(1), "memantine", start=simulate(Step(1))), "start"),
        (lambda: simulate_magnesium(Step(1, 1, 1)), "drug_um"),
        (lambda: GATING.changed(open_per_s=-1), "open_per_s"),
        (lambda: half_maximal_um([1, 2], [1, 1]), "response"),
        (lambda: onset_time_constant_s(0), "drug_um"),
        (lambda: time_to_share_s(simulate(Step(1), points=3), [0, 1], 0.5), "values"),
        (lambda: pulses(1, 500), "width_s"),
        (lambda: pulse_train(rate_hz=500), "width_s"),
        (lambda: Blocker("x", 1, 1, leak_per_s=-1), "leak_per_s"),
        (lambda: ic50_um([-0.07, 0.04]), "voltage_mv must be in mV"),
        (lambda: ic50_um(-70, 1000), "is it in µM"),
    ],
)
def test_what_no_receptor_can_meet_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()
