"""A drawn body: where harm of frequent use has been reported, and how it was counted."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch

from helpers.evidence import fact
from helpers.figures import style

SURVEY = "of 274 in a survey without controls"


def where(figure: Figure) -> str:
    """Draw a body with five places of reported harm, each with its number and its comparison."""
    figure.clear()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0.6, 19.6), ylim=(0, 7.2))
    axes.set_axis_off()
    _body(axes)
    percent = {
        name: f"{fact(name).value:g}%"
        for name in (
            "harding2025-craving", "harding2025-lowmood", "harding2025-nasal",
            "seto2018-biliary", "wong2014-liver-injury", "harding2025-bladder",
        )
    }  # fmt: skip
    notes = (
        (9.5, 6.35, 12.2, 6.2, "Dependence",
         f"craving {percent['harding2025-craving']}, low mood {percent['harding2025-lowmood']}"
         f" when\nwithout the drug, {SURVEY}"),
        (9.5, 5.95, 6.8, 5.9, "Nose", f"problems: {percent['harding2025-nasal']}\n{SURVEY}"),
        (9.95, 3.45, 12.2, 3.65, "Bile ducts",
         f"changed in {percent['seto2018-biliary']} of 257 who used for years,\n"
         "by MR imaging; no scans of people without use"),
        (9.0, 3.6, 6.8, 3.3, "Liver",
         f"raised enzymes: {percent['wong2014-liver-injury']}\nof 297 with urinary trouble"),
        (9.5, 1.5, 12.2, 1.2, "Bladder",
         f"problems: {percent['harding2025-bladder']} {SURVEY};\n"
         "odds beyond those of other drugs: 2.2"),
    )  # fmt: skip
    for x, y, at, level, title, words in notes:
        side = "left" if at > 9.5 else "right"
        edge = at - 0.15 if side == "left" else at + 0.15
        axes.plot([x, edge], [y, level], color=style.QUIET, linewidth=1.1, zorder=4)
        axes.plot(x, y, "o", color=style.KETAMINE.colour, markersize=9, zorder=5,
                  markeredgecolor="white")  # fmt: skip
        axes.text(at, level + 0.42, title, ha=side, va="center", fontsize=11, fontweight="bold")
        axes.text(at, level + 0.12, words, ha=side, va="top", fontsize=9.5)
    return (
        "A body with five marks. Head: dependence, with craving in 71% and low mood in 62% of 274 "
        "people when without the drug. Nose: problems in 60% of them. Liver: raised enzymes in "
        "9.8% of 297 people with urinary trouble. Bile ducts: changed in 61.9% of 257 by imaging, "
        "without scans of people who do not use. Bladder: problems in 60% of the 274; odds beyond "
        "those of other drugs 2.2. No count alone tells how much ketamine caused."
    )


def _body(axes) -> None:
    skin = {"facecolor": style.TINT, "edgecolor": style.PROTEIN_EDGE, "linewidth": 1.4}
    axes.add_patch(
        FancyBboxPatch(
            (8.3, 0.75), 2.4, 4.1, boxstyle="round,pad=0.1,rounding_size=0.8", zorder=1, **skin
        )
    )
    axes.add_patch(Circle((9.5, 6.1), 0.85, zorder=2, **skin))
    inner = {"edgecolor": style.PROTEIN_EDGE, "linewidth": 1, "zorder": 3}
    axes.add_patch(Ellipse((9.25, 3.65), 1.5, 0.8, facecolor="#E3C9B0", **inner))
    axes.plot([9.95, 9.95, 9.75], [3.5, 3.0, 2.7], color="#009E73", linewidth=4, zorder=3)
    axes.add_patch(Ellipse((9.5, 1.5), 0.95, 0.8, facecolor="#F3DFA2", **inner))
