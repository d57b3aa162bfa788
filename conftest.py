"""Loaded whatever part of the course is tested: the notebooks lie outside tests/."""

pytest_plugins = (
    "tests.plugins.isolation",
    "tests.plugins.notebooks",
    "tests.plugins.spread",
    "tests.plugins.times",
    "pytester",
)
