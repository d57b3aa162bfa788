"""Drawings of lesson 06: words follow the values, extremes work, signs are those of the tables."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import rhythms as draw
from helpers.figures.rhythms import areas, measured

OPENED = {"feedback": 0.4, "feedforward": 0.2, "shared": 0.3, "seconds": 120}
PLAIN = {"exponent": 1.0, "muscle": 0.0, "algorithm": "LZ76", "over": "shuffle"}


def same_data(**change):
    return draw.same_data(Figure(figsize=(8, 4.5)), **OPENED | change)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"feedback": 0.1, "shared": 1.5},
        {"feedback": 0, "feedforward": 0, "shared": 0, "seconds": 24},
        {"feedforward": 0.4, "shared": 2, "seconds": 240},
        {"feedback": 0.4, "feedforward": 0, "shared": 0},
    ],
)
def test_the_first_panel_says_and_shows_the_same_numbers(change):
    figure = Figure(figsize=(8, 4.5))
    words = draw.same_data(figure, **OPENED | change)
    assert len(words) <= 400
    art = figure._course_artists[1]
    for name in areas.MEASURES:
        at = art.rows[name].this.get_xdata()[0]
        assert 0 <= at <= areas.ENDS[name], name  # on the axis
        assert art.rows[name].value.get_text() in words
    low, high = map(float, re.search(r"recordings ([\d.]+) to ([\d.]+)", words).groups())
    assert low <= float(art.rows["phase_lag"].value.get_text()) <= high
    assert art.others.get_xdata().shape == (3 * (areas.RUNS - 1),)


def test_handles_stand_where_their_controls_put_them():
    figure = Figure(figsize=(8, 4.5))
    draw.same_data(figure, **OPENED | {"shared": 1.1, "seconds": 72})
    art = figure._course_artists[1]
    assert art.schematic.source.get_ydata() == [areas._source_height(1.1)]
    assert art.dot.get_xdata() == [72]


def test_the_floor_is_drawn_where_it_is():
    assert np.all(np.diff(areas.FLOOR) < 0.01) and areas.FLOOR[0] > 2 * areas.FLOOR[-1]


def test_a_cut_wire_cannot_be_filled_up_but_in_coherence():
    words = draw.cut_and_source(Figure(), feedback=0.1, shared=1.8)
    numbers = re.findall(r"([\d.]+) before the cut, ([\d.]+) after, ([\d.]+) at the end", words)
    (coherence, *others) = [tuple(map(float, row)) for row in numbers]
    assert coherence[2] > coherence[0] > coherence[1]
    for before, after, end in others:
        assert end < after and end < before


def test_the_second_panel_moves_with_muscle_and_recipe():
    figure = Figure(figsize=(8, 4.5))

    def value(**change):
        words = draw.many_recipes(figure, **PLAIN | change)
        assert len(words) <= 400
        return float(re.search(r": ([\d.]+) \(three", words).group(1))

    assert value(muscle=0.6) > value() + 0.1
    assert value(algorithm="LZ78", over="length") > 1
    assert value(over="same spectrum", muscle=1.0) == pytest.approx(1, abs=0.06)
    assert value(exponent=2.0) < 0.35 < 0.9 < value(exponent=0.0)


def test_signs_of_couplings_are_those_of_their_rows():
    for name, _, depth, sign in measured.COUPLINGS:
        row = fact(name)
        if sign is None:
            assert row.unit == "sign", name
        deep = any(
            word in f"{row.condition}"
            for word in ("loss of", "unconscious", "anaesthesia", "unresponsive", "2 mg/kg")
        )
        assert deep == (depth == "deep"), name
    for network in ("salience", "dmn"):
        assert fact(f"adhikari2020-{network}").quantity.startswith("reduction")
    assert fact("lee2013-feedback-ketamine").value < fact("lee2013-feedback-baseline").value
    assert fact("bonhomme2016-dmn-deep").value < fact("bonhomme2016-dmn-wake").value


def test_every_comparison_of_the_tables_is_drawn():
    words = draw.bands(Figure())
    table = series("circuits-band-directions-human")
    assert f"gamma {int((table['gamma'] > 0).sum())} up, 1 down" in words
    rest = table[~table["method"].str.contains("evoked")]
    assert (rest["gamma"].dropna() == 1).all() and (rest["alpha"].dropna() == -1).all()
    assert f"alpha 0 up, {int((table['alpha'] < 0).sum())} down" in words
    found = draw.complexity(Figure())
    assert "3 above, 3 as awake, 3 below" in found
    assert "4.25 dB anaesthetic" in draw.theta_by_state(Figure())
    assert "27% smaller" in draw.mismatch(Figure())


def test_the_slope_has_the_wrong_sign():
    words = draw.slopes(Figure(), ketamine_um=1.0)
    assert "steeper" in words and fact("ploscb2025-aperiodic-slope").value == -1
