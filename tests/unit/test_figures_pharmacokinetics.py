"""Lesson 02: what its panels refuse, and the numbers that its sentences say."""

from dataclasses import replace
from functools import cache

import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.checks.mechanism import dose_to_brain, level_percent
from helpers.figures.pharmacokinetics import block, clocks, measured, where
from helpers.simulations import dose_to_block as join
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.sourced import published as value
from helpers.simulations.units import free_um, um_from_ng_per_ml
from tests.contract.course import REPOSITORY
from tests.literature.pharmacokinetics_rows import (
    area,
    beside,
    hasan_error_percent,
    maintained,
    median_error_percent,
    spray_beside_ticlopidine,
)
from tests.prose import says

LESSON = "02_dose_to_brain"
HERO = {"minutes": 16.1, "waking_ng_per_ml": 642.0, "parameter_set": "Kamp"}
BLOCK = {"schedule": "", "receptor": "GluN2A (Gilling)", "mg_mm": 0.0, "free_fraction": 0.53}


@pytest.mark.parametrize(
    ("draw", "start", "change"),
    [
        (where.where_is_the_drug, HERO, {"parameter_set": "Freud"}),
        (where.where_is_the_drug, HERO, {"minutes": 0.5}),
        (block.dose_to_block, BLOCK, {"schedule": "a guess"}),
        (block.dose_to_block, BLOCK, {"receptor": "2E"}),
    ],
)
def test_panels_refuse_what_they_cannot_draw(draw, start, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        draw(Figure(), **start | change)


# -- numbers in prose ------------------------------------------------------------------------------


@cache
def bolus(name: str) -> pk.Course:
    """Return the bolus of the hero in one set."""
    model, form = where.SETS[name]
    return pk.simulate(pk.Dose(140, form, duration_min=1), model=model)


def eliminated(course: pk.Course, minutes: float) -> float:
    """Return the percentage of the dose that is eliminated by a time."""
    return 100 * float(course.at([minutes]).shares["eliminated"][0])


def gone(course: pk.Course, level: float = 642.0) -> float:
    """Return the percentage that is eliminated when a level is reached; people wake at 642."""
    return eliminated(course, course.falls_below_min(level))


def among_sets(of) -> tuple[float, float]:
    found = [of(bolus(name)) for name in where.SETS]
    return min(found), max(found)


def block_peaks() -> tuple[float, float]:
    peaks = 100 * join.dose_to_block(pk.INFUSION).peak()
    return peaks.min(), peaks.max()


def drip_ratio(until_min: float) -> float:
    """Return the area of norketamine until then over that of ketamine for ever, after 10 mg."""
    course = pk.simulate(pk.Dose(10))
    return course.area_ng_h_per_ml("norketamine", until_min) / course.area_ng_h_per_ml()


def chain() -> tuple[float, ...]:
    """Return the steps from the drip to a block at its end, and what a steeper site leaves."""
    arterial = pk.simulate(pk.INFUSION, times_min=[40]).arterial_ng_per_ml[0]
    dish = join.Assumption("dish", voltage_mv=-66)
    now = join.dose_to_block(pk.INFUSION, dish, times_min=[40])
    late = pk.simulate(pk.INFUSION, times_min=[240]).effect_ng_per_ml[0]
    steep = 100 * float(replace(dish, hill=0.84).blocked(late))
    um = float(um_from_ng_per_ml(arterial))
    return arterial, um, float(free_um(arterial)), now.free_um[0][0], 100 * now.blocked[0][0], steep


def unbound() -> tuple[float, float]:
    """Return the peak block of the drip when nothing is bound, and with the usual free share."""
    _, highest = block._level(next(iter(block.SCHEDULES)))
    shares = (1.0, pk.FREE_FRACTION)
    return tuple(
        100 * float(join.Assumption("dish", free_fraction=f).blocked(highest)) for f in shares
    )


def half_times(minutes: float) -> list[float]:
    sets = clocks.SETS.values()
    return [pk.context_sensitive_half_time_min(minutes, model=name)[0] for name in sets]


def curve_error() -> float:
    return np.mean([median_error_percent("sket", arm, "arterial") for arm in measured.ARMS])


# fmt: off
#: (words with a place for each number, the numbers)
SAYS = [
    ("half only after {:.0f} minutes", dose_to_brain._half_gone_min),
    ("eliminated only after {:.0f} min", dose_to_brain._half_gone_min),
    ("disagree on the minutes ({:.0f} to {:.0f})",
        lambda: among_sets(lambda course: course.falls_below_min(642))),
    ("on the share ({:.0f} to {:.0f}%)", lambda: among_sets(gone)),
    ("alone {:.0f} to {:.0f}% was eliminated", lambda: among_sets(gone)),
    ("the default set has {:.0f} to {:.0f}% eliminated",
        lambda: tuple(gone(pk.simulate(maintained(minutes))) for minutes in (30, 120))),
    ("model {:.0f}% is eliminated", lambda: gone(bolus("Kamp"))),
    ("{:.0f} minutes later it is at", lambda: bolus("Kamp").falls_below_min(642)),
    ("there it has {:.0f}%",
        lambda: gone(bolus("Noppers (S)"), 1000 * value("white1980-end-s"))),
    ("followed simple orders after {:.0f} minutes, where the default set has {:.0f}%",
        lambda: (value("adams1992-orders-rac"),
            eliminated(bolus("Kamp"), value("adams1992-orders-rac")))),
    ("level block from {:.0f} to {:.0f}%", block_peaks),
    ("{:.0f} min between 45 and 90 min, {:.0f} min between 1 and 3 h, and {:.0f} min between 6",
        lambda: tuple(clocks.window_half_life_min(*window) for window in clocks.WINDOWS_MIN)),
    ("about {:.2f} in this model", lambda: pk.model().liver_extraction),
    ("so at least {:.2f} is free", lambda: pk.FREE_FRACTION),
    ("the model has the same {:.2f}", lambda: drip_ratio(60)),
    ("{:.1f} and {:.1f} µM, rat cortex",
        lambda: (value("s-nk-ebert1997-ki"), value("s-ket-ebert1997-ki"))),
    ("harm or death {:.1f} times as often when opioids had been taken too, and {:.1f} times",
        lambda: (value("palamar2023-apr-opioid"), value("palamar2023-apr-ghb"))),
    ("about {:.0f}% for S-ketamine", curve_error),
    ("already {:.0f}% from 1 to 8 h", lambda: hasan_error_percent("kamp2020")),
    ("Twice the liver gives {:.0f}%", lambda: 100 * (1 - beside(pk.Enzymes(liver=2), area)())),
    ("by {:.0f}% in one study", lambda: -value("noppers2011-rif-auc-ket")),
    ("and {:.0f}% in another", lambda: -value("pel2012-rif-iv")),
    ("lowered the area by {:.0f}%", lambda: -value("pel2012-rif-po")),
    ("the label says +{:.0f}%", lambda: value("spravato-ticlo-auc")),
    ("this model says +{:.0f}%", lambda: 100 * (spray_beside_ticlopidine() - 1)),
    ("{:.0f} ng/mL in the artery → {:.2f} µM → {:.2f} µM free → {:.2f} µM at the effect site → "
     "{:.0f}% blocked. One site is assumed; with the steepness of lesson 01 (Hill 0.84) the "
     "last line would be {:.0f}%", chain),
    ("{:.0f} in place of {:.0f}%", unbound),
    ("has a ratio of {:.1f} by mouth", lambda: value("fanta2015-nk-ratio-oral")),
    ("needed {:.0f} minutes to work", lambda: value("engelhardt1998-recovery-rac")),
    ("children had {:.0f}% in one study", lambda: 100 * value("brunette2011-f-oral")),
    ("lowers a drip's area by {:.0f}%", lambda: 100 * (1 - dose_to_brain._drip_area(2))),
    ("{:.0f} min: the terminal half-life", lambda: pk.half_lives_min()[-1]),
    ("gives {:.0f}% of the level after ten minutes and {:.0f}% after two hours",
        lambda: tuple(level_percent([(0, 120, 1)], [10, 120]))),
]
# fmt: on


@pytest.mark.parametrize(("words", "numbers"), SAYS, ids=[words for words, _ in SAYS])
def test_numbers_written_in_prose_are_those_of_the_model(words, numbers):
    named = {f"v{place}": number for place, number in enumerate(np.atleast_1d(numbers()).tolist())}
    for name in named:
        words = words.replace("{:", f"{{{name}:", 1)
    says(LESSON, words, **named)


def spray_peak_missed() -> float:
    modelled = pk.simulate(pk.Dose(50, route="nasal_atomiser")).peak("venous")[0]
    return value("singh2022-in50-cmax") / modelled


def fold_in_vein() -> float:
    usual = pk.clearance_l_per_h(form="S")
    each = pk.interactions().values()
    return max(usual / pk.clearance_l_per_h(form="S", enzymes=one) for one in each)


# fmt: off
#: (words for a number, the number, its least and its most)
TOLD = [
    ("the half-time grows fourteenfold", lambda: half_times(480)[0] / half_times(10)[0],
        13.5, 14.5),
    ("After ten minutes the sets differ thirtyfold",
        lambda: max(half_times(10)) / min(half_times(10)), 25, 35),
    ("after eight hours still fourfold",
        lambda: max(half_times(480)) / min(half_times(480)), 3.5, 4.5),
    ("if for four hours, three times as much", lambda: drip_ratio(240) / drip_ratio(60), 2.7, 3.4),
    ("was nearly four times the one", spray_peak_missed, 3.5, 4),
    ("by less than 40%", fold_in_vein, 1, 1.4),
    ("raised the oral area threefold", lambda: value("pel2012-grapefruit-auc"), 3, 3),
    ("binds a sixth as tightly",
        lambda: value("s-nk-ebert1997-ki") / value("s-ket-ebert1997-ki"), 5.5, 6.5),
]
# fmt: on


@pytest.mark.parametrize(
    ("words", "number", "low", "high"), TOLD, ids=[words for words, *_ in TOLD]
)
def test_words_for_numbers_in_lesson_02_still_hold(words, number, low, high):
    assert low <= number() <= high
    says(LESSON, words)


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
