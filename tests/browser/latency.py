"""How long a learner waits: from a key press to the painted picture, in a real browser.

``python -m tests.browser.latency`` prints the table; `measure` gives its rows to `make bench`.
The panel `explore` is measured beside a plain ipywidgets ``interact`` of the same figure.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

from tests.tools.lab import Lab, browser_window, launch
from tests.tools.serve import course_server

WINDOW = {"width": 1280, "height": 1000}
PRESSES = 40
WARM_UP = 4  # the first frames fill caches
REST_MS = 250  # between two keys, as a person looks at each picture

FIGURE = """
import numpy as np

SIZE_IN = (8, 4.5)

def build(figure, drawings):
    axes = figure.subplots(1, drawings, squeeze=False)[0]
    figure.subplots_adjust(left=0.09, right=0.98, top=0.92, bottom=0.13, wspace=0.25)
    figure.waves = []
    for place, ax in enumerate(axes):
        ax.set(xlim=(0, 10), ylim=(-5, 5), xlabel="Time (s)", ylabel="Current (nA)")
        ax.set_title(f"Wave {place + 1}")
        (steady,) = ax.plot(X, np.sin(X), "--", label="steady")
        (moving,) = ax.plot(X, np.sin(X), label="moving")
        ax.legend(loc="upper right")
        figure.waves.append(moving)

X = np.linspace(0, 10, 400)

def draw(figure, *, height, drawings):
    if not figure.axes:
        build(figure, drawings)
    for place, wave in enumerate(figure.waves):
        wave.set_ydata(height * np.sin(X * (1 + place)))
    return f"A wave {height:g} nA high."
"""

EXPLORE = """
from functools import partial
from helpers.widgets import explore, slider

explore(
    partial(draw, drawings={drawings}),
    title="Latency",
    size_in=SIZE_IN,
    height=slider("Height", 0, 5, 1, "nA", step=0.05),
)
"""

INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact

def plain(height):
    figure = plt.figure(figsize=SIZE_IN)
    draw(figure, height=height, drawings={drawings})
    plt.show()

interact(plain, height=FloatSlider(1.0, min=0, max=5, step=0.05, description="Height"))
None
"""

# A `load` event is caught on its way down to the picture, also to one that is put in anew.
STOPWATCH = """
output => {
    let pressed = null;
    window.lags_ms = [];
    window.addEventListener("keydown", () => { pressed = performance.now(); }, true);
    output.addEventListener("load", (event) => {
        if (event.target.tagName !== "IMG" || pressed === null) return;
        requestAnimationFrame(() => {
            if (pressed === null) return;
            window.lags_ms.push(performance.now() - pressed);
            pressed = null;
        });
    }, true);
}
"""


def measure(presses: int = PRESSES) -> list[dict[str, object]]:
    """Press keys in JupyterLab and return one row for each kind of panel.

    Parameters
    ----------
    presses : int
        Key presses counted for each row.

    Returns
    -------
    list of dict
        ``what``, ``drawings`` (side by side), ``median_ms``, ``p95_ms`` and ``presses``.
    """
    kinds = {
        "explore": (EXPLORE, '.cw-panel input[type="range"]'),
        "interact": (INTERACT, ".noUi-handle"),
    }
    rows = []
    with course_server() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        for drawings in (1, 2):
            for what, (code, handle) in kinds.items():
                with browser_window(browser, server, WINDOW) as lab:
                    lags_ms = list(press_keys(lab, code.format(drawings=drawings), handle, presses))
                rows.append(
                    {
                        "what": what,
                        "drawings": drawings,
                        "median_ms": statistics.median(lags_ms),
                        "p95_ms": statistics.quantiles(lags_ms, n=20)[-1],
                        "presses": len(lags_ms),
                    }
                )
        browser.close()
    return rows


def press_keys(lab: Lab, code: str, handle: str, presses: int) -> Iterator[float]:
    """Run a panel, press arrow keys on its slider, yield the time of each in milliseconds."""
    book = lab.write([FIGURE, code], name="latency.ipynb")
    book.run_all()
    output = book.output(1)
    output.locator("img").first.wait_for()
    output.evaluate(STOPWATCH)
    output.locator(handle).first.focus()
    for press in range(WARM_UP + presses):
        lab.page.keyboard.press("ArrowRight" if press % 40 < 20 else "ArrowLeft")
        lags_ms = []
        while len(lags_ms) <= press:  # playwright's own waiting would keep a processor busy
            lab.page.wait_for_timeout(REST_MS)
            lags_ms = lab.page.evaluate("window.lags_ms")
        if press >= WARM_UP:
            yield lags_ms[-1]


def main() -> None:
    """Print the table."""
    print("key press to painted picture, ms      median    p95")
    for row in measure():
        name = f"{row['what']}, {row['drawings']} drawing{'s' if row['drawings'] > 1 else ''}"
        print(f"{name:<36}{row['median_ms']:>8.0f}{row['p95_ms']:>7.0f}")


if __name__ == "__main__":
    main()
