"""The claim passport: the learner grades a lesson's claims, then meets the course's own grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .items import (
    Option,
    alive,
    bullets,
    different,
    explained,
    folded,
    inline,
    made,
    options_of,
    page_of,
    plain,
    words,
)
from .progress import Progress
from .question import Question, one_of, own, shuffled, told

GRADE = "grade"
NOTE = "note"
OBJECTION = "objection"
LONGEST_NOTE = 2000

# The five steps, in order: a step away is a neighbour.
GRADES = {
    "supported": "evidence of the kind the claim needs, agreeing",
    "limits": "true for part of it: name the part",
    "contested": "good studies pull apart, or the key step is indirect",
    "overstated": "a true core, said too widely or as a cause",
    "unsupported": "no study of the needed kind, or evidence against",
}
GRADE_NAMES = {grade: grade for grade in GRADES} | {"limits": "within limits"}

KINDS = ("randomised trial", "human observation", "animal", "in vitro", "model")


@dataclass(frozen=True)
class Claim:
    """A claim that learners grade.

    Parameters
    ----------
    text : str
        The claim. Markdown-light, as `objection` and `reason`.
    kind : str or sequence of str
        The kind of evidence behind it, of :data:`KINDS`.
    objection : str
        The strongest objection.
    grade : str
        The course's grade, of :data:`GRADES`.
    reason : str
        Why.
    number : int, optional
        Its number in the capstone's list.
    name : str, optional
        What grades are kept under; by default ``"claim-<number>"``. Needed without a number.
    evidence_html : str
        The evidence behind it and against it, as HTML.
    arguable : mapping of str to str
        Other grades that can be defended, and why. A neighbouring grade always can.
    objections : sequence of Option or mapping
        Objections to choose the strongest from, one of them right; with them the claim is weighed
        for points and `objection` stays hidden until it is graded. None by default.
    source : str
        Where the claim was met, as words; shown above it.
    aside : str
        Words that stand small beside the kinds of evidence, such as that the claim may be left out.

    Raises
    ------
    ValueError
        If anything is missing or not of its list.
    """

    text: str
    kind: str | tuple[str, ...]
    objection: str
    grade: str
    reason: str
    number: int | None = None
    name: str = ""
    evidence_html: str = ""
    arguable: Mapping[str, str] = field(default_factory=dict)
    objections: tuple[Option, ...] = ()
    source: str = ""
    aside: str = ""

    def __post_init__(self) -> None:
        for part in ("text", "objection", "reason"):
            words(part, getattr(self, part))
        kinds = (self.kind,) if isinstance(self.kind, str) else tuple(self.kind)
        strange = [kind for kind in kinds if kind not in KINDS]
        if strange or not kinds:
            raise ValueError(f"kind must be of {', '.join(KINDS)}, but is {self.kind!r}")
        object.__setattr__(self, "kind", kinds)
        for grade in (self.grade, *self.arguable):
            if grade not in GRADES:
                raise ValueError(f"a grade must be of {', '.join(GRADES)}, but is {grade!r}")
        if self.number is not None and type(self.number) is not int:
            raise ValueError(f"number must be a whole number, but is {self.number!r}")
        if not self.name and self.number is None:
            raise ValueError(f"a claim without a number needs a name: {self.text!r}")
        object.__setattr__(self, "name", self.name or f"claim-{self.number}")
        if self.objections:
            object.__setattr__(self, "objections", options_of(self.objections))
            if sum(option.right for option in self.objections) != 1:
                raise ValueError(f"just one objection must be the strongest: {self.text!r}")

    def stands(self, grade: str) -> str:
        """Say how a learner's grade stands to the course's: same, arguable or apart."""
        order = list(GRADES)
        if grade == self.grade:
            return "same"
        near = abs(order.index(grade) - order.index(self.grade)) == 1
        return "arguable" if near or grade in self.arguable else "apart"

    def points(self, grade: str, objection: str | None = None) -> float:
        """Return what a weighed grade counts: 1, 0.5 or 0.

        1 for the course's own grade; a half for an arguable one with the strongest objection.

        >>> claim = Claim("It leaks.", "model", "Not in winter.", "limits", "Seen.", name="leak",
        ...     objections=({"name": "a", "text": "A", "right": True}, {"name": "b", "text": "B"}))
        >>> claim.points("limits"), claim.points("supported", "a"), claim.points("supported", "b")
        (1.0, 0.5, 0.0)
        """
        strongest = {option.name for option in self.objections if option.right}
        stands = self.stands(grade)
        if stands == "same":
            return 1.0
        return 0.5 if stands == "arguable" and objection in strongest else 0.0


class Passport(Question):
    """A lesson's claims to grade; made by :func:`passport`."""

    part = "passport.js"

    def __init__(self, key: str, claims: tuple[Claim, ...], progress: Progress) -> None:
        self.claims = {claim.name: claim for claim in claims}
        super().__init__(
            key,
            {
                "grades": [
                    {"name": grade, "text": GRADE_NAMES[grade], "means": means}
                    for grade, means in GRADES.items()
                ],
                "claims": [_page(claim, f"{key}/{claim.name}", progress) for claim in claims],
                "longest": LONGEST_NOTE,
            },
            {claim.name: _kept(f"{key}/{claim.name}", claim, progress) for claim in claims},
            progress,
        )

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Keep a grade, a note being typed, or that the other side was opened.

        ``{"say": "grade", "claim": name, "grade": grade, "note": text}``, with ``"objection"``
        where there are some to choose from,
        ``{"say": "note", "claim": name, "note": text}``, ``{"say": "objection", "claim": name}``.
        """
        name = one_of(message.get("claim"), self.claims)
        if name is None:
            return None
        say, note = message.get("say"), _note(message.get("note", ""))
        key = f"{self.key}/{name}"
        if say == "grade":
            grade = one_of(message.get("grade"), GRADES)
            claim = self.claims[name]
            chosen = _objection(message.get("objection"), claim)
            if grade is None or note is None or (claim.objections and not chosen):
                return None
            self._remember(name, grade=grade, note=note, **chosen)
            return self.keep(GRADE, key, grade=grade, note=note, number=claim.number, **chosen)
        if say == "note" and note is not None:
            self._remember(name, note=note)
            return self.keep(NOTE, key, text=note)
        if say == "objection":
            return self.keep(OBJECTION, key)
        return None

    def _remember(self, name: str, **what: str) -> None:
        self.state = {**self.state, name: {**self.state[name], **what}}

    def static_html(self) -> str:
        """Return the claims, with the course's grades and the objections folded."""
        grades = "".join(
            f"<li><strong>{GRADE_NAMES[grade]}</strong>: {means}</li>"
            for grade, means in GRADES.items()
        )
        return page_of(
            "<p><strong>Claim passport.</strong> Grade each claim by its evidence. "
            f"{alive('To grade here and keep your grades')}</p>",
            f"<ul>{grades}</ul>",
            *(_static_claim(claim) for claim in self.claims.values()),
        )

    def static_text(self) -> str:
        """Return the claims and their kinds of evidence."""
        return "\n".join(
            ["Claim passport"] + [f"- {plain(c.text)} ({_beside(c)})" for c in self.claims.values()]
        )


def passport(
    key: str,
    claims: Iterable[Claim | Mapping[str, Any]],
    *,
    progress: Progress | None = None,
) -> Passport:
    """Let the learner grade a lesson's claims, and keep the grades for the capstone.

    The course's grade and its reason are shown only after the learner's. A grade beside it, or one
    that is listed as arguable, is called arguable; no grade is called wrong.

    Parameters
    ----------
    key : str
        The lesson; a grade is kept under ``"<key>/<claim's name>"``.
    claims : iterable of Claim or mapping
        At least one.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If a claim is malformed, there is none, or two have one name.
    """
    words("key", key)
    made_claims = tuple(made(Claim, claim) for claim in claims)
    if not made_claims:
        raise ValueError("a passport needs at least one claim, but has none")
    different("claims", (claim.name for claim in made_claims))
    return Passport(key, made_claims, own(progress))


def _page(claim: Claim, key: str, progress: Progress) -> dict[str, Any]:
    weighed = {
        "objections": told(shuffled(claim.objections, key, progress)),
        "points": {
            grade: [claim.points(grade), claim.points(grade, _strongest(claim))] for grade in GRADES
        },
    }
    return {
        "name": claim.name,
        "number": claim.number,
        "text": inline(claim.text),
        "kinds": list(claim.kind),
        "objection": inline(claim.objection),
        "evidence": claim.evidence_html,
        "grade": claim.grade,
        "reason": inline(claim.reason),
        "stands": {grade: claim.stands(grade) for grade in GRADES},
        "why": {grade: inline(why) for grade, why in claim.arguable.items()},
        "source": inline(claim.source),
        "aside": claim.aside,
        **(weighed if claim.objections else {}),
    }


def _strongest(claim: Claim) -> str | None:
    return next((option.name for option in claim.objections if option.right), None)


def _objection(value: object, claim: Claim) -> dict[str, str]:
    """Return the objection that an untrusted page names, as what is kept of it: nothing if none."""
    chosen = one_of(value, (option.name for option in claim.objections))
    return {} if chosen is None else {"objection": chosen}


def _kept(key: str, claim: Claim, progress: Progress) -> dict[str, str]:
    """Return what this learner graded and typed last, as far as it is whole."""
    kept: dict[str, str] = {}
    for event in progress.all(key=key):
        if event.kind == GRADE:
            grade, note = one_of(event.data.get("grade"), GRADES), _note(event.data.get("note", ""))
            if grade is not None:
                chosen = _objection(event.data.get("objection"), claim)
                kept = {"grade": grade, "note": note or "", **chosen}
        elif event.kind == NOTE:
            note = _note(event.data.get("text"))
            if note is not None:
                kept = {**kept, "note": note}
    return kept


def _note(value: object) -> str | None:
    """Return a typed text from an untrusted page, cut where it is far too long, or None."""
    return value[:LONGEST_NOTE] if isinstance(value, str) else None


def _beside(claim: Claim) -> str:
    return ", ".join(claim.kind) + (f"; {claim.aside}" if claim.aside else "")


def _static_claim(claim: Claim) -> str:
    evidence = claim.evidence_html
    source = f"<br>{inline(claim.source)}" if claim.source else ""
    aside = f"<br><small>{inline(claim.aside)}</small>" if claim.aside else ""
    asked = bullets(inline(option.text) for option in claim.objections)
    return (
        f"<hr><p><strong>{inline(claim.text)}</strong>{source}<br>"
        f"Evidence: {', '.join(claim.kind)}{aside}</p>"
        + (f"<p>Which objection to it is the strongest?</p>{asked}" if claim.objections else "")
        + folded(
            "The course's grade",
            f"<p><strong>{GRADE_NAMES[claim.grade]}</strong>: {inline(claim.reason)}</p>",
        )
        + (
            folded("The strongest objection", explained(claim.objections))
            if claim.objections
            else ""
        )
        + folded("Argue the other side", f"<p>{inline(claim.objection)}</p>")
        + (folded("The evidence, for and against", evidence) if evidence else "")
    )
