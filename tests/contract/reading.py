"""Look into a notebook: its headings, sections, calls, outputs and words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePath

import nbformat

BEYOND_THE_MINUTES = "Go further"
FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.DOTALL | re.MULTILINE)
MATHEMATICS = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
MARKDOWN_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)[^)]*\)")


@dataclass
class Subject:
    """A notebook and what its rules need to know beside it.

    Attributes
    ----------
    notebook : NotebookNode
        As nbformat reads it.
    path : PurePath
        Relative to the repository; its first part is "notebooks", "exercises" or "solutions".
    questions : dict, optional
        What the lesson's questions file holds.
    bibliography : dict
        DOI in lower case by key of references.bib.
    """

    notebook: nbformat.NotebookNode
    path: PurePath
    questions: dict | None = None
    bibliography: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """One of "lesson", "start", "capstone", "exercise" and "solution"."""
        if self.path.parts[0] != "notebooks":
            return self.path.parts[0].removesuffix("s")
        return {"00": "start", "17": "capstone"}.get(self.path.name[:2], "lesson")


def code_cells(subject: Subject) -> Iterator[tuple[int, nbformat.NotebookNode]]:
    """Yield every code cell with its place from 1."""
    return ((n, c) for n, c in enumerate(subject.notebook.cells, 1) if c.cell_type == "code")


def markdown_cells(subject: Subject) -> Iterator[tuple[int, nbformat.NotebookNode]]:
    """Yield every Markdown cell with its place from 1."""
    return ((n, c) for n, c in enumerate(subject.notebook.cells, 1) if c.cell_type == "markdown")


def outputs(subject: Subject) -> Iterator[tuple[int, nbformat.NotebookNode]]:
    """Yield every output with the place of its cell."""
    return ((n, o) for n, c in code_cells(subject) for o in c.get("outputs", []))


def html_outputs(subject: Subject) -> Iterator[tuple[int, str]]:
    """Yield the HTML of every output that has some, with the place of its cell."""
    for place, output in outputs(subject):
        html = output.get("data", {}).get("text/html")
        if html:
            yield place, html


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and words of each heading of a Markdown text, outside fenced code."""
    found = re.findall(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$", FENCE.sub("", text), re.MULTILINE)
    return [(len(marks), words) for marks, words in found]


def section_of(subject: Subject) -> list[str]:
    """Return for each cell the H2 under which it stands, "" before the first."""
    sections, current = [], ""
    for cell in subject.notebook.cells:
        if cell.cell_type == "markdown":
            second = [words for level, words in headings(cell.source) if level == 2]
            current = second[-1] if second else current
        sections.append(current)
    return sections


SLIDE_TYPES = ("slide", "subslide", "fragment", "notes", "skip", "-")


def slide_type(cell: nbformat.NotebookNode) -> str:
    """Return how a cell is marked for `make slides`, "" where it is not."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "")


def slides_of(cells: list[nbformat.NotebookNode]) -> list[list[nbformat.NotebookNode]]:
    """Return the cells of each slide, notes included, in the order of the notebook.

    A slide whose first cell is marked `slideshow.before` comes one earlier: a question before the
    picture or panel that answers it.
    """
    slides: list[list[nbformat.NotebookNode]] = [[]]
    for cell in cells:
        if slide_type(cell) in ("slide", "subslide") and slides[-1]:
            slides.append([])
        if slide_type(cell) != "skip":
            slides[-1].append(cell)
    for place in range(1, len(slides)):
        if slides[place] and slides[place][0].metadata.slideshow.get("before"):
            slides[place - 1 : place + 1] = slides[place], slides[place - 1]
    return slides


def calls(source: str) -> list[tuple[str, list[object]]]:
    """Return name and constant arguments of each call in a cell, in the order of the text.

    ``lesson.ask("trapped")`` is found as ``("ask", ["trapped"])``. A cell that Python cannot read
    holds no calls.
    """
    nodes = [node for node in ast.walk(parsed(source)) if isinstance(node, ast.Call)]
    found = []
    for node in sorted(nodes, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        found.append((name, [a.value for a in node.args if isinstance(a, ast.Constant)]))
    return found


def parsed(source: str) -> ast.Module:
    plain = "\n".join("pass" if ln.lstrip()[:1] in ("%", "!") else ln for ln in source.split("\n"))
    try:
        return ast.parse(plain)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def calls_in_core(subject: Subject) -> list[tuple[str, list[object]]]:
    """Return the calls of all code cells that belong to the lesson's minutes."""
    return [
        call
        for cell, section in zip(subject.notebook.cells, section_of(subject), strict=True)
        if cell.cell_type == "code" and section != BEYOND_THE_MINUTES
        for call in calls(cell.source)
    ]


def plain(text: str) -> str:
    """Return a text without tags, entities, emphasis, addresses and repeated spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", MARKDOWN_LINK.sub(r"\2", text)))
    return re.sub(r"\s+", " ", re.sub(r"[*_`]", "", text)).strip()


def words(markdown: str) -> int:
    """Count the words that a learner reads: a formula is one word, an address is none."""
    text = FENCE.sub(" ", markdown)
    text = MATHEMATICS.sub(" formula ", text)
    text = MARKDOWN_LINK.sub(r" \2 ", text)
    text = re.sub(r"<[^>]+>|https?://\S+", " ", text)
    return len(re.findall(r"[^\W_](?:[\w.,:'’\-/+²³⁺]*\w)?", text))


def strings_of(value: object) -> Iterator[str]:
    """Yield every text in a nest of dicts and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_of(part)


def without_pictures(text: str) -> str:
    """Return a text without the pictures that are coded into it."""
    return re.sub(r"data:[\w/+.;=-]*;base64,[A-Za-z0-9+/=]+", "", text)


def picture_bytes(text: str) -> Iterator[int]:
    """Yield the size of each picture that is coded into a text."""
    for coded in re.findall(r"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=]+)", text):
        yield len(coded) * 3 // 4 - coded[-2:].count("=")


class _Alts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append((dict(attributes).get("alt") or "").strip())


def alts(html: str) -> list[str]:
    """Return the alt text of each picture in HTML, "" where there is none."""
    parser = _Alts()
    parser.feed(html)
    return parser.found
