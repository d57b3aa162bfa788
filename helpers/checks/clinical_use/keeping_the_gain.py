"""Tasks of exercise 11, keeping the gain: right answers and listed slips are computed here."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from helpers.checks.answers import Names, Number
from helpers.checks.tasks import Task, part
from helpers.evidence import fact, series
from helpers.simulations.illness.mood import gap_half_life, measured_gaps
from helpers.simulations.trials.withdrawal import Trial, World, compare_ratios

# Task 1: two sides of a gap --------------------------------------------------


@cache
def _means() -> dict[tuple[str, int], float]:
    table = series("clinical-madrs-timecourse-wilkinson2018")
    return {(row.arm, row.day): row.madrs_mean for row in table.itertuples()}


def _shrunk() -> float:
    gaps = measured_gaps()[1]
    return float(gaps[0] - gaps[-1])


def _control_share() -> float:
    return (_means()["control", 1] - _means()["control", 7]) / _shrunk()


def _half_life() -> float:
    return gap_half_life(*measured_gaps())


def _from_two_days() -> float:
    gaps = measured_gaps()[1]
    return 6 * math.log(2) / math.log(gaps[0] / gaps[-1])


TWO_SIDES = Task(
    id="11.1",
    title="Two sides of a gap",
    points=2,
    parts=(
        part(
            name="half_life_d",
            asks="the days in which the gap falls to half, from a line through all four logarithms",
            kind=Number("d", within=0.01),
            answer=_half_life,
            wrong="""
            raw-scores: This is the half-life of the scores as they are. The arms began 0.9 points
                apart: take each arm's change from day 0 first.
            two-days: This comes from days 1 and 7 alone. Put one line through all four.
            time-constant: This is the time in which the gap falls to 37%. Multiply by the natural
                logarithm of 2 to get the half.
            """,
            raw_scores=lambda: gap_half_life(*measured_gaps(from_baseline=False)),
            two_days=_from_two_days,
            time_constant=lambda: _half_life() / math.log(2),
        ),
        part(
            name="control_share",
            asks="the share of the shrinking, day 1 to 7, that is the control arm's, from 0 to 1",
            kind=Number(),
            answer=_control_share,
            wrong="""
            other-arm: This is the ketamine arm's share. The control arm's is asked for.
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            of-the-gap: You divided by the gap on day 1. Divide by what the gap *lost* by day 7.
            """,
            other_arm=lambda: 1 - _control_share(),
            per_cent=lambda: 100 * _control_share(),
            of_the_gap=lambda: _control_share() * _shrunk() / float(measured_gaps()[1][0]),
        ),
    ),
    hints=(
        "Take off each arm's own day 0, then control minus ketamine.",
        "np.polyfit(days, np.log(gaps), 1)[0] is minus ln 2 over the half-life. For the share: "
        "how far did the control arm fall from day 1 to day 7?",
        "half_life_d = -np.log(2) / slope, and "
        "control_share = (29.2 - 27.5) / (gaps[0] - gaps[3]).",
    ),
    right="Eight days; and in these means two fifths of the shrinking is the control arm's.",
)

# Task 2: from relapses to a ratio --------------------------------------------


def _relapse(arm: str) -> float:
    return fact(f"glue2024-relapse-{arm}").value / 100


def _glue_ratio() -> float:
    return math.log(1 - _relapse("180")) / math.log(1 - _relapse("placebo"))


def _risks(stratum: str) -> tuple[float, float]:
    table = series("clinical-relapse-sustain1").set_index(["stratum", "arm"])
    stay, stop = (table.loc[(stratum, arm)] for arm in ("esketamine", "placebo"))
    return stay["relapsed"] / stay["n"], stop["relapsed"] / stop["n"]


def _nnt(stratum: str = "stable response") -> float:
    stay, stop = _risks(stratum)
    return float(1 / (stop - stay))


FROM_RELAPSES = Task(
    id="11.2",
    title="From relapses to a ratio",
    points=2,
    parts=(
        part(
            name="glue_ratio",
            asks="the ratio of log survivals in Glue 2024, 180 mg over placebo",
            kind=Number(),
            answer=_glue_ratio,
            wrong="""
            risk-ratio: This is the ratio of the two risks. Relapses run out as people relapse:
                compare the logarithms of those *without*.
            upside-down: This is placebo over drug. Those who stay stand above the line.
            logs-of-risks: You took the logarithms of the relapses. Take those of the people
                without.
            """,
            risk_ratio=lambda: _relapse("180") / _relapse("placebo"),
            upside_down=lambda: 1 / _glue_ratio(),
            logs_of_risks=lambda: math.log(_relapse("180")) / math.log(_relapse("placebo")),
        ),
        part(
            name="nnt_response",
            asks="the number needed to treat in SUSTAIN-1's response-only group, not rounded",
            kind=Number("people", within=0.01),
            answer=_nnt,
            wrong="""
            other-group: This is the group in remission. The group with a response only is asked
                for.
            rounded-up: This is rounded up, as the paper prints it. Give it before rounding.
            difference: This is the difference of the risks. One over it is asked for.
            """,
            other_group=lambda: _nnt("stable remission"),
            rounded_up=lambda: math.ceil(_nnt()),
            difference=lambda: 1 / _nnt(),
        ),
    ),
    hints=(
        "The worked step does the first for another trial.",
        "np.log(1 - p_stay) / np.log(1 - p_stop); and 1 / (p_stop - p_stay).",
        "glue_ratio = np.log(1 - 0.429) / np.log(1 - 0.706); "
        "nnt_response = 1 / (34 / 59 - 16 / 62).",
    ),
    right="0.46 for racemic tablets, near SUSTAIN-1's 0.44: and selected people in both.",
)

# Task 3: could it be chance? -------------------------------------------------


def _printed(name: str) -> tuple[float, float, float]:
    found = fact(f"daly2019-hr-{name}")
    return found.value, found.low, found.high


def _z() -> float:
    return compare_ratios(_printed("remitters"), _printed("responders"))[0]


def _times() -> float:
    return (1.96 / _z()) ** 2


def _z_from_values() -> float:
    """Return z where standard errors come from intervals that were not put on the log scale."""
    one, other = _printed("remitters"), _printed("responders")
    errors = [(high - low) / 3.92 for _, low, high in (one, other)]
    return float((one[0] - other[0]) / np.hypot(*errors))


CHANCE = Task(
    id="11.3",
    title="Could it be chance?",
    points=2,
    parts=(
        part(
            name="z",
            asks="the difference of the two log ratios over its standard error",
            kind=Number(within=0.02),
            answer=_z,
            wrong="""
            not-logs: Ratios are compared on the log scale: take logarithms of value, low and high.
            half-width: Half of an interval is 1.96 standard errors and not one.
            """,
            not_logs=_z_from_values,
            half_width=lambda: _z() / 1.96,
        ),
        part(
            name="times_as_many",
            asks="how many times as many relapses it would take for z = 1.96",
            kind=Number(within=0.02),
            answer=_times,
            wrong="""
            not-squared: Standard errors shrink with the root of the number: square this.
            upside-down: Fewer relapses cannot do it.
            """,
            not_squared=lambda: math.sqrt(_times()),
            upside_down=lambda: 1 / _times(),
        ),
    ),
    hints=(
        "A 95% interval of a ratio is symmetric on the log scale, ± 1.96 standard errors.",
        "se = np.log(high / low) / 3.92 for each; z = np.log(0.49 / 0.30) / np.hypot(se_1, se_2).",
        "times_as_many = (1.96 / z) ** 2.",
    ),
    right="113 relapses are too few: about 300 would be needed to tell 0.49 from 0.30.",
)


# Task 4: turn the line round -------------------------------------------------


def _turns(mean: float, loose: float = 50.0) -> bool:
    world = World().changed(well_mean=mean)
    return Trial(world, 80.0).ratio > Trial(world, loose).ratio


@cache
def _smallest_mean(loose: float = 50.0) -> int:
    return next(mean for mean in range(50, 101) if _turns(mean, loose))


def _well_share(rule: float = 80.0) -> float:
    shares = World().changed(well_mean=_smallest_mean()).entering(rule)
    return float(shares[1] / shares.sum())


TURN = Task(
    id="11.4",
    title="Turn the line round",
    points=3,
    parts=(
        part(
            name="smallest_mean",
            asks="the smallest whole per cent of improvement that does it",
            kind=Number("%", within=0.005),
            answer=_smallest_mean,
            wrong="""
            the-lessons: The lesson's 75% does it, but it is not the smallest. Try every whole
                number.
            one-too-few: Here the ratio at 80% is still below that at 50%.
            against-no-rule: You compared 80% with no rule at all, or with a rule other than 50%.
            """,
            the_lessons=lambda: 75,
            one_too_few=(
                lambda: _smallest_mean() - 1,
                lambda given: 50 <= given < _smallest_mean(),
            ),
            against_no_rule=(lambda: 100, lambda given: given > 90),
        ),
        part(
            name="well_share",
            asks="the share of those let in at 80% who would be well anyway, 0 to 1, in that world",
            kind=Number(within=0.02),
            answer=_well_share,
            wrong="""
            of-all: This is their share of all who *began*. Divide by all who were let in.
            at-50: This is their share at a rule of 50%.
            """,
            of_all=lambda: float(World().changed(well_mean=_smallest_mean()).entering(80.0)[1]),
            at_50=lambda: _well_share(50.0),
        ),
    ),
    hints=(
        "Loop over whole numbers from 60 on, and make a world of each with World().changed(...).",
        "For each mean compare Trial(world, 80).ratio with Trial(world, 50).ratio; stop at the "
        "first that is greater. world.entering(80) gives the three kinds.",
        "next(m for m in range(60, 101) if Trial(World().changed(well_mean=m), 80).ratio > "
        "Trial(World().changed(well_mean=m), 50).ratio); then "
        "entering(80)[1] / entering(80).sum().",
    ),
    right="Nobody could see this in the trial: the kinds carry no label.",
)


# Task 5: stopping itself -----------------------------------------------------

RULE, EARLY_D = 50.0, 28.0
NO_KEEPING = World().changed(stopped_per_d=World().well_per_d)


def _solve(world: World, rule: float = RULE, wanted: float | None = None) -> float:
    """Return the rebound with which a world gives the ratio of the default one."""
    from scipy.optimize import brentq

    target = Trial(World(), RULE).ratio if wanted is None else wanted
    return brentq(
        lambda rebound: Trial(world.changed(rebound_per_d=rebound), rule).ratio - target, 0, 0.5
    )


@cache
def _rebound() -> float:
    return _solve(NO_KEEPING)


def _early_share(world: World | None = None) -> float:
    trial = Trial(NO_KEEPING.changed(rebound_per_d=_rebound()) if world is None else world, RULE)
    return (1 - trial.survival("stop", EARLY_D)) / trial.relapsed("stop")


STOPPING = Task(
    id="11.5",
    title="Stopping itself",
    points=3,
    parts=(
        part(
            name="rebound",
            asks="the added daily hazard with which a drug that keeps nobody well gives that ratio",
            kind=Number("per day", within=0.02),
            answer=_rebound,
            wrong="""
            for-049: This gives 0.49, the printed ratio. Match the ratio of the default world.
            no-rule: This is without a rule of entry. Both worlds take people with at least 50%.
            per-month: This is for the 28 days together. The hazard of one day is asked for.
            """,
            for_049=lambda: _solve(NO_KEEPING, wanted=0.49),
            no_rule=lambda: _solve(NO_KEEPING, rule=0.0),
            per_month=lambda: EARLY_D * _rebound(),
        ),
        part(
            name="early_share",
            asks="the share of the stop arm's relapses that come within 28 days, in that world",
            kind=Number(within=0.02),
            answer=_early_share,
            wrong="""
            default-world: This is the world in which the drug keeps people well. Take the other.
            of-everybody: This is the share of *people* who relapse by then. Divide by all who
                relapse.
            """,
            default_world=lambda: _early_share(World()),
            of_everybody=lambda: _early_share() * _stop_relapses(),
        ),
    ),
    hints=(
        "Make stopping harmless first: stopped_per_d equal to well_per_d. Then add the rebound.",
        "brentq finds where a function crosses zero: the ratio minus the one you want.",
        "f = lambda r: Trial(still.changed(rebound_per_d=r), 50).ratio - Trial(World(), 50).ratio; "
        "rebound = brentq(f, 0, 0.5); early_share = (1 - trial.survival('stop', 28)) / "
        "trial.relapsed('stop').",
    ),
    right=lambda: (
        f"The same ratio, another drug. Only the dates differ: {_early_share():.0%} of relapses in "
        f"four weeks here, {_early_share(World()):.0%} where the drug keeps people well."
    ),
)


def _stop_relapses() -> float:
    return Trial(NO_KEEPING.changed(rebound_per_d=_rebound()), RULE).relapsed("stop")


# Task 6: of whom, against what -----------------------------------------------

TRIALS = {
    "Singh": ("Singh 2016",),
    "KARMA-Dep 2": ("KARMA-Dep", "Jelovac 2025", "Jelovac"),
    "SUSTAIN-1": ("Daly 2019", "Daly"),
    "Glue": ("Glue 2024",),
    "ESCAPE-TRD": ("Reif 2023", "Reif", "ESCAPE"),
    "Phillips": ("Phillips 2019",),
}
EVERYBODY = ("Singh", "KARMA-Dep 2", "ESCAPE-TRD")
LONG_PLACEBO = ("SUSTAIN-1", "Glue")
_names = Names(TRIALS, '["Singh", "Glue"]')

OF_WHOM = Task(
    id="11.6",
    title="Of whom, against what",
    points=2,
    parts=(
        part(
            name="everybody",
            asks="the trials that randomised repeated drug before anyone knew who would respond",
            kind=_names,
            answer=lambda: list(EVERYBODY),
            wrong="""
            no-quetiapine: One is missing: an open trial randomises as well as a blinded one.
            selected: These are the trials of people who had already done well.
            open-stage: Phillips randomised single doses only; the repeated ones were open, for all.
            """,
            no_quetiapine=lambda: ["Singh", "KARMA-Dep 2"],
            selected=lambda: list(LONG_PLACEBO),
            open_stage=lambda: [*EVERYBODY, "Phillips"],
        ),
        part(
            name="long_placebo",
            asks="the trials with a placebo arm that lasted beyond eight weeks",
            kind=_names,
            answer=lambda: list(LONG_PLACEBO),
            wrong="""
            quetiapine: Quetiapine is an active drug and no placebo.
            weeks: Singh and KARMA-Dep 2 gave their infusions for four weeks at most.
            only-the-spray: One is missing: the racemate has such a trial, too.
            """,
            quetiapine=lambda: [*LONG_PLACEBO, "ESCAPE-TRD"],
            weeks=lambda: [*LONG_PLACEBO, "Singh", "KARMA-Dep 2"],
            only_the_spray=lambda: ["SUSTAIN-1"],
        ),
    ),
    hints=(
        "For each row of the table ask: what had happened to these people before they were drawn?",
        "Three were randomised at the start. Two had a placebo for twelve weeks or more.",
        "The two lists share no name.",
    ),
    right="No name stands in both lists. That gap is the lesson's sentence.",
)

TASKS = (TWO_SIDES, FROM_RELAPSES, CHANCE, TURN, STOPPING, OF_WHOM)
