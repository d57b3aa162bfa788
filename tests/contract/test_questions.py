"""Every file of questions is as it must be, and rests on rows and references that exist."""

from __future__ import annotations

import re

import pytest

from helpers.checks import questions_file
from helpers.checks.lessons import _glossary
from helpers.checks.questions_file import QuestionsError
from helpers.evidence import fact, references
from tests.contract.course import FOLDER_OF, QUESTIONS, notebooks, questions, read
from tests.contract.reading import strings_of


def faults_of(lesson: str, folder=QUESTIONS) -> list[str]:
    """Return what is wrong with a file of questions, in words that say what to do."""
    try:
        content = questions_file.read(lesson, folder)
    except QuestionsError as error:
        return [str(error)]
    found = []
    for name, claim in content.claims.items():
        for one in (*claim["evidence"], *claim.get("against", [])):
            try:
                fact(one)
            except ValueError as error:
                found.append(f"claim {name!r}: {error}")
    try:
        references(*content.references)
    except ValueError as error:
        found.append(f"references: {error}")
    return found


@pytest.mark.parametrize("lesson", sorted({p.stem for p in notebooks("notebooks")}))
def test_a_file_of_questions_is_whole(lesson):
    faults = faults_of(lesson)
    assert not faults, f"{lesson}.toml\n- " + "\n- ".join(faults)


def prose(lesson: str) -> str:
    """Return all that a learner reads of a lesson: its Markdown and its questions."""
    (path,) = [p for p in notebooks("notebooks") if p.stem == lesson]
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    asked = {k: v for k, v in (questions(lesson) or {}).items() if k != "terms"}
    return "\n".join([*cells, *strings_of(asked)])


@pytest.mark.parametrize("lesson", questions_file.lessons())
def test_the_terms_of_a_lesson_are_in_the_glossary_and_in_its_prose(lesson):
    terms = questions_file.read(lesson).terms
    unknown = [term for term in terms if term not in _glossary()]
    assert not unknown, f"add to helpers/checks/glossary.toml: {unknown}"
    text = prose(lesson)
    absent = [t for t in terms if not re.search(rf"(?i)(?<!\w){re.escape(t)}s?(?!\w)", text)]
    assert not absent, f"{lesson}.toml, terms: the lesson never says {absent}"
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize(("term", "sentence"), _glossary().items(), ids=list(_glossary()))
def test_a_term_has_one_plain_sentence(term, sentence):
    assert sentence.endswith(".") and not re.search(r"[.?!] [A-Z]", sentence)
    assert len(sentence.split()) <= 35


def test_every_file_of_questions_has_its_lesson():
    assert set(questions_file.lessons()) <= set(FOLDER_OF)


GOOD = """
title = "A toy"
unit = "mechanism"
minutes = 45
sentence = "It leaks."
objectives = ["Fill it."]
know_first = []
references = ["jahr1990"]

[[claims]]
name = "leaks"
text = "It leaks."
kind = "model"
objection = "Not in winter."
grade = "limits"
reason = "Seen."
evidence = ["mg-jahr1990-k0"]
against = ["ket-gilling2009-ic50"]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ('reason = "Seen."', "", "reason missing"),
        ("minutes = 45", 'minutes = "45"', "minutes must be a whole number"),
        ("minutes = 45", "minutes == 45", "01_toy.toml"),
        ("minutes", "minuets", "minutes missing; minuets unknown; there may be claims, "),
        ('unit = "mechanism"', 'unit = "mechanics"', 'unit must be one of "", mechanism, '),
        ("[[claims]]", "[claims]", "write each of claims below [[claims]]"),
        ("mg-jahr1990-k0", "mg-jahr1990-k9", "Nearest: mg-jahr1990-k0"),
        ("ket-gilling2009-ic50", "ket-gilling2009-ic5", "Nearest: ket-gilling2009-ic50"),
        ('references = ["jahr1990"]', 'references = ["jahr1991"]', "references: "),
    ],
)
def test_what_is_wrong_is_said(tmp_path, old, new, said):
    (tmp_path / "01_toy.toml").write_text(GOOD.replace(old, new) if old else GOOD, "utf-8")
    found = faults_of("01_toy", tmp_path)
    assert any(said in words for words in found) if said else found == []
