"""Draw once, then move: what keeps a live panel quick."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from matplotlib.artist import Artist
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


def moves(*artists: Artist) -> None:
    """Mark what moves in a live panel; all else in its figure is drawn once and must rest.

    An axis whose limits change moves, and so do the spines and lines that a moving patch covers.

    Parameters
    ----------
    *artists
        Artists of a figure that is drawn for a panel.
    """
    for artist in artists:
        artist.set_animated(True)
