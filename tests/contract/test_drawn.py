"""Every picture and every panel of every notebook, as the notebook asks for it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from helpers.figures import artists, moves, style
from helpers.widgets import explore, slider
from helpers.widgets.picture import make_figure, paint, pixels
from tests.contract.drawn import (
    faults_of_legends,
    faults_of_rest,
    faults_of_words,
    faults_of_writing,
    seen_in,
)
from tests.contract.run import run, with_drawings, written

NOTEBOOKS = with_drawings()
by_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=str)


def test_there_are_pictures_and_panels():
    assert NOTEBOOKS


@by_notebook
def test_pictures_have_words_and_legible_writing(path):
    made = run(path)
    assert len(made.drawings) >= written(path, "show") + written(path, "picture_html")
    faults = []
    for one in made.drawings:
        pixels(one.figure)  # lays the texts out
        found = faults_of_words(one.words) + faults_of_writing(one.figure)
        found += faults_of_legends(one.figure)
        faults += [f"{one.name}: {fault}" for fault in found]
    assert not faults, f"{path}\n- " + "\n- ".join(faults)


@by_notebook
def test_panels_over_their_whole_range(path):
    """Both ends and every option of every control, every preset, and where nobody goes."""
    panels = run(path).panels
    assert len(panels) == written(path, "explore")
    faults = []
    for panel in panels:
        faults += [f"{panel.title}: {fault}" for fault in faults_of_panel(panel)]
    assert not faults, f"{path}\n- " + "\n- ".join(dict.fromkeys(faults))


def faults_of_panel(panel) -> list[str]:
    """Sweep a panel once and return what is wrong with it anywhere."""
    faults, said, seen, lives = [], set(), [], []
    for values in panel.sweep():
        if values in seen:  # each control's sweep passes the start again
            continue
        seen.append(values)
        found = [f"raises {panel.error}"] if panel.error else []
        found += faults_of_words(panel.words, fewest=5)
        if not panel.error:
            lives.append((values, seen_in(panel._figure)))
            found += faults_of_writing(panel._figure) + faults_of_legends(panel._figure)
        faults += [f"{fault}, at {values}" for fault in found]
        said.add(panel.words)
    faults += faults_of_rest(panel, lives)
    if len(said) == 1:
        faults.append("says the same wherever its controls stand")
    start = {name: control.start for name, control in panel.controls.items()}
    if panel.nobody_tries is None:
        faults.append("lacks the position that nobody tries")
    elif start | panel.nobody_tries[1] == start:
        faults.append(f"“{panel.nobody_tries[0]}” is where the panel opens")
    if not panel.presets:
        faults.append("lacks presets")
    if not panel._wrong:
        faults.append("does not say where its model is wrong")
    return faults


# -- the rules themselves, on drawings that break them -------------------------------------------


def crowded(figure, *, size=10.0, x=0.1, other=0.6, line=0.9, paper=False, marked=True, dots=1):
    """A drawing with two words, a line and a dot; each argument can break one rule."""
    art = artists(figure, _build)
    art.word.set(x=x, fontsize=size, bbox=style.BACKED if paper else None)
    art.other.set_x(other)
    art.line.set_ydata([line, line])
    art.dot.set_data([x] * dots, [0.2] * dots)
    if marked:
        moves(art.word, art.other, art.line, art.dot)
    return f"A dot at {x:g} below a word, and another word at {other:g}."


def _build(figure):
    axes = figure.add_subplot()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return SimpleNamespace(
        word=axes.text(0.1, 0.5, "a word"),
        other=axes.text(0.6, 0.5, "another"),
        line=axes.plot([0, 0.5], [0.9, 0.9])[0],
        dot=axes.plot([0.1], [0.2], "o", label="a dot")[0],
        legend=axes.legend(),
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, None),
        ({"size": 7}, "too small"),
        ({"x": 1.2}, "leaves the picture"),
        ({"other": 0.12}, "overlap"),
        ({"line": 0.52}, "a line runs through 'a word'"),
        ({"line": 0.52, "paper": True}, None),
        ({"line": 0.48}, None),
    ],
)
def test_writing_that_breaks_a_rule_is_told(change, told):
    figure = make_figure((5, 3))
    paint(crowded, figure, change)
    pixels(figure)
    faults = faults_of_writing(figure)
    assert (told in faults[0] and len(faults) == 1) if told else not faults


def test_paper_that_is_drawn_before_the_line_keeps_nothing_off():
    figure = make_figure((5, 3))
    paint(crowded, figure, {"line": 0.52, "paper": True})
    figure._course_artists[1].word.set_animated(False)  # so it rests beneath the line
    pixels(figure)
    assert ["'a word'" in fault for fault in faults_of_writing(figure)] == [True]


def test_a_line_of_many_pieces_and_one_along_a_leaning_word():
    figure = make_figure((5, 3))
    axes = figure.add_subplot()
    axes.vlines([0.2, 0.8], 0, 1)
    axes.text(0.2, 0.5, "a word", ha="center")
    axes.text(0.8, 0.5, "leaning", ha="center", rotation=30)
    pixels(figure)
    assert faults_of_writing(figure) == ["a line runs through 'a word'"]


@pytest.mark.parametrize(("hidden", "dots", "told"), [(0, 1, 0), (1, 1, 1), (0, 0, 1)])
def test_a_legend_that_names_what_is_not_drawn_is_told(hidden, dots, told):
    figure = make_figure((5, 3))
    paint(crowded, figure, {"dots": dots})
    figure._course_artists[1].dot.set_visible(not hidden)
    pixels(figure)
    assert ["'a dot'" in fault for fault in faults_of_legends(figure)] == [True] * told


@pytest.mark.parametrize("fault", [None, "not marked", "not put back"])
def test_what_a_live_picture_keeps_wrongly_is_told(fault):
    def draw(figure, *, x):
        words = crowded(figure, x=x, marked=fault != "not marked").replace("dot", "round dot")
        art = figure._course_artists[1]
        moves(art.word)  # so that a live frame keeps what rests
        if fault == "not put back" and x > 0.3:
            art.dot.set_markersize(20)
        return words

    panel = explore(
        draw,
        title="Toy",
        x=slider("Place", 0, 0.5, 0.1, step=0.1),
        presets={"Right": {"x": 0.4}},
        nobody_tries=("Far left", {"x": 0}),
        wrong="All of it.",
    )
    told = [fault for fault in faults_of_panel(panel) if "moves()" in fault]
    assert bool(told) is bool(fault)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Too short.", "fewer"),
        ("a " * 400, "letters"),
        ("It stands at nan. " + "a " * 20, "number"),
        ("The white line is rest. " + "a " * 20, "dark theme"),
    ],
)
def test_poor_words_are_told(words, told):
    assert told in faults_of_words(words)[0]
