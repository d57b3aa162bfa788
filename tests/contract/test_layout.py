"""The house stands as it was drawn: what lies where, and in which direction the rooms import."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.checks import questions_file
from helpers.evidence import tables
from tests.contract.course import (
    CAPSTONE,
    FOLDER_OF,
    REPOSITORY,
    START,
    notebooks,
    notebooks_in,
)

TOP = {
    *("README.md", "CONTRIBUTING.md", "CITATION.cff", "LICENSE", "LICENSE-text.md"),
    *("environment.yml", "requirements.in", "constraints.in", "requirements.txt"),
    *("pyproject.toml", "Makefile", "conftest.py", ".gitignore", ".gitattributes", ".ci"),
    *("jupyter", "notebooks", "exercises", "solutions", "helpers", "tests"),
    *("teaching", "deploy"),
}
# May come with later parts of the course.
TOP_LATER = {"INSTRUCTORS.md", "CHANGELOG.md", "SCORECARD.md", "docs", "site", "slides"}
NOT_OURS = {".git", ".venv", ".idea", ".vscode"}
# What systems, office programs and synchronisers leave in any folder.
LEFT_BY_OTHERS = re.compile(
    r"\.DS_Store|\._.*|~.*|\.~.*|Thumbs\.db|desktop\.ini|Icon\r|.*[ (].*|\.st.*|"
    r".*\.sync-.*|.*-DESKTOP-.*"
)

ROOMS = {
    "evidence": set(),
    "simulations": {"evidence"},
    "figures": {"simulations", "evidence"},
    "widgets": set(),
    "checks": {"evidence", "simulations", "figures", "widgets"},
}


def names_in(folder: Path) -> set[str]:
    """Return what lies in a folder, but for what others leave there."""
    return {p.name for p in folder.iterdir() if not LEFT_BY_OTHERS.fullmatch(p.name)}


def ignored(names: list[str]) -> set[str]:
    """Return those names that git ignores; none where there is no git."""
    try:
        done = subprocess.run(
            ["git", "check-ignore", *names], cwd=REPOSITORY, capture_output=True, text=True
        )
    except FileNotFoundError:
        pytest.skip("git is not on this machine: what it ignores is not known")
    if done.returncode == 128:
        pytest.skip("this copy is no git repository: what git ignores is not known")
    return set(done.stdout.split("\n"))


def test_the_top_holds_what_was_drawn_and_nothing_more():
    found = names_in(REPOSITORY) - NOT_OURS
    found -= ignored(sorted(found))
    assert found >= TOP, f"missing: {sorted(TOP - found)}"
    assert found <= TOP | TOP_LATER, f"not in the plan: {sorted(found - TOP - TOP_LATER)}"


def test_helpers_has_its_five_rooms_and_nothing_more():
    found = names_in(REPOSITORY / "helpers") - {"__pycache__"}
    assert found == {"__init__.py", *ROOMS}


@pytest.mark.parametrize("path", notebooks(), ids=str)
def test_notebook_lies_in_the_folder_of_its_unit(path):
    assert path.stem in FOLDER_OF, f"{path.stem} is no lesson of the course"
    assert path.parent == Path(path.parts[0], FOLDER_OF[path.stem])


def test_every_lesson_has_an_exercise_and_a_solution():
    lessons = {path.relative_to("notebooks") for path in notebooks("notebooks")}
    exercises = {path.relative_to("exercises") for path in notebooks("exercises")}
    solutions = {path.relative_to("solutions") for path in notebooks("solutions")}
    apart = sorted(map(str, exercises ^ solutions))
    assert exercises == solutions, f"run `make exercises`; without a counterpart: {apart}"
    assert exercises <= lessons
    without = {path.stem for path in lessons - exercises}
    assert without <= {START, CAPSTONE}, f"no exercise for {sorted(without)}"


@pytest.mark.parametrize(
    "name",
    [
        *("._01_toy", "~$01_toy", ".~lock.01_toy", "01_toy (1)", "01_toy 2", "01_toy-Copy1"),
        *(
            "01_toy.sync-conflict-20261129-A",
            "01_toy (Anna's conflicted copy)",
            "01_toy-DESKTOP-4Q",
        ),
        *("Untitled", ".ipynb_checkpoints/01_toy-checkpoint"),
    ],
)
def test_copies_and_left_overs_are_none_of_ours(tmp_path, name):
    for folder, kind in (("a", "ipynb"), ("b", "toml"), ("c", "csv")):
        file = tmp_path / folder / f"{name}.{kind}"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"\0\xb0")
    assert notebooks_in(tmp_path / "a") == questions_file.lessons(tmp_path / "b") == []
    assert tables.files(tmp_path / "c") == []


def test_the_course_begins():
    assert Path("notebooks", f"{START}.ipynb") in notebooks("notebooks")


# -- imports -------------------------------------------------------------------------------------


def imported_rooms(source: str, package: str) -> set[str]:
    """Return the rooms of `helpers` that a module imports from; "" for `helpers` itself.

    `package` is the package that the module stands in, such as ``"helpers.simulations"``.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                above = parts[: len(parts) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            names |= {f"{base}.{alias.name}" for alias in node.names}
    ours = [name.split(".") for name in names if name.split(".")[0] == "helpers"]
    return {parts[1] if len(parts) > 1 and parts[1] in ROOMS else "" for parts in ours}


def modules() -> list[Path]:
    return sorted(p.relative_to(REPOSITORY) for p in (REPOSITORY / "helpers").rglob("[!.]*.py"))


@pytest.mark.parametrize("path", modules(), ids=str)
def test_imports_run_one_way(path):
    source = (REPOSITORY / path).read_text(encoding="utf-8")
    package = ".".join(path.parent.parts)
    found = imported_rooms(source, package)
    if len(path.parts) == 2:
        assert found == set(), "helpers itself imports none of its rooms, or all would load all"
        return
    room = path.parts[1]
    wrong = found - ROOMS[room] - {room}
    assert not wrong, f"{room} may not import from {sorted(wrong)}"


@pytest.mark.parametrize(
    ("source", "rooms"),
    [
        ("import numpy, os", set()),
        ("import helpers.evidence", {"evidence"}),
        ("import helpers.evidence.facts as f", {"evidence"}),
        ("from helpers.simulations import units", {"simulations"}),
        ("from helpers import figures", {"figures"}),
        ("from helpers import __version__", {""}),
        ("from . import style", {"figures"}),
        ("from .style import INK", {"figures"}),
        ("from ..checks import Lesson", {"checks"}),
        ("from .. import widgets", {"widgets"}),
        ("def f():\n    from helpers.checks import Lesson", {"checks"}),
        ("from helpers_of_others import checks", set()),
    ],
)
def test_imports_are_read_rightly(source, rooms):
    assert imported_rooms(source, "helpers.figures") == rooms


def test_helpers_is_installed_from_this_repository(tmp_path):
    command = [sys.executable, "-I", "-c", "import helpers; print(helpers.__file__)"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, "helpers is not installed: run `make lab` or `make test`"
    assert Path(done.stdout.strip()).resolve() == REPOSITORY / "helpers" / "__init__.py"


def test_widgets_load_nothing_of_pharmacology(tmp_path):
    show = "import sys, helpers.widgets; print(*[m for m in sys.modules if m[:8] == 'helpers.'])"
    done = subprocess.run(
        [sys.executable, "-I", "-c", show], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    loaded = {name.split(".")[1] for name in done.stdout.split()}
    assert loaded == {"widgets"}
