"""Draw once, then move: what keeps a live panel quick."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

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


def handle(
    artist: Artist,
    *,
    x: str | None = None,
    y: str | None = None,
    x_at: float | Callable[[Any], float | None] = 1.0,
    y_at: float | Callable[[Any], float | None] = 1.0,
) -> None:
    """Let a learner take hold of an artist in a live panel and move a control with it.

    The artist must stand where the control's value puts it: a line, a marker, a text. A static
    picture takes no notice. Call it once when the artist is built, or at each drawing where
    `x_at` or `y_at` change.

    Parameters
    ----------
    artist
        What can be dragged.
    x, y
        Names of the controls that it moves along the axes; one of them, or both.
    x_at, y_at
        Where on the axis a value of the control stands: a factor (control in hours, axis in days:
        ``1 / 24``), or a function that takes the value and returns the place, or None where the
        value has none.

    Raises
    ------
    ValueError
        If neither `x` nor `y` names a control.
    """
    marks = {side: (name, at) for side, name, at in (("x", x, x_at), ("y", y, y_at)) if name}
    if not marks:
        raise ValueError("handle: x or y must name the control that the artist moves.")
    artist.handle_for = marks
