"""Illness in time: mood after one dose and after several, pain that outlasts the drug."""
