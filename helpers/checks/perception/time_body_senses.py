"""Tasks of exercise 07: every right answer and every listed wrong one is computed here."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from helpers.checks.answers import Function, Names, Number
from helpers.checks.tasks import Task, choose, part
from helpers.evidence import series
from helpers.simulations import inference, timing

# Task 1: one clock, three tasks ----------------------------------------------

SAID_S = 70.0


def _clock() -> float:
    return SAID_S / 60


def _made() -> float:
    return float(timing.reading("make a minute", _clock(), 0.15).centre)


ONE_CLOCK = Task(
    id="07.1",
    title="Read a clock from a sentence",
    points=2,
    parts=(
        part(
            name="clock",
            asks="the rate of this person's clock, 1 being that of other people",
            kind=Number(),
            answer=_clock,
            wrong="""
            upside-down: This clock would be slow. Who says 70 seconds has counted **more** ticks
                than others in the same minute.
            seconds: This is what was said. A rate is asked for: compare it with 60.
            excess: This is how much faster. The rate itself is asked for.
            """,
            upside_down=lambda: 1 / _clock(),
            seconds=lambda: SAID_S,
            excess=lambda: _clock() - 1,
        ),
        part(
            name="made_s",
            asks="how long the same person makes a minute",
            kind=Number("s"),
            answer=_made,
            wrong="""
            same-way: Saying and making go opposite ways: a fast clock reaches sixty ticks early.
            minutes: The digits are right, the unit is not: this is in minutes.
            subtracted: Ten seconds too much in one task are not ten too few in the other. Divide by
                the rate.
            """,
            same_way=lambda: 60 * _clock(),
            minutes=lambda: _made() / 60,
            subtracted=lambda: 50.0,
        ),
    ),
    hints=(
        "How many ticks does this clock make while others make sixty?",
        "What is said is 60 × the rate. What is made is 60 / the rate.",
        "clock = 70 / 60, and then made_s = 60 / clock.",
    ),
    right="Both. The same clock makes minutes seem long and made minutes short: always ask for the "
    "task before you ask for the drug.",
)

# Task 2: noise from a score --------------------------------------------------

SCORE, RATIO, EASIER = 0.75, 1.2, 1.5


def _cv() -> float:
    return (RATIO - 1) / (float(ndtri(SCORE)) * float(np.hypot(1, RATIO)))


NOISE_FROM_SCORE = Task(
    id="07.2",
    title="Noise from a score",
    points=2,
    parts=(
        part(
            name="cv",
            asks="the noise, as a share of the count, at which 75% are right",
            kind=Number(),
            answer=_cv,
            wrong="""
            one-noise: Two counts are compared, and **both** scatter: their noises add as squares.
            equal-noise: Close, but the second count is larger, and its noise grows with it.
            per-cent: This is in per cent. A share is asked for.
            """,
            one_noise=lambda: (RATIO - 1) / float(ndtri(SCORE)),
            equal_noise=lambda: (RATIO - 1) / (float(ndtri(SCORE)) * float(np.sqrt(2))),
            per_cent=lambda: 100 * _cv(),
        ),
        part(
            name="right_easier",
            asks="the share of right answers of the same person at a ratio of 1.5",
            kind=Number(),
            answer=lambda: float(timing.compare(EASIER, 1, _cv())),
            wrong="""
            default: Here the noise was 0.15. Use the noise that you found.
            same-ratio: This is the score at 1.2. The question is about 1.5.
            per-cent: This is in per cent. A share is asked for.
            """,
            default=lambda: float(timing.compare(EASIER)),
            same_ratio=lambda: SCORE,
            per_cent=lambda: 100 * float(timing.compare(EASIER, 1, _cv())),
        ),
    ),
    hints=(
        "The worked step goes from noise to score. Turn it round, or try values.",
        "Right answers are the normal curve at (ratio − 1) / (cv × √(1 + ratio²)). "
        "At 75% that argument is 0.674.",
        "cv = 0.2 / (0.674 * np.hypot(1, 1.2)), and then compare(1.5, 1, cv).",
    ),
    right="Both. No clock rate was needed on the way: the score cannot see it.",
)

# Task 3: what a wider JND means ----------------------------------------------


def _weber(clock: float, cv: float) -> float:
    middle, jnd = timing.bisection(clock, cv)
    return jnd / middle


WIDER = Task(
    id="07.3",
    title="Wider, or only later?",
    points=3,
    parts=(
        part(
            name="weber",
            asks="the just noticeable difference divided by the bisection point",
            kind=Function(
                ("clock", "cv"),
                ((1, 0.15), (0.8, 0.15), (0.6, 0.3), (1.3, 0.1)),
                Number(),
            ),
            answer=lambda: _weber,
            wrong="""
            jnd: This is the JND in seconds: it grows with a slow clock alone. Divide it.
            upside-down: This is the middle over the JND. It falls when noise rises: turn it round.
            one-noise: Your function gives the same for every noise. Does it use its argument cv?
            """,
            jnd=lambda: lambda clock, cv: timing.bisection(clock, cv)[1],
            upside_down=lambda: lambda clock, cv: 1 / _weber(clock, cv),
            one_noise=lambda: lambda clock, cv: _weber(clock, 0.15),
        ),
        choose(
            name="verdict",
            asks="what follows when middle and JND both rise by a quarter",
            options={
                "right": "a slower clock is enough",
                "more-noise": "there must be more noise",
                "faster": "the clock must be faster",
            },
            wrong="""
            more-noise: Put the numbers into your function: the ratio has not moved, so no noise was
                added.
            faster: A faster clock reaches the old middle earlier: the point would move left.
            """,
        ),
    ),
    hints=(
        "bisection(clock, cv) returns two times. Print both for a clock of 1 and of 0.8.",
        "Both grow by the same factor when the clock slows. What stays?",
        'return jnd / middle; and with the ratio unchanged, "a slower clock is enough".',
    ),
    right="Both. A wide curve is not yet a noisy one: divide before you interpret.",
)

# Task 4: real copies ---------------------------------------------------------

GROUP = "heard, blocked"


def _copies() -> tuple[np.ndarray, np.ndarray]:
    table = series("perception-copied-times")
    one = table[table["group"] == GROUP]
    return one["duration_s"].to_numpy(), one["mean_copy_s"].to_numpy()


def _line() -> tuple[float, float]:
    seconds, copies = (np.log(one) for one in _copies())
    slope, intercept = np.polyfit(seconds, copies, 1)
    return float(slope), float(intercept)


def _middle() -> float:
    slope, intercept = _line()
    return float(np.exp(intercept / (1 - slope)))


def _straight() -> tuple[float, float]:
    slope, intercept = np.polyfit(*_copies(), 1)
    return float(slope), float(intercept)


REAL_COPIES = Task(
    id="07.4",
    title="A pull, measured",
    points=3,
    parts=(
        part(
            name="weight",
            asks="the slope of ln(copy) on ln(time): how much the time itself counts",
            kind=Number(),
            answer=lambda: _line()[0],
            wrong="""
            no-logs: This is the slope without logarithms. The longest times then rule the line.
            pull: This is the pull, one minus the weight.
            other-way: Here times were fitted on copies. Fit copies on times.
            """,
            no_logs=lambda: _straight()[0],
            pull=lambda: 1 - _line()[0],
            other_way=lambda: float(np.polyfit(*(np.log(one) for one in _copies()[::-1]), 1)[0]),
        ),
        part(
            name="middle_s",
            asks="the time that is copied faithfully, where the line crosses copy = time",
            kind=Number("s", within=0.03),
            answer=_middle,
            wrong="""
            log: This is the logarithm of that time. Take exp() of it.
            mean: This is the geometric mean of the nine times. It would be the middle if people
                were unbiased; here they are not.
            intercept: This is the copy of one second, exp(intercept). Where do copy and time agree?
            """,
            log=lambda: float(np.log(_middle())),
            mean=lambda: float(np.exp(np.log(_copies()[0]).mean())),
            intercept=lambda: float(np.exp(_line()[1])),
        ),
    ),
    hints=(
        "np.polyfit(x, y, 1) returns slope and intercept. Give it logarithms.",
        "Copy equals time where x = slope · x + intercept, on the log axis.",
        "weight, intercept = np.polyfit(np.log(seconds), np.log(copies), 1), and then "
        "middle_s = np.exp(intercept / (1 - weight)).",
    ),
    right="Both. Heard times below about six seconds came out too long and those above too short: "
    "no clock rate does that.",
)

# Task 5: how many copies -----------------------------------------------------

WIDE_S = (0.4, 1.6, 6.4)
HALF = 0.25


def _minutes(targets_s: tuple[float, ...], copies: int) -> float:
    return copies * (2 * float(np.mean(targets_s)) + 2.5) / 60


def _narrow_minutes() -> float:
    return _minutes(timing.TARGETS_S, timing.trials_needed(HALF))


HOW_MANY = Task(
    id="07.5",
    title="How many copies?",
    points=2,
    parts=(
        part(
            name="copies_wide",
            asks="the copies needed for a power within ± 0.25 with 0.4, 1.6 and 6.4 s",
            kind=Number(),
            answer=lambda: timing.trials_needed(HALF, WIDE_S),
            wrong="""
            same-times: These are the copies for 0.8, 1.6 and 3.2 s. Give the wider times as the
                second argument.
            half: Twice the spread on the log axis does not halve the copies: they go with one over
                its **square**, nearly.
            other-width: This is for ± 0.5. Asked is ± 0.25.
            """,
            same_times=lambda: timing.trials_needed(HALF),
            half=lambda: timing.trials_needed(HALF) / 2,
            other_width=lambda: timing.trials_needed(0.5, WIDE_S),
        ),
        part(
            name="minutes_wide",
            asks="how long that run takes, with 2.5 s between the times of each copy",
            kind=Number("min", within=0.03),
            answer=lambda: _minutes(WIDE_S, timing.trials_needed(HALF, WIDE_S)),
            wrong="""
            shown-only: Each time is shown **and** made: it counts twice.
            seconds: The digits are right, the unit is not: this is in seconds.
            no-pause: The pause of 2.5 s has been left out.
            """,
            shown_only=lambda: (
                timing.trials_needed(HALF, WIDE_S) * (float(np.mean(WIDE_S)) + 2.5) / 60
            ),
            seconds=lambda: 60 * _minutes(WIDE_S, timing.trials_needed(HALF, WIDE_S)),
            no_pause=lambda: timing.trials_needed(HALF, WIDE_S) * 2 * float(np.mean(WIDE_S)) / 60,
        ),
    ),
    hints=(
        "What makes a slope certain: more points, or points farther apart?",
        "trials_needed takes the times as its second argument.",
        "copies_wide = trials_needed(0.25, (0.4, 1.6, 6.4)); each copy takes twice the mean time "
        "plus 2.5 s.",
    ),
    right=lambda: (
        f"Both. The narrow design takes {_narrow_minutes():.0f} minutes for the same certainty: "
        "spread the times before you add trials."
    ),
)

# Task 6: which measure parts two accounts ------------------------------------

MEASURES = ("stroked at once", "stroked late", "control statement", "felt shift")
PARTED = 0.05  # chosen: values farther apart than this count as different


def _two_changes() -> inference.Hand:
    return inference.rubber_hand(prior=0.8, window_s=0.25)


def _agree() -> float:
    plain, wanted = inference.rubber_hand(), _two_changes().apart
    return (wanted - plain.apart) / (1 - plain.apart)


def _parted() -> list[str]:
    one, other = _two_changes(), inference.rubber_hand(agree=_agree())
    pairs = (
        (one.together, other.together),
        (one.apart, other.apart),
        (one.control, other.control),
        (one.drift_apart, other.drift_apart),
    )
    return [name for name, (a, b) in zip(MEASURES, pairs, strict=True) if abs(a - b) > PARTED]


TWO_ACCOUNTS = Task(
    id="07.6",
    title="Two accounts, one hand",
    points=3,
    parts=(
        part(
            name="agree",
            asks="the chance of agreeing that gives late strokes the same rating",
            kind=Number(within=0.03),
            answer=_agree,
            wrong="""
            difference: This is how far apart the two late ratings of the first account and of the
                wide window alone are. Begin from no drug, where the late rating is near 0.
            per-cent: This is in per cent. A chance from 0 to 1 is asked for.
            at-once: This matches the strokes at once. Match the late ones.
            """,
            difference=lambda: _two_changes().apart - inference.rubber_hand(window_s=0.25).apart,
            per_cent=lambda: 100 * _agree(),
            at_once=lambda: (
                (_two_changes().together - inference.rubber_hand().together)
                / (1 - inference.rubber_hand().together)
            ),
        ),
        part(
            name="parts_them",
            asks="the measures that differ by more than 0.05 between the two accounts",
            kind=Names(dict.fromkeys(MEASURES, ()), '["stroked at once"]'),
            answer=_parted,
            wrong="""
            ratings: The ratings are what both accounts were made to share. Look further.
            only-control: The control statement does. One other measure does, too: agreeing moves no
                hand.
            only-shift: The felt shift does. One other measure does, too: who agrees with anything
                agrees with nonsense.
            all: Compare the numbers: not all of them differ by more than 0.05.
            """,
            ratings=lambda: ["stroked at once", "stroked late"],
            only_control=lambda: ["control statement"],
            only_shift=lambda: ["felt shift"],
            all=lambda: list(MEASURES),
        ),
    ),
    hints=(
        "Without drug late strokes are rated near 0. What does agreeing with a chance a add?",
        "report = p + a (1 − p), and p is nearly 0 here. Then print all five measures of both.",
        "agree = rubber_hand(prior=0.8, window_s=0.25).apart; compare .control and .drift_apart.",
    ),
    right="Both. These two ratings cannot part them: ask a question to which yes is nonsense, ask "
    "where the hand is, or stroke so late that no window holds.",
)

TASKS = (ONE_CLOCK, NOISE_FROM_SCORE, WIDER, REAL_COPIES, HOW_MANY, TWO_ACCOUNTS)
