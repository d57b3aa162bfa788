"""The panel in Python: what it draws, refuses and survives, without a page."""

from __future__ import annotations

import io
import math
import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers.figures import artists, handle, moves
from helpers.widgets import Progress, choice, explore, picture_html, slider, toggle
from helpers.widgets.base import Base
from helpers.widgets.handles import grips
from helpers.widgets.picture import make_figure, pixels

KINDS = {"solid": "A whole line", "dashed": "A broken line"}


def draw_line(figure, *, slope, level_um, kind, grid, points=50):
    """Draw a line; refuse a steep one and fail on a steep fall."""
    if not figure.axes:
        axes = figure.subplots()
        axes.set(xlim=(0, 1), ylim=(-5, 5), xlabel="Time (s)")
        (figure.line,) = axes.plot([], [])
    times = np.linspace(0, 1, points)
    figure.line.set_data(times, slope * times)
    figure.line.set_linestyle(kind)
    if slope > 4:
        raise ValueError("A line this steep leaves the picture.")
    if slope < -4:
        raise ZeroDivisionError("nothing to divide by")
    trend = "rises" if slope > 0 else "falls" if slope < 0 else "stays"
    return f"A {kind} line {trend} by {abs(slope):g} at {level_um:g} µM{', with a grid' * grid}."


def make(draw=draw_line, **changes):
    """Return a panel of the line; changes replace or add arguments."""
    given = {
        "title": "A line",
        "slope": slider("Slope", -5, 5, 1.0, step=0.5),
        "level_um": slider("Level", 0.01, 100, 1, "µM", scale="log"),
        "kind": choice("Line", KINDS, "solid"),
        "grid": toggle("Grid", False),
        "presets": {"Down": {"slope": -2}, "Down and dashed": {"slope": -2, "kind": "dashed"}},
        "nobody_tries": ("Flat", {"slope": 0}),
        "wrong": "Nothing is straight.",
        "task": "Find the flat line.",
    }
    return explore(draw, **{**given, **changes})


def send(panel, **message):
    """Send a message as the page does and return the reply's error."""
    replies = []
    panel.send = lambda content, buffers=None: replies.append(content)
    panel._receive(panel, {"view": "v", "number": 7, "message": message}, [])
    assert [(reply["view"], reply["number"]) for reply in replies] == [("v", 7)]
    return replies[0].get("error")


# -- what is drawn --------------------------------------------------------------------------------


def test_starts_drawn():
    panel = make()
    assert panel.values == {"slope": 1, "level_um": 1, "kind": "solid", "grid": False}
    assert panel.words == "A solid line rises by 1 at 1 µM."
    assert panel.error == ""
    assert panel.frame["words"] == panel.words
    picture = Image.open(io.BytesIO(panel.frame["png"]))
    assert picture.size == (2 * 768, 2 * 432)  # one drawing serves the page and the file
    assert panel.frame["scale"] == 2


@pytest.mark.parametrize("size_in", [(8, 4.5), (7.3, 3.33), (6.999, 4.001)])
def test_a_pixel_of_the_picture_is_a_pixel_of_the_page(size_in):
    panel = make(size_in=size_in)
    panel.set(slope=-2)
    picture = Image.open(io.BytesIO(panel.frame["png"]))
    assert picture.size == (panel.setup["width"], panel.setup["height"])


def test_words_picture_and_frame_follow_set():
    panel = make()
    first = panel.frame
    panel.set(slope=-2, kind="dashed")
    assert panel.words == "A dashed line falls by 2 at 1 µM."
    assert panel.frame["values"] == {"slope": -2, "level_um": 1, "kind": 1, "grid": False}
    assert panel.frame["png"] != first["png"]
    assert panel.frame["number"] == first["number"] + 1


def test_one_figure_serves_all_frames_and_its_layout_rests():
    seen = []

    def draw(figure, *, x):
        seen.append((figure, figure.get_layout_engine()))
        if not figure.axes:
            figure.set_layout_engine("constrained")
            figure.subplots()
        return f"x is {x:g}."

    panel = explore(draw, title="T", x=slider("X", 0, 1, 0))
    place = panel._figure.axes[0].get_position().bounds
    panel.set(x=1)
    assert seen[0][0] is seen[1][0] is panel._figure
    assert panel._figure.axes[0].get_position().bounds == place
    assert panel._figure.get_layout_engine() is None or not seen[-1][1].execute(panel._figure)


def test_same_values_are_not_drawn_again():
    panel = make()
    before = panel.frame
    panel.set(slope=1.0)
    assert panel.frame is before
    assert send(panel, values={"slope": 1}) is None
    assert panel.frame is before


def test_a_fine_screen_gets_a_finer_picture_once():
    panel = make()
    assert send(panel, values={}, pixels_per_px=2) is None
    fine = panel.frame
    assert Image.open(io.BytesIO(fine["png"])).size == (1536, 864)
    assert send(panel, values={}, pixels_per_px=2) is None
    assert panel.frame is fine
    assert send(panel, values={}, pixels_per_px=1e9) is None
    assert Image.open(io.BytesIO(panel.frame["png"])).size == (3 * 768, 3 * 432)


def test_frames_come_in_order_and_the_last_value_is_drawn():
    panel = make()
    frames = []
    panel.observe(lambda change: frames.append(change["new"]), "frame")
    slopes = [0.5 * step for step in range(-6, 7)]
    for slope in slopes:
        assert send(panel, values={"slope": slope}) is None
    assert [frame["values"]["slope"] for frame in frames] == slopes
    numbers = [frame["number"] for frame in frames]
    assert numbers == sorted(numbers)
    assert panel.values["slope"] == slopes[-1]


def test_reset_and_presets():
    panel = make()
    panel.set(level_um=5.0, grid=True)
    assert panel.presets["Down"] == {"slope": -2}
    panel.reset()
    assert panel.values == {name: control.start for name, control in panel.controls.items()}
    buttons = panel.setup["presets"]
    assert [button["label"] for button in buttons] == ["Down", "Down and dashed"]
    assert buttons[1]["values"] == {"slope": -2, "kind": 1}
    assert panel.setup["nobody_tries"]["values"] == {"slope": 0}


def test_sweep_visits_every_end_option_preset_and_the_position_nobody_tries():
    panel = make()
    visited, troubles = [], []
    for values in panel.sweep():
        assert panel.values == values
        visited.append(values)
        troubles.append(panel.error)
    start = panel.values
    for name, place in [("slope", -5), ("slope", 5), ("level_um", 0.01), ("level_um", 100)]:
        assert {**start, name: place} in visited
    assert {**start, "kind": "dashed"} in visited
    assert {**start, "grid": True} in visited
    assert {**start, "slope": -2, "kind": "dashed"} in visited
    assert {**start, "slope": 0} in visited
    assert visited[-1] == start
    assert sum(map(bool, troubles)) == 2  # the two ends at which this drawing fails


# -- the position before --------------------------------------------------------------------------


def draw_moving(figure, *, slope, shift=0.0):
    """Draw a moving line and a marker that can be taken hold of."""
    art = artists(figure, build_moving)
    art.line.set_ydata(slope * TIMES + shift)
    art.dot.set_data([slope], [shift])
    return f"A line of slope {slope:g}."


def build_moving(figure):
    axes = figure.add_axes((0.1, 0.2, 0.8, 0.6), xlim=(-5, 5), ylim=(-10, 10))
    art = SimpleNamespace(
        line=axes.plot(TIMES, TIMES)[0], dot=axes.plot([0], [0], "o")[0], still=axes.plot([0, 1])[0]
    )
    moves(art.line, art.dot)
    handle(art.dot, x="slope", y="shift")
    return art


TIMES = np.linspace(-1, 1, 20)


def moving(**changes):
    given = {
        "slope": slider("Slope", -5, 5, 1, "mV", step=0.5),
        "shift": slider("Shift", -10, 10, 0, step=1),
    }
    return explore(draw_moving, title="T", **{**given, **changes})


def test_the_position_before_stays_as_a_ghost_and_is_told():
    panel = moving()
    assert (panel.frame["changed"], panel.frame["ghost"]) == ("", False)
    panel.set(slope=3, shift=2)
    assert panel.frame["changed"] == "Slope 1 → 3 mV; Shift 0 → 2."
    assert panel.frame["ghost"]
    plain = moving()
    plain.set(slope=3, shift=2)
    plain._figure.canvas.forget_before()
    ghosted = pixels(panel._figure).astype(int)
    assert (ghosted != pixels(plain._figure)).any()
    panel.reset()
    assert (panel.frame["changed"], panel.frame["ghost"]) == ("", False)
    fresh = moving()
    assert send(fresh, values={}, pixels_per_px=1) is None
    assert panel.frame["png"] == fresh.frame["png"]


def test_one_gesture_has_one_position_before():
    panel = moving()
    for gesture, slope in [(1, 2), (1, 3), (1, 4), (2, 5)]:
        assert send(panel, values={"slope": slope}, gesture=gesture) is None
    assert panel.frame["changed"] == "Slope 4 → 5 mV."
    assert send(panel, values={"slope": 5}, gesture=3, pixels_per_px=2) is None  # only finer
    assert panel.frame["changed"] == "Slope 4 → 5 mV."
    assert send(panel, values={"slope": 1}, gesture=4, reset=True) is None
    assert panel.frame["changed"] == "" and not panel.frame["ghost"]


def test_a_saved_picture_has_no_ghost():
    panel = moving()
    there = moving(slope=slider("Slope", -5, 5, 3, "mV", step=0.5))
    panel.set(slope=3)
    assert panel.static_html() == there.static_html()


# -- handles --------------------------------------------------------------------------------------


def test_a_handle_tells_where_each_stop_of_its_control_lies():
    panel = moving()
    (grip,) = panel.frame["grips"]
    assert (grip["left"], grip["top"]) == pytest.approx((0.1 + 0.8 * 0.6, 0.5), abs=1e-4)
    assert grip["x"]["name"] == "slope" and grip["y"]["name"] == "shift"
    assert grip["x"]["stops"][0] == pytest.approx(0.1)
    assert grip["x"]["stops"][-1] == pytest.approx(0.9)
    assert grip["y"]["stops"][0] == pytest.approx(0.8)  # the top of a page is its zero
    assert len(grip["y"]["stops"]) == len(panel.controls["shift"].stops)
    panel.set(slope=5)
    assert panel.frame["grips"][0]["left"] == pytest.approx(0.9)


def test_a_handle_follows_a_log_axis_a_factor_and_a_choice():
    def draw(figure, *, minutes, when):
        axes = figure.add_axes((0, 0, 1, 1), xlim=(1, 100), xscale="log", ylim=(0, 4))
        handle(axes.axvline(minutes * 60), x="minutes", x_at=60)
        handle(axes.axhline(1), y="when", y_at={"never": None, "soon": 1, "late": 3}.get)
        hidden = axes.axvline(2)
        handle(hidden, x="minutes")
        hidden.set_visible(False)
        return "Lines."

    panel = explore(
        draw,
        title="T",
        minutes=slider("Minutes", 1 / 60, 100 / 60, 10 / 60, scale="log"),
        when=choice("When", ["never", "soon", "late"], "soon"),
    )
    minutes, when = panel.frame["grips"]
    assert minutes["left"] == pytest.approx(0.5, abs=1e-4)
    assert (minutes["x"]["stops"][0], minutes["x"]["stops"][-1]) == pytest.approx((0, 1), abs=1e-4)
    assert when["y"]["stops"] == [None, 0.75, 0.25]


def test_nobody_takes_hold_of_what_rests():
    def draw(figure, *, level, slope):
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 4), ylim=(0, 4))
        handle(axes.plot(level, slope, "o")[0], x="level", y="slope")
        return "A point."

    panel = explore(
        draw,
        title="T",
        level=slider("Level", 0, 4, 1, needs=lambda values: "flat" if values["slope"] == 0 else ""),
        slope=slider("Slope", 0, 4, 1),
    )
    assert {"x", "y"} <= set(panel.frame["grips"][0])
    panel.set(slope=0)
    assert "y" in panel.frame["grips"][0] and "x" not in panel.frame["grips"][0]


def test_a_handle_of_no_control_is_told_and_static_pictures_ignore_it():
    figure = make_figure((4, 3))
    handle(figure.subplots().axvline(1), x="minutes")
    with pytest.raises(ValueError, match="there is no control 'minutes'"):
        grips(figure, {"hours": slider("Hours", 0, 1, 0)})
    with pytest.raises(ValueError, match="x or y"):
        handle(figure.axes[0].lines[0])
    assert "img" in picture_html(lambda figure: handle(figure.text(0, 0, "a"), x="b") or "Words.")


# -- controls that wait for others, steps, bound words --------------------------------------------


def test_a_control_that_does_nothing_says_why():
    panel = make(
        grid=toggle("Grid", False, needs=("kind", "dashed", "choose a broken line first")),
        level_um=slider(
            "Level", 0.01, 100, 1, needs=lambda values: "flat" if values["slope"] == 0 else ""
        ),
    )
    assert panel.frame["idle"] == {"grid": "choose a broken line first"}
    panel.set(kind="dashed", slope=0)
    assert panel.frame["idle"] == {"level_um": "flat"}


TASK = {
    "steps": [
        {
            "say": "Compare [one](set:slope=1) and *two*.",
            "look": "Where does it end?",
            "done": [{"slope": 1}, {"slope": 2}],
        },
        {"say": "Break it.", "done": {"kind": "dashed", "level_um": [10, 100], "grid": True}},
    ],
    "found": "It [breaks](set:kind=A broken line; grid=on).\n\nIndeed **so**.",
}


def test_steps_and_bound_words_reach_the_page():
    task = make(task=TASK).setup["task"]
    assert "<em>two</em>" in task["steps"][0]["say"]
    assert '<button class="cw-set" data-set="0">one</button>' in task["steps"][0]["say"]
    assert task["sets"] == [{"slope": 1}, {"kind": 1, "grid": True}]
    assert task["steps"][0]["done"] == [
        {"slope": {"low": 0.75, "high": 1.25}},
        {"slope": {"low": 1.75, "high": 2.25}},
    ]
    assert task["steps"][1]["done"] == [
        {"kind": {"any": [1]}, "level_um": {"low": 10, "high": 100}, "grid": {"any": [True]}}
    ]
    assert task["found"].count("<p>") == 2


def test_a_page_without_a_kernel_has_the_steps_and_the_folded_finding():
    html = make(task=TASK).static_html()
    assert "<ol><li>Compare one and <em>two</em>. <i>Where does it end?</i></li>" in html
    folded = html[html.index("<details>") : html.index("</details>")]
    assert "What you should have found" in folded and "Indeed <strong>so</strong>" in folded
    assert "set:" not in html and "<button" not in html


# -- errors inside a drawing ----------------------------------------------------------------------


def test_a_refusal_is_told_as_it_is_and_the_last_good_picture_stays():
    panel = make()
    good = panel.frame
    panel.set(slope=4.5)
    assert panel.error == panel.frame["error"] == "A line this steep leaves the picture."
    assert panel.frame["png"] == good["png"]
    assert panel.frame["words"] == panel.words == good["words"]
    assert panel.values["slope"] == panel.frame["values"]["slope"] == 4.5
    assert "draw_line" in panel.traceback
    panel.set(slope=1)
    assert (panel.error, panel.traceback, panel.frame["error"]) == ("", "", "")


def test_a_failure_is_named():
    panel = make()
    panel.set(slope=-5)
    assert panel.error == "The drawing failed: ZeroDivisionError: nothing to divide by"


def test_the_same_values_are_tried_again_after_an_error():
    tries = []

    def draw(figure, *, x):
        tries.append(x)
        if len(tries) == 2:
            raise RuntimeError("once")
        return "Fine."

    panel = explore(draw, title="T", x=slider("X", 0, 1, 0))
    panel.set(x=1)
    assert panel.error
    panel.set(x=1)
    assert not panel.error


def test_a_panel_whose_first_drawing_fails_lives_on():
    panel = make(slope=slider("Slope", -5, 5, 5))
    assert panel.error and not panel.words
    assert panel.error in panel.static_html()
    panel.set(slope=2)
    assert panel.words == "A solid line rises by 2 at 1 µM."
    assert not panel.error


@pytest.mark.parametrize("words", [None, "", "   ", 3])
def test_a_drawing_without_words_is_an_error(words):
    panel = explore(lambda figure, *, x: words, title="T", x=slider("X", 0, 1, 0))
    assert "words that describe the picture" in panel.error


def test_an_interrupted_drawing_is_told():
    def draw(figure, *, x):
        if x:
            raise KeyboardInterrupt
        return "Fine."

    panel = explore(draw, title="T", x=slider("X", 0, 1, 0))
    panel.set(x=1)
    assert panel.error == "The drawing was interrupted."


# -- messages from the page -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({}, "no values"),
        ({"values": [1]}, "no values"),
        ({"values": {"colour": 1}}, "no such control"),
        ({"values": {"slope": 6}}, "Slope must be a number from −5 to 5"),
        ({"values": {"slope": "1"}}, "Slope must be"),
        ({"values": {"slope": math.nan}}, "Slope must be"),
        ({"values": {"slope": True}}, "Slope must be"),
        ({"values": {"slope": None}}, "Slope must be"),
        ({"values": {"level_um": 0}}, "from 0.01 µM to 100 µM"),
        ({"values": {"kind": 2}}, "options 0 to 1"),
        ({"values": {"kind": -1}}, "options 0 to 1"),
        ({"values": {"kind": "dashed"}}, "options 0 to 1"),
        ({"values": {"grid": 1}}, "True or False"),
        ({"values": {}, "pixels_per_px": "2"}, "size of a pixel"),
        ({"values": {}, "pixels_per_px": math.inf}, "size of a pixel"),
        ({"values": {}, "pixels_per_px": True}, "size of a pixel"),
    ],
)
def test_a_bad_message_is_refused_in_words_and_changes_nothing(message, told):
    panel = make()
    before = panel.frame
    assert told in send(panel, **message)
    assert panel.frame is before


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(values=st.dictionaries(st.sampled_from(["slope", "level_um", "kind", "grid"]), JUNK))
def test_whatever_the_page_sends_the_values_stay_allowed(values):
    panel = PANEL
    send(panel, values=values)
    for name, control in panel.controls.items():
        control.accept(panel.values[name])


PANEL = make()


def test_content_that_is_no_request_is_passed_over():
    panel = make()
    panel.send = lambda *_: pytest.fail("nothing was asked")
    for content in (None, 3, "x", [], {}, {"message": 3}):
        panel._receive(panel, content, [])


def test_the_page_cannot_set_state():
    panel = make()
    before = panel.frame
    panel.set_state({"frame": {"words": "lies"}})
    assert panel.frame is before


def test_the_first_move_is_noted_once():
    panel = make(name="lesson/line")
    progress = Progress()
    assert send(panel, values={}) is None
    assert progress.latest("explored", "lesson/line") is None
    for slope in (2, 3):
        assert send(panel, values={"slope": slope}) is None
    assert len(progress.all("explored", "lesson/line")) == 1


def test_a_panel_without_a_name_notes_nothing():
    assert send(make(), values={"slope": 2}) is None
    assert Progress().all("explored") == []


# -- pages without a kernel -----------------------------------------------------------------------


def test_static_html_is_the_same_each_time_and_has_alt_text_and_limits():
    html, again = make().static_html(), make().static_html()
    assert html == again
    assert re.search(r'<img alt="A solid line rises by 1 at 1 µM\." src="data:image/png', html)
    for words in ("A line", "Find the flat line.", "Nothing is straight.", "Run &gt; Run All"):
        assert words in html
    assert "Slope 1; Level 1 µM; Line A whole line; Grid off" in html


def test_static_html_says_nothing_of_what_the_learner_did():
    fresh = make(name="lesson/line").static_html()
    panel = make(name="lesson/line")
    send(panel, values={"slope": 2})
    assert make(name="lesson/line").static_html() == fresh


def test_static_html_is_escaped():
    html = make(title="<b>&", wrong="<script>", task='"').static_html()
    assert "<script>" not in html
    assert "&lt;b&gt;&amp;" in html


def test_static_picture_weighs_little():
    html = make().static_html()
    data = re.search(r"base64,([^\"]+)", html).group(1)
    assert len(data) * 3 / 4 <= 60 * 1024


def test_bundle_holds_the_view_the_picture_and_the_words():
    panel = make()
    data, _ = panel._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    assert data["text/html"] == panel.static_html()
    assert data["text/plain"] == repr(panel) == "A line. A solid line rises by 1 at 1 µM."


# -- what an author can get wrong -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"colour": toggle("Colour", True)}, "does not take 'colour'"),
        ({"slope": 3}, "slope must be slider"),
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"wrong": None}, "wrong"),
        ({"task": 3}, "task must be a text or a list of steps"),
        ({"task": [3]}, "task, step 1 must be a text or a dict"),
        ({"task": [{"look": "there"}]}, "say must tell"),
        ({"task": [{"say": "Go", "ready": 1}]}, "task, step 1 has no 'ready'"),
        ({"task": [{"say": "Go", "done": {"colour": 1}}]}, "there is no control 'colour'"),
        ({"task": [{"say": "Go", "done": {"slope": 9}}]}, "Slope must be"),
        ({"task": [{"say": "Go", "done": {"slope": [1, 9]}}]}, "Slope must be"),
        ({"task": [{"say": "Go", "done": {"slope": [1]}}]}, "step 1, done"),
        ({"task": [{"say": "Go", "done": {"kind": "dotted"}}]}, "Line must be one of"),
        ({"task": [{"say": "Go", "done": [3]}]}, "must name controls"),
        ({"task": [{"say": "Go", "done": {"slope": [0, 5]}}]}, "done where the panel opens"),
        ({"task": "Go [there](set:slope)"}, "write [words](set:name=value"),
        ({"task": "Go [there](set:slope=steep)"}, "could not convert"),
        ({"task": "Go [there](set:colour=1)"}, "there is no control 'colour'"),
        ({"task": {"steps": "Go", "found": "[x](set:slope=9)"}}, "Slope must be"),
        ({"task": {"steps": "Go", "finding": "x"}}, "task has no 'finding'"),
        ({"presets": {"Up": {}}}, "names no control"),
        ({"grid": toggle("Grid", False, needs=("kind", "dotted", "x"))}, "Line must be one of"),
        ({"grid": toggle("Grid", False, needs=("colour", 1, "x"))}, "needs names no other control"),
        ({"grid": toggle("Grid", False, needs="kind")}, "needs must be"),
        ({"size_in": (8,)}, "size_in"),
        ({"size_in": (0, 4)}, "size_in"),
        ({"size_in": "big"}, "size_in"),
        ({"presets": {"Up": {"colour": 1}}}, "Preset 'Up': there is no control 'colour'"),
        ({"presets": {"Up": {"slope": 9}}}, "Preset 'Up': Slope must be"),
        ({"presets": {"Up": {"kind": "dotted"}}}, "one of 'solid', 'dashed'"),
        ({"presets": {"Up": {"grid": 0}}}, "True or False"),
        ({"presets": {"": {"slope": 1}}}, "words for its button"),
        ({"presets": {"Up": 3}}, "must be a dict"),
        ({"nobody_tries": {"slope": 0}}, "nobody_tries"),
        ({"nobody_tries": ("Flat",)}, "nobody_tries"),
        ({"nobody_tries": ("Flat", {"slope": 7})}, "Preset 'Flat'"),
        ({"nobody_tries": (None, {"slope": 0})}, "words for its button"),
    ],
)
def test_wrong_arguments_are_named(changes, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        make(**changes)


def test_a_missing_control_is_named():
    with pytest.raises(ValueError, match="draw_line needs 'level_um', 'kind', 'grid'"):
        explore(draw_line, title="T", slope=slider("Slope", 0, 1, 0))


def test_a_panel_needs_a_control():
    with pytest.raises(ValueError, match="use show"):
        explore(lambda figure: "Nothing.", title="T")


@pytest.mark.parametrize("values", [{"slope": 9}, {"kind": "dotted"}, {"nothing": 1}])
def test_set_refuses_and_changes_nothing(values):
    panel = make()
    before = panel.frame
    with pytest.raises(ValueError, match="set:"):
        panel.set(**values)
    assert panel.frame is before


# -- controls -------------------------------------------------------------------------------------


def test_log_stops_pass_through_whole_decades_and_both_ends():
    stops = slider("Level", 0.05, 300, 1, "µM", scale="log").stops
    assert (stops[0], stops[-1]) == (0.05, 300)
    assert {0.1, 1.0, 10.0, 100.0} <= set(stops)
    inner = np.diff(np.log10(stops[1:-1]))
    assert inner == pytest.approx(np.full(len(inner), 0.05), abs=0.003)


def test_linear_stops_are_round_numbers():
    assert slider("X", 0, 1, 0.5).stops[:4] == (0, 0.01, 0.02, 0.03)
    assert slider("X", -90, 40, -60).stops[:3] == (-90, -88, -86)
    assert slider("X", 0, 1, 0.5, step=0.1).stops[3] == 0.3
    assert slider("X", 0, 1, 0.5, step=0.4).stops == (0, 0.4, 0.8, 1)


def test_whole_numbers_stay_whole():
    pulses = slider("Pulses", 1, 30, 5, step=1)
    assert type(pulses.accept(7.0)) is int
    assert all(type(stop) is int for stop in pulses.stops)
    with pytest.raises(ValueError, match="whole number"):
        pulses.accept(7.5)
    assert type(slider("X", 1, 30, 5).accept(7)) is float


@settings(deadline=None, derandomize=True)
@given(
    low=st.floats(-1e6, 1e6),
    span=st.floats(1e-3, 1e6),
    part=st.floats(0, 1),
    log=st.booleans(),
)
def test_stops_rise_from_end_to_end_and_are_all_allowed(low, span, part, log):
    low = abs(low) + 1e-6 if log else low
    high = low + span
    control = slider("X", low, high, low + part * (high - low), scale="log" if log else "linear")
    assert (control.stops[0], control.stops[-1]) == (low, high)
    assert all(a < b for a, b in zip(control.stops, control.stops[1:], strict=False))
    for stop in control.stops:
        assert control.accept(stop) == stop


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("", 0, 1, 0), "label"),
        (("X", 1, 0, 0), "low must be below high"),
        (("X", 0, 1, 2), "start"),
        (("X", 0, math.nan, 0), "high"),
        (("X", 0, math.inf, 0), "high"),
        (("X", "0", 1, 0), "low"),
        (("X", False, 1, 0), "low"),
        (("X", 0, 1, None), "start"),
        (("X", 0, 1, 0, 3), "unit"),
        (("X", 0, 1, 0, "", 0), "step"),
        (("X", 0, 1, 0, "", -1), "step"),
        (("X", 0, 1, 0, "", 1e-9), "more than 1000 steps"),
        (("X", 0, 1, 0, "", None, "log"), "above zero"),
        (("X", 1, 10, 1, "", 1e-9, "log"), "more than 1000 steps"),
        (("X", 0, 1, 0, "", None, "square"), "scale"),
    ],
)
def test_slider_refuses(arguments, told):
    with pytest.raises(ValueError, match=told):
        slider(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("", ["a", "b"], "a"),
        ("X", ["a"], "a"),
        ("X", ["a", "a"], "a"),
        ("X", "ab", "a"),
        ("X", None, "a"),
        ("X", [[1], [2]], [1]),
        ("X", {"a": "", "b": "B"}, "a"),
        ("X", {"a": 1, "b": 2}, "a"),
        ("X", ["a", "b"], "c"),
        ("X", [0, 1], True),
    ],
)
def test_choice_refuses(arguments):
    with pytest.raises(ValueError):
        choice(*arguments)


@pytest.mark.parametrize("arguments", [("", True), ("X", 1), ("X", None)])
def test_toggle_refuses(arguments):
    with pytest.raises(ValueError):
        toggle(*arguments)


@pytest.mark.parametrize(
    "value", [np.zeros(3), [], {}, None, math.nan, lambda: 1, "nothing", object(), 10**400]
)
@pytest.mark.parametrize(
    "control", [slider("X", 0, 1, 0), choice("X", ["a", 0.0], "a"), toggle("X", True)]
)
def test_controls_refuse_junk(control, value):
    with pytest.raises(ValueError):
        control.accept(value)
    with pytest.raises(ValueError):
        control.from_page(value)


# -- the base -------------------------------------------------------------------------------------


def test_the_module_is_base_then_own_and_fetches_nothing():
    esm, css = make()._esm, make()._css
    assert esm.index("function createPanel") < esm.index("function makeSlider")
    assert len(re.findall("^export default", esm, re.MULTILINE)) == 1
    assert not re.search(r"^import|import\(", esm, re.MULTILINE)
    assert not re.search(r"https?://", esm + css)
    assert "@import" not in css and "url(" not in css


def test_a_panel_that_takes_no_messages_says_so():
    class Still(Base):
        def static_html(self):
            return "<p>Still.</p>"

        def static_text(self):
            return "Still."

    assert send(Still(), anything=1) == "This panel takes no messages."


def test_a_fault_in_an_answer_is_told_in_words():
    class Faulty(Base):
        def answer(self, message):
            return 1 / 0

    assert send(Faulty(), anything=1) == "Python failed: ZeroDivisionError: division by zero"
