"""A JupyterHub on this machine, whose learners have the environment of deploy/Dockerfile.

Needs Linux or macOS, a network (PyPI, npm) and Node with npm. Everything lies below ``build/hub``
or a temporary folder; learners' homes are empty at the start. ``build/hub/hub.log`` is the log of
the last run.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from tests.tools.clean import BUILD, build_image, copy_course
from tests.tools.links import Place
from tests.tools.serve import clean_environment, free_port

PROXY = "configurable-http-proxy@5.3.0"
PATIENCE_S = 300.0
CONFIG = """
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {home!r} + "/{{username}}"
c.Spawner.cmd = [{singleuser!r}]
c.Spawner.args = ["--allow-root"]
c.Spawner.environment = {{"JUPYTER_PREFER_ENV_PATH": "1"}}
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
c.JupyterHub.concurrent_spawn_limit = 1000
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[1]}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports[2]}"
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.log_level = "WARN"
c.JupyterHub.services = [{{"name": "bench", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "bench", "services": ["bench"], "scopes": ["access:servers"]}}
]
"""


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, a token that opens every learner's server, and its process.

    ``place`` is the repository that learners pull; ``work`` is the copy that it is pushed from.
    """

    url: str
    token: str
    process: psutil.Process
    home: Path
    place: Place
    work: Path
    log: Path

    @property
    def authorization(self) -> dict[str, str]:
        """The header of a request to a learner's server."""
        return {"Authorization": f"token {self.token}"}

    def push(self, words: str) -> None:
        """Commit what stands in `work` and put it where learners pull from."""
        _git(self.work, "add", "--all", "--force")
        _git(self.work, "commit", "--quiet", "--message", words)
        _git(self.work, "push", "--quiet", self.place.address, f"HEAD:{self.place.branch}")

    def processes(self, word: str) -> list[psutil.Process]:
        """Return the processes below the hub whose command names a word."""
        found = self.process.children(recursive=True)
        return [one for one in found if any(word in part for part in one.cmdline())]


def install() -> tuple[Path, Path]:
    """Make the environment and the proxy; return the Python and the proxy's program."""
    if not shutil.which("npm"):
        raise RuntimeError("this part needs Node with npm (Debian and Ubuntu: apt-get install npm)")
    folder = BUILD / "hub"
    python = build_image(folder)
    proxy = folder / "node_modules" / ".bin" / "configurable-http-proxy"
    if not proxy.exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), PROXY], check=True)
    return python, proxy


@contextmanager
def running_hub() -> Iterator[Hub]:
    """Run a hub, and beside it a bare repository of the course as it stands now."""
    python, proxy = install()
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    work, repository = folder / "work", folder / "ketamine-and-the-brain"
    copy_course(work)
    _git(work, "init", "--quiet", "--initial-branch=main")
    _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(repository))
    environment = clean_environment(folder)
    environment.pop("COURSE_PROGRESS_FILE")
    environment["PATH"] = f"{python.parent}:{environment['PATH']}"
    token, ports = secrets.token_hex(16), [free_port() for _ in range(3)]
    config = folder / "config.py"
    config.write_text(
        CONFIG.format(
            home=str(folder / "learners"),
            singleuser=str(python.with_name("jupyterhub-singleuser")),
            patience=PATIENCE_S,
            proxy=str(proxy),
            ports=ports,
            token=token,
        ),
        encoding="utf-8",
    )
    log = folder / "hub.log"
    with log.open("wb") as output:
        command = [str(python.with_name("jupyterhub")), "--config", str(config)]
        process = psutil.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{ports[0]}"
    place = Place(repository.as_uri(), "main", url)
    hub = Hub(url, token, process, folder / "learners", place, work, log)
    try:
        hub.push("The course")
        wait_until(lambda: requests.get(f"{url}/hub/api", timeout=5).ok, "the hub", log)
        yield hub
    finally:
        _stop(process)
        shutil.copy2(log, BUILD / "hub" / "hub.log")
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(ready: Callable[[], bool], what: str, log: Path) -> None:
    """Ask until the answer is yes, or raise after `PATIENCE_S`."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except requests.RequestException:
            pass
        time.sleep(0.5)
    tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"{what} did not come within {PATIENCE_S:g} s\n{tail}")


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@localhost")
    subprocess.run(["git", *who, *words], cwd=folder, check=True)


def _stop(process: psutil.Popen) -> None:
    """End the hub and whatever it has started, each by its id."""
    family = [process, *process.children(recursive=True)]
    process.terminate()
    for left in psutil.wait_procs(family, timeout=20)[1]:
        left.kill()
    psutil.wait_procs(family, timeout=5)
