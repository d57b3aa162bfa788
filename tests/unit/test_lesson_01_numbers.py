"""Numbers in the prose of lesson 01, its questions and solution are those of model and evidence."""

from __future__ import annotations

import nbformat
import pytest

from helpers.checks.mechanism import agonist_curves, freed_fraction
from helpers.checks.mechanism import channel_block as exercise
from helpers.evidence import fact
from helpers.simulations.receptor import (
    BLOCKERS,
    Step,
    block_fraction,
    dose_response,
    fast_gating_time_constant_s,
    half_blocking_mg_mm,
    half_maximal_um,
    ic50_um,
    onset_time_constant_s,
    open_probability_steady,
    pulse_train,
    pulses,
    simulate,
    unblocked_fraction,
    wash,
)
from helpers.simulations.units import FREE_FRACTION
from tests.contract.course import REPOSITORY
from tests.prose import says

LESSON = "01_channel_block"
KETAMINE = BLOCKERS["ketamine"]


def value(fact_id: str) -> float:
    return fact(fact_id).value


def ec50(column: str) -> float:
    curves = agonist_curves()
    return half_maximal_um(curves["glutamate_um"].to_numpy(), curves[column].to_numpy())


def after_40(pause_s: float):
    return pulse_train(1.0, 1.0, 40, pause_s, n_test_pulses=30)


def block_at_the_end() -> float:
    """Share of channels blocked by 1 µM at the end; the lesson says: at any glutamate."""
    levels = (0.5, 1000.0)
    shares = [dose_response(level, 1.0) / dose_response(level, 0.0) for level in levels]
    assert shares[0] == pytest.approx(shares[1])
    return 1 - float(shares[0][0])


def escaped(wash_s: float) -> float:
    """Share of the block that is gone so long after use, without agonist."""
    use = Step(30, glutamate_um=1000, drug_um=10)
    trace = simulate([use, wash(120)], times_s=[30, 30 + wash_s])
    return 1 - float(trace.blocked_fraction[1] / trace.blocked_fraction[0])


def ends_per_s() -> tuple[float, float]:
    """Rates (1/s) at which openings end without and with drug, from Orser 1997."""
    plain = 1e3 / value("ket-orser1997-tau-open")
    return plain, plain / (value("ket-orser1997-open-1") / 100)


def too_strong(weaker: float) -> float:
    """How many times 1 mM Mg2+ multiplies the IC50 at -66 mV where it is held less tightly."""
    return 1 + 1 / (weaker * half_blocking_mg_mm(-66))


def lost() -> float:
    return 100 - value("ket-mealing1999-trapped")


SENTENCES = [
    # the lesson and its questions
    ("Their ratio is an IC50 of {a:.2f} µM in any case", lambda: [KETAMINE.kinetic_ic50_um]),
    ("are open, {a:.0%} in this model", lambda: [open_probability_steady()]),
    ("With {a:.0%}, as reported for one kind", lambda: [value("gate-erreger2005-peak-po-2a")]),
    ("The model loses {a:.0%} within a second", lambda: [escaped(1.0)]),
    ("The model loses {a:.0%}", lambda: [escaped(120.0)]),
    ("without use {a:.0f}% of ketamine's block went away", lambda: [lost()]),
    ("{a:.0f}% of the block was gone", lambda: [lost()]),
    ("here {a:g} as measured", lambda: [value("ket-gilling2009-hill")]),
    ("the Hill slope in the same abstract is {a:g}", lambda: [value("ket-gilling2009-hill")]),
    ("of which about {a:.0%} is free", lambda: [FREE_FRACTION]),
    ("would give {a:.0f} and not {b:.0f}", lambda: [too_strong(4), too_strong(1)]),
    ("leave the first response at {a:.0%}", lambda: [after_40(10).test[0]]),
    ("leave the first response at {a:.0%}", lambda: [after_40(300).test[0]]),
    ("some {a} pulses undo half", lambda: [{15: "fifteen"}[after_40(10).pulses_to_undo_half()]]),
    ("slower, not weaker: {a:.1%} at", lambda: [block_at_the_end()]),
    (
        "after {a:.1f} and after {b:.0f} seconds",
        lambda: [onset_time_constant_s(1.0), onset_time_constant_s(1.0, 0.5)],
    ),
    ("{a:g} per second for ketamine", lambda: [value("ket-macdonald1991-koff")]),
    ("{a:g} per second for MK-801", lambda: [value("mk801-macdonald1991-koff")]),
    # the solution
    ("one part in 18 is left: {a:.1%}", lambda: [unblocked_fraction(-66, 1)]),
    ("{a:.0f} mM: the sign", lambda: [half_blocking_mg_mm(66)]),
    ("At −66 mV in 1 mM this is {a:.1f}", lambda: [ic50_um(-66, 1) / ic50_um(-66)]),
    ("four times as large the rule gives {a:.0f}", lambda: [too_strong(4)]),
    (
        "{a:.2f} s become {b:.2f} s, four times",
        lambda: [onset_time_constant_s(1.0), onset_time_constant_s(10.0)],
    ),
    (
        "The formula itself gives {a:.2f} s",
        lambda: [fast_gating_time_constant_s(10.0, open_probability_steady())],
    ),
    ("lets ketamine go at {a:.1f} per second", lambda: [KETAMINE.koff_per_s]),
    ("{a:.2f} s (divided by ten)", lambda: [onset_time_constant_s(1.0) / 10]),
    ("{a:.2f} s (the half-time)", lambda: [onset_time_constant_s(10.0, share=0.5)]),
    ("the EC50 stays at {a:.2f} µM", lambda: [ec50("R")]),
    ("Under P it falls to {a:.2f} µM", lambda: [ec50("P")]),
    ("{a:.2f} µM is where P crosses half", lambda: [exercise._half_of_control_um("P")]),
    ("= {a:.0f} per second. With drug", lambda: [ends_per_s()[0]]),
    ("= {a:.0f} per second. The difference, ", lambda: [ends_per_s()[1]]),
    ("{a:.0f} per second at 1 µM", lambda: [ends_per_s()[1] - ends_per_s()[0]]),
    ("binds {a:.2f} times per µM and second", lambda: [KETAMINE.kon_per_um_s]),
    ("some {a:.0f} times slower", lambda: [round(exercise._times_too_fast(), -1)]),
    ("its MK-801 needs {a:.0f} s", lambda: [1 / value("mk801-macdonald1991-koff")]),
    ("gives it a fraction of that: {a:.0%}", lambda: [freed_fraction(pulses(10, 1))]),
]


@pytest.mark.parametrize(("sentence", "values"), SENTENCES)
def test_a_number_in_prose_is_that_of_model_or_evidence(sentence, values):
    says(LESSON, sentence, **dict(zip("ab", values(), strict=False)))


def test_waiting_frees_next_to_nothing():
    assert freed_fraction([wash(20)]) < 0.005


def test_the_plug_explains_less_than_the_patches_on_the_cell_at_the_lowest_concentration():
    """The lesson says so of every IC50 of ketamine in the course without Mg2+."""
    rows = ("ket-gilling2009-ic50", "ket-parsons1996-ic50", "ket-kj2009-0mg-2b")
    hill = value("ket-gilling2009-hill")
    left = [1 - block_fraction(0.1, value(row), slope) for row in rows for slope in (1, hill)]
    assert min(left) > value("ket-orser1997-ca-0.1") / 100 + 0.1


def test_the_model_in_ten_lines_is_the_model():
    """The cells under *The model in ten lines* give what the package gives."""
    book = nbformat.read(REPOSITORY / f"notebooks/mechanism/{LESSON}.ipynb", as_version=4)
    cells = {cell.id: cell.source for cell in book.cells}
    named = {"fact": fact}
    exec(cells["ten-lines"] + "\n" + cells["ten-lines-run"], named)
    trace = simulate(pulses(20, 1.0, drug_um=1.0), points=2)
    assert named["p"] == pytest.approx(trace.end, abs=1e-9)
    assert len(cells["ten-lines"].splitlines()) <= 25
