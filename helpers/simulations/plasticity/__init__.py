"""From the glutamate surge to new synapses: a teaching model of the mouse, and its rivals.

Begin with `simulate`. `cascade` holds the equations, `parameters` every number with its source,
`questions` what is asked of the cascade (when to block, which account is killed), `beside` the
small models next to it. Units stand in the names: h, d, mg/kg (mouse, i.p.). Amounts inside cells
are relative.
"""

from helpers.simulations.plasticity.beside import (
    Comparison,
    ImagingStudy,
    SignalFit,
    TwoPools,
    chance_of_seeing,
    fit_signal,
    fit_zuo2005,
    imaging_study,
    one_pool_surviving,
)
from helpers.simulations.plasticity.cascade import (
    ACCOUNTS,
    Block,
    Course,
    Dose,
    Drive,
    NotMeasuredError,
    Readout,
    repeated,
    simulate,
)
from helpers.simulations.plasticity.parameters import DEFAULT, STRESS_LOSS, Parameters
from helpers.simulations.plasticity.questions import (
    EXPERIMENTS,
    Experiment,
    block_onsets,
    dose_response,
    handover_dip,
    latest_onset_h,
    logic_table,
    outcome,
    sensitivity,
    survivors,
    verdict,
)

__all__ = [
    "ACCOUNTS",
    "DEFAULT",
    "EXPERIMENTS",
    "STRESS_LOSS",
    "Block",
    "Comparison",
    "Course",
    "Dose",
    "Drive",
    "Experiment",
    "ImagingStudy",
    "NotMeasuredError",
    "Parameters",
    "Readout",
    "SignalFit",
    "TwoPools",
    "block_onsets",
    "chance_of_seeing",
    "dose_response",
    "fit_signal",
    "fit_zuo2005",
    "handover_dip",
    "imaging_study",
    "latest_onset_h",
    "logic_table",
    "one_pool_surviving",
    "outcome",
    "repeated",
    "sensitivity",
    "simulate",
    "survivors",
    "verdict",
]
