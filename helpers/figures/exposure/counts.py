"""The second panel of lesson 13: of a hundred patients, how many helped and how many harmed."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.words import rounded
from helpers.simulations.harm import exposure as model

#: Harms in the label's pool of two trials, as the table names them; "severe" is Katz 2021.
HARMS = (
    "dissociation",
    "sedation",
    "dizziness",
    "nausea",
    "blood pressure increased",
    "any severe or serious",
)
#: Benefits: trial, arm and count of `clinical-esketamine-day28`.
BENEFITS = {
    "response, TRANSFORM-1, 56 mg": ("TRANSFORM-1", "esketamine 56 mg", "responders"),
    "response, TRANSFORM-1, 84 mg": ("TRANSFORM-1", "esketamine 84 mg", "responders"),
    "response, TRANSFORM-2": ("TRANSFORM-2", "esketamine 56/84 mg", "responders"),
    "remission, TRANSFORM-1, 56 mg": ("TRANSFORM-1", "esketamine 56 mg", "remitters"),
    "remission, TRANSFORM-2": ("TRANSFORM-2", "esketamine 56/84 mg", "remitters"),
}
HELP, HARM = style.MUST_LEAVE_FIRST, style.KETAMINE
TICKS = {-20: "1 fewer in 5", -10: "10", 0: "none", 10: "10", 20: "5", 30: "3.3", 40: "2.5"}
_TEN = np.arange(100)
PLACES = np.c_[_TEN % 10, _TEN // 10].astype(float)


@cache
def counts(name: str) -> tuple[int, int, int, int]:
    """Return events and people of the drug's arm, then of placebo's, for a harm or benefit."""
    if name in BENEFITS:
        trial, arm, what = BENEFITS[name]
        table = series("clinical-esketamine-day28").set_index(["trial", "arm"])
        rows = table.loc[(trial, arm)], table.loc[(trial, "placebo")]
        return tuple(int(row[column]) for row in rows for column in (what, "n"))
    if name not in HARMS:
        raise ValueError(f"harm must be one of {list(HARMS)}; {name!r} was given.")
    if name == HARMS[-1]:  # printed as a share of 343 and of 222
        table = series("safety-serious-severe-transform").set_index("event")
        row = table.loc["any serious or severe common reaction"]
        shares = (row["esketamine_per_100"], 343), (row["placebo_per_100"], 222)
        return tuple(number for share, n in shares for number in (round(share * n / 100), n))
    table = series("safety-adverse-events-arms")
    table = table[(table["key"] == "spravatolabel") & (table["event"] == name)].set_index("arm")
    rows = table.loc["esketamine + antidepressant"], table.loc["placebo"]
    return tuple(int(row[column]) for row in rows for column in ("n_events", "n_total"))


def helped_and_harmed(figure: Figure, *, benefit: str, harm: str, size: float) -> str:
    """Draw a hundred patients twice, and both differences with their intervals on one axis.

    Parameters
    ----------
    figure
        Where to draw.
    benefit
        A key of `BENEFITS`.
    harm
        One of `HARMS`.
    size
        How many times larger the trials are imagined, with the same shares.

    Raises
    ------
    ValueError
        If a benefit or harm is unknown, or the size out of range.
    """
    if benefit not in BENEFITS:
        raise ValueError(f"benefit must be one of {list(BENEFITS)}; {benefit!r} was given.")
    art = artists(figure, _build)
    art.asif_key.set_visible(size != 1)
    words = []
    for name, part, colour, verb in (
        (benefit, art.help, HELP.colour, "helped"),
        (harm, art.harm, HARM.colour, "harmed"),
    ):
        events, n, control, control_n = counts(name)
        measured = model.difference(events, n, control, control_n)
        asif = model.difference(events, n, control, control_n, size=size)
        with_drug, without = round(100 * events / n), round(100 * control / control_n)
        face = np.where(without > _TEN, style.QUIET, np.where(with_drug > _TEN, colour, "white"))
        part.people.set_facecolor(face)
        part.head.set_text(f"{name}\n{with_drug} with, {without} without the drug")
        part.dot.set_xdata([measured.points])
        part.bar.set_xdata([measured.low, measured.high])
        part.asif.set_xdata([asif.low, asif.high])
        part.asif.set_visible(size != 1)
        limits = asif.one_in_limits
        between = " to ".join(map(_one_in, limits)) if limits else "no limit"
        part.count.set_text(f"1 {verb} in {_one_in(asif.one_in)}\n({between})")
        words.append(f"one {verb} in {_one_in(asif.one_in)} (95% interval {between})")
    ends = " “No limit”: the interval of the difference holds zero."
    imagined = "" if size == 1 else f" Trials imagined {rounded(size, 2)} times as large."
    return (
        f"Four weeks of the spray, beyond placebo.{imagined} "
        f"{benefit[0].upper()}{benefit[1:]}: {words[0]}. "
        f"{harm.capitalize()}: {words[1]}."
        f"{ends if 'no limit' in ''.join(words) else ''}"
    )


def _one_in(patients: float) -> str:
    return f"{patients:.1f}" if patients < 9.95 else rounded(patients, 2 if patients < 100 else 3)


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.09, 0.19, 0.88, 0.25))
    axes.axvline(0, color=style.INK, linewidth=1)
    axes.set(xlim=(-22, 44), ylim=(1.8, -0.7), yticks=[0, 1], yticklabels=["helped", "harmed"])
    axes.set_xticks(
        list(TICKS),
        [f"{x:+d}\n{words}".replace("-", "−") if x else "0\nnone" for x, words in TICKS.items()],
    )
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("Difference from placebo, of 100 (below: one in how many)", fontsize=10)
    asif_key = axes.text(
        1, 1.02, "grey bars: trials of the size that you chose", fontsize=10, color=style.QUIET,
        ha="right", va="bottom", transform=axes.transAxes,
    )  # fmt: skip
    moves(asif_key)
    parts = {}
    sides = (("help", 0.02, HELP, 0), ("harm", 0.52, HARM, 1))
    for name, left, look, row in sides:
        crowd = figure.add_axes((left, 0.49, 0.17, 0.42))
        people = _crowd(crowd)
        head = figure.text(left + 0.18, 0.9, "", va="top", fontsize=10)
        count = figure.text(left + 0.18, 0.75, "", va="top", fontsize=11, fontweight="bold")
        drawn = axes.plot([], [], solid_capstyle="butt", color=look.colour, linewidth=2.5)[0]
        drawn.set_data([0, 0], [row, row])
        (dot,) = axes.plot([0], [row], look.marker, color=look.colour, ms=9)
        (asif,) = axes.plot([0, 0], [row + 0.42] * 2, color=style.QUIET, linewidth=4, alpha=0.6)
        parts[name] = SimpleNamespace(
            people=people, head=head, count=count, bar=drawn, dot=dot, asif=asif
        )
        moves(people, head, count, drawn, dot, asif)
    key = "empty: neither · grey: also with placebo · colour: beyond placebo"
    figure.text(0.02, 0.94, key, fontsize=10, color=style.QUIET)
    return SimpleNamespace(**parts, asif_key=asif_key)


def _crowd(axes: Axes):
    axes.set(xlim=(-0.7, 9.7), ylim=(9.7, -0.7))
    axes.set_axis_off()
    return axes.scatter(*PLACES.T, s=44, edgecolor=style.QUIET, linewidth=0.7)
