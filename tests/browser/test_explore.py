"""The panel in JupyterLab, driven by real keys and a real mouse."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import settled
from tests.tools.lab import VIEWPORT

SETUP = """
import time
from pathlib import Path

import numpy as np
from helpers.widgets import choice, explore, show, slider, toggle

TIMES_S = np.linspace(0, 1, 50)

def line(figure, *, slope, level=1.0, kind="solid", colour="black", grid=False):
    if not figure.axes:
        axes = figure.subplots()
        axes.set(xlim=(0, 1), ylim=(-10, 10))
        (figure.line,) = axes.plot(TIMES_S, TIMES_S)
    figure.line.set_ydata(slope * TIMES_S)
    figure.line.set(linestyle=kind, color=colour)
    figure.axes[0].grid(grid)
    more = " It is long." * int(10 * abs(slope)) if slope < 0 else ""
    return f"A {kind} {colour} line of slope {slope:g} at {level:g}{' on a grid' * grid}.{more}"
"""
PANEL = """
panel = explore(
    line,
    title="A line",
    slope=slider("Slope", -9, 9, 1, "nA/s", step=0.5),
    level=slider("Level", 0.01, 100, 1, "µM", scale="log"),
    kind=choice("Kind", {"solid": "Whole", "dashed": "Broken"}, "solid"),
    colour=choice("Colour", ["black", "blue", "green", "red", "brown"], "black"),
    grid=toggle("Grid", False),
    presets={"Steep": {"slope": 8}, "Blue": {"colour": "blue"}},
    nobody_tries=("Flat", {"slope": 0}),
    wrong="Nothing is straight.",
    task="Make it flat.",
)
panel
"""
FAILING = """
def careful(figure, *, rate):
    if rate > 3:
        raise ValueError("Stay below 3 per second.")
    if rate < -3:
        raise KeyError("gone")
    return line(figure, slope=rate).replace("slope", "rate")

explore(careful, title="Careful", rate=slider("Rate", -5, 5, 2, step=1.0))
"""
KERNEL = "window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
STATIC = "show(line, slope=2, caption='A caption')"


@pytest.fixture
def book(window):
    """The notebook that most of these tests share."""
    return shared(window, "panels.ipynb", [SETUP, PANEL, FAILING, STATIC, "'below'"], VIEWPORT)


def shared(window, name, cells, size):
    """A notebook that has been run: the one in the window if it is there, else a new one."""
    window.page.set_viewport_size(size)
    if (standing := window.shown(f"notebooks/{name}")) is None:
        window.forget()
        window.page.set_viewport_size(size)
        standing = window.write(cells, name)
        standing.run_all()
    return standing


@pytest.fixture
def keys(window):
    """Press keys, one after the other."""

    def press(*names):
        for name in names:
            window.page.keyboard.press(name)

    return press


@pytest.fixture
def panel(book):
    """The panel as it stands at the start."""
    shown = book.panel("A line")
    shown.get_by_role("button", name="Reset").click()
    settled(shown.locator(".cw-explore"))  # what the test before has moved may be on its way
    expect(shown.locator("img")).to_have_attribute("alt", words())
    return shown


def words(slope=1, level=1, kind="solid", colour="black", grid=""):
    more = " It is long." * int(10 * abs(slope)) if slope < 0 else ""
    return f"A {kind} {colour} line of slope {slope:g} at {level:g}{grid}.{more}"


def sees(panel, **values):
    """Wait until picture and caption are there for these values."""
    expect(panel.locator("img")).to_have_attribute("alt", words(**values))
    expect(panel.locator(".cw-caption")).to_have_text(re.compile(re.escape(words(**values)) + "$"))


def python(book, code):
    """Let the kernel run code beside the cells, without waiting for its end."""
    book.page.evaluate(f"code => {{ {KERNEL}.requestExecute({{ code }}) }}", code)


def keep_busy(book, lab):
    """Keep the kernel busy until the file that is returned is there."""
    gate = lab.server.root / book.path.replace(".ipynb", ".gate")
    closed = gate.with_suffix(".closed")
    python(
        book,
        f"Path('{closed.name}').touch()\nwhile not Path('{gate.name}').exists(): time.sleep(0.02)",
    )
    while not closed.exists():
        book.page.wait_for_timeout(20)
    return gate


def active_cell(page):
    return page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex")


# -- keys -----------------------------------------------------------------------------------------


def test_a_slider_moves_by_keys(panel, keys):
    slope = panel.get_by_role("slider", name="Slope")
    slope.focus()
    keys("ArrowRight")
    sees(panel, slope=1.5)
    expect(slope).to_have_attribute("aria-valuetext", "1.5 nA/s")
    keys("ArrowDown", "ArrowLeft")
    sees(panel, slope=0.5)
    keys("PageUp")
    sees(panel, slope=5.5)
    keys("PageDown", "PageDown")
    sees(panel, slope=-4.5)
    expect(slope).to_have_attribute("aria-valuetext", "−4.5 nA/s")
    keys("End")
    sees(panel, slope=9)
    keys("PageUp", "Home")
    sees(panel, slope=-9)


def test_a_log_slider_moves_evenly_and_tells_its_true_value(panel, keys):
    level = panel.get_by_role("slider", name="Level")
    level.focus()
    keys("PageUp", "PageUp")
    sees(panel, level=10)
    expect(level).to_have_attribute("aria-valuetext", "10 µM")
    expect(panel.get_by_role("spinbutton", name="Level, exact value in µM")).to_have_value("10")
    keys("Home")
    sees(panel, level=0.01)


def test_an_exact_value_is_typed(panel, keys):
    number = panel.get_by_role("spinbutton", name="Slope")
    number.fill("2.34")
    sees(panel)  # not before it is finished
    keys("Enter")
    sees(panel, slope=2.34)
    keys("ArrowUp")
    sees(panel, slope=3)
    keys("PageDown")
    sees(panel, slope=-2)


def test_a_value_out_of_range_is_refused_in_words(panel, keys):
    number = panel.get_by_role("spinbutton", name="Slope")
    number.fill("12")
    keys("Enter")
    told = panel.get_by_text("Slope: type a number from −9 nA/s to 9 nA/s.")
    expect(told).to_be_visible()
    expect(number).to_have_attribute("aria-invalid", "true")
    sees(panel)
    number.fill("7")
    keys("Enter")
    sees(panel, slope=7)
    expect(told).to_be_hidden()


def test_radio_buttons_list_and_box_obey_keys(panel, keys):
    panel.get_by_role("radio", name="Whole").focus()
    keys("ArrowRight")
    sees(panel, kind="dashed")
    keys("ArrowUp")
    sees(panel)
    panel.get_by_role("combobox", name="Colour").focus()
    keys("ArrowDown", "ArrowDown")
    sees(panel, colour="green")
    panel.get_by_role("checkbox", name="Grid").focus()
    keys("Space")
    sees(panel, colour="green", grid=" on a grid")


def test_buttons_obey_keys_and_tell_where_the_panel_stands(panel, keys):
    steep = panel.get_by_role("group", name="Presets").get_by_role("button", name="Steep")
    flat = panel.get_by_role("group", name="Nobody tries").get_by_role("button", name="Flat")
    steep.focus()
    keys("Enter")
    sees(panel, slope=8)
    expect(steep).to_have_attribute("aria-pressed", "true")
    expect(panel.get_by_role("slider", name="Slope")).to_have_attribute("aria-valuetext", "8 nA/s")
    flat.focus()
    keys("Space")
    sees(panel, slope=0)
    expect(steep).to_have_attribute("aria-pressed", "false")
    expect(flat).to_have_attribute("aria-pressed", "true")
    panel.get_by_role("button", name="Reset").focus()
    keys("Enter")
    sees(panel)


def test_the_badge_opens_what_is_wrong(panel, keys):
    badge = panel.get_by_role("button", name="Where this model is wrong")
    wrong = panel.locator(".cw-wrong-text")
    expect(wrong).to_be_hidden()
    badge.focus()
    keys("Enter")
    expect(wrong).to_have_text("Nothing is straight.")
    expect(wrong).to_be_visible()
    expect(badge).to_have_attribute("aria-expanded", "true")
    keys("Enter")
    expect(wrong).to_be_hidden()


def test_jupyterlab_takes_no_key_from_a_control(panel, keys, book):
    cells = len(book.json().cells)
    for role in ("slider", "spinbutton", "radio", "combobox", "checkbox", "button"):
        book.select(1)
        control = panel.get_by_role(role).first
        control.focus()
        keys("d", "d", "x", "a", "ArrowDown", "ArrowUp")
        if role in ("slider", "spinbutton", "checkbox", "button"):
            assert control.evaluate("control => control === document.activeElement"), role
        assert active_cell(book.page) == 1, role
        assert len(book.json().cells) == cells, role


def test_every_control_is_reached_by_tab(panel, keys, book):
    badge = panel.get_by_role("button", name="Where this model is wrong")
    badge.focus()
    met = [badge]
    for _ in range(11):
        keys("Tab")
        met.append(book.page.locator(":focus"))
    last = panel.get_by_role("button", name="Reset")
    assert last.evaluate("control => control === document.activeElement")


def test_escape_leads_back_to_the_cell(panel, keys, book):
    for role in ("slider", "spinbutton", "radio", "combobox", "checkbox", "button"):
        book.select(1)
        panel.get_by_role(role).last.focus()
        keys("Escape", "ArrowDown")
        assert active_cell(book.page) == 2, role


# -- what is heard and seen -----------------------------------------------------------------------


def test_words_are_spoken_after_a_rest(panel, keys, book):
    live = panel.get_by_role("status")
    live.evaluate(
        """live => {
            window.spoken = [];
            const note = () => window.spoken.push(live.textContent);
            new MutationObserver(note).observe(live, { childList: true });
        }"""
    )
    panel.get_by_role("slider", name="Slope").focus()
    keys(*["ArrowRight"] * 8)
    told = f"Slope 1 → 5 nA/s. {words(slope=5)}"
    expect(live).to_have_text(told)
    assert book.page.evaluate("window.spoken") == [told]


def test_nothing_below_the_picture_moves(panel, keys, book):
    panel.get_by_role("slider", name="Slope").focus()
    keys("Home")  # the longest words
    sees(panel, slope=-9)
    below = book.page.locator(".jp-Cell").nth(2)
    place = below.bounding_box()
    for key, slope in [("PageUp", -4), ("End", 9), ("Home", -9)]:
        keys(key)
        sees(panel, slope=slope)
        assert below.bounding_box() == place
    image, frame = panel.locator("img").bounding_box(), panel.locator(".cw-frame").bounding_box()
    assert (image["width"], image["height"]) == (768, 432)
    assert frame == image


def test_no_fault_of_accessibility(book, panel):
    panel.get_by_role("button", name="Where this model is wrong").click()
    found = Axe().run(book.page, context=".jp-OutputArea-output")
    panel.get_by_role("button", name="Where this model is wrong").click()
    assert found.violations_count == 0, found.generate_report()


def test_the_words_of_a_static_figure_open_by_key(book, keys):
    figure = book.output(3)
    expect(figure.get_by_role("img")).to_have_attribute("alt", words(slope=2))
    expect(figure.locator("figcaption")).to_have_text("A caption")
    figure.locator("summary").focus()
    keys("Enter")
    expect(figure.locator("details p")).to_be_visible()
    keys("d", "d")
    assert len(book.json().cells) == 5


# -- trouble --------------------------------------------------------------------------------------


def test_an_error_in_a_drawing_is_told_and_the_panel_lives_on(book, keys):
    panel = book.panel("Careful")
    rate = panel.get_by_role("slider", name="Rate")
    alert = panel.get_by_role("alert")
    rate.focus()
    keys("PageUp")
    expect(alert).to_have_text(
        "Stay below 3 per second. The picture still shows the last values that worked."
    )
    good = "A solid black line of rate 2 at 1."
    expect(panel.locator("img")).to_have_attribute("alt", f"Not up to date: {good}")
    expect(rate).to_have_attribute("aria-valuetext", "5")
    keys("Home")
    expect(alert).to_contain_text("The drawing failed: KeyError: 'gone'")
    keys("PageUp", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect(alert).to_be_hidden()
    expect(panel.locator("img")).to_have_attribute("alt", good)


def test_a_burst_of_drags_leaves_no_queue(book, panel):
    panel.locator("img").evaluate(
        """image => {
            window.frames = [];
            const note = () => window.frames.push(Number(image.alt.match(/slope (\\S+)/)[1]));
            new MutationObserver(note).observe(image, { attributeFilter: ["src"] });
        }"""
    )
    slope = panel.get_by_role("slider", name="Slope").bounding_box()
    mouse = book.page.mouse
    mouse.move(slope["x"] + 2, slope["y"] + slope["height"] / 2)
    mouse.down()
    mouse.move(slope["x"] + slope["width"] - 2, slope["y"] + slope["height"] / 2, steps=120)
    mouse.up()
    expect(panel.locator("img")).to_have_attribute("alt", words(slope=9))
    drawn = book.page.evaluate("window.frames")
    assert drawn == sorted(drawn)
    assert drawn[-1] == 9
    book.page.wait_for_timeout(300)
    assert book.page.evaluate("window.frames.length") == len(drawn)  # nothing came after


def test_drags_while_python_is_busy_are_drawn_once(book, panel, keys, window):
    gate = keep_busy(book, window)
    panel.locator("img").evaluate(
        """image => {
            window.drawnBusy = [];
            new MutationObserver(() => { window.drawnBusy.push(image.alt); })
                .observe(image, { attributeFilter: ["src"] });
        }"""
    )
    panel.get_by_role("slider", name="Slope").focus()
    keys(*["ArrowRight"] * 12)
    gate.touch()
    sees(panel, slope=7)
    # how many of those between were sent hangs on the machine; none may come twice
    settled(panel)
    drawn = book.page.evaluate("window.drawnBusy")
    assert len(set(drawn)) == len(drawn) <= 12
    assert drawn[-1] == words(slope=7)


def test_the_picture_stands_whole_in_its_own_address(book, panel, keys):
    panel.get_by_role("slider", name="Slope").focus()
    keys("ArrowRight")
    expect(panel.locator('img[src^="data:image/png"]')).to_have_js_property("naturalWidth", 768)


def test_python_moves_the_controls(book, panel):
    python(book, 'panel.set(slope=-1, kind="dashed", grid=True)')
    sees(panel, slope=-1, kind="dashed", grid=" on a grid")
    slope = panel.get_by_role("slider", name="Slope")
    expect(slope).to_have_attribute("aria-valuetext", "−1 nA/s")
    expect(panel.get_by_role("radio", name="Broken")).to_be_checked()
    expect(panel.get_by_role("checkbox", name="Grid")).to_be_checked()


def test_a_narrow_page_hides_nothing(book, panel):
    page = book.page
    wide = page.viewport_size
    page.set_viewport_size({"width": 760, "height": 1600})
    try:
        expect(panel.locator("img")).not_to_have_css("width", "768px")
        size = panel.locator(".cw-panel").evaluate(
            "panel => [panel.scrollWidth, panel.clientWidth]"
        )
        assert size[0] <= size[1]
        view = panel.locator(".cw-scroller").bounding_box()
        assert view["width"] < size[1] < panel.locator("img").bounding_box()["width"]
        panel.scroll_into_view_if_needed()  # JupyterLab may have gone to the cell that was run
        expect(panel.get_by_role("button", name="Reset")).to_be_in_viewport()
    finally:
        page.set_viewport_size(wide)


def test_reload_and_restart(lab):
    book = lab.write([SETUP, PANEL], name="reload.ipynb")
    book.run_all()
    panel = book.panel("A line")
    panel.get_by_role("slider", name="Slope").focus()
    lab.page.keyboard.press("End")
    sees(panel, slope=9)

    # a page that is loaded anew while the kernel lives finds the panel as it stood
    book.command("docmanager:save")
    lab.page.reload()
    lab.page.wait_for_function("() => window.jupyterapp?.shell")
    book = lab.current(book.path)
    panel = book.panel("A line")
    slope = panel.get_by_role("slider", name="Slope")
    expect(slope).to_have_attribute("aria-valuetext", "9 nA/s")
    sees(panel, slope=9)
    slope.focus()
    lab.page.keyboard.press("Home")
    sees(panel, slope=-9)

    # a panel whose kernel is gone says so when it is moved, and lives again when it is run
    book.restart_kernel()
    silence = panel.get_by_text(
        "No answer from Python. If the kernel was restarted, choose Run > Run All Cells."
    )
    expect(silence).to_be_hidden()
    slope.focus()
    lab.page.keyboard.press("End")
    expect(silence).to_be_visible(timeout=8000)
    expect(silence).to_have_attribute("role", "alert")
    book.run_all()
    panel = book.panel("A line")
    sees(panel)
    expect(silence).to_be_hidden()

    # a kernel that is only busy is told of in the same way, until it answers
    gate = keep_busy(book, lab)
    panel.get_by_role("slider", name="Slope").focus()
    lab.page.keyboard.press("End")
    expect(silence).to_be_visible(timeout=8000)
    lab.page.keyboard.press("ArrowLeft")
    gate.touch()
    sees(panel, slope=8.5)
    expect(silence).to_be_hidden()


# -- one view: task, handle, ghost ----------------------------------------------------------------


STAGE = """
from types import SimpleNamespace

from helpers.figures import artists, handle, moves

def build(figure):
    axes = figure.add_axes((0.1, 0.15, 0.85, 0.8), xlim=(-10, 10), ylim=(-10, 10))
    art = SimpleNamespace(line=axes.plot(TIMES_S, TIMES_S)[0], dot=axes.plot([0], [0], "o")[0])
    moves(art.line, art.dot)
    handle(art.dot, x="slope", y="level")
    return art

def stage(figure, *, slope, level, kind):
    art = artists(figure, build)
    art.line.set_data(10 * TIMES_S, slope * TIMES_S)
    art.line.set_linestyle(kind)
    art.dot.set_data([slope], [level])
    return f"A {kind} line of slope {slope:g} at {level:g}."

TASK = {
    "steps": [
        {"say": "Make it [flat](set:slope=0), then steep.", "look": "Where does it end?",
         "done": [{"slope": 0}, {"slope": [8, 9]}]},
        {"say": "Break it.", "done": {"kind": "dashed"}},
    ],
    "found": "It [breaks](set:kind=dashed).",
}
explore(
    stage,
    title="On stage",
    task=TASK,
    slope=slider("K_I slope", -9, 9, 1, "nA", step=0.5, play=True),
    level=slider("Level", -9, 9, 0, step=1, needs=("kind", "dashed", "break the line first")),
    kind=choice("Kind", {"solid": "Whole", "dashed": "Broken"}, "solid"),
    presets={"Steep": {"slope": 8}, "Broken": {"kind": "dashed"}},
    wrong="Nothing is straight. " * 8,
)
"""


@pytest.fixture
def laptop(window):
    """A panel with all that a stage has, on the screen of a laptop."""
    size = {"width": 1366, "height": 768}
    return shared(window, "stage.ipynb", [SETUP, STAGE, "'below'"], size)


@pytest.fixture
def stage(laptop):
    shown = laptop.panel("On stage")
    shown.get_by_role("button", name="Reset").click()
    expect(shown.locator("img")).to_have_attribute("alt", "A solid line of slope 1 at 0.")
    settled(shown)
    return shown


def draws(panel, slope=1, level=0, kind="solid"):
    told = f"A {kind} line of slope {slope:g} at {level:g}."
    expect(panel.locator("img")).to_have_attribute("alt", told)


def test_a_laptop_shows_task_controls_picture_and_words_in_one_view(laptop, stage):
    root = stage.locator(".cw-panel")
    before = root.bounding_box()
    assert before["height"] <= 620
    picture = stage.locator("img").bounding_box()
    knob = stage.get_by_role("slider", name="Level", exact=True).bounding_box()
    assert knob["x"] > picture["x"] + picture["width"]  # beside it
    assert picture["width"] >= 0.84 * 768  # words of 9 points are 10 pixels high
    # whatever opens is laid over: nothing moves
    badge = stage.get_by_role("button", name="Where this model is wrong")
    badge.click()
    wrong = stage.locator(".cw-wrong-text").bounding_box()
    tail = stage.locator(".cw-task-tail").bounding_box()
    assert tail["y"] + tail["height"] <= wrong["y"] < picture["y"] + picture["height"] / 2
    assert wrong["x"] + wrong["width"] <= knob["x"]  # no button and no control is covered
    assert root.bounding_box() == before
    badge.click()
    stage.locator(".cw-show-found").click()
    expect(stage.get_by_role("button", name="breaks")).to_be_visible()
    stage.get_by_role("button", name="Steep").click()
    draws(stage, slope=8)
    assert root.bounding_box() == before
    stage.get_by_role("button", name="Back to the controls").click()


def test_a_narrow_pane_keeps_the_picture_in_sight(laptop, stage):
    page, wide = laptop.page, laptop.page.viewport_size
    page.evaluate("window.jupyterapp.shell.collapseLeft()")
    try:
        for width, height in [(683, 384), (390, 844)]:
            page.set_viewport_size({"width": width, "height": height})
            level = stage.get_by_role("slider", name="Level", exact=True)
            level.scroll_into_view_if_needed()
            level.focus()
            view = stage.locator(".cw-scroller")
            expect(view).to_be_in_viewport(ratio=0.9)
            root = stage.locator(".cw-panel")
            assert root.evaluate("root => root.scrollWidth <= root.clientWidth")
            # nor does a long word in the title push anything off the panel
            assert root.evaluate(
                """root => {
                    const title = root.querySelector(".cw-title");
                    const words = title.textContent;
                    title.textContent = "Microscopically";
                    const fits = root.scrollWidth <= root.clientWidth;
                    title.textContent = words;
                    return fits;
                }"""
            )
            # its words stay 10 pixels high: what has no room is reached by scrolling, also by key
            assert stage.locator("img").bounding_box()["width"] >= 0.84 * 768
            expect(view).to_have_attribute("tabindex", "0")
            view.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("view => view.scrollLeft > 0", arg=view.element_handle())
    finally:
        page.set_viewport_size(wide)
        page.evaluate("window.jupyterapp.shell.expandLeft()")


@pytest.fixture
def grip(stage):
    """A handle of two controls, once none of them rests."""
    expect(stage.get_by_role("slider", name="K I slope, in the picture")).to_be_visible()
    stage.get_by_role("button", name="Broken", exact=True).click()
    draws(stage, kind="dashed")
    return stage.get_by_role("slider", name="K I slope and Level, in the picture")


def test_a_handle_is_dragged_and_moves_its_controls(laptop, stage, grip):
    mouse = laptop.page.mouse
    shape, frame = grip.bounding_box(), stage.locator("img").bounding_box()
    assert min(shape["width"], shape["height"]) >= 24
    mouse.move(shape["x"] + 10, shape["y"] + 10)
    mouse.down()
    right = frame["width"] * 0.85 * 4 / 20  # four on an axis that is twenty long
    up = frame["height"] * 0.8 * 5 / 20
    mouse.move(shape["x"] + 10 + right, shape["y"] + 10 - up, steps=15)
    mouse.up()
    draws(stage, slope=5, level=5, kind="dashed")
    expect(stage.locator(".cw-changed")).to_have_text("KI slope 1 → 5 nA; Level 0 → 5.")
    expect(grip).to_have_attribute("aria-valuetext", "5 nA, 5")
    moved = grip.bounding_box()
    assert moved["x"] - shape["x"] == pytest.approx(right, abs=2)
    assert shape["y"] - moved["y"] == pytest.approx(up, abs=2)


def test_a_handle_obeys_keys(stage, laptop, grip):
    press = laptop.page.keyboard.press
    grip.focus()
    press("ArrowRight")
    press("ArrowUp")
    draws(stage, slope=1.5, level=1, kind="dashed")
    press("Shift+ArrowLeft")
    draws(stage, slope=-3.5, level=1, kind="dashed")
    press("End")
    draws(stage, slope=9, level=1, kind="dashed")
    press("Home")
    draws(stage, slope=-9, level=1, kind="dashed")
    expect(grip).to_be_focused()
    press("Escape")
    press("ArrowDown")
    assert active_cell(laptop.page) == 2


def test_steps_tick_themselves_and_words_move_the_panel(laptop):
    laptop.page.evaluate("sessionStorage.clear()")
    laptop.run_all()  # a task that nobody has begun
    stage = laptop.panel("On stage")
    expect(stage.get_by_role("button", name="Show me")).to_be_visible()
    step = stage.locator(".cw-step:visible")
    expect(step).to_contain_text("Make it flat")
    stage.get_by_role("button", name="flat").click()
    draws(stage, slope=0)
    expect(stage.locator(".cw-count")).to_have_text("1 of 2")
    stage.get_by_role("slider", name="K I slope", exact=True).focus()
    laptop.page.keyboard.press("End")
    expect(stage.locator(".cw-count")).to_have_text("1 of 2 ✓ done")
    stage.get_by_role("button", name="Next").focus()
    laptop.page.keyboard.press("Enter")
    expect(step).to_have_text("Break it.")
    stage.get_by_role("button", name="What you should have found").click()
    stage.get_by_role("button", name="breaks").click()
    draws(stage, slope=9, kind="dashed")
    expect(stage.locator(".cw-count")).to_have_text("2 of 2 ✓ done")
    stage.get_by_role("button", name="Back to the controls").click()

    laptop.command("docmanager:save")
    laptop.page.reload()
    laptop.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context")
    laptop.wait_idle()
    stage = laptop.panel("On stage")
    expect(stage.locator(".cw-count")).to_have_text("2 of 2 ✓ done")
    stage.get_by_role("button", name="Back", exact=True).click()
    expect(stage.locator(".cw-count")).to_have_text("1 of 2 ✓ done")


def test_a_preset_changes_what_it_names_and_a_resting_control_says_why(stage):
    level = stage.get_by_role("slider", name="Level", exact=True)
    expect(level).to_have_accessible_description("break the line first")
    level.focus()
    level.press("End")  # it may be set before what it waits for, so it is not called disabled
    expect(level).to_have_attribute("aria-valuetext", "9")
    expect(level).not_to_have_attribute("aria-disabled", "true")
    expect(level).to_have_accessible_description("break the line first")
    stage.get_by_role("button", name="Reset").click()
    stage.get_by_role("button", name="Steep").click()
    draws(stage, slope=8)  # a busy Python may leave out what is over before it looks
    stage.get_by_role("button", name="Broken", exact=True).click()
    draws(stage, slope=8, kind="dashed")
    expect(level).to_have_accessible_description("")
    expect(stage.locator(".cw-changed")).to_have_text("Kind Whole → Broken.")
    stage.get_by_role("button", name="Reset").click()
    draws(stage)
    expect(stage.locator(".cw-changed")).to_have_count(0)


def test_time_runs_by_a_button_and_steps_where_motion_is_unwelcome(stage, laptop):
    page = laptop.page
    button = stage.get_by_role("button", name="Step K I slope")
    button.focus()
    page.keyboard.press("Enter")
    draws(stage, slope=1.5)
    page.emulate_media(reduced_motion="no-preference")
    stage.get_by_role("button", name="Play K I slope").press("Enter")
    stop = stage.get_by_role("button", name="Stop K I slope")
    stop.press("Enter")
    expect(stage.get_by_role("button", name="Play K I slope")).to_be_visible()
    settled(stage)
    stopped = stage.locator("img").get_attribute("alt")
    page.wait_for_timeout(300)
    assert stage.locator("img").get_attribute("alt") == stopped
    page.emulate_media(reduced_motion="reduce")


def test_a_decimal_comma_is_read_and_the_wheel_changes_nothing(stage, laptop):
    number = stage.get_by_role("spinbutton", name="K I slope")
    number.fill("0,5")
    number.press("Enter")
    draws(stage, slope=0.5)
    shape = number.bounding_box()
    laptop.page.mouse.move(shape["x"] + 5, shape["y"] + 5)
    laptop.page.mouse.wheel(0, 1)
    number.fill("−1,2,3")
    number.press("Enter")
    expect(stage.get_by_text("K I slope: type a number from −9 nA to 9 nA.")).to_be_visible()
    draws(stage, slope=0.5)
    number.fill("1,000")  # a thousand, or one
    number.press("Enter")
    expect(stage.get_by_text("9 nA, without a comma between thousands.")).to_be_visible()
    expect(number).to_have_value("1,000")
    number.fill("−１．５")  # as some keyboards write them
    number.press("Enter")
    draws(stage, slope=-1.5)


def test_saving_works_from_inside_and_an_input_method_keeps_its_escape(stage, laptop):
    page = laptop.page
    number = stage.get_by_role("spinbutton", name="K I slope")
    number.focus()
    number.evaluate(
        """field => field.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true }))"""
    )
    expect(number).to_be_focused()
    page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty = true")
    page.keyboard.press("Control+s")
    page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")
    expect(number).to_have_attribute("data-lm-suppress-shortcuts", "true")


def test_pictures_follow_the_dark_theme_and_no_fault_of_accessibility(stage, laptop):
    page = laptop.page
    expect(stage.locator("img")).to_have_css("filter", "none")
    choose = "name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })"
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(choose, theme)
        light = str(theme == "JupyterLab Light").lower()
        page.wait_for_selector(f'[data-jp-theme-light="{light}"]', state="attached")
        found = Axe().run(page, context=".jp-OutputArea-output .cw-panel")
        assert found.violations_count == 0, found.generate_report()
        if light == "false":
            expect(stage.locator("img")).to_have_css("filter", re.compile("invert"))


def test_without_a_kernel_the_picture_is_there(lab):
    book = lab.write([SETUP, PANEL, STATIC], name="still.ipynb")
    book.run_all()
    book.panel("A line")
    book.command("docmanager:save")
    # the same file as a stranger's: not trusted, so no widget but the picture
    source = lab.server.root / book.path
    other = source.with_name("stranger.ipynb")
    other.write_text(source.read_text(encoding="utf-8").replace("'A caption'", "'Another'", 1))
    shown = lab.open("notebooks/stranger.ipynb").output(1)
    expect(shown.get_by_role("img")).to_have_attribute("alt", words())
    expect(shown.get_by_text("To move the controls, choose Run > Run All Cells.")).to_be_visible()
    expect(shown.get_by_role("slider")).to_have_count(0)
