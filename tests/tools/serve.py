"""A JupyterLab for tests: the course's own settings on a copy of the course, nothing of the user's.

What `make lab` starts and what `course_server` starts differ only in the folder that is served
(a copy, so that no committed notebook is ever saved over), the home folder (an empty one), the
port, and the page's `window.jupyterapp`, by which tests read what a notebook holds.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SERVED = ("jupyter", "notebooks", "exercises", "solutions")
# What must not leak from the user's or a runner's environment into a test's server.
UNWANTED = ("JUPYTER_", "IPYTHON", "XDG_", "NBGRADER_", "COURSE_")
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0

# Runs at the start of every Python that the server starts, itself included, and writes down each
# address off this machine that it looks up or connects to.
WATCH_NETWORK = """
import sys

LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::")

def watch(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and not host.startswith(LOCAL):
        with open({log!r}, "a") as log:
            log.write(host + "\\n")

sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Server:
    """One running JupyterLab on a copy of the course."""

    url: str
    token: str
    root: Path
    home: Path
    progress: Path
    process: subprocess.Popen
    log: Path
    network_log: Path

    def get(self, path: str) -> object:
        """Ask the server's REST interface, for example ``get("api/kernels")``."""
        return json.loads(_fetch(f"{self.url}/{path}?token={self.token}"))

    def addresses_off_machine(self) -> list[str]:
        """Hosts that the server or a kernel has looked up or connected to, other than this one."""
        if not self.network_log.exists():
            return []
        return sorted(set(self.network_log.read_text(encoding="utf-8").split()))


def free_port() -> int:
    """Return a port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(folder: Path) -> dict[str, str]:
    """Return an environment in which Jupyter finds nothing of the user's.

    Parameters
    ----------
    folder : Path
        An empty folder with a short path: kernels keep their sockets below it.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith(UNWANTED)}
    home = folder / "home"
    home.mkdir(parents=True)
    watcher = folder / "watch"
    watcher.mkdir()
    (watcher / "sitecustomize.py").write_text(
        WATCH_NETWORK.format(log=str(folder / "network.log")), encoding="utf-8"
    )
    environment.update(
        HOME=str(home),
        USERPROFILE=str(home),
        PATH=os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]]),
        PYTHONPATH=str(watcher),
        JUPYTER_RUNTIME_DIR=str(folder / "run"),
        JUPYTER_PREFER_ENV_PATH="1",
        COURSE_PROGRESS_FILE=str(folder / "progress.jsonl"),
    )
    return environment


@contextmanager
def course_server(extra_arguments: tuple[str, ...] = ()) -> Iterator[Server]:
    """Serve a copy of the course with the settings of ``jupyter/`` until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    try:
        root = folder / "course"
        for name in SERVED:
            shutil.copytree(
                REPOSITORY / name,
                root / name,
                ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"),
            )
        environment = clean_environment(folder)
        environment["JUPYTER_CONFIG_PATH"] = str(root / "jupyter")
        with _running(folder, root, environment, extra_arguments) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    folder: Path, root: Path, environment: dict[str, str], extra_arguments: tuple[str, ...]
) -> Iterator[Server]:
    port, token = free_port(), secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"),
        *extra_arguments,
    ]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(
        url=f"http://127.0.0.1:{port}",
        token=token,
        root=root,
        home=Path(environment["HOME"]),
        progress=Path(environment["COURSE_PROGRESS_FILE"]),
        process=process,
        log=log,
        network_log=folder / "network.log",
    )
    try:
        _wait_until_up(server)
        yield server
    finally:
        _stop(process)


def _fetch(url: str) -> bytes:
    # No proxy: the server is on this machine, whatever the environment says about others.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=5) as answer:
        return answer.read()


def _wait_until_up(server: Server) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            server.get("api/status")
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    tail = server.log.read_text(encoding="utf-8", errors="replace")[-3000:]
    raise RuntimeError(f"JupyterLab did not start. Its log ends with:\n{tail}")


def _stop(process: subprocess.Popen) -> None:
    # The first signal lets the server end its kernels; they are children of its own session.
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
