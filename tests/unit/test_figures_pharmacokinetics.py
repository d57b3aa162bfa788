"""Drawings of lesson 02: the words follow the values, and what is drawn keeps its invariants."""

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import pharmacokinetics as draw
from helpers.figures.pharmacokinetics import block, catheters, clocks, measured, people, where
from helpers.simulations import dose_to_block as join
from helpers.simulations import pharmacokinetics as pk
from tests.contract.course import REPOSITORY, questions
from tests.literature.pharmacokinetics_rows import (
    hasan_error_percent,
    median_error_percent,
    spray_fold,
)

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


def test_awake_with_less_than_a_third_eliminated():
    """The surprise of the panel, and its exception: other authors, other shares."""
    assert "29% is eliminated" in draw.where_is_the_drug(Figure(), **HERO)
    gone = []
    for name, (model, form) in where.SETS.items():
        course = pk.simulate(pk.Dose(140, form, duration_min=1), model=model)
        at = course.at([course.falls_below_min(642)])
        gone.append(float(at.shares["eliminated"][0]))
        words = draw.where_is_the_drug(Figure(), **HERO | {"parameter_set": name})
        assert f"reached after {at.times_min[0]:.1f} min" in words
    assert all(0.17 < share < 0.42 for share in gone)


@pytest.mark.parametrize(
    "change", [{"parameter_set": "Freud"}, {"minutes": 0.5}, {"minutes": float("nan")}]
)
def test_the_hero_refuses_what_it_cannot_draw(change):
    with pytest.raises(ValueError):
        draw.where_is_the_drug(Figure(), **HERO | change)


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


def test_the_ladder_says_its_honest_range():
    words = draw.dose_to_block(Figure(), **BLOCK)
    assert "0.51 µM" in words and "peaks at 39%" in words
    assert "from 3.4 to 62%" in words


@pytest.mark.parametrize(
    "change",
    [{"schedule": "a guess"}, {"receptor": "2E"}, {"mg_mm": -1}, {"free_fraction": 53}],
)
def test_the_block_panel_refuses_what_it_cannot_draw(change):
    with pytest.raises(ValueError):
        draw.dose_to_block(Figure(), **BLOCK | change)


def test_three_windows_three_half_lives():
    halves = [clocks.window_half_life_min(*window) for window in clocks.WINDOWS_MIN]
    assert halves == pytest.approx([43.3, 82.2, 184.2], rel=0.02)
    words = draw.three_windows(Figure())
    assert all(f"{half:.0f} min" in words for half in halves)


def test_the_order_of_the_catheters_turns_round():
    figure = Figure()
    draw.two_catheters(figure, venous_min=8.0)
    artery, vein, _ = (line.get_ydata() for line in kept(figure).lines)
    times_min = catheters.TIMES_MIN
    running, later = (times_min > 1) & (times_min < 40), times_min > 45
    assert np.all(artery[running] > vein[running]) and np.all(artery[later] < vein[later])
    words = draw.two_catheters(figure, venous_min=0.0, effect_min=0.0)
    artery, vein, effect = (line.get_ydata() for line in kept(figure).lines)
    assert np.max(np.abs(artery - vein)) < 5 and np.max(np.abs(artery - effect)) < 5
    assert "near one line" in words


def test_the_half_time_grows_and_the_terminal_half_life_stays():
    short, long = (
        draw.how_long_infusing(Figure(), held_min=held, parameter_set="Kamp") for held in (10, 480)
    )
    assert "falls to half in 4.9 min" in short and "falls to half in 69 min" in long
    assert "184 min" in short and "184 min" in long


def test_by_mouth_is_no_scaled_down_drip():
    words = draw.by_mouth(Figure())
    assert "with 1.5 times ketamine's area" in words and "with 7.2 times its area" in words


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


def test_the_model_follows_ketamine_and_misses_the_second_metabolite():
    words = draw.escalating(Figure())
    assert "6% for S-ketamine" in words and "5% for S-ketamine" in words
    missed = draw.misses(Figure())
    assert "still rises" in missed
    course = pk.simulate(measured.stepped("racemic"), times_min=[300])
    assert f"the model has {course.hydroxynorketamine_ng_per_ml[0]:.0f}" in missed


def test_every_row_of_bioavailability_is_drawn():
    figure = Figure()
    words = draw.bioavailability(figure)
    assert "over 19 reports" in words
    assert "simple atomiser 11 to 17%" in words and "by mouth 8 to 20%" in words


def test_numbers_written_in_lesson_02_are_those_of_the_model():
    hero, block_text = (entry["text"] for entry in questions("02_dose_to_brain")["findings"])
    bolus = {
        name: pk.simulate(pk.Dose(140, form, duration_min=1), model=model)
        for name, (model, form) in where.SETS.items()
    }
    half = float(np.interp(0.5, bolus["Kamp"].shares["eliminated"], bolus["Kamp"].times_min))
    assert f"half is eliminated after {half:.0f} minutes" in hero
    wakes = {name: course.falls_below_min(642) for name, course in bolus.items()}
    gone = [bolus[name].at([at]).shares["eliminated"][0] for name, at in wakes.items()]
    assert f"minutes ({min(wakes.values()):.0f} to {max(wakes.values()):.0f})" in hero
    assert f"share ({100 * min(gone):.0f} to {100 * max(gone):.0f}%)" in hero
    peaks = join.dose_to_block(pk.Dose(35, duration_min=40)).peak()
    assert f"from {100 * min(peaks):.0f} to {100 * max(peaks):.0f}%" in block_text
    awake = questions("02_dose_to_brain")["predictions"][0]["options"][0]
    at_16 = bolus["Kamp"].at([wakes["Kamp"]])
    assert f"{at_16.shares['eliminated'][0]:.0%} is eliminated" in awake["why"]
    assert round(wakes["Kamp"]) == 16


def test_numbers_written_in_the_notebook_of_lesson_02_are_those_of_the_model():
    path = REPOSITORY / "notebooks" / "mechanism" / "02_dose_to_brain.ipynb"
    prose = " ".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    held = pk.context_sensitive_half_time_min([10, 480])
    assert round(held[1] / held[0]) == 14 and "fourteenfold" in prose
    error = hasan_error_percent("kamp2020")
    assert f"already {error:.0f}% from 1 to 8 h" in prose
    areas = [
        pk.simulate(pk.Dose(10, "S", "oral"), enzymes=pk.Enzymes(liver=factor)).area_ng_h_per_ml()
        for factor in (1, 2)
    ]
    assert f"Twice the liver gives {100 * (1 - areas[1] / areas[0]):.0f}%" in prose
    for fact_id in ("noppers2011-rif-auc-ket", "pel2012-rif-iv", "pel2012-rif-po"):
        assert f"{-fact(fact_id).value:.0f}%" in prose
    assert fact("pel2012-grapefruit-auc").value == 3 and "threefold" in prose
    label, model = fact("spravato-ticlo-auc").value, 100 * (spray_fold("ticlopidine") - 1)
    assert f"the label says +{label:.0f}%" in prose and f"this model says +{model:.0f}%" in prose
    for enzymes in pk.interactions().values():
        usual, changed = (pk.clearance_l_per_h(form="S", enzymes=who) for who in (None, enzymes))
        assert usual / changed < 1.4
    assert "by less than 40%" in prose
    errors = [median_error_percent("sket", arm, "arterial") for arm in ("esketamine", "racemic")]
    assert f"about {np.mean(errors):.0f}% for S-ketamine" in prose
