"""What a check says of an exercise, with hints on request."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from .items import folded, inline, page_of, plain
from .items import words as text_of
from .progress import Progress
from .question import Question, own

CHECK = "check"
HINT = "hint"
MOST_HINTS = 3

# What is read for each state. Nothing is said by colour alone.
STATES = {
    "right": "Right.",
    "wrong": "Not right yet.",
    "not attempted": "Not attempted yet.",
}


@dataclass(frozen=True)
class Feedback:
    """What a check found.

    Parameters
    ----------
    state : {"right", "wrong", "not attempted"}
        What it comes to.
    words : str
        What is said: for a wrong answer the mistake, when it is a known one. Markdown-light.
    hints : sequence of str
        At most three, from a nudge to nearly there. Markdown-light. Not shown for a right answer.
    points : float, optional
        Points for a grader; not shown.
    key : str, optional
        The task, for example ``"01.1"``. With it the result and each hint opened are recorded.
    mistake : str, optional
        Short name of the common mistake; recorded, not shown.

    Raises
    ------
    ValueError
        If the state is another, or a text is empty, or there are more than three hints.
    """

    state: str
    words: str = ""
    hints: tuple[str, ...] = ()
    points: float | None = None
    key: str | None = None
    mistake: str | None = None

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"state must be one of {', '.join(STATES)}, but is {self.state!r}")
        if not isinstance(self.words, str):
            raise ValueError(f"words must be a text, but is {self.words!r}")
        if isinstance(self.hints, str) or len(self.hints) > MOST_HINTS:
            raise ValueError(f"hints must be at most {MOST_HINTS} texts, but are {self.hints!r}")
        for name, value in [*(("hint", hint) for hint in self.hints), ("key", self.key)]:
            if value is not None or name == "hint":
                text_of(name, value)
        object.__setattr__(self, "hints", tuple(self.hints))

    def __str__(self) -> str:
        return f"{STATES[self.state]} {plain(self.words)}".strip()


class FeedbackPanel(Question):
    """Shows a :class:`Feedback`; made by :func:`feedback`."""

    part = "feedback.js"

    def __init__(self, result: Feedback, progress: Progress) -> None:
        self.result = result
        self.hints = () if result.state == "right" else result.hints
        super().__init__(
            result.key or "",
            {
                "is": result.state,
                "verdict": STATES[result.state],
                "words": inline(result.words),
                "hints": [inline(hint) for hint in self.hints],
            },
            {"opened": self._opened(progress)},
            progress,
        )

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Record that a hint was opened: ``{"say": "hint", "step": 1}``."""
        step = message.get("step")
        steps = range(1, len(self.hints) + 1)
        if message.get("say") != "hint" or type(step) is not int or step not in steps:
            return None
        self.state = {"opened": max(step, self.state["opened"])}
        return self.keep(HINT, step=step) if self.key else {"kept": True}

    def _opened(self, progress: Progress) -> int:
        """Return how many hints this learner has opened before."""
        if not self.result.key:
            return 0
        steps = [event.data.get("step") for event in progress.all(HINT, self.result.key)]
        return min(max((s for s in steps if type(s) is int), default=0), len(self.hints))

    def static_html(self) -> str:
        """Return the verdict, with each hint folded."""
        said = f"<p><strong>{STATES[self.result.state]}</strong> {inline(self.result.words)}</p>"
        return page_of(
            said,
            *(
                folded(f"Hint {n} of {len(self.hints)}", f"<p>{inline(hint)}</p>")
                for n, hint in enumerate(self.hints, start=1)
            ),
        )

    def static_text(self) -> str:
        """Return the verdict in one line."""
        return str(self.result)


def feedback(result: Feedback, *, progress: Progress | None = None) -> FeedbackPanel:
    """Show what a check found, and record it where the result has a key.

    Never raises: a `result` that is no :class:`Feedback` is shown as not attempted. While a grader
    runs the notebook (``NBGRADER_EXECUTION`` is set) nothing is recorded.

    Parameters
    ----------
    result : Feedback
        What the check found.
    progress : Progress, optional
        The record; by default the learner's own.
    """
    progress = own(progress)
    if not isinstance(result, Feedback):
        result = Feedback("not attempted")
    if result.key and not os.environ.get("NBGRADER_EXECUTION"):
        progress.record(CHECK, result.key, state=result.state, mistake=result.mistake)
    return FeedbackPanel(result, progress)
