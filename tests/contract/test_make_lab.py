"""`make lab`, as it is typed: the course is served, with its own settings."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.course import REPOSITORY
from tests.tools.serve import clean_environment, free_port

TOKEN = "a-token-for-this-test"
START_TIMEOUT_S = 60.0


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a JupyterLab that `make lab` has started, whatever a user has set."""
    if not (REPOSITORY / ".venv" / ".course-installed").exists() or not shutil.which("make"):
        pytest.skip("not set up by make: `make lab` would install the course first")
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    port = free_port()
    options = f"--no-browser --port={port} --ServerApp.port_retries=0 --IdentityProvider.token="
    environment = clean_environment(folder)
    environment |= {"JUPYTERLAB_DIR": "/no/such/lab", "JUPYTER_NO_CONFIG": "1"}
    users_own = folder / "home" / ".jupyter" / "jupyter_server_config.json"
    users_own.parent.mkdir()
    users_own.write_text('{"ServerApp": {"root_dir": "/", "default_url": "/tree"}}', "utf-8")
    log = (folder / "log.txt").open("w+")
    process = subprocess.Popen(
        ["make", "lab", f"ARGS={options}{TOKEN}"],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}", process, log.name)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def fetch(url: str) -> tuple[str, str]:
    """Return the address that a page was found at in the end, and its text."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
    )
    with opener.open(f"{url}?token={TOKEN}", timeout=10) as answer:
        return answer.geturl(), answer.read().decode()


def wait_until_up(address: str, process: subprocess.Popen, log: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            fetch(f"{address}/api/status")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("make lab did not serve:\n" + Path(log).read_text(encoding="utf-8")[-2000:])


def test_make_lab_leads_to_the_first_page(address):
    found, page = fetch(address)
    assert found.partition("?")[0].endswith(
        "/lab/workspaces/course/tree/notebooks/00_start_here.ipynb"
    )
    assert "jupyter-config-data" in page


def test_make_lab_serves_the_courses_folder(address):
    listed = set(re.findall(r'"name": "([^"]+)"', fetch(f"{address}/api/contents/")[1]))
    assert {"notebooks", "exercises", "solutions", "README.md"} <= listed


def test_make_lab_keeps_learners_from_news_and_grading(address):
    page = fetch(f"{address}/lab")[1]
    off = re.search(r'"disabledExtensions": (\[[^\]]*\]|\{[^}]*\})', page)
    assert off is not None
    assert "@jupyterlab/apputils-extension:announcements" in off.group(1)
    assert "@jupyter/nbgrader" in off.group(1)


SAYS = """#!/bin/sh
printf '%s\\n' "$JUPYTER_CONFIG_PATH" "$@" > said.txt
"""


@pytest.mark.skipif(not shutil.which("make"), reason="no make on this machine")
def test_make_lab_takes_a_folder_of_any_name(tmp_path):
    """Signs that mean something to a shell or to make are only part of the name."""
    folder = tmp_path / 'It\'s 5 $HOME, "a" `b` \\c (d) é'
    for name in ("requirements.txt", "pyproject.toml", "jupyter/pyproject.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    shutil.copy(REPOSITORY / "Makefile", folder)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(SAYS, "utf-8")
    python.chmod(0o755)
    (folder / ".venv" / ".course-installed").write_text(f"{folder}\n", "utf-8")
    environment = clean_environment(tmp_path)
    done = subprocess.run(["make", "lab"], cwd=folder, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    settings, *asked = (folder / "said.txt").read_text("utf-8").splitlines()
    assert settings.split(":")[0] == f"{folder}/jupyter"
    assert f"--ServerApp.root_dir={folder}" in asked
