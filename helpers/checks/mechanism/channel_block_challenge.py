"""The challenge of exercise 01: a protocol that frees ketamine which has been trapped.

Many protocols are right, so it is judged by running it: on receptors with ketamine trapped inside,
under four rules.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from helpers.checks.answers import NotThatKindError, kind_in_words, refuse_the_empty
from helpers.checks.tasks import Task, part
from helpers.simulations.receptor import Step, Trace, simulate, wash

MOST_PULSES = 10
LONGEST_PULSE_S = 0.004
LONGEST_S = 20.0
VOLTAGES_MV = (-100.0, 40.0)
FREED_WANTED = 0.9
REST_MV = -70.0
_MOST_STEPS = 2000
_DEEPEST = 4
_ROUND_OFF = 1e-9


@cache
def trapped() -> Trace:
    """Return receptors in which ketamine has just been trapped: 60 s of use in 10 µM, then wash.

    The trace is to be given to ``simulate`` as ``start``.
    """
    return simulate([Step(60, glutamate_um=1000, drug_um=10), wash(1)])


def freed_fraction(protocol: Sequence[Any]) -> float:
    """Return the share of the trapped ketamine that a protocol sets free.

    A protocol is a Step or a list of them; lists may stand inside the list. 0 when all of it is
    still bound at the end, 1 when none is.
    """
    after = simulate(protocol, start=trapped(), points=2)
    return float(1 - after.blocked_fraction[-1] / trapped().blocked_fraction[-1])


@dataclass(frozen=True)
class Protocol:
    """A list of steps, lists inside it allowed, as ``simulate`` takes it."""

    expected = "a list of steps, made with Step(...), pulses(...) and wash(...)"
    same = staticmethod(operator.eq)

    def read(self, answer: Any) -> tuple[Step, ...]:
        """Return the steps one after the other, or raise with words."""
        refuse_the_empty(answer)
        steps: list[Step] = []
        self._collect(answer, steps, depth=0)
        if not steps:
            raise NotThatKindError("Your protocol has no step in it.")
        return tuple(steps)

    def _collect(self, answer: Any, steps: list[Step], depth: int) -> None:
        if type(answer) is Step:
            steps.append(answer)
        elif type(answer) in (list, tuple) and depth < _DEEPEST:
            for one in answer:
                self._collect(one, steps, depth + 1)
        else:
            raise NotThatKindError(f"Your protocol holds {kind_in_words(answer)}.")
        if len(steps) > _MOST_STEPS:
            raise NotThatKindError(f"Your protocol has more than {_MOST_STEPS} steps.")


def _with_glutamate(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.glutamate_um > 0]


def _drug_in_bath(steps: Sequence[Step]) -> bool:
    return any(np.any(np.asarray(step.drug_um) > 0) for step in steps)


def _too_long(steps: Sequence[Step]) -> bool:
    return sum(step.duration_s for step in steps) > LONGEST_S + _ROUND_OFF


def _too_much_glutamate(steps: Sequence[Step]) -> bool:
    pulses = _with_glutamate(steps)
    long = any(step.duration_s > LONGEST_PULSE_S + _ROUND_OFF for step in pulses)
    return long or len(pulses) > MOST_PULSES


def _voltage_out_of_bounds(steps: Sequence[Step]) -> bool:
    low, high = VOLTAGES_MV
    return any(not low <= step.voltage_mv <= high for step in steps)


def _breaks_a_rule(steps: Sequence[Step]) -> bool:
    rules = (_drug_in_bath, _too_long, _too_much_glutamate, _voltage_out_of_bounds)
    return any(broken(steps) for broken in rules)


def _frees_enough(steps: Sequence[Step]) -> bool:
    return not _breaks_a_rule(steps) and freed_fraction(steps) >= FREED_WANTED


def _depolarised(steps: Sequence[Step]) -> bool:
    return any(step.voltage_mv > REST_MV for step in steps)


def _near_glutamate(steps: Sequence[Step]) -> list[Step]:
    """Return the steps with glutamate and those right after them, while gates are still open."""
    return [
        step
        for place, step in enumerate(steps)
        if step.glutamate_um > 0 or (place and steps[place - 1].glutamate_um > 0)
    ]


def _only_freed(steps: Sequence[Step]) -> str:
    share = 100 * freed_fraction(steps)
    return (
        f"Your protocol keeps the rules and frees {share:.0f}% of the trapped ketamine. "
        f"{100 * FREED_WANTED:.0f}% is asked for. Two things speed its leaving: is each used "
        "as far as the rules let you?"
    )


def _pulse(voltage_mv: float = REST_MV, gap_s: float = 1.0, **more: float) -> list[Step]:
    return [
        Step(LONGEST_PULSE_S, 1000, voltage_mv=voltage_mv, **more),
        Step(gap_s, voltage_mv=voltage_mv, **more),
    ]


FREE_THE_PRISONER = Task(
    id="01.6",
    title="Challenge: free what is trapped",
    points=4,
    parts=(
        part(
            name="protocol",
            asks="a protocol that keeps the four rules and frees at least 90%",
            kind=Protocol(),
            answer=lambda: _pulse(VOLTAGES_MV[1]) * MOST_PULSES,
            judge=_frees_enough,
            otherwise=_only_freed,
            wrong="""
            drug-in-the-bath: There is ketamine in one of your steps, and what leaves can come back.
                Leave drug_um at 0 throughout.
            too-long: Your protocol lasts more than 20 s in all.
            too-much-glutamate: Glutamate may come in at most ten pulses of at most 4 ms each. Yours
                has more of them, or longer ones.
            voltage: Stay between −100 and +40 mV: beyond that a cell does not last.
            only-waiting: You waited, and next to nothing came free. The gate is shut over the drug:
                no glutamate, no way out, however long the wait.
            push-on-a-shut-door: You pushed with voltage on a gate that is shut. Depolarisation
                drives the drug out of an **open** channel. Something must open it.
            open-without-push: Your pulses open the gate, and most of the drug is still inside when
                it shuts. It leaves too slowly at this voltage: what holds a positive ion in?
            """,
            drug_in_the_bath=(lambda: _pulse(40, drug_um=1) * 10, _drug_in_bath),
            too_long=(lambda: [wash(100)], _too_long),
            too_much_glutamate=(lambda: [Step(10, 1000, voltage_mv=40)], _too_much_glutamate),
            voltage=(lambda: _pulse(100) * 10, _voltage_out_of_bounds),
            only_waiting=(
                lambda: [wash(20)],
                lambda steps: not _with_glutamate(steps) and not _depolarised(steps),
            ),
            push_on_a_shut_door=(
                lambda: [wash(20, voltage_mv=40)],
                lambda steps: not _with_glutamate(steps),
            ),
            open_without_push=(
                lambda: _pulse() * 10,
                lambda steps: not any(s.voltage_mv > REST_MV for s in _near_glutamate(steps)),
            ),
        ),
    ),
    hints=(
        "Ketamine leaves only while the gate is open, and carries a positive charge. "
        "You can move two things: how often the gate opens, and the voltage.",
        "The gate stays open for some tenths of a second after a pulse. Give the drug that time, "
        "and use a voltage that pushes a positive ion outwards.",
        "Ten pulses, one each second, in a cell held well above 0 mV throughout: "
        "pulses(10, 1, voltage_mv=...).",
    ),
    right=(
        "Opening the gate lets ketamine out, depolarisation drives it out, "
        "and neither does it alone."
    ),
)
