"""Static pictures of lesson 13: two rulers, breathing, circulation, and a session by the clock."""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import fresh, log_axis
from helpers.figures.words import rounded
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.statistics import wilson_interval

TIMES_MIN = np.linspace(0, 300, 301)


def two_rulers(figure: Figure) -> str:
    """Draw what the same trials count when patients tell and when a scale is given to all."""
    axes = fresh(figure)
    rulers = {"told or noted": (-0.17, "report"), "scale or cuff": (0.17, "scale")}
    table = series("safety-reported-vs-scale")
    for place, row in enumerate(table.itertuples()):
        for (shift, kind), marker in zip(rulers.values(), "os", strict=True):
            for arm, look in (("drug", style.KETAMINE), ("placebo", style.CONTROL)):
                low, high = _span(row, kind, arm)
                if np.isnan(low):
                    continue
                y = place + shift
                axes.plot([low, high], [y, y], color=look.colour, linewidth=2)
                axes.plot([low, high], [y, y], marker, color=look.colour, ms=8)
        axes.text(92, place - 0.17, "told or noted", va="center", fontsize=9.5)
        axes.text(92, place + 0.17, _instrument(row.phenomenon), va="center", fontsize=9.5)
    axes.set(xlim=(0, 118), ylim=(2.6, -0.6), yticks=range(3), xlabel="Patients (%)")
    axes.set_yticklabels(table["phenomenon"])
    axes.set_xticks(range(0, 101, 20))
    axes.tick_params(axis="y", length=0)
    axes.set_title("orange: spray · grey: placebo · a bar: range over trials", fontsize=10)
    return (
        "The same trials by two rulers, patients in %. Dissociation: 41 told (placebo 9.5), 61 to "
        "84 by the CADSS (5 to 16). Sedation: 23 told (9.5), 48 to 61 by a scale of alertness. "
        "Blood pressure: 10 noted as raised (2.7), 8 to 19 with a jump by the cuff (1 to 4)."
    )


def _span(row, kind: str, arm: str) -> tuple[float, float]:
    if kind == "report":
        value = row.adverse_event_report_percent if arm == "drug" else row.placebo_report_percent
        return value, value
    if arm == "drug":
        return row.scale_low_percent, row.scale_high_percent
    return row.placebo_scale_low, row.placebo_scale_high


def _instrument(phenomenon: str) -> str:
    return {"dissociation": "CADSS above 4", "sedation": "MOAA/S below 5"}.get(
        phenomenon, "40 or 25 mmHg"
    )


def breathing(figure: Figure) -> str:
    """Draw what ketamine leaves and what it takes from breathing, and who has airway events."""
    left, right = fresh(figure, 2, width_ratios=(1, 1.25))
    before = {name: fact(f"co2children1989-{name}-before").value for name in ("slope", "v60")}
    looks = {"slope": (style.KETAMINE, "slope of the answer", -0.08)}
    looks["v60"] = (style.MEMANTINE, "breathing at 60 mmHg", 0.08)
    for name, (look, words, shift) in looks.items():
        for place, when in enumerate(("before", "5min", "30min")):
            found = fact(f"co2children1989-{name}-{when}")
            value, sd = (
                100 * found.value / before[name],
                100 * (found.high - found.value) / before[name],
            )
            label = words if place == 0 else None
            left.errorbar(place + shift, value, yerr=sd, label=label, **look.as_points())
    left.axhline(100, **style.CONTROL.as_line(linewidth=1))
    left.set(ylim=(30, 150), xlim=(-0.5, 2.5), ylabel="% of before (mean ± SD)")
    left.set_xticks(range(3), ["before", "5 min", "30 min"])
    left.set_title("Answer to CO₂, nine children", fontsize=11)
    left.legend(loc="upper right", fontsize=9.5)
    table = series("safety-airway-predictors").iloc[::-1]
    for place, row in enumerate(table.itertuples()):
        spread = [[row.odds_ratio - row.ci_low], [row.ci_high - row.odds_ratio]]
        right.errorbar(row.odds_ratio, place, xerr=spread, **style.MEASURED.as_points())
    right.axvline(1, **style.CONTROL.as_line(linewidth=1))
    names = [
        name.replace(" (or 5 in all)", "").replace("first IV", "IV") for name in table["predictor"]
    ]
    right.set_yticks(range(len(table)), names, fontsize=9.5)
    right.tick_params(axis="y", length=0)
    log_axis(right.xaxis, 0.8, 4.5, [1, 2, 4])
    right.set(xlabel="Odds ratio (95% CI)")
    right.set_title("Airway events: 3.9% of 8,282", fontsize=11)
    fall = 100 - 100 * fact("co2children1989-slope-5min").value / before["slope"]
    return (
        f"Left, nine children under ketamine: the answer to CO₂ falls by {fall:.0f}% at 5 min and "
        "is back at 30; breathing at 60 mmHg of CO₂ falls by 24% and stays low. At rest nothing "
        "changed. Right, 8,282 children sedated: airway events 3.9%, more often at 13 years and "
        "over, with high IV doses, under 2 years, and with some other drugs."
    )


def circulation(figure: Figure) -> str:
    """Draw the circulation driven up in healthy people and failing in critically ill ones."""
    left, right = fresh(figure, 2, width_ratios=(1.25, 1))
    output, pressure = fact("sigtermans2009a-cardiac-output"), fact("langsjo2005-map").value
    look = style.MEASURED
    left.plot([output.low, output.high], [0, 0], "-", color=look.colour, linewidth=2)
    left.plot([output.low, output.high], [0, 0], "o", color=look.colour)
    left.plot([pressure, 43.5], [1, 2], "o", color=look.colour)
    left.axvline(0, **style.CONTROL.as_line(linewidth=1))
    left.set(xlim=(-5, 60), ylim=(2.6, -0.6), xlabel="Largest change (%)", yticks=range(3))
    left.set_yticklabels(
        ["heart's output, awake", "pressure, anaesthetised", "rate, anaesthetised"]
    )
    left.tick_params(axis="y", length=0)
    left.set_title("Healthy people, S-ketamine", fontsize=11)
    shown = {"ketamine": (260, 1176, style.KETAMINE), "etomidate": (202, 1189, style.CONTROL)}
    for place, (events, n, arm) in enumerate(shown.values()):
        low, high = (100 * end for end in wilson_interval(events, n))
        share = 100 * events / n
        right.errorbar(place, share, yerr=[[share - low], [high - share]], **arm.as_points(ms=9))
        right.text(place + 0.12, share, f"{share:.1f}%", va="center")
    right.set(ylim=(0, 30), xlim=(-0.5, 1.7), ylabel="Patients (%)")
    right.set_xticks([0, 1], list(shown))
    right.set_title("Critically ill: collapse", fontsize=11)
    return (
        "Left, healthy people: the heart's output rises by 40 to 50% in 20 awake volunteers, "
        f"mean pressure by {pressure:.0f}% and heart rate by 43.5% in 8 men under anaesthesia. "
        "Right, 2,365 critically ill adults at intubation: the circulation failed in 22.1% with "
        "ketamine and 17.0% with etomidate (bars: 95% intervals)."
    )


@cache
def _level() -> np.ndarray:
    """Return the modelled venous level after 84 mg of spray (ng/mL) at `TIMES_MIN`."""
    dose = pk.Dose(84, "S", "nasal_spray")
    course = pk.simulate(dose, times_min=TIMES_MIN, model="perezruixo2021")
    return course.level_ng_per_ml("venous")


def session(figure: Figure) -> str:
    """Draw one session of the spray by the clock: level, scores, pressure, ready to leave."""
    figure.clear()
    figure.set_layout_engine("constrained")
    top, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.25))
    top.plot(TIMES_MIN, _level(), **style.KETAMINE.as_line())
    top.set(ylim=(0, None), ylabel="ng/mL")
    top.text(128, 0.66 * _level().max(), "level in a vein, model", fontsize=10)
    peak, gone = (fact(f"esketamine-cadss-{name}").value for name in ("tpeak", "resolved"))
    top_min, back = fact("label-bp-peak").value, 60 * fact("cardiacspray2020-return").value
    rows = (
        (0, (peak, gone), "dissociation: highest; mostly gone"),
        (1, (top_min, back), "pressure: highest; back (trials)"),
        (2, (240,), "pressure: back (label)"),
        (3, (90, 120), "ready to leave: at least 90%; at least 96.5%"),
    )
    for row, times, words in rows:
        below.plot(times, [row] * len(times), "o", color=style.INK)
        late = max(times) > 200  # no room to its right
        x, side = (min(times) - 6, "right") if late else (max(times) + 6, "left")
        below.text(x, row, words, va="center", ha=side, fontsize=10)
    for axes in (top, below):
        axes.axvspan(0, 60 * fact("label-monitoring").value, color=style.LIT, zorder=0, lw=0)
    below.text(4, 3.75, "supervised, two hours", fontsize=10)
    below.set(ylim=(4.2, -0.6), yticks=[], xlim=(0, 300), xlabel="Minutes after the spray")
    below.set_xticks(range(0, 301, 60))
    left = 100 * _level()[120] / _level().max()
    return (
        "One session of 84 mg. The modelled level peaks early and at two hours is at "
        f"{rounded(left, 2)}% of its peak. Measured: dissociation highest at {peak:g} min, mostly "
        f"gone by {gone:g}; pressure highest at {top_min:g}, back by {back:g} in the trials, after "
        "about 240 by the label; 90% or more ready to leave at 90, 96.5% or more at 120."
    )
