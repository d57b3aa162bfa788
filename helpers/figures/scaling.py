"""How lesson 16 draws what it shows."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import artists, handle, moves, style
from helpers.simulations import scaling as model

LEVELS_UM = np.linspace(0, 10, 201)


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.subplots()
    axes.set(xlabel="Free ketamine (µM)", ylabel="TODO: what, with its unit", ylim=(0, 1))
    axes.plot(LEVELS_UM, model.response(LEVELS_UM), color=style.KETAMINE.colour)
    (dot,) = axes.plot([], [], "o", color=style.INK)
    moves(dot)
    handle(dot, x="level")  # the dot can be dragged
    return SimpleNamespace(dot=dot)


def first(figure: Figure, level: float = 1.0) -> str:
    """Draw TODO and say what is seen."""
    drawn = artists(figure, _build)
    value = float(model.response(level))
    drawn.dot.set_data([level], [value])
    return f"TODO: what is seen. At {level:g} µM the response is {value:.0%}."
