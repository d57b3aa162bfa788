"""Numbers in the sentences of lesson 06, its questions, exercise and solution are the models'."""

from __future__ import annotations

import math

import numpy as np
import pytest

from helpers.checks.perception import rhythms_and_networks as tasks
from helpers.evidence import fact
from helpers.figures.rhythms import lee, recipe
from helpers.figures.rhythms.slope import circuit_exponents
from helpers.simulations.circuit import rate_model
from helpers.simulations.rhythms import (
    TwoAreas,
    aperiodic_exponent,
    couplings,
    diversity,
    lempel_ziv_78,
    phase_lag_floor,
    quick_couplings,
    record,
)
from tests.contract.course import REPOSITORY, read
from tests.prose import says as said

LESSON = "06_rhythms_and_networks"
NOTEBOOK = REPOSITORY / "notebooks" / "perception" / f"{LESSON}.ipynb"
OPENED, CUT = TwoAreas(), TwoAreas(feedback=0.1, shared=1.5)


def says(sentence: str, **values: object) -> None:
    said(LESSON, sentence, **values)


def test_lee_beside_the_toy():
    fall = {way: 1 - lee.toy_ratio(OPENED, CUT, way) for way in lee.WAYS}
    says("the toy's falls by {fall:.0%}. Their", fall=fall["feedback"])
    says("rose by {rise:.0%}, which was not significant", rise=lee.lee_ratio("feedforward") - 1)
    says("the toy's falls by {fall:.0%}, as a loud", fall=fall["feedforward"])
    assert 0.7 < lee.lee_ratio("feedback") < 0.8  # "fell by a quarter"
    assert "P=0.072" in fact("lee2013-feedforward-baseline").note


def test_the_first_panel():
    found = quick_couplings(CUT, runs=8).coherence[0]
    says("coherence is back, at {found:.2f}", found=found)
    left = {way: lee.toy_ratio(OPENED, CUT, way) for way in lee.WAYS}
    assert 1 / 35 < left["feedback"] < 1 / 25  # "a thirtieth"
    assert 1 / 7 < left["feedforward"] < 1 / 5  # "a sixth"
    says("phase lag is {short:.2f} on average in 24 s and {long:.2f} in 240 s",
         short=phase_lag_floor(24), long=phase_lag_floor(240))  # fmt: skip
    lag = quick_couplings(CUT, runs=40).mean()["phase_lag"]
    assert lag - phase_lag_floor(120) < 0.05  # "lies at its floor", or near it


def test_two_controls_do_it():
    was = quick_couplings(OPENED, runs=20).mean()
    for areas in (TwoAreas(shared=1), TwoAreas(feedforward=0.4)):
        now = quick_couplings(areas, runs=20).mean()
        assert now["coherence"] > was["coherence"] + 0.05
        assert now["phase_lag"] < was["phase_lag"] - 0.05


@pytest.mark.parametrize("wires", [(0.1, 0.2), (0.4, 0.05), (0.05, 0.4), (0.3, 0.3), (0.1, 0)])
def test_the_source_lowers_all_but_coherence(wires):
    """The prediction has one right answer whichever wire is cut.

    For signs of Im S by chance, P(+) hangs on b / sqrt(1 - a^2) of the coherency a + ib, which a
    source of the same spectrum in both turns into b / sqrt((1 - a) (1 + a + 2 s^2)): it falls.
    """
    both = {"feedback": wires[0], "feedforward": wires[1]}
    found = [quick_couplings(TwoAreas(**both, shared=s), runs=40).mean() for s in (0.3, 1, 2)]
    assert found[2]["coherence"] > max(found[k]["coherence"] + 0.1 * k for k in (0, 1))
    for name, slack in (("phase_lag", 0.01), ("feedback", 1e-4), ("feedforward", 1e-4)):
        assert found[0][name] > found[1][name] - slack > found[2][name] - 2 * slack


def test_the_slope():
    was, now = circuit_exponents((0.0, 1.0))
    says("gets steeper, from {was:.2f} to {now:.2f}. But", was=was, now=now)
    state = rate_model([0.0, 1.0])
    for below in aperiodic_exponent(state.frequencies_hz, state.spectrum, 10, 25):
        says("does not fall (exponent {below:.1f}, with the drug and without)", below=below)


@pytest.mark.parametrize(("muscle", "low", "high"), [(0.0, 0.55, 0.72), (0.6, 0.8, 0.95)])
def test_muscle_moves_the_second_panel_as_its_task_says(muscle, low, high):
    found = np.mean([recipe._diversity(1.0, muscle, k, "LZ76", "shuffle") for k in recipe.SEEDS])
    assert low < found < high


def test_the_second_panel():
    def mean(exponent, muscle, algorithm, over):
        return np.mean(
            [recipe._diversity(exponent, muscle, k, algorithm, over) for k in recipe.SEEDS]
        )

    few, many = (mean(1.0, 0.0, algorithm, "length") for algorithm in ("LZ76", "LZ78"))
    says("One and the same signal has {few:.1f} or {many:.1f}", few=few, many=many)
    # the steps can be done: muscle from 0.5 on, a slope of 0.75 or less, and a recipe beyond 1
    assert mean(1.0, 0.5, "LZ76", "shuffle") > 0.79
    assert mean(0.75, 0.0, "LZ76", "shuffle") > 0.79
    assert mean(1.0, 0.0, "LZ78", "length") > 1
    for muscle in (0.5, 1.0):
        assert mean(1.0, muscle, "LZ76", "same spectrum") == pytest.approx(1, abs=0.06)


def test_theta_in_decibels():
    base, deep = (
        fact(f"vlisides2017-frontal-theta-{state}").value for state in ("baseline", "anaesthetic")
    )
    says("had {base:.2f} dB of frontal theta at baseline", base=base)
    says("then up by {rise:.1f} dB: more than twice the power", rise=deep - base)
    says("The difference, {rise:.2f} dB, is a factor of {times:.2f}",
         rise=deep - base, times=10 ** ((deep - base) / 10))  # fmt: skip


def test_the_model_in_ten_lines_is_the_model(capsys):
    source = next(cell.source for cell in read(NOTEBOOK).cells if cell.id == "ten-lines")
    scope: dict = {}
    exec(source, scope)
    found = couplings(record(OPENED, seconds=120))
    assert scope["coherence"].mean() == pytest.approx(found.coherence[0], abs=1e-9)
    s = scope["s"]
    lag = np.abs(np.sign(s.imag).mean(0)).mean()
    assert lag == pytest.approx(found.phase_lag[0], abs=1e-9)
    assert f"coherence {found.coherence[0]:.3f}" in capsys.readouterr().out


def test_the_solution():
    loss = tasks._loss()
    says("Feedback loses {loss:.1f}%", loss=-loss)
    says("shrinks from {was:.2f} to {now:.2f}. It still leads",
         was=tasks._ratio(tasks.BASELINE), now=tasks._ratio(tasks.KETAMINE))  # fmt: skip
    n = 2 / (math.pi * 0.05**2)
    says("{n:.0f} windows or {s:.0f} s", n=n, s=2 * n)
    says("is {floor:.3f} for sixty windows", floor=tasks._floor(60))
    moved = (
        tasks.change(shared=1.2)["feedback"] / quick_couplings(OPENED, runs=20).mean()["feedback"]
    )
    assert -0.72 < moved < -0.6  # "it loses two thirds in the one case"
    assert 1.8 < tasks._rise("shuffle") < 2.1  # "nearly doubles"
    assert tasks._rise("same spectrum") == pytest.approx(1, abs=0.05)
    assert lempel_ziv_78(tasks.BITS) != tasks.RECIPE.parts[0].answer()
    assert diversity(tasks.two_states()[0], over="length") < 1


def test_the_unknown_changes_differ_as_their_words_say():
    table = tasks.unknown_changes()
    share = table / table.loc["before"]
    assert (
        share.loc["P", "coherence"] > 1.2
        and share.loc["P", ["feedback", "feedforward"]].max() < 0.5
    )
    assert share.loc["Q", ["feedback", "feedforward"]].sub(1).abs().max() < 0.1
    assert share.loc["Q", "phase_lag"] > 1.1
    assert share.loc["R", "feedback"] < 0.5 < share.loc["R", "feedforward"]
    assert share.loc["R", "coherence"] < 0.9


def test_the_mirror_images():
    rows = {form: fact(f"schuttler1987-ic50-{form}").value for form in "SR"}
    says("{s:.1f} against {r:.1f} µg/mL in serum", s=rows["S"], r=rows["R"])
    tops = {form: fact(f"schuttler1987-emax-{form}").value for form in "SR"}
    says("{r:.1f} against {s:.1f} Hz: no level", s=tops["S"], r=tops["R"])
