"""The challenge of exercise 02: hold a level, as a study of steady levels has to.

Many schedules are right, so it is judged by running it in the simulated adult. Rates and levels are
relative: the task is about tissue that fills, and nobody needs a dose for it.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from helpers.checks.answers import NotThatKindError, kind_in_words, refuse_the_empty
from helpers.checks.tasks import Task, part
from helpers.simulations import pharmacokinetics as pk

WANTED_PERCENT = 100.0
WITHIN = 0.10
FIRST_MIN, LAST_MIN = 10.0, 120.0
MOST_INFUSIONS = 6
_CHECKED_MIN = np.arange(FIRST_MIN, LAST_MIN + 0.5, 0.5)
_ROUND_OFF = 1e-9
#: Most that is read as minutes, and as a rate: what lies above is a slip.
_MOST_MIN, _MOST_RATE = 600.0, 1000.0

#: An infusion: when it starts and how long it runs (min), and its rate in multiples of the one
#: that keeps the level once tissues are full.
Infusion = tuple[float, float, float]


def level_percent(schedule: Sequence[Infusion], times_min: Any) -> np.ndarray:
    """Return the arterial level at times (min), in % of the level that is to be held.

    ``times_min`` (min) and the answer have the shape (t,). Racemate runs into a vein of the
    simulated adult; rate 1 keeps the level at last.

    >>> level_percent([(0, 5000, 1)], [10, 5000]).round()
    array([ 25., 100.])
    """
    mg_per_min = pk.clearance_l_per_h() / 60  # keeps 1 mg/L, which stands for the level
    doses = [
        pk.Dose(rate * mg_per_min * minutes, start_min=start, duration_min=minutes)
        for start, minutes, rate in schedule
    ]
    return pk.simulate(doses, times_min=times_min).arterial_ng_per_ml / 10


def off_by(schedule: Sequence[Infusion]) -> float:
    """Return how far the level strays between 10 and 120 min, as a share of it (0.1 is 10%).

    >>> round(off_by([(0, 120, 1)]), 2)
    0.75
    """
    return float(np.max(np.abs(level_percent(schedule, _CHECKED_MIN) / WANTED_PERCENT - 1)))


@dataclass(frozen=True)
class Schedule:
    """A list of infusions, each (start_min, minutes, rate)."""

    expected = "a list of infusions, each (start_min, minutes, rate)"
    same = staticmethod(operator.eq)

    def read(self, answer: Any) -> tuple[Infusion, ...]:
        """Return the infusions, or raise with words."""
        refuse_the_empty(answer)
        if type(answer) not in (list, tuple):
            raise NotThatKindError(f"This is {kind_in_words(answer)}.")
        if not 0 < len(answer) <= 1000:
            raise NotThatKindError(f"Your schedule has {len(answer)} infusions in it.")
        return tuple(self._one(infusion) for infusion in answer)

    @staticmethod
    def _one(infusion: Any) -> Infusion:
        if type(infusion) not in (list, tuple) or len(infusion) != 3:
            raise NotThatKindError(f"Your schedule holds {kind_in_words(infusion)}.")
        if any(isinstance(one, bool) or not isinstance(one, Real) for one in infusion):
            raise NotThatKindError("An infusion is three numbers: start, minutes, rate.")
        start, minutes, rate = map(float, infusion)
        if not (0 <= start <= _MOST_MIN and 0 < minutes <= _MOST_MIN and 0 <= rate <= _MOST_RATE):
            raise NotThatKindError(
                f"The infusion ({start:g}, {minutes:g}, {rate:g}) cannot be: start and minutes are "
                f"at most {_MOST_MIN:g}, rates at most {_MOST_RATE:g}, none below zero, and an "
                "infusion lasts longer than no time."
            )
        return start, minutes, rate


def stepped(edges_min: Sequence[float]) -> list[Infusion]:
    """Return infusions between these times (min) that hold the level, by least squares.

    Levels add: one simulation of rate 1 for each stretch, and a linear system, are enough.
    """
    from scipy.optimize import nnls

    pairs = [(start, end - start) for start, end in itertools.pairwise(edges_min)]
    columns = [level_percent([(start, minutes, 1)], _CHECKED_MIN) for start, minutes in pairs]
    # nobody can infuse less than nothing
    rates, _ = nnls(np.transpose(columns), np.full(_CHECKED_MIN.size, WANTED_PERCENT))
    return [(*pair, float(rate)) for pair, rate in zip(pairs, rates, strict=True)]


def _holds(schedule: Sequence[Infusion]) -> bool:
    return len(schedule) <= MOST_INFUSIONS and off_by(schedule) <= WITHIN + _ROUND_OFF


def _last_end_min(schedule: Sequence[Infusion]) -> float:
    return max(start + minutes for start, minutes, _ in schedule)


def _same_rate_after_a_start(schedule: Sequence[Infusion]) -> bool:
    long = [minutes for _, minutes, _ in schedule if minutes >= 0.7 * LAST_MIN]
    return len(schedule) == 2 and len(long) == 1


def _strays(schedule: Sequence[Infusion]) -> str:
    level = level_percent(schedule, _CHECKED_MIN)
    worst = int(np.argmax(np.abs(level - WANTED_PERCENT)))
    way = "above" if level[worst] > WANTED_PERCENT else "below"
    return (
        f"Your schedule keeps the rules and strays by {100 * off_by(schedule):.0f}%: at "
        f"{_CHECKED_MIN[worst]:.0f} min the level is {level[worst]:.0f}%, {way} the wanted "
        "one. Change the infusion that runs just before that time."
    )


HOLD_A_LEVEL = Task(
    id="02.6",
    title="Challenge: hold a level",
    points=4,
    parts=(
        part(
            name="schedule",
            asks="a schedule that keeps the rules and stays within 10% of the level",
            kind=Schedule(),
            answer=lambda: tuple(stepped((0, 5, 15, 30, 60, 120))),
            judge=_holds,
            otherwise=_strays,
            wrong="""
            too-many: Six infusions at most. Each may run for as long as you like.
            one-rate: One rate for two hours. It is what keeps a level that is already there, and
                the empty tissues are not full yet. What do they take in the first minutes?
            only-a-bolus: All of it is in within ten minutes, and tissues draw it away. A level
                needs something that goes on.
            ends-early: Your last infusion stops well before two hours, and the level falls at once.
            start-and-one-rate: A start and then one rate: on the way, while the tissues fill, that
                rate is first too low and later too high. Let it step down.
            """,
            too_many=(
                lambda: [(5 * k, 5, 1.2) for k in range(24)],
                lambda given: len(given) > MOST_INFUSIONS,
            ),
            one_rate=(
                lambda: [(0, LAST_MIN, 1)],
                lambda given: len(given) == 1 and given[0][1] >= LAST_MIN / 2,
            ),
            only_a_bolus=(lambda: [(0, 2, 70)], lambda given: _last_end_min(given) <= FIRST_MIN),
            ends_early=(
                lambda: [(0, 5, 14), (5, 55, 1.6)],
                lambda given: FIRST_MIN < _last_end_min(given) < LAST_MIN - 10,
            ),
            start_and_one_rate=(lambda: [(0, 2, 21), (2, 118, 1)], _same_rate_after_a_start),
        ),
    ),
    hints=(
        "Two things take drug from the blood: the liver, always the same share, and tissue, less "
        "and less as it fills. The input has to make up for both.",
        "Begin fast to fill the blood, then step the rate down three or four times. Levels add: "
        "ask for rate 1 in each stretch and find the rates that make the sum flat.",
        "columns = [level of rate 1 in each stretch]; rates = "
        "np.linalg.lstsq(np.transpose(columns), np.full(len(times), 100.0), rcond=None)[0]. "
        "Stretches 0-5, 5-15, 15-30, 30-60, 60-120 do.",
    ),
    right=lambda: (
        "Held. The rate had to fall the whole time, though the level did not move: tissue filled. "
        "Pumps that aim at a level do just this, with somebody's parameter set inside."
    ),
)
