"""The drug's story on one page, for lesson 00: four lanes of dates, each from a row of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style


@dataclass(frozen=True)
class Step:
    """One date: where its label stands (points beside its mark) and the fact that holds it.

    ``year`` is the value of the fact where that is a calendar year, else that of its source.
    """

    year: int
    words: str
    fact_id: str
    side: str = "below"
    align: str = "center"


LANES: dict[str, tuple[style.Look, tuple[Step, ...]]] = {
    "Anaesthesia": (
        style.KETAMINE,
        (
            Step(1962, "made", "gao2016-synthesis", "above"),
            Step(1964, "first given to\na person", "domino2010-first-human"),
            Step(1970, "approved\nin the US", "spravatolabel-1970", "above", "left"),
        ),
    ),
    "Laboratory": (
        style.GLUTAMATE,
        (
            Step(1983, "found to block\nNMDA receptors", "lodge2015-nmda-year"),
            Step(1994, "a low dose, perception\nand thinking", "krystal1994-dose-high", "above"),
            Step(2010, "new synapses\nin rats", "li2010-spines-up", "above"),
        ),
    ),
    "Treatment": (
        style.MEMANTINE,
        (
            Step(2000, "first controlled trial\nin depression", "berman2000-hdrs-change-ketamine"),
            Step(2009, "a trial\nin CRPS", "sigtermans2009b-week12-p"),
            Step(2019, "esketamine spray\napproved in the US", "spravato-approval-2019", "above"),
        ),
    ),
    "Harm": (
        style.NORKETAMINE,
        (
            Step(2007, "bladders of nine\ndaily users", "shahani2007-n"),
            Step(2023, "US warning on use\nwithout monitoring", "fda2023-alert"),
        ),
    ),
}
FIRST, LAST = 1958, 2031


def story(figure: Figure) -> str:
    """Draw sixty years of ketamine in four lanes: anaesthesia, laboratory, treatment and harm."""
    figure.clear()
    axes = figure.add_axes((0.115, 0.09, 0.875, 0.89))
    said = []
    for row, (lane, (look, steps)) in enumerate(LANES.items()):
        axes.axhline(row, color=style.HAIRLINE, linewidth=6, solid_capstyle="butt")
        axes.plot([s.year for s in steps], [row] * len(steps), look.marker, color=look.colour, ms=9)
        for step in steps:
            up = step.side == "above"
            axes.text(
                step.year - (1.2 if step.align == "left" else 0),
                row + (-0.17 if up else 0.17),
                f"{step.year}\n{step.words}",
                ha=step.align,
                va="bottom" if up else "top",
                fontsize=9.5,
                linespacing=1.15,
            )
        dates = ", ".join(f"{s.year} {s.words}".replace("\n", " ") for s in steps)
        said.append(f"{lane}: {dates}.")
    axes.set(xlim=(FIRST, LAST), ylim=(len(LANES) - 0.22, -0.75))
    axes.set_yticks(range(len(LANES)), list(LANES), fontweight="bold")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xticks(range(1960, 2031, 10))
    return f"Four lanes of dates from 1960 to today. {' '.join(said)}"


def sources() -> list[str]:
    """Return the keys of the sources, in the order of the dates.

    >>> sources()[:2]
    ['gao2016', 'domino2010']
    """
    steps = [step for _, steps in LANES.values() for step in steps]
    return [fact(step.fact_id).key for step in sorted(steps, key=lambda step: step.year)]
