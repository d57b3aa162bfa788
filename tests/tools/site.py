"""Build the reading copy: a static site of all lessons, whose panels move without Python.

    make site                            writes build/site; open build/site/index.html
    make site ARGS="01 --to /tmp/look"   one lesson with its exercise and solution, elsewhere

Pages come from the notebooks as they are saved (`make execute`). The widgets come from running the
code again; their pictures are drawn beforehand (`tests.tools.living`). Sphinx does the rest.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import nbformat

from helpers.widgets.base import ROOM
from helpers.widgets.explore import Explorer
from tests.contract.course import REPOSITORY, notebooks, read
from tests.tools.living import frames_script, kind_of, kind_script, run_notebook, state_script

HERE = REPOSITORY / "site"
TO = REPOSITORY / "build" / "site"
VIEW = "application/vnd.jupyter.widget-view+json"
UNIT_NAMES = {
    "notebooks": "Start",
    "mechanism": "Mechanism",
    "perception": "Perception",
    "clinical_use": "Clinical use",
    "safety": "Safety",
}
LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?![a-z]+:|#)([^)\s]+)\)")  # to a file beside
HREF = re.compile(r' href="(?![a-z]+:|#)([^"#]+)\.ipynb(#[^"]*)?"')  # the same in what code shows
NAMED = re.compile(r"`(solutions/[\w/]+\.ipynb)`")
OWN = ("progress_table(", ".ledger(", ".weighed(", ".by_unit(", ".summary()", ".gained(")
OWN_NOTE = (
    '<p class="course-own">Python makes this from what you did. In the reading copy it stays as '
    "for somebody new; “What you did here”, last in the menu, counts what this browser keeps."
    "</p>\n"
)
LOADS = re.compile(r'(?:src|href)="([^":?]+\.(?:js|css))[?"]')
ICON = re.compile(  # as the theme's script holds it: its name and others, then how it is drawn
    r"""("?[a-z0-9_-]+"?:\[\d+,\d+,\[[^\]]*\]),"[0-9a-f]+",(?:"[^"]*"|\["[^"]*","[^"]*"\])\],?"""
)
MOST_SITE_MB, MOST_PAGE_MB = 60, 4


def build(to: Path = TO, only: str = "") -> list[str]:
    """Write the site into a folder and return what is wrong with it, in words."""
    found = [path for path in notebooks("notebooks") if path.stem.startswith(only)]
    lessons = sorted(found, key=lambda path: path.stem)
    if not lessons:
        raise ValueError(f"There is no lesson {only!r}.")
    with TemporaryDirectory() as folder:
        source, trees = Path(folder) / "source", Path(folder) / "trees"  # no part of the site
        write_source(source, lessons)
        shutil.rmtree(to, ignore_errors=True)
        command = [sys.executable, "-m", "sphinx", "-c", str(HERE), "-W", "--keep-going", "-q"]
        folders = ["-d", str(trees), str(source), str(to)]
        done = subprocess.run([*command, *folders], capture_output=True, text=True)
        if done.returncode:
            return [f"Sphinx: {line}" for line in done.stderr.splitlines() if line.strip()]
    for left_over in [*(to / "_static").glob("*.html"), *to.rglob("*.map")]:
        left_over.unlink()  # the theme's templates, and what only its makers need
    keep_icons_in_use(to)
    return too_heavy(to)


def write_source(source: Path, lessons: list[Path]) -> None:
    """Write what Sphinx reads: pages, the widgets' files, styles and mathematics."""
    static = source / "_static"
    (static / "panels").mkdir(parents=True)
    for name in ("course.js", "site.css"):
        shutil.copy(HERE / name, static / name)
    styles = [(ROOM / name).read_text("utf-8") for name in ("style.css", "question.css")]
    (static / "widgets.css").write_text("\n".join(styles), "utf-8")
    copy_mathematics(static / "mathjax")
    others = [path for lesson in lessons for path in beside(lesson)]
    held = {(source / path).resolve() for path in [*lessons, *others]}
    scripts: dict[str, list[str]] = {}
    for lesson in lessons:
        page, scripts[lesson.with_suffix("").as_posix()] = living_page(lesson, static / "panels")
        write_page(page, source / lesson, held)
    for path in others:
        write_page(still_page(path), source / path, held)
    (source / "panels.json").write_text(json.dumps(scripts), "utf-8")
    index = Template((HERE / "index.md").read_text("utf-8")).substitute(lessons=contents(lessons))
    (source / "index.md").write_text(index, "utf-8")
    shutil.copy(HERE / "progress.md", source / "progress.md")


def beside(lesson: Path, folders: tuple[str, ...] = ("exercises", "solutions")) -> list[Path]:
    """Return what goes with a lesson, as far as it exists."""
    paths = [Path(folder) / lesson.relative_to("notebooks") for folder in folders]
    return [path for path in paths if (REPOSITORY / path).exists()]


def copy_mathematics(to: Path) -> None:
    """Copy the one script of MathJax that the pages use, and its fonts."""
    spec = importlib.util.find_spec("sphinx-mathjax-offline")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("`make site` sets up what it needs; run it that way.")
    found = Path(next(iter(spec.submodule_search_locations))) / "static" / "mathjax"
    shutil.copytree(found / "output" / "chtml" / "fonts", to / "output" / "chtml" / "fonts")
    shutil.copy(found / "tex-mml-chtml.js", to)


# -- pages -----------------------------------------------------------------------------------------


def living_page(
    path: Path, panels: Path, shown: Callable[[nbformat.NotebookNode], bool] = lambda cell: True
) -> tuple[nbformat.NotebookNode, list[str]]:
    """Return a lesson's page, its widgets ready to come alive, and the names of their scripts.

    Nothing is drawn for the cells that are not `shown`.
    """
    book, living = read(path), run_notebook(path)
    kinds: set[str] = set()
    states: list[str] = []
    main = True
    for place, cell in enumerate(book.cells):
        if cell.cell_type != "code" or not shown(cell):
            continue
        widgets = iter(living.cells[place])
        for output in cell.outputs:
            if VIEW not in output.get("data", {}):
                if any(name in cell.source for name in OWN):
                    output.data["text/html"] = OWN_NOTE + output.data["text/html"]
                continue
            widget = next(widgets, None)
            if widget is None:  # shown by the code itself, like a check: its saved form stays
                output.data.pop(VIEW)
                continue
            name, kind = f"{path.stem}-{place}-{len(states)}", kind_of(widget)
            kinds.add(kind)
            (panels / f"{kind}.js").write_text(kind_script(widget), "utf-8")
            (panels / f"{name}.js").write_text(state_script(name, widget), "utf-8")
            states.append(f"panels/{name}.js")
            if isinstance(widget, Explorer):
                script = frames_script(name, widget, main)
                (panels / f"{name}-frames.js").write_text(script, "utf-8")
                main = False
            html = output.data["text/html"]
            claims = f' data-claims="{len(widget.page["claims"])}"' if kind == "Passport" else ""
            output.data = {
                "text/html": f'<div class="course-live" data-kind="{kind}" '
                f'data-widget="{name}"{claims}>{html}</div>'
            }
            folded(cell, "hide-input" if "explore(" in cell.source else "remove-input")
    return book, [f"panels/{kind}.js" for kind in sorted(kinds)] + states


def still_page(path: Path) -> nbformat.NotebookNode:
    """Return the page of an exercise, or of a solution with its answers folded."""
    book = read(path)
    for cell in book.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and marks.get("solution") and path.parts[0] == "solutions":
            folded(cell, "hide-cell")
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(VIEW, None)
    return book


def folded(cell: nbformat.NotebookNode, tag: str) -> None:
    """Mark a cell for Sphinx."""
    cell.metadata["tags"] = [*cell.metadata.get("tags", []), tag]


def write_page(book: nbformat.NotebookNode, to: Path, held: set[Path]) -> None:
    """Write a page; links to what the site does not hold become plain words."""

    def checked(link: re.Match[str]) -> str:
        aim = (to.parent / link[2].split("#")[0]).resolve()
        return link[0] if aim in held else link[1]

    def shown(link: re.Match[str]) -> str:
        aim = (to.parent / f"{link[1]}.ipynb").resolve()
        return f' href="{link[1]}.html{link[2] or ""}"' if aim in held else ""

    def named(path: re.Match[str]) -> str:
        aim = next((one for one in held if one.as_posix().endswith(f"/{path[1]}")), None)
        return f"[{path[0]}]({os.path.relpath(aim, to.parent.resolve())})" if aim else path[0]

    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = NAMED.sub(named, LINK.sub(checked, cell.source))
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = HREF.sub(shown, output.data["text/html"])
    to.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(with_filled_headers(book), to)


def with_filled_headers(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Make cells of the empty corners of pandas' tables, which screen readers announce."""
    for cell in book.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                html = output.data["text/html"]
                output.data["text/html"] = html.replace("<th></th>", "<td></td>")
    return book


def contents(lessons: list[Path]) -> str:
    """Return the tables of contents, a unit at a time, exercises and solutions behind them."""
    blocks = []
    for unit, members in itertools.groupby(lessons, key=lambda lesson: lesson.parent.name):
        pages = [lesson.with_suffix("").as_posix() for lesson in members]
        whole = unit == "notebooks" and blocks  # what follows the units
        blocks.append(_toctree("The whole" if whole else UNIT_NAMES[unit], pages))
    for folder, caption in (("exercises", "Exercises"), ("solutions", "Solutions")):
        found = [path for lesson in lessons for path in beside(lesson, (folder,))]
        pages = [path.with_suffix("").as_posix() for path in found]
        blocks += [_toctree(caption, pages)] if pages else []
    return "\n".join([*blocks, _toctree("You", ["progress"])])


def _toctree(caption: str, pages: list[str]) -> str:
    listed = "\n".join(pages)
    return f"```{{toctree}}\n:caption: {caption}\n:maxdepth: 1\n\n{listed}\n```\n"


# -- weight ----------------------------------------------------------------------------------------


def too_heavy(site: Path) -> list[str]:
    """Return what weighs too much: the whole, or a page with what it loads before a panel moves."""
    faults = []
    whole = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1e6
    pages = {page: page_mb(page) for page in site.rglob("*.html")}
    heaviest = max(pages, key=pages.__getitem__)
    print(
        f"{len(pages)} pages, {whole:.1f} MB; the heaviest, {heaviest.stem}, "
        f"{pages[heaviest]:.1f} MB before a panel is touched"
    )
    if whole > MOST_SITE_MB:
        faults.append(f"The site weighs {whole:.0f} MB; at most {MOST_SITE_MB} are allowed.")
    faults += [
        f"{page.relative_to(site)} weighs {mb:.1f} MB; at most {MOST_PAGE_MB} are allowed."
        for page, mb in pages.items()
        if mb > MOST_PAGE_MB
    ]
    return faults


def page_mb(page: Path) -> float:
    """Return the weight of a page with all scripts and styles that it names, in MB."""
    named = LOADS.findall(page.read_text("utf-8"))
    files = {page, *((page.parent / path).resolve() for path in named)}
    return sum(file.stat().st_size for file in files) / 1e6


def keep_icons_in_use(site: Path) -> None:
    """Take the icons that no page shows out of the theme's script: nine tenths of its weight."""
    script = site / "_static" / "scripts" / "fontawesome.js"
    places = {*script.parent.glob("*.js"), *site.rglob("*.html")} - {script}
    used = {
        name for file in places for name in re.findall(r"fa-([a-z-]+)", file.read_text("utf-8"))
    }

    def kept(icon: re.Match[str]) -> str:
        return icon[0] if used & set(re.findall(r"[a-z][a-z-]+", icon[1])) else ""

    script.write_text(ICON.sub(kept, script.read_text("utf-8")), "utf-8")


def write_by_command(
    prog: str, words: str | None, to: Path, build: Callable[[Path, str], list[str]]
) -> int:
    """Run a command that writes all lessons, or one, into a folder; 1 if it found a fault."""
    parser = argparse.ArgumentParser(prog=f"python -m {prog}", description=words)
    parser.add_argument("lesson", nargs="?", default="", help="the number of one lesson")
    parser.add_argument("--to", type=Path, default=to, help="the folder to write into")
    given = parser.parse_args()
    faults = build(given.to, given.lesson)
    print("\n".join(faults) or f"Open {given.to / 'index.html'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(write_by_command("tests.tools.site", __doc__, TO, build))
