"""The evidence room: every shipped row keeps its rules, and the loader answers well or refuses.

The rules themselves are tried on small bad rows first, so that a sound table means something.
"""

from __future__ import annotations

import copy
import math
import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evidence import (
    Fact,
    all_dois,
    audit,
    bibliography,
    fact,
    facts,
    has_doi,
    references,
    series,
    tables,
    units,
)
from helpers.evidence.asking import nearest
from helpers.evidence.fact import RANGE_KINDS, VERIFIED_WORDS
from helpers.evidence.units import Printed

DOIS = {"doe2001": "10.1000/abc.1", "roe2002": ""}
SOUND = {
    "id": "ket-doe2001-ic50",
    "topic": "receptor",
    "quantity": "Ketamine IC50",
    "value": "0.71",
    "low": "0.68",
    "high": "0.74",
    "range_is": "± type not stated",
    "unit": "µM",
    "n": "8",
    "population": "cells",
    "condition": "0 Mg2+, -70 mV",
    "key": "doe2001",
    "citation": "Doe 2001",
    "doi": "10.1000/ABC.1",
    "where": "abstract",
    "url": "https://example.org/doe",
    "verified": "primary",
    "note": "",
}
UNVERIFIED = replace(
    fact("ket-gilling2009-ic50"), id="made-up-for-this-test", verified="unverified"
)


# ---------------------------------------------------------------- the rules, on small rows


def test_a_sound_row_has_no_problems():
    assert audit.fact_problems(SOUND, DOIS) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "0.7l"}, "no finite number"),
        ({"value": "inf"}, "no finite number"),
        ({"low": "nan"}, "no finite number"),
        ({"n": "8 of 9"}, "no finite number"),
        ({"n": "2.5"}, "whole number"),
        ({"n": "0"}, "whole number"),
        ({"unit": "uM"}, "not in the list"),
        ({"unit": ""}, "not in the list"),
        ({"unit": "qualitative"}, "qualitative"),
        ({"value": "", "low": "", "high": "", "range_is": ""}, "qualitative"),
        ({"low": "0.72", "range_is": "range"}, "low <= value <= high"),
        ({"high": "0.70", "range_is": "range"}, "low <= value <= high"),
        ({"range_is": ""}, "must be one of"),
        ({"range_is": "mean±SD"}, "must be one of"),
        ({"low": "", "high": ""}, "without low and high"),
        ({"low": ""}, "open at one end"),
        ({"value": "", "range_is": "mean ± SD"}, "needs a value"),
        ({"high": "0.78"}, "same distance"),
        ({"range_is": "lower bound"}, "lower bound"),
        ({"range_is": "upper bound"}, "upper bound"),
        (
            {"value": "1.2", "low": "", "high": "", "range_is": "", "unit": "probability"},
            "possible",
        ),
        ({"value": "2", "low": "", "high": "", "range_is": "", "unit": "sign"}, "sign must be"),
        ({"key": "poe2003"}, "not in references.bib"),
        ({"key": "roe2002"}, "is not that of"),
        ({"key": ""}, "without a key"),
        ({"verified": "memory"}, "verified must be"),
        ({"citation": ""}, "citation is empty"),
        ({"quantity": ""}, "quantity is empty"),
        ({"id": "Ketamine IC50"}, "joined by hyphens"),
        ({"note": " two  spaces"}, "spaces to spare"),
        ({"note": "memory-only"}, "work to be done"),
        ({"url": "see the paper"}, "no address"),
    ],
)
def test_a_bad_row_is_named(changes, said):
    problems = audit.fact_problems({**SOUND, **changes}, DOIS)
    assert any(said in words for words in problems), problems


def test_a_row_with_wrong_columns_is_named():
    assert "columns must be" in audit.fact_problems({"id": "a-b"}, DOIS)[0]
    too_few_cells = {**SOUND, "note": None}
    assert "columns must be" in audit.fact_problems(too_few_cells, DOIS)[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "", "range_is": "range"},
        {"high": "", "range_is": "95% CI"},
        {"high": "", "value": "0.68", "range_is": "lower bound"},
        {"low": "", "value": "0.74", "range_is": "upper bound"},
        {"value": "", "low": "", "high": "", "range_is": "", "unit": "qualitative"},
        {"doi": ""},
        {"key": "", "doi": ""},
    ],
)
def test_what_is_allowed_is_allowed(changes):
    assert audit.fact_problems({**SOUND, **changes}, DOIS) == []


def test_an_id_that_comes_twice_is_named():
    assert audit.table_problems([SOUND, SOUND], DOIS) == [(SOUND["id"], "the id comes twice")]


COPY = {**SOUND, "id": "sf-doe2001-ic50", "topic": "safety", "quantity": "half block", "n": ""}


@pytest.mark.parametrize(
    ("changes", "twice"),
    [
        ({}, True),
        ({"value": "0.710", "low": "0.6"}, True),
        ({"value": "0.72"}, False),
        ({"unit": "nM"}, False),
        ({"key": "roe2002"}, False),
        ({"topic": "receptor", "quantity": "Ketamine IC50 (equilibrium)"}, True),
        ({"topic": "receptor"}, False),
        ({"topic": "receptor", "quantity": "Ketamine IC50", "condition": "1 mM Mg2+"}, False),
    ],
)
def test_a_fact_in_two_rows_is_named(changes, twice):
    found = audit.twice_problems([SOUND, {**COPY, **changes}], {})
    assert [id for id, words in found if "once more" in words] == [COPY["id"]] * twice
    pair = frozenset({SOUND["id"], COPY["id"]})
    assert audit.twice_problems([SOUND, {**COPY, **changes}], {pair: "two doses"}) == []


def test_findings_of_one_paper_in_two_tables_are_one_fact_or_excused():
    without = {"value": "", "low": "", "high": "", "range_is": "", "unit": "qualitative"}
    assert audit.twice_problems([{**SOUND, **without}, {**COPY, **without}], {})


def test_pairs_that_are_excused_are_still_alike():
    for pair in audit.TWO_FACTS:
        one, other = (fact(id) for id in pair)
        assert (one.key, one.value, one.unit) == (other.key, other.value, other.unit)


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("receptor; safety", ""),
        ("clinical/single-dose; receptor", "must be the table"),
        ("receptor; astrology", "is no table"),
        ("receptor; receptor", "comes twice"),
        ("receptor;safety", "is no table"),
    ],
)
def test_the_topics_of_a_row_are_tables_its_own_first(topic, said):
    problems = audit.topic_problems({"topic": topic}, "receptor")
    assert any(said in words for words in problems) if said else problems == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("old-a", "new-b")], ""),
        ([("old-a", "new-c")], "no fact"),
        ([("new-b", "new-b")], "still the id"),
        ([("old-a", "new-b")] * 2, "twice"),
    ],
)
def test_a_former_id_leads_to_one_fact(lines, said):
    rows = [dict(zip(("old", "id"), line, strict=True)) for line in lines]
    problems = [words for _, words in audit.alias_problems(rows, {"new-b"})]
    assert any(said in words for words in problems) if said else problems == []


def test_a_fact_of_two_topics_stands_once_and_is_found_by_each_and_by_its_former_id():
    one = fact("abbott2020-hnk-ic50")
    assert one is fact("hnk-abbott2020-ic50")
    assert one.topics == ("receptor", "plasticity")
    for topic in one.topics:
        assert one.id in set(facts(topic)["id"])
    assert fact("fava2020-d-0.1-day1").id in set(facts("clinical/single-dose")["id"])
    assert list(facts(ids=["abbott2020-hnk-ic50"])["id"]) == ["hnk-abbott2020-ic50"]


INDEX_LINE = {
    "name": "receptor-doe2001-curve",
    "title": "A curve",
    "citation": "Doe 2001",
    "key": "doe2001",
    "doi": "10.1000/abc.1",
    "where": "Fig. 1",
    "url": "",
    "verified": "primary",
    "note": "",
    "topic": "receptor",
}
CURVE = [{"ketamine_um": "0", "block_percent": "0"}, {"ketamine_um": "1", "block_percent": "60"}]


def test_a_sound_series_has_no_problems():
    assert audit.series_problems(CURVE, INDEX_LINE, DOIS) == []


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ([], {}, "no rows"),
        ([{"Ketamine uM": "1"}], {}, "snake_case"),
        ([{"ketamine_um": "1"}, {"ketamine_um": ">2"}], {}, "mixes"),
        ([{"ketamine_um": "low"}], {}, "must hold numbers"),
        ([{"ketamine_um": "inf"}], {}, "not finite"),
        ([{"ketamine_um": ""}], {}, "is empty"),
        ([{"ketamine_um": "1", None: ["2"]}], {}, "too many cells"),
        ([{"ketamine_um": "1", "block_percent": None}], {}, "too many cells"),
        ([{"ci_low": "2", "ci_high": "1"}], {}, "lies above"),
        ([{"key": "poe2003"}], {}, "not in references.bib"),
        ([{"doi": "10.1000/no"}], {}, "not in references.bib"),
        ([{"verified": "sure"}], {}, "wrong word"),
        (CURVE, {"verified": "unverified"}, "needs a column verified"),
        (CURVE, {"verified": "sure"}, "verified must be"),
        (CURVE, {"name": "safety-doe2001-curve"}, "begin with the topic"),
        (CURVE, {"name": "receptor_curve"}, "kebab case"),
        (CURVE, {"key": "poe2003"}, "not in references.bib"),
        (CURVE, {"doi": ""}, "DOIs of the keys"),
        (CURVE, {"key": "", "doi": ""}, "editorial summary"),
        (CURVE, {"title": ""}, "title is empty"),
    ],
)
def test_a_bad_series_is_named(rows, line, said):
    problems = audit.series_problems(rows, {**INDEX_LINE, **line}, DOIS)
    assert any(said in words for words in problems), problems


SOUND_ENTRY = {"title": "A title", "year": "2001", "doi": "10.1000/abc.1"}


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        ("Doe2001", {}, "lower-case"),
        ("doe2001", {"doi": "doi:10.1000/abc.1"}, "not well formed"),
        ("doe2001", {"doi": "10.1000"}, "not well formed"),
        ("doe2001", {"year": "n.d."}, "year"),
        ("doe2001", {"year": None}, "no year"),
        ("doe2001", {"title": None}, "no title"),
        ("doe2001", {"title": "Authors to be checked"}, "work to be done"),
    ],
)
def test_a_bad_reference_is_named(key, changes, said):
    fields = {name: cell for name, cell in {**SOUND_ENTRY, **changes}.items() if cell is not None}
    assert any(said in words for words in audit.entry_problems(key, fields))


def test_what_a_reference_lacks_may_be_said_in_its_note():
    assert audit.entry_problems("doe2001", SOUND_ENTRY) == []
    assert audit.entry_problems("doe2001", {"note": "title and year not verified"}) == []


def test_one_doi_is_one_entry():
    twice = {"doe2001": SOUND_ENTRY, "doe2001b": {**SOUND_ENTRY, "doi": "10.1000/ABC.1"}}
    assert {key for key, words in audit.bibliography_problems(twice) if "comes twice" in words} == {
        "doe2001",
        "doe2001b",
    }


# ---------------------------------------------------------------- what is shipped


def test_everything_shipped_keeps_the_rules():
    assert audit.shipped_problems() == []


def test_nothing_was_lost():
    """Some counts of what the room holds; they may grow, and shrink only on purpose."""
    table = facts()
    assert len(table) >= 1350
    assert len(tables.aliases()) >= 36
    assert set(table["topic"].str.split("[/;]").str[0]) == {
        "circuits",
        "clinical",
        "history",
        "perception",
        "pharmacokinetics",
        "plasticity",
        "receptor",
        "safety",
    }
    assert len(tables._index()) >= 85
    assert len(bibliography.entries()) >= 476
    assert len(all_dois()) >= 350


def test_keys_are_unique_in_the_text_of_the_bibliography():
    keys = re.findall(r"^@\w+\{([^,]+),", bibliography.PATH.read_text("utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(bibliography.entries())


def test_the_year_of_a_citation_is_that_of_its_reference():
    # two surveys are named by the year of the survey
    named_otherwise = {"csew2024", "gds2018"}
    for one in tables._facts().values():
        cited = re.search(r"\b((?:19|20)\d\d)[a-z]?$", one.citation)
        printed = bibliography.entries()[one.key].fields.get("year")
        if cited and printed and one.key not in named_otherwise:
            assert cited.group(1) == printed, one.id


def test_every_fact_can_be_shown():
    for one in tables._facts().values():
        words = [one.text, str(one), one._repr_html_()]
        assert all(words), one.id
        assert not re.search(r"\bnan\b|None|\d{9}|\{|(^|[ (])-\d", one.text), (one.id, one.text)
        marked = ["unverified" in shown.lower() for shown in words]
        if one.verified == "unverified":
            assert all(marked), one.id
        else:
            assert "[unverified]" not in one.text


def test_every_reference_can_be_shown():
    keys = list(bibliography.entries())
    lines = str(references(*keys)).splitlines()
    assert len(lines) == len(keys)
    for key, line in zip(keys, lines, strict=True):
        assert not re.search(r"[{}\\]|--|None", line), line
        doi = bibliography.entries()[key].fields.get("doi")
        assert doi is None or line.rstrip(" ]").find(f"https://doi.org/{doi}") > 0, line


# ---------------------------------------------------------------- one fact


def test_a_fact_has_its_numbers_and_source():
    one = fact("ket-gilling2009-ic50")
    assert isinstance(one, Fact)
    assert (one.value, one.low, one.high, one.n) == (0.71, 0.68, 0.74, None)
    assert (one.unit, one.range_is) == ("µM", "± type not stated")
    assert (one.key, one.doi) == ("gilling2009", "10.1016/j.neuropharm.2009.01.012")
    assert one.verified == "primary"
    assert one.text == "0.71 µM (0.68–0.74, ± as printed, type not stated)"
    assert str(one) == (
        "Ketamine IC50 (equilibrium): 0.71 µM (0.68–0.74, ± as printed, type not stated). "
        "Human GluN1/GluN2A, recombinant, patch clamp; 0 Mg²⁺, −70 mV. "
        "Gilling 2009, https://doi.org/10.1016/j.neuropharm.2009.01.012. "
        "Seen in the primary source: abstract."
    )


def test_a_fact_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        fact("ket-gilling2009-ic50").value = 1.0


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"value": 1.0, "low": 0.9, "high": 1.1}, "1 µM (0.9–1.1, 95% CI)"),
        ({"value": 9070.0, "low": 4440.0, "high": 13700.0}, "9,070 µM (4,440–13,700, 95% CI)"),
        (
            {"value": Printed("1.0"), "low": Printed("0.90")},
            "1.0 µM (95% CI from 0.90, upper limit not given)",
        ),
        ({"value": -14.0, "low": -24.0, "high": -4.0}, "−14 µM (−24 to −4, 95% CI)"),
        ({"value": None, "low": 3.1, "high": Printed("4.0")}, "3.1–4.0 µM (95% CI)"),
        ({"low": 9000.0, "high": 13000.0}, "9,000–13,000 µM (95% CI)"),
        ({"value": 273.0, "low": 97.0}, "273 µM (95% CI from 97, upper limit not given)"),
        ({"value": 5.0, "high": 9.0}, "5 µM (95% CI up to 9, lower limit not given)"),
        ({"value": 0.1 + 0.2}, "0.3 µM"),
        ({"value": 9999.0}, "9999 µM"),
        ({"value": 150000.0}, "150,000 µM"),
        ({"value": 0.000641}, "0.000641 µM"),
        ({"value": 80.0, "low": 80.0, "range_is": "lower bound"}, "at least 80 µM"),
        ({"value": 22.0, "high": 22.0, "range_is": "upper bound", "unit": "%"}, "at most 22%"),
        ({"value": 1.0, "unit": "sign"}, "up (+1)"),
        ({"value": -1.0, "unit": "sign"}, "down (−1)"),
        ({"value": 0.0, "unit": "yes/no"}, "no"),
        ({"value": 1.0, "unit": "d"}, "1 day"),
        ({"value": 3.0, "unit": "d"}, "3 days"),
        ({"value": 2019.0, "unit": "calendar year"}, "2019"),
        ({"value": 12000.0, "unit": "people"}, "12,000 people"),
        ({"unit": "qualitative", "note": "Finding: none. More."}, "none"),
        ({"unit": "qualitative", "note": "Abstract only."}, "a finding without a number"),
    ],
)
def test_how_a_value_is_written(changes, text):
    blank = {"value": None, "low": None, "high": None, "range_is": "95% CI", "note": ""}
    assert replace(fact("ket-gilling2009-ic50"), **{**blank, **changes}).text == text


def test_a_name_that_says_all_stands_alone():
    null = fact("abdallah2020-24h-null")
    said = "Oral rapamycin did not alter the 24-h antidepressant response to ketamine"
    assert str(null).startswith(f"{said}. ")
    assert null._repr_html_().startswith(f'<div class="evidence-fact"><p><strong>{said}.</strong>')


class _Page(HTMLParser):
    """Collect the visible words and the links, and see that every tag is closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.links = [], "", {}
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.href = dict(attrs).get("href") if tag == "a" else None

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.href = None

    def handle_data(self, data):
        self.words += data
        if getattr(self, "href", None):
            self.links[self.href] = data


def test_a_fact_in_a_notebook_has_a_telling_link():
    page = _Page(fact("ket-gilling2009-ic50")._repr_html_())
    assert page.links == {
        "https://doi.org/10.1016/j.neuropharm.2009.01.012": (
            "Gilling 2009, DOI 10.1016/j.neuropharm.2009.01.012"
        )
    }
    assert "0.71 µM (0.68–0.74, ± as printed, type not stated)" in page.words
    assert "nverified" not in page.words


def test_an_unverified_fact_is_marked_in_words_wherever_it_is_shown():
    assert UNVERIFIED.text.endswith(" [unverified]")
    assert VERIFIED_WORDS["unverified"] in str(UNVERIFIED)
    assert f"<strong>{VERIFIED_WORDS['unverified']}.</strong>" in UNVERIFIED._repr_html_()


def test_a_fact_from_a_review_says_so():
    second_hand = replace(UNVERIFIED, verified="secondary", where="Table 1 of the review")
    words = "Seen in a copy or review, not in the paper: Table 1 of the review."
    assert words in str(second_hand)
    assert words in _Page(second_hand._repr_html_()).words
    assert "[unverified]" not in second_hand.text


def test_text_from_the_tables_cannot_break_a_page():
    wild = replace(UNVERIFIED, quantity="<b>", note="a < b & c", citation='"x"', doi="10.1/<>")
    page = _Page(wild._repr_html_())
    assert "a < b & c" in page.words
    assert list(page.links) == ["https://doi.org/10.1/<>"]


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(
        ValueError, match=r"^id must be .*got 'ket-giling2009-ic50'.*Nearest:"
    ) as no:
        fact("ket-giling2009-ic50")
    assert "Nearest: ket-gilling2009-ic50" in str(no.value)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=200),
    st.binary(max_size=20),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
    st.just(object()),
    st.just(len),
    st.just(math),
    st.builds(pd.DataFrame),
)


class _Mute:
    """An object that cannot even be shown."""

    def __repr__(self):
        raise RuntimeError("no words")


@settings(max_examples=80, deadline=None, derandomize=True)
@given(JUNK | st.builds(_Mute))
def test_junk_is_refused_in_words(junk):
    for ask, argument in ((fact, "id"), (series, "name"), (references, "key")):
        with pytest.raises(ValueError, match=rf"^{argument} must be the name of") as no:
            ask(junk)
        assert len(str(no.value)) < 400


@pytest.mark.parametrize("junk", [3, True, 1.5, _Mute(), object()])
def test_ids_that_are_no_list_are_refused(junk):
    with pytest.raises(ValueError, match=r"^ids must be"):
        facts(ids=junk)


def test_the_nearest_names():
    known = ["ket-gilling2009-ic50", "ket-gilling2009-hill", "mg-jahr1990-k0"]
    assert nearest("KET-GILLING2009-IC5", known)[0] == "ket-gilling2009-ic50"
    assert nearest("mg-jahr", known) == ["mg-jahr1990-k0"]
    assert nearest("zzz", known) == []
    assert nearest("", known) == []


# ---------------------------------------------------------------- tables of facts


def test_facts_of_a_topic_take_its_parts_in():
    all_clinical = facts("clinical")
    assert set(all_clinical["topic"]) > {"clinical/single-dose", "clinical/esketamine"}
    part = facts("clinical/single-dose")
    assert all("clinical/single-dose" in topic.split("; ") for topic in part["topic"])
    assert 0 < len(part) < len(all_clinical) < len(facts())


def test_facts_have_the_columns_of_a_fact_and_real_numbers():
    table = facts("receptor")
    assert list(table.columns) == list(tables.FACT_COLUMNS)
    assert [table[name].dtype.kind for name in tables.NUMBER_COLUMNS] == ["f"] * 4
    assert table["value"].isna().any()
    assert table.set_index("id").loc["ket-gilling2009-ic50", "value"] == 0.71


def test_facts_by_id_keep_their_order():
    ids = ["mg-jahr1990-k0", "ket-gilling2009-ic50"]
    assert list(facts(ids=ids)["id"]) == ids
    assert list(facts(ids=iter(ids))["id"]) == ids
    assert list(facts("receptor", ids=ids)["id"]) == ids
    assert facts("safety", ids=ids).empty
    assert list(facts(ids="mg-jahr1990-k0")["id"]) == ["mg-jahr1990-k0"]


@pytest.mark.parametrize("wrong", ["receptors", "", "clin", 3, ["receptor"]])
def test_an_unknown_topic_names_what_is_allowed(wrong):
    with pytest.raises(ValueError, match=r"^topic must be .*(Nearest|Allowed): .*"):
        facts(wrong)


def test_an_unknown_id_among_ids_is_refused():
    with pytest.raises(ValueError, match=r"^id must be"):
        facts(ids=["mg-jahr1990-k0", "mg-jahr"])


def test_a_table_handed_out_is_the_callers_own():
    table = facts(ids=["mg-jahr1990-k0"])
    table.loc[0, "value"] = -1.0
    assert facts(ids=["mg-jahr1990-k0"])["value"][0] == 3.57


# ---------------------------------------------------------------- series


@pytest.mark.parametrize("name", sorted(tables._index()))
def test_every_series_can_be_read(name):
    table = series(name)
    assert len(table) >= 1
    assert set(table.attrs) == set(tables.INDEX_COLUMNS)
    assert table.attrs["name"] == name
    rows = tables.rows_of(tables.FOLDER / "series" / f"{name}.csv")
    for column in table.columns:
        cells = [row[column] for row in rows]
        is_number = any(cell and not math.isnan(audit.number(cell)) for cell in cells)
        assert pd.api.types.is_numeric_dtype(table[column]) == is_number, column
        # an empty cell is missing; a word, such as "none", is not
        assert table[column].isna().tolist() == [cell == "" for cell in cells]


def test_a_series_knows_its_source():
    table = series("receptor-orser1997-cell-attached")
    assert table["ketamine_um"].tolist() == [0, 0.1, 1]
    assert table.attrs["doi"] == "10.1097/00000542-199704000-00021"
    assert table.attrs["verified"] == "primary"
    assert str(references(*table.attrs["key"].split("; "))).startswith("1. Orser")


def test_a_series_that_is_not_verified_shows_it_in_its_table():
    table = series("receptor-ketamine-ic50-subunit-mg")
    assert table.attrs["verified"] == "unverified"
    assert set(table["verified"]) == {"unverified"}
    assert "unverified" in table.to_html()


def test_an_unknown_series_names_the_nearest():
    with pytest.raises(ValueError, match=r"Nearest: receptor-orser1997-cell-attached"):
        series("receptor-orser1997")


def test_a_file_name_is_no_way_out_of_the_folder():
    for name in ("index", "../facts/receptor", "receptor-selectivity.csv"):
        with pytest.raises(ValueError, match=r"^name must be"):
            series(name)


# ---------------------------------------------------------------- references


def test_references_are_a_list_in_the_order_asked():
    listed = references("orser1997", "gilling2009", "orser1997")
    assert len(listed) == 2
    lines = str(listed).splitlines()
    assert lines[0].startswith("1. Orser BA, ")
    assert lines[1].startswith("2. Gilling KE, Jatzke C, Hechenberger M, Parsons CG (2009). ")
    assert "Neuropharmacology 56: 866–875" in lines[1]
    assert lines[1].count("https://doi.org/10.1016/j.neuropharm.2009.01.012") == 1


def test_references_in_a_notebook_link_each_doi():
    html = references("orser1997", "gilling2009")._repr_html_()
    page = _Page(html)
    assert html.startswith("<ol") and html.count("<li>") == 2
    assert page.links == {
        "https://doi.org/10.1097/00000542-199704000-00021": "10.1097/00000542-199704000-00021",
        "https://doi.org/10.1016/j.neuropharm.2009.01.012": "10.1016/j.neuropharm.2009.01.012",
    }


def test_the_same_references_are_always_the_same_text():
    assert references("orser1997")._repr_html_() == references("orser1997")._repr_html_()


def test_latex_becomes_text():
    words = str(references("langsjo2005", "kryst2020", "farber1995", "kampa2004", "jjurinary2025"))
    assert "Långsjö JW et al." in words
    assert "Lasoń W" in words
    assert "St. Peter H" in words
    assert "Mg²⁺ unblock of NMDA receptors" in words
    assert "J&J Medical Information" in words


def test_many_authors_are_cut():
    (line,) = str(references("zarate2006")).splitlines()
    assert "Luckenbaugh DA et al. (2006)." in line
    assert "Manji" not in line


def test_a_reference_that_is_not_verified_is_marked():
    for key in ("xing2017", "taylor2012", "docslib7141476"):
        assert "not verified" in str(references(key))
        html = references(key)._repr_html_()
        assert re.search(r"<strong>\[[^<]*not verified[^<]*\]</strong>", html)
    assert "not verified" not in str(references("orser1997"))


def test_no_references_are_said_in_words():
    assert str(references()) == "No references."
    assert references()._repr_html_() == "<p>No references.</p>"


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(ValueError, match=r"^key must be .*Nearest: gilling2009"):
        references("orser1997", "giling2009")


def test_dois_are_found_however_they_are_written():
    assert "10.1016/j.neuropharm.2009.01.012" in all_dois()
    for doi in (
        "10.1016/J.NEUROPHARM.2009.01.012",
        "https://doi.org/10.1016/j.neuropharm.2009.01.012",
        "http://dx.doi.org/10.1016/j.neuropharm.2009.01.012",
        "doi: 10.1016/j.neuropharm.2009.01.012 ",
    ):
        assert has_doi(doi), doi
    for wrong in ("10.1016/j.neuropharm", "10.1000/never", "", None, 3, ["10.1/x"]):
        assert not has_doi(wrong)


# ---------------------------------------------------------------- lists and speed


def test_every_unit_and_range_kind_is_used_and_can_be_written():
    used = set(facts()["unit"])
    assert used == set(units.UNITS)
    for unit in used:
        assert "5" in units.UNITS[unit].format("5")
    assert set(facts()["range_is"]) == {*RANGE_KINDS, ""}


def test_what_is_written_with_symbols():
    assert units.symbols("1 mM Mg2+ at -66 mV") == "1 mM Mg²⁺ at −66 mV"
    assert units.symbols("K+, Na+; GluN2A+; 28-84 mg; GluN1-2B; p=-1") == (
        "K⁺, Na⁺; GluN2A+; 28-84 mg; GluN1-2B; p=−1"
    )
    assert units.symbols("TRANSFORM-1 and -2; >=50%, <= 10; from -1 and -2") == (
        "TRANSFORM-1 and -2; ≥50%, ≤ 10; from −1 and −2"
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.decimals(-(10**6), 10**6, places=4).map(float))
def test_a_written_number_reads_back(number):
    words = units.written(number).replace("−", "-").replace(",", "")
    assert float(words) == number


def test_a_printed_number_is_a_number_that_keeps_its_zeros():
    number = fact("wilkinson2018-nnt-range").high
    assert isinstance(number, float) and number == 4.0 and repr(number) == "4.0"
    assert units.written(number) == "4.0"
    assert type(number * 1) is float
    assert pickle.loads(pickle.dumps(number)).printed == copy.deepcopy(number).printed == "4.0"


def test_asking_for_a_fact_loads_no_big_library():
    """A lesson's first cell stays fast: pandas and pybtex wait until they are needed."""
    code = (
        "import sys; from helpers.evidence import fact; fact('ket-gilling2009-ic50').text;"
        "print([name for name in ('pandas', 'numpy', 'pybtex') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
