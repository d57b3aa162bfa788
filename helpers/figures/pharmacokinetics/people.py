"""Not everybody is typical: the spread between people, and a liver that works harder."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import corner, log_axis
from helpers.figures.pharmacokinetics import looks
from helpers.figures.words import rounded
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of, within

TIMES_MIN = np.linspace(0, 240, 121)
WAYS = {
    "drip, 40 min": pk.INFUSION,
    "muscle": pk.Dose(35, route="im"),
    "nasal spray device": pk.Dose(35, route="nasal_spray"),
    "by mouth": pk.Dose(35, route="oral"),
}
PEOPLE = 200
#: One axis for all ways in: were it fitted to each, a twelvefold difference would not be seen.
LOWEST_PERCENT = 1.0
LIVERS = np.geomspace(0.25, 4, 17)


def between_people(figure: Figure, *, way: str, share: float) -> str:
    """Draw the typical level and the band that holds a share (50 to 95 %) of simulated people.

    ``way`` is a key of `WAYS`.
    """
    within("share", share, 50, 95, scalar=True)
    levels = _levels(one_of("way", way, WAYS))
    art = artists(figure, _build_people)
    parts = np.percentile(levels, [50 - share / 2, 50, 50 + share / 2], axis=0)
    low, typical, high = np.maximum(parts, LOWEST_PERCENT / 10)  # zero has no place on a log axis
    art.band.set_data(TIMES_MIN, low, high)
    art.typical.set_ydata(typical)
    at = int(np.argmax(typical))
    return (
        f"The same milligrams, {way}: the middle of {PEOPLE} simulated people peaks at "
        f"{typical[at]:.0f}% of the middle person's peak by drip. At that moment {share:g}% of "
        f"them lie between {rounded(low[at], 2)} and {rounded(high[at], 2)}%, "
        f"{high[at] / low[at]:.1f}-fold apart. The axis is logarithmic and stays for all ways in."
    )


def busier_liver(figure: Figure, *, liver: float, flow: float) -> str:
    """Draw the areas after a drip and after swallowing against the work of the liver's enzymes.

    ``liver`` is a factor on these enzymes, 0.25 to 4, ``flow`` one on the flow, 0.5 to 2.
    """
    art = artists(figure, _build_liver)
    drip, mouth = _areas(float(flow))
    art.lines[0].set_ydata(100 * drip)
    art.lines[1].set_ydata(100 * mouth)
    here = [100 * float(np.interp(np.log(liver), np.log(LIVERS), areas)) for areas in (drip, mouth)]
    for dot, height in zip(art.dots, here, strict=True):
        dot.set_data([liver], [height])
    return (
        f"With {liver:.2g} times the enzymes and {flow:.2g} times the flow through the liver, the "
        f"area of ketamine after a drip is {here[0]:.0f}% of normal, after swallowing "
        f"{here[1]:.0f}%. Rifampicin was measured to change the area of S-ketamine by "
        f"{rounded(fact('pel2012-rif-iv').value)}% in a vein and by "
        f"{rounded(fact('pel2012-rif-po').value)}% by mouth."
    )


@lru_cache(maxsize=8)
def _levels(way: str) -> np.ndarray:
    """Return arterial levels as % of the middle person's peak by drip, shape (people, times)."""
    drip, mine = (
        pk.population(WAYS[one], n=PEOPLE, times_min=TIMES_MIN) for one in ("drip, 40 min", way)
    )
    return 100 * mine / np.median(drip, axis=0).max()


@lru_cache(maxsize=64)
def _areas(flow: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the areas after a drip and by mouth over those of a normal liver, for `LIVERS`."""

    def area(dose: pk.Dose, **factors: float) -> float:
        return pk.simulate(dose, enzymes=pk.Enzymes(**factors)).area_ng_h_per_ml()

    return tuple(
        np.array([area(dose, liver=one, liver_flow=flow) for one in LIVERS]) / area(dose)
        for dose in (pk.INFUSION, pk.Dose(35, route="oral"))
    )


def _build_people(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.1, 0.15, 0.87, 0.8))
    axes.set(xlim=(0, 240), xticks=range(0, 241, 40))
    log_axis(axes.yaxis, LOWEST_PERCENT, 300, [1, 3, 10, 30, 100, 300], minor=True)
    axes.set(xlabel="Time (min)", ylabel="Level (% of the middle peak by drip)")
    band = axes.fill_between(TIMES_MIN, 1, 2, color=style.LIT, linewidth=0)
    (typical,) = axes.plot(TIMES_MIN, 0 * TIMES_MIN + 1, **style.KETAMINE.as_line())
    words = "line: the middle person; band: the share chosen"
    key = corner(axes, 0.98, 0.95, words, fontsize=10, color=style.QUIET)
    moves(band, typical, key, *axes.spines.values())
    return SimpleNamespace(band=band, typical=typical)


def _build_liver(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.1, 0.16, 0.87, 0.79))
    log_axis(axes.xaxis, 0.22, 4.5, [0.25, 0.5, 1, 2, 4], "¼", "½", "1", "2", "4")
    axes.set_ylim(0, 430)
    axes.axhline(100, color=style.HAIRLINE, linewidth=1)
    axes.set(xlabel="Work of the liver's enzymes (normal = 1)", ylabel="Area of ketamine (%)")
    pairs = (("drip", looks.ARTERIAL), ("by mouth", looks.VENOUS))
    lines = [axes.plot(LIVERS, 0 * LIVERS, label=n, **look.as_line())[0] for n, look in pairs]
    dots = [
        axes.plot([], [], color=look.colour, clip_on=False, **looks.CURSOR)[0] for _, look in pairs
    ]
    legend = axes.legend(loc="upper right")
    for dot in dots:
        handle(dot, x="liver")
    moves(*lines, *dots, legend, *axes.spines.values())
    return SimpleNamespace(lines=lines, dots=dots)
