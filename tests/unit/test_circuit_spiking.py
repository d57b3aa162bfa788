"""M2: Brian2, seeds, manipulations and limits, and the panel that shows it.

The runs that most tests read are those of lesson 03, made once: `dose_axis`.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.figures import circuit as draw
from helpers.figures.circuit import runs
from helpers.simulations.circuit import (
    DOSES_UM,
    K_I_GLUN2D_UM,
    PRESETS,
    Manipulation,
    Pulse,
    Rhythm,
    simulate_spiking,
)
from helpers.simulations.circuit.engine import CHUNK, Engine, _Afferents, mg_polynomial
from tests.prose import says

LESSON = "03_disinhibition"
BRIAN2 = json.loads(
    (Path(__file__).parents[1] / "literature" / "brian2_reference.json").read_text("utf-8")
)
NETWORKS = ("HOMAYOUN", "PING")
BOTH = pytest.mark.parametrize("preset", NETWORKS)


def brief(network="PING", ketamine_um=0.0, *affinities, **options):
    settings = {"n_seeds": 1, "duration_s": 0.25, "settle_s": 0.05} | options
    return simulate_spiking(network, ketamine_um, *affinities, **settings)


# --- what the lesson says of these networks ----------------------------------------------------


def test_numbers_of_spikes_in_the_lesson():
    ping, homayoun = (draw.dose_axis(network) for network in ("PING", "HOMAYOUN"))
    slow, quick = (read.interneuron_hz for read in (homayoun, ping))
    says(LESSON, "From {a:.1f} to {b:.1f} Hz in one, from {c:.1f} to {d:.1f} Hz in the other",
         a=slow[0], b=slow[2], c=quick[0], d=quick[2])  # fmt: skip
    says(LESSON, "quicken in both: from {a:.1f} to {b:.1f} Hz in", a=ping.pyramidal_hz[0],
         b=ping.pyramidal_hz[2])  # fmt: skip
    says(
        LESSON,
        "from {a:.1f} to {b:.1f} Hz in",
        a=homayoun.pyramidal_hz[0],
        b=homayoun.pyramidal_hz[2],
    )
    for read, wanted in ((ping, [5.0]), (homayoun, [0.3, 1.0, 2.0, 5.0])):
        both = (read.gamma_ratio() > 1.4) & (read.interneuron_hz < read.interneuron_hz[0])
        assert np.array(DOSES_UM)[both] == pytest.approx(wanted)
    says(LESSON, "HOMAYOUN from 0.3 to 5 µM, PING at")


def test_numbers_of_spikes_in_the_solution():
    """Its run is the first 1.5 s of the lesson's, at rest and at 1 µM."""

    def change_percent(network):
        run = draw.dose_axis(network)
        rest, drug = (
            sum((run.raster(c, seed, "I", 0.5)[0] < 1.5).sum() for seed in range(3)) for c in (0, 2)
        )
        return 100 * (drug / rest - 1)

    slow, quick = change_percent("HOMAYOUN"), change_percent("PING")
    says(LESSON, "In HOMAYOUN interneurons slow by about {slow:.0f}%; in PING they quicken by "
         "about {quick:.0f}%", slow=-slow, quick=quick)  # fmt: skip


def test_affinities_decide_how_much_is_left_of_the_rise():
    """Equal ones only lower firing; with K_I as GluN2D there is a third of the rise or less."""
    k_e, k_i = [5.4, 5.4, 5.4, 2.5, 2.5], [1.2, 1.2, K_I_GLUN2D_UM, 2.5, 2.5]
    settings = {"n_seeds": 2, "duration_s": 1.0, "settle_s": 0.4}
    for run in brief(NETWORKS, [0, 1, 1, 1, 10], k_e, k_i, **settings):
        rest, usual, glun2d, low, high = run.pyramidal_hz
        assert 0 < glun2d - rest < 0.6 * (usual - rest)
        assert high < low < rest


# --- the same model in Brian2 ------------------------------------------------------------------


def test_brian2_ran_the_same_model():
    """The numbers kept were made with the values that the presets still have."""
    assert BRIAN2["conditions"]["cells"] == {"E": 400, "I": 100}
    for preset, theirs in BRIAN2["presets"].items():
        ours = PRESETS[preset]
        assert theirs == pytest.approx({
            "ampa_ee": ours.ampa_e_to_e_ns, "ampa_ei": ours.ampa_e_to_i_ns,
            "nmda_ee": ours.nmda_e_to_e_ns, "nmda_ei": ours.nmda_e_to_i_ns,
            "tonic_e": ours.nmda_tonic_e_ns, "tonic_i": ours.nmda_tonic_i_ns,
            "gaba_ie": ours.gaba_i_to_e_ns, "gaba_ii": ours.gaba_i_to_i_ns,
            "tau_gaba": ours.tau_gaba_ms, "nu_e": ours.afferent_e_hz, "nu_i": ours.afferent_i_hz,
        })  # fmt: skip


@BOTH
@pytest.mark.parametrize(("step", "most"), [("0.1", 0.05), ("0.025", 0.08)])
def test_rates_and_gamma_agree_with_brian2(preset, step, most):
    """With the same step, and with a quarter of it, which bounds the error that the step makes."""
    theirs, run = BRIAN2["results"][preset][step], draw.dose_axis(preset)
    doses = [DOSES_UM.index(c) for c in BRIAN2["conditions"]["ketamine_um"]]
    for name in ("pyramidal_hz", "interneuron_hz"):
        assert getattr(run, name)[doses] == pytest.approx(np.mean(theirs[name], axis=1), rel=most)

    def mean_and_error(power):
        ratio = np.log(power)[1:] - np.log(power)[0]
        return ratio.mean(axis=1), ratio.std(axis=1, ddof=1) / np.sqrt(ratio.shape[1])

    ours, ours_se = mean_and_error(run.signal.band_power(30, 80)[doses])
    other, other_se = mean_and_error(np.array(theirs["gamma_power"]))
    error = np.hypot(np.maximum(ours_se, 0.2 / np.sqrt(3)), other_se)  # 20 % between seeds
    assert np.all(np.abs(ours - other) < 2.5 * error)
    assert np.all(error < 0.25)  # so that a factor of two would show


# --- seeds, and networks side by side ----------------------------------------------------------


def test_a_seed_gives_the_same_spikes_on_every_machine():
    """The engine only adds, multiplies, divides and counts, so these counts hold anywhere."""
    run = brief("PING", [0, 2], n_seeds=2)
    counts = np.bincount(run.recording.spike_network, minlength=4)
    assert counts.tolist() == [460, 452, 622, 625]
    first, second = (run.raster(0, seed, "E")[1][:40] for seed in range(2))
    assert not np.array_equal(first, second)


def test_a_seed_gives_the_same_spikes_in_any_company():
    told = []
    alone = brief("PING", 1.0, seed=2, progress=told.append)
    assert told[-1] == pytest.approx(1) and len(told) > 5 and np.all(np.diff(told) > 0)
    told.clear()
    brief("PING", 1.0, seed=2, progress=told.append)  # was made just now
    assert told == [1]
    made = [Manipulation(), Manipulation(), Manipulation(stimulus=Pulse(0.1, 0.02))]
    _, among = brief(NETWORKS, [0, 1, 1], n_seeds=3, manipulation=made)
    for population in "EI":
        mine, other = alone.raster(0, 0, population), among.raster(1, 1, population)
        assert all(np.array_equal(*both) for both in zip(mine, other, strict=True))
    pulsed, usual = among.raster(2, 1, "E")[0], alone.raster(0, 0, "E")[0]
    assert np.array_equal(pulsed[pulsed < 0.1], usual[usual < 0.1])
    assert len(pulsed) > len(usual)


# --- parts of the engine -----------------------------------------------------------------------


@pytest.mark.parametrize("low", [-70, -95])
def test_mg_polynomial(low):
    v = np.linspace(low, -50, 500)
    z = (v - (low - 50) / 2) / ((-50 - low) / 2)
    fitted = np.polynomial.polynomial.polyval(z, mg_polynomial(1.0, low, -50))
    assert fitted == pytest.approx(1 / (1 + np.exp(-0.062 * v) / 3.57), rel=6e-4)


def test_refractory_cells_are_silent_and_voltages_bounded():
    ping = PRESETS["PING"]
    hard = {"afferent_e_hz": 2e4, "afferent_i_hz": 2e4}
    for gaba_ns in (0, 10 * ping.gaba_i_to_e_ns):
        wild = ping.changed(gaba_i_to_e_ns=gaba_ns, gaba_i_to_i_ns=0, **hard)
        engine = Engine([wild], [Manipulation()], np.zeros((2, 1)), [1], 1500)
        recording = engine.run()
        assert np.all((engine.v >= -70 - 1e-4) & (engine.v <= -50 + 1e-4))
        for cells, least in ((range(0, 400, 37), 2.0), (range(400, 500, 13), 1.0)):
            for cell in cells:
                own = recording.spike_step[recording.spike_cell == cell]
                assert gaba_ns or len(own) > 20
                assert np.all(np.diff(own) * 0.1 > least - 1e-9)


def test_silent_gates_end_at_zero():
    """Else they would sink below the smallest normal number, where some machines crawl."""
    net = PRESETS["PING"].changed(n_e=40, n_i=10, afferent_e_hz=0)
    engine = Engine([net], [Manipulation()], np.array([[1.0], [0.0]]), [1], 4000)
    engine.x[:] = 1.0
    engine.run()
    assert engine.x.max() < 1e-30


# --- manipulations -----------------------------------------------------------------------------


#: The numbers of a network that each factor multiplies.
REACHED = {
    "nmda_e": ("nmda_e_to_e_ns", "nmda_tonic_e_ns"),
    "nmda_i": ("nmda_e_to_i_ns", "nmda_tonic_i_ns"),
    "release_e": ("ampa_e_to_e_ns", "ampa_e_to_i_ns", "nmda_e_to_e_ns", "nmda_e_to_i_ns"),
}


@pytest.mark.parametrize("factor", REACHED)
def test_a_manipulation_is_a_changed_number(factor):
    """A factor of one half, a power of two, so that not one bit differs."""
    ping = PRESETS["PING"]
    halved = ping.changed(**{name: getattr(ping, name) / 2 for name in REACHED[factor]})
    by_factor, by_number = brief(manipulation=Manipulation(**{factor: 0.5})), brief(halved)
    for name in ("spike_cell", "spike_step"):
        assert np.array_equal(*(getattr(r.recording, name) for r in (by_factor, by_number)))


def test_no_drug_all_the_drug_and_less_release():
    made = [Manipulation(), Manipulation(), Manipulation(nmda_e=0, nmda_i=0)]
    made.append(Manipulation(release_e=0.7))
    run = brief("PING", [0, 1e15, 0, 0], manipulation=made, duration_s=0.5, settle_s=0.1)
    rest, full, without, less_release = run.pyramidal_hz
    assert (full, run.interneuron_hz[1]) == pytest.approx((without, run.interneuron_hz[2]))
    assert without < 0.6 * rest
    assert less_release > rest  # as the table of manipulations says


def test_a_pulse_and_a_rhythm_are_followed():
    stimuli = (None, Pulse(0.25, 0.05, 0.5), Pulse(0.25, 0.2, -1.0, "both"), Rhythm(25, 0.3))
    made = [Manipulation(stimulus=one) for one in stimuli]
    run = brief("HOMAYOUN", 0, manipulation=made, n_seeds=2, duration_s=0.5, settle_s=0.1)

    def spikes(condition, start_s, stop_s):
        times_s = np.concatenate([run.raster(condition, s, "E", start_s)[0] for s in range(2)])
        return (times_s < stop_s).sum()

    assert spikes(1, 0.25, 0.3) > 2 * spikes(0, 0.25, 0.3)
    assert spikes(1, 0, 0.25) == spikes(0, 0, 0.25)
    assert spikes(2, 0.3, 0.45) == 0
    locked = run.signal.amplitude_at(25).mean(axis=1)
    assert locked[3] > 3 * locked[0]


# --- reading a run -----------------------------------------------------------------------------


def test_rasters_and_rates_agree():
    run = draw.dose_axis("PING")
    times, cells = run.raster(2, 1, "I", start_s=0.5)
    assert len(times) / 100 / 2 == pytest.approx(run.rates_hz("I")[2, 1])
    assert times.min() >= 0.5 and (cells.min(), cells.max()) == (0, 99)
    assert run.gamma_ratio_by_seed()[0] == pytest.approx([1, 1, 1])


def test_synchrony_of_cells_alone_of_cells_together_and_of_none():
    run = brief(ketamine_um=0.0, settle_s=0.0)
    rng = np.random.default_rng(3)
    n, steps = run.network.n_e, len(run.recording.ampa)
    for step, cell, wanted in (
        (rng.integers(0, steps, 4000), rng.integers(0, n, 4000), 0.0),
        (np.repeat(np.arange(50, steps, 300), n), np.tile(np.arange(n), 9), 1.0),
    ):
        order = np.argsort(step, kind="stable")
        made = dataclasses.replace(
            run.recording,
            spike_step=step[order],
            spike_cell=cell[order],
            spike_network=np.zeros(len(step), dtype=int),
        )
        found = dataclasses.replace(run, recording=made).synchrony()
        assert found.item() == pytest.approx(wanted, abs=0.01)
    silent = brief(PRESETS["PING"].changed(afferent_e_hz=0, afferent_i_hz=0))
    assert np.isnan(silent.synchrony()).all()


def test_each_row_of_the_raster_belongs_to_its_cells_and_its_window():
    figure = Figure(figsize=(8, 4.5))
    for from_ms in (0, 600):
        draw.raster(figure, network="PING", ketamine_um=0.9, from_ms=from_ms)
        art = figure._course_artists[1]
        cells, others = (np.concatenate(art.spikes[kind].get_segments()) for kind in "EI")
        assert cells[:, 1].max() < 48 < 50 < others[:, 1].min()
        assert 0 <= cells[:, 0].min() < cells[:, 0].max() < 600
        times_s = draw.dose_axis("PING").raster(2, 0, "E", 0.5 + from_ms / 1e3)
        first = times_s[0][times_s[1] < 48][0]
        assert cells[0, 0] == pytest.approx(1e3 * (first - 0.5) - from_ms)


def test_a_progress_bar_ends_full(monkeypatch):
    shown = []
    monkeypatch.setattr(runs, "display", shown.append)
    draw.dose_axis("PING", progress=draw.bar("PING"))
    assert shown[0].value == pytest.approx(1)


# --- analytic limits of the engine's parts ------------------------------------------------------


def test_afferents_are_poisson():
    expected = np.broadcast_to([[0.2], [0.0]], (3, 2, CHUNK))
    afferents = _Afferents((200, 50), expected, (1.0, 1.0), 0.0, seeds=[1, 2])
    afferents.draw(0)
    assert afferents.given.shape == (CHUNK, 1, 2 * 250)  # conditions share what is alike
    counts, none = np.split(afferents.given[:, 0], [400], axis=1)
    n = counts.size
    assert not none.any()
    assert counts.mean() == pytest.approx(0.2, abs=4 * np.sqrt(0.2 / n))
    assert counts.var() / counts.mean() == pytest.approx(1, abs=4 * np.sqrt(2 / n))
    both = np.corrcoef(counts[:, :200].ravel(), counts[:, 200:].ravel())[0, 1]
    assert abs(both) < 4 / np.sqrt(n / 2)


def test_gates_carry_the_charge_of_the_spikes():
    """Every spike opens A or G once, by 1 / cells, and the gate decays: areas must agree."""
    run = brief("HOMAYOUN", duration_s=0.3)
    for population, gate, cells, tau in (("E", "ampa", 400, 2.0), ("I", "gaba", 100, 6.0)):
        area = getattr(run.recording, gate).sum()
        arrived = (run.raster(0, 0, population)[0] < 0.3 - 0.0006).sum()
        whole = arrived / cells / (1 - np.exp(-0.1 / tau))
        still_open = getattr(run.recording, gate)[-1, 0, 0] / (1 - np.exp(-0.1 / tau))
        assert area == pytest.approx(whole - still_open * np.exp(-0.1 / tau), rel=1e-3)


def test_a_kept_run_is_taken_for_no_other():
    """What differs by a hair only is another run, and is told so."""
    net = PRESETS["PING"]
    for other in (net.changed(tau_gaba_ms=net.tau_gaba_ms * (1 + 1e-9)), net):
        told = []
        brief(other, progress=told.append, duration_s=0.1)
        assert len(told) > 1
