"""One set of versions, however the course was set up: pip, conda, Binder."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contract.course import REPOSITORY
from tests.tools.pins import PYTHONS


def requirements(name: str) -> list[Requirement]:
    """Return the requirements of a file, one a line, without comments."""
    lines = (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in (ln.partition("#")[0].strip() for ln in lines) if line]


def pins() -> dict[str, Requirement]:
    return {canonicalize_name(pin.name): pin for pin in requirements("requirements.txt")}


def project() -> dict:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def environment() -> dict:
    return yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))


def pip_lines() -> list[str]:
    """Return the lines that environment.yml hands to pip."""
    return next(part["pip"] for part in environment()["dependencies"] if isinstance(part, dict))


def test_every_pin_is_exact():
    loose = [
        str(p) for p in pins().values() if not re.fullmatch(r"==[\w.]+", str(p.specifier)) or p.url
    ]
    assert not loose


def test_what_is_installed_is_what_is_pinned():
    wrong = []
    for name, pin in pins().items():
        if pin.marker and not pin.marker.evaluate():
            continue
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            installed = "nothing"
        if not pin.specifier.contains(
            installed if installed != "nothing" else "0", prereleases=True
        ):
            wrong.append(f"{pin}, but {installed} is installed")
    assert not wrong, "\n".join(wrong)


def test_everything_asked_for_is_pinned():
    asked = {canonicalize_name(requirement.name) for requirement in requirements("requirements.in")}
    assert asked <= set(pins())


def test_constraints_hold_among_the_pins():
    for held in requirements("constraints.in"):
        pin = pins().get(canonicalize_name(held.name))
        assert pin is not None, f"{held.name} is held, but nothing needs it any more"
        version = next(iter(pin.specifier)).version
        assert held.specifier.contains(version), f"{pin} breaks {held}"


def test_pyproject_needs_only_what_is_asked_for_and_pinned():
    needed = {canonicalize_name(Requirement(d).name) for d in project()["project"]["dependencies"]}
    asked = {canonicalize_name(requirement.name) for requirement in requirements("requirements.in")}
    assert needed <= asked
    assert needed <= set(pins())
    assert canonicalize_name("setuptools") in pins(), "the package is built without isolation"


def test_pyproject_agrees_with_the_package_that_is_installed():
    installed = metadata.metadata("ketamine-and-the-brain")
    declared = project()["project"]
    assert installed["Version"] == declared["version"]
    stated = {Requirement(r).name for r in metadata.requires("ketamine-and-the-brain") or []}
    assert stated == {Requirement(d).name for d in declared["dependencies"]}


def test_environment_installs_the_same_pins_and_this_repository():
    assert pip_lines() == ["-r requirements.txt", "-e .", "./jupyter"]


def test_files_that_environment_names_exist():
    named = [line.split()[1] for line in pip_lines() if line.startswith(("-r ", "-c "))]
    assert named
    missing = [name for name in named if not (REPOSITORY / name).is_file()]
    assert not missing


def test_environment_takes_python_and_pip_alone_from_conda():
    plain = [part for part in environment()["dependencies"] if isinstance(part, str)]
    names = {re.split(r"[=<> ]", part)[0] for part in plain}
    assert names == {"python", "pip"}
    version = next(part.partition("=")[2] for part in plain if part.startswith("python="))
    assert version in PYTHONS


def test_environment_has_conda_forge_alone():
    assert environment()["name"] == project()["project"]["name"]
    assert environment()["channels"] == ["conda-forge", "nodefaults"]


def test_binder_finds_environment_yml_and_nothing_that_it_would_rather_take_or_also_run():
    others = {"binder", ".binder", "Dockerfile", "Pipfile", "Project.toml", "DESCRIPTION"}
    others |= {"install.R", "default.nix", "runtime.txt", "apt.txt", "postBuild", "start"}
    assert not others & {path.name for path in REPOSITORY.iterdir()}


@pytest.mark.parametrize("python", PYTHONS)
def test_pythons_agree(python):
    from packaging.specifiers import SpecifierSet

    declared = SpecifierSet(project()["project"]["requires-python"])
    assert declared.contains(python)
    first, last = (tuple(map(int, version.split("."))) for version in (PYTHONS[0], PYTHONS[-1]))
    outside = [f"{first[0]}.{first[1] - 1}", f"{last[0]}.{last[1] + 1}"]
    assert not any(declared.contains(version) for version in outside)
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert f"{first} <= sys.version_info[:2] <= {last}" in makefile


def test_jupyters_settings_are_read_as_they_stand():
    folder = REPOSITORY / "jupyter"
    overrides = json.loads((folder / "labconfig" / "default_setting_overrides.json").read_text())
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    with (folder / "pyproject.toml").open("rb") as file:
        copied = tomllib.load(file)["tool"]["setuptools"]["data-files"]
    named = {path.name for patterns in copied.values() for p in patterns for path in folder.glob(p)}
    assert named == {
        path.name
        for path in (*folder.glob("*.py"), *folder.glob("*/*.json"))
        if path.name[0] != "."
    }


def test_jupyters_settings_stand_in_the_environment():
    there, here = Path(sys.prefix, "etc", "jupyter"), REPOSITORY / "jupyter"
    ours = (here / "jupyter_lab_config.py").read_text(encoding="utf-8")
    assert (there / "jupyter_lab_config.py").read_text(encoding="utf-8") == ours, "run `make setup`"
    for path in here.glob("*/*.json"):  # JupyterLab may add to them
        known = json.loads((there / path.relative_to(here)).read_text(encoding="utf-8"))
        assert json.loads(path.read_text(encoding="utf-8")).items() <= known.items(), path.name
