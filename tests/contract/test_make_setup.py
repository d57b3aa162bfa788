"""`make setup` with a Python that only writes down what it is asked: what is called, and how."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

import pytest

from tests.contract.course import REPOSITORY

PYTHON = """#!/bin/sh
echo "$*" >> {log}
case "$*" in
    "-m venv --clear .venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
    *"pip install"*) env | grep -E '^(PIP_|PYTHON)' | sort >> {log};;
esac
"""
# What users set for themselves, and what would turn an installation into one somewhere else.
USERS_OWN = {
    "PIP_USER": "1",
    "PIP_TARGET": "/elsewhere",
    "PIP_PREFIX": "/elsewhere",
    "PIP_NO_DEPS": "1",
    "PIP_DRY_RUN": "1",
    "PIP_REQUIRE_HASHES": "1",
    "PIP_CONSTRAINT": "/elsewhere/constraints.txt",
    "PYTHONHOME": "/elsewhere",
    "PYTHONPATH": "/elsewhere",
}
PACKAGES = "-m pip install --no-user -r requirements.txt"
OWN = "-m pip install --no-user --quiet --no-deps --no-build-isolation -e . ./jupyter"

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("make"), reason="needs make")


@pytest.fixture
def setup(tmp_path):
    """Return a function that runs `make setup` in a copy; it returns what Python was asked."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    shutil.copytree(REPOSITORY / "jupyter", tmp_path / "jupyter")
    python, log = tmp_path / "python", tmp_path / "log.txt"
    python.write_text(PYTHON.format(log=log), encoding="utf-8")
    python.chmod(0o755)

    def run() -> list[str]:
        log.write_text("", encoding="utf-8")
        subprocess.run(
            ["make", "setup", f"PYTHON={python}"],
            cwd=tmp_path,
            env={**os.environ, **USERS_OWN, "MAKEFLAGS": ""},
            check=True,
            capture_output=True,
        )
        lines = log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line[:3] not in ("-c ", "--v")]

    run.folder = tmp_path
    return run


def touched(path) -> None:
    """Let a file be newer than everything that was made from it."""
    later = time.time() + 3600  # a copied file is as old as the checkout
    os.utime(path, (later, later))


def test_a_users_own_settings_of_pip_lead_nowhere(setup):
    asked = setup()
    assert PACKAGES in asked and OWN in asked
    settings = {line.partition("=")[0] for line in asked if line.startswith(("PIP_", "PYTHON"))}
    assert "PIP_DISABLE_PIP_VERSION_CHECK" in settings
    assert not settings & set(USERS_OWN)


def test_packages_are_gone_through_only_when_their_list_is_new(setup):
    setup()
    assert setup() == []
    touched(setup.folder / "jupyter" / "jupyter_lab_config.py")
    asked = setup()
    assert OWN in asked and PACKAGES not in asked
    listed = setup.folder / "requirements.txt"
    listed.write_text(listed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    touched(listed)
    assert PACKAGES in setup()
