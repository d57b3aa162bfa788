"""Figures as pictures with words: the static ones of a lesson, and the frames of a panel.

Every drawing of the course is a function ``draw(figure, **values) -> str`` that draws on a
matplotlib Figure and returns the words that describe what is seen. The words become the
picture's alt text, so that no figure reaches a learner without them.
"""

from __future__ import annotations

import base64
import inspect
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from .frames import QuickCanvas

Draw = Callable[..., str]

SCREEN_DPI = 96  # one inch of a figure is 96 CSS pixels, a browser's own rule
SHARPEST = 2.0  # pictures kept in a notebook have up to this many pixels per CSS pixel
WEIGHT_LIMIT = 60 * 1024  # bytes of one picture in a notebook

# Every parameter of matplotlib as our pictures want it: what the sheet does not name is as
# matplotlib ships it. What says where a user's own plots appear is no look.
LOOK = {
    name: value
    for name, value in matplotlib.rc_params_from_file(
        Path(__file__).with_name("look.mplstyle"), use_default_template=True
    ).items()
    if name not in ("backend", "backend_fallback", "interactive")
}


@contextmanager
def own_look() -> Iterator[None]:
    """Draw as the course does, whatever style the user has set; theirs is back afterwards.

    So it is with what numpy does where a number is too small or too large for it.

    A twentieth of a millisecond, where ``rc_context`` takes milliseconds: values that matplotlib
    has checked before need no second check.
    """
    theirs = dict(dict.items(matplotlib.rcParams))
    dict.update(matplotlib.rcParams, LOOK)
    try:
        with np.errstate(all="warn", under="ignore"):  # as numpy ships it
            yield
    finally:
        dict.update(matplotlib.rcParams, theirs)


class Picture:
    """A static figure: HTML with alt text for notebooks, its words everywhere else.

    Attributes
    ----------
    words : str
        What the figure shows.
    png : bytes
        The picture.
    """

    def __init__(self, words: str, png: bytes, html: str) -> None:
        self.words = words
        self.png = png
        self._html = html

    def _repr_html_(self) -> str:
        return self._html

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._html, "text/plain": self.words}

    def __repr__(self) -> str:
        return self.words


def show(
    draw: Draw, *, size_in: tuple[float, float] = (8, 4), caption: str | None = None, **values: Any
) -> Picture:
    """Draw a static figure and return it as a picture with words.

    Parameters
    ----------
    draw : callable
        ``draw(figure, **values) -> words``.
    size_in : tuple of float
        Width and height in inches.
    caption : str, optional
        A line shown below the picture. The words of the drawing are the alt text and can be
        opened below the picture by everyone ("Describe this figure").
    **values
        Passed on to `draw`.

    Returns
    -------
    Picture
        Shown by a notebook when it is the last line of a cell.

    Raises
    ------
    ValueError
        If `values` do not fit the parameters of `draw`, or `draw` returns no words.
    """
    check_parameters(draw, values)
    figure = make_figure(size_in)
    words = paint(draw, figure, values)
    png = small_png(figure)
    return Picture(words, png, figure_html(png, words, size_in, caption))


def picture_html(
    draw: Draw, *, size_in: tuple[float, float] = (8, 4), caption: str | None = None, **values: Any
) -> str:
    """Return the HTML that `show` would put into a notebook."""
    return show(draw, size_in=size_in, caption=caption, **values)._repr_html_()


def check_parameters(draw: Draw, names: Iterable[str]) -> None:
    """Raise ValueError unless `names` are keyword parameters of `draw` and none is missing.

    The first parameter of `draw` is the figure.
    """
    if not callable(draw):
        raise ValueError(f"draw must be a function draw(figure, **values); got {draw!r}.")
    parameters = list(inspect.signature(draw).parameters.values())
    if not parameters or parameters[0].kind not in (
        inspect.Parameter.POSITIONAL_ONLY,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ):
        raise ValueError(f"{_name(draw)} must take the figure as its first parameter.")
    by_name = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    known = {p.name: p for p in parameters[1:] if p.kind in by_name}
    names = list(names)
    takes_any = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
    unknown = [] if takes_any else [name for name in names if name not in known]
    missing = [n for n, p in known.items() if p.default is p.empty and n not in names]
    if unknown or missing:
        faults = [f"does not take {_list(unknown)}"] if unknown else []
        faults += [f"needs {_list(missing)}"] if missing else []
        raise ValueError(f"{_name(draw)} {' and '.join(faults)}; it takes {_list(known)}.")


@own_look()
def make_figure(size_in: tuple[float, float]) -> Figure:
    """Return an empty Agg figure that no window and no pyplot knows of."""
    try:
        width, height = (float(side) for side in size_in)
    except (TypeError, ValueError):
        width = height = float("nan")
    if not (0.5 <= width <= 20 and 0.5 <= height <= 20):
        raise ValueError(f"size_in must be two lengths from 0.5 to 20 inches; got {size_in!r}.")
    figure = Figure(figsize=(width, height), dpi=SCREEN_DPI)
    QuickCanvas(figure)
    return figure


def size_px(size_in: tuple[float, float]) -> tuple[int, int]:
    """Return width and height of a figure on the page, in whole CSS pixels as Agg counts them."""
    width, height = (int(float(side) * SCREEN_DPI) for side in size_in)
    return width, height


@own_look()
def paint(draw: Draw, figure: Figure, values: dict[str, Any]) -> str:
    """Call `draw` and return its words; raise ValueError when there are none."""
    words = draw(figure, **values)
    if not isinstance(words, str) or not words.strip():
        raise ValueError(
            f"{_name(draw)} must return the words that describe the picture; got {words!r}."
        )
    return " ".join(words.split())


def small_png(figure: Figure, limit: int = WEIGHT_LIMIT, drawn: bool = False) -> bytes:
    """Return a PNG that weighs little: for a picture kept in a notebook.

    It has 256 colours, which a plot hardly exceeds, and is as sharp as `limit` bytes permit.
    `drawn` says that the figure was drawn last at `SHARPEST` and need not be drawn again.
    """
    data = b""
    for pixels_per_px in (SHARPEST, 1.5, 1.25, 1.0):
        with figure.canvas.once():
            if drawn and pixels_per_px == SHARPEST:
                rgba = np.asarray(figure.canvas.buffer_rgba())
            else:
                rgba = pixels(figure, pixels_per_px)
            picture = few_colours(rgba)
        png = io.BytesIO()
        picture.save(png, "png", compress_level=6)
        data = png.getvalue()
        if len(data) <= limit:
            break
    return data


def few_colours(rgba: np.ndarray, most: int = 256) -> Image.Image:
    """Return pixels as a picture of its `most` commonest colours; rare ones get the nearest.

    A plot has few colours beside the many faint ones of smooth edges. Neighbours are mostly alike,
    so runs of one colour are counted, not pixels: far quicker than Pillow's median cut, to which
    pictures of many colours are left.
    """
    colours = np.ascontiguousarray(rgba).view(np.uint32).ravel()
    starts = np.flatnonzero(np.r_[True, colours[1:] != colours[:-1]])
    lengths = np.diff(np.r_[starts, colours.size])
    found, which = np.unique(colours[starts], return_inverse=True)
    pixels_of = np.bincount(which, lengths)
    order = np.argsort(-pixels_of, kind="stable")
    if pixels_of[order[most:]].sum() > 0.03 * colours.size:
        picture = Image.fromarray(rgba[:, :, :3])
        return picture.quantize(most, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    rgb = found.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    kept = rgb[order[:most]]
    place = np.empty(len(found), np.uint8)
    place[order[:most]] = np.arange(len(kept))
    for rare in np.array_split(order[most:], 1 + len(order) // 4096):  # bounds the table's size
        apart = ((rgb[rare, None] - kept) ** 2).sum(axis=2)
        place[rare] = apart.argmin(axis=1)
    picture = Image.fromarray(np.repeat(place[which], lengths).reshape(rgba.shape[:2]))
    picture.putpalette(kept.astype(np.uint8).tobytes())
    return picture


def figure_html(
    png: bytes, words: str, size_in: tuple[float, float], caption: str | None = None
) -> str:
    """Return a picture with its alt text as HTML that survives every notebook page.

    JupyterLab would take Enter away from the line "Describe this figure" without its
    ``data-lm-suppress-shortcuts``.
    """
    line = f"<figcaption>{escape(caption)}</figcaption>\n" if caption else ""
    return (
        '<figure class="cw-figure" style="margin: 0.5em 0">\n'
        f"{image_html(png, words, size_in)}\n{line}"
        '<details><summary data-lm-suppress-shortcuts="true">Describe this figure</summary>\n'
        f"<p>{escape(words)}</p></details>\n"
        "</figure>"
    )


def image_html(png: bytes, words: str, size_in: tuple[float, float]) -> str:
    """Return the ``<img>`` alone."""
    data = base64.b64encode(png).decode("ascii")
    width, _ = size_px(size_in)
    return (
        f'<img alt="{escape(words)}" src="data:image/png;base64,{data}" width="{width}" '
        'style="max-width: 100%; height: auto">'
    )


@own_look()
def pixels(figure: Figure, pixels_per_px: float = 1.0) -> np.ndarray:
    """Render the figure; return its pixels (height, width, 4), which the next frame overwrites."""
    dpi = figure.dpi
    try:
        figure.set_dpi(SCREEN_DPI * pixels_per_px)
        figure.canvas.draw()
        return np.asarray(figure.canvas.buffer_rgba())
    finally:
        figure.set_dpi(dpi)


def _name(draw: Draw) -> str:
    return getattr(draw, "__name__", type(draw).__name__)


def _list(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names) or "no values"
