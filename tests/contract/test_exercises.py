"""Exercises are their solutions with holes, and nbgrader awards what the checks say."""

import ast
import os
import re
import subprocess
from pathlib import Path

import nbformat
import pytest

from helpers.checks import tasks
from helpers.checks.tasks import every_task
from tests.tools import exercises

SOLUTIONS = sorted((exercises.COURSE / "solutions").rglob("[!.]*.ipynb"))
FIRST = exercises.COURSE / "solutions" / "mechanism" / "01_channel_block.ipynb"
STUB = "pass  # your answer here"
MINUTES = re.compile(r"\*(\d+) minutes, (\d+) points\.\*")


def _exercise_of(solution: Path) -> Path:
    return exercises.COURSE / "exercises" / solution.relative_to(exercises.COURSE / "solutions")


def _cells(path: Path) -> list:
    return nbformat.read(path, as_version=4).cells


def _is(cell, kind: str) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get(kind))


def _only_in_solutions(cell) -> bool:
    return "solution-only" in cell.metadata.get("tags", [])


def _with_holes(source: str) -> str:
    """What a solution's cell becomes: each marked region one stub, at its own indent."""
    region = r"^( *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION$"
    return re.sub(region, rf"\1{STUB}", source, flags=re.MULTILINE | re.DOTALL)


def _check_call(cell) -> tuple[str, list[str]]:
    """The task's id and the names that are given to its check."""
    (statement,) = ast.parse(cell.source).body
    task_id, *names = statement.value.args
    assert statement.value.func.id == "check"
    return task_id.value, [name.id for name in names]


@pytest.fixture(scope="module", params=SOLUTIONS, ids=lambda path: path.stem)
def solution(request):
    return request.param


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of nbgrader's own, with exercises made afresh."""
    root = tmp_path_factory.mktemp("course")
    exercises.generate(root)
    return root


def test_there_are_solutions():
    assert SOLUTIONS


def test_regenerating_the_exercises_changes_nothing(course):
    changed = exercises.differences(course / "exercises", exercises.COURSE / "exercises")
    assert not changed, "run `make exercises`"


def test_an_exercise_is_its_solution_with_holes(solution):
    kept = [cell for cell in _cells(solution) if not _only_in_solutions(cell)]
    exercise = _cells(_exercise_of(solution))
    assert [cell.id for cell in exercise] == [cell.id for cell in kept]
    for hole, full in zip(exercise, kept, strict=True):
        assert hole.source == (_with_holes(full.source) if _is(full, "solution") else full.source)
        assert _is(full, "solution") == ("### BEGIN SOLUTION" in full.source)
        assert not hole.get("outputs")


def test_stubs_are_python_and_name_every_answer(solution):
    stubs = [cell.source for cell in _cells(_exercise_of(solution)) if _is(cell, "solution")]
    defined = set()
    for source in stubs:
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef):
                defined.add(node.name)
            elif isinstance(node, ast.Assign):
                assert isinstance(node.value, ast.Constant) and node.value.value is ...
                defined.update(target.id for target in node.targets)
    asked = [_check_call(cell)[1] for cell in _cells(solution) if _is(cell, "grade")]
    assert {name for names in asked for name in names} <= defined


def test_notebook_and_checks_agree_on_each_task(solution):
    cells = _cells(solution)
    number = solution.stem.split("_")[0]
    known = {task.id: task for task in every_task() if task.id.startswith(f"{number}.")}
    called = [(_check_call(cell), cell) for cell in cells if _is(cell, "grade")]
    assert [task_id for (task_id, _), _ in called] == sorted(known)
    assert 4 <= len(known) <= 6, f"{solution}: 4 to 6 tasks, but there are {len(known)}"
    headings = [line for cell in cells for line in cell.source.splitlines() if line[:3] == "## "]
    for place, ((task_id, names), cell) in enumerate(called, start=1):
        task = known[task_id]
        assert names == [part.name for part in task.parts]
        assert cell.metadata.nbgrader.points == task.points
        assert cell.metadata.nbgrader.locked
        assert f"## Task {place}: {task.title}" in headings


def test_minutes_and_points_are_said_and_add_up(solution):
    cells = _cells(solution)
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    said = [(int(minutes), int(points)) for minutes, points in MINUTES.findall(text)]
    awarded = [cell.metadata.nbgrader.points for cell in cells if _is(cell, "grade")]
    assert [points for _, points in said] == awarded
    whole = int(re.search(r"\*\*About (\d+) minutes", cells[0].source).group(1))
    assert whole == sum(minutes for minutes, _ in said)


def test_each_task_is_explained_in_the_solution(solution):
    cells = _cells(solution)
    for place, cell in enumerate(cells):
        if _is(cell, "grade"):
            after = cells[place + 1]
            assert _only_in_solutions(after)
            assert "**Why.**" in after.source
            assert "**What would count as wrong.**" in after.source


@pytest.fixture
def shown(monkeypatch, tmp_path):
    """Collect what checks show, and keep them from a learner's progress."""
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "progress.jsonl"))
    said = []
    monkeypatch.setattr(tasks, "display", lambda panel: said.append(panel.result))
    return said


def _run(path: Path) -> None:
    names = {}
    for cell in _cells(path):
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{path.name}, {cell.id}", "exec"), names)


def test_an_untouched_exercise_runs_and_no_task_counts_as_attempted(solution, shown):
    _run(_exercise_of(solution))
    assert shown
    assert {result.state for result in shown} == {"not attempted"}


def test_a_solution_passes_its_own_checks(solution, shown):
    _run(solution)
    assert shown
    assert [result.key for result in shown if result.state != "right"] == []


# What three learners hand in for exercise 01: their answers by cell, and the points they are due.
RIGHT = {cell.id: cell.source for cell in _cells(FIRST) if _is(cell, "solution")}
SLIPS = RIGHT | {
    "task-1-answer": "k_mg_mm = 213.6\nconducting_fraction = 0.995",
    "task-2-shift": (
        "import sys, warnings\n"
        "def shift(voltage_mv, mg_mm):\n"
        "    warnings.warn('a warning costs no points')\n"
        "    print('nor does this', file=sys.stderr)\n"
        "    return 1 + mg_mm / half_blocking_mg_mm(voltage_mv)"
    ),
    "task-3-answer": "tau_10um_s = koff_open_per_s = relief_min = '0.68'",
    "task-4-answer": "1 / 0",
    "task-6-answer": "protocol = [wash(20)]",
}
HANDED_IN = {"right": RIGHT, "blank": {}, "slips": SLIPS}
DUE = {
    "right": {f"task-{n}-check": points for n, points in enumerate((2, 3, 3, 3, 3, 4), start=1)},
    "blank": dict.fromkeys((f"task-{n}-check" for n in range(1, 7)), 0),
    "slips": dict(zip((f"task-{n}-check" for n in range(1, 7)), (0, 3, 0, 0, 3, 0), strict=True)),
}


@pytest.fixture(scope="module")
def graded(course):
    """Points by learner and check, after a true run of nbgrader's autograde."""
    for learner, answers in HANDED_IN.items():
        notebook = nbformat.read(_exercise_of(FIRST), as_version=4)
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
        folder = course / ".gradebook" / "submitted" / learner / "mechanism"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / FIRST.name)
    exercises.nbgrader(course, "autograde", "mechanism", "--notebook", FIRST.stem)

    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{(course / '.gradebook' / 'gradebook.db').as_posix()}") as book:
        return {
            learner: {
                grade.name: grade.auto_score
                for notebook in book.find_submission("mechanism", learner).notebooks
                if notebook.name == FIRST.stem
                for grade in notebook.grades
            }
            for learner in HANDED_IN
        }


@pytest.mark.parametrize("learner", HANDED_IN)
def test_nbgrader_awards_what_the_checks_say(graded, learner):
    assert graded[learner] == DUE[learner]


def test_what_nbgrader_refuses_is_reported_in_its_words(tmp_path, monkeypatch):
    refusal = subprocess.CompletedProcess(
        (), 1, stdout="", stderr="no end solution statement found"
    )
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: refusal)
    with pytest.raises(RuntimeError, match="no end solution"):
        exercises.generate(tmp_path)


def test_differences_names_what_changed_and_what_is_missing(tmp_path):
    made, kept = tmp_path / "made", tmp_path / "kept"
    for folder, files in ((made, {"a": "1", "b": "1", "c": "1"}), (kept, {"a": "1", "b": "2"})):
        (folder / "unit").mkdir(parents=True)
        for name, text in files.items():
            (folder / "unit" / name).write_text(text)
    (kept / "unit" / "d").write_text("left over")
    assert exercises.differences(made, kept) == [
        os.path.join("unit", name) for name in ("b", "c", "d")
    ]
