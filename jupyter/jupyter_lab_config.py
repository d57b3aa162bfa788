"""JupyterLab for this course; read beside your own settings, which stay as they are.

`make lab` puts this folder on JUPYTER_CONFIG_PATH.
"""

import sys
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir

c = get_config()  # noqa: F821 - Jupyter puts it here

# The course's folder is the root, and a workspace of its own keeps your other tabs away.
c.ServerApp.root_dir = str(Path(__file__).resolve().parents[1])
c.LabApp.default_url = "/lab/workspaces/course/tree/notebooks/00_start_here.ipynb"

# Nothing is fetched from the network; the terminal shows the address and real warnings.
c.LabApp.extension_manager = "readonly"
c.Application.log_level = "WARN"

# Every server starts with no memory of trusted notebooks: a panel whose kernel is gone shows its
# saved picture instead of "model not found". Cells that you run are trusted as always.
c.NotebookNotary.db_file = ":memory:"

# Kernels talk through files of this user rather than open ports. A path of such a file may not be
# longer than about 100 characters (104 on macOS); Windows has none.
LONGEST_FILE_NAME = "/kernel-01234567-89ab-cdef-0123-456789abcdef-ipc-5"
if sys.platform != "win32" and len(jupyter_runtime_dir() + LONGEST_FILE_NAME) < 100:
    c.KernelManager.transport = "ipc"
