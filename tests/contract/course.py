"""The course's plan as tests need it: which lessons there are, and where their files lie."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path

import nbformat

from helpers.checks import questions_file
from helpers.checks.tasks import Task, tasks_of

REPOSITORY = Path(__file__).resolve().parents[2]
QUESTIONS = REPOSITORY / "helpers" / "checks" / "questions"
BIBLIOGRAPHY = REPOSITORY / "helpers" / "evidence" / "references.bib"
NOTEBOOK_ROOMS = ("notebooks", "exercises", "solutions")

START, CAPSTONE = "00_start_here", "17_weigh_the_claims"
# The lessons of each unit, in the order in which the course names its units.
_LESSONS = (
    (
        "01_channel_block",
        "02_dose_to_brain",
        "03_disinhibition",
        "04_surge_to_synapse",
    ),
    (
        "05_dissociation",
        "06_rhythms_and_networks",
        "07_time_body_senses",
        "08_analgesia",
    ),
    (
        "09_rapid_response",
        "10_suicidal_ideation",
        "11_keeping_the_gain",
        "12_chronic_pain",
    ),
    (
        "13_exposure_and_monitoring",
        "14_brain_and_cognition",
        "15_dependence_and_body",
        "16_animals_to_humans",
    ),
)
UNITS = dict(zip(questions_file.UNITS, _LESSONS, strict=True))
# Each lesson's folder below notebooks/, exercises/ and solutions/.
FOLDER_OF = {START: ".", CAPSTONE: "."} | {
    lesson: unit for unit, lessons in UNITS.items() for lesson in lessons
}


def is_ours(notebook: Path) -> bool:
    """Say whether a notebook has a lesson's name.

    Others are a learner's own, copies, or what a system or a synchroniser left.
    """
    kept = ".ipynb_checkpoints" in notebook.parts
    return not kept and bool(re.fullmatch(r"\d\d_[a-z0-9_]+\.ipynb", notebook.name))


def notebooks_in(folder: Path) -> list[Path]:
    """Return the course's notebooks in and below a folder."""
    return sorted(filter(is_ours, folder.rglob("*.ipynb")))


def notebooks(*rooms: str) -> list[Path]:
    """Return every notebook below these folders, as paths relative to the repository."""
    return sorted(
        path.relative_to(REPOSITORY)
        for room in rooms or NOTEBOOK_ROOMS
        for path in notebooks_in(REPOSITORY / room)
    )


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook as it stands in its file."""
    return nbformat.read(REPOSITORY / path, as_version=nbformat.NO_CONVERT)


def questions(lesson: str) -> dict | None:
    """Return a lesson's questions file, or None when it has none.

    Raises
    ------
    QuestionsError
        If it is not as it must be: every test that reads it then says so in the same words.
    """
    path = QUESTIONS / f"{lesson}.toml"
    if not path.exists():
        return None
    questions_file.read(lesson, QUESTIONS)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def readable_tasks() -> list[Task]:
    """Return the tasks of every file that can be read; what is wrong with others, a test says.

    Tests are collected from it, and a faulty file must not keep those of all others from running.
    """
    found = []
    for lesson in questions_file.lessons():
        with suppress(ValueError):
            found += tasks_of(lesson)
    return found


@cache
def bibliography() -> dict[str, str]:
    """Return the DOI of every entry of references.bib by its key, in lower case, "" for none."""
    from pybtex.database import parse_file

    entries = parse_file(str(BIBLIOGRAPHY), bib_format="bibtex").entries
    return {key: entry.fields.get("doi", "").lower() for key, entry in entries.items()}
