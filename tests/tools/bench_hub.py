"""A class that opens one link at once, on a real JupyterHub: run as ``bench hub`` only.

Each learner logs in, follows the link of lesson 01 (nbgitpuller pulls the course into the learner's
folder), starts a kernel, runs every cell over the websocket, and moves the first panel as its page
would, until the new picture has come. Whatever goes wrong for somebody is a failure, and only
failures are judged. Afterwards one more checks that what was pulled is what is used, and that it is
so again after the repository has changed. See `tests.tools.hub` for what it needs.

``COURSE_BENCH_LEARNERS=10`` changes their number.
"""

from __future__ import annotations

import itertools
import os
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import psutil
import requests

from tests.contract.course import REPOSITORY
from tests.tools.bench import Line
from tests.tools.bench_notebooks import peak_bytes
from tests.tools.hub import Hub, running_hub
from tests.tools.hub_learner import Kernel, demand, log_in, open_link, pull

LEARNERS = int(os.environ.get("COURSE_BENCH_LEARNERS", "30"))
LESSON = "notebooks/mechanism/01_channel_block.ipynb"
LIVE = "application/vnd.jupyter.widget-view+json"
STEPS = ("server up", "course pulled", "first imports", "whole lesson", "panel moved")


def lines() -> list[Line]:
    """Run the class; without learners that failed, every line but the first is only printed."""
    cells = [c.source for c in nbformat.read(REPOSITORY / LESSON, 4).cells if c.cell_type == "code"]
    with running_hub() as hub:
        names = [f"learner{number:02}" for number in range(LEARNERS)]
        with ThreadPoolExecutor(LEARNERS) as pool:
            took = list(pool.map(lambda name: _attempt(_learn, hub, name, cells), names))
        memory = _memory(hub)
        checked = _attempt(check_pull, hub)
        network = hub.log.parent / "network.log"
        off_machine = set(network.read_text("utf-8").split()) if network.exists() else set()
    failures = [words for words in (*took, checked) if isinstance(words, str)]
    note = "; ".join(sorted(set(failures)))[:300]
    found = [
        Line(f"failures of {LEARNERS} learners", len(failures), "in all", at_most=0, note=note)
    ]
    found.append(Line("addresses off this machine", len(off_machine), "asked for", at_most=0))
    done = [one for one in took if not isinstance(one, str)]
    lost = sum(one[-1] for one in done)
    found.append(Line("connections lost and made again, as JupyterLab does", lost, "in all"))
    for place, step in enumerate(STEPS):
        if seconds := [one[place] for one in done]:
            note = f"last learner {max(seconds):.1f} s"
            found.append(Line(f"{step}, median", statistics.median(seconds), "s", note=note))
    return found + memory


lines.only_named = True  # a minute or two, and a network


def _attempt(what: Callable, *arguments: object) -> Any:
    try:
        return what(*arguments)
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"


def _learn(hub: Hub, name: str, cells: list[str]) -> list[float]:
    """Do what one learner does; return the seconds of each of `STEPS`, and lost connections."""
    began = time.perf_counter()
    browser = log_in(hub, name)
    told = open_link(hub, browser, LESSON)
    up = time.perf_counter()
    pull(hub, browser, told)
    pulled = time.perf_counter()
    with Kernel(hub, name, LESSON) as kernel:
        kernel.run(cells[0])
        imported = time.perf_counter()
        shown = [output for cell in cells[1:] for output in kernel.run(cell, "explore(" in cell)]
        finished = time.perf_counter()
        kernel.move(next(data[LIVE]["model_id"] for data in shown if LIVE in data))
        moved = time.perf_counter()
    steps = [up - began, pulled - up, imported - pulled, finished - pulled, moved - finished]
    return [*steps, kernel.lost]


def check_pull(hub: Hub) -> None:
    """Demand that a learner works with what was pulled, before and after both sides changed."""
    name, folder = "ann", hub.home / "ann" / hub.place.name
    browser = log_in(hub, name)
    check_settings(hub, browser, name, pull(hub, browser, open_link(hub, browser, LESSON)))
    check_helpers(hub, name, "None")
    change(folder / LESSON, "a learner's note")
    (folder / ".progress.jsonl").write_text("what a learner did\n", encoding="utf-8")
    change(hub.work / LESSON, "a new sentence", place=0)
    with (hub.work / "helpers" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nCHANGED = 1\n")
    hub.push("A change")
    pull(hub, browser, open_link(hub, browser, LESSON))
    check_helpers(hub, name, "1")
    cells = [cell.source for cell in nbformat.read(folder / LESSON, 4).cells]
    demand(cells[-1] == "a learner's note", "a second pull took a learner's work away")
    demand(cells[0] == "a new sentence", "a second pull brought no change")
    demand((folder / ".progress.jsonl").exists(), "a second pull took the progress away")


def check_settings(hub: Hub, browser: requests.Session, name: str, address: str) -> None:
    """Demand that the course's settings for JupyterLab are in force on the hub."""
    page = browser.get(address)
    page.raise_for_status()
    off = re.search(r'"disabledExtensions": (\[[^\]]*\]|\{[^}]*\})', page.text)[1]
    demand("@jupyter/nbgrader" in off, "the hub shows menus of nbgrader")
    demand('"ketamine-course"' in page.text, "the extension for saved panels is not there")
    lesson = f"{hub.url}/user/{name}/api/contents/{hub.place.name}/{LESSON}"
    demand(requests.get(lesson, headers=hub.authorization).ok, "the lesson cannot be opened")
    kept = list((hub.home / name).rglob("nbsignatures.db"))
    demand(not kept, "notebooks stay trusted: a panel without its kernel would show an error")


def check_helpers(hub: Hub, name: str, changed: str) -> None:
    """Demand that a new kernel imports the helpers that were pulled, as they are now."""
    with Kernel(hub, name, LESSON) as kernel:
        ask = "print(helpers.__file__, getattr(helpers, 'CHANGED', None), sep='|')"
        (printed,) = kernel.run(f"import helpers; {ask}")
        kernel.end()
    wanted = f"{hub.home / name / hub.place.name / 'helpers' / '__init__.py'}|{changed}"
    demand(printed.strip() == wanted, f"used: {printed}; pulled: {wanted}")


def change(path: Path, words: str, place: int | None = None) -> None:
    """Put words into a notebook's first cell, or into a new last one, as if all cells had run."""
    notebook = nbformat.read(path, 4)
    if place is None:
        notebook.cells.append(nbformat.v4.new_markdown_cell(words))
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.execution_count = 99
    else:
        notebook.cells[place].source = words
    nbformat.write(notebook, path)


def _memory(hub: Hub) -> list[Line]:
    """Return what all processes hold now, and what a learner's have used of the processor."""
    servers, kernels = hub.processes("jupyterhub-singleuser"), hub.processes("ipykernel_launcher")
    (proxy,) = hub.processes("configurable-http-proxy")
    found = []
    for what, some in (("server", servers), ("kernel after lesson 01", kernels)):
        held = sorted(_pss_mb(one) for one in some)
        peak = max(peak_bytes(one.pid) for one in some) / 1e6
        cpu_s = statistics.median(sum(one.cpu_times()[:2]) for one in some)
        note = f"most {held[-1]:.0f} MB; peak resident {peak:.0f} MB; processor {cpu_s:.1f} s"
        found.append(
            Line(
                f"memory (PSS) of a learner's {what}, median",
                statistics.median(held),
                "MB",
                note=note,
            )
        )
    found.append(Line("memory (PSS) of the hub", _pss_mb(hub.process), "MB"))
    found.append(Line("memory (PSS) of its proxy", _pss_mb(proxy), "MB"))
    disk = sum(one.stat().st_size for one in (hub.home / "learner00").rglob("*") if one.is_file())
    found.append(Line("disk of a learner", disk / 1e6, "MB"))
    everybody = itertools.chain(servers, kernels, [hub.process, proxy])
    found.append(Line("memory (PSS) of all together", sum(map(_pss_mb, everybody)), "MB"))
    return found


def _pss_mb(process: psutil.Process) -> float:
    held = process.memory_full_info()
    return getattr(held, "pss", held.uss) / 1e6
