"""What the toys of lesson 06 say beside what was published: mostly, where they cannot follow."""

from __future__ import annotations

import numpy as np

from helpers.figures.rhythms.lee import lee_ratio, toy_ratio
from helpers.figures.rhythms.slope import circuit_exponents
from helpers.simulations.rhythms import (
    TwoAreas,
    diversity,
    quick_couplings,
    scalp,
    spectrum,
)
from tests.literature.score import Row, factor, inside

BEFORE, AFTER = TwoAreas(), TwoAreas(feedback=0.1, shared=1.5)
LOUD = "a source loud enough to hold coherence up is noise to both Granger measures"
ALL_SPECTRUM = "the toy's noise is all spectrum: nothing is left beyond it"
SIGNALS = range(1, 13)


def change_of(name: str) -> tuple[float, str]:
    """Return how a measure changes when feedback is cut and the source turned up, in words."""
    was, now = (quick_couplings(one, runs=20).mean()[name] for one in (BEFORE, AFTER))
    return now - was, f"{was:.2f} to {now:.2f}"


def coherence_did_not_fall() -> tuple[bool, str]:
    """Ask the toy for Blain-Moraes' coherence."""
    change, words = change_of("coherence")
    return change > -0.02, words


def phase_lag_fell() -> tuple[bool, str]:
    """Ask the toy for Blain-Moraes' phase lag."""
    change, words = change_of("phase_lag")
    return change < -0.05, words


def mean_diversity(over: str = "shuffle", **signal: float) -> float:
    """Return the mean diversity of twelve signals of 8 s."""
    return float(
        np.mean([diversity(scalp(**signal, seconds=8, seed=k), over=over) for k in SIGNALS])
    )


def flatter(over: str) -> tuple[bool, str]:
    """Ask whether a flatter slope raises diversity."""
    was, now = (mean_diversity(over, exponent=exponent) for exponent in (1.0, 0.75))
    return now > was + 0.05, f"{was:.2f} to {now:.2f}"


def circuit_gets_flatter() -> tuple[bool, str]:
    """Ask lesson 03's circuit for the direction of its slope."""
    was, now = circuit_exponents((0.0, 1.0))
    return now < was, f"{was:.2f} to {now:.2f}"


def muscle_above_hz() -> float:
    """Return the frequency above which muscle of 1 SD exceeds the brain's noise."""
    f, brain = spectrum(scalp(muscle=0.0, seconds=60))
    power = spectrum(scalp(muscle=1.0, seconds=60))[1] - brain
    louder = (f >= 15) & (power > brain)
    return float(f[np.argmax(louder)])


def muscle_fold() -> float:
    """Return the ratio of power above 20 Hz with muscle of 0.5 SD and without."""
    with_muscle, without = (scalp(muscle=m, seconds=60) for m in (0.5, 0.0))
    f, power = spectrum(with_muscle)
    return float((power / spectrum(without)[1])[f > 20].mean())


ROWS = [
    Row(
        "blainmoraes2014-coherence",
        "coherence when feedback is cut to a quarter and a shared source turned up",
        coherence_did_not_fall,
        role="calibrates",
        note="the source was turned up until it came back",
    ),
    Row(
        "blainmoraes2014-pli",
        "phase lag index in the same setting",
        phase_lag_fell,
        note="it follows once coherence is held by a source without delay",
    ),
    Row(
        "lee2013-feedback-ketamine lee2013-feedback-baseline",
        "Granger feedback after over before, same setting",
        lambda: toy_ratio(BEFORE, AFTER, "feedback"),
        factor(2, "another measure of direction, in patients"),
        miss=LOUD,
        value=lambda *_: lee_ratio("feedback"),
        unit="ratio",
    ),
    Row(
        "lee2013-feedforward-ketamine lee2013-feedforward-baseline",
        "Granger feedforward after over before, same setting",
        lambda: toy_ratio(BEFORE, AFTER, "feedforward"),
        factor(2, "another measure of direction, in patients"),
        miss=LOUD,
        value=lambda *_: lee_ratio("feedforward"),
        unit="ratio",
    ),
    Row(
        "ploscb2025-aperiodic-slope",
        "slope of lesson 03's rate model in 1 µM, 10 to 90 Hz",
        circuit_gets_flatter,
        miss="its loop resonates more under ketamine; it has no slow part that could flatten",
    ),
    Row(
        "farnes2020-spontaneous-lz",
        "diversity over shuffled data when the slope goes from 1 to 0.75",
        lambda: flatter("shuffle"),
        note="the change of slope is chosen; its direction is that of people",
    ),
    Row(
        "schartner2017-lz li2019-subanaesthetic-lz",
        "the same over signals of the same spectrum",
        lambda: flatter("same spectrum"),
        miss=ALL_SPECTRUM,
    ),
    Row(
        "pope2022-emg-exceeds-eeg",
        "frequency above which muscle of 1 SD exceeds noise of slope 1",
        muscle_above_hz,
        factor(1.5, "muscle's lower edge is chosen from it"),
        role="calibrates",
    ),
    Row(
        "whitham2007-emg-fold",
        "power above 20 Hz with muscle of 0.5 SD over that without",
        muscle_fold,
        inside(1, "range over two people and many places on the scalp"),
        miss="half an SD is little muscle: most of what people's scalps give is more",
    ),
]

NOT_ASKED = {}
