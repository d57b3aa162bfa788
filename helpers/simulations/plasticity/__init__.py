"""From the glutamate surge to new synapses: a teaching model of the mouse, and its rivals.

Begin with `simulate`: its examples answer the usual protocols in a line or two each.

- `cascade`: eight variables from drug to behaviour; `exposure` and `blocks` say what is given and
  what is blocked; `parameters` says where each number comes from.
- `experiments`: when to block, which dose, what matters most.
- `hypotheses`: which experiment kills which account.
- `turnover`: two pools of spines without any drug.
- `signalling`: how fast the signals are.
- `microscope`: what a small study would see.
- `inference`: implied n, exact test, interval of a share.

Units stand in the names: h, d, mg/kg (mouse, i.p.). Amounts inside cells are relative.
"""

from helpers.simulations.plasticity.blocks import DRIVEN, NODES, TOOLS, Block, Boost, Drive
from helpers.simulations.plasticity.cascade import (
    ACCOUNTS,
    DRUGS,
    VARIABLES,
    Course,
    Drug,
    NotMeasuredError,
    Readout,
    permission,
    simulate,
)
from helpers.simulations.plasticity.experiments import (
    block_onsets,
    dose_response,
    gain_left,
    handover_dip,
    latest_onset_h,
    sensitivity,
)
from helpers.simulations.plasticity.exposure import Clamp, Curve, Dose, dose_gain, repeated
from helpers.simulations.plasticity.hypotheses import (
    EXPERIMENTS,
    Experiment,
    logic_table,
    outcome,
    survivors,
)
from helpers.simulations.plasticity.inference import (
    correlation_p,
    fisher_p,
    implied_n,
    wilson_interval,
)
from helpers.simulations.plasticity.microscope import (
    ImagingStudy,
    adolescent_drift_percent_per_d,
    chance_of_seeing,
    imaging_study,
    mice_needed,
)
from helpers.simulations.plasticity.parameters import (
    DEFAULT,
    GENOTYPES,
    STRESS_LOSS,
    Parameters,
    Source,
)
from helpers.simulations.plasticity.signalling import SIGNALS, SignalFit, fit_signal
from helpers.simulations.plasticity.turnover import (
    TwoPools,
    fit_zuo2005,
    fitted_range,
    one_pool_surviving,
    two_pools_through,
)

__all__ = [
    "ACCOUNTS",
    "DEFAULT",
    "DRIVEN",
    "DRUGS",
    "EXPERIMENTS",
    "GENOTYPES",
    "NODES",
    "SIGNALS",
    "STRESS_LOSS",
    "TOOLS",
    "VARIABLES",
    "Block",
    "Boost",
    "Clamp",
    "Course",
    "Curve",
    "Dose",
    "Drive",
    "Drug",
    "Experiment",
    "ImagingStudy",
    "NotMeasuredError",
    "Parameters",
    "Readout",
    "SignalFit",
    "Source",
    "TwoPools",
    "adolescent_drift_percent_per_d",
    "block_onsets",
    "chance_of_seeing",
    "correlation_p",
    "dose_gain",
    "dose_response",
    "fisher_p",
    "fit_signal",
    "fit_zuo2005",
    "fitted_range",
    "gain_left",
    "handover_dip",
    "imaging_study",
    "implied_n",
    "latest_onset_h",
    "logic_table",
    "mice_needed",
    "one_pool_surviving",
    "outcome",
    "permission",
    "repeated",
    "sensitivity",
    "simulate",
    "survivors",
    "two_pools_through",
    "wilson_interval",
]
