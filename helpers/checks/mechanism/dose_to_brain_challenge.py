"""The challenge of exercise 02: hold a level, as a study of steady levels has to.

Many schedules are right, so it is judged by running it in the simulated adult, under four rules.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import nnls

from helpers.checks.answers import NotThatKindError, kind_in_words, refuse_the_empty
from helpers.checks.tasks import Mistake, Part, Task
from helpers.simulations import pharmacokinetics as pk

WANTED_NG_PER_ML = 100.0
WITHIN = 0.10
FIRST_MIN, LAST_MIN = 10.0, 120.0
MOST_INFUSIONS = 6
_CHECKED_MIN = np.arange(FIRST_MIN, LAST_MIN + 0.5, 0.5)
_ROUND_OFF = 1e-9


def off_by(schedule: Sequence[pk.Dose]) -> float:
    """Return how far the arterial level strays from 100 ng/mL between 10 and 120 min.

    Parameters
    ----------
    schedule : Dose or sequence of Dose
        Infusions of racemate into a vein.

    Returns
    -------
    float
        The largest distance over the two hours as a share of 100 ng/mL: 0.1 is 10%.
    """
    level = pk.simulate(schedule, times_min=_CHECKED_MIN).arterial_ng_per_ml
    return float(np.max(np.abs(level / WANTED_NG_PER_ML - 1)))


@dataclass(frozen=True)
class Schedule:
    """A list of doses, as ``simulate`` takes it."""

    @property
    def expected(self) -> str:
        """What kind of thing is asked for, in words."""
        return "a list of infusions, each made with pk.Dose(mg, start_min=..., duration_min=...)"

    def read(self, answer: Any) -> tuple[pk.Dose, ...]:
        """Return the doses, or raise with words."""
        refuse_the_empty(answer)
        given = [answer] if type(answer) is pk.Dose else answer
        if type(given) not in (list, tuple):
            raise NotThatKindError(f"This is {kind_in_words(answer)}.")
        if not given:
            raise NotThatKindError("Your schedule has no infusion in it.")
        if len(given) > 1000:
            raise NotThatKindError("Your schedule has more than 1,000 infusions.")
        for one in given:
            if type(one) is not pk.Dose:
                raise NotThatKindError(f"Your schedule holds {kind_in_words(one)}.")
        return tuple(given)

    def same(self, given: tuple[pk.Dose, ...], wanted: tuple[pk.Dose, ...]) -> bool:
        """Say whether both are the same doses."""
        return given == wanted


def stepped(edges_min: Sequence[float]) -> list[pk.Dose]:
    """Return infusions between these times (min) that hold the level, by least squares.

    Levels add: one simulation of 1 mg for each stretch, and a linear system, are enough.
    """
    pairs = list(itertools.pairwise(edges_min))
    ones = [pk.Dose(1, start_min=start, duration_min=end - start) for start, end in pairs]
    columns = [pk.simulate(one, times_min=_CHECKED_MIN).arterial_ng_per_ml for one in ones]
    wanted = np.full(_CHECKED_MIN.size, WANTED_NG_PER_ML)
    mg, _ = nnls(np.transpose(columns), wanted)  # nobody can infuse less than nothing
    return [
        pk.Dose(float(m), start_min=start, duration_min=end - start)
        for m, (start, end) in zip(mg, pairs, strict=True)
    ]


def _wrong_way(schedule: Sequence[pk.Dose]) -> bool:
    return any(dose.route != "iv" or dose.form != "racemate" for dose in schedule)


def _too_many(schedule: Sequence[pk.Dose]) -> bool:
    return len(schedule) > MOST_INFUSIONS


def _breaks_a_rule(schedule: Sequence[pk.Dose]) -> bool:
    return _wrong_way(schedule) or _too_many(schedule)


def _holds(schedule: Sequence[pk.Dose]) -> bool:
    return not _breaks_a_rule(schedule) and off_by(schedule) <= WITHIN + _ROUND_OFF


def _levels(schedule: Sequence[pk.Dose], times_min: Sequence[float]) -> np.ndarray:
    return pk.simulate(schedule, times_min=times_min).arterial_ng_per_ml


def _one_rate(schedule: Sequence[pk.Dose]) -> bool:
    return len(schedule) == 1 and schedule[0].duration_min >= LAST_MIN / 2


def _only_bolus(schedule: Sequence[pk.Dose]) -> bool:
    return max(dose.start_min + dose.duration_min for dose in schedule) <= FIRST_MIN


def _ends_early(schedule: Sequence[pk.Dose]) -> bool:
    ends = max(dose.start_min + dose.duration_min for dose in schedule)
    return FIRST_MIN < ends < LAST_MIN - 10


def _same_rate_after_a_start(schedule: Sequence[pk.Dose]) -> bool:
    long = [dose for dose in schedule if dose.duration_min >= 0.7 * LAST_MIN]
    return len(schedule) == 2 and len(long) == 1


def _steady_mg() -> float:
    """Return the mg that input = clearance × level asks for over two hours."""
    return pk.clearance_l_per_h() * WANTED_NG_PER_ML / 1000 * LAST_MIN / 60


def _strays(schedule: Sequence[pk.Dose]) -> str:
    level = _levels(schedule, _CHECKED_MIN)
    worst = int(np.argmax(np.abs(level - WANTED_NG_PER_ML)))
    way = "above" if level[worst] > WANTED_NG_PER_ML else "below"
    return (
        f"Your schedule keeps the rules and strays by {100 * off_by(schedule):.0f}%: at "
        f"{_CHECKED_MIN[worst]:.0f} min the level is {level[worst]:.0f} ng/mL, {way} the wanted "
        "one. Change the infusion that runs just before that time."
    )


HOLD_A_LEVEL = Task(
    id="02.6",
    title="Challenge: hold a level",
    points=4,
    parts=(
        Part(
            name="schedule",
            asks="a schedule that keeps the rules and stays within 10% of the level",
            kind=Schedule(),
            answer=lambda: tuple(stepped((0, 5, 15, 30, 60, 120))),
            judge=_holds,
            otherwise=_strays,
            wrong=(
                Mistake(
                    "another-way-in",
                    "All infusions go into a vein and hold racemate. One of yours does not.",
                    lambda: [pk.Dose(30, route="oral")],
                    _wrong_way,
                ),
                Mistake(
                    "too-many",
                    "Six infusions at most. Each may run for as long as you like.",
                    lambda: [pk.Dose(2, start_min=5 * k, duration_min=5) for k in range(24)],
                    _too_many,
                ),
                Mistake(
                    "one-rate",
                    "One rate for two hours. It is what keeps a level that is already there, and "
                    "the empty tissues are not full yet. What do they take in the first minutes?",
                    lambda: [pk.Dose(_steady_mg(), duration_min=LAST_MIN)],
                    _one_rate,
                ),
                Mistake(
                    "only-a-bolus",
                    "All of it is in within ten minutes, and tissues draw it away. "
                    "A level needs something that goes on.",
                    lambda: [pk.Dose(20, duration_min=2)],
                    _only_bolus,
                ),
                Mistake(
                    "ends-early",
                    "Your last infusion stops well before two hours, and the level falls at once.",
                    lambda: [
                        pk.Dose(10, duration_min=5),
                        pk.Dose(12, start_min=5, duration_min=55),
                    ],
                    _ends_early,
                ),
                Mistake(
                    "start-and-one-rate",
                    "A start and then one rate: on the way, while the tissues fill, that rate is "
                    "first too low and later too high. Let it step down.",
                    lambda: [
                        pk.Dose(6, duration_min=2),
                        pk.Dose(_steady_mg(), start_min=2, duration_min=118),
                    ],
                    _same_rate_after_a_start,
                ),
            ),
        ),
    ),
    hints=(
        "Two things take drug from the blood: the liver, always the same share, and tissue, less "
        "and less as it fills. The input has to make up for both.",
        "Begin fast to fill the blood, then step the rate down three or four times. Levels add: "
        "simulate 1 mg for each stretch and find the milligrams that make the sum flat.",
        "columns = [level of 1 mg in each stretch]; mg = np.linalg.lstsq(np.transpose(columns), "
        "np.full(len(times), 100.0), rcond=None)[0]. Stretches 0-5, 5-15, 15-30, 30-60, 60-120 do.",
    ),
    right=lambda: (
        "Held. The rate had to fall the whole time, though the level did not move: tissue filled. "
        "Pumps that aim at a level do just this, with somebody's parameter set inside."
    ),
)
