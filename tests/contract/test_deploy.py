"""deploy/ says one thing: the image, the chart's values and the guide agree with each other."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.contract.course import REPOSITORY
from tests.contract.test_setup import environment, pip_lines, project, requirements
from tests.tools.bench_notebooks import MOST_MB
from tests.tools.clean import dockerfile_steps

DEPLOY = REPOSITORY / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
GUIDE = (DEPLOY / "README.md").read_text(encoding="utf-8")
UNITS_MB = {"M": 1.0, "G": 1000.0}


def values() -> dict:
    return yaml.safe_load((DEPLOY / "z2jh-values.yaml").read_text(encoding="utf-8"))


def size_mb(text: str) -> float:
    return float(text[:-1]) * UNITS_MB[text[-1]]


def test_the_image_copies_what_is_there_and_installs_what_conda_installs():
    steps = dockerfile_steps(DOCKERFILE)
    copied = [name for step, words in steps if step == "COPY" for name in words[:-1]]
    assert [name for name in copied if not (REPOSITORY / name).exists()] == []
    installed = " ".join(" ".join(words) for step, words in steps if step == "pip")
    assert [line for line in pip_lines() if line not in installed] == []
    assert "-r deploy/requirements.txt" in installed


def test_the_image_has_condas_python():
    (python,) = re.findall(r"^FROM python:([\d.]+)-slim$", DOCKERFILE, re.MULTILINE)
    assert f"python={python}" in environment()["dependencies"]


def test_what_a_hub_adds_is_pinned_and_moves_no_pin_of_the_course():
    added = {one.name: one for one in requirements("deploy/requirements.txt")}
    assert {"jupyterhub", "nbgitpuller"} <= set(added)
    assert all(re.fullmatch(r"==[\d.]+", str(one.specifier)) for one in added.values())
    assert not added.keys() & {one.name for one in requirements("requirements.txt")}
    (version,) = re.findall(r"a real JupyterHub ([\d.]+)", GUIDE)
    assert added["jupyterhub"].specifier.contains(version)


def test_one_image_with_one_tag_wherever_it_is_named():
    image = values()["singleuser"]["image"]
    assert image["tag"] == project()["project"]["version"]
    named = re.findall(r"REGISTRY/[\w.-]+:[\w.]+", DOCKERFILE + GUIDE)
    assert len(named) == 3
    assert set(named) == {f"{image['name']}:{image['tag']}"}


def test_a_learner_gets_the_memory_that_lessons_are_held_to():
    memory, processors = values()["singleuser"]["memory"], values()["singleuser"]["cpu"]
    server_mb = 200.0  # half as much again as `make bench ARGS=hub` finds
    assert size_mb(memory["guarantee"]) >= server_mb + MOST_MB
    assert size_mb(memory["limit"]) >= server_mb + 3 * MOST_MB
    assert 0 < processors["guarantee"] <= 1 <= processors["limit"]


@pytest.mark.parametrize("chart", re.findall(r"--version ([\d.]+)", GUIDE))
def test_values_and_guide_are_of_one_chart(chart):
    assert f"chart {chart} " in (DEPLOY / "z2jh-values.yaml").read_text(encoding="utf-8")


def test_nobody_comes_in_with_any_password():
    assert values()["hub"]["config"]["JupyterHub"]["authenticator_class"] != "dummy"
