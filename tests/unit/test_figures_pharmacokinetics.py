"""Drawings of lesson 02: the words follow the values, and what is drawn keeps its invariants."""

from dataclasses import replace
from functools import cache

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.checks.mechanism import dose_to_brain, level_percent
from helpers.evidence import fact
from helpers.figures import pharmacokinetics as draw
from helpers.figures.pharmacokinetics import block, catheters, clocks, measured, people, where
from helpers.simulations import dose_to_block as join
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.units import free_um, um_from_ng_per_ml
from tests.contract.course import REPOSITORY
from tests.literature.pharmacokinetics_rows import (
    area,
    beside,
    hasan_error_percent,
    maintained,
    median_error_percent,
    spray_fold,
)
from tests.prose import says

HERO = {"minutes": 16.1, "waking_ng_per_ml": 642.0, "parameter_set": "Kamp"}
BLOCK = {
    "schedule": "drip, 35 mg in 40 min",
    "receptor": "GluN2A (Gilling)",
    "mg_mm": 0.0,
    "free_fraction": 0.53,
}
HERO_FIGURE, BLOCK_FIGURE = Figure(), Figure()  # as in a panel: built once, then moved


def kept(figure):
    return figure._course_artists[1]


@settings(max_examples=25, deadline=None)
@given(
    minutes=st.floats(where.FIRST_MIN, where.LAST_MIN),
    waking_ng_per_ml=st.floats(430, 860),
    parameter_set=st.sampled_from(list(where.SETS)),
)
def test_the_bars_hold_the_whole_dose(**values):
    words = draw.where_is_the_drug(HERO_FIGURE, **values)
    art = kept(HERO_FIGURE)
    assert sum(bar.get_width() for bar in art.bars) == pytest.approx(100, abs=1e-6)
    awake = art.now.get_ydata()[0] <= values["waking_ng_per_ml"]
    assert art.state.get_text() == ("awake" if awake else "asleep")
    assert values["parameter_set"] in words


@pytest.mark.parametrize("name", where.SETS)
def test_awake_with_less_than_a_third_eliminated(name):
    """The surprise of the panel, and its exception: other authors, other shares."""
    words = draw.where_is_the_drug(Figure(), **HERO | {"parameter_set": name})
    assert f"reached after {bolus(name)[1]:.1f} min" in words
    assert 17 < gone(name) < 42


@pytest.mark.parametrize(
    ("panel", "start", "change"),
    [
        *((draw.where_is_the_drug, HERO, change) for change in (
            {"parameter_set": "Freud"}, {"minutes": 0.5}, {"minutes": float("nan")})),
        *((draw.dose_to_block, BLOCK, change) for change in (
            {"schedule": "a guess"}, {"receptor": "2E"}, {"mg_mm": -1}, {"free_fraction": 53})),
    ],
)  # fmt: skip
def test_panels_refuse_what_they_cannot_draw(panel, start, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        panel(Figure(), **start | change)


@settings(max_examples=25, deadline=None)
@given(
    schedule=st.sampled_from(list(block.SCHEDULES)),
    receptor=st.sampled_from(list(join.RECEPTORS)),
    mg_mm=st.floats(0, 1.5),
    free_fraction=st.floats(0.3, 1),
)
def test_block_is_drawn_inside_the_ladder_when_magnesium_is(**values):
    words = draw.dose_to_block(BLOCK_FIGURE, **values)
    art = kept(BLOCK_FIGURE)
    blocked = art.line.get_ydata()
    assert np.all((blocked >= 0) & (blocked <= 100))
    dish, brain = art.dish.get_xdata(), art.brain.get_xdata()
    assert np.all(brain < dish)
    row = list(join.RECEPTORS).index(values["receptor"])
    mine = art.mine.get_xdata()[0]
    assert mine <= dish[row] + 1e-9
    if values["mg_mm"] <= 1:
        assert mine >= brain[row] - 1e-9
    assert ("unverified" in words) == ("table" in values["receptor"])


def test_the_order_of_the_catheters_turns_round():
    figure = Figure()
    draw.two_catheters(figure, venous_min=8.0)
    artery, vein, _ = (line.get_ydata() for line in kept(figure).lines)
    times_min = catheters.TIMES_MIN
    running, later = (times_min > 1) & (times_min < 40), times_min > 45
    assert np.all(artery[running] > vein[running]) and np.all(artery[later] < vein[later])
    words = draw.two_catheters(figure, venous_min=0.0, effect_min=0.0)
    artery, vein, effect = (line.get_ydata() for line in kept(figure).lines)
    assert np.max(np.abs(artery - vein)) < 1 and np.max(np.abs(artery - effect)) < 1
    assert "on one line" in words


def test_the_half_time_grows_and_the_terminal_half_life_stays():
    short, long = (
        draw.how_long_infusing(Figure(), held_min=held, parameter_set="Kamp") for held in (10, 480)
    )
    assert "falls to half in 4.9 min" in short and "falls to half in 69 min" in long
    assert "184 min" in short and "184 min" in long


def test_seven_ways_in_differ():
    says = {way: draw.seven_routes(Figure(), way=way) for way in draw.routes.WAYS}
    assert len(set(says.values())) == 7
    assert "at no time" not in says["by mouth"]


def test_a_busier_liver_hardly_moves_a_drip():
    figure = Figure()
    draw.busier_liver(figure, liver=2.0, flow=1.0)
    drip, mouth = (dot.get_ydata()[0] for dot in kept(figure).dots)
    assert drip == pytest.approx(83.9, abs=1.5) and mouth == pytest.approx(50, abs=1)


def test_the_band_of_people_widens_with_the_share_and_by_mouth():
    def width(way, share):
        figure = Figure()
        draw.between_people(figure, way=way, share=share)
        corners = kept(figure).band.get_paths()[0].vertices
        return np.ptp(corners[:, 1])

    assert width("muscle", 95) > width("muscle", 50)
    levels = [people._levels(way) for way in ("drip, 40 min", "by mouth")]
    spreads = [np.std(np.log(level[:, 30])) for level in levels]
    assert spreads[1] > 2 * spreads[0]


# -- numbers in prose ------------------------------------------------------------------------------

LESSON = "02_dose_to_brain"


@cache
def bolus(name: str) -> tuple[pk.Course, float]:
    """Return the bolus of the hero in one set, and when its level is that of waking (min)."""
    model, form = where.SETS[name]
    course = pk.simulate(pk.Dose(140, form, duration_min=1), model=model)
    return course, course.falls_below_min(642)


def gone(name: str) -> float:
    """Return the percentage that is eliminated at waking."""
    course, wakes_min = bolus(name)
    return 100 * float(course.at([wakes_min]).shares["eliminated"][0])


def gone_after_maintenance(minutes: float) -> float:
    """Return that percentage where the mean maintenance dose of Idvall 1979 followed the bolus."""
    course = pk.simulate(maintained(minutes))
    return 100 * float(course.at([course.falls_below_min(642)]).shares["eliminated"][0])


def among_sets(of) -> tuple[float, float]:
    found = [of(name) for name in where.SETS]
    return min(found), max(found)


def block_peaks() -> tuple[float, float]:
    peaks = 100 * join.dose_to_block(pk.INFUSION).peak()
    return peaks.min(), peaks.max()


def held() -> float:
    short, long = pk.context_sensitive_half_time_min([10, 480])
    return long / short


def oral_fall() -> float:
    return 100 * (1 - beside(pk.Enzymes(liver=2), area()))


def drip_ratio(until_min: float) -> float:
    """Return the area of norketamine until then over that of ketamine for ever, after 10 mg."""
    course = pk.simulate(pk.Dose(10))
    until = course.area_ng_h_per_ml("norketamine", until_min=until_min)
    return until / course.area_ng_h_per_ml()


def s_at_its_own_level() -> float:
    """Return what is eliminated (%) when the S set is at the level where S patients woke."""
    course, _ = bolus("Noppers (S)")
    wakes_min = course.falls_below_min(1000 * fact("white1980-end-s").value)
    return 100 * float(course.at([wakes_min]).shares["eliminated"][0])


def obeyed() -> tuple[float, float]:
    """Return when volunteers followed orders after the bolus alone, and what is eliminated (%)."""
    minutes = fact("adams1992-orders-rac").value
    return minutes, 100 * float(bolus("Kamp")[0].at([minutes]).shares["eliminated"][0])


def chain() -> tuple[float, ...]:
    """Return the steps from the drip to a block at its end, and what a steeper site leaves."""
    end = pk.simulate(pk.INFUSION, times_min=[40])
    level = end.arterial_ng_per_ml[0]
    dish = join.Assumption("dish", voltage_mv=-66)
    now = join.dose_to_block(pk.INFUSION, dish, times_min=[40])
    late = pk.simulate(pk.INFUSION, times_min=[240]).effect_ng_per_ml[0]
    steep = 100 * float(replace(dish, hill=0.84).blocked(late))
    um = float(um_from_ng_per_ml(level))
    return level, um, float(free_um(level)), now.free_um[0][0], 100 * now.blocked[0][0], steep


def held_apart(minutes: float) -> float:
    halves = [
        pk.context_sensitive_half_time_min([minutes], model=m)[0] for m in clocks.SETS.values()
    ]
    return max(halves) / min(halves)


def windows() -> tuple[float, ...]:
    return tuple(clocks.window_half_life_min(*window) for window in clocks.WINDOWS_MIN)


def curve_error() -> float:
    return np.mean([median_error_percent("sket", arm, "arterial") for arm in measured.ARMS])


def fold_in_vein() -> float:
    usual = pk.clearance_l_per_h(form="S")
    each = pk.interactions().values()
    return max(usual / pk.clearance_l_per_h(form="S", enzymes=one) for one in each)


#: (words with a place for each number, the numbers)
SAYS = [
    ("half only after {:.0f} minutes", dose_to_brain._half_gone_min),
    ("disagree on the minutes ({:.0f} to {:.0f})", lambda: among_sets(lambda name: bolus(name)[1])),
    ("on the share ({:.0f} to {:.0f}%)", lambda: among_sets(gone)),
    ("alone {:.0f} to {:.0f}% was eliminated", lambda: among_sets(gone)),
    (
        "the default set has {:.0f} to {:.0f}% eliminated",
        lambda: (gone_after_maintenance(30), gone_after_maintenance(120)),
    ),
    ("model {:.0f}% is eliminated", lambda: gone("Kamp")),
    ("{:.0f} minutes later it is at", lambda: bolus("Kamp")[1]),
    ("level block from {:.0f} to {:.0f}%", block_peaks),
    (
        "{:.0f} min between 45 and 90 min, {:.0f} min between 1 and 3 h, and {:.0f} min between 6",
        windows,
    ),
    ("about {:.2f} in this model", lambda: pk.model().liver_extraction),
    ("so at least {:.2f} is free", lambda: pk.FREE_FRACTION),
    ("the model has the same {:.2f}", lambda: drip_ratio(60)),
    (
        "{:.1f} and {:.1f} µM, rat cortex",
        lambda: (fact("s-nk-ebert1997-ki").value, fact("s-ket-ebert1997-ki").value),
    ),
    (
        "harm or death {:.1f} times as often when opioids had been taken too, and {:.1f} times",
        lambda: (fact("palamar2023-apr-opioid").value, fact("palamar2023-apr-ghb").value),
    ),
    ("about {:.0f}% for S-ketamine", curve_error),
    ("already {:.0f}% from 1 to 8 h", lambda: hasan_error_percent("kamp2020")),
    ("Twice the liver gives {:.0f}%", oral_fall),
    ("by {:.0f}% in one study", lambda: -fact("noppers2011-rif-auc-ket").value),
    ("and {:.0f}% in another", lambda: -fact("pel2012-rif-iv").value),
    ("lowered the area by {:.0f}%", lambda: -fact("pel2012-rif-po").value),
    ("the label says +{:.0f}%", lambda: fact("spravato-ticlo-auc").value),
    ("this model says +{:.0f}%", lambda: 100 * (spray_fold("ticlopidine") - 1)),
    ("there it has {:.0f}%", s_at_its_own_level),
    ("followed simple orders after {:.0f} minutes, where the default set has {:.0f}%", obeyed),
    (
        "{:.0f} ng/mL in the artery → {:.2f} µM → {:.2f} µM free → {:.2f} µM at the effect site → "
        "{:.0f}% blocked. One site is assumed; with the steepness of lesson 01 (Hill 0.84) the "
        "last line would be {:.0f}%",
        chain,
    ),
    ("has a ratio of {:.1f} by mouth", lambda: fact("fanta2015-nk-ratio-oral").value),
    ("needed {:.0f} minutes to work", lambda: fact("engelhardt1998-recovery-rac").value),
    ("children had {:.0f}% in one study", lambda: 100 * fact("brunette2011-f-oral").value),
    ("eliminated only after {:.0f} min", dose_to_brain._half_gone_min),
    ("lowers a drip's area by {:.0f}%", lambda: 100 * (1 - dose_to_brain._drip_area(2))),
    ("{:.0f} min: the terminal half-life", lambda: pk.half_lives_min()[-1]),
    (
        "gives {:.0f}% of the level after ten minutes and {:.0f}% after two hours",
        lambda: tuple(level_percent([(0, 120, 1)], [10, 120])),
    ),
]


@pytest.mark.parametrize(
    ("words", "numbers"), SAYS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_numbers_written_in_prose_are_those_of_the_model(words, numbers):
    found = numbers()
    values = found if isinstance(found, tuple) else (found,)
    named = {f"v{place}": value for place, value in enumerate(values)}
    for name in named:
        words = words.replace("{:", f"{{{name}:", 1)
    says(LESSON, words, **named)


def test_words_for_numbers_in_lesson_02_still_hold():
    assert round(held()) == 14
    says(LESSON, "the half-time grows fourteenfold")
    assert 25 < held_apart(10) < 35 and round(held_apart(480)) == 4
    says(LESSON, "After ten minutes the sets differ thirtyfold, after eight hours still fourfold")
    ratio = drip_ratio(240) / drip_ratio(60)
    assert 2.7 < ratio < 3.4
    says(LESSON, "if for four hours, three times as much")
    modelled = pk.simulate(pk.Dose(50, route="nasal_atomiser")).peak("venous")[0]
    assert 3.5 < fact("singh2022-in50-cmax").value / modelled < 4
    says(LESSON, "was nearly four times the one")
    assert fold_in_vein() < 1.4
    says(LESSON, "by less than 40%")
    assert fact("pel2012-grapefruit-auc").value == 3
    says(LESSON, "raised the oral area threefold")
    assert round(fact("s-nk-ebert1997-ki").value / fact("s-ket-ebert1997-ki").value) == 6
    says(LESSON, "binds a sixth as tightly")


def test_the_model_in_ten_lines_is_the_package():
    path = REPOSITORY / "notebooks" / "mechanism" / f"{LESSON}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (source,) = [cell.source for cell in cells if cell.get("id") == "ten-lines-code"]
    names: dict = {}
    exec(source, names)
    times = np.array([5.0, 20, 40, 41, 80, 240])
    ours = np.array([names["amounts_mg"](minute) for minute in times])
    one_clearance = pk.model().changed(r_to_s_clearance=1.0)
    course = pk.simulate(pk.INFUSION, times_min=times, model=one_clearance)
    for place, mg in zip(("central", "fast", "slow"), ours.T, strict=True):
        np.testing.assert_allclose(mg, course.amounts_mg[place], rtol=1e-6)
    usual = pk.simulate(pk.INFUSION, times_min=times).arterial_ng_per_ml
    np.testing.assert_allclose(1000 * ours[:, 0] / names["v1"], usual, rtol=0.01)
