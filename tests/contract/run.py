"""One run of a notebook's code, from which every test of its pictures and panels reads.

The cells run in this process, in order, each notebook once however many tests ask, as a user meets
them who has told numpy to raise where it would be silent. Every picture
that `show` and its kin make and every panel that `explore` makes is kept with what it was made of:
no test keeps a list of figures.
"""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import matplotlib
import numpy as np
from matplotlib.figure import Figure

from helpers.widgets import picture
from tests.contract.course import REPOSITORY, notebooks, read

explore = importlib.import_module("helpers.widgets.explore")  # beside it is a function of that name


@dataclass(frozen=True)
class Drawing:
    """A static picture as a notebook asked for it: where and what, the figure, and its words."""

    name: str
    figure: Figure
    words: str


@dataclass
class Run:
    """What a notebook made when its code ran."""

    drawings: list[Drawing] = field(default_factory=list)
    panels: list[Any] = field(default_factory=list)


@cache
def run(path: Path) -> Run:
    """Run a notebook, given by its path from the repository; a second call returns the first's."""
    matplotlib.use("agg")
    made = Run()
    here = Path.cwd()
    os.chdir((REPOSITORY / path).parent)
    try:
        strictly = np.errstate(all="raise")
        with _watched(made) as place, redirect_stdout(io.StringIO()), strictly:
            names: dict[str, Any] = {"__name__": "__main__"}
            for place.cell, cell in enumerate(read(path).cells, 1):
                if cell.cell_type == "code":
                    exec(compile(cell.source, f"{path}, cell {place.cell}", "exec"), names)
    finally:
        os.chdir(here)
    return made


@dataclass
class _Place:
    cell: int = 0


@contextmanager
def _watched(made: Run) -> Iterator[_Place]:
    """Note each picture and panel that is made meanwhile."""
    place = _Place()
    start = explore.Explorer.__init__

    def noted_show(draw, *, size_in=(8, 4), caption=None, **values):
        """What `show` does, but for the PNG, which takes the most time and nobody sees here."""
        picture.check_parameters(draw, values)
        figure = picture.make_figure(size_in)
        words = picture.paint(draw, figure, values)
        name = f"cell {place.cell}: {getattr(draw, '__name__', draw)}"
        made.drawings.append(Drawing(name, figure, words))
        html = picture.figure_html(b"", words, size_in, caption)
        return picture.Picture(words, b"", html)

    def noted_start(panel, *given, **more):
        start(panel, *given, **more)
        made.panels.append(panel)

    with (
        mock.patch.object(picture, "show", noted_show),  # what picture_html calls
        mock.patch("helpers.widgets.show", noted_show),  # what a notebook imports
        mock.patch.object(explore.Explorer, "__init__", noted_start),
        mock.patch("IPython.display.display", lambda *_, **__: None),
    ):
        yield place


def written(path: Path, call: str) -> int:
    """Count how often a notebook's code calls something."""
    cells = (cell.source for cell in read(path).cells if cell.cell_type == "code")
    return sum(source.count(f"{call}(") for source in cells)


def with_drawings() -> list[Path]:
    """Return the notebooks whose code asks for pictures or panels."""
    calls = ("show", "picture_html", "reveal", "explore")
    shown = notebooks("notebooks", "solutions")  # an exercise shows what its solution shows
    return [p for p in shown if any(written(p, call) for call in calls)]
