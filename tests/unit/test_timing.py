"""The models of lesson 07: limits, published values, refusals, and the numbers in its prose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import special, stats

from helpers.checks import questions_file
from helpers.evidence import series
from helpers.figures import timing as draw
from helpers.simulations import inference, timing
from helpers.widgets.picture import make_figure
from tests.contract.course import read
from tests.prose import says

LESSON = "07_time_body_senses"
RATES = np.linspace(0.6, 1.4, 9)

# -- timing ---------------------------------------------------------------------------------------


def test_scalar_comparison_is_blind_to_the_rate_and_agrees_with_the_formula():
    right = timing.compare(1.2, RATES, 0.15)
    assert right == pytest.approx(stats.norm.cdf(0.2 / (0.15 * np.hypot(1, 1.2))), abs=1e-9)


@pytest.mark.parametrize("noise", ["Poisson", "fixed"])
def test_other_noise_makes_a_slow_clock_cost_right_answers(noise):
    assert np.all(np.diff(timing.compare(1.2, RATES, 0.15, noise)) > 0)


def test_poisson_is_a_counter_of_pulses():
    """Thirty pulses a second, told apart by their counts (the reviewer's own numbers)."""
    cv = 1 / np.sqrt(30)
    for rate, percent in ((1, 77), (0.8, 75)):
        first, second = 30 * rate, 36 * rate
        wanted = stats.norm.cdf((second - first) / np.sqrt(first + second))
        assert timing.compare(1.2, rate, cv, "Poisson") == pytest.approx(wanted, abs=1e-9)
        assert round(100 * wanted) == percent


def test_limits_of_comparing():
    assert timing.compare(1, 1, 0.15) == pytest.approx(0.5)
    assert timing.compare(1.5, 1, 1e-3) == pytest.approx(1)
    assert timing.compare(1.2, 1, 0.15, "scalar") < timing.compare(1.2, 1, 0.15, "Poisson")


def test_all_noises_agree_at_their_standard():
    for noise in timing.NOISES:
        assert timing.count_sd(2.0, 0.1, noise, standard=2.0) == pytest.approx(0.2)


@pytest.mark.parametrize("clock", [0.6, 0.8, 1.25])
def test_saying_and_making_go_opposite_ways_and_copying_is_blind(clock):
    said = timing.reading("say how long", clock, 0.15).centre
    made = timing.reading("make a minute", clock, 0.15).centre
    assert said * made == pytest.approx(3600)
    assert timing.reading("copy one", clock, 0.15).centre == 1


@pytest.mark.parametrize("noise", timing.NOISES)
def test_bisection_agrees_with_its_curve_and_scales_with_one_over_the_rate(noise):
    middle, jnd = timing.bisection(0.8, 0.2, noise)
    assert timing.long_share(middle, 0.8, 0.2, noise) == pytest.approx(0.5)
    seconds = np.linspace(1, 12, 20_001)
    share = timing.long_share(seconds, 0.8, 0.2, noise)
    quarters = np.interp([0.25, 0.75], share, seconds)
    assert jnd == pytest.approx(np.diff(quarters)[0] / 2, rel=1e-4)
    assert (middle, jnd) == pytest.approx(tuple(x / 0.8 for x in timing.bisection(1, 0.2, noise)))


def test_scalar_jnd_has_a_closed_form():
    z = stats.norm.ppf(0.75) * 0.15
    assert timing.bisection(1, 0.15)[1] == pytest.approx((4 / (1 - z) - 4 / (1 + z)) / 2)


@pytest.mark.parametrize("task", timing.TASKS)
@pytest.mark.parametrize("noise", timing.NOISES)
def test_the_line_goes_through_settings_with_the_same_number(task, noise):
    rates = np.array([0.8, 1.0, 1.2])
    noises = timing.same_reading(task, 1.0, 0.12, noise, rates)
    found = [timing.reading(task, k, c, noise) for k, c in zip(rates, noises, strict=True)]
    numbers = [float(one.spread if one.right is None else one.right) for one in found]
    assert numbers == pytest.approx([numbers[1]] * 3, rel=0.01)


# -- fits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("noise", "power"), [("scalar", 1.0), ("Poisson", 0.5), ("fixed", 0.0)])
def test_a_long_run_gives_back_pull_and_law(noise, power):
    rng = np.random.default_rng(3)
    target = np.repeat([0.4, 1.6, 6.4], 4000)
    centre = timing.pulled(target, 0.8, 1.6)
    copy = centre + timing.count_sd(centre, 0.1, noise, 1.6) * rng.standard_normal(len(target))
    copy = np.maximum(copy, 0.02)
    found = timing.fit(target, copy)
    assert found.slope == pytest.approx(0.8, abs=0.02)
    assert found.growth == pytest.approx(power, abs=0.08)


def test_the_number_of_trials_is_right_in_simulation():
    """In runs of that size the interval is as wide as asked, and holds the power in 95 of 100."""
    rng = np.random.default_rng(0)
    target = np.tile(timing.TARGETS_S, timing.trials_needed(0.25) // 3)
    runs = [
        timing.fit(target, target * (1 + 0.15 * rng.standard_normal(len(target))))
        for _ in range(400)
    ]
    assert np.mean([one.growth_pm for one in runs]) == pytest.approx(0.25, rel=0.02)
    assert np.mean([abs(one.growth - 1) < one.growth_pm for one in runs]) > 0.92


def test_the_slope_and_its_interval_are_those_of_a_library():
    run = timing.example_run()
    found = timing.fit(run["target_s"], run["copy_s"])
    line = stats.linregress(np.log(run["target_s"]), np.log(run["copy_s"]))
    half = line.stderr * stats.t.ppf(0.975, len(run) - 2)
    assert (found.slope, found.slope_pm) == pytest.approx((line.slope, half))


def test_the_growth_is_a_line_through_the_sds_weighted_by_their_copies():
    run = timing.example_run().iloc[:-4]  # six or seven copies of each
    found = timing.fit(run["target_s"], run["copy_s"])
    table = found.table
    error = timing.log_sd_error(table["count"])
    assert len(set(error)) > 1
    line = np.polyfit(np.log(table["mean"]), np.log(table["std"]), 1, w=1 / error, cov="unscaled")
    assert found.growth == pytest.approx(line[0][0])
    assert found.growth_pm == pytest.approx(1.96 * line[1][0, 0] ** 0.5)


def test_the_error_of_a_log_sd_is_nearly_exact():
    for copies in (4, 8, 34):
        exact = special.polygamma(1, (copies - 1) / 2) ** 0.5 / 2
        assert float(timing.log_sd_error(copies)) == pytest.approx(exact, rel=0.04)


def test_the_example_is_scalar_and_its_interval_excludes_no_law():
    run = timing.example_run()
    found = timing.fit(run["target_s"], run["copy_s"])
    assert found.growth - found.growth_pm < 0 < 1 < found.growth + found.growth_pm


def test_a_pull_of_nothing_and_of_all():
    assert timing.pulled([0.5, 2], 1, 1).tolist() == pytest.approx([0.5, 2])
    assert timing.pulled([0.5, 2], 0, 1).tolist() == pytest.approx([1, 1])


# -- inference ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prior", "window_s", "together", "apart"),
    [
        (0.5, 0.1, 0.80, 0.00),
        (0.5, 0.25, 0.61, 0.18),
        (0.8, 0.1, 0.94, 0.00),
        (0.8, 0.25, 0.86, 0.46),
    ],
)
def test_the_hand(prior, window_s, together, apart):
    hand = inference.rubber_hand(prior, window_s)
    assert (round(hand.together, 2), round(hand.apart, 2)) == (together, apart)


def test_certainty_stays_certain_and_agreeing_moves_no_hand():
    assert inference.one_cause(0.3, prior=1) == 1
    assert inference.one_cause(0.3, prior=0) == 0
    plain, agreed = inference.rubber_hand(), inference.rubber_hand(agree=0.5)
    assert agreed.drift_together == plain.drift_together
    assert agreed.apart > plain.apart and agreed.control == 0.5


def test_at_the_half_lag_both_are_as_likely():
    lag = inference.half_lag_s(0.7, 0.2)
    assert inference.one_cause(lag, 0.7, 0.2) == pytest.approx(0.5)
    assert inference.half_lag_s(0.05, 0.4) == 0


def test_only_the_ratio_of_precisions_counts():
    assert inference.estimate(10, 0, 2, 1) == pytest.approx(inference.estimate(10, 0, 4, 2))
    assert inference.weight(0, 1) == 1


@pytest.mark.parametrize("wrong", [None, "1", True, float("nan"), float("inf"), -1])
@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda x: timing.compare(x), "ratio"),
        (lambda x: timing.compare(1.2, x), "clock"),
        (lambda x: timing.bisection(1, x), "cv"),
        (lambda x: timing.long_share(x), "seconds"),
        (lambda x: timing.pulled(1, x, 1), "weight"),
        (lambda x: timing.trials_needed(x), "half_width"),
        (lambda x: inference.one_cause(0, x), "prior"),
        (lambda x: inference.rubber_hand(agree=x), "agree"),
        (lambda x: inference.estimate(1, 0, 1, x), "prior_sd"),
    ],
)
def test_a_wrong_argument_is_named(call, name, wrong):
    with pytest.raises(ValueError, match=name):
        call(wrong)


@pytest.mark.parametrize(
    ("targets", "copies", "name"),
    [
        ([1, 1, 1], [1, 1, 1], "targets_s"),
        ([1, 1, 1, 2], [1, 1, 1, 1], "targets_s"),
        ([1, 2], [1, 2, 3], "copies_s"),
        ([1, 1, 1, 2, 2, 2], [1, 1, 1, 2, 2, 2], "copies_s"),
        ([1, 1, 1, 2, 2, 2], [1, 1, 1, 2, 2, 3], "copies_s"),
    ],
)
def test_a_run_that_cannot_be_fitted_is_refused(targets, copies, name):
    with pytest.raises(ValueError, match=name):
        timing.fit(targets, copies)


# -- what the lesson says -------------------------------------------------------------------------


def test_numbers_in_the_prose():
    says(LESSON, "within ± 0.25 takes {n} copies", n=timing.trials_needed(0.25))
    table = series("perception-copied-times").set_index(["group", "duration_s"])["cv"]
    low, high = table["heard, blocked"], table["heard, mixed"]
    says(
        LESSON,
        "{a:.0f} and {b:.0f}% at 0.3 s, {c:.0f} and {d:.0f}% at 2.2 s",
        a=100 * low.iloc[0],
        b=100 * high.iloc[0],
        c=100 * low.iloc[4],
        d=100 * high.iloc[4],
    )


def test_numbers_in_questions_and_findings():
    text = (questions_file.FOLDER / f"{LESSON}.toml").read_text(encoding="utf-8")
    plain, agreed = inference.rubber_hand(), inference.rubber_hand(agree=0.4)
    both = inference.rubber_hand(0.8, 0.25)
    for words in (
        f"from {plain.together:.2f} to {inference.rubber_hand(0.8).together:.2f}",
        f"late strokes to {inference.rubber_hand(window_s=0.25).apart:.2f}",
        f"from {plain.together:.2f} to {inference.rubber_hand(window_s=0.25).together:.2f}",
        f"{both.together:.2f} and {both.apart:.2f}, and the hand",
        f"{agreed.together:.2f} and {agreed.apart:.2f}.",
        f"any rate: {timing.compare(1.2):.0%} are right",
        f"it is {timing.compare(1.2, 1, 0.25):.0%}",
    ):
        assert words in text, words


def test_the_model_in_ten_lines_is_the_package():
    notebook = read(Path("notebooks/perception") / f"{LESSON}.ipynb")
    cell = next(one for one in notebook.cells if one.get("id") == "ten-lines")
    names: dict = {}
    exec(cell.source, names)
    for clock, cv in ((1, 0.15), (0.7, 0.3)):
        seen = names["laboratory"](clock, cv)
        assert seen["right"] == pytest.approx(float(timing.compare(1.2, clock, cv)))
        assert seen["said_s"] == pytest.approx(timing.reading("say how long", clock, cv).centre)
        assert seen["made_s"] == pytest.approx(timing.reading("make a minute", clock, cv).centre)
        assert (seen["middle_s"], seen["jnd_s"]) == pytest.approx(timing.bisection(clock, cv))


def test_two_rows_of_the_shared_file_are_alike_and_no_others():
    people = series("perception-copied-times-people")
    wide = people.pivot(index="participant", columns="duration_s", values="mean_copy_s")
    assert wide[wide.duplicated(keep=False)].index.tolist() == [22, 34]


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"prior": 0.5, "window_ms": 100, "agree": 0}, False),
        ({"prior": 0.8, "window_ms": 250, "agree": 0}, True),
        ({"prior": 0.5, "window_ms": 100, "agree": 0.4}, False),
    ],
)
def test_the_words_of_the_hand_say_which_directions_are_met(values, met):
    words = draw.rubber_hand(make_figure((8, 4.5)), **values)
    assert ("All of that study's directions are met" in words) is met
    assert met or "felt shift up" in words


def test_a_simulated_run_is_called_simulated():
    run = timing.example_run()
    words = draw.own_copies(make_figure((8, 4)), run["target_s"], run["copy_s"], simulated=True)
    assert words.startswith("Simulated example")


@pytest.mark.parametrize("targets", [(0.8,), (0.8, 1.6, 3.2, 0.8), (0.8, 0.8, 0.8)])
def test_a_run_that_was_stopped_early_is_drawn_without_a_fit(targets):
    words = draw.own_copies(make_figure((8, 4)), targets, [1.1 * one for one in targets])
    assert "too few for a fit" in words


def test_a_window_that_favours_no_lag_says_so():
    words = draw.rubber_hand(make_figure((8, 4.5)), prior=0.5, window_ms=400, agree=0)
    assert "At no lag is one cause the better bet." in words
