"""Questions as papers put them: mg/kg, a steered pump, thresholds, other drugs; the examples."""

from __future__ import annotations

import doctest
import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import fact
from helpers.simulations import pharmacokinetics as pk

INFUSION = pk.Dose(35, duration_min=40)


@pytest.mark.parametrize("part", ["", ".pump", ".liver", ".doses"])
def test_the_examples_are_true(part):
    module = importlib.import_module("helpers.simulations.pharmacokinetics" + part)
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


def test_mg_per_kg_is_mg_per_kg():
    assert pk.Dose.per_kg(4, 15, "S", route="im") == pk.Dose(60, "S", "im")
    for name, junk in (("mg_per_kg", -1), ("mg_per_kg", [1]), ("weight_kg", 0)):
        with pytest.raises(ValueError, match=name):
            pk.Dose.per_kg(**{"mg_per_kg": 1, "weight_kg": 70, name: junk})


def test_doses_and_times_come_as_arrays_and_ranges_too():
    doses = [INFUSION, pk.Dose(5, start_min=50)]
    listed = pk.simulate(doses, times_min=[0, 1, 2, 3]).plasma_ng_per_ml
    given_ = pk.simulate(np.array(doses), times_min=range(4)).plasma_ng_per_ml
    np.testing.assert_array_equal(listed, given_)
    with pytest.raises(ValueError, match="times_min"):
        pk.simulate(INFUSION, times_min=range(10**12))


@pytest.mark.parametrize("name", pk.models())
@pytest.mark.parametrize("form", pk.FORMS)
def test_a_steered_pump_holds_its_targets(name, form):
    targets = [100.0, 300.0, 150.0]
    who = {"model": name, "weight_kg": 40}
    doses = pk.target_controlled(targets, 240, form=form, start_min=15, step_min=4, **who)
    ends = 15 + np.array([4, 240, 244, 480, 720])
    held = pk.simulate(doses, times_min=ends, **who).plasma_ng_per_ml
    np.testing.assert_allclose(held, [100, 100, 300, 300, 150], rtol=1e-6)
    assert min(dose.start_min for dose in doses) == 15


def test_a_pump_held_for_long_runs_at_the_clearance():
    doses = pk.target_controlled(200, 6000, step_min=10, form="S")
    rate_mg_per_h = doses[-1].mg * 6
    assert rate_mg_per_h == pytest.approx(0.2 * pk.clearance_l_per_h(form="S"), rel=1e-3)


def test_a_pump_without_a_target_gives_nothing_and_refuses_nonsense():
    assert pk.target_controlled([0, 0], 10) == []
    for name, arguments in (
        ("targets_ng_per_ml", {"targets_ng_per_ml": [-1]}),
        ("each_min", {"each_min": 0}),
        ("each_min", {"each_min": 1.5}),
        ("step_min", {"each_min": 1e6}),
        ("form", {"form": "both"}),
    ):
        with pytest.raises(ValueError, match=name):
            pk.target_controlled(**{"targets_ng_per_ml": 100, "each_min": 10} | arguments)


@given(
    level=st.floats(1, 3000), what=st.sampled_from(["plasma", "venous", "effect", "norketamine"])
)
@settings(max_examples=40, deadline=None)
def test_a_level_is_first_reached_when_it_is_first_reached(level, what):
    course = pk.simulate([pk.Dose(30, duration_min=20, start_min=5), pk.Dose(80, start_min=90)])
    when = course.rises_above_min(level, what)
    if when is None:
        assert course.peak(what)[0] <= level * (1 + 1e-6)
        return
    assert course.at([when]).level_ng_per_ml(what)[0] >= level * (1 - 1e-6)
    before = course.at(np.linspace(0, when * (1 - 1e-9), 500)).level_ng_per_ml(what)
    assert before.max() <= level * (1 + 1e-6)


def test_a_bolus_lifts_the_level_at_once():
    assert pk.simulate(pk.Dose(70, start_min=10)).rises_above_min(1000) == 10
    assert pk.simulate([]).rises_above_min(1) is None
    with pytest.raises(ValueError, match="level_ng_per_ml"):
        pk.simulate(INFUSION).rises_above_min(0)


@pytest.mark.parametrize("ratio", [0.14, 0.42, 1.0, 2.6, 30.0])
@pytest.mark.parametrize("survival", [0.1, 0.64, 1.0])
def test_enzymes_found_from_an_oral_area_give_that_area(ratio, survival):
    factor = pk.factor_for_oral_area(ratio, survival)
    left = pk.gut_wall_survival(survival, factor) / survival
    assert left / factor == pytest.approx(ratio)


def test_enzymes_of_an_oral_area_refuse_nonsense():
    for name, arguments in (("ratio", (0, 0.5)), ("gut_wall_survival", (2, 0))):
        with pytest.raises(ValueError, match=name):
            pk.factor_for_oral_area(*arguments)


def test_other_drugs_change_areas_as_measured():
    def area(dose: pk.Dose, drug: str, what: str = "plasma") -> float:
        enzymes = pk.interactions()[drug]
        return pk.simulate(dose, enzymes=enzymes).area_ng_h_per_ml(what)

    oral, drip = pk.Dose(21, "S", "oral"), pk.Dose(7, "S")
    change = {drug: area(oral, drug) / area(oral, "none") for drug in pk.interactions()}
    assert change["rifampicin"] == pytest.approx(1 + fact("pel2012-rif-po").value / 100)
    assert change["ticlopidine"] == pytest.approx(fact("pel2011-ticlo-auc").value)
    assert change["clarithromycin"] == pytest.approx(fact("hagelberg2010-clari-auc").value)
    assert change["grapefruit juice"] == pytest.approx(fact("pel2012-grapefruit-auc").value)
    assert change["St John's wort"] == pytest.approx(1 + fact("pel2012-wort-auc").value / 100)
    assert change["itraconazole"] == change["none"] == 1
    for drug in pk.interactions():  # by vein the same drug changes less
        by_vein = area(drip, drug) / area(drip, "none")
        assert abs(np.log(by_vein)) <= 0.5 * abs(np.log(change[drug])) + 1e-12


def test_two_people_do_not_share_what_is_remembered():
    """Systems are remembered by who and how: another weight, drug or way in is another system."""
    first = pk.simulate(INFUSION).plasma_ng_per_ml
    others = [
        pk.simulate(INFUSION, weight_kg=71).plasma_ng_per_ml,
        pk.simulate(INFUSION, enzymes=pk.Enzymes(liver=2)).plasma_ng_per_ml,
        pk.simulate(INFUSION, model=pk.model().changed(v_central_l=26)).plasma_ng_per_ml,
        pk.simulate([INFUSION, pk.Dose(5, route="oral")]).plasma_ng_per_ml,
    ]
    for other in others:
        assert np.abs(other - first).max() > 0.1
    np.testing.assert_array_equal(pk.simulate(INFUSION).plasma_ng_per_ml, first)


def test_half_lives_know_age_and_enzymes():
    usual = pk.half_lives_min("kamp2020", "S")
    slow = pk.half_lives_min("kamp2020", "S", enzymes=pk.interactions()["ticlopidine"])
    assert slow[-1] > 1.2 * usual[-1]
    assert (
        pk.half_lives_min("perezruixo2021", "S", age_y=80)[-1]
        > pk.half_lives_min("perezruixo2021", "S")[-1]
    )
    none = pk.half_lives_min("kamp2020", enzymes=pk.Enzymes(liver=0))
    assert np.isinf(none[-1]) and np.all(np.isfinite(none[:-1])) and np.all(none > 0)


@pytest.mark.parametrize("what", ["effect", "venous"])
def test_a_place_where_nothing_has_got_to_has_no_half_time(what):
    assert pk.context_sensitive_half_time_min(0) > 0
    with pytest.raises(ValueError, match="held_min"):
        pk.context_sensitive_half_time_min([10, 0], what=what)
