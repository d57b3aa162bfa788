"""A prediction: committed to before anything is shown, taken up again at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .items import Option, alive, bullets, explained, folded, inline, options_of, page_of, plain
from .progress import Progress
from .question import Question, asked, checked, one_of, own, shuffled, sight, told

KIND = "prediction"


def choices_kept(key: str, names: Iterable[str], progress: Progress) -> list[str]:
    """Return all predictions that were committed for `key`, oldest first."""
    names = set(names)
    return [
        choice
        for event in progress.all(KIND, key)
        if (choice := one_of(event.data.get("choice"), names)) is not None
    ]


def _first_and_last(choices: list[str]) -> dict[str, Any]:
    return {"first": choices[0], "last": choices[-1]} if choices else {}


class Prediction(Question):
    """Asks for a prediction and keeps it; made by :func:`predict`."""

    part = "predict.js"

    def __init__(
        self, key: str, question: str, options: tuple[Option, ...], progress: Progress
    ) -> None:
        self.question = question
        self.options = options
        names = [option.name for option in options]
        super().__init__(
            key,
            {
                "question": inline(question),
                "options": asked(shuffled(options, key, progress)),
            },
            _first_and_last(choices_kept(key, names, progress)),
            progress,
        )

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Keep a prediction: ``{"say": "commit", "choice": name, "seconds": n}``."""
        choice = one_of(message.get("choice"), (option.name for option in self.options))
        if message.get("say") != "commit" or choice is None:
            return None
        self.state = {"first": self.state.get("first", choice), "last": choice}
        return self.keep(KIND, choice=choice, **sight(message))

    def static_html(self) -> str:
        """Return the question and its options, without what is right."""
        return page_of(
            f"<p><strong>Predict.</strong> {inline(self.question)}</p>",
            bullets(inline(option.text) for option in self.options),
            "<p>Choose one before you read on; the answer stands at the end of the lesson. "
            f"{alive('To commit your prediction')}</p>",
        )

    def static_text(self) -> str:
        """Return the question and its options."""
        return _text("Predict", self.question, self.options)


class Revisit(Question):
    """Sets the learner's prediction beside the answer; made by :func:`revisit`."""

    part = "revisit.js"

    def __init__(
        self, key: str, question: str, options: tuple[Option, ...], progress: Progress
    ) -> None:
        self.question = question
        self.options = options
        names = [option.name for option in options]
        super().__init__(
            key,
            {"question": inline(question), "options": told(options)},
            _first_and_last(choices_kept(key, names, progress)),
            progress,
        )

    def hear(self, kind: str, key: str, state: dict[str, Any]) -> None:
        """Take over a prediction that was just committed, for views to come."""
        if (kind, key) == (KIND, self.key):
            self.state = dict(state)

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Answer nothing: here is nothing to be kept."""
        return None

    def static_html(self) -> str:
        """Return the question, with the answer and its reasons folded."""
        return page_of(
            f"<p><strong>Your prediction, revisited.</strong> {inline(self.question)}</p>",
            f"<p>{alive('To see it beside your own prediction')}</p>",
            folded("The answer, and why each of the others tempts", explained(self.options)),
        )

    def static_text(self) -> str:
        """Return the question and its options."""
        return _text("Your prediction, revisited", self.question, self.options)


def predict(
    key: str,
    question: str,
    options: Iterable[Option | Mapping[str, Any]],
    *,
    progress: Progress | None = None,
) -> Prediction:
    """Ask for a prediction before anything is shown.

    The first commitment is kept for good as the first; a change of mind is kept beside it. Nothing
    is marked right or wrong, and what is right is not sent to the page.

    Parameters
    ----------
    key : str
        What the prediction is kept under, for example ``"01_channel_block/silent-synapse"``.
    question : str
        What is asked. Markdown-light.
    options : iterable of Option or mapping
        At least two, at least one right.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If a text is empty or the options are malformed.
    """
    checked(key, question)
    return Prediction(key, question, options_of(options), own(progress))


def revisit(
    key: str,
    question: str,
    options: Iterable[Option | Mapping[str, Any]],
    *,
    progress: Progress | None = None,
) -> Revisit:
    """Take a prediction up again at the end, with the answer and why the others tempt.

    Takes the same arguments as :func:`predict`. Without a prediction the answer stays folded.
    """
    checked(key, question)
    return Revisit(key, question, options_of(options), own(progress))


def _text(title: str, question: str, options: Iterable[Option]) -> str:
    return "\n".join(
        [f"{title}: {plain(question)}", *(f"- {plain(option.text)}" for option in options)]
    )
