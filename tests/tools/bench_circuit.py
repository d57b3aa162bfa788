"""The spiking network beside Brian2, and what the panels of lesson 03 wait for.

Brian2 runs in an environment of its own (see `brian2_reference.py`); name its Python in
COURSE_BRIAN2_PYTHON, else those lines are left out. Both sides run the lesson's dose axis of one
preset: 7 doses x 3 seeds x 2.5 s, 10,500 cells, all side by side, from call to spikes. All times
are processor times, the course's on one core. Brian2's hold its code generation and the compilers
that it starts, with an empty cache; neither side's hold starting Python and importing.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from itertools import count
from pathlib import Path

import numpy as np

from helpers.simulations.circuit import (
    decide,
    rate_model,
    rate_model_at_block,
    rate_trace,
    simulate_spiking,
)
from tests.tools.bench import Line, median_s

SCRIPT = Path(__file__).with_name("brian2_reference.py")
AT_LEAST = 1.0  # times as quick as Brian2


def brian2_s(target: str) -> float | None:
    """Return Brian2's time for the same (s); None without Brian2."""
    python = os.environ.get("COURSE_BRIAN2_PYTHON")
    if not python:
        return None
    call = [python, str(SCRIPT), "--time", target]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def lines() -> list[Line]:
    """Measure the circuit models."""
    seeds = count(1)  # another each time, since a run just made is not made again
    ours = median_s(
        lambda: simulate_spiking("HOMAYOUN", seed=next(seeds)), 3, clock=time.process_time
    )
    name, note = "7 doses x 3 seeds x 2.5 s", "set COURSE_BRIAN2_PYTHON to race Brian2"
    rivals = [(one, brian2_s(one)) for one in ("numpy", "cython")]
    found = [
        Line(name, ours, "s", other, f"Brian2, {one}", AT_LEAST) for one, other in rivals if other
    ] or [Line(name, ours, "s", note=note)]
    run = simulate_spiking("HOMAYOUN")
    grid = np.meshgrid(np.linspace(0, 1, 41), np.linspace(0, 1, 41))
    for name, call, times in (
        ("one movement of the dose slider: raster", lambda: run.raster(3, 1, "E"), 15),
        ("rate model, 80 concentrations", lambda: rate_model(np.geomspace(0.01, 40, 80)), 9),
        ("rate model, pad of 41 x 41", lambda: rate_model_at_block(*grid), 3),
        ("rate model, 1 s in time", lambda: rate_trace(1.0), 3),
        ("decision model, 6 x 500 trials", lambda: decide(), 3),
    ):
        found.append(Line(name, 1e3 * median_s(call, times, clock=time.process_time), "ms"))
    return found
