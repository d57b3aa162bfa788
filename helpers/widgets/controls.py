"""The controls of a panel: what a learner can move, and which values are allowed.

Each control can check a value given in Python (`accept`), translate between the values of a draw
function and those on the page (`to_page`, `from_page`), describe itself to the page (`describe`),
and name the values a test should visit (`corners`). Messages from a page are never trusted:
`from_page` checks like `accept`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_STEPS = 1000
LOG_STEP_DECADES = 0.05
MINUS = "\N{MINUS SIGN}"

# When a control does something: (other control, its value or values, words that say so), or a
# function that takes all values and returns the words, "" while the control works.
Needs = tuple[str, Any, str] | Callable[[dict[str, Any]], str] | None


@dataclass(frozen=True)
class Slider:
    """A number between two ends. Make one with `slider`."""

    label: str
    low: float
    high: float
    start: float
    unit: str
    scale: str
    whole: bool
    stops: tuple[float, ...]
    needs: Needs = None
    play: bool = False

    def accept(self, value: Any) -> float:
        """Return `value` as a number in range, or raise ValueError that says what is allowed."""
        if not is_number(value) or not self.low <= value <= self.high:
            raise ValueError(
                f"{self.label} must be a number from {self.say(self.low)} to "
                f"{self.say(self.high)}; {value!r} was given."
            )
        if self.whole and value != int(value):
            raise ValueError(f"{self.label} must be a whole number; {value!r} was given.")
        return int(value) if self.whole else float(value)

    def from_page(self, value: Any) -> float:
        """Return the checked value for a number sent by the page."""
        return self.accept(value)

    def to_page(self, value: float) -> float:
        """Return what the page is told for `value`."""
        return value

    def corners(self) -> list[float]:
        """Return both ends and the start."""
        return [self.low, self.high, self.start]

    def say(self, value: float) -> str:
        """Return the value with its unit, as a person writes it."""
        words = f"{value:.6g}".replace("-", MINUS)
        return f"{words} {self.unit}" if self.unit else words

    def describe(self) -> dict[str, Any]:
        """Return what the page needs to build this control."""
        return {
            "kind": "slider",
            "label": self.label,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "log": self.scale == "log",
            "whole": self.whole,
            "stops": list(self.stops),
            "play": self.play,
            "needs": self.needs is not None,
        }


@dataclass(frozen=True)
class Choice:
    """One of a few options. Make one with `choice`."""

    label: str
    options: tuple[Any, ...]
    names: tuple[str, ...]
    start: Any
    needs: Needs = None

    def accept(self, value: Any) -> Any:
        """Return the option equal to `value`, or raise ValueError that lists the options."""
        for option in self.options:
            if _same(option, value):
                return option
        allowed = ", ".join(repr(option) for option in self.options)
        raise ValueError(f"{self.label} must be one of {allowed}; {value!r} was given.")

    def from_page(self, value: Any) -> Any:
        """Return the option at the place sent by the page."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and 0 <= value < len(self.options):
            return self.options[value]
        raise ValueError(
            f"{self.label} has the options 0 to {len(self.options) - 1}; {value!r} was given."
        )

    def to_page(self, value: Any) -> int:
        """Return the place of `value` among the options."""
        return next(i for i, option in enumerate(self.options) if _same(option, value))

    def corners(self) -> list[Any]:
        """Return every option."""
        return list(self.options)

    def say(self, value: Any) -> str:
        """Return the words that the learner reads for `value`."""
        return self.names[self.to_page(value)]

    def describe(self) -> dict[str, Any]:
        """Return what the page needs to build this control."""
        return {
            "kind": "choice",
            "label": self.label,
            "options": list(self.names),
            "needs": self.needs is not None,
        }


@dataclass(frozen=True)
class Toggle:
    """Yes or no. Make one with `toggle`."""

    label: str
    start: bool
    needs: Needs = None

    def accept(self, value: Any) -> bool:
        """Return `value` if it is True or False, else raise ValueError."""
        if not isinstance(value, bool):
            raise ValueError(f"{self.label} must be True or False; {value!r} was given.")
        return value

    def from_page(self, value: Any) -> bool:
        """Return the checked value sent by the page."""
        return self.accept(value)

    def to_page(self, value: bool) -> bool:
        """Return what the page is told for `value`."""
        return value

    def corners(self) -> list[bool]:
        """Return both positions."""
        return [False, True]

    def say(self, value: bool) -> str:
        """Return the position in words."""
        return "on" if value else "off"

    def describe(self) -> dict[str, Any]:
        """Return what the page needs to build this control."""
        return {"kind": "toggle", "label": self.label, "needs": self.needs is not None}


Control = Slider | Choice | Toggle


def slider(
    label: str,
    low: float,
    high: float,
    start: float,
    unit: str = "",
    step: float | None = None,
    scale: str = "linear",
    *,
    needs: Needs = None,
    play: bool = False,
) -> Slider:
    """Return a control for a number.

    Parameters
    ----------
    label : str
        The visible name.
    low, high, start : float
        The ends and the first value, in `unit`.
    unit : str
        The unit shown behind the value, such as ``"µM"``.
    step : float, optional
        What one arrow key moves: on a linear scale in `unit` (default: a round number, so that
        the slider has 40 to 100 steps); on a log scale in decades (default 0.05). A learner may
        still type any value between the ends. When `low`, `high`, `start` and `step` are all
        ``int``, only whole numbers are allowed and the drawing receives ``int``.
    scale : {"linear", "log"}
        On a log scale the slider moves evenly in the logarithm and shows the true value.
    needs : tuple or callable, optional
        Where the control does nothing until another stands right:
        ``("blocker", "leaky trap", "choose a leaky trap first")``; the middle may be a list of
        values. Or a function that takes the values of all controls and returns the words, ``""``
        while the control works. The words stand under the control.
    play : bool
        Add a button that runs through the values, for a control that is like time.

    Raises
    ------
    ValueError
        If the label is empty, the ends are not finite and in order, the start lies outside,
        a log scale reaches zero, or the step is not positive or makes more than 1,000 steps.
    """
    _check_label(label)
    for name, value in {"low": low, "high": high, "start": start}.items():
        if not is_number(value):
            raise ValueError(f"{label}: {name} must be a finite number; {value!r} was given.")
    if not low < high:
        raise ValueError(f"{label}: low must be below high; {low!r} and {high!r} were given.")
    if not low <= start <= high:
        raise ValueError(f"{label}: start must lie from {low!r} to {high!r}; got {start!r}.")
    if scale not in ("linear", "log"):
        raise ValueError(f"{label}: scale must be 'linear' or 'log'; {scale!r} was given.")
    if scale == "log" and low <= 0:
        raise ValueError(f"{label}: low must be above zero on a log scale; {low!r} was given.")
    if step is not None and (not is_number(step) or step <= 0):
        raise ValueError(f"{label}: step must be a number above zero; {step!r} was given.")
    if not isinstance(unit, str):
        raise ValueError(f"{label}: unit must be text; {unit!r} was given.")
    whole = scale == "linear" and all(isinstance(x, int) for x in (low, high, start, step))
    if not whole:
        low, high, start = float(low), float(high), float(start)
    span = math.log10(high / low) if scale == "log" else high - low
    if step is None:
        step = LOG_STEP_DECADES if scale == "log" else _round_step(span)
    if span / step > MOST_STEPS:
        raise ValueError(f"{label}: step {step!r} makes more than {MOST_STEPS} steps.")
    stops = _log_stops(low, high, step) if scale == "log" else _linear_stops(low, high, step)
    return Slider(label, low, high, start, unit, scale, whole, tuple(stops), needs, play)


def choice(
    label: str,
    options: Iterable[Any] | Mapping[Any, str],
    start: Any,
    *,
    needs: Needs = None,
) -> Choice:
    """Return a control for one of a few options.

    Parameters
    ----------
    label : str
        The visible name.
    options : list or dict
        The values that the drawing may receive; a dict gives for each the words to show.
    start : object
        The first value: one of the options.
    needs : tuple or callable, optional
        As for `slider`.

    Raises
    ------
    ValueError
        If there are fewer than two options, two alike, or `start` is none of them.
    """
    _check_label(label)
    if isinstance(options, Mapping):
        values, names = tuple(options), tuple(options.values())
    elif isinstance(options, str) or not isinstance(options, Iterable):
        raise ValueError(f"{label}: options must be a list or a dict; {options!r} was given.")
    else:
        values = tuple(options)
        names = tuple(str(value) for value in values)
    if not all(isinstance(value, Hashable) for value in values):
        raise ValueError(f"{label}: options must be plain values such as text or numbers.")
    if len(values) < 2:
        raise ValueError(f"{label}: there must be two options or more; {values!r} was given.")
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise ValueError(f"{label}: the words of each option must be text; got {names!r}.")
    if len(set(names)) < len(names):
        raise ValueError(f"{label}: two options read the same: {names!r}.")
    made = Choice(label, values, names, start)
    return Choice(label, values, names, made.accept(start), needs)


def toggle(label: str, start: bool, *, needs: Needs = None) -> Toggle:
    """Return a control that is on or off.

    Raises
    ------
    ValueError
        If the label is empty or `start` is not True or False.
    """
    _check_label(label)
    made = Toggle(label, start, needs)
    made.accept(start)
    return made


def check_needs(controls: Mapping[str, Control]) -> None:
    """Raise ValueError where `needs` names an unknown control or a value that it cannot have."""
    for name, control in controls.items():
        needs = control.needs
        if needs is None or callable(needs):
            continue
        if not isinstance(needs, tuple) or len(needs) != 3 or not isinstance(needs[2], str):
            raise ValueError(f"{name}: needs must be (control, value, words); got {needs!r}.")
        other, wanted, _ = needs
        if other not in controls or other == name:
            raise ValueError(f"{name}: needs names no other control: {other!r}.")
        for value in wanted if isinstance(wanted, (list, tuple)) else [wanted]:
            controls[other].accept(value)


def idle_words(controls: Mapping[str, Control], values: dict[str, Any]) -> dict[str, str]:
    """Return for each control that does nothing at `values` the words that say why."""
    told = {}
    for name, control in controls.items():
        needs = control.needs
        if needs is None:
            continue
        if callable(needs):
            words = needs(dict(values))
        else:
            other, wanted, words = needs
            wanted = wanted if isinstance(wanted, (list, tuple)) else [wanted]
            words = "" if any(_same(option, values[other]) for option in wanted) else words
        if words:
            told[name] = str(words)
    return told


def tell_change(
    controls: Mapping[str, Control], before: Mapping[str, Any], now: Mapping[str, Any]
) -> str:
    """Return in words which controls stand elsewhere than before, such as "Dose 1 → 3 mg."."""
    parts = []
    for name, control in controls.items():
        if _same(before[name], now[name]):
            continue
        old, new = control.say(before[name]), control.say(now[name])
        if isinstance(control, Slider):
            old = old.removesuffix(f" {control.unit}")
        parts.append(f"{control.label} {old} → {new}")
    return "; ".join(parts) + "." if parts else ""


def _check_label(label: Any) -> None:
    if not isinstance(label, str) or not label.strip():
        raise ValueError(f"A control needs a label in words; {label!r} was given.")


def is_number(value: Any) -> bool:
    """Tell whether a value is a finite number; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an int too large for a float
        return False


def _same(option: Any, value: Any) -> bool:
    """Tell whether two values are the same option; True is not 1, and junk is nothing."""
    if not isinstance(value, Hashable) or isinstance(option, bool) != isinstance(value, bool):
        return False
    try:
        return bool(option == value)
    except Exception:  # a value whose comparison fails is none of the options
        return False


def _round_step(span: float) -> float:
    """Return 1, 2 or 5 times a power of ten, so that `span` has 40 to 100 steps."""
    rough = span / 100
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9))


def _linear_stops(low: float, high: float, step: float) -> list[float]:
    if all(isinstance(number, int) for number in (low, high, step)):
        return [*range(low, high, step), high]
    digits = 12 - math.ceil(math.log10(max(abs(low), abs(high))))  # 0.3, not 0.30000000000000004
    count = math.ceil((high - low) / step - 0.01)  # no last step of almost nothing
    inner = [round(low + i * step, digits) + 0.0 for i in range(1, count)]
    return [low, *inner, high]


def _log_stops(low: float, high: float, step: float) -> list[float]:
    """Return stops on whole steps of the decade (so 0.1, 1, 10 are met), and both ends."""
    first, last = math.floor(math.log10(low) / step), math.ceil(math.log10(high) / step)
    inner = [float(f"{10 ** (k * step):.3g}") for k in range(first, last + 1)]
    near = 10 ** (0.2 * step)  # a stop almost on an end is left out
    inner = [stop for stop in inner if low * near < stop < high / near]
    return [low, *dict.fromkeys(inner), high]
