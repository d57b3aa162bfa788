"""What was measured, beside what the model says: timing, turnover and the human trial."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.axes import fresh, log_axis
from helpers.figures.plasticity.looks import FAST, SPINES, UNTOUCHED, clock_axis
from helpers.simulations.plasticity import DEFAULT, fit_zuo2005, one_pool_surviving, simulate
from helpers.simulations.sourced import printed_range, published
from helpers.simulations.statistics import wilson_interval

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
    axes = fresh(figure)
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
    key = "filled: found · open: looked for, not found · line: in the model"
    axes.set_title(key, fontsize=10, fontweight="normal")
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
    axes = fresh(figure)
    days = np.geomspace(2, 900, 200)
    two = fit_zuo2005()
    cascade = 100 * np.exp(-DEFAULT.turnover_per_d * days)
    one = 100 * one_pool_surviving(0.04, 14, days)
    lines = (
        ("two pools, fitted to Zuo", 100 * (1 - two.eliminated(days)), SPINES.as_line()),
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
    low, high = printed_range("holtmaat2005-persistent")
    middle = (low + high) / 2
    other = style.MEASURED.as_points() | {"marker": "s", "markerfacecolor": "white"}
    axes.errorbar(8, middle, yerr=(high - low) / 2, **other)
    month, weeks = map(published, ("grutzendler2002-stable", "majewska2006-persistent"))
    axes.errorbar(30, month, **(other | {"marker": "D"}))
    axes.errorbar(21, weeks, yerr=8, lolims=True, **(other | {"marker": "v"}))
    for x, y, name, ha, va in (
        (33, month + 1.5, "Grutzendler 2002", "left", "bottom"),
        (19.5, weeks - 1, "above: Majewska 2006", "right", "bottom"),
        (13, left - 1.5, "Zuo 2005", "right", "top"),
        (500, late - 4, "Zuo 2005", "right", "top"),
        (7.3, middle - 2, "Holtmaat 2005", "right", "top"),
    ):
        axes.text(x, y, name, ha=ha, va=va, fontsize=9.5)
    log_axis(
        axes.xaxis, 2, 900, [2, 8, 14, 60, 180, 548], "2 d", "8 d", "14 d", "2 mo", "6 mo", "18 mo"
    )
    axes.set(ylim=(0, 105), ylabel="Spines still there (%)")
    axes.set_xlabel("Time without any drug (adult mouse)")
    axes.legend(loc="lower left")
    lost = 1 - np.exp(-14 * DEFAULT.turnover_per_d)
    kept = np.exp(-8 * DEFAULT.turnover_per_d)
    return (
        f"Spines of adult mice that survive without drug. Measured by Zuo 2005: {left:.0f}% after "
        f"2 weeks and {late:.0f}% after 18 months; by Grutzendler 2002 about {month:.0f}% after a "
        f"month; by Majewska 2006 more than {weeks:.0f}% after 3 weeks. By Holtmaat 2005 only "
        f"{low:.0f} to {high:.0f}% persist for 8 days or more. Two pools pass through both points "
        "of Zuo. One pool that loses 4% in 2 weeks keeps "
        f"{100 * one_pool_surviving(0.04, 14, 548):.0f}% after 18 months. The cascade of this "
        f"lesson keeps {kept:.0%} after 8 days, near Holtmaat, and loses {lost:.0%} "
        "in 2 weeks: too fast for the three others."
    )


def rapamycin(figure: Figure) -> str:
    """Draw response and remission at two weeks in the human trial of rapamycin."""
    axes = fresh(figure)
    table = series("plasticity-abdallah2020-rapamycin").set_index(["outcome", "arm"])
    said = []
    filled = style.MEASURED.as_points(elinewidth=1.5)
    looks = {
        "rapamycin + ketamine": (-0.09, filled | {"marker": FAST.marker}),
        "placebo + ketamine": (0.09, filled | {"marker": "s", "markerfacecolor": "white"}),
    }
    for x, outcome in enumerate(("response", "remission")):
        for arm, (shift, look) in looks.items():
            one = table.loc[(outcome, arm)]
            events, n = one["inferred_count"], one["inferred_denominator"]
            rate = one["rate_percent"]
            low, high = (100 * end for end in wilson_interval(int(events), int(n)))
            error = [[rate - low], [high - rate]]
            axes.errorbar(x + shift, rate, yerr=error, label=None if x else arm, **look)
            said.append(f"{outcome} {rate:.0f}% with {arm.split(' ')[0]} ({events} of {n})")
    axes.set(xlim=(-0.5, 1.5), ylim=(0, 92), xticks=[0, 1], ylabel="Patients (%)")
    axes.set_xticklabels(["response", "remission"])
    axes.legend(loc="upper right")
    return (
        f"Two weeks after ketamine, people who had rapamycin or placebo before it: "
        f"{'; '.join(said)}. Counts are inferred from the printed rates, the intervals are "
        "Wilson's from those counts, and they overlap."
    )
