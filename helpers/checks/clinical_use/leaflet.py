"""Task 6 of exercise 12: a leaflet for patients, and the sentences that evidence allows.

A check cannot judge writing. It looks for six things that an honest leaflet says and for words
that promise more than any study, and says so. It fails closed: what it cannot read is not right.
Whatever the text, nothing is raised; patterns are plain and the length is limited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpers.checks.answers import Names, NotThatKindError, kind_in_words, refuse_the_empty
from helpers.checks.tasks import Mistake, Part, Task

CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "A": "In one trial of 60 people with CRPS, pain fell more with ketamine than with placebo.",
        "B": "Ketamine resets the pain system.",
        "C": "In that trial people could do more with their limb afterwards.",
        "D": "A review of 67 trials found no clear evidence that it helps chronic pain.",
        "E": "Two of three people get better because of ketamine.",
        "F": "Three of six people who had a long infusion twice had signs of liver injury.",
        "G": "Nobody in the trial could tell whether they had ketamine or placebo.",
        "H": "By week 12 the difference to placebo was no longer statistically clear.",
    }
)
ALLOWED = frozenset("ADFH")
FEWEST, MOST = 60, 400  # words
_LONGEST = 6000  # letters that are read

_NOT = (
    r"(?:\b(?:not|no|never|nobody|none|neither|nor|cannot|whether|unclear|unknown|unsure|little)\b"
    r"|n't\b)"
)
#: What an honest leaflet says: words for the learner, and patterns that must all stand in one
#: sentence of it.
_SAYS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "small": ("how many people the main trial had", (r"\b(?:60|sixty)\b",)),
        "unclear": (
            "that other trials or reviews are not convinced",
            (r"\b(?:trials?|stud(?:y|ies)|reviews?|evidence|research)\b",
             rf"{_NOT}|\buncertain|\bweak\b", r"\b(?:other|review|reviews|67|evidence|research)\b"),
        ),
        "function": (
            "that function did not improve",
            (r"\b(?:function|move|movement|use of|daily|everyday|able to|limb|activities)\b", _NOT),
        ),
        "weeks": (
            "that the benefit is a matter of weeks",
            (r"\bweeks?\b|\bthree months\b", r"\b(?:fades?|faded|wears? off|until|by week|after"
             r"|lasts?|lasted|for (?:some|a few|several)|up to|12|twelve)\b"),
        ),
        "liver": ("what is known of the liver", (r"\bliver\b",)),
        "mind": (
            "that it can change perception or thought for a while",
            (r"\b(?:strange|unreal|dream|dreams|dreamlike|halluc\w*|dissoci\w*|perceptions?|thoughts?"
             r"|see or hear|senses|psych\w*)\b",),
        ),
    }
)  # fmt: skip
_OVERSTATED = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)|resets?|proven|proves|guarante\w*|miracle\w*|permanent\w*|forever"
    r"|for good|risk-free|harmless|safe|safely|effective|pain-free|always|everyone|everybody)\b"
)
_DOSE = re.compile(r"\d\s*(?:mg|milligrams?|µg|mcg|ng|ml)\b|\bmg\b|\bmilligrams?\b")


@dataclass(frozen=True)
class Leaflet:
    """A kind of answer: a text of some sixty to four hundred words."""

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""
        return f"a text of {FEWEST} to {MOST} words in quotes"

    def read(self, answer: Any) -> str:
        """Return the text in small letters with single spaces, or raise with words."""
        refuse_the_empty(answer)
        if not isinstance(answer, str):
            raise NotThatKindError(f"This is {kind_in_words(answer)}.")
        letters = str.casefold(answer)
        if len(letters) > _LONGEST:
            raise NotThatKindError("This is longer than a leaflet that somebody would read.")
        words = " ".join(letters.replace("’", "'").split())
        count = len(re.findall(r"[a-z]{2,}", words))
        if not FEWEST <= count <= MOST:
            raise NotThatKindError(f"This text has {count} words.")
        return words

    def same(self, given: str, wanted: str) -> bool:
        """Say whether it is the same text."""
        return given == wanted


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"[.!?;:]\s", text + " ") if one.strip()]


def _missing(text: str) -> list[str]:
    """Return the words for each thing that no sentence of a leaflet says."""
    sentences = _sentences(text)
    return [
        words
        for words, patterns in _SAYS.values()
        if not any(all(re.search(p, one) for p in patterns) for one in sentences)
    ]


def _overstates(text: str) -> bool:
    """Say whether a strong word stands in a sentence that does not deny it before."""
    return any(
        not re.search(_NOT, one[: found.start()])
        for one in _sentences(text)
        for found in _OVERSTATED.finditer(one)
    )


def _doses(text: str) -> bool:
    return bool(_DOSE.search(text))


def _honest(text: str) -> bool:
    return not _missing(text) and not _overstates(text) and not _doses(text)


EXAMPLE = """
Ketamine for complex regional pain syndrome (CRPS). In one trial 60 people with this pain had an
infusion of ketamine or of placebo for four days. A week later those on ketamine had less pain. The
difference faded over weeks, and by week 12 it was no longer clear. People were not able to use the
limb more than before. Other studies saw no lasting relief, and a review of 67 trials found no clear
evidence that ketamine helps chronic pain. During the infusion three in four had strange perceptions
or thoughts, so some could probably tell what they had. When a long infusion was given twice, three
of six people had signs of liver injury. Ask your doctors what else can help, and what they would
check.
"""

HONEST = Task(
    id="12.6",
    title="An honest leaflet",
    points=4,
    parts=(
        Part(
            name="allowed",
            asks="the letters of the sentences that the evidence of the lesson allows",
            kind=Names(dict.fromkeys(CLAIMS, ()), '["A", "B"]'),
            answer=lambda: sorted(ALLOWED),
            wrong=(
                Mistake(
                    "function",
                    "One sentence says the opposite of the abstract: what did it report of "
                    "function?",
                    lambda: ["A", "C", "D", "F", "H"],
                    lambda given: "C" in given,
                ),
                Mistake(
                    "cause",
                    "One sentence takes everybody who improved as helped by the drug. How many "
                    "respond on placebo?",
                    lambda: ["A", "D", "E", "F", "H"],
                    lambda given: "E" in given,
                ),
                Mistake(
                    "reset",
                    "Nobody has measured a reset.",
                    lambda: ["A", "B", "D", "F", "H"],
                    lambda given: "B" in given,
                ),
                Mistake(
                    "blind",
                    "Was anybody asked, as far as the lesson could read? And what did 76% notice?",
                    lambda: ["A", "D", "F", "G", "H"],
                    lambda given: "G" in given,
                ),
                Mistake(
                    "only-good",
                    "Something is missing. A leaflet that leaves out harm, doubt or the end of a "
                    "benefit is not honest.",
                    lambda: ["A"],
                    lambda given: given < ALLOWED,
                ),
            ),
        ),
        Part(
            name="leaflet",
            asks="your leaflet",
            kind=Leaflet(),
            answer=lambda: EXAMPLE,
            judge=_honest,
            wrong=(
                Mistake(
                    "dose",
                    "There is an amount of drug in it. A leaflet on evidence gives no doses.",
                    lambda: EXAMPLE + " The dose is 20 mg an hour.",
                    _doses,
                ),
                Mistake(
                    "overstated",
                    "One sentence promises more than any study has shown, with a word such as "
                    "cure, reset, proven, safe, effective, always. To deny it, put the *not* "
                    "before it, in the same sentence.",
                    lambda: EXAMPLE + " It resets your nerves.",
                    _overstates,
                ),
                Mistake(
                    "says-little",
                    "Most of what an honest leaflet needs is not in it yet, as far as this check "
                    "can read. Go through the six points above.",
                    lambda: "Ketamine is a medicine that doctors use for many things. " * 10,
                    lambda text: len(_missing(text)) > 3,
                ),
            ),
            otherwise=lambda text: (
                "This check does not find " + "; ".join(_missing(text)) + ". "
                "Each point should stand in one sentence. It reads words, not sense: if yours "
                "says it in others, trust the rubric."
            ),
        ),
    ),
    hints=(
        "Write for somebody in pain who must decide: what was found, in how many, for how long, "
        "what did not improve, what can go wrong, what is not known.",
        "One plain sentence for each of the six points. Numbers of people help: 60 in the trial.",
        "Take the four allowed sentences, add that function did not improve and that strange "
        "perceptions are common, and say all of it in your own words.",
    ),
    right=(
        "The sentences are the right ones, and the check finds all six points and no promise. "
        "Whether it is kind, clear and fair a check cannot say: read it by the rubric, or let "
        "somebody else do so."
    ),
)
