"""What stays folded until the learner has predicted, or says "show me"."""

from __future__ import annotations

from typing import Any

from .items import folded, inline, page_of, plain, words
from .progress import Progress
from .question import Question, own

KIND = "reveal"
PREDICTION = "prediction"


class Reveal(Question):
    """A closed disclosure; made by :func:`reveal`."""

    part = "reveal.js"

    def __init__(
        self, title: str, body_html: str, after: str | None, key: str, progress: Progress
    ) -> None:
        self.title = title
        self.body_html = body_html
        self.after = after
        super().__init__(
            key,
            {"title": inline(title), "html": body_html, "after": after or ""},
            {"ready": after is None or progress.latest(PREDICTION, after) is not None},
            progress,
        )

    def hear(self, kind: str, key: str, state: dict[str, Any]) -> None:
        """Be ready once the prediction is committed, for views to come."""
        if (kind, key) == (PREDICTION, self.after):
            self.state = {"ready": True}

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Record that it was opened: ``{"say": "open"}``."""
        if message.get("say") != "open":
            return None
        early = self.after is not None and self.progress.latest(PREDICTION, self.after) is None
        return self.keep(KIND, early=early)

    def static_html(self) -> str:
        """Return a disclosure that opens without a kernel."""
        return page_of(folded(inline(self.title), self.body_html))

    def static_text(self) -> str:
        """Return the title."""
        return f"Folded: {plain(self.title)}"


def reveal(
    title: str,
    body_html: str,
    *,
    after: str | None = None,
    key: str | None = None,
    progress: Progress | None = None,
) -> Reveal:
    """Fold something away until it is asked for, also when all cells are run.

    Parameters
    ----------
    title : str
        What the button says. Markdown-light.
    body_html : str
        What is folded, as HTML: words, or a picture with its ``alt``.
    after : str, optional
        Key of a prediction. Until that is committed the first press asks for it, and a second
        press opens all the same.
    key : str, optional
        What the opening is kept under; by default made from `after` or `title`.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If a text is empty.
    """
    words("title", title)
    words("body_html", body_html)
    for name, value in (("after", after), ("key", key)):
        if value is not None:
            words(name, value)
    return Reveal(title, body_html, after, key or f"{after or plain(title)}/reveal", own(progress))
