"""Tasks of exercise 02, from dose to brain.

Every right answer and every listed wrong one is computed here, when it is asked for, from the
evidence and the simulations: were a value corrected there, the checks would follow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from helpers.checks.answers import Function, Number
from helpers.checks.mechanism.dose_to_brain_challenge import HOLD_A_LEVEL
from helpers.checks.tasks import Part, Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.dose_to_block import dose_to_block, ladder
from helpers.simulations.units import KETAMINE_G_PER_MOL, ng_per_ml_from_um, um_from_ng_per_ml

# Task 1: four words behind a number -------------------------------------------

LEVEL_NG_PER_ML = 250.0
SALT_MG = 32.3


def _waking() -> float:
    return float(ng_per_ml_from_um(fact("idvall1979-recovery").value))


def _total_um() -> float:
    return float(um_from_ng_per_ml(LEVEL_NG_PER_ML))


FOUR_WORDS = Task(
    id="02.1",
    title="Four words behind a number",
    points=2,
    parts=(
        part(
            name="waking_ng_per_ml",
            asks="the level at which patients woke, as a mass in each millilitre",
            kind=Number("ng/mL"),
            answer=_waking,
            wrong="""
            divided: You divided by the molar mass. A µmol weighs that many µg, so multiply.
            micrograms: The digits are right, the unit is not: this is in µg/mL, and ng/mL is asked.
            salt-mass: You used the molar mass of the hydrochloride. In blood there is no salt left:
                levels are those of the base.
            free-level: This has been multiplied by the free share. The paper prints the total
                level.
            """,
            divided=lambda: fact("idvall1979-recovery").value / KETAMINE_G_PER_MOL,
            micrograms=lambda: _waking() / 1000,
            salt_mass=lambda: (
                fact("idvall1979-recovery").value * fact("unit-mw-ketamine-hcl").value
            ),
            free_level=lambda: _waking() * pk.FREE_FRACTION,
        ),
        part(
            name="free_um",
            asks="the free concentration behind that level",
            kind=Number("µM"),
            answer=lambda: pk.FREE_FRACTION * _total_um(),
            wrong="""
            total: This is the total concentration. A receptor meets only what is not bound.
            bound-for-free: You took the bound share as the free one. One is 1 minus the other.
            albumin: This uses the share bound to pure albumin as if it were free. It is printed as
                bound, and plasma is not albumin alone.
            mass: This is still a mass in each millilitre. Divide by the molar mass.
            """,
            total=_total_um,
            bound_for_free=lambda: (1 - pk.FREE_FRACTION) * _total_um(),
            albumin=lambda: fact("schmidt2024-bound-s").value / 100 * _total_um(),
            mass=lambda: pk.FREE_FRACTION * LEVEL_NG_PER_ML,
        ),
        part(
            name="device_base_mg",
            asks="the base in one spray device",
            kind=Number("mg"),
            answer=lambda: pk.base_mg(SALT_MG),
            wrong="""
            upside-down: This is more than the salt weighs. The base is a part of the salt.
            salt: This is the mass of the salt. Each molecule of base carries a molecule of hydrogen
                chloride: take its share away.
            """,
            upside_down=lambda: SALT_MG * SALT_MG / pk.base_mg(SALT_MG),
            salt=lambda: SALT_MG,
        ),
    ),
    hints=(
        "One µM is one µmol in a litre, which is one nmol in a millilitre. "
        "What does a nmol of ketamine weigh?",
        "Level in ng/mL = concentration in µM × molar mass. Free = share not bound × total. "
        "Base = salt × molar mass of base / molar mass of salt.",
        "waking_ng_per_ml = 2.7 * base_g_per_mol; free_um = (1 - bound) * 250 / base_g_per_mol; "
        "device_base_mg = 32.3 * base_g_per_mol / salt_g_per_mol.",
    ),
    right="All three. A number without form, site, time and free or total is half a number.",
)

# Task 2: where is it when the level has fallen? -------------------------------

TARGET_NG_PER_ML = 1000.0


@cache
def _bolus(model: str = "kamp2020") -> pk.Course:
    return pk.simulate(pk.Dose(140, duration_min=1), model=model)


def _falls_min() -> float:
    return _bolus().falls_below_min(TARGET_NG_PER_ML)


def _share(place: str) -> float:
    return float(_bolus().at([_falls_min()]).shares[place][0])


def _in_tissue() -> float:
    return _share("fast") + _share("slow")


def _half_gone_min() -> float:
    times_min = np.linspace(1, 300, 3000)
    return float(np.interp(0.5, _bolus().at(times_min).shares["eliminated"], times_min))


WHERE_IS_IT = Task(
    id="02.2",
    title="Where is it when the level has fallen?",
    points=3,
    parts=(
        part(
            name="falls_min",
            asks="the time at which the arterial level passes 1,000 ng/mL on its way down",
            kind=Number("min", within=0.03),
            answer=_falls_min,
            wrong="""
            vein: This is the venous level. It lags behind the artery; the task asks for the artery.
            seconds: The digits are right, the unit is not: this is in s, and min is asked for.
            worked-level: This is the time of the worked step. Change the level.
            other-set: This is the answer of the Domino set. Leave the model at its default.
            """,
            vein=lambda: _bolus().falls_below_min(TARGET_NG_PER_ML, "venous"),
            seconds=lambda: 60 * _falls_min(),
            worked_level=lambda: _bolus().falls_below_min(_waking()),
            other_set=lambda: _bolus("domino1982").falls_below_min(TARGET_NG_PER_ML),
        ),
        part(
            name="in_tissue",
            asks="the share of the dose in fast and slow tissue together at that time, 0 to 1",
            kind=Number(within=0.03),
            answer=_in_tissue,
            wrong="""
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            not-eliminated: This is all that has not been eliminated, blood included. Only tissue is
                asked for.
            fast-only: This is fast tissue alone. Add the slow tissue.
            milligrams: These are milligrams. Divide by the dose.
            """,
            per_cent=lambda: 100 * _in_tissue(),
            not_eliminated=lambda: 1 - _share("eliminated"),
            fast_only=lambda: _share("fast"),
            milligrams=lambda: 140 * _in_tissue(),
        ),
        part(
            name="half_gone_min",
            asks="the time at which half of the dose has been eliminated",
            kind=Number("min", within=0.03),
            answer=_half_gone_min,
            wrong="""
            half-of-level: This is when the **level** has halved from its value at 2 min. The level
                falls long before the dose is gone.
            terminal: This is the terminal half-life. It is the slope of the last part of the curve,
                where little is left to eliminate.
            from-clearance: This is 0.69 × volume / clearance, as if the body were one stirred pot.
                There are three.
            """,
            half_of_level=lambda: _bolus().falls_below_min(
                float(_bolus().at([2.0]).arterial_ng_per_ml[0]) / 2
            ),
            terminal=lambda: float(pk.half_lives_min()[-1]),
            from_clearance=lambda: (
                60 * np.log(2) * pk.model().steady_volume_l / pk.model().clearance_l_per_h
            ),
        ),
    ),
    hints=(
        "The worked step has everything: another level, then other keys of shares.",
        "Use bolus.falls_below_min(...), then bolus.at([that time]).shares. Its keys are "
        '"central", "fast", "slow" and "eliminated".',
        'at_that_time = bolus.at([falls_min]); add its shares "fast" and "slow". For the last one '
        'see where bolus.at(times).shares["eliminated"] passes 0.5: '
        "np.interp(0.5, shares, times).",
    ),
    right=lambda: (
        f"At 1,000 ng/mL {100 * _in_tissue():.0f}% of the dose is in tissue. Half is gone only "
        f"after {_half_gone_min():.0f} min."
    ),
)

# Task 3: one drug, two half-lives, real data ----------------------------------

TAIL = "pk-hasan2021-sket-venous-iv5mg"
EARLY_H, LATE_H = (1, 4), (8, 24)


def _half_life_min(window_h: tuple[float, float], *, log=np.log) -> float:
    table = series(TAIL)
    inside = table[(table["time_h"] >= window_h[0]) & (table["time_h"] <= window_h[1])]
    slope = np.polyfit(60 * inside["time_h"], log(inside["conc_ng_per_ml"]), 1)[0]
    return float(-np.log(2) / slope)


def _window_part(name: str, window_h: tuple[float, float], words: str) -> Part:
    return part(
        name=name,
        asks=f"the half-life that a straight line through the points {words} gives",
        kind=Number("min", within=0.03),
        answer=lambda: _half_life_min(window_h),
        wrong="""
        hours: The digits are right, the unit is not: this is in h, and min is asked for.
        log-ten: You took the logarithm to base 10 and ln 2 as the numerator. Use one base.
        time-constant: This is one over the slope: the time to fall to 37%. A half-life is 0.69 of
            it.
        all-points: This is the slope through all points. Keep only those of the window.
        """,
        hours=lambda: _half_life_min(window_h) / 60,
        log_ten=lambda: _half_life_min(window_h, log=np.log10),
        time_constant=lambda: _half_life_min(window_h) / np.log(2),
        all_points=lambda: _half_life_min((1, 24)),
    )


TWO_WINDOWS = Task(
    id="02.3",
    title="Which half-life?",
    points=3,
    parts=(
        _window_part("early_min", EARLY_H, "from 1 to 4 h"),
        _window_part("late_min", LATE_H, "from 8 to 24 h"),
        choose(
            name="why_longer",
            asks="the most careful reason for the difference",
            options={
                "tired-liver": "the liver has slowed down",
                "right": "the window, and points read close to an axis",
                "the-true-one": "its half-life is the later one",
            },
            wrong="""
            tired-liver: Nothing in these points is about the liver. At lower levels enzymes have
                less to do, not more: they cannot tire.
            the-true-one: Look at the levels of the last points, and at what the table's note says
                about how values that low were read from the figure.
            """,
        ),
    ),
    hints=(
        "On a log axis an exponential is a straight line. Fit it with np.polyfit and look at the "
        "slope.",
        "Half-life = ln 2 / (minus the slope of ln(level) against minutes). Choose the rows first: "
        'table["time_h"] between the two ends, both included.',
        'part = table[table["time_h"].between(1, 4)]; slope = np.polyfit(60 * part["time_h"], '
        'np.log(part["conc_ng_per_ml"]), 1)[0]; early_min = -np.log(2) / slope.',
    ),
    right=lambda: (
        f"{_half_life_min(EARLY_H):.0f} and {_half_life_min(LATE_H):.0f} min from one figure. "
        "The last points were read close to the figure's axis. Never quote a half-life without its "
        "window."
    ),
)

# Task 4: the first pass -------------------------------------------------------

INTRINSIC_L_PER_H = 392.0
FLOW_L_PER_H = 151.0


def _singh(route: str, dose_mg: float) -> float:
    table = series("pk-singh2022-iv-vs-nasal")
    row = table[(table["route"] == route) & (table["dose_mg"] == dose_mg)]
    return float(row["ket_auc_ug_h_per_l"].iloc[0])


def _nasal_percent() -> float:
    return 100 * (_singh("nasal", 50) / 50) / (_singh("iv", 10) / 10)


def _extracted(factor: float) -> float:
    return pk.extraction(INTRINSIC_L_PER_H * factor, FLOW_L_PER_H)


def _drip_area(factor: float) -> float:
    return _extracted(1.0) / _extracted(factor)


def _mouth_area(factor: float) -> float:
    return (1 - _extracted(factor)) / _extracted(factor) / ((1 - _extracted(1)) / _extracted(1))


def _area_part(name: str, after: str, answer: Callable, wrong: str, **slips: Callable) -> Part:
    """Return a part whose answer, and whose slips, are functions of the factor on the liver."""
    return part(
        name=name,
        asks=f"the area after {after}, over that of a normal liver",
        kind=Function(("factor",), ((1.0,), (2.0,), (0.5,), (4.0,), (0.25,)), Number()),
        answer=lambda: answer,
        wrong=wrong,
        **{slip: lambda given=given: given for slip, given in slips.items()},
    )


FIRST_PASS = Task(
    id="02.4",
    title="What the first pass takes",
    points=4,
    parts=(
        part(
            name="nasal_percent",
            asks="the bioavailability of 50 mg from the atomiser",
            kind=Number("%"),
            answer=_nasal_percent,
            wrong="""
            doses-forgotten: You divided two areas of different doses. Divide each by its dose.
            share: This is a share from 0 to 1. Per cent is asked for.
            upside-down: This is i.v. over nasal. What reaches the blood from the nose is the
                smaller.
            other-dose: This is the 10 mg row.
            dose-upside-down: You multiplied by the doses. A larger dose makes a larger area: divide
                by it.
            """,
            doses_forgotten=lambda: 100 * _singh("nasal", 50) / _singh("iv", 10),
            share=lambda: _nasal_percent() / 100,
            upside_down=lambda: 1e4 / _nasal_percent(),
            other_dose=lambda: 100 * (_singh("nasal", 10) / 10) / (_singh("iv", 10) / 10),
            dose_upside_down=lambda: 100 * _singh("nasal", 50) * 50 / (_singh("iv", 10) * 10),
        ),
        _area_part(
            "drip_area",
            "a drip",
            _drip_area,
            """
            upside-down: Your area grows as the enzymes grow. More enzyme clears more, so less area
                is left.
            no-flow: This is one over the factor, as if flow were no limit. The liver cannot clear
                more blood than it gets.
            not-relative: With a normal liver your function should give 1. Divide by the normal
                area.
            no-effect: Your function gives 1 everywhere. Does it use the argument factor?
            """,
            upside_down=lambda factor: 1 / _drip_area(factor),
            no_flow=lambda factor: 1 / factor,
            not_relative=lambda factor: 1 / (FLOW_L_PER_H * _extracted(factor)),
            no_effect=lambda factor: 1.0,
        ),
        _area_part(
            "mouth_area",
            "swallowing",
            _mouth_area,
            """
            clearance-only: This is the drip's answer again. Swallowed drug is cleared twice: on its
                way in, and later.
            first-pass-only: This is what survives the way in. What came in is then cleared faster
                too.
            upside-down: Your area grows as the enzymes grow. More enzyme, less area.
            """,
            clearance_only=_drip_area,
            first_pass_only=lambda factor: (1 - _extracted(factor)) / (1 - _extracted(1)),
            upside_down=lambda factor: 1 / _mouth_area(factor),
        ),
    ),
    hints=(
        "Bioavailability compares areas for each mg. And an area after a drip is dose / clearance.",
        "Clearance = flow × E. By mouth the area is dose × gut × (1 - E) / clearance. "
        "The dose and the gut drop out when you divide by the normal area.",
        "nasal_percent = 100 * (area_nasal / 50) / (area_iv / 10). drip_area: "
        "extracted(1) / extracted(factor). mouth_area: the same, times "
        "(1 - extracted(factor)) / (1 - extracted(1)).",
    ),
    right=lambda: (
        f"With twice the enzymes a drip keeps {100 * _drip_area(2):.0f}% of its area, a swallowed "
        f"dose {100 * _mouth_area(2):.0f}%: by mouth the flow drops out altogether."
    ),
)

# Task 5: from dose to block ---------------------------------------------------

CLAIMED = 0.6


@cache
def _peaks() -> dict[str, float]:
    block = dose_to_block(pk.INFUSION, ladder([0.0, 1.0]))
    return dict(zip((one.name for one in block.assumptions), map(float, block.peak()), strict=True))


@cache
def _gilling_in_mg() -> float:
    return next(one.ic50_um for one in ladder(1.0) if one.subunit is None)


def _level_needed() -> float:
    free_um = _gilling_in_mg() * CLAIMED / (1 - CLAIMED)
    return float(ng_per_ml_from_um(free_um)) / pk.FREE_FRACTION


DOSE_TO_BLOCK = Task(
    id="02.5",
    title="How many channels?",
    points=4,
    parts=(
        part(
            name="lowest",
            asks="the lowest peak block on the ladder, as a share from 0 to 1",
            kind=Number(within=0.03),
            answer=lambda: min(_peaks().values()),
            wrong="""
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            no-magnesium: This is the lowest of the rungs without Mg²⁺. Look at all of them.
            dissolved-all: The binding to protein is missing: the free share is 1 here.
            """,
            per_cent=lambda: 100 * min(_peaks().values()),
            no_magnesium=lambda: min(v for name, v in _peaks().items() if ", 0 mM" in name),
            dissolved_all=lambda: float(
                dose_to_block(pk.INFUSION, ladder([0.0, 1.0], free_fraction=1.0)).peak().min()
            ),
        ),
        part(
            name="highest",
            asks="the highest peak block on the ladder, as a share from 0 to 1",
            kind=Number(within=0.03),
            answer=lambda: max(_peaks().values()),
            wrong="""
            verified-only: This is the highest of the verified rungs: a sound choice, and another
                question. Here take all rungs.
            per-cent: This is in per cent. A share from 0 to 1 is asked for.
            with-magnesium: This is the highest of the rungs in 1 mM Mg²⁺. Look at all of them.
            """,
            verified_only=lambda: max(v for name, v in _peaks().items() if "table" not in name),
            per_cent=lambda: 100 * max(_peaks().values()),
            with_magnesium=lambda: max(v for name, v in _peaks().items() if ", 1 mM" in name),
        ),
        part(
            name="needed_ng_per_ml",
            asks="the total level at which human GluN2A in 1 mM Mg²⁺ would be blocked as claimed",
            kind=Number("ng/mL", within=0.03),
            answer=_level_needed,
            wrong="""
            free-level: This is the free level. A laboratory measures the total: divide by the free
                share.
            times-free: You multiplied by the free share. The total is larger than the free level.
            half-block: This is the level for half block. The IC50 must be multiplied by share / (1
                - share).
            share-times-ic50: You took share × IC50. Solve c / (c + IC50) = share for c.
            micromolar: This is the free concentration in µM. Turn it into a total level in ng/mL.
            """,
            free_level=lambda: _level_needed() * pk.FREE_FRACTION,
            times_free=lambda: _level_needed() * pk.FREE_FRACTION**2,
            half_block=lambda: _level_needed() * (1 - CLAIMED) / CLAIMED,
            share_times_ic50=lambda: _level_needed() * (1 - CLAIMED),
            micromolar=lambda: _gilling_in_mg() * CLAIMED / (1 - CLAIMED),
        ),
        choose(
            name="verdict",
            asks="what follows for the claim",
            options={
                "claimed": "the drip blocks what was claimed",
                "right": "the claim rests on the choice of IC50",
                "nothing": "the drip blocks next to nothing",
            },
            wrong="""
            claimed: Only some rungs come near it, all of them without Mg²⁺.
            nothing: The lowest rung is one assumption among others, and a small share of channels
                may still matter to a circuit.
            """,
        ),
    ),
    hints=(
        "block.peak() has one number for each rung, in the order of block.assumptions.",
        "lowest and highest are its smallest and largest value. For the level solve "
        "share = c / (c + IC50) for c, then go from free µM to total ng/mL.",
        "c = ic50 * 0.6 / (1 - 0.6); needed_ng_per_ml = ng_per_ml_from_um(c) / pk.FREE_FRACTION.",
    ),
    right=lambda: (
        f"From {100 * min(_peaks().values()):.0f} to {100 * max(_peaks().values()):.0f}% for one "
        f"drip. With the strictest rung the claim needs {_level_needed():,.0f} ng/mL, a multiple "
        "of what anaesthesia reaches."
    ),
)

TASKS = (FOUR_WORDS, WHERE_IS_IT, TWO_WINDOWS, FIRST_PASS, DOSE_TO_BLOCK, HOLD_A_LEVEL)
