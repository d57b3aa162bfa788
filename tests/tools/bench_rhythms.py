"""What the panels of lesson 06 work out beside the drawings that it is behind."""

from __future__ import annotations

from time import process_time

from helpers.figures import rhythms as draw
from helpers.figures.rhythms import areas, recipe
from helpers.simulations.rhythms import TwoAreas, quick_couplings
from helpers.widgets.frames import quick_png
from helpers.widgets.picture import make_figure, paint, pixels
from tests.tools.bench import Line, median_s

#: A drawing takes at least this many times as long as the solve behind its slider.
AT_LEAST = 2.0
WIRES = {"feedback": 0.4, "feedforward": 0.2, "shared": 0.3, "seconds": 120}
SIGNAL = {"exponent": 1.0, "muscle": 0.5, "algorithm": "LZ76", "over": "shuffle"}


def lines() -> list[Line]:
    """Measure the four couplings of eight recordings, and the diversity of a new signal."""
    found = []
    frame = _frame_ms(draw.same_data, WIRES)
    for seconds in (120, 240):
        solve = 1e3 * median_s(
            lambda s=seconds: quick_couplings(TwoAreas(), s, areas.RUNS), clock=process_time
        )
        name = f"couplings of {areas.RUNS} recordings of {seconds} s"
        found.append(
            Line(name, solve, "ms", frame, "its frame", AT_LEAST, "time by time: `record`")
        )

    def new_signal() -> None:
        for kept in (recipe._signal, recipe._diversity, recipe._spectrum):
            kept.cache_clear()
        recipe._spectrum(1.0, 0.5)
        for seed in recipe.SEEDS:
            recipe._diversity(1.0, 0.5, seed, "LZ76", "shuffle")

    solve = 1e3 * median_s(new_signal, clock=process_time)
    frame = _frame_ms(draw.many_recipes, SIGNAL)
    name = "spectrum and diversity of three new signals"
    return [*found, Line(name, solve, "ms", frame, "its frame", 1.0, "kept after the first visit")]


def _frame_ms(picture, values) -> float:
    figure = make_figure((8, 4.5))

    def once() -> None:
        paint(picture, figure, values)
        quick_png(pixels(figure))

    return 1e3 * median_s(once, clock=process_time)
