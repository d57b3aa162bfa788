"""What every live panel must keep: only what is marked as moving may change."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from helpers.widgets.picture import make_figure, paint, pixels


def assert_rest_is_still(
    draw: Callable[..., str],
    start: Mapping[str, Any],
    change: Mapping[str, Any],
    size_in: tuple[float, float] = (8, 4.5),
) -> None:
    """Fail unless a live frame, drawn on what rests, is the picture of a fresh figure."""
    there = {**start, **change}
    live, fresh = make_figure(size_in), make_figure(size_in)
    paint(draw, live, start)
    before = pixels(live).copy()
    paint(draw, live, there)
    after = pixels(live)
    paint(draw, fresh, there)
    assert np.array_equal(after, pixels(fresh))
    assert not np.array_equal(after, before)
