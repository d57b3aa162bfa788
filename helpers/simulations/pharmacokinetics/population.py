"""Many people instead of one: between-person spread by seeded sampling.

Each person's parameters are the default set's, times factors drawn from log-normal distributions
(on the logit scale for the share that nose or tongue absorbs). The same person keeps the same
factors for S and R. Some spreads are those of the spray model; that of clearance is put together
from studies.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from helpers.simulations.arguments import whole, within
from helpers.simulations.pharmacokinetics.body import system_for
from helpers.simulations.pharmacokinetics.course import (
    EFFECT_HALF_TIME_MIN,
    METABOLITES,
    SITES,
    VENOUS_HALF_TIME_MIN,
)
from helpers.simulations.pharmacokinetics.doses import LAST_MIN, listed, log_sd
from helpers.simulations.pharmacokinetics.sets import model as set_named
from helpers.simulations.sourced import Source, published


def _from_cv(fact_id: str) -> tuple[float, Source]:
    """Return a published CV (%) as the SD of the logarithm, sqrt(ln(1 + CV^2))."""
    return log_sd(published(fact_id) / 100), Source("published", "CV", (fact_id,))


@cache
def spreads() -> dict[str, tuple[float, Source]]:
    """Return the SD of the logarithm of each parameter that varies, and its source.

    "direct" and "direct_rate" are standard normal: the way in holds their SD.

    >>> sd, source = spreads()["intrinsic"]
    >>> round(sd, 2), source.kind
    (0.39, 'derived')
    """
    thirty = (log_sd(0.3), Source("chosen", "CV 30 %, within what studies report"))
    flow, taken = _from_cv("perezruixo2021-iiv-qh"), set_named().liver_extraction
    # clearance varies by 20 %: what liver flow does not explain is put on the enzymes
    rest = max(0.0, log_sd(0.2) ** 2 - (taken * flow[0]) ** 2)
    how = "so that clearance has CV 20 % (13, 18 and 23 % in three studies)"
    studies = ("fanta2015-cl", "hasan2021-s-cl")
    return {
        "v_norketamine": _from_cv("perezruixo2021-iiv-vcn"),
        "norketamine": _from_cv("perezruixo2021-iiv-cln"),
        "hydroxynorketamine": thirty,
        "swallowed_rate": _from_cv("perezruixo2021-iiv-ka-oral"),
        "direct_rate": (1.0, Source("published", "Route.absorption_cv")),
        "direct": (1.0, Source("published", "Route.direct_varies")),
        "liver_flow": flow,
        "v_central": thirty,
        "v_fast": thirty,
        "v_slow": thirty,
        "intrinsic": (math.sqrt(rest) / (1 - taken), Source("derived", how, studies)),
    }


def population(
    doses: Any, *, n: int = 200, seed: int = 1, times_min: Any = None
) -> dict[str, np.ndarray]:
    """Return levels after the same doses in ``n`` people (1 to 1000) of 70 kg.

    They are total levels (ng/mL), shape (n, t), by name: "plasma", "arterial",
    "venous", "effect", "norketamine", "hydroxynorketamine". The first people of a seed
    are the same for every n. Times (min) are by default every two minutes of four hours. The
    delays of vein and effect site do not vary (no spread is published).

    >>> from helpers.simulations.pharmacokinetics import INFUSION
    >>> population(INFUSION, n=3, times_min=[40])["arterial"].shape
    (3, 1)
    """
    count, start = whole("n", n, low=1, high=1000), whole("seed", seed, low=0, high=2**32 - 1)
    times = np.arange(0.0, 241.0, 2.0) if times_min is None else times_min
    times = np.atleast_1d(within("times_min", times, 0, LAST_MIN))
    varied = spreads()
    normal = np.random.default_rng(start).standard_normal((count, len(varied)))
    own = {name: sd * normal[:, i] for i, (name, (sd, _)) in enumerate(varied.items())}
    delays = VENOUS_HALF_TIME_MIN, EFFECT_HALF_TIME_MIN
    system, entries = system_for(listed(doses), set_named(), delays, own=own)
    states = system.solve(system.inputs(entries)).states(times)
    levels = {}
    for what in SITES + METABOLITES:
        s_and_r = np.einsum("ntm,nm->nt", states, system.level(what))
        levels[what] = np.maximum(s_and_r[:count] + s_and_r[count:], 0.0)
    return levels
