"""The model of lesson 05: limits, published values, refusals, and the numbers in its sentences."""

from __future__ import annotations

import itertools

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import solve_ivp

from helpers.evidence import fact
from helpers.figures.perception.counted import RULERS
from helpers.figures.perception.ladder import ANOTHER_CLOCK, FORMS, _rows
from helpers.figures.perception.laws import AFTER_DRIP_MIN, SPRAY_GONE_MIN, four_laws
from helpers.simulations import perception as model
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.perception import LAWS, STANDARD, STEPS_NG_PER_ML, TIMES_MIN
from helpers.simulations.statistics import correlation_interval, correlation_p
from helpers.widgets.picture import make_figure, paint
from tests.contract.course import REPOSITORY
from tests.literature.perception_rows import film_hours
from tests.prose import says as said

LESSON = "05_dissociation"
STATIC = LAWS[:3]


def says(sentence: str, **values: object) -> None:
    said(LESSON, sentence, **values)


def left(law: str, at_min: float = 90, route: str = "drip", **how) -> float:
    return float(model.state(law, route, **how).left_percent(at_min))


# -- what follows the level ----------------------------------------------------------------------


def test_adaptation_goes_to_a_steady_level_with_its_time_constant():
    times = np.array([0.0, 30.0, 300.0])
    found = model.adaptation(times, np.full(3, 100.0), 30)
    assert found == pytest.approx([0, 100 * (1 - np.exp(-1)), 100 * (1 - np.exp(-10))])


def test_adaptation_runs_behind_a_ramp_by_its_time_constant():
    times = np.linspace(0, 1000, 11)
    assert model.adaptation(times, 2 * times, 20)[-1] == pytest.approx(2 * (1000 - 20))


@pytest.mark.parametrize("tau", [3.0, 30.0, 200.0])
def test_adaptation_agrees_with_an_independent_solver(tau):
    levels = model.levels_ng_per_ml("drip")
    slope = np.diff(levels)
    value, exact = 0.0, [0.0]
    for k in range(60):
        run = solve_ivp(
            lambda t, a, k=k: (levels[k] + slope[k] * t - a) / tau, (0, 1), [value],
            rtol=1e-9, atol=1e-9,
        )  # fmt: skip
        value = run.y[0, -1]
        exact.append(value)
    assert model.adaptation(TIMES_MIN, levels, tau)[:61] == pytest.approx(exact, abs=1e-4)


@given(
    levels=st.lists(st.floats(0, 1e4), min_size=2, max_size=20),
    tau=st.floats(1, 1e4),
    factor=st.floats(0.1, 10),
)
def test_adaptation_is_linear_and_stays_within_the_level(levels, tau, factor):
    times = np.arange(float(len(levels)))
    found = model.adaptation(times, levels, tau)
    assert np.all(found >= -1e-6) and np.all(found <= max(levels) + 1e-6)
    again = model.adaptation(times, factor * np.array(levels), tau)
    assert again == pytest.approx(factor * found, abs=1e-6 * (1 + max(levels)))


# -- laws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("law", LAWS)
def test_all_laws_meet_at_the_top_step_and_begin_at_nothing(law):
    assert model.step_ratings(law)[-1] == pytest.approx(STANDARD.top_rating)
    assert model.ratings(law, [0, 1], [0, 0]) == pytest.approx([0, 0])
    low, high = (
        getattr(fact("bowdle1998-top-effect-most-items"), side) for side in ("low", "high")
    )
    assert low <= STANDARD.top_rating <= high


def test_limits_of_the_laws():
    line = model.step_ratings("line")
    assert model.step_ratings("threshold", STANDARD.changed(threshold_ng_per_ml=0)) == (
        pytest.approx(line)
    )
    assert model.step_ratings("tolerance", STANDARD.changed(strength=0)) == pytest.approx(line)
    slow = STANDARD.changed(tau_min=1e4)
    assert model.step_ratings("tolerance", slow) == pytest.approx(line, rel=0.02)
    far = STANDARD.changed(c50_ng_per_ml=1e4, hill=1)
    assert model.step_ratings("S-curve", far) == pytest.approx(line, rel=0.02)


def test_steps_are_rated_where_bowdle_rated_them():
    asked = fact("bowdle1998-target-levels")
    assert (STEPS_NG_PER_ML[0], STEPS_NG_PER_ML[-1]) == (asked.low, asked.high)
    assert "held 30 min" in asked.condition and "rated after 20 min" in asked.condition
    printed = fact("bowdle1998-vas-linear-r")
    for law in LAWS:
        assert printed.low <= model.steps_r(law) <= 1
    # beside R = 0.93 stands P < 0.024: five points, the step at zero among them
    assert correlation_p(printed.low, 5) < 0.024 < correlation_p(printed.low, 4)


def test_a_state_knows_its_peak_and_its_end():
    drip = model.state("line")
    assert drip.peak_min == 40 and drip.left_percent(40) == pytest.approx(100)
    assert model.state("line", "nasal spray").gone_min == float("inf")
    threshold = model.state("threshold")
    assert (
        threshold.left_percent(threshold.gone_min)
        < 10
        <= threshold.left_percent(threshold.gone_min - 1)
    )


def test_the_form_of_the_drug_does_not_change_what_is_left_of_a_line():
    whole = STANDARD.changed(s_potency=1)
    assert left("line", 90, "nasal spray", numbers=whole) == (
        pytest.approx(left("line", 90, "nasal spray"))
    )


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda: model.adaptation([0, 1], [1, -1], 30), "levels"),
        (lambda: model.adaptation([0, 1], [1, 1, 1], 30), "levels"),
        (lambda: model.adaptation([1, 0], [1, 1], 30), "times_min"),
        (lambda: model.adaptation([0, 1], [1, 1], 0), "tau_min"),
        (lambda: model.step_ratings("curve"), "law"),
        (lambda: model.ratings("line", [0, 1], [1, None]), "levels"),
        (lambda: model.levels_ng_per_ml("oral"), "route"),
        (lambda: model.levels_ng_per_ml("drip", site="brain"), "site"),
        (lambda: model.levels_ng_per_ml("nasal spray", s_potency=9), "s_potency"),
        (lambda: model.state("line").left_percent(-1), "at_min"),
        (lambda: model.Laws(threshold_ng_per_ml=200), "threshold_ng_per_ml"),
        (lambda: model.step_ratings("tolerance", STANDARD.changed(strength=1, tau_min=1)), ""),
        (lambda: model.crowd("many"), "kind"),
        (lambda: model.crowd().draw(0), "n"),
        (lambda: model.pairs_behind(-2, 0.01), "r"),
        (lambda: model.pairs_behind(-0.3, 2), "p"),
    ],
)
def test_a_wrong_argument_is_named(wrong, name):
    if not name:  # nearly nothing is felt: allowed, as long as something is
        assert np.all(wrong() >= 0)
        return
    with pytest.raises(ValueError, match=rf"(?i)\b{name}\b"):
        wrong()


# -- crowd ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", model.CROWDS)
def test_every_crowd_has_the_printed_mean_and_sd(kind):
    scores = model.crowd(kind).draw(100_000, seed=3)
    assert scores.mean() == pytest.approx(7.7, abs=0.15)
    assert scores.std() == pytest.approx(9.2, abs=0.15)
    assert kind == "bell" or scores.min() == 0
    assert np.array_equal(scores, model.crowd(kind).draw(100_000, seed=3))


@pytest.mark.parametrize("kind", model.CROWDS)
def test_a_crowd_is_a_distribution(kind):
    shares = [model.crowd(kind).share_to(points) for points in range(-60, 200)]
    assert np.all(np.diff(shares) >= 0)
    assert shares[-1] == pytest.approx(1, abs=1e-6)


# -- sentences -----------------------------------------------------------------------------------


def test_what_the_lesson_says_of_the_laws():
    rest = {law: left(law) for law in STATIC}
    says("26, 20 and 12% of the peak would be left")
    assert [round(value) for value in rest.values()] == [26, 20, 12]
    says("R, with zero as a fifth step, is {r:.2f} and more", r=min(map(model.steps_r, STATIC)))
    says("R is {r:.2f} to 1.00 for all four", r=min(map(model.steps_r, LAWS)))
    below = model.steps_r("threshold", STANDARD.changed(threshold_ng_per_ml=150))
    says("R {r:.2f}, where 0.93 to 0.99 was measured", r=below)
    for site, needed in (("arterial", 50), ("venous", 65)):
        for threshold, gone in ((needed, True), (needed - 5, False)):
            numbers = STANDARD.changed(threshold_ng_per_ml=threshold)
            assert (left("threshold", site=site, numbers=numbers) < 10) is gone
    assert 40 + AFTER_DRIP_MIN == SPRAY_GONE_MIN == 90


def test_what_the_lesson_says_of_the_spray():
    levels = model.levels_ng_per_ml("nasal spray")
    assert levels[90] / levels.max() == pytest.approx(0.75, abs=0.02)  # three quarters
    assert min(left(law, route="nasal spray") for law in STATIC) + 0.5 >= 70
    for threshold, gone in ((150, True), (145, False)):
        numbers = STANDARD.changed(threshold_ng_per_ml=threshold)
        assert (left("threshold", 90, "nasal spray", numbers=numbers) < 10) is gone
    for tau, gone in ((38, True), (39, False)):
        numbers = STANDARD.changed(tau_min=tau)
        assert (left("tolerance", 90, "nasal spray", numbers=numbers) < 10) is gone
    says("with τ up to 38 minutes")
    weak = [
        left("tolerance", 90, "nasal spray", numbers=STANDARD.changed(strength=0.8, tau_min=tau))
        for tau in range(5, 121, 5)
    ]
    assert min(weak) > 10  # as the source of g says
    drip = model.state("tolerance")
    says("the drip would be rated {top:.0f}% of the scale", top=drip.ratings.max())
    assert drip.gone_min == 46  # "gone six minutes after it stops"
    assert film_hours("tolerance") == pytest.approx(1.0, abs=0.15)  # "the law gives one"


def test_the_verdict_hangs_on_how_often_s_counts():
    """Counted once, one threshold passes spray, drip and steps; 1.6 times or twice, none does."""
    four = fact("s-over-r-oye1992").value
    assert four == 4 and 2 * four / (four + 1) == pytest.approx(1.6)
    lowest = fact("bowdle1998-vas-linear-r").low
    spray = pk.simulate(pk.Dose(84, "S", "nasal_spray"), times_min=[*range(121)])
    for counted, passes in ((1, True), (1.6, False), (2, False)):
        levels = model.levels_ng_per_ml("nasal spray", s_potency=counted)
        for level in (levels, counted * spray.arterial_ng_per_ml):
            numbers = STANDARD.changed(threshold_ng_per_ml=(level[90] - 0.1 * level.max()) / 0.9)
            assert (model.steps_r("threshold", numbers) >= lowest) is passes
        if passes:
            says("a threshold of {ng:.0f} ng/mL passes", ng=(levels[90] - 0.1 * levels.max()) / 0.9)
            for site in ("arterial", "venous"):
                low = STANDARD.changed(threshold_ng_per_ml=74)
                assert left("threshold", 90, site=site, numbers=low) < 10


def test_no_monotone_law_of_the_moment_can_have_it():
    """S counted twice: at most a tenth at 154 ng/mL leaves at most a tenth at 150 and below."""
    steps = np.array([0, *STEPS_NG_PER_ML])
    most = max(
        np.corrcoef(steps, [0, a, b, c, 1])[0, 1]
        for a, b, c in itertools.combinations_with_replacement(np.linspace(0, 0.1, 6), 3)
    )
    assert most < fact("bowdle1998-vas-linear-r").low


def test_what_the_lesson_says_of_correlations():
    r = fact("luckenbaugh2014-dissociation-230min").value
    assert model.pairs_behind(r, 0.007) == [58, 59]
    says("this correlation rests on about {n}", n=58)
    assert f"{r**2:.2f}" == "0.12" and f"{1 - r**2:.2f}" == "0.88"
    low, high = correlation_interval(-0.41, 39)
    says("The interval runs from −{low:.2f} to −{high:.2f}", low=-low, high=-high)
    says(
        "the true share may be {least:.0f}% or {most:.0f}%", least=100 * high**2, most=100 * low**2
    )
    assert [n for n in range(10, 200) if 0.005 <= correlation_p(-0.41, n) < 0.015] == (
        list(range(35, 46))
    )
    slopes = [fact(one).value for one in ("ket-vs-esket-cadss-slope", "mathai2023-slope")]
    assert slopes[0] / slopes[1] == pytest.approx(12.5)


@pytest.mark.parametrize("kind", model.CROWDS)
def test_a_crowd_is_that_of_a_library(kind):
    one, none = model.crowd(kind), model.CROWDS[kind]
    its = stats.norm(one.mean, one.sd) if kind == "bell" else stats.nbinom(*one._counts())
    for points in (-1.0, 0.0, 3.5, 4.0, 40.0, np.inf):
        wanted = none * (points >= 0) + (1 - none) * its.cdf(points)
        assert one.share_to(points) == pytest.approx(wanted, rel=1e-9)
    chance = np.random.default_rng(3)
    scores = its.rvs(size=200, random_state=chance)
    assert one.draw(200, seed=3).tolist() == np.where(chance.random(200) < none, 0, scores).tolist()


def test_what_the_lesson_says_of_the_crowd():
    bell, skewed = model.crowd("bell"), model.crowd("skewed")
    says("Zero is 7.7 / 9.2 = {z:.2f} standard deviations below", z=7.7 / 9.2)
    assert round(100 * bell.share_to(0)) == 20
    says("no one below zero and {zero:.0f}% at zero", zero=100 * skewed.share_to(0))


def test_numbers_in_the_solution():
    says("{a:.1f} of {b:.1f} are left, 3.1%; in venous blood {c:.1f} of {d:.1f}, 11.5%",
         a=model.levels_ng_per_ml()[90] - 60, b=model.levels_ng_per_ml().max() - 60,
         c=model.levels_ng_per_ml(site="venous")[90] - 60,
         d=model.levels_ng_per_ml(site="venous").max() - 60)  # fmt: skip
    levels = model.levels_ng_per_ml("nasal spray")
    says("The level is at {now:.0f} of {top:.0f} ng/mL", now=levels[90], top=levels.max())


def test_the_rulers_say_what_their_rows_say():
    rates = {words: fact(drug) for words, drug, _ in RULERS}
    assert (rates["sedation: scale"].low, rates["sedation: scale"].high) == (48, 61)
    assert rates["sedation: adverse reaction"].value == 22.8
    says("dissociates {most:.0f}% or {least:.0f}% of patients",
         most=rates["CADSS over 4, with a rise"].high,
         least=rates["told without being asked, week 1"].value)  # fmt: skip


def test_the_ladder_says_form_and_kind_and_leaves_the_other_clock_out():
    rows = _rows()
    assert all(form in FORMS for _, form, *_ in rows)
    assert not any(ANOTHER_CLOCK in words for words, *_ in rows)
    assert all(low <= middle <= high for *_, middle, low, high in rows)
    assert all("(" in words for words, *_ in rows)


def test_ten_lines_are_the_package():
    """The plain code under Go further gives what the package gives."""
    book = nbformat.read(REPOSITORY / "notebooks" / "perception" / f"{LESSON}.ipynb", 4)
    (cell,) = [c for c in book.cells if c.cell_type == "code" and "# dA/dt" in c.source]
    names: dict = {"pk": pk}
    exec(cell.source, names)
    mine = model.state("tolerance", "nasal spray")
    assert 100 * names["felt"][90] / names["felt"].max() == pytest.approx(
        mine.left_percent(90), abs=0.1
    )
    assert names["felt"].argmax() == mine.peak_min


# -- what the panel names --------------------------------------------------------------------------


@pytest.mark.parametrize("law", LAWS)
def test_the_legend_names_the_laws_that_are_drawn(law):
    figure = make_figure((8, 4.5))
    how = {"threshold_ng": 50, "tau_min": 30, "route": "drip", "infusion_min": 40}
    for one in ("tolerance", law):  # whatever was chosen before
        paint(four_laws, figure, {"law": one, "site": "arterial", **how})
    (legend,) = figure.legends
    named = {text.get_text() for text in legend.get_texts() if text.get_visible()}
    assert named == {*STATIC, law}
    assert sum(key.get_visible() for key in legend.get_lines()) == len(named)
