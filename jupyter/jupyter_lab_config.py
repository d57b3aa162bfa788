"""JupyterLab for this course; read beside your own settings, which stay as they are.

`make lab` reads it from this folder. The environment holds a copy of it (see pyproject.toml beside
this file), so that JupyterLab finds it too when it is started in another way.
"""

import os
import socket
import sys
import tempfile
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir

import helpers

c = get_config()  # noqa: F821 - Jupyter puts it here

HERE = Path(__file__).resolve().parent
BESIDE = HERE.parent / "notebooks" / "00_start_here.ipynb"
COURSE = HERE.parent if BESIDE.exists() else Path(helpers.__file__).resolve().parents[1]

# The course's folder is the root, and a workspace of its own keeps your other tabs away. On a hub
# the hub says what is shown.
if "JUPYTERHUB_SERVICE_PREFIX" not in os.environ:
    c.ServerApp.root_dir = str(COURSE)
    c.LabApp.default_url = "/lab/workspaces/course/tree/notebooks/00_start_here.ipynb"

# What the course adds to the pages of JupyterLab, and of Jupyter Notebook, which JupyterLab's
# button "Notebook" opens: see the folder.
c.LabApp.extra_labextensions_path = [str(COURSE / "jupyter" / "labextensions")]
c.JupyterNotebookApp.extra_labextensions_path = [str(COURSE / "jupyter" / "labextensions")]

# Nothing is fetched from the network; the terminal shows the address and real warnings.
c.LabApp.extension_manager = "readonly"
c.Application.log_level = "WARN"

# What is exported from the menu keeps its pictures, as with nbconvert.
load_subconfig("jupyter_nbconvert_config.py")  # noqa: F821 - Jupyter puts it here

# Every server starts with no memory of trusted notebooks: a panel whose kernel is gone shows its
# saved picture instead of "model not found". Cells that you run are trusted as always.
c.NotebookNotary.db_file = ":memory:"

# Kernels talk through files of this user rather than open ports, where that can be.
LONGEST_NAME = "kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-5"


def sockets_work_as_files() -> bool:
    """Try one where kernels would have theirs.

    Windows has none, their names may not be longer than about 100 characters, and some file
    systems (shared folders, some network homes) cannot hold them.
    """
    if sys.platform == "win32":
        return False
    try:
        folder = jupyter_runtime_dir()
        os.makedirs(folder, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=folder, prefix="") as tried,
            socket.socket(socket.AF_UNIX) as one,
        ):
            one.bind(os.path.join(tried, "one"))
        return len(os.path.join(folder, LONGEST_NAME)) < 100
    except OSError:
        return False


if sockets_work_as_files():
    c.KernelManager.transport = "ipc"
