"""What every picture of the course must keep, whatever it shows: its words and its writing.

Each function takes a drawn figure and returns faults in plain words, empty when all is well.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.widgets.picture import Draw, make_figure, paint, pixels

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
    """Hold that texts are inside the picture, large enough, and not on top of each other."""
    page = figure.bbox.expanded(1.01, 1.02)
    faults, boxes = [], []
    for text in written_on(figure):
        box = Text.get_window_extent(text)  # an Annotation's own holds its arrow as well
        said = text.get_text()
        if not (page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)):
            faults.append(f"{said!r} leaves the picture")
        if text.get_fontsize() < SMALLEST_PT:
            faults.append(f"{said!r} is written in {text.get_fontsize():g} pt: too small")
        if LIGHTNESS.search(said):
            faults.append(f"{said!r} names light or dark, which a dark theme turns round")
        boxes.append((said, box))
    for (one, box), (other, under) in itertools.combinations(boxes, 2):
        shared = Bbox.intersection(box, under)
        if shared and shared.width > OVERLAP_PX[0] and shared.height > OVERLAP_PX[1]:
            faults.append(f"{one!r} and {other!r} overlap")
    return faults


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


def faults_of_rest(
    draw: Draw, live: Figure, values: dict, size_in: tuple[float, float]
) -> list[str]:
    """Hold that a live frame, drawn on what rests, is the picture of a fresh figure."""
    fresh = make_figure(size_in)
    paint(draw, fresh, values)
    if np.array_equal(pixels(live), pixels(fresh)):
        return []
    return ["what changes is not marked by moves(): the live picture is not that of these values"]
