"""What was not seen: limits, published values, refusals, and the numbers in the lesson's text."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpers.evidence import fact
from helpers.figures import unseen as draw
from helpers.simulations.harm import unseen as model
from helpers.widgets.picture import make_figure, paint
from tests.contract.course import notebooks, read
from tests.prose import says

LESSON = "15_dependence_and_body"
EXACT = 1e-9


# --- few events -------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.integers(0, 5), st.floats(0.5, 0.999))
def test_at_the_limit_so_few_cases_are_as_rare_as_the_confidence_says(people, cases, confidence):
    cases = min(cases, people)
    limit = model.upper_risk(cases, people, confidence)
    if cases == people:
        assert limit == 1
    else:
        assert model.chance_of_at_most(cases, people, limit) == pytest.approx(1 - confidence)


def test_none_seen_has_a_closed_form_and_its_rule_of_three():
    for people in (1, 30, 150, 802, 100_000):
        assert model.upper_risk(0, people) == pytest.approx(1 - 0.05 ** (1 / people), rel=EXACT)
    assert model.upper_risk(0, 100_000) * 100_000 == pytest.approx(-math.log(0.05), rel=1e-4)
    assert model.chance_of_at_most(0, 802, 0.001) == pytest.approx(0.999**802, rel=EXACT)


def test_a_rate_is_the_limit_of_a_risk_in_many_people():
    many = 10**7
    for cases in (0, 3):
        risk = model.upper_risk(cases, many) * many
        assert model.upper_rate(cases, 1.0) == pytest.approx(risk, rel=1e-5)
    assert model.upper_rate(0, 2.0) == pytest.approx(model.upper_rate(0, 1.0) / 2, rel=EXACT)
    assert model.upper_rate(2, 1.0) == pytest.approx(stats.chi2.ppf(0.95, 6) / 2, rel=EXACT)


@settings(max_examples=40, deadline=None)
@given(st.floats(1e-5, 0.5), st.floats(0.5, 0.99))
def test_people_needed_are_the_fewest(risk, chance):
    people = model.people_needed(risk, chance)
    missed = model.chance_of_at_most(0, people, risk)
    assert missed <= 1 - chance + 1e-9
    if people > 1:
        assert model.chance_of_at_most(0, people - 1, risk) >= 1 - chance - 1e-9


@pytest.mark.parametrize("risk", [0, 1e-6, 0.001, 0.01, 0.5, 0.999, 1])
@pytest.mark.parametrize("people", [1, 50, 802, 5000, 100_000])
def test_a_hundred_trials_are_the_middles_of_the_binomial(people, risk):
    middles = stats.binom.ppf((np.arange(100) + 0.5) / 100, people, risk)
    assert model.hundred_trials(people, risk).tolist() == middles.tolist()


def test_a_hundred_trials_are_sorted_and_average_to_the_expected_count():
    counts = model.hundred_trials(802, 0.005)
    assert len(counts) == 100 and (np.diff(counts) >= 0).all()
    assert counts.mean() == pytest.approx(802 * 0.005, rel=0.03)
    assert model.hundred_trials(50, 0.0).max() == 0 and model.hundred_trials(50, 1.0).min() == 50


def test_chances_keep_shapes_and_ends():
    risks = np.array([[0.0, 0.5], [1.0, 0.001]])
    found = model.chance_of_at_most(0, 10, risks)
    assert found.shape == risks.shape and found[0, 0] == 1 and found[1, 0] == 0
    assert model.chance_of_at_most(10, 10, 1.0) == 1
    assert model.seen_by(0, 24) == 0 and model.seen_by(1e6, 24) == pytest.approx(1)
    assert model.seen_by([12, 24], 24)[1] == pytest.approx(1 - 1 / math.e)


# --- symptoms by days --------------------------------------------------------------------------


def test_the_line_starts_at_its_baseline_and_each_day_multiplies_the_odds():
    for numbers in (model.MATCHED, model.ANY_SYMPTOM):
        assert model.by_days(0, numbers) == pytest.approx(numbers.baseline_percent, rel=EXACT)
        steps = model.by_days([40, 41], numbers)
        assert model.odds_ratio(steps[1], steps[0]) == pytest.approx(1.016, rel=EXACT)
    assert model.MATCHED.sources["plateau_day"].kind == "chosen"
    assert model.ANY_SYMPTOM.sources["baseline_percent"].facts == ("pal2013-never",)


def test_a_plateau_is_flat_and_no_slope_never_reaches_an_excess():
    flat = model.MATCHED.changed(plateau_day=60)
    assert model.by_days(60, flat) == model.by_days(180, flat) < model.by_days(180)
    assert model.days_for_excess(100 / 17, model.MATCHED.changed(plateau_day=20)) is None
    assert model.days_for_excess(5, model.MATCHED.changed(odds_ratio_per_day=1)) is None
    assert model.days_for_excess(0, model.MATCHED.changed(odds_ratio_per_day=1)) == 0
    assert model.days_for_excess(95) is None
    days = model.days_for_excess(100 / 17)
    assert model.by_days(days) - model.MATCHED.baseline_percent == pytest.approx(100 / 17)


# --- odds and escalation ------------------------------------------------------------------------


def test_an_odds_ratio_beyond_itself_is_one_and_its_interval_turns_round():
    one = (6.2, 4.1, 9.1)
    same = model.odds_ratio_beyond(one, one)
    assert same.ratio == pytest.approx(1) and same.low * same.high == pytest.approx(1)
    there = model.odds_ratio_beyond(one, (2.8, 2.0, 3.9))
    back = model.odds_ratio_beyond((2.8, 2.0, 3.9), one)
    assert there.low == pytest.approx(1 / back.high)
    assert model.negative_control() == there


def test_escalation_is_arithmetic():
    for share in (0.05, 0.3, 1.0):
        fold = model.fold_of_those_who_rose(6, share)
        assert share * fold + (1 - share) == pytest.approx(6)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("people", lambda wrong: model.upper_risk(0, wrong)),
        ("cases", lambda wrong: model.upper_risk(wrong, 10)),
        ("confidence", lambda wrong: model.upper_risk(0, 10, wrong)),
        ("risk", lambda wrong: model.chance_of_at_most(0, 10, wrong)),
        ("person_years", lambda wrong: model.upper_rate(0, wrong)),
        ("risk", model.people_needed),
        ("days", model.by_days),
        ("months", lambda wrong: model.seen_by(wrong, 12)),
        ("excess_percent", model.days_for_excess),
        ("percent", lambda wrong: model.odds_ratio(wrong, 20)),
        ("share", lambda wrong: model.fold_of_those_who_rose(6, wrong)),
    ],
)
@pytest.mark.parametrize("wrong", [-1, "1", None, math.nan, True])
def test_a_wrong_argument_is_named(name, call, wrong):
    with pytest.raises(ValueError, match=name):
        call(wrong)


def test_an_interval_that_does_not_hold_its_value_is_refused():
    for wrong in ((6.2, 7.0, 9.1), (6.2, 4.1)):
        with pytest.raises(ValueError, match="over"):
            model.odds_ratio_beyond(wrong, (2.8, 2.0, 3.9))


# --- pictures ------------------------------------------------------------------------------------


def words(drawing, **values) -> str:
    return paint(drawing, make_figure((8, 4.5)), values)


def test_the_hero_says_its_numbers_at_both_ends():
    said = words(draw.missed, per_1000=1.0, people=802, cases=0)
    assert "45% of trials" in said and "3.73 per 1,000" in said and "2,995 people" in said
    for per_1000, people, cases in ((0.1, 50, 5), (10, 5000, 0), (10, 50, 0), (0.1, 5000, 5)):
        said = words(draw.missed, per_1000=per_1000, people=people, cases=cases)
        assert len(said) <= 400
    assert "fewer than 0.1%" in words(draw.missed, per_1000=10, people=5000, cases=0)


def test_the_days_say_both_lines():
    said = words(draw.by_days_of_use, days=180, percent_per_day=1.6, plateau_day=180)
    assert "66%" in said and "85%" in said and "33 days" in said
    said = words(draw.by_days_of_use, days=180, percent_per_day=0, plateau_day=180)
    assert "never reached" in said


def test_words_of_the_pictures_hold_their_printed_numbers():
    said = words(draw.where)
    for name in ("harding2025-craving", "harding2025-lowmood", "seto2018-biliary"):
        assert f"{fact(name).value:g}%" in said
    assert "1,709 people, 0.18%" in words(draw.whose_zero)
    assert "2.2 (1.3 to 3.7)" in words(draw.beside_whom)
    said = words(draw.same_question)
    for name in ("tam2016-control-luts", "pal2013-recent", "chen2014-urinary"):
        assert f"{fact(name).value:g}%" in said
    assert "11-fold" in words(draw.sixfold)


# --- the text -------------------------------------------------------------------------------------


def test_numbers_in_the_text():
    says(LESSON, "802 times is {none:.3f}", none=model.chance_of_at_most(0, 802, 0.001))
    rates = {
        key: 1000 * model.upper_rate(0, fact("zaki2025-patientyears").value, two_sided=both)
        for key, both in (("one", False), ("two", True))
    }
    says(LESSON, "up to {one:.2f} per 1,000 (two-sided {two:.2f})", **rates)
    says(LESSON, "leaves {risk:.1f} per 1,000 open", risk=1000 * model.upper_risk(0, 802))
    says(LESSON, "{risk:.0f} per 1,000. One case", risk=1000 * model.upper_risk(0, 150))
    says(LESSON, "lifts the limit to {risk:.1f}", risk=1000 * model.upper_risk(1, 802))
    says(LESSON, "It takes {people:,} people to see", people=model.people_needed(0.001))
    mixed, matched = (model.by_days(180, one) for one in (model.ANY_SYMPTOM, model.MATCHED))
    ends = {"mixed": mixed, "matched": matched}
    says(LESSON, "says {mixed:.1f}% and the matched one {matched:.1f}%", **ends)
    says(LESSON, "adds {gap:.0f} points", gap=mixed - matched)
    flat = model.by_days(180, model.MATCHED.changed(plateau_day=60))
    says(LESSON, "would bring the matched one to {flat:.0f}%", flat=flat)
    says(LESSON, "if half rose {fold:.0f}-fold", fold=model.fold_of_those_who_rose(6, 0.5))
    near = [model.by_days(170, one) for one in (model.ANY_SYMPTOM, model.MATCHED)]
    says(LESSON, "the lines say {:.0f}% and {:.0f}%".format(*near))
    pal = model.odds_ratio(fact("pal2013-recent").value, fact("pal2013-never").value)
    says(LESSON, "gives {pal:.2f}.", pal=pal)
    says(LESSON, "{low:g} to {high:g}% of patients", low=fact("kerrgaffney2025-symptoms").low,
         high=fact("kerrgaffney2025-symptoms").high)  # fmt: skip
    says(LESSON, "Only {low:g}% of the studies", low=fact("kerrgaffney2025-low-bias").value)
    says(LESSON, "{share:g}% stopped for adverse events",
         share=fact("wajs2020-discontinued").value)  # fmt: skip
    for esk, placebo, said in (
        (
            "label-pollakiuria-esk",
            "label-pollakiuria-pbo",
            "in 11 of 346 on esketamine and 1 of 222",
        ),
        ("aspire-pollakiuria-esk", "aspire-pollakiuria-pbo", "in 5 of 227 and 2 of 225"),
    ):
        says(LESSON, said)
        for name in (esk, placebo):
            cases, people = fact(name).condition.split(" ")[0].split("/")
            assert f"{cases} of {people}" in said and int(people) == fact(name).n
    says(LESSON, "none of {n:g} people with CRPS", n=fact("lee2025-liver").n)
    says(LESSON, "because only {n:g} students", n=fact("tam2016-substance-users").value)
    late = model.people_needed(0.001 * model.seen_by(12, fact("li2019-onset-months").value))
    says(LESSON, "{late:,} people are needed instead of 2,995", late=late)


def test_the_model_in_ten_lines_is_the_package():
    (path,) = [p for p in notebooks("notebooks") if p.stem == LESSON]
    (source,) = [c.source for c in read(path).cells if "beta.ppf" in c.source]
    lines: dict = {}
    exec(source, lines)
    assert lines["none"] == pytest.approx(model.chance_of_at_most(0, 802, 0.001), rel=EXACT)
    assert lines["limit"] == pytest.approx(model.upper_risk(0, 802), rel=EXACT)
    assert lines["rate"] == pytest.approx(model.upper_rate(0, 3777), rel=EXACT)
    assert lines["needed"] == model.people_needed(0.001)
    assert lines["percent"] == pytest.approx(model.by_days([0, 30, 90, 180]), rel=EXACT)
