"""What each notebook costs: the time to its first live panel, to its end, and its peak memory.

Times are compared with a notebook that only shows one figure of matplotlib, in the same run.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

from tests.contract.course import REPOSITORY, notebooks
from tests.tools.bench import Line

EVERY_S = 0.05
AT_LEAST = 1 / 1.6  # the first live panel comes within 1.6 times the bare figure's time
MOST_MB = 250.0
BARE = """
import matplotlib.pyplot as plt
import numpy as np
x = np.linspace(0, 10, 400)
plt.plot(x, np.sin(x))
plt.show()
"""


def lines() -> list[Line]:
    """Run every lesson and solution once, each in a new kernel."""
    bare_s = min(bare_figure_s() for _ in range(3))
    beside = "a kernel that shows one figure"
    found = []
    for path in notebooks("notebooks", "solutions"):
        first_s, all_s, peak_mb = cost(REPOSITORY / path)
        if first_s is not None:
            what = f"{path}: kernel start to first live panel"
            found.append(Line(what, first_s, "s", bare_s, beside, AT_LEAST))
        found.append(Line(f"{path}: kernel start to end", all_s, "s", bare_s, beside))
        what = f"{path}: peak memory of the kernel"
        found.append(Line(what, peak_mb, "MB", at_most=MOST_MB))
    return found


def bare_figure_s() -> float:
    """Return the seconds from the start of a kernel to one figure of matplotlib."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bare.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BARE)]), path)
        return cost(path)[1]


def cost(path: Path) -> tuple[float | None, float, float]:
    """Return seconds to the first panel (None without one), seconds in all, and peak MB."""
    notebook = nbformat.read(path, as_version=4)
    first: list[float] = []
    began = time.perf_counter()

    def note(cell, cell_index, execute_reply) -> None:
        if not first and "explore(" in cell.source:
            first.append(time.perf_counter() - began)

    client = NotebookClient(
        notebook,
        timeout=120,
        on_cell_executed=note,
        resources={"metadata": {"path": str(path.parent)}},
    )
    peak = _Peak(client)
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"COURSE_PROGRESS_FILE": str(Path(folder) / "progress.jsonl")}
        with peak:
            client.execute(env=env)
    return (first[0] if first else None), time.perf_counter() - began, peak.bytes / 1e6


class _Peak:
    """Watches the memory of a client's kernel from another thread."""

    def __init__(self, client: NotebookClient) -> None:
        self.client, self.bytes, self._stop = client, 0, threading.Event()

    def __enter__(self) -> _Peak:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(EVERY_S):
            try:
                pid = self.client.km.provisioner.process.pid
                self.bytes = max(self.bytes, peak_bytes(pid))
            except (AttributeError, OSError, psutil.Error):
                continue  # not started yet, or gone already


def peak_bytes(pid: int) -> int:
    """Return the most memory that a process has had; away from Linux, what it has now."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return psutil.Process(pid).memory_info().rss
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)  # a process that has ended tells none
    return 1024 * int(peak[1]) if peak else 0
