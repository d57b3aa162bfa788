"""The stopwatch in JupyterLab: a run by the space bar alone, with a kernel that has gone."""

import json
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.hands import press, press_button

CELL = """from helpers.widgets import stopwatch
watch = stopwatch("l/c", (0.2, 0.4), 1, example=[[0.2, 0.3], [0.2, 0.4], [0.4, 0.5]])
watch"""


def copy(lab, panel, wait_ms):
    """Wait for the light to go out, then make it burn for about a time."""
    expect(panel).to_have_attribute("data-phase", "ready")
    press(lab, "Space")
    expect(panel).to_have_attribute("data-phase", "making")
    lab.page.wait_for_timeout(wait_ms)
    press(lab, "Space")


def test_a_run_by_keyboard_without_a_kernel_is_kept_by_the_next(lab):
    book = lab.write([CELL, "print(watch.simulated, watch.targets_s, watch.copies_s)"])
    book.run_all()
    panel = book.output(0).locator(".cw-stopwatch")
    press_button(lab, panel, "Show the simulated example")
    expect(panel.get_by_role("table")).to_contain_text("nobody made these copies")
    found = Axe().run(lab.page, context=".cw-stopwatch").response["violations"]
    assert not found, [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found]

    book.restart_kernel()  # from here on the page is alone
    panel.get_by_role("button", name="Begin").focus()
    press(lab, "Space", "Space")
    expect(panel).to_contain_text("Too early. Wait for the light.")
    copy(lab, panel, 0)
    expect(panel).to_contain_text("That was a double press. This time comes again later.")
    copy(lab, panel, 250)
    copy(lab, panel, 250)
    expect(panel.get_by_role("table")).to_contain_text("Your run")
    expect(panel.get_by_role("button", name="Begin")).to_be_focused()
    rows = panel.get_by_role("row").all_inner_texts()
    assert [row.split()[:3] for row in rows[1:]] == [["0.2", "s", "1"], ["0.4", "s", "1"]]

    book.run_all()  # a new kernel: it is given what the old one never had
    expect(book.output(0).get_by_role("table")).to_contain_text("Your last run")
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not kept(lab) and time.monotonic() < deadline:
        lab.page.wait_for_timeout(50)
    (trials,) = kept(lab)
    assert sorted(target for target, _ in trials) == [0.2, 0.4]
    assert all(0.2 < made < 5 for _, made in trials)
    book.run_cell(1)
    expect(book.output(1)).to_contain_text("False")


def kept(lab):
    """Return all runs in the learner's file."""
    path = lab.server.progress
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    events = [json.loads(line) for line in lines]
    return [one["data"]["trials"] for one in events if one["kind"] == "copied times"]
