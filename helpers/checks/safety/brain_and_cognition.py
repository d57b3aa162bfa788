"""Tasks of exercise 14: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

import math
from functools import cache

from helpers.checks.answers import Choice, Function, Names, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.harm.comparison import (
    Groups,
    confounder_needed,
    critical_d,
    expected_gap,
    filtered,
    standard_error,
)

# Task 1: what an imbalance makes -------------------------------------------------------------

OTHERS_CONTROLS, OTHERS_EFFECT, MEASURED = 0.15, -0.4, -0.45  # chosen


def _others_users() -> float:
    return fact("fan2015-otherdrugs").value / 100


def _others_gap() -> float:
    return OTHERS_EFFECT * (_others_users() - OTHERS_CONTROLS)


IMBALANCE = Task(
    id="14.1",
    title="What an imbalance makes",
    points=2,
    parts=(
        part(
            name="gap_sd",
            asks="the difference that other drugs alone make, users minus controls",
            kind=Number("SD"),
            answer=_others_gap,
            wrong="""
            users-only: This is what other drugs do to the mean of the users. Some controls use them
                too, and that lowers the controls.
            turned: The size is right. Users minus controls: who is lower?
            """,
            users_only=lambda: OTHERS_EFFECT * _others_users(),
            turned=lambda: -_others_gap(),
        ),
        part(
            name="truth_sd",
            asks="what ketamine does, if this is the only imbalance",
            kind=Number("SD"),
            answer=lambda: MEASURED - _others_gap(),
            wrong="""
            as-measured: This is the measured difference. A part of it was made by the imbalance.
            added: Here the imbalance was added once more. It is in the measured difference already:
                take it out.
            """,
            as_measured=lambda: MEASURED,
            added=lambda: MEASURED + _others_gap(),
        ),
    ),
    hints=(
        "Take the worked step and change three numbers.",
        "gap = effect × (share of users − share of controls). What is measured is truth plus gap.",
        "gap_sd = -0.4 * (0.845 - 0.15), and truth_sd = -0.45 - gap_sd.",
    ),
    right=lambda: (
        f"Both. Of {-MEASURED:g} SD measured, {-_others_gap() / -MEASURED:.0%} would be the "
        "imbalance: if other drugs do what was supposed, which nobody measured here."
    ),
)

# Task 2: adjusting has a price -----------------------------------------------------------------


def _error(n: float, users_share: float, controls_share: float) -> float:
    layers = ((users_share, controls_share), (1 - users_share, 1 - controls_share))
    return math.sqrt(1 / (n * sum(a * b / (a + b) for a, b in layers)))


def _one_layer(n: float, users_share: float, controls_share: float) -> float:
    product = users_share * controls_share
    return math.sqrt((users_share + controls_share) / (n * product))


@cache
def _people_needed() -> int:
    groups = Groups()
    goal = standard_error(groups.changed(controls_share=groups.users_share), 41)
    return next(n for n in range(41, 1000) if standard_error(groups, n, adjusted=True) <= goal)


def _root_only() -> float:
    return 41 * standard_error(Groups(), 41, adjusted=True) / standard_error(Groups(), 41)


PRICE = Task(
    id="14.2",
    title="Adjusting has a price",
    points=3,
    parts=(
        part(
            name="adjusted_error",
            asks="the standard error of the adjusted difference",
            kind=Function(
                ("n", "users_share", "controls_share"),
                ((41, 0.963, 0.2), (41, 0.5, 0.5), (100, 0.9, 0.1), (20, 0.7, 0.4)),
                Number("SD"),
            ),
            answer=lambda: _error,
            wrong="""
            one-layer: Your function compares smokers only. Those who do not smoke are a second
                layer, and its information is added.
            not-adjusted: This is √(2/n), the error without adjusting. It does not depend on who
                smokes, and the adjusted one does.
            no-root: One over the information is the variance. The standard error is its root.
            """,
            one_layer=lambda: _one_layer,
            not_adjusted=lambda: lambda n, users_share, controls_share: math.sqrt(2 / n),
            no_root=lambda: (
                lambda n, users_share, controls_share: _error(n, users_share, controls_share) ** 2
            ),
        ),
        part(
            name="n_needed",
            asks="people in each group with which adjusting is as precise as 41 a group, matched",
            kind=Number("people"),
            answer=_people_needed,
            wrong="""
            not-squared: The error falls with the root of the number of people. An error that is to
                fall by a factor needs that factor squared.
            as-they-are: That many are needed without adjusting. But then the difference is biased:
                set adjusted=True.
            """,
            not_squared=_root_only,
            as_they_are=lambda: 41,
        ),
    ),
    hints=(
        "Each layer brings information a·b/(a+b), where a and b are the numbers of users and of "
        "controls in it. Informations add.",
        "Smokers: a = n × users_share, b = n × controls_share. Others: n times one minus these. "
        "The error is √(1 / sum). Then raise n until it is small enough.",
        "For n_needed: next(n for n in range(41, 1000) if standard_error(groups, n, adjusted=True) "
        "<= goal).",
    ),
    right=lambda: (
        f"Both. {_people_needed()} a group instead of 41: what matching gives for nothing, "
        "adjusting buys with people."
    ),
)

# Task 3: one in four says no -------------------------------------------------------------------

DENIES = 0.25  # chosen


def _layers(denies: float) -> tuple[tuple[float, float, float], ...]:
    """Return for those recorded as smokers and for the others: users, controls and true gap."""
    groups = Groups()
    shares = (groups.users_share, groups.controls_share)
    said = [share * (1 - denies) for share in shares]
    rest = [1 - one for one in said]
    hidden = [share * denies / left for share, left in zip(shares, rest, strict=True)]
    return (*said, 0.0), (*rest, groups.smoking_effect * (hidden[0] - hidden[1]))


def _left_over(denies: float = DENIES) -> float:
    weights = [a * b / (a + b) for a, b, _ in _layers(denies)]
    gaps = [gap for _, _, gap in _layers(denies)]
    return sum(w * g for w, g in zip(weights, gaps, strict=True)) / sum(weights)


BADLY_RECORDED = Task(
    id="14.3",
    title="One in four says no",
    points=3,
    parts=(
        part(
            name="left_over_sd",
            asks="the difference that is left after adjusting for what people said",
            kind=Number("SD", within=0.08),
            answer=_left_over,
            wrong="""
            believed: This is next to zero, as if everybody had told. Adjust for `said`, not for
                `smokes`.
            not-adjusted: This is the difference without adjusting. Some of the smoking is recorded,
                and that part can be taken out.
            a-quarter: This is a quarter of the difference. It would be so if a quarter of the bias
                stayed. But who says no is not spread evenly: among those recorded as not smoking,
                nearly all users smoke.
            """,
            believed=(lambda: 0.0, lambda given: abs(given) < 0.02),
            not_adjusted=lambda: expected_gap(Groups()),
            a_quarter=lambda: DENIES * expected_gap(Groups()),
        ),
        part(
            name="share_left",
            asks="which share of the difference without adjusting that is, from 0 to 1",
            kind=Number(within=0.08),
            answer=lambda: _left_over() / expected_gap(Groups()),
            wrong="""
            removed: This is the share that adjusting removed. What is **left** is asked for.
            per-cent: This is in per cent; a share from 0 to 1 is asked for.
            """,
            removed=lambda: 1 - _left_over() / expected_gap(Groups()),
            per_cent=lambda: 100 * _left_over() / expected_gap(Groups()),
        ),
    ),
    hints=(
        "Only one line of the simulation has to change: what is put into the regression.",
        "Make said = smokes & (chance.random(2 * n) > 0.25) and give it to the regression in "
        "place of smokes. The score still depends on smokes.",
        "Call the changed function told_study: left_over_sd = told_study(denies=0.25), and "
        "share_left = left_over_sd / big_study(False).",
    ),
    right=lambda: (
        "Both. One smoker in four who says no leaves about "
        f"{_left_over() / expected_gap(Groups()):.0%} of the bias. "
        "“Adjusted for smoking” is as good as the record of smoking."
    ),
)

# Task 4: a pool and a rival --------------------------------------------------------------------

POOL = "safety-cognition-chronic-smd"


def _domains() -> list[str]:
    return list(series(POOL)["domain"])


def _clear() -> list[str]:
    table = series(POOL)
    return list(table["domain"][(table["ci_high"] < 0) | (table["ci_low"] > 0)])


def _needed(column: str) -> float:
    table = series(POOL).set_index("domain")
    groups = Groups()
    gap = float(table.loc["verbal memory", column])
    return confounder_needed(gap, groups.users_share, groups.controls_share)


RIVAL = Task(
    id="14.4",
    title="A pool and its rival",
    points=3,
    parts=(
        part(
            name="clear",
            asks="the functions whose 95% interval does not hold zero",
            kind=Names(
                {
                    "processing speed": ("speed",),
                    "verbal memory": (),
                    "visual memory": (),
                    "working memory": (),
                    "executive function": (),
                },
                '["working memory"]',
            ),
            answer=_clear,
            wrong="""
            the-others: In these the interval holds zero. The ones where it does **not** are asked.
            by-sign: These are all whose middle is below zero. Look at the whole interval.
            """,
            the_others=lambda: [one for one in _domains() if one not in _clear()],
            by_sign=lambda: [*_clear(), "working memory"],
        ),
        part(
            name="needed_sd",
            asks="how strong smoking must be to make all of verbal memory",
            kind=Number("SD"),
            answer=lambda: _needed("smd"),
            wrong="""
            multiplied: Here the difference was multiplied by the imbalance. The imbalance waters
                smoking down, so smoking must be **stronger** than the difference.
            no-imbalance: This is the difference itself: right if all users and no controls smoked.
            """,
            multiplied=lambda: _needed("smd") * (Groups().users_share - 0.2) ** 2,
            no_imbalance=lambda: _needed("smd") * (Groups().users_share - 0.2),
        ),
        part(
            name="needed_weakest_sd",
            asks="the same for the end of the interval that is nearest to zero",
            kind=Number("SD"),
            answer=lambda: _needed("ci_high"),
            wrong="""
            middle: This is for the middle of the interval.
            far-end: This is for the other end.
            """,
            middle=lambda: _needed("smd"),
            far_end=lambda: _needed("ci_low"),
        ),
        choose(
            name="smoking_alone",
            asks="what these data say of smoking as the only maker of the memory difference",
            options={
                "excluded": "excluded",
                "right": "not excluded",
                "proven": "proven",
            },
            wrong="""
            excluded: The middle of the interval needs a little more than the largest printed value.
                Does its weaker end?
            proven: That something could make a difference does not show that it did.
            """,
        ),
    ),
    hints=(
        "An interval holds zero if its ends have different signs. How strong a confounder must be: "
        "difference over imbalance.",
        "Use confounder_needed(difference, users_share, controls_share), once with the middle and "
        "once with ci_high. Compare with 0.16 to 0.88 SD.",
        "needed_sd = -0.72 / 0.763; needed_weakest_sd = -0.22 / 0.763. Is the second stronger than "
        "0.88?",
    ),
    right=(
        "All four. The middle of an interval may lie beyond a rival while its end does not. Not "
        "excluded is not the same as likely: it says what the next study must measure."
    ),
)

# Task 5: what twenty people can show ------------------------------------------------------------

TRUTH = -0.3


@cache
def _honest_n(excess: float = 0.1) -> int:
    goal = (1 + excess) * abs(TRUTH)
    return next(n for n in range(20, 500) if abs(filtered(TRUTH, n, n).read_mean) <= goal)


TWENTY = Task(
    id="14.5",
    title="What twenty people can show",
    points=3,
    parts=(
        part(
            name="least_d",
            asks="the smallest difference that one t test of 20 against 20 can call significant",
            kind=Number("SD"),
            answer=lambda: critical_d(20, 20),
            wrong="""
            one-group: This is for 20 people in all. There are two groups of 20.
            error-only: This is one standard error, √(2/20). Significance needs about twice that.
            """,
            one_group=lambda: critical_d(10, 10),
            error_only=lambda: math.sqrt(2 / 20),
        ),
        part(
            name="times_truth",
            asks="how many times the truth the mean of the significant studies is",
            kind=Number("", within=0.03),
            answer=lambda: filtered(TRUTH, 20, 20).read_mean / TRUTH,
            wrong="""
            the-mean: This is the mean itself, in SD. How many times the truth is it?
            all-read: This is what comes out if all studies are read.
            """,
            the_mean=lambda: filtered(TRUTH, 20, 20).read_mean,
            all_read=lambda: filtered(TRUTH, 20, 20, null_share=1).read_mean / TRUTH,
        ),
        part(
            name="honest_n",
            asks="people in each group from which on that mean is at most 10% beyond the truth",
            kind=Number("people", within=0.04),
            answer=_honest_n,
            wrong="""
            twice-allowed: From here on it is at most 20% beyond the truth. 10% are asked for.
            both-groups: This counts both groups together.
            """,
            twice_allowed=lambda: _honest_n(0.2),
            both_groups=lambda: 2 * _honest_n(),
        ),
    ),
    hints=(
        "critical_d(n_a, n_b) and filtered(truth, n_a, n_b) are in the imports. read_mean is the "
        "mean of the studies that are read.",
        "times_truth = filtered(-0.3, 20, 20).read_mean / -0.3. For honest_n go through n and stop "
        "at the first that fits.",
        "next(n for n in range(20, 500) if abs(filtered(-0.3, n, n).read_mean) <= 0.33).",
    ),
    right=lambda: (
        f"All three. It takes {_honest_n()} people a group until the filter hardly matters for a "
        "difference of 0.3 SD. The three studies beside other drug users had 11, 16 and 17 users."
    ),
)

# Task 6: which design may say it? ----------------------------------------------------------------

DESIGNS = (
    "case series",
    "cross-sectional, drug-free controls",
    "cross-sectional, poly-drug controls",
    "longitudinal users",
    "randomised animal experiment",
    "randomised placebo-controlled trial",
)


WHICH_DESIGN = Task(
    id="14.6",
    title="Which design may say it?",
    points=4,
    parts=(
        part(
            name="beyond_other_drugs",
            asks="the simplest design that can carry sentence 1",
            kind=Choice(DESIGNS),
            answer=lambda: DESIGNS[2],
            wrong="""
            drug-free-controls: There users and controls differ in every drug at once.
            case-series: Without anybody beside them, users cannot be lower than others.
            """,
            drug_free_controls=lambda: DESIGNS[1],
            case_series=lambda: DESIGNS[0],
        ),
        part(
            name="change_with_use",
            asks="the design that can carry sentence 2",
            kind=Choice(DESIGNS),
            answer=lambda: DESIGNS[3],
            wrong="""
            poly-drug-controls: One look at each person shows no change.
            trial: A trial assigns treatment; it does not follow use as people choose it.
            """,
            poly_drug_controls=lambda: DESIGNS[2],
            trial=lambda: DESIGNS[5],
        ),
        part(
            name="cause_months",
            asks="the design that can carry sentence 3",
            kind=Choice(DESIGNS),
            answer=lambda: DESIGNS[4],
            wrong="""
            longitudinal-users: A change that goes with use may have come from what else changed.
            poly-drug-controls: Sharing other drugs is not sharing all else; nobody was assigned.
            """,
            longitudinal_users=lambda: DESIGNS[3],
            poly_drug_controls=lambda: DESIGNS[2],
        ),
        part(
            name="clinical_weeks",
            asks="the design that can carry sentence 4",
            kind=Choice(DESIGNS),
            answer=lambda: DESIGNS[5],
            wrong="""
            animal-experiment: An animal says nothing of these patients without a step between.
            case-series: Patients also improve with time and practice: beside whom?
            """,
            animal_experiment=lambda: DESIGNS[4],
            case_series=lambda: DESIGNS[0],
        ),
    ),
    hints=(
        "Ask of each sentence: what must have been kept the same, and what must have been moved?",
        "Sentence 1 needs others who share the drugs; 2 needs two times; 3 needs chance to decide "
        "who gets ketamine for months; 4 needs chance and patients.",
        "Poly-drug controls, longitudinal, animal experiment, trial: in this order.",
    ),
    right="All four. No design carries a sentence that is wider than what it held still.",
)

TASKS = (IMBALANCE, PRICE, BADLY_RECORDED, RIVAL, TWENTY, WHICH_DESIGN)
