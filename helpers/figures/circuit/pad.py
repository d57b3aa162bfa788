"""The pad of lesson 03: block of pyramidal cells against block of interneurons."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.circuit.levels import ANAESTHESIA_UM, INFUSION_UM
from helpers.figures.words import rounded
from helpers.simulations import circuit
from helpers.simulations.arguments import one_of
from helpers.simulations.circuit import RateState

SHOWN = ("pyramidal rate", "gamma power")
_GRID = np.linspace(0, 1, 41)
#: Concentrations of the parts of the drug's path: all of it, both bands, and the ticks.
_LEVELS_UM = (
    np.concatenate([[0.0], np.geomspace(0.01, 200, 120)]),
    np.linspace(*INFUSION_UM, 20),
    np.linspace(*ANAESTHESIA_UM, 20),
    (0.3, 1.0, 3.0, 10.0, 40.0),
)


def block_pad(
    figure: Figure, *, k_i_um: float, k_e_um: float, ketamine_um: float, shown: str
) -> str:
    """Draw the rate model over every pair of blocks, with the drug's path through it.

    `k_i_um` and `k_e_um` (µM) block half on interneurons and on pyramidal cells; `ketamine_um`
    (µM) is marked on the path. `shown`: "pyramidal rate" or "gamma power".
    """
    one_of("shown", shown, SHOWN)
    art = artists(figure, _build)
    for name, parts in art.maps.items():
        for part in parts:
            part.set_visible(name == shown)
    for line, levels in zip(art.path, _LEVELS_UM, strict=True):
        b_e, b_i = circuit.block(levels, k_e_um, k_i_um)
        line.set_data(100 * b_e, 100 * b_i)
    b_e, b_i = circuit.block(ketamine_um, k_e_um, k_i_um)
    art.here.set_data([100 * b_e], [100 * b_i])
    handle(art.here, x="ketamine_um", x_at=lambda c_um: 100 * c_um / (c_um + k_e_um))
    art.here_label.set_text(f"{rounded(ketamine_um)} µM")
    left = b_e > 0.8
    art.here_label.set_position((100 * b_e + (-4 if left else 4), 100 * b_i - 7))
    art.here_label.set_horizontalalignment("right" if left else "left")
    return _words(k_i_um, k_e_um, ketamine_um, shown)


@lru_cache(maxsize=1)
def _states() -> RateState:
    """Return the rate model on the grid: rows are block of I, columns block of E."""
    return circuit.rate_model_at_block(_GRID[None, :], _GRID[:, None])


def _build(figure: Figure) -> SimpleNamespace:
    axes = figure.add_axes((0.09, 0.14, 0.57, 0.8))
    state = _states()
    percent = 100 * _GRID
    rest = float(state.pyramidal_hz[0, 0])
    gamma = np.where(np.isnan(state.gamma_ratio), np.nan, np.clip(state.gamma_ratio, 0.01, 10))
    white = {"colors": "white", "linewidths": 2}
    maps = {}
    for name, values, levels, at_rest in (
        (SHOWN[0], state.pyramidal_hz, np.arange(0, 12.1, 1), rest),
        (SHOWN[1], np.log10(gamma), np.arange(-2, 1.01, 0.25), 0),
    ):
        filled = axes.contourf(percent, percent, values, levels=levels, cmap="cividis")
        line = axes.contour(percent, percent, values, levels=[at_rest], **white)
        maps[name] = [filled, line, figure.add_axes((0.685, 0.14, 0.022, 0.8))]
    stable, hatched = state.stable.astype(float), {"colors": "none", "hatches": ["xx"]}
    unstable = axes.contourf(percent, percent, stable, levels=[-0.5, 0.5], **hatched)
    unstable.set_edgecolor(style.INK)
    paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2}
    corner = axes.text(2, 97, "oscillates by itself", fontsize=10, va="top", bbox=paper)
    axes.set(xlim=(0, 100), ylim=(0, 100), aspect="auto")
    axes.set(xlabel="Block on pyramidal cells (%)", ylabel="Block on interneurons (%)")
    (equal,) = axes.plot([0, 100], [0, 100], ":", color="white", linewidth=1.2)
    broad = {"linewidth": 9, "alpha": 0.75, "zorder": 3, "solid_capstyle": "butt"}
    ticks = {"marker": "|", "linestyle": "", "markersize": 12, "markeredgewidth": 2}
    looks = (
        {"color": style.KETAMINE.colour, "linewidth": 2.6, "zorder": 4},
        {"color": style.LIT, **broad},
        {"color": "white", **broad},
        {"color": "white", "zorder": 5, **ticks},
    )
    path = [axes.plot([], [], **look)[0] for look in looks]
    bars = [figure.colorbar(filled, cax=side) for filled, _, side in maps.values()]
    bars[0].set_label("Pyramidal rate (Hz)")
    bars[1].set_label("Gamma power over rest")
    bars[1].set_ticks([-2, -1, 0, 1], labels=["0.01", "0.1", "1", "10"])
    for place, words, look in (
        (0.91, "The drug's path", {"fontweight": "bold"}),
        (0.84, "orange line", {"color": style.KETAMINE.colour}),
        (0.77, "ticks on it: 0.3, 1,\n3, 10 and 40 µM", {}),
        (0.64, "broad parts:\ninfusion (lower),\nanaesthesia (upper)", {}),
        (0.46, "line of rest, solid:\nas without drug", {}),
        (0.33, "dotted: equal\naffinity", {}),
    ):
        figure.text(0.805, place, words, **{"color": style.INK, "fontsize": 10, "va": "top"} | look)
    ringed = {"color": "white", "markeredgecolor": style.KETAMINE.colour, "zorder": 6}
    (here,) = axes.plot([], [], "o", markersize=10, markeredgewidth=2.5, **ringed)
    label = axes.text(0, 0, "", color="white", fontsize=11, fontweight="bold", zorder=6)
    label.set_bbox(style.BACKED | {"facecolor": style.INK, "alpha": 0.8})
    # The map moves, since there are two, and so does all that lies on it.
    moves(*maps[SHOWN[0]], *maps[SHOWN[1]], unstable, corner, equal)
    moves(*path, here, label, *axes.spines.values())
    return SimpleNamespace(maps=maps, path=path, here=here, here_label=label)


def _words(k_i_um: float, k_e_um: float, ketamine_um: float, shown: str) -> str:
    b_e, b_i = circuit.block(ketamine_um, k_e_um, k_i_um)
    state, rest = _at(b_e, b_i), _at(0.0, 0.0)
    gamma = state.gamma_ratio
    power = f"gamma {rounded(gamma, 2)} times rest" if np.isfinite(gamma) else "no steady gamma"
    run = "above" if k_i_um < k_e_um else "below" if k_i_um > k_e_um else "exactly along"
    return (
        f"A map of {shown} in the rate model over block of pyramidal cells (across) and of "
        "interneurons (up): highest at the upper left, lowest at the right. With K_I "
        f"{rounded(k_i_um)} and K_E {rounded(k_e_um)} µM the drug's path runs {run} the diagonal. "
        f"At {rounded(ketamine_um)} µM it blocks {b_e:.0%} on pyramidal cells and {b_i:.0%} on "
        f"interneurons: {state.pyramidal_hz:.2f} Hz against {rest.pyramidal_hz:.2f} Hz at rest, "
        f"{power}."
    )


@lru_cache(maxsize=256)
def _at(b_e: float, b_i: float) -> RateState:
    return circuit.rate_model_at_block(b_e, b_i)
