"""The table of what a learner has done, lesson by lesson."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from .items import different, inline, made, words
from .progress import FILE_NAME, Event, Progress

_LEFT = "text-align: left"
_NOTE = (
    f"<p>Your record is one file, <code>{FILE_NAME}</code>, in the top folder of this course, on "
    "the computer where the course runs. Nothing of it is sent anywhere. Its name begins with a "
    "dot, so a file browser may hide it. To start afresh, run <code>from helpers.widgets import "
    "Progress; Progress().forget()</code> in a cell of its own, or delete the file.</p>"
)


@dataclass(frozen=True)
class Outline:
    """One row of the table: a lesson, and the keys of all that can be done in it.

    Parameters
    ----------
    name : str
        The lesson's file name, for example ``"01_channel_block"``.
    title : str
        What is read. Markdown-light.
    href : str
        Where its title leads; nowhere if empty.
    group : str
        What it belongs to, as words; lessons of one group stand together under them.
    predictions, questions, panels, claims, tasks : sequence of str
        Keys as the widgets record them, for example ``"01_channel_block/trapped"`` or ``"01.1"``.
    optional : bool
        Whether it may be left out: then what is done is told, and what is not is no gap.
    """

    name: str
    title: str
    href: str = ""
    group: str = ""
    predictions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    optional: bool = False

    def __post_init__(self) -> None:
        words("name", self.name)
        words("title", self.title)


@dataclass(frozen=True)
class _Column:
    """What is counted: the events of `kinds` for the keys that an outline lists under `of`."""

    head: str
    of: str
    kinds: tuple[str, ...]

    def counts(self, event: Event) -> bool:
        return event.kind in self.kinds and (
            event.kind != "check" or event.data.get("state") == "right"
        )


_COLUMNS = (
    _Column("Predictions made", "predictions", ("prediction",)),
    _Column("Questions answered", "questions", ("answer", "inventory")),
    _Column("Panels explored", "panels", ("explored",)),
    _Column("Claims graded", "claims", ("grade",)),
    _Column("Exercises right", "tasks", ("check",)),
)


class ProgressTable:
    """The table itself; made by :func:`progress_table`. It reads the file anew when it is shown."""

    def __init__(self, outlines: tuple[Outline, ...], progress: Progress) -> None:
        self.outlines = outlines
        self.progress = progress

    def counts(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Return for each lesson and column what is done and what there is to do.

        Of a lesson that may be left out only what is done is to be done.
        """
        events = self.progress.all()
        done = {
            column.of: {event.key for event in events if column.counts(event)}
            for column in _COLUMNS
        }
        return {
            outline.name: {
                column.of: _count(done[column.of], set(getattr(outline, column.of)), outline)
                for column in _COLUMNS
            }
            for outline in self.outlines
        }

    def __repr__(self) -> str:
        counts = self.counts()
        lines = ["What you have done"]
        for outline in self.outlines:
            parts = [
                f"{column.head.lower()} {done}" + ("" if outline.optional else f" of {there}")
                for column in _COLUMNS
                for done, there in [counts[outline.name][column.of]]
                if there
            ]
            nothing = "may be left out" if outline.optional else "nothing to do here"
            lines.append(f"{outline.title}: {', '.join(parts) or nothing}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        counts = self.counts()
        head = "".join(f'<th scope="col" style="{_LEFT}">{column.head}</th>' for column in _COLUMNS)
        groups = groupby(self.outlines, key=lambda outline: outline.group)
        bodies = "".join(_group(name, list(mine), counts) for name, mine in groups)
        return (
            f"<p>{self._summary(counts)}</p>"
            f'<table><caption style="{_LEFT}">What you have done, lesson by lesson</caption>'
            f'<thead><tr><th scope="col" style="{_LEFT}">Lesson</th>{head}</tr></thead>'
            f"{bodies}</table>{_NOTE}"
        )

    def _summary(self, counts: Mapping[str, Mapping[str, tuple[int, int]]]) -> str:
        if not self.progress.can_be_kept():
            return (
                "<strong>Your answers cannot be kept here</strong>: the folder of this course "
                "cannot be written. Everything works all the same, but is forgotten when you leave."
            )
        done = sum(part[0] for row in counts.values() for part in row.values())
        there = sum(part[1] for row in counts.values() for part in row.values())
        if not done:
            return (
                "Nothing yet. Predictions, answers, panels, grades and exercises will be counted "
                "here: run this cell again whenever you come back."
            )
        return f"So far {done} of {there} steps. Run this cell again to count anew."


def progress_table(
    outlines: Iterable[Outline | Mapping[str, Any]], *, progress: Progress | None = None
) -> ProgressTable:
    """Show what the learner has predicted, answered, explored, graded and solved.

    Parameters
    ----------
    outlines : iterable of Outline or mapping
        The lessons in order.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If an outline is malformed, or two have one name.
    """
    rows = tuple(made(Outline, outline) for outline in outlines)
    different("lessons", (row.name for row in rows))
    return ProgressTable(rows, Progress() if progress is None else progress)


def _group(name: str, mine: list[Outline], counts: Mapping[str, Any]) -> str:
    """Return the rows of one group, under its words where it has some."""
    head = (
        f'<tr><th scope="rowgroup" colspan="{1 + len(_COLUMNS)}" style="{_LEFT}">'
        f"{inline(name)}</th></tr>"
        if name
        else ""
    )
    return f"<tbody>{head}{''.join(_row(one, counts[one.name]) for one in mine)}</tbody>"


def _row(outline: Outline, counts: Mapping[str, tuple[int, int]]) -> str:
    title = inline(outline.title)
    if outline.href:
        title = f'<a href="{escape(outline.href)}">{title}</a>'
    if outline.optional:
        title += " (may be left out)"
    cells = "".join(
        f'<td style="{_LEFT}">{_cell(*counts[column.of], outline.optional)}</td>'
        for column in _COLUMNS
    )
    return f'<tr><th scope="row" style="{_LEFT}">{title}</th>{cells}</tr>'


def _count(done: set[str], keys: set[str], outline: Outline) -> tuple[int, int]:
    mine = len(done & keys)
    return mine, mine if outline.optional else len(keys)


def _cell(done: int, there: int, optional: bool) -> str:
    if not there:
        return "–"
    if optional:
        return str(done)
    return f"{'✓ ' if done == there else ''}{done} of {there}"
