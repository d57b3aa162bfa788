"""What a moved pump costs in the first panel of lesson 12, beside the drawing."""

from __future__ import annotations

from time import process_time

from helpers.figures.pain_signal import clocks
from helpers.widgets.frames import quick_png
from helpers.widgets.picture import make_figure, paint, pixels
from tests.tools.bench import Line, median_s

#: A drawing takes at least this many times as long as the solve behind its slider.
AT_LEAST = 2.0
START = {"schedule": clocks.LONG, "stop_d": 4.2}


def _forget() -> None:
    for cached in (clocks._doses, clocks._course, clocks._band):
        cached.cache_clear()


def _solve() -> None:
    clocks._course(clocks.LONG, 4.2, 10.9).best()
    clocks._band(clocks.LONG, 4.2)


def lines() -> list[Line]:
    """Measure the course, its best and its band after a move of the pump."""
    figure = make_figure((8, 4.2))

    def picture() -> None:
        paint(clocks.relief_stays, figure, START)
        quick_png(pixels(figure))

    drawing = 1e3 * median_s(picture, clock=process_time)
    solve = 1e3 * median_s(_solve, clock=process_time, before=_forget)
    return [Line("a moved pump: course and band", solve, "ms", drawing, "its frame", AT_LEAST)]
