"""`make execute`: the same notebook gives the same bytes, and a bad run is told, not saved."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.tools.execute import normalise, refresh

LIVE = """
import os
from pathlib import Path
import ipywidgets
from IPython.display import display
slider = ipywidgets.IntSlider()
display(slider, slider)
print(Path.cwd().name, os.path.exists(os.environ["COURSE_PROGRESS_FILE"]))
ipywidgets.IntSlider()
"""


def write(path: Path, *sources: str) -> Path:
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)
    return path


def test_two_runs_leave_the_same_bytes(tmp_path):
    path = write(tmp_path / "live.ipynb", LIVE)
    book = nbformat.read(path, 4)
    book.cells[0].metadata.slideshow = {"slide_type": "subslide"}
    nbformat.write(book, path)
    ids = [cell.id for cell in nbformat.read(path, 4).cells]
    assert refresh(path) == (True, [])
    first = path.read_bytes()
    assert refresh(path) == (False, [])
    assert path.read_bytes() == first

    book = nbformat.read(path, 4)
    assert "widgets" not in book.metadata
    assert [cell.id for cell in book.cells] == ids
    assert book.cells[0].metadata.slideshow.slide_type == "subslide"
    assert book.cells[0].execution_count == 1
    shown = book.cells[0].outputs
    assert next(o.text for o in shown if o.output_type == "stream") == f"{tmp_path.name} False\n"
    views = [o.data["application/vnd.jupyter.widget-view+json"] for o in shown if "data" in o]
    assert [int(view["model_id"]) for view in views] == [1, 1, 2]


def test_a_notebook_that_raises_is_told_and_left_alone(tmp_path):
    path = write(tmp_path / "bad.ipynb", "import warnings; warnings.warn('mind the gap')", "1 / 0")
    before = path.read_bytes()
    changed, said = refresh(path)
    assert not changed
    assert "ZeroDivisionError: division by zero" in said[0]
    assert "\x1b" not in said[0]
    assert path.read_bytes() == before


def test_a_warning_is_told(tmp_path):
    path = write(tmp_path / "warns.ipynb", "import warnings; warnings.warn('mind the gap')")
    changed, said = refresh(path)
    assert changed
    assert len(said) == 1
    assert "cell 1 wrote on stderr" in said[0]
    assert "mind the gap" in said[0]


def test_what_is_printed_slowly_is_saved_in_one_piece(tmp_path):
    slowly = "import sys, time\nfor n in range(3):\n    print(n, flush=True)\n    time.sleep(0.3)"
    path = write(tmp_path / "slow.ipynb", slowly)
    refresh(path)
    assert [one.text for one in nbformat.read(path, 4).cells[0].outputs] == ["0\n1\n2\n"]


@pytest.mark.parametrize("key", ["execution", "ExecuteTime", "trusted"])
def test_what_editors_leave_behind_goes_and_tags_stay(key):
    cell = new_code_cell("1", metadata={key: {}, "tags": ["kept"], "nbgrader": {"points": 1}})
    book = new_notebook(cells=[cell], metadata={"widgets": {"state": {}}, "toc": {}})
    tidy = normalise(book)
    assert tidy.cells[0].metadata == {"tags": ["kept"], "nbgrader": {"points": 1}}
    assert set(tidy.metadata) == {"kernelspec", "language_info"}
