"""The cortical circuit: how blocking an excitatory receptor can raise excitation.

Four models of one idea, from the smallest to the largest:

M0. `algebra`: two lines; one ratio decides.
M1. `rate`: two populations, AMPA, NMDA and GABA; gamma by linear theory.
M2. `spiking` (and its `engine`): 400 pyramidal cells and 100 interneurons; all conditions at once.
M3. `decision`: two pools that compete; choosing and remembering.

All but M3 take the block of each cell type from `algebra`, and all but M0 and M3 a `Manipulation`
(what else a laboratory does). Units stand in the names: µM, Hz, s, ms, nA, nS, mV.

`Manipulation` has a table of what laboratories do and what to write for it.

**What is assumed, not found:** that interneurons' receptors hold ketamine tighter than those of
pyramidal cells (K_I below K_E). Set them equal and no inverted U is left. The default K_I is chosen
so that the effect can be seen; with `K_I_GLUN2D_UM` it is small.
"""

from helpers.simulations.circuit.algebra import (
    AFFINITY,
    K_E_UM,
    K_I_GLUN2D_UM,
    K_I_UM,
    RHO,
    Hump,
    balance,
    block,
    hump,
)
from helpers.simulations.circuit.decision import (
    DECISION,
    DecisionCircuit,
    Decisions,
    Memory,
    decide,
    remember,
)
from helpers.simulations.circuit.manipulation import Manipulation, Pulse, Rhythm
from helpers.simulations.circuit.rate import (
    RATE_NETWORK,
    RateState,
    rate_model,
    rate_model_at_block,
    rate_trace,
)
from helpers.simulations.circuit.readout import glutamate_signs
from helpers.simulations.circuit.spiking import (
    DOSES_UM,
    PRESETS,
    SpikingNetwork,
    SpikingRun,
    simulate_spiking,
)

__all__ = [
    "AFFINITY",
    "DECISION",
    "DOSES_UM",
    "K_E_UM",
    "K_I_GLUN2D_UM",
    "K_I_UM",
    "PRESETS",
    "RATE_NETWORK",
    "RHO",
    "DecisionCircuit",
    "Decisions",
    "Hump",
    "Manipulation",
    "Memory",
    "Pulse",
    "RateState",
    "Rhythm",
    "SpikingNetwork",
    "SpikingRun",
    "balance",
    "block",
    "decide",
    "glutamate_signs",
    "hump",
    "rate_model",
    "rate_model_at_block",
    "rate_trace",
    "remember",
    "simulate_spiking",
]
