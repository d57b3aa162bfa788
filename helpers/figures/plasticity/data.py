"""What was measured, beside what the model says: timing, turnover and the human trial."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.plasticity.looks import FAST, SPINES, UNTOUCHED, clock_axis
from helpers.simulations.plasticity import (
    DEFAULT,
    fit_zuo2005,
    one_pool_surviving,
    simulate,
    wilson_interval,
)

#: For each kind of readout: its words, the model's variable, and from which share of its peak the
#: model's line is drawn (chosen).
KINDS = {
    "behaviour": ("behaviour", "behaviour", 0.3),
    "bdnf": ("BDNF", "bdnf", 0.1),
    "signal": ("mTORC1", "mtorc1", 0.1),
    "protein": ("synaptic protein", "protein", 0.25),
    "spine": ("spines", "spine_gain", 0.1),
}
LEFT_OUT = {"Chiu 2015"}  # with lithium


def event_timing(figure: Figure) -> str:
    """Draw when each effect was found or not found in rodents, beside when the model has it."""
    figure.clear()
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    table = series("plasticity-event-timing")
    table = table[~table["study"].isin(LEFT_OUT) & (table["species_model"] != "human")]
    times = np.geomspace(0.25, 336, 600)
    course = simulate()
    row, names, early, late = 0, [], [], []
    for kind, (words, variable, share) in KINDS.items():
        values = getattr(course.at(times), variable)
        there = times[values > share * values.max()]
        axes.plot(there[[0, -1]], [row, row], **SPINES.as_line(linewidth=4, solid_capstyle="butt"))
        names.append((row, f"model: {words}", True))
        row += 1
        for found in _of_kind(table, kind).itertuples():
            _draw_found(axes, row, found)
            names.append((row, _label(found), False))
            if kind == "spine" and found.effect_present and found.t_end_h < there[0]:
                early.append(f"{found.study} at {found.t_end_h:g} h")
            if kind == "spine" and not found.effect_present and found.t_end_h > there[0]:
                late.append(f"{found.study} at {found.t_start_h:g} to {found.t_end_h:g} h")
            row += 1
        row += 0.35
    clock_axis(axes, 0.25, 336)
    axes.set_xlabel("Time after the first dose")
    axes.set(ylim=(row - 0.4, -0.7), yticks=[place for place, _, _ in names])
    axes.set_yticklabels([name for _, name, _ in names], fontsize=9)
    for tick, (_, _, model) in zip(axes.get_yticklabels(), names, strict=True):
        tick.set_fontweight("bold" if model else "normal")
    axes.tick_params(axis="y", length=0)
    axes.set_title(
        "filled: found · open: looked for, not found · line: in the model",
        fontsize=10,
        fontweight="normal",
    )
    kinase = course.at(2.0).mtorc1 / course.peak("mtorc1")[1]
    return (
        "When each effect was found in rodents after the first dose, as points on a log time axis, "
        "beside lines for the model. Behaviour is found from half an hour, protein from 2 to 72 h. "
        f"Spines divide the studies: the model has them from {there[0]:.0f} h, they were found by "
        f"{' and '.join(early)}, and not found by {' and '.join(late)}. The model still has "
        f"{kinase:.0%} of its mTORC1 peak at 2 h, where rats were back at baseline (unverified)."
    )


def _of_kind(table, kind: str):
    is_bdnf = table["readout"] == "BDNF protein"
    chosen = table[is_bdnf if kind == "bdnf" else (table["kind"] == kind) & ~is_bdnf]
    return chosen.sort_values(["t_start_h", "t_end_h"])


def _label(found) -> str:
    species = found.species_model.split(" (")[0]
    mark = " (unverified)" if found.verified == "unverified" else ""
    name = found.study.replace("Nosyreva 2013 / ", "")
    return f"{name}, {species}{mark}"


def _draw_found(axes, row: float, found) -> None:
    ink = style.MEASURED.colour
    ends = [found.t_start_h, found.t_end_h]
    if ends[0] != ends[1]:
        axes.plot(ends, [row, row], color=ink, linewidth=1.0, zorder=3)
    face = ink if found.effect_present else "white"
    points = {"color": ink, "markerfacecolor": face, "markersize": 6.5, "clip_on": False}
    axes.plot(ends, [row, row], "o", zorder=4, **points)


def turnover(figure: Figure) -> str:
    """Draw how many spines survive without drug: measured, two pools, one pool, the cascade."""
    figure.clear()
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    days = np.geomspace(2, 900, 200)
    two = fit_zuo2005()
    cascade = 100 * np.exp(-DEFAULT.turnover_per_d * days)
    one = 100 * one_pool_surviving(0.04, 14, days)
    lines = (
        ("two pools, fitted", 100 * two.surviving(days), SPINES.as_line()),
        ("one pool, 4% in 2 weeks", one, UNTOUCHED.as_line()),
        ("the cascade of this lesson", cascade, FAST.as_line()),
    )
    for name, values, look in lines:
        axes.plot(days, values, label=name, **look)
    table = series("plasticity-spine-turnover").set_index("age")
    adult = table.loc["4-6 months"]
    left = 100 - adult["eliminated_percent"]
    error = [[left - (100 - adult["eliminated_high"])], [(100 - adult["eliminated_low"]) - left]]
    axes.errorbar(14, left, yerr=error, **style.MEASURED.as_points())
    late = 100 - table.loc["adult", "eliminated_percent"]
    axes.errorbar(548, late, **style.MEASURED.as_points())
    axes.set(xscale="log", xlim=(2, 900), ylim=(0, 105), ylabel="Spines still there (%)")
    axes.set_xticks([2, 7, 14, 60, 180, 548], ["2 d", "7 d", "14 d", "2 mo", "6 mo", "18 mo"])
    axes.minorticks_off()
    axes.set_xlabel("Time without any drug (adult mouse)")
    axes.legend(loc="lower left")
    lost = 1 - np.exp(-14 * DEFAULT.turnover_per_d)
    return (
        f"Spines of adult mice that survive without drug. Measured: {left:.0f}% after 2 weeks "
        f"(range printed 95 to 97) and {late:.0f}% after 18 months. Two pools pass through both. "
        f"One pool that loses 4% in 2 weeks keeps {100 * one_pool_surviving(0.04, 14, 548):.0f}% "
        f"after 18 months. The cascade of this lesson loses {lost:.0%} in 2 weeks: ten times too "
        "fast."
    )


def rapamycin(figure: Figure) -> str:
    """Draw mTORC1 block at 24 h, model and reports, and the human trial at two weeks."""
    figure.clear()
    figure.set_layout_engine("constrained")
    first, second = figure.subplots(1, 2, width_ratios=(1.15, 1))
    model = simulate(blocks="mtorc1").at(24).behaviour / simulate().at(24).behaviour
    first.axhline(100 * model, **FAST.as_line())
    first.text(0.5, 100 * model + 3, f"model: {model:.0%}", ha="center")
    for x, value in enumerate((0, 100)):
        first.plot(x, value, "o", color=style.MEASURED.colour, markerfacecolor="white", ms=9)
    first.set(xlim=(-0.6, 1.6), ylim=(-8, 118), xticks=[0, 1])
    first.set_xticklabels(["rats:\n“blocks”", "people:\n“no change”"])
    first.set(ylabel="Effect left at 24 h (%)", title="With rapamycin, next day")
    table = series("plasticity-abdallah2020-rapamycin")
    said = []
    arms = (("rapamycin + ketamine", FAST.marker, -0.09), ("placebo + ketamine", "s", 0.09))
    for x, outcome in enumerate(("response", "remission")):
        for arm, marker, shift in arms:
            one = table[(table["arm"] == arm) & (table["outcome"] == outcome)].iloc[0]
            events, n = int(one["inferred_count"]), int(one["inferred_denominator"])
            low, high = (100 * end for end in wilson_interval(events, n))
            rate = one["rate_percent"]
            error = [[rate - low], [high - rate]]
            points = style.MEASURED.as_points(elinewidth=1.5) | {"marker": marker}
            if arm.startswith("placebo"):
                points |= {"markerfacecolor": "white"}
            second.errorbar(x + shift, rate, yerr=error, label=arm if x == 0 else None, **points)
            said.append(f"{outcome} {rate:.0f}% with {arm.split(' ')[0]} ({events} of {n})")
    second.set(xlim=(-0.5, 1.5), ylim=(0, 92), xticks=[0, 1], ylabel="Patients (%)")
    second.set_xticklabels(["response", "remission"])
    second.set_title("In people, at two weeks")
    second.legend(loc="upper right", fontsize=9)
    return (
        f"Left: what mTORC1 block leaves of the effect at 24 h. The model says {model:.0%}. Rats: "
        "the abstract says that rapamycin blocks it. People: no change after oral rapamycin "
        f"(n = {fact('abdallah2020-24h-null').n:.0f}). Both reports are words, drawn open at 0 and "
        f"100. Right, two weeks, people: {'; '.join(said)}. Counts are inferred from the printed "
        "rates, the intervals are Wilson's from those counts."
    )
