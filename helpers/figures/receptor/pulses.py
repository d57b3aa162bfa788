"""The hero panel of lesson 01: pulse, pause, pulse."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.receptor.channel import channel_axes
from helpers.figures.words import rounded
from helpers.simulations import receptor
from helpers.simulations.arguments import one_of
from helpers.simulations.receptor import PulseTrain

TRAPPING = {"ketamine": "full", "leaky trap": "leaky", "must leave first": "sequential"}
LOOKS = {
    "ketamine": style.KETAMINE,
    "leaky trap": style.MEMANTINE,
    "must leave first": style.MUST_LEAVE_FIRST,
}
TITLES = ("Before", "Last pulse in drug", "After the rest", "Last test pulse")
TEST_PULSES = 30
MOST_PULSES = 40  # in drug, so that the axis rests while the wash is dragged along it
MOST_REST_S = 300.0
REST_SLOTS = 12  # a rest of MOST_REST_S is drawn as long as so many pulses
REFERENCE_HZ = 1.0
FEW = 0.02  # a share of channels below this is drawn as an empty channel
HUNDRED = np.arange(100)
BACKED = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 2}
SPIKE = np.array([0.0, 1.0, np.nan])


def pulse_pause_pulse(
    figure: Figure,
    *,
    ketamine_um: float,
    rate_hz: float,
    n_pulses: int,
    pause_s: float,
    blocker: str,
    axis: str,
) -> str:
    """Draw the peak of every pulse over control: in drug, then after a wash and a pause.

    The drug (µM) is there during ``n_pulses`` pulses (the axis has room for 40), ``rate_hz`` of
    them a second; ``pause_s`` (s, room for 300) goes by before the test pulses. Blockers, the keys
    of `TRAPPING`, share their rates at the open channel and differ when the gate shuts. ``axis``
    is "seconds" or "pulses"; on both the rest is drawn short and not counted.
    """
    one_of("axis", axis, ("seconds", "pulses"))
    how = {"trapping": TRAPPING[one_of("blocker", blocker, TRAPPING)], "n_test_pulses": TEST_PULSES}
    art = artists(figure, _build)
    train, reference = (
        receptor.pulse_train(ketamine_um, rate, n_pulses, pause_s, **how)
        for rate in (rate_hz, REFERENCE_HZ)
    )
    _draw_channels(art, train.plugged, pause_s, gate_can_shut=blocker != "must leave first")
    _draw_axis(art, 1.0 if axis == "pulses" else 1 / rate_hz, n_pulses, pause_s, axis)
    _draw_peaks(art, train, LOOKS[blocker])
    period = 1.0 if axis == "pulses" else 1 / REFERENCE_HZ
    art.reference.set_data(art.first + period * np.arange(n_pulses), 100 * reference.train)
    art.reference.set_visible(rate_hz != REFERENCE_HZ)
    art.key.set_text("dashed grey: 1 pulse per second" if rate_hz != REFERENCE_HZ else "")
    return _words(train, ketamine_um, rate_hz, n_pulses, pause_s, blocker)


def _build(figure: Figure) -> SimpleNamespace:
    strip = figure.add_axes((0.0, 0.585, 1.0, 0.375))
    channels = channel_axes(strip, [0.0, 2.6, 5.2, 7.8], right=1.7)
    marks = [channel.centre + 1.28 for channel in channels]
    heads = [
        strip.text(channel.centre, 1.7, title, ha="center", fontsize=11, fontweight="bold")
        for channel, title in zip(channels, TITLES, strict=True)
    ]
    shares = [strip.text(x, 0.68, "", ha="center", va="center", fontsize=10) for x in marks]
    hundreds = [_hundred(strip, x) for x in marks]
    axes = figure.add_axes((0.085, 0.115, 0.895, 0.4))
    axes.set(ylabel="Peak (% of control)", ylim=(0, 122), yticks=[0, 25, 50, 75, 100])
    control = axes.axhline(100, **style.CONTROL.as_line(linewidth=1.2))
    small = {"fontsize": 10, "transform": axes.get_xaxis_transform()}
    quiet = {"fontsize": 10, "color": style.QUIET, "transform": axes.transAxes}
    edge = {"color": style.INK, "linewidth": 1.2, "zorder": 6}
    art = SimpleNamespace(
        drug=axes.axvspan(0, 1, color=style.LIT, zorder=0, linewidth=0),
        reference=axes.plot([], [], "--", color=style.QUIET, linewidth=1.4, zorder=5)[0],
        spikes=axes.plot([], [], linewidth=1.1, linestyle="-", zorder=3)[0],
        in_drug=axes.plot([], [], linewidth=3, zorder=4)[0],
        tests=axes.plot([], [], linewidth=1.5, zorder=4)[0],
        wash=axes.plot([], [], **edge)[0],
        start=axes.plot([], [], **edge)[0],
        in_label=axes.text(0, 0.89, "in drug", **small),
        test_label=axes.text(0, 0.89, "washed: test pulses", **small),
        rest=axes.text(0, 0.24, "", ha="center", bbox=BACKED, zorder=7, **small),
        key=axes.text(1.0, 1.03, "", ha="right", **quiet),
    )
    axes.text(0.0, 1.03, "dots: 100 channels, filled where plugged", **quiet)
    for channel in channels:
        moves(*channel.movable)
    moves(*heads, *shares, *hundreds, *vars(art).values())
    moves(control, axes.xaxis, *axes.spines.values())
    strip_art = {"channels": channels, "heads": heads, "shares": shares, "hundreds": hundreds}
    return SimpleNamespace(axes=axes, **strip_art, **vars(art))


def _hundred(axes: Axes, centre: float) -> PathCollection:
    """Draw a hundred channels as marks, ten by ten, in the membrane."""
    x, y = centre + 0.095 * (HUNDRED % 10 - 4.5), 0.095 * (4.5 - HUNDRED // 10)
    return axes.scatter(x, y, s=13, linewidth=0.7, edgecolor=style.QUIET, zorder=3)


def _draw_channels(
    art: SimpleNamespace, shares: tuple[float, ...], pause_s: float, gate_can_shut: bool
) -> None:
    """Show each stretch by one channel and by a hundred; some drugs let no gate shut over them."""
    active = (False, True, False, True)
    present = (True, True, False, False)
    for channel, text, marks, share, is_active, in_bath in zip(
        art.channels, art.shares, art.hundreds, shares, active, present, strict=True
    ):
        drug = "inside" if share >= FEW else "outside" if in_bath else "absent"
        held_open = drug == "inside" and not gate_can_shut
        channel.set(gate_open=is_active or held_open, agonist=is_active or held_open, drug=drug)
        text.set_text(f"{share:.0%} plugged")
        plugged = round(100 * share) > HUNDRED
        marks.set_facecolor(np.where(plugged, style.KETAMINE.colour, "white"))
    art.heads[2].set_text(TITLES[2] if pause_s else "After the wash")


def _draw_axis(
    art: SimpleNamespace, period: float, n_pulses: int, pause_s: float, axis: str
) -> None:
    """Lay out the axis, which hangs on the rate alone: `period` is the room of one pulse."""
    counted = axis == "pulses"  # pulses are counted from one, seconds from zero
    first = period if counted else 0.0
    end = period * (MOST_PULSES + REST_SLOTS + TEST_PULSES)

    def wash_at(n: int) -> float:
        return period * (n + (0.5 if counted else 0.0))

    def rest_at(rest_s: float) -> float:
        return wash_at(n_pulses) + period * REST_SLOTS * rest_s / MOST_REST_S

    wash, start = wash_at(n_pulses), rest_at(pause_s)
    art.wash.set_data([wash, wash], [104, 122])
    art.start.set_data([start, start], [0, 22])
    handle(art.wash, x="n_pulses", x_at=wash_at)
    handle(art.start, x="pause_s", x_at=rest_at)
    tick = next(t for t in (1, 2, 5, 10, 20, 50, 100, 200) if t >= end / 7)
    values = np.arange(0, period * (n_pulses + TEST_PULSES) + tick / 1e6, tick)
    places = values + np.where(values > wash, start - wash, 0.0)
    art.axes.set_xticks(places, [f"{value:g}" for value in values])
    art.axes.set_xlim(-0.02 * end, 1.02 * end)
    art.axes.set_xlabel("Pulses so far" if counted else "Time (s), the rest not counted")
    art.drug.set_x(-0.02 * end)
    art.drug.set_width(wash + 0.02 * end)
    art.in_label.set_visible(wash > 0.1 * end)  # else the handle of the wash would cover it
    art.test_label.set_x(max(start, wash + 0.02 * end, 0.08 * end) + 0.02 * end)
    art.rest.set(x=(wash + start) / 2, text=f"rest {pause_s:g} s" if pause_s else "")
    art.first, art.period, art.gap = first, period, start - wash


def _draw_peaks(art: SimpleNamespace, train: PulseTrain, look: style.Look) -> None:
    percent = 100 * np.concatenate([train.train, train.test])
    n, number = len(train.train), np.arange(len(percent))
    x = art.first + art.period * number + art.gap * (number >= n)
    art.spikes.set_data(np.repeat(x, 3), np.outer(percent, SPIKE).ravel())
    art.in_drug.set_data(x[:n], percent[:n])
    art.tests.set_data(x[n:], percent[n:])
    art.spikes.set_color(look.colour)
    for line in (art.in_drug, art.tests):
        line.set(color=look.colour, linestyle=look.line)


def _words(
    train: PulseTrain,
    ketamine_um: float,
    rate_hz: float,
    n_pulses: int,
    pause_s: float,
    blocker: str,
) -> str:
    name = {"ketamine": "ketamine", "leaky trap": "a leaky trap"}.get(
        blocker, "a blocker that must leave first"
    )
    shares, half = train.plugged, train.pulses_to_undo_half()
    early = f" ({shares[0]:.0%} plugged before the first)" if shares[0] >= FEW else ""
    pulses, take = ("1 pulse", "takes") if n_pulses == 1 else (f"{n_pulses} pulses", "take")
    rest = f"a rest of {pause_s:g} s" if pause_s else "no rest"
    undone = f"; half of the block was gone after {half}" if half else ""
    return (
        f"In {rounded(ketamine_um)} µM of {name}, {pulses} at {rounded(rate_hz)} per second "
        f"{take} the peak from {train.train[0]:.0%} to {train.train[-1]:.0%} of control{early}. "
        f"After {rest} the first test pulse reaches {train.test[0]:.0%}, with {shares[2]:.0%} of "
        f"channels still plugged, and the {TEST_PULSES}th {train.test[-1]:.0%}{undone}."
    )
