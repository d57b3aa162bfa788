"""What the models of lesson 15 say beside what was published and they were not built on.

The limits of counts are mathematics; a finding can only be asked whether a printed number agrees
with them. The line by days of use was built on one odds ratio and one baseline: what other studies
report of people who use ketamine often could refute it.
"""

from __future__ import annotations

from helpers.evidence import fact
from helpers.simulations.harm import unseen as model
from tests.literature.score import Row, factor, within

SAME_SURVEY = "same survey, other symptom: the days of use of its recent users are not printed"
OTHER_PEOPLE = "other people, any urinary symptom"


def excess_days() -> tuple[float, float]:
    """Return the days of use that give the survey's two printed rises (frequency, any symptom)."""
    frequency = model.days_for_excess(100 / fact("pal2013-excess-frequency").value)
    any_symptom = model.days_for_excess(
        fact("pal2013-recent").value - fact("pal2013-never").value, model.ANY_SYMPTOM
    )
    return frequency, any_symptom


def two_rises_agree() -> tuple[bool, str]:
    """Say whether one number of days can explain both rises, within a factor of 1.5."""
    frequency, any_symptom = excess_days()
    agree = max(frequency, any_symptom) / min(frequency, any_symptom) <= 1.5
    return agree, f"{frequency:.0f} days for frequency, {any_symptom:.0f} for any symptom"


def beyond_agrees() -> tuple[bool, str]:
    """Say whether the survey's crude odds ratio lies inside the negative control's interval."""
    pal = model.odds_ratio(fact("pal2013-recent").value, fact("pal2013-never").value)
    beyond = model.negative_control()
    return beyond.low <= pal <= beyond.high, (
        f"{pal:.2f} against {beyond.ratio:.2f} ({beyond.low:.2f} to {beyond.high:.2f})"
    )


def worse_days() -> float:
    """Return the share printed as worse after stopping, from its own counts (%)."""
    return 100 * 8 / fact("winstock2012-worse-on-stopping").n


ROWS = [
    Row(
        "pal2013-excess-frequency pal2013-recent pal2013-never",
        "do the two printed rises of one survey ask for the same days of use?",
        two_rises_agree,
        miss="33 against 19 days: the matched baseline comes from Hong Kong students, the mixed "
        "line joins two symptoms, and no days of use are printed to decide",
    ),
    Row(
        "pal2013-recent pal2013-never",
        "is recent against never use, among users of substances, inside the interval of ketamine "
        "beyond other substances?",
        beyond_agrees,
        note="only just: 1.36 beside a low end of 1.32; the people used ketamine on other days",
    ),
    Row(
        "winstock2012-urinary-symptoms",
        "any urinary symptom in people who used in the last year, at the days of use that the "
        "other survey's recent users would need",
        lambda: model.by_days(excess_days()[1], model.ANY_SYMPTOM),
        factor(1.25, OTHER_PEOPLE),
        note=SAME_SURVEY,
    ),
    Row(
        "harding2025-bladder",
        "bladder problems in people with a self-identified use disorder, at 170 of 180 days "
        "(chosen), mixed line",
        lambda: model.by_days(170, model.ANY_SYMPTOM),
        factor(1.25, OTHER_PEOPLE),
        miss="82 against 60 %: the line without a plateau runs too high for near-daily use, or the "
        "two questions differ",
    ),
    Row(
        "harding2025-bladder",
        "the same, matched line (urinary frequency)",
        lambda: model.by_days(170),
        factor(1.25, "another question: problems, not frequency"),
        note="63 %; the survey asked for bladder problems",
        id="unseen-harding-bladder-matched",
    ),
    Row(
        "li2019-frequency",
        "urinary frequency in people in rehabilitation, at 158 of 180 days (chosen: near daily)",
        lambda: model.by_days(158),
        factor(1.25, "other people; days of use chosen"),
    ),
    Row(
        "winstock2012-worse-on-stopping",
        "the share worse after stopping, from the printed count 8 of 251",
        worse_days,
        within(0.1, "rounding of one printed digit"),
        role="arithmetic",
        miss="8 of 251 is 3.2 %; 3.8 % needs about 211 people, perhaps those who had stopped",
    ),
    Row(
        "tam2016-control-luts tam2016-control-count",
        "students with a symptom, from the printed count 2106 of 11,617",
        lambda: 100 * fact("tam2016-control-count").value / fact("tam2016-control-count").n,
        within(0.1, "rounding of one printed digit"),
        role="arithmetic",
        miss="2106 of 11,617 is 18.1 %; 18.5 % needs about 11,384 answers",
    ),
]
NOT_ASKED = {}
