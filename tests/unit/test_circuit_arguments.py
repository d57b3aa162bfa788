"""Whatever is given to the circuit models: an answer, or a ValueError that names the argument."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from helpers.simulations import circuit
from helpers.simulations.circuit import (
    DECISION,
    PRESETS,
    RATE_NETWORK,
    LinearPair,
    Manipulation,
    Pulse,
    Rhythm,
    Signal,
    simulate_spiking,
    stimulus_train,
)
from tests.unit.junk import JUNK

SMALL = PRESETS["PING"].changed(n_e=4, n_i=2)


def spiking(**given):
    settings = {"network": SMALL, "ketamine_um": 0.0, "duration_s": 0.02, "settle_s": 0.0}
    return simulate_spiking(**(settings | {"n_seeds": 1} | given))


RUN = spiking(ketamine_um=[0, 1])
TRACE = circuit.rate_trace(0.01)
SIGNAL = Signal(np.sin(np.arange(1000.0)), 1e-3)

#: Name of the argument, and a call that gives it a value.
CALLS = {
    "ketamine_um of block": ("ketamine_um", lambda v: circuit.block(v)),
    "k_e_um of block": ("k_e_um", lambda v: circuit.block(1.0, v)),
    "k_i_um of block": ("k_i_um", lambda v: circuit.block(1.0, 1.0, v)),
    "rho of balance": ("rho", lambda v: circuit.balance(1.0, v)),
    "rho of hump": ("rho", lambda v: circuit.hump(v)),
    "k_e_um of hump": ("k_e_um", lambda v: circuit.hump(0.6, v)),
    "k_i_um of range": ("k_i_um", lambda v: circuit.rho_range_with_hump(5.4, v)),
    "k_e_um of largest": ("k_e_um", lambda v: circuit.largest_k_i_with_hump_um(0.6, v)),
    "gain of pair": ("gain_e", lambda v: LinearPair(gain_e=v)),
    "block_i of pair": ("block_i", lambda v: LinearPair().rates_hz(0.0, v)),
    "ketamine_um of rate": ("ketamine_um", lambda v: circuit.rate_model(v)),
    "k_i_um of rate": ("k_i_um", lambda v: circuit.rate_model(1.0, k_i_um=v)),
    "manipulation of rate": ("manipulation", lambda v: circuit.rate_model(1, manipulation=v)),
    "network of rate": ("network", lambda v: circuit.rate_model(1, network=v)),
    "block_e of pad": ("block_e", lambda v: circuit.rate_model_at_block(v, 0.0)),
    "k_e_um of rise": ("k_e_um", lambda v: circuit.largest_k_i_with_rise_um(v)),
    "duration_s of trace": ("duration_s", lambda v: circuit.rate_trace(v)),
    "ketamine_um of trace": ("ketamine_um", lambda v: circuit.rate_trace(0.001, v)),
    "noise of trace": ("noise", lambda v: circuit.rate_trace(0.001, noise=v)),
    "seed of trace": ("seed", lambda v: circuit.rate_trace(0.001, noise=True, seed=v)),
    "start_at_rest of trace": (
        "start_at_rest",
        lambda v: circuit.rate_trace(0.001, start_at_rest=v),
    ),
    "step_ms of trace": ("step_ms", lambda v: circuit.rate_trace(0.001, step_ms=v)),
    "start_s of signal": ("start_s", lambda v: TRACE.signal(v)),
    "number of rate network": ("tau_e_ms", lambda v: RATE_NETWORK.changed(tau_e_ms=v)),
    "number of spiking network": ("delay_ms", lambda v: SMALL.changed(delay_ms=v)),
    "size of spiking network": ("n_e", lambda v: SMALL.changed(n_e=v)),
    "voltage of spiking network": ("rest_mv", lambda v: SMALL.changed(rest_mv=v)),
    "number of decision": ("self_na", lambda v: DECISION.changed(self_na=v)),
    "network of spiking": ("network", lambda v: spiking(network=v)),
    "ketamine_um of spiking": ("ketamine_um", lambda v: spiking(ketamine_um=v)),
    "k_e_um of spiking": ("k_e_um", lambda v: spiking(k_e_um=v)),
    "manipulation of spiking": ("manipulation", lambda v: spiking(manipulation=v)),
    "manipulations of spiking": ("manipulation", lambda v: spiking(manipulation=[v])),
    "n_seeds": ("n_seeds", lambda v: spiking(n_seeds=v)),
    "seed": ("seed", lambda v: spiking(seed=v)),
    "duration_s": ("duration_s", lambda v: spiking(duration_s=v)),
    "settle_s": ("settle_s", lambda v: spiking(settle_s=v)),
    "step_ms": ("step_ms", lambda v: spiking(step_ms=v)),
    "control": ("control", lambda v: RUN._condition("control", v)),
    "condition of raster": ("condition", lambda v: RUN.raster(v)),
    "seed of raster": ("seed", lambda v: RUN.raster(0, v)),
    "population of raster": ("population", lambda v: RUN.raster(population=v)),
    "start_s of raster": ("start_s", lambda v: RUN.raster(start_s=v)),
    "stop_s of raster": ("stop_s", lambda v: RUN.raster(stop_s=v)),
    "population in time": ("population", lambda v: RUN.rates_in_time(v)),
    "bin_s": ("bin_s", lambda v: RUN.rates_in_time("E", v)),
    "nearest": ("ketamine_um", lambda v: RUN.nearest(v)),
    "segment_s": ("segment_s", lambda v: SIGNAL.spectrum(v)),
    "low_hz": ("low_hz", lambda v: SIGNAL.band_power(v, 80)),
    "high_hz": ("high_hz", lambda v: SIGNAL.band_power(30, v)),
    "peak": ("low_hz", lambda v: SIGNAL.peak_hz(v)),
    "frequency_hz": ("frequency_hz", lambda v: SIGNAL.amplitude_at(v)),
    "start_s of pulse": ("start_s", lambda v: Pulse(v, 1.0)),
    "duration_s of pulse": ("duration_s", lambda v: Pulse(0.0, v)),
    "strength of pulse": ("strength", lambda v: Pulse(0.0, 1.0, v)),
    "target of pulse": ("target", lambda v: Pulse(0.0, 1.0, 1.0, v)),
    "frequency of rhythm": ("frequency_hz", lambda v: Rhythm(v)),
    "strength of rhythm": ("strength", lambda v: Rhythm(40, v)),
    "stop_s of rhythm": ("stop_s", lambda v: Rhythm(40, stop_s=v)),
    "n of train": ("n", lambda v: stimulus_train(v, 4)),
    "rate_hz of train": ("rate_hz", lambda v: stimulus_train(2, v)),
    "stimuli": ("stimuli", lambda v: Manipulation(stimuli=v)),
    "label": ("label", lambda v: Manipulation(label=v)),
    **{
        name: (name, lambda v, name=name: Manipulation(**{name: v}))
        for name in circuit.manipulation.FACTORS
    },
    "coherence_percent": ("coherence_percent", lambda v: circuit.decide(v, **ONE)),
    "circuit": ("circuit", lambda v: circuit.decide(0, v, **ONE)),
    "n_trials": ("n_trials", lambda v: circuit.decide(0, limit_s=0.01, n_trials=v)),
    "limit_s": ("limit_s", lambda v: circuit.decide(0, n_trials=1, limit_s=v)),
    "percent": ("percent", lambda v: DECISION.lower_e_i(v)),
    "percent of raise": ("percent", lambda v: DECISION.raise_e_i(v)),
    "spread_percent": (
        "spread_percent",
        lambda v: circuit.evidence_weights(spread_percent=v, n_samples=2, n_trials=2),
    ),
    "n_samples": ("n_samples", lambda v: circuit.evidence_weights(n_samples=v, n_trials=2)),
    "cue_s": ("cue_s", lambda v: circuit.remember(cue_s=v, delay_s=0.01, n_trials=1)),
    "delay_s": ("delay_s", lambda v: circuit.remember(cue_s=0.01, delay_s=v, n_trials=1)),
    "distractor_s": (
        "distractor_s",
        lambda v: circuit.remember(cue_s=0.01, delay_s=0.1, n_trials=1, distractor_s=v),
    ),
    "free_um": ("free_um", lambda v: circuit.glutamate_signs(v, [0.0] * 5)),
    "relative_change": ("relative_change", lambda v: circuit.glutamate_signs([1.0] * 5, v)),
    "tolerance": ("tolerance", lambda v: circuit.glutamate_signs([1.0] * 5, [0.0] * 5, v)),
}
ONE = {"n_trials": 1, "limit_s": 0.005, "settle_s": 0.0}

#: Of the junk, what a number, a list, a text, a truth or nothing may be, or a function of time
#: (the built-in is `len`): an answer is right then.
FAIR = {
    "none", "true", "numpy false", "empty text", "text", "text of a number", "long text",
    "odd text", "huge int", "tiny", "zero", "minus zero", "empty list", "empty tuple", "range",
    "array", "built-in", "function", "masked array", "column", "table", "table of one",
}  # fmt: skip


#: An object that lies about its class is for the checks of answers, not for arguments; and a level
#: may be a function of time, which a user may interrupt.
NOT_GIVEN = ("two-faced", "function that interrupts")
GIVEN = {kind: make for kind, make in JUNK.items() if kind not in NOT_GIVEN}


@pytest.mark.parametrize("call", CALLS)
def test_junk_gives_an_answer_or_names_the_argument(call):
    name, give = CALLS[call]
    refused = 0
    for kind, make in GIVEN.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                give(make())
            except ValueError as error:
                assert name in str(error), f"{kind}: {error}"
                assert len(str(error)) < 2000
                refused += 1
            else:
                assert kind in FAIR, f"{kind} was taken"
    assert refused > 0.6 * len(GIVEN)


@pytest.mark.parametrize(
    ("give", "named"),
    [
        (lambda: simulate_spiking("NOBODY"), "HOMAYOUN"),
        (lambda: spiking(ketamine_um=[0, 1], k_e_um=[1, 2, 3]), "k_e_um"),
        (lambda: spiking(ketamine_um=[[0, 1]]), "ketamine_um"),
        (lambda: spiking(ketamine_um=[0, 1], manipulation=[Manipulation()] * 3), "ketamine_um"),
        (lambda: spiking(manipulation=[]), "manipulation"),
        (lambda: circuit.rate_model([]), "at least one"),
        (lambda: circuit.rate_trace(0.01, np.array([])), "at least one"),
        (lambda: spiking(ketamine_um=()), "at least one"),
        (lambda: spiking(settle_s=1), "settle_s"),
        (lambda: spiking(progress=3), "progress"),
        (lambda: simulate_spiking(n_seeds=100, duration_s=60), "n_seeds"),
        (lambda: Manipulation(nmda=0), "nmda"),
        (lambda: Manipulation().changed(nmda=0), "nmda"),
        (lambda: Manipulation(gaba_decay=0), "gaba_decay"),
        (lambda: Manipulation(stimuli=[Pulse(0, 1), 3]), "stimuli"),
        (lambda: Rhythm(40, start_s=1, stop_s=0.5), "stop_s"),
        (lambda: stimulus_train(3, 10, duration_s=0.2), "duration_s"),
        (lambda: PRESETS["PING"].changed(name="x"), "name"),
        (lambda: PRESETS["PING"].changed(threshold_mv=5), "threshold_mv"),
        (lambda: PRESETS["PING"].changed(threshold_mv=-60), "reset_mv"),
        (lambda: RUN.raster(start_s=0.01, stop_s=0.005), "stop_s"),
        (lambda: SIGNAL.band_power(80, 30), "low_hz"),
        (lambda: circuit.rate_trace(0.01, [[1, 2]]), "ketamine_um"),
        (lambda: circuit.decide([[0, 1]], **ONE), "coherence_percent"),
        (lambda: circuit.remember(cue_s=0.1, delay_s=0.1, distractor_s=0.2), "distractor_s"),
    ],
)
def test_mistakes_are_named(give, named):
    with pytest.raises((ValueError, TypeError), match=named):
        give()


def test_stimuli_may_be_given_in_any_way():
    pulse, rhythm = Pulse(0.1, 0.1), Rhythm(40)
    train = stimulus_train(3, 10, start_s=0.2, duration_s=0.01)
    assert [p.start_s for p in train] == pytest.approx([0.2, 0.3, 0.4])
    assert Manipulation(stimuli=pulse).stimuli == (pulse,)
    assert Manipulation(stimuli=[train, rhythm]).stimuli == (*train, rhythm)


def test_drive_adds_up_and_never_falls_below_zero():
    times = np.array([0.05, 0.15, 0.25])
    both = [Pulse(0.1, 0.1, 0.5), Pulse(0.2, 0.1, -1.0, "both"), Pulse(0.2, 0.1, -1.0)]
    done = Manipulation(drive_e=1.2, stimuli=both)
    assert done.drive("E", times) == pytest.approx([1.2, 1.7, 0.0])
    assert done.drive("I", times) == pytest.approx([1.0, 1.0, 0.0])
    sine = Manipulation(stimuli=Rhythm(10, 0.5, start_s=0.1, stop_s=0.2)).drive("E", times - 0.025)
    assert sine == pytest.approx([1.0, 1.5, 1.0])


def test_every_public_name_is_there_and_described():
    for name in circuit.__all__:
        thing = getattr(circuit, name)
        if callable(thing):
            assert thing.__doc__, name
    assert set(circuit.AFFINITY) == {"K_E", "K_I"}
    assert all(row.kind == "chosen" for row in circuit.AFFINITY.values())
