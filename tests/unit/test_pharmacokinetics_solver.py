"""The exact solver beside `solve_ivp`, and where eigenvectors cannot be trusted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.pharmacokinetics.solver import Chain, Events, Modes, Solution

TIMES = np.linspace(0, 600, 41)
MIXED = [
    pk.Dose(28, start_min=20.0 * k, route=name, form=pk.FORMS[k % 3])
    for k, name in enumerate(pk.routes())
] + [pk.Dose(30, duration_min=100, start_min=50, form="R")]
#: The absorption from muscle has this half-time too: two equal rates in one chain.
MUSCLE_HALF_TIME_MIN = np.log(2) * 60 / pk.routes()["im"].direct_per_h


def stepped(solution: Solution, times: np.ndarray, system: int) -> np.ndarray:
    """Return the states of one system by numerical integration."""
    matrix, entering = solution._of.matrices[system], solution.entering
    edges = np.append(entering.times_min, times[-1] + 1)
    state, out = np.zeros(len(matrix)), np.zeros((times.size, len(matrix)))
    for k in range(entering.times_min.size):
        state = state + entering.jumps[k, system]
        inside = (times >= edges[k]) & (times < edges[k + 1])
        run = solve_ivp(
            lambda _, x, q=entering.rates[k, system]: matrix @ x + q,
            (edges[k], edges[k + 1]),
            state,
            method="LSODA",
            rtol=1e-9,
            atol=1e-11,
            t_eval=np.append(times[inside], edges[k + 1]),
        )
        out[inside], state = run.y[:, :-1].T, run.y[:, -1]
    return out


@pytest.mark.parametrize(
    "who",
    [
        *({"model": name} for name in pk.models()),
        {"effect_half_time_min": MUSCLE_HALF_TIME_MIN},
        {"effect_half_time_min": MUSCLE_HALF_TIME_MIN * (1 + 1e-7)},
        {"effect_half_time_min": pk.VENOUS_HALF_TIME_MIN},
        {"enzymes": pk.Enzymes(liver=0)},
        {"enzymes": pk.Enzymes(liver=1e-9, norketamine=0)},
        {"enzymes": pk.Enzymes(liver=100, norketamine=100)},
        {"weight_kg": 0.3},
    ],
    ids=str,
)
def test_agrees_with_numerical_integration(who):
    course = pk.simulate(MIXED, times_min=TIMES, **who)
    for k in range(len(pk.ISOMERS)):
        found, expected = course._solution.states(TIMES)[k], stepped(course._solution, TIMES, k)
        assert np.abs(found - expected).max() < 1e-6 * expected.max()


def test_equal_rates_are_solved_by_the_matrix_exponential_and_balance():
    course = pk.simulate(MIXED, times_min=TIMES, effect_half_time_min=MUSCLE_HALF_TIME_MIN)
    assert course._solution._of.chains  # the eigenvectors were not trusted
    gap = sum(course.amounts_mg.values()) - course.given_mg
    assert np.abs(gap).max() < 1e-9 * course.given_mg.max()
    usual = pk.simulate(MIXED, times_min=TIMES)
    assert not usual._solution._of.chains
    np.testing.assert_allclose(course.plasma_ng_per_ml, usual.plasma_ng_per_ml, rtol=1e-9)
    np.testing.assert_allclose(
        course.area_ng_h_per_ml("norketamine", 300), usual.area_ng_h_per_ml("norketamine", 300)
    )


def test_a_hair_beside_equal_rates_the_curve_does_not_jump():
    def read(half_time: float) -> np.ndarray:
        return pk.simulate(MIXED, times_min=TIMES, effect_half_time_min=half_time).effect_ng_per_ml

    at = read(MUSCLE_HALF_TIME_MIN)
    for hair in (1e-12, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4):
        near = read(MUSCLE_HALF_TIME_MIN * (1 + hair))
        assert np.abs(near - at).max() < at.max() * (2 * hair + 1e-9)


def test_chain_matches_the_closed_form_of_two_equal_steps():
    """A -> B -> gone at one rate k: A = exp(-kt), B = kt exp(-kt); with input 1: A = (1-e)/k."""
    k, steps = 0.3, np.array([0.0, 1e-9, 0.1, 7.0, 1000.0])
    chain = Chain(np.array([[-k, 0.0], [k, -k]]))
    start = np.tile([1.0, 0.0], (steps.size, 1))
    states, areas = chain.advance(start, np.zeros_like(start), steps)
    np.testing.assert_allclose(states[:, 0], np.exp(-k * steps), atol=1e-13)
    np.testing.assert_allclose(states[:, 1], k * steps * np.exp(-k * steps), atol=1e-13)
    np.testing.assert_allclose(areas[:, 0], -np.expm1(-k * steps) / k, atol=1e-12)
    rising, _ = chain.advance(np.zeros_like(start), start, steps)
    np.testing.assert_allclose(rising[:, 0], -np.expm1(-k * steps) / k, atol=1e-12)


def test_one_compartment_matches_its_closed_form():
    k, dose, last = 0.05, 100.0, 30.0
    times = np.array([0.0, 10, 30, 31, 200, 1e4])
    entering = Events(
        np.array([0.0, last]), np.zeros((2, 1, 1)), np.array([[[dose / last]], [[0.0]]])
    )
    solution = Solution(Modes(np.array([[[-k]]])), entering)
    run = np.minimum(times, last)
    expected = dose / last / k * -np.expm1(-k * run) * np.exp(-k * (times - run))
    np.testing.assert_allclose(solution.states(times)[0, :, 0], expected, rtol=1e-12)
    gone = dose / last * run - expected
    np.testing.assert_allclose(
        k * solution.states(times, area=True)[0, :, 0], gone, rtol=1e-12, atol=1e-12
    )


def test_nothing_before_the_first_event_and_nothing_without_events():
    leak = Modes(np.array([[[-1.0]]]))
    solution = Solution(leak, Events(np.array([5.0]), np.ones((1, 1, 1)), np.zeros((1, 1, 1))))
    np.testing.assert_allclose(solution.states(np.array([0, 4.999, 5.0]))[0, :, 0], [0, 0, 1])
    empty = Solution(leak, Events(np.zeros(0), np.zeros((0, 1, 1)), np.zeros((0, 1, 1))))
    np.testing.assert_array_equal(empty.states(TIMES), 0)
