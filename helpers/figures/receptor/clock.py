"""The second panel of lesson 01: glutamate sets the clock of block, not its depth."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.words import rounded
from helpers.simulations import receptor
from helpers.simulations.arguments import one_of

TRAPPING = {"ketamine": "full", "must leave first": "sequential"}
LOOKS = {"ketamine": style.KETAMINE, "must leave first": style.MUST_LEAVE_FIRST}
GLUTAMATE_UM = np.geomspace(0.1, 1000, 61)
TIMES_S = np.concatenate([[0.0], np.geomspace(0.01, 300, 120)])


def same_end_other_clock(
    figure: Figure, *, glutamate_um: float, ketamine_um: float, blocker: str
) -> str:
    """Draw block over time in steady glutamate, and the curves where it settles.

    Glutamate (µM) is there before, the drug (µM) comes at time zero; ``blocker`` is a key of
    `TRAPPING`.
    """
    trapping, look = TRAPPING[one_of("blocker", blocker, TRAPPING)], LOOKS[blocker]
    art = artists(figure, _build)
    before = receptor.Step(30.0, glutamate_um=glutamate_um)
    drug = receptor.Step(TIMES_S[-1], glutamate_um=glutamate_um, drug_um=ketamine_um)
    trace = receptor.simulate([before, drug], trapping=trapping, times_s=30.0 + TIMES_S)
    current = trace.open_probability / trace.open_probability[0]
    tau_s = receptor.onset_time_constant_s(ketamine_um, glutamate_um, trapping=trapping)
    art.time.set_data(TIMES_S, 100 * current)
    art.time.set(color=look.colour, linestyle=look.line)
    art.tau.set_xdata([tau_s, tau_s])
    art.tau_label.set_text(f"dotted: 63% in, {_seconds(tau_s)}")
    art.settled.set_ydata([100 * current[-1]] * 2)

    free, blocked = _curve(0.0, "full"), _curve(float(ketamine_um), trapping)
    top = free.max()
    art.blocked.set_data(GLUTAMATE_UM, 100 * blocked / top)
    art.blocked.set(color=look.colour, linestyle=look.line)
    ec50 = [receptor.half_maximal_um(GLUTAMATE_UM, curve) for curve in (free, blocked)]
    for line, half, curve in zip(art.halves, ec50, (free, blocked), strict=True):
        line.set_data([half, half], [0, 50 * curve[-1] / top])
    art.halves[1].set(color=look.colour, linestyle=look.line)
    art.here.set_data([glutamate_um], [100 * np.interp(glutamate_um, GLUTAMATE_UM, blocked) / top])
    art.here.set_color(look.colour)
    art.name.set_text(f"with {rounded(ketamine_um)} µM")
    art.name.set(color=look.colour, y=min(100 * blocked[-1] / top - 4, 85))
    moved = (
        f"the EC50 stays at {ec50[0]:.2f} µM"
        if f"{ec50[0]:.2f}" == f"{ec50[1]:.2f}"
        else f"the EC50 goes from {ec50[0]:.2f} to {ec50[1]:.2f} µM"
    )
    return (
        f"In {rounded(glutamate_um)} µM of steady glutamate, {rounded(ketamine_um)} µM of the drug "
        f"({blocker}) blocks {1 - current[-1]:.1%} of the current in the end; 63% of the drug that "
        f"will bind is in after {_seconds(tau_s)}. The largest response over all glutamate falls "
        f"to {blocked[-1] / top:.0%} of control, and {moved}."
    )


@lru_cache(maxsize=64)
def _curve(drug_um: float, trapping: str) -> np.ndarray:
    return receptor.dose_response(GLUTAMATE_UM, drug_um, trapping=trapping)


def _seconds(value_s: float) -> str:
    return f"{value_s:.2f} s" if value_s < 1 else f"{value_s:.3g} s"


def _build(figure: Figure) -> SimpleNamespace:
    left, right = figure.subplots(1, 2)
    figure.subplots_adjust(left=0.085, right=0.97, bottom=0.15, top=0.9, wspace=0.26)
    left.set(xscale="symlog", xlim=(0, 300), ylim=(0, 112), xlabel="Time since the drug came (s)")
    left.set_xscale("symlog", linthresh=0.1, linscale=0.4)
    left.set_xticks([0, 0.1, 1, 10, 100], ["0", "0.1", "1", "10", "100"])
    left.minorticks_off()
    left.set_ylabel("Current (% of that before)")
    left.set_title("The clock")
    right.set(ylim=(0, 112), xlabel="Glutamate (µM)")
    log_axis(right.xaxis, 0.1, 1000, [0.1, 1, 10, 100, 1000])
    right.set_ylabel("Settled response (% of largest)")
    right.set_title("The end (uprights: EC50)")
    control = style.CONTROL
    free = _curve(0.0, "full")
    right.plot(GLUTAMATE_UM, 100 * free / free.max(), **control.as_line())
    right.text(900, 102, "without drug", ha="right", va="bottom", color=control.colour)
    quiet = {"color": style.QUIET, "linewidth": 1.1, "linestyle": ":"}
    art = SimpleNamespace(
        time=left.plot([], [])[0],
        tau=left.axvline(1, **quiet),
        tau_label=left.text(1, 1.02, "", transform=left.transAxes, ha="right", fontsize=10),
        settled=left.axhline(0, **quiet),
        blocked=right.plot([], [])[0],
        halves=[right.plot([], [], **control.as_line(linewidth=1.5))[0] for _ in range(2)],
        here=right.plot([], [], "o", markersize=10, markeredgecolor="white", clip_on=False)[0],
        name=right.text(400, 0, "", ha="right", va="top"),
    )
    moves(art.time, art.tau, art.tau_label, art.settled, art.blocked, *art.halves)
    moves(art.here, art.name)
    handle(art.here, x="glutamate_um")
    return art
