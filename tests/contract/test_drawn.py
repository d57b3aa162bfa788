"""Every picture and every panel of every notebook, as the notebook asks for it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from helpers.figures import artists, moves
from helpers.widgets import explore, slider
from helpers.widgets.picture import make_figure, paint, pixels
from tests.contract.drawn import faults_of_rest, faults_of_words, faults_of_writing, seen_in
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
            found += faults_of_writing(panel._figure)
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


def crowded(figure, *, size=10.0, x=0.1, other=0.6, marked=True):
    """A drawing with two words and a dot; each argument can break one rule."""
    art = artists(figure, _build)
    art.word.set(x=x, fontsize=size)
    art.other.set_x(other)
    art.dot.set_xdata([x])
    if marked:
        moves(art.word, art.other, art.dot)
    return f"A dot at {x:g} below a word, and another word at {other:g}."


def _build(figure):
    axes = figure.add_subplot()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return SimpleNamespace(
        word=axes.text(0.1, 0.5, "a word"),
        other=axes.text(0.6, 0.5, "another"),
        dot=axes.plot([0.1], [0.2], "o")[0],
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, None),
        ({"size": 7}, "too small"),
        ({"x": 1.2}, "leaves the picture"),
        ({"other": 0.12}, "overlap"),
    ],
)
def test_writing_that_breaks_a_rule_is_told(change, told):
    figure = make_figure((5, 3))
    paint(crowded, figure, change)
    pixels(figure)
    faults = faults_of_writing(figure)
    assert (told in faults[0] and len(faults) == 1) if told else not faults


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
