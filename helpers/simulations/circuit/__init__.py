"""The cortical circuit: how blocking an excitatory receptor can raise excitation.

Four models of one idea, from the smallest to the largest:

M0. `algebra`: two lines; one ratio decides.
M1. `rate` and `rate_time`: two populations, AMPA, NMDA and GABA; gamma by linear theory.
M2. `spiking`: 400 pyramidal cells and 100 interneurons; all conditions and seeds at once.
M3. `decision`: two pools that compete; choosing and remembering.

All share `block` (how much ketamine blocks on each cell type) and, but for M0 and M3,
`Manipulation` (what else a laboratory does). Units stand in the names: µM, Hz, s, ms, nA, nS, mV.

How to ask::

    rate_model([0, 0.5, 2, 10]).pyramidal_hz            # a dose axis, steady
    rate_model(0.5, k_e_um=2, k_i_um=2)                 # another blocker, by its affinities
    rate_model_at_block(0.2, [0.2, 0.5])                # blocks from a table
    rate_model(pk.simulate(dose).free_um("arterial"))   # an infusion, minute by minute
    rate_model(1, manipulation=Manipulation(nmda_i=0))  # a knock-out, then the drug
    rate_model([0, 1]).band_power(4, 8)                 # theta; glutamate_ratio, gamma_ratio ...
    rate_trace(2, lambda t_s: 3 * (t_s > 1))            # drug that comes in during the run
    rate_trace(1, [0, 1], manipulation=Manipulation(stimuli=Rhythm(40, 0.02)))
    run = simulate_spiking("PING", 1, manipulation=[Manipulation(), Manipulation(gaba_decay=2)])
    run.table(), run.synchrony("E"), run.spectrum(), run.signal.band_power(80, 150)
    decide([6.4, 12.8], DECISION.lower_e_i(2).raise_e_i(1))
    remember(DECISION.changed(background_na=0.33), distractor_s=1.0)

`Manipulation` has a table of what laboratories do and what to write for it.

**What is assumed, not found:** that interneurons' receptors hold ketamine tighter than those of
pyramidal cells (K_I below K_E). Set them equal and no inverted U is left.
"""

from helpers.simulations.circuit.algebra import (
    RHO,
    Hump,
    LinearPair,
    balance,
    hump,
    largest_k_i_with_hump_um,
    rho_range_with_hump,
)
from helpers.simulations.circuit.block import AFFINITY, K_E_UM, K_I_UM, block
from helpers.simulations.circuit.decision import (
    COHERENCES,
    DECISION,
    DecisionCircuit,
    Decisions,
    Memory,
    Weighting,
    decide,
    evidence_weights,
    remember,
)
from helpers.simulations.circuit.manipulation import (
    Manipulation,
    Pulse,
    Rhythm,
    stimulus_train,
)
from helpers.simulations.circuit.rate import (
    GAMMA_BAND_HZ,
    RateState,
    brake_strength_at_rest,
    largest_k_i_with_rise_um,
    loop_gain,
    rate_model,
    rate_model_at_block,
)
from helpers.simulations.circuit.rate_network import RATE_NETWORK, RateNetwork
from helpers.simulations.circuit.rate_time import RateTrace, rate_trace
from helpers.simulations.circuit.signs import SignScore, glutamate_signs
from helpers.simulations.circuit.spectrum import Signal
from helpers.simulations.circuit.spiking import DOSES_UM, SpikingRun, simulate_spiking
from helpers.simulations.circuit.spiking_network import PRESETS, SpikingNetwork

__all__ = [
    "AFFINITY",
    "COHERENCES",
    "DECISION",
    "DOSES_UM",
    "GAMMA_BAND_HZ",
    "K_E_UM",
    "K_I_UM",
    "PRESETS",
    "RATE_NETWORK",
    "RHO",
    "DecisionCircuit",
    "Decisions",
    "Hump",
    "LinearPair",
    "Manipulation",
    "Memory",
    "Pulse",
    "RateNetwork",
    "RateState",
    "RateTrace",
    "Rhythm",
    "SignScore",
    "Signal",
    "SpikingNetwork",
    "SpikingRun",
    "Weighting",
    "balance",
    "block",
    "brake_strength_at_rest",
    "decide",
    "evidence_weights",
    "glutamate_signs",
    "hump",
    "largest_k_i_with_hump_um",
    "largest_k_i_with_rise_um",
    "loop_gain",
    "rate_model",
    "rate_model_at_block",
    "rate_trace",
    "remember",
    "rho_range_with_hump",
    "simulate_spiking",
    "stimulus_train",
]
