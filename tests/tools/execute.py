"""Run notebooks from top to bottom in new kernels and save their outputs.

    python -m tests.tools.execute                    all of notebooks/ and solutions/
    python -m tests.tools.execute notebooks/a.ipynb  only these

What is saved depends on nothing but the code: a second run leaves every byte as it was. A file
whose notebook raises is not written. A learner's progress is neither read nor changed.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from tests.contract.course import notebooks_in

REPOSITORY = Path(__file__).resolve().parents[2]
EXECUTED = ("notebooks", "solutions")
CELL_TIMEOUT_S = 120
TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# What editors and runs leave behind and nobody reads.
DROPPED_FROM_CELLS = ("execution", "ExecuteTime", "trusted", "collapsed", "scrolled")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def execute(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook in a new kernel that starts in a folder, as JupyterLab starts it.

    Raises
    ------
    CellExecutionError
        If a cell raises.
    """
    with tempfile.TemporaryDirectory() as temporary:
        # Left out of the kernel: what this learner did, and how this user starts IPython.
        outside = {
            "COURSE_PROGRESS_FILE": str(Path(temporary) / "progress.jsonl"),
            "IPYTHONDIR": str(Path(temporary) / "ipython"),
        }
        # Kernels warn about the usual transport, open ports, at each start.
        sockets = {"transport": "ipc", "connection_file": str(Path(temporary) / "kernel.json")}
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT_S,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,  # else a busy machine splits what a cell prints
            config=Config({"KernelManager": {} if sys.platform == "win32" else sockets}),
            resources={"metadata": {"path": str(folder)}},
        )
        return client.execute(env=os.environ | outside)


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out of a notebook what differs from run to run and from machine to machine.

    Saved widget state goes, which would hide the still picture of a panel where no kernel is;
    the names that a run gives to its widgets become names by their order. The code of panels is
    folded.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        for key in DROPPED_FROM_CELLS:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code" and re.match(r"explore\(", cell.source):
            # a panel comes with its code folded: one click opens it
            cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
    text = nbformat.writes(notebook)
    for order, name in enumerate(_widget_names(notebook), 1):
        text = text.replace(name, f"{order:032x}")
    return nbformat.reads(text, as_version=nbformat.NO_CONVERT)


def _widget_names(notebook: nbformat.NotebookNode) -> list[str]:
    found = [
        output.data[WIDGET_VIEW]["model_id"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if WIDGET_VIEW in output.get("data", {})
    ]
    return [name for name in dict.fromkeys(found) if re.fullmatch(r"[0-9a-f]{32}", name)]


def faults(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what the run wrote on stderr, cell by cell: warnings have no place in a lesson."""
    return [
        f"cell {place} wrote on stderr: {output.text.strip()[:200]}"
        for place, cell in enumerate(notebook.cells, 1)
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]


def refresh(path: Path) -> tuple[bool, list[str]]:
    """Run one notebook and write it if anything in it changed.

    Returns
    -------
    changed : bool
        Whether the file was written.
    faults : list of str
        What went wrong; nothing was written if a cell raised.
    """
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    try:
        notebook = normalise(execute(notebook, path.parent))
    except CellExecutionError as error:
        return False, [TERMINAL_COLOURS.sub("", str(error)).strip()]
    after = nbformat.writes(notebook).rstrip("\n") + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before, faults(notebook)


def notebooks() -> list[Path]:
    """Return every notebook that is committed with outputs."""
    return [path for room in EXECUTED for path in notebooks_in(REPOSITORY / room)]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.execute", description=__doc__)
    parser.add_argument("notebook", nargs="*", type=Path)
    failed = 0
    given = parser.parse_args().notebook
    for path in given:
        if path.suffix != ".ipynb" or not path.is_file():
            parser.error(f"{path} is no notebook here; give it as notebooks/<unit>/<lesson>.ipynb")
    for path in given or notebooks():
        start = time.monotonic()
        changed, said = refresh(path.resolve())
        state = "FAILED" if said else "written" if changed else "unchanged"
        shown = os.path.relpath(path, REPOSITORY)
        print(f"{state:9}  {time.monotonic() - start:5.1f} s  {shown}", flush=True)
        print("".join(f"  {line}\n" for fault in said for line in fault.split("\n")), end="")
        failed += bool(said)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
