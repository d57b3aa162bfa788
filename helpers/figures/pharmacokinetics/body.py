"""The body as pharmacokinetics sees it: three spaces, a liver, a gut, a brain, two catheters."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyBboxPatch

from helpers.figures import style
from helpers.figures.pharmacokinetics import looks
from helpers.simulations import pharmacokinetics as pk

PER_L = 0.1  # area of a box for each litre: the boxes are drawn to scale
BLOOD = (5.75, 6.55)
LIVER = (4.95, 4.75)
GUT = (5.75, 2.75)
BRAIN = (5.75, 9.35)
FAST_AT = (13.0, 8.3)
SLOW_AT = (14.0, 4.0)


def body(figure: Figure) -> str:
    """Draw where the drug goes and where blood is taken, with the volumes to scale."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(-2.6, 18.2), ylim=(-0.2, 10.6))
    axes.set_axis_off()
    known = pk.model("kamp2020")
    _outline(axes)
    _box(axes, BLOOD, 2.45, "blood and fast\norgans ", looks.CENTRAL, known.v_central_l)
    _box(axes, FAST_AT, 2.9, "fast tissue\n", looks.FAST, known.v_fast_l)
    _box(axes, SLOW_AT, 5.0, "slow tissue\n", looks.SLOW, known.v_slow_l)
    _organ(axes, LIVER, "liver")
    _organ(axes, GUT, "gut")
    _organ(axes, BRAIN, "brain")
    _flows(axes, known)
    _catheters(axes)
    return (
        "A body in outline. A drip runs into a vein of one arm and so into the blood and the "
        f"organs that fill at once, {known.v_central_l:g} L. Drug goes to and fro between blood "
        f"and two further spaces, drawn to scale: fast tissue, {known.v_fast_l:g} L, and slow "
        f"tissue, {known.v_slow_l:g} L. The brain follows with a half-time of "
        f"{pk.EFFECT_HALF_TIME_MIN:g} min. The liver removes drug and makes norketamine; what is "
        "swallowed meets gut wall and liver first. One catheter samples an artery, another a vein."
    )


def _outline(axes: Axes) -> None:
    skin = {"color": style.MEMBRANE, "zorder": 0}
    for x in (2.5, 9.0):
        shoulder = 4.3 if x < BLOOD[0] else 7.2
        axes.plot([shoulder, x], [7.35, 3.3], linewidth=25, solid_capstyle="round", **skin)
    face = {"facecolor": style.MEMBRANE, "edgecolor": "none", "zorder": 0}
    trunk = "round,pad=0.55,rounding_size=1.2"
    axes.add_patch(FancyBboxPatch((4.3, 0.9), 2.9, 6.7, boxstyle=trunk, **face))
    axes.plot([5.75, 5.75], [8.0, 9.0], linewidth=26, solid_capstyle="butt", **skin)
    axes.add_patch(Ellipse(BRAIN, 2.5, 2.1, **face))


def _box(
    axes: Axes, at: tuple[float, float], width: float, words: str, look: style.Look, litres: float
) -> None:
    """Draw a space, its area to scale."""
    height = litres * PER_L / width
    corner = (at[0] - width / 2, at[1] - height / 2)
    how = {"facecolor": "white", "edgecolor": look.colour, "linewidth": 2.2, "zorder": 3}
    box = FancyBboxPatch(corner, width, height, boxstyle="round,pad=0.08", **how)
    axes.add_patch(box).set_linestyle(look.line)
    axes.text(*at, f"{words}{litres:g} L", ha="center", va="center", fontsize=10, zorder=4)


def _organ(axes: Axes, at: tuple[float, float], name: str) -> None:
    axes.add_patch(
        Ellipse(at, 1.7, 1.0, facecolor=style.TINT, edgecolor=style.PROTEIN_EDGE, lw=1.4, zorder=3)
    )
    axes.text(*at, name, ha="center", va="center", fontsize=10, zorder=4)


def _flows(axes: Axes, known: pk.ParameterSet) -> None:
    to, both = "-|>", "<|-|>"
    for start, end, tips, colour in (
        ((7.15, 6.85), (11.4, 8.1), both, style.INK),
        ((7.15, 6.3), (11.35, 4.9), both, style.INK),
        ((5.75, 7.3), (5.75, 8.8), both, looks.EFFECT.colour),
        ((5.25, 5.85), (5.05, 5.3), both, style.INK),
        ((5.55, 3.25), (5.1, 4.2), to, style.INK),
        ((4.05, 4.75), (0.9, 4.75), to, looks.ELIMINATED.colour),
        ((0.9, 2.3), (4.8, 2.7), to, style.INK),
        ((0.9, 6.9), (3.2, 5.5), to, looks.CENTRAL.colour),
    ):
        arrow = {"arrowstyle": tips, "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", xy=end, xytext=start, zorder=5, arrowprops=arrow)
    axes.text(9.2, 7.95, f"{known.q_fast_l_per_h:g} L/h", ha="center", fontsize=10)
    axes.text(9.6, 5.85, f"{known.q_slow_l_per_h:g} L/h", ha="left", fontsize=10)
    axes.text(7.2, 9.4, f"half-time {pk.EFFECT_HALF_TIME_MIN:g} min", fontsize=10, va="center")
    axes.text(6.0, 3.8, "first pass", fontsize=10, va="center")
    out = f"out: {known.clearance_l_per_h:g} L/h,\nmost becomes\nnorketamine"
    for y, words in ((4.75, out), (2.2, "swallowed"), (7.1, "drip into\na vein")):
        axes.text(0.75, y, words, ha="right", va="center", fontsize=10)


def _catheters(axes: Axes) -> None:
    for at, end, look, words in (
        ((8.55, 4.45), (8.05, 0.75), looks.VENOUS, "vein: after the arm has taken its share"),
        ((9.0, 3.3), (9.0, 1.75), looks.ARTERIAL, "artery: what the organs receive"),
    ):
        axes.plot(*at, look.marker, color=look.colour, markersize=9, zorder=6)
        axes.plot([at[0], end[0]], [at[1], end[1]], color=look.colour, linewidth=1.2)
        axes.text(end[0], end[1] - 0.12, words, fontsize=10, va="top", color=look.colour)
