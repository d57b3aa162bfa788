"""What trials measured: repeated doses, and keeping the gain."""

from __future__ import annotations

from matplotlib.figure import Figure

from helpers.evidence import fact, series
from helpers.figures import style
from helpers.figures.axes import fresh
from helpers.figures.mood.calendar import KARMA_D, SINGH_D, measured
from helpers.figures.mood.looks import STAY, STOP
from helpers.simulations.illness import mood
from helpers.simulations.statistics import wilson_interval

COURSES = (
    ("2 a week (Singh)", SINGH_D, "Singh 2016, 2 a week\nday 15, v saline"),
    ("3 a week (Singh)", SINGH_D, "Singh 2016, 3 a week\nday 15, v saline"),
    ("8 in 4 weeks (KARMA-Dep 2)", KARMA_D, "KARMA-Dep 2, 8 infusions\nend, v midazolam"),
)


def repeated(figure: Figure) -> str:
    """Draw measured gaps after repeated doses beside what the model says."""
    axes = fresh(figure)
    said = []
    for row, (schedule, day, words) in enumerate(COURSES):
        _, gaps, bars = measured(schedule)
        axes.errorbar(gaps, [row], xerr=bars, **style.MEASURED.as_points())
        model = float(mood.DEFAULT.gap(day, mood.SCHEDULES[schedule]))
        axes.plot([model] * 2, [row - 0.34, row + 0.34], **style.KETAMINE.as_line())
        low, high = (
            f"{end:.1f}".replace("-", "−") for end in (gaps[0] - bars[0][0], gaps[0] + bars[1][0])
        )
        said.append(
            f"{' '.join(words.split())}: {gaps[0]:.1f} ({low} to {high}), model {model:.1f}"
        )
    axes.axvline(0, color=style.HAIRLINE, linewidth=1.2, zorder=0)
    axes.set(yticks=range(len(COURSES)), ylim=(len(COURSES) - 0.5, -0.5), xlim=(-4, 24))
    axes.set_yticklabels([words for *_, words in COURSES], fontsize=10)
    axes.set_xlabel("Gap to control (MADRS points); point: measured, line: model")
    return f"Gap to control after repeated doses, measured with 95% CI. {'. '.join(said)}."


def _rows() -> list[tuple[str, list[tuple[float, int | None]], bool]]:
    """Return for each comparison its words, (per cent, n) of both arms, and who was randomised."""
    table = series("clinical-relapse-sustain1")
    rows = []
    for stratum, words in (
        ("stable remission", "in remission"),
        ("stable response", "response only"),
    ):
        arms = []
        for arm in ("esketamine", "placebo"):
            row = table[(table["stratum"] == stratum) & (table["arm"] == arm)].iloc[0]
            arms.append((100 * (1 - row["relapsed"] / row["n"]), int(row["n"])))
        rows.append((f"SUSTAIN-1, {words}\nspray v placebo", arms, False))
    glue = [(100 - fact(f"glue2024-relapse-{arm}").value, None) for arm in ("180", "placebo")]
    rows.append(("Glue 2024\nracemic tablets v placebo", glue, False))
    escape = [
        (fact(f"reif2023-no-relapse-{arm}").value, n)
        for arm, n in (("esk", 336), ("quetiapine", 340))
    ]
    rows.append(("ESCAPE-TRD, week 32\nspray v quetiapine, open", escape, True))
    return rows


def kept(figure: Figure) -> str:
    """Draw who kept the gain in three trials, and out of whom."""
    axes = fresh(figure)
    rows, said = _rows(), []
    for row, (words, arms, everybody) in enumerate(rows):
        if everybody:
            axes.axhspan(row - 0.5, row + 0.5, color=style.TINT, zorder=0, linewidth=0)
        for (share, n), look, shift in zip(arms, (STAY, STOP), (-0.14, 0.14), strict=True):
            error = None
            if n is not None:
                low, high = wilson_interval(round(share * n / 100), n)
                error = [[share - 100 * low], [100 * high - share]]
            fill = {} if n is not None else {"markerfacecolor": "white"}
            axes.errorbar([share], [row + shift], xerr=error, **look.as_points(**fill))
        said.append(f"{' '.join(words.split())}: {arms[0][0]:.0f}% and {arms[1][0]:.0f}%")
    axes.set(yticks=range(len(rows)), ylim=(len(rows) - 0.5, -0.5), xlim=(0, 100))
    axes.set_yticklabels([words for words, *_ in rows], fontsize=10)
    axes.set_xlabel("Kept the gain (%); circle: on drug, square: comparison; bars: 95% CI")
    axes.text(98, 0.5, "of selected responders:\nno relapse", ha="right", va="center", fontsize=9.5)
    axes.text(
        98,
        3,
        "of everybody randomised:\nremission, no relapse",
        ha="right",
        va="center",
        fontsize=9.5,
    )
    return (
        f"Share that kept the gain, on drug and in the comparison. {'. '.join(said)}. The first "
        "three rows count selected responders, the last everybody randomised. Open symbols have no "
        "interval: the size of the arms was not seen."
    )
