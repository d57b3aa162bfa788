"""Write every address that depends on where the course's repository lives, from one setting.

    python -m tests.tools.links           write them into README.md and CITATION.cff
    python -m tests.tools.links --check   only say whether they are right

The setting stands in pyproject.toml, and whoever forks the course changes it there:

    [tool.course]
    repository = "https://github.com/OWNER/ketamine-and-the-brain"
    branch = "main"

README.md holds a place for each block, and what stands between its two marks is replaced:

    <!-- links:launch -->
    <!-- /links:launch -->

Blocks are `launch` (Binder, and nbgitpuller for a class's own hub) and `clone` (how to get a copy).
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
START = "notebooks/00_start_here.ipynb"
PLACEHOLDER = "OWNER"
HUB = "https://hub.example.org"
NEEDED = ("launch",)


@dataclass(frozen=True)
class Place:
    """Where the repository lives."""

    address: str
    branch: str

    @property
    def name(self) -> str:
        """The repository's own name: the folder that a copy of it lies in."""
        return self.address.rsplit("/", 1)[-1]

    @property
    def binder(self) -> str:
        """The address that opens the course on mybinder.org."""
        host, path = urlsplit(self.address).netloc, urlsplit(self.address).path.strip("/")
        branch = quote(self.branch, safe="")
        if host == "github.com":
            source = f"gh/{path}/{branch}"
        elif host == "gitlab.com":
            source = f"gl/{quote(path, safe='')}/{branch}"
        else:
            source = f"git/{quote(self.address, safe='')}/{branch}"
        return f"https://mybinder.org/v2/{source}?urlpath={quote('lab/tree/' + START, safe='')}"

    def pulled_into(self, hub: str) -> str:
        """Return the address that copies the course into a learner's account on a hub."""
        file = quote(f"lab/tree/{self.name}/{START}", safe="")
        return (
            f"{hub}/hub/user-redirect/git-pull?repo={quote(self.address, safe='')}"
            f"&branch={quote(self.branch, safe='')}&urlpath={file}"
        )


def setting(text: str) -> Place:
    """Read the setting out of pyproject.toml's text.

    Raises
    ------
    ValueError
        If the address is not one of a repository on the web, or there is no branch.
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
    return Place(address, branch)


def blocks(place: Place) -> dict[str, str]:
    """Return the text of every block by its name."""
    launch = [
        f"[![Open the course on Binder](https://mybinder.org/badge_logo.svg)]({place.binder})",
        "",
        "For a class with a JupyterHub of its own, put the hub's address in place of "
        f"`{HUB}` in this nbgitpuller link:",
        "",
        "```text",
        place.pulled_into(HUB),
        "```",
    ]
    if PLACEHOLDER in place.address.split("/"):
        launch += [
            "",
            f"These links work once `{PLACEHOLDER}` is replaced: set `repository` under "
            "`[tool.course]` in `pyproject.toml`, then run `make links`.",
        ]
    branch = "" if place.branch == "main" else f"--branch {place.branch} "
    clone = ["```bash", f"git clone {branch}{place.address}.git", f"cd {place.name}", "```"]
    return {"launch": "\n".join(launch), "clone": "\n".join(clone)}


def write_blocks(readme: str, place: Place) -> str:
    """Return README's text with every block as it should be.

    Raises
    ------
    ValueError
        If a mark has no partner, or a block that README must have is missing.
    """
    for name, text in blocks(place).items():
        start, end = f"<!-- links:{name} -->", f"<!-- /links:{name} -->"
        found = readme.count(start), readme.count(end)
        if found == (0, 0) and name not in NEEDED:
            continue
        if found != (1, 1) or readme.index(start) > readme.index(end):
            raise ValueError(f"README.md needs one line {start} and, below it, one line {end}")
        before, after = readme.split(start)[0], readme.split(end)[1]
        readme = f"{before}{start}\n{text}\n{end}{after}"
    return readme


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
    writers = {"README.md": write_blocks, "CITATION.cff": write_citation}
    return {
        folder / name: write((folder / name).read_text(encoding="utf-8"), place)
        for name, write in writers.items()
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
        print(f"{path.name}: {'links are not those of pyproject.toml' if check else 'written'}")
    if not stale:
        print("links are up to date")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
