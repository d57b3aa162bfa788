"""Steps many spiking networks at once: all presets, conditions and seeds are one array.

Arrays are shaped (conditions, seeds, cells). Everything in the loop is addition, multiplication,
division or counting in a fixed order, and rounded constants, so a seed gives the same spikes on
every machine; the exponential in the Mg2+ block is a polynomial for that reason, and for speed.
Networks do not touch one another: a condition gives the same spikes alone and in company.

What a spike does to other cells it does after the delay. So all that is one number for each
network is worked out for as many steps at once: calls of numpy cost as much as the numbers.

All conditions of one seed start from the same voltages and, as far as their drive is the same, get
the same afferent spikes. Differences between conditions are then smaller than between seeds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
#: What decays below it is set to zero: some processors handle still smaller numbers a hundred times
#: more slowly.
_NOTHING = _REAL(1e-20)


def _real(value: float) -> np.ndarray:
    """Return a number as the loop meets it soonest: an array without axes."""
    return np.array(value, _REAL)


@dataclass(frozen=True)
class Recording:
    """Step, network (condition x seeds + seed) and cell of each spike, and the gates A and G.

    Interneurons count on from the number of pyramidal cells. `ampa` and `gaba` are the recurrent
    gates at each step, shape (n_steps, conditions, seeds). Runs may share one: nothing can be
    written into it.
    """

    spike_step: np.ndarray
    spike_network: np.ndarray
    spike_cell: np.ndarray
    ampa: np.ndarray
    gaba: np.ndarray

    def part(self, first: int, n: int) -> Recording:
        """Return the recording of `n` conditions from one on."""
        seeds = self.ampa.shape[2]
        network = self.spike_network - first * seeds
        of = (network >= 0) & (network < n * seeds)
        gates = (gate[:, first : first + n] for gate in (self.ampa, self.gaba))
        return Recording(self.spike_step[of], network[of], self.spike_cell[of], *gates)

    def __post_init__(self) -> None:
        for array in vars(self).values():
            array.flags.writeable = False


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
    """Poisson quanta onto both kinds of cell: a stream for each kind, seed and different drive.

    `cells` and `jump` are those of E and I; `expected` are spikes per cell and step, shape
    (conditions, 2, steps). Conditions share streams where they are alike: `reach` holds, for each
    row of neighbours that do, their drive and the first and last of them.
    """

    def __init__(
        self,
        cells: Sequence[int],
        expected: np.ndarray,
        jump: Sequence[float],
        decay: float,
        seeds: Sequence[int],
    ) -> None:
        self.cells, self.decay = cells, _real(decay)
        drives = {both.tobytes(): both for both in expected}
        self.expected = np.stack(list(drives.values()))
        which = np.array([list(drives).index(both.tobytes()) for both in expected])
        ends = [0, *(np.diff(which).nonzero()[0] + 1), len(which)]
        self.reach = [(which[first], first, last) for first, last in pairwise(ends)]
        self.random = [
            [[np.random.default_rng([seed, 1 + kind]) for seed in seeds] for kind in range(2)]
            for _ in drives
        ]
        sizes = len(seeds) * np.array(cells)
        self.jump = np.repeat(np.array(jump, _REAL), sizes)
        self.given = np.zeros((CHUNK, len(drives), sizes.sum()), _REAL)
        parts = zip(np.split(self.given, sizes[:1], axis=-1), cells, strict=True)
        #: Conductances x step / capacitance of E and I, shape (chunk, drives, seeds, cells).
        self.parts = [part.reshape(CHUNK, -1, len(seeds), n) for part, n in parts]

    def draw(self, first: int) -> None:
        """Draw the quanta of the next chunk, their number and the cell of each; let them decay."""
        chunk = self.expected[..., first : first + CHUNK]
        last = np.where(self.given[-1] < _NOTHING, _REAL(0), self.given[-1])
        kept = np.empty_like(last)
        self.given.fill(0)
        row = np.arange(chunk.shape[-1]) * last.size
        flat, place = self.given.reshape(-1), 0
        for drive, of_drive in zip(chunk, self.random, strict=True):
            for cells, expected, streams in zip(self.cells, drive, of_drive, strict=True):
                for random in streams:
                    number = random.poisson(expected * cells)
                    cell = random.integers(0, cells, number.sum())
                    np.add.at(flat, np.repeat(row + place, number) + cell, _REAL(1))
                    place += cells
        self.given *= self.jump
        for given in self.given:
            given += np.multiply(last, self.decay, out=kept)
            last = given


class Engine:
    """All networks of one run; `blocks` of E and I, shape (2, conditions). `run` steps them.

    `nets` are those of the conditions. They may differ in strengths, in afferents and in the decay
    of GABA; all else is taken from the first.
    """

    def __init__(
        self,
        nets: Sequence[SpikingNetwork],
        made: Sequence[Manipulation],
        blocks: np.ndarray,
        seeds: Sequence[int],
        n_steps: int,
    ) -> None:
        self.nets, self.net, self.n_steps = nets, nets[0], n_steps
        self.cells = (self.net.n_e, self.net.n_i)
        self.shape = (len(made), len(seeds))
        self.n_networks = len(made) * len(seeds)
        self._make_inputs(made, blocks, seeds)
        self._make_cells(seeds)
        self._make_synapses()

    def _own(self, name: str) -> np.ndarray:
        """Return a number of both kinds of cell, shape (2, conditions, 1)."""
        return np.array([[[getattr(net, name.format(kind))] for net in self.nets] for kind in "ei"])

    def _make_inputs(
        self, made: Sequence[Manipulation], blocks: np.ndarray, seeds: Sequence[int]
    ) -> None:
        """Make the coefficients of both kinds of cell, shape (2, conditions, 1), and afferents."""
        net, own = self.net, self._own
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
        drives = np.array([[m.drive(kind, times_s) for kind in "EI"] for m in made])
        expected = drives * own("afferent_{}_hz").swapaxes(0, 1) * (times_s[1] - times_s[0])
        jump, decay = (h * own("quantum_{}_ns"))[:, 0, 0], keep(net.tau_ampa_ms)
        self.afferents = _Afferents(self.cells, expected, jump, decay, seeds)

    def _make_cells(self, seeds: Sequence[int]) -> None:
        """Make voltages: one flat array, pyramidal cells of all networks first."""
        net, n = self.net, self.n_networks
        self.border = n * net.n_e
        size = n * sum(self.cells)
        self.both, self.z = np.empty((2, size), _REAL), np.empty(size, _REAL)
        self.v, self.below = self.both
        self.over = np.empty(size, bool)
        below = zip(np.split(self.below, [self.border]), self.cells, strict=True)
        below_of = [part.reshape(*self.shape, cells) for part, cells in below]
        self.reached = [
            (part[first:last], given[:, drive])
            for part, given in zip(below_of, self.afferents.parts, strict=True)
            for drive, first, last in self.afferents.reach
        ]
        # Kind and network of each cell, and of each row of cells that shares both.
        self.home_of = np.repeat(np.arange(2 * n), np.repeat(self.cells, n))
        row = math.gcd(*self.cells)
        self.home_of_row = self.home_of[::row]
        self.rows, self.below_rows = self.both.reshape(-1, row), self.below.reshape(-1, row)
        width = net.threshold_mv - net.rest_mv
        for j, seed in enumerate(seeds):
            random = np.random.default_rng([seed, 0])
            for v, cells in zip(np.split(self.v, [self.border]), self.cells, strict=True):
                v.reshape(*self.shape, cells)[:, j] = net.rest_mv + width * random.random(cells)
        low = min(net.rest_mv, net.reset_mv, net.gaba_reversal_mv)
        middle, half = (low + net.threshold_mv) / 2, (net.threshold_mv - low) / 2
        mg = mg_polynomial(net.mg_mm, low, net.threshold_mv)
        self.mg = [_real(c) for c in mg[::-1]]
        self.z_scale, self.z_shift = _real(1 / half), _real(-middle / half)
        self.threshold, self.reset = _real(net.threshold_mv), _real(net.reset_mv)
        self.hold = [round(t / STEP_MS) for t in (net.refractory_e_ms, net.refractory_i_ms)]
        self.ahead = round(net.delay_ms / STEP_MS) + 1
        nobody = np.empty(0, np.intp)
        self.held = [nobody, nobody]
        self.before = max(*self.hold, self.ahead)  # steps of silence, for those who look back
        self.fired = [nobody] * self.before
        self.n_fired = [0] * self.before, [0] * self.before

    def _make_synapses(self) -> None:
        """Make the gates: A and G of each network, and w = 1 - s and x of each pyramidal cell."""
        net = self.net
        self.gates = np.zeros((2, *self.shape))
        taus_ms = [[net.tau_ampa_ms] * len(self.nets), [one.tau_gaba_ms for one in self.nets]]
        self.keep = np.array([[[keep(tau_ms)] for tau_ms in row] for row in taus_ms])
        self.w = np.ones((self.ahead, *self.shape, net.n_e), _REAL)  # of some steps
        # Spikes of interneurons are counted into the same array, where nobody looks.
        self.all_x = np.zeros_like(self.v)
        self.x = self.all_x[: self.border].reshape(self.w.shape[1:])
        self.change = np.empty_like(self.x)
        self.keep_x = _real(keep(net.tau_nmda_rise_ms))
        self.back = _real(STEP_MS / net.tau_nmda_ms)
        self.keep_w = _real(1 - STEP_MS / net.tau_nmda_ms)
        self.jump_x = _real(net.nmda_saturation_per_ms * STEP_MS)

    def run(self, progress: Callable[[float], object] | None = None) -> Recording:
        """Step all networks to the end; `progress` is told the share done, 1 at the end."""
        n = self.n_steps
        gates = np.empty((n + 1, 2, *self.shape), _REAL)  # at the beginning of each step
        for first in range(0, n + 1, self.ahead):
            last = min(first + self.ahead, n + 1)
            inputs = self._open_gates(first, gates[first:last])
            for k, nmda, rest in zip(range(first, min(last, n)), *inputs, strict=False):
                if k % CHUNK == 0:
                    self._begin_chunk(k)
                    if progress is not None and k:
                        progress(k / n)
                self._move_voltages(k, nmda, rest)
                self._fire()
        if progress is not None:
            progress(1.0)
        return Recording(*self._spike_table(), gates[1:, 0], gates[1:, 1])

    def _begin_chunk(self, k: int) -> None:
        """Draw afferent spikes, and set to zero what is far too small to matter."""
        self.x[self.x < _NOTHING] = 0
        self.afferents.draw(k)

    def _open_gates(self, first: int, recorded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Step all gates from a step on; return what they do to rows of cells in each step.

        Gates decay, and spikes that have travelled long enough open them. `recorded`, shape (steps,
        2, conditions, seeds), takes A and G. Returned are NMDA, shape (steps, rows, 1), and what is
        added to V and to its divisor, shape (steps, 2 x rows, 1).
        """
        n, start = len(recorded), self.before - self.ahead + first
        fired = self.fired[start : start + n]
        gates, w = self._shares(fired), self.w[-1]
        for now, next_w, spikes in zip(gates, self.w, fired, strict=False):
            now += self.gates * self.keep
            self.gates = now
            self.all_x[spikes] += self.jump_x
            np.subtract(self.keep_w, self.x, out=self.change)  # NMDA gating, by Euler
            w = np.multiply(w, self.change, out=next_w)
            w += self.back
            self.x *= self.keep_x
        recorded[:] = gates
        closed = np.add.reduce(self.w[:n], axis=-1)
        inhibition = self.gaba * gates[:, 1:]
        inputs = np.empty((n, 3, *recorded.shape[1:]), _REAL)
        inputs[:, 0] = self.nmda * (1.0 - closed / self.net.n_e)[:, None] + self.tonic
        inputs[:, 1] = inhibition * self.net.gaba_reversal_mv + self.rest
        inputs[:, 2] = self.ampa * gates[:, :1] + inhibition + self.steady
        of_rows = inputs.reshape(n, 3, -1).take(self.home_of_row, axis=-1)
        return of_rows[:, 0, :, None], of_rows[:, 1:].reshape(n, -1, 1)

    def _shares(self, fired: list[np.ndarray]) -> np.ndarray:
        """Return the share of a kind that fired in some steps, (steps, 2, conditions, seeds)."""
        n, homes = len(fired), 2 * self.n_networks
        step = np.repeat(np.arange(0, n * homes, homes), [len(one) for one in fired])
        count = np.bincount(step + self.home_of[np.concatenate(fired)], minlength=n * homes)
        return count.reshape(n, 2, *self.shape) / np.reshape(self.cells, (2, 1, 1))

    def _move_voltages(self, k: int, nmda: np.ndarray, rest: np.ndarray) -> None:
        """Step voltages: implicit in V, explicit in the Mg2+ block, so no step can overshoot.

        V_new = (V + h [g_L E_L + g_G E_G]) / (1 + h [sum of all g]), h = step / capacitance.
        """
        below, z = self.below, self.z
        np.multiply(self.v, self.z_scale, out=z)
        z += self.z_shift
        np.multiply(z, self.mg[0], out=below)
        for coefficient in self.mg[1:-1]:
            below += coefficient
            below *= z
        below += self.mg[-1]
        self.below_rows *= nmda
        for part, given in self.reached:
            part += given[k % CHUNK]
        self.rows += rest
        self.v /= below

    def _fire(self) -> None:
        """Hold refractory cells, find spikes, reset them."""
        v = self.v
        for held in self.held:
            v[held] = self.reset
        np.greater(v, self.threshold, out=self.over)
        spikes = self.over.nonzero()[0]
        v[spikes] = self.reset
        self.fired.append(spikes)
        border = spikes.searchsorted(self.border)
        for row, own in enumerate((spikes[:border], spikes[border:])):
            fired = self.n_fired[row]
            fired.append(len(own))
            ended = fired[-1 - self.hold[row]]
            if len(own) or ended:
                self.held[row] = np.concatenate((self.held[row], own))[ended:]

    def _spike_table(self) -> np.ndarray:
        """Return step, network and cell of every spike, in the order of time, E before I."""
        flat = np.concatenate(self.fired)
        step = np.repeat(np.arange(len(self.fired)) - self.before, [len(one) for one in self.fired])
        kind, network = np.divmod(self.home_of[flat], self.n_networks)
        cell = np.where(
            kind, self.net.n_e + (flat - self.border) % self.net.n_i, flat % self.net.n_e
        )
        return np.stack([step, network, cell]).astype(np.int32)
