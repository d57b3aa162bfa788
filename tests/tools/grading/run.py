"""Run one submission in a process of its own, again without the cell that ended it.

The process starts in an empty folder with its own copy of `helpers`, its own home and nothing of
the learner's beside it. Whoever writes over a helper there writes over a copy.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # makes the list of fonts where there is none
import psutil

from tests.tools.grading.compose import Step

COURSE = Path(__file__).resolve().parents[3]
WORKER = Path(__file__).with_name("worker.py")
COURSES_S = 120.0  # for imports and the course's own cells, on a machine that is busy
MOST_RUNS = 12
CRASHED = "crashed"
_FOR_ALL = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")  # no secrets


@dataclass
class Ran:
    """What came out of a submission."""

    read: dict[str, list[Any]] = field(default_factory=dict)  # by a task's id: check and end
    errors: dict[int, list[str]] = field(default_factory=dict)  # of the learner's cells, by task
    stopped: dict[int, str] = field(default_factory=dict)  # why a cell was stopped, by task
    failed: str = ""  # why it could not be run to its end
    disturbed: bool = False  # one cell may have spoilt what came after it


async def run(steps: Sequence[Step], limit_s: float) -> Ran:
    """Run the steps, each for at most `limit_s`, without those that end the process or last longer.

    Where one of the course's own cells fails or ends it, or a second one crashes, the cells that
    seem to be at fault need not be: each task is better run alone.
    """
    left, ran, crashes = list(steps), Ran(), 0
    for _ in range(MOST_RUNS):
        messages, ran.failed = await _once(left, limit_s)
        _sort(left, messages, ran)
        if len(messages) == len(left):
            break
        guilty = left.pop(len(messages))
        crashes += ran.failed == CRASHED
        if not guilty.own and (ran.disturbed or not guilty.task_id):
            ran.disturbed = True
            break
        ran.disturbed = ran.disturbed or not guilty.own or crashes > 1
        ran.stopped.setdefault(guilty.task, ran.failed)
    return ran


def _sort(steps: Sequence[Step], messages: list[dict], ran: Ran) -> None:
    ran.read, ran.errors = {}, {}
    for step, message in zip(steps, messages, strict=False):
        if step.task_id:
            ran.read.setdefault(step.task_id, []).append(message.get("read"))
        elif step.own and message.get("error"):
            ran.errors.setdefault(step.task, []).append(str(message["error"])[:500])
        elif message.get("error"):
            ran.disturbed = True


async def _once(steps: Sequence[Step], limit_s: float) -> tuple[list[dict], str]:
    """Return the messages that came before the process ended, and why no more came."""
    folder = Path(tempfile.mkdtemp(prefix="grading-"))
    messages: list[dict] = []
    process = None
    try:
        process = await _start(folder, steps)
        for at, step in enumerate((None, *steps), start=-1):  # first it says that it is ready
            wait_s = limit_s if step and (step.own or step.task_id) else max(limit_s, COURSES_S)
            message = json.loads(await asyncio.wait_for(process.stdout.readline(), wait_s))
            if not isinstance(message, dict) or message.get("at") != at:
                raise ValueError("not a message of the worker's")
            messages.append(message)
        return messages[1:], ""
    except TimeoutError:
        return messages[1:], f"stopped after {limit_s:g} s"
    except (ValueError, OSError, RecursionError):  # nothing came, or something that is no message
        return messages[1:], CRASHED
    finally:
        if process is not None:
            _end(process, str(folder / "home"))
            await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _start(folder: Path, steps: Sequence[Step]) -> asyncio.subprocess.Process:
    left_out = shutil.ignore_patterns(".*")
    shutil.copytree(COURSE / "helpers", folder / "course" / "helpers", ignore=left_out)
    (folder / "course" / "pip.py").touch()  # `%pip install` does nothing to this machine
    for name in ("here", "home", "temporary"):
        (folder / name).mkdir()
    for made in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):  # else it takes seconds
        shutil.copy(made, folder / "home")
    (folder / "steps.json").write_text(json.dumps([asdict(step) for step in steps]))
    with (folder / "steps.json").open() as given:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-s", str(WORKER)),
            cwd=folder / "here",
            env=_environment(folder),
            stdin=given,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=2**24,
            start_new_session=True,
        )


def _end(process: asyncio.subprocess.Process, home: str) -> None:
    """End the process and all that it started: its group, and whatever else has its home."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    for other in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if other.environ().get("HOME") == home:
                other.kill()
    process._transport.close()  # what it started may hold the pipe open


def _environment(folder: Path) -> dict[str, str]:
    home = str(folder / "home")
    return {
        **{name: os.environ[name] for name in _FOR_ALL if name in os.environ},
        **dict.fromkeys(("HOME", "USERPROFILE", "IPYTHONDIR", "MPLCONFIGDIR"), home),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "temporary")),
        "COURSE_PROGRESS_FILE": str(folder / "progress.jsonl"),
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(folder / "course"),
        "PYTHONUTF8": "1",
    }
