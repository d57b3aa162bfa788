"""Write every address that depends on where the course lives, from one setting.

    python -m tests.tools.links           write them into README.md, deploy/ and CITATION.cff
    python -m tests.tools.links --check   only say whether they are right

The setting stands in pyproject.toml, and whoever forks the course changes it there:

    [tool.course]
    repository = "https://github.com/OWNER/ketamine-and-the-brain"
    branch = "main"
    hub = ""      # a class's own JupyterHub, such as "https://hub.example.edu"

A file holds a place for its block, and what stands between the two marks is replaced:

    <!-- links:launch -->
    <!-- /links:launch -->

Blocks are `launch` (README.md), `clone` (deploy/README.md: a copy on a server) and `lessons`
(deploy/links.md: Binder and nbgitpuller for every lesson).
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.contract.course import notebooks_in

REPOSITORY = Path(__file__).resolve().parents[2]
CITATION = "CITATION.cff"
START = "notebooks/00_start_here.ipynb"
PLACEHOLDER = "OWNER"
EXAMPLE_HUB = "https://hub.example.org"
BLOCKS = {"README.md": "launch", "deploy/README.md": "clone", "deploy/links.md": "lessons"}


@dataclass(frozen=True)
class Place:
    """Where the repository lives, and the hub that pulls it for a class."""

    address: str
    branch: str
    hub: str = EXAMPLE_HUB

    @property
    def name(self) -> str:
        """The repository's own name: the folder that a copy of it lies in."""
        return self.address.rsplit("/", 1)[-1]

    def binder(self, lesson: str = START) -> str:
        """Return the address that opens a lesson on mybinder.org."""
        host, path = urlsplit(self.address).netloc, urlsplit(self.address).path.strip("/")
        branch = quote(self.branch, safe="")
        if host == "github.com":
            source = f"gh/{path}/{branch}"
        elif host == "gitlab.com":
            source = f"gl/{quote(path, safe='')}/{branch}"
        else:
            source = f"git/{quote(self.address, safe='')}/{branch}"
        return f"https://mybinder.org/v2/{source}?urlpath={quote(f'lab/tree/{lesson}', safe='')}"

    def pulled(self, lesson: str = START) -> str:
        """Return the address that pulls the course into a learner's folder and opens a lesson."""
        file = quote(f"lab/tree/{self.name}/{lesson}", safe="")
        return (
            f"{self.hub}/hub/user-redirect/git-pull?repo={quote(self.address, safe='')}"
            f"&branch={quote(self.branch, safe='')}&urlpath={file}"
        )


def setting(text: str) -> Place:
    """Read the setting out of pyproject.toml's text.

    Raises
    ------
    ValueError
        If the address is not one of a repository on the web, there is no branch, or the hub is
        no address.
    """
    course = tomllib.loads(text).get("tool", {}).get("course", {})
    address = str(course.get("repository", "")).removesuffix("/").removesuffix(".git")
    if not re.fullmatch(r"https://[\w.-]+(/[\w.~-]+){2,}", address):
        raise ValueError(
            f"pyproject.toml, [tool.course] repository: {address!r} is not an address such as "
            '"https://github.com/someone/ketamine-and-the-brain"'
        )
    branch = course.get("branch", "")
    if not isinstance(branch, str) or not branch:
        raise ValueError(f"pyproject.toml, [tool.course] branch: {branch!r} is not a branch's name")
    hub = str(course.get("hub", "")).rstrip("/")
    if hub and not re.fullmatch(r"https?://[\w.:-]+(/[\w.~-]+)*", hub):
        raise ValueError(
            f"pyproject.toml, [tool.course] hub: {hub!r} is neither empty nor an address such as "
            '"https://hub.example.edu"'
        )
    return Place(address, branch, hub or EXAMPLE_HUB)


def lessons() -> dict[str, str]:
    """Return the number and title of each lesson by its path, in their order."""
    found = {}
    for path in sorted(notebooks_in(REPOSITORY / "notebooks"), key=lambda path: path.name):
        file = REPOSITORY / "helpers" / "checks" / "questions" / f"{path.stem}.toml"
        title = tomllib.loads(file.read_text(encoding="utf-8"))["title"]
        found[path.relative_to(REPOSITORY).as_posix()] = f"{path.stem[:2]} {title}"
    return found


def blocks(place: Place) -> dict[str, str]:
    """Return the text of every block by its name."""
    where = " under `[tool.course]` in `pyproject.toml`, then run `make links`."
    owner = hub = []
    if PLACEHOLDER in place.address.split("/"):
        words = f"Links work once `{PLACEHOLDER}` is replaced: set `repository`{where}"
        owner = ["", words]
    if place.hub == EXAMPLE_HUB:
        hub = ["", f"Links of a hub work once yours has a name here: set `hub`{where}"]
    badge = "[![Open the course on Binder](https://mybinder.org/badge_logo.svg)]"
    rows = [
        f"| {title} | [{title[:2]} on Binder]({place.binder(path)})"
        f" | [{title[:2]} on the hub]({place.pulled(path)}) |"
        for path, title in lessons().items()
    ]
    branch = "" if place.branch == "main" else f"--branch {place.branch} "
    into = "/opt/course"
    clone = ["```bash", f"sudo git clone {branch}{place.address}.git {into}", f"cd {into}", "```"]
    return {
        "launch": "\n".join([f"{badge}({place.binder()})", *owner]),
        "lessons": "\n".join(["| lesson | Binder | hub |", "|---|---|---|", *rows, *owner, *hub]),
        "clone": "\n".join(clone),
    }


def write_block(text: str, file: str, place: Place) -> str:
    """Return a file's text with its block as it should be.

    Raises
    ------
    ValueError
        If the file has not one pair of the block's marks, in their order.
    """
    name = BLOCKS[file]
    start, end = f"<!-- links:{name} -->", f"<!-- /links:{name} -->"
    if (text.count(start), text.count(end)) != (1, 1) or text.index(start) > text.index(end):
        raise ValueError(f"{file} needs one line {start} and, below it, one line {end}")
    before, after = text.split(start)[0], text.split(end)[1]
    return f"{before}{start}\n{blocks(place)[name]}\n{end}{after}"


def write_citation(citation: str, place: Place) -> str:
    """Return CITATION.cff's text with the repository's address in it."""
    line = f'repository-code: "{place.address}"'
    text, count = re.subn(r"^repository-code:.*$", lambda _: line, citation, flags=re.MULTILINE)
    if count != 1:
        raise ValueError(f"CITATION.cff has {count} lines 'repository-code:', not one")
    return text


def rewritten(folder: Path = REPOSITORY) -> dict[Path, str]:
    """Return what each file should hold."""
    place = setting((folder / "pyproject.toml").read_text(encoding="utf-8"))
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in (*BLOCKS, CITATION)}
    return {
        folder / name: write_block(text, name, place)
        if name in BLOCKS
        else write_citation(text, place)
        for name, text in texts.items()
    }


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.links", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    try:
        wanted = rewritten()
    except ValueError as error:
        print(error)
        return 1
    stale = {p: text for p, text in wanted.items() if p.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
        name = path.relative_to(REPOSITORY)
        print(f"{name}: {'links are not those of pyproject.toml' if check else 'written'}")
    if not stale:
        print("links are up to date")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
