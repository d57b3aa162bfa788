"""Which words of a picture a line runs through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

# A line may touch the rim of a text's box, where no ink is, and cut off so much of a corner.
RIM_PX = np.array([3.0, 3.0, -3.0, -3.0])
CORNER_PX = 5.0
PAPER = 0.75  # what is hardly seen through keeps words apart from the lines beneath


def crossed(figure: Figure, texts: list[Text], boxes: list[np.ndarray]) -> list[int]:
    """Return which texts, whose boxes (left, bottom, right, top) are given, a line runs through.

    Not told are texts with paper of their own above the line, and those that lean: they may be
    written along it.
    """
    cores = {
        n: box + RIM_PX
        for n, (text, box) in enumerate(zip(texts, boxes, strict=True))
        if text.get_rotation() % 90 == 0
    }
    found = set()
    for axes in figure.axes:
        lines = list(_lines_in(axes)) if axes.get_visible() else []
        if not lines:
            continue
        ends = np.concatenate([ends for _, ends in lines])
        which = np.repeat(np.arange(len(lines)), [len(ends) for _, ends in lines])
        for n, core in cores.items():
            within = np.bincount(*_within(ends, which, _shared(core, axes.bbox.extents)))
            hit = [lines[line][0] for line in np.flatnonzero(within > CORNER_PX)]
            if any(not _keeps_off(texts[n], line) for line in hit):
                found.add(n)
    return sorted(found)


def _lines_in(axes: Axes) -> Iterator[tuple[Artist, np.ndarray]]:
    """Yield each line that is seen with the ends (x, y, x, y) of its pieces in pixels."""
    for line in axes.lines:
        if line.get_visible() and line.get_linestyle() not in ("None", "none", "", " "):
            points = line.get_transform().transform(line.get_xydata())
            yield line, np.hstack([points[:-1], points[1:]])
    for many in axes.collections:
        if isinstance(many, LineCollection) and many.get_visible() and many.get_segments():
            pieces = [many.get_transform().transform(piece) for piece in many.get_segments()]
            yield many, np.concatenate([np.hstack([one[:-1], one[1:]]) for one in pieces])


def _shared(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.r_[np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])]


def _within(ends: np.ndarray, which: np.ndarray, box: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pieces that reach into a box: the line of each, and how long it is in there."""
    low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    near = ((low <= box[2:]) & (high >= box[:2])).all(axis=1) & (box[2:] > box[:2]).all()
    start, step = ends[near, :2], ends[near, 2:] - ends[near, :2]
    step[step == 0] = 1e-9
    sides = (box.reshape(2, 1, 2) - start) / step  # where on a piece it meets each side
    inside = np.clip(sides.max(axis=0), 0, 1).min(axis=1) - np.clip(sides.min(axis=0), 0, 1).max(1)
    return which[near], np.maximum(inside, 0) * np.hypot(*step.T)


def _keeps_off(text: Text, line: Artist) -> bool:
    """Tell whether a text has paper of its own that is drawn after a line."""
    paper = text.get_bbox_patch()
    if paper is None or paper.get_facecolor()[3] < PAPER:
        return False
    after = [(artist.get_animated(), artist.get_zorder()) for artist in (line, text)]
    return after[0] < after[1]
