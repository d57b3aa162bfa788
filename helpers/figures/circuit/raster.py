"""The second panel of lesson 03: the spikes of a network at each dose, rates and gamma."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.circuit.runs import N_SEEDS, SETTLE_S, dose_axis
from helpers.figures.words import rounded
from helpers.simulations.circuit import DOSES_UM, SpikingRun

#: How many cells of each type are drawn, and for how long (s).
DRAWN = {"E": 48, "I": 12}
SHOWN_S = 0.6
_GAP = 3  # rows between the two types


def raster(figure: Figure, *, network: str, ketamine_um: float, from_ms: float = 0) -> str:
    """Draw spikes of "PING" or "HOMAYOUN" at one of the seven doses; rates and gamma at all.

    The dose is that nearest to `ketamine_um` (µM). The window of the spikes begins `from_ms` (ms)
    after settling, of which there are two seconds.
    """
    run = dose_axis(network)
    art = artists(figure, _build)
    place = int(np.argmin(np.abs(run.ketamine_um - ketamine_um)))
    for population, line in art.spikes.items():
        x, row = _spikes(network, place, population)
        seen = (x >= from_ms) & (x < from_ms + 1e3 * SHOWN_S)
        x, row = x[seen] - from_ms, row[seen]
        line.set_segments(
            np.stack([np.stack([x, x]), [row - 0.48, row + 0.48]], axis=-1).swapaxes(0, 1)
        )
    slots = np.arange(len(run.ketamine_um))
    art.pyramidal.set_data(slots, run.pyramidal_hz)
    art.interneuron.set_data(slots, run.interneuron_hz)
    for line in art.here:
        line.set_xdata([place, place])
    art.gamma.set_data(slots, run.gamma_ratio())
    for line, one in zip(art.seeds, run.gamma_ratio_by_seed().T, strict=True):
        line.set_data(slots, one)
    art.title.set_text(f"{network}, {rounded(run.ketamine_um[place])} µM")
    return _words(network, run, place, from_ms)


@lru_cache(maxsize=32)
def _spikes(network: str, place: int, population: str) -> tuple[np.ndarray, np.ndarray]:
    """Return times (ms) and rows of the spikes that are drawn."""
    run = dose_axis(network)
    times_s, cells = run.raster(place, 0, population, SETTLE_S)
    drawn = cells < DRAWN[population]
    offset = 0 if population == "E" else DRAWN["E"] + _GAP
    return 1e3 * (times_s[drawn] - SETTLE_S), cells[drawn] + offset


def _build(figure: Figure) -> SimpleNamespace:
    green, blue = style.EXCITATORY, style.INHIBITORY
    axes = figure.add_axes((0.115, 0.125, 0.5, 0.78))
    top = DRAWN["E"] + DRAWN["I"] + _GAP
    axes.set(xlim=(0, 1e3 * SHOWN_S), ylim=(-2, top + 1), xlabel="Time (ms)")
    middles = [DRAWN["E"] / 2, DRAWN["E"] + _GAP + DRAWN["I"] / 2]
    axes.set_yticks(middles, ["pyramidal\ncells", "inter-\nneurons"])
    axes.tick_params(axis="y", length=0)
    axes.axhline(DRAWN["E"] + 1, color=style.HAIRLINE, linewidth=1)
    spikes = {
        name: axes.add_collection(LineCollection([], linewidths=1.8, colors=look.colour))
        for name, look in (("E", green), ("I", blue))
    }  # no lines, so that no ghost of other spikes lies between them
    curve = figure.add_axes((0.71, 0.5, 0.275, 0.405))
    power = figure.add_axes((0.71, 0.125, 0.275, 0.29))
    doses = ("0", "0.3", "1", "2", "5", "10", "50")
    curve.set(xlim=(-0.4, 6.4), ylim=(0, 9), yticks=[0, 2, 4, 6, 8], ylabel="Rate (Hz)")
    log_axis(power.yaxis, 0.2, 15, [0.3, 1, 3, 10])
    power.set(xlim=(-0.4, 6.4), xlabel="Free ketamine (µM)", ylabel="Gamma over rest")
    power.axhline(1, **style.CONTROL.as_line(linewidth=1.2))
    curve.set_xticks(range(7), [""] * 7)
    power.set_xticks(range(7), doses)
    for part, left, below in ((axes, -0.1, -0.1), (curve, -0.16, -0.1), (power, -0.16, -0.27)):
        part.xaxis.set_label_coords(0.5, below)
        part.yaxis.set_label_coords(left, 0.5)
    (pyramidal,), (interneuron,) = (curve.plot([], [], **look.as_line()) for look in (green, blue))
    here = [part.axvline(0, color=style.KETAMINE.colour, linewidth=1.6) for part in (curve, power)]
    words = [
        curve.text(6.3, 8.8, "interneurons", color=blue.colour, ha="right", va="top"),
        curve.text(-0.2, 0.15, "pyramidal", color=green.colour, va="bottom"),
        power.text(-0.2, 0.24, "grey: single seeds", fontsize=10, color=style.QUIET, va="bottom"),
    ]
    for text in words:
        text.set_bbox(style.BACKED)  # the line of the dose passes beneath
    seeds = [power.plot([], [], color=style.QUIET, linewidth=0.8)[0] for _ in range(N_SEEDS)]
    (gamma,) = power.plot([], [], color=style.INK, zorder=3)
    title = axes.set_title("", loc="left", y=1.02)
    for line in here:
        handle(line, x="ketamine_um", x_at=DOSES_UM.index)
    moves(*spikes.values(), pyramidal, interneuron, *here, title)
    moves(*seeds, gamma, *words)
    curves = {"pyramidal": pyramidal, "interneuron": interneuron, "gamma": gamma, "seeds": seeds}
    return SimpleNamespace(spikes=spikes, here=here, title=title, **curves)


def _words(network: str, run: SpikingRun, place: int, from_ms: float) -> str:
    pyramidal, interneuron = run.pyramidal_hz, run.interneuron_hz
    if place == 0:
        change = "This is rest."
    else:
        by_seed = run.gamma_ratio_by_seed()[place]
        change = (
            f"From rest pyramidal cells {_moved(pyramidal, place)}, and interneurons "
            f"{_moved(interneuron, place)}. Gamma power is {rounded(run.gamma_ratio()[place], 2)} "
            f"times that at rest; seed by seed from {rounded(by_seed.min(), 2)} to "
            f"{rounded(by_seed.max(), 2)} times."
        )
    return (
        f"Spikes of {DRAWN['E']} of 400 pyramidal cells and {DRAWN['I']} of 100 interneurons for "
        f"{SHOWN_S:g} s{f', from {from_ms:g} ms on' if from_ms else ''}, network {network}, "
        f"{rounded(run.ketamine_um[place])} µM. Mean rates of {N_SEEDS} seeds: "
        f"pyramidal {pyramidal[place]:.1f} Hz, interneurons {interneuron[place]:.1f} Hz. {change}"
    )


def _moved(rate: np.ndarray, place: int) -> str:
    if abs(rate[place] / rate[0] - 1) < 0.02:
        return f"hardly change from {rate[0]:.1f} Hz"
    return f"{'quicken' if rate[place] > rate[0] else 'slow'} from {rate[0]:.1f} Hz"
