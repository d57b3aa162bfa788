"""The common ground of everything that a learner answers.

A question is a widget with two synced parts: `page` (what is asked; never changes) and `state`
(what this learner has answered). The page judges and explains by itself, so that it works without
a kernel; the kernel's part is to keep answers in the learner's :class:`Progress`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

import traitlets

from .base import ROOM, Base
from .items import Option, inline, words
from .progress import Progress

# All questions of this kernel, so that one can wait for what is answered in another.
_questions: WeakSet[Question] = WeakSet()


class Question(Base):
    """Something that a learner answers.

    Subclasses name their JavaScript in `part`; it is joined behind `question.js`.

    Attributes
    ----------
    page : dict
        What the page needs to ask the question.
    state : dict
        What this learner has answered; a new view of the widget starts from it.
    """

    part = ""
    page = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "part" in cls.__dict__:
            cls._esm = _join(ROOM / "base.js", ROOM / "question.js", ROOM / cls.part)
            cls._css = _join(ROOM / "style.css", ROOM / "question.css")
        super().__init_subclass__(**kwargs)

    def __init__(
        self, key: str, page: dict[str, Any], state: dict[str, Any], progress: Progress
    ) -> None:
        self.key = key
        self.progress = progress
        super().__init__(page={"key": key, **page}, state=state)
        _questions.add(self)

    def keep(self, kind: str, key: str | None = None, **data: Any) -> dict[str, Any]:
        """Record one event and return the answer to the page: whether it was kept."""
        key = self.key if key is None else key
        kept = self.progress.record(kind, key, **data)
        for question in list(_questions):
            question.hear(kind, key, self.state)
        return {"kept": kept}

    def hear(self, kind: str, key: str, state: dict[str, Any]) -> None:
        """Take note of what was answered in any question of this kernel. Nothing by default."""


def _join(*files: Any) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def own(progress: Progress | None) -> Progress:
    """Return the record to use: the one given, or the learner's own."""
    return Progress() if progress is None else progress


def checked(key: str, question: str) -> None:
    """Raise ValueError unless key and question are texts with something in them."""
    words("key", key)
    words("question", question)


def shuffled(options: Iterable[Option], key: str, progress: Progress) -> list[Option]:
    """Return the options in this learner's own order."""
    by_name = {option.name: option for option in options}
    return [by_name[name] for name in progress.shuffled(key, list(by_name))]


def asked(options: Iterable[Option]) -> list[dict[str, Any]]:
    """Return options for the page without what is right and why."""
    return [{"name": option.name, "text": inline(option.text)} for option in options]


def told(options: Iterable[Option]) -> list[dict[str, Any]]:
    """Return options for the page with what is right and why."""
    return [
        {
            "name": option.name,
            "text": inline(option.text),
            "right": option.right,
            "why": inline(option.why),
        }
        for option in options
    ]


def one_of(value: object, names: Iterable[str]) -> str | None:
    """Return `value` from an untrusted page if it is one of `names`, else None."""
    return value if isinstance(value, str) and value in set(names) else None


def sight(message: dict[str, Any]) -> dict[str, int]:
    """Return ``{"seconds": n}`` since a question came into view, if an untrusted page says so."""
    seconds = message.get("seconds")
    return {"seconds": seconds} if type(seconds) is int and 0 <= seconds < 10**7 else {}


def some_of(value: object, names: Iterable[str]) -> list[str] | None:
    """Return a list from an untrusted page, each name once, if it holds only `names`, else None."""
    names = list(names)
    if not isinstance(value, list) or not value:
        return None
    if any(one_of(item, names) is None for item in value):
        return None
    return [name for name in names if name in value]
