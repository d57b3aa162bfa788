"""The spiking network of lesson 03, written a second time, in Brian2.

It shares no code and no numbers with `helpers.simulations.circuit`: equations, values and the
solver (exponential Euler, Brian2's own queues and random numbers) are its own. Its results are
kept in tests/literature/brian2_reference.json, where a test holds the course's network to them.

It needs an environment of its own::

    python3 -m venv /tmp/brian2
    /tmp/brian2/bin/pip install -r tests/tools/brian2-requirements.txt
    /tmp/brian2/bin/python tests/tools/brian2_reference.py --write       # some minutes
    /tmp/brian2/bin/python tests/tools/brian2_reference.py --time numpy  # the race of `make bench`
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

KEPT = Path(__file__).resolve().parents[1] / "literature" / "brian2_reference.json"
CELLS = {"E": 400, "I": 100}

#: Strengths (nS, totals onto one cell), decay of GABA (ms), afferents (Hz).
PRESETS = {
    "HOMAYOUN": {
        "ampa_ee": 40, "ampa_ei": 180, "nmda_ee": 40, "nmda_ei": 40, "tonic_e": 50, "tonic_i": 30,
        "gaba_ie": 520, "gaba_ii": 400, "tau_gaba": 6, "nu_e": 2000, "nu_i": 2000,
    },
    "PING": {
        "ampa_ee": 150, "ampa_ei": 250, "nmda_ee": 40, "nmda_ei": 40, "tonic_e": 40, "tonic_i": 25,
        "gaba_ie": 520, "gaba_ii": 400, "tau_gaba": 8, "nu_e": 2200, "nu_i": 2000,
    },
}  # fmt: skip
DOSES_UM = (0.0, 1.0, 10.0)
RACE_DOSES_UM = (0.0, 0.3, 1.0, 2.0, 5.0, 10.0, 50.0)
K_E_UM, K_I_UM = 5.4, 1.2
#: Time steps (ms) and copies of the results kept: the course's own step, and a quarter of it, which
#: bounds the error that the step makes.
STEPS_MS = {"0.1": 8, "0.025": 4}

CELL = """
dv/dt = (g_leak * (E_leak - v) - (gx + g_ampa * A) * v
         - left * (g_nmda * S + g_tonic) * v / (1 + exp(-0.062 * v / mV) / 3.57)
         - g_gaba * G * (v - E_gaba)) / C : volt (unless refractory)
dgx/dt = -gx / (2 * ms) : siemens
left : 1 (constant)
A : 1 (linked)
G : 1 (linked)
S : 1 (linked)
"""
PYRAMIDAL = (
    CELL
    + """
dx/dt = -x / (2 * ms) : 1
ds/dt = -s / (100 * ms) + 0.5 / ms * x * (1 - s) : 1
"""
)
FIELD = """
dA/dt = -A / (2 * ms) : 1
dG/dt = -G / tau_gaba : 1
S : 1
"""


def run(preset: str, doses_um, n_seeds: int, duration_s: float, target: str, step_ms: float):
    """Return spike counts after 0.5 s and the gates A and G of every network.

    Networks differ in dose, then in copy: all run side by side in one Brian2 network, which is
    the quickest way that Brian2 offers.
    """
    import brian2 as b2
    import numpy as np

    b2.start_scope()
    b2.prefs.codegen.target = target
    b2.defaultclock.dt = step_ms * b2.ms
    b2.seed(1)
    p = PRESETS[preset]
    ms, mv, ns, pf, hz = b2.ms, b2.mV, b2.nS, b2.pF, b2.Hz
    n_nets = len(doses_um) * n_seeds
    dose = np.repeat(np.asarray(doses_um, dtype=float), n_seeds)
    shared = {"E_leak": -70 * mv, "E_gaba": -70 * mv, "tau_gaba": p["tau_gaba"] * ms, "ms": ms}
    # Gates decay after cells have used them: order 1. With steps of 0.1 ms that matters.
    field = b2.NeuronGroup(n_nets, FIELD, method="exact", namespace=shared, order=1)
    groups = {}
    for kind, own in (
        ("E", {"C": 500 * pf, "g_leak": 25 * ns, "quantum": 2.1 * ns}),
        ("I", {"C": 200 * pf, "g_leak": 20 * ns, "quantum": 1.62 * ns}),
    ):
        low = kind.lower()
        names = dict(
            shared, **own, mV=mv,
            g_ampa=p[f"ampa_e{low}"] * ns, g_nmda=p[f"nmda_e{low}"] * ns,
            g_tonic=p[f"tonic_{low}"] * ns, g_gaba=p[f"gaba_i{low}"] * ns,
            nu=p[f"nu_{low}"] * hz,
        )  # fmt: skip
        group = b2.NeuronGroup(
            n_nets * CELLS[kind], PYRAMIDAL if kind == "E" else CELL, method="exponential_euler",
            threshold="v > -50 * mV", reset="v = -55 * mV",
            refractory=(2 if kind == "E" else 1) * ms, namespace=names,
        )  # fmt: skip
        home = np.repeat(np.arange(n_nets), CELLS[kind])
        for name in "AGS":
            setattr(group, name, b2.linked_var(field, name, index=home))
        group.left = (1 - dose / (dose + (K_E_UM if kind == "E" else K_I_UM)))[home]
        group.v = "-70 * mV + 20 * mV * rand()"
        group.run_regularly("gx += quantum * poisson(nu * dt)", when="before_groups")
        groups[kind] = (group, home)
    (cells_e, home_e), (cells_i, home_i) = groups["E"], groups["I"]
    delay = 0.5 * ms
    to_a = b2.Synapses(cells_e, field, on_pre="A_post += 1 / 400.0", delay=delay)
    to_a.connect(i=np.arange(len(home_e)), j=home_e)
    to_g = b2.Synapses(cells_i, field, on_pre="G_post += 1 / 100.0", delay=delay)
    to_g.connect(i=np.arange(len(home_i)), j=home_i)
    to_x = b2.Synapses(cells_e, cells_e, on_pre="x_post += 1", delay=delay)
    to_x.connect(j="i")
    to_s = b2.Synapses(cells_e, field, "S_post = s_pre / 400.0 : 1 (summed)")
    to_s.connect(i=np.arange(len(home_e)), j=home_e)
    gates = b2.StateMonitor(field, ("A", "G"), record=True)
    spikes = {kind: b2.SpikeMonitor(group) for kind, (group, _) in groups.items()}
    model = b2.Network(field, cells_e, cells_i, to_a, to_g, to_x, to_s, gates, *spikes.values())
    model.run(duration_s * b2.second, namespace={})
    rates = {}
    for kind, (_, home) in groups.items():
        late = np.asarray(spikes[kind].t / b2.second) >= 0.5
        counts = np.bincount(home[np.asarray(spikes[kind].i)[late]], minlength=n_nets)
        rates[kind] = counts.reshape(-1, n_seeds) / CELLS[kind] / (duration_s - 0.5)
    lfp = p["ampa_ee"] * 0.05 * np.asarray(gates.A) + p["gaba_ie"] * 0.015 * np.asarray(gates.G)
    return rates, lfp.reshape(len(doses_um), n_seeds, -1)[:, :, round(500 / step_ms) :]


def gamma_power(lfp, step_ms: float):
    """Return power from 30 to 80 Hz (nA²): pieces of 0.5 s, half overlapping, Hann window."""
    from itertools import count, takewhile

    import numpy as np

    size = round(500 / step_ms)
    window = np.hanning(size)
    starts = takewhile(lambda k: k + size <= lfp.shape[-1], count(0, size // 2))
    pieces = [lfp[..., k : k + size] for k in starts]
    power = np.mean(
        [abs(np.fft.rfft((x - x.mean(-1, keepdims=True)) * window)) ** 2 for x in pieces], axis=0
    )
    hz = np.fft.rfftfreq(size, step_ms * 1e-3)
    return power[..., (hz >= 30) & (hz <= 80)].sum(-1) * 2e-3 * step_ms / (window**2).sum() * hz[1]


def write(target: str) -> None:
    """Run both presets with both steps and keep the results."""
    import brian2
    import numpy as np

    kept = {
        "made_by": "tests/tools/brian2_reference.py --write",
        "with": {"brian2": brian2.__version__, "numpy": np.__version__, "target": target},
        "conditions": {
            "ketamine_um": list(DOSES_UM), "k_e_um": K_E_UM, "k_i_um": K_I_UM,
            "duration_s": 2.5, "settle_s": 0.5, "cells": CELLS,
        },
        "presets": PRESETS,
        "results": {preset: {} for preset in PRESETS},
    }  # fmt: skip
    for preset in PRESETS:
        for step, copies in STEPS_MS.items():
            rates, lfp = run(preset, DOSES_UM, copies, 2.5, target, float(step))
            kept["results"][preset][step] = {
                "pyramidal_hz": rates["E"].round(4).tolist(),
                "interneuron_hz": rates["I"].round(4).tolist(),
                "gamma_power": [
                    [float(f"{x:.5g}") for x in row] for row in gamma_power(lfp, float(step))
                ],
            }
            print(preset, step, rates["E"].mean(1), rates["I"].mean(1), flush=True)
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def race(target: str) -> float:
    """Return the processor seconds that the lesson's dose axis takes, compilers included."""
    import brian2 as b2

    with tempfile.TemporaryDirectory() as fresh:
        b2.prefs.codegen.runtime.cython.cache_dir = fresh
        begin = os.times()
        run("HOMAYOUN", RACE_DOSES_UM, 3, 2.5, target, 0.1)
        end = os.times()
    return sum(end[:4]) - sum(begin[:4])  # user and system, own and children's


def main() -> int:
    """Read the command line."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--write", action="store_true", help=f"make {KEPT.name} anew")
    words.add_argument("--time", choices=("numpy", "cython"), help="time the lesson's dose axis")
    words.add_argument("--target", choices=("numpy", "cython"), default="cython")
    given = words.parse_args()
    if given.write:
        write(given.target)
    if given.time:
        print(json.dumps({"target": given.time, "seconds": round(race(given.time), 2)}))
    return 0 if given.write or given.time else words.error("nothing to do")


if __name__ == "__main__":
    sys.exit(main())
