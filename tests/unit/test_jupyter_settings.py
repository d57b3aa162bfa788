"""The settings of jupyter/ that are programs: they look where they are and act accordingly."""

from __future__ import annotations

import os
import runpy
import socket
import sys
import tempfile

import pytest
from traitlets.config import Config

from tests.contract.course import REPOSITORY

SETTINGS = REPOSITORY / "jupyter" / "jupyter_lab_config.py"
KERNEL_SETTINGS = REPOSITORY / "jupyter" / "ipython_config.py"

has_sockets = pytest.mark.skipif(os.name == "nt", reason="Windows has no sockets as files")


@pytest.fixture
def transport(monkeypatch):
    """Return a function that reads the settings anew, with kernels' files in a folder."""

    def read(folder) -> object:
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder))
        settings = Config()
        runpy.run_path(
            str(SETTINGS),
            init_globals={"get_config": lambda: settings, "load_subconfig": lambda name: None},
        )
        return settings.KernelManager.get("transport")

    return read


@pytest.fixture
def short():
    """A folder with a short name: a socket's may have about 100 characters."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="") as folder:
        yield folder


@has_sockets
def test_kernels_talk_through_files_where_that_can_be(transport, short, monkeypatch):
    assert transport(short) == "ipc"
    assert os.listdir(short) == [], "what was tried is taken away"
    monkeypatch.setattr(sys, "platform", "win32")
    assert transport(short) is None


@has_sockets
def test_a_file_system_without_sockets_is_found_out(transport, short, monkeypatch):
    class NoSockets(socket.socket):
        def bind(self, address):
            raise OSError("this file system has no sockets")

    monkeypatch.setattr(socket, "socket", NoSockets)
    assert transport(short) is None


@has_sockets
def test_a_folder_that_cannot_hold_them_is_found_out(transport, tmp_path):
    assert transport(tmp_path / ("long" * 30)) is None
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder", encoding="utf-8")
    assert transport(nowhere) is None


@pytest.mark.parametrize("folder", ["notebooks/mechanism", "notebooks", ".", "exercises/safety"])
def test_a_notebook_uses_the_copy_that_it_lies_in(folder, tmp_path, monkeypatch):
    copy = tmp_path / "pulled by a link"
    for inside in ("helpers/evidence", "notebooks", folder):
        (copy / inside).mkdir(parents=True, exist_ok=True)
    (copy / "notebooks" / "00_start_here.ipynb").touch()
    monkeypatch.chdir(copy / folder)
    monkeypatch.setattr(sys, "path", ["", "environment"])
    runpy.run_path(str(KERNEL_SETTINGS))
    assert sys.path == [str(copy), "", "environment"]


def test_a_notebook_elsewhere_uses_the_environment(tmp_path, monkeypatch):
    (tmp_path / "helpers").mkdir()  # somebody's own
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", "environment"])
    runpy.run_path(str(KERNEL_SETTINGS))
    assert sys.path == ["", "environment"]
