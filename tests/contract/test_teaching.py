"""Each lesson has a note in teaching/ from which somebody who never saw it can teach it.

What a note quotes from its lesson is held against the lesson: objectives, options, ids, minutes,
panels, headings and numbers. So are the plans of INSTRUCTORS.md, which add minutes up, and what
learners are told before class.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from helpers.checks.tasks import every_task
from tests.contract.course import NOTEBOOK_ROOMS, REPOSITORY, notebooks, questions, read
from tests.contract.reading import Subject, headings, plain, section_of, without_pictures
from tests.prose import texts_of
from tests.tools import minutes

ROOM = REPOSITORY / "teaching"
LESSONS = {path.stem: path for path in notebooks("notebooks")}
NOTES = {name: ROOM / f"{name}.md" for name in LESSONS}
WRITTEN = [name for name, path in NOTES.items() if path.exists()]
GUIDE = (REPOSITORY / "INSTRUCTORS.md").read_text(encoding="utf-8")

SECTIONS = [
    "In one minute",
    "Minutes",
    "Objectives and checks",
    "Polls",
    "In the room",
    "Discussion",
    "Open tasks",
    "An expert may say",
]
CARE = "Care"  # the last, where the subject needs it
LEAST_POLLS, LEAST_PROMPTS = 2, 3
RIGHT = "**right:**"
POLL = re.compile(r"^### `([a-z0-9-]+)` \((.+)\)$", re.MULTILINE)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Numbers that are no statement on the subject: of lessons, paths and the note's own parts.
APART = re.compile(
    r"[Ll]essons? \d\d(?:(?:, | and | to | or )\d\d)*|Exercise \d\d|\b(?:45|60|90)[- ]minute|"
    r"\b(?:45|60|90) minutes|task \d|claim \d|`[^`]*`|\]\([^)]*\)"
)


@cache
def countable() -> set[tuple[str, str, int]]:
    """Return each claim of a passport, counted from its first, and each task: "01", "claim", 3."""
    return {
        (name[:2], "claim", number)
        for name in LESSONS
        for number, _ in enumerate(questions(name).get("claims", []), 1)
    } | {(task.id[:2], "task", int(task.id[3:])) for task in every_task()}


def asked(lesson: str, *tables: str) -> dict[str, dict]:
    return {q["name"]: q for table in tables for q in questions(lesson).get(table, [])}


def sections(lesson: str) -> dict[str, str]:
    """Return the parts of a note by heading."""
    text = NOTES[lesson].read_text(encoding="utf-8")
    _, *parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """Return the cells of the body of each Markdown table in a text."""
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        for line in text.split("\n")
        if line.startswith("|")
    ]
    rules = {n for n, row in enumerate(cells) if not re.sub(r"[-: ]", "", "".join(row))}
    return [row for n, row in enumerate(cells) if n not in rules and n + 1 not in rules]


def polls(lesson: str) -> dict[str, list[list[str]]]:
    """Return the rows of each poll of a note by the id of its question."""
    _, *parts = POLL.split(sections(lesson)["Polls"])
    return {name: rows(text) for name, text in zip(parts[::3], parts[2::3], strict=True)}


@cache
def told(lesson: str) -> str:
    """Return all that lesson and exercise say, saved outputs and their words included."""
    said = list(texts_of(lesson).values())
    for path in notebooks(*NOTEBOOK_ROOMS):
        if path.stem == lesson:
            for cell in read(path).cells:
                said.append(cell.source)
                for output in cell.get("outputs", []):
                    data = output.get("data", {})
                    shown = (output.get("text", ""), data.get("text/html", ""))
                    said += [without_pictures(text) for text in shown]
    return plain(" ".join(said))


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_lesson_has_a_note_that_instructors_find(lesson):
    assert NOTES[lesson].exists(), f"write {NOTES[lesson].relative_to(REPOSITORY)}"
    assert f"](teaching/{lesson}.md)" in GUIDE, f"INSTRUCTORS.md: link teaching/{lesson}.md"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_note_has_its_headings(lesson):
    text = NOTES[lesson].read_text(encoding="utf-8")
    title = f"# Teaching lesson {lesson[:2]}, {questions(lesson)['title']}\n"
    assert text.startswith(title), f"begin with {title!r}"
    found = list(sections(lesson))
    assert [name for name in found if name != CARE] == SECTIONS
    assert CARE not in found[:-1], f"{CARE} is the last part"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_note_has_the_minutes_of_its_lesson(lesson):
    line = minutes.plan(minutes.lesson(LESSONS[lesson]))
    assert line in sections(lesson)["Minutes"], "run `python -m tests.tools.minutes --write`"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_map_leads_from_each_objective_to_what_checks_it(lesson):
    part = sections(lesson)["Objectives and checks"]
    found = rows(part)
    assert [row[0] for row in found] == questions(lesson)["objectives"], "the lesson's own words"
    known = asked(lesson, "predictions", "questions")
    allowed = {*known, *asked(lesson, "inventory")}
    for objective, _, checks in found:
        ids = set(re.findall(r"`([^`]+)`", checks))
        places = re.findall(r"(?:lesson (\d\d), )?\b(claim|task) (\d+)", checks)
        assert ids or places, f"nothing checks {objective!r}"
        assert ids <= allowed, f"no question of {lesson}: {sorted(ids - allowed)}"
        for elsewhere, kind, number in places:
            place = (elsewhere or lesson[:2], kind, int(number))
            assert place in countable(), f"lesson {place[0]} has no {kind} {number}"
    missed = set(known) - set(re.findall(r"`([^`]+)`", part))
    assert not missed, f"the map names no {sorted(missed)}"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_map_names_headings_of_the_lesson(lesson):
    there = {
        words
        for cell in read(LESSONS[lesson]).cells
        if cell.cell_type == "markdown"
        for _, words in headings(cell.source)
    }
    for _, where, _ in rows(sections(lesson)["Objectives and checks"]):
        named = re.findall(r"\*([^*]+)\*", where)
        assert named, f"{where!r}: name headings of the lesson, each as *heading*"
        assert set(named) <= there, f"no headings: {sorted(set(named) - there)}"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_poll_has_the_options_of_its_question(lesson):
    known = asked(lesson, "predictions", "questions")
    found = polls(lesson)
    assert len(found) >= LEAST_POLLS, f"at least {LEAST_POLLS} polls"
    assert len(re.findall("^### ", sections(lesson)["Polls"], re.MULTILINE)) == len(found)
    for name, table in found.items():
        assert name in known, f"{lesson} has no question {name!r}"
        options = {
            " ".join(o["text"].split()): o.get("right", False) for o in known[name]["options"]
        }
        marked = {row[0].replace(r"\|", "|"): row[1].startswith(RIGHT) for row in table}
        assert len(marked) == len(table), f"{name}: an option stands twice"
        assert marked == options, f"{name}: every option in its own words, the right ones {RIGHT}"
        assert all(len(row) == 3 and all(row) for row in table), f"{name}: an empty field"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_note_speaks_of_the_panels_of_the_core(lesson):
    book = read(LESSONS[lesson])
    room = sections(lesson)["In the room"]
    for cell, section in zip(book.cells, section_of(Subject(book, LESSONS[lesson])), strict=True):
        if cell.cell_type == "code" and section == "Explore":
            for title in re.findall(r'\bexplore\((?:.|\n)*?title="([^"]+)"', cell.source):
                assert title in room, f"say what to do with the panel {title!r}"
    assert "isten for" in room, "say what to listen for"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_note_has_prompts_and_a_rubric(lesson):
    parts = sections(lesson)
    prompts = re.findall(r"^\d\. ", parts["Discussion"], re.MULTILINE)
    assert len(prompts) >= LEAST_PROMPTS, f"at least {LEAST_PROMPTS} numbered prompts"
    assert "| full | partly | not yet |" in parts["Open tasks"], "a rubric of three levels"


@pytest.mark.parametrize("lesson", WRITTEN)
def test_numbers_of_a_note_stand_in_its_lesson(lesson):
    there = {number.rstrip(",") for number in NUMBER.findall(told(lesson))}
    for name, text in sections(lesson).items():
        numbers = [] if name == "Minutes" else NUMBER.findall(APART.sub(" ", text))
        missed = {n.rstrip(",") for n in numbers if len(n.rstrip(",")) > 1} - there
        assert not missed, f"{name}: {sorted(missed)} stand neither in lesson nor exercise"


# -- plans and what learners are told ----------------------------------------------------------

PART = re.compile(
    r"lesson (\d\d), (whole|short path)(?:: ([^;]+))?|exercise (\d\d), tasks? ([^;]+)"
)
ROUNDED_UP_MIN = 5  # at most
SESSION_MIN = 90  # of a semester, whose plan has two pairs of columns beside the week


@cache
def lesson_min(number: str, short: bool, named: str) -> int:
    """Return the minutes of a lesson by the rule, or of those of its sections that are named."""
    (name,) = (name for name in LESSONS if name[:2] == number)
    spent = minutes.spent(minutes.lesson(LESSONS[name]), short)
    wanted = re.findall(r"\*([^*]+)\*", named)
    there = {section for section, _ in spent}
    assert set(wanted) <= there, f"lesson {number} has no {sorted(set(wanted) - there)}"
    return round(sum(m for (part, _), m in spent.items() if not wanted or part in wanted))


@cache
def task_min(number: str) -> dict[str, int]:
    """Return the minutes that stand over each task of an exercise."""
    (path,) = (path for path in notebooks("exercises") if path.stem[:2] == number)
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    found = re.findall(r"^## Task (\d):[^\n]*\n+\*(\d+) minutes", text, re.MULTILINE)
    return {task: int(stated) for task, stated in found}


def planned_min(what: str) -> int:
    """Return what a row of a plan takes: its lessons and tasks, and its numbers in brackets."""
    total = sum(map(int, re.findall(r"\((\d+)\)", what)))
    for lesson, path, named, exercise, tasks in PART.findall(what):
        if lesson:
            total += lesson_min(lesson, path == "short path", named)
        else:
            numbers = re.match(r"\d(?:(?:, | and )\d)*", tasks)[0]
            total += sum(task_min(exercise)[task] for task in re.findall(r"\d", numbers))
    return total


@pytest.mark.parametrize("lesson", WRITTEN)
def test_ninety_minutes_hold_what_a_note_puts_into_them(lesson):
    (taken,) = (row[1] for row in rows(sections(lesson)["Minutes"]) if row[0] == "90 minutes")
    taken = taken.partition("; or ")[0]  # what follows stands in its place
    total = lesson_min(lesson[:2], False, "") if "the whole lesson" in taken else 0
    for first, more in re.findall(r"\btasks? (\d)((?:(?:, | and | to )\d)*)", taken):
        last = int(more[-1]) if " to " in more else 0
        numbers = {first, *re.findall(r"\d", more), *map(str, range(int(first), last))}
        total += sum(task_min(lesson[:2])[task] for task in numbers)
    assert total <= SESSION_MIN + ROUNDED_UP_MIN, f"the path of 90 minutes takes {total}"


def plans() -> list[list[list[str]]]:
    """Return the rows of each table below the heading *Plans*."""
    text = re.split(r"^## ", GUIDE.partition("\n## Plans\n")[2], flags=re.MULTILINE)[0]
    return [rows(table) for table in re.split(r"^### ", text, flags=re.MULTILINE) if rows(table)]


def test_there_are_plans_for_half_a_day_two_days_and_a_semester():
    assert len(plans()) >= 5


@pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan[0][0])
def test_a_plan_adds_up(plan):
    together = 0
    for row in plan:
        if len(row) == 5:
            assert int(row[-1]) <= SESSION_MIN, (
                f"week {row[0]} takes more than {SESSION_MIN} minutes"
            )
        for what, stated in pairwise(row):
            if not stated.strip("*").isdigit():
                continue
            stated_min = int(stated.strip("*"))
            if what == "**together**":
                assert stated_min == together, f"{together} minutes together"
                together = 0
                continue
            if what.isdigit():
                continue  # the number of the week
            together += stated_min
            takes = planned_min(what)
            assert takes <= stated_min <= takes + ROUNDED_UP_MIN, f"{what!r} takes {takes} minutes"


def test_what_learners_read_before_class_is_what_they_will_see():
    text = (ROOM / "before_class.md").read_text(encoding="utf-8")
    made = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    said = [row[0] for row in rows(text.partition("## If `make lab` stops")[2].split("\n## ")[0])]
    for words in re.findall(r"`([^`]+)`", " ".join(said)):
        assert words in made, f"make never says {words!r}"
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```(?:bash|powershell)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for command in block.split("\n"):
            assert command in readme, f"README.md does not say {command!r}"
