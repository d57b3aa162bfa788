"""The course's picture: one infusion on a time axis from a millisecond to ten years."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.axes import log_axis

SECOND, MINUTE, HOUR, DAY, YEAR = 1.0, 60.0, 3600.0, 86400.0, 365.25 * 86400.0


@dataclass(frozen=True)
class Span:
    """One thing that happens, from when to when, and the lessons (by number) that explain it."""

    label: str
    start_s: float
    end_s: float
    lessons: tuple[str, ...]
    row: int


SPANS = (
    Span("gate opens", 1e-3, 0.1, ("01",), 0),
    Span("block builds", 0.5, 40, ("01",), 1),
    Span("level in blood", MINUTE, 12 * HOUR, ("02", "13"), 0),
    Span("altered state", 2 * MINUTE, 2 * HOUR, ("05", "06", "07"), 1),
    Span("circuit shifts", 3 * MINUTE, 2 * HOUR, ("03", "06"), 2),
    Span("signals", 5 * MINUTE, 2 * HOUR, ("04",), 3),
    Span("pain dulled", 2 * MINUTE, 2 * HOUR, ("08",), 4),
    Span("relief of mood", 2 * HOUR, 8 * DAY, ("09", "10", "11"), 2),
    Span("new spines", 12 * HOUR, 14 * DAY, ("04",), 3),
    Span("injury (animals)", 3 * HOUR, 7 * DAY, ("16",), 4),
    Span("CRPS relief", 3 * DAY, 84 * DAY, ("12",), 1),
    Span("treatment", 28 * DAY, 2 * YEAR, ("11", "13"), 0),
    Span("late harms", 0.5 * YEAR, 10 * YEAR, ("14", "15"), 2),
)
ROWS = 1 + max(span.row for span in SPANS)
TICKS = {
    1e-3: "1 ms",
    SECOND: "1 s",
    MINUTE: "1 min",
    HOUR: "1 h",
    DAY: "1 day",
    30 * DAY: "1 month",
    YEAR: "1 y",
    10 * YEAR: "10 y",
}


def time_strip(figure: Figure, lesson: str = "") -> str:
    """Draw the course's log time strip with the spans of one lesson lit.

    The spans are the course's plan, drawn as rough orders of magnitude, not measurements.

    Parameters
    ----------
    figure
        Where to draw.
    lesson
        File name of the lesson whose spans are lit, such as ``"01_channel_block"``; none are
        lit when it is empty.

    Returns
    -------
    str
        What the strip shows.
    """
    known = sorted({number for span in SPANS for number in span.lessons})
    if lesson and lesson[:2] not in known:
        raise ValueError(
            f"lesson must begin with the number of a lesson that has a span, one of "
            f"{', '.join(known)}; {lesson!r} was given."
        )
    figure.clear()
    axes = figure.add_axes((0.02, 0.2, 0.96, 0.64))
    for span in SPANS:
        _draw_span(axes, span, lit=lesson[:2] in span.lessons)
    log_axis(axes.xaxis, 7e-4, 12 * YEAR, list(TICKS), *list(TICKS.values()))
    axes.set(ylim=(ROWS, -0.1))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_title("One infusion: 35 mg of racemic ketamine over 40 min, a 70-kg adult")
    return _words(lesson)


def _draw_span(axes, span: Span, lit: bool) -> None:
    face, edge = (style.LIT, style.KETAMINE.colour) if lit else (style.TINT, style.HAIRLINE)
    axes.barh(
        span.row + 0.5,
        span.end_s - span.start_s,
        left=span.start_s,
        height=0.8,
        color=face,
        edgecolor=edge,
        linewidth=1.8 if lit else 0.8,
    )
    axes.text(
        (span.start_s * span.end_s) ** 0.5,
        span.row + 0.52,
        span.label,
        ha="center",
        va="center",
        fontsize=10 if lit else 9,
        fontweight="bold" if lit else "normal",
        color=style.INK if lit else style.QUIET,
    )


def _words(lesson: str) -> str:
    lit = [span.label for span in SPANS if lesson[:2] in span.lessons]
    here = f" This lesson's part is lit: {' and '.join(lit)}." if lit else ""
    return (
        "A time axis from one millisecond to ten years. From left to right: the gate opens within "
        "milliseconds, block builds over seconds, the blood level and the altered state last "
        "minutes to hours, relief of mood and (in mice) new spines hours to days, pain relief "
        f"weeks, treatment months, harms of long heavy use years.{here}"
    )
