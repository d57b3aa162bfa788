"""What a class answered: a folder of learners' files becomes tables and pictures.

    make class FOLDER=answers     reads answers/*.json, writes class-report/

Each learner makes a file by `share_answers(consent=True)` in lesson 00. Files are read as data and
nothing in them is run; one that is not of the form is left out and named with the reason.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from helpers import widgets
from helpers.checks import questions_file
from helpers.simulations.statistics import wilson_interval
from helpers.widgets.share import FORM, SHARED
from tests.contract.course import CAPSTONE, REPOSITORY, START
from tests.tools.spreadsheet import file_name, no_formula, one_line

MOST_BYTES = 2_000_000
MOST_EVENTS = 20_000
FEWEST_SHARED = 5  # answers by which an earlier file is known to be the same learner's
LONGEST_PAUSE_MIN = 10.0  # a longer gap between two answers is a break, not thinking
SITTINGS = {"before": START, "after": CAPSTONE}


@dataclass
class Learner:
    """One file's answers, the first and the last to each thing asked.

    Attributes
    ----------
    name : str
        As given, or the start of the file's own hash.
    given_name : str
        As given, or empty.
    events : set
        Kind, key and time of every answer.
    first, last : dict
        ``(kind, key)`` to the details of that answer.
    minutes : dict
        ``(kind, key)`` to the minutes since the answer before, where that was no break.
    seconds : dict
        ``(kind, key)`` to the seconds from first sight to first answer, where no break was in it.
    """

    name: str
    given_name: str = ""
    events: set[tuple[str, str, datetime]] = field(default_factory=set)
    first: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    last: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    minutes: dict[tuple[str, str], float] = field(default_factory=dict)
    seconds: dict[tuple[str, str], int] = field(default_factory=dict)


def read_folder(folder: Path) -> tuple[list[Learner], pd.DataFrame]:
    """Read every file of a folder; return the learners, and the files left out with the reason."""
    learners, left_out, seen = [], [], {}
    for path in sorted(p for p in folder.iterdir() if not p.name.startswith(".")):
        try:
            data = contents(path)
            print_ = hashlib.sha256(data).hexdigest()
            if print_ in seen:
                raise ValueError(f"the same as {seen[print_]}")
            learners.append(read_answers(data, print_[:8]))
            seen[print_] = file_name(path.name)
        except ValueError as refusal:
            left_out.append({"file": file_name(path.name), "why": str(refusal)})
    latest, earlier = _without_earlier(list(zip(learners, seen.values(), strict=True)))
    return latest, pd.DataFrame([*left_out, *earlier], columns=["file", "why"])


def _without_earlier(
    files: list[tuple[Learner, str]],
) -> tuple[list[Learner], list[dict[str, str]]]:
    """Take out a learner's earlier file, of which the later one holds all answers."""
    kept, earlier = [], []
    for learner, name in files:
        holders = (
            other_name
            for other, other_name in files
            if learner.events < other.events and learner.given_name == other.given_name
        )
        holder = next(holders, "") if len(learner.events) >= FEWEST_SHARED else ""
        if holder:
            earlier.append({"file": name, "why": f"all of it stands in {holder} too"})
        else:
            kept.append(learner)
    return kept, earlier


def contents(path: Path) -> bytes:
    """Return what a plain file holds, or raise a ValueError that says what stands in the way."""
    try:
        if path.is_symlink() or not path.is_file():
            raise ValueError("no plain file")
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"larger than {MOST_BYTES / 1e6:g} MB")
        return path.read_bytes()
    except OSError as trouble:
        raise ValueError(f"cannot be read ({trouble.strerror})") from None


def read_answers(data: bytes, print_: str) -> Learner:
    """Return one learner's answers, or raise a ValueError that says what is wrong with the file."""
    try:
        found = json.loads(data)  # in any of JSON's codings: an editor may have changed it
    except (ValueError, RecursionError):
        raise ValueError("not JSON, or not all of it") from None
    if not isinstance(found, dict) or found.get("form") != FORM:
        raise ValueError("not a file of share_answers()")
    name, events = found.get("name"), found.get("events")
    if not isinstance(name, str) or not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise ValueError("name or events are not as share_answers() writes them")
    name = one_line(name)[:60]
    learner = Learner(name or print_, name)
    before = None
    for kind, key, when, details in sorted(
        filter(None, map(_event, events)), key=lambda one: one[2]
    ):
        learner.events.add((kind, key, when))
        seconds = details.get("seconds")
        timed = type(seconds) is int and 0 <= seconds <= 60 * LONGEST_PAUSE_MIN
        if timed and (kind, key) not in learner.first:
            learner.seconds[kind, key] = seconds
        learner.first.setdefault((kind, key), details)
        learner.last[kind, key] = details
        if before is not None and (kind, key) not in learner.minutes:
            gap_min = (when - before).total_seconds() / 60
            if 0 <= gap_min <= LONGEST_PAUSE_MIN:
                learner.minutes[kind, key] = gap_min
        before = when
    if not learner.first:
        raise ValueError("no answer in it")
    return learner


def _event(one: Any) -> tuple[str, str, datetime, dict[str, Any]] | None:
    """Return one event if it is of the form, else None: a torn line spoils no other."""
    if not isinstance(one, dict):
        return None
    kind, key, data = one.get("kind"), one.get("key"), one.get("data")
    if not isinstance(kind, str) or not isinstance(key, str) or not isinstance(data, dict):
        return None
    if kind not in SHARED:
        return None
    try:
        when = datetime.fromisoformat(one["time"])
        when.utcoffset().total_seconds()  # a time without its zone cannot be put in order
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return kind, key, when, data


# -- tables ----------------------------------------------------------------------------------------


def items(learners: list[Learner]) -> pd.DataFrame:
    """Return one line for each option of each prediction, question and inventory item.

    ``share`` is that of first answers (of the last sitting's only answers in the inventory), with
    Wilson's 95 % interval; ``seconds`` is the median from first sight to first answer, of those
    ``timed``, and ``minutes`` that since the answer before.
    """
    rows = []
    for asked in _asked():
        first = [_chosen(one.first.get((asked.kind, asked.key)), asked.options) for one in learners]
        first = [chosen for chosen in first if chosen]
        last = [_chosen(one.last.get((asked.kind, asked.key)), asked.options) for one in learners]
        last = [chosen for chosen in last if chosen]
        place = asked.kind, asked.key
        took = [one.minutes[place] for one in learners if place in one.minutes]
        timed = [one.seconds[place] for one in learners if place in one.seconds]
        counts = Counter(name for chosen in first for name in chosen)
        for name, option in asked.options.items():
            low, high = wilson_interval(counts[name], len(first)) if first else (None, None)
            rows.append(
                {
                    "lesson": asked.lesson,
                    "kind": asked.kind,
                    "sitting": asked.sitting,
                    "item": asked.name,
                    "option": option["text"],
                    "right": bool(option.get("right")),
                    "people": len(first),
                    "first": counts[name],
                    "share": counts[name] / len(first) if first else None,
                    "low": low,
                    "high": high,
                    "last": sum(name in chosen for chosen in last),
                    "timed": len(timed),
                    "seconds": median(timed) if timed else None,
                    "minutes": round(median(took), 1) if took else None,
                }
            )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class _Asked:
    kind: str
    key: str
    lesson: str
    name: str
    options: dict[str, dict[str, Any]]
    sitting: str = ""


def _asked() -> list[_Asked]:
    """Return all that the course asks, in its order."""
    found = []
    for lesson in questions_file.lessons():
        content = questions_file.read(lesson)
        for kind, table in (("prediction", content.predictions), ("answer", content.questions)):
            for name, entry in table.items():
                options = {option["name"]: option for option in entry["options"]}
                found.append(_Asked(kind, f"{lesson}/{name}", lesson, name, options))
    unsure = {"not-sure": {"text": "Not sure yet"}}
    for sitting, lesson in SITTINGS.items():
        for name, entry in questions_file.read(START).inventory.items():
            options = {option["name"]: option for option in entry["options"]} | unsure
            key = f"{lesson}/inventory/{name}"
            found.append(_Asked("inventory", key, entry["lesson"], name, options, sitting))
    return found


def _chosen(details: dict[str, Any] | None, options: dict[str, Any]) -> list[str]:
    """Return the options that an answer names; none where it is not of the form."""
    named = (details or {}).get("chosen", [(details or {}).get("choice")])
    if not isinstance(named, list) or not named:
        return []
    known = [name for name in named if isinstance(name, str) and name in options]
    return sorted(set(known)) if len(known) == len(named) else []


def gains(learners: list[Learner]) -> pd.DataFrame:
    """Return each learner's inventory before and after, and the gain (after - before) / room.

    The gain is empty where a sitting is missing, and where the first was full already.
    """
    inventory = questions_file.read(START).inventory
    rights = {
        name: {option["name"] for option in entry["options"] if option.get("right")}
        for name, entry in inventory.items()
    }
    rows = []
    for learner in learners:
        scores = {}
        for sitting, lesson in SITTINGS.items():
            given = {
                name: learner.last.get(("inventory", f"{lesson}/inventory/{name}"), {}).get(
                    "choice"
                )
                for name in rights
            }
            answered = any(choice is not None for choice in given.values())
            right = sum(isinstance(c, str) and c in rights[name] for name, c in given.items())
            scores[sitting] = right if answered else None
        before, after = scores["before"], scores["after"]
        twice = before is not None and after is not None
        gain = widgets.gain(before, after, of=len(rights)) if twice else None
        rows.append({"learner": learner.name, **scores, "of": len(rights), "gain": gain})
    return pd.DataFrame(rows, columns=["learner", "before", "after", "of", "gain"])


def mean_with_interval(values: pd.Series) -> tuple[float, float, float] | None:
    """Return mean and 95 % interval by Student's t; None for fewer than two values."""
    from scipy.stats import t

    known = values.dropna().astype(float)
    if len(known) < 2:
        return None
    half = t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / len(known) ** 0.5
    return known.mean(), known.mean() - half, known.mean() + half


# -- the report ------------------------------------------------------------------------------------


def write_report(folder: Path, to: Path) -> str:
    """Read a class's files, write tables and pictures, and return a summary in words."""
    learners, left_out = read_folder(folder)
    to.mkdir(parents=True, exist_ok=True)
    table, gain = items(learners), gains(learners)
    for name, frame in (("items", table), ("gains", gain), ("left-out", left_out)):
        safe = frame.map(no_formula)
        safe.to_csv(to / f"{name}.csv", index=False, encoding="utf-8-sig")  # Excel needs the mark
    draw(table, gain, to)
    return summary(learners, left_out, table, gain)


def summary(
    learners: list[Learner], left_out: pd.DataFrame, table: pd.DataFrame, gain: pd.DataFrame
) -> str:
    """Return what an instructor reads first: how many, what was hard, what was gained."""
    lines = [f"{len(learners)} learners; {len(left_out)} files left out."]
    lines += [f"  {row.file}: {row.why}" for row in left_out.itertuples()]
    asked = table[(table.kind == "answer") & (table.people > 0)]
    hard = asked[asked.right].sort_values("share").head(5)
    lines += ["Hardest questions, right at the first try:"] * (len(hard) > 0)
    for row in hard.itertuples():
        others = asked[(asked.item == row.item) & (asked.lesson == row.lesson) & ~asked.right]
        tempting = others.sort_values("first", ascending=False).iloc[0]
        lines.append(
            f"  {row.lesson[:2]} {row.item}: {row.share:.0%} ({row.low:.0%} to {row.high:.0%}) of "
            f"{row.people}; {tempting['first']} chose: {tempting.option}"
        )
    found = mean_with_interval(gain.gain)
    full = int((gain.before == gain["of"]).sum())
    if found:
        mean, low, high = found
        lines.append(
            f"Inventory: mean gain {mean:.2f} of the room there was (95 % {low:.2f} to {high:.2f}; "
            f"{gain.gain.notna().sum()} learners; {full} had all right before)."
        )
    else:
        lines.append("Inventory: no gain yet; at least two learners must have taken it twice.")
    return "\n".join(lines)


def draw(table: pd.DataFrame, gain: pd.DataFrame, to: Path) -> None:
    """Draw how hard each question was, and the inventory before and after."""
    from matplotlib.figure import Figure

    right = table[table.right & (table.kind == "answer") & (table.people > 0)]
    if len(right):
        figure = Figure(figsize=(8, 0.7 + 0.24 * len(right)), layout="constrained")
        axes = figure.subplots()
        places = range(len(right))
        off = [right.share - right.low, right.high - right.share]
        axes.errorbar(right.share, places, xerr=off, fmt="o", color="black")
        axes.set_yticks(places, [f"{r.lesson[:2]} {r.item}" for r in right.itertuples()])
        axes.set(xlim=(0, 1), xlabel="Right at the first try (share, 95 % interval)")
        axes.invert_yaxis()
        figure.savefig(to / "questions.png", dpi=120)
    twice = gain.dropna(subset=["before", "after"])
    if len(twice):
        figure = Figure(figsize=(4.5, 4.5), layout="constrained")
        axes = figure.subplots()
        spots = twice.groupby(["before", "after"]).size().reset_index(name="people")
        axes.scatter(spots.before, spots.after, s=30 * spots.people, color="black", alpha=0.6)
        most = int(twice["of"].max())
        axes.plot([0, most], [0, most], color="grey", linestyle="--")
        axes.set(xlabel="Right before", ylabel="Right after", title="Inventory (area: people)")
        figure.savefig(to / "inventory.png", dpi=120)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.classroom", description=__doc__)
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "answers")
    parser.add_argument("--to", type=Path, default=REPOSITORY / "class-report")
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"There is no folder {given.folder}: put your class's files into one.")
        return 1
    print(write_report(given.folder, given.to))
    print(f"Tables and pictures stand in {given.to}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
