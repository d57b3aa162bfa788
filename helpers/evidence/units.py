"""The units that a fact may have, and how a number is written with its unit.

``UNITS`` is the closed list: a row whose unit is not in it fails the tests. To add a unit, add a
line here. ``{}`` stands for the number (or for a range of numbers).
"""

from __future__ import annotations

import re
from decimal import Decimal

_AS_WRITTEN = (
    "µM mM nmol ng µg mg ng/mL µg/mL mg/mL ng·h/mL g/mol µg/kg/min L/min/mmHg "
    "mg/kg mg/kg/d mg/kg/h mg/h L L/kg L/70§kg L/h L/h/kg L/h/70§kg L/min L/min/kg mL/min "
    "mL/min/kg ms s min h Hz dB mV mmHg nA pA nS nF pF nA/Hz Hz/nA mS/cm² µA/cm² µF/cm² cm² kg/m² Å"
)

UNITS: dict[str, str] = {
    "1": "{}",
    "count": "{}",
    "%": "{}%",
    "% of control": "{}% of control",
    "% of maximum": "{}% of the scale's maximum",
    "% CV": "a coefficient of variation of {}%",
    "percentage points": "{} percentage points",
    "fraction": "a fraction of {}",
    "probability": "a probability of {}",
    "ratio": "a ratio of {}",
    "fold": "{}-fold",
    "odds ratio": "odds ratio {}",
    "odds ratio per day": "odds ratio {} per day",
    "reporting odds ratio": "reporting odds ratio {}",
    "risk ratio": "risk ratio {}",
    "rate ratio": "rate ratio {}",
    "hazard ratio": "hazard ratio {}",
    "SMD": "standardised mean difference {}",
    "Cohen d": "Cohen's d {}",
    "r": "r = {}",
    "Spearman rho": "Spearman's rho = {}",
    "Cronbach alpha": "Cronbach's alpha {}",
    "beta": "beta {}",
    "standardised beta": "standardised beta {}",
    "F statistic": "F = {}",
    "P value": "P = {}",
    "logit": "{} on the logit scale",
    "pH": "{}",
    "sign": "{}",
    "yes/no": "{}",
    "qualitative": "{}",
    "residue number": "residue {}",
    "CANMAT level": "level {} (1 is best)",
    "calendar year": "{}",
    "people": "{} people",
    "cells": "{} cells",
    "cases": "{} cases",
    "deaths": "{} deaths",
    "deaths per 100,000 person-years": "{} deaths per 100,000 person-years",
    "deaths/year": "{} deaths a year",
    "people/year": "{} people a year",
    "patient-years": "{} patient-years",
    "d": "{} days",
    "months": "{} months",
    "years": "{} years",
    "g/d": "{} g a day",
    "mg morphine equivalents": "{} mg of morphine equivalents",
    "L/h per year": "{} L/h per year of age",
    "1/(M s)": "{} per M per s",
    "1/(µM s)": "{} per µM per s",
    "1/(ms Hz)": "{} per ms per Hz",
    "1/ms": "{} per ms",
    "1/s": "{} per s",
    "1/min": "{} per min",
    "1/h": "{} per h",
    "1/mV": "{} per mV",
    "points MADRS": "{} points on the MADRS",
    "points HDRS-17": "{} points on the HDRS-17",
    "points HDRS-21": "{} points on the HDRS-21",
    "points HDRS-25": "{} points on the HDRS-25",
    "points QIDS-SR-16": "{} points on the QIDS-SR-16",
    "points BSS": "{} points on the Beck Scale for Suicidal Ideation",
    "points SSI": "{} points on the Scale for Suicidal Ideation",
    "points CGI-SS-r": "{} points on the CGI-SS-r",
    "points CADSS": "{} points on the CADSS",
    "points T score": "{} points of T score",
    "points NRS (0-10)": "{} points on a 0 to 10 scale",
    "points of 100": "{} points on a 0 to 100 scale",
    "points MADRS per point CADSS": "{} MADRS points per CADSS point",
    "cm on a 10-cm VAS": "{} cm on a 10-cm visual analogue scale",
    "mm on a 100-mm VAS": "{} mm on a 100-mm visual analogue scale",
    "VAS mm·min": "{} mm·min on a visual analogue scale",
    **{unit.replace("§", " "): "{} " + unit.replace("§", " ") for unit in _AS_WRITTEN.split()},
}

# how one thing is written
_SINGULAR = {
    "people": "{} person",
    "cells": "{} cell",
    "cases": "{} case",
    "deaths": "{} death",
    "d": "{} day",
    "months": "{} month",
    "years": "{} year",
}

_SIGN_WORDS = {-1.0: "down (−1)", 0.0: "no change (0)", 1.0: "up (+1)"}
_YES_NO = {0.0: "no", 1.0: "yes"}


class Printed(float):
    """A number that remembers how its source prints it: "16.0", where a float knows only 16."""

    __slots__ = ("printed",)
    printed: str

    def __new__(cls, words: str) -> Printed:
        """Read the number from the cell of a table."""
        number = super().__new__(cls, words)
        number.printed = words
        return number

    def __reduce__(self) -> tuple:
        return Printed, (self.printed,)


def decimals(number: float) -> int:
    """Count the decimal places of a number as printed, or else as many as it needs."""
    # twelve digits are more than any source prints, and fewer than a sum of floats gets wrong
    words = number.printed if isinstance(number, Printed) else f"{number:.12g}"
    exponent = Decimal(words).as_tuple().exponent
    return max(0, -int(exponent))


def written(number: float, *, grouped: bool | None = None) -> str:
    """Write a number as in British text: a true minus sign, commas from 10,000 on, no noise."""
    if grouped is None:
        grouped = abs(number) >= 10_000
    words = f"{number:{',' if grouped else ''}.{decimals(number)}f}"
    return "−" + words[1:] if words.startswith("-") else words


def with_unit(number: float, unit: str, *, grouped: bool | None = None) -> str:
    """Write one number with its unit, in words where the number is a code."""
    if unit == "sign" and number in _SIGN_WORDS:
        return _SIGN_WORDS[number]
    if unit == "yes/no" and number in _YES_NO:
        return _YES_NO[number]
    template = _SINGULAR.get(unit, UNITS[unit]) if number == 1 else UNITS[unit]
    return template.format(written(number, grouped=False if unit == "calendar year" else grouped))


def span(low: float, high: float) -> str:
    """Write a range: a dash between two positive numbers, the word "to" where a minus is near."""
    grouped = max(abs(low), abs(high)) >= 10_000
    join = " to " if low < 0 or high < 0 else "–"
    return written(low, grouped=grouped) + join + written(high, grouped=grouped)


_IONS = {"Mg2+": "Mg²⁺", "Ca2+": "Ca²⁺", "Zn2+": "Zn²⁺", "Na+": "Na⁺", "K+": "K⁺", "H+": "H⁺"}
_ION = re.compile(r"\b(Mg2|Ca2|Zn2|Na|K|H)\+(?!\w)")
# a dash before a number that counts trials, as in "TRANSFORM-1 and -2", is no minus
_MINUS = re.compile(r"(?<![\w)\]-])(?<!\w-\d and )-(?=\d)")


def symbols(words: str) -> str:
    """Write ions, negative numbers and limits as they are printed: Mg²⁺, −70 mV, ≥50%."""
    words = _ION.sub(lambda found: _IONS[found.group(0)], words)
    words = words.replace(">=", "≥").replace("<=", "≤")
    return _MINUS.sub("−", words)
