"""Numbers in the prose of lesson 01, its questions and solution are those of model and evidence.

A sentence that no longer holds is named, with the command that brings the outputs around it up to
date; the sentence itself is then to be written again by hand.
"""

from __future__ import annotations

import nbformat
import numpy as np
import pytest

from helpers.checks.mechanism import agonist_curves, freed_fraction
from helpers.checks.mechanism import channel_block as exercise
from helpers.evidence import fact
from helpers.simulations.receptor import (
    BLOCKERS,
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

LESSON = "notebooks/mechanism/01_channel_block.ipynb"
SOLUTION = "solutions/mechanism/01_channel_block.ipynb"
QUESTIONS = "helpers/checks/questions/01_channel_block.toml"


def value(fact_id: str) -> float:
    return fact(fact_id).value


def ec50(column: str) -> float:
    curves = agonist_curves()
    return half_maximal_um(curves["glutamate_um"].to_numpy(), curves[column].to_numpy())


def after_60(pause_s: float):
    return pulse_train(1.0, 1.0, 60, pause_s, n_test_pulses=30)


def lost() -> str:
    return f"{100 - value('ket-mealing1999-trapped'):.0f}%"


def openings() -> tuple[float, float]:
    """Rates (1/s) at which openings end without and with drug, from Orser 1997."""
    plain = 1e3 / value("ket-orser1997-tau-open")
    return plain, plain / (value("ket-orser1997-open-1") / 100)


SENTENCES = {
    LESSON: [
        lambda: f"an IC50 of {BLOCKERS['ketamine'].kinetic_ic50_um:.2f} µM, twice the measured one",
        lambda: f"{BLOCKERS['ketamine'].kinetic_ic50_um:.2f} µM, twice the one measured",
        lambda: f"divided by the open probability {open_probability_steady():.2f}",
        lambda: f"{lost()} of ketamine's block left without use",
        lambda: f"here {value('ket-gilling2009-hill'):g} as measured",
        lambda: f"the Hill slope in the same abstract is {value('ket-gilling2009-hill'):g}",
        lambda: f"another found {value('ket-parsons1996-ic50'):g} µM",
        lambda: f"of which about {FREE_FRACTION:.0%} is free",
    ],
    QUESTIONS: [
        lambda: f"leave the first response at {after_60(10).test[0]:.0%}",
        lambda: f"leave the first response at {after_60(300).test[0]:.0%}",
        lambda: {15: "some fifteen pulses undo half"}[after_60(10).pulses_to_undo_half()],
        lambda: f"{simulate_block():.1%} at 1 mM and at 0.5 µM",
        lambda: (
            f"after {onset_time_constant_s(1.0):.1f} and "
            f"after {onset_time_constant_s(1.0, 0.5):.0f} seconds"
        ),
        lambda: f"{value('ket-macdonald1991-koff'):g} per second for ketamine",
        lambda: f"{value('mk801-macdonald1991-koff'):g} per second for MK-801",
        lambda: f"{lost()} of the block was gone",
    ],
    SOLUTION: [
        lambda: f"e^{{0.062 \\times 26}} = {np.exp(value('mg-jahr1990-slope') * 26):.1f}",
        lambda: f"$K_{{Mg}}$ = {half_blocking_mg_mm(-66):.3f} mM",
        lambda: f"so one part in 18 is left: {unblocked_fraction(-66, 1):.1%}",
        lambda: f"{half_blocking_mg_mm(66):.0f} mM: the sign",
        lambda: f"At −66 mV in 1 mM this is {ic50_um(-66, 1) / ic50_um(-66):.1f}",
        lambda: (
            f"{onset_time_constant_s(1.0):.2f} s become {onset_time_constant_s(10.0):.2f} s, "
            "four times"
        ),
        lambda: (
            "The formula itself gives "
            f"{fast_gating_time_constant_s(10.0, open_probability_steady()):.2f} s"
        ),
        lambda: f"lets ketamine go at {BLOCKERS['ketamine'].koff_per_s:.1f} per second",
        lambda: f"{onset_time_constant_s(1.0) / 10:.2f} s (divided by ten)",
        lambda: f"{onset_time_constant_s(10.0, share=0.5):.2f} s (the half-time)",
        lambda: f"the EC50 stays at {ec50('R'):.2f} µM",
        lambda: f"Under P it falls to {ec50('P'):.2f} µM",
        lambda: f"{exercise._half_of_control_um('P'):.2f} µM is where P crosses half",
        lambda: f"= {openings()[0]:.0f} per second. With drug",
        lambda: f"= {openings()[1]:.0f} per second. The difference, ",
        lambda: f"{openings()[1] - openings()[0]:.0f} per second at 1 µM",
        lambda: f"binds {BLOCKERS['ketamine'].kon_per_um_s:.2f} times per µM and second",
        lambda: f"some {round(exercise._times_too_fast(), -1):.0f} times slower",
        lambda: f"each pulse gives it a fraction of that: {freed_fraction(pulses(10, 1)):.0%}",
    ],
}


def simulate_block() -> float:
    """Share of channels blocked by 1 µM at the end; the lesson says: at any glutamate."""
    levels = (0.5, 1000.0)
    shares = [dose_response(level, 1.0) / dose_response(level, 0.0) for level in levels]
    assert shares[0] == pytest.approx(shares[1])
    return 1 - float(shares[0][0])


def prose(file: str) -> str:
    path = REPOSITORY / file
    if path.suffix == ".toml":
        return path.read_text(encoding="utf-8").replace("\\\n", "")
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [(file, sentence) for file, sentences in SENTENCES.items() for sentence in sentences],
)
def test_a_number_in_prose_is_that_of_model_or_evidence(file, sentence):
    command = f"make execute ARGS={LESSON if file == QUESTIONS else file}"
    assert sentence() in prose(file), (
        f"{file} should say {sentence()!r}: write the sentence again, then run `{command}`"
    )


def test_waiting_frees_next_to_nothing():
    assert freed_fraction([wash(20)]) < 0.005


def test_the_model_in_ten_lines_is_the_model():
    """The cells under *The model in ten lines* give what the package gives."""
    book = nbformat.read(REPOSITORY / LESSON, as_version=4)
    cells = {cell.id: cell.source for cell in book.cells}
    named = {"fact": fact}
    exec(cells["ten-lines"] + "\n" + cells["ten-lines-run"], named)
    trace = simulate(pulses(20, 1.0, drug_um=1.0), points=2)
    assert named["p"] == pytest.approx(trace.end, abs=1e-9)
    assert len(cells["ten-lines"].splitlines()) <= 25
