"""A small trial of one's own: what it would find a thousand times, with belief in it.

In percentage points of people who respond::

    control = base + belief points x share on control who believe that they had the drug
    drug    = base + belief points x share on drug who believe it + the drug's own points

The shares who believe are those of `belief.BELIEFS`, **chosen**, since hardly any trial prints
them; under anaesthesia nobody can tell, so both arms believe alike. Each of many simulated trials
draws its responders from binomials and is tested by the z test of two shares, two-sided at 5 %.
The power is that of all counts such a trial can give; the people needed come from the usual formula
for many people.

Where it is silent or wrong: nobody is lost, all are alike, belief acts in a straight line and comes
before the improvement; midazolam has no effect of its own; one outcome, looked at once.

>>> trial = Design("midazolam", people=40, own_points=20, belief_points=20)
>>> print(f"{trial.control:.0%} v {trial.drug:.0%}, power {trial.power:.0%}")
16% v 46%, power 84%
>>> print(f"{Design('midazolam', 80, own_points=0, belief_points=40).power:.0%}")
77%
>>> print(f"{Design('hidden by anaesthesia', 10, own_points=0, belief_points=0).power:.1%}")
0.5%
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from helpers.simulations.arguments import one_of, whole, within
from helpers.simulations.trials.belief import BELIEFS
from helpers.simulations.trials.power import (
    at_most,
    counted_power,
    people_per_arm,
    simulate,
    whole_people,
)

__all__ = ["ALPHA", "COMPARATORS", "Design", "Runs"]

ALPHA = 0.05
BASE = 0.08  # response with neither drug nor belief: chosen
MOST_PEOPLE, MOST_OWN, MOST_BELIEF = 2000, 40.0, 40.0

#: Comparator -> share who believe that they had the drug, on control and on drug: **chosen**.
COMPARATORS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "saline": (BELIEFS["saline"], BELIEFS["ketamine"]),
        "midazolam": (BELIEFS["midazolam"], BELIEFS["ketamine"]),
        "hidden by anaesthesia": (0.5, 0.5),
    }
)


@dataclass(frozen=True)
class Runs:
    """What many trials of one design found.

    Attributes
    ----------
    difference : numpy.ndarray
        Drug minus control, in percentage points, shape (trials,).
    significant : numpy.ndarray
        Whether P is below 0.05, shape (trials,).
    """

    difference: np.ndarray
    significant: np.ndarray

    @property
    def share(self) -> float:
        """Share of the trials that are significant."""
        return float(self.significant.mean())

    @property
    def printed(self) -> float | None:
        """Mean difference of those that are significant and favour the drug; None if none is."""
        shown = self.difference[self.significant & (self.difference > 0)]
        return float(shown.mean()) if shown.size else None


@dataclass(frozen=True)
class Design:
    """A trial of two arms of equal size.

    Parameters
    ----------
    comparator : str
        One of `COMPARATORS`.
    people : int
        People in each arm, 5 to 2,000.
    own_points : float
        What the drug itself adds to the response, in percentage points, 0 to 40.
    belief_points : float
        What full belief is worth, in percentage points, 0 to 40.

    Examples
    --------
    >>> Design("saline", 40, own_points=0, belief_points=20).expected_points
    16.0
    >>> Design("midazolam", 40, own_points=20, belief_points=20).people_needed()
    37
    """

    comparator: str = "midazolam"
    people: int = 40
    own_points: float = 20.0
    belief_points: float = 20.0

    def __post_init__(self) -> None:
        one_of("comparator", self.comparator, COMPARATORS)
        whole("people", self.people, low=5, high=MOST_PEOPLE)
        within("own_points", self.own_points, 0, MOST_OWN, scalar=True)
        within("belief_points", self.belief_points, 0, MOST_BELIEF, scalar=True)

    @property
    def control(self) -> float:
        """Expected share of responders on control."""
        return BASE + COMPARATORS[self.comparator][0] * self.belief_points / 100

    @property
    def drug(self) -> float:
        """Expected share of responders on the drug."""
        believed = COMPARATORS[self.comparator][1] * self.belief_points / 100
        return BASE + believed + self.own_points / 100

    @property
    def expected_points(self) -> float:
        """Difference that such trials find on average, in percentage points."""
        return round(100 * (self.drug - self.control), 9)

    @property
    def power(self) -> float:
        """Chance that P is below 0.05, from all counts: with no difference 5 %, or less for few."""
        return counted_power(self.people, self.control, self.drug, ALPHA)

    def people_needed(self, power: float = 0.8) -> int | None:
        """Return the people per arm for this power, by formula; None without a difference."""
        if self.expected_points < 0.1:
            return None
        return whole_people(people_per_arm(self.control, self.drug / self.control, power, ALPHA))

    @property
    def right_guesses(self) -> float:
        """Expected share of all people who guess right what they had; by chance a half."""
        control, drug = COMPARATORS[self.comparator]
        return (drug + 1 - control) / 2

    @property
    def harm_missed_below(self) -> float:
        """Largest risk of a harm that fits none seen on the drug (one-sided 95 %)."""
        return at_most(0, self.people)

    def run(self, trials: int = 1000, seed: int = 1) -> Runs:
        """Simulate the trial many times.

        >>> runs = Design("midazolam", 15, own_points=10, belief_points=0).run()
        >>> print(f"{runs.share:.0%} significant; these find {runs.printed:.0f} points")
        10% significant; these find 32 points
        """
        return _run(self, whole("trials", trials, low=1, high=10**5), whole("seed", seed, low=0))


@lru_cache(maxsize=64)
def _run(design: Design, trials: int, seed: int) -> Runs:
    counts = simulate(design.people, design.control, design.drug / design.control, trials, seed)
    control, drug = counts.T / design.people
    pooled = (control + drug) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / design.people)
    far = np.divide(np.abs(drug - control), error, out=np.zeros(trials), where=error > 0)
    return Runs(100 * (drug - control), far > 1.959963984540054)
