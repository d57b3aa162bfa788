"""Drive JupyterLab in a browser: open a notebook, run it, find a panel, read what came out."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import nbformat
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright

from tests.tools.serve import Server

# The first is Chromium's engine without a window's frame, which costs less.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name or address is found but this machine's.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# Cells away from the view are not drawn by JupyterLab, so tests look through a tall window.
VIEWPORT = {"width": 1280, "height": 3000}
READY_MS = 60_000
RUN_MS = 180_000
CURRENT = "window.jupyterapp.shell.currentWidget"
SHELL = "#main .jp-LabShell, #jp-main-dock-panel"
DRAW_ALL = f"""() => {{
    const {{ content }} = {CURRENT};
    content.notebookConfig = {{ ...content.notebookConfig, windowingMode: "none" }};
}}"""
# What JupyterLab itself throws when a notebook is closed while something is under way.
CLOSING = ("Disposed", "Canceled future")
CLOSE_ALL = """async () => {
    const { shell } = window.jupyterapp;
    const patience = new Promise((_, fail) => setTimeout(() => fail(Error("no answer")), 20000));
    const closed = [...shell.widgets("main")].map(async (tab) => {
        if (tab.context) {
            tab.context.model.dirty = false; // else JupyterLab asks whether to save
            await tab.context.sessionContext.shutdown();
        }
        tab.dispose();
    });
    await Promise.race([Promise.all(closed), patience]);
}"""


def browser_path() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine without a window."""
    return playwright.chromium.launch(executable_path=browser_path(), args=list(BROWSER_FLAGS))


@contextmanager
def browser_window(
    browser: Browser, server: Server, viewport: dict[str, int] | None = None
) -> Iterator[Lab]:
    """Open a window on the server, in which nothing off this machine can be reached."""
    context = browser.new_context(viewport=viewport or VIEWPORT, reduced_motion="reduce")
    try:
        yield Lab(context, server, viewport)
    finally:
        context.close()


class Lab:
    """A browser window on one JupyterLab.

    Attributes
    ----------
    server : Server
        The running JupyterLab; ``server.root`` is the copy of the course that it serves.
    page : Page
        The window's page, of playwright.
    requests : list of str
        Addresses of everything that the page has asked for.
    off_machine : list of str
        Those of them that are not on this machine; they were refused.
    faults : list of str
        Errors of the page's own code that nobody caught, since the window was last made new.
    """

    _count = itertools.count()

    def __init__(
        self, context: BrowserContext, server: Server, viewport: dict[str, int] | None = None
    ) -> None:
        self.server = server
        self.requests: list[str] = []
        self.off_machine: list[str] = []
        self.faults: list[str] = []
        self._here = urlsplit(server.url).netloc
        self._viewport = viewport or VIEWPORT
        # Only noted here: the browser itself refuses (BROWSER_FLAGS). Routes would cost its cache.
        context.on("request", lambda request: self._note(request.url))
        context.set_default_timeout(READY_MS)
        self.page = context.new_page()
        self.page.on("websocket", lambda socket: self._note(socket.url))
        self.page.on("pageerror", lambda error: self._note_fault(str(error)))

    def _note(self, url: str) -> None:
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._here:
            self.off_machine.append(url)

    def _note_fault(self, words: str) -> None:
        if not words.startswith(CLOSING):
            self.faults.append(words)

    def goto(self, path: str) -> None:
        """Open a page of the server and wait until JupyterLab stands."""
        token = f"{'&' if '?' in path else '?'}token={self.server.token}"
        self.page.goto(f"{self.server.url}{path}{token}")
        self.page.locator(SHELL).first.wait_for()

    def stands(self) -> bool:
        """Say whether the page holds a JupyterLab."""
        return self.page.evaluate("() => Boolean(window.jupyterapp?.shell?.currentWidget)")

    def close_all(self) -> None:
        """Close every notebook without saving, and end its kernel."""
        self.page.evaluate(CLOSE_ALL)

    def forget(self) -> None:
        """Make the window as good as new: nothing open, nothing stored, the first size."""
        self.faults.clear()
        self.page.set_viewport_size(self._viewport)
        self.page.emulate_media(reduced_motion="reduce")
        if self.stands():
            self.close_all()
            self.page.evaluate(
                """async () => {
                    sessionStorage.clear();
                    const light = { theme: "JupyterLab Light" };
                    if (document.body.dataset.jpThemeLight !== "true")
                        await window.jupyterapp.commands.execute("apputils:change-theme", light);
                }"""
            )

    def open(self, notebook: str) -> Notebook:
        """Open a notebook of the course, for example ``notebooks/00_start_here.ipynb``.

        It is then the only one that is open, and its kernel is idle. The first call loads
        JupyterLab, in a workspace of its own; later ones only change what it shows.
        """
        if self.stands():
            self.close_all()
            self.page.evaluate(
                """async (path) => {
                    await window.jupyterapp.commands.execute("docmanager:open", { path });
                }""",
                notebook,
            )
        else:
            workspace = f"test-{next(self._count)}"
            self.goto(f"/lab/workspaces/{workspace}/tree/{quote(notebook)}?reset")
        return self.current(notebook)

    def shown(self, notebook: str) -> Notebook | None:
        """Return a notebook if the page shows it, with a kernel that answers."""
        shows = self.page.evaluate(f"() => window.jupyterapp && {CURRENT}?.context?.path")
        return self.current(notebook) if shows == notebook else None

    def current(self, notebook: str) -> Notebook:
        """Return the notebook that the page shows, once it is there and its kernel is idle."""
        self.page.wait_for_function(
            f"path => {CURRENT}?.context?.path === path && {CURRENT}.context.isReady", arg=notebook
        )
        opened = Notebook(self.page, notebook)
        opened.wait_idle()
        return opened

    def write(self, cells: list[str], name: str = "scratch.ipynb") -> Notebook:
        """Write a notebook of these code cells into the copy's ``notebooks/`` and open it."""
        path = Path("notebooks") / name
        nbformat.write(of_cells(cells), self.server.root / path)
        return self.open(path.as_posix())


def of_cells(cells: list[str]) -> nbformat.NotebookNode:
    """Return a notebook of these code cells."""
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


class Notebook:
    """One notebook that is open in the page."""

    def __init__(self, page: Page, path: str) -> None:
        self.page = page
        self.path = path

    # -- kernel ---------------------------------------------------------------------------------

    def wait_idle(self, timeout_ms: float = RUN_MS) -> None:
        """Wait until a kernel is connected and has nothing to do."""
        self.page.wait_for_function(
            f"""() => {{
                const kernel = {CURRENT}?.context?.sessionContext?.session?.kernel;
                return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
            }}""",
            timeout=timeout_ms,
        )

    def command(self, name: str) -> object:
        """Carry out one of JupyterLab's commands, as its menus do, and wait for its end."""
        return self.page.evaluate(
            "async name => (await window.jupyterapp.commands.execute(name)) === true", name
        )

    def draw_all(self) -> None:
        """Have every cell in the page, out of sight too: quicker than a window as tall as it."""
        self.page.evaluate(DRAW_ALL)

    def run_all(self) -> None:
        """Run every cell, wait for the last, and fail if one raised."""
        self.command("notebook:run-all-cells")
        self.wait_idle()
        if faults := self.errors():
            raise AssertionError(f"{self.path}: cells raised: " + "; ".join(faults))

    def run_cell(self, index: int) -> None:
        """Run one cell, by its place from 0, and wait for its end."""
        self.select(index)
        self.command("notebook:run-cell")
        self.wait_idle()

    def restart_kernel(self) -> None:
        """Start the kernel anew without a question; outputs stay, live panels lose their kernel."""
        self.page.evaluate(
            f"async () => {{ await {CURRENT}.context.sessionContext.session.kernel.restart() }}"
        )
        self.wait_idle()

    def replace(self, cells: list[str]) -> None:
        """Put other code cells in the place of all; what the kernel knows stays."""
        self.page.evaluate(f"book => {CURRENT}.context.model.fromJSON(book)", of_cells(cells))

    # -- what it holds --------------------------------------------------------------------------

    def json(self) -> nbformat.NotebookNode:
        """Return the notebook as it stands in the page, outputs included."""
        text = self.page.evaluate(f"() => JSON.stringify({CURRENT}.content.model.toJSON())")
        return nbformat.from_dict(json.loads(text))

    def errors(self) -> list[str]:
        """Return the name and message of every error among the outputs."""
        return [
            f"cell {place}: {output.ename}: {output.evalue}"
            for place, cell in enumerate(self.json().cells)
            for output in cell.get("outputs", [])
            if output.output_type == "error"
        ]

    # -- what it shows --------------------------------------------------------------------------

    def select(self, index: int) -> None:
        """Make a cell the active one, in command mode, and bring it into view."""
        self.page.evaluate(
            f"""async place => {{
                const notebook = {CURRENT}.content;
                notebook.activeCellIndex = place;
                notebook.mode = 'command';
                await notebook.scrollToItem(place);
                notebook.activeCell.node.focus();
            }}""",
            index,
        )

    def cell(self, index: int) -> Locator:
        """Return a cell by its place from 0, brought into view."""
        self.select(index)
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')

    def find_cell(self, text: str) -> int:
        """Return the place of the first cell whose source contains a text."""
        for place, cell in enumerate(self.json().cells):
            if text in cell.source:
                return place
        raise LookupError(f"no cell of {self.path} contains {text!r}")

    def output(self, index: int) -> Locator:
        """Return the output area of a cell."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def panel(self, title: str) -> Locator:
        """Return the live output that carries a title, brought into view.

        Looks at the outputs of all cells, and waits until the panel is drawn.
        """
        shown = self.page.locator(".jp-OutputArea-output").filter(has_text=title).first
        shown.wait_for()
        shown.scroll_into_view_if_needed()
        return shown

    def outputs(self) -> Locator:
        """Return every output that is drawn at this moment."""
        return self.page.locator(".jp-OutputArea-output")
