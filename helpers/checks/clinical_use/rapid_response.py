"""Tasks of exercise 09: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.trials import belief
from helpers.simulations.trials.arms import chosen, comparisons, effects_of
from helpers.simulations.trials.pooling import effects_from_counts, pool

# Task 1: if nobody left ---------------------------------------------------------------------


def _steps():
    return series("clinical-stard-steps")


def _if_nobody_left(last: int = 4) -> float:
    return float(100 * (1 - np.prod(1 - _steps()["remission_percent"][:last] / 100)))


def _counted(of: float | None = None) -> float:
    table = _steps()
    return float(100 * table["remitted"].sum() / (of or table["n_entering"][0]))


def _unhelped() -> float:
    return float(_steps()["n_entering"][0] - _steps()["remitted"][0])


IF_NOBODY_LEFT = Task(
    id="09.1",
    title="If nobody left",
    points=2,
    parts=(
        part(
            name="if_nobody_left_percent",
            asks="the share in remission after four steps, had everybody not in remission gone on",
            kind=Number("%"),
            answer=_if_nobody_left,
            wrong="""
            rates-added: You added the four rates. Each counts only those who are left: multiply the
                shares that are **not** in remission.
            still-ill: This is the share that is still **not** in remission.
            two-steps: This is the worked step, after two steps. Go on to the fourth.
            share: The digits are right, the unit is not: per cent is asked for.
            """,
            rates_added=lambda: float(_steps()["remission_percent"].sum()),
            still_ill=lambda: 100 - _if_nobody_left(),
            two_steps=lambda: _if_nobody_left(2),
            share=lambda: _if_nobody_left() / 100,
        ),
        part(
            name="counted_percent",
            asks="people counted in remission over the four steps, of those who entered step 1",
            kind=Number("%"),
            answer=_counted,
            wrong="""
            everybody-who-began: You divided by all who began the study. Here those in the first row
                of the table are meant: a choice, and it moves the answer.
            all-entries: You divided by the sum of all who entered a step, so people count up to
                four times. Divide by those who entered step 1.
            """,
            everybody_who_began=lambda: _counted(fact("pigott2015-remitted").n),
            all_entries=lambda: _counted(_steps()["n_entering"].sum()),
        ),
        part(
            name="did_not_go_on_percent",
            asks="of those not in remission after step 1, the share that did not begin step 2",
            kind=Number("%", within=0.005),
            answer=lambda: float(100 * (1 - _steps()["n_entering"][1] / _unhelped())),
            wrong="""
            went-on: This is the share that **did** begin step 2.
            of-everybody: You divided by all who entered step 1. Those in remission had no need of
                step 2: take them away first.
            """,
            went_on=lambda: float(100 * _steps()["n_entering"][1] / _unhelped()),
            of_everybody=lambda: float(
                100 * (1 - _steps()["n_entering"][1] / _steps()["n_entering"][0])
            ),
        ),
    ),
    hints=(
        "For each answer, write down first who stands below the line of the fraction.",
        "Not in remission after four steps: (1 − r₁)(1 − r₂)(1 − r₃)(1 − r₄). The second answer "
        "adds four counts and divides once.",
        "np.prod(1 - rates / 100) is the share still ill. Not in remission after step 1 are "
        "entered[0] - remitted[0] people.",
    ),
    right=(
        "Three numbers for one study. The first assumes that those who left would have remitted "
        "as often as those who stayed; the second that none of them did. Neither was observed."
    ),
)

# Task 2: a number that cannot be right -------------------------------------------------------

COUNTS = (30, 47, 7, 25)


def _murrough(place: int, measure: str = "odds ratio") -> float:
    return float(effects_from_counts(*COUNTS, measure).interval()[place][0])


def _se() -> float:
    a, n, c, m = COUNTS
    return math.sqrt(1 / a + 1 / (n - a) + 1 / c + 1 / (m - c))


DETECTIVE = Task(
    id="09.2",
    title="Which number cannot be right?",
    points=3,
    parts=(
        part(
            name="odds_ratio",
            asks="the odds ratio of the counts, ketamine against midazolam",
            kind=Number(),
            answer=lambda: _murrough(0),
            wrong="""
            risk-ratio: This is the ratio of the two **shares**. Odds are those who responded over
                those who did not.
            upside-down: This is the odds ratio of midazolam against ketamine.
            log: This is its logarithm. Take the exponential.
            as-printed: This is the number in the abstract. Work it out from the counts.
            """,
            risk_ratio=lambda: _murrough(0, "risk ratio"),
            upside_down=lambda: 1 / _murrough(0),
            log=lambda: math.log(_murrough(0)),
            as_printed=lambda: fact("murrough2013a-odds-ratio-as-published").value,
        ),
        part(
            name="low",
            asks="the low end of its 95% interval",
            kind=Number(),
            answer=lambda: _murrough(1),
            wrong="""
            one-error: You went down by one standard error. A 95% interval goes down by 1.96.
            plain-scale: You subtracted on the plain scale. The standard error is that of the
                **logarithm**: subtract there, then take the exponential.
            high-end: This is the high end.
            """,
            one_error=lambda: _murrough(0) * math.exp(-_se()),
            plain_scale=lambda: _murrough(0) - 1.96 * _se(),
            high_end=lambda: _murrough(2),
        ),
        choose(
            name="verdict",
            asks="what does not go together",
            options={
                "right": "the printed odds ratio is not that of the counts",
                "percentages": "the printed percentages are not those of the counts",
                "agree": "all three agree",
            },
            wrong="""
            percentages: 30 of 47 is 64%, and 7 of 25 is 28%: these two are as printed.
            agree: Compare your odds ratio with 2.18 once more. Its printed interval ends below what
                the counts give.
            """,
        ),
    ),
    hints=(
        "Make the table of four cells first: responded or not, ketamine or midazolam.",
        "Odds ratio = (a × d) / (b × c) with a, b on ketamine and c, d on midazolam. The variance "
        "of its logarithm is the sum of one over each cell.",
        "low = exp(log(odds_ratio) − 1.96 × standard error of the logarithm).",
    ),
    right=(
        "The percentages fit the counts, the odds ratio does not. Whoever pools the printed number "
        "halves this trial's effect on that scale."
    ),
)

# Task 3: pool two, then three ----------------------------------------------------------------

THREE = ("Zarate 2006", "Murrough 2013a", "Lapidus 2014")


@cache
def _three(method: str = "random", **more) -> float:
    table = comparisons()
    return pool(effects_of(table[table["study"].isin(THREE)], **more), method).estimate


@cache
def _two() -> float:
    return pool(effects_of(chosen())).estimate


@cache
def _lumped() -> float:
    sums = chosen()[["events_treated", "n_treated", "events_control", "n_control"]].sum()
    return float(effects_from_counts(*sums).interval()[0][0])


POOLS = Task(
    id="09.3",
    title="Pool two, then three",
    points=3,
    parts=(
        part(
            name="two_trials",
            asks="the pooled odds ratio of the two verified trials",
            kind=Number(within=0.005),
            answer=_two,
            wrong="""
            mean: This is the plain mean of the two odds ratios. The surer trial should count more,
                and on the scale of logarithms.
            lumped: You added up the counts of both trials and took one odds ratio. That compares
                people across trials, which nobody randomised.
            """,
            mean=lambda: float(np.mean(effects_of(chosen()).interval()[0])),
            lumped=_lumped,
        ),
        part(
            name="three_trials",
            asks="the same with Zarate 2006 let in, whose control count is not verified",
            kind=Number(within=0.005),
            answer=_three,
            wrong="""
            fixed: This is the pool with one true effect. With three trials that differ, let τ² be
                estimated: method random.
            all-unverified: Phillips 2019 came in too. Take only the three that are asked for.
            still-two: This is the pool of two. Has the third trial come in?
            """,
            fixed=lambda: _three("fixed"),
            all_unverified=lambda: pool(effects_of(chosen(unverified=True))).estimate,
            still_two=_two,
        ),
        part(
            name="half_everywhere",
            asks="the three, with half a person added to the cells of **every** trial",
            kind=Number(within=0.005),
            answer=lambda: _three(zero_cells="everywhere"),
            wrong="""
            where-needed: Half a person was added to Zarate 2006 only. Change the rule for empty
                cells.
            left-out: The trial with the empty cell was left out.
            """,
            where_needed=_three,
            left_out=lambda: _three(zero_cells="leave out"),
        ),
    ),
    hints=(
        "chosen() gives the table of verified trials, effects_of(table) their effects, and pool() "
        "the pool. Each of the three answers changes one of these calls.",
        "comparisons() holds all trials: keep the rows whose study is in a list of three names.",
        "table[table['study'].isin([...])] keeps rows; effects_of(table, zero_cells='everywhere') "
        "changes the rule.",
    ),
    right=(
        "One trial of seventeen people, and a rule for its empty cell, move the pool from 5.6 to "
        "almost ten and back to eight. No interval tells you of such choices: the text must."
    ),
)

# Task 4: what the control can hide -----------------------------------------------------------


def _rate(name: str, place: int = 0) -> float:
    return belief.rates()[name][place] / 100


def _odds_ratio(p: float, q: float) -> float:
    return p / (1 - p) / (q / (1 - q))


def _midazolam() -> tuple[float, float]:
    return _rate("ketamine (midazolam trials)"), _rate("midazolam")


CONTROLS = Task(
    id="09.4",
    title="What the control can hide",
    points=3,
    parts=(
        part(
            name="nnt_midazolam",
            asks="how many people must be treated for one more responder than on midazolam",
            kind=Number("people"),
            answer=lambda: 1 / (_midazolam()[0] - _midazolam()[1]),
            wrong="""
            points: This is the gain in points. NNT is one over the gain as a share.
            one-over-points: You divided one by the gain in per cent. Make it a share first.
            no-control: This is one over the response to ketamine: those who would have responded on
                the control are counted as gained.
            """,
            points=lambda: 100 * (_midazolam()[0] - _midazolam()[1]),
            one_over_points=lambda: 0.01 / (_midazolam()[0] - _midazolam()[1]),
            no_control=lambda: 1 / _midazolam()[0],
        ),
        part(
            name="least_odds_ratio_saline",
            asks="the smallest odds ratio against saline that its printed interval allows",
            kind=Number(),
            answer=lambda: _odds_ratio(_rate("ketamine (saline trials)"), _rate("saline", 2)),
            wrong="""
            middle: This is the odds ratio at saline's estimate, 1%. Which end of its interval makes
                the ratio smallest?
            risk-ratio: This is a risk ratio. Odds are p / (1 − p).
            midazolam: This is the odds ratio against midazolam.
            """,
            middle=lambda: _odds_ratio(_rate("ketamine (saline trials)"), _rate("saline")),
            risk_ratio=lambda: _rate("ketamine (saline trials)") / _rate("saline", 2),
            midazolam=lambda: _odds_ratio(*_midazolam()),
        ),
        choose(
            name="steadiest",
            asks="the measure that differs by the smallest **factor** between the two controls",
            options={
                "right": "points",
                "risk-ratio": "risk ratio",
                "odds-ratio": "odds ratio",
            },
            wrong="""
            risk-ratio: The risk ratio goes from 46 to 2.5. Compute the other two as well.
            odds-ratio: The odds ratio goes from 84 to 3.7. Compute the other two as well.
            """,
        ),
    ),
    hints=(
        "Write the four shares down as numbers from 0 to 1 before you divide anything.",
        "A ratio is smallest where what stands below the line is largest.",
        "1 / (0.45 − 0.18); then odds of 0.46 over odds of 0.11.",
    ),
    right=(
        "Points change by less than a factor of two, ratios by more than eighteen. That is "
        "arithmetic near zero, and not pharmacology."
    ),
)

# Task 5: let belief in -----------------------------------------------------------------------

GAIN = 30.0
GUESSES = {"ketamine": 0.5, "midazolam": 0.1, "saline": 0.1}


def _response(base: float, own: float, gain: float, share: float) -> float:
    return base + own + gain * share


BELIEF = Task(
    id="09.5",
    title="Let belief in",
    points=3,
    parts=(
        part(
            name="response",
            asks="response in per cent, from base, own effect, worth of full belief, and belief",
            kind=Function(
                ("base", "own", "gain", "belief"),
                ((1, 44.5, 0, 0.9), (0, 0, 50, 0.9), (0, 10, 20, 0.4), (5, 0, 60, 0.1)),
                Number("%"),
            ),
            answer=lambda: _response,
            wrong="""
            no-belief: Your function gives the same whatever people believe.
            belief-times-own: You let belief multiply the drug's own effect. Here they add.
            no-base: The base is missing: what happens with neither drug nor belief.
            """,
            no_belief=lambda: lambda base, own, gain, share: base + own,
            belief_times_own=lambda: (
                lambda base, own, gain, share: base + own * share + gain * share
            ),
            no_base=lambda: lambda base, own, gain, share: own + gain * share,
        ),
        part(
            name="own_at_30",
            asks="ketamine's own effect if full belief is worth 30 points, beliefs as they open",
            kind=Number("percentage points"),
            answer=lambda: belief.split(GAIN).ketamine,
            wrong="""
            not-changed: This is its own effect if belief is worth nothing.
            full-belief: You took off all 30 points. Nine in ten believe, not everybody.
            midazolam-silent: Here midazolam was not allowed an effect of its own.
            """,
            not_changed=lambda: belief.split(0).ketamine,
            full_belief=lambda: belief.split(0).ketamine + belief.split(0).base - GAIN,
            midazolam_silent=lambda: belief.split(GAIN, midazolam_acts=False).ketamine,
        ),
        part(
            name="gain_needed",
            asks="what full belief must be worth if **no** drug acts and the guesses are "
            "50, 10 and 10%",
            kind=Number("percentage points"),
            answer=lambda: (
                belief.split(None, GUESSES, ketamine_acts=False, midazolam_acts=False).gain
            ),
            wrong="""
            opening-beliefs: This is the answer for the beliefs that the panel opens with.
            response-itself: This is the response itself. Only half believe, so full belief must be
                worth more than that.
            """,
            opening_beliefs=lambda: (
                belief.split(None, ketamine_acts=False, midazolam_acts=False).gain
            ),
            response_itself=lambda: belief.split(0).ketamine + belief.split(0).base,
        ),
    ),
    hints=(
        "The function is one line: three terms, added. The other two are calls of split.",
        "split(30) fits the rest for you; its field ketamine is the own effect. Without a gain, "
        "split fits the gain too.",
        "split(beliefs={...}, ketamine_acts=False, midazolam_acts=False).gain",
    ),
    right=(
        "With these guesses full belief would have to lift nearly everybody over the line by "
        "itself. Measure beliefs, and most accounts fall away: that is why they should be asked."
    ),
)

# Task 6: what the printed number is ----------------------------------------------------------


def _gap():
    table = series("clinical-lii2023-anaesthesia").pivot(
        index="day", columns="arm", values="madrs_mean"
    )
    return table["ketamine"] - table["placebo"]


def _at_zero() -> float:
    return float(np.polyfit([1, 2, 3], _gap().loc[1:3], 1)[1])


PRINTED = Task(
    id="09.6",
    title="Challenge: what is −5.82?",
    points=3,
    parts=(
        part(
            name="mean_gap",
            asks="the mean of ketamine minus saline over days 1, 2 and 3",
            kind=Number("points MADRS"),
            answer=lambda: float(_gap().loc[1:3].mean()),
            wrong="""
            sign: The size is right. Ketamine **minus** saline: a lower score is negative.
            all-days: You took all days, with day 0 and those after day 3.
            from-baseline: You took the gap before the infusion away. That is a fair question, and
                another one: it turns the sign.
            """,
            sign=lambda: -float(_gap().loc[1:3].mean()),
            all_days=lambda: float(_gap().mean()),
            from_baseline=lambda: float(_gap().loc[1:3].mean() - _gap().loc[0]),
        ),
        part(
            name="gap_at_zero",
            asks="where a straight line through the gaps of days 1 to 3 meets day 0",
            kind=Number("points MADRS"),
            answer=_at_zero,
            wrong="""
            measured-day-0: This is the gap that was **measured** before the infusion. Extend the
                line.
            slope: This is how much the gap changes in a day: the other coefficient.
            """,
            measured_day_0=lambda: float(_gap().loc[0]),
            slope=lambda: float(np.polyfit([1, 2, 3], _gap().loc[1:3], 1)[0]),
        ),
        choose(
            name="reading",
            asks="what the printed −5.82 lies nearest to",
            options={
                "mean": "the mean gap over days 1 to 3",
                "right": "the gap at day 0, where a line through the later days begins",
                "change": "the change of the gap from before to after",
            },
            wrong="""
            mean: So the abstract may be heard. Compare with your mean_gap.
            change: The arms differed by 4.8 before anything was given, and by less after. What sign
                has that change?
            """,
        ),
    ),
    hints=(
        "gap is a column indexed by day: gap.loc[1:3] holds three numbers.",
        "np.polyfit(x, y, 1) returns slope and then intercept.",
        "np.polyfit([1, 2, 3], gap.loc[1:3], 1)[1]",
    ),
    right=(
        "Near the line's start, and farther from the mean of the three days. It is a guess about "
        "how the model was set up: the abstract does not say. Read a coefficient as printed, and "
        "look for the arms' means before you call it the effect."
    ),
)

TASKS = (IF_NOBODY_LEFT, DETECTIVE, POOLS, CONTROLS, BELIEF, PRINTED)
