"""What is drawn the same way throughout lesson 04."""

from __future__ import annotations

from helpers.figures import style
from helpers.figures.axes import log_axis

#: Fast potentiation of synapses that were there before.
FAST = style.Look("#56B4E9", "-.", "D")
#: New spines, and what rests on them.
SPINES = style.Look(style.EXCITATORY.colour, "-", "^")
#: The odd one out: BDNF in the schematic, the reversed order in a study.
YELLOW = style.Look("#F0E442", ":", "h")
#: Ketamine untouched, for comparison.
UNTOUCHED = style.CONTROL

TICKS_H = (0.5, 1, 3, 6, 12, 24, 72, 168, 336)


def clock_axis(axes, low_h: float = 0.5, high_h: float = 336.0, label: bool = True) -> None:
    """Give axes the log time axis of the lesson, in hours and days."""
    ticks = [time_h for time_h in TICKS_H if low_h <= time_h <= high_h]
    words = [hours(time_h) if time_h < 24 else f"{time_h / 24:g} d" for time_h in ticks]
    log_axis(axes.xaxis, low_h, high_h, ticks, *words)
    if label:
        axes.set_xlabel("Time after one dose")


def hours(time_h: float) -> str:
    """Return a time in the words of the lesson: minutes, hours or days."""
    if time_h < 1:
        return f"{60 * time_h:.0f} min"
    if time_h < 48 or time_h % 24:
        return f"{time_h:.3g} h" if time_h < 100 else f"{time_h / 24:.2g} d"
    return f"{time_h / 24:.3g} d"
