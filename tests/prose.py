"""Numbers in sentences: a test computes them, and a failure names the sentence and what to do.

says("01_channel_block", "After 20 pulses {share:.0%}", share=trace.blocked_fraction[-1])
"""

from __future__ import annotations

import re
from string import Formatter

from tests.contract.course import NOTEBOOK_ROOMS, QUESTIONS, REPOSITORY, notebooks, questions, read
from tests.contract.reading import plain, strings_of


def says(lesson: str, sentence: str, **values: object) -> None:
    """Fail unless a lesson says a sentence with these values.

    Parameters
    ----------
    lesson : str
        Such as ``"01_channel_block"``. Its notebook, exercise, solution and questions are read,
        without tags and emphasis, with single spaces.
    sentence : str
        The words, with fields as in `str.format`.
    **values
        What the fields hold.
    """
    wanted = plain(sentence.format(**values))
    texts = texts_of(lesson)
    if not texts:
        raise AssertionError(f"there is no lesson {lesson!r}")
    if any(wanted in text for text in texts.values()):
        return
    for where, text in texts.items():
        if found := _with_other_numbers(sentence, text):
            raise AssertionError(
                f"{where} says\n    “{found}”\nbut computed now it is\n    “{wanted}”\n"
                f"If the new numbers are right, write them there, then: {mending(where)}"
            )
    raise AssertionError(f"{lesson} says nowhere “{wanted}”, nor that with other numbers")


def texts_of(lesson: str) -> dict[str, str]:
    """Return all that a lesson says, by file: its notebooks' Markdown and its questions."""
    found = {}
    asked = questions(lesson)
    if asked is not None:
        where = (QUESTIONS / f"{lesson}.toml").relative_to(REPOSITORY).as_posix()
        found[where] = plain("\n".join(strings_of(asked)))
    for path in notebooks(*NOTEBOOK_ROOMS):
        if path.stem == lesson:
            cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
            found[path.as_posix()] = plain("\n".join(cells))
    return found


def mending(where: str) -> str:
    """Return the command that brings along all that is made of a file."""
    if where.startswith(("solutions/", "exercises/")):
        solution = where.replace("exercises/", "solutions/", 1)
        return f"make execute ARGS={solution} && make exercises (the sentence stands in {solution})"
    lesson = where.rsplit("/", 1)[-1].split(".")[0]
    path = next(p for p in notebooks("notebooks") if p.stem == lesson)
    return f"make execute ARGS={path.as_posix()}"


def _with_other_numbers(sentence: str, text: str) -> str:
    """Return the same sentence as it stands in a text with other values; "" where it does not."""
    parts = []
    for words, field, _, _ in Formatter().parse(" ".join(sentence.split())):
        words = re.sub(r"[*_`]", "", words)  # as in the texts
        parts.append(re.escape(words) + (r"\S{1,12}?" if field is not None else ""))
    found = re.search("".join(parts) + r"(?!\w)", text)
    return found[0] if found else ""
