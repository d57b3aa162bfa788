"""Drawings of lesson 15: what was not seen, what was reported, and beside whom."""

from helpers.figures.unseen.days import by_days_of_use
from helpers.figures.unseen.missed import missed
from helpers.figures.unseen.reported import beside_whom, same_question, sixfold, whose_zero
from helpers.figures.unseen.where import where

__all__ = [
    "beside_whom",
    "by_days_of_use",
    "missed",
    "same_question",
    "sixfold",
    "where",
    "whose_zero",
]
