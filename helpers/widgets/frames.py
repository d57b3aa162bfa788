"""Quick frames for a live panel: a canvas that draws only what moves, and a quick PNG.

Most of the time matplotlib takes for a plot goes into axes and words that were the same in the
frame before. `QuickCanvas` keeps the pixels of each text. And where a drawing marks what moves
with matplotlib's own flag ``animated``, it draws all else once and then puts the moving artists on
a copy of that picture ("blitting").
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

MOST_TEXTS = 2000  # texts kept by one renderer; then it starts afresh


class QuickRenderer(RendererAgg):
    """Draws text for the second time by copying the pixels of the first.

    A text's corner is put on a whole pixel, so that one set of pixels fits wherever it stands.
    """

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)
        self._texts: dict[tuple, list[tuple[np.ndarray, float, float]]] = {}
        self.moving: list[Artist] = []
        self.resting: Any = None  # the pixels of all that does not move

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: bool = False,
        mtext: Any = None,
    ) -> None:
        """Draw `s` with its lower left corner at the pixel nearest to `x`, `y`."""
        if ismath:  # formulas have lines as well as glyphs
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        x, y = round(x), round(y)
        style = (mtext.get_language(), str(mtext.get_fontfeatures())) if mtext else None
        key = (s, prop, angle, gc.get_antialiased(), style)
        if key not in self._texts:
            if len(self._texts) >= MOST_TEXTS:
                self._texts.clear()
            recorder = _Recorder(self._renderer)
            self._renderer = recorder
            try:
                super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            finally:
                self._renderer = recorder.agg
            glyphs = [(pixels, left - x, bottom - y) for pixels, left, bottom in recorder.glyphs]
            self._texts[(s, prop.copy(), *key[2:])] = glyphs
            return
        for pixels, left, bottom in self._texts[key]:
            self._renderer.draw_text_image(pixels, x + left, y + bottom, 0, gc)


class _Recorder:
    """Stands before the Agg renderer while one text is drawn and keeps its glyphs."""

    def __init__(self, agg: Any) -> None:
        self.agg = agg
        self.glyphs: list[tuple[np.ndarray, float, float]] = []

    def draw_text_image(self, pixels: Any, left: float, bottom: float, angle: float, gc: Any):
        self.glyphs.append((np.array(pixels), left, bottom))
        self.agg.draw_text_image(pixels, left, bottom, angle, gc)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.agg, name)


class QuickCanvas(FigureCanvasAgg):
    """An Agg canvas that draws only what moves; with one `QuickRenderer` for each number of pixels.

    Whatever is not ``animated`` in a figure that has animated artists is drawn once and must rest.
    A figure without any is drawn whole, every time.
    """

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        self._renderers: dict[tuple, QuickRenderer] = {}

    def get_renderer(self) -> QuickRenderer:
        """Return the renderer for the present size and resolution."""
        width, height = self.get_width_height(physical=True)
        key = (width, height, self.figure.dpi)
        if key not in self._renderers:
            self._renderers[key] = QuickRenderer(*key)
        self.renderer = self._renderers[key]
        return self.renderer

    def draw(self) -> None:
        """Draw the figure: all of it, or what moves on a copy of what rests."""
        renderer = self.get_renderer()
        if renderer.resting is None:
            super().draw()  # leaves animated artists out
            renderer.moving = moving_artists(self.figure)
            if renderer.moving and self.figure.get_layout_engine() is None:
                renderer.resting = renderer.copy_from_bbox(self.figure.bbox)
        else:
            renderer.restore_region(renderer.resting)
        for artist in renderer.moving:
            artist.draw(renderer)


def moving_artists(figure: Figure) -> list[Artist]:
    """Return the artists that are marked as ``animated``, in the order in which they are drawn."""
    return sorted(figure.findobj(Artist.get_animated), key=Artist.get_zorder)


def quick_png(rgba: np.ndarray) -> bytes:
    """Return a PNG of an image (height, width, 4; uint8), without its alpha channel.

    Half the time of a common encoder, which tries five filters on each line of pixels; a plot's
    even areas need none.
    """
    height, width = rgba.shape[:2]
    lines = np.zeros((height, 1 + 3 * width), dtype=np.uint8)  # first byte of a line: no filter
    lines[:, 1:].reshape(height, width, 3)[:] = rgba[:, :, :3]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits of red, green, blue
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(lines, level=1)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
