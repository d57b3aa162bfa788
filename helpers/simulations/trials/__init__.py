"""Trials: pooling them, their size, whom a design lets in, and survival curves."""
