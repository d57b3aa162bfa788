"""No test and no notebook touches a learner's progress."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from helpers.checks import questions_file
from helpers.evidence import audit, tables

REPOSITORY = Path(__file__).resolve().parents[2]

# The first cell leaves a mark in the progress file and its name beside the notebook; the second
# finds the mark again.
FIRST = """
import os
import shutil
from pathlib import Path
progress = Path(os.environ["COURSE_PROGRESS_FILE"])
assert not progress.exists()
progress.write_text("mark")
Path("{name}.txt").write_text(str(progress))
None
"""
SECOND = """
assert os.environ["COURSE_PROGRESS_FILE"] == str(progress)
assert progress.read_text() == "mark"
"""


def test_progress_is_in_a_temporary_folder(tmp_path):
    progress = Path(os.environ["COURSE_PROGRESS_FILE"])
    assert REPOSITORY not in progress.parents
    assert not progress.exists()
    progress.write_text("left by this test\n", encoding="utf-8")


def test_progress_of_another_test_is_gone():
    assert not Path(os.environ["COURSE_PROGRESS_FILE"]).exists()


def test_each_notebook_has_a_progress_file_of_its_own(tmp_path):
    for name in ("one", "two"):
        cells = [nbformat.v4.new_code_cell(c) for c in (FIRST.format(name=name), SECOND)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("-p", "tests.plugins.isolation", "--nbval", "--nbval-current-env"),
        *("--rootdir", str(tmp_path), str(tmp_path)),
    ]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = {(tmp_path / f"{name}.txt").read_text() for name in ("one", "two")}
    assert len(seen) == 2
    assert not any(Path(path).exists() for path in seen)


def test_files_that_a_mac_leaves_beside_ours_are_not_read(tmp_path):
    (tmp_path / "01_one.toml").write_text("")
    (tmp_path / "._01_one.toml").write_bytes(b"\x00\x05\x16\x07 Mac OS X")
    assert questions_file.lessons(tmp_path) == ["01_one"]
    for name in ("facts", "series"):
        shutil.copytree(tables.FOLDER / name, tmp_path / name)
        for path in list((tmp_path / name).glob("*.csv")):
            path.with_name(f"._{path.name}").write_bytes(b"\x00\x05\x16\x07")
    for name in ("references.bib", "aliases.csv"):
        shutil.copy(tables.FOLDER / name, tmp_path)
    assert audit.shipped_problems(tmp_path) == []
