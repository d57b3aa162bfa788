"""Environments as other machines would have them: a venv, a copy of the course, nothing of yours.

They lie below ``build/`` and are kept for the next run. Making one needs a network.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = REPOSITORY / "build"


def course_files() -> list[str]:
    """Return every file that git knows or would take, relative to the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (REPOSITORY / name).is_file()]


def copy_course(folder: Path) -> None:
    """Put the course as it stands now into a folder, in place of what is there."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in course_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(REPOSITORY / name, folder / name)


def dockerfile_steps(text: str) -> list[tuple[str, list[str]]]:
    """Return the COPY and `RUN pip` lines of a Dockerfile, in order, as words.

    >>> dockerfile_steps("FROM x\\nCOPY a b/\\nRUN apt y\\nRUN pip install -r a")
    [('COPY', ['a', 'b/']), ('pip', ['install', '-r', 'a'])]
    """
    lines = [line.split() for line in text.splitlines()]
    return [
        ("COPY", line[1:]) if line[0] == "COPY" else ("pip", line[2:])
        for line in lines
        if line[:1] == ["COPY"] or line[:2] == ["RUN", "pip"]
    ]


def python_of(folder: Path) -> Path:
    """Return the Python of the venv in a folder, made if it is not there."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    return python


def pip(python: Path, words: list[str], cwd: Path) -> None:
    """Run one pip command in an environment and say how it failed, if it did."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"pip {shlex.join(words)}\n{done.stderr[-2000:]}")


def build_image(folder: Path) -> Path:
    """Do in a folder what deploy/Dockerfile does in an image; return the Python."""
    course, python = folder / "course", python_of(folder / "venv")
    shutil.rmtree(course, ignore_errors=True)
    course.mkdir(parents=True)
    files = course_files()
    for step, words in dockerfile_steps((REPOSITORY / "deploy" / "Dockerfile").read_text("utf-8")):
        if step == "pip":
            pip(python, words, course)
            continue
        *names, target = words
        for name in names:  # a file goes into the target, a folder becomes it
            for file in (file for file in files if f"{file}/".startswith(f"{name}/")):
                inside = Path(file).name if file == name else Path(file).relative_to(name)
                copy = course / target / inside
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(REPOSITORY / file, copy)
    return python
