"""Panels in VS Code's themes: it sets its own variables and classes, none of JupyterLab's.

The page here is that of an output in VS Code, with the colours of its four standard themes; the
panels are drawn by their own JavaScript and CSS from their own state.
"""

import base64
import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.checks import Lesson
from helpers.figures import bucket
from helpers.widgets import Feedback, explore, feedback, slider

THEMES = {
    "vscode-light": ("#ffffff", "#3b3b3b"),
    "vscode-dark": ("#1f1f1f", "#cccccc"),
    "vscode-high-contrast": ("#000000", "#ffffff"),
    # this one carries the class of the dark one too
    "vscode-high-contrast-light vscode-high-contrast": ("#ffffff", "#292929"),
}
PAGE = """<html lang="en"><title>x</title><style>
:root {{ --vscode-editor-background: {back}; --vscode-editor-foreground: {ink}; }}
body {{ background: {back}; color: {ink}; }}
</style><body class="{theme}"></body></html>"""
RENDER = """
async ({ esm, css, state }) => {
    const source = new Blob([esm], { type: "text/javascript" });
    const { default: widget } = await import(URL.createObjectURL(source));
    const style = document.createElement("style");
    style.textContent = css;
    const host = document.createElement("div");
    document.body.append(style, host);
    const model = { get: (name) => state[name], on() {}, off() {}, set() {}, send() {},
        save_changes() {} };
    await widget.render({ model, el: host, experimental: {} });
}
"""


def panels():
    lesson = Lesson("01_channel_block")
    return {
        "explore": explore(
            bucket.filling,
            title="A leaking bucket",
            task={
                "steps": [{"say": "Double [the leak](set:leak_per_min=0.4).", "look": "Look."}],
                "found": "Both halve.",
            },
            wrong="A real hole leaks otherwise.",
            presets={"Fast leak": {"leak_per_min": 0.8}},
            inflow_l_per_min=slider("Inflow", 1, 8, start=4, unit="L/min"),
            leak_per_min=slider("Leak", 0.2, 0.8, 0.2, needs=lambda _: "why it rests", play=True),
        ),
        "quiz": lesson.ask(next(iter(lesson.content.questions))),
        "predict": lesson.predict("silent-synapse"),
        "passport": lesson.passport(),
        "inventory": Lesson("00_start_here").inventory(),
        "feedback": feedback(Feedback("not attempted")),
    }


@pytest.fixture(scope="module")
def drawn():
    return {name: drawing(panel) for name, panel in panels().items()}


def drawing(panel):
    """Return all that a page needs to draw a panel without Python."""
    state = {
        key: value
        for key, value in panel.get_state().items()
        if not key.startswith("_") and key not in ("layout", "comm", "tabbable", "tooltip")
    }
    return {
        "esm": str(panel._esm),
        "css": str(panel._css),
        "state": json.loads(json.dumps(state, default=plain)),
    }


def plain(value):
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_of_a_panel_can_be_read_in_vs_code(chromium, drawn, theme):
    back, ink = THEMES[theme]
    page = chromium.new_page()
    try:
        for name, given in drawn.items():
            page.set_content(PAGE.format(back=back, ink=ink, theme=theme))
            page.evaluate(RENDER, given)
            page.locator(".cw-panel").first.wait_for()
            page.evaluate(
                "() => document.querySelectorAll('.cw-wrong-text, .cw-found, details')"
                ".forEach((node) => { node.hidden = false; node.open = true; })"
            )
            rules = {"runOnly": ["color-contrast"]}
            faults = Axe().run(page, context=".cw-panel", options=rules).response["violations"]
            told = [
                (node["html"][:120], check["message"])
                for fault in faults
                for node in fault["nodes"]
                for check in node["any"]
            ]
            assert not told, f"{name}: {len(told)} faults: {told[:4]}"
    finally:
        page.close()
