"""What was measured beside what the models say: single pains, levels, one infusion."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import Fact, fact
from helpers.figures import style
from helpers.figures.axes import either_side, log_axis
from helpers.figures.pain.trains import AFTER_MIN, WEIGHT_KG
from helpers.simulations import pain
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.units import ng_per_ml_from_um

DOSES_MG_PER_KG = np.geomspace(0.03, 1.0, 40)
#: Free ketamine (µM) that blocks half: without Mg2+, the rates of lesson 01, GluN2A in Mg2+.
HALVES_UM = (0.71, pain.CELL.half_um, 5.4)
#: Study, dose (mg/kg) and what did not change significantly, each with the fact behind it.
NULLS = (
    ("guirimand2000-windup", 0.15, "reflex, single shocks"),
    ("ilkjaer1996-dose", 0.3, "brief heat pulses"),
    ("hughes2002-threshold", 0.375, "pain threshold"),
)


def losses(dose_mg_per_kg: float, half_um: float) -> tuple[float, float]:
    """Return the modelled loss (0 to 1) of the first response and of the build-up, 10 min after."""
    course = pk.simulate(pk.Dose(dose_mg_per_kg * WEIGHT_KG), times_min=[AFTER_MIN])
    cell = pain.CELL.changed(half_um=half_um)
    blocked = float(pain.blocked_at(course.arterial_ng_per_ml[0], cell))
    control, drug = (pain.wind_up(1.0, blocked=share, cell=cell) for share in (0.0, blocked))
    return 1 - drug.first_mv / control.first_mv, 1 - drug.build_up_mv / control.build_up_mv


def single_pains(figure: Figure) -> str:
    """Draw pooled trials of experimental pain and three null results over the modelled losses."""
    figure.clear()
    axes = figure.add_axes((0.09, 0.15, 0.6, 0.8))
    table = {half: [losses(dose, half) for dose in DOSES_MG_PER_KG] for half in HALVES_UM}
    curves = {half: 100 * np.array(rows) for half, rows in table.items()}
    middle = curves[HALVES_UM[1]]
    low, high = curves[HALVES_UM[2]], curves[HALVES_UM[0]]
    for column, look, words in (
        (1, style.KETAMINE, "model: build-up"),
        (0, style.CONTROL, "model: first response"),
    ):
        axes.plot(DOSES_MG_PER_KG, middle[:, column], **look.as_line(label=words))
        thin = look.as_line(linewidth=1)
        axes.plot(DOSES_MG_PER_KG, low[:, column], **thin)
        axes.plot(DOSES_MG_PER_KG, high[:, column], **thin)
    fall, from_points = fact("thompson2019-pain-fall"), _rating_without()
    mid, ends = (
        100 * fall.value / from_points,
        [100 * e / from_points for e in (fall.low, fall.high)],
    )
    axes.errorbar(
        [np.sqrt(0.03 * 1.0)],
        [mid],
        yerr=[[mid - ends[0]], [ends[1] - mid]],
        xerr=[[np.sqrt(0.03) - 0.03], [1.0 - np.sqrt(0.03)]],
        **style.MEASURED.as_points(label="pooled trials, over all\ndoses (Thompson 2019)"),
    )
    for (_, dose, words), lift in zip(NULLS, (-3.5, -7, -3.5), strict=True):
        axes.plot([dose], [0], "o", color="black", markerfacecolor="white", zorder=5)
        side = "left" if dose > 0.35 else "right" if dose < 0.2 else "center"
        axes.text(dose, lift, words, fontsize=9.5, ha=side, va="center")
    thin_words = f"thin: K of {HALVES_UM[0]} or {HALVES_UM[2]} µM"
    axes.plot([], [], "-", color=style.QUIET, linewidth=1, label=thin_words)
    axes.plot([], [], "o", color="black", markerfacecolor="white", label="no significant change")
    log_axis(axes.xaxis, 0.027, 1.15, [0.03, 0.1, 0.3, 1])
    axes.set(ylim=(-10, 70), ylabel="Lower by (%)")
    axes.axhline(0, color=style.HAIRLINE, linewidth=1, zorder=0)
    axes.set_xlabel("Ketamine (mg/kg); model: 10 min after a bolus")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))
    first, last = middle[0], middle[-1]
    return (
        f"Pooled trials over 0.03 to 1 mg/kg: pain {mid:.0f}% lower ({ends[0]:.0f} to "
        f"{ends[1]:.0f}%), flat over the doses, acute pain and sore skin alike. Three tests "
        "without significant change: a reflex to single shocks at 0.15 mg/kg, brief heat pulses "
        "at 0.3, pain threshold at 0.375. Modelled 10 min after a bolus: the first response falls "
        f"by {first[0]:.1f}% to {last[0]:.0f}%, the build-up by {first[1]:.0f}% to {last[1]:.0f}%; "
        f"thin lines: half block at {HALVES_UM[0]} and {HALVES_UM[2]} µM."
    )


def _rating_without() -> float:
    """Return the pooled rating without drug: the fall over its share."""
    share = fact("thompson2019-pain-percent").value / 100
    return round(fact("thompson2019-pain-fall").value / share, 1)


def _ends(row: Fact) -> tuple[float, float]:
    return row.low, row.high


def levels_by_study(figure: Figure) -> str:
    """Draw the levels at which studies found relief, no relief, and a high."""
    figure.clear()
    axes = figure.add_axes((0.43, 0.15, 0.55, 0.82))
    high = fact("simons2022-c50-high").value
    tests = fact("simons2022-c50-pain")
    review = fact("conc-analgesia-ng")
    steps = fact("bowdle1998-target-levels")
    less = -fact("olofsen2012-net").value
    high_at, pain_at = (
        ng_per_ml_from_um(um) for um in ([high - 0.05, high, high + 0.05], _ends(tests))
    )
    rows = (
        ("Half the high: Simons, S", high_at[1], (high_at[0], high_at[2]), "o"),
        ("Psychedelic ratings rise: Bowdle, racemate", None, (steps.low, steps.high), "s"),
        (f"{less:g} of 10 cm less pain: Olofsen, S", 100.0, None, "o"),
        ("Heat pain not lower: 8 people, form not said", 50.0, None, "D"),
        ("Heat pain lower: the same people", fact("kennedy241947-200").value, None, "D"),
        ("'Analgesia': a review, racemate", None, _ends(review), "s"),
        ("Half the relief, three tests: Simons, S", None, pain_at, "o"),
    )
    for place, (words, value, ends, marker) in enumerate(reversed(rows)):
        if ends is not None:
            axes.plot(ends, [place, place], "|-", color="black", linewidth=1.6, markersize=10)
        if value is not None:
            face = "white" if "not lower" in words else "black"
            axes.plot([value], [place], marker, color="black", markerfacecolor=face)
    axes.set_yticks(range(len(rows)), [row[0] for row in reversed(rows)], fontsize=10)
    log_axis(axes.xaxis, 35, 500, [50, 100, 200, 400])
    axes.set(ylim=(-0.6, len(rows) - 0.4))
    axes.set_xlabel("Total level (ng/mL), forms not converted")
    axes.grid(axis="x", color=style.HAIRLINE)
    return (
        "Levels from seven results, forms not converted. Half the high: 71 ng/mL of S-ketamine, 59 "
        f"to 83 by rounding. Ratings rise over 50 to 200 of racemate. Pain is {less:g} of 10 cm "
        "lower at 100 of S with 50 of norketamine (Olofsen, a fitted sum), lower at 200, not at "
        "50, in eight people. A review gives 70 to 160 for analgesia. "
        f"Half the relief in Simons' three tests: {ng_per_ml_from_um(tests.low):.0f} to "
        f"{ng_per_ml_from_um(tests.high):.0f} of S."
    )


def infusion_check(figure: Figure) -> str:
    """Draw the predicted level of 20 mg S-ketamine over 20 min and two measured peaks."""
    figure.clear()
    axes = figure.add_axes((0.11, 0.16, 0.86, 0.8))
    times_min = np.linspace(0, 90, 181)
    predicted = {}
    for name, words, line in (
        ("noppers2011", "Noppers set", "-"),
        ("kamp2020", "Kamp set", "--"),
    ):
        sites = pain.infusion(20, times_min=times_min, model=name)
        predicted[name] = sites.plasma_ng_per_ml.max()
        colour = style.KETAMINE.colour if line == "-" else style.CONTROL.colour
        axes.plot(times_min, sites.plasma_ng_per_ml, line, color=colour, label=f"model: {words}")
    measured = [fact(f"simons2022a-iv-peak-{film}") for film in (50, 100)]
    for shift, one, marker in zip((-0.7, 0.7), measured, ("o", "s"), strict=True):
        axes.errorbar(
            [20 + shift],
            [one.value],
            yerr=either_side(one),
            color="black",
            marker=marker,
            linestyle="none",
            label=f"measured, after a {one.id[-3:].strip('-')}-mg film",
        )
    axes.set(xlim=(0, 90), ylim=(0, 310), xlabel="Minutes", ylabel="Arterial S-ketamine (ng/mL)")
    axes.legend(loc="upper right")
    return (
        "Arterial S-ketamine, 20 mg over 20 min. Predicted peak "
        f"{predicted['noppers2011']:.0f} ng/mL by the Noppers set and {predicted['kamp2020']:.0f} "
        f"by the Kamp set; measured {measured[0].value:g} ({measured[0].low:g} to "
        f"{measured[0].high:g}) and {measured[1].value:g} ({measured[1].low:g} to "
        f"{measured[1].high:g}) in twenty people, six hours after a film."
    )
