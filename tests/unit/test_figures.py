"""Drawings: each says what it shows, and says something else when something else is shown."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.figures import arc, artists, bucket, receptor, style
from helpers.figures.words import rounded

ONE_FIGURE = Figure()  # as in a panel: built at the first call, then moved
PULSES = {
    "ketamine_um": 1.0,
    "rate_hz": 1.0,
    "n_pulses": 20,
    "pause_s": 0.0,
    "blocker": "ketamine",
    "axis": "seconds",
}


def test_drawing_makes_no_figure_of_pyplot():
    before = plt.get_fignums()
    receptor.pulse_pause_pulse(Figure(), **PULSES)
    assert plt.get_fignums() == before


def test_artists_are_built_once_and_again_only_for_another_builder():
    figure, built = Figure(), []

    def build(figure):
        built.append("one")
        return object()

    first = artists(figure, build)
    assert artists(figure, build) is first and built == ["one"]
    assert artists(figure, lambda figure: object()) is not first


def test_measured_points_have_no_line_and_modelled_lines_no_marker():
    assert style.MEASURED.as_points()["linestyle"] == "none"
    assert "marker" not in style.KETAMINE.as_line()


def test_looks_differ_by_more_than_colour():
    looks = [style.KETAMINE, style.MEMANTINE, style.MUST_LEAVE_FIRST, style.CONTROL]
    assert len({look.marker for look in looks}) == len(looks)
    assert len({look.line for look in looks}) == len(looks)


def test_strip_refuses_an_unknown_lesson_and_lights_only_its_own():
    with pytest.raises(ValueError, match="lesson"):
        arc.time_strip(Figure(), lesson="99_nothing")
    assert "lit" not in arc.time_strip(Figure())
    assert "gate opens and block builds" in arc.time_strip(Figure(), lesson="01_channel_block")


@settings(max_examples=20, deadline=None)
@given(
    ketamine_um=st.floats(0, 10),
    rate_hz=st.floats(0.1, 2),
    n_pulses=st.integers(10, 60),
    pause_s=st.floats(0, 300),
    blocker=st.sampled_from(["ketamine", "leaky trap", "must leave first"]),
    axis=st.sampled_from(["seconds", "pulses"]),
)
def test_pulses_are_drawn_between_nothing_and_control(**values):
    words = receptor.pulse_pause_pulse(ONE_FIGURE, **values)
    art = ONE_FIGURE._course_artists[1]
    for line in (art.in_drug, art.tests):
        height = line.get_ydata()
        assert np.all(height >= 0) and np.all(height <= 100 + 1e-6)
    assert art.in_drug.get_xdata()[-1] < art.tests.get_xdata()[0]
    assert f"{values['n_pulses']} pulses" in words


def test_one_curve_per_pulse_and_two_in_seconds():
    """The surprise of the panel: slow and fast trains agree in pulses and not in seconds."""
    heights = {}
    for rate_hz in (0.1, 1.0):
        figure = Figure()
        receptor.pulse_pause_pulse(figure, **PULSES | {"rate_hz": rate_hz, "axis": "pulses"})
        line = figure._course_artists[1].in_drug
        heights[rate_hz] = line.get_ydata()
    assert np.max(np.abs(heights[0.1] - heights[1.0])) < 1.0


@pytest.mark.parametrize("change", [{"axis": "hours"}, {"blocker": "glue"}, {"ketamine_um": -1}])
def test_pulses_refuse_what_they_cannot_draw(change):
    with pytest.raises(ValueError):
        receptor.pulse_pause_pulse(Figure(), **PULSES | change)


def test_same_end_says_the_depth_and_the_clock():
    says = [
        receptor.same_end_other_clock(
            Figure(), glutamate_um=glutamate_um, ketamine_um=1.0, blocker="ketamine"
        )
        for glutamate_um in (0.5, 1000.0)
    ]
    assert all("blocks 40.5%" in words for words in says)
    assert "36 s" in says[0] and "2.81 s" in says[1]


def test_unverified_values_are_called_so():
    assert "could not be verified" in receptor.subunit_shift(Figure())


def test_bucket_keeps_to_its_closed_form():
    words = bucket.filling(Figure(), inflow_l_per_min=6.0, leak_per_min=0.3)
    assert "20.0 L" in words and "2.3 min" in words


@pytest.mark.parametrize(
    ("value", "said"), [(1000.0, "1,000"), (0.5, "0.5"), (-21.04, "−21"), (2.8149, "2.81")]
)
def test_numbers_as_a_sentence_says_them(value, said):
    assert rounded(value) == said
