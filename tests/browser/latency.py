"""How long a learner waits: from a key press to the painted picture, in a real browser.

``python -m tests.browser.latency`` prints the table; `measure` gives its rows to `make bench`.
The panel `explore` is measured beside a plain ipywidgets ``interact`` of the same figure.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import sync_playwright

from tests.tools.lab import Lab, browser_window, launch
from tests.tools.serve import course_server

WINDOW = {"width": 1280, "height": 3000}  # both panels are drawn: out of sight they are not
PRESSES = 40
WARM_UP = 4  # the first frames fill caches
REST_MS = 250  # between two keys, as a person looks at each picture

FIGURE = """
import numpy as np

SIZE_IN = (8, 4.5)
X = np.linspace(0, 10, 400)

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
    (figure.crest,) = axes[0].plot([0], [0], "o")

def draw(figure, *, height, drawings):
    if not figure.axes:
        build(figure, drawings)
    for place, wave in enumerate(figure.waves):
        wave.set_ydata(height * np.sin(X * (1 + place)))
    figure.crest.set_data([np.pi / 2], [height])
    return f"A wave {height:g} nA high."
"""

# the course's panel with a ghost and a handle in place, of the very same figure
EXPLORE = """
from helpers.figures import handle, moves
from helpers.widgets import explore, slider

def staged(figure, *, height):
    first = not figure.axes
    words = draw(figure, height=height, drawings={drawings})
    if first:
        moves(*figure.waves, figure.crest)
        handle(figure.crest, y="height")
    return words

explore(
    staged,
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
    output.lags_ms = [];
    output.addEventListener("keydown", () => { pressed = performance.now(); }, true);
    output.addEventListener("load", (event) => {
        if (event.target.tagName !== "IMG" || pressed === null) return;
        requestAnimationFrame(() => {
            if (pressed === null) return;
            output.lags_ms.push(performance.now() - pressed);
            pressed = null;
        });
    }, true);
}
"""
RANGE = '.cw-panel input[type="range"]'
KINDS = {"explore": (EXPLORE, RANGE), "interact": (INTERACT, ".noUi-handle")}


def measure(presses: int = PRESSES) -> list[dict[str, object]]:
    """Press keys in JupyterLab and return one row for each kind of panel.

    Both kinds stand in one notebook and are pressed in turn, so that a busy machine slows both:
    their ratio holds, not their times.

    Parameters
    ----------
    presses : int
        Key presses counted for each row.

    Returns
    -------
    list of dict
        ``what``, ``drawings`` (side by side), ``median_ms``, ``p95_ms`` and ``presses``.
    """
    rows = []
    with course_server() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        for drawings in (1, 2):
            codes = [(code.format(drawings=drawings), handle) for code, handle in KINDS.values()]
            with browser_window(browser, server, WINDOW) as lab:
                found = press_keys(lab, codes, presses)
            rows += [summary(what, drawings, one) for what, one in zip(KINDS, found, strict=True)]
        browser.close()
    return rows


def summary(what: str, drawings: int, lags_ms: list[float]) -> dict[str, object]:
    """Return median and 95th percentile of some times in milliseconds."""
    return {
        "what": what,
        "drawings": drawings,
        "median_ms": statistics.median(lags_ms),
        "p95_ms": statistics.quantiles(lags_ms, n=20)[-1],
        "presses": len(lags_ms),
    }


def press_keys(lab: Lab, panels: list[tuple[str, str]], presses: int) -> list[list[float]]:
    """Run panels in one notebook, press arrow keys in turn, return the times (ms) of each.

    `panels` holds the code of each and a selector of what is pressed.
    """
    book = lab.write([FIGURE, *(code for code, _ in panels)], name="latency.ipynb")
    book.run_all()
    outputs = [book.output(place) for place in range(1, 1 + len(panels))]
    for output in outputs:
        output.locator("img").first.wait_for()
        output.evaluate(STOPWATCH)
    found: list[list[float]] = [[] for _ in panels]
    for press in range(WARM_UP + presses):
        for output, (_, handle), times in zip(outputs, panels, found, strict=True):
            output.locator(handle).first.focus()
            lab.page.keyboard.press("ArrowRight" if press % 40 < 20 else "ArrowLeft")
            lags_ms: list[float] = []
            while len(lags_ms) <= press:  # playwright's own waiting would keep a processor busy
                lab.page.wait_for_timeout(REST_MS)
                lags_ms = output.evaluate("output => output.lags_ms")
            if press >= WARM_UP:
                times.append(lags_ms[-1])
    return found


def main() -> None:
    """Print the table."""
    print("key press to painted picture, ms      median    p95")
    rows = measure()
    for row in rows:
        name = f"{row['what']}, {row['drawings']} drawing{'s' if row['drawings'] > 1 else ''}"
        print(f"{name:<36}{row['median_ms']:>8.0f}{row['p95_ms']:>7.0f}")
    for ours, theirs in zip(rows[::2], rows[1::2], strict=True):
        ratios = [theirs[key] / ours[key] for key in ("median_ms", "p95_ms")]
        print(f"ratio, {ours['drawings']} drawing(s){ratios[0]:>25.2f}{ratios[1]:>7.2f}")


if __name__ == "__main__":
    main()
