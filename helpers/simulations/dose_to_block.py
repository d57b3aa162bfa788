"""From a dose to a share of NMDA channels blocked: the join of kinetics and receptor.

::

    dose -> total level at a site (ng/mL)      helpers.simulations.pharmacokinetics
         -> free concentration (µM)            helpers.simulations.units
         -> share of channels blocked          helpers.simulations.receptor, at equilibrium

No measurement in people settles the last line. It rests on assumptions, so the answer is a **set**
of curves, one for each `Assumption`, and never one number. Taken for granted in all of them:

- Free drug in the fluid around the receptor is free drug in plasma, after the delay of the site.
- Block keeps pace with the level: it settles in seconds to minutes of use, the level changes over
  minutes. At a quiet synapse it lags (lesson 01).
- The IC50s were measured with racemate, in cells, at steady agonist; norketamine adds nothing.
- Mg2+ and drug exclude each other in the pore.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations import receptor, units
from helpers.simulations.arguments import fraction, nonnegative, one_of, positive, refuse, text
from helpers.simulations.sourced import published

if TYPE_CHECKING:
    import pandas

#: Voltage (mV) of the table by subunit, at which all rungs of the ladder are compared.
LADDER_MV = -66.0
#: What the doses of this course may be: other blockers have other kinetics.
KETAMINES = ("ketamine", "S-ketamine", "R-ketamine")


@dataclass(frozen=True)
class Assumption:
    """What is taken for granted between a total level and a share of channels.

    ``name`` is words for a legend. ``subunit`` ("2A" to "2D") takes IC50 and strength of Mg2+ from
    the table by GluN2 subunit, which is **unverified**; without it the IC50 is 0.71 µM at -70 mV,
    human GluN2A (published, Gilling 2009), or ``ic50_at_minus70_um`` (µM, without Mg2+) of another
    assay. Mg2+ in mM, the voltage of the cell in mV; ``free_fraction`` is the share of the total
    level that is not bound to protein (0 to 1). ``hill`` is 1 for one site; 0.84 was measured. The
    blocker is "S-ketamine" for a dose of that isomer.

    >>> round(float(Assumption("GluN2A in a dish").blocked(250)), 2)  # ng/mL, total
    0.41
    """

    name: str
    subunit: str | None = None
    mg_mm: float = 0.0
    voltage_mv: float = LADDER_MV
    free_fraction: float = units.FREE_FRACTION
    hill: float = 1.0
    ic50_at_minus70_um: float | None = None
    blocker: str = "ketamine"

    def __post_init__(self) -> None:
        text("name", self.name)
        nonnegative("mg_mm", self.mg_mm, scalar=True)
        fraction("free_fraction", self.free_fraction, scalar=True)
        positive("hill", self.hill, scalar=True)
        one_of("blocker", self.blocker, KETAMINES)
        self.ic50_um  # noqa: B018 - refuses here what the receptor would refuse later

    @property
    def ic50_um(self) -> float:
        """IC50 (µM) under these conditions."""
        which = {"subunit": self.subunit, "ic50_at_minus70_um": self.ic50_at_minus70_um}
        return receptor.ic50_um(self.voltage_mv, self.mg_mm, blocker=self.blocker, **which)

    @property
    def verified(self) -> bool:
        """False where the IC50 comes from the table by subunit, which was seen in no source."""
        return self.subunit is None

    def blocked(self, level_ng_per_ml: Any) -> Any:
        """Return the share of channels blocked (0 to 1) by a total level (ng/mL)."""
        free_um = units.free_um(level_ng_per_ml, self.free_fraction)
        return receptor.block_fraction(free_um, self.ic50_um, self.hill)


#: The receptors of the ladder: human cells, rat neurons, and the table by subunit.
RECEPTORS: dict[str, dict[str, Any]] = {
    "GluN2A (Gilling)": {},
    "neurons (Parsons)": {"ic50_at_minus70_um": published("ket-parsons1996-ic50")},
    **{f"GluN{name} (table)": {"subunit": name} for name in receptor.SUBUNITS},
}


def ladder(
    mg_mm: Any = (0.0, 1.0), *, free_fraction: float = units.FREE_FRACTION
) -> tuple[Assumption, ...]:
    """Return the assumptions of the occupancy ladder: each receptor at each Mg2+ (mM).

    0 mM is the dish, 1 mM is near the fluid of the brain. All stand at -66 mV, the voltage of the
    table. The holding potential of the assay in rat neurons is not in its abstract and is taken as
    -70 mV (chosen).

    >>> len(ladder())
    12
    """
    levels = np.atleast_1d(nonnegative("mg_mm", mg_mm))
    return tuple(
        Assumption(f"{name}, {mg:g} mM Mg²⁺", mg_mm=float(mg), free_fraction=free_fraction, **what)
        for name, what in RECEPTORS.items()
        for mg in levels
    )


@dataclass(frozen=True)
class BlockCourse:
    """Block over time, one row for each assumption. Made by `dose_to_block`.

    ``course`` holds the levels behind it; ``free_um`` (µM, at the effect site) and ``blocked``
    (0 to 1) have the shape (assumptions, times).
    """

    course: pk.Course
    assumptions: tuple[Assumption, ...]
    free_um: np.ndarray
    blocked: np.ndarray

    @property
    def times_min(self) -> np.ndarray:
        """Times (min)."""
        return self.course.times_min

    def peak(self) -> np.ndarray:
        """Return the highest share blocked under each assumption, sought between the times too."""
        level, _ = self.course.peak("effect")
        return np.array([one.blocked(level) for one in self.assumptions])

    def table(self) -> pandas.DataFrame:
        """Return one row for each assumption: IC50, free fraction, peak, and if it is verified."""
        import pandas as pd

        return pd.DataFrame(
            {
                "assumption": [one.name for one in self.assumptions],
                "ic50_um": [one.ic50_um for one in self.assumptions],
                "free_fraction": [one.free_fraction for one in self.assumptions],
                "peak_blocked": self.peak(),
                "verified": ["yes" if one.verified else "no" for one in self.assumptions],
            }
        )


def dose_to_block(
    doses: Any, assumptions: Any = None, *, times_min: Any = None, **who: Any
) -> BlockCourse:
    """Return the share of NMDA channels blocked over time, for a set of assumptions.

    ``doses``, ``times_min`` (min) and ``who`` (weight_kg, model, enzymes and more) are as in
    `pharmacokinetics.simulate`; assumptions are those of `ladder()` by default. For pure S- or
    R-ketamine choose some with that ``blocker``: the others rest on IC50s of the racemate.

    The same milligrams of either isomer, each with its own IC50, in the brain's Mg2+:

    >>> peaks = {}
    >>> for form in "SR":
    ...     mine = Assumption(form, blocker=f"{form}-ketamine", mg_mm=1.0)
    ...     peaks[form] = dose_to_block(pk.Dose(35, form, duration_min=40), mine).peak()[0]
    >>> bool(peaks["S"] > peaks["R"])
    True
    """
    taken = ladder() if assumptions is None else assumptions
    taken = (taken,) if isinstance(taken, Assumption) else taken
    several = isinstance(taken, (list, tuple)) and taken
    if not several or not all(isinstance(one, Assumption) for one in taken):
        refuse("assumptions", assumptions, "an Assumption, or a list of them with one at least")
    course = pk.simulate(doses, times_min=times_min, **who)
    level = course.effect_ng_per_ml
    free_um = np.array([units.free_um(level, one.free_fraction) for one in taken])
    blocked = np.array([one.blocked(level) for one in taken])
    return BlockCourse(course, tuple(taken), free_um, blocked)
