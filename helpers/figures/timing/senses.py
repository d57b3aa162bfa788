"""What is expected and what is sensed: four settings of two precisions, and six studies."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from helpers.figures import style
from helpers.simulations import inference

EXPECTED, SENSED = 0.0, 10.0
#: Title, SD of the evidence, SD of the expectation (all chosen).
SETTINGS = (
    ("before", 2.0, 2.0),
    ("expectation\nsharper", 2.0, 1.0),
    ("evidence\nnoisier", 4.0, 2.0),
    ("expectation\nvaguer", 2.0, 4.0),
)
#: Study, who and what, whether surroundings, feedback or expectation count less (-1) or more (1).
STUDIES = (
    ("weilnhammer2025-mode", "Weilnhammer 2025", "people, S-ketamine", -1),
    ("meuwese2013-effect", "Meuwese 2013", "people, ketamine", -1),
    ("schielke2021-context", "Schielke 2021", "2 monkeys, ketamine", -1),
    ("passie2003-depth", "Passie 2003", "12 men, S-ketamine", 0),
    ("noorman2025-decoding", "Noorman 2025", "people, memantine", 1),
    ("powers2017-finding", "Powers 2017", "hearing voices, no drug", 1),
)


def four_weights(figure: Figure) -> str:
    """Draw expectation, evidence and percept for four settings of their precisions."""
    places = figure.subplots(1, 4, sharey=True)
    x = np.linspace(-6, 18, 300)
    said = []
    for axes, (title, evidence_sd, prior_sd) in zip(places, SETTINGS, strict=True):
        found = float(inference.estimate(SENSED, EXPECTED, evidence_sd, prior_sd))
        sd = 1 / np.hypot(1 / evidence_sd, 1 / prior_sd)
        for centre, spread, look, width in (
            (EXPECTED, prior_sd, style.INHIBITORY, 1.8),
            (SENSED, evidence_sd, style.EXCITATORY, 1.8),
            (found, float(sd), style.KETAMINE, 2.6),
        ):
            bell = np.exp(-0.5 * ((x - centre) / spread) ** 2) / spread
            line = {style.INHIBITORY: "--", style.EXCITATORY: ":"}.get(look, "-")
            axes.plot(x, bell, line, color=look.colour, linewidth=width)
        axes.set_title(title, fontsize=11)
        axes.set(xticks=[EXPECTED, SENSED], yticks=[], xlabel="brightness", ylim=(0, 1.3))
        axes.text(found, 1.17, f"{found:g}", ha="center", color=style.KETAMINE.colour)
        name = title.replace("\n", " ")
        said.append(f"{name}: {found:g}")
    places[0].set_ylabel("Likely")
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    words = "dashed: expected    dotted: sensed    solid: perceived"
    figure.text(0.5, 0.02, words, ha="center", color=style.QUIET, fontsize=10)
    return (
        "What is expected (dashed, at 0), what is sensed (dotted, at 10) and what is perceived "
        f"(solid) for four settings: {'; '.join(said)}. A sharper expectation and noisier evidence "
        "give the same percept."
    )


def vision_studies(figure: Figure) -> str:
    """Draw the directions of six studies: surroundings or expectation count less, or more."""
    axes = figure.subplots()
    for row, (_, name, who, sign) in enumerate(STUDIES):
        drugged = "no drug" not in who
        ketamine = "ketamine" in who
        look = style.KETAMINE if ketamine else style.MEMANTINE if drugged else style.CONTROL
        axes.plot(
            [sign], [row], look.marker, color=look.colour, markersize=11,
            markerfacecolor=look.colour if drugged else "white",
        )  # fmt: skip
        axes.text(-1.55, row, f"{name}\n{who}", ha="right", va="center", fontsize=10)
    axes.axvline(0, color=style.HAIRLINE, zorder=0)
    axes.set(xlim=(-1.5, 1.5), ylim=(len(STUDIES) - 0.4, -0.6), yticks=[])
    axes.set_xticks([-1, 0, 1], ["counts less", "no change seen", "counts more"])
    axes.set_title("Surroundings, feedback or expectation", fontsize=12)
    figure.subplots_adjust(left=0.42, right=0.97, top=0.9, bottom=0.1)
    less, none, more = (
        ", ".join(f"{name} ({who})" for _, name, who, sign in STUDIES if sign == wanted)
        for wanted in (-1, 0, 1)
    )
    return (
        "Directions of six studies. Surroundings, feedback or "
        f"expectation count less: {less}. No change seen: {none}. More: {more}. Circles: ketamine; "
        "diamond: memantine; hollow square: no drug."
    )
