"""What holds for every file of the repository: style, links that lead somewhere, no loose ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.contract.course import REPOSITORY, notebooks, read
from tests.contract.reading import FENCE, MARKDOWN_LINK, without_pictures
from tests.contract.rules import WORKSHOP

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".cfg",
    ".cff",
    ".yml",
    ".in",
    ".js",
    ".css",
    ".json",
    ".csv",
    ".bib",
}
LEFT_OUT = {
    ".git",
    ".venv",
    "build",
    "graded",
    "submitted",
    "__pycache__",
    ".hypothesis",
    ".ruff_cache",
}
# These hold the words that others must not hold.
WORD_LISTS = {"rules.py", "test_rules.py", "test_text.py", "test_evidence.py", "audit.py"}
# `make lesson` writes TODO where there is work.
WRITES_TODO = {"Makefile", "tests/tools/lesson.py", "CONTRIBUTING.md"}
# Learners' folders on a hub lie there.
NAMES_HOME = {"deploy/README.md"}


def text_files() -> list[Path]:
    """Return the files that people write, notebooks apart, relative to the repository."""
    found = []
    for folder, inside, files in os.walk(REPOSITORY):
        inside[:] = sorted(set(inside) - LEFT_OUT)  # nothing goes down into these
        for name in sorted(files):
            relative = (Path(folder) / name).relative_to(REPOSITORY)
            if name.startswith(("._", "~$")) or ".egg-info" in str(relative):
                continue  # left by a system or an office program, or by an installation
            if relative.suffix in TEXT or name == "Makefile" or relative.parts[0] == ".ci":
                found.append(relative)
    return found


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_has_nothing_to_say(command):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--quiet", "."],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"run `make format`\n{done.stdout[-2000:]}{done.stderr[-500:]}"


def test_no_file_speaks_of_the_workshop():
    faults = [
        f"{path}:{number}: {line[found.start() :][:80]!r}"
        for path in text_files()
        if path.name not in WORD_LISTS
        for number, line in enumerate(
            (REPOSITORY / path).read_text(encoding="utf-8").split("\n"), 1
        )
        for found in WORKSHOP.finditer(line)
        if found.group() != "/tmp/"  # tools may say where to put what is thrown away
        and not (found.group() == "TODO" and path.as_posix() in WRITES_TODO)
        and not (found.group() == "/home/" and path.as_posix() in NAMES_HOME)
    ]
    assert not faults, "\n".join(faults)


# -- links ---------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub and JupyterLab make of a Markdown text's headings."""
    found = re.findall(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", FENCE.sub("", text), re.MULTILINE)
    github = {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in found}
    return github | {words.replace(" ", "-") for words in found}


def dead_links(text: str, file: Path) -> list[str]:
    """Return the links of a Markdown text that lead to no file and no heading."""
    dead = []
    for _, _, address in MARKDOWN_LINK.findall(FENCE.sub("", without_pictures(text))):
        if re.match(r"[a-z]+:|//", address):
            continue
        target, _, anchor = unquote(address).partition("#")
        if not ((file.parent / target).exists() if target else anchor in anchors(text)):
            dead.append(address)
    return dead


@pytest.mark.parametrize("path", [p for p in text_files() if p.suffix == ".md"], ids=str)
def test_links_of_pages_lead_somewhere(path):
    assert dead_links((REPOSITORY / path).read_text(encoding="utf-8"), REPOSITORY / path) == []


@pytest.mark.parametrize("path", notebooks(), ids=str)
def test_links_of_notebooks_lead_somewhere(path):
    text = "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    assert dead_links(text, REPOSITORY / path) == []


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("[a](there.md)", []),
        ("[a](folder/)", []),
        ("[a](not%20there.md)", ["not%20there.md"]),
        ("![a](gone.png)", ["gone.png"]),
        ("[a](#a-title)", []),
        ("[a](#A-title)", []),
        ("[a](#no-title)", ["#no-title"]),
        ("[a](https://x.example/y)", []),
        ("[a](attachment:b.png)", []),
        ("```\n[a](gone.md)\n```", []),
    ],
)
def test_dead_links_are_found(tmp_path, link, dead):
    (tmp_path / "there.md").touch()
    (tmp_path / "folder").mkdir()
    assert dead_links(f"# A title\n\n{link}\n", tmp_path / "page.md") == dead
