"""The NMDA receptor and what blocks its channel.

Four models, each in a module of its own:

A. `steady_state`: block at equilibrium by concentration, voltage, Mg2+ and subunit.
B. `kinetics` and `train`: glutamate, gating and trapping block in time, for any protocol.
C. `magnesium`: Mg2+ in time, ten states.
D. `occupancy`: from a plasma level to the share of channels blocked.

Units stand in the names: s, µM, mV, mM (Mg2+). Currents are relative.

Where the models are wrong, or silent (`make validate` gives the numbers):

- One site with one rate in and one out: the rates give an IC50 of 1.5 µM where the same study
  measured 0.71, and a Hill coefficient of 1 where it measured 0.84.
- Trapping of ketamine is full; cultured neurons let 14 % escape in two minutes.
- No second site in the membrane or on the closed receptor, so far less block of single channels
  than was seen cell-attached, none at rest, and no hydroxynorketamine.
- One gating scheme, made for slices of hippocampus: no GluN2 subunit has gating of its own, and
  openings are too long and too late.
- Drugs do not change gating or desensitisation unless given a ``blocked_gating``.
- Mg2+ and drug exclude each other and Mg2+ is at equilibrium in the kinetic model: an assumption.
  By subunit, Mg2+ rests on one unverified table.
- Two sites of memantine give one slow component of onset and of recovery, not the measured ones.
- MK-801 recovers in minutes here, in an hour and a half in cultured neurons: their open probability
  must have been far lower.
- No pH, no temperature, no permeant ions, one receptor at a time: no synapse, no release.
"""

from helpers.simulations.receptor.blockers import (
    BLOCKERS,
    TRAPPINGS,
    Blocker,
    Source,
    apparent_to_open_state,
)
from helpers.simulations.receptor.gating import GATINGS, Gating, open_probability_steady
from helpers.simulations.receptor.kinetics import (
    Trace,
    dose_response,
    equilibrium,
    fast_gating_time_constant_s,
    half_maximal_um,
    offset_time_constant_s,
    onset_time_constant_s,
    simulate,
    step_times,
    time_to_share_s,
)
from helpers.simulations.receptor.magnesium import (
    KAMPA2004,
    MagnesiumRates,
    MagnesiumTrace,
    loop_ratios,
    simulate_magnesium,
    unblock_relaxation,
)
from helpers.simulations.receptor.occupancy import (
    FREE_FRACTION,
    free_um,
    occupancy_from_plasma,
)
from helpers.simulations.receptor.protocol import Step, pulses, wash
from helpers.simulations.receptor.relaxation import Relaxation, relaxation
from helpers.simulations.receptor.steady_state import (
    KETAMINE_HILL,
    block_fraction,
    driving_force,
    half_blocking_mg_mm,
    ic50_um,
    unblocked_fraction,
)
from helpers.simulations.receptor.subunits import SUBUNITS, Subunit
from helpers.simulations.receptor.train import (
    PulseTrain,
    first_pulse_after_silence,
    pulse_train,
)

__all__ = [
    "BLOCKERS",
    "FREE_FRACTION",
    "GATINGS",
    "KAMPA2004",
    "KETAMINE_HILL",
    "SUBUNITS",
    "TRAPPINGS",
    "Blocker",
    "Gating",
    "MagnesiumRates",
    "MagnesiumTrace",
    "PulseTrain",
    "Relaxation",
    "Source",
    "Step",
    "Subunit",
    "Trace",
    "apparent_to_open_state",
    "block_fraction",
    "dose_response",
    "driving_force",
    "equilibrium",
    "fast_gating_time_constant_s",
    "first_pulse_after_silence",
    "free_um",
    "half_blocking_mg_mm",
    "half_maximal_um",
    "ic50_um",
    "loop_ratios",
    "occupancy_from_plasma",
    "offset_time_constant_s",
    "onset_time_constant_s",
    "open_probability_steady",
    "pulse_train",
    "pulses",
    "relaxation",
    "simulate",
    "simulate_magnesium",
    "step_times",
    "time_to_share_s",
    "unblock_relaxation",
    "unblocked_fraction",
    "wash",
]
