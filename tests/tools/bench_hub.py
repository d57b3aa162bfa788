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
import json
import os
import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import psutil
import requests
import websocket
from jupyter_server.services.kernels.connection.base import deserialize_binary_message

from tests.contract.course import REPOSITORY
from tests.tools.bench import Line
from tests.tools.bench_notebooks import peak_bytes
from tests.tools.hub import PATIENCE_S, Hub, running_hub, wait_until

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
    for place, step in enumerate(STEPS):
        if seconds := [one[place] for one in took if not isinstance(one, str)]:
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
    """Do what one learner does; return the seconds of each of `STEPS`."""
    clock = Clock()
    browser = log_in(hub, name)
    follow_link(hub, browser, name, clock)
    with Kernel(hub, name) as kernel:
        kernel.run(cells[0])
        clock.stop()
        shown = [output for cell in cells[1:] for output in kernel.run(cell, "explore(" in cell)]
        clock.stop(since=2)
        kernel.move(next(data[LIVE]["model_id"] for data in shown if LIVE in data))
        clock.stop()
    return clock.seconds


class Clock:
    """Seconds of one step after the other."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._began = [time.perf_counter()]

    def stop(self, since: int = -1) -> None:
        """End a step that began where the last one ended, or at an earlier one's beginning."""
        self._began.append(time.perf_counter())
        self.seconds.append(self._began[-1] - self._began[since if since >= 0 else -2])


def log_in(hub: Hub, name: str) -> requests.Session:
    """Fill in the form, as a browser does."""
    browser = requests.Session()
    form = browser.get(f"{hub.url}/hub/login").text
    xsrf = unescape(re.search(r'name="_xsrf" value="([^"]+)"', form)[1])
    done = browser.post(
        f"{hub.url}/hub/login?next=/hub/home", {"username": name, "password": "x", "_xsrf": xsrf}
    )
    done.raise_for_status()
    return browser


def follow_link(hub: Hub, browser: requests.Session, name: str, clock: Clock | None = None) -> str:
    """Open the lesson's nbgitpuller link and do what its page does; return where it leads."""
    clock, link = clock or Clock(), hub.place.pulled(LESSON)
    told: dict[str, str] = {}

    def there() -> bool:  # until the server is up, the hub's own page says that it is coming
        page = browser.get(link)
        page.raise_for_status()
        found = re.findall(r'data-([\w-]+)="([^"]*)"', page.text)
        told.update((key, unquote(value)) for key, value in found)
        return "targetpath" in told

    wait_until(there, f"{name}'s server", hub.log, every_s=1)
    clock.stop()
    asked = {key: told[key] for key in ("repo", "branch", "targetpath")} | {"_xsrf": told["xsrf"]}
    pulled = browser.get(f"{hub.url}{told['base-url']}git-pull/api", params=asked).text
    if '"phase": "finished"' not in pulled:
        raise RuntimeError(f"not pulled: {pulled[-300:]}")
    clock.stop()
    return f"{hub.url}{told['base-url']}{told['path']}"


def check_pull(hub: Hub) -> None:
    """Demand that a learner works with what was pulled, before and after both sides changed."""
    name, folder = "ann", hub.home / "ann" / hub.place.name
    browser = log_in(hub, name)
    check_settings(hub, browser, name, follow_link(hub, browser, name))
    check_helpers(hub, name, "None")
    change(folder / LESSON, "a learner's note")
    (folder / ".progress.jsonl").write_text("what a learner did\n", encoding="utf-8")
    change(hub.work / LESSON, "a new sentence", place=0)
    with (hub.work / "helpers" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nCHANGED = 1\n")
    hub.push("A change")
    follow_link(hub, browser, name)
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
    with Kernel(hub, name) as kernel:
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


def demand(held: bool, words: str) -> None:
    """Raise unless it held."""
    if not held:
        raise RuntimeError(words)


class Kernel:
    """A kernel for the lesson on a learner's server, spoken to as its page does."""

    def __init__(self, hub: Hub, name: str) -> None:
        self._server, self._hub = f"{hub.url}/user/{name}/api", hub
        path = f"{hub.place.name}/{LESSON}"
        asked = {"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        made = requests.post(f"{self._server}/sessions", json=asked, headers=hub.authorization)
        made.raise_for_status()
        self._session = made.json()["id"]
        channels = f"{self._server}/kernels/{made.json()['kernel']['id']}/channels"
        self._socket = websocket.create_connection(
            channels.replace("http", "ws", 1), header=hub.authorization, timeout=PATIENCE_S
        )
        self._panels: dict[str, dict] = {}

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()  # the kernel lives on, as behind a closed page

    def end(self) -> None:
        """End the kernel, so that the next one begins anew."""
        address = f"{self._server}/sessions/{self._session}"
        requests.delete(address, headers=self._hub.authorization).raise_for_status()

    def _send(self, kind: str, content: dict) -> str:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "version": "5.3"}
        header |= {"session": self._session, "username": "", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self._socket.send(json.dumps(message | {"channel": "shell", "buffers": []}))
        return header["msg_id"]

    def _heard(self) -> Iterator[dict]:
        while True:
            kind, data = self._socket.recv_data()
            binary = kind == websocket.ABNF.OPCODE_BINARY
            message = deserialize_binary_message(data) if binary else json.loads(data)
            if message["msg_type"] == "comm_open":
                self._panels[message["content"]["comm_id"]] = message["content"]["data"]["state"]
            yield message

    def run(self, code: str, bundles: bool = True) -> list:
        """Run one cell; return what it printed, and of what it showed the bundles if asked."""
        asked = self._send(
            "execute_request", {"code": code, "silent": False, "store_history": True}
        )
        shown = []
        for message in self._heard():
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != asked:
                continue
            if kind == "error":
                raise RuntimeError(f"{content['ename']}: {content['evalue']}")
            if kind == "stream":
                shown.append(content["text"])
            if kind in ("display_data", "execute_result") and bundles:
                shown.append(content["data"])
            if kind == "status" and content["execution_state"] == "idle":
                return shown
        raise AssertionError

    def move(self, panel: str) -> None:
        """Move a panel's first slider to its end and wait for the picture."""
        state = self._panels[panel]
        slider = next(one for one in state["setup"]["controls"] if one["kind"] == "slider")
        values = state["frame"]["values"] | {slider["name"]: slider["high"]}
        message = {"values": values, "gesture": "1", "pixels_per_px": 1}
        asked = {"method": "custom", "content": {"view": "1", "number": 1, "message": message}}
        self._send("comm_msg", {"comm_id": panel, "data": asked})
        for heard in self._heard():
            if heard["msg_type"] != "comm_msg" or heard["content"]["comm_id"] != panel:
                continue
            frame = heard["content"]["data"].get("state", {}).get("frame")
            if frame and frame["values"] == values:
                demand(not frame["error"], frame["error"])
                demand(bytes(heard["buffers"][0]).startswith(b"\x89PNG"), "no picture came")
                return


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
