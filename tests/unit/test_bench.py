"""The benchmark's machinery (its speeds are not tested: they depend on the machine)."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
import pytest

from helpers.simulations.receptor import Step, simulate
from tests.tools import bench, bench_grade, bench_solver, bench_tests
from tests.tools.grading.__main__ import known
from tests.tools.grading.collect import collect


def test_parts_are_found():
    parts = bench.load()
    assert "solver" in parts
    assert all(callable(part) for part in parts.values())


def test_report_shows_ratio_and_budget():
    lines = [
        bench.Line("a", 2.0, "ms", 10.0, "theirs", at_least=3.0, note="n"),
        bench.Line("b", 4.0, "ms", 10.0, "theirs", at_least=3.0),
        bench.Line("c", 4.0, "MB", at_most=3.0),
        bench.Line("d", 4.0, "ms", at_least=3.0),
    ]
    shown = bench.report({"toy": lines})
    assert "| a | 2 ms | 10 ms (theirs) | 5 | ratio at least 3 | n |" in shown
    assert "| 2.5 | ratio at least 3 **missed** |" in shown
    assert "at most 3 MB **missed**" in shown
    assert [line.kept for line in lines] == [True, False, False, True]


@pytest.mark.parametrize(("ours", "code"), [(2.0, 0), (4.0, 1)])
def test_command(ours, code, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "CARD", tmp_path / "build" / "bench.md")
    toy = [bench.Line("a", ours, "ms", 9.0, at_least=3.0)]
    dear = Mock(return_value=[], only_named=True)
    monkeypatch.setattr(bench, "load", lambda: {"dear": dear, "toy": lambda: toy})
    assert bench.main([]) == code
    assert "## Toy" in capsys.readouterr().out
    assert not dear.called
    assert bench.main(["dear"]) == 0
    assert dear.called
    assert (tmp_path / "build" / "bench.md").exists()
    with pytest.raises(SystemExit):
        bench.main(["astrology"])


def test_median():
    calls = []
    assert bench.median_s(lambda: calls.append(1), times=3, before=lambda: calls.append(0)) >= 0
    assert calls == [0, 1] * 3


def test_the_three_ways_to_solve_agree():
    steps = [Step(0.5, 1000, 1), Step(0.5)]
    trace = simulate(steps, points=20)
    exact = bench_solver.in_pieces(steps, trace, bench_solver.by_expm)
    assert np.abs(trace.occupancy - exact).max() < 1e-10
    solve = bench_solver.by_solve_ivp
    found = bench_solver.reached(
        lambda tolerance: bench_solver.in_pieces(steps, trace, solve(tolerance)),
        exact,
        (1e-3, 1e-6),
    )
    assert [error <= wanted for wanted, (_, error, _) in found.items()] == [True, True]


def test_all_that_a_class_hands_in_is_found_and_a_miss_is_said(tmp_path):
    one = bench_grade.exercise("safety", "14_brain_and_cognition")
    expected = list(bench_grade.a_class([one]))
    for each in expected:
        bench_grade.hand_in(each.handed_in, tmp_path)
    found = {it.learner: it for it in collect(tmp_path, known(), "safety")}
    assert found.keys() == {each.learner for each in expected}
    unread = {each.learner for each in expected if each.points is None} - {"lesson"}
    assert {learner for learner, it in found.items() if it.problem} == unread
    full = expected[0]
    assert full.missed_by({"points": str(sum(one.points())), "status": "graded"}) == ""
    assert "0 points, not 18" in full.missed_by({"points": "0", "status": "graded"})
    assert "not in the table" in full.missed_by(None)


def test_seconds_of_tests_are_added_by_kind_and_by_lesson():
    assert bench_tests.topics()["receptor"] == "01_channel_block"
    took = {
        "notebooks/mechanism/01_channel_block.ipynb::Cell 0": 1.0,
        "tests/unit/test_receptor_train.py::test_a": 2.0,
        "tests/unit/test_checks_exercise_01.py::test_b": 4.0,
        "tests/contract/test_tasks.py::test_c[01.2-shift]": 8.0,
        "tests/browser/test_lessons.py::test_d[notebooks/mechanism/01_channel_block.ipynb]": 16.0,
        "tests/unit/test_progress.py::test_e[2]": 32.0,
    }
    kinds, lessons = bench_tests.sums(took, {"receptor": "01_channel_block"})
    assert lessons == {"01_channel_block": 31.0, bench_tests.SHARED: 32.0}
    assert kinds["in a browser"] == 16.0 and sum(kinds.values()) == 63.0
