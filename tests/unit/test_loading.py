"""What a learner would wait for: a first panel loads no library that it can do without."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAD = "import sys; from matplotlib.figure import Figure; "
FIRST = {  # what is done -> libraries that take most of a second and are not needed for it
    "from helpers.figures.power import how_many; "
    "how_many(Figure(), risk_percent=2.0, relative_risk=0.7, power_percent=80)": (
        "scipy.stats",
        "statsmodels",
    ),
    "from helpers.figures.unseen import missed; "
    "missed(Figure(), per_1000=1.0, people=802, cases=0)": ("scipy.stats",),
    "from helpers.simulations.trials.design import Design; one = Design(); "
    "one.power, one.people_needed(), one.run()": ("scipy.stats", "statsmodels", "pandas"),
    "from helpers.simulations.perception import crowd; "
    "[(crowd(kind).share_to(3), crowd(kind).draw(9)) for kind in ('bell', 'skewed')]": (
        "scipy.stats",
    ),
    "from helpers.figures.timing import copied_times; copied_times(Figure())": ("scipy.stats",),
    "from helpers.checks import outlines; outlines()": ("scipy.stats", "scipy.optimize", "pandas"),
}


@pytest.mark.parametrize("done", FIRST, ids=lambda done: done.split(";")[0])
def test_a_first_use_loads_nothing_heavy(done):
    show = f"{HEAD}{done}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert not {*FIRST[done]}.intersection(ran.stdout.split())
