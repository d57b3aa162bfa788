"""The receptor in five stages, from rest to trapped block."""

from __future__ import annotations

from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.receptor.channel import channel_axes

STAGES = (
    ("1  At rest", "gate shut,\nketamine waits outside", {"drug": "outside"}),
    (
        "2  Mg²⁺ block",
        "glutamate opens the gate,\nbut Mg²⁺ sits in the pore",
        {"gate_open": True, "agonist": True, "magnesium": True},
    ),
    (
        "3  Open",
        "cell depolarised, Mg²⁺\nout: current flows",
        {"gate_open": True, "agonist": True, "drug": "outside"},
    ),
    (
        "4  Ketamine in",
        "no current; may leave\nwhile the gate is open",
        {"gate_open": True, "agonist": True, "drug": "inside"},
    ),
    ("5  Trapped", "agonist gone, gate shut\nover the drug", {"drug": "inside"}),
)


def stages(figure: Figure) -> str:
    """Draw the receptor in five stages, from rest to trapped block."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.16, 1.0, 0.72))
    spacing = 2.0
    channels = channel_axes(axes, [spacing * i for i in range(len(STAGES))])
    for channel, (title, words, state) in zip(channels, STAGES, strict=True):
        channel.set(**state)
        axes.text(channel.centre, 1.72, title, ha="center", fontsize=11, fontweight="bold")
        axes.text(channel.centre, -0.78, words, ha="center", va="top", fontsize=10)
    _arrow_through(axes, channels[2].centre)
    for side, name in ((-1, "glycine"), (1, "glutamate")):
        axes.text(channels[1].centre + side * 0.5, 1.38, name, ha="center", fontsize=10)
    return (
        "One NMDA receptor drawn in five stages. 1: at rest the gate is shut and ketamine waits "
        "outside. 2: glutamate has opened the gate of a cell at rest, and Mg²⁺ sits in the pore. "
        "3: with the cell depolarised Mg²⁺ has left and current flows. 4: ketamine has entered "
        "through the open gate and stops the current. 5: glutamate has gone and the gate has shut "
        "over ketamine, which is trapped."
    )


def _arrow_through(axes, x: float) -> None:
    axes.annotate(
        "",
        xy=(x, -0.72),
        xytext=(x, 1.02),
        arrowprops={"arrowstyle": "-|>", "color": style.INK, "linewidth": 1.6},
        zorder=8,
    )
