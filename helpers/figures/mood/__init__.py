"""Drawings of lesson 11: one dose, several doses, and trials of people who did well."""

from helpers.figures.mood.calendar import calendar
from helpers.figures.mood.curves import one_run
from helpers.figures.mood.funnel import funnel, two_worlds
from helpers.figures.mood.one_dose import one_dose
from helpers.figures.mood.trials import kept, repeated

__all__ = ["calendar", "funnel", "kept", "one_dose", "one_run", "repeated", "two_worlds"]
