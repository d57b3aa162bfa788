"""What the pooling of lesson 09 says beside what reviews and trials printed.

Rounding decides most tolerances: a printed interval is asked to half of its last digit. Where other
trials or another method stand behind a printed pool, the row says so and allows a factor.
"""

from __future__ import annotations

from helpers.evidence import fact
from helpers.simulations.statistics import fisher_p
from helpers.simulations.trials import belief
from helpers.simulations.trials.arms import chosen, comparisons, effects_of
from helpers.simulations.trials.pooling import effects_from_counts, pool
from tests.literature.score import Row, factor, inside, within

LAST_DIGIT = "half of the last printed digit"
FROM_COUNTS = "the simulation takes the counts, the paper a model of its own"


def ends(counts, measure: str = "odds ratio") -> tuple[float, float, float]:
    """Return estimate, low and high end of one trial."""
    return tuple(float(end[0]) for end in effects_from_counts(*counts, measure).interval())


def points(place: int, *counts: int) -> float:
    """Return the risk difference of one trial, or an end of its interval, in points."""
    return 100 * ends(counts, "risk difference")[place]


def pooled(*studies: str, **more) -> float:
    """Return the pooled odds ratio of some of the course's trials."""
    table = comparisons()
    return pool(effects_of(table[table["study"].isin(studies)], **more)).estimate


def pushed(control_percent: float, row: str) -> float:
    """Return a control's rate (%) pushed through a printed odds ratio."""
    odds = fact(row).value * control_percent / (100 - control_percent)
    return 100 * odds / (1 + odds)


T1 = "transform1"
T1_56, T1_84, T2 = (60, 111, 42, 108), (52, 98, 42, 108), (70, 101, 52, 100)

ROWS = [
    *(
        Row(
            f"{treated} {control}",
            f"gain in response at day 28, {name}, from the counts",
            lambda counts=counts: points(0, *counts),
            within(0.11, "two printed percentages, each rounded"),
            role="arithmetic",
            value=lambda one, other: one.value - other.value,
            unit="percentage points",
        )
        for name, counts, treated, control in (
            ("TRANSFORM-1, 56 mg", T1_56, f"{T1}-56-response-d28", f"{T1}-placebo-response-d28"),
            ("TRANSFORM-1, 84 mg", T1_84, f"{T1}-84-response-d28", f"{T1}-placebo-response-d28"),
            ("TRANSFORM-2", T2, "transform2-esk-response-d28", "transform2-placebo-response-d28"),
        )
    ),
    Row(
        "newport2015-response-24h",
        "odds ratio of response at 24 h, seven trials to 2015; here three of them",
        lambda: pooled("Zarate 2006", "Murrough 2013a", "Lapidus 2014"),
        inside(why="the printed interval"),
        note="one control arm of the three is not verified",
    ),
    Row(
        "dean2021-midazolam-response-24h",
        "odds ratio against midazolam, four trials in the review; here two verified ones",
        lambda: pool(effects_of(chosen("midazolam", composite=True))).estimate,
        factor(1.5, "other trials, and a response counted over two days in one of ours"),
        miss="the review has trials with smaller effects, whose counts could not be read",
    ),
    Row(
        "dean2021-placebo-response-24h",
        "odds ratio against saline, seven trials in the review; here Lapidus 2014 and Su 2017",
        lambda: pool(effects_of(chosen("saline", composite=True))).estimate,
        inside(why="the printed interval"),
    ),
    Row(
        "turkoz2021-day2-response-esk turkoz2021-day2-response-placebo",
        "gain a day after the first spray, from the counts",
        lambda: points(0, 55, 318, 19, 203),
        within(0.1, "two printed percentages, each rounded"),
        role="arithmetic",
        value=lambda one, other: one.value - other.value,
        unit="percentage points",
    ),
    Row(
        "murrough2013a-odds-ratio-as-published",
        "odds ratio of 30 of 47 against 7 of 25",
        lambda: ends((30, 47, 7, 25))[0],
        inside(why="the printed interval"),
        miss="the counts give 4.54; the printed 2.18 may be of a drug coded -1 and +1",
    ),
    Row(
        "zhou2021b-risk-ratio-as-published",
        "risk ratio of 17 of 41 against 7 of 43",
        lambda: ends((17, 41, 7, 43), "risk ratio")[0],
        within(0.005, LAST_DIGIT),
        miss="the counts and the printed interval both give 2.55; 2.51 looks like a slip",
    ),
    Row(
        "zhou2021b-risk-ratio-as-published",
        "its low end",
        lambda: ends((17, 41, 7, 43), "risk ratio")[1],
        within(0.005, LAST_DIGIT),
        id="pooling-zhou-rr-low",
        value=lambda one: one.low,
        unit="risk ratio",
    ),
    Row(
        "zhou2021b-risk-ratio-as-published",
        "its high end",
        lambda: ends((17, 41, 7, 43), "risk ratio")[2],
        within(0.005, LAST_DIGIT),
        id="pooling-zhou-rr-high",
        value=lambda one: one.high,
        unit="risk ratio",
    ),
    Row(
        "dean2021-midazolam-response-24h",
        "the review's rate with ketamine, 46.5%, from 25.9% on midazolam and its odds ratio",
        lambda: pushed(25.9, "dean2021-midazolam-response-24h"),
        within(0.15, "an odds ratio with two decimals"),
        role="arithmetic",
        id="pooling-cochrane-midazolam-rate",
        value=lambda _: 46.5,
        unit="%",
    ),
    Row(
        "dean2021-placebo-response-24h",
        "the review's rate with ketamine, 27.4%, from 8.8% on placebo and its odds ratio",
        lambda: pushed(8.8, "dean2021-placebo-response-24h"),
        within(0.15, "an odds ratio with two decimals"),
        role="arithmetic",
        id="pooling-cochrane-placebo-rate",
        value=lambda _: 27.4,
        unit="%",
    ),
    Row(
        "su2023-response-ketamine su2023-response-midazolam",
        "P of 15 of 42 against 5 of 42 (printed .020), by Fisher's exact test",
        lambda: fisher_p(15, 42, 5, 42),
        within(0.0005, LAST_DIGIT),
        value=lambda *_: 0.020,
        unit="P value",
    ),
    Row(
        "zhou2021b-response-ketamine lii2023-effect",
        "do the two masked trials, both on day 3, agree within chance?",
        lambda: _masked_agree(),
    ),
    Row(
        "shiroma2020-wrong-guess-ketamine shiroma2020-wrong-guess-midazolam",
        "can belief alone, with these guesses, give the published rates in their intervals?",
        lambda: _shiroma_fits(),
        note="takes some 90 points for full belief; guesses of another trial, asked at its end",
    ),
]


def _masked_agree() -> tuple[bool, str]:
    p = [
        pool(effects_from_counts([k, 17], [20, 41], [s, 7], [20, 43])).q_p
        for k, s in ((12, 10), (10, 12), (9, 10))  # responders of Lii 2023 on days 1, 2, 3
    ]
    told = "P of heterogeneity {2:.2f}; {0:.2f} and {1:.2f} with days 1 and 2 of Lii 2023".format(
        *p
    )
    return p[2] > 0.05, told


def _shiroma_fits() -> tuple[bool, str]:
    arms = ("ketamine", "midazolam")
    wrong = [fact(f"shiroma2020-wrong-guess-{arm}").value / 100 for arm in arms]
    beliefs = {"ketamine": 1 - wrong[0], "midazolam": wrong[1], "saline": 0.1}
    found = belief.split(None, beliefs, ketamine_acts=False, midazolam_acts=False)
    outside = [name for name, fits in found.inside.items() if not fits]
    told = f"outside: {', '.join(outside)}" if outside else "yes"
    return found.fits, f"{told}, with {found.gain:.0f} points for full belief"


NOT_ASKED: dict[str, str] = {}
