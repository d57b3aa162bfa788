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

#: Time step of the network (ms).
STEP_MS = 0.1
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
    """Step, network (condition x seeds + seed) and cell of each spike, and the gates A and G.

    Interneurons count on from the number of pyramidal cells. `ampa` and `gaba` are the recurrent
    gates at each step, shape (n_steps, conditions, seeds).
    """

    spike_step: np.ndarray
    spike_network: np.ndarray
    spike_cell: np.ndarray
    ampa: np.ndarray
    gaba: np.ndarray


def keep(tau_ms: float) -> float:
    """Return exp(-step / tau), rounded so that every machine has the same number."""
    return round(math.exp(-STEP_MS / tau_ms), 12)


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
    """Poisson quanta onto one population: a stream for each seed and each different drive.

    `expected` are spikes per cell and step, shape (conditions, steps); conditions share a stream
    where they are alike.
    """

    def __init__(
        self,
        cells: int,
        expected: np.ndarray,
        jump: float,
        decay: float,
        seeds: Sequence[int],
        population: int,
    ) -> None:
        self.cells, self.jump, self.decay = cells, _REAL(jump), _REAL(decay)
        self.expected, which = np.unique(expected, axis=0, return_inverse=True)
        self.which = which.ravel()
        self.random = [
            [np.random.default_rng([seed, population]) for seed in seeds] for _ in self.expected
        ]
        self.now = np.zeros((len(self.expected), len(seeds), cells), _REAL)
        self.coming = np.zeros((CHUNK, *self.now.shape), _REAL)
        self.gathered = np.empty((len(expected), len(seeds), cells), _REAL)

    def draw(self, first: int) -> None:
        """Draw the quanta of the next chunk: their number, then the cell of each."""
        chunk = self.expected[:, first : first + CHUNK] * self.cells
        n = chunk.shape[1]
        row = np.arange(n) * self.cells
        for drive, expected in enumerate(chunk):
            for seed, random in enumerate(self.random[drive]):
                number = random.poisson(expected)
                cell = random.integers(0, self.cells, number.sum())
                count = np.bincount(np.repeat(row, number) + cell, minlength=n * self.cells)
                self.coming[:n, drive, seed] = count.reshape(n, self.cells)
        self.coming *= self.jump

    def step(self, k: int) -> np.ndarray:
        """Return the conductance x step / capacitance, to be broadcast to conditions."""
        self.now *= self.decay
        self.now += self.coming[k]
        if len(self.now) == 1:
            return self.now
        return np.take(self.now, self.which, axis=0, out=self.gathered, mode="clip")


class Engine:
    """All networks of one run; `blocks` of E and I, shape (2, conditions). `run` steps them."""

    def __init__(
        self,
        net: SpikingNetwork,
        made: Sequence[Manipulation],
        blocks: np.ndarray,
        seeds: Sequence[int],
        n_steps: int,
    ) -> None:
        self.net, self.n_steps = net, n_steps
        self.shape = (len(made), len(seeds))
        self.n_networks = len(made) * len(seeds)
        self._make_inputs(made, blocks, seeds)
        self._make_cells(seeds)
        self._make_synapses()
        self._make_spikes()

    def _make_inputs(
        self, made: Sequence[Manipulation], blocks: np.ndarray, seeds: Sequence[int]
    ) -> None:
        """Make the coefficients of both kinds of cell, shape (2, conditions, 1), and afferents."""
        net = self.net

        def own(name: str) -> np.ndarray:
            return np.array([[[getattr(net, name.format(kind))]] for kind in "ei"])

        h = STEP_MS / own("capacitance_{}_pf")
        left = 1.0 - blocks[..., None]
        receptors = np.array([[[m.nmda_e] for m in made], [[m.nmda_i] for m in made]], dtype=float)
        release = np.array([[m.release_e] for m in made], dtype=float)
        self.nmda = left * (h * own("nmda_e_to_{}_ns") * (receptors * release))
        self.tonic = left * (h * own("nmda_tonic_{}_ns") * receptors)
        self.ampa = h * own("ampa_e_to_{}_ns") * release
        self.gaba = h * own("gaba_i_to_{}_ns") * np.ones_like(release)
        leak = h * own("leak_{}_ns")
        self.steady, self.rest = 1.0 + leak, leak * net.rest_mv
        times_s = (np.arange(max(self.n_steps, 2)) * STEP_MS * 1e-3).round(9)
        cells, rate_hz = (net.n_e, net.n_i), own("afferent_{}_hz")
        jump, decay = (h * own("quantum_{}_ns")).ravel(), keep(net.tau_ampa_ms)
        self.afferents = []
        for row, kind in enumerate("EI"):
            drives = np.stack([m.drive(kind, times_s) for m in made])
            expected = drives * rate_hz[row] * (times_s[1] - times_s[0])
            one = _Afferents(cells[row], expected, jump[row], decay, seeds, 1 + row)
            self.afferents.append(one)

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
        net = self.net
        self.a, self.g = np.zeros(self.shape), np.zeros(self.shape)
        self.keep_a, self.keep_g = keep(net.tau_ampa_ms), keep(net.tau_gaba_ms)
        self.w = np.ones((*self.shape, net.n_e), _REAL)
        self.x, self.change = np.zeros_like(self.w), np.empty_like(self.w)
        self.flat_x = self.x.reshape(-1)
        self.keep_x = _REAL(keep(net.tau_nmda_rise_ms))
        self.back = _REAL(STEP_MS / net.tau_nmda_ms)
        self.keep_w = _REAL(1 - STEP_MS / net.tau_nmda_ms)
        self.jump_x = _REAL(net.nmda_saturation_per_ms * STEP_MS)

    def _make_spikes(self) -> None:
        """Make the queues: cells that are refractory, and spikes on their way."""
        net = self.net
        none = np.empty(0, np.intp)
        hold_e, hold_i, delay = (
            round(t / STEP_MS) for t in (net.refractory_e_ms, net.refractory_i_ms, net.delay_ms)
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
                for afferents in self.afferents:
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
        for decaying in (self.x, *(afferents.now for afferents in self.afferents)):
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
        cells = ((self.v_e, self.below_e), (self.v_i, self.below_i))
        for row, (v, below) in enumerate(cells):
            below *= nmda[row]
            below += self.afferents[row].step(k)
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
        of_i, n_e = flat - self.first_i, self.net.n_e
        cell = np.where(of_i < 0, flat % n_e, n_e + of_i % self.net.n_i)
        return step.astype(np.int32), self.network_of[flat].astype(np.int32), cell.astype(np.int32)


def _columns(values: np.ndarray) -> np.ndarray:
    """Return one value for each kind and network, ready to meet the cells."""
    return values.astype(_REAL)[..., None]
