"""One dose: both arms as measured, and the gap between them with the fitted line."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.evidence import series
from helpers.figures import style
from helpers.figures.axes import fresh
from helpers.figures.mood.looks import NORMAL_95
from helpers.simulations.illness import mood

PER_ARM = 83  # half of 167 people; the split is not printed in what could be read
LATEST_D = 8.0


def gap_errors() -> np.ndarray:
    """Return the standard error of each measured gap (MADRS points), with `PER_ARM` people."""
    table = series("clinical-madrs-timecourse-wilkinson2018")
    sds = table[table["day"] > 0].pivot(index="day", columns="arm", values="madrs_sd")
    return np.sqrt((sds**2).sum(axis=1).to_numpy() / PER_ARM)


def one_dose(figure: Figure) -> str:
    """Draw mean MADRS in both arms (left) and the gap, as change from baseline (right)."""
    left, right = fresh(figure, 2)
    table = series("clinical-madrs-timecourse-wilkinson2018")
    looks = {"ketamine": (style.KETAMINE, -0.08), "control": (style.CONTROL, 0.08)}
    for arm, (look, shift) in looks.items():
        rows = table[table["arm"] == arm]
        left.errorbar(
            rows["day"] + shift, rows["madrs_mean"], rows["madrs_sd"], **look.as_points(label=arm)
        )
    left.set(xlabel="Days after one infusion", ylabel="MADRS (points; bars: ± SD)", ylim=(0, 45))
    left.set_title("Both arms")
    left.legend(loc="lower right", ncols=2)
    days, gaps = mood.measured_gaps()
    times = np.linspace(0, LATEST_D, 400)
    spread = mood.gap_half_life_spread()
    right.errorbar(
        days, gaps, NORMAL_95 * gap_errors(), **style.MEASURED.as_points(label="measured, 95% CI")
    )
    right.plot(times, mood.DEFAULT.gap(times), **style.KETAMINE.as_line(label="fitted"))
    first = gaps[0] * 2 ** (days[0] / mood.gap_half_life(days, gaps))
    for half_life_d, line in ((spread.low, ":"), (spread.high, "--")):
        right.plot(
            times,
            first * 2 ** (-times / half_life_d),
            line,
            color=style.QUIET,
            linewidth=1.3,
            label=f"halved in {half_life_d:.2g} d",
        )
    right.set(xlabel="Days after one infusion", ylabel="Gap to control (points)", ylim=(0, 19))
    right.set_title("The gap, as change from baseline")
    right.legend(loc="upper right", ncols=2, fontsize=9.5)
    means = table.pivot(index="day", columns="arm", values="madrs_mean")
    return (
        "Left, mean MADRS in both arms on days 0, 1, 2, 3 and 7: ketamine "
        f"{', '.join(f'{one:g}' for one in means['ketamine'])}; control "
        f"{', '.join(f'{one:g}' for one in means['control'])}; SDs from 6.5 to 12.3. Right, the "
        f"gap as change from baseline, {', '.join(f'{one:.1f}' for one in gaps)} points, with the "
        f"fitted line; grey lines are halved in {spread.low:.2g} and in {spread.high:.2g} days."
    )
