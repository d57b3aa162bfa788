"""What trials of thoughts and of events printed, asked of the module of power.

The module makes no prediction of what a drug does. It can be wrong in two ways that these rows
look for: a count may not give the odds ratio, interval or P that its paper prints, and a trial may
have seen, or missed, what the formula says of its size. The table of this lesson belongs to the
evidence of the unit, so no fact of a topic of its own is left to excuse.
"""

from __future__ import annotations

from helpers.evidence import fact, series
from helpers.simulations.statistics import fisher_p
from helpers.simulations.trials.power import (
    at_most,
    chance_to_see,
    compare,
    people_per_arm,
    smallest_effect,
)
from tests.literature.score import Row, factor, inside, within

LAST_DIGIT = "the last printed digit"
PER_ARM = 42


def free(day: int) -> tuple[int, int]:
    """Return the counts of Su 2023 on one day: ketamine, midazolam."""
    table = series("clinical-si-remission-su2023").set_index(["day", "arm"])
    column = table["free_of_suicidal_ideation"]
    return int(column[day, "ketamine"]), int(column[day, "midazolam"])


def p_on(day: int) -> float:
    """Return Fisher's P for one day of Su 2023."""
    ketamine, midazolam = free(day)
    return fisher_p(ketamine, PER_ARM, midazolam, PER_ARM)


def last_clear_day() -> float:
    """Return the last day on which the interval of the difference leaves out zero."""
    days = (1, 2, 3, 5, 7, 14)
    return max(d for d in days if compare(free(d)[0], PER_ARM, free(d)[1], PER_ARM).can_tell)


def clozapine() -> float:
    """Return Fisher's P of 34 against 55 of 490 people."""
    counts = [fact(f"meltzer2003-attempts-{drug}").value for drug in ("clozapine", "olanzapine")]
    return fisher_p(int(counts[0]), 490, int(counts[1]), 490)


def crude_behaviour_odds() -> float:
    """Return the odds ratio of the pooled shares, as if all trials were one."""
    drug, placebo = (fact(f"ploderl2025-behaviour-{arm}").value for arm in ("drug", "placebo"))
    return (drug / (100 - drug)) / (placebo / (100 - placebo))


def too_small_for_events() -> tuple[bool, str]:
    """Tell whether no trial of the spray could count on seeing its attempts halved."""
    risk = fact("siegel2021-attempts-control").value / 100
    chances = [chance_to_see(n, risk, 0.5) for n in (34, 113, 115, 228)]
    return max(chances) < 0.2, f"chances {', '.join(f'{one:.0%}' for one in chances)}"


def large_enough_for_thoughts() -> tuple[bool, str]:
    """Tell whether a trial that saw its responders differ had an even chance to."""
    chance = chance_to_see(40, 0.30, 0.55 / 0.30)
    return chance > 0.5, f"chance {chance:.0%}"


def deaths_zero() -> tuple[bool, str]:
    """Tell whether no death in the 228 people on the spray fits the month after hospital."""
    month = fact("chung2019-month1-rate").value / 1e5 / 12
    most = at_most(0, 228)
    return month < most, f"up to {most:.2%} fits; a month after hospital is {month:.2%}"


def lithium_stopped() -> tuple[bool, str]:
    """Tell whether the interval of a trial leaves out what its size let it count on seeing."""
    half = fact("katz2022-randomised").value / 2
    least = smallest_effect(half, fact("katz2022-event-share").value / 100)
    low = fact("katz2022-hr").low
    return least < low, f"could count on {least:.2f} or less; the interval begins at {low:.2f}"


ROWS = [
    Row(
        "grunebaum2018-responders-or",
        "odds ratio of 22 of 40 against 12 of 40",
        lambda: compare(22, 40, 12, 40).odds_ratio,
        within(0.006, LAST_DIGIT),
        role="arithmetic",
    ),
    Row(
        "grunebaum2018-responders-or",
        "upper end of that odds ratio",
        lambda: compare(22, 40, 12, 40).odds_high,
        within(0.006, LAST_DIGIT),
        role="arithmetic",
        id="power-grunebaum-or-high",
        value=lambda one: one.high,
        unit="odds ratio",
    ),
    Row(
        "abbar2022-remission-d3-or",
        "odds ratio of 46 of 73 against 25 of 79, the repaired denominators",
        lambda: compare(46, 73, 25, 79).odds_ratio,
        within(0.05, LAST_DIGIT),
        role="arithmetic",
    ),
    Row(
        "abbar2022-remission-d3-or",
        "odds ratio with the denominators that the abstract prints, 83 and 73",
        lambda: compare(46, 83, 25, 73).odds_ratio,
        within(0.05, LAST_DIGIT),
        role="arithmetic",
        miss="the denominators have changed places in the abstract",
        id="power-abbar-or-as-printed",
    ),
    Row(
        "abbar2022-bipolar-or",
        "odds ratio of 22 of 26 against 7 of 25, counts that fit printed shares",
        lambda: compare(22, 26, 7, 25).odds_ratio,
        within(0.1, LAST_DIGIT),
        role="arithmetic",
    ),
    Row(
        "abbar2022-week6-or",
        "odds ratio of 41 of 59 against 36 of 64, counts that fit the raw shares of week 6",
        lambda: compare(41, 59, 36, 64).odds_ratio,
        within(0.05, LAST_DIGIT),
        miss="the printed ratio is adjusted and points the other way: the trial can no longer tell",
    ),
    *(
        Row(
            f"su2023-si-p-day{day}",
            f"Fisher's P for the counts of day {day}",
            lambda day=day: p_on(day),
            within(0.001, LAST_DIGIT),
        )
        for day in (3, 5, 7)
    ),
    Row(
        "su2023-si-duration",
        "last day on which counts alone show a difference",
        last_clear_day,
        within(0, "a day of rating"),
        note="the paper tested scores, not these counts",
    ),
    Row(
        "meltzer2003-attempts-clozapine",
        "P of 34 against 55 suicide attempts, 490 in each arm",
        clozapine,
        within(0.005, LAST_DIGIT),
        note="980 people taken as two like halves",
        value=lambda one: 0.03,
        unit="P value",
    ),
    Row(
        "ploderl2025-behaviour-or",
        "odds ratio of suicidal behaviour from the pooled shares, as if all were one trial",
        crude_behaviour_odds,
        inside(1.0, "the credible interval"),
    ),
    Row(
        "ploderl2025-behaviour-or",
        "the same, to a tenth",
        crude_behaviour_odds,
        factor(1.1, "two ways of pooling the same counts"),
        miss="pooled shares mix trials of unlike length and risk; the paper pools within trials",
        id="power-behaviour-or-close",
    ),
    Row(
        "katz2022-planned",
        "people for a cut of 15% by three tenths, both arms",
        lambda: 2 * people_per_arm(fact("katz2022-expected-repeat").value / 100, 0.7),
        factor(1.1, "the effect aimed at was not seen: three tenths is our guess"),
        note="a guess that fits is no confirmation",
    ),
    Row(
        "ionescu2021-rating-24h siegel2021-attempts-control",
        "the trials of the spray had less than one chance in five to see attempts halved",
        too_small_for_events,
    ),
    Row(
        "grunebaum2018-ssi-difference",
        "the trial that saw thoughts differ had better than an even chance to",
        large_enough_for_thoughts,
    ),
    Row(
        "chung2019-month1-rate siegel2021-attempts-drug",
        "no death by suicide in a few hundred people fits the rate after leaving hospital",
        deaths_zero,
    ),
    Row(
        "katz2022-hr katz2022-event-share katz2022-randomised",
        "the lithium trial ruled out the effect that its size let it count on",
        lithium_stopped,
    ),
]
NOT_ASKED: dict[str, str] = {}
