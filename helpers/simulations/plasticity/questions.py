"""What is asked of the cascade: when to block, which dose, what matters, what kills an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, one_of, positive, refuse, within
from helpers.simulations.plasticity.cascade import (
    ACCOUNTS,
    Block,
    Course,
    NotMeasuredError,
    Readout,
    simulate,
)
from helpers.simulations.plasticity.parameters import DEFAULT

if TYPE_CHECKING:
    import pandas

# --- when, how much, what matters ------------------------------------------------------------


def block_onsets(
    node: str, onsets_h: Any, *, strength: float = 1.0, until_h: float = 336.0
) -> np.ndarray:
    """Return the share of the largest spine gain that is left, for blocks that begin at each onset.

    A node or a tool is blocked from each of ``onsets_h`` (h) to the end of the course
    (``until_h``), wholly or by the share ``strength``. The result has the shape of the onsets, at
    least 1-D.

    >>> block_onsets("trkb", [0.5, 1, 2]).round(2).tolist()
    [0.0, 0.26, 0.96]
    """
    onsets = np.atleast_1d(finite("onsets_h", onsets_h))
    blocks = [Block(node, float(one), strength=strength) for one in onsets.ravel()]
    gains = [simulate(blocks=one, until_h=until_h).peak("spine_gain")[1] for one in blocks]
    return np.reshape(gains, onsets.shape) / simulate(until_h=until_h).peak("spine_gain")[1]


def latest_onset_h(node: str, left: float = 0.5) -> float:
    """Return the latest start (h, to 0.01) of a block that leaves no more than a share of the gain.

    >>> print(f"{latest_onset_h('trkb'):.1f} h, {latest_onset_h('mtorc1'):.0f} h")
    1.2 h, 16 h
    """
    from scipy.optimize import brentq

    share = within("left", left, 0.01, 0.99, scalar=True)

    def excess(onset_h: float) -> float:
        return float(block_onsets(node, onset_h)[0]) - share

    if excess(0.0) > 0:
        refuse("node", node, f"one whose block from the beginning leaves at most {share:g}")
    return float(brentq(excess, 0.0, 336.0, xtol=0.005))


def dose_response(mg_per_kg: Any, time_h: float = 24.0, variable: str = "spine_gain") -> np.ndarray:
    """Return a variable at one time (h) after single doses (mg/kg), in the shape of the doses.

    >>> dose_response([2.5, 10, 80]).round(3).tolist()
    [0.001, 0.073, 0.0]
    """
    time_h = positive("time_h", time_h, scalar=True)
    one_of("variable", variable, Readout.__dataclass_fields__)
    doses = np.atleast_1d(nonnegative("mg_per_kg", mg_per_kg))
    found = [simulate(float(one), until_h=time_h).at(time_h) for one in doses.ravel()]
    return np.reshape([getattr(one, variable) for one in found], doses.shape)


def sensitivity(change: float = 0.25) -> pandas.DataFrame:
    """Return how much the spine gain at 24 h moves when each number is lowered or raised.

    ``change`` is the share by which a number is changed, above 0 and at most 0.9. The columns are
    parameter, lowered, raised (relative changes) and largest; the most sensitive comes first.
    Numbers of the rival accounts are left out.
    """
    import pandas as pd

    step = within("change", change, 1e-6, 0.9, scalar=True)
    usual = simulate(until_h=24).at(24).spine_gain
    rows = []
    for name in DEFAULT.sources:
        if name == "rest_half" or "habenula" in name:
            continue
        both = [
            simulate(parameters=DEFAULT.scaled(name, factor), until_h=24).at(24).spine_gain / usual
            for factor in (1 - step, 1 + step)
        ]
        rows.append((name, both[0] - 1, both[1] - 1, max(abs(one - 1) for one in both)))
    table = pd.DataFrame(rows, columns=["parameter", "lowered", "raised", "largest"])
    return table.sort_values("largest", ascending=False, ignore_index=True)


def handover_dip(course: Course) -> tuple[float, float]:
    """Return when behaviour after one dose is lowest between its two peaks (h), and how low.

    Fast potentiation fades before spines have grown: a by-product of two clocks in this model,
    never tested.

    >>> print("{:.0f} h, {:.2f}".format(*handover_dip(simulate())))
    11 h, 0.59
    """
    times = np.arange(0, min(course.until_h, 168.0), 0.05)
    behaviour = course.at(times).behaviour
    first = int(np.argmax(behaviour[times < 8]))
    last = first + int(np.argmax(behaviour[first:]))
    if last == first:
        refuse("course", "a course without a dip", "one whose behaviour dips between two peaks")
    lowest = first + int(np.argmin(behaviour[first:last]))
    return float(times[lowest]), float(behaviour[lowest])


# --- rival accounts --------------------------------------------------------------------------

#: Below this share of the untouched behaviour an effect counts as blocked. Chosen.
BLOCKED_BELOW = 0.5


@dataclass(frozen=True)
class Experiment:
    """An experiment: what is done, when behaviour is read (h), and the arguments of `simulate`."""

    words: str
    read_h: float
    conditions: Mapping[str, Any]


#: Experiments by name. Each is asked of every account.
EXPERIMENTS: Mapping[str, Experiment] = MappingProxyType(
    {
        "AMPA block": Experiment("AMPA receptors blocked", 24, {"blocks": "ampa"}),
        "no surge": Experiment("surge prevented, AMPA intact", 24, {"blocks": "surge"}),
        "TrkB block": Experiment("TrkB blocked", 24, {"blocks": "trkb"}),
        "rapamycin at 30 min": Experiment("mTORC1 blocked", 0.5, {"blocks": "mtorc1"}),
        "rapamycin at 24 h": Experiment("mTORC1 blocked", 24, {"blocks": "mtorc1"}),
        "spines prevented, 3 h": Experiment("no new spine", 3, {"blocks": "growth"}),
        "spines erased at 48 h": Experiment(
            "spines erased at 48 h", 49, {"remove_spines_at_h": 48}
        ),
        "opioid block": Experiment("opioid receptors blocked", 24, {"blocks": "opioid"}),
        "eEF2K knock-out": Experiment("eEF2 kinase missing", 24, {"blocks": "eef2k knock-out"}),
        "habenula spared": Experiment("drug kept from habenula", 24, {"blocks": "habenula"}),
        "memantine instead": Experiment("memantine instead", 24, {"drug": "memantine"}),
    }
)


@lru_cache(maxsize=64)
def outcome(account: str, experiment: str) -> float | None:
    """Return the share of behaviour that an experiment leaves in one account.

    None where the account cannot say, since a number that it needs was not measured.

    >>> print(f"{outcome('disinhibition', 'rapamycin at 24 h'):.2f}")
    0.28
    """
    one_of("account", account, ACCOUNTS)
    asked = EXPERIMENTS[one_of("experiment", experiment, EXPERIMENTS)]
    try:
        touched = simulate(account=account, until_h=asked.read_h, **asked.conditions)
    except NotMeasuredError:
        return None
    usual = simulate(account=account, until_h=asked.read_h)
    return touched.at(asked.read_h).behaviour / usual.at(asked.read_h).behaviour


def verdict(left: float | None) -> str:
    """Return "kept", "blocked" or "not known" for a share of behaviour that is left."""
    if left is None:
        return "not known"
    return "blocked" if left < BLOCKED_BELOW else "kept"


def logic_table() -> pandas.DataFrame:
    """Return the verdict of every account (columns) on every experiment (rows)."""
    import pandas as pd

    rows = {name: [verdict(outcome(one, name)) for one in ACCOUNTS] for name in EXPERIMENTS}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(ACCOUNTS))


def survivors(findings: Mapping[str, str]) -> list[str]:
    """Return the accounts that no finding contradicts; where an account cannot say, none does.

    ``findings`` says of experiments, by name, whether behaviour was "kept" or "blocked".

    >>> survivors({"AMPA block": "blocked", "no surge": "kept"})
    ['eef2k']
    """
    if not isinstance(findings, Mapping):
        refuse("findings", findings, "a mapping of experiment to 'kept' or 'blocked'")
    for experiment, found in findings.items():
        one_of("an experiment in findings", experiment, EXPERIMENTS)
        one_of(f"findings[{experiment!r}]", found, ("kept", "blocked"))
    kept = list(ACCOUNTS)
    for experiment, found in findings.items():
        kept = [one for one in kept if verdict(outcome(one, experiment)) in (found, "not known")]
    return kept
