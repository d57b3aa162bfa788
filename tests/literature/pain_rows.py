"""What the models of lesson 08 say beside what was published: wind-up, single pains, one infusion.

The wind-up cell is a toy with chosen numbers, so most rows are findings: a direction or a limit.
"No significant change" counts as a modelled change below 10 %, about what a small study can miss.
Levels after a dose are arterial, 10 min after a bolus in 70 kg, by the course's default kinetics.
"""

from __future__ import annotations

from helpers.evidence import fact
from helpers.simulations import pain
from helpers.simulations import pharmacokinetics as pk
from tests.literature.score import Row, excuses, factor

SMALL = 0.10
OTHER_PEOPLE = "other volunteers, same laboratory and dose: 10 %"
ONE_CELL = (
    "one cell of the cord: what the brain and expectation add to a single pain is not in it, and "
    "block rises with the level"
)


def level_after(mg_per_kg: float) -> float:
    """Return the arterial level of racemate (ng/mL) 10 min after a bolus in 70 kg."""
    course = pk.simulate(pk.Dose(70 * mg_per_kg), times_min=[10])
    return float(course.arterial_ng_per_ml[0])


def lost(level_ng_per_ml: float, rate_hz: float = 1.0) -> tuple[float, float]:
    """Return the shares of the first response and of the build-up that a level takes."""
    blocked = float(pain.blocked_at(level_ng_per_ml))
    control, drug = pain.wind_up(rate_hz), pain.wind_up(rate_hz, blocked=blocked)
    return 1 - drug.first_mv / control.first_mv, 1 - drug.build_up_mv / control.build_up_mv


def spared_and_taken(mg_per_kg: float) -> tuple[bool, str]:
    """Tell whether the build-up falls by a tenth or more while the first response does not."""
    first, built = lost(level_after(mg_per_kg))
    return first < SMALL <= built, f"first response -{first:.1%}, build-up -{built:.0%}"


def threshold_kept(mg_per_kg: float) -> tuple[bool, str]:
    """Tell whether the response to a single pulse changes by less than a tenth."""
    first, _ = lost(level_after(mg_per_kg))
    return first < SMALL, f"first response -{first:.1%}"


def burn(mg_per_kg_h: float = 0.3) -> tuple[bool, str]:
    """Tell whether brief pulses are kept at the end of Ilkjaer's larger regimen, and trains not."""
    doses = [
        pk.Dose(70 * 0.3, duration_min=15),
        pk.Dose(70 * mg_per_kg_h * 135 / 60, start_min=15, duration_min=135),
    ]
    first, built = lost(float(pk.simulate(doses, times_min=[150]).arterial_ng_per_ml[0]))
    return first < SMALL <= built, f"first response -{first:.1%}, build-up -{built:.0%}"


def slow_pulses() -> tuple[bool, str]:
    """Tell whether the 15th response stays within a tenth of the first at 0.16 Hz."""
    ratio = pain.wind_up(0.16).ratio
    return ratio < 1 + SMALL, f"15th over first {ratio:.2f}"


def rat_rate() -> tuple[bool, str]:
    """Tell whether the cell winds up at the rate used in rats, and ketamine lowers it."""
    rate = fact("laurido2001-frequency").value
    control, drug = (pain.wind_up(rate, blocked=share).ratio for share in (0.0, 0.4))
    return control > 1.2 and drug < control, f"ratio {control:.2f}, with 40 % block {drug:.2f}"


def flat_over_doses() -> tuple[bool, str]:
    """Tell whether the loss of a single response is alike at 0.03 and 1 mg/kg (within twofold)."""
    low, high = lost(level_after(0.03))[0], lost(level_after(1.0))[0]
    return high < 2 * low, f"first response -{low:.1%} at 0.03, -{high:.0%} at 1 mg/kg"


def graded_in_one_trial() -> tuple[bool, str]:
    """Tell whether a single response falls visibly, and more at 0.5 than at 0.25 mg/kg."""
    low, high = (lost(level_after(dose))[0] for dose in (0.25, 0.5))
    return SMALL <= low < high, f"first response -{low:.1%} at 0.25, -{high:.1%} at 0.5 mg/kg"


def heat_by_level() -> tuple[bool, str]:
    """Tell whether Olofsen's line gives much more relief at 200 than at 50 ng/mL."""
    low, high = (pain.EFFECTS.relief(level / 2, "Olofsen") for level in (50, 200))
    return low < SMALL < high, f"{low:.0%} at 50, {high:.0%} at 200 ng/mL (half of it S)"


def peak(model: str) -> float:
    """Return the arterial peak of 20 mg S-ketamine over 20 min (ng/mL)."""
    return float(pain.infusion(20, model=model, times_min=[20]).plasma_ng_per_ml[0])


ROWS = [
    Row(
        "simons2022a-iv-peak-50",
        "arterial peak, 20 mg S over 20 min, Noppers set",
        lambda: peak("noppers2011"),
        factor(1.1, OTHER_PEOPLE),
    ),
    Row(
        "simons2022a-iv-peak-100",
        "the same after the larger film",
        lambda: peak("noppers2011"),
        factor(1.1, OTHER_PEOPLE),
    ),
    Row(
        "simons2022a-iv-peak-50",
        "the same by the course's default set",
        lambda: peak("kamp2020"),
        factor(1.1, OTHER_PEOPLE),
        miss="a mean over studies and samplings; low at the end of short infusions of S-ketamine",
        id="kamp-peak-after-50",
    ),
    Row(
        "thompson2019-pain-percent",
        "loss of a single response at the geometric middle of the doses, 0.17 mg/kg",
        lambda: 100 * lost(level_after((0.03 * 1.0) ** 0.5))[0],
        factor(1.5, "pooled ratings of many tests"),
        miss=ONE_CELL,
    ),
    Row(
        "thompson2019-alike",
        "relief of single pains alike from 0.03 to 1 mg/kg",
        flat_over_doses,
        miss=ONE_CELL,
    ),
    Row(
        "kochs1996-ratings",
        "single shocks to a fingertip hurt less, and less at 0.5 than at 0.25 mg/kg",
        graded_in_one_trial,
        miss="it rises with the dose, as found, but by too little for ten people a group; "
        + ONE_CELL,
    ),
    Row(
        "guirimand2000-windup",
        "0.15 mg/kg: reflex threshold kept, build-up lower",
        lambda: spared_and_taken(0.15),
        note="the size of the fall is not in the abstract",
    ),
    Row(
        "hughes2002-threshold",
        "0.375 mg/kg: pain threshold kept",
        lambda: threshold_kept(0.375),
        note="a threshold is not a rating; the model has no other single response",
    ),
    Row(
        "ilkjaer1996-dose",
        "0.3 mg/kg and 0.3 mg/kg/h: brief heat pulses kept, prolonged heat and soreness lower",
        burn,
        note="a train stands in for prolonged heat",
    ),
    Row(
        "andersen1996-summation",
        "single electrical pulses hurt less too",
        lambda: (not threshold_kept(0.3)[0], threshold_kept(0.3)[1]),
        miss=ONE_CELL + "; dose not in the abstract, 0.3 mg/kg set",
    ),
    Row("laurido2001-frequency", "rats: wind-up at 0.6 Hz, lower with ketamine", rat_rate),
    Row(
        "kennedy241947-200",
        "heat pain lower at 200 and not at 50 ng/mL, by Olofsen's line, racemate set",
        heat_by_level,
        note="less than a tenth of the scale counts as not seen with eight people; were the drug "
        "S, the 19 % at 50 ng/mL would be a miss",
    ),
    Row(
        "price1977-isi",
        "longest interval at which the 15th response is 1.2 times the first",
        lambda: 1 / pain.rate_for_ratio(1.2),
        factor(1.25, "the numbers were chosen for it"),
        role="calibrates",
    ),
    Row("vierck1997-isi", "no growth below 0.16 Hz", slow_pulses, role="calibrates"),
    Row(
        "simons2022-c50-pain simons2022-c50-high",
        "middle C50 of pain over C50 of the high",
        lambda: pain.EFFECTS.c50_pain_ng_per_ml / pain.EFFECTS.c50_high_ng_per_ml,
        factor(1.001, "a quotient of printed numbers"),
        role="arithmetic",
        value=lambda tests, high: (tests.low + tests.high) / 2 / high.value,
        unit="ratio",
    ),
]

NOT_ASKED = excuses(
    {
        "a pool of tests; the model has one train of pulses and one infusion": "thompson2019-*",
        "sedation, and what goes with what in people, are not in the model": """
            hahm2021-* frolich2013-* zacny1995-* plosone183635-* biorxiv666594-*""",
        "no number; the panel's half-time of relief is another study's": "simons2022-follows-level",
        "currents that the model leaves out, and says so": "aguiar2010-routes",
        "the model has no feeling, only a response": "mediatum602697-unpleasantness",
        "an operation and opioids are not in the model": "nielsen2017-*",
        "opioid receptors are not in the model": "crisp1991-naloxone",
    }
)
