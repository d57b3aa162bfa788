"""Exercises are their solutions with holes, and solutions pass their own checks."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from helpers.checks import tasks
from helpers.checks.tasks import every_task
from tests.contract.course import notebooks_in
from tests.tools import exercises

SOLUTIONS = notebooks_in(exercises.COURSE / "solutions")
MINUTES = re.compile(r"\*(\d+) minutes, (\d+) points\.\*")


def _exercise_of(solution: Path) -> Path:
    return exercises.COURSE / "exercises" / solution.relative_to(exercises.COURSE / "solutions")


def _cells(path: Path) -> list:
    return nbformat.read(path, as_version=4).cells


def _is(cell, kind: str) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get(kind))


def _only_in_solutions(cell) -> bool:
    return "solution-only" in cell.metadata.get("tags", [])


def _check_call(cell) -> tuple[str, list[str]]:
    """The task's id and the names that are given to its check."""
    (statement,) = ast.parse(cell.source).body
    task_id, *names = statement.value.args
    assert statement.value.func.id == "check"
    return task_id.value, [name.id for name in names]


@pytest.fixture(scope="module", params=SOLUTIONS, ids=lambda path: path.stem)
def solution(request):
    return request.param


def test_there_are_solutions():
    assert SOLUTIONS


def test_regenerating_the_exercises_changes_nothing():
    assert not [str(path) for path in exercises.out_of_date()], "run `make exercises`"


def test_an_exercise_is_its_solution_with_holes(solution):
    kept = [cell for cell in _cells(solution) if not _only_in_solutions(cell)]
    exercise = _cells(_exercise_of(solution))
    assert [cell.id for cell in exercise] == [cell.id for cell in kept]
    for hole, full in zip(exercise, kept, strict=True):
        assert "SOLUTION" not in hole.source
        assert _is(full, "solution") == ("### BEGIN SOLUTION" in full.source)
        if not _is(full, "solution"):
            assert hole.source == full.source
        assert not hole.get("outputs")


def test_there_is_one_place_for_each_answer(solution):
    for cell in _cells(_exercise_of(solution)):
        if _is(cell, "solution"):
            body = ast.parse(cell.source).body
            functions = [node for node in body if isinstance(node, ast.FunctionDef)]
            assert cell.source.count(exercises.STUB) == len(functions), cell.id
            places = [node for node in body if isinstance(node, (ast.FunctionDef, ast.Assign))]
            assert places == body, cell.id


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
    checked = [task_id for (task_id, _), _ in called]
    assert checked == sorted(known), f"{solution}: checks {checked}, but tasks {sorted(known)}"
    assert 4 <= len(known) <= 6, f"{solution}: 4 to 6 tasks, but there are {len(known)}"
    headings = [line for cell in cells for line in cell.source.splitlines() if line[:3] == "## "]
    for place, ((task_id, names), cell) in enumerate(called, start=1):
        task = known[task_id]
        parts = [part.name for part in task.parts]
        assert names == parts, f'check("{task_id}", ...) takes {parts}, not {names}'
        points = cell.metadata.nbgrader.points
        assert points == task.points, (
            f"the cell of {task_id} has {points} points, not {task.points}"
        )
        assert cell.metadata.nbgrader.locked
        heading = f"## Task {place}: {task.title}"
        assert heading in headings, f"{solution}: there is no heading {heading!r}"


def test_minutes_and_points_are_said_and_add_up(solution):
    cells = _cells(solution)
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    said = [(int(minutes), int(points)) for minutes, points in MINUTES.findall(text)]
    awarded = [cell.metadata.nbgrader.points for cell in cells if _is(cell, "grade")]
    points = [points for _, points in said]
    assert points == awarded, "each task says '*N minutes, M points.*', M as its check awards"
    whole = int(re.search(r"\*\*About (\d+) minutes", cells[0].source).group(1))
    together = sum(minutes for minutes, _ in said)
    assert whole == together, f"the first cell says {whole} minutes, the tasks {together} together"


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


def test_a_solution_passes_its_own_checks(solution):
    """As its saved outputs tell; that they are those of today's code is held where it is run."""
    for cell in _cells(solution):
        if _is(cell, "grade"):
            (output,) = cell.outputs
            assert output.data["text/plain"].startswith("Right."), cell.source


@pytest.mark.parametrize(
    ("source", "hole"),
    [
        ("a = ...\nb = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION", "a = ...\nb = ..."),
        (
            'def f(x):\n    """Double."""\n    ### BEGIN SOLUTION\n    return 2 * x\n'
            "    ### END SOLUTION\n\nprint(1)",
            'def f(x):\n    """Double."""\n    ...  # your answer here\n\nprint(1)',
        ),
        ("### BEGIN SOLUTION\nprint(1)\n### END SOLUTION", "...  # your answer here"),
    ],
)
def test_a_marked_region_becomes_one_place(source, hole):
    assert exercises.with_holes(source) == hole


@pytest.mark.parametrize("wrong", ["no end", "one id twice"])
def test_a_solution_that_cannot_be_released_is_named(tmp_path, wrong):
    notebook = nbformat.read(SOLUTIONS[0], as_version=4)
    answers = [cell for cell in notebook.cells if _is(cell, "solution")]
    if wrong == "no end":
        answers[0].source = "x = ...\n### BEGIN SOLUTION\nx = 1"
    else:
        answers[0].metadata.nbgrader.grade_id = answers[1].metadata.nbgrader.grade_id
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    with pytest.raises(ValueError, match=r"broken\.ipynb"):
        exercises.release(tmp_path / "broken.ipynb")


def test_what_changed_is_listed_with_what_it_should_hold(tmp_path):
    for room in ("solutions", "exercises"):
        (tmp_path / room / "unit").mkdir(parents=True)
    (tmp_path / "solutions" / "unit" / "01_a.ipynb").write_bytes(SOLUTIONS[0].read_bytes())
    (tmp_path / "exercises" / "unit" / "02_b.ipynb").write_text("left over")
    changed = exercises.out_of_date(tmp_path)
    assert [path.as_posix() for path in changed] == ["unit/01_a.ipynb", "unit/02_b.ipynb"]
    assert None in changed.values() and '"nbgrader"' in str(changed)
