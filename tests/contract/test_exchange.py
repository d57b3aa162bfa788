"""What `make exercises` wrote goes through nbgrader's exchange, without a hub, to `make grade`."""

from __future__ import annotations

import getpass
import logging
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.contract.course import REPOSITORY, UNITS
from tests.tools.grading.__main__ import known
from tests.tools.grading.collect import collect

UNIT = "safety"


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader's exchange needs POSIX")
def test_an_exercise_is_released_fetched_submitted_collected_and_known(tmp_path, monkeypatch):
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import default
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.update(course_id="course", assignment_id=UNIT)
    config.CourseDirectory.update(root=str(tmp_path / "hub"), release_directory="exercises")
    config.Exchange.root = str(tmp_path / "exchange")
    shutil.copytree(REPOSITORY / "exercises" / UNIT, tmp_path / "hub" / "exercises" / UNIT)
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    (tmp_path / "learner").mkdir()
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", programs)  # nbgrader calls alembic by its name
    monkeypatch.chdir(tmp_path / "learner")
    for name in ("ReleaseAssignment", "FetchAssignment", "Submit", "Collect"):
        kind = getattr(default, f"Exchange{name}")
        course = CourseDirectory(config=config)
        step = kind(coursedir=course, authenticator=Authenticator(config=config), config=config)
        step.log = logging.getLogger("nbgrader")
        step.start()
    found = collect(tmp_path / "hub" / "submitted", known(), UNIT)
    assert [one.exercise for one in found] == [f"{UNIT}/{lesson}" for lesson in UNITS[UNIT]]
    assert {one.learner for one in found} == {getpass.getuser()}
    assert [one.problem or one.notes for one in found] == [[]] * 4
