"""Draw once, then move: what keeps a live panel quick."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from matplotlib.figure import Figure


def artists(figure: Figure, build: Callable[[Figure], SimpleNamespace]) -> SimpleNamespace:
    """Return the artists of `figure`, built by `build` at the first call and kept after it.

    Parameters
    ----------
    figure
        The figure that is drawn on; it lives as long as its panel.
    build
        Takes the empty figure, makes axes and artists, returns them by name.

    Returns
    -------
    SimpleNamespace
        What `build` returned, the same object at every later call with the same `build`.
    """
    kept = getattr(figure, "_course_artists", None)
    if kept is None or kept[0] is not build:
        figure.clear()
        kept = (build, build(figure))
        figure._course_artists = kept
    return kept[1]
