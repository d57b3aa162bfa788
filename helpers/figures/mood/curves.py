"""One simulated trial as its readers would see it: steps of relapse, and the line behind them."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.figures.axes import fresh
from helpers.figures.mood.looks import STAY, STOP
from helpers.simulations.trials.withdrawal import Trial, World, cox_ratio, kaplan_meier, simulate

#: Three worlds that print about the same ratio, for different reasons.
WORLDS = {
    "the drug keeps them well": (World(), 50.0),
    "the same drug, another rule": (World(well_mean=85.0, stopped_per_d=1 / 130), 60.0),
    "stopping itself does it": (World(stopped_per_d=1 / 900, rebound_per_d=0.0118), 50.0),
}


def one_run(figure: Figure, people: int = 297, seed: int = 1) -> str:
    """Draw one simulated trial in each of three worlds: steps one run, lines endless many."""
    axes = fresh(figure, len(WORLDS), sharey=True)
    said = []
    for one, (words, (world, rule)) in zip(axes, WORLDS.items(), strict=True):
        trial = Trial(world, rule)
        table = simulate(trial, people, seed)
        days = np.linspace(0, trial.follow_up_d, 181)
        for arm, look in (("stay", STAY), ("stop", STOP)):
            run = table[table["arm"] == arm]
            curve = kaplan_meier(run["days"], run["relapsed"])
            x = np.concatenate([[0], curve["days"], [trial.follow_up_d]])
            y = 100 * np.concatenate([[1], curve["left"], curve["left"].iloc[-1:]])
            one.step(x, y, where="post", **look.as_line(linewidth=1.2, label=arm))
            one.plot(
                days, 100 * trial.survival(arm, days), color=look.colour, alpha=0.35, linewidth=4
            )
        ratio, low, high = cox_ratio(table)
        one.set_title(words, fontsize=10.5)
        one.set(xlabel="Days", ylim=(0, 103), xticks=[0, 60, 120, 180])
        one.text(
            4,
            5,
            f"this run {ratio:.2f}\n({low:.2f} to {high:.2f})\nwithout chance {trial.ratio:.2f}",
            fontsize=9.5,
        )
        said.append(
            f"{words}: {ratio:.2f} ({low:.2f} to {high:.2f}) in this run, "
            f"{trial.ratio:.2f} without chance"
        )
    axes[0].set_ylabel("Without relapse (%)")
    axes[0].legend(loc="upper right", fontsize=9.5)
    return f"Relapse in three worlds with {people} people each. Hazard ratios: {'; '.join(said)}."
