"""Drawings of lesson 04: words follow the values, extremes work, invariants are drawn."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import plasticity as draw
from helpers.figures.plasticity.data import KINDS, LEFT_OUT
from helpers.figures.plasticity.logic import FOUND
from helpers.figures.plasticity.looks import hours
from helpers.simulations.plasticity import (
    EXPERIMENTS,
    Block,
    chance_of_seeing,
    handover_dip,
    simulate,
)
from helpers.simulations.plasticity.parameters import GENOTYPES
from tests.contract.course import REPOSITORY, read
from tests.prose import says

UNTOUCHED = {"growth": "on", "erase": "never", "block": "none", "block_from_h": 0.0, "time_h": 3.0}
STUDY = {"time_h": 24.0, "n_mice": 8, "spine_sd_percent": 8.0, "behaviour_sd": 0.35, "study": 1}
ONE_FIGURE = Figure()
LESSON = "04_surge_to_synapse"
NOTEBOOK = REPOSITORY / "notebooks" / "mechanism" / f"{LESSON}.ipynb"


def two_clocks(**change):
    return draw.two_clocks(Figure(figsize=(8, 4.5)), **UNTOUCHED | change)


@settings(max_examples=25, deadline=None)
@given(
    growth=st.sampled_from(["on", "prevented"]),
    erase=st.sampled_from(["never", "24 h", "48 h", "168 h"]),
    block=st.sampled_from(["none", "AMPA", "TrkB", "mTORC1"]),
    block_from_h=st.sampled_from([0.0, 2.0, 12.0, 24.0]),
    time_h=st.floats(0.5, 336),
)
def test_two_parts_make_the_whole_and_stay_within_bounds(**values):
    words = draw.two_clocks(ONE_FIGURE, **values)
    art = ONE_FIGURE._course_artists[1]
    whole, gain = art.whole.get_ydata(), art.gain.get_ydata()
    assert np.all((whole >= -1e-9) & (whole <= 1 + 1e-9))
    assert np.all((gain >= -1e-9) & (gain <= 10 + 1e-9))
    n = len(whole)
    top_of_fast = art.fast.get_xy()[n : 2 * n, 1]
    np.testing.assert_allclose(art.spines.get_xy()[:n, 1], top_of_fast[::-1], atol=1e-12)
    np.testing.assert_allclose(art.spines.get_xy()[n : 2 * n, 1], whole[::-1], atol=1e-12)
    said = [float(number) for number in re.findall(r"\d\.\d\d", words.split("stands at")[1])[:3]]
    assert said[0] == pytest.approx(said[1] + said[2], abs=0.0101)
    if values["growth"] == "prevented":
        assert np.all(gain == 0)


@pytest.mark.parametrize(
    ("change", "both"),
    [
        ({"growth": "prevented"}, "0.83 and 0.00"),
        ({"erase": "48 h"}, "0.83 and 0.22"),
        ({"erase": "24 h"}, "0.83 and 0.67"),
        ({"block": "mTORC1"}, "0.83 and 0.00"),
        ({"block": "AMPA"}, "0.00 and 0.00"),
        ({"block": "TrkB"}, "0.00 and 0.00"),
    ],
)
def test_words_of_the_hero_panel(change, both):
    said = f"At 3 h and 7 d behaviour is {both}, against 0.83 and 0.77 untouched"
    assert said in two_clocks(**change)


@pytest.mark.parametrize(
    "change", [{"growth": "off"}, {"block": "NMDA"}, {"erase": "soon"}, {"time_h": -1}]
)
def test_two_clocks_refuses_by_name_what_it_cannot_draw(change):
    with pytest.raises(ValueError, match=next(iter(change)).replace("time_h", "times_h")):
        two_clocks(**change)


def test_a_study_is_the_same_again_and_another_number_gives_other_mice():
    def words(**change):
        return draw.impatient_microscopist(Figure(), **STUDY | change)

    assert words() == words()
    assert words(study=2) != words()


def test_more_mice_see_more_and_the_shares_fill_the_bar():
    seen = []
    for n_mice in (4, 8, 60):
        words = draw.impatient_microscopist(ONE_FIGURE, **STUDY | {"n_mice": n_mice})
        seen.append(int(re.search(r"(\d+)% of studies see the spines", words).group(1)))
        bars = [bar for bar, _ in ONE_FIGURE._course_artists[1].shares.values()]
        assert sum(bar.get_width() for bar in bars) == pytest.approx(1)
    assert seen == sorted(seen) and seen[0] < 30 < 90 < seen[-1]


def test_a_sharp_microscope_and_blunt_behaviour_turn_the_order_round():
    change = {"spine_sd_percent": 2.0, "behaviour_sd": 1.5}
    words = draw.impatient_microscopist(Figure(), **STUDY | change)
    first = {name: int(share) for share, name in re.findall(r"(\d+)% “(\w+ first)”", words)}
    first["behaviour first"] = int(re.search(r"(\d+)% conclude", words).group(1))
    assert first["spines first"] > 50 > first["behaviour first"]


def test_curves_of_onset_rise_and_trkb_is_over_first():
    figure = Figure()
    words = draw.when_to_block(figure, onset_h=2.0, strength="whole")
    assert "leaves 96% of the spine gain if it hits TrkB, 0% if mTORC1" in words
    assert "1.2 h (TrkB), 16 h (mTORC1) and 16 h (AMPA)" in words
    lines = figure._course_artists[1].lines
    for line in lines.values():
        assert np.all(np.diff(line.get_ydata()) > -1e-3)
    assert np.all(lines["TrkB"].get_ydata() >= lines["mTORC1"].get_ydata() - 1e-3)


def test_timing_shows_every_rodent_row_of_its_kinds():
    table = series("plasticity-event-timing")
    table = table[~table["study"].isin(LEFT_OUT) & (table["species_model"] != "human")]
    expected = table["kind"].isin(KINDS).sum()
    figure = Figure(figsize=(9, 5.6))
    words = draw.event_timing(figure)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert len([label for label in labels if not label.startswith("model")]) == expected
    assert "found by Treccani 2019 at 1 h and Zhang 2019 at 3 h" in words
    assert "not found by Pryazhnikov 2018 at 6 to 24 h" in words


def test_logic_has_every_experiment_and_marks_the_unverified():
    assert list(FOUND) == list(EXPERIMENTS)
    assert "unverified" in FOUND["rapamycin at 30 min"]
    assert fact("autry2011-rapamycin-null").verified == "unverified"


def test_measured_points_of_turnover_are_those_of_the_series():
    figure = Figure()
    draw.turnover(figure)
    points = [line for line in figure.axes[0].lines if line.get_linestyle() == "None"]
    heights = sorted(float(line.get_ydata()[0]) for line in points if len(line.get_ydata()) == 1)
    assert {74.0, 96.0, 69.5} <= set(heights)


@pytest.mark.parametrize(
    ("time_h", "said"), [(0.5, "30 min"), (3, "3 h"), (24, "24 h"), (72, "3 d"), (168, "7 d")]
)
def test_times_as_the_lesson_says_them(time_h, said):
    assert hours(time_h) == said


def lesson_cells():
    return {cell.id: cell.source for cell in read(NOTEBOOK).cells}


def test_the_model_in_ten_lines_is_the_model():
    taken_home = {"np": np}
    exec(lesson_cells()["ten-lines-code"], taken_home)
    expected = simulate().at(taken_home["times_h"]).behaviour
    assert taken_home["behaviour"] == pytest.approx(expected, abs=2e-4)


def first_n(power):
    """Return with how many mice in each group a study at 24 h sees the spines so often."""
    return next(n for n in range(2, 99) if chance_of_seeing(24, n, 8.0, 0.35)["spines"] >= power)


def test_sentences_of_the_lesson_say_what_the_model_says():
    usual, erased = simulate(), simulate(remove_spines_at_h=48)
    before, after, week = erased.at([np.nextafter(48, 0), 48, 168]).behaviour
    now = "drops from {before:.2f} to {after:.2f} and comes back only to {week:.2f} by 7 d"
    says(LESSON, now, before=before, after=after, week=week)
    regrown = simulate(remove_spines_at_h=24).at(168).behaviour
    says(LESSON, "still there: {regrown:.2f} at 7 d", regrown=regrown)
    late = simulate(blocks=Block("mtorc1", 12)).peak("spine_gain")[1] / usual.peak("spine_gain")[1]
    assert late == pytest.approx(0.25, abs=0.05)
    says(LESSON, "mTORC1 block at 12 h leaves a quarter of the spines")
    says(LESSON, "{early:.2f} with and without growth", early=usual.at(3).behaviour)
    without = simulate(blocks="growth").at(168).behaviour
    now = "{without:.2f} without them, {week:.2f} with them"
    says(LESSON, now, without=without, week=usual.at(168).behaviour)
    left = simulate(blocks="mtorc1").at(24).behaviour / usual.at(24).behaviour
    says(LESSON, "rapamycin leaves {left:.0%} of behaviour at 24 h", left=left)
    slow = usual.parameters.changed(turnover_per_d=0.04 / 14)
    formed = simulate(parameters=slow).relative_formation(3, 6)
    says(LESSON, "formation is {formed:.1f} times normal", formed=formed)
    says(LESSON, "let out only {share:.0%} as much here", share=GENOTYPES["Met/Met"])
    hour, dip = handover_dip(usual)
    says(LESSON, "behaviour dips to {dip:.2f}, near {hour:.0f} h", dip=dip, hour=hour)
    met = simulate(genotype="Met/Met").at(24).behaviour / usual.at(24).behaviour
    assert met == pytest.approx(2 / 3, abs=0.05)
    says(LESSON, "Here two thirds of behaviour are left at 24 h")


def test_sentences_of_the_lesson_on_studies():
    early = chance_of_seeing(24, 8, 8.0, 0.35)["behaviour first"]
    says(LESSON, "{early:.0%} of studies at 24 h", early=early)
    says(LESSON, "With {n} mice in each group just over half", n=first_n(0.5))
    says(LESSON, "With {n} it is four in five", n=first_n(0.8))
    blunt = chance_of_seeing(24, 8, 2.0, 1.5)["spines first"]
    says(LESSON, "of 2 points and of 1.5, {blunt:.0%} conclude", blunt=blunt)
    rates = series("plasticity-abdallah2020-rapamycin").set_index(["outcome", "arm"])
    for what in ("response", "remission"):
        with_it, without = (
            rates.loc[(what, f"{arm} + ketamine"), "rate_percent"]
            for arm in ("rapamycin", "placebo")
        )
        says(LESSON, "{with_it:.0f} against {without:.0f}%", with_it=with_it, without=without)
