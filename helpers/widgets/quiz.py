"""A question with one or more right options and an explanation for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .items import (
    Option,
    alive,
    bullets,
    explained,
    folded,
    inline,
    options_of,
    page_of,
    plain,
    words,
)
from .progress import Progress
from .question import Question, checked, own, shuffled, sight, some_of, told

KIND = "answer"


class Quiz(Question):
    """Asks, explains, and keeps every try; made by :func:`quiz`."""

    part = "quiz.js"

    def __init__(
        self,
        key: str,
        question: str,
        options: tuple[Option, ...],
        misconception: str | None,
        progress: Progress,
    ) -> None:
        self.question = question
        self.options = options
        self.misconception = misconception
        tries = [
            chosen
            for event in progress.all(KIND, key)
            if (chosen := self._chosen(event.data.get("chosen"))) is not None
        ]
        super().__init__(
            key,
            {
                "question": inline(question),
                "options": told(shuffled(options, key, progress)),
                "many": sum(option.right for option in options) > 1,
                "misconception": inline(misconception or ""),
            },
            _state(tries),
            progress,
        )

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Keep a try: ``{"say": "answer", "chosen": [names], "seconds": n}``."""
        chosen = self._chosen(message.get("chosen"))
        if message.get("say") != "answer" or chosen is None:
            return None
        first = self.state.get("first", chosen)
        self.state = {"first": first, "last": chosen, "tries": self.state.get("tries", 0) + 1}
        return self.keep(KIND, chosen=chosen, right=self.is_right(chosen), **sight(message))

    def is_right(self, chosen: Iterable[str]) -> bool:
        """Say whether just the right options are chosen."""
        return set(chosen) == {option.name for option in self.options if option.right}

    def _chosen(self, value: object) -> list[str] | None:
        chosen = some_of(value, [option.name for option in self.options])
        alone = sum(option.right for option in self.options) == 1
        return None if chosen is None or (alone and len(chosen) > 1) else chosen

    def static_html(self) -> str:
        """Return the question and its options, with answer and explanations folded."""
        belief = (
            f"<p>The common belief behind this question: “{inline(self.misconception)}”.</p>"
            if self.misconception
            else ""
        )
        return page_of(
            f"<p><strong>Check yourself.</strong> {inline(self.question)}</p>",
            bullets(inline(option.text) for option in self.options),
            f"<p>{alive('To answer here')}</p>",
            folded(
                "The answer, and an explanation for each option", explained(self.options) + belief
            ),
        )

    def static_text(self) -> str:
        """Return the question and its options."""
        return "\n".join(
            [
                f"Check yourself: {plain(self.question)}",
                *(f"- {plain(option.text)}" for option in self.options),
            ]
        )


def quiz(
    key: str,
    question: str,
    options: Iterable[Option | Mapping[str, Any]],
    *,
    misconception: str | None = None,
    progress: Progress | None = None,
) -> Quiz:
    """Ask a question and explain each answer.

    Parameters
    ----------
    key : str
        What tries are kept under, for example ``"01_channel_block/trapped"``.
    question : str
        What is asked. Markdown-light.
    options : iterable of Option or mapping
        At least two. With one right option they are radio buttons, with more check boxes. Each
        learner sees them in an order of their own.
    misconception : str, optional
        The common belief that the question meets; shown after the first answer.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If a text is empty or the options are malformed.
    """
    checked(key, question)
    if misconception is not None:
        words("misconception", misconception)
    return Quiz(key, question, options_of(options), misconception, own(progress))


def _state(tries: list[list[str]]) -> dict[str, Any]:
    return {"first": tries[0], "last": tries[-1], "tries": len(tries)} if tries else {}
