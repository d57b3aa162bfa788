"""What marks and lines mean throughout lesson 16."""

from __future__ import annotations

from typing import Any

from helpers.figures import style

#: Vacuoles and stress proteins, hours after one dose.
ACUTE = style.KETAMINE
#: Cell death after hours of anaesthesia.
HOURS = style.Look("#009E73", ":", "s")
#: Loss or lasting change after weeks to months of doses.
MONTHS = style.Look("#0072B2", "-.", "^")
#: Treatments of people.
CLINIC = style.Look(style.CONTROL.colour, "--", "D")
PATTERNS = {"acute": ACUTE, "months": MONTHS}
RULE_WORDS = {
    "per kilogram": "Not scaled",
    "body surface": "Scaled by body surface",
    "three-quarter power": "Scaled by weight to the power 3/4",
}
#: One dose of a treatment, and the treatment.
TREATMENT_WORDS = {
    "one infusion": ("an infusion", "one infusion"),
    "weekly infusions": ("an infusion", "26 infusions"),
    "esketamine": ("a spray session", "30 sessions"),
}


def times(ratio: float) -> str:
    """Return a ratio as a sentence says it: two figures, with the sign for times."""
    return f"{float(f'{ratio:.2g}'):,.10g}×"


def points(look: style.Look, filled: bool = True, **more: Any) -> dict[str, Any]:
    """Return keyword arguments of `Axes.plot` for marks of a meaning: filled, or hollow."""
    given = {"color": look.colour, "linestyle": "none", "marker": look.marker}
    face = look.colour if filled else "white"
    return given | {"markerfacecolor": face, "markeredgewidth": 1.8} | more
