"""Mg²⁺, the fast plug: at equilibrium, in time, and against ketamine for the pore."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import either_side, fresh, log_axis
from helpers.figures.words import rounded
from helpers.simulations import receptor

VOLTAGES_MV = np.linspace(-90, 60, 151)


def magnesium(figure: Figure, *, mg_mm: float) -> str:
    """Draw how Mg²⁺ (mM, outside) frees the pore with voltage, and the current that follows."""
    share, current = fresh(figure, 2)
    free = receptor.unblocked_fraction(VOLTAGES_MV, mg_mm)
    share.plot(VOLTAGES_MV, 100 * free, **style.MAGNESIUM.as_line(linestyle="-"))
    share.axhline(100, **style.CONTROL.as_line(linewidth=1.4))
    share.text(-88, 94, "without Mg²⁺", va="top", color=style.CONTROL.colour)
    share.text(12, 45, f"{mg_mm:g} mM Mg²⁺", color=style.MAGNESIUM.colour, fontweight="bold")
    share.set(xlabel="Voltage (mV)", ylabel="Open channels free of Mg²⁺ (%)", ylim=(0, 105))
    current.axhline(0, color=style.HAIRLINE, linewidth=1)
    current.plot(VOLTAGES_MV, VOLTAGES_MV / 90, **style.CONTROL.as_line())
    current.plot(VOLTAGES_MV, VOLTAGES_MV / 90 * free, **style.MAGNESIUM.as_line(linestyle="-"))
    current.text(-48, -0.85, "without Mg²⁺", color=style.CONTROL.colour)
    current.text(-88, 0.12, f"{mg_mm:g} mM Mg²⁺", color=style.MAGNESIUM.colour, fontweight="bold")
    current.set(xlabel="Voltage (mV)", ylabel="Current (relative; inward is down)")
    at_rest, at_zero = receptor.unblocked_fraction([-70, 0], mg_mm)
    inward = VOLTAGES_MV * free
    peak_mv = VOLTAGES_MV[np.argmin(inward)]
    return (
        f"Two graphs against voltage, in {mg_mm:g} mM Mg²⁺. Left: the share of open channels free "
        f"of Mg²⁺ rises as an S from {at_rest:.0%} at −70 mV to {at_zero:.0%} at 0 mV. Right: "
        f"without Mg²⁺ the current is a straight line; with it the inward current is largest near "
        f"{rounded(peak_mv)} mV and shrinks towards rest."
    )


def ic50_against_voltage(figure: Figure, *, mg_mm: float, voltage_mv: float = -30.0) -> str:
    """Draw ketamine's IC50 against voltage, without Mg²⁺ and with it (mM), compared at one (mV)."""
    art = artists(figure, _build_ic50)
    with_mg = receptor.ic50_um(VOLTAGES_MV, mg_mm)
    here, without = receptor.ic50_um(voltage_mv, mg_mm), receptor.ic50_um(voltage_mv, 0.0)
    art.with_mg.set_ydata(with_mg)
    art.rise.set_data([voltage_mv, voltage_mv], [0.1, here])
    art.here.set_data([voltage_mv], [here])
    art.foot.set_data([voltage_mv, voltage_mv], [0.1, 0.16])
    handle(art.here, y="mg_mm", y_at=lambda mg: float(receptor.ic50_um(voltage_mv, mg)))
    handle(art.foot, x="voltage_mv")
    art.label.set_text(f"{mg_mm:g} mM Mg²⁺ (assumed rule)" if mg_mm else "")
    art.label.set_y(1.25 * with_mg[-1])
    lowest, shape, rise = int(np.argmin(with_mg)), "", ""
    if mg_mm:
        rise = f" without Mg²⁺ and {here:.2g} with it, {rounded(here / without)} times as much"
        shape = f". In {mg_mm:g} mM Mg²⁺ " + (
            f"it is a U with its lowest point, {with_mg[lowest]:.1f} µM, near "
            f"{rounded(VOLTAGES_MV[lowest])} mV"
            if 0 < lowest < len(VOLTAGES_MV) - 1
            else "it rises all the way with voltage"
        )
    return (
        f"IC50 of ketamine against voltage, log scale. Without Mg²⁺ it rises steadily, from the "
        f"measured 0.71 µM at −70 mV{shape}. At {rounded(voltage_mv)} mV it is "
        f"{without:.2g} µM{rise}."
    )


def _build_ic50(figure: Figure) -> SimpleNamespace:
    figure.subplots_adjust(left=0.09, right=0.98, bottom=0.15, top=0.95)
    axes = figure.subplots()
    log_axis(axes.yaxis, 0.1, 300, [0.1, 0.3, 1, 3, 10, 30, 100])
    axes.set(xlim=(-92, 62), xlabel="Voltage (mV)", ylabel="IC50 of ketamine (µM)")
    axes.plot(VOLTAGES_MV, receptor.ic50_um(VOLTAGES_MV, 0.0), **style.CONTROL.as_line())
    without = axes.text(58, 9, "without Mg²⁺", ha="right", va="top", color=style.CONTROL.colour)
    measured = fact("ket-gilling2009-ic50")
    axes.errorbar(-70, measured.value, yerr=either_side(measured), **style.MEASURED.as_points())
    source = axes.text(-67, 0.5, "measured, Gilling 2009", va="top", fontsize=10)
    for words in (without, source):
        words.set_bbox(style.BACKED)  # the dotted line passes beneath
    magnesium, quiet = style.MAGNESIUM, {"color": style.QUIET, "linestyle": ":", "linewidth": 1.5}
    solid = magnesium.as_line(linestyle="-")
    dot = {"color": magnesium.colour, "markersize": 10, "markeredgecolor": "white", "zorder": 5}
    art = SimpleNamespace(
        with_mg=axes.plot(VOLTAGES_MV, np.ones_like(VOLTAGES_MV), **solid)[0],
        label=axes.text(58, 1, "", ha="right", va="bottom", color=magnesium.colour),
        rise=axes.plot([], [], **quiet)[0],
        here=axes.plot([], [], "o", **dot)[0],
        foot=axes.plot([], [], color=style.INK, linewidth=2)[0],
    )
    moves(*vars(art).values(), without, source)
    return art


def subunit_shift(figure: Figure) -> str:
    """Draw the rule's shift of the IC50 by 1 mM Mg²⁺ beside the one reported for each subunit."""
    axes = fresh(figure)
    table = series("receptor-ketamine-ic50-subunit-mg")
    fold = table["ic50_1mm_mg_um"] / table["ic50_0mm_mg_um"]
    names = [name.removeprefix("GluN1/") for name in table["subunit"]]
    rule = float(receptor.ic50_um(-66, 1.0) / receptor.ic50_um(-66, 0.0))
    axes.axhline(rule, **style.KETAMINE.as_line())
    axes.text(3.4, rule * 1.04, f"the rule: {rule:.1f}-fold", ha="right", va="bottom")
    unverified = (table["verified"] == "unverified").all()
    face = "white" if unverified else style.MEASURED.colour
    axes.plot(range(4), fold, "o", color=style.MEASURED.colour, markerfacecolor=face, markersize=9)
    for x, value in enumerate(fold):
        axes.text(x + 0.1, value, f"{value:.1f}", va="center")
    if unverified:
        words = "hollow: reported values, UNVERIFIED (no error known)"
        axes.text(-0.4, 1.1, words, color=style.QUIET)
    axes.set(xlim=(-0.5, 3.5), xticks=range(4), xticklabels=names)
    log_axis(axes.yaxis, 1, 30, [1, 2, 5, 10, 20])
    axes.set_ylabel("Rise of the IC50\nin 1 mM Mg²⁺ (fold)")
    said = ", ".join(f"{name} {value:.1f}" for name, value in zip(names, fold, strict=True))
    doubt = " These reported values could not be verified." if unverified else ""
    return (
        f"How many times the IC50 rises when 1 mM Mg²⁺ is added at −66 mV. The rule gives "
        f"{rule:.1f} for every subunit. Reported: {said}.{doubt} The rule is near for 2A and 2B "
        "and far too high for 2C and 2D."
    )


def magnesium_unblock(figure: Figure) -> str:
    """Draw how current returns after a step to +40 mV: modelled in rat cells, measured in 2B."""
    axes = fresh(figure)
    times_s = np.geomspace(2e-5, 0.1, 300)
    modelled = _unblocked_share(times_s, mg_mm=0.1)
    axes.plot(1000 * times_s, 100 * modelled, **style.MAGNESIUM.as_line(linestyle="-"))
    axes.text(11, 74, "model, rat layer 5\n(Kampa 2004)", color=style.MAGNESIUM.colour)
    row = series("receptor-blanpied2005-relaxation").iloc[2]

    def fitted(at_s):
        slow = row["a_slow1_percent"] / 100 * np.exp(-1000 * at_s / row["tau_slow1_ms"])
        return 1 - slow - row["a_fast_percent"] / 100 * np.exp(-1000 * at_s / row["tau_fast_ms"])

    axes.plot(1000 * times_s, 100 * fitted(times_s), "-.", color=style.MEASURED.colour)
    words = "dash-dotted: the fit that was printed\nfor currents, GluN2B (Blanpied 2005)"
    axes.text(0.021, 92, words)
    early, measured = float(np.interp(1e-3, times_s, modelled)), fitted(1e-3)
    axes.axvline(1, color=style.QUIET, linestyle=":", linewidth=1.2)
    log_axis(axes.xaxis, 0.02, 100, [0.1, 1, 10, 100])
    axes.set(xlabel="Time after the step to +40 mV (ms)", ylabel="Current (% of that at 100 ms)")
    axes.set_ylim(0, 106)
    return (
        "Current after a step from rest to +40 mV in 0.1 mM Mg²⁺, as a share of that at 100 ms. "
        f"In the model {early:.0%} is there after 1 ms, the rest follows over tens of ms. "
        f"The fit printed for measured currents of another receptor has {measured:.0%} after 1 ms."
    )


def _unblocked_share(times_s: np.ndarray, mg_mm: float) -> np.ndarray:
    """Return the open, free share after a step from -70 to +40 mV, over that at the end."""
    steps = [
        receptor.Step(lasts_s, 1000.0, voltage_mv=mv, mg_mm=mg_mm)
        for lasts_s, mv in ((2.0, -70.0), (times_s[-1], 40.0))
    ]
    trace = receptor.simulate_magnesium(steps, times_s=2.0 + times_s)
    return trace.open_probability / trace.open_probability[-1]
