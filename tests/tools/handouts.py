"""Write one printable page a lesson: picture, questions, room to write, three numbers, a sentence.

    make handouts                            writes build/handouts
    make handouts ARGS="01 --to /tmp/look"   one lesson, elsewhere

Each page is HTML; where there is a Chromium it is printed to PDF as well. Questions come without
answers, their options shuffled, the same for everybody. Numbers and sentence stand below a fold.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tomllib
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from helpers.evidence import fact
from helpers.widgets.items import inline
from tests.contract.course import REPOSITORY, notebooks, questions, read
from tests.contract.reading import MARKDOWN_LINK, Subject, calls_in_core, html_outputs
from tests.tools.lab import browser_path, launch

HERE = REPOSITORY / "site"
TO = REPOSITORY / "build" / "handouts"
PICTURE = re.compile(r"<img [^>]*>")


@cache
def chosen() -> dict[str, dict[str, Any]]:
    """Return what is printed for each lesson: ``picture`` and ``numbers``."""
    return tomllib.loads((HERE / "handouts.toml").read_text("utf-8"))


def page_of(path: Path) -> str:
    """Return the page of a lesson, given by the path of its notebook from the repository."""
    subject = Subject(read(path), path, questions(path.stem))
    if path.stem not in chosen():
        raise ValueError(
            f"site/handouts.toml: add [{path.stem}] with picture, the id of a cell, and numbers, "
            "three facts with their words."
        )
    content, wanted = subject.questions, chosen()[path.stem]
    number = int(path.stem[:2])
    return Template((HERE / "handout.html").read_text("utf-8")).substitute(
        title=escape(f"{number} · {content['title']}" if number else content["title"]),
        picture=picture(subject, wanted["picture"]),
        questions="\n".join(_question(path.stem, entry) for entry in asked(subject)),
        numbers="\n".join(_number(*pair) for pair in wanted["numbers"]),
        sentence=inline(content["sentence"]),
    )


def picture(subject: Subject, cell_id: str) -> str:
    """Return the picture that a cell shows, with its alt text."""
    for place, html in html_outputs(subject):
        found = PICTURE.search(html)
        if subject.notebook.cells[place - 1].id == cell_id and found:
            return re.sub(r' (?:style|width)="[^"]*"', "", found[0])
    raise ValueError(f"{subject.path}: cell {cell_id!r} shows no picture.")


def asked(subject: Subject) -> list[dict[str, Any]]:
    """Return the predictions and questions of a lesson's core, in its order."""
    tables = {"predict": "predictions", "ask": "questions"}
    known = {
        (call, entry["name"]): entry
        for call, table in tables.items()
        for entry in subject.questions.get(table, [])
    }
    called = ((name, given[0]) for name, given in calls_in_core(subject) if given)
    return [known[call] for call in called if call in known]


def _question(lesson: str, entry: dict[str, Any]) -> str:
    texts = [option["text"] for option in entry["options"]]
    random.Random(f"{lesson}/{entry['name']}").shuffle(texts)
    options = "".join(f"<li>{inline(text)}</li>" for text in texts)
    question = inline(MARKDOWN_LINK.sub(r"\2", entry["question"]))
    return f"<article><p><b>{question}</b></p><ul>{options}</ul></article>"


def _number(fact_id: str, phrase: str) -> str:
    known = fact(fact_id)
    value, _, spread = known.text.partition(" (")
    more = f"({spread} " if spread else ""
    seen = "" if known.verified == "primary" else f" {escape(known.verified_words)}."
    return (
        f"<p><b>{escape(value)}</b>{escape(more)}{escape(phrase)}"
        f"<small>{known.source_html()}.{seen}</small></p>"
    )


def build(to: Path = TO, only: str = "") -> list[Path]:
    """Write the pages into a folder; return them."""
    lessons = [path for path in notebooks("notebooks") if path.stem.startswith(only)]
    if not lessons:
        raise ValueError(f"There is no lesson {only!r}.")
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    pages = [to / f"{path.stem}.html" for path in sorted(lessons, key=lambda path: path.stem)]
    for path in lessons:
        (to / f"{path.stem}.html").write_text(page_of(path), "utf-8")
    return pages


def to_pdf(pages: list[Path]) -> None:
    """Print pages beside themselves."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        window = browser.new_page()
        for page in pages:
            window.goto(page.as_uri())
            window.pdf(path=page.with_suffix(".pdf"), prefer_css_page_size=True)
        browser.close()


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.handouts", description=__doc__)
    parser.add_argument("lesson", nargs="?", default="", help="the number of one lesson")
    parser.add_argument("--to", type=Path, default=TO, help="the folder to write into")
    given = parser.parse_args()
    pages = build(given.to, given.lesson)
    if browser_path() is None:
        print("No Chromium or Chrome on this machine: print the pages from a browser.")
    else:
        to_pdf(pages)
    print(f"{len(pages)} pages in {given.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
