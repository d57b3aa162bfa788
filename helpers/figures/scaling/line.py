"""The second panel of lesson 16: a rule of age and hours, drawn through nine points."""

from __future__ import annotations

from types import SimpleNamespace

from matplotlib.figure import Figure

from helpers.evidence import fact
from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.axes import log_axis
from helpers.figures.scaling.looks import CLINIC, HOURS, points
from helpers.figures.words import rounded
from helpers.simulations.harm import scaling

AGE_LIM, HOUR_LIM = (-60.0, 62.0), (0.6, 40.0)
PAPERS = {"all three": "", "without the one of 5 h": "brambrink2012"}
#: Points of several papers at one place are drawn side by side (days).
SHIFT = {"slikker2007": -1.6, "zou2009": 1.2, "brambrink2012": 0.0}
BACKED = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
MARKS = {"slikker2007": "o", "zou2009": "s", "brambrink2012": "D"}


def draw_the_line(figure: Figure, *, oldest_d: float, shortest_h: float, papers: str) -> str:
    """Draw where anaesthesia left more dead cells in young monkeys, and a two-line rule.

    Parameters
    ----------
    figure
        Where to draw.
    oldest_d
        Age up to which the rule says harm (days from birth; before birth below zero).
    shortest_h
        Hours of anaesthesia from which the rule says harm.
    papers
        A key of `PAPERS`.
    """
    if papers not in PAPERS:
        raise ValueError(f"papers must be one of {list(PAPERS)}; {papers!r} was given.")
    art = artists(figure, _build)
    left_out = PAPERS[papers]
    agrees, table = scaling.agreement(oldest_d, shortest_h, left_out)
    art.area.set_xy(
        [(AGE_LIM[0], shortest_h), (AGE_LIM[0], 40), (oldest_d, 40), (oldest_d, shortest_h)]
    )
    art.age.set_data([oldest_d, oldest_d], [shortest_h, HOUR_LIM[1]])
    art.hours.set_data([AGE_LIM[0], oldest_d], [shortest_h, shortest_h])
    for key, marks in art.marks.items():
        for mark in marks:
            mark.set_visible(key != left_out)
    wrong = table[~agrees]
    art.wrong.set_data(wrong["age_days"] + [SHIFT[key] for key in wrong["key"]], wrong["hours"])
    art.score.set_text(f"{agrees.sum()} of {agrees.size} points agree")
    harmless = int((wrong["increased_cell_death"] == 0).sum())
    missed = len(wrong) - harmless
    parts = [f"at {harmless} it says harm and none was found"] * bool(harmless)
    parts += [f"at {missed} it says none and some was"] * bool(missed)
    return (
        f"Rule: more dead cells up to {_age(oldest_d)} and from {rounded(shortest_h, 2)} h of "
        f"ketamine on. {agrees.sum()} of {agrees.size} points agree"
        f"{'; ' * bool(parts)}{', '.join(parts)}. Each point is three or "
        "four monkeys, where the number is given; none of 3 still allows "
        f"{scaling.highest_unseen(3):.0%}."
    )


def _age(days: float) -> str:
    side = "after" if days >= 0 else "before"
    return f"{abs(days):g} days {side} birth"


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.085, 0.135, 0.895, 0.765))
    log_axis(axes.yaxis, *HOUR_LIM, [1, 3, 5, 9, 24])
    axes.set(xlim=AGE_LIM, xlabel="Age of the monkey (days from birth)")
    axes.set_ylabel("Ketamine anaesthesia (h)")
    axes.axvline(0, color=style.HAIRLINE, linewidth=1)
    (area,) = axes.fill([0, 0, 1, 1], [1, 2, 2, 1], color=style.LIT, zorder=0)
    line = HOURS.as_line(linewidth=2.6, linestyle="-")
    (age,) = axes.plot([], [], **line)
    (hours,) = axes.plot([], [], **line)
    handle(age, x="oldest_d")
    handle(hours, y="shortest_h")
    minutes = fact("mccann2019-minutes").value
    axes.axhline(minutes / 60, **CLINIC.as_line(linewidth=1.3))
    axes.text(61, 0.66, f"a trial in infants, another drug: {minutes:g} min, median", ha="right",
              fontsize=9.5, color=style.QUIET)  # fmt: skip
    marks: dict[str, list] = {key: [] for key in MARKS}
    _, table = scaling.agreement(0, 1)
    for row in table.itertuples():
        look = style.Look(style.MEASURED.colour, "none", MARKS[row.key])
        drawn = points(look, row.increased_cell_death, markersize=10, zorder=4)
        (mark,) = axes.plot(row.age_days + SHIFT[row.key], row.hours, **drawn)
        marks[row.key].append(mark)
    for key, words, x, y in (
        ("slikker2007", "Slikker 2007", 10.5, 24),
        ("zou2009", "Zou 2009", 10.5, 9),
        ("brambrink2012", "Brambrink 2012", 10.5, 5),
    ):
        marks[key].append(axes.text(x, y, words, fontsize=9.5, va="center", bbox=BACKED))
    (wrong,) = axes.plot([], [], "x", color=style.KETAMINE.colour, markersize=19,
                         markeredgewidth=2.6, zorder=5)  # fmt: skip
    score = axes.text(0.99, 1.02, "", transform=axes.transAxes, ha="right", fontsize=10.5,
                      fontweight="bold")  # fmt: skip
    axes.set_title("Filled: more dead cells. Hollow: no more. Shaded: your rule", fontsize=10.5)
    moves(area, age, hours, wrong, score, *[one for many in marks.values() for one in many])
    moves(*axes.spines.values())
    return SimpleNamespace(area=area, age=age, hours=hours, marks=marks, wrong=wrong, score=score)
