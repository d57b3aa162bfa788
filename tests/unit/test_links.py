"""Launch links: one setting, and README says what it says."""

from __future__ import annotations

import pytest

from tests.tools.links import Place, blocks, rewritten, setting, write_blocks, write_citation

GITHUB = Place("https://github.com/someone/a-course", "main")
START = "lab%2Ftree%2Fnotebooks%2F00_start_here.ipynb"


def test_readme_and_citation_hold_what_the_command_writes():
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
    assert Place(address, branch).binder == f"https://mybinder.org/v2/{source}?urlpath={START}"


def test_hub_link_opens_the_first_page_inside_the_copy():
    assert GITHUB.pulled_into("https://hub.example.edu") == (
        "https://hub.example.edu/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fa-course&branch=main"
        "&urlpath=lab%2Ftree%2Fa-course%2Fnotebooks%2F00_start_here.ipynb"
    )


def test_a_placeholder_is_told():
    said = "work once `OWNER` is replaced"
    assert said in blocks(Place("https://github.com/OWNER/a-course", "main"))["launch"]
    assert said not in blocks(GITHUB)["launch"]


def test_only_what_stands_between_the_marks_is_written():
    readme = "# A\n\n<!-- links:launch -->\nold\n<!-- /links:launch -->\n\nThe end.\n"
    written = write_blocks(readme, GITHUB)
    assert written.startswith("# A\n\n<!-- links:launch -->\n[![Open")
    assert written.endswith("```\n<!-- /links:launch -->\n\nThe end.\n")
    assert "old" not in written
    assert write_blocks(written, GITHUB) == written


def test_clone_block_is_written_where_readme_has_a_place_for_it():
    readme = (
        "<!-- links:launch -->\n<!-- /links:launch -->\n<!-- links:clone --><!-- /links:clone -->"
    )
    written = write_blocks(readme, Place("https://github.com/someone/a-course", "spring"))
    assert "git clone --branch spring https://github.com/someone/a-course.git\n" in written
    assert "cd a-course\n" in written


@pytest.mark.parametrize(
    "readme",
    [
        "# no marks",
        "<!-- links:launch -->",
        "<!-- /links:launch -->\n<!-- links:launch -->",
        "<!-- links:launch --><!-- /links:launch -->" * 2,
        "<!-- links:launch --><!-- /links:launch --><!-- links:clone -->",
    ],
)
def test_readme_without_its_marks_is_refused(readme):
    with pytest.raises(ValueError, match=r"README\.md needs one line <!-- links:"):
        write_blocks(readme, GITHUB)


def test_citation_carries_the_address():
    before = 'title: A\nrepository-code: "https://old.example/x"\nlicense: MIT\n'
    after = f'title: A\nrepository-code: "{GITHUB.address}"\nlicense: MIT\n'
    assert write_citation(before, GITHUB) == after
    with pytest.raises(ValueError, match="0 lines 'repository-code:'"):
        write_citation("title: A\n", GITHUB)


@pytest.mark.parametrize(
    ("address", "branch", "named"),
    [
        ("", "main", "repository"),
        ("github.com/someone/a-course", "main", "repository"),
        ("https://github.com/someone", "main", "repository"),
        ("https://github.com/some one/a-course", "main", "repository"),
        ("https://github.com/someone/a-course", "", "branch"),
    ],
)
def test_a_bad_setting_is_named(address, branch, named):
    with pytest.raises(ValueError, match=rf"\[tool.course\] {named}"):
        setting(f'[tool.course]\nrepository = "{address}"\nbranch = "{branch}"\n')


@pytest.mark.parametrize("end", ["", "/", ".git"])
def test_ways_to_write_the_address_are_one(end):
    text = f'[tool.course]\nrepository = "{GITHUB.address}{end}"\nbranch = "main"\n'
    assert setting(text) == GITHUB
