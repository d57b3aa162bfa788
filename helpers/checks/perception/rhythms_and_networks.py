"""Tasks of exercise 06: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from helpers.checks.answers import Choice, Function, Number
from helpers.checks.tasks import Mistake, Part, Task
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
        Part(
            name="alpha_left",
            asks="the share of occipital alpha power that is left, from 0 to 1",
            kind=Number(),
            answer=lambda: 10 ** (_alpha_db() / 10),
            wrong=(
                Mistake(
                    "parietal",
                    "This is the parietal value of the worked step, or an amplitude. Take the "
                    "occipital row, and divide by 10 and not by 20.",
                    lambda: 10 ** (fact("vlisides2018-parietal-alpha").value / 10),
                ),
                Mistake(
                    "lost",
                    "This is the share that was **lost**. What is left is asked for.",
                    lambda: 1 - 10 ** (_alpha_db() / 10),
                ),
                Mistake(
                    "sign",
                    "More than 1 would be a rise. What is the sign of the change?",
                    lambda: 10 ** (-_alpha_db() / 10),
                ),
                Mistake(
                    "natural",
                    "A decibel rests on powers of ten, not of e.",
                    lambda: math.exp(_alpha_db() / 10),
                ),
            ),
        ),
        Part(
            name="theta_times",
            asks="how many times the power of theta at baseline it has under anaesthesia",
            kind=Number(),
            answer=lambda: 10 ** (_theta_rise_db() / 10),
            wrong=(
                Mistake(
                    "ratio-of-decibels",
                    "You divided decibels by decibels. They are logarithms: the **difference** of "
                    "two levels is the ratio of their powers.",
                    lambda: _theta_db("anaesthetic") / _theta_db("baseline"),
                ),
                Mistake(
                    "level-alone",
                    "The level under anaesthesia counts from the study's own zero. Take the "
                    "difference from baseline first.",
                    lambda: 10 ** (_theta_db("anaesthetic") / 10),
                ),
                Mistake(
                    "decibels",
                    "This is the difference in dB. Now turn it into a ratio of powers.",
                    _theta_rise_db,
                ),
                Mistake(
                    "amplitude",
                    "You divided by 20: that gives the amplitude. Power is asked for.",
                    lambda: 10 ** (_theta_rise_db() / 20),
                ),
            ),
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
        Part(
            name="feedback_change",
            asks="the change of feedback in per cent of baseline, a loss with a minus",
            kind=Number("per cent"),
            answer=_loss,
            wrong=(
                Mistake("sign", "Feedback fell: give the loss a minus.", lambda: -_loss()),
                Mistake(
                    "from-the-end",
                    "This is in per cent of the value under ketamine. It fell from baseline.",
                    lambda: 100 * (1 - _lee("feedback", BASELINE) / _lee("feedback", KETAMINE)),
                ),
                Mistake(
                    "what-is-left",
                    "This is what is left in per cent. The change is asked for.",
                    lambda: 100 + _loss(),
                ),
                Mistake(
                    "feedforward",
                    "These are the rows of feedforward.",
                    lambda: (
                        100 * (_lee("feedforward", KETAMINE) / _lee("feedforward", BASELINE) - 1)
                    ),
                ),
            ),
        ),
        Part(
            name="ratio_ketamine",
            asks="feedback over feedforward under ketamine",
            kind=Number(),
            answer=lambda: _ratio(KETAMINE),
            wrong=(
                Mistake(
                    "baseline",
                    "This is the ratio at baseline, the worked step.",
                    lambda: _ratio(BASELINE),
                ),
                Mistake(
                    "upside-down",
                    "This is feedforward over feedback.",
                    lambda: 1 / _ratio(KETAMINE),
                ),
                Mistake(
                    "change-of-ratio",
                    "This is the ratio after over the ratio before. The ratio after is asked for.",
                    lambda: _ratio(KETAMINE) / _ratio(BASELINE),
                ),
            ),
        ),
        Part(
            name="feedforward_verdict",
            asks="what P = 0.072 says of feedforward",
            kind=Choice(("feedforward was preserved", "feedforward rose", NEITHER)),
            answer=lambda: NEITHER,
            wrong=(
                Mistake(
                    "preserved",
                    "That is the abstract's word. But a test that finds no change does not show "
                    "that there is none: the mean rose by an eighth, and P is near the usual line.",
                    lambda: "feedforward was preserved",
                ),
                Mistake(
                    "rose",
                    "The mean is higher, but by the usual line of 0.05 chance could have done it.",
                    lambda: "feedforward rose",
                ),
            ),
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
        Part(
            name="floor",
            asks="the phase lag index that n windows without any coupling give on average",
            kind=Function(("n",), ((15,), (60,), (120,), (400,)), Number(within=0.03)),
            answer=lambda: _floor,
            wrong=(
                Mistake(
                    "forgot-pi",
                    "Your floor is too high. The mean size of a bell curve's value is its SD times "
                    "the root of 2/π, not the SD itself.",
                    lambda: lambda n: 1 / math.sqrt(n),
                ),
                Mistake(
                    "no-root",
                    "Your floor falls too fast. A mean of n signs has an SD of one over the "
                    "**root** of n.",
                    lambda: lambda n: 2 / (math.pi * n),
                ),
                Mistake(
                    "seconds",
                    "Your function seems to take seconds. It is given the number of windows.",
                    lambda: lambda n: _floor(n / WINDOW_S),
                ),
                Mistake(
                    "zero",
                    "The signs cancel on average, but the index takes the size of their mean, "
                    "which is never below zero and hardly ever zero.",
                    lambda: lambda n: 0.0,
                ),
            ),
        ),
        Part(
            name="seconds_needed",
            asks="the seconds of recording, in windows of 2 s, at which the floor is 0.05",
            kind=Number("s"),
            answer=lambda: WINDOW_S * 2 / (math.pi * WANTED**2),
            wrong=(
                Mistake(
                    "windows",
                    "This is the number of windows. Each of them lasts 2 s.",
                    lambda: 2 / (math.pi * WANTED**2),
                ),
                Mistake(
                    "no-square",
                    "To halve the floor takes four times as long, not twice. Square it.",
                    lambda: WINDOW_S * 2 / (math.pi * WANTED),
                ),
                Mistake(
                    "forgot-pi",
                    "Here the 2/π is missing under the root.",
                    lambda: WINDOW_S / WANTED**2,
                ),
            ),
        ),
        Part(
            name="verdict",
            asks="what an index of 0.12 in 2 minutes says",
            kind=Choice(("the areas are weakly coupled", "coupling has fallen", NO_EVIDENCE)),
            answer=lambda: NO_EVIDENCE,
            wrong=(
                Mistake(
                    "weak",
                    "Compare it with your floor for 60 windows, and with how far single recordings "
                    "scatter around it.",
                    lambda: "the areas are weakly coupled",
                ),
                Mistake(
                    "fallen",
                    "Fallen from what? One recording has no before.",
                    lambda: "coupling has fallen",
                ),
            ),
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
        Part(
            name="shared",
            asks="a source that does both, with the wires as they were",
            kind=Number("SD"),
            answer=lambda: 1.5,
            judge=_source,
            otherwise=_of_source,
            wrong=(
                Mistake(
                    "taken-away",
                    "With less of the source coherence rises, but so does phase lag: the lags of "
                    "the wires come out more clearly.",
                    lambda: 0.0,
                    lambda given: 0 <= given < START.shared,
                ),
                Mistake(
                    "not-changed",
                    "This is the source as it was.",
                    lambda: START.shared,
                ),
                Mistake(
                    "too-little",
                    "A little more of the source lowers phase lag but hardly moves coherence yet.",
                    lambda: 0.5,
                    lambda given: START.shared < given <= 0.6,
                ),
            ),
        ),
        Part(
            name="feedforward",
            asks="a feedforward wire that does both, with the source as it was",
            kind=Number(),
            answer=lambda: 0.39,
            judge=_wire,
            otherwise=_of_wire,
            wrong=(
                Mistake(
                    "cut",
                    "A weaker wire back lets the front lead more: phase lag rises.",
                    lambda: 0.0,
                    lambda given: 0 <= given < START.feedforward,
                ),
                Mistake(
                    "not-changed",
                    "This is the wire as it was.",
                    lambda: START.feedforward,
                ),
                Mistake(
                    "half-way",
                    "Phase lag falls already, coherence does not rise yet. When does neither lead?",
                    lambda: 0.3,
                    lambda given: START.feedforward < given <= 0.32,
                ),
            ),
        ),
        Part(
            name="tells_apart",
            asks="the number that tells the two causes apart best",
            kind=Choice(("coherence", "phase lag", TELLS)),
            answer=lambda: TELLS,
            wrong=(
                Mistake(
                    "coherence",
                    "Coherence rises under both: that is how you chose them.",
                    lambda: "coherence",
                ),
                Mistake(
                    "phase-lag",
                    "Phase lag falls under both, and scatters most from run to run.",
                    lambda: "phase lag",
                ),
            ),
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

CAUSES = ("a wire was cut", "a shared source grew", "the recording was shorter")
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


def _cause(name: str, right: str, **words: str) -> Part:
    keys = dict(zip(("wire", "source", "shorter"), CAUSES, strict=True))
    return Part(
        name=f"cause_{name.lower()}",
        asks=f"what happened to {name}",
        kind=Choice(CAUSES),
        answer=lambda: keys[right],
        wrong=tuple(
            Mistake(key, words[key], lambda key=key: keys[key]) for key in keys if key != right
        ),
    )


UNKNOWN = Task(
    id="06.5",
    title="Three unknown changes",
    points=3,
    parts=(
        _cause(
            "P",
            "source",
            wire="Both Granger measures fell, and coherence **rose**. Can a lost wire do that?",
            shorter="A shorter recording does not halve a Granger measure; it makes all of them "
            "less certain.",
        ),
        _cause(
            "Q",
            "shorter",
            wire="Neither Granger measure fell. Which wire would it have been?",
            source="A shared source drowns both Granger measures, and here they stay.",
        ),
        _cause(
            "R",
            "wire",
            source="A shared source raises coherence and takes both Granger measures down alike. "
            "Here one falls far more than the other.",
            shorter="A shorter recording cannot take more than half from a Granger measure.",
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
VERDICTS = (IN_SPECTRUM, "the rise goes beyond the spectrum", "there is no rise")


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
        Part(
            name="phrases",
            asks="the number of LZ76 phrases of the text",
            kind=Number(within=0.001),
            answer=lambda: lempel_ziv_76(BITS),
            wrong=(
                Mistake(
                    "lz78",
                    "This is LZ78: it asks whether a stretch is in the list of phrases. LZ76 asks "
                    "whether it occurs anywhere earlier in the text.",
                    lambda: lempel_ziv_78(BITS),
                ),
                Mistake(
                    "length",
                    "This is the length of the text. Count phrases, not letters.",
                    lambda: len(BITS),
                ),
                Mistake(
                    "different-letters",
                    "There are more than two phrases. Go on from where the last one ended.",
                    lambda: 2,
                ),
                Mistake(
                    "normalised",
                    "You have divided already. The bare count is asked for.",
                    lambda: lempel_ziv_76(BITS) * math.log2(len(BITS)) / len(BITS),
                ),
            ),
        ),
        Part(
            name="rise_shuffle",
            asks="diversity later over diversity at rest, both over shuffled data",
            kind=Number(within=0.04),
            answer=lambda: _rise("shuffle"),
            wrong=(
                Mistake(
                    "upside-down",
                    "This is rest over later.",
                    lambda: 1 / _rise("shuffle"),
                ),
                Mistake(
                    "difference",
                    "This is a difference. A ratio is asked for.",
                    lambda: _diversities("shuffle")[1] - _diversities("shuffle")[0],
                ),
                Mistake(
                    "one-state",
                    "This is the diversity later. Divide it by that at rest.",
                    lambda: _diversities("shuffle")[1],
                ),
            ),
        ),
        Part(
            name="conclusion",
            asks="what the two yardsticks say together",
            kind=Choice(VERDICTS),
            answer=lambda: IN_SPECTRUM,
            wrong=(
                Mistake(
                    "beyond",
                    "Compute both over signals of the same spectrum too. Is there still a rise?",
                    lambda: VERDICTS[1],
                ),
                Mistake(
                    "none",
                    "Over shuffled data there is one, and not a small one. Look at your ratio.",
                    lambda: VERDICTS[2],
                ),
            ),
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
