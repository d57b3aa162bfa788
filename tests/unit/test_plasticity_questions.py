"""What is asked of the cascade and of the small models around it."""

import numpy as np
import pytest

from helpers.evidence import series
from helpers.simulations.plasticity import (
    ACCOUNTS,
    EXPERIMENTS,
    SIGNALS,
    Block,
    TwoPools,
    adolescent_drift_percent_per_d,
    block_onsets,
    chance_of_seeing,
    correlation_p,
    dose_response,
    fisher_p,
    fit_signal,
    fit_zuo2005,
    fitted_range,
    gain_left,
    handover_dip,
    imaging_study,
    implied_n,
    latest_onset_h,
    logic_table,
    mice_needed,
    one_pool_surviving,
    outcome,
    sensitivity,
    simulate,
    survivors,
    two_pools_through,
    wilson_interval,
)

# --- experiments


def test_critical_windows():
    assert 1.1 < latest_onset_h("trkb") < 1.5
    assert 14 < latest_onset_h("mtorc1") < 19
    left = latest_onset_h("ampa", 0.25)
    assert gain_left(Block("ampa", left)) == pytest.approx(0.25, abs=2e-3)


def test_block_onsets_keep_their_shape():
    left = block_onsets("trkb", [[0, 1], [2, 4]])
    assert left.shape == (2, 2)
    assert left == pytest.approx(np.array([[0, 0.26], [0.957, 1]]), abs=2e-3)


def test_dose_response_at_24_h():
    gains = dose_response([2.5, 5, 10, 20, 40, 80])
    assert gains == pytest.approx([0.001, 0.030, 0.073, 0.079, 0.029, 0.000], abs=6e-4)


def test_what_the_gain_hangs_on():
    largest = sensitivity().set_index("parameter")["largest"]
    for name in ("theta", "half_trkb", "protein_per_h", "tau_bdnf_h"):
        assert largest[name] > 0.2
    for name in ("tau_surge_h", "tau_mtorc1_h", "tau_fast_h"):
        assert largest[name] < 0.03
    assert largest["max_gain"] == pytest.approx(0.25, abs=1e-6)


def test_handover_dip_is_refused_where_there_is_none():
    with pytest.raises(ValueError, match="dip"):
        handover_dip(simulate(growth=False))


# --- rivals


def test_logic_table():
    table = logic_table()
    assert list(table.columns) == list(ACCOUNTS)
    assert list(table.index) == list(EXPERIMENTS)
    expected = {
        "AMPA block": ["blocked", "blocked", "kept", "blocked"],
        "no surge": ["blocked", "kept", "kept", "blocked"],
        "spines erased at 48 h": ["blocked", "blocked", "kept", "blocked"],
        "rapamycin at 30 min": ["kept"] * 4,
        "opioid block": ["kept", "kept", "kept", "blocked"],
        "memantine instead": ["not known", "blocked", "not known", "not known"],
    }
    for experiment, verdicts in expected.items():
        assert table.loc[experiment].tolist() == verdicts, experiment
    numbers = logic_table(numbers=True)
    assert numbers.loc["AMPA block", "habenula"] == pytest.approx(1)


def test_every_experiment_but_the_early_ones_tells_two_accounts_apart():
    table = logic_table()
    same = [name for name, row in table.iterrows() if row.nunique() == 1]
    assert same == ["rapamycin at 30 min", "spines prevented, 3 h"]


def test_survivors():
    assert survivors({}) == list(ACCOUNTS)
    assert survivors({"AMPA block": "blocked"}) == ["disinhibition", "eef2k", "opioid"]
    assert survivors({"AMPA block": "blocked", "no surge": "kept"}) == ["eef2k"]
    assert survivors({"AMPA block": "kept", "opioid block": "blocked"}) == []
    with pytest.raises(ValueError, match="experiment"):
        survivors({"NBQX": "blocked"})
    with pytest.raises(ValueError, match="findings"):
        survivors({"AMPA block": "yes"})
    with pytest.raises(ValueError, match="account"):
        outcome("HNK", "AMPA block")


# --- turnover


def test_two_pools_go_through_both_losses():
    pools = fit_zuo2005()
    assert pools.eliminated([0, 14, 548]) == pytest.approx([0, 0.04, 0.26], abs=1e-12)
    assert pools.labile_fraction == pytest.approx(0.26, abs=1e-3)
    assert pools.labile_half_life_d == pytest.approx(58, abs=0.5)
    assert pools.surviving(548) == pytest.approx(0.74)


def test_one_pool_loses_far_too_much():
    assert one_pool_surviving(0.04, 14, 548) == pytest.approx(0.20, abs=5e-3)


def test_formation_misses_one_way_or_the_other():
    assert fit_zuo2005().formed(548) == pytest.approx(0.26, abs=1e-3)  # 19 % were found
    falling = fit_zuo2005(steady=False)
    assert falling.formed(548) == pytest.approx(0.19)
    assert falling.formed(14) == pytest.approx(0.029, abs=1e-3)  # 3-5 % were found


def test_range_of_the_fit_and_what_two_numbers_cannot_fix():
    ranges = fitted_range()
    assert ranges["labile_half_life_d"] == pytest.approx((45.4, 79.9), abs=0.1)
    assert ranges["labile_fraction"] == pytest.approx((0.260, 0.262), abs=1e-3)
    other = fit_zuo2005(stable_rate_per_d=3e-4)
    assert other.eliminated([14, 548]) == pytest.approx([0.04, 0.26], abs=1e-12)
    assert other.labile_fraction < 0.15


def test_pools_stay_in_bounds_and_rise():
    days = np.linspace(0, 5000, 300)
    lost = TwoPools(0.3, 0.02, 1e-4).eliminated(days)
    assert np.all(np.diff(lost) > 0)
    assert lost[0] == 0
    assert lost[-1] < 1
    assert np.all(TwoPools(0.0, 0.0).eliminated(days) == 0)
    assert TwoPools(1.0, 0.0).labile_half_life_d == np.inf


@pytest.mark.parametrize("bad", [(0.3, 0.2), (0.04, 0.04), (0.04, 0.9), (0.0, 0.2), (0.04, 1.0)])
def test_losses_that_no_two_pools_have_are_refused(bad):
    with pytest.raises(ValueError, match="early and late"):
        two_pools_through(bad[0], 14, bad[1], 548)


# --- signalling


@pytest.mark.parametrize("name", SIGNALS)
def test_every_signal_is_fitted_with_fewer_numbers_than_points(name):
    fit = fit_signal(name)
    assert len(fit.values) <= 3
    assert len(fit.x) > len(fit.values)
    assert fit.worst_miss < 0.2
    assert all(value > 0 for value in fit.values.values())
    assert fit.at(fit.x) == pytest.approx(fit.fitted)
    assert set(fit.measured) <= set(series(f"plasticity-{name}").iloc[:, 1])


def test_signals_are_fast():
    assert 1.8 < fit_signal("shc-dose-bdnf").values["half_nm"] < 2.5
    assert fit_signal("shc-dose-bdnf").values["top"] == pytest.approx(22.9, abs=0.1)
    assert 200 < fit_signal("trkb-activation-bdnf").peak_at < 420  # s; near 5 min
    akt = fit_signal("akt-bdnf")
    assert akt.at(120) > 0.8 * akt.at(akt.peak_at)
    assert akt.at(1800) > 0.8 * akt.at(akt.peak_at)


def test_a_fit_recovers_a_known_curve(monkeypatch):
    from helpers.simulations.plasticity import signalling

    table = series("plasticity-shc-dose-bdnf")
    table.iloc[:, 1] = 30 * table.iloc[:, 0] / (table.iloc[:, 0] + 4)
    monkeypatch.setattr(signalling, "measured", lambda name: table)
    assert fit_signal("shc-dose-bdnf").values == pytest.approx({"top": 30, "half_nm": 4}, rel=1e-5)


# --- small statistics


def test_implied_n():
    assert implied_n(-0.897, 0.002) == (8, 8)
    assert implied_n(-0.791, 0.038) == (7, 7)
    assert implied_n(-0.944, 0.001) == (7, 7)
    assert implied_n(-0.977, 0.01) == (4, 5)


def test_correlation_p_by_a_library():
    from scipy.stats import pearsonr

    rng = np.random.default_rng(4)
    x = rng.standard_normal(12)
    y = x + rng.standard_normal(12)
    r, p = pearsonr(x, y)
    assert correlation_p(float(r), 12) == pytest.approx(p)


@pytest.mark.parametrize("table", [(7, 17, 2, 15), (0, 5, 5, 5), (3, 9, 3, 9), (1, 20, 9, 18)])
def test_fisher_by_a_library(table):
    from scipy.stats import fisher_exact

    a, n_a, b, n_b = table
    expected = fisher_exact([[a, n_a - a], [b, n_b - b]]).pvalue
    assert fisher_p(*table) == pytest.approx(expected)


def test_fisher_and_wilson_of_the_papers():
    assert fisher_p(7, 17, 2, 15) == pytest.approx(0.12, abs=5e-3)
    assert wilson_interval(7, 12) == pytest.approx((0.32, 0.81), abs=5e-3)
    assert wilson_interval(21, 30) == pytest.approx((0.52, 0.83), abs=5e-3)
    assert wilson_interval(0, 10)[0] == 0
    assert wilson_interval(10, 10)[1] == pytest.approx(1)


# --- the impatient microscopist


def test_at_3_h_behaviour_seems_first_and_at_24_h_it_takes_mice():
    early, late = chance_of_seeing(3), chance_of_seeing(24)
    assert early["behaviour first"] > 0.9
    assert early["spines"] == pytest.approx(0.025, abs=1e-3)
    assert late["spines"] < 0.5 < chance_of_seeing(24, 20)["spines"]
    for chances in (early, late):
        verdicts = ("both are there", "spines first", "behaviour first", "nothing happens")
        assert sum(chances[one] for one in verdicts) == pytest.approx(1)


def test_chance_is_what_simulated_studies_show():
    truth = simulate()
    seen = [imaging_study(24, 8, course=truth, seed=seed).spines.seen for seed in range(1500)]
    expected = chance_of_seeing(24, 8, course=truth)["spines"]
    assert np.mean(seen) == pytest.approx(expected, abs=3 * np.sqrt(0.25 / 1500))


def test_a_study_is_repeatable_and_grows_by_adding_mice():
    small, same, large = (imaging_study(24, n, seed=3) for n in (5, 5, 9))
    assert np.array_equal(small.spines.treated, same.spines.treated)
    assert np.array_equal(small.spines.treated, large.spines.treated[:5])
    assert small.spines.low < small.spines.estimate < small.spines.high


def test_without_noise_the_truth_is_seen():
    study = imaging_study(12, 5, spine_sd_percent=1e-6, behaviour_sd=1e-6)
    assert study.spines.estimate == pytest.approx(100 * simulate().at(12).spine_gain, abs=1e-4)
    assert study.verdict == "both are there"


def test_drift_fools_only_those_without_controls():
    drift = adolescent_drift_percent_per_d()
    assert drift == pytest.approx(-10 / 14)
    quiet = {"spine_sd_percent": 1e-6, "drift_percent_per_d": drift}
    with_controls = imaging_study(168, 5, **quiet).spines
    without = imaging_study(168, 5, controls=False, **quiet).spines
    assert with_controls.estimate == pytest.approx(with_controls.truth, abs=1e-4)
    assert without.estimate == pytest.approx(without.truth + 7 * drift, abs=1e-4)


def test_mice_needed():
    needed = mice_needed(7.3, 8)
    assert 15 < needed < 25
    assert mice_needed(2.3, 8) > 8 * needed
    assert mice_needed(100, 1) == 2
    with pytest.raises(ValueError, match="effect"):
        mice_needed(1e-4, 8)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: fit_signal("bdnf"), "name"),
        (lambda: fit_signal("akt-bdnf").at(-1), "x must"),
        (lambda: TwoPools(1.2, 0.1), "labile_fraction"),
        (lambda: fit_zuo2005().eliminated(-1), "days"),
        (lambda: one_pool_surviving(0.04, 0, 10), "interval_d"),
        (lambda: implied_n(1, 0.01), "r must"),
        (lambda: implied_n(0.5, 0), "p must"),
        (lambda: fisher_p(5, 4, 1, 3), "events_a"),
        (lambda: wilson_interval(5, 4), "events"),
        (lambda: wilson_interval(1, 4, 1.0), "confidence"),
        (lambda: imaging_study(400), "time_h"),
        (lambda: imaging_study(3, 1), "n_mice"),
        (lambda: imaging_study(3, spine_sd_percent=0), "spine_sd_percent"),
        (lambda: imaging_study(3, course="normal"), "course"),
        (lambda: chance_of_seeing(3, behaviour_sd=-1), "behaviour_sd"),
        (lambda: latest_onset_h("trkb", 1.0), "left"),
        (lambda: latest_onset_h("opioid"), "node"),
        (lambda: gain_left("ampa", doses=0), "conditions"),
        (lambda: dose_response(-1), "mg_per_kg"),
        (lambda: dose_response(10, variable="mood"), "variable"),
        (lambda: sensitivity(0), "change"),
        (lambda: logic_table("yes"), "numbers"),
    ],
)
def test_junk_is_refused_by_name(make, named):
    with pytest.raises(ValueError, match=named):
        make()
