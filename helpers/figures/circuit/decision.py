"""Go further in lesson 03: the decision model, and how fragile a tuned network is."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.simulations import circuit

LOST_PERCENT = (0.0, 1.0, 3.0, 5.0, 10.0)


def choices(figure: Figure, *, percent: float) -> str:
    """Draw how well and how fast the decision model chooses, with E/I lowered, as is and raised.

    Self-excitation, or competition, is weakened by `percent` (%).
    """
    figure.clear()
    right = figure.add_axes((0.09, 0.17, 0.395, 0.79))
    fast = figure.add_axes((0.585, 0.17, 0.395, 0.79))
    told = []
    usual, dotted = circuit.DECISION, style.INHIBITORY.as_line(linestyle=":")
    for name, net, look in (
        ("E/I lowered", usual.lower_e_i(percent), dotted),
        ("as published", usual, style.CONTROL.as_line()),
        ("E/I raised", usual.raise_e_i(percent), style.KETAMINE.as_line()),
    ):
        made = _decisions(net)
        at = np.maximum(made.coherence_percent, 1.6)
        right.plot(at, 100 * made.accuracy, label=name, **look)
        fast.plot(at, made.mean_time_s, **look)
        told.append(f"{name} {100 * made.accuracy[2]:.0f}% right after {made.mean_time_s[2]:.2f} s")
    for axes in (right, fast):
        axes.set(xscale="log", xlabel="Evidence (coherence, %)")
        axes.set_xticks([1.6, 3.2, 12.8, 51.2], ["0", "3.2", "12.8", "51.2"])
        axes.minorticks_off()
    right.set(ylabel="Right choices (%)", ylim=(40, 103))
    fast.set(ylabel="Mean decision time (s)", ylim=(0, 0.75))
    right.legend(loc="lower right")
    return (
        "Two graphs of the decision model against the strength of evidence: right choices rise "
        f"from half to all, decision times fall. With {percent:g}% less self-excitation or "
        f"{percent:g}% weaker competition, at 6.4% coherence: {'; '.join(told)}."
    )


@lru_cache(maxsize=16)
def _decisions(net: circuit.DecisionCircuit) -> circuit.Decisions:
    return circuit.decide(circuit=net, n_trials=300)


def fragility(figure: Figure) -> str:
    """Draw what a few per cent of NMDA loss on interneurons do to a finely tuned network."""
    figure.clear()
    axes = figure.add_axes((0.09, 0.18, 0.87, 0.78))
    pyramidal, interneuron = _tuned()
    for values, look, name in (
        (interneuron, style.INHIBITORY, "interneurons"),
        (pyramidal, style.EXCITATORY, "pyramidal cells"),
    ):
        axes.plot(LOST_PERCENT, values, **look.as_line(label=name))
    axes.set(xlabel="NMDA lost on interneurons (%)", ylabel="Rate (Hz)", xlim=(0, 10), ylim=(0, 36))
    axes.legend(loc="upper left")
    told = ", ".join(
        f"{rate:.1f} Hz at {share:g}%" for share, rate in zip(LOST_PERCENT, pyramidal, strict=True)
    )
    return (
        "Rates of the network with the connection strengths of Wang 2002, one seed, against NMDA "
        f"lost on interneurons. Pyramidal cells: {told}. The last step is a runaway."
    )


@lru_cache(maxsize=1)
def _tuned() -> tuple[np.ndarray, np.ndarray]:
    made = [circuit.Manipulation(nmda_i=1 - p / 100) for p in LOST_PERCENT]
    once = {"n_seeds": 1, "duration_s": 0.8, "settle_s": 0.3}
    run = circuit.simulate_spiking("WANG2002", 0.0, manipulation=made, **once)
    return run.pyramidal_hz, run.interneuron_hz
