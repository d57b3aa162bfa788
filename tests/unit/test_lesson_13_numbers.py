"""Numbers that lesson 13 says in sentences, and what its pictures' words must hold."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import exposure as draw
from helpers.figures.exposure import counts, pressure, year
from helpers.simulations.harm import exposure as model
from tests.prose import says

LESSON = "13_exposure_and_monitoring"
START = {"ruler": "area", "g_per_day": 2.4, "nasal": 0.45, "clearances": "lesson 02"}
CLINICAL = ("17 infusions", "weekly infusions", "esketamine, sparsest", "esketamine, fullest")


def apart(name: str, grams: float = 2.4, nasal: float = 0.45, ruler: str = "area") -> float:
    return 365 / model.equal_days(name, grams, model.numbers().changed(nasal=nasal), ruler)


def test_how_far_apart():
    days = model.equal_days("esketamine, fullest")
    assert days == pytest.approx(model.equal_days("weekly infusions"), abs=0.05)
    says(
        LESSON,
        "hold {days:.1f} days of heavy use: the years are {a:.0f} and {b:.0f} times apart",
        days=days,
        a=apart("weekly infusions"),
        b=apart("esketamine, fullest"),
    )
    says(LESSON, "they are {fold:.1f} times apart", fold=apart("weekly infusions", 1.7, 0.11))
    assert round(apart("weekly infusions", ruler="days of use")) == 7
    assert model.equal_days("one pain infusion") == pytest.approx(1, abs=0.1)
    says(LESSON, "areas of racemate are {more:.0%} larger", more=84 / 79 - 1)


def test_some_thirty_to_a_thousand_times():
    """The sentence to keep: the corners of all published ends and sets, 34 and 1,166."""
    lowest = min(
        365 / model.equal_days(name, 1.68, model.numbers(which).changed(nasal=0.11))
        for name in CLINICAL
        for which in model.SETS
    )
    assert 30 < lowest < 35
    assert 1000 < max(apart(name, 3.8, 0.5) for name in CLINICAL) < 1200
    says(LESSON, "some thirty to a thousand times apart by area under the level")
    assert 365 / lowest < 14  # less than two weeks at the widest
    days = sorted(model.equal_days(name) for name in CLINICAL)
    says(LESSON, "holds half a day to two days of heavy use")
    assert 0.5 < days[0] < 0.6 and 1.7 < days[-1] < 2


def test_a_week_is_found_only_with_a_low_share():
    assert model.equal_days("weekly infusions", 1.7, model.numbers().changed(nasal=0.15)) > 7
    assert model.equal_days("weekly infusions", 1.7) < 7
    for which in model.SETS:  # above a quarter absorbed no set of clearances finds one
        known = model.numbers(which).changed(nasal=0.25)
        assert all(model.equal_days(name, 1.7, known) < 7 for name in CLINICAL)


def test_one_helped_and_one_harmed():
    assert counts.counts("dissociation") == (142, 346, 21, 222)
    found = {name: model.difference(*counts.counts(name)) for name in (*draw.BENEFITS, *draw.HARMS)}
    one = {name: difference.one_in for name, difference in found.items()}
    says(LESSON, "for every {a:.1f} treated, one more a", a=one["dissociation"])
    says(
        LESSON,
        "one more responds for every {a:.1f} to {b:.1f}",
        a=one["response, TRANSFORM-2"],
        b=one["response, TRANSFORM-1, 84 mg"],
    )
    low, high = found["response, TRANSFORM-1, 84 mg"].one_in_limits
    says(LESSON, "Limits are wide: {low:.1f} to {high:.0f} for", low=low, high=high)
    name = "remission, TRANSFORM-1, 56 mg"
    needed = (found[name].points - found[name].low) ** 2 / found[name].points ** 2
    says(LESSON, "would have to be more than five times as large")
    assert 5 < needed < 5.25
    assert model.difference(*counts.counts(name), size=needed + 0.01).one_in_limits


def test_the_tail():
    arms = pressure.arms()
    assert arms["tail_percent"].round(1).tolist() == [8.4, 0.5, 16.7, 1.5]
    sd = model.implied_sd(6.1, 1 / 222, 40)
    says(LESSON, "the placebo arm needs an SD of {sd:.0f}", sd=sd)
    says(LESSON, "the spray's mean with that SD gives {share:.0f}%", share=pressure.shift_alone(0))
    says(
        LESSON,
        "would give {a:.1f} and {b:.1f}%",
        a=pressure.shift_alone(0),
        b=pressure.shift_alone(2),
    )
    upper = [
        model.implied_sd(row["mean_peak_systolic_mmhg"], row["high_percent"] / 100, 40)
        for _, row in arms.iloc[[1, 3]].iterrows()
    ]
    shares = [
        100 * model.tail_share(mean, sd, 40) for mean, sd in zip((13.3, 16), upper, strict=True)
    ]
    says(
        LESSON,
        "placebo's intervals it gives {a:.1f} and {b:.0f}%, within",
        a=shares[0],
        b=shares[1],
    )
    assert all(arms.iloc[[0, 2]]["low_percent"].to_numpy() < shares)
    eight = [
        model.implied_sd(mean, 1 - (1 - share) ** (1 / 8), 40)
        for mean, share in ((13.3, 29 / 346), (6.1, 1 / 222))
    ]
    says(LESSON, "{a:.1f} and {b:.1f} fit", a=eight[0], b=eight[1])
    says(
        LESSON, "needs {sd:.0f}: the spread would grow too", sd=model.implied_sd(13.3, 29 / 346, 40)
    )


def test_breathing_circulation_and_the_clock():
    before, after = (fact(f"co2children1989-slope-{when}").value for when in ("before", "5min"))
    says(LESSON, "{fall:.0f}% weaker in its answer at 5 minutes", fall=100 * (1 - after / before))
    gap = fact("casey2025-collapse-rd")
    says(
        LESSON,
        "the difference is {gap:g} points ({low:g} to {high:g}): one more collapse in {one:.0f}",
        gap=gap.value,
        low=gap.low,
        high=gap.high,
        one=100 / gap.value,
    )
    from helpers.figures.exposure.clinic import TIMES_MIN, _level

    share = _level()[TIMES_MIN == 120][0] / _level().max()
    says(LESSON, "still at {share:.0%} of its peak in the model", share=share)


def test_reports_and_forty_times():
    sessions = 868_000
    assert fact("sprayrespiratory2023-reports").value / sessions == pytest.approx(
        1 / 21_700, rel=1e-3
    )
    reports = (
        fact(name).value
        for name in (
            "jjrespiratory2025-wide",
            "chepke2024-cases",
            "sprayrespiratory2023-reports",
            "chepke2024-tied",
        )
    )
    wide, defined, named, tied = reports
    says(LESSON, "give {a:g}, {b:g}, {c:g} and {d:g}", a=wide, b=defined, c=named, d=tied)
    low_oxygen = fact("jjrespiratory2025-hypoxaemia").high
    says(LESSON, "in up to {n:.0f} of 100,000 sessions", n=1000 * low_oxygen)
    by_area = 1 / model.equal_days("one infusion")
    says(
        LESSON,
        "Between {a:.0f} and {b:.0f} by weight, {c:.0f} by area",
        a=2400 / 84,
        b=2400 / 35,
        c=by_area,
    )


def test_the_model_in_ten_lines_is_the_package_s():
    known = model.numbers()
    treated = 56 * 84 * 0.5094 / 109
    assert treated == pytest.approx(model.treated_year("esketamine, fullest").area, rel=1e-3)
    one_day = 2400 * 0.45 / 84
    assert treated / one_day == pytest.approx(model.equal_days("esketamine, fullest"), rel=1e-3)
    assert (known.clearance_l_per_h, known.nasal) == pytest.approx((84, 0.45))
    p, n = np.array([142, 21]) / [346, 222], np.array([346, 222])
    half = 1.96 * np.sqrt((p * (1 - p) / n).sum())
    found = model.difference(142, 346, 21, 222)
    assert found.high == pytest.approx(100 * (p[0] - p[1] + half), abs=0.01)


def test_the_handle_stands_where_the_control_puts_it():
    figure = Figure(figsize=(8, 4.4))
    for ruler in model.RULERS:
        draw.year_on_one_axis(figure, treatment="one infusion", **START | {"ruler": ruler})
        (line,) = [one for one in figure.findobj() if getattr(one, "handle_for", None)]
        name, at = line.handle_for["x"]
        place = at(2.4)
        assert name == "g_per_day"
        assert place is None or place == pytest.approx(line.get_xdata()[0])
        assert (place is None) == (ruler == "days of use")


@pytest.mark.parametrize("name", model.TREATMENTS)
def test_the_words_of_the_year_hold_its_numbers(name):
    words = draw.year_on_one_axis(Figure(), treatment=name, **START)
    assert model.TREATMENTS[name].basis in words
    assert len(words) <= 400


def test_use_stays_within_the_published_means():
    found = [fact(name).value for name in year.USE]
    assert (min(found), max(found)) == (1.68, 3.8)


@pytest.mark.parametrize(("size", "said"), [(1.0, False), (0.25, True)])
def test_an_interval_without_a_limit_is_explained_where_there_is_one(size, said):
    told = draw.helped_and_harmed(
        Figure(), benefit="response, TRANSFORM-2", harm="nausea", size=size
    )
    assert ("“No limit”" in told) == ("interval no limit" in told) == said


def test_an_unknown_harm_or_benefit_is_refused():
    with pytest.raises(ValueError, match="harm"):
        draw.helped_and_harmed(Figure(), benefit="response, TRANSFORM-2", harm="hiccups", size=1)
    with pytest.raises(ValueError, match="benefit"):
        draw.helped_and_harmed(Figure(), benefit="joy", harm="nausea", size=1)
