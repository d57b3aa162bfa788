"""The NMDA receptor and what blocks its channel.

Three models:

A. `pore`: block at equilibrium by concentration, voltage, Mg2+ and subunit.
B. `kinetics` and `train`: glutamate, gating and trapping block in time, for any `protocol`, on the
   states and rates of `gating`, `blockers` and `scheme`.
C. `magnesium`: Mg2+ in time, ten states.

Units stand in the names: s, µM, mV, mM (Mg2+). Currents are relative.

Where the models are wrong, or silent (`make validate` gives the numbers):

- One site with one rate in and one out: the rates give an IC50 of 1.5 µM where the same study
  measured 0.71, and a Hill coefficient of 1 where it measured 0.84.
- Trapping of ketamine is full; cultured neurons let 14 % escape in two minutes.
- No second site in the membrane or on the closed receptor, so far less block of single channels
  than was seen cell-attached, none at rest, and no hydroxynorketamine.
- One gating scheme, made for slices of hippocampus: no GluN2 subunit has gating of its own, and
  openings are too long and too late.
- Drugs do not change gating or desensitisation. Ketamine has been reported to hold receptors in
  states before opening (Abbott 2024) and memantine to hold them desensitised (Glasgow 2017).
- Mg2+ and drug exclude each other and Mg2+ is at equilibrium in the kinetic model: an assumption.
  By subunit, Mg2+ rests on one unverified table.
- After a step of voltage the current of memantine overshoots (see `relaxation`).
- Two sites of memantine give one slow component of onset and of recovery, not the measured ones.
- MK-801 recovers in minutes here, in an hour and a half in cultured neurons: their open probability
  must have been far lower.
- No pH, no temperature, no permeant ions, one receptor at a time: no synapse, no release.
"""

from helpers.simulations.receptor.blockers import BLOCKERS, Blocker
from helpers.simulations.receptor.gating import GATING, Gating, open_probability_steady
from helpers.simulations.receptor.kinetics import (
    Relaxation,
    Trace,
    dose_response,
    fast_gating_time_constant_s,
    half_maximal_um,
    onset_time_constant_s,
    relaxation,
    simulate,
    time_to_share_s,
)
from helpers.simulations.receptor.magnesium import (
    simulate_magnesium,
    unblock_relaxation,
)
from helpers.simulations.receptor.pore import (
    SUBUNITS,
    Subunit,
    block_fraction,
    half_blocking_mg_mm,
    ic50_um,
    unblocked_fraction,
)
from helpers.simulations.receptor.protocol import Step, pulses, step_times, wash
from helpers.simulations.receptor.train import PulseTrain, pulse_train
from helpers.simulations.units import free_um

__all__ = [
    "BLOCKERS",
    "GATING",
    "SUBUNITS",
    "Blocker",
    "Gating",
    "PulseTrain",
    "Relaxation",
    "Step",
    "Subunit",
    "Trace",
    "block_fraction",
    "dose_response",
    "fast_gating_time_constant_s",
    "free_um",
    "half_blocking_mg_mm",
    "half_maximal_um",
    "ic50_um",
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
