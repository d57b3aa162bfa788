"""Launch links: one setting, and README says what it says."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contract.course import REPOSITORY, notebooks
from tests.tools.links import (
    EXAMPLE_HUB,
    Place,
    blocks,
    lessons,
    rewritten,
    setting,
    write_block,
    write_citation,
)

GITHUB = Place("https://github.com/someone/a-course", "main")
START = "lab%2Ftree%2Fnotebooks%2F00_start_here.ipynb"


def test_files_hold_what_the_command_writes():
    for path, text in rewritten().items():
        held = path.read_text(encoding="utf-8")
        assert held == text, f"{path.name}: run `make links` and commit what it writes"


@pytest.mark.parametrize(
    ("address", "branch", "source"),
    [
        ("https://github.com/someone/a-course", "main", "gh/someone/a-course/main"),
        ("https://github.com/someone/a-course", "spring/26", "gh/someone/a-course/spring%2F26"),
        ("https://gitlab.com/group/sub/a-course", "main", "gl/group%2Fsub%2Fa-course/main"),
        (
            "https://git.example.edu/a/a-course",
            "main",
            "git/https%3A%2F%2Fgit.example.edu%2Fa%2Fa-course/main",
        ),
    ],
)
def test_binder_link_names_the_repository_and_the_first_page(address, branch, source):
    assert Place(address, branch).binder() == f"https://mybinder.org/v2/{source}?urlpath={START}"


def test_hub_link_opens_the_first_page_inside_the_copy():
    at_a_school = Place(GITHUB.address, "main", "https://hub.example.edu/jupyter")
    assert at_a_school.pulled() == (
        "https://hub.example.edu/jupyter/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fa-course&branch=main"
        "&urlpath=lab%2Ftree%2Fa-course%2Fnotebooks%2F00_start_here.ipynb"
    )


def test_every_lesson_has_both_links_and_they_open_it():
    assert sorted(lessons()) == sorted(path.as_posix() for path in notebooks("notebooks"))
    rows = [row for row in blocks(GITHUB)["lessons"].split("\n") if "](" in row]
    for row, (path, title) in zip(rows, lessons().items(), strict=True):
        binder, hub = (
            urlsplit(address) for address in re.findall(r"\]\((https://[^)\s|]+)\)", row)
        )
        assert row.startswith(f"| {title} |") and (REPOSITORY / path).is_file()
        assert parse_qs(binder.query) == {"urlpath": [f"lab/tree/{path}"]}
        assert parse_qs(hub.query) == {
            "repo": [GITHUB.address],
            "branch": ["main"],
            "urlpath": [f"lab/tree/a-course/{path}"],
        }


def test_what_is_not_set_yet_is_told():
    owner, hub = "work once `OWNER` is replaced", "set `hub`"
    unset = blocks(Place("https://github.com/OWNER/a-course", "main"))
    assert owner in unset["launch"] and hub not in unset["launch"]
    assert owner in unset["lessons"] and hub in unset["lessons"]
    told = blocks(Place(GITHUB.address, "main", "https://hub.example.edu"))
    assert not [name for name, text in told.items() if owner in text or hub in text]


def test_only_what_stands_between_the_marks_is_written():
    readme = "# A\n\n<!-- links:launch -->\nold\n<!-- /links:launch -->\n\nThe end.\n"
    written = write_block(readme, "README.md", GITHUB)
    assert written.startswith("# A\n\n<!-- links:launch -->\n[![Open")
    assert written.endswith(")\n<!-- /links:launch -->\n\nThe end.\n")
    assert "old" not in written
    assert write_block(written, "README.md", GITHUB) == written


@pytest.mark.parametrize(("branch", "words"), [("main", ""), ("spring", "--branch spring ")])
def test_clone_names_a_branch_that_is_not_main(branch, words):
    text = blocks(Place("https://github.com/someone/a-course", branch))["clone"]
    assert f"git clone {words}https://github.com/someone/a-course.git /opt/course\n" in text


@pytest.mark.parametrize(
    "readme",
    [
        "# no marks",
        "<!-- links:launch -->",
        "<!-- /links:launch -->\n<!-- links:launch -->",
        "<!-- links:launch --><!-- /links:launch -->" * 2,
    ],
)
def test_readme_without_its_marks_is_refused(readme):
    with pytest.raises(ValueError, match=r"README\.md needs one line <!-- links:"):
        write_block(readme, "README.md", GITHUB)


def test_citation_carries_the_address():
    before = 'title: A\nrepository-code: "https://old.example/x"\nlicense: MIT\n'
    after = f'title: A\nrepository-code: "{GITHUB.address}"\nlicense: MIT\n'
    assert write_citation(before, GITHUB) == after
    with pytest.raises(ValueError, match="0 lines 'repository-code:'"):
        write_citation("title: A\n", GITHUB)


@pytest.mark.parametrize(
    ("address", "branch", "hub", "named"),
    [
        ("", "main", "", "repository"),
        ("github.com/someone/a-course", "main", "", "repository"),
        ("https://github.com/someone", "main", "", "repository"),
        ("https://github.com/some one/a-course", "main", "", "repository"),
        ("https://github.com/someone/a-course", "", "", "branch"),
        ("https://github.com/someone/a-course", "main", "hub.example.edu", "hub"),
        ("https://github.com/someone/a-course", "main", "https://hub.example.edu/?a=b", "hub"),
    ],
)
def test_a_bad_setting_is_named(address, branch, hub, named):
    with pytest.raises(ValueError, match=rf"\[tool.course\] {named}"):
        setting(f'[tool.course]\nrepository = "{address}"\nbranch = "{branch}"\nhub = "{hub}"\n')


@pytest.mark.parametrize("end", ["", "/", ".git"])
def test_ways_to_write_the_address_are_one(end):
    text = f'[tool.course]\nrepository = "{GITHUB.address}{end}"\nbranch = "main"\n'
    assert setting(text) == GITHUB
    assert setting(text).hub == EXAMPLE_HUB
    assert setting(f'{text}hub = "http://localhost:8000/"').hub == "http://localhost:8000"
