"""Ten states of Mg2+ block (Kampa 2004)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers.simulations.receptor import (
    KAMPA2004,
    Step,
    half_blocking_mg_mm,
    loop_ratios,
    simulate_magnesium,
    unblock_relaxation,
)
from helpers.simulations.receptor.magnesium import STATES, generator


def test_rates_at_plus_40_are_those_of_the_model_file():
    """In NMDA_Mg.mod rates are per ms and exponents vanish at +40 mV."""
    matrix = generator(1.0, 40.0, 1.0) / 1000
    per_ms = {
        ("U", "Cl"): 10e-3, ("Cl", "U"): 5.6e-3, ("Cl", "O"): 10e-3, ("O", "Cl"): 273e-3,
        ("Cl", "D1"): 2.2e-3, ("D1", "Cl"): 1.6e-3, ("D1", "D2"): 0.43e-3, ("D2", "D1"): 0.5e-3,
        ("O", "OMg"): 0.05, ("OMg", "O"): 12.8,
        ("UMg", "ClMg"): 10e-3, ("ClMg", "UMg"): 17.1e-3,
        ("ClMg", "OMg"): 10e-3, ("OMg", "ClMg"): 548e-3,
        ("ClMg", "D1Mg"): 2.1e-3, ("D1Mg", "ClMg"): 0.87e-3,
        ("D1Mg", "D2Mg"): 0.26e-3, ("D2Mg", "D1Mg"): 0.42e-3,
        ("U", "UMg"): 5e-5, ("UMg", "U"): 2.438312e-3,
        ("Cl", "ClMg"): 5e-5, ("ClMg", "Cl"): 5.041915e-3,
        ("D1", "D1Mg"): 5e-5, ("D1Mg", "D1"): 2.98874e-3,
        ("D2", "D2Mg"): 5e-5, ("D2Mg", "D2"): 2.953408e-3,
    }  # fmt: skip
    place = {state: number for number, state in enumerate(STATES)}
    expected = np.zeros((10, 10))
    for (one, other), rate in per_ms.items():
        expected[place[one], place[other]] = rate
    found = matrix - np.diag(np.diag(matrix))
    assert np.allclose(found, expected, rtol=1e-12)
    assert np.allclose(matrix.sum(axis=1), 0)


def test_voltage_pulls_on_mg_alone():
    shift = generator(1.0, 15.0, 1.0) / np.where(
        generator(1.0, 40.0, 1.0) == 0, 1, generator(1.0, 40.0, 1.0)
    )
    place = {state: number for number, state in enumerate(STATES)}
    assert shift[place["O"], place["OMg"]] == pytest.approx(np.exp(2 * 0.8))
    assert shift[place["OMg"], place["O"]] == pytest.approx(np.exp(-2 * 0.2))
    assert shift[place["Cl"], place["O"]] == 1


def test_loops_as_published_miss_detailed_balance():
    found = loop_ratios()
    assert [round(value, 2) for value in found.values()] == [1.48, 0.79, 0.96, 1.41]


def test_agrees_with_numerical_integration():
    steps = [Step(0.05, 0, 0, -60, 1), Step(0.5, 1000, 0, -60, 1), Step(0.2, 1000, 0, 40, 1)]
    trace = simulate_magnesium(steps, points=31)
    now, began, found = np.eye(10)[0], 0.0, []
    for step in steps:
        matrix = generator(step.glutamate_um, step.voltage_mv, step.mg_mm)
        wanted = [t for t in trace.times_s if began < t <= began + step.duration_s + 1e-12]
        solved = solve_ivp(lambda _, p, m=matrix: p @ m, (0, step.duration_s), now, "LSODA",
                           dense_output=True, rtol=1e-9, atol=1e-12)  # fmt: skip
        found += [solved.sol(min(t - began, step.duration_s)) for t in wanted]
        now, began = solved.y.T[-1], began + step.duration_s
    assert np.abs(trace.occupancy[1:] - found).max() < 1e-6
    assert np.allclose(trace.occupancy.sum(axis=1), 1, atol=1e-9)
    assert trace.occupancy.min() >= 0


def test_unblock_has_a_fast_a_middle_and_a_slow_part():
    found = unblock_relaxation(-60, 40, glutamate_s=3.5)
    parts = [found.share(0, 1e-3), found.share(1e-3, 0.02), found.share(0.02)]
    assert sum(parts) == pytest.approx(1)
    assert parts[0] > 0.3
    assert parts[1] > 0.3
    assert found.mean_tau_s(0, 1e-3) < 2e-4
    assert 2e-3 < found.mean_tau_s(1e-3, 0.02) < 6e-3


def test_slow_growth_needs_a_late_step():
    """Early after glutamate, desensitisation hides the slow part; later it grows (Kampa 2004)."""
    early, late = (unblock_relaxation(glutamate_s=seconds) for seconds in (0.01, 3.5))
    assert early.share(0.02) < 0 < late.share(0.02)


def test_without_mg_a_voltage_step_changes_nothing():
    steady = simulate_magnesium(
        [Step(1, 1000, 0, -60), Step(1, 1000, 0, 40)], start="steady", points=21
    )
    assert np.ptp(steady.open_probability) < 1e-12
    assert steady.mg_fraction.max() < 1e-12
    with pytest.raises(ValueError, match="does not change"):
        unblock_relaxation(mg_mm=0).share()


def test_mg_blocks_more_at_negative_potentials():

    def opened(volts, mg):
        step = Step(0.1, 1000, 0, volts, mg)
        return simulate_magnesium(step, start="steady", points=2).open_probability[0]

    left = [opened(volts, 1) / opened(volts, 0) for volts in (-80, -60, -40, -20, 0, 40)]
    assert np.all(np.diff(left) > 0)
    assert left[0] < 0.03
    assert half_blocking_mg_mm(-80) < 0.03


def test_current_reverses_at_5_mv():
    trace = simulate_magnesium([Step(1, 1000, 0, 5, 1), Step(1, 1000, 0, 40, 1)], points=11)
    assert np.allclose(trace.current[trace.voltage_mv == 5], 0)
    assert trace.current[-1] < 0


def test_changed_rates():
    slow = KAMPA2004.changed(mg_off_open_per_s=100.0)
    assert unblock_relaxation(rates=slow).mean_tau_s(0, 0.02) > unblock_relaxation().mean_tau_s(
        0, 1e-3
    )
    with pytest.raises(ValueError, match="kon_per_um_s"):
        KAMPA2004.changed(koff=1)
    with pytest.raises(ValueError, match="open_per_s"):
        KAMPA2004.changed(open_per_s=-1)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: simulate_magnesium(Step(1, 1, 1)), "drug_um"),
        (lambda: simulate_magnesium([]), "steps"),
        (lambda: simulate_magnesium(Step(1), times_s=[0, 2]), "times_s"),
        (lambda: simulate_magnesium(Step(1), points=0), "points"),
        (lambda: simulate_magnesium(Step(1), start="rest"), "start"),
        (lambda: simulate_magnesium(Step(1), start=[1.0]), "start"),
        (lambda: simulate_magnesium(Step(1), rates={}), "rates"),
        (lambda: unblock_relaxation(from_mv=None), "voltage_mv"),
        (lambda: unblock_relaxation(glutamate_s=-1), "duration_s"),
        (lambda: unblock_relaxation(mg_mm=-1), "mg_mm"),
    ],
)
def test_bad_calls(call, named):
    with pytest.raises(ValueError, match=named):
        call()
