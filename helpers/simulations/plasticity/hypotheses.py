"""Rival accounts as a logic table: which experiment kills which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from helpers.simulations.arguments import boolean, one_of, refuse
from helpers.simulations.plasticity.cascade import ACCOUNTS, NotMeasuredError, simulate

if TYPE_CHECKING:
    import pandas

#: Below this share of the untouched behaviour an effect counts as blocked. Chosen.
BLOCKED_BELOW = 0.5


@dataclass(frozen=True)
class Experiment:
    """An experiment and when its outcome is read.

    Attributes
    ----------
    words : str
        What is done.
    read_h : float
        When behaviour is read (h).
    conditions : mapping
        Arguments of `simulate`.
    """

    words: str
    read_h: float
    conditions: Mapping[str, Any]


#: Experiments by name. Each is asked of every account.
EXPERIMENTS: Mapping[str, Experiment] = MappingProxyType(
    {
        "AMPA block": Experiment("AMPA receptors blocked from the start", 24, {"blocks": "ampa"}),
        "no surge": Experiment(
            "no excess glutamate, AMPA receptors intact", 24, {"blocks": "surge"}
        ),
        "TrkB block": Experiment("TrkB blocked from the start", 24, {"blocks": "trkb"}),
        "rapamycin at 30 min": Experiment("mTORC1 blocked, read early", 0.5, {"blocks": "mtorc1"}),
        "rapamycin at 24 h": Experiment("mTORC1 blocked, read late", 24, {"blocks": "mtorc1"}),
        "spines prevented, 3 h": Experiment("no new spine, read early", 3, {"growth": False}),
        "spines erased at 48 h": Experiment(
            "new spines erased, read an hour later", 49, {"remove_spines_at_h": 48}
        ),
        "opioid block": Experiment("opioid receptors blocked", 24, {"blocks": "opioid"}),
        "eEF2K knock-out": Experiment("no eEF2 kinase", 24, {"blocks": "eef2k knock-out"}),
        "habenula spared": Experiment("drug kept from the habenula", 24, {"blocks": "habenula"}),
        "memantine instead": Experiment("memantine instead of ketamine", 24, {"drug": "memantine"}),
    }
)


def outcome(account: str, experiment: str) -> float | None:
    """Return the share of behaviour that an experiment leaves in one account.

    Parameters
    ----------
    account : str
        One of `ACCOUNTS`.
    experiment : str
        One of `EXPERIMENTS`.

    Returns
    -------
    float or None
        Behaviour over that of untouched ketamine at the same time; None where the account cannot
        say, since a number that it needs was not measured.

    Raises
    ------
    ValueError
        If there is no such account or experiment.
    """
    one_of("account", account, ACCOUNTS)
    asked = EXPERIMENTS[one_of("experiment", experiment, EXPERIMENTS)]
    try:
        touched = simulate(account=account, until_h=asked.read_h, **asked.conditions)
    except NotMeasuredError:
        return None
    return touched.at(asked.read_h).behaviour / _untouched(account, asked.read_h)


@lru_cache(maxsize=64)
def _untouched(account: str, read_h: float) -> float:
    """Return behaviour after 10 mg/kg of ketamine and nothing else."""
    return simulate(account=account, until_h=read_h).at(read_h).behaviour


def verdict(left: float | None) -> str:
    """Return "kept", "blocked" or "not known" for a share of behaviour that is left."""
    if left is None:
        return "not known"
    return "blocked" if left < BLOCKED_BELOW else "kept"


def logic_table(numbers: bool = False) -> pandas.DataFrame:
    """Return every experiment against every account.

    Parameters
    ----------
    numbers : bool
        True: the share of behaviour that is left; False: "kept", "blocked" or "not known".

    Returns
    -------
    pandas.DataFrame
        One row for each experiment, one column for each account.

    Raises
    ------
    ValueError
        If ``numbers`` is not True or False.
    """
    import pandas as pd

    as_numbers = boolean("numbers", numbers)
    rows = {}
    for name in EXPERIMENTS:
        left = [outcome(account, name) for account in ACCOUNTS]
        rows[name] = left if as_numbers else [verdict(one) for one in left]
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(ACCOUNTS))


def survivors(findings: Mapping[str, str]) -> list[str]:
    """Return the accounts that no finding contradicts.

    Parameters
    ----------
    findings : mapping of str to {"kept", "blocked"}
        What was found, by experiment.

    Returns
    -------
    list of str
        Accounts. Where an account cannot say, no finding contradicts it.

    Raises
    ------
    ValueError
        If an experiment or a finding is unknown.
    """
    if not isinstance(findings, Mapping):
        refuse("findings", findings, "a mapping of experiment to 'kept' or 'blocked'")
    for experiment, found in findings.items():
        one_of("an experiment in findings", experiment, EXPERIMENTS)
        one_of(f"findings[{experiment!r}]", found, ("kept", "blocked"))
    return [
        account
        for account in ACCOUNTS
        if all(
            verdict(outcome(account, experiment)) in (found, "not known")
            for experiment, found in findings.items()
        )
    ]
