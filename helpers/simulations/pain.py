"""Pain that builds up, and two effect sites for one drug.

**Wind-up.** A cell of the spinal cord gets pulses from C fibres, one every 1/f seconds. V_n is its
depolarisation (mV above rest) at pulse n, s_n the slow glutamate signal that pulses leave behind::

    s_n = 1 + s_(n-1) exp(-1/(f tau))
    V_n = A + G [w + (1-w)(1-b)] s_n m(V_n) (65 - V_n)/65
    m(V) = share of NMDA channels that Mg2+ leaves free at -65 + V mV (lesson 01)
    R_n = V_n - theta, or 0 if that is negative

NMDA current depolarises, and depolarisation frees NMDA channels of Mg2+: a feedback, as in Britton
and Chaplain's model of wind-up, whose equations these are not. b is the share that ketamine blocks,
w the share of the slow drive that runs through channels which ketamine leaves alone. Every number
but m is chosen, so that build-up begins near one pulse in three seconds.

**Two effect sites.** The level of S-ketamine in arterial plasma (`pharmacokinetics`, Noppers set)
is followed by a fast site and a slow one. Effects follow from the sites by published potencies.

Where it is silent: pain felt (R is the output of one cell), who expects what, the brain above the
cord, damage and inflammation, skin around an injury, days and weeks. L-type calcium and
calcium-activated currents, which carry part of wind-up in a detailed model (Aguiar 2010), have no
equation: w stands for all of them.

>>> control, drug = wind_up(1.0), wind_up(1.0, blocked=0.4)
>>> round(control.ratio, 2), round(drug.ratio, 2), round(drug.build_up_mv / control.build_up_mv, 2)
(2.13, 1.61, 0.5)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.simulations import pharmacokinetics as pk
from helpers.simulations import receptor
from helpers.simulations.arguments import fraction, one_of, refuse, whole, within
from helpers.simulations.sourced import Source, Sourced, number, printed_range, published
from helpers.simulations.units import free_um, ng_per_ml_from_um

__all__ = [
    "CELL",
    "EFFECTS",
    "LAWS",
    "Sites",
    "Train",
    "blocked_at",
    "infusion",
    "level_that_takes",
    "rate_for_ratio",
    "wind_up",
]

REST_MV = -65.0
_GRID = np.linspace(0.0, 1.0, 4001)
_SLOWEST_HZ, _FASTEST_HZ = 0.01, 20.0


def _chosen(
    symbol: str, meaning: str, unit: str, highest: float, value: float, why: str = "with A, G, τ"
) -> Any:
    """Declare a teaching value, allowed from 0 to ``highest``."""
    return number(symbol, meaning, unit, 0, highest, value, Source("chosen", why))


@dataclass(frozen=True)
class Cell(Sourced):
    """The numbers of the cell that winds up; ``changed(gain_mv=0)`` cuts the feedback."""

    first_mv: float = _chosen("A", "depolarisation by one pulse's fast current", "mV", 60, 8.0)
    gain_mv: float = _chosen("G", "the same by the slow current, no channel plugged", "mV", 200, 20)
    tau_s: float = _chosen("τ", "time in which a pulse's slow signal fades to 37%", "s", 100, 4.0)
    threshold_mv: float = _chosen("θ", "depolarisation that gives no output yet", "mV", 60, 2.0)
    elsewhere: float = _chosen("w", "share of the slow drive that ketamine spares", "", 1, 0.0)
    half_um: float = _chosen(
        "K",
        "free ketamine that blocks half of the NMDA current",
        "µM",
        1000,
        receptor.BLOCKERS["ketamine"].kinetic_ic50_um,
        "off-rate over on-rate of lesson 01; measured IC50s run from 0.4 to 5 and more",
    )


CELL = Cell()


@dataclass(frozen=True, eq=False)
class Train:
    """What a train of pulses did. Made by `wind_up`.

    ``depolarisation_mv`` and ``response_mv`` (above threshold) have the shape (pulses,).
    """

    rate_hz: float
    blocked: float
    depolarisation_mv: np.ndarray
    response_mv: np.ndarray

    @property
    def first_mv(self) -> float:
        """Response to the first pulse (mV)."""
        return float(self.response_mv[0])

    @property
    def ratio(self) -> float:
        """Last response over the first; infinite where the first is 0."""
        first = self.first_mv
        return float(self.response_mv[-1] / first) if first else float("inf")

    @property
    def build_up_mv(self) -> float:
        """Sum over all pulses of what each response has more than the first (mV)."""
        return float((self.response_mv - self.response_mv[0]).sum())


def wind_up(
    rate_hz: float,
    *,
    blocked: float = 0.0,
    n_pulses: int = 15,
    mg_mm: float = 1.0,
    cell: Cell = CELL,
) -> Train:
    """Return the responses to a train of pulses.

    ``rate_hz`` is pulses per second (0.01 to 20), ``blocked`` the share of NMDA current that is
    blocked (0 to 1, see `blocked_at`), ``n_pulses`` 15 as in Guirimand 2000, ``mg_mm`` Mg2+ (mM).

    >>> round(wind_up(0.1).ratio, 2), round(wind_up(2.0).ratio, 1)
    (1.02, 3.7)
    """
    rate = within("rate_hz", rate_hz, _SLOWEST_HZ, _FASTEST_HZ, scalar=True)
    share = fraction("blocked", blocked, scalar=True)
    pulses = whole("n_pulses", n_pulses, low=1, high=1000)
    magnesium = within("mg_mm", mg_mm, 0, 100, scalar=True)
    if not isinstance(cell, Cell):
        refuse("cell", cell, "a Cell")
    left = np.exp(-1.0 / (rate * cell.tau_s))
    slow = (1.0 - left ** np.arange(1, pulses + 1)) / (1.0 - left)
    drive = cell.gain_mv * (cell.elsewhere + (1 - cell.elsewhere) * (1 - share))
    volts = cell.first_mv + (-REST_MV - cell.first_mv) * _GRID  # from A up to where current turns
    free = receptor.unblocked_fraction(REST_MV + volts, magnesium)
    # Read backwards the equation is explicit: this much slow signal holds the cell at this voltage.
    per_signal = drive * free * (1 + volts / REST_MV)
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(volts > cell.first_mv, (volts - cell.first_mv) / per_signal, 0.0)
    found = np.interp(slow, np.maximum.accumulate(needed), volts)
    return Train(rate, share, found, np.maximum(found - cell.threshold_mv, 0.0))


def blocked_at(level_ng_per_ml: Any, cell: Cell = CELL) -> Any:
    """Return the share of NMDA current blocked by a total level of racemate (ng/mL), 0 to 1.

    Free drug in plasma is taken for free drug at the cord, and one molecule blocks one site.

    >>> round(blocked_at(211), 2)
    0.24
    """
    return receptor.block_fraction(free_um(level_ng_per_ml), cell.half_um)


def rate_for_ratio(ratio: float, *, blocked: float = 0.0, cell: Cell = CELL) -> float:
    """Return the lowest rate (Hz) at which the 15th response is so many times the first.

    >>> round(rate_for_ratio(1.2), 3)
    0.301
    """
    from scipy.optimize import brentq

    wanted = within("ratio", ratio, 1.001, 100, scalar=True)

    def over(log_rate: float) -> float:
        return wind_up(float(np.exp(log_rate)), blocked=blocked, cell=cell).ratio - wanted

    ends = np.log([_SLOWEST_HZ, _FASTEST_HZ])
    if over(ends[1]) < 0:
        refuse("ratio", ratio, f"a ratio that is reached by {_FASTEST_HZ:g} Hz with such a block")
    return float(np.exp(brentq(over, *ends)))


def level_that_takes(share: float, rate_hz: float = 1.0, cell: Cell = CELL) -> float:
    """Return the level of racemate (ng/mL) that takes a share (0 to 1) of the build-up.

    >>> round(level_that_takes(0.5))
    445
    """
    from scipy.optimize import brentq

    wanted = within("share", share, 0.001, 0.999, scalar=True)
    control = wind_up(rate_hz, cell=cell).build_up_mv

    def short(level: float) -> float:
        drug = wind_up(rate_hz, blocked=blocked_at(level, cell), cell=cell)
        return 1 - drug.build_up_mv / control - wanted

    highest = 1e5
    if short(highest) < 0:
        refuse("share", share, "a share that ketamine can take: some of the drive runs elsewhere")
    return float(brentq(short, 0.0, highest))


# -- two effect sites ----------------------------------------------------------------------------

#: How pain relief follows from a level: in the study of thin films, and in an earlier one.
LAWS = ("Simons", "Olofsen")


@dataclass(frozen=True)
class Effects(Sourced):
    """Two sites and their potencies for S-ketamine; ``changed(slow_min=1)`` to try a value."""

    fast_min: float = _chosen(
        *("t½ fast", "half-time from blood to the high", "min", 60, 1.0), "no value could be read"
    )
    slow_min: float = number(
        *("t½ slow", "half-time from blood to pain relief", "min", 0, 60),
        published("olofsen2012-ke0-pain"),
        Source("published", "pain intensity", ("olofsen2012-ke0-pain",)),
    )
    c50_high_ng_per_ml: float = number(
        *("C50 high", "level of half the high", "ng/mL", 1, 1e5),
        float(ng_per_ml_from_um(published("simons2022-c50-high"))),
        Source("derived", "0.3 µM (Simons 2022) × 237.7 g/mol", ("simons2022-c50-high",)),
    )
    c50_pain_ng_per_ml: float = number(
        *("C50 pain", "level of half the relief", "ng/mL", 1, 1e5),
        float(ng_per_ml_from_um(sum(printed_range("simons2022-c50-pain")) / 2)),
        Source("derived", "middle of 1.2-1.7 µM, three tests", ("simons2022-c50-pain",)),
    )
    slope: float = _chosen("γ", "steepness of both", "", 10, 1.0, "none was readable")
    cm_per_100: float = number(
        *("r", "relief for each 100 ng/mL, on a 10-cm scale", "cm", 0, 10),
        -published("olofsen2012-ket-effect"),
        Source("derived", "Olofsen 2012, sign turned", ("olofsen2012-ket-effect",)),
    )

    def high(self, level_ng_per_ml: Any) -> Any:
        """Return the high (share of the largest) at a level of S-ketamine (ng/mL)."""
        return receptor.block_fraction(level_ng_per_ml, self.c50_high_ng_per_ml, self.slope)

    def relief(self, level_ng_per_ml: Any, law: str = "Simons") -> Any:
        """Return pain relief (0 to 1) at a level of S-ketamine (ng/mL), by one of `LAWS`.

        ``"Simons"``: share of the pain in that test. ``"Olofsen"``: share of a 10-cm scale, at
        most 1; the line was fitted to levels near 100 ng/mL, so above some 200 it is a guess.

        >>> round(Effects().relief(71.3), 2), round(Effects().relief(71.3, "Olofsen"), 2)
        (0.17, 0.27)
        """
        if one_of("law", law, LAWS) == "Simons":
            return receptor.block_fraction(level_ng_per_ml, self.c50_pain_ng_per_ml, self.slope)
        found = np.minimum(self.cm_per_100 * np.asarray(level_ng_per_ml) / 100 / 10, 1.0)
        return found if np.ndim(found) else float(found)


EFFECTS = Effects()


@dataclass(frozen=True, eq=False)
class Sites:
    """S-ketamine at two sites over time. Made by `infusion`; levels in ng/mL, shape (t,)."""

    times_min: np.ndarray
    plasma_ng_per_ml: np.ndarray
    fast_ng_per_ml: np.ndarray
    slow_ng_per_ml: np.ndarray
    effects: Effects
    law: str

    @property
    def high(self) -> np.ndarray:
        """The high over time, share of the largest."""
        return self.effects.high(self.fast_ng_per_ml)

    @property
    def relief(self) -> np.ndarray:
        """Pain relief over time, 0 to 1."""
        return self.effects.relief(self.slow_ng_per_ml, self.law)


def infusion(
    minutes: float,
    *,
    mg: float = 20.0,
    times_min: Any = None,
    effects: Effects = EFFECTS,
    law: str = "Simons",
    model: str = "noppers2011",
) -> Sites:
    """Return levels and effects of an infusion of S-ketamine in a 70-kg adult.

    It lasts ``minutes`` (1 to 240) and brings ``mg`` of base; 20 as in Simons 2022. ``times_min``,
    shape (t,), by default each half minute of two hours; ``law`` one of `LAWS`; ``model`` a
    parameter set of `pharmacokinetics`.

    >>> sites = infusion(4)
    >>> round(sites.fast_ng_per_ml.max()), round(sites.slow_ng_per_ml.max())
    (554, 165)
    """
    duration = within("minutes", minutes, 1, 240, scalar=True)
    if not isinstance(effects, Effects):
        refuse("effects", effects, "Effects")
    one_of("law", law, LAWS)
    times = np.arange(0, 120.5, 0.5) if times_min is None else times_min
    dose = pk.Dose(mg, "S", duration_min=duration)
    fast, slow = (
        pk.simulate(dose, times_min=times, model=model, effect_half_time_min=half)
        for half in (effects.fast_min, effects.slow_min)
    )
    read = [fast.level_ng_per_ml(), fast.level_ng_per_ml("effect"), slow.level_ng_per_ml("effect")]
    return Sites(fast.times_min, *read, effects, law)
