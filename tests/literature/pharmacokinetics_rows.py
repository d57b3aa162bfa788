"""What published studies of ketamine's kinetics measured, asked of the kinetic models.

Tolerances follow one rule. A printed SD or range over people: the model, a typical person, must
lie inside. A mean without spread from another lab: a factor of 1.25 (labs differ by so much in
clearance), for a metabolite or after swallowing a factor of 1.5. A curve: 15 % median error. The
default set (kamp2020) answers unless the row says another; body weight is 70 kg unless said.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from helpers.evidence import fact, series
from helpers.simulations import pharmacokinetics as pk
from helpers.simulations.dose_to_block import Assumption, dose_to_block
from helpers.simulations.units import um_from_ng_per_ml
from tests.literature.score import Finding, Row, factor, inside, within

OTHER_LAB = "another lab, no spread used"
SWALLOWED = "another lab, swallowed drug or metabolite"
PEOPLE = "spread between people: the typical one must lie inside"
ROUNDING = "only rounding and the reading of a table stand between"
CURVE = "digitised by a third party, no spread"
SPRAY = "perezruixo2021"


# --- experiments -------------------------------------------------------------------------------


@cache
def step_up(arm: str, name: str = "kamp2020") -> pk.Course:
    """Return the escalating infusion of Kamp 2020b (an hour at each of three rates)."""
    schedule = series("pk-infusion-kamp2020b")
    doses = [
        pk.Dose(
            step.rate_mg_per_kg_per_h * 70 * (step.end_h - step.start_h),
            form="S" if arm == "esketamine" else "racemate",
            start_min=60 * step.start_h,
            duration_min=60 * (step.end_h - step.start_h),
        )
        for step in schedule[schedule["arm"] == arm].itertuples()
    ]
    return pk.simulate(doses, model=name)


def median_error_percent(
    curve: str, arm: str, what: str, name: str = "kamp2020", isomers: str = "S"
) -> float:
    """Return the median error (%) over the points of a curve that are not flagged."""
    points = series(f"pk-kamp2020b-{curve}-{arm}-arm")
    sound = points[points["flag"].isna() & (points["conc_ng_per_ml"] > 0)]
    course = step_up(arm, name).at(60 * sound["time_h"].to_numpy())
    course = course.only("S") if isomers == "S" else course
    found = course.level_ng_per_ml(what)
    return 100 * float(np.median(np.abs(found / sound["conc_ng_per_ml"] - 1)))


def hasan_error_percent(name: str) -> float:
    """Return the median error (%) of venous S-ketamine, 1 to 8 h after 5 mg racemate."""
    points = series("pk-hasan2021-sket-venous-iv5mg")
    points = points[points["conc_ng_per_ml"] > 0.5]
    course = pk.simulate(pk.Dose(5, duration_min=30), model=name, times_min=60 * points["time_h"])
    found = course.only("S").venous_ng_per_ml
    return 100 * float(np.median(np.abs(found / points["conc_ng_per_ml"] - 1)))


def curve_row(
    name: str, facts: tuple[str, ...], asks: str, predict, expect="hit", reason=""
) -> Row:
    """Return a row that asks the median error of a digitised curve."""
    return Row(
        name,
        facts,
        f"median error over a curve: {asks}",
        predict,
        "independent",
        within(15, CURVE),
        expect,
        reason,
        value=lambda *_: 0.0,
        unit="%",
    )


def spray(mg: float) -> pk.Course:
    """Return esketamine spray, devices five minutes apart, in the published model."""
    return pk.simulate(pk.Dose(mg, "S", "nasal_spray"), model=SPRAY)


def induced_percent(name: str, what: str, until_min: float | None, route: str = "iv") -> float:
    """Return the change of an area (%) by rifampicin, S-ketamine over two hours."""
    dose = pk.Dose(40, "S", route, duration_min=120)
    areas = [
        pk.simulate(dose, model=name, enzymes=who).area_ng_h_per_ml(what, until_min)
        for who in (None, pk.interactions()["rifampicin"])
    ]
    return 100 * (areas[1] / areas[0] - 1)


def ratio(dose: pk.Dose, metabolite: str, isomer: str | None = None, **who) -> float:
    """Return the area of a metabolite over that of ketamine."""
    course = pk.simulate(dose, **who)
    course = course if isomer is None else course.only(isomer)
    return course.area_ng_h_per_ml(metabolite) / course.area_ng_h_per_ml()


def clearance(form: str, name: str = "kamp2020") -> float:
    """Return a clearance (L/h, 70 kg)."""
    return pk.clearance_l_per_h(name, form)


def steady_volume_l(name: str) -> float:
    """Return the volume at steady state without the liver (L)."""
    known = pk.model(name)
    return known.v_central_l + known.v_fast_l + known.v_slow_l


def window_half_life_min(dose: pk.Dose, start: float, end: float, site: str = "venous") -> float:
    """Return the half-life (min) that a log-linear fit of 13 even samples gives."""
    minutes = np.linspace(start, end, 13)
    levels = pk.simulate(dose, times_min=minutes).level_ng_per_ml(site)
    return pk.fitted_half_life_min(minutes, levels, start, end)


def residence_drop_percent() -> float:
    """Return by how much mean residence is shorter in arterial than in venous samples (%)."""
    minutes = np.arange(0, 3000, 1.0)
    course = pk.simulate(pk.Dose(6, "S", duration_min=30), times_min=minutes)
    mean = [
        np.trapezoid(level * minutes, minutes) / np.trapezoid(level, minutes) - 15
        for level in (course.arterial_ng_per_ml, course.venous_ng_per_ml)
    ]
    return 100 * (1 - mean[0] / mean[1])


def child_nasal(what: str) -> tuple[float, float]:
    """Return peak and time after 3 mg/kg in the nose of a child of 20 kg, F 0.5 as measured."""
    dose = pk.Dose(60, route="nasal_spray", direct=0.37)
    return pk.simulate(dose, model="herd2007", weight_kg=20).peak(what)


def swallowed_fold(drug: str, what: str = "plasma", of: str = "area") -> float:
    """Return how an area or a venous peak of swallowed S-ketamine changes beside a drug."""
    usual, changed = (
        pk.simulate(pk.Dose(14, "S", "oral"), enzymes=who)
        for who in (None, pk.interactions()[drug])
    )
    if of == "area":
        return changed.area_ng_h_per_ml(what) / usual.area_ng_h_per_ml(what)
    return changed.peak(what)[0] / usual.peak(what)[0]


def metabolite_fold(drug: str) -> float:
    """Return how the ratio of areas, norketamine over ketamine, changes beside a drug."""
    return swallowed_fold(drug, "norketamine") / swallowed_fold(drug)


def late_half_life_fold(drug: str) -> float:
    """Return how a half-life fitted from 4 to 12 h after swallowing changes beside a drug."""
    minutes = np.arange(240.0, 721.0, 30.0)
    found = [
        pk.fitted_half_life_min(
            minutes,
            pk.simulate(pk.Dose(14, "S", "oral"), enzymes=who, times_min=minutes).venous_ng_per_ml,
            240,
            720,
        )
        for who in (None, pk.interactions()[drug])
    ]
    return found[1] / found[0]


def spray_fold(drug: str) -> float:
    """Return how the area of esketamine by spray changes beside a drug."""
    areas = [
        pk.simulate(pk.Dose(84, "S", "nasal_spray"), model=SPRAY, enzymes=who).area_ng_h_per_ml()
        for who in (None, pk.interactions()[drug])
    ]
    return areas[1] / areas[0]


def child(dose: pk.Dose, what: str, weight_kg: float = 18) -> tuple[float, float]:
    """Return peak and time in a child by herd2007 (18 kg: the middle of 11 to 25)."""
    return pk.simulate(dose, model="herd2007", weight_kg=weight_kg).peak(what)


def fold(one) -> float:
    """Turn a change in percent into a ratio."""
    return 1 + one.value / 100


def settled(minutes: float) -> tuple[bool, str]:
    """Say whether ketamine and norketamine stand within 10 % of their last level by a time."""
    days = 5 * 24 * 60
    course = pk.simulate(pk.Dose(20 * days / 60, duration_min=days), times_min=[minutes, days])
    there = [
        level[0] / level[1] for level in (course.venous_ng_per_ml, course.norketamine_ng_per_ml)
    ]
    words = "ketamine at {:.0%}, norketamine at {:.0%} of the last level".format(*there)
    return min(there) > 0.9, words


def seen_by_scanner(mg_mm: float, *, fell: bool) -> tuple[bool, str]:
    """Say whether block by 0.5 mg/kg S-ketamine would (not) stand out of a tracer's noise."""
    one = Assumption("human GluN2A", mg_mm=mg_mm, blocker="S-ketamine")
    block = dose_to_block(pk.Dose(35, "S", duration_min=40), one).peak()[0]
    noise = fact("vanderaart2018-retest").value / 100
    return (block > noise) == fell, f"{block:.0%} blocked, noise of the tracer {noise:.0%}"


def iv_ratio(until_min: float) -> float:
    """Return the area of norketamine over that of ketamine up to a time after 10 mg i.v."""
    course = pk.simulate(pk.Dose(10))
    metabolite = course.area_ng_h_per_ml("norketamine", until_min)
    return metabolite / course.area_ng_h_per_ml(until_min=until_min)


def maintained_ng_per_ml(minutes: float) -> float:
    """Return the arterial level at the end of the maintenance infusion of Idvall 1979."""
    mg = fact("idvall1979-maintenance").value * 70 / 1000 * minutes
    doses = [pk.Dose(140, duration_min=1), pk.Dose(mg, start_min=1, duration_min=minutes)]
    return float(pk.simulate(doses, times_min=[1 + minutes]).arterial_ng_per_ml[0])


# --- rows --------------------------------------------------------------------------------------

INFUSION = pk.Dose(35, duration_min=40)
PER_KG = "L/h/70 kg"


def per_h(one) -> float:
    """Turn mL/min/kg, mL/min, L/min or L/min/kg into L/h at 70 kg."""
    scale = {"mL/min/kg": 4.2, "mL/min": 0.06, "L/min": 60.0, "L/min/kg": 4200.0, "L/h/70 kg": 1.0}
    return one.value * scale[one.unit]


def clearance_row(fact_id: str, form: str, expect: str = "hit", reason: str = "") -> Row:
    """Return a row that asks a clearance of another lab."""
    return Row(
        f"clearance-{fact_id}",
        (fact_id,),
        f"clearance of {form}",
        lambda: clearance(form),
        "independent",
        factor(1.25, OTHER_LAB),
        expect,
        reason,
        value=per_h,
        unit=PER_KG,
    )


def own_table(fact_id: str, asks: str, predict) -> Row:
    """Return a row that asks the spray model for its own paper's table."""
    tolerance = factor(1.02, ROUNDING)
    return Row(f"spray-{fact_id}", (fact_id,), asks, predict, "calibrates", tolerance, "hit")


ONE_DELAY = (
    "one delay after the arterial curve lengthens residence by 12 min of 160; the arm takes up "
    "drug besides, and the study's clearance base is not clear"
)
FANTA = "F was 8 % there, 18 % in the spray model behind our liver: labs disagree twofold"

# A table: each row as short as it can be read.
# fmt: off
ROWS = [
    # digitised arterial curves
    curve_row("kamp2020b-s-esketamine", ("kamp2020b-sket-3h",),
        "arterial S-ketamine over 5 h, esketamine in three steps",
        lambda: median_error_percent("sket", "esketamine", "arterial")),
    curve_row("kamp2020b-s-racemic", ("kamp2020b-sket-3h",),
        "arterial S-ketamine over 5 h, racemate in three steps",
        lambda: median_error_percent("sket", "racemic", "arterial")),
    curve_row("kamp2020b-s-esketamine-noppers", ("kamp2020b-sket-3h",), "the same by noppers2011",
        lambda: median_error_percent("sket", "esketamine", "arterial", "noppers2011")),
    curve_row("kamp2020b-s-esketamine-domino", ("kamp2020b-sket-3h",), "the same by domino1982",
        lambda: median_error_percent("sket", "esketamine", "arterial", "domino1982"), "miss",
        "an outlier: clearance 116 L/h, central volume 4.4 L"),
    curve_row("kamp2020b-sn-esketamine", ("kamp2020b-snk-5h",),
        "S-norketamine over 5 h, esketamine in three steps",
        lambda: median_error_percent("snorket", "esketamine", "norketamine")),
    curve_row("kamp2020b-sn-racemic", ("kamp2020b-snk-5h",),
        "S-norketamine over 5 h, racemate in three steps",
        lambda: median_error_percent("snorket", "racemic", "norketamine")),
    curve_row("kamp2020b-hnk-racemic", ("kamp2020b-snk-5h",),
        "total hydroxynorketamine over 5 h, racemate in three steps",
        lambda: median_error_percent("hnk", "racemic", "hydroxynorketamine", isomers="both"),
        "miss",
        "its clearance is set by Hasan 2021; this curve alone would ask for one six times higher "
            "(v_hnk_l 49, clearance 164 L/h meet it within 6 %): the studies disagree"),
    curve_row("hasan2021-s-venous", ("hasan2021-s-cl",),
        "venous S-ketamine 1 to 8 h after 5 mg racemate", lambda: hasan_error_percent("kamp2020"),
        "miss",
        "high at 1 h and too low after 8 h: the set ends with 3 h half-life, this study with 5 h"),
    curve_row("hasan2021-s-venous-noppers", ("hasan2021-s-cl",), "the same by noppers2011",
        lambda: hasan_error_percent("noppers2011")),
    Row("kamp2020b-s-3h", ("kamp2020b-sket-3h",),
        "arterial S-ketamine at the end of esketamine in three steps",
        lambda: um_from_ng_per_ml(step_up("esketamine").at([180]).arterial_ng_per_ml[0]),
        "independent", factor(1.15, CURVE), "hit"),
    Row("kamp2020b-sn-5h", ("kamp2020b-snk-5h",), "S-norketamine two hours later",
        lambda: um_from_ng_per_ml(step_up("esketamine").at([300]).norketamine_ng_per_ml[0], 223.70),
        "independent", factor(1.15, CURVE), "hit"),
    # the default set against its own abstract
    Row("kamp2020a-vd", ("kamp2020a-meta-vd",), "sum of the three volumes",
        lambda: steady_volume_l("kamp2020"), "calibrates",
        inside(why="95 % confidence interval of the same meta-analysis"), "hit"),
    Row("kamp2020a-cl", ("kamp2020a-meta-cl",), "clearance", lambda: clearance("racemate"),
        "calibrates", inside(why="95 % confidence interval of the same meta-analysis"), "hit"),
    # clearances of other labs
    clearance_row("henthorn2018-s-cl", "S"),
    clearance_row("persson2002-s-cl", "S"),
    clearance_row("persson2002-r-cl", "R"),
    clearance_row("wang2019-s-cl-esk", "S"),
    clearance_row("wang2019-s-cl-rac", "S"),
    clearance_row("hasan2021-s-cl", "S"),
    clearance_row("hasan2021-r-cl", "R"),
    clearance_row("fanta2015-cl", "S"),
    Row("singh2022-iv", ("singh2022-iv-auc",), "area after 10 mg i.v.",
        lambda: pk.simulate(pk.Dose(10)).area_ng_h_per_ml(), "independent", factor(1.25, OTHER_LAB),
        "hit"),
    Finding("geisslinger1993-r", ("geisslinger1993-r-vs-s",),
        "R-ketamine is cleared more slowly than S",
        lambda: (clearance("R") < clearance("S"),
            f"R {clearance('R'):.0f}, S {clearance('S'):.0f} L/h"), "independent", "hit",
        "the smaller volume of R is not in the model: both isomers share the volumes of the set"),
    # volumes, half-lives, residence
    Row("hasan2021-s-vss", ("hasan2021-s-vss",), "steady-state volume of S",
        lambda: steady_volume_l("kamp2020") / 70, "independent", inside(why=PEOPLE), "miss",
        "48 h of venous samples after a small dose see a deeper compartment than the set has"),
    Row("hasan2021-r-vss", ("hasan2021-r-vss",), "steady-state volume of R",
        lambda: steady_volume_l("kamp2020") / 70, "independent", inside(why=PEOPLE), "miss",
        "just below: see that of S"),
    Row("hasan2021-s-thalf", ("hasan2021-s-thalf",), "terminal half-life of S",
        lambda: pk.half_lives_min("kamp2020", "S")[-1] / 60, "independent", inside(why=PEOPLE),
        "hit"),
    Row("hasan2021-r-thalf", ("hasan2021-r-thalf",), "terminal half-life of R",
        lambda: pk.half_lives_min("kamp2020", "R")[-1] / 60, "independent", inside(why=PEOPLE),
        "hit"),
    Row("idvall1979-thalf", ("idvall1979-thalf",),
        "half-life fitted from 1 to 3 h after the infusion began, arterial",
        lambda: window_half_life_min(INFUSION, 60, 180, "arterial"), "independent",
        inside(why="± as printed; window and site were set here, the paper sampled a few hours"),
        "hit",
        "venous samples of the same window would give 66 min, a miss: the site is not stated"),
    Row("yanagihara2003-thalf", ("yanagihara2003-thalf",),
        "half-life fitted from 30 min to 8 h after 20 mg i.v.",
        lambda: window_half_life_min(pk.Dose(20), 30, 480), "independent",
        factor(1.25, OTHER_LAB + "; n = 3"), "hit"),
    Row("persson2002-art-ven", ("persson2002-art-ven",),
        "mean residence shorter in arterial than in venous samples", residence_drop_percent,
        "independent", factor(1.5, "a mean of ten men"), "miss", ONE_DELAY),
    Row("clements1981-thalf", ("clements1981-derived-thalf",), "terminal half-life of clements1981",
        lambda: pk.half_lives_min("clements1981")[-1], "arithmetic", factor(1.01, ROUNDING), "hit"),
    Row("domino-cl", ("domino-cl-derived",), "clearance of domino1982",
        lambda: clearance("racemate", "domino1982") * 1000 / 60 / 70, "arithmetic",
        factor(1.01, ROUNDING), "hit"),
    Row("domino-vss", ("domino-vss-derived",), "steady-state volume of domino1982",
        lambda: steady_volume_l("domino1982") / 70, "arithmetic", factor(1.01, ROUNDING), "hit"),
    Row("hijazi2003-cl", ("hijazi2003-cl",), "clearance in intensive care by hijazi2003",
        lambda: clearance("racemate", "hijazi2003") * 1000 / 60 / 70, "arithmetic",
        factor(1.02, ROUNDING), "hit"),
    Row("hijazi2003-thalf", ("hijazi2003-thalf",), "terminal half-life by hijazi2003",
        lambda: pk.half_lives_min("hijazi2003")[-1] / 60, "arithmetic", factor(1.05, ROUNDING),
        "hit"),
    Row("hijazi2003-vbeta", ("hijazi2003-vbeta",), "clearance over terminal rate by hijazi2003",
        lambda: (clearance("racemate", "hijazi2003") / 60 * pk.half_lives_min("hijazi2003")[-1] /
            np.log(2) / 70), "arithmetic", factor(1.1, ROUNDING), "hit"),
    # levels that a study reports for a dose
    Row("krystal1994", ("krystal1994-dissociation",),
        "venous level at the end of 0.5 mg/kg over 40 min",
        lambda: pk.simulate(INFUSION, times_min=[40]).venous_ng_per_ml[0], "independent",
        inside(why="range as quoted by a review"), "hit"),
    Row("zanos2018-anaesthesia", ("zanos2018-anaesthesia",), "arterial level 5 min after 2 mg/kg",
        lambda: pk.simulate(pk.Dose(140), times_min=[5]).arterial_ng_per_ml[0], "independent",
        inside(why="range as quoted by a review; the time was set here"), "hit"),
    Row("grant1981-im-cmax", ("grant1981-im-cmax",), "venous peak after 0.5 mg/kg in the muscle",
        lambda: pk.simulate(pk.Dose(35, route="im")).peak("venous")[0], "independent",
        factor(1.25, OTHER_LAB), "miss",
        "the value was not seen in any source; a delay spreads the peak"),
    Row("grant1981-im-tmax", ("grant1981-im-tmax",), "time of that peak",
        lambda: pk.simulate(pk.Dose(35, route="im")).peak("venous")[1], "independent",
        factor(1.25, OTHER_LAB), "hit"),
    Row("idvall1979-maintained", ("idvall1979-maintained-level", "idvall1979-maintenance"),
        "level after 2 mg/kg and an hour of the mean maintenance dose (the hour set here)",
        lambda: um_from_ng_per_ml(maintained_ng_per_ml(60)), "independent",
        inside(why="± as printed"), "miss",
        "the mean dose hides a faster start: it fell as anaesthesia went on. Held for ever it "
            "would give 8.6 µM"),
    # routes
    Row("clements1982-oral", ("clements1982-f-oral",), "F of swallowed racemate",
        lambda: 100 * pk.bioavailability(pk.Dose(35, route="oral")), "independent",
        factor(1.25, OTHER_LAB), "hit"),
    Row("clements1982-im", ("clements1982-f-im",), "F in the muscle",
        lambda: 100 * pk.bioavailability(pk.Dose(35, route="im")), "calibrates",
        factor(1.01, ROUNDING), "hit"),
    Row("yanagihara2003-tablet", ("yanagihara2003-f-tablet",), "F of a swallowed tablet",
        lambda: 100 * pk.bioavailability(pk.Dose(50, route="oral")), "independent",
        factor(1.25, OTHER_LAB + "; n = 3"), "hit"),
    Row("yanagihara2003-sl", ("yanagihara2003-f-sl",), "F of a sublingual tablet",
        lambda: 100 * pk.bioavailability(pk.Dose(50, route="sublingual")), "independent",
        factor(1.25, OTHER_LAB + "; n = 3"), "hit"),
    Row("yanagihara2003-rectal", ("yanagihara2003-f-supp",), "F of a suppository",
        lambda: 100 * pk.bioavailability(pk.Dose(50, route="rectal")), "calibrates",
        factor(1.15, "set midway between two studies"), "hit"),
    Row("malinovsky1996-rectal", ("malinovsky1996-f-rectal",), "F in the rectum",
        lambda: pk.bioavailability(pk.Dose(50, route="rectal")), "calibrates",
        factor(1.15, "set midway between two studies"), "hit"),
    Row("yanagihara2003-nasal", ("yanagihara2003-f-nasal",), "F of 25 mg racemate by spray",
        lambda: 100 * pk.bioavailability(pk.Dose(25, route="nasal_spray")), "independent",
        factor(1.25, OTHER_LAB + "; n = 3"), "miss",
        "another device: the route is that of the esketamine spray"),
    Row("malinovsky1996-nasal", ("malinovsky1996-f-nasal",),
        "F of 60 mg in a child's nose (as three devices)",
        lambda: pk.bioavailability(pk.Dose(60, route="nasal_spray")), "independent",
        factor(1.25, "another device, anaesthetised children"), "hit"),
    Row("malinovsky1996-cmax", ("malinovsky1996-in3-cmax",),
        "venous peak after 3 mg/kg in the nose of a child of 20 kg (herd2007, F 0.5 as measured)",
        lambda: child_nasal("venous")[0], "independent",
        factor(1.5, "another device, anaesthetised children"), "hit"),
    Row("malinovsky1996-nk-tmax", ("malinovsky1996-nk-tmax-nasal",),
        "time of the norketamine peak in that child", lambda: child_nasal("norketamine")[1],
        "independent", factor(1.5, "read as a sampling time"), "miss",
        "norketamine of adults, scaled by weight; sampling times are not known"),
    Row("rolan2014-f", ("rolan2014-f-sl",), "F under the tongue, racemate",
        lambda: 100 * pk.bioavailability(pk.Dose(25, route="sublingual")), "calibrates",
        inside(why="90 % confidence interval"), "hit"),
    Row("rolan2014-tmax", ("rolan2014-tmax-sl",), "time of the venous peak",
        lambda: pk.simulate(pk.Dose(25, route="sublingual")).peak("venous")[1] / 60, "independent",
        inside(why=PEOPLE), "hit"),
    Row("simons2022a-f", ("simons2022a-f",), "F of an S-ketamine film under the tongue",
        lambda: 100 * pk.bioavailability(pk.Dose(50, "S", "sublingual")), "independent",
        factor(1.25, OTHER_LAB), "hit"),
    Row("simons2022a-oral-range", ("simons2022a-f-oral-lit-range",), "F of swallowed S-ketamine",
        lambda: 100 * pk.bioavailability(pk.Dose(50, "S", "oral")), "independent",
        inside(why="range over studies"), "hit"),
    Row("fanta2015-f", ("fanta2015-f",), "F of swallowed S-ketamine",
        lambda: 100 * pk.bioavailability(pk.Dose(17.5, "S", "oral")), "independent",
        factor(1.5, SWALLOWED), "miss", FANTA),
    Row("fanta2015-nk", ("fanta2015-nk-ratio-oral",),
        "norketamine over ketamine, areas after swallowing S-ketamine",
        lambda: ratio(pk.Dose(17.5, "S", "oral"), "norketamine"), "independent",
        factor(1.5, SWALLOWED), "miss", FANTA),
    Row("hasan2021-f-s", ("hasan2021-f-s-oral",), "F of swallowed S-ketamine",
        lambda: 100 * pk.bioavailability(pk.Dose(20, "S", "oral")), "independent",
        inside(why=PEOPLE), "hit"),
    Row("hasan2021-f-r", ("hasan2021-f-r-oral",), "F of swallowed R-ketamine",
        lambda: 100 * pk.bioavailability(pk.Dose(20, "R", "oral")), "independent",
        inside(why=PEOPLE), "hit"),
    # atomiser
    Row("singh2022-f-50", ("singh2022-in50-f",), "F of 50 mg by atomiser",
        lambda: 100 * pk.bioavailability(pk.Dose(50, route="nasal_atomiser")), "calibrates",
        factor(1.1, "fitted to the areas"), "hit"),
    Row("singh2022-auc-50", ("singh2022-in50-auc",), "area after 50 mg by atomiser",
        lambda: pk.simulate(pk.Dose(50, route="nasal_atomiser")).area_ng_h_per_ml(), "calibrates",
        factor(1.02, ROUNDING), "hit"),
    Row("singh2022-nk-50", ("singh2022-in50-nk-ratio",),
        "norketamine over ketamine, areas after 50 mg by atomiser",
        lambda: ratio(pk.Dose(50, route="nasal_atomiser"), "norketamine"), "calibrates",
        factor(1.02, ROUNDING), "hit"),
    Row("singh2022-nk-iv", ("singh2022-iv-nk-ratio",),
        "norketamine over ketamine, areas over two hours (set here) after 10 mg i.v.",
        lambda: iv_ratio(120), "independent", factor(1.5, SWALLOWED), "miss",
        "even over one hour the model has 0.42; the window of the printed areas is not stated. "
            "Nine people with cancer pain; volunteers (kamp2020b-sn rows) are met"),
    Row("singh2022-f-10", ("singh2022-in10-f",), "F of 10 mg by atomiser",
        lambda: 100 * pk.bioavailability(pk.Dose(10, route="nasal_atomiser")), "independent",
        factor(1.25, OTHER_LAB), "miss",
        "the share absorbed falls with the dose; the model's does not"),
    Row("singh2022-cmax-50", ("singh2022-in50-cmax",), "venous peak after 50 mg by atomiser",
        lambda: pk.simulate(pk.Dose(50, route="nasal_atomiser")).peak("venous")[0], "independent",
        inside(why=PEOPLE), "miss",
        "so high a peak on so small an area needs a fast part that the areas leave no room for"),
    Row("singh2022-cmax-10", ("singh2022-in10-cmax",), "venous peak after 10 mg by atomiser",
        lambda: pk.simulate(pk.Dose(10, route="nasal_atomiser")).peak("venous")[0], "independent",
        inside(why=PEOPLE), "miss", "as at 50 mg"),
    # the spray model against its own paper, and against the label
    own_table("perezruixo2021-cmax-28", "peak, 28 mg", lambda: spray(28).peak()[0]),
    own_table("perezruixo2021-cmax-84", "peak, 84 mg", lambda: spray(84).peak()[0]),
    own_table("perezruixo2021-auc24-28", "area to 24 h, 28 mg",
        lambda: spray(28).area_ng_h_per_ml("plasma", 1440)),
    own_table("perezruixo2021-auc24-84", "area to 24 h, 84 mg",
        lambda: spray(84).area_ng_h_per_ml("plasma", 1440)),
    own_table("perezruixo2021-nk-cmax-84", "peak of noresketamine, 84 mg",
        lambda: spray(84).peak("norketamine")[0]),
    own_table("perezruixo2021-f56", "F of 56 mg",
        lambda: 100 * pk.bioavailability(pk.Dose(56, "S", "nasal_spray"), model=SPRAY)),
    own_table("perezruixo2021-f84", "F of 84 mg",
        lambda: 100 * pk.bioavailability(pk.Dose(84, "S", "nasal_spray"), model=SPRAY)),
    own_table("perezruixo2021-vss", "Vc + Vp1 + Vp2", lambda: steady_volume_l(SPRAY)),
    own_table("perezruixo2021-nk-vss", "both volumes of noresketamine",
        lambda: pk.model(SPRAY).v_norketamine_l + pk.model(SPRAY).v_norketamine_2_l),
    own_table("perezruixo2021-nk-cl", "clearance of noresketamine",
        lambda: pk.model(SPRAY).clearance_norketamine_l_per_h),
    Row("spray-cl", ("perezruixo2021-cl",), "clearance from the printed parameters",
        lambda: clearance("S", SPRAY), "arithmetic",
        factor(1.05, "the abstract and the table of one paper differ by 4 %"), "hit"),
    Row("spray-f-swallowed", ("perezruixo2021-f-swallowed",),
        "F of swallowed drug from the printed parameters",
        lambda: 100 * pk.bioavailability(pk.Dose(84, "S", "oral"), model=SPRAY), "arithmetic",
        factor(1.05, "the abstract and the table of one paper differ by 4 %"), "hit"),
    Row("spray-nk-auc", ("perezruixo2021-nk-auc-discrepancy",),
        "noresketamine area to 24 h, 84 mg, over the published 758",
        lambda: spray(84).area_ng_h_per_ml("norketamine", 1440) / 758.0, "calibrates",
        inside(why="range over strata of the known misfit of the paper"), "hit"),
    Row("label-f", ("spravato-f",), "F of 56 mg",
        lambda: 100 * pk.bioavailability(pk.Dose(56, "S", "nasal_spray"), model=SPRAY),
        "independent", factor(1.25, OTHER_LAB), "hit"),
    Row("label-tmax", ("spravato-tmax",), "time of the peak after the last of three devices",
        lambda: spray(84).peak()[1] - 10, "independent", inside(why="range of the label"), "hit"),
    Row("label-thalf", ("spravato-thalf",), "terminal half-life",
        lambda: pk.half_lives_min(SPRAY, "S")[-1] / 60, "independent",
        inside(why="range of means in the label"), "hit"),
    Row("label-nk-thalf", ("spravato-nk-thalf",),
        "half-life of noresketamine from 12 to 24 h after 84 mg",
        lambda: (pk.fitted_half_life_min(np.arange(720, 1441, 60), spray(84).at(np.arange(720, 1441,
            60)).norketamine_ng_per_ml, 720, 1440) / 60), "independent", factor(1.25, OTHER_LAB),
        "hit"),
    Row("label-cl", ("spravato-cl",), "clearance", lambda: clearance("S", SPRAY), "independent",
        factor(1.15, "the label pools the studies behind the model"), "miss",
        "model and label differ: 109 and 89 L/h"),
    Row("label-vss", ("spravato-vss",), "steady-state volume", lambda: steady_volume_l(SPRAY),
        "independent", factor(1.15, "the label pools the studies behind the model"), "hit"),
    # metabolites
    Row("hasan2021-hnk-s", ("hasan2021-hnk-ratio-s-iv",),
        "hydroxynorketamine over ketamine, areas i.v., S series",
        lambda: ratio(pk.Dose(5, duration_min=30), "hydroxynorketamine", "S"), "calibrates",
        factor(1.01, ROUNDING), "hit"),
    Row("hasan2021-hnk-r", ("hasan2021-hnk-ratio-r-iv",),
        "hydroxynorketamine over ketamine, areas i.v., R series",
        lambda: ratio(pk.Dose(5, duration_min=30), "hydroxynorketamine", "R"), "calibrates",
        factor(1.01, ROUNDING), "hit"),
    Row("weiss2022-s", ("weiss2022-hnk-ket-ss-s",), "the same after swallowing, S series",
        lambda: ratio(pk.Dose(40, route="oral"), "hydroxynorketamine", "S"), "independent",
        factor(1.5, SWALLOWED), "hit"),
    Row("weiss2022-r", ("weiss2022-hnk-ket-ss-r",), "the same after swallowing, R series",
        lambda: ratio(pk.Dose(40, route="oral"), "hydroxynorketamine", "R"), "independent",
        factor(1.5, SWALLOWED), "miss",
        "more first pass than our liver gives R; quoted second-hand"),
    # induction
    Row("pel2012-iv", ("pel2012-rif-iv",), "change of the i.v. area by rifampicin",
        lambda: induced_percent("kamp2020", "plasma", None), "calibrates", within(0.5, ROUNDING),
        "hit"),
    Row("noppers2011-auc", ("noppers2011-rif-auc-ket",),
        "change of the area to 5 h by rifampicin (enzymes set by another study)",
        lambda: induced_percent("noppers2011", "plasma", 300), "independent",
        within(5, "points; no spread printed"), "hit"),
    Row("noppers2011-auc-nk", ("noppers2011-rif-auc-nk",),
        "change of the norketamine area to 5 h by rifampicin",
        lambda: induced_percent("noppers2011", "norketamine", 300), "independent",
        within(5, "points; no spread printed"), "hit",
        "its clearance is set from the same study's model, the window and formation are not"),
    Row("noppers2011-cl", ("noppers2011-rif-cl-ket",), "change of clearance by rifampicin",
        lambda: (100 * (pk.clearance_l_per_h("noppers2011", "S",
            enzymes=pk.interactions()["rifampicin"]) / clearance("S", "noppers2011") - 1)),
        "independent", within(5, "points; no spread printed"), "hit"),
    # other drugs beside swallowed S-ketamine
    Row("pel2012-po", ("pel2012-rif-po",), "change of the oral area by rifampicin",
        lambda: 100 * (swallowed_fold("rifampicin") - 1), "calibrates", within(0.5, ROUNDING),
        "hit"),
    *(
        Row(name, (name,), f"oral area beside {drug} over without",
            lambda drug=drug: swallowed_fold(drug), "calibrates", factor(1.01, ROUNDING), "hit")
        for name, drug in (
            ("pel2011-ticlo-auc", "ticlopidine"),
            ("pel2012-grapefruit-auc", "grapefruit juice"),
            ("hagelberg2010-clari-auc", "clarithromycin"),
        )
    ),
    Row("pel2012-wort-auc", ("pel2012-wort-auc",), "change of the oral area by St John's wort",
        lambda: 100 * (swallowed_fold("St John's wort") - 1), "calibrates", within(0.5, ROUNDING),
        "hit"),
    Row("pel2012-grapefruit-cmax", ("pel2012-grapefruit-cmax",),
        "oral peak beside grapefruit juice over without",
        lambda: swallowed_fold("grapefruit juice", "venous", "peak"), "independent",
        inside(why="printed range"), "hit"),
    Row("pel2012-grapefruit-nk", ("pel2012-grapefruit-nk",),
        "norketamine over ketamine beside grapefruit juice, over without",
        lambda: metabolite_fold("grapefruit juice"), "independent", factor(1.5, SWALLOWED), "hit",
        value=fold, unit="fold"),
    Row("pel2012-grapefruit-thalf", ("pel2012-grapefruit-thalf",),
        "half-life, 4 to 12 h after swallowing, beside grapefruit juice over without",
        lambda: late_half_life_fold("grapefruit juice"), "independent",
        factor(1.1, "the window was set here"), "hit", value=fold, unit="fold"),
    Row("pel2012-wort-cmax", ("pel2012-wort-cmax",), "oral peak beside St John's wort over without",
        lambda: swallowed_fold("St John's wort", "venous", "peak"), "independent",
        factor(1.5, SWALLOWED), "hit", value=fold, unit="fold"),
    Row("pel2012-wort-nk", ("pel2012-wort-nk",),
        "oral norketamine area beside St John's wort over without",
        lambda: swallowed_fold("St John's wort", "norketamine"), "independent",
        factor(1.5, SWALLOWED), "hit",
        "unchanged in the model: induced clearance of norketamine is known for rifampicin alone",
        value=fold, unit="fold"),
    Row("hagelberg2010-clari-cmax", ("hagelberg2010-clari-cmax",),
        "oral peak beside clarithromycin over without",
        lambda: swallowed_fold("clarithromycin", "venous", "peak"), "independent",
        factor(1.5, SWALLOWED), "miss",
        "the peak rose more than the area, which slower elimination cannot do: faster absorption"),
    Row("hagelberg2010-clari-nk", ("hagelberg2010-clari-nk",),
        "norketamine over ketamine beside clarithromycin, over without",
        lambda: metabolite_fold("clarithromycin"), "independent", factor(1.5, SWALLOWED), "hit",
        value=fold, unit="fold"),
    Row("spravato-ticlo-auc", ("spravato-ticlo-auc",),
        "area of esketamine by spray beside ticlopidine over without (liver set by the oral area)",
        lambda: spray_fold("ticlopidine"), "independent", factor(1.25, OTHER_LAB), "hit",
        "on the high side: +60 % against +29 %", value=fold, unit="fold"),
    # children, and days of infusion
    Row("weber2004-iv-cmax", ("weber2004-iv-cmax",),
        "venous S-ketamine 3 min after 2 mg/kg i.v. in a child of 18 kg (herd2007)",
        lambda: pk.simulate(pk.Dose(36, "S"), model="herd2007", weight_kg=18,
            times_min=[3]).venous_ng_per_ml[0], "independent", inside(why=PEOPLE), "hit"),
    Row("weber2004-iv-nk-cmax", ("weber2004-iv-nk-cmax",), "its peak of S-norketamine",
        lambda: child(pk.Dose(36, "S"), "norketamine")[0], "independent", inside(why=PEOPLE),
        "hit"),
    Row("weber2004-in-cmax", ("weber2004-in-cmax",),
        "venous peak after 2 mg/kg S-ketamine in the nose of that child",
        lambda: child(pk.Dose(36, "S", "nasal_spray"), "venous")[0], "independent",
        inside(why=PEOPLE), "hit"),
    Row("weber2004-in-tmax", ("weber2004-in-tmax",), "its time",
        lambda: child(pk.Dose(36, "S", "nasal_spray"), "venous")[1], "independent",
        inside(why=PEOPLE), "hit"),
    Row("brunette2011-f-oral", ("brunette2011-f-oral",),
        "F of swallowed racemate in a child of 15 kg (herd2007)",
        lambda: pk.bioavailability(pk.Dose(150, route="oral"), model="herd2007", weight_kg=15),
        "independent", inside(why="90 % confidence interval"), "miss",
        "first pass of adults; here burns, an anaesthetic gas and doses that may saturate it"),
    Row("malinovsky1996-in9-cmax", ("malinovsky1996-in9-cmax",),
        "venous peak after 9 mg/kg in the nose of a child of 20 kg (F 0.5 as measured)",
        lambda: 3 * child_nasal("venous")[0], "independent",
        factor(1.5, "another device, anaesthetised children"), "miss",
        "three times the dose gave 4.2 times the peak; this model is linear"),
    Row("malinovsky1996-ir9-cmax", ("malinovsky1996-ir9-cmax",),
        "venous peak after 9 mg/kg in the rectum of that child",
        lambda: child(pk.Dose(180, route="rectal"), "venous", 20)[0], "independent",
        factor(1.5, "anaesthetised children; the rate of absorption is chosen"), "hit"),
    Row("malinovsky1996-ir9-tmax", ("malinovsky1996-ir9-tmax",), "its time",
        lambda: child(pk.Dose(180, route="rectal"), "venous", 20)[1], "independent",
        factor(1.5, "anaesthetised children; the rate of absorption is chosen"), "hit"),
    Finding("goldberg2011-steady", ("goldberg2011-steady",),
        "five hours into an infusion of days ketamine and norketamine stand still",
        lambda: settled(300), "independent", "miss",
        "slow tissue and the metabolite take longer in the model; patients were titrated"),
    Finding("goldberg2011-r-vs-s", ("goldberg2011-r-vs-s",),
        "R-ketamine is cleared more slowly and so stands higher",
        lambda: (clearance("R") < clearance("S"),
            f"R {clearance('S') / clearance('R'):.2f} times as high as S"), "independent", "hit"),
    # other levels and areas
    Row("zarate2006-peak", ("zarate2006-peak",),
        "venous level at the end of 0.5 mg/kg over 40 min in patients",
        lambda: pk.simulate(INFUSION, times_min=[40]).venous_ng_per_ml[0], "independent",
        factor(1.25, OTHER_LAB + "; as quoted by a review"), "hit"),
    Row("grant1981-oral-cmax", ("grant1981-oral-cmax",), "venous peak after 0.5 mg/kg by mouth",
        lambda: pk.simulate(pk.Dose(35, route="oral")).peak("venous")[0], "independent",
        factor(1.5, SWALLOWED), "miss",
        "F agrees, so this solution was absorbed faster than that of the spray study"),
    Row("singh2022-auc-30", ("singh2022-in30-auc",),
        "area after 30 mg by atomiser (shares fitted at 50 mg)",
        lambda: pk.simulate(pk.Dose(30, route="nasal_atomiser")).area_ng_h_per_ml(), "independent",
        factor(1.25, OTHER_LAB), "hit"),
    Row("singh2022-nk-auc-50", ("singh2022-in50-nk-auc",),
        "norketamine area after 50 mg by atomiser",
        lambda: pk.simulate(pk.Dose(50, route="nasal_atomiser")).area_ng_h_per_ml("norketamine"),
        "calibrates", factor(1.02, ROUNDING), "hit"),
    # from dose to block: tracers of one site disagree, and no assumption meets all. Hartvig 1995
    # and Stone 2006 saw displacement too, without a share in their abstracts
    Finding("vanderaart2018-dish", ("occ-vanderaart2018", "vanderaart2018-retest"),
        "0.5 mg/kg S-ketamine (over 40 min, set here) hides in the tracer's noise: no Mg²⁺",
        lambda: seen_by_scanner(0, fell=False), "independent", "miss",
        "without Mg²⁺ half the channels are blocked; or the tracer does not count free ones"),
    Finding("vanderaart2018-mg", ("occ-vanderaart2018", "vanderaart2018-retest"),
        "the same in 1 mM Mg²⁺", lambda: seen_by_scanner(1, fell=False), "independent", "hit"),
    Finding("vanderdoef2016-dish", ("vanderdoef2016-gmom",),
        "S-ketamine (dose set as above) shows in another tracer of the same site: no Mg²⁺",
        lambda: seen_by_scanner(0, fell=True), "independent", "hit"),
    Finding("vanderdoef2016-mg", ("vanderdoef2016-gmom",), "the same in 1 mM Mg²⁺",
        lambda: seen_by_scanner(1, fell=True), "independent", "miss",
        "in Mg²⁺ too few channels are blocked to be seen; the two tracers contradict each other"),
    # salt and base
    Row("salt-spray", ("unit-spravato-salt-28mg",), "hydrochloride in 28 mg of base",
        lambda: 28 / pk.base_mg(1.0), "arithmetic", within(0.05, ROUNDING), "hit"),
    Row("salt-film", ("unit-otf-salt-50mg",), "hydrochloride in 50 mg of base",
        lambda: 50 / pk.base_mg(1.0), "arithmetic", within(0.05, ROUNDING), "hit"),
]
# fmt: on

INPUT = "an input of the model"
EFFECT = "an effect or the level at which it appears, not a level for a dose"
NO_TERM = "no such term in the model"
SCHEDULE = "a protocol, not a measurement"
NO_NUMBER = "no number in what could be read"

NOT_ASKED = {
    "adams1992-orders-rac": EFFECT,
    "engelhardt1998-recovery-rac": EFFECT,
    "ganguly2018-pumps": NO_TERM,
    "unit-mw-*": INPUT,
    "kamp2020a-3cmt-*": INPUT,
    "kamp2020a-rawdata-structure": NO_NUMBER,
    "noppers2011-sket-*": INPUT,
    "noppers2011-rif-cl-nk": INPUT,
    "noppers2011-structure": "the model forms norketamine without delay compartments",
    "domino-v1": INPUT,
    "domino-k*": INPUT,
    "stanpumpr-tpeak-guess": "a guess in code",
    "opentiva-ke0-domino": "an assumption in code",
    "clements1981-v1": INPUT,
    "clements1981-k*": INPUT,
    "hijazi2003-v1-code": INPUT,
    "herd2007-*": INPUT,
    "flint2017-cl": "ventilated children over days: not among the sets",
    "perezruixo2021-frn": INPUT,
    "perezruixo2021-dose-frn": INPUT,
    "perezruixo2021-japanese-frn": NO_TERM,
    "perezruixo2021-ka-*": INPUT,
    "perezruixo2021-d*": INPUT,
    "perezruixo2021-fgut": INPUT,
    "perezruixo2021-v*": INPUT,
    "perezruixo2021-q*": INPUT,
    "perezruixo2021-age-qh": NO_TERM,
    "perezruixo2021-k*": INPUT,
    "perezruixo2021-asian-*": NO_TERM,
    "perezruixo2021-cln": INPUT,
    "perezruixo2021-iiv-*": INPUT,
    "perezruixo2021-resid-*": "assay and model error: not a spread between people",
    "pel2011-itra-auc": "taken over as it stands: no change",
    "spravato-binding": "the free fraction is an input",
    "spravato-nk-brain": NO_TERM,
    "henthorn2018-flow": NO_TERM,
    "hasan2021-thalf-s-oral": "how long the tablet releases is not known",
    "hasan2021-renal-*": NO_TERM,
    "otto2021-best": NO_NUMBER,
    "sigtermans2009-*": NO_TERM,
    "olofsen2012-t12ke0-mean": INPUT,
    "olofsen2012-ket-effect": EFFECT,
    "olofsen2012-nk-effect": EFFECT,
    "simons2022a-fm-*": INPUT,
    "simons2022a-absorption-time": INPUT,
    "simons2022b-*": EFFECT,
    "jonkman2017-*": "inhalation is not among the routes",
    "zarate2012-sampling": SCHEDULE,
    "farmer2020-n": NO_NUMBER,
    "raja2024-rrhnk-dose": "metabolites are not given as drugs here",
    "moaddel2023-csf": NO_NUMBER,
    "kamp2020b-rate-*": SCHEDULE,
    "grant1983-children-im": NO_NUMBER,
    "zanos2018-analgesia": EFFECT,
    "lahti2001-psychosis": "the time of the sample is not stated",
    "bowdle1998-range": EFFECT,
    "hartvig1995-*": EFFECT,
    "langsjo2005-*": "levels set by the study's own pump",
    "idvall1979-recovery": EFFECT,
    "idvall1979-nk-max": "the amount given over the operation is not stated",
    "white1980-*": EFFECT,
    "domino1965-duration": EFFECT,
    "dayton1983-*": "the free fraction is an input",
    "schmidt2024-*": "binding to albumin alone; the free fraction is an input",
    "rao2016-cyp2b6": "genotype: contested, left to Enzymes",
    "li2015-*": "genotype: contested, left to Enzymes",
    "arango2021-duid": "doses are not known",
    "lalonde2004-*": "doses are not known",
}
