"""The hero panel of lesson 13: a treated year on one axis with days and years of heavy use."""

from __future__ import annotations

from types import SimpleNamespace

from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import either_side, fresh
from helpers.figures.words import rounded
from helpers.simulations.harm import exposure as model

NAMES = tuple(model.TREATMENTS)
SPANS = {"a day": 1, "a week": 7, "a month": 30, "a year": model.DAYS}
UNITS = {"area": "mg·h/L", "grams": "g", "days of use": "days"}
LIMITS = {"area": (0.2, 4e4), "grams": (0.02, 9e3), "days of use": (0.6, 1.2e3)}
#: Published means of heavy use (g a day): the id of the row, and who was asked.
USE = {
    "harding2025-gday-nontreatment": "survey, not seeking treatment",
    "harding2025-gday-treatment": "survey, seeking treatment",
    "strous2022-mean-dose": "imaging studies",
    "fan2015-gday": "in hospital for it",
    "cheng2018-gday": "seeking treatment",
}


def year_on_one_axis(
    figure: Figure,
    *,
    treatment: str,
    ruler: str,
    g_per_day: float,
    nasal: float,
    clearances: str,
) -> str:
    """Draw a first year of each treatment beside a day, week, month and year of heavy use.

    Parameters
    ----------
    figure
        Where to draw.
    treatment
        A key of ``exposure.TREATMENTS``: the year that is lit.
    ruler
        One of ``exposure.RULERS``.
    g_per_day
        Heavy use as a published mean (g a day).
    nasal
        Share of it that reaches the blood (0 to 1).
    clearances
        One of ``exposure.SETS``.

    Raises
    ------
    ValueError
        If an argument is unknown or out of range.
    """
    art = artists(figure, _build)
    known = model.numbers(clearances).changed(nasal=nasal)
    heavy = model.heavy_year(g_per_day, known).by(ruler)
    low, high = LIMITS[ruler]
    art.axes.set_xlim(low, high)
    art.axes.set_xlabel(f"A year, by {ruler} ({UNITS[ruler]}), log axis")
    for name, bar, end in zip(NAMES, art.bars, art.ends, strict=True):
        value = model.treated_year(name, known).by(ruler)
        lit = name == treatment
        bar.set_data([low, value], [bar.get_ydata()[0]] * 2)
        bar.set(color=style.KETAMINE.colour if lit else style.HAIRLINE, linewidth=9 if lit else 5)
        days = model.equal_days(name, g_per_day, known, ruler)
        end.set_text(f"{rounded(days, 2)} d" + (" of heavy use" if lit else ""))
        end.set(x=value * 1.12, color=style.INK if lit else style.QUIET)
        end.set_fontweight("bold" if lit else "normal")
    for (span, days), line, label in zip(SPANS.items(), art.spans, art.labels, strict=True):
        place = heavy * days / model.DAYS
        line.set_xdata([place, place])
        label.set(x=place, text=span)
    handle(
        art.spans[0],
        x="g_per_day",
        x_at=lambda grams: (
            None
            if ruler == "days of use"
            else model.heavy_year(grams, known).by(ruler) / model.DAYS
        ),
    )
    year, row = model.treated_year(treatment, known).by(ruler), NAMES.index(treatment)
    days = model.equal_days(treatment, g_per_day, known, ruler)
    art.gap.set_data([year, heavy], [row, row])
    art.fold.set(x=heavy * 1.25, y=row, text=f"× {rounded(model.DAYS / days)}")
    art.use.set_x(heavy / model.DAYS)
    art.use.set_width(heavy - heavy / model.DAYS)
    return (
        f"{treatment.capitalize()} ({model.TREATMENTS[treatment].basis}): in a year "
        f"{rounded(year)} {'day' if (ruler, year) == ('days of use', 1) else UNITS[ruler]}. "
        f"Use of {g_per_day:g} g a day"
        + (f", {nasal:.0%} absorbed," if ruler == "area" else "")
        + f" holds as much in {rounded(days, 2)} {'day' if rounded(days, 2) == '1' else 'days'}: "
        f"a year of each is {rounded(model.DAYS / days)} times apart."
    )


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.205, 0.14, 0.77, 0.73))
    axes.set(xscale="log", ylim=(len(NAMES) - 0.4, -0.6), yticks=range(len(NAMES)))
    axes.set_yticklabels(NAMES)
    axes.tick_params(axis="y", length=0)
    bars = [
        axes.plot([0.2, 1], [row, row], solid_capstyle="butt", zorder=3)[0]
        for row in range(len(NAMES))
    ]
    backed = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}
    ends = [
        axes.text(1, row, "", va="center", fontsize=9.5, bbox=backed, zorder=4)
        for row in range(len(NAMES))
    ]
    spans = [
        axes.axvline(
            1, color=style.ACTIVE_CONTROL.colour, linestyle="-.", linewidth=width, zorder=2
        )
        for width in (2.4, 1.2, 1.2, 1.8)
    ]
    labels = [
        axes.text(1, 1.015, "", ha="center", fontsize=10, transform=axes.get_xaxis_transform())
        for _ in SPANS
    ]
    head = "of heavy use:"
    axes.text(-0.01, 1.015, head, ha="right", fontsize=10, transform=axes.transAxes)
    use = axes.axvspan(1, 2, color=style.LIT, linewidth=0, zorder=0, alpha=0.6)
    (gap,) = axes.plot([], [], color=style.INK, linewidth=1.2, zorder=2, marker="|", ms=9)
    fold = axes.text(1, 0, "", va="center", fontsize=12, fontweight="bold")
    moves(use, gap, fold, *bars, *ends, *spans, *labels, axes.xaxis, *axes.spines.values())
    return SimpleNamespace(
        axes=axes, bars=bars, ends=ends, spans=spans, labels=labels, use=use, gap=gap, fold=fold
    )


def printed_use(figure: Figure) -> str:
    """Draw published means of heavy use beside the milligrams of one clinical session."""
    axes = fresh(figure)
    for row, (name, who) in enumerate(USE.items()):
        found = fact(name)
        spread = either_side(found) if found.low else None
        axes.errorbar(found.value, row, xerr=spread, **style.MEASURED.as_points())
        axes.text(7, row, who, va="center", fontsize=9.5, color=style.QUIET)
    sessions = {"one infusion": "0.5 mg/kg, 70 kg", "esketamine, fullest": "one session of 84 mg"}
    for row, (name, words) in enumerate(sessions.items(), start=len(USE)):
        mg = model.TREATMENTS[name].mg
        look = style.KETAMINE.as_line(linewidth=9, solid_capstyle="butt")
        axes.plot([0.01, mg / 1000], [row, row], **look)
        axes.text(mg / 1000 * 1.15, row, words, va="center", fontsize=9.5)
    axes.set(xscale="log", xlim=(0.01, 120), ylim=(len(USE) + 1.5, -0.6))
    axes.set_yticks(
        range(len(USE) + 2), [fact(name).citation for name in USE] + ["infusion", "spray"]
    )
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([0.01, 0.1, 1, 10], ["10 mg", "100 mg", "1 g", "10 g"])
    axes.set_xlabel("Ketamine on a day with drug (points: mean, ± SD where printed)")
    low, high = fact("harding2025-gday-nontreatment").value, fact("cheng2018-gday").value
    return (
        f"Published means of heavy use run from {low:g} to {high:g} g a day, by people's own "
        "account; two print a spread, and it is wide. One infusion is 35 mg, one session of the "
        "spray 84 mg at most."
    )
