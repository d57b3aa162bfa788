"""Tasks of exercise 08: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

from functools import cache

import numpy as np

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact
from helpers.simulations.pain import CELL, EFFECTS, infusion, wind_up
from helpers.simulations.units import KETAMINE_G_PER_MOL

# Task 1: from nanomoles to relief ------------------------------------------------

LEVEL = 100.0


def _c50_um() -> float:
    return fact("simons2022-c50-pain").low


def _c50_ng() -> float:
    return _c50_um() * KETAMINE_G_PER_MOL


def _relief() -> float:
    return LEVEL / (LEVEL + _c50_ng())


FROM_NANOMOLES = Task(
    id="08.1",
    title="From nanomoles to relief",
    points=2,
    parts=(
        part(
            name="c50_ng_per_ml",
            asks="the lowest C50 of the three pain tests",
            kind=Number("ng/mL"),
            answer=_c50_ng,
            wrong="""
            divided: You divided by the molar mass. One nanomole weighs 237.7 ng: multiply.
            other-end: This is the highest of the three C50s. The lowest is asked for.
            """,
            divided=lambda: _c50_um() / KETAMINE_G_PER_MOL,
            other_end=lambda: fact("simons2022-c50-pain").high * KETAMINE_G_PER_MOL,
        ),
        part(
            name="relief",
            asks="the relief in that test at 100 ng/mL, as a share from 0 to 1",
            kind=Number(),
            answer=_relief,
            wrong="""
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            ratio: This is level over C50. The effect is level / (level + C50), which cannot pass 1.
            pain-left: This is the pain that is left. Relief is asked for.
            """,
            per_cent=lambda: 100 * _relief(),
            ratio=lambda: LEVEL / _c50_ng(),
            pain_left=lambda: 1 - _relief(),
        ),
    ),
    hints=(
        "Take the worked step and change one number. nmol/mL is the same as µM.",
        "C50 in ng/mL = C50 in nmol/mL × 237.7 ng/nmol. Then relief = level / (level + C50).",
        "c50_ng_per_ml = 1.2 * KETAMINE_G_PER_MOL, then relief = 100 / (100 + c50_ng_per_ml).",
    ),
    right=lambda: (
        f"Both. At 100 ng/mL the high stands at {EFFECTS.high(LEVEL):.0%}, relief in the most "
        f"sensitive test at {_relief():.0%}, by this study."
    ),
)

# Task 2: read the second clock -----------------------------------------------------

MINUTES = 10.0


@cache
def _sites() -> tuple[float, float, float]:
    """Return the slow site's peak (ng/mL), its moment (min), and the high then (0 to 1)."""
    sites = infusion(MINUTES)
    at = int(np.argmax(sites.slow_ng_per_ml))
    return float(sites.slow_ng_per_ml[at]), float(sites.times_min[at]), float(sites.high[at])


SECOND_CLOCK = Task(
    id="08.2",
    title="Read the second clock",
    points=3,
    parts=(
        part(
            name="peak_slow",
            asks="the highest level at the slow site after 20 mg over 10 min",
            kind=Number("ng/mL", within=0.02),
            answer=lambda: _sites()[0],
            wrong="""
            blood: This is the peak in blood. The slow site lags behind it and stays lower.
            fast-site: This is the fast site, where the high arises.
            """,
            blood=lambda: float(infusion(MINUTES).plasma_ng_per_ml.max()),
            fast_site=lambda: float(infusion(MINUTES).fast_ng_per_ml.max()),
        ),
        part(
            name="peak_min",
            asks="when it is reached, in minutes from the start of the infusion",
            kind=Number("min", within=0.05),
            answer=lambda: _sites()[1],
            wrong="""
            end-of-infusion: This is when the infusion ends and the blood level peaks. The slow site
                still fills after that.
            since-the-end: This is counted from the end of the infusion. Count from its start.
            """,
            end_of_infusion=lambda: MINUTES,
            since_the_end=lambda: _sites()[1] - MINUTES,
        ),
        part(
            name="high_then",
            asks="the high at that moment, as a share from 0 to 1",
            kind=Number(within=0.03),
            answer=lambda: _sites()[2],
            wrong="""
            highest: This is the highest high. At the peak of relief it has fallen already.
            relief: This is relief at that moment. The high is asked for.
            """,
            highest=lambda: float(infusion(MINUTES).high.max()),
            relief=lambda: float(infusion(MINUTES).relief.max()),
        ),
    ),
    hints=(
        "infusion(10) gives the levels at both sites. Where is the largest one of the slow site?",
        "at = sites.slow_ng_per_ml.argmax() is a place in the list; sites.times_min[at] is its "
        "time.",
        "peak_slow = sites.slow_ng_per_ml[at], peak_min = sites.times_min[at], "
        "high_then = sites.high[at].",
    ),
    right=lambda: (
        f"All three. When relief peaks, {_sites()[1] - MINUTES:g} minutes after the end, the high "
        f"has come down from {infusion(MINUTES).high.max():.0%} to {_sites()[2]:.0%}, and is still "
        "the larger of the two."
    ),
)

# Task 3: a trial that found nothing ------------------------------------------------

ARM = 176


def _shares() -> tuple[float, float]:
    ids = ("sveticic2008-unsat-morphine", "sveticic2008-unsat-mk")
    return tuple(round(fact(one).value / 100 * ARM) / ARM for one in ids)


def _gain() -> float:
    morphine, both = _shares()
    return 100 * (morphine - both)


def _error(n: int = ARM) -> float:
    return 100 * sum(share * (1 - share) / n for share in _shares()) ** 0.5


def _most(times: float = 1.96, n: int = ARM) -> float:
    return _gain() + times * _error(n)


NOTHING_FOUND = Task(
    id="08.3",
    title="A trial that found nothing",
    points=3,
    parts=(
        part(
            name="gain_points",
            asks="how many percentage points fewer were unsatisfied with ketamine",
            kind=Number("percentage points", within=0.03),
            answer=_gain,
            wrong="""
            turned-round: The sign is turned round. More people were unsatisfied **with** ketamine,
                so the gain is negative.
            relative: This is relative to the morphine group. The difference itself is asked for.
            """,
            turned_round=lambda: -_gain(),
            relative=lambda: _gain() / _shares()[0],
        ),
        part(
            name="most_points",
            asks="the upper end of the 95% interval of the gain",
            kind=Number("percentage points", within=0.03),
            answer=_most,
            wrong="""
            lower-end: This is the lower end: the largest harm that fits.
            all-patients: You divided by all 352. Each arm has 176 of its own.
            one-standard-error: This is one standard error above. For 95% take 1.96 of them.
            """,
            lower_end=lambda: _most(-1.96),
            all_patients=lambda: _most(n=2 * ARM),
            one_standard_error=lambda: _most(1.0),
        ),
        choose(
            name="verdict",
            asks="what follows",
            options={
                "no-difference": "ketamine is proven useless",
                "right": "a gain of more than six points is unlikely",
                "too-small": "the trial was too small to say anything",
            },
            wrong="""
            no-difference: No significant difference is not no difference: look at the upper end.
            too-small: It says a good deal: gains above the upper end do not fit it well.
            """,
        ),
    ),
    hints=(
        "Turn the per cents into people, 58 and 65 of 176, and take the difference of the shares.",
        "The variance of a share is p(1 − p)/n. Variances of two arms add; the standard error is "
        "the root.",
        "se = (p1 * (1 - p1) / 176 + p2 * (1 - p2) / 176) ** 0.5; most = gain + 1.96 * se, "
        "all times 100.",
    ),
    right=lambda: (
        f"All three. The loss is {-_gain():.1f} points, between a gain of {_most():.0f} and a loss "
        f"of {-_most(-1.96):.0f}: for this pump and this surgery a large benefit is unlikely."
    ),
)

# Task 4: other ways to wind up -----------------------------------------------------

BLOCKED, QUARTER = 0.4, 0.25


def _taken(blocked: float, elsewhere: float) -> float:
    cell = CELL.changed(elsewhere=elsewhere)
    control = wind_up(1.0, cell=cell).build_up_mv
    return 1 - wind_up(1.0, blocked=blocked, cell=cell).build_up_mv / control


def _ratio_loss(blocked: float, elsewhere: float) -> float:
    cell = CELL.changed(elsewhere=elsewhere)
    return 1 - wind_up(1.0, blocked=blocked, cell=cell).ratio / wind_up(1.0, cell=cell).ratio


@cache
def _w_for(share: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda w: _taken(BLOCKED, w) - share, 0, 0.999))


OTHER_WAYS = Task(
    id="08.4",
    title="Other ways to wind up",
    points=3,
    parts=(
        part(
            name="taken",
            asks="the share of the build-up that a block takes at 1 pulse a second",
            kind=Function(
                ("blocked", "elsewhere"),
                ((0.4, 0.0), (0.4, 0.5), (0.2, 0.0), (0.7, 0.25)),
                Number(),
            ),
            answer=lambda: _taken,
            wrong="""
            what-is-left: This is the share that is left. What the drug **takes** is one minus it.
            ratios: You compared the 15th over the first. The build-up is a sum over all pulses:
                build_up_mv.
            one-cell: Your function gives the same for every w. Does the changed cell go into both
                trains?
            """,
            what_is_left=lambda: lambda blocked, elsewhere: 1 - _taken(blocked, elsewhere),
            ratios=lambda: _ratio_loss,
            one_cell=lambda: lambda blocked, elsewhere: _taken(blocked, 0.0),
        ),
        part(
            name="w_for_a_quarter",
            asks="the w at which a block of 40% takes a quarter of the build-up",
            kind=Number(within=0.03),
            answer=lambda: _w_for(QUARTER),
            wrong="""
            proportional: You took the loss as proportional: half of the loss at half of the drive.
                The feedback bends that. Search with your function.
            share-that-is-nmda: This is the share that **does** run through NMDA channels, 1 − w.
            """,
            proportional=lambda: 1 - QUARTER / _taken(BLOCKED, 0.0),
            share_that_is_nmda=lambda: 1 - _w_for(QUARTER),
        ),
    ),
    hints=(
        "Make two trains with the same changed cell, one of them blocked, and compare their "
        "build_up_mv.",
        "cell = CELL.changed(elsewhere=elsewhere). For the second question try w = 0.4, 0.5, 0.6 "
        "and go on between.",
        "brentq(lambda w: taken(0.4, w) - 0.25, 0, 0.999) from scipy.optimize finds it.",
    ),
    right=lambda: (
        f"Both. With {_w_for(QUARTER):.0%} of the slow drive elsewhere the same block takes half "
        "as much. So a weak effect on wind-up can mean weak block, or another road."
    ),
)

# Task 5: hit, miss or silent -------------------------------------------------------

SAYS = {
    "agrees": "the model agrees",
    "misses": "the model misses",
    "silent": "the model is silent",
}


HIT_MISS_SILENT = Task(
    id="08.5",
    title="Hit, miss or silent",
    points=3,
    parts=(
        choose(
            name="slow_pulses",
            asks="below 0.16 pulses a second brief heat does not build up to late pain "
            "(Vierck 1997)",
            options=SAYS,
            wrong="""
            misses: Run wind_up(0.1): the 15th response is hardly above the first.
            silent: The model takes any rate: run wind_up(0.1) and look at its ratio.
            """,
        ),
        choose(
            name="single_pains",
            asks="acute pain falls by a quarter, at any dose from 0.03 to 1 mg/kg (Thompson 2019)",
            options=SAYS,
            wrong="""
            agrees: At the level after 0.15 mg/kg the first response falls by some 3%.
            silent: The first response stands for a single pulse, and the model says how it falls.
            """,
        ),
        choose(
            name="sore_zone",
            asks="the sore zone around a burn shrinks (Ilkjaer 1996)",
            options=SAYS,
            wrong="""
            agrees: There is no skin and no zone in this model: one cell has no area.
            misses: A miss needs a prediction. One cell has no zone around it to predict.
            """,
        ),
        choose(
            name="flat_dose",
            asks="across trials relief is the same at all low doses (Thompson 2019)",
            options=SAYS,
            wrong="""
            agrees: Block rises with the level here, and with it everything that it takes.
            silent: The model says what happens at each level: it rises. That can be wrong.
            """,
        ),
    ),
    hints=(
        "Ask first: does the model hold a quantity that the study measured? If not, it is silent.",
        "One cell, equal pulses, a block that follows the level. No skin, no brain, no person.",
        "Only one of the four is a hit, and only one is beyond the model.",
    ),
    right="All four. Silent is not wrong, and a model that is never wrong says nothing. (Within "
    "one trial relief did rise with the dose: Kochs 1996.)",
)

# Task 6: what would open a window --------------------------------------------------

WINDOW_MIN = 20.0


@cache
def _best() -> tuple[float, float]:
    """Return when slow over fast is largest (min), and the C50 of pain that would close the gap."""
    sites = infusion(WINDOW_MIN, times_min=np.arange(1, 121, 0.5))
    ratio = sites.slow_ng_per_ml / sites.fast_ng_per_ml
    at = int(ratio.argmax())
    return float(sites.times_min[at]), float(EFFECTS.c50_high_ng_per_ml * ratio[at])


def _at_relief_peak() -> float:
    sites = infusion(WINDOW_MIN)
    return float(sites.times_min[sites.relief.argmax()])


A_WINDOW = Task(
    id="08.6",
    title="Challenge: what would open a window",
    points=4,
    parts=(
        part(
            name="best_min",
            asks="when the slow site is highest relative to the fast one",
            kind=Number("min", within=0.06),
            answer=lambda: _best()[0],
            wrong="""
            peak-of-relief: This is when relief peaks. The high still falls fast then: wait a
                little.
            end: This is the end of the infusion, when the high is at its highest.
            """,
            peak_of_relief=_at_relief_peak,
            end=lambda: WINDOW_MIN,
        ),
        part(
            name="c50_needed",
            asks="the C50 of pain at which relief equals the high at that moment",
            kind=Number("ng/mL", within=0.04),
            answer=lambda: _best()[1],
            wrong="""
            upside-down: You divided by slow over fast. The slow site is the fuller one then, so
                relief may need **more** than the high and still be equal.
            from-the-pain-c50: You scaled the C50 of pain. It is unknown here: scale that of the
                high.
            """,
            upside_down=lambda: EFFECTS.c50_high_ng_per_ml**2 / _best()[1],
            from_the_pain_c50=lambda: (
                EFFECTS.c50_pain_ng_per_ml * _best()[1] / EFFECTS.c50_high_ng_per_ml
            ),
        ),
    ),
    hints=(
        "With slope 1 two effects are equal when level over C50 is equal at both sites.",
        "slow / C50 of pain = fast / C50 of the high. First find the moment with the largest "
        "slow / fast.",
        "c50_needed = EFFECTS.c50_high_ng_per_ml * (slow / fast).max(), leaving out time 0.",
    ),
    right=lambda: (
        f"Both. Timing alone would bear a C50 of pain up to {_best()[1]:.0f} ng/mL. The tests of "
        "Simons stand at 285 to 404: timing does not open a window there."
    ),
)

TASKS = (FROM_NANOMOLES, SECOND_CLOCK, NOTHING_FOUND, OTHER_WAYS, HIT_MISS_SILENT, A_WINDOW)
