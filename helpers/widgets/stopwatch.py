"""A small timing experiment that learners do on themselves: see a light, make it last as long.

Each trial runs in the page alone: the light follows the screen's own frames, presses carry the
browser's own time stamps, and only a finished run travels to the kernel. So a slow line or a busy
kernel moves no number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from .items import alive, inline, page_of
from .progress import Progress
from .question import Question, checked, own

KIND = "copied times"
SHORTEST_S, LONGEST_S, MOST = 0.05, 60.0, 500
HOW = (
    "A light comes on and goes out. Press once to switch it on yourself, and once more when it has "
    "burned as long. Do not count."
)


class Stopwatch(Question):
    """Asks for copies of shown times, and keeps them; made by :func:`stopwatch`.

    Attributes
    ----------
    targets_s, copies_s : list of float
        Time shown and time made (s) in each trial of the learner's last run, or of the example.
    simulated : bool
        Whether they are the example's, which nobody made.
    """

    part = "stopwatch.js"

    def __init__(
        self,
        key: str,
        targets_s: list[float],
        repeats: int,
        example: list[list[float]],
        progress: Progress,
    ) -> None:
        self._example = example
        event = progress.latest(KIND, key)
        run = _trials(event.data.get("trials") if event else None)
        super().__init__(
            key,
            {"how": HOW, "targets": targets_s, "repeats": repeats, "example": example},
            {"trials": run or []},
            progress,
        )

    @property
    def simulated(self) -> bool:
        """Whether the trials are the example's."""
        return not self.state["trials"]

    @property
    def targets_s(self) -> list[float]:
        """Time shown in each trial (s)."""
        return [target for target, _ in self.state["trials"] or self._example]

    @property
    def copies_s(self) -> list[float]:
        """Time made in each trial (s)."""
        return [copy for _, copy in self.state["trials"] or self._example]

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Keep a run: ``{"say": "run", "trials": [[target_s, copy_s], ...]}``."""
        run = _trials(message.get("trials"))
        if message.get("say") != "run" or run is None:
            return None
        self.state = {"trials": run}
        return self.keep(KIND, trials=run)

    def static_html(self) -> str:
        """Return what is asked, without a result."""
        return page_of(
            f"<p><strong>Your own clock.</strong> {inline(HOW)}</p>",
            f"<p>{self._size()} {alive('To do it')}</p>",
        )

    def static_text(self) -> str:
        """Return what is asked."""
        return f"Your own clock: {HOW} {self._size()}"

    def _size(self) -> str:
        times = ", ".join(f"{target:g}" for target in self.page["targets"])
        return f"{self.page['repeats']} times each of {times} seconds, in random order."


def stopwatch(
    key: str,
    targets_s: Iterable[float],
    repeats: int = 8,
    *,
    example: Iterable[Iterable[float]] = (),
    progress: Progress | None = None,
) -> Stopwatch:
    """Let the learner copy times, each shown a few times in random order.

    Parameters
    ----------
    key : str
        What a run is kept under, for example ``"07_time_body_senses/copies"``.
    targets_s : iterable of float
        The times to copy (s), from 0.1 to 10.
    repeats : int
        How often each is shown, from 1 to 50.
    example : iterable of pairs
        Simulated trials, (target, copy) in s, for who does not record a run; shown as simulated.
    progress : Progress, optional
        The record; by default the learner's own.

    Raises
    ------
    ValueError
        If a time, the number of repeats or the example is malformed.
    """
    checked(key, HOW)
    targets = [_second("targets_s", one, 0.1, 10) for one in targets_s]
    if len(targets) < 1 or len(set(targets)) < len(targets):
        raise ValueError(f"targets_s must hold different times, one at least; got {targets}.")
    if type(repeats) is not int or not 1 <= repeats <= 50:
        raise ValueError(f"repeats must be a whole number from 1 to 50; {repeats!r} was given.")
    pairs = [[float(one) for one in pair] for pair in example]
    if pairs and _trials(pairs) is None:
        raise ValueError("example must hold pairs of times in s, from 0.05 to 60.")
    return Stopwatch(key, targets, repeats, pairs, own(progress))


def _second(name: str, value: Any, low: float, high: float) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high:
        raise ValueError(f"{name} must hold seconds from {low:g} to {high:g}; {value!r} was given.")
    return float(value)


def _trials(given: Any) -> list[list[float]] | None:
    """Return trials from an untrusted page as [target, copy] in s, or None where one is no time."""
    if not isinstance(given, list) or not 1 <= len(given) <= MOST:
        return None
    found = []
    for pair in given:
        if not isinstance(pair, list) or len(pair) != 2:
            return None
        for one in pair:
            if type(one) not in (int, float) or not math.isfinite(one):
                return None
            if not SHORTEST_S <= one <= LONGEST_S:
                return None
        found.append([round(float(one), 4) for one in pair])
    return found
