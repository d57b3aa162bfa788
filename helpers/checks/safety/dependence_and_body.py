"""Tasks of exercise 15: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

import math

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.harm import unseen as model

# Task 1: the chance to see nothing -------------------------------------------------------------

PEOPLE, RARE = 603, 1 / 2000


def _none() -> float:
    return model.chance_of_at_most(0, PEOPLE, RARE)


NONE = Task(
    id="15.1",
    title="The chance to see nothing",
    points=2,
    parts=(
        part(
            name="chance_none",
            asks="the chance that 603 people have no case at 1 in 2,000, from 0 to 1",
            kind=Number(),
            answer=_none,
            wrong="""
            not-changed: This is the worked step's risk. Here it is 1 in 2,000.
            at-least-one: This is the chance to see at least one. None is asked for.
            added-up: You added the risks up: 603 × 1/2,000 is the number of cases expected, not a
                chance to escape. Chances of independent people multiply.
            per-cent: The digits are right; a share from 0 to 1 is asked for.
            """,
            not_changed=lambda: model.chance_of_at_most(0, PEOPLE, 0.001),
            at_least_one=lambda: 1 - _none(),
            added_up=lambda: PEOPLE * RARE,
            per_cent=lambda: 100 * _none(),
        ),
        part(
            name="people",
            asks="the people it takes for a 95% chance of at least one case at 1 in 2,000",
            kind=Number("people", within=0.01),
            answer=lambda: model.people_needed(RARE),
            wrong="""
            one-over-risk: 2,000 people have one case on average, and none in 37 of 100 trials.
            chance-of-none: With so few people 95% of trials see **none**. At least one is wanted.
            """,
            one_over_risk=lambda: 1 / RARE,
            chance_of_none=lambda: math.log(0.95) / math.log1p(-RARE),
        ),
    ),
    hints=(
        "Each person escapes with 1 − risk. All escape with that number times itself, once a head.",
        "chance_none = (1 − risk) ** 603. For the second: when is the chance of none only 0.05?",
        "people = np.log(0.05) / np.log(1 - 1 / 2000), rounded up.",
    ),
    right="Both. Halve the risk, and it takes twice the people: about three over the risk.",
)

# Task 2: whose zero? ----------------------------------------------------------------------------


def _completed() -> int:
    return int(fact("wajs2020-completed").value)


def _exact(people: float) -> float:
    return 100 * model.upper_risk(0, int(people))


ZERO = Task(
    id="15.2",
    title="Whose zero?",
    points=3,
    parts=(
        part(
            name="upper_percent",
            asks="a function that gives the exact upper limit in per cent when none was seen",
            kind=Function(("people",), ((1,), (30,), (150,), (802,)), Number("%", within=0.01)),
            answer=lambda: _exact,
            wrong="""
            three-over-n: 3/n is a good rule for many people. With 30 it is off by a twentieth, and
                with one person it says 300%. Use the exact form.
            share: The form is right, the unit is not: per cent is asked for.
            two-sided: This leaves 2.5% above. The lesson's limit is one-sided: 5%.
            """,
            three_over_n=lambda: lambda people: 300 / people,
            share=lambda: lambda people: _exact(people) / 100,
            two_sided=lambda: lambda people: 100 * (1 - 0.025 ** (1 / people)),
        ),
        part(
            name="times_wider",
            asks="the limit for those who completed the year over the limit for all enrolled",
            kind=Number(within=0.01),
            answer=lambda: _exact(_completed()) / _exact(fact("wajs2020-n").value),
            wrong="""
            upside-down: This is the ratio the other way round. Fewer people leave more open.
            maintenance: You took those who **entered** maintenance. Who completed it?
            """,
            upside_down=lambda: _exact(fact("wajs2020-n").value) / _exact(_completed()),
            maintenance=lambda: (
                _exact(fact("wajs2020-maintenance").value) / _exact(fact("wajs2020-n").value)
            ),
        ),
    ),
    hints=(
        "At the upper limit the chance of none is exactly 0.05. Solve (1 − p) ** people = 0.05.",
        "p = 1 − 0.05 ** (1 / people), and 100 times that in per cent.",
        "times_wider = upper_percent(150) / upper_percent(802).",
    ),
    right=(
        "Both. The same zero is five times weaker for a year of treatment than for any at all. "
        "Always ask: none among whom, for how long?"
    ),
)

# Task 3: ketamine beyond other drugs ------------------------------------------------------------


def _rows() -> dict[str, tuple[float, float, float]]:
    table = series("safety-luts-odds-negative-control").set_index("group")
    names = ("ketamine", "other substances, no ketamine")
    return {one: tuple(table.loc[one, ["odds_ratio", "ci_low", "ci_high"]]) for one in names}


def _low_of_lows() -> float:
    one, other = _rows().values()
    return one[1] / other[1]


def _worst_case() -> float:
    one, other = _rows().values()
    return one[1] / other[2]


BEYOND = Task(
    id="15.3",
    title="Ketamine beyond other drugs",
    points=3,
    parts=(
        part(
            name="ratio",
            asks="the odds ratio of ketamine against other substances",
            kind=Number(within=0.01),
            answer=lambda: model.negative_control().ratio,
            wrong="""
            subtracted: Odds ratios multiply: divide, do not subtract.
            against-none: This compares with students who use nothing. Other users are the
                comparison.
            upside-down: This is other substances against ketamine.
            """,
            subtracted=lambda: _rows()["ketamine"][0] - 2.8,
            against_none=lambda: _rows()["ketamine"][0],
            upside_down=lambda: 1 / model.negative_control().ratio,
        ),
        part(
            name="low",
            asks="the low end of its 95% interval",
            kind=Number(within=0.02),
            answer=lambda: model.negative_control().low,
            wrong="""
            low-over-low: You divided low end by low end. That treats both errors as one and the
                same.
            low-over-high: You divided the low end by the high end: both estimates at their worst at
                once, which happens far less often than in 5 of 200. Squares add.
            high-end: This is the high end.
            """,
            low_over_low=_low_of_lows,
            low_over_high=_worst_case,
            high_end=lambda: model.negative_control().high,
        ),
        choose(
            name="adjusted_away",
            asks='what the comparison removes: "other drugs", "all confounding" or "chance"',
            options={
                "right": "other drugs",
                "all": "all confounding",
                "chance": "chance",
            },
            wrong="""
            all: Only what both groups share. Students who choose ketamine may differ from those who
                choose something else, in ways that nobody asked about.
            chance: Chance is what the interval is about; it got wider, not narrower.
            """,
        ),
    ),
    hints=(
        "Work with logarithms: there odds ratios subtract, and intervals are even on both sides.",
        "The standard error of a log odds ratio is (ln high − ln low) / (2 × 1.96). "
        "That of the difference is the root of the sum of both squares.",
        "ratio = 6.2 / 2.8; low = np.exp(np.log(ratio) - 1.96 * np.hypot(se_ketamine, se_other)).",
    ),
    right=(
        "All three. 2.2, from 1.3 up: something is left beyond other drugs. It rests on 321 "
        "students who used anything, and the two estimates were taken as independent."
    ),
)

# Task 4: a baseline that matches ----------------------------------------------------------------

DAYS = 90


def _matched() -> float:
    return model.by_days(DAYS, model.MATCHED)


BASELINE = Task(
    id="15.4",
    title="A baseline that matches",
    points=3,
    parts=(
        part(
            name="percent_90",
            asks="the share with urinary frequency at 90 days of use, by the matched line",
            kind=Number("%"),
            answer=_matched,
            wrong="""
            any-symptom: This starts from 24%, which is **any** symptom. Change the baseline.
            points: You added 1.6 points a day. The paper's 1.6% is a rise of the **odds**.
            percent-for-odds: You multiplied the percentage by 1.016 each day. Odds are p / (1 − p):
                at small shares near to p, later not.
            """,
            any_symptom=lambda: model.by_days(DAYS, model.ANY_SYMPTOM),
            points=lambda: model.MATCHED.baseline_percent + 1.6 * DAYS,
            percent_for_odds=lambda: model.MATCHED.baseline_percent * 1.016**DAYS,
        ),
        part(
            name="days_excess",
            asks="the days of use at which the matched line shows one excess case in 17",
            kind=Number("days", within=0.03),
            answer=lambda: model.days_for_excess(100 / fact("pal2013-excess-frequency").value),
            wrong="""
            any-symptom: This is for the baseline of any symptom.
            seventeen-percent: One in 17 is 5.9 points, not 17.
            """,
            any_symptom=lambda: model.days_for_excess(
                100 / fact("pal2013-excess-frequency").value, model.ANY_SYMPTOM
            ),
            seventeen_percent=lambda: model.days_for_excess(17),
        ),
    ),
    hints=(
        "Copy the worked line and change its baseline. Then look where it has risen by 100/17.",
        "numbers = unseen.ANY_SYMPTOM.changed(baseline_percent=10.2). "
        "days_for_excess takes the excess in points.",
        "percent_90 = by_days(90, numbers); days_excess = days_for_excess(100 / 17, numbers).",
    ),
    right=lambda: (
        f"Both. The mixed line says {model.by_days(DAYS, model.ANY_SYMPTOM):.0f}% where the "
        f"matched one says {_matched():.0f}%: a baseline makes or unmakes a harm."
    ),
)

# Task 5: what may be said? ----------------------------------------------------------------------

SAYINGS = {
    one.replace(" ", "-"): one
    for one in (
        "sets a ceiling",
        "speaks for cause",
        "speaks against another cause",
        "a signal to follow up",
    )
}

SAID = Task(
    id="15.5",
    title="What may be said?",
    points=3,
    parts=(
        choose(
            name="open_label",
            asks="what no case in an open series of treated patients does",
            options=SAYINGS,
            wrong="""
            a-signal-to-follow-up: A signal is something seen. Here nothing was: the finding is how
                rare it must be.
            speaks-for-cause: Nobody stands beside these patients, and nothing happened: no cause is
                tested.
            speaks-against-another-cause: No comparison, so no rival explanation is tested.
            """,
        ),
        choose(
            name="sole_users",
            asks="what more bile-duct changes in people who used only ketamine do first of all",
            options=SAYINGS,
            wrong="""
            sets-a-ceiling: A ceiling comes from none seen, or few. Here many had changes.
            speaks-for-cause: Only by a detour. First of all it meets one rival: that the other
                drugs did it. Nobody without use was scanned.
            a-signal-to-follow-up: It is more than a signal: it answers whether other drugs explain
                it.
            """,
        ),
        choose(
            name="reports",
            asks="what five reports in a register of side effects are",
            options=SAYINGS,
            wrong="""
            sets-a-ceiling: Nobody knows among how many treated they arose: no limit follows.
            speaks-for-cause: A report says *after*, not *because*; some are sent in more than once.
            speaks-against-another-cause: Reports hold no comparison that could rule a rival out.
            """,
        ),
    ),
    hints=(
        "Ask of each: who was counted, beside whom, and out of how many?",
        "The table above says for each design what it can and cannot show.",
        "None seen bounds a risk. A comparison that turns out the wrong way for the rival rules "
        "it out. Reports without a denominator call for a study.",
    ),
    right="All three. The design decides which verb a sentence may have.",
)

# Task 6: a harm that takes its time ---------------------------------------------------------------

EVENTUAL, WATCHED = 1 / 1000, 12


def _delay() -> float:
    return float(fact("li2019-onset-months").value)


def _within_year() -> float:
    return model.seen_by(WATCHED, _delay())


LATE = Task(
    id="15.6",
    title="Challenge: a harm that takes its time",
    points=3,
    parts=(
        part(
            name="share_within_year",
            asks="the share of onsets that come within 12 months, from 0 to 1",
            kind=Number(),
            answer=_within_year,
            wrong="""
            still-to-come: This is the share still to come after a year.
            straight-line: You took 12/24.7: a straight line. With exponential delays early months
                see less than that, since the line would be at 100% at the mean.
            """,
            still_to_come=lambda: 1 - _within_year(),
            straight_line=lambda: WATCHED / _delay(),
        ),
        part(
            name="people_late",
            asks="the people a one-year study needs for a 95% chance to see one case",
            kind=Number("people", within=0.01),
            answer=lambda: model.people_needed(EVENTUAL * _within_year()),
            wrong="""
            no-delay: This takes every harm as seen at once. Only a part shows within the year.
            divided-wrongly: You divided by the share still to come.
            fewer: You multiplied the people by the share. A hidden harm takes **more** people.
            """,
            no_delay=lambda: model.people_needed(EVENTUAL),
            divided_wrongly=lambda: model.people_needed(EVENTUAL * (1 - _within_year())),
            fewer=lambda: model.people_needed(EVENTUAL) * _within_year(),
        ),
    ),
    hints=(
        "First ask what share of those who will get the harm get it while you watch.",
        "share = 1 − exp(−12 / mean delay). The risk that a study of a year can see is 0.001 × it.",
        "people_late = people_needed(0.001 * share_within_year).",
    ),
    right=lambda: (
        f"Both. It takes {model.people_needed(EVENTUAL * _within_year()):,} people for a year "
        f"instead of {model.people_needed(EVENTUAL):,}. More people cannot replace more years: "
        "a harm that begins in year three no study of one year sees."
    ),
)

TASKS = (NONE, ZERO, BEYOND, BASELINE, SAID, LATE)
