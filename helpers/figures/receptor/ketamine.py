"""Ketamine, the slow plug: modelled beside what was measured."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import either_side, fresh, log_axis
from helpers.simulations import receptor


def silent_minute(figure: Figure, *, ketamine_um: float) -> str:
    """Draw the first twenty pulses after a silent minute in ketamine (µM)."""
    axes = fresh(figure)
    train = receptor.pulse_train(ketamine_um, rate_hz=1.0, n_pulses=20)
    number = np.arange(1, len(train.train) + 1)
    axes.axvspan(-4, 0.5, color=style.TINT, linewidth=0)
    axes.text(-1.75, 50, "a silent minute\nin ketamine", ha="center", va="center")
    axes.axhline(100, **style.CONTROL.as_line(linewidth=1.4))
    axes.text(20.5, 97, "control: no ketamine", ha="right", va="top", color=style.CONTROL.colour)
    look = style.KETAMINE
    axes.vlines(number, 0, 100 * train.train, color=look.colour, linewidth=1.1)
    axes.plot(number, 100 * train.train, color=look.colour, linewidth=3)
    axes.annotate(
        f"first pulse: {train.train[0]:.0%}",
        (1, 100 * train.train[0]),
        (2.2, 102.2),
        arrowprops=style.LEADER,
    )
    axes.set(xlim=(-4, 20.9), ylim=(0, 108), xticks=[1, 5, 10, 15, 20])
    axes.set(xlabel="Pulse (one a second)", ylabel="Peak (% of control)")
    return (
        f"After a silent minute in {ketamine_um:g} µM ketamine the first pulse reaches "
        f"{train.train[0]:.0%} of control. Then the peaks fall pulse by pulse: "
        f"{train.train[9]:.0%} at the tenth and {train.train[-1]:.0%} at the twentieth."
    )


def three_blockers(figure: Figure) -> str:
    """Draw measured rates of coming and going for ketamine, PCP and MK-801."""
    coming, going = fresh(figure, 2, sharey=True)
    names = ("MK-801", "PCP", "ketamine")
    off = [fact(f"{drug}-macdonald1991-koff") for drug in ("mk801", "pcp", "ket")]
    on = fact("ket-macdonald1991-kon")
    points = style.MEASURED.as_points(capsize=4)
    for row in range(3):
        middle = (on.low * on.high) ** 0.5
        coming.errorbar(
            middle, row, xerr=[[middle - on.low], [on.high - middle]], **points | {"marker": ""}
        )
    going.errorbar([rate.value for rate in off], range(3), **points)
    own = fact("ket-gilling2009-koff")
    diamond = points | {"marker": "D", "markerfacecolor": "white"}
    going.errorbar(own.value, 2.28, xerr=either_side(own), **diamond)
    going.text(0.11, 2.28, "Gilling 2009", ha="right", va="center", fontsize=10)
    coming.set(xscale="log", xlim=(1e4, 1e6), yticks=range(3), yticklabels=names, ylim=(-0.5, 2.7))
    coming.set(xlabel="On-rate (per M per s): range printed")
    coming.set(title="Coming: one range, tenfold wide")
    going.set(xscale="log", xlim=(1e-3, 1), xlabel="Off-rate (per s)", title="Going: far apart")
    slow, middle, fast = (rate.value for rate in off)
    return (
        "Measured rates for MK-801, PCP and ketamine. Left: one printed range of on-rates for all "
        f"three, {on.low:,.0f} to {on.high:,.0f} per molar per second. Right: off-rates of "
        f"{slow:g}, {middle:g} and {fast:g} per second; a second study gives ketamine "
        f"{own.value:g}, for all channels together. In leaving the drugs differ up to "
        f"{fast / slow:.0f}-fold; a tenfold range cannot tell whether they differ in coming."
    )


def patches(figure: Figure) -> str:
    """Draw open probability left in ketamine: pore block as modelled, two patches as measured."""
    axes = fresh(figure)
    concentration_um = np.geomspace(0.01, 30, 121)
    ic50, hill = fact("ket-gilling2009-ic50").value, fact("ket-gilling2009-hill").value

    def left(at_um):
        return 100 * (1 - receptor.block_fraction(at_um, ic50, hill))

    axes.plot(concentration_um, left(concentration_um), **style.KETAMINE.as_line())
    words = f"pore block alone\n(IC50 {ic50:g} µM,\nHill slope {hill:g})"
    axes.text(0.011, 60, words, color=style.KETAMINE.colour)
    on_cell = series("receptor-orser1997-cell-attached").iloc[1:]  # the first row is control
    pulled_off = [fact(f"ket-orser1997-oo-{x}").value for x in (1, 10)]
    said = []
    for name, at_um, values, marker, face, aside, side in (
        ("on the cell", *on_cell.to_numpy().T, "o", style.MEASURED.colour, 0.87, "right"),
        ("pulled off, outside out", (1.0, 10.0), pulled_off, "s", "white", 1.15, "left"),
    ):
        points = {"color": style.MEASURED.colour, "markerfacecolor": face, "markersize": 9}
        axes.plot(at_um, values, marker, **points)
        for x, value in zip(at_um, values, strict=True):
            axes.plot([x, x], [value, left(x)], ":", color=style.QUIET)
            axes.text(x * aside, value, f"{value:.0f}%, {name}", va="center", ha=side)
            said.append(f"{value:.0f}% at {x:g} µM ({name}; the line: {left(x):.0f}%)")
    axes.text(0.011, 4, "points: Orser 1997, no error printed", color=style.QUIET)
    log_axis(axes.xaxis, 0.01, 30, [0.01, 0.1, 1, 10])
    axes.set(xlabel="Ketamine (µM)", ylabel="Open probability (% of control)", ylim=(0, 105))
    return (
        "Open probability that is left, against ketamine: the line of pore block, and patches of "
        f"one study. Measured: {', '.join(said)}. Patches on the cell are blocked more than the "
        "line says, patches pulled off are blocked less. The line is for −70 mV; at which "
        "voltage the patches were held is not in the abstract."
    )


def selectivity(figure: Figure, *, free_um: tuple[float, float]) -> str:
    """Draw what else ketamine binds, and at what concentration; free ketamine (µM) is shaded."""
    axes = fresh(figure)
    table = series("receptor-selectivity").sort_values("high_um", ascending=False)
    rows = np.arange(len(table))
    axes.axvspan(*free_um, color=style.LIT, linewidth=0)
    axes.hlines(rows, table["low_um"], table["high_um"], color=style.MEASURED.colour)
    for measure, marker in (("Ki", "o"), ("IC50", "s"), ("EC50", "D")):
        of_this = (table["measure"] == measure).to_numpy()
        middle = np.sqrt(table["low_um"] * table["high_um"])[of_this]
        axes.plot(middle, rows[of_this], marker, color=style.MEASURED.colour, label=measure)
    log_axis(axes.xaxis, 0.05, 1000, [0.1, 1, 10, 100, 1000])
    axes.set(yticks=rows, yticklabels=table["target"])
    axes.tick_params(axis="y", labelsize=10)
    axes.set_xlabel("Ki, IC50 or EC50 (µM); mixed assays, species and voltages")
    axes.legend(loc="upper right")
    isomer = table["target"].str.contains(r"\([SR]\)-")
    within = table[table["low_um"] <= free_um[1] * np.where(isomer, 0.5, 1.0)]["target"].tolist()
    own = table["target"].str.startswith("NMDA receptor")
    near = table[~own].sort_values("low_um").head(3)
    nearest = ", ".join(
        f"{row.target} ({' to '.join(f'{end:g}' for end in sorted({row.low_um, row.high_um}))})"
        for row in near.itertuples()
    )
    return (
        f"{len(table)} reported affinities of ketamine on a log axis. Band: free ketamine, "
        f"{free_um[0]:.2g} to {free_um[1]:.2g} µM, half of it S. Its top lies above only "
        f"{len(within)} of them: {'; '.join(within)}. Values of the NMDA receptor itself go from "
        f"{table[own]['low_um'].min():g} to {table[own]['high_um'].max():g} µM. Nearest of the "
        f"others: {nearest}. Opioid receptors and transporters need some fifty "
        "times more and beyond."
    )
