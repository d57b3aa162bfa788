"""What is done to the receptor: a list of steps with constant conditions in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.simulations.arguments import (
    finite,
    fraction,
    nonnegative,
    positive,
    refuse,
    whole,
    within,
)
from helpers.simulations.receptor.steady_state import VOLTAGE_RANGE_MV

#: Pulses per second that are accepted: one in eleven days to one in 0.1 ms.
RATE_RANGE_HZ = (1e-6, 1e4)


@dataclass(frozen=True)
class Step:
    """A stretch of time with constant conditions.

    Attributes
    ----------
    duration_s : float
        How long it lasts (s), above zero.
    glutamate_um : float
        Glutamate (µM); 1,000 is a synaptic pulse.
    drug_um : float or sequence of float
        Free drug outside (µM); one number for each blocker where there are several.
    voltage_mv : float
        Membrane potential (mV), -200 to 200.
    mg_mm : float
        External free Mg2+ (mM).
    glycine_fraction : float
        Share of receptors with glycine or D-serine bound; 1 is saturating.

    Raises
    ------
    ValueError
        If a value is negative where it must not be, out of range or no number.
    """

    duration_s: float
    glutamate_um: float = 0.0
    drug_um: float | tuple[float, ...] = 0.0
    voltage_mv: float = -70.0
    mg_mm: float = 0.0
    glycine_fraction: float = 1.0

    def __post_init__(self) -> None:
        checked = {
            "duration_s": positive("duration_s", self.duration_s, scalar=True),
            "glutamate_um": nonnegative("glutamate_um", self.glutamate_um, scalar=True),
            "drug_um": _amounts(self.drug_um),
            "voltage_mv": within("voltage_mv", self.voltage_mv, *VOLTAGE_RANGE_MV, scalar=True),
            "mg_mm": nonnegative("mg_mm", self.mg_mm, scalar=True),
            "glycine_fraction": fraction("glycine_fraction", self.glycine_fraction, scalar=True),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def drugs(self, n_drugs: int) -> tuple[float, ...]:
        """Return one concentration (µM) for each drug; a single 0 stands for none of any.

        Raises
        ------
        ValueError
            If the number of concentrations does not fit.
        """
        given = self.drug_um if isinstance(self.drug_um, tuple) else (self.drug_um,)
        if len(given) == 1 and n_drugs > 1 and given[0] == 0:
            return (0.0,) * n_drugs
        if len(given) != n_drugs:
            refuse("drug_um", self.drug_um, f"one concentration for each of {n_drugs} blockers")
        return given


def _amounts(drug_um: Any) -> float | tuple[float, ...]:
    """Return the drug of a step as one number, or as a tuple of them."""
    checked = nonnegative("drug_um", drug_um)
    if isinstance(checked, float):
        return checked
    if checked.ndim != 1:
        refuse("drug_um", drug_um, "one concentration, or one for each blocker")
    return tuple(float(one) for one in checked)


def wash(duration_s: float, **conditions: Any) -> Step:
    """Return a step without drug; silent (no glutamate) unless said otherwise.

    Parameters
    ----------
    duration_s : float
        How long (s).
    **conditions
        Other conditions of `Step`, such as ``voltage_mv``.

    Returns
    -------
    Step
        The step, with ``drug_um`` 0.

    Raises
    ------
    ValueError
        As `Step`.
    """
    return Step(duration_s, **{"drug_um": 0.0, **conditions})


def pulses(
    n: int,
    rate_hz: float,
    *,
    glutamate_um: float = 1000.0,
    width_s: float = 0.004,
    rest_glutamate_um: float = 0.0,
    **conditions: Any,
) -> list[Step]:
    """Return the steps of regular pulses of glutamate.

    Parameters
    ----------
    n : int
        Number of pulses, 1 to 10,000.
    rate_hz : float
        Pulses per second; each must end before the next begins.
    glutamate_um : float
        Glutamate during a pulse (µM). 1 mM for 4 ms is a teaching value (chosen) in the range of
        pulses used on patches.
    width_s : float
        Length of a pulse (s).
    rest_glutamate_um : float
        Glutamate between pulses (µM).
    **conditions
        ``drug_um``, ``voltage_mv``, ``mg_mm``, ``glycine_fraction``: the same throughout.

    Returns
    -------
    list of Step
        2 n steps (pulse, gap, pulse, gap ...), n / rate_hz seconds in all.

    Raises
    ------
    ValueError
        If a value is out of range, or the pulses would run into one another.
    """
    count = whole("n", n, low=1, high=10_000)
    period_s = 1.0 / within("rate_hz", rate_hz, *RATE_RANGE_HZ, scalar=True)
    width = positive("width_s", width_s, scalar=True)
    if width >= period_s:
        refuse("width_s", width_s, f"shorter than the {period_s:g} s from pulse to pulse")
    pulse = Step(width, glutamate_um, **conditions)
    gap = Step(period_s - width, rest_glutamate_um, **conditions)
    return [pulse, gap] * count


def steps_of(steps: Any) -> list[Step]:
    """Return the steps of a protocol as a flat list.

    Parameters
    ----------
    steps : Step, or (nested) sequence of Step
        ``[Step(1), pulses(10, 1), wash(60)]`` is as good as the joined list.

    Raises
    ------
    ValueError
        If there is no step, or something else stands among them.
    """
    found: list[Step] = []
    _collect(steps, found, 0)
    if not found:
        refuse("steps", steps, "at least one Step")
    return found


def _collect(steps: Any, found: list[Step], depth: int) -> None:
    """Add the steps of a nested sequence to a list; a list that holds itself has no end."""
    if isinstance(steps, Step):
        found.append(steps)
        return
    if not isinstance(steps, (list, tuple)) or depth > 20:
        refuse("steps", steps, "a Step or a list of Step")
    for one in steps:
        _collect(one, found, depth + 1)


def boundaries_s(steps: Sequence[Step]) -> list[float]:
    """Return the times (s) at which steps begin, and the end of the last.

    Raises
    ------
    ValueError
        If the whole lasts so long that it is not finite.
    """
    times = [0.0]
    for step in steps:
        times.append(times[-1] + step.duration_s)
    finite("the total duration of steps", times[-1], scalar=True)
    return times
