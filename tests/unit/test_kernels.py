"""`make test-kernels`: each kind of routines is run once, and a failing run is told."""

from __future__ import annotations

import subprocess

import pytest

from tests.tools import kernels

TAKEN = {"": "SkylakeX", "Nehalem": "Nehalem", "Zen": "Nehalem", "Haswell": ""}


@pytest.mark.parametrize(("code", "line"), [(0, "3 passed"), (1, "1 failed, 2 passed")])
def test_each_kind_runs_once_with_each_number_of_threads(code, line, monkeypatch, capsys):
    runs = []

    def run(command, env, **_):
        runs.append((env.get("OPENBLAS_CORETYPE", ""), env["OPENBLAS_NUM_THREADS"]))
        said = f"FAILED tests/a.py::test_b\n{line}\n" if code else f"{line}\n"
        return subprocess.CompletedProcess(command, code, stdout=said, stderr="")

    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    monkeypatch.setattr(kernels, "taken", TAKEN.get)
    monkeypatch.setattr(subprocess, "run", run)
    assert kernels.main(["tests/a.py", "--kernels", *TAKEN]) == code
    assert runs == [("", "1"), ("", "2"), ("Nehalem", "1"), ("Nehalem", "2")]
    said = capsys.readouterr().out
    assert f"SkylakeX, 1 threads: {line}" in said
    assert "Zen: here those of Nehalem" in said and "Haswell: this processor has them not" in said
    assert ("  FAILED tests/a.py::test_b" in said) == bool(code)
