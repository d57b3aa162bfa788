"""Where on a picture a control can be taken hold of.

A drawing marks an artist by an attribute ``handle_for = {"x": (control, at), "y": ...}``, where
`at` turns a value of the control into one of the axis: a factor, or a function. Nothing else is
asked of the drawing: the places of all stops follow from the axes as they were drawn.
"""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.text import Text

from .controls import Control, Slider, Toggle

MARK = "handle_for"


def grips(
    figure: Figure, controls: Mapping[str, Control], resting: Names[str] = ()
) -> list[dict[str, Any]]:
    """Return one grip for each marked artist that can be seen and moves something.

    Parameters
    ----------
    figure
        A figure that has been drawn.
    controls
        The panel's controls by name.
    resting
        The names of those that do nothing at this moment: nobody can take hold of them.

    Returns
    -------
    list of dict
        ``left`` and ``top`` in fractions of the picture; under ``x`` and ``y``, where there is a
        control, its name and the place of each of its stops on that side of the picture (None
        where a stop has no place).

    Raises
    ------
    ValueError
        If an artist is marked for a control that does not exist.
    """
    found = []
    for axes in figure.axes:
        for artist in axes.get_children():
            marks = getattr(artist, MARK, {})
            marks = {side: mark for side, mark in marks.items() if mark[0] not in resting}
            if marks and artist.get_visible() and axes.get_visible():
                grip = _grip(figure, axes, artist, marks, controls)
                if grip:
                    found.append(grip)
    return found


def _grip(
    figure: Figure, axes: Any, artist: Artist, marks: Any, controls: Mapping[str, Control]
) -> dict[str, Any] | None:
    points = _points(artist)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return None
    box = axes.get_window_extent()
    points = np.clip(points, (box.x0, box.y0), (box.x1, box.y1))
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    to_picture = figure.transFigure.inverted()
    left, bottom = to_picture.transform(middle)
    grip: dict[str, Any] = {"left": _short(left), "top": _short(1 - bottom)}
    for side, (name, at) in marks.items():
        if name not in controls:
            known = ", ".join(map(repr, controls))
            raise ValueError(f"handle: there is no control {name!r}; there are {known}.")
        where = _on_axis(at, stops_of(controls[name]))
        spots = np.full((len(where), 2), np.nan)
        anchor = axes.transData.inverted().transform(middle)
        spots[:] = anchor
        spots[:, 0 if side == "x" else 1] = where
        with np.errstate(all="ignore"):
            fractions = to_picture.transform(axes.transData.transform(spots))
        line = fractions[:, 0] if side == "x" else 1 - fractions[:, 1]
        grip[side] = {"name": name, "stops": [_short(place) for place in line]}
    return grip


def stops_of(control: Control) -> tuple[Any, ...]:
    """Return the values that a handle can snap to, in the order of the page."""
    if isinstance(control, Slider):
        return control.stops
    return (False, True) if isinstance(control, Toggle) else control.options


def _points(artist: Artist) -> np.ndarray:
    """Return the corners of an artist in pixels."""
    if isinstance(artist, Text):
        return np.atleast_2d(artist.get_transform().transform(artist.get_position()))
    if isinstance(artist, Collection):
        offsets = np.ma.filled(artist.get_offsets().astype(float), np.nan)
        return artist.get_offset_transform().transform(offsets)
    return artist.get_transform().transform(artist.get_path().vertices)


def _on_axis(at: Any, stops: tuple[Any, ...]) -> np.ndarray:
    values = [at(stop) if callable(at) else stop * at for stop in stops]
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _short(fraction: float) -> float | None:
    return round(float(fraction), 5) if np.isfinite(fraction) else None
