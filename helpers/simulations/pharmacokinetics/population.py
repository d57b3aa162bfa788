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

from helpers.simulations.arguments import one_of, whole, within
from helpers.simulations.pharmacokinetics.body import Body
from helpers.simulations.pharmacokinetics.course import (
    EFFECT_HALF_TIME_MIN,
    METABOLITES,
    SITES,
    VENOUS_HALF_TIME_MIN,
)
from helpers.simulations.pharmacokinetics.doses import LAST_MIN, listed, log_sd
from helpers.simulations.pharmacokinetics.sets import model
from helpers.simulations.pharmacokinetics.solver import Solution
from helpers.simulations.sourced import published

#: Everybody's dice: the first people are the same however many there are.
SEED = 1


@cache
def spreads() -> dict[str, float]:
    """Return the SD of the logarithm of each parameter that varies, sqrt(ln(1 + CV^2)).

    Those of the spray model are published, 30 % for volumes and hydroxynorketamine is chosen,
    within what studies report. Clearance varies by 20 % (13, 18 and 23 % in three studies, two of
    them fanta2015-cl and hasan2021-s-cl): what liver flow does not explain is put on the enzymes.
    "direct" and "direct_rate" are standard normal: the way in holds their SD.

    >>> round(spreads()["intrinsic"], 2)
    0.39
    """
    printed = {end: log_sd(published(f"perezruixo2021-iiv-{end}") / 100)
        for end in ("vcn", "cln", "ka-oral", "qh")}  # fmt: skip
    taken, thirty = model().liver_extraction, log_sd(0.3)
    enzymes = math.sqrt(log_sd(0.2) ** 2 - (taken * printed["qh"]) ** 2) / (1 - taken)
    return {
        "v_norketamine_l": printed["vcn"],
        "clearance_norketamine_l_per_h": printed["cln"],
        "clearance_hnk_l_per_h": thirty,
        "swallowed_rate": printed["ka-oral"],
        "direct_rate": 1.0,
        "direct": 1.0,
        "liver_flow_l_per_h": printed["qh"],
        "v_central_l": thirty,
        "v_fast_l": thirty,
        "v_slow_l": thirty,
        "intrinsic": enzymes,
    }


def population(
    doses: Any, what: str = "arterial", *, n: int = 200, times_min: Any = None
) -> np.ndarray:
    """Return a level (ng/mL, total) after the same doses in ``n`` people (1 to 1000) of 70 kg.

    ``what`` is as in `Course.level_ng_per_ml`, the answer has the shape (n, t). Times (min) are by
    default every two minutes of four hours. The delays of vein and effect site do not vary (no
    spread is published).

    >>> from helpers.simulations.pharmacokinetics import INFUSION
    >>> population(INFUSION, n=3, times_min=[40]).shape
    (3, 1)
    """
    one_of("what", what, SITES + METABOLITES)
    count = whole("n", n, low=1, high=1000)
    times = np.arange(0.0, 241.0, 2.0) if times_min is None else times_min
    times = np.atleast_1d(within("times_min", times, 0, LAST_MIN))
    normal = np.random.default_rng(SEED).standard_normal((count, len(spreads())))
    own = {name: sd * normal[:, i] for i, (name, sd) in enumerate(spreads().items())}
    body = Body(model(), listed(doses), own=own,
        venous=VENOUS_HALF_TIME_MIN, effect=EFFECT_HALF_TIME_MIN)  # fmt: skip
    states = Solution(body.matrix, body.inputs).states(times)
    s_and_r = np.einsum("ntm,nm->nt", states, body.level(what))
    return np.maximum(s_and_r[:count] + s_and_r[count:], 0.0)
