"""What a panel asks of the learner: steps that tick themselves, words that move the controls.

Texts are Markdown-light (``*italic*``, ``**bold**``). Words in square brackets can set the panel::

    At [0.1 per second](set:rate_hz=0.1) and [a long rest](set:pause_s=300; axis=pulses) ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .controls import Choice, Control, Slider, is_number
from .items import folded, inline

# [words](set:name=value; other=value); a value may hold one pair of round brackets
BOUND = re.compile(r"\[([^\]\[]+)\]\(set:((?:[^()]|\([^()]*\))+)\)")
STEP_FIELDS = {"say", "look", "done"}
FOUND = "What you should have found"


@dataclass(frozen=True)
class Step:
    """One step: what to do, what to look for, and the positions that have to be visited."""

    say: str
    look: str
    done: tuple[dict[str, Any], ...]


class Task:
    """The steps of a panel and what they lead to, checked against its controls.

    Parameters
    ----------
    given : None, str, list, or dict
        One text; or a list of steps, each a text or a dict with ``say`` and, if wanted, ``look``
        and ``done``; or a dict with ``steps`` and, if wanted, ``found``.
    controls : dict
        The panel's controls by name.
    """

    def __init__(self, given: Any, controls: Mapping[str, Control]) -> None:
        self._controls = controls
        if not isinstance(given, Mapping):
            given = {"steps": given}
        _only("task", given, {"steps", "found"})
        steps = given.get("steps")
        steps = [steps] if isinstance(steps, (str, Mapping)) else (steps or [])
        if not isinstance(steps, Iterable):
            raise ValueError(f"task must be a text or a list of steps; {steps!r} was given.")
        self.steps = [self._step(n, step) for n, step in enumerate(steps, 1) if step != ""]
        self.found = _text("task, found", given.get("found") or "")
        self.describe()  # an author's slip in bound words is told now

    def _step(self, number: int, given: Any) -> Step:
        place = f"task, step {number}"
        given = {"say": given} if isinstance(given, str) else given
        if not isinstance(given, Mapping):
            raise ValueError(f"{place} must be a text or a dict; {given!r} was given.")
        _only(place, given, STEP_FIELDS)
        say, look = (_text(f"{place}, {name}", given.get(name, "")) for name in ("say", "look"))
        if not say:
            raise ValueError(f"{place}: say must tell what to do; it is empty.")
        done = given.get("done") or []
        done = [done] if isinstance(done, Mapping) else done
        if not isinstance(done, (list, tuple)):
            raise ValueError(f"{place}: done must be a dict or a list of them; got {done!r}.")
        return Step(say, look, tuple(self._reach(f"{place}, done", spot) for spot in done))

    def _reach(self, place: str, position: Any) -> dict[str, Any]:
        """Return for each control named the page's values that count as reached."""
        if not isinstance(position, Mapping) or not position:
            raise ValueError(f"{place} must name controls and values; {position!r} was given.")
        return {
            name: reached(place, self._control(place, name), value)
            for name, value in position.items()
        }

    def _control(self, place: str, name: str) -> Control:
        if name not in self._controls:
            known = ", ".join(map(repr, self._controls))
            raise ValueError(f"{place}: there is no control {name!r}; there are {known}.")
        return self._controls[name]

    def describe(self) -> dict[str, Any]:
        """Return what the page needs: HTML, and under ``sets`` where its bound words lead."""
        sets: list[dict[str, Any]] = []
        steps = [
            {
                "say": self._bound(step.say, sets),
                "look": self._bound(step.look, sets),
                "done": list(step.done),
            }
            for step in self.steps
        ]
        found = "".join(f"<p>{self._bound(part, sets)}</p>" for part in paragraphs(self.found))
        return {"steps": steps, "found": found, "sets": sets}

    def _bound(self, text: str, sets: list[dict[str, Any]]) -> str:
        """Return Markdown-light as HTML, with a button for each bound word."""

        def button(match: re.Match[str]) -> str:
            sets.append(self._position(match[0], match[2]))
            return f'<button class="cw-set" data-set="{len(sets) - 1}">{inline(match[1])}</button>'

        return _around(text, button)

    def _position(self, place: str, words: str) -> dict[str, Any]:
        position = {}
        for part in words.split(";"):
            name, equals, value = (piece.strip() for piece in part.partition("="))
            if not equals:
                raise ValueError(f"{place}: write [words](set:name=value; other=value).")
            control = self._control(place, name)
            position[name] = control.to_page(read_value(place, control, value))
        return position

    def static_html(self) -> str:
        """Return steps and what they lead to, the latter folded, for pages without a kernel."""
        said = [
            _around(step.say, _words) + (f" <i>{_around(step.look, _words)}</i>" * bool(step.look))
            for step in self.steps
        ]
        if len(said) > 1:
            html = "<ol>" + "".join(f"<li>{words}</li>" for words in said) + "</ol>\n"
        else:
            html = "".join(f"<p>{words}</p>\n" for words in said)
        if not self.found:
            return html
        found = "".join(f"<p>{_around(part, _words)}</p>" for part in paragraphs(self.found))
        return html + folded(FOUND, found) + "\n"


def reached(place: str, control: Control, value: Any) -> dict[str, Any]:
    """Return what counts as having reached `value`: a stretch of a slider, or some options.

    A single number reaches half way to the neighbouring stops; a list of two is a range.
    """
    try:
        if isinstance(control, Slider):
            if isinstance(value, (list, tuple)):
                low, high = (control.accept(end) for end in value)
                return {"low": low, "high": high}
            return _around_stop(control, control.accept(value))
        several = value if isinstance(value, (list, tuple)) else [value]
        return {"any": [control.to_page(read_value(place, control, one)) for one in several]}
    except (TypeError, ValueError) as refusal:
        raise ValueError(f"{place}: {refusal}") from None


def _around_stop(control: Slider, value: float) -> dict[str, Any]:
    below = [stop for stop in control.stops if stop < value]
    above = [stop for stop in control.stops if stop > value]
    low = (below[-1] + value) / 2 if below else value
    high = (above[0] + value) / 2 if above else value
    return {"low": low, "high": high}


def read_value(place: str, control: Control, value: Any) -> Any:
    """Return the control's value for what an author wrote in a text or a file."""
    try:
        if isinstance(control, Choice):
            for option, name in zip(control.options, control.names, strict=True):
                if str(value) in (str(option), name):
                    return option
        elif isinstance(control, Slider):
            number = float(value)
            return control.accept(int(number) if control.whole else number)
        elif value in ("on", "off"):
            return value == "on"
        return control.accept(value)
    except ValueError as refusal:
        raise ValueError(f"{place}: {refusal}") from None


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _around(text: str, bound: Any) -> str:
    """Return Markdown-light as HTML; `bound` makes the HTML of each piece of bound words."""
    html, end = "", 0
    for match in BOUND.finditer(text):
        html += inline(text[end : match.start()]) + bound(match)
        end = match.end()
    return html + inline(text[end:])


def _words(match: re.Match[str]) -> str:
    return inline(match[1])


def _text(place: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place} must be text; {value!r} was given.")
    return value.strip()


def _only(place: str, given: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise ValueError(f"{place} has no {unknown[0]!r}; there may be {', '.join(sorted(known))}.")


def check_start(task: Task, start: Mapping[str, Any]) -> None:
    """Raise ValueError if the first step is done before anything is moved."""
    for step in task.steps[:1]:
        if step.done and all(is_reached(spot, start) for spot in step.done):
            raise ValueError("task, step 1 is done where the panel opens: it asks for nothing.")


def is_reached(spot: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Tell whether the page's values stand where a step wants them."""
    for name, wanted in spot.items():
        value = values[name]
        if "any" in wanted:
            if value not in wanted["any"]:
                return False
        elif not (is_number(value) and wanted["low"] <= value <= wanted["high"]):
            return False
    return True
