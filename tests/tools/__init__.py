"""Commands for those who build the course, run as `python -m tests.tools.NAME`."""
