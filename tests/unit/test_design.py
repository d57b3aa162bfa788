"""A trial of one's own against its counts, and what lessons 17 and 00 say of what they draw."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.checks import Lesson
from helpers.evidence import fact
from helpers.figures import story as drawn
from helpers.figures import weighing
from helpers.simulations.trials.design import ALPHA, COMPARATORS, Design
from helpers.simulations.trials.power import chance_to_see
from tests.prose import says

CAPSTONE = "17_weigh_the_claims"
GRID = [
    Design(comparator, people, own, belief)
    for comparator in COMPARATORS
    for people in (10, 20, 60, 200)
    for own, belief in ((0, 40), (10, 20), (20, 0), (30, 30))
]


@pytest.mark.parametrize("design", GRID, ids=str)
def test_simulated_trials_have_the_power(design):
    """4,000 runs have an error of at most 0.8 points."""
    assert design.run(4000).share == pytest.approx(design.power, abs=0.025)


def test_belief_alone_makes_a_difference_unless_it_is_equal():
    gaps = {name: Design(name, 80, 0, 40).expected_points for name in COMPARATORS}
    assert gaps == {"saline": 32.0, "midazolam": 20.0, "hidden by anaesthesia": 0.0}
    hidden = Design("hidden by anaesthesia", 80, 0, 40)
    assert hidden.power == pytest.approx(ALPHA, abs=0.003) and hidden.people_needed() is None
    assert hidden.run(4000).share == pytest.approx(0.05, abs=0.012)
    assert hidden.right_guesses == 0.5


@pytest.mark.parametrize("comparator", COMPARATORS)
def test_the_number_needed_gives_the_power(comparator):
    design = Design(comparator, own_points=15, belief_points=10)
    needed = design.people_needed(0.9)
    ratio = design.drug / design.control
    assert chance_to_see(needed, design.control, ratio) >= 0.9
    assert chance_to_see(needed - 1, design.control, ratio) < 0.9


def test_more_of_anything_never_lowers_the_power():
    powers = [Design("midazolam", n, 10, 10).power for n in (10, 20, 40, 80, 160, 400)]
    assert powers == sorted(powers)
    powers = [Design("midazolam", 40, own, 10).power for own in (0, 5, 10, 20, 40)]
    assert powers == sorted(powers)


def test_what_is_printed_says_too_much_and_the_less_the_more_people():
    means = [Design("midazolam", n, 10, 0).run(4000).printed for n in (15, 60, 200)]
    assert means == sorted(means, reverse=True) and means[-1] > 10
    assert Design("hidden by anaesthesia", 5, 0, 0).run(20).printed is None


def test_a_run_is_the_same_each_time_and_differs_by_seed():
    design = Design()
    assert np.array_equal(design.run().difference, design.run().difference)
    assert not np.array_equal(design.run(seed=2).difference, design.run().difference)


@pytest.mark.parametrize(
    "wrong",
    [
        {"comparator": "tea"},
        {"people": 4},
        {"people": 40.5},
        {"people": "40"},
        {"own_points": -1},
        {"own_points": 41},
        {"own_points": None},
        {"belief_points": float("nan")},
        {"belief_points": True},
    ],
)
def test_wrong_input_is_named(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Design(**wrong)


def test_the_capstone_says_what_its_model_finds():
    alone = Design("midazolam", 80, 0, 40)
    says(CAPSTONE, "About {n:.0f}", n=round(1000 * alone.power, -1))
    says(CAPSTONE, "a gap of {gap:.0f} points", gap=alone.expected_points)
    says(CAPSTONE, "At the start {share:.0%} of trials see the gap", share=Design().run().share)
    assert Design().expected_points == 30 and 0.7 < alone.run().share < 0.8
    small = Design("hidden by anaesthesia", 15, 10, 40).run().printed
    assert small == pytest.approx(40, abs=5)  # "about forty points where the drug does ten"


def test_the_panel_says_what_is_printed():
    told = weighing.many_trials(
        Figure(),
        comparator="hidden by anaesthesia",
        people=10,
        own_points=0,
        belief_points=0,
        printed=weighing.PRINTED[1],
    )
    assert "8% v 8% expected" in told and len(told) <= 400


def test_the_line_of_power_is_counted_where_a_formula_would_be_ten_times_off():
    figure = Figure()
    values = {"comparator": "hidden by anaesthesia", "own_points": 0, "belief_points": 0}
    weighing.many_trials(figure, people=10, printed=weighing.PRINTED[0], **values)
    art = figure._course_artists[1]
    people, power = art.power.get_data()
    line = dict(zip(people, power, strict=True))
    assert line[10] == pytest.approx(0.507, abs=0.001)
    assert art.here.get_ydata()[0] == pytest.approx(line[10], abs=1)


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([("Safety", 0, None, None)], "No claim has been graded"),
        ([("Safety", 2, 1.5, -0.04)], "Safety: first +1.5, now 0 (2 graded)"),
        ([("Safety", 2, -4, 4)], "first −4, now +4"),
    ],
)
def test_the_profile_in_words(units, words):
    assert words in weighing.believed(Figure(), units=units)


# -- the story of lesson 00 ----------------------------------------------------------------------


def test_each_date_of_the_story_is_that_of_its_fact():
    for _, steps in drawn.LANES.values():
        for step in steps:
            found = fact(step.fact_id)
            year = (
                found.value
                if found.unit == "calendar year"
                else int(re.search(r"\d{4}", found.citation)[0])
            )
            assert step.year == year, step
            assert str(step.year) in drawn.story(Figure())
    assert tuple(drawn.sources()) == Lesson("00_start_here").content.references


def test_the_words_of_the_story_are_those_of_its_facts():
    assert fact("shahani2007-n").value == 9  # "bladders of nine daily users"
    says("00_start_here", "made in {year:.0f}", year=fact("gao2016-synthesis").value)
    says("00_start_here", "a person in {year:.0f}", year=fact("domino2010-first-human").value)
    says("00_start_here", "In {year:.0f} it was found", year=fact("lodge2015-nmda-year").value)
    assert fact("berman2000-hdrs-change-ketamine").n == 7
    says("00_start_here", "in {year} seven people completed", year=2000)
