"""Pooling and belief: published examples, limits, refusals, and the numbers of lesson 09."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import fact, series
from helpers.simulations.trials import arms, belief, pooling
from helpers.simulations.trials.pooling import Effects, effects_from_counts, pool
from tests.prose import says

LESSON = "09_rapid_response"
THREE = ["Zarate 2006", "Murrough 2013a", "Lapidus 2014"]


def of(*studies: str) -> pd.DataFrame:
    table = arms.comparisons()
    return table[table["study"].isin(studies)]


def shown(found) -> str:
    return f"{found.estimate:.3g} ({found.low:.2g} to {found.high:.3g})"


# What R's metafor gives for nine estimates, as statsmodels' own tests print it.
NINE = Effects(
    tuple("ABCDEFGHI"),
    [61, 61.4, 62.21, 62.3, 62.34, 62.6, 62.7, 62.84, 65.9],
    [0.2025, 1.21, 0.09, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225],
    "mean",
)


@pytest.mark.parametrize(
    ("method", "wanted"),
    [
        ("fixed", (62.5833970939982, 62.3720233953344, 62.7947707926621, 0.107845705498231)),
        ("random", (62.3901386044504, 61.9084781058787, 62.8717991030221, 0.245749668040304)),
        ("hartung-knapp", (62.3901386044504, 61.710383798052, 63.0698934108488, 0.29477605699879)),
    ],
)
def test_what_another_program_prints(method, wanted):
    found = pool(NINE, method)
    assert (found.estimate, found.low, found.high, found.se) == pytest.approx(wanted, rel=1e-9)
    assert found.q == pytest.approx(24.801897741835, rel=1e-9)
    assert found.tau2 == pytest.approx(0.288049246973751 if method != "fixed" else 0)


def test_statsmodels_does_the_same():
    from statsmodels.stats.meta_analysis import combine_effects

    theirs = combine_effects(NINE.estimate, NINE.variance, method_re="dl")
    ours = pool(NINE, "hartung-knapp")
    ends = theirs.conf_int(use_t=True)[3]
    assert (ours.low, ours.high) == pytest.approx(ends, rel=1e-9)
    ends = theirs.conf_int(use_t=False)[1]
    assert (pool(NINE).low, pool(NINE).high) == pytest.approx(ends, rel=1e-9)


@pytest.mark.parametrize(
    ("table", "more", "method", "wanted"),
    [
        (of(*THREE), {}, "random", "9.59 (2.4 to 38.3)"),
        (of(*THREE), {}, "hartung-knapp", "9.59 (0.47 to 195)"),
        (of(*THREE), {"zero_cells": "everywhere"}, "random", "8.12 (2.3 to 28.6)"),
        (arms.chosen(), {}, "random", "5.56 (2.1 to 14.4)"),
        (arms.chosen(), {"zero_cells": "everywhere"}, "random", "5.15 (2.1 to 12.7)"),
        (of(*THREE, "Su 2017", "Su 2023"), {}, "random", "5.71 (3 to 10.8)"),
        (arms.chosen("midazolam", composite=True), {}, "random", "4.33 (2 to 9.37)"),
        (arms.chosen("under anaesthesia"), {}, "random", "2.53 (1.1 to 5.95)"),
    ],
)
def test_pools_of_our_table(table, more, method, wanted):
    assert shown(pool(arms.effects_of(table, **more), method)) == wanted


def test_one_study_is_its_own_pool():
    one = effects_from_counts(30, 47, 7, 25)
    for method in ("fixed", "random"):
        found = pool(one, method)
        ends = [end[0] for end in one.interval()]
        assert [found.estimate, found.low, found.high] == pytest.approx(ends, rel=1e-9)
        assert found.tau2 == 0 and found.i2 == 0 and found.prediction is None
    with pytest.raises(ValueError, match="two studies or more"):
        pool(one, "hartung-knapp")
    with pytest.raises(ValueError, match="nothing would be left"):
        pooling.leave_one_out(one)


def test_equal_studies_agree_perfectly():
    same = Effects(("a", "b", "c"), [0.5] * 3, [0.09] * 3, "odds ratio")
    found = pool(same)
    assert found.estimate == pytest.approx(np.exp(0.5))
    assert found.q == pytest.approx(0, abs=1e-9) and found.tau2 == 0 and found.i2 == 0
    assert found.se == pytest.approx(0.3 / np.sqrt(3))
    knapp = pool(same, "hartung-knapp")
    assert knapp.high - knapp.low == pytest.approx(0, abs=1e-6)  # its known weakness


def test_an_empty_cell_by_each_rule():
    def effects(rule: str) -> Effects:
        return effects_from_counts([12, 30], [17, 47], [0, 7], [14, 25], zero_cells=rule)

    needed, everywhere, out = (effects(rule) for rule in pooling.ZERO_CELLS)
    assert needed.corrected == ("study 1",) and everywhere.corrected == needed.studies
    assert out.studies == ("study 2",) and out.left_out == ("study 1",)
    assert np.exp(needed.estimate[0]) == pytest.approx(12.5 * 14.5 / (5.5 * 0.5))
    assert needed.estimate[1] == pytest.approx(out.estimate[0])
    silent = effects_from_counts([0, 5], [10, 10], [0, 2], [10, 10])
    assert silent.left_out == ("study 1",)
    difference = effects_from_counts([0, 5], [10, 10], [0, 2], [10, 10], "risk difference")
    assert difference.left_out == ()
    with pytest.raises(ValueError, match="at least one study"):
        effects_from_counts(0, 10, 0, 10)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)),
        min_size=2,
        max_size=6,
    ).filter(lambda rows: any(a > 0 and c > 0 for a, _, c, _ in rows))
)
def test_swapping_arms_turns_an_odds_ratio_round(rows):
    a, b, c, d = (np.array(column) for column in zip(*rows, strict=True))
    one = effects_from_counts(a, a + b + 1, c, c + d + 1)
    other = effects_from_counts(c, c + d + 1, a, a + b + 1)
    for method in ("fixed", "random"):
        there, back = pool(one, method), pool(other, method)
        assert np.log(there.estimate) == pytest.approx(-np.log(back.estimate), abs=1e-8)
        assert there.low <= there.estimate <= there.high
        assert there.weights.sum() == pytest.approx(1)
        assert there.tau2 >= 0 and 0 <= there.i2 < 1
    assert pool(one).se >= pool(one, "fixed").se * (1 - 1e-9)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: effects_from_counts(5, 4, 1, 4), "events_treated must be at most n_treated"),
        (lambda: effects_from_counts(1.5, 4, 1, 4), "events_treated must be whole"),
        (lambda: effects_from_counts(1, 4, -1, 4), "events_control must be zero or more"),
        (lambda: effects_from_counts([1, 2], [4, 4], 1, 4), "lists of one length"),
        (lambda: effects_from_counts("1", 4, 1, 4), "events_treated"),
        (lambda: effects_from_counts(1, 4, 1, 4, "odds"), "measure must be one of"),
        (lambda: effects_from_counts(1, 4, 1, 4, studies=["a", "b"]), "studies must be 1 names"),
        (lambda: pool(effects_from_counts(1, 4, 1, 4), "bayes"), "method must be one of"),
        (lambda: Effects(("a",), [float("nan")], [1], "SMD"), "estimate"),
        (lambda: arms.chosen("saline", crossover=False), "No trial is left of those with saline"),
        (lambda: arms.chosen("morphine"), "trials must be one of"),
        (lambda: arms.chosen(composite="yes"), "composite must be True or False"),
        (lambda: arms.effects_of(arms.chosen().iloc[:0]), "nothing to pool"),
        (lambda: arms.effects_of(pd.DataFrame({"study": ["a"]})), "a needed column"),
        (lambda: belief.split(-1), "gain must be from 0 to 100"),
        (lambda: belief.split(beliefs={"ketamine": 1}), "beliefs must be one for each"),
        (lambda: belief.split(beliefs={**belief.BELIEFS, "saline": 2}), "a fraction"),
    ],
)
def test_what_is_wrong_is_said(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_another_table_of_arms():
    """Any table with these columns will do; two drug arms are joined, small doses stay out."""
    table = pd.DataFrame(
        {
            "study": ["A", "A", "A", "A"],
            "design": "parallel",
            "comparator": "saline",
            "drug": ["ketamine", "ketamine", "ketamine", "saline"],
            "dose_mg_per_kg": [0.5, 1.0, 0.1, 0.0],
            "n": [10, 10, 10, 10],
            "response_count": [5, 6, 1, 2],
            "timepoint": "24 h",
            "use": "core-response",
            "verified": "primary",
        }
    )
    (row,) = arms.comparisons(table).itertuples()
    assert (row.events_treated, row.n_treated, row.events_control) == (11, 20, 2)


def test_default_trials_are_verified():
    assert arms.chosen()["verified"].all()
    assert set(arms.chosen(unverified=True)["study"]) - set(arms.chosen()["study"]) == {
        "Zarate 2006",
        "Phillips 2019",
    }


def test_belief_alone_and_drug_alone_both_fit():
    alone = belief.split(ketamine_acts=False, midazolam_acts=False)
    assert alone.gain == pytest.approx(49.8, abs=0.1) and alone.base == 0 and alone.fits
    drug = belief.split(0)
    assert (drug.ketamine, drug.midazolam, drug.base) == pytest.approx((44.5, 17, 1))
    assert drug.fits and all(belief.split(gain).fits for gain in range(0, 61, 10))
    sure = dict.fromkeys(belief.GIVEN, 1.0)
    assert not belief.split(60, sure).fits


# -- numbers in the lesson's sentences -----------------------------------------------------------


def test_sentences_on_steps():
    table = series("clinical-stard-steps")
    left = table["n_entering"][0] - table["remitted"][0]
    says(
        LESSON,
        "Of the {left:,} people not in remission after the first step {on:,} began the second. "
        "Counted in remission were {counted:,}",
        left=left,
        on=fact("stardreply2023-entered-step2").value.__int__(),
        counted=int(table["remitted"].sum()),
    )
    assert table["remitted"].sum() == fact("pigott2015-remitted").value
    assert 1 - np.prod(1 - table["remission_percent"] / 100) == pytest.approx(0.67, abs=0.005)


def masked_with(day: int) -> pooling.Pool:
    """Return the pool of the two masked trials with Lii 2023 read on one of its days."""
    lii = series("clinical-lii2023-anaesthesia").query("day == @day").set_index("arm")["responders"]
    return pool(effects_from_counts([lii["ketamine"], 17], [20, 41], [lii["placebo"], 7], [20, 43]))


def test_sentences_on_masked_trials():
    table = series("clinical-lii2023-anaesthesia").pivot(
        index="day", columns="arm", values="madrs_mean"
    )
    gap = table["ketamine"] - table["placebo"]
    says(
        LESSON,
        "The arms differed by {mean:.1f} on average on those days, and by {before:.1f} before",
        mean=-gap.loc[1:3].mean(),
        before=-gap.loc[0],
    )
    both = pool(arms.effects_of(arms.chosen("under anaesthesia")))
    assert both.q_p == pytest.approx(0.28, abs=0.005)
    days = {day: masked_with(day) for day in (1, 2, 3)}
    says(
        LESSON,
        "(P = {one:.2f}, {two:.2f} and {three:.2f} for days 1 to 3)",
        one=days[1].q_p,
        two=days[2].q_p,
        three=days[3].q_p,
    )
    says(
        LESSON,
        "pool to {o:.1f} ({a:.1f} to {b:.1f}), one read on day 1 and one on day 3",
        o=days[1].estimate,
        a=days[1].low,
        b=days[1].high,
    )
    says(
        LESSON,
        "with day 3 of both it would be {o:.1f} ({a:.1f} to {b:.1f})",
        o=days[3].estimate,
        a=days[3].low,
        b=days[3].high,
    )
    ours = pool(arms.effects_of(arms.chosen("midazolam", composite=True))).estimate
    says(LESSON, "Our midazolam pool, {ours:.1f}, lies far above", ours=ours)


def test_sentence_on_a_pool_that_is_too_narrow():
    """With a spread of ten points 858 people give the printed interval at no split of them."""
    best = 1.96 * 10 * np.sqrt(2 / (858 / 2))
    says(LESSON, "give ±{best:.1f} points at best", best=best)
    printed = fact("an2021-intranasal-wmd-24h")
    assert (printed.high - printed.low) / 2 < best
    spread = series("clinical-daly2018-dose-response").query("time_h == 24")
    assert np.all((spread["se"] * np.sqrt(spread["n"])).between(9, 10.5))


def test_sentences_of_the_questions():
    five = pool(arms.effects_of(of(*THREE, "Su 2017", "Su 2023")))
    low, high = five.prediction
    says(
        LESSON,
        "Five trials pool to an odds ratio of {o:.1f} ({a:.1f} to {b:.1f}); the dashed line runs "
        "from {c:.1f} to {d:.0f}.",
        o=five.estimate,
        a=five.low,
        b=five.high,
        c=low,
        d=high,
    )
    from helpers.simulations.statistics import wilson_interval

    low, high = wilson_interval(12, 17)
    says(LESSON, "runs from {low:.0f} to {high:.0f}%", low=100 * low, high=100 * high)
    spray = pool(arms.effects_of(arms.chosen("esketamine spray")))
    says(LESSON, "disagree (I² {i2:.0%})", i2=spray.i2)


def test_ten_lines_are_the_package(notebook_names):
    pooled = notebook_names["pooled"]
    for table in (arms.chosen(), of(*THREE)):
        counts = table[["events_treated", "n_treated", "events_control", "n_control"]]
        ours = pool(arms.effects_of(table))
        theirs = pooled(*counts.to_numpy().T)
        assert theirs == pytest.approx([ours.estimate, ours.low, ours.high], rel=1e-4)


@pytest.fixture
def notebook_names() -> dict:
    """Return what the lesson's cell of ten lines defines."""
    from tests.contract.course import notebooks, read

    (path,) = [p for p in notebooks("notebooks") if p.stem == LESSON]
    (source,) = [c.source for c in read(path).cells if c.id == "ten-lines"]
    names: dict = {}
    exec(source, names)
    return names


# -- what the drawings say -----------------------------------------------------------------------


def words(draw, **values) -> str:
    from helpers.widgets.picture import make_figure

    return draw(make_figure((8, 4.5)), **values)


def test_the_hero_says_what_the_review_of_scales_says():
    from helpers.figures.pooling import change_the_comparator

    at = words(change_the_comparator, ketamine_percent=46, control_percent=1, over="off")
    assert "45 points" in at and "every 2.2 people" in at and "odds ratio of 84" in at
    at = words(
        change_the_comparator, ketamine_percent=46, control_percent=1, over="0 to 11%, as saline"
    )
    assert "35 to 46 points, the odds ratio 6.9 upward without end" in at
    at = words(change_the_comparator, ketamine_percent=45, control_percent=18, over="off")
    assert "27 points" in at and "every 3.7 people" in at and "odds ratio of 3.7" in at


def test_the_belief_panel_says_when_a_rate_leaves_its_interval():
    from helpers.figures.pooling import OWN, belief_or_drug

    beliefs = {f"belief_{name}": 1.0 for name in belief.GIVEN}
    told = words(belief_or_drug, gain=40, own="neither", **beliefs)
    assert "Outside its printed interval: midazolam, saline" in told
    beliefs = {f"belief_{name}": share for name, share in belief.BELIEFS.items()}
    for own in OWN:
        assert "Every rate lies" in words(belief_or_drug, gain=50, own=own, **beliefs)


def test_an_empty_selection_and_a_single_trial_have_their_words():
    from helpers.figures.pooling import forest_and_funnel

    rest = {"measure": "odds ratio", "composite": False, "unverified": False, "crossover": False}
    told = words(forest_and_funnel, method="random", trials="saline", **rest)
    assert "No trial is left" in told
    told = words(forest_and_funnel, method="hartung-knapp", trials="midazolam", **rest)
    assert told.startswith("1 trial") and "two studies or more" in told
    told = words(forest_and_funnel, method="random", trials="midazolam", **rest)
    assert told.startswith("Alone: 4.5 (1.6 to 13)") and "nothing is pooled" in told
