"""Lesson 13's exposure and counts: limits, other ways to the same numbers, refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from helpers.evidence import fact, series
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.harm import exposure as model

COUNTS = (142, 346, 21, 222)


def test_an_area_is_that_of_the_simulated_curve():
    infusion = pk.simulate([pk.Dose(35, duration_min=40)]).area_ng_h_per_ml()
    assert 1000 * model.treated_year("one infusion").area == pytest.approx(infusion, rel=1e-9)
    spray = pk.simulate(pk.Dose(84, "S", "nasal_spray"), model="perezruixo2021")
    assert 1000 * model.treated_year("esketamine, fullest").area == pytest.approx(
        56 * spray.area_ng_h_per_ml(), rel=1e-6
    )


def test_the_plan_s_numbers():
    pooled = model.numbers("pooled means")
    assert model.equal_days("esketamine, fullest", known=pooled) == pytest.approx(1.54, abs=0.01)
    assert model.equal_days("weekly infusions", known=pooled) == pytest.approx(1.69, abs=0.01)
    low = pooled.changed(nasal=0.15)
    assert model.equal_days("esketamine, fullest", known=low) == pytest.approx(4.62, abs=0.02)
    assert model.equal_days("weekly infusions", known=low) == pytest.approx(5.06, abs=0.02)


@pytest.mark.parametrize("ruler", model.RULERS)
@pytest.mark.parametrize("treatment", model.TREATMENTS)
def test_use_scales_as_it_must(treatment, ruler):
    one, two = (model.equal_days(treatment, grams, ruler=ruler) for grams in (1.7, 3.4))
    assert one / two == pytest.approx(1 if ruler == "days of use" else 2)


def test_by_grams_and_days_no_share_or_clearance_comes_in():
    other = model.numbers("spray's label").changed(nasal=0.11)
    for ruler in ("grams", "days of use"):
        for name in model.TREATMENTS:
            assert model.equal_days(name, known=other, ruler=ruler) == pytest.approx(
                model.equal_days(name, ruler=ruler)
            )


def test_schedules_are_those_of_the_label():
    fullest, sparsest = (model.TREATMENTS[f"esketamine, {x}"] for x in ("fullest", "sparsest"))
    dose = fact("dose-esketamine")
    assert (sparsest.mg, fullest.mg) == (dose.low, dose.high)
    assert (sparsest.times, fullest.times) == (8 + 4 + 22, 8 + 4 + 44)


@pytest.mark.parametrize("which", model.SETS)
def test_every_number_has_a_source(which):
    assert {one.kind for one in model.numbers(which).sources.values()} <= {"derived", "published"}


@pytest.mark.parametrize(("method", "theirs"), [("Wald", "wald"), ("Newcombe", "newcomb")])
def test_limits_agree_with_statsmodels(method, theirs):
    found = model.difference(*COUNTS, method=method)
    low, high = confint_proportions_2indep(*COUNTS, method=theirs, compare="diff", correction=False)
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=1e-6)


def test_printed_intervals_are_met():
    for arm, name in (("esketamine 56 mg", "katz2021-response56-rd"),):
        table = series("clinical-esketamine-day28").set_index(["trial", "arm"])
        drug, placebo = table.loc[("TRANSFORM-1", arm)], table.loc[("TRANSFORM-1", "placebo")]
        found = model.difference(
            int(drug.responders), int(drug.n), int(placebo.responders), int(placebo.n)
        )
        printed = fact(name)
        assert (found.low, found.high) == pytest.approx((printed.low, printed.high), abs=0.01)


@given(
    st.integers(0, 50),
    st.integers(50, 400),
    st.integers(0, 50),
    st.integers(50, 400),
    st.sampled_from(["Wald", "Newcombe"]),
)
def test_a_difference_lies_within_its_limits_and_turns_round(a, n, b, m, method):
    found, turned = (model.difference(*c, method=method) for c in ((a, n, b, m), (b, m, a, n)))
    assert found.low <= found.points + 1e-9 and found.points <= found.high + 1e-9
    assert turned.points == pytest.approx(-found.points, abs=1e-9)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
    limits = found.one_in_limits
    assert (limits is None) == (found.low <= 0 <= found.high)


def test_a_larger_trial_has_narrower_limits_and_the_same_difference():
    small, large = (model.difference(*COUNTS, size=size) for size in (0.5, 8))
    assert small.points == large.points
    assert (small.high - small.low) / (large.high - large.low) == pytest.approx(4)


def test_no_difference_is_one_in_infinity():
    same = model.difference(10, 100, 10, 100)
    assert same.one_in == math.inf and same.one_in_limits is None


@given(st.floats(-20, 30), st.floats(1, 40), st.floats(20, 60))
def test_a_tail_is_that_of_scipy(mean, sd, limit):
    assert model.tail_share(mean, sd, limit) == pytest.approx(norm.sf(limit, mean, sd), abs=1e-9)


def test_implied_sd_undoes_the_tail():
    assert model.tail_share(13.3, model.implied_sd(13.3, 0.08, 40), 40) == pytest.approx(0.08)


def test_at_least_once():
    assert model.at_least_once(0.3, 1) == pytest.approx(0.3)
    assert model.at_least_once(0.3, 2) == pytest.approx(0.51)
    assert model.at_least_once(0, 8) == 0


@pytest.mark.parametrize("wrong", [-1, "1", None, float("nan"), True, np.inf])
def test_a_wrong_amount_is_named(wrong):
    with pytest.raises(ValueError, match="g_per_day"):
        model.heavy_year(wrong)
    with pytest.raises(ValueError, match="sd"):
        model.tail_share(0, wrong, 40)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.treated_year("weekly"), "treatment"),
        (lambda: model.equal_days("one infusion", ruler="hours"), "ruler"),
        (lambda: model.numbers("mine"), "which"),
        (lambda: model.difference(5, 4, 1, 10), "events"),
        (lambda: model.difference(1, 4, 11, 10), "control_events"),
        (lambda: model.difference(1, 4, 1, 10, method="exact"), "method"),
        (lambda: model.difference(1, 4, 1, 10, size=0), "size"),
        (lambda: model.implied_sd(50, 0.1, 40), "limit"),
        (lambda: model.implied_sd(10, 0.6, 40), "share"),
        (lambda: model.at_least_once(0.1, 0), "sessions"),
    ],
)
def test_what_is_not_allowed_is_said(call, name):
    with pytest.raises(ValueError, match=name):
        call()
