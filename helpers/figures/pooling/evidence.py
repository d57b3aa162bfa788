"""What was measured: steps of treatment, hours and weeks, and trials masked by anaesthesia."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.optimize import brentq

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import fresh, log_axis
from helpers.simulations.statistics import wilson_interval

WEEK_D = 7.0
LAST_WEEK = 6.0


def failed_steps(figure: Figure) -> str:
    """Draw remission over the four steps of STAR*D: if nobody left, and as counted."""
    axes = fresh(figure)
    table = series("clinical-stard-steps")
    if_nobody_left = 100 * (1 - np.cumprod(1 - table["remission_percent"] / 100))
    counted = 100 * np.cumsum(table["remitted"]) / table["n_entering"].iloc[0]
    again = fact("pigott2023-cumulative")
    axes.plot(table["step"], if_nobody_left, **style.MEMANTINE.as_line(linewidth=2.4))
    axes.errorbar(table["step"], counted, **style.MEASURED.as_points(markersize=7))
    axes.plot([4], [again.value], "s", color=style.INK, markerfacecolor="white", markersize=8)
    for y, words in (
        (if_nobody_left.iloc[-1], f"{if_nobody_left.iloc[-1]:.0f}% if nobody left"),
        (counted.iloc[-1], f"{counted.iloc[-1]:.0f}% counted in remission"),
        (again.value, f"{again.value:.0f}% in a disputed reanalysis"),
    ):
        axes.text(4.1, y, words, va="center", fontsize=10)
    axes.set(xlim=(0.8, 6.1), ylim=(0, 75), xlabel="Step of treatment", ylabel="In remission (%)")
    axes.set_xticks([1, 2, 3, 4])
    told = " and ".join(f"{value:.0f}%" for value in (if_nobody_left.iloc[-1], counted.iloc[-1]))
    return (
        "Share of people in remission after one to four steps of ordinary treatment in STAR*D. A "
        f"line assumes that nobody leaves, points count those who reached remission: {told} after "
        f"four steps. A reanalysis by the trial's first plan finds {again.value:.0f}%, which its "
        "authors dispute."
    )


def rise_weeks() -> float:
    """Return the time constant (weeks) at which a third of week 6's gap is there at week 1."""
    share = fact("taylor2006-week1-share").value / 100

    def off(tau: float) -> float:
        return (1 - np.exp(-1 / tau)) / (1 - np.exp(-LAST_WEEK / tau)) - share

    return float(brentq(off, 0.5, 50))


def hours_and_weeks(figure: Figure) -> str:
    """Draw the gap between drug and control in pooled trials, from a day to six weeks."""
    axes = fresh(figure)
    rows = (
        (0.80, "dean2021-placebo-smd-24h", style.KETAMINE, "racemate v placebo"),
        (0.96, "dean2021-midazolam-smd-24h", style.KETAMINE, "racemate v midazolam"),
        (
            1.20,
            "nikolin2023-first-racemic-high",
            style.KETAMINE,
            "racemate, high dose, any control",
        ),
        (
            1.50,
            "nikolin2023-first-esketamine-high",
            style.NORKETAMINE,
            "esketamine, high dose, any control",
        ),
    )
    for (day, name, look, words), mark in zip(rows, "osDv", strict=True):
        _gap(axes, day, fact(name), look, mark, words)
    usual = fact("munkholm2019-smd-overall")
    _gap(axes, LAST_WEEK * WEEK_D, usual, style.MEMANTINE, "D", "ordinary drugs, 6 to 8 weeks")
    tau = rise_weeks()
    days = np.geomspace(0.7, LAST_WEEK * WEEK_D, 200)
    rise = (1 - np.exp(-days / WEEK_D / tau)) / (1 - np.exp(-LAST_WEEK / tau))
    axes.plot(days, usual.value * rise, **style.MEMANTINE.as_line(linewidth=2))
    third = usual.value * fact("taylor2006-week1-share").value / 100
    axes.plot(
        [WEEK_D], [third], "D", color=style.MEMANTINE.colour, markerfacecolor="white", zorder=5
    )
    axes.text(WEEK_D, third + 0.06, "a third, at week 1", ha="right", fontsize=9.5)
    names = ("1 day", "2 days", "1 week", "2 weeks", "6 weeks")
    log_axis(axes.xaxis, 0.6, 70, [1, 2, 7, 14, 42], *names)
    axes.set(ylim=(0, 1.35), ylabel="Gap to control (standard deviations)")
    axes.legend(loc="upper right", fontsize=9.5)
    return (
        "Pooled gap between drug and control in standard deviations, on a log axis of time. A "
        "day after a first dose: racemate 0.87 against placebo, 0.49 against midazolam. Soon "
        "after it, at high dose against any control: racemate 0.73, esketamine 0.48. Ordinary "
        "antidepressants: 0.29 after about eight weeks; a line rises to it with a third of it at "
        "week 1. People, controls and masks differ "
        "between the two."
    )


def _gap(axes: Axes, day: float, one, look: style.Look, mark: str, words: str) -> None:
    size = abs(one.value)
    ends = sorted((abs(one.low), abs(one.high)))
    error = [[size - ends[0]], [ends[1] - size]]
    axes.errorbar(
        [day], [size], yerr=error, **look.as_points(marker=mark, markersize=7), label=words
    )


def masked(figure: Figure) -> str:
    """Draw two trials under anaesthesia: the arms' difference by day in one, response in both."""
    left, right = fresh(figure, 2, width_ratios=(1.35, 1))
    table = series("clinical-lii2023-anaesthesia").pivot(index="day", columns="arm")
    mean, sd, n = (table[name] for name in ("madrs_mean", "madrs_sd", "n_scored"))
    gap = mean["ketamine"] - mean["placebo"]
    half = 1.96 * np.sqrt(sd["ketamine"] ** 2 / n["ketamine"] + sd["placebo"] ** 2 / n["placebo"])
    left.errorbar(gap.index, gap, yerr=half, **style.MEASURED.as_points(markersize=6))
    slope, start = np.polyfit([1, 2, 3], gap.loc[1:3], 1)
    left.plot([0, 3], [start, start + 3 * slope], **style.KETAMINE.as_line(linewidth=2))
    printed = fact("lii2023-effect")
    left.axhline(0, color=style.HAIRLINE, linewidth=1, zorder=0)
    left.axhline(printed.value, color=style.QUIET, linestyle=":", linewidth=1.6)
    left.text(
        13.5,
        printed.value - 0.35,
        f"printed {printed.value:g}".replace("-", "−"),
        va="top",
        ha="right",
        fontsize=9.5,
    )
    left.set(xlabel="Day", ylabel="Ketamine minus saline (MADRS)", ylim=(-14, 11))
    left.set_title("Lii 2023: gap between the arms, 95%", fontsize=10.5)
    rows = (
        ("Lii\nday 1", 12, 20, 10, 20),
        ("Lii\nday 2", 10, 20, 12, 20),
        ("Lii\nday 3", 9, 20, 10, 20),
        ("Zhou\nday 3", 17, 41, 7, 43),
    )
    for place, (_, *counts) in enumerate(rows):
        for shift, events, of, look in (
            (-0.13, *counts[:2], style.KETAMINE),
            (0.13, *counts[2:], style.CONTROL),
        ):
            low, high = (100 * end for end in wilson_interval(events, of))
            share = 100 * events / of
            right.errorbar(
                [place + shift],
                [share],
                yerr=[[share - low], [high - share]],
                **look.as_points(markersize=7),
            )
    right.set(xlim=(-0.5, 3.5), ylim=(0, 100), ylabel="Respond (%)")
    right.set_xticks(range(4), [name for name, *_ in rows])
    right.set_title("circles: ketamine · squares: saline", fontsize=10.5)
    return (
        "Two trials in which anaesthesia hid what was given. Left, Lii 2023: ketamine minus saline "
        f"was {_minus(gap.loc[0])} points before the infusion and {_minus(gap.loc[1])}, "
        f"{_minus(gap.loc[2])}, {_minus(gap.loc[3])} on days 1 to 3; a straight line through these "
        f"three meets day 0 at {_minus(start)}, near the printed {_minus(printed.value)}. Right: "
        "response 60 v 50, 50 v 60 and 45 v 50% on days 1 to 3 in Lii 2023, 41 v 16% on day 3 in "
        "Zhou 2021, each with a wide interval."
    )


def _minus(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
