"""Numbers in the sentences of lesson and exercise 11, its pictures' words, its ten lines."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.checks.clinical_use import keeping_the_gain as tasks
from helpers.evidence import fact
from helpers.figures import mood as draw
from helpers.simulations.illness import mood
from helpers.simulations.trials.withdrawal import Trial, World, ratio_from_counts
from helpers.widgets.picture import make_figure
from tests.contract.course import notebooks, read
from tests.prose import says

LESSON = "11_keeping_the_gain"


def say(sentence: str, **values: object) -> None:
    says(LESSON, sentence, **values)


def test_one_dose():
    _, gaps = mood.measured_gaps()
    say("the gap shrinks by {gap:.1f} points", gap=gaps[0] - gaps[-1])
    say("the mean score rises by {rise:.1f}", rise=22.0 - 19.5)
    say("From 29.2 to 27.5, that is {fall:.1f} points", fall=29.2 - 27.5)
    say("could have given 4 days or three weeks, or more")
    for alike in (0.3, 0.6):  # whatever is chosen up to here
        spread = mood.gap_half_life_spread(correlation=alike)
        assert round(spread.low) <= 4
        assert spread.high > 21
    say("Nor is it sure that controls improved at all")
    assert mood.control_gain().low < 0 < mood.control_gain().middle
    say(
        "The gaps are {a:.1f}, {b:.1f}, {c:.1f} and {d:.1f}", **dict(zip("abcd", gaps, strict=True))
    )
    say("halved in {half:.1f} days", half=mood.gap_half_life(*mood.measured_gaps()))


def test_several_doses():
    linear = mood.DEFAULT.changed(top_points=1e5, half_life_d=7.5)
    three, karma = mood.SCHEDULES["3 a week (Singh)"], mood.SCHEDULES["8 in 4 weeks (KARMA-Dep 2)"]
    say(
        "should have given {gap:.0f} points, nearly the whole score at the start",
        gap=linear.gap(14.0, three),
    )
    say("the model says {gap:.1f}", gap=mood.DEFAULT.gap(14.0, three))
    say("it says {gap:.1f}, and 3.2 was measured", gap=mood.DEFAULT.gap(25.0, karma))
    weekly = mood.SCHEDULES["6, then weekly (Phillips)"]
    low, high = mood.DEFAULT.gap(39.0, weekly), mood.DEFAULT.gap(18.0, weekly)
    top = mood.DEFAULT.gap(11.4, weekly)
    say("falls to {low:.0f} to {high:.0f} points, from {top:.0f}", low=low, high=high, top=top)
    peak = mood.DEFAULT.peak_points
    say("The peak is {peak:.0f} points. Where is {half:.1f}?", peak=peak, half=peak / 2 - 0.1)


def test_ratios():
    pictures = [Trial(World(), rule).ratio for rule in (0, 50, 80)]
    say("better: {a:.2f} without a rule", a=pictures[0])
    say("{b:.2f} at 50%, {c:.2f} at 80%", b=pictures[1], c=pictures[2])
    say("All responders: {all:.2f}", all=ratio_from_counts((40, 152), (73, 145)))
    say("Only those in remission: {some:.2f}", some=ratio_from_counts((24, 90), (39, 86)))
    lowest = min(range(0, 85, 5), key=lambda rule: Trial(World(well_mean=75), rule).ratio)
    say("and from about {rule}% on the line turns up", rule=lowest)


def test_printed_values():
    say("{value:g} points better than placebo", value=-fact("glue2024-madrs-180").value)
    say(
        "{began:g} began, {went:g} did well",
        began=fact("glue2024-entered").value,
        went=fact("glue2024-randomised").value,
    )
    kept = [fact(f"reif2023-no-relapse-{arm}").value for arm in ("esk", "quetiapine")]
    say("to week 32: {a}% and {b}%", a=kept[0], b=kept[1])
    late = [fact(f"turkoz2021-late-response-{arm}").value for arm in ("placebo", "esk")]
    say("{a}%, against {b}%", a=late[0], b=late[1])
    joined = fact("daly2019-transferred").value
    say("455 of 705 is no pass rate: {n:g} people", n=joined)


def test_the_solution():
    first, second = tasks.TWO_SIDES.parts
    say("a share of {share:.2f}", share=second.answer())
    say("{z:.1f}: two of four days", z=tasks._from_two_days())
    say("{ratio:.2f} for the tablets", ratio=tasks.FROM_RELAPSES.parts[0].answer())
    say("The number needed is {nnt:.1f}, printed as 4", nnt=tasks.FROM_RELAPSES.parts[1].answer())
    z, times = (part.answer() for part in tasks.CHANCE.parts)
    say("z = {z:.2f}: if the two were truly alike", z=z)
    say("had 113 relapses; {times:.1f} times", times=times)
    mean, share = (part.answer() for part in tasks.TURN.parts)
    say("From {mean:g}% on. At a rule of 80% nearly two thirds", mean=mean)
    assert 0.62 < share < 0.667
    rebound, early = (part.answer() for part in tasks.STOPPING.parts)
    say("An added hazard of {rebound:.4f} a day", rebound=rebound)
    say("But {early:.0%} of the relapses", early=early)
    say("against {late:.0%} where the drug keeps", late=tasks._early_share(World()))
    assert first.answer() == pytest.approx(7.88, abs=0.01)


def test_the_ten_lines_are_the_package():
    (path,) = [p for p in notebooks("notebooks") if p.stem == LESSON]
    (source,) = [cell.source for cell in read(path).cells if cell.id == "ten-lines"]
    from scipy.stats import norm

    space = {"np": np, "norm": norm, "print": lambda *_: None}
    exec(source, space)
    for schedule in mood.SCHEDULES.values():
        assert space["gap"](20, schedule) == pytest.approx(mood.DEFAULT.gap(20.0, schedule))
    for mean in (60, 75):
        for rule in (0, 50, 80):
            wanted = Trial(World(well_mean=mean), rule).ratio
            assert space["ratio"](rule, mean) == pytest.approx(wanted)


def words(drawing, **values) -> str:
    return drawing(make_figure((8, 4.5)), **values)


OPEN = {"at_least": 0, "well_mean": 60, "helped": 30, "well": 30, "follow_up_d": 180}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "No rule (whoever is not worse) lets in 675 of 705"),
        ({"at_least": 50}, "25% relapse who stay and 49% who stop: hazard ratio 0.44"),
        ({"at_least": 80, "well_mean": 75}, "a stricter rule moves the ratio towards 1"),
        ({"helped": 0}, "No rule changes the ratio"),
        ({"helped": 50, "well": 50, "at_least": 80, "well_mean": 85}, "79% well anyway"),
    ],
)
def test_the_funnel_says_what_it_shows(changes, said):
    assert said in words(draw.funnel, **OPEN | changes)


@pytest.mark.parametrize("schedule", mood.SCHEDULES)
def test_the_calendar_says_what_it_shows(schedule):
    said = words(draw.calendar, schedule=schedule, ceiling="20 points", half_life_d=4.5, day=7)
    wanted = mood.DEFAULT.gap(7.0, mood.SCHEDULES[schedule])
    assert f"{wanted:.1f} points on day 7" in said


@pytest.mark.parametrize("wrong", [{"schedule": "daily"}, {"ceiling": "99"}])
def test_the_calendar_refuses_other_schedules(wrong):
    values = {"schedule": "one infusion", "ceiling": "none", "half_life_d": 5, "day": 1} | wrong
    with pytest.raises(ValueError, match=next(iter(wrong))):
        words(draw.calendar, **values)


def test_three_worlds_print_about_one_ratio():
    from helpers.figures.mood.curves import WORLDS

    ratios = [Trial(world, rule).ratio for world, rule in WORLDS.values()]
    assert ratios == pytest.approx([0.45] * 3, abs=0.025)
