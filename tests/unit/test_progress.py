"""The learner's record: good lines are never lost, and nothing ever raises."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.widgets import progress as module
from helpers.widgets.progress import Event, Progress, default_path

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
names = st.text(min_size=1, max_size=12)
# `record` takes the details by name: any name but its own arguments.
details = st.dictionaries(
    st.text(max_size=8).filter(lambda name: name not in {"self", "kind", "key"}),
    json_values,
    max_size=3,
)


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "progress.jsonl")


def test_an_event_comes_back(progress):
    assert progress.record("answer", "a/b", chosen=["x"], right=True)
    event = progress.latest("answer", "a/b")
    assert (event.kind, event.key, event.data) == (
        "answer",
        "a/b",
        {"chosen": ["x"], "right": True},
    )
    assert event.time.endswith("+00:00")


def test_last_event_of_a_key_wins_and_the_first_stays(progress):
    for choice in ("one", "two", "three"):
        progress.record("prediction", "a/b", choice=choice)
    progress.record("prediction", "a/other", choice="four")
    progress.record("answer", "a/b", choice="five")
    assert progress.latest("prediction", "a/b").data == {"choice": "three"}
    assert progress.first("prediction", "a/b").data == {"choice": "one"}
    assert [event.data["choice"] for event in progress.all("prediction", "a/b")] == [
        "one",
        "two",
        "three",
    ]
    assert len(progress.all("prediction")) == 4
    assert len(progress.all()) == 5


def test_nothing_done_yet(progress):
    assert progress.all() == []
    assert progress.latest("answer", "a/b") is None
    assert progress.first("answer", "a/b") is None
    assert not progress.path.exists(), "looking must not make the file"


def test_each_look_sees_what_another_notebook_wrote(progress):
    other = Progress(progress.path)
    other.record("answer", "a/b", n=1)
    assert progress.latest("answer", "a/b").data == {"n": 1}
    other.record("answer", "a/b", n=2)
    assert progress.latest("answer", "a/b").data == {"n": 2}


@pytest.mark.parametrize("kind, key", [("", "a"), ("answer", ""), (None, "a"), ("answer", 3)])
def test_kind_and_key_must_be_texts(progress, kind, key):
    with pytest.raises(ValueError, match="must be a text"):
        progress.record(kind, key)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), object(), {1: 2}, {1, 2}, b"bytes", (1, 2)]
)
def test_what_json_cannot_hold_is_refused_without_a_trace(progress, value):
    progress.record("answer", "good", n=1)
    before = progress.path.read_bytes()
    assert progress.record("answer", "bad", value=value) is False
    assert progress.path.read_bytes() == before


def test_what_holds_itself_is_refused(progress):
    ring: list = []
    ring.append(ring)
    assert progress.record("answer", "bad", value=ring) is False


@settings(max_examples=60, deadline=None)
@given(events=st.lists(st.tuples(names, names, details), max_size=6))
def test_any_events_round_trip(tmp_path_factory, events):
    progress = Progress(tmp_path_factory.mktemp("round") / "p.jsonl")
    for kind, key, data in events:
        assert progress.record(kind, key, **data)
    assert [(event.kind, event.key, event.data) for event in progress.all()] == events


@settings(max_examples=120, deadline=None)
@given(before=st.binary(max_size=200), between=st.binary(max_size=200))
def test_random_bytes_lose_no_good_line_and_never_raise(tmp_path_factory, before, between):
    path = tmp_path_factory.mktemp("bytes") / "p.jsonl"
    path.write_bytes(before)
    progress = Progress(path)
    assert progress.record("answer", "one", n=1)
    with path.open("ab") as file:
        file.write(between)
    assert progress.record("answer", "two", n=2)
    assert progress.latest("answer", "one").data == {"n": 1}
    assert progress.latest("answer", "two").data == {"n": 2}
    assert progress.seed() == progress.seed()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "[]",
        "3",
        '"text"',
        "{",
        "{}",
        '{"kind": "answer"}',
        '{"kind": 3, "key": "k", "time": "t", "data": {}}',
        '{"kind": "answer", "key": "", "time": "t", "data": {}}',
        '{"kind": "answer", "key": "k", "time": null, "data": {}}',
        '{"kind": "answer", "key": "k", "time": "t", "data": []}',
        "[" * 100_000,
        '{"kind":' * 50_000,
        "9" * 10_000,
        "\ufeff{}",
        "\x00\x00",
    ],
)
def test_a_corrupt_line_is_skipped(progress, line):
    progress.record("answer", "one", n=1)
    with progress.path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    progress.record("answer", "two", n=2)
    assert [event.key for event in progress.all()] == ["one", "two"]


def test_a_line_without_details_counts(progress):
    progress.path.write_text('{"kind": "seen", "key": "k", "time": "t"}\n')
    assert progress.all() == [Event("seen", "k", "t", {})]


def test_a_torn_last_line_does_not_swallow_the_next(progress):
    progress.record("answer", "one", n=1)
    whole = progress.path.read_bytes()
    progress.path.write_bytes(whole + whole[: len(whole) // 2])
    progress.record("answer", "two", n=2)
    assert [event.key for event in progress.all()] == ["one", "two"]


def test_windows_line_ends_and_a_missing_last_one(progress):
    progress.record("answer", "one", n=1)
    progress.path.write_bytes(progress.path.read_bytes().strip() + b"\r\n\r\n")
    progress.record("answer", "two", n=2)
    progress.path.write_bytes(progress.path.read_bytes().rstrip(b"\n"))
    assert [event.key for event in progress.all()] == ["one", "two"]


def odd_places(folder: Path) -> dict[str, Path]:
    a_file = folder / "file"
    a_file.write_text("")
    places = {
        "a folder": folder,
        "inside a file": a_file / "p.jsonl",
        "a name with NUL": folder / "a\0b",
        "a name too long": folder / ("x" * 5000),
    }
    if hasattr(os, "mkfifo"):
        places["a pipe"] = folder / "pipe"
        os.mkfifo(places["a pipe"])
    return places


@pytest.mark.parametrize(
    "place", ["a folder", "inside a file", "a name with NUL", "a name too long", "a pipe"]
)
def test_a_place_that_cannot_be_used(tmp_path, place):
    places = odd_places(tmp_path)
    if place not in places:
        pytest.skip("no pipes on this system")
    progress = Progress(places[place])
    assert progress.all() == []
    assert progress.latest("answer", "k") is None
    assert progress.can_be_kept() is False
    assert progress.record("answer", "k", n=1) is False
    assert progress.seed() == progress.seed() != ""
    assert sorted(progress.shuffled("k", ["a", "b", "c"])) == ["a", "b", "c"]


def test_a_disk_that_refuses(progress, monkeypatch):
    """What a read-only folder or another user's file does (root may write anywhere, so: told)."""

    def refuse(*_, **__):
        raise PermissionError("no")

    progress.record("answer", "one", n=1)
    monkeypatch.setattr("helpers.widgets.progress.os.open", refuse)
    monkeypatch.setattr("helpers.widgets.progress.os.access", lambda *_: False)
    assert progress.record("answer", "two", n=2) is False
    assert progress.can_be_kept() is False
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert progress.all() == []


def test_a_full_disk_tears_one_line_only(progress, monkeypatch):
    progress.record("answer", "one", n=1)
    write = os.write
    monkeypatch.setattr(
        "helpers.widgets.progress.os.write", lambda file, what: write(file, what[:10])
    )
    assert progress.record("answer", "two", n=2) is False
    monkeypatch.undo()
    assert progress.record("answer", "three", n=3) is True
    assert [event.key for event in progress.all()] == ["one", "three"]


def test_a_file_system_without_locks_still_keeps(progress, monkeypatch):
    def refuse(*_, **__):
        raise OSError("not supported")

    monkeypatch.setattr("helpers.widgets.progress._switch_lock", refuse)
    assert progress.record("answer", "one", n=1)
    assert progress.latest("answer", "one").data == {"n": 1}


def test_a_lock_that_is_never_freed_is_not_waited_for_long(progress, monkeypatch):
    def taken(*_, **__):
        raise BlockingIOError("held")

    monkeypatch.setattr("helpers.widgets.progress._LOCK_PATIENCE_S", 0.05)
    monkeypatch.setattr("helpers.widgets.progress._switch_lock", taken)
    assert progress.record("answer", "one", n=1)
    assert progress.latest("answer", "one").data == {"n": 1}


def test_a_missing_folder_is_made(tmp_path):
    progress = Progress(tmp_path / "a" / "b" / "p.jsonl")
    assert progress.can_be_kept()
    assert progress.record("answer", "one")
    assert progress.path.is_file()


WRITER = """
import sys
from helpers.widgets.progress import Progress
progress = Progress(sys.argv[1])
progress.seed()
print(flush=True)
sys.stdin.readline()
assert all(progress.record("answer", sys.argv[2], n=n, filler="x" * 3000) for n in range(200))
"""


def test_two_kernels_writing_at_once_lose_nothing(progress):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(progress.path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("left", "right")
    ]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:  # both start together
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    for name in ("left", "right"):
        assert [event.data["n"] for event in progress.all("answer", name)] == list(range(200))
    for line in progress.path.read_text().splitlines():
        json.loads(line)


def test_the_seed_is_made_once_and_kept(progress):
    seed = progress.seed()
    assert len(seed) >= 16
    assert Progress(progress.path).seed() == seed
    assert len(progress.all("seed")) == 1


def test_a_spoilt_seed_is_replaced(progress):
    progress.record("seed", "shuffle", value=None)
    progress.record("seed", "shuffle", value="")
    assert progress.seed() == Progress(progress.path).seed() != ""


def test_learners_see_options_in_different_orders_and_each_always_in_the_same(tmp_path):
    options = ["a", "b", "c", "d"]
    orders = set()
    for learner in range(20):
        progress = Progress(tmp_path / f"{learner}.jsonl")
        order = progress.shuffled("k", options)
        assert sorted(order) == options
        assert order == Progress(progress.path).shuffled("k", list(reversed(options)))
        orders.add(tuple(order))
    assert len(orders) > 5


def test_one_learner_sees_different_orders_for_different_questions(progress):
    orders = {tuple(progress.shuffled(f"k{n}", ["a", "b", "c", "d"])) for n in range(20)}
    assert len(orders) > 5


def test_the_environment_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path / "mine.jsonl"))
    assert default_path() == tmp_path / "mine.jsonl"
    assert Progress().path == tmp_path / "mine.jsonl"


@pytest.mark.parametrize("named", ["", "   "])
def test_otherwise_it_lies_in_the_courses_folder_wherever_one_works(tmp_path, monkeypatch, named):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", named)
    monkeypatch.chdir(tmp_path)
    assert default_path() == Path(__file__).resolve().parents[2] / ".progress.jsonl"


@pytest.mark.parametrize("lacks", ["its folder", "the right to write"])
def test_without_the_courses_folder_it_lies_where_the_kernel_began(tmp_path, monkeypatch, lacks):
    monkeypatch.delenv("COURSE_PROGRESS_FILE", raising=False)
    monkeypatch.setattr(module, "_BEGAN_IN", tmp_path)
    if lacks == "its folder":
        monkeypatch.setattr(module, "COURSE", tmp_path / "site-packages")
    else:
        monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.chdir("/")
    assert default_path() == tmp_path / ".progress.jsonl"


@pytest.mark.parametrize("named", ["~no-such-user-at-all/p.jsonl", "a\udcffb"])
def test_an_odd_name_in_the_environment_never_raises(monkeypatch, tmp_path, named):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "COURSE_PROGRESS_FILE", named)
    progress = Progress()
    progress.record("answer", "k")
    progress.all()


def test_its_words_tell_nothing_of_the_machine(progress):
    assert str(progress.path) not in repr(progress)
