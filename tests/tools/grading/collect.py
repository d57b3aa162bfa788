"""Find what was handed in, read it whatever its state, and say which exercise it is.

Moodle and Canvas rename files, browsers add " (1)", learners rename them too: an exercise is known
by what it holds.
"""

from __future__ import annotations

import ast
import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.checks.tasks import Verdict
from tests.tools.spreadsheet import file_name

LARGEST_BYTES = 200_000_000
FEWEST_SHARED = 3  # lines with the same text as the course's own
_HIDDEN = re.compile(r"^(\.|__MACOSX$|__pycache__$)")
_LMS = re.compile(r"_assignsubmission_.*$")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PACKED = (".zip", ".rar", ".7z", ".gz", ".tgz")
_ENDING = re.compile(r"\.(?:ipynb|zip|rar|7z|t?gz)\b", re.IGNORECASE)
_NAMELESS = ("", ".json", ".txt")  # a notebook may hide in these
_EXPORTS = (".py", ".html", ".htm", ".pdf", ".md", ".tex", ".doc", ".docx", ".odt")


@dataclass
class Cell:
    """One cell of a notebook."""

    kind: str
    source: str
    id: str = ""
    grade_id: str = ""
    points: int = 0


@dataclass
class Submission:
    """One file that a learner handed in, or a folder without any."""

    learner: str
    file: str
    exercise: str = ""
    cells: list[Cell] = field(default_factory=list)
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)


@dataclass(frozen=True)
class Marked:
    """What one task got."""

    number: int
    title: str
    of: int  # points
    verdict: Verdict | None
    stopped: str = ""  # why
    error: str = ""  # of a learner's cell, in words

    @property
    def state(self) -> str:
        """That of the answer, or ``"stopped"``."""
        return "stopped" if self.stopped else self.verdict.state

    @property
    def points(self) -> int | None:
        """None where a cell was stopped before the task could be judged."""
        return {"right": self.of, "stopped": None}.get(self.state, 0)


def collect(folder: Path, known: dict[str, list[Cell]], unit: str) -> list[Submission]:
    """Return everything that lies in `folder`, or in folders of units: one a learner, or files.

    It is matched with what is `known`: exercises of all units as ``unit/stem``, and lessons as
    ``notebooks/unit/stem``. What lies in another unit's own folder, as nbgrader's exchange and a
    copy of the course have them, waits until that one is graded.
    """
    units = {key.partition("/")[0] for key in known} - {"notebooks"}
    others = units - {unit}
    found = []
    inner = [entry for of_unit in units for entry in (folder / of_unit).glob("*")]
    entries = [entry for entry in folder.iterdir() if entry.name not in units] + inner
    for entry in sorted(path for path in entries if not _HIDDEN.match(path.name)):
        whole = entry.is_dir() and not entry.is_symlink()
        learner = _LMS.sub("", file_name(entry.name)) if whole else ""
        inside = _notebooks(entry) if whole else [entry]
        found += [one for path in inside for one in _submissions(path, folder, learner, known)]
        if not inside:
            nothing = "no notebook in this folder"
            found.append(Submission(learner, file_name(entry.name), problem=nothing))
    return [
        one
        for one in found
        if not others & {one.exercise.partition("/")[0]} & set(Path(one.file).parts)
    ]


def cells_of(path: Path) -> list[Cell]:
    """Read a notebook without asking that it be valid.

    Raises
    ------
    ValueError
        If it cannot be read; the message says why in words for a person.
    """
    try:
        if path.is_symlink() or not path.is_file():
            raise ValueError("a link or device, not a file")
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError(f"larger than {LARGEST_BYTES // 10**6} MB: clear its outputs")
        return cells_in(path.read_bytes())
    except OSError as error:
        raise ValueError(error.strerror or type(error).__name__) from None


def cells_in(content: bytes) -> list[Cell]:
    """Return the cells in a notebook's bytes; signs that are not UTF-8 become ``\\ufffd``."""
    if not content.strip():
        raise ValueError("the file is empty")
    if content.startswith(_ARCHIVES):
        raise ValueError("an archive, not a notebook")
    text = content.decode(json.detect_encoding(content), "replace")
    try:
        book = json.loads(text)
        sheets = [book] if "cells" in book else book["worksheets"]  # of old IPython
        return [_cell(cell) for sheet in sheets for cell in sheet["cells"]]
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        at_end = getattr(error, "pos", 0) >= len(text.rstrip()) or "Unterminated" in str(error)
        cut = at_end and text.lstrip()[:1] == "{"
        why = "the file is cut off" if cut else "this is no notebook, or a damaged one"
        raise ValueError(why) from None


def asked(check: Cell) -> tuple[str, list[str]]:
    """Return the task's id and the names of its answers from the source of a check cell.

    Examples
    --------
    >>> asked(Cell("code", 'check("01.1", share)'))
    ('01.1', ['share'])
    """
    task_id, *names = ast.parse(check.source).body[0].value.args
    return task_id.value, [name.id for name in names]


def gives(names: list[str]) -> re.Pattern:
    """Return what finds a line that gives one of these names a value."""
    return re.compile(rf"^(?:def )?(?:{'|'.join(names)})\s*[=(:]", re.MULTILINE)


def matched(cells: list[Cell], known: dict[str, list[Cell]]) -> list[str]:
    """Return which of the known notebooks shares most lines, and exercises that are in it too."""

    def lines(cells: list[Cell]) -> set[str]:
        every = (line.strip() for cell in cells for line in cell.source.splitlines())
        return {line for line in every if len(line) > 20}

    mine = lines(cells)
    its = {key: lines(own) for key, own in known.items()}
    shared = {key: len(mine & its[key]) for key in known}
    best = max(shared, key=lambda key: shared[key])
    if shared[best] < FEWEST_SHARED:
        return []
    whole = [key for key in _exercises(known) if 2 * shared[key] > len(its[key])]
    lesson = best.startswith("notebooks/")
    return whole if lesson and whole else list(dict.fromkeys([best, *whole]))


def _exercises(known: dict[str, list[Cell]]) -> list[str]:
    return [key for key in known if not key.startswith("notebooks/")]


def _submissions(
    path: Path, folder: Path, learner: str, known: dict[str, list[Cell]]
) -> list[Submission]:
    """Return what one file holds: mostly one exercise."""
    name = file_name(path.name)
    file = file_name(path.relative_to(folder).as_posix())
    named = next((key for key in _exercises(known) if _stem(key) in name.lower()), "")
    cells, problem, notes = [], "", []
    try:
        cells = cells_of(path)
    except ValueError as no:
        export = path.suffix.lower() in _EXPORTS
        why = f"a {path.suffix} file, not the notebook (.ipynb) itself" if export else no
        problem = f"not readable: {why}"
    found = matched(cells, known)
    if not found and named and (problem or _answers(cells, known[named])):
        found = [named]
    if not found:
        problem = problem or "not an exercise of this course: nothing in it was recognised"
    if len(found) > 1:
        notes.append(f"the file holds {len(found)} exercises")
    elif cells and found and _stem(found[0]) not in name.lower():
        notes.append("file name not recognised: matched by its content")
    if any("\ufffd" in cell.source for cell in cells):
        notes.append("signs that are not UTF-8 could not be read")
    if not learner:
        whole = _ENDING.split(name)[0]
        before = name[: name.lower().find(_stem(named))] if named else whole
        learner = _LMS.sub("", before).strip("_- ") or whole
    return [Submission(learner, file, key, cells, problem, [*notes]) for key in found or [""]]


def _stem(key: str) -> str:
    return key.rpartition("/")[2]


def _answers(cells: list[Cell], release: list[Cell]) -> bool:
    """Say whether an answer of an exercise is given, though else nothing of it may be left."""
    answer = gives([name for check in release if check.points for name in asked(check)[1]])
    return any(cell.kind == "code" and answer.search(cell.source) for cell in cells)


def _cell(raw: dict[str, Any]) -> Cell:
    text = raw.get("source") or raw.get("input") or ""
    source = text if isinstance(text, str) else "".join(text)
    marks = (raw.get("metadata") or {}).get("nbgrader") or {}
    points = marks.get("points", 0) if marks.get("grade") else 0
    own_id, grade_id = str(raw.get("id", "")), str(marks.get("grade_id", ""))
    return Cell(str(raw.get("cell_type")), source.replace("\r\n", "\n"), own_id, grade_id, points)


def _notebooks(folder: Path) -> list[Path]:
    """Return the notebooks and archives below a learner's folder, or else what was meant as one.

    Links are not followed. Of a whole copy of the course, with lessons and solutions in it, only
    the exercises are meant.
    """
    found = []
    for place, folders, names in os.walk(folder):
        if {"pyproject.toml", "exercises"} <= {*folders, *names}:
            folders[:] = ["exercises"]
        folders[:] = sorted(name for name in folders if not _HIDDEN.match(name))
        found += [Path(place, name) for name in sorted(names) if not _HIDDEN.match(name)]
    notebooks = [path for path in found if ".ipynb" in path.name.lower()]
    packed = [path for path in found if path.suffix.lower() in _PACKED]
    others = [path for path in found if path.suffix.lower() in _NAMELESS + _EXPORTS]
    return notebooks + packed or others
