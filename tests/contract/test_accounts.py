"""Nothing of ours is left out silently: each lesson accounts for the rows of its topics."""

from __future__ import annotations

import pytest

from helpers.checks import questions_file
from helpers.evidence import fact
from tests.contract.course import CAPSTONE, START, notebooks
from tests.tools import accounts

WRITTEN = [p.stem for p in notebooks("notebooks") if p.stem not in (START, CAPSTONE)]


@pytest.mark.parametrize("lesson", WRITTEN)
def test_a_lesson_uses_the_rows_of_its_topics_or_says_why_not(lesson):
    faults = accounts.faults(lesson)
    assert not faults, f"{accounts.path_of(lesson).name}\n- " + "\n- ".join(faults)


def test_no_account_is_without_its_lesson():
    named = {path.name.removesuffix(".rows.toml") for path in accounts.files()}
    assert named <= set(WRITTEN)


def sides(claim: dict) -> list[str]:
    """Say what is wrong with the rows on the two sides of a claim."""
    against = {fact(one).id for one in claim.get("against", [])}
    both = against & {fact(one).id for one in claim["evidence"]}
    found = [f"{one} stands under evidence and under against" for one in sorted(both)]
    if claim["grade"] != "supported" and not against:
        found.append(
            f"its grade is {claim['grade']!r}: name a row that speaks against it, against = [ids]"
        )
    return found


@pytest.mark.parametrize("lesson", questions_file.lessons())
def test_a_claim_that_is_not_simply_supported_has_rows_against_it(lesson):
    claims = questions_file.read(lesson).claims
    faults = [f"claim {name!r}: {words}" for name, one in claims.items() for words in sides(one)]
    assert not faults, f"{lesson}.toml\n- " + "\n- ".join(faults)


# -- the account itself, on small ones -----------------------------------------------------------

LESSON = "01_channel_block"
USED, NOT_USED, SERIES = "mg-jahr1990-k0", "ama-blanpied1997-ic50", "receptor-deactivation-by-glun2"


def said(tmp_path, text: str, lesson: str = LESSON) -> str:
    accounts.path_of(lesson, tmp_path).write_text(text, encoding="utf-8")
    return " | ".join(accounts.faults(lesson, tmp_path))


def entry(*rows: str, reason: str = "not asked in this lesson", more: str = "") -> str:
    listed = ", ".join(f'"{one}"' for one in rows)
    return f'\n[[left_out]]\nreason = "{reason}"\nrows = [{listed}]\n{more}\n'


RECEPTOR = 'topics = ["receptor"]\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RECEPTOR, "neither used nor left out"),
        (RECEPTOR + entry("nothing-like-*"), "'nothing-like-*' matches no row"),
        (RECEPTOR + entry("borgers2017-*"), "'borgers2017-*' matches no row of these topics"),
        (RECEPTOR + entry(USED), f"'{USED}' is used"),
        (RECEPTOR + entry("jahr1990-mg-k"), "'jahr1990-mg-k' is used"),
        ('topics = ["astrology"]\n', "there is no 'astrology'"),
    ],
)
def test_a_faulty_account_is_named(tmp_path, text, words):
    assert words in said(tmp_path, text)


def test_a_whole_account_is_silent_and_holds_facts_and_series(tmp_path):
    assert said(tmp_path, RECEPTOR + entry("*")) == ""
    assert {NOT_USED, SERIES} <= accounts.rows_of(["receptor"])
    text = RECEPTOR + entry(NOT_USED)
    assert NOT_USED not in said(tmp_path, text)
    assert SERIES in accounts.forgotten(LESSON, tmp_path)
    assert NOT_USED not in accounts.forgotten(LESSON, tmp_path)


def test_a_lesson_without_an_account_is_told_to_write_one(tmp_path):
    assert accounts.faults(LESSON, tmp_path) == [
        "write 01_channel_block.rows.toml: the account of the rows of its topics"
    ]


def test_what_one_lesson_leaves_to_another_that_one_accounts_for(tmp_path):
    said(tmp_path, RECEPTOR + entry(NOT_USED, more='for = "02_dose_to_brain"'))
    assert accounts.assigned("02_dose_to_brain", tmp_path) == {NOT_USED}
    pharmacokinetics = 'topics = ["pharmacokinetics"]\n'
    every = entry(*sorted(accounts.rows_of(["pharmacokinetics"])))
    words = said(tmp_path, pharmacokinetics + every, "02_dose_to_brain")
    assert "1 rows are neither used nor left out with a reason" in words and NOT_USED in words
    accepted = pharmacokinetics + every + entry(NOT_USED)
    assert NOT_USED not in said(tmp_path, accepted, "02_dose_to_brain")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there must be topics"),
        ("topics = []", "must be a list of texts"),
        ("topics == []", "01_channel_block.rows.toml: Invalid value (at line 1"),
        ("topics = ['receptor']\nleft = 1", "there may be left_out, topics"),
        (RECEPTOR + entry(USED, reason="no"), "the reason must be said in words"),
        (RECEPTOR + entry(USED, more="for = '33_no_lesson'"), "for must name another lesson"),
        (RECEPTOR + entry(USED, more=f"for = '{LESSON}'"), "for must name another lesson"),
        (RECEPTOR + "[[left_out]]\nreason = 'a b c'", "there must be reason, rows"),
        (RECEPTOR + entry(), "left_out 1, rows must be a list of texts"),
    ],
)
def test_an_account_that_is_not_as_it_must_be_says_where(tmp_path, text, words):
    with pytest.raises(ValueError, match=r"01_channel_block\.rows\.toml") as error:
        said(tmp_path, text)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('fact("ket-gilling2009-ic50")', {"ket-gilling2009-ic50"}),
        ("x = 1  # as in mg-jahr1990-k0", {"mg-jahr1990-k0"}),
        ('take("clements1981", "v1", 2)', {"clements1981-v1", "clements1981-2"}),
        ('f"wang2002-{name}"', set()),  # what is not said cannot be counted
        ('"""See wang2002-el."""', {"wang2002-el"}),
    ],
)
def test_names_of_rows_are_found_in_python(source, found):
    assert accounts.said_in(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('[fact(f"wang2002-{end}") for end in ("el", "vt")]', {"wang2002-el", "wang2002-vt"}),
        ('{p: f"{key}-{p}" for p in ("cl", "v1")}, "herd2007"', {"herd2007-cl", "herd2007-v1"}),
        ('for um in (3, 10): fact(f"gerhard2020-block-{um}um")', {"gerhard2020-block-10um"}),
        ('series(f"plasticity-{name}"), ["akt-bdnf"]', {"plasticity-akt-bdnf"}),
        ('f"wang2002-{end}", "el is named in a sentence"', set()),
        ('f"wang2002-{end}", "no-such-end"', set()),
    ],
)
def test_of_a_name_with_gaps_only_what_the_parts_beside_it_make_is_found(source, found):
    assert accounts.said_in(source) & accounts.names_of().keys() == found


@pytest.mark.parametrize(
    ("series", "row", "inside"),
    [
        ("plasticity-hnk-tests", "grunebaum2019-hnk-r", True),  # a number among words
        ("plasticity-hnk-tests", "shirayama2018-hnk-null", True),  # no value, a line of its own
        ("plasticity-hnk-tests", "ket-gilling2009-ic50", False),  # another source
        ("circuits-human-mrs-studies", "bojesen2018-acc-rcbf", False),  # a sign is no number
    ],
)
def test_a_series_holds_the_rows_that_it_prints(series, row, inside):
    assert accounts.prints(series, fact(row)) is inside


def test_the_sides_of_a_claim_are_looked_at():
    claim = {"grade": "limits", "evidence": [USED]}
    assert "name a row that speaks against it" in sides(claim)[0]
    assert sides(claim | {"against": [NOT_USED]}) == []
    assert sides(claim | {"grade": "supported"}) == []
    assert "under evidence and under against" in sides(claim | {"against": ["jahr1990-mg-k"]})[0]
