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
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # makes the list of fonts where there is none
import psutil

from tests.tools.exercises import COURSE
from tests.tools.grading.compose import Step

WORKER = Path(__file__).with_name("worker.py")
COURSES_S = 120.0  # for imports and the course's own cells, on a machine that is busy
MOST_RUNS = 20
clock_s = time.monotonic
_FOR_ALL = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")  # no secrets


@dataclass
class Ran:
    """What came out of a submission."""

    read: dict[str, list[Any]] = field(default_factory=dict)  # by a task's id, each time
    errors: dict[int, str] = field(default_factory=dict)  # the first of the learner's, by task
    stopped: dict[int, str] = field(default_factory=dict)  # why a cell was stopped, by task
    failed: str = ""  # why it could not be run to its end
    unread: str = "not reached"  # what a task is that was never read


async def run(steps: Sequence[Step], limit_s: float, whole_min: float = 10.0) -> Ran:
    """Run the steps, each for at most `limit_s`, and again without the cell that spoilt the rest.

    That is the learner's cell that ended the process or lasted longer. Where one of the course's
    own cells did, or failed, the learner's cells before it are left out, the last one first, until
    it runs; all but the one that was left out at last come back. What was read in any of the runs
    counts. After `whole_min` minutes for all runs together no more is run.
    """
    ends_s = clock_s() + 60 * whole_min
    ran, out, suspects, why = Ran(), set(), [], {}
    spoilt = None  # the step of the course's that the suspects are suspected of
    for _ in range(MOST_RUNS):
        left = [n for n in range(len(steps)) if n not in out]
        messages, ran.failed = await _once([steps[n] for n in left], limit_s, ends_s)
        failed = []
        for n, message in zip(left, messages, strict=False):
            if steps[n].reads:
                ran.read.setdefault(steps[n].reads, []).append(message.get("read"))
            elif message.get("error") and steps[n].own:
                ran.errors.setdefault(steps[n].task, str(message["error"])[:500])
            elif message.get("error"):
                failed.append(n)
        if late := clock_s() >= ends_s and (ran.failed or failed):
            break
        wrong = next(iter(failed or left[len(messages) :]), None)
        innocent = []
        if wrong != spoilt:
            innocent, suspects = suspects[:-1], []
            out -= set(innocent)
        own = [n for n in left if wrong is not None and n <= wrong and steps[n].own]
        if own:
            out.add(own[-1])
            if not failed:
                why[own[-1]] = ran.failed
            if own[-1] != wrong:
                spoilt, suspects = wrong, [*suspects, own[-1]]
        elif not innocent:
            break
    for n in sorted(out & why.keys()):
        ran.stopped.setdefault(steps[n].task, why[n])
    if late:
        ran.failed = f"all cells together took longer than {whole_min:g} min"
        ran.unread = f"not reached: {ran.failed}"
        for n in left[len(messages) :]:
            if steps[n].own and not steps[n].again:
                ran.stopped.setdefault(steps[n].task, ran.unread)
    return ran


async def _once(steps: Sequence[Step], limit_s: float, ends_s: float) -> tuple[list[dict], str]:
    """Return the messages that came before the process ended, and why no more came."""
    messages: list[dict] = []
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as name:
        process = await _start(Path(name), steps)
        try:
            for at, step in enumerate((None, *steps), start=-1):  # first it says that it is ready
                longer = step is None or not (step.own or step.reads)
                wait_s = max(limit_s, COURSES_S) if longer else limit_s
                wait_s = min(wait_s, ends_s - clock_s())
                message = json.loads(await asyncio.wait_for(process.stdout.readline(), wait_s))
                if not isinstance(message, dict) or message.get("at") != at:
                    raise ValueError("not a message of the worker's")
                messages.append(message)
            return messages[1:], ""
        except TimeoutError:
            return messages[1:], f"stopped after {limit_s:g} s"
        except (ValueError, OSError, RecursionError):  # nothing came, or what is no message
            return messages[1:], "crashed"
        finally:
            _end(process, Path(name))
            await process.wait()


async def _start(folder: Path, steps: Sequence[Step]) -> asyncio.subprocess.Process:
    left_out = shutil.ignore_patterns(".*")
    shutil.copytree(COURSE / "helpers", folder / "course" / "helpers", ignore=left_out)
    (folder / "course" / "pip.py").touch()  # `%pip install` does nothing to this machine
    for name in ("here", "home", "temporary"):
        (folder / name).mkdir()
    for made in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):  # else it takes seconds
        shutil.copy(made, folder / "home")
    (folder / "steps.json").write_text(json.dumps([asdict(step) for step in steps]))
    home = str(folder / "home")
    environment = {
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
    with (folder / "steps.json").open() as given:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-s", str(WORKER)),
            cwd=folder / "here",
            env=environment,
            stdin=given,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=2**24,
            start_new_session=True,
        )


def _end(process: asyncio.subprocess.Process, folder: Path) -> None:
    """End the process and all that it started: its group, and what has its home or its folder."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    for other in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            home = other.environ().get("HOME") == str(folder / "home")
            if home or Path(other.cwd()).is_relative_to(folder):
                other.kill()
    process._transport.close()  # what it started may hold the pipe open
