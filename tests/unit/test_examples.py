"""The examples in the docstrings of the course's package do what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import helpers

MODULES = sorted(one.name for one in pkgutil.walk_packages(helpers.__path__, "helpers."))


def examples(name: str) -> list[doctest.DocTest]:
    """Return a module's examples; they see its names and those of the package it lies in."""
    module = importlib.import_module(name)
    package = importlib.import_module(module.__package__)
    names = vars(package) | vars(module)
    return [one for one in doctest.DocTestFinder().find(module, globs=names) if one.examples]


def test_examples_are_found():
    assert sum(len(examples(name)) for name in MODULES) > 20


@pytest.mark.parametrize("name", MODULES)
def test_examples_run_and_print_what_they_say(name):
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    told: list[str] = []
    for one in examples(name):
        runner.run(one, out=told.append)
    assert not runner.failures, "".join(told)
