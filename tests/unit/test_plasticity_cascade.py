"""The cascade: its reference numbers, its limits, and a second solver."""

import numpy as np
import pytest

from helpers.simulations.plasticity import (
    ACCOUNTS,
    DEFAULT,
    DRIVEN,
    NODES,
    STRESS_LOSS,
    TOOLS,
    VARIABLES,
    Block,
    Boost,
    Clamp,
    Curve,
    Dose,
    Drive,
    Drug,
    NotMeasuredError,
    gain_left,
    handover_dip,
    repeated,
    simulate,
)
from helpers.simulations.plasticity.collocation import Mesh, refined
from tests.unit.plasticity_reference import second_solver

TIMES_H = np.array([0.1, 0.3, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168, 336], dtype=float)

#: All at different times; that of BDNF is over before anybody looks.
DRIVES = [
    Drive("bdnf", 3, 0.11, 0.29),
    Drive("surge", 0.5, 1, 2),
    Drive("ampa", 0.7, 3, 5, half_life_h=1),
    Drive("trkb", 0.6, 10, 11),
    Drive("mtorc1", 0.8, 30, half_life_h=4),
    Block("mtorc1", 31, 33, 0.5),
]

# t (h), M / its peak, P / its peak, S - 1, F, E after 10 mg/kg
REFERENCE = [
    (0.5, 0.794, 0.123, 0.0000, 0.468, 0.468),
    (1, 0.971, 0.459, 0.0000, 0.768, 0.768),
    (3, 0.044, 0.998, 0.0000, 0.827, 0.827),
    (6, 0.000, 0.963, 0.0009, 0.688, 0.691),
    (12, 0.000, 0.871, 0.0227, 0.473, 0.593),
    (24, 0.000, 0.713, 0.0729, 0.223, 0.789),
    (72, 0.000, 0.320, 0.0902, 0.011, 0.903),
    (168, 0.000, 0.065, 0.0772, 0.000, 0.772),
    (336, 0.000, 0.004, 0.0583, 0.000, 0.583),
]


@pytest.fixture(scope="module")
def course():
    return simulate()


def states(readout):
    names = ("surge", "bdnf", "mtorc1", "protein", "capacity", "spine_gain", "fast", "habenula")
    return np.array([getattr(readout, name) for name in names])


# --- the numbers that are written down


@pytest.mark.parametrize("row", REFERENCE)
def test_reference_table(course, row):
    time, mtorc1, protein, gain, fast, behaviour = row
    now = course.at(time)
    assert now.mtorc1 / course.peak("mtorc1")[1] == pytest.approx(mtorc1, abs=6e-4)
    assert now.protein / course.peak("protein")[1] == pytest.approx(protein, abs=6e-4)
    assert now.spine_gain == pytest.approx(gain, abs=6e-5)
    assert now.fast == pytest.approx(fast, abs=6e-4)
    assert now.behaviour == pytest.approx(behaviour, abs=6e-4)


def test_formation_over_baseline(course):
    assert course.relative_formation(3, 6) == pytest.approx(1.2, abs=0.05)
    assert course.relative_formation(12, 24) == pytest.approx(3.6, abs=0.05)


@pytest.mark.parametrize(
    ("blocks", "early", "late"),
    [
        ("ampa", (0, 0), (0, 0)),
        ("trkb", (0, 0), (0, 0)),
        ("mtorc1", (0.468, 0.827), (0.223, 0.0)),
    ],
)
def test_blocks_from_the_start(blocks, early, late):
    blocked = simulate(blocks=blocks)
    assert blocked.peak("spine_gain")[1] < 1e-9
    assert blocked.at([0.5, 3]).behaviour == pytest.approx(early, abs=1e-3)
    assert blocked.at([24, 168]).behaviour == pytest.approx(late, abs=1e-3)


def test_growth_prevented_spares_hours_and_loses_the_week(course):
    prevented = simulate(growth=False)
    assert course.at([3, 168]).behaviour == pytest.approx([0.827, 0.772], abs=1e-3)
    assert prevented.at([3, 168]).behaviour == pytest.approx([0.827, 0.000], abs=1e-3)


def test_spines_erased(course):
    late = simulate(remove_spines_at_h=48)
    assert late.at(np.nextafter(48, 0)).behaviour == pytest.approx(0.92, abs=5e-3)
    assert late.at(48).behaviour == pytest.approx(0.05, abs=5e-3)
    assert late.at(168).behaviour == pytest.approx(0.22, abs=5e-3)
    assert late.at(3).behaviour == pytest.approx(course.at(3).behaviour, abs=1e-7)
    assert simulate(remove_spines_at_h=24).at(168).behaviour == pytest.approx(0.67, abs=5e-3)


@pytest.mark.parametrize(
    ("node", "from_h", "left"),
    [
        ("trkb", 1, 0.26),
        ("trkb", 2, 0.96),
        ("mtorc1", 6, 0.01),
        ("mtorc1", 12, 0.25),
        ("mtorc1", 24, 0.79),
        ("ampa", 6, 0.01),
        ("ampa", 12, 0.25),
        ("ampa", 24, 0.79),
    ],
)
def test_late_blocks(node, from_h, left):
    assert gain_left(Block(node, from_h)) == pytest.approx(left, abs=6e-3)


def test_genotype_partial_block_and_half_life():
    assert simulate(genotype="Met/Met").at(24).spine_gain == pytest.approx(0.043, abs=5e-4)
    partial = [simulate(blocks=Block("mtorc1", strength=s)).at(24).spine_gain for s in (0.25, 0.5)]
    assert partial == pytest.approx([0.028, 0.0023], abs=5e-4)
    assert simulate(half_life_h=3).at(168).behaviour == pytest.approx(0.99, abs=5e-3)


def test_named_misses_are_still_there(course):
    assert course.at(2).mtorc1 / course.peak("mtorc1")[1] == pytest.approx(0.32, abs=5e-3)
    assert handover_dip(course) == pytest.approx((11.0, 0.59), abs=0.06)


# --- limits and invariants


@pytest.mark.parametrize(
    "doses", [[], 0, Dose(0), [Dose(0, 3)], Clamp(0, 0, 5), Curve([0, 9], [0, 0])]
)
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_drug_no_change(doses, account):
    still = simulate(doses, account=account)
    for name in VARIABLES:
        if name not in ("spines", "formed_per_d"):
            assert np.all(getattr(still, name) == 0), name
    assert np.all(still.spines == 1)
    assert np.allclose(still.formed_per_d, DEFAULT.turnover_per_d)


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize(
    "conditions",
    [
        {},
        {"doses": repeated(10, 12, 24)},
        {"blocks": [Drive(node, 100) for node in DRIVEN]},
        {"doses": Clamp(10, 0, 100)},
        {"doses": 1000.0},
        {"half_life_h": 1000.0},
        {"genotype": 10.0},
        {"blocks": [Boost("ampa", 100), Boost("trkb", 100), Boost("mtorc1", 100)]},
        {"blocks": [Block("trkb", 2, 9, 0.5, half_life_h=1), Boost("growth", 100, 5)]},
        {"stress_loss": 0.9, "remove_spines_at_h": [0, 1, 24, 24, 336], "removed_share": 0.5},
        {"until_h": 0.001},
        {"until_h": 1e5},
    ],
)
def test_variables_stay_in_their_bounds(account, conditions):
    found = simulate(account=account, **conditions)
    for name in VARIABLES:
        value = getattr(found, name)
        assert np.all(np.isfinite(value)), name
        assert np.all(value >= 0), name
    for name in ("trkb", "mtorc1", "fast", "habenula", "fast_part", "spine_part", "expressed"):
        assert np.all(getattr(found, name) <= 1), name
    assert np.all(found.behaviour <= 1 + 1e-12)
    assert np.all(found.spine_gain <= DEFAULT.max_gain)
    assert np.all(np.diff(found.times_h) > 0)
    assert found.times_h[-1] == found.until_h


def test_before_the_surge_nothing_has_happened(course):
    first = course.at(0)
    assert (first.drug, first.surge, first.bdnf, first.fast, first.spine_gain) == (1, 0, 0, 0, 0)


def test_drug_and_surge_have_closed_forms(course):
    p = DEFAULT
    k, g = np.log(2) / p.half_life_h, 1 / p.tau_surge_h
    assert course.at(TIMES_H).drug == pytest.approx(np.exp(-k * TIMES_H), rel=1e-12)
    surge = p.surge_gain * g / (g - k) * (np.exp(-k * TIMES_H) - np.exp(-g * TIMES_H))
    assert course.at(TIMES_H).surge == pytest.approx(surge, abs=2e-8)


def test_what_is_made_is_lost_or_still_there(course):
    p, end = DEFAULT, course.until_h
    made = p.protein_per_h * course.mean("mtorc1", 0, end) * end
    lost = course.mean("protein", 0, end) * end / p.tau_protein_h
    assert made == pytest.approx(lost + course.at(end).protein, rel=1e-7)
    formed = course.mean("formed_per_d", 0, end) * end / 24
    gone = course.mean("spines", 0, end) * end * p.turnover_per_h
    assert formed - gone == pytest.approx(course.at(end).spine_gain, rel=1e-7)


def test_a_stressed_dendrite_turns_over_what_it_has():
    stressed, end = simulate(stress_loss=0.5), 336
    assert stressed.at(0).formed_per_d == pytest.approx(0.5 * DEFAULT.turnover_per_d)
    assert stressed.relative_formation(0, 1) == pytest.approx(1, abs=1e-3)
    formed = stressed.mean("formed_per_d", 0, end) * end / 24
    gone = stressed.mean("spines", 0, end) * end * DEFAULT.turnover_per_h
    assert formed - gone == pytest.approx(stressed.at(end).spine_gain, rel=1e-7)


def test_behaviour_is_its_two_parts(course):
    assert course.behaviour == pytest.approx(course.fast_part + course.spine_part, abs=0)
    expected = (1 - course.fast) * course.spine_gain / DEFAULT.max_gain
    assert course.spine_part == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_removal_is_instant_and_takes_the_share(share):
    erased = simulate(remove_spines_at_h=30, removed_share=share)
    before, after = erased.at([np.nextafter(30, 0), 30]).spine_gain
    assert after == pytest.approx((1 - share) * before, abs=1e-9)
    assert erased.at(29.9).behaviour == pytest.approx(simulate().at(29.9).behaviour, abs=1e-7)


def test_removal_changes_only_what_hangs_on_spines(course):
    erased = simulate(remove_spines_at_h=[24, 48])
    for name in ("drug", "surge", "bdnf", "mtorc1", "protein", "capacity", "fast"):
        both = (getattr(one.at(TIMES_H), name) for one in (erased, course))
        assert np.allclose(*both, atol=1e-8), name


def test_removal_of_nothing_at_time_zero(course):
    assert simulate(remove_spines_at_h=0).at(TIMES_H).spines == pytest.approx(
        course.at(TIMES_H).spines, abs=1e-8
    )


def test_events_at_the_very_end_are_seen():
    assert simulate(remove_spines_at_h=48, until_h=48).at(48).spine_gain < 1e-9
    assert simulate(Dose(10, 48), until_h=48).at(48).drug == pytest.approx(1)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_later_events_do_not_reach_back(account):
    early = simulate(account=account, until_h=20)
    late = simulate(
        [Dose(10), Dose(40, 30)], account=account, blocks=Block("ampa", 25), remove_spines_at_h=28
    )
    times = np.linspace(0, 20, 81)
    assert states(late.at(times)) == pytest.approx(states(early.at(times)), abs=3e-8)


@pytest.mark.parametrize("node", NODES)
def test_strength_zero_and_too_late_and_over_are_no_block(node, course):
    for nothing in (Block(node, strength=0), Block(node, 400), Block(node, -5, -1), Boost(node, 1)):
        assert states(simulate(blocks=nothing).at(TIMES_H)) == pytest.approx(
            states(course.at(TIMES_H)), abs=1e-8
        )


@pytest.mark.parametrize("node", ["surge", "ampa", "release", "bdnf", "trkb", "mtorc1"])
def test_stronger_and_earlier_blocks_leave_less(node):
    by_strength = [gain_left(Block(node, strength=s)) for s in (0, 0.1, 0.3, 0.6, 1)]
    by_onset = [gain_left(Block(node, h)) for h in (0, 0.5, 1, 3, 12, 48)]
    assert np.all(np.diff(by_strength) < 1e-9)
    assert np.all(np.diff(by_onset) > -1e-7)
    assert by_strength[0] == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("node", ["ampa", "bdnf", "trkb", "mtorc1", "growth"])
def test_a_block_that_ends_leaves_more_than_one_that_stays(node):
    assert gain_left(Block(node, 0, 0.5)) > gain_left(Block(node)) + 0.05
    fades = gain_left(Block(node, half_life_h=0.3))
    assert gain_left(Block(node)) < fades < 1


def test_translation_block_spares_the_first_hours_except_for_eef2k():
    for account, early in (("disinhibition", 0.468), ("eef2k", 0.0)):
        blocked = simulate(blocks="anisomycin", account=account)
        assert blocked.at(0.5).behaviour == pytest.approx(early, abs=1e-3)
        assert blocked.peak("spine_gain")[1] < 1e-9


def test_gain_rises_with_dose_then_falls():
    gains = [simulate(d, until_h=30).at(24).spine_gain for d in (0, 2.5, 5, 10, 20, 40, 80, 200)]
    assert gains == pytest.approx([0, 0.0005, 0.0303, 0.0729, 0.0785, 0.0289, 0, 0], abs=6e-5)


def test_behaviour_rises_with_dose_at_low_doses_and_with_secretion():
    doses = [simulate(d, until_h=30).at(24).behaviour for d in (0, 1, 2, 4, 8, 12)]
    shares = [simulate(genotype=v, until_h=30).at(24).behaviour for v in (0, 0.3, 0.71, 0.82, 1)]
    assert np.all(np.diff(doses) > 0)
    assert np.all(np.diff(shares) > 0)
    assert shares[0] == 0


def test_stress_shifts_the_density_and_nothing_else(course):
    stressed = simulate(stress_loss=STRESS_LOSS)
    assert stressed.at(0).spines == pytest.approx(0.8)
    assert stressed.at(TIMES_H).spine_gain == pytest.approx(
        course.at(TIMES_H).spine_gain, abs=1e-12
    )
    restored = stressed.peak("spine_gain")[1] / STRESS_LOSS
    assert 0.4 < restored < 0.5  # "about half" was reported


def test_two_far_doses_are_two_courses(course):
    twice = simulate([Dose(10), Dose(10, 2000)], until_h=2336, remove_spines_at_h=1999)
    again = twice.at(2000 + TIMES_H)
    assert again.behaviour == pytest.approx(course.at(TIMES_H).behaviour, abs=1e-7)


def test_repeated_doses_hold_the_gain():
    once, weekly = simulate(until_h=600), simulate(repeated(10, 4, 168), until_h=600)
    assert weekly.at(600).behaviour > 1.5 * once.at(600).behaviour
    assert weekly.peak("spine_gain")[1] < DEFAULT.max_gain


# --- the solution itself


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {}),
        ({"blocks": "ampa"}, {"blocks": [Block("ampa")]}),
        ({"blocks": Block("trkb", 1)}, {"blocks": [Block("trkb", 1)]}),
        (
            {"blocks": [Block("mtorc1", -1, 9, 0.7, half_life_h=5), Boost("release", 3, 0.5, 2)]},
            {"blocks": [Block("mtorc1", -1, 9, 0.7, half_life_h=5), Boost("release", 3, 0.5, 2)]},
        ),
        ({"blocks": DRIVES}, {"blocks": DRIVES}),
        ({"remove_spines_at_h": [24, 50]}, {"erased_h": (24.0, 50.0)}),
        ({"doses": 40, "genotype": 0.5}, {"doses": ((40.0, 0.0),), "v": 0.5}),
        (
            {"doses": [Dose(10), Dose(5, 100)], "account": "habenula"},
            {"doses": ((10.0, 0.0), (5.0, 100.0)), "account": "habenula"},
        ),
        (
            {"account": "eef2k", "blocks": Block("translation", 0.2, 0.7)},
            {"account": "eef2k", "blocks": [Block("translation", 0.2, 0.7)]},
        ),
        (
            {"parameters": DEFAULT.changed(steepness=20, tau_bdnf_h=0.05, tau_surge_h=2)},
            {"p": DEFAULT.changed(steepness=20, tau_bdnf_h=0.05, tau_surge_h=2)},
        ),
    ],
)
def test_a_second_solver_agrees(mine, theirs):
    found = states(simulate(**mine).at(TIMES_H))
    expected = second_solver(TIMES_H, **theirs)
    if mine.get("account") != "habenula":
        found, expected = found[:-1], expected[:-1]
    assert found == pytest.approx(expected, abs=1e-7)


def test_the_mesh_refines_itself_where_things_are_sharp():
    """A sharp step in the middle of a long interval, against its closed form."""

    def source(times_h):
        return 1 / (1 + np.exp(-np.clip((times_h - 7.3) / 0.01, -700, 700)))

    coarse = Mesh(np.linspace(0, 20, 5))
    times = np.linspace(0, 20, 4001)
    found = [
        refined(coarse, lambda mesh: {"y": mesh.solve(0.0, source(mesh.times_h))}, tolerance)
        for tolerance in (1e9, 1e-7)
    ]
    expected = 0.01 * np.logaddexp(0, (times - 7.3) / 0.01)
    errors = [np.abs(one.at(times)[0]["y"] - expected).max() for one in found]
    assert errors[0] > 1e-3
    assert errors[1] < 1e-7
    assert len(found[1].mesh.lengths_h) < 200


def test_stiff_loss_stays_stable():
    """A decay a million times faster than the interval: level with its source, not blown up."""
    mesh = Mesh(np.linspace(0, 10, 11))
    assert mesh.solve(1e6, 2e6, 5.0)[:, -1] == pytest.approx(2.0, abs=1e-4)


@pytest.mark.parametrize("conditions", [{}, {"blocks": Block("trkb", 2), "remove_spines_at_h": 48}])
def test_output_times_do_not_matter(conditions):
    dense = simulate(**conditions)
    few = simulate(times_h=[3.0, 168.0], **conditions)
    assert few.times_h.tolist() == [3.0, 168.0]
    for name in VARIABLES:
        assert np.array_equal(getattr(few, name), getattr(dense.at([3.0, 168.0]), name)), name
    shuffled = dense.at([168.0, 3.0])
    assert np.array_equal(shuffled.spines[::-1], few.spines)


def test_the_end_does_not_matter():
    ends = [simulate(until_h=end).at(24).spine_gain for end in (24, 25, 100, 336, 5000)]
    assert ends == pytest.approx([ends[0]] * 5, abs=1e-8)


def test_shapes(course):
    assert isinstance(course.at(3).behaviour, float)
    assert course.at([[1, 2, 3], [4, 5, 6]]).behaviour.shape == (2, 3)
    assert list(course.table().columns) == ["times_h", *VARIABLES]
    assert len(course.table()) == len(course.times_h) >= 200


def test_default_times_hold_every_jump():
    times = simulate(
        [Dose(10), Dose(10, 100)], remove_spines_at_h=48, blocks=Block("ampa", 7)
    ).times_h
    for jump in (7, 48, 100):
        assert {jump, np.nextafter(jump, 0)} <= set(times)


def test_peak_and_mean(course):
    time, height = course.peak("fast")
    around = course.at([time - 0.05, time, time + 0.05]).fast
    assert height == pytest.approx(around.max(), abs=1e-6)
    fine = course.at(np.linspace(0, 10, 200_001)).bdnf
    assert course.mean("bdnf", 0, 10) == pytest.approx(fine.mean(), rel=1e-4)


# --- drugs, tools and accounts


def test_memantine_does_nothing_at_rest_and_is_unknown_elsewhere():
    assert np.all(simulate(drug="memantine", account="eef2k").behaviour == 0)
    for account in ("disinhibition", "opioid", "habenula"):
        with pytest.raises(NotMeasuredError, match="memantine"):
            simulate(drug="memantine", account=account)
    assumed = Drug("memantine, assumed", surge=0.5)
    assert simulate(drug=assumed).at(24).behaviour < simulate().at(24).behaviour


def test_half_life_of_the_drug_and_of_the_call():
    slow = Drug("slow", half_life_h=3)
    assert simulate(drug=slow).at(3).drug == pytest.approx(0.5)
    assert simulate(drug=slow, half_life_h=1.5).at(3).drug == pytest.approx(0.25)


def test_without_the_surge_only_the_resting_block_works():
    assert simulate(blocks="surge").at(24).behaviour == 0
    at_rest = simulate(blocks="surge", account="eef2k")
    with_surge = simulate(account="eef2k")
    assert at_rest.at(24).behaviour == pytest.approx(with_surge.at(24).behaviour, abs=1e-9)
    assert at_rest.at(24).behaviour > 0.7


def test_an_acute_inhibitor_of_eef2k_acts_like_the_drug_and_leaves_it_nothing_to_do():
    alone = simulate([], account="eef2k", blocks=Block("eef2k", 0, 1))
    with_drug = simulate(10, account="eef2k", blocks=Block("eef2k"))
    inhibited = simulate([], account="eef2k", blocks=Block("eef2k"))
    assert alone.at(1).behaviour > 0.4
    assert np.allclose(with_drug.at(TIMES_H).behaviour, inhibited.at(TIMES_H).behaviour)
    assert np.all(simulate(account="eef2k", blocks="eef2k knock-out").behaviour == 0)


def test_habenula_is_trapped_fast_and_let_go_slowly():
    trapped = simulate(account="habenula")
    assert trapped.at(0.5).behaviour > 0.8
    late = trapped.at([10, 10 + DEFAULT.tau_habenula_h]).behaviour
    assert late[1] == pytest.approx(late[0] / np.e, rel=1e-6)
    for spared in ({"blocks": "ampa"}, {"blocks": "trkb"}, {"remove_spines_at_h": 48}):
        other = simulate(account="habenula", **spared)
        assert np.allclose(other.at(TIMES_H).behaviour, trapped.at(TIMES_H).behaviour, atol=1e-8)


def test_opioids_are_permissive():
    blocked = simulate(account="opioid", blocks="naltrexone")
    assert np.all(blocked.behaviour == 0)
    assert np.all(simulate([], account="opioid", blocks=Boost("opioid", 10)).behaviour == 0)
    tried, plain = (
        simulate(account="opioid", blocks=blocks).at(TIMES_H).behaviour
        for blocks in (Boost("opioid", 10), ())
    )
    assert np.allclose(tried, plain, atol=1e-9)
    assert simulate(blocks="naltrexone").at(24).behaviour == simulate().at(24).behaviour


@pytest.mark.parametrize("tool", TOOLS)
def test_tools_stand_for_their_nodes(tool):
    account = {"naltrexone": "opioid", "naloxone": "opioid"}.get(tool, "eef2k")
    by_tool = simulate(blocks=tool, account=account, until_h=24).at(24).behaviour
    by_node = simulate(blocks=Block(TOOLS[tool]), account=account, until_h=24).at(24).behaviour
    assert by_tool == by_node


def test_an_ampakine_rescues_a_weak_dose():
    weak = simulate(4)
    assert simulate(4, blocks=Boost("ampa", 2)).at(24).spine_gain > 2 * weak.at(24).spine_gain


# --- driven without a drug, and read during a block


@pytest.mark.parametrize("node", DRIVEN)
def test_a_drive_acts_without_drug_and_its_block_takes_it(node):
    driven = Drive(node, 1, 0, 1)
    assert simulate([], blocks=driven).at(24).behaviour > 0.5
    blocked = simulate([], blocks=[driven, Block(node)])
    assert np.all(blocked.behaviour == 0)
    assert np.all(simulate([], blocks=Drive(node, 0)).behaviour == 0)


@pytest.mark.parametrize("node", DRIVEN)
def test_a_drive_passes_over_what_lies_above_it(node):
    """A block above the driven node changes nothing; one below it takes the new spines."""
    order = ["surge", "ampa", "bdnf", "trkb", "mtorc1"]
    driven = Drive(node, 1, 0, 1)
    alone = simulate([], blocks=driven).at(24).spine_gain
    for place, other in enumerate(order):
        if other == "ampa":  # growth and fast potentiation need it all along
            continue
        left = simulate([], blocks=[driven, Block(other)]).at(24).spine_gain
        expected = alone if place < order.index(node) else 0.0
        assert left == pytest.approx(expected, abs=1e-9), other


def test_a_drive_adds_to_the_drug_and_fades():
    lasting, fading = (
        simulate(3, blocks=Drive("bdnf", 0.5, 0, half_life_h=half)).at([1, 24]).trkb
        for half in (None, 0.5)
    )
    assert np.all(lasting > simulate(3).at([1, 24]).trkb)
    assert lasting[1] == pytest.approx(0.5) and fading[1] < 1e-9
    assert simulate(blocks=Drive("trkb", 50)).trkb.max() == 1


def test_light_needs_no_opioid_tone():
    blocks = [Drive("surge", 1, 0, 1), "opioid"]
    lit = simulate([], account="opioid", blocks=blocks).at(24).behaviour
    assert lit == pytest.approx(simulate([], blocks=blocks[0]).at(24).behaviour)
    assert simulate(account="opioid", blocks="opioid").at(24).behaviour == 0


@pytest.mark.parametrize("account", ["disinhibition", "eef2k", "opioid"])
def test_a_block_during_the_test_silences_what_is_stored(account, course):
    blocked = simulate(account=account, blocks=Block("NBQX", 23.5, 26))
    usual = simulate(account=account)
    assert blocked.at(23).expressed == pytest.approx(usual.at(23).behaviour, abs=1e-7)
    assert blocked.at(24).expressed == 0
    assert blocked.at(24).behaviour > 0.95 * usual.at(24).behaviour
    assert blocked.at(30).expressed > 0.9 * usual.at(30).behaviour
    half = simulate(account=account, blocks=Block("ampa", 23.5, strength=0.5)).at(24)
    assert half.expressed == pytest.approx(0.5 * half.behaviour)


def test_expressed_is_behaviour_where_ampa_receptors_are_free(course):
    assert np.array_equal(course.expressed, course.behaviour)
    trapped = simulate(account="habenula", blocks="ampa")
    assert np.array_equal(trapped.expressed, trapped.behaviour)
    assert simulate(blocks=Boost("ampa", 3, 20)).expressed.max() == 1


# --- parameters


def test_every_parameter_has_a_unit_and_a_source():
    table = DEFAULT.table()
    assert set(table["kind"]) <= {"published", "derived", "fitted", "chosen"}
    assert (table["unit"].str.len() > 0).all()
    assert (table["how"].str.len() > 10).all()
    named = [one for row in table["facts"] for one in row.split(", ") if one]
    from helpers.evidence import fact

    assert len(named) > 15
    assert all("plasticity" in fact(one).topics for one in named)


def test_the_table_of_symbols_shows_all_of_them():
    from helpers.evidence import parameters

    shown = repr(parameters(DEFAULT.rows()))
    assert len(shown.splitlines()) == len(DEFAULT.table())
    assert "published: Ma 2023" in shown
    assert list(DEFAULT.rows("theta", "tau_fast_h")) == ["θ", "τ_F"]
    assert "chosen: given by the user" in repr(parameters(DEFAULT.changed(theta=1).rows("theta")))
    with pytest.raises(ValueError, match="names"):
        DEFAULT.rows("thetta")


def test_a_changed_parameter_is_no_longer_published():
    changed = DEFAULT.changed(half_life_h=3)
    assert DEFAULT.sources["half_life_h"].kind == "published"
    assert changed.sources["half_life_h"].kind == "chosen"
    assert changed.changed(half_life_h=DEFAULT.half_life_h) == DEFAULT
    assert DEFAULT.scaled("theta", 1.25).theta == pytest.approx(0.875)


# --- what is refused


@pytest.mark.parametrize(
    ("argument", "bad"),
    [
        ("doses", -1),
        ("doses", float("nan")),
        ("doses", "10"),
        ("doses", [10, 10]),
        ("doses", None),
        ("doses", 2000),
        ("doses", True),
        ("doses", [Clamp(10, 0, 5), Dose(10, 2)]),
        ("doses", [Clamp(10, 0, 5), Clamp(10, 4, 6)]),
        ("blocks", "AMPA"),
        ("blocks", [Block("ampa"), 3]),
        ("blocks", {"ampa": 1}),
        ("growth", 1),
        ("growth", "no"),
        ("remove_spines_at_h", -1),
        ("remove_spines_at_h", [[1, 2], [3, 4]]),
        ("remove_spines_at_h", "never"),
        ("removed_share", 1.1),
        ("genotype", "val/met"),
        ("genotype", -0.1),
        ("genotype", float("inf")),
        ("stress_loss", 1.0),
        ("account", "disinhibition "),
        ("account", None),
        ("drug", "MK-801"),
        ("half_life_h", 0),
        ("half_life_h", [1, 2]),
        ("parameters", {"theta": 1}),
        ("until_h", 0),
        ("until_h", float("inf")),
        ("times_h", [3, 2]),
        ("times_h", [0, 400]),
        ("times_h", []),
    ],
)
def test_junk_is_refused_by_name(argument, bad):
    with pytest.raises(ValueError, match=argument):
        simulate(**{argument: bad})


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Block("ampa", strength=2), "strength"),
        (lambda: Block("ampa", 3, 3), "to_h"),
        (lambda: Block("ampa", float("nan")), "from_h"),
        (lambda: Block("ampa", to_h="late"), "to_h"),
        (lambda: Block("ampa", half_life_h=0), "half_life_h"),
        (lambda: Block("NMDA"), "node"),
        (lambda: Boost("ampa", -1), "factor"),
        (lambda: Drive("growth"), "node"),
        (lambda: Drive("trkb", -1), "amount"),
        (lambda: Drive("trkb", 1, 2, 2), "to_h"),
        (lambda: Dose(-1), "mg_per_kg"),
        (lambda: Dose(1, -1), "at_h"),
        (lambda: Clamp(1, 5, 4), "to_h"),
        (lambda: Clamp(1, washed=1), "washed"),
        (lambda: Curve([0, 1], [1]), "levels"),
        (lambda: Curve([1, 0], [1, 1]), "times_h"),
        (lambda: Curve([0], [1]), "times_h"),
        (lambda: repeated(10, 0, 24), "n must"),
        (lambda: repeated(10, 2, 0), "every_h"),
        (lambda: Drug("", 1), "name"),
        (lambda: Drug("x", surge=-1), "surge"),
        (lambda: DEFAULT.changed(theta=-1), "theta"),
        (lambda: DEFAULT.changed(thetta=1), "thetta"),
        (lambda: simulate().at(337), "times_h"),
        (lambda: simulate().at(-0.1), "times_h"),
        (lambda: simulate().peak("spine"), "variable"),
        (lambda: simulate().mean("spines", 5, 5), "to_h"),
        (
            lambda: simulate(parameters=DEFAULT.changed(turnover_per_d=0)).relative_formation(3, 6),
            "turnover_per_d",
        ),
    ],
)
def test_junk_is_refused_elsewhere(make, named):
    with pytest.raises(ValueError, match=named):
        make()
