"""The hero panel of lesson 09: one response to ketamine, and how its size hangs on the control."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import fresh
from helpers.figures.words import rounded
from helpers.simulations.trials import belief

RANGES = {
    "off": None,
    "0 to 11%, as saline": (0.0, 11.0),
    "6 to 30%, as midazolam": (6.0, 30.0),
}
#: Each measure: its words, the ends of its scale, its ticks; the good end is on the right.
SCALES = {
    "points": ("Gain in points", 0, 70, (0, 20, 40, 60)),
    "nnt": ("Number needed to treat", 100, 1, (100, 30, 10, 3, 1)),
    "risk ratio": ("Risk ratio", 1, 500, (1, 3, 10, 30, 100, 300)),
    "odds ratio": ("Odds ratio", 1, 500, (1, 3, 10, 30, 100, 300)),
}
WIDTH = 0.34
COLUMNS = {  # what stands at which place: source, ketamine's group, control's group, words
    1.35: ("wilkinson", "ketamine (saline-controlled)", "saline", "saline"),
    2.3: ("wilkinson", "ketamine (midazolam-controlled)", "midazolam", "midazolam"),
    3.55: ("dean", "ketamine (placebo-controlled)", "placebo", "placebo"),
    4.5: ("dean", "ketamine (midazolam-controlled)", "midazolam", "midazolam"),
}
NAMES = {"wilkinson": "Wilkinson 2019", "dean": "Cochrane 2021"}


def measures(ketamine_percent: float, control_percent: float) -> dict[str, float]:
    """Return the same difference by four measures; without end where the control is 0 %."""
    p, q = ketamine_percent / 100, control_percent / 100
    with np.errstate(divide="ignore"):
        return {
            "points": 100 * (p - q),
            "nnt": float(np.divide(1.0, p - q)),
            "risk ratio": float(np.divide(p, q)),
            "odds ratio": float(np.divide(p, 1 - p) / np.divide(q, 1 - q)),
        }


def change_the_comparator(
    figure: Figure, *, ketamine_percent: float, control_percent: float, over: str
) -> str:
    """Draw a response to ketamine and to a control, and their difference by four measures.

    Parameters
    ----------
    figure
        Where to draw.
    ketamine_percent, control_percent
        People who respond (%); control below ketamine.
    over
        One of `RANGES`: the printed interval of a control that is run through.
    """
    art = artists(figure, _build)
    now = measures(ketamine_percent, control_percent)
    for bar, top, value, label in (
        (art.bars[0], art.tops[0], ketamine_percent, art.labels[0]),
        (art.bars[1], art.tops[1], control_percent, art.labels[1]),
    ):
        bar.set_height(value)
        top.set_ydata([value, value])
        label.set(y=value + 4.6, text=f"{value:g}%")
    span = RANGES[over]
    ends = None
    if span is not None:
        high = min(span[1], ketamine_percent - 1)
        ends = [measures(ketamine_percent, end) for end in (span[0], high)]
    for name, row in art.rows.items():
        row.dot.set_xdata([_place(name, now[name])])
        row.value.set_text(_said(name, now[name]))
        if ends is None:
            row.range.set_data([], [])
        else:
            row.range.set_data([_place(name, end[name]) for end in ends], [row.y, row.y])
    return _words(ketamine_percent, control_percent, now, span, ends)


def _said(name: str, value: float) -> str:
    if name == "points":
        return "1 point" if round(value) == 1 else f"{value:.0f} points"
    return rounded(value, 2)


def _place(name: str, value: float) -> float:
    """Return where on its scale, 0 to 1, a value lies; beyond the end it stays there."""
    _, left, right, _ = SCALES[name]
    if name == "points":
        share = (value - left) / (right - left)
    else:
        share = (np.log(value) - np.log(left)) / (np.log(right) - np.log(left))
    return float(np.clip(share, 0, 1))


def _words(ketamine: float, control: float, now, span, ends) -> str:
    say = {name: _said(name, value) for name, value in now.items()}
    words = (
        f"Control {control:g}%, ketamine {ketamine:g}%: a gain of {say['points']}, one more "
        f"responder for every {say['nnt']} people treated, a risk ratio of {say['risk ratio']} "
        f"and an odds ratio of {say['odds ratio']}."
    )
    if span is None:
        return words
    low = _said("odds ratio", ends[1]["odds ratio"])
    top = (
        "upward without end"
        if np.isinf(ends[0]["odds ratio"])
        else f"to {_said('odds ratio', ends[0]['odds ratio'])}"
    )
    return (
        f"{words} Were the control anywhere from {span[0]:g} to {span[1]:g}%, the gain would be "
        f"{ends[1]['points']:.0f} to {ends[0]['points']:.0f} points, the odds ratio {low} {top}."
    )


def _measured(axes: Axes) -> None:
    """Draw the four published pairs: points with the intervals that were printed."""
    tables = {name: series(f"clinical-comparator-response-{name}{year}").set_index("group")
              for name, year in (("wilkinson", 2019), ("dean", 2021))}  # fmt: skip
    for place, (source, treated, control, _) in COLUMNS.items():
        look = style.ACTIVE_CONTROL if control == "midazolam" else style.CONTROL
        for shift, group, one in ((-0.16, treated, style.KETAMINE), (0.16, control, look)):
            row = tables[source].loc[group]
            open_mark = source == "dean" and group == treated
            error = np.array(
                [[row.response_percent - row.ci_low], [row.ci_high - row.response_percent]]
            )
            axes.errorbar(
                [place + shift],
                [row.response_percent],
                yerr=None if np.isnan(row.ci_low) else error,
                **one.as_points(
                    markerfacecolor="white" if open_mark else one.colour, markersize=6.5
                ),
            )


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.075, 0.13, 0.52, 0.75))
    axes.set(xlim=(-0.45, 5.0), ylim=(0, 80), ylabel="Respond a day later (%)")
    axes.set_xticks([0.2, *COLUMNS], ["yours", *(words for *_, words in COLUMNS.values())])
    axes.tick_params(axis="x", pad=9)  # clear of the handle of a control near zero
    _measured(axes)
    for source, place in (("wilkinson", 1.83), ("dean", 4.03)):
        axes.text(place, 74.5, NAMES[source], ha="center", fontsize=10, fontweight="bold")
    axes.axvline(0.82, color=style.HAIRLINE, linewidth=1)
    axes.axvline(2.93, color=style.HAIRLINE, linewidth=1)
    key = "points: published · open: worked out from an odds ratio"
    axes.text(0.83, 1.02, key, transform=axes.get_xaxis_transform(), fontsize=9, color=style.QUIET)
    bars, tops, labels = [], [], []
    yours = ((-0.03, style.KETAMINE, "ketamine_percent"), (0.45, style.CONTROL, "control_percent"))
    for place, look, name in yours:
        (bar,) = axes.bar([place], [0], WIDTH, color=look.colour, alpha=0.35, linewidth=0)
        (top,) = axes.plot(
            [place - WIDTH / 2, place + WIDTH / 2], [0, 0], linewidth=4, color=look.colour
        )
        top.set_solid_capstyle("butt")
        handle(top, y=name)
        bars.append(bar)
        tops.append(top)
        labels.append(axes.text(place, 0, "", ha="center", fontsize=10, fontweight="bold"))
    right = figure.add_axes((0.635, 0.06, 0.35, 0.86))
    right.set(xlim=(-0.03, 1.06), ylim=(-0.45, 3.75))
    right.axis("off")
    rows = {name: _scale(right, name, 3 - i) for i, name in enumerate(SCALES)}
    moves(*bars, *tops, *labels, *axes.spines.values())
    return SimpleNamespace(bars=bars, tops=tops, labels=labels, rows=rows)


def _scale(axes: Axes, name: str, y: float) -> SimpleNamespace:
    words, _, _, ticks = SCALES[name]
    axes.plot([0, 1], [y, y], color=style.INK, linewidth=1)
    for tick in ticks:
        x = _place(name, tick)
        axes.plot([x, x], [y - 0.06, y], color=style.INK, linewidth=1)
        axes.text(x, y - 0.12, f"{tick:g}", ha="center", va="top", fontsize=9)
    axes.text(0, y + 0.3, words, fontsize=10)
    (span,) = axes.plot([], [], color=style.KETAMINE.colour, linewidth=7, alpha=0.4)
    span.set_solid_capstyle("butt")
    (dot,) = axes.plot([0], [y], "D", color=style.INK, markersize=8)
    value = axes.text(1.0, y + 0.3, "", ha="right", fontsize=11, fontweight="bold")
    moves(span, dot, value)
    return SimpleNamespace(y=y, range=span, dot=dot, value=value)


def four_groups(figure: Figure) -> str:
    """Draw the response of four groups of people in nine trials, by what the control was."""
    axes = fresh(figure)
    looks = {
        "ketamine (saline trials)": style.KETAMINE,
        "ketamine (midazolam trials)": style.KETAMINE,
        "midazolam": style.ACTIVE_CONTROL,
        "saline": style.CONTROL,
    }
    found = belief.rates()
    order = ("ketamine (saline trials)", "saline", "ketamine (midazolam trials)", "midazolam")
    for place, name in zip((0, 0.8, 2.1, 2.9), order, strict=True):
        value, low, high = found[name]
        error = [[value - low], [high - value]]
        axes.errorbar([place], [value], yerr=error, **looks[name].as_points(markersize=9))
        axes.text(place + 0.12, value, f"{value:g}%", va="center", fontsize=11)
    axes.set(xlim=(-0.4, 3.5), ylim=(0, 70), ylabel="Respond a day later (%)")
    axes.set_xticks([0, 0.8, 2.1, 2.9], ["ketamine", "saline", "ketamine", "midazolam"])
    for place, words in ((0.4, "saline-controlled trials"), (2.5, "midazolam-controlled trials")):
        axes.text(place, 64, words, ha="center", fontsize=10.5, fontweight="bold")
    axes.axvline(1.45, color=style.HAIRLINE, linewidth=1)
    told = ", ".join(
        f"{name} {value:g}% ({low:g} to {high:g})" for name, (value, low, high) in found.items()
    )
    return (
        "Response one day after a single dose in nine trials, 367 people with mood disorders: "
        f"{told}. The two groups on ketamine hardly differ; the two control groups do."
    )
