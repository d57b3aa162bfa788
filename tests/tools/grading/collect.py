"""Find what was handed in, read it whatever its state, and say which exercise it is.

Moodle and Canvas rename files, browsers add " (1)", learners rename them too: an exercise is known
by what it holds.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from json import JSONDecodeError
from pathlib import Path
from typing import Any

LARGEST_BYTES = 200_000_000
FEWEST_SHARED = 3  # cells with the same text as the course's own
_HIDDEN = re.compile(r"^(\.|__MACOSX$|__pycache__$)")
_LMS = re.compile(r"_assignsubmission_.*$")


@dataclass
class Cell:
    """One cell of a notebook of any format."""

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


class NotReadableError(Exception):
    """A file is no notebook that can be read; the message says why."""


def collect(folder: Path, known: dict[str, list[Cell]]) -> list[Submission]:
    """Return everything that lies in `folder`, matched with the notebooks in `known`.

    Parameters
    ----------
    folder : Path
        Folders, one a learner, or files.
    known : dict of str to list of Cell
        Exercises of all units as ``unit/stem``, and lessons as ``notebooks/unit/stem``.
    """
    found = []
    for entry in _listed(folder):
        if entry.is_dir() and not entry.is_symlink():
            learner = _LMS.sub("", in_words(entry.name))
            inside = [path for path in _files(entry) if ".ipynb" in path.name]
            found += [_submission(path, folder, learner, known) for path in inside]
            if not inside:
                found.append(
                    Submission(learner, in_words(entry.name), problem="no notebook in this folder")
                )
        else:
            found.append(_submission(entry, folder, "", known))
    return found


def cells_of(path: Path) -> list[Cell]:
    """Read a notebook of format 3 or 4 without asking that it be valid.

    Raises
    ------
    NotReadableError
        If it cannot be read; the message says why in words for a person.
    """
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise NotReadableError("a link or device, not a file")
        if about.st_size > LARGEST_BYTES:
            raise NotReadableError(f"larger than {LARGEST_BYTES // 10**6} MB: clear its outputs")
        book = _parsed(path.read_bytes())
        sheets = [book] if "cells" in book else book["worksheets"]
        return [_cell(cell) for sheet in sheets for cell in sheet["cells"]]
    except OSError as error:
        raise NotReadableError(error.strerror or type(error).__name__) from None
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        raise NotReadableError("this is no notebook") from None


def matched(cells: list[Cell], known: dict[str, list[Cell]], name: str = "") -> str:
    """Return which of the known notebooks shares most cells, or an empty text.

    Without enough of them, the name decides.
    """

    def texts(cells: list[Cell]) -> set[str]:
        return {cell.source.strip() for cell in cells if len(cell.source) > 20}

    shared = {key: len(texts(cells) & texts(own)) for key, own in known.items()}
    best = max(shared, key=lambda key: shared[key], default="")
    if best and shared[best] >= FEWEST_SHARED:
        return best
    by_name = [key for key in known if key.split("/")[-1] in name and key[:10] != "notebooks/"]
    return by_name[0] if by_name and any(cell.grade_id for cell in cells) else ""


def in_words(name: str) -> str:
    """Return a file's name as text that can be written, whatever bytes it was made of."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _submission(path: Path, folder: Path, learner: str, known: dict[str, list[Cell]]) -> Submission:
    name = in_words(path.name)
    made = Submission(learner, in_words(path.relative_to(folder).as_posix()))
    try:
        made.cells = cells_of(path)
        made.exercise = matched(made.cells, known, name)
        if not made.exercise:
            made.problem = "not an exercise of this course: no cell of it was recognised"
    except NotReadableError as no:
        made.problem = f"not readable: {no}"
        made.exercise = next((key for key in known if key.split("/")[-1] in name), "")
    stem = made.exercise.split("/")[-1]
    if made.cells and stem and stem not in name:
        made.notes.append("file name not recognised: matched by its content")
    if not learner:
        before = _LMS.sub("", name.partition(stem)[0] if stem in name else "").strip("_- ")
        made.learner = before or name.partition(".ipynb")[0]
    return made


def _parsed(raw: bytes) -> Any:
    if not raw.strip():
        raise NotReadableError("the file is empty")
    try:
        return json.loads(raw)
    except JSONDecodeError as error:
        if error.doc.lstrip()[:1] != "{":
            raise NotReadableError("this is no notebook") from None
        cut = error.pos >= len(error.doc.rstrip()) or "Unterminated" in error.msg
        raise NotReadableError(
            "the file is cut off" if cut else f"the file is damaged in line {error.lineno}"
        ) from None
    except UnicodeDecodeError:
        raise NotReadableError("the file is damaged: its text is not UTF-8") from None


def _cell(raw: dict[str, Any]) -> Cell:
    text = raw.get("source", raw.get("input", ""))
    marks = raw.get("metadata", {}).get("nbgrader", {})
    points = marks.get("points", 0) if marks.get("grade") else 0
    source = text if isinstance(text, str) else "".join(text)
    kind, own_id = str(raw.get("cell_type", "")), str(raw.get("id", ""))
    return Cell(kind, source, own_id, str(marks.get("grade_id", "")), points)


def _listed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not _HIDDEN.match(path.name))


def _files(folder: Path) -> list[Path]:
    """Return what is not a folder below `folder`; links are not followed.

    Of a whole copy of the course, with lessons and solutions in it, only the exercises are meant.
    """
    if (folder / "pyproject.toml").is_file() and (folder / "exercises").is_dir():
        return _files(folder / "exercises")
    found = []
    for path in _listed(folder):
        found += _files(path) if path.is_dir() and not path.is_symlink() else [path]
    return found
