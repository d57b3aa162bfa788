"""One course of the cascade beside the drawing that it is behind."""

from __future__ import annotations

from time import process_time

from helpers.figures import plasticity as draw
from helpers.simulations.plasticity import Block, logic_table, outcome, simulate
from helpers.widgets.frames import quick_png
from helpers.widgets.picture import make_figure, paint, pixels
from tests.tools.bench import Line, median_s

#: A drawing takes at least this many times as long as the solve behind its slider.
AT_LEAST = 2.0
START = {"growth": "on", "erase": "never", "block": "none", "block_from_h": 0.0, "time_h": 3.0}


def lines() -> list[Line]:
    """Measure the cascade."""
    figure = make_figure((8, 4.5))

    def picture() -> None:
        paint(draw.two_clocks, figure, START)
        quick_png(pixels(figure))

    drawing = 1e3 * median_s(picture, clock=process_time)
    found = []
    for name, conditions in (
        ("one course of 14 d", {}),
        ("TrkB blocked from 2 h", {"blocks": Block("trkb", 2)}),
    ):
        solve = 1e3 * median_s(lambda now=conditions: simulate(**now), clock=process_time)
        found.append(Line(name, solve, "ms", drawing, "its frame", AT_LEAST, "LSODA of solve_ivp"))
    table = 1e3 * median_s(logic_table, 3, before=outcome.cache_clear)
    return [*found, Line("logic table, 11 experiments in 4 accounts", table, "ms")]
