"""Drawings of lesson 03: words follow the values, extremes work, invariants are drawn."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import circuit as draw
from helpers.figures.circuit import levels, measured, ratio
from helpers.simulations import circuit

OPENING = {"k_i_um": 5.4, "k_e_um": 5.4, "rho": 0.6, "ketamine_um": 0.5, "view": "algebra"}
ONE_FIGURE = Figure(figsize=(8, 4.5))


def one_ratio(**change):
    figure = Figure(figsize=(8, 4.5))
    words = draw.one_ratio(figure, **OPENING | change)
    return words, figure._course_artists[1]


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


def test_the_surprise_is_not_on_screen_at_first_and_appears_below_rho_times_k_e():
    words, art = one_ratio()
    assert "no hump" in words and art.pyramidal.get_ydata().max() <= 0
    assert "no hump" in one_ratio(k_i_um=3.3)[0]
    words, art = one_ratio(k_i_um=1.2)
    assert "at 1.22 µM" in words and "back at rest at 5.1 µM" in words
    assert len(art.peak.get_xdata()) == 1


def test_the_miss_is_said_the_rate_model_stays_above_rest_under_anaesthesia():
    words, art = one_ratio(k_i_um=1.2, view="rate model")
    assert "Throughout the anaesthetic band it is above rest" in words
    back = float(re.search(r"is back near ([\d.]+) µM", words)[1])
    assert back == pytest.approx(15.54, rel=0.01)
    low, high = levels.anaesthesia_um()
    inside = (low <= levels.DRAWN_UM) & (high >= levels.DRAWN_UM)
    assert np.all(art.pyramidal.get_ydata()[inside] > art.rest[0].get_ydata()[0])


@pytest.mark.parametrize("k_um", [0.3, 1.2, 5.4, 10])
def test_equal_affinity_never_makes_a_hump_in_either_view(k_um):
    for view in ratio.VIEWS:
        words, art = one_ratio(k_i_um=k_um, k_e_um=k_um, view=view)
        assert "only falls" in words
        assert np.all(np.diff(art.pyramidal.get_ydata()) <= 1e-9)
    assert "only falls" in draw.equal_affinity(Figure(), k_um=k_um)


@pytest.mark.parametrize(("k_i_um", "k_e_um"), [(1.2, 5.4), (0.3, 10), (10, 0.3), (2.95, 5.4)])
def test_drawn_curves_are_those_of_the_model(k_i_um, k_e_um):
    curves = ratio.rate_curves(k_i_um, k_e_um)
    state = circuit.rate_model(levels.DRAWN_UM, k_e_um, k_i_um)
    np.testing.assert_allclose(curves.pyramidal, state.pyramidal_hz, rtol=0.01)
    np.testing.assert_allclose(curves.interneuron, state.interneuron_hz, rtol=0.02)
    assert curves.pyramidal.max() < 10, "the curve leaves its axes"


def test_no_gamma_is_told_where_the_network_oscillates_by_itself():
    words, art = one_ratio(k_i_um=0.3, k_e_um=10, ketamine_um=2, view="rate model")
    assert "oscillates by itself" in words and art.unstable.get_text()
    assert np.isnan(art.gamma.get_ydata()).any()
    assert not one_ratio(k_i_um=1.2, view="rate model")[1].unstable.get_text()


@pytest.mark.parametrize("change", [{"view": "dream"}, {"k_i_um": 0}, {"ketamine_um": -1}])
def test_ratio_refuses_what_it_cannot_draw(change):
    with pytest.raises(ValueError):
        draw.one_ratio(Figure(), **OPENING | change)


def test_bands_are_the_measured_levels_times_the_free_share():
    for band, name in (
        (levels.infusion_um(), "conc-dissociation-ng"),
        (levels.anaesthesia_um(), "conc-anaesthesia-ng"),
    ):
        found = fact(name)
        wanted = [0.53 * level / 237.73 for level in (found.low, found.high)]
        assert band == pytest.approx(wanted, rel=1e-3)


# -- the pad -------------------------------------------------------------------------------------


def test_the_path_runs_along_the_diagonal_at_equal_affinity_only():
    figure = Figure(figsize=(8, 4.5))
    values = {"k_e_um": 5.4, "ketamine_um": 3.0, "shown": "pyramidal rate"}
    assert "exactly along" in draw.block_pad(figure, k_i_um=5.4, **values)
    e, i = figure._course_artists[1].path.get_data()
    np.testing.assert_allclose(e, i)
    assert "above the diagonal" in draw.block_pad(figure, k_i_um=1.2, **values)
    assert "below the diagonal" in draw.block_pad(figure, k_i_um=9.0, **values)
    e, i = figure._course_artists[1].path.get_data()
    assert np.all(i <= e)


def test_the_pad_shows_one_map_at_a_time():
    figure = Figure(figsize=(8, 4.5))
    values = {"k_i_um": 1.2, "k_e_um": 5.4, "ketamine_um": 1.0}
    for shown in ("gamma power", "pyramidal rate"):
        draw.block_pad(figure, shown=shown, **values)
        art = figure._course_artists[1]
        assert all(part.get_visible() for part in art.maps[shown])
        assert art.bar.get_visible() != art.gamma_bar.get_visible()
        hidden = {name: parts for name, parts in art.maps.items() if name != shown}
        assert not any(part.get_visible() for parts in hidden.values() for part in parts)
    with pytest.raises(ValueError, match="shown"):
        draw.block_pad(figure, shown="dreams", **values)


# -- measured ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("um_per_mg_kg", "agree"), [(0.1, 4), (0.3, 5), (1.0, 2)])
def test_the_score_follows_the_map(um_per_mg_kg, agree):
    words = draw.five_signs(Figure(figsize=(8, 4.2)), um_per_mg_kg=um_per_mg_kg)
    told = int(re.search(r"(\d) of 5 directions agree", words)[1])
    doses = np.array([10, 20, 30, 50, 200]) * um_per_mg_kg
    change = circuit.rate_model(doses).pyramidal_hz / circuit.rate_model(0).pyramidal_hz - 1
    assert told == circuit.glutamate_signs(doses, change).n_agree
    if agree > 3:
        assert told == agree


def test_every_human_study_is_drawn_once():
    figure = Figure(figsize=(8.5, 4.4))
    draw.spectroscopy(figure)
    points = sum(
        len(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() in "Dos"
    )
    assert points == len(series("circuits-human-mrs-studies"))


def test_each_piece_of_evidence_has_its_fact_and_its_side():
    words = draw.for_and_against(Figure(figsize=(9.5, 5.0)))
    for row in (*measured.FOR, *measured.AGAINST):
        assert fact(row.fact).citation in words
    homayoun = fact("homayoun2007-interneuron-firing")
    assert "MK-801" in homayoun.condition and "MK-801" in measured.FOR[0].says
