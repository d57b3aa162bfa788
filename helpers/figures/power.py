"""How lesson 10 draws what it shows: what can be counted, how many people it takes, what lasts."""

from __future__ import annotations

from functools import cache, lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from helpers.evidence import fact, series
from helpers.figures import artists, handle, moves, style
from helpers.figures.axes import either_side, log_axis
from helpers.figures.words import rounded
from helpers.simulations.statistics import wilson_interval
from helpers.simulations.trials import power as model

CURVE = style.Look("#0072B2", "-", "o")
EVENTS = style.Look("#009E73", ":", "^")
BACKED = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1}
RISKS = np.geomspace(0.001, 0.2, 81)
PEOPLE = np.geomspace(20, 6e7, 161)
MOST_PEOPLE = 6e7
SEEN_PERCENT = (0.08, 24)  # of the axis of risks: room for a handle at either end
ASKED = 113  # people per arm whose counts the words give: ASPIRE I

#: Trials by people per arm: those that rated thoughts (circles), those that counted events.
RATED = (
    (41, "40 and 42: Grunebaum, Su"),
    (78, ""),
    (114, ""),
    (228, "228: ASPIRE, pooled"),
)
BETWEEN = (94, "73–115: Abbar, ASPIRE")  # one label for two points
COUNTED = ((490, "490: clozapine"), (931, "931: lithium, planned"))


def _percent(share: float) -> str:
    return f"{rounded(100 * share, 2)}%"


def _label_side(label: Text, percent: float, people: float, turn: float = 52) -> None:
    """Put a label to the right of its point, or to the left of one near the right edge."""
    right = percent < turn
    label.set(x=percent + (4 if right else -4), y=people, ha="left" if right else "right")


# --- what can be counted ----------------------------------------------------------------------

RUNGS = (
    ("A question about thoughts", "one item of a\ndepression scale", "everyone"),
    ("A scale of thoughts", "SSI, BSS,\nC-SSRS ideation", "everyone"),
    ("A clinician's rating", "CGI-SS-r: how\nsuicidal in all", "everyone"),
    ("A suicide attempt", "counted during\nfollow-up", "about 1 to 2 in 100"),
    ("A death by suicide", "counted during\nfollow-up", "very few"),
)


def what_is_counted(figure: Figure) -> str:
    """Draw the five things that trials record, from an item to an event, and for how many."""
    figure.clear()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10), ylim=(0, 3.1))
    axes.set_axis_off()
    for place, (title, below, who) in enumerate(RUNGS):
        event = place >= 3
        look = EVENTS if event else style.KETAMINE
        left = 0.12 + 1.985 * place
        box = FancyBboxPatch(
            (left, 0.95), 1.74, 1.32, boxstyle="round,pad=0.02,rounding_size=0.1", linewidth=1.5
        )
        box.set(facecolor="white" if event else style.LIT, edgecolor=look.colour)
        box.set_linestyle("--" if event else "-")
        axes.add_patch(box)
        words = title.replace(" about ", " about\n").replace(" of ", " of\n")
        words = words.replace("clinician's ", "clinician's\n").replace("suicide ", "suicide\n")
        words = words.replace("death by ", "death by\n")
        axes.text(left + 0.87, 1.92, words, ha="center", va="center", fontweight="bold", size=10)
        axes.text(left + 0.87, 1.28, below, ha="center", va="center", size=9.5)
        axes.text(left + 0.87, 0.6, who, ha="center", va="center", size=10, color=look.colour)
    axes.text(2.95, 2.72, "What was rated: thoughts", ha="center", size=11, color=style.INK)
    axes.text(7.95, 2.72, "Events: no effect was shown", ha="center", size=11, color=style.INK)
    axes.plot([5.98, 5.98], [0.35, 2.9], color=style.QUIET, linestyle=":", linewidth=1.6)
    axes.text(0.12, 0.16, "Recorded in a trial for:", size=9.5, color=style.QUIET)
    return (
        "Five boxes from left to right: a question about thoughts, a scale of thoughts, a "
        "clinician's rating, a suicide attempt, a death by suicide. A dotted line parts the three "
        "ratings, which are recorded for everyone in a trial, from the two events: attempts, in "
        "trials so far of about 1 to 2 in 100 people, and deaths, of very few."
    )


# --- the hero panel ---------------------------------------------------------------------------


def how_many(
    figure: Figure, *, risk_percent: float, relative_risk: float, power_percent: float
) -> str:
    """Draw the people per arm needed to see an effect on events, and the chance of real sizes.

    Parameters
    ----------
    figure
        Where to draw.
    risk_percent
        Risk of an event on control during follow-up (%), 0.1 to 20.
    relative_risk
        Risk on drug over risk on control, 0.5 to 0.95.
    power_percent
        Wanted chance of seeing the difference (%).
    """
    art = artists(figure, _build_how_many)
    risk, power = risk_percent / 100, power_percent / 100
    needed = model.people_per_arm(risk, relative_risk, power)
    chances = 100 * model.chance_to_see(PEOPLE, risk, relative_risk)
    art.curve.set_data(100 * RISKS, model.people_per_arm(RISKS, relative_risk, power))
    art.dot.set_data([risk_percent], [needed])
    art.across.set_data([risk_percent, SEEN_PERCENT[1]], [needed, needed])
    art.onward.set_data([0, power_percent], [needed, needed])
    art.chance.set_data(chances, PEOPLE)
    art.wanted.set_xdata([power_percent, power_percent])
    art.number.set_text(f"{model.whole_people(needed):,}")
    if risk_percent > 4:  # below the curve, where its upper side has no room
        art.number.set(x=risk_percent / 1.5, y=needed / 1.6, ha="right", va="top")
    else:
        art.number.set(x=risk_percent * 1.4, y=needed * 1.2, ha="left", va="bottom")
    for people, point, label in art.trials:
        seen = 100 * model.chance_to_see(people, risk, relative_risk)
        point.set_data([seen], [people])
        _label_side(label, seen, people)
    first, last = (100 * model.chance_to_see(people, risk, relative_risk) for people in (78, 114))
    _label_side(art.between, last if last < 58 else first, BETWEEN[0], turn=58)
    return _words_how_many(needed, risk, relative_risk, power)


def _words_how_many(needed: float, risk: float, relative_risk: float, power: float) -> str:
    whole = model.whole_people(needed)
    asked = model.ways(ASKED, risk, relative_risk)
    chance = model.chance_to_see(ASKED, risk, relative_risk)
    seen = [model.chance_to_see(people, risk, relative_risk) >= power for people, _ in RATED]
    who = f"{RATED[seen.index(True)][0]} per arm would do" if any(seen) else "no ketamine trial had"
    who += "" if any(seen) else " as many"
    expected = [rounded(one, 2) for one in (asked.expected_control, asked.expected_drug)]
    return (
        f"If {_percent(risk)} on control and {_percent(risk * relative_risk)} on drug have an "
        f"event, {power:.0%} of trials with {whole:,} people per arm see it; {who}. With {ASKED} "
        f"per arm (ASPIRE I) {expected[0]} and {expected[1]} events are expected and {chance:.0%} "
        f"see it; in {asked.not_fewer:.0%} the drug arm counts as many events, or more."
    )


def _build_how_many(figure: Figure) -> SimpleNamespace:
    left = figure.add_axes((0.1, 0.125, 0.395, 0.765))
    right = figure.add_axes((0.555, 0.125, 0.425, 0.765))
    for axes in (left, right):
        axes.set(yscale="log", ylim=(20, MOST_PEOPLE))
        axes.set_yticks([100, 1e3, 1e4, 1e5, 1e6, 1e7])
        axes.minorticks_off()
    log_axis(left.xaxis, *SEEN_PERCENT, [0.1, 0.5, 2, 10, 20])
    left.set(xlabel="Events on control in follow-up (%)")
    left.set_yticklabels(["100", "1,000", "10,000", "100,000", "1 million", "10 million"])
    left.set_title("People needed in each arm", fontsize=11)
    right.set_yticklabels([])
    right.set(xlim=(0, 100), xlabel="Chance that the trial sees it (%)", xticks=range(0, 101, 20))
    right.set_title("What trials of a given size can see", fontsize=11)
    (curve,) = left.plot([], [], **CURVE.as_line())
    (across,) = left.plot([], [], color=style.QUIET, linestyle=":", linewidth=1.4)
    (dot,) = left.plot([], [], "o", color=CURVE.colour, markersize=11, markeredgecolor="white")
    number = left.text(1, 1, "", fontsize=12, fontweight="bold", bbox=BACKED, va="bottom")
    (onward,) = right.plot([], [], color=style.QUIET, linestyle=":", linewidth=1.4)
    (chance,) = right.plot([], [], **CURVE.as_line())
    wanted = right.axvline(80, color=style.QUIET, linestyle="--", linewidth=1.2)
    trials = []
    for look, sizes in ((style.KETAMINE, RATED), (EVENTS, COUNTED)):
        for people, words in sizes:
            (point,) = right.plot([], [], look.marker, color=look.colour, zorder=5)
            label = right.text(0, people, words, va="center", fontsize=9, bbox=BACKED, zorder=4)
            moves(point, label)
            trials.append((people, point, label))
    between = right.text(0, BETWEEN[0], BETWEEN[1], va="center", fontsize=9, bbox=BACKED, zorder=4)
    key = "circles: ketamine trials\ntriangles: other drugs, events counted"
    right.text(0.03, 0.97, key, va="top", fontsize=9, color=style.QUIET, transform=right.transAxes)
    moves(between)
    moves(curve, across, dot, number, onward, chance, wanted)
    handle(dot, x="risk_percent")
    return SimpleNamespace(
        curve=curve,
        across=across,
        dot=dot,
        number=number,
        onward=onward,
        chance=chance,
        wanted=wanted,
        trials=trials,
        between=between,
    )


# --- the second panel -------------------------------------------------------------------------

DAYS = (1, 2, 3, 5, 7, 14)
FIRST_D = 240 / 60 / 24  # the source calls the rating at 240 min "day 1"
ARMS = {"ketamine": (style.KETAMINE, -0.17), "midazolam": (style.ACTIVE_CONTROL, 0.17)}
PER_ARM = 42
SMALL = 0.06  # a gap of fewer than 6 in 100 is called small


def _at(day: float) -> float:
    return FIRST_D if day == 1 else float(day)


@cache
def counts() -> dict[str, dict[int, int]]:
    """Return how many of 42 were free of suicidal thoughts, by arm and day (Su 2023)."""
    table = series("clinical-si-remission-su2023")
    return {
        arm: dict(zip(rows["day"], rows["free_of_suicidal_ideation"], strict=True))
        for arm, rows in table.groupby("arm")
    }


@lru_cache(maxsize=256)
def _on(day: int, people: int) -> model.Comparison:
    """Compare both arms on one day, in a trial of so many people per arm with the same shares."""
    found = counts()
    events = [round(found[arm][day] * people / PER_ARM) for arm in ARMS]
    return model.compare(events[0], people, events[1], people)


def over_days(figure: Figure, *, day: int, people: int) -> str:
    """Draw who was free of suicidal thoughts over two weeks, and what the counts can tell.

    Parameters
    ----------
    figure
        Where to draw.
    day
        Day to look at, 0 (four hours) to 14; ratings exist for six of them.
    people
        People per arm of an imagined trial with the same shares; the real one had 42.
    """
    art = artists(figure, _build_over_days)
    rated = 1 if day == 0 else day
    at = FIRST_D if day == 0 else float(day)
    bands = [_on(one, people) for one in DAYS]
    where = [_at(one) for one in DAYS]
    art.low.set_data(where, [100 * one.low for one in bands])
    art.high.set_data(where, [100 * one.high for one in bands])
    for line in (art.here, art.below):
        line.set_xdata([at, at])
    has_rating = day == 0 or (day in DAYS and day != 1)
    art.now.set_text(
        ("4 hours" if day == 0 else f"day {day}") + ("" if has_rating else ": no rating")
    )
    art.grip.set_xdata([at])
    art.now.set(x=at + (0.55 if day < 9 else -0.55), ha="left" if day < 9 else "right")
    art.size.set_text(f"lines: interval with {people:,} per arm")
    when = "Four hours after the infusion," if day == 0 else f"On day {day},"
    if not has_rating:
        return (
            f"{when} nobody was asked: ratings were made at 4 hours and on days 2, 3, 5, 7 and 14. "
            "Points with bars are the trial's counts of 42 people in each arm; lines are the "
            f"interval that {people:,} people per arm with the same shares would give."
        )
    mine = counts()
    found = _on(rated, people)
    events = [mine[arm][rated] for arm in ARMS]
    low, high = (rounded(100 * end, 2) for end in (found.low, found.high))
    zero = "zero does not" if found.can_tell else "zero too: that many people cannot tell"
    if not found.can_tell and max(-found.low, found.high) < SMALL:
        zero = "zero too: the gap is small, if there is one"
    gap = "The gap" if people == PER_ARM else f"With {people:,} per arm and the same shares the gap"
    return (
        f"{when} {events[0]} of 42 on ketamine and {events[1]} of 42 on midazolam were free of "
        f"suicidal thoughts. {gap} is {rounded(100 * found.difference, 2)} points in 100. "
        f"Anything from {low} to {high} fits, {zero}."
    )


def _build_over_days(figure: Figure) -> SimpleNamespace:
    top = figure.add_axes((0.095, 0.525, 0.885, 0.39))
    bottom = figure.add_axes((0.095, 0.125, 0.885, 0.30))
    found = counts()
    for arm, (look, shift) in ARMS.items():
        shares = np.array([found[arm][one] / PER_ARM for one in DAYS])
        ends = np.array([wilson_interval(found[arm][one], PER_ARM) for one in DAYS])
        where = np.array([_at(one) for one in DAYS]) + shift
        bars = 100 * np.abs(ends.T - shares)
        top.errorbar(where, 100 * shares, bars, **look.as_points(label=f"{arm}, of 42"))
    # above the data there is room for the handle
    top.set(ylim=(0, 69), xlim=(-0.4, 14.6), ylabel="Free (%)", yticks=[0, 20, 40, 60])
    top.set_title("Free of suicidal thoughts (Su 2023)", fontsize=11)
    top.legend(loc="lower right", bbox_to_anchor=(1.0, 0.97), ncols=2, borderpad=0)
    trial = [_on(one, PER_ARM) for one in DAYS]
    where = [_at(one) for one in DAYS]
    middle = np.array([one.difference for one in trial])
    bars = np.array([[m - one.low, one.high - m] for m, one in zip(middle, trial, strict=True)]).T
    bottom.axhline(0, color=style.QUIET, linewidth=1.2)
    bottom.errorbar(where, 100 * middle, 100 * bars, **style.MEASURED.as_points())
    bottom.set(xlim=(-0.4, 14.6), ylim=(-25, 50), yticks=[-20, 0, 20, 40])
    bottom.set(xlabel="Days after the infusion", ylabel="Gap (points)")
    for axes in (top, bottom):
        axes.set_xticks([0, *DAYS[1:]])
    (low,) = bottom.plot([], [], **CURVE.as_line(linewidth=1.6))
    (high,) = bottom.plot([], [], **CURVE.as_line(linewidth=1.6))
    here = top.axvline(3, color=style.INK, linestyle="--", linewidth=1.4)
    below = bottom.axvline(3, color=style.INK, linestyle="--", linewidth=1.4)
    (grip,) = top.plot([3], [61], "o", color=style.INK, markersize=8, markeredgecolor="white")
    now = top.text(3, 61, "", fontsize=10, fontweight="bold", bbox=BACKED, va="center")
    size = bottom.text(
        1.0, 1.03, "", ha="right", fontsize=10, color=CURVE.colour, transform=bottom.transAxes
    )
    moves(low, high, here, below, grip, now, size)
    handle(grip, x="day", x_at=lambda day: FIRST_D if day == 0 else float(day))
    return SimpleNamespace(
        low=low, high=high, here=here, below=below, grip=grip, now=now, size=size
    )


# --- against the data -------------------------------------------------------------------------


def _forest(axes: Axes, y: float, found, look: style.Look, **more) -> None:
    bars = either_side(found)
    axes.errorbar([found.value], [y], xerr=bars, **look.as_points(**more))


#: Words, the fact of the size within a day, the fact of the last time with a difference.
ANSWERS = (
    ("Witt 2020: 15 trials", "witt2020-smd-24h", "witt2020-last-difference"),
    ("Su 2023: one trial", None, "su2023-si-duration"),
    ("Wilkinson 2018: 10 trials", "wilkinson2018-effect-size-range", None),
    ("Plöderl 2025: 66, preprint", "ploderl2025-smd-24h", "ploderl2025-last-difference"),
    ("A pool of 49, mixed designs", "progneuro2025si-smd-24h", "progneuro2025si-smd-month"),
)
FOLLOWED_D = 7.0  # Wilkinson 2018: a difference still at the last rating


def _last_d(one: str | None) -> float:
    """Return the last day with a difference, from hours, days or a month's result."""
    if one is None:
        return FOLLOWED_D
    found = fact(one)
    days = {"h": 1 / 24, "d": 1.0}.get(found.unit)
    return days * found.value if days else 30.0  # a result that was printed for one month


def five_answers(figure: Figure) -> str:
    """Draw how far thoughts fell within a day, and how long that was seen, by five sources."""
    figure.clear()
    left = figure.add_axes((0.27, 0.17, 0.33, 0.68))
    right = figure.add_axes((0.64, 0.17, 0.345, 0.68))
    for row, (_, one, last) in enumerate(ANSWERS):
        y, days = -row, _last_d(last)
        words = "" if last else "followed no longer"
        if one is None:
            left.text(-0.62, y, "not printed as such", va="center", ha="center", fontsize=9.5)
        elif one == "wilkinson2018-effect-size-range":
            span = fact(one)
            left.plot([-span.high, -span.low], [y, y], color=style.KETAMINE.colour, linewidth=5)
            left.text(-0.665, y + 0.2, "range over days and scales", ha="center", fontsize=9)
        else:
            _forest(left, y, fact(one), style.KETAMINE)
        right.plot([1, days], [y, y], color=style.QUIET, linewidth=1.2)
        mark = ">" if words else "|"
        right.plot([days], [y], mark, color=style.MEASURED.colour, markersize=10, mew=2.4)
        if words:
            right.text(days * 1.2, y, words, va="center", fontsize=9.5)
    left.axvline(0, color=style.QUIET, linewidth=1.2)
    left.set(xlim=(-1.35, 0.1), xlabel="Standardised difference")
    left.set_title("Within a day", fontsize=11)
    left.set_yticks([-row for row in range(len(ANSWERS))], [words for words, *_ in ANSWERS])
    log_axis(right.xaxis, 1, 45, [1, 3, 5, 7, 14, 30])
    right.set(xlabel="Days after one dose")
    right.set_yticks([])
    right.set_title("Last time a difference was seen", fontsize=11)
    for axes in (left, right):
        axes.set_ylim(-len(ANSWERS) + 0.4, 0.6)
    return (
        "Five sources, one below the other. Within a day thoughts fell further than with control: "
        "by 0.63 standard deviations (0.26 to 0.99) in Witt 2020, 0.48 to 0.85 in Wilkinson 2018, "
        "0.35 (0.19 to 0.51) in Plöderl 2025. In a pool of mixed designs, some without a control, "
        "they fell by 0.96 (0.68 to 1.23). The "
        "last time a difference was reported: day 3, day 5 (Su 2023), day 7 with no longer "
        "follow-up, day 14, and a month in the mixed pool."
    )


SPRAY = (
    ("Canuso 2018 (68)", "canuso2018-madrs-diff-24h", None),
    ("ASPIRE I (226)", "fu2020-madrs-diff-24h", "fu2020-rating-diff-24h"),
    ("ASPIRE II (230)", "ionescu2021-madrs-diff-24h", None),
    ("both ASPIRE, pooled", "canuso2021-madrs-diff-24h", "canuso2021-rating-24h"),
)


def by_route(figure: Figure) -> str:
    """Draw the spray's three trials at 24 h: the depression score and the clinician's rating."""
    figure.clear()
    left = figure.add_axes((0.2, 0.2, 0.38, 0.62))
    right = figure.add_axes((0.64, 0.2, 0.345, 0.62))
    for row, (_, mood, rating) in enumerate(SPRAY):
        found = fact(mood)
        half = 1.96 * (found.high - found.value) if found.range_is == "mean ± SE" else None
        low, high = (found.value - half, found.value + half) if half else (found.low, found.high)
        bars = [[found.value - low], [high - found.value]]
        left.errorbar([found.value], [-row], xerr=bars, **style.KETAMINE.as_points())
        if rating:
            _forest(right, -row, fact(rating), style.MEASURED)
        else:
            words = "not significant; size not seen"
            right.text(-0.25, -row, words, ha="center", va="center", size=9.5, bbox=BACKED)
    for axes in (left, right):
        axes.axvline(0, color=style.QUIET, linewidth=1.2)
        axes.set_ylim(-3.6, 0.6)
    left.set(xlim=(-14, 2), xlabel="MADRS, esketamine minus placebo")
    left.set_yticks([-row for row in range(len(SPRAY))], [words for words, *_ in SPRAY])
    left.set_title("Depression at 24 h: lower", fontsize=11)
    right.set(xlim=(-1.3, 0.8), xlabel="CGI-SS-r, esketamine minus placebo", yticks=[])
    right.set_title("Rating: no difference shown", fontsize=11)
    return (
        "Three trials of the nasal spray at 24 hours. Left, the depression score: lower than with "
        "placebo by 7.2 points in Canuso 2018, 3.8 in ASPIRE I, 3.9 in ASPIRE II and 3.8 in both "
        "ASPIRE trials pooled, each interval clear of zero. Right, the clinician's rating of "
        "suicidality: a median difference of 0.0 (−1.0 to 0.0) in ASPIRE I, no significant "
        "difference in the two other trials; pooled, −0.20 (−0.43 to 0.04), which holds zero."
    )


STRATA = (
    ("Day 3, everyone", "abbar2022-remission-d3-or"),
    ("Day 3, bipolar", "abbar2022-bipolar-or"),
    ("Day 3, depressive", "abbar2022-depressive-or"),
    ("Day 3, other", "abbar2022-other-or"),
    ("Week 6, everyone", "abbar2022-week6-or"),
)


def two_infusions(figure: Figure) -> str:
    """Draw the odds ratios that the abstract of Abbar 2022 prints: by stratum, and at week 6."""
    figure.clear()
    axes = figure.add_axes((0.2, 0.19, 0.77, 0.7))
    for row, (_, one) in enumerate(STRATA):
        late = row == len(STRATA) - 1
        look = style.Look(style.KETAMINE.colour, "-", "D") if late else style.KETAMINE
        _forest(axes, -row, fact(one), look, markerfacecolor="white" if late else None)
    axes.axvline(1, color=style.QUIET, linewidth=1.2)
    log_axis(axes.xaxis, 0.2, 120, [0.3, 1, 3, 10, 30, 100])
    axes.set(ylim=(-4.6, 0.6))
    axes.set_yticks([-row for row in range(len(STRATA))], [words for words, _ in STRATA])
    axes.set_xlabel("Odds of being free of suicidal thoughts, ketamine over placebo")
    axes.set_title("Two infusions a day apart, 156 inpatients (Abbar 2022)", fontsize=11)
    return (
        "Five odds ratios of Abbar 2022 on a log axis. Day 3: 3.7 (1.9 to 7.3) for everyone; 14.1 "
        "(3.0 to 92.2) in bipolar disorder, 1.3 (0.3 to 5.2) in depressive disorder, 3.7 (0.9 to "
        "17.3) in others. Week 6, adjusted, an open diamond: 0.8 (0.3 to 2.5), which holds both "
        "a third and more than twice the odds."
    )


POOLS = (
    ("Siegel 2021: attempts", "siegel2021-attempts-drug", "siegel2021-attempts-control"),
    ("Plöderl 2025: behaviour", "ploderl2025-behaviour-drug", "ploderl2025-behaviour-placebo"),
    ("the same, later version", "ploderl2025v2-behaviour-drug", "ploderl2025v2-behaviour-placebo"),
)


def too_few(figure: Figure) -> str:
    """Draw the shares with events in three summaries of trials: as printed, without intervals."""
    figure.clear()
    axes = figure.add_axes((0.3, 0.2, 0.66, 0.62))
    for row, (_, drug, control) in enumerate(POOLS):
        for one, look in ((drug, style.KETAMINE), (control, style.CONTROL)):
            axes.plot([fact(one).value], [-row], look.marker, color=look.colour, markersize=9)
    axes.set(xlim=(0, 3), ylim=(-2.6, 0.6), xlabel="People with an event (%)")
    axes.set_yticks([0, -1, -2], [words for words, *_ in POOLS])
    axes.plot([], [], style.KETAMINE.marker, color=style.KETAMINE.colour, label="drug")
    axes.plot([], [], style.CONTROL.marker, color=style.CONTROL.colour, label="control")
    axes.legend(loc="lower right")
    axes.set_title("Too few to tell a direction; printed without intervals", fontsize=11)
    return (
        "Shares of people with an event, as three summaries print them, without intervals. Siegel "
        "2021, suicide attempts: 2.4% on drug, 1.5% on control. Plöderl 2025, suicidal behaviour: "
        "0.91% and 1.23% in 66 trials, 1.63% and 1.72% in 73. The order differs, and there are too "
        "few events to tell a direction."
    )
