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
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import positive, refuse, whole, within
from helpers.simulations.sourced import Source, Sourced, number, published

#: Rest without stimulus before each trial (s): chosen.
_SETTLE_S = 0.3
#: How long `remember` shows its cue, and waits after it (s): chosen.
CUE_S, DELAY_S = 0.5, 2.0
#: Time step (s).
STEP_S = 0.5e-3
MOST_TRIALS = 10_000


def _paper(symbol: str, meaning: str, unit: str, high: float, end: str, low: float = 0) -> Any:
    fact_id = f"wongwang2006-{end}"
    source = Source("published", "", (fact_id,))
    return number(symbol, meaning, unit, low, high, published(fact_id), source)


def _chosen(symbol: str, meaning: str, unit: str, high: float, value: float, why: str) -> Any:
    return number(symbol, meaning, unit, 0, high, value, Source("chosen", why))


@dataclass(frozen=True)
class DecisionCircuit(Sourced):
    """Numbers of the decision model; `changed` gives others, `rows` the table with sources."""

    gain_hz_per_na: float = _paper("a", "gain of H", "Hz/nA", 1e4, "a", 1e-6)
    bend_hz: float = _paper("b", "bend of H", "Hz", 1e4, "b", -1e4)
    curvature_s: float = _paper("d", "curvature of H", "s", 10, "d", 1e-6)
    nmda_gain: float = _paper("γ", "gain of NMDA gating", "", 100, "gamma")
    tau_nmda_ms: float = _paper("τ_S", "decay of NMDA gating", "ms", 1e4, "tau-s", 0.1)
    tau_noise_ms: float = _paper("τ_σ", "correlation time of the noise", "ms", 1e3, "tau-ampa", 0.1)
    self_na: float = _paper("J_self", "self-excitation", "nA", 10, "jn11")
    cross_na: float = _paper("J_cross", "competition", "nA", 10, "jn12")
    stimulus_na_per_hz: float = _paper("J_A", "stimulus coupling", "nA/Hz", 1, "ja-ext")
    background_na: float = _paper("I_0", "background current", "nA", 10, "i0", -10)
    stimulus_hz: float = _paper("μ_0", "stimulus strength", "Hz", 1e4, "mu0")
    noise_na: float = _paper("σ", "noise amplitude, its SD x root 2", "nA", 10, "sigma")
    threshold_hz: float = _chosen(
        "θ", "rate at which a choice is made", "Hz", 1e3, 15.0, "between losing and winning rates"
    )
    start_gate: float = _chosen(
        "S(0)", "NMDA gate of both pools at the start", "", 1, 0.1, "near rest without stimulus"
    )

    def lower_e_i(self, percent: float) -> DecisionCircuit:
        """Return the circuit with self-excitation weakened (%): NMDA lost by pyramidal cells."""
        return self.scaled("self_na", 1 - within("percent", percent, 0, 100, scalar=True) / 100)

    def raise_e_i(self, percent: float) -> DecisionCircuit:
        """Return the circuit with competition weakened (%): NMDA lost by interneurons."""
        return self.scaled("cross_na", 1 - within("percent", percent, 0, 100, scalar=True) / 100)


DECISION = DecisionCircuit()
"""The decision model of Wong & Wang 2006, two variables."""


@dataclass(frozen=True)
class Decisions:
    """What `decide` gives back, by coherence (%) and trial.

    `choice` is the pool that reached threshold first (1 or 2; 0 if none did), and `time_s` when it
    did, from stimulus onset (s; NaN if none did); both have the shape (n_coherences, n_trials).
    """

    coherence_percent: np.ndarray
    choice: np.ndarray
    time_s: np.ndarray

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


class _Trials:
    """Many trials side by side, settled without stimulus; `step` moves them by one time step."""

    def __init__(self, circuit: DecisionCircuit, n: int) -> None:
        if not isinstance(circuit, DecisionCircuit):
            refuse("circuit", circuit, "a DecisionCircuit, for example DECISION.lower_e_i(2)")
        self.circuit = circuit
        self.random = np.random.default_rng(1)
        self.gate = np.full((2, n), circuit.start_gate)
        self.keep = math.exp(-STEP_S * 1e3 / circuit.tau_noise_ms)
        self.scale = circuit.noise_na / math.sqrt(2)
        self.noise = self.scale * self.random.standard_normal((2, n))
        for _ in range(round(_SETTLE_S / STEP_S)):
            self.step(0.0)

    def step(self, stimulus: Any) -> np.ndarray:
        """Step by Euler under a stimulus (nA), shape (2, n) or (2, 1); return rates (Hz)."""
        c = self.circuit
        x = c.self_na * self.gate - c.cross_na * self.gate[::-1]
        x += c.background_na + stimulus + self.noise
        z = c.curvature_s * (c.gain_hz_per_na * x - c.bend_hz) + 1e-300  # 1 / d at zero, not 0 / 0
        with np.errstate(over="ignore"):  # a very negative input: no firing
            rate = z / -np.expm1(-z) / c.curvature_s
        opening = (1 - self.gate) * c.nmda_gain * rate
        closing = self.gate / (c.tau_nmda_ms * 1e-3)
        self.gate = np.clip(self.gate + STEP_S * (opening - closing), 0.0, 1.0)
        fresh = self.random.standard_normal(self.noise.shape)
        self.noise = self.keep * self.noise + self.scale * math.sqrt(1 - self.keep**2) * fresh
        return rate


def decide(
    coherence_percent: Any = (0.0, 3.2, 6.4, 12.8, 25.6, 51.2),
    circuit: DecisionCircuit = DECISION,
    *,
    n_trials: int = 500,
    limit_s: float = 2.0,
) -> Decisions:
    """Let the circuit choose, `n_trials` times at each coherence (%, -100 to 100).

    The stimulus lasts `limit_s` (s, at most 20); later is undecided.

    >>> found = decide([0, 51.2], n_trials=50)
    >>> bool(found.accuracy[1] > 0.9 > found.accuracy[0])
    True
    """
    coherence = np.atleast_1d(within("coherence_percent", coherence_percent, -100, 100))
    if coherence.ndim > 1:
        refuse("coherence_percent", coherence_percent, "one number or a one-dimensional list")
    limit = within("limit_s", positive("limit_s", limit_s, scalar=True), 0, 20)
    n = whole("n_trials", n_trials, low=1, high=MOST_TRIALS)
    trials = _Trials(circuit, n * len(coherence))
    share = np.repeat(coherence, n) / 100
    stimulus = circuit.stimulus_na_per_hz * circuit.stimulus_hz * np.stack([1 + share, 1 - share])
    choice, time_s = np.zeros(share.size, dtype=int), np.full(share.size, np.nan)
    running = np.arange(share.size)
    for k in range(max(1, round(limit / STEP_S))):
        rate = trials.step(stimulus[:, running])
        reached = (rate > circuit.threshold_hz).any(axis=0) & (choice[running] == 0)
        if reached.any():
            who = running[reached]
            choice[who] = 1 + np.argmax(rate[:, reached], axis=0)
            time_s[who] = (k + 1) * STEP_S
        if k % 25 == 24:  # drop those that have decided, for speed
            left = choice[running] == 0
            if not left.any():
                break
            if left.mean() < 0.9:
                running = running[left]
                trials.gate, trials.noise = trials.gate[:, left], trials.noise[:, left]
    shape = (len(coherence), n)
    return Decisions(coherence, choice.reshape(shape), time_s.reshape(shape))


@dataclass(frozen=True)
class Memory:
    """What `remember` gives back.

    `rates_hz` of the cued and of the other pool at the end, mean over trials; `held`, the share of
    trials that end with the cued pool, and only it, above threshold.
    """

    rates_hz: np.ndarray
    held: float


def remember(circuit: DecisionCircuit = DECISION, *, n_trials: int = 200) -> Memory:
    """Cue one pool for 0.5 s, take the cue away, and ask after 2 s whether it still fires.

    The cue is the full one-sided stimulus.

    >>> remember(n_trials=20).held > 0.9
    True
    """
    n = whole("n_trials", n_trials, low=1, high=MOST_TRIALS)
    trials = _Trials(circuit, n)
    full_na = 2 * circuit.stimulus_na_per_hz * circuit.stimulus_hz
    late = np.zeros((2, n))
    for k in range(round((CUE_S + DELAY_S) / STEP_S)):
        rate = trials.step(full_na * np.array([[k * STEP_S < CUE_S], [False]]))
        late += (rate - late) * STEP_S / 0.05  # over 50 ms: single steps are noisy
    above = late > circuit.threshold_hz
    return Memory(late.mean(axis=1), float((above[0] & ~above[1]).mean()))
