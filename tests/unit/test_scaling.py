"""The model of lesson 16 against its limits and sources, and the lesson's numbers against both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import scaling as draw
from helpers.simulations.harm import scaling
from tests.prose import says

LESSON = "16_animals_to_humans"
SUN = scaling.study("Sun 2014")
ANIMALS = ("mouse", "rat", "monkey")
doses = st.floats(0, 1e4, allow_nan=False)


# --- the rule ----------------------------------------------------------------------------------


def test_the_factors_are_those_of_the_facts_and_of_weight_over_surface():
    for animal, name in (
        ("mouse", "mouse"),
        ("rat", "rat"),
        ("monkey", "rhesus"),
        ("human", "human"),
    ):
        assert scaling.species(animal).km == fact(f"km-{name}").value
    for one in scaling.all_species().values():
        assert one.weight_kg / one.area_m2 == pytest.approx(one.km, rel=0.1), one.name


def test_the_printed_multipliers_are_met():
    table = series("safety-km-factors").set_index("species")
    for animal in ("mouse", "rat", "dog", "rabbit", "mini pig"):
        printed = table.loc[animal, "multiply_animal_mg_per_kg_by"]
        assert scaling.factor(animal) == pytest.approx(printed, abs=0.0006)


@given(doses, st.sampled_from(ANIMALS), st.sampled_from(scaling.RULES))
def test_there_and_back_again(dose, animal, rule):
    back = scaling.unscaled(scaling.scaled(dose, animal, rule), animal, rule)
    assert back == pytest.approx(dose, rel=1e-9)
    assert scaling.scaled(2 * dose, animal, rule) == pytest.approx(
        2 * scaling.scaled(dose, animal, rule), rel=1e-9
    )


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0, 1))
def test_a_power_has_its_limits(animal_kg, person_kg, exponent):
    assert scaling.power_factor(animal_kg, person_kg, 1.0) == pytest.approx(1)
    assert scaling.power_factor(person_kg, person_kg, exponent) == pytest.approx(1)
    both = scaling.power_factor(animal_kg, person_kg, exponent) * scaling.power_factor(
        person_kg, animal_kg, exponent
    )
    assert both == pytest.approx(1, rel=1e-9)


def test_the_smaller_the_animal_the_more_its_dose_shrinks():
    for rule in scaling.RULES[1:]:
        factors = [scaling.factor(animal, rule) for animal in ANIMALS]
        assert factors == sorted(factors) and factors[-1] < 1
    assert {scaling.factor(animal, "per kilogram") for animal in ANIMALS} == {1.0}


def test_surface_is_two_thirds_and_comes_near_the_factors():
    exponent, _ = scaling.area_exponent()
    assert exponent == pytest.approx(2 / 3, abs=0.03)
    person = scaling.species("human").weight_kg
    for animal in ANIMALS:
        power = scaling.power_factor(scaling.species(animal).weight_kg, person, 2 / 3)
        assert power == pytest.approx(scaling.factor(animal), rel=0.25)


# --- totals and margins ------------------------------------------------------------------------


def test_sessions_follow_the_label_and_the_weeks():
    assert scaling.Clinic().sessions == 30
    assert scaling.Clinic().changed(weeks=52).sessions == 56
    assert scaling.Clinic().changed(weeks=2).sessions == 4


def test_margins_scale_as_they_must():
    weekly = scaling.schedule("weekly infusions")
    assert weekly.total("S form") == pytest.approx(weekly.total() / 2)
    for rule in scaling.RULES:
        both = [scaling.margin(SUN, weekly, rule, counted) for counted in scaling.COUNTED]
        assert both[0] == pytest.approx(both[1])
    spray = scaling.schedule("esketamine")
    assert scaling.margin(SUN, spray, counted="S form") == pytest.approx(
        scaling.margin(SUN, spray) / 2
    )
    longer = scaling.schedules(scaling.Clinic().changed(weeks=52))["weekly infusions"]
    assert scaling.margin(SUN, longer) == pytest.approx(scaling.margin(SUN, weekly) / 2)


def test_ties_share_the_better_rank():
    assert scaling.ranks([1, 3, 3, 2]) == [4, 1, 1, 3]
    assert scaling.ranks([5]) == [1]
    assert scaling.ranks([0.1 + 0.2, 0.3]) == [1, 1]


# --- ages, hours, few animals ------------------------------------------------------------------


@pytest.mark.parametrize("hours", [3.001, 4, 5])
@pytest.mark.parametrize("oldest", [6, 20, 34.9])
def test_many_rules_agree_with_all_points(oldest, hours):
    agrees, points = scaling.agreement(oldest, hours)
    assert agrees.all() and len(points) == 9


def test_just_outside_a_point_disagrees():
    for oldest, hours in ((5.9, 4), (35, 4), (20, 3), (20, 5.001)):
        assert not scaling.agreement(oldest, hours)[0].all(), (oldest, hours)
    agrees, points = scaling.agreement(20, 9, "brambrink2012")
    assert agrees.all() and len(points) == 7


@given(st.integers(1, 500))
def test_what_none_of_n_allows_is_five_per_cent(n):
    share = scaling.highest_unseen(n)
    assert (1 - share) ** n == pytest.approx(0.05, rel=1e-6)
    assert share <= 3 / n


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: scaling.species("cat"), "species"),
        (lambda: scaling.scaled(-1, "rat"), "dose_mg_per_kg"),
        (lambda: scaling.scaled(True, "rat"), "dose_mg_per_kg"),
        (lambda: scaling.unscaled(float("nan"), "rat"), "human_mg_per_kg"),
        (lambda: scaling.factor("rat", "by eye"), "rule"),
        (lambda: scaling.power_factor(0, 60, 0.75), "animal_kg"),
        (lambda: scaling.power_factor(1, 60, 2), "exponent"),
        (lambda: scaling.study("Smith"), "study"),
        (lambda: scaling.schedule("daily"), "schedule"),
        (lambda: scaling.schedule("esketamine").total("R form"), "counted"),
        (lambda: scaling.Clinic().changed(weeks=0), "weeks"),
        (lambda: scaling.ranks([-1]), "values"),
        (lambda: scaling.harmed(5, -1, 20, 4), "hours"),
        (lambda: scaling.agreement(20, 0), "shortest_h"),
        (lambda: scaling.agreement(20, 4, "nobody2000"), "without"),
        (lambda: scaling.highest_unseen(0), "n must"),
    ],
)
def test_a_wrong_argument_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()


# --- pictures ----------------------------------------------------------------------------------

BASE = {"animal": "rat", "dose_mg_per_kg": 40, "doses": 1, "rule": "per kilogram",
        "beside": "one infusion", "counted": "all"}  # fmt: skip


def test_the_first_panel_says_what_it_shows_and_moves_what_it_must():
    figure = Figure(figsize=(8, 4.5))
    assert "80× an infusion" in draw.scale_it(figure, **BASE)
    words = draw.scale_it(figure, **{**BASE, "rule": "body surface"})
    assert "6.5 mg/kg in a person" in words and "13× an infusion" in words
    words = draw.scale_it(
        figure, animal="monkey", dose_mg_per_kg=1, doses=180, rule="body surface",
        beside="esketamine", counted="S form",
    )  # fmt: skip
    assert "29 mg/kg of S form, 1.6× 30 sessions (18)" in words and len(words) <= 400


def test_the_second_panel_counts_both_kinds_of_error():
    figure = Figure(figsize=(8, 4.5))
    words = draw.draw_the_line(figure, oldest_d=60, shortest_h=1, papers="all three")
    assert "6 of 9 points agree, not 3 where it says harm and none was found" in words
    words = draw.draw_the_line(figure, oldest_d=-50, shortest_h=24, papers="all three")
    assert "where it says none and some was" in words and len(words) <= 400
    with pytest.raises(ValueError, match="papers"):
        draw.draw_the_line(figure, oldest_d=0, shortest_h=4, papers="two")


# --- the lesson's sentences --------------------------------------------------------------------


def test_numbers_in_the_lesson():
    infusion = scaling.schedule("one infusion").dose_mg_per_kg
    weekly, spray = scaling.schedule("weekly infusions"), scaling.schedule("esketamine")
    rat, monkey = scaling.scaled(40, "rat"), SUN.scaled()
    says(LESSON, "By surface a rat's 40 mg/kg is {n:.0f} infusions", n=rat / infusion)
    says(
        LESSON, "40 × 6 / 37 = {a:.1f} mg/kg, and {a:.1f} / 0.5 is {n:.0f}", a=rat, n=rat / infusion
    )
    says(LESSON, "It comes out at {dose:.2f} mg/kg. That animal doses", dose=monkey)
    says(LESSON, "That still leaves {dose:.1f} mg/kg", dose=scaling.scaled(30, "mouse"))
    says(LESSON, "{dose:.1f} mg/kg, six infusions", dose=scaling.scaled(20, "rat"))
    says(
        LESSON, "scales to one infusion is {dose:.1f} mg/kg", dose=scaling.unscaled(infusion, "rat")
    )
    says(LESSON, "{share:.2f} of it, and in six months {times:.1f} times",
         share=monkey / infusion, times=scaling.margin(SUN, weekly))  # fmt: skip
    says(LESSON, "The monkeys' total is 3 to {times:.1f} times half a year",
         times=scaling.margin(SUN, weekly))  # fmt: skip
    assert round(scaling.margin(SUN, spray)) == 3
    says(LESSON, "None of ten still allows {share:.0%}", share=scaling.highest_unseen(10))
    says(
        LESSON,
        "Three without a finding leave room for {share:.0%}",
        share=scaling.highest_unseen(3),
    )
    margins = [scaling.margin(SUN, one, rule, counted) for one in (weekly, spray)
               for rule in scaling.RULES for counted in scaling.COUNTED]  # fmt: skip
    says(
        LESSON,
        "From {low:.1f} to {high:.0f}: the rule matters",
        low=min(margins),
        high=max(margins),
    )


def test_how_far_the_clearances_miss():
    def miss(name, kg, per=1.0):
        return per * fact(name).value / scaling.clearance(kg, 2 / 3)

    says(
        LESSON,
        "under isoflurane lie {rabbit:.1f} and {dog:.1f} times too high, the cow {cow:.1f}",
        rabbit=miss("luca2020-rabbit-clearance", 1.8),
        dog=miss("pypendop2005-dog-clearance", 10),
        cow=miss("sellers2010-cow-clearance", 600, 1000 / 60),
    )
    assert miss("kaka1980-dog-clearance", 10) == pytest.approx(1, abs=0.15)


def test_how_far_the_exposure_of_rats_misses():
    clinic = scaling.Clinic()
    person = clinic.spray_mg / clinic.weight_kg
    over = [
        scaling.scaled(float(dose), "rat") / person / fact(f"spravato-rat-auc-{dose}").value
        for dose in ("15", "4.5")
    ]
    assert [round(one) for one in over] == [4, 9]
    says(LESSON, "exposed four to nine times less than surface says")


def test_the_ten_lines_are_the_package():
    km = {"monkey": 12, "person": 37}
    for name, total in (("weekly infusions", 26 * 0.5), ("esketamine", 30 * 84 * 0.51 / 70)):
        by_hand = 180 * km["monkey"] / km["person"] / total
        assert by_hand == pytest.approx(scaling.margin(SUN, scaling.schedule(name)), rel=1e-9)


def test_solution_numbers():
    by_power = [40 * scaling.power_factor(0.15, 60, power) for power in (0.75, 2 / 3)]
    said = "with 0.75 a rat's 40 mg/kg becomes {by[0]:.1f}, with two thirds {by[1]:.1f}"
    says(LESSON, said, by=by_power)
    says(LESSON, "{total:.1f} mg/kg over {spray:.1f} is {times:.1f}",
         total=SUN.total(), spray=scaling.schedule("esketamine").total(),
         times=scaling.margin(SUN, scaling.schedule("esketamine")))  # fmt: skip
    says(
        LESSON,
        "reach the monkeys' total after {weeks} weeks",
        weeks=int(np.ceil(SUN.total() / 0.5)),
    )
