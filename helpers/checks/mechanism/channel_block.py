"""Tasks of exercise 01, channel block.

Every right answer and every listed wrong one is computed here, when it is asked for, from the
evidence and the simulations: were a value corrected there, the checks would follow.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from helpers.checks.answers import Function, Names, Number
from helpers.checks.mechanism.channel_block_challenge import FREE_THE_PRISONER
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.receptor import (
    BLOCKERS,
    Step,
    dose_response,
    fast_gating_time_constant_s,
    half_blocking_mg_mm,
    half_maximal_um,
    onset_time_constant_s,
    open_probability_steady,
    simulate,
    unblocked_fraction,
)

if TYPE_CHECKING:
    from pandas import DataFrame

HELD_MV = -66.0
MG_MM = 1.0

# Task 1: Mg2+ at rest --------------------------------------------------------


def _k_mg_mm() -> float:
    return half_blocking_mg_mm(HELD_MV)


def _conducting() -> float:
    return unblocked_fraction(HELD_MV, MG_MM)


MG_AT_REST = Task(
    id="01.1",
    title="How much Mg²⁺ leaves open",
    points=2,
    parts=(
        part(
            name="k_mg_mm",
            asks="the Mg²⁺ that stops half of the current at −66 mV",
            kind=Number("mM"),
            answer=_k_mg_mm,
            wrong="""
            sign-of-voltage: This is the value at **plus** 66 mV. Inside the cell is negative at
                rest, and that pulls Mg²⁺ in, so little of it is enough.
            micromolar: The digits are right, the unit is not: this is in µM, and mM is asked for.
            no-voltage: This is the value at 0 mV. The voltage has not come in yet.
            no-exponential: A concentration cannot be negative. The voltage stands in an exponent:
                multiply by the exponential of (slope × voltage), not by the product itself.
            """,
            sign_of_voltage=lambda: half_blocking_mg_mm(-HELD_MV),
            micromolar=lambda: 1000 * _k_mg_mm(),
            no_voltage=lambda: fact("mg-jahr1990-k0").value,
            no_exponential=(
                lambda: fact("mg-jahr1990-k0").value * fact("mg-jahr1990-slope").value * -66,
                lambda given: given < 0,
            ),
        ),
        part(
            name="conducting_fraction",
            asks="the share of the current that is left in 1 mM Mg²⁺ at −66 mV, from 0 to 1",
            kind=Number(),
            answer=_conducting,
            wrong="""
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            blocked-share: This is the share that Mg²⁺ **stops**. What is left is asked for.
            ratio: This is K_Mg over Mg²⁺, without the 1 in g = 1 / (1 + [Mg²⁺] / K_Mg). That comes
                close only where nearly everything is blocked.
            upside-down: This is 1 + [Mg²⁺] / K_Mg. The share is one over that.
            """,
            per_cent=lambda: 100 * _conducting(),
            blocked_share=lambda: 1 - _conducting(),
            ratio=lambda: _k_mg_mm() / MG_MM,
            upside_down=lambda: 1 / _conducting(),
        ),
    ),
    hints=(
        "Take the worked step and change one number. What is the sign of the voltage at rest?",
        "First K_Mg = k0 × exp(slope × voltage), with the voltage in mV. "
        "Then g = 1 / (1 + [Mg²⁺] / K_Mg).",
        "k_mg_mm = k0_mm * np.exp(slope_per_mv * -66), and then "
        "conducting_fraction = 1 / (1 + 1.0 / k_mg_mm).",
    ),
    right=lambda: (
        f"Both. At rest Mg²⁺ alone stops {100 * (1 - _conducting()):.0f}% of the current, "
        "before any drug comes."
    ),
)

# Task 2: the price of sharing the pore with Mg2+ -----------------------------

SUBUNIT_SERIES = "receptor-ketamine-ic50-subunit-mg"
WITHOUT_MG, WITH_MG = "ic50_0mm_mg_um", "ic50_1mm_mg_um"
MOST_OFF = 2.0  # chosen: by more than this factor a prediction is said to fail
SUBUNITS = ("2A", "2B", "2C", "2D")


def _shift(voltage_mv: float, mg_mm: float) -> float:
    return 1 + mg_mm / half_blocking_mg_mm(voltage_mv)


def _off_by() -> dict[str, float]:
    """Return by what factor the predicted shift exceeds the printed one, for each subunit."""
    table = series(SUBUNIT_SERIES)
    measured = table[WITH_MG] / table[WITHOUT_MG]
    names = [subunit[-2:] for subunit in table["subunit"]]
    return dict(zip(names, _shift(HELD_MV, MG_MM) / measured, strict=True))


def _fails_for() -> list[str]:
    return [name for name, off in _off_by().items() if not 1 / MOST_OFF <= off <= MOST_OFF]


SHARED_PORE = Task(
    id="01.2",
    title="A prediction meets four receptors",
    points=3,
    parts=(
        part(
            name="shift",
            asks="how many times Mg²⁺ multiplies the IC50, if it and ketamine exclude each other",
            kind=Function(
                ("voltage_mv", "mg_mm"),
                ((-66, 1.0), (-40, 1.0), (-66, 0.2), (0, 1.0), (30, 2.0)),
                Number(),
            ),
            answer=lambda: _shift,
            wrong="""
            forgot-the-one: Without Mg²⁺ your function gives 0, so the IC50 would vanish. With no
                Mg²⁺ the IC50 should stay as it is: what factor is that?
            potency-for-ic50: This gets smaller as Mg²⁺ rises: it is what happens to the
                **potency**. When Mg²⁺ takes the place, more ketamine is needed, so the IC50 goes
                up.
            sign-of-voltage: Your shift grows as the cell is depolarised. Mg²⁺ is pulled in by a
                **negative** voltage: check the sign.
            one-voltage: Your function gives the same at every voltage. Does it use the argument
                voltage_mv, or a number from task 1?
            one-concentration: Your function gives the same for every Mg²⁺. Does it use the argument
                mg_mm?
            """,
            forgot_the_one=lambda: lambda voltage_mv, mg_mm: _shift(voltage_mv, mg_mm) - 1,
            potency_for_ic50=lambda: lambda voltage_mv, mg_mm: 1 / _shift(voltage_mv, mg_mm),
            sign_of_voltage=lambda: lambda voltage_mv, mg_mm: _shift(-voltage_mv, mg_mm),
            one_voltage=lambda: lambda voltage_mv, mg_mm: _shift(HELD_MV, mg_mm),
            one_concentration=lambda: lambda voltage_mv, mg_mm: _shift(voltage_mv, MG_MM),
        ),
        part(
            name="fails_for",
            asks="the subunits for which the predicted shift is off by more than a factor of two",
            kind=Names(
                {n: (f"GluN{n}", f"NR{n}", f"GluN1/GluN{n}") for n in SUBUNITS}, '["2A", "2B"]'
            ),
            answer=_fails_for,
            wrong="""
            those-that-fit: For these the prediction comes out well. The ones for which it **fails**
                are asked for.
            all: Not one prediction hits the printed value exactly, and none has to. Divide
                predicted by printed, and count only what is off more than twofold.
            none: Compare **shifts**, the IC50 with Mg²⁺ over the IC50 without, and not the two
                IC50s themselves.
            only-the-worst: This one is the worst. Look at the others once more: is one of them also
                off by more than twofold?
            """,
            those_that_fit=lambda: [name for name in SUBUNITS if name not in _fails_for()],
            all=lambda: list(SUBUNITS),
            none=lambda: [],
            only_the_worst=lambda: [max(_off_by(), key=_off_by().get)],
        ),
    ),
    hints=(
        "If Mg²⁺ holds some of the pores, ketamine can only have the rest. "
        "Which share is that, and what does it do to the concentration needed?",
        "The share that Mg²⁺ leaves is 1 / (1 + [Mg²⁺] / K_Mg), so the IC50 is multiplied by "
        "1 + [Mg²⁺] / K_Mg. For the table, divide one column by the other.",
        "return 1 + mg_mm / half_blocking_mg_mm(voltage_mv). Then compute "
        "shift(-66, 1.0) / measured and list the rows where it is above 2.",
    ),
    right=lambda: (
        "One rule, one K_Mg for all: it holds for some receptors and not for the others."
        + (
            " The table is unverified: take along the method."
            if (series(SUBUNIT_SERIES)["verified"] == "unverified").any()
            else ""
        )
    ),
)

# Task 3: two clocks ----------------------------------------------------------

KETAMINE_UM = 10.0
RARE_OPENING = 0.001


def _koff_apparent() -> float:
    return fact("ket-gilling2009-koff").value


def _koff_open() -> float:
    return _koff_apparent() / open_probability_steady()


def _relief_min() -> float:
    return 1 / (_koff_open() * RARE_OPENING) / 60


@cache
def _tau_from_rest_s() -> float:
    trace = simulate([Step(30, glutamate_um=1000, drug_um=KETAMINE_UM)], points=20_001)
    bound = trace.blocked_fraction
    return float(np.interp((1 - math.exp(-1)) * bound[-1], bound, trace.times_s))


TWO_CLOCKS = Task(
    id="01.3",
    title="Two clocks for one drug",
    points=3,
    parts=(
        part(
            name="tau_10um_s",
            asks="the time by which block has made 63% of its way in 10 µM ketamine",
            kind=Number("s", within=0.03),
            answer=lambda: onset_time_constant_s(KETAMINE_UM),
            wrong="""
            not-changed: This is the time at 1 µM. Change drug_um and run the simulation again.
            ten-times-faster: This is the time at 1 µM divided by ten. But block settles at the
                speed of coming **and** leaving, and leaving does not depend on the concentration.
            half-time: This is the time to half of the way. The worked step goes to 63%.
            textbook-estimate: This is the estimate 1 / [(k_on c + k_off) Po]. It takes gating as
                instantly fast. Run the simulation: it does not.
            milliseconds: The digits are right, the unit is not: this is in ms, and s is asked for.
            from-rest: Here glutamate and ketamine came together, to closed channels. Start from
                ready, as the worked step does, so that only the drug is new.
            """,
            not_changed=lambda: onset_time_constant_s(1.0),
            ten_times_faster=lambda: onset_time_constant_s(1.0) / 10,
            half_time=lambda: onset_time_constant_s(KETAMINE_UM, share=0.5),
            textbook_estimate=lambda: fast_gating_time_constant_s(
                KETAMINE_UM, open_probability_steady()
            ),
            milliseconds=lambda: 1000 * onset_time_constant_s(KETAMINE_UM),
            from_rest=_tau_from_rest_s,
        ),
        part(
            name="koff_open_per_s",
            asks="how fast ketamine leaves a channel that is open",
            kind=Number("1/s"),
            answer=_koff_open,
            wrong="""
            apparent: This is the rate that was seen in the whole cell. Channels there were open
                only part of the time, and only then could the drug leave.
            multiplied: You multiplied by Po, so the open channel would be slower than the whole
                cell. The whole cell is slowed by channels that are shut: undo that.
            time-for-rate: This looks like a time, one over the apparent rate. A rate is asked for.
            """,
            apparent=_koff_apparent,
            multiplied=lambda: _koff_apparent() * open_probability_steady(),
            time_for_rate=lambda: 1 / _koff_apparent(),
        ),
        part(
            name="relief_min",
            asks="the time constant of relief where channels are open 0.1% of the time",
            kind=Number("min"),
            answer=_relief_min,
            wrong="""
            seconds: The digits are right, the unit is not: this is in s, and min is asked for.
            apparent: Here the apparent rate was slowed once more by Po. It already holds the Po of
                its own experiment: start from the rate of the open channel.
            always-open: This is the time for a channel that is always open. These are open for one
                thousandth of the time.
            half-life: This is the half-life, which is 0.69 of the time constant. The time constant
                is asked for.
            rate-for-time: This looks like a rate. The time constant is one over it.
            """,
            seconds=lambda: 60 * _relief_min(),
            apparent=lambda: 1 / (_koff_apparent() * RARE_OPENING) / 60,
            always_open=lambda: 1 / _koff_open() / 60,
            half_life=lambda: math.log(2) * _relief_min(),
            rate_for_time=lambda: 60 * _koff_open() * RARE_OPENING,
        ),
    ),
    hints=(
        "For the first answer only one number in the worked step changes. For the others ask: "
        "for what share of the time can the drug leave?",
        "Apparent rate = rate of the open channel × Po. Use it once with Po of the experiment, "
        "to find the rate, and once with Po = 0.001.",
        "koff_open_per_s = koff_apparent_per_s / po_steady, and then "
        "relief_min = 1 / (koff_open_per_s * 0.001) / 60.",
    ),
    right=(
        "All three. The drug's own clock ticks in seconds. "
        "How often the gate opens turns it into minutes: that is what *trapped* means."
    ),
)


# Task 4: three unknown blockers ----------------------------------------------

CLASSES = {one: one for one in ("competitive", "trapping", "must leave first")}
_DOSE_RATIO = 4.0  # chosen: how much more glutamate the competitive one makes necessary


def agonist_curves() -> DataFrame:
    """Return simulated responses to steady glutamate, alone and with three unknown blockers.

    Returns
    -------
    pandas.DataFrame
        ``glutamate_um`` (µM) and the open probability at equilibrium in the columns ``control``,
        ``P``, ``Q`` and ``R``.
    """
    return _agonist_curves().copy()


@cache
def _agonist_curves() -> DataFrame:
    import pandas as pd

    glutamate_um = np.geomspace(0.1, 1000, 41)
    return pd.DataFrame(
        {
            "glutamate_um": glutamate_um,
            "control": dose_response(glutamate_um, 0),
            "P": dose_response(glutamate_um, 3, trapping="sequential"),
            "Q": dose_response(glutamate_um / _DOSE_RATIO, 0),
            "R": dose_response(glutamate_um, 3, trapping="full"),
        }
    )


def _ec50_um(column: str) -> float:
    curves = agonist_curves()
    return half_maximal_um(curves["glutamate_um"].to_numpy(), curves[column].to_numpy())


def _half_of_control_um(column: str) -> float:
    """Return where a curve crosses half of the **control's** maximum."""
    curves = agonist_curves()
    half = curves["control"].max() / 2
    return float(np.interp(half, curves[column], curves["glutamate_um"]))


UNKNOWN_BLOCKERS = Task(
    id="01.4",
    title="Three unknown blockers",
    points=3,
    parts=(
        part(
            name="ec50_p_um",
            asks="the glutamate that gives half of the **largest response in P**",
            kind=Number("µM", within=0.05),
            answer=lambda: _ec50_um("P"),
            wrong="""
            half-of-control: You looked for half of the **control's** maximum. An EC50 belongs to
                its own curve: half of what P reaches at most.
            control: This is the EC50 without blocker. Does your line use the column P?
            height-for-concentration: This is a response, half of the largest one. The glutamate
                that gives it is asked for.
            """,
            half_of_control=lambda: _half_of_control_um("P"),
            control=lambda: _ec50_um("control"),
            height_for_concentration=lambda: agonist_curves()["P"].max() / 2,
        ),
        choose(
            name="class_p",
            asks="the class of blocker P",
            options=CLASSES,
            wrong="""
            competitive: P lowers the maximum, and more glutamate does not bring it back. A
                competitive blocker can be outcompeted.
            trapping: Look at your EC50. A perfect trap leaves it where it was.
            """,
        ),
        choose(
            name="class_q",
            asks="the class of blocker Q",
            options=CLASSES,
            wrong="""
            trapping: Q leaves the maximum alone. Could a drug that plugs the open channel do so?
            must leave first: Q leaves the maximum alone. Could a drug that plugs the open channel
                do so?
            """,
        ),
        choose(
            name="class_r",
            asks="the class of blocker R",
            options=CLASSES,
            wrong="""
            competitive: R lowers the maximum, and more glutamate does not bring it back. A
                competitive blocker can be outcompeted.
            must leave first: Compute the EC50 of R as well. A blocker that keeps the gate from
                closing holds the receptor in its active form, so that less glutamate is needed.
            """,
        ),
    ),
    hints=(
        "Ask two things of each curve: how high does it go, "
        "and where does it reach half of its own height?",
        "A competitive blocker moves the EC50 to the right and keeps the maximum. The other two "
        "lower the maximum; only one of them moves the EC50, and it moves it to the left.",
        "Use half_maximal_um(curves['glutamate_um'], curves['P']), the same for R, "
        "and compare both with the control.",
    ),
    right=(
        "Both pore blockers lower the maximum. Only the EC50 tells them apart: fixed under "
        "a perfect trap, lower where the drug must leave before the gate can close. That R is a "
        "plug at all, and not a non-competitive blocker from outside the pore, no curve can say: "
        "its clock would."
    ),
)

# Task 5: can a plug be so fast? ----------------------------------------------

PATCH_KETAMINE_UM = 1.0


def _open_time_s() -> float:
    return fact("ket-orser1997-tau-open").value / 1000


def _open_time_left() -> float:
    return fact("ket-orser1997-open-1").value / 100


def _kon_needed() -> float:
    return (1 / _open_time_left() - 1) / _open_time_s() / PATCH_KETAMINE_UM


def _times_too_fast() -> float:
    return _kon_needed() / BLOCKERS["ketamine"].kon_per_um_s


SHORT_OPENINGS = Task(
    id="01.5",
    title="Can a plug be so fast?",
    points=3,
    parts=(
        part(
            name="kon_needed_per_um_s",
            asks="the binding rate at the open channel that would shorten openings as measured",
            kind=Number("1/(µM s)"),
            answer=_kon_needed,
            wrong="""
            milliseconds: This is per millisecond. The open time was printed in ms: turn it into s.
            per-molar: This is per M and s. Per µM and s is asked for, as in the simulation.
            lost-for-left: You took the share of the open time that is **lost** as the share that is
                left. The paper prints what is left.
            no-closing: This is one over the shortened open time: the rate of **all** ways to end an
                opening. The channel also closes by itself; take that away.
            share-lost-per-time: You divided the lost share by the open time. Rates of ending add,
                and times do not: take the difference of two rates.
            """,
            milliseconds=lambda: _kon_needed() / 1000,
            per_molar=lambda: _kon_needed() * 1e6,
            lost_for_left=lambda: (1 / (1 - _open_time_left()) - 1) / _open_time_s(),
            no_closing=lambda: 1 / (_open_time_left() * _open_time_s()),
            share_lost_per_time=lambda: (1 - _open_time_left()) / _open_time_s(),
        ),
        part(
            name="times_too_fast",
            asks="that rate over the rate that the simulation uses for ketamine",
            kind=Number(),
            answer=_times_too_fast,
            wrong="""
            upside-down: This is the ratio the other way round.
            apparent: You compared with the apparent rate of a whole cell. An opening is an **open**
                channel: compare with BLOCKERS['ketamine'].kon_per_um_s.
            """,
            upside_down=lambda: 1 / _times_too_fast(),
            apparent=lambda: _kon_needed() / (fact("ket-gilling2009-kon").value / 1e6),
        ),
        choose(
            name="conclusion",
            asks="what follows",
            options={
                "explains-it": "pore block alone explains it",
                "right": "pore block alone is unlikely",
                "proven": "a second site is proven",
            },
            wrong="""
            explains-it: With the rates from whole cells a plug would hardly shorten an opening at 1
                µM. Look at your ratio again.
            proven: A plug that cannot do it leaves room for something else. It does not say what:
                two preparations, two methods and one assumed Po stand in between.
            """,
        ),
    ),
    hints=(
        "An opening ends when the channel closes or when a molecule enters. "
        "Rates of independent endings add.",
        "Without drug the rate of ending is 1 / open time. With drug it is "
        "1 / open time + k_on × concentration, and it equals 1 / (shortened open time).",
        "kon_needed_per_um_s = (1 / left - 1) / open_time_s / ketamine_um, "
        "with left as a share and open_time_s in seconds.",
    ),
    right=lambda: (
        f"A plug at ketamine's rate in the simulation is {_times_too_fast():.0f} times too "
        "slow for this. A second action, a faster plug, or a Po far below the one assumed for "
        "that rate: the question is open."
    ),
)

TASKS = (
    MG_AT_REST,
    SHARED_PORE,
    TWO_CLOCKS,
    UNKNOWN_BLOCKERS,
    SHORT_OPENINGS,
    FREE_THE_PRISONER,
)
