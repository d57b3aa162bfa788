"""When a block still matters, which dose, and how fast the signals are."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import fresh, log_axis
from helpers.figures.plasticity.looks import FAST, SPINES, UNTOUCHED, clock_axis, hours
from helpers.simulations.arguments import one_of
from helpers.simulations.plasticity import block_onsets, dose_response, fit_signal

ONSETS_H = np.array([0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4.5, 6, 9, 12, 16, 20, 24, 36, 48, 96])
FINE_H = np.geomspace(0.25, 96, 150)
STRENGTHS = {"whole": 1.0, "half": 0.5}
SAID = {"whole": "A full block", "half": "A block of one half"}
NODES = {"TrkB": "trkb", "mTORC1": "mtorc1", "AMPA": "ampa"}
LOOKS = {
    "TrkB": FAST.as_line(),
    "mTORC1": SPINES.as_line(),
    "AMPA": style.CONTROL.as_line(linestyle=":", linewidth=3.4),
}


def when_to_block(figure: Figure, *, onset_h: float, strength: str) -> str:
    """Draw how much of the spine gain is left when a block begins at different times.

    One start is marked on the curves (h); the whole or half of a node is blocked (`STRENGTHS`).
    """
    one_of("strength", strength, STRENGTHS)
    art = artists(figure, _build_onsets)
    left, safe = {}, {}
    for name in NODES:
        curve = art.curves[strength, name]
        art.lines[name].set_ydata(100 * curve)
        left[name] = float(np.interp(np.log(onset_h), np.log(FINE_H), curve))
        art.dots[name].set_data([onset_h], [100 * left[name]])
        half_h = float(np.interp(0.5, curve, FINE_H))
        safe[name] = "any start" if curve[0] >= 0.5 else f"{half_h:.2g} h"
    art.cursor.set_xdata([onset_h, onset_h])
    return (
        f"{SAID[strength]} that begins {hours(onset_h)} after the dose and stays "
        f"leaves {left['TrkB']:.0%} of the spine gain if it hits TrkB, {left['mTORC1']:.0%} if "
        f"mTORC1 and {left['AMPA']:.0%} if AMPA receptors. Half of the gain is safe from a start "
        f"at {safe['TrkB']} (TrkB), {safe['mTORC1']} (mTORC1) and {safe['AMPA']} (AMPA)."
    )


@lru_cache(maxsize=1)
def _onset_curves() -> dict[tuple[str, str], np.ndarray]:
    """Return every curve of the panel, computed once."""
    from scipy.interpolate import PchipInterpolator

    curves = {}
    for strength, share in STRENGTHS.items():
        for name, node in NODES.items():
            left = block_onsets(node, ONSETS_H, strength=share, until_h=120.0)
            smooth = PchipInterpolator(np.log(ONSETS_H), np.maximum.accumulate(left))
            curves[strength, name] = smooth(np.log(FINE_H))
    return curves


def _build_onsets(figure: Figure) -> SimpleNamespace:
    figure.subplots_adjust(left=0.085, right=0.975, bottom=0.15, top=0.88)
    axes = figure.subplots()
    clock_axis(axes, 0.25, 96)
    axes.set(ylim=(-3, 106), ylabel="Spine gain left (%)", xlabel="The block begins (after dose)")
    lines, dots, nothing = {}, {}, np.zeros_like(FINE_H)
    for name, look in LOOKS.items():
        (lines[name],) = axes.plot(FINE_H, nothing, label=name, **look)
    for name, look in LOOKS.items():
        (dots[name],) = axes.plot([], [], "o", color=look["color"], markersize=8, clip_on=False)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.99), ncols=3)
    cursor = axes.axvline(1, color=style.INK, linewidth=1.0)
    handle(cursor, x="onset_h")
    moves(*lines.values(), *dots.values(), cursor)
    return SimpleNamespace(lines=lines, dots=dots, cursor=cursor, curves=_onset_curves())


def dose(figure: Figure) -> str:
    """Draw spine gain at 24 h and behaviour at 3 h against the dose, in the mouse."""
    axes = fresh(figure)
    doses = np.geomspace(1, 100, 41)
    marked = np.array([2.5, 5.0, 10.0, 20.0, 40.0, 80.0])
    for name, time_h, variable, look in (
        ("spine gain at 24 h", 24.0, "spine_gain", SPINES),
        ("behaviour at 3 h", 3.0, "behaviour", FAST),
    ):
        curve = dose_response(doses, time_h, variable)
        axes.plot(doses, 100 * curve / curve.max(), label=name, **look.as_line())
    log_axis(axes.xaxis, 1, 100, [1, 2.5, 5, 10, 20, 40, 80])
    axes.set(ylim=(0, 108), xlabel="Dose (mg/kg, mouse, i.p.)")
    axes.set_ylabel("Share of the largest (%)")
    axes.legend(loc="upper left")
    gains = 100 * dose_response(marked)
    said = ", ".join(
        f"{gain:.1f}% after {amount:g}" for gain, amount in zip(gains, marked, strict=True)
    )
    return (
        "An inverted U of the model's own making: its dose factor was chosen so that 80 mg/kg does "
        f"nothing. Spine gain at 24 h is {said} mg/kg. Behaviour at 3 h has a broader hump."
    )


def signals(figure: Figure) -> str:
    """Draw two digitised signals after BDNF, with the curve fitted to each."""
    panes = fresh(figure, 2)
    names = (("trkb-activation-bdnf", "TrkB, Yuen 1999"), ("akt-bdnf", "Akt, Dijkhuizen 2005"))
    said = []
    for axes, (name, title) in zip(panes, names, strict=True):
        fit = fit_signal(name)
        fine = np.linspace(0, np.max(fit.x), 200)
        curve = fit.at(fine)
        top = curve.max()
        axes.plot(fine / 60, curve / top, **UNTOUCHED.as_line(linestyle="-"))
        axes.errorbar(fit.x / 60, fit.measured / top, **style.MEASURED.as_points())
        axes.set(ylim=(0, 1.2), xlabel="After BDNF (min)")
        axes.set_title(title, fontsize=10.5)
        highest = float(fit.x[np.argmax(fit.measured)] / 60)
        peak = float(fine[np.argmax(curve)] / 60)
        said.append(
            f"{title.split(',')[0]} near {peak:.0f} min (highest point at {highest:.0f} min)"
        )
    panes[0].set_ylabel("Share of the fitted peak")
    return (
        "Two signals after BDNF in cells, points as digitised without errors and lines as fitted. "
        f"The fitted peaks: {', '.join(said)}. The points end after half an hour."
    )
