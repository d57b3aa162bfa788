"""The hero panel of lesson 01: pulse, pause, pulse."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
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
            "ketamine",
            trapping=TRAPPING[blocker],
            n_test_pulses=TEST_PULSES,
        )
        for rate in (rate_hz, REFERENCE_HZ)
    )
    shares = _shares(train)
    _draw_channels(art, shares, pause_s)
    _draw_peaks(art, train, reference, axis, LOOKS[blocker])
    art.note.set_text(f"rest {pause_s:g} s" if pause_s else "no rest")
    return _words(train, shares, rate_hz, n_pulses, pause_s, blocker)


def _build(figure: Figure) -> SimpleNamespace:
    strip = figure.add_axes((0.0, 0.585, 1.0, 0.375))
    channels = channel_axes(strip, [0.0, 2.6, 5.2, 7.8], right=1.7)
    titles = ("Before", "Pulses in drug", "After the rest", "Test pulses")
    heads = [
        strip.text(c.centre, 1.7, title, ha="center", fontsize=11, fontweight="bold")
        for c, title in zip(channels, titles, strict=True)
    ]
    shares = [strip.text(c.centre + 0.72, 0.0, "", va="center", fontsize=10) for c in channels]
    axes = figure.add_axes((0.085, 0.115, 0.895, 0.4))
    axes.set(ylabel="Peak (% of control)", ylim=(0, 108), yticks=[0, 25, 50, 75, 100])
    control = axes.axhline(100, **style.CONTROL.as_line(linewidth=1.2))
    drug = axes.axvspan(0, 1, color=style.LIT, zorder=0, linewidth=0)
    (reference,) = axes.plot([], [], "--", color=style.QUIET, linewidth=1.4, zorder=2)
    (line,) = axes.plot([], [], linewidth=1.2, zorder=3)
    (in_drug,) = axes.plot([], [], linestyle="none", markersize=5.5, zorder=4)
    (tests,) = axes.plot(
        [], [], linestyle="none", markersize=5.5, markerfacecolor="white", zorder=4
    )
    below = axes.get_xaxis_transform()
    art = SimpleNamespace(
        channels=channels,
        heads=heads,
        shares=shares,
        axes=axes,
        drug=drug,
        reference=reference,
        line=line,
        in_drug=in_drug,
        tests=tests,
        in_label=axes.text(0, 0.05, "in drug", transform=below, fontsize=10),
        test_label=axes.text(0, 0.05, "washed: test pulses", transform=below, fontsize=10),
        note=axes.text(0, 0.17, "", transform=below, fontsize=10, ha="center"),
        key=axes.text(
            1.0,
            1.03,
            "dashed grey: the same at 1 pulse per second",
            ha="right",
            fontsize=9,
            transform=axes.transAxes,
            color=style.QUIET,
        ),
    )
    for channel in channels:
        moves(*channel.movable)
    moves(*heads, *shares, drug, control, reference, line, in_drug, tests)
    moves(art.in_label, art.test_label, art.note, axes.xaxis, *axes.spines.values())
    return art


def _shares(train: PulseTrain) -> list[float]:
    """Return the share of channels with drug inside: at the start and after each stretch."""
    blocked = train.blocked_fraction
    ends = np.searchsorted(train.times_s, (0.0, train.wash_s, train.test_s))
    return [*blocked[ends], blocked[-1]]


def _draw_channels(art: SimpleNamespace, shares: list[float], pause_s: float) -> None:
    active = (False, True, False, True)
    present = (True, True, False, False)
    for channel, text, share, is_active, in_bath in zip(
        art.channels, art.shares, shares, active, present, strict=True
    ):
        drug = "inside" if share >= FEW else "outside" if in_bath else "absent"
        channel.set(gate_open=is_active, agonist=is_active, drug=drug)
        text.set_text(f"{share:.0%}\nplugged")
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
    art.line.set_data(_with_gap(x, n), _with_gap(percent, n))
    art.line.set(color=look.colour, linestyle=look.line)
    art.in_drug.set_data(x[:n], percent[:n])
    art.tests.set_data(x[n:], percent[n:])
    for points in (art.in_drug, art.tests):
        points.set(marker=look.marker, markeredgecolor=look.colour)
    art.in_drug.set_markerfacecolor(look.colour)
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
    shares: list[float],
    rate_hz: float,
    n_pulses: int,
    pause_s: float,
    blocker: str,
) -> str:
    name = "ketamine" if blocker == "ketamine" else f"a blocker of the kind “{blocker}”"
    rest = f"a rest of {pause_s:g} s" if pause_s else "no rest"
    early = f"Before the first pulse {shares[0]:.0%} are plugged. " if shares[0] >= FEW else ""
    said = (
        f"{early}In {train.drug_um:g} µM of {name}, {n_pulses} pulses at {rounded(rate_hz)} per "
        f"second take the peak from {train.train[0]:.0%} to {train.train[-1]:.0%} of control. "
        f"After the wash and {rest} the first test pulse reaches {train.test[0]:.0%}, with "
        f"{shares[2]:.0%} of channels still plugged; after {TEST_PULSES} test pulses it is "
        f"{train.test[-1]:.0%}."
    )
    half = train.pulses_to_undo_half()
    return said + (f" Half of the block was gone after {half} test pulses." if half else "")
