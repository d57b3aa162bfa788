"""Write exercises/ from solutions/ with nbgrader: `make exercises`.

The solutions are the only source. nbgrader works in a temporary course, so that exercises/ is
replaced only when every unit came out well, and only where something changed. The gradebook under
.gradebook/ learns the assignments at the same time, which autograding needs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

COURSE = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")


def units(root: Path = COURSE) -> list[str]:
    """Return the units that have solutions, in alphabetical order."""
    solutions = root / "solutions"
    return sorted(folder.name for folder in solutions.iterdir() if any(folder.glob("*.ipynb")))


def generate(into: Path, source: Path = COURSE, gradebook: Path | None = None) -> Path:
    """Make the exercises of a course in another folder.

    Parameters
    ----------
    into : Path
        An empty folder; it becomes a course of its own for nbgrader.
    source : Path
        The course whose ``solutions/`` are taken.
    gradebook : Path, optional
        Folder of the gradebook that is to know the assignments; one under `into` by default.

    Returns
    -------
    Path
        The folder of the exercises.

    Raises
    ------
    RuntimeError
        If nbgrader refuses a solution; the message is nbgrader's.
    """
    shutil.copytree(source / "solutions", into / "solutions", ignore=NOT_COPIED)
    (into / "exercises").mkdir()
    for unit in units(source):
        nbgrader(into, "generate_assignment", unit, "--force", gradebook=gradebook)
    return into / "exercises"


def nbgrader(root: Path, *arguments: str, gradebook: Path | None = None) -> str:
    """Run one nbgrader command on the course in `root` and return what it said.

    Parameters
    ----------
    root : Path
        The course's folder for nbgrader.
    *arguments : str
        The command and its arguments.
    gradebook : Path, optional
        Folder of the gradebook; ``.gradebook`` under `root` by default.

    Raises
    ------
    RuntimeError
        If the command fails.
    """
    book = gradebook or root / ".gradebook"
    book.mkdir(parents=True, exist_ok=True)
    program = [sys.executable, "-m", "nbgrader", *arguments]
    settings = [
        f"--CourseDirectory.root={root}",
        f"--CourseDirectory.db_url=sqlite:///{(book / 'gradebook.db').as_posix()}",
        f"--NbGrader.logfile={book / 'nbgrader.log'}",
    ]
    ran = subprocess.run(
        program + settings,
        cwd=root,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout + ran.stderr
    if ran.returncode:
        raise RuntimeError(f"nbgrader {' '.join(arguments)} failed:\n{said}")
    return said


def differences(made: Path, kept: Path) -> list[str]:
    """Return the files, by name, that differ between two folders or stand in only one of them."""
    files = {path.relative_to(top) for top in (made, kept) for path in _files(top)}
    return sorted(str(f) for f in files if _bytes(made / f) != _bytes(kept / f))


def main() -> None:
    """Bring exercises/ up to date with solutions/ and say what changed."""
    kept = COURSE / "exercises"
    with tempfile.TemporaryDirectory() as folder:
        made = generate(Path(folder).resolve(), gradebook=COURSE / ".gradebook")
        changed = differences(made, kept)
        for name in changed:
            _bring(made / name, kept / name)
    print("\n".join(f"exercises/{name}" for name in changed) or "exercises/ is up to date")


def _bring(made: Path, kept: Path) -> None:
    if made.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, kept)
    else:
        kept.unlink()


def _files(top: Path) -> list[Path]:
    hidden = (".ipynb_checkpoints", "__pycache__")
    found = top.rglob("*") if top.exists() else ()
    return [p for p in found if p.is_file() and not any(part in hidden for part in p.parts)]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _environment() -> dict[str, str]:
    """Return the environment with the course's settings, and alembic within nbgrader's reach."""
    tools = str(Path(sys.executable).parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_")}
    return kept | {
        "JUPYTER_CONFIG_PATH": str(COURSE / "jupyter"),
        "PATH": tools + os.pathsep + os.environ.get("PATH", ""),
    }


if __name__ == "__main__":
    main()
