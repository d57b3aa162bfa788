"""The model of lesson 14: limits, invariants, other ways to the same number, refusals, words."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.checks.safety import brain_and_cognition as exercise
from helpers.evidence import fact, series
from helpers.figures import comparison as draw
from helpers.simulations.harm import comparison as model
from helpers.simulations.statistics import correlation_p
from tests.contract.course import REPOSITORY, read
from tests.prose import says

LESSON = "14_brain_and_cognition"
NOTEBOOK = REPOSITORY / "notebooks" / "safety" / f"{LESSON}.ipynb"
SHARES = st.floats(0, 1)
EFFECTS = st.floats(-1, 1)
GROUPS = model.Groups()


def groups(**change):
    return GROUPS.changed(**change)


# -- the imbalance -------------------------------------------------------------------------------


@given(users=SHARES, controls=SHARES, s=EFFECTS, k=EFFECTS)
def test_the_gap_is_truth_plus_imbalance(users, controls, s, k):
    these = groups(users_share=users, controls_share=controls, smoking_effect=s, true_effect=k)
    assert model.expected_gap(these) == pytest.approx(k + s * users - s * controls, abs=1e-12)
    matched = these.changed(controls_share=users)
    assert model.expected_gap(matched) == pytest.approx(k, abs=1e-12)


@given(users=SHARES, controls=SHARES, gap=EFFECTS)
def test_a_confounder_as_strong_as_needed_makes_the_whole_gap(users, controls, gap):
    needed = model.confounder_needed(gap, users, controls)
    if users == controls:
        assert math.isinf(needed) or gap == 0
    elif abs(needed) <= 5:
        these = groups(users_share=users, controls_share=controls, smoking_effect=needed)
        assert model.expected_gap(these) == pytest.approx(gap, abs=1e-9)


@pytest.mark.parametrize("adjusted", [False, True])
@pytest.mark.parametrize("controls", [0.2, 0.6, 0.963])
def test_simulated_studies_have_the_mean_and_the_scatter_of_the_formulas(adjusted, controls):
    these = groups(controls_share=controls, true_effect=-0.2)
    found = model.simulate_studies(these, 200, 4000, adjusted=adjusted)
    error = model.standard_error(these, 200, adjusted=adjusted)
    expected = -0.2 if adjusted else model.expected_gap(these)
    assert found.mean() == pytest.approx(expected, abs=4 * error / math.sqrt(4000))
    assert found.std() == pytest.approx(error, rel=0.06)


def test_adjusting_is_the_regression_on_group_and_smoking():
    these, n = groups(controls_share=0.4, true_effect=-0.5), 30
    found = model.simulate_studies(these, n, 1, adjusted=True, seed=5)
    chance = np.random.default_rng(5)
    smokes = np.concatenate(
        [chance.random((1, n))[0] < share for share in (these.users_share, these.controls_share)]
    )
    noise = np.concatenate([chance.standard_normal((1, n))[0] for _ in range(2)])
    user = np.repeat([1.0, 0.0], n)
    score = these.true_effect * user + these.smoking_effect * smokes + noise
    columns = np.column_stack([np.ones(2 * n), user, smokes])
    assert found[0] == pytest.approx(np.linalg.lstsq(columns, score, rcond=None)[0][1], abs=1e-9)


def test_without_overlap_nothing_can_be_adjusted():
    apart = groups(users_share=1, controls_share=0)
    assert math.isinf(model.standard_error(apart, 41, adjusted=True))
    assert np.isnan(model.simulate_studies(apart, 10, 5, adjusted=True)).all()
    lost = np.isnan(model.simulate_studies(groups(controls_share=0), 41, 4000, adjusted=True))
    assert lost.mean() == pytest.approx(GROUPS.users_share**41, abs=0.03)


def test_matching_is_the_most_precise():
    matched = model.standard_error(groups(controls_share=GROUPS.users_share), 41, adjusted=True)
    others = [model.standard_error(groups(controls_share=c), 41, adjusted=True) for c in (0, 0.2)]
    assert matched < min(others)
    assert matched == pytest.approx(math.sqrt(2 / 41))


# -- the filter ----------------------------------------------------------------------------------


def test_the_filter_agrees_with_a_million_t_tests():
    chance, n_a, n_b, many = np.random.default_rng(0), 17, 19, 60_000
    a, b = chance.standard_normal((many, n_a)) - 0.3, chance.standard_normal((many, n_b))
    spread = np.sqrt(
        (a.var(1, ddof=1) * (n_a - 1) + b.var(1, ddof=1) * (n_b - 1)) / (n_a + n_b - 2)
    )
    d = (a.mean(1) - b.mean(1)) / spread
    found = model.filtered(-0.3, n_a, n_b)
    loud = abs(d) > found.critical
    assert (d < -found.critical).mean() == pytest.approx(found.power, abs=0.006)
    assert d[loud].mean() == pytest.approx(found.read_mean, abs=0.015)
    assert abs(d[loud]).mean() == pytest.approx(found.significant_mean, abs=0.01)
    assert found.critical == pytest.approx(0.678, abs=5e-4)
    assert found.power == pytest.approx(0.139, abs=5e-4)
    assert found.significant_mean == pytest.approx(0.87, abs=5e-3)


@settings(deadline=None, max_examples=40)
@given(truth=st.floats(-2, 2), n=st.integers(2, 1000), null_share=SHARES)
def test_the_filter_keeps_to_its_bounds(truth, n, null_share):
    found = model.filtered(truth, n, n, null_share=null_share)
    assert np.isfinite(found.density).all() and (found.density >= 0).all()
    assert 0 <= found.power <= 1 and 0 <= found.wrong_sign <= 0.025 + 1e-9
    assert found.significant_mean >= found.critical - 1e-9
    turned = model.filtered(-truth, n, n, null_share=null_share)
    assert turned.read_mean == pytest.approx(-found.read_mean, abs=1e-9)


def test_all_studies_together_are_right_and_large_ones_need_no_filter():
    everything = model.filtered(-0.3, 20, 20, null_share=1)
    bias = 1 - 3 / (4 * 38 - 1)  # Hedges' correction of Cohen's d
    assert everything.read_mean * bias == pytest.approx(-0.3, abs=1e-3)
    assert model.filtered(-0.3, 1000, 1000).read_mean == pytest.approx(-0.3, abs=1e-3)
    at_zero = model.filtered(0, 20, 20)
    assert at_zero.power == pytest.approx(0.025) and at_zero.wrong_sign == pytest.approx(0.025)


@pytest.mark.parametrize("n", [5, 28, 126])
def test_a_critical_correlation_has_p_of_five_per_cent(n):
    assert correlation_p(model.critical_r(n), n) == pytest.approx(0.05, abs=1e-9)
    assert model.r_for_power(n, 0.9) > model.r_for_power(n)


def test_p_of_an_interval_that_ends_at_zero_is_five_per_cent():
    assert model.p_of_interval(-0.5, -1, 0) == pytest.approx(0.05)
    many = model.p_of_interval([-0.5, 0.2], [-1, -0.2], [0, 0.6])
    assert many.shape == (2,)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: groups(users_share=1.2), "users_share"),
        (lambda: model.confounder_needed(-0.2, 2, 0.1), "users_share"),
        (lambda: model.standard_error(GROUPS, 1), "n_per_group"),
        (lambda: model.standard_error(GROUPS, 41, adjusted=1), "adjusted"),
        (lambda: model.simulate_studies(GROUPS, 41, 0), "n_studies"),
        (lambda: model.chance_significant(-0.2, 0), "error"),
        (lambda: model.critical_d(1, 20), "n_a"),
        (lambda: model.filtered(-3, 20, 20), "truth"),
        (lambda: model.filtered(-0.3, 20, 20, null_share=2), "null_share"),
        (lambda: model.critical_r(3), "n must"),
        (lambda: model.r_for_power(28, 1.0), "power"),
        (lambda: model.p_of_interval(0, 1, -1), "high"),
        (lambda: model.p_of_interval(None, 0, 1), "value"),
        (lambda: draw.confounder_dial(Figure(), analysis="both"), "analysis"),
    ],
)
def test_a_wrong_argument_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()


# -- the pictures ---------------------------------------------------------------------------------

ONE_FIGURE = Figure()


@settings(deadline=None, max_examples=25)
@given(
    controls=st.integers(0, 96),
    s=st.floats(-0.6, 0),
    k=st.floats(-0.6, 0),
    n=st.integers(17, 200),
    analysis=st.sampled_from(["as they are", "adjusted"]),
)
def test_the_dial_draws_truth_imbalance_and_gap_where_they_are(controls, s, k, n, analysis):
    words = draw.confounder_dial(
        ONE_FIGURE,
        controls_percent=controls,
        smoking_effect=s,
        true_effect=k,
        n_per_group=n,
        analysis=analysis,
    )
    art = ONE_FIGURE._course_artists[1]
    gap = k if analysis == "adjusted" else k + s * (GROUPS.users_share - controls / 100)
    assert art.middle.get_xdata()[0] == pytest.approx(gap)
    assert list(art.push.get_xdata()) == pytest.approx([k, gap])
    assert art.edge.get_xdata()[0] == pytest.approx(controls)
    assert len(words) <= 400 and "nan" not in words and "--" not in words


def test_the_figures_of_data_say_what_the_tables_hold():
    words = draw.who_with_whom(Figure(figsize=(8, 4)))
    table = series("safety-brain-controls")
    assert f"{table['n_polydrug_controls'].sum():.0f} people" in words
    poly = table[table["n_polydrug_controls"] > 0]
    assert (poly["direction"] < 0).all() and len(poly) == 3
    assert "−1.16" in draw.pooled(Figure()) and "processing speed." in draw.pooled(Figure())
    assert "attention 1 worse, 1 no difference" in draw.which_functions(Figure())
    assert "0.68" in draw.printed_sizes(Figure())


# -- the prose ------------------------------------------------------------------------------------


def gap(**change) -> float:
    return model.expected_gap(groups(**change))


def true_minus(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def test_the_ten_lines_give_what_the_package_gives():
    (cell,) = [c for c in read(NOTEBOOK).cells if "def study(" in c.source]
    space: dict = {}
    exec(cell.source.replace("range(4000)", "range(1500)"), space)
    found = space["found"]
    for column, adjusted in ((0, False), (1, True)):
        error = model.standard_error(GROUPS, 41, adjusted=adjusted)
        expected = 0.0 if adjusted else model.expected_gap(GROUPS)
        assert found[:, column].mean() == pytest.approx(expected, abs=5 * error / math.sqrt(1500))
        assert found[:, column].std() == pytest.approx(error, rel=0.12)


def test_numbers_in_the_prose():
    a, b = fact("strous2022-polydrug-controls").value, fact("strous2022-drugfree-controls").value
    assert (a, a + b) == (44, 303)
    says(LESSON, "16 imaging studies counts {n:.0f} people", n=fact("strous2022-users").value)
    says(LESSON, "{n:g} g a day on average", n=fact("strous2022-mean-dose").value)
    smoked, others = (fact(f"fan2015-{name}").value for name in ("smoker", "otherdrugs"))
    says(LESSON, "{a:.0f}% smoked, {b:.0f}% had used other drugs", a=smoked, b=others + 0.01)
    says(LESSON, "less grey matter, by {d:.2f} SD", d=-fact("linli2022-smoking-gm").value)
    says(LESSON, "About {gap} SD", gap=true_minus(gap()))
    says(LESSON, "With 28 people a correlation below {r:.2f}", r=model.critical_r(28))
    says(LESSON, "none of them can be smaller than {d:.2f}", d=model.critical_d(20, 20))
    mean = model.filtered(-0.3, 20, 20).read_mean
    says(LESSON, "and their mean is {mean}", mean=true_minus(mean))
    assert round(1 / model.filtered(-0.3, 20, 20).power) == 7  # "one in seven"
    says(LESSON, "One unadjusted t test needs {d:.2f}", d=model.critical_d(17, 19))
    wide = model.standard_error(groups(controls_share=0), 41, adjusted=True)
    assert 3.5 < wide / model.standard_error(groups(controls_share=0), 41) < 4
    assert GROUPS.users_share**41 == pytest.approx(0.2, abs=0.02)  # "about a fifth of studies"
    assert gap(controls_share=0.58, true_effect=-0.11) == pytest.approx(-0.23, abs=0.006)


def test_slowness_is_beyond_smoking_only_if_some_controls_smoke():
    speed, most = fact("chronicmeta2024-smd-speed"), fact("conti2019-smoking-impulsivity").value
    fifth, none = (model.confounder_needed(speed.high, GROUPS.users_share, c) for c in (0.2, 0))
    assert -fifth > most > -none
    says(LESSON, "it needs {x}, and that is inside", x=true_minus(none))


def test_grey_matter_is_counted_as_the_table_has_it():
    table = series("safety-brain-controls").set_index("study")["direction"]
    compared = table[["Liao 2011", "Tang 2021", "Zhong 2021", "Chesters 2022", "Liang 2020"]]
    assert (compared < 0).sum() == 4 and len(compared) == 5  # "four of the five"
    assert np.isnan(table["Wang 2013b"])  # lesions seen by eye are neither lower nor larger


def test_numbers_in_the_solution():
    says(LESSON, "−0.45 − ({gap}) = {truth}", gap="−0.278", truth="−0.172")
    assert exercise._others_gap() == pytest.approx(-0.278, abs=5e-4)
    says(LESSON, "2.5 times as many people are needed: {n}", n=exercise._people_needed())
    rest = exercise._layers(exercise.DENIES)[1]
    assert rest[2] / GROUPS.smoking_effect == pytest.approx(0.87 - 0.06, abs=0.005)
    says(LESSON, "About {left} SD is left", left=true_minus(exercise._left_over()))
    says(LESSON, "−0.72 / 0.763 = {x}", x=true_minus(exercise._needed("smd")))
    says(LESSON, "With {n} a group most studies pass", n=exercise._honest_n())
    says(
        LESSON,
        "{x:.1f} times the truth on average",
        x=model.filtered(-0.3, 20, 20).read_mean / -0.3,
    )
