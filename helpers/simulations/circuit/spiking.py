"""M2, the spiking network: a dose axis at once, and what can be read from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations.arguments import (
    finite,
    nonnegative,
    one_of,
    refuse,
    whole,
    within,
)
from helpers.simulations.circuit.block import K_E_UM, K_I_UM, block, level_in_time, levels
from helpers.simulations.circuit.engine import CHUNK, Engine, Recording
from helpers.simulations.circuit.manipulation import Manipulation, manipulation_of
from helpers.simulations.circuit.spectrum import Signal
from helpers.simulations.circuit.spiking_network import SpikingNetwork, spiking_network_of

if TYPE_CHECKING:
    import pandas as pd

#: The dose axis of the lesson: free ketamine (µM).
DOSES_UM = (0.0, 0.3, 1.0, 2.0, 5.0, 10.0, 50.0)
#: Driving forces (mV) of the field-potential proxy, from V = -50 and -55 mV: chosen.
_AMPA_DRIVE_MV, _GABA_DRIVE_MV = 50.0, 15.0
#: Most cells x steps, and most networks x steps, of one run: a minute or two, a quarter of a GB.
_MOST_CELL_STEPS, _MOST_NETWORK_STEPS = 1e10, 2e7


@dataclass(frozen=True)
class SpikingRun:
    """What `simulate_spiking` gives back. Condition and seed count from 0.

    Attributes
    ----------
    network : SpikingNetwork
        The numbers of the model.
    ketamine_um, block_e, block_i : numpy.ndarray, shape (n_conditions,)
        Free ketamine (µM), and the share of NMDA current blocked on each cell type; means over
        the run if the level was a function of time.
    manipulations : tuple of Manipulation
        What else was done, for each condition.
    seeds : tuple of int
        The seeds.
    duration_s, settle_s, step_ms : float
        Length of the run, how much of its beginning is left out of rates and spectra, and the
        time step.
    recording : Recording
        Spikes and gates of all networks.
    """

    network: SpikingNetwork
    ketamine_um: np.ndarray
    block_e: np.ndarray
    block_i: np.ndarray
    manipulations: tuple[Manipulation, ...]
    seeds: tuple[int, ...]
    duration_s: float
    settle_s: float
    step_ms: float
    recording: Recording

    def __repr__(self) -> str:
        return (
            f"SpikingRun({self.network.name}: {len(self.ketamine_um)} conditions x "
            f"{len(self.seeds)} seeds, {self.duration_s:g} s)"
        )

    # --- rates -------------------------------------------------------------------------------

    @cached_property
    def pyramidal_hz_by_seed(self) -> np.ndarray:
        """Mean pyramidal rate (Hz) after settling, shape (n_conditions, n_seeds)."""
        return self._rates("E")

    @cached_property
    def interneuron_hz_by_seed(self) -> np.ndarray:
        """Mean interneuron rate (Hz) after settling, shape (n_conditions, n_seeds)."""
        return self._rates("I")

    @property
    def pyramidal_hz(self) -> np.ndarray:
        """Pyramidal rate (Hz), mean over seeds, shape (n_conditions,)."""
        return self.pyramidal_hz_by_seed.mean(axis=1)

    @property
    def interneuron_hz(self) -> np.ndarray:
        """Interneuron rate (Hz), mean over seeds, shape (n_conditions,)."""
        return self.interneuron_hz_by_seed.mean(axis=1)

    def _rates(self, population: str) -> np.ndarray:
        late = self._of(population) & (self.recording.spike_step >= self._first_step)
        shape = (len(self.ketamine_um), len(self.seeds))
        n = np.bincount(self.recording.spike_network[late], minlength=shape[0] * shape[1])
        return n.reshape(shape) / self._cells(population) / (self.duration_s - self.settle_s)

    @property
    def _first_step(self) -> int:
        return round(self.settle_s * 1e3 / self.step_ms)

    def _cells(self, population: str) -> int:
        one_of("population", population, ("E", "I"))
        return self.network.n_e if population == "E" else self.network.n_i

    def _of(self, population: str) -> np.ndarray:
        """Return which spikes are of one population."""
        pyramidal = self.recording.spike_cell < self.network.n_e
        return pyramidal if population == "E" else ~pyramidal

    def rates_in_time(
        self, population: str = "E", bin_s: float = 0.01
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the population rate in time, from the beginning.

        Parameters
        ----------
        population : {"E", "I"}
            Pyramidal cells or interneurons.
        bin_s : float
            Width of a bin (s); a last bin that does not fit is left out.

        Returns
        -------
        times_s : numpy.ndarray, shape (n_bins,)
            Middles of the bins.
        rates_hz : numpy.ndarray, shape (n_conditions, n_seeds, n_bins)

        Raises
        ------
        ValueError
            If the population is unknown, or the bin is longer than the run or shorter than a step.
        """
        width = within(
            "bin_s", bin_s, self.step_ms * 1e-3 * (1 - 1e-9), self.duration_s, scalar=True
        )
        per_bin = round(width * 1e3 / self.step_ms)
        n_bins = len(self.recording.ampa) // per_bin
        cells = self._cells(population)
        of = self._of(population)
        index = self.recording.spike_step[of] // per_bin
        inside = index < n_bins
        n_networks = len(self.ketamine_um) * len(self.seeds)
        flat = self.recording.spike_network[of][inside].astype(np.int64) * n_bins + index[inside]
        counts = np.bincount(flat, minlength=n_networks * n_bins)
        seconds = per_bin * self.step_ms * 1e-3
        rates = counts.reshape(len(self.ketamine_um), len(self.seeds), n_bins) / cells / seconds
        return (np.arange(n_bins) + 0.5) * seconds, rates

    def synchrony(self, population: str = "E", bin_s: float = 0.01) -> np.ndarray:
        """Return how much cells fire together after settling, shape (n_conditions, n_seeds).

        Mean covariance of spike counts over all pairs of cells, over the mean variance: 0 for
        independent cells, 1 where all fire as one; NaN where none fires.

        Parameters
        ----------
        population : {"E", "I"}
            Pyramidal cells or interneurons; at least two cells.
        bin_s : float
            Width of the bins in which spikes are counted (s): 0.01 for coincidence, longer for
            slower shared changes of rate.

        Raises
        ------
        ValueError
            If the population is unknown or has one cell, or fewer than two bins fit.
        """
        cells = self._cells(population)
        if cells < 2:
            refuse("population", population, "one of at least two cells")
        width = within(
            "bin_s", bin_s, self.step_ms * 1e-3 * (1 - 1e-9), self.duration_s, scalar=True
        )
        per_bin = round(width * 1e3 / self.step_ms)
        n_bins = (len(self.recording.ampa) - self._first_step) // per_bin
        if n_bins < 2:
            refuse("bin_s", bin_s, "short enough for two bins after settling")
        index = (self.recording.spike_step - self._first_step) // per_bin
        of = self._of(population) & (index >= 0) & (index < n_bins)
        shape = (len(self.ketamine_um) * len(self.seeds), cells, n_bins)
        first = 0 if population == "E" else self.network.n_e
        place = (self.recording.spike_network[of], self.recording.spike_cell[of] - first, index[of])
        flat = np.bincount(np.ravel_multi_index(place, shape), minlength=int(np.prod(shape)))
        counts = flat.reshape(shape)
        own = counts.var(axis=2).sum(axis=1)
        shared = counts.sum(axis=1).var(axis=1) - own
        with np.errstate(invalid="ignore"):
            found = shared / (cells - 1) / own
        return found.reshape(len(self.ketamine_um), len(self.seeds))

    # --- rhythms -----------------------------------------------------------------------------

    @cached_property
    def lfp_na(self) -> np.ndarray:
        """Field-potential proxy (nA) at every step, shape (n_conditions, n_seeds, n_steps).

        Absolute recurrent AMPA plus GABA current of a pyramidal cell at fixed driving forces.
        """
        ampa, gaba = (
            np.array([getattr(m, own) * getattr(m, release) for m in self.manipulations])
            for own, release in (("ampa_e", "release_e"), ("gaba_e", "release_i"))
        )
        ampa_na = self.network.ampa_e_to_e_ns * _AMPA_DRIVE_MV * 1e-3 * ampa
        gaba_na = self.network.gaba_i_to_e_ns * _GABA_DRIVE_MV * 1e-3 * gaba
        total = self.recording.ampa * ampa_na[:, None].astype(
            np.float32
        ) + self.recording.gaba * gaba_na[:, None].astype(np.float32)
        return np.ascontiguousarray(np.moveaxis(total, 0, -1))

    @cached_property
    def signal(self) -> Signal:
        """The field-potential proxy after settling, for spectra, peaks and band power."""
        return Signal(self.lfp_na[..., self._first_step :], self.step_ms * 1e-3)

    def spectrum(self) -> tuple[np.ndarray, np.ndarray]:
        """Return frequencies (Hz) and power density (nA²/Hz), mean over seeds.

        Raises
        ------
        ValueError
            If less than 0.5 s is left after settling.
        """
        frequencies, density = self.signal.spectrum()
        return frequencies, density.mean(axis=1)

    def gamma_ratio(
        self, control: int = 0, low_hz: float = 30.0, high_hz: float = 80.0
    ) -> np.ndarray:
        """Return gamma power over that of one condition, shape (n_conditions,).

        Power is the mean over seeds. From seed to seed it scatters by about a fifth.

        Parameters
        ----------
        control : int
            The condition to compare with.
        low_hz, high_hz : float
            The band (Hz).

        Raises
        ------
        ValueError
            If there is no such condition, the band is empty, or less than 0.5 s is left.
        """
        index = self._condition("control", control)
        power = self.signal.band_power(low_hz, high_hz).mean(axis=1)
        return power / power[index]

    def gamma_ratio_by_seed(
        self, control: int = 0, low_hz: float = 30.0, high_hz: float = 80.0
    ) -> np.ndarray:
        """Return gamma power over that of one condition with the same seed.

        Shape (n_conditions, n_seeds); otherwise as `gamma_ratio`.
        """
        index = self._condition("control", control)
        power = self.signal.band_power(low_hz, high_hz)
        return power / power[index]

    # --- rasters and tables ------------------------------------------------------------------

    def raster(
        self,
        condition: int = 0,
        seed: int = 0,
        population: str | None = None,
        start_s: float = 0.0,
        stop_s: float | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return times (s) and cells of the spikes of one network.

        Parameters
        ----------
        condition, seed : int
            Which network, counted from 0.
        population : {"E", "I"}, optional
            Only pyramidal cells or only interneurons, both counted from 0. By default all cells;
            interneurons then follow the pyramidal cells.
        start_s, stop_s : float
            Only spikes from start to before stop; by default all.

        Raises
        ------
        ValueError
            If there is no such network or population, or the times are out of order.
        """
        c = self._condition("condition", condition)
        s = whole("seed", seed, high=len(self.seeds) - 1)
        start = nonnegative("start_s", start_s, scalar=True)
        stop = self.duration_s if stop_s is None else finite("stop_s", stop_s, scalar=True)
        if stop < start:
            refuse("stop_s", stop_s, f"not before start_s ({start:g} s)")
        times = self.recording.spike_step * (self.step_ms * 1e-3)
        chosen = self.recording.spike_network == c * len(self.seeds) + s
        chosen &= (times >= start) & (times < stop)
        if population is not None:
            one_of("population", population, ("E", "I"))
            chosen &= self._of(population)
        cells = self.recording.spike_cell[chosen]
        return times[chosen], cells - self.network.n_e if population == "I" else cells

    def nearest(self, ketamine_um: float) -> int:
        """Return the condition whose concentration is nearest, for a slider.

        Raises
        ------
        ValueError
            If the concentration is not zero or more.
        """
        wanted = nonnegative("ketamine_um", ketamine_um, scalar=True)
        return int(np.argmin(np.abs(self.ketamine_um - wanted)))

    def _condition(self, name: str, index: Any) -> int:
        return whole(name, index, high=len(self.ketamine_um) - 1)

    def table(self) -> pd.DataFrame:
        """Return rates with their standard deviation over seeds, one row for each condition.

        Gamma over the first condition stands in the last column, where the run is long enough.
        """
        import pandas as pd

        ddof = 1 if len(self.seeds) > 1 else 0
        columns: dict[str, Any] = {"ketamine_um": self.ketamine_um}
        if any(m.label for m in self.manipulations):
            columns["manipulation"] = [m.label for m in self.manipulations]
        for name in ("pyramidal_hz", "interneuron_hz"):
            by_seed = getattr(self, f"{name}_by_seed")
            columns[name], columns[f"{name}_sd"] = (
                by_seed.mean(axis=1),
                by_seed.std(axis=1, ddof=ddof),
            )
        if self.signal.values.shape[-1] * self.signal.step_s >= 0.5:
            columns["gamma_ratio"] = self.gamma_ratio()
        return pd.DataFrame(columns)


def simulate_spiking(
    network: str | SpikingNetwork = "HOMAYOUN",
    ketamine_um: Any = DOSES_UM,
    k_e_um: Any = K_E_UM,
    k_i_um: Any = K_I_UM,
    *,
    manipulation: Manipulation | Iterable[Manipulation] | None = None,
    n_seeds: int = 3,
    seed: int = 1,
    duration_s: float = 2.5,
    settle_s: float = 0.5,
    step_ms: float = 0.1,
    progress: Callable[[float], object] | None = None,
) -> SpikingRun:
    """Simulate the spiking network under one or many conditions, all in one go.

    Parameters
    ----------
    network : str or SpikingNetwork
        "HOMAYOUN", "PING", "WANG2002" or one made by hand.
    ketamine_um : float, one-dimensional array, or function of time
        Free ketamine (µM) of each condition; or a function that takes an array of times (s) and
        returns the level at each, the same for all conditions (it is read every 20 ms).
    k_e_um, k_i_um : float or one-dimensional array
        Half-blocking concentrations (µM); lengths must fit together.
    manipulation : Manipulation or list of Manipulation, optional
        What else is done: one for all conditions, or one for each.
    n_seeds, seed : int
        How many seeds (1 to 100), and the first; they count on from there. A seed gives the same
        spikes whatever else is in the run.
    duration_s : float
        Model time (s), at most 60.
    settle_s : float
        How much of the beginning is left out of rates and spectra (s).
    step_ms : float
        Time step (ms), 0.02 to 0.2.
    progress : callable, optional
        Called now and then with the share done, 0 to 1, and with 1 at the end.

    Returns
    -------
    SpikingRun

    Raises
    ------
    ValueError
        If an argument is out of range, lengths do not fit, or the run would be too long.

    Examples
    --------
    >>> short = {"n_seeds": 1, "duration_s": 0.3, "settle_s": 0.1}
    >>> run = simulate_spiking("PING", [0, 1], **short)
    >>> bool(run.pyramidal_hz[1] > run.pyramidal_hz[0])
    True

    Interneurons silenced by light from the start, without and with drug:

    >>> light = Manipulation(drive_i=0.5, label="light on interneurons")
    >>> run = simulate_spiking("HOMAYOUN", [0, 1], manipulation=light, **short)

    Drug that arrives after 0.1 s:

    >>> run = simulate_spiking("PING", lambda t_s: 2.0 * (t_s > 0.1), **short)
    >>> times_s, rates_hz = run.rates_in_time("E", 0.05)
    """
    net = spiking_network_of(network)
    first = whole("seed", seed, high=2**31)
    seeds = tuple(range(first, first + whole("n_seeds", n_seeds, low=1, high=100)))
    length = within("duration_s", duration_s, 0.01, 60, scalar=True)
    settle = nonnegative("settle_s", settle_s, scalar=True)
    if settle >= length:
        refuse("settle_s", settle_s, f"below duration_s ({length:g} s)")
    step = within("step_ms", step_ms, 0.02, 0.2, scalar=True)
    n_steps = round(length * 1e3 / step)
    starts_s = np.arange(0, n_steps, CHUNK) * step * 1e-3
    level, b_e, b_i, made = _conditions(ketamine_um, k_e_um, k_i_um, manipulation, starts_s)
    steps = len(made) * len(seeds) * n_steps
    if steps > _MOST_NETWORK_STEPS or steps * (net.n_e + net.n_i) > _MOST_CELL_STEPS:
        size = (length, len(seeds), len(made))
        refuse("duration_s x n_seeds x conditions", size, "a smaller run")
    if progress is not None and not callable(progress):
        refuse("progress", progress, "a function of the share done, or None")
    recording = Engine(net, made, b_e, b_i, seeds, n_steps, step).run(progress)
    level, b_e, b_i = (part.mean(axis=0) for part in (level, b_e, b_i))
    return SpikingRun(net, level, b_e, b_i, made, seeds, length, settle, step, recording)


def _conditions(
    ketamine_um: Any, k_e_um: Any, k_i_um: Any, manipulation: Any, starts_s: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[Manipulation, ...]]:
    """Return concentration and blocks, shape (1 or chunks, conditions), and manipulations."""
    if isinstance(manipulation, (list, tuple)):
        made = tuple(manipulation_of("manipulation", m) for m in manipulation)
        if not made:
            refuse("manipulation", manipulation, "a Manipulation, a list of them or None")
    else:
        made = (manipulation_of("manipulation", manipulation),)
    in_time = callable(ketamine_um)
    level = level_in_time(ketamine_um, starts_s)[:, None] if in_time else ketamine_um
    given = levels(0.0 if in_time else level, k_e_um, k_i_um, axes=1)
    k_e, k_i = (np.reshape(k, (1, -1)) for k in given[1:])
    level = np.reshape(level, (len(starts_s), 1) if in_time else (1, -1)).astype(float)
    level, k_e, k_i = np.broadcast_arrays(level, k_e, k_i)
    n = max(len(made), level.shape[1])
    for name, value, size in (
        ("manipulation", manipulation, len(made)),
        ("ketamine_um", ketamine_um, level.shape[1]),
    ):
        if size not in (1, n):
            refuse(name, value, f"one, or {n} to fit the other conditions")
    level, b_e, b_i = (
        np.broadcast_to(part, (len(level), n)) for part in (level, *block(level, k_e, k_i))
    )
    return level, b_e, b_i, made if len(made) == n else made * n
