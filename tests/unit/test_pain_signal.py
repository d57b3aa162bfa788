"""The slow signal of lesson 12: limits, an independent solver, published values, refusals."""

from __future__ import annotations

import math
import re
from itertools import product

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from helpers.checks.clinical_use import leaflet
from helpers.evidence import fact
from helpers.figures import pain_signal as draw
from helpers.figures.pain_signal import clocks, trials
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.illness import pain_signal as model
from tests.contract.course import questions
from tests.prose import says
from tests.unit.junk import JUNK

LESSON = "12_chronic_pain"


@pytest.fixture(scope="module")
def trial() -> model.ReliefCourse:
    return model.relief_course(model.trial_infusion())


# -- the model -------------------------------------------------------------------------------------


def test_a_constant_level_brings_half_of_the_way_in_one_half_life():
    held = model.staircase([(24 * 400, 10)])
    course = model.relief_course(held, times_d=[10.9, 21.8, 399])
    level = course.plasma_ng_per_ml[-1]
    signal = course.signal_ng_per_ml / level
    assert signal == pytest.approx([0.5, 0.75, 1.0], abs=4e-3)  # plasma takes hours to be steady


def test_after_the_drug_the_signal_halves_every_half_life(trial):
    first, second = trial.at([20, 30.9]).signal_ng_per_ml
    assert second / first == pytest.approx(0.5, rel=1e-4)


def test_the_signal_is_that_of_an_independent_solver(trial):
    course = pk.simulate(model.trial_infusion(), times_min=np.linspace(0, 1440 * 10, 14401),
                         model="noppers2011")  # fmt: skip
    rate = math.log(2) / 10.9

    def slope(day, signal):
        return rate * (np.interp(1440 * day, course.times_min, course.plasma_ng_per_ml) - signal)

    found = solve_ivp(slope, (0, 10), [0.0], max_step=0.02, rtol=1e-7, t_eval=[1, 4.2, 10])
    assert trial.at([1, 4.2, 10]).signal_ng_per_ml == pytest.approx(found.y[0], rel=2e-3)


def test_relief_at_its_limits():
    assert model.relief_of([0, 10.5, 1e9]) == pytest.approx([0, 0.5, 1], abs=1e-7)


def test_the_signal_does_not_care_how_the_climb_is_stepped(trial):
    mean = model.staircase([(48, 13.6), (52.8, 22.2)])
    assert model.relief_course(mean).at([28]).relief == pytest.approx(
        trial.at([28]).relief, abs=2e-3
    )


def test_the_panel_says_what_the_course_finds(trial):
    """The panel reads half-time and peak from its lines, to be quick."""
    for schedule, course in ((clocks.LONG, trial), (clocks.SHORT, None)):
        course = course or model.relief_course(model.SCHEDULES[schedule]())
        words = draw.relief_stays(Figure(), schedule=schedule)
        assert f"peaks at {course.peak_plasma_ng_per_ml():.0f} ng/mL" in words
        assert f"left on day {course.half_gone_d():.0f}." in words


def test_numbers_of_the_plan(trial):
    short = model.relief_course(model.SCHEDULES[clocks.SHORT]())
    assert short.peak_plasma_ng_per_ml() == pytest.approx(193, rel=0.02)
    assert trial.peak_plasma_ng_per_ml() == pytest.approx(237, rel=0.02)
    assert short.best()[:2] == pytest.approx((0.54, 0.049), rel=0.02)
    assert trial.best()[:2] == pytest.approx((45.7, 0.81), rel=0.02)
    assert trial.falls_below_d(0.5) == pytest.approx(27.6, rel=0.02)
    assert model.relief_course(model.trial_infusion(1.46)).best()[1] == pytest.approx(0.5, abs=0.01)


def test_published_intervals_span_two_to_nine_weeks_after_the_end():
    ends = []
    for half_life_d in (5.3, 20.5):
        for c50 in (4.37, 21.2):
            numbers = model.PUBLISHED.changed(half_life_d=half_life_d, c50_ng_per_ml=c50)
            course = model.relief_course(model.trial_infusion(), numbers=numbers)
            ends.append(course.half_gone_d() - model.TRIAL_D)
    assert min(ends) == pytest.approx(14, abs=0.5)
    assert max(ends) == pytest.approx(61.5, abs=1)


def test_a_level_that_is_never_reached_gives_nan():
    assert math.isnan(model.relief_course(model.staircase([(0.5, 40)])).falls_below_d(0.5))


def test_r_ketamine_is_given_no_part():
    racemate, s_alone = (
        model.relief_course(model.staircase([(4, rate)], form)).best()[0]
        for rate, form in ((40, "racemate"), (20, "S"))
    )
    assert racemate == pytest.approx(s_alone, rel=1e-9)
    assert model.relief_course(model.staircase([(4, 40)], "R"), times_d=[1]).relief[0] == 0


def test_the_trial_gives_some_two_grams():
    assert sum(dose.mg for dose in model.trial_infusion()) == pytest.approx(1825, abs=1)
    assert sum(dose.mg for dose in model.trial_infusion(1.0)) == pytest.approx(24 * 9.3, rel=1e-3)


def test_gap_for_p():
    assert model.gap_for_p(0.05, 1.0) == pytest.approx(1.959964, rel=1e-6)
    assert model.gap_for_p(0.07, 0.51, 0.48) == pytest.approx(1.27, abs=0.005)
    assert model.gap_for_p(1.0, 1.0) == pytest.approx(0, abs=1e-9)


def test_worlds_without_chance_or_drug():
    quiet = model.before_after(entry=0, week_sd=0, others=0, drug=0)
    assert quiet.improved() == quiet.improved(drug=False) == 0
    assert model.before_after(entry=0, week_sd=0, others=0.3, drug=0).improved() == 1.0
    chosen = model.before_after(entry=7, week_sd=2, others=0, drug=0)
    assert chosen.before.min() >= 7
    assert chosen.without.mean() < chosen.before.mean() - 1  # regression to the mean


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda x: model.relief_of(x), "signal_ng_per_ml"),
        (lambda x: model.trial_infusion(x), "stop_d"),
        (lambda x: model.staircase([(1, x)]), "rate"),
        (lambda x: model.mean_pain(x, 0.5, 0.5), "base"),
        (lambda x: model.gap_for_p(x, 1.0), "p "),
        (lambda x: model.gap_for_p(0.05, x), "standard_errors"),
        (lambda x: model.before_after(entry=x, week_sd=1, others=0, drug=0), "entry"),
        (lambda x: model.before_after(entry=0, week_sd=1, others=x, drug=0), "others"),
        (lambda x: model.PUBLISHED.changed(half_life_d=x), "half_life_d"),
    ],
)
@pytest.mark.parametrize("wrong", [-1, "1", None, math.nan, math.inf, True])
def test_a_wrong_argument_is_named(call, named, wrong):
    with pytest.raises(ValueError, match=named):
        call(wrong)


def test_more_refusals(trial):
    with pytest.raises(ValueError, match="numbers"):
        model.relief_course([], numbers={"half_life_d": 1})
    with pytest.raises(ValueError, match="standard_errors"):
        model.gap_for_p(0.05)
    with pytest.raises(ValueError, match="share"):
        trial.half_gone_d(2)


# -- figures ---------------------------------------------------------------------------------------


def test_the_ledger_names_facts_of_its_own_studies():
    assert {entry.study for entry in trials.LEDGER} <= set(model.SCHEDULES)
    for entry in trials.LEDGER:
        assert {fact(one).citation for one in entry.facts} == {entry.study}


def test_nobody_who_does_not_respond_is_told_of_relief():
    words = draw.relief_stays(Figure(), schedule=clocks.LONG, responder="no")
    assert "no relief" in words and "%" not in words


@pytest.mark.parametrize(
    "values",
    [
        {"schedule": "1 g"},
        {"schedule": clocks.LONG, "responder": "maybe"},
        {"schedule": clocks.LONG, "half_life_d": 0},
    ],
)
def test_the_hero_refuses_what_it_does_not_know(values):
    with pytest.raises(ValueError, match=list(values)[-1]):
        draw.relief_stays(Figure(), **values)


# -- the leaflet -----------------------------------------------------------------------------------

KIND = leaflet.Leaflet()
TASK = leaflet.HONEST
ALLOWED = sorted(leaflet.ALLOWED)


def verdict(text: object):
    return TASK.verdict(ALLOWED, text)


def test_the_example_is_right_in_any_dress():
    for text in (leaflet.EXAMPLE, leaflet.EXAMPLE.upper(), leaflet.EXAMPLE.replace("\n", "  ")):
        assert verdict(text).state == "right"


@pytest.mark.parametrize(
    "sentence",
    [
        "It cures the pain.",
        "It resets the pathway; nobody doubts it.",
        "The effect is permanent.",
        "It is safe.",
        "Ketamine is effective.",
        "Not only that: it is proven to help.",
        "It is not only proven but safe.",
        "No doubt it is a cure.",
        "Nobody disputes that it is effective.",
        "There are no risks.",
        "It will help you.",
        "It works for everyone.",
        "The relief never fades.",
        "Two of three people get better because of ketamine.",
        "Nobody in the trial could tell what they had.",
        "The pain system is back to normal.",
    ],
)
def test_a_promise_is_never_right(sentence):
    assert verdict(f"{leaflet.EXAMPLE} {sentence}").mistake == "overstated"


@pytest.mark.parametrize(
    "sentence",
    [
        "It is no cure.",
        "It has not been proven to reset anything.",
        "It isn’t harmless.",
        "Your pain is always real, and everyone's pain is different.",
        "You are not imagining your pain.",
        "Ask how they keep you safe.",
    ],
)
def test_a_denial_is_allowed(sentence):
    assert verdict(f"{leaflet.EXAMPLE} {sentence}").state == "right"


@pytest.mark.parametrize("dose", ["20 mg", "0.5mg/kg", "two hundred milligrams", "two grams"])
def test_a_dose_is_never_right(dose):
    assert verdict(f"{leaflet.EXAMPLE} Some had {dose} an hour.").mistake == "dose"


def test_a_doubt_of_somebodys_pain_is_never_right():
    for sentence in ("Perhaps the pain is not real.", "It may be in your head."):
        assert verdict(f"{leaflet.EXAMPLE} {sentence}").mistake == "unkind"


OTHER_WORDS = {
    "In one trial 60 people with this pain": (
        "A study with sixty volunteers who live with it",
        "Here is what 60 patients",
    ),
    "difference faded over weeks, and": ("benefit wore off within three months, and",),
    "People were not able to use the\nlimb more than before.": (
        "Their ability to move stayed the same.",
        "Daily tasks were as hard as before.",
        "Neither group could do more.",
    ),
    "Other studies saw no lasting relief, and a review of 67 trials of ketamine\nand drugs like it "
    "found no clear evidence of relief.": (
        "Elsewhere the research is mixed.",
        "Reviewers call the evidence weak.",
        "Experts who looked at many trials do not know whether it works.",
    ),
    "had strange\nperceptions or thoughts": ("felt unreal or dreamy", "had odd ideas and visions"),
    "had signs of liver injury": ("had raised liver enzymes", "were harmed in the liver"),
}


@pytest.mark.parametrize("said", list(OTHER_WORDS))
def test_honest_sentences_in_other_words_are_read(said):
    assert leaflet.EXAMPLE.count(said) == 1
    for other in OTHER_WORDS[said]:
        assert verdict(leaflet.EXAMPLE.replace(said, other)).state == "right", other


@pytest.mark.parametrize(
    ("said", "false"),
    [
        ("three had signs of liver injury", "nobody had signs of liver injury"),
        ("three had signs of liver injury", "the liver was fine"),
        ("three in four had strange", "nobody had strange"),
        ("People were not able to use", "Not only were people able to use"),
        ("a review of 67 trials of ketamine\nand drugs like it found no clear evidence of relief",
         "all is well"),
    ],
)  # fmt: skip
def test_a_point_that_is_denied_is_not_found(said, false):
    text = leaflet.EXAMPLE.replace("Other studies saw no lasting relief, and ", "")
    assert said in text
    assert verdict(text.replace(said, false)).state == "wrong"


@pytest.mark.parametrize("name", list(leaflet._SAYS))
def test_each_point_is_missed_where_it_is_left_out(name):
    _, patterns = leaflet._SAYS[name]
    kept = [
        one
        for one in leaflet._sentences(" ".join(leaflet.EXAMPLE.split()).casefold())
        if not all(re.search(p, one) for p in patterns)
    ]
    found = verdict(". ".join(kept) + " and so on and on, in some more words than were there" * 4)
    assert found.state == "wrong"


@pytest.mark.parametrize(
    "text",
    ["", " ", "x" * 100_000, "a " * 5000, "\x00\ud800" * 40, "!?.;:" * 900, "no " * 300,
     "60 " * 300, "n't" * 2000, "<b>" * 100, "ﬃ" * 1000, "\u202e" * 500, "liver " * 400],
)  # fmt: skip
def test_any_text_is_judged_and_wrong(text):
    found = verdict(text)
    assert found.state in ("wrong", "not attempted")
    assert found.words.strip()


def test_junk_is_judged():
    for make in JUNK.values():
        assert verdict(make()).state in ("wrong", "not attempted")


def test_the_sentences_of_the_solution_are_the_ones_allowed():
    assert TASK.verdict(["A", "D", "F", "H"], leaflet.EXAMPLE).state == "right"
    assert TASK.verdict(["A", "D", "F"], leaflet.EXAMPLE).mistake == "only-good"


# -- what the lesson says --------------------------------------------------------------------------


def test_sentences_of_the_lesson(trial):
    short = model.relief_course(model.SCHEDULES[clocks.SHORT]())
    signal, best, _ = trial.best()
    says(
        LESSON,
        "193 and {high:.0f} ng/mL: one holds off {low_relief:.0f}% of a responder's pain",
        high=trial.peak_plasma_ng_per_ml(),
        low_relief=100 * short.best()[1],
    )
    says(LESSON, "{days:.0f} days. The signal halves", days=trial.half_gone_d() - model.TRIAL_D)
    says(LESSON, "P = 0.07 goes with a gap of about {gap:.1f} points", gap=trials.implied_gap())
    assert 0.17 < signal / trial.peak_plasma_ng_per_ml() < 0.22  # "a fifth of its way"
    assert 4 < signal / fact("dahan2011-c50").value < 4.5  # "four times its C50"
    ratio = trial.area_ng_h_per_ml() / short.area_ng_h_per_ml()
    assert 85 < ratio < 95  # "some ninety times the area"
    reached = model.relief_course(model.trial_infusion(), times_d=np.linspace(1, 2, 201))
    at = int(np.argmax(reached.signal_ng_per_ml >= fact("dahan2011-c50").value))
    assert reached.times_d[at] == pytest.approx(1.5, abs=0.05)
    assert reached.plasma_ng_per_ml[at] == pytest.approx(190, rel=0.03)
    assert best == pytest.approx(0.81, abs=0.005)


def test_the_small_worlds_that_the_lesson_names():
    nothing = model.before_after(entry=7, week_sd=2, others=0.3, drug=0)
    says(LESSON, "goes with {share:.0f}% improved", share=100 * nothing.improved())


def test_a_tick_in_a_panel_is_true_in_every_corner():
    """Each step is done only where the picture shows what the step asks for."""
    hero, improves = ([one["done"] for one in task["steps"]] for task in questions(LESSON)["tasks"])
    for day, low, high in ((24, 0, 24), (50, 50, 90)):
        done = hero[2][0 if day == 24 else 1]
        for stop_d, half_life_d, c50 in product(done["stop_d"], done["half_life_d"], done["c50"]):
            numbers = model.PUBLISHED.changed(half_life_d=half_life_d, c50_ng_per_ml=c50)
            course = model.relief_course(model.trial_infusion(stop_d), numbers=numbers)
            assert low < course.half_gone_d() < high
    for stop_d in hero[1]["stop_d"]:
        best = model.relief_course(model.trial_infusion(stop_d)).best()[1]
        assert best == pytest.approx(0.5, abs=0.03)
    pooled = fact("zhao2018-immediate")
    done = improves[1]
    for entry, week_sd, others in product(done["entry"], done["week_sd"], done["others"]):
        world = model.before_after(entry=entry, week_sd=week_sd, others=others / 100, drug=0)
        assert pooled.low < 100 * world.improved() < pooled.high


def test_the_clock_expects_what_the_lesson_says_it_does():
    goldberg = model.relief_course(model.SCHEDULES["Goldberg 2010"]())
    assert goldberg.at([1]).relief[0] == pytest.approx(0.5, abs=0.03)  # "expects half"
    mangnus = model.relief_course(model.SCHEDULES["Mangnus 2022"]())
    slow = model.PUBLISHED.changed(half_life_d=20.5, c50_ng_per_ml=21.2)
    day_one = model.relief_course(model.SCHEDULES["Goldberg 2010"](), numbers=slow).at([1])
    assert day_one.relief[0] == pytest.approx(0.2, abs=0.03)  # "a fifth"
    assert mangnus.at([35]).relief[0] > 0.3  # "all responders would still be among them"
    schwartzman = model.relief_course(model.SCHEDULES["Schwartzman 2009"]())
    sigtermans = model.relief_course(model.SCHEDULES["Sigtermans 2009b"]())
    share = schwartzman.area_ng_h_per_ml() / sigtermans.area_ng_h_per_ml()
    assert share == pytest.approx(0.25, abs=0.03)  # "about a quarter of the area"


def test_ten_lines_are_the_package():
    v1, v2, v3, cl, q2, q3 = (
        fact(f"noppers2011-sket-{name}").value for name in ("v1", "v2", "v3", "cl", "q2", "q3")
    )
    k = np.log(2) / (24 * fact("dahan2011-thalf").value)
    matrix = np.zeros((5, 5))
    matrix[0, :3] = -(cl + q2 + q3) / v1, q2 / v2, q3 / v3
    matrix[1, :2], matrix[2, [0, 2]] = (q2 / v1, -q2 / v2), (q3 / v1, -q3 / v3)
    matrix[3, [0, 3]] = k / v1, -k
    state = np.array([0, 0, 0, 0, 1.0])
    for hours, rate in [(48, 13.6), (52.8, 22.2), (24 * 23.8, 0)]:
        matrix[0, 4] = rate
        state = expm(matrix * hours) @ state
    course = model.relief_course(model.staircase([(48, 13.6), (52.8, 22.2)]), times_d=[28])
    assert 1000 * state[3] == pytest.approx(course.signal_ng_per_ml[0], rel=1e-6)
