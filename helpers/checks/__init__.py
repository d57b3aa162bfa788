"""How answers are judged: the questions of each lesson and the checks of each exercise."""

from helpers.checks.lessons import Lesson, outlines
from helpers.checks.tasks import check

__all__ = ["Lesson", "check", "outlines"]
