"""The cascade: a second solver, limits and invariants; the small models beside it.

Numbers that the lesson and the score card ask are held in test_figures_plasticity and in
tests/literature.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from helpers.simulations import statistics
from helpers.simulations.plasticity import (
    ACCOUNTS,
    DEFAULT,
    EXPERIMENTS,
    Block,
    Dose,
    Drive,
    Readout,
    block_onsets,
    chance_of_seeing,
    dose_response,
    fit_signal,
    fit_zuo2005,
    handover_dip,
    imaging_study,
    latest_onset_h,
    logic_table,
    one_pool_surviving,
    outcome,
    repeated,
    sensitivity,
    simulate,
    survivors,
)
from helpers.simulations.plasticity.cascade import NODES
from helpers.simulations.plasticity.parameters import GENOTYPES
from tests.unit.junk import not_refused

TIMES_H = np.array([0.1, 0.3, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168, 336], dtype=float)
STATES = ("surge", "bdnf", "mtorc1", "protein", "capacity", "spine_gain", "fast")
VARIABLES = tuple(Readout.__dataclass_fields__)
STUDY = {"time_h": 24, "n_mice": 8, "spine_sd_percent": 8.0, "behaviour_sd": 0.35}


@pytest.fixture(scope="module")
def course():
    return simulate()


def states(readout):
    return np.array([getattr(readout, name) for name in STATES])


# --- a second solver


def as_printed(times_h, *, at_h=0.0, erased_h=None, b=lambda t: (0, 0, 0), p=DEFAULT):
    """Solve the equations as the lesson prints them by another method, in fine steps."""

    def slopes(t, now):
        surge, bdnf, mtorc1, protein, capacity, gain, fast = now
        ampa, no_trkb, no_mtorc1 = b(t)
        drug = 0.5 ** ((t - at_h) / p.half_life_h) if t >= at_h else 0.0
        trkb = (1 - no_trkb) * bdnf / (bdnf + p.half_trkb)
        power = max(capacity, 0) ** p.steepness
        growth = p.growth_per_h * power / (power + p.theta**p.steepness)
        growth *= (1 - ampa) * (1 - no_mtorc1)
        return [
            (p.surge_gain * drug - surge) / p.tau_surge_h,
            p.bdnf_per_h * surge * (1 - ampa) - bdnf / p.tau_bdnf_h,
            (trkb * (1 - no_mtorc1) - mtorc1) / p.tau_mtorc1_h,
            p.protein_per_h * mtorc1 - protein / p.tau_protein_h,
            (protein - capacity) / p.tau_capacity_h,
            growth * (p.max_gain - gain) - p.turnover_per_d / 24 * gain,
            p.fast_per_h * trkb * (1 - ampa) * (1 - fast) - fast / p.tau_fast_h,
        ]

    found, now, begins = [], np.zeros(7), 0.0
    for time in times_h:
        if erased_h is not None and begins < erased_h <= time:
            now = solve_ivp(slopes, (begins, erased_h), now, rtol=1e-7, max_step=0.1).y[:, -1]
            now[5], begins = 0.0, erased_h
        now = solve_ivp(slopes, (begins, time), now, rtol=1e-7, max_step=0.1).y[:, -1]
        found.append(now)
        begins = time
    return np.array(found).T


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {}),
        ({"blocks": Block("trkb", 1)}, {"b": lambda t: (0, t >= 1, 0)}),
        (
            {"blocks": [Block("ampa", -1, 2, 0.5), Block("mtorc1", 6, 9, 0.7)]},
            {"b": lambda t: (0.5 * (t < 2), 0, 0.7 * (6 <= t < 9))},
        ),
        ({"doses": [Dose(10, 5)], "remove_spines_at_h": 23}, {"at_h": 5.0, "erased_h": 23.0}),
        (
            {"parameters": DEFAULT.changed(steepness=20, tau_bdnf_h=0.05)},
            {"p": DEFAULT.changed(steepness=20, tau_bdnf_h=0.05)},
        ),
    ],
    ids=["untouched", "late block", "two parts blocked", "late dose, erased", "sharp"],
)
def test_a_second_solver_agrees(mine, theirs):
    times_h = TIMES_H[:9]
    assert states(simulate(**mine).at(times_h)) == pytest.approx(
        as_printed(times_h, **theirs), abs=2e-4
    )


# --- limits and invariants


@pytest.mark.parametrize("doses", [[], 0, [Dose(0, 3)]])
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_drug_no_change(doses, account):
    still = simulate(doses, account=account, until_h=50)
    for name in set(VARIABLES) - {"times_h", "formed_per_d"}:
        assert still.peak(name)[1] == pytest.approx(0, abs=1e-12), name
    assert still.at(24).formed_per_d == pytest.approx(DEFAULT.turnover_per_d)


@settings(max_examples=30, deadline=None)
@given(
    account=st.sampled_from(list(ACCOUNTS)),
    dose=st.floats(0, 1000),
    node=st.sampled_from(list(NODES)),
    strength=st.floats(-9, 1),
    from_h=st.floats(-5, 400),
    drive=st.sampled_from(["surge", "mtorc1"]),
    amount=st.floats(0, 100),
    half_life_h=st.floats(0.01, 1000),
    genotype=st.sampled_from(list(GENOTYPES)),
    erased_h=st.none() | st.floats(0, 400),
    until_h=st.floats(0.001, 1e5),
)
def test_variables_stay_in_their_bounds(
    account, dose, node, strength, from_h, drive, amount, half_life_h, genotype, erased_h, until_h
):
    changes = [Block(node, from_h, strength=strength), Drive(drive, amount, from_h, from_h + 3)]
    found = simulate(
        dose,
        account=account,
        blocks=changes,
        half_life_h=half_life_h,
        genotype=genotype,
        remove_spines_at_h=erased_h,
        until_h=until_h,
    ).at(np.append(np.linspace(0, until_h, 50), until_h))
    for name in VARIABLES:
        value = getattr(found, name)
        assert np.all(np.isfinite(value)) and np.all(value >= 0), name
    for name in ("fast", "fast_part", "spine_part", "behaviour", "expressed"):
        assert np.all(getattr(found, name) <= 1 + 1e-9), name
    assert np.all(found.spine_gain <= DEFAULT.max_gain + 1e-9)
    assert found.behaviour == pytest.approx(found.fast_part + found.spine_part, abs=1e-9)


def test_drug_and_surge_have_closed_forms(course):
    k, g = np.log(2) / DEFAULT.half_life_h, 1 / DEFAULT.tau_surge_h
    assert course.at(TIMES_H).drug == pytest.approx(np.exp(-k * TIMES_H), rel=1e-9)
    surge = DEFAULT.surge_gain * g / (g - k) * (np.exp(-k * TIMES_H) - np.exp(-g * TIMES_H))
    assert course.at(TIMES_H).surge == pytest.approx(surge, abs=2e-5)


def test_erasing_is_instant_and_changes_only_what_hangs_on_spines(course):
    erased = simulate(remove_spines_at_h=24)
    before, after = erased.at([np.nextafter(24, 0), 24]).spine_gain
    assert (before, after) == pytest.approx((course.at(24).spine_gain, 0), abs=1e-4)
    for name in set(STATES) - {"spine_gain"}:
        both = (getattr(one.at(TIMES_H), name) for one in (erased, course))
        assert np.allclose(*both, atol=1e-5), name
    at_the_end = simulate(remove_spines_at_h=48, until_h=48).at(48)
    assert at_the_end.spine_gain == pytest.approx(0, abs=1e-9)


def test_the_end_and_later_events_do_not_reach_back():
    early = simulate(until_h=20)
    late = simulate([Dose(10), Dose(40, 30)], blocks=Block("ampa", 25), remove_spines_at_h=28)
    times = np.linspace(0, 20, 41)
    assert states(late.at(times)) == pytest.approx(states(early.at(times)), abs=1e-4)


def test_two_far_doses_are_two_courses(course):
    twice = simulate([Dose(10), Dose(10, 2000)], until_h=2336, remove_spines_at_h=1999)
    both = twice.at(2000 + TIMES_H).behaviour
    assert both == pytest.approx(course.at(TIMES_H).behaviour, abs=1e-4)


@pytest.mark.parametrize("node", NODES)
def test_no_strength_too_late_and_over_are_no_block(node, course):
    for nothing in (Block(node, strength=0), Block(node, 400), Block(node, -5, -1)):
        found = simulate(blocks=nothing).at(TIMES_H)
        assert states(found) == pytest.approx(states(course.at(TIMES_H)), abs=1e-4)


@pytest.mark.parametrize("node", ["surge", "ampa", "release", "bdnf", "trkb", "mtorc1"])
def test_stronger_and_earlier_blocks_leave_less(node):
    by_strength = [block_onsets(node, 0, strength=s)[0] for s in (0, 0.1, 0.3, 0.6, 1)]
    by_onset = block_onsets(node, [0, 0.5, 1, 3, 12, 48])
    assert np.all(np.diff(by_strength) < 1e-4)
    assert np.all(np.diff(by_onset) > -1e-4)
    assert by_strength[0] == pytest.approx(1, abs=1e-4)


def test_more_secretion_and_more_dose_at_low_doses_do_more():
    doses = [simulate(d, until_h=30).at(24).behaviour for d in (0, 1, 2, 4, 8, 12)]
    shares = [simulate(genotype=v, until_h=30).at(24).behaviour for v in GENOTYPES]
    assert np.all(np.diff(doses) > 0) and np.all(np.diff(shares) < 0)


def test_the_block_of_a_drive_takes_it_and_light_needs_no_opioid():
    for node in ("surge", "mtorc1"):
        blocked = simulate([], blocks=[Drive(node, 1, 0, 1), Block(node)]).peak("behaviour")[1]
        assert blocked == pytest.approx(0, abs=1e-9)
    lit = simulate([], account="opioid", blocks=[Drive("surge", 1, 0, 1), "opioid"])
    assert lit.at(24).behaviour > 0.5


def test_a_block_during_the_test_silences_what_is_stored(course):
    blocked = simulate(blocks=Block("NBQX", 23.5, 26))
    assert blocked.at(24).expressed == pytest.approx(0, abs=1e-12)
    assert blocked.at(24).behaviour > 0.75
    assert blocked.at(30).expressed == pytest.approx(blocked.at(30).behaviour)
    half = simulate(blocks=Block("ampa", 23.5, strength=0.5)).at(24)
    assert half.expressed == pytest.approx(0.5 * half.behaviour)
    trapped = simulate(account="habenula", blocks="ampa").at(TIMES_H)
    assert trapped.expressed == pytest.approx(trapped.behaviour)


def test_an_inhibitor_of_eef2k_leaves_the_drug_nothing_to_do():
    found = [simulate(dose, account="eef2k", blocks="eef2k").at(TIMES_H) for dose in (10, [])]
    assert found[0].behaviour == pytest.approx(found[1].behaviour, abs=1e-4)


def test_trapped_drug_is_let_go_with_its_own_time():
    late = simulate(account="habenula").at([10, 10 + DEFAULT.tau_habenula_h]).behaviour
    assert late[1] == pytest.approx(late[0] / np.e, rel=1e-4)


def test_shapes(course):
    assert isinstance(course.at(3).behaviour, float)
    assert course.at([[1, 2, 3], [4, 5, 6]]).behaviour.shape == (2, 3)
    assert block_onsets("trkb", [[0, 1], [2, 4]]).shape == (2, 2)


# --- what is asked


def test_a_window_is_where_its_share_is_left():
    assert block_onsets("ampa", latest_onset_h("ampa", 0.25))[0] == pytest.approx(0.25, abs=2e-3)


def test_what_the_gain_hangs_on():
    largest = sensitivity().set_index("parameter")["largest"]
    assert largest[["theta", "half_trkb", "protein_per_h", "tau_bdnf_h"]].min() > 0.2
    assert largest[["tau_surge_h", "tau_mtorc1_h", "tau_fast_h"]].max() < 0.03
    assert largest["max_gain"] == pytest.approx(0.25, abs=1e-3)


def test_logic_table():
    table = logic_table()
    assert list(table.columns) == list(ACCOUNTS) and list(table.index) == list(EXPERIMENTS)
    expected = {
        "AMPA block": ["blocked", "blocked", "kept", "blocked"],
        "no surge": ["blocked", "kept", "kept", "blocked"],
        "opioid block": ["kept", "kept", "kept", "blocked"],
        "memantine instead": ["not known", "blocked", "not known", "not known"],
    }
    for experiment, verdicts in expected.items():
        assert table.loc[experiment].tolist() == verdicts, experiment
    same = [name for name, row in table.iterrows() if row.nunique() == 1]
    assert same == ["rapamycin at 30 min", "spines prevented, 3 h"]


def test_survivors():
    assert survivors({}) == list(ACCOUNTS)
    assert survivors({"AMPA block": "kept", "opioid block": "blocked"}) == []


# --- beside the cascade


@pytest.mark.parametrize("name", ["trkb-activation-bdnf", "akt-bdnf"])
def test_a_signal_is_fitted_and_says_nothing_after_its_last_point(name):
    fit = fit_signal(name)
    assert len(fit.x) > 3  # numbers that are fitted
    assert np.max(np.abs(fit.at(fit.x) - fit.measured)) < 0.2 * np.max(fit.measured)
    with pytest.raises(ValueError, match="1800"):
        fit.at(1801)


def test_chance_is_what_simulated_studies_show():
    seen = [imaging_study(24, 8, 8.0, 0.35, seed=seed).spines.seen for seed in range(1500)]
    chance = chance_of_seeing(24, 8, 8.0, 0.35)
    assert np.mean(seen) == pytest.approx(chance["spines"], abs=3 * np.sqrt(0.25 / 1500))
    verdicts = ("both are there", "spines first", "behaviour first", "nothing happens")
    assert sum(chance[one] for one in verdicts) == pytest.approx(1)
    assert chance_of_seeing(3, 8, 8.0, 0.35)["spines"] == pytest.approx(0.025, abs=1e-3)


def test_a_study_grows_by_adding_mice_and_sees_the_truth_without_noise():
    small, large = (imaging_study(24, n, 8.0, 0.35, seed=3).spines for n in (5, 9))
    assert np.array_equal(small.treated, large.treated[:5])
    sharp = imaging_study(12, 5, 1e-6, 1e-6)
    assert sharp.spines.estimate == pytest.approx(100 * simulate().at(12).spine_gain, abs=1e-3)
    assert sharp.verdict == "both are there"


def test_statistics_beside_a_library():
    from scipy.stats import pearsonr

    rng = np.random.default_rng(4)
    x = rng.standard_normal(12)
    found = pearsonr(x, x + rng.standard_normal(12))
    r = float(found.statistic)
    assert statistics.correlation_p(r, 12) == pytest.approx(found.pvalue)
    assert statistics.correlation_interval(r, 12) == pytest.approx(
        tuple(found.confidence_interval())
    )


# --- what is refused


ASKED = [
    (simulate, {}),
    (Dose, {"mg_per_kg": 10}),
    (Block, {"node": "ampa"}),
    (Drive, {"node": "surge"}),
    (repeated, {"mg_per_kg": 10, "n": 2, "every_h": 24}),
    (simulate().at, {"times_h": 3}),
    (simulate().peak, {"variable": "behaviour"}),
    (simulate().relative_formation, {"from_h": 3, "to_h": 6}),
    (block_onsets, {"node": "trkb", "onsets_h": 1}),
    (latest_onset_h, {"node": "trkb"}),
    (dose_response, {"mg_per_kg": 10}),
    (sensitivity, {}),
    (outcome, {"account": "eef2k", "experiment": "no surge"}),
    (survivors, {"findings": {}}),
    (fit_signal, {"name": "akt-bdnf"}),
    (fit_zuo2005().eliminated, {"days": 14}),
    (one_pool_surviving, {"eliminated": 0.04, "interval_d": 14, "days": 28}),
    (imaging_study, STUDY),
    (chance_of_seeing, STUDY),
]


@pytest.mark.parametrize(("ask", "good"), ASKED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_mere_object_is_refused_by_name(ask, good):
    assert not not_refused(ask, **good)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: simulate(-1), "doses"),
        (lambda: simulate([10, 10]), "doses"),
        (lambda: simulate([Dose(10), Dose(10, 0.5)]), "half-lives"),
        (lambda: simulate(blocks="AMPA"), "blocks"),
        (lambda: simulate(remove_spines_at_h=-1), "remove_spines_at_h"),
        (lambda: simulate(drug="memantine"), "memantine"),
        (lambda: simulate(until_h=float("inf")), "until_h"),
        (lambda: simulate().at(337), "times_h"),
        (lambda: simulate().relative_formation(6, 3), "to_h"),
        (lambda: Block("ampa", strength=2), "strength"),
        (lambda: Block("ampa", 3, 3), "to_h"),
        (lambda: Drive("growth"), "node"),
        (lambda: repeated(10, 0, 24), "n must"),
        (lambda: fit_zuo2005().eliminated(-1), "days"),
        (lambda: one_pool_surviving(0.04, 0, 10), "interval_d"),
        (lambda: imaging_study(**STUDY | {"n_mice": 1}), "n_mice"),
        (lambda: chance_of_seeing(**STUDY | {"behaviour_sd": -1}), "behaviour_sd"),
        (lambda: latest_onset_h("opioid"), "node"),
        (lambda: handover_dip(simulate(blocks="growth")), "dip"),
        (lambda: sensitivity(0), "change"),
        (lambda: survivors({"NBQX": "blocked"}), "experiment"),
        (lambda: survivors({"AMPA block": "yes"}), "findings"),
        (lambda: statistics.fisher_p(5, 4, 1, 3), "events_a"),
        (lambda: statistics.wilson_interval(5, 4), "events"),
        (lambda: statistics.correlation_p(1.2, 9), "r must"),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(make, named):
    with pytest.raises(ValueError, match=named):
        make()
