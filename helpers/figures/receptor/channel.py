"""A drawn NMDA receptor: gate, pore, agonist, and what may sit inside."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle, RegularPolygon

from helpers.figures import style

WALL_X = (-0.62, -0.26, -0.26, -0.36, -0.36, -0.09, -0.09, -0.22, -0.62)
WALL_Y = (0.62, 0.62, 0.42, 0.26, -0.06, -0.3, -0.46, -0.62, -0.62)
WALL = np.column_stack([WALL_X, WALL_Y])
FLAP_SHUT = np.array([(-0.3, 0.62), (-0.3, 0.44), (0.0, 0.42), (0.0, 0.52)])
FLAP_OPEN = np.array([(-0.3, 0.62), (-0.3, 0.44), (-0.21, 0.66), (-0.21, 0.82)])
MIDDLE = {"ha": "center", "va": "center"}
IN_THE_PORE = (0.0, 0.09)
OUTSIDE = (0.02, 1.32)
PROTEIN = {"facecolor": style.PROTEIN, "edgecolor": style.PROTEIN_EDGE, "zorder": 3}


class Channel:
    """One receptor in its membrane, drawn once at x = `centre` and then moved.

    One unit of the axes is the height of the membrane; see `channel_axes`.
    """

    def __init__(self, axes: Axes, centre: float = 0.0):
        self.centre = centre
        self._walls = [axes.add_patch(_protein(half)) for half in self._both(WALL)]
        self._flaps = [axes.add_patch(_protein(half)) for half in self._both(FLAP_SHUT)]
        for side in (-1, 1):
            _ligand_domain(axes, centre + side * 0.42, side)
        self._coagonist = axes.add_patch(_bound(centre - 0.42, "white"))
        self._agonist = axes.add_patch(_bound(centre + 0.42, style.GLUTAMATE.colour))
        rim = {"edgecolor": "white", "linewidth": 1.2, "zorder": 6}
        drug = RegularPolygon(OUTSIDE, 6, radius=0.17, facecolor=style.KETAMINE.colour, **rim)
        ion = Circle((0, 0), 0.15, facecolor=style.MAGNESIUM.colour, **rim)
        self._drug, self._magnesium = axes.add_patch(drug), axes.add_patch(ion)
        self._ion_sign = axes.text(0, 0, "2+", color="white", fontsize=9, zorder=7, **MIDDLE)
        self.set()

    def set(
        self,
        gate_open: bool = False,
        agonist: bool = False,
        drug: str = "absent",
        magnesium: bool = False,
    ) -> None:
        """Show one state: gate open or shut, glutamate bound or not (glycine always is).

        The drug is "absent", "outside" or "inside"; a magnesium ion may sit in the pore.
        """
        shape = FLAP_OPEN if gate_open else FLAP_SHUT
        for flap, corners in zip(self._flaps, self._both(shape), strict=True):
            flap.set_xy(corners)
        self._agonist.set_visible(agonist)
        x, y = IN_THE_PORE if drug == "inside" else OUTSIDE
        self._drug.xy = (self.centre + x, y)
        self._drug.set_visible(drug != "absent")
        self._magnesium.set_center((self.centre, -0.04))
        self._ion_sign.set_position((self.centre, -0.05))
        for part in (self._magnesium, self._ion_sign):
            part.set_visible(magnesium)

    @property
    def movable(self) -> list:
        """The parts that a change of state moves."""
        return [*self._flaps, self._agonist, self._drug, self._magnesium, self._ion_sign]

    def _both(self, half: np.ndarray) -> list[np.ndarray]:
        shift = np.array((self.centre, 0.0))
        return [half + shift, half * np.array((-1, 1)) + shift]


def channel_axes(axes: Axes, centres: list[float], right: float = 1.0) -> list[Channel]:
    """Prepare `axes` as a strip of membrane with a channel at each of `centres`.

    The strip goes on for `right` beyond the last channel.
    """
    low, high = min(centres) - 1.0, max(centres) + right
    strip = Rectangle((low, -0.5), high - low, 1.0, facecolor=style.MEMBRANE, edgecolor="none")
    axes.add_patch(strip)
    axes.set(xlim=(low, high), ylim=(-0.85, 1.6), aspect="equal")
    axes.set_axis_off()
    return [Channel(axes, centre) for centre in centres]


def _protein(corners: np.ndarray) -> Polygon:
    return Polygon(corners, linewidth=1.1, joinstyle="round", **PROTEIN)


def _ligand_domain(axes: Axes, x: float, side: int) -> None:
    """Two lobes that hold the agonist between them, and the link down to the gate."""
    axes.plot([x, x], [0.6, 0.86], color=style.PROTEIN_EDGE, linewidth=1.4, zorder=2)
    for lift, tilt in ((0.14, 18), (-0.1, -18)):
        lobe = Ellipse((x, 1.0 + lift), 0.42, 0.2, angle=side * tilt, linewidth=1.0, **PROTEIN)
        axes.add_patch(lobe)


def _bound(x: float, colour: str) -> Circle:
    """Draw a molecule held between the lobes: filled for glutamate, hollow for glycine."""
    return Circle(
        (x, 1.0), 0.1, facecolor=colour, edgecolor=style.GLUTAMATE.colour, linewidth=2, zorder=5
    )
