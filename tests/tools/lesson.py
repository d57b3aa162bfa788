"""Write every file of a new lesson, as small as it runs, with a word TODO wherever there is work.

    make lesson NAME=18_tolerance UNIT=safety
    make lesson NAME=18_tolerance UNIT=safety TOPIC=adaptation TITLE="Tolerance"

The lesson runs at once, and stands in the course's plan (tests/contract/course.py). `make test`
then names what it still lacks, TODO by TODO. The files come from the folder lesson_template beside
this one; none that exists is written over.
"""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path
from string import Template

import nbformat

from tests.contract.course import FOLDER_OF, REPOSITORY, START, UNITS
from tests.contract.reading import SLIDE_TYPES

TEMPLATE = Path(__file__).with_name("lesson_template")
FILES = {
    "questions.toml": "helpers/checks/questions/$name.toml",
    "rows.toml": "helpers/checks/questions/$name.rows.toml",
    "simulation.py": "helpers/simulations/$topic.py",
    "figures.py": "helpers/figures/$topic.py",
    "tasks.py": "helpers/checks/$unit/$module.py",
    "literature.py": "tests/literature/${topic}_rows.py",
    "test.py": "tests/unit/test_$topic.py",
    "lesson.py": "notebooks/$unit/$name.ipynb",
    "exercise.py": "solutions/$unit/$name.ipynb",
    "note.md": "teaching/$name.md",
}
HANDOUT = """
[{name}]
picture = "cell-1"
numbers = [
  ["ket-gilling2009-ic50", "TODO: three facts by id, each with words that go on from its number."],
  ["ket-mealing1999-trapped", "TODO: a second."],
  ["ket-mealing1999-relief", "TODO: a third."],
]"""
CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


def names_of(name: str, unit: str, topic: str = "", title: str = "") -> dict[str, str]:
    """Return what the templates need to know, or raise a ValueError that says what is wrong."""
    if unit not in UNITS:
        raise ValueError(f"UNIT must be one of {', '.join(UNITS)}; {unit!r} was given.")
    if not re.fullmatch(r"\d\d_[a-z]+(_[a-z]+)*", name):
        raise ValueError(f"NAME must be a number and words, like 18_tolerance; {name!r} was given.")
    taken = [lesson for lesson in FOLDER_OF if lesson[:2] == name[:2] and lesson != name]
    if taken or FOLDER_OF.get(name, unit) != unit:
        stands = ", ".join(taken) or f"{name} of {FOLDER_OF[name]}"
        free = f"{int(max(FOLDER_OF)[:2]) + 1:02}"
        raise ValueError(f"NAME must have a free number, such as {free}; there is {stands}.")
    topic = topic or name[3:]
    if not re.fullmatch(r"[a-z][a-z_]*", topic) or keyword.iskeyword(topic):
        raise ValueError(f"TOPIC must be like_this, in small letters; {topic!r} was given.")
    title = title or name[3:].replace("_", " ").capitalize()
    if not re.fullmatch(r"""[^]["\\|\n$]+""", title):
        raise ValueError(f'TITLE must be one line without " \\ | [ ] $; {title!r} was given.')
    number = name[:2]
    return {
        "name": name,
        "number": number,
        "plain_number": str(int(number)),
        "module": name[3:],  # by which the lesson's tasks are found
        "topic": topic,
        "title": title,
        "unit": unit,
    }


def notebook_of(text: str) -> nbformat.NotebookNode:
    """Turn a text of cells, each after a line ``# %%``, into a notebook.

    After the two signs may stand ``[markdown]``, ``solution-only``, ``panel`` (its code is
    folded), a slide mark, or the ``grade_id`` of an answer or of a check with its points.
    """
    _, *pairs = CELL.split(text)
    cells = []
    for place, (marks, source) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
        words = marks.split()
        slides = [words.pop(words.index(mark)) for mark in SLIDE_TYPES if mark in words]
        source = source.strip("\n")
        if "[markdown]" in words:
            plain = re.sub(r"^# ?", "", source, flags=re.MULTILINE)
            cell = nbformat.v4.new_markdown_cell(plain)
        else:
            cell = nbformat.v4.new_code_cell(source)
            if "panel" in words:
                cell.metadata.jupyter = {"source_hidden": True}
            elif words:
                cell.metadata.nbgrader = _grading(*words)
        if "solution-only" in words:
            cell.metadata.tags = ["solution-only"]
        if slides:
            cell.metadata.slideshow = {"slide_type": slides[0]}
        cell.id = f"cell-{place}"
        cells.append(cell)
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata.kernelspec = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    book.metadata.language_info = {"name": "python"}
    return book


def _grading(grade_id: str, points: str = "") -> dict[str, object]:
    """Return nbgrader's mark of an answer, or of a check where there are points."""
    mark = {"grade": bool(points), "grade_id": grade_id, "locked": bool(points)}
    mark |= {"points": int(points)} if points else {}
    return mark | {"schema_version": 3, "solution": not points, "task": False}


def write(names: dict[str, str], root: Path = REPOSITORY) -> list[str]:
    """Write the files; return their paths. Nothing is written where one of them exists."""
    paths = {source: root / Template(path).substitute(names) for source, path in FILES.items()}
    standing = [str(path.relative_to(root)) for path in paths.values() if path.exists()]
    if standing:
        raise ValueError(f"These exist already, and nothing was written: {', '.join(standing)}.")
    for source, path in paths.items():
        text = Template((TEMPLATE / f"{source}.txt").read_text(encoding="utf-8")).safe_substitute(
            names
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            nbformat.write(notebook_of(text), path)
        else:
            path.write_text(text, encoding="utf-8")
    return [str(path.relative_to(root)) for path in paths.values()] + _enter(names, root)


def _enter(names: dict[str, str], root: Path) -> list[str]:
    """Enter the lesson where lessons are listed; return where that is.

    Plan, README, INSTRUCTORS.md and time strip list a unit's lessons line by line: the new line
    comes after the last one before it.
    """
    unit, name, title, number = (names[key] for key in ("unit", "name", "title", "number"))
    package = root / "helpers" / "checks" / unit / "__init__.py"
    if not package.exists():
        words = unit.replace("_", " ").capitalize()
        package.write_text(f'"""Tasks of the unit *{words}*, one module a lesson."""\n', "utf-8")
    before = [lesson for lesson in UNITS[unit] if lesson < name][-1:] or [START]
    link = f"[{number} {title}](notebooks/{unit}/{name}.ipynb)"
    lines = {  # by file: how it shows that the lesson is there, after what, which line
        "tests/contract/course.py": (f'"{name}"', f'"{before[0]}",', f'        "{name}",'),
        "helpers/figures/arc.py": (
            f'"{number}"',
            "    Span(",
            f'    Span("TODO", DAY, 7 * DAY, ("{number}",), 0),  # what, from when to when',
        ),
        "README.md": (
            f"/{name}.ipynb",
            f"/{before[0]}.ipynb)",
            f"| | {link} | 60 | TODO: the question it answers |",
        ),
        "INSTRUCTORS.md": (
            f"/{name}.md",
            f"(teaching/{before[0]}.md)",
            f"- [{number}, {title}](teaching/{name}.md)",
        ),
        "site/handouts.toml": (f"[{name}]", "", HANDOUT.format(name=name)),
    }
    for path, (sign, mark, line) in lines.items():
        text = (root / path).read_text(encoding="utf-8")
        if sign not in text:
            place = text.index("\n", text.rindex(mark)) + 1 if mark else len(text)
            (root / path).write_text(f"{text[:place]}{line}\n{text[place:]}", encoding="utf-8")
    return list(lines)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("name", help="file name of the lesson, such as 05_dissociation")
    parser.add_argument("unit", help=", ".join(UNITS))
    parser.add_argument("--topic", default="", help="name of its modules; by default the lesson's")
    parser.add_argument("--title", default="", help="by default the name in words")
    given = parser.parse_args()
    try:
        written = write(names_of(given.name, given.unit, given.topic, given.title))
    except ValueError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    print("Written:", *written, sep="\n  ")
    print("Next: `make execute`, `make exercises`, `make links`. `make test` then names each TODO.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
