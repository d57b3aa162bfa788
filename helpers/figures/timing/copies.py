"""Copied times: those of a study without drug, and the learner's own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.simulations import timing

LOOKS = {"heard, blocked": style.EXCITATORY, "heard, mixed": style.MAGNESIUM}
LATE_LOOKS = {"seen, blocked": style.ACTIVE_CONTROL, "seen, mixed": style.NORKETAMINE}


def copied_times(figure: Figure, groups: Sequence[str] = tuple(LOOKS)) -> str:
    """Draw mean copies and their CV at nine durations, with what the models say.

    Parameters
    ----------
    figure
        Where to draw.
    groups
        Of ``"heard, blocked"``, ``"heard, mixed"``, ``"seen, blocked"``, ``"seen, mixed"``.
    """
    table = series("perception-copied-times")
    left, right = figure.subplots(1, 2)
    looks, said = LOOKS | LATE_LOOKS, []
    for place, name in enumerate(groups):
        look, one = looks[name], table[table["group"] == name]
        seconds = one["duration_s"].to_numpy()
        ratio = one["mean_copy_s"].to_numpy() / seconds
        weight, offset = np.polyfit(np.log(seconds), np.log(one["mean_copy_s"]), 1)
        middle = float(np.exp(offset / (1 - weight)))
        shift = seconds * (1.03 if place else 0.97)
        left.errorbar(
            shift,
            100 * ratio,
            yerr=100 * one["se_of_ratio"],
            **look.as_points(capsize=2),
            label=name,
        )
        left.plot(
            seconds,
            100 * timing.pulled(seconds, float(weight), middle) / seconds,
            color=look.colour,
            linestyle=look.line,
        )
        cv = one["cv"].to_numpy()
        right.errorbar(shift, 100 * cv, **look.as_points())
        right.plot(
            seconds, np.full_like(seconds, 100 * cv.mean()), color=look.colour, linestyle=look.line
        )
        said.append(
            f"{name} (n = {one['n'].iloc[0]:.0f}): weight {weight:.2f}, CV {cv[0]:.0%} at "
            f"0.3 s, {cv[4]:.0%} at 2.2 s, {cv[-1]:.0%} at 16 s"
        )
    left.axhline(100, color=style.HAIRLINE, zorder=0)
    left.set(xscale="log", xlabel="Time met (s)", ylabel="Mean copy (% of the time met)")
    right.set(xscale="log", xlabel="Time met (s)", ylabel="CV of the copies (%)")
    right.set_ylim(0, None)
    for axes in (left, right):
        axes.set_xticks([0.3, 1, 3, 10], ["0.3", "1", "3", "10"])
        axes.minorticks_off()
    left.legend(frameon=False, fontsize=10)
    left.set_title("Pull to the middle", fontsize=12)
    right.set_title("Scalar would be flat", fontsize=12)
    figure.tight_layout()
    return (
        "Copied times without any drug. Points: means over people, left with standard errors, "
        "which the CV lacks. Lines: left a pull to a middle with the weight fitted here, "
        f"right the mean CV of a scalar clock. {'; '.join(said)}."
    )


def own_copies(
    figure: Figure,
    targets_s: Sequence[float],
    copies_s: Sequence[float],
    simulated: bool = False,
) -> str:
    """Draw one run of copied times with its fit.

    Parameters
    ----------
    figure
        Where to draw.
    targets_s, copies_s
        Time shown and time made in each trial (s).
    simulated
        Whether nobody made them: then the points are hollow, and the words say so.
    """
    whose = "Simulated example" if simulated else "Your run"
    seconds = np.asarray(targets_s, dtype=float)
    _, of_each = np.unique(seconds, return_counts=True)
    if len(of_each) < 2 or of_each.min() < 3:  # the run was stopped early
        axes = figure.subplots()
        axes.plot(seconds, copies_s, "o", color=style.INK)
        axes.set(xlabel="Time shown (s)", ylabel="Time made (s)")
        axes.set_title("Too few copies for a fit", fontsize=12)
        return (
            f"{whose}, {len(seconds)} copies: too few for a fit. It needs three copies of each "
            "time. Begin again above, and run this cell once more."
        )
    fit = timing.fit(targets_s, copies_s)
    left, right = figure.subplots(1, 2)
    inside = "white" if simulated else style.INK
    rng = np.random.default_rng(0)
    left.plot(
        seconds * (1 + 0.05 * (rng.random(len(seconds)) - 0.5)),
        copies_s,
        "o",
        color=style.INK,
        markerfacecolor=inside,
        markersize=5,
    )
    low, high = 0.7 * seconds.min(), 1.4 * seconds.max()
    grid = np.geomspace(low, high, 50)
    middle = float(np.exp(np.log(seconds).mean()))
    level = float(np.exp(np.log(np.asarray(copies_s)).mean())) / middle
    left.plot(grid, grid, **style.CONTROL.as_line())
    left.plot(
        grid, level * timing.pulled(grid, fit.slope, middle), **style.KETAMINE.as_line(linewidth=2)
    )
    left.set(xscale="log", yscale="log", xlabel="Time shown (s)", ylabel="Time made (s)")
    mean, sd = fit.table["mean"].to_numpy(), fit.table["std"].to_numpy()
    error = sd * timing.log_sd_error(fit.table["count"])
    right.errorbar(
        mean, sd, yerr=error, **style.MEASURED.as_points(capsize=3, markerfacecolor=inside)
    )
    at = float(np.exp(np.log(mean).mean()))
    size = float(np.exp(np.log(sd).mean()))
    for name, power in (("scalar", 1.0), ("Poisson", 0.5), ("fixed", 0.0)):
        line = size * (grid / at) ** power
        look = {"scalar": "-", "Poisson": "--", "fixed": ":"}[name]
        right.plot(grid, line, look, color=style.INHIBITORY.colour)
        right.text(grid[-1] * 1.05, line[-1], name, fontsize=10, va="center")
    right.set(xscale="log", yscale="log", xlabel="Mean copy (s)", ylabel="SD (s)")
    right.set_xlim(low, 2.1 * high)
    ticks = [one for one in (0.5, 1, 2, 4) if low <= one <= high]
    for axes in (left, right):
        axes.set_xticks(ticks, [f"{one:g}" for one in ticks])
        axes.minorticks_off()
    left.set_yticks(ticks, [f"{one:g}" for one in ticks])
    small = [one for one in (0.02, 0.05, 0.1, 0.2, 0.5, 1) if size / 6 <= one <= size * 6]
    right.set_yticks(small, [f"{one:g}" for one in small])
    left.set_title(whose, fontsize=12)
    figure.tight_layout()
    return (
        f"{whose}, {len(seconds)} copies. Left: each copy, a dashed line for faithful ones, "
        f"a solid one for the fit: slope {fit.slope:.2f} ± {fit.slope_pm:.2f} (1 is faithful, "
        "less is pulled to the middle). Right: the SD against the mean, ± its standard error, "
        f"and lines of three kinds of noise. A line through these points has a power of "
        f"{fit.growth:.1f} ± {fit.growth_pm:.1f} "
        "(scalar 1, Poisson 0.5, fixed 0); the ± holds if copies scatter normally. "
        f"Mean CV {fit.cv:.0%}."
    )
