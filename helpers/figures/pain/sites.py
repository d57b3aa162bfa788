"""The second panel of lesson 08: one infusion, two sites, two effects."""

from __future__ import annotations

from types import SimpleNamespace

from matplotlib.figure import Figure

from helpers.figures import style
from helpers.figures.artists import artists, handle, moves
from helpers.figures.words import rounded
from helpers.simulations import pain

LAST_MIN = 120.0
TOP_LEVEL = 720.0
HIGH, RELIEF = style.KETAMINE, style.MEMANTINE
OF = {"Simons": "of the pain in its tests", "Olofsen": "of a 10-cm scale"}


def two_clocks(
    figure: Figure,
    *,
    minutes: float,
    look_min: float,
    fast_min: float,
    slow_min: float,
    law: str,
) -> str:
    """Draw S-ketamine at a fast and a slow site after 20 mg, and the effects that follow.

    Parameters
    ----------
    figure
        Where to draw.
    minutes
        How long the infusion runs (min).
    look_min
        The moment at which both are read (min), 1 to 120.
    fast_min, slow_min
        Half-times from blood to the site of the high and to that of relief (min).
    law
        One of `pain.LAWS`.
    """
    art = artists(figure, _build)
    effects = pain.EFFECTS.changed(fast_min=fast_min, slow_min=slow_min)
    sites = pain.infusion(minutes, effects=effects, law=law)
    art.fast.set_data(sites.times_min, sites.fast_ng_per_ml)
    art.slow.set_data(sites.times_min, sites.slow_ng_per_ml)
    art.high.set_data(sites.times_min, 100 * sites.high)
    art.relief.set_data(sites.times_min, 100 * sites.relief)
    art.drip.set_width(minutes)
    art.end.set_data([minutes, minutes], [0, 0.82 * TOP_LEVEL])  # below the legend
    art.end_label.set(x=max(minutes + 2, 12))
    now = pain.infusion(minutes, effects=effects, law=law, times_min=[look_min])
    high, relief = float(now.high[0]), float(now.relief[0])
    art.cursor.set_data([look_min, look_min], [0, 100])
    art.dots.set_data([look_min, look_min], [100 * high, 100 * relief])
    left, close = look_min > 90, abs(high - relief) < 0.07
    for text, value, name, over in (
        (art.high_text, high, "high", high >= relief),
        (art.relief_text, relief, "relief", high < relief),
    ):
        beneath = not over if close else left  # apart where they would meet
        y = 100 * value + (-6 if beneath else 2)
        text.set(x=look_min + (-7 if left else 7), y=min(max(y, 1), 95))
        text.set(text=f"{name} {value:.0%}", ha="right" if left else "left")
    art.pain_line.set_visible(law == "Simons")
    art.pain_label.set_visible(law == "Simons")
    return (
        f"20 mg S-ketamine over {rounded(minutes, 2)} min. The fast site peaks at "
        f"{rounded(sites.fast_ng_per_ml.max())} ng/mL, the slow one at "
        f"{rounded(sites.slow_ng_per_ml.max())}. The high peaks at {sites.high.max():.0%} of its "
        f"largest, relief at {sites.relief.max():.0%} {OF[law]}. At {rounded(look_min)} min: high "
        f"{high:.0%}, relief {relief:.0%}."
    )


def _build(figure: Figure) -> SimpleNamespace:
    levels = figure.add_axes((0.095, 0.14, 0.39, 0.76))
    levels.set(xlim=(0, LAST_MIN), ylim=(0, TOP_LEVEL), xticks=[0, 30, 60, 90, 120])
    levels.set(xlabel="Minutes", ylabel="S-ketamine (ng/mL)")
    levels.set_title("Levels at two sites")
    drip = levels.axvspan(0, 1, color=style.LIT, zorder=0, linewidth=0)
    (fast,) = levels.plot([], [], **HIGH.as_line(label="fast site: the high"))
    (slow,) = levels.plot([], [], **RELIEF.as_line(label="slow site: relief"))
    (end,) = levels.plot([], [], color=style.INK, linewidth=1.2)
    end_label = levels.text(0, TOP_LEVEL * 0.73, "end of\ninfusion", va="center", fontsize=9.5)
    handle(end, x="minutes")
    quiet = {"color": style.QUIET, "linewidth": 1.2, "linestyle": ":"}
    high_line = levels.axhline(pain.EFFECTS.c50_high_ng_per_ml, **quiet)
    pain_line = levels.axhline(pain.EFFECTS.c50_pain_ng_per_ml, **quiet)
    at_right = {"ha": "right", "va": "bottom", "fontsize": 9, "color": style.QUIET}
    at_right["bbox"] = style.BACKED
    high_label = levels.text(LAST_MIN, pain.EFFECTS.c50_high_ng_per_ml, "half the high", **at_right)
    pain_label = levels.text(
        LAST_MIN, pain.EFFECTS.c50_pain_ng_per_ml, "half the relief (Simons)", **at_right
    )
    levels.legend(loc="upper right")
    effects = figure.add_axes((0.585, 0.14, 0.395, 0.76))
    effects.set(xlim=(0, LAST_MIN), ylim=(0, 100), xticks=[0, 30, 60, 90, 120])
    effects.set(xlabel="Minutes", ylabel="Effect (%)")
    effects.set_title("Effects that follow")
    (high,) = effects.plot([], [], **HIGH.as_line())
    (relief,) = effects.plot([], [], **RELIEF.as_line())
    (cursor,) = effects.plot([], [], color=style.INK, linewidth=1.2)
    handle(cursor, x="look_min")
    (dots,) = effects.plot([], [], "o", color=style.INK, markersize=6)
    backed = {"fontsize": 10, "bbox": style.BACKED}
    high_text = effects.text(0, 0, "", color=HIGH.colour, **backed)
    relief_text = effects.text(0, 0, "", color=RELIEF.colour, **backed)
    moves(drip, fast, slow, end, end_label, high, relief, cursor, dots, high_text, relief_text)
    moves(
        high_line, high_label, pain_line, pain_label, levels.get_legend(), *levels.spines.values()
    )
    moves(*effects.spines.values())
    return SimpleNamespace(
        drip=drip,
        fast=fast,
        slow=slow,
        end=end,
        end_label=end_label,
        high=high,
        relief=relief,
        cursor=cursor,
        dots=dots,
        high_text=high_text,
        relief_text=relief_text,
        pain_line=pain_line,
        pain_label=pain_label,
    )
