"""A class's files: shared by consent, read as data, and never trusted."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pandas as pd
import pytest

from helpers.checks import questions_file
from helpers.widgets.progress import Progress
from helpers.widgets.share import FORM, share_answers
from tests.contract.course import CAPSTONE, START
from tests.tools import classroom

QUESTION = questions_file.read("01_channel_block").questions["trapped"]
INVENTORY = questions_file.read(START).inventory


@pytest.fixture
def progress(tmp_path):
    kept = Progress(tmp_path / "progress.jsonl")
    kept.record("prediction", "01_channel_block/silent-synapse", choice="nothing", seconds=9)
    kept.record("answer", "01_channel_block/trapped", chosen=["half-life"], right=False)
    kept.record("note", "01_channel_block/claim-2", text="my own secret")
    kept.record("grade", "01_channel_block/claim-2", grade="limits", note="secret", number=2)
    kept.record("explored", "01_channel_block/pulses")
    return kept


def test_nothing_is_written_without_consent(progress, tmp_path):
    target = tmp_path / "mine.json"
    assert share_answers(consent=False, path=target, progress=progress).startswith("Nothing")
    assert not target.exists()
    with pytest.raises(ValueError, match="consent must be True or False"):
        share_answers(consent="yes", path=target, progress=progress)


def test_answers_go_out_and_what_was_typed_does_not(progress, tmp_path):
    target = tmp_path / "mine.json"
    told = share_answers(consent=True, path=target, progress=progress)
    assert "1 of kind grade" in told and "It names nobody." in told
    text = target.read_text("utf-8")
    assert "secret" not in text and "explored" not in text
    learner = classroom.read_answers(text.encode(), "abc")
    assert learner.name == "abc"
    assert learner.seconds == {("prediction", "01_channel_block/silent-synapse"): 9}
    assert learner.first["answer", "01_channel_block/trapped"]["chosen"] == ["half-life"]
    named = share_answers(consent=True, name=" Ada ", path=target, progress=progress)
    assert "'Ada'" in named and classroom.read_answers(target.read_bytes(), "").name == "Ada"
    with pytest.raises(ValueError, match="cannot be written"):
        share_answers(consent=True, path=tmp_path, progress=progress)


def event(kind, key, minute, **data):
    return {"kind": kind, "key": key, "time": f"2026-01-01T10:{minute:02}:00+00:00", "data": data}


def file_of(events, name=""):
    return json.dumps({"form": FORM, "name": name, "events": events}).encode()


def sitting(lesson, right, minute=30):
    events = []
    for place, (name, entry) in enumerate(INVENTORY.items()):
        rights = [o["name"] for o in entry["options"] if o.get("right")]
        choice = rights[0] if place < right else "not-sure"
        events.append(event("inventory", f"{lesson}/inventory/{name}", minute, choice=choice))
    return events


HOSTILE = {
    "empty.json": b"",
    "torn.json": b'{"form": "',
    "deep.json": b"[" * 100_000,
    "list.json": b"[]",
    "other.json": b'{"form": "something else", "events": []}',
    "name.json": json.dumps({"form": FORM, "name": {}, "events": []}).encode(),
    "nothing.json": file_of([]),
    "strange.json": file_of([1, None, {"kind": "answer"}, event("answer", 3, 1), {"kind": []}]),
    "latin.json": '{"form": "é"}'.encode("latin-1"),
    "big.json": b" " * 2_000_001,
    "code.py": b"raise SystemExit('run')",
    "nul.json": b"\0" * 100,
    "nan.json": file_of([{"kind": "answer", "key": "k", "time": float("nan"), "data": {}}]),
    "digits.json": file_of([]).replace(b"[]", b"9" * 5000),
    "=1+1.json": b"formula",
}
ODD_ANSWERS = (float("nan"), 10**300, [["half-life"], {}], True, {"half-life": 1}, [], None)


def test_what_is_not_of_the_form_is_left_out_and_named(tmp_path):
    for name, data in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.json").mkdir()
    with (tmp_path / "hole.json").open("wb") as file:
        file.truncate(2**30)
    good = file_of([event("prediction", "01_channel_block/silent-synapse", 1, choice="nothing")])
    (tmp_path / "good.json").write_bytes(good)
    (tmp_path / "zz-copy.json").write_bytes(good)
    learners, left_out = classroom.read_folder(tmp_path)
    assert len(learners) == 1
    assert set(left_out.file) == {*HOSTILE, "folder.json", "hole.json", "zz-copy.json"}
    assert left_out.why.str.len().min() > 5
    assert left_out.set_index("file").why["zz-copy.json"] == "the same as good.json"


@pytest.mark.skipif(
    os.name != "posix", reason="names are text on this system, and no pipes have any"
)
def test_links_pipes_and_names_of_any_bytes_do_not_hold_it_up(tmp_path):
    (tmp_path / "link.json").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe.json")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/J\xfcrg\n.json")).write_bytes(b"x")
    classroom.write_report(tmp_path, tmp_path / "report")
    left_out = pd.read_csv(tmp_path / "report" / "left-out.csv").file
    assert set(left_out) == {"link.json", "pipe.json", r"J\xfcrg .json"}


def test_answers_of_no_known_form_count_for_nobody():
    key = "01_channel_block/trapped"
    events = [event("answer", key, n, chosen=odd) for n, odd in enumerate(ODD_ANSWERS)]
    events += [event("prediction", "01_channel_block/silent-synapse", 9, choice=["nothing"])]
    events += [event("inventory", f"{START}/inventory/{name}", 9, choice=[1]) for name in INVENTORY]
    learner = classroom.read_answers(file_of(events), "")
    assert classroom.items([learner]).people.sum() == 0
    assert classroom.gains([learner]).before.tolist() == [0]


NAMES = {
    "=HYPERLINK(1)": "'=HYPERLINK(1)",
    " \t@x": "'@x",
    "＝1": "'＝1",
    "A\0n\u202en": "A n n",
    "\ud800": None,
    "علی": "علی",
}


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_of_any_script_are_read_and_none_is_a_formula(tmp_path, coding):
    for n, name in enumerate(NAMES):
        text = file_of([event("grade", "g", 1, grade="limits")], name).decode()
        (tmp_path / f"{n}.json").write_bytes(text.replace(", ", ",\r\n").encode(coding))
    classroom.write_report(tmp_path, tmp_path / "report")
    table = (tmp_path / "report" / "gains.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")  # else Excel takes it for another coding
    written = pd.read_csv(tmp_path / "report" / "gains.csv").learner.tolist()
    assert [name for name in NAMES.values() if name] == [name for name in written if len(name) != 8]


def test_of_a_learner_who_handed_in_twice_the_later_file_counts(tmp_path):
    early = sitting(START, 4)
    for name, events in {"a": early, "b": early + sitting(CAPSTONE, 9, 40), "c": early[:3]}.items():
        (tmp_path / f"{name}.json").write_bytes(file_of(events))
    (tmp_path / "d.json").write_bytes(file_of(early, "somebody else"))
    learners, left_out = classroom.read_folder(tmp_path)
    assert left_out.to_dict("list") == {
        "file": ["a.json"],
        "why": ["all of it stands in b.json too"],
    }
    assert len(learners) == 3


def test_options_are_counted_by_first_answers(tmp_path):
    key = "01_channel_block/trapped"
    names = [option["name"] for option in QUESTION["options"]]
    right = next(o["name"] for o in QUESTION["options"] if o.get("right"))
    wrong = next(name for name in names if name != right)
    tries = [
        [event("answer", key, 1, chosen=[wrong]), event("answer", key, 4, chosen=[right])],
        [event("answer", key, 1, chosen=[right])],
        [event("answer", key, 1, chosen=["unknown"])],
        [event("answer", key, 1, chosen="right"), event("prediction", "x", 3, choice=7)],
    ]
    learners = [classroom.read_answers(file_of(events), str(n)) for n, events in enumerate(tries)]
    table = classroom.items(learners)
    mine = table[(table.lesson == "01_channel_block") & (table.item == "trapped")]
    by_right = mine.set_index("right")
    assert by_right.loc[True, "first"] == 1 and by_right.loc[True, "last"] == 2
    assert set(mine.people) == {2} and by_right.loc[True, "share"] == 0.5
    assert mine["first"].sum() == 2


def test_time_to_answer_leaves_breaks_out():
    key = "01_channel_block/trapped"
    events = [event("answer", key, 3, chosen=["a"]), event("answer", "k", 59, chosen=["a"])]
    learner = classroom.read_answers(file_of([event("grade", "g", 1, grade="limits"), *events]), "")
    assert learner.minutes == {("answer", key): 2.0}


def test_time_to_answer_is_that_of_the_first_answer_since_first_sight():
    key = "01_channel_block/trapped"
    right = next(o["name"] for o in QUESTION["options"] if o.get("right"))
    tries = [[20, 300], [40], [601], [-1], [True], ["9"], [None], [2.5]]
    learners = [
        classroom.read_answers(
            file_of(
                [event("answer", key, n, chosen=[right], seconds=s) for n, s in enumerate(one)]
            ),
            str(one),
        )
        for one in tries
    ]
    table = classroom.items(learners)
    mine = table[(table.lesson == "01_channel_block") & (table.item == "trapped")]
    assert set(mine.timed) == {2} and set(mine.seconds) == {30}


def test_gains_are_of_the_room_there_was():
    full = len(INVENTORY)
    classes = [(4, 12), (8, full), (full, full), (6, None)]
    learners = []
    for before, after in classes:
        events = sitting(START, before) + (sitting(CAPSTONE, after, 40) if after else [])
        learners.append(classroom.read_answers(file_of(events), str(before)))
    found = classroom.gains(learners)
    assert found.gain.dropna().tolist() == [8 / (full - 4), 1.0]
    assert found.before.tolist() == [4, 8, full, 6]
    mean, low, high = classroom.mean_with_interval(found.gain)
    assert low < mean < high


def test_a_class_of_three_hundred_becomes_tables_pictures_and_words(tmp_path):
    dice = random.Random(5)
    folder = tmp_path / "answers"
    folder.mkdir()
    names = [option["name"] for option in QUESTION["options"]]
    for number in range(300):
        key = "01_channel_block/trapped"
        events = [event("answer", key, number % 50, chosen=[dice.choice(names)])]
        events += sitting(START, dice.randint(2, 8)) + sitting(CAPSTONE, dice.randint(8, 16), 45)
        (folder / f"{number}.json").write_bytes(file_of(events, f"learner {number}"))
    told = classroom.write_report(folder, tmp_path / "report")
    assert "300 learners; 0 files left out." in told
    assert "01 trapped:" in told and "Inventory: mean gain" in told
    written = {path.name for path in (tmp_path / "report").iterdir()}
    assert written == {"items.csv", "gains.csv", "left-out.csv", "questions.png", "inventory.png"}
