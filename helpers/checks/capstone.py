"""The capstone: a learner's grades of all claims, weighed again, and what they make together.

Claims stand in the lessons' own files; here they are read, never copied, and whatever lessons there
are make the list. Claims of one number are one claim: it stands as the last lesson has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from helpers import widgets
from helpers.checks import questions_file
from helpers.checks.lessons import Lesson, _claim
from helpers.checks.summary import Summary, Telling, compose
from helpers.checks.weighed import Gained, Ledger, Weighed
from helpers.widgets.items import bullets, explained, inline, made, options_of

CAPSTONE, START = "17_weigh_the_claims", "00_start_here"
FAR = 2  # steps from the course's grade at which a claim is asked again
_STEPS = list(widgets.GRADES)


@dataclass(frozen=True)
class CourseClaim:
    """A claim of the course.

    Attributes
    ----------
    name : str
        ``"claim-<number>"``, or ``"<lesson>/<name>"`` for those without a number.
    entry : dict
        As the lesson's file has it.
    lesson, title, unit : str
        Where it stands; the last lesson for those that stand in several.
    keys : tuple of str
        What its grades are kept under, in the lessons and in the capstone.
    """

    name: str
    entry: Mapping[str, Any]
    lesson: str
    title: str
    unit: str
    keys: tuple[str, ...]

    @property
    def again(self) -> str:
        """What it is called where the capstone asks it again."""
        lesson, _, own = self.name.rpartition("/")
        return f"{lesson[:2]}-{own}" if lesson and lesson != CAPSTONE else own

    @property
    def grade(self) -> str:
        """The course's grade."""
        return self.entry["grade"]

    @property
    def href(self) -> str:
        """Where its lesson is, from the notebooks' own folder."""
        return f"{self.unit}/{self.lesson}.ipynb" if self.unit else f"{self.lesson}.ipynb"


@dataclass(frozen=True)
class Belief:
    """What a learner thought of a claim: grades at first, last in the lessons, and now."""

    claim: CourseClaim
    first: str | None = None
    taught: str | None = None
    last: str | None = None
    note: str = ""
    weighed: Mapping[str, Any] = field(default_factory=dict)

    def steps(self, grade: str) -> int:
        """Return the steps from the course's grade: above 0 more was believed."""
        return _STEPS.index(self.claim.grade) - _STEPS.index(grade)


def every_claim(folder: Path = questions_file.FOLDER) -> dict[str, CourseClaim]:
    """Return all claims of all lessons that there are, by name, in the order of the course."""
    found: dict[str, CourseClaim] = {}
    for lesson in questions_file.lessons(folder):
        content = questions_file.read(lesson, folder)
        for own, entry in content.claims.items():
            number = entry.get("number")
            name = f"{lesson}/{own}" if number is None else f"claim-{number}"
            before = found.pop(name).keys if name in found else ()
            claim = CourseClaim(name, entry, lesson, content.title, content.unit, ())
            keys = dict.fromkeys((*before, f"{lesson}/{own}", f"{CAPSTONE}/{claim.again}"))
            found[name] = replace(claim, keys=tuple(keys))
    return found


def beliefs(claims: Mapping[str, CourseClaim], progress: widgets.Progress) -> dict[str, Belief]:
    """Return what a learner thinks of each claim, from the record of grades."""
    by_key = {key: name for name, claim in claims.items() for key in claim.keys}
    found: dict[str, dict[str, Any]] = {name: {} for name in claims}
    for event in progress.all("grade"):
        grade, name = event.data.get("grade"), by_key.get(event.key)
        if name is None or not isinstance(grade, str) or grade not in widgets.GRADES:
            continue
        mine = found[name]
        mine.setdefault("first", grade)
        mine["last"] = grade
        note = event.data.get("note")
        mine["note"] = note if grade == "limits" and isinstance(note, str) else ""
        if event.key.startswith(f"{CAPSTONE}/"):
            mine["weighed"] = dict(event.data)
        else:
            mine["taught"] = grade
    return {name: Belief(claims[name], **mine) for name, mine in found.items()}


class Capstone(Lesson):
    """Lesson 17: everything that a notebook asks of a learner's own grades.

    Parameters
    ----------
    progress : Progress, optional
        The record; by default the learner's own.
    folder : Path, optional
        Where the files of questions are; those of the course by default.
    """

    def __init__(
        self,
        *,
        progress: widgets.Progress | None = None,
        folder: Path = questions_file.FOLDER,
    ) -> None:
        super().__init__(CAPSTONE, folder=folder)
        self.progress = progress
        self.claims = every_claim(folder)
        self.told = {
            name: entry
            for key, entry in self.content.told.items()
            if (name := f"{entry['lesson']}/{key}" if "lesson" in entry else key) in self.claims
        }

    def __repr__(self) -> str:
        return "Capstone()"

    # -- the passport -------------------------------------------------------------------------

    def _record(self) -> widgets.Progress:
        return self.progress or widgets.Progress()

    def beliefs(self) -> dict[str, Belief]:
        """Return what this learner thinks of each claim now."""
        return beliefs(self.claims, self._record())

    def ledger(self) -> Ledger:
        """Return the passport as it was filled in, lesson by lesson, with links."""
        return Ledger(tuple(self.beliefs().values()))

    def asked_again(self) -> list[str]:
        """Return the names of the claims to weigh.

        Those that no lesson has, those named for it, and whatever stood `FAR` steps from the
        course's grade when the lessons were done.
        """
        found, mine = [], self.beliefs()
        for name in dict.fromkeys((*self.told, *self.claims)):
            belief, entry = mine[name], self.told.get(name, {})
            far = belief.taught is not None and abs(belief.steps(belief.taught)) >= FAR
            if belief.claim.lesson == CAPSTONE or entry.get("again") or far:
                found.append(name)
        return found

    def weigh(self) -> Any:
        """Ask for the grade, and mostly the strongest objection, of what is asked again."""
        return widgets.passport(
            CAPSTONE, [self._weighed(name) for name in self.asked_again()], progress=self.progress
        )

    def _weighed(self, name: str) -> dict[str, Any]:
        claim = self.claims[name]
        shown = {k: v for k, v in _claim(dict(claim.entry)).items() if k != "name"}
        where = "No lesson has it" if claim.lesson == CAPSTONE else f"Lesson {claim.lesson[:2]}"
        source = where if claim.lesson == CAPSTONE else f"{where}, {claim.title}"
        return shown | {
            "name": claim.again,
            "objections": self.told.get(name, {}).get("objections", ()),
            "source": source,
        }

    def weighed(self) -> Weighed:
        """Return what has been weighed so far, with its points."""
        points, mine = {}, self.beliefs()
        asked = [n for n in self.asked_again() if self.told.get(n, {}).get("objections")]
        for name in asked:
            given = mine[name].weighed
            if given:
                claim = made(widgets.Claim, self._weighed(name))
                objection = given.get("objection")
                points[name] = (
                    claim.stands(given["grade"]),
                    claim.points(given["grade"], objection if isinstance(objection, str) else None),
                )
        return Weighed(points, len(asked))

    # -- how a learner changed -------------------------------------------------------------------

    def by_unit(self) -> list[tuple[str, int, float | None, float | None]]:
        """Return for each unit its name, the claims graded, and mean steps at first and now."""
        found: dict[str, list[Belief]] = {}
        for belief in self.beliefs().values():
            unit = belief.claim.unit.replace("_", " ").capitalize() or "The whole"
            found.setdefault(unit, [])
            if belief.last is not None:
                found[unit].append(belief)
        return [
            (
                unit,
                len(mine),
                fmean(one.steps(one.first) for one in mine) if mine else None,
                fmean(one.steps(one.last) for one in mine) if mine else None,
            )
            for unit, mine in found.items()
        ]

    # -- the summary -----------------------------------------------------------------------------

    def summary(self, whose: str = "mine") -> Summary:
        """Return the text that somebody's grades make.

        Parameters
        ----------
        whose : str
            ``"mine"``, the ``"course"``'s, or ``"popular"``: everything that the popular text says,
            as if it were supported.

        Raises
        ------
        ValueError
            If `whose` is none of these.
        """
        if whose not in ("mine", "course", "popular"):
            raise ValueError(f"whose must be mine, course or popular; {whose!r} was given.")
        mine = self.beliefs()
        told, missing = [], 0
        for name, entry in self.told.items():
            if whose == "popular" and entry.get("left_out"):
                continue
            belief = mine[name]
            grade = {"course": belief.claim.grade, "popular": "supported"}.get(whose, belief.last)
            if grade is None:
                missing += 1
                continue
            kept = {k: entry[k] for k in ("paragraph", "clause", "part", "but")}
            own = whose == "mine"
            apart = own and abs(belief.steps(grade)) >= FAR and not self._defended(name, grade)
            note = belief.note if own else ""
            says = entry.get("says", "")
            told.append(Telling(**kept, grade=grade, says=says, note=note, apart=apart))
        return compose(told, missing=missing)

    def _defended(self, name: str, grade: str) -> bool:
        return grade in self.claims[name].entry.get("arguable", {})

    def courses_own(self) -> Any:
        """Fold away the text that the course's grades make."""
        html = self.summary("course").html()
        return widgets.reveal("The summary by the course's grades", html, key=self._key("course"))

    # -- the inventory, for the second time ------------------------------------------------------

    def gained(self) -> Gained:
        """Return what changed between the two sittings of the inventory."""
        items = self.inventory_items()
        sittings = [
            widgets.inventory_answers(f"{lesson}/inventory", items, progress=self.progress)
            for lesson in (START, CAPSTONE)
        ]
        hrefs = {one.name: (one.title, one.href) for one in self._outlines()}
        return Gained(items, *sittings, hrefs)

    def _outlines(self) -> list[widgets.Outline]:
        names = questions_file.lessons(self.folder)
        return [Lesson(name, folder=self.folder).outline() for name in names]

    def answers(self) -> Any:
        """Fold away the answers to the inventory, with the reason for each option."""
        items = [
            f"<strong>{inline(item['question'])}</strong>{explained(options_of(item['options']))}"
            for item in self.inventory_items()
        ]
        return widgets.reveal(
            "The sixteen answers, and why each option tempts",
            bullets(items),
            key=self._key("answers"),
        )
