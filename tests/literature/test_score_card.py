"""The score card runs, is complete, and every hit and miss is the known one."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from contextlib import suppress
from fnmatch import fnmatch
from functools import lru_cache

import pytest

import tests.literature
from helpers.evidence import fact, facts, tables
from helpers.evidence.tables import aliases
from tests.literature import score
from tests.tools import validate

TOPICS = {}
for _topic in score.topics():  # one that cannot be read keeps no other from being tested
    with suppress(ValueError):
        TOPICS[_topic] = score.read(_topic)
ROWS = [row for rows, _ in TOPICS.values() for row in rows]


@lru_cache(maxsize=1024)
def asked(number: int) -> score.Result:
    """Ask a row once; a row that fails spoils no other."""
    return ROWS[number].ask()


@pytest.mark.parametrize("topic", score.topics())
def test_the_rows_of_a_topic_can_be_read(topic):
    score.read(topic)


def test_there_are_rows():
    assert "receptor" in TOPICS
    assert len(ROWS) == len({row.id for row in ROWS}) > 50


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda number: ROWS[number].id)
def test_outcome_is_the_known_one(number):
    """A new miss is a fault or a finding; a miss that became a hit must be looked at too."""
    found = asked(number)
    assert found.outcome == found.expected, f"{found.prediction} against {found.published}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_rows_say_what_they_must(row):
    assert row.role in score.ROLES
    assert row.tolerance is None or row.tolerance.why
    assert row.asks
    assert not (row.miss and row.note), "a row says why it misses, or a word on its hit"


def ids_of(topic: str) -> list[str]:
    """Return the ids of a topic; rows named after a model, not after a table, have none."""
    try:
        return list(facts(topic).id)
    except ValueError:
        return []


ASKED = {fact(one).id for row in ROWS for one in row.fact_ids}
EXCUSES = {pattern: why for _, not_asked in TOPICS.values() for pattern, why in not_asked.items()}


def excused(one: str, patterns: Iterable[str]) -> bool:
    names = [one, *(old for old, now in aliases().items() if now == one)]
    return any(fnmatch(name, pattern) for name in names for pattern in patterns)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_fact_is_asked_or_left_out_for_a_reason(topic):
    """A table that several models share: each excuses what is its own business."""
    missing = [one for one in ids_of(topic) if one not in ASKED and not excused(one, EXCUSES)]
    assert not missing, f"add a row, or a reason to NOT_ASKED, for {missing}"
    rows, not_asked = TOPICS[topic]
    own = {fact(one).id for row in rows for one in row.fact_ids}
    every = [one for one in tables._facts() if one not in own]
    useless = [p for p in not_asked if not any(excused(one, [p]) for one in every)]
    assert not useless
    assert all(not_asked.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_risks_something(topic):
    """A card of calibrating rows alone, or one without a miss anywhere, would prove little."""
    rows, _ = TOPICS[topic]
    independent = any(row.role == "independent" for row in rows)
    assert independent, (
        f'tests/literature/{topic}_rows.py: ROWS needs a row with role="independent", '
        "of a finding that the model was not built on"
    )
    assert any(row.expect == "miss" for row in ROWS)


def test_card_shows_every_row_and_all_groups():
    mine = [asked(n) for n, row in enumerate(ROWS) if row in TOPICS["receptor"][0]]
    card = score.report({"receptor": mine})
    for group in ("Independent:", "Calibrating:", "Unverified values, not counted:"):
        assert f"### {group}" in card
    table = [line for line in card.splitlines() if line.startswith("| ") and "---" not in line]
    assert len({line.count("|") for line in table}) == 1
    assert len(table) == len(mine) + card.count("### ")
    for one in mine:
        assert one.asks in card


def test_command(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(validate, "CARD", tmp_path / "build" / "validate.md")
    assert validate.main(["receptor"]) == 0
    shown = capsys.readouterr().out
    assert "### Independent:" in shown
    assert (tmp_path / "build" / "validate.md").read_text(encoding="utf-8").strip() in shown
    with pytest.raises(SystemExit):
        validate.main(["astrology"])
    assert "known: " in capsys.readouterr().err


# --- the machinery itself ----------------------------------------------------------------------


def row(predict=lambda: 0.71, tolerance=None, **more):
    tolerance = tolerance or score.printed(2.0)
    return score.Row("ket-gilling2009-ic50", "?", predict, tolerance, **more)


@pytest.mark.parametrize(
    ("tolerance", "inside", "outside"),
    [
        (score.printed(2.0), (0.651, 0.769), (0.649, 0.771)),
        (score.inside(), (0.681, 0.739), (0.679, 0.741)),
        (score.inside(2.0), (0.341, 1.479), (0.339, 1.481)),
        (score.factor(2, "why"), (0.356, 1.419), (0.354, 1.421)),
        (score.within(0.1, "why"), (0.611, 0.809), (0.609, 0.811)),
    ],
)
def test_bounds(tolerance, inside, outside):
    for value in inside:
        assert row(lambda value=value: value, tolerance).ask().outcome == "hit"
    for value in (*outside, math.nan, math.inf):
        assert row(lambda value=value: value, tolerance).ask().outcome == "miss"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("ROWS = [", r": '\[' was never closed .*line 1"),
        ("ROWS = []", " lacks NOT_ASKED"),
        ("ROWS = [Row('ket-gilling2009-ic50', '?', int, id='here'),"
         " Row('ket-gilling2009-ic50 no-such', '?', int, id='there')]; NOT_ASKED = {}",
         ", row 'there': id must be .*'no-such'"),
        ("ROWS = [fact('no-such').value]", ": id must be .*'no-such'"),
    ],
)  # fmt: skip
def test_a_topic_that_cannot_be_read_names_file_and_row(tmp_path, monkeypatch, source, words):
    head = "from helpers.evidence import fact; from tests.literature.score import Row; "
    (tmp_path / "astrology_rows.py").write_text(head + source, encoding="utf-8")
    monkeypatch.setattr(tests.literature, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "tests.literature.astrology_rows", raising=False)
    assert score.topics() == ["astrology"]
    with pytest.raises(ValueError, match=f"^tests/literature/astrology_rows.py{words}"):
        score.load()


def test_derived_values_and_unverified_facts():
    derived = row(
        lambda: 1.42, score.factor(1.01, "why"), value=lambda one: 2 * one.value, unit="µM"
    )
    assert derived.ask().outcome == "hit"
    assert derived.ask().published == "1.42 µM"
    unsure = score.Row("ket-kj2009-0mg-2a", "?", lambda: 1.0, score.factor(2, "why"))
    assert not unsure.ask().verified


def test_surprises_are_shouted(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(validate, "CARD", tmp_path / "build" / "validate.md")
    monkeypatch.setattr(validate, "load", lambda: {"toy": ([row(lambda: 5.0)], {})})
    assert validate.main([]) == 1
    assert "SURPRISE: ket-gilling2009-ic50 is a miss, known as a hit." in capsys.readouterr().out
