"""Drawings of lesson 03: words follow the values, extremes work, invariants are drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import circuit as draw
from helpers.figures.circuit import levels, measured, ratio
from helpers.simulations import circuit

ONE_FIGURE = Figure(figsize=(8, 4.5))


# -- the hero ------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    k_i_um=st.floats(0.3, 10),
    k_e_um=st.floats(0.3, 10),
    rho=st.floats(0.2, 1.2),
    ketamine_um=st.floats(0.01, 40),
)
def test_algebra_draws_a_hump_where_the_condition_holds(**values):
    words = draw.one_ratio(ONE_FIGURE, **values, view="algebra")
    art = ONE_FIGURE._course_artists[1]
    line = art.pyramidal.get_ydata()
    low, high = art.axes[0].get_ylim()
    assert low <= line.min() and line.max() <= high, "the curve leaves its axes"
    wanted = values["k_i_um"] / values["k_e_um"] < values["rho"] < 1
    assert ("rises to a peak" in words) == wanted
    assert line[0] == 0


@pytest.mark.parametrize(
    ("view", "k_i_um", "k_e_um", "said"),
    [
        ("algebra", 3.3, 5.4, "only falls: there is no hump"),
        ("algebra", 1.2, 5.4, "a peak of +12% at 1.22 µM, is back at rest at 5.1 µM"),
        ("algebra", 10, 10, "only falls"),
        ("rate model", 0.3, 0.3, "only falls"),
        ("rate model", 10, 10, "only falls"),
        ("rate model", 1.2, 5.4, "Throughout the anaesthetic band it is above rest"),
        ("rate model", 0.3, 10, "oscillates by itself"),
    ],
)
def test_the_words_follow_both_affinities(view, k_i_um, k_e_um, said):
    values = {"k_i_um": k_i_um, "k_e_um": k_e_um, "rho": 0.6, "ketamine_um": 2.0, "view": view}
    assert said in draw.one_ratio(ONE_FIGURE, **values)
    art = ONE_FIGURE._course_artists[1]
    alone = view == "rate model" and "oscillates" in said
    assert not alone or (art.unstable.get_text() and np.isnan(art.gamma.get_ydata()).any())


@pytest.mark.parametrize(("k_i_um", "k_e_um"), [(1.2, 5.4), (0.3, 10), (10, 0.3), (2.95, 5.4)])
def test_drawn_curves_are_those_of_the_model(k_i_um, k_e_um):
    curves = ratio.rate_curves(k_i_um, k_e_um)
    state = circuit.rate_model(levels.DRAWN_UM, k_e_um, k_i_um)
    np.testing.assert_allclose(curves.pyramidal, state.pyramidal_hz, rtol=0.01)
    np.testing.assert_allclose(curves.interneuron, state.interneuron_hz, rtol=0.02)
    assert curves.pyramidal.max() < 10, "the curve leaves its axes"


def test_bands_are_the_measured_levels_times_the_free_share():
    for band, name in (
        (levels.INFUSION_UM, "conc-dissociation-ng"),
        (levels.ANAESTHESIA_UM, "conc-anaesthesia-ng"),
    ):
        found = fact(name)
        wanted = [0.53 * level / 237.73 for level in (found.low, found.high)]
        assert band == pytest.approx(wanted, rel=1e-3)


# -- the pad -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k_i_um", "runs"), [(5.4, "exactly along"), (1.2, "above"), (9.0, "below")]
)
def test_the_path_runs_along_the_diagonal_at_equal_affinity_only(k_i_um, runs):
    values = {"k_e_um": 5.4, "ketamine_um": 3.0, "shown": "pyramidal rate"}
    assert f"{runs} the diagonal" in draw.block_pad(ONE_FIGURE, k_i_um=k_i_um, **values)
    e, i = ONE_FIGURE._course_artists[1].path[0].get_data()
    assert np.all(np.sign(np.round(i - e, 9)[1:]) == np.sign(5.4 - k_i_um))


def test_the_pad_shows_one_map_at_a_time():
    figure = Figure(figsize=(8, 4.5))
    values = {"k_i_um": 1.2, "k_e_um": 5.4, "ketamine_um": 1.0}
    for shown in ("gamma power", "pyramidal rate"):
        draw.block_pad(figure, shown=shown, **values)
        art = figure._course_artists[1]
        assert all(part.get_visible() for part in art.maps[shown])
        hidden = {name: parts for name, parts in art.maps.items() if name != shown}
        assert not any(part.get_visible() for parts in hidden.values() for part in parts)


# -- measured ------------------------------------------------------------------------------------


def test_every_human_study_is_drawn_once():
    figure = Figure(figsize=(8.5, 4.4))
    draw.spectroscopy(figure)
    points = sum(
        len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() in "Dos"
    )
    assert points == len(series("circuits-human-mrs-studies"))


def test_evidence_under_another_drug_says_so():
    homayoun = fact("homayoun2007-interneuron-firing")
    assert "MK-801" in homayoun.condition and "MK-801" in measured.FOR[0].says
