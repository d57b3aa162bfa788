"""Tests of the course, and the tools that build it."""
