"""What every picture of the course must keep, whatever it shows: its words and its writing.

Each function takes a drawn figure and returns faults in plain words, empty when all is well.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.widgets.explore import Explorer
from helpers.widgets.picture import make_figure, paint, pixels
from tests.contract.crossed import crossed

FEWEST_WORDS = 20
MOST_LETTERS = 720
SMALLEST_PT = 8.0
LIGHTNESS = re.compile(r"\b(?:white|black|bright|dark)(?:er|est)?\b(?!\s+matter)", re.IGNORECASE)
# Boxes of texts hold the room of letters like g and Å; so far they may reach into each other.
OVERLAP_PX = (4, 7)


def faults_of_words(words: str, fewest: int = FEWEST_WORDS) -> list[str]:
    """Hold the description: long enough to stand for the picture, short enough to be heard."""
    faults = []
    if len(words.split()) < fewest:
        faults.append(f"says fewer than {fewest} words: {words!r}")
    if len(words) > MOST_LETTERS:
        faults.append(f"says {len(words)} letters, more than {MOST_LETTERS}")
    if re.search(r"\b(?:nan|inf|None)\b", words):
        faults.append(f"says no number where one belongs: {words!r}")
    if LIGHTNESS.search(words):
        faults.append(f"names light or dark, which a dark theme turns round: {words!r}")
    return faults


def faults_of_writing(figure: Figure) -> list[str]:
    """Hold that texts are in the picture, large enough, and clear of lines and of each other."""
    page = figure.bbox.expanded(1.001, 1.02)  # a box is as wide as its ink, but higher
    faults, boxes, words = [], [], []
    texts = list(written_on(figure))
    for text in texts:
        box = Text.get_window_extent(text)  # an Annotation's own holds its arrow as well
        said = text.get_text()
        if not (page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)):
            faults.append(f"{said!r} leaves the picture")
        if text.get_fontsize() < SMALLEST_PT:
            faults.append(f"{said!r} is written in {text.get_fontsize():g} pt: too small")
        if LIGHTNESS.search(said):
            faults.append(f"{said!r} names light or dark, which a dark theme turns round")
        boxes.append(box.extents)
        words.append(said)
    faults += [f"{words[a]!r} and {words[b]!r} overlap" for a, b in overlaps(boxes)]
    return faults + [f"a line runs through {words[n]!r}" for n in crossed(figure, texts, boxes)]


def overlaps(boxes: list[np.ndarray]) -> np.ndarray:
    """Return the pairs of boxes (left, bottom, right, top) that share more than `OVERLAP_PX`."""
    ends = np.reshape(boxes, (-1, 4))
    low, high = ends[:, None, :2], ends[:, None, 2:]
    shared = np.minimum(high, ends[:, 2:]) - np.maximum(low, ends[:, :2])
    return np.argwhere(np.triu((shared > OVERLAP_PX).all(axis=2), k=1))


def written_on(figure: Figure) -> Iterator[Text]:
    """Yield the texts that are seen, but for the numbers along the axes (matplotlib's own)."""
    groups = [figure.texts]
    for axes in figure.axes:
        if axes.get_visible():
            groups.append(_texts_of(axes))
    for text in itertools.chain(*groups):
        if text.get_visible() and text.get_text().strip():
            yield text


def _texts_of(axes: Axes) -> list[Text]:
    titles = [axes.title, axes._left_title, axes._right_title]
    labels = [axes.xaxis.label, axes.yaxis.label] if axes.axison else []
    legend = axes.get_legend()
    return [*axes.texts, *titles, *labels, *(legend.get_texts() if legend else [])]


def faults_of_legends(figure: Figure) -> list[str]:
    """Hold that no legend names what is not there: a hidden artist, or one that moves and is empty.

    An artist without points that never moves stands for others of its look.
    """
    faults = []
    for axes in figure.axes:
        legend = axes.get_legend()
        if legend and legend.get_visible() and axes.get_visible():
            said = {text.get_text() for text in legend.get_texts() if text.get_visible()}
            for artist, name in zip(*axes.get_legend_handles_labels(), strict=True):
                if name in said and _draws_nothing(artist):
                    faults.append(f"the legend names {name!r}, which is not drawn")
    return faults


def _draws_nothing(artist: object) -> bool:
    if not isinstance(artist, Artist):  # a group such as that of error bars
        return False
    empty = isinstance(artist, Line2D) and not np.isfinite(artist.get_xydata()).all(axis=1).any()
    return not artist.get_visible() or (empty and artist.get_animated())


def seen_in(figure: Figure) -> bytes:
    """Return a fingerprint of what a figure shows."""
    return blake2b(pixels(figure)).digest()


def faults_of_rest(panel: Explorer, lives: list[tuple[dict, bytes]]) -> list[str]:
    """Hold that live frames, each drawn on what rests, are the pictures of their values.

    A second figure is drawn whole at the same values, last ones first: it differs where something
    that changes is not marked, and where a picture hangs on the position before it.

    Parameters
    ----------
    panel : Explorer
        The panel that drew the frames.
    lives : list of (dict, bytes)
        The values of each frame, and the fingerprint of what it showed.
    """
    whole = make_figure(panel._size_in)
    faults = []
    for values, live in reversed(lives):
        whole.canvas.get_renderer().resting = None  # nothing is taken from the picture before
        paint(panel._draw, whole, values)
        if seen_in(whole) != live:
            faults.append(
                "what changes is not marked by moves(), or not drawn anew each time: the live "
                f"picture is not that of {values}"
            )
    return faults
