"""Ways in: what the first pass does to ketamine and to its metabolite."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.artists import artists, moves
from helpers.figures.axes import corner, fresh
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.arguments import one_of

TIMES_MIN = np.linspace(0, 480, 241)
#: Words of the control, and for each the name of the route.
WAYS = {
    "drip, 40 min": "iv",
    "muscle": "im",
    "nasal spray device": "nasal_spray",
    "simple nasal atomiser": "nasal_atomiser",
    "under the tongue": "sublingual",
    "rectal": "rectal",
    "by mouth": "oral",
}
#: Groups of the table of bioavailability, and how the names of their rows begin.
GROUPS = {
    "muscle": "intramuscular",
    "nose, spray or drops": "nasal(?!.*atomiser)",
    "nose, simple atomiser": "nasal.*atomiser",
    "under the tongue": "sublingual|oral thin film",
    "rectal": "rectal",
    "by mouth": "oral(?! thin film)",
}


def by_mouth(figure: Figure) -> str:
    """Draw a drip beside an oral dose that is raised until ketamine's area is the same."""
    panes = fresh(figure, 2, sharey=True)
    share = pk.bioavailability(pk.Dose(35, route="oral"))
    doses = (pk.INFUSION, pk.Dose(35 / share, route="oral"))
    courses = [pk.simulate(dose, times_min=TIMES_MIN) for dose in doses]
    drip, mouth = ((course.peak()[0], _ratio(course)) for course in courses)
    titles = ("35 mg by drip", "by mouth, dose raised")
    for axes, course, title in zip(panes, courses, titles, strict=True):
        axes.plot(TIMES_MIN / 60, course.arterial_ng_per_ml, **style.KETAMINE.as_line())
        axes.plot(TIMES_MIN / 60, course.norketamine_ng_per_ml, **style.NORKETAMINE.as_line())
        corner(axes, 0.97, 0.95, f"areas, norketamine / ketamine: {_ratio(course):.1f}")
        axes.set(xlim=(0, 8), xticks=range(0, 9, 2), xlabel="Time (h)", title=title)
    panes[0].set(ylim=(0, 640), ylabel="Plasma level (ng/mL)")
    panes[1].text(3.1, 430, "norketamine", color=style.NORKETAMINE.colour)
    panes[1].text(3.3, 85, "ketamine", color=style.KETAMINE.colour)
    return (
        "Two panes with the same area of ketamine. After the drip ketamine peaks at "
        f"{drip[0]:.0f} ng/mL and norketamine stays lower, with {drip[1]:.1f} times ketamine's "
        f"area. By mouth ketamine peaks at {mouth[0]:.0f} ng/mL and norketamine is far above it, "
        f"with {mouth[1]:.1f} times its area."
    )


def bioavailability(figure: Figure) -> str:
    """Draw measured bioavailability by route: points with ranges, one for each study."""
    axes = fresh(figure)
    table = series("pk-bioavailability-by-route")
    said = []
    for row, (name, pattern) in enumerate(reversed(GROUPS.items())):
        mine = table[table["route"].str.match(pattern)]
        said.insert(0, f"{name} {_span(mine['f_percent'])}%")
        for place, study in enumerate(mine.itertuples()):
            percent = study.f_percent
            low, high = (percent if np.isnan(end) else end for end in (study.low, study.high))
            points = style.MEASURED.as_points(
                markersize=5,
                capsize=3 if high > low else 0,
                marker={"racemic": "o", "S": "s", "R": "D"}.get(study.drug, "o"),
                markerfacecolor="white" if study.drug == "racemic" else style.INK,
            )
            reach = [[max(percent - low, 0)], [max(high - percent, 0)]]
            y = row + 0.16 * (place - (len(mine) - 1) / 2)
            axes.errorbar(percent, y, xerr=reach, **points)
    axes.set(xlim=(0, 100), yticks=range(len(GROUPS)), yticklabels=reversed(GROUPS))
    axes.set(xlabel="Bioavailability (%), one point a study", ylim=(-0.6, len(GROUPS) - 0.4))
    axes.set_title("open circle: racemate; square: S; diamond: R", fontsize=10, fontweight="normal")
    reports = f"Measured bioavailability, by route, over {len(table)} reports: "
    return reports + "; ".join(said) + "."


def seven_routes(figure: Figure, *, way: str) -> str:
    """Draw ketamine and norketamine for the same milligrams by one of `WAYS`, in % of a drip."""
    ketamine, metabolite, share, ratio = _way_course(one_of("way", way, WAYS))
    art = artists(figure, _build)
    art.ketamine.set_ydata(ketamine)
    art.metabolite.set_ydata(metabolite)
    art.words.set_text(f"reaches the blood as ketamine: {share:.0%}\narea ratio: {ratio:.1f}")
    below = np.flatnonzero(metabolite < ketamine)
    last = below[-1] + 1 if below.size else 0
    when = f"from {TIMES_MIN[last]:.0f} min on" if last < TIMES_MIN.size else "at no time"
    when = when if last else "from the start"
    return (
        f"The same milligrams, {way}: {share:.0%} reaches the blood as ketamine, which peaks at "
        f"{ketamine.max():.0f}% of the drip's peak. Norketamine peaks at {metabolite.max():.0f}% "
        f"and is above ketamine {when}; its area is {ratio:.1f} times ketamine's."
    )


@lru_cache(maxsize=8)
def _way_course(way: str) -> tuple[np.ndarray, np.ndarray, float, float]:
    route = WAYS[way]
    dose = pk.INFUSION if route == "iv" else pk.Dose(35, route=route)
    course = pk.simulate(dose, times_min=TIMES_MIN)
    percent = 100 / pk.simulate(pk.INFUSION).peak()[0]
    levels = percent * course.plasma_ng_per_ml, percent * course.norketamine_ng_per_ml
    return *levels, pk.bioavailability(dose), _ratio(course)


def _ratio(course: pk.Course) -> float:
    """Return the area of norketamine over that of ketamine."""
    return course.area_ng_h_per_ml("norketamine") / course.area_ng_h_per_ml()


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.1, 0.15, 0.87, 0.8))
    for way in WAYS:
        axes.plot(TIMES_MIN / 60, _way_course(way)[0], color=style.HAIRLINE, linewidth=1)
    axes.set(xlim=(0, 6), xlabel="Time (h)")
    axes.set(ylim=(0, 107), ylabel="Plasma level (% of the drip's peak)")
    ketamine, metabolite = (
        axes.plot(TIMES_MIN / 60, 0 * TIMES_MIN, label=name, **look.as_line())[0]
        for name, look in (("ketamine", style.KETAMINE), ("norketamine", style.NORKETAMINE))
    )
    legend = axes.legend(loc="upper right")
    words = corner(axes, 0.985, 0.76, "", fontsize=10.5)
    moves(ketamine, metabolite, words, legend, *axes.spines.values())
    return SimpleNamespace(ketamine=ketamine, metabolite=metabolite, words=words)


def _span(values: Iterable[float]) -> str:
    low, high = min(values), max(values)
    return f"{low:g} to {high:g}" if high > low else f"{low:g}"
