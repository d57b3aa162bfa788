"""What the capstone shows of a learner's grades and answers: three small tables with words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from helpers import widgets
from helpers.widgets import GRADE_NAMES
from helpers.widgets.items import Option, folded, inline, made, plain

if TYPE_CHECKING:
    from helpers.checks.capstone import Belief

_LEFT = "text-align: left"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table that a screen reader can follow; the cells are HTML."""
    head = "".join(f'<th scope="col" style="{_LEFT}">{one}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row" style="{_LEFT}; font-weight: normal">{first}</th>'
        + "".join(f'<td style="{_LEFT}">{cell}</td>' for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<table><caption style="{_LEFT}">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


class Ledger:
    """The passport, unit by unit; the course's grade only where the learner has given one."""

    def __init__(self, beliefs: Sequence[Belief]) -> None:
        self.units: dict[str, list[Belief]] = {}
        for one in beliefs:
            name = one.claim.unit.replace("_", " ").capitalize() or "The whole"
            self.units.setdefault(name, []).append(one)

    def _line(self, name: str) -> str:
        mine = self.units[name]
        given = [one for one in mine if one.last is not None]
        steps = [one.steps(one.last) for one in given]
        words = f"{name}: {len(given)} of {len(mine)} claims graded"
        if not given:
            return words
        same, more, less = (
            sum(step == 0 for step in steps),
            sum(step > 0 for step in steps),
            sum(step < 0 for step in steps),
        )
        changed = sum(one.first != one.last for one in given)
        return (
            f"{words}; {same} as the course, {more} believed more, {less} less; "
            f"{changed} changed since the first grade"
        )

    def __repr__(self) -> str:
        return "\n".join(["Your passport", *(f"- {self._line(name)}" for name in self.units)])

    def _repr_html_(self) -> str:
        return "<p><strong>Your passport</strong></p>" + "".join(
            folded(
                self._line(name),
                _table(
                    f"{name}: claims and grades",
                    ("Claim", "Lesson", "Your first grade", "Your grade now", "The course's"),
                    [_row(one) for one in mine],
                ),
            )
            for name, mine in self.units.items()
        )


def _row(one: Belief) -> list[str]:
    claim = one.claim
    link = f'<a href="{escape(claim.href)}">{claim.lesson[:2]} {inline(claim.title)}</a>'
    first, last = (GRADE_NAMES[g] if g else "–" for g in (one.first, one.last))
    course = GRADE_NAMES[claim.grade] if one.last else "shown once you have graded"
    return [inline(claim.entry["text"]), link, first, last, course]


class Weighed:
    """How many claims were weighed, and the points for grade and objection together."""

    def __init__(self, points: Mapping[str, tuple[str, float]], asked: int) -> None:
        self.points = dict(points)
        self.asked = asked

    @property
    def total(self) -> float:
        """The points so far."""
        return float(sum(points for _, points in self.points.values()))

    def __repr__(self) -> str:
        if not self.points:
            return f"None of {self.asked} claims weighed yet."
        stands = [stand for stand, _ in self.points.values()]
        return (
            f"{len(stands)} of {self.asked} claims weighed: {self.total:g} points of "
            f"{len(stands)}. As the course: {stands.count('same')}; arguable: "
            f"{stands.count('arguable')}; otherwise: {stands.count('apart')}. "
            "Points measure agreement with this course, and not truth."
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


class Gained:
    """The inventory before and after: the gain, and each item once all have been answered."""

    def __init__(
        self,
        items: Sequence[Mapping[str, Any]],
        before: Mapping[str, str],
        after: Mapping[str, str],
        lessons: Mapping[str, tuple[str, str]],
    ) -> None:
        self.items = list(items)
        self.before, self.after = dict(before), dict(after)
        self.lessons = lessons

    @property
    def scores(self) -> tuple[int, int]:
        """Right answers before and after, of all items; no answer counts as wrong."""
        asked = [{k: v for k, v in item.items() if k != "lesson"} for item in self.items]
        return widgets.score(self.before, asked), widgets.score(self.after, asked)

    @property
    def gain(self) -> float | None:
        """The share of the room there was; None without both sittings or without room."""
        if not self.before or not self.after:
            return None
        return widgets.gain(*self.scores, of=len(self.items))

    def _words(self) -> str:
        of, (before, after) = len(self.items), self.scores
        if len(self.after) < of:
            return (
                f"{len(self.after)} of {of} questions answered. Answer all of them, not sure yet "
                "is an answer too, and run this cell again."
            )
        if not self.before:
            return (
                f"{after} of {of} right. You did not answer them in lesson 00, so there is no gain."
            )
        told = f"{before} of {of} right before, {after} after. "
        if self.gain is None:
            return told + "All were right before: there was no room for a gain."
        share = f"{self.gain:.2f}".replace("-", "−")
        room = of - before
        return f"{told}Your gain is ({after} − {before}) / {room} = {share} of the room there was."

    def __repr__(self) -> str:
        return f"The sixteen questions: {self._words()}"

    def _repr_html_(self) -> str:
        shown = f"<p>{escape(self._words())}</p>"
        if len(self.after) < len(self.items):
            return shown
        rows = [
            [
                inline(item["question"]),
                self._stood(item, self.before),
                self._stood(item, self.after),
                self._link(item["lesson"]),
            ]
            for item in self.items
        ]
        return shown + _table(
            "Each question, before and after",
            ("Question", "Before", "After", "Lesson"),
            rows,
        )

    def _stood(self, item: Mapping[str, Any], answers: Mapping[str, str]) -> str:
        options = {one.name: one for one in (made(Option, given) for given in item["options"])}
        chosen = options.get(answers.get(item["name"], ""))
        if chosen is None:
            return "not sure yet" if item["name"] in answers else "not answered"
        return f"{'✓ right' if chosen.right else '✗'}: {inline(plain(chosen.text))}"

    def _link(self, lesson: str) -> str:
        title, href = self.lessons.get(lesson, (lesson, ""))
        words = f"{lesson[:2]} {inline(title)}"
        return f'<a href="{escape(href)}">{words}</a>' if href else words
