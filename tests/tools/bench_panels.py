"""How long a learner waits for a panel: in a real browser, beside a plain ``interact``.

The lesson's own hero panel is measured too. Needs a browser; without one there are no lines.
"""

from __future__ import annotations

import os
import statistics
import time

from jupyter_client.manager import start_new_kernel
from playwright.sync_api import sync_playwright

from tests.browser import latency
from tests.tools.bench import Line
from tests.tools.lab import browser_path, browser_window, launch
from tests.tools.serve import course_server

# times as quick as a plain `interact` of the same figure, pressed in turn in one run: with one
# drawing and with two
AT_LEAST = {1: 2.5, 2: 3.0}
# a lesson may take this many times a bare kernel's time until its first picture
START_AT_MOST = 1.6
STARTS = 5
BARE = """
import matplotlib.pyplot as plt
import numpy as np

plt.plot(np.sin(np.arange(100)))
plt.show()
"""
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
    return [*found, *_hero(), _start()]


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


def _start() -> Line:
    """Measure from the start of a kernel to its first picture: a bare one and a panel, in turn."""
    times_s: dict[str, list[float]] = {BARE: [], HERO: []}
    for turn in range(1 + STARTS):
        for code, found in times_s.items():
            seconds = _seconds_to_picture(code)
            if turn:  # the first round compiles the modules
                found.append(seconds)
    bare, ours = (statistics.median(found) for found in times_s.values())
    what = "kernel start to first panel"
    return Line(what, ours, "s", bare, "bare kernel", at_least=1 / START_AT_MOST)


def _seconds_to_picture(code: str) -> float:
    """Start a kernel, run one cell, and return how long that took until it had shown something."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3", env=env)
    try:
        shown: list[str] = []
        hook = lambda message: shown.append(message["msg_type"])  # noqa: E731
        reply = client.execute_interactive(code, timeout=120, output_hook=hook)
        seconds = time.perf_counter() - began
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok" or not {"display_data", "execute_result"} & {*shown}:
        raise RuntimeError(f"the cell showed nothing: {reply['content']}")
    return seconds
