"""Many people: seeded, spread as the sources say, and the typical person in the middle."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.simulations import pharmacokinetics as pk

INFUSION = pk.Dose(35, duration_min=40)
TIMES = np.array([20.0, 40.0, 60.0, 120.0, 230.0])


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    one, same, other = (
        pk.population(INFUSION, n=20, seed=seed, times_min=TIMES) for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(one.levels["arterial"], same.levels["arterial"])
    assert np.abs(one.levels["arterial"] - other.levels["arterial"]).max() > 1


def test_more_people_leave_the_first_ones_as_they_were():
    few, many = (pk.population(INFUSION, n=n, seed=3, times_min=TIMES) for n in (5, 130))
    np.testing.assert_allclose(few.levels["effect"], many.levels["effect"][:5])


@pytest.mark.parametrize("name", pk.models())
def test_the_typical_person_stands_in_the_middle(name):
    typical = pk.simulate(INFUSION, times_min=TIMES, model=name).plasma_ng_per_ml
    low, middle, high = pk.population(INFUSION, n=400, seed=5, times_min=TIMES, model=name).band(
        "plasma"
    )
    np.testing.assert_allclose(middle, typical, rtol=0.1)
    assert np.all(low < typical)
    assert np.all(high > typical)


def test_clearance_varies_as_much_as_it_is_said_to():
    people = pk.population(INFUSION, n=2000, seed=7, times_min=[40])
    spread = np.log(people.clearance_l_per_h).std()
    assert spread == pytest.approx(np.sqrt(np.log1p(0.2**2)), rel=0.06)
    assert np.median(people.clearance_l_per_h) == pytest.approx(
        pk.clearance_l_per_h(form="S"), rel=0.03
    )


def test_a_person_alone_is_that_person_simulated():
    """The first of the crowd, built again with her own volumes and flows."""
    people = pk.population(INFUSION, n=3, seed=11, times_min=TIMES)
    own = people.table().iloc[0]
    base = pk.model()
    flow = own["liver_flow"]
    intrinsic = own["intrinsic"]
    extraction = pk.extraction(
        base.liver_extraction / (1 - base.liver_extraction) * intrinsic, flow
    )
    mine = base.changed(
        v_central_l=base.v_central_l * own["v_central"],
        v_fast_l=base.v_fast_l * own["v_fast"],
        v_slow_l=base.v_slow_l * own["v_slow"],
        clearance_l_per_h=own["clearance_l_per_h"],
        liver_extraction=extraction,
        r_to_s_clearance=1.0,
    )
    alone = pk.simulate(INFUSION, times_min=TIMES, model=mine).only("S").arterial_ng_per_ml
    # her S-ketamine is half of what one clearance for both isomers gives
    crowd = pk.population(
        pk.Dose(17.5, "S", duration_min=40), n=3, seed=11, times_min=TIMES
    ).levels["arterial"][0]
    np.testing.assert_allclose(crowd, alone, rtol=1e-9)


def test_absorption_varies_only_where_there_is_some():
    def spread(route: str) -> float:
        people = pk.population(pk.Dose(28, "S", route), n=300, seed=2, times_min=[15])
        return np.log(people.levels["plasma"][:, 0]).std()

    assert spread("iv") < spread("im") < spread("nasal_spray")


def test_weights_may_differ():
    weights = np.linspace(40, 120, 30)
    people = pk.population(INFUSION, n=30, times_min=TIMES, weight_kg=weights)
    np.testing.assert_array_equal(people.weight_kg, weights)
    level = people.levels["arterial"][:, 1]
    assert np.corrcoef(weights, level)[0, 1] < -0.5


def test_a_crowd_without_drug_is_a_crowd_of_zeros():
    people = pk.population([], n=3, times_min=TIMES)
    np.testing.assert_array_equal(people.levels["plasma"], 0)
    assert people.levels["plasma"].shape == (3, 5)


def test_every_spread_says_where_it_comes_from():
    for name in pk.models():
        for spread in pk.spreads(name).values():
            assert spread.status in ("published", "derived", "chosen")
            assert spread.source
            assert 0 < spread.sd < 1.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 0),
        ("n", 2.5),
        ("n", None),
        ("n", 10**6),
        ("seed", -1),
        ("seed", "a"),
        ("weight_kg", [70, 80]),
        ("weight_kg", np.full((3, 1), 70.0)),
        ("weight_kg", -70),
        ("times_min", [-1]),
        ("doses", [1]),
        ("model", "x"),
    ],
)
def test_wrong_arguments_are_refused_by_name(name, value):
    arguments = {"doses": INFUSION, "n": 3, name: value}
    with pytest.raises(ValueError, match=name):
        pk.population(arguments.pop("doses"), **arguments)


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("what", lambda people: people.band("blood")),
        ("low_percent", lambda people: people.band("plasma", -1, 5)),
        ("high_percent", lambda people: people.band("plasma", 95, 5)),
    ],
)
def test_wrong_questions_are_refused_by_name(name, ask):
    with pytest.raises(ValueError, match=name):
        ask(pk.population(INFUSION, n=2, times_min=[1.0]))
