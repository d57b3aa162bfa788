"""Blood pressure after the spray: a mean peak, a tail, and what joins them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import fresh, log_axis
from helpers.figures.words import rounded
from helpers.simulations.harm import exposure as model
from helpers.simulations.statistics import wilson_interval

LOOKS = {"esketamine": style.KETAMINE, "placebo": style.CONTROL}
MANY = " · dash-dot: one day or more of several"
LIMITS_MMHG = np.linspace(0, 70, 141)
SESSIONS = 8  # twice a week for four weeks


def arms():
    """Return the table of arms with the tail of 40 mmHg and its interval, in %."""
    table = series("safety-bp-peak-and-tail")
    spans = [wilson_interval(k, n) for k, n in zip(table["n_systolic_40"], table["n"], strict=True)]
    table["tail_percent"] = 100 * table["n_systolic_40"] / table["n"]
    table[["low_percent", "high_percent"]] = 100 * np.array(spans)
    return table


def shift_alone(first: int, sessions: int = 1) -> float:
    """Return the tail (%) with placebo's spread and the spray's mean; ``first``: the spray's row.

    >>> round(shift_alone(0), 1)
    2.0
    """
    spray, placebo = (arms().iloc[first + place] for place in (0, 1))
    once = 1 - (1 - placebo["n_systolic_40"] / placebo["n"]) ** (1 / sessions)
    sd = model.implied_sd(placebo["mean_peak_systolic_mmhg"], once, 40)
    share = model.tail_share(spray["mean_peak_systolic_mmhg"], sd, 40)
    return 100 * model.at_least_once(share, sessions)


def peak_and_tail(figure: Figure) -> str:
    """Draw mean peak rise and share of patients with a jump of 40 mmHg, of the same trials."""
    left, right = fresh(figure, 2)
    table = arms()
    for place, row in enumerate(table.itertuples()):
        look = LOOKS[row.arm]
        x = place + (0.25 if place > 1 else 0)
        left.plot(x, row.mean_peak_systolic_mmhg, look.marker, color=look.colour, ms=9)
        left.text(
            x + 0.14, row.mean_peak_systolic_mmhg, f"{row.mean_peak_systolic_mmhg:.1f}", va="center"
        )
        spread = [[row.tail_percent - row.low_percent], [row.high_percent - row.tail_percent]]
        right.errorbar(x, row.tail_percent, yerr=spread, **look.as_points(ms=9))
        height = max(row.tail_percent, 1.2)  # clear of the axis
        right.text(x + 0.16, height, f"{rounded(row.tail_percent, 2)}%", va="center")
    shifts = [shift_alone(first) for first in (0, 2)]
    for x, shift in zip((0, 2.25), shifts, strict=True):
        right.plot([x - 0.3, x + 0.3], [shift, shift], **style.KETAMINE.as_line())
    right.text(0.02, 0.93, "line: a shift alone (model)", transform=right.transAxes, fontsize=10)
    names = ["spray", "placebo"] * 2
    for axes in (left, right):
        axes.set_xticks([0, 1, 2.25, 3.25], names)
        axes.set_xlim(-0.5, 4)
        axes.text(0.5, -0.19, "18 to 64 years", ha="center", transform=axes.get_xaxis_transform())
        axes.text(2.75, -0.19, "65 and over", ha="center", transform=axes.get_xaxis_transform())
    left.set(ylim=(0, 20), ylabel="mmHg", title="Mean peak rise, systolic")
    right.set(ylim=(0, 30), ylabel="Patients (%)", title="A jump of 40 mmHg or more")
    young = table.iloc[0]
    return (
        f"Systolic pressure after the spray, 4-week trials. Left: the mean peak rises by "
        f"{young.mean_peak_systolic_mmhg:g} mmHg (placebo 6.1) at 18 to 64 years, 16 (11.1) at 65 "
        "and over; no spread is printed. Right: a jump of 40 mmHg at least once, "
        "8.4% (0.45%) and 17% (1.5%), with 95% intervals. Lines: were everybody only shifted, "
        f"{shifts[0]:.1f} and {shifts[1]:.1f}%."
    )


def mean_and_tail(figure: Figure, *, mean: float, sd: float, limit: float, sessions: int) -> str:
    """Draw the share of patients above a limit against the limit, for a normal spread.

    Parameters
    ----------
    figure
        Where to draw.
    mean, sd
        Of the peak rise on one day (mmHg).
    limit
        The rise that is counted (mmHg), 20 to 60.
    sessions
        Days of which one must reach it; they are taken as independent.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    art = artists(figure, _build)
    once = np.array([model.tail_share(mean, sd, x) for x in LIMITS_MMHG])
    many = np.array([model.at_least_once(share, sessions) for share in once])
    art.once.set_ydata(100 * once)
    art.many.set_ydata(100 * many)
    art.many.set_visible(sessions > 1)
    art.key.set_text("line: one day" + (MANY if sessions > 1 else ""))
    here = 100 * model.tail_share(mean, sd, limit)
    ever = 100 * model.at_least_once(here / 100, sessions)
    art.limit.set_xdata([limit, limit])
    art.grip.set_xdata([limit])
    art.dot.set_data([limit], [max(ever, 0.02)])
    days = "" if sessions == 1 else f", and on one of {sessions} days or more {_percent(ever)}"
    return (
        f"A mean peak rise of {rounded(mean)} mmHg with an SD of {rounded(sd)}: on one day "
        f"{_percent(here)} of patients rise by {limit:g} mmHg or more{days}. "
        "Measured at 40, at least once in four weeks: 8.4% with the spray, 0.45% with placebo."
    )


def _percent(share: float) -> str:
    return f"{rounded(share, 2)}%" if share >= 0.01 else "less than 0.01%"


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.1, 0.14, 0.87, 0.77))
    log_axis(axes.yaxis, 0.02, 130, [0.1, 1, 10, 100], minor=True)
    axes.set(xlim=(0, 70), xlabel="Rise that is counted (mmHg)", ylabel="Patients who reach it (%)")
    (once,) = axes.plot(LIMITS_MMHG, np.ones_like(LIMITS_MMHG), **style.KETAMINE.as_line())
    look = style.ACTIVE_CONTROL.as_line()
    (many,) = axes.plot(LIMITS_MMHG, np.ones_like(LIMITS_MMHG), **look)
    limit = axes.axvline(40, color=style.INK, linewidth=1.2)
    (dot,) = axes.plot([], [], "o", color=style.INK, ms=8)
    (grip,) = axes.plot([40], [70], "v", color=style.INK, ms=8)  # above what was measured
    handle(grip, x="limit")
    words = []
    for row in arms().iloc[:2].itertuples():
        spread = [[row.tail_percent - row.low_percent], [row.high_percent - row.tail_percent]]
        points = LOOKS[row.arm].as_points(zorder=6, ms=9, elinewidth=4, markerfacecolor="white")
        axes.errorbar(40, row.tail_percent, yerr=spread, **points)
        where = {"esketamine": (41.5, 12, "spray"), "placebo": (41.5, 0.3, "placebo")}[row.arm]
        said = f"measured, {where[2]}"
        words.append(axes.text(*where[:2], said, fontsize=10, bbox=style.BACKED, zorder=5))
    key = axes.text(1, 1.02, "", ha="right", fontsize=10, transform=axes.transAxes)
    moves(key, once, many, limit, dot, grip, *words)
    return SimpleNamespace(once=once, many=many, limit=limit, dot=dot, grip=grip, key=key)
