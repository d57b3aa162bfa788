"""Tasks of exercise 04, from surge to synapse.

Every right answer and every listed wrong one is computed here, when it is asked for, from the
evidence and the simulations: were a value corrected there, the checks would follow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from itertools import combinations

import numpy as np

from helpers.checks.answers import Names, Number
from helpers.checks.tasks import Part, Task, choose, part
from helpers.simulations.plasticity import (
    ACCOUNTS,
    EXPERIMENTS,
    fit_zuo2005,
    handover_dip,
    latest_onset_h,
    logic_table,
    one_pool_surviving,
    simulate,
)
from helpers.simulations.sourced import published
from helpers.simulations.statistics import correlation_interval, correlation_p
from helpers.simulations.units import KETAMINE_G_PER_MOL

# Task 1: the last molecule ---------------------------------------------------

DOSE_MG = 35.0


def _half_lives_mouse() -> float:
    return 24 * 60 / published("ma2023-halflife-mouse")


def _molecules(dose_g: float = DOSE_MG / 1000) -> float:
    from scipy.constants import Avogadro  # late: it is slow to load

    return dose_g / KETAMINE_G_PER_MOL * Avogadro


def _last_molecule_d(dose_g: float = DOSE_MG / 1000) -> float:
    return math.log2(_molecules(dose_g)) * published("hasan2021-s-thalf") / 24


LAST_MOLECULE = Task(
    id="04.1",
    title="The last molecule",
    points=2,
    parts=(
        part(
            name="half_lives_mouse",
            asks="how many half-lives fit into one day in a mouse",
            kind=Number(),
            answer=_half_lives_mouse,
            wrong="""
            units-mixed: Hours were divided by minutes. Give both the same unit first.
            upside-down: This is the share of a day that one half-life takes. How many fit in?
            person: This is the number in a person. The mouse is far quicker.
            """,
            units_mixed=lambda: 24 / published("ma2023-halflife-mouse"),
            upside_down=lambda: 1 / _half_lives_mouse(),
            person=lambda: 24 / published("hasan2021-s-thalf"),
        ),
        part(
            name="last_molecule_d",
            asks="the day on which one molecule of the dose would be left in a person",
            kind=Number("days"),
            answer=_last_molecule_d,
            wrong="""
            hours: The digits are right, the unit is not: this is in hours, days are asked for.
            natural-logarithm: You counted steps of e, and a half-life is a step of two. Use the
                logarithm to the base of two.
            base-ten: You counted steps of ten, and a half-life is a step of two. Use the logarithm
                to the base of two.
            milligrams: The dose was taken as grams. It is in mg, and the molar mass in g.
            half-lives: This is the number of halvings. Each of them takes one half-life.
            """,
            hours=lambda: 24 * _last_molecule_d(),
            natural_logarithm=lambda: _last_molecule_d() * math.log(2),
            base_ten=lambda: _last_molecule_d() * math.log10(2),
            milligrams=lambda: _last_molecule_d(DOSE_MG),
            half_lives=lambda: math.log2(_molecules()),
        ),
    ),
    hints=(
        "The worked step gives the number of molecules. How often must it be halved to reach one?",
        "Halvings = log2(molecules). Each takes the half-life of a person; a day has 24 h.",
        "last_molecule_d = np.log2(molecules) * half_life_person_h / 24.",
    ),
    right=lambda: (
        f"Both. The last molecule would go on day {_last_molecule_d():.0f}. But an effect needs a "
        f"level: after two days it is 1/{2 ** (48 / published('hasan2021-s-thalf')):.0f} of the "
        "first. What this count cannot refute is drug that stays trapped in channels."
    ),
)

# Task 2: the handover --------------------------------------------------------

ERASED_H = 36.0
WEEK_H = 168.0


@cache
def _handover_h(raw: bool = False) -> float:
    """Return when the spine part first exceeds the fast part (`raw`: without the factor 1 - F)."""
    course = simulate()
    times_h = np.linspace(1, 72, 7101)
    seen = course.at(times_h)
    spines = seen.spine_gain / course.parameters.max_gain if raw else seen.spine_part
    return float(times_h[np.argmax(spines > seen.fast_part)])


def _week_after(erased_h: float | None, blocks: str | tuple = ()) -> float:
    return simulate(blocks=blocks, remove_spines_at_h=erased_h).at(WEEK_H).behaviour


HANDOVER = Task(
    id="04.2",
    title="The handover",
    points=3,
    parts=(
        part(
            name="handover_h",
            asks="when the part of new spines first exceeds that of fast potentiation",
            kind=Number("h", within=0.03),
            answer=_handover_h,
            wrong="""
            lowest-point: This is where behaviour as a whole is lowest. The two **parts** are equal
                at another moment.
            without-the-rest: You compared F with the share of the spine gain. In the sum, spines
                only fill what fast potentiation leaves: use spine_part.
            days: The digits are right, the unit is not: this is in days, h is asked for.
            peak-of-spines: This is where spine density is highest, long after the handover.
            """,
            lowest_point=lambda: handover_dip(simulate())[0],
            without_the_rest=lambda: _handover_h(raw=True),
            days=lambda: _handover_h() / 24,
            peak_of_spines=lambda: simulate().peak("spine_gain")[0],
        ),
        part(
            name="week_if_erased",
            asks="behaviour at 7 d when all new spines are erased at 36 h",
            kind=Number(within=0.03),
            answer=lambda: _week_after(ERASED_H),
            wrong="""
            not-erased: This is the normal course. Nothing was erased.
            another-hour: This is what is left when spines are erased at 48 h. The hour matters.
            prevented: This is growth **prevented** from the start. Erased spines may grow back.
            just-after: This is behaviour just after the erasing. Read it at 7 d.
            """,
            not_erased=lambda: _week_after(None),
            another_hour=lambda: _week_after(48.0),
            prevented=lambda: _week_after(None, "growth"),
            just_after=lambda: simulate(remove_spines_at_h=ERASED_H).at(ERASED_H).behaviour,
        ),
    ),
    hints=(
        "course.at(times_h) takes an array. It gives fast_part and spine_part, hour by hour.",
        "np.argmax(condition) gives the place of the first True. For the second answer, "
        "simulate has an argument remove_spines_at_h.",
        "seen = course.at(times_h); handover_h = times_h[np.argmax(seen.spine_part > "
        "seen.fast_part)]; then simulate(remove_spines_at_h=36).at(168).behaviour.",
    ),
    right=lambda: (
        "Both. Before the handover a study tests one mechanism, after it another. And what regrows "
        f"after 36 h brings back {_week_after(ERASED_H) / _week_after(None):.0%} of the week: "
        "a prediction of this model, and we know of no test."
    ),
)

# Task 3: windows -------------------------------------------------------------


@cache
def _window_h(node: str, left: float = 0.5) -> float:
    return latest_onset_h(node, left)


def _window(name: str, node: str, other: str) -> Part:
    return part(
        name=name,
        asks="the start of the block that leaves half of the spine gain",
        kind=Number("h", within=0.06),
        answer=lambda: _window_h(node),
        wrong="""
        other-node: This is the window of the other node. Which one is asked for here?
        minutes: The digits are right, the unit is not: this is in minutes, h is asked for.
        nearly-nothing-left: A block from here takes nearly all of the gain. Half is asked for:
            start later.
        nearly-all-left: A block from here takes hardly anything. Half is asked for: start earlier.
        """,
        other_node=lambda: _window_h(other),
        minutes=lambda: 60 * _window_h(node),
        nearly_nothing_left=lambda: _window_h(node, 0.05),
        nearly_all_left=lambda: _window_h(node, 0.95),
    )


WINDOWS = Task(
    id="04.3",
    title="When a block still matters",
    points=3,
    parts=(
        _window("trkb_h", "trkb", "mtorc1"),
        _window("mtorc1_h", "mtorc1", "trkb"),
        choose(
            name="late_null",
            asks="what a block of mTORC1 from 48 h on, which changes nothing, would mean",
            options={
                "late-null": "mTORC1 is not needed",
                "right": "most of the gain is already there",
                "other-target": "TrkB is not needed",
            },
            wrong="""
            late-null: A null with a late block says that its time was over. It says nothing on the
                hours before.
            other-target: Rapamycin does not act on TrkB.
            """,
        ),
    ),
    hints=(
        "block_onsets(node, starts_h) gives the share of the gain that is left, for each start. "
        "Where does it pass 0.5?",
        "Take steps of a quarter of an hour: starts_h = np.arange(0, 30, 0.25). The share rises "
        "with the start, so np.interp(0.5, left, starts_h) reads it backwards.",
        'trkb_h = np.interp(0.5, block_onsets("trkb", starts_h), starts_h), '
        'and the same with "mtorc1".',
    ),
    right=(
        "All three. One node is needed for an hour, the other for most of a day. "
        "A study that blocks at one hour tests one window."
    ),
)

# Task 4: a correlation -----------------------------------------------------------

PREDICTORS = 5  # BDNF at 240 min, BDNF before, body mass index, gender, age


def _r() -> float:
    return published("haile2014-r-pearson")


@cache
def _pairs() -> int:
    """Return the number of pairs whose p is nearest to the printed 0.008."""
    return min(range(4, 23), key=lambda n: abs(correlation_p(_r(), n) - 0.008))


def _weakest() -> float:
    return correlation_interval(_r(), _pairs())[1]


def _by_chance(predictors: int = PREDICTORS) -> float:
    """Return the R squared that so many random predictors reach on average."""
    return predictors / (_pairs() - 1)


CORRELATION = Task(
    id="04.4",
    title="A correlation, looked at twice",
    points=3,
    parts=(
        part(
            name="n_pairs",
            asks="how many patients give this p with this r",
            kind=Number(within=0.01),
            answer=_pairs,
            wrong="""
            everyone: That is everyone in the analysis, over both drugs. With so many, this r would
                have a far smaller p. Try it.
            all-on-ketamine: So many got ketamine. But what does p say? Samples of some were
                missing.
            degrees-of-freedom: These are the degrees of freedom. A correlation has two fewer than
                pairs.
            one-off: Close. With one patient more or fewer p comes nearer to the printed one.
            """,
            everyone=lambda: published("haile2014-n"),
            all_on_ketamine=lambda: published("haile2014-n-ketamine"),
            degrees_of_freedom=lambda: _pairs() - 2,
            one_off=(lambda: _pairs() + 1, lambda given: abs(given - _pairs()) == 1),
        ),
        part(
            name="weakest_r",
            asks="the weak end of the 95% interval of this correlation",
            kind=Number(within=0.05),
            answer=_weakest,
            wrong="""
            strong-end: This is the strong end of the interval. Which end lies nearer to zero?
            sign: The sign is lost: the correlation is negative, at both ends.
            everyone: This interval is that of all 22 patients. Take your n_pairs.
            """,
            strong_end=lambda: correlation_interval(_r(), _pairs())[0],
            sign=lambda: -_weakest(),
            everyone=lambda: correlation_interval(_r(), int(published("haile2014-n")))[1],
        ),
        part(
            name="chance_r2",
            asks="the R² that five random predictors reach on average",
            kind=Number(within=0.1),
            answer=_by_chance,
            wrong="""
            one-predictor: This is the average for one predictor. The paper's regression has five.
            not-squared: This is near R. Asked is the average of R².
            nothing: Chance does not give zero: five lines through few points always fit a little.
            """,
            one_predictor=lambda: _by_chance(1),
            not_squared=lambda: math.sqrt(_by_chance()),
            nothing=(lambda: 0.0, lambda given: abs(given) < 0.02),
        ),
    ),
    hints=(
        "Print p for n from 4 to 22 and look for the printed 0.008. For the third answer, run "
        "the function of the worked step many times.",
        "correlation_interval(r, n) gives both ends. Average r2_by_chance(n_pairs, 5) over 2,000 "
        "runs.",
        "for n in range(4, 23): print(n, correlation_p(-0.701, n)); then "
        "np.mean([r2_by_chance(n_pairs, 5) for _ in range(2000)]).",
    ),
    right=lambda: (
        f"All three. One plain correlation, of {_pairs()} patients, may be weak or strong. And "
        f"five predictors of nothing explain {_by_chance():.0%} of the scatter between them."
    ),
)

# Task 5: two pools -----------------------------------------------------------

TWO_WEEKS_D, LONG_D = 14.0, 548.0
LOST_EARLY, LOST_LATE = 0.04, 0.26


def _one_pool_percent() -> float:
    return float(100 * one_pool_surviving(LOST_EARLY, TWO_WEEKS_D, LONG_D))


def _half_life_d(labile: float) -> float:
    rate = -math.log(1 - LOST_EARLY / labile) / TWO_WEEKS_D
    return math.log(2) / rate


TWO_POOLS = Task(
    id="04.5",
    title="How long does a spine live?",
    points=3,
    parts=(
        part(
            name="one_pool_percent",
            asks="the share of spines left after 18 months, if all are alike",
            kind=Number("%"),
            answer=_one_pool_percent,
            wrong="""
            lost: This is the share that is **lost**. What is left is asked for.
            share: This is a share from 0 to 1. Per cent is asked for.
            straight-line: You took the same number of spines away each time, and fell below
                nothing. Each time it is 4% of what is **left**.
            once-a-day: You took 4% away each day. It takes two weeks to lose 4%.
            """,
            lost=lambda: 100 - _one_pool_percent(),
            share=lambda: _one_pool_percent() / 100,
            straight_line=(
                lambda: 100 - 100 * LOST_EARLY * LONG_D / TWO_WEEKS_D,
                lambda given: given < 0,
            ),
            once_a_day=(lambda: 100 * (1 - LOST_EARLY) ** LONG_D, lambda given: 0 <= given < 1e-3),
        ),
        part(
            name="labile_half_life_d",
            asks="the half-life of a labile spine, if 26% are labile and the others never go",
            kind=Number("days", within=0.03),
            answer=lambda: _half_life_d(LOST_LATE),
            wrong="""
            one-pool: This is the half-life if all spines are alike. Here the 4% come out of the
                labile quarter alone.
            time-constant: This is the time constant. The half-life is 0.69 of it.
            stable-share: You took the stable share for the labile one.
            rate: This looks like a rate. The half-life is ln 2 over it.
            """,
            one_pool=lambda: _half_life_d(1.0),
            time_constant=lambda: _half_life_d(LOST_LATE) / math.log(2),
            stable_share=lambda: _half_life_d(1 - LOST_LATE),
            rate=lambda: math.log(2) / _half_life_d(LOST_LATE),
        ),
        choose(
            name="pools",
            asks="the fewest pools that fit both losses",
            options={
                "one": "one",
                "right": "two",
                "three": "three",
            },
            wrong="""
            one: One pool leaves far too few after 18 months: 74% were still there.
            three: Three would fit as well, but two numbers cannot ask for so many.
            """,
        ),
    ),
    hints=(
        "548 days hold 39 spans of two weeks. What does each leave of what was there before it?",
        "Left = 0.96 ** (548 / 14). For the labile pool: 0.04 = 0.26 × (1 − exp(−14 k)); find k.",
        "k = -np.log(1 - 0.04 / 0.26) / 14, and labile_half_life_d = np.log(2) / k.",
    ),
    right=lambda: (
        "All three. A fit through both losses gives the same to a day or two: "
        f"{fit_zuo2005().labile_half_life_d:.0f} d. The cascade of the lesson has one pool, "
        "and loses ten times as much as these mice did."
    ),
)

# Task 6: the fewest experiments ----------------------------------------------

FEWEST = 3


def _alike(experiments: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of accounts that these experiments cannot tell apart."""
    rows = logic_table().loc[list(experiments)]
    known = rows[(rows != "not known").all(axis=1)]
    return [pair for pair in combinations(ACCOUNTS, 2) if known[pair[0]].equals(known[pair[1]])]


def _separates(experiments: frozenset[str]) -> bool:
    return len(experiments) == FEWEST and not _alike(experiments)


def _still_alike(experiments: frozenset[str]) -> str:
    pairs = "; ".join(f"{one} and {other}" for one, other in _alike(experiments))
    return f"These cannot tell apart: {pairs}. Which experiment has different words for them?"


DESIGN = Task(
    id="04.6",
    title="The fewest experiments",
    points=4,
    parts=(
        part(
            name="experiments",
            asks="the fewest experiments that tell all four accounts apart",
            kind=Names(dict.fromkeys(EXPERIMENTS, ()), '["AMPA block", "TrkB block"]'),
            answer=lambda: ["no surge", "opioid block", "AMPA block"],
            judge=_separates,
            otherwise=_still_alike,
            wrong="""
            more-than-needed: They tell all four apart, but fewer would do. Which one adds nothing?
            all-agree: In each of these all four accounts give the same answer. An experiment that
                cannot go wrong for anyone teaches nothing.
            unknown: With memantine three of the accounts cannot say what they expect: numbers that
                they need were not measured. Leave it out.
            """,
            more_than_needed=(
                lambda: ["no surge", "opioid block", "AMPA block", "TrkB block"],
                lambda given: len(given) > FEWEST and not _alike(given),
            ),
            all_agree=(
                lambda: ["rapamycin at 30 min", "spines prevented, 3 h"],
                lambda given: len(_alike(given)) == 6,
            ),
            unknown=(
                lambda: ["memantine instead", "opioid block", "AMPA block"],
                lambda given: "memantine instead" in given,
            ),
        ),
    ),
    hints=(
        "Each experiment has two answers. So how many accounts can two experiments part at most, "
        "and do any two here reach that?",
        "Go through the pairs of accounts: for each pair you need one row in which they differ. "
        "Begin with a row that splits the four into two and two.",
        '"no surge" parts the four into two and two. Then you need one row that parts '
        '"disinhibition" from "opioid", and one that parts "eef2k" from "habenula".',
    ),
    right=(
        "They do. Most of the rows in the table cannot part the accounts, "
        "however well the experiment is done: choose the question before the microscope."
    ),
)

TASKS = (LAST_MOLECULE, HANDOVER, WINDOWS, CORRELATION, TWO_POOLS, DESIGN)
