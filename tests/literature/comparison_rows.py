"""What a model of imbalance, and one t test, say about studies that they were not built on.

The model knows one confounder. Most of what it is asked here it cannot explain, which is the point:
what is left over is what ketamine, other confounders or the filter would have to explain.
"""

from __future__ import annotations

from helpers.evidence import fact
from helpers.simulations.harm.comparison import (
    Groups,
    critical_d,
    critical_r,
    expected_gap,
    p_of_interval,
    r_for_power,
)
from helpers.simulations.statistics import correlation_p
from tests.literature.score import Row, factor, inside, within

ROUNDED = "r is printed with two digits, and other variables were taken out"
INTERVAL = "its own 95 % interval; other people than those of whom smoking was recorded"
WHAT_IF = (
    "20 % of controls smoke (chosen), 96 % of users (inpatients in Guangzhou), and smoking does "
    "the {} that a meta-analysis of smokers prints"
)


def smoking_alone(size: str) -> float:
    """Return the gap (SD) while ketamine does nothing and smoking does what smokers show."""
    effect = -fact(f"conti2019-smoking-{size}").value
    return expected_gap(Groups().changed(smoking_effect=effect))


def matched() -> float:
    """Return the gap (SD) beside controls who share the confounder, while ketamine does nothing."""
    groups = Groups()
    return expected_gap(groups.changed(controls_share=groups.users_share)) + 0.0


def _pool(domain: str, size: str, miss: str = "") -> Row:
    what_if = WHAT_IF.format("most" if size == "impulsivity" else "least")
    return Row(
        f"chronicmeta2024-smd-{domain} conti2019-smoking-{size}",
        f"pooled {domain}, if smoking alone made it",
        lambda: smoking_alone(size),
        inside(1.0, INTERVAL),
        miss=miss,
        note="" if miss else what_if + "; a hit excludes nothing",
    )


def _correlation(row: str, printed: float, miss: str = "") -> Row:
    return Row(
        row,
        f"p of the printed correlation in {fact(row).n:.0f} people",
        lambda: correlation_p(fact(row).value, int(fact(row).n)),
        factor(1.25, ROUNDED),
        role="arithmetic",
        miss=miss,
        value=lambda _: printed,
        unit="P value",
    )


def _interval(domain: str, printed: float) -> Row:
    row = fact(f"chronicmeta2024-smd-{domain}")
    return Row(
        row.id,
        f"p of pooled {domain} from its interval",
        lambda: p_of_interval(row.value, row.low, row.high),
        factor(1.1, "two digits are printed"),
        role="arithmetic",
        id=f"comparison-p-{domain}",
        value=lambda _: printed,
        unit="P value",
    )


ROWS = [
    _pool(
        "speed",
        "impulsivity",
        "20 % of controls smoke (chosen): too small; ketamine, more confounders, or both; if none "
        "smokes, the weaker end of the interval is just reached",
    ),
    _pool("verbalmem", "impulsivity"),
    _pool("visualmem", "impulsivity"),
    _pool("workingmem", "intelligence"),
    _pool("executive", "intelligence"),
    Row(
        "chesters2022-n-users roberts2014-n-users morgan2014-n-users",
        "brains of users beside controls who use other drugs, if other drugs made all",
        lambda: (matched() < 0, f"a gap of {matched():.2f} SD"),
        miss="users were lower in all three, of 11 to 17 users; null studies may be unread",
    ),
    Row(
        "zhang2018-n-users",
        "memory of users with heavy use of other drugs as good as without, if those made all",
        lambda: (
            abs(expected_gap(Groups())) < 0.05,
            "worse with more of the confounder",
        ),
        miss="286 without and 279 with heavy other use did not differ: not what other drugs give",
    ),
    Row(
        "tang2021-n-users",
        "thinner cortex after adjusting for smoking and drinking, if these made all",
        lambda: (matched() < 0, f"a gap of {matched():.2f} SD"),
        miss="cortex was thinner all the same; other drugs were not adjusted for",
    ),
    Row(
        "liang2020-whitematter-p liang2020-n-primary-users",
        "larger white matter and caudate in users than in people without drugs",
        lambda: (expected_gap(Groups()) > 0, "lower, by what smoking does"),
        miss="the study finds larger volumes, most where stimulants come along",
    ),
    Row(
        "zhong2021-thickness-cognition liang2020-learning-r",
        "no correlation found in 28 users, if it were as large as another study's 0.21",
        lambda: (
            fact("liang2020-learning-r").value < r_for_power(28, 0.5),
            f"needs {critical_r(28):.2f} to show at all, {r_for_power(28):.2f} to show mostly",
        ),
        note="a null of 28 people and a true 0.21 go together: it excludes little",
    ),
    Row(
        "chesters2022-d-regions",
        "the least difference that 17 v 19 people can show as significant",
        lambda: critical_d(17, 19),
        factor(1.25, "the smallest printed as significant"),
        miss="one unadjusted t test; the study adjusted or took d from other values, not said",
        value=lambda one: one.low,
        unit="Cohen d",
    ),
    Row(
        "linli2022-smoking-gm",
        "what smoking does in the dial, beside grey matter in UK Biobank",
        lambda: Groups().smoking_effect,
        within(0.1, "chosen near it"),
        role="calibrates",
    ),
    _correlation("liang2020-learning-r", 0.019),
    _correlation("liang2020-caudate-depression-r", 0.013),
    _correlation(
        "liang2020-depression-r",
        0.008,
        "the printed p is half of the two-sided one: one-sided, other people, or a slip",
    ),
    *(_interval(domain, p) for domain, p in (("verbalmem", 0.005), ("visualmem", 0.004))),
    *(_interval(domain, p) for domain, p in (("workingmem", 0.859), ("executive", 0.418))),
]

NOT_ASKED = {}
