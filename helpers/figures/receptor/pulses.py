"""The hero panel of lesson 01: pulse, pause, pulse."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.receptor.channel import channel_axes
from helpers.figures.words import rounded
from helpers.simulations import receptor
from helpers.simulations.receptor import PulseTrain

TRAPPING = {"ketamine": "full", "leaky trap": "leaky", "must leave first": "sequential"}
LOOKS = {
    "ketamine": style.KETAMINE,
    "leaky trap": style.MEMANTINE,
    "must leave first": style.MUST_LEAVE_FIRST,
}
TEST_PULSES = 30
REFERENCE_HZ = 1.0
PAUSE_SLOTS = 6  # room for the pause on an axis that counts pulses
FEW = 0.02  # a share of channels below this is drawn as an empty channel
HUNDRED = np.arange(100)
OVER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 2}
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

    Parameters
    ----------
    figure
        Where to draw.
    ketamine_um
        Drug during the train (µM).
    rate_hz
        Pulses per second.
    n_pulses
        Pulses in drug.
    pause_s
        Rest between the wash and the first test pulse (s).
    blocker
        ``"ketamine"``, ``"leaky trap"`` or ``"must leave first"``: same rates at the open channel,
        another fate when the gate shuts.
    axis
        ``"seconds"`` or ``"pulses"``.

    Raises
    ------
    ValueError
        If a value is out of range, or the blocker or the axis is unknown.
    """
    if axis not in ("seconds", "pulses"):
        raise ValueError(f"axis must be 'seconds' or 'pulses'; {axis!r} was given.")
    if blocker not in TRAPPING:
        raise ValueError(f"blocker must be one of {list(TRAPPING)}; {blocker!r} was given.")
    art = artists(figure, _build)
    train, reference = (
        receptor.pulse_train(
            ketamine_um,
            rate,
            n_pulses,
            pause_s,
            trapping=TRAPPING[blocker],
            n_test_pulses=TEST_PULSES,
        )
        for rate in (rate_hz, REFERENCE_HZ)
    )
    _draw_channels(art, train.plugged, pause_s, gate_can_shut=blocker != "must leave first")
    _draw_peaks(art, train, reference, axis, LOOKS[blocker])
    same = rate_hz == REFERENCE_HZ
    art.reference.set_visible(not same)
    art.key.set_text("" if same else "dashed grey: the same at 1 pulse per second")
    art.note.set_text(f"rest\n{pause_s:g} s" if pause_s else "")
    return _words(train, rate_hz, n_pulses, pause_s, blocker)


def _build(figure: Figure) -> SimpleNamespace:
    strip = figure.add_axes((0.0, 0.585, 1.0, 0.375))
    channels = channel_axes(strip, [0.0, 2.6, 5.2, 7.8], right=1.7)
    titles = ("Before", "Pulses in drug", "After the rest", "Test pulses")
    heads = [
        strip.text(c.centre, 1.7, title, ha="center", fontsize=11, fontweight="bold")
        for c, title in zip(channels, titles, strict=True)
    ]
    shares = [
        strip.text(c.centre + 1.28, 0.68, "", ha="center", va="center", fontsize=10)
        for c in channels
    ]
    hundreds = [_hundred(strip, c.centre + 1.28) for c in channels]
    axes = figure.add_axes((0.085, 0.115, 0.895, 0.4))
    axes.set(ylabel="Peak (% of control)", ylim=(0, 122), yticks=[0, 25, 50, 75, 100])
    control = axes.axhline(100, **style.CONTROL.as_line(linewidth=1.2))
    drug = axes.axvspan(0, 1, color=style.LIT, zorder=0, linewidth=0)
    (reference,) = axes.plot([], [], "--", color=style.QUIET, linewidth=1.4, zorder=2)
    (spikes,) = axes.plot([], [], linewidth=1.1, linestyle="-", zorder=3)
    (in_drug,) = axes.plot([], [], linewidth=3, zorder=4)
    (tests,) = axes.plot([], [], linewidth=1.5, zorder=4)
    below = axes.get_xaxis_transform()
    art = SimpleNamespace(
        channels=channels,
        heads=heads,
        shares=shares,
        hundreds=hundreds,
        axes=axes,
        drug=drug,
        reference=reference,
        spikes=spikes,
        in_drug=in_drug,
        tests=tests,
        in_label=axes.text(0, 0.88, "in drug", transform=below, fontsize=10),
        test_label=axes.text(0, 0.88, "washed: test pulses", transform=below, fontsize=10),
        note=axes.text(
            0,
            0.4,
            "",
            transform=below,
            fontsize=10,
            ha="center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 2},
        ),
        key=axes.text(
            1.0,
            1.03,
            "",
            ha="right",
            fontsize=10,
            transform=axes.transAxes,
            color=style.QUIET,
        ),
    )
    axes.text(
        0.0,
        1.03,
        "dots: 100 channels, filled where plugged",
        fontsize=10,
        transform=axes.transAxes,
        color=style.QUIET,
    )
    for channel in channels:
        moves(*channel.movable)
    moves(*heads, *shares, *hundreds, drug, control, reference, spikes, in_drug, tests, art.key)
    moves(art.in_label, art.test_label, art.note, axes.xaxis, *axes.spines.values())
    return art


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
    art.heads[2].set_text("After the rest" if pause_s else "After the wash")


def _draw_peaks(
    art: SimpleNamespace, train: PulseTrain, reference: PulseTrain, axis: str, look: style.Look
) -> None:
    x, x_reference = _positions(train, axis), _positions(reference, axis)
    percent = 100 * train.peak_over_control
    n = int((~train.is_test).sum())
    art.reference.set_data(
        _with_gap(x_reference, n), _with_gap(100 * reference.peak_over_control, n)
    )
    art.spikes.set_data(np.repeat(x, 3), np.outer(percent, SPIKE).ravel())
    art.in_drug.set_data(x[:n], percent[:n])
    art.tests.set_data(x[n:], percent[n:])
    art.spikes.set_color(look.colour)
    for line in (art.in_drug, art.tests):
        line.set(color=look.colour, linestyle=look.line)
    end = max(x[-1], x_reference[-1])
    wash, first_test = _edges(train, axis)
    art.drug.set_x(-0.02 * end)
    art.drug.set_width(wash + 0.02 * end)
    art.axes.set_xlim(-0.02 * end, 1.02 * end)
    art.axes.set_xlabel("Time (s)" if axis == "seconds" else "Pulses so far")
    art.in_label.set_x(0)
    art.test_label.set_x(min(first_test, 0.72 * end))
    art.note.set_x((wash + first_test) / 2)


def _positions(train: PulseTrain, axis: str) -> np.ndarray:
    if axis == "seconds":
        return train.pulse_times_s
    counted = np.arange(1, len(train.is_test) + 1)
    return counted + np.where(train.is_test, PAUSE_SLOTS, 0)


def _edges(train: PulseTrain, axis: str) -> tuple[float, float]:
    """Return where the wash begins and where the first test pulse stands."""
    if axis == "seconds":
        return train.wash_s, train.test_s
    n = int((~train.is_test).sum())
    return n + 0.5, n + 1 + PAUSE_SLOTS


def _with_gap(values: np.ndarray, n: int) -> np.ndarray:
    return np.insert(values.astype(float), n, np.nan)


def _words(
    train: PulseTrain,
    rate_hz: float,
    n_pulses: int,
    pause_s: float,
    blocker: str,
) -> str:
    name = "ketamine" if blocker == "ketamine" else f"a blocker of the kind “{blocker}”"
    rest = f"a rest of {pause_s:g} s" if pause_s else "no rest"
    shares = train.plugged
    early = f"Before the first pulse {shares[0]:.0%} are plugged. " if shares[0] >= FEW else ""
    said = (
        f"{early}In {train.drug_um:g} µM of {name}, {n_pulses} pulses at {rounded(rate_hz)} per "
        f"second take the peak from {train.train[0]:.0%} to {train.train[-1]:.0%} of control. "
        f"After the wash and {rest} the first test pulse reaches {train.test[0]:.0%}, with "
        f"{shares[2]:.0%} of channels still plugged; after {TEST_PULSES} test pulses it is "
        f"{train.test[-1]:.0%}."
    )
    half = train.pulses_to_undo_half()
    tests = "1 test pulse" if half == 1 else f"{half} test pulses"
    return said + (f" Half of the block was gone after {tests}." if half else "")
