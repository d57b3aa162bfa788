"""Tasks of exercise 05: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

from functools import cache

import numpy as np

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Part, Task, choose, part
from helpers.evidence import fact
from helpers.simulations import perception as model
from helpers.simulations.sourced import printed_range
from helpers.simulations.statistics import correlation_interval, correlation_p

GONE = model.GONE_PERCENT / 100
AT_MIN = 90

# Task 1: one law in two bloods -----------------------------------------------

THRESHOLD = 60.0


def _left(site: str, threshold: float = THRESHOLD, off_the_peak: bool = True) -> float:
    levels = model.levels_ng_per_ml("drip", site=site)
    peak = levels.max() - (threshold if off_the_peak else 0.0)
    return float(100 * (levels[AT_MIN] - threshold) / peak)


def _part_left(name: str, site: str, other: str) -> Part:
    return part(
        name=name,
        asks=f"what is left at 90 min in {site} blood, in % of the peak rating",
        kind=Number("%", within=0.03),
        answer=lambda: _left(site),
        wrong=f"""
        peak-untouched: You took the threshold off at 90 minutes but not at the peak. The peak
            rating is proportional to the peak level minus the threshold, too.
        level: This is the share of the **level**. The law feels only what lies above 60 ng/mL.
        another-blood: This is the {other} blood.
        """,
        peak_untouched=lambda: _left(site, off_the_peak=False),
        level=lambda: _left(site, 0.0),
        another_blood=lambda: _left(other),
    )


LEFT_AT_90 = Task(
    id="05.1",
    title="What is left at 90 minutes",
    points=2,
    parts=(
        _part_left("left_arterial", "arterial", "venous"),
        _part_left("left_venous", "venous", "arterial"),
    ),
    hints=(
        "Take the worked step. What does a threshold take away, and from which two numbers?",
        "The rating is proportional to level − 60, at 90 minutes and at the peak.",
        "left_arterial = 100 * (arterial[90] - 60) / (arterial.max() - 60), and the same with "
        'levels_ng_per_ml("drip", site="venous").',
    ),
    right="Both. One law and one drip: gone in one blood, not quite in the other.",
)

# Task 2: the threshold that the spray would need -----------------------------


def _threshold_for(level: float, peak: float, share: float) -> float:
    return (level - share * peak) / (1 - share)


def _spray() -> tuple[float, float]:
    levels = model.levels_ng_per_ml("nasal spray")
    return float(levels[AT_MIN]), float(levels.max())


def _needed_ng() -> float:
    return _threshold_for(*_spray(), GONE)


def _steps_felt() -> float:
    numbers = model.Laws(threshold_ng_per_ml=_needed_ng())
    return float((model.step_ratings("threshold", numbers) > 0).sum())


SPRAYS_THRESHOLD = Task(
    id="05.2",
    title="Which threshold would the spray need?",
    points=3,
    parts=(
        part(
            name="threshold_for",
            asks="the threshold that leaves a share of the peak rating",
            kind=Function(
                ("level", "peak", "share"),
                ((150, 200, 0.1), (60, 250, 0.1), (60, 250, 0.2), (90, 100, 0.5)),
                Number(),
            ),
            answer=lambda: _threshold_for,
            wrong="""
            no-denominator: Nearly: bring both terms with the threshold to one side. They are (1 −
                share) times the threshold, so divide by 1 − share.
            share-of-peak: This does not look at the level. At share 0 the threshold must equal the
                level of that time: nothing is left just then.
            """,
            no_denominator=lambda: lambda level, peak, share: level - share * peak,
            share_of_peak=lambda: lambda level, peak, share: (1 - share) * peak,
        ),
        part(
            name="needed_ng",
            asks="the threshold at which the spray leaves 10% at 90 min",
            kind=Number("ng/mL"),
            answer=_needed_ng,
            wrong="""
            no-denominator: This leaves out the 1 − share under the stroke.
            drip: This is what the drip needs, in arterial blood. Take the levels of the spray.
            """,
            no_denominator=lambda: _spray()[0] - GONE * _spray()[1],
            drip=lambda: _threshold_for(
                float(model.levels_ng_per_ml()[AT_MIN]),
                float(model.levels_ng_per_ml().max()),
                GONE,
            ),
        ),
        part(
            name="steps_felt",
            asks="how many of the four steps are rated above zero with that threshold",
            kind=Number("", within=1e-6),
            answer=_steps_felt,
            wrong="""
            only-the-top: 150 ng/mL lies above this threshold, if barely: its rating is not zero.
            standard-threshold: With the lesson's threshold of 40 all four are felt. Put in the one
                that you found.
            """,
            only_the_top=lambda: 1,
            standard_threshold=lambda: 4,
        ),
    ),
    hints=(
        "Write the equation on paper and collect the terms with the threshold on one side.",
        "level − threshold = share × peak − share × threshold, so "
        "(1 − share) × threshold = level − share × peak.",
        "return (level - share * peak) / (1 - share); then threshold_for(spray[90], spray.max(), "
        '0.1), and (step_ratings("threshold", Laws(threshold_ng_per_ml=needed_ng)) > 0).sum().',
    ),
    right="All three. The threshold that saves the spray leaves two of four steps unfelt.",
)

# Task 3: tolerance -----------------------------------------------------------

WORKED_TAU = 60


def _felt(levels: np.ndarray, tau_min: float) -> np.ndarray:
    followed = model.adaptation(model.TIMES_MIN, levels, tau_min)
    return np.maximum(levels - model.Laws().strength * followed, 0)


@cache
def _tau_max(mg: float = 84.0) -> float:
    levels = model.levels_ng_per_ml("nasal spray", mg=mg)
    passing = [
        tau for tau in range(10, 121) if (felt := _felt(levels, tau))[AT_MIN] < GONE * felt.max()
    ]
    return float(max(passing))


def _drip_peak(tau_min: float, site: str = "arterial") -> float:
    return float(np.argmax(_felt(model.levels_ng_per_ml("drip", site=site), tau_min)))


TOLERANCE = Task(
    id="05.3",
    title="Change the law: tolerance",
    points=3,
    parts=(
        part(
            name="tau_max_min",
            asks="the largest whole τ that leaves less than 10% at 90 min",
            kind=Number("min", within=1e-6),
            answer=_tau_max,
            wrong="""
            worked-step: This is the worked step, which leaves 23%. Try smaller ones.
            first-that-fails: With this one just over 10% is left. The last that stays under is
                asked for.
            smaller-dose: This is right for a spray of 56 mg. Here it is 84.
            """,
            worked_step=lambda: WORKED_TAU,
            first_that_fails=lambda: _tau_max() + 1,
            smaller_dose=lambda: _tau_max(56.0),
        ),
        part(
            name="drip_peak_min",
            asks="the minute at which the drip is felt most, with that τ",
            kind=Number("min", within=1e-6),
            answer=lambda: _drip_peak(_tau_max()),
            wrong="""
            peak-of-the-level: This is when the **level** is highest. What is felt is the level
                minus 0.9 times what follows it.
            worked-step: This is the peak with the worked step's τ of 60. Take the τ that you found.
            still-the-spray: This is the peak of the spray. Put in the arterial levels of the drip.
            """,
            peak_of_the_level=lambda: 40,
            worked_step=lambda: _drip_peak(WORKED_TAU),
            still_the_spray=lambda: float(
                np.argmax(_felt(model.levels_ng_per_ml("nasal spray"), _tau_max()))
            ),
        ),
    ),
    hints=(
        "Run the worked step for several τ. Does slower tolerance leave more or less?",
        "Loop over whole minutes and keep the last one for which felt[90] < 0.1 * felt.max().",
        "felt = np.maximum(spray - 0.9 * adaptation(TIMES_MIN, spray, tau), 0) in a loop over "
        "range(20, 61); then the same with arterial, and int(np.argmax(...)).",
    ),
    right=lambda: (
        f"Both. With τ of {_tau_max():.0f} minutes the drip would be felt most at minute "
        f"{_drip_peak(_tau_max()):.0f}, while the level still rises for "
        f"{40 - _drip_peak(_tau_max()):.0f} more."
    ),
)

# Task 4: pairs behind a correlation ------------------------------------------

P_DAY_7 = 0.010
IN_STUDY = 108


def _r() -> float:
    return fact("luckenbaugh2014-dissociation-day7").value


def _pairs() -> int:
    return min(range(5, IN_STUDY + 1), key=lambda n: abs(correlation_p(_r(), n) - P_DAY_7))


PAIRS = Task(
    id="05.4",
    title="How many pairs?",
    points=3,
    parts=(
        part(
            name="pairs_day7",
            asks="the number of pairs with which p comes nearest to 0.010",
            kind=Number("", within=1e-6),
            answer=_pairs,
            wrong="""
            the-study: This is how many were in the study: with so many, p would be far smaller.
            first-correlation: This belongs to the correlation at 230 minutes, r = −0.35 and p =
                0.007.
            """,
            the_study=lambda: IN_STUDY,
            first_correlation=lambda: model.pairs_behind(-0.35, 0.007)[0],
        ),
        part(
            name="upper_end",
            asks="the end of the 95% interval nearer to zero",
            kind=Number("", within=0.03),
            answer=lambda: correlation_interval(_r(), _pairs())[1],
            wrong="""
            other-end: This is the end farther from zero.
            all-patients: This is the interval for 108 pairs: too narrow for what was correlated.
            sign: The size is right, the sign is not: r is negative, and so is this end.
            """,
            other_end=lambda: correlation_interval(_r(), _pairs())[0],
            all_patients=lambda: correlation_interval(_r(), IN_STUDY)[1],
            sign=lambda: -correlation_interval(_r(), _pairs())[1],
        ),
        part(
            name="shared_percent",
            asks="the share of the differences that the two have in common, in %",
            kind=Number("%"),
            answer=lambda: 100 * _r() ** 2,
            wrong="""
            r-as-share: This is r itself. The share is r times r.
            not-shared: This is what is **not** shared.
            """,
            r_as_share=lambda: 100 * abs(_r()),
            not_shared=lambda: 100 * (1 - _r() ** 2),
        ),
    ),
    hints=(
        "More pairs make p smaller. Try some numbers of pairs under 108.",
        "Take the number whose p lies nearest to 0.010, then its interval; the share is r squared.",
        "pairs_day7 = min(range(5, 109), key=lambda n: abs(correlation_p(-0.41, n) - 0.01)); "
        "correlation_interval(-0.41, pairs_day7)[1]; 100 * 0.41**2.",
    ),
    right="All three. 108 is the study; this correlation rests on about a third of it.",
)

# Task 5: a crowd from two numbers --------------------------------------------


def _mean_sd() -> tuple[float, float]:
    mean = fact(model.PRINTED).value
    return mean, printed_range(model.PRINTED)[1] - mean


def _size() -> float:
    mean, sd = _mean_sd()
    return mean**2 / (sd**2 - mean)


def _at_zero(size: float) -> float:
    return (size / (size + _mean_sd()[0])) ** size


CROWD = Task(
    id="05.5",
    title="A crowd from two numbers",
    points=3,
    parts=(
        part(
            name="below_zero",
            asks="the share of the normal curve below zero, from 0 to 1",
            kind=Number(),
            answer=lambda: model.crowd("bell").share_to(0),
            wrong="""
            above: This is the share **above** zero.
            per-cent: This is in %. A share from 0 to 1 is asked for.
            """,
            above=lambda: 1 - model.crowd("bell").share_to(0),
            per_cent=lambda: 100 * model.crowd("bell").share_to(0),
        ),
        part(
            name="size",
            asks="the size of the negative binomial with this mean and SD",
            kind=Number(),
            answer=_size,
            wrong="""
            mean-forgotten: The variance is mean **plus** mean² / size: take the mean off before you
                divide.
            sd-for-variance: The variance is the SD **squared**.
            """,
            mean_forgotten=lambda: _mean_sd()[0] ** 2 / _mean_sd()[1] ** 2,
            sd_for_variance=lambda: _mean_sd()[0] ** 2 / (_mean_sd()[1] - _mean_sd()[0]),
        ),
        part(
            name="at_zero",
            asks="the share of that crowd at exactly zero, from 0 to 1",
            kind=Number(),
            answer=lambda: _at_zero(_size()),
            wrong="""
            no-power: The power is missing: (size / (size + mean)) to the size.
            per-cent: This is in %. A share from 0 to 1 is asked for.
            """,
            no_power=lambda: _size() / (_size() + _mean_sd()[0]),
            per_cent=lambda: 100 * _at_zero(_size()),
        ),
    ),
    hints=(
        "How many SD below the mean does zero lie? And what is left of the variance once the mean "
        "is taken off?",
        "sd² = mean + mean² / size, so size = mean² / (sd² − mean).",
        "stats.norm(mean, sd).cdf(0); size = mean**2 / (sd**2 - mean); "
        "(size / (size + mean)) ** size.",
    ),
    right="All three. Two numbers, and at least two quite different crowds behind them.",
)


# Task 6: when to look --------------------------------------------------------

MEMORY_POINTS, SHAPE_POINTS = 20.0, 7.0
OF_THE_MOMENT = ("line", "S-curve", "threshold")


def _left_by(law: str, at_min: float) -> float:
    return float(model.state(law).left_percent(at_min))


def _in_time(at_min: float) -> bool:
    return 0 <= at_min <= model.TIMES_MIN[-1]


def _shows_memory(at_min: float) -> bool:
    others = [_left_by(law, at_min) for law in OF_THE_MOMENT] if _in_time(at_min) else []
    return bool(others) and all(
        abs(_left_by("tolerance", at_min) - one) >= MEMORY_POINTS for one in others
    )


def _shows_shape(at_min: float) -> bool:
    if not _in_time(at_min):
        return False
    line, curve, begins = (_left_by(law, at_min) for law in OF_THE_MOMENT)
    return min(abs(line - curve), abs(line - begins), abs(curve - begins)) >= SHAPE_POINTS


WHEN_TO_LOOK = Task(
    id="05.6",
    title="Challenge: when would you look?",
    points=4,
    parts=(
        part(
            name="memory_min",
            asks="a minute at which tolerance lies at least 20 points from each other law",
            kind=Number("min"),
            answer=lambda: 46.0,
            judge=_shows_memory,
            otherwise=lambda given: (
                f"At minute {given:g} tolerance is not 20 points from each of the others. "
                "Where do the lines of the panel stand farthest apart?"
            ),
            wrong="""
            at-the-peak: At the end of the drip the laws of the moment all stand at 100%, and
                tolerance only a little below.
            too-late: By then all is low, and tolerance at zero is no longer far from the others.
            """,
            at_the_peak=(lambda: 40, lambda given: 28 <= given <= 41),
            too_late=(lambda: 90, lambda given: 70 < given <= 360),
        ),
        part(
            name="shape_min",
            asks="a minute at which line, S-curve and threshold lie at least 7 points apart",
            kind=Number("min"),
            answer=lambda: 120.0,
            judge=_shows_shape,
            otherwise=lambda given: (
                f"At minute {given:g} they are not all 7 points apart. Compute the three distances "
                "for every minute."
            ),
            wrong="""
            ninety: Nearly. At 90 minutes line and S-curve are some 6 points apart: wait longer.
            on-the-way-up: On the way up and just after the peak the three run close together.
            """,
            ninety=(lambda: 90, lambda given: 80 <= given < 110),
            on_the_way_up=(lambda: 20, lambda given: 0 <= given < 80),
        ),
        choose(
            name="settles",
            asks="what ratings at two times in ten people would settle",
            options={
                "existence": "that tolerance exists",
                "right": "which of these laws fits their mean best",
                "persons": "how each person feels",
            },
            wrong="""
            existence: Anything that lowers the rating at the same level would look like this:
                another blood, a bored rater, a setting. The best of four is not the truth.
            persons: Ten people give a mean. Each may follow another law.
            """,
        ),
    ),
    hints=(
        "Compute left_percent for every minute and law, and look at the distances.",
        "For the first, the smallest of three distances must reach 20; for the second, "
        "the smallest of another three must reach 7.",
        "np.min([abs(tolerance - one) for one in (line, curve, threshold)], axis=0) >= 20 "
        "tells the minutes; some lie shortly after the drip ends. The second needs a late minute.",
    ),
    right="All three. No single look tells a law that remembers and the shape of the others.",
)

TASKS = (LEFT_AT_90, SPRAYS_THRESHOLD, TOLERANCE, PAIRS, CROWD, WHEN_TO_LOOK)
