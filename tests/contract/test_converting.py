"""What nbconvert makes of a lesson: a page and a LaTeX source that keep every picture."""

import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter, LatexExporter, NotebookExporter
from traitlets.config.loader import PyFileConfigLoader

from tests.tools.execute import execute

REPOSITORY = Path(__file__).resolve().parents[2]
DRAW = """
from helpers.widgets import *
def draw(figure, *, height=1.0):
    figure.subplots().plot([0, height])
    return f"A line up to {height:g}."
"""
CELLS = [
    DRAW.strip(),
    'explore(draw, title="A panel", height=slider("Height", 0, 2, 0.5))',
    "show(draw)",
    'predict("l/p", "What is it?", [Option("a", "This", right=True), Option("b", "That")])',
]


@pytest.fixture(scope="module")
def settings():
    loader = PyFileConfigLoader("jupyter_nbconvert_config.py", path=str(REPOSITORY / "jupyter"))
    return loader.load_config()


@pytest.fixture(scope="module")
def executed():
    """A small notebook as `nbconvert --execute` has it: with live views and their state."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = execute(nbformat.v4.new_notebook(cells=cells), REPOSITORY)
    assert notebook.metadata.widgets, "nbclient saves the state of widgets"
    return notebook


def made(exporter, notebook, settings):
    return exporter(config=settings).from_notebook_node(notebook)


def test_a_page_shows_pictures_and_words_and_waits_for_no_live_view(executed, settings):
    page, _ = made(HTMLExporter, executed, settings)
    assert "widget-view" not in page and "widget-state" not in page
    assert len(re.findall(r'<img[^>]*alt="A line up to', page)) == 2
    for words in ("A panel", "What is it?"):
        assert words in page


def test_latex_has_a_picture_for_each_and_the_words(executed, settings):
    source, resources = made(LatexExporter, executed, settings)
    pictures = [name for name in resources["outputs"] if name.endswith(".png")]
    assert len(pictures) == 2
    for name in pictures:
        assert f"{{{name}}}" in source
        assert resources["outputs"][name].startswith(b"\x89PNG")
    assert "A line up to 0.5." in source and "A line up to 1." in source and "What is it?" in source


def test_a_notebook_stays_a_notebook(executed, settings):
    text, _ = made(NotebookExporter, executed, settings)
    assert nbformat.reads(text, 4).cells[1].outputs == executed.cells[1].outputs
