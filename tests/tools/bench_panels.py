"""How long a learner waits for a panel: in a real browser, beside a plain ``interact``.

The lesson's own hero panel is measured too. Needs a browser; without one there are no lines.
"""

from __future__ import annotations

from playwright.sync_api import sync_playwright

from tests.browser import latency
from tests.tools.bench import Line
from tests.tools.lab import browser_path, browser_window, launch
from tests.tools.serve import course_server

# times as quick as a plain `interact` of the same figure, pressed in turn in one run: with one
# drawing and with two
AT_LEAST = {1: 2.5, 2: 3.0}
HERO = """
from helpers.figures import receptor
from helpers.widgets import choice, explore, slider

explore(
    receptor.pulse_pause_pulse,
    title="Hero",
    ketamine_um=slider("Concentration", 0, 10, start=1, unit="µM", step=0.1),
    rate_hz=slider("Pulse rate", 0.1, 2, start=1, unit="per second", scale="log"),
    n_pulses=slider("Pulses in drug", 10, 60, start=20, step=1),
    pause_s=slider("Pause after washing", 0, 300, start=0, unit="s", step=10),
    blocker=choice("Blocker", ["ketamine", "leaky trap", "must leave first"], "ketamine"),
    axis=choice("Axis", ["seconds", "pulses"], "seconds"),
)
"""


def lines() -> list[Line]:
    """Measure key press to painted picture for the bare panel and for a lesson's."""
    if browser_path() is None:
        return []
    rows = {(row["what"], row["drawings"]): row for row in latency.measure()}
    found = []
    for drawings in (1, 2):
        ours, theirs = rows["explore", drawings], rows["interact", drawings]
        name = "key press to picture, " + ("one drawing" if drawings == 1 else "two side by side")
        for which in ("median", "p95"):
            key = f"{which}_ms"
            what = f"{name}, {'median' if which == 'median' else '95th percentile'}"
            least = AT_LEAST[drawings]
            found.append(Line(what, ours[key], "ms", theirs[key], "plain interact", least))
    return found + _hero()


def _hero() -> list[Line]:
    with course_server() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        with browser_window(browser, server, latency.WINDOW) as lab:
            (lags_ms,) = latency.press_keys(lab, [(HERO, latency.RANGE)], latency.PRESSES)
        browser.close()
    row = latency.summary("hero", 2, lags_ms)
    return [
        Line("lesson 01, pulse, pause, pulse: median", row["median_ms"], "ms"),
        Line("lesson 01, pulse, pause, pulse: 95th percentile", row["p95_ms"], "ms"),
    ]
