"""What is done to the receptor: a list of steps with constant conditions in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations.arguments import finite, nonnegative, positive, refuse, whole, within
from helpers.simulations.receptor.pore import magnesium_checked, voltage_checked

#: Pulses per second that are accepted: one in eleven days to one in 0.1 ms.
RATE_RANGE_HZ = (1e-6, 1e4)


@dataclass(frozen=True)
class Step:
    """A stretch of time (s) with constant glutamate (µM), free drug (µM), voltage (mV), Mg2+ (mM).

    >>> Step(30, glutamate_um=1000, drug_um=1).voltage_mv
    -70.0
    """

    duration_s: float
    glutamate_um: float = 0.0
    drug_um: float = 0.0
    voltage_mv: float = -70.0
    mg_mm: float = 0.0

    def __post_init__(self) -> None:
        checked = {
            "duration_s": positive("duration_s", self.duration_s, scalar=True),
            "glutamate_um": nonnegative("glutamate_um", self.glutamate_um, scalar=True),
            "drug_um": nonnegative("drug_um", self.drug_um, scalar=True),
            "voltage_mv": voltage_checked(self.voltage_mv, scalar=True),
            "mg_mm": magnesium_checked(self.mg_mm, scalar=True),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    @property
    def conditions(self) -> tuple[float, float, float, float]:
        """Glutamate (µM), drug (µM), voltage (mV) and Mg2+ (mM)."""
        return self.glutamate_um, self.drug_um, self.voltage_mv, self.mg_mm


def wash(duration_s: float, **conditions: Any) -> Step:
    """Return a step (s) without drug; silent (no glutamate) unless said otherwise.

    >>> wash(60, voltage_mv=40).drug_um
    0.0
    """
    return Step(duration_s, **{"drug_um": 0.0, **conditions})


def pulses(
    n: int,
    rate_hz: float,
    *,
    glutamate_um: float = 1000.0,
    width_s: float = 0.004,
    **conditions: Any,
) -> list[Step]:
    """Return the 2 n steps (pulse, gap, pulse, gap ...) of regular pulses of glutamate.

    ``n`` is 1 to 10,000, ``rate_hz`` in pulses per second; each must end before the next begins.
    1 mM for 4 ms is a teaching value (chosen) in the range of pulses used on patches. Other
    ``conditions`` (``drug_um``, ``voltage_mv``, ``mg_mm``) are the same throughout.

    >>> [round(step.duration_s, 3) for step in pulses(1, 2.0)]
    [0.004, 0.496]
    """
    count = whole("n", n, low=1, high=10_000)
    pulse = Step(positive("width_s", width_s, scalar=True), glutamate_um, **conditions)
    gap = Step(gap_s(rate_hz, pulse.duration_s), **conditions)
    return [pulse, gap] * count


def gap_s(rate_hz: float, width_s: float) -> float:
    """Return the time (s) from the end of a pulse to the next, or refuse pulses that collide."""
    period_s = 1.0 / within("rate_hz", rate_hz, *RATE_RANGE_HZ, scalar=True)
    if width_s >= period_s:
        refuse("width_s", width_s, f"shorter than the {period_s:g} s from pulse to pulse")
    return period_s - width_s


def steps_of(steps: Any) -> list[Step]:
    """Return a (nested) protocol, ``[Step(1), pulses(10, 1), wash(60)]``, as a flat list."""
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
    """Return the times (s) at which steps begin, and the end of the last."""
    times = [0.0]
    for step in steps:
        times.append(times[-1] + step.duration_s)
    finite("the total duration of steps", times[-1], scalar=True)
    return times


def step_times(steps: Step | Sequence[Any], points_per_step: int = 20) -> np.ndarray:
    """Return increasing times (s) that resolve every step, denser after each change.

    All borders are among them: 1 + ``points_per_step`` (2 to 10,000) x number of steps.

    >>> step_times([Step(8.0)], 2).tolist()
    [0.0, 1.0, 8.0]
    """
    share = np.linspace(0, 1, whole("points_per_step", points_per_step, low=2, high=10_000) + 1)
    borders = np.array(boundaries_s(steps_of(steps)))
    inner = borders[:-1, None] + np.diff(borders)[:, None] * share[1:] ** 3
    inner[:, -1] = borders[1:]
    return np.unique(np.append(0.0, inner.ravel()))
