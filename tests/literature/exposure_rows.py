"""What lesson 13's exposure and counts say about findings that they were not built on.

An area from another lab may differ by a factor of 1.25, as clearances do. Printed differences are
worked out from printed counts: only rounding stands between. A tail predicted from the placebo
arm's spread and the spray's mean asks whether the drug shifts everybody alike.
"""

from __future__ import annotations

from helpers.evidence import fact
from helpers.figures.exposure.counts import counts
from helpers.figures.exposure.pressure import arms, shift_alone
from helpers.simulations.harm import exposure as model
from tests.literature.score import Row, factor, inside, within

OTHER_LAB = "another lab, no spread used"
ROUNDING = "counts worked back from printed shares"
SHIFT = (
    "a shift alone, one normal spread for all and one day for each patient: the tail is longer, or "
    "'at least once in four weeks' counts several days; one patient sets placebo's spread: at the "
    "upper end of its interval a shift gives 6% and 12%, which are hits"
)


def area(mg: float, share: float = 1.0) -> float:
    """Return the area after a dose of racemate (ng·h/mL)."""
    return 1000 * mg * share / model.numbers().clearance_l_per_h


def points(name: str) -> float:
    """Return the difference of a benefit or harm (points of a hundred)."""
    return model.difference(*counts(name)).points


def tail_row(fact_id: str, first: int, sessions: int = 1, id: str = "") -> Row:
    """Ask for the share with a jump of 40 mmHg; it must lie in Wilson's interval of the counts."""
    row = arms().iloc[first]
    half = max(row["tail_percent"] - row["low_percent"], row["high_percent"] - row["tail_percent"])
    days = "one day" if sessions == 1 else f"{sessions} independent days"
    return Row(
        fact_id,
        f"patients with a jump of 40 mmHg, spread as on placebo, mean of the spray, {days}",
        lambda: shift_alone(first, sessions),
        within(half, "the wider half of the 95% interval of the count"),
        miss=SHIFT,
        id=id,
    )


ROWS = [
    Row(
        "singh2022-iv-auc",
        "area after 10 mg of racemate into a vein",
        lambda: area(10),
        factor(1.25, OTHER_LAB),
        id="exposure-singh-iv",
    ),
    Row(
        "singh2022-in50-auc singh2022-in50-f",
        "area after 50 mg by a simple atomiser with 11% absorbed, the panel's lowest share",
        lambda: area(50, fact("singh2022-in50-f").value / 100),
        factor(1.25, "the share and the area are of one study, the clearance is not"),
        role="arithmetic",
        id="exposure-singh-nasal",
    ),
    Row(
        "singh2022-in50-auc",
        "area after 50 mg by a simple atomiser with 45% absorbed, the panel's start",
        lambda: area(50, model.numbers().nasal),
        factor(1.25, OTHER_LAB),
        miss="two small studies differ fourfold in what a nose absorbs; the panel has both",
        id="exposure-singh-nasal-45",
    ),
    Row(
        "strous2022-fold-day strous2022-mean-dose",
        "a day of 2.4 g over one infusion of 0.5 mg/kg, by area",
        lambda: 1 / model.equal_days("one infusion"),
        factor(1.5, "which clinical dose is meant is not printed"),
    ),
    *(
        Row(
            fact_id,
            f"difference from placebo: {name}",
            lambda name=name: points(name),
            within(0.2, ROUNDING),
            role="arithmetic",
        )
        for fact_id, name in {
            "katz2021-response56-rd": "response, TRANSFORM-1, 56 mg",
            "katz2021-remission-t2-rd": "remission, TRANSFORM-2",
            "katz2021-severe-rd": "any severe or serious",
        }.items()
    ),
    Row(
        "casey2025-collapse-rd",
        "difference in collapse from the printed counts",
        lambda: model.difference(260, 1176, 202, 1189).points,
        inside(why="the printed interval"),
        role="arithmetic",
    ),
    tail_row("label-sbp40-esk", 0),
    tail_row("label-sbp40-esk-65", 2),
    tail_row("label-sbp40-esk", 0, 8, id="exposure-tail-young-8"),
]
NOT_ASKED: dict[str, str] = {}  # the topic has no table of its own
