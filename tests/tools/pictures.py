"""Do two pictures show the same? Tolerant of a processor's last bits, not of a stale picture.

Both are brought to one size and averaged over squares of 8 by 8 pixels of the page. A line that
moved by its own width, a word or a colour that changed are far beyond the tolerance; the shades
along an edge, which hang on the last bits of a number and on which 256 colours a picture keeps,
are far below.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable

import numpy as np
from PIL import Image

SQUARE_PX = 8
TOLERATED = 10.0  # of 255, in one colour of one square

PICTURE = re.compile(
    r'<img alt="([^"]*)" src="data:image/png;base64,([A-Za-z0-9+/=]+)" width="(\d+)"'
)


def difference(one: bytes, other: bytes, width_px: int) -> float:
    """Return the largest difference of two PNGs in any square (0 to 255)."""
    squares = [_squares(png, width_px) for png in (one, other)]
    if squares[0].shape != squares[1].shape:
        return 255.0
    return float(np.abs(squares[0] - squares[1]).max())


def _squares(png: bytes, width_px: int) -> np.ndarray:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    height_px = round(picture.height * width_px / picture.width)
    size = (max(1, width_px // SQUARE_PX), max(1, height_px // SQUARE_PX))
    return np.asarray(picture.resize(size, Image.Resampling.BOX), dtype=float)


def stale(kept: Iterable[str], made: Iterable[str]) -> list[str]:
    """Compare the pictures in two lots of HTML, in their order.

    Parameters
    ----------
    kept : iterable of str
        HTML of the outputs that are saved in a notebook.
    made : iterable of str
        HTML of the same outputs, made anew.

    Returns
    -------
    list of str
        A fault for each picture that shows something else than its drawing does now.
    """
    found = [[match for html in lot for match in PICTURE.findall(html)] for lot in (kept, made)]
    if len(found[0]) != len(found[1]):
        return [f"{len(found[0])} pictures are saved, and {len(found[1])} are drawn"]
    faults = []
    for (alt, old, width), (_, new, _) in zip(*found, strict=True):
        if old == new:
            continue
        away = difference(base64.b64decode(old), base64.b64decode(new), int(width))
        if away > TOLERATED:
            faults.append(f"the saved picture is not what is drawn now: “{alt[:80]}...”")
    return faults
