"""Drawings of lesson 12: relief that outlasts a drug, and how sure one can be of it."""

from helpers.figures.pain_signal.clocks import quick_and_slow, relief_stays, sensitised
from helpers.figures.pain_signal.scores import who_improves
from helpers.figures.pain_signal.trials import ledger, livers, reviews, trial_weeks

__all__ = [
    "ledger",
    "livers",
    "quick_and_slow",
    "relief_stays",
    "reviews",
    "sensitised",
    "trial_weeks",
    "who_improves",
]
