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
from helpers.figures.plasticity.logic import FOUND, ROWS
from helpers.figures.plasticity.looks import hours
from helpers.simulations.plasticity import (
    EXPERIMENTS,
    GENOTYPES,
    chance_of_seeing,
    handover_dip,
    logic_table,
    mice_needed,
    simulate,
)
from tests.contract.course import REPOSITORY, questions, read

UNTOUCHED = {
    "growth": "on",
    "erase": "never",
    "block": "none",
    "block_from_h": 0.0,
    "time_h": 3.0,
}
STUDY = {"time_h": 24.0, "n_mice": 8, "spine_sd_percent": 8.0, "behaviour_sd": 0.35, "study": 1}
ONE_FIGURE = Figure()
LESSON = REPOSITORY / "notebooks" / "mechanism" / "04_surge_to_synapse.ipynb"


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


def test_the_surprise_growth_prevented_spares_the_start_and_takes_the_week():
    assert "At 3 h and 7 d behaviour is 0.83 and 0.00, against 0.83 and 0.77" in two_clocks(
        growth="prevented"
    )


def test_erased_late_stays_away_and_erased_early_grows_back():
    assert "0.83 and 0.22" in two_clocks(erase="48 h")
    assert "0.83 and 0.67" in two_clocks(erase="24 h")


@pytest.mark.parametrize(
    ("block", "from_h", "both"),
    [("mTORC1", 0, "0.83 and 0.00"), ("AMPA", 0, "0.00 and 0.00"), ("TrkB", 0, "0.00 and 0.00")],
)
def test_blocks_from_the_start(block, from_h, both):
    assert f"is {both}, against" in two_clocks(block=block, block_from_h=from_h)


@pytest.mark.parametrize(
    "change", [{"growth": "off"}, {"block": "NMDA"}, {"erase": "soon"}, {"time_h": -1}]
)
def test_two_clocks_refuses_what_it_cannot_draw(change):
    with pytest.raises(ValueError):
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
    words = draw.impatient_microscopist(
        Figure(), **STUDY | {"spine_sd_percent": 2.0, "behaviour_sd": 1.5}
    )
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


def test_half_a_block_takes_less_than_a_whole_one():
    left = {}
    for strength in ("whole", "half"):
        figure = Figure()
        draw.when_to_block(figure, onset_h=6.0, strength=strength)
        left[strength] = figure._course_artists[1].lines["mTORC1"].get_ydata()
    assert np.all(left["half"] >= left["whole"] - 0.5)
    assert np.all(left["half"][:60] > left["whole"][:60] + 5)
    with pytest.raises(ValueError, match="strength"):
        draw.when_to_block(Figure(), onset_h=6.0, strength="double")


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
    assert list(ROWS) == list(FOUND) == list(EXPERIMENTS)
    assert "unverified" in FOUND["rapamycin at 30 min"]
    assert fact("autry2011-rapamycin-null").verified == "unverified"
    blocked = (logic_table() == "blocked").sum()
    words = draw.logic(Figure())
    for account in ("surge", "habenula trap"):
        listed = re.search(rf"{account}: ([^;]+?)[;.]", words).group(1).split(", ")
        name = "disinhibition" if account == "surge" else "habenula"
        assert len([one for one in listed if one in EXPERIMENTS]) <= blocked[name]


def test_measured_points_of_turnover_are_those_of_the_series():
    figure = Figure()
    draw.turnover(figure)
    points = [line for line in figure.axes[0].lines if line.get_linestyle() == "None"]
    heights = sorted(float(line.get_ydata()[0]) for line in points if len(line.get_ydata()) == 1)
    assert {74.0, 96.0} <= set(heights)


@pytest.mark.parametrize(
    ("time_h", "said"), [(0.5, "30 min"), (3, "3 h"), (24, "24 h"), (72, "3 d"), (168, "7 d")]
)
def test_times_as_the_lesson_says_them(time_h, said):
    assert hours(time_h) == said


def test_numbers_written_in_the_lesson_are_those_of_the_model():
    text = " ".join(cell.source for cell in read(LESSON).cells if cell.cell_type == "markdown")
    text += questions(LESSON.stem)["findings"][0]["text"]
    erased = simulate(remove_spines_at_h=48)
    before = erased.at(np.nextafter(48, 0)).behaviour
    after, week = erased.at(48).behaviour, erased.at(168).behaviour
    assert f"from {before:.2f} to {after:.2f} and stays low: {week:.2f} at 7 d" in text
    assert f"{simulate(remove_spines_at_h=24).at(168).behaviour:.2f} at 7 d" in text
    left = simulate(blocks="mtorc1").at(24).behaviour / simulate().at(24).behaviour
    assert f"leaves {left:.0%} of behaviour at 24 h" in text
    slow = simulate().parameters.changed(turnover_per_d=0.04 / 14)
    formation = simulate(parameters=slow).relative_formation(3, 6)
    assert f"Formation is {formation:.1f} times normal" in text
    lost = -np.expm1(-14 * simulate().parameters.turnover_per_d)
    assert f"The model loses {lost:.0%} in two weeks" in text
    met = simulate(genotype="Met/Met").at(24).behaviour / simulate().at(24).behaviour
    assert "two thirds of behaviour are left at 24 h" in text and round(3 * met) == 2
    assert f"{GENOTYPES['Met/Met']:.0%} here" in text
    time, dip = handover_dip(simulate())
    assert f"behaviour dips to {dip:.2f}, near {time:.0f} h" in text
    seen = chance_of_seeing(24, 8)["behaviour first"]
    assert f"With 8 mice and this scatter, {seen:.0%} of studies at 24 h" in text
    left = simulate().at(2).mtorc1 / simulate().peak("mtorc1")[1]
    assert "A third of the model's signal is left at 2 h" in text and round(3 * left) == 1


def test_numbers_of_the_microscopist_and_of_the_dose_are_those_of_the_model():
    text = questions(LESSON.stem)["findings"][1]["text"]
    gain = 100 * simulate().at(24).spine_gain
    assert f"With {mice_needed(gain, 8.0, 0.5)} mice in each group just over half" in text
    assert f"With {mice_needed(gain, 8.0, 0.8)} it is four in five" in text
    blunt = chance_of_seeing(24, 8, spine_sd_percent=2.0, behaviour_sd=1.5)["spines first"]
    assert f"of 2 points and of 1.5, {blunt:.0%} conclude" in text
    lesson = " ".join(cell.source for cell in read(LESSON).cells if cell.cell_type == "markdown")
    assert "At 50 mg/kg this factor leaves nearly nothing" in lesson
    assert simulate(50).at(24).spine_gain < 0.05 * simulate().at(24).spine_gain


def test_numbers_written_in_the_questions_are_those_of_model_and_evidence():
    asked = questions(LESSON.stem)
    options = {one["name"]: one["why"] for one in asked["predictions"][0]["options"]}
    for name in options:
        options[name] = " ".join(options[name].split())
    normal, prevented = simulate().at([3, 168]).behaviour, simulate(growth=False).at(168).behaviour
    assert f"before: {normal[0]:.2f} with and without growth" in options["normal-low"]
    said = f"{prevented:.2f} without them, {normal[1]:.2f} with them"
    assert said in options["normal-low"]
    rates = series("plasticity-abdallah2020-rapamycin").set_index(["outcome", "arm"])[
        "rate_percent"
    ]
    with_it, without = (rates["response", f"{arm} + ketamine"] for arm in ("rapamycin", "placebo"))
    why = str(asked["questions"])
    assert f"with rapamycin, {with_it:.0f} against {without:.0f}%" in why.replace("\\n", " ")
    half_lives = 24 / fact("ma2023-halflife-human").value
    assert f"{half_lives:.0f} half-lives" in why and f"one part in {2**half_lives:.0f}" in why
    assert f"A week is {7 * half_lives:.0f} half-lives" in why
