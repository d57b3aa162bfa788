"""What stands on the page when a panel's kernel has gone, and what a tab says it holds."""

import pytest
from playwright.sync_api import expect

from tests.tools.lab import CURRENT

START = "notebooks/00_start_here.ipynb"
STANDS = "#main .jp-LabShell, #jp-main-dock-panel"


def gone(lab, book):
    """Wait until every lost panel shows its saved picture, and no error is in sight."""
    saved = lab.page.locator(".cw-saved")
    expect(saved.filter(has=lab.page.locator("img[alt]"))).not_to_have_count(0)
    for words in ("Error displaying widget", "Loading widget"):
        for place in lab.page.get_by_text(words).all():
            expect(place).to_be_hidden()
    expect(saved.first).to_contain_text("Run > Run All Cells")


@pytest.mark.parametrize("how", ["restart", "shut down"])
def test_a_panel_without_its_kernel_shows_its_saved_picture(lab, how):
    lab.page.set_viewport_size({"width": 1280, "height": 12_000})  # all cells are drawn
    book = lab.open(START)
    book.run_all()
    lab.page.locator(".cw-explore").first.wait_for()
    lab.page.evaluate(f"async () => await {CURRENT}.context.save()")
    if how == "restart":
        book.restart_kernel()
    else:
        lab.page.evaluate(f"async () => await {CURRENT}.context.sessionContext.shutdown()")
    lab.page.reload()
    lab.page.locator(STANDS).first.wait_for()
    book = lab.current(START)
    gone(lab, book)
    book.run_all()
    lab.page.locator(".cw-explore").first.wait_for()
    expect(lab.page.locator(".cw-saved")).to_have_count(0)


def test_tabs_tell_an_exercise_from_its_lesson(lab):
    for room, words in (
        ("notebooks", ""),
        ("exercises", "Exercise: "),
        ("solutions", "Solution: "),
    ):
        lab.open(f"{room}/mechanism/01_channel_block.ipynb")
        tab = lab.page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel").last
        expect(tab).to_have_text(f"{words}01_channel_block.ipynb")
