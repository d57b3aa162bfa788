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


def tail_row(name: str, fact_id: str, first: int, sessions: int, expect: str) -> Row:
    """Ask for the share with a jump of 40 mmHg; it must lie in Wilson's interval of the counts."""
    row = arms().iloc[first]
    half = max(row["tail_percent"] - row["low_percent"], row["high_percent"] - row["tail_percent"])
    days = "one day" if sessions == 1 else f"{sessions} independent days"
    return Row(
        id=name,
        facts=(fact_id,),
        asks=f"patients with a jump of 40 mmHg, spread as on placebo, mean of the spray, {days}",
        predict=lambda: shift_alone(first, sessions),
        role="independent",
        tolerance=within(half, "the wider half of the 95% interval of the count"),
        expect=expect,
        reason=SHIFT if expect == "miss" else "days taken as independent",
    )


ROWS = [
    Row(
        id="exposure-singh-iv",
        facts=("singh2022-iv-auc",),
        asks="area after 10 mg of racemate into a vein",
        predict=lambda: area(10),
        role="independent",
        tolerance=factor(1.25, OTHER_LAB),
        expect="hit",
    ),
    Row(
        id="exposure-singh-nasal",
        facts=("singh2022-in50-auc", "singh2022-in50-f"),
        asks="area after 50 mg by a simple atomiser with 11% absorbed, the panel's lowest share",
        predict=lambda: area(50, fact("singh2022-in50-f").value / 100),
        role="arithmetic",
        tolerance=factor(1.25, "the share and the area are of one study, the clearance is not"),
        expect="hit",
    ),
    Row(
        id="exposure-singh-nasal-45",
        facts=("singh2022-in50-auc",),
        asks="area after 50 mg by a simple atomiser with 45% absorbed, the panel's start",
        predict=lambda: area(50, model.numbers().nasal),
        role="independent",
        tolerance=factor(1.25, OTHER_LAB),
        expect="miss",
        reason="two small studies differ fourfold in what a nose absorbs; the panel has both",
    ),
    Row(
        id="exposure-forty-fold",
        facts=("strous2022-fold-day", "strous2022-mean-dose"),
        asks="a day of 2.4 g over one infusion of 0.5 mg/kg, by area",
        predict=lambda: 1 / model.equal_days("one infusion"),
        role="independent",
        tolerance=factor(1.5, "which clinical dose is meant is not printed"),
        expect="hit",
    ),
    *(
        Row(
            id=f"exposure-{fact_id}",
            facts=(fact_id,),
            asks=f"difference from placebo: {name}",
            predict=lambda name=name: points(name),
            role="arithmetic",
            tolerance=within(0.2, ROUNDING),
            expect="hit",
        )
        for fact_id, name in {
            "katz2021-response56-rd": "response, TRANSFORM-1, 56 mg",
            "katz2021-remission-t2-rd": "remission, TRANSFORM-2",
            "katz2021-severe-rd": "any severe or serious",
        }.items()
    ),
    Row(
        id="exposure-casey-collapse",
        facts=("casey2025-collapse-rd",),
        asks="difference in collapse from the printed counts",
        predict=lambda: model.difference(260, 1176, 202, 1189).points,
        role="arithmetic",
        tolerance=inside(why="the printed interval"),
        expect="hit",
    ),
    tail_row("exposure-tail-young", "label-sbp40-esk", 0, 1, "miss"),
    tail_row("exposure-tail-old", "label-sbp40-esk-65", 2, 1, "miss"),
    tail_row("exposure-tail-young-8", "label-sbp40-esk", 0, 8, "miss"),
]
NOT_ASKED: dict[str, str] = {}  # the topic has no table of its own
