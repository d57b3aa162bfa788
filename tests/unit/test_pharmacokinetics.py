"""Ketamine in the body: numbers worked out beforehand, balance, limits, people, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import series
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.pharmacokinetics.course import VENOUS_HALF_TIME_MIN
from helpers.simulations.pharmacokinetics.doses import FORMS, ROUTES
from helpers.simulations.pharmacokinetics.sets import SETS
from tests.tools.bench_pharmacokinetics import by_integration
from tests.unit.junk import not_refused

EVERY_ROUTE = [
    pk.Dose(28, start_min=17 * k, route=name, form=FORMS[k % 3]) for k, name in enumerate(ROUTES)
]
#: The absorption from muscle has this half-time too: two equal rates in one chain.
MUSCLE_HALF_TIME_MIN = np.log(2) * 60 / ROUTES["im"].direct_per_h
TIMES = np.linspace(0, 600, 41)
DOSES = st.builds(
    pk.Dose,
    mg=st.floats(0, 84),
    form=st.sampled_from(FORMS),
    route=st.sampled_from(sorted(ROUTES)),
    start_min=st.floats(0, 2000),
    duration_min=st.sampled_from([0.0, 0.5, 10.0, 40.0, 600.0]),
)


@pytest.mark.parametrize(
    "who",
    [
        *({"model": name} for name in SETS),
        {"effect_half_time_min": MUSCLE_HALF_TIME_MIN},
        {"effect_half_time_min": MUSCLE_HALF_TIME_MIN * (1 + 1e-9)},
        {"effect_half_time_min": VENOUS_HALF_TIME_MIN},
        {"enzymes": pk.Enzymes(liver=0)},
        {"enzymes": pk.Enzymes(liver=100, norketamine=100)},
    ],
    ids=str,
)
def test_agrees_with_numerical_integration(who):
    course = pk.simulate([*EVERY_ROUTE, pk.Dose(30, "R", duration_min=99)], times_min=TIMES, **who)
    found = course._body.solution.states(TIMES)
    expected = by_integration(course._body.solution, TIMES, 1e-9)
    assert np.all(np.abs(found - expected).max((1, 2)) < 1e-6 * expected.max((1, 2)))


# -- numbers worked out beforehand ----------------------------------------------------------------


def test_one_infusion_gives_the_levels_worked_out_for_the_course():
    course = pk.simulate([pk.INFUSION], times_min=[20, 40, 45, 60, 80, 120, 230])
    levels = [198, 253, 155, 96, 74, 50, 27]
    np.testing.assert_allclose(course.arterial_ng_per_ml, levels, atol=0.6)
    np.testing.assert_allclose(course.norketamine_ng_per_ml[[1, 4, 6]], [78, 86, 49], atol=0.6)
    assert course.area_ng_h_per_ml() == pytest.approx(417, abs=0.6)


@pytest.mark.parametrize("name", ["kamp2020", "domino1982"])
def test_a_level_held_by_the_matrix_is_the_level_held_by_hand(name):
    """The held level, made again by an infusion that falls in many small steps."""
    known, steps = pk.model(name).changed(r_to_s_clearance=1.0), np.arange(0, 30, 0.25)
    v1, q2, q3 = known.v_central_l, known.q_fast_l_per_h / 60, known.q_slow_l_per_h / 60
    rate = known.clearance_l_per_h / 60 + q2 * np.exp(-q2 / known.v_fast_l * (steps + 0.125))
    rate += q3 * np.exp(-q3 / known.v_slow_l * (steps + 0.125))  # mg/min for a level of 1 mg/L
    doses = [pk.Dose(v1)]
    doses += [
        pk.Dose(r * 0.25, start_min=t, duration_min=0.25) for r, t in zip(rate, steps, strict=True)
    ]
    course = pk.simulate(doses, model=known, times_min=[10, 20, 29.9])
    np.testing.assert_allclose(course.plasma_ng_per_ml, 1000, rtol=1e-3)
    wait = pk.context_sensitive_half_time_min(30, known)[0]
    assert course.falls_below_min(500) - 30 == pytest.approx(wait, rel=2e-3)


def test_the_sets_are_those_of_the_table():
    """The table of sets at 70 kg, converted from the facts on another way."""
    names = ["kamp2020", "noppers2011", "domino1982", "clements1981", "hijazi2003", "herd2007"]
    places = ("v_central_l", "v_fast_l", "v_slow_l")
    places += ("clearance_l_per_h", "q_fast_l_per_h", "q_slow_l_per_h")
    columns = ("v1_l", "v2_l", "v3_l", "cl_l_per_h", "q2_l_per_h", "q3_l_per_h")
    for name, (_, printed) in zip(names, series("pk-parameter-sets-70kg").iterrows(), strict=False):
        for one, column in zip(places, columns, strict=True):
            wanted = float(str(printed[column]).replace("nan", "0").split()[0])
            assert getattr(pk.model(name), one) == pytest.approx(wanted, rel=0.006), (name, one)


def test_every_number_says_where_it_comes_from():
    for source in [one for known in SETS.values() for one in known.sources.values()]:
        assert source.how and (source.facts or source.kind in ("chosen", "fitted")), source


# -- invariants -----------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25, derandomize=True)
@given(
    doses=st.lists(DOSES, max_size=5), name=st.sampled_from(list(SETS)), weight=st.floats(3, 200)
)
def test_no_more_is_somewhere_than_was_given_and_what_is_gone_stays_gone(doses, name, weight):
    times = np.concatenate([[0.0, 1e-6, 1e-3], np.geomspace(0.01, 1e6, 60)])
    course = pk.simulate(doses, times_min=times, model=name, weight_kg=weight)
    amounts, slack = course.amounts_mg, 1e-9 * course.given_mg.max()
    assert np.all(np.abs(sum(amounts.values()) - course.given_mg) <= slack)
    assert np.all(np.diff(amounts["eliminated"]) >= -slack)
    assert all(np.all(mg >= 0) for mg in amounts.values())
    assert np.all(np.isfinite(course.effect_ng_per_ml)) and np.all(course.plasma_ng_per_ml >= 0)


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_lost_on_the_way(name):
    """All becomes a metabolite that does not leave: all must then be somewhere."""
    whole = {"norketamine_share": 1, "hnk_share": 1, "gut_wall_norketamine": 1}
    shut = pk.model(name).changed(**whole, clearance_hnk_l_per_h=1e-6)
    absorbed = [dose for dose in EVERY_ROUTE if dose.route not in ("im", "nasal_atomiser")]
    course = pk.simulate(absorbed, times_min=TIMES, model=shut)
    body = course._body
    inside = [i for state, i in body.index.items() if state not in body.delays]
    there = course._body.solution.states(TIMES)[:, :, inside].sum(axis=(0, 2))
    np.testing.assert_allclose(there, course.given_mg, rtol=1e-5)
    assert there[-1] == pytest.approx(28 * len(absorbed), rel=1e-5)


@pytest.mark.parametrize("name", SETS)
def test_area_is_dose_over_clearance_and_induction_spares_the_drip(name):
    for form in FORMS:
        area = pk.simulate(pk.Dose(35, form), model=name).area_ng_h_per_ml()
        assert area == pytest.approx(35_000 / pk.clearance_l_per_h(name, form), rel=1e-9)
    if pk.model(name).v_liver_l is None:  # else some waits in the liver
        early = pk.simulate(pk.Dose(35, "S"), times_min=60, model=name)
        cleared = pk.clearance_l_per_h(name, "S") * early.area_ng_h_per_ml(until_min=60) / 1000
        assert early.amounts_mg["eliminated"][0] == pytest.approx(cleared)
    for route, left, slack in (("iv", 0.861, 0.002), ("oral", 0.5, 1e-6)):
        areas = [
            pk.simulate(pk.Dose(10, "S", route), model=name, enzymes=who).area_ng_h_per_ml()
            for who in (None, pk.Enzymes(liver=2))
        ]
        assert areas[1] / areas[0] == pytest.approx(left, abs=slack)


def test_areas_peaks_and_falls_are_those_of_the_curves():
    times = np.linspace(0, 300, 30_001)
    course = pk.simulate([pk.INFUSION, pk.Dose(20, route="oral")], times_min=times)
    for what in ("arterial", "venous", "effect", "norketamine", "hydroxynorketamine"):
        summed = np.trapezoid(course.level_ng_per_ml(what), times) / 60
        assert course.area_ng_h_per_ml(what, 300) == pytest.approx(summed, rel=1e-6)
    areas = [course.area_ng_h_per_ml(what) for what in ("arterial", "venous", "effect")]
    np.testing.assert_allclose(areas, areas[0], rtol=1e-9)
    level, minute = course.peak("norketamine")
    assert level == pytest.approx(course.norketamine_ng_per_ml.max(), rel=1e-6)
    assert minute == pytest.approx(times[course.norketamine_ng_per_ml.argmax()], abs=0.06)
    falls = course.falls_below_min(level / 2, "norketamine")
    assert falls > minute and course.falls_below_min(2 * level, "norketamine") is None


def test_an_isomer_alone_is_its_part_of_the_racemate():
    s = pk.simulate(pk.INFUSION).only("S")
    half = pk.simulate(pk.Dose(17.5, "S", duration_min=40))
    np.testing.assert_allclose(half.arterial_ng_per_ml, s.arterial_ng_per_ml)
    assert not half.only("R").arterial_ng_per_ml.any()


def test_a_site_without_delay_is_the_artery():
    still = pk.simulate(EVERY_ROUTE, venous_half_time_min=0, effect_half_time_min=0)
    np.testing.assert_allclose(still.venous_ng_per_ml, still.arterial_ng_per_ml)
    np.testing.assert_allclose(still.effect_ng_per_ml, still.arterial_ng_per_ml)


def test_a_direct_share_of_ones_own_replaces_that_of_the_route():
    own = pk.bioavailability(pk.Dose(28, "S", "nasal_spray", direct=0.15))
    assert own == pytest.approx(0.15 + 0.85 * 0.64 * (1 - pk.model().liver_extraction))
    partly = pk.Dose(20, route="im", direct=0.9)
    assert pk.bioavailability(partly) == pytest.approx(0.9)
    assert pk.simulate(partly, times_min=1e5).amounts_mg["not absorbed"][0] == pytest.approx(2)


def test_without_any_enzyme_the_drug_stays():
    course = pk.simulate(pk.INFUSION, times_min=[0, 40, 1e5], enzymes=pk.Enzymes(liver=0))
    assert course.shares["eliminated"][-1] == pytest.approx(0, abs=1e-9)
    assert course.plasma_ng_per_ml[-1] == pytest.approx(35_000 / (25 + 56 + 157))
    assert course.falls_below_min(50) is None
    for ask in (course.area_ng_h_per_ml, lambda: pk.clearance_l_per_h(enzymes=pk.Enzymes(liver=0))):
        with pytest.raises(ValueError, match="enzymes"):
            ask()


def test_weight_scales_as_each_set_says():
    heavier = [
        pk.clearance_l_per_h(name, weight_kg=140) / pk.clearance_l_per_h(name)
        for name in ("kamp2020", "clements1981", "perezruixo2021")
    ]
    assert heavier == pytest.approx([2**0.75, 2, 1])
    first = pk.simulate(pk.Dose(20), weight_kg=35, times_min=[0]).arterial_ng_per_ml
    assert first[0] == pytest.approx(20_000 / 12.5)


def test_edges_of_time_and_dose():
    course = pk.simulate(pk.INFUSION, times_min=[1e5, 0, 1e-6, 40])  # in any order
    levels = course.arterial_ng_per_ml
    # at first the level is what has run in over the central volume
    np.testing.assert_allclose(levels[1:3], [0, 35_000 / 40 * 1e-6 / 25], rtol=1e-6)
    assert levels[3] == pytest.approx(course.peak()[0]) and levels[0] == pytest.approx(0)
    bolus = pk.simulate(pk.Dose(100, start_min=10), times_min=[0, 10 - 1e-9, 10, 10 + 1e-9])
    np.testing.assert_allclose(bolus.arterial_ng_per_ml, [0, 0, 4000, 4000], rtol=1e-6)
    for short_min in (1e-14, 1e-300):
        short = pk.simulate(pk.Dose(35, duration_min=short_min, start_min=100), times_min=101)
        assert short.arterial_ng_per_ml[0] == pytest.approx(1131.15, rel=1e-5)
    for doses in ([], pk.Dose(0), [pk.Dose(0, route="oral")]):
        none = pk.simulate(doses)
        assert not none.effect_ng_per_ml.any() and not any(
            one.any() for one in none.shares.values()
        )
        assert none.peak() == (0.0, 0.0) and none.falls_below_min(1) is None


# -- many people ----------------------------------------------------------------------------------


def test_more_people_leave_the_first_ones_as_they_were_and_the_typical_one_in_the_middle():
    times = [20.0, 40.0, 120.0]
    few, many = (pk.population(pk.INFUSION, "effect", n=n, times_min=times) for n in (5, 400))
    np.testing.assert_allclose(few, many[:5], rtol=1e-9)
    typical = pk.simulate(pk.INFUSION, times_min=times).effect_ng_per_ml
    low, middle, high = np.percentile(many, [5, 50, 95], axis=0)
    np.testing.assert_allclose(middle, typical, rtol=0.1)
    assert np.all(low < typical) and np.all(high > typical)


def test_people_vary_as_much_as_it_is_said():
    def spread(dose: pk.Dose, n: int, minutes: float) -> float:
        return np.log(pk.population(dose, n=n, times_min=[minutes])).std()

    # a level that stands is the rate over the clearance
    held = spread(pk.Dose(1e5, "S", duration_min=1e5), 1000, 1e5)
    assert held == pytest.approx(np.sqrt(np.log1p(0.2**2)), rel=0.06)
    ways = [spread(pk.Dose(28, "S", way), 300, 15) for way in ("iv", "im", "nasal_spray")]
    assert np.all(np.diff(ways) > 0)


# -- what is refused ------------------------------------------------------------------------------


COURSE = pk.simulate(pk.INFUSION)


@pytest.mark.parametrize(
    ("ask", "good"),
    [
        (pk.Dose, {"mg": 1, "route": "oral"}),
        (pk.base_mg, {"salt_mg": 1}),
        (pk.extraction, {"intrinsic_l_per_h": 1, "flow_l_per_h": 1}),
        (pk.Enzymes, {}),
        (pk.simulate, {"doses": pk.INFUSION}),
        (pk.bioavailability, {"dose": pk.INFUSION}),
        (pk.population, {"doses": pk.INFUSION, "n": 2}),
        (pk.clearance_l_per_h, {}),
        (pk.half_lives_min, {}),
        (pk.fitted_half_life_min, {"times_min": [1, 2], "levels": [2, 1]}),
        (pk.context_sensitive_half_time_min, {"held_min": 9}),
        (COURSE.level_ng_per_ml, {}),
        (COURSE.peak, {}),
        (COURSE.falls_below_min, {"level_ng_per_ml": 9}),
        (COURSE.area_ng_h_per_ml, {"until_min": 9}),
        (COURSE.only, {"isomer": "S"}),
        (COURSE.at, {"times_min": 9}),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_every_argument_is_refused_by_name(ask, good):
    assert not not_refused(ask, **good)


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("mg", lambda: pk.Dose(-1)),
        ("mg", lambda: pk.Dose(85, route="nasal_spray")),
        ("direct", lambda: pk.Dose(1, direct=0.5)),
        ("'rifampicin'", lambda: pk.interactions()["Rifampicin"]),
        ("doses", lambda: pk.simulate([35])),
        ("dose", lambda: pk.bioavailability(pk.Dose(0))),
        ("times_min", lambda: pk.simulate(pk.INFUSION, times_min=[[1, 2]])),
        ("weight_kg", lambda: pk.simulate(pk.INFUSION, weight_kg=0.02)),
        ("venous", lambda: pk.simulate(pk.INFUSION, model="herd2007").arterial_ng_per_ml),
        ("levels", lambda: pk.fitted_half_life_min([1, 2], [1])),
        ("flow_l_per_h", lambda: pk.extraction(1, 0)),
        ("liver_flow", lambda: pk.Enzymes(liver_flow=0)),
        ("v_slow_l", lambda: pk.model("clements1981").changed(q_slow_l_per_h=9)),
        ("r_to_s_clearance", lambda: pk.model().changed(r_to_s_clearance=1.5)),
    ],
)
def test_what_no_body_can_have_is_refused_by_name(name, ask):
    with pytest.raises(ValueError, match=name):
        ask()
