"""Belief and drug in one response rate, and why rates alone cannot take them apart.

For each group of people, in percentage points::

    response = base + own effect of what was given + gain x belief

``belief`` is the share who believe that they had the drug, ``gain`` what full belief is worth, and
``base`` what happens with neither. None of the three may be negative. Beliefs in the trials behind
the rates are not published, so those here are **chosen**; so is that belief acts in a straight
line, alike in all groups, and that it comes before the improvement and not from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from helpers.evidence import fact
from helpers.simulations.arguments import boolean, fraction, refuse, within

#: Group -> what was given and the fact that holds its rate (Wilkinson 2019).
GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ketamine (saline trials)": ("ketamine", "wilkinson2019-response-ketamine-v-saline"),
        "ketamine (midazolam trials)": ("ketamine", "wilkinson2019-response-ketamine-v-midazolam"),
        "midazolam": ("midazolam", "wilkinson2019-response-midazolam"),
        "saline": ("saline", "wilkinson2019-response-saline"),
    }
)
GIVEN = ("ketamine", "midazolam", "saline")
#: Share who believe that they had ketamine: **chosen**.
BELIEFS: Mapping[str, float] = MappingProxyType({"ketamine": 0.9, "midazolam": 0.4, "saline": 0.1})


def rates() -> dict[str, tuple[float, float, float]]:
    """Return the published response of each group (%): estimate, low and high (95 %)."""
    found = {name: fact(row) for name, (_, row) in GROUPS.items()}
    return {name: (one.value, one.low, one.high) for name, one in found.items()}


@dataclass(frozen=True)
class Split:
    """How response is shared out, all in percentage points.

    ``fitted`` is the response of each group, ``inside`` whether each lies in its printed interval.
    """

    base: float
    ketamine: float
    midazolam: float
    gain: float
    fitted: Mapping[str, float]
    inside: Mapping[str, bool]

    @property
    def fits(self) -> bool:
        """Whether every group's response lies in its printed interval."""
        return all(self.inside.values())


def _checked(beliefs: Mapping[str, float] | None) -> dict[str, float]:
    given = dict(BELIEFS if beliefs is None else beliefs)
    if set(given) != set(GIVEN):
        refuse("beliefs", sorted(given), f"one for each of {', '.join(GIVEN)}")
    return {name: fraction(f"beliefs[{name!r}]", given[name], scalar=True) for name in GIVEN}


def split(
    gain: float | None = None,
    beliefs: Mapping[str, float] | None = None,
    *,
    ketamine_acts: bool = True,
    midazolam_acts: bool = True,
) -> Split:
    """Return the best account (least squares) of the published rates, nothing below 0.

    Parameters
    ----------
    gain : float, optional
        What full belief is worth (percentage points, 0 to 100). Without it, it is fitted too.
    beliefs : mapping, optional
        Share who believe they had ketamine, for ``ketamine``, ``midazolam``, ``saline``.
    ketamine_acts, midazolam_acts : bool
        Whether each may have an effect of its own.

    >>> only = split(ketamine_acts=False, midazolam_acts=False)
    >>> round(only.base), round(only.gain), only.fits
    (0, 50, True)
    """
    from scipy.optimize import nnls

    belief, measured = _checked(beliefs), rates()
    given = [GROUPS[name][0] for name in measured]
    wanted = np.array([estimate for estimate, _, _ in measured.values()])
    by_belief = np.array([belief[what] for what in given])
    acts = {"ketamine": boolean("ketamine_acts", ketamine_acts)}
    acts["midazolam"] = boolean("midazolam_acts", midazolam_acts)
    columns = [np.ones(len(given))]
    columns += [np.array([float(acts[name] and what == name) for what in given]) for name in acts]
    if gain is None:
        worth, _ = nnls(np.column_stack([*columns, by_belief]), wanted)
        base, *own, gain = (float(part) for part in worth)
    else:
        gain = within("gain", gain, 0, 100, scalar=True)
        worth, _ = nnls(np.column_stack(columns), wanted - gain * by_belief)
        base, *own = (float(part) for part in worth)
    effects = dict(zip(acts, own, strict=True)) | {"saline": 0.0}
    fitted = {
        name: base + effects[what] + gain * belief[what]
        for name, what in zip(measured, given, strict=True)
    }
    inside = {name: measured[name][1] <= fitted[name] <= measured[name][2] for name in measured}
    return Split(
        base=base,
        ketamine=effects["ketamine"],
        midazolam=effects["midazolam"],
        gain=gain,
        fitted=MappingProxyType(fitted),
        inside=MappingProxyType(inside),
    )
