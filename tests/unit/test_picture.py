"""Static figures: alt text, weight and sharpness; and the quick frames of panels."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib.style
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.figures import style
from helpers.widgets import picture, picture_html, show
from helpers.widgets.frames import QuickCanvas, quick_png
from helpers.widgets.picture import (
    WEIGHT_LIMIT,
    check_parameters,
    few_colours,
    make_figure,
    pixels,
    small_png,
)


def draw_wave(figure, *, height, noise=0.0):
    """Draw a wave with words that hold characters HTML must escape."""
    axes = figure.subplots()
    times_s = np.linspace(0, 10, 300)
    axes.plot(times_s, height * np.sin(times_s), label="sine")
    axes.set(xlabel="Time (s)", ylabel="Current (nA)", title="A wave")
    axes.legend()
    if noise:
        image = np.random.default_rng(1).random((200, 350, 3))
        axes.imshow(image, extent=(0, 10, -1, 1), aspect="auto")
    return f'A "wave" <{height:g} nA> high\n & steady.'


def alt_of(html):
    return re.search(r'<img alt="([^"]*)"', html).group(1)


def test_alt_text_is_the_words_of_the_drawing():
    html = show(draw_wave, height=2)._repr_html_()
    assert alt_of(html) == "A &quot;wave&quot; &lt;2 nA&gt; high &amp; steady."
    assert html.count("<img") == 1


def test_plain_text_is_the_words():
    figure = show(draw_wave, height=2)
    bundle = figure._repr_mimebundle_()
    assert bundle["text/plain"] == repr(figure) == figure.words == 'A "wave" <2 nA> high & steady.'
    assert bundle["text/html"] == figure._repr_html_()


def test_caption_is_shown_only_when_given_and_escaped():
    assert "<figcaption>Waves &lt; 3</figcaption>" in picture_html(
        draw_wave, height=1, caption="Waves < 3"
    )
    assert "figcaption" not in picture_html(draw_wave, height=1)


def test_everyone_can_open_the_words():
    html = picture_html(draw_wave, height=1)
    assert re.search(r'<summary data-lm-suppress-shortcuts="true">Describe this figure', html)
    assert "<details>" in html and "<details open" not in html


def test_html_is_the_same_each_time():
    assert picture_html(draw_wave, height=2) == picture_html(draw_wave, height=2)


def test_a_plot_is_sharp_and_light():
    figure = show(draw_wave, size_in=(8, 4), height=2)
    assert Image.open(io.BytesIO(figure.png)).size == (1536, 768)
    assert 'width="768"' in figure._repr_html_()
    assert len(figure.png) <= WEIGHT_LIMIT


def test_colours_survive_the_palette():
    figure = make_figure((8, 4))
    draw_wave(figure, height=2)
    true = pixels(figure, 2.0)[:, :, :3].astype(int)
    kept = np.asarray(Image.open(io.BytesIO(small_png(figure))).convert("RGB")).astype(int)
    assert (kept[0, 0] == 255).all()
    assert np.abs(kept - true).max() <= 24
    assert np.abs(kept - true).mean() < 0.1


def test_a_heavy_picture_gives_up_sharpness():
    figure = make_figure((8, 4))
    draw_wave(figure, height=2)
    light = small_png(figure, limit=12_000)
    assert len(light) < len(small_png(figure))
    assert Image.open(io.BytesIO(light)).width < 1536


def test_even_noise_gives_a_picture():
    figure = show(draw_wave, height=2, noise=1.0)
    assert Image.open(io.BytesIO(figure.png)).width == 768


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "needs 'height'"),
        ({"height": 1, "hight": 2}, "does not take 'hight'"),
    ],
)
def test_values_must_fit_the_drawing(values, told):
    with pytest.raises(ValueError, match=told):
        show(draw_wave, **values)


def test_a_drawing_may_take_anything():
    check_parameters(lambda figure, **values: "Anything.", ["height", "width"])


@pytest.mark.parametrize("draw", [None, 3, "draw", lambda: "x", lambda *, figure: "x"])
def test_draw_must_be_a_drawing(draw):
    with pytest.raises(ValueError):
        check_parameters(draw, [])


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="words that describe"):
        show(lambda figure: None)


def test_errors_in_a_static_figure_are_the_authors():
    with pytest.raises(ZeroDivisionError):
        show(lambda figure: 1 / 0)


# -- frames ---------------------------------------------------------------------------------------


def drawn(figure):
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).astype(int)


def texts(figure):
    """Put texts of many kinds on a figure."""
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="Time (s)", ylabel="Current (µA)")
    axes.text(0.2, 0.8, "turned", rotation=30)
    axes.text(0.2, 0.5, "two\nlines", color="red", fontsize=15, fontweight="bold")
    axes.text(0.5, 0.5, "two\nlines", color="blue")
    axes.text(0.7, 0.3, r"$\frac{a}{b}$ formula")
    axes.text(0.5, 0.9, "in a box", bbox={"facecolor": "yellow"})


def test_the_second_frame_is_the_first_to_the_pixel():
    figure = make_figure((6, 4))
    texts(figure)
    first = drawn(figure)
    assert (drawn(figure) == first).all()
    figure.axes[0].set_xlabel("Other")
    assert (drawn(figure) != first).any()
    figure.axes[0].set_xlabel("Time (s)")
    assert (drawn(figure) == first).all()


def test_quick_text_stands_within_a_pixel_of_ordinary_text():
    figure = make_figure((6, 4))
    texts(figure)
    drawn(figure)
    quick = drawn(figure)
    FigureCanvasAgg(figure)
    ordinary = drawn(figure)
    inked = (ordinary < 250).any(axis=2)
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    near = np.any([np.roll(inked, shift, axis=(0, 1)) for shift in shifts], axis=0)
    assert near[(quick < 230).any(axis=2)].all()
    ink = (255 - quick).sum() / (255 - ordinary).sum()
    assert ink == pytest.approx(1, abs=0.01)


def test_text_follows_its_colour_size_and_resolution():
    figure = make_figure((4, 3))
    label = figure.text(0.5, 0.5, "words", size=10)
    black = drawn(figure)
    label.set_color("red")
    assert (drawn(figure)[..., 0] == 255).all()
    label.set(color="black", fontsize=20)
    assert (255 - drawn(figure)).sum() > 2 * (255 - black).sum()
    label.set_fontsize(10)
    assert (drawn(figure) == black).all()
    assert pixels(figure, 2.0).shape == (576, 768, 4)
    assert (drawn(figure) == black).all()


def test_a_changed_font_object_does_not_spoil_kept_text():
    figure = make_figure((4, 3))
    label = figure.text(0.5, 0.5, "words", size=10)
    small = drawn(figure)
    label.get_fontproperties().set_size(20)
    large = drawn(figure)
    assert (large != small).any()
    label.get_fontproperties().set_size(10)
    assert (drawn(figure) == small).all()


def test_the_store_of_texts_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr("helpers.widgets.frames.MOST_TEXTS", 5)
    figure = make_figure((4, 3))
    label = figure.text(0.5, 0.5, "")
    for number in range(12):
        label.set_text(f"number {number}")
        figure.canvas.draw()
    assert len(figure.canvas.get_renderer()._texts) <= 5


def test_a_canvas_keeps_few_sizes():
    figure = make_figure((4, 3))
    figure.text(0.5, 0.5, "words")
    for tenths in range(8, 30):
        pixels(figure, tenths / 10)
    assert len(figure.canvas._renderers) <= 3


def test_a_new_figure_has_a_quick_canvas():
    assert isinstance(make_figure((4, 3)).canvas, QuickCanvas)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (64, 48)])
def test_quick_png_keeps_every_pixel(shape):
    rgba = np.random.default_rng(3).integers(0, 256, (*shape, 4), dtype=np.uint8)
    read = np.asarray(Image.open(io.BytesIO(quick_png(rgba))))
    assert (read == rgba[:, :, :3]).all()


def test_a_kept_picture_has_its_colours_whether_few_or_many():
    values = np.random.default_rng(3)
    few = values.integers(0, 256, (256, 4), dtype=np.uint8)[values.integers(0, 256, (40, 50))]
    assert (np.asarray(few_colours(few).convert("RGB")) == few[:, :, :3]).all()
    flat = np.full((100, 100, 4), 200, np.uint8)
    flat[0, :, 0] = np.arange(
        100
    )  # more colours than are kept, on few pixels: the nearest stand in
    off = np.asarray(few_colours(flat, most=51).convert("RGB")).astype(int) - flat[:, :, :3]
    assert (off[1:] == 0).all() and 0 < np.abs(off[0]).max() <= 50
    ramp = np.linspace(0, 255, 512).astype(np.uint8)
    smooth = np.stack(np.broadcast_arrays(ramp[:, None], ramp, 0, 255), axis=2).astype(np.uint8)
    off = np.asarray(few_colours(smooth).convert("RGB")).astype(int) - smooth[:, :, :3]
    assert np.abs(off).mean() < 6  # a picture of many colours is left to Pillow


# -- in the dark -----------------------------------------------------------------------------------


def dark(colour):
    """Return a colour (red, green, blue; 0 to 1) after the style sheet's filter for dark themes.

    The formulas of the W3C's Filter Effects for ``invert`` and ``hue-rotate``.
    """
    css = (Path(picture.__file__).parent / "style.css").read_text(encoding="utf-8")
    share, turn = re.search(r"filter: invert\(([\d.]+)\) hue-rotate\((\d+)deg\)", css).groups()
    inverted = (1 - 2 * float(share)) * np.array(to_rgb(colour)) + float(share)
    grey = np.tile([0.213, 0.715, 0.072], (3, 1))
    cosine, sine = np.cos(np.radians(float(turn))), np.sin(np.radians(float(turn)))
    turned = [[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]]
    return np.clip((grey + cosine * (np.eye(3) - grey) + sine * np.array(turned)) @ inverted, 0, 1)


def contrast(one, other):
    """Return the contrast ratio of two colours, as WCAG defines it."""

    def luminance(colour):
        line = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        return line @ [0.2126, 0.7152, 0.0722]

    low, high = sorted(luminance(np.array(to_rgb(colour))) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("white", "black") == pytest.approx(21)
    assert contrast("#767676", "white") == pytest.approx(4.54, abs=0.01)
    assert dark("white") == pytest.approx([0.13] * 3)  # a grey has no hue to turn


@pytest.mark.parametrize("ground", ["white", style.TINT, style.LIT])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_text_of_a_picture_can_be_read_in_light_and_dark(ground, look):
    seen = dark if look == "dark" else to_rgb
    labels = [picture.LOOK[f"{place}.labelcolor"] for place in ("xtick", "axes")]
    for ink in (style.INK, style.QUIET, *labels):
        assert contrast(seen(ink), seen(ground)) >= 4.5, (ink, ground)


def test_a_line_that_stands_off_the_page_does_so_in_the_dark():
    looks = {name: look for name, look in vars(style).items() if isinstance(look, style.Look)}
    assert looks
    for name, look in looks.items():
        if contrast(look.colour, "white") >= 3:
            assert contrast(dark(look.colour), dark("white")) >= 3, name


# -- what users set for plots of their own ----------------------------------------------------

HOSTILE = {
    "text.usetex": "True",
    "font.size": "30",
    "figure.facecolor": "black",
    "axes.grid": "True",
    "path.sketch": "1, 100, 2",
    "savefig.dpi": "10",
}
ELSEWHERE = """
import hashlib, matplotlib
before = dict(dict.items(matplotlib.rcParams))
import helpers.checks, helpers.figures.receptor
from tests.unit.test_picture import draw_wave
from helpers.widgets import show
print(hashlib.sha256(show(draw_wave, height=2).png).hexdigest())
print(before == dict(dict.items(matplotlib.rcParams)), matplotlib.rcParams["font.size"])
"""


def test_a_picture_is_the_same_whatever_the_user_set_and_the_users_plots_stay_theirs():
    ours = show(draw_wave, height=2).png
    with matplotlib.rc_context():
        matplotlib.style.use("dark_background")
        for name, value in HOSTILE.items():
            matplotlib.rcParams[name] = value
        theirs = dict(dict.items(matplotlib.rcParams))
        assert show(draw_wave, height=2).png == ours
        with pytest.raises(ZeroDivisionError):
            show(lambda figure: 1 / 0)
        assert dict(dict.items(matplotlib.rcParams)) == theirs


def test_a_users_settings_file_is_neither_followed_nor_changed(tmp_path):
    rc = tmp_path / "matplotlibrc"
    rc.write_text("".join(f"{name}: {value}\n" for name, value in HOSTILE.items()))
    told = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env=os.environ | {"MATPLOTLIBRC": str(rc)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ours = show(draw_wave, height=2).png
    assert told == [hashlib.sha256(ours).hexdigest(), "True", "30.0"]
