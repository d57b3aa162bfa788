"""The model of lesson 10: limits, published values, an independent count, refusals; drawings."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy.stats import binom, binomtest, norm
from statsmodels.stats import proportion

from helpers.checks.clinical_use import suicidal_ideation as exercise
from helpers.evidence import fact
from helpers.figures import power as draw
from helpers.simulations.numerics import count_shares, likely_counts
from helpers.simulations.trials import power as model
from tests.contract.course import REPOSITORY, questions, read
from tests.contract.reading import strings_of
from tests.prose import says, texts_of

LESSON = "10_suicidal_ideation"
NOTEBOOK = REPOSITORY / "notebooks" / "clinical_use" / f"{LESSON}.ipynb"
risks = st.floats(0.001, 0.3)
ratios = st.floats(0.3, 0.95)


def by_hand(p0: float, ratio: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """People per arm, written out as in the lesson."""
    p1 = p0 * ratio
    mean = (p0 + p1) / 2
    none = norm.isf(alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    some = norm.ppf(power) * math.sqrt(p0 * (1 - p0) + p1 * (1 - p1))
    return ((none + some) / (p0 - p1)) ** 2


# --- people and chances -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("risk", "ratio", "people"),
    [(0.02, 0.7, 7286), (0.1, 0.5, 435), (0.02, 0.5, 2319), (0.01, 0.8, 35001), (0.2, 0.5, 199),
     (0.3, 0.5, 121)],
)  # fmt: skip
def test_people_per_arm(risk, ratio, people):
    assert model.whole_people(model.people_per_arm(risk, ratio)) == people


@settings(max_examples=60, deadline=None)
@given(risk=risks, ratio=ratios, power=st.floats(0.5, 0.99), alpha=st.floats(0.001, 0.1))
def test_it_is_the_equation_of_the_lesson(risk, ratio, power, alpha):
    found = model.people_per_arm(risk, ratio, power, alpha)
    assert found == pytest.approx(by_hand(risk, ratio, power, alpha), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(risk=risks, ratio=ratios, power=st.floats(0.6, 0.99))
def test_people_and_chance_undo_each_other(risk, ratio, power):
    people = model.people_per_arm(risk, ratio, power)
    if people >= 2:
        assert model.chance_to_see(people, risk, ratio) == pytest.approx(power, abs=1e-4)


@pytest.mark.parametrize("alpha", [0.001, 0.05])
@pytest.mark.parametrize(("risk", "ratio"), [(0.001, 0.3), (0.02, 0.9), (0.3, 1.5)])
def test_people_and_chance_are_those_of_statsmodels(risk, ratio, alpha):
    gap = risk * ratio - risk
    people = proportion.samplesize_proportions_2indep_onetail(gap, risk, 0.8, alpha=alpha)
    assert model.people_per_arm(risk, ratio, 0.8, alpha) == pytest.approx(people, rel=1e-9)
    for arm in (5, 113, 1e5):
        chance = proportion.power_proportions_2indep(
            gap, risk, arm, alpha=alpha, return_results=False
        )
        assert model.chance_to_see(arm, risk, ratio, alpha) == pytest.approx(chance, rel=1e-9)


@pytest.mark.parametrize("risk", [0, 1e-5, 0.02, 0.5, 1])
@pytest.mark.parametrize("people", [1, 113, 1_000_000])
def test_counts_are_those_of_the_binomial(people, risk):
    counts = likely_counts(people, risk)
    shares = count_shares(counts, people, risk)
    assert shares == pytest.approx(binom.pmf(counts, people, risk), abs=1e-9)
    assert shares.sum() == pytest.approx(1, abs=1e-9)


def test_what_fades_is_no_error_where_numpy_was_told_to_raise():
    with np.errstate(all="raise"):
        assert model.counted_power(2000, 0.01, 0.9) == pytest.approx(1)
        assert model.ways(1_000_000, 0.3, 0.5).fewer == pytest.approx(1)
        assert model.ways(5, 0, 1).equal == model.ways(5, 1, 1).equal == 1
        assert model.chance_to_see(1e9, 0.5, 0.5) == 1


def test_arrays_and_directions():
    table = model.people_per_arm(np.array([[0.01], [0.1]]), np.array([0.5, 0.9]))
    assert table.shape == (2, 2)
    assert (np.diff(table, axis=0) < 0).all() and (np.diff(table, axis=1) > 0).all()
    # the same two shares, named from the other side
    there, back = model.people_per_arm(0.3, 0.55 / 0.3), model.people_per_arm(0.55, 0.3 / 0.55)
    assert there == pytest.approx(back)


@settings(max_examples=40, deadline=None)
@given(people=st.integers(50, 50_000), risk=st.floats(0.02, 0.4))
def test_the_smallest_effect_is_seen_with_the_power_asked_for(people, risk):
    found = model.smallest_effect(people, risk)
    if found is not None:
        assert model.chance_to_see(people, risk, found) == pytest.approx(0.8, abs=1e-6)
    else:
        assert model.chance_to_see(people, risk, 1e-9) < 0.8


def test_more_people_than_needed_see_the_weakest_effect():
    assert model.smallest_effect(10**9, 0.5) == pytest.approx(1, abs=1e-3)


def test_the_chance_is_that_of_simulated_trials():
    """An independent count: z tests on drawn trials, with pooled variance."""
    events = model.simulate(500, 0.1, 0.5, trials=40_000, seed=3)
    shares = events / 500
    pooled = shares.mean(axis=1)
    error = np.sqrt(2 * pooled * (1 - pooled) / 500)
    seen = np.abs(shares[:, 0] - shares[:, 1]) > norm.isf(0.025) * error
    assert seen.mean() == pytest.approx(model.chance_to_see(500, 0.1, 0.5), abs=0.01)


@pytest.mark.parametrize("alpha", [0.01, 0.05])
@pytest.mark.parametrize(
    ("people", "risk", "other"),
    [(1, 0, 1), (5, 0.48, 0.88), (10, 0.08, 0.08), (41, 0.16, 0.46), (300, 0.9, 0.95), (9, 0, 0)],
)
def test_counted_power_is_the_sum_over_all_pairs_of_counts(people, risk, other, alpha):
    one, two = np.ogrid[: people + 1, : people + 1]
    pooled = (one + two) / (2 * people)
    error = np.sqrt(2 * pooled * (1 - pooled) / people)
    seen = np.abs(one - two) / people > norm.isf(alpha / 2) * error
    shares = [binom.pmf(np.arange(people + 1), people, p) for p in (risk, other)]
    wanted = shares[0] @ seen @ shares[1]
    assert model.counted_power(people, risk, other, alpha) == pytest.approx(wanted, abs=1e-12)


def test_with_many_people_the_formula_comes_near():
    counted = model.counted_power(20_000, 0.02, 0.024)
    assert counted == pytest.approx(model.chance_to_see(20_000, 0.02, 1.2), abs=0.002)


# --- counts -------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(people=st.integers(1, 400), risk=st.floats(0, 1), ratio=st.floats(0, 1))
def test_ways_add_to_one(people, risk, ratio):
    found = model.ways(people, risk, ratio)
    assert found.fewer + found.equal + found.more == pytest.approx(1, abs=1e-9)
    assert min(found.fewer, found.equal, found.more) >= 0
    assert found.fewer >= found.more - 1e-9  # the drug never raises the risk here


def test_ways_of_two_people_counted_out():
    half, quarter = [1 / 4, 1 / 2, 1 / 4], [9 / 16, 6 / 16, 1 / 16]
    pairs = list(itertools.product(range(3), range(3)))
    fewer = sum(half[c] * quarter[d] for c, d in pairs if d < c)
    equal = sum(half[c] * quarter[c] for c in range(3))
    found = model.ways(2, 0.5, 0.5)
    assert (found.fewer, found.equal) == (pytest.approx(fewer), pytest.approx(equal))


def test_ways_are_those_of_simulated_trials():
    events = model.simulate(113, 0.02, 0.5, trials=100_000)
    found = model.ways(113, 0.02, 0.5)
    assert np.mean(events[:, 1] >= events[:, 0]) == pytest.approx(found.not_fewer, abs=0.01)
    assert events.mean(axis=0) == pytest.approx([found.expected_control, found.expected_drug], 0.02)


def test_without_a_difference_both_ways_are_alike():
    found = model.ways(300, 0.05, 1.0)
    assert found.fewer == pytest.approx(found.more, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(people=st.integers(1, 3000), share=st.floats(0, 0.99))
def test_at_most_is_the_exact_bound(people, share):
    events = int(share * people)
    exact = binomtest(events, people, alternative="less").proportion_ci(0.95, "exact").high
    assert model.at_most(events, people) == pytest.approx(exact, abs=1e-9)


def test_rule_of_three():
    assert model.at_most(0, 10_000) == pytest.approx(3 / 10_000, rel=0.002)
    assert model.at_most(5, 5) == 1
    assert model.at_most(0, 1) == pytest.approx(0.95)


def test_a_comparison_as_published_and_by_newcombe():
    # Newcombe 1998, Statistics in Medicine 17:873, table II, 56/70 v 48/80, method 10
    found = model.compare(56, 70, 48, 80)
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, 5e-4))
    grunebaum = model.compare(22, 40, 12, 40)
    printed = fact("grunebaum2018-responders-or")
    assert grunebaum.odds_ratio == pytest.approx(printed.value, abs=0.006)
    assert (grunebaum.odds_low, grunebaum.odds_high) == (
        pytest.approx(printed.low, abs=0.006),
        pytest.approx(printed.high, abs=0.006),
    )


def test_an_empty_cell_has_no_odds_ratio_and_still_an_interval():
    found = model.compare(0, 73, 5, 79)
    assert math.isnan(found.odds_ratio) and found.low < found.difference < 0
    assert model.compare(7, 42, 7, 42).can_tell is False
    assert model.compare(14, 42, 3, 42).can_tell is True


def test_rounding_up():
    assert [model.whole_people(n) for n in (434.4, 435.0, 435 + 1e-12)] == [435, 435, 435]


@pytest.mark.parametrize("wrong", [-1, 0, 1, "1", None, float("nan"), True, 2])
def test_a_wrong_risk_is_named(wrong):
    for call in (model.people_per_arm, lambda r, q: model.chance_to_see(100, r, q)):
        with pytest.raises(ValueError, match="risk"):
            call(wrong, 0.5)


@pytest.mark.parametrize("wrong", [-0.1, 1, "1", None, float("inf"), 60])
def test_a_wrong_relative_risk_is_named(wrong):
    with pytest.raises(ValueError, match="relative_risk"):
        model.people_per_arm(0.02, wrong)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.people_per_arm(0.1, 0.5, power=1), "power"),
        (lambda: model.people_per_arm(0.1, 0.5, alpha=0), "alpha"),
        (lambda: model.chance_to_see(1, 0.1, 0.5), "people"),
        (lambda: model.counted_power(0, 0.1, 0.1), "people"),
        (lambda: model.counted_power(5, 0.1, 1.1), "other_risk"),
        (lambda: model.counted_power(5, 0.1, 0.1, alpha=1), "alpha"),
        (lambda: model.smallest_effect(100, 0.1, power=0.01), "power"),
        (lambda: model.ways(10, 0.5, 3), "relative_risk"),
        (lambda: model.simulate(10, 0.5, 3), "relative_risk"),
        (lambda: model.simulate(10, 0.5, 0.5, seed=-1), "seed"),
        (lambda: model.compare(5, 4, 1, 4), "events"),
        (lambda: model.compare(1, 4, 5, 4), "other_events"),
        (lambda: model.at_most(-1, 4), "events"),
        (lambda: model.at_most(0, 4, level=1), "level"),
        (lambda: model.whole_people(-1), "people"),
    ],
)
def test_wrong_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must be"):
        call()


# --- drawings -----------------------------------------------------------------------------------


def art_of(figure: Figure):
    return figure._course_artists[1]


def how_many(**change) -> tuple[str, object]:
    figure = Figure(figsize=(8, 4.5))
    values = {"risk_percent": 2.0, "relative_risk": 0.5, "power_percent": 80} | change
    return draw.how_many(figure, **values), art_of(figure)


def test_the_dot_stands_on_the_curve_and_points_on_theirs():
    words, art = how_many(risk_percent=3.3, relative_risk=0.8)
    (x,), (y,) = art.dot.get_data()
    curve = np.interp(np.log(x), np.log(art.curve.get_xdata()), np.log(art.curve.get_ydata()))
    assert np.exp(curve) == pytest.approx(y, rel=0.01)
    for people, point, _ in art.trials:
        chance = np.interp(people, art.chance.get_ydata(), art.chance.get_xdata())
        assert point.get_xdata()[0] == pytest.approx(chance, abs=0.6)
    assert f"{model.whole_people(y):,}" in words


def test_words_of_the_hero_panel():
    words, _ = how_many()
    assert "2,319 people per arm" in words and "in 37% the drug arm" in words
    assert "228 per arm would do" in how_many(risk_percent=20)[0]
    assert "no ketamine trial had as many" in how_many(risk_percent=10)[0]
    longest = how_many(risk_percent=0.1, relative_risk=0.95, power_percent=90)[0]
    assert len(longest) <= 400


def test_words_of_the_days():
    figure = Figure(figsize=(8, 4.5))
    for day in range(15):
        words = draw.over_days(figure, day=day, people=42)
        rated = day in (0, 2, 3, 5, 7, 14)
        assert ("of 42 on ketamine" in words) is rated, day
        assert ("nobody was asked" in words) is not rated, day
        assert len(words) <= 400


def test_day_seven_is_told_only_by_more_people():
    figure = Figure()
    said = [draw.over_days(figure, day=7, people=n) for n in (42, 168, 210, 840)]
    assert ["zero does not" in words for words in said] == [False, False, True, True]
    assert "cannot tell" in draw.over_days(figure, day=14, people=42)
    for people in (420, 840):  # what the third step of the task asks for
        assert "the gap is small" in draw.over_days(figure, day=14, people=people)


def test_five_answers_stand_on_their_facts():
    days = [draw._last_d(last) for _, _, last in draw.ANSWERS]
    assert days == [3, 5, 7, 14, 30]
    assert "0.96 (0.68 to 1.23)" in draw.five_answers(Figure())


# --- numbers in the prose -----------------------------------------------------------------------


def test_numbers_of_the_lesson():
    seven = model.compare(8, 42, 5, 42)
    says(LESSON, "from {low:.0f} fewer to {high:.0f} more in 100 fit",
         low=-100 * seven.low, high=100 * seven.high)  # fmt: skip
    says(LESSON, "{more:.0f} events against {fewer:.0f}", more=0.02 * 7286, fewer=0.014 * 7286)
    says(
        LESSON, "takes {n} people in each arm", n=model.whole_people(model.people_per_arm(0.1, 0.5))
    )
    assert model.whole_people(model.people_per_arm(0.002, 0.7)) == pytest.approx(70_000, rel=0.1)
    expected = model.ways(800, 0.02, 0.7)
    says(LESSON, "{a:.0f} events would be expected on control and {b:.0f} on the drug",
         a=expected.expected_control, b=expected.expected_drug)  # fmt: skip
    assert model.chance_to_see(228, 0.2, 0.5) > 0.8 > model.chance_to_see(228, 0.17, 0.5)
    pooled = fact("ploderl2025-behaviour-or")
    assert pooled.low < 0.5 and pooled.high == pytest.approx(1.5, abs=0.05)


def test_numbers_of_the_exercise():
    tasks = {part.name: part for task in exercise.TASKS for part in task.parts}
    mistakes = {m.name: m for m in tasks["people"].wrong}
    says(LESSON, "{a:,.0f}: lowered to one third. {b:,.0f}: both arms. {c:.0f}: 15 in 100",
         a=mistakes["a-third-left"].example(), b=mistakes["both-arms"].example(),
         c=mistakes["per-cent-for-share"].example())  # fmt: skip
    all_of_them = model.compare(46, 73, 25, 83)
    says(LESSON, "With all 83 the share is {p:.1%} and the odds ratio {o:.1f}",
         p=all_of_them.other_share, o=all_of_them.odds_ratio)  # fmt: skip
    says(LESSON, "here it takes {n:.0f}",
         n=model.whole_people(tasks["people_day_7"].answer()))  # fmt: skip
    by_chance = model.ways(228, 0.015, 2 / 3)
    says(LESSON, "{a:.1f} and {b:.1f} events are expected. Counts so small overlap",
         a=by_chance.expected_control, b=by_chance.expected_drug)  # fmt: skip
    says(LESSON, "{a:.2f}: ties left out. {b:.2f}: the others", a=by_chance.more, b=by_chance.fewer)
    says(LESSON, "{n:,.0f}: a fifth more. {m:,.0f}: a fifth less",
         n=1.2 * model.people_per_arm(0.02, 0.5),
         m=0.8 * model.people_per_arm(0.02, 0.5))  # fmt: skip


def test_the_model_in_ten_lines_is_the_model():
    cells = {cell.id: cell for cell in read(NOTEBOOK).cells}
    space: dict = {}
    exec(cells["ten-lines"].source, space)
    for risk, ratio, power in ((0.02, 0.7, 0.8), (0.1, 0.5, 0.9), (0.001, 0.95, 0.8)):
        found = space["people_needed"](risk, ratio, power)
        assert found == pytest.approx(model.people_per_arm(risk, ratio, power), rel=1e-9)
    exec(cells["ten-lines-chance"].source, space)
    share = np.mean(space["drug"] >= space["control"])
    assert share == pytest.approx(model.ways(113, 0.02, 0.5).not_fewer, abs=0.01)


# --- care ---------------------------------------------------------------------------------------


def test_help_stands_before_the_lesson_and_below_the_panel():
    cells = read(NOTEBOOK).cells
    first = cells[1].source
    for words in ("local emergency number", "crisis line", "leave out", "admission to hospital",
                  "24 and younger", "even if people improve after the first dose"):  # fmt: skip
        assert words in first, words
    (panel,) = [n for n, cell in enumerate(cells) if cell.id == "how-many"]
    assert "local emergency number" in cells[panel + 1].source


def test_help_comes_first_and_stands_in_the_exercise_too():
    assert read(NOTEBOOK).cells[1].source.startswith("> **In danger now")
    for room in ("exercises", "solutions"):
        first = read(REPOSITORY / room / "clinical_use" / f"{LESSON}.ipynb").cells[0].source
        assert "local emergency number" in first and "crisis line" in first, room


def test_not_shown_is_never_told_as_not_there():
    """The pooled rating of the spray leans to the drug: its interval just holds zero."""
    pooled = fact("canuso2021-rating-24h")
    assert pooled.low < 0 < pooled.high < -pooled.value
    says(LESSON, "the rating was {points:.2f} points lower with the drug", points=-pooled.value)
    for where, text in texts_of(LESSON).items():
        assert not re.search(r"rating (?:of suicidality )?did not(?! differ at)", text), where


def test_words_are_respectful_and_nothing_plays():
    text = " ".join([*texts_of(LESSON).values(), *strings_of(questions(LESSON))])
    bad = (
        r"(?i)\bcommit(?:s|ted|ting)?\b|\bevents? takes?\b"  # "commits"; events that take people
        r"|\bsuccessful|\bfailed attempt|\bcompleted suicide"
    )
    assert not re.search(bad, text)
    code = " ".join(cell.source for cell in read(NOTEBOOK).cells if cell.cell_type == "code")
    assert "play=" not in code


def test_the_lesson_may_be_left_out():
    assert questions(LESSON)["optional"] is True
