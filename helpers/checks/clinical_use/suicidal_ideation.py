"""Tasks of exercise 10, suicidal ideation.

Every right answer and every listed wrong one is computed here, when it is asked for, from the
evidence and the simulations.
"""

from __future__ import annotations

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.statistics import wilson_interval
from helpers.simulations.trials.power import (
    Comparison,
    Ways,
    at_most,
    chance_to_see,
    compare,
    people_per_arm,
    smallest_effect,
    ways,
)

# Task 1: two sizes of trial --------------------------------------------------

RISK, CUT = 0.015, 2 / 3
GRUNEBAUM_PER_ARM = 40


def _people() -> float:
    return people_per_arm(RISK, CUT)


SIZES = Task(
    id="10.1",
    title="Two sizes of trial",
    points=2,
    parts=(
        part(
            name="people",
            asks="people per arm that see 1.5 in 100 lowered by one third",
            kind=Number("people"),
            answer=_people,
            wrong="""
            a-third-left: This is for a risk lowered **to** one third. Lowered **by** one third
                leaves two thirds.
            not-changed: This is the worked step. Change the risk and the relative risk.
            both-arms: This counts both arms. The people in **each** arm are asked for.
            per-cent-for-share: The risk was given as 15 in 100. It is 1.5 in 100: 0.015.
            """,
            a_third_left=lambda: people_per_arm(RISK, 1 / 3),
            not_changed=lambda: people_per_arm(0.02, 0.5),
            both_arms=lambda: 2 * _people(),
            per_cent_for_share=lambda: people_per_arm(10 * RISK, CUT),
        ),
        part(
            name="times",
            asks="how many times the arm of Grunebaum 2018 that is",
            kind=Number("times"),
            answer=lambda: _people() / GRUNEBAUM_PER_ARM,
            wrong="""
            whole-trial: You divided one arm by a whole trial. Compare arm with arm: 40 people.
            upside-down: This is the ratio the other way round.
            """,
            whole_trial=lambda: _people() / (2 * GRUNEBAUM_PER_ARM),
            upside_down=lambda: GRUNEBAUM_PER_ARM / _people(),
        ),
    ),
    hints=(
        "The function takes the risk on control as a share, and the risk on drug over it.",
        "1.5 in 100 is 0.015. Lowered by one third, two thirds are left.",
        "people = power.people_per_arm(0.015, 2 / 3), and times = people / 40.",
    ),
    right="Both. The same trial can be large enough for thoughts and far too small for events.",
)

# Task 2: repair an abstract --------------------------------------------------

FREE, FREE_PLACEBO = 46, 25


def _with_data() -> int:
    return round(FREE_PLACEBO / (fact("abbar2022-remission-d3-placebo").value / 100))


def _randomised(arm: str) -> int:
    return int(fact(f"abbar2022-randomised-{arm}").value)


def _repaired(printed: bool = False) -> Comparison:
    ketamine, placebo = _randomised("ketamine"), _with_data()
    if printed:  # the denominators as they stand in the abstract
        ketamine, placebo = _randomised("placebo"), ketamine
    return compare(FREE, ketamine, FREE_PLACEBO, placebo)


REPAIR = Task(
    id="10.2",
    title="Repair an abstract",
    points=3,
    parts=(
        part(
            name="with_data",
            asks="the whole number of people on placebo for whom 25 is 31.6%",
            kind=Number("people", within=0.001),
            answer=lambda: float(_with_data()),
            wrong="""
            randomised: 83 were randomised to placebo, and 25 of 83 is 30.1%. Which number gives
                31.6%?
            as-printed: This is the denominator that the abstract prints: 25 of 73 is 34.2%.
            not-whole: Close: but people come in whole numbers. Round to the nearest.
            """,
            randomised=lambda: float(_randomised("placebo")),
            as_printed=lambda: float(_randomised("ketamine")),
            not_whole=(
                lambda: FREE_PLACEBO / 0.316,
                lambda given: abs(given - FREE_PLACEBO / 0.316) < 0.02,
            ),
        ),
        part(
            name="odds_ratio",
            asks="the odds ratio from the repaired counts",
            kind=Number(),
            answer=lambda: _repaired().odds_ratio,
            wrong="""
            risk-ratio: This is the ratio of the **shares**. Odds are those with the outcome over
                those without it.
            printed-denominators: This comes from the printed denominators, which have changed
                places.
            upside-down: This is placebo over ketamine. The other way round is asked for.
            """,
            risk_ratio=lambda: _repaired().share / _repaired().other_share,
            printed_denominators=lambda: _repaired(printed=True).odds_ratio,
            upside_down=lambda: 1 / _repaired().odds_ratio,
        ),
        choose(
            name="wrong_numbers",
            asks="what cannot be right in the printed sentence",
            options={
                "percentages": "the percentages",
                "right": "the denominators",
                "odds-ratio": "the odds ratio",
            },
            wrong="""
            percentages: 46 of 73 is 63.0%, and 73 people had ketamine. The percentages fit the
                people; what does not?
            odds-ratio: Compare your odds ratio with the printed 3.7. They agree.
            """,
        ),
    ),
    hints=(
        "A share is a count over a number of people. Turn that round.",
        "25 / 0.316 is nearly a whole number. Then use power.compare with 46 of 73.",
        "with_data = round(25 / 0.316); odds_ratio = power.compare(46, 73, 25, with_data)"
        ".odds_ratio. Now compare with what is printed.",
    ),
    right=(
        "All three. The percentages and the odds ratio agree with each other and with the people "
        "randomised. That 79 had data is worked out, not printed."
    ),
)

# Task 3: unresolved ----------------------------------------------------------

DAY, CLEAR_DAY, PER_ARM = 7, 3, 42


def _counts(day: int) -> tuple[int, int]:
    table = series("clinical-si-remission-su2023").set_index(["day", "arm"])
    free = table["free_of_suicidal_ideation"]
    return int(free[day, "ketamine"]), int(free[day, "midazolam"])


def _on_day(day: int) -> Comparison:
    ketamine, midazolam = _counts(day)
    return compare(ketamine, PER_ARM, midazolam, PER_ARM)


def _for_the_gap(day: int, chance: float = 0.8) -> float:
    ketamine, midazolam = _counts(day)
    return people_per_arm(midazolam / PER_ARM, ketamine / midazolam, chance)


UNRESOLVED = Task(
    id="10.3",
    title="Unresolved is not gone",
    points=3,
    parts=(
        part(
            name="gap_low",
            asks="the lower end of the interval of the gap on day 7, in points of 100",
            kind=Number("points"),
            answer=lambda: 100 * _on_day(DAY).low,
            wrong="""
            share: This is a share. In points of 100 it is a hundred times as much.
            upper-end: This is the upper end of the interval.
            one-arm: This is the lower end for the ketamine arm alone. The interval of the
                **difference** is asked for.
            other-arm-first: Here midazolam comes first. Ketamine minus midazolam is asked for.
            """,
            share=lambda: _on_day(DAY).low,
            upper_end=lambda: 100 * _on_day(DAY).high,
            one_arm=lambda: 100 * wilson_interval(_counts(DAY)[0], PER_ARM)[0],
            other_arm_first=lambda: -100 * _on_day(DAY).high,
        ),
        part(
            name="people_day_7",
            asks="people per arm that see the gap of day 7 in four trials of five",
            kind=Number("people"),
            answer=lambda: _for_the_gap(DAY),
            wrong="""
            day-3: This is for the gap of day 3.
            half-of-trials: This many people see it in half of trials: the interval just leaves zero
                if the shares come out as they did. Four trials of five are asked for.
            both-arms: This counts both arms. The people in each arm are asked for.
            """,
            day_3=lambda: _for_the_gap(CLEAR_DAY),
            half_of_trials=lambda: _for_the_gap(DAY, 0.5),
            both_arms=lambda: 2 * _for_the_gap(DAY),
        ),
        choose(
            name="verdict",
            asks="what the trial says about day 7",
            options={
                "gone": "the gap is gone",
                "right": "too few people to tell",
                "there": "the gap is there",
            },
            wrong="""
            gone: Look at the upper end of the interval: a large gap fits as well.
            there: Look at the lower end of the interval: no gap fits as well.
            """,
        ),
    ),
    hints=(
        "power.compare takes the counts of both arms and gives the interval of the difference.",
        "For the people: the risk on control is 5 / 42, and the relative risk is 8 / 5.",
        "gap_low = 100 * power.compare(8, 42, 5, 42).low; "
        "people_day_7 = power.people_per_arm(5 / 42, 8 / 5).",
    ),
    right=(
        "All three. A trial planned for the gap of the first days is not a trial of day 7: the "
        "smaller the gap, the more people it takes to see it, or to rule it out."
    ),
)

# Task 4: people who leave ----------------------------------------------------

LOST = 0.2


def _with_loss(people: float, lost: float) -> float:
    return chance_to_see(people * (1 - lost), 0.02, 0.5)


def _needed_with_loss() -> float:
    return people_per_arm(0.02, 0.5) / (1 - LOST)


LEAVING = Task(
    id="10.4",
    title="People who leave",
    points=3,
    parts=(
        part(
            name="chance_with_loss",
            asks="the chance to see 2 in 100 halved, when a share of people is lost",
            kind=Function(
                ("people", "lost"),
                ((2319, 0.0), (2319, 0.2), (1000, 0.5), (5000, 0.1), (300, 0.4)),
                Number("", within=0.02),
            ),
            answer=lambda: _with_loss,
            wrong="""
            loss-not-used: Your function gives the same whoever is lost. Does it use the argument
                lost?
            chance-times-share: You made the **chance** smaller by the share lost. What gets smaller
                is the number of people.
            """,
            loss_not_used=lambda: lambda people, lost: _with_loss(people, 0),
            chance_times_share=lambda: lambda people, lost: _with_loss(people, 0) * (1 - lost),
        ),
        part(
            name="people_needed",
            asks="people per arm to start with, when a fifth will be lost",
            kind=Number("people", within=0.01),
            answer=_needed_with_loss,
            wrong="""
            a-fifth-more: A fifth more is not enough: a fifth of the larger number is lost as well.
                Divide by what is left.
            a-fifth-less: This is what would be left. How many must there be at the start?
            no-loss: This is the number without any loss.
            """,
            a_fifth_more=lambda: people_per_arm(0.02, 0.5) * (1 + LOST),
            a_fifth_less=lambda: people_per_arm(0.02, 0.5) * (1 - LOST),
            no_loss=lambda: people_per_arm(0.02, 0.5),
        ),
    ),
    hints=(
        "Whoever is lost gives no information. How many are left to give some?",
        "The function: power.chance_to_see with people * (1 - lost). For the number, turn that "
        "round.",
        "return power.chance_to_see(people * (1 - lost), 0.02, 0.5); "
        "people_needed = power.people_per_arm(0.02, 0.5) / 0.8.",
    ),
    right=(
        "Both, if people are lost by chance. In such a trial they are not: who does worse may be "
        "harder to reach. Then more people do not help; only following everybody does."
    ),
)

# Task 5: what chance counts --------------------------------------------------

SPRAY_PER_ARM = 228


def _by_chance() -> Ways:
    return ways(SPRAY_PER_ARM, RISK, CUT)


CHANCE = Task(
    id="10.5",
    title="What chance counts",
    points=3,
    parts=(
        part(
            name="not_fewer",
            asks="the share of trials in which the drug arm counts as many events, or more",
            kind=Number("", within=0.04),
            answer=lambda: _by_chance().not_fewer,
            wrong="""
            ties-left-out: This is the share with **more** events on the drug. Trials with equal
                counts belong to it as well: use >=.
            the-others: This is the share of the other trials, with fewer events on the drug.
            not-changed: This is the worked step. Change people, risk and relative risk.
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            """,
            ties_left_out=lambda: _by_chance().more,
            the_others=lambda: _by_chance().fewer,
            not_changed=lambda: ways(113, 0.02, 0.5).not_fewer,
            per_cent=lambda: 100 * _by_chance().not_fewer,
        ),
        part(
            name="largest_percent",
            asks="the largest risk, in per cent, that no event in 228 people still fits",
            kind=Number("%"),
            answer=lambda: 100 * at_most(0, SPRAY_PER_ARM),
            wrong="""
            zero: No event was seen. That does not make the risk nothing.
            one-in-n: This is one in 228. At that risk no event at all would still be quite likely:
                three in 228 is nearer.
            share: This is a share. Per cent is asked for.
            """,
            zero=float,
            one_in_n=lambda: 100 / SPRAY_PER_ARM,
            share=lambda: at_most(0, SPRAY_PER_ARM),
        ),
        choose(
            name="reading",
            asks="what follows when such a trial counts more events on the drug",
            options={
                "harm": "the drug does harm",
                "right": "chance is enough",
                "nothing": "the drug does nothing",
            },
            wrong="""
            harm: In your simulation the drug **lowers** the risk, and yet many trials count more
                events on it.
            nothing: In your simulation the drug does lower the risk. The trial is too small to say
                so.
            """,
        ),
    ),
    hints=(
        "simulate gives two columns: events on control, events on drug.",
        "Compare the second column with the first by >=, and take the mean of True and False.",
        "events = power.simulate(228, 0.015, 2 / 3, trials=100_000); "
        "not_fewer = np.mean(events[:, 1] >= events[:, 0]); "
        "largest_percent = 100 * power.at_most(0, 228).",
    ),
    right=(
        "All three. A count of a few events does not point anywhere. That is why no such count "
        "should be read as prevention, or as harm."
    ),
)

# Task 6: a trial that counted events -----------------------------------------


def _smallest(people: str, percent: str, arms: int = 2, power: float = 0.8) -> float | None:
    everyone, share = (fact(f"katz2022-{one}").value for one in (people, percent))
    return smallest_effect(everyone / arms, share / 100, power)


def _planned(**change: float) -> float | None:
    return _smallest("planned", "expected-repeat", **change)


COUNTING = Task(
    id="10.6",
    title="A trial that counted events",
    points=4,
    parts=(
        part(
            name="planned_ratio",
            asks="the relative risk nearest to 1 that the planned trial sees in four of five",
            kind=Number("", within=0.01),
            answer=_planned,
            wrong="""
            both-arms: You gave all 1,862 people to each arm. Each arm gets half.
            cut-for-ratio: This is by how much the risk is lowered. The relative risk is what is
                left.
            nine-in-ten: This is for a power of 90%. Four trials of five are 80%.
            """,
            both_arms=lambda: _planned(arms=1),
            cut_for_ratio=lambda: 1 - _planned(),
            nine_in_ten=lambda: _planned(power=0.9),
        ),
        part(
            name="stopped_ratio",
            asks="the same for the trial as it stopped, with the share of events that it found",
            kind=Number("", within=0.01),
            answer=lambda: _smallest("randomised", "event-share"),
            wrong="""
            planned-share: Here the share of events is the planned one, 15%. The trial found 24.5%.
            both-arms: You gave all 519 people to each arm. Each arm gets half.
            """,
            planned_share=lambda: _smallest("randomised", "expected-repeat"),
            both_arms=lambda: _smallest("randomised", "event-share", arms=1),
        ),
        choose(
            name="fits",
            asks="what the hazard ratio of 1.10 (0.77 to 1.55) fits",
            options={
                "nothing": "lithium does nothing",
                "right": "up to about a quarter fewer events, or half as many again",
                "harm": "lithium does harm",
            },
            wrong="""
            nothing: A ratio of 1 lies in the interval, and so does much else. What lies at its
                ends?
            harm: The estimate is above 1, and 1 lies well inside the interval.
            """,
        ),
    ),
    hints=(
        "power.smallest_effect takes the people in **one** arm and the risk on control.",
        "Planned: 931 in each arm, 15%. Stopped: half of 519, 24.5%.",
        "planned_ratio = power.smallest_effect(1862 / 2, 0.15); "
        "stopped_ratio = power.smallest_effect(519 / 2, 0.245). The ends of the interval say "
        "what fits.",
    ),
    right=(
        "All three. A quarter fewer events would matter, and half as many again would, too. The "
        "trial ruled out large benefit, and it took 29 hospitals to do so."
    ),
)

TASKS = (SIZES, REPAIR, UNRESOLVED, LEAVING, CHANCE, COUNTING)
