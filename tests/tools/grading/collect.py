"""Find what was handed in, read it whatever its state, and say which exercise it is.

Moodle and Canvas rename files, browsers add " (1)", learners rename them too: an exercise is known
by what it holds.
"""

from __future__ import annotations

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
    """Return everything that lies in `folder`: folders, one a learner, or files.

    It is matched with what is `known`: exercises of all units as ``unit/stem``, and lessons as
    ``notebooks/unit/stem``. What lies in another unit's own folder, as nbgrader's exchange and a
    copy of the course have them, waits until that one is graded.
    """
    others = {key.partition("/")[0] for key in known} - {unit, "notebooks"}
    found = []
    for entry in sorted(path for path in folder.iterdir() if not _HIDDEN.match(path.name)):
        whole = entry.is_dir() and not entry.is_symlink()
        learner = _LMS.sub("", file_name(entry.name)) if whole else ""
        inside = _notebooks(entry) if whole else [entry]
        found += [_submission(path, folder, learner, known) for path in inside]
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
        return [_cell(cell) for cell in json.loads(text)["cells"]]
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        at_end = getattr(error, "pos", 0) >= len(text.rstrip()) or "Unterminated" in str(error)
        cut = at_end and text.lstrip()[:1] == "{"
        why = "the file is cut off" if cut else "this is no notebook, or a damaged one"
        raise ValueError(why) from None


def matched(cells: list[Cell], known: dict[str, list[Cell]]) -> str:
    """Return which of the known notebooks shares most lines, or an empty text."""

    def lines(cells: list[Cell]) -> set[str]:
        every = (line.strip() for cell in cells for line in cell.source.splitlines())
        return {line for line in every if len(line) > 20}

    mine = lines(cells)
    shared = {key: len(mine & lines(own)) for key, own in known.items()}
    best = max(shared, key=lambda key: shared[key], default="")
    return best if best and shared[best] >= FEWEST_SHARED else ""


def _submission(path: Path, folder: Path, learner: str, known: dict[str, list[Cell]]) -> Submission:
    name = file_name(path.name)
    made = Submission(learner, file_name(path.relative_to(folder).as_posix()))
    try:
        made.cells = cells_of(path)
        made.exercise = matched(made.cells, known)
        if not made.exercise:
            made.problem = "not an exercise of this course: nothing in it was recognised"
    except ValueError as no:
        made.problem = f"not readable: {no}"
        exercises = (key for key in known if not key.startswith("notebooks/"))
        made.exercise = next((key for key in exercises if key.split("/")[-1] in name), "")
    stem = made.exercise.split("/")[-1]
    if made.cells and stem not in name:
        made.notes.append("file name not recognised: matched by its content")
    if any("\ufffd" in cell.source for cell in made.cells):
        made.notes.append("signs that are not UTF-8 could not be read")
    if not learner:
        before = _LMS.sub("", name.partition(stem)[0] if stem and stem in name else "")
        made.learner = before.strip("_- ") or name.partition(".ipynb")[0]
    return made


def _cell(raw: dict[str, Any]) -> Cell:
    text = raw.get("source") or ""
    source = text if isinstance(text, str) else "".join(text)
    marks = (raw.get("metadata") or {}).get("nbgrader") or {}
    points = marks.get("points", 0) if marks.get("grade") else 0
    own_id, grade_id = str(raw.get("id", "")), str(marks.get("grade_id", ""))
    return Cell(str(raw.get("cell_type")), source.replace("\r\n", "\n"), own_id, grade_id, points)


def _notebooks(folder: Path) -> list[Path]:
    """Return the notebooks below a learner's folder, or else archives; links are not followed.

    Of a whole copy of the course, with lessons and solutions in it, only the exercises are meant.
    """
    found = []
    for place, folders, names in os.walk(folder):
        if {"pyproject.toml", "exercises"} <= {*folders, *names}:
            folders[:] = ["exercises"]
        folders[:] = sorted(name for name in folders if not _HIDDEN.match(name))
        found += [Path(place, name) for name in sorted(names) if not _HIDDEN.match(name)]
    notebooks = [path for path in found if ".ipynb" in path.name]
    return notebooks or [path for path in found if path.suffix in (".zip", ".rar", ".7z", ".gz")]
