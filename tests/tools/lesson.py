"""Write every file of a new lesson, as small as it runs, with a word TODO wherever there is work.

    make lesson NAME=05_dissociation UNIT=perception
    make lesson NAME=06_rhythms_and_networks UNIT=perception TOPIC=rhythms TITLE="Rhythms"

The lesson runs at once. `make test` then names what it still lacks, TODO by TODO. The files come
from the folder lesson_template beside this one; none that exists is written over.
"""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path
from string import Template

import nbformat

from tests.contract.course import FOLDER_OF, REPOSITORY, UNITS
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
CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


def names_of(name: str, unit: str, topic: str = "", title: str = "") -> dict[str, str]:
    """Return what the templates need to know, or raise a ValueError that says what is wrong."""
    if unit not in UNITS:
        raise ValueError(f"UNIT must be one of {', '.join(UNITS)}; {unit!r} was given.")
    if name not in UNITS[unit]:
        raise ValueError(f"NAME must be one of {', '.join(UNITS[unit])}; {name!r} was given.")
    topic = topic or name[3:]
    if not re.fullmatch(r"[a-z][a-z_]*", topic) or keyword.iskeyword(topic):
        raise ValueError(f"TOPIC must be like_this, in small letters; {topic!r} was given.")
    title = title or name[3:].replace("_", " ").capitalize()
    number = name[:2]
    return {
        "name": name,
        "number": number,
        "plain_number": str(int(number)),
        "module": name[3:],  # by which the lesson's tasks are found
        "topic": topic,
        "title": title,
        "unit": FOLDER_OF[name],
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
    """Enter the lesson where lessons are listed: the unit's tasks, README and INSTRUCTORS.md."""
    unit = root / "helpers" / "checks" / names["unit"] / "__init__.py"
    if not unit.exists():
        words = names["unit"].replace("_", " ").capitalize()
        unit.write_text(f'"""Tasks of the unit *{words}*, one module a lesson."""\n', "utf-8")
    readme = root / "README.md"
    row = re.compile(
        rf"^(\|[^|]*\|) {names['number']} [^|]*\|[^|]*(\|.*?) \*\(not written yet\)\*", re.M
    )
    link = f"[{names['number']} {names['title']}](notebooks/{names['unit']}/{names['name']}.ipynb)"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(row.sub(rf"\1 {link} | 60 \2", text), encoding="utf-8")
    guide = root / "INSTRUCTORS.md"
    text = guide.read_text(encoding="utf-8")
    if f"(teaching/{names['name']}.md)" not in text:
        entry = f"- [{names['number']}, {names['title']}](teaching/{names['name']}.md)\n"
        after = [m for m in re.finditer(r"^- \[(\d\d), .*\n", text, re.M) if m[1] < names["number"]]
        place = after[-1].end()
        guide.write_text(text[:place] + entry + text[place:], encoding="utf-8")
    return ["README.md", "INSTRUCTORS.md"]


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
    print("Next: `make execute`, `make exercises`, then `make test`, which names each TODO.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
