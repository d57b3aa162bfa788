"""The panel: a drawing with controls, presets and words that follow every change."""

from __future__ import annotations

import traceback as tracebacks
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import traitlets

from .base import Base
from .controls import (
    Choice,
    Control,
    Slider,
    Toggle,
    check_needs,
    idle_words,
    is_number,
    tell_change,
)
from .frames import quick_png
from .handles import grips
from .picture import (
    SHARPEST,
    Draw,
    check_parameters,
    image_html,
    make_figure,
    paint,
    pixels,
    size_px,
    small_png,
)
from .progress import Progress
from .task import Task, check_start

COME_ALIVE = "To move the controls, choose Run > Run All Cells."
COARSEST, SHARPEST_LIVE = 0.4, 3.0  # pixels per pixel of the full picture that a page may ask for


def explore(
    draw: Draw,
    *,
    title: str,
    presets: Mapping[str, Mapping[str, Any]] | None = None,
    nobody_tries: tuple[str, Mapping[str, Any]] | None = None,
    wrong: str = "",
    task: Any = None,
    size_in: tuple[float, float] = (8, 4.5),
    name: str | None = None,
    **controls: Control,
) -> Explorer:
    """Return a live panel for a drawing.

    Parameters
    ----------
    draw : callable
        ``draw(figure, **values) -> words``. The same figure comes with every call: the first call
        builds the artists, later calls move them. The words describe what is seen now.
    title : str
        What the panel is about.
    presets : dict, optional
        For each button its words and the values it sets; controls not named stay as they are.
    nobody_tries : tuple, optional
        Words and values of the button to the position nobody tries.
    wrong : str
        Where this model is wrong; opens from the panel's top right corner.
    task : str, list or dict, optional
        What to do, shown one step at a time: a text, or steps ``{"say": ..., "look": ..., "done":
        {...}}``. ``look`` says what to look for. A step ticks itself once each position of
        ``done`` was visited: a dict, or a list of dicts, with a value or a range ``[low, high]``
        for each control named. ``{"steps": [...], "found": text}`` adds what the steps lead to,
        folded. ``[words](set:control=value; other=value)`` makes words that move the panel.
    size_in : tuple of float
        Width and height of the picture in inches.
    name : str, optional
        The panel's key in the learner's progress, such as ``"01_channel_block/pulses"``: the
        first move is noted there. Without it nothing is noted.
    **controls
        `slider`, `choice` or `toggle` for each keyword parameter of `draw`.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If the controls do not fit the parameters of `draw`, or a preset names an unknown control
        or a value out of range. The message names it.

    Examples
    --------
    >>> from helpers.widgets import slider
    >>> def draw_line(figure, *, slope):
    ...     return f"A line of slope {slope:g}."
    >>> panel = explore(draw_line, title="A line", slope=slider("Slope", -2, 2, 1))
    >>> panel.set(slope=-1)
    >>> panel.words
    'A line of slope -1.'
    """
    return Explorer(draw, title, controls, presets, nobody_tries, wrong, task, size_in, name)


class Explorer(Base):
    """A drawing with controls. Make one with `explore`."""

    script = ("controls.js", "task.js", "grips.js", "explore.js")

    setup = traitlets.Dict().tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        draw: Draw,
        title: str,
        controls: Mapping[str, Control],
        presets: Mapping[str, Mapping[str, Any]] | None,
        nobody_tries: tuple[str, Mapping[str, Any]] | None,
        wrong: str,
        task: Any,
        size_in: tuple[float, float],
        name: str | None,
    ) -> None:
        for words, argument in ((title, "title"), (wrong, "wrong")):
            if not isinstance(words, str):
                raise ValueError(f"{argument} must be text; {words!r} was given.")
        if not title.strip():
            raise ValueError("title must say what the panel is about; it is empty.")
        self._controls = _checked_controls(controls)
        check_needs(controls)
        check_parameters(draw, controls)
        self._presets = {
            label: self._position(label, values) for label, values in dict(presets or {}).items()
        }
        self._nobody_tries = self._checked_nobody_tries(nobody_tries)
        self.title = title
        self.name = name or getattr(draw, "__name__", title)
        self.traceback = ""
        self._key = name
        self._explored = False
        self._draw = draw
        self._size_in = size_in
        self._figure = make_figure(size_in)
        self._wrong = wrong.strip()
        self._task = Task(task, self._controls)
        check_start(self._task, self._page_values(self._start()))
        self._values = self._start()
        self._before: dict[str, Any] | None = None  # where the controls stood before this gesture
        self._gesture: Any = None
        self._stale = False  # whether the picture shows a ghost that is forgotten
        self._png = b""
        self._idle: dict[str, str] = {}
        self._grips: list[dict[str, Any]] = []
        self._words = ""
        self._error = ""
        self._pixels_per_px = 0.0
        self._wanted_per_px = 1.0  # what the page asked for last
        self._frames = 0
        self._kept = b""  # the present picture as a notebook keeps it, once that is known
        self._redraw(SHARPEST)  # drawn once for both: the first frame, and the picture to keep
        if self._words:
            self._kept = small_png(self._figure, drawn=True)
            self._figure.canvas.forget_pixels()  # the page asks for a size of its own
        super().__init__(setup=self._describe(), frame=self._frame())

    # -- what Python can see and do -------------------------------------------------------------

    @property
    def controls(self) -> dict[str, Control]:
        """The controls by name."""
        return dict(self._controls)

    @property
    def presets(self) -> dict[str, dict[str, Any]]:
        """For each preset the values of the controls that it names."""
        return {label: dict(values) for label, values in self._presets.items()}

    @property
    def nobody_tries(self) -> tuple[str, dict[str, Any]] | None:
        """Words of the position nobody tries, and the values of the controls that it names."""
        return self._nobody_tries

    @property
    def values(self) -> dict[str, Any]:
        """The values the controls have now."""
        return dict(self._values)

    @property
    def words(self) -> str:
        """What the picture shows now: its alt text and caption."""
        return self._words

    @property
    def error(self) -> str:
        """What went wrong in the last drawing, in words; empty when all is well."""
        return self._error

    def set(self, **values: Any) -> None:
        """Move controls and draw, as the page does; where they stood stays as a ghost.

        Raises
        ------
        ValueError
            If there is no such control or a value is not allowed. An error inside the drawing
            does not raise: it is shown in the panel and kept in `error` and `traceback`.
        """
        wanted = {**self._values, **self._accept("set", values)}
        if wanted != self._values:
            self._keep_before()
        self._move(wanted)

    def reset(self) -> None:
        """Put every control back to its start and draw, without a ghost."""
        self._forget_before()
        self._move(self._start())

    def sweep(self) -> Iterator[dict[str, Any]]:
        """Draw every position a test should see; yield the values of each once it is drawn.

        Each control goes to both ends, its start and every option while the others are at their
        start; then come all presets and the position nobody tries; last the start again::

            for values in panel.sweep():
                assert not panel.error, values
        """
        start = self._start()
        positions = [
            {**start, name: value}
            for name, control in self._controls.items()
            for value in control.corners()
        ]
        buttons = [*self._presets.items(), *([self._nobody_tries] if self._nobody_tries else [])]
        positions += [{**start, **values} for _, values in buttons]
        self._forget_before()
        for position in [*positions, start]:
            self._move(position)
            yield self.values

    # -- the page -------------------------------------------------------------------------------

    def answer(self, message: dict[str, Any]) -> None:
        """Draw at the values the page sent.

        A new ``gesture`` (a drag, a run of key presses, a button) leaves the position before it
        as a ghost; ``reset`` forgets it.
        """
        values, sharpness = message.get("values"), message.get("pixels_per_px")
        if not isinstance(values, dict):
            raise ValueError("The page sent no values.")
        unknown = [name for name in values if name not in self._controls]
        if unknown:
            raise ValueError(f"The page sent a value for {unknown[0]!r}: there is no such control.")
        if sharpness is not None and not is_number(sharpness):
            raise ValueError("The page sent no sensible size of a pixel.")
        checked = {name: self._controls[name].from_page(value) for name, value in values.items()}
        before = self._values
        wanted = {**before, **checked}
        if message.get("reset") is True:
            self._forget_before()
        elif wanted != before and message.get("gesture") != self._gesture:
            self._keep_before()
        self._gesture = message.get("gesture")
        if sharpness is not None:
            sharpness = min(max(float(sharpness), COARSEST), SHARPEST_LIVE)
        self._move(wanted, sharpness)
        if self._values != before:
            self._keep_explored()

    def _keep_before(self) -> None:
        if self._error:
            return  # the picture shows another position than the controls
        self._before = self._values
        self._figure.canvas.keep_before()

    def _forget_before(self) -> None:
        self._stale = self._before is not None
        self._before = None
        self._figure.canvas.forget_before()

    def _keep_explored(self) -> None:
        """Note once, in the learner's progress, that this panel has been moved."""
        if not self._key or self._explored:
            return
        self._explored = True
        progress = Progress()
        if progress.latest("explored", self._key) is None:
            progress.record("explored", self._key)

    def _move(self, values: dict[str, Any], pixels_per_px: float | None = None) -> None:
        """Draw at `values`, and as finely as asked; not anew where neither changes."""
        same = values == self._values and not self._error
        if same and pixels_per_px in (None, self._pixels_per_px) and not self._stale:
            return
        self._values = values
        self._wanted_per_px = pixels_per_px or self._wanted_per_px
        self._redraw(self._wanted_per_px)
        self.frame = self._frame()

    def _redraw(self, pixels_per_px: float) -> None:
        """Draw at the present values; after an error the last good picture and words stay."""
        self._error = self.traceback = ""
        self._stale = False
        self._kept = b""
        try:
            words = paint(self._draw, self._figure, self._values)
            png = quick_png(pixels(self._figure, pixels_per_px))
            self._idle = idle_words(self._controls, self._values)
            self._grips = grips(self._figure, self._controls, resting=self._idle)
            self._png = png
        except (Exception, KeyboardInterrupt) as trouble:
            self._error = _told(trouble)
            self.traceback = tracebacks.format_exc()
            if not self._words:  # half built: the next try starts on an empty figure
                self._figure = make_figure(self._size_in)
        else:
            if not self._words:  # axes found their places: they must not move under a learner
                self._figure.set_layout_engine("none")
            self._words = words
            self._pixels_per_px = pixels_per_px

    def _frame(self) -> dict[str, Any]:
        self._frames += 1
        return {
            "number": self._frames,
            "values": self._page_values(self._values),
            "words": self._words,
            "changed": tell_change(self._controls, self._before or self._values, self._values),
            "scale": self._pixels_per_px,
            "ghost": self._figure.canvas.has_ghost,
            "idle": self._idle,
            "grips": self._grips,
            "error": self._error,
            "png": self._png,
        }

    def _describe(self) -> dict[str, Any]:
        width, height = size_px(self._size_in)
        nobody_tries = None
        if self._nobody_tries:
            label, values = self._nobody_tries
            nobody_tries = {"label": label, "values": self._page_values(values)}
        return {
            "title": self.title,
            "name": f"{self.name}: {self.title}",
            "task": self._task.describe(),
            "wrong": self._wrong,
            "width": width,
            "height": height,
            "start": self._page_values(self._start()),
            "controls": [
                {"name": name, **control.describe()} for name, control in self._controls.items()
            ],
            "presets": [
                {"label": label, "values": self._page_values(values)}
                for label, values in self._presets.items()
            ],
            "nobody_tries": nobody_tries,
        }

    # -- pages without a kernel -----------------------------------------------------------------

    def static_html(self) -> str:
        """Return the present frame with its words, and where the controls stand."""
        places = "; ".join(
            f"{escape(control.label)} {escape(control.say(self._values[name]))}"
            for name, control in self._controls.items()
        )
        if self._words:
            self._figure.canvas.forget_before()
            png = self._png if self._error else self._kept or small_png(self._figure)
            picture = image_html(png, self._words, self._size_in)
            picture += f'\n<figcaption aria-hidden="true">{escape(self._words)}</figcaption>'
        else:
            picture = f"<p>{escape(self._error)}</p>"
        wrong = f"<p><b>Where this model is wrong.</b> {escape(self._wrong)}</p>\n"
        return (
            f"<p><b>{escape(self.title)}</b></p>\n"
            + self._task.static_html()
            + f'<figure class="cw-figure" style="margin: 0.5em 0">\n{picture}\n</figure>\n'
            + f"<p>Controls: {places}. <i>{escape(COME_ALIVE)}</i></p>\n"
            + (wrong if self._wrong else "")
        )

    def static_text(self) -> str:
        """Return title and words."""
        return f"{self.title}. {self._words or self._error}"

    # -- checks ---------------------------------------------------------------------------------

    def _start(self) -> dict[str, Any]:
        return {name: control.start for name, control in self._controls.items()}

    def _page_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._controls[name].to_page(value) for name, value in values.items()}

    def _accept(self, place: str, values: Any) -> dict[str, Any]:
        if not isinstance(values, Mapping):
            raise ValueError(f"{place}: values must be a dict; {values!r} was given.")
        accepted = {}
        for name, value in values.items():
            if name not in self._controls:
                known = ", ".join(repr(known) for known in self._controls)
                raise ValueError(f"{place}: there is no control {name!r}; there are {known}.")
            try:
                accepted[name] = self._controls[name].accept(value)
            except ValueError as refusal:
                raise ValueError(f"{place}: {refusal}") from None
        return accepted

    def _position(self, label: Any, values: Any) -> dict[str, Any]:
        """Return the values that a button sets."""
        if not isinstance(label, str) or not label.strip():
            raise ValueError(f"A preset needs words for its button; {label!r} was given.")
        accepted = self._accept(f"Preset {label!r}", values)
        if not accepted:
            raise ValueError(f"Preset {label!r} names no control: it would do nothing.")
        return accepted

    def _checked_nobody_tries(self, given: Any) -> tuple[str, dict[str, Any]] | None:
        if given is None:
            return None
        if not isinstance(given, (tuple, list)) or len(given) != 2:
            raise ValueError(f"nobody_tries must be (words, values); {given!r} was given.")
        label, values = given
        return label, self._position(label, values)


def _told(trouble: BaseException) -> str:
    """Return in words what went wrong in a drawing."""
    if isinstance(trouble, KeyboardInterrupt):
        return "The drawing was interrupted."
    if isinstance(trouble, ValueError) and str(trouble):
        return str(trouble)
    return f"The drawing failed: {type(trouble).__name__}: {trouble}"


def _checked_controls(controls: Mapping[str, Any]) -> dict[str, Control]:
    if not controls:
        raise ValueError("A panel needs a control; without one, use show().")
    for name, control in controls.items():
        if not isinstance(control, (Slider, Choice, Toggle)):
            raise ValueError(f"{name} must be slider(), choice() or toggle(); got {control!r}.")
    return dict(controls)
