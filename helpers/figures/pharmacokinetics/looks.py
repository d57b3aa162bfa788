"""What the lines and bars of lesson 02 mean: places in the body and what is measured there."""

from __future__ import annotations

from helpers.figures.style import CONTROL, KETAMINE, Look

ARTERIAL = KETAMINE
VENOUS = Look("#0072B2", "--", "D")
EFFECT = Look("#009E73", ":", "P")
HYDROXYNORKETAMINE = Look("#7A5C9E", ":", "v")

CENTRAL = KETAMINE
FAST = Look("#E69F00", "-.", "D")
SLOW = Look("#56B4E9", ":", "v")
ELIMINATED = CONTROL
#: Where a control stands on a modelled line: a bar across it. Points are for what was measured.
CURSOR = {"marker": "|", "markersize": 19, "markeredgewidth": 3.2, "linestyle": "none"}
#: The bars of the hero panel, in their order: key of `Course.shares`, words, look, hatch.
PLACES = (
    ("central", "blood and\nfast organs", CENTRAL, ""),
    ("fast", "fast tissue", FAST, "//"),
    ("slow", "slow tissue", SLOW, ".."),
    ("eliminated", "eliminated", ELIMINATED, "xx"),
)
