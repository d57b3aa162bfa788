"""M3, two pools that compete: choosing, and remembering a cue (Wong & Wang 2006).

Each pool i = 1, 2 has one slow variable S_i, the share of its NMDA gates that are open::

    x_i = J_self S_i - J_cross S_j + I_0 + I_i + noise_i          (nA)
    H   = (a x - b) / (1 - exp[-d (a x - b)])                     (Hz)
    dS_i/dt = -S_i / tau_S + (1 - S_i) gamma H_i                  (s)
    I_1, I_2 = J_A mu_0 (1 + c / 100), J_A mu_0 (1 - c / 100)

c is the coherence (%): how much the evidence favours pool 1. The noise is an Ornstein-Uhlenbeck
current of 2 ms.

**There is no interneuron in it.** Inhibition is folded into J_cross, so a drug on one cell type
can only be mimicked: less self-excitation stands for NMDA lost by pyramidal cells (lower E/I), less
competition for NMDA lost by interneurons (raised E/I). The circuit is finely balanced: published
work takes 2-3 %, and a block of tens of per cent would only break it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from helpers.simulations.arguments import (
    finite,
    nonnegative,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.circuit.published import published
from helpers.simulations.circuit.sources import Described, Origin, chosen, from_paper

#: Coherences (%) of the lesson: chosen, as is usual with moving dots.
COHERENCES = (0.0, 3.2, 6.4, 12.8, 25.6, 51.2)
_LARGEST_RUN = 2e9  # trials x steps


@dataclass(frozen=True)
class DecisionCircuit(Described):
    """Numbers of the decision model; `changed` gives others, `parameters` a table with sources.

    Units: nA, Hz, s, ms. See `MEANINGS` for each.

    Raises
    ------
    ValueError
        If a number is out of range.
    """

    gain_hz_per_na: float
    bend_hz: float
    curvature_s: float
    nmda_gain: float
    tau_nmda_ms: float
    tau_noise_ms: float
    self_na: float
    cross_na: float
    stimulus_na_per_hz: float
    background_na: float
    stimulus_hz: float
    noise_na: float
    threshold_hz: float
    start_gate: float
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False)

    MEANINGS: ClassVar[Mapping[str, tuple[str, str]]] = MappingProxyType(
        {
            "gain_hz_per_na": ("a of H", "Hz/nA"),
            "bend_hz": ("b of H", "Hz"),
            "curvature_s": ("d of H", "s"),
            "nmda_gain": ("gain of NMDA gating, gamma", ""),
            "tau_nmda_ms": ("decay of NMDA gating", "ms"),
            "tau_noise_ms": ("correlation time of the noise", "ms"),
            "self_na": ("self-excitation, J_self", "nA"),
            "cross_na": ("competition, J_cross", "nA"),
            "stimulus_na_per_hz": ("stimulus coupling, J_A", "nA/Hz"),
            "background_na": ("background current, I_0", "nA"),
            "stimulus_hz": ("stimulus strength, mu_0", "Hz"),
            "noise_na": ("noise amplitude; its standard deviation is this over root 2", "nA"),
            "threshold_hz": ("rate at which a choice is made", "Hz"),
            "start_gate": ("NMDA gate of both pools at the start", ""),
        }
    )

    def __post_init__(self) -> None:
        for name in self.MEANINGS:
            value = getattr(self, name)
            if name.startswith(("gain", "curvature", "tau", "threshold")):
                positive(name, value, scalar=True)
            elif name in ("bend_hz", "background_na"):
                finite(name, value, scalar=True)
            else:
                nonnegative(name, value, scalar=True)
        within("start_gate", self.start_gate, 0, 1, scalar=True)
        object.__setattr__(self, "origins", MappingProxyType(dict(self.origins)))

    def lower_e_i(self, percent: float) -> DecisionCircuit:
        """Return the circuit with self-excitation weakened: NMDA lost by pyramidal cells.

        Raises
        ------
        ValueError
            If the percentage is not from 0 to 100.
        """
        share = 1 - within("percent", percent, 0, 100, scalar=True) / 100
        return self.changed(self_na=self.self_na * share)

    def raise_e_i(self, percent: float) -> DecisionCircuit:
        """Return the circuit with competition weakened: NMDA lost by interneurons.

        Raises
        ------
        ValueError
            If the percentage is not from 0 to 100.
        """
        share = 1 - within("percent", percent, 0, 100, scalar=True) / 100
        return self.changed(cross_na=self.cross_na * share)


def _default() -> DecisionCircuit:
    """Build the published circuit."""
    papers = {
        "gain_hz_per_na": "a",
        "bend_hz": "b",
        "curvature_s": "d",
        "nmda_gain": "gamma",
        "tau_nmda_ms": "tau-s",
        "tau_noise_ms": "tau-ampa",
        "self_na": "jn11",
        "cross_na": "jn12",
        "stimulus_na_per_hz": "ja-ext",
        "background_na": "i0",
        "stimulus_hz": "mu0",
        "noise_na": "sigma",
    }
    ours = {"threshold_hz": 15.0, "start_gate": 0.1}
    origins = {name: from_paper(f"wongwang2006-{end}") for name, end in papers.items()}
    origins["threshold_hz"] = chosen("between the rates of the undecided and of the winning pool")
    origins["start_gate"] = chosen("near the resting state without stimulus")
    values = {name: published(f"wongwang2006-{end}") for name, end in papers.items()}
    return DecisionCircuit(**values, **ours, origins=origins)


DECISION = _default()
"""The decision model of Wong & Wang 2006, two variables."""


@dataclass(frozen=True)
class Decisions:
    """What `decide` gives back.

    Attributes
    ----------
    coherence_percent : numpy.ndarray, shape (n_coherences,)
        The evidence (%).
    choice : numpy.ndarray of int, shape (n_coherences, n_trials)
        1 or 2: the pool that reached threshold first; 0 if none did.
    time_s : numpy.ndarray, same shape
        When it did, from stimulus onset (s); NaN if none did.
    """

    coherence_percent: np.ndarray
    choice: np.ndarray
    time_s: np.ndarray

    @property
    def decided(self) -> np.ndarray:
        """Share of trials in which a choice was made, shape (n_coherences,)."""
        return (self.choice > 0).mean(axis=1)

    @property
    def accuracy(self) -> np.ndarray:
        """Share of trials with choice 1, undecided ones counted as half: they would be guessed."""
        return (self.choice == 1).mean(axis=1) + (self.choice == 0).mean(axis=1) / 2

    @property
    def mean_time_s(self) -> np.ndarray:
        """Mean time of the choices made (s); NaN where none was made."""
        made = self.choice > 0
        total = np.where(made, self.time_s, 0.0).sum(axis=1)
        return np.where(made.any(axis=1), total / np.maximum(made.sum(axis=1), 1), np.nan)


def decision_circuit_of(circuit: Any) -> DecisionCircuit:
    """Return the circuit.

    Raises
    ------
    ValueError
        If it is not a DecisionCircuit.
    """
    if not isinstance(circuit, DecisionCircuit):
        refuse("circuit", circuit, "a DecisionCircuit, for example DECISION.lower_e_i(2)")
    return circuit


class _Trials:
    """Many trials side by side; `step` moves them all by one time step."""

    def __init__(self, circuit: DecisionCircuit, n: int, seed: int, step_ms: float) -> None:
        self.circuit, self.step_s = circuit, step_ms * 1e-3
        self.random = np.random.default_rng(seed)
        self.gate = np.full((2, n), float(circuit.start_gate))
        self.keep = math.exp(-step_ms / circuit.tau_noise_ms)
        self.scale = circuit.noise_na / math.sqrt(2)
        self.noise = self.scale * self.random.standard_normal((2, n))
        self.rate = np.zeros((2, n))

    def step(self, stimulus: Any) -> np.ndarray:
        """Step by Euler under a stimulus (nA), shape (2, n) or (2, 1); return rates (Hz)."""
        c = self.circuit
        x = c.self_na * self.gate - c.cross_na * self.gate[::-1]
        x += c.background_na + stimulus + self.noise
        z = c.curvature_s * (c.gain_hz_per_na * x - c.bend_hz) + 1e-300  # 1 / d at zero, not 0 / 0
        with np.errstate(over="ignore"):  # a very negative input: no firing
            self.rate = z / -np.expm1(-z) / c.curvature_s
        opening = (1 - self.gate) * c.nmda_gain * self.rate
        closing = self.gate / (c.tau_nmda_ms * 1e-3)
        self.gate = np.clip(self.gate + self.step_s * (opening - closing), 0.0, 1.0)
        fresh = self.random.standard_normal(self.noise.shape)
        self.noise = self.keep * self.noise + self.scale * math.sqrt(1 - self.keep**2) * fresh
        return self.rate

    def keep_only(self, chosen: np.ndarray) -> None:
        """Go on with some of the trials."""
        self.gate, self.noise = self.gate[:, chosen], self.noise[:, chosen]
        self.rate = self.rate[:, chosen]

    def settle(self, seconds: float) -> None:
        """Let them rest without stimulus."""
        for _ in range(round(seconds / self.step_s)):
            self.step(0.0)


def _evidence_na(circuit: DecisionCircuit, coherence_percent: np.ndarray) -> np.ndarray:
    """Return the currents (nA) of both pools, shape (2, ...)."""
    share = coherence_percent / 100
    both = np.stack([1 + share, 1 - share])
    return circuit.stimulus_na_per_hz * circuit.stimulus_hz * both


def _first_crossing(
    trials: _Trials, stimulus_at: Callable[[int, np.ndarray], np.ndarray], n_steps: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return who crosses the threshold first (0: nobody), when (s; NaN), and who leads at the end.

    `stimulus_at` takes the step and the trials that still run. Decided trials are dropped now and
    then, for speed.
    """
    n = trials.gate.shape[1]
    choice, time_s = np.zeros(n, dtype=int), np.full(n, np.nan)
    running = np.arange(n)
    for k in range(n_steps):
        rate = trials.step(stimulus_at(k, running))
        reached = (rate > trials.circuit.threshold_hz).any(axis=0) & (choice[running] == 0)
        if reached.any():
            who = running[reached]
            choice[who] = 1 + np.argmax(rate[:, reached], axis=0)
            time_s[who] = (k + 1) * trials.step_s
        if k % 25 == 24:
            left = choice[running] == 0
            if not left.any():
                break
            if left.mean() < 0.9:
                running = running[left]
                trials.keep_only(left)
    leading = choice.copy()
    leading[running] = np.where(
        choice[running] == 0, 1 + np.argmax(trials.rate, axis=0), choice[running]
    )
    return choice, time_s, leading


def _size(n_trials: Any, seconds: float, step_ms: Any, conditions: int = 1) -> tuple[int, float]:
    """Return the number of trials and the step, checked."""
    n = whole("n_trials", n_trials, low=1, high=100_000)
    step = within("step_ms", step_ms, 0.05, 2, scalar=True)
    if n * conditions * seconds * 1e3 / step > _LARGEST_RUN:
        refuse("n_trials", n_trials, "fewer, or the trials shorter")
    return n, step


def decide(
    coherence_percent: Any = COHERENCES,
    circuit: DecisionCircuit = DECISION,
    *,
    n_trials: int = 500,
    seed: int = 1,
    limit_s: float = 2.0,
    settle_s: float = 0.3,
    step_ms: float = 0.5,
) -> Decisions:
    """Let the circuit choose, many times at each coherence.

    Parameters
    ----------
    coherence_percent : float or one-dimensional array
        Evidence for pool 1 (%), -100 to 100.
    circuit : DecisionCircuit
        The circuit.
    n_trials : int
        Trials at each coherence.
    seed : int
        Seed of the noise.
    limit_s : float
        How long the stimulus lasts (s), at most 20; later is undecided.
    settle_s : float
        Rest before it (s), at most 5.
    step_ms : float
        Time step (ms), 0.05 to 2.

    Returns
    -------
    Decisions

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    net = decision_circuit_of(circuit)
    coherence = np.atleast_1d(within("coherence_percent", coherence_percent, -100, 100))
    if coherence.ndim > 1:
        refuse("coherence_percent", coherence_percent, "one number or a one-dimensional list")
    limit = within("limit_s", positive("limit_s", limit_s, scalar=True), 0, 20)
    settle = within("settle_s", settle_s, 0, 5, scalar=True)
    n, step = _size(n_trials, limit + settle, step_ms, len(coherence))
    trials = _Trials(net, n * len(coherence), whole("seed", seed, high=2**32 - 1), step)
    trials.settle(settle)
    stimulus = _evidence_na(net, np.repeat(coherence, n))
    n_steps = max(1, round(limit * 1e3 / step))
    choice, time_s, _ = _first_crossing(trials, lambda k, who: stimulus[:, who], n_steps)
    shape = (len(coherence), n)
    return Decisions(coherence, choice.reshape(shape), time_s.reshape(shape))


@dataclass(frozen=True)
class Weighting:
    """What `evidence_weights` gives back.

    Attributes
    ----------
    times_s : numpy.ndarray, shape (n_samples,)
        Middle of each sample of evidence, from stimulus onset (s).
    weight : numpy.ndarray, shape (n_samples,)
        Mean evidence (%) when pool 1 was chosen less that when pool 2 was.
    decided : float
        Share of trials in which a choice was made.
    """

    times_s: np.ndarray
    weight: np.ndarray
    decided: float

    @property
    def early_share(self) -> float:
        """Share of the whole weight that lies in the first half: above 0.5 early counts more.

        Above 1 where late evidence counts against itself; meaningless where few decide.
        """
        half = len(self.weight) // 2
        return float(self.weight[:half].sum() / self.weight.sum())


def evidence_weights(
    circuit: DecisionCircuit = DECISION,
    *,
    spread_percent: float = 25.0,
    n_samples: int = 10,
    sample_s: float = 0.1,
    n_trials: int = 2000,
    seed: int = 1,
    step_ms: float = 0.5,
) -> Weighting:
    """Return how much each moment of fluctuating evidence counts for the choice.

    Evidence is drawn anew for each sample, normal with mean 0. Trials without a crossing go to the
    pool that fires more at the end.

    Parameters
    ----------
    circuit : DecisionCircuit
        The circuit.
    spread_percent : float
        Standard deviation of the evidence (%); values beyond 100 % are cut.
    n_samples, sample_s : int, float
        How many samples (2 to 200), and how long each (s); at most 20 s together.
    n_trials, seed, step_ms
        As in `decide`.

    Returns
    -------
    Weighting

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    net = decision_circuit_of(circuit)
    spread = positive("spread_percent", spread_percent, scalar=True)
    samples = whole("n_samples", n_samples, low=2, high=200)
    each = positive("sample_s", sample_s, scalar=True)
    within("n_samples x sample_s", samples * each, 0, 20)
    n, step = _size(n_trials, samples * each, step_ms)
    first = whole("seed", seed, high=2**31)
    drawn = np.random.default_rng([first, 1]).normal(0, spread, (samples, n))
    evidence = np.clip(drawn, -100, 100)
    trials = _Trials(net, n, first, step)
    trials.settle(0.3)
    currents = _evidence_na(net, evidence)
    per_sample = max(1, round(each * 1e3 / step))
    made, _, choice = _first_crossing(
        trials, lambda k, who: currents[:, k // per_sample, who], samples * per_sample
    )
    decided = float((made > 0).mean())
    means = [
        evidence[:, choice == pool].mean(axis=1) if (choice == pool).any() else np.zeros(samples)
        for pool in (1, 2)
    ]
    return Weighting((np.arange(samples) + 0.5) * each, means[0] - means[1], decided)


@dataclass(frozen=True)
class Memory:
    """What `remember` gives back.

    Attributes
    ----------
    times_s : numpy.ndarray, shape (n,)
        Times from cue onset (s), every 5 ms.
    rates_hz : numpy.ndarray, shape (2, n)
        Mean rate of the cued and of the other pool over trials.
    held : float
        Share of trials that end with the cued pool, and only it, above threshold.
    """

    times_s: np.ndarray
    rates_hz: np.ndarray
    held: float


def remember(
    circuit: DecisionCircuit = DECISION,
    *,
    cue_s: float = 0.5,
    delay_s: float = 2.0,
    cue_percent: float = 100.0,
    distractor_s: float | None = None,
    distractor_percent: float = 100.0,
    n_trials: int = 200,
    seed: int = 1,
    step_ms: float = 0.5,
) -> Memory:
    """Cue one pool, take the cue away, and ask after a delay whether it still fires.

    Parameters
    ----------
    circuit : DecisionCircuit
        The circuit.
    cue_s, delay_s : float
        Length of the cue and of the delay (s), at most 20 together.
    cue_percent : float
        Drive of the cue, % of the full one-sided stimulus J_A mu_0 x 2; 0 to 300.
    distractor_s : float, optional
        When, from the end of the cue, the other pool gets a stimulus as long as the cue.
    distractor_percent : float
        Its drive, 0 to 300 %.
    n_trials, seed, step_ms
        As in `decide`.

    Returns
    -------
    Memory

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    net = decision_circuit_of(circuit)
    cue = positive("cue_s", cue_s, scalar=True)
    delay = positive("delay_s", delay_s, scalar=True)
    total = within("cue_s + delay_s", cue + delay, 0, 20)
    full = 2 * net.stimulus_na_per_hz * net.stimulus_hz / 100
    cue_na = full * within("cue_percent", cue_percent, 0, 300, scalar=True)
    other_na = full * within("distractor_percent", distractor_percent, 0, 300, scalar=True)
    other_at = np.inf
    if distractor_s is not None:
        other_at = cue + within("distractor_s", distractor_s, 0, delay, scalar=True)
    n, step = _size(n_trials, total, step_ms)
    trials = _Trials(net, n, whole("seed", seed, high=2**32 - 1), step)
    trials.settle(0.3)
    n_steps, each = round(total * 1e3 / step), max(1, round(5 / step))
    means = np.empty((n_steps, 2))
    late = np.zeros((2, n))
    for k in range(n_steps):
        now = k * trials.step_s
        stimulus = np.array(
            [[cue_na * (now < cue)], [other_na * (other_at <= now < other_at + cue)]]
        )
        rate = trials.step(stimulus)
        means[k] = rate.mean(axis=1)
        late = late + (rate - late) * min(1.0, step / 50)  # over 50 ms: single steps are noisy
    above = late > net.threshold_hz
    held = float((above[0] & ~above[1]).mean())
    times = (np.arange(n_steps) + 1) * trials.step_s
    return Memory(times[::each], means[::each].T, held)
