"""Drawings of lesson 03: words follow the values, extremes work, invariants are drawn."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import circuit as draw
from helpers.figures.circuit import levels, measured, ratio
from helpers.simulations import circuit
from tests.contract.course import questions

LESSON = Path(__file__).parents[2] / "notebooks" / "mechanism" / "03_disinhibition.ipynb"
OPENING = {"k_i_um": 5.4, "k_e_um": 5.4, "rho": 0.6, "ketamine_um": 0.01, "view": "algebra"}
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


# -- numbers written in words ---------------------------------------------------------------------


def test_numbers_written_in_lesson_03_are_those_of_the_models():
    said = questions("03_disinhibition")
    ratio_found, _, site_found = (entry["text"] for entry in said["findings"])
    humps = [circuit.hump(0.6, 5.4, k_i).height for k_i in (1.2, 2.95)]
    assert f"{100 * humps[1]:.2f}% high, at 1.2 µM {humps[0]:.0%}" in ratio_found
    assert round(humps[0] / humps[1], -1) == 40 and "some forty times" in ratio_found
    assert f"ρ K_E, here {0.6 * 5.4:.2f} µM" in ratio_found
    rest, by_e, by_i = circuit.rate_model_at_block([0, 1e-6, 0], [0, 0, 1e-6]).pyramidal_hz
    brake = (by_i - rest) / (rest - by_e)  # the rho of the rate model for a small block
    assert f"ρ = {brake:.2f}" in ratio_found
    assert f"below {brake * 5.4:.2f} µM" in ratio_found
    glun2d, glun2c = (circuit.rate_model(2.0, k_i_um=k).pyramidal_hz for k in (2.95, 1.2))
    assert f"{glun2d:.2f} Hz with K_I 2.95, and at {glun2c:.2f} Hz with 1.2" in ratio_found
    low, high = circuit.rate_model(levels.anaesthesia_um()).pyramidal_hz
    assert f"from {low:.1f} to {high:.1f} Hz through the band" in ratio_found
    assert f"rest, which is {circuit.rate_model(0).pyramidal_hz:.2f} Hz" in ratio_found
    back = ratio.back_at_rest_um(ratio.rate_curves(1.2, 5.4))
    assert f"rest only at {back:.1f} µM" in ratio_found

    one, ten = (fact(f"gerhard2020-block-{c}um").value / 100 for c in (1, 10))
    k_one, k_ten = 1 * (1 - one) / one, 10 * (1 - ten) / ten
    assert f"means {10 / (10 + k_one):.0%} at 10 µM" in site_found
    assert f"means {1 / (1 + k_ten):.0%} at 1 µM" in site_found
    hill = np.log(ten / (1 - ten) * (1 - one) / one) / np.log(10)
    assert f"Hill coefficient of {hill:.1f} would" in site_found


def test_numbers_in_the_prose_of_lesson_03_are_those_of_the_models():
    low, high = circuit.block(np.array(levels.infusion_um()))[1]
    assert low == pytest.approx(1 / 6, rel=0.1) and high == pytest.approx(1 / 3, rel=0.1)
    low, high = circuit.block(np.array(levels.infusion_um()), k_i_um=2.95)[1]
    assert (round(100 * low), round(100 * high)) == (7, 16)  # "still 7 to 16%"
    for subunit, told in (("2b", 5.08), ("2a", 5.35)):  # "the algebra has *no* hump"
        k_i_um = fact(f"ket-kj2009-1mg-{subunit}").value
        assert k_i_um == pytest.approx(told)
        assert not circuit.hump(0.6, fact("ket-kj2009-1mg-2a").value, k_i_um).is_inverted_u
    at_rest_again = circuit.rate_model(5.3)  # "near 5 µM its power is back at rest"
    assert at_rest_again.gamma_ratio == pytest.approx(1, abs=0.02)
    assert at_rest_again.pyramidal_hz / circuit.rate_model(0).pyramidal_hz == pytest.approx(
        1.5, 0.02
    )


def test_the_model_in_ten_lines_is_the_one_of_the_package(capsys):
    notebook = nbformat.read(LESSON, as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "ten-lines-code")
    given = {}
    exec(cell.source, given)
    for c_um in (0.0, 0.5, 3.0, 30.0):
        found = given["fsolve"](given["excess"], (3, 9), args=(c_um,))
        state = circuit.rate_model(c_um)
        told = [float(state.pyramidal_hz), float(state.interneuron_hz)]
        assert found == pytest.approx(told, rel=1e-6)
    assert len(capsys.readouterr().out.splitlines()) == 4
