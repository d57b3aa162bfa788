"""Tasks of exercise 13: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

from functools import cache

from helpers.checks.answers import Function, Names, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact
from helpers.figures.exposure.counts import counts
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.harm import exposure as model

SPARSEST = "esketamine, sparsest"
SCHEDULES = ("17 infusions", "weekly infusions", SPARSEST, "esketamine, fullest")
#: The ends of published heavy use (g a day) and of published nasal shares.
USE_G = (1.68, 3.8)
SHARES = (0.11, 0.50)

# Task 1: a treated year -------------------------------------------------------------------------


def _area() -> float:
    return model.treated_year(SPARSEST).area


def _days() -> float:
    return model.equal_days(SPARSEST)


SPARSE_YEAR = Task(
    id="13.1",
    title="The sparsest year of spray",
    points=2,
    parts=(
        part(
            name="area",
            asks="the area of 34 sessions of 56 mg, in mg·h/L",
            kind=Number("mg·h/L"),
            answer=_area,
            wrong="""
            nothing-lost: This takes all of the spray as absorbed. Only the share F does so.
            clearance-of-racemate: The clearance here is that of racemate. The spray is S-ketamine
                alone.
            one-session: This is one session. The year has 34.
            nanograms: The digits are right; this is in ng·h/mL, and mg·h/L is asked for.
            """,
            nothing_lost=lambda: _area() / model.numbers().spray_56,
            clearance_of_racemate=lambda: (
                34 * 56 * model.numbers().spray_56 / model.numbers().clearance_l_per_h
            ),
            one_session=lambda: _area() / 34,
            nanograms=lambda: 1000 * _area(),
        ),
        part(
            name="days",
            asks="how many days of 2.4 g hold as much, by area",
            kind=Number("days"),
            answer=_days,
            wrong="""
            by-weight: These are days by weight. By area each drug has its own share and clearance.
            upside-down: This says how many such treated years one day of use holds: turn it over.
            years-apart: This is how far the years are apart.
            """,
            by_weight=lambda: model.equal_days(SPARSEST, ruler="grams"),
            upside_down=lambda: 1 / _days(),
            years_apart=lambda: 365 / _days(),
        ),
    ),
    hints=(
        "The area is share times dose over clearance, for all sessions together.",
        "Use known.spray_56 and known.clearance_s_l_per_h: 34 * 56 * share / clearance.",
        "One day of 2.4 g is 2400 * known.nasal / known.clearance_l_per_h. Divide by it.",
    ),
    right="Less than a day of heavy use in a year of treatment by the label's sparsest schedule.",
)

# Task 2: the whole range ------------------------------------------------------------------------


@cache
def _folds(g_per_day: tuple[float, ...] = USE_G, shares: tuple[float, ...] = SHARES) -> list[float]:
    known = model.numbers()
    return sorted(
        365 / model.equal_days(name, grams, known.changed(nasal=share))
        for name in SCHEDULES
        for grams in g_per_day
        for share in shares
    )


RANGE = Task(
    id="13.2",
    title="A range in place of a slogan",
    points=3,
    parts=(
        part(
            name="fewest_times",
            asks="the smallest number of times the two years are apart",
            kind=Number("times"),
            answer=lambda: _folds()[0],
            wrong="""
            share-kept: The share absorbed stayed at 45%. Change it too: known.changed(nasal=...).
            use-kept: The use stayed at 2.4 g. Published means go lower and higher.
            days-not-times: This is how many days of use are equal. A year of it is 365 of them.
            """,
            share_kept=lambda: _folds(shares=(model.numbers().nasal,))[0],
            use_kept=lambda: _folds(g_per_day=(2.4,))[0],
            days_not_times=lambda: 365 / _folds()[0],
        ),
        part(
            name="most_times",
            asks="the largest number of times the two years are apart",
            kind=Number("times"),
            answer=lambda: _folds()[-1],
            wrong="""
            one-infusion-counted: This compares one single infusion. A year of treatment is asked
                for.
            share-kept-high: The share absorbed stayed at 45%. The largest is half.
            """,
            one_infusion_counted=lambda: (
                365
                / model.equal_days(
                    "one infusion", USE_G[1], model.numbers().changed(nasal=SHARES[1])
                )
            ),
            share_kept_high=lambda: _folds(shares=(model.numbers().nasal,))[-1],
        ),
    ),
    hints=(
        "Three loops: over the schedules, over the two ends of use, over the two ends of share.",
        "exposure.equal_days(name, grams, known.changed(nasal=share)) gives days; 365 over it.",
        "Keep all values in a list, then take min and max. Leave out the single infusion.",
    ),
    right="From under forty to over a thousand: whoever prints one number has chosen a corner.",
)

# Task 3: one helped, one harmed -----------------------------------------------------------------

PRESSURE, BENEFIT = "blood pressure increased", "response, TRANSFORM-2"


def _difference(name: str) -> model.Difference:
    return model.difference(*counts(name))


HELP_AND_HARM = Task(
    id="13.3",
    title="One helped, one harmed",
    points=3,
    parts=(
        part(
            name="nnh",
            asks="patients treated for one more with raised pressure noted",
            kind=Number("patients"),
            answer=lambda: _difference(PRESSURE).one_in,
            wrong="""
            no-control: This takes all events for the drug's. Placebo had some too.
            ratio: This is a ratio of shares, a relative risk. One over the difference is asked.
            points: This is the difference in points of a hundred. One over it, as a share.
            """,
            no_control=lambda: counts(PRESSURE)[1] / counts(PRESSURE)[0],
            ratio=lambda: (36 / 346) / (6 / 222),
            points=lambda: _difference(PRESSURE).points,
        ),
        part(
            name="nnt_high",
            asks="the upper 95% limit of the number treated for one more response in TRANSFORM-2",
            kind=Number("patients"),
            answer=lambda: _difference(BENEFIT).one_in_limits[1],
            wrong="""
            not-crossed: This turns the upper limit of the difference over. A large difference means
                few patients: the limits change places.
            limit-of-difference: This is a limit of the difference, in points. Turn it over.
            estimate: This is the estimate.
            """,
            not_crossed=lambda: _difference(BENEFIT).one_in_limits[0],
            limit_of_difference=lambda: _difference(BENEFIT).low,
            estimate=lambda: _difference(BENEFIT).one_in,
        ),
    ),
    hints=(
        "Shares first: 36 of 346 and 6 of 222. Then their difference.",
        "exposure.difference(events, n, control_events, control_n) holds points, low and high.",
        "For response: difference(70, 101, 52, 100). Which of its limits gives the larger number?",
    ),
    right="One more raised pressure noted in 13; one more response in 5.8, or only in 25.",
)

# Task 4: same area, another peak ----------------------------------------------------------------


@cache
def _course(minutes: float) -> pk.Course:
    return pk.simulate([pk.Dose(35, duration_min=minutes)])


def _peak(minutes: float) -> float:
    return _course(minutes).peak("arterial")[0]


SPEED = Task(
    id="13.4",
    title="What the area cannot see",
    points=3,
    parts=(
        part(
            name="area_ratio",
            asks="the area in one minute over the area in forty",
            kind=Number("times"),
            answer=lambda: 1.0,
            wrong="""
            time-ratio: This is the ratio of the times.
            peak-for-area: This is the ratio of the peaks. The area is level times time, added up.
            """,
            time_ratio=lambda: 40.0,
            peak_for_area=lambda: _peak(1) / _peak(40),
        ),
        part(
            name="peak_ratio",
            asks="the arterial peak in one minute over the peak in forty",
            kind=Number("times"),
            answer=lambda: _peak(1) / _peak(40),
            wrong="""
            turned: Turned over: fast over slow is asked.
            effect-site: This is the ratio at the effect site, behind its delay. The artery is
                asked.
            as-time: Forty times as fast is not forty times as high: drug spreads while it comes.
            """,
            turned=lambda: _peak(40) / _peak(1),
            effect_site=lambda: _course(1).peak("effect")[0] / _course(40).peak("effect")[0],
            as_time=lambda: 40.0,
        ),
    ),
    hints=(
        "Run pk.simulate([pk.Dose(35, duration_min=...)]) twice.",
        "course.area_ng_h_per_ml() is the area; course.peak('arterial') gives level and time.",
        "peak('arterial')[0] of the fast course over that of the slow one.",
    ),
    right="The same area and, in the model, five times the peak: the area knows nothing of speed.",
)

# Task 5: which spread ---------------------------------------------------------------------------


def _shift_only(limit: float, sd: float) -> float:
    return model.tail_share(fact("cardiacspray2020-sbp-esk").value, sd, limit)


def _placebo_sd() -> float:
    return model.implied_sd(fact("cardiacspray2020-sbp-pbo").value, 1 / 222, 40)


TAIL = Task(
    id="13.5",
    title="Everybody a little, or a few a lot?",
    points=3,
    parts=(
        part(
            name="jump",
            asks="the share above 40 mmHg for a mean and an SD, from 0 to 1",
            kind=Function(("mean", "sd"), ((0, 15), (6.1, 13), (13.3, 13), (13.3, 19.3)), Number()),
            answer=lambda: lambda mean, sd: model.tail_share(mean, sd, 40),
            wrong="""
            below: This is the share **below** 40.
            no-mean: The mean does not come in: what counts is how far 40 lies from it.
            """,
            below=lambda: lambda mean, sd: 1 - model.tail_share(mean, sd, 40),
            no_mean=lambda: lambda mean, sd: model.tail_share(0, sd, 40),
        ),
        part(
            name="shifted",
            asks="the share above 40 with the spray's mean and the SD that fits placebo, 0 to 1",
            kind=Number(),
            answer=lambda: _shift_only(40, _placebo_sd()),
            wrong="""
            per-cent: In per cent: a share is asked.
            placebo-itself: This is placebo's own tail.
            measured: This is what was measured, not what a shift gives.
            """,
            per_cent=lambda: 100 * _shift_only(40, _placebo_sd()),
            placebo_itself=lambda: 1 / 222,
            measured=lambda: 29 / 346,
        ),
        choose(
            name="reading",
            asks="the sentence that these numbers bear",
            options={
                "all-alike": "the drug shifts everybody by the same amount",
                "a-few": "a few react much more than the rest, in any case",
                "right": (
                    "at these counts a shift alone falls short, if each patient counts on one day"
                ),
            },
            wrong="""
            all-alike: A common shift gives 2%, and 8.4% were counted.
            a-few: It may be so. But the count is of one day **or more** in four weeks: several days
                reach 40 more often than one, with no one special.
            """,
        ),
    ),
    hints=(
        "scipy.stats.norm.sf(40, mean, sd) is the share above 40.",
        "The SD that fits placebo is exposure.implied_sd(6.1, 1 / 222, 40).",
        "Ask of each sentence: would other ways of counting make the numbers come out without it?",
    ),
    right="A shift alone gives 2%. Count eight days, or take the upper end of placebo's interval, "
    "and it need not fall short.",
)

# Task 6: what bears what ------------------------------------------------------------------------

LETTERS = "abcde"  # the sentences stand in the notebook
BORNE = ("a", "d")

DENOMINATORS = Task(
    id="13.6",
    title="Which sentence has its denominator?",
    points=3,
    parts=(
        part(
            name="borne",
            asks='the letters of the sentences that their data bear, such as ["a", "b"]',
            kind=Names(dict.fromkeys(LETTERS, ()), '["a", "b"]'),
            answer=lambda: list(BORNE),
            wrong="""
            reports-as-rate: b stands on reports. How many events nobody reported is not known.
            numerator-only: c has no denominator: if nearly all of the children had ketamine, nearly
                all with the event had it too.
            completers: e counts those who completed, asked by the seller, without a clinic beside.
            zero-is-nothing: A zero is worth something: with none of n, about 3/n is the 95% limit.
            """,
            reports_as_rate=(lambda: ["a", "b", "d"], lambda given: "b" in given),
            numerator_only=(lambda: ["a", "c", "d"], lambda given: "c" in given),
            completers=(lambda: ["a", "d", "e"], lambda given: "e" in given),
            zero_is_nothing=lambda: ["d"],
        ),
    ),
    hints=(
        "For each: of how many, and who decided who got what?",
        "In c, ask in how many of all children ketamine was used. The abstract does not say.",
        "One sentence rests on drawing lots, one on a zero with its n. The others lack something.",
    ),
    right="A zero with its n, and a difference from a lot. Both hang on a definition: what gets "
    "the name, and who decides (in d, doctors who knew the drug).",
)

TASKS = (SPARSE_YEAR, RANGE, HELP_AND_HARM, SPEED, TAIL, DENOMINATORS)
