"""What stands on the page when a panel's kernel has gone, and what a tab says it holds."""

from pathlib import Path

from playwright.sync_api import expect

from tests.tools.lab import CURRENT, SHELL

DRAW = """from helpers.widgets import *
def draw(figure, *, height):
    figure.subplots().plot([0, height])
    return f"A line up to {height:g}."
"""
PANEL = 'explore(draw, title="A panel", height=slider("Height", 0, 2, 1))'
QUESTION = 'quiz("l/q", "What?", [Option("a", "This", right=True), Option("b", "That")])'
CELLS = [DRAW, PANEL, QUESTION]
PATH = "notebooks/scratch.ipynb"
LIVE = ".cw-explore, .cw-quiz"
SAVE = f"async () => await {CURRENT}.context.save()"
SHUT_DOWN = f"async () => await {CURRENT}.context.sessionContext.shutdown()"
# A cell that takes as long as a file is not there.
BUSY = """import pathlib, time
while not pathlib.Path("go-on").exists():
    time.sleep(0.1)
"""


def expect_saved(page, words):
    """Wait until both panels show what they were saved with, and no error is in sight."""
    saved = page.locator(".cw-saved")
    expect(saved).to_have_count(2)
    expect(saved.filter(has=page.locator('img[alt="A line up to 1."]'))).to_have_count(1)
    expect(saved.filter(has_text="What?")).to_have_count(1)
    for words_of in saved.all():
        expect(words_of).to_contain_text(words)
        expect(words_of).to_contain_text("Run > Run All Cells")
    for fault in ("Error displaying widget", "Loading widget"):
        for place in page.get_by_text(fault).all():
            expect(place).to_be_hidden()


def expect_alive(page):
    expect(page.locator(LIVE)).to_have_count(2)
    expect(page.locator(".cw-saved")).to_have_count(0)


def ran(lab, cells=CELLS):
    book = lab.write(cells, Path(PATH).name)
    for place in range(3):
        book.run_cell(place)
    expect_alive(lab.page)
    lab.page.evaluate(SAVE)
    return book


def test_a_panel_without_its_kernel_shows_its_saved_picture(lab):
    book = ran(lab)
    for shut_down in (False, True):
        if shut_down:
            lab.page.evaluate(SHUT_DOWN)
        else:
            book.restart_kernel()
        lab.page.reload()
        lab.page.locator(SHELL).first.wait_for()
        book = lab.current(PATH)
        expect_saved(lab.page, "whose kernel is gone")
        book.run_all()
        expect_alive(lab.page)
        lab.page.evaluate(SAVE)


def test_a_panel_that_waits_for_a_busy_kernel_shows_its_saved_picture_and_then_lives(lab):
    go_on = lab.server.root / "notebooks" / "go-on"
    go_on.unlink(missing_ok=True)
    try:
        book = ran(lab, [*CELLS, BUSY])
        book.select(3)
        lab.page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-cell')")
        lab.page.reload()
        expect_saved(lab.page, "waits for Python")
    finally:
        go_on.touch()
    expect_alive(lab.page)
    go_on.unlink()


def test_tabs_tell_an_exercise_from_its_lesson(lab):
    name = "01_channel_block.ipynb"
    lab.open(f"notebooks/mechanism/{name}")
    for room, words in (
        ("notebooks", ""),
        ("exercises", "Exercise: "),
        ("solutions", "Solution: "),
    ):
        lab.page.evaluate(
            "path => void window.jupyterapp.commands.execute('docmanager:open', { path })",
            f"{room}/mechanism/{name}",
        )
        tab = lab.page.locator(".lm-TabBar-tab.lm-mod-current").last
        if words:
            expect(tab).to_have_attribute("data-course-kind", room)
        label = tab.locator(".lm-TabBar-tabLabel")
        expect(label).to_have_text(name)
        before = label.evaluate("label => getComputedStyle(label, '::before').content")
        assert before == (f'"{words}"' if words else "none")
    assert lab.faults == []


def test_jupyter_notebook_shows_saved_pictures_too(lab):
    ran(lab)
    lab.page.evaluate(SHUT_DOWN)
    server = lab.server
    lab.page.goto(f"{server.url}/notebooks/{PATH}?token={server.token}")
    expect_saved(lab.page, "whose kernel is gone")
