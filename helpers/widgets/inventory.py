"""A concept inventory: questions without feedback, taken before and after a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .items import (
    Option,
    alive,
    bullets,
    different,
    inline,
    made,
    options_of,
    page_of,
    plain,
    words,
)
from .progress import Progress
from .question import Question, asked, one_of, own, shuffled

KIND = "inventory"
NOT_SURE = "not-sure"
_NOT_SURE_TEXT = "Not sure yet"


@dataclass(frozen=True)
class InventoryItem:
    """One question of an inventory.

    Parameters
    ----------
    name : str
        What the answer is kept under.
    question : str
        What is asked. Markdown-light.
    options : sequence of Option or mapping
        Without "not sure yet", which every item gets.
    lesson : str
        The lesson that it belongs to; for those who look at the answers by lesson.

    Raises
    ------
    ValueError
        If a text is empty, the options are malformed, or one is called ``"not-sure"``.
    """

    name: str
    question: str
    options: tuple[Option, ...]
    lesson: str = ""

    def __post_init__(self) -> None:
        words("name", self.name)
        words("question", self.question)
        options = options_of(self.options)
        if any(option.name == NOT_SURE for option in options):
            raise ValueError(f"{NOT_SURE!r} is added to every item: {self.name!r} must not have it")
        object.__setattr__(self, "options", options)

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of all that can be chosen."""
        return (*(option.name for option in self.options), NOT_SURE)


class Inventory(Question):
    """Asks the questions one by one and keeps the answers; made by :func:`inventory`."""

    part = "inventory.js"

    def __init__(self, key: str, items: tuple[InventoryItem, ...], progress: Progress) -> None:
        self.items = {item.name: item for item in items}
        super().__init__(
            key,
            {"items": [_page(key, item, progress) for item in items]},
            {"answers": _answers(key, items, progress)},
            progress,
        )

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Keep one answer: ``{"say": "answer", "item": name, "choice": name}``."""
        item = one_of(message.get("item"), self.items)
        if message.get("say") != "answer" or item is None:
            return None
        choice = one_of(message.get("choice"), self.items[item].choices)
        if choice is None:
            return None
        self.state = {"answers": {**self.state["answers"], item: choice}}
        return self.keep(KIND, f"{self.key}/{item}", choice=choice)

    def static_html(self) -> str:
        """Return the questions and options, without what is right."""
        return page_of(
            "<p><strong>What do you think now?</strong> Answers are not shown before the end of "
            f"the course. {alive('To answer')}</p>",
            "<ol>",
            *(f"<li>{inline(i.question)}{bullets(_texts(i))}</li>" for i in self.items.values()),
            "</ol>",
        )

    def static_text(self) -> str:
        """Return the questions and options."""
        lines = ["What do you think now?"]
        for number, item in enumerate(self.items.values(), start=1):
            lines.append(f"{number}. {plain(item.question)}")
            lines.extend(f"   - {plain(option.text)}" for option in item.options)
        return "\n".join(lines)


def inventory(
    key: str,
    items: Iterable[InventoryItem | Mapping[str, Any]],
    *,
    progress: Progress | None = None,
) -> Inventory:
    """Ask a list of questions without telling what is right.

    Every answer is kept at once, so that the list may be left and taken up again. Nothing that
    tells the right answers is sent to the page.

    Parameters
    ----------
    key : str
        What answers are kept under: ``"<key>/<item's name>"``. Another key for another sitting.
    items : iterable of InventoryItem or mapping
        At least one.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If an item is malformed, there is none, or two have one name.
    """
    words("key", key)
    made_items = tuple(made(InventoryItem, item) for item in items)
    if not made_items:
        raise ValueError("an inventory needs at least one item, but has none")
    different("items", (item.name for item in made_items))
    return Inventory(key, made_items, own(progress))


def inventory_answers(
    key: str,
    items: Iterable[InventoryItem | Mapping[str, Any]],
    *,
    progress: Progress | None = None,
) -> dict[str, str]:
    """Return what the learner chose last for each item of the sitting `key`."""
    return _answers(key, [made(InventoryItem, item) for item in items], own(progress))


def score(answers: Mapping[str, str], items: Iterable[InventoryItem | Mapping[str, Any]]) -> int:
    """Count the right answers; missing ones and "not sure yet" count as wrong."""
    right = 0
    for item in (made(InventoryItem, item) for item in items):
        rights = {option.name for option in item.options if option.right}
        right += one_of(answers.get(item.name), rights) is not None
    return right


def gain(before: int, after: int, of: int) -> float | None:
    """Return the share of the room that was gained: (after - before) / (of - before).

    Below 0 where more was right before. None where all was right before: there was no room.

    Raises
    ------
    ValueError
        If a score is no whole number from 0 to `of`, or there is nothing to score.

    Examples
    --------
    >>> gain(4, 13, of=16)
    0.75
    >>> gain(16, 16, of=16) is None
    True
    """
    if type(of) is not int or of < 1:
        raise ValueError(f"of must be a whole number above 0, but is {of!r}")
    for name, score_of in (("before", before), ("after", after)):
        if type(score_of) is not int or not 0 <= score_of <= of:
            raise ValueError(f"{name} must be a whole number from 0 to {of}, but is {score_of!r}")
    return None if before == of else (after - before) / (of - before)


def _page(key: str, item: InventoryItem, progress: Progress) -> dict[str, Any]:
    options = asked(shuffled(item.options, f"{key}/{item.name}", progress))
    options.append({"name": NOT_SURE, "text": _NOT_SURE_TEXT})
    return {"name": item.name, "question": inline(item.question), "options": options}


def _answers(key: str, items: Iterable[InventoryItem], progress: Progress) -> dict[str, str]:
    kept = progress.all(KIND)
    answers = {}
    for item in items:
        for event in kept:
            choice = one_of(event.data.get("choice"), item.choices)
            if choice is not None and event.key == f"{key}/{item.name}":
                answers[item.name] = choice
    return answers


def _texts(item: InventoryItem) -> list[str]:
    return [*(inline(option.text) for option in item.options), _NOT_SURE_TEXT]
