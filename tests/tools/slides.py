"""Write a deck of slides of each lesson, with the living panels of the reading copy.

    make slides                            writes build/slides; open build/slides/index.html
    make slides ARGS="01 --to /tmp/look"   one lesson, elsewhere

What stands on a slide is marked in the notebook itself, cell by cell, as JupyterLab marks it
(`slideshow.slide_type`). Of the text beside a picture, panel or question a slide shows headings
and short sentences; the rest becomes speaker notes. nbconvert and reveal.js do the rest.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path, PurePath

from nbconvert.exporters import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from helpers.checks.lessons import SKIP
from helpers.widgets.base import ROOM
from tests.contract.course import REPOSITORY, notebooks
from tests.contract.reading import (
    Subject,
    calls,
    headings,
    section_of,
    slide_type,
    slides_of,
    words,
)
from tests.tools.site import (
    LINK,
    copy_mathematics,
    living_page,
    with_filled_headers,
    write_by_command,
)

HERE = REPOSITORY / "site" / "slides"
TO = REPOSITORY / "build" / "slides"
REVEAL = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")
MOST_MB = 80
MOST_WORDS = 30  # of text beside a picture or question; a panel has words of its own
MOST_CODE_LINES = 5
HEADING = re.compile(r"^(#{1,3} .*)$", re.MULTILINE)
NEAR_HEADING = re.compile(r"^### .*$", re.MULTILINE)
GRADED = {"ask", "passport"}


# -- what a deck shows -----------------------------------------------------------------------------


def deck_of(book: NotebookNode) -> NotebookNode:
    """Return a living page as a deck: only what is shown, text beside pictures made brief."""
    cells: list[NotebookNode] = []
    above = ""
    sections = section_of(Subject(book, PurePath()))
    section = {cell.id: name for cell, name in zip(book.cells, sections, strict=True)}
    for slide in slides_of(book.cells):
        under = section[slide[-1].id]
        for part in _by_claims(slide):
            heads = [head for cell in part for head in _heads(cell)]
            cells += _laid_out(part, under if _is_graded(part) else above)
            above = heads[-1] if heads else above
    return with_filled_headers(NotebookNode(book, cells=cells))


def _heads(cell: NotebookNode) -> list[str]:
    return [text for _, text in headings(cell.source)] if cell.cell_type == "markdown" else []


def _is_graded(slide: list[NotebookNode]) -> bool:
    """Say whether a slide asks: it stands under its section, as a nearer heading may answer."""
    code = (cell.source for cell in slide if cell.cell_type == "code")
    return any(name in GRADED for source in code for name, _ in calls(source))


def _by_claims(slide: list[NotebookNode]) -> Iterator[list[NotebookNode]]:
    """Give each claim of a passport a slide of its own."""
    for cell in slide:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if found := re.search(r' data-claims="(\d+)"', html):
                for claim in range(int(found[1])):
                    part = deepcopy(cell)
                    part.id += f"-{claim}"
                    part.outputs[0].data["text/html"] = html.replace(
                        found[0], f' data-claim="{claim}"'
                    )
                    if claim:
                        part.metadata.slideshow = {"slide_type": "subslide"}
                    yield [
                        part if one is cell else one for one in slide if one is cell or not claim
                    ]
                return
    yield slide


def _laid_out(slide: list[NotebookNode], above: str) -> list[NotebookNode]:
    """Return a slide's cells, its notes last; under `above` unless it begins with a heading."""
    code = [cell for cell in slide if cell.cell_type == "code"]
    asks = _is_graded(slide)
    most = 0 if any("explore(" in cell.source for cell in code) else MOST_WORDS
    shown, notes = [], []
    for cell in slide:
        if cell.cell_type == "markdown":
            text = LINK.sub(r"\1", cell.source.replace(SKIP, "")).strip()
            cell.source, spoken = _brief(text, most) if code else (text, "")
            cell.source = NEAR_HEADING.sub("", cell.source).strip() if asks else cell.source
            if slide_type(cell) == "notes":
                cell.source, spoken = "", text
            notes += [_marked(spoken, "notes")] if spoken else []
        elif not _shows_code(cell):
            cell.metadata.transient = {"remove_source": True}
        shown += [cell] if cell.source else []
    if above and not (_heads(shown[0]) and shown[0].source.startswith("#")):
        begins = slide_type(slide[0])
        shown[0].metadata.slideshow = {"slide_type": "-"}
        shown.insert(0, _marked(f'<h2 class="again">{above}</h2>', begins))
    return shown + notes


def _brief(text: str, most: int) -> tuple[str, str]:
    """Return what a slide with a picture shows of a text, and what becomes its notes."""
    rest = HEADING.sub("", text).strip()
    if words(rest) <= most or text.startswith("# "):
        return text, ""
    return "\n\n".join(HEADING.findall(text)), rest


def _marked(text: str, kind: str) -> NotebookNode:
    return new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}})


def _shows_code(cell: NotebookNode) -> bool:
    """Say whether a slide shows a cell's code: where it is short and prints what it computed."""
    prints = {output.output_type for output in cell.outputs} == {"stream"}
    looks_up = any(name == "fact" for name, _ in calls(cell.source))
    return prints and not looks_up and cell.source.count("\n") < MOST_CODE_LINES


# -- files -----------------------------------------------------------------------------------------


def build(to: Path = TO, only: str = "") -> list[str]:
    """Write the decks into a folder and return what is wrong with them, in words."""
    lessons = [path for path in notebooks("notebooks") if path.stem.startswith(only)]
    if not lessons:
        raise ValueError(f"There is no lesson {only!r}.")
    lessons.sort(key=lambda path: path.stem)
    shutil.rmtree(to, ignore_errors=True)
    static = to / "_static"
    (static / "panels").mkdir(parents=True)
    for file in (HERE.parent / "course.js", HERE / "slides.js"):
        shutil.copy(file, static)
    styles = [(ROOM / name).read_text("utf-8") for name in ("style.css", "question.css")]
    (static / "widgets.css").write_text("\n".join(styles), "utf-8")
    copy_mathematics(static / "mathjax")
    copy_reveal(static / "reveal")
    titles = [(path.stem, write_deck(path, to)) for path in lessons]
    lines = [f'<li><a href="{name}.html">{title}</a></li>' for name, title in titles]
    index = (HERE / "index.html").read_text("utf-8").replace("$decks", "\n".join(lines))
    (to / "index.html").write_text(index, "utf-8")
    whole = sum(file.stat().st_size for file in to.rglob("*") if file.is_file()) / 1e6
    print(f"{len(lessons)} decks, {whole:.1f} MB")
    return [f"The decks weigh {whole:.0f} MB; at most {MOST_MB} are allowed."] * (whole > MOST_MB)


def copy_reveal(to: Path) -> None:
    """Copy what the decks use of reveal.js, and their own look where a theme is looked for."""
    spec = importlib.util.find_spec("sphinx_revealjs")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("`make slides` sets up what it needs; run it that way.")
    found = Path(next(iter(spec.submodule_search_locations))) / "_static" / "revealjs"
    for file in REVEAL:
        aim = to / file
        aim.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found / file, aim)
    (to / "dist" / "theme").mkdir()
    shutil.copy(HERE / "slides.css", to / "dist" / "theme" / "course.css")


def write_deck(path: Path, to: Path) -> str:
    """Write one lesson's deck; return its title."""
    book, scripts = living_page(
        path, to / "_static" / "panels", lambda cell: slide_type(cell) not in ("skip", "notes")
    )
    title = next(iter(_heads(book.cells[0])))
    book.metadata.title = title
    exporter = SlidesExporter(
        template_name=HERE.name,
        extra_template_basedirs=[str(HERE.parent)],
        reveal_url_prefix="_static/reveal",
        reveal_theme="course",
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    html, _ = exporter.from_notebook_node(deck_of(book), {"scripts": scripts})
    html = html.replace(' tabindex="0"', "")  # else Tab stops at every cell, not only at controls
    (to / f"{path.stem}.html").write_text(html, "utf-8")
    return title


if __name__ == "__main__":
    sys.exit(write_by_command("tests.tools.slides", __doc__, TO, build))
