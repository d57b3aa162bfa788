"""The reading copy's parts: what is drawn beforehand, what a page holds, what weighs too much."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from helpers.widgets import choice, explore, slider, toggle
from tests.tools import living, site


def draw_line(figure, *, slope, level, kind, grid):
    """Draw a line; the words name every control."""
    figure.clf()
    figure.add_subplot().plot([0, 1], [level, level + slope])
    return f"{kind} of slope {slope:g} from {level:g}, grid {grid}."


@pytest.fixture(scope="module")
def panel():
    return explore(
        draw_line,
        title="A line",
        presets={"Steep": {"slope": 10}},
        nobody_tries=("Far", {"level": 50, "kind": "dashed"}),
        task={
            "steps": [{"say": "Level it.", "done": {"level": [3, 4]}}],
            "found": "See [this](set:slope=7).",
        },
        slope=slider("Slope", 0, 10, 1, unit="m"),
        level=slider("Level", 0, 50, 5),
        kind=choice("Kind", ["solid", "dashed"], "solid"),
        grid=toggle("Grid", False),
        name="00/line",
    )


def test_every_panel_is_drawn_wherever_a_button_or_its_task_leads(panel):
    drawn = living.positions(panel, main=False)
    start = {name: control.start for name, control in panel.controls.items()}
    assert drawn[0] == start
    for wanted in ({"slope": 10}, {"level": 50, "kind": "dashed"}, {"slope": 7}, {"level": 3}):
        assert {**start, **wanted} in drawn
    assert len(drawn) == 5


def test_a_main_panel_is_drawn_along_each_control_and_over_two_together(panel):
    drawn = living.positions(panel, main=True)
    start = {name: control.start for name, control in panel.controls.items()}
    for name, control in panel.controls.items():
        for end in control.corners():
            assert {**start, name: end} in drawn
    corners = [{**start, "slope": s, "level": v} for s in (0, 10) for v in (0, 50)]
    assert all(corner in drawn for corner in corners)
    assert len({repr(position) for position in drawn}) == len(drawn) < 100


def test_pictures_drawn_beforehand_come_with_their_words_and_values(panel):
    script = living.frames_script("00-1", panel, main=False)
    name, found = json.loads(
        f"[{script.removeprefix('course.frames(').removesuffix(');' + chr(10))}]"
    )
    assert name == "00-1"
    words = {frame["words"] for frame in found["frames"]}
    assert "solid of slope 10 from 5, grid False." in words and len(words) == 5
    assert [10, "10"] in found["says"]["slope"]  # without its unit, which the page adds
    assert all(frame["webp"] for frame in found["frames"])
    assert panel.values == {name: control.start for name, control in panel.controls.items()}


def test_a_script_ends_the_page_s_own_nowhere():
    assert "</script" not in living._json({"words": "</script><b>"})


def test_links_to_what_the_site_does_not_hold_become_words(tmp_path):
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(
                "[Next](02.ipynb), [all](../README.md), [paper](https://doi.org/1), ![p](a.png)"
            ),
            nbformat.v4.new_code_cell(outputs=[_table("<th></th><th>a</th>")]),
        ]
    )
    site.write_page(book, tmp_path / "01.ipynb", {(tmp_path / "02.ipynb").resolve()})
    text, code = nbformat.read(tmp_path / "01.ipynb", 4).cells
    assert text.source == "[Next](02.ipynb), all, [paper](https://doi.org/1), ![p](a.png)"
    assert "<th></th>" not in code.outputs[0].data["text/html"]


def _table(html):
    return nbformat.v4.new_output("execute_result", {"text/html": html}, execution_count=1)


def test_answers_of_a_solution_are_folded():
    book = site.still_page(Path("solutions/mechanism/01_channel_block.ipynb"))
    answers = [c for c in book.cells if c.metadata.get("nbgrader", {}).get("solution")]
    assert answers
    assert all("hide-cell" in cell.metadata.tags for cell in answers if cell.cell_type == "code")


def test_what_weighs_too_much_is_named(tmp_path, monkeypatch):
    (tmp_path / "_static" / "panels").mkdir(parents=True)
    (tmp_path / "01.html").write_text("x" * 3000)
    (tmp_path / "_static" / "panels" / "01-0.js").write_text("x" * 2000)
    (tmp_path / "_static" / "panels" / "01-0-frames.js").write_text("x" * 9000)
    assert site.too_heavy(tmp_path) == []
    monkeypatch.setattr(site, "MOST_PAGE_MB", 0.004)
    monkeypatch.setattr(site, "MOST_SITE_MB", 0.01)
    whole, page = site.too_heavy(tmp_path)
    assert whole.startswith("The site weighs") and page.startswith("01.html weighs")
