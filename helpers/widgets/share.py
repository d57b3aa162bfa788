"""A learner's answers as one small file for a class: by consent, and nameless unless named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .progress import COURSE, Progress

FORM = "ketamine-course-answers-1"
SHARED = {  # what goes out, and which of its details; notes that were typed stay at home
    "prediction": ("choice", "seconds"),
    "answer": ("chosen", "right", "seconds"),
    "grade": ("grade", "number", "objection"),
    "inventory": ("choice",),
}


def answers_of(progress: Progress, name: str = "") -> dict[str, Any]:
    """Return what would be shared: predictions, answers, grades and inventory, with their times."""
    events = [
        {
            "kind": event.kind,
            "key": event.key,
            "time": event.time,
            "data": {part: event.data[part] for part in SHARED[event.kind] if part in event.data},
        }
        for event in progress.all()
        if event.kind in SHARED
    ]
    return {"form": FORM, "name": name, "events": events}


def share_answers(
    *, consent: bool, name: str = "", path: str | Path | None = None, progress: Any = None
) -> str:
    """Write your answers to one small file that you may hand in; return what it holds.

    Parameters
    ----------
    consent : bool
        ``True`` says that you want it. Nothing is written, and nothing sent, without it.
    name : str, optional
        Your name or any word you choose. Without it the file names nobody.
    path : str or path-like, optional
        Where to; by default ``my-answers.json`` in the course's folder.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If consent is neither True nor False, the name no text, or the file cannot be written.

    Examples
    --------
    >>> share_answers(consent=False)
    'Nothing was written. Say consent=True if you want a file of your answers.'
    """
    if not isinstance(consent, bool):
        raise ValueError(f"consent must be True or False; {consent!r} was given.")
    if not isinstance(name, str):
        raise ValueError(f"name must be a text; {name!r} was given.")
    if not consent:
        return "Nothing was written. Say consent=True if you want a file of your answers."
    answers = answers_of(Progress() if progress is None else progress, name.strip())
    target = COURSE / "my-answers.json" if path is None else Path(path)
    try:
        target.write_text(json.dumps(answers, indent=1, ensure_ascii=False), encoding="utf-8")
    except OSError as trouble:
        raise ValueError(f"path: {target.name} cannot be written ({trouble.strerror}).") from None
    counts = {kind: sum(e["kind"] == kind for e in answers["events"]) for kind in SHARED}
    told = ", ".join(f"{number} of kind {kind}" for kind, number in counts.items() if number)
    whose = f"It bears the name {answers['name']!r}." if answers["name"] else "It names nobody."
    return (
        f"{target.name} holds {told or 'no answers yet'}. {whose} Look into it: it is plain text."
    )
