"""The hero panel of lesson 03: one ratio decides; and the prediction's reveal."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.circuit.levels import (
    ANAESTHESIA_UM,
    DRAWN_UM,
    dose_axes,
    dose_scale,
    name_bands,
    settle_labels,
)
from helpers.figures.words import rounded
from helpers.simulations import circuit
from helpers.simulations.arguments import one_of
from helpers.simulations.circuit.algebra import linear_rates_hz

VIEWS = ("algebra", "rate model")
#: Where the rate model is solved; between these points its curves are interpolated.
_SOLVED_UM = np.concatenate([[0.0, 0.03, 0.06], np.geomspace(0.1, 40, 45)])
#: A change of the pyramidal rate below this share is called none.
UNSEEN = 0.005
#: A hump below this height (%) is shown a second time, from close by.
SMALL_PERCENT = 4.0
#: Ends of the axis of change (%) from which the lowest that holds the curves is taken.
TOPS = ((42, 22), (68, 45), (125, 100))


class Curves(NamedTuple):
    """Pyramidal cells, interneurons and a third quantity along `DRAWN_UM`."""

    pyramidal: np.ndarray
    interneuron: np.ndarray
    gamma: np.ndarray


def one_ratio(
    figure: Figure, *, k_i_um: float, k_e_um: float, rho: float, ketamine_um: float, view: str
) -> str:
    """Draw firing against ketamine, by the "algebra" or by the "rate model".

    `k_i_um` and `k_e_um` (µM) block half the NMDA current of interneurons and of pyramidal cells;
    `rho` is the brake strength of the algebra; `ketamine_um` (µM) is marked and put into words.
    """
    one_of("view", view, VIEWS)
    art = artists(figure, _build)
    _put_affinities(art, k_i_um, k_e_um)
    art.lower.set_visible(view == "algebra")
    art.power.set_visible(view != "algebra")
    if view == "algebra":
        return _algebra(art, k_i_um, k_e_um, rho, ketamine_um)
    return _rate(art, k_i_um, k_e_um, ketamine_um)


def _build(figure: Figure) -> SimpleNamespace:
    main = figure.add_axes((0.09, 0.125, 0.49, 0.78))
    upper = figure.add_axes((0.69, 0.575, 0.295, 0.33))
    third, lower, power = (figure.add_axes((0.69, 0.125, 0.295, 0.33)) for _ in range(3))
    green, blue, orange = style.EXCITATORY, style.INHIBITORY, style.KETAMINE
    for axes in (main, upper, third):
        dose_axes(axes, labelled=axes is not upper)
        settle_labels(axes, -0.12 if axes is main else -0.17)
    for axes in (lower, power):  # one of two pictures in the same frame
        dose_scale(axes)
        settle_labels(axes, -0.17)
        axes.patch.set_visible(False)
        axes.xaxis.set_visible(False)
        axes.spines[:].set_visible(False)
    third.set_yticks([])
    name_bands(main)
    lower.set(ylim=(0, 150), yticks=[0, 50, 100], ylabel="% of drive")
    lower.set_title("Two blocks at work", y=1.03)
    log_axis(power.yaxis, 0.02, 40, [0.1, 1, 10])
    power.set_ylabel("over rest")
    power.set_title("Gamma power, 30-80 Hz", y=1.03)
    upper.set_title("Interneurons", y=1.03)
    power.axhline(1, **style.CONTROL.as_line(linewidth=1.2))
    rest = [axes.axhline(0, **style.CONTROL.as_line(linewidth=1.2)) for axes in (main, upper)]
    dashed = blue.as_line(zorder=3)
    ticks = {"color": orange.colour, "markersize": 16, "markeredgewidth": 3, "zorder": 5}
    dots = [axes.plot([], [], "_", clip_on=False, **ticks)[0] for axes in (main, upper)]
    here = [
        axes.axvline(0, ymax=top, color=orange.colour, linewidth=1.2, zorder=2)
        for axes, top in ((main, 0.93), (upper, 1), (lower, 0.73), (power, 1))  # below words
    ]
    small = {"fontsize": 10}
    art = SimpleNamespace(
        axes=(main, upper),
        lower=lower,
        power=power,
        rest=rest,
        dots=dots,
        here=here,
        pyramidal=main.plot([], [], color=green.colour, linewidth=2.6, zorder=3)[0],
        interneuron=upper.plot([], [], **dashed)[0],
        taken=lower.plot([], [], color=green.colour, zorder=3)[0],
        given=lower.plot([], [], **dashed)[0],
        gamma=power.plot([], [], color=style.INK, zorder=3)[0],
        peak=main.plot([], [], "|", color=green.colour, markersize=12, zorder=4)[0],
        close=_close_up(main),
        peak_label=main.text(0, 0, "", ha="center", va="bottom", bbox=style.BACKED, **small),
        unstable=power.text(
            0.5, 0.06, "", transform=power.transAxes, ha="center", color=style.QUIET, **small
        ),
        note=main.text(0, 1.03, "", transform=main.transAxes, **small),
        affinities=[_affinity(main, *one) for one in (("k_i_um", blue), ("k_e_um", green))],
    )
    key = "dashed: given back, $\\rho\\, b_I$\nsolid: taken, $b_E$"
    lower.text(0.03, 0.97, key, transform=lower.transAxes, va="top", **small)
    handle(art.here[0], x="ketamine_um")
    moves(lower, power, art.close.axes)  # whole: a view shows one of the two; their frame rests
    moves(art.pyramidal, art.interneuron, art.peak, art.peak_label, art.note)
    moves(*rest, *dots, *here[:2])
    moves(*(part for pair in art.affinities for part in pair))
    for axes in art.axes:  # their limits change with the view
        moves(axes.yaxis, *axes.spines.values())
    return art


def _affinity(main: Axes, control: str, look: style.Look) -> tuple:
    """Make the mark of a half-blocking concentration, so far above the axis that it can be dragged.

    Nearer, the handle would cover the axis' numbers.
    """
    on_axis = {"transform": main.get_xaxis_transform(), "color": look.colour, "zorder": 6}
    mark = main.plot([1], [0.05], look.marker, markersize=9, clip_on=False, **on_axis)[0]
    handle(mark, x=control)
    return mark, main.text(
        1, 0.115, f"$K_{control[2].upper()}$", fontsize=11, bbox=style.BACKED, **on_axis
    )


def _put_affinities(art: SimpleNamespace, k_i_um: float, k_e_um: float) -> None:
    """Move both marks; their names stand on the sides that look away from each other."""
    for (mark, name), own, other in zip(
        art.affinities, (k_i_um, k_e_um), (k_e_um, k_i_um), strict=True
    ):
        mark.set_xdata([own])
        name.set_x(own)
        left = own < other or (own == other and mark is art.affinities[0][0])
        name.set_horizontalalignment("right" if left else "left")


def _close_up(main: Axes) -> Line2D:
    """Make the glass that is laid over the axes when a hump is too low to be seen in them."""
    axes = main.inset_axes((0.2, 0.205, 0.39, 0.215))
    dose_scale(axes)
    axes.tick_params(labelsize=10)
    axes.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes.axhline(0, **style.CONTROL.as_line(linewidth=1.2))
    corner = {"ha": "right", "va": "top", "transform": axes.transAxes}
    axes.text(0.97, 0.95, "close\nto rest", fontsize=10, **corner)
    return axes.plot([], [], color=style.EXCITATORY.colour, linewidth=2.6)[0]


def _draw(art: SimpleNamespace, curves: Curves, ketamine_um: float) -> None:
    """Move both rate curves, the lines of rest and the marker."""
    lines = (art.pyramidal, art.interneuron)
    for line, rest, dot, values in zip(lines, art.rest, art.dots, curves[:2], strict=True):
        line.set_data(DRAWN_UM, values)
        rest.set_ydata([values[0], values[0]])
        dot.set_data([ketamine_um], [np.interp(ketamine_um, DRAWN_UM, values)])
    for line in art.here:
        line.set_xdata([ketamine_um, ketamine_um])


def _mark_peak(art: SimpleNamespace, at_um: float | None, height: float, words: str) -> None:
    art.peak.set_data([] if at_um is None else [at_um], [] if at_um is None else [height])
    art.peak_label.set_text("" if at_um is None else words)
    if at_um is not None:
        low, high = art.axes[0].get_ylim()
        art.peak_label.set_position((min(max(at_um, 0.2), 8.0), height + 0.025 * (high - low)))


def _algebra(
    art: SimpleNamespace, k_i_um: float, k_e_um: float, rho: float, ketamine_um: float
) -> str:
    b_e, b_i = circuit.block(DRAWN_UM, k_e_um, k_i_um)
    change = 100 * circuit.balance(DRAWN_UM, rho, k_e_um, k_i_um)
    r_i = linear_rates_hz(b_e, b_i, rho)[1]
    main, upper = art.axes
    # Chosen for the strongest K_I, so that the axis rests while K_I is dragged.
    most = max(change.max(), 100 * float(circuit.balance(DRAWN_UM, rho, k_e_um, 0.3).max()))
    top = next(end for end, holds in TOPS if most <= holds)
    main.set(ylim=(-102, top), ylabel="Pyramidal change (% of NMDA drive)")
    main.set_yticks([-100, -50, 0, 50, 100][: 4 if top < 100 else 5])
    upper.set(ylim=(0, 130), ylabel="% of rest", yticks=[0, 50, 100])
    _draw(art, Curves(change, 100 * r_i / r_i[0], change), ketamine_um)
    art.taken.set_data(DRAWN_UM, 100 * b_e)
    art.given.set_data(DRAWN_UM, 100 * rho * b_i)
    hump = circuit.hump(rho, k_e_um, k_i_um)
    seen = hump.peak_um is not None and hump.peak_um <= 40
    height = 100 * (hump.height or 0)
    label = f"+{rounded(height, 2)}% at {rounded(hump.peak_um or 0)} µM"
    _mark_peak(art, hump.peak_um if seen else None, height, label)
    small = seen and height < SMALL_PERCENT
    art.close.axes.set_visible(small)
    if small:
        art.close.set_data(DRAWN_UM, change)
        art.close.axes.set(ylim=(-1.5 * height, 1.5 * height), yticks=[0, height])
        art.close.axes.set_yticklabels(["0", f"+{rounded(height, 2)}%"])
    limit = rho * k_e_um
    relation = "below" if k_i_um < limit else "above" if k_i_um > limit else "at"
    art.note.set_text(f"$K_I$ is {relation} $\\rho\\, K_E$ = {rounded(limit)} µM")
    return _algebra_words(hump, k_i_um, k_e_um, rho, ketamine_um)


def _algebra_words(
    hump: circuit.Hump, k_i_um: float, k_e_um: float, rho: float, ketamine_um: float
) -> str:
    now = 100 * float(circuit.balance(ketamine_um, rho, k_e_um, k_i_um))
    told = {
        "only below rest": f"pyramidal firing {_fall(k_i_um, k_e_um, rho)}: there is no hump",
        "only above rest": "pyramidal firing stays above rest at every concentration",
        "falls, then rises above rest": "pyramidal firing falls first and ends above rest",
        "flat": "the two blocks cancel at every concentration",
    }.get(hump.shape)
    if hump.is_inverted_u:
        told = (
            f"pyramidal firing rises to a peak of +{rounded(100 * hump.height, 2)}% at "
            f"{rounded(hump.peak_um)} µM, is back at rest at {rounded(hump.return_um)} µM and "
            "falls below it"
        )
    return (
        f"The algebra with K_I {rounded(k_i_um)} µM, K_E {rounded(k_e_um)} µM and brake strength "
        f"{rho:g}; the hump needs K_I below {rounded(rho * k_e_um)} µM. Along the concentration "
        f"{told}. At {rounded(ketamine_um)} µM the change is {_signed(now)}% of the pyramidal "
        "cells' NMDA drive."
    )


def _fall(k_i_um: float, k_e_um: float, rho: float) -> str:
    """Say whether a curve that is never above rest falls all the way."""
    change = circuit.balance(DRAWN_UM, rho, k_e_um, k_i_um)
    turns = change[-1] > change.min() + 1e-6
    return "falls, turns and stays below rest" if turns else "only falls"


def _signed(value: float) -> str:
    text = rounded(value, 2)
    return f"+{text}" if value > 0 and text != "0" else text


@lru_cache(maxsize=64)
def rate_curves(k_i_um: float, k_e_um: float) -> Curves:
    """Return the rate model along `DRAWN_UM`: rates (Hz), and gamma over that at rest."""
    state = circuit.rate_model(_SOLVED_UM, k_e_um, k_i_um)
    at, drawn = np.arcsinh(_SOLVED_UM / 0.1), np.arcsinh(DRAWN_UM / 0.1)
    # Gamma is not a number, and so not drawn, where the network oscillates by itself.
    curves = (state.pyramidal_hz, state.interneuron_hz, state.gamma_ratio)
    return Curves(*(np.interp(drawn, at, one) for one in curves))


def _rate(art: SimpleNamespace, k_i_um: float, k_e_um: float, ketamine_um: float) -> str:
    curves = rate_curves(k_i_um, k_e_um)
    main, upper = art.axes
    art.close.axes.set_visible(False)
    main.set(ylim=(0, 10), ylabel="Pyramidal rate (Hz)", yticks=[0, 2, 4, 6, 8, 10])
    upper.set(ylim=(0, 13), ylabel="Rate (Hz)", yticks=[0, 5, 10])
    _draw(art, curves, ketamine_um)
    art.gamma.set_data(DRAWN_UM, curves.gamma)
    art.unstable.set_text("gap: oscillates by itself" if np.isnan(curves.gamma).any() else "")
    top = int(np.argmax(curves.pyramidal))
    rest, height = curves.pyramidal[0], curves.pyramidal[top]
    rises = height > (1 + UNSEEN) * rest
    label = f"{height:.2f} Hz at {rounded(DRAWN_UM[top], 2)} µM"
    _mark_peak(art, float(DRAWN_UM[top]) if rises else None, height, label)
    art.note.set_text("")
    now = circuit.rate_model(ketamine_um, k_e_um, k_i_um)
    said = (
        f"The rate model with K_I {rounded(k_i_um)} µM and K_E {rounded(k_e_um)} µM. From "
        f"{rest:.2f} Hz at rest pyramidal firing {_rate_shape(curves, rises, label)}. "
        f"{_in_anaesthesia(curves)} At {rounded(ketamine_um)} µM pyramidal cells fire at "
        f"{now.pyramidal_hz:.2f} Hz, interneurons at {now.interneuron_hz:.2f} Hz"
    )
    if np.isfinite(now.gamma_ratio):
        return f"{said}, and gamma is {rounded(now.gamma_ratio, 2)} times that at rest."
    return f"{said}; the network oscillates by itself, so no gamma ratio is given."


def _rate_shape(curves: Curves, rises: bool, label: str) -> str:
    if not rises:
        return f"only falls, to {curves.pyramidal[-1]:.2f} Hz at 40 µM"
    back = back_at_rest_um(curves)
    end = "stays above rest up to 40 µM" if back is None else f"is back near {rounded(back)} µM"
    return f"rises to {label} and {end}"


def back_at_rest_um(curves: Curves) -> float | None:
    """Return where pyramidal firing comes back to rest (µM), or None."""
    above = curves.pyramidal > curves.pyramidal[0]
    last = int(np.max(np.nonzero(above)[0], initial=0))
    if last in (0, len(DRAWN_UM) - 1):
        return None
    y, x = curves.pyramidal[last : last + 2], DRAWN_UM[last : last + 2]
    return float(x[0] + (y[0] - curves.pyramidal[0]) / (y[0] - y[1]) * (x[1] - x[0]))


def _in_anaesthesia(curves: Curves) -> str:
    low, high = ANAESTHESIA_UM
    above = (curves.pyramidal > curves.pyramidal[0])[(low <= DRAWN_UM) & (high >= DRAWN_UM)]
    if above.any() and not above.all():
        return "Within the anaesthetic band it crosses rest."
    return f"Throughout the anaesthetic band it is {'above' if above.all() else 'below'} rest."


def equal_affinity(figure: Figure, *, k_um: float) -> str:
    """Draw the rate model with the same affinity `k_um` (µM) on both cell types."""
    figure.clear()
    axes = figure.add_axes((0.09, 0.15, 0.88, 0.78))
    dose_axes(axes)
    name_bands(axes)
    curves = rate_curves(k_um, k_um)
    axes.axhline(curves.pyramidal[0], **style.CONTROL.as_line(linewidth=1.2))
    axes.text(0.01, curves.pyramidal[0] + 0.06, "without drug", color=style.CONTROL.colour)
    axes.plot(DRAWN_UM, curves.pyramidal, color=style.EXCITATORY.colour)
    at_um = np.array([0.0, 1.0, 10.0])
    rates = circuit.rate_model(at_um, k_um, k_um).pyramidal_hz
    axes.plot(at_um, rates, "|", color=style.EXCITATORY.colour, markersize=14)
    for x, rate in zip(at_um[1:], rates[1:], strict=True):
        axes.text(x * 0.95, rate - 0.22, f"{rate:.2f} Hz", ha="right", va="top")
    axes.set(ylim=(0, 4.2), ylabel="Pyramidal rate (Hz)")
    return (
        f"Pyramidal firing in the rate model when {rounded(k_um)} µM blocks half on both cell "
        f"types. It only falls: {rates[0]:.2f} Hz without drug, {rates[1]:.2f} Hz at 1 µM and "
        f"{rates[2]:.2f} Hz at 10 µM."
    )
