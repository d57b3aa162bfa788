"""Task 6 of exercise 12: a leaflet for patients, and the sentences that evidence allows.

A check cannot judge writing. It looks for words of six things that an honest leaflet says, and for
words that promise more than any study or doubt a person's pain, and says so. What it cannot read is
not right, and it names the words that it would read. A false text in words that it does not know
gets past it: the rubric is for that. Whatever the text, nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpers.checks.answers import Names, NotThatKindError, kind_in_words, refuse_the_empty
from helpers.checks.tasks import Task, part

CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "A": "In one trial of 60 people with CRPS, pain fell more with ketamine than with placebo.",
        "B": "Ketamine resets the pain system.",
        "C": "In that trial people could do more with their limb afterwards.",
        "D": "A review of 67 trials of ketamine and its like found no clear evidence of relief.",
        "E": "Two of three people get better because of ketamine.",
        "F": "Three of six people who were to have two long infusions had signs of liver injury.",
        "G": "Nobody in the trial could tell whether they had ketamine or placebo.",
        "H": "By week 12 the difference to placebo was no longer statistically clear.",
    }
)
ALLOWED = frozenset("ADFH")
FEWEST, MOST = 60, 400  # words
_LONGEST = 6000  # letters that are read

#: A denial. *Not only*, *no doubt* and *no longer* deny nothing.
_NOT = (
    r"(?:\b(?:no|not|never|nobody|none|nothing|neither|nor|cannot|whether|unclear|unknown|unsure)\b"
    r"(?! (?:only|just|doubt\w*|question\w*|disput\w*|limits?|else|longer|other treatment)\b)"
    r"|n't\b)"
)


def _undenied(words: str) -> str:
    """Return a pattern: one of some words, with no denial before it in the sentence."""
    return rf"^(?:(?!{_NOT}).)*\b(?:{words})\b"


#: What an honest leaflet says: words for the learner, and patterns that must all stand in one
#: sentence of it.
_SAYS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "small": (
            "how many people the main trial had (60 people)",
            (r"\b(?:60|sixty)(?: [\w-]+){0,3} (?:people|patients|adults|participants|volunteers"
             r"|all)\b|^(?:only )?(?:60|sixty)\b|how many.*\b(?:60|sixty)\b",),
        ),
        "unclear": (
            "that other trials or reviews are not convinced (such a word, with not, no or unclear)",
            (r"\b(?:trials?|stud(?:y|ies)|review\w*|evidence|proof|research\w*|experts|scientists"
             r"|summaries)\b",
             rf"{_NOT}|\b(?:un(?:certain|convinced)|weak|mixed|negative|disagree\w*|poor|thin"
             r"|(?<!no )doubts?)\b",
             r"\b(?:others?|review\w*|67|evidence|proof|research\w*|experts|scientists|summaries"
             r"|trials|studies|elsewhere)\b"),
        ),
        "function": (
            "that function did not improve (do more, move or use, with not, no or the same)",
            (r"\b(?:function\w*|mov(?:e|ed|ing|ement)|mobility|strength|walk\w*|grip\w*|lift\w*"
             r"|daily|everyday|activ\w+|tasks?|able to|ability|do more|limbs?|arms?|legs?|hands?"
             r"|foot|feet)\b",
             rf"{_NOT}|\b(?:the same|unchanged|as before|as hard)\b"),
        ),
        "weeks": (
            "that the benefit is a matter of weeks (weeks, with for, until, after or faded)",
            (r"\b(?:weeks?|three months)\b",
             r"\b(?:fad\w+|wears? off|wore off|until|by|after|lasts?|lasted|for|up to|gone|lost"
             r"|later|disappear\w*|shrank|shrinks|no longer|crept|within|matter of|first"
             r"|not months)\b"),
        ),
        "liver": (
            "what is known of the liver (liver, with injury, damage or harm)",
            (r"\blivers?\b",
             _undenied(r"injur\w+|damage\w*|harm|harmed|hurts?|problems?|trouble|reactions?"
                       r"|enzymes?|tests? (?:went|rose)|affected|suffer\w*|inflam\w+|toxic\w*"
                       r"|side effects")),
        ),
        "mind": (
            "that it can change perception or thought (strange, perceptions or thoughts)",
            (_undenied(r"strange|odd|weird|unreal|dream\w*|halluc\w*|dissoci\w*|perce\w+|psych\w*"
                       r"|thoughts?|thinking|sens(?:es|ations?)|detached|confus\w*"
                       r"|see (?:or|things)"),),
        ),
    }
)  # fmt: skip
_OVERSTATED = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|reset\w*|rewir\w*|proved?|proven|proves|guarant\w*"
    r"|miracle\w*|breakthrough\w*|revolution\w*|permanent\w*|completely|for ?ever|harmless"
    r"|for good(?! evidence| proof)|(?:risk|pain)[- ]free|back to normal|the only treatment"
    r"|(?:two|2) (?:of|out of|in) (?:three|3)|two thirds|(?:nobody|no one)(?: \w+){0,5} could tell"
    r"|(?<!keep you )(?<!how )safe(?:ly)?|effective|100 ?%|success rate"
    r"|(?:no|without|zero) (?:risks?|dangers?|harm|side effects)|never (?:fad|wear|end|com)\w*"
    r"|(?:it|this|ketamine|treatment|infusions?) (?:will|always) (?:help|work|reliev|end|stop)\w*"
    r"|you will (?:be|feel|get|recover)"
    r"|(?:help|work|reliev)\w* (?:for )?(?:all|everyone|everybody))\b"
)
_UNKIND = re.compile(
    r"\b(?:(?:not|less|hardly) real|not \w+ real pain|in your (?:head|mind)|imagin\w+|making it up)"
)
_DOSE = re.compile(r"\d\s*(?:m?g|mcg|µg|ng|ml)\b|\b(?:mg|(?:milli|micro)?gram(?:me)?s?)\b")


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
    """Return the sentences of a text; a question stays with its answer."""
    return [one for one in re.split(r"[.!;]\s", text + " ") if one.strip()]


def _missing(text: str) -> list[str]:
    """Return the words for each thing that no sentence of a leaflet says."""
    sentences = _sentences(text)
    return [
        words
        for words, patterns in _SAYS.values()
        if not any(all(re.search(p, one) for p in patterns) for one in sentences)
    ]


def _stands(words: re.Pattern[str], text: str) -> bool:
    """Say whether some words stand in a text without a denial just before, in the same clause."""
    return any(
        not re.search(rf"{_NOT}(?: [^ ,;:]+){{0,8}} $", one[: found.start()])
        for one in _sentences(text)
        for found in words.finditer(one)
    )


def _overstates(text: str) -> bool:
    return _stands(_OVERSTATED, text)


def _unkind(text: str) -> bool:
    return _stands(_UNKIND, text)


def _doses(text: str) -> bool:
    return bool(_DOSE.search(text))


def _honest(text: str) -> bool:
    return not (_missing(text) or _overstates(text) or _unkind(text) or _doses(text))


EXAMPLE = """
Ketamine for complex regional pain syndrome (CRPS). In one trial 60 people with this pain had an
infusion of ketamine or of placebo for four days. After a week those on ketamine had less pain. The
difference faded over weeks, and by week 12 it was no longer clear. People were not able to use the
limb more than before. Other studies saw no lasting relief, and a review of 67 trials of ketamine
and drugs like it found no clear evidence of relief. During the infusion three in four had strange
perceptions or thoughts, so some could probably tell what they had. When six people were to have
two long infusions, three had signs of liver injury. Ask your doctors what else can help, and what
they would check.
"""

HONEST = Task(
    id="12.6",
    title="An honest leaflet",
    points=4,
    parts=(
        part(
            name="allowed",
            asks="the letters of the sentences that the evidence of the lesson allows",
            kind=Names(dict.fromkeys(CLAIMS, ()), '["A", "B"]'),
            answer=lambda: sorted(ALLOWED),
            wrong="""
            function: One sentence says the opposite of the abstract: what did it report of
                function?
            cause: One sentence takes everybody who improved as helped by the drug. How many respond
                on placebo?
            reset: Nobody has measured a reset.
            blind: Was anybody asked, as far as the lesson could read? And what did 76% notice?
            only-good: Something is missing. A leaflet that leaves out harm, doubt or the end of a
                benefit is not honest.
            """,
            function=(lambda: ["A", "C", "D", "F", "H"], lambda given: "C" in given),
            cause=(lambda: ["A", "D", "E", "F", "H"], lambda given: "E" in given),
            reset=(lambda: ["A", "B", "D", "F", "H"], lambda given: "B" in given),
            blind=(lambda: ["A", "D", "F", "G", "H"], lambda given: "G" in given),
            only_good=(lambda: ["A"], lambda given: given < ALLOWED),
        ),
        part(
            name="leaflet",
            asks="your leaflet",
            kind=Leaflet(),
            answer=lambda: EXAMPLE,
            judge=_honest,
            otherwise=lambda text: (
                "This check does not find " + "; ".join(_missing(text)) + ". "
                "Each point should stand in one sentence. It reads words, not sense: say it with "
                "the words in brackets, or trust the rubric."
            ),
            wrong="""
            dose: There is an amount of drug in it. A leaflet on evidence gives no doses.
            overstated: One sentence promises more than any study has shown, with words such as
                cure, reset, proven, safe, effective, no risk, will help. To deny it, put the *not*
                shortly before it, in the same sentence.
            unkind: One sentence makes somebody's pain less real. What a trial finds says nothing
                about that.
            says-little: Most of what an honest leaflet needs is not in it yet, as far as this check
                can read. Go through the six points above.
            """,
            dose=(lambda: EXAMPLE + " The dose is 20 mg an hour.", _doses),
            overstated=(lambda: EXAMPLE + " It resets your nerves.", _overstates),
            unkind=(lambda: EXAMPLE + " Perhaps the pain is less real.", _unkind),
            says_little=(
                lambda: "Ketamine is a medicine that doctors use for many things. " * 10,
                lambda text: len(_missing(text)) > 3,
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
        "The sentences are the right ones. In the leaflet the check finds words for all six points "
        "and none of the promises that it knows. Whether it is true, kind and clear a check cannot "
        "say: read it by the rubric, or let somebody else do so."
    ),
)
