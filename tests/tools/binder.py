"""`make binder`: what Binder makes of this repository, as far as it can be seen without Docker.

repo2docker, which Binder runs, is asked for its Dockerfile. Then a clean environment gets the
packages that repo2docker brings by itself (from PyPI, not conda-forge) and, on top, what
environment.yml hands to pip. JupyterLab is started from it in a copy of the repository, as Binder
starts it, and the first page must be there with the course's settings. Needs a network. Not tried:
conda's own solution, and the image.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import yaml

from tests.tools.clean import BUILD, copy_course, pip, python_of
from tests.tools.hub import wait_until
from tests.tools.serve import clean_environment, free_port

REPO2DOCKER = "jupyter-repo2docker==2026.4.0"
FOLDER = BUILD / "binder"
PAGE = "lab/tree/notebooks/00_start_here.ipynb"
# How an image starts by itself, and how BinderHub starts it, in its own hub.
STARTS = {
    "docker run": (["notebook"], {}),
    "Binder": (["lab"], {"JUPYTERHUB_SERVICE_PREFIX": "/"}),
}


def main() -> int:
    """Run all checks and say what was found; 1 if something is not as it should be."""
    course = FOLDER / "course"
    copy_course(course)
    faults = check_dockerfile(dockerfile(course), yaml.safe_load(environment_of(course)))
    python = install(course)
    for what, (command, variables) in STARTS.items():
        with started(python, course, command, variables) as url:
            found = check_page(url)
            faults += [f"{what}: {fault}" for fault in found]
            print(f"{what}: {PAGE} {'stands' if not found else 'is not as it should be'}")
    ran = subprocess.run(
        [str(python), "-c", "import helpers.checks; print(helpers.__file__)"],
        cwd=Path.home(),
        capture_output=True,
        text=True,
    )
    print(f"import helpers: {ran.stdout.strip() or ran.stderr[-300:]}")
    if Path(ran.stdout.strip()) != course / "helpers" / "__init__.py":
        faults.append("helpers are not those of the repository")
    print("\n".join(faults) or "nothing to complain of")
    return 1 if faults else 0


def environment_of(course: Path) -> str:
    """Return the text of environment.yml."""
    return (course / "environment.yml").read_text(encoding="utf-8")


def dockerfile(course: Path) -> str:
    """Return what repo2docker says about a folder: how it reads it, and the Dockerfile."""
    python = python_of(FOLDER / "repo2docker")
    pip(python, ["install", REPO2DOCKER], FOLDER)
    program = str(python.with_name("jupyter-repo2docker"))
    # As Binder's user, not as the one that runs this.
    command = [program, "--user-id=1000", "--user-name=jovyan", "--no-build", "--debug"]
    done = subprocess.run([*command, str(course)], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def check_dockerfile(said: str, environment: dict) -> list[str]:
    """Return what is wrong with repo2docker's answer."""
    python = environment["dependencies"][0]
    wanted = {
        f"Building conda environment for {python}": "it does not take environment.yml's Python",
        '--file "environment.yml"': "it does not install from environment.yml",
        "COPY --chown=1000:1000 src/ ${REPO_DIR}/": "it does not copy the repository",
    }
    unwanted = ("ENV R2D_ENTRYPOINT", "RUN ./")  # a start script, a postBuild: we have none
    faults = [words for text, words in wanted.items() if text not in said]
    faults += [f"it runs more than we know of: {text}" for text in unwanted if text in said]
    copied, installed = said.find("COPY --chown=1000:1000 src/"), said.find("env update -p")
    if installed < copied:
        faults.append("it installs before the repository is there")
    print(f"repo2docker: conda, {python}, environment.yml" if not faults else said[-3000:])
    return faults


def install(course: Path) -> Path:
    """Install what repo2docker brings, then what environment.yml hands to pip."""
    python = python_of(FOLDER / "venv")
    version = ".".join(map(str, sys.version_info[:2]))
    (own,) = (FOLDER / "repo2docker").rglob(f"conda/environment.py-{version}.yml")
    brought = [
        re.sub(r"(=+)", "==", part).replace("jupyterhub-singleuser", "jupyterhub")
        for part in yaml.safe_load(own.read_text(encoding="utf-8"))["dependencies"]
        if not part.startswith(("python=", "nodejs", "pip"))
    ]
    pip(python, ["install", *brought], course)
    lines = yaml.safe_load(environment_of(course))["dependencies"][-1]["pip"]
    pip(python, ["install", *(word for line in lines for word in line.split())], course)
    print(f"installed: {', '.join(brought)}; then {', '.join(lines)}")
    return python


@contextmanager
def started(
    python: Path, course: Path, command: list[str], variables: dict[str, str]
) -> Iterator[str]:
    """Run Jupyter in the repository until the block ends; yield its address, to be formatted."""
    folder = Path(tempfile.mkdtemp(prefix="binder-"))
    token, port, log = secrets.token_hex(8), free_port(), folder / "log.txt"
    environment = clean_environment(folder) | variables
    environment.pop("JUPYTER_PREFER_ENV_PATH")  # Binder does not set it
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    options = [
        f"--port={port}",
        "--ip=127.0.0.1",
        "--no-browser",
        f"--IdentityProvider.token={token}",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(python.with_name("jupyter")), *command, *options, *root],
            cwd=course,
            env=environment | {"PATH": f"{python.parent}{os.pathsep}{environment['PATH']}"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}/{{path}}?token={token}"
    try:
        wait_until(
            lambda: requests.get(url.format(path="api/status"), timeout=5).ok, "Jupyter", log
        )
        yield url
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def check_page(url: str) -> list[str]:
    """Return what a learner would miss on the first page, or should not see."""
    faults = []
    page = requests.get(url.format(path=PAGE), timeout=30)
    if not page.ok or "jupyter-config-data" not in page.text:
        return [f"no page: {page.status_code}"]
    off = re.search(r'"disabledExtensions": (\[[^\]]*\]|\{[^}]*\})', page.text)
    for name in ("@jupyterlab/apputils-extension:announcements", "@jupyter/nbgrader"):
        if off is None or name not in off[1]:
            faults.append(f"{name} is on")
    if '"ketamine-course"' not in page.text:
        faults.append("the course's extension for saved panels is not there")
    if requests.get(url.format(path="formgrader"), timeout=30).ok:
        faults.append("nbgrader's pages are on")
    listed = requests.get(url.format(path="api/contents/"), timeout=30).json()["content"]
    if "notebooks" not in [one["name"] for one in listed]:
        faults.append("the repository is not the root")
    return faults


if __name__ == "__main__":
    sys.exit(main())
