"""What was measured: bands, theta by state, couplings of both signs, diversity, mismatch."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style

BANDS = {
    "delta_or_slow": "slow",
    "theta": "theta",
    "alpha": "alpha",
    "beta": "beta",
    "gamma": "gamma",
}
MARKS = {1: ("^", "#D55E00", "up"), 0: ("o", "#4D4D4D", "no change"), -1: ("v", "#0072B2", "down")}


def _sign(axes: Axes, x: float, y: float, sign: int, **more: Any) -> None:
    marker, colour, _ = MARKS[sign]
    axes.plot([x], [y], marker, color=colour, markersize=11, linestyle="none", **more)


def _key(figure: Figure, x: float, y: float) -> None:
    for shift, (marker, colour, name) in zip((0, 0.06, 0.19), MARKS.values(), strict=True):
        figure.text(x + shift, y, {"^": "▲", "o": "●", "v": "▼"}[marker] + f" {name}",
                    fontsize=10, color=colour)  # fmt: skip


def bands(figure: Figure) -> str:
    """Draw the direction of each band in each human study, with muscle's range marked."""
    figure.clear()
    axes = figure.add_axes((0.42, 0.12, 0.56, 0.76))
    table = series("circuits-band-directions-human")
    columns = list(BANDS)
    said = []
    for row, study in enumerate(table.to_dict("records")):
        y = len(table) - 1 - row
        is_scalp = "EEG" in study["method"]
        label = f"{study['study']}, {study['method']}, n = {study['n']}\n{study['dose']}"
        axes.text(-0.65, y, label, ha="right", va="center", fontsize=9)
        for x, band in enumerate(columns):
            if not np.isnan(study[band]):
                doubtful = is_scalp and band == "gamma"
                _sign(axes, x, y, int(study[band]), fillstyle="none" if doubtful else "full",
                      markeredgewidth=1.8)  # fmt: skip
    for band in columns:
        seen = table[band].dropna()
        ups, downs = int((seen > 0).sum()), int((seen < 0).sum())
        said.append(f"{BANDS[band]} {ups} up, {downs} down, {len(seen) - ups - downs} unchanged")
    axes.set(xlim=(-0.6, 4.6), ylim=(-0.6, len(table) - 0.4), yticks=[])
    axes.set_xticks(range(5), BANDS.values())
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for y in range(len(table)):
        axes.axhline(y - 0.5, color=style.HAIRLINE, linewidth=0.8, zorder=0)
    _key(figure, 0.42, 0.03)
    figure.text(
        0.98, 0.03, "open: scalp, where muscle adds", ha="right", fontsize=10, color=style.QUIET
    )
    return (
        f"Directions in {len(table)} comparisons of people given ketamine with themselves without, "
        "by band: " + "; ".join(said) + ". Open signs: gamma on the scalp, where muscle can exceed "
        "brain. A blank was not reported in the abstract."
    )


def theta_by_state(figure: Figure) -> str:
    """Draw frontal theta in four states of one study."""
    figure.clear()
    axes = figure.add_axes((0.12, 0.24, 0.85, 0.65))
    table = series("circuits-vlisides2017-theta-by-state")
    x = np.arange(len(table))
    axes.errorbar(x, table["frontal_theta_db"], table["sd_db"], capsize=5, markersize=9,
                  **style.MEASURED.as_points())  # fmt: skip
    names = {"none": "no drug"}
    labels = [
        f"{state}\n{names.get(dose, dose)}"
        for state, dose in zip(table["state"], table["cumulative_or_bolus_dose"], strict=True)
    ]
    axes.set_xticks(x, labels)
    axes.set(xlim=(-0.5, 3.5), ylim=(0, 6.6), ylabel="Frontal theta (dB)")
    axes.set_title("Mean and SD, 10 volunteers", loc="left", fontsize=11)
    said = ", ".join(
        f"{value:.2f} dB {state}"
        for state, value in zip(table["state"], table["frontal_theta_db"], strict=True)
    )
    return f"Frontal theta power in one study, mean and SD of ten volunteers: {said}."


#: What is known where a rise was not significant, or only a fall was ruled out.
SAME_OR_UP = "same or up"
COUPLINGS = (
    ("muthukumaraswamy2015-fp-connectivity", "front to parietal, modelled (MEG)", "low", None),
    ("driesen2013-global-connectivity", "global, at rest (fMRI)", "low", None),
    ("driesen2013-wm-dlpfc", "prefrontal, in a memory task (fMRI)", "low", None),
    ("adhikari2020-salience", "salience network (fMRI)", "low", -1),
    ("adhikari2020-dmn", "default mode network (fMRI)", "low", -1),
    ("rivolta2015-thalamocortical-te", "thalamus and cortex, transfer entropy (MEG)", "low", None),
    ("lee2013-feedback-ketamine", "front to parietal, transfer entropy (EEG)", "deep", -1),
    (
        "lee2013-feedforward-ketamine",
        "parietal to front, transfer entropy (EEG)",
        "deep",
        SAME_OR_UP,
    ),
    ("blainmoraes2014-pli", "front and parietal, alpha phase lag (EEG)", "deep", None),
    ("blainmoraes2014-coherence", "front and parietal, alpha coherence (EEG)", "deep", SAME_OR_UP),
    ("vlisides2017-theta-wpli-ant-post", "front and back, theta phase locking (EEG)", "deep", 1),
    ("bonhomme2016-dmn-deep", "default mode network (fMRI)", "deep", -1),
)
DEPTH = {"low": "awake, below anaesthesia", "deep": "unresponsive"}


def connectivities(figure: Figure) -> str:
    """Draw the direction of twelve couplings, each with its measure, apart by depth."""
    figure.clear()
    said = {}
    for column, depth in enumerate(DEPTH):
        axes = figure.add_axes((0.33 + 0.5 * column, 0.1, 0.14, 0.76))
        rows = [row for row in COUPLINGS if row[2] == depth]
        signs = []
        for k, (name, label, _, sign) in enumerate(rows):
            y, found = len(rows) - 1 - k, fact(name)
            shown = int(found.value) if sign is None else sign
            cited = f"{re.sub('[a-z]$', '', found.citation)}, n = {found.n:.0f}"
            axes.text(-1.5, y, f"{label}\n{cited}", ha="right", va="center", fontsize=9)
            if shown == SAME_OR_UP:
                axes.plot([0, 1], [y, y], "o-", color=MARKS[0][1], markersize=8, fillstyle="none")
            else:
                _sign(axes, shown, y, shown)
                signs.append(shown)
        axes.axvline(0, color=style.HAIRLINE, linewidth=1, zorder=0)
        axes.set(xlim=(-1.4, 1.4), ylim=(-0.6, len(rows) - 0.4), yticks=[])
        axes.set_xticks([-1, 0, 1], ["down", "same", "up"])
        axes.set_title(DEPTH[depth], fontsize=11, loc="right")
        said[depth] = (signs.count(1), signs.count(-1))
    parts = [f"{DEPTH[d]}: {up} up, {down} down" for d, (up, down) in said.items()]
    return (
        "Directions of twelve couplings under ketamine, each with its measure. "
        + "; ".join(parts)
        + ". Open: same or up, for a rise that was not significant, and for a coherence that did "
        "not fall. Lee and Blain-Moraes are probably the same patients."
    )


def complexity(figure: Figure) -> str:
    """Draw whether each measure of diversity was above, at or below that of waking."""
    figure.clear()
    axes = figure.add_axes((0.56, 0.12, 0.4, 0.76))
    table = series("circuits-complexity-by-state")
    for row, study in enumerate(table.to_dict("records")):
        y = len(table) - 1 - row
        text = f"{study['study'].replace('2019b', '2019')}: {study['measure']}, {study['state']}"
        if study["species"] != "human":
            text += f" ({study['species']})"
        axes.text(-1.5, y, text, ha="right", va="center", fontsize=9)
        _sign(axes, int(study["sign_vs_wake"]), y, int(study["sign_vs_wake"]))
    axes.axvline(0, color=style.HAIRLINE, linewidth=1, zorder=0)
    axes.set(xlim=(-1.4, 1.4), ylim=(-0.6, len(table) - 0.4), yticks=[])
    axes.set_xticks([-1, 0, 1], ["below", "as awake", "above"])
    found = table["sign_vs_wake"]
    return (
        f"Nine comparisons with waking: {int((found > 0).sum())} above, "
        f"{int((found == 0).sum())} as awake, {int((found < 0).sum())} below. Spontaneous "
        "diversity is above waking at psychoactive doses, evoked complexity is as awake even "
        "under anaesthesia with ketamine, and rats under ketamine anaesthesia are below."
    )


def mismatch(figure: Figure) -> str:
    """Draw how far ketamine lowered the response to two kinds of odd tone."""
    figure.clear()
    axes = figure.add_axes((0.16, 0.2, 0.8, 0.66))
    rows = [fact(f"umbricht2000-mmn-{kind}") for kind in ("pitch", "duration")]
    for k, row in enumerate(rows):
        axes.plot([k], [100 - row.value], "o", color=style.MEASURED.colour, markersize=10)
        axes.text(k + 0.08, 100 - row.value, f"{row.value:g}% less", va="center", fontsize=10)
    axes.axhline(100, **style.CONTROL.as_line(linewidth=1.2))
    axes.set(xlim=(-0.5, 1.6), ylim=(0, 115), ylabel="Size (% of no drug)")
    axes.set_xticks([0, 1], ["odd in pitch", "odd in duration"])
    axes.set_title(
        f"Means of {rows[0].n:.0f} volunteers, no spread printed", loc="left", fontsize=11
    )
    return (
        f"Mismatch negativity under ketamine: {rows[0].value:g}% smaller for a tone odd in pitch, "
        f"{rows[1].value:g}% for one odd in duration; means of {rows[0].n:.0f} volunteers."
    )
