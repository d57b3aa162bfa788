"""Two areas and one signal: what measures of coupling and of diversity say, and what they mistake.

A toy whose wires are known is recorded as an EEG would be, and the usual measures are taken of the
recording: `two_areas` makes the data, `coupling` measures them, `diversity` asks of one signal how
many patterns it holds, and with which recipe.

How to ask::

    areas = TwoAreas(feedback=0.1, shared=1.5)
    measures = couplings(record(areas, seconds=120, runs=40))
    measures.coherence.mean(), measures.feedback.std()
    phase_lag_floor(120)                       # what no coupling at all would give
    diversity(scalp(muscle=0.5), over="shuffle")

No ketamine is in these models: they show what a number can and cannot tell. Every constant of the
toys is chosen. Units stand in the names: Hz, s, ms.
"""

from helpers.simulations.rhythms.coupling import (
    Couplings,
    couplings,
    phase_lag_floor,
)
from helpers.simulations.rhythms.diversity import (
    ALGORITHMS,
    RATE_HZ,
    YARDSTICKS,
    aperiodic_exponent,
    diversity,
    lempel_ziv_76,
    lempel_ziv_78,
    patterns,
    scalp,
    spectrum,
)
from helpers.simulations.rhythms.quick import quick_couplings
from helpers.simulations.rhythms.two_areas import Recording, TwoAreas, record

__all__ = [
    "ALGORITHMS",
    "RATE_HZ",
    "YARDSTICKS",
    "Couplings",
    "Recording",
    "TwoAreas",
    "aperiodic_exponent",
    "couplings",
    "diversity",
    "lempel_ziv_76",
    "lempel_ziv_78",
    "patterns",
    "phase_lag_floor",
    "quick_couplings",
    "record",
    "scalp",
    "spectrum",
]
