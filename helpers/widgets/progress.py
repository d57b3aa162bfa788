"""What one learner has done, in one file on the learner's own machine.

The file holds one JSON object a line and is only ever appended to. Whatever happens to it (missing,
corrupt, not writable, written by two notebooks at once), nothing here raises for the learner, and
every good line stays readable.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

try:  # POSIX
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

FILE_NAME = ".progress.jsonl"
COURSE = Path(__file__).resolve().parents[2]
ENVIRONMENT = "COURSE_PROGRESS_FILE"

# What a broken or odd place can raise: OSError from the disk, ValueError from a path with a NUL,
# RuntimeError from an unknown home folder.
_PLACE_ERRORS = (OSError, ValueError, RuntimeError)
try:
    _BEGAN_IN = Path.cwd()
except OSError:  # the working folder has been deleted
    _BEGAN_IN = Path()
_LOCK_PATIENCE_S = 2.0
_LOCK_BYTE = 2**30  # far behind the end, so that a lock never stands in a reader's way on Windows

# Seeds of learners whose file cannot be written: they last as long as the kernel.
_unsaved_seeds: dict[str, str] = {}


@dataclass(frozen=True)
class Event:
    """One thing that a learner did.

    Attributes
    ----------
    kind : str
        What was done, for example ``"prediction"``, ``"answer"``, ``"grade"``.
    key : str
        To what, for example ``"01_channel_block/trapped"``.
    time : str
        When, in UTC, ISO 8601 to the second.
    data : dict
        The details, for example ``{"choice": "nothing"}``.
    """

    kind: str
    key: str
    time: str
    data: dict[str, Any] = field(default_factory=dict)


class Progress:
    """An append-only record of what one learner has done.

    Parameters
    ----------
    path : str or path-like, optional
        The file. By default the environment variable ``COURSE_PROGRESS_FILE``; without it
        ``.progress.jsonl`` in the course's folder.

    Notes
    -----
    Every look reads the file afresh, since another notebook may have written in between.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = default_path() if path is None else Path(path)

    def __repr__(self) -> str:
        return "Progress()"  # without the path: outputs must not depend on the machine

    def record(self, kind: str, key: str, **data: Any) -> bool:
        """Append one event and say whether it was kept.

        Parameters
        ----------
        kind, key : str
            What was done, and to what. Neither may be empty.
        **data
            The details: anything that JSON can hold.

        Returns
        -------
        bool
            False where the place cannot be written or the details are no JSON.

        Raises
        ------
        ValueError
            If `kind` or `key` is not a text, or empty.
        """
        _text("kind", kind)
        _text("key", key)
        line = {"time": _now(), "kind": kind, "key": key, "data": data}
        try:
            written = json.dumps(line, ensure_ascii=False, allow_nan=False)
            if json.loads(written)["data"] != data:
                return False  # would come back as something else (a number as key, a tuple, ...)
            return self._append(written.encode("utf-8", "surrogatepass"))
        except (*_PLACE_ERRORS, TypeError, RecursionError):
            return False

    def all(self, kind: str | None = None, key: str | None = None) -> list[Event]:
        """All events, oldest first, of one kind and one key if they are given."""
        return [
            event
            for event in self._events()
            if (kind is None or event.kind == kind) and (key is None or event.key == key)
        ]

    def latest(self, kind: str, key: str) -> Event | None:
        """Return the last event of this kind for this key, or None."""
        found = self.all(kind, key)
        return found[-1] if found else None

    def first(self, kind: str, key: str) -> Event | None:
        """Return the first event of this kind for this key, or None."""
        found = self.all(kind, key)
        return found[0] if found else None

    def seed(self) -> str:
        """Return the learner's own random text, made at the first need: it shuffles options."""
        kept = self._kept_seed()
        if kept is None:
            fresh = secrets.token_hex(8)
            if self.record("seed", "shuffle", value=fresh):
                kept = self._kept_seed()  # another notebook may have been first
        return kept or _unsaved_seeds.setdefault(str(self.path), secrets.token_hex(8))

    def shuffled(self, key: str, names: list[str]) -> list[str]:
        """Return `names` in an order that is this learner's own and the same each time."""
        seed = self.seed()

        def place(name: str) -> bytes:
            return sha256(f"{seed}|{key}|{name}".encode("utf-8", "replace")).digest()

        return sorted(names, key=place)

    def forget(self) -> bool:
        """Delete the file, all that was done with it, and say whether it is gone."""
        try:
            if _is_file(self.path):
                self.path.unlink()
            return not _there(self.path)
        except _PLACE_ERRORS:
            return False

    def can_be_kept(self) -> bool:
        """Say whether the file can be written, without writing to it."""
        try:
            if _there(self.path):
                return _is_file(self.path) and os.access(self.path, os.W_OK)
            folder = next(folder for folder in self.path.absolute().parents if folder.exists())
            return folder.is_dir() and os.access(folder, os.W_OK)
        except (*_PLACE_ERRORS, StopIteration):
            return False

    def _kept_seed(self) -> str | None:
        for event in self.all("seed", "shuffle"):
            value = event.data.get("value")
            if isinstance(value, str) and value:
                return value
        return None

    def _events(self) -> Iterator[Event]:
        try:
            if not _is_file(self.path):  # a pipe or a device would make the reader wait for ever
                return
            lines = self.path.read_bytes().split(b"\n")
        except _PLACE_ERRORS:
            return
        for line in lines:
            event = _parse(line)
            if event is not None:
                yield event

    def _append(self, line: bytes) -> bool:
        if _there(self.path) and not _is_file(self.path):
            return False
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self.path, flags, 0o600)
        try:
            with _locked(descriptor):
                # A line that was torn by a crash or a full disk must not swallow this one.
                whole = (b"\n" if _ends_torn(descriptor) else b"") + line + b"\n"
                return os.write(descriptor, whole) == len(whole)
        finally:
            os.close(descriptor)


def default_path() -> Path:
    """Where a learner's progress is kept; see :class:`Progress`.

    In the course's own folder, whatever the working folder is: a notebook may change it, or be
    copied to another place, and finds its answers again.
    """
    named = os.environ.get(ENVIRONMENT, "").strip()
    try:
        if named:
            return Path(named).expanduser()
    except _PLACE_ERRORS:  # no such home
        return Path(named)
    if (COURSE / "pyproject.toml").is_file() and os.access(COURSE, os.W_OK):
        return COURSE / FILE_NAME
    # Installed without its folder, or in a folder of somebody else: where the kernel began.
    return _BEGAN_IN / FILE_NAME


def _text(name: str, value: object) -> None:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} must be a text that is not empty, but is {value!r}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _there(path: Path) -> bool:
    """Say whether something lies at `path`; unlike ``exists`` this does not hide an odd name."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    return True


def _is_file(path: Path) -> bool:
    return _there(path) and stat.S_ISREG(path.stat().st_mode)


def _parse(line: bytes) -> Event | None:
    """Read one line, or return None where it is not one of ours."""
    try:
        found = json.loads(line.decode("utf-8", "surrogatepass"))
        event = Event(found["kind"], found["key"], found["time"], found.get("data", {}))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    texts = (event.kind, event.key, event.time)
    whole = all(isinstance(text, str) and text for text in texts) and isinstance(event.data, dict)
    return event if whole else None


def _ends_torn(descriptor: int) -> bool:
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size == 0:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


@contextlib.contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """Hold the file against other writers. Where it cannot be locked, go on all the same."""
    held = _lock(descriptor)
    try:
        yield
    finally:
        if held:
            with contextlib.suppress(OSError):
                _switch_lock(descriptor, on=False)


def _lock(descriptor: int) -> bool:
    give_up_s = time.monotonic() + _LOCK_PATIENCE_S
    while True:
        try:
            _switch_lock(descriptor, on=True)
            return True
        except (BlockingIOError, PermissionError):  # another writer holds it
            if time.monotonic() > give_up_s:
                return False
            time.sleep(0.005)
        except OSError:  # a file system without locks
            return False


def _switch_lock(descriptor: int, *, on: bool) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, (fcntl.LOCK_EX | fcntl.LOCK_NB) if on else fcntl.LOCK_UN)
    else:
        os.lseek(descriptor, _LOCK_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK if on else msvcrt.LK_UNLCK, 1)
