"""Quick frames for a live panel: a canvas that draws only what moves, and a quick PNG.

Most of the time matplotlib takes for a plot goes into axes and words that were the same in the
frame before. `QuickCanvas` keeps the pixels of each text. And where a drawing marks what moves
with matplotlib's own flag ``animated``, it draws all else once and then puts the moving artists on
a copy of that picture ("blitting").
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

MOST_SIZES = 3  # renderers that one canvas keeps: each holds two pictures
GHOST = "#8a8a8a"
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

    def drop_pixels(self) -> None:
        """Let all pixels go: each text keeps the renderer that drew it last, for its measures."""
        self.__init__(1, 1, self.dpi)

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
        self._before: list[tuple[Line2D, np.ndarray]] = []
        self.has_ghost = False  # whether the last picture shows lines of the position before

    def get_renderer(self) -> QuickRenderer:
        """Return the renderer for the present size and resolution."""
        width, height = self.get_width_height(physical=True)
        key = (width, height, self.figure.dpi)
        kept = self._renderers.pop(key, None) or QuickRenderer(*key)
        self._renderers[key] = kept  # the newest last
        while len(self._renderers) > MOST_SIZES:
            del self._renderers[next(iter(self._renderers))]
        self.renderer = kept
        return kept

    def forget_pixels(self) -> None:
        """Let the pixels of every size go: the next picture is drawn whole."""
        for renderer in self._renderers.values():
            renderer.drop_pixels()
        self._renderers.clear()

    @contextmanager
    def once(self) -> Iterator[None]:
        """Forget afterwards the pixels of the sizes that are drawn meanwhile, some 10 MB each."""
        kept = dict(self._renderers)
        try:
            yield
        finally:
            for key, renderer in self._renderers.items():
                if kept.get(key) is not renderer:
                    renderer.drop_pixels()
            self._renderers = kept

    def keep_before(self) -> None:
        """Keep the lines as they stand: from now on they lie beneath as ghosts."""
        lines = [artist for artist in moving_artists(self.figure) if isinstance(artist, Line2D)]
        self._before = [(line, line.get_xydata().copy()) for line in lines if line.get_visible()]

    def forget_before(self) -> None:
        """Draw no ghosts any more."""
        self._before = []

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
        ghosts = [_ghost(line, points) for line, points in self._before if _moved(line, points)]
        self.has_ghost = bool(ghosts)
        for artist in sorted([*ghosts, *renderer.moving], key=Artist.get_zorder):
            artist.draw(renderer)


def _moved(line: Line2D, before: np.ndarray) -> bool:
    now = line.get_xydata()
    return len(before) > 0 and not (
        now.shape == before.shape and np.array_equal(now, before, equal_nan=True)
    )


def _ghost(line: Line2D, points: np.ndarray) -> Line2D:
    """Return a faint dashed copy of a line as it stood, just beneath it."""
    ghost = Line2D(*points.T)
    ghost.update_from(line)
    bare = line.get_linestyle() in ("None", "none", " ", "")
    ghost.set(color=GHOST, alpha=0.75, linestyle="none" if bare else (0, (4, 2.5)))
    ghost.set(markerfacecolor="none", markeredgecolor=GHOST, animated=False)
    ghost.set_zorder(line.get_zorder() - 0.01)
    ghost.set_figure(line.get_figure())
    ghost.axes = line.axes
    return ghost


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
    for colour in range(3):  # one at a time: four times as quick as all three in one copy
        lines[:, 1 + colour :: 3] = rgba[:, :, colour]
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
