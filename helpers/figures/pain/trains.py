"""The hero panel of lesson 08: fifteen pulses that build up, and what ketamine takes of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.words import rounded
from helpers.simulations import pain
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.units import free_um

PULSES = np.arange(1, 16)
RATES_HZ = np.geomspace(0.1, 2, 41)
TOP_PERCENT = 440.0
TOP_LEVEL = 500.0
SPIKE = np.array([0.0, 1.0, np.nan])
LOW_DOSE_MG_PER_KG, AFTER_MIN, WEIGHT_KG = 0.15, 10.0, 70.0


def level_after_low_dose() -> float:
    """Return the modelled arterial level (ng/mL) 10 min after a bolus of 0.15 mg/kg in 70 kg."""
    course = pk.simulate(pk.Dose(LOW_DOSE_MG_PER_KG * WEIGHT_KG), times_min=[AFTER_MIN])
    return float(course.arterial_ng_per_ml[0])


def pulses_build_up(
    figure: Figure,
    *,
    rate_hz: float,
    level_ng_per_ml: float,
    half_um: float,
    mg_mm: float,
    elsewhere: float,
) -> str:
    """Draw fifteen responses with and without ketamine, build-up against rate, and the level.

    Parameters
    ----------
    figure
        Where to draw.
    rate_hz
        Pulses per second, 0.1 to 2.
    level_ng_per_ml
        Total level of racemate (ng/mL), 0 to 500.
    half_um
        Free ketamine that blocks half of the NMDA current (µM).
    mg_mm
        Mg2+ (mM).
    elsewhere
        Share of the slow drive that ketamine spares, 0 to 1.
    """
    art = artists(figure, _build)
    cell = pain.CELL.changed(half_um=half_um, elsewhere=elsewhere)
    blocked = float(pain.blocked_at(level_ng_per_ml, cell))
    control, drug = (
        pain.wind_up(rate_hz, blocked=share, mg_mm=mg_mm, cell=cell) for share in (0.0, blocked)
    )
    percent = 100 / control.first_mv
    art.control.set_ydata(percent * control.response_mv)
    art.drug.set_ydata(percent * drug.response_mv)
    art.spikes.set_ydata(np.outer(percent * drug.response_mv, SPIKE).ravel())
    for line, share in ((art.ratio_control, 0.0), (art.ratio_drug, blocked)):
        trains = (pain.wind_up(rate, blocked=share, mg_mm=mg_mm, cell=cell) for rate in RATES_HZ)
        line.set_ydata([train.ratio for train in trains])
    art.rate_dot.set_data([rate_hz], [drug.ratio])
    art.level_dot.set_data([level_ng_per_ml], [0])
    art.level_line.set_data([0, level_ng_per_ml], [0, 0])
    free = float(free_um(level_ng_per_ml))
    first, built = _taken(control, drug)
    rate = f"{rounded(rate_hz)} pulse{'' if rate_hz == 1 else 's'} a second"
    art.title.set_text(rate)
    gone = f"Of the first response {first:.0%} is taken"
    if control.ratio > 1.05:
        gone += f", of the build-up {built:.0%}"
    else:
        gone += "; there is hardly any build-up to take"
    return (
        f"{rounded(level_ng_per_ml)} ng/mL of racemate, {rounded(free, 2)} µM free, block "
        f"{blocked:.0%} of the NMDA current. At {rate} the 15th response is "
        f"{rounded(control.ratio)} times the first without drug, {rounded(drug.ratio)} times with "
        f"it. {gone}."
    )


def forty_per_cent(figure: Figure, *, blocked: float, rate_hz: float) -> str:
    """Draw one train with and without a given block (0 to 1) of the NMDA current."""
    figure.clear()
    axes = figure.add_axes((0.1, 0.16, 0.88, 0.72))
    control, drug = (pain.wind_up(rate_hz, blocked=share) for share in (0.0, blocked))
    percent = 100 / control.first_mv
    _train_axes(axes, 230)
    axes.plot(PULSES, percent * control.response_mv, **style.CONTROL.as_line(label="no drug"))
    top = percent * drug.response_mv
    axes.plot(np.repeat(PULSES, 3), np.outer(top, SPIKE).ravel(), "-", color=_DRUG, linewidth=1.6)
    axes.plot(PULSES, top, "-", color=_DRUG, label=f"{blocked:.0%} of the NMDA current blocked")
    axes.legend(loc="upper left")
    axes.set_title(f"Modelled, {rate_hz:g} pulse a second")
    first, built = _taken(control, drug)
    return (
        f"Responses to 15 pulses at {rate_hz:g} a second. Without drug they grow to "
        f"{control.ratio:.0%} of the first. With {blocked:.0%} of the NMDA current blocked the "
        f"first is {first:.0%} lower, and {built:.0%} of the build-up is gone."
    )


_DRUG = style.KETAMINE.colour


def _taken(control: pain.Train, drug: pain.Train) -> tuple[float, float]:
    """Return the shares of the first response and of the build-up that the drug takes."""
    built = 1 - drug.build_up_mv / control.build_up_mv if control.build_up_mv else 0.0
    return 1 - drug.first_mv / control.first_mv, built


def _train_axes(axes: Axes, top: float) -> None:
    axes.set(xlim=(0.3, 15.7), ylim=(0, top), xticks=[1, 5, 10, 15], xlabel="Pulse")
    axes.set_ylabel("Response\n(% of the first without drug)")


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.105, 0.4, 0.475, 0.52))
    _train_axes(axes, TOP_PERCENT)
    zeros = np.zeros(15)
    (control,) = axes.plot(PULSES, zeros, **style.CONTROL.as_line(label="no drug"))
    (spikes,) = axes.plot(np.repeat(PULSES, 3), np.zeros(45), "-", color=_DRUG, linewidth=1.6)
    (drug,) = axes.plot(PULSES, zeros, "-", color=_DRUG, label="with ketamine")
    axes.legend(loc="upper left")
    title = axes.set_title("")
    ratio = figure.add_axes((0.68, 0.4, 0.3, 0.52))
    log_axis(ratio.xaxis, 0.09, 2.2, [0.1, 0.33, 1, 2])
    ratio.set(ylim=(0.5, 4.4), yticks=[1, 2, 3, 4])
    ratio.set(xlabel="Pulses a second", ylabel="15th over first response")
    ratio.axhline(1, color=style.HAIRLINE, linewidth=1, zorder=0)
    (ratio_control,) = ratio.plot(RATES_HZ, RATES_HZ, **style.CONTROL.as_line())
    (ratio_drug,) = ratio.plot(RATES_HZ, RATES_HZ, "-", color=_DRUG)
    (rate_dot,) = ratio.plot([], [], "o", color=_DRUG, markersize=11, markeredgecolor="white")
    handle(rate_dot, x="rate_hz")
    _people(ratio)
    strip, level_line, level_dot = _level_strip(figure)
    moves(control, spikes, drug, title, ratio_control, ratio_drug, rate_dot, level_line, level_dot)
    moves(axes.get_legend(), *axes.spines.values(), *ratio.spines.values(), *strip.spines.values())
    return SimpleNamespace(
        control=control,
        spikes=spikes,
        drug=drug,
        title=title,
        ratio_control=ratio_control,
        ratio_drug=ratio_drug,
        rate_dot=rate_dot,
        level_line=level_line,
        level_dot=level_dot,
    )


def _people(axes: Axes) -> None:
    """Mark the rates at which second pain built up in people, and did not."""
    builds = 1 / fact("vierck1997-isi").value
    look = {"color": style.MEASURED.colour, "markersize": 7, "linestyle": "none"}
    axes.plot([builds], [0.72], marker="o", **look)
    axes.plot([0.16], [0.72], marker="o", markerfacecolor="white", **look)
    axes.set_title("● people: builds up  ○ not", fontsize=10, fontweight="normal")


def _level_strip(figure: Figure) -> tuple:
    strip = figure.add_axes((0.105, 0.13, 0.875, 0.1))
    strip.set(xlim=(0, TOP_LEVEL), ylim=(-1, 1), yticks=[])
    strip.spines["left"].set_visible(False)
    strip.set_xlabel("Total level of racemate (ng/mL)", labelpad=2)
    marks = (
        (level_after_low_dose(), "0.15 mg/kg, 10 min on", "center"),
        (fact("bowdle1998-target-levels").value, "Bowdle's top", "right"),
        (pk.simulate(pk.INFUSION).peak("arterial")[0], "35 mg over 40 min, at the end", "left"),
    )
    for level, words, side in marks:
        strip.plot([level, level], [-1, 0.9], color=style.QUIET, linewidth=1.2, zorder=1)
        shift = {"right": 4, "left": -4, "center": -12}[side]
        strip.text(level + shift, 1.1, words, fontsize=9.5, ha=side, color=style.QUIET)
    (line,) = strip.plot([], [], "-", color=_DRUG, linewidth=4, solid_capstyle="butt", zorder=2)
    (dot,) = strip.plot(
        [], [], "o", color=_DRUG, markersize=12, markeredgecolor="white", zorder=3, clip_on=False
    )
    handle(dot, x="level_ng_per_ml")
    return strip, line, dot
