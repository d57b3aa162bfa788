"""Steps many spiking networks at once: all conditions and all seeds are one array.

Arrays are shaped (conditions, seeds, cells). Everything in the loop is addition, multiplication,
division or counting in a fixed order, and rounded constants, so a seed gives the same spikes on
every machine; the exponential in the Mg2+ block is a polynomial for that reason, and for speed.
Networks do not touch one another: a condition gives the same spikes alone and in company.

All conditions of one seed start from the same voltages and, as far as their drive is the same, get
the same afferent spikes. Differences between conditions are then smaller than between seeds.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from helpers.simulations.circuit.manipulation import Manipulation
from helpers.simulations.sourced import published

if TYPE_CHECKING:
    from helpers.simulations.circuit.spiking import SpikingNetwork

#: Steps for which afferent spikes are drawn at a time. It belongs to the stream of random numbers.
CHUNK = 200
#: Largest relative error of the polynomial for the Mg2+ block.
MG_TOLERANCE = 5e-4
#: Mg2+ that blocks half at 0 mV (mM), and steepness with voltage (1/mV), as in lesson 01.
MG_HALF_MM, MG_PER_MV = published("mg-jahr1990-k0"), published("mg-jahr1990-slope")
_REAL = np.float32
_NOTHING = _REAL(1e-20)


@dataclass(frozen=True)
class Recording:
    """What the engine gives back.

    Attributes
    ----------
    spike_step, spike_network, spike_cell : numpy.ndarray of int, shape (n_spikes,)
        Step, network (condition x seeds + seed) and cell of each spike; interneurons count on
        from the number of pyramidal cells.
    ampa, gaba : numpy.ndarray, shape (n_steps, conditions, seeds)
        The recurrent gates A and G at each step.
    """

    spike_step: np.ndarray
    spike_network: np.ndarray
    spike_cell: np.ndarray
    ampa: np.ndarray
    gaba: np.ndarray


def keep(step_ms: float, tau_ms: float) -> float:
    """Return exp(-step / tau), rounded so that every machine has the same number."""
    return round(math.exp(-step_ms / tau_ms), 12)


def mg_polynomial(mg_mm: float, low_mv: float, high_mv: float) -> np.ndarray:
    """Return coefficients of the Mg2+ block M(V) in (V - middle) / half width, lowest first.

    The polynomial of lowest degree that stays within `MG_TOLERANCE`.
    """
    middle, half = (low_mv + high_mv) / 2, (high_mv - low_mv) / 2

    def unblocked(z: np.ndarray) -> np.ndarray:
        return 1.0 / (1.0 + mg_mm * np.exp(-MG_PER_MV * (middle + half * z)) / MG_HALF_MM)

    z = np.linspace(-1, 1, 201)
    for degree in range(2, 16):
        series = np.polynomial.chebyshev.Chebyshev.interpolate(unblocked, degree)
        coefficients = series.convert(kind=np.polynomial.Polynomial).coef
        fitted = np.polynomial.polynomial.polyval(z, coefficients)
        if np.abs(fitted / unblocked(z) - 1).max() < MG_TOLERANCE:
            break
    return np.array([float(f"{c:.7g}") for c in coefficients])


class _Afferents:
    """Poisson quanta onto one population, in every seed, for one course of the drive in time."""

    def __init__(
        self,
        cells: int,
        spikes_per_step: np.ndarray,
        jump: float,
        decay: float,
        seeds: Sequence[int],
        population: int,
    ) -> None:
        self.cells, self.spikes_per_step, self.decay = cells, spikes_per_step, _REAL(decay)
        self.jump = _REAL(jump)
        self.random = [np.random.default_rng([seed, population]) for seed in seeds]
        self.now = np.zeros((len(seeds), cells), _REAL)
        self.coming = np.zeros((CHUNK, *self.now.shape), _REAL)

    def draw(self, first: int) -> None:
        """Draw the quanta of the next chunk: their number, then the cell of each."""
        expected = self.spikes_per_step[first : first + CHUNK] * self.cells
        n = len(expected)
        row = np.arange(n) * self.cells
        for seed, random in enumerate(self.random):
            number = random.poisson(expected)
            cell = random.integers(0, self.cells, number.sum())
            count = np.bincount(np.repeat(row, number) + cell, minlength=n * self.cells)
            self.coming[:n, seed] = count.reshape(n, self.cells)
        self.coming *= self.jump

    def step(self, k: int) -> np.ndarray:
        """Return the conductance x step / capacitance, shape (seeds, cells)."""
        self.now *= self.decay
        self.now += self.coming[k]
        return self.now


class _Population:
    """Per-condition coefficients, shape (conditions, 1), and afferents of one cell type."""

    def __init__(
        self,
        net: SpikingNetwork,
        kind: str,
        made: Sequence[Manipulation],
        block: np.ndarray,
        seeds: Sequence[int],
        times_s: np.ndarray,
        step_ms: float,
    ) -> None:
        def own(name: str) -> float:
            return getattr(net, name.format(kind.lower()))

        self.cells = own("n_{}")
        h = step_ms / own("capacitance_{}_pf")
        self.leak = h * own("leak_{}_ns")
        receptors, release = (
            np.array([[getattr(m, name)] for m in made], dtype=float)
            for name in (f"nmda_{kind.lower()}", "release_e")
        )
        left = 1.0 - block[:, None]
        self.nmda = left * (h * own("nmda_e_to_{}_ns") * (receptors * release))
        self.tonic = left * (h * own("nmda_tonic_{}_ns") * receptors)
        self.ampa = h * own("ampa_e_to_{}_ns") * release
        self.gaba = h * own("gaba_i_to_{}_ns") * np.ones_like(release)
        # One stream of afferents for each different drive; conditions share them.
        drives = np.stack([m.drive(kind, times_s) for m in made])
        drives = drives * own("afferent_{}_hz") * (times_s[1] - times_s[0])
        different, which = np.unique(drives, axis=0, return_inverse=True)
        decay, quantum = keep(step_ms, net.tau_ampa_ms), h * own("quantum_{}_ns")
        self.afferents = [
            _Afferents(self.cells, expected, quantum, decay, seeds, 1 + (kind == "I"))
            for expected in different
        ]
        self.which = which.ravel()
        self.gathered = np.empty((len(made), len(seeds), self.cells), _REAL)

    def drive(self, k: int) -> np.ndarray:
        """Return the afferent conductance x step / capacitance, to be broadcast to conditions."""
        if len(self.afferents) == 1:
            return self.afferents[0].step(k)[None]
        stack = np.stack([a.step(k) for a in self.afferents])
        return np.take(stack, self.which, axis=0, out=self.gathered, mode="clip")


class Engine:
    """All networks of one run. `run` steps them; there is no other use."""

    def __init__(
        self,
        net: SpikingNetwork,
        made: Sequence[Manipulation],
        block_e: np.ndarray,
        block_i: np.ndarray,
        seeds: Sequence[int],
        n_steps: int,
        step_ms: float,
    ) -> None:
        self.net, self.n_steps, self.step_ms = net, n_steps, step_ms
        self.shape = (len(made), len(seeds))
        self.n_networks = len(made) * len(seeds)
        times_s = (np.arange(max(n_steps, 2)) * step_ms * 1e-3).round(9)
        self.e = _Population(net, "E", made, block_e, seeds, times_s, step_ms)
        self.i = _Population(net, "I", made, block_i, seeds, times_s, step_ms)
        self.kinds = (self.e, self.i)
        self.ampa, self.gaba, self.nmda, self.tonic = (
            np.stack([getattr(kind, name) for kind in self.kinds])
            for name in ("ampa", "gaba", "nmda", "tonic")
        )
        leak = np.array([kind.leak for kind in self.kinds])[:, None, None]
        self.steady, self.rest = 1.0 + leak, leak * net.rest_mv
        self._make_cells(seeds)
        self._make_synapses()
        self._make_spikes()

    def _make_cells(self, seeds: Sequence[int]) -> None:
        """Make voltages: one flat array, pyramidal cells of all networks first."""
        net = self.net
        self.first_i = self.n_networks * net.n_e
        size = self.first_i + self.n_networks * net.n_i
        self.v, self.below, self.z = (np.empty(size, _REAL) for _ in range(3))
        self.over = np.empty(size, bool)
        self.v_e, self.v_i = self._split(self.v)
        self.below_e, self.below_i = self._split(self.below)
        width = net.threshold_mv - net.rest_mv
        for j, seed in enumerate(seeds):
            random = np.random.default_rng([seed, 0])
            self.v_e[:, j] = net.rest_mv + width * random.random(net.n_e)
            self.v_i[:, j] = net.rest_mv + width * random.random(net.n_i)
        low = min(net.rest_mv, net.reset_mv, net.gaba_reversal_mv)
        middle, half = (low + net.threshold_mv) / 2, (net.threshold_mv - low) / 2
        mg = mg_polynomial(net.mg_mm, low, net.threshold_mv)
        self.mg = [_REAL(c) for c in mg[::-1]]
        self.z_scale, self.z_shift = _REAL(1 / half), _REAL(-middle / half)
        self.threshold, self.reset = _REAL(net.threshold_mv), _REAL(net.reset_mv)

    def _split(self, flat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the views of pyramidal cells and of interneurons, (conditions, seeds, cells)."""
        return (
            flat[: self.first_i].reshape(*self.shape, self.net.n_e),
            flat[self.first_i :].reshape(*self.shape, self.net.n_i),
        )

    def _make_synapses(self) -> None:
        """Make the gates: A and G of each network, and w = 1 - s and x of each pyramidal cell."""
        net, step = self.net, self.step_ms
        self.a, self.g = np.zeros(self.shape), np.zeros(self.shape)
        self.keep_a, self.keep_g = keep(step, net.tau_ampa_ms), keep(step, net.tau_gaba_ms)
        self.w = np.ones((*self.shape, net.n_e), _REAL)
        self.x, self.change = np.zeros_like(self.w), np.empty_like(self.w)
        self.flat_x = self.x.reshape(-1)
        self.keep_x = _REAL(keep(step, net.tau_nmda_rise_ms))
        self.back = _REAL(step / net.tau_nmda_ms)
        self.keep_w = _REAL(1 - step / net.tau_nmda_ms)
        self.jump_x = _REAL(net.nmda_saturation_per_ms * step)

    def _make_spikes(self) -> None:
        """Make the queues: cells that are refractory, and spikes on their way."""
        net, step = self.net, self.step_ms
        none = np.empty(0, np.intp)
        hold_e, hold_i, delay = (
            round(t / step) for t in (net.refractory_e_ms, net.refractory_i_ms, net.delay_ms)
        )
        self.held_e = deque([none] * hold_e, hold_e)
        self.held_i = deque([none] * hold_i, hold_i)
        self.on_the_way = deque([(none, none)] * (delay + 1), delay + 1)
        numbers = np.arange(self.n_networks)
        self.network_of = np.concatenate([np.repeat(numbers, n) for n in (net.n_e, net.n_i)])
        self.spikes: list[np.ndarray] = []

    def run(self, progress: Callable[[float], object] | None = None) -> Recording:
        """Step all networks to the end; `progress` is told the share done, 1 at the end."""
        n = self.n_steps
        ampa, gaba = (np.empty((n, *self.shape), _REAL) for _ in range(2))
        for k in range(n):
            if k % CHUNK == 0:
                self._flush()
                for afferents in (*self.e.afferents, *self.i.afferents):
                    afferents.draw(k)
                if progress is not None and k:
                    progress(k / n)
            gate = self._open_nmda()
            self._move_voltages(k % CHUNK, gate)
            self._fire()
            self._arrive()
            ampa[k], gaba[k] = self.a, self.g
        if progress is not None:
            progress(1.0)
        return Recording(*self._spike_table(), ampa, gaba)

    def _flush(self) -> None:
        """Set to zero what is far too small to matter.

        Decaying gates of silent cells would else reach numbers that some processors handle a
        hundred times more slowly.
        """
        for decaying in (self.x, *(a.now for a in (*self.e.afferents, *self.i.afferents))):
            decaying[decaying < _NOTHING] = 0

    def _open_nmda(self) -> np.ndarray:
        """Step NMDA gating by Euler and return the mean gate S of each network."""
        np.subtract(self.keep_w, self.x, out=self.change)
        self.w *= self.change
        self.w += self.back
        self.x *= self.keep_x
        return 1.0 - np.add.reduce(self.w, axis=-1) / self.net.n_e

    def _move_voltages(self, k: int, gate: np.ndarray) -> None:
        """Step voltages: implicit in V, explicit in the Mg2+ block, so no step can overshoot.

        V_new = (V + h [g_L E_L + g_G E_G]) / (1 + h [sum of all g]), h = step / capacitance.
        """
        np.multiply(self.v, self.z_scale, out=self.z)
        self.z += self.z_shift
        np.multiply(self.z, self.mg[0], out=self.below)
        for coefficient in self.mg[1:-1]:
            self.below += coefficient
            self.below *= self.z
        self.below += self.mg[-1]
        # what is one number for each network: both kinds of cell in one go, since calls cost most
        inhibition = self.gaba * self.g
        nmda = _columns(self.nmda * gate + self.tonic)
        other = _columns(self.ampa * self.a + inhibition + self.steady)
        pull = _columns(inhibition * self.net.gaba_reversal_mv + self.rest)
        cells = ((self.e, self.v_e, self.below_e), (self.i, self.v_i, self.below_i))
        for row, (kind, v, below) in enumerate(cells):
            below *= nmda[row]
            below += kind.drive(k)
            below += other[row]
            v += pull[row]
        self.v /= self.below

    def _fire(self) -> None:
        """Hold refractory cells, find spikes, reset them."""
        held = [*self.held_e, *self.held_i]
        if held:
            self.v[np.concatenate(held)] = self.reset
        np.greater(self.v, self.threshold, out=self.over)
        spikes = self.over.nonzero()[0]
        self.v[spikes] = self.reset
        border = spikes.searchsorted(self.first_i)
        pair = spikes[:border], spikes[border:]
        self.held_e.append(pair[0])
        self.held_i.append(pair[1])
        self.on_the_way.append(pair)
        self.spikes.append(spikes)

    def _arrive(self) -> None:
        """Let gates decay and spikes that have travelled long enough open them."""
        self.a *= self.keep_a
        self.g *= self.keep_g
        from_e, from_i = self.on_the_way[0]
        if from_e.size:
            self.flat_x[from_e] += self.jump_x
            self.a += self._count(from_e) / self.net.n_e
        if from_i.size:
            self.g += self._count(from_i) / self.net.n_i

    def _count(self, spikes: np.ndarray) -> np.ndarray:
        """Return how many of the spikes each network fired."""
        counts = np.bincount(self.network_of[spikes], minlength=self.n_networks)
        return counts.reshape(self.shape)

    def _spike_table(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return step, network and cell of every spike."""
        step = np.repeat(np.arange(self.n_steps), [len(s) for s in self.spikes])
        flat = np.concatenate(self.spikes)
        network = self.network_of[flat]
        interneuron = flat >= self.first_i
        cell = np.where(
            interneuron,
            flat - self.first_i - network * self.net.n_i + self.net.n_e,
            flat - network * self.net.n_e,
        )
        return step.astype(np.int32), network.astype(np.int32), cell.astype(np.int32)


def _columns(values: np.ndarray) -> np.ndarray:
    """Return one value for each kind and network, ready to meet the cells."""
    return values.astype(_REAL)[..., None]
