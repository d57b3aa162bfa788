"""`make bench`: how fast and how heavy the course is, in one run, as ratios where it can.

Each part is a module ``tests/tools/bench_NAME.py`` with a function ``lines()`` that measures and
returns a list of `Line`; nothing here has to be changed to add one. Where ``lines.only_named`` is
true, a part is left out unless it is named: ``make bench ARGS=hub``. Writes the table to
``build/bench.md`` too. Times are medians. They depend on the machine, so they are printed and never
judged; what is judged are ratios of two times of the same run, and memory.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tests.tools

CARD = Path(__file__).resolve().parents[2] / "build" / "bench.md"


@dataclass(frozen=True)
class Line:
    """One line of the benchmark.

    Attributes
    ----------
    what : str
        What was measured.
    ours : float
        The course's value, in ``unit``.
    unit : str
        Unit of ``ours`` and ``other``.
    other : float, optional
        The value that it is compared with.
    beside : str
        What that is.
    at_least : float, optional
        The least that ``other / ours`` may be.
    note : str
        Anything else, such as the errors of both.
    at_most : float, optional
        The most that ``ours`` may be; for memory, which hardly depends on the machine.
    """

    what: str
    ours: float
    unit: str
    other: float | None = None
    beside: str = ""
    at_least: float | None = None
    note: str = ""
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """The compared value over the course's; None without one."""
        return None if self.other is None else self.other / self.ours

    @property
    def budget(self) -> str:
        """What is demanded, in words; "" where nothing is."""
        if self.at_most is not None:
            return f"at most {self.at_most:g} {self.unit}"
        return "" if self.at_least is None else f"ratio at least {self.at_least:g}"

    @property
    def kept(self) -> bool:
        """Whether the budget is kept (true without one)."""
        if self.at_most is not None and self.ours > self.at_most:
            return False
        return self.at_least is None or self.ratio is None or self.ratio >= self.at_least


def median_s(
    call: Callable[[], object],
    times: int = 15,
    before: Callable | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return the median duration (s) of a call; ``before`` is run, untimed, before each.

    For sheer computing take ``time.process_time`` as the clock: it does not count what other
    programs do meanwhile.
    """
    found = []
    for _ in range(times):
        if before is not None:
            before()
        began = clock()
        call()
        found.append(clock() - began)
    return statistics.median(found)


def load() -> dict[str, Callable[[], list[Line]]]:
    """Return the parts by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(tests.tools.__path__))
    return {
        name.removeprefix("bench_"): importlib.import_module(f"tests.tools.{name}").lines
        for name in names
        if name.startswith("bench_")
    }


def report(parts: dict[str, list[Line]]) -> str:
    """Return all lines as Markdown."""
    machine = f"{platform.system()}, {os.cpu_count()} processors, Python {sys.version.split()[0]}"
    lines = ["# Speed and memory", "", machine + ". Ratio: compared value over the course's.", ""]
    for part, measured in parts.items():
        lines += [f"## {part.capitalize()}", ""]
        lines += [
            "| measured | course | compared with | ratio | budget | note |",
            "|" + " --- |" * 6,
        ]
        for one in measured:
            other = "" if one.other is None else f"{one.other:.3g} {one.unit} ({one.beside})"
            ratio = "" if one.ratio is None else f"{one.ratio:.3g}"
            budget = one.budget + ("" if one.kept else " **missed**")
            cells = (one.what, f"{one.ours:.3g} {one.unit}", other, ratio, budget, one.note)
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write."""
    parts = load()
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help="only these; known: " + ", ".join(parts))
    usual = [name for name, part in parts.items() if not getattr(part, "only_named", False)]
    chosen = parser.parse_args(arguments).parts or usual
    unknown = sorted(set(chosen) - set(parts))
    if unknown:
        parser.error(f"unknown part {', '.join(unknown)}; known: {', '.join(parts)}")
    measured = {name: parts[name]() for name in chosen}
    card = report(measured)
    CARD.parent.mkdir(exist_ok=True)
    CARD.write_text(card + "\n", encoding="utf-8")
    print(card)
    print(f"Written to {CARD.relative_to(CARD.parents[1])}.")
    return 0 if all(line.kept for lines in measured.values() for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
