"""The popular summary, said again from somebody's grades: plain sentences for each claim.

Claims that follow one another with one grade share a sentence, so that the text reads well from
believers, doubters and everybody between. One or two in a row get their reasons.

>>> told = Telling("In the cell", "it leaks", "in winter", "nobody looked", "unsupported")
>>> print(compose([told]))
In the cell. There is no good evidence that it leaks: nobody looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from helpers.widgets import GRADES
from helpers.widgets.items import inline, plain

MARK = "†"
LONGEST_NOTE = 160
MOST_WITH_REASONS = 2  # claims of one grade in a row that each get a sentence with its reason
MOST_IN_ONE = 3  # claims in one sentence

# A grade's sentences: for one claim, in turn; for several, the first and those that go on.
_ALONE = {
    "contested": ("It is contested whether {}: {}.", "It is not settled whether {}: {}."),
    "overstated": ("It goes too far to say that {}: {}.", "That {} is said too widely: {}."),
    "unsupported": ("There is no good evidence that {}: {}.", "Nobody has shown that {}: {}."),
}
_TOGETHER = {
    "contested": (
        "It is contested {}.",
        "Nor is it settled {}.",
        "It is disputed {}.",
        "It is open, too, {}.",
    ),
    "overstated": (
        "It goes too far to say {}.",
        "Nor should one simply say {}.",
        "Too much is claimed as well by saying {}.",
        "The same goes for saying {}.",
    ),
    "unsupported": (
        "There is no good evidence {}.",
        "Nor has anybody shown {}.",
        "Evidence is wanting, too, {}.",
        "Nor is it shown {}.",
    ),
}
_JOINS = {
    "contested": ("whether", "or"),
    "overstated": ("that", "or"),
    "unsupported": ("that", "or"),
}


@dataclass(frozen=True)
class Telling:
    """One claim as the summary takes it.

    Parameters
    ----------
    paragraph, clause, part, but : str
        Where it stands; the claim as a clause; the part that holds; what speaks against it.
        Markdown-light.
    grade : str
        One of `GRADES`.
    says : str
        The whole sentence where this claim and the one before it are supported; by default the
        clause.
    note : str
        The part that holds in the learner's own words; used with the grade "limits".
    apart : bool
        Whether to mark it as far from the course's grade.

    Raises
    ------
    ValueError
        If the grade is none, or a text is empty.
    """

    paragraph: str
    clause: str
    part: str
    but: str
    grade: str
    says: str = ""
    note: str = ""
    apart: bool = False

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise ValueError(f"grade must be of {', '.join(GRADES)}, but is {self.grade!r}")
        for name in ("paragraph", "clause", "part", "but"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name} must not be empty")

    @property
    def said(self) -> str:
        """The clause, with the mark where it is far from the course's grade."""
        return self.clause + self._mark

    @property
    def sentence(self) -> str:
        """The claim as somebody says it who thinks that it is supported."""
        return f"{(self.says or _capital(self.clause)).rstrip('.')}{self._mark}."

    @property
    def limited(self) -> str:
        """The claim with the part for which it holds."""
        note = " ".join(self.note.split()).strip(" .").replace("*", "").replace("`", "")
        if not note:
            return f"{_capital(self.said)}, {self.part}."
        if len(note) > LONGEST_NOTE:
            note = note[: LONGEST_NOTE - 1].rstrip() + "…"
        return f"{_capital(self.said)}, within limits (in your words: “{note}”)."

    @property
    def _mark(self) -> str:
        return MARK if self.apart else ""


@dataclass(frozen=True)
class Summary:
    """Paragraphs of plain text, each with its name; what is marked; how many claims are missing."""

    paragraphs: tuple[tuple[str, str], ...]
    marked: bool = False
    missing: int = 0

    def __str__(self) -> str:
        texts = (f"{name}. {plain(text)}" for name, text in self.paragraphs)
        return "\n".join([*texts, *self._notes()])

    __repr__ = __str__

    def html(self) -> str:
        """Return the text as HTML."""
        parts = [
            f"<p><strong>{escape(name)}.</strong> {inline(text)}</p>"
            for name, text in self.paragraphs
        ]
        notes = "".join(f"<p><em>{escape(note)}</em></p>" for note in self._notes())
        return (f"<blockquote>{''.join(parts)}</blockquote>" if parts else "") + notes

    _repr_html_ = html

    def _notes(self) -> Iterator[str]:
        if not self.paragraphs:
            yield (
                "You have graded no claim yet. Grade some, here or in the lessons, and run this "
                "cell again: then your own summary stands here."
            )
        elif self.missing:
            claims = "One claim is" if self.missing == 1 else f"{self.missing} claims are"
            yield f"{claims} left out: not graded yet."
        if self.marked:
            yield f"{MARK} The course grades this quite otherwise: look at its evidence again."


def compose(told: Sequence[Telling], *, missing: int = 0) -> Summary:
    """Return the summary that the grades of some claims make, in the order given.

    Parameters
    ----------
    told : sequence of Telling
        Those of one paragraph stand together.
    missing : int
        How many more claims there are, without a grade.
    """
    turns: Counter[str] = Counter()
    paragraphs = []
    for name, mine in groupby(told, key=lambda one: one.paragraph):
        sentences: list[str] = []
        for grade, run in groupby(mine, key=lambda one: one.grade):
            sentences += _sentences(grade, list(run), turns)
        paragraphs.append((name, " ".join(sentences)))
    return Summary(tuple(paragraphs), any(one.apart for one in told), missing)


def _sentences(grade: str, run: list[Telling], turns: Counter[str]) -> Iterator[str]:
    if grade == "supported":
        yield f"{_capital(run[0].said)}."  # what stands before may not be what `says` leans on
        yield from (one.sentence for one in run[1:])
    elif grade == "limits":
        yield from (one.limited for one in run)
    elif len(run) <= MOST_WITH_REASONS:
        frames = _ALONE[grade]
        for one in run:
            yield frames[turns[grade] % len(frames)].format(one.said, one.but)
            turns[grade] += 1
    else:
        for place, some in enumerate(_shared_out(run)):
            yield _TOGETHER[grade][min(place, 3)].format(_listed(grade, some))


def _shared_out(run: list[Telling]) -> Iterator[list[Telling]]:
    """Share a run out over sentences of about equal length, none with one claim alone."""
    sentences = -(-len(run) // MOST_IN_ONE)
    for place in range(sentences):
        yield run[len(run) * place // sentences : len(run) * (place + 1) // sentences]


def _listed(grade: str, some: list[Telling]) -> str:
    opening, join = _JOINS[grade]
    clauses = [f"{opening} {one.said}" for one in some]
    if len(clauses) == 1:
        return clauses[0]
    return f"{', '.join(clauses[:-1])}, {join} {clauses[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
