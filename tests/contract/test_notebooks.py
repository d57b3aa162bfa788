"""Every notebook of the course against the rules."""

from __future__ import annotations

import copy

import pytest

from tests.contract.course import bibliography, notebooks, questions, read
from tests.contract.reading import Subject
from tests.contract.rules import faults_of
from tests.tools.execute import EXECUTED, normalise


@pytest.mark.parametrize("path", notebooks(), ids=str)
def test_notebook_keeps_the_rules(path):
    asked = questions(path.stem) if path.parts[0] == "notebooks" else None
    faults = faults_of(Subject(read(path), path, asked, bibliography()))
    assert not faults, f"{path}\n- " + "\n- ".join(faults)


@pytest.mark.parametrize("path", notebooks(*EXECUTED), ids=str)
def test_notebook_is_saved_as_execute_saves_it(path):
    book = read(path)
    assert normalise(copy.deepcopy(book)) == book, "run `make execute` and commit what it writes"
