"""M2, the spiking network: its numbers, a dose axis at once, and what can be read from it.

Leaky integrate-and-fire cells, 400 pyramidal (E) and 100 interneurons (I), each connected to all::

    C dV/dt = -g_L (V - E_L) - (g_x + g_A A) V - (1 - b) (g_N S + g_tonic) M(V) V
              - g_G G (V - E_GABA)
    M(V) = 1 / (1 + [Mg] exp(-V / V_0) / Mg_0)            (Jahr 1990)

Reversal of AMPA and NMDA is 0 mV. g_x jumps by a quantum at each afferent spike (Poisson) and
decays with AMPA; A and G jump by 1 / (number of cells) for each presynaptic spike and decay with
AMPA and GABA; S is the mean over pyramidal cells of s, ds/dt = -s / tau_nmda + alpha x (1 - s),
where x jumps by 1 at each spike. Recurrent spikes arrive after a delay. Cells, kinetics and
afferent quanta are those of Wang 2002; connection strengths are totals onto one cell (nS).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from helpers.simulations.arguments import nonnegative, one_of, refuse, whole, within
from helpers.simulations.circuit.algebra import K_E_UM, K_I_UM, block, fitting
from helpers.simulations.circuit.engine import STEP_MS, Engine, Recording
from helpers.simulations.circuit.manipulation import Manipulation, manipulation_of
from helpers.simulations.circuit.readout import Signal
from helpers.simulations.sourced import Source, Sourced, number, published

#: The dose axis of the lesson: free ketamine (µM).
DOSES_UM = (0.0, 0.3, 1.0, 2.0, 5.0, 10.0, 50.0)
#: Driving forces (mV) of the field-potential proxy, from V = -50 and -55 mV: chosen.
_AMPA_DRIVE_MV, _GABA_DRIVE_MV = 50.0, 15.0
#: Width of the bins in which synchrony counts spikes (ms): chosen.
_BIN_MS = 10.0
#: Most cells x steps, and most networks x steps, of one run: a minute or two, a quarter of a GB.
_MOST_CELL_STEPS, _MOST_NETWORK_STEPS = 1e10, 2e7
#: The last three runs, by what was asked: a check asks for the run that a learner has just made.
_KEPT: dict[str, Recording] = {}


def _paper(
    symbol: str, meaning: str, unit: str, low: float, high: float, end: str, factor: float = 1
) -> Any:
    """Declare a number of Wang 2002, in our unit."""
    fact_id = f"wang2002-{end}"
    kind, how = ("published", "") if factor == 1 else ("derived", f"published x {factor:g}")
    source = Source(kind, how, (fact_id,))
    return number(symbol, meaning, unit, low, high, published(fact_id) * factor, source)


def _size(symbol: str, meaning: str, cells: int) -> Any:
    how = "a quarter of Wang 2002; strengths are totals, so size sets the noise only"
    return number(symbol, meaning, "cells", 1, 5000, cells, Source("chosen", how))


def _strength(symbol: str, meaning: str, unit: str = "nS", low: float = 0) -> Any:
    """Declare a number that each preset gives with its source."""
    return number(symbol, meaning, unit, low, 1e6)


@dataclass(frozen=True)
class SpikingNetwork(Sourced):
    """Numbers of a spiking network; `changed` gives others, `rows` the table with sources."""

    ampa_e_to_e_ns: float = _strength("A_EE", "AMPA onto E from E, total")
    ampa_e_to_i_ns: float = _strength("A_IE", "AMPA onto I from E, total")
    nmda_e_to_e_ns: float = _strength("N_EE", "NMDA onto E from E, total")
    nmda_e_to_i_ns: float = _strength("N_IE", "NMDA onto I from E, total")
    gaba_i_to_e_ns: float = _strength("G_EI", "GABA onto E from I, total")
    gaba_i_to_i_ns: float = _strength("G_II", "GABA onto I from I, total")
    nmda_tonic_e_ns: float = _strength("t_E", "tonic NMDA from afferents, pyramidal cells")
    nmda_tonic_i_ns: float = _strength("t_I", "tonic NMDA from afferents, interneurons")
    tau_gaba_ms: float = _strength("τ_GABA", "decay of GABA-A", "ms", 0.1)
    afferent_e_hz: float = _strength("ν_E", "afferent spikes to each pyramidal cell", "Hz")
    afferent_i_hz: float = _strength("ν_I", "afferent spikes to each interneuron", "Hz")
    n_e: int = _size("n_E", "pyramidal cells", 400)
    n_i: int = _size("n_I", "interneurons", 100)
    capacitance_e_pf: float = _paper("C_E", "capacitance, pyramidal", "pF", 1, 1e4, "c-e", 1e3)
    capacitance_i_pf: float = _paper("C_I", "capacitance, interneuron", "pF", 1, 1e4, "c-i", 1e3)
    leak_e_ns: float = _paper("g_L,E", "leak of a pyramidal cell", "nS", 0.1, 1e3, "gl-e")
    leak_i_ns: float = _paper("g_L,I", "leak of an interneuron", "nS", 0.1, 1e3, "gl-i")
    rest_mv: float = _paper("E_L", "reversal of the leak", "mV", -120, -1, "el")
    threshold_mv: float = _paper("V_t", "threshold", "mV", -119, -1e-3, "vt")
    reset_mv: float = _paper("V_r", "reset after a spike", "mV", -120, -1, "vr")
    refractory_e_ms: float = _paper("τ_r,E", "refractory time, pyramidal", "ms", 0, 50, "ref-e")
    refractory_i_ms: float = _paper("τ_r,I", "refractory time, interneuron", "ms", 0, 50, "ref-i")
    gaba_reversal_mv: float = _paper("E_GABA", "reversal of GABA-A", "mV", -120, -1, "e-inh")
    mg_mm: float = _paper("[Mg]", "Mg2+ in M(V)", "mM", 0, 100, "mg")
    tau_ampa_ms: float = _paper("τ_AMPA", "decay of AMPA", "ms", 0.1, 1e3, "tau-ampa")
    tau_nmda_ms: float = _paper("τ_NMDA", "decay of NMDA", "ms", 1, 1e4, "tau-nmda")
    tau_nmda_rise_ms: float = _paper("τ_x", "rise of NMDA", "ms", 0.1, 1e3, "tau-nmda-rise")
    nmda_saturation_per_ms: float = _paper(
        "α", "rate at which a spike opens NMDA gates", "1/ms", 0, 10, "alpha-nmda"
    )
    delay_ms: float = _paper("δ", "synaptic delay", "ms", 0, 5, "delay")
    quantum_e_ns: float = _paper("q_E", "one afferent quantum, pyramidal", "nS", 0, 1e3, "g-ext-e")
    quantum_i_ns: float = _paper(
        "q_I", "one afferent quantum, interneuron", "nS", 0, 1e3, "g-ext-i"
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for one in ("n_e", "n_i"):
            object.__setattr__(self, one, whole(one, getattr(self, one), low=1, high=5000))
        for one in ("rest_mv", "reset_mv", "gaba_reversal_mv"):
            if getattr(self, one) >= self.threshold_mv:
                refuse(one, getattr(self, one), f"from -120 to below {self.threshold_mv:g} mV")


#: What a preset takes from Wang 2002 unless tuned: the fact, and how many cells a total sums over.
_WANG = {
    "gaba_i_to_e_ns": ("g-ie", 400),
    "gaba_i_to_i_ns": ("g-ii", 400),
    "ampa_e_to_e_ns": ("g-ee-ampa", 1600),
    "ampa_e_to_i_ns": ("g-ei-ampa", 1600),
    "nmda_e_to_e_ns": ("g-ee-nmda", 1600),
    "nmda_e_to_i_ns": ("g-ei-nmda", 1600),
    "tau_gaba_ms": ("tau-gaba", None),
    "afferent_e_hz": ("nu-ext", None),
    "afferent_i_hz": ("nu-ext", None),
}
#: What was tuned by hand, in HOMAYOUN and in PING.
_TUNED = {
    "ampa_e_to_e_ns": (40.0, 150.0),
    "ampa_e_to_i_ns": (180.0, 250.0),
    "nmda_e_to_e_ns": (40.0, 40.0),
    "nmda_e_to_i_ns": (40.0, 40.0),
    "nmda_tonic_e_ns": (50.0, 40.0),
    "nmda_tonic_i_ns": (30.0, 25.0),
    "tau_gaba_ms": (6.0, 8.0),
    "afferent_e_hz": (2000.0, 2200.0),
    "afferent_i_hz": (2000.0, 2000.0),
}


def _preset(why: str = "", column: int | None = None) -> SpikingNetwork:
    """Build a preset: what is not tuned is that of Wang 2002."""
    values = {"nmda_tonic_e_ns": 0.0, "nmda_tonic_i_ns": 0.0}
    sources = dict.fromkeys(values, Source("chosen", "none there"))
    for part, (end, cells) in _WANG.items():
        value, facts = published(f"wang2002-{end}"), (f"wang2002-{end}",)
        values[part] = value * (cells or 1)
        how = f"{value:g} nS a synapse x {cells} presynaptic cells (Wang 2002)"
        sources[part] = Source("derived", how, facts) if cells else Source("published", "", facts)
    if column is not None:
        values |= {part: both[column] for part, both in _TUNED.items()}
        sources |= dict.fromkeys(_TUNED, Source("chosen", why))
    return SpikingNetwork(**values, sources=sources)


_SLOWED = "tuned by hand: rest near 3 and 7 Hz, and interneurons that slow under drug"
_RECRUITED = (
    "tuned by hand: rest near 3 and 6 Hz, and pyramidal cells that recruit interneurons "
    "through AMPA"
)
PRESETS: Mapping[str, SpikingNetwork] = MappingProxyType(
    {
        "HOMAYOUN": _preset(_SLOWED, 0),
        "PING": _preset(_RECRUITED, 1),
        "WANG2002": _preset(),
    }
)
"""Spiking networks by name: two teaching presets, and Wang 2002 without its selective pools."""


@dataclass(frozen=True)
class SpikingRun:
    """What `simulate_spiking` gives back. Condition and seed count from 0.

    `ketamine_um` (free, µM) and `manipulations` are those of each condition; `duration_s` is the
    length of the run (s), of whose beginning `settle_s` (s) is left out of rates and spectra;
    `recording` holds the spikes and gates of all networks.
    """

    network: SpikingNetwork = field(repr=False)
    ketamine_um: np.ndarray
    manipulations: tuple[Manipulation, ...]
    seeds: tuple[int, ...]
    duration_s: float
    settle_s: float
    recording: Recording = field(repr=False)

    @cached_property
    def pyramidal_hz(self) -> np.ndarray:
        """Pyramidal rate (Hz) after settling, mean over seeds, shape (n_conditions,)."""
        return self.rates_hz("E").mean(axis=1)

    @cached_property
    def interneuron_hz(self) -> np.ndarray:
        """Interneuron rate (Hz) after settling, mean over seeds, shape (n_conditions,)."""
        return self.rates_hz("I").mean(axis=1)

    def rates_hz(self, population: str) -> np.ndarray:
        """Return the mean rates (Hz) of "E" or "I" after settling, (n_conditions, n_seeds)."""
        late = self._of(population) & (self.recording.spike_step >= self._first_step)
        n = np.bincount(self.recording.spike_network[late], minlength=int(np.prod(self._shape)))
        cells = self.network.n_e if population == "E" else self.network.n_i
        return n.reshape(self._shape) / cells / (self.duration_s - self.settle_s)

    @property
    def _shape(self) -> tuple[int, int]:
        return len(self.ketamine_um), len(self.seeds)

    @property
    def _first_step(self) -> int:
        return round(self.settle_s * 1e3 / STEP_MS)

    def _of(self, population: str) -> np.ndarray:
        """Return which spikes are of one population."""
        one_of("population", population, ("E", "I"))
        pyramidal = self.recording.spike_cell < self.network.n_e
        return pyramidal if population == "E" else ~pyramidal

    def synchrony(self) -> np.ndarray:
        """Return how much pyramidal cells fire together, shape (n_conditions, n_seeds).

        Mean covariance of spike counts after settling, in bins of 10 ms, over all pairs of cells,
        over the mean variance: 0 for independent cells, 1 where all fire as one; NaN where none
        fires.
        """
        cells, per_bin = self.network.n_e, round(_BIN_MS / STEP_MS)
        n_bins = (len(self.recording.ampa) - self._first_step) // per_bin
        index = (self.recording.spike_step - self._first_step) // per_bin
        of = self._of("E") & (index >= 0) & (index < n_bins)
        shape = (int(np.prod(self._shape)), cells, n_bins)
        place = (self.recording.spike_network[of], self.recording.spike_cell[of], index[of])
        flat = np.bincount(np.ravel_multi_index(place, shape), minlength=int(np.prod(shape)))
        counts = flat.reshape(shape)
        own = counts.var(axis=2).sum(axis=1)
        shared = counts.sum(axis=1).var(axis=1) - own
        with np.errstate(invalid="ignore"):
            return (shared / (cells - 1) / own).reshape(self._shape)

    @property
    def signal(self) -> Signal:
        """The field-potential proxy (nA) after settling, (n_conditions, n_seeds, n_steps).

        Absolute recurrent AMPA plus GABA current of a pyramidal cell at fixed driving forces.
        """
        release = np.array([m.release_e for m in self.manipulations], dtype=float)
        ampa_na = (self.network.ampa_e_to_e_ns * _AMPA_DRIVE_MV * 1e-3 * release)[:, None]
        gaba_na = np.float32(self.network.gaba_i_to_e_ns * _GABA_DRIVE_MV * 1e-3)
        a, g = (gate[self._first_step :] for gate in (self.recording.ampa, self.recording.gaba))
        total = a * ampa_na.astype(np.float32) + g * gaba_na
        return Signal(np.moveaxis(total, 0, -1), STEP_MS * 1e-3)

    @cached_property
    def _gamma(self) -> np.ndarray:
        return self.signal.band_power(30, 80)

    def gamma_ratio(self) -> np.ndarray:
        """Return power from 30 to 80 Hz over that of the first condition, shape (n_conditions,).

        Power is the mean over seeds. From seed to seed it scatters by about a fifth.
        """
        power = self._gamma.mean(axis=1)
        return power / power[0]

    def gamma_ratio_by_seed(self) -> np.ndarray:
        """Return the same seed by seed, each over the first condition with its own seed."""
        return self._gamma / self._gamma[0]

    def raster(
        self, condition: int, seed: int, population: str, start_s: float = 0.0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return times (s) and cells of the spikes of one network from a time (s) on.

        `population` is "E" or "I", both counted from 0.
        """
        c = whole("condition", condition, high=len(self.ketamine_um) - 1)
        s = whole("seed", seed, high=len(self.seeds) - 1)
        times = self.recording.spike_step * (STEP_MS * 1e-3)
        chosen = self.recording.spike_network == c * len(self.seeds) + s
        chosen &= (times >= nonnegative("start_s", start_s, scalar=True)) & self._of(population)
        first = 0 if population == "E" else self.network.n_e
        return times[chosen], self.recording.spike_cell[chosen] - first


def simulate_spiking(
    network: str | SpikingNetwork | Sequence[str | SpikingNetwork] = "HOMAYOUN",
    ketamine_um: Any = DOSES_UM,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | Iterable[Manipulation] | None = None,
    n_seeds: int = 3,
    seed: int = 1,
    duration_s: float = 2.5,
    settle_s: float = 0.5,
    progress: Callable[[float], object] | None = None,
) -> SpikingRun | list[SpikingRun]:
    """Simulate the spiking network under one or many conditions, all in one go.

    `network` is "HOMAYOUN", "PING", "WANG2002" or one made by hand, and a `SpikingRun` comes back;
    for a list of networks a list of runs, which takes less than one by one. Concentrations (µM) and
    manipulations are as in `rate_model`: one for all conditions, or one-dimensional lists that fit
    together. Seeds (`n_seeds`, 1 to 100) count on from `seed`; a seed gives the same spikes
    whatever else is in the run. Of the model time (`duration_s`, at most 60 s) the first `settle_s`
    are left out of rates and spectra. `progress` is called now and then with the share done, 0 to
    1, and with 1 at the end.

    >>> short = {"n_seeds": 1, "duration_s": 0.3, "settle_s": 0.1}
    >>> run = simulate_spiking("PING", [0, 1], **short)
    >>> bool(run.pyramidal_hz[1] > run.pyramidal_hz[0])
    True

    A mouse whose interneurons lost a third of their receptors, without and with drug:

    >>> mouse = Manipulation(nmda_i=0.67)
    >>> run = simulate_spiking("HOMAYOUN", [0, 1], manipulation=mouse, **short)
    """
    several = isinstance(network, (list, tuple))
    nets = _networks(network if several else [network])
    first = whole("seed", seed, high=2**31)
    seeds = tuple(range(first, first + whole("n_seeds", n_seeds, low=1, high=100)))
    length = within("duration_s", duration_s, 0.01, 60, scalar=True)
    settle = nonnegative("settle_s", settle_s, scalar=True)
    if settle >= length:
        refuse("settle_s", settle_s, f"below duration_s ({length:g} s)")
    n_steps = round(length * 1e3 / STEP_MS)
    level, blocks, made = _conditions(ketamine_um, k_e_um, k_i_um, manipulation)
    steps = len(nets) * len(made) * len(seeds) * n_steps
    if steps > _MOST_NETWORK_STEPS or steps * (nets[0].n_e + nets[0].n_i) > _MOST_CELL_STEPS:
        size = (length, len(seeds), len(nets) * len(made))
        refuse("duration_s x n_seeds x conditions", size, "a smaller run")
    if progress is not None and not callable(progress):
        refuse("progress", progress, "a function of the share done, or None")
    recording = _recorded(nets, made, blocks, seeds, n_steps, progress)
    parts = (recording.part(k * len(made), len(made)) for k in range(len(nets)))
    runs = [
        SpikingRun(net, level, made, seeds, length, settle, part)
        for net, part in zip(nets, parts, strict=True)
    ]
    return runs if several else runs[0]


def _recorded(
    nets: list[SpikingNetwork],
    made: tuple[Manipulation, ...],
    blocks: np.ndarray,
    seeds: tuple[int, ...],
    n_steps: int,
    progress: Callable[[float], object] | None,
) -> Recording:
    """Step each network through each condition, or find that it was done just now."""
    asked = repr((nets, made, blocks.tolist(), seeds, n_steps))
    if asked not in _KEPT:
        each = [net for net in nets for _ in made]
        engine = Engine(each, made * len(nets), np.tile(blocks, len(nets)), seeds, n_steps)
        _KEPT[asked] = engine.run(progress)
        for old in list(_KEPT)[:-3]:
            del _KEPT[old]
    elif progress is not None:
        progress(1.0)
    return _KEPT[asked]


def _networks(given: Iterable[Any]) -> list[SpikingNetwork]:
    """Return networks by name, or as they are, that can be stepped side by side."""
    nets = [
        one if isinstance(one, SpikingNetwork) else PRESETS[one_of("network", one, PRESETS)]
        for one in given
    ]
    shared = [one.name for one in SpikingNetwork.numbers() if one.name not in _TUNED]
    if len({tuple(getattr(net, name) for name in shared) for net in nets}) != 1:
        refuse("network", given, "networks that differ only in what was tuned, or one of them")
    return nets


def _conditions(
    ketamine_um: Any, k_e_um: Any, k_i_um: Any, manipulation: Any
) -> tuple[np.ndarray, np.ndarray, tuple[Manipulation, ...]]:
    """Return concentrations, shape (conditions,), blocks, (2, conditions), and manipulations."""
    given = manipulation if isinstance(manipulation, (list, tuple)) else [manipulation]
    made = [manipulation_of("manipulation", m) for m in given]
    if not made:
        refuse("manipulation", manipulation, "a Manipulation, a list of them or None")
    b_e, b_i = block(ketamine_um, k_e_um, k_i_um)
    level, b_e, b_i = np.broadcast_arrays(*np.atleast_1d(ketamine_um, b_e, b_i))
    if level.ndim > 1:
        refuse("ketamine_um, k_e_um and k_i_um", ketamine_um, "numbers or one-dimensional lists")
    which = np.arange(len(made))
    fitting(ketamine_um=level, manipulation=which)
    level, b_e, b_i, which = np.broadcast_arrays(level.astype(float), b_e, b_i, which)
    return level, np.stack([b_e, b_i]), tuple(made[k] for k in which)
