"""The logic table: which experiment would kill which account, and what was found."""

from __future__ import annotations

from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.plasticity.looks import hours
from helpers.simulations.plasticity import ACCOUNTS, EXPERIMENTS, logic_table

HEADS = {
    "disinhibition": "surge",
    "eef2k": "rest\n(eEF2K)",
    "habenula": "habenula\ntrap",
    "opioid": "surge if\nopioid",
}
#: What was found, in a few words, and the fact or study it rests on.
FOUND = {
    "AMPA block": "weaker, mouse, rat (Maeng; Zhou 2014)",
    "no surge": "blocked, rat, cortex silenced (Fuchikami)",
    "TrkB block": "blocked, mouse (Lin)",
    "rapamycin at 30 min": "kept, mouse (Autry, unverified)",
    "rapamycin at 24 h": "blocked, rat (Li); people: see below",
    "spines prevented, 3 h": "kept, mouse (Moda-Sava)",
    "spines erased at 48 h": "blocked, mouse (Moda-Sava)",
    "opioid block": "blocked, rat (Klein); weaker, people (Jelen)",
    "eEF2K knock-out": "blocked, mouse slices (Nosyreva)",
    "habenula spared": "kept later on (Zhou 2021, title only)",
    "memantine instead": "no eEF2K, no BDNF, mouse (Gideons)",
}
#: How each verdict is written; what is lost stands bold in a frame.
MARKS = {"kept": "kept", "blocked": "lost", "not known": "?"}
FRAME = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": style.INK}


def logic(figure: Figure) -> str:
    """Draw the accounts against the experiments, and the findings beside them."""
    figure.clear()
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    places = dict(zip(ACCOUNTS, (3.6, 4.4, 5.2, 6.0), strict=True))
    axes.set(xlim=(0, 10.6), ylim=(len(EXPERIMENTS) + 0.1, -1.75))
    axes.axis("off")
    axes.text(0.1, -1.05, "Experiment, read at", fontweight="bold", va="center")
    axes.text(6.6, -1.05, "Found", fontweight="bold", va="center")
    middle = {"ha": "center", "va": "center", "fontsize": 10}
    for account, x in places.items():
        axes.text(x, -1.05, HEADS[account], fontweight="bold", **middle)
    said = {account: [] for account in ACCOUNTS}
    table = logic_table()
    for row, (name, asked) in enumerate(EXPERIMENTS.items()):
        if row % 2 == 0:
            axes.axhspan(row - 0.5, row + 0.5, color=style.TINT, linewidth=0)
        axes.text(0.1, row, f"{asked.words}, {hours(asked.read_h)}", va="center", fontsize=10)
        axes.text(6.6, row, FOUND[name], va="center", fontsize=10)
        for account, x in places.items():
            judged = table.loc[name, account]
            if judged == "blocked":
                said[account].append(name)
            look = {"fontweight": "bold", "bbox": FRAME} if judged == "blocked" else {}
            axes.text(x, row, MARKS[judged], **middle, **look)
    axes.axvline(6.45, ymin=0.02, ymax=0.98, color=style.HAIRLINE, linewidth=1.2)
    kills = "; ".join(
        f"{HEADS[account].replace(chr(10), ' ')}: {', '.join(names)}"
        for account, names in said.items()
    )
    return (
        f"A table of {len(EXPERIMENTS)} experiments and four accounts. “Kept” means that the "
        "account keeps the effect, “lost” that it loses more than half, a question mark that it "
        f"cannot say. Each account loses by: {kills}. On the right stands what was found: "
        "for example weaker with AMPA block, blocked with TrkB deleted, and blocked by rapamycin "
        "in rats."
    )
