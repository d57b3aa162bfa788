"""What a page without Python needs to keep a lesson's panels and questions alive.

A notebook's code is run once. Each widget that it shows becomes a small file of JavaScript with its
state, and each panel a second one with pictures drawn beforehand, which a page fetches when the
panel is first moved. `site/course.js` reads them and stands in for Python; the widgets' own
JavaScript is the one of JupyterLab.
"""

from __future__ import annotations

import ast
import base64
import io
import itertools
import json
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import matplotlib

from helpers.widgets.base import Base
from helpers.widgets.controls import Slider
from helpers.widgets.explore import Explorer
from helpers.widgets.picture import few_colours, pixels
from tests.contract.course import REPOSITORY, read

STOPS = 11  # of a slider of a main panel, along which the others stand at their start ...
FEWER_STOPS = 7  # ... and of a slider of other panels
GRID = 5  # and of each of two controls of a main panel that are moved together
COARSE = 1.0  # pixels per CSS pixel of the pictures drawn beforehand
COLOURS = 48
WEBP = {"format": "webp", "lossless": True, "quality": 80, "method": 4}


@dataclass
class Living:
    """The widgets of one notebook: for each cell those that it shows, in order."""

    cells: dict[int, list[Base]] = field(default_factory=dict)


def run_notebook(path: Path) -> Living:
    """Run a notebook's code, given by its path from the repository, as somebody new to the course.

    The same for every reader: nothing of what was done on this machine is looked at.
    """
    matplotlib.use("agg")
    found = Living()
    here = Path.cwd()
    names: dict[str, Any] = {"__name__": "__main__"}
    os.chdir((REPOSITORY / path).parent)
    try:
        with TemporaryDirectory() as folder:
            new = {"COURSE_PROGRESS_FILE": str(Path(folder) / "progress.jsonl")}
            quiet = redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO())
            with mock.patch.dict(os.environ, new), quiet[0], quiet[1]:
                for place, cell in enumerate(read(path).cells):
                    if cell.cell_type == "code":
                        shown = list(_shown(cell.source, names, f"{path}, cell {place + 1}"))
                        found.cells[place] = [one for one in shown if isinstance(one, Base)]
    finally:
        os.chdir(here)
    return found


def _shown(source: str, names: dict[str, Any], where: str) -> Iterator[Any]:
    """Run a cell; yield what it displays, its last value included."""
    displayed: list[Any] = []
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with mock.patch("IPython.display.display", lambda *what, **_: displayed.extend(what)):
        exec(compile(tree, where, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), where, "eval"), names)
            displayed.append(value)
    yield from displayed


# -- files for the page ----------------------------------------------------------------------------


def kind_of(widget: Base) -> str:
    """Return the name by which the page knows a widget's JavaScript."""
    return type(widget).__name__


def kind_script(widget: Base) -> str:
    """Return the JavaScript of a widget's kind as a plain script, since files load no modules."""
    module = str(widget._esm)
    body, ends = re.subn(r"export default \{ render \};\s*$", "return { render };", module)
    if ends != 1:
        raise ValueError(f"The JavaScript of {kind_of(widget)} does not end as the house has it.")
    return f"course.kind({json.dumps(kind_of(widget))}, () => {{\n{body}\n}});\n"


def state_script(name: str, widget: Base) -> str:
    """Return the script that gives the page a widget's state."""
    state = {
        trait: getattr(widget, trait)
        for trait in widget.traits(sync=True)
        if trait in ("page", "state", "setup", "frame")
    }
    if isinstance(widget, Explorer):
        frame = dict(state["frame"])
        frame.pop("png")  # the page shows the saved picture
        state["frame"] = frame
        state["key"] = widget._key or ""
    return f"course.state({json.dumps(name)}, {_json(state)});\n"


def frames_script(name: str, panel: Explorer, main: bool) -> str:
    """Return the script with the pictures of a panel that are drawn beforehand."""
    frames, says = [], {control: {} for control in panel.controls}
    for position in positions(panel, main):
        panel.reset()
        panel.set(**position)
        if panel.error:
            raise ValueError(f"{name} at {position}: {panel.error}")
        told = {part: panel.frame[part] for part in ("values", "words", "idle", "grips")}
        frames.append({**told, "webp": _picture(panel)})
        for control, value in told["values"].items():
            says[control][value] = _said(panel, control)
    panel.reset()
    said = {control: list(words.items()) for control, words in says.items()}
    return f"course.frames({json.dumps(name)}, {_json({'frames': frames, 'says': said})});\n"


def _picture(panel: Explorer) -> str:
    """Return the picture that a panel shows, without a ghost, in base 64."""
    panel._figure.canvas.forget_before()
    with panel._figure.canvas.once():
        rgba = pixels(panel._figure, COARSE)
        data = io.BytesIO()
        few_colours(rgba, COLOURS).convert("RGB").save(data, **WEBP)
    return base64.b64encode(data.getvalue()).decode("ascii")


def _said(panel: Explorer, name: str) -> str:
    """Return a control's present value in words; the unit of a slider stands apart."""
    control = panel.controls[name]
    words = control.say(panel.values[name])
    return words.removesuffix(f" {control.unit}") if isinstance(control, Slider) else words


def positions(panel: Explorer, main: bool) -> list[dict[str, Any]]:
    """Return where a panel is drawn beforehand, each position once.

    All panels: at their start, presets, the position nobody tries, wherever their task leads, and
    along each control. Main panels: also over a grid of the two that their task moves most.
    """
    start = {name: control.start for name, control in panel.controls.items()}
    wanted = [start, *panel.presets.values()]
    wanted += [panel.nobody_tries[1]] if panel.nobody_tries else []
    wanted += _of_the_task(panel)
    for name, control in panel.controls.items():
        wanted += [{name: value} for value in _along(control, STOPS if main else FEWER_STOPS)]
    if main:
        one, two = _most_moved(panel)
        grid = itertools.product(*(_along(panel.controls[name], GRID) for name in (one, two)))
        wanted += [{one: first, two: second} for first, second in grid]
    unique = {}
    for values in wanted:
        position = {**start, **values}
        unique[repr(position)] = position
    return list(unique.values())


def _along(control: Any, most: int) -> list[Any]:
    """Return both ends, the start and some stops between of a slider; every option of others."""
    if not isinstance(control, Slider):
        return list(control.corners())
    stops = list(control.stops)
    every = max(1, -(-(len(stops) - 1) // (most - 1)))
    return sorted({*stops[::every], stops[-1], control.start})


def _of_the_task(panel: Explorer) -> list[dict[str, Any]]:
    """Return the positions that a task's bound words set and, as single points, its steps ask."""
    told = panel._task.describe()
    spots = [
        {name: _inside(panel.controls[name], wanted) for name, wanted in spot.items()}
        for step in told["steps"]
        for spot in step["done"]
    ]
    return [
        {name: panel.controls[name].from_page(value) for name, value in values.items()}
        for values in [*told["sets"], *spots]
    ]


def _inside(control: Any, wanted: dict[str, Any]) -> Any:
    """Return one value, as the page tells it, that a step asks for."""
    if "any" in wanted:
        return wanted["any"][0]
    low, high = wanted["low"], wanted["high"]
    return next((stop for stop in control.stops if low <= stop <= high), low)


def _most_moved(panel: Explorer) -> tuple[str, str]:
    """Return the two controls that a panel's task names most, else the first two."""
    names = list(panel.controls)
    count = dict.fromkeys(names, 0)
    for position in _of_the_task(panel):
        for name in position:
            count[name] += 1
    ordered = sorted(names, key=lambda name: (-count[name], names.index(name)))
    return (ordered * 2)[0], (ordered * 2)[1]


def _json(value: Any) -> str:
    """Return JSON that may stand inside a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("</", "<\\/")
