"""A lesson's questions, ready to be shown: what a notebook calls."""

import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from helpers import evidence, widgets
from helpers.checks import questions_file
from helpers.checks.tasks import tasks_of
from helpers.widgets.items import inline, plain

SHORT_PATH_MIN = 45
"""Minutes of the path that leaves out the cells marked with `SKIP`, and claims `beyond_45`."""
BEYOND = f"Beyond {SHORT_PATH_MIN} minutes"
SKIP = f"*{BEYOND}: you may skip to the next heading.*"
"""What a notebook says, under its heading, where the short path skips."""


class Lesson:
    """The questions, predictions and claims of one lesson.

    Parameters
    ----------
    name : str
        Name of the lesson's notebook, for example ``"01_channel_block"``.
    folder : Path, optional
        Where the files of questions are; those of the course by default.

    Raises
    ------
    QuestionsError
        If there is no such lesson, or its file is not as it must be.

    Examples
    --------
    >>> lesson = Lesson("01_channel_block")  # doctest: +SKIP
    >>> lesson.predict("silent-synapse")  # doctest: +SKIP
    """

    def __init__(self, name: str, *, folder: Path = questions_file.FOLDER) -> None:
        self.content = questions_file.read(name, folder)
        self.name = name
        self.folder = folder

    def __repr__(self) -> str:
        return f"Lesson({self.name!r})"

    def opening(self) -> "Opening":
        """Return what stands at the lesson's start: minutes, objectives, what to know first."""
        return Opening(self.content)

    def glossary(self) -> Any:
        """Fold away the lesson's terms, one plain sentence each, for learners who want them."""
        known = _glossary()
        rows = []
        for term in self.content.terms:
            if term not in known:
                near = ", ".join(get_close_matches(term, known, n=3, cutoff=0.3)) or "none"
                raise ValueError(f"{self.name}: {term!r} is not in glossary.toml; near it: {near}.")
            rows.append(f"<dt><strong>{inline(term)}</strong></dt><dd>{inline(known[term])}</dd>")
        return widgets.reveal(
            "Terms of this lesson", f"<dl>{''.join(rows)}</dl>", key=self._key("glossary")
        )

    def predict(self, name: str) -> Any:
        """Ask for a prediction before anything is shown."""
        entry = self.content.one("predictions", name)
        return widgets.predict(self._key(name), entry["question"], entry["options"])

    def revisit(self, name: str) -> Any:
        """Take up a prediction at the end, with why each answer was reasonable."""
        entry = self.content.one("predictions", name)
        return widgets.revisit(self._key(name), entry["question"], entry["options"])

    def reveal(
        self,
        prediction: str,
        draw: Callable[..., str],
        *,
        title: str = "What happens",
        name: str | None = None,
        size_in: tuple[float, float] = (8, 4),
        **values: Any,
    ) -> Any:
        """Show a figure that stays folded until the learner has predicted, or asks for it.

        Parameters
        ----------
        prediction : str
            Name of the prediction that the figure answers.
        draw : callable
            Takes a figure and `values`, draws, and returns the words that describe it.
        title : str
            What stands on the fold.
        name : str, optional
            A name of its own, needed where several figures follow one prediction.
        size_in : tuple of float
            Width and height in inches.
        **values
            Passed to `draw`.
        """
        self.content.one("predictions", prediction)
        picture = widgets.picture_html(draw, size_in=size_in, **values)
        key = self._key(name) if name else None
        return widgets.reveal(title, picture, after=self._key(prediction), key=key)

    def ask(self, name: str) -> Any:
        """Ask a question, with an explanation for each option."""
        entry = self.content.one("questions", name)
        return widgets.quiz(
            self._key(name),
            entry["question"],
            entry["options"],
            misconception=entry.get("misconception"),
        )

    def found(self, name: str) -> Any:
        """Fold away what a panel's task leads to, for learners who want to compare."""
        paragraphs = self.content.one("findings", name)["text"].strip().split("\n\n")
        body = "".join(f"<p>{inline(paragraph)}</p>" for paragraph in paragraphs)
        return widgets.reveal("What you should have found", body, key=self._key(f"found-{name}"))

    def task(self, name: str) -> dict[str, Any]:
        """Return a panel's steps and what they lead to, for ``explore(task=...)``."""
        entry = self.content.one("tasks", name)
        return {"steps": entry["steps"], "found": entry.get("found", "")}

    def passport(self) -> Any:
        """Let the learner grade the lesson's claims.

        Raises
        ------
        ValueError
            If the lesson has no claims, or one rests on a fact that does not exist.
        """
        if not self.content.claims:
            raise ValueError(f"{self.name} has no claims to grade.")
        claims = [
            _claim(entry) | ({"aside": BEYOND} if entry.get("beyond_45") else {})
            for entry in self.content.claims.values()
        ]
        return widgets.passport(self.name, claims)

    def inventory(self) -> Any:
        """Ask what the learner believes about the whole course, one item a lesson."""
        items = self.inventory_items()
        if not items:
            raise ValueError(f"{self.name} has no concept inventory.")
        return widgets.inventory(self._key("inventory"), items)

    def inventory_items(self) -> list[dict[str, Any]]:
        """Return the items of the concept inventory, as the widgets take them.

        They may be those of another lesson, asked here for a second time.
        """
        other = self.content.inventory_of
        content = questions_file.read(other, self.folder) if other else self.content
        names = ("name", "question", "options", "lesson")
        return [{k: item[k] for k in names} for item in content.inventory.values()]

    def sentence(self) -> "Sentence":
        """Return the one sentence to keep."""
        return Sentence(self.content.sentence)

    def references(self) -> Any:
        """Return the lesson's references, in their order, with DOIs."""
        return evidence.references(*self.content.references)

    def outline(self) -> widgets.Outline:
        """Return what there is to do in the lesson and its exercise, for the table of progress."""
        content = self.content
        folder = f"{content.unit}/" if content.unit else ""
        again = [name for name, one in content.told.items() if one.get("again")]
        return widgets.Outline(
            name=self.name,
            title=content.title,
            href=f"{folder}{self.name}.ipynb",
            group=questions_file.UNITS.get(content.unit, ""),
            predictions=tuple(map(self._key, content.predictions)),
            questions=(
                *map(self._key, content.questions),
                *(self._key(f"inventory/{item['name']}") for item in self.inventory_items()),
            ),
            panels=content.panels,
            claims=tuple(map(self._key, [*content.claims, *again])),
            tasks=tuple(task.id for task in tasks_of(self.name)),
            optional=content.optional,
        )

    def _key(self, name: str) -> str:
        return f"{self.name}/{name}"


class Opening:
    """Minutes, objectives and what to know first, as a notebook shows them."""

    def __init__(self, content: questions_file.Questions) -> None:
        self._content = content

    def _repr_html_(self) -> str:
        content = self._content
        short = inline(_short_path(content.minutes))
        parts = [
            f"<p><strong>{content.minutes} minutes</strong>{short}. At the end you can</p>",
            _bullets(content.objectives),
        ]
        if content.know_first:
            parts += ["<p>Know first:</p>", _bullets(content.know_first)]
        return "".join(parts)

    def __repr__(self) -> str:
        content = self._content
        short = plain(_short_path(content.minutes))
        lines = [f"{content.minutes} minutes{short}. At the end you can"]
        lines += [f"- {plain(text)}" for text in content.objectives]
        if content.know_first:
            lines += ["Know first:", *(f"- {plain(text)}" for text in content.know_first)]
        return "\n".join(lines)


class Sentence:
    """The one sentence of a lesson that is worth keeping."""

    def __init__(self, text: str) -> None:
        self._text = text

    def _repr_html_(self) -> str:
        return f"<blockquote><p><strong>{inline(self._text)}</strong></p></blockquote>"

    def __repr__(self) -> str:
        return plain(self._text)


@cache
def _glossary() -> dict[str, str]:
    path = Path(__file__).with_name("glossary.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def outlines() -> list[widgets.Outline]:
    """Return the outlines of all lessons that exist, in the order of the course."""
    return [Lesson(name).outline() for name in questions_file.lessons()]


def _short_path(minutes: int) -> str:
    """Say that there is a shorter way through a lesson that needs one."""
    if minutes <= SHORT_PATH_MIN + 5:
        return ""
    return f", or {SHORT_PATH_MIN} without what is marked *{BEYOND}*"


def _bullets(texts: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{inline(text)}</li>" for text in texts) + "</ul>"


def _claim(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a claim as the passport takes it: with what was measured, on either side of it."""
    apart = ("evidence", "against", "beyond_45")
    kept = {name: value for name, value in entry.items() if name not in apart}
    against = entry.get("against", [])
    shown = _rows("Measured, and against it", against) if against else ""
    known = entry["evidence"]
    shown += _rows("Measured, and for it", known) if known else "<p>We know of nothing for it.</p>"
    return kept | {"evidence_html": shown}


def _rows(heading: str, fact_ids: list[str]) -> str:
    facts = (evidence.fact(fact_id) for fact_id in fact_ids)
    return f"<p><strong>{heading}:</strong></p>" + "".join(fact._repr_html_() for fact in facts)
