"""What the pictures of lesson 14 share: who is who, and one axis of differences."""

from __future__ import annotations

from matplotlib.axes import Axes

from helpers.figures import style

USERS = style.KETAMINE
DRUG_FREE = style.CONTROL
POLY_DRUG = style.ACTIVE_CONTROL
SMOKING = style.Look(style.MEMANTINE.colour, "-.", "v")
READ = style.Look(style.MUST_LEAVE_FIRST.colour, "-", "P")
DIFFERENCE = "Difference, users minus controls (SD)"


def minus(value: float, digits: int = 2) -> str:
    """Return a number with a true minus sign, and no minus before a zero.

    >>> minus(-0.228), minus(-0.001)
    ('−0.23', '0.00')
    """
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def zero_line(axes: Axes) -> None:
    """Draw where users and controls are alike."""
    axes.axvline(0, color=style.QUIET, linewidth=1, zorder=1)
