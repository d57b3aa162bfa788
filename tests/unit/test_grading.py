"""The pieces of `make grade`: what is found, what is put together, what is said."""

import asyncio
import csv
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.checks.answers import UNTOUCHED
from helpers.checks.tasks import Verdict
from tests.tools import exercises
from tests.tools.grading import run
from tests.tools.grading.__main__ import known
from tests.tools.grading.collect import Cell, Marked, Submission, cells_of, collect, matched
from tests.tools.grading.compose import compose
from tests.tools.grading.report import better, first, status, words, write

RELEASE = [
    Cell("markdown", "# Exercise 90: an exercise made for the test", "title"),
    Cell("code", "import made_for_the_test", "imports"),
    Cell("code", "height_m = ...", "one", "task-1-answer"),
    Cell("code", 'check("90.1", height_m)', "one-check", "task-1-check", 2),
    Cell("code", "table = 'of the second task'", "table"),
    Cell("code", "width_m = ...", "two", "task-2-answer"),
    Cell("code", 'check("90.2", width_m)', "two-check", "task-2-check", 3),
]
KNOWN = {"unit/90_tower": RELEASE, "notebooks/unit/90_tower": [Cell("markdown", "a lesson" * 9)]}


def answered(*cells):
    """The exercise with some cells in place of those with the same grade_id."""
    mine = {cell.grade_id: cell for cell in cells}
    return [mine.get(cell.grade_id, cell) for cell in RELEASE]


def book(cells=RELEASE):
    return {
        "nbformat": 4,
        "cells": [
            {
                "cell_type": cell.kind,
                "id": cell.id,
                "source": cell.source.splitlines(keepends=True),
                "metadata": {"nbgrader": {"grade_id": cell.grade_id, "points": cell.points}},
            }
            for cell in cells
        ],
    }


def one(tmp_path, content, name="ann/90_tower.ipynb"):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if type(content) is bytes else json.dumps(content).encode())
    (found,) = collect(tmp_path, KNOWN, "unit")
    return found


# -- what is found -------------------------------------------------------------------------------

WHOLE = json.dumps(book()).encode()
NONE = "this is no notebook, or a damaged one"
BAD = {
    "empty": (b" \n", "the file is empty"),
    "cut off": (WHOLE[: len(WHOLE) // 2], "the file is cut off"),
    "damaged": (WHOLE.replace(b'"cells": [', b'"cells": <<<<'), NONE),
    "no json": (b"Dear teacher", NONE),
    "list": (b"[1]", NONE),
    "no cells": (b"{}", NONE),
    "odd cells": (b'{"cells": [3]}', NONE),
    "deep": (b'{"cells": ' + b"[" * 10**6, NONE),
    "archive": (b"PK\x03\x04...", "an archive, not a notebook"),
}
ANSWERED = book([Cell("code", "width_m = 3")])
HELD = {  # by the file's name, what it holds: what is said of it
    "90_TOWER.IPYNB": (book(), "", []),
    "90_tower": (book(), "", []),
    "90_tower.json": (book(), "", []),
    "old/90_tower.ipynb": ({"worksheets": [{"cells": book()["cells"]}]}, "", []),
    "90_tower.py": (
        b"import course",
        "not readable: a .py file, not the notebook (.ipynb) itself",
        [],
    ),
    "answers_90_tower.ipynb": (ANSWERED, "", []),
    "answers.ipynb": (ANSWERED, "not an exercise of this course: nothing in it was recognised", []),
    "90_tower_none.ipynb": (
        {"cells": []},
        "not an exercise of this course: nothing in it was recognised",
        [],
    ),
}


@pytest.mark.parametrize("name", HELD)
def test_a_notebook_is_known_whatever_it_is_called_and_what_is_none_is_named(tmp_path, name):
    content, problem, notes = HELD[name]
    found = one(tmp_path, content, f"ann/{name}")
    assert (found.learner, found.problem, found.notes) == ("ann", problem, notes)


def test_an_archive_beside_a_notebook_is_named_and_each_exercise_in_one_file_counts(tmp_path):
    other = [Cell("code", f"something else, number {n}") for n in range(5)]
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "all.ipynb").write_text(json.dumps(book(RELEASE + other)))
    (tmp_path / "ann" / "more.zip").write_bytes(b"PK\x03\x04")
    found = collect(tmp_path, KNOWN | {"unit/91_other": other}, "unit")
    assert [(it.exercise, it.problem) for it in found] == [
        ("unit/90_tower", ""),
        ("unit/91_other", ""),
        ("", "not readable: an archive, not a notebook"),
    ]
    assert found[0].notes == ["the file holds 2 exercises"]


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read_is_said_in_words(tmp_path, what):
    found = one(tmp_path, BAD[what][0])
    assert found.problem == f"not readable: {BAD[what][1]}"
    assert (found.learner, found.exercise) == ("ann", "unit/90_tower")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_links_pipes_and_folders_do_not_hold_it_up(tmp_path):
    for learner in ("ann", "ben", "cleo", "dan"):
        (tmp_path / learner).mkdir()
    (tmp_path / "ann" / "90_tower.ipynb").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "ben" / "90_tower.ipynb")
    (tmp_path / "cleo" / "90_tower.ipynb").mkdir()
    (tmp_path / "dan" / "again").symlink_to("..")
    (tmp_path / "dan" / "work.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "._90_tower.ipynb").write_bytes(b"\0")
    said = {found.learner: found.problem for found in collect(tmp_path, KNOWN, "unit")}
    assert said == {
        "ann": "not readable: a link or device, not a file",
        "ben": "not readable: a link or device, not a file",
        "cleo": "no notebook in this folder",
        "dan": "not readable: an archive, not a notebook",
    }


@pytest.mark.parametrize(
    ("name", "learner"),
    [
        ("ann/90_tower.ipynb", "ann"),
        ("ann/unit/90_tower (1).ipynb", "ann"),
        ("Ann Lee_12_assignsubmission_file_/90_tower.ipynb", "Ann Lee_12"),
        ("Ann Lee_12_assignsubmission_file_90_tower (1).ipynb", "Ann Lee_12"),
        ("Ann Lee_12_assignsubmission_file_mine.ipynb", "Ann Lee_12"),
        ("Zoe\u0308/90_tower.ipynb", "Zo\xeb"),  # as macOS writes it
        ("leeann_LATE_12_345_90_tower-2.ipynb", "leeann_LATE_12_345"),
        ("90_tower.ipynb", "90_tower"),
        ("ann.ipynb.txt", "ann"),
        ("ann.IPYNB", "ann"),
    ],
)
def test_the_learner_is_known_by_folder_or_file(tmp_path, name, learner):
    found = one(tmp_path, book(), name)
    assert (found.learner, found.exercise, found.problem) == (learner, "unit/90_tower", "")
    by_content = "file name not recognised: matched by its content"
    assert (by_content in found.notes) == ("90_tower" not in name)


def test_of_a_copy_of_the_whole_course_only_the_exercises_are_taken(tmp_path):
    for name in ("pyproject.toml", "exercises/unit/90_tower.ipynb", "solutions/90_tower.ipynb"):
        (tmp_path / "ann" / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "ann" / "course" / name).write_text(json.dumps(book()))
    (found,) = collect(tmp_path, KNOWN, "unit")
    assert found.file == "ann/course/exercises/unit/90_tower.ipynb"


def test_what_lies_in_the_folder_of_another_unit_waits_for_that_unit(tmp_path):
    for name in ("ann/unit/90_tower.ipynb", "ben/90_tower.ipynb", "unit/cleo/90_tower.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(book()))
    both = KNOWN | {"other/91_other": []}
    assert [one.learner for one in collect(tmp_path, both, "unit")] == ["ann", "ben", "cleo"]
    assert [one.learner for one in collect(tmp_path, both, "other")] == ["ben"]


@pytest.mark.skipif(os.name != "posix", reason="names are text on this system")
def test_a_name_that_is_no_utf8_can_be_written(tmp_path):
    os.mkdir(os.fsencode(tmp_path) + b"/J\xfcrgen")
    (found,) = collect(tmp_path, KNOWN, "unit")
    assert found.learner == r"J\xfcrgen"


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig"])
def test_windows_signs_are_read_and_empty_fields_do_no_harm(tmp_path, coding):
    text = json.dumps(book()).replace("\\n", "\\r\\n")
    odd = '{"cells": [{"cell_type": "code", "source": null, "metadata": null}, {}, '
    (tmp_path / "a.ipynb").write_bytes((odd + text.partition("[")[2]).encode(coding))
    read = [cell.source for cell in cells_of(tmp_path / "a.ipynb")]
    assert read[2:] == [cell.source for cell in RELEASE]


def test_signs_of_old_windows_cost_themselves_only(tmp_path):
    found = one(tmp_path, WHOLE.replace(b"made for", b"made\xb5for"))
    assert (found.exercise, found.problem) == ("unit/90_tower", "")
    assert found.notes == ["signs that are not UTF-8 could not be read"]


def test_an_exercise_is_known_by_its_cells_before_its_name():
    other = {"unit/91_other": [Cell("code", f"something else, number {n}") for n in range(5)]}
    assert matched([Cell("code", "\n".join(c.source for c in RELEASE))], KNOWN) == ["unit/90_tower"]
    assert matched(RELEASE, KNOWN | other) == ["unit/90_tower"]
    assert matched([RELEASE[2]], KNOWN) == []


def test_of_every_unit_each_notebook_is_known_and_nothing_of_the_courses_is_taken_for_an_answer():
    cells = known()
    assert {key.split("/")[0] for key in cells} == {"notebooks", *exercises.units()}
    for key, own in cells.items():
        assert matched(own, cells) == [key]
        if not key.startswith("notebooks/"):
            steps, notes = compose(own, own)
            assert (any(step.own for step in steps), notes) == (False, [])
            assert len([step for step in steps if step.reads]) == sum(c.points > 0 for c in own)


# -- what is put together ------------------------------------------------------------------------


def ran_sources(cells):
    steps, notes = compose(RELEASE, cells)
    return [step.source or step.reads for step in steps if not step.again], notes


RIGHT_ORDER = ["import made_for_the_test", "90.1", "table = 'of the second task'", "90.2"]
TYPED = {
    "as it should be": [Cell("code", "height_m = 3", "one", "task-1-answer")],
    "without any mark": [Cell("code", "height_m = 3")],
    "as text with its mark": [Cell("markdown", "height_m = 3", "one", "task-1-answer")],
    "as text": [Cell("markdown", "height_m = 3")],
    "between fences": [Cell("markdown", "I say:\n```python\nheight_m = 3\n```")],
    "between waves": [Cell("markdown", "~~~ python\nheight_m = 3\n~~~\nso I say")],
    "into the check": [Cell("code", 'check("90.1", 3)', "one-check", "task-1-check", 2)],
    "into the check, with a word": [Cell("code", 'check("90.1", 3)  # so', "", "task-1-check", 2)],
    "into the check, on lines": [
        Cell("code", 'check(\n  "90.1",\n  (3)\n)', "", "task-1-check", 2)
    ],
    "before the check": [Cell("code", 'height_m = 3\ncheck("90.1", height_m)', "one-check")],
}


@pytest.mark.parametrize("way", TYPED)
def test_an_answer_counts_wherever_it_was_typed(way):
    sources, _ = ran_sources([*RELEASE[:2], *TYPED[way], *RELEASE[4:]])
    assert [source.strip() for source in sources] == [
        "import made_for_the_test",
        "height_m = 3",
        "90.1",
        "table = 'of the second task'",
        "width_m = ...",
        "90.1",
        "90.2",
    ]


def test_a_worked_step_that_was_changed_runs_after_the_courses_own():
    mine = [
        RELEASE[3],
        Cell("code", "table = 'changed'"),
        Cell("code", "width_m = 2", "", "task-2-answer"),
    ]
    sources, _ = ran_sources(mine)
    assert [source for source in sources if "90" not in source] == [
        "import made_for_the_test",
        "table = 'of the second task'",
        "table = 'changed'",
        "width_m = 2",
    ]


def test_a_mark_that_another_notebook_has_too_is_not_trusted():
    sources, _ = ran_sources([Cell("code", "table = 'of the lesson'", "table"), *RELEASE])
    at = sources.index("table = 'of the lesson'")
    assert "table = 'of the second task'" in sources[at:]


def test_a_notebook_merged_into_one_cell_is_cut_at_its_checks():
    code = "\n".join(cell.source for cell in RELEASE if cell.kind == "code")
    steps, _ = compose(RELEASE, [Cell("code", code.replace("...", "3"))])
    assert [(s.task, s.source.strip()) for s in steps if s.own and not s.again] == [
        (1, "import made_for_the_test\nheight_m = 3"),
        (2, "table = 'of the second task'\nwidth_m = 3"),
    ]


def one_after_another(monkeypatch, says):
    """Run a notebook without a process, whose steps say an error, or None where Python ends.

    Return what came out, and the sources that the last run left in.
    """
    runs = []

    async def once(steps, limit_s, ends_s):
        sources = ["" if step.again else step.source for step in steps]  # none failed
        runs.append(sources)
        said = [says(step, sources[:n]) for n, step in enumerate(steps)]
        count = said.index(None) if None in said else len(steps)
        return [{"read": [], "error": e} for e in said[:count]], "crashed" * (count < len(steps))

    monkeypatch.setattr(run, "_once", once)
    mine = answered(Cell("code", "height_m = 3", "one", "task-1-answer"))
    steps, _ = compose(RELEASE, [*mine[:2], Cell("code", "extra()", "extra"), *mine[2:]])
    with ThreadPoolExecutor(1) as thread:  # a browser test before this one may hold a loop
        return thread.submit(asyncio.run, run.run(steps, 1)).result(), runs[-1]


ANSWER = "height_m = 3"
ENDS = {
    "an answer": lambda step, before: step.source == ANSWER,
    "reading it": lambda step, before: step.reads and ANSWER in before,
    "a cell of the course after it": lambda step, before: (
        step.source[:1] == "t" and ANSWER in before
    ),
}


@pytest.mark.parametrize("what", ENDS)
def test_the_cell_that_ends_python_is_left_out_and_the_rest_is_read(monkeypatch, what):
    ran, _ = one_after_another(monkeypatch, lambda *at: None if ENDS[what](*at) else "")
    assert (ran.stopped, ran.failed, set(ran.read)) == ({1: "crashed"}, "", {"90.1", "90.2"})


def test_only_what_spoils_a_cell_of_the_course_is_left_out_and_all_readings_count(monkeypatch):
    def says(step, before):
        return "NameError: fact" if step.source[:5] == "table" and "extra()" in before else ""

    ran, last = one_after_another(monkeypatch, says)
    assert (ran.stopped, ran.failed, ran.errors) == ({}, "", {})
    assert ANSWER in last and "extra()" not in last
    assert (len(ran.read["90.1"]), len(ran.read["90.2"])) == (12, 4)


class Clock:
    """Tells 7 minutes more at each look."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        self.now_s += 7 * 60
        return self.now_s


def test_a_whole_notebook_has_a_time_after_which_no_more_of_it_is_run(monkeypatch):
    monkeypatch.setattr(run, "clock_s", Clock())  # the second run begins after 7 minutes of 10
    ran, _ = one_after_another(
        monkeypatch, lambda step, _: None if step.source in (ANSWER, "extra()") else ""
    )
    assert ran.failed == "all cells together took longer than 10 min"
    assert (ran.stopped, ran.unread) == ({1: "crashed"}, f"not reached: {ran.failed}")
    assert "90.2" not in ran.read


def test_an_answer_that_a_notebook_had_no_time_for_is_not_called_wrong(monkeypatch):
    both = Cell("code", "height_m, width_m = 3, 4", "one", "task-1-answer")
    mended = Cell("code", "width_m = 5", "two", "task-2-answer")
    steps, _ = compose(RELEASE, answered(both, mended))
    reached = [step.source for step in steps].index(mended.source)

    async def once(steps, limit_s, ends_s):
        return [{"read": []}] * reached, "stopped after 1 s"

    monkeypatch.setattr(run, "_once", once)
    with ThreadPoolExecutor(1) as thread:
        ran = thread.submit(asyncio.run, run.run(steps, 1, whole_min=0)).result()
    assert set(ran.read) == {"90.1", "90.2"}
    assert ran.stopped == {2: "not reached: all cells together took longer than 0 min"}


class Silent:
    """A process that says nothing."""

    async def readline(self):
        await asyncio.Event().wait()

    async def wait(self):
        pass


@pytest.mark.parametrize(("left_s", "limit_s"), [(-1.0, 60.0), (1e6, 0.0)])
def test_neither_a_cell_nor_a_notebook_is_waited_for_beyond_its_time(monkeypatch, left_s, limit_s):
    process = Silent()
    process.stdout = process

    async def start(folder, steps):
        return process

    monkeypatch.setattr(run, "_start", start)
    monkeypatch.setattr(run, "_end", lambda *_: None)
    monkeypatch.setattr(run, "COURSES_S", 0.0)

    async def once():
        return await run._once([], limit_s, run.clock_s() + left_s)

    with ThreadPoolExecutor(1) as thread:
        said, why = thread.submit(asyncio.run, once()).result(timeout=20)
    assert said == [] and why.startswith("stopped after")


def test_what_failed_is_run_again_before_the_last_readings():
    steps, _ = compose(RELEASE, answered(Cell("code", ANSWER, "one", "task-1-answer")))
    assert [(s.source or s.reads, s.again) for s in steps[-3:]] == [
        (ANSWER, True),
        ("90.1", False),
        ("90.2", False),
    ]


def test_a_task_is_read_where_its_answer_is_named():
    top = Cell("code", "height_m, width_m = 2, 3")
    steps, _ = compose(RELEASE, [top, *RELEASE])
    at = [step.source for step in steps].index(top.source)
    assert [step.reads for step in steps[at + 1 : at + 3]] == ["90.1", "90.2"]


# -- what is said --------------------------------------------------------------------------------


def result(*states, learner="ann", problem="", file="90_tower.ipynb"):
    marked = [
        Marked(
            number=n,
            title="Tower <i>",
            of=2,
            verdict=Verdict(state, f"words {n}"),
            stopped="stopped after 60 s" if state == "stopped" else "",
        )
        for n, state in enumerate(states, start=1)
    ]
    cells = [Cell("code", "<script>alert(1)</script>", "one", "task-1-answer")]
    return Submission(learner, file, "unit/90_tower", cells, problem, marked=marked)


@pytest.mark.parametrize(
    ("states", "line", "sentence"),
    [
        (("right", "right"), "graded", "4 of 4 points. Everything is right."),
        (
            ("right", "wrong"),
            "graded",
            "2 of 4 points. Look at task 2 first: words 2",
        ),
        (
            ("stopped", "right"),
            "stopped after 60 s in task 1; other tasks graded",
            "2 of 4 points. Look at task 1 first: "
            "A cell of this task was stopped after 60 s, so it is not judged.",
        ),
        (
            ("not attempted", "not attempted"),
            "graded; nothing was answered",
            "0 of 4 points. Look at task 1 first: words 1",
        ),
    ],
)
def test_status_and_first_sentence_say_what_is_useful(states, line, sentence):
    made = result(*states)
    assert (status(made), first(made)) == (line, sentence)


def test_tasks_that_were_not_reached_are_said_together_and_not_called_stopped():
    made = result("right", "stopped", "not attempted", "not attempted")
    late = "not reached: all cells together took longer than 10 min"
    made.marked[2:] = [replace(task, stopped=late, verdict=None) for task in made.marked[2:]]
    assert status(made) == (
        "stopped after 60 s in task 2; task 3, 4 not reached: all cells together took longer than "
        "10 min; other tasks graded"
    )
    assert words(made.marked[3]) == (
        "This task was not reached: all cells together took longer than 10 min, so it is not "
        "judged."
    )
    assert made.marked[3].points is None


def test_an_error_is_not_called_no_answer():
    made = result("not attempted", "not attempted")
    untouched = Verdict("not attempted", UNTOUCHED)
    made.marked[0] = replace(made.marked[0], error="NameError: x", verdict=untouched)
    assert status(made) == "graded; a cell ended with an error in task 1; not answered: task 2"
    assert words(made.marked[0]) == "A cell of this task stopped with `NameError: x`."


def test_every_learner_has_a_folder_of_pages_on_every_system(tmp_path):
    names = ["Ann", "ann", "con", "Con.x", "a|b", "a?b", "x" * 90, "x" * 91, "..."]
    write(tmp_path / "graded", [result("right", learner=name) for name in names])
    made = sorted(path.name for path in (tmp_path / "graded" / "feedback").iterdir())
    long = "x" * 80
    expected = [
        "Ann",
        "Con_.x",
        "a_b",
        "a_b (2)",
        "ann (2)",
        "con_",
        "learner",
        long,
        f"{long} (2)",
    ]
    assert made == expected


def test_of_two_files_the_better_counts_whatever_their_order():
    poor, good = result("wrong"), result("right", file="90_tower (1).ipynb")
    broken = result(problem="not readable: the file is empty", file="b.ipynb")
    for order in ([poor, good, broken], [broken, good, poor]):
        (kept,) = better([*order])
        assert kept is good
    assert "was handed in too; the better counts" in status(good)


def test_the_table_is_safe_and_a_page_escapes_and_loads_nothing(tmp_path):
    problem = f"not readable: {Path.home()}"
    made = [result("right", "stopped", learner="=1+1"), result(problem=problem, learner="../../x")]
    made += [result(problem=problem, learner=name) for name in (" @x", "＝cmd", "-2")]
    table = write(tmp_path / "graded", made)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["learner"] for row in rows] == ["'=1+1", "../../x", "' @x", "'＝cmd", "'-2"]
    assert (rows[0]["points"], rows[0]["task 2"], rows[1]["points"]) == ("2", "", "")
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")  # else Excel takes it for ANSI
    pages = sorted((tmp_path / "graded").rglob("*.html"))
    assert len(pages) == 5 and all((table.parent / row["page"]).is_file() for row in rows)
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "<script" not in text and "<i>" not in text
    assert "http" not in text and "src=" not in text
    assert "Please hand it in again" in text
