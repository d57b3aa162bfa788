"""How long a lesson takes: one rule, worked out from the notebook and its file of questions.

    python -m tests.tools.minutes      each lesson part by part, and each exercise
    python -m tests.tools.minutes 03   only lesson and exercise 03
    python -m tests.tools.minutes --write   write the plan of each lesson into its note in teaching/

The rule counts what stands before "Go further". Words are read at a speed; whatever a learner
does or works out besides has a price in minutes. Speeds and prices stand here and nowhere else.
They were set so that lessons 00 to 04, which took careful readers about 30, 55, 60, 70 and 75
minutes, come near that: together within two minutes, the farthest by nine.

A cell with the tag `BEYOND_45` is left out on the 45-minute path, and so is a claim of a passport
that has ``beyond_45 = true`` in its file of questions. The first cell of such a run,
and each heading in it, says so in the words `SKIP`, and a heading ends the run.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import PurePath

from helpers.checks.lessons import SHORT_PATH_MIN, SKIP
from tests.contract import course
from tests.contract.reading import (
    BEYOND_THE_MINUTES,
    Subject,
    calls,
    headings,
    section_of,
    strings_of,
    words,
)

PROSE_WORDS_PER_MIN = 75  # dense text with numbers and terms is read about twice
QUESTION_WORDS_PER_MIN = 130  # questions, feedback, findings, objectives, passports

#: What is done or worked out, and what one of it costs in minutes beside its words.
PRICE_MIN = {
    "equation": 2.0,
    "figure": 1.0,
    "table": 1.0,
    "printed result": 0.5,
    "panel with its task": 7.0,
    "timed run": 3.0,
    "prediction": 1.0,
    "question": 1.0,
    "claim to grade": 2.0,
    "claim weighed again": 1.0,
    "check": 2.0,
    "belief": 0.25,
}
#: An exercise costs the reading of its text and this for each point.
POINT_MIN = 3.5

LONGEST_CORE_MIN = 60
SLACK_MIN = 5
LEAST_CLAIMS = 2  # of a passport, on the short path
BEYOND_45 = "beyond-45"

# What each call of a lesson shows: the table of the questions file and the parts that are read.
_READ = {
    "predict": ("predictions", ("question", "text")),
    "revisit": ("predictions", ("why",)),
    "ask": ("questions", ("question", "text", "why")),
    "found": ("findings", ("text",)),
    "task": ("tasks", ("say", "look", "found")),
    "passport": ("claims", ("text", "objection", "reason", "arguable")),
    "inventory": ("inventory", ("question", "text")),
    "weigh": ("weighed", ("text", "why")),
    "summary": ("told", ("clause",)),
}
_PRICED = {
    "predict": "prediction",
    "ask": "question",
    "explore": "panel with its task",
    "stopwatch": "timed run",
    "show": "figure",
    "reveal": "figure",
    "check": "check",
}


def spent(subject: Subject, short: bool = False) -> Counter[tuple[str, str]]:
    """Return the minutes of a lesson by section and kind.

    Parameters
    ----------
    subject : Subject
        The lesson, with its questions.
    short : bool
        Leave out what the 45-minute path leaves out.
    """
    found: Counter[tuple[str, str]] = Counter()
    asked = dict(subject.questions or {})
    if short:
        asked["claims"] = kept_claims(asked)
    for cell, section in zip(subject.notebook.cells, section_of(subject), strict=True):
        if section == BEYOND_THE_MINUTES or (short and _beyond_45(cell)):
            continue
        for kind, minutes in _of_cell(cell, asked).items():
            found[section or "Opening", kind] += minutes
    return found


def kept_claims(asked: dict) -> list[dict]:
    """Return the claims that the 45-minute path keeps."""
    return [claim for claim in asked.get("claims", []) if not claim.get("beyond_45")]


def _of_cell(cell, asked: dict) -> Counter[str]:
    found: Counter[str] = Counter()
    if cell.cell_type == "markdown":
        found["prose"] += words(cell.source) / PROSE_WORDS_PER_MIN
        found["equation"] += PRICE_MIN["equation"] * cell.source.count("$$") / 2
        tables = re.findall(r"^\|[-: |]+\|$", cell.source, re.MULTILINE)
        found["table"] += PRICE_MIN["table"] * len(tables)
        return found
    made = calls(cell.source)
    for name, arguments in made:
        if name in _PRICED:
            found[_PRICED[name]] += PRICE_MIN[_PRICED[name]]
        if name in _READ:
            table, parts = _READ[name]
            found["questions and feedback"] += _reading(_entries(asked, table, arguments), parts)
    if any(name == "opening" for name, _ in made):
        read = strings_of([asked.get("objectives", []), asked.get("know_first", [])])
        found["questions and feedback"] += sum(map(words, read)) / QUESTION_WORDS_PER_MIN
    for name, kind, table in (
        ("passport", "claim to grade", "claims"),
        ("weigh", "claim weighed again", "weighed"),
        ("inventory", "belief", "inventory"),
    ):
        if any(made_name == name for made_name, _ in made):
            found[kind] += PRICE_MIN[kind] * len(asked.get(table, []))
    for output in cell.get("outputs", []):
        html = output.get("data", {}).get("text/html", "")
        if output.output_type == "stream":
            found["printed result"] += PRICE_MIN["printed result"]
        elif "<table" in html and not any(name in _READ for name, _ in made):
            found["table"] += PRICE_MIN["table"]
    return found


def _entries(asked: dict, table: str, arguments: list) -> list[dict]:
    """Return the entry that a call names, or the whole table where it names none."""
    entries = asked.get(table, [])
    if not arguments:
        return entries
    return [entry for entry in entries if entry.get("name") == arguments[0]]


def _reading(entries: list[dict], parts: tuple[str, ...]) -> float:
    return sum(_words_of(entry, parts) for entry in entries) / QUESTION_WORDS_PER_MIN


def _words_of(value: object, parts: tuple[str, ...]) -> int:
    """Count the words under these keys, however deep they stand."""
    if isinstance(value, list):
        return sum(_words_of(one, parts) for one in value)
    if not isinstance(value, dict):
        return 0
    return sum(
        sum(map(words, strings_of(one))) if key in parts else _words_of(one, parts)
        for key, one in value.items()
    )


def exercise_minutes(subject: Subject, points: int) -> float:
    """Return the minutes of an exercise: the reading of its text, and a price for each point."""
    read = sum(words(c.source) for c in subject.notebook.cells if c.cell_type == "markdown")
    return read / PROSE_WORDS_PER_MIN + POINT_MIN * points


def path_faults(subject: Subject) -> list[str]:
    """Say where the cells of the 45-minute path are not marked so that a learner sees it."""
    faults = []
    cells = subject.notebook.cells
    skipped = [_beyond_45(cell) for cell in cells]
    for place, (cell, skip) in enumerate(zip(cells, skipped, strict=True), 1):
        text = cell.source if cell.cell_type == "markdown" else ""
        headed = bool(headings(text))
        begins = skip and not (place > 1 and skipped[place - 2])
        ended = not skip and place > 1 and skipped[place - 2]
        if skip and (begins or headed) and SKIP not in "\n".join(text.split("\n")[:3]):
            faults.append(f"cell {place} is tagged {BEYOND_45}: say {SKIP!r} under its heading")
        if not skip and SKIP in text:
            faults.append(f"cell {place} says {SKIP!r} and lacks the tag {BEYOND_45}")
        if ended and not text.lstrip().startswith("#"):
            faults.append(f"cell {place} follows a run tagged {BEYOND_45}: begin with a heading")
    return faults


def minutes_faults(subject: Subject) -> list[str]:
    """Say where a lesson's printed minutes and its path of 45 do not hold."""
    whole, short = (sum(spent(subject, cut).values()) for cut in (False, True))
    printed = (subject.questions or {}).get("minutes")
    faults = path_faults(subject)
    if not isinstance(printed, int) or abs(printed - whole) > SLACK_MIN:
        faults.append(f"minutes = {printed!r}, but the rule finds {whole:.0f}")
    for name, value in (("minutes of the file", printed), ("minutes by the rule", round(whole))):
        if isinstance(value, int) and value > LONGEST_CORE_MIN:
            faults.append(f"{name} are {value}, more than {LONGEST_CORE_MIN}")
    if round(short) > SHORT_PATH_MIN:
        faults.append(f"the 45-minute path takes {short:.0f}: mark more as beyond it")
    return faults + kept_faults(subject)


def kept_faults(subject: Subject) -> list[str]:
    """Say where the 45-minute path lacks claims to grade, a panel, data or a part of the close."""
    asked = subject.questions or {}
    whole, short = spent(subject), spent(subject, short=True)
    gone = {part for part in whole if whole[part] and not short[part]}
    lacks = {
        f"{LEAST_CLAIMS} claims": asked.get("claims") and len(kept_claims(asked)) < LEAST_CLAIMS,
        "a panel": ("Explore", "panel with its task") in gone,
        "data": ("Against the data", "figure") in gone,
        "the whole close": any(whole[p] != short[p] for p in whole if p[0] == "Close"),
    }
    return [f"the 45-minute path must keep {what}" for what, lacking in lacks.items() if lacking]


def _beyond_45(cell) -> bool:
    return BEYOND_45 in cell.metadata.get("tags", [])


def plan(subject: Subject) -> str:
    """Return the line of a note in teaching/ with its lesson's minutes, section by section.

    The plan of 60 minutes is the core, that of 45 leaves out what it names, that of 90 adds tasks
    of the exercise.
    """
    whole, short = spent(subject), spent(subject, short=True)
    parts = []
    for section in dict.fromkeys(part for part, _ in whole):
        all_of_it, kept = (
            round(sum(m for (part, _), m in counted.items() if part == section))
            for counted in (whole, short)
        )
        parts.append(f"{section} {all_of_it}" + (f" ({kept})" if kept != all_of_it else ""))
    left_out = [
        f"*{words}*"
        for cell in subject.notebook.cells
        if _beyond_45(cell) and cell.cell_type == "markdown"
        for _, words in headings(cell.source)
    ]
    claims = (subject.questions or {}).get("claims", [])
    home = [str(n) for n, claim in enumerate(claims, 1) if claim.get("beyond_45")]
    if home:
        left_out.append(f"claim{'s'[: len(home) > 1]} {' and '.join(home)}")
    total, left = (round(sum(counted.values())) for counted in (whole, short))
    line = f"**Minutes** (on the short path): all {total} ({left}); " + ", ".join(parts) + "."
    return line + (f" The short path leaves out {_listed(left_out)}." if left_out else "")


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def write_plans() -> None:
    """Put each lesson's plan below the heading *Minutes* of its note, in place of the one there."""
    for path in course.notebooks("notebooks"):
        note = course.REPOSITORY / "teaching" / f"{path.stem}.md"
        if not note.exists():
            continue
        line = f"## Minutes\n\n{plan(lesson(path))}\n\n"
        heading = re.compile(r"## Minutes\n\n(\*\*Minutes\*\*[^\n]*\n\n)?")
        text = note.read_text(encoding="utf-8")
        note.write_text(heading.sub(lambda _, line=line: line, text, count=1), encoding="utf-8")


def lesson(path: PurePath) -> Subject:
    """Read a lesson and its questions, with what it takes from other lessons' files."""
    asked = dict(course.questions(path.stem) or {})
    if other := asked.get("inventory_of"):
        asked["inventory"] = course.questions(other)["inventory"]
    # those that stand two steps from the course's grade as well are asked of some learners only
    own = [one for one in asked.get("told", []) if one.get("lesson") == path.stem]
    asked["weighed"] = [one for one in asked.get("told", []) if one.get("again") or one in own]
    return Subject(course.read(path), path, asked)


def main() -> int:
    """Print the minutes by part."""
    from helpers.checks.tasks import every_task

    only = sys.argv[1:]
    if only == ["--write"]:
        write_plans()
        return 0
    for path in course.notebooks("notebooks", "exercises"):
        if only and path.stem[:2] not in only:
            continue
        if path.parts[0] == "exercises":
            points = sum(t.points for t in every_task() if t.id[:2] == path.stem[:2])
            total = exercise_minutes(Subject(course.read(path), path), points)
            print(f"exercise {path.stem}: {total:.0f} minutes\n")
            continue
        subject = lesson(path)
        whole, short = spent(subject), spent(subject, short=True)
        print(f"lesson {path.stem}: {sum(whole.values()):.0f} minutes by the rule,", end=" ")
        print(f"{sum(short.values()):.0f} on the 45-minute path,", end=" ")
        print(f"{(subject.questions or {}).get('minutes')} printed")
        for section in dict.fromkeys(part for part, _ in whole):
            kinds = {kind: m for (part, kind), m in whole.items() if part == section and m}
            print(f"  {section}: {sum(kinds.values()):.1f}", end="  (")
            print(", ".join(f"{kind} {m:.1f}" for kind, m in kinds.items()) + ")")
        print("".join(f"  ! {fault}\n" for fault in minutes_faults(subject)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
