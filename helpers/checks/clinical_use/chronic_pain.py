"""Tasks of exercise 12, chronic pain: every right answer and every listed wrong one is computed.

The sixth task, a leaflet for patients, stands in `leaflet`.
"""

from __future__ import annotations

import math
from functools import cache

from helpers.checks.answers import Number
from helpers.checks.clinical_use.leaflet import HONEST
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact
from helpers.simulations.illness import pain_signal as model
from helpers.simulations.sourced import published

# Task 1: how far in 100 hours? ------------------------------------------------


def _half_life_d() -> float:
    return published("dahan2011-thalf")


def _filled(days: float = model.TRIAL_D) -> float:
    return 100 * (1 - 2 ** (-days / _half_life_d()))


HOW_FAR = Task(
    id="12.1",
    title="How far in 100 hours?",
    points=2,
    parts=(
        part(
            name="filled_percent",
            asks="how much of its way the signal has gone after 4.2 days at a constant level",
            kind=Number("%"),
            answer=_filled,
            wrong="""
            what-is-left: This is what is still missing. How much of the way is done?
            straight-line: You took the way as a straight line of half in one half-life. It is a
                curve that begins more steeply and bends.
            time-constant: You used e where a half-life needs 2, as if 10.9 days were a time
                constant.
            """,
            what_is_left=lambda: 100 - _filled(),
            straight_line=lambda: 50 * model.TRIAL_D / _half_life_d(),
            time_constant=lambda: 100 * (1 - math.exp(-model.TRIAL_D / _half_life_d())),
        ),
        part(
            name="ninety_d",
            asks="the days at a constant level that bring the signal to 90% of its way",
            kind=Number("days"),
            answer=lambda: _half_life_d() * math.log2(10),
            wrong="""
            natural-logarithm: You counted steps of e, and a half-life is a step of two.
            hours: The digits are right, the unit is not: this is in hours, days are asked for.
            """,
            natural_logarithm=lambda: _half_life_d() * math.log(10),
            hours=lambda: 24 * _half_life_d() * math.log2(10),
        ),
    ),
    hints=(
        "After one half-life half of the way is left, after two a quarter. What is left after t?",
        "Left = 2 ** (-t / half_life_d). The signal has gone the rest of the way.",
        "filled_percent = 100 * (1 - 2 ** (-4.2 / half_life_d)); for ninety_d one tenth is left.",
    ),
    right=lambda: (
        f"Both. In the trial the signal went under a quarter of its way, {_filled():.0f}%. "
        "It was enough only because the level in plasma stood so far above the C50."
    ),
)

# Task 2: the same drug in another calendar ------------------------------------

PIECES = 10


@cache
def _split() -> model.ReliefCourse:
    """Return the course of the trial's milligrams as ten daily sessions of four hours."""
    total = sum(dose.mg for dose in model.trial_infusion())
    rate = total / (4 * PIECES)
    return model.relief_course(model.staircase([(4, rate), (20, 0)] * PIECES))


@cache
def _whole() -> model.ReliefCourse:
    return model.relief_course(model.trial_infusion())


CALENDAR = Task(
    id="12.2",
    title="The same drug in another calendar",
    points=3,
    parts=(
        part(
            name="best_percent",
            asks="the best relief of a responder when the sessions are simulated",
            kind=Number("%"),
            answer=lambda: 100 * _split().best()[1],
            wrong="""
            not-changed: This is the relief of the trial's own infusion. Simulate the ten sessions.
            one-session: This is one session only. Repeat the two steps ten times.
            """,
            not_changed=lambda: 100 * _whole().best()[1],
            one_session=lambda: 100 * _one_session(),
        ),
        part(
            name="peak_fold",
            asks="how many times as high plasma rises in the sessions as in the long infusion",
            kind=Number(within=0.03),
            answer=lambda: _split().peak_plasma_ng_per_ml() / _whole().peak_plasma_ng_per_ml(),
            wrong="""
            upside-down: This is the ratio the other way round.
            signals: You compared the signals. Plasma is asked for.
            """,
            upside_down=lambda: _whole().peak_plasma_ng_per_ml() / _split().peak_plasma_ng_per_ml(),
            signals=lambda: _split().best()[0] / _whole().best()[0],
        ),
        choose(
            name="counts",
            asks="what the slow signal counts, nearly alone",
            options={
                "peak": "the peak",
                "right": "the area",
                "sessions": "the number of sessions",
            },
            wrong="""
            peak: The peaks differ widely, and the relief does not.
            sessions: One infusion and ten sessions end nearly alike. What do they share?
            """,
        ),
    ),
    hints=(
        "What stays the same when the milligrams are the same and the clearance is?",
        "staircase takes (hours, rate) pairs: four hours at a rate, twenty hours at zero, "
        "and a list times ten repeats them.",
        "sessions = relief_course(staircase([(4, total_mg / 40), (20, 0)] * 10)); "
        "best() and peak_plasma_ng_per_ml() give the rest.",
    ),
    right=lambda: (
        f"All three: {100 * _split().best()[1]:.0f}% against {100 * _whole().best()[1]:.0f}%. The "
        "model hardly notices the calendar. A trial of sessions against one long infusion is on "
        "its way, with the sessions two weeks apart; the high peaks are felt, which no area "
        "shows. None of this is a schedule to use."
    ),
)


def _one_session() -> float:
    total = sum(dose.mg for dose in model.trial_infusion())
    return model.relief_course(model.staircase([(4, total / (4 * PIECES))])).best()[1]


# Task 3: what P = 0.07 leaves open --------------------------------------------

PER_ARM = 30


@cache
def _errors() -> tuple[float, float]:
    rows = [fact(f"sigtermans2009b-week1-{arm}") for arm in ("ketamine", "placebo")]
    return tuple(row.high - row.value for row in rows)


def _gap() -> float:
    return model.gap_for_p(published("sigtermans2009b-week12-p"), *_errors())


P_IS_NOT_PAIN = Task(
    id="12.3",
    title="What P = 0.07 leaves open",
    points=3,
    parts=(
        part(
            name="sd_if_error",
            asks="the SD between people on S-ketamine, if 0.51 is a standard error",
            kind=Number("points"),
            answer=lambda: _errors()[0] * math.sqrt(PER_ARM),
            wrong="""
            divided: You divided by the root of the number of people. An SD is larger than the
                standard error of the mean, not smaller.
            both-arms: One arm has thirty people; you took both.
            """,
            divided=lambda: _errors()[0] / math.sqrt(PER_ARM),
            both_arms=lambda: _errors()[0] * math.sqrt(2 * PER_ARM),
        ),
        part(
            name="gap_points",
            asks="the gap at week 12 that has the printed P, with errors as in week 1",
            kind=Number("points", within=0.03),
            answer=_gap,
            wrong="""
            one-error: You used the error of one arm. A gap has the errors of both.
            week-one: This is the gap of week 1. No means are printed for week 12.
            as-sd: You took 0.51 and 0.48 as SDs and divided them by the root of thirty.
            """,
            one_error=lambda: model.gap_for_p(published("sigtermans2009b-week12-p"), _errors()[0]),
            week_one=lambda: (
                published("sigtermans2009b-week1-placebo")
                - published("sigtermans2009b-week1-ketamine")
            ),
            as_sd=lambda: _gap() / math.sqrt(PER_ARM),
        ),
        choose(
            name="verdict",
            asks="what follows for week 12",
            options={
                "gone": "relief was gone",
                "right": "the trial can no longer tell",
                "for-good": "relief lasts for good",
            },
            wrong="""
            gone: Look at your gap: would a patient call it nothing? No longer significant is not
                the same as gone.
            for-good: A gap that may be zero shows no lasting relief, and the study ended there.
            """,
        ),
    ),
    hints=(
        "A standard error is an SD over the root of the number of people. Two errors that stand "
        "apart from each other add as squares.",
        "gap_for_p(p, error, error) turns a P and the errors of both arms into a gap.",
        "sd_if_error = 0.51 * 30 ** 0.5 and gap_points = gap_for_p(0.07, 0.51, 0.48).",
    ),
    right=lambda: (
        f"All three. An SD of {_errors()[0] * math.sqrt(PER_ARM):.1f} points is what pain scores "
        f"have, so 0.51 is a standard error. A gap of {_gap():.1f} points may be nothing or worth "
        "having: the trial cannot tell. The slow model leaves less than a tenth of a point."
    ),
)

# Task 4: four people without relief -------------------------------------------

FOUR = 4


def _responders(shift: float = 0.0) -> float:
    row = fact("dahan2011-responder-ketamine")
    return (row.value + shift * (row.high - row.value)) / 100


def _nobody(shift: float = 0.0) -> float:
    return 100 * (1 - _responders(shift)) ** FOUR


FOUR_PEOPLE = Task(
    id="12.4",
    title="Four people without relief",
    points=3,
    parts=(
        part(
            name="none_percent",
            asks="the chance that none of four responds, at the printed share",
            kind=Number("%"),
            answer=_nobody,
            wrong="""
            all-respond: This is the chance that all four respond.
            placebo: You used the share of the placebo arm.
            """,
            all_respond=lambda: 100 * _responders() ** FOUR,
            placebo=lambda: 100 * (1 - published("dahan2011-responder-placebo") / 100) ** FOUR,
        ),
        part(
            name="cautious_percent",
            asks="the same, with a share two standard errors lower",
            kind=Number("%"),
            answer=lambda: _nobody(-2.0),
            wrong="""
            one-error: This is one standard error lower. Two are asked for.
            higher: You raised the share. The cautious side here is a lower one.
            """,
            one_error=lambda: _nobody(-1.0),
            higher=lambda: _nobody(2.0),
        ),
        choose(
            name="reading",
            asks="the reading that the numbers leave standing",
            options={
                "right": "the share of responders was lower among these four",
                "everywhere": "the share of responders is 67% everywhere",
                "never": "ketamine never relieves CRPS",
            },
            wrong="""
            everywhere: With that share four failures in a row are rare. They happened.
            never: Four people cannot show *never*: with one responder in four, no success among
                four would still be common.
            """,
        ),
    ),
    hints=(
        "Who does not respond? Take four such people, one after the other.",
        "The chance for one is 1 - share; for four who know nothing of each other it is that, "
        "to the power of four.",
        "none_percent = 100 * (1 - 0.67) ** 4, and for the cautious one the share is 0.67 - 0.20.",
    ),
    right=lambda: (
        f"All three: {_nobody():.1f}%, or {_nobody(-2):.0f}% with a cautious share. Perhaps such "
        "long-standing, severe pain responds less; a longer history went with less response in "
        "facial pain. Or 67% was too high. Four people cannot part the two."
    ),
)

# Task 5: three of six, none of fifty-two --------------------------------------


@cache
def _exact(name: str) -> tuple[float, float]:
    from scipy.stats import binomtest

    row = fact(name)
    found = binomtest(int(row.value), int(row.n)).proportion_ci(method="exact")
    return 100 * float(found.low), 100 * float(found.high)


LIVERS = Task(
    id="12.5",
    title="Three of six, none of fifty-two",
    points=3,
    parts=(
        part(
            name="lowest_percent",
            asks="the lower end of the exact 95% interval of three of six",
            kind=Number("%"),
            answer=lambda: _exact("noppers2011-hepatotoxicity")[0],
            wrong="""
            upper: This is the upper end.
            normal: This is the textbook interval with 1.96 standard errors. With six people it is
                wrong; take the exact one.
            """,
            upper=lambda: _exact("noppers2011-hepatotoxicity")[1],
            normal=lambda: 100 * (0.5 - 1.96 * math.sqrt(0.25 / 6)),
        ),
        part(
            name="highest_percent",
            asks="the upper end of the exact 95% interval of none of fifty-two",
            kind=Number("%"),
            answer=lambda: _exact("lee2025-liver")[1],
            wrong="""
            zero: Nobody was harmed, so the risk is zero? Not so.
            rule-of-three: This is 3/n, the quick rule for a one-sided bound. The exact two-sided
                interval reaches a little further.
            """,
            zero=lambda: 0.0,
            rule_of_three=lambda: 300 / fact("lee2025-liver").n,
        ),
        choose(
            name="liver_reading",
            asks="the reading that fits both",
            options={
                "right": "the two series differ in schedule or in how they looked",
                "chance": "the first series was chance",
                "safe": "ketamine is safe for the liver",
            },
            wrong="""
            chance: Even the lower end of the first lies above the upper end of the second. Chance
                alone fits badly.
            safe: No case in one series, under one schedule, with one early test. What of the six
                who had another?
            """,
        ),
    ),
    hints=(
        "The worked step shows the exact interval of one series. Ask the same of the other counts.",
        "binomtest(k, n).proportion_ci(method='exact') has .low and .high, as shares.",
        "Give 100 * the low end of binomtest(3, 6) and 100 * the high end of binomtest(0, 52).",
    ),
    right=lambda: (
        f"All three: at least {_exact('noppers2011-hepatotoxicity')[0]:.0f}% in one series, at "
        f"most {_exact('lee2025-liver')[1]:.0f}% in the other. They do not overlap: look at the "
        "schedules, at when blood was taken, and at who was picked."
    ),
)

TASKS = (HOW_FAR, CALENDAR, P_IS_NOT_PAIN, FOUR_PEOPLE, LIVERS, HONEST)
