"""The models of lesson 06: limits, independent libraries, published sequences, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import coherence as scipy_coherence
from scipy.signal import lfilter, welch
from statsmodels.tsa.api import VAR

from helpers.simulations import rhythms
from helpers.simulations.rhythms import (
    Recording,
    TwoAreas,
    aperiodic_exponent,
    couplings,
    diversity,
    lempel_ziv_76,
    lempel_ziv_78,
    patterns,
    phase_lag_floor,
    quick_couplings,
    record,
    scalp,
    spectrum,
)
from helpers.simulations.rhythms.coupling import ORDER, granger
from helpers.simulations.rhythms.two_areas import LEAD_S, chance_numbers

OPENED = TwoAreas()
CUT = TwoAreas(feedback=0.1, shared=1.5)
ALONE = TwoAreas(feedback=0, feedforward=0, shared=0)
RING = TwoAreas(feedback=0.4, feedforward=0.4)


@pytest.fixture(scope="module")
def opened():
    return record(OPENED, seconds=120, runs=3)


# --- two areas -------------------------------------------------------------------------------


def test_signals_are_those_of_the_equations():
    """The filters that solve both equations at once give what a loop over time gives."""
    areas = TwoAreas(feedback=0.35, feedforward=0.15, shared=0)
    samples, lead = 1000, round(LEAD_S * areas.rate_hz)
    noise = chance_numbers(3, 0, 60_500)[:, : samples + lead]
    a, d = areas.resonance, areas.delay
    x = np.zeros((2, samples + lead))
    for t in range(samples + lead):
        for i, wire in ((0, areas.feedforward), (1, areas.feedback)):
            past = [x[i, t - k] if t >= k else 0.0 for k in (1, 2)]
            heard = x[1 - i, t - d] if t >= d else 0.0
            x[i, t] = -a[1] * past[0] - a[2] * past[1] + areas.gain * wire * heard + noise[i, t]
    wanted = x[:, lead:] / x[:, lead:].std(axis=1, keepdims=True)
    found = record(areas, seconds=samples / areas.rate_hz, seed=3).signals[0]
    np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_without_wires_each_area_is_one_resonator():
    found = record(ALONE, seconds=20, seed=5)
    lead = round(LEAD_S * 250)
    alone = lfilter([1.0], ALONE.resonance, chance_numbers(5, 0, 60_500)[0, : 5000 + lead])[lead:]
    np.testing.assert_allclose(found.signals[0, 0], alone / alone.std(), atol=1e-9)
    assert found.seconds == 20


def test_areas_hum_at_ten_hertz():
    f, power = welch(record(ALONE, seconds=240).signals[0, 0], 250, nperseg=500)
    assert f[np.argmax(power)] == pytest.approx(10, abs=0.6)


def test_runs_and_lengths_do_not_disturb_each_other():
    long, short = (record(OPENED, seconds, runs=2).signals for seconds in (60, 20))
    scale = short[1, 0, 0] / long[1, 0, 0]
    assert 0.8 < scale < 1.25  # each length has its own SD
    alone = record(TwoAreas(shared=0), 20).signals
    again = record(TwoAreas(shared=0), 20, runs=3).signals
    np.testing.assert_array_equal(alone[0], again[0])
    assert not np.allclose(again[0], again[1])


def test_all_numbers_are_chosen_and_shown():
    assert {source.kind for source in OPENED.sources.values()} == {"chosen"}
    assert len(OPENED.rows()) == 8


def test_wires_that_howl_are_refused():
    for ask in (record, quick_couplings):
        with pytest.raises(ValueError, match="howl"):
            ask(TwoAreas(feedback=1, feedforward=1))


# --- measures against other libraries ----------------------------------------------------------


def test_coherence_is_scipys(opened):
    found = couplings(opened).coherence
    for run, value in enumerate(found):
        f, c = scipy_coherence(*opened.signals[run], 250, nperseg=500, noverlap=0, detrend=False)
        assert value == pytest.approx(c[(f >= 8) & (f <= 12)].mean(), abs=1e-9)


def test_granger_measures_are_statsmodels(opened):
    """Residual variances of the vector autoregression and of each signal's own, same samples."""
    for run in range(2):
        front, back = x = opened.signals[run] - opened.signals[run].mean(axis=1, keepdims=True)
        both = VAR(x.T).fit(ORDER, trend="n").resid
        for k, (own, direction) in enumerate(((front, 1), (back, 0))):
            lags = np.column_stack([own[ORDER - j : -j] for j in range(1, ORDER + 1)])
            rest = own[ORDER:] - lags @ np.linalg.lstsq(lags, own[ORDER:], rcond=None)[0]
            wanted = np.log((rest @ rest) / (both[:, k] @ both[:, k]))
            assert granger(opened)[direction][run] == pytest.approx(wanted, rel=1e-6)


def test_granger_test_of_statsmodels_agrees_on_who_leads():
    from statsmodels.tsa.stattools import grangercausalitytests

    lone = record(TwoAreas(feedback=0.4, feedforward=0, shared=0), seconds=40)
    front, back = lone.signals[0]
    p = [
        grangercausalitytests(np.column_stack(pair), [ORDER])[ORDER][0]["ssr_ftest"][1]
        for pair in ((back, front), (front, back))  # does the second help to predict the first?
    ]
    assert p[0] < 1e-6 < 0.01 < p[1]
    feedback, feedforward = granger(lone)
    assert feedback[0] > 50 * feedforward[0] >= 0


def test_phase_lag_of_a_shift_is_one_and_of_a_copy_is_nothing():
    t = np.arange(7500) / 250
    noise = 1e-3 * np.random.default_rng(0).standard_normal((2, 7500))
    wave = np.sin(2 * np.pi * 10 * t)
    shifted = np.sin(2 * np.pi * 10 * t - 0.7)
    # only the bins beside 10 Hz hold the wave: the measure is a mean over the band
    lead = couplings(Recording(np.stack([wave, shifted])[None] + noise, 250)).phase_lag[0]
    none = couplings(Recording(np.stack([wave, wave])[None] + noise, 250)).phase_lag[0]
    assert lead > none + 0.2


def test_the_floor_is_that_of_coins_and_of_strangers():
    coins = np.random.default_rng(1).choice([-1, 1], size=(40_000, 15))
    assert phase_lag_floor(30) == pytest.approx(np.abs(coins.mean(axis=1)).mean(), rel=0.02)
    for seconds in (48, 120, 240):
        strangers = quick_couplings(ALONE, seconds, runs=40).phase_lag.mean()
        assert phase_lag_floor(seconds) == pytest.approx(strangers, rel=0.1)
        assert phase_lag_floor(seconds) == pytest.approx(
            (2 / np.pi / (seconds / 2)) ** 0.5, rel=0.02
        )


@pytest.mark.parametrize("areas", [OPENED, CUT, RING, ALONE, TwoAreas(feedforward=0, shared=0)])
def test_the_quick_way_gives_what_the_long_way_gives(areas):
    long, quick = couplings(record(areas, runs=20)), quick_couplings(areas, runs=20)
    for name, slack in (("coherence", 0.03), ("phase_lag", 0.02)):
        assert quick.mean()[name] == pytest.approx(long.mean()[name], abs=slack)
    for name in ("feedback", "feedforward"):
        assert quick.mean()[name] == pytest.approx(long.mean()[name], rel=0.05, abs=1e-4)
    for name in ("coherence", "phase_lag"):
        assert 0.4 < quick.sd()[name] / long.sd()[name] < 1.8


def test_what_the_lesson_rests_on():
    """Cut the wire, turn the source up: coherence comes back, nothing else does."""
    before, after, cut = (
        couplings(record(areas, runs=40)).mean() for areas in (OPENED, CUT, TwoAreas(feedback=0.1))
    )
    assert after["coherence"] == pytest.approx(before["coherence"], abs=0.03)
    assert cut["coherence"] < before["coherence"] - 0.08
    assert after["phase_lag"] < before["phase_lag"] - 0.05
    assert after["feedback"] < before["feedback"] / 20
    assert after["feedforward"] < before["feedforward"] / 4


@settings(max_examples=15, deadline=None)
@given(
    feedback=st.floats(0, 0.4),
    feedforward=st.floats(0, 0.4),
    shared=st.floats(0, 3),
    seconds=st.sampled_from([12, 24, 120]),
)
def test_measures_stay_in_their_bounds(feedback, feedforward, shared, seconds):
    areas = TwoAreas(feedback=feedback, feedforward=feedforward, shared=shared)
    found = quick_couplings(areas, seconds, runs=2)
    for values in (found.coherence, found.phase_lag):
        assert np.all((values >= 0) & (values <= 1))
    assert np.all(found.feedback > -1e-9) and np.all(found.feedforward > -1e-9)


# --- diversity -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bits", "phrases"),
    [
        ("0001101001000101", 6),  # 0 · 001 · 10 · 100 · 1000 · 101
        ("0" * 50, 2),
        ("01" * 25, 3),
        ("1", 1),
        ("10", 2),
        ("0" * 9 + "1", 2),
    ],
)
def test_known_sequences(bits, phrases):
    assert lempel_ziv_76(bits) == phrases


@settings(max_examples=60, deadline=None)
@given(st.text("01", min_size=1, max_size=60))
def test_lz76_is_its_definition(bits):
    """Phrase by phrase: the shortest stretch that does not occur in what ends before its end."""
    count = start = 0
    while start < len(bits):
        size = 1
        while start + size <= len(bits) and bits[start : start + size] in bits[: start + size - 1]:
            size += 1
        count, start = count + 1, start + size
    assert lempel_ziv_76(bits) == count
    swapped = bits.translate(str.maketrans("01", "10"))
    assert lempel_ziv_76(swapped) == count
    assert lempel_ziv_78(swapped) == lempel_ziv_78(bits)


def test_white_noise_has_as_many_patterns_as_its_own_shuffle():
    for algorithm in rhythms.ALGORITHMS:
        white = [
            diversity(scalp(exponent=0, alpha=0, seed=k), algorithm, draws=20) for k in range(8)
        ]
        assert np.mean(white) == pytest.approx(1, abs=0.02)


def test_a_sine_has_few_and_steeper_noise_fewer():
    assert diversity(np.sin(np.arange(2000) / 7)) < 0.25
    found = [
        np.mean([diversity(scalp(exponent, alpha=0, seed=k)) for k in range(4)])
        for exponent in (0, 0.5, 1, 1.5, 2)
    ]
    assert np.all(np.diff(found) < 0)


def test_muscle_raises_it_and_the_same_spectrum_takes_it_back():
    def mean(over, muscle):
        return np.mean([diversity(scalp(muscle=muscle, seed=k), over=over) for k in range(1, 7)])

    assert mean("shuffle", 0.6) > mean("shuffle", 0.0) + 0.1
    assert mean("same spectrum", 0.6) == pytest.approx(1, abs=0.05)
    assert mean("same spectrum", 0.0) == pytest.approx(1, abs=0.08)


def test_the_size_of_a_signal_does_not_matter():
    signal = scalp(muscle=0.3)
    for over in rhythms.YARDSTICKS:
        assert diversity(3 * signal + 5, over=over) == pytest.approx(diversity(signal, over=over))
    assert patterns(signal) == patterns(3 * signal + 5)


def test_noise_falls_as_it_should():
    for exponent in (0.5, 1.0, 1.5):
        f, power = spectrum(scalp(exponent, alpha=0, seconds=60))
        assert aperiodic_exponent(f, power, 2, 40) == pytest.approx(exponent, abs=0.12)


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: record(OPENED, seconds=1), "seconds"),
        (lambda: record(OPENED, runs=0), "runs"),
        (lambda: record(OPENED, seed=-1), "seed"),
        (lambda: TwoAreas(feedback=2), "feedback"),
        (lambda: TwoAreas(pole=1.0), "pole"),
        (lambda: quick_couplings(OPENED, seconds=300), "seconds"),
        (lambda: quick_couplings(OPENED, runs=0), "runs"),
        (lambda: phase_lag_floor(1), "seconds"),
        (lambda: phase_lag_floor(-1), "seconds"),
        (lambda: granger(record(OPENED, 4), order=0), "order"),
        (lambda: couplings(Recording(np.zeros((1, 2, 600)), 250)), "windows"),
        (lambda: scalp(exponent=4), "exponent"),
        (lambda: scalp(muscle=-1), "muscle"),
        (lambda: diversity([1, 2]), "signal"),
        (lambda: diversity(scalp(), "LZ77"), "algorithm"),
        (lambda: diversity(scalp(), over="nothing"), "over"),
        (lambda: diversity(scalp(), draws=0), "draws"),
        (lambda: lempel_ziv_76("012"), "bits"),
        (lambda: lempel_ziv_78(""), "bits"),
        (lambda: aperiodic_exponent([1, 2, 3], [1, 2, 0], 1, 3), "power"),
        (lambda: aperiodic_exponent([1, 2, 3], [1, 2, 3], 5, 9), "range"),
        (lambda: spectrum(scalp(), rate_hz=0), "rate_hz"),
    ],
)
def test_a_wrong_argument_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("name", ["none", "text", "nan", "complex"])
def test_junk_is_no_signal(name):
    junk = {"none": None, "text": "0101", "nan": [1, 2, float("nan"), 3], "complex": [1j] * 5}
    with pytest.raises(ValueError, match="signal"):
        patterns(junk[name])
