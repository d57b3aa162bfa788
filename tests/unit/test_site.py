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


def test_every_panel_is_drawn_along_each_control_and_wherever_a_button_or_its_task_leads(panel):
    drawn = living.positions(panel, main=False)
    start = {name: control.start for name, control in panel.controls.items()}
    assert drawn[0] == start
    for wanted in ({"slope": 10}, {"level": 50, "kind": "dashed"}, {"slope": 7}, {"level": 3}):
        assert {**start, **wanted} in drawn
    for name, control in panel.controls.items():
        for end in control.corners():
            assert {**start, name: end} in drawn
    assert len(drawn) < 25


def test_a_main_panel_is_also_drawn_over_two_controls_together(panel):
    drawn = living.positions(panel, main=True)
    start = {name: control.start for name, control in panel.controls.items()}
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
    assert "solid of slope 10 from 5, grid False." in words
    assert len(words) == len(found["frames"])
    assert [10, "10"] in found["says"]["slope"]  # without its unit, which the page adds
    assert all(frame["webp"] for frame in found["frames"])
    assert panel.values == {name: control.start for name, control in panel.controls.items()}


def test_a_script_ends_the_page_s_own_nowhere():
    assert "</script" not in living._json({"words": "</script><b>"})


def test_links_to_what_the_site_does_not_hold_become_words(tmp_path):
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(
                "[Next](02.ipynb), [all](../README.md), [paper](https://doi.org/1), ![p](a.png) "
                "`solutions/a/01.ipynb`, `solutions/a/02.ipynb`"
            ),
            nbformat.v4.new_code_cell(outputs=[_table("<th></th><th>a</th>")]),
            nbformat.v4.new_code_cell(
                outputs=[_table('<a href="02.ipynb#b">x</a><a href="03.ipynb">y</a>')]
            ),
        ]
    )
    held = {tmp_path / "02.ipynb", tmp_path / "solutions" / "a" / "01.ipynb"}
    site.write_page(book, tmp_path / "01.ipynb", {path.resolve() for path in held})
    text, code, links = nbformat.read(tmp_path / "01.ipynb", 4).cells
    assert text.source == (
        "[Next](02.ipynb), all, [paper](https://doi.org/1), ![p](a.png) "
        "[`solutions/a/01.ipynb`](solutions/a/01.ipynb), `solutions/a/02.ipynb`"
    )
    assert "<th></th>" not in code.outputs[0].data["text/html"]
    assert links.outputs[0].data["text/html"] == '<a href="02.html#b">x</a><a>y</a>'


def _table(html):
    return nbformat.v4.new_output("execute_result", {"text/html": html}, execution_count=1)


def test_lessons_stand_in_the_order_of_their_numbers():
    paths = ["notebooks/00_a", "notebooks/u/01_b", "notebooks/v/02_c", "notebooks/03_d"]
    units = {"u": "One", "v": "Two"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "UNIT_NAMES", {**site.UNIT_NAMES, **units})
        blocks = site.contents([Path(f"{path}.ipynb") for path in paths])
    places = [blocks.index(words) for words in ("Start", "00_a", "One", "Two", "The whole", "03_d")]
    assert places == sorted(places)


def test_of_the_theme_s_icons_those_stay_that_a_page_shows(tmp_path):
    scripts = tmp_path / "_static" / "scripts"
    scripts.mkdir(parents=True)
    icons = 'bars:[4,5,["nav"],"f0c9","M1"],"moon":[4,5,[],"f186",["a","b"]],x:[4,5,[],"f00d","M2"]'
    (scripts / "fontawesome.js").write_text(f"var i={{{icons}}};")
    (tmp_path / "a.html").write_text('<i class="fa-solid fa-nav"></i>')
    site.keep_icons_in_use(tmp_path)
    assert (scripts / "fontawesome.js").read_text() == 'var i={bars:[4,5,["nav"],"f0c9","M1"],};'


def test_answers_of_a_solution_are_folded():
    book = site.still_page(Path("solutions/mechanism/01_channel_block.ipynb"))
    answers = [c for c in book.cells if c.metadata.get("nbgrader", {}).get("solution")]
    assert answers
    assert all("hide-cell" in cell.metadata.tags for cell in answers if cell.cell_type == "code")


def test_what_weighs_too_much_is_named(tmp_path, monkeypatch):
    (tmp_path / "_static" / "panels").mkdir(parents=True)
    load = '<script src="_static/panels/01-0.js?v=1"></script>'
    (tmp_path / "01.html").write_text(load.ljust(3000))
    (tmp_path / "_static" / "panels" / "01-0.js").write_text("x" * 2000)
    (tmp_path / "_static" / "panels" / "01-0-frames.js").write_text("x" * 9000)
    assert site.too_heavy(tmp_path) == []
    monkeypatch.setattr(site, "MOST_PAGE_MB", 0.004)
    monkeypatch.setattr(site, "MOST_SITE_MB", 0.01)
    whole, page = site.too_heavy(tmp_path)
    assert whole.startswith("The site weighs") and page.startswith("01.html weighs")
