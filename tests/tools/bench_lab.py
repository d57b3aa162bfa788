"""How long `make lab` takes when all is installed, beside a bare JupyterLab.

From the command until the server answers, in turn. The bare one has no settings of anybody, which
also leaves nbgrader's parts out.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.contract.course import REPOSITORY
from tests.tools.bench import Line
from tests.tools.serve import START_TIMEOUT_S, STOP_TIMEOUT_S, clean_environment, free_port

TIMES = 5
AT_LEAST = (
    1 / 1.5
)  # make, the settings and their look at the folder cost at most half as much again
OPTIONS = "--no-browser --ServerApp.port_retries=0 --IdentityProvider.token= --port="


def lines() -> list[Line]:
    """Start both several times and compare the medians; none where make would install first."""
    done = subprocess.run(["make", "--question", "setup"], cwd=REPOSITORY, capture_output=True)
    if done.returncode:
        raise RuntimeError("the course is not set up, or not as it stands now: run `make setup`")
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    bare = [sys.executable, "-m", "jupyterlab", *root]
    found: dict[str, list[float]] = {"lab": [], "bare": []}
    for turn in range(1 + TIMES):
        port = free_port()
        lab_s = answer_s(["make", "lab", f"ARGS={OPTIONS}{port}"], port)
        port = free_port()
        bare_s = answer_s([*bare, *f"{OPTIONS}{port}".split()], port, {"JUPYTER_NO_CONFIG": "1"})
        if turn:  # the first round compiles the modules
            found["lab"].append(lab_s)
            found["bare"].append(bare_s)
    ours, other = (statistics.median(seconds) for seconds in found.values())
    what = "`make lab`, all installed, until the server answers"
    return [Line(what, ours, "s", other, "bare JupyterLab", AT_LEAST)]


def answer_s(command: list[str], port: int, variables: dict[str, str] | None = None) -> float:
    """Return the seconds from a command until its server answers at a port; then end it."""
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        environment = clean_environment(Path(folder)) | (variables or {})
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - began > START_TIMEOUT_S:
                    raise RuntimeError(f"{' '.join(command)} did not serve")
                time.sleep(0.02)
            return time.perf_counter() - began
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # its own group: make, and what make started
            process.wait(STOP_TIMEOUT_S)


def _answers(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/api", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
