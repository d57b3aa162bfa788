"""How long a learner waits for a panel: in a real browser, beside a plain ``interact``.

The lesson's own hero panel is measured too. Needs a browser; without one there are no lines.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import sync_playwright

from tests.browser import latency
from tests.tools.bench import Line
from tests.tools.lab import browser_path, browser_window, launch
from tests.tools.serve import course_server

AT_LEAST = 1.5  # times as quick as a plain `interact` of the same figure, in the median
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
        for which, at_least in (("median", AT_LEAST), ("p95", None)):
            key = f"{which}_ms"
            what = f"{name}, {'median' if which == 'median' else '95th percentile'}"
            found.append(Line(what, ours[key], "ms", theirs[key], "plain interact", at_least))
    return found + _hero()


def _hero() -> list[Line]:
    with course_server() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        with browser_window(browser, server, latency.WINDOW) as lab:
            handle = '.cw-panel input[type="range"]'
            lags_ms = list(latency.press_keys(lab, HERO, handle, latency.PRESSES))
        browser.close()
    p95_ms = statistics.quantiles(lags_ms, n=20)[-1]
    return [
        Line("lesson 01, pulse, pause, pulse: median", statistics.median(lags_ms), "ms"),
        Line("lesson 01, pulse, pause, pulse: 95th percentile", p95_ms, "ms"),
    ]
