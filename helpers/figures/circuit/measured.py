"""What was measured: glutamate in rats, spectroscopy in people, and evidence on both sides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import log_axis
from helpers.simulations import circuit

_MG_KG = np.geomspace(6, 300, 80)
_SIGN = {1: "up", 0: "no change", -1: "down"}


def five_signs(figure: Figure, *, um_per_mg_kg: float, k_i_um: float = circuit.K_I_UM) -> str:
    """Draw the rate model's change of firing over five measured directions of glutamate.

    The map `um_per_mg_kg` is the free ketamine (µM) taken for each mg/kg given to a rat; `k_i_um`
    (µM) blocks half on interneurons.
    """
    figure.clear()
    change = figure.add_axes((0.125, 0.13, 0.855, 0.43))
    signs = figure.add_axes((0.125, 0.69, 0.855, 0.23), sharex=change)
    signs.tick_params(labelbottom=False)
    table = series("circuits-moghaddam1997-glutamate-direction")
    doses = table["dose_mg_per_kg"].to_numpy(dtype=float)
    measured = table["direction_of_change_sign"].to_numpy(dtype=int)
    levels = um_per_mg_kg * np.concatenate([[0.0], doses, _MG_KG])
    rest, *rates = circuit.rate_model(levels, k_i_um=k_i_um).pyramidal_hz
    at_doses, curve = np.split(np.array(rates) / rest - 1, [len(doses)])
    score = circuit.glutamate_signs(um_per_mg_kg * doses, at_doses)
    signs.axhline(0, color=style.HAIRLINE, linewidth=1)
    signs.plot(doses, measured, "o", color=style.MEASURED.colour, markersize=8)
    signs.set(ylim=(-1.6, 1.6), yticks=[-1, 0, 1], yticklabels=["down", "same", "up"])
    signs.set_title("Measured: direction of glutamate, rat prefrontal cortex", loc="left")
    change.axhspan(-10, 10, color=style.TINT, zorder=0, linewidth=0)
    change.text(290, 13, "band: counted as the same", ha="right", fontsize=10)
    change.axhline(0, **style.CONTROL.as_line(linewidth=1.2))
    change.plot(_MG_KG, 100 * curve, color=style.EXCITATORY.colour)
    for dose, value, agrees in zip(doses, 100 * at_doses, score.predicted == measured, strict=True):
        change.plot([dose, dose], [value - 9, value + 9], color=style.EXCITATORY.colour)
        change.text(dose * 1.06, value + 8, "agrees" if agrees else "misses", fontsize=10)
    log_axis(change.xaxis, 6, 300, doses)
    change.set(ylim=(-75, 95), ylabel="Pyramidal rate,\nchange (%)")
    change.set_title(f"Modelled, with {um_per_mg_kg:g} µM for each mg/kg (chosen)", loc="left")
    change.set_xlabel("Ketamine given to rats (mg/kg)")
    listed = ", ".join(
        f"{_SIGN[seen]} at {dose:g}" for dose, seen in zip(doses, measured, strict=True)
    )
    modelled = ", ".join(f"{100 * value:+.0f}%".replace("-", "−") for value in at_doses)
    return (
        f"Above, measured directions of prefrontal glutamate in rats: {listed} mg/kg. Below, the "
        f"rate model's pyramidal firing with {um_per_mg_kg:g} µM of free ketamine for each mg/kg: "
        f"{modelled}. Counting changes within 10% as none, {score.n_agree} of 5 directions agree."
    )


def spectroscopy(figure: Figure) -> str:
    """Draw what human scans saw during ketamine, by what they measure."""
    figure.clear()
    axes = figure.add_axes((0.5, 0.11, 0.48, 0.87))
    table = series("circuits-human-mrs-studies")
    rows = np.arange(len(table))[::-1]
    method, result = table["method"], table["result_sign"].to_numpy(dtype=float)
    percent = table["effect_percent"].to_numpy(dtype=float)
    kinds = {
        "turnover, ¹³C": (method.str.startswith("13C").to_numpy(), "D", style.MEASURED.colour),
        "amount, ¹H": (method.str.startswith("1H").to_numpy(), "o", "white"),
        "binding, PET": (method.str.contains("PET").to_numpy(), "s", style.QUIET),
    }
    for name, (these, marker, face) in kinds.items():
        look = {"color": style.MEASURED.colour, "markersize": 8, "markerfacecolor": face}
        axes.plot(result[these], rows[these], marker, label=name, **look)
    labels = [
        f"{row.study}: {row.method.replace('13C MRS', '¹³C').replace('1H-MRS', '¹H')}"
        + (f", n = {row.n:g}" if row.n == row.n else "")
        + (f", {row.time}" if "min after" in row.time else "")
        for row in table.itertuples()
    ]
    axes.set(xlim=(-1.5, 2.6), ylim=(-0.6, len(table) - 0.4), xticks=[-1, 0, 1])
    axes.set_xticklabels(["fall", "no change seen", "rise"])
    axes.set_yticks(rows, labels, fontsize=10)
    for x in (-1, 0, 1):
        axes.axvline(x, color=style.HAIRLINE, linewidth=1, zorder=0)
    for row, sign, value in zip(rows, result, percent, strict=True):
        if value == value:
            axes.text(sign + 0.12, row, f"{'+' if sign > 0 else '−'}{value:g}%", va="center")
    axes.legend(loc="center right")
    said = [
        f"{name}: {int((result[these] > 0).sum())} saw a rise, {int((result[these] == 0).sum())} "
        f"no change and {int((result[these] < 0).sum())} a fall"
        for name, (these, _, _) in kinds.items()
    ]
    return (
        f"{len(table)} results of {table['study'].nunique()} studies. {'; '.join(said)}. Labelled "
        f"glutamine rose by {percent[0]:g}% and labelled glutamate did not change. Of the proton "
        "scans that rose one is of glutamate, one of glutamine, two of both together (Glx). One of "
        "the proton scans was made three hours after ketamine, the others during or at its end. "
        "The two falls are of binding to mGluR5, read by the authors as more glutamate."
    )


class Row(NamedTuple):
    """One line of evidence: what it is called, the fact behind it, and its kind."""

    says: str
    fact: str
    kind: str


FOR = (
    Row("Interneurons slow, under MK-801", "homayoun2007-interneuron-firing", "rat, awake"),
    Row("PV and SST cells go quiet", "cichon2022-pv-activity", "mouse, in vivo"),
    Row("SST cells go quiet, spines light up", "ali2020-sst-activity", "mouse, in vivo"),
    Row("Less inhibition in CA1", "widman2018-ca1-inhibition", "rat slice"),
    Row("Less GluN2B in SST cells: no effect", "gerhard2020-glun2b-kd-sst", "mouse, gene"),
    Row("No GluN2A in PV cells: no gamma", "picard2019-pv-glun2a-ko-gamma", "mouse, gene"),
    Row("No GluN2D: no response", "molecularbrain2021-glun2d-ko-sepsc", "mouse, gene"),
)
_DELETED, _MEAN_FALLS = "miller2014-principal-glun2b-deletion", "sugino-sst-activated-ketamine"
AGAINST = (
    Row("Pyramidal cells lean on NMDA more", "rotaru2011-nmdar-dependence", "mouse slice"),
    Row("Deletion in pyramidal cells mimics it", _DELETED, "mouse, gene"),
    Row("GABA cells not slowed", "amatforaster2019-gaba-firing", "rat, awake"),
    Row("80% of pyramidal cells inhibited", "neuroscience2018-pfc-inhibited", "rat, anaesthetised"),
    Row("MK-801 and DOI: no common rule", "wood2012-disinhibition", "rat, awake"),
    Row("Active cells go quiet, silent ones wake", "cichon2022-active-neurons", "mouse, in vivo"),
    Row("Mean falls, a quarter of SST cells rise", _MEAN_FALLS, "mouse, anaesthetised"),
)


def for_and_against(figure: Figure) -> str:
    """Draw pieces of evidence in two columns: for the interneuron account and against it."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, 2), ylim=(0, 1))
    axes.set_axis_off()
    _column(axes, 0.03, "For: the brake is hit", FOR, style.INHIBITORY)
    _column(axes, 1.03, "Against, or limiting", AGAINST, style.EXCITATORY)
    said = [
        f"{side}: " + "; ".join(f"{row.says} ({fact(row.fact).citation})" for row in rows)
        for side, rows in (("For", FOR), ("Against", AGAINST))
    ]
    return f"Evidence from rats and mice. {'. '.join(said)}."


def _column(axes: Axes, x: float, title: str, rows: tuple[Row, ...], look: style.Look) -> None:
    axes.text(x, 0.94, title, fontsize=12, fontweight="bold", color=look.colour, va="center")
    axes.plot([x, x + 0.92], [0.885, 0.885], color=look.colour, linestyle=look.line)
    for place, row in enumerate(rows):
        y = 0.82 - 0.122 * place
        axes.plot([x + 0.015], [y], look.marker, color=style.MEASURED.colour, markersize=7)
        axes.text(x + 0.05, y, row.says, fontsize=11, va="center")
        cited = fact(row.fact)
        mark = "" if cited.verified == "primary" else f"; {cited.verified}"
        under = f"{cited.citation}; {row.kind}{mark}"
        axes.text(x + 0.05, y - 0.05, under, fontsize=10, va="center", color=style.QUIET)
