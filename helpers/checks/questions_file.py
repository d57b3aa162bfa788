"""Reading and checking a lesson's file of questions, ``questions/<lesson>.toml``.

An author's slip is found when the file is read, and the message says where it is and what is
allowed.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from helpers.widgets import GRADES, KINDS

FOLDER = Path(__file__).with_name("questions")
MOST_OBJECTIVES = 4
UNITS = {
    "mechanism": "Mechanism: what does it do to a channel, a circuit, a synapse?",
    "perception": "Perception: what does it do to experience and pain, and how is that measured?",
    "clinical_use": "Clinical use: whom does it help, how long, and beside what?",
    "safety": "Safety: what harms are known, at what exposure, and what is not known?",
}
"""What each unit asks, as the map of the course says it."""

_LESSON = re.compile(r"\d\d_[a-z0-9_]+")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HEAD = {
    "title": str,
    "unit": str,
    "minutes": int,
    "sentence": str,
    "objectives": list,
    "know_first": list,
    "references": list,
}
_OPTIONAL = {"panels": list, "terms": list, "optional": bool, "inventory_of": str}
_TABLES = ("predictions", "questions", "tasks", "findings", "claims", "inventory", "told")
_FIELDS = {
    "predictions": ({"name", "question", "options"}, set()),
    "questions": ({"name", "question", "options"}, {"misconception"}),
    "tasks": ({"name", "steps"}, {"found"}),
    "findings": ({"name", "text"}, set()),
    "inventory": ({"name", "lesson", "question", "options"}, set()),
    "claims": (
        {"text", "kind", "objection", "grade", "reason", "evidence"},
        {"number", "name", "arguable", "against", "beyond_45"},
    ),
    "told": (
        {"paragraph", "clause", "part", "but"},
        {"number", "name", "lesson", "says", "again", "left_out", "objections"},
    ),
}


class QuestionsError(ValueError):
    """A file of questions is not as it must be; the message says where and why."""


@dataclass(frozen=True)
class Questions:
    """What one file holds, checked.

    Attributes
    ----------
    lesson : str
        Name of the file without its ending, which is the lesson's.
    title, unit, sentence : str
        As in the file; `unit` is empty for the lessons that stand outside the units.
    minutes : int
        Minutes that the lesson takes.
    objectives, know_first, references : tuple of str
        What the learner will be able to do, should know first, and the keys of the references.
    panels : tuple of str
        Names of the lesson's panels, as the notebook gives them to ``explore``; may be left out.
    terms : tuple of str
        Terms of ``glossary.toml`` that the lesson uses; may be left out.
    optional : bool
        Whether learners may leave the lesson out without a gap in their record; false by default.
    inventory_of : str
        The lesson whose concept inventory is asked here again; empty for none.
    predictions, questions, tasks, findings, claims, inventory, told : dict of str to dict
        The tables of the file, by name. A claim's name is its own or ``"claim-<number>"``. What is
        `told` of claims, which lessons hold themselves, is how the capstone says and weighs them.
    """

    lesson: str
    title: str
    unit: str
    minutes: int
    sentence: str
    objectives: tuple[str, ...]
    know_first: tuple[str, ...]
    references: tuple[str, ...]
    panels: tuple[str, ...]
    terms: tuple[str, ...]
    optional: bool
    inventory_of: str
    predictions: dict[str, dict[str, Any]]
    questions: dict[str, dict[str, Any]]
    tasks: dict[str, dict[str, Any]]
    findings: dict[str, dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    inventory: dict[str, dict[str, Any]]
    told: dict[str, dict[str, Any]]

    def one(self, table: str, name: str) -> dict[str, Any]:
        """Return one entry of a table by its name.

        Raises
        ------
        ValueError
            If there is none; the message gives the nearest names.
        """
        entries = getattr(self, table)
        if not isinstance(name, str) or name not in entries:
            near = get_close_matches(str(name), entries, n=3, cutoff=0.3) or list(entries)
            known = ", ".join(near) or "none"
            raise ValueError(f"{self.lesson} has no {name!r} among its {table}; there is: {known}.")
        return entries[name]


def lessons(folder: Path = FOLDER) -> list[str]:
    """Return the names of the lessons that have a file, in the order of the course."""
    # beside them stand their accounts of rows, and what a system or a synchroniser leaves
    return sorted(path.stem for path in folder.glob("*.toml") if _LESSON.fullmatch(path.stem))


def unit_of(lesson: str, folder: Path = FOLDER) -> str:
    """Return the unit of a lesson that has a file, "" for none.

    Only this one line is read, so that no slip in one lesson's file stops the checks of others.
    """
    text = (folder / f"{lesson}.toml").read_text(encoding="utf-8")
    found = re.search(r'^unit = "(\w*)"', text, re.MULTILINE)
    return found[1] if found else ""


def read(lesson: str, folder: Path = FOLDER) -> Questions:
    """Read a lesson's file.

    Parameters
    ----------
    lesson : str
        Name of the lesson, for example ``"01_channel_block"``.
    folder : Path
        Where the files are.

    Raises
    ------
    QuestionsError
        If there is no such file, or it is not as it must be.
    """
    known = lessons(folder)
    if not isinstance(lesson, str) or lesson not in known:
        near = get_close_matches(str(lesson), known, n=3, cutoff=0.3) or known
        raise QuestionsError(f"There is no lesson {lesson!r}. Did you mean {', '.join(near)}?")
    path = folder / f"{lesson}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuestionsError(f"{path.name}: {error}") from None
    return _checked(lesson, content)


def _checked(lesson: str, content: Mapping[str, Any]) -> Questions:
    where = f"{lesson}.toml"
    _only(where, content, set(_HEAD), {*_OPTIONAL, *_TABLES})
    content = {name: kind() for name, kind in _OPTIONAL.items()} | dict(content)
    kinds = _HEAD | _OPTIONAL
    for name, kind in kinds.items():
        _of_kind(where, name, content[name], kind)
    for name in ("title", "sentence"):
        _text(where, name, content[name])
    _one_of(where, "unit", content["unit"], ["", *UNITS])
    _require(content["minutes"] > 0, where, "minutes must be above zero")
    for name in (name for name, kind in kinds.items() if kind is list):
        for text in content[name]:
            _text(where, f"each of {name}", text)
    few = 1 <= len(content["objectives"]) <= MOST_OBJECTIVES
    _require(few, where, f"objectives must be one to {MOST_OBJECTIVES}")
    tables = {table: _table(where, table, content.get(table, [])) for table in _TABLES}
    head = {k: tuple(content[k]) if kind is list else content[k] for k, kind in kinds.items()}
    return Questions(lesson=lesson, **head, **tables)


def _table(where: str, table: str, entries: Any) -> dict[str, dict[str, Any]]:
    _require(isinstance(entries, list), where, f"write each of {table} below [[{table}]]")
    found: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(entries, start=1):
        place = f"{where}, {table} {number}"
        _of_kind(place, "the entry", entry, dict)
        name = entry.get("name") or (f"claim-{entry['number']}" if "number" in entry else None)
        _require(name is not None, place, "a name is missing")
        _named(place, name)
        place = f"{where}, {table} {name!r}"
        _require(name not in found, place, "the name stands twice")
        _only(place, entry, *_FIELDS[table])
        found[name] = _entry(place, table, entry)
    return found


def _entry(place: str, table: str, entry: dict[str, Any]) -> dict[str, Any]:
    if table == "claims":
        return _claim(place, entry)
    if table == "told":
        return _told(place, entry)
    if table == "findings":
        _text(place, "text", entry["text"])
        return entry
    if table == "tasks":
        return _task(place, entry)
    return _question(place, table, entry)


def _question(place: str, table: str, entry: dict[str, Any]) -> dict[str, Any]:
    _text(place, "question", entry["question"])
    if "misconception" in entry:
        _text(place, "misconception", entry["misconception"])
    _options(place, entry["options"], explained=table != "inventory")
    return entry


def _options(place: str, options: Any, *, explained: bool) -> None:
    _of_kind(place, "options", options, list)
    _require(len(options) >= 2, place, "there must be at least two options")
    names = []
    for number, option in enumerate(options, start=1):
        spot = f"{place}, option {number}"
        _of_kind(spot, "the option", option, dict)
        needed = {"name", "text"} | ({"why"} if explained else set())
        _only(spot, option, needed, {"right", "why"})
        _named(spot, option["name"])
        for name in ("text", "why"):
            if name in option:
                _text(spot, name, option[name])
        _of_kind(spot, "right", option.get("right", True), bool)
        names.append(option["name"])
    _require(len(set(names)) == len(names), place, "two options have the same name")
    _require(any(o.get("right") for o in options), place, "no option is right")
    _require(not all(o.get("right") for o in options), place, "every option is right")


def _told(place: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Check how a claim is told; whether a lesson has it, the capstone's tests ask."""
    for name in ("paragraph", "clause", "part", "but", "says"):
        _text(place, name, entry.get(name, "."))
    _require(("number" in entry) != ("lesson" in entry), place, "give a number, or a lesson")
    for name, kind in (("number", int), ("lesson", str), ("again", bool), ("left_out", bool)):
        if name in entry:
            _of_kind(place, name, entry[name], kind)
    if "objections" in entry:
        _options(place, entry["objections"], explained=True)
    _require("objections" in entry or not entry.get("again"), place, "objections missing")
    return entry


def _task(place: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Check a panel's task; whether its positions fit the controls, the panel itself checks."""
    _of_kind(place, "steps", entry["steps"], list)
    _require(bool(entry["steps"]), place, "there must be at least one step")
    for number, step in enumerate(entry["steps"], start=1):
        spot = f"{place}, step {number}"
        _of_kind(spot, "the step", step, dict)
        _only(spot, step, {"say"}, {"look", "done"})
        for name in {"say", "look"} & set(step):
            _text(spot, name, step[name])
        done = step.get("done", {})
        for position in done if isinstance(done, list) else [done]:
            _of_kind(spot, "each position of done", position, dict)
    if "found" in entry:
        _text(place, "found", entry["found"])
    return entry


def _claim(place: str, entry: dict[str, Any]) -> dict[str, Any]:
    for name in ("text", "objection", "reason"):
        _text(place, name, entry[name])
    kinds = [entry["kind"]] if isinstance(entry["kind"], str) else entry["kind"]
    _of_kind(place, "kind", kinds, list)
    for kind in kinds:
        _one_of(place, "kind", kind, KINDS)
    _one_of(place, "grade", entry["grade"], GRADES)
    if "number" in entry:
        _of_kind(place, "number", entry["number"], int)
    _of_kind(place, "beyond_45", entry.get("beyond_45", False), bool)
    for side in ("evidence", "against"):
        _of_kind(place, side, entry.get(side, []), list)
        for fact_id in entry.get(side, []):
            _text(place, f"each of {side}", fact_id)
    known = entry["evidence"] or entry.get("against")
    _require(bool(known), place, "evidence or against must name at least one fact")
    arguable = entry.get("arguable", {})
    _of_kind(place, "arguable", arguable, dict)
    for grade, why in arguable.items():
        _one_of(place, "each of arguable", grade, GRADES)
        _text(place, f"arguable {grade}", why)
    _require(entry["grade"] not in arguable, place, "the grade itself cannot be arguable")
    return entry


def _only(place: str, entry: Mapping[str, Any], needed: set[str], allowed: set[str]) -> None:
    missing, unknown = needed - set(entry), set(entry) - needed - allowed
    said = [f"{', '.join(sorted(missing))} missing"] if missing else []
    if unknown:
        known = ", ".join(sorted(needed | allowed))
        said.append(f"{', '.join(sorted(unknown))} unknown; there may be {known}")
    _require(not said, place, "; ".join(said))


def _of_kind(place: str, name: str, value: Any, kind: type) -> None:
    fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    words = {
        str: "a text",
        int: "a whole number",
        list: "a list",
        dict: "a table",
        bool: "true or false",
    }
    _require(fits, place, f"{name} must be {words[kind]}, but is {value!r}")


def _text(place: str, name: str, value: Any) -> None:
    _of_kind(place, name, value, str)
    _require(bool(value.strip()), place, f"{name} is empty")


def _named(place: str, name: Any) -> None:
    fits = isinstance(name, str) and _NAME.fullmatch(name) is not None
    _require(fits, place, f"the name must be like-this, in small letters, but is {name!r}")


def _one_of(place: str, name: str, value: Any, allowed: Iterable[str]) -> None:
    known = list(allowed)
    words = ", ".join(one or '""' for one in known)
    _require(value in known, place, f"{name} must be one of {words}, but is {value!r}")


def _require(holds: bool, place: str, words: str) -> None:
    if not holds:
        raise QuestionsError(f"{place}: {words}.")
