"""Tasks of exercise 06: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from helpers.checks.answers import Function, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import fact, series
from helpers.simulations.rhythms import (
    TwoAreas,
    diversity,
    lempel_ziv_76,
    lempel_ziv_78,
    phase_lag_floor,
    quick_couplings,
    scalp,
)

if TYPE_CHECKING:
    from pandas import DataFrame

# Task 1: decibels ------------------------------------------------------------


def _alpha_db() -> float:
    return fact("vlisides2018-occipital-alpha").value


def _theta_db(state: str) -> float:
    return fact(f"vlisides2017-frontal-theta-{state}").value


def _theta_rise_db() -> float:
    return _theta_db("anaesthetic") - _theta_db("baseline")


DECIBELS = Task(
    id="06.1",
    title="From decibels to power",
    points=2,
    parts=(
        part(
            name="alpha_left",
            asks="the share of occipital alpha power that is left, from 0 to 1",
            kind=Number(),
            answer=lambda: 10 ** (_alpha_db() / 10),
            wrong="""
            parietal: This is the parietal value of the worked step, or an amplitude. Take the
                occipital row, and divide by 10 and not by 20.
            lost: This is the share that was **lost**. What is left is asked for.
            sign: More than 1 would be a rise. What is the sign of the change?
            natural: A decibel rests on powers of ten, not of e.
            """,
            parietal=lambda: 10 ** (fact("vlisides2018-parietal-alpha").value / 10),
            lost=lambda: 1 - 10 ** (_alpha_db() / 10),
            sign=lambda: 10 ** (-_alpha_db() / 10),
            natural=lambda: math.exp(_alpha_db() / 10),
        ),
        part(
            name="theta_times",
            asks="how many times the power of theta at baseline it has under anaesthesia",
            kind=Number(),
            answer=lambda: 10 ** (_theta_rise_db() / 10),
            wrong="""
            ratio-of-decibels: You divided decibels by decibels. They are logarithms: the
                **difference** of two levels is the ratio of their powers.
            level-alone: The level under anaesthesia counts from the study's own zero. Take the
                difference from baseline first.
            decibels: This is the difference in dB. Now turn it into a ratio of powers.
            amplitude: You divided by 20: that gives the amplitude. Power is asked for.
            """,
            ratio_of_decibels=lambda: _theta_db("anaesthetic") / _theta_db("baseline"),
            level_alone=lambda: 10 ** (_theta_db("anaesthetic") / 10),
            decibels=_theta_rise_db,
            amplitude=lambda: 10 ** (_theta_rise_db() / 20),
        ),
    ),
    hints=(
        "10 dB is a factor of ten in power, 3 dB about a factor of two. "
        "Guess first: is 1.8 dB down more or less than half?",
        "Ratio of powers = 10 to the power (difference in dB / 10). A fall counts as negative.",
        "alpha_left = 10 ** (alpha_db / 10), and for theta first anaesthetic - baseline.",
    ),
    right=lambda: (
        f"Both. A third of occipital alpha is gone. Theta is {10 ** (_theta_rise_db() / 10):.1f} "
        "times what it was, though 4.25 over 0.64 looks like nearly seven."
    ),
)

# Task 2: Lee's two directions -------------------------------------------------


def _lee(direction: str, state: str) -> float:
    table = series("circuits-lee2013-transfer-entropy").set_index(["direction", "state"])
    return float(table.loc[(direction, state), "nste"])


def _ratio(state: str) -> float:
    return _lee("feedback", state) / _lee("feedforward", state)


def _loss() -> float:
    return 100 * (_lee("feedback", KETAMINE) / _lee("feedback", BASELINE) - 1)


BASELINE, KETAMINE = "baseline", "ketamine 2 mg/kg"
NEITHER = "neither a rise nor its absence is shown"

LEE = Task(
    id="06.2",
    title="Two directions in thirty patients",
    points=3,
    parts=(
        part(
            name="feedback_change",
            asks="the change of feedback in per cent of baseline, a loss with a minus",
            kind=Number("per cent"),
            answer=_loss,
            wrong="""
            sign: Feedback fell: give the loss a minus.
            from-the-end: This is in per cent of the value under ketamine. It fell from baseline.
            what-is-left: This is what is left in per cent. The change is asked for.
            feedforward: These are the rows of feedforward.
            """,
            sign=lambda: -_loss(),
            from_the_end=lambda: (
                100 * (1 - _lee("feedback", BASELINE) / _lee("feedback", KETAMINE))
            ),
            what_is_left=lambda: 100 + _loss(),
            feedforward=lambda: (
                100 * (_lee("feedforward", KETAMINE) / _lee("feedforward", BASELINE) - 1)
            ),
        ),
        part(
            name="ratio_ketamine",
            asks="feedback over feedforward under ketamine",
            kind=Number(),
            answer=lambda: _ratio(KETAMINE),
            wrong="""
            baseline: This is the ratio at baseline, the worked step.
            upside-down: This is feedforward over feedback.
            change-of-ratio: This is the ratio after over the ratio before. The ratio after is asked
                for.
            """,
            baseline=lambda: _ratio(BASELINE),
            upside_down=lambda: 1 / _ratio(KETAMINE),
            change_of_ratio=lambda: _ratio(KETAMINE) / _ratio(BASELINE),
        ),
        choose(
            name="feedforward_verdict",
            asks="what P = 0.072 says of feedforward",
            options={
                "preserved": "feedforward was preserved",
                "rose": "feedforward rose",
                "right": NEITHER,
            },
            wrong="""
            preserved: That is the abstract's word. But a test that finds no change does not show
                that there is none: the mean rose by an eighth, and P is near the usual line.
            rose: The mean is higher, but by the usual line of 0.05 chance could have done it.
            """,
        ),
    ),
    hints=(
        "Change in per cent: what is the whole that you take the share of?",
        "Change = 100 × (after / before − 1). For the verdict ask what a test of no difference can "
        "show, and what it cannot.",
        "feedback_change = 100 * (0.0055 / 0.0074 - 1); ratio_ketamine = 0.0055 / 0.0046.",
    ),
    right=lambda: (
        f"All three. The lead of feedback shrinks from {_ratio(BASELINE):.2f} to "
        f"{_ratio(KETAMINE):.2f} and does not turn round; what feedforward did is open."
    ),
)

# Task 3: the floor ------------------------------------------------------------

WINDOW_S = 2.0
WANTED = 0.05
NO_EVIDENCE = "no sign of coupling by this number"


def _floor(n: float) -> float:
    return math.sqrt(2 / (math.pi * n))


FLOOR = Task(
    id="06.3",
    title="How low can a phase lag index go?",
    points=3,
    parts=(
        part(
            name="floor",
            asks="the phase lag index that n windows without any coupling give on average",
            kind=Function(("n",), ((15,), (60,), (120,), (400,)), Number(within=0.03)),
            answer=lambda: _floor,
            wrong="""
            forgot-pi: Your floor is too high. The mean size of a bell curve's value is its SD times
                the root of 2/π, not the SD itself.
            no-root: Your floor falls too fast. A mean of n signs has an SD of one over the **root**
                of n.
            seconds: Your function seems to take seconds. It is given the number of windows.
            zero: The signs cancel on average, but the index takes the size of their mean, which is
                never below zero and hardly ever zero.
            """,
            forgot_pi=lambda: lambda n: 1 / math.sqrt(n),
            no_root=lambda: lambda n: 2 / (math.pi * n),
            seconds=lambda: lambda n: _floor(n / WINDOW_S),
            zero=lambda: lambda n: 0.0,
        ),
        part(
            name="seconds_needed",
            asks="the seconds of recording, in windows of 2 s, at which the floor is 0.05",
            kind=Number("s"),
            answer=lambda: WINDOW_S * 2 / (math.pi * WANTED**2),
            wrong="""
            windows: This is the number of windows. Each of them lasts 2 s.
            no-square: To halve the floor takes four times as long, not twice. Square it.
            forgot-pi: Here the 2/π is missing under the root.
            """,
            windows=lambda: 2 / (math.pi * WANTED**2),
            no_square=lambda: WINDOW_S * 2 / (math.pi * WANTED),
            forgot_pi=lambda: WINDOW_S / WANTED**2,
        ),
        choose(
            name="verdict",
            asks="what an index of 0.12 in 2 minutes says",
            options={
                "weak": "the areas are weakly coupled",
                "fallen": "coupling has fallen",
                "right": NO_EVIDENCE,
            },
            wrong="""
            weak: Compare it with your floor for 60 windows, and with how far single recordings
                scatter around it.
            fallen: Fallen from what? One recording has no before.
            """,
        ),
    ),
    hints=(
        "Throw n coins, +1 or −1 each. How far from zero is their mean, in size and on average?",
        "The mean of n signs has mean 0 and SD 1/√n, and is nearly normal. The mean size of a "
        "normal value is its SD times √(2/π).",
        "return np.sqrt(2 / (np.pi * n)); then solve 0.05 = √(2/(πn)) for n, and n windows last "
        "2 n seconds.",
    ),
    right=lambda: (
        f"All three. In two minutes the floor is {phase_lag_floor(120):.2f}: an index of 0.12 is "
        "what strangers give."
    ),
)

# Task 4: two ways to one change ------------------------------------------------

START = TwoAreas()
STEP = 0.05
MOST_WIRE = 0.4
TELLS = "feedback (Granger)"


@cache
def change(shared: float = START.shared, feedforward: float = START.feedforward):
    """Return the changes of the four means that a source or a feedforward wire makes."""
    areas = START.changed(shared=shared, feedforward=feedforward)
    before, after = (quick_couplings(one, runs=20).mean() for one in (START, areas))
    return {name: after[name] - before[name] for name in before}


def _does_both(moved: dict[str, float]) -> bool:
    return moved["coherence"] >= STEP and moved["phase_lag"] <= -STEP


def _source(given: float) -> bool:
    return 0 <= given <= 5 and _does_both(change(shared=given))


def _wire(given: float) -> bool:
    return 0 <= given <= MOST_WIRE and _does_both(change(feedforward=given))


def _moved(moved: dict[str, float]) -> str:
    return (
        f"With it coherence changes by {moved['coherence']:+.2f} and phase lag by "
        f"{moved['phase_lag']:+.2f}. +{STEP:g} or more and −{STEP:g} or less are asked for."
    )


def _of_source(given: float) -> str:
    if not 0 <= given <= 5:
        return "A source from 0 to 5 SD is asked for."
    return _moved(change(shared=given))


def _of_wire(given: float) -> str:
    if not 0 <= given <= MOST_WIRE:
        return f"A wire from 0 to {MOST_WIRE:g} is asked for; with a stronger one the pair howls."
    return _moved(change(feedforward=given))


TWO_WAYS = Task(
    id="06.4",
    title="Two causes of one finding",
    points=3,
    parts=(
        part(
            name="shared",
            asks="a source that does both, with the wires as they were",
            kind=Number("SD"),
            answer=lambda: 1.5,
            judge=_source,
            otherwise=_of_source,
            wrong="""
            taken-away: With less of the source coherence rises, but so does phase lag: the lags of
                the wires come out more clearly.
            not-changed: This is the source as it was.
            too-little: A little more of the source lowers phase lag but hardly moves coherence yet.
            """,
            taken_away=(lambda: 0.0, lambda given: 0 <= given < START.shared),
            not_changed=lambda: START.shared,
            too_little=(lambda: 0.5, lambda given: START.shared < given <= 0.6),
        ),
        part(
            name="feedforward",
            asks="a feedforward wire that does both, with the source as it was",
            kind=Number(),
            answer=lambda: 0.39,
            judge=_wire,
            otherwise=_of_wire,
            wrong="""
            cut: A weaker wire back lets the front lead more: phase lag rises.
            not-changed: This is the wire as it was.
            half-way: Phase lag falls already, coherence does not rise yet. When does neither lead?
            """,
            cut=(lambda: 0.0, lambda given: 0 <= given < START.feedforward),
            not_changed=lambda: START.feedforward,
            half_way=(lambda: 0.3, lambda given: START.feedforward < given <= 0.32),
        ),
        choose(
            name="tells_apart",
            asks="the number that tells the two causes apart best",
            options={
                "coherence": "coherence",
                "phase-lag": "phase lag",
                "right": TELLS,
            },
            wrong="""
            coherence: Coherence rises under both: that is how you chose them.
            phase-lag: Phase lag falls under both, and scatters most from run to run.
            """,
        ),
    ),
    hints=(
        "What makes two areas agree without one leading? A voice that both hear is one answer. "
        "What if each leads as much as the other?",
        "Try sources of about one SD, and feedforward wires near the feedback wire in strength. "
        "Print all four means each time.",
        "A source of a little more than one SD; a feedforward wire almost or quite as strong as "
        "the feedback wire. Then compare their feedback.",
    ),
    right=lambda: (
        "All three. One finding, two causes. The Granger measure of feedback moves by "
        f"{change(shared=1.2)['feedback']:+.3f} with the source and by "
        f"{change(feedforward=0.4)['feedback']:+.3f} with the wire."
    ),
)

# Task 5: three unknown changes ---------------------------------------------------

CAUSES = {
    "wire": "a wire was cut",
    "source": "a shared source grew",
    "shorter": "the recording was shorter",
}
_HIDDEN = {
    "before": (START, 120),
    "P": (START.changed(shared=1.3), 120),
    "Q": (START, 24),
    "R": (START.changed(feedback=0.2), 120),
}


def unknown_changes() -> DataFrame:
    """Return the four measures before and after three unknown changes, means of 40 recordings."""
    import pandas as pd

    rows = {
        name: quick_couplings(areas, seconds, runs=40).mean()
        for name, (areas, seconds) in _HIDDEN.items()
    }
    return pd.DataFrame(rows).T


UNKNOWN = Task(
    id="06.5",
    title="Three unknown changes",
    points=3,
    parts=(
        choose(
            name="cause_p",
            asks="what happened to P",
            options=CAUSES,
            wrong="""
            wire: Both Granger measures fell, and coherence **rose**. Can a lost wire do that?
            shorter: A shorter recording does not halve a Granger measure; it makes all of them less
                certain.
            """,
        ),
        choose(
            name="cause_q",
            asks="what happened to Q",
            options=CAUSES,
            wrong="""
            wire: Neither Granger measure fell. Which wire would it have been?
            source: A shared source drowns both Granger measures, and here they stay.
            """,
        ),
        choose(
            name="cause_r",
            asks="what happened to R",
            options=CAUSES,
            wrong="""
            source: A shared source raises coherence and takes both Granger measures down alike.
                Here one falls far more than the other.
            shorter: A shorter recording cannot take more than half from a Granger measure.
            """,
        ),
    ),
    hints=(
        "Look at the two Granger measures first: fell both, one, or neither?",
        "A shared source pulls both down and coherence up. A cut wire hits its own direction most. "
        "Few windows lift whatever cannot be negative: coherence, and phase lag above all.",
        "Only one of the three leaves both Granger measures where they were.",
    ),
    right="All three. No single column would have done: the pattern of four tells.",
)

# Task 6: a diversity and its recipe ------------------------------------------------

BITS = "000110100100010111010011"
IN_SPECTRUM = "the rise lies in the spectrum"


@cache
def two_states():
    """Return two signals, at rest and later, each of 16 s at 250 samples a second."""
    return scalp(exponent=1.25, seconds=16, seed=6), scalp(exponent=0.75, seconds=16, seed=6)


@cache
def _diversities(over: str) -> tuple[float, float]:
    rest, later = (diversity(one, over=over, draws=10) for one in two_states())
    return rest, later


def _rise(over: str) -> float:
    rest, later = _diversities(over)
    return later / rest


RECIPE = Task(
    id="06.6",
    title="Challenge: a diversity and its recipe",
    points=4,
    parts=(
        part(
            name="phrases",
            asks="the number of LZ76 phrases of the text",
            kind=Number(within=0.001),
            answer=lambda: lempel_ziv_76(BITS),
            wrong="""
            lz78: This is LZ78: it asks whether a stretch is in the list of phrases. LZ76 asks
                whether it occurs anywhere earlier in the text.
            length: This is the length of the text. Count phrases, not letters.
            different-letters: There are more than two phrases. Go on from where the last one ended.
            normalised: You have divided already. The bare count is asked for.
            """,
            lz78=lambda: lempel_ziv_78(BITS),
            length=lambda: len(BITS),
            different_letters=lambda: 2,
            normalised=lambda: lempel_ziv_76(BITS) * math.log2(len(BITS)) / len(BITS),
        ),
        part(
            name="rise_shuffle",
            asks="diversity later over diversity at rest, both over shuffled data",
            kind=Number(within=0.04),
            answer=lambda: _rise("shuffle"),
            wrong="""
            upside-down: This is rest over later.
            difference: This is a difference. A ratio is asked for.
            one-state: This is the diversity later. Divide it by that at rest.
            """,
            upside_down=lambda: 1 / _rise("shuffle"),
            difference=lambda: _diversities("shuffle")[1] - _diversities("shuffle")[0],
            one_state=lambda: _diversities("shuffle")[1],
        ),
        choose(
            name="conclusion",
            asks="what the two yardsticks say together",
            options={
                "right": IN_SPECTRUM,
                "beyond": "the rise goes beyond the spectrum",
                "none": "there is no rise",
            },
            wrong="""
            beyond: Compute both over signals of the same spectrum too. Is there still a rise?
            none: Over shuffled data there is one, and not a small one. Look at your ratio.
            """,
        ),
    ),
    hints=(
        "Start at the first letter: it is new, so it is a phrase. Then take the shortest stretch "
        "from there that has not occurred before.",
        "lempel_ziv_76 does it. For the rest call diversity(signal, over=...) for both signals, "
        'with over="shuffle" and with over="same spectrum".',
        "Over signals of the same spectrum both states come out near 1.",
    ),
    right=lambda: (
        f"All three. Over shuffled data diversity grew {_rise('shuffle'):.2f}-fold; over signals "
        f"of the same spectrum {_rise('same spectrum'):.2f}-fold. It was all a flatter slope."
    ),
)


TASKS = (DECIBELS, LEE, FLOOR, TWO_WAYS, UNKNOWN, RECIPE)
