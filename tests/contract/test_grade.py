"""`make grade UNIT=mechanism`, as it is typed, in a fresh clone, on a class with every mishap.

The mishaps that differ in no cell that is run stand in one notebook each learner, so that the
whole takes few runs; tests/unit/test_grading.py has the pieces one by one.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.contract.course import REPOSITORY
from tests.tools.bench_grade import exercise
from tests.tools.clone import clone

STEM = "01_channel_block"
EXERCISE = exercise("mechanism", STEM)
ANSWERS = EXERCISE.answers
LEFT = [["30159"], ["30259"]]
FULL = ["2", "3", "3", "3", "3", "4"]
LOOP = """
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
LEAVINGS = """
import os, shutil, signal, subprocess, threading, warnings
%matplotlib inline
%matplotlib widget
%pip install numpy==1.0
!pip install numpy==1.0
subprocess.Popen(["sleep", "30159"], start_new_session=True)
subprocess.Popen(["sh", "-c", "setsid sleep 30259 &"], start_new_session=True)
threading.Thread(target=threading.Event().wait).start()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
warnings.simplefilter("error")
shutil.rmtree(os.getcwd())
os.chdir("/")
"""
TAMPER = """
import glob, os
os.environ.pop("NBGRADER_EXECUTION", None)
import helpers.checks.answers as answers, helpers.checks.tasks as tasks
def check(*_): pass
tasks.check = check
tasks.Part.verdict = lambda *_: tasks.Verdict("right", "")
answers.Number.read = lambda *_: 1.0
answers.Number.same = lambda *_: True
for name in glob.glob(os.path.dirname(answers.__file__) + "/**/*.py", recursive=True):
    open(name, "w").write("def check(*_): pass")
input("How many?")
"""
SECRET = """
import os, sys
raise ValueError(f"{os.environ.get('SECRET', 'none')} {sys.executable} {os.getcwd()} <img src=x>")
"""


def notebook(answers: dict[str, str]) -> dict:
    """The exercise as a learner hands it in, with some answers filled in."""
    return replace(EXERCISE, answers=answers).book()


def place(book: dict, name: str) -> int:
    return next(n for n, cell in enumerate(book["cells"]) if cell["id"] == name)


def careless() -> dict:
    """All right, with a split answer, a spoilt copy, one answer moved below its check, another
    above all that it needs, a third written into its check, and three of the course's cells gone.
    """
    book = notebook(ANSWERS)
    third = book["cells"][place(book, "task-3-answer")]
    lines = third["source"].splitlines(keepends=True)
    rest = third | {"id": "split", "source": "".join(lines[4:])}
    copy = third | {"id": "copy", "source": "1 / 0"}
    third["source"] = "".join(lines[:4])
    book["cells"].insert(place(book, "task-3-answer") + 1, rest)
    for name in ("imports", "task-2-check", "task-4-control"):
        del book["cells"][place(book, name)]
    book["cells"][place(book, "task-5-answer")]["cell_type"] = "markdown"
    book["cells"].insert(place(book, "split") + 1, copy)
    book["cells"].append(book["cells"].pop(place(book, "task-6-answer")))
    second = book["cells"].pop(place(book, "task-2-fails"))
    book["cells"].insert(0, second | {"id": "top", "metadata": {}})
    fourth, check = (book["cells"][place(book, f"task-4-{name}")] for name in ("answer", "check"))
    check["source"] = fourth["source"] + check["source"]
    fourth["source"] = "ec50_p_um = ...\nclass_p = ..."
    return book


def loud() -> dict:
    """All right in one cell without marks, with 5 MB on one line, saved and printed again."""
    book = notebook(ANSWERS)
    code = [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]
    code += [
        "print('x' * 5_000_000)",
        "import atexit, os",
        "atexit.register(os._exit, 3)",
        "exit()",
    ]
    said = [{"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}]
    cell = {"cell_type": "code", "metadata": {"id": "aBc", "colab": {}}, "outputs": said}
    return {
        "metadata": {"kernelspec": {"name": "ir"}},
        "cells": [cell | {"source": "\r\n".join(code)}],
    }


def tampered() -> dict:
    """Nothing answered, and everything done to make checks say right."""
    book = notebook({"task-1-check": "pass"})
    book["cells"].insert(0, book["cells"][place(book, "imports")] | {"id": "x", "source": TAMPER})
    return book


def hand_in(submitted: Path) -> None:
    """Lay down what a class hands in."""
    ends = {
        "task-1-answer": LEAVINGS + ANSWERS["task-1-answer"],
        "task-2-shift": "def shift(voltage_mv, mg_mm):\n    return 1 + mg_mm / half_bloking(1)",
        "task-2-fails": SECRET,
        "task-3-answer": "import os\nos._exit(0)",
        "task-4-answer": LOOP,
    }
    books = {
        "ann/01_channel_block (1).ipynb": careless(),
        "Ben Lo_77_assignsubmission_file_01_channel_block.ipynb": loud(),
        "cleo/mine.ipynb": notebook(ANSWERS | ends),
        "=dan|<b>'\n/01_channel_block.ipynb": tampered(),
    }
    for name, book in books.items():
        (submitted / name).parent.mkdir(parents=True, exist_ok=True)
        (submitted / name).write_text(json.dumps(book), encoding="utf-8")
    for module in ("helpers", "numpy", "random", "IPython"):
        (submitted / "ann" / f"{module}.py").write_text("raise RuntimeError('not this one')")
    whole = json.dumps(notebook(ANSWERS))
    for learner, content in {"eve": whole[: len(whole) // 2], "fay": "PK\x03\x04"}.items():
        (submitted / learner).mkdir()
        (submitted / learner / "01_channel_block.ipynb").write_text(content)
    (submitted / "eve" / "loop").symlink_to("..")


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> dict[str, dict[str, str]]:
    """Rows of the table by learner, after the command; the folder is in the row of ``""``."""
    if os.name != "posix" or not shutil.which("make") or not shutil.which("git"):
        pytest.skip("needs make and git")
    try:
        root = clone(tmp_path_factory.mktemp("clone").resolve())
    except RuntimeError as no:
        pytest.skip(str(no))
    hand_in(root / "submitted")
    command = ["make", "grade", "UNIT=mechanism", "ARGS=--seconds 10"]
    bare = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(root.parent), "SECRET": "hunter2"}
    done = subprocess.run(command, cwd=root, env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    table = root / "graded" / "mechanism" / "grades.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["learner"]: row for row in csv.DictReader(file)}
    return rows | {"": {"root": str(root)}}


def points(row: dict[str, str]) -> list[str]:
    return [row[f"task {n}"] for n in range(1, 7)]


def test_no_mishap_costs_points_or_stops_the_others(graded):
    assert set(graded) == {"", "ann", "Ben Lo_77", "cleo", "'=dan|<b>' ", "eve", "fay"}
    assert points(graded["ann"]) == points(graded["Ben Lo_77"]) == FULL
    assert points(graded["cleo"]) == ["2", "0", "", "", "3", "4"]
    assert (graded["ann"]["points"], graded["ann"]["of"]) == ("18", "18")


def test_tampering_gains_nothing_and_changes_nothing(graded):
    dan = graded["'=dan|<b>' "]
    assert points(dan) == ["0"] * 6
    assert "a changed check was not used" in dan["status"]
    root = Path(graded[""]["root"])
    for room in ("helpers", "solutions", "tests/tools"):
        for path in (root / room).rglob("*.*"):
            if path.suffix in {".py", ".ipynb"}:
                assert path.read_bytes() == (REPOSITORY / path.relative_to(root)).read_bytes()
    assert not list(root.glob(".progress*"))


def test_nothing_that_a_notebook_started_is_left(graded):
    commands = (one.info["cmdline"] or [] for one in psutil.process_iter(["cmdline"]))
    assert not [command for command in commands if command[:1] == ["sleep"] and command[1:] in LEFT]


def test_the_status_tells_a_person_what_happened(graded):
    status = {learner: row.get("status", "") for learner, row in graded.items()}
    for note in (
        "task 3's answer stood in 3 cells; the better counts",
        "task 5's answer had become text",
        "a changed check was not used",
        "a missing check was put back",
    ):
        assert note in status["ann"]
    assert "crashed in task 3" in status["cleo"]
    assert "stopped after 10 s in task 4; other tasks graded" in status["cleo"]
    assert "file name not recognised" in status["cleo"]
    assert status["eve"] == "not readable: the file is cut off"
    assert status["fay"] == "not readable: an archive, not a notebook"
    assert graded["eve"]["points"] == graded["fay"]["points"] == ""


def test_a_page_begins_with_the_useful_sentence_and_tells_no_secret(graded):
    folder = Path(graded[""]["root"], "graded", "mechanism")
    pages = {who: folder / row["page"] for who, row in graded.items() if who}
    texts = {who: page.read_text(encoding="utf-8") for who, page in pages.items()}
    first = {who: re.search("<main>\n<h1>(.*)</h1>", text)[1] for who, text in texts.items()}
    assert first["ann"] == "18 of 18 points. Everything is right."
    assert "Look at task 2 first" in first["cleo"]
    assert "name 'half_bloking' is not defined" in texts["cleo"]
    assert "nobody is there to type" in texts["'=dan|<b>' "]
    assert "ValueError: none …/bin/python / &lt;img" in texts["cleo"]
    for text in texts.values():
        assert not re.search(r"http|<img|<b>|hunter2", text)
        for path in (folder.parents[1], sys.prefix, Path.home(), "/tmp/"):
            assert str(path) not in text
