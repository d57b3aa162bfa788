"""Numbers in the sentences of lesson 08, its questions and solution are the models'."""

from __future__ import annotations

import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.checks.perception import analgesia as tasks
from helpers.evidence import fact
from helpers.figures import pain as draw
from helpers.simulations import pain, receptor
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.units import free_um
from tests.contract.course import REPOSITORY
from tests.prose import says as said

LESSON = "08_analgesia"
NOTEBOOK = REPOSITORY / "notebooks" / "perception" / f"{LESSON}.ipynb"


def says(sentence: str, **values: object) -> None:
    said(LESSON, sentence, **values)


def taken(level: float, half_um: float = pain.CELL.half_um, rate_hz: float = 1.0):
    cell = pain.CELL.changed(half_um=half_um)
    blocked = float(pain.blocked_at(level, cell))
    control, drug = pain.wind_up(rate_hz), pain.wind_up(rate_hz, blocked=blocked)
    return 1 - drug.first_mv / control.first_mv, 1 - drug.build_up_mv / control.build_up_mv


def test_the_low_dose():
    level = draw.level_after_low_dose()
    assert round(level) == 76  # in words that move the panel, and in a preset
    first, built = taken(level)
    says("It takes {first:.1%} of a first response 10 minutes after 0.15 mg/kg", first=first)
    says("takes only {built:.0%} of the build-up at that level", built=built)
    weak, strong = taken(76, 5.4)[1], taken(76, 0.71)[1]
    says("and {weak:.0%} with 5.4 µM", weak=weak)
    assert 0.24 < strong < 0.28  # "a quarter"
    assert 0.08 < first / (fact("thompson2019-pain-percent").value / 100) < 0.12  # "a tenth"


def test_the_potency():
    says("{half:.2f} µM follows from the two rates", half=pain.CELL.half_um)
    assert pain.CELL.half_um == receptor.BLOCKERS["ketamine"].kinetic_ic50_um
    volts = pain.wind_up(1).depolarisation_mv[[0, -1]] - 65
    high, low = receptor.ic50_um(volts, 1.0)
    says("gives {low:.0f} to {high:.0f} µM at these voltages", low=low, high=high)


def test_what_halves_the_build_up():
    assert pain.level_that_takes(0.5) == pytest.approx(445, abs=1)
    says("At 1 a second 445 ng/mL halves the build-up")
    first, _ = taken(445, rate_hz=0.1)
    assert 0.08 < first < 0.12  # "a tenth of each response"
    control, drug = pain.wind_up(1), pain.wind_up(1, blocked=0.4)
    assert round(1 - drug.build_up_mv / control.build_up_mv, 2) == 0.5
    assert round(1 - drug.first_mv / control.first_mv, 2) == 0.09
    assert 0.28 < pain.rate_for_ratio(1.2) < 0.34


def test_two_clocks():
    four, hour = pain.infusion(4), pain.infusion(60)
    says(
        "from {a:.0f} to {b:.0f} ng/mL, at the slow one from {c:.0f} to {d:.0f}",
        a=four.fast_ng_per_ml.max(), b=hour.fast_ng_per_ml.max(),
        c=four.slow_ng_per_ml.max(), d=hour.slow_ng_per_ml.max(),
    )  # fmt: skip
    says(
        "The high falls from {a:.0f} to {b:.0%}, relief from {c:.0f} to {d:.0%}",
        a=100 * four.high.max(), b=hour.high.max(),
        c=100 * four.relief.max(), d=hour.relief.max(),
    )  # fmt: skip
    for minutes in (4, 20, 60):
        sites = pain.infusion(minutes)
        ratio = sites.relief[2:] / sites.high[2:]
        assert 11 < sites.times_min[2:][ratio.argmax()] - minutes < 18 and 0.45 < ratio.max() < 0.55
        gap = (sites.high - sites.relief)[sites.times_min >= minutes]
        assert np.all(np.diff(gap) < 0)  # so "closest" must be said of the share, not of points
    fast = pain.EFFECTS.changed(fast_min=0)
    near = pain.infusion(4, effects=fast, law="Olofsen", times_min=[17])
    assert round(float(near.high[0]), 2) == round(float(near.relief[0]), 2) == 0.57
    one = pain.infusion(20, effects=pain.EFFECTS.changed(slow_min=1))
    assert one.relief.max() < 0.6 * one.high.max()  # the gap stays


def test_the_level_of_half_the_high():
    level = pain.EFFECTS.c50_high_ng_per_ml
    tests = fact("simons2022-c50-pain")
    ends = [level / (level + 237.73 * end) for end in (tests.high, tests.low)]
    says(
        "71 / (71 + 345) is {middle:.0%}, and with the two ends of the tests' range "
        "{low:.0f} to {high:.0%}",
        middle=pain.EFFECTS.relief(level), low=100 * ends[0], high=ends[1],
    )  # fmt: skip
    says(
        "The line of Olofsen gives {line:.0%} of a scale",
        line=pain.EFFECTS.relief(level, "Olofsen"),
    )
    says("and “71 ng/mL” is 59 to 83".replace("“", '"').replace("”", '"'))


def test_pooled_trials():
    fall, share = fact("thompson2019-pain-fall"), fact("thompson2019-pain-percent")
    assert round(100 * fall.value / 4.6) == share.value and round(4.6 - fall.value, 1) == 3.4
    says("pain fell by {share:.0f}%, from 4.6 to 3.4 of 10", share=share.value)


def test_the_outside_check():
    peaks = {
        model: pain.infusion(20, model=model).plasma_ng_per_ml.max()
        for model in ("noppers2011", "kamp2020")
    }
    measured = [fact(f"simons2022a-iv-peak-{film}").value for film in (50, 100)]
    says(
        "The Noppers set predicts {peak:.0f} ng/mL; {one:.0f} and {two:.0f} were measured",
        peak=peaks["noppers2011"], one=measured[0], two=measured[1],
    )  # fmt: skip
    low = sorted(100 * (1 - peaks["kamp2020"] / value) for value in measured)
    says("is {low:.0f} to {high:.0f}% too low", low=low[0], high=low[1])


def test_opioid_receptors():
    level = pk.simulate(pk.INFUSION).peak("arterial")[0]
    times = fact("ket-hirota1999-mu").value / free_um(level)
    assert 70 < times < 80  # "over seventy times"


def test_the_ten_lines_are_the_package():
    cells = nbformat.read(NOTEBOOK, 4).cells
    (cell,) = [c for c in cells if c.cell_type == "code" and "def train(" in c.source]
    names: dict = {}
    exec(cell.source, names)
    for rate, blocked in ((1.0, 0.0), (1.0, 0.4), (0.3, 0.2)):
        expected = pain.wind_up(rate, blocked=blocked).response_mv
        np.testing.assert_allclose(names["train"](rate, blocked), expected, atol=0.01)


def test_the_solution_says_what_it_computes():
    peak, at, high = tasks._sites()
    says("{peak:.0f} ng/mL at minute {at:.0f}, five minutes after", peak=peak, at=at)
    assert at == 15 and round(high, 2) == 0.74
    says(
        "The gain is −{gain:.1f} points, from −{low:.1f} to {high:.1f}",
        gain=-tasks._gain(), low=-tasks._most(-1.96), high=tasks._most(),
    )  # fmt: skip
    says("= {w:.2f} the block takes a quarter", w=tasks._w_for(0.25))
    best, c50 = tasks._best()
    ratio = c50 / pain.EFFECTS.c50_high_ng_per_ml
    says(
        "At minute {best:.1f} the slow site holds {ratio:.2f} times the fast one",
        best=best, ratio=ratio,
    )  # fmt: skip
    says("times as high: {c50:.0f} ng/mL", c50=c50)
    tests = fact("simons2022-c50-pain")
    near, far = (237.73 * end / c50 for end in (tests.low, tests.high))
    says("part the sites {near:.1f} to {far:.1f} times as far as it can", near=near, far=far)
    assert tasks._taken(0.2, 0) > 0.25  # "the first part of a block takes more than the next"
    says("the 15th response is {ratio:.2f} times the first", ratio=pain.wind_up(0.16).ratio)
    lost = [
        100 * (1 - pain.wind_up(0.16, blocked=b).first_mv / pain.wind_up(0.16).first_mv)
        for b in (0.1, 0.3)
    ]
    says("it falls by {low:.0f} to {high:.0f}%, not 26%", low=lost[0], high=lost[1])


# -- drawings ------------------------------------------------------------------------------------


def test_handles_stand_where_the_controls_put_them():
    figure = Figure(figsize=(8, 4.5))
    values = {"rate_hz": 1.0, "level_ng_per_ml": 300, "half_um": 1.47, "mg_mm": 1, "elsewhere": 0}
    draw.pulses_build_up(figure, **values)
    art = figure._course_artists[1]
    assert art.level_dot.get_xdata()[0] == 300 and art.rate_dot.get_xdata()[0] == 1.0
    draw.two_clocks(
        figure := Figure(), minutes=9, look_min=33, fast_min=1, slow_min=5, law="Simons"
    )
    art = figure._course_artists[1]
    assert art.end.get_xdata()[0] == 9 and art.cursor.get_xdata()[0] == 33


def test_words_say_when_there_is_nothing_to_take():
    values = {"level_ng_per_ml": 300, "half_um": 1.47, "mg_mm": 1, "elsewhere": 0}
    assert "hardly any build-up" in draw.pulses_build_up(Figure(), rate_hz=0.1, **values)
    assert "of the build-up" in draw.pulses_build_up(Figure(), rate_hz=1.0, **values)


# -- tasks ---------------------------------------------------------------------------------------


def test_there_are_six_tasks_in_order():
    assert [task.id for task in tasks.TASKS] == [f"08.{number}" for number in range(1, 7)]


def test_neighbouring_answers_are_right():
    verdict = tasks.NOTHING_FOUND.parts[2].answer()
    assert tasks.NOTHING_FOUND.verdict(-3.9, 6.1, verdict).state == "right"
    assert tasks.A_WINDOW.verdict(40, 119).state == "right"
    assert tasks.OTHER_WAYS.verdict(tasks._taken, 0.54).state == "right"
