"""Write exercises/ from solutions/: `make exercises`.

The solutions are the only source. Each exercise is its solution without what is tagged
`solution-only`, with a hole in place of each marked region, and with nbgrader's own marks (locked
checks, checksums), so that a hub with nbgrader can hand it out too.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ClearOutputPreprocessor
from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ComputeChecksums, LockCells

from tests.contract.course import notebooks_in

COURSE = Path(__file__).resolve().parents[2]
STUB = "...  # your answer here"

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_REGION = re.compile(rf"^( *){_BEGIN}\n.*?^ *{_END}$", re.MULTILINE | re.DOTALL)
_PLACEHOLDERS = re.compile(r"^\w+ = \.\.\.$", re.MULTILINE)


def units(root: Path = COURSE) -> list[str]:
    """Return the units that have solutions, in alphabetical order."""
    solutions = root / "solutions"
    return sorted(folder.name for folder in solutions.iterdir() if notebooks_in(folder))


def with_holes(source: str) -> str:
    """Return a solution cell's source with one place to answer for each marked region.

    Where names are already set to ``...`` above the region, those dots are the place and the
    region goes; inside a function one line with three dots takes its place.

    Examples
    --------
    >>> with_holes("x = ...\\n### BEGIN SOLUTION\\nx = 1\\n### END SOLUTION")
    'x = ...'
    """
    holes = _REGION.sub(lambda m: "" if _answered_above(source, m) else m[1] + STUB, source)
    if _BEGIN in holes or _END in holes:
        raise ValueError(f"{_BEGIN!r} and {_END!r} must stand in pairs, but do not in: {source}")
    return holes.rstrip("\n")


def release(solution: Path) -> NotebookNode:
    """Return the exercise of a solution.

    Parameters
    ----------
    solution : Path
        A notebook with nbgrader's metadata and marked regions.

    Raises
    ------
    ValueError
        If a marked region does not end, or nbgrader refuses a cell's metadata; the message names
        the file.
    """
    notebook = nbformat.read(solution, as_version=4)
    tags = ((cell, cell.metadata.get("tags", [])) for cell in notebook.cells)
    notebook.cells = [cell for cell, tagged in tags if "solution-only" not in tagged]
    try:
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = with_holes(cell.source)
        clear = ClearOutputPreprocessor(enabled=True)
        for step in (CheckCellMetadata(), LockCells(), clear, ComputeChecksums()):
            notebook, _ = step.preprocess(notebook, {})
    except Exception as error:  # nbgrader raises errors of several kinds
        raise ValueError(f"{solution.name}: {error}") from error
    return notebook


def releases(root: Path = COURSE) -> dict[Path, str]:
    """Return the text of every exercise, by its path inside ``exercises/``."""
    return {
        Path(unit, solution.name): nbformat.writes(release(solution)) + "\n"
        for unit in units(root)
        for solution in notebooks_in(root / "solutions" / unit)
    }


def out_of_date(root: Path = COURSE) -> dict[Path, str | None]:
    """Return the exercises that differ from their solutions, with what they should hold.

    None stands for a notebook that has no solution and should not be there.
    """
    kept = {
        path.relative_to(root / "exercises"): path.read_text(encoding="utf-8")
        for path in notebooks_in(root / "exercises")
    }
    made = releases(root)
    return {
        path: made.get(path)
        for path in sorted(made.keys() | kept.keys())
        if made.get(path) != kept.get(path)
    }


def main() -> None:
    """Bring exercises/ up to date with solutions/ and say what changed."""
    changed = out_of_date()
    for path, text in changed.items():
        place = COURSE / "exercises" / path
        if text is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
    print(
        "\n".join(f"exercises/{path.as_posix()}" for path in changed) or "exercises/ is up to date"
    )


def _answered_above(source: str, region: re.Match) -> bool:
    return not region[1] and bool(_PLACEHOLDERS.search(source[: region.start()]))


if __name__ == "__main__":
    main()
